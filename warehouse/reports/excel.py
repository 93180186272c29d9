"""Marts as one Excel workbook, written row by row: a sheet a mart, one that says what they speak of, the dictionary."""

import datetime as dt
import math
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import duckdb
import polars as pl

from transform.schema import TABLES
from warehouse.reports import csv_files, files

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

BATCH_ROWS = 20_000
SHEET_ROWS = 1_048_576
"""Excel's limit, the header among them; a longer mart goes on in further sheets."""
TEXT_LENGTH = 32_767
"""Excel's limit of a cell's text."""
EXACT = 999_999_999_999_999
"""Excel keeps fifteen digits; longer whole numbers are written as text."""
_FIRST_DAY = dt.date(1900, 3, 1)
"""Excel counts days from 1900 and takes that for a leap year; earlier days are written as text."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ABOUT = "about"
_READING = (
    f"A mart of more than {SHEET_ROWS - 1:,} rows goes on in a further sheet; a text of more than {TEXT_LENGTH:,} "
    "characters is cut. The CSV and Parquet files have both whole."
)


def write(
    connection: duckdb.DuckDBPyConnection,
    directory: Path,
    scope: list[str],
    made_at: dt.datetime,
    done: files.Done = files.quietly,
) -> Path:
    """The workbook written to `directory`; its first sheet says in `scope` what the others speak of.

    Texts are texts: none is run as a formula or becomes a link.
    """
    path = directory / "jobgauge.xlsx"
    with files.replacing(path) as file, _book(file, directory, made_at) as book:
        about = book.add_worksheet(_ABOUT)
        counts = {}
        for mart in files.marts(connection):
            counts[mart] = _fill(book, mart, files.batches(connection, mart, BATCH_ROWS))
            done(mart)
        counts["data_dictionary"] = _fill(book, "data_dictionary", [csv_files.dictionary()])
        _tell(book, about, scope, counts)
    return path


@contextmanager
def _book(file: IO[bytes], directory: Path, made_at: dt.datetime) -> "Iterator[Workbook]":
    """A workbook that is written to `file` at the end; rows wait in a folder in `directory` that goes away again."""
    import xlsxwriter

    with tempfile.TemporaryDirectory(dir=directory, prefix=".xlsx-") as folder:
        book = xlsxwriter.Workbook(file, {"tmpdir": folder, **_OPTIONS})
        book.use_zip64()
        book.set_properties({"title": "jobgauge", "created": made_at})
        try:
            yield book
            book.close()
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()  # what a failed export leaves open


def _tell(book: "Workbook", sheet: "Worksheet", scope: Iterable[str], counts: dict[str, int]) -> None:
    """Fill the first sheet: what the workbook speaks of, and its sheets with a link, their rows and their sentence."""
    bold, link = book.add_format({"bold": True}), book.get_default_url_format()
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 12)
    lines = [*scope, _READING]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    for column, head in enumerate(("sheet", "rows", "what it holds")):
        sheet.write_string(len(lines) + 1, column, head, bold)
    for row, (name, count) in enumerate(counts.items(), len(lines) + 2):
        sheet.write_url(row, 0, f"internal:'{_title(name, 1)}'!A1", link, name)
        sheet.write_number(row, 1, count)
        known = TABLES.get(f"mart.{name}")
        sheet.write_string(row, 2, known.sentence if known else "What each table and column means.")


def _fill(book: "Workbook", name: str, frames: Iterable[pl.DataFrame]) -> int:
    """The number of rows of the frames, which are written to as many sheets as they need."""
    total, sheets, row = 0, 0, SHEET_ROWS
    sheet: Worksheet | None = None
    for frame in frames:
        rest = frame
        while sheet is None or rest.height:
            if sheet is None or row == SHEET_ROWS:
                sheets, row = sheets + 1, 1
                sheet = _sheet(book, _title(name, sheets), frame)
            part, rest = rest.head(SHEET_ROWS - row), rest.slice(SHEET_ROWS - row)
            _put(sheet, row, part)
            row, total = row + part.height, total + part.height
            sheet.autofilter(0, 0, row - 1, frame.width - 1)
    return total


def _title(name: str, number: int) -> str:
    """The name of a mart's first or further sheet, within the 31 characters that Excel allows."""
    return name[:31] if number == 1 else f"{name[:26]}_{number}"


def _sheet(book: "Workbook", title: str, frame: pl.DataFrame) -> "Worksheet":
    """A sheet with the frame's columns as its header, which stays in sight and can be filtered by."""
    sheet = book.add_worksheet(title)
    bold, formats = book.add_format({"bold": True}), _formats(book)
    for column, (name, dtype) in enumerate(frame.schema.items()):
        sheet.set_column(column, column, max(10, min(30, len(name) + 2)), formats.get(dtype.base_type()))
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 1)
    return sheet


def _formats(book: "Workbook") -> dict[Any, Any]:
    return {
        pl.Date: book.add_format({"num_format": "yyyy-mm-dd"}),
        pl.Datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }


def _put(sheet: "Worksheet", first: int, frame: pl.DataFrame) -> None:
    """Write the rows; an unknown value leaves its cell empty."""
    columns = [_cells(sheet, series) for series in frame]
    writers = [writer for writer, _ in columns]
    for row, values in enumerate(zip(*(values for _, values in columns), strict=True), first):
        for column, value in enumerate(values):
            if value is not None:
                writers[column](row, column, value)


Writer = Callable[[int, int, Any], Any]


def _cells(sheet: "Worksheet", series: pl.Series) -> tuple[Writer, Iterator[Any]]:
    """How a column's cells are written, and their values; what Excel cannot hold exactly is text."""
    dtype = series.dtype
    if dtype == pl.Boolean:
        return sheet.write_boolean, iter(series)
    if dtype.is_float():
        return sheet.write_number, (value if math.isfinite(value or 0) else None for value in series)
    if dtype.is_integer() and not (series.cast(pl.Int128).abs() > EXACT).any():
        return sheet.write_number, iter(series)
    if dtype == pl.Date and not (series < _FIRST_DAY).any():
        return sheet.write_datetime, iter(series)
    if dtype.base_type() == pl.Datetime and not (series.dt.date() < _FIRST_DAY).any():
        return sheet.write_datetime, iter(series.dt.replace_time_zone(None))
    return sheet.write_string, map(_text, series)


def _text(value: Any) -> str | None:
    """The value as text; xlsxwriter cuts what does not fit into a cell."""
    if value is None or isinstance(value, str):
        return value
    return str(value.to_list() if isinstance(value, pl.Series) else value)
