"""Whether one interview is worth its hours: its terms in the small market, by hand, and its words."""

import datetime as dt
from typing import Any

import duckdb
import msgspec
import pytest

from warehouse.answers.interview import Assumptions, InterviewWorth, interview
from warehouse.answers.interview_log import Facts, Interview
from warehouse.answers.person import NoAnswerYet, Person, Skill
from warehouse.measures.estimate import Estimate
from warehouse.reports import csv_files
from warehouse.reports.sections import interview as worded

ME = Person(
    role_id="engineer", pay_annual=50_000.0, pay_currency="EUR", interview_hours=5.0,
    skills=(Skill(skill_id="python", name="Python", level=3),),
)  # fmt: skip


def entry(**fields: Any) -> Interview:
    return Interview(**{"day": dt.date(2026, 3, 2), "employer": "Alpha", "title": "Data Engineer"} | fields)


def ask(market: duckdb.DuckDBPyConnection, posting: str = "b1", log: Any = (), **assumed: Any) -> InterviewWorth:
    return interview(market, ME, posting, log, Assumptions(**assumed))


def give_pay(market: duckdb.DuckDBPyConnection, low: int | None, high: int | None) -> None:
    market.execute(
        "UPDATE core.posting SET pay_min_annual = ?, pay_max_annual = ? WHERE posting_id = 'b1'", [low, high]
    )


def test_every_term_of_a_stated_range(market: duckdb.DuckDBPyConnection) -> None:
    """60 to 80 against 50: a gain of 20 a year; an offer in 1 of 4 cases, so 5 a year, by 5 hours 1,000 an hour."""
    found = ask(market)
    assert found.pay is not None
    assert (found.pay.basis, found.pay.low, found.pay.high, found.pay.better_share) == ("stated", 60_000, 80_000, 1.0)
    assert found.pay.gain == pytest.approx(20_000)
    assert found.a_year is not None
    assert found.a_year.about == pytest.approx(5_000)
    assert found.an_hour is not None
    assert found.an_hour.about == pytest.approx(1_000)
    assert found.an_hour.low == pytest.approx(0.078824 * 10_000 / 5, rel=1e-4)
    assert found.an_hour.high == pytest.approx(0.452565 * 30_000 / 5, rel=1e-4)
    assert found.hour_worth == pytest.approx(50_000 / 2080)
    assert found.break_even == pytest.approx(5 * 50_000 / 2080 / 20_000)
    assert found.refusals == ()


def test_every_assumption_can_be_set(market: duckdb.DuckDBPyConnection) -> None:
    found = ask(market, chance=0.5, hours=2, years=3, hour_worth=100, floor=70_000)
    assert found.an_hour is not None
    assert found.an_hour.about == pytest.approx(0.5 * 2_500 * 3 / 2, rel=1e-3)
    assert found.an_hour.high == pytest.approx(0.5 * 10_000 * 3 / 2, rel=1e-3)
    assert found.break_even == pytest.approx(2 * 100 / (2_500 * 3), rel=1e-3)
    assert (found.hours_basis, found.is_chance_set, found.offer.low) == ("set", True, 0.5)
    for chance in (0.0, 1.0):
        sure = ask(market, chance=chance).an_hour
        assert sure is not None
        assert sure.about == pytest.approx(chance * 4_000, abs=0.01)


def test_ones_own_log_moves_chance_and_hours(market: duckdb.DuckDBPyConnection) -> None:
    log = [entry(outcome="offer", hours=hours) for hours in (8.0, 10.0, 12.0)]
    found = ask(market, log=log)
    assert (found.hours, found.hours_basis) == (10.0, "log")
    assert found.offer.chance == pytest.approx(5 / 11)
    assert ask(market, log=log[:2]).hours == 5.0


def test_what_the_profile_does_not_say_is_assumed_or_unknown_and_said_to_be(market: duckdb.DuckDBPyConnection) -> None:
    silent = msgspec.structs.replace(ME, interview_hours=None, skills=())
    found = interview(market, silent, "a1")
    assert (found.hours, found.hours_basis) == (6.0, "assumed")
    told = worded.section(found, silent)
    said = " ".join(told.said)
    assert "6 hours (assumed, as your profile does not say)" in said
    assert "you do not list" not in said
    assert "which of them you have is not known, as your profile names no skill that adverts are searched for." in said
    (skills,) = (table for table in told.tables if table.name == "interview_skills")
    assert {row[2] for row in skills.rows} == {"unknown"}
    (terms,) = (table for table in told.tables if table.name == "interview_terms")
    assert not any("your log" in str(cell) for row in terms.rows for cell in row)


