"""Shares that jump stop publishing; what another version of a parser did is told, and stops nothing."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import pytest

from warehouse import checks, shares
from warehouse.shares import Jump
from warehouse.store import sql

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
TODAY = dt.date(2026, 3, 16)
BEFORE = dt.date(2026, 3, 9)
VERSIONS = ("role_version", "pay_version", "text_version", "employer_version", "match_version")
PARTS = {"copies": "duplicate_postings", "role": "unclassified_postings", "pay": "pay_known_postings"}


@pytest.fixture
def put(insert: Insert) -> Callable[..., None]:
    """Puts the counts of 20 boards, an employer and 20 postings each, of which 10 are of each kind, as on a day."""

    def rows(day: dt.date = TODAY, *, boards: Sequence[int] = range(20), **changed: object) -> None:
        usual = {"counted_on": day, "is_current": day == TODAY, "active_postings": 20} | dict.fromkeys(VERSIONS, 3)
        insert("ops.share_count", [
            usual | dict.fromkeys(PARTS.values(), 10) | {
                "board_id": f"b{number}", "platform": "ashby" if number < 10 else "lever", "employer_key": f"e{number}",
            } | changed
            for number in boards
        ])  # fmt: skip

    return rows


def jumped(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [jump.share_name for jump in shares.jumps(connection)]


def test_nothing_published_and_nothing_changed_is_no_jump(connection, put) -> None:
    put()
    assert shares.jumps(connection) == []
    put(BEFORE)
    assert shares.jumps(connection) == []


@pytest.mark.parametrize(("share", "least"), [("copies", 3), ("role", 2), ("pay", 2)])
def test_a_share_jumps_beyond_its_limit_up_and_down(connection, put, share: str, least: int) -> None:
    """Of 20 postings one more is 5 points: not more than the limit; two are 10, three 15."""
    for change in (least, -least):
        connection.execute("DELETE FROM ops.share_count")
        put(BEFORE)
        put(**{PARTS[share]: 10 + change})
        assert jumped(connection) == [share]
        connection.execute(f"UPDATE ops.share_count SET {PARTS[share]} = {10 + change - change // abs(change)} "
                           "WHERE is_current")  # fmt: skip
        assert jumped(connection) == []


def test_the_words_say_what_jumped_from_what_to_what_and_where(connection, put) -> None:
    put(BEFORE)
    put(boards=range(10))
    put(boards=range(10, 20), unclassified_postings=18)
    (found,) = shares.jumps(connection)
    assert found == Jump("role", "lever", 0.5, 0.7, 400, 400, 20, 0.5, 0.9, BEFORE, TODAY)
    assert found.sentence() == (
        "The share of open postings without a known role jumped from 50.0% (of 400, published up to 2026-03-09) to "
        "70.0% (of 400 on 2026-03-16), at the same boards of 20 employers; most at lever, from 50.0% to 90.0% of its "
        "own."
    )
    result = checks._run(connection, shares.CHECK)
    assert (result.violation_count, result.said) == (1, (found.sentence(), shares.ADVICE))
    with pytest.raises(checks.ChecksFailed, match=r"share_jump \(1 row\)\. The share of .* --accept-jumps"):
        checks.require([result])


def test_a_source_that_shows_less_jumps(connection, put) -> None:
    put(BEFORE)
    put(boards=range(10))
    put(boards=range(10, 20), active_postings=10, **dict.fromkeys(PARTS.values(), 5))
    found = {jump.platform: jump for jump in shares.jumps(connection)}
    assert set(found) == {"ashby", "lever"}
    assert found["lever"].share_now == pytest.approx(1 / 3)
    assert (
        found["lever"]
        .sentence()
        .startswith("The share of open postings that come from lever jumped from 50.0% (of 400")
    )


def test_a_source_that_shows_nothing_jumps_too(connection, put) -> None:
    put(BEFORE)
    put(boards=range(10))
    put(boards=range(10, 20), active_postings=0, employer_key="none",
        **dict.fromkeys([*PARTS.values(), *VERSIONS], 0))  # fmt: skip
    assert jumped(connection) == ["source", "source"]


def test_a_board_that_comes_or_goes_is_no_jump(connection, put) -> None:
    put(BEFORE, boards=range(15))
    put(boards=range(5, 15))
    put(boards=range(15, 20), active_postings=2000, unclassified_postings=2000)
    assert shares.jumps(connection) == []


def test_what_one_employer_does_is_its_own_doing(connection, put) -> None:
    """All of its 380 postings of 780 lose their role; so do half of all others' in the second case."""
    big = {"active_postings": 380, "unclassified_postings": 190}
    put(BEFORE, boards=range(19))
    put(BEFORE, boards=[19], **big)
    put(boards=range(19))
    put(boards=[19], **big | {"unclassified_postings": 380})
    assert shares.jumps(connection) == []
    connection.execute("UPDATE ops.share_count SET unclassified_postings = 20 WHERE is_current AND board_id < 'b17'")
    assert jumped(connection) == ["role"]


