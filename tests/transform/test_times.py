"""Times in the sources' words."""

import csv
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transform import times
from transform.schema import RAW, TIMESTAMP

EXAMPLES = Path(__file__).parent / "examples"
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2099, 12, 30))


def read(*words: str | None) -> list[datetime | None]:
    return times.parse(pl.DataFrame([{"posted_at": one} for one in words], schema=RAW))["posted_at"].to_list()


def test_words_are_read_as_in_the_examples() -> None:
    with (EXAMPLES / "times.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    got = dict(zip([row["words"] for row in rows], read(*[row["words"] for row in rows]), strict=True))
    assert got == {row["words"]: datetime.fromisoformat(row["expected"]) if row["expected"] else None for row in rows}


def test_the_frame_has_the_agreed_column() -> None:
    assert times.parse(pl.DataFrame(schema=RAW)).schema == pl.Schema({"posted_at": TIMESTAMP})
    assert read(None) == [None]


@given(MOMENTS, st.integers(min_value=-14 * 60, max_value=14 * 60))
def test_any_offset_leads_back_to_the_moment(moment: datetime, minutes: int) -> None:
    zoned = moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))
    assert read(zoned.isoformat()) == [moment]


@given(MOMENTS)
def test_seconds_and_milliseconds_are_told_apart(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    seconds = int(whole.replace(tzinfo=UTC).timestamp())
    assert read(str(seconds), str(seconds * 1000)) == [whole, whole]


@given(st.text())
def test_any_words_are_read_without_error(words: str) -> None:
    assert len(read(words)) == 1
