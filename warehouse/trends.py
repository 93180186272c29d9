"""Where every role's openings and new postings go, week by week, and the weeks in which that changed for good.

The history decides what is said: below eight weeks only the level; from eight on Sen's slope; from 26 on also that of
the ratio to the whole field, which has much of the same season; from two full years on without the season.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from transform.schema import TABLES, frame_schema
from warehouse import collection_log
from warehouse.collection_log import Log
from warehouse.measures import index, many_trends
from warehouse.measures.trends import CYCLES, FLOOR, SEASON_WEEKS, is_wide, without_season
from warehouse.store import sql

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Row = dict[str, Any]

METHOD_VERSION = 5
FIELD_WEEKS = 26
"""The history from which on a role is compared with its field."""


class Weeks(NamedTuple):
    """The whole weeks of all roles: float (roles, weeks) each, nothing where a role had no row; `field` numbers each
    role's field.
    """

    roles: list[str]
    field: Ints
    starts: list[dt.date]
    matched_before: Floats
    matched_after: Floats
    all_before: Floats
    all_after: Floats
    matched_employers: Floats
    same_new_postings: Floats
    active_postings: Floats
    observed_postings: Floats
    boards_entered_postings: Floats
    boards_left_postings: Floats


class Series(NamedTuple):
    """Series of roles of equally long history: logarithms, float (roles, weeks), and the same of their fields; `sought`
    is where breaks are looked for, the weeks from the first link on.
    """

    name: str
    rows: Ints
    own: Floats
    field: Floats
    is_level: bool

    def sought(self, values: Floats) -> Floats:
        """A level wanders without a break; so there the steps are looked at."""
        return np.diff(values, axis=1) if self.is_level else values


def renew(connection: duckdb.DuckDBPyConnection, last_day: dt.date, panel_id: str) -> None:
    """Make the trends and breaks of all roles anew, from the weekly counts up to the last whole week."""
    connection.execute("SET VARIABLE last_day = $day", {"day": last_day})
    collection_log.note_methods(connection, last_day)
    weeks = read(connection)
    trends: list[Row] = []
    breaks: list[Row] = []
    if weeks is not None:
        log = collection_log.read(connection, weeks.roles)
        for trend, found in _all(weeks, log):
            trends.append(trend)
            breaks += found
    about = {"panel_id": panel_id, "method_version": METHOD_VERSION}
    _keep(connection, "core.role_trend", [row | about for row in trends])
    _keep(connection, "core.role_break", [row | about for row in breaks])


def read(connection: duckdb.DuckDBPyConnection) -> Weeks | None:
    """The whole weeks that were counted; None where there is none. `last_day` is set."""
    frame = connection.sql(sql("trends/weeks")).pl()
    if frame.is_empty():
        return None
    ((first, last),) = frame.select(first=pl.col("week_start").min(), last=pl.col("week_start").max()).rows()
    starts = [first + dt.timedelta(weeks=week) for week in range((last - first).days // 7 + 1)]
    roles = frame.select("role_id", "role_field").unique(maintain_order=True)
    row = (frame["role_id"].rank("dense") - 1).to_numpy()
    column = ((frame["week_start"] - first).dt.total_days() // 7).to_numpy()
    tables = []
    for name in Weeks._fields[3:]:
        table = np.zeros((roles.height, len(starts)))
        table[row, column] = frame[name].to_numpy()
        tables.append(table)
    field = (roles["role_field"].rank("dense") - 1).cast(pl.Int64).to_numpy()
    return Weeks(roles["role_id"].to_list(), field, starts, *tables)


def _all(weeks: Weeks, log: Log) -> Iterator[tuple[Row, list[Row]]]:
    """The trend of each role and series, with its breaks."""
    links = run_of_links(weeks)
    for count in np.unique(links):
        rows = np.flatnonzero(links == count)
        for series in _series(weeks, rows, int(count)):
            yield from zip(_trends(weeks, series), _breaks(weeks, series, log), strict=True)


def run_of_links(weeks: Weeks) -> Ints:
    """The weeks up to the last one in a row in which the openings compared are enough: int (roles)."""
    smallest = np.minimum(weeks.matched_before, weeks.matched_after)
    is_enough = (smallest >= index.FLOOR.n) & (weeks.matched_employers >= index.FLOOR.employers)
    return np.asarray(np.where(is_enough.all(axis=1), is_enough.shape[1], (~is_enough[:, ::-1]).argmax(axis=1)))


def _series(weeks: Weeks, rows: Ints, links: int) -> list[Series]:
    """The openings at the same boards (100 before the first link) and the new postings a week, as if all boards that
    answered in the last week had been watched all along.
    """
    if not links:
        empty = np.zeros((len(rows), 0))
        return [Series("active", rows, empty, empty, True), Series("new", rows, empty, empty, False)]
    own, field = _levels(weeks, rows, links, None), _levels(weeks, rows, links, weeks.field)
    level = np.log(100) + own.plain
    active = Series("active", rows, level, np.log(100) + field.plain, True)
    scale = np.log(weeks.observed_postings[rows, -1:]) - own.all_[:, -1:]
    new = Series("new", rows, own.new + scale, field.new, False)
    return [active, new]


class _Levels(NamedTuple):
    """Logarithms, 0 in the week before the first link: of the openings without those always up, of all of them, and of
    the new postings for each of these; the last is minus infinity where a week holds none.
    """

    plain: Floats
    all_: Floats
    new: Floats


def _levels(weeks: Weeks, rows: Ints, links: int, field: Ints | None) -> _Levels:
    names = ("matched_before", "matched_after", "all_before", "all_after", "same_new_postings")
    parts = [getattr(weeks, name)[:, -links:] for name in names]
    if field is None:
        before, after, all_before, all_after, new = (part[rows] for part in parts)
    else:
        sums = [np.zeros((field.max() + 1, links)) for _ in names]
        for total, part in zip(sums, parts, strict=True):
            np.add.at(total, field, part)
        before, after, all_before, all_after, new = (total[field[rows]] for total in sums)
    start = np.zeros((len(rows), 1))
    with np.errstate(divide="ignore"):
        plain = np.concatenate([start, np.cumsum(np.log(after / before), axis=1)], axis=1)
        all_ = np.concatenate([start, np.cumsum(np.log(all_after / all_before), axis=1)], axis=1)
        return _Levels(plain, all_, np.log(new / all_before) + all_[:, :-1])


def _trends(weeks: Weeks, series: Series) -> list[Row]:
    """The trend of each row of the series, in their order."""
    n = series.own.shape[1]
    end = weeks.starts[-1] + dt.timedelta(days=6)
    shared = {
        "series_name": series.name, "n": n, "window_start": weeks.starts[-max(n, 1)], "window_end": end,
        "is_seasonally_adjusted": False, "trend_method": "level",
    }  # fmt: skip
    observed, active = weeks.observed_postings[series.rows, -1], weeks.active_postings[series.rows, -1]
    found = [
        shared | {
            "role_id": weeks.roles[role],
            "level": float(np.exp(series.own[row, -1])) if n else None,
            "refusal": _refusal(series.own[row]),
            "coverage": float(observed[row] / active[row]) if active[row] else None,
        }
        for row, role in enumerate(series.rows)
    ]  # fmt: skip
    told = [row for row in range(len(found)) if found[row]["refusal"] is None]
    if told:
        for row, figures in zip(told, _figures(series, told), strict=True):
            found[row] |= figures
    return found


def _refusal(values: Floats) -> str | None:
    """Why no growth can be told of the logarithms, in a sentence; None where it can."""
    if not len(values):
        floor = index.FLOOR
        return (
            f"In the last whole week fewer than {floor.n} openings at {floor.employers} employers can be compared with "
            "the week before."
        )
    if reason := FLOOR.refusal(len(values)):
        return reason
    return None if np.isfinite(values).all() else "Some weeks hold none; a growth in per cent has no meaning then."


def _figures(series: Series, told: list[int]) -> Iterator[Row]:
    """The slopes of the rows that a growth can be told of."""
    own = series.own[told]
    adjusted = without_season(own)
    is_adjusted = own.shape[1] >= CYCLES * SEASON_WEEKS
    slopes = many_trends.sen_slopes(adjusted, is_level=series.is_level)
    gaps = None
    if own.shape[1] >= FIELD_WEEKS:
        gaps = many_trends.sen_slopes(own - series.field[told], is_level=series.is_level)
    for row in range(len(told)):
        yield {
            "is_seasonally_adjusted": is_adjusted,
            "trend_method": "stl_theil_sen" if is_adjusted else "theil_sen",
            **_growth(slopes, row, ("weekly_growth", "weekly_growth_low", "weekly_growth_high", "growth_p_value")),
            **(_growth(gaps, row, ("gap_to_field", "gap_to_field_low", "gap_to_field_high", "gap_p_value"))
               if gaps else {}),
        }  # fmt: skip


def _growth(slopes: many_trends.Slopes, row: int, names: tuple[str, str, str, str]) -> Row:
    """The slope as a growth a week, with limits where the weeks did not all move alike, and the test's p-value."""
    limits = (slopes.low[row], slopes.high[row]) if is_wide(slopes.low[row], slopes.high[row]) else (None, None)
    ends = (None if end is None else float(np.expm1(end)) for end in limits)
    return dict(zip(names, (float(np.expm1(slopes.slope[row])), *ends, float(slopes.p_value[row])), strict=True))


