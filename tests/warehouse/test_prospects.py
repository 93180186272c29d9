"""Skills, near roles, outside options and the bar, on the crowd of eight employers alike."""

import datetime as dt

import duckdb
import msgspec
import polars as pl
import pytest

from warehouse.answers.adjacent import adjacent, difference, similarities
from warehouse.answers.bar import bar
from warehouse.answers.options import options
from warehouse.answers.person import Person, Skill
from warehouse.answers.skills import skills
from warehouse.measures.estimate import Estimate, refused
from warehouse.measures.shares import wilson
from warehouse.reports.section import Section
from warehouse.reports.sections import adjacent as adjacent_words
from warehouse.reports.sections import bar as bar_words
from warehouse.reports.sections import options as options_words
from warehouse.reports.sections import skills as skills_words

Market = duckdb.DuckDBPyConnection
MINE = (Skill(skill_id="python", name="Python", level=3), Skill(skill_id="cobol", name="COBOL", level=1))
ENGINEER = Person(role_id="engineer", pay_currency="EUR", skills=MINE, years=4)


def _runs(market: Market, section: Section) -> None:
    for query in section.queries:
        assert market.execute(query.text).fetchall()
    for table in section.tables:
        assert all(len(cells) == len(table.fields) for cells in table.cells())


# -- skills ----------------------------------------------------------------------------------------------------------


def test_my_skills_by_how_often_they_are_named(crowd: Market) -> None:
    found = skills(crowd, ENGINEER)
    assert (found.n, found.month, found.coverage) == (40, dt.date(2026, 8, 1), 1)
    python, cobol = found.mine
    assert (python.vacancies, python.share, python.employers, python.level) == (32, 0.8, 8, 3)
    assert python.low is not None
    assert python.low < 0.8 < (python.high or 0)
    assert (cobol.share, cobol.low, cobol.high) == (0, 0, wilson(0, 40).high)
    assert [(one.name, one.share) for one in found.lacked] == [("SQL", 0.4), ("Spark", 0.2)]


def test_my_skills_in_words(crowd: Market) -> None:
    found = skills_words.section(skills(crowd, ENGINEER), ENGINEER)
    assert found.said[0].startswith(
        "Of 40 described vacancies for data engineers in all countries at the 8 employers we watch (August "
        "2026), of your "
        "skills Python "
        "is named by 80%, likely "
    )
    assert found.said[1] == "Named most of what your profile does not hold: SQL (40%) and Spark (20%)."
    _runs(crowd, found)
    nobody = msgspec.structs.replace(ENGINEER, skills=())
    none = skills_words.section(skills(crowd, nobody), nobody).said[0]
    assert "none can be set against your skills: your profile names no skill that adverts are searched for" in none
    crowd.execute("DELETE FROM core.skill_month")
    silent = skills(crowd, ENGINEER)
    assert (silent.n, silent.refusal) == (40, "none of 40 described vacancies names a skill that we know.")
    crowd.execute("DELETE FROM core.role_month")
    refused = skills_words.section(skills(crowd, ENGINEER), ENGINEER)
    assert "0 described vacancies; at least 20" in refused.said[0]
    assert not refused.is_told


# -- near roles ------------------------------------------------------------------------------------------------------


def test_likeness_is_the_cosine_of_required_skills_rare_ones_counting_more() -> None:
    """With ln 4 for a skill of one role and ln 2 for one of two: 0.2402 / (1.4704 x 1.5499)."""
    asked = pl.DataFrame(
        [("engineer", "python", 1.0), ("engineer", "sql", 0.5), ("engineer", "spark", 0.25), ("analyst", "sql", 1.0),
         ("analyst", "excel", 1.0), ("welder", "welding", 1.0)],
        schema=["role_id", "skill_id", "share"], orient="row",
    ).with_columns(n=pl.lit(32))  # fmt: skip
    found = dict(similarities(asked, "engineer").select("role_id", "similarity").iter_rows())
    assert found == {"engineer": pytest.approx(1), "analyst": pytest.approx(0.10541, abs=1e-4), "welder": 0}


