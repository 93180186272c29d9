"""Where an offer stands and what may come, on a market whose figures can be checked by hand."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import msgspec
import pytest

from warehouse.answers.brief import Brief, brief
from warehouse.answers.offer import Offer, Terms, offer, own_pay
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.measures.offers import Belief, at_least_one
from warehouse.reports.section import cleaned
from warehouse.reports.sections import brief as brief_words
from warehouse.reports.sections import offer as words

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
MONDAY = dt.date(2026, 1, 5)
EMPLOYERS, ROUNDS, DAYS, LATE = 10, 6, 85, 60
ME = Person(role_id="engineer", pay_annual=50_000, pay_currency="EUR")
SIXTY = Terms(base=60_000, currency="EUR")


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def posted(
    name: str, employer: str, opened: int, closed: int | None = None, **values: Any
) -> tuple[dict[str, Any], ...]:
    posting = {"posting_id": name, "board_id": employer, "employer": employer, "employer_key": employer,
               "role_id": "engineer", "title": f"Engineer {name}", "pay_segment": "employee", **values}  # fmt: skip
    spell = {"posting_id": name, "board_id": employer, "first_seen_at": f"{day(opened)} 06:00:00",
             "last_seen_at": f"{day((closed or DAYS) - 1)} 06:00:00",
             "closed_at": f"{day(closed)} 06:00:00" if closed else None,
             "is_left_censored": opened in {0, LATE}}  # fmt: skip
    return posting, spell


@pytest.fixture
def filled(connection: duckdb.DuckDBPyConnection, insert: Insert) -> duckdb.DuckDBPyConnection:
    """Ten employers open a vacancy every other week of twelve; employer k pays 50,000 + 2,000 k to 6,000 more, but for
    the last two, who say nothing. What was there on the first day, a board that comes in later, an advert that closed
    and one that was only renewed are beside them.
    """
    insert("core.role", [{"role_id": "engineer", "role_title": "Engineer", "role_family": "Data"}])
    boards = {f"e{number}": 0 for number in range(EMPLOYERS)} | {"late": LATE}
    insert("core.board", [{"board_id": name, "employer": name} for name in boards])
    insert("core.board_day", [
        {"board_id": name, "observed_on": day(number), "observed_at": f"{day(number)} 06:00:00",
         "board_status": "complete"}
        for name, first in boards.items() for number in range(first, DAYS)
    ])  # fmt: skip
    rows = [
        posted(f"e{k}_{turn}", f"e{k}", 1 + 14 * turn + 7 * (k % 2), **pay(k))
        for k in range(EMPLOYERS)
        for turn in range(ROUNDS)
    ]
    rows += [posted("old", "e0", 0), posted("gone", "e0", 8, 20, **pay(0)), posted("renewed", "e1", 80, **pay(1))]
    rows += [posted(f"late_{number}", "late", LATE) for number in range(5)]
    insert("core.posting", [posting for posting, _ in rows])
    insert("core.spell", [spell for _, spell in rows])
    vacancy = {"series_id": "e1_0", "seat_number": 1, "matched_hash": 1}
    insert("core.vacancy", [vacancy | {"posting_id": name, "vacancy_id": "e1_0"} for name in ("e1_0", "renewed")])
    return connection


def pay(employer: int) -> dict[str, Any]:
    if employer >= EMPLOYERS - 2:
        return {}
    low = 50_000 + 2_000 * employer
    return {"pay_currency": "EUR", "pay_min": low, "pay_min_annual": low, "pay_max": low + 6_000,
            "pay_max_annual": low + 6_000, "pay_period": "year"}  # fmt: skip


def test_where_an_offer_stands(filled: duckdb.DuckDBPyConnection) -> None:
    """Of 48 that state pay, employers 0 and 1 end below 60,000, and those up to 5 start at or below it."""
    found = offer(filled, ME, SIXTY)
    band = found.base
    assert found.above[0].posting_id in {f"e7_{turn}" for turn in range(ROUNDS)}
    assert (band.n, band.of, band.unique_employers) == (48, 66, 8)
    assert (band.low, band.high) == (12 / 48, 36 / 48)
    assert (band.start_above, band.start_above_employers, band.reach_above) == (12, 2, 30)
    assert (band.silent_low, band.silent_high) == (pytest.approx(12 / 66), pytest.approx((36 + 18) / 66))
    assert band.limits is not None
    assert band.limits[0] < 0.25 < 0.75 < band.limits[1]


def test_only_what_came_up_at_boards_seen_throughout_is_an_arrival(filled: duckdb.DuckDBPyConnection) -> None:
    """Sixty and the closed one; not the board that came in, what was there before, nor the renewed one again."""
    found = offer(filled, ME, SIXTY)
    assert (found.panel.weeks, found.panel.boards, found.panel.boards_watched) == (12, 10, 11)
    chances = found.chances.opportunity
    assert (chances.vacancies, chances.priced, chances.batches) == (61, 49, 61)
    week = offer(filled, ME, msgspec.structs.replace(SIXTY, weeks=1, drift=0.0)).chances.opportunity
    assert week.least.value == pytest.approx(at_least_one(12.5, 12, 1), abs=0.05)
    assert week.most.value == pytest.approx(at_least_one(42.5, 12, 1), abs=0.06)
    assert not filled.execute("SELECT 1 FROM duckdb_tables() WHERE table_name IN ('matching', 'arrival')").fetchall()


def test_the_reservation_pay_knows_the_pay_now(filled: duckdb.DuckDBPyConnection) -> None:
    found = offer(filled, ME, msgspec.structs.replace(SIXTY, offers_per_year=2.0, switching_cost=10_000)).reservation
    assert found.search is not None
    assert (found.search.meanwhile, found.search.offers, found.n) == (50_000, 2.0, 48)
    assert found.on_the_job == pytest.approx(53_000)
    assert found.rows[0].pay > 53_000
    for person in (Person(role_id="engineer"), msgspec.structs.replace(ME, pay_currency="USD")):
        assert offer(filled, person, SIXTY).reservation.refusal is not None


def test_on_target_pay_is_compared_with_on_target_pay(filled: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    insert("core.posting_pay", [
        {"posting_id": f"e9_{turn}", "zone_number": 1, "pay_kind": "on_target", "pay_currency": "EUR",
         "pay_min_annual": 90_000, "pay_max_annual": 100_000} for turn in range(3)
    ])  # fmt: skip
    band = offer(filled, ME, msgspec.structs.replace(SIXTY, on_target=80_000)).on_target
    assert band is not None
    assert (band.n, band.start_above, band.refusal) == (3, 3, "3 postings; at least 30 are needed.")
    filled.execute("DELETE FROM core.posting_pay")
    found = offer(filled, ME, msgspec.structs.replace(SIXTY, on_target=80_000))
    assert (
        "None of 66 comparable open adverts states on-target pay that can be set against EUR, so EUR 80k has no place."
        in words.section(found, ME).said
    )


def test_the_level_narrows_what_is_comparable(filled: duckdb.DuckDBPyConnection) -> None:
    filled.execute("UPDATE core.posting SET seniority = 'director' WHERE employer = 'e7'")
    filled.execute("UPDATE core.posting SET seniority = 'senior' WHERE employer = 'e6'")
    found = offer(filled, msgspec.structs.replace(ME, seniority="mid"), SIXTY)
    assert (found.base.of, found.base.start_above, found.chances.opportunity.vacancies) == (60, 6, 55)


def test_its_words_keep_the_chances_apart(filled: duckdb.DuckDBPyConnection) -> None:
    found = offer(filled, ME, SIXTY)
    section = cleaned(words.section(found, ME))
    said = " ".join(section.said)
    assert section.said[0] == (
        "EUR 60k lies between the 25th and the 75th of 100 among the 48 of 66 comparable open adverts at the 11 "
        "employers we watch that state base pay, from 8 employers: 25% of them end below it, 75% start at or below it."
    )
    assert "another currency" not in said
    mixed = cleaned(words.section(msgspec.structs.replace(found, converted=20), ME))
    at = mixed.said.index(section.said[2]) + 1
    assert mixed.said[at].startswith("20 adverts state pay in another currency, taken at the latest rate")
    assert "Whatever the 18 silent ones pay, its place among all 66 is between 18% and 82%." in said
    assert "12 of 48 (25%) start above EUR 60k even at their minimum, from 2 employers" in said
    assert "survey of 2024 (United States; " in said
    for name in ("Opportunity: ", "Attempt: ", "Base rate: ", "Reservation pay, "):
        assert sum(sentence.startswith(name) for sentence in section.said) == 1
    assert "should" not in said + " ".join(section.notes)
    assert [table.name for table in section.tables] == ["offer", "offer_standing", "offer_above", "offer_reservation"]
    assert len(section.tables[2].rows) == 12
    assert len(filled.sql(section.queries[0].text.rstrip(";")).fetchall()) == 12
    assert msgspec.json.decode(msgspec.json.encode(found), type=Offer) == found


def test_too_short_a_history_is_said(filled: duckdb.DuckDBPyConnection) -> None:
    filled.execute(f"DELETE FROM core.board_day WHERE observed_on < DATE '{day(DAYS - 1)}'")
    assert offer(filled, ME, SIXTY).panel.boards == 0
    filled.execute(f"UPDATE core.board_day SET observed_on = DATE '{day(40)}' WHERE board_id = 'e1'")
    found = offer(filled, ME, SIXTY)
    assert found.panel.weeks < 8
    said = " ".join(words.section(found, ME).said)
    assert "no chance can be stated" in said
    assert "How often offers come is not known" in said
    assert offer(filled, ME, msgspec.structs.replace(SIXTY, offers_per_year=1.0)).reservation.refusal is None


def test_nothing_comparable_is_no_answer(filled: duckdb.DuckDBPyConnection) -> None:
    filled.execute("UPDATE core.posting SET employment_type = 'internship'")
    with pytest.raises(NoAnswerYet, match="of your roles 66 are open, 66 of them within"):
        offer(filled, ME, SIXTY)


def test_the_applications_of_the_log_move_the_chance_of_an_offer_unless_it_is_set(
    filled: duckdb.DuckDBPyConnection,
) -> None:
    """With no offer from 76.5 more, like 1.5 of 153 cases."""
    applied = msgspec.structs.replace(ME, application_offers=0, application_refusals=77)
    before, after = (offer(filled, person, SIXTY).chances for person in (ME, applied))
    assert before.application.chance == pytest.approx(1.5 / 76.5)
    assert after.application.chance == pytest.approx(1.5 / 153.5)
    assert (after.attempt.value or 1) < (before.attempt.value or 0)
    assert (after.attempt_as_it_comes.least.value or 1) < (before.attempt_as_it_comes.least.value or 0)
    said = " ".join(words.section(offer(filled, applied, SIXTY), applied).said)
    near = "from an assumption near published figures"
    assert f"(0.2 to 2.0), {near} and the 77 decided applications of your log, with no offer." in said
    unmoved = " ".join(words.section(offer(filled, ME, SIXTY), ME).said)
    assert f"(0.4 to 4.1), {near}." in unmoved
    own = msgspec.structs.replace(SIXTY, per_application=Belief(5, 95))
    assert offer(filled, applied, own).chances.application.chance == 0.05


def test_ones_own_pay_is_an_offer_too(filled: duckdb.DuckDBPyConnection) -> None:
    found = own_pay(filled, ME)
    assert (found.terms.base, found.base.start_above) == (50_000, 42)
    section = words.section(found, ME)
    assert section.title == "Your pay of EUR 50k as an offer, against public adverts"
    assert section.brief is not None
    assert section.brief.startswith("42 of 48 (88%) comparable adverts that state pay, in whatever currency, start")
    with pytest.raises(NoAnswerYet, match="jobgauge offer AMOUNT"):
        own_pay(filled, Person(role_id="engineer"))


# -- the brief --


def test_a_brief_sets_an_employers_adverts_beside_its_peers(filled: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Seven employers state a pension, the eighth asked about, and I have none; only the ninth states a bonus."""
    filled.execute("UPDATE core.posting SET text_hash = posting_id")
    insert("core.posting_term", [
        {"posting_id": f"e{k}_{turn}", "term_kind": "benefit", "term_id": "pension" if k < 7 else "bonus",
         "term_text": "words"}
        for k in (*range(7), 8) for turn in range(ROUNDS)
    ])  # fmt: skip
    me = msgspec.structs.replace(ME, benefits=("bonus",))
    found = brief(filled, me, SIXTY, "E7")
    assert (found.base.n, found.base.of, found.base.start_above) == (42, 60, 6)
    assert found.employer is not None
    own = found.employer
    assert (own.open, own.priced, own.start_above, own.reach_above, len(own.adverts)) == (6, 6, 6, 6, 6)
    assert {one.employer for one in found.above} == {"e6"}
    (pension,) = found.benefits
    assert (pension.term_id, pension.peers, pension.of, pension.theirs, pension.is_mine) == (
        "pension",
        42,
        60,
        0,
        False,
    )
    section = cleaned(brief_words.section(found, me))
    said = " ".join(section.said)
    assert "stated by peers and not by e7: Pension (42 of 60 (70%))." in said
    assert "e7 itself has 6 comparable adverts open; 6 state pay: 6 start above EUR 60k, 6 reach above it." in said
    assert "0 adverts of its own for your roles came and went; 5 are needed for a median." in said
    assert [table.name for table in section.tables] == ["brief", "brief_above", "brief_own", "brief_benefits"]
    assert ("Is there: Pension?", "42 of 60 (70%) of peers' adverts state it; none of its 6 does") in section.tables[
        0
    ].rows
    assert "should" not in said
    assert msgspec.json.decode(msgspec.json.encode(found), type=Brief) == found


