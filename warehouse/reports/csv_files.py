"""Marts and answers as CSV files that a spreadsheet opens without running anything in them, with a data dictionary."""

import csv
import io
from collections.abc import Iterable, Iterator
from importlib.resources import files as files_of
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from transform.schema import COLUMNS, TABLES
from warehouse.answers.gauge import Gauge
from warehouse.reports import files, tables, wages, words
from warehouse.reports.section import Section

BATCH_ROWS = 20_000

_FORMULA = r"^(?:[\t\r\n]|[\s\p{C}]*[=+\-@＝＋－＠﹦﹢﹣﹫])"
"""What makes a spreadsheet take a text for a formula, also where it trims or folds the text first."""

_DICTIONARY = {
    "table": pl.String,
    "column": pl.String,
    "type": pl.String,
    "unit": pl.String,
    "may_be_unknown": pl.Boolean,
    "sentence": pl.String,
}
_Described = tuple[str, str | None, str | None, str | None, bool | None, str]
"""A row of the dictionary."""
_TYPES = {
    pl.String: "text",
    pl.Boolean: "true or false",
    pl.Float64: "decimal number",
    pl.Date: "date",
    pl.Datetime: "time",
}


_FORMAT: dict[str, Any] = {
    "quote_style": "non_numeric",
    "datetime_format": "%Y-%m-%dT%H:%M:%S%.f",
    "float_scientific": False,
}


def write(
    connection: duckdb.DuckDBPyConnection, directory: Path, *, raw: bool = False, done: files.Done = files.quietly
) -> list[Path]:
    """The files written to `directory`: one a mart of the published snapshot, then the data dictionary.

    Texts that a spreadsheet would run as a formula get a leading apostrophe, unless `raw` asks for the bare values.
    """
    return _write(connection, directory, files.marts(connection), raw=raw, done=done)


def write_counts(connection: duckdb.DuckDBPyConnection, directory: Path) -> list[Path]:
    """The same without the marts of single adverts, which are as long as the history; old files of these are removed.

    Measured 2026-11 on a million postings: they take 54 of the 71 seconds that all marts take, and 4 GB.
    """
    every = files.marts(connection)
    for mart in filter(_is_of_adverts, every):
        _path(directory, mart).unlink(missing_ok=True)
    return _write(connection, directory, [mart for mart in every if not _is_of_adverts(mart)])


def _is_of_adverts(mart: str) -> bool:
    table = TABLES.get(f"mart.{mart}")
    return table is not None and not {"posting_id", "vacancy_id"}.isdisjoint(table.columns)


def _write(
    connection: duckdb.DuckDBPyConnection,
    directory: Path,
    marts: Iterable[str],
    *,
    raw: bool = False,
    done: files.Done = files.quietly,
) -> list[Path]:
    written = []
    for mart in marts:
        written.append(write_frames(_path(directory, mart), files.batches(connection, mart, BATCH_ROWS), raw=raw))
        done(mart)
    return [*written, write_frames(_path(directory, "data_dictionary"), [dictionary()], raw=raw)]


def write_gauge(gauge: Gauge, directory: Path) -> list[Path]:
    """The files written to `directory`: the report's own numbers, one file a table of the page."""
    shown = words.cleaned(gauge)
    beside = wages.table(shown)
    every = [*tables.every(shown), *([beside] if beside else [])]
    return [write_frames(_path(directory, table.name), [_frame(table)], raw=False) for table in every]


def text_of(table: tables.Table, *, raw: bool = False) -> str:
    """One table as CSV text with a header, its texts neutral for a spreadsheet unless `raw`."""
    frame = _frame(table)
    return str((frame if raw else neutral(frame)).write_csv(**_FORMAT))


def write_sections(sections: Iterable[Section], directory: Path) -> list[Path]:
    """The files written to `directory`: one a table of the sections, which are cleaned."""
    every = [table for section in sections for table in section.tables]
    return [write_frames(_path(directory, table.name), [_frame(table)], raw=False) for table in every]


def dictionary() -> pl.DataFrame:
    """Every column of every table, each table first as a row without a column; then those of the answers' files."""
    rows: list[_Described] = []
    for name, table in TABLES.items():
        rows.append((name, None, None, None, None, table.sentence))
        for column_name in table.columns:
            column = COLUMNS[column_name]
            unknown = column.nullable or column_name in table.also_nullable
            rows.append((name, column_name, _type(column.dtype), column.unit or None, unknown, column.sentence))
    return pl.DataFrame([*rows, *_of_answers()], schema=_DICTIONARY, orient="row")


def _of_answers() -> Iterator[_Described]:
    """The columns of the answers' own files, each with what an empty cell of it means where it may be empty.

    One without a sentence means what it does in all answers, the rows without a table, else what it does in the tables.
    """
    said = files_of("warehouse").joinpath("reports/answers.csv").read_text("utf-8")
    rows = [*csv.DictReader(io.StringIO(said))]
    shared = {row["column"]: row for row in rows if not row["table"]}
    for row in rows:
        name, column = f"answer.{row['table']}", row["column"]
        if row["table"] and not column:
            yield name, None, None, None, None, row["sentence"]
        elif row["table"]:
            means = row if row["sentence"] else shared.get(column) or _as_in_tables(column)
            empty = row["empty"] or means["empty"]
            sentence = f"{means['sentence']} Empty {empty}." if empty else means["sentence"]
            yield name, column, row["type"], means["unit"] or None, bool(empty), sentence


def _as_in_tables(column: str) -> dict[str, str]:
    return {"sentence": COLUMNS[column].sentence, "unit": COLUMNS[column].unit, "empty": ""}


def neutral(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with a leading apostrophe before every text that a spreadsheet would run as a formula."""
    text = pl.selectors.string()
    return frame.with_columns(pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep())


def _type(dtype: pl.DataType | type[pl.DataType]) -> str:
    if isinstance(dtype, pl.List):  # the only kind there is
        return "list of whole numbers"
    return "whole number" if dtype.is_integer() else _TYPES.get(dtype.base_type(), str(dtype))


_DTYPES: dict[tables.Kind, type[pl.DataType]] = {
    "count": pl.Int64,
    "decimal": pl.Float64,
    "share": pl.Float64,
    "points": pl.Float64,
    "yes": pl.Boolean,
    "pay": pl.Float64,
    "days": pl.Float64,
    "day": pl.Date,
    "moment": pl.Datetime,
}


def _frame(table: tables.Table) -> pl.DataFrame:
    fields = [one for field in table.fields for one in field.figures or (field,)]
    schema = {field.name: _DTYPES.get(field.kind, pl.String) for field in fields}
    rows = [[*chain.from_iterable(map(_written, table.fields, row))] for row in table.rows]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _written(field: tables.Field, value: Any) -> tuple[Any, ...]:
    """The value as a file holds it: a count that was worked out is rounded as in words; words as their figures."""
    if field.figures:
        return value.figures if value else (None,) * len(field.figures)
    return (round(value) if field.kind == "count" and isinstance(value, float) else value,)


def _path(directory: Path, name: str) -> Path:
    return files.path_of(directory, name, "csv")


def write_frames(path: Path, frames: Iterable[pl.DataFrame], *, raw: bool) -> Path:
    """The file written to `path`: one header over the rows of all frames, its texts neutral unless `raw`."""
    with files.replacing(path) as file:
        for position, frame in enumerate(frames):
            shown = frame if raw else neutral(frame)
            shown.write_csv(file, include_header=position == 0, **_FORMAT)
    return path
