"""The tables in a publisher's files, whatever they are called: a folder, a zip, a gzip, Excel, CSV or tab-separated.

A table is recognised by its columns. Only the first lines of a file are read to see whether it is wanted; nothing is
unpacked to the disk, and what unpacks to more than `LIMIT` bytes is refused.
"""

import csv
import gzip
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import polars as pl

LIMIT = 400 * 1024 * 1024  # bytes of one file once unpacked; the largest of any publisher has 60 MB

_HEADER_LINES = 20  # a header stands below at most so many lines of title and notes
_HEADER_BYTES = 64 * 1024
_SEPARATORS = ("\t", ";", ",")
_TEXT, _SHEET = (".csv", ".tsv", ".txt"), (".xlsx",)


class UnreadableFile(Exception):
    """A file that is damaged, too large or of no form that is read; the message names it."""


class Shape(NamedTuple):
    """A wanted table: its name, and for each field the pattern of its column's name; some must be there."""

    name: str
    patterns: Mapping[str, str]
    required: frozenset[str]


class Found(NamedTuple):
    """A recognised table: the file it was in, the shape it has, and its cells as texts, a column a field."""

    file: str
    shape: str
    frame: pl.DataFrame


class Looked(NamedTuple):
    """What was found, the columns of each file that was looked into, and the start of its notes (`Read Me.txt`)."""

    tables: list[Found]
    columns: dict[str, list[str]]
    notes: list[str]


def look(path: Path, shapes: Sequence[Shape]) -> Looked:
    """The tables at `path` (a file, or a folder or zip of files) that have one of the shapes.

    Raises UnreadableFile where a file cannot be read.
    """
    looked = Looked([], {}, [])
    for name, content in files(path):
        if re.match(r"(?i)read.?me", Path(name).name):
            looked.notes.append(_decoded(content[:_HEADER_BYTES]))
            continue
        for part, frame in _candidates(name, content, shapes):
            looked.columns[part] = [column for column in frame.columns if column]
            looked.tables.extend(_recognised(part, frame, shapes))
    return looked


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files at `path` by name, unpacked; only those of a form that is read."""
    if not path.exists():
        raise UnreadableFile(f"{path}: there is no such file or folder.")
    paths = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for one in paths:
        try:
            yield from _unpacked(one.name, one.read_bytes())
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise UnreadableFile(f"{one}: cannot be read ({error}).") from error


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    suffix = Path(name).suffix.lower()
    if len(content) > LIMIT:
        raise UnreadableFile(f"{name}: larger than {LIMIT // 1024**2} MiB.")
    if suffix == ".gz":
        yield from _unpacked(Path(name).stem, _bounded(name, gzip.GzipFile(fileobj=io.BytesIO(content))))
    elif suffix == ".zip":
        yield from _members(content)
    elif suffix in _TEXT + _SHEET:
        yield name, content


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in a zip; zips within a zip are left."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            suffix = Path(member.filename).suffix.lower()
            if suffix in (*_TEXT, *_SHEET, ".gz") and not Path(member.filename).name.startswith("."):
                with archive.open(member) as file:
                    yield from _unpacked(member.filename, _bounded(member.filename, file))


def _bounded(name: str, file: IO[bytes] | gzip.GzipFile) -> bytes:
    content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise UnreadableFile(f"{name}: larger than {LIMIT // 1024**2} MiB once unpacked.")
    return content


def _candidates(name: str, content: bytes, shapes: Sequence[Shape]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each table of a file with its name; one that has no wanted shape comes without its rows."""
    if Path(name).suffix.lower() in _SHEET:
        yield from _sheets(name, content, shapes)
    else:
        yield name, _text_table(name, content, shapes)


def _sheets(name: str, content: bytes, shapes: Sequence[Shape]) -> Iterator[tuple[str, pl.DataFrame]]:
    import fastexcel

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > LIMIT:
            raise UnreadableFile(f"{name}: larger than {LIMIT // 1024**2} MiB once unpacked.")
        book = fastexcel.read_excel(content)
        for sheet in book.sheet_names:
            cells = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
            yield f"{name} ({sheet})", _below_header(cells, shapes)
    except (fastexcel.FastExcelError, zipfile.BadZipFile) as error:
        raise UnreadableFile(f"{name}: is no Excel file that can be read ({error}).") from error


