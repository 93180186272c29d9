"""Quantiles of pay: the published cases, and what must hold of any pay."""

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import quantiles
from warehouse.measures.estimate import Estimate
from warehouse.measures.quantiles import Floats

WILCOX = np.array(
    [77, 87, 88, 114, 151, 210, 219, 246, 253, 262, 296, 299, 306, 376, 428, 515, 666, 1310, 2611], dtype=np.float64
)
PAY = arrays(np.float64, st.integers(20, 150), elements=st.integers(1, 400).map(lambda value: value * 500.0))


def rng() -> np.random.Generator:
    return np.random.default_rng(20261122)


@pytest.mark.parametrize(("p", "value"), [(0.25, 163.0989), (0.5, 271.7212), (0.75, 477.0180)])
def test_wilcoxs_nineteen_values(p: float, value: float) -> None:
    assert quantiles.quantile(WILCOX, p) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(("p", "value"), [(0.1, 1.56488), (0.25, 2.99870), (0.5, 5.5)])
def test_one_to_ten(p: float, value: float) -> None:
    assert quantiles.quantile(np.arange(1, 11, dtype=np.float64), p) == pytest.approx(value, abs=2e-5)


@settings(deadline=None)
@given(values=PAY, p=st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]))
def test_the_libraries_agree(values: Floats, p: float) -> None:
    from scipy.stats.mstats import hdquantiles

    theirs = float(hdquantiles(values, [p])[0]) if len(values) < 100 else float(np.quantile(values, p))
    assert quantiles.quantile(values, p) == pytest.approx(theirs, rel=1e-9)


def test_duckdb_and_harrell_and_davis_differ() -> None:
    """The trap: one word, two estimators (DuckDB's is that of type 7); so figures name theirs."""
    values = WILCOX.tolist()
    theirs = duckdb.execute("SELECT median(v), quantile_cont(v, 0.25) FROM unnest($1) AS t (v)", [values]).fetchone()
    assert theirs == (262, np.quantile(WILCOX, 0.25))
    assert quantiles.quantile(WILCOX, 0.5) == pytest.approx(271.72, abs=5e-3)
    assert quantiles.quantile(WILCOX, 0.25) == pytest.approx(163.10, abs=5e-3)


def test_wilcoxs_trimmed_mean() -> None:
    assert quantiles.trimmed_mean(WILCOX) == pytest.approx(282.692, abs=5e-4)


@pytest.mark.parametrize(
    ("n", "p", "low", "high", "confidence"),
    [
        (9, 0.5, 2, 8, 0.9609), (10, 0.5, 2, 9, 0.9785), (20, 0.5, 6, 15, 0.9586), (6, 0.5, 1, 6, 0.9687),
        (100, 0.9, 84, 96, 0.9557),
    ],
)  # fmt: skip
def test_published_ranks(n: int, p: float, low: int, high: int, confidence: float) -> None:
    found = quantiles.order_statistics(n, p)
    assert found is not None
    assert found[:2] == (low, high)
    assert found[2] == pytest.approx(confidence, abs=1e-4)


@pytest.mark.parametrize(("p", "least"), [(0.5, 6), (0.25, 11), (0.75, 11), (0.1, 29), (0.9, 29), (0.95, 59)])
def test_below_its_least_sample_no_interval_exists(p: float, least: int) -> None:
    assert quantiles.order_statistics(least, p) is not None
    assert quantiles.order_statistics(least - 1, p) is None


def test_the_extremes_of_five_hold_a_median_with_less_than_95_per_cent() -> None:
    assert quantiles.order_statistics(5, 0.5, confidence=0.9) == (1, 5, 0.9375)


@settings(deadline=None)
@given(n=st.integers(6, 500), p=st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]))
def test_ranks_hold_their_confidence(n: int, p: float) -> None:
    if found := quantiles.order_statistics(n, p):
        low, high, covered = found
        assert 1 <= low < high <= n
        assert covered >= 0.95


def test_the_worked_bounds() -> None:
    minimum, maximum = np.array([90.0, 100, 110, 120, 80]), np.array([120.0, 130, 150, 160, 95])
    assert quantiles.bounds(minimum, maximum, 0.5) == (100, 130)
    assert float(np.median((minimum + maximum) / 2)) == 115


@given(
    minimum=arrays(np.float64, 25, elements=st.integers(20, 200).map(float)),
    width=arrays(np.float64, 25, elements=st.integers(0, 50).map(float)),
    where=arrays(np.float64, 25, elements=st.floats(0, 1)),
    p=st.sampled_from([0.25, 0.5, 0.75]),
)
def test_whatever_is_paid_within_the_ranges_lies_within_the_bounds(
    minimum: Floats, width: Floats, where: Floats, p: float
) -> None:
    low, high = quantiles.bounds(minimum, minimum + width, p)
    paid = float(np.quantile(minimum + where * width, p))
    assert low - 1e-9 <= paid <= high + 1e-9
    silent = quantiles.worst_and_best(minimum, minimum + width, 10, p)
    assert silent.low <= low
    assert silent.high >= high


