"""How demand and pay move: slopes of weekly series, breaks that are none, new postings, the change of stated pay."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import polars as pl
from msgspec.structs import replace

from bench.calibrate.openings import BASE, EXPECTED, ROLES, panel
from bench.calibrate.outcome import AT_LEAST, FALSE_ALARMS, Outcome, Scenario, outcome
from bench.simulated import Disclosure, Market, Role
from bench.simulated.curves import weekly
from bench.simulated.truths import YEAR, Floats, Truths
from warehouse import employers, pay_trends
from warehouse.measures import advertised, index, many_trends, rates
from warehouse.measures.advertised import Adverts
from warehouse.measures.estimate import Estimate, refused
from warehouse.measures.quantiles import pay_quantile
from warehouse.measures.trends import FLOOR, sen_slope

OPENINGS, NEW = "growth of openings a week", "growth of new postings a week"
ALARMS_OPENINGS, ALARMS_NEW = "openings said to break", "new postings said to break"
NO_BREAK = "demand that never changes its course"
INFLOW, INFLOW_RATIO = "new postings a week", "new postings, 4 weeks over the 4 before"
MEDIAN_CHANGE, PAY_CHANGE = "change of the median pay", "change of pay, same employers and titles"
PAY_GROWS = "expected, all such employers' stated pay"
WATCHED = "expected, these employers"
TITLES = 3
"""Titles of a role at each employer; pay is compared within them."""


def scenarios() -> list[Scenario]:
    """All of them."""
    return [*_course_scenarios(), *_still_scenarios(), *_pay_scenarios()]


# -- slopes and new postings --


def _course_scenarios() -> list[Scenario]:
    base = replace(BASE, weeks=26)
    kinds = {
        "mild sizes, independent openings": replace(
            base, size_spread=0.5, noise=0.0, batch_mean=1.0, growth_spread=0.0, role_concentration=0.0
        ),
        "mild sizes": replace(base, size_spread=0.5),
        "strong sizes": replace(base, size_spread=1.0),
        "strong sizes, 25 employers": replace(base, size_spread=1.0, employers=25, openings_per_week=6.0),
        "strong sizes, large bursts": replace(base, size_spread=1.0, noise=0.6, batch_mean=3.0),
        "strong sizes, 52 weeks": replace(base, size_spread=1.0, weeks=52),
        "very strong sizes": replace(base, size_spread=1.5),
        "sizes of Pareto's law": replace(base, size_law="pareto", size_spread=0.6),
    }
    return [Scenario(name, truths, _course) for name, truths in kinds.items()]


def lasting_scenarios() -> list[Scenario]:
    """Hiring drives that last four weeks, as long as new postings are counted; at the table's end, for its seeds."""
    base = replace(BASE, weeks=26, size_spread=1.0, noise_weeks=4)
    kinds = {
        "strong sizes, drives of 4 weeks": base,
        "strong sizes, large drives of 4 weeks": replace(base, noise=0.6),
        "strong sizes, very large drives of 4 weeks": replace(base, noise=1.2),
    }
    return [Scenario(name, truths, _driven) for name, truths in kinds.items()]


def _driven(market: Market) -> Iterator[Outcome]:
    _, arriving = watched_course(market)
    new = market.observed_new[0][:, -employers.WEEKS :].astype(np.float64)
    yield outcome(INFLOW, WATCHED, rates.watched(new), float(arriving[-employers.WEEKS :].mean()))


def _course(market: Market) -> Iterator[Outcome]:
    openings, arriving = watched_course(market)
    levels, new = np.log(index.chain(panel(market))), market.observed_new[0].astype(np.float64)
    found = _slope(levels, is_level=True)
    yield outcome(OPENINGS, WATCHED, found, slope_of(openings), scale=1.0, goal=AT_LEAST)
    with np.errstate(divide="ignore"):
        found = _slope(np.log(new.sum(axis=0)), is_level=False)
    yield outcome(NEW, WATCHED, found, slope_of(arriving), scale=1.0)
    yield from _inflow(new, market.truths, arriving)


def _slope(series: Floats, *, is_level: bool) -> Estimate:
    """The growth a week as warehouse.trends tells it."""
    if not np.isfinite(series).all():
        return refused("theil_sen", "Some weeks hold none.", len(series))
    found = many_trends.sen_slopes(series[None], is_level=is_level)
    value, low, high = (float(np.expm1(part[0])) for part in found[:3])
    return Estimate(value=value, low=low, high=high, n=len(series), estimator="theil_sen")


def watched_course(market: Market) -> tuple[Floats, Floats]:
    """The openings and the new postings of the first role that these very employers are expected to have, by week."""
    blocks, before = weekly(market.truths, 0, "openings")
    arriving = market.employers.base[:, 0] @ (market.employers.growth @ blocks + before)
    return market.truth.expected_stock[0].sum(axis=0), np.asarray(arriving)


def slope_of(expected: Floats) -> float:
    """The growth a week of a course that is known, told as that of a series is."""
    return float(np.expm1(sen_slope(np.log(expected)).slope)) if FLOOR.refusal(len(expected)) is None else float("nan")


def _inflow(new: Floats, truths: Truths, arriving: Floats) -> Iterator[Outcome]:
    span = employers.WEEKS
    yield outcome(INFLOW, WATCHED, rates.watched(new[:, -span:]), float(arriving[-span:].mean()))
    now, before, expected = new[:, -span:].sum(axis=1), new[:, -2 * span : -span].sum(axis=1), expected_new(truths)
    true = float(expected[-span:].sum() / expected[-2 * span : -span].sum())
    yield outcome(INFLOW_RATIO, EXPECTED, rates.ratio(now, before), true)


