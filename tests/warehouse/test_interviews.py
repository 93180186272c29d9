"""What a log of interviews says, worked out by hand; its words; its adverts in the small market."""

import datetime as dt
from typing import Any

import duckdb
import msgspec
import numpy as np
import polars as pl
import pytest

from warehouse.answers import advert, interview_log
from warehouse.answers.interview_log import (
    Application,
    Choice,
    Facts,
    Interview,
    Log,
    choices,
    decided,
    differences,
    fates,
    offer_belief,
    weights,
)
from warehouse.answers.interviews import interviews
from warehouse.answers.openings import openings
from warehouse.answers.person import NoAnswerYet, Person, Skill
from warehouse.measures.preferences import ATTRIBUTES
from warehouse.reports.sections import interviews as worded
from warehouse.reports.words import short_id

ME = Person(
    role_id="engineer", pay_annual=55_000.0, pay_currency="EUR",
    skills=(Skill(skill_id="python", name="Python", level=3),),
)  # fmt: skip
DAY = dt.date(2026, 3, 2)
BETTER = Choice(chosen="this", other="my present job", features={"pay": 0.5, "growth": 0.0})


def entry(**fields: Any) -> Interview:
    return Interview(**{"day": DAY, "employer": "Alpha", "title": "Data Engineer"} | fields)


def euros(low: float | None, high: float | None = None) -> Facts:
    return Facts(pay_low=low, pay_high=low if high is None else high, pay_currency="EUR")


def test_a_choice_is_the_difference_of_two_jobs_with_the_chosen_one_first() -> None:
    features = {"pay": 0.8, "remote": 1.0}
    this = choices([entry(features=features, choice=BETTER)])
    other = choices([entry(features=features, choice=msgspec.structs.replace(BETTER, chosen="other"))])
    assert this[0] == pytest.approx([0.3, *[np.nan] * 5], nan_ok=True)
    assert np.array_equal(this, -other, equal_nan=True)


def test_a_choice_between_jobs_of_which_nothing_is_known_is_none() -> None:
    assert choices([entry(choice=BETTER), entry()]).shape == (0, 6)


def test_choosing_pay_raises_its_weight_and_no_other() -> None:
    found = weights(ME, [entry(features={"pay": 1.0}, choice=BETTER)] * 3)
    learnt = dict(zip(found.names, found.mean.tolist(), strict=True))
    assert learnt.pop("pay") > 1.3
    assert set(learnt.values()) == {1.0}


def test_offers_and_rejections_move_the_chance_of_an_offer_and_nothing_else_does() -> None:
    log = [entry(outcome=outcome) for outcome in ("offer", "rejected", "rejected", "withdrew", "pending")]
    assert tuple(offer_belief(log)) == (3.0, 8.0)
    assert tuple(offer_belief([])) == (2.0, 6.0)


def sent(**fields: Any) -> Application:
    return Application(**{"day": DAY, "employer": "Alpha", "title": "Data Engineer"} | fields)


def fate(application: Application, interviews: list[Interview], as_of: dt.date) -> str:
    (found,) = fates(Log(interviews=tuple(interviews), applications=(application,)), as_of)
    return found


def test_an_application_ends_as_noted_or_with_its_interview_or_in_silence() -> None:
    later, one = DAY + dt.timedelta(days=60), entry(posting_id="a1", outcome="rejected")
    assert fate(sent(outcome="offer"), [one], later) == "offer"
    assert fate(sent(posting_id="a1", employer="another name"), [one], later) == "rejected"
    assert fate(sent(posting_id="b2"), [one], later) == "pending"
    assert fate(sent(title=""), [one, entry()], later) == "pending"  # its interview is
    assert fate(sent(day=later), [one], later) == "pending"  # the interview was before
    assert fate(sent(employer="Beta"), [one], later) == "pending"
    assert fate(sent(employer="Beta"), [one], later + dt.timedelta(days=1)) == "silent"


