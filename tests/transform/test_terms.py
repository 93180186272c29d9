"""What an advert asks and offers: years, degree, visa, on-call duty, people to manage, benefits and team words."""

import csv
import re
import time
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import terms
from transform.limits import READ
from transform.schema import ASKED, RAW, TERM, frame_schema

EXAMPLES = Path(__file__).parent / "examples"
DEGREES = {"high_school", "vocational", "associate", "bachelor", "master", "doctorate", None}
NEEDS = {"required", "preferred", "or_experience", "not_required", None}
PIECES = [
    "Requirements", "Benefits", "\n", "- ", "5+ years", "of experience", "bachelor's degree", "no", "visa", "on-call",
    "manage a team of", "six", "401(k)", "dental", "é", "’", "not", ".", "equity", "İ", "Kanban",
]  # fmt: skip
ANY_TEXT = st.one_of(st.none(), st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join))


def examples(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def frame(*rows: tuple[str | None, str | None]) -> pl.DataFrame:
    """Postings with a title and a description; a bar stands for the end of a line."""
    lined = [(title, text.replace("|", "\n") if text is not None else None) for title, text in rows]
    return pl.DataFrame(lined, schema={"title": pl.String, "description_text": pl.String}, orient="row")


def read(*texts: str | None) -> list[dict[str, Any]]:
    return terms.parse(frame(*(("Clerk", text) for text in texts))).to_dicts()


def ids(row: dict[str, Any]) -> list[str]:
    return [term["term_id"] for term in row["terms"]]


def values(row: dict[str, Any], columns: list[str]) -> list[str]:
    """The values as they stand in the examples."""
    return ["" if row[column] is None else str(row[column]).lower() for column in columns]


@pytest.mark.parametrize("name", ["terms_asked.csv", "terms_said.csv"])
def test_what_is_asked_is_read_as_in_the_examples(name: str) -> None:
    rows = examples(name)
    columns = [column for column in rows[0] if column not in ("title", "description_text")]
    found = terms.parse(
        frame(*((row.get("title", "Clerk"), row["description_text"] or None) for row in rows))
    ).to_dicts()
    got = {row["description_text"]: values(one, columns) for row, one in zip(rows, found, strict=True)}
    assert got == {row["description_text"]: [row[column] for column in columns] for row in rows}


def test_terms_are_read_as_in_the_examples() -> None:
    rows = examples("terms_offered.csv")
    found = read(*(row["description_text"] for row in rows))
    got = {row["description_text"]: sorted(ids(one)) for row, one in zip(rows, found, strict=True)}
    assert got == {row["description_text"]: sorted(row["terms"].split()) for row in rows}


def test_the_frame_has_its_schema_even_when_empty() -> None:
    schema = {**frame_schema(ASKED), "terms": pl.List(TERM)}
    assert dict(terms.parse(frame()).schema) == schema
    assert dict(terms.parse(frame((None, None))).schema) == schema


def test_no_description_says_nothing() -> None:
    (row,) = read(None)
    assert row == {**dict.fromkeys(ASKED), "terms_version": terms.VERSION, "terms": []}


def test_the_pay_fields_name_benefits_once() -> None:
    fields = [{"kind": "Salary"}, {"kind": "EquityPercentage", "note": "Offers Equity"}, {"kind": "Bonus"}]
    rows = [
        {"title": "Clerk", "description_text": "Benefits\n- Stock options", "pay": fields},
        {"title": "Clerk", "description_text": None, "pay": fields},
        {"title": "Clerk", "description_text": None, "pay": None},
    ]
    found = terms.parse(pl.DataFrame(rows, schema={key: RAW.get(key, pl.String) for key in rows[0]}))
    named = [{one["term_id"]: one["term_text"] for one in row} for row in found["terms"].to_list()]
    assert named == [{"equity": "Stock options", "bonus": "Bonus"}, {"equity": "Offers Equity", "bonus": "Bonus"}, {}]


def test_the_words_that_state_a_term_are_kept_short_and_without_addresses() -> None:
    text = "Benefits\n- " + "We care for each other a great deal, and so " * 4 + "health insurance, from us. " * 2
    (row,) = read(text)
    (term,) = row["terms"]
    assert (term["term_kind"], term["term_id"]) == ("benefit", "health_insurance")
    assert "health insurance" in term["term_text"]
    assert len(term["term_text"]) <= 80
    (row,) = read("We offer health insurance: ask jo@example.com, +44 20 7946 0000 or Mrs. Doe")
    assert row["terms"][0]["term_text"] == "We offer health insurance: ask … … or …"


def test_each_term_is_named_once_in_the_order_of_the_file() -> None:
    (row,) = read("Perks\n- Snacks\n- Health insurance\n- More snacks\n- Health insurance for all\nWe use Kanban.")
    assert [(term["term_id"], term["term_text"]) for term in row["terms"]] == [
        ("health_insurance", "Health insurance"),
        ("meals", "Snacks"),
        ("kanban", "We use Kanban."),
    ]


def test_a_line_is_read_in_the_section_of_its_own_posting() -> None:
    line = "- 5+ years of experience"
    asked, wished = read(f"Requirements\n{line}", f"Nice to have\n{line}")
    assert (asked["years_min"], wished["years_min"]) == (5, None)


def test_postings_together_are_read_as_each_alone() -> None:
    rows = [row["description_text"] for name in ("terms_asked.csv", "terms_offered.csv") for row in examples(name)[::6]]
    together = read(*rows, *rows)
    assert together == [*(one for row in rows for one in read(row))] * 2


def test_only_the_start_of_a_description_is_read() -> None:
    asked = "You have 5 years of experience."
    near, far = read("x. " * (READ // 3 - 20) + asked, "x. " * (READ // 3) + asked)
    assert (near["years_min"], far["years_min"]) == (5, None)


def test_the_reference_has_plain_names_and_patterns_that_compile() -> None:
    source = resources.files("transform.reference").joinpath("terms.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(source.splitlines()))
    kinds = [row["term_kind"] for row in rows]
    assert kinds.count("benefit") >= 30
    assert kinds.count("team") >= 15
    assert len({row["term_id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["term_kind"] in ("benefit", "team")
        assert re.fullmatch("[a-z0-9_]+", row["term_id"])
        assert row["context"] in (("offer", "alone") if row["term_kind"] == "benefit" else ("team",))
        assert row["phrases"] == row["phrases"].lower()
        assert all(phrase.strip("* ") for phrase in row["phrases"].split("|"))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=5))
def test_any_postings_are_read_row_for_row(rows: list[tuple[str | None, str | None]]) -> None:
    found = terms.parse(pl.DataFrame(rows, schema={"title": pl.String, "description_text": pl.String}, orient="row"))
    assert found.height == len(rows)
    for row in found.to_dicts():
        assert row["terms_version"] == terms.VERSION
        assert row["degree"] in DEGREES
        assert row["degree_need"] in NEEDS
        assert row["visa"] in ("offered", "not_offered", None)
        assert row["years_max"] is None or row["years_min"] <= row["years_max"]
        assert row["reports_max"] is None or row["reports_min"] <= row["reports_max"]
        assert len(ids(row)) == len(set(ids(row)))
        assert all(term["term_text"] and len(term["term_text"]) <= 80 for term in row["terms"])


@pytest.mark.parametrize(
    "hostile",
    ["5 years or ", "dental, ", "on-call ", "a" * 50, "degree in ", "manage and lead a team of 5 ", "(((", "@. "],
)
def test_hostile_text_takes_no_time(hostile: str) -> None:
    text = hostile * (1_000_000 // len(hostile))
    read("warm")
    started = time.process_time()
    assert len(read(text)) == 1
    assert time.process_time() - started < 2
