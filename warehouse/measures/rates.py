"""Counts of arrivals in a stretch of time, and how two of them compare."""

from math import exp, inf, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import few, jackknife, student
from warehouse.measures.estimate import Estimate, Floor, counted, refused
from warehouse.measures.pandas_door import open_door
from warehouse.measures.shares import Interval
from warehouse.measures.weights import effective_n

Floats = NDArray[np.float64]
RATIO_FLOOR = Floor(n=20, unit="new postings in both stretches")
_Z = 1.959963984540054


def garwood(count: float) -> Interval:
    """The exact 95 % interval of a Poisson mean of which `count` arrivals were seen.

    F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936) 437-442. Adverts come in batches,
    so it is a lower bound on the uncertainty of new postings; fewer that would tell as much may be a broken number.
    """
    from scipy.special import gammaincinv  # half the quantile of chi-square, without all of scipy.stats

    low = float(gammaincinv(count, 0.025)) if count else 0.0
    return Interval(low, float(gammaincinv(count + 1, 0.975)))


def weekly(count: int, weeks: float) -> Estimate:
    """Arrivals a week, from `count` in `weeks` weeks, with Garwood's interval; n is the arrivals."""
    low, high = garwood(count)
    return Estimate(value=count / weeks, low=low / weeks, high=high / weeks, n=count, estimator="garwood")


def watched(weekly_counts: Floats) -> Estimate:
    """Arrivals a week at the employers watched, from those of each in each week: whole float (employers, weeks).

    The interval is meant to cover the rate at which these very employers are expected to make new postings: whom we
    watch is our choice and no chance. It is their rate as they hired in these weeks: weeks are taken as independent, so
    that a hiring drive which lasts all of them counts as the rate, and the interval holds the rate of the long run less
    often. Adverts come in batches, so it is Garwood's of the effective number of arrivals:
    that seen, over how much more each employer's weeks vary than independent arrivals would (at least 1), times the
    square of Student's quantile over the normal one, its degrees of freedom those of F. E. Satterthwaite, "An
    approximate distribution of estimates of variance components", Biometrics Bulletin 2 (1946) 110-114. n is the
    arrivals. Refused below five effective employers, as other figures on many are, and with fewer than two weeks,
    which say nothing of bursts. None at all is a figure.
    """
    count, weeks = int(weekly_counts.sum()), weekly_counts.shape[1]
    if weeks < 2:
        return refused("garwood_effective", f"{counted(weeks, 'weeks')}; at least 2 are needed.", count)
    if not count:
        return weekly(0, weeks)
    of_each = weekly_counts.sum(axis=1)
    employers = int((of_each > 0).sum())
    if reason := few(of_each):
        return refused("garwood_effective", reason, count, employers)
    effect = _bursts(weekly_counts)
    low, high = garwood(count / effect)
    return Estimate(
        value=count / weeks, low=low * effect / weeks, high=high * effect / weeks, n=count,
        unique_employers=employers, coverage=1 / effect, estimator="garwood_effective",
    )  # fmt: skip


def _bursts(weekly_counts: Floats) -> float:
    """By how much arrivals say less of their rate than independent ones would; at least 1."""
    from scipy.special import stdtrit

    weeks = weekly_counts.shape[1]
    spread = weeks * weekly_counts.var(axis=1, ddof=1)
    whole = float(spread.sum())
    if not whole:
        return 1.0
    freedom = (weeks - 1) * whole**2 / float((spread**2).sum())
    of_few = (float(stdtrit(freedom, 0.975)) / _Z) ** 2
    return max(1.0, of_few * whole / float(weekly_counts.sum()))


def ratio(now: Floats, before: Floats) -> Estimate:
    """The arrivals of one stretch of time over those of another as long, from those of each employer in both.

    The interval is the wider of the score interval for independent arrivals and of the one from the jackknife over
    employers of the logarithm. n is the arrivals in both. Refused below RATIO_FLOOR and five effective employers, and
    where either stretch has none, or none without some employer.
    """
    counts = now + before
    n, employers = int(counts.sum()), int((counts > 0).sum())
    if reason := RATIO_FLOOR.refusal(n) or few(counts):
        return refused("rate_ratio", reason, n, employers)
    first, other = float(now.sum()), float(before.sum())
    with np.errstate(divide="ignore"):
        without = np.log(first - now) - np.log(other - before)
    if not (first and other and np.isfinite(without).all()):
        return refused(
            "rate_ratio", "In one of the stretches one employer has all of them, or there is none.", n, employers
        )
    value = first / other
    is_there = counts > 0
    reach = exp(student(effective_n(counts)) * float(jackknife(without[is_there], log(value))))
    low, high = score_limits(first, other)
    return Estimate(
        value=value, low=min(low, value / reach), high=max(high, value * reach), n=n, unique_employers=employers,
        estimator="rate_ratio",
    )  # fmt: skip


def score_limits(count: float, other: float) -> Interval:
    """The score interval of `compare` for stretches of one length, in closed form; infinite where `other` is 0."""
    if not other:
        return Interval(count**2 / (_Z**2 * count) if count else 0.0, inf)
    middle = 2 * count * other + _Z**2 * (count + other)
    spread = sqrt(middle**2 - 4 * (count * other) ** 2)
    return Interval(2 * count**2 / (middle + spread), (middle + spread) / (2 * other**2))


class RateRatio(NamedTuple):
    """One rate over another with its score interval, the score statistic and its two-sided p-value."""

    ratio: float
    low: float
    high: float
    z: float
    p_value: float


def compare(count: int, exposure: float, other: int, other_exposure: float) -> RateRatio:
    """How the rate `count / exposure` compares with another: K. Gu et al., "Testing the ratio of two Poisson rates",
    Biometrical Journal 50 (2008) 283-298, by the score method.
    """
    open_door()
    from statsmodels.stats import rates

    test = rates.test_poisson_2indep(count, exposure, other, other_exposure, method="score", compare="ratio")
    low, high = rates.confint_poisson_2indep(count, exposure, other, other_exposure, method="score", compare="ratio")
    ratio = count / exposure / (other / other_exposure)
    return RateRatio(ratio, float(low), float(high), float(test.statistic), float(test.pvalue))
