import datetime as dt
from typing import Any

import duckdb
import msgspec
import polars as pl
import pytest

from warehouse.answers import hurdle
from warehouse.answers.openings import Opening, Openings, openings
from warehouse.answers.person import Applied, Person, Skill
from warehouse.reports.sections import openings as worded
from warehouse.reports.tables import Worded

PYTHON = Skill(skill_id="python", name="Python", level=3)
ENGINEER = Person(
    role_id="engineer", pay_annual=55_000, pay_currency="EUR", skills=(PYTHON,), seniority="mid", years=4,
    degree="bachelor",
)  # fmt: skip


def _by_id(found: Openings) -> dict[str, Opening]:
    return {one.vacancy_id: one for one in found.openings}


def test_the_fit_is_the_mean_of_the_parts_with_what_is_not_said_left_open(market: duckdb.DuckDBPyConnection) -> None:
    found = openings(market, ENGINEER)
    fits = {key: (one.fit_low, one.fit_high) for key, one in _by_id(found).items()}
    # a1: pay EUR 50k to 60k against 55k is 0.382 to 0.607; half of the skills; one to add of five; remote; one benefit
    # of eight; a step up is 0.75
    assert fits["a1"] == (pytest.approx((0.38247 + 2.575) / 6, abs=1e-4), pytest.approx((0.6073 + 2.575) / 6, abs=1e-4))
    # b1: EUR 60k to 80k, were it not for the zone in francs that have no rate
    assert fits["b1"] == (pytest.approx((1 + 0 + 0.5 + 0.125 + 0.75) / 6), pytest.approx((1 + 2.375) / 6))
    assert fits["c1"] == (pytest.approx(1.7 / 6), pytest.approx(4.7 / 6))  # pay, benefits and level are not said
    assert fits["a2"] == (0, pytest.approx(5 / 6))  # on site is all it says
    assert [one.rank for one in found.openings] == [1, 2, 3, 4, 5]
    assert all(one.fit == pytest.approx((one.fit_low + one.fit_high) / 2) for one in found.openings)
    assert sorted((one.fit for one in found.openings), reverse=True) == [one.fit for one in found.openings]


def test_how_sure_the_first_place_is_is_said(market: duckdb.DuckDBPyConnection) -> None:
    found = openings(market, ENGINEER)
    first, best = found.openings[0], found.best
    safest = max(found.openings, key=lambda one: one.fit_low)
    assert best is not None
    assert best.rank == 1
    assert best.surely_less == sum(one.fit_high < first.fit_low for one in found.openings) < 4
    assert (best.safest_posting_id, best.safest_fit_low) == (safest.posting_id, safest.fit_low)
    said = " ".join(worded.section(found, ENGINEER).said)
    assert ("Whether it fits better than any of the others depends" in said) == (best.surely_less == 0)
    assert ("is better than the rest too depends on what adverts do not say" in said) == (best.surely_less > 0)
    assert (f"{safest.title} at {safest.employer} would come first" in said) == (safest.rank != 1)
    assert openings(market, Person(role_id="analyst", countries=("JP",))).best is None


def test_weights_decide_the_order(market: duckdb.DuckDBPyConnection) -> None:
    nothing = dict.fromkeys(("pay", "skills", "growth", "remote", "benefits", "seniority"), 0.0)
    stated = Person(role_id="engineer", skills=(PYTHON,), weights=nothing | {"skills": 5.0})
    assert openings(market, stated).openings[0].vacancy_id == "b1"
    learned = openings(market, msgspec.structs.replace(stated, learnt_weights=nothing | {"skills": -1.0}))
    assert (learned.is_learned, learned.openings[-1].vacancy_id) == (True, "b1")
    assert _by_id(learned)["b1"].fit_high == 0


