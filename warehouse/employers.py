"""Over how many employers each role's openings are spread, and how fast new ones come, by employer."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.grouped import Columns, groups
from warehouse.measures import breadth, rates
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.store import sql

Floats = NDArray[np.float64]
Row = tuple[str, tuple[str], Estimate]
"""A measure's name, its role, and the estimate."""

WEEKS = 4
"""New postings are counted over so many weeks, and compared with as many before."""
STEP_DAYS = 28
POINTS = 7
"""The days on which the openings of each employer are looked up, to tell how they come in bursts."""
LAG = breadth.LAG * 7 // STEP_DAYS
UNDATED = "No board with this role answered in the week before the last four, so nobody knows what came since."


def counted(connection: duckdb.DuckDBPyConnection, last_day: dt.date) -> list[tuple[str, Columns]]:
    """The employers of each role, with the columns of trends/employers.sql; roles in order."""
    connection.execute("SET VARIABLE last_day = $day", {"day": last_day})
    days = [f"open_{point}" for point in range(POINTS)]
    frame = connection.sql(sql("trends/employers")).pl()
    past = [
        pl.when(pl.col("watched_from") <= last_day - dt.timedelta(days=STEP_DAYS * point)).then(
            pl.col(name).cast(float)
        )
        for point, name in enumerate(days)
    ]
    frame = frame.with_columns(past)
    return [(str(role_id), part) for (role_id,), part in groups(frame, "role_id")]


def breadths(roles: list[tuple[str, Columns]]) -> Iterator[Row]:
    """The concentration of each role's openings, and its effective employers; infinite ends are unknown."""
    for role_id, part in roles:
        history = np.column_stack([part[f"open_{point}"] for point in reversed(range(POINTS))])
        history = history[:, ~np.isnan(history).all(axis=0)]
        found = breadth.breadth(np.nan_to_num(part["open_0"]).astype(np.int64), history, LAG)
        if found.hhi.n:
            yield "breadth_hhi", (role_id,), found.hhi
            yield "breadth_employers", (role_id,), _finite(found.effective_employers)


def arrivals(roles: list[tuple[str, Columns]], watched_days: int) -> Iterator[Row]:
    """New postings a week of each role in the last four weeks, and their ratio to those of the four before.

    No rate where nothing was watched so long, or nothing just before.
    """
    reason = Floor(n=7 * WEEKS, unit="days of watching").refusal(watched_days)
    for role_id, part in roles:
        is_dated = part["is_dated"].astype(np.bool_)
        new = np.column_stack([part[f"new_{week}"][is_dated] for week in range(WEEKS)]).astype(np.float64)
        same, before = (part[name].astype(np.float64) for name in ("same_now", "same_before"))
        why = reason or (None if is_dated.any() else UNDATED)
        rate = refused("garwood_effective", why, int(new.sum())) if why else rates.watched(new)
        yield "rate_new", (role_id,), rate
        yield "rate_ratio", (role_id,), rates.ratio(same, before)


def _finite(one: Estimate) -> Estimate:
    """The estimate without infinite ends; without a value that is infinite, which is told in words."""
    if one.value is None or np.isfinite(one.value):
        is_open = one.high is None or not np.isfinite(one.high)
        return msgspec.structs.replace(one, high=None) if is_open else one
    reason = "The openings are spread so evenly that no upper limit of employers can be told."
    return msgspec.structs.replace(one, value=None, high=None, refusal=reason)