def test_an_interview_that_was_never_answered_is_silence_too() -> None:
    asked = entry(day=DAY + dt.timedelta(days=30))
    assert fate(sent(), [asked], DAY + dt.timedelta(days=90)) == "pending"
    assert fate(sent(), [asked], DAY + dt.timedelta(days=91)) == "silent"
    assert fate(sent(), [entry(outcome="withdrew")], DAY + dt.timedelta(days=91)) == "withdrew"


def test_an_interview_came_of_one_application_the_latest_for_the_job() -> None:
    year, offered = DAY + dt.timedelta(days=365), entry(day=DAY + dt.timedelta(days=380), outcome="offer")
    as_of = DAY + dt.timedelta(days=400)

    def ended(*applications: Application, first: Interview | None = None) -> tuple[str, ...]:
        heard = (offered,) if first is None else (offered, first)
        return fates(Log(interviews=heard, applications=applications), as_of)

    assert ended(sent(), sent(day=year)) == ("silent", "offer")
    assert ended(sent(day=year), sent()) == ("offer", "silent")
    assert ended(*[sent(title="", day=year)] * 3) == ("pending", "pending", "offer")
    assert ended(sent(), sent(day=year), first=entry(outcome="rejected")) == ("rejected", "offer")
    assert ended(sent(), sent(day=as_of)) == ("offer", "pending")
    posting = entry(day=year, outcome="rejected", posting_id="a1")
    assert ended(sent(posting_id="a1"), sent(title=""), first=posting) == ("rejected", "offer")
    twice = Log(interviews=(offered,), applications=(sent(), sent(day=year)))
    assert decided(twice, as_of) == (1, 1)


def test_only_what_is_decided_moves_the_chance_of_an_application() -> None:
    outcomes = ("offer", "rejected", "withdrew", "pending", "pending")
    log = Log(
        applications=tuple(sent(employer=name, outcome=name) if name != "pending" else sent() for name in outcomes)
    )
    assert decided(log, DAY) == (1, 1)
    assert decided(log, DAY + dt.timedelta(days=61)) == (1, 3)


@pytest.mark.parametrize(
    ("advertised", "told", "verdict"),
    [
        (euros(60_000, 70_000), euros(65_000), "within"),
        (euros(60_000, 70_000), euros(50_000, 64_000), "below"),  # its middle is
        (euros(60_000, 70_000), euros(71_000), "above"),
        (Facts(pay_low=60_000, pay_currency="EUR"), euros(90_000), "within"),
        (Facts(pay_high=60_000, pay_currency="EUR"), euros(50_000), "within"),
        (Facts(), euros(65_000), "not_advertised"),
        (Facts(pay_low=60_000, pay_high=70_000, pay_currency="USD"), euros(65_000), "other_currency"),
        (Facts(workplace="hybrid"), Facts(home_days=2), "as_advertised"),
        (Facts(workplace="remote"), Facts(home_days=2), "otherwise"),
        (Facts(workplace="on_site"), Facts(home_days=0), "as_advertised"),
        (Facts(), Facts(team_size=7), "not_advertised"),
        (Facts(hours_week=40), Facts(hours_week=45), "otherwise"),
    ],
)
def test_what_was_told_is_set_against_what_was_advertised(advertised: Facts, told: Facts, verdict: str) -> None:
    found = differences([entry(advertised=advertised, told=told)])
    assert [one.verdict for one in found] == [verdict]


def test_what_was_not_told_differs_from_nothing() -> None:
    assert differences([entry(advertised=euros(60_000))]) == ()


