"""What adverts with pay ranges say of pay: quantiles of their middles, and bounds from their ends."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import jackknife, student
from warehouse.measures.estimate import Estimate, refused
from warehouse.measures.quantiles import FLOORS, Bounds, pay_quantiles
from warehouse.measures.weights import by_employer, effective_n

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
MOST_ALIKE = 0.9
"""The shares below two medians move together no more than this, however alike employers pay: their difference always
has an error. In pay that is nothing where so many adverts of both sets pay exactly their median that the limits fall
among them."""


class Adverts(NamedTuple):
    """Vacancies that state pay: float (vacancies), NaN where an end is open or the middle says nothing, and each one's
    employer, numbered from 0.
    """

    minimum: Floats
    maximum: Floats
    middle: Floats
    employer: Ints


def quantiles(adverts: Adverts) -> dict[float, Estimate]:
    """Each of QUANTILES over the middles of the ranges, as `quantiles.pay_quantile`; n is the vacancies with one."""
    has_middle = ~np.isnan(adverts.middle)
    values, employer = adverts.middle[has_middle], adverts.employer[has_middle]
    if reason := FLOORS[0.5].refusal(len(values), employers := len(np.unique(employer))):
        return dict.fromkeys(QUANTILES, refused("harrell_davis", reason, len(values), employers))
    return pay_quantiles(values, employer, QUANTILES)


def bounds(adverts: Adverts, undisclosed: int = 0, weights: Floats | None = None) -> Bounds:
    """The median of the minima to that of the maxima: every way of being paid within the ranges lies between.

    An end not stated is 0 or infinite. With `undisclosed` more vacancies that say nothing, all of them may lie below or
    all above (C. F. Manski, "Partial Identification of Probability Distributions" (2003), chapter 1). The quantile is
    that of type 7 under the employers' weights, which a caller who has them may pass.
    """
    weights = by_employer(adverts.employer) if weights is None else weights
    stated = len(adverts.minimum) / (len(adverts.minimum) + undisclosed)
    least, most = 1 - 0.5 / stated, 0.5 / stated
    minimum = np.nan_to_num(adverts.minimum, nan=0.0)
    maximum = np.where(np.isnan(adverts.maximum), np.inf, adverts.maximum)
    return Bounds(
        _interpolated(minimum, weights, least) if least > 0 else 0.0,
        _interpolated(maximum, weights, most) if most < 1 else float("inf"),
    )


def _interpolated(values: Floats, weights: Floats, p: float) -> float:
    """The weighted quantile of type 7, infinite values included."""
    order = np.argsort(values, kind="stable")
    ordered, weighed = values[order], weights[order]
    n = effective_n(weighed)
    edges = np.concatenate([[0.0], np.cumsum(weighed) / weighed.sum()])
    parts = np.diff(np.clip((edges - p * (n - 1) / n) * n, 0.0, 1.0))
    is_used = parts > 1e-9
    used, part = ordered[is_used], parts[is_used]
    return float(used[0]) if (used == used[0]).all() else float((used * part).sum() / part.sum())


def median_change(then: Adverts, now: Adverts) -> Estimate:
    """The relative change of the median between two sets of adverts (0.05 is 5 % up), with its interval.

    R. S. Woodruff's interval of one median (J. Am. Stat. Assoc. 47 (1952) 635-646), of two that are matched: the error
    is that of the difference of the shares below the two medians, by the jackknife over employers, so that one in both
    sets, who pays then as now, is its own control; Student's limits are on the effective employers of the smaller set,
    less one. What such a share is worth in pay is read off the logarithms of both sets together, each less its median.
    Where so many pay exactly the median that both limits fall among them, the interval has no width. n is the adverts
    of the smaller set. Refused where either median or its interval is.
    """
    before, after = quantiles(then)[0.5], quantiles(now)[0.5]
    n = min(before.n, after.n)
    refusal = before.refusal or after.refusal
    if refusal or not (before.value and after.value):
        return refused("median_change", refusal or "A median is nothing.", n)
    sides = (_side(then, before.value), _side(now, after.value))
    change, reach = float(np.log(after.value / before.value)), _half_width(sides, _share_reach(sides))
    value, low, high = (float(np.expm1(limit)) for limit in (change, change - reach, change + reach))
    return Estimate(value=value, low=low, high=high, n=n, estimator="median_change")


class _Side(NamedTuple):
    """One set of adverts around its median: log pay less that of the median, weights, employers, and which lie below
    (1), at (a half) or above (0).
    """

    distance: Floats
    weights: Floats
    employer: Ints
    below: Floats


def _side(adverts: Adverts, median: float) -> _Side:
    has_middle = ~np.isnan(adverts.middle)
    distance, employer = np.log(adverts.middle[has_middle] / median), adverts.employer[has_middle]
    weights = by_employer(employer)
    return _Side(distance, weights / weights.sum(), employer, (1 - np.sign(distance)) / 2)


def _share_reach(sides: tuple[_Side, _Side]) -> float:
    """How far from nothing the difference of the shares below the medians may lie by chance."""
    employers = np.unique(np.concatenate([side.employer for side in sides]))
    pulls, sizes = np.zeros((2, len(employers))), np.zeros((2, len(employers)))
    for number, side in enumerate(sides):
        row = np.searchsorted(employers, side.employer)
        sizes[number] = np.bincount(row, side.weights, len(employers))
        pulls[number] = np.bincount(row, side.weights * (side.below - 0.5), len(employers))
    without = -pulls / (1 - sizes)
    matched = float(jackknife(without[1] - without[0], 0.0))
    apart = float(np.hypot(*(jackknife(one, 0.0) for one in without)))
    simple = float(np.sqrt(sum(0.25 * (side.weights**2).sum() for side in sides)))
    error = max(matched, sqrt(1 - MOST_ALIKE) * max(apart, simple))
    return student(min(effective_n(one) for one in sizes)) * error


def _half_width(sides: tuple[_Side, _Side], reach: float) -> float:
    """Half the distance between the log pays below which lie half less and half plus `reach`, in both sets together.

    The two medians err in opposite directions, so that a lopsided distribution leaves the change no lopsided interval.
    """
    distance, weights = (np.concatenate(parts) for parts in zip(*(side[:2] for side in sides), strict=True))
    order = np.argsort(distance, kind="stable")
    ends = np.searchsorted(np.cumsum(weights[order]) / 2, [0.5 - reach, 0.5 + reach])
    first, last = distance[order][np.clip(ends, 0, len(distance) - 1)]
    return float(last - first) / 2
