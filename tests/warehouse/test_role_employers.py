"""Breadth and new postings of a role: a market of ten employers, worked out by hand."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pytest

from warehouse import estimates
from warehouse.measures import rates

Insert = Callable[[str, Sequence[dict[str, Any]]], None]
FIRST = dt.date(2025, 6, 2)
LAST = FIRST + dt.timedelta(weeks=26, days=-1)


def day(back: int) -> str:
    return str(LAST - dt.timedelta(days=back))


def watched(insert: Insert, boards: Sequence[str], since: int = 181, until: int = 0) -> None:
    """Boards that answered in full each day, so many days before the last one."""
    rows = [
        {
            "board_id": board,
            "observed_on": day(back),
            "observed_at": f"{day(back)} 06:00:00",
            "board_status": "complete",
        }
        for board in boards
        for back in range(until, since + 1, 7)
    ]
    insert("core.board_day", rows)
    weeks = sorted({(board, LAST - dt.timedelta(days=back + (LAST - dt.timedelta(days=back)).weekday()))
                    for board in boards for back in range(until, since + 1, 7)})  # fmt: skip
    insert("core.board_week", [
        {"board_id": board, "week_start": week, "whole_answers": 1, "first_whole_on": week} for board, week in weeks
    ])  # fmt: skip


def advert(insert: Insert, board: str, first: int, closed: int | None = None, **more: Any) -> None:
    """An advert of the board's one employer, first seen and closed so many days before the last."""
    advert.number += 1  # type: ignore[attr-defined]
    name = f"p{advert.number}"  # type: ignore[attr-defined]
    insert("core.posting", [{"posting_id": name, "board_id": board, "employer": board, "role_id": "engineer"}])
    insert("core.spell", [{
        "posting_id": name, "board_id": board, "first_seen_at": f"{day(first)} 06:00:00",
        "last_seen_at": f"{day(closed or 0)} 06:00:00", "closed_at": closed and f"{day(closed)} 06:00:00", **more,
    }])  # fmt: skip


advert.number = 0  # type: ignore[attr-defined]


@pytest.fixture
def ten(insert: Insert) -> list[str]:
    """Ten employers with four adverts each that were always up, two new ones each that closed, and two before."""
    boards = [f"b{number}" for number in range(10)]
    watched(insert, boards)
    for board in boards:
        for _ in range(4):
            advert(insert, board, 181, is_left_censored="true")
        for back in (27, 3, 30, 55):
            advert(insert, board, back, back - 1)
    return boards


def row(connection: duckdb.DuckDBPyConnection, mart: str) -> dict[str, Any]:
    estimates.renew(connection, FIRST)
    (found,) = connection.sql(f"FROM mart.{mart}").pl().to_dicts()
    return found


@pytest.mark.usefixtures("ten")
def test_forty_openings_at_ten_employers_alike(connection: duckdb.DuckDBPyConnection) -> None:
    """Plainly 1,000; corrected for forty independent openings (40 x 0.1 - 1) / 39, which is one in thirteen."""
    found = row(connection, "role_breadth")
    assert (found["n"], found["unique_employers"], found["refusal"]) == (40, 10, None)
    assert (found["hhi"], found["effective_employers"]) == pytest.approx((10_000 * 3 / 39, 13))
    assert found["hhi_low"] <= found["hhi"] <= found["hhi_high"]
    assert found["effective_employers_low"] - 1e-9 <= 13 <= found["effective_employers_high"] + 1e-9
    assert (found["window_start"], found["window_end"]) == (LAST, LAST)


@pytest.mark.usefixtures("ten")
def test_openings_of_a_board_long_silent_are_not_told_of(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    watched(insert, ["silent"], since=181, until=21)
    advert(insert, "silent", 100, last_seen_at=f"{day(21)} 06:00:00")
    assert row(connection, "role_breadth")["n"] == 40


def test_nineteen_openings_have_no_breadth(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    watched(insert, ["b"])
    for _ in range(19):
        advert(insert, "b", 100)
    found = row(connection, "role_breadth")
    assert (found["hhi"], found["refusal"]) == (None, "19 postings; at least 20 are needed.")


@pytest.mark.usefixtures("ten")
def test_twenty_new_in_four_weeks_as_in_the_four_before(connection: duckdb.DuckDBPyConnection) -> None:
    found = row(connection, "role_inflow")
    assert (found["n"], found["new_per_week"], found["new_ratio"]) == (20, 5, 1)
    low, high = rates.garwood(20)
    assert found["new_per_week_low"] <= low / 4
    assert found["new_per_week_high"] >= high / 4
    assert (found["new_ratio_low"], found["new_ratio_high"]) == pytest.approx(rates.score_limits(20, 20))
    assert found["window_start"] == LAST - dt.timedelta(days=27)


@pytest.mark.usefixtures("ten")
def test_a_board_that_came_in_between_is_not_compared(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """What its first answer held is not new; what came since is, but had nothing to be compared with."""
    watched(insert, ["late"], since=41)
    advert(insert, "late", 41, is_left_censored="true")
    advert(insert, "late", 10)
    found = row(connection, "role_inflow")
    assert (found["n"], found["new_ratio"]) == (21, 1)


def test_before_four_weeks_there_is_no_rate(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    watched(insert, ["b"], since=21)
    advert(insert, "b", 10)
    found = row(connection, "role_inflow")
    assert (found["new_per_week"], found["refusal"]) == (None, "21 days of watching; at least 28 are needed.")


def test_pay_that_lies_far_off_is_flagged_and_counted(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Eleven between 60 and 70 thousand, and one with a digit too many."""
    watched(insert, ["b"])
    pays = [*range(60_000, 71_000, 1_000), 650_000]
    names = [f"q{number}" for number in range(len(pays))]
    insert("core.posting", [
        {"posting_id": name, "board_id": "b", "employer": f"e{pay % 7}", "role_id": "engineer", "pay_currency": "EUR",
         "pay_min_annual": pay, "pay_max_annual": pay}
        for name, pay in zip(names, pays, strict=True)
    ])  # fmt: skip
    insert("core.spell", [
        {"posting_id": name, "board_id": "b", "first_seen_at": f"{day(9)} 06:00:00",
         "last_seen_at": f"{day(0)} 06:00:00"}
        for name in names
    ])  # fmt: skip
    insert("core.posting_pay", [
        {"posting_id": name, "zone_number": 1, "pay_kind": "base", "pay_currency": "EUR", "pay_min_annual": pay,
         "pay_max_annual": pay}
        for name, pay in zip(names, pays, strict=True)
    ])  # fmt: skip
    estimates.renew(connection, FIRST)
    flagged = connection.sql("SELECT pay_min_annual FROM mart.posting_pay WHERE is_outlier").fetchall()
    assert flagged == [(650_000,)]
    [(n, outliers, median)] = connection.sql("SELECT n, pay_outliers, pay_p50 FROM mart.role_pay").fetchall()
    assert (n, outliers) == (12, 1)
    assert 64_000 < median < 67_000
