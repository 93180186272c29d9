import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import breadth
from warehouse.measures.breadth import Ints

NONE = float("nan")


def test_the_published_example() -> None:
    shares = np.array([30.0, 30, 20, 20])
    assert breadth.hhi(shares) == pytest.approx(2600)
    assert 10_000 / breadth.hhi(shares) == pytest.approx(3.846, abs=5e-4)


def test_the_published_mean_of_local_labour_markets() -> None:
    """A mean index of 4,378 is that of 2.3 recruiting employers (Azar, Marinescu, Steinbaum and Taska 2020)."""
    found = breadth.breadth(np.array([597_240, 201_380, 201_380]))
    assert found.hhi.value == pytest.approx(4378, abs=0.5)
    assert found.effective_employers.value == pytest.approx(2.28, abs=5e-3)


def test_few_openings_are_corrected() -> None:
    """Twenty-five openings at twenty-five of a thousand like employers: counted 400, truly 10."""
    found = breadth.breadth(np.ones(25, dtype=np.int64))
    assert found.hhi.value == pytest.approx(0.0, abs=1e-9)
    assert found.effective_employers.value == np.inf
    watched = breadth.breadth(np.ones(25, dtype=np.int64), np.ones((25, 20))).hhi
    assert watched.low is not None
    assert watched.value is not None
    assert watched.low <= watched.value


def test_one_employer_is_one() -> None:
    found = breadth.breadth(np.array([40, 0, 0]))
    assert (found.hhi.value, found.effective_employers.value, found.hhi.unique_employers) == (10_000, 1.0, 1)


def test_nineteen_openings_are_refused() -> None:
    found = breadth.breadth(np.array([10, 9]))
    assert found.hhi.refusal == found.effective_employers.refusal == "19 postings; at least 20 are needed."


@settings(max_examples=30)
@given(openings=arrays(np.int64, 12, elements=st.integers(2, 60)), order=st.permutations(range(12)))
def test_the_interval_holds_the_figure_in_any_order(openings: Ints, order: list[int]) -> None:
    history = np.random.default_rng(20261122).poisson(openings[:, None], (12, 20)).astype(np.float64)
    one, other = breadth.breadth(openings, history), breadth.breadth(openings[order], history[order])
    for found in one:
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.value <= found.high
    assert other.hhi.value == pytest.approx(one.hhi.value)
    assert other.hhi.high == pytest.approx(one.hhi.high)


def test_without_a_history_there_is_no_interval() -> None:
    openings = np.full(12, 10)
    assert breadth.breadth(openings).hhi.low is None
    assert breadth.breadth(openings, np.full((12, 12), 10.0)).effective_employers.high is None


def test_equal_shares_still_have_an_interval_of_a_width() -> None:
    """Twelve employers of five openings: their squares move by the second order, 2 sum of v squared."""
    found = breadth.breadth(np.full(12, 5), np.full((12, 40), 5.0))
    error = (2 * 12 * (5 / (60 * 59)) ** 2) ** 0.5 * 10_000
    assert found.hhi.value is not None
    assert found.hhi.low is not None
    assert found.hhi.high is not None
    assert found.hhi.high - found.hhi.low > 3 * error
    assert found.effective_employers.low != found.effective_employers.high


def test_openings_that_come_in_bursts_make_a_wider_interval_and_a_larger_correction() -> None:
    openings = np.array([60, 40, 30, 20, 20, 15, 15, 10, 10, 10])
    rng = np.random.default_rng(3)
    calm = rng.poisson(openings[:, None], (10, 26)).astype(np.float64)
    bursts = rng.poisson(openings[:, None] * rng.gamma(4, 1 / 4, (10, 26))).astype(np.float64)
    one, other = breadth.breadth(openings, calm).hhi, breadth.breadth(openings, bursts).hhi
    assert breadth.burstiness(bursts) == pytest.approx(0.25, abs=0.15)
    assert one.value is not None
    assert other.value is not None
    assert other.value < one.value
    assert other.high is not None
    assert one.high is not None
    assert other.high > 1.1 * one.high


def test_weeks_without_an_observation_tell_nothing() -> None:
    rng = np.random.default_rng(4)
    history = rng.poisson(30, (10, 26)).astype(np.float64)
    history[3, 5:9] = NONE
    history[7] = NONE
    assert breadth.burstiness(history) == pytest.approx(0.0, abs=0.03)
    assert breadth.burstiness(np.full((10, 26), NONE)) is None
