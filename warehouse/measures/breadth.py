"""Over how many employers a role's openings are spread."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import student
from warehouse.measures.estimate import Estimate, Floor, refused

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FLOOR = Floor(n=20)
LAG = 12
"""The weeks after which hardly an opening is still there: so far apart, an employer's openings tell of its bursts."""


class Breadth(NamedTuple):
    """The Herfindahl-Hirschman index from 0 to 10,000, and the number of equal employers that would have it."""

    hhi: Estimate
    effective_employers: Estimate


def hhi(openings: Floats) -> float:
    """10,000 times the sum of squared shares of openings, as counted: float (employers)."""
    return float(10_000 * ((openings / openings.sum()) ** 2).sum())


def breadth(openings: Ints, history: Floats | None = None, lag: int = LAG) -> Breadth:
    """The concentration of a role's openings, int (employers), corrected for the number of openings.

    `history` is the employers' openings in past weeks, float (employers, weeks), NaN where not observed, the last week
    that of `openings`. The shares of few openings look more concentrated than their source; with H from 0 to 1 over n
    independent openings the unbiased value is (n H - 1) / (n - 1), Simpson's (Nature 163 (1949) 688). Openings come in
    bursts, so each employer's count is given the variance x + c x^2 of a negative binomial, c from `burstiness`, and
    the correction is by the sum of the variances of the shares; without bursts it is Simpson's.

    The interval is meant to cover the concentration of the employers' expected openings, not of the stock as it
    happens to stand, which is `hhi`. It is that of the logarithm, its error the linear one less what chance adds to it,
    and at least that of shares which are all equal, whose squares move by the second order alone; its limits are
    Student's on half the effective employers, as a sum of squares rests on the larger half. Without a history longer
    than `lag` there is none. Refused below twenty openings.
    """
    n, employers = int(openings.sum()), int((openings > 0).sum())
    if reason := FLOOR.refusal(n):
        return Breadth(refused("hhi_unbiased", reason, n, employers), refused("hhi_unbiased", reason, n, employers))
    bursts = None if history is None else burstiness(history, lag)
    counts = openings.astype(np.float64)
    share, variance = counts / n, (counts + (bursts or 0.0) * counts**2) / (n * (n - 1))
    plain = float((share**2).sum())
    chance = float((variance * (1 - 2 * share) + share**2 * variance.sum()).sum())
    value = plain - chance
    low = high = None
    if bursts is not None:
        linear = float((4 * (share - plain) ** 2 * variance).sum())
        second = 2 * float((variance**2).sum())
        error = max(linear - second, linear / 4, second) ** 0.5
        centre = max(value, 1 / n**2)
        reach = student(0.5 / plain + 0.5) * error / centre
        low = min(value, centre * np.exp(-reach))
        high = max(value, min(1.0, centre * np.exp(min(reach, 50.0))))
    return Breadth(
        _estimate(10_000 * value, _times(low), _times(high), n, employers),
        _estimate(_inverse(value), _inverse(high), _inverse(low), n, employers),
    )


def burstiness(history: Floats, lag: int = LAG) -> float | None:
    """By how much more than independent openings an employer's openings vary: c in the variance x + c x^2, at least 0.

    From the changes over LAG weeks, which are `lag` columns, beyond the change of all, by moments: float (employers,
    weeks), NaN where not observed. None of a history that is no longer than that, or holds nothing.
    """
    now, then = history[:, lag:], history[:, :-lag]
    is_both = ~np.isnan(now) & ~np.isnan(then)
    now, then = np.where(is_both, now, 0.0), np.where(is_both, then, 0.0)
    totals = then.sum(axis=0)
    weeks = is_both.sum(axis=1)
    if not now.size or not totals.all() or not weeks.any():
        return None
    ratio = now.sum(axis=0) / totals
    watched = weeks > 0
    variance = ((now - ratio * then) ** 2 / (1 + ratio**2)).sum(axis=1)[watched] / weeks[watched]
    mean = (now + then).sum(axis=1)[watched] / (2 * weeks[watched])
    return max(0.0, float((variance - mean).sum() / (mean**2).sum()))


def _times(value: float | None) -> float | None:
    return None if value is None else float(10_000 * value)


def _inverse(value: float | None) -> float | None:
    if value is None:
        return None
    return float(1 / value) if value > 0 else float("inf")


def _estimate(value: float | None, low: float | None, high: float | None, n: int, employers: int) -> Estimate:
    return Estimate(value=value, low=low, high=high, n=n, unique_employers=employers, estimator="hhi_unbiased")
