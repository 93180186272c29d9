"""How posted pay moves: markets whose every title rose by a known part, and what must not look like a rise."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

import duckdb
import pytest

from warehouse import estimates, pay_trends
from warehouse.measures.estimate import Estimate
from warehouse.pay_trends import NO_PRICES

Insert = Callable[[str, Sequence[dict[str, Any]]], None]
LAST = dt.date(2026, 6, 30)


@pytest.fixture
def numbers() -> Iterator[int]:
    return count()


def post(insert: Insert, adverts: Sequence[dict[str, Any]]) -> None:
    """Put adverts and their spells into the warehouse, all at once: a row alone takes as long as hundreds."""
    insert("core.posting", adverts)
    insert("core.spell", adverts)


def advert(numbers: Iterator[int], back: int, pay: float, *, employer: int, title: str, **more: Any) -> dict[str, Any]:
    """An advert first seen so many days before the last, and its spell."""
    seen = f"{LAST - dt.timedelta(days=back)} 06:00:00"
    return {
        "posting_id": f"p{next(numbers)}", "board_id": "b", "employer": f"e{employer}", "role_id": "engineer",
        "title_clean": title, "country_code": "DE", "pay_currency": "EUR", "pay_min_annual": 0.9 * pay,
        "pay_max_annual": 1.1 * pay, "first_seen_at": seen, "last_seen_at": seen,
    } | more  # fmt: skip


def raised(insert: Insert, numbers: Iterator[int], by: float, apart: int = 91, titles: int = 4, **later: Any) -> None:
    """Ten employers that advertise so many titles each, again at another pay so many days later."""
    adverts = []
    for employer in range(10):
        for title in range(titles):
            pay = 50_000 + 1_000 * employer + 5_000 * title
            named = {"employer": employer, "title": f"engineer {title}"}
            adverts.append(advert(numbers, apart + title, pay, **named))
            adverts.append(advert(numbers, title, pay * (1 + by), **named, **later))
    post(insert, adverts)


def changes(connection: duckdb.DuckDBPyConnection, watched: int = 200) -> dict[str, Estimate]:
    return {measure: one for measure, _, one in pay_trends.changes(connection, LAST, watched)}


def test_a_rise_of_three_per_cent(
    connection: duckdb.DuckDBPyConnection, insert: Insert, numbers: Iterator[int]
) -> None:
    raised(insert, numbers, 0.03)
    found = changes(connection)
    nominal, real = found["growth_nominal_3"], found["growth_real_3"]
    assert (nominal.value, nominal.low, nominal.high) == pytest.approx((0.03, 0.03, 0.03))
    assert (nominal.n, nominal.unique_employers, nominal.coverage) == (40, 10, 1)
    assert (real.value, real.refusal) == (None, NO_PRICES)
    assert "growth_nominal_12" not in found


def test_other_employers_who_pay_more_are_no_rise(
    connection: duckdb.DuckDBPyConnection, insert: Insert, numbers: Iterator[int]
) -> None:
    raised(insert, numbers, 0.0)
    post(insert, [advert(numbers, 5, 200_000, employer=employer, title="engineer 0") for employer in range(10, 30)])
    nominal = changes(connection)["growth_nominal_3"]
    assert nominal.value == pytest.approx(0)
    assert nominal.coverage == pytest.approx(40 / 60)


def test_a_move_of_the_exchange_rate_is_no_rise(
    connection: duckdb.DuckDBPyConnection, insert: Insert, numbers: Iterator[int]
) -> None:
    """Adverts that turn from euros to dollars at the rate of the time of the first say the same pay."""
    insert("core.exchange_rate", [
        {"rate_on": "2026-03-20", "pay_currency": "USD", "per_eur": 1.25},
        {"rate_on": "2026-06-20", "pay_currency": "USD", "per_eur": 1.5},
    ])  # fmt: skip
    raised(insert, numbers, 0.25, pay_currency="USD")
    assert changes(connection)["growth_nominal_3"].value == pytest.approx(0)


def test_a_currency_without_a_rate_is_compared_with_itself(
    connection: duckdb.DuckDBPyConnection, insert: Insert, numbers: Iterator[int]
) -> None:
    raised(insert, numbers, 0.25, pay_currency="XXX")
    assert changes(connection)["growth_nominal_3"].n == 0


def test_real_pay_is_what_prices_leave(
    connection: duckdb.DuckDBPyConnection, insert: Insert, numbers: Iterator[int]
) -> None:
    raised(insert, numbers, 0.03)
    prices = [("2026-02-01", 100.0), ("2026-05-01", 101.0)]
    insert("core.consumer_price", [
        {"country_code": "DE", "month": month, "price_index": index, "price_source": "made up"}
        for month, index in prices
    ])  # fmt: skip
    real = changes(connection)["growth_real_3"]
    assert real.value == pytest.approx(1.03 / 1.01 - 1)
    assert real.n == 40
    connection.execute("UPDATE core.consumer_price SET month = month - INTERVAL 3 MONTH")
    assert changes(connection)["growth_real_3"].refusal is not None  # the newest month is February's


def test_a_year_is_told_where_it_was_watched(
    connection: duckdb.DuckDBPyConnection, insert: Insert, numbers: Iterator[int]
) -> None:
    raised(insert, numbers, 0.05, apart=364)
    found = changes(connection, watched=392)
    assert found["growth_nominal_12"].value == pytest.approx(0.05)
    assert found["growth_nominal_3"].value is None
    assert "growth_nominal_12" not in changes(connection, watched=391)


@pytest.mark.parametrize(
    ("titles", "watched", "words"),
    [(2, 200, "20 titles of an employer with pay in both windows; at least 30 are needed."),
     (4, 118, "118 days of watching; at least 119 are needed.")],
)  # fmt: skip
def test_too_little_says_so(
    connection: duckdb.DuckDBPyConnection, insert: Insert, numbers: Iterator[int], titles: int, watched: int, words: str
) -> None:
    raised(insert, numbers, 0.03, titles=titles)
    assert changes(connection, watched)["growth_nominal_3"].refusal == words


def test_the_mart_says_both_windows(
    connection: duckdb.DuckDBPyConnection, insert: Insert, numbers: Iterator[int]
) -> None:
    raised(insert, numbers, 0.03)
    days = [LAST - dt.timedelta(days=200), LAST]
    insert("core.board_day", [
        {"board_id": "b", "observed_on": day, "observed_at": f"{day} 06:00:00", "board_status": "complete"}
        for day in days
    ])  # fmt: skip
    estimates.renew(connection, days[0])
    (row,) = connection.sql("FROM mart.pay_trend").pl().to_dicts()
    assert (row["months_apart"], row["n"], row["refusal"]) == (3, 40, None)
    assert row["pay_change"] == pytest.approx(0.03)
    assert (row["before_start"], row["before_end"]) == (dt.date(2026, 3, 4), dt.date(2026, 3, 31))
    assert (row["window_start"], row["window_end"]) == (dt.date(2026, 6, 3), LAST)
    assert (row["real_change"], row["real_cells"], row["real_refusal"]) == (None, 0, NO_PRICES)
    prices = [("2026-03-01", 100.0), ("2026-06-01", 102.0)]
    insert("core.consumer_price", [
        {"country_code": "DE", "month": month, "price_index": index, "price_source": "made up"}
        for month, index in prices
    ])  # fmt: skip
    estimates.renew(connection, LAST)  # the same week: what was added is taken in all the same
    assert connection.sql("SELECT real_cells, real_change FROM mart.pay_trend").fetchall() == [
        (40, pytest.approx(1.03 / 1.02 - 1))
    ]
    connection.execute("UPDATE core.consumer_price SET price_index = 202 - price_index")  # the sum is as before
    estimates.renew(connection, None)
    (real,) = connection.sql("SELECT real_change FROM mart.pay_trend").fetchall()[0]
    assert real == pytest.approx(1.03 * 1.02 - 1)


def test_skills_of_a_sample_count_postings(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    insert("core.skill", [{"skill_id": skill, "skill_name": skill, "skill_kind": "language"} for skill in ("sql", "r")])
    insert("core.sample_posting", [
        {"posting_id": f"s{number}", "board_id": "jobspy:x", "platform": "jobspy", "employer": f"E{number}",
         "employer_key": f"e{number}", "role_id": "engineer", "text_hash": None if number == 4 else f"t{number}",
         "first_seen_on": "2026-01-01", "last_seen_on": "2026-02-01"}
        for number in range(5)
    ])  # fmt: skip
    insert("core.posting_skill", [
        {"posting_id": f"s{number}", "skill_id": skill, "skill_need": "required", "line_hash": line}
        for number in range(3) for skill, line in (("sql", 1), ("sql", 2), ("r", 3)) if skill == "sql" or number < 2
    ])  # fmt: skip
    rows = connection.sql("SELECT skill_id, asking_postings, n, share, coverage, panel_id FROM mart.sample_skill")
    assert rows.fetchall() == [("sql", 3, 4, 0.75, 0.8, "sample:jobspy")]
