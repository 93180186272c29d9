"""Many series at once are what one at a time is, to the published digits; and a stock that wanders has no trend."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import many_trends, trends
from warehouse.measures.many_trends import Floats
from warehouse.measures.pandas_door import open_door

WHOLE = st.integers(1, 9).map(float)


@pytest.fixture(scope="module")
def nile() -> Floats:
    open_door()
    from statsmodels.datasets import nile as dataset

    return np.asarray(dataset.load_pandas().data["volume"], dtype=np.float64)


@given(series=arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 12)), elements=WHOLE))
def test_the_ranks_are_the_librarys(series: Floats) -> None:
    from scipy.stats import rankdata

    assert np.array_equal(many_trends.mean_ranks(series), rankdata(series, axis=1))


def test_the_nile_among_others(nile: Floats) -> None:
    found = many_trends.sen_slopes(np.stack([nile[::-1], nile]))
    assert (found.s[1], found.s[0]) == (-1387, 1387)
    assert (found.slope[1], found.slope[0]) == pytest.approx((-2.6, 2.6))
    assert many_trends.change_points(np.stack([nile, nile[::-1]])) == [[28, 100], [72, 100]]


@settings(max_examples=25, deadline=None)
@given(series=arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(8, 30)), elements=WHOLE))
def test_each_row_is_what_it_is_alone(series: Floats) -> None:
    """The library ranks weeks that are level but for rounding; in a unit in which slopes are whole there is none."""
    unit = 2.0 * math.lcm(*range(1, series.shape[1]))
    found = many_trends.sen_slopes(series)
    for row, values in enumerate(series):
        if np.ptp(values) == 0:
            assert (found.slope[row], found.low[row], found.high[row], found.p_value[row]) == (0, 0, 0, 1)
            continue
        alone = trends.sen_slope(unit * values)
        assert found.s[row] == alone.s
        assert found.variance[row] == pytest.approx(alone.variance, rel=1e-6, abs=1e-6)
        assert (found.slope[row], found.low[row], found.high[row]) == pytest.approx(
            (alone.slope / unit, alone.low / unit, alone.high / unit), rel=1e-6, abs=1e-9
        )


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), weeks=st.integers(8, 60), step=st.integers(0, 9))
def test_the_breaks_are_those_of_the_library(seed: int, weeks: int, step: int) -> None:
    series = np.random.default_rng(seed).normal(size=weeks) + step * (np.arange(weeks) > weeks / 2)
    assert many_trends.change_points(series[None]) == [trends.change_points(series)]


def test_weeks_that_swing_have_a_test_all_the_same() -> None:
    """The modified variance is below 0 there."""
    swing = np.array([1.0, 1, 1, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 1, 2, 2, 1, 1])
    alone, [together] = trends.sen_slope(swing), many_trends.sen_slopes(swing[None]).p_value
    assert alone.variance < 0
    assert alone.p_value == pytest.approx(together)


def test_still_and_short_series_have_no_break() -> None:
    assert many_trends.change_points(np.full((2, 20), 3.0)) == [[20], [20]]
    assert many_trends.change_points(np.arange(7.0)[None]) == [[7]]


@pytest.mark.parametrize("weeks", [12, 52])
def test_a_walk_is_seldom_called_a_trend(weeks: int) -> None:
    """Six walks in ten would be with Hamed and Rao's variance alone."""
    walks = np.random.default_rng(7).normal(size=(600, weeks)).cumsum(axis=1)
    level, flow = many_trends.sen_slopes(walks, is_level=True), many_trends.sen_slopes(walks)
    assert ((level.low <= 0) & (level.high >= 0)).mean() > 0.9
    assert (level.p_value < 0.05).mean() < 0.1
    assert (flow.p_value < 0.05).mean() > 0.4


def test_weeks_that_resemble_each_other_are_no_levels() -> None:
    noise = np.random.default_rng(11).normal(size=(400, 72))
    flows = np.zeros((400, 72))
    for week in range(1, 72):
        flows[:, week] = 0.3 * flows[:, week - 1] + noise[:, week]
    flows = flows[:, 20:]

    def broken(series: Floats, *, is_autocorrelated: bool) -> float:
        ends = many_trends.change_points(series, is_autocorrelated=is_autocorrelated)
        return float(np.mean([len(row) > 1 for row in ends]))

    assert broken(flows, is_autocorrelated=False) > 0.5
    assert broken(flows, is_autocorrelated=True) < 0.15
    assert broken(noise, is_autocorrelated=True) < 0.1
    jumped = flows + 4 * (np.arange(52) >= 30)
    found = many_trends.change_points(jumped, is_autocorrelated=True)
    assert np.mean([any(abs(end - 30) <= 1 for end in row) for row in found]) > 0.9


def test_a_steady_slope_is_no_staircase() -> None:
    """Growth by 20 % a year in weeks that vary by a tenth; a lasting rise by a third is a break all the same."""
    noise, week = 0.1 * np.random.default_rng(5).normal(size=(200, 52)), np.arange(52)

    def broken(series: Floats, *, may_slope: bool) -> float:
        ends = many_trends.change_points(series, is_autocorrelated=True, may_slope=may_slope)
        return float(np.mean([len(row) > 1 for row in ends]))

    growing = noise + 0.0035 * week
    assert broken(growing, may_slope=False) > 0.5
    assert broken(growing, may_slope=True) < 0.1
    assert broken(noise + 0.3 * (week >= 30), may_slope=True) > 0.9
    assert broken(-10 * (week >= 30)[None] * 1.0, may_slope=True) == 1.0
