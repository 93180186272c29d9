"""The facts of an advert: each stated, vague or silent, with the words."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import facts
from transform.terms_match import in_python
from transform.terms_words import narrowed

EXAMPLES = Path(__file__).parent / "examples" / "facts.csv"


def examples() -> list[dict[str, str]]:
    return list(csv.DictReader(EXAMPLES.read_text(encoding="utf-8").splitlines()))


def adverts(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=facts.ADVERT)


def statuses(found: pl.DataFrame) -> dict[tuple[int, str], str]:
    return {(row, fact): status for row, fact, status in found.select("row", "fact_id", "status").iter_rows()}


def test_examples() -> None:
    rows = examples()
    found = statuses(facts.parse(adverts([{"title": r["title"], "description_text": r["text"]} for r in rows])))
    wrong = [(r, found[n, r["fact_id"]]) for n, r in enumerate(rows) if found[n, r["fact_id"]] != r["status"]]
    assert not wrong
    asked = {row["fact_id"] for row in rows if row["status"] == "stated"}
    assert asked | {"tools"} == set(facts.facts()["fact_id"]), "each fact has an example"


def test_every_advert_has_every_fact_once() -> None:
    found = facts.parse(adverts([{"title": "Clerk"}, {"title": None, "description_text": "Salary: $20 an hour"}]))
    assert found.schema == facts.FACTS
    assert found.height == 2 * facts.facts().height
    assert set(found.filter(row=0)["status"]) == {"silent"}
    assert found.filter(pl.col("status") == "silent")["words"].null_count() == (found["status"] == "silent").sum()


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        ("pay", {"pay_min": 50000.0}),
        ("hours", {"employment_type": "full_time"}),
        ("contract", {"employment_type": "internship"}),
        ("workplace", {"workplace": "on_site"}),
        ("level", {"seniority": "senior"}),
        ("level", {"years_min": 3}),
        ("visa", {"visa": "not_offered"}),
        ("on_call", {"has_on_call": False}),
        ("manages", {"is_people_manager": False}),
        ("tools", {"tools": ["Excel", "SAP"]}),
        ("equity", {"terms": [{"term_kind": "benefit", "term_id": "equity", "term_text": "VSOP"}]}),
    ],
)
def test_a_field_states_a_fact(fact: str, field: dict[str, object]) -> None:
    found = facts.parse(adverts([{"title": "Clerk", "description_text": "Come to us.", **field}]))
    stated = found.filter(pl.col("status") == "stated")
    assert stated["fact_id"].to_list() == [fact]
    assert stated["words"].item()


def test_a_remote_mark_above_a_text_that_asks_for_an_office_leaves_the_place_open() -> None:
    texts = ["You work on-site in Graz.", "Hybrid: two days in the office.", "Come to us."]
    rows = [{"title": "Clerk", "description_text": text, "workplace": "remote"} for text in texts]
    told = statuses(facts.parse(adverts(rows)))
    assert [told[row, "workplace"] for row in range(3)] == ["vague", "stated", "stated"]


def test_one_tool_is_vague() -> None:
    assert statuses(facts.parse(adverts([{"tools": ["Excel"]}])))[0, "tools"] == "vague"


def test_a_sentence_that_leaves_it_open_beats_a_benefit_found() -> None:
    row = {
        "description_text": "The package may include equity.",
        "terms": [{"term_kind": "benefit", "term_id": "equity", "term_text": "equity"}],
    }
    assert statuses(facts.parse(adverts([row])))[0, "equity"] == "vague"


def test_words_are_the_sentence_and_a_long_one_is_cut_around_what_tells() -> None:
    long = "Here we say much that tells nothing at all " * 6 + "and the probation is six months " + "and so on " * 30
    found = facts.parse(adverts([{"description_text": "Come to us. The probation is six months. Bye."},
                                 {"description_text": long}]))  # fmt: skip
    short, cut = found.filter(pl.col("fact_id") == "probation")["words"]
    assert short == "The probation is six months."
    assert len(cut) <= facts.WORDS_LIMIT
    assert "probation is six months" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Youâll see weâre small, and itâs fun; Iâve said so.", "You'll see we're small, and it's fun; I've said so."),
        ("We donât, canât and wonât. The companyâs pay: â¬ 5", "We don't, can't and won't. The company's pay: € 5"),
        ("Le dégât est là, un mât aussi, qu'il ricanât ou donnât tout.", None),
        ("A rămas: râs, rămâs bun. Plâs Newydd. Une âme hâve et râve. Esâs olan.", None),
        ("Tage, max. 10 am Stück, ggf. mehr; u. a. hier", "Tage, max 10 am Stück, ggf mehr; u. a hier"),
        ("Reisen gering bis max. Wir bieten Excel, Word u. a. Wir zahlen gut. Climax. 5 days.", None),
        ("Am 13. Monatlich Geld; ein 13. Monatsgehalt", "Am 13. Monatlich Geld; ein 13.Monatsgehalt"),
    ],
)  # fmt: skip
def test_only_what_is_surely_damaged_or_no_full_stop_is_mended(text: str, meant: str | None) -> None:
    assert facts._mended(pl.Series([text, "plain"])).to_list() == [text if meant is None else meant, "plain"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_text_is_read(texts: list[str]) -> None:
    found = facts.parse(adverts([{"title": text, "description_text": "\n".join(texts)} for text in texts]))
    assert found.height == len(texts) * facts.facts().height
    assert set(found["status"]) <= set(facts.STATUSES)


def test_many_texts_are_read_as_one_is() -> None:
    rows = [{"title": r["title"], "description_text": r["text"]} for r in examples()]
    together = facts.parse(adverts(rows))
    alone = pl.concat([facts.parse(adverts([row])) for row in rows[:20]])
    assert together.filter(pl.col("row") < 20).drop("row").equals(alone.drop("row"))


def test_every_pattern_is_linear_and_needs_a_cue() -> None:
    """A pattern compiles for both engines, and no example loses its status to a missing cue."""
    for (fact, use), patterns in facts._words().items():
        assert fact in set(facts.facts()["fact_id"])
        if use != "cue":
            for pattern in patterns:
                assert not any(ahead in pattern for ahead in ("(?=", "(?!", "(?<"))
                in_python(narrowed(pattern))
                pl.Series(["x"]).str.contains(narrowed(pattern))
