"""Pay, lifetimes and skills of every role: small histories worked out by hand, and what holds of any."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import advertised_pay, estimates, skills, trends, turns, weeks
from warehouse.measures import lifetime_table
from warehouse.measures.lifetimes import Spells, turnbull
from warehouse.measures.shares import clustered_share
from warehouse.store import sql

ONE_WAREHOUSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Every example finds the warehouse that the one before left, and clears it."""

Insert = Callable[[str, Sequence[dict[str, Any]]], None]
DAY = dt.date(2026, 1, 1)


def _on(day: int) -> str:
    return str(DAY + dt.timedelta(days=day))


def _at(day: int) -> str:
    return f"{_on(day)} 06:00:00"


def _answers(insert: Insert, days: Sequence[int], board: str = "b") -> None:
    rows = [
        {"board_id": board, "observed_on": _on(day), "observed_at": _at(day), "board_status": "complete"}
        for day in days
    ]
    insert("core.board_day", rows)


def _posting(name: str, **values: Any) -> dict[str, Any]:
    return {"posting_id": name, "board_id": "b", "employer": "Alpha", "role_id": "engineer", **values}


def _spell(
    name: str, first: int, last: int, closed: int | None = None, number: int = 1, **values: Any
) -> dict[str, Any]:
    return {
        "posting_id": name,
        "board_id": "b",
        "spell_number": number,
        "first_seen_at": _at(first),
        "last_seen_at": _at(last),
        "closed_at": None if closed is None else _at(closed),
        **values,
    }


# -- lifetimes --------------------------------------------------------------------------------------------------------


def _lives(connection: duckdb.DuckDBPyConnection, first_day: int = -400) -> list[tuple[Any, ...]]:
    connection.execute("SET VARIABLE first_day = $day", {"day": DAY + dt.timedelta(days=first_day)})
    turns.stage(connection, turns.TURNS.keys())
    return sorted(connection.sql(sql("estimates/lives")).project("entry, last, missing").fetchall(), key=str)


@pytest.mark.parametrize(
    ("posted", "left_censored", "wanted"),
    [
        (None, "false", (0, 5, 7)),  # first seen on day 10, last on day 15, missing on day 17
        (None, "true", (None, None, None)),
        (6, "true", (4, 9, 11)),
        (6, "false", (4, 9, 11)),
        (12, "false", (0, 5, 7)),  # posted after it was seen: refreshed since, and no longer of use
        (12, "true", (None, None, None)),
        (-391, "true", (None, None, None)),  # more than 400 days before
        (-390, "true", (400, 405, 407)),
    ],
)
def test_an_age_counts_from_a_date_that_can_be_believed(
    connection: duckdb.DuckDBPyConnection, insert: Insert, posted: int | None, left_censored: str, wanted: Any
) -> None:
    insert("core.posting", [_posting("p", posted_at=None if posted is None else _at(posted))])
    insert("core.spell", [_spell("p", 10, 15, 17, is_left_censored=left_censored)])
    assert _lives(connection) == [wanted]


@pytest.mark.parametrize(
    "at",
    [
        # New York: late in the evening of the 10th, then in the mornings of the 15th and the 17th.
        ("2026-01-11 04:30", "2026-01-15 11:30", "2026-01-17 11:30", "2026-01-11 03:00"),
        # Auckland: in the evening of the 10th, then in the mornings of the 15th and the 17th, by UTC the day before.
        ("2026-01-10 08:30", "2026-01-14 17:30", "2026-01-16 17:30", "2026-01-10 07:00"),
        # Auckland: all in the morning; it was posted on that day, which was the 9th in UTC as well.
        ("2026-01-09 18:30", "2026-01-14 17:30", "2026-01-16 17:30", "2026-01-09 17:00"),
    ],
)
def test_days_up_are_those_of_the_person_wherever_midnight_is(
    connection: duckdb.DuckDBPyConnection, insert: Insert, at: tuple[str, str, str, str]
) -> None:
    """First seen on the 10th, the day it was posted, last on the 15th, missing on the 17th."""
    first, last, gone, posted = at
    seen = (("2026-01-10", first), ("2026-01-15", last), ("2026-01-17", gone))
    insert("core.board_day", [
        {"board_id": "b", "observed_on": on, "observed_at": time, "board_status": "complete"} for on, time in seen
    ])  # fmt: skip
    insert("core.posting", [_posting("p", posted_at=posted)])
    insert("core.spell", [
        {"posting_id": "p", "board_id": "b", "first_seen_at": first, "last_seen_at": last, "closed_at": gone,
         "first_seen_on": "2026-01-10", "closed_on": "2026-01-17"}
    ])  # fmt: skip
    assert _lives(connection) == [(0, 5, 7)]
    series = connection.execute(sql("queries/posting/series"), {"series_id": "p", "posting_id": "p"}).pl()
    assert series["last_seen_on"].to_list() == [dt.date(2026, 1, 15)]


