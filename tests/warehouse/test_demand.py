"""The change in demand as it is told to a person."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest

from warehouse import estimates, gauges, weeks
from warehouse.answers.demand import demand_change, year_change
from warehouse.answers.dials import WEEKS, _market
from warehouse.answers.person import Person
from warehouse.answers.trend import trend
from warehouse.reports.sections.trend import _year

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
    estimates.renew(connection, MONDAY)
    first, *weekly, last = trend(connection, Person(role_id="engineer")).index
    assert (first.value, first.low, first.high) == (100, None, None)
    assert (weekly[2].value, weekly[2].low, weekly[2].high) == (100, None, None), "all employers were alike until then"
    limits = 100 * (1 + found.change.low), 100 * (1 + found.change.high)
    assert (last.low, last.high) == pytest.approx(limits)
    assert weekly[4].employers == 19, "one board is silent"
    assert (last.value, last.openings, last.employers) == (index[-1][0], 140, 20)
    assert [week.coverage for week in weekly[3:6]] == [1, 0.95, 1]


def test_the_mart_has_the_limits_of_the_role_that_is_followed(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """Those that the answer tells, until the week is counted otherwise; none where another role is followed since."""
    fill(insert, connection, 13 * 7)
    estimates.renew(connection, MONDAY)
    told = trend(connection, Person(role_id="engineer")).index
    kept = "SELECT demand_index_low, demand_index_high FROM mart.role_demand_week ORDER BY window_start"
    assert connection.sql(kept).fetchall() == [(None, None)] * 13
    gauges.limit_index(connection, "engineer")
    gauges.limit_index(connection, "engineer")
    assert connection.sql(kept).fetchall() == [(week.low, week.high) for week in told]
    assert sum(week.low is not None for week in told) == 9
    connection.execute("UPDATE core.role_week SET matched_after = 1.1 * matched_after WHERE week_start = $day",
                       {"day": day(7 * 11)})  # fmt: skip
    assert connection.sql(kept).fetchall() == [*((week.low, week.high) for week in told[:11]), *[(None, None)] * 2]
    gauges.limit_index(connection, "nurse")
    assert connection.sql(kept).fetchall() == [(None, None)] * 13


@pytest.mark.parametrize("weeks_seen", [26, 27, 31, 38, 45])
def test_the_change_is_that_of_the_mart_when_undated_adverts_grow_old(
    connection: duckdb.DuckDBPyConnection, insert: Insert, weeks_seen: int
) -> None:
    """Half of what stood on the boards' first day is up for more than 180 days, some of it from before that day."""
    days = 7 * weeks_seen
    insert(
        "core.role", [{"role_id": "engineer", "role_title": "Engineer", "role_family": "Software", "role_field": "IT"}]
    )
    insert("core.board", [{"board_id": f"e{employer}", "employer": f"e{employer}"} for employer in range(12)])
    insert("core.board_day", [
        {"board_id": f"e{employer}", "observed_on": day(number), "observed_at": f"{day(number)} 06:00:00",
         "board_status": "complete"}
        for employer in range(12) for number in range(days)
    ])  # fmt: skip
    lives = [(employer, 0, None, True) for employer in range(12) for _ in range(employer % 4)]
    lives += [(employer, 0, 20 * employer + 40, True) for employer in range(12) for _ in range(3)]
    lives += [(employer, 9 * number + employer, 9 * number + employer + 60, False)
              for employer in range(12) for number in range(days // 9)]  # fmt: skip
    insert("core.posting", [
        {"posting_id": f"p{number}", "board_id": f"e{employer}", "employer": f"e{employer}",
         "employer_key": f"e{employer}", "role_id": "engineer"}
        for number, (employer, *_) in enumerate(lives)
    ])  # fmt: skip
    insert("core.spell", [
        {"posting_id": f"p{number}", "board_id": f"e{employer}", "first_seen_at": f"{day(opened)} 06:00:00",
         "last_seen_at": f"{day(min(closed or days, days) - 1)} 06:00:00", "is_left_censored": was_there,
         "closed_at": f"{day(closed)} 06:00:00" if closed and closed < days else None}
        for number, (employer, opened, closed, was_there) in enumerate(lives) if opened < days
    ])  # fmt: skip
    insert("ops.touched", [{"touched_on": MONDAY}])
    weeks.renew(connection)
    found = demand_change(connection, "engineer")
    assert found is not None
    first, *_, last = connection.sql(
        "SELECT demand_index, growing_share FROM mart.role_demand_week ORDER BY window_start DESC LIMIT 13"
    ).fetchall()[::-1]
    assert found.change.value == pytest.approx(last[0] / first[0] - 1)
    assert found.growing.value == last[1]
    assert role_growth(connection) == pytest.approx(np.log(last[0] / first[0]))


def role_growth(connection: duckdb.DuckDBPyConnection) -> float:
    """The growth of the role's openings in the last twelve weeks that its dial rests on, in logarithms."""
    ((last_day,),) = connection.sql("SELECT max(observed_on) FROM core.board_day").fetchall()
    since = last_day - dt.timedelta(days=last_day.weekday() + 7 * WEEKS)
    plain = _market(connection, "engineer", since, last_day).plain
    after, before = plain.after.sum(axis=(0, 1)), plain.before.sum(axis=(0, 1))
    return float(np.log(after[1:] / before[:-1]).sum())


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


def lived(insert: Insert, connection: duckdb.DuckDBPyConnection, count: int) -> None:
    """Twenty employers asked once a week for so many weeks: engineers grow from six openings each to seven or nine, in
    the same field analysts stay at eight. Adverts are renewed before they count as always up.
    """
    days = range(0, 7 * count, 7)
    insert("core.role", [
        {"role_id": role, "role_title": role, "role_family": "data"} for role in ("engineer", "analyst")
    ])  # fmt: skip
    insert("core.board_day", [
        {"board_id": f"e{employer}", "observed_on": day(number), "observed_at": f"{day(number)} 06:00:00",
         "board_status": "complete"}
        for employer in range(20) for number in (*days, 7 * count - 1)
    ])  # fmt: skip
    adverts = [
        (role, employer, opened)
        for role, openings in (("engineer", 6), ("analyst", 8))
        for employer in range(20) for opened in range(0, 7 * count, 140) for _ in range(openings)
    ]  # fmt: skip
    more = [("engineer", employer, opened) for employer in range(20) for opened in range(35, 7 * count, 140)
            for _ in range(1 + 2 * (employer % 2))]  # fmt: skip
    insert("core.posting", [
        {"posting_id": f"p{number}", "board_id": f"e{employer}", "employer": f"e{employer}", "role_id": role}
        for number, (role, employer, _) in enumerate([*adverts, *more])
    ])  # fmt: skip
    insert("core.spell", [
        {"posting_id": f"p{number}", "board_id": f"e{employer}", "first_seen_at": f"{day(opened)} 06:00:00",
         "last_seen_at": f"{day(opened)} 06:00:00", "closed_at": f"{day(opened + 140)} 06:00:00"}
        for number, (_, employer, opened) in enumerate([*adverts, *more])
    ])  # fmt: skip
    insert("ops.touched", [{"touched_on": MONDAY}])
    weeks.renew(connection)


def test_with_a_year_of_weeks_the_same_week_a_year_ago_is_compared(connection, insert) -> None:
    lived(insert, connection, 56)
    found = year_change(connection, "engineer")
    assert found is not None
    assert (found.weeks, found.beside_field) == (52, False)
    assert (found.window_start, found.window_end) == (day(21), day(21 + 53 * 7 - 1))
    assert found.change.value == pytest.approx(160 / 120 - 1)
    assert (found.change.n, found.change.unique_employers) == (120, 20)
    (said,) = _year(found)
    assert said.startswith(
        "Since the same week a year ago, to 31 Jan 2027, openings in all countries have changed by +33.3%"
    )


def test_with_less_the_role_is_set_beside_its_field(connection, insert) -> None:
    """Engineers grow from 120 to 160, engineers and analysts from 280 to 320."""
    lived(insert, connection, 20)
    found = year_change(connection, "engineer")
    assert found is not None
    assert (found.weeks, found.beside_field, found.window_start) == (19, True, MONDAY)
    assert found.change.value == pytest.approx(160 / 120 / (320 / 280) - 1)
    assert found.change.low is not None
    assert found.change.low < 160 / 120 / (320 / 280) - 1
    (said,) = _year(found)
    assert said.startswith("In the 19 weeks to 24 May 2026 openings in all countries changed by +16.7% compared with")


def test_with_a_few_weeks_or_openings_it_says_why_not(connection, insert) -> None:
    lived(insert, connection, 12)
    found = year_change(connection, "engineer")
    assert found is not None
    assert list(_year(found)) == [
        "How openings changed apart from the season of the year cannot be told: 12 weeks in a row up to now in which "
        "enough openings can be compared; the change since a year ago needs 53 such weeks, one beside the field 13."
    ]
    connection.execute("UPDATE core.role_week SET matched_after = 49 WHERE week_start = $week", {"week": day(77)})
    few = year_change(connection, "engineer")
    assert few is not None
    assert (few.change.refusal or "").startswith("too few openings can be compared in the last whole week; the change")
    assert year_change(connection, "nurse") is None
