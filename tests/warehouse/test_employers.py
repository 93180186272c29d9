import datetime as dt

import duckdb
import msgspec

from warehouse import employers as counts
from warehouse.answers.employers import Hiring, employers
from warehouse.answers.person import Person
from warehouse.measures.estimate import Estimate
from warehouse.reports.sections import employers as worded

ENGINEER = Person(role_id="engineer", countries=("DE",))


def _hiring(connection: duckdb.DuckDBPyConnection) -> dict[str, Hiring]:
    return {one.employer: one for one in employers(connection, ENGINEER).hiring}


def test_employers_are_those_with_the_most_openings_first(market: duckdb.DuckDBPyConnection) -> None:
    found = employers(market, ENGINEER)
    assert [one.employer for one in found.hiring] == ["Gamma", "Alpha", "Beta"]
    assert (found.employers, found.watched.employers_watched, found.since) == (3, 3, dt.date(2026, 1, 5))
    berlin = Person(role_id="engineer", countries=("DE",), workplaces=("hybrid", "on_site"))
    assert [one.employer for one in employers(market, berlin).hiring] == ["Beta", "Gamma", "Alpha"]
    one = employers(market, ENGINEER, limit=1)
    assert (one.employers, len(one.hiring)) == (3, 1)


def test_openings_are_vacancies_and_what_was_there_was_not_opened(market: duckdb.DuckDBPyConnection) -> None:
    """a1 and a2 were up on the first day, a3 advertises a1's vacancy, a2 came back in March; b2 and c3 were opened."""
    opened = {
        name: (one.openings_now, one.inside_now, one.opened, one.reposts, one.months_opening, one.paying_now)
        for name, one in _hiring(market).items()
    }
    assert opened == {"Alpha": (2, 1, 0, 1, 2, 1), "Beta": (1, 1, 1, 0, 1, 1), "Gamma": (2, 1, 1, 0, 1, 1)}
    assert {name: one.age_days_p50 for name, one in _hiring(market).items()} == {"Alpha": 58, "Beta": 58, "Gamma": 8}
    assert _hiring(market)["Gamma"].watched_since == dt.date(2026, 2, 18)


def test_an_advert_is_as_old_as_it_is_dated_where_that_can_be_believed(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.posting SET posted_at = TIMESTAMP '2025-12-01' WHERE posting_id = 'b1'")
    market.execute("UPDATE core.posting SET posted_at = TIMESTAMP '2019-12-01' WHERE posting_id LIKE 'c%'")
    ages = {name: one.age_days_p50 for name, one in _hiring(market).items()}
    assert ages == {"Alpha": 58, "Beta": 58 + 35, "Gamma": 8}


def test_who_states_on_target_pay_alone_states_no_base_pay(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.posting SET pay_flag = 'on_target' WHERE posting_id = 'b1'")
    rows = {row[0]: row[-1] for row in worded.section(employers(market, ENGINEER), ENGINEER).tables[0].rows}
    assert (rows["Beta"], rows["Gamma"]) == ("states no base pay", "")


def test_all_openings_are_compared_at_boards_observed_twelve_weeks_ago(market: duckdb.DuckDBPyConnection) -> None:
    assert {one.board_before for one in _hiring(market).values()} == {None}
    market.execute("UPDATE core.board_day SET observed_on = observed_on - 42 WHERE observed_on < DATE '2026-02-18'")
    market.execute("UPDATE core.spell SET first_seen_on = first_seen_on - 42 WHERE first_seen_on < DATE '2026-02-18'")
    market.execute("UPDATE core.spell SET closed_on = closed_on - 42 WHERE closed_on < DATE '2026-02-18'")
    hiring = _hiring(market)  # Alpha was asked on 24 December and not in the week to the 10th
    assert hiring["Alpha"].board_before is None
    market.execute("UPDATE core.board_day SET observed_on = DATE '2025-12-09' WHERE observed_on = DATE '2025-12-24'")
    hiring = _hiring(market)
    assert (hiring["Alpha"].board_now, hiring["Alpha"].board_before) == (2, 2)  # a3 is another advert of a1's vacancy
    assert hiring["Gamma"].board_before is None
    market.execute("UPDATE core.spell SET last_seen_at = last_seen_at - INTERVAL 8 DAY WHERE posting_id <> 'a2'")
    assert _hiring(market)["Alpha"].board_now == 1  # whether a1's vacancy is still open, nobody knows


def test_the_words_and_the_query(market: duckdb.DuckDBPyConnection) -> None:
    found = worded.section(employers(market, ENGINEER), ENGINEER)
    assert found.said[0] == (
        "3 of the 3 employers we watch have an opening for data Engineers, in whatever country, now or opened "
        "one since 5 Jan 2026."
    )
    assert found.said[1].startswith("Of those listed, Alpha put up adverts in the most calendar months: 2, with")
    known = employers(market, ENGINEER)
    even = msgspec.structs.replace(
        known, hiring=tuple(msgspec.structs.replace(one, months_opening=2) for one in known.hiring)
    )
    assert "the most calendar months: 2 (as 2 others did), with" in worded.section(even, ENGINEER).said[1]
    assert "too early" in found.said[2]
    assert market.execute(found.queries[0].text).fetchone() == ("Gamma", 2, 1, dt.datetime(2026, 2, 18, 6))
    nobody = worded.section(employers(market, Person(role_id="analyst")), Person(role_id="analyst"))
    assert nobody.said[0].startswith("1 of the 3 employers")


def _arrivals(connection: duckdb.DuckDBPyConnection, last_day: dt.date) -> tuple[Estimate, Estimate]:
    """New engineers' postings a week, and their ratio to those of the four weeks before."""
    roles = [one for one in counts.counted(connection, last_day) if one[0] == "engineer"]
    rate, ratio = (one for _, _, one in counts.arrivals(roles, 365))
    return rate, ratio


def test_what_came_while_nobody_looked_is_of_no_week(crowd: duckdb.DuckDBPyConnection) -> None:
    """All eight boards are asked on Mondays; each shows a new posting on 6 July and another one every week before."""
    crowd.execute(
        "UPDATE core.spell SET is_left_censored = FALSE, first_seen_on = CASE WHEN posting_id LIKE '%-4' "
        "THEN DATE '2026-07-06' ELSE DATE '2026-06-29' - 7 * CAST(right(posting_id, 1) AS INTEGER) END"
    )
    crowd.execute("UPDATE core.posting SET role_id = 'engineer'")
    last_day = dt.date(2026, 7, 27)
    rate, ratio = _arrivals(crowd, last_day)
    assert (rate.value, rate.n, ratio.n > 8) == (2, 8, True)
    # Since 15 June nobody had looked: what is first seen on 6 July may have come in any of three weeks.
    crowd.execute("DELETE FROM core.board_day WHERE observed_on BETWEEN DATE '2026-06-16' AND DATE '2026-07-05'")
    rate, ratio = _arrivals(crowd, last_day)
    assert (rate.value, rate.refusal, ratio.n) == (None, counts.UNDATED, 0)
    # Of a board that was not silent they are of the week.
    crowd.execute("INSERT INTO core.board_day BY NAME SELECT * REPLACE (DATE '2026-06-29' AS observed_on) FROM "
                  "core.board_day WHERE observed_on = DATE '2026-06-15' AND board_id <> 'ashby:e0'")  # fmt: skip
    rate, _ = _arrivals(crowd, last_day)
    assert (rate.value, rate.n, rate.unique_employers) == (7 / 4, 7, 7)
