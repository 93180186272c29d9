"""Has demand for my role grown? The change of the matched index, and how many of the employers grew."""

import datetime as dt
from math import isnan

import duckdb
import msgspec
import numpy as np
from numpy.typing import NDArray

from warehouse.measures import index
from warehouse.measures.estimate import Estimate, counted, refused
from warehouse.measures.index import Panel
from warehouse.store import sql

WEEKS = 12
YEAR = 52
FIELD_WEEKS = 12
"""The links from which on a role is compared with its whole field."""


class DemandChange(msgspec.Struct, frozen=True, kw_only=True):
    """How the openings of a role changed in twelve weeks at boards observed from week to week, everywhere.

    `change` is relative (0.08 is 8 % up); `growing` is the share of employers with more openings than four weeks ago,
    those with as many counting half. Each is refused in words below its floor.
    """

    change: Estimate
    growing: Estimate
    window_start: dt.date
    """The Monday of the first week; its openings are what those of the last week are compared with."""
    window_end: dt.date


def demand_change(connection: duckdb.DuckDBPyConnection, role_id: str) -> DemandChange | None:
    """The change in demand for `role_id` up to the last observed day; None where nothing was ever observed."""
    span = connection.execute("SELECT min(observed_on), max(observed_on) FROM core.board_day").fetchone()
    if span is None or span[1] is None:
        return None
    first, last_day = (day - dt.timedelta(days=day.weekday()) for day in span)
    since = last_day - dt.timedelta(weeks=WEEKS)
    if first > since:
        weeks = (last_day - first).days // 7 + 1
        reason = f"{counted(weeks, 'weeks')} of history; a change over {WEEKS} weeks needs {WEEKS + 1}."
        found = refused("matched_chain", reason, 0)
        growing = refused("diffusion", reason, 0)
        return DemandChange(change=found, growing=growing, window_start=first, window_end=span[1])
    panel, _ = _panels(connection, role_id, since, span[1], WEEKS, is_field=False)
    counted_in = {"role_id": role_id, "week": last_day}
    more, of = connection.execute(sql("queries/demand/growing"), counted_in).fetchone() or (0.0, 0)
    return DemandChange(
        change=index.change(panel, 0, WEEKS), growing=index.growing(more, of), window_start=since, window_end=span[1]
    )


def index_limits(
    connection: duckdb.DuckDBPyConnection, role_id: str, base: dt.date, last_week: dt.date
) -> list[tuple[float | None, float | None]]:
    """The 95 % limits of the role's index in each week from the Monday `base`, where it is 100, to that of `last_week`.

    They are those of the change since `base`: it has none itself, nor has a week of which too few employers tell it.
    """
    ((observed_to,),) = connection.execute("SELECT max(observed_on) FROM core.board_day").fetchall()
    last_day = min(last_week + dt.timedelta(days=6), observed_to)
    panel, _ = _panels(connection, role_id, base, last_day, (last_week - base).days // 7, is_field=False)
    limits = np.stack(index.limits(panel), axis=1).tolist()
    return [(None, None) if isnan(low) else (low, high) for low, high in limits]


class YearChange(msgspec.Struct, frozen=True, kw_only=True):
    """How the openings of a role changed without its season, over whole weeks at boards observed from week to week.

    With a year of weeks that can be compared it is the change since the same week a year before, which has the same
    season. With fewer it is how much more the openings changed than those of the whole field, which has much of it too.
    """

    change: Estimate
    beside_field: bool
    weeks: int
    window_start: dt.date
    """The Monday of the first week."""
    window_end: dt.date


def year_change(connection: duckdb.DuckDBPyConnection, role_id: str) -> YearChange | None:
    """The change of `role_id` up to the last whole week, season apart; None where no week was counted."""
    row = connection.execute(sql("queries/demand/linked"), {"role_id": role_id}).fetchone()
    if row is None:
        return None
    last_week, weeks = row
    is_beside = weeks < YEAR
    span = min(weeks, YEAR)
    since, last_day = last_week - dt.timedelta(weeks=span), last_week + dt.timedelta(days=6)
    if weeks < FIELD_WEEKS:
        found = refused("matched_ratio", _too_short(weeks), weeks)
    else:
        own, field = _panels(connection, role_id, since, last_day, span, is_field=is_beside)
        found = index.change_beside(own, field, 0, span) if is_beside else index.change(own, 0, span)
    return YearChange(change=found, beside_field=is_beside, weeks=span, window_start=since, window_end=last_day)


def _too_short(links: int) -> str:
    known = (
        f"{counted(links + 1, 'weeks')} in a row up to now in which enough openings can be compared"
        if links
        else "too few openings can be compared in the last whole week"
    )
    return f"{known}; the change since a year ago needs {YEAR + 1} such weeks, one beside the field {FIELD_WEEKS + 1}."


def _panels(
    connection: duckdb.DuckDBPyConnection,
    role_id: str,
    since: dt.date,
    last_day: dt.date,
    weeks: int,
    *,
    is_field: bool,
) -> tuple[Panel, Panel]:
    """The openings of the role and, with `is_field`, of its whole field, by the same boards."""
    window = {"role_id": role_id, "since": since, "last_day": last_day, "is_field": is_field}
    rows = connection.execute(sql("queries/demand/panel"), window).fetchnumpy()
    board, week = rows["board_number"], rows["week"]
    count = int(board.max(initial=-1)) + 1
    owner = np.zeros(count, dtype=np.int64)
    owner[board] = rows["employer_number"]

    def by_week(name: str) -> NDArray[np.float64]:
        values = np.full((count, weeks + 1), np.nan)
        values[board, week] = np.ma.filled(rows[name].astype(np.float64), np.nan)
        return values

    own, field = (Panel(by_week(name), owner, by_week(f"end_{name}")) for name in ("openings", "field_openings"))
    return own, field
