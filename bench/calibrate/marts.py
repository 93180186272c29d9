"""Figures as a reader of the marts meets them: a simulated market is put into a warehouse, and its rows are compared.

Only the role that is measured is put in; boards that have none of it are there all the same.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb
import numpy as np
import polars as pl
from msgspec.structs import replace

from bench.calibrate.adverts import DISCLOSED, disclosed_quantile, half_life
from bench.calibrate.courses import (
    ALARMS_NEW,
    ALARMS_OPENINGS,
    INFLOW,
    INFLOW_RATIO,
    NEW,
    NO_BREAK,
    OPENINGS,
    PAY_CHANGE,
    WATCHED,
    expected_new,
    slope_of,
    watched_course,
)
from bench.calibrate.openings import BASE, EXPECTED
from bench.calibrate.outcome import AT_LEAST, FALSE_ALARMS, HOLDS_95, Outcome, Scenario, outcome
from bench.simulated import FIRST_DAY, Collection, Disclosure, Market, Role, Skill, with_dates
from bench.simulated.curves import role_curves, survival
from bench.simulated.truths import YEAR, Truths
from transform.schema import TABLES
from warehouse import estimates, pay_trends, weeks
from warehouse.answers.demand import WEEKS, demand_change
from warehouse.measures.estimate import Estimate
from warehouse.store import migrate

ROLE, SKILL, CURRENCY, COUNTRY = "own", "common", "EUR", "DE"
TITLES = 3
"""Titles of the role at each employer; pay is compared within them."""
SHARE = 0.4
FILED = 400
"""Markets for each line: to put one into a warehouse takes ten times as long as to measure it."""
LIFE = ("median lifetime", HOLDS_95)
NO_VALUES = {
    "BOOLEAN": "FALSE", "SMALLINT": "1", "INTEGER": "1", "UBIGINT": "1", "VARCHAR": "''", "DOUBLE": "0",
}  # fmt: skip
"""What stands in columns that may not be empty and say nothing here."""


def scenarios() -> list[Scenario]:
    """All of them."""
    asked = (Skill(name=SKILL, shares=(SHARE, SHARE), later_shares=(SHARE, SHARE), by_employer=0.7),)
    base = replace(
        BASE, weeks=26, size_spread=1.0, skills=asked, disclosure=Disclosure(share=0.5, by_employer=0.5),
        roles=(Role(name=ROLE, trend=0.3, pay_growth=0.1), Role(name="other", share=2.0)),
    )  # fmt: skip
    return [
        Scenario("through the marts, strong sizes", base, _marts, FILED),
        Scenario(
            "through the marts, mild sizes, every third day",
            replace(base, size_spread=0.5, collection=Collection(visit_every=3)),
            _marts,
            FILED,
        ),
    ]


def _marts(market: Market) -> Iterator[Outcome]:
    """What the marts say of a market, each figure beside what is true."""
    connection = _empty()
    connection.execute("BEGIN")
    try:
        _load(connection, market)
        estimates.renew(connection, weeks.renew(connection))
        yield from _demand(connection, market)
        yield from _adverts(connection, market.truths)
    finally:
        connection.execute("ROLLBACK")


@cache
def _empty() -> duckdb.DuckDBPyConnection:
    """The one empty warehouse of this process."""
    connection = duckdb.connect(config={"threads": 1})
    migrate(connection)
    return connection


def _load(connection: duckdb.DuckDBPyConnection, market: Market) -> None:
    spells = with_dates(market.spells.filter(pl.col("role") == 0)).with_columns(
        board_id=pl.col("board").cast(pl.String), posting_id=pl.col("posting").cast(pl.String)
    )
    visits = with_dates(market.board_days).with_columns(board_id=pl.col("board").cast(pl.String))
    boards = visits.select(pl.col("board_id").unique(maintain_order=True)).with_columns(
        employer=pl.format("Employer {}", "board_id"), source_kind=pl.lit("census")
    )
    postings = _postings(market, spells)
    _put(connection, "core.role", pl.DataFrame({"role_id": [ROLE], "role_family": ["a"], "role_field": ["a"]}))
    _put(connection, "core.skill", pl.DataFrame({"skill_id": [SKILL]}))
    _put(connection, "core.board", boards)
    _put(connection, "core.board_day", visits.select(
        "board_id", observed_on="on", observed_at=_at("on"), board_status=pl.col("status").cast(pl.String)
    ))  # fmt: skip
    _put(connection, "core.posting", postings)
    asked = market.skills.join(postings.select("vacancy", "posting_id"), on="vacancy")
    _put(connection, "core.posting_skill", asked.select(
        "posting_id", skill_id=pl.lit(SKILL), skill_need=pl.lit("required")
    ))  # fmt: skip
    _put(connection, "core.spell", spells.select(
        "posting_id", "board_id", "spell_number", "is_left_censored", "first_seen_on", closed_on="first_missing_on",
        first_seen_at=_at("first_seen_on"), last_seen_at=_at("last_seen_on"), closed_at=_at("first_missing_on"),
    ))  # fmt: skip
    connection.execute("INSERT INTO ops.touched SELECT min(observed_on) FROM core.board_day")


def _at(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Datetime("us")) + pl.duration(hours=18)


def _postings(market: Market, spells: pl.DataFrame) -> pl.DataFrame:
    """A row a posting, in one of a few titles, with its pay where it states it."""
    rng = np.random.default_rng([market.seed, 2])
    pay = market.postings.unique("posting", keep="first").select("posting", "pay_min", "pay_max", "is_disclosed")
    first = spells.unique("posting_id", keep="first", maintain_order=True)
    shown = first.join(pay, on="posting", how="left", maintain_order="left")
    stated = {f"pay_{end}_annual": pl.when("is_disclosed").then(f"pay_{end}") for end in ("min", "max")}
    return shown.select(
        "posting_id", "board_id", "vacancy", role_id=pl.lit(ROLE), employer=pl.format("Employer {}", "board_id"),
        employer_key=pl.format("employer {}", "board_id"), country_code=pl.lit(COUNTRY), text_hash="posting_id",
        title_clean=pl.Series(rng.integers(0, TITLES, first.height)).cast(pl.String),
        pay_currency=pl.when("is_disclosed").then(pl.lit(CURRENCY)), posted_at=_at("posted_on"), **stated,
    )  # fmt: skip


def _put(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Insert the columns that the table has; those that may not be empty and are not given say nothing."""
    known = [name for name in frame.columns if name in TABLES[table].columns]
    silent = [f"{value} AS {name}" for name, value in _silent(table).items() if name not in known]
    connection.register("filling", frame.select(known))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT {', '.join([*known, *silent])} FROM filling")  # noqa: S608
    connection.unregister("filling")


