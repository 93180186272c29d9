"""Files to warehouse: which columns mean what, each file kept in the archive, its rows loaded as sample or census."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from extract.archive import Archive, Import, ImportedFile, name_of
from extract.sources import SOURCES
from flows import clock, progress, reference
from flows.loading import check, complete, followed, load_reference, naive, open_for_import, open_warehouse
from flows.lock import one_writer
from flows.settings import ConfigurationError, Context
from transform import imported, imported_rows, knowledge, mapping, table_files
from transform.knowledge import Knowledge
from transform.mapping import MappingError
from transform.postings import versions
from warehouse import history, samples, store
from warehouse.reports.words import counted


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did with its rows: rows = loaded + quarantined + there already (of a day that has an answer)."""

    source: str
    kind: str
    rows: int
    loaded: int
    quarantined: int
    reasons: tuple[tuple[str, int], ...] = ()
    already: int = 0
    """Rows of boards' days that had a better or a later answer already."""
    repeated: int = 0
    details: int = 0
    days: int = 0
    new: int = 0
    closed: int = 0
    reopened: int = 0
    skipped: tuple[str, ...] = ()

    def sentence(self) -> str:
        """What happened, in a few sentences."""
        if not self.rows:
            return f"Nothing is new: {self._without_rows()}."
        said = [
            f"Imported {counted(self.rows, 'row')} of the {self.kind} {self.source!r}: {self.loaded:,} loaded, "
            f"{self.quarantined:,} quarantined{self._already()}."
        ]
        new = counted(self.new, "posting")
        if self.kind == "census":
            said.append(
                f"{counted(self.days, 'day')} of boards; {new} seen for the first time, {self.closed:,} closed, "
                f"{self.reopened:,} reopened."
            )
        else:
            is_new = "is new" if self.new == 1 else "are new"
            said.append(f"{new} {is_new}. A sample closes nothing and no figure on demand rests on it.")
        if self.details:
            said.append(f"What the postings are is said by {counted(self.details, 'further row')}.")
        if self.reasons:
            said.append("Quarantined: " + "; ".join(f"{count:,} {reason}" for reason, count in self.reasons) + ".")
        if self.skipped:
            said.append(f"Imported before and left out: {_named(self.skipped)}.")
        return " ".join(said)

    def _without_rows(self) -> str:
        return f"imported before were {_named(self.skipped)}" if self.skipped else "there is no row below the header"

    def _already(self) -> str:
        why = "of days that were there already, or older than the board's last (import the oldest first)"
        return f", {self.already:,} {why}" if self.already else ""


def _named(files: Sequence[str]) -> str:
    """The files by name; of many the first and how many more."""
    return ", ".join(files) if len(files) <= 3 else f"{files[0]} and {len(files) - 1} other files"


def import_files(
    context: Context, paths: Sequence[Path], mapping_path: Path | None, seen_on: dt.date | None, kind: str | None
) -> Imported:
    """What came of importing some files: kept in the archive, loaded, checked and published.

    Raises ConfigurationError where a file or the mapping is not right; then nothing has changed.
    """
    try:
        chosen = choose(paths, mapping_path, kind)
        _require_days(chosen, paths, seen_on)
        with one_writer(context.paths.lock):
            return _import(context, paths, chosen, seen_on)
    except MappingError as error:
        raise ConfigurationError(str(error)) from error


def choose(paths: Sequence[Path], mapping_path: Path | None, kind: str | None) -> mapping.Mapping:
    """The mapping in force, which fits every file: the person's, else JobSpy's where the columns are JobSpy's."""
    if missing := [str(path) for path in paths if not path.is_file()]:
        raise MappingError(f"{missing[0]}: there is no such file.")
    if mapping_path is None:
        chosen, name = _jobspy(paths), "JobSpy's columns"
        if kind == "census":
            raise MappingError("JobSpy shows what a search shows: its files are a sample, not a census.")
    else:
        if not mapping_path.is_file():
            raise MappingError(f"{mapping_path}: there is no such mapping. {mapping.ADVICE}")
        chosen, name = mapping.from_toml(_utf8(mapping_path), str(mapping_path)), str(mapping_path)
    if kind is not None:
        chosen = msgspec.structs.replace(chosen, kind=kind)
    mapping.require_kind(chosen, name)
    if chosen.source in SOURCES:
        raise MappingError(f"{name}: source = {chosen.source!r} is the name of a platform that is asked; take another.")
    for path in paths:
        _require_columns(chosen, path)
        part = imported_rows.part_of(chosen, name_of(path))
        table_files.require_readable(path, path.name, imported_rows.wanted(chosen, part))
    return chosen


