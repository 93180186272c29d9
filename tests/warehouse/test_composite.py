"""The dials and their verdict: the worked score, and what must hold whatever the market."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import composite
from warehouse.measures.composite import Band, Floats

VALUES = arrays(np.float64, (9, 4), elements=st.integers(-20, 20).map(float))


def rng() -> np.random.Generator:
    return np.random.default_rng(20261122)


def test_the_worked_score() -> None:
    found = np.array([80.0, 60, 70, 40])
    assert float(composite.score(found)) == pytest.approx(60.5, abs=0.05)
    assert float(composite.score(found, is_geometric=False)) == 62.5


def test_two_dials_make_no_score() -> None:
    assert np.isnan(composite.score(np.array([80.0, 60, np.nan, np.nan])))
    assert not np.isnan(composite.score(np.array([80.0, 60, np.nan, 40])))


def test_percentiles_put_equal_roles_in_their_middle_and_the_unknown_nowhere() -> None:
    found = composite.percentiles(np.array([[1.0], [2], [2], [3], [np.nan]]))[:, 0]
    assert found[:4].tolist() == [12.5, 50, 50, 87.5]
    assert np.isnan(found[4])


@given(values=VALUES, role=st.integers(0, 8), dial=st.integers(0, 3), raised=st.integers(1, 50))
def test_raising_a_dial_lowers_no_score(values: Floats, role: int, dial: int, raised: int) -> None:
    higher = values.copy()
    higher[role, dial] += raised
    for is_geometric in (True, False):
        before = composite.score(composite.percentiles(values), is_geometric=is_geometric)[role]
        after = composite.score(composite.percentiles(higher), is_geometric=is_geometric)[role]
        assert after >= before - 1e-9


@given(values=VALUES, scale=arrays(np.float64, 4, elements=st.sampled_from([0.5, 3.0, 1000.0])))
def test_units_change_no_percentile(values: Floats, scale: Floats) -> None:
    assert np.array_equal(composite.percentiles(values * scale + 7), composite.percentiles(values))


@settings(max_examples=15, deadline=None)
@given(values=VALUES, order=st.permutations(range(9)))
def test_identical_roles_are_equally_acceptable_in_any_order(values: Floats, order: list[int]) -> None:
    values[1] = values[0]
    draws = values[None]
    top, bottom = composite.acceptability(draws, rng(), 200)
    assert (top[0], bottom[0]) == (top[1], bottom[1])
    again, _ = composite.acceptability(draws[:, order], rng(), 200)
    assert np.allclose(again, top[order])


def test_the_single_employer_is_lowest_in_breadth() -> None:
    values = np.column_stack([np.arange(8.0), np.arange(8.0), [1.0, 12, 14, 9, 22, 30, 17, 11], np.arange(8.0)])
    assert composite.percentiles(values)[0, 2] == composite.percentiles(values)[:, 2].min()


def test_a_role_ahead_on_every_dial_is_high_and_the_last_low() -> None:
    values = np.tile(np.arange(9.0)[:, None], (1, 4))
    top, bottom = composite.acceptability(values + rng().normal(0, 0.1, (50, 9, 4)), rng(), 400)
    assert composite.band(top[8], bottom[8]).verdict == "high"
    assert composite.band(top[0], bottom[0]).verdict == "low"
    assert composite.band(top[4], bottom[4]).verdict == "unclear"


def test_a_verdict_that_one_variation_overturns_is_unclear() -> None:
    high = Band("high", 0.9, 0.0)
    assert composite.verdict(high, {"without evergreen": Band("high", 0.85, 0.0)}) == high
    flipped = composite.verdict(high, {"without the largest employer": Band("unclear", 0.6, 0.1)})
    assert flipped == Band("unclear", 0.9, 0.0)


def test_a_dial_holds_its_percentile_and_needs_five_siblings() -> None:
    values = rng().normal(0, 1, (12, 4))
    draws = values + rng().normal(0, 0.5, (200, 12, 4))
    found = composite.dials(values, draws, 3)
    assert set(found) == set(composite.DIALS)
    for dial in found.values():
        assert dial.low <= dial.percentile <= dial.high
        assert dial.siblings == 12
    assert composite.dials(values[:4], draws[:, :4], 3) == {}


def test_weights_of_the_first_component_add_up_and_favour_what_moves_together() -> None:
    common = np.arange(30.0)
    found = np.column_stack([common, common + rng().normal(0, 1, 30), common * 2, rng().normal(0, 1, 30)])
    weights = composite.first_component_weights(composite.percentiles(found))
    assert weights is not None
    assert weights.sum() == pytest.approx(1)
    assert weights[3] == weights.min()
    assert composite.first_component_weights(found[:4]) is None
    without = composite.first_component_weights(np.where(np.arange(4) == 1, np.nan, found))
    assert without is not None
    assert (without[1], without.sum()) == (0, pytest.approx(1))


@pytest.mark.parametrize(("roles", "most"), [(5, 1), (6, 2), (7, 2), (8, 2), (9, 3), (24, 8)])
def test_a_third_holds_no_more_than_a_third(roles: int, most: int) -> None:
    scores = np.append(np.arange(float(roles)), np.nan)
    top, bottom = composite.thirds(scores)
    assert top.tolist() == [False] * (roles - most) + [True] * most + [False]
    assert bottom.tolist() == [True] * most + [False] * (roles - most) + [False]
    alike, _ = composite.thirds(np.ones(roles))
    assert not alike.any()