@pytest.mark.parametrize(
    ("first", "last", "posted", "age"),
    [
        # New York: the 10th, late in the evening; it was posted on the evening before, which was the 10th in UTC.
        ("2026-01-11 04:30", "2026-01-17 11:30", "2026-01-10 03:00", 8),
        # Auckland: the 10th, in the morning; it was posted on that day, which was the 9th in UTC as well.
        ("2026-01-09 18:30", "2026-01-16 17:30", "2026-01-09 17:00", 7),
        ("2026-01-09 18:30", "2026-01-16 17:30", "2026-01-09", 8),  # a date is the source's own
        ("2026-01-09 18:30", "2026-01-16 17:30", "2026-01-12 17:00", 7),
        ("2026-01-09 18:30", "2026-01-16 17:30", None, 7),
    ],
)
def test_the_age_of_what_is_up_is_in_days_of_the_person(
    connection: duckdb.DuckDBPyConnection, insert: Insert, first: str, last: str, posted: str | None, age: int
) -> None:
    """First seen on the 10th, and last on the 17th, the last day of watching."""
    seen = (("2026-01-10", first), ("2026-01-17", last))
    insert("core.board_day", [
        {"board_id": "b", "observed_on": on, "observed_at": time, "board_status": "complete"} for on, time in seen
    ])  # fmt: skip
    insert("core.posting", [_posting("p", posted_at=posted)])
    insert("core.spell", [
        {"posting_id": "p", "board_id": "b", "first_seen_at": first, "last_seen_at": last,
         "first_seen_on": "2026-01-10"}
    ])  # fmt: skip
    assert connection.sql("SELECT age_days FROM mart.posting_flag").fetchall() == [(age,)]


