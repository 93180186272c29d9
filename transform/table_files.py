"""The rows of CSV, Parquet and JSON Lines files, as texts, in slices that fit in memory.

A slice has the wanted columns (what a file lacks is null), NUMBER (from 0) and REJECT: why a row cannot be read, null
where it can. Only a file that is no table of its kind at all is an error.
"""

import csv
import gzip
import io
import itertools
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import msgspec
import polars as pl

from transform.mapping import MappingError

ROWS = 30_000
"""The most rows of a slice of text."""
PIECE = 1 << 20  # characters
BYTES = 32 * 1024 * 1024
"""About the most bytes of a slice."""
NUMBER, REJECT = "\x00record_number", "\x00reject"
"""Columns of every slice, by names that no file's column has."""
_FIELD_LIMIT = 1 << 24
_TEXT = {"csv": ",;\t|", "tsv": "\t"}
_LINES = ("jsonl", "ndjson")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def form_of(name: str) -> str:
    """What a file is, by its name: csv, tsv, jsonl or parquet; raises MappingError where it is none of these."""
    suffixes = [suffix.lower().lstrip(".") for suffix in Path(name).suffixes]
    form = next((s for s in reversed(suffixes) if s != "gz"), "")
    if form in _LINES:
        return "jsonl"
    if form in (*_TEXT, "parquet"):
        return form
    advice = " Of a JSON array, `jq -c '.[]'` makes JSON Lines." if form == "json" else ""
    raise MappingError(
        f"{name}: its name does not end in .csv, .tsv, .jsonl or .parquet (text may be gzipped: .csv.gz).{advice}"
    )


def columns(path: Path, name: str) -> list[str]:
    """The names of the file's columns; of JSON Lines those of the first 1,000 rows."""
    form = form_of(name)
    if form == "parquet":
        return list(_parquet(path, name).collect_schema())
    with _text(path, name) as text:
        if form == "jsonl":
            rows = (_object(line)[0] for line in itertools.islice(text, 1000))
            if found := dict.fromkeys(key for row in rows for key in row):
                return list(found)
            raise MappingError(f"{name}: has no JSON object; each line of JSON Lines must be one.")
        return _header(text, form, name)[0]


def lacking(path: Path, name: str, needed: Sequence[str]) -> list[str]:
    """Those of the columns that the file has not; of JSON Lines those that no row has."""
    left = dict.fromkeys(needed)
    for column in columns(path, name):
        left.pop(column, None)
    if left and form_of(name) == "jsonl":
        with _text(path, name) as text:
            for line in text:
                for column in _object(line)[0]:
                    left.pop(column, None)
                if not left:
                    break
    return list(left)


def require_readable(path: Path, name: str, wanted: Sequence[str]) -> None:
    """Raise MappingError where the file cannot be read to its end, in the `wanted` columns."""
    if form_of(name) == "parquet":
        for _ in _parquet_slices(path, name, wanted):
            pass
        return
    with _text(path, name) as text:
        while text.read(PIECE):
            pass


