"""Boards asked: each answer archived, then read; never an exception because of one board."""

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from extract.archive import Archive, ArchiveError
from extract.boards import Board
from extract.client import Answer, Client, FetchError
from extract.posting import WHOLE, BoardStatus, Observation, PageRecord, Reading
from extract.source import Page, Source
from extract.sources import SOURCES

MAX_PAGES = 500
AT_ONCE = 16
"""Boards under way at once, over all hosts; each host's own pace is the client's."""


class Run(NamedTuple):
    """One collecting run: its id, the day it stands for in the person's time zone, the clock (UTC), the base URLs."""

    run_id: str
    observed_on: dt.date
    now: Callable[[], dt.datetime]
    base_urls: Mapping[str, str]


class Collector:
    """Asks boards in one run and keeps every answer in the archive."""

    def __init__(self, run: Run, client: Client, archive: Archive) -> None:
        self.run = run
        self.client = client
        self.archive = archive
        self.newest = archive.newest_pages()
        archive.begin(run.run_id)
        self.slots = asyncio.Semaphore(AT_ONCE)

    async def ask(
        self, boards: Sequence[Board], on_board: Callable[[Observation], None] | None = None
    ) -> list[Observation]:
        """One observation for each of `boards`, in their order, archived when this returns."""
        observations = await asyncio.gather(*(self._ask(board, on_board) for board in boards))
        await asyncio.to_thread(self.archive.append, self.run.run_id, observations)
        return list(observations)

    async def _ask(self, board: Board, on_board: Callable[[Observation], None] | None) -> Observation:
        async with self.slots:
            observation = await self._observe(board)
        if on_board is not None:
            on_board(observation)
        return observation

    async def _observe(self, board: Board) -> Observation:
        source = SOURCES[board.platform]
        records: list[PageRecord] = []
        pages: list[Page] = []
        try:
            await self._fetch(source, board.key, records, pages)
        except FetchError as error:
            return self._observation(board, records, Reading(status=BoardStatus.FAILED, reason=str(error)), str(error))
        return self._observation(board, records, read(board.platform, board.key, pages), None)

    async def _fetch(self, source: Source, key: str, records: list[PageRecord], pages: list[Page]) -> None:
        """Fetch the board's pages into `records` and `pages`, archiving each before anybody reads it."""
        url: str | None = source.first_url(self.run.base_urls.get(source.platform, source.base_url), key)
        asked: set[str] = set()
        while url is not None and url not in asked and len(asked) < MAX_PAGES:
            asked.add(url)
            record, page = await self._page(url)
            records.append(record)
            pages.append(page)
            url = source.next_url(page)

    async def _page(self, url: str) -> tuple[PageRecord, Page]:
        known = self.newest.get(url)
        answer = await self.client.get(
            url, etag=known.etag if known else None, last_modified=known.last_modified if known else None
        )
        if not answer.not_modified or known is None:
            return await self._keep(url, answer)
        try:
            body = await asyncio.to_thread(self.archive.body, known.response_hash)
        except ArchiveError:  # the body that the 304 speaks of is gone: ask for it anew
            return await self._keep(url, await self.client.get(url))
        record = msgspec.structs.replace(known, http_status=304)
        return record, as_page(record, body)

    async def _keep(self, url: str, answer: Answer) -> tuple[PageRecord, Page]:
        """The answer, archived before anybody reads it."""
        record = PageRecord(
            url=url,
            http_status=answer.http_status,
            content_type=answer.content_type,
            etag=answer.etag,
            last_modified=answer.last_modified,
            response_hash=await asyncio.to_thread(self.archive.keep, answer.body),
            response_bytes=len(answer.body),
        )
        return record, as_page(record, answer.body)

    def _observation(
        self, board: Board, records: Iterable[PageRecord], reading: Reading, error: str | None
    ) -> Observation:
        return Observation(
            run_id=self.run.run_id,
            platform=board.platform,
            board=board.key,
            employer=board.employer,
            country=board.country,
            industry=board.industry,
            observed_on=self.run.observed_on,
            observed_at=self.run.now(),
            status=reading.status,
            reason=reading.reason,
            counted_in=reading.counted_in,
            error=error,
            pages=tuple(records),
        )


def due(boards: Sequence[Board], archive: Archive, observed_on: dt.date) -> list[Board]:
    """The boards of `boards` that have not yet answered in full on the day `observed_on`."""
    done: set[str] = set()
    for run_id in reversed(archive.run_ids()):
        observations = archive.observations(run_id)
        if observations and observations[0].observed_on < observed_on:
            break
        done.update(o.board_id for o in observations if o.observed_on == observed_on and o.status in WHOLE)
    return [board for board in boards if board.board_id not in done]


def interleave(boards: Sequence[Board]) -> list[Board]:
    """The boards with the platforms taking turns, so that no host waits for another's pace."""
    rows: dict[str, list[Board]] = {}
    for board in boards:
        rows.setdefault(board.platform, []).append(board)
    turns = itertools.zip_longest(*rows.values())
    return [board for turn in turns for board in turn if board is not None]


def as_page(record: PageRecord, body: bytes) -> Page:
    """The archived answer as its source reads it: a 304 is the 200 whose body it confirms."""
    status = 200 if record.http_status == 304 else record.http_status
    return Page(url=record.url, http_status=status, content_type=record.content_type, body=body)


async def ask_once(board: Board, client: Client, base_urls: Mapping[str, str]) -> Reading:
    """What the board says now; nothing is kept."""
    source = SOURCES[board.platform]
    pages: list[Page] = []
    url: str | None = source.first_url(base_urls.get(source.platform, source.base_url), board.key)
    try:
        while url is not None and len(pages) < MAX_PAGES:
            answer = await client.get(url)
            pages.append(
                Page(url=url, http_status=answer.http_status, content_type=answer.content_type, body=answer.body)
            )
            url = source.next_url(pages[-1])
    except FetchError as error:
        return Reading(status=BoardStatus.FAILED, reason=str(error))
    return read(board.platform, board.key, pages)


def read(platform: str, key: str, pages: Sequence[Page]) -> Reading:
    """What the board's answers say, as their platform's source reads them."""
    return SOURCES[platform].read(key, pages)


def read_again(observation: Observation, archive: Archive) -> Reading:
    """What an archived observation says, read anew from the kept answers; needs no network."""
    if observation.error is not None:
        return Reading(status=BoardStatus.FAILED, reason=observation.error)
    if observation.platform not in SOURCES:
        return Reading(status=BoardStatus.FAILED, reason=f"no source is called {observation.platform!r} any more")
    pages = [as_page(record, archive.body(record.response_hash)) for record in observation.pages]
    return read(observation.platform, observation.board, pages)