def test_pay_is_told_against_mine(market: duckdb.DuckDBPyConnection) -> None:
    person = Person(role_id="engineer", countries=("DE", "FR"), pay_annual=55_000, pay_currency="EUR")
    against = {key: one.pay_against for key, one in _by_id(openings(market, person)).items()}
    assert against == {"a1": "straddles", "b1": "starts_above", "c1": "undisclosed", "c3": "straddles"}
    rich = Person(role_id="engineer", pay_annual=70_000, pay_currency="EUR")
    assert _by_id(openings(market, rich))["a1"].pay_against == "ends_below"
    assert _by_id(openings(market, Person(role_id="engineer")))["a1"].pay_against is None


def test_what_is_left_out_is_counted(market: duckdb.DuckDBPyConnection) -> None:
    found = openings(market, ENGINEER, limit=1, min_pay=61_000, new_only=True)
    assert (found.below_pay, found.not_new, found.ranked, len(found.openings)) == (1, 3, 1, 1)  # a1 ends at 60,000
    assert found.limits.inside == found.below_pay + found.not_new + found.ranked
    assert found.openings[0].vacancy_id == "c3"  # a2 came back in March and was there before
    said = worded.section(found, ENGINEER).said
    assert said[0].startswith("1 new opening for ")
    assert "3 were first seen more than 7 days ago or when their boards were first read, and are left out." in said
    assert any(line.startswith("1 ends below EUR 61k and is left out; ") for line in said)


def test_what_is_only_advertised_again_is_not_new(market: duckdb.DuckDBPyConnection) -> None:
    """c3 takes up what was advertised as c9 and closed; a2 was gone for a while."""
    market.execute(
        "DELETE FROM core.vacancy WHERE posting_id = 'c3'; INSERT INTO core.vacancy VALUES ('c3', 'c3', 'c9', TRUE)"
    )
    found = openings(market, ENGINEER, min_pay=61_000, new_only=True)
    assert (found.not_new, found.again, found.ranked) == (3, 1, 0)
    said = worded.section(found, ENGINEER).said
    assert said[0].startswith("No new opening for ")
    assert "1 is only advertised again and left out too." in said
    listed = _by_id(openings(market, ENGINEER))
    assert {key for key, one in listed.items() if one.is_again} == {"a2", "c3"}
    assert "advertised again" in list(worded.warnings(listed["c3"]))


def test_skills_benefits_and_level_are_told(market: duckdb.DuckDBPyConnection) -> None:
    one = _by_id(openings(market, ENGINEER))["a1"]
    assert (one.had_skills, one.added_skills, one.new_benefits) == (("Python",), ("SQL",), ("equity",))
    assert (one.required_skills, one.matched_required, one.seniority_step) == (2, 1, 1)


@pytest.mark.parametrize(
    ("asked", "verdicts"),
    [
        ((None, None, None), ("silent", "silent", "unknown")),
        ((4, None, None), ("clears", "silent", "clears")),
        ((5, "bachelor", "required"), ("short", "clears", "short")),
        ((3, "master", "required"), ("clears", "short", "short")),
        ((3, "master", "preferred"), ("clears", "no_bar", "clears")),
        ((None, "master", None), ("silent", "unknown", "unknown")),
    ],
)
def test_the_bar_is_cleared_short_or_unknown(asked: tuple[Any, ...], verdicts: tuple[str, ...]) -> None:
    schema = {"years_min": pl.Int16, "degree": pl.String, "degree_need": pl.String}
    frame = pl.DataFrame([asked], schema=schema, orient="row")
    assert frame.select(hurdle.verdicts(ENGINEER)).row(0) == verdicts
    unknown = frame.select(hurdle.verdicts(Person(role_id="engineer"))).row(0)
    assert unknown[1] != "clears", "an unknown degree clears nothing"
    assert unknown[0] == ("unknown" if asked[0] is not None else "silent")


def test_a_degree_asked_for_is_told_from_one_required() -> None:
    asked = {
        ("bachelor", "required"): "bachelor required",
        ("vocational", "or_experience"): "vocational or experience",
        ("master", "preferred"): "master preferred",
        ("master", None): "master",
        (None, "not_required"): "none asked for",
        (None, None): "none asked for",
    }
    frame = pl.DataFrame(list(asked), schema={"degree": pl.String, "degree_need": pl.String}, orient="row")
    assert frame.select(hurdle.degree_asked()).to_series().to_list() == list(asked.values())
    assert frame.select(hurdle.is_degree_required()).to_series().sum() == 1