def test_pay_below_ones_own_is_worth_nothing(market: duckdb.DuckDBPyConnection) -> None:
    give_pay(market, 30_000, 40_000)
    found = ask(market)
    assert found.an_hour is not None
    assert found.an_hour.high == 0
    assert found.break_even is None
    assert (
        "is worth nothing, as the job would pay no more than EUR 50k at its best" in worded.section(found, ME).said[0]
    )


def test_hidden_pay_of_which_too_few_peers_tell_is_refused_and_the_rest_is_said(
    market: duckdb.DuckDBPyConnection,
) -> None:
    give_pay(market, None, None)
    found = ask(market)
    assert (found.pay, found.a_year, found.an_hour, found.break_even) == (None,) * 4
    assert found.refusals[0].endswith("2 adverts like it that state pay; at least 10 are needed.")
    said = worded.section(found, ME).said
    assert "cannot be said" in said[0]
    assert said[1].startswith("The chance of an offer is taken as about 1 in 4")


def test_hidden_pay_is_taken_as_the_peers(market: duckdb.DuckDBPyConnection) -> None:
    give_pay(market, None, None)
    market.execute("""
        INSERT INTO core.posting BY NAME
        SELECT posting.* REPLACE (
            'p' || n AS posting_id, 'k' || n % 5 AS employer_key, 'K' || n % 5 AS employer,
            40000 + 10000 * n AS pay_min_annual, 40000 + 10000 * n AS pay_max_annual)
        FROM core.posting, range(12) AS series (n) WHERE posting_id = 'b1'""")
    market.execute("""
        INSERT INTO core.spell BY NAME
        SELECT spell.* REPLACE ('p' || n AS posting_id) FROM core.spell, range(12) AS series (n)
        WHERE posting_id = 'b1' AND spell_number = 1""")
    market.execute("DELETE FROM core.posting_pay WHERE posting_id = 'b1'")
    found = ask(market)
    assert found.pay is not None
    assert (found.pay.basis, found.pay.n, found.pay.employers) == ("peers", 12, 5)
    assert found.pay.is_same_level
    assert found.pay.is_same_country
    assert found.pay.low < 60_000 < 130_000 < found.pay.high
    said = worded.section(found, ME).said[1]
    assert "If it paid as 12 open adverts like it of its level (senior) in Germany at 5 employers that do" in said
    assert said.endswith("Adverts that hide pay may pay otherwise than those that state it.")


def test_without_own_pay_no_gain_is_made_up(market: duckdb.DuckDBPyConnection) -> None:
    anyone = Person(role_id="engineer")
    found = interview(market, anyone, "b1")
    assert (found.an_hour, found.hour_worth, found.floor) == (None, None, None)
    assert "jobgauge init" in worded.section(found, anyone).said[0]


def test_a_range_that_the_advert_states_is_set_against_a_floor_without_own_pay(
    market: duckdb.DuckDBPyConnection,
) -> None:
    anyone = Person(role_id="engineer")
    found = interview(market, anyone, "b1", (), Assumptions(floor=50_000, chance=0.5))
    assert found.pay is not None
    assert (found.pay.basis, found.pay.low, found.pay.high, found.currency) == ("stated", 60_000, 80_000, "EUR")
    assert worded.section(found, anyone).said[1].startswith("The advert states EUR 60k to 80k a year")


def test_hours_of_the_log_that_are_nothing_are_not_counted(market: duckdb.DuckDBPyConnection) -> None:
    assert ask(market, log=[entry(hours=0.0)] * 3).hours == 5.0


def test_what_is_weighed_counts_as_pay(market: duckdb.DuckDBPyConnection) -> None:
    """Nothing but benefits is known of both jobs beside pay; more benefits are worth some pay."""
    person = msgspec.structs.replace(ME, benefits=("pension",) * 8, weights={"benefits": 5.0})
    found = interview(market, person, "b1")
    assert found.an_hour is not None
    assert found.an_hour_in_all is not None
    plain = interview(market, ME, "b1")
    assert found.an_hour.about == plain.an_hour.about  # type: ignore[union-attr]
    assert set(found.compared) | set(found.not_compared) == {
        "pay", "skills", "growth", "remote", "benefits", "seniority",
    }  # fmt: skip
    assert 0 < found.rather.low < found.rather.about < found.rather.high < 1