def test_near_roles_have_demand_pay_and_missing_skills(crowd: Market) -> None:
    found = adjacent(crowd, Person(role_id="engineer", countries=("DE",), pay_currency="EUR", skills=MINE))
    assert found.own is not None
    assert (found.own.n, found.own.common_skills, found.own.had_skills) == (32, 3, 1)
    assert [(one.role_id, one.openings, one.inside) for one in found.nearest] == [
        ("analyst", 24, 18),  # welders require nothing of the same
    ]
    analyst = found.nearest[0]
    assert (analyst.common_skills, analyst.had_skills) == (2, 0)
    assert [(one.name, one.share) for one in analyst.missing] == [("Excel", 1), ("SQL", 1)]
    assert (found.own.pay.value, analyst.pay.value) == (pytest.approx(57_500), pytest.approx(67_500))
    assert (found.own.difference.value, found.own.difference.low, found.own.difference.high) == (0, 0, 0)
    assert analyst.difference.value == pytest.approx(10_000)
    assert analyst.difference.low is not None
    assert 0 < analyst.difference.low < 10_000 < (analyst.difference.high or 0)


def test_the_difference_of_two_medians_follows_from_their_intervals() -> None:
    """Zou and Donner: 10 less the root of 3 squared and 4 squared."""
    pay = Estimate(value=30, low=27, high=38, n=40, estimator="x")
    own = Estimate(value=20, low=14, high=24, n=30, estimator="x")
    found = difference(pay, own)
    assert (found.value, found.low, found.high, found.n) == (10, 5, 20, 30)
    assert difference(pay, refused("x", "too few", 3)).refusal == "too few"


def test_near_roles_in_words(crowd: Market) -> None:
    found = adjacent_words.section(adjacent(crowd, ENGINEER), ENGINEER)
    assert found.said[0] == "By what they require, Analyst is nearest to your role at the 8 employers we watch."
    assert (
        "Advertised pay is higher, by more than chance would explain, for Analyst (EUR +10k, likely +" in found.said[-1]
    )
    _runs(crowd, found)
    crowd.execute("DELETE FROM core.posting_skill WHERE posting_id LIKE 'e0%' OR posting_id LIKE '%-0'")
    crowd.execute("DELETE FROM core.posting_skill WHERE posting_id LIKE 'e%-3'")
    refusal = adjacent(crowd, ENGINEER)
    assert refusal.own is None
    told = adjacent_words.section(refusal, ENGINEER)
    assert ("cannot be told" in told.said[0], told.is_told) == (True, False)


# -- outside options -------------------------------------------------------------------------------------------------


def test_options_are_as_many_equal_employers_within_my_limits(crowd: Market) -> None:
    """Six employers of five: (30 / 6 - 1) / 29 is 4 / 29; of eight with analysts: 7 / 47."""
    found = options(crowd, Person(role_id="engineer", countries=("DE",)))
    assert (found.alone.open, found.alone.openings, found.alone.employers) == (40, 30, 6)
    assert found.alone.effective_employers.value == pytest.approx(29 / 4)
    assert found.alone.effective_employers.low is not None
    assert found.alone.hhi.value == pytest.approx(10_000 * 4 / 29)
    assert (found.with_siblings.openings, found.with_siblings.roles) == (48, ("Data engineer", "Analyst"))
    assert found.with_siblings.effective_employers.value == pytest.approx(47 / 7)
    assert found.alone.top[0].share == pytest.approx(1 / 6)
    row = options_words.section(found, Person(role_id="engineer")).tables[0].rows[0]
    assert (row[2], row[3], row[5]) == (6, None, None)  # no table says 7.25 of 6 employers
    assert row[-1].startswith("more than there are")


def test_two_employers_of_one_name_are_two(crowd: Market) -> None:
    crowd.execute("UPDATE core.posting SET employer = 'Same'")
    found = options(crowd, Person(role_id="engineer"))
    assert (found.alone.employers, {one.employer for one in found.alone.top}) == (8, {"Same"})
    (query,) = options_words.section(found, Person(role_id="engineer")).queries
    assert len(crowd.execute(query.text).fetchall()) == 8


