"""What an advert leaves out: forty peers written by hand, and one advert that says less than they do."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
import msgspec
import pytest

from transform import pasted as reading
from warehouse.answers.person import NoAnswerYet, Person, Skill
from warehouse.answers.posting import Posting, pasted, posting
from warehouse.reports.csv_files import text_of
from warehouse.reports.section import cleaned
from warehouse.reports.sections.posting import section

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]

DAY = "2026-03-02"
PEERS = 40
PERSON = Person(
    role_id="cook",
    skills=(Skill(skill_id="bread", name="Bread", level=3), Skill(skill_id="wok", name="Wok", level=1)),
)
OWN = "Come and cook with our team.\nWe pay a competitive wage.\nYou have 9 years of experience."
# Every peer states its leave, every second one the pay, none a pension.
PEER = "28 days of paid holiday.\nYou have 3 years of experience.\n"


def _peer(number: int) -> dict[str, Any]:
    return {
        "posting_id": f"p{number}", "board_id": f"ashby:b{number % 8}", "employer": f"Inn {number % 8}",
        "role_id": "cook", "title": "Cook", "country_code": "AT", "years_min": 3 + number % 2,
        "text_hash": f"t{number}", "workplace": "on_site",
    }  # fmt: skip


@pytest.fixture
def kitchen(connection: duckdb.DuckDBPyConnection, insert: Insert) -> duckdb.DuckDBPyConnection:
    """The advert `own` of an inn, its earlier posting `old`, and its peers."""
    own = {**_peer(0), "posting_id": "ashby:b0:own", "title": "Line cook", "text_hash": "own", "years_min": 9,
           "workplace": "remote"}  # fmt: skip
    old = {**own, "posting_id": "ashby:b0:old"}
    insert("core.role", [{"role_id": "cook", "role_title": "Cook", "role_family": "Kitchen"}])
    insert("core.board", [{"board_id": f"ashby:b{n}", "employer": f"Inn {n}"} for n in range(8)])
    insert("core.board_day", [
        {"board_id": f"ashby:b{n}", "observed_on": DAY, "observed_at": f"{DAY} 06:00", "board_status": "complete"}
        for n in range(8)
    ])  # fmt: skip
    peers = [_peer(number) for number in range(PEERS)]
    insert("core.posting", [own, old, *peers])
    texts = [PEER + ("Salary: €30,000 a year." if n % 2 else "We bake.") for n in range(PEERS)]
    insert("core.posting_text", [{"text_hash": "own", "description_text": OWN}] + [
        {"text_hash": f"t{n}", "description_text": text} for n, text in enumerate(texts)
    ])  # fmt: skip
    insert("core.spell", [
        {"posting_id": row["posting_id"], "board_id": row["board_id"], "first_seen_at": "2026-02-20 06:00",
         "last_seen_at": f"{DAY} 06:00"} for row in (own, *peers)
    ] + [{"posting_id": "ashby:b0:old", "board_id": "ashby:b0", "first_seen_at": "2026-01-05 06:00",
          "last_seen_at": "2026-01-20 06:00", "closed_at": "2026-01-21 06:00"}])  # fmt: skip
    insert("core.vacancy", [
        {"posting_id": f"ashby:b0:{name}", "vacancy_id": f"ashby:b0:{name}", "series_id": "ashby:b0:old",
         "seat_number": 1, "matched_hash": 1}
        for name in ("own", "old")
    ])  # fmt: skip
    insert("core.skill", [
        {"skill_id": name.lower(), "skill_name": name, "skill_kind": "tool"} for name in ("Bread", "Wok", "Knife")
    ])  # fmt: skip
    insert("core.posting_skill", [
        {"posting_id": "ashby:b0:own", "skill_id": skill, "skill_need": "required", "line_hash": 1, "skills_version": 1}
        for skill in ("bread", "knife")
    ] + [{"posting_id": f"p{n}", "skill_id": "wok", "skill_need": "mentioned", "line_hash": 2, "skills_version": 1}
         for n in range(0, PEERS, 4)])  # fmt: skip
    return connection


@pytest.fixture
def found(kitchen: duckdb.DuckDBPyConnection) -> Posting:
    return posting(kitchen, PERSON, "ashby:b0:own")


def test_each_fact_is_told_with_its_words_and_the_share_of_peers(found: Posting) -> None:
    facts = {fact.fact_id: fact for fact in found.facts}
    assert (facts["pay"].status, facts["pay"].words) == ("vague", "We pay a competitive wage.")
    assert (facts["leave"].status, facts["level"].status) == ("silent", "stated")
    assert facts["leave"].peers.value == 1.0
    assert facts["pay"].peers.value == 0.5
    assert facts["pension"].peers.value == 0.0
    assert facts["tools"].words == "Bread, Knife"
    assert (found.n, found.unique_employers, found.open_vacancies, found.country_code) == (40, 8, 40, "AT")
    assert (found.window_end, found.coverage) == (dt.date(2026, 3, 2), 1.0)
    assert facts["pay"].peers.low is not None
    assert facts["pay"].peers.low < 0.5 < (facts["pay"].peers.high or 0)


def test_the_first_question_is_what_most_peers_answer_and_vague_counts_half(found: Posting) -> None:
    assert [fact.fact_id for fact in found.questions[:2]] == ["leave", "pay"]
    assert [fact.worth for fact in found.questions[:2]] == [1.0, 0.25]
    assert all(fact.status != "stated" for fact in found.questions)
    assert len(found.questions) + sum(fact.status == "stated" for fact in found.facts) == len(found.facts)


def test_skills_are_compared_both_ways(found: Posting) -> None:
    assert [one.name for one in found.fit.have] == ["Bread"]
    assert [one.name for one in found.fit.lack] == ["Knife"]
    assert [(one.name, one.peers_share) for one in found.fit.unmentioned] == [("Wok", 0.25)]
    assert found.fit.share == 0.5


def test_what_few_peers_have_is_unusual(found: Posting) -> None:
    odd = {one.measure: one for one in found.unusual if one.is_unusual}
    assert odd["years"].value == 9
    assert (odd["years"].share, odd["years"].side, odd["years"].n) == (0.0, "high", 40)
    assert (odd["workplace"].text, odd["workplace"].share) == ("remote", 0.0)
    assert "degree" not in odd
    assert msgspec.json.decode(msgspec.json.encode(found), type=Posting) == found


def test_reposts_are_the_times_of_the_series(found: Posting) -> None:
    assert [(spell.posting_id, spell.is_this) for spell in found.spells] == [
        ("ashby:b0:old", False), ("ashby:b0:own", True)]  # fmt: skip
    assert found.advert.age_days == 10


def test_it_is_said_in_words_and_every_query_runs(found: Posting, kitchen: duckdb.DuckDBPyConnection) -> None:
    told = cleaned(section(found, PERSON))
    assert told.said[0].startswith("“Line cook” at Inn 0 states 3 of 27 facts")
    assert "How many days of paid leave" in told.said[1]
    seen = (found.window_end - (found.advert.first_seen_on or found.window_end)).days
    for age, told_age in ((seen, f"up for {seen} days."), (seen + 5, f"by the date it bears ({seen} since we first")):
        dated = msgspec.structs.replace(found, advert=msgspec.structs.replace(found.advert, age_days=age))
        assert any(told_age in sentence for sentence in section(dated, PERSON).said)
    assert any("2 times online so far, in 2 postings" in sentence for sentence in told.said)
    assert text_of(told.tables[0]).splitlines()[1].startswith("1,")
    life, series = (kitchen.execute(query.text).fetchall() for query in told.queries)
    assert (life, [row[0] for row in series]) == ([], ["ashby:b0:old", "ashby:b0:own"])


def test_a_pasted_text_is_read_as_a_posting_is(kitchen: duckdb.DuckDBPyConnection) -> None:
    found = pasted(kitchen, PERSON, reading.read(f"Cook\n\n{OWN}"))
    assert {fact.fact_id: fact.status for fact in found.facts}["pay"] == "vague"
    assert (found.advert.posting_id, found.advert.title, found.spells) == (None, "Cook", ())
    assert found.n == 41
    assert section(found, PERSON).said[0].startswith("“Cook” states")


def test_a_text_that_says_nothing_of_a_job_is_no_advert(kitchen: duckdb.DuckDBPyConnection) -> None:
    text = "The hills\n\n" + "The moon rose over the quiet hills while the river sang. " * 5
    with pytest.raises(NoAnswerYet, match="does not look like an advert: it speaks of none of 27 facts"):
        pasted(kitchen, PERSON, reading.read(text))


def test_few_peers_are_refused_in_words(kitchen: duckdb.DuckDBPyConnection) -> None:
    kitchen.execute("DELETE FROM core.spell WHERE posting_id LIKE 'p%' AND posting_id <> 'p1'")
    found = posting(kitchen, PERSON, "ashby:b0:own")
    assert found.refusal == "1 described peers; at least 30 are needed."
    assert (found.peers_stated, found.unusual, found.questions[0].worth) == (None, (), None)
    said = section(found, PERSON).said
    assert "It is not compared with others: 1 described peers" in said[0]


def test_a_role_with_few_adverts_is_compared_with_its_family(
    kitchen: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    insert("core.role", [{"role_id": "baker", "role_title": "Baker", "role_family": "Kitchen"}])
    kitchen.execute("UPDATE core.posting SET role_id = 'baker' WHERE posting_id LIKE 'p%' AND posting_id <> 'p1'")
    found = posting(kitchen, PERSON, "ashby:b0:own")
    assert (found.role_family, found.n, found.refusal) == ("Kitchen", 40, None)
    assert "40 open adverts for Kitchen (too few are for cooks alone) in Austria" in section(found, PERSON).said[0]


def test_an_unknown_posting_and_one_without_a_text_have_no_answer(kitchen: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NoAnswerYet, match="No posting 'nowhere'"):
        posting(kitchen, PERSON, "nowhere")
    kitchen.execute("UPDATE core.posting SET text_hash = NULL WHERE posting_id = 'ashby:b0:own'")
    with pytest.raises(NoAnswerYet, match="description of 'Line cook' is not known"):
        posting(kitchen, PERSON, "ashby:b0:own")


@pytest.fixture(autouse=True)
def tidy(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """No table of the answer is left behind."""
    yield
    left = connection.sql("SELECT table_name FROM duckdb_tables() WHERE temporary AND table_name IN ('peer', 'chosen')")
    assert left.fetchall() == []
