"""Where the work is done, and what says so."""

import csv
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transform import workplace
from transform.schema import RAW, WORKPLACE, frame_schema

EXAMPLES = Path(__file__).parent / "examples"
READ = {**RAW, "description_text": pl.String}
FLAGS = {"true": True, "false": False, "": None}


def test_fields_titles_labels_and_texts_are_read_as_in_the_examples() -> None:
    with (EXAMPLES / "workplaces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    raw = pl.DataFrame(
        [
            {
                "workplace": row["workplace"] or None,
                "is_remote": FLAGS[row["is_remote"]],
                "title": row["title"],
                "places": [{"label": label} for label in row["labels"].split("|")],
                "description_text": row["description_text"] or None,
            }
            for row in rows
        ],
        schema=READ,
    )
    found = workplace.parse(raw)
    got = found.select("workplace", "workplace_source").rows()
    expected = [(row["expected"] or None, row["source"] or None) for row in rows]
    assert [(row, pair) for row, pair in zip(rows, got, strict=True)] == list(zip(rows, expected, strict=True))


def test_the_frame_has_the_agreed_columns() -> None:
    assert workplace.parse(pl.DataFrame(schema=READ)).schema == pl.Schema(frame_schema(WORKPLACE))


@given(st.lists(st.tuples(st.text(), st.text(), st.none() | st.booleans()), max_size=5))
def test_any_words_are_read_row_for_row(rows: list[tuple[str, str, bool | None]]) -> None:
    raw = pl.DataFrame(
        [{"title": title, "description_text": words, "is_remote": flag} for title, words, flag in rows], schema=READ
    )
    found = workplace.parse(raw)
    assert found.height == len(rows)
    assert found["workplace"].is_null().equals(found["workplace_source"].is_null())