def test_ends_not_stated_bound_nothing() -> None:
    open_ended = np.array([np.nan] * 3)
    assert quantiles.bounds(open_ended, np.array([50.0, 60, 70]), 0.5) == (0, 60)
    assert quantiles.bounds(np.array([50.0, 60, 70]), open_ended, 0.5) == (60, np.inf)
    assert quantiles.worst_and_best(np.array([50.0, 60, 70]), np.array([50.0, 60, 70]), 3, 0.5) == (0.0, np.inf)


def test_a_pay_stands_in_a_band() -> None:
    assert quantiles.percentile(2, np.array([1.0, 2, 2, 3, 4])) == pytest.approx(0.40)
    minimum = np.array([50.0] * 10 + [60.0] * 10 + [80.0] * 10)
    found = quantiles.standing(65, minimum, minimum + 10, np.arange(30))
    assert isinstance(found, quantiles.Standing)
    assert (found.low, found.high, found.start_above, found.n) == (10 / 30, 20 / 30, 10, 30)
    assert found.limits.low < found.low
    assert found.limits.high > found.high
    clustered = quantiles.standing(65, minimum, minimum + 10, np.arange(30) // 3)
    assert isinstance(clustered, quantiles.Standing)
    assert clustered.limits.low < found.limits.low
    few = quantiles.standing(65, minimum[:29], minimum[:29], np.arange(29))
    assert isinstance(few, Estimate)
    assert few.refusal == "29 postings; at least 30 are needed."
    one = quantiles.standing(65, minimum, minimum, np.maximum(np.arange(30) - 24, 0))
    assert isinstance(one, Estimate)
    assert one.refusal is not None
    assert "the 6 count as 1.4 of equal size" in one.refusal


def test_the_published_outlier() -> None:
    found = quantiles.modified_z(np.array([50.0, 55, 60, 62, 65, 70, 75, 500]))
    assert found[-1] == pytest.approx(39.26, abs=5e-3)
    assert found[-2] == pytest.approx(1.03, abs=6e-3)


def test_a_figure_has_interval_and_sample() -> None:
    values = rng().lognormal(11, 0.3, 60)
    found = quantiles.pay_quantile(values, np.arange(60) % 15, 0.5)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert (found.n, found.unique_employers, found.estimator) == (60, 15, "harrell_davis")


@pytest.mark.parametrize(
    ("n", "employers", "p", "words"),
    [(9, 9, 0.5, "9 postings; at least 10"), (12, 4, 0.5, "4 employers; at least 5"), (19, 9, 0.75, "at least 20"),
     (39, 20, 0.9, "at least 40"), (60, 9, 0.1, "9 employers; at least 10")],
)  # fmt: skip
def test_below_the_floor_there_is_a_sentence(n: int, employers: int, p: float, words: str) -> None:
    found = quantiles.pay_quantile(np.arange(n, dtype=np.float64), np.arange(n) % employers, p)
    assert found.value is None
    assert found.refusal is not None
    assert words in found.refusal


def test_independent_vacancies_have_at_least_the_reach_of_order_statistics() -> None:
    """Twenty vacancies of twenty employers: no narrower than the sixth to the fifteenth."""
    values = np.arange(1.0, 21.0)
    found = quantiles.pay_quantile(values, np.arange(20), 0.5)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 6
    assert found.high >= 15


def test_an_employers_like_vacancies_make_a_wider_interval() -> None:
    values = np.repeat(np.linspace(40, 80, 20), 10) + np.tile(np.linspace(-1, 1, 10), 20)
    alike = quantiles.pay_quantile(values, np.repeat(np.arange(20), 10), 0.5)
    mixed = quantiles.pay_quantile(values, np.tile(np.arange(20), 10), 0.5)
    assert alike.high is not None
    assert alike.low is not None
    assert mixed.high is not None
    assert mixed.low is not None
    assert alike.high - alike.low > 2 * (mixed.high - mixed.low)


def test_one_large_employer_does_not_set_the_median() -> None:
    values = np.concatenate([np.full(500, 200.0), np.linspace(80, 120, 100)])
    employer = np.concatenate([np.zeros(500, dtype=np.int64), np.arange(1, 101)])
    found = quantiles.pay_quantile(values, employer, 0.5)
    assert found.value is not None
    assert 95 < found.value < 110


@settings(max_examples=20, deadline=None)
@given(values=PAY, factor=st.sampled_from([0.5, 12.0]), seed=st.integers(0, 5))
def test_units_and_order_change_nothing(values: Floats, factor: float, seed: int) -> None:
    employer = np.arange(len(values)) % 10
    order = np.random.default_rng(seed).permutation(len(values))
    one = quantiles.pay_quantile(values, employer, 0.5)
    other = quantiles.pay_quantile(values[order] * factor, employer[order], 0.5)
    assert one.value is not None
    assert other.value == pytest.approx(one.value * factor)
    assert one.low is not None
    assert one.high is not None
    assert one.low <= one.value <= one.high
