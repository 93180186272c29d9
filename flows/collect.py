"""Boards to archive: which are due today, asked batch by batch."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from extract.archive import Archive
from extract.boards import Board
from extract.collector import Collector, Run, due, interleave
from extract.posting import BoardStatus, Observation
from flows import clock, progress, rates
from flows.boards import client, watched_boards
from flows.lock import one_writer
from flows.settings import Context, environment_context, require_real
from warehouse.reports.words import counted

BOARDS_A_TASK = 100
TOLERATED_CLOCK = dt.timedelta(minutes=5)


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What a collecting run did: how its boards ended, how many had answered that day already, the first failure."""

    statuses: dict[str, int]
    already: int
    first_failure: str | None
    unreachable: int = 0
    rates_failure: str | None = None
    clock_behind: dt.timedelta = dt.timedelta()

    @property
    def asked(self) -> int:
        """How many boards were asked."""
        return sum(self.statuses.values())

    @property
    def answered(self) -> int:
        """How many boards answered at all, be it with an error of theirs."""
        return self.asked - self.statuses.get(BoardStatus.FAILED, 0)

    def sentence(self) -> str:
        """What happened, in one sentence."""
        words = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(self.statuses.items()))
        already = f"; {self.already} had answered today already" if self.already else ""
        said = f"Asked {counted(self.asked, 'board')}: {words or 'none was due'}{already}."
        if self.clock_behind > TOLERATED_CLOCK:
            behind = counted(round(self.clock_behind.total_seconds() / 60), "minute")
            said += f" The machine's clock stands {behind} before the last run: that run's time was used."
        if self.rates_failure:
            said += f" {self.rates_failure}"
        return said


@flow(name="collect", log_prints=False)
async def collect(config: str | None = None, again: bool = False) -> Collected:
    """What came of asking every board that is due today (`again`: every board) and archiving its answer."""
    context = require_real(environment_context(Path(config) if config else None))
    with one_writer(context.paths.lock):
        archive = Archive(context.paths.archive)
        present = clock.Clock(clock.last_moment(archive))
        run = new_run(context, archive, present)
        boards = watched_boards(context)
        asked = boards if again else due(boards, archive, run.observed_on)
        collected = await collect_run(context, archive, run, asked, boards)
        return msgspec.structs.replace(collected, clock_behind=present.behind)


async def collect_run(
    context: Context, archive: Archive, run: Run, asked: Sequence[Board], watched_now: Sequence[Board]
) -> Collected:
    """What came of asking `asked` (some of `watched_now`) in one run."""
    if not asked:
        return Collected(statuses={}, already=len(watched_now), first_failure=None)
    observations: list[Observation] = []
    with progress.bar("Asking boards", len(asked)) as advance:
        async with client(context) as http:
            collector = Collector(run, http, archive)
            for batch in batched(interleave(asked), BOARDS_A_TASK):
                observations += await ask(collector, batch, advance)
            rates_failure = await rates.renew(context, http, run.now())
    failures = (o.reason for o in observations if o.status == BoardStatus.FAILED)
    return Collected(
        statuses=dict(Counter(o.status.value for o in observations)),
        already=len(watched_now) - len(asked),
        first_failure=next(failures, None),
        unreachable=sum(o.error is not None for o in observations),
        rates_failure=rates_failure,
    )


@task(name="ask boards", cache_policy=NO_CACHE, persist_result=False)
async def ask(collector: Collector, boards: Sequence[Board], advance: progress.Advance) -> list[Observation]:
    """One archived observation for each board of the batch."""
    return await collector.ask(boards, on_board=lambda observation: advance(observation.employer))


def batched(boards: Sequence[Board], size: int) -> Iterator[Sequence[Board]]:
    """The boards in pieces of at most `size`."""
    for start in range(0, len(boards), size):
        yield boards[start : start + size]


def new_run(context: Context, archive: Archive, present: clock.Clock) -> Run:
    """A run of now. Its day is the person's, but never before a day that is in the archive: days only go forward."""
    newest = archive.newest()
    today = present.now().astimezone(context.zone).date()
    return Run(
        run_id=clock.run_id(present.now()),
        observed_on=max(today, newest.observed_on) if newest else today,
        now=present.now,
        base_urls=context.settings.base_urls,
    )


def run_collect(config: str | None, *, again: bool) -> Collected:
    """`collect`, for callers outside an event loop."""
    return asyncio.run(collect(config, again))
