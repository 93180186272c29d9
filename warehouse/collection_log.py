"""What of our own doing may have made a change in a role's weekly figures: asked before a break is called one."""

import datetime as dt
from typing import NamedTuple

import duckdb

from warehouse.store import sql

NEAR_DAYS = 7
"""A break is put down to what happened within so many days of its Monday."""
BOARDS_SHARE = 0.1
"""Boards that come or go are a cause where they hold so much of the role's openings."""
COVERAGE_FALL = 0.1


class Log(NamedTuple):
    """The days on which our methods changed, when each role came to count otherwise, and each week's coverage."""

    methods: list[tuple[dt.date, str]]
    recounted: dict[int, list[tuple[dt.date, str]]]
    coverage: dict[dt.date, float]

    def cause(self, role: int, week: dt.date, boards: tuple[float, float]) -> str | None:
        """What may have made a break in the week, in a sentence; None where the log knows of nothing.

        `boards` are the shares of the role's openings at boards that came and went.
        """
        changed = [*self.methods, *self.recounted.get(role, ())]
        near = [reason for day, reason in changed if abs((day - week).days) <= NEAR_DAYS]
        return near[0] if near else _moved(*boards) or self._fall(week)

    def _fall(self, week: dt.date) -> str | None:
        for day in (week - dt.timedelta(7), week, week + dt.timedelta(7)):
            now, then = self.coverage.get(day), self.coverage.get(day - dt.timedelta(7))
            if now is not None and then is not None and then - now >= COVERAGE_FALL:
                return f"Only {now:.0%} of the boards answered in the week of {day}; {then:.0%} had in the one before."
        return None


def _moved(came: float, went: float) -> str | None:
    if came >= BOARDS_SHARE:
        return f"Boards that came into view then held {came:.0%} of the openings."
    if went >= BOARDS_SHARE:
        return f"Boards that went out of view then had held {went:.0%} of the openings."
    return None


def read(connection: duckdb.DuckDBPyConnection, roles: list[str]) -> Log:
    """The log up to today, with roles by their place in `roles`."""
    changes = connection.execute("SELECT changed_on, method_name, version_after FROM core.method_change").fetchall()
    methods = [
        (day, f"The reading of {name}s changed on {day}, to version {version}.") for day, name, version in changes
    ]
    number = {role_id: place for place, role_id in enumerate(roles)}
    recounted: dict[int, list[tuple[dt.date, str]]] = {}
    for role_id, week, day, before, after in connection.execute(sql("trends/reclassified")).fetchall():
        if role_id in number:
            reason = f"The week of {week} counted {before} openings until {day}, and {after} since."
            recounted.setdefault(number[role_id], []).extend([(week, reason), (day, reason)])
    return Log(methods, recounted, dict(connection.execute(sql("trends/panel_weeks")).fetchall()))


def note_methods(connection: duckdb.DuckDBPyConnection, last_day: dt.date) -> None:
    """Put down which parsers have another version than when this was last asked; the first time nothing has changed."""
    known = dict(
        connection.execute(
            "SELECT mark, CAST(mark_value AS SMALLINT) FROM ops.estimate_mark WHERE starts_with(mark, 'method:')"
        ).fetchall()
    )
    for name, version in connection.execute(sql("trends/versions")).fetchall():
        mark = f"method:{name}"
        if version is None or known.get(mark) == version:
            continue
        if mark in known:
            change = {"name": name, "day": last_day, "before": known[mark], "after": version}
            connection.execute("INSERT INTO core.method_change VALUES ($name, $day, $before, $after)", change)
        connection.execute("DELETE FROM ops.estimate_mark WHERE mark = $mark", {"mark": mark})
        connection.execute(
            "INSERT INTO ops.estimate_mark VALUES ($mark, $value)", {"mark": mark, "value": str(version)}
        )
