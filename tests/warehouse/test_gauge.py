import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import estimates, weeks
from warehouse.answers.bar import bar
from warehouse.answers.employers import employers
from warehouse.answers.gauge import Count, Gauge, Unseen, gauge
from warehouse.answers.matching import select
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.measures.shares import clustered_share, wilson
from warehouse.reports import words
from warehouse.reports.sections import openings as openings_words
from warehouse.store import migrate, open_reader

ONE_WAREHOUSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Every example finds the warehouse that the one before left, and clears it."""

Insert = Callable[[str, list[dict[str, Any]]], None]
ENGINEER = Person(role_id="engineer")


def _gauge(connection: duckdb.DuckDBPyConnection, person: Person = ENGINEER) -> Gauge:
    return gauge(connection, person, is_simulated=False)


def test_the_scope_says_what_the_figures_speak_of(market: duckdb.DuckDBPyConnection) -> None:
    scope = gauge(market, Person(role_id="engineer", countries=("DE",)), is_simulated=True).scope
    assert (scope.role_id, scope.role_title, scope.role_family) == ("engineer", "Data Engineer", "Data")
    assert (scope.window_start, scope.window_end) == (dt.date(2026, 1, 5), dt.date(2026, 3, 4))
    assert (scope.boards_watched, scope.boards_observed, scope.employers_watched) == (4, 2, 3)
    assert scope.boards_never_answered == 1  # Delta's, whose employer is watched in name only
    assert scope.platforms == ("ashby", "greenhouse", "lever")
    assert scope.last_complete_at == dt.datetime(2026, 3, 4, 6)
    assert (scope.countries, scope.is_simulated, scope.method_version) == (("DE",), True, 4)
    assert {scope.panel_id} == {row[0] for row in market.execute("SELECT panel_id FROM mart.role_mix").fetchall()}


def test_counts_compare_the_boards_observed_at_both_times(market: duckdb.DuckDBPyConnection) -> None:
    """Gamma joined in between and counts only everywhere: Alpha and Beta had a1, a3, b1, b2 and have a1, a2, b1."""
    found = _gauge(market)
    assert found.active_postings == Count(everywhere=5, now=3, before=4, boards=2)
    assert found.unique_employers == Count(everywhere=3, now=2, before=2, boards=2)
    assert found.new_postings == Count(everywhere=1, now=0, before=1, boards=2)


@pytest.mark.parametrize(("seen_on", "is_counted"), [("2026-02-25", True), ("2026-02-24", False)])
def test_what_was_last_seen_over_a_week_ago_is_no_part_of_what_is_open_now(
    market: duckdb.DuckDBPyConnection, seen_on: str, is_counted: bool
) -> None:
    """The last day is 4 March; Beta's b1 is the only opening of Beta."""
    market.execute(f"UPDATE core.spell SET last_seen_at = TIMESTAMP '{seen_on} 06:00:00' WHERE posting_id = 'b1'")
    found, count = _gauge(market), 5 if is_counted else 4
    assert (found.active_postings.everywhere, found.quality.active_postings) == (count, count)
    assert (found.unique_employers.everywhere, sum(row.n for row in found.seniority)) == (3 if is_counted else 2, count)
    said = "SELECT sum(active_postings) FROM mart.employer_activity WHERE role_id = 'engineer'"
    assert market.execute(said).fetchall() == [(count,)]
    is_open = "SELECT is_open, closed_at FROM mart.posting WHERE posting_id = 'b1'"
    assert market.execute(is_open).fetchall() == [(is_counted, None)]
    limits, asked = select(market, ENGINEER), bar(market, ENGINEER)
    hiring = {row.employer: row.openings_now for row in employers(market, ENGINEER).hiring}
    assert (limits.open, asked.vacancies, sum(hiring.values())) == (count, count, count)
    if is_counted:
        assert (found.unseen, limits.unseen, "silent" in words.headline(found)) == (None, 0, False)
        return
    day = dt.date(2026, 2, 24)
    assert found.unseen == Unseen(postings=1, boards=1, since=day)
    assert (limits.unseen, limits.unseen_boards, limits.unseen_since) == (1, 1, day)
    told = "1 at 1 board that has been silent since 24 Feb 2026"
    assert f" now (and {told}); " in words.headline(found)
    assert f"Not counted are {told}: whether these are still up is not known. The weeks count them." in words.demand(
        found
    )
    assert f"Not counted, as whether they are still up is not known: {told}." in list(openings_words.left_out(limits))