def slices(path: Path, name: str, wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
    """The file's rows, slice by slice."""
    form = form_of(name)
    if form == "parquet":
        yield from _parquet_slices(path, name, wanted)
        return
    with _text(path, name) as text:
        rows = _json_rows(text, wanted) if form == "jsonl" else _csv_rows(text, form, name, wanted)
        for number, block in _blocks(rows):
            yield _frame(block, number, wanted)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Tell in words what is wrong with a Parquet file."""
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        raise MappingError(f"{name}: is no Parquet file that can be read ({str(error).splitlines()[0]}).") from error


def _parquet(path: Path, name: str) -> pl.LazyFrame:
    with _readable(name):
        found = pl.scan_parquet(path, glob=False)
        found.collect_schema()
    return found


def _parquet_slices(path: Path, name: str, wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
    table = _parquet(path, name)
    schema = table.collect_schema()
    there = [column for column in wanted if column in schema]
    texts = table.select(_as_text(column, schema[column], name) for column in there)
    with _readable(name):
        height = int(table.select(pl.len()).collect().item())
        sample = texts.head(1000).collect()
    rows = max(1000, min(ROWS, int(BYTES / max(1.0, sample.estimated_size() / max(1, sample.height)))))
    for start in range(0, height, rows):
        with _readable(name):
            frame = texts.slice(start, rows).collect()
        numbers = pl.int_range(start, min(height, start + rows), dtype=pl.Int32, eager=True)
        lacking = [pl.lit(None, pl.String).alias(column) for column in wanted if column not in schema]
        yield frame.select(*there, *lacking, numbers.alias(NUMBER), pl.lit(None, pl.String).alias(REJECT))


def _as_text(column: str, dtype: pl.DataType, name: str) -> pl.Expr:
    found = pl.col(column)
    if isinstance(dtype, pl.Datetime):
        return found.dt.strftime("%Y-%m-%d %H:%M:%S%z" if dtype.time_zone else "%Y-%m-%d %H:%M:%S")
    if isinstance(dtype, pl.List) and not dtype.inner.is_nested():
        return found.cast(pl.List(pl.String)).list.join(", ")
    if dtype.is_nested() or dtype == pl.Binary:
        raise MappingError(f"{name}: the column {column!r} ({dtype}) holds neither words, numbers nor times.")
    return found.cast(pl.String)


@contextmanager
def _text(path: Path, name: str) -> Iterator[TextIO]:
    """The text of a file, unpacked where its name ends in .gz; UTF-8, or UTF-16 with its mark."""
    try:
        with gzip.open(path) if name.lower().endswith(".gz") else path.open("rb") as raw:
            coding = _MARKS.get(raw.peek(2)[:2], "utf-8-sig")
            with io.TextIOWrapper(raw, encoding=coding, newline="") as text:
                yield text
    except UnicodeDecodeError as error:
        raise MappingError(
            f"{name}: is not UTF-8 text (byte {error.object[error.start]:#x}). Save it as UTF-8."
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        raise MappingError(f"{name}: cannot be read ({error}).") from error


def _header(text: TextIO, form: str, name: str) -> tuple[list[str], str]:
    """The names of the columns, and what stands between them."""
    csv.field_size_limit(_FIELD_LIMIT)
    start = text.readline()
    text.seek(0)
    separator = max(_TEXT[form], key=start.count)
    found = next(csv.reader(text, delimiter=separator), [])
    text.seek(0)
    if not any(map(str.strip, found)):
        raise MappingError(f"{name}: has no header; its first line must name the columns.")
    return [column.strip() for column in found], separator


Row = tuple[list[str | None], str | None]
"""The cells of a row, or why it has none."""


def _csv_rows(text: TextIO, form: str, name: str, wanted: Sequence[str]) -> Iterator[Row]:
    header, separator = _header(text, form, name)
    at = [header.index(column) if column in header else None for column in wanted]
    records = _records(text, separator)
    next(records)
    for line, row, reject in records:
        if not reject and not row:
            continue
        if not reject and len(row) != len(header):
            reject = f"line {line} has {len(row)} columns instead of {len(header)}"
        yield [None if i is None or reject else row[i] for i in at], reject


def _records(text: TextIO, separator: str) -> Iterator[tuple[int, list[str], str | None]]:
    """The records of the text: the line on which each ends, its cells, and why it cannot be read.

    Of one whose quotes do not add up the first line alone is given up. What follows is read again: a quote that nobody
    closes would swallow all the rows below it.
    """
    waiting: deque[str] = deque()
    taken: list[str] = []

    def lines() -> Iterator[str]:
        while line := waiting.popleft() if waiting else text.readline():
            taken.append(line)
            yield line

    reader, number = csv.reader(lines(), delimiter=separator, strict=True), 0
    while True:
        taken.clear()
        row, reject = [], None
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reject = f"line {number + 1} cannot be read: {error}"
            waiting.extendleft(reversed(taken[1:]))
            del taken[1:]
            reader = csv.reader(lines(), delimiter=separator, strict=True)
        number += len(taken)
        yield number, row, reject


def _json_rows(text: TextIO, wanted: Sequence[str]) -> Iterator[Row]:
    for line in text:
        if line.isspace():
            continue
        row, reject = _object(line)
        yield [_word(row.get(column)) for column in wanted], reject


def _object(line: str) -> tuple[dict[str, Any], str | None]:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        return {}, f"not JSON: {error}"
    return (found, None) if isinstance(found, dict) else ({}, "not a JSON object")


def _word(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(part, (list, dict)) for part in value):
        return ", ".join(_word(part) or "" for part in value)
    return msgspec.json.encode(value).decode()


def _blocks(rows: Iterator[Row]) -> Iterator[tuple[int, list[Row]]]:
    """The rows in pieces, each with the number of its first row."""
    number, size = 0, 0
    block: list[Row] = []
    for row in rows:
        block.append(row)
        size += sum(len(cell) for cell in row[0] if cell)
        if len(block) == ROWS or size > BYTES:
            yield number, block
            number, size, block = number + len(block), 0, []
    if block:
        yield number, block


def _frame(block: Sequence[Row], number: int, wanted: Sequence[str]) -> pl.DataFrame:
    cells = pl.DataFrame([row for row, _ in block], schema=dict.fromkeys(wanted, pl.String), orient="row")
    return cells.with_columns(
        pl.int_range(number, number + len(block), dtype=pl.Int32, eager=True).alias(NUMBER),
        pl.Series(REJECT, [reject for _, reject in block], dtype=pl.String),
    )
