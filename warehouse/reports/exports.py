"""What the published marts become for other programs: CSV, Parquet, an Excel workbook, and JobSpy's columns."""

import datetime as dt
from pathlib import Path

import duckdb
import msgspec
import polars as pl

from warehouse import store
from warehouse.answers.watched import rows
from warehouse.reports import csv_files, excel, files, parquet_files, words


class Formats(msgspec.Struct, frozen=True, kw_only=True):
    """Which files to write."""

    csv: bool = False
    parquet: bool = False
    xlsx: bool = False
    jobspy: bool = False


class About(msgspec.Struct, frozen=True, kw_only=True):
    """When an export was made (UTC, without zone), by which version, and whether its market is made up."""

    made_at: dt.datetime
    version: str
    is_simulated: bool = False


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What exported figures speak of; a fraction of the boards answered in full on the last day (`coverage`)."""

    window_start: dt.date
    window_end: dt.date
    boards_watched: int
    coverage: float
    panel_id: str
    unique_employers: int
    postings: int
    active_postings: int
    sample_postings: int
    platforms: list[str] | None


def steps(connection: duckdb.DuckDBPyConnection, formats: Formats) -> int:
    """How often `done` will be called while the files are written: once a mart and format."""
    return len(files.marts(connection)) * (formats.csv + formats.parquet + formats.xlsx)


def write(
    connection: duckdb.DuckDBPyConnection,
    directory: Path,
    formats: Formats,
    about: About,
    *,
    raw: bool = False,
    done: files.Done = files.quietly,
) -> list[Path]:
    """The files written to `directory`: those of each format, and scope.txt, which says what they speak of.

    Texts that a spreadsheet would run as a formula get a leading apostrophe in CSV, unless `raw`; in the other
    formats a text is a text.
    """
    found = scope(connection)
    lines = scope_lines(found, about)
    written: list[Path] = []
    if formats.csv:
        written += csv_files.write(connection, directory, raw=raw, done=done)
    if formats.parquet:
        written += parquet_files.write(connection, directory, "\n".join(lines), done)
    if formats.xlsx:
        written.append(excel.write(connection, directory, lines, about.made_at, done))
    if formats.jobspy:
        written.append(_write_jobspy(connection, directory, found, raw=raw))
    return [*written, _write_scope(directory, lines)]


def scope(connection: duckdb.DuckDBPyConnection) -> Scope | None:
    """What the figures of the snapshot speak of; None before anything was observed."""
    found = rows(connection, "exports/scope")
    return Scope(**found[0]) if found else None


def scope_lines(found: Scope | None, about: About) -> list[str]:
    """Sentences on what the figures speak of and how to read them, for a text file, a sheet or metadata."""
    made = f"Made by jobgauge {about.version} on {words.moment(about.made_at)}."
    lines = [words.SIMULATED] if about.is_simulated else []
    if found is None:
        return [*lines, "Nothing has been observed yet: the tables are empty.", made]
    return [*lines, *_figures(found), *_reading(), made]


def _figures(found: Scope) -> list[str]:
    boards = words.counted(found.boards_watched, "board")
    on = f" ({words.listed(map(words.platform, found.platforms))})" if found.platforms else ""
    samples = words.counted(found.sample_postings, "posting")
    return [
        f"The figures are about {words.counted(found.unique_employers, 'employer')} at the {boards} we watch{on}, "
        "never about the whole market.",
        f"They rest on {words.counted(found.postings, 'posting')} seen from {words.day(found.window_start)} to "
        f"{words.day(found.window_end)}, {words.number(found.active_postings)} of them open at the end; "
        f"{words.percent(found.coverage)} of the boards answered in full on the last day.",
        f"Imported samples hold {samples}; no figure on demand rests on them.",
        f"The panel of boards is {found.panel_id}.",
    ]


def _reading() -> list[str]:
    return [
        "An empty cell is unknown, not nought. n says how many a figure rests on, coverage the share of them or of the "
        "boards that it could be read from; a column called refusal says why there is no figure.",
        "Shares are fractions of one; times are UTC. The data dictionary has a sentence for every column.",
        words.UNDISCLOSED,
        words.NOT_A_HIRE,
    ]


def _write_scope(directory: Path, lines: list[str]) -> Path:
    path = files.path_of(directory, "scope", "txt")
    with files.replacing(path) as file:
        file.write(("\n".join(words.clean(line) for line in lines) + "\n").encode())
    return path


def _write_jobspy(connection: duckdb.DuckDBPyConnection, directory: Path, found: Scope | None, *, raw: bool) -> Path:
    """The open postings in JobSpy's columns, in a file named after the last day, as `jobgauge import` reads it."""
    name = f"jobspy_{found.window_end:%Y%m%d}" if found else "jobspy"
    reader = connection.execute(store.sql("queries/exports/jobspy")).to_arrow_reader(csv_files.BATCH_ROWS)
    first = pl.DataFrame(pl.from_arrow(reader.schema.empty_table()))
    frames = (pl.DataFrame(pl.from_arrow(batch)) for batch in reader)
    return csv_files.write_frames(files.path_of(directory, name, "csv"), [first, *frames], raw=raw)
