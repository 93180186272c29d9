"""Archive to warehouse: read, normalise, load, check, publish."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from extract.archive import Archive
from extract.collector import read_again
from extract.posting import WHOLE, Observation
from flows import clock, imports, progress, reference
from flows.loading import check, complete, followed, load_reference, naive, open_warehouse
from flows.lock import one_writer
from flows.settings import Context, environment_context
from transform import knowledge
from transform.knowledge import NOTHING, Knowledge
from transform.postings import renewed, to_batch, versions
from warehouse import history, shares, store
from warehouse.reports.words import counted
from warehouse.shares import Counts

BATCH_BYTES = 24 * 1024 * 1024
BATCH_BOARDS = 250


class Refreshed(msgspec.Struct, frozen=True, kw_only=True):
    """What a refresh did: the runs it loaded and the sums over their boards, and what came of imports."""

    runs: int
    loaded: history.Loaded
    imported: tuple[imports.Imported, ...] = ()
    reread: tuple[str, ...] = ()
    """What other versions of our own parsers did, a sentence each."""

    def sentence(self) -> str:
        """What happened, in a sentence, one for each import, and what our own parsers changed."""
        return " ".join([self._of_runs(), *(done.sentence() for done in self.imported), *self.reread])

    def _of_runs(self) -> str:
        if not self.runs:
            return "No collected run was waiting to be loaded."
        done = self.loaded
        again = counted(done.superseded, "board")
        superseded = f" The day's observation was there already of {again}." if done.superseded else ""
        return (
            f"Loaded {counted(done.boards, 'board observation')} of {counted(self.runs, 'run')}: "
            f"{counted(done.seen, 'posting')} seen, {done.new:,} for the first time, {done.closed:,} closed, "
            f"{done.reopened:,} reopened, {counted(done.quarantined, 'record')} quarantined.{superseded}"
        )


class Renewed(msgspec.Struct, frozen=True, kw_only=True):
    """What making stale values anew did: how many readings of postings, and how many no kept answer shows any more."""

    renewed: int
    missing: int
    reread: tuple[str, ...] = ()
    """What other versions of our own parsers did, a sentence each."""

    def sentence(self) -> str:
        """What happened, in one sentence, and what our own parsers changed."""
        return " ".join([self._of_readings(), *self.reread])

    def _of_readings(self) -> str:
        missing = f" {self.missing:,} stay as they are: no kept answer shows them." if self.missing else ""
        if not self.renewed and not missing:
            return "Nothing is stale: today's parsers made every value."
        return f"Made the values of {counted(self.renewed, 'posting')} and earlier versions anew.{missing}"


@flow(name="refresh", log_prints=False)
def refresh(config: str | None = None, from_archive: bool = False, accept_jumps: bool = False) -> Refreshed:
    """What came of loading the archive's new runs, checking the warehouse and publishing it.

    `from_archive` builds the warehouse anew from every run in the archive and swaps it in when it is whole;
    `accept_jumps` publishes also where a share jumped.
    """
    context = environment_context(Path(config) if config else None)
    with one_writer(context.paths.lock):
        if from_archive:
            return rebuild(context, accept_jumps=accept_jumps)
        return refresh_into(context, context.paths.warehouse, accept_jumps=accept_jumps)


@flow(name="refresh stale", log_prints=False)
def refresh_stale(config: str | None = None) -> Renewed:
    """What came of making anew, from the archive, what older parsers made; then checking and publishing."""
    context = environment_context(Path(config) if config else None)
    known = knowledge.of(reference.listed(context))
    with one_writer(context.paths.lock):
        with open_warehouse(context, context.paths.warehouse) as connection:
            load_reference(connection, context, known)
            done = renew(connection, Archive(context.paths.archive), known)
            complete(connection, known, followed(context))
            said = check(connection)
        store.publish(context.paths.warehouse, context.paths.snapshot)
    return msgspec.structs.replace(done, reread=tuple(said))


def renew(connection: store.Connection, archive: Archive, known: Knowledge) -> Renewed:
    """What came of reading again the kept answers that show stale values, and those alone."""
    today = versions(known.skills)
    waiting = history.stale(connection, today)
    count = 0
    with progress.bar("Reading again", len(waiting)) as advance:
        for run_id in archive.run_ids():
            wanted = [o for o in archive.observations(run_id) if (o.board_id, naive(o.observed_at)) in waiting]
            for batch in batches(wanted):
                count += renew_batch(connection, archive, batch, waiting, advance, known)
    count += imports.renew(connection, archive, waiting, known)
    history.tidy(connection)
    left = sum(map(len, history.stale(connection, today).values()))
    return Renewed(renewed=count, missing=left)


def renew_batch(
    connection: store.Connection,
    archive: Archive,
    observations: Sequence[Observation],
    waiting: Mapping[tuple[str, dt.datetime], Collection[str]],
    advance: progress.Advance,
    known: Knowledge,
) -> int:
    """How many readings of postings were made anew from some answers, each of another board."""
    answers = [(o.board_id, naive(o.observed_at)) for o in observations]
    wanted = {posting_id for answer in answers for posting_id in waiting[answer]}
    values = renewed([(o, read_again(o, archive)) for o in observations], wanted, known.skills)
    count = history.renew(connection, values, answers)
    for observation in observations:
        advance(observation.board_id)
    return count


def rebuild(context: Context, *, accept_jumps: bool = False) -> Refreshed:
    """What came of building the warehouse anew, beside the old one, which it then replaces."""
    fresh = context.paths.warehouse.with_name("rebuild.duckdb")
    store.remove(fresh)
    try:
        refreshed = refresh_into(context, fresh, accept_jumps=accept_jumps, published=published(context))
        store.remove(context.paths.warehouse)
        fresh.replace(context.paths.warehouse)
    finally:
        store.remove(fresh)
    return refreshed


def published(context: Context) -> Counts | None:
    """The counts behind the shares of what readers have now; None where nothing is published, or by another version."""
    try:
        with store.open_reader(context.paths.snapshot) as connection:
            return shares.kept(connection)
    except store.WarehouseError:
        return None


def refresh_into(
    context: Context, warehouse: Path, *, accept_jumps: bool = False, published: Counts | None = None
) -> Refreshed:
    """What came of loading every run of the archive that `warehouse` lacks, then checking and publishing it.

    A new warehouse is compared with the counts of what was `published` before.
    """
    archive = Archive(context.paths.archive)
    known = knowledge.of(reference.listed(context))
    with open_warehouse(context, warehouse) as connection:
        load_reference(connection, context, known)
        if published is not None:
            history.load_reference(connection, {"ops.share_count": published})
        there = store.loaded_runs(connection)
        imported = set(archive.import_ids())
        waiting = sorted((imported | set(archive.run_ids())) - there)
        loaded, done = history.Loaded(), []
        for run_id in waiting:  # in the order they came: a file may speak of days that were collected since
            if run_id in imported:
                done.append(imports.load(connection, archive, run_id, known))
            else:
                loaded += load_run(connection, archive, run_id, known)
        complete(connection, known, followed(context))
        said = check(connection, accept_jumps=accept_jumps)
    store.publish(warehouse, context.paths.snapshot)
    return Refreshed(runs=len(waiting) - len(done), loaded=loaded, imported=tuple(done), reread=tuple(said))


def load_run(connection: store.Connection, archive: Archive, run_id: str, known: Knowledge = NOTHING) -> history.Loaded:
    """What came of loading one collecting run, batch by batch."""
    observations = archive.observations(run_id)
    counts = [(o.board_id, o.counted_in) for o in observations if o.status in WHOLE]
    is_doubtful = history.is_run_doubtful(connection, counts)
    loaded = history.Loaded()
    with progress.bar("Loading boards", len(observations)) as advance:
        for batch in batches(observations):
            loaded += load_batch(connection, archive, batch, is_doubtful, advance, known)
    history.record_run(
        connection,
        run_id=run_id,
        started_at=naive(clock.started_at(run_id)),
        finished_at=naive(max((o.observed_at for o in observations), default=clock.started_at(run_id))),
        boards_count=len(observations),
        postings_count=loaded.seen,
    )
    return loaded


def batches(observations: Sequence[Observation]) -> Iterator[list[Observation]]:
    """The observations in pieces whose answers fit in memory together."""
    batch: list[Observation] = []
    size = 0
    for observation in observations:
        weight = sum(page.response_bytes for page in observation.pages)
        if batch and (size + weight > BATCH_BYTES or len(batch) == BATCH_BOARDS):
            yield batch
            batch, size = [], 0
        batch.append(observation)
        size += weight
    if batch:
        yield batch


@task(name="load boards", cache_policy=NO_CACHE, persist_result=False)
def load_batch(
    connection: store.Connection,
    archive: Archive,
    observations: Sequence[Observation],
    is_run_doubtful: bool,
    advance: progress.Advance,
    known: Knowledge,
) -> history.Loaded:
    """What came of reading, normalising and loading some boards, each observed once."""
    there = history.known_fingerprints(connection, [o.board_id for o in observations], versions(known.skills))
    batch = to_batch([(o, read_again(o, archive)) for o in observations], there, known.skills)
    return history.load(connection, batch, is_run_doubtful=is_run_doubtful, on_board=advance)
