"""How high is the bar? What employers ask for the same role, how much of it I clear, and whether it has risen."""

import datetime as dt

import duckdb
import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.answers import hurdle
from warehouse.answers.person import Person
from warehouse.answers.watched import Watched, role_titles, watched
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.quantiles import pay_quantile
from warehouse.measures.shares import clustered_share, share_change
from warehouse.store import sql

Floats = NDArray[np.float64]

FLOOR = Floor(n=20, employers=5, unit="vacancies")
"""The smallest sample of a share of vacancies."""
MONTHLY_DAYS = 540
"""Up to so long a history is told by months, a longer one by quarters."""
PERIODS = 12


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What described vacancies ask; every figure has its 95 % interval, n and, below its floor, a refusal."""

    n: int
    """Described vacancies."""
    employers: int
    years_stated: Estimate
    """The share that ask for years of experience."""
    years: Estimate
    """The median of the fewest years, of those that ask for any."""
    degree_asked: Estimate
    """The share that ask for a degree, whether it is required, preferred or may be replaced by experience."""
    degree_required: Estimate
    """The share that require a degree, nothing counting instead."""
    required_skills: Estimate
    """The median number of required skills, of those that require any."""
    cleared: Estimate
    """The share of those that ask for years or a degree which the person clears; see answers.hurdle.

    It is of those alone of which the person says all that is asked.
    """


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """The vacancies opened in a month or quarter at boards watched from the first weeks to the last; no reposts."""

    start: dt.date
    end: dt.date
    asked: Asked


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: what is asked now and over time, and how much of it the person clears."""

    watched: Watched
    role_title: str
    vacancies: int
    """Open vacancies of the role."""
    now: Asked
    """Of those that are open."""
    short_years: int
    """Of those that `now.cleared` is of, the vacancies that ask for more years than the person has."""
    short_degree: int
    """Of those too, the vacancies that require a higher degree than the person has."""
    skills_n: int
    """Open vacancies that require a skill."""
    all_skills: Estimate
    """The share of them of which the person has every required skill."""
    half_skills: Estimate
    """The share of them of which the person has half of the required skills or more."""
    periods: tuple[Period, ...]
    is_quarterly: bool
    degree_change: Estimate
    """The change of degree_required from the first to the last period."""
    cleared_change: Estimate
    """The change of cleared from the first to the last period."""


def bar(connection: duckdb.DuckDBPyConnection, person: Person) -> Bar:
    """What the vacancies of the person's role ask, in all places, and how much of it the person clears.

    Raises NoAnswerYet where nothing was collected or the role is not in the list.
    """
    at, titles = watched(connection), role_titles(connection, person)
    asked = {
        "role_id": person.role_id, "skills": [one.skill_id for one in person.skills],
        "window_start": at.window_start, "as_of": at.as_of,
    }  # fmt: skip
    every = connection.execute(sql("queries/bar/asked"), asked).pl().with_columns(*hurdle.verdicts(person))
    described = every.filter(pl.col("is_described"))
    now = described.filter(pl.col("is_open"))
    skilled = now.filter(pl.col("required_skills") > 0) if person.skills else now.clear()
    judged = _judged(now)
    periods, is_quarterly = _periods(described, at)
    return Bar(
        watched=at, role_title=titles[person.role_id], vacancies=every.filter(pl.col("is_open")).height,
        now=_asked(now), short_years=judged.filter(pl.col("years_bar") == "short").height,
        short_degree=judged.filter(pl.col("degree_bar") == "short").height, skills_n=skilled.height,
        all_skills=_share(skilled, pl.col("had_skills") == pl.col("required_skills")),
        half_skills=_share(skilled, 2 * pl.col("had_skills") >= pl.col("required_skills")),
        periods=tuple(Period(start=start, end=end, asked=_asked(frame)) for start, end, frame in periods),
        is_quarterly=is_quarterly,
        degree_change=_change([frame for _, _, frame in periods], _DEGREE),
        cleared_change=_change([_judged(frame) for _, _, frame in periods], _CLEARED),
    )  # fmt: skip


