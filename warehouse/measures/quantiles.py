"""Quantiles of pay: the figure, the interval, and the bounds that ranges and silence leave."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import few, share_error, student
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.shares import Interval, clustered_share
from warehouse.measures.weights import by_number, effective_n

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMALL = 100
"""Below so many values the quantile is Harrell and Davis's, from there on the interpolated one."""
FLOORS = {0.5: Floor(n=10, employers=5), 0.25: Floor(n=20, employers=5), 0.1: Floor(n=40, employers=10)}
"""The smallest sample by the quantile or, for those above the middle, its mirror."""
STANDING_FLOOR = Floor(n=30)


def quantile(values: Floats, p: float, weights: Floats | None = None) -> float:
    """The quantile `p` of `values`, each counting as much as its weight (by default alike).

    Of fewer than SMALL values that of F. E. Harrell and C. E. Davis, "A new distribution-free quantile estimator",
    Biometrika 69 (1982) 635-640: the mean of all order statistics, weighed by a beta density; from there on that of
    type 7 (R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", Am. Stat. 50 (1996) 361-365), the
    mean of two neighbours. Weights enter through the effective sample: both are a density over the order statistics,
    stretched to it. NaN of no values.
    """
    order = np.argsort(values)
    weighed = np.ones(len(values)) if weights is None else weights[order]
    return float(_quantiles(values[order], weighed[None, :], p)[0]) if len(values) else float("nan")


def order_statistics(n: int, p: float, confidence: float = 0.95) -> tuple[int, int, float] | None:
    """The ranks (from 1) of the values between which the quantile `p` lies, and the exact confidence of that.

    Binomial, free of any assumption on the distribution; None where even the extremes are not enough (a median: n < 6).
    It takes vacancies as independent, so no figure has it as its interval: `_limits` is held against it.
    """
    from scipy.stats import binom

    spare = (1 - confidence) / 2
    low, high = int(binom.ppf(spare, n, p)), int(binom.ppf(1 - spare, n, p)) + 1
    below, above = float(binom.cdf(0, n, p)), float(binom.sf(n - 1, n, p))
    if max(below, above) > 1 - confidence:
        return None
    # Where one end is the extreme value, what it leaves over of the other 5 % goes to the other end.
    if low < 1:
        low, high = 1, int(binom.ppf(confidence + below, n, p)) + 1
    elif high > n:
        low, high = int(binom.ppf(1 - confidence - above, n, p)), n
    if low < 1 or high > n or high <= low:
        return None
    covered = float(binom.cdf(high - 1, n, p) - binom.cdf(low - 1, n, p))
    return (low, high, covered) if covered >= confidence else None


def pay_quantile(values: Floats, employer: Ints, p: float) -> Estimate:
    """The quantile `p` of pay over vacancies, no employer above a tenth of the weight, with its interval.

    The interval (`_limits`) is meant to cover the quantile of all the vacancies that employers such as these
    open and state pay for. It rests on order statistics, so where many state one amount both ends may be that amount:
    the quantile is it, whatever the others pay. Refused below FLOORS, and below five effective employers. n is the
    vacancies; `estimator` names the kind of quantile.
    """
    return pay_quantiles(values, employer, (p,))[p]


def pay_quantiles(values: Floats, employer: Ints, wanted: Sequence[float]) -> dict[float, Estimate]:
    """`pay_quantile` for each of the `wanted` quantiles; the vacancies are put in order and weighed once for all."""
    order = np.argsort(values, kind="stable")
    _, numbers, sizes = np.unique(employer[order], return_inverse=True, return_counts=True)
    weights = by_number(numbers, sizes)
    weighed = np.bincount(numbers, weights).astype(np.float64)
    sample = _Sample(values[order], numbers, weights, weighed, np.cumsum(weights))
    return {p: _pay_quantile(sample, p) for p in wanted}


