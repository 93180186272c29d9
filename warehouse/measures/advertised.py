"""What adverts with pay ranges say of pay: quantiles of their middles, and bounds from their ends."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.estimate import Estimate, refused
from warehouse.measures.quantiles import FLOORS, Bounds, pay_quantiles
from warehouse.measures.weights import by_employer, effective_n

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
MOST_ALIKE = 0.9
"""Two medians move together no more than this, however alike employers pay: a change always has an interval."""


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

    The interval is made of those of both medians on the scale of logarithms (G. Y. Zou and A. Donner, "Construction of
    confidence limits about effect measures: a general approach", Stat. Med. 27 (2008) 1693-1702), with the correlation
    that the medians have where employers are in both sets: they pay then as now. n is the adverts of the smaller set.
    Refused where either median or its interval is.
    """
    before, after = quantiles(then)[0.5], quantiles(now)[0.5]
    n = min(before.n, after.n)
    refusal = before.refusal or after.refusal
    limits = (before.value, before.low, before.high, after.value, after.low, after.high)
    if refusal or None in limits:
        return refused("median_change", refusal or "The medians have no interval.", n)
    p, p_low, p_high, q, q_low, q_high = np.log(np.array(limits, dtype=np.float64))
    alike = 2 * _likeness(then, before.value or 0.0, now, after.value or 0.0)
    low = q - p - np.sqrt((q - q_low) ** 2 + (p_high - p) ** 2 - alike * (q - q_low) * (p_high - p))
    high = q - p + np.sqrt((q_high - q) ** 2 + (p - p_low) ** 2 - alike * (q_high - q) * (p - p_low))
    value, low, high = (float(np.expm1(limit)) for limit in (q - p, low, high))
    return Estimate(value=value, low=low, high=high, n=n, estimator="median_change")


def _likeness(then: Adverts, before: float, now: Adverts, after: float) -> float:
    """The correlation over employers, from 0 to MOST_ALIKE, of what each adds to the shares below the two medians."""
    employers = np.unique(np.concatenate([then.employer, now.employer]))
    one, other = (_pull(found, value, employers) for found, value in ((then, before), (now, after)))
    spread = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float(np.clip((one * other).sum() / spread, 0.0, MOST_ALIKE)) if spread else 0.0


def _pull(found: Adverts, median: float, employers: Ints) -> Floats:
    """By how much each employer's adverts lie below the median more often than half: float (employers), weighed."""
    has_middle = ~np.isnan(found.middle)
    employer = found.employer[has_middle]
    marks = by_employer(employer) * ((np.sign(median - found.middle[has_middle])) / 2)
    return np.bincount(np.searchsorted(employers, employer), marks, len(employers)).astype(np.float64)
