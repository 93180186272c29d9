"""How long adverts stay up, from spells that were partly seen: entered late, missed between visits, still open.

Ages are days since the advert was posted. `entry` is the age when it was first seen (0 where it was seen on the day it
was posted), `last` the age when it was last seen, `missing` the age at the first complete answer without it, infinite
while it is open. An advert that disappears is not proof that somebody was hired.
"""

from collections.abc import Iterable
from functools import cached_property
from math import inf
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import few, jackknife, limits, student
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.weights import effective_n

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MEDIAN_FLOOR = Floor(n=30, employers=10, unit="closings")
MIN_AT_RISK = 10
"""The fewest adverts under observation that a point of the curve may rest on."""
MIN_AT_RISK_SHARE = 20
"""The fewest under observation at the age whose surviving share is stated."""
MIN_FOLLOW_UP_DAYS = 60
NOBODY = 1e-6
"""Below this a number of adverts is that of rounding: the smallest part of one is a day's of a year's gap."""
_Z = 1.959963984540054


class Exits(NamedTuple):
    """Days on which adverts left observation: which advert, its age, how much of it leaves, and whether it closes."""

    row: Ints
    age: Floats
    weight: Floats
    is_closing: Bools


class _Lives(NamedTuple):
    entry: Floats
    last: Floats
    missing: Floats
    employer: Ints


