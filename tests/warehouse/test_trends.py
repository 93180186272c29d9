"""Trends, breaks and seasons: the published cases, the traps of the libraries, and the rules that keep them honest."""

import datetime as dt
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import trends
from warehouse.measures.pandas_door import open_door
from warehouse.measures.trends import Floats

START = dt.date(2024, 1, 1)


@pytest.fixture(autouse=True)
def with_pandas() -> None:
    """The library's data sets need it."""
    open_door()


def nile() -> Floats:
    """The flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978)."""
    from statsmodels.datasets import nile as dataset

    return np.asarray(dataset.load_pandas().data["volume"], dtype=np.float64)


def weeks(count: int) -> list[dt.date]:
    return [START + dt.timedelta(weeks=week) for week in range(count)]


def test_the_nile_falls() -> None:
    found = trends.sen_slope(nile(), is_autocorrelated=False)
    assert found.s == -1387
    assert found.variance == pytest.approx(112_728.33, abs=5e-3)
    assert (found.z, found.tau) == pytest.approx((-4.128, -0.2802), abs=5e-4)
    assert found.p_value == pytest.approx(3.66e-5, abs=5e-8)
    assert (found.slope, found.low, found.high) == pytest.approx((-2.6, -1.429 - 2.199, -1.429), abs=1e-3)


def test_the_niles_level_changes_once_in_1898() -> None:
    series = nile()
    assert trends.change_points(series) == [28, 100]
    [found] = trends.breaks(weeks(100), series)
    assert found.week == weeks(100)[28]
    assert (found.before, found.after) == pytest.approx((1097.75, 849.972), abs=5e-4)
    assert found.artefact is None


def test_the_library_alone_would_put_the_break_elsewhere() -> None:
    """The trap: it looks at every fifth point by default."""
    import ruptures

    series = nile()
    penalty = 2 * np.log(100) * np.var(np.diff(series)) / 2
    assert ruptures.Pelt(model="l2").fit(series).predict(pen=penalty) == [30, 100]


def test_a_break_that_a_parser_made_says_so() -> None:
    series = np.concatenate([np.tile([10.0, 11.0], 10), np.tile([30.0, 31.0], 10)])
    changed = weeks(40)[20] + dt.timedelta(days=3)
    [found] = trends.breaks(weeks(40), series, [(changed, "the role parser")])
    assert (found.week, found.artefact) == (weeks(40)[20], "the role parser")
    [other] = trends.breaks(weeks(40), series, [(changed + dt.timedelta(days=30), "the role parser")])
    assert other.artefact is None


def test_a_still_series_has_no_break() -> None:
    assert trends.breaks(weeks(30), np.full(30, 5.0)) == []
    assert trends.breaks(weeks(7), np.arange(7, dtype=np.float64)) == []


def test_the_library_takes_out_a_season_of_less_than_two_years() -> None:
    """The trap: so the rule is ours to hold."""
    rng = np.random.default_rng(0)
    assert trends.stl(rng.random(20), period=12).fit().seasonal.shape == (20,)
    assert trends.stl(rng.random(400), period=365).fit().seasonal.shape == (400,)
    weekly = rng.random((1, 104))
    assert (trends.without_season(weekly[:, :103]) == weekly[:, :103]).all()
    assert (trends.without_season(weekly) != weekly).any()


def test_cleveland_and_others_carbon_dioxide() -> None:
    """The Fortran's figures on the monthly series at Mauna Loa, 1959 to 1987, which the library ships for its tests."""
    results = Path(str(files("statsmodels.tsa.stl") / "tests/results/stl_co2.csv"))
    series = np.loadtxt(results)
    assert len(series) == 348
    found = trends.stl(
        series, period=12, seasonal=35, trend=19, low_pass=13, seasonal_deg=1, trend_deg=1, low_pass_deg=1,
        seasonal_jump=4, trend_jump=2, low_pass_jump=2, robust=True,
    ).fit(inner_iter=1, outer_iter=2)  # fmt: skip
    assert found.seasonal[:3] == pytest.approx([-0.13125464, 0.51706943, 1.08182068], abs=1e-8)
    assert found.trend[:3] == pytest.approx([315.55193973, 315.64448157, 315.73702342], abs=1e-8)


def test_a_known_season_is_found_and_taken_out() -> None:
    week = np.arange(156)
    season = np.exp(0.2 * np.cos(2 * np.pi * week / 52))
    [found] = np.exp(trends.without_season(np.log(100 * np.exp(0.002 * week) * season)[None]))
    assert found == pytest.approx(100 * np.exp(0.002 * week), rel=0.03)


def test_known_growth_is_found() -> None:
    found = trends.weekly_growth(50 * 1.02 ** np.arange(20, dtype=np.float64))
    assert found.value == pytest.approx(0.02)
    assert found.n == 20


@pytest.mark.parametrize(("weekly", "words"), [([5.0] * 7, "7 weeks; at least 8"), ([5.0] * 8 + [0.0], "hold none")])
def test_what_cannot_carry_a_trend_is_refused(weekly: list[float], words: str) -> None:
    found = trends.weekly_growth(np.array(weekly))
    assert found.refusal is not None
    assert words in found.refusal


def test_the_published_means_of_three_months() -> None:
    """Hiring Lab's pay transparency in the US, December 2025 to February 2026."""
    found = trends.trailing_mean(np.array([49.6427224, 49.1618873, 48.7758750]), 3)
    assert found[2] == pytest.approx(49.19349486, abs=5e-8)
    wages = trends.trailing_mean(np.array([0.021778233, 0.02348578, 0.023796275]), 3)
    assert wages[2] == pytest.approx(0.023020096, abs=5e-10)


@given(values=arrays(np.float64, st.integers(1, 40), elements=st.integers(1, 99).map(float)), window=st.integers(1, 9))
def test_a_trailing_mean_is_the_mean_of_its_window(values: Floats, window: int) -> None:
    found = trends.trailing_mean(values, window)
    assert len(found) == len(values)
    for end in range(len(values)):
        if end + 1 < window:
            assert np.isnan(found[end])
        else:
            assert found[end] == pytest.approx(values[end + 1 - window : end + 1].mean())


def test_the_published_daily_index_rebased_and_back() -> None:
    """Hiring Lab's US index, seasonally adjusted: the first four days of February 2020, 12 and 14 August 2026."""
    published = np.array([100.0, 100.03, 100.05, 100.09, 101.74, 101.79])
    moved = trends.rebased(published, 4)
    assert moved[4:] == pytest.approx([100, 100 * 101.79 / 101.74])
    assert trends.rebased(moved, 0) == pytest.approx(published, abs=1e-9)


@given(values=arrays(np.float64, 12, elements=st.integers(1, 99).map(float)), base=st.integers(0, 11))
def test_rebasing_keeps_every_ratio(values: Floats, base: int) -> None:
    found = trends.rebased(values, base)
    assert found[base] == pytest.approx(100)
    assert found / found[0] == pytest.approx(values / values[0])


@pytest.mark.parametrize("moved", [20.0, 21.0])
def test_weeks_that_were_nearly_all_alike_have_a_growth_and_no_interval(moved: float) -> None:
    found = trends.weekly_growth(np.array([20.0] * 14 + [moved] + [20.0] * 15))
    assert (found.value, found.low, found.high, found.refusal) == (0, None, None, None)
