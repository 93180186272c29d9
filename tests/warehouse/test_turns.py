"""What is made anew once a week is so on its day, for every role, and never a week late for long."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import polars as pl
import pytest

from warehouse import estimates, weeks
from warehouse.grouped import groups

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
MONDAY = dt.date(2026, 1, 5)
FAMILIES = 7


@pytest.fixture
def market(connection: duckdb.DuckDBPyConnection, insert: Insert) -> duckdb.DuckDBPyConnection:
    """An advert of each of fourteen roles, two a family, and of a role that no family has."""
    names = [f"role_{number}" for number in range(2 * FAMILIES)]
    insert(
        "core.role",
        [
            {"role_id": name, "role_title": name, "role_family": f"family {number // 2}"}
            for number, name in enumerate(names)
        ],
    )
    names.append("unknown")
    insert("core.posting", [{"posting_id": n, "board_id": "b", "employer": n, "role_id": n} for n in names])
    seen = f"{MONDAY} 06:00:00"
    insert(
        "core.spell", [{"posting_id": n, "board_id": "b", "first_seen_at": seen, "last_seen_at": seen} for n in names]
    )
    return connection


def _answer(day: int, board: str = "b") -> dict[str, Any]:
    on = MONDAY + dt.timedelta(days=day)
    return {"board_id": board, "observed_on": on, "observed_at": f"{on} 06:00:00", "board_status": "complete"}


def _day(connection: duckdb.DuckDBPyConnection, insert: Insert, day: int) -> None:
    """A day on which the board answered, counted and with its figures made."""
    answer = _answer(day)
    insert("core.board_day", [answer])
    connection.execute("UPDATE core.spell SET last_seen_at = $seen", {"seen": answer["observed_at"]})
    connection.execute("INSERT INTO ops.touched VALUES ($day)", {"day": answer["observed_on"]})
    estimates.renew(connection, weeks.renew(connection))


def _made(connection: duckdb.DuckDBPyConnection) -> dict[str, set[int]]:
    """The days on which the figures were made that are there: of lifetimes by role, of others by kind."""
    rows = connection.execute(
        "SELECT CASE WHEN measure = 'life_spells' THEN role_id ELSE measure END, window_end FROM core.estimate "
        "WHERE measure IN ('life_spells', 'density_vacancies', 'rate_new')"
    ).fetchall()
    found: dict[str, set[int]] = {}
    for name, end in rows:
        found.setdefault(name, set()).add((end - MONDAY).days)
    return found


def test_each_has_its_day_and_a_day_has_few(market: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Lifetimes on four days of the week, those of a family together; the first time all of it at once."""
    _day(market, insert, 0)
    assert {day for days in _made(market).values() for day in days} == {0}
    assert len(_made(market)) == 2 * FAMILIES + 1 + 2
    for day in range(1, 15):
        _day(market, insert, day)
        found = _made(market)
        assert all(len(days) == 1 and day - 7 < min(days) for days in found.values())
        assert found["density_vacancies"] == {day - day % 7}
        assert found["rate_new"] == {max(0, day - (day - 3) % 7)}
        assert all(found[f"role_{number}"] == found[f"role_{number + 1}"] for number in range(0, 2 * FAMILIES, 2))
    lives = {name: min(days) for name, days in found.items() if name.startswith("role_")}
    assert set(lives.values()) == {10, 11, 12, 13}
    assert found["unknown"] == {13}, "who is of no family comes with every part"


def test_a_day_without_a_run_is_made_up_for(market: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    for day in (0, 1, 2, 10):
        _day(market, insert, day)
    found = _made(market)
    assert found["density_vacancies"] == {10}
    lives = {name: min(days) for name, days in found.items() if name.startswith("role_")}
    assert set(lives.values()) == {10}, "all turns since the third day"


def test_answers_of_days_that_were_counted_have_all_made_anew(
    market: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """An import of older days, or boards that were added on the last; not an edit in an older week."""
    for day in (0, 1, 2, 4, 5, 6, 7, 8):
        _day(market, insert, day)
    estimates.renew(market, MONDAY)
    assert (_made(market)["role_0"], _made(market)["rate_new"]) == ({4}, {4})
    insert("core.board_day", [_answer(3)])
    estimates.renew(market, MONDAY + dt.timedelta(days=8))
    assert {day for days in _made(market).values() for day in days} == {8}
    _day(market, insert, 9)
    insert("core.board_day", [_answer(9, "other")])
    estimates.renew(market, MONDAY + dt.timedelta(days=9))
    assert {day for days in _made(market).values() for day in days} == {9}


def test_what_was_read_anew_has_all_made_anew(market: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    for day in range(4):
        _day(market, insert, day)
    market.execute("UPDATE core.posting SET employer_version = 2")
    _day(market, insert, 4)
    assert {day for days in _made(market).values() for day in days} == {4}


def test_the_groups_of_a_sorted_frame() -> None:
    frame = pl.DataFrame({"role": ["a", "a", "b"], "part": [1, 2, 2], "value": [1, None, 3]})
    found = [(key, columns["value"].tolist()) for key, columns in groups(frame, "role")]
    assert [key for key, _ in found] == [("a",), ("b",)]
    assert found[0][1][0] == 1
    assert found[0][1][1] != found[0][1][1], "not known"
    assert [key for key, _ in groups(frame, "role", "part")] == [("a", 1), ("a", 2), ("b", 2)]
    assert list(groups(frame.clear(), "role")) == []
