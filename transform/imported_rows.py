"""The rows of imported files in our own fields: when and where each was seen, what it says, what parsers make of it.

    texts of a file -> our fields and a day, or why not -> distinct contents -> the same parsers as for boards

A row that says no posting, or no day, or is an error of the search, cannot be used and says why. Contents that are
equal are normalised once, however often they were seen.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

import polars as pl

from transform import postings, table_files
from transform.mapping import JOINED, Mapping, columns_of
from transform.schema import RAW, RAW_PAY, RAW_PLACE

CONTENT_BYTES = 24 * 1024 * 1024
"""About the bytes of contents that are normalised at once; the parsers need some ten times as much."""
CONTENTS = 12_000
"""The most contents that are normalised at once."""
ONE_BOARD = "all"
"""The board of a sample that names none."""
FIRST_DAY = dt.date(2000, 1, 1)
"""What was seen before it was not: no board is that old, and each week since has a row in many tables."""
NOON = dt.time(12)
"""When the rows of a day were seen, for want of a time."""

STATED = (
    "title", "url", "apply_url", "employer", "group_id", "requisition", "department", "team", "language", "level",
    "employment", "workplace", "posted_at",
)  # fmt: skip
"""Fields that are columns of RAW just as they are stated."""
OTHERS = (
    "is_remote", "description", "place", "city", "region", "country",
    "pay", "pay_min", "pay_max", "pay_currency", "pay_period",
)  # fmt: skip
CONTENT = (*STATED, *OTHERS)
"""What a row says of its posting; rows that say the same are normalised once."""

_NOTHING = ("", "nan", "none", "null", "nat", "<na>")
_TRUE = ("true", "1", "1.0", "yes", "y", "t")
_LONG_PERIODS = (
    r"(?i)y(?:ea)?r|ann|anual|^an$|\bpar an\b|\bano\b|\baño|jahr|jaar|\bår|month|monat|maand|månad|mois|mes"
    r"|w(?:ee)?k|woche|vecka|semaine|semana|settimana"
)
_HTML = r"(?i)<(?:p|br|div|li|ul|ol|h[1-6]|span|strong|b)[ />]"


class Source(NamedTuple):
    """An import as its rows need it: the mapping, its run, the day of rows that say none, and its own day.

    `order` is how many imports came before it: of two that speak of one day, the later has the later time.
    """

    mapping: Mapping
    run_id: str
    imported_on: dt.date
    seen_on: dt.date | None = None
    order: int = 0

    def observed_at(self, day: dt.date) -> dt.datetime:
        """The time that the rows of a day are given, UTC without a zone."""
        return dt.datetime.combine(day, NOON) + dt.timedelta(seconds=min(self.order, 36_000))


Rows = pl.DataFrame
"""Rows of a file in our own fields, as `slices` gives them."""

Part = Literal["whole", "day", "detail"]
"""What the rows of a file say: everything, only which postings were there on a day, or only what postings are."""

# -- rows: the words of a file as our fields --


def part_of(mapping: Mapping, name: str) -> Part:
    """What the rows of the file with this name say."""
    if not mapping.details:
        return "whole"
    return "detail" if any(PurePath(name).match(pattern) for pattern in mapping.details) else "day"


def wanted(mapping: Mapping, part: Part) -> list[str]:
    """The columns of such a file that the mapping needs."""
    fields: tuple[str, ...] = ("seen_on", "board", "id", *CONTENT)
    if part != "whole":
        fields = ("seen_on", "board", "id") if part == "day" else ("board", "id", *CONTENT)
    errors = mapping.errors
    others = [errors.column, *filter(None, [errors.reason])] if errors and part != "detail" else []
    return list(dict.fromkeys([*mapping.named(fields), *others]))


def slices(path: Path, name: str, source: Source) -> Iterator[pl.DataFrame]:
    """The rows of a file, slice by slice: as `read` gives them, with ids and the fingerprint of what they say."""
    part = part_of(source.mapping, name)
    for frame in table_files.slices(path, name, wanted(source.mapping, part)):
        yield identified(_hashed(read(frame, source, part)), source.mapping)


def read(frame: pl.DataFrame, source: Source, part: Part = "whole") -> pl.DataFrame:
    """The rows of a file's slice: where and when they were seen, what they say, and why they cannot be used."""
    mapping = source.mapping
    words = frame.select(
        pl.col(table_files.NUMBER).alias("record_number"),
        pl.col(table_files.REJECT).alias("reject"),
        *(_field(mapping, field, frame.columns) for field in ("seen_on", "board", "id", *CONTENT)),
        error=_error(mapping, frame.columns),
    )
    words = words.with_columns(
        _remote(words),
        source_id=pl.coalesce("id", "url"),
        board=pl.col("board") if mapping.is_census else pl.col("board").fill_null(ONE_BOARD),
        stated_day=pl.col("seen_on"),
        seen_on=_day(pl.col("seen_on"), source.seen_on),
        employer=pl.col("employer") if "employer" in mapping.columns else pl.coalesce("employer", "board"),
    )
    # A day that is not believed is none: the warehouse's last day would be one to come.
    believed = pl.when(pl.col("seen_on").is_between(FIRST_DAY, source.imported_on)).then("seen_on")
    return words.with_columns(believed.alias("seen_on"), reason=_reason(part, source)).drop(
        "id", "reject", "stated_day", "error"
    )