def _utf8(path: Path) -> str:
    """The text of a mapping; raises MappingError where it is none."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise MappingError(f"{path}: is not UTF-8 text (byte {byte:#x}). Save it as UTF-8.") from error


def _jobspy(paths: Sequence[Path]) -> mapping.Mapping:
    """JobSpy's mapping; raises MappingError naming the first file whose columns are others."""
    for path in paths:
        there = table_files.columns(path, path.name)
        if lacking := sorted(mapping.JOBSPY - set(there)):
            raise MappingError(
                f"{path}: these are not JobSpy's columns ({', '.join(lacking)} missing). It has "
                f"{', '.join(there[:20])}{' ...' if len(there) > 20 else ''}. Say what they mean in a mapping "
                f"(--mapping FILE). {mapping.ADVICE}"
            )
    return mapping.jobspy()


def _require_columns(chosen: mapping.Mapping, path: Path) -> None:
    """Raise MappingError where the file lacks a column that the mapping names."""
    part = imported_rows.part_of(chosen, name_of(path))
    there = table_files.columns(path, path.name)
    needed = imported_rows.wanted(chosen, part)
    if part == "detail":
        needed = [column for column in needed if column not in mapping.columns_of(chosen, "board")]
    if twice := [column for column in needed if there.count(column) > 1]:
        raise MappingError(
            f"{path}: two of its columns are called {twice[0]!r}, so it is not clear which one the mapping means. Give "
            "one of them another name."
        )
    lacking = [] if chosen.optional else table_files.lacking(path, path.name, needed)
    if lacking:
        raise MappingError(
            f"{path}: it has no column {lacking[0]!r}, which the mapping names. There are: {', '.join(there)}."
        )


def _require_days(chosen: mapping.Mapping, paths: Sequence[Path], seen_on: dt.date | None) -> None:
    """Raise MappingError where nothing says the day of a file's rows: no column or word, no option, not its name."""
    if seen_on is not None or "seen_on" in chosen.constants:
        return
    for path in paths:
        if imported_rows.part_of(chosen, name_of(path)) == "detail" or day_in_name(path.name):
            continue
        columns = mapping.columns_of(chosen, "seen_on")
        if not columns or not set(columns) & set(table_files.columns(path, path.name)):
            raise MappingError(
                f"{path}: nothing says on which day its rows were seen. Say --seen-on 2026-11-20, put the day into the "
                "file's name (jobs_2026-11-20.csv), or map the column that says it to `seen_on`."
            )


_DAY = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


def day_in_name(name: str) -> dt.date | None:
    """The day that a file's name says, such as jobs_2026-11-20.csv; None where it says none or several."""
    found = {match.groups() for match in _DAY.finditer(name)}
    if len(found) != 1:
        return None
    try:
        return dt.date(*(int(part) for part in found.pop()))
    except ValueError:
        return None


def _import(context: Context, paths: Sequence[Path], chosen: mapping.Mapping, seen_on: dt.date | None) -> Imported:
    archive = Archive(context.paths.archive)
    kept = [archive.keep_file(path) for path in paths]
    text = mapping.to_json(chosen)
    new = _new_files(archive, kept, text, seen_on, chosen)
    fresh = {file.file_hash for file in new}
    skipped = tuple(file.name for file in kept if file.file_hash not in fresh)
    if not new:
        return Imported(source=chosen.source, kind=str(chosen.kind), rows=0, loaded=0, quarantined=0, skipped=skipped)
    now = clock.Clock(clock.last_moment(archive)).now()
    record = Import(
        run_id=clock.run_id(now),
        imported_on=now.astimezone(context.zone).date(),
        files=tuple(new),
        mapping=text,
        seen_on=seen_on,
    )
    known = knowledge.of(reference.listed(context))
    with open_for_import(context) as connection:
        samples.require_kind(connection, chosen.source, str(chosen.kind))
        load_reference(connection, context, known)
        archive.keep_import(record)
        done = load(connection, archive, record.run_id, known)
        if chosen.kind == "sample":  # no figure on all postings rests on it
            check(connection)
    if chosen.kind != "sample":
        with open_warehouse(context, context.paths.warehouse) as connection:
            complete(connection, known, followed(context))
            check(connection)
    store.publish(context.paths.warehouse, context.paths.snapshot)
    return msgspec.structs.replace(done, skipped=skipped)