def _breaks(weeks: Weeks, series: Series, log: Log) -> list[list[Row]]:
    """The breaks of each row of the series, in their order."""
    found: list[list[Row]] = [[] for _ in series.rows]
    told = [row for row in range(len(found)) if _refusal(series.own[row]) is None]
    if not told:
        return found
    sought = series.sought(without_season(series.own[told]))
    links = sought.shape[1]
    segments = many_trends.change_points(sought, is_autocorrelated=True, may_slope=not series.is_level)
    for row, values, ends in zip(told, sought, segments, strict=True):
        role = int(series.rows[row])
        edges = [0, *ends]
        for start, middle, end in zip(edges, edges[1:], edges[2:], strict=False):
            position = len(weeks.starts) - links + middle
            before, after = float(values[start:middle].mean()), float(values[middle:end].mean())
            found[row].append({
                "role_id": weeks.roles[role], "series_name": series.name, "break_week": weeks.starts[position],
                "mean_before": _said(before, series), "mean_after": _said(after, series),
                "artefact_reason": log.cause(role, weeks.starts[position], _shares(weeks, role, position)),
                "window_start": weeks.starts[-links], "window_end": weeks.starts[-1] + dt.timedelta(days=6), "n": links,
                "coverage": log.coverage.get(weeks.starts[position]),
            })  # fmt: skip
    return found


def _said(mean: float, series: Series) -> float:
    """The mean of logarithms as people read it: growth a week of a level, new postings a week of a flow."""
    return float(np.expm1(mean) if series.is_level else np.exp(mean))


def _shares(weeks: Weeks, role: int, position: int) -> tuple[float, float]:
    """The most that boards which came and which went held of the role's openings, in the week and those beside it."""
    near = slice(max(position - 1, 0), position + 2)
    active = np.maximum(weeks.active_postings[role, near], 1)
    came, went = weeks.boards_entered_postings[role, near], weeks.boards_left_postings[role, near]
    return float((came / active).max()), float((went / (active + went)).max())


def _keep(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Put the rows in the place of the table's."""
    frame = pl.DataFrame(rows, schema=frame_schema(TABLES[table].columns))
    connection.register("frame", frame)
    # The table is one of ours: identifiers cannot be bound.
    connection.execute(f"DELETE FROM {table}")  # noqa: S608
    connection.execute(f"INSERT INTO {table} FROM frame ORDER BY ALL")
    connection.unregister("frame")
