"""A warehouse in memory, and a small market written by hand to put into it."""

import datetime as dt
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
ONE_THREAD = {"threads": 1}
"""Few rows are counted sooner by one thread than by several that wait for each other."""

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
    "core.role_week": {"matched_employers_before": "0", "compared_employers": "0", "growing_employers": "0"},
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
    with duckdb.connect(config=ONE_THREAD) as opened:
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
    if not rows:
        return
    full = [DEFAULTS.get(table, {}) | {key: _word(value) for key, value in row.items()} for row in rows]
    if table == "core.spell":
        full = [_days(row) | row for row in full]
    if table == "core.posting":
        full = [{"employer_key": (row.get("employer") or "").lower()} | row for row in full]
    said = set().union(*full)
    frame = pl.DataFrame(full, schema={name: pl.String for name in TABLES[table].columns if name in said}).to_arrow()
    connection.register("rows_of_a_test", frame)
    connection.execute(f"INSERT INTO {table} BY NAME FROM rows_of_a_test")  # half the time of all columns
    connection.unregister("rows_of_a_test")


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
    with duckdb.connect(config=ONE_THREAD) as opened:
        _put_market(opened)
        yield opened


def _put_market(connection: duckdb.DuckDBPyConnection) -> None:
    migrate(connection)
    for path in sorted((EXAMPLES / "market").glob("*.csv")):
        put(connection, path.stem, read_csv(path))
    count_weeks(connection)


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


@pytest.fixture(scope="session")
def figured() -> Iterator[duckdb.DuckDBPyConnection]:
    """The market with all its stored figures, made once; to be read only."""
    from warehouse import estimates

    with duckdb.connect(config=ONE_THREAD) as opened:
        _put_market(opened)
        estimates.renew(opened, dt.date(2026, 1, 5))
        yield opened


@pytest.fixture(scope="session")
def crowd_loaded() -> Iterator[duckdb.DuckDBPyConnection]:
    """The one warehouse of the session that holds eight employers alike, watched weekly for thirty weeks."""
    from warehouse import estimates

    with duckdb.connect(config=ONE_THREAD) as opened:
        migrate(opened)
        for table, rows in crowd_rows().items():
            put(opened, table, rows)
        opened.execute("INSERT INTO ops.touched SELECT min(observed_on) FROM core.board_day")
        estimates.renew(opened, weeks.renew(opened))
        yield opened


@pytest.fixture
def crowd(crowd_loaded: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Eight employers, each with five openings for engineers, three for analysts and three for welders.

    Employers 0 to 5 are in Berlin, the others in Lyon. Of the engineers two openings were there at first, one came in
    each of February, March and July; they ask for 5, 5, 5, 2 and no years, the first for a bachelor's degree, and
    require Python with SQL and Spark, Python with SQL, Python, Python, and nothing; the first three state pay. What a
    test does to it is undone.
    """
    crowd_loaded.execute("BEGIN")
    yield crowd_loaded
    crowd_loaded.execute("ROLLBACK")


ENGINEERS = (
    ("2026-01-05", 5, ("python", "sql", "spark")),
    ("2026-01-05", 5, ("python", "sql")),
    ("2026-02-02", 5, ("python",)),
    ("2026-03-02", 2, ("python",)),
    ("2026-07-06", None, ()),
)


def crowd_rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of the crowd by table."""
    mondays = [f"{date:%Y-%m-%d}" for date in pl.date_range(pl.date(2026, 1, 5), pl.date(2026, 8, 3), "7d", eager=True)]
    names = {"python": "Python", "sql": "SQL", "spark": "Spark", "excel": "Excel", "welding": "Welding"}
    employers = range(8)
    jobs = [job for number in employers for job in _jobs(number)]
    days = [
        {
            "board_id": f"ashby:e{number}",
            "observed_on": day,
            "observed_at": f"{day} 06:00:00",
            "board_status": "complete",
        }
        for number in employers
        for day in mondays
    ]
    return {
        "core.role": [
            {"role_id": "engineer", "role_title": "Data engineer", "role_family": "Data"},
            {"role_id": "analyst", "role_title": "Analyst", "role_family": "Data"},
            {"role_id": "welder", "role_title": "Welder", "role_family": "Metal"},
        ],
        "core.board": [{"board_id": f"ashby:e{number}", "employer": f"E{number}"} for number in employers],
        "core.board_day": days,
        "core.skill": [{"skill_id": key, "skill_name": name, "skill_kind": "tool"} for key, name in names.items()],
        "core.posting": [{key: job[key] for key in job if key not in ("opened", "skills")} for job in jobs],
        "core.posting_place": [
            {key: job[key] for key in ("posting_id", "country_code", "city")} | {"place_number": 1} for job in jobs
        ],
        "core.spell": [
            {
                "posting_id": job["posting_id"],
                "board_id": job["board_id"],
                "is_left_censored": "true" if job["opened"] == mondays[0] else "false",
                "first_seen_at": f"{job['opened']} 06:00:00",
                "last_seen_at": f"{mondays[-1]} 06:00:00",
            }
            for job in jobs
        ],
        "core.posting_skill": [
            {"posting_id": job["posting_id"], "skill_id": skill, "skill_need": "required", "line_hash": at}
            for at, job in enumerate(jobs)
            for skill in job["skills"]
        ],
    }


def _jobs(number: int) -> Iterator[dict[str, Any]]:
    place = {"country_code": "DE", "city": "Berlin"} if number < 6 else {"country_code": "FR", "city": "Lyon"}
    here = {"board_id": f"ashby:e{number}", "employer": f"E{number}", **place}
    for at, (opened, years, skills) in enumerate(ENGINEERS):
        degree = {"degree": "bachelor", "degree_need": "required"} if at == 0 else {}
        pay = _crowd_pay(50_000 + 1000 * number) if at < 3 else {}
        yield {"posting_id": f"e{number}-{at}", "role_id": "engineer", "years_min": years, "opened": opened,
               "skills": skills, "text_hash": f"{number}-{at}", **here, **degree, **pay}  # fmt: skip
    for role, skills, base in (("analyst", ("sql", "excel"), 60_000), ("welder", ("welding",), 40_000)):
        for at in range(3):
            yield {"posting_id": f"{role[0]}{number}-{at}", "role_id": role, "opened": "2026-01-05", "skills": skills,
                   "text_hash": f"{role}{number}-{at}", **here, **_crowd_pay(base + 1000 * number)}  # fmt: skip


def _crowd_pay(low: int) -> dict[str, Any]:
    return {"pay_currency": "EUR", "pay_min_annual": low, "pay_max_annual": low + 10_000}
