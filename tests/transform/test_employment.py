"""The type of employment, from the field or the title."""

import csv
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transform import employment
from transform.schema import EMPLOYMENT, RAW, frame_schema

EXAMPLES = Path(__file__).parent / "examples"
TYPES = {"full_time", "part_time", "contract", "temporary", "internship", "volunteer", None}


def test_fields_and_titles_are_read_as_in_the_examples() -> None:
    with (EXAMPLES / "employment.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    raw = pl.DataFrame([{"employment": row["employment"] or None, "title": row["title"]} for row in rows], schema=RAW)
    found = employment.parse(raw)["employment_type"].to_list()
    got = {(row["employment"], row["title"]): one for row, one in zip(rows, found, strict=True)}
    assert got == {(row["employment"], row["title"]): row["expected"] or None for row in rows}


def test_the_frame_has_the_agreed_columns() -> None:
    assert employment.parse(pl.DataFrame(schema=RAW)).schema == pl.Schema(frame_schema(EMPLOYMENT))


@given(st.lists(st.tuples(st.none() | st.text(), st.text()), max_size=5))
def test_any_words_are_read_row_for_row(rows: list[tuple[str | None, str]]) -> None:
    raw = pl.DataFrame([{"employment": field, "title": title} for field, title in rows], schema=RAW)
    found = employment.parse(raw)["employment_type"].to_list()
    assert len(found) == len(rows)
    assert set(found) <= TYPES