def test_a_brief_on_one_advert_knows_its_age_and_returns(filled: duckdb.DuckDBPyConnection) -> None:
    found = brief(filled, ME, msgspec.structs.replace(SIXTY, on_target=75_000), None, "e1_0")
    assert found.advert is not None
    assert (found.asked, found.advert.times_up, found.advert.age_days) == ("e1", 2, 76)
    asked = dict(brief_words.questions(found))
    assert asked["Why was the position advertised again?"] == "it was put up 2 times"
    for times, told in ((2, "was put up 2 times"), (1, "was put up once")):
        seen = msgspec.structs.replace(found, advert=msgspec.structs.replace(found.advert, times_up=times))
        said = " ".join(brief_words.section(seen, ME).said)
        assert told in said
        assert "n = " not in said
    assert asked["How many people at this level reached their targets last year?"] == (
        "20% of what is paid on target is not base"
    )
    standing = {
        (70_000, 90_000): ("EUR 70k to EUR 90k a year: EUR 60k is EUR 10k below its minimum.", "Why is the amount"),
        (50_000, 75_000): ("EUR 50k to EUR 75k a year: EUR 60k lies within, 40% of the way", "What would it take"),
        (40_000, 55_000): ("EUR 40k to EUR 55k a year: EUR 60k is EUR 5,000 above its maximum.", "How was the"),
        (70_000, None): ("from EUR 70k on a year: EUR 60k is EUR 10k below its minimum.", "Why is the amount"),
    }  # fmt: skip
    for (low, high), (stands, question) in standing.items():
        one = msgspec.structs.replace(found.advert, pay_low=low, pay_high=high)
        told = msgspec.structs.replace(found, advert=one)
        assert stands in brief_words.section(told, ME).said[0]
        assert next(brief_words.questions(told))[0].startswith(question)