class Spells(_Lives):
    """Adverts' lives: float days (spells) each, and each one's employer as a number."""

    _without: Floats | None = None

    @classmethod
    def pooled(cls, parts: Iterable["Spells"]) -> Self:
        """The adverts of all parts, whose employers are numbered alike."""
        return cls(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    @cached_property
    def is_closed(self) -> Bools:
        """Which adverts were seen to be gone."""
        return np.isfinite(self.missing)

    @cached_property
    def owner(self) -> Ints:
        """Each one's employer, numbered from 0 without a gap: int (spells)."""
        return np.unique(self.employer, return_inverse=True)[1]

    @cached_property
    def sizes(self) -> Floats:
        """The adverts of each employer by its number without a gap: float (employers)."""
        return np.bincount(self.owner).astype(np.float64)

    @cached_property
    def exits(self) -> Exits:
        """A row for each whole day on which an advert may have closed, the open ones' last day."""
        gone = self.is_closed
        gap = np.where(gone, self.missing, self.last + 1) - self.last
        days = np.maximum(np.round(gap), 1).astype(np.int64)
        row = np.repeat(np.arange(len(days)), days)
        back = np.arange(len(row)) - np.repeat(np.cumsum(days) - days, days)
        age: Floats = np.where(gone, self.missing, self.last)[row] - back
        return Exits(row, age, (1 / days)[row], gone[row])

    @cached_property
    def closing_ages(self) -> Floats:
        """The ages at which an advert may have closed, in order."""
        return np.unique(self.exits.age[self.exits.is_closing])

    @cached_property
    def by_age(self) -> tuple[Floats, Floats, Floats]:
        """The ages at which adverts entered and at which they left, in order, and how many had left before each of the
        latter, with all of them behind.
        """
        order = np.argsort(self.exits.age)
        left = np.concatenate([[0.0], np.cumsum(self.exits.weight[order])])
        return np.sort(self.entry), self.exits.age[order], left

    def open_shares_without(self, count: int) -> Floats:
        """The shares open past the first `count` closing ages without each employer in turn: float (employers, count).

        They are by far the most that there is to count, so they are kept.
        """
        if self._without is None or self._without.shape[1] < count:
            self._without = _without_each(self, count)
        return self._without[:, :count]


class Curve(NamedTuple):
    """The share of adverts still open past each age at which one closed, with 95 % limits; float (ages) each, and the
    numbers at risk and closed at each, which are not whole where closings are spread over the days of a gap.
    """

    age: Floats
    open_share: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    closed: Floats

    def at(self, age: float) -> tuple[float, float, float]:
        """The share still open past `age` and its limits."""
        position = int(np.searchsorted(self.age, age, side="right")) - 1
        if position < 0:
            return 1.0, 0.0, 1.0
        return float(self.open_share[position]), float(self.low[position]), float(self.high[position])

    def quantile(self, share: float) -> tuple[float, float, float]:
        """The first age by which `share` of the adverts are gone, with limits; infinite where that was never seen."""
        return tuple(_first_at_or_below(self.age, curve, 1 - share) for curve in (self.open_share, self.low, self.high))  # type: ignore[return-value]


def kaplan_meier(spells: Spells) -> Curve:
    """The product-limit curve of ages at closing, with delayed entry; an open advert is censored when last seen.

    S(t) = prod (1 - d/n) with n those with entry < t <= exit; Greenwood's variance; limits on the log-log scale, as in
    Kalbfleisch and Prentice, "The Statistical Analysis of Failure Time Data", 2nd ed. (2002), 1.4; they take the
    adverts as independent. A closing that was noticed after a gap is spread evenly over the days it may have happened
    on, in the numbers closed and at risk alike: dating it to the day it was noticed makes lives too long, and the
    middle is wrong where adverts enter late. That is the first step from even masses of Turnbull's EM (see `turnbull`,
    which assumes nothing). Where the risk set empties early the curve falls to 0 and stays: `at_risk` tells, and
    `median` does not publish it.
    """
    exits, age = spells.exits, spells.closing_ages
    position = np.searchsorted(age, exits.age[exits.is_closing])
    closed = np.bincount(position, exits.weight[exits.is_closing], len(age)).astype(np.float64).round(9)
    at_risk = _at_risk(spells, age)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        open_share: Floats = np.cumprod(1 - closed / at_risk, dtype=np.float64)
        variance = np.cumsum(closed / (at_risk * (at_risk - closed)))
        reach = _Z * np.sqrt(variance) / np.log(open_share)
        low, high = open_share ** np.exp(-reach), open_share ** np.exp(reach)
    is_certain = (open_share <= 0) | (open_share >= 1)
    low, high = np.where(is_certain, open_share, low), np.where(is_certain, open_share, high)
    return Curve(age, open_share, low, high, at_risk, closed)


def exit_ages(spells: Spells) -> Floats:
    """The age at which each advert closed, the middle of the days that may have been, or was last seen open."""
    middle = np.where(spells.missing - spells.last > 1, (spells.last + 1 + spells.missing) / 2, spells.missing)
    return np.where(spells.is_closed, middle, spells.last)


def _at_risk(spells: Spells, ages: Floats) -> Floats:
    """How many adverts are under observation just before each age: entered before it and not gone by then."""
    entry, exit_age, left = spells.by_age
    entered = np.searchsorted(entry, ages, side="left")
    return np.asarray((entered - left[np.searchsorted(exit_age, ages, side="left")]).round(9))


def _first_at_or_below(age: Floats, curve: Floats, level: float) -> float:
    below = np.flatnonzero(curve <= level + 1e-12)
    return float(age[below[0]]) if below.size else inf


def _crossing(age: Floats, curve: Floats, level: float) -> float:
    """The age at which a curve comes down to the level, within the day before that on which it is at or below it."""
    below = np.flatnonzero(curve <= level)
    if not below.size:
        return inf
    first = int(below[0])
    before = float(curve[first - 1]) if first else 1.0
    return float(age[first]) - (level - float(curve[first])) / (before - float(curve[first]))


def clustered(spells: Spells, until: float = inf) -> Curve:
    """The product-limit curve up to the age `until`, with limits that know that an employer's adverts are alike.

    On the log-log scale, as those of `kaplan_meier`, from the jackknife over employers and Student's distribution on
    effective employers less one. They are meant to cover the expected share at each age, over all the adverts that
    employers such as these post. Where nothing is left without some employer they are Greenwood's.
    """
    whole = kaplan_meier(spells)
    curve = Curve(*(column[whole.age <= until] for column in whole))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        between = jackknife(_log_log(spells.open_shares_without(len(curve.age))), _log_log(curve.open_share))
        is_told = np.isfinite(between) & (curve.open_share > 0) & (curve.open_share < 1)
        reach = student(effective_n(spells.sizes)) * np.where(is_told, between, 0.0)
        low, high = curve.open_share ** np.exp(reach), curve.open_share ** np.exp(-reach)
    return curve._replace(low=np.where(is_told, low, curve.low), high=np.where(is_told, high, curve.high))


def _log_log(open_share: Floats) -> Floats:
    found = np.log(open_share)
    np.negative(found, out=found)
    return np.log(found, out=found)


def median(spells: Spells, curve: Curve | None = None) -> Estimate:
    """The age in days by which half of the adverts are gone, with its interval, whose upper end may be infinite.

    The interval holds the ages at which a half lies within the limits of `clustered` (R. Brookmeyer and J. Crowley,
    Biometrics 38 (1982) 29-41); it is meant to cover the median over all the adverts that employers such as these post.
    Both are read between whole days, as closings dated to a day are spread over it: the first whole day by which half
    are gone, which `Curve.quantile` gives as lifelines does, is half a day too late on average.
    n is the closings, coverage the share of spells that ended under observation. Refused below MEDIAN_FLOOR and five
    effective employers, before 60 days of follow-up, where fewer than MIN_AT_RISK adverts were at risk at the median,
    and, in words, where more than half outlast what was seen. `curve` is that of `clustered`, where it is at hand.
    """
    n, employers = int(spells.is_closed.sum()), len(spells.sizes)
    if reason := MEDIAN_FLOOR.refusal(n, employers) or _short(spells) or few(spells.sizes):
        return refused("kaplan_meier", reason, n, employers)
    curve = curve or clustered(spells)
    day = curve.quantile(0.5)[0]
    if np.isinf(day):
        reason = f"More than half were still open after {curve.age[-1]:.0f} days."
    elif _fewest_at_risk(curve, day) < MIN_AT_RISK:
        reason = f"Fewer than {MIN_AT_RISK} adverts were watched at some age below the median."
    if reason:
        return refused("kaplan_meier", reason, n, employers)
    # A limit at one age is one at all earlier (or later) ages too, as the share itself only falls: without that, the
    # few young adverts of a watch that began late would let the median be a few days. Where nobody is left there is no
    # limit, which must not spread to the other ages.
    limits = (np.fmax.accumulate(curve.low[::-1])[::-1], np.fmin.accumulate(curve.high))
    low, high = (_crossing(curve.age, limit, 0.5) for limit in limits)
    value = _crossing(curve.age, curve.open_share, 0.5)
    return Estimate(
        value=value, low=min(low, value), high=max(high, value), n=n, unique_employers=employers,
        coverage=n / len(spells.entry),
        estimator="kaplan_meier",
    )  # fmt: skip


def open_share(spells: Spells, age: float, curve: Curve | None = None) -> Estimate:
    """The share of adverts still open past `age` days, with the limits of `clustered`; n is the adverts at risk then.

    Refused where fewer than 20 are at risk then, or fewer than ten at some earlier closing, and below five effective
    employers.
    """
    n, employers = int(_at_risk(spells, np.array([age]))[0]), len(spells.sizes)
    if reason := Floor(n=MIN_AT_RISK_SHARE, unit=f"adverts watched at {age:.0f} days").refusal(n) or few(spells.sizes):
        return refused("kaplan_meier", reason, n, employers)
    curve = curve or clustered(spells)
    if _fewest_at_risk(curve, age) < MIN_AT_RISK:
        reason = f"Fewer than {MIN_AT_RISK} adverts were watched at some age below {age:.0f} days."
        return refused("kaplan_meier", reason, n, employers)
    value, low, high = curve.at(age)
    if value == 1.0:
        # None of n was seen to close, or all were: what that allows, exactly (Clopper and Pearson, Biometrika 26 (1934)
        # 404-413).
        low = 0.025 ** (1 / n)
    elif value == 0.0:
        high = 1 - 0.025 ** (1 / n)
    return Estimate(value=value, low=low, high=high, n=n, unique_employers=employers, estimator="kaplan_meier")


def restricted_mean(spells: Spells, horizon: float = 60.0, curve: Curve | None = None) -> Estimate:
    """The mean days an advert is open within its first `horizon` days: the area under the curve, n the closings.

    The error is the jackknife's over employers, with Student's limits on effective employers less one. It assumes
    nothing about what comes after the horizon. Refused below MEDIAN_FLOOR and five effective employers, and where fewer
    than ten adverts are at risk at some closing before the horizon. Where the adverts of all employers live alike there
    is no interval. `curve` is that of `kaplan_meier`, where it is at
    hand; its limits do not matter.
    """
    curve = curve or kaplan_meier(spells)
    n, employers = int(spells.is_closed.sum()), len(spells.sizes)
    reason = MEDIAN_FLOOR.refusal(n, employers) or few(spells.sizes)
    if reason is None and _fewest_at_risk(curve, horizon) < MIN_AT_RISK:
        reason = f"Fewer than {MIN_AT_RISK} adverts were watched at some age below {horizon:.0f} days."
    if reason:
        return refused("restricted_mean", reason, n, employers)
    is_inside = curve.age < horizon
    days = np.diff(np.concatenate([[0.0], curve.age[is_inside], [horizon]]))
    value = float(days[0] + curve.open_share[is_inside] @ days[1:])
    without = spells.open_shares_without(len(days) - 1)
    reach = student(effective_n(spells.sizes)) * float(jackknife(days[0] + without @ days[1:], value))
    low, high = limits(value, reach, 0.0, horizon)
    return Estimate(
        value=value, low=low, high=high, n=n, unique_employers=employers,
        estimator="restricted_mean",
    )  # fmt: skip


class Comparison(NamedTuple):
    """A test statistic with one degree of freedom, and its p-value."""

    chi_square: float
    p_value: float


def log_rank(first: Spells, second: Spells) -> Comparison:
    """Whether two sets of adverts close at one and the same hazard: the log-rank test with delayed entry.

    Mantel's chi-square: observed less expected closings of the first set over all ages, with the hypergeometric
    variance.
    """
    from scipy.special import chdtrc

    curve = kaplan_meier(Spells.pooled([first, second]))
    own = _at_risk(first, curve.age)
    share = own / curve.at_risk
    observed = int(first.is_closed.sum())
    spread = np.divide(curve.at_risk - curve.closed, curve.at_risk - 1, out=np.zeros(len(own)), where=curve.at_risk > 1)
    variance = float((curve.closed * share * (1 - share) * spread).sum())
    statistic = (observed - float((curve.closed * share).sum())) ** 2 / variance if variance else 0.0
    return Comparison(statistic, float(chdtrc(1, statistic)))


class Hazards(NamedTuple):
    """Closings of each week of age, the adverts at risk at its start, and their ratio; int, int and float (weeks)."""

    closed: Ints
    at_risk: Ints
    hazard: Floats


def weekly_hazards(spells: Spells, weeks: int = 13) -> Hazards:
    """The share of the adverts open at the start of each week of age that are gone by its end; NaN where none were."""
    starts = np.arange(weeks)[:, None] * 7.0
    exit_age = exit_ages(spells)
    is_there = (spells.entry <= starts) & (exit_age > starts)
    closed = (is_there & spells.is_closed & (exit_age <= starts + 7)).sum(axis=1)
    # Adverts that drop out of sight within the week were not watched through it.
    at_risk = (is_there & ((exit_age >= starts + 7) | spells.is_closed)).sum(axis=1)
    hazard = np.divide(closed, at_risk, out=np.full(weeks, np.nan), where=at_risk > 0)
    return Hazards(closed, at_risk, hazard)


class Masses(NamedTuple):
    """The shares of adverts that close within each (left, right], in days; right may be infinite. They add up to 1."""

    left: Floats
    right: Floats
    mass: Floats

    def open_share(self, age: float) -> tuple[float, float]:
        """The least and the greatest share still open past `age` that the masses allow."""
        least = 1 - float(self.mass[self.left < age].sum())
        return max(0.0, least), 1 - float(self.mass[self.right <= age].sum())


def turnbull(spells: Spells, tolerance: float = 1e-9, rounds: int = 20_000) -> Masses:
    """The maximum-likelihood shares of ages at closing, each known only to lie in (last, missing], entered after
    `entry`.

    Turnbull's self-consistent EM for grouped, censored and truncated data (J. R. Stat. Soc. B 38 (1976) 290-295), with
    half-open intervals, and expected numbers of adverts that were gone before they could be seen. Masses may also end
    where an advert entered: H. Frydman, "A note on nonparametric estimation of the distribution function from
    interval-censored and truncated observations", J. R. Stat. Soc. B 56 (1994) 71-74. Without that all that closes
    between two visits would do so just before the second, and short lives would look long. `rounds` bounds the steps;
    it stops when no mass moves by more than `tolerance`.
    """
    kinds, weight = np.unique(np.stack([spells.entry, spells.last, spells.missing]), axis=1, return_counts=True)
    entry, last, missing = kinds
    left, right = innermost(np.concatenate([entry, last]), np.concatenate([entry, missing]))
    is_inside = (left >= last[:, None]) & (right <= missing[:, None])
    is_seen = (left >= entry[:, None]).astype(np.float64)
    mass = np.full(len(left), 1 / len(left))
    for _ in range(rounds):
        within = is_inside * mass
        expected = weight @ (within / within.sum(axis=1, keepdims=True))
        unseen = (weight / (is_seen @ mass)) @ (1 - is_seen) * mass
        fresh = (expected + unseen) / (expected + unseen).sum()
        is_settled = np.abs(fresh - mass).max() < tolerance
        mass = fresh
        if is_settled:
            break
    return Masses(left, right, mass)


def innermost(lefts: Floats, rights: Floats) -> tuple[Floats, Floats]:
    """The innermost (left, right]: a left end followed at once by a right end, in the order of all ends."""
    ends = np.concatenate([np.unique(rights), np.unique(lefts)])
    is_left = np.arange(len(ends)) >= len(np.unique(rights))
    order = np.lexsort([is_left, ends])  # at one value the right end, which is inside, comes before the left
    ends, is_left = ends[order], is_left[order]
    starts = np.flatnonzero(is_left[:-1] & ~is_left[1:])
    return ends[starts], ends[starts + 1]


def _without_each(spells: Spells, count: int) -> Floats:
    """What `Spells.open_shares_without` keeps: a cell for each employer and age, so it is made in place."""
    ages, exits, employer = spells.closing_ages[:count], spells.exits, spells.owner
    shape = (len(spells.sizes), count + 1)  # the last column is of what comes later
    owner = employer[exits.row] * shape[1]
    came = employer * shape[1] + np.searchsorted(ages, spells.entry, side="right")
    went = owner + np.searchsorted(ages, exits.age, side="right")
    at_risk = _sums(np.concatenate([came, went]), np.concatenate([np.ones(len(came)), -exits.weight]), shape)
    np.cumsum(at_risk, axis=1, out=at_risk)
    gone = exits.is_closing
    closed = _sums((owner + np.searchsorted(ages, exits.age))[gone], exits.weight[gone], shape)
    np.subtract(at_risk.sum(axis=0), at_risk, out=at_risk)
    np.subtract(closed.sum(axis=0), closed, out=closed)
    staying = np.divide(closed, at_risk, out=np.zeros(shape), where=at_risk > NOBODY)[:, :count]
    np.subtract(1.0, staying, out=staying)
    staying[staying < NOBODY] = 0.0
    return np.cumprod(staying, axis=1, out=staying)


def _sums(cell: Ints, weight: Floats, shape: tuple[int, int]) -> Floats:
    """The weights summed by cell."""
    return np.bincount(cell, weight, shape[0] * shape[1]).astype(np.float64, copy=False).reshape(shape)


def _fewest_at_risk(curve: Curve, age: float) -> int:
    """The fewest adverts at risk at any closing up to `age`."""
    return int(curve.at_risk[curve.age <= age].min(initial=1e18))


def _short(spells: Spells) -> str | None:
    """Why the follow-up is too short, in a sentence; None where it is not."""
    longest = float(exit_ages(spells).max(initial=0.0))
    if longest < MIN_FOLLOW_UP_DAYS:
        return f"No advert was followed beyond {longest:.0f} days; at least {MIN_FOLLOW_UP_DAYS} are needed."
    return None