def _new_files(
    archive: Archive, kept: Sequence[ImportedFile], text: str, seen_on: dt.date | None, chosen: mapping.Mapping
) -> list[ImportedFile]:
    """The files that were not imported before in the same way; of a census all, where one is new.

    A census's rows are read together, and days that are there already stay as they are.
    """
    before = [archive.imported(run_id) for run_id in archive.import_ids()]
    done = {
        file.file_hash
        for record in before
        if (record.mapping, record.seen_on) == (text, seen_on)
        for file in record.files
    }
    new = {file.file_hash: file for file in kept if file.file_hash not in done}
    if chosen.is_census and new:
        return list({file.file_hash: file for file in kept}.values())
    return list(new.values())


# -- loading what the archive holds --


class _Kept(NamedTuple):
    """One import of the archive, the warehouse it goes to, and what its rows are read with."""

    connection: store.Connection
    archive: Archive
    files: tuple[ImportedFile, ...]
    source: imported_rows.Source
    known: Knowledge


def load(connection: store.Connection, archive: Archive, run_id: str, known: Knowledge) -> Imported:
    """What came of loading one import from the archive."""
    kept = _kept(connection, archive, run_id, known)
    source = kept.source.mapping
    with progress.bar(f"Importing {source.source}", len(kept.files)) as advance:
        done = _load_census(kept, advance) if source.is_census else _load_sample(kept, advance)
    history.record_run(
        connection,
        run_id=run_id,
        started_at=naive(clock.started_at(run_id)),
        finished_at=naive(clock.started_at(run_id)),
        boards_count=len(samples.boards_of(connection, source.source)),
        postings_count=done.loaded,
    )
    return done


def _kept(connection: store.Connection, archive: Archive, run_id: str, known: Knowledge) -> _Kept:
    record = archive.imported(run_id)
    source = imported_rows.Source(
        mapping=mapping.from_json(record.mapping),
        run_id=run_id,
        imported_on=record.imported_on,
        seen_on=record.seen_on,
        order=archive.import_ids().index(run_id),
    )
    return _Kept(connection, archive, record.files, source, known)


def _slices(kept: _Kept, file: ImportedFile, advance: progress.Advance) -> Iterator[imported_rows.Rows]:
    """The rows of one file of an import; the day of rows that say none is the option's, else that in its name."""
    day, read = kept.source.seen_on or day_in_name(Path(file.name).name), 0
    source = kept.source._replace(seen_on=day)
    for rows in imported_rows.slices(kept.archive.imported_file(file), file.name, source):
        yield rows
        read += rows.height
        advance(f"{counted(read, 'row')} of {file.name}", 0)


def _load_sample(kept: _Kept, advance: progress.Advance, *, is_new: bool = True) -> Imported:
    """What came of loading a sample, part by part; parts that are there already are not loaded again."""
    connection, source, known = kept.connection, kept.source, kept.known
    new, reasons = 0, Counter[str]()
    done = samples.parts_done(connection, source.run_id) if is_new else set()
    for part, rows in enumerate(_parts(kept, advance)):
        if part in done:
            continue
        last = imported.newest(rows)
        fresh = samples.fresh(connection, last, versions(known.skills))
        piece = imported.piece(rows, last, fresh, source, known.skills)
        ledger = piece.ledger if is_new else None
        new += samples.load(connection, piece.boards, piece.seen, piece.values, ledger, part)
        reasons.update(piece.ledger.reasons)
    counts = samples.counts(connection, source.run_id)
    return Imported(
        source=source.mapping.source,
        kind="sample",
        rows=counts.records,
        loaded=counts.postings + counts.repeated,
        repeated=counts.repeated,
        quarantined=counts.quarantined,
        reasons=tuple(reasons.most_common(5)),
        new=new,
    )


