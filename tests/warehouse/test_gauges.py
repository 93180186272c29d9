"""The gauge and the outlook as they are kept."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import pytest

from warehouse import gauges
from warehouse.answers.dials import RoleGauge, Variation
from warehouse.measures.composite import Dial

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
DAY = dt.date(2026, 6, 30)


def gauge(**more: Any) -> RoleGauge:
    plain: dict[str, Any] = {
        "role_id": "engineer", "among": "family", "siblings": 9,
        "dials": (("growth", Dial(percentile=80.0, low=60.0, high=95.0, siblings=9)),),
        "missing": (("wages", "0 adverts with pay."),), "score": 70.0, "verdict": "high", "top_share": 0.9,
        "bottom_share": 0.0,
        "variations": (Variation(name="with evergreen adverts", verdict="high", top_share=0.85, bottom_share=0.0),),
        "window_start": DAY - dt.timedelta(weeks=12), "window_end": DAY, "n": 120, "unique_employers": 40,
        "refusal": None, "method_version": 1,
    }  # fmt: skip
    return RoleGauge(**plain | more)


def test_a_gauge_is_kept_line_by_line_and_once_a_day(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    insert("core.board_day", [{"board_id": "a", "observed_on": DAY, "observed_at": f"{DAY} 06:00:00",
                               "board_status": "complete"}])  # fmt: skip
    gauges.keep(connection, gauge())
    gauges.keep(connection, gauge(score=71.0))
    rows = connection.sql(
        "SELECT line_kind, line_name, value, value_low, value_high, verdict, refusal FROM mart.role_gauge ORDER BY ALL"
    ).fetchall()
    assert rows == [
        ("dial", "growth", 80.0, 60.0, 95.0, None, None),
        ("dial", "wages", None, None, None, None, "0 adverts with pay."),
        ("variation", "with evergreen adverts", None, None, None, "high", None),
        ("verdict", "score", 71.0, None, None, "high", None),
    ]
    gauges.keep(connection, gauge(window_end=DAY + dt.timedelta(days=1)))
    assert connection.sql("SELECT count(*) FROM mart.role_gauge").fetchall() == [(8,)]


def test_an_outlook_rests_on_whole_weeks(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    monday = dt.date(2025, 1, 6)
    weeks = [monday + dt.timedelta(weeks=week) for week in range(60)]
    counted = {name: "0" for name in (
        "observed_postings", "evergreen_postings", "closed_postings", "same_new_postings", "same_reopened_postings",
        "same_closed_postings", "boards_entered_postings", "boards_left_postings", "unique_employers",
        "matched_employers", "matched_before", "matched_after", "matched_evergreen_before", "matched_evergreen_after",
    )}  # fmt: skip
    insert("core.role_week", [
        counted | {"role_id": "engineer", "week_start": week, "active_postings": 100 + number % 7,
                   "new_postings": 10 + number % 3}
        for number, week in enumerate(weeks)
    ])  # fmt: skip
    insert("core.board_day", [{"board_id": "a", "observed_on": weeks[-1] + dt.timedelta(days=3),
                               "observed_at": f"{weeks[-1]} 06:00:00", "board_status": "complete"}])  # fmt: skip
    gauges.look_ahead(connection, "engineer")
    rows = connection.sql("FROM mart.role_outlook ORDER BY series_name, horizon_weeks").fetchall()
    assert [row[1:3] for row in rows] == [(name, weeks) for name in ("active", "new") for weeks in (4, 8, 12)]
    columns = connection.sql("FROM mart.role_outlook").columns
    first = dict(zip(columns, rows[0], strict=True))
    assert (first["n"], first["window_end"]) == (59, weeks[-2] + dt.timedelta(days=6))
    assert first["value_low"] <= first["value"] <= first["value_high"]
    assert first["value"] == pytest.approx(103, abs=6)


def test_a_role_without_a_week_has_no_outlook(connection: duckdb.DuckDBPyConnection) -> None:
    gauges.look_ahead(connection, "engineer")
    assert connection.sql("FROM mart.role_outlook").fetchall() == []
