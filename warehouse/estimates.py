"""The figures that take more than SQL: pay, lifetimes and skills of every role, made anew when the data has changed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import duckdb
import msgspec
import polars as pl

from transform.schema import TABLES, frame_schema
from warehouse import (
    advertised_pay,
    densities,
    employers,
    life_tables,
    pay_trends,
    role_sizes,
    skills,
    trends,
    turns,
)
from warehouse.measures import ages, lifetime_table
from warehouse.measures.estimate import Estimate
from warehouse.measures.lifetimes import Spells
from warehouse.store import sql, transaction

METHOD_VERSION = 7
LIFETIME_DAYS = 365
"""Lifetimes are those of the adverts that were up within so many days; older ones enter at the age they had then."""

LIVED = "role_id NOT IN (SELECT role_id FROM stage_turn WHERE NOT has_lives)"
KEY = ("role_id", "pay_currency", "country_code", "region", "city")
Row = tuple[str, advertised_pay.Key, Estimate]
"""A measure's name, what it speaks of (the columns of KEY, as far as it goes), and the estimate."""


def update(connection: duckdb.DuckDBPyConnection, since: dt.date | None) -> None:
    """Make the figures anew that rest on days from `since` on; None where no day has changed."""
    with transaction(connection):
        renew(connection, since)


def renew(connection: duckdb.DuckDBPyConnection, since: dt.date | None) -> None:
    """What `update` does, within the caller's transaction.

    Pay and the months touched are made anew each time; what looks at months, and moves little in a day, when it is its
    turn (`turns`); what rests on employment or prices that the person added or removed also then, whatever `since`.
    What another version of the methods made is all made anew.
    """
    scope = connection.execute("SELECT window_start, window_end, panel_id FROM mart.scope").fetchone()
    if scope is None:
        return
    earliest, last_day, panel_id = scope
    versions = (METHOD_VERSION, skills.METHOD_VERSION, trends.METHOD_VERSION, role_sizes.METHOD_VERSION)
    if turns.marked(connection, "method", ",".join(map(str, versions))):
        since = dt.date.min
    if since is None:
        _of_added(connection, last_day, panel_id, frozenset())
        return
    due = turns.due(connection, last_day, is_all=since == dt.date.min)
    in_parts = turns.stage(connection, due)
    first_month, is_compared = _first_month(connection, since), "skills" in in_parts
    first_day = max(earliest, last_day - dt.timedelta(days=LIFETIME_DAYS - 1))
    with ThreadPoolExecutor(max_workers=1) as beside:  # what is read is reckoned with while the database goes on
        life = beside.submit(list, _lifetimes(_lives(connection, first_day))) if "life" in in_parts else None
        _stage_online(connection, first_month, skills.compared_since(last_day), is_compared)
        pay = beside.submit(list, _pay(_adverts(connection)))
        role_sizes.renew(connection)
        if "trends" in due:
            trends.renew(connection, last_day, panel_id)
        if "spread" in due:
            _spread(connection, earliest, last_day, panel_id)
        _of_added(connection, last_day, panel_id, due)
        skills.renew(connection, first_month, last_day, is_compared)
    _keep(connection, "pay", pay.result(), last_day, last_day, panel_id)
    if life:
        _keep(connection, "life", life.result(), first_day, last_day, panel_id, gone=LIVED)
    connection.execute(sql("estimates/forget"))


def _spread(connection: duckdb.DuckDBPyConnection, earliest: dt.date, last_day: dt.date, panel_id: str) -> None:
    """Make the figures anew of how many employers there are to each role, and how often each of them hires."""
    of_roles = employers.counted(connection, last_day)
    _keep(connection, "breadth", employers.breadths(of_roles), last_day, last_day, panel_id)
    first_day = max(earliest, last_day - dt.timedelta(weeks=employers.WEEKS) + dt.timedelta(days=1))
    _keep(connection, "rate", employers.arrivals(of_roles, _watched_days(connection)), first_day, last_day, panel_id)


def _of_added(connection: duckdb.DuckDBPyConnection, last_day: dt.date, panel_id: str, due: Set[str]) -> None:
    """Make the figures anew that rest on what the person added, where it is another than before or they are due."""
    if turns.marked(connection, "employment", densities.employment_there(connection)) or "density" in due:
        _keep(connection, "density", densities.figures(connection, last_day), last_day, last_day, panel_id)
    if turns.marked(connection, "prices", pay_trends.prices_there(connection)) or "growth" in due:
        first_day = last_day - dt.timedelta(days=pay_trends.WINDOW_DAYS - 1)
        moved = pay_trends.changes(connection, last_day, _watched_days(connection))
        _keep(connection, "growth", moved, first_day, last_day, panel_id)


