"""Shares and their differences, with intervals that know that an employer's postings are alike."""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import MIN_EFFECTIVE, few, jackknife, share_error, student
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.weights import effective_n

Floats = NDArray[np.float64]

FLOOR = Floor(n=50, employers=2, unit="vacancies")
"""The fewest vacancies whose share is compared over time."""
DOUBT = 0.5
"""The size, in effective employers, of the undecided one that is added when a share's error is told."""
MOST_DOUBT = 0.02
"""The most that it is of all vacancies: where few employers count, half of one would outweigh what is known."""


class Interval(NamedTuple):
    """The two ends of a likely range, both within 0 and 1 for a share."""

    low: float
    high: float


def wilson(count: float, of: float) -> Interval:
    """The 95 % score interval of the share `count / of`, without continuity correction.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22
    (1927) 209-212; method 3 in R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics
    in Medicine 17 (1998) 857-872. It takes the postings as drawn independently of each other; fewer that would tell as
    much as many that are alike may be a broken number.
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is not a share")
    z = NormalDist().inv_cdf(0.975)
    share = count / of
    centre = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    low, high = (centre - spread) / scale, (centre + spread) / scale
    return Interval(max(0.0, low) if count else 0.0, min(1.0, high) if count < of else 1.0)


def newcombe(count: float, of: float, other: float, other_of: float) -> Interval:
    """The hybrid score interval of the difference of two independent shares, the first less the second.

    Method 10 in R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics
    in Medicine 17 (1998) 873-890.
    """
    first, second = wilson(count, of), wilson(other, other_of)
    p, q = count / of, other / other_of
    low = p - q - sqrt((p - first.low) ** 2 + (second.high - q) ** 2)
    high = p - q + sqrt((first.high - p) ** 2 + (q - second.low) ** 2)
    return Interval(low, high)


def design_effect(counts: Floats, sizes: Floats) -> float:
    """By how much the sample is smaller in effect than it looks, as an employer's vacancies are alike; at least 1.

    `counts` of `sizes` vacancies, float (employers). The jackknife's variance between employers over that of a simple
    random sample, times the square of Student's quantile on effective employers over the normal one, as in E. L. Korn
    and B. I. Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated
    from survey data", Survey Methodology 24 (1998) 193-201. 1 where all or none have it: the variance tells nothing.
    """
    n, share = float(sizes.sum()), float(counts.sum()) / float(sizes.sum())
    if share in (0.0, 1.0):
        return 1.0
    of_few = (student(effective_n(sizes)) / NormalDist().inv_cdf(0.975)) ** 2
    return max(1.0, of_few * share_error(counts, sizes) ** 2 / (share * (1 - share) / n))


def _effect_with_doubt(counts: Floats, sizes: Floats) -> float:
    """The design effect with one employer more, half as large as an effective one but no more than a fiftieth of all
    vacancies, half of whose vacancies have it.

    Where few employers have something, a sample that lacks them has too low a share and too small an error at once; the
    undecided employer mends the error alone, as the added observations of A. Agresti and B. A. Coull, "Approximate is
    better than 'exact'", Am. Stat. 52 (1998) 119-126, do that of one share.
    """
    added = min(DOUBT / effective_n(sizes), MOST_DOUBT) * float(sizes.sum())
    return design_effect(np.append(counts, added / 2), np.append(sizes, added))


def limit_errors(n: float, effective: float, undecided: float) -> float | None:
    """How many standard errors the limits of a share of `n` lie from it, of so many effective employers.

    They are counted with one more, which has `undecided` of them; None below five without it.
    """
    if effective < MIN_EFFECTIVE:
        return None
    return student((n + undecided) ** 2 / (n**2 / effective + undecided**2))


def clustered_share(counts: Floats, sizes: Floats) -> Estimate:
    """The share of vacancies that have something, with the Wilson interval of the effective number of vacancies.

    float (employers) each: how many of its vacancies have it, and how many it has. The interval is meant to cover the
    expected share of all the vacancies that employers such as these open. Refused without any vacancy; below five
    effective employers there is a share and no interval.
    """
    n, employers = int(sizes.sum()), int((sizes > 0).sum())
    if not n:
        return refused("wilson_clustered", "There is no vacancy.", 0, 0)
    count = float(counts.sum())
    if few(sizes):
        return Estimate(value=count / n, n=n, unique_employers=employers, estimator="wilson_clustered")
    effect = _effect_with_doubt(counts, sizes)
    low, high = wilson(count / effect, n / effect)
    return Estimate(
        value=count / n, low=low, high=high, n=n, unique_employers=employers, coverage=1 / effect,
        estimator="wilson_clustered",
    )  # fmt: skip


def share_change(then: Floats, then_of: Floats, now: Floats, now_of: Floats) -> Estimate:
    """The change of a share between two windows (0.02 is two points up), by Newcombe's interval on effective numbers.

    float (employers) each. How much smaller the numbers are in effect is told by the jackknife of the difference over
    employers, so an employer in both windows is its own control. The interval is meant to cover the change of the
    expected share. Refused with fewer than 50 vacancies in a window, or fewer than five on either side of a share, as
    then no interval says much, and below five effective employers in a window.
    """
    n = int(min(then_of.sum(), now_of.sum()))
    employers = int(((then_of > 0) | (now_of > 0)).sum())
    sides = [then.sum(), then_of.sum() - then.sum(), now.sum(), now_of.sum() - now.sum()]
    reason = FLOOR.refusal(n, employers) or Floor(n=5, unit="vacancies on the smaller side").refusal(int(min(sides)))
    if reason := reason or few(then_of) or few(now_of):
        return refused("newcombe_clustered", reason, n, employers)
    effect = _effect_of_change(then, then_of, now, now_of)
    low, high = newcombe(now.sum() / effect, now_of.sum() / effect, then.sum() / effect, then_of.sum() / effect)
    return Estimate(
        value=float(now.sum() / now_of.sum() - then.sum() / then_of.sum()), low=low, high=high, n=n,
        unique_employers=employers, coverage=1 / effect, estimator="newcombe_clustered",
    )  # fmt: skip


def _effect_of_change(then: Floats, then_of: Floats, now: Floats, now_of: Floats) -> float:
    """The design effect of a difference of shares.

    The variance that independent vacancies would have is known from the shares; what employers add to it is estimated,
    and only that is enlarged by the square of Student's quantile over the normal one.
    """
    p, q = float(now.sum() / now_of.sum()), float(then.sum() / then_of.sum())
    simple = p * (1 - p) / float(now_of.sum()) + q * (1 - q) / float(then_of.sum())
    is_there = (then_of > 0) | (now_of > 0)
    without = ((now.sum() - now) / (now_of.sum() - now_of) - (then.sum() - then) / (then_of.sum() - then_of))[is_there]
    of_few = (student(min(effective_n(then_of), effective_n(now_of))) / NormalDist().inv_cdf(0.975)) ** 2
    return 1 + of_few * max(0.0, float(jackknife(without, p - q)) ** 2 / simple - 1)
