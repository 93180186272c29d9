"""From the rows of imported files to what the warehouse loads: pieces of a sample, days of a census.

A sample says what was seen and nothing about what was not. A census says, for each board and day, the whole open set:
its days become batches like those of boards that were asked, and close postings by the same rules.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from extract.posting import BoardStatus
from transform import imported_rows, postings
from transform.imported_rows import CONTENT, Source
from transform.schema import OBSERVATION, SEEN, TABLES, Batch, Values, frame_schema

MAX_REJECTED_SHARE = 0.05
"""A board's day with more unreadable rows than this is not whole."""
DUPLICATE = "duplicate id"
UNDESCRIBED = "no file says what the posting is"
UNCERTAIN = "rows of the import name no board or no day; they may belong here"

Frames = Iterable[pl.DataFrame]


class Ledger(NamedTuple):
    """Rows that belong to no day of a census: `days` (raw.import_day) and their `quarantine` (raw.quarantine)."""

    days: pl.DataFrame
    quarantine: pl.DataFrame

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows are in the quarantine for which reason."""
        return _counted(self.quarantine["quarantine_reason"])


class Piece(NamedTuple):
    """Some rows of a sample: its boards (core.board), what was `seen` each day, the fresh values, and the ledger."""

    boards: pl.DataFrame
    seen: pl.DataFrame
    values: Values
    ledger: Ledger


# -- a sample --


def newest(rows: pl.DataFrame) -> pl.DataFrame:
    """The row of each posting that was seen last (posting_id, raw_hash, seen_on ...), of those that can be used."""
    good = rows.filter(pl.col("reason").is_null())
    return good.sort("seen_on", maintain_order=True).unique("posting_id", keep="last", maintain_order=True)


def piece(
    rows: pl.DataFrame, last: pl.DataFrame, fresh: pl.Series, source: Source, extra_skills: pl.DataFrame | None
) -> Piece:
    """What some rows of a sample mean; the values of the `fresh` postings are those of their row in `last`."""
    waiting = last.filter(pl.col("posting_id").is_in(fresh.implode()))
    contents = _contents(waiting, source, extra_skills)
    rows = _dated(_without_titles(rows, contents), source)
    good = rows.filter(pl.col("reason").is_null())
    seen = good.unique(["posting_id", "observed_on"], keep="last", maintain_order=True)
    return Piece(
        boards=rows.select(_board_columns(source)).unique("board_id", keep="first", maintain_order=True),
        seen=seen.select("board_id", "posting_id", "observed_on"),
        values=_values_of(waiting, contents),
        ledger=_ledger(rows, seen, source),
    )


def _contents(rows: pl.DataFrame, source: Source, extra_skills: pl.DataFrame | None) -> pl.DataFrame:
    return pl.concat(imported_rows.normalised(rows, source.mapping, extra_skills))


def _values_of(rows: pl.DataFrame, contents: pl.DataFrame) -> Values:
    """The values of some postings (board_id, posting_id, source_id, raw_hash), each of its content."""
    named = rows.select("board_id", "posting_id", "raw_hash", source_posting_id="source_id")
    return postings.values_of(named.join(contents, on="raw_hash", how="inner", maintain_order="left"))


def _without_titles(rows: pl.DataFrame, contents: pl.DataFrame) -> pl.DataFrame:
    """The rows; those of contents whose title is nothing once cleaned say so."""
    untitled = contents.filter(pl.col("title") == "")["raw_hash"]
    is_untitled = pl.col("raw_hash").is_in(untitled.implode()).fill_null(value=False)
    return rows.with_columns(reason=pl.when(is_untitled).then(pl.lit(postings.BLANK_TITLE)).otherwise("reason"))


def _dated(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    """The rows with `observed_on`: the day each was seen, for the ledger that of the import where it says none."""
    return rows.with_columns(observed_on=pl.col("seen_on").fill_null(source.imported_on))


def _board_columns(source: Source) -> list[pl.Expr]:
    """The columns of core.board; a sample's board is no employer's, so its name stands for one."""
    nothing = pl.lit(None, pl.String)
    return [
        pl.col("board_id"),
        pl.lit(source.mapping.source).alias("platform"),
        pl.col("board").alias("board_key"),
        pl.col("board").alias("employer"),
        nothing.alias("employer_country"),
        nothing.alias("industry"),
        pl.lit(source.mapping.kind).alias("source_kind"),
    ]


def _ledger(rows: pl.DataFrame, seen: pl.DataFrame, source: Source) -> Ledger:
    """How many of the rows a board and day had, and where they went."""
    key = ["board_id", "observed_on"]
    counts = rows.group_by(key).agg(records_count=pl.len(), quarantined_count=pl.col("reason").is_not_null().sum())
    counts = counts.join(seen.group_by(key).agg(postings_count=pl.len()), on=key, how="left")
    counts = counts.with_columns(pl.col("postings_count").fill_null(0), run_id=pl.lit(source.run_id))
    repeated = pl.col("records_count") - pl.col("postings_count") - pl.col("quarantined_count")
    columns = TABLES["raw.import_day"].columns
    days = (
        counts.with_columns(repeated_count=repeated, part_number=pl.lit(0))
        .select(columns)
        .cast(pl.Schema(frame_schema(columns)))
    )
    return Ledger(days, _quarantined(rows))


def _counted(reasons: pl.Series) -> dict[str, int]:
    return dict(reasons.value_counts(sort=True).iter_rows())


def _quarantined(rows: pl.DataFrame) -> pl.DataFrame:
    bad = rows.filter(pl.col("reason").is_not_null())
    return bad.select(
        "board_id", "observed_on", "record_number", source_posting_id="source_id", quarantine_reason="reason"
    )


# -- a census --


class Census(NamedTuple):
    """All rows of a census: `rows` (where, when, which posting, which content), `contents` (what they say).

    `astray` is the ledger of rows that name no board or no day, `boards` each board's employer.
    """

    rows: pl.DataFrame
    contents: pl.DataFrame
    boards: pl.DataFrame
    astray: Ledger
    details: int

    @property
    def reasons(self) -> Counter[str]:
        """How many rows are in the quarantine for which reason."""
        return Counter(_counted(self.rows["reason"].drop_nulls())) + Counter(self.astray.reasons)

    @property
    def days(self) -> list[dt.date]:
        """The days that the rows speak of, in order."""
        found: list[dt.date] = self.rows["seen_on"].unique().sort().to_list()
        return found


PLACED = (
    "record_number", "board", "board_id", "posting_id", "source_id", "seen_on", "raw_hash", "reason", "employer",
)  # fmt: skip
_CONTENT = ("board", "source_id", "raw_hash", *CONTENT)


def census(
    files: Iterable[tuple[str, Frames]],
    stored: Mapping[str, str],
    known: Mapping[str, str],
    source: Source,
    extra_skills: pl.DataFrame | None,
) -> Census:
    """The census that some files hold, a name and its rows each.

    `stored` maps the source's postings in the warehouse to the fingerprint of what they say, `known` those of them
    whose values need not be made again. A row that names no board makes its day uncertain, one that says no day its
    board: nothing may be closed there.
    """
    rows, details, contents = _gathered(files, source)
    described = details.height
    if source.mapping.details:
        rows, details = _described(rows, details, stored)
    rows = _dated(rows, source)
    contents = _contents(_changed(rows, contents, known), source, extra_skills)
    rows = _once_a_day(_without_titles(rows, contents))
    is_astray = rows.select(pl.col("board").is_null() | pl.col("seen_on").is_null()).to_series()
    rows = rows.with_columns(is_uncertain=_uncertain(rows.filter(is_astray)))
    homeless = pl.concat([rows.filter(is_astray).select(PLACED), details.select(PLACED)])
    homeless = _dated(homeless.with_columns(board_id=pl.lit(f"{source.mapping.source}:")), source)
    rows = rows.filter(~is_astray)
    named = rows.group_by("board_id", "board").agg(pl.col("employer").drop_nulls().mode().sort().first())
    return Census(
        rows=rows,
        contents=contents,
        boards=named.select("board_id", employer=pl.coalesce("employer", "board")),
        astray=_ledger(homeless, homeless.clear(), source),
        details=described - details.height,
    )


def _gathered(files: Iterable[tuple[str, Frames]], source: Source) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The rows that say what was there, those that say what postings are, and each distinct content once."""
    there: list[pl.DataFrame] = []
    details: list[pl.DataFrame] = []
    contents: list[pl.DataFrame] = []
    known = pl.Series(dtype=pl.String)
    for name, frames in files:
        is_detail = imported_rows.part_of(source.mapping, name) == "detail"
        for frame in frames:
            (details if is_detail else there).append(frame.select(PLACED))
            if is_detail or not source.mapping.details:
                new = frame.filter(pl.col("raw_hash").is_not_null() & ~pl.col("raw_hash").is_in(known.implode()))
                new = new.select(_CONTENT).unique("raw_hash", keep="first", maintain_order=True)
                contents.append(new)
                known = pl.concat([known, new["raw_hash"]])
    nothing = pl.DataFrame(schema=dict.fromkeys(PLACED, pl.String))
    empty = nothing.cast({"record_number": pl.Int32, "seen_on": pl.Date})
    said = pl.DataFrame(schema=dict.fromkeys(_CONTENT, pl.String))
    return pl.concat([empty, *there]), pl.concat([empty, *details]), pl.concat([said, *contents])


