"""Whose turn it is of the figures that look far back: each kind once a week, so that days cost about the same."""

import datetime as dt
from collections.abc import Set

import duckdb

from warehouse.store import sql

PARTS = {"skills": 2, "life": 4}
"""Kinds that are made for some families of roles at a time, and into how many parts the families are put for that."""
TURNS = {"trends": 0, "density": 0, "skills_0": 1, "skills_1": 2, "spread": 3, "growth": 5} | {
    f"life_{part}": 3 + part for part in range(PARTS["life"])
}
"""The day of the week, 0 for Monday, of each kind of figure; where nothing was collected on it, it is the next day.
Trends are of whole weeks, so they come first."""


def due(connection: duckdb.DuckDBPyConnection, last_day: dt.date, *, is_all: bool = False) -> frozenset[str]:
    """The kinds of TURNS that were not made since their last day of the week, which are marked as made now.

    All of them where `is_all`, or where the history is another one than it was.
    """
    is_all = _is_history_another(connection, last_day) or is_all
    late = {kind for kind, weekday in TURNS.items() if marked(connection, f"turn:{kind}", str(last(weekday, last_day)))}
    return frozenset(TURNS) if is_all else frozenset(late)


def stage(connection: duckdb.DuckDBPyConnection, due: Set[str]) -> Set[str]:
    """Put into `stage_turn` the roles whose turn it is in the kinds that are made in parts.

    Returns those of PARTS of which any part is due.
    """
    parts = {kind: [part for part in range(count) if f"{kind}_{part}" in due] for kind, count in PARTS.items()}
    for kind, count in PARTS.items():
        connection.execute(f"SET VARIABLE {kind}_parts = CAST($parts AS BIGINT[])", {"parts": parts[kind]})
        connection.execute(f"SET VARIABLE {kind}_part_count = $count", {"count": count})
    connection.execute(sql("estimates/turn"))
    return {kind for kind in PARTS if parts[kind]}


def last(weekday: int, last_day: dt.date) -> dt.date:
    """The last such day of the week up to `last_day`."""
    return last_day - dt.timedelta(days=(last_day.weekday() - weekday) % 7)


def marked(connection: duckdb.DuckDBPyConnection, mark: str, value: str) -> bool:
    """Whether the mark was not that before; it is now."""
    before = connection.execute(
        "SELECT mark_value FROM ops.estimate_mark WHERE mark = $mark", {"mark": mark}
    ).fetchone()
    connection.execute("DELETE FROM ops.estimate_mark WHERE mark = $mark", {"mark": mark})
    connection.execute("INSERT INTO ops.estimate_mark VALUES ($mark, $value)", {"mark": mark, "value": value})
    return before != (value,)


def _is_history_another(connection: duckdb.DuckDBPyConnection, last_day: dt.date) -> bool:
    """Whether answers of days counted before came since, or postings were read anew by another parser.

    What an advert's edit or a repost changes in an earlier week waits for its turn: it is little, and there is some of
    it on most days.
    """
    known = connection.execute("SELECT mark_value FROM ops.estimate_mark WHERE mark = 'history'").fetchone()
    day = known[0].split(" ")[0] if known else str(last_day)
    answers_then, answers, readers = connection.execute(
        sql("estimates/history"), {"day": day, "last_day": last_day}
    ).fetchall()[0]
    marked(connection, "history", f"{last_day} {answers} {readers}")
    return known != (f"{day} {answers_then} {readers}",)