def test_below_two_hundred_postings_or_ten_employers_nothing_is_said(connection, put) -> None:
    put(BEFORE, boards=range(10))
    put(boards=range(10), unclassified_postings=20)
    assert jumped(connection) == ["role"]
    connection.execute("UPDATE ops.share_count SET active_postings = 19 WHERE board_id = 'b1'")
    assert jumped(connection) == []
    connection.execute("UPDATE ops.share_count SET active_postings = 400, employer_key = 'e2' WHERE board_id = 'b1'")
    assert jumped(connection) == []


def test_another_version_of_a_parser_is_told_as_such_and_is_no_jump(connection, put) -> None:
    put(BEFORE)
    put(unclassified_postings=18, role_version=4, pay_known_postings=2, text_version=5)
    assert shares.jumps(connection) == []
    (found,) = shares.reread(connection)
    assert found.sentence() == (
        "Roles are read by version 4 now, and were by 3 on 2026-03-09: at the same boards the share of open postings "
        "without a known role went from 50.0% (of 400) to 90.0% (of 400). That may be our own doing and no change "
        "of what employers do."
    )


def test_another_version_of_a_parser_that_changes_nothing_is_told_as_such(connection, put) -> None:
    put(BEFORE)
    put(role_version=4)
    (found,) = shares.reread(connection)
    assert found.sentence() == (
        "Roles are read by version 4 now, and were by 3 on 2026-03-09: at the same boards the share of open postings "
        "without a known role is 50.0% (of 400), as it was."
    )


def test_boards_that_the_same_version_has_read_are_still_compared(connection, put) -> None:
    put(BEFORE)
    put(boards=range(5), role_version=4)
    put(boards=range(5, 20), unclassified_postings=20)
    assert [(jump.share_name, jump.postings_now) for jump in shares.jumps(connection)] == [("role", 300)]


def test_the_past_is_a_week_old_or_the_oldest_there_is(connection, put) -> None:
    put()
    for days, unclassified in ((3, 18), (5, 10), (57, 18)):
        put(TODAY - dt.timedelta(days), unclassified_postings=unclassified)
    assert jumped(connection) == []
    put(TODAY - dt.timedelta(8), unclassified_postings=18)
    assert jumped(connection) == ["role"]
    assert shares.jumps(connection)[0].counted_before_on == TODAY - dt.timedelta(8)
    put(TODAY - dt.timedelta(7), unclassified_postings=10)
    assert jumped(connection) == []


def kept(connection: duckdb.DuckDBPyConnection) -> list[dt.date]:
    connection.execute(sql("shares/keep"))
    rows = connection.execute("SELECT DISTINCT counted_on FROM ops.share_count WHERE NOT is_current ORDER BY ALL")
    return [day for (day,) in rows.fetchall()]


def test_a_day_a_week_is_kept_and_the_first_of_another_version(connection, put) -> None:
    put()
    assert kept(connection) == [TODAY]
    assert kept(connection) == [TODAY]
    connection.execute("UPDATE ops.share_count SET counted_on = counted_on - 6 WHERE NOT is_current")
    assert kept(connection) == [TODAY - dt.timedelta(6)]
    connection.execute("UPDATE ops.share_count SET pay_version = 4 WHERE is_current")
    assert kept(connection) == [TODAY - dt.timedelta(6), TODAY]
    connection.execute("UPDATE ops.share_count SET counted_on = counted_on - 51 WHERE NOT is_current")
    assert kept(connection) == [TODAY - dt.timedelta(51), TODAY]


def test_what_a_person_accepted_is_what_comes_next_is_compared_with(connection, put) -> None:
    put(BEFORE)
    put(unclassified_postings=18)
    connection.execute(sql("shares/accept"))
    assert kept(connection) == [TODAY]
    assert shares.jumps(connection) == []


def test_open_postings_are_counted_by_board_and_employer(market) -> None:
    """Beta's last answer is incomplete, so it is not believed; delta is no board. Of gamma's three, two have
    no role then.
    """
    market.execute("UPDATE core.posting SET role_id = NULL WHERE posting_id = 'c1'")
    market.execute("INSERT INTO core.vacancy VALUES ('c2', 'c1', 'c1', FALSE)")
    market.execute(sql("shares/count"))
    columns = ["board_id", "employer_key", "active_postings", *PARTS.values(), "role_version"]
    assert market.execute(f"SELECT {', '.join(columns)} FROM ops.share_count ORDER BY ALL").fetchall() == [
        ("ashby:alpha", "alpha", 2, 0, 0, 1, 1),
        ("lever:gamma", "gamma", 3, 1, 2, 1, 1),
    ]
    assert market.execute("SELECT DISTINCT counted_on, is_current FROM ops.share_count").fetchall() == [
        (dt.date(2026, 3, 4), True)
    ]


def test_what_was_not_seen_for_a_week_is_not_counted_as_open(market) -> None:
    """A board that answers in parts may have lost it, which no answer says."""
    market.execute("UPDATE core.spell SET last_seen_at = TIMESTAMP '2026-02-24' WHERE posting_id = 'c1'")
    market.execute(sql("shares/count"))
    counted = market.execute("SELECT active_postings FROM ops.share_count WHERE board_id = 'lever:gamma'")
    assert counted.fetchall() == [(2,)]