_DEGREE = hurdle.is_degree_required()
_CLEARED = pl.col("bar") == "clears"


def _judged(found: pl.DataFrame) -> pl.DataFrame:
    """The vacancies that ask for years or a degree and of which the person says all that is asked.

    One of which a part is not known is left out even where another part is short: else those that are short would be
    kept and those that might be cleared would not.
    """
    bars = pl.col("years_bar", "degree_bar")
    is_told = pl.all_horizontal(bars != "unknown") & (pl.col("degree").is_null() | pl.col("degree_need").is_not_null())
    return found.filter(is_told & pl.any_horizontal(bars != "silent"))


def _asked(found: pl.DataFrame) -> Asked:
    years, skilled = found.filter(pl.col("years_min").is_not_null()), found.filter(pl.col("required_skills") > 0)
    return Asked(
        n=found.height, employers=found["employer_key"].n_unique(),
        years_stated=_share(found, pl.col("years_min").is_not_null()), years=_median(years, "years_min"),
        degree_asked=_share(found, pl.col("degree").is_not_null()), degree_required=_share(found, _DEGREE),
        required_skills=_median(skilled, "required_skills"),
        cleared=_share(_judged(found), _CLEARED),
    )  # fmt: skip


def _median(found: pl.DataFrame, column: str) -> Estimate:
    """The median over vacancies, no employer above a tenth of the weight, as that of pay."""
    employer = found["employer_key"].rank("dense").cast(pl.Int64).to_numpy()
    return pay_quantile(found[column].cast(pl.Float64).to_numpy(), employer, 0.5)


def _share(found: pl.DataFrame, condition: pl.Expr) -> Estimate:
    summed = _by_employer(found, condition)
    if reason := FLOOR.refusal(found.height, summed.height):
        return refused("wilson_clustered", reason, found.height, summed.height)
    return clustered_share(summed["count"].to_numpy(), summed["size"].to_numpy())


def _by_employer(found: pl.DataFrame, condition: pl.Expr) -> pl.DataFrame:
    """How many of each employer's vacancies meet the condition (`count`), and how many there are (`size`)."""
    return found.group_by("employer_key", maintain_order=True).agg(
        count=condition.cast(pl.Float64).sum(), size=pl.len().cast(pl.Float64)
    )


def _periods(described: pl.DataFrame, at: Watched) -> tuple[list[tuple[dt.date, dt.date, pl.DataFrame]], bool]:
    """The vacancies opened, no reposts, at the same boards by whole months or quarters, the last up to the last day."""
    is_quarterly = (at.as_of - at.window_start).days > MONTHLY_DAYS
    every = "1q" if is_quarterly else "1mo"
    new = described.filter(pl.col("is_panel") & pl.col("is_opened")).with_columns(
        period=pl.col("opened_on").dt.truncate(every)
    )
    starts = pl.date_range(at.window_start, at.as_of, "1d", eager=True).dt.truncate(every).unique().sort()
    whole = [start for start in starts.to_list() if start >= at.window_start][-PERIODS:]
    ends = [*(start - dt.timedelta(days=1) for start in whole[1:]), at.as_of]
    found = [(start, end, new.filter(pl.col("period") == start)) for start, end in zip(whole, ends, strict=False)]
    return found, is_quarterly


def _change(periods: list[pl.DataFrame], condition: pl.Expr) -> Estimate:
    """The change of a share from the first to the last period."""
    if len(periods) < 2:
        return refused("newcombe_clustered", "A change needs two periods of history.", 0)
    first, last = periods[0], periods[-1]
    keys = pl.concat([first, last]).select(pl.col("employer_key").unique(maintain_order=True))
    then, then_of = _aligned(first, condition, keys)
    now, now_of = _aligned(last, condition, keys)
    return share_change(then, then_of, now, now_of)


def _aligned(found: pl.DataFrame, condition: pl.Expr, keys: pl.DataFrame) -> tuple[Floats, Floats]:
    summed = _by_employer(found, condition)
    joined = keys.join(summed, on="employer_key", how="left", maintain_order="left").fill_null(0.0)
    return joined["count"].to_numpy(), joined["size"].to_numpy()
