"""How often a role's vacancies name each skill, month by month, and which of these shares have changed of late."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import polars as pl

from transform.schema import TABLES, frame_schema
from warehouse.grouped import groups
from warehouse.measures.shares import DOUBT, MOST_DOUBT
from warehouse.measures.skills import MIN_EMPLOYERS, MIN_MENTIONS, Changes, changes
from warehouse.role_sizes import with_limit_errors
from warehouse.store import sql

METHOD_VERSION = 3
WINDOW_DAYS = 28
APART_DAYS = 84
"""How far apart the two windows are that are compared: twelve weeks, as for demand."""

COMPARED = "role_id NOT IN (SELECT role_id FROM stage_turn WHERE NOT has_skills)"


def renew(connection: duckdb.DuckDBPyConnection, first_month: dt.date, last_day: dt.date, is_compared: bool) -> None:
    """Count the months from `first_month` on anew, and compare the windows that end with `last_day` if asked to.

    The postings are those of `stage_online`, which says of which roles they are compared.
    """
    connection.execute("SET VARIABLE last_day = $day", {"day": last_day})
    connection.execute("SET VARIABLE doubt = $doubt", {"doubt": DOUBT})
    connection.execute("SET VARIABLE most_doubt = $doubt", {"doubt": MOST_DOUBT})
    is_anew = first_month < (last_day - dt.timedelta(days=6)).replace(day=1)
    connection.execute("SET VARIABLE is_anew = $is_anew", {"is_anew": is_anew})
    connection.execute(sql("estimates/skills"))
    _keep_months(connection, first_month)
    if is_compared:
        _keep_changes(connection, last_day)


def compared_since(last_day: dt.date) -> dt.date:
    """The first day of the earlier of the two windows that are compared; who closed on it was not open in it."""
    return last_day - dt.timedelta(days=APART_DAYS + WINDOW_DAYS - 1)


def _keep_months(connection: duckdb.DuckDBPyConnection, first_month: dt.date) -> None:
    months = connection.sql(sql("estimates/role_months")).pl()
    frame = with_limit_errors(months, "described_vacancies", "undecided_vacancies").with_columns(
        method_version=pl.lit(METHOD_VERSION, pl.Int16)
    )
    connection.execute("DELETE FROM core.role_month WHERE month >= $month", {"month": first_month})
    _insert(connection, "core.role_month", frame.select(TABLES["core.role_month"].columns).sort("role_id", "month"))


def _keep_changes(connection: duckdb.DuckDBPyConnection, last_day: dt.date) -> None:
    coverage, panel_id = connection.execute(sql("estimates/compared")).fetchall()[0]
    sizes = connection.sql(sql("estimates/window_sizes")).pl()
    cells = connection.execute(sql("estimates/window_skills"), {"min_mentions": MIN_MENTIONS}).pl()
    roles, skills = (
        dict(connection.execute(query).fetchall())
        for query in ("SELECT role, role_id FROM stage_role", "SELECT skill, skill_id FROM stage_skill")
    )
    windows = {
        "before_start": compared_since(last_day),
        "before_end": last_day - dt.timedelta(days=APART_DAYS),
        "window_start": last_day - dt.timedelta(days=WINDOW_DAYS - 1),
        "window_end": last_day,
        "coverage": coverage,
        "panel_id": panel_id,
        "method_version": METHOD_VERSION,
    }
    rows = [
        row | {"role_id": roles[role], "skill_id": skills[row["skill_id"]], **windows}
        for role, row in changed(sizes, cells)
    ]
    connection.execute(f"DELETE FROM core.skill_change WHERE {COMPARED}")  # noqa: S608  (a condition of ours)
    schema = frame_schema(TABLES["core.skill_change"].columns)
    _insert(connection, "core.skill_change", pl.DataFrame(rows, schema=schema))


def changed(sizes: pl.DataFrame, cells: pl.DataFrame) -> Iterator[tuple[Any, dict[str, Any]]]:
    """What is said of each tested skill of each `role`, with that role; skills in order.

    `sizes` are the vacancies of each role by employer, `before` and `now`; `cells` those of them that name a skill.
    """
    numbered = sizes.sort("role").with_columns(row=pl.int_range(pl.len()).over("role"))
    rows = numbered.select("role", "employer", "row")
    placed = cells.join(rows, on=["role", "employer"]).sort("role")
    counted = dict(groups(placed, "role"))
    for key, size in groups(numbered, "role"):
        before, now = size["before"], size["now"]
        if key in counted and len(before) >= MIN_EMPLOYERS and before.any() and now.any():
            one = counted[key]
            names, column = np.unique(one["skill_id"], return_inverse=True)
            counts = np.zeros((2, len(before), len(names)))
            for window, of in enumerate(("before", "now")):
                counts[window, one["row"], column] = one[of]
            found = changes(counts[0], before, counts[1], now)
            shared = {"n": int(now.sum()), "vacancies_before": int(before.sum()), "unique_employers": len(before)}
            for said in _said(found, names.tolist(), shared | {"skills_tested": int(found.is_tested.sum())}):
                yield key[0], said


def _said(found: Changes, names: list[Any], shared: dict[str, int]) -> Iterator[dict[str, Any]]:
    for number in np.flatnonzero(found.is_tested):
        yield shared | {
            "skill_id": names[number],
            "share_before": float(found.then[number]),
            "share_now": float(found.now[number]),
            "change": float(found.change[number]),
            "change_low": float(found.low[number]),
            "change_high": float(found.high[number]),
            "p_value": float(found.p_value[number]),
            "q_value": float(found.q_value[number]),
            "is_news": bool(found.is_news[number]),
        }


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("frame", frame)
    # The table is one of ours: identifiers cannot be bound.
    connection.execute(f"INSERT INTO {table} FROM frame")
    connection.unregister("frame")