def test_options_below_twenty_openings_are_refused(crowd: Market) -> None:
    person = Person(role_id="engineer", cities=("lyon",))
    found = options(crowd, person)
    assert found.alone.effective_employers.refusal == "10 postings; at least 20 are needed."
    told = options_words.section(found, person)
    assert told.said[0] == (
        "10 openings for data engineers within your limits, at 2 of the 8 employers we watch. Over how many they are "
        "spread cannot be told: 10 postings; at least 20 are needed."
    )
    _runs(crowd, told)


# -- the bar ---------------------------------------------------------------------------------------------------------


def test_the_bar_now(crowd: Market) -> None:
    found = bar(crowd, ENGINEER)
    assert (found.vacancies, found.now.n, found.now.employers) == (40, 40, 8)
    assert (found.now.years_stated.value, found.now.degree_required.value) == (0.8, 0.2)
    assert 4 < (found.now.years.value or 0) <= 5
    # Which degree the person has is not known: what requires one is left out, short of years or not.
    assert (found.now.cleared.value, found.now.cleared.n) == (pytest.approx(1 / 3), 24)
    assert (found.short_years, found.short_degree) == (16, 0)
    assert bar(crowd, Person(role_id="engineer", years=9, degree="associate")).short_degree == 8
    assert (found.skills_n, found.all_skills.value, found.half_skills.value) == (32, 0.5, 0.75)


def test_the_bar_over_time_is_of_new_vacancies_at_the_same_boards(crowd: Market) -> None:
    found = bar(crowd, ENGINEER)
    assert [(one.start.month, one.asked.n) for one in found.periods] == [
        (2, 8), (3, 8), (4, 0), (5, 0), (6, 0), (7, 8), (8, 0),
    ]  # fmt: skip
    assert found.periods[0].asked.cleared.refusal == "8 vacancies; at least 20 are needed."
    assert found.degree_change.refusal is not None
    crowd.execute("DELETE FROM core.board_week WHERE board_id = 'ashby:e0' AND week_start > DATE '2026-07-01'")
    assert bar(crowd, ENGINEER).periods[0].asked.n == 7


def test_a_vacancy_advertised_again_is_not_of_the_bar_of_its_month(crowd: Market) -> None:
    new = "SELECT min(posting_id) FROM core.spell WHERE first_seen_on >= DATE '2026-03-01' AND NOT is_left_censored"
    name = crowd.execute(new).fetchall()[0][0]
    crowd.execute("DELETE FROM core.vacancy WHERE posting_id = $name", {"name": name})
    crowd.execute("INSERT INTO core.vacancy VALUES ($name, $name, 'gone', TRUE)", {"name": name})
    found = bar(crowd, ENGINEER)
    assert (found.vacancies, sum(one.asked.n for one in found.periods)) == (40, 23)


def test_a_bar_that_rose_is_said_of_two_times(crowd: Market) -> None:
    change = Estimate(value=0.1, low=0.02, high=0.2, n=80, estimator="x")
    found = msgspec.structs.replace(
        bar(crowd, ENGINEER), degree_change=change, cleared_change=msgspec.structs.replace(change, low=-0.1)
    )
    said = bar_words.section(found, ENGINEER).said
    assert (
        "Of 100 new vacancies 10 more require a degree in August 2026 than in February 2026 (likely +2 to +20)." in said
    )
    assert said[-1] == (
        "Whether a larger or smaller part of the new vacancies ask for no more than you have, of those that ask, in "
        "August 2026 than in February 2026 is not clear."
    )


def test_the_bar_in_words(crowd: Market) -> None:
    found = bar_words.section(bar(crowd, ENGINEER), ENGINEER)
    assert found.said[0].startswith(
        "Of 40 described vacancies for data engineers open in all countries at the 8 employers we watch, 80%"
    )
    assert any("you clear 33%" in said and "16 ask for more years than you have." in said for said in found.said)
    assert "cannot be told yet" in found.said[-1]
    _runs(crowd, found)
    silent = bar_words.section(bar(crowd, Person(role_id="engineer")), Person(role_id="engineer"))
    assert any("neither your years nor your degree" in said for said in silent.said)
    assert bar(crowd, Person(role_id="welder")).now.years.refusal is not None
