"""Putting together what is online changes no value, and is done only where it lies far apart."""

import datetime as dt

import duckdb
import pytest

from transform.schema import TABLES
from warehouse import tidy

from .conftest import Insert

FIRST = dt.datetime(2026, 1, 5, 6)


@pytest.fixture
def long_watched(connection: duckdb.DuckDBPyConnection, insert: Insert) -> duckdb.DuckDBPyConnection:
    """Fifty adverts, one every four days, each up for a day; but for the first and the last, which are open."""
    for number in range(50):
        name, first = f"p{number}", FIRST + dt.timedelta(days=4 * number)
        last = first + dt.timedelta(days=1)
        over = {"closed_at": str(last), "closed_on": str(last.date())}
        closed = {} if number in (0, 49) else over
        life = {"first_seen_at": str(first), "first_seen_on": str(first.date()), "last_seen_at": str(last)}
        insert("core.posting", [{"posting_id": name, "board_id": "b", "employer": "A"}])
        insert("core.spell", [{"posting_id": name, "board_id": "b"} | life | closed])
        insert(
            "core.posting_skill", [{"posting_id": name, "skill_id": "sql", "skill_need": "required", "line_hash": "1"}]
        )
        insert("core.vacancy", [{"posting_id": name, "vacancy_id": "p0", "series_id": "p0"}])
        insert("core.board_day", [
            {"board_id": "b", "board_status": "complete", "observed_on": str(first.date()), "observed_at": str(first)}
        ])  # fmt: skip
    return connection


def contents(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    base = [name for name in TABLES if not name.startswith("mart.")]
    return {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in base}


def online(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The last postings of the table as its rows lie."""
    rows = connection.execute(f"SELECT posting_id FROM {table} ORDER BY rowid DESC LIMIT 24").fetchall()
    return sorted(name for (name,) in rows)


def test_what_is_online_is_put_together_and_stays_what_it_was(
    long_watched: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twenty-three of the last 90 days, and the first, which has been open ever since."""
    monkeypatch.setattr(tidy, "MANY_ROWS", 50)
    before = contents(long_watched)
    assert tidy.update(long_watched)
    marked = long_watched.execute(
        "SELECT posting_id, over_on FROM core.posting WHERE over_on < DATE '9999-01-01'"
    ).fetchall()
    assert dict(marked) == {f"p{n}": FIRST.date() + dt.timedelta(days=4 * n + 1) for n in range(1, 27)}
    same = "SELECT count(*) FROM core.posting_skill SEMI JOIN core.posting USING (posting_id, over_on)"
    assert long_watched.execute(same).fetchone() == (50,)
    for table in tidy.TABLES:
        long_watched.execute(f"UPDATE {table} SET over_on = DATE '9999-01-01'")
    assert contents(long_watched) == before
    for table in ("core.posting", "core.posting_skill", "core.spell"):
        assert online(long_watched, table) == sorted(["p0", *(f"p{number}" for number in range(27, 50))])
    assert not tidy.update(long_watched)


def test_what_lies_close_enough_or_in_few_rows_stays_where_it_is(
    long_watched: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not tidy.update(long_watched)
    monkeypatch.setattr(tidy, "MANY_ROWS", 1)
    monkeypatch.setattr(tidy, "MOST_SPREAD", 25)
    assert not tidy.update(long_watched)
    monkeypatch.setattr(tidy, "MOST_SPREAD", 24)
    assert tidy.update(long_watched)


def test_where_nothing_is_open_there_is_nothing_to_put_together(connection: duckdb.DuckDBPyConnection) -> None:
    assert not tidy.update(connection)