def test_an_employer_is_watched_once_one_of_its_boards_has_answered_in_full(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.board SET employer = 'Alpha' WHERE board_id = 'lever:delta'")
    scope = _gauge(market).scope
    assert (scope.boards_watched, scope.boards_never_answered, scope.employers_watched) == (4, 1, 3)
    market.execute("UPDATE core.board_day SET board_status = 'incomplete' WHERE board_id = 'greenhouse:beta'")
    scope = _gauge(market).scope
    assert (scope.boards_watched, scope.boards_never_answered, scope.employers_watched) == (4, 2, 2)
    market.execute("UPDATE core.board_day SET board_status = 'empty' WHERE board_id = 'lever:delta'")
    assert _gauge(market).scope.boards_never_answered == 1


def test_without_four_weeks_of_history_there_is_no_before(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("DELETE FROM core.board_day WHERE observed_on < DATE '2026-02-18'")
    found = _gauge(market)
    assert found.active_postings == Count(everywhere=5, now=5, before=None, boards=3)
    assert found.unique_employers == Count(everywhere=3, now=3, before=None, boards=3)
    assert (found.new_postings.before, found.new_postings.boards) == (None, 3)


def test_eight_weeks_are_needed_to_compare_new_openings(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("DELETE FROM core.board_day WHERE observed_on < DATE '2026-02-04'")
    found = _gauge(market)
    assert found.active_postings.before == 4
    assert found.new_postings == Count(everywhere=1, now=1, before=None, boards=3)


def test_a_board_that_has_not_answered_for_a_week_is_not_compared(market: duckdb.DuckDBPyConnection) -> None:
    market.execute(
        "UPDATE core.board_day SET board_status = 'failed' WHERE board_id = 'greenhouse:beta' AND day(observed_on) = 2"
    )
    assert _gauge(market).active_postings == Count(everywhere=5, now=2, before=2, boards=1)


@pytest.mark.parametrize(
    ("countries", "ids"),
    [
        ((), {"a1", "a2", "a3", "b1", "b2", "c1", "c3"}),
        (("DE",), {"a1", "b1", "b2", "c1"}),  # a1 names Berlin as its second place, c1 is remote from anywhere
        (("FR",), {"c1", "c3"}),
        (("FR", "US"), {"a1", "a2", "a3", "c1", "c3"}),
        (("JP",), {"c1"}),
    ],
)
def test_countries_choose_the_postings(
    market: duckdb.DuckDBPyConnection, countries: tuple[str, ...], ids: set[str]
) -> None:
    found = _gauge(market, Person(role_id="engineer", countries=countries))
    is_open = len(ids - {"a3", "b2"})
    assert found.weeks[-1].active_postings == found.quality.active_postings == is_open
    assert sum(week.closed_postings for week in found.weeks) == len(ids & {"a2", "a3", "b2"})
    assert sum(share.n for share in found.seniority) == is_open
    assert sum(employer.active_postings for employer in found.employers) == is_open


def test_countries_choose_the_places_and_the_pay(market: duckdb.DuckDBPyConnection) -> None:
    found = _gauge(market, Person(role_id="engineer", countries=("DE",)))
    assert [(place.country_code, place.city, place.active_postings) for place in found.places] == [
        ("DE", "Berlin", 2),
        (None, None, 1),
    ]
    assert [(pay.currency, pay.n, pay.active_postings) for pay in found.pay] == [("EUR", 1, 3), ("USD", 1, 3)]
    assert found.pay[0].disclosure == pytest.approx(2 / 3)


def test_shares_have_their_interval_and_the_unknown_last(market: duckdb.DuckDBPyConnection) -> None:
    shares = _gauge(market).seniority
    assert [(share.value, share.n, share.of) for share in shares] == [("senior", 2, 5), ("lead", 1, 5), (None, 2, 5)]
    assert {(share.low, share.high) for share in shares} == {(None, None)}, "of two employers nothing can be told"


def test_shares_allow_for_an_employers_postings_being_alike(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """Of twelve employers with ten postings each, four have all of theirs remote and the others a few."""
    remote = [10, 10, 10, 10, 1, 2, 0, 0, 3, 1, 0, 1]
    names = [f"e{number}" for number in range(12)]
    insert("core.role", [{"role_id": "engineer", "role_title": "Engineer", "role_family": "Software"}])
    insert("core.board", [{"board_id": name, "employer": name} for name in names])
    insert("core.board_day", [{"board_id": name, "observed_on": "2026-03-02", "observed_at": "2026-03-02 06:00:00",
                               "board_status": "complete"} for name in names])  # fmt: skip
    adverts = [(name, number, "remote" if number < count else "on_site")
               for name, count in zip(names, remote, strict=True) for number in range(10)]  # fmt: skip
    insert(
        "core.posting",
        [
            {
                "posting_id": f"{name}-{number}",
                "board_id": name,
                "employer": name,
                "employer_key": name,
                "role_id": "engineer",
                "workplace": workplace,
            }
            for name, number, workplace in adverts
        ],
    )
    insert("core.spell", [{"posting_id": f"{name}-{number}", "board_id": name, "first_seen_at": "2026-03-02 06:00:00",
                           "last_seen_at": "2026-03-02 06:00:00"} for name, number, _ in adverts])  # fmt: skip
    on_site, away = _gauge(connection).workplace
    told = clustered_share(np.array(remote, dtype=np.float64), np.full(12, 10.0))
    assert (away.value, away.n, away.of, away.low, away.high) == ("remote", 48, 120, told.low, told.high)
    assert away.low is not None
    assert on_site.high == pytest.approx(1 - away.low)
    assert away.low < wilson(48, 120).low - 0.05


def test_troubles_are_boards_that_did_not_answer_in_full(market: duckdb.DuckDBPyConnection) -> None:
    assert [(trouble.board_id, trouble.status, trouble.reason) for trouble in _gauge(market).troubles] == [
        ("greenhouse:beta", "incomplete", "the answer broke off"),
        ("lever:delta", "unknown_board", "no such board"),
    ]


def test_a_role_that_has_closed_everywhere_is_an_answer(market: duckdb.DuckDBPyConnection) -> None:
    market.execute(
        "UPDATE core.spell SET closed_at = '2026-03-04 06:00:00', closed_on = '2026-03-04' WHERE posting_id = 'b3'"
    )
    found = _gauge(market, Person(role_id="analyst"))
    assert found.active_postings.now == 0
    assert (found.pay, found.seniority, found.places) == ((), (), ())
    assert found.quality.pay_known_share is None
    assert [(employer.employer, employer.closed_postings) for employer in found.employers] == [("Beta", 1)]


# -- pay against mine ------------------------------------------------------------------------------------------------


@pytest.fixture
def thirty(connection: duckdb.DuckDBPyConnection, insert: Insert) -> duckdb.DuckDBPyConnection:
    """Thirty openings: ten at 50-60, ten at 60-80, five at 90-120, three from 100 on, two up to 70 (in thousands)."""
    ranges = [(50, 60)] * 10 + [(60, 80)] * 10 + [(90, 120)] * 5 + [(100, None)] * 3 + [(None, 70)] * 2
    at, on = "2026-03-04 06:00:00", "2026-03-04"
    board = {"board_id": "ashby:alpha", "employer": "Alpha"}
    insert("core.role", [{"role_id": "engineer", "role_title": "Data Engineer", "role_family": "Data"}])
    insert("core.board", [board])
    insert(
        "core.board_day",
        [{"board_id": "ashby:alpha", "observed_on": on, "observed_at": at, "board_status": "complete"}],
    )
    pays = [
        {"pay_currency": "EUR", "pay_min_annual": low and low * 1000, "pay_max_annual": high and high * 1000}
        for low, high in ranges
    ]
    insert(
        "core.posting", [{"posting_id": str(n), "role_id": "engineer", **board, **pay} for n, pay in enumerate(pays)]
    )
    seen = {"board_id": "ashby:alpha", "first_seen_at": at, "last_seen_at": at}
    insert("core.spell", [{"posting_id": str(number), **seen} for number in range(len(ranges))])
    return connection


def test_my_pay_is_a_band_of_percentiles(thirty: duckdb.DuckDBPyConnection) -> None:
    mine = Person(role_id="engineer", pay_annual=75_000, pay_currency="EUR")
    (pay,) = _gauge(thirty, mine).pay
    assert pay.p50 is None  # thirty postings, but a single employer
    assert pay.percentile_low is None
    assert pay.percentile_refusal is not None
    _spread(thirty)
    (pay,) = _gauge(thirty, mine).pay
    assert pay.mine == 75_000
    assert pay.percentile_low == pytest.approx(12 / 30)  # the ten at 50-60 and the two up to 70
    assert pay.percentile_high == pytest.approx(22 / 30)  # and the ten that 75 lies within
    assert pay.start_above_mine == 8
    assert pay.percentile_limits is not None
    assert pay.percentile_limits[0] < pay.percentile_low < pay.percentile_high < pay.percentile_limits[1]


def _spread(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the postings be those of ten employers."""
    connection.execute("UPDATE core.posting SET employer_key = 'e' || (CAST(posting_id AS INTEGER) % 10)")


def test_pay_at_an_end_of_a_range_lies_within_it(thirty: duckdb.DuckDBPyConnection) -> None:
    _spread(thirty)
    (pay,) = _gauge(thirty, Person(role_id="engineer", pay_annual=60_000, pay_currency="EUR")).pay
    assert (pay.percentile_low, pay.start_above_mine) == (0, 8)
    assert pay.percentile_high == pytest.approx(22 / 30)


def test_no_percentile_below_thirty_postings(thirty: duckdb.DuckDBPyConnection) -> None:
    thirty.execute("DELETE FROM core.spell WHERE posting_id = '0'")
    (pay,) = _gauge(thirty, Person(role_id="engineer", pay_annual=75_000, pay_currency="EUR")).pay
    assert (pay.n, pay.percentile_low, pay.percentile_high, pay.start_above_mine) == (29, None, None, 8)


@pytest.mark.parametrize(("amount", "currency"), [(75_000, "USD"), (75_000, None), (None, "EUR"), (None, None)])
def test_pay_in_another_currency_is_not_compared(
    thirty: duckdb.DuckDBPyConnection, amount: float | None, currency: str | None
) -> None:
    (pay,) = _gauge(thirty, Person(role_id="engineer", pay_annual=amount, pay_currency=currency)).pay
    assert (pay.mine, pay.percentile_low, pay.percentile_high, pay.start_above_mine) == (None, None, None, None)


@pytest.mark.parametrize(
    "column",
    ["seniority = 'intern'", *(f"employment_type = '{kind}'" for kind in ("internship", "part_time", "volunteer"))],
)
def test_internships_and_part_time_are_left_out_of_pay(thirty: duckdb.DuckDBPyConnection, column: str) -> None:
    thirty.execute(f"UPDATE core.posting SET {column} WHERE pay_max_annual = 60000")  # the ten at 50-60
    found = _gauge(thirty, Person(role_id="engineer", pay_annual=75_000, pay_currency="EUR"))
    (pay,) = found.pay
    assert (pay.n, pay.active_postings, pay.disclosure, pay.start_above_mine) == (20, 20, 1, 8)
    assert (found.active_postings.everywhere, found.quality.pay_known_share) == (30, 1)
    thirty.execute(f"UPDATE core.posting SET {column}")
    assert _gauge(thirty).pay == ()


# -- no answer -------------------------------------------------------------------------------------------------------


def test_nothing_collected_is_no_answer(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    insert("core.role", [{"role_id": "engineer", "role_title": "Data Engineer", "role_family": "Data"}])
    with pytest.raises(NoAnswerYet, match="Nothing has been collected yet"):
        _gauge(connection)


def test_only_failed_boards_are_no_answer(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.board_day SET board_status = 'failed'")
    with pytest.raises(NoAnswerYet, match="no board has answered in full"):
        _gauge(market)


def test_a_role_never_seen_is_no_answer(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("INSERT INTO core.role VALUES ('actuary', 'Actuary', 'Risk', 'finance', '15-2011', '2120', NULL)")
    with pytest.raises(NoAnswerYet, match="No posting for 'Actuary' has been seen yet"):
        _gauge(market, Person(role_id="actuary"))
    with pytest.raises(NoAnswerYet, match="no role called 'astronaut'"):
        _gauge(market, Person(role_id="astronaut"))


def test_a_role_seen_elsewhere_only_is_no_answer(market: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NoAnswerYet, match="has been seen in FR, US yet; seen elsewhere: 1"):
        _gauge(market, Person(role_id="analyst", countries=("FR", "US")))
    assert _working_tables(market) == []


# -- the connection --------------------------------------------------------------------------------------------------


def _working_tables(connection: duckdb.DuckDBPyConnection) -> list[Any]:
    return connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'gauge%'").fetchall()


def test_the_working_tables_are_gone_and_the_answer_repeats(market: duckdb.DuckDBPyConnection) -> None:
    assert _gauge(market) == _gauge(market)
    assert _working_tables(market) == []


def test_a_published_snapshot_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "reports.duckdb"
    with duckdb.connect(str(path)) as writer:
        migrate(writer)
        writer.execute(
            "INSERT INTO core.role VALUES ('actuary', 'Actuary', 'Risk', 'finance', '15-2011', '2120', NULL)"
        )
        writer.execute("INSERT INTO core.board VALUES ('ashby:alpha', 'ashby', 'alpha', 'Alpha', NULL, NULL, 'census')")
        writer.execute(
            "INSERT INTO core.board_day VALUES ('ashby:alpha', DATE '2026-03-04', '2026-03-04 06:00:00', 'empty', "
            "NULL, FALSE, 0, 0, 0, 0, 0, 'run')"
        )
    with open_reader(path) as reader, pytest.raises(NoAnswerYet, match="No posting for 'Actuary'"):
        _gauge(reader, Person(role_id="actuary"))


# -- the answer and the marts ----------------------------------------------------------------------------------------

PAY = st.sampled_from([(None, None, None), ("EUR", 50, 60), ("EUR", 60, 90), ("EUR", 70, None), ("USD", 90, 130)])
POSTINGS = st.lists(
    st.fixed_dictionaries(
        {
            "role_id": st.sampled_from(["engineer", "engineer", "engineer", "analyst", None]),
            "employer": st.sampled_from([f"Employer {number}" for number in range(7)]),
            "board_id": st.sampled_from(["early", "late", "silent"]),
            "seniority": st.sampled_from([None, "junior", "senior", "intern"]),
            "workplace": st.sampled_from([None, "remote", "hybrid"]),
            "employment_type": st.sampled_from([None, "full_time", "part_time", "internship", "volunteer"]),
            "country_code": st.sampled_from([None, "DE", "US"]),
            "pay": PAY,
            "pay_flag": st.sampled_from([None, None, "wide_range", "on_target"]),
            "is_left_censored": st.booleans(),
            "opened": st.integers(0, 60),
            "closed": st.sampled_from([None, None, 10, 40, 60]),
        }
    ),
    min_size=1,
    max_size=90,
)
START = dt.date(2026, 1, 1)
OBSERVED = [("early", 0, "complete"), ("early", 31, "empty"), ("late", 31, "complete"), ("early", 60, "complete")]
OBSERVED += [("silent", 1, "incomplete"), ("late", 59, "complete"), ("silent", 60, "failed")]


def _load(connection: duckdb.DuckDBPyConnection, insert: Insert, postings: list[dict[str, Any]]) -> None:
    for table in ("role", "board", "board_day", "posting", "posting_place", "spell"):
        connection.execute(f"DELETE FROM core.{table}")
    insert("core.role", [{"role_id": "engineer", "role_title": "Data Engineer", "role_family": "Data"}])
    insert("core.board", [{"board_id": board, "employer": board} for board in ("early", "late", "silent")])
    insert("core.board_day", [_day(*observed) for observed in OBSERVED])
    rows = [{"posting_id": f"p{number}", **row} for number, row in enumerate(postings)]
    insert("core.posting", [_posting(row) for row in rows])
    insert("core.posting_place", [_place(row) for row in rows if row["country_code"] or row["workplace"]])
    insert("core.spell", [_spell(row) for row in rows])


def _at(day: int) -> str:
    return f"{START + dt.timedelta(days=day)} 06:00:00"


def _day(board_id: str, day: int, status: str) -> dict[str, Any]:
    on = START + dt.timedelta(days=day)
    counts = {"postings_count": 9, "quarantined_count": 1}
    return {"board_id": board_id, "observed_on": on, "observed_at": _at(day), "board_status": status, **counts}


def _posting(row: dict[str, Any]) -> dict[str, Any]:
    currency, low, high = row["pay"]
    same = {key: row[key] for key in row if key not in ("pay", "is_left_censored", "opened", "closed")}
    annual = {"pay_min_annual": low and low * 1000, "pay_max_annual": high and high * 1000}
    return same | annual | {"pay_currency": currency}


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {"posting_id": row["posting_id"], "place_number": 1, "country_code": row["country_code"]}


def _spell(row: dict[str, Any]) -> dict[str, Any]:
    is_closed = row["closed"] is not None and row["closed"] >= row["opened"]
    return {
        "posting_id": row["posting_id"],
        "board_id": row["board_id"],
        "is_left_censored": row["is_left_censored"],
        "first_seen_at": _at(row["opened"]),
        "last_seen_at": _at(row["opened"]),
        "closed_at": _at(row["closed"]) if is_closed else None,
    }


def _without_countries_the_answer_equals_the_marts(
    connection: duckdb.DuckDBPyConnection, insert: Insert, postings: list[dict[str, Any]]
) -> None:
    postings[0] |= {"role_id": "engineer"}
    _load(connection, insert, postings)
    connection.execute("INSERT INTO ops.touched VALUES ($day)", {"day": START})
    estimates.renew(connection, weeks.renew(connection))
    found = _gauge(connection)
    assert _figures(found.weeks) == _mart(connection, "role_demand_week", WEEK)
    assert _figures(found.pay) == _mart(connection, "role_pay", PAY_COLUMNS)
    assert _figures(found.employers) == _mart(connection, "employer_activity", EMPLOYER)
    assert _figures(found.places) == _mart(connection, "role_place", PLACE)
    assert _figures([found.quality]) == _mart(connection, "data_quality", QUALITY)
    for kind in ("seniority", "workplace", "employment_type"):
        parts = {part.value or "unknown": (part.n, part.share, part.low, part.high) for part in getattr(found, kind)}
        mart = connection.execute(
            "SELECT mix_value, n, share, share_low, share_high FROM mart.role_mix "
            "WHERE mix_kind = ? AND role_id = 'engineer'",
            [kind],
        )
        assert {value: tuple(figures) for value, *figures in mart.fetchall()} == {
            value: pytest.approx(figures, abs=1e-6) for value, figures in parts.items()
        }


test_without_countries_the_answer_equals_the_marts = settings(ONE_WAREHOUSE, max_examples=5)(
    given(postings=POSTINGS)(_without_countries_the_answer_equals_the_marts)
)
test_without_countries_the_answer_equals_the_marts_oftener = pytest.mark.soak(
    settings(ONE_WAREHOUSE, max_examples=100)(given(postings=POSTINGS)(_without_countries_the_answer_equals_the_marts))
)


WEEK = {
    "window_start": "week",
    "active_postings": "",
    "panel_active_postings": "",
    "new_postings": "",
    "closed_postings": "",
    "unique_employers": "",
    "boards_observed": "",
    "coverage": "",
}
PAY_COLUMNS = {
    "pay_currency": "currency",
    "n": "",
    "unique_employers": "",
    "coverage": "disclosure",
    "pay_p25": "p25",
    "pay_p50": "p50",
    "pay_p75": "p75",
    "pay_min_p50": "min_p50",
    "pay_max_p50": "max_p50",
    "pay_p10": "p10",
    "pay_p90": "p90",
    "pay_p50_low": "p50_low",
    "pay_p50_high": "p50_high",
    "pay_p25_low": "p25_low",
    "pay_p25_high": "p25_high",
    "pay_p75_low": "p75_low",
    "pay_p75_high": "p75_high",
    "pay_estimator": "estimator",
    "effective_n": "",
    "refusal": "",
}
EMPLOYER = dict.fromkeys(
    ("employer", "active_postings", "new_postings", "closed_postings", "age_days_p50", "coverage"), ""
)
PLACE = dict.fromkeys(("country_code", "city", "active_postings", "unique_employers"), "")
QUALITY = dict.fromkeys(
    (
        "active_postings",
        "role_known_share",
        "pay_known_share",
        "country_known_share",
        "workplace_known_share",
        "seniority_known_share",
        "quarantined_share",
    ),
    "",
)
NOT_IN_MARTS = {
    "mine",
    "percentile_limits",
    "percentile_refusal",
    "percentile_low",
    "percentile_high",
    "start_above_mine",
    "role_id",
}


def _mart(connection: duckdb.DuckDBPyConnection, mart: str, columns: dict[str, str]) -> set[frozenset[Any]]:
    """The role's rows of a mart, by the names that the answer gives the columns."""
    rows = connection.sql(f"FROM mart.{mart}").filter("role_id = 'engineer'").pl().to_dicts()
    return {frozenset((new or old, row[old]) for old, new in columns.items()) for row in rows}


def _figures(structs: Any) -> set[frozenset[Any]]:
    return {
        frozenset((name, getattr(one, name)) for name in one.__struct_fields__ if not _is_extra(one, name))
        for one in structs
    }


def _is_extra(one: Any, name: str) -> bool:
    return name in NOT_IN_MARTS or (type(one).__name__ == "Pay" and name == "active_postings")
