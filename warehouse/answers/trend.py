"""Where is demand for my role going, and how long do its adverts stay up? Trends, breaks and lifetimes, everywhere."""

import datetime as dt
from typing import TypeVar

import duckdb
import msgspec

from warehouse.answers.demand import YearChange, index_limits, year_change
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.store import sql

T = TypeVar("T", bound=msgspec.Struct)


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Where one weekly series goes: `active` (the index of openings) or `new` (postings first seen in the week)."""

    series: str
    level: float | None
    weekly_growth: float | None
    """Relative change a week (0.02 is 2 % up); Theil-Sen's slope, its interval for series that remember."""
    low: float | None
    high: float | None
    p_value: float | None
    gap_to_field: float | None
    """The same less that of the whole field, from half a year on."""
    gap_low: float | None
    gap_high: float | None
    is_seasonally_adjusted: bool | None
    refusal: str | None
    window_start: dt.date
    window_end: dt.date
    weeks: int


class Break(msgspec.Struct, frozen=True, kw_only=True):
    """A week in which a series changed for good; `artefact_reason` says what of ours may have made it."""

    series: str
    week: dt.date
    before: float
    after: float
    artefact_reason: str | None
    n: int
    """The weeks of the series."""
    coverage: float | None


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """How many days adverts stay up: the median, the share open after 30 days, the days beyond the family's in 60.

    Beside them the mean days that those which closed were up, and that those still open have been: neither is a life.
    `rough` is the share of adverts of whose end only two visits are known, three days or more apart.
    """

    median: float | None
    median_low: float | None
    median_high: float | None
    open_30: float | None
    open_30_low: float | None
    open_30_high: float | None
    beyond_family: float | None
    beyond_low: float | None
    beyond_high: float | None
    log_rank_p: float | None
    completed: float | None
    completed_low: float | None
    completed_high: float | None
    so_far: float | None
    so_far_low: float | None
    so_far_high: float | None
    open_adverts: int
    closings: int
    refusal: str | None
    employers: int
    n: int
    rough: float
    estimator: str | None


class Inflow(msgspec.Struct, frozen=True, kw_only=True):
    """New postings a week in the last four weeks, and how many times those of the four before they are."""

    weekly: float | None
    low: float | None
    high: float | None
    refusal: str | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    employers: int
    n: int
    """The new postings of the four weeks."""


class PayMove(msgspec.Struct, frozen=True, kw_only=True):
    """How posted pay of the same employer, title and country moved in so many months (0.02 is 2 % up): the median.

    `real` is the same in what money buys, where consumer prices were added.
    """

    months: int
    change: float | None
    low: float | None
    high: float | None
    refusal: str | None
    real: float | None
    real_low: float | None
    real_high: float | None
    employers: int
    n: int
    """The titles compared."""


class IndexWeek(msgspec.Struct, frozen=True, kw_only=True):
    """The index of one week: openings of the same boards from week to week, 100 in the week it began.

    `low` and `high` are the limits of the change since then. Beside it the openings and employers of the week that are
    compared with the week before, and the boards' coverage.
    """

    week: dt.date
    value: float
    low: float | None
    high: float | None
    openings: float
    employers: int
    coverage: float


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """The role's course in all countries."""

    series: tuple[Series, ...]
    breaks: tuple[Break, ...]
    inflow: Inflow | None
    pay: tuple[PayMove, ...]
    life: Life | None
    year: YearChange | None
    """The change without the season; None where no week was counted."""
    index: tuple[IndexWeek, ...]
    """The weeks since the index last began at 100; none where too few openings could be compared."""


def trend(connection: duckdb.DuckDBPyConnection, person: Person) -> Trend:
    """Where the role's demand goes; raises NoAnswerYet where no week of it was counted."""
    role_id = person.role_id
    series, lives = _found(connection, "series", role_id, Series), _found(connection, "life", role_id, Life)
    if not series and not lives:
        raise NoAnswerYet("No week of this role has been counted yet.")
    return Trend(
        series=series,
        breaks=_found(connection, "breaks", role_id, Break),
        inflow=next(iter(_found(connection, "inflow", role_id, Inflow)), None),
        pay=_found(connection, "pay", role_id, PayMove),
        life=next(iter(lives), None),
        year=year_change(connection, role_id),
        index=index_weeks(connection, role_id),
    )


def index_weeks(connection: duckdb.DuckDBPyConnection, role_id: str) -> tuple[IndexWeek, ...]:
    """The weeks since the role's index last began, with limits."""
    weeks = connection.execute(sql("queries/trend/index"), {"role_id": role_id}).fetchall()
    if not weeks:
        return ()
    limits = index_limits(connection, role_id, weeks[0][0], weeks[-1][0])
    return tuple(
        IndexWeek(week=week, value=value, low=low, high=high, openings=openings, employers=employers, coverage=coverage)
        for (week, value, openings, employers, coverage), (low, high) in zip(weeks, limits, strict=True)
    )


def _found(connection: duckdb.DuckDBPyConnection, name: str, role_id: str, kind: type[T]) -> tuple[T, ...]:
    """The rows that `queries/trend/NAME.sql` finds, whose columns are the fields of `kind` in their order."""
    rows = connection.execute(sql(f"queries/trend/{name}"), {"role_id": role_id}).fetchall()
    return tuple(kind(**dict(zip(kind.__struct_fields__, row, strict=True))) for row in rows)
