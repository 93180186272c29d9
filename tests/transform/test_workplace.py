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


def test_only_the_start_of_a_label_or_field_that_is_too_long_to_be_one_is_read() -> None:
    far = "." * (workplace.READ - len("remote"))
    places = [[{"label": f"{far}remote"}], [{"label": f"{far} remote"}]]
    named = pl.DataFrame([{"places": labels} for labels in places], schema=READ)
    assert workplace.parse(named)["workplace"].to_list() == ["remote", None]
    stated = pl.DataFrame([{"workplace": f"{far}remote"}, {"workplace": f"{far} remote"}], schema=READ)
    assert workplace.parse(stated)["workplace"].to_list() == ["remote", None]


@given(st.lists(st.tuples(st.text(), st.text(), st.none() | st.booleans()), max_size=5))
def test_any_words_are_read_row_for_row(rows: list[tuple[str, str, bool | None]]) -> None:
    raw = pl.DataFrame(
        [{"title": title, "description_text": words, "is_remote": flag} for title, words, flag in rows], schema=READ
    )
    found = workplace.parse(raw)
    assert found.height == len(rows)
    assert found["workplace"].is_null().equals(found["workplace_source"].is_null())
