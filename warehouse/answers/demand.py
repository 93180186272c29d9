"""Has demand for my role grown? The change of the matched index, and how many of the employers grew."""

import datetime as dt

import duckdb
import msgspec
import numpy as np

from warehouse.measures import index
from warehouse.measures.estimate import Estimate, counted, refused
from warehouse.measures.index import Panel
from warehouse.store import sql

WEEKS = 12


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
    panel = _panel(connection, role_id, since, span[1])
    return DemandChange(
        change=index.change(panel, 0, WEEKS), growing=index.diffusion(panel, WEEKS), window_start=since,
        window_end=span[1],
    )  # fmt: skip


def _panel(connection: duckdb.DuckDBPyConnection, role_id: str, since: dt.date, last_day: dt.date) -> Panel:
    window = {"role_id": role_id, "since": since, "last_day": last_day}
    rows = connection.execute(sql("queries/demand/panel"), window).fetchnumpy()
    boards, board = np.unique(rows["board_id"].astype(str), return_inverse=True)
    _, employer = np.unique(rows["employer_key"].astype(str), return_inverse=True)
    stock = np.full((len(boards), WEEKS + 1), np.nan)
    openings = np.ma.filled(rows["openings"].astype(np.float64), np.nan)
    stock[board, rows["week"].astype(np.int64)] = openings
    owner = np.zeros(len(boards), dtype=np.int64)
    owner[board] = employer
    return Panel(stock, owner)