def test_an_advert_is_found_by_id_and_by_address_with_what_it_says(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.posting SET url = 'https://jobs.example/a1' WHERE posting_id = 'a1'")
    found = advert.find(market, ME, " https://jobs.example/a1 ")
    assert (found.posting_id, found.employer, found.is_open) == ("a1", "Alpha", True)
    assert (found.pay_low, found.pay_high, found.pay_currency, found.pay_rate) == (100_000, 120_000, "USD", 0.5)
    assert found == advert.find(market, ME, "a1")
    assert advert.find(market, Person(role_id="engineer"), "a1").pay_rate is None
    with pytest.raises(NoAnswerYet, match="No posting 'zz'"):
        advert.find(market, ME, "zz")


def test_an_advert_is_found_by_how_its_number_begins_and_several_are_asked_about(
    market: duckdb.DuckDBPyConnection,
) -> None:
    ids = {"a1": "ashby:alpha:1234abcd-0001-4a", "a2": "ashby:alpha:1234abff-0001-4a", "b1": "ashby:1234abcd:9"}
    for posting_id, known in ids.items():
        market.execute("UPDATE core.posting SET posting_id = ? WHERE posting_id = ?", [known, posting_id])
    for words in (ids["a1"], "1234abcd-0001-4a", "1234abcd", "1234ABCD", short_id(ids["a1"])):
        assert advert.find(market, ME, words).posting_id == ids["a1"]
    with pytest.raises(
        NoAnswerYet, match=r"'1234ab' may be any of 2 postings. Give one's whole id: 'ashby:alpha:1234abcd"
    ):
        advert.find(market, ME, "1234ab")
    with pytest.raises(NoAnswerYet, match=r"No posting '1234a'.*prints under Posting.*at least 6"):
        advert.find(market, ME, "1234a")


def test_a_whole_last_part_and_a_board_with_it_are_one_posting(market: duckdb.DuckDBPyConnection) -> None:
    ids = {"a1": "greenhouse:alder:1234567", "a2": "greenhouse:alder:12345678", "b1": "greenhouse:oak:12345678"}
    for posting_id, known in ids.items():
        market.execute("UPDATE core.posting SET posting_id = ? WHERE posting_id = ?", [known, posting_id])
    assert advert.find(market, ME, "1234567").posting_id == ids["a1"]
    assert advert.find(market, ME, "oak:12345678").posting_id == ids["b1"]
    for words in ("12345678", "123456"):
        with pytest.raises(NoAnswerYet, match="may be any of"):
            advert.find(market, ME, words)
    for words in ("k:12345678", ":12345678", "567", ""):
        with pytest.raises(NoAnswerYet, match="No posting"):
            advert.find(market, ME, words)


@pytest.mark.parametrize(
    ("posting_id", "short"),
    [
        ("lever:greyfen:f7ec0e2c-ee23-4449-baa0-9af8e86b0f11", "f7ec0e2c"),
        ("greenhouse:alder:5077110095", "5077110095"),
        ("greenhouse:alder:123", "greenhouse:alder:123"),
        ("a1", "a1"),
    ],
)
def test_a_short_id_is_enough_to_name_a_posting(posting_id: str, short: str) -> None:
    assert short_id(posting_id) == short


def test_an_adverts_skills_are_those_of_the_mart(market: duckdb.DuckDBPyConnection) -> None:
    for (posting_id,) in market.sql("SELECT posting_id FROM core.posting").fetchall():
        query = "SELECT skill_id, skill_need FROM mart.posting_skill WHERE posting_id = ?"
        expected = set(market.execute(query, [posting_id]).fetchall())
        found = advert.find(market, ME, posting_id).skills
        assert {(skill.skill_id, skill.need) for skill in found} == expected


def test_the_queries_of_every_section_run(market: duckdb.DuckDBPyConnection) -> None:
    section = worded.section(interviews(market, ME, [entry()]), ME)
    for query in section.queries:
        assert market.execute(query.text).fetchall()


def test_an_advert_is_seen_as_the_ranking_of_the_openings_sees_it(market: duckdb.DuckDBPyConnection) -> None:
    from warehouse.answers import matching, wishes

    matching.select(market, ME)
    rows = market.sql("FROM matching WHERE posting_id IN ('a1', 'c3') ORDER BY posting_id").pl()
    alone = pl.concat([advert.find(market, ME, posting_id).row(ME) for posting_id in rows["posting_id"]])
    assert np.array_equal(wishes.features(rows, ME), wishes.features(alone, ME), equal_nan=True)


def test_an_empty_log_teaches_nothing(market: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NoAnswerYet, match="`jobgauge interviews add`"):
        interviews(market, ME, [])


def test_the_log_in_words(market: duckdb.DuckDBPyConnection) -> None:
    log = [
        entry(advertised=euros(60_000, 70_000), told=euros(50_000), outcome="rejected", hours=4.0),
        entry(day=dt.date(2026, 3, 9), told=Facts(home_days=5), outcome="offer", hours=7.0,
              features={"remote": 1.0}, choice=Choice(chosen="this", other="b", features={"remote": 0.0})),
    ]  # fmt: skip
    found = interviews(market, ME, log)
    said = worded.section(found, ME).said
    assert said[0] == (
        "2 interviews from 2 Mar 2026 to 9 Mar 2026: 1 rejected and 1 an offer. "
        "They took 5.5 hours each (2 interviews counted)."
    )
    assert said[1:3] == (
        "1 interview told you the pay: 1 less than advertised.",
        "1 interview told you the place of work: 1 not in the advert.",
    )
    assert said[3].startswith("An interview of yours leads to an offer in about 1 in 3 cases (likely ")
    assert said[3].endswith("yours: 1 of 2 interviews that were decided.")
    assert said[4].startswith("Your applications lead to about 2.0 offers from 100 applications (0.4 to 4.1): from an")
    assert said[5:7] == (
        "What you weigh was learnt from 1 choice between two jobs.",
        "They agree with the weights of your profile, as far as so few can tell.",
    )
    assert (found.ranking.openings, found.choices, found.hours_each) == (5, 1, 5.5)
    assert {one.name: one.stated for one in found.weights} == dict.fromkeys(ATTRIBUTES, 1.0)


def test_without_a_choice_nothing_moves(market: duckdb.DuckDBPyConnection) -> None:
    found = interviews(market, ME, [entry()])
    assert found.ranking.refusal == "No choice between two jobs is in the log, so no opening moves."
    assert found.hours_each is None
    section = worded.section(found, ME)
    assert section.tables == ()
    assert "from an assumption near published figures, as no outcome" in section.said[1]


def test_choosing_what_is_remote_moves_remote_openings_up(market: duckdb.DuckDBPyConnection) -> None:
    """c1 and a1 are remote; c3 pays best."""
    person = msgspec.structs.replace(ME, weights={"pay": 4.0, "remote": 0.0})
    home = entry(features={"remote": 1.0}, choice=Choice(chosen="this", other="b", features={"remote": 0.0}))
    log = [home] * 200
    found = interviews(market, person, log).ranking
    said = [one.posting_id for one in openings(market, person).openings]
    taught = openings(market, msgspec.structs.replace(person, learnt_weights=interview_log.learnt(person, log)))
    assert taught.is_learned
    now = [one.posting_id for one in taught.openings]
    assert said[0] == "c3"
    assert set(now[:2]) == {"a1", "c1"}
    moves = {move.posting_id: (move.rank_stated, move.rank_learnt) for move in found.moves}
    assert moves["c1"] == (said.index("c1") + 1, now.index("c1") + 1)


def test_applications_alone_are_a_log_too(market: duckdb.DuckDBPyConnection) -> None:
    """The belief is like 1.5 offers of 76.5; with one of 20 it is 2.5 of 96.5."""
    person = msgspec.structs.replace(ME, application_offers=1, application_refusals=19)
    said = worded.section(interviews(market, person, []), person).said
    assert said[0] == "No interview is in your log yet, only applications."
    assert said[2].startswith("Your applications lead to about 2.6 offers from 100 applications (0.8 to 4.8). ")
    assert said[2].endswith(
        "starts at 2.0, from an assumption near published figures, and moves with the 20 decided applications of your "
        "log, with 1 offer."
    )


def test_the_log_as_a_table() -> None:
    assert worded.listed([]).said == ("Your log is empty.",)
    told = Facts(pay_low=60_000, pay_high=65_000, pay_currency="EUR", home_days=2, team_size=7)
    row = worded.listed([entry(told=told, hours=2.5, choice=BETTER, topics=("SQL", "cats"))]).tables[0].rows[0]
    assert row == (
        1, DAY, "Alpha", "Data Engineer", "pay EUR 60k to 65k; place of work hybrid; team size 7", "pending", "2.5",
        "this one than my present job", "SQL, cats", "",
    )  # fmt: skip
