"""The type of employment, from the field, the title or the text."""

import csv
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import employment
from transform.schema import EMPLOYMENT, RAW, frame_schema

EXAMPLES = Path(__file__).parent / "examples"
READ = {**RAW, "description_text": pl.String}
TYPES = {"full_time", "part_time", "contract", "temporary", "internship", "volunteer", None}


def test_fields_and_titles_are_read_as_in_the_examples() -> None:
    with (EXAMPLES / "employment.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    stated = [{name: row[name] or None for name in ("employment", "title", "description_text")} for row in rows]
    found = employment.parse(pl.DataFrame(stated, schema=READ))["employment_type"].to_list()
    got = {tuple(row.values())[:3]: one for row, one in zip(rows, found, strict=True)}
    assert got == {tuple(row.values())[:3]: row["expected"] or None for row in rows}


def test_only_the_start_of_a_field_or_title_that_is_too_long_to_be_one_is_read() -> None:
    far = "." * (employment.FIELD - len("internship"))
    stated = [{name: words} for name in ("employment", "title") for words in (f"{far}internship", f"{far} internship")]
    found = employment.parse(pl.DataFrame(stated, schema=READ))["employment_type"].to_list()
    assert found == ["internship", None, "internship", None]


def test_the_frame_has_the_agreed_columns() -> None:
    assert employment.parse(pl.DataFrame(schema=READ)).schema == pl.Schema(frame_schema(EMPLOYMENT))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.none() | st.text(), st.text(), st.none() | st.text()), max_size=5))
def test_any_words_are_read_row_for_row(rows: list[tuple[str | None, str, str | None]]) -> None:
    stated = [{"employment": field, "title": title, "description_text": text} for field, title, text in rows]
    raw = pl.DataFrame(stated, schema=READ)
    found = employment.parse(raw)["employment_type"].to_list()
    assert len(found) == len(rows)
    assert set(found) <= TYPES
