"""Trends and breaks of roles: small histories of weekly counts whose growth is known, and what our own log says."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest

from warehouse import collection_log, trends

Insert = Callable[[str, Sequence[dict[str, Any]]], None]
MONDAY = dt.date(2025, 1, 6)


def monday(week: int) -> dt.date:
    return MONDAY + dt.timedelta(weeks=week)


def grown(insert: Insert, stock: Sequence[float], new: Sequence[float], role: str = "engineer", **more: Any) -> None:
    """A role whose openings at the same boards were so many in each week, and its new postings at them."""
    insert("core.role", [{"role_id": role, "role_title": role, "role_family": "data", **more}])
    rows = []
    for week, (openings, came) in enumerate(zip(stock, new, strict=True)):
        row: dict[str, Any] = dict.fromkeys(
            ("evergreen_postings", "closed_postings", "same_reopened_postings", "same_closed_postings",
             "boards_entered_postings", "boards_left_postings", "matched_evergreen_before", "matched_evergreen_after"),
            0,
        )  # fmt: skip
        row |= {
            "role_id": role, "week_start": monday(week), "active_postings": 200, "observed_postings": 100,
            "new_postings": 0, "same_new_postings": round(came), "unique_employers": 12, "matched_employers": 12,
            "matched_before": stock[week - 1] if week else 0, "matched_after": openings if week else 0,
        }  # fmt: skip
        rows.append(row)
    insert("core.role_week", rows)


def trend(connection: duckdb.DuckDBPyConnection, weeks: int, role: str = "engineer") -> dict[str, dict[str, Any]]:
    trends.renew(connection, monday(weeks) - dt.timedelta(days=1), "panel")
    rows = connection.sql("FROM mart.role_trend").filter(f"role_id = '{role}'").pl().to_dicts()
    return {row["series_name"]: row for row in rows}


def test_two_per_cent_a_week(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    stock = 100 * 1.02 ** np.arange(12)
    grown(insert, stock, [0, *(np.full(11, 20))])
    found = trend(connection, 12)
    active, new = found["active"], found["new"]
    assert active["weekly_growth"] == pytest.approx(0.02)
    assert (active["weekly_growth_low"], active["weekly_growth_high"]) == (None, None)  # no week was another
    assert active["level"] == pytest.approx(100 * 1.02**11)
    assert (active["n"], active["window_start"], active["coverage"]) == (12, MONDAY, 0.5)
    # Always 20 come; a hundred openings are watched today, which were fewer then.
    assert new["weekly_growth"] == pytest.approx(0, abs=1e-12)
    assert new["level"] == pytest.approx(20 / (100 * 1.02**10) * 100 / 1.02)
    assert (new["n"], new["trend_method"], new["refusal"]) == (11, "theil_sen", None)
    assert active["gap_to_field"] is None


def test_a_week_that_is_not_over_is_left_out(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    grown(insert, [100] * 12, [20] * 12)
    trends.renew(connection, monday(12) - dt.timedelta(days=2), "panel")
    rows = connection.sql("SELECT n, window_end FROM mart.role_trend ORDER BY n").fetchall()
    assert rows == [(10, monday(11) - dt.timedelta(days=1)), (11, monday(11) - dt.timedelta(days=1))]


def test_below_eight_weeks_there_is_only_a_level(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    grown(insert, [100, 110, 121, 133.1, 146.41], [0, 5, 5, 5, 5])
    active = trend(connection, 5)["active"]
    assert active["level"] == pytest.approx(146.41)
    assert (active["weekly_growth"], active["growth_p_value"]) == (None, None)
    assert (active["refusal"], active["trend_method"]) == ("5 weeks; at least 8 are needed.", "level")


def test_only_the_weeks_since_enough_could_be_compared_count(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    grown(insert, [100, 100, 49, 60, *(60 * 1.01 ** np.arange(1, 11))], [20] * 14)
    active = trend(connection, 14)["active"]
    assert (active["n"], active["window_start"]) == (11, monday(3))
    assert active["weekly_growth"] == pytest.approx(0.01)


def test_below_the_floor_it_says_so(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    grown(insert, [49.0] * 20, [5] * 20)
    active = trend(connection, 20)["active"]
    assert (active["level"], active["n"]) == (None, 0)
    assert active["refusal"] == (
        "In the last whole week fewer than 50 openings at 10 employers can be compared with the week before."
    )


def test_a_week_without_new_postings_has_no_growth_in_per_cent(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    grown(insert, [100.0] * 20, [5] * 9 + [0] + [5] * 10)
    found = trend(connection, 20)
    assert "hold none" in found["new"]["refusal"]
    assert found["active"]["weekly_growth"] == 0


def test_from_26_weeks_on_a_role_is_compared_with_its_field(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """What one gains the other loses: the field stands still, so the gap is the growth."""
    stock = 100 * 1.01 ** np.arange(26)
    grown(insert, stock, [0] + [10] * 25)
    grown(insert, 300 - stock, [0] + [10] * 25, "analyst")
    grown(insert, 300 * 1.05 ** np.arange(26), [0] + [10] * 25, "nurse", role_field="care")
    active = trend(connection, 26)["active"]
    assert (active["weekly_growth"], active["gap_to_field"]) == pytest.approx((0.01, 0.01))
    assert trend(connection, 26, "nurse")["active"]["gap_to_field"] == pytest.approx(0)
    assert trend(connection, 26)["new"]["gap_to_field"] is None  # 25 weeks


def test_two_full_years_lose_their_season(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    week = np.arange(120)
    season = np.exp(0.3 * np.cos(2 * np.pi * week / 52))
    grown(insert, 1000 * 1.003**week * season, np.round(300 * season))
    found = trend(connection, 120)
    assert (found["active"]["is_seasonally_adjusted"], found["active"]["trend_method"]) == (True, "stl_theil_sen")
    assert found["active"]["weekly_growth"] == pytest.approx(0.003, abs=2e-4)


def jumped(insert: Insert) -> None:
    """Twelve or thirteen new postings a week, and thirty from the week 20 on."""
    grown(insert, [100.0] * 40, [12, 13] * 10 + [30, 31] * 10)


def breaks(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    trends.renew(connection, monday(40) - dt.timedelta(days=1), "panel")
    return connection.sql("FROM mart.role_break").pl().to_dicts()


def test_a_change_of_level_is_a_break(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    jumped(insert)
    [found] = breaks(connection)
    assert (found["series_name"], found["break_week"], found["n"]) == ("new", monday(20), 39)
    assert found["mean_after"] == pytest.approx((30 * 31) ** 0.5)
    assert found["mean_before"] == pytest.approx(np.exp(np.log([13, *[12, 13] * 9]).mean()))
    assert (found["is_artefact"], found["artefact_reason"]) == (False, None)


METHOD = "The reading of roles changed on 2025-05-29, to version 3."
COUNTED = "The week of 2025-05-19 counted 60 openings until 2025-05-29, and 100 since."


def moved(count: int, role_id: str) -> str:
    """The statements that move so many open postings of board a to the role."""
    return (
        f"INSERT INTO core.role_move SELECT i, NULL, '{role_id}', '2025-05-29', 'parser', 3 FROM range({count}) t(i);"
        "INSERT INTO core.spell "
        "SELECT i, 'a', 1, FALSE, '2025-05-01', '2025-06-30', NULL, NULL, '2025-05-01', NULL, '9999-01-01' "
        f"FROM range({count}) t(i)"
    )


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("INSERT INTO core.method_change VALUES ('role', '2025-05-29', 2, 3)", METHOD),
        ("INSERT INTO core.method_change VALUES ('role', '2025-06-05', 2, 3)", None),
        (moved(40, "engineer"), COUNTED),
        (moved(4, "engineer"), None),
        (moved(40, "analyst"), None),
        ("UPDATE core.role_week SET boards_entered_postings = 20 WHERE week_start = '2025-05-26'",
         "Boards that came into view then held 10% of the openings."),
        ("UPDATE core.role_week SET boards_left_postings = 50 WHERE week_start = '2025-05-26'",
         "Boards that went out of view then had held 20% of the openings."),
        ("UPDATE core.role_week SET boards_left_postings = 50 WHERE week_start = '2025-04-28'", None),
        ("DELETE FROM core.board_week WHERE board_id = 'b' AND week_start = '2025-05-26'",
         "Only 50% of the boards answered in the week of 2025-05-26; 100% had in the one before."),
    ],
)  # fmt: skip
def test_a_break_that_our_log_explains_is_an_artefact(
    connection: duckdb.DuckDBPyConnection, insert: Insert, statement: str, reason: str | None
) -> None:
    jumped(insert)
    first = {"observed_on": MONDAY, "observed_at": f"{MONDAY} 06:00:00", "board_status": "complete"}
    insert("core.board_day", [{"board_id": board} | first for board in "ab"])
    weeks = [
        {"board_id": board, "week_start": monday(week), "whole_answers": 1, "first_whole_on": monday(week)}
        for week in range(40)
        for board in "ab"
    ]
    insert("core.board_week", weeks)
    connection.execute(statement)
    [found] = breaks(connection)
    assert (found["is_artefact"], found["artefact_reason"]) == (reason is not None, reason)


def test_a_new_parser_version_is_put_down_with_its_day(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    insert("core.posting", [{"posting_id": "p", "board_id": "b", "employer": "Alpha"}])
    collection_log.note_methods(connection, MONDAY)
    collection_log.note_methods(connection, monday(1))
    assert connection.execute("FROM core.method_change").fetchall() == []
    connection.execute("UPDATE core.posting SET role_version = 2")
    for week in (2, 3):
        collection_log.note_methods(connection, monday(week))
    assert connection.execute("FROM core.method_change").fetchall() == [("role", monday(2), 1, 2)]
