"""Rows of imported files in our own fields: the days that are believed, and figures however they are written."""

import datetime as dt

import polars as pl
import pytest

from transform import imported_rows, mapping, table_files
from transform.imported_rows import Source

MAPPING = mapping.from_toml(
    """
    source = "tracker"
    kind = "sample"
    columns = { seen_on = "day", id = "id", title = "job", employer = "employer", pay_min = "low", pay_period = "per" }
    """,
    "mapping.toml",
)


def rows(day: str = "2026-11-10", low: str | None = None, per: str | None = "year") -> pl.DataFrame:
    words = {"day": day, "id": "1", "job": "Actuary", "employer": "Alder", "low": low, "per": per}
    frame = pl.DataFrame([words], schema=dict.fromkeys(words, pl.String)).with_columns(
        pl.lit(0).alias(table_files.NUMBER), pl.lit(None, pl.String).alias(table_files.REJECT)
    )
    return imported_rows.read(frame, Source(MAPPING, "run", dt.date(2026, 11, 22)))


@pytest.mark.parametrize(
    ("low", "per", "figure"),
    [
        ("55000", "year", "55000"),
        ("55000.0", "year", "55000"),
        ("55000.50", "year", "55000.50"),
        ("55,000", "year", "55000"),
        ("1,255,000.50", "year", "1255000.50"),
        ("12,00,000", "year", "1200000"),
        ("55.000,00", "year", "55000"),
        ("55.000", "por año", "55000"),
        ("4.500", "a maand", "4500"),
        ("1.255.000", "year", "1255000"),
        ("3500,5", "month", "3500.5"),
        ("22,50", "hour", "22.50"),
        ("55 000,00", "year", "55000"),
        ("55 000", "year", "55000"),
        ("110'000", "year", "110000"),
        ("55.000", "Jahr", "55000"),
        ("55.000", "monthly", "55000"),
        ("38.125", "hourly", "38.125"),
        ("38.125", None, None),
        ("-55,5", "year", "-55.5"),
        ("1e5", "year", "1e5"),
        ("negotiable", "year", "negotiable"),
    ],
)
def test_a_figure_is_read_whichever_way_it_is_written(low: str, per: str | None, figure: str | None) -> None:
    assert imported_rows.raw(rows(low=low, per=per), MAPPING)["pay"].item()[0]["minimum"] == figure


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-11-10", None),
        ("2026-11-10T23:30:00+02:00", None),
        ("1762776000", None),
        ("2000-01-01", None),
        ("1999-12-31", "is of a day before 2000-01-01"),
        ("0001-01-01", "is of a day before 2000-01-01"),
        ("2026-11-23", "is of a day to come"),
        ("2026-11-31", "no day can be read from 2026-11-31"),
        ("20.11.2026", "no day can be read from 20.11.2026"),
        ("", "says no day"),
    ],
)
def test_a_day_that_cannot_be_is_told(day: str, reason: str | None) -> None:
    assert rows(day=day)["reason"].item() == reason
    assert (rows(day=day)["seen_on"].item() is None) == (reason is not None)


def test_two_boards_and_their_postings_never_share_an_id() -> None:
    """Whatever stands in a name: a board `a` with a posting `b:c` is not `a:b` with `c`, nor `a%3Ab`."""
    names = [("a", "b:c"), ("a:b", "c"), ("a%3Ab", "c"), ("a", "b%3Ac")]
    frame = pl.DataFrame(names, schema=["board", "source_id"], orient="row")
    found = imported_rows.identified(frame, MAPPING)
    assert found["posting_id"].to_list() == ["tracker:a:b:c", "tracker:a%3Ab:c", "tracker:a%253Ab:c", "tracker:a:b%3Ac"]
    assert found["board_id"].to_list() == ["tracker:a", "tracker:a%3Ab", "tracker:a%253Ab", "tracker:a"]
