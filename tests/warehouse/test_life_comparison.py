"""Hazards and comparisons by the day are what the curves of whole lives say."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest

from warehouse import estimates
from warehouse.measures import life_comparison, lifetimes
from warehouse.measures.life_comparison import HORIZON, life_table
from warehouse.measures.lifetimes import Spells

Insert = Callable[[str, Sequence[dict[str, Any]]], None]


def drawn(seed: int, scale: float, n: int = 240, gap: int = 1) -> Spells:
    """Adverts of twenty employers that last so many days on average; half of them seen late, some still open."""
    rng = np.random.default_rng(seed)
    life = np.ceil(rng.exponential(scale, n)) + 1
    entry = np.floor(life * rng.random(n) * 0.7) * (rng.random(n) < 0.5)
    missing = np.maximum(np.ceil(life / gap) * gap, entry + 1)
    last = np.maximum(missing - gap, entry)
    missing[rng.random(n) < 0.2] = np.inf
    return Spells(entry, last, missing, rng.integers(0, 20, n))


@pytest.mark.parametrize("gap", [1, 4])
def test_the_difference_is_that_of_the_restricted_means(gap: int) -> None:
    own, others = drawn(1, 45, gap=gap), drawn(2, 25, gap=gap)
    found = life_comparison.difference(life_table(own), life_table(others))
    means = [lifetimes.restricted_mean(spells, HORIZON).value for spells in (own, others)]
    assert None not in means
    assert found.value == pytest.approx(np.subtract(*means))  # type: ignore[arg-type]
    assert found.low is not None
    assert found.low > 0
    assert found.n == own.is_closed.sum()


def test_the_same_adverts_differ_by_nothing_which_has_no_interval() -> None:
    table = life_table(drawn(3, 30))
    found = life_comparison.difference(table, table)
    assert (found.value, found.low, found.high) == (pytest.approx(0), None, None)
    assert life_comparison.log_rank(table, table).p_value == pytest.approx(1)


def test_the_log_rank_test_is_that_of_whole_lives() -> None:
    """Of adverts that are all gone, or out of sight, by the horizon."""
    own, others = (
        spells._replace(missing=np.where(spells.missing > 59, np.inf, spells.missing), last=np.minimum(spells.last, 59),
                        entry=np.minimum(spells.entry, 58))
        for spells in (drawn(4, 30), drawn(5, 22))
    )  # fmt: skip
    found = life_comparison.log_rank(life_table(own), life_table(others))
    assert found == pytest.approx(lifetimes.log_rank(own, others), rel=1e-6)


def test_what_is_left_without_some_is_the_others() -> None:
    own, others = drawn(6, 30), drawn(7, 30)
    pooled = Spells(*(np.concatenate(pair) for pair in zip(own, others, strict=True)))
    rest, wanted = life_table(pooled).less(life_table(own)), life_table(others)
    assert rest.at_risk == pytest.approx(wanted.at_risk, abs=1e-6)
    assert (rest.closings, rest.sizes.tolist()) == (wanted.closings, wanted.sizes.tolist())


def test_the_weekly_hazards_are_those_of_all_adverts() -> None:
    spells = drawn(8, 40)
    wanted = lifetimes.weekly_hazards(spells)
    for week, found in enumerate(life_comparison.weekly_hazards(spells)):
        assert (found.closings, found.hazard.n) == (wanted.closed[week], wanted.at_risk[week])
        if found.hazard.value is None:
            assert found.hazard.n < 20
            continue
        assert found.hazard.value == pytest.approx(wanted.hazard[week])
        assert found.hazard.low is not None
        assert found.hazard.high is not None
        assert found.hazard.low <= found.hazard.value <= found.hazard.high


def test_two_roles_of_a_family(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Adverts that are up for 10 and 40 days beside such that are for 5 and 20: within sixty days 12.5 more."""
    start = dt.date(2026, 1, 1)
    at = [f"{start + dt.timedelta(days=day)} 06:00:00" for day in range(130)]
    insert("core.board_day", [
        {"board_id": "b", "observed_on": moment[:10], "observed_at": moment, "board_status": "complete"}
        for moment in at
    ])  # fmt: skip
    insert("core.role", [{"role_id": role, "role_title": role, "role_family": "data"} for role in ("slow", "quick")])
    for role, days in (("slow", (10, 40)), ("quick", (5, 20))):
        for number in range(48):
            name, first, life = f"{role}{number}", number % 24, days[number % 2]
            insert("core.posting", [{"posting_id": name, "board_id": "b", "employer": f"e{number // 2 % 12}",
                                     "role_id": role, "posted_at": at[first]}])  # fmt: skip
            insert("core.spell", [{"posting_id": name, "board_id": "b", "first_seen_at": at[first],
                                   "last_seen_at": at[first + life - 1], "closed_at": at[first + life]}])  # fmt: skip
    estimates.renew(connection, start)
    lives = {row["role_id"]: row for row in connection.sql("FROM mart.posting_life").pl().to_dicts()}
    assert lives["slow"]["days_beyond_family"] == pytest.approx(12.5)
    assert lives["quick"]["days_beyond_family"] == pytest.approx(-12.5)
    assert lives["slow"]["log_rank_p_value"] < 0.001
    assert lives["slow"]["family_refusal"] is None
    hazards = connection.sql(
        "SELECT age_week, closings, n, hazard, refusal FROM mart.closing_hazard WHERE role_id = 'slow' ORDER BY ALL"
    ).fetchall()
    # Half of them close on the tenth day, the others on the fortieth.
    assert hazards[:2] == [(0, 0, 48, 0, None), (1, 24, 48, 0.5, None)]
    assert hazards[5] == (5, 24, 24, 1, None)
    assert len(hazards) == 6
