"""The limits of shares in the marts are those of the measure, worked out by the database."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import estimates
from warehouse.measures.shares import clustered_share, wilson

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
ONE_WAREHOUSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAY = dt.date(2026, 1, 5)
SEEN = f"{DAY} 06:00:00"
SIZES = st.integers(1, 9).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size), st.integers(0, 3)))


def _load(connection: duckdb.DuckDBPyConnection, insert: Insert, employers: Sequence[tuple[int, int, int]]) -> None:
    """A day on which each employer has so many described adverts that say it of so many, and so many without a text."""
    for table in ("posting", "spell", "posting_skill", "posting_term", "board_day", "skill"):
        connection.execute(f"DELETE FROM core.{table}")
    connection.execute("DELETE FROM ops.recent_skill")
    postings = [
        {
            "posting_id": f"{employer}.{number}",
            "board_id": "b",
            "employer": f"e{employer}",
            "role_id": "engineer",
            "text_hash": f"{employer}.{number}" if number < size else None,
            "workplace": "remote" if number < saying else None,
        }
        for employer, (saying, size, silent) in enumerate(employers)
        for number in range(size + silent)
    ]
    names = [one["posting_id"] for one in postings]
    said = [one["posting_id"] for one in postings if one["workplace"]]
    insert("core.posting", postings)
    times = {"first_seen_at": SEEN, "last_seen_at": SEEN}
    insert("core.spell", [{"posting_id": name, "board_id": "b", **times} for name in names])
    insert("core.skill", [{"skill_id": "python", "skill_name": "Python", "skill_kind": "language"}])
    need = {"skill_id": "python", "skill_need": "required", "line_hash": "1"}
    insert("core.posting_skill", [need | {"posting_id": name} for name in said])
    term = {"term_kind": "benefit", "term_id": "pension", "term_text": "pension"}
    insert("core.posting_term", [term | {"posting_id": name} for name in said])
    insert("core.board_day", [{"board_id": "b", "observed_on": DAY, "observed_at": SEEN, "board_status": "complete"}])
    estimates.renew(connection, DAY)


def _check(connection: duckdb.DuckDBPyConnection, employers: Sequence[tuple[int, int, int]]) -> None:
    counts, sizes, silent = np.array(employers, dtype=np.float64).T
    of_all, of_described = clustered_share(counts, sizes + silent), clustered_share(counts, sizes)
    for mart, found in (
        ("role_mix WHERE mix_value = 'remote'", of_all),
        ("role_term", of_described),
        ("role_skill", of_described),
    ):
        rows = connection.sql(f"SELECT share, share_low, share_high, unique_employers FROM mart.{mart}").fetchall()
        asking = int((counts > 0).sum())
        if asking < (3 if mart == "role_skill" else 1):
            assert rows == []
        else:
            assert rows == [pytest.approx((found.value, found.low, found.high, asking), abs=1e-7)]


def test_employers_of_unequal_size(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Twelve employers of forty described adverts, a third of which say it; fewer are told than by chance alone."""
    employers = [(size // 2 if number % 3 else 0, size, number % 2) for number, size in enumerate([2, 3, 4, 5] * 3)]
    _load(connection, insert, employers)
    _check(connection, employers)
    ((share, low, high, n),) = connection.sql("SELECT share, share_low, share_high, n FROM mart.role_skill").fetchall()
    alone = wilson(share * n, n)
    assert low < alone.low < share < alone.high < high


def test_a_few_employers_have_a_share_without_limits(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    _load(connection, insert, [(1, 2, 0)] * 4)
    rows = connection.sql("SELECT share, share_low, share_high FROM mart.role_skill").fetchall()
    assert rows == [(0.5, None, None)]


@settings(ONE_WAREHOUSE, max_examples=8)
@given(employers=st.lists(SIZES, min_size=1, max_size=14))
def test_the_marts_say_what_the_measure_says(
    connection: duckdb.DuckDBPyConnection, insert: Insert, employers: list[tuple[int, int, int]]
) -> None:
    _load(connection, insert, employers)
    _check(connection, employers)


@pytest.mark.parametrize(("count", "n"), [(0, 10), (1, 10), (10, 10), (3, 7.5), (81, 263)])
def test_wilsons_limits(connection: duckdb.DuckDBPyConnection, count: float, n: float) -> None:
    found = connection.execute(
        "SELECT core.wilson_low($1 / $2, $2), core.wilson_high($1 / $2, $2)", [float(count), float(n)]
    )
    assert found.fetchall() == [pytest.approx(wilson(count, n), abs=1e-12)]
