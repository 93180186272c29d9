"""The gauge and the outlook as they are kept."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import pytest

from warehouse import gauges
from warehouse.answers.dials import METHOD_VERSION, RoleGauge, Variation
from warehouse.measures.composite import Dial

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
DAY = dt.date(2026, 6, 30)


def gauge(**more: Any) -> RoleGauge:
    plain: dict[str, Any] = {
        "role_id": "engineer", "among": "family", "siblings": 9,
        "dials": (("growth", Dial(percentile=80.0, low=60.0, high=95.0, siblings=9)),),
        "missing": (("wages", "0 adverts with pay."),), "score": 70.0, "verdict": "high", "top_share": 0.9,
        "bottom_share": 0.0,
        "variations": (
            Variation(name="with evergreen adverts", verdict="high", top_share=0.85, bottom_share=0.0),
            Variation(name="with samples", verdict=None, top_share=None, bottom_share=None, refusal="There are none."),
        ),
        "window_start": DAY - dt.timedelta(weeks=12), "window_end": DAY, "n": 120, "unique_employers": 40,
        "refusal": None, "method_version": METHOD_VERSION,
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
        ("variation", "with samples", None, None, None, None, "There are none."),
        ("verdict", "score", 71.0, None, None, "high", None),
    ]
    gauges.keep(connection, gauge(window_end=DAY + dt.timedelta(days=1)))
    assert connection.sql("SELECT count(*) FROM mart.role_gauge").fetchall() == [(10,)]


def test_the_kept_gauge_of_the_last_day_is_the_one_that_was_made(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    answered = {"board_id": "a", "observed_at": f"{DAY} 06:00:00", "board_status": "complete"}
    insert("core.board_day", [answered | {"observed_on": DAY}])
    assert gauges.kept(connection, "engineer") is None
    for made in (gauge(), gauge(dials=(), score=None, verdict=None, variations=(), refusal="No dial can be told.")):
        gauges.keep(connection, made)
        assert gauges.kept(connection, "engineer") == made
    gauges.keep(connection, gauge(role_id="nurse"))
    assert gauges.kept(connection, "engineer") is None
    insert("core.board_day", [answered | {"observed_on": DAY + dt.timedelta(days=1)}])
    assert gauges.kept(connection, "nurse") is None


MONDAY = dt.date(2025, 1, 6)


@pytest.fixture
def weeks(connection: duckdb.DuckDBPyConnection, insert: Insert) -> Callable[[int | None], list[dict[str, Any]]]:
    """Sixty weeks in which the boards' list grows and the same boards' openings stay about 100; in the week given no
    board can be compared. What is returned are the rows of mart.role_outlook.
    """

    def made(unseen: int | None) -> list[dict[str, Any]]:
        counted = dict.fromkeys(
            ("evergreen_postings", "closed_postings", "new_postings", "same_reopened_postings", "same_closed_postings",
             "boards_entered_postings", "boards_left_postings", "unique_employers", "matched_employers",
             "matched_evergreen_before", "matched_evergreen_after"), 0,
        )  # fmt: skip
        levels = [100 + number % 7 for number in range(60)]
        insert("core.role_week", [
            counted | {"role_id": "engineer", "week_start": MONDAY + dt.timedelta(weeks=number),
                       "active_postings": level * (1 + number), "observed_postings": level * (1 + number),
                       "same_new_postings": 10, "matched_before": levels[max(0, number - 1)] * (number != unseen),
                       "matched_after": level * (number != unseen)}
            for number, level in enumerate(levels)
        ])  # fmt: skip
        insert("core.board_day", [
            {"board_id": "a", "observed_on": day, "observed_at": f"{day} 06:00:00", "board_status": "complete"}
            for day in (MONDAY, MONDAY + dt.timedelta(days=59 * 7 + 3))
        ])  # fmt: skip
        gauges.look_ahead(connection, "engineer")
        columns = connection.sql("FROM mart.role_outlook").columns
        rows = connection.sql("FROM mart.role_outlook ORDER BY series_name, horizon_weeks").fetchall()
        return [dict(zip(columns, row, strict=True)) for row in rows]

    return made


Weeks = Callable[[int | None], list[dict[str, Any]]]


def test_an_outlook_rests_on_whole_weeks_and_the_index(weeks: Weeks) -> None:
    rows = weeks(None)
    assert [(row["series_name"], row["horizon_weeks"], row["n"], row["window_start"]) for row in rows] == [
        (name, horizon, n, MONDAY + dt.timedelta(weeks=59 - n))
        for name, n in (("active", 59), ("new", 58))
        for horizon in (4, 8, 12)
    ]
    first = rows[0]
    assert first["window_end"] == MONDAY + dt.timedelta(days=59 * 7 - 1)
    now = (100 + 58 % 7) * 59
    assert 0.9 * now < first["value_low"] <= first["value"] <= first["value_high"] < 1.1 * now


def test_an_outlook_goes_on_from_the_last_weeks_that_can_be_compared(weeks: Weeks) -> None:
    """Nobody looked for a week: what was before it is not how things stand now."""
    first = weeks(30)[0]
    assert (first["n"], first["window_start"]) == (29, MONDAY + dt.timedelta(weeks=30))
    now = (100 + 58 % 7) * 59
    assert 0.9 * now < first["value_low"] <= first["value"] <= first["value_high"] < 1.1 * now


def test_of_a_role_that_is_gone_there_is_no_outlook(weeks: Weeks) -> None:
    """The last whole week, the 59th, can be compared with none."""
    rows = weeks(58)
    assert [row["value"] for row in rows] == [None] * 6
    assert rows[0]["refusal"] == "1 week of history; a range 4 weeks on needs 26."


def test_a_role_without_a_week_has_no_outlook(connection: duckdb.DuckDBPyConnection) -> None:
    gauges.look_ahead(connection, "engineer")
    assert connection.sql("FROM mart.role_outlook").fetchall() == []
