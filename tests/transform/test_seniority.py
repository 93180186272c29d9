import csv
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import seniority, terms
from transform.limits import READ
from transform.schema import RAW, SENIORITY, frame_schema

FILE = Path(__file__).parent / "examples" / "seniority.csv"
EXAMPLES = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
LEVELS = {"intern", "junior", "mid", "senior", "staff", "principal", "lead", "manager", "director", "executive"}
PIECES = ["Senior", "Manager", "of", "Lead", "II", "5+ years", "experience", "(3)", "three", "-", "\n", "to", "."]
ANY_TEXT = st.one_of(st.none(), st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join))


def frame(*rows: tuple[str | None, str | None, str | None]) -> pl.DataFrame:
    """Postings with a level, a title and a description, and the years of experience that it asks for."""
    dicts = [{"level": level, "title": title, "description_text": text} for level, title, text in rows]
    postings = pl.DataFrame(dicts, schema={**RAW, "description_text": pl.String})
    return postings.with_columns(terms.parse(postings)["years_min"])


def said(level: str | None, title: str | None, text: str | None) -> tuple[str | None, str | None]:
    (row,) = seniority.parse(frame((level, title, text))).to_dicts()
    return row["seniority"], row["seniority_source"]


@cache
def together() -> list[tuple[str | None, str | None]]:
    """What is read of all examples at once."""
    rows = [(row["level"] or None, row["title"] or None, row["description_text"] or None) for row in EXAMPLES]
    return seniority.parse(frame(*rows)).select("seniority", "seniority_source").rows()


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=lambda n: "; ".join(filter(None, EXAMPLES[n].values())))
def test_an_example(number: int) -> None:
    row = EXAMPLES[number]
    assert together()[number] == (row["seniority"] or None, row["seniority_source"] or None)


def test_the_frame_has_its_schema_even_when_empty() -> None:
    assert dict(seniority.parse(frame()).schema) == dict(frame_schema(SENIORITY))
    assert dict(seniority.parse(frame((None, None, None))).schema) == dict(frame_schema(SENIORITY))


def test_the_examples_together_are_read_as_each_alone() -> None:
    for row, found in list(zip(EXAMPLES, together(), strict=True))[::4]:
        assert said(row["level"] or None, row["title"] or None, row["description_text"] or None) == found


def test_only_the_start_of_a_description_is_read() -> None:
    asked = "You bring 5 years of experience."
    assert said(None, "Data Analyst", "x. " * (READ // 3 - 20) + asked) == ("senior", "text")
    assert said(None, "Data Analyst", "x. " * (READ // 3) + asked) == (None, None)


@pytest.mark.parametrize(("years", "level"), [(1, "junior"), (2, "mid"), (4, "mid"), (5, "senior"), (15, "senior")])
def test_the_bounds_of_the_years(years: int, level: str) -> None:
    assert said(None, "Data Analyst", f"{years} years of experience") == (level, "text")


def test_more_years_than_anybody_asks_for_are_somebody_elses() -> None:
    assert said(None, "Data Analyst", "16 years of experience") == (None, None)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=6))
def test_any_postings_are_read_one_by_one(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    found = seniority.parse(frame(*rows))
    assert found.height == len(rows)
    for level, source, version in found.iter_rows():
        assert version == seniority.VERSION
        assert level in LEVELS | {None}
        assert (source is None) == (level is None)
        assert source in {"field", "title", "text", None}


def test_hostile_text_takes_no_time() -> None:
    assert said(None, "-" * 100_000, "1 " * 100_000 + "experience years") == (None, None)