@cache
def expected_new(truths: Truths) -> Floats:
    """The first role's new postings that so many such employers are expected to make: float (weeks)."""
    blocks, before = weekly(truths, 0, "openings")
    share = truths.roles[0].share / sum(role.share for role in truths.roles)
    return np.asarray((blocks.sum(axis=0) + before) * truths.employers * share)


# -- breaks where there is none --


def _still_scenarios() -> list[Scenario]:
    still = replace(BASE, weeks=26, size_spread=1.0, roles=(Role(name="own"), ROLES[1]), growth_spread=0.0)
    kinds = {
        "strong sizes, nothing changes": still,
        "strong sizes, large bursts, nothing changes": replace(still, noise=0.6, batch_mean=3.0),
        "strong sizes, 25 employers, nothing changes": replace(still, employers=25, openings_per_week=6.0),
        "strong sizes, 52 weeks, nothing changes": replace(still, weeks=52),
        "strong sizes, 104 weeks, nothing changes": replace(still, weeks=104),
        "strong sizes, 52 weeks, steady growth by 20 % a year": replace(
            still, weeks=52, roles=(Role(name="own", trend=0.18), ROLES[1])
        ),
    }
    return [Scenario(name, truths, _false_alarms) for name, truths in kinds.items()]


def _false_alarms(market: Market) -> Iterator[Outcome]:
    """Whether a series is said to break that does not, as warehouse.trends looks for breaks."""
    levels, new = index.chain(panel(market)), market.observed_new[0].sum(axis=0)
    for measure, is_told, sought, may_slope in (
        (ALARMS_OPENINGS, (levels > 0).all(), np.diff(np.log(np.maximum(levels, 1e-9))), False),
        (ALARMS_NEW, (new > 0).all(), np.log(np.maximum(new, 1)), True),
    ):
        ends = many_trends.change_points(sought[None], is_autocorrelated=True, may_slope=may_slope)[0]
        yield Outcome(measure, NO_BREAK, float(len(ends) > 1) if is_told else None, goal=FALSE_ALARMS)


# -- pay --


def _pay_scenarios() -> list[Scenario]:
    base = replace(
        BASE, weeks=26, roles=(Role(name="own", pay_growth=0.1), ROLES[1]), disclosure=Disclosure(by_employer=0.5)
    )
    kinds = {
        "mild sizes": replace(base, size_spread=0.5),
        "strong sizes": replace(base, size_spread=1.0),
        "strong sizes, 25 employers": replace(base, size_spread=1.0, employers=25, openings_per_week=6.0),
        "strong sizes, employers pay alike": replace(base, size_spread=1.0, pay_between=0.0),
        "strong sizes, employers pay very differently": replace(base, size_spread=1.0, pay_between=0.3, pay_within=0.1),
        "very strong sizes": replace(base, size_spread=1.5),
    }
    return [Scenario(name, truths, _pay_moves) for name, truths in kinds.items()]


def _pay_moves(market: Market) -> Iterator[Outcome]:
    """From four weeks to the four that are 13 weeks later."""
    truths, apart, span = market.truths, pay_trends.SPANS[3], pay_trends.WINDOW_DAYS
    true = float(np.expm1(truths.roles[0].pay_growth * apart / YEAR))
    stated = market.postings.unique("vacancy", maintain_order=True).filter(
        "is_disclosed", pl.col("role") == 0, pl.col("opened_day") >= truths.days - apart - span
    )
    rng = np.random.default_rng([market.seed, 3])
    titled = stated.with_columns(title=pl.Series(rng.integers(0, TITLES, stated.height)))
    now, then = (
        titled.filter(pl.col("opened_day").is_between(end - span, end - 1))
        for end in (truths.days, truths.days - apart)
    )
    found = advertised.median_change(_adverts(then), _adverts(now))
    yield outcome(MEDIAN_CHANGE, PAY_GROWS, found, true, scale=1.0)
    yield outcome(PAY_CHANGE, PAY_GROWS, _matched(then, now), true, scale=1.0)


def _adverts(stated: pl.DataFrame) -> Adverts:
    low, high, middle = (stated[name].to_numpy() for name in ("pay_min", "pay_max", "pay_middle"))
    return Adverts(low, high, middle, stated["employer"].to_numpy().astype(np.int64))


def _matched(then: pl.DataFrame, now: pl.DataFrame) -> Estimate:
    """As warehouse.pay_trends makes it of the cells."""
    key = ("employer", "title")
    medians = [part.group_by(key).agg(pl.col("pay_middle").median()).sort(key) for part in (then, now)]
    cells = medians[0].join(medians[1], on=key)
    growth, employer = (cells["pay_middle_right"] / cells["pay_middle"]).log().to_numpy(), cells["employer"].to_numpy()
    if reason := pay_trends.FLOOR.refusal(len(growth), len(np.unique(employer))):
        return refused("matched_cells", reason, len(growth))
    found = pay_quantile(growth, employer.astype(np.int64), 0.5)
    value, low, high = (
        None if part is None else float(np.expm1(part)) for part in (found.value, found.low, found.high)
    )
    return Estimate(value=value, low=low, high=high, n=found.n, estimator="matched_cells", refusal=found.refusal)