def _below_header(cells: pl.DataFrame, shapes: Sequence[Shape]) -> pl.DataFrame:
    rows = [["" if cell is None else str(cell) for cell in row] for row in cells.head(_HEADER_LINES).iter_rows()]
    at = _header(rows, shapes)
    if at is None:
        return _columns(rows)
    below = cells.slice(at + 1)
    return below.rename(dict(zip(below.columns, _unique(rows[at]), strict=True)))


def _text_table(name: str, content: bytes, shapes: Sequence[Shape]) -> pl.DataFrame:
    text = _decoded(content)
    head = text[:_HEADER_BYTES]
    readings = [(separator, *_first_rows(head, separator)) for separator in _SEPARATORS]
    for separator, rows, ends in readings:
        at = _header(rows, shapes)
        if at is not None:
            return _rows_below(name, text, separator, _unique(rows[at]), ends[at])
    return _columns(max((rows for _, rows, _ in readings), key=lambda rows: _filled(rows[0]) if rows else 0))


def _rows_below(name: str, text: str, separator: str, columns: Sequence[str], lines: int) -> pl.DataFrame:
    """The rows below the header, which ends after so many lines."""
    try:
        return pl.read_csv(
            text.encode(),
            has_header=False,
            schema=dict.fromkeys(columns, pl.String),
            skip_lines=lines,
            separator=separator,
            quote_char=_quote(separator),
        )
    except pl.exceptions.NoDataError:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    except pl.exceptions.PolarsError as error:
        raise UnreadableFile(f"{name}: a line does not fit the header ({str(error).splitlines()[0]}).") from error


def _columns(rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """A table without rows, by what is most likely its header."""
    return pl.DataFrame(schema=dict.fromkeys(_unique(max(rows, key=_filled, default=[])), pl.String))


def _decoded(content: bytes) -> str:
    """The text of a file: UTF-8, else what Windows' own programs write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _quote(separator: str) -> str | None:
    """The quoting mark; publishers' tab-separated files have none, and titles with inch marks in them."""
    return None if separator == "\t" else '"'


def _first_rows(head: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """The first rows, each with the number of lines down to its end."""
    if _quote(separator) is None:
        reader = csv.reader(io.StringIO(head), delimiter=separator, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(io.StringIO(head), delimiter=separator)
    rows, ends = [], []
    for row in itertools.islice(reader, _HEADER_LINES):
        rows.append(row)
        ends.append(reader.line_num)
    return rows, ends


def _header(rows: Sequence[Sequence[str]], shapes: Sequence[Shape]) -> int | None:
    return next((at for at, row in enumerate(rows) if any(_fields(row, shape) for shape in shapes)), None)


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _unique(row: Sequence[str]) -> list[str]:
    """The names of the columns; one without a name, or with another's, is numbered."""
    seen: dict[str, None] = {}
    for at, cell in enumerate(row):
        name = " ".join(cell.split()) or f"column {at + 1}"
        seen[name if name not in seen else f"{name} ({at + 1})"] = None
    return list(seen)


def _fields(columns: Sequence[str], shape: Shape) -> dict[str, str]:
    """The column of each field of the shape; none at all where one that is required is not there."""
    found = {}
    for field, pattern in shape.patterns.items():
        column = next((c for c in columns if re.fullmatch(pattern, _plain(c))), None)
        if column is not None:
            found[field] = column
    return found if shape.required <= found.keys() else {}


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())


def _recognised(name: str, frame: pl.DataFrame, shapes: Sequence[Shape]) -> Iterator[Found]:
    for shape in shapes:
        fields = _fields(frame.columns, shape)
        if fields and frame.height:
            cells = frame.select(pl.col(column).alias(field) for field, column in fields.items())
            yield Found(name, shape.name, cells)
            return
