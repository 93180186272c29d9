"""A warehouse in memory, and a small market written by hand to put into it."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from transform.schema import TABLES
from warehouse import weeks
from warehouse.store import migrate

EXAMPLES = Path(__file__).parent / "examples"
Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]

# What a test need not say: values of the columns that may not be unknown.
DEFAULTS: dict[str, dict[str, str]] = {
    "core.board": {"platform": "ashby", "board_key": "key", "source_kind": "census"},
    "core.role": {"role_field": "data", "soc_code": "15-2051", "isco_code": "2521"},
    "core.posting": {
        "platform": "ashby",
        "source_posting_id": "1",
        "title": "A title",
        "title_clean": "a title",
        "is_agency": "false",
        "employer_version": "1",
        "role_version": "1",
        "seniority_version": "1",
        "pay_zone_count": "0",
        "pay_version": "1",
        "place_count": "1",
        "place_version": "1",
        "workplace_version": "1",
        "employment_version": "1",
        "terms_version": "1",
        "skills_version": "1",
        "text_version": "1",
        "raw_hash": "hash",
        "version_number": "1",
    },
    "core.posting_version": {"pay_version": "1", "text_version": "1"},
    "core.spell": {"spell_number": "1", "is_left_censored": "false"},
    "core.board_day": {
        "is_held": "false",
        "postings_count": "0",
        "quarantined_count": "0",
        "new_count": "0",
        "reopened_postings": "0",
        "closed_count": "0",
        "run_id": "run",
    },
}


DEFAULTS["core.sample_posting"] = {
    name: value for name, value in DEFAULTS["core.posting"].items() if name != "version_number"
}


@pytest.fixture(scope="session")
def migrated() -> Iterator[duckdb.DuckDBPyConnection]:
    """The one empty warehouse of the session; making it costs more than a test."""
    with duckdb.connect() as opened:
        migrate(opened)
        yield opened


@pytest.fixture
def connection(migrated: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse; what a test does to it is undone."""
    migrated.execute("BEGIN")
    yield migrated
    migrated.execute("ROLLBACK")


@pytest.fixture
def insert(connection: duckdb.DuckDBPyConnection) -> Insert:
    """Puts rows, given as words by column name, into a table of `connection`; what they leave out is a default."""
    return functools.partial(put, connection)


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = TABLES[table].columns
    full = [DEFAULTS.get(table, {}) | {key: _word(value) for key, value in row.items()} for row in rows]
    if table == "core.spell":
        full = [_days(row) | row for row in full]
    if table == "core.posting":
        full = [{"employer_key": (row.get("employer") or "").lower()} | row for row in full]
    frame = pl.DataFrame(full, schema=dict.fromkeys(columns, pl.String))
    connection.from_arrow(frame.to_arrow()).insert_into(table)


def _days(spell: Mapping[str, str | None]) -> dict[str, str | None]:
    """The days of a spell where a test does not say them: the UTC dates of its times."""
    times = {"first_seen_on": spell.get("first_seen_at"), "closed_on": spell.get("closed_at")}
    return {name: time and time[:10] for name, time in times.items()}


def _word(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def read_csv(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file, without the columns that a line leaves empty."""
    lines = pl.read_csv(path, infer_schema=False).to_dicts()
    return [{key: value for key, value in line.items() if value is not None} for line in lines]


@pytest.fixture(scope="session")
def loaded() -> Iterator[duckdb.DuckDBPyConnection]:
    """The one warehouse of the session that holds examples/market, a file a table."""
    with duckdb.connect() as opened:
        migrate(opened)
        for path in sorted((EXAMPLES / "market").glob("*.csv")):
            put(opened, path.stem, read_csv(path))
        count_weeks(opened)
        yield opened


def count_weeks(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the weekly counts of all that is there, as loading does."""
    connection.execute("INSERT INTO ops.touched SELECT min(observed_on) FROM core.board_day")
    weeks.renew(connection)


@pytest.fixture
def market(loaded: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Four boards over nine weeks, in a warehouse of their own; what a test does to it is undone."""
    loaded.execute("BEGIN")
    yield loaded
    loaded.execute("ROLLBACK")