def _field(mapping: Mapping, field: str, there: Collection[str]) -> pl.Expr:
    """The field's words, blanks around them off; null where nothing is said."""
    parts = [_said(column) for column in columns_of(mapping, field) if column in there]
    found = pl.concat_str(parts, separator=JOINED.get(field, " "), ignore_nulls=field != "board") if parts else None
    if found is None:
        return pl.lit(mapping.constants.get(field), pl.String).alias(field)
    found = pl.when(found != "").then(found)
    if condition := mapping.only_if.get(field):
        is_met = _said(condition.column).is_in(condition.words) if condition.column in there else pl.lit(value=False)
        found = pl.when(is_met).then(found)
    if field in mapping.constants:
        found = found.fill_null(mapping.constants[field])
    return found.alias(field)


def _said(column: str) -> pl.Expr:
    words = pl.col(column).str.strip_chars()
    return pl.when(~words.str.to_lowercase().is_in(_NOTHING)).then(words)


def _error(mapping: Mapping, there: Collection[str]) -> pl.Expr:
    """Why the row is an error; null where it is none."""
    errors = mapping.errors
    if errors is None or errors.column not in there:
        return pl.lit(None, pl.String)
    why = _said(errors.reason) if errors.reason and errors.reason in there else pl.lit(None, pl.String)
    text = pl.concat_str([pl.lit(errors.name), why.str.head(300)], separator=": ", ignore_nulls=True)
    return pl.when(pl.col(errors.column).str.strip_chars().str.to_lowercase().is_in(_TRUE)).then(text)


def _remote(words: pl.DataFrame) -> pl.Expr:
    """Whether the row says that the work is remote; that it does not say so means nothing."""
    return pl.when(words["is_remote"].str.to_lowercase().is_in(_TRUE)).then(pl.lit("true")).alias("is_remote")


