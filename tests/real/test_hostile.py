"""Titles that have broken programs before: each is loaded or set aside, and a page is made that shows them as text."""

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

from bench import captures
from extract.posting import BoardStatus, Observation
from extract.source import Page
from extract.sources import SOURCES
from transform.postings import normalise, reference_tables, to_batch
from transform.schema import RAW
from warehouse import checks, history, store, weeks
from warehouse.answers.gauge import gauge
from warehouse.answers.person import Person
from warehouse.reports import csv_files, html

pytestmark = pytest.mark.real

AT = dt.datetime(2026, 1, 5, 18, tzinfo=dt.UTC)
ROLE = "Data Engineer"


def board(titles: list[str]) -> bytes:
    """An Ashby answer with a posting a title."""
    return json.dumps({"jobs": [{"id": f"{n:04}", "title": title} for n, title in enumerate(titles)]}).encode()


def observe(titles: list[str], employer: str) -> tuple[Observation, int]:
    """The observation of such a board, and the number of its records."""
    return Observation(
        run_id="20260105T180000000000Z", platform="ashby", board="hostile", employer=employer, country=None,
        industry=None, observed_on=AT.date(), observed_at=AT, status=BoardStatus.COMPLETE, counted_in=len(titles),
    ), len(titles)  # fmt: skip


def test_every_hostile_title_is_loaded_or_set_aside(tmp_path: Path) -> None:
    hostile = captures.naughty_strings()
    titles = [*hostile, *(f"{ROLE} {text}" for text in hostile), *[ROLE] * 3]
    observation, count = observe(titles, "<script>alert(0)</script>")
    reading = SOURCES["ashby"].read("hostile", [Page(url="http://127.0.0.1", http_status=200, body=board(titles))])
    assert reading.counted_in == count
    with store.open_writer(tmp_path / "gauge.duckdb") as connection:
        history.load_reference(connection, reference_tables())
        loaded = history.load(connection, to_batch([(observation, reading)], {}))
        assert loaded.seen + loaded.quarantined == count
        ids = connection.execute("SELECT source_posting_id FROM core.posting").fetchall()
        ids += connection.execute("SELECT source_posting_id FROM raw.quarantine").fetchall()
        assert sorted(row[0] for row in ids) == [f"{number:04}" for number in range(count)]
        blank = sum(not text.strip() for text in hostile)
        assert blank <= loaded.quarantined < count / 10
        weeks.update(connection)
        checks.require(checks.run_checks(connection, AT.replace(tzinfo=None)))
        role = connection.execute("SELECT role_id FROM core.posting WHERE title = $title", {"title": ROLE}).fetchone()
        assert role is not None
        answer = gauge(connection, Person(role_id=role[0]), is_simulated=False)
        csv_files.write(connection, tmp_path / "csv")
    page = html.render(answer)
    assert "<script" not in page
    assert "alert(0)" in page


def test_no_hostile_word_in_a_place_a_text_or_a_pay_note_breaks_a_parser() -> None:
    hostile = captures.naughty_strings()
    rows = [
        {
            "platform": "ashby", "board": text, "title": ROLE, "employer": text, "department": text, "level": text,
            "employment": text, "workplace": text, "is_remote": True, "language": text, "posted_at": text,
            "places": [{"label": text, "city": text, "region": text, "country": text}],
            "pay": [{"kind": "Salary", "minimum": text, "maximum": text, "currency": text, "interval": text}],
            "pay_note": f"$100k {text} $120k",
            "description_html": f"<h2>{text}</h2><ul><li>Python {text}</li><li>5 years {text} experience</li></ul>",
        }
        for text in hostile
    ]  # fmt: skip
    values = normalise(pl.DataFrame(rows, schema=RAW))
    assert values.height == len(hostile)
    assert values["role_id"].unique().to_list() == ["data_engineer"]
    named = values["skills"].list.eval(pl.element().struct.field("skill_id")).list.contains("python")
    assert named.mean() > 0.9