def test_an_open_advert_is_followed_to_its_boards_last_whole_answer(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    insert("core.posting", [_posting("p")])
    insert("core.spell", [_spell("p", 10, 15)])
    assert _lives(connection) == [(0, 5, None)]


@pytest.mark.parametrize(
    ("back", "wanted"), [(47, [(0, 43, 45)]), (48, [(0, 5, 7), (0, 5, 7)])]
)  # thirty days after it was missed, and thirty-one
def test_an_advert_back_within_thirty_days_goes_on(
    connection: duckdb.DuckDBPyConnection, insert: Insert, back: int, wanted: Any
) -> None:
    insert("core.posting", [_posting("p")])
    insert(
        "core.spell", [_spell("p", 10, 15, 17), _spell("p", back, back + 5 + (back == 47), back + 7 + (back == 47), 2)]
    )
    found = _lives(connection)
    assert len(found) == len(wanted)
    assert (found[0][0], found[0][2]) == ((0, 45) if back == 47 else (0, 7))


def test_adverts_of_one_series_are_one_life(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Advertised anew after ten days under another number, and posted that day; then again after a hundred days."""
    insert("core.posting", [_posting("p"), _posting("q", posted_at=_at(27)), _posting("r", posted_at=_at(130))])
    insert("core.spell", [_spell("p", 10, 16, 17), _spell("q", 27, 30, 31), _spell("r", 131, 132)])
    rows = [{"posting_id": name, "vacancy_id": name, "series_id": "p"} for name in "pqr"]
    insert("core.vacancy", [row | {"seat_number": 1, "matched_hash": 1} for row in rows])
    assert _lives(connection) == [(0, 20, 21), (1, 2, None)]


@pytest.mark.parametrize("order", ["pqr", "rqp", "qrp"])
def test_of_adverts_put_up_at_once_the_oldest_tells_the_age_in_any_order(
    connection: duckdb.DuckDBPyConnection, insert: Insert, order: str
) -> None:
    """Three cities of one vacancy, first seen on one day and posted on three."""
    insert("core.posting", [_posting(name, posted_at=_at(10 - 3 * "pqr".index(name))) for name in order])
    insert("core.spell", [_spell(name, 10, 16, 17) for name in order])
    rows = [{"posting_id": name, "vacancy_id": name, "series_id": "p"} for name in order]
    insert("core.vacancy", [row | {"seat_number": 1, "matched_hash": 1} for row in rows])
    assert _lives(connection) == [(6, 12, 13)]


def test_older_adverts_enter_at_the_age_they_had(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    insert("core.posting", [_posting(name) for name in "pqr"])
    insert("core.spell", [_spell("p", 10, 60, 61), _spell("q", 10, 30, 31), _spell("r", 50, 60)])
    assert _lives(connection, first_day=40) == [(0, 10, None), (30, 50, 51)]


def _market(insert: Insert, days: Sequence[int], every: int = 1) -> None:
    """Adverts of twelve employers, posted on the days 0, 1, 2 ... and up for so many days each, asked `every` days."""
    end = 200
    _answers(insert, range(0, end + 1, every))
    postings, spells = [], []
    for number, length in enumerate(days):
        first = -(-(number % 100) // every) * every
        gone = -(-(number % 100 + length) // every) * every
        postings.append(_posting(f"p{number}", employer=f"e{number % 12}", posted_at=_at(number % 100)))
        if gone > first:
            spells.append(_spell(f"p{number}", first, gone - every, gone if gone <= end else None))
    insert("core.posting", postings)
    insert("core.spell", spells)


def _life(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    estimates.renew(connection, DAY)
    (row,) = connection.sql("FROM mart.posting_life").pl().to_dicts()
    return row


def test_half_of_the_adverts_are_gone_by_the_median(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Sixty that last 10, 30 and 70 days in turn, all seen to the end: thirds are gone by then, half within day 30."""
    _market(insert, [10, 30, 70] * 20)
    row = _life(connection)
    assert (row["closings"], row["n"], row["unique_employers"], row["gap_share"]) == (60, 60, 12, 0)
    assert (row["life_p50"], row["life_estimator"], row["refusal"]) == (29.5, "kaplan_meier", None)
    assert row["open_share_14"] == pytest.approx(2 / 3)
    assert row["open_share_60"] == pytest.approx(1 / 3)
    assert row["life_mean_60"] == pytest.approx((10 + 30 + 60) / 3)
    assert (row["life_completed_p95"], row["coverage"]) == (70, 1)
    assert row["completed_days"] == pytest.approx((10 + 30 + 70) / 3)
    assert (row["days_so_far"], row["so_far_refusal"]) == (None, "0 adverts still open; at least 30 are needed.")
    assert row["life_p50_low"] <= 30 <= row["life_p50_high"]


def test_where_gaps_are_long_the_masses_say_what_is_known(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """Asked every tenth day, closings are known to ten days: the estimate is another, and its interval wider."""
    lengths = [5 + 7 * (number * 13 % 11) for number in range(96)]
    _market(insert, lengths)
    daily = _life(connection)
    for table in ("core.board_day", "core.posting", "core.spell"):
        connection.execute(f"DELETE FROM {table}")
    _market(insert, lengths, every=10)
    rough = _life(connection)
    assert (daily["life_estimator"], rough["life_estimator"]) == ("kaplan_meier", "turnbull")
    assert rough["gap_share"] > 0.9
    assert rough["life_p50_low"] <= daily["life_p50"] <= rough["life_p50_high"]
    assert rough["open_share_30_low"] <= rough["open_share_30"] <= rough["open_share_30_high"]


@pytest.mark.parametrize(
    ("lengths", "refusal"),
    [
        ([10] * 29, "29 closings; at least 30 are needed."),
        ([10] * 40, "No advert was followed beyond 10 days; at least 60 are needed."),
        ([70] * 30 + [500] * 60, "More than half were still open after 70 days."),
    ],
)
def test_below_its_floor_there_is_no_median(
    connection: duckdb.DuckDBPyConnection, insert: Insert, lengths: list[int], refusal: str
) -> None:
    _market(insert, lengths)
    row = _life(connection)
    assert (row["life_p50"], row["refusal"]) == (None, refusal)
    assert row["open_adverts"] + row["closings"] == row["n"]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), step=st.sampled_from([1, 3, 7]), entered=st.booleans())
def test_the_fast_masses_are_those_of_the_plain_ones(seed: int, step: int, entered: bool) -> None:
    rng = np.random.default_rng(seed)
    n = 60
    life = np.ceil(rng.exponential(30, n)) + 1
    entry = np.floor(life * rng.random(n) * 0.8) if entered else np.zeros(n)
    missing = np.maximum(np.ceil(life / step) * step, entry + 1)
    last = np.maximum(missing - step, entry)
    missing[rng.random(n) < 0.2] = np.inf
    spells = Spells(entry, last, missing, np.arange(n))
    wanted = turnbull(spells, tolerance=1e-7)
    fast = lifetime_table.Masses(spells, tolerance=1e-7, rounds=20_000)
    assert np.abs(fast.mass - wanted.mass).max() < 1e-4
    for age in (14.0, 30.0, 60.0):
        least, most = wanted.open_share(age)
        assert least - 1e-3 <= fast.open_share(age) <= most + 1e-3
        within = float(wanted.mass[(wanted.left < age) & (age < wanted.right)].sum())
        assert fast.open_share(age) == pytest.approx(most, abs=1e-3 + within)


def count_weeks(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the evergreen adverts and make the weekly counts, as loading does."""
    connection.execute("INSERT INTO ops.touched SELECT min(observed_on) FROM core.board_day")
    weeks.renew(connection)


# -- flags ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "first", "reason"),
    [
        ("Data Engineer", 30, None),
        ("Talent Pool: Data Engineers", 10, "title"),
        ("General Application", 10, "title"),
        ("Pool Technician, General Labor", 30, None),
        ("Data Engineer", 199 - 180, None),
        ("Data Engineer", 199 - 181, "open for more than 180 days"),
        # Both hold: the reason is the one that held first.
        ("Talent Pool", 1, "title"),
    ],
)
def test_an_advert_that_is_always_up_is_flagged(
    connection: duckdb.DuckDBPyConnection, insert: Insert, title: str, first: int, reason: str | None
) -> None:
    _answers(insert, [0, 199])
    insert("core.posting", [_posting("p", title=title), _posting("q")])
    insert("core.spell", [_spell("p", first, 199), _spell("q", 1, 2, 3)])
    count_weeks(connection)
    (row,) = connection.sql("FROM mart.posting_flag").pl().to_dicts()
    assert (row["posting_id"], row["evergreen_reason"], row["is_evergreen"]) == ("p", reason, reason is not None)
    assert (row["is_stale"], row["stale_after_days"]) == (False, None)


def test_an_advert_renewed_three_times_with_its_text_is_flagged(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    _answers(insert, [0, 60])
    insert("core.posting", [_posting(name, text_hash="t") for name in "pqrs"])
    insert("core.spell", [_spell("p", 0, 9, 10), _spell("q", 11, 19, 20), _spell("r", 21, 29, 30), _spell("s", 31, 60)])
    rows = [{"posting_id": name, "vacancy_id": name, "series_id": "p"} for name in "pqrs"]
    insert("core.vacancy", [row | {"seat_number": 1, "matched_hash": 1} for row in rows])
    count_weeks(connection)
    flags = connection.sql("SELECT posting_id, is_evergreen, evergreen_on FROM mart.posting_flag").fetchall()
    # It takes the place of one that counted, and counts itself until the day after.
    assert flags == [("s", True, DAY + dt.timedelta(days=32))]


def test_another_text_is_no_renewal(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    _answers(insert, [0, 60])
    insert("core.posting", [_posting(name, text_hash="t" if name != "p" else "other") for name in "pqrs"])
    insert("core.spell", [_spell(name, 10 * number, 60) for number, name in enumerate("pqrs")])
    rows = [{"posting_id": name, "vacancy_id": name, "series_id": "p"} for name in "pqrs"]
    insert("core.vacancy", [row | {"seat_number": 1, "matched_hash": 1} for row in rows])
    count_weeks(connection)
    assert connection.sql("FROM core.evergreen").fetchall() == []


def test_places_that_are_put_up_at_once_are_no_renewals(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    _answers(insert, [0, 60])
    insert("core.posting", [_posting(name, text_hash="t") for name in "pqrst"])
    insert("core.spell", [_spell(name, 5, 60) for name in "pqrst"])
    rows = [{"posting_id": name, "vacancy_id": name, "series_id": "p"} for name in "pqrst"]
    insert("core.vacancy", [row | {"seat_number": 1, "matched_hash": 1} for row in rows])
    count_weeks(connection)
    assert connection.sql("FROM core.evergreen").fetchall() == []


@pytest.mark.parametrize(("times", "text", "is_flagged"), [(3, "t", True), (2, "t", False), (3, None, False)])
def test_an_advert_dated_anew_three_times_with_its_text_is_flagged(
    connection: duckdb.DuckDBPyConnection, insert: Insert, times: int, text: str | None, is_flagged: bool
) -> None:
    _answers(insert, [0, 60])
    insert("core.posting", [_posting("p", text_hash="t")])
    insert("core.spell", [_spell("p", 0, 60)])
    days = [DAY + dt.timedelta(days=10 * number) for number in range(1, times + 1)]
    insert("core.posting_refresh", [
        {"posting_id": "p", "refreshed_on": day, "posted_before_on": DAY, "text_hash": text} for day in days
    ])  # fmt: skip
    count_weeks(connection)
    assert connection.sql("SELECT is_evergreen FROM mart.posting_flag").fetchall() == [(is_flagged,)]


def test_an_advert_that_its_board_dates_anew_grows_no_younger(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    _answers(insert, [0, 60])
    insert("core.posting", [_posting("p", posted_at=f"{DAY + dt.timedelta(days=20)} 06:00:00")])
    insert("core.spell", [_spell("p", 0, 60)])
    first = {"posted_before_on": DAY - dt.timedelta(days=150), "refreshed_on": DAY + dt.timedelta(days=20)}
    insert("core.posting_refresh", [{"posting_id": "p", **first}])
    count_weeks(connection)
    assert connection.sql("SELECT evergreen_on FROM core.evergreen").fetchall() == [(DAY + dt.timedelta(days=31),)]


def test_a_title_that_is_edited_holds_from_the_edit(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    _answers(insert, [0, 60])
    insert("core.posting", [_posting("p", title="Talent pool", version_number=2)])
    insert("core.spell", [_spell("p", 0, 60)])
    insert("core.posting_version", [
        {"posting_id": "p", "version_number": number, "title": title, "seen_from_at": DAY + dt.timedelta(days=day)}
        for number, title, day in [(1, "Data Engineer", 0), (2, "Talent pool", 40)]
    ])  # fmt: skip
    count_weeks(connection)
    assert connection.sql("SELECT evergreen_on FROM core.evergreen").fetchall() == [(DAY + dt.timedelta(days=40),)]


def test_an_advert_that_is_back_within_a_month_goes_on(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    _answers(insert, [0, 299])
    insert("core.posting", [_posting("p"), _posting("q")])
    for name, back in (("p", 120), ("q", 131)):
        again = _spell(name, back, 299) | {"spell_number": 2}
        insert("core.spell", [_spell(name, 0, 99, 100), again])
    count_weeks(connection)
    found = connection.sql("SELECT posting_id, evergreen_on FROM core.evergreen ORDER BY 1").fetchall()
    assert found == [("p", DAY + dt.timedelta(days=181))]


def test_an_advert_older_than_nearly_all_that_closed_is_stale(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    _market(insert, [10, 30, 70] * 20)
    insert("core.posting", [_posting("old"), _posting("new")])
    insert("core.spell", [_spell("old", 129, 200), _spell("new", 130, 200)])
    estimates.renew(connection, DAY)
    rows = connection.sql("SELECT posting_id, is_stale, stale_after_days FROM mart.posting_flag").fetchall()
    assert set(rows) == {("old", True, 70), ("new", False, 70)}


# -- skills -----------------------------------------------------------------------------------------------------------


def _asking(
    insert: Insert, counts: Sequence[tuple[int, int]], first: int, last: int, tag: str = "", **values: Any
) -> None:
    """For each employer so many adverts that name Python of so many, up from the first day to the last."""
    postings, spells, mentions = [], [], []
    for employer, (asking, size) in enumerate(counts):
        for number in range(size):
            name = f"{tag}{employer}.{number}"
            postings.append(_posting(name, employer=f"e{employer}", text_hash=name, **values))
            spells.append(_spell(name, first, last - 1, last))
            if number < asking:
                mentions.append({"posting_id": name, "skill_id": "python", "skill_need": "required", "line_hash": "1"})
    insert("core.posting", postings)
    insert("core.spell", spells)
    insert("core.posting_skill", mentions)


def _skill(insert: Insert) -> None:
    insert("core.skill", [{"skill_id": "python", "skill_name": "Python", "skill_kind": "language"}])


SIZES = st.lists(
    st.integers(1, 6).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), min_size=5, max_size=14
)


def _a_months_share_is_that_of_the_measure(
    connection: duckdb.DuckDBPyConnection, insert: Insert, counts: list[tuple[int, int]]
) -> None:
    connection.execute("DELETE FROM ops.recent_skill")
    for table in ("core.board_day", "core.posting", "core.spell", "core.posting_skill", "core.skill"):
        connection.execute(f"DELETE FROM {table}")
    _answers(insert, [0, 20])
    _skill(insert)
    _asking(insert, [(1, 2), *counts], 0, 20)
    estimates.renew(connection, DAY)
    rows = connection.sql("FROM mart.skill_share_month").pl().to_dicts()
    asking, sizes = (np.array(column, dtype=np.float64) for column in zip((1, 2), *counts, strict=True))
    wanted = clustered_share(asking, sizes)
    assert len(rows) == ((asking > 0).sum() >= 3)
    for row in rows:
        assert (row["n"], row["asking_vacancies"], row["share"]) == (wanted.n, asking.sum(), wanted.value)
        assert (row["share_low"], row["share_high"]) == (
            (None, None) if wanted.low is None else pytest.approx((wanted.low, wanted.high))
        )


test_a_months_share_is_that_of_the_measure = settings(ONE_WAREHOUSE, max_examples=5)(
    given(counts=SIZES)(_a_months_share_is_that_of_the_measure)
)
test_a_months_share_is_that_of_the_measure_oftener = pytest.mark.soak(
    settings(ONE_WAREHOUSE, max_examples=100)(given(counts=SIZES)(_a_months_share_is_that_of_the_measure))
)


def test_a_vacancy_counts_once_in_every_month_it_is_open(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Three employers' vacancies, up from 20 January to 2 February; one is advertised twice, one says nothing."""
    _answers(insert, [4, 60])
    _skill(insert)
    _asking(insert, [(1, 2), (1, 1), (1, 1)], 19, 33)
    insert("core.posting", [_posting("silent", employer="e0"), _posting("again", employer="e0", text_hash="a")])
    insert("core.spell", [_spell("silent", 19, 32, 33), _spell("again", 19, 32, 33)])
    insert(
        "core.vacancy",
        [{"posting_id": "again", "vacancy_id": "0.0", "series_id": "0.0", "seat_number": 1, "matched_hash": 1}],
    )
    estimates.renew(connection, DAY)
    rows = connection.sql(
        "SELECT window_start, window_end, n, share, coverage FROM mart.skill_share_month ORDER BY window_start"
    )
    observed, february = dt.date(2026, 1, 5), dt.date(2026, 2, 1)
    assert rows.fetchall() == [
        (observed, dt.date(2026, 1, 31), 4, 0.75, 0.8),
        (february, dt.date(2026, 2, 28), 4, 0.75, 0.8),
    ]


def test_a_line_that_is_repeated_one_day_after_another_speaks_of_the_employer(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """Its fifth mention makes it one, whenever the others came; a line on two of five boards' postings never is."""
    _answers(insert, range(0, 20))
    _skill(insert)
    for day in range(5):
        names = [f"{board}{day}" for board in "abc"]
        insert("core.posting", [
            _posting(name, role_id=("engineer", "analyst")[day % 2], employer=f"e{name}", text_hash=name)
            | {"board_id": name[0]}
            for name in names
        ])  # fmt: skip
        insert("core.spell", [_spell(name, day, day) | {"board_id": name[0]} for name in names])
        mention = {"skill_id": "python", "skill_need": "mentioned", "line_hash": "7"}
        insert("core.posting_skill", [{"posting_id": name, **mention} for name in names if name[0] == "a" or day < 2])
        estimates.renew(connection, DAY + dt.timedelta(days=day))
    asking = connection.sql("SELECT role_id, asking_vacancies FROM core.skill_month").fetchall()
    assert asking == []
    mart = connection.sql("SELECT posting_id FROM mart.posting_skill ORDER BY 1").fetchall()
    assert mart == [("b0",), ("b1",), ("c0",), ("c1",)]


def test_a_days_data_makes_its_own_month_anew_and_gives_what_all_anew_gives(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    _answers(insert, range(0, 61))
    _skill(insert)
    _asking(insert, [(1, 2), (2, 3), (1, 1)], 19, 55)
    estimates.renew(connection, DAY)
    _asking(insert, [(0, 1), (1, 1), (1, 2)], 58, 59, tag="new")
    connection.execute("DELETE FROM ops.estimate_mark WHERE starts_with(mark, 'turn:')")
    estimates.renew(connection, DAY + dt.timedelta(days=58))
    tables = ("core.role_month", "core.skill_month", "core.employer_line", "core.estimate", "core.skill_change")
    daily = [_rows(connection, table) for table in tables]
    for table in tables:
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM ops.estimate_mark")
    estimates.renew(connection, DAY)
    assert [_rows(connection, table) for table in tables] == daily


def test_what_comes_back_after_long_counts_with_what_it_named(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """Nothing of it is at hand: what closed so long ago has gone from what a day reads."""
    _answers(insert, range(0, 85))
    _skill(insert)
    _asking(insert, [(1, 1)] * 3, 0, 20)
    _asking(insert, [(1, 1)] * 2, 60, 85, tag="new")
    estimates.renew(connection, DAY)
    assert connection.sql("SELECT count(*) FROM ops.recent_skill").fetchall() == [(2,)]
    _answers(insert, [85])
    insert("core.spell", [_spell(f"{number}.0", 85, 85, number=2) for number in range(3)])
    estimates.renew(connection, DAY + dt.timedelta(days=81))
    months = connection.sql("SELECT month(window_start), asking_vacancies FROM mart.skill_share_month ORDER BY 1")
    assert months.fetchall() == [(1, 3), (3, 5)]


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    return connection.sql(f"FROM {table} ORDER BY ALL").pl().with_columns(pl.selectors.float().round(9)).rows()


@pytest.mark.parametrize(
    ("postings", "silent", "role", "need", "counted"),
    [
        (6, 4, "analyst", "mentioned", 0),
        (4, 0, "analyst", "mentioned", 1),  # fewer than five
        (6, 5, "analyst", "mentioned", 1),  # on less than 60 % of the board's
        (6, 4, "engineer", "mentioned", 1),  # of one role only
        (6, 4, "analyst", "required", 1),  # among the requirements
    ],
)
def test_a_line_that_a_board_repeats_for_every_role_is_counted_for_none(
    connection: duckdb.DuckDBPyConnection,
    insert: Insert,
    postings: int,
    silent: int,
    role: str,
    need: str,
    counted: int,
) -> None:
    """Also in a month in which fewer are up that share it: it is known since the month before."""
    _answers(insert, range(0, 61))
    _skill(insert)
    names = [f"p{number}" for number in range(postings + silent)]
    insert(
        "core.posting",
        [
            _posting(name, employer=f"e{number}", text_hash=name, role_id=role if number % 2 else "engineer")
            for number, name in enumerate(names)
        ],
    )
    lives = [(0, 9, 10) if number < 3 else (0, 49, 50) for number in range(len(names))]
    insert("core.spell", [_spell(name, *life) for name, life in zip(names, lives, strict=True)])
    lines = [{"posting_id": name, "skill_id": "python", "skill_need": need, "line_hash": "7"} for name in names]
    insert("core.posting_skill", lines[:postings])
    others = [_posting(f"o{number}", board_id="o", employer=f"o{number}", text_hash="o") for number in range(3)]
    insert("core.posting", others)
    insert("core.spell", [_spell(f"o{number}", 40, 49, 50) | {"board_id": "o"} for number in range(3)])
    insert("core.posting_skill", [line | {"posting_id": f"o{number}"} for number, line in enumerate(lines[:3])])
    estimates.renew(connection, DAY)
    counts = connection.sql("FROM core.skill_month WHERE role_id = 'engineer' AND month = DATE '2026-02-01'")
    at_board = [number for number in range(3, postings) if role == "engineer" or number % 2 == 0]
    assert [row["asking_vacancies"] for row in counts.pl().to_dicts()] == [3 + counted * len(at_board)]


def test_a_new_skill_parser_has_all_months_counted_anew(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    _answers(insert, range(0, 61))
    _skill(insert)
    _asking(insert, [(1, 2), (2, 3), (1, 1)], 0, 20)
    estimates.renew(connection, DAY)
    connection.execute("DELETE FROM core.posting_skill")
    estimates.renew(connection, DAY + dt.timedelta(days=60))
    assert connection.sql("SELECT count(*) FROM core.skill_month").fetchall() == [(1,)]
    connection.execute("UPDATE core.posting SET skills_version = 2")
    estimates.renew(connection, DAY + dt.timedelta(days=60))
    assert connection.sql("SELECT count(*) FROM core.skill_month").fetchall() == [(0,)]


def test_another_version_of_a_method_makes_all_its_figures_anew_without_a_new_day(
    connection: duckdb.DuckDBPyConnection, insert: Insert, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those of months that are long over."""
    _answers(insert, range(0, 61))
    _skill(insert)
    _asking(insert, [(1, 2), (2, 3), (1, 1)], 0, 20)
    insert("core.role", [{"role_id": "engineer", "role_title": "Engineer", "role_family": "it", "soc_code": "15-1"}])
    insert("ops.touched", [{"touched_on": _on(0)}])
    estimates.renew(connection, weeks.renew(connection))
    tables = ("core.role_month", "core.skill_month", "core.estimate", "core.role_trend")
    first = [_rows(connection, table) for table in tables]
    assert all(first)
    connection.execute("UPDATE core.role_month SET vacancies = 77")
    for table in tables[1:]:
        connection.execute(f"DELETE FROM {table}")
    old = [_rows(connection, table) for table in tables]
    estimates.renew(connection, None)
    assert [_rows(connection, table) for table in tables] == old  # nothing has changed
    connection.execute("UPDATE ops.estimate_mark SET mark_value = 'older' WHERE mark = 'method'")
    estimates.renew(connection, None)
    assert [_rows(connection, table) for table in tables] == first
    shown = {skills: "mart.skill_share_month", estimates: "core.estimate", trends: "core.role_trend"}
    for module, table in shown.items():
        version = module.METHOD_VERSION + 1
        monkeypatch.setattr(module, "METHOD_VERSION", version)
        estimates.renew(connection, None)
        assert connection.sql(f"SELECT DISTINCT method_version FROM {table}").fetchall() == [(version,)]


def _change(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    estimates.renew(connection, DAY)
    return connection.sql("FROM mart.skill_change").pl().to_dicts()


def test_a_skill_that_is_asked_more_is_news(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Twelve employers of ten vacancies: two or three of them name it before, seven or eight now."""
    _answers(insert, [100, 190, 200])
    _skill(insert)
    _asking(insert, [(2 + number % 2, 10) for number in range(12)], 100, 110)
    _asking(insert, [(7 + number // 2 % 2, 10) for number in range(12)], 180, 190, tag="now")
    (row,) = _change(connection)
    assert (row["share_before"], row["share_now"], row["change"]) == pytest.approx((0.25, 0.75, 0.5))
    assert row["change_low"] <= 0.5 <= row["change_high"]
    assert (row["is_news"], row["skills_tested"], row["unique_employers"]) == (True, 1, 12)
    assert (row["n"], row["vacancies_before"], row["coverage"]) == (120, 120, 1)
    assert (row["before_start"], row["before_end"]) == (DAY + dt.timedelta(days=89), DAY + dt.timedelta(days=116))
    assert (row["window_start"], row["window_end"]) == (DAY + dt.timedelta(days=173), DAY + dt.timedelta(days=200))


def test_changes_come_family_by_family_and_are_those_of_all_at_once(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """The one half on a Tuesday, the other on a Wednesday; what closed between the windows is read for it alone."""
    _answers(insert, [100, 190, 200])
    _skill(insert)
    for role in ("analyst", "engineer"):
        insert("core.role", [{"role_id": role, "role_title": role, "role_family": role}])
        _asking(insert, [(2 + number % 2, 10) for number in range(12)], 100, 110, tag=role, role_id=role)
        _asking(insert, [(7, 10) for _ in range(12)], 180, 190, tag=f"{role} now", role_id=role)
    whole = _change(connection)
    assert [row["role_id"] for row in whole] == ["analyst", "engineer"]
    connection.execute("UPDATE core.skill_change SET share_now = 0")
    for kind, roles in (("skills_0", ["analyst"]), ("skills_1", ["analyst", "engineer"])):
        connection.execute("DELETE FROM ops.estimate_mark WHERE mark = $mark", {"mark": f"turn:{kind}"})
        estimates.renew(connection, DAY + dt.timedelta(days=200))
        found = connection.sql("FROM mart.skill_change").pl().to_dicts()
        assert [row["role_id"] for row in found if row["share_now"] > 0] == roles
    assert sorted(found, key=str) == sorted(whole, key=str)


def test_a_board_that_was_not_watched_then_changes_nothing(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    _answers(insert, [100, 190, 200])
    _answers(insert, [190, 200], board="late")
    _skill(insert)
    _asking(insert, [(5, 10)] * 12, 100, 110)
    _asking(insert, [(5, 10)] * 12, 180, 190, tag="now")
    insert(
        "core.posting", [_posting(f"l{n}", board_id="late", employer=f"e{n % 12}", text_hash="t") for n in range(60)]
    )
    insert("core.spell", [_spell(f"l{n}", 190, 200) | {"board_id": "late"} for n in range(60)])
    (row,) = _change(connection)
    assert (row["share_before"], row["share_now"], row["is_news"]) == (0.5, 0.5, False)
    assert (row["n"], row["coverage"]) == (120, 0.5)


@pytest.mark.parametrize(("employers", "asking"), [(9, 5), (12, 1)])
def test_too_few_employers_or_mentions_are_not_tested(
    connection: duckdb.DuckDBPyConnection, insert: Insert, employers: int, asking: int
) -> None:
    _answers(insert, [100, 190, 200])
    _skill(insert)
    _asking(insert, [(asking, 10)] * employers, 100, 110)
    _asking(insert, [(asking, 10)] * employers, 180, 190, tag="now")
    assert _change(connection) == []


# -- pay --------------------------------------------------------------------------------------------------------------

ADVERT = st.fixed_dictionaries(
    {
        "employer_key": st.sampled_from([f"e{number}" for number in range(12)]),
        "vacancy_id": st.integers(0, 200).map(str),
        "country_code": st.sampled_from(["DE", "FR", None]),
        "pay": st.one_of(
            st.none(),
            st.tuples(st.integers(20, 200), st.integers(0, 60)).map(lambda pair: (pair[0], sum(pair))),
            st.tuples(st.integers(20, 200), st.none()),
            st.tuples(st.none(), st.integers(20, 200)),
        ),
    }
)


def _adverts(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Adverts as `advertised_pay.adverts` hands them out, one a vacancy."""
    lows = [(row["pay"] or (None, None))[0] for row in rows]
    highs = [(row["pay"] or (None, None))[1] for row in rows]
    middles = [
        (low + high) / 2 if low and high and 3 * high <= 7 * low else None
        for low, high in zip(lows, highs, strict=True)
    ]
    return pl.DataFrame(
        {
            "role_id": ["engineer"] * len(rows),
            "vacancy_id": [str(number) for number in range(len(rows))],
            "employer_key": [row["employer_key"] for row in rows],
            "country_code": pl.Series([row["country_code"] for row in rows], dtype=pl.String),
            "has_pay": [row["pay"] is not None for row in rows],
            "pay_currency": pl.Series(["EUR" if row["pay"] else None for row in rows], dtype=pl.String),
            "pay_min_annual": pl.Series(lows, dtype=pl.Float64),
            "pay_max_annual": pl.Series(highs, dtype=pl.Float64),
            "pay_mid": pl.Series(middles, dtype=pl.Float64),
        }
    )


def _pay(rows: list[dict[str, Any]]) -> dict[str, Any]:
    found = advertised_pay.wide(list(advertised_pay.figures(_adverts(rows))))
    return found.get(("engineer", "EUR"), {})


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ADVERT, min_size=5, max_size=120), shuffled=st.randoms(use_true_random=False))
def test_what_holds_of_any_pay(rows: list[dict[str, Any]], shuffled: Any) -> None:
    """Quantiles rise, intervals and bounds hold the estimate, silence only widens, order and floors matter as said."""
    found = _pay(rows)
    order = list(rows)
    shuffled.shuffle(order)
    again = _pay(order)
    assert set(again) == set(found)
    for measure, one in found.items():
        assert [again[measure].value, again[measure].low, again[measure].high] == pytest.approx(
            [one.value, one.low, one.high]
        )
    quantiles = [found[f"pay_p{p}"] for p in (10, 25, 50, 75, 90) if f"pay_p{p}" in found]
    values = [one.value for one in quantiles if one.value is not None]
    assert values == sorted(values)
    for one in quantiles:
        assert (one.value is None) == (one.refusal is not None)
        assert one.value is None or one.low <= one.value <= one.high
    if "pay_silent_p50" not in found:
        return
    low, high = _ends(found["pay_bounds_p50"])
    worst, best = _ends(found["pay_silent_p50"])
    assert worst <= low <= high <= best
    if (middle := found["pay_p50"].value) is not None:
        assert low <= middle <= high
        assert found["pay_p50"].n >= 10


def _ends(one: Any) -> tuple[float, float]:
    return one.low or 0.0, float("inf") if one.high is None else one.high


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(ADVERT, min_size=20, max_size=60), scale=st.sampled_from([0.5, 12.0, 1000.0]))
def test_another_unit_of_pay_scales_the_figures(rows: list[dict[str, Any]], scale: float) -> None:
    plain = _pay(rows)
    frame = _adverts(rows).with_columns(pl.col("pay_min_annual", "pay_max_annual", "pay_mid") * scale)
    scaled = advertised_pay.wide(list(advertised_pay.figures(frame))).get(("engineer", "EUR"), {})
    for measure in plain.keys() & {"pay_outliers"}:
        assert scaled[measure] == plain[measure]
    for measure in plain.keys() - {"pay_effective_n", "pay_outliers"}:
        for end in ("value", "low", "high"):
            wanted = getattr(plain[measure], end)
            assert getattr(scaled[measure], end) == (None if wanted is None else pytest.approx(wanted * scale))


def test_a_vacancy_advertised_again_is_told_from_a_new_one(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """Of four postings of the last days one is new, one the new one's second board; a repost and one back are not."""
    _answers(insert, [0, 60])
    insert("core.posting", [_posting(name) for name in ("old", "repost", "back", "new", "twin")])
    insert("core.spell", [_spell("old", 0, 9, 10), _spell("back", 0, 9, 10), _spell("back", 50, 60, None, 2)])
    insert("core.spell", [_spell(name, 50, 60) for name in ("repost", "new", "twin")])
    names = {"repost": ("repost", "old"), "twin": ("new", "new")}
    insert(
        "core.vacancy",
        [
            {"posting_id": name, "vacancy_id": vacancy, "series_id": series, "seat_number": 1, "matched_hash": 1}
            for name, (vacancy, series) in names.items()
        ],
    )
    rows = connection.sql("SELECT new_postings, reposted_postings, closed_postings FROM mart.employer_activity")
    assert rows.fetchall() == [(2, 2, 0)]
    count_weeks(connection)
    flows = "SELECT sum(new_postings), sum(closed_postings) FROM core.role_week WHERE week_start > $from_on"
    assert connection.execute(flows, {"from_on": _on(40)}).fetchall() == [(2, 0)]