def test_a_brief_reads_the_pay_of_its_advert_in_the_offers_currency(filled: duckdb.DuckDBPyConnection) -> None:
    paid = "UPDATE core.posting SET pay_min_annual = 70000, pay_max_annual = 90000, pay_currency = $currency"
    for currency, ends in (("EUR", (70_000, 90_000)), ("XTS", (None, None))):
        filled.execute(paid + " WHERE posting_id = 'e1_0'", {"currency": currency})
        found = brief(filled, ME, SIXTY, None, "e1_0")
        assert found.advert is not None
        assert (found.advert.pay_low, found.advert.pay_high, found.advert.pay_converted_from) == (*ends, None)
    assert "states no base pay that can be set against EUR 60k" in brief_words.section(found, ME).said[0]


def test_an_employer_that_is_not_watched_leaves_the_peers(filled: duckdb.DuckDBPyConnection) -> None:
    found = brief(filled, ME, SIXTY, "lates")
    assert (found.employer, found.near, found.base.of) == (None, ("late",), 66)
    said = " ".join(brief_words.section(found, ME).said)
    assert (
        "lates is not among the 11 employers we watch, so nothing is known of its own adverts. Like it are late."
        in said
    )
    with pytest.raises(NoAnswerYet, match="Which employer"):
        brief(filled, ME, SIXTY, None)
