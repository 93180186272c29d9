"""The lifetimes of a role's adverts in one go, so that hundreds of roles can have them each day."""

from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.lifetimes import (
    MIN_FOLLOW_UP_DAYS,
    Curve,
    Spells,
    clustered,
    innermost,
    kaplan_meier,
    median,
    open_share,
    restricted_mean,
)

Floats = NDArray[np.float64]

AGES = (14, 30, 60)
"""The ages whose surviving share is stated, in days."""
HORIZON = 60.0
LONG_GAP_DAYS = 3.0
"""A closing that is known to so many days only is dated roughly."""
MAX_GAP_SHARE = 0.05
COMPLETED_FLOOR = Floor(n=30, unit="closings")


def gap_share(spells: Spells) -> float:
    """The share of adverts whose closing is known to three days or more only."""
    is_rough = spells.is_closed & (spells.missing - spells.last >= LONG_GAP_DAYS)
    return float(is_rough.mean()) if len(spells.entry) else 0.0


def figures(spells: Spells, watched_days: float = inf) -> dict[str, Estimate]:
    """The median life, the mean days open of the first sixty, the shares open past AGES, and the age that 95 % of the
    completed lives did not exceed; each refused below its floor. An infinite upper end is None.

    By the product-limit curve; where gaps touch more than 5 % of the adverts by Turnbull's, whose limits run from those
    of the curve with every closing at its earliest to those of the one with every closing at its latest. No median
    before sixty days of watching, whatever ages the adverts had by then.
    """
    curve = limited(spells) if spells.is_closed.any() else None
    found = _all(spells, curve)
    if curve is not None and gap_share(spells) > MAX_GAP_SHARE:
        found = _rough(spells, found)
    if found["life_p50"].refusal is None and watched_days < MIN_FOLLOW_UP_DAYS:
        reason = f"{watched_days:.0f} days of watching; at least {MIN_FOLLOW_UP_DAYS} are needed."
        found["life_p50"] = refused("kaplan_meier", reason, found["life_p50"].n, found["life_p50"].unique_employers)
    found["life_completed_p95"] = _completed(spells)
    return {measure: _finite(one) for measure, one in found.items()}


def limited(spells: Spells) -> Curve:
    """The curve of `clustered` as far as the figures ask for it, which is a fraction of the oldest age: up to the last
    day of HORIZON and of AGES, and until a quarter are left or, where its limits are so wide, half by the upper one.
    """
    curve = clustered(spells, max(HORIZON, *AGES, kaplan_meier(spells).quantile(0.75)[0]))
    return curve if (curve.high <= 0.5).any() else clustered(spells)


def _all(spells: Spells, curve: Curve | None) -> dict[str, Estimate]:
    shares = {f"life_open_{age}": open_share(spells, float(age), curve) for age in AGES}
    return {"life_p50": median(spells, curve), "life_mean_60": restricted_mean(spells, HORIZON, curve), **shares}


def _rough(spells: Spells, middle: dict[str, Estimate]) -> dict[str, Estimate]:
    """The figures by Turnbull's masses, between the limits of the earliest and of the latest closings."""
    is_closed = spells.is_closed
    earliest = spells._replace(missing=np.where(is_closed, spells.last + 1, inf))
    latest = spells._replace(last=np.where(is_closed, spells.missing - 1, spells.last))
    early, late = (_all(dated, limited(dated)) for dated in (earliest, latest))
    masses = Masses(spells)
    values = {"life_p50": masses.median(), "life_mean_60": masses.mean()}
    values |= {f"life_open_{age}": masses.open_share(float(age)) for age in AGES}
    return {key: _between(values[key], middle[key], early[key], late[key]) for key in middle}


def _between(value: float, *made: Estimate) -> Estimate:
    """The value between the outermost limits of the estimates; refused where one of them is, or it was never seen."""
    first = made[0]
    reason = next((one.refusal for one in made if one.refusal), None)
    if reason is None and value == inf:
        reason = "More than half were still open when last seen."
    if reason:
        return refused("turnbull", reason, first.n, first.unique_employers)
    low = min(value, *(one.low for one in made if one.low is not None))
    high = max(value, *(one.high for one in made if one.high is not None))
    return Estimate(
        value=value, low=low, high=high, n=first.n, unique_employers=first.unique_employers, coverage=first.coverage,
        estimator="turnbull",
    )  # fmt: skip


def _finite(one: Estimate) -> Estimate:
    if one.high is None or isfinite(one.high):
        return one
    return Estimate(
        value=one.value, low=one.low, high=None, n=one.n, unique_employers=one.unique_employers,
        coverage=one.coverage, estimator=one.estimator, refusal=one.refusal,
    )  # fmt: skip


def _completed(spells: Spells) -> Estimate:
    """The age that 95 % of the adverts that closed did not exceed."""
    ages = spells.missing[spells.is_closed]
    if reason := COMPLETED_FLOOR.refusal(len(ages)):
        return refused("type_7", reason, len(ages))
    return Estimate(value=float(np.quantile(ages, 0.95)), n=len(ages), estimator="type_7")


class Masses:
    """Turnbull's shares of ages at closing, as `lifetimes.turnbull`, by sums over ranges: fast enough for all roles."""

    def __init__(self, spells: Spells, tolerance: float = 1e-6, rounds: int = 500) -> None:
        kinds, weight = np.unique(np.stack([spells.entry, spells.last, spells.missing]), axis=1, return_counts=True)
        entry, last, missing = kinds
        left, self.right = innermost(np.concatenate([entry, last]), np.concatenate([entry, missing]))
        self.left = left
        size = len(left)
        first, end = np.searchsorted(left, last), np.searchsorted(self.right, missing, side="right")
        seen_from = np.bincount(np.searchsorted(left, entry), weight, size + 1)
        self.mass = np.full(size, 1 / size)
        for _ in range(rounds):
            reached = np.concatenate([[0.0], np.cumsum(self.mass)])
            within = weight / np.maximum(reached[end] - reached[first], 1e-300)
            unseen = seen_from / np.maximum(1 - reached, 1e-300)
            pulls = np.bincount(first, within, size + 1) - np.bincount(end, within, size + 1) - unseen
            pulls[0] += unseen.sum()
            fresh = self.mass * np.maximum(np.cumsum(pulls)[:-1], 0.0)
            if not fresh.sum():
                break
            fresh /= fresh.sum()
            is_settled = np.abs(fresh - self.mass).max() < tolerance
            self.mass = fresh
            if is_settled:
                break

    def median(self) -> float:
        """The age by which half are gone, an interval's closings even over its days; infinite where none was seen."""
        reached = np.cumsum(self.mass)
        at = int(np.searchsorted(reached, 0.5 - 1e-9))
        if self.right[at] == inf:
            return inf
        part = (0.5 - float(reached[at] - self.mass[at])) / float(self.mass[at])
        return float(self.left[at] + part * (self.right[at] - self.left[at]))

    def open_share(self, age: float) -> float:
        """The share still open past `age`, an interval's closings even over its days."""
        gone = np.where(self.right <= age, 1.0, (age - self.left) / (self.right - self.left))
        return max(0.0, 1 - float(self.mass @ np.clip(gone, 0.0, 1.0)))

    def mean(self) -> float:
        """The mean days open within the first HORIZON."""
        days = self.right - self.left
        before = np.clip(HORIZON - self.left, 0.0, days)
        # The closings on the days up to the horizon, at the middle of these days, and those after it.
        early, part = self.left + (before + 1) / 2, np.where(days == inf, 0.0, before / days)
        return float(self.mass @ (part * np.minimum(early, HORIZON) + (1 - part) * HORIZON))
