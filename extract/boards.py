"""Which employers are watched: `boards.csv`, one line a board, and the person's own additions."""

import csv
import io
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pycountry

from extract.sources import SOURCES

FIELDS = ("platform", "key", "employer", "country", "industry")


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """One employer's board: platform and key, the employer's name, home country (ISO 3166 alpha-2) and industry."""

    platform: str
    key: str
    employer: str
    country: str | None = None
    industry: str | None = None

    @property
    def board_id(self) -> str:
        """The board's id, `platform:key`."""
        return f"{self.platform}:{self.key}"


def watched(own: Path | None = None, *, only_own: bool = False) -> list[Board]:
    """The boards to watch, each once: the person's own list first, then (unless `only_own`) the packaged one.

    A board in both is the person's. Raises `ValueError` naming file, line and column where a line is malformed.
    """
    boards = _read(_text(own), str(own)) if own and own.exists() else []
    if not only_own:
        boards += packaged()
    return list(without_duplicates(boards))


def packaged() -> list[Board]:
    """The boards of the list that comes with the package."""
    return _read(files("extract").joinpath("boards.csv").read_text(encoding="utf-8"), "boards.csv")


def without_duplicates(boards: Iterable[Board]) -> Iterator[Board]:
    """The boards, each platform and key once: the first wins."""
    seen = set()
    for board in boards:
        if board.board_id not in seen:
            seen.add(board.board_id)
            yield board


def add(own: Path, board: Board) -> bool:
    """Append `board` to the person's own list, made if need be; False where the list already has it.

    Raises `ValueError` where the board itself or the list is malformed.
    """
    board = _board(msgspec.structs.asdict(board), f"{board.board_id}")
    known = watched(own, only_own=True)
    if any(other.board_id == board.board_id for other in known):
        return False
    own.parent.mkdir(parents=True, exist_ok=True)
    text = _text(own) if own.exists() else ""
    with own.open("a", encoding="utf-8", newline="") as file:
        file.write(_appendix(text, board))
    return True


def _appendix(text: str, board: Board) -> str:
    """What to append to the list `text` so that it holds `board`, in the order of the list's own columns."""
    found = next((row for row in csv.reader(io.StringIO(text)) if _says_something(row)), None)
    lines = io.StringIO()
    if text and not text.endswith("\n"):
        lines.write("\n")
    names = _header(found, "the list") if found else list(FIELDS)
    writer = csv.DictWriter(lines, names, extrasaction="ignore", lineterminator="\n")
    if not found:
        writer.writeheader()
    writer.writerow({name: value or "" for name, value in msgspec.structs.asdict(board).items()})
    return lines.getvalue()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 (byte {error.start})") from error


def _read(text: str, name: str) -> list[Board]:
    """The boards of a list; empty lines and lines that begin with `#` are skipped."""
    rows = csv.reader(io.StringIO(text), strict=True)
    header: list[str] | None = None
    boards = []
    try:
        for row in rows:
            where = f"{name}, line {rows.line_num}"
            if not _says_something(row):
                continue
            if header is None:
                header = _header(row, where)
                continue
            if len(row) != len(header):
                raise ValueError(f"{where}: {len(row)} columns instead of {len(header)}")
            boards.append(_board(dict(zip(header, row, strict=True)), where))
    except csv.Error as error:
        raise ValueError(f"{name}, line {rows.line_num}: {error}") from error
    return boards


def _says_something(row: list[str]) -> bool:
    return any(map(str.strip, row)) and not row[0].startswith("#")


def _header(row: list[str], where: str) -> list[str]:
    names = [name.strip().lower() for name in row]
    for name in FIELDS[:3]:
        if name not in names:
            raise ValueError(f"{where}: the column {name!r} is missing (wanted: {','.join(FIELDS)})")
    for name in names:
        if name not in FIELDS:
            raise ValueError(f"{where}: unknown column {name!r} (wanted: {','.join(FIELDS)})")
    return names


def _board(row: dict[str, str | None], where: str) -> Board:
    found = {name: (row.get(name) or "").strip() for name in FIELDS}
    for name in FIELDS[:3]:
        if not found[name]:
            raise ValueError(f"{where}, column {name}: empty")
    if found["platform"] not in SOURCES:
        raise ValueError(f"{where}, column platform: {found['platform']!r} is none of {', '.join(SOURCES)}")
    country = found["country"].upper()
    if country and not pycountry.countries.get(alpha_2=country):
        raise ValueError(f"{where}, column country: {country!r} is no ISO 3166 alpha-2 code")
    return Board(
        platform=found["platform"],
        key=found["key"],
        employer=found["employer"],
        country=country or None,
        industry=found["industry"].lower() or None,
    )
