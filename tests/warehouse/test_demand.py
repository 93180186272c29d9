"""The change in demand as it is told to a person."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import pytest

from warehouse import weeks
from warehouse.answers.demand import demand_change

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
MONDAY = dt.date(2026, 1, 5)


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def fill(insert: Insert, connection: duckdb.DuckDBPyConnection, days: int, employers: int = 20) -> None:
    """Each employer has six adverts; half of them open two more on day 30. One board is silent in the sixth week."""
    insert("core.board_day", [
        {"board_id": f"e{employer}", "observed_on": day(number), "observed_at": f"{day(number)} 06:00:00",
         "board_status": "failed" if employer == 0 and number // 7 == 5 else "complete"}
        for employer in range(employers) for number in range(days)
    ])  # fmt: skip
    adverts = [(employer, 0) for employer in range(employers) for _ in range(6)]
    adverts += [(employer, 30) for employer in range(0, employers, 2) for _ in range(2)]
    insert("core.posting", [
        {"posting_id": f"p{number}", "board_id": f"e{employer}", "employer": f"e{employer}",
         "employer_key": f"e{employer}", "role_id": "engineer"}
        for number, (employer, _) in enumerate(adverts)
    ])  # fmt: skip
    insert("core.spell", [
        {"posting_id": f"p{number}", "board_id": f"e{employer}", "first_seen_at": f"{day(opened)} 06:00:00",
         "last_seen_at": f"{day(opened)} 06:00:00"}
        for number, (employer, opened) in enumerate(adverts)
    ])  # fmt: skip
    insert("ops.touched", [{"touched_on": MONDAY}])
    weeks.renew(connection)


def test_the_change_is_that_of_the_matched_boards(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    fill(insert, connection, 13 * 7)
    found = demand_change(connection, "engineer")
    assert found is not None
    index = connection.sql("SELECT demand_index FROM mart.role_demand_week ORDER BY window_start").fetchall()
    assert found.change.value == pytest.approx(index[-1][0] / 100 - 1)
    assert found.change.low is not None
    assert found.change.high is not None
    assert found.change.low < 20 / 120 < found.change.high
    assert found.change.unique_employers == 19
    assert found.growing.value == pytest.approx(0.5)
    assert (found.window_start, found.window_end) == (MONDAY, day(90))


def test_a_short_history_is_said(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    fill(insert, connection, 30)
    found = demand_change(connection, "engineer")
    assert found is not None
    assert found.change.refusal == found.growing.refusal == (
        "5 weeks of history; a change over 12 weeks needs 13."
    )  # fmt: skip


def test_a_role_that_nobody_advertises_is_refused(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    fill(insert, connection, 13 * 7)
    found = demand_change(connection, "nurse")
    assert found is not None
    assert found.change.refusal is not None


def test_nothing_observed_is_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    assert demand_change(connection, "engineer") is None
