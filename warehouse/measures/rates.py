"""Counts of arrivals in a stretch of time, and how two of them compare."""

from typing import NamedTuple

from warehouse.measures.estimate import Estimate
from warehouse.measures.pandas_door import open_door
from warehouse.measures.shares import Interval


def garwood(count: int, confidence: float = 0.95) -> Interval:
    """The exact interval of a Poisson mean of which `count` arrivals were seen.

    F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936) 437-442. Adverts come in batches,
    so it is a lower bound on the uncertainty of new postings.
    """
    from scipy.stats import chi2

    spare = (1 - confidence) / 2
    low = float(chi2.ppf(spare, 2 * count)) / 2 if count else 0.0
    return Interval(low, float(chi2.isf(spare, 2 * count + 2)) / 2)


def weekly(count: int, weeks: float) -> Estimate:
    """Arrivals a week, from `count` in `weeks` weeks, with Garwood's interval; n is the arrivals."""
    low, high = garwood(count)
    return Estimate(value=count / weeks, low=low / weeks, high=high / weeks, n=count, estimator="garwood")


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