@cache
def _silent(table: str) -> dict[str, str]:
    schema, name = table.split(".")
    rows = _empty().execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE schema_name = $schema AND table_name = $name AND NOT is_nullable",
        {"schema": schema, "name": name},
    ).fetchall()  # fmt: skip
    return {column: NO_VALUES[kind] for column, kind in rows if kind in NO_VALUES}


# -- demand --


def _demand(connection: duckdb.DuckDBPyConnection, market: Market) -> Iterator[Outcome]:
    true = market.truth.demand.filter(pl.col("role") == 0)
    expected, last = true["expected_index"].to_numpy(), market.truths.weeks - 1
    change = demand_change(connection, ROLE)
    if change is not None:
        truth = expected[last] / expected[last - WEEKS] - 1
        scale = None if change.change.value is None else 1 + change.change.value
        yield outcome("index change, 12 weeks", EXPECTED, change.change, truth, scale=scale)
    openings, arriving = watched_course(market)
    for series, measure, course, goal in (
        ("active", OPENINGS, openings, AT_LEAST), ("new", NEW, arriving, HOLDS_95),
    ):  # fmt: skip
        row = _row(connection, "SELECT * FROM mart.role_trend WHERE series_name = $series", series=series)
        found = _estimate(row, "weekly_growth")
        yield outcome(measure, WATCHED, found, slope_of(course[-row["n"] :]), scale=1.0, goal=goal)
    for series, measure in (("active", ALARMS_OPENINGS), ("new", ALARMS_NEW)):
        row = _row(connection, "SELECT count(*) AS n FROM mart.role_break WHERE series_name = $series", series=series)
        yield Outcome(measure, NO_BREAK, float(row["n"] > 0), goal=FALSE_ALARMS)
    row, new = _row(connection, "SELECT * FROM mart.role_inflow"), expected_new(market.truths)
    yield outcome(INFLOW, WATCHED, _estimate(row, "new_per_week"), float(arriving[-4:].mean()))
    found = _estimate(row | {"refusal": row["ratio_refusal"]}, "new_ratio")
    yield outcome(INFLOW_RATIO, EXPECTED, found, float(new[-4:].sum() / new[-8:-4].sum()))


# -- what adverts say --


def _adverts(connection: duckdb.DuckDBPyConnection, truths: Truths) -> Iterator[Outcome]:
    row = _row(connection, "SELECT * FROM mart.role_pay")
    # The open adverts were opened over some weeks; pay grew a little meanwhile.
    yield outcome("median pay", DISCLOSED, _estimate(row, "pay_p50"), _open_pay(truths))
    row = _row(connection, "SELECT * FROM mart.pay_trend WHERE months_apart = 3")
    growth = truths.roles[0].pay_growth * pay_trends.SPANS[3] / YEAR
    yield outcome(PAY_CHANGE, DISCLOSED, _estimate(row, "pay_change"), float(np.expm1(growth)), scale=1)
    month = FIRST_DAY + dt.timedelta(days=truths.days - 35)
    row = _row(connection, "SELECT * FROM mart.skill_share_month WHERE month = $month", month=month.replace(day=1))
    yield outcome("share of vacancies, 40 %", EXPECTED, _estimate(row, "share"), SHARE)
    row = _row(connection, "SELECT * FROM mart.posting_life")
    half = half_life(survival(truths.roles[0].lifetime, 400))
    name, goal = ("median lifetime, visits with gaps", AT_LEAST) if row["life_estimator"] == "turnbull" else LIFE
    yield outcome(name, EXPECTED, _estimate(row, "life_p50"), half, goal=goal)


def _open_pay(truths: Truths) -> float:
    """The expected median of the stated pay of what is open on the last day, which was opened day by day before."""
    curves = role_curves(truths, 0)
    age = np.arange(min(len(curves.regular), curves.history + truths.days))
    weight = curves.arrivals[curves.history + truths.days - 1 - age] * curves.regular[age]
    opened = truths.days - 1 - float(age @ weight / weight.sum())
    return disclosed_quantile(truths, 0.5) * float(np.exp(truths.roles[0].pay_growth * opened / YEAR))


# -- reading --


def _row(connection: duckdb.DuckDBPyConnection, query: str, **values: object) -> dict[str, Any]:
    """The one row of the answer; nothing where there is none."""
    rows = connection.execute(query, values).pl().to_dicts()
    return rows[0] if rows else {}


def _estimate(row: dict[str, Any], name: str) -> Estimate:
    """The figure of that name in a row, with its limits or its refusal."""
    limits = (row.get(f"{name}_low"), row.get(f"{name}_high"))
    return Estimate(
        value=row.get(name), low=limits[0], high=limits[1], n=row.get("n", 0), estimator="", refusal=row.get("refusal")
    )
