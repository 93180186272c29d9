"""The pay of many groups at once is what each group's is alone."""

import numpy as np
import pytest

from warehouse.measures import many_pay
from warehouse.measures.advertised import Adverts, bounds, quantiles
from warehouse.measures.estimate import Estimate
from warehouse.measures.quantiles import modified_z
from warehouse.measures.weights import by_employer, effective_n

SIZES = (1, 9, 12, 25, 60, 99, 100, 300)
EMPLOYERS = (1, 4, 7, 8, 12, 40, 30, 60)


def drawn(size: int, employers: int, rng: np.random.Generator) -> Adverts:
    """Ranges of round figures, some with an open end and some too wide to have a middle; employers of unequal size."""
    low = 1000.0 * rng.integers(30, 60, size)
    high = low + 1000.0 * rng.integers(0, 9, size)
    middle = np.where(rng.random(size) < 0.2, np.nan, (low + high) / 2)
    low[rng.random(size) < 0.05], high[rng.random(size) < 0.05] = np.nan, np.nan
    return Adverts(low, high, middle, np.sort(rng.integers(0, employers, size) * rng.integers(0, 2, size)))


@pytest.mark.parametrize("seed", range(6))
def test_each_group_is_what_it_is_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    alone = [drawn(size, employers, rng) for size, employers in zip(SIZES, EMPLOYERS, strict=True)]
    group = np.repeat(np.arange(len(SIZES)), SIZES)
    silent = rng.integers(0, 20, len(SIZES))
    together = many_pay.Groups(*(np.concatenate(parts) for parts in zip(*alone, strict=True)), group, silent)
    coverage = rng.random(len(SIZES))
    for one, found in enumerate(many_pay.figures(together, coverage)):
        assert {measure.coverage for measure in found.values()} == {coverage[one]}
        compare(found, alone[one], int(silent[one]))


def compare(found: dict[str, Estimate], alone: Adverts, silent: int) -> None:
    told = {f"pay_p{100 * p:.0f}": one for p, one in quantiles(alone).items()}
    for measure, one in told.items():
        if measure == "pay_p50" or one.value is not None:
            assert (found[measure].n, found[measure].unique_employers) == (one.n, one.unique_employers)
            assert (found[measure].refusal, found[measure].estimator) == (one.refusal, one.estimator)
            assert ends(found[measure]) == pytest.approx(ends(one))
        else:
            assert measure not in found
    assert ("pay_silent_p50" in found) == (found["pay_bounds_p50"].refusal is None)
    median = told["pay_p50"].value
    if median is None:
        return
    for measure, more in (("pay_bounds_p50", 0), ("pay_silent_p50", silent)):
        low, high = bounds(alone, more)
        low, high = min(low, median), max(high, median)
        assert ends(found[measure])[1:] == pytest.approx((low or None, None if np.isinf(high) else high))
    middles = alone.middle[~np.isnan(alone.middle)]
    weights = by_employer(alone.employer[~np.isnan(alone.middle)])
    assert found["pay_effective_n"].value == pytest.approx(effective_n(weights))
    assert found["pay_outliers"].value == (np.abs(modified_z(np.log(middles))) > many_pay.FAR).sum()


def ends(one: Estimate) -> tuple[float | None, ...]:
    return one.value, one.low, one.high


def test_no_group_is_none() -> None:
    none, no_number = np.empty(0), np.empty(0, np.int64)
    assert list(many_pay.figures(many_pay.Groups(none, none, none, no_number, no_number, no_number), none)) == []