def _parts(kept: _Kept, advance: progress.Advance) -> Iterator[imported_rows.Rows]:
    """The rows of all files of an import, in parts that fit in memory."""
    for file in kept.files:
        yield from _slices(kept, file, advance)
        advance(file.name)


def _read_census(kept: _Kept, advance: progress.Advance) -> imported.Census:
    """The census that an import's files hold."""

    def frames() -> Iterator[tuple[str, Iterator[imported_rows.Rows]]]:
        for file in kept.files:
            yield file.name, _slices(kept, file, advance)
            advance(file.name)

    connection, source, known = kept.connection, kept.source, kept.known
    platform = source.mapping.source
    boards = samples.boards_of(connection, platform)
    current = history.known_fingerprints(connection, boards, versions(known.skills))
    return imported.census(frames(), samples.stored(connection, platform), current, source, known.skills)


def _load_census(kept: _Kept, advance: progress.Advance) -> Imported:
    """What came of loading a census day by day, as if each of its boards had been asked that day."""
    connection, source, known = kept.connection, kept.source, kept.known
    found = _read_census(kept, advance)
    loaded = history.Loaded()
    boards_before = samples.boards_of(connection, source.mapping.source)
    with progress.bar("Loading days", len(found.days)) as advance_day:
        for day in imported.days(found, boards_before, source):
            there = history.known_fingerprints(connection, day.board_ids, versions(known.skills))
            is_doubtful = history.is_run_doubtful(connection, day.whole)
            loaded += history.load(connection, imported.batch(day, found, there), is_run_doubtful=is_doubtful)
            advance_day(str(day.on))
    if found.astray.days.height and not samples.parts_done(connection, source.run_id):
        samples.keep_ledger(connection, *found.astray)
    astray = samples.counts(connection, source.run_id)
    rows, quarantined = found.rows.height + astray.records, loaded.quarantined + astray.quarantined
    if rows != loaded.seen + quarantined + loaded.superseded_records:
        raise history.BrokenLedger(
            f"{counted(rows, 'row')} came, but {loaded.seen:,} were loaded, {quarantined:,} quarantined and "
            f"{loaded.superseded_records:,} there already."
        )
    return Imported(
        source=source.mapping.source,
        kind="census",
        rows=rows,
        loaded=loaded.seen,
        quarantined=quarantined,
        already=loaded.superseded_records,
        reasons=tuple(found.reasons.most_common(5)),
        details=found.details,
        days=loaded.boards,
        new=loaded.new,
        closed=loaded.closed,
        reopened=loaded.reopened,
    )


def renew(
    connection: store.Connection,
    archive: Archive,
    waiting: Mapping[tuple[str, dt.datetime], Collection[str]],
    known: Knowledge,
) -> int:
    """How many readings of imported postings were made anew; `waiting` says which of a census are stale."""
    return sum(_renew(_kept(connection, archive, run_id, known), waiting) for run_id in archive.import_ids())


def _renew(kept: _Kept, waiting: Mapping[tuple[str, dt.datetime], Collection[str]]) -> int:
    connection, source, known = kept.connection, kept.source, kept.known
    if not source.mapping.is_census:
        if not samples.has_stale(connection, source.mapping.source, versions(known.skills)):
            return 0
        return _load_sample(kept, progress.unseen, is_new=False).new
    if not any(board_id.startswith(f"{source.mapping.source}:") for board_id, _ in waiting):
        return 0
    found = _read_census(kept, progress.unseen)
    count = 0
    for day in imported.days(found, (), source):
        answers = [(board_id, source.observed_at(day.on)) for board_id in day.board_ids]
        answers = [answer for answer in answers if answer in waiting]
        wanted = {posting_id for answer in answers for posting_id in waiting[answer]}
        if wanted:
            count += history.renew(connection, imported.values_on(day, found, wanted), answers)
    return count
