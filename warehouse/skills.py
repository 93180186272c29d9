"""How often a role's vacancies name each skill, month by month, and which of these shares have changed of late."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import polars as pl

from transform.schema import TABLES, frame_schema
from warehouse.measures.clusters import MIN_EFFECTIVE, student
from warehouse.measures.shares import DOUBT, MOST_DOUBT
from warehouse.measures.skills import MIN_EMPLOYERS, MIN_MENTIONS, Changes, changes
from warehouse.store import sql

METHOD_VERSION = 3
WINDOW_DAYS = 28
APART_DAYS = 84
"""How far apart the two windows are that are compared: twelve weeks, as for demand."""


def renew(connection: duckdb.DuckDBPyConnection, first_month: dt.date, last_day: dt.date, is_compared: bool) -> None:
    """Count the months from `first_month` on anew, and compare the windows that end with `last_day` if asked to.

    The postings are those of `stage_online`.
    """
    connection.execute("SET VARIABLE first_month = $month", {"month": first_month})
    connection.execute("SET VARIABLE last_day = $day", {"day": last_day})
    connection.execute("SET VARIABLE doubt = $doubt", {"doubt": DOUBT})
    connection.execute("SET VARIABLE most_doubt = $doubt", {"doubt": MOST_DOUBT})
    connection.execute("SET VARIABLE is_compared = $is_compared", {"is_compared": is_compared})
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
    described, undecided = pl.col("described_vacancies"), pl.col("undecided_vacancies")
    squares = described**2 / pl.col("effective_employers") + undecided**2
    effective = months.select("effective_employers", (described + undecided) ** 2 / squares).rows()
    errors = [student(with_one) if n >= MIN_EFFECTIVE else None for n, with_one in effective]
    frame = months.with_columns(
        limit_errors=pl.Series(errors, dtype=pl.Float64), method_version=pl.lit(METHOD_VERSION, pl.Int16)
    )
    connection.execute("DELETE FROM core.role_month WHERE month >= $month", {"month": first_month})
    _insert(connection, "core.role_month", frame.select(TABLES["core.role_month"].columns).sort("role_id", "month"))


def _keep_changes(connection: duckdb.DuckDBPyConnection, last_day: dt.date) -> None:
    coverage, panel_id = connection.execute(sql("estimates/compared")).fetchall()[0]
    sizes = connection.sql(sql("estimates/window_sizes")).pl()
    cells = connection.execute(sql("estimates/window_skills"), {"min_mentions": MIN_MENTIONS}).pl()
    of_role = cells.partition_by("role_id", as_dict=True, include_key=False)
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
        {"role_id": key[0], **row, **windows}
        for key, size in sizes.partition_by("role_id", as_dict=True, include_key=False).items()
        if size.height >= MIN_EMPLOYERS and key in of_role
        for row in changed(size, of_role[key])
    ]
    connection.execute("DELETE FROM core.skill_change")
    schema = frame_schema(TABLES["core.skill_change"].columns)
    _insert(connection, "core.skill_change", pl.DataFrame(rows, schema=schema))


def changed(sizes: pl.DataFrame, cells: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """What is said of each tested skill of one role.

    `sizes` are its vacancies by employer `before` and `now`, `cells` those of them that name a skill.
    """
    employers = sizes.select("employer", row=pl.int_range(pl.len()))
    names = cells["skill_id"].unique().sort()
    column = pl.col("skill_id").replace_strict(names, pl.int_range(len(names), eager=True), return_dtype=pl.Int64)
    placed = cells.join(employers, on="employer").with_columns(column=column)
    counts = np.zeros((2, sizes.height, len(names)))
    for window, of in enumerate(("before", "now")):
        counts[window, placed["row"].to_numpy(), placed["column"].to_numpy()] = placed[of].to_numpy()
    before, now = sizes["before"].to_numpy(), sizes["now"].to_numpy()
    if not (before.any() and now.any()):
        return
    found = changes(counts[0], before, counts[1], now)
    shared = {"n": int(now.sum()), "vacancies_before": int(before.sum()), "unique_employers": sizes.height}
    yield from _said(found, names.to_list(), shared | {"skills_tested": int(found.is_tested.sum())})


def _said(found: Changes, names: list[str], shared: dict[str, int]) -> Iterator[dict[str, Any]]:
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