def test_skills_that_one_lacks_weigh_both_ways(market: duckdb.DuckDBPyConnection) -> None:
    """An advert that asks for nothing that one can do is no better than the present job for what one would learn."""
    stranger = Person(role_id="engineer", skills=(Skill(skill_id="cobol", name="COBOL", level=3),))
    market.execute(
        "INSERT INTO core.posting_skill BY NAME SELECT 'b1' AS posting_id, 's' || n AS skill_id, "
        "'required' AS skill_need, 99 AS line_hash FROM range(6) AS series (n)"
    )
    market.execute("INSERT INTO core.skill BY NAME SELECT 's' || n AS skill_id, 's' || n AS skill_name, "
                   "'tool' AS skill_kind FROM range(6) AS series (n)")  # fmt: skip
    found = interview(market, stranger, "b1")
    assert found.compared == ("skills", "growth")
    assert found.rather.about == pytest.approx(0.5, abs=0.02)


def test_the_words_of_every_term(market: duckdb.DuckDBPyConnection) -> None:
    log = [entry(topics=("SQL", "cats")), entry(topics=("sql",), told=Facts(team_size=3))]
    section = worded.section(ask(market, log=log), ME)
    assert section.said[0].startswith(
        "Data Engineer at Beta: by pay alone, an hour of this interview is worth about EUR 1,000"
    )
    assert section.said[1] == (
        "The advert states EUR 60k to 80k a year; all of that is above EUR 50k, and an offer, taken only where it is "
        "better, would bring EUR 20k a year more on average."
    )
    assert section.said[3] == (
        "It is counted as 5 hours (your profile). An hour counts as EUR 24. "
        "Pay alone makes up for them even at a chance of an offer of 1%."
    )
    assert "Your earlier interviews asked about SQL (2) and cats (1)." in section.said
    terms = {row[0]: row for row in section.tables[0].cells()}
    assert terms["hours that it costs"][-1] == "--hours"
    assert terms["chance of an offer"][1:4] == ["25%", "8%", "45%"]
    written = csv_files.text_of(section.tables[0]).splitlines()
    assert written[0] == '"term","unit","value","value_low","value_high","basis","n","option"'
    assert '"hours that it costs","hours",5,,,"your profile",,"\'--hours"' in written


def test_what_the_advert_leaves_open_it_could_settle(market: duckdb.DuckDBPyConnection) -> None:
    section = worded.section(ask(market), ME)
    found = ask(market)
    assert found.facts > len(found.questions) > 10
    assert {fact.status for fact in found.questions} <= {"silent", "vague"}
    assert len(section.tables[1].rows) == 10
    (said,) = [text for text in section.said if " facts that people ask about" in text]
    assert said.endswith(f"it could settle {len(found.questions)} that the advert leaves open.")
    shares = [0.4, 0.7, 0.5, 0.6]  # in the order of the questions, as what is vague is half as much worth asking
    asked = tuple(
        msgspec.structs.replace(fact, peers=Estimate(value=share, n=40, estimator="x"))
        for fact, share in zip(found.questions, shares, strict=False)
    )
    told = worded.section(msgspec.structs.replace(found, questions=asked), ME).said
    assert any(f"most often state {asked[1].name} (70%), {asked[3].name} (60%)" in said for said in told)
    market.execute("UPDATE core.posting SET text_hash = NULL WHERE posting_id = 'b1'")
    assert ask(market).facts == 0


def test_its_query_runs(market: duckdb.DuckDBPyConnection) -> None:
    (query,) = worded.section(ask(market), ME).queries
    assert len(market.execute(query.text).fetchall()) == 1


def test_a_closed_advert_is_said_to_be_closed(market: duckdb.DuckDBPyConnection) -> None:
    said = worded.section(ask(market, "a3"), ME).said
    assert said[-1] == "The advert is no longer up. That is not proof that the job is taken."


def test_an_unknown_posting_is_no_answer(market: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NoAnswerYet, match="No posting 'zz'"):
        ask(market, "zz")
