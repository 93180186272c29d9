"""What must hold of the measures whatever they are given: no order, unit or name matters, bounds hold the figure."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bench import simulated
from warehouse.measures import advertised, lifetime_table, many_trends, rates, shares
from warehouse.measures.advertised import Adverts
from warehouse.measures.estimate import Estimate
from warehouse.measures.lifetimes import Spells
from warehouse.measures.many_trends import Floats
from warehouse.measures.weights import Ints

SEEDS = st.integers(0, 10_000)


def figures(one: Estimate) -> Any:
    """The figure between its limits."""
    assert one.low is not None
    assert one.value is not None
    assert one.high is not None
    assert one.low <= one.value <= one.high
    return pytest.approx((one.low, one.value, one.high), rel=1e-6, abs=1e-9)


def plain(one: Estimate) -> tuple[float | None, float | None, float | None]:
    return one.low, one.value, one.high


def counts(seed: int) -> tuple[Floats, Floats, Ints]:
    """Adverts of fourteen employers in two stretches, and another order of the employers."""
    rng = np.random.default_rng(seed)
    now, before = rng.poisson(rng.gamma(2.0, 2.0, 14), (2, 14)).astype(float)
    return now, before, rng.permutation(14)


@settings(max_examples=20)
@given(seed=SEEDS)
def test_new_postings_know_no_order_and_a_ratio_turned_round_is_its_inverse(seed: int) -> None:
    now, before, order = counts(seed)
    weeks = np.stack([now, before, now + before], axis=1)
    rate, found, turned = rates.watched(weeks), rates.ratio(now, before), rates.ratio(before, now)
    assume(not (rate.refusal or found.refusal))
    assert plain(rates.watched(weeks[order][:, ::-1])) == figures(rate)
    twice = rates.watched(np.tile(weeks, (2, 1)))
    assert twice.value == 2 * (rate.value or 0)
    assert (twice.high or 0) - (twice.low or 0) < 2 * ((rate.high or 0) - (rate.low or 0))
    assert plain(rates.ratio(now[order], before[order])) == figures(found)
    assert (1 / turned.high, 1 / turned.value, 1 / turned.low) == figures(found)  # type: ignore[operator]


@settings(max_examples=20)
@given(seed=SEEDS)
def test_a_share_knows_no_order_and_what_does_not_ask_is_the_rest(seed: int) -> None:
    asking, others, order = counts(seed)
    sizes = asking + others
    found, rest = shares.clustered_share(asking, sizes), shares.clustered_share(others, sizes)
    assume(found.low is not None)
    assert plain(shares.clustered_share(asking[order], sizes[order])) == figures(found)
    assert (1 - rest.high, 1 - rest.value, 1 - rest.low) == figures(found)  # type: ignore[operator]


@settings(max_examples=20)
@example(series=np.array([[1.0] * 16, [1.0] * 10 + [2, 2, 3, 2, 2, 2]]), level=False)  # level but for rounding
@given(series=arrays(np.float64, (2, 16), elements=st.integers(1, 40).map(float)), level=st.booleans())
def test_a_slope_knows_no_level_scales_with_its_unit_and_mirrors(series: Floats, level: bool) -> None:
    found = many_trends.sen_slopes(series, is_level=level)
    assert (found.low <= found.slope).all()
    assert (found.slope <= found.high).all()
    for others, wanted in (
        (many_trends.sen_slopes(series + 7, is_level=level), (found.low, found.slope, found.high)),
        (many_trends.sen_slopes(3 * series, is_level=level), (3 * found.low, 3 * found.slope, 3 * found.high)),
        (many_trends.sen_slopes(series[::-1], is_level=level), (found.low[::-1], found.slope[::-1], found.high[::-1])),
        (many_trends.sen_slopes(-series, is_level=level), (-found.high, -found.slope, -found.low)),
    ):
        assert np.array([others.low, others.slope, others.high]) == pytest.approx(np.array(wanted), abs=1e-9)


def drawn(seed: int) -> Adverts:
    rng = np.random.default_rng(seed)
    employer = rng.integers(0, 12, 80)
    middle = np.exp(11 + 0.2 * np.sin(employer) + 0.2 * rng.normal(size=80))
    return Adverts(0.9 * middle, 1.1 * middle, middle, employer)


@settings(max_examples=15)
@given(seed=SEEDS, unit=st.sampled_from([0.01, 1.1, 1000.0]))
def test_the_change_of_a_median_knows_no_order_unit_or_name(seed: int, unit: float) -> None:
    then, now = drawn(seed), drawn(seed + 1)
    found, order = advertised.median_change(then, now), np.random.default_rng(seed).permutation(80)
    shuffled = Adverts(*(part[order] for part in now[:3]), now.employer[order])  # type: ignore[arg-type]
    scaled = (Adverts(*(unit * part for part in one[:3]), one.employer * 5 + 3) for one in (then, now))  # type: ignore[arg-type]
    assert plain(advertised.median_change(then, shuffled)) == figures(found)
    assert plain(advertised.median_change(*scaled)) == figures(found)
    turned = advertised.median_change(now, then)
    assert tuple(1 / (1 + part) - 1 for part in reversed(plain(turned)) if part is not None) == figures(found)


@pytest.mark.parametrize("key", ["life_p50", "life_open_30", "life_mean_60"])
def test_the_longer_nobody_looked_the_less_is_known_of_a_lifetime(key: str) -> None:
    rng = np.random.default_rng(3)
    missing = np.ceil(40 * rng.weibull(1.2, 600)) + 8
    widths = []
    for gap in (1, 4, 6, 8):
        spells = Spells(np.zeros(600), missing - gap, missing, np.arange(600) % 40)
        found = lifetime_table.figures(spells)[key]
        figures(found)
        widths.append((found.high or 0) - (found.low or 0))
    assert widths == sorted(widths)
    assert widths[-1] > widths[0] + (4 if key != "life_open_30" else 0.05)


def test_the_stock_is_what_comes_times_how_long_it_stays() -> None:
    """Little's law: in a market that stands still, within a quarter."""
    own = simulated.Role(name="own")
    market = simulated.draw(simulated.Truths(roles=(own,), weeks=26, employers=200, openings_per_week=3.0), 1)
    came = market.observed_new[0].sum(axis=0)[1:].mean()
    lives = market.truth.lifetimes.filter(kind="all")
    stays = simulated.curves.survival(own.lifetime, 400).sum() / 7
    assert market.stock.observed[0].sum(axis=0).mean() == pytest.approx(came * stays, rel=0.1)
    assert lives["rmst60"][0] / 7 < stays
