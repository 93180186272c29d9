"""Closings week by week of age, and how one set of adverts lasts beside another, for hundreds of roles a day.

What is said here of `lifetimes.Spells` is by whole days of age, as counts by employer, which add up over roles.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import few, jackknife, limits, student
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.lifetimes import (
    MEDIAN_FLOOR,
    MIN_AT_RISK,
    MIN_AT_RISK_SHARE,
    NOBODY,
    Comparison,
    Spells,
    exit_ages,
)
from warehouse.measures.shares import clustered_share
from warehouse.measures.weights import effective_n

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HORIZON = 60
"""The days of age within which two sets are compared."""
WEEKS = 13
HAZARD_FLOOR = Floor(n=MIN_AT_RISK_SHARE, unit="adverts watched from the week's beginning")


class Hazard(NamedTuple):
    """Of the adverts open at the start of a week of age, the share gone by its end, and how many were seen to go."""

    hazard: Estimate
    closings: int


def weekly_hazards(spells: Spells) -> list[Hazard]:
    """The hazards of the first weeks of age, as `lifetimes.weekly_hazards`, with intervals that know employers.

    Of an advert first seen when it was older only the weeks from then on count (left truncation); one still open when
    last seen counts up to the last whole week (right censoring); a closing known to several days is dated to their
    middle (interval censoring). Refused below twenty adverts at risk and five effective employers.
    """
    starts, ends = np.arange(WEEKS)[:, None] * 7.0, exit_ages(spells)
    is_there = (spells.entry <= starts) & (ends > starts)
    is_closed = is_there & spells.is_closed & (ends <= starts + 7)
    is_at_risk = is_there & ((ends >= starts + 7) | spells.is_closed)
    size = len(spells.sizes)
    found = []
    for closed, at_risk in zip(is_closed, is_at_risk, strict=True):
        sizes = np.bincount(spells.owner[at_risk], minlength=size).astype(np.float64)
        n, employers = int(sizes.sum()), int((sizes > 0).sum())
        if reason := HAZARD_FLOOR.refusal(n) or few(sizes):
            one = refused("wilson_clustered", reason, n, employers)
        else:
            one = clustered_share(np.bincount(spells.owner[closed], minlength=size).astype(np.float64), sizes)
        found.append(Hazard(one, int(closed.sum())))
    return found


class LifeTable(NamedTuple):
    """Adverts at risk and closings at each day of age from 1 to HORIZON: float (employers, days) each; all closings,
    int; the adverts of each employer, float (employers), and the employers' numbers in order, int (employers).
    """

    at_risk: Floats
    closed: Floats
    closings: int
    sizes: Floats
    employers: Ints

    def less(self, other: "LifeTable") -> "LifeTable":
        """What is left without some of the adverts."""
        rows = np.searchsorted(self.employers, other.employers)
        at_risk, closed, sizes = self.at_risk.copy(), self.closed.copy(), self.sizes.copy()
        at_risk[rows] -= other.at_risk
        closed[rows] -= other.closed
        sizes[rows] -= other.sizes
        return LifeTable(at_risk, closed, self.closings - other.closings, sizes, self.employers)


def life_table(spells: Spells) -> LifeTable:
    """The life table of the adverts, by employer; a closing noticed after a gap is spread evenly over its days."""
    employers, employer = np.unique(spells.employer, return_inverse=True)
    left, count, width = spells.exits, len(employers), HORIZON + 2
    entered = _sums(employer, spells.entry + 1, np.ones(len(spells.entry)), count, width)
    owner = employer[left.row]
    gone = _sums(owner, left.age + 1, left.weight, count, width)
    is_closing = left.is_closing
    closed = _sums(owner[is_closing], left.age[is_closing], left.weight[is_closing], count, width)
    at_risk = (entered - gone).cumsum(axis=1).round(9)
    sizes = np.bincount(employer, minlength=count).astype(np.float64)
    return LifeTable(at_risk[:, 1:-1], closed[:, 1:-1].round(9), int(spells.is_closed.sum()), sizes, employers)


def _sums(row: Ints, day: Floats, weight: Floats, rows: int, width: int) -> Floats:
    column = np.clip(day, 0, width - 1).astype(np.int64)
    return np.bincount(row * width + column, weight, rows * width).astype(np.float64).reshape(rows, width)


def difference(own: LifeTable, others: LifeTable) -> Estimate:
    """How many days longer the adverts of `own` are open than `others`, on average, within their first HORIZON days.

    Areas under the product-limit curves (P. Royston and M. K. B. Parmar, Stat. Med. 30 (2011) 2409-2421); the error is
    the jackknife's over employers of both, with Student's limits on the fewer effective employers less one. n is the
    closings of `own`. Refused below MEDIAN_FLOOR, five effective employers and ten adverts at risk on either side.
    Where all employers are alike there is no interval.
    """
    n, employers = own.closings, int((own.sizes > 0).sum())
    if reason := _refusal(own) or _refusal(others):
        return refused("restricted_mean_difference", reason, n, employers)
    value = float(
        np.subtract(*(_mean(_staying(one.closed.sum(axis=0), one.at_risk.sum(axis=0))) for one in (own, others)))
    )
    everyone = np.union1d(own.employers[own.sizes > 0], others.employers[others.sizes > 0])
    without = _without(own, everyone) - _without(others, everyone)
    effective = min(effective_n(own.sizes), effective_n(others.sizes))
    reach = student(effective) * float(jackknife(without, value))
    low, high = limits(value, reach, -HORIZON, HORIZON)
    return Estimate(
        value=value, low=low, high=high, n=n,
        unique_employers=employers, estimator="restricted_mean_difference",
    )  # fmt: skip


def log_rank(own: LifeTable, others: LifeTable) -> Comparison:
    """The log-rank test of the two sets over the first HORIZON days of age, as `lifetimes.log_rank`.

    It takes adverts as independent, which those of one employer are not: it is surer than `difference` is.
    """
    from scipy.special import chdtrc

    first, second = own.at_risk.sum(axis=0), others.at_risk.sum(axis=0)
    own_closed = own.closed.sum(axis=0)
    closed = own_closed + others.closed.sum(axis=0)
    at_risk = first + second
    share = np.divide(first, at_risk, out=np.zeros(HORIZON), where=at_risk > 0)
    spread = np.divide(at_risk - closed, at_risk - 1, out=np.zeros(HORIZON), where=at_risk > 1)
    variance = float((closed * share * (1 - share) * spread).sum())
    statistic = float((own_closed - closed * share).sum()) ** 2 / variance if variance else 0.0
    return Comparison(statistic, float(chdtrc(1, statistic)))


def _refusal(table: LifeTable) -> str | None:
    """Why the adverts are too few, in a sentence; None where they are not."""
    if reason := MEDIAN_FLOOR.refusal(table.closings, int((table.sizes > 0).sum())) or few(table.sizes):
        return reason
    at_risk, closed = table.at_risk.sum(axis=0), table.closed.sum(axis=0)
    if at_risk[closed > 0].min(initial=np.inf) < MIN_AT_RISK:
        return f"Fewer than {MIN_AT_RISK} adverts were watched at some age below {HORIZON} days."
    return None


def _without(table: LifeTable, everyone: Ints) -> Floats:
    """The mean days without each employer in turn: float (everyone); those who are not in the table change nothing."""
    at_risk, closed = table.at_risk.sum(axis=0), table.closed.sum(axis=0)
    others = at_risk - table.at_risk
    staying = table.closed - table.at_risk
    staying += at_risk - closed
    np.divide(staying, others, out=staying, where=others > NOBODY)
    staying[others <= NOBODY] = 1.0
    means = np.full(len(everyone), float(_mean(_staying(closed, at_risk))))
    is_there = table.sizes > 0
    means[np.searchsorted(everyone, table.employers[is_there])] = _mean(staying)[is_there]
    return means


def _staying(closed: Floats, at_risk: Floats) -> Floats:
    """The share that stays at each age."""
    return np.divide(at_risk - closed, at_risk, out=np.ones_like(closed), where=at_risk > NOBODY)


def _mean(staying: Floats) -> Floats:
    """The area under the curve from 0 to HORIZON, along the last axis."""
    return np.asarray(1 + np.cumprod(staying, axis=-1)[..., :-1].sum(axis=-1))