def test_what_may_be_the_same_opening_is_told(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("DELETE FROM core.posting_match")
    assert [one.possible_copies for one in openings(market, ENGINEER).openings] == [0] * 5
    for other in ("b1", "gone"):
        market.execute("INSERT INTO core.posting_match SELECT 'a1', $1, 'possible', 'text', 60, 1, 1, 5", [other])
    found = [one for one in openings(market, ENGINEER).openings if one.possible_copies]
    assert {one.posting_id: one.possible_copies for one in found} == {"a1": 1, "b1": 1}
    assert "may be the same as 1 other opening here" in [*worded.warnings(found[0])]


def test_the_words_and_the_query(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.posting SET years_min = 5, degree = 'bachelor', degree_need = 'required'")
    person = Person(
        role_id="engineer", countries=("DE",), workplaces=("remote", "on_site"), pay_annual=49_000, pay_currency="EUR",
        skills=(PYTHON,), seniority="senior", years=4,
    )  # fmt: skip
    found = worded.section(openings(market, person), person)
    assert found.said[0] == (
        "2 openings for data Engineers within your limits, from 2 of the 3 employers we watch, on 4 Mar 2026."
    )
    assert found.said[1] == (
        "Your limits leave out 2 in other places and 1 with a workplace you do not want, of 5 open vacancies."
    )
    row = dict(zip([field.name for field in found.tables[0].fields], found.tables[0].rows[1], strict=True))
    assert row["title"] == "Senior Data Engineer"
    assert row["pay"] == Worded("EUR 50k to 60k", (50_000.0, 60_000.0, "EUR"))
    assert row["reasons"] == (
        "starts above your pay (converted); you have 1 of 2 required skills; you would add SQL; states equity; your "
        "level (senior); remote; asks 5 years (you fall short) and a bachelor's degree (not known "
        "whether you clear it)"
    )
    assert market.execute(found.queries[0].text).fetchall()
    figures = found.tables[1].cells()[1]
    assert figures[2:6] == ["50,000", "60,000", "EUR", "starts above"]
    last = found.tables[0].rows[1][9]
    applied = tuple(
        Applied(posting_id=one, day=dt.date(2026, 3, day), fate=fate)
        for one, day, fate in ((last, 1, "offer"), (last, 2, "rejected"), ("zz", 3, "offer"))
    )
    mine = worded.section(openings(market, person), msgspec.structs.replace(person, applied=applied))
    first, second = (str(row[6]) for row in mine.tables[0].rows)
    assert ("applied" in first, second) == (False, f"you applied on 2 Mar 2026: rejected; {row['reasons']}")
    nobody = Person(role_id="analyst", countries=("JP",))
    none = worded.section(openings(market, nobody), nobody)
    assert none.said[0].startswith("No opening for data Analysts within your limits is up at")
    assert none.notes == ()


def test_what_adverts_leave_open_is_asked_first_what_most_state(market: duckdb.DuckDBPyConnection) -> None:
    """Of those with a description a1, a2 and b1 state full time, a1 and b1 equity; c1 states neither."""
    found = openings(market, ENGINEER)
    asked = {key: [ask.fact_id for ask in one.questions] for key, one in _by_id(found).items()}
    assert (len(asked["c1"]), asked["c1"][:2], asked["c3"]) == (3, ["hours", "equity"], [])
    assert not {"hours", "equity"} & set(asked["a1"])
    told = worded.section(found, ENGINEER).tables[2]
    assert len(told.rows) == sum(len(ids) for ids in asked.values())
    few = _by_id(openings(market, ENGINEER, limit=2))  # however few are listed, the same is asked
    assert {key: [ask.fact_id for ask in one.questions] for key, one in few.items()} == {
        key: asked[key] for key in ("c3", "c1")
    }