class _Sample(NamedTuple):
    """Sorted values with each one's employer, numbered without a gap, and weight; what employers weigh; sums so far."""

    values: Floats
    employer: Ints
    weights: Floats
    sizes: Floats
    reached: Floats


def _pay_quantile(sample: _Sample, p: float) -> Estimate:
    n, employers = len(sample.values), len(sample.sizes)
    estimator = "harrell_davis" if n < SMALL else "type_7"
    floor = next(floor for at, floor in FLOORS.items() if min(p, 1 - p) >= at - 1e-9)
    if reason := floor.refusal(n, employers) or few(sample.sizes):
        return refused(estimator, reason, n, employers)
    value = float(_quantiles(sample.values, sample.weights[None, :], p)[0])
    low, high = _limits(sample, p)
    return Estimate(
        value=value, low=min(low, value), high=max(high, value), n=n, unique_employers=employers,
        coverage=effective_n(sample.weights) / n, estimator=estimator,
    )  # fmt: skip


def _limits(sample: _Sample, p: float) -> Interval:
    """Between which of the sorted values the quantile `p` lies with 95 % confidence, as employers' vacancies are alike.

    R. S. Woodruff, "Confidence intervals for medians and other position measures", J. Am. Stat. Assoc. 47 (1952)
    635-646: the values at `p` less and plus the reach of the share below the quantile. That share's error is the larger
    of the binomial one of Kish's effective sample, which is what order statistics of independent vacancies have, and
    the jackknife's over employers; its limits are Student's on effective employers less one.
    """
    values, weights = sample.values, sample.weights
    reached = sample.reached / float(weights.sum())
    is_below = values <= values[min(int(np.searchsorted(reached, p - 1e-12)), len(values) - 1)]
    below = np.bincount(sample.employer, weights * is_below).astype(np.float64)
    between = share_error(below, sample.sizes)
    simple = (p * (1 - p) / effective_n(weights)) ** 0.5
    reach = student(effective_n(sample.sizes)) * max(between, simple)
    ends = np.searchsorted(reached, [max(p - reach, 0.0), min(p + reach, 1.0)])
    first, last = np.clip(ends, 0, len(values) - 1)
    return Interval(float(values[first]), float(values[last]))


def _sums(employer: Ints, weights: Floats) -> Floats:
    """The weights of each employer."""
    return np.bincount(np.unique(employer, return_inverse=True)[1], weights).astype(np.float64)


class Bounds(NamedTuple):
    """Between which two values a quantile must lie; infinite or 0 where nothing bounds it."""

    low: float
    high: float


def bounds(minimum: Floats, maximum: Floats, p: float) -> Bounds:
    """The quantile `p` of any pay within stated ranges: that of the minima to that of the maxima, exactly.

    A minimum not stated is 0, a maximum not stated infinite. Q_p(min) <= Q_p(pay) <= Q_p(max) for every way of being
    paid within the ranges (C. F. Manski, "Partial Identification of Probability Distributions" (2003), chapter 1).
    """
    return Bounds(_plain(np.nan_to_num(minimum, nan=0.0), p), _plain(np.where(np.isnan(maximum), np.inf, maximum), p))


def worst_and_best(minimum: Floats, maximum: Floats, undisclosed: int, p: float) -> Bounds:
    """The bounds of the quantile `p` over all adverts when `undisclosed` more say nothing of their pay.

    All silent adverts below the lowest or all above the highest: Q at 1 - (1 - p) / d of the minima to Q at p / d of
    the maxima, d the share that states pay (Manski, as above).
    """
    disclosure = len(minimum) / (len(minimum) + undisclosed)
    least, most = 1 - (1 - p) / disclosure, p / disclosure
    low = bounds(minimum, maximum, least).low if least > 0 else 0.0
    return Bounds(low, bounds(minimum, maximum, most).high if most < 1 else float("inf"))