def _day(words: pl.Expr, otherwise: dt.date | None) -> pl.Expr:
    """The day that the words begin with, or that lies so many seconds or milliseconds after 1970."""
    stated = words.str.extract(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?$").str.to_date("%Y-%m-%d", strict=False)
    number = words.str.extract(r"^([0-9]{10,13})(?:\.0)?$").cast(pl.Int64, strict=False)
    milliseconds = pl.when(number < 100_000_000_000).then(number * 1000).otherwise(number)
    found = pl.coalesce(stated, milliseconds.cast(pl.Datetime("ms")).dt.date())
    return found if otherwise is None else pl.when(words.is_null()).then(pl.lit(otherwise)).otherwise(found)


def _reason(part: Part, source: Source) -> pl.Expr:
    """Why a row cannot be used, the first of these that holds; null where it can."""
    day = pl.col("seen_on")
    unread = pl.concat_str([pl.lit("no day can be read from "), pl.col("stated_day").str.head(40)])
    tests = []
    if part != "detail":
        tests += [
            (pl.col("stated_day").is_null() & day.is_null(), pl.lit("says no day")),
            (day.is_null(), unread),
            (day > source.imported_on, pl.lit("is of a day to come")),
            (day < FIRST_DAY, pl.lit(f"is of a day before {FIRST_DAY}")),
            (pl.col("board").is_null(), pl.lit("names no board")),
        ]
    tests.append((pl.col("source_id").is_null(), pl.lit("names no posting: neither id nor url")))
    if part != "day":
        tests += [
            (~pl.col("title").fill_null("").str.contains(r"[\p{L}\p{N}]"), pl.lit(postings.BLANK_TITLE)),
            (pl.col("employer").is_null(), pl.lit("names no employer")),
        ]
    return pl.coalesce("reject", "error", *(pl.when(test).then(words) for test, words in tests))


def _hashed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `raw_hash`: a fingerprint of what each says of its posting; null where it cannot be used."""
    said = pl.concat_str([pl.col(field).fill_null("\x00") for field in CONTENT], separator="\x1f")
    rows = rows.with_columns(said=pl.when(pl.col("reason").is_null()).then(said))
    distinct = rows["said"].drop_nulls().unique()
    digests = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in distinct]
    known = pl.DataFrame({"said": distinct, "raw_hash": pl.Series(digests, dtype=pl.String)})
    return rows.join(known, on="said", how="left", maintain_order="left").drop("said")


def identified(rows: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """The rows with the ids of their board and posting.

    A colon in a board's name is %3A there, as in addresses, so that a board `a` with a posting `b:c` is not `a:b` with
    `c`.
    """
    name = pl.col("board").fill_null("").str.replace_all("%", "%25", literal=True)
    board = pl.concat_str([pl.lit(mapping.source), name.str.replace_all(":", "%3A", literal=True)], separator=":")
    rows = rows.with_columns(board_id=board)
    return rows.with_columns(posting_id=pl.concat_str(["board_id", "source_id"], separator=":"))


# -- contents: what the parsers make of them --


def raw(rows: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """The rows in the columns of RAW, as the value parsers read them."""
    figure = pl.col("pay_min").is_not_null() | pl.col("pay_max").is_not_null()
    place = pl.struct(label="place", city="city", region="region", country="country").cast(RAW_PLACE)
    is_placed = pl.any_horizontal(pl.col(name).is_not_null() for name in ("place", "city", "region", "country"))
    frame = rows.select(
        *STATED,
        platform=pl.lit(mapping.source),
        board="board",
        source_id="source_id",
        is_remote=pl.col("is_remote") == "true",
        places=pl.when(is_placed).then(pl.concat_list(place)).otherwise(pl.lit([], pl.List(RAW_PLACE))),
        pay=pl.when(figure).then(pl.concat_list(_pay())).otherwise(pl.lit([], pl.List(RAW_PAY))),
        pay_note="Pay: " + pl.col("pay"),  # the column is declared to be pay: bare figures are no other amounts
        updated_at=pl.lit(None, pl.String),
        closes_at=pl.lit(None, pl.String),
        description_html=_html(pl.col("description")),
    )
    return frame.select(pl.col(name).cast(dtype) for name, dtype in RAW.items())


def _pay() -> pl.Expr:
    nothing = pl.lit(None, pl.String)
    return pl.struct(
        kind=pl.lit("import"),
        minimum=_number("pay_min"),
        maximum=_number("pay_max"),
        unit=pl.lit("units"),
        currency="pay_currency",
        interval="pay_period",
        label=nothing,
        note=nothing,
    ).cast(RAW_PAY)


def _number(name: str) -> pl.Expr:
    """The figure with a point before its decimals and nothing between thousands, whichever way it was written.

    Where "55.000" would be either, it is thousands of what is paid by the year, month or week, three decimals of what
    is paid by the hour or day, and nothing where no period is stated.
    """
    words = pl.col(name).str.replace_all(r"[\s'’]", "")
    is_either = words.str.contains(r"^-?[1-9]\d{0,2}\.\d{3}$")
    is_long = pl.col("pay_period").str.contains(_LONG_PERIODS).fill_null(value=False)
    has_comma = words.str.contains(r"^-?\d+,(?:\d{1,2}|\d{4,})$|^-?\d{1,3}(?:\.\d{3})+,\d{1,2}$")
    has_points = words.str.contains(r"^-?\d{1,3}(?:\.\d{3}){2,}$") | (is_either & is_long)
    pointed = words.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    figure = pl.when(has_comma | has_points).then(pointed).otherwise(words.str.replace_all(",", "", literal=True))
    is_unknown = is_either & pl.col("pay_period").is_null()
    return pl.when(~is_unknown).then(figure.str.replace(r"\.0+$", ""))


def _html(text: pl.Expr) -> pl.Expr:
    """The description as HTML: plain text and Markdown keep their lines, and lose what is only mark-up."""
    plain = text.str.replace_all(r"(?m)^ {0,3}#{1,6} +|\*\*|(?m)^[-*_ ]{3,}$", "")
    plain = plain.str.replace_all(r"(?m)^(\s*)[*+] +", "$1- ").str.replace_all(r"\\([-\\`*_{}\[\]()#+.!&])", "$1")
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        plain = plain.str.replace_all(sign, entity, literal=True)
    return pl.when(text.str.contains(_HTML)).then(text).otherwise(plain)


def normalised(
    rows: pl.DataFrame, mapping: Mapping, extra_skills: pl.DataFrame | None = None
) -> Iterator[pl.DataFrame]:
    """What the parsers make of the rows' distinct contents, piece by piece, with the `raw_hash` of each."""
    contents = rows.unique("raw_hash", keep="first", maintain_order=True)
    size = max(1, int(contents.estimated_size() // max(1, contents.height)))
    height = max(500, min(CONTENTS, CONTENT_BYTES // size))
    for piece in [*contents.iter_slices(height)] or [contents]:
        values = postings.normalise(raw(piece, mapping), extra_skills)
        yield values.with_columns(piece["raw_hash"], language_code=piece["language"],
            requisition_code=piece["requisition"], source_group_id=piece["group_id"])  # fmt: skip