def _stage_online(
    connection: duckdb.DuckDBPyConnection, first_month: dt.date, compared_since: dt.date, is_compared: bool
) -> None:
    """Put what pay and skills rest on into `stage_online`: the postings that are open, or were since these days."""
    online_since = min(first_month, compared_since) if is_compared else first_month
    connection.execute("SET VARIABLE first_month = $month", {"month": first_month})
    connection.execute("SET VARIABLE compared_since = $since", {"since": compared_since})
    connection.execute("SET VARIABLE is_compared = $is_compared", {"is_compared": is_compared})
    connection.execute("SET VARIABLE online_since = $since", {"since": online_since})
    connection.execute(sql("estimates/online"))


def _first_month(connection: duckdb.DuckDBPyConnection, since: dt.date) -> dt.date:
    """From which month on skills are counted anew: from the first where another parser than before has found them."""
    (versions,) = connection.execute(
        "SELECT concat_ws(',', min(skills_version), max(skills_version)) FROM core.posting"
    ).fetchall()[0]
    first = dt.date.min if turns.marked(connection, "skills", versions) else since
    (earliest,) = connection.execute("SELECT min(observed_on) FROM core.board_day").fetchall()[0]
    found: dt.date = max(first, earliest)
    return found.replace(day=1)


def _adverts(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    connection.execute(sql("estimates/pay_source"))
    found = advertised_pay.adverts(connection)
    connection.execute("DROP VIEW pay_source")
    return found


def _pay(found: pl.DataFrame) -> Iterator[Row]:
    for place in ((), *advertised_pay.PLACES):
        chosen = advertised_pay.placed(found, *place) if place else found
        for key, measure, estimate in advertised_pay.figures(chosen, *place):
            yield measure, key, estimate


class _Lives(NamedTuple):
    """The adverts' lives by the columns of estimates/lives.sql, the days watched, and each role's family."""

    lives: pl.DataFrame
    watched: int
    families: dict[str, str]


def _lives(connection: duckdb.DuckDBPyConnection, first_day: dt.date) -> _Lives:
    connection.execute("SET VARIABLE first_day = $first_day", {"first_day": first_day})
    families = dict(connection.execute("SELECT role_id, role_family FROM core.role").fetchall())
    return _Lives(connection.sql(sql("estimates/lives")).pl(), _watched_days(connection), families)


def _lifetimes(found: _Lives) -> Iterator[Row]:
    dropped = dict(found.lives.group_by("role_id").agg(pl.col("entry").null_count()).iter_rows())
    employer = pl.col("employer").rank("dense").cast(pl.Int64)
    known = found.lives.filter(pl.col("entry").is_not_null()).with_columns(employer)
    roles = dict(life_tables.lives(known))
    for role_id, spells in roles.items():
        for measure, estimate in lifetime_table.figures(spells, found.watched).items():
            yield measure, (role_id,), estimate
        yield from _lived(role_id, spells, dropped.pop(role_id))
        yield from life_tables.hazards(role_id, spells)
    yield from life_tables.compared(roles, found.families)
    for role_id, count in dropped.items():
        yield "life_unknown_age", (role_id,), Estimate(value=count, n=0, estimator="count")


def _watched_days(connection: duckdb.DuckDBPyConnection) -> int:
    (days,) = connection.execute("SELECT max(observed_on) - min(observed_on) FROM core.board_day").fetchall()[0]
    return int(days)


def _lived(role_id: str, spells: Spells, dropped: int) -> Iterator[Row]:
    """What a role's lifetimes rest on."""
    closings, n, employers = int(spells.is_closed.sum()), len(spells.entry), len(spells.sizes)
    yield "life_spells", (role_id,), Estimate(value=closings, n=n, unique_employers=employers, estimator="count")
    gaps = lifetime_table.gap_share(spells)
    yield "life_gap_share", (role_id,), Estimate(value=gaps, n=n, estimator="share")
    yield "life_unknown_age", (role_id,), Estimate(value=dropped, n=n, estimator="count")
    yield "life_completed_mean", (role_id,), ages.completed(spells)
    yield "life_so_far_mean", (role_id,), ages.so_far(spells)


def _keep(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    rows: Iterable[Row],
    window_start: dt.date,
    window_end: dt.date,
    panel_id: str,
    gone: str = "TRUE",
) -> None:
    """Put the estimates into core.estimate, in the place of those whose measures begin with `kind` and that are `gone`,
    a condition.
    """
    scope = {
        "window_start": window_start, "window_end": window_end, "panel_id": panel_id, "method_version": METHOD_VERSION
    }  # fmt: skip
    records = [
        {
            "measure": measure,
            **dict(zip(KEY, key, strict=False)),
            **msgspec.structs.asdict(one),
            "unique_employers": one.unique_employers or 0,
            **scope,
        }
        for measure, key, one in rows
    ]
    frame = pl.DataFrame(records, schema=frame_schema(TABLES["core.estimate"].columns))
    connection.register("estimates", frame)
    # The condition is one of ours.
    connection.execute(f"DELETE FROM core.estimate WHERE starts_with(measure, $kind) AND {gone}", {"kind": f"{kind}_"})  # noqa: S608
    connection.execute("INSERT INTO core.estimate FROM estimates ORDER BY ALL")
    connection.unregister("estimates")