class Standing(NamedTuple):
    """Where a pay stands among adverts: between which shares of them, from 0 to 1, and how many start above it."""

    low: float
    """The share of adverts whose whole range lies below the pay."""
    high: float
    """The share of adverts whose range starts at or below the pay."""
    limits: Interval
    """What chance allows around both: from the limit below the one to that above the other."""
    start_above: int
    n: int


def standing(pay: float, minimum: Floats, maximum: Floats, employer: Ints) -> Standing | Estimate:
    """Where `pay` stands among adverts with these ranges (NaN: that end is open); refused below thirty adverts and
    below five effective employers.

    A point has both ends alike; adverts at exactly the pay then make the two shares differ, their middle being
    (below + half of the equal) / n. The limits are those of `clustered_share`: an employer's adverts are alike.
    """
    n = len(minimum)
    sizes = _sums(employer, np.ones(n))
    if reason := STANDING_FLOOR.refusal(n) or few(sizes):
        return refused("standing", reason, n)
    is_below = np.where(np.isnan(maximum), np.inf, maximum) < pay
    starts = np.nan_to_num(minimum, nan=0.0) <= pay
    low = clustered_share(_sums(employer, is_below.astype(np.float64)), sizes).low
    high = clustered_share(_sums(employer, starts.astype(np.float64)), sizes).high
    limits = Interval(low or 0.0, 1.0 if high is None else high)
    below, start = int(is_below.sum()), int(starts.sum())
    return Standing(below / n, start / n, limits, n - start, n)


def percentile(pay: float, values: Floats) -> float:
    """The share of `values` below `pay`, equal ones counting half, from 0 to 1."""
    return float(((values < pay).sum() + 0.5 * (values == pay).sum()) / len(values))


def trimmed_mean(values: Floats, cut: float = 0.2) -> float:
    """The mean without the share `cut` of the values at either end, so many whole values as that makes.

    J. W. Tukey's, as in R. R. Wilcox, "Introduction to Robust Estimation and Hypothesis Testing" (2012), section 3.1. A
    published case only: pay is told by quantiles, which people read more easily.
    """
    ends = int(cut * len(values))
    return float(np.sort(values)[ends : len(values) - ends].mean())


def modified_z(values: Floats) -> Floats:
    """How far each value lies from the median, in robust standard deviations: 0.6745 (x - median) / MAD.

    B. Iglewicz and D. Hoaglin, "How to Detect and Handle Outliers" (1993), who call 3.5 far. NaN where the MAD is 0.
    """
    distance = values - np.median(values)
    spread = float(np.median(np.abs(distance)))
    return 0.6745 * distance / spread if spread else np.full(len(values), np.nan)


def _plain(values: Floats, p: float) -> float:
    """The quantile of type 7, infinite values included."""
    ordered = np.sort(values)
    position = p * (len(ordered) - 1)
    below, above = ordered[int(np.floor(position))], ordered[int(np.ceil(position))]
    share = position - np.floor(position)
    return float(below if share == 0 or below == above else below + share * (above - below))


def _quantiles(ordered: Floats, weights: Floats, p: float) -> Floats:
    """The quantile of the ordered values under each row of weights: float (rows). Rows without weight are NaN."""
    total = weights.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        edges = np.concatenate([np.zeros((len(weights), 1)), np.cumsum(weights, axis=1) / total], axis=1)
        n = total**2 / (weights**2).sum(axis=1, keepdims=True)
        parts = np.diff(_heaped(np.minimum(edges, 1.0), n, p), axis=1)
        return np.asarray(parts @ ordered)


def _heaped(edges: Floats, n: Floats, p: float) -> Floats:
    """The weight of the order statistics up to each edge, from 0 to 1."""
    if edges.shape[1] - 1 < SMALL:
        from scipy.special import betainc

        return np.asarray(betainc((n + 1) * p, (n + 1) * (1 - p), edges))
    start = p * (n - 1) / n
    return np.clip((edges - start) * n, 0.0, 1.0)
