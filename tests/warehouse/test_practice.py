"""Openings to practise on, in a market of which every count is known, and the words."""

import duckdb
import msgspec
import pytest

from warehouse.answers.person import NoAnswerYet, Person, Skill
from warehouse.answers.practice import Practice, practice
from warehouse.reports.sections import practice as worded

ME = Person(
    role_id="engineer", pay_annual=50_000.0, pay_currency="EUR", weights={"pay": 5.0},
    skills=tuple(Skill(skill_id=name, name=name.title(), level=2) for name in ("python", "spark", "sql")),
)  # fmt: skip
COPY = """
INSERT INTO core.posting BY NAME
SELECT posting.* REPLACE (
    $id AS posting_id, $employer AS employer_key, $employer AS employer, 'Job ' || $id AS title, NULL AS pay_text,
    CAST($pay AS DOUBLE) AS pay_min_annual, CAST($pay AS DOUBLE) AS pay_max_annual)
FROM core.posting WHERE posting_id = 'b1';
INSERT INTO core.spell BY NAME
SELECT spell.* REPLACE ($id AS posting_id) FROM core.spell WHERE posting_id = 'b1' AND spell_number = 1;
INSERT INTO core.posting_skill BY NAME
SELECT $id AS posting_id, unnest(CAST($skills AS VARCHAR[])) AS skill_id, 'required' AS skill_need,
    hash($id) AS line_hash;
"""


@pytest.fixture
def eight(market: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Eight openings and no others: p0 pays best, p7 worst; each employer has one, but that of p0 also has p7."""
    market.execute("UPDATE core.spell SET closed_at = TIMESTAMP '2026-01-06' WHERE closed_at IS NULL")
    market.execute("INSERT INTO core.skill VALUES ('spark', 'Spark', 'framework'), ('cobol', 'Cobol', 'language')")
    skills = {0: ["python", "sql", "spark"], 1: ["python", "spark", "sql", "cobol"], 4: ["python", "sql", "cobol"],
              5: ["cobol"], 6: ["python", "spark", "sql"], 7: ["python", "spark", "sql"]}  # fmt: skip
    for n in range(8):
        named = {"id": f"p{n}", "employer": f"e{n % 7}", "pay": 72_000 - n * 3_000, "skills": skills.get(n, ["python"])}
        for statement in filter(str.strip, COPY.split(";")):
            used = {name: value for name, value in named.items() if f"${name}" in statement}
            market.execute(statement, used)
    market.execute("UPDATE core.spell SET closed_at = NULL WHERE posting_id LIKE 'p_'")
    return market


def found_ids(found: Practice) -> list[str]:
    return [one.posting_id for one in found.practice]


def test_practice_is_close_lesser_and_not_where_one_would_want_to_work(eight: duckdb.DuckDBPyConnection) -> None:
    found = practice(eight, ME)
    assert (found.openings, found.wanted, found.lesser) == (8, 2, 4)
    assert found_ids(found) == ["p6", "p4"]  # p5 is far, p7 of the best one's employer
    left_out = (found.wanted_employers, found.always_up, found.not_close, found.same_employer)
    assert (left_out, found.close) == ((1, 0, 1, 0), 2)
    assert found.practice[0].shared == ("Python", "SQL", "Spark")
    assert {skill.name: (skill.wanted, skill.practice) for skill in found.skills} == {
        "Python": (2, 2), "SQL": (2, 2), "Spark": (2, 1), "Cobol": (1, 1),
    }  # fmt: skip


def test_what_hangs_on_it_goes_by_what_was_learnt(eight: duckdb.DuckDBPyConnection) -> None:
    turned = msgspec.structs.replace(ME, learnt_weights={"pay": -5.0})
    assert not set(found_ids(practice(eight, turned))) & set(found_ids(practice(eight, ME)))


def test_the_words(eight: duckdb.DuckDBPyConnection) -> None:
    section = worded.section(practice(eight, ME, limit=1), ME)
    assert "Of the 8 matching openings at the " in section.said[0]
    assert "2 are for practice: close to your skills, with less at stake. First comes Job p6 at " in section.said[0]
    assert section.said[1] == (
        "Of the 4 openings that fit you less well, left out are 1 at an employer with an opening that you would want "
        "and 1 far from your skills or naming few."
    )
    assert section.said[3] == "They also ask for Cobol, which you do not list."
    assert eight.execute(section.queries[0].text).fetchall()
    assert section.tables[0].caption == "Openings to practise on, the first 1 of 2"


def test_without_skills_or_openings_there_is_no_answer(
    market: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(NoAnswerYet, match="names no skill that adverts are searched for"):
        practice(market, Person(role_id="engineer"))
    with pytest.raises(NoAnswerYet, match=r"employers we watch: 5\. Practice"):
        practice(market, ME)
