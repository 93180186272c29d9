"""What an interview is worth as an option: an offer may come of it, and only a better one would be taken."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.offers import MIDDLE, Belief
from warehouse.measures.preferences import Posterior
from warehouse.measures.quantiles import quantile
from warehouse.measures.weights import by_employer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

POINTS = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
"""Where in its range an advert's pay may come to lie, each as likely."""
DRAWS, SEED = 4000, 20260301
LEAST_WEIGHT, MOST_FACTOR = 0.25, 1.5
"""Pay is weighed at least so much when other things are turned into pay, and these change it at most so many times."""


class Pay(NamedTuple):
    """What a job may pay a year: values with their weights, and the pay that it hardly falls below or rises above."""

    values: Floats
    weights: Floats
    low: float
    high: float


def of_range(low: float, high: float) -> Pay:
    """The pay of an advert that states its range: anywhere in it, each as likely."""
    values = low + (high - low) * (np.arange(100) + 0.5) / 100
    return Pay(values, np.ones(100), low, high)


def of_peers(minimum: Floats, maximum: Floats, employer: Ints) -> Pay:
    """The pay of an advert that states none, if it paid like its peers: anywhere in the ranges of theirs.

    float (vacancies) each, both ends stated; no employer has more than a tenth of the weight. Its ends are those of the
    middle 80 %.
    """
    values = (minimum[:, None] + (maximum - minimum)[:, None] * POINTS).ravel()
    weights = np.repeat(by_employer(employer), len(POINTS))
    low, high = (quantile(values, p, weights) for p in MIDDLE)
    return Pay(values, weights, low, high)


def better(pay: Pay, floor: float) -> float:
    """The share of what the job may pay that is above `floor`, from 0 to 1."""
    return float(np.average(pay.values > floor, weights=pay.weights))


def gain(pay: Pay, floor: float, factor: Floats | float = 1.0) -> Floats:
    """The expected gain a year above `floor` of an offer that is taken only if it is better: max(0, pay - floor).

    The value of an option to refuse, as in J. J. McCall, "Economics of information and job search", Q. J. Econ. 84
    (1970) 113-126: what is below the floor costs nothing, since it is not taken. With `factor`, float (draws), pay
    counts so many times as much: float (draws).
    """
    scaled = np.multiply.outer(np.atleast_1d(np.asarray(factor, dtype=np.float64)), pay.values)
    found: Floats = np.average(np.maximum(0.0, scaled - floor), axis=1, weights=pay.weights)
    return found


class Worth(NamedTuple):
    """An expected gain, and the ends of the range that it likely lies in."""

    about: float
    low: float
    high: float

    def times(self, factor: float) -> "Worth":
        """The same, so many times."""
        return Worth(self.about * factor, self.low * factor, self.high * factor)


def worth(chance: Belief, pay: Pay, floor: float) -> Worth:
    """The expected gain a year from an interview: the chance of an offer times the gain from it.

    `low` is with the low end of the chance's middle 80 % and pay at its low end, `high` with both at their high ends.
    """
    about, (low, high) = chance.mean * float(gain(pay, floor)[0]), chance.middle()
    least, most = low * max(0.0, pay.low - floor), high * max(0.0, pay.high - floor)
    return Worth(about, min(about, least), max(about, most))


def worth_in_all(chance: Belief, pay: Pay, floor: float, factor: Floats) -> Worth:
    """The same with all that the person weighs turned into pay: `factor`, float (draws), from `pay_factor`.

    The ends are those of the middle 80 % over what chance and weights may be, at the pay's low and high end.
    """
    chances = np.random.default_rng(SEED).beta(chance.yes, chance.no, len(factor))
    about = chance.mean * float(gain(pay, floor, factor).mean())
    low = np.quantile(chances * np.maximum(0.0, pay.low * factor - floor), MIDDLE[0])
    high = np.quantile(chances * np.maximum(0.0, pay.high * factor - floor), MIDDLE[1])
    return Worth(about, min(about, float(low)), max(about, float(high)))


def draws(found: Posterior) -> Floats:
    """Weights as they may be: float (draws, names)."""
    return np.random.default_rng(SEED).multivariate_normal(found.mean, found.covariance, DRAWS, method="cholesky")


def rather(difference: Floats, found: Posterior) -> Worth:
    """The chance that the person would rather have one job than another, and its middle 80 %; from 0 to 1.

    `difference`: the features of the one less those of the other, float (names); NaN, not known, counts as equal.
    """
    shares = 1 / (1 + np.exp(-(draws(found) @ np.nan_to_num(difference, nan=0.0))))
    low, high = np.quantile(shares, MIDDLE)
    return Worth(float(shares.mean()), float(low), float(high))


def pay_factor(difference: Floats, found: Posterior, reach: float) -> Floats:
    """How many times its pay a job is worth to the person for all but its pay: float (draws).

    `difference` as in `rather`, its pay left out. The pay feature rises by a half from one pay to `reach` times it, so
    other features that weigh as much as x of the pay feature are worth reach^(2 x). Where pay hardly weighs, anything
    would be worth any pay: LEAST_WEIGHT and MOST_FACTOR are the limits.
    """
    weights, pay = draws(found), found.names.index("pay")
    others = np.nan_to_num(difference, nan=0.0)
    others[pay] = 0.0
    steps = 2 * (weights @ others) / np.maximum(weights[:, pay], LEAST_WEIGHT)
    limit = np.log(MOST_FACTOR) / np.log(reach)
    factor: Floats = reach ** np.clip(steps, -limit, limit)
    return factor