def _described(
    rows: pl.DataFrame, details: pl.DataFrame, known: Mapping[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows, each with what the details said last of its posting; and the details that cannot be used."""
    said = details.filter(pl.col("raw_hash").is_not_null()).unique("source_id", keep="last")
    rows = rows.drop("raw_hash", "employer").join(
        said.select("source_id", "raw_hash", "employer"), on="source_id", how="left", maintain_order="left"
    )
    rows = _with_stored(rows, known).with_columns(raw_hash=pl.coalesce("raw_hash", "stored")).drop("stored")
    is_unknown = pl.col("reason").is_null() & pl.col("raw_hash").is_null()
    rows = rows.with_columns(reason=pl.when(is_unknown).then(pl.lit(UNDESCRIBED)).otherwise("reason"))
    return rows, details.filter(pl.col("reason").is_not_null())


def _with_stored(rows: pl.DataFrame, known: Mapping[str, str]) -> pl.DataFrame:
    """The rows, each with the fingerprint that `known` has of its posting."""
    columns = {"posting_id": list(known), "stored": list(known.values())}
    stored = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return rows.join(stored, on="posting_id", how="left", maintain_order="left")


def _changed(rows: pl.DataFrame, contents: pl.DataFrame, known: Mapping[str, str]) -> pl.DataFrame:
    """The contents of the postings that the rows show and that the warehouse does not know just so."""
    good = _with_stored(rows.filter(pl.col("reason").is_null()), known)
    differs = good.filter(pl.col("raw_hash").ne_missing(pl.col("stored")))["posting_id"].unique()
    wanted = good.filter(pl.col("posting_id").is_in(differs.implode()))["raw_hash"].unique()
    return contents.filter(pl.col("raw_hash").is_in(wanted.implode()))


def _once_a_day(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows; a posting's second one of a day says that it is one."""
    good = pl.col("reason").is_null()
    again = ~pl.struct("board_id", "seen_on", "source_id", good).is_first_distinct() & good
    return rows.with_columns(reason=pl.when(again).then(pl.lit(DUPLICATE)).otherwise("reason"))


def _uncertain(astray: pl.DataFrame) -> pl.Expr:
    """Whether a row's board and day may lack a row that names neither or one of them."""
    homeless, timeless = astray.filter(pl.col("board").is_null()), astray.filter(pl.col("seen_on").is_null())
    days, boards = homeless["seen_on"].drop_nulls().unique(), timeless["board"].drop_nulls().unique()
    is_lost = bool(homeless["seen_on"].is_null().any())
    return (
        pl.col("seen_on").is_in(days.implode()).fill_null(value=False)
        | pl.col("board").is_in(boards.implode()).fill_null(value=False)
        | pl.lit(is_lost)
    )


class Day(NamedTuple):
    """One day of a census: its rows, and what each board's answer was (OBSERVATION)."""

    on: dt.date
    rows: pl.DataFrame
    observations: pl.DataFrame

    @property
    def board_ids(self) -> list[str]:
        """The boards observed that day."""
        found: list[str] = self.observations["board_id"].to_list()
        return found

    @property
    def whole(self) -> list[tuple[str, int]]:
        """The id and number of rows of each board that was whole."""
        whole = self.observations.filter(pl.col("status_reason").is_null())
        return list(whole.select("board_id", "counted_in").iter_rows())


def days(found: Census, boards_before: Collection[str], source: Source) -> Iterator[Day]:
    """The days of a census, in order; where a day's rows are the whole source, boards without one were empty.

    `boards_before` are the ids of the source's boards that the warehouse knows.
    """
    seen = dict.fromkeys(boards_before)
    for on in found.days:
        rows = found.rows.filter(pl.col("seen_on") == on)
        there = set(rows["board_id"])
        absent = [board_id for board_id in seen if board_id not in there] if source.mapping.complete == "day" else []
        seen.update(dict.fromkeys(there))
        yield Day(on, rows, _observations(rows, found.boards, absent, source, on))


def batch(day: Day, found: Census, known: Mapping[str, str]) -> Batch:
    """The warehouse's batch for one day of a census; `known` are the fingerprints of what its boards' values say."""
    good = day.rows.filter(pl.col("reason").is_null())
    fresh = _with_stored(good, known).filter(pl.col("raw_hash").ne_missing(pl.col("stored")))
    return Batch(
        observations=day.observations,
        responses=pl.DataFrame(schema=frame_schema(TABLES["raw.response"].columns)),
        seen=good.select(SEEN),
        values=_values_of(fresh, found.contents),
        quarantine=_quarantined(day.rows),
    )


def values_on(day: Day, found: Census, posting_ids: Collection[str]) -> Values:
    """The values of some postings as one day of a census showed them."""
    wanted = day.rows.filter(pl.col("reason").is_null() & pl.col("posting_id").is_in(list(posting_ids)))
    return _values_of(wanted, found.contents)


def _observations(
    rows: pl.DataFrame, boards: pl.DataFrame, absent: Sequence[str], source: Source, on: dt.date
) -> pl.DataFrame:
    """Each board's answer of the day (OBSERVATION): whole, unless many rows cannot be used or some may be missing."""
    empty = pl.DataFrame({"board_id": absent}, schema={"board_id": pl.String}).with_columns(
        counted_in=pl.lit(0, pl.Int32),
        status_reason=pl.lit(None, pl.String),
        board_status=pl.lit(BoardStatus.EMPTY.value),
    )
    answers = pl.concat([_answers(rows), empty]).join(boards, on="board_id", how="left", maintain_order="left")
    key = pl.col("board_id").str.strip_prefix(f"{source.mapping.source}:")
    nothing = pl.lit(None, pl.String)
    stated = answers.with_columns(
        platform=pl.lit(source.mapping.source),
        board_key=key,
        employer=pl.coalesce("employer", key),
        employer_country=nothing,
        industry=nothing,
        observed_on=pl.lit(on),
        observed_at=pl.lit(source.observed_at(on)),
        run_id=pl.lit(source.run_id),
    )
    return stated.select(pl.col(name).cast(dtype) for name, dtype in frame_schema(OBSERVATION).items())


def _answers(rows: pl.DataFrame) -> pl.DataFrame:
    bad = pl.col("reason").is_not_null() & (pl.col("reason") != DUPLICATE)
    boards = rows.group_by("board_id", maintain_order=True).agg(
        counted_in=pl.len().cast(pl.Int32),
        bad=bad.sum(),
        nameless=(bad & pl.col("source_id").is_null()).sum(),
        first_reason=pl.col("reason").filter(bad).first(),
        is_uncertain=pl.col("is_uncertain").any(),
    )
    has_drifted = (pl.col("bad") > MAX_REJECTED_SHARE * pl.col("counted_in")) | (pl.col("nameless") > 0)
    drift = pl.format("{} of {} rows cannot be used, the first: {}", "bad", "counted_in", "first_reason")
    reason = pl.when(has_drifted).then(drift).when("is_uncertain").then(pl.lit(UNCERTAIN))
    status = pl.when(reason.is_null()).then(pl.lit(BoardStatus.COMPLETE.value))
    return boards.select(
        "board_id",
        "counted_in",
        status_reason=reason,
        board_status=status.otherwise(pl.lit(BoardStatus.INCOMPLETE.value)),
    )
