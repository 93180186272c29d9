import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from warehouse.measures import rates


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (50, 37.111, 65.919)],
)
def test_the_published_limits(count: int, low: float, high: float) -> None:
    assert rates.garwood(count) == pytest.approx((low, high), abs=5e-4)


@given(count=st.floats(0.01, 5000))
def test_the_limits_are_quantiles_of_chi_square(count: float) -> None:
    found = rates.garwood(count)
    assert found == pytest.approx((chi2.ppf(0.025, 2 * count) / 2, chi2.isf(0.025, 2 * count + 2) / 2))


def test_the_published_ratio() -> None:
    found = rates.compare(60, 51477.5, 30, 54308.7)
    assert found[:3] == pytest.approx((2.110, 1.366, 3.259), abs=5e-4)
    assert found.z == pytest.approx(3.417402, abs=5e-7)
    assert found.p_value == pytest.approx(0.000632, abs=5e-7)
    assert found.p_value / 2 == pytest.approx(0.000316, abs=5e-7), "one-sided (Gu and others 2008)"


@given(count=st.integers(0, 2000), weeks=st.integers(1, 60))
def test_the_interval_holds_the_rate(count: int, weeks: int) -> None:
    found = rates.weekly(count, weeks)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value < found.high
    assert found.n == count


def test_a_figure_a_week_by_hand() -> None:
    """Eight employers bring 4 in one of two weeks and none in the other: a variance of 8 a week, 16 in both, each.

    That is 128 for 32 arrivals, 4 times as much, on 8 degrees of freedom: Student's 2.306004 over the normal 1.959964.
    """
    found = rates.watched(np.array([[4.0, 0], [0, 4]] * 4))
    effect = 4 * (2.306004 / 1.959964) ** 2
    assert (found.value, found.n, found.unique_employers) == (16, 32, 8)
    wanted = effect / 2 * np.array(rates.garwood(32 / effect))
    assert (found.low, found.high) == pytest.approx(wanted, rel=1e-5)
    assert found.low is not None
    assert found.low < rates.garwood(32).low / 2


def test_arrivals_without_bursts_leave_the_exact_interval() -> None:
    found = rates.watched(np.ones((100, 4)))
    assert (found.low, found.high) == pytest.approx(np.array(rates.garwood(400)) / 4)
    none = rates.watched(np.zeros((3, 4)))
    assert (none.value, none.low, none.high) == pytest.approx((0, 0, 3.689 / 4), abs=5e-4)


def test_two_employers_or_one_week_are_too_few() -> None:
    found = rates.watched(np.array([[8.0, 8, 7, 7], [1, 4, 2, 3]]))
    assert (found.value, found.n) == (None, 40)
    assert found.refusal is not None
    assert "Few employers" in found.refusal
    assert rates.watched(np.array([[3.0]])).refusal == "1 week; at least 2 are needed."


@given(count=st.integers(1, 300), other=st.integers(1, 300))
@settings(max_examples=25)
def test_the_closed_form_is_the_librarys_score_interval(count: int, other: int) -> None:
    wanted = rates.compare(count, 1, other, 1)
    assert rates.score_limits(count, other) == pytest.approx((wanted.low, wanted.high), rel=1e-5)  # it searches


def test_a_ratio_of_two_stretches() -> None:
    now, before = np.full(12, 3.0), np.full(12, 2.0)
    found = rates.ratio(now, before)
    assert (found.value, found.n) == (1.5, 60)
    # Each employer changed alike: what is left is chance in the arrivals.
    assert (found.low, found.high) == pytest.approx(rates.score_limits(36, 24))
    uneven = rates.ratio(np.array([30.0, 1, 1, 1, 1, 1, 1]), np.array([1.0, 6, 5, 5, 4, 5, 4]))
    assert uneven.refusal is not None
    bursts = rates.ratio(np.array([9.0, 0, 9, 0, 9, 0, 9, 0, 9, 0]), np.array([0.0, 6, 0, 6, 0, 6, 0, 6, 0, 6]))
    assert bursts.value == 1.5
    assert bursts.low is not None
    assert bursts.low < rates.score_limits(45, 30).low


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [([1.0] * 9, [1.0] * 10, "at least 20"), ([2.0] * 10, [0.0] * 10, "there is none")],
)
def test_a_ratio_that_cannot_be_told(now: list[float], before: list[float], words: str) -> None:
    size = max(len(now), len(before))
    found = rates.ratio(np.array(now + [0.0] * (size - len(now))), np.array(before))
    assert found.refusal is not None
    assert words in found.refusal
