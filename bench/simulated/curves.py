"""What follows from the truths by calculation alone: demand by day, survival by age, what is online so long after."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.signal import fftconvolve

from bench.simulated.truths import WEEK, YEAR, Floats, Lifetime, Role, Truths

_GONE = 1e-4
"""A market's history before day 0 begins where less than this share of its adverts would still be online."""
_LONGEST_HISTORY = 10 * 52 * WEEK


class RoleCurves(NamedTuple):
    """The exact functions of one role. `arrivals` begins `history` days before day 0; the others at age or lag 0."""

    history: int
    arrivals: Floats
    """Expected new vacancies a day of an employer of size 1 that has only this role."""
    regular: Floats
    """S(k) of what is not evergreen."""
    evergreen: Floats
    mixed: Floats
    """S(k) of a new posting, evergreen or not."""
    openings: Floats
    """How often a vacancy is put online on that day after its opening: once on day 0, perhaps again later."""
    online: Floats
    """The probability that a vacancy is online on that day after its opening, first or second time."""
    online_regular: Floats
    """The same, and that it is no evergreen advert."""
    vacancy: Floats
    """The probability that a vacancy has not closed for the last time."""
    orphans: Floats
    """Expected second times online, by first day, of vacancies that first closed before day 0; only those online on
    day 0 or later. Begins `history` days before day 0 and runs past it by the longest gap."""


@lru_cache(maxsize=256)
def role_curves(truths: Truths, number: int) -> RoleCurves:
    """The exact functions of the role of that number."""
    role, history = truths.roles[number], history_days(truths)
    size = history + truths.days + 1
    regular, evergreen = survival(role.lifetime, size), survival(truths.evergreen, size)
    e, back = role.evergreen_share, truths.repeat_share
    closing, gap = -np.diff(regular, prepend=1.0), gaps(truths)
    openings = (1 - e) * back * _after(closing, gap, size)
    again = _after(openings, regular, size)
    openings[0] += 1.0
    arrivals = demand(truths, role, -history, truths.days) * truths.openings_per_week / WEEK
    closed_before = _after((1 - e) * arrivals[:history], closing, history + 1)
    orphans = back * fftconvolve(closed_before, gap).clip(min=0.0)
    orphans[:history] *= regular[history:0:-1]
    last_closing = _after(_after(closing, gap, size), closing, size)
    return RoleCurves(
        history=history,
        arrivals=arrivals,
        regular=regular,
        evergreen=evergreen,
        mixed=(1 - e) * regular + e * evergreen,
        openings=openings,
        online=(1 - e) * regular + e * evergreen + again,
        online_regular=(1 - e) * regular + again,
        vacancy=(1 - e) * ((1 - back) * regular + back * (1 - np.cumsum(last_closing))) + e * evergreen,
        orphans=orphans,
    )


def survival(lifetime: Lifetime, size: int) -> Floats:
    """S(k) for the ages 0 to size - 1: the share that lives longer than k days."""
    return np.exp(-lifetime.cumulative(np.arange(size, dtype=np.float64)))


def demand(truths: Truths, role: Role, first: int, last: int) -> Floats:
    """The demand for a role on the days `first` to `last - 1`; without season and weekdays it is 1 until day 0."""
    day = np.arange(first, last, dtype=np.float64)
    log = role.trend * day.clip(min=0.0) / YEAR
    for step in role.steps:
        log = log + step.change * (day >= step.day)
    season = 1 + role.season * np.cos(2 * np.pi * (day - role.season_peak) / YEAR)
    weekday = np.array(truths.weekday) / np.mean(truths.weekday)
    return np.asarray(np.exp(log) * season * weekday[day.astype(np.int64) % WEEK])


def gaps(truths: Truths) -> Floats:
    """The probabilities of 0, 1, 2 ... days between a closing and the reopening or repost."""
    least, most = truths.repeat_gap_days
    return np.concatenate([np.zeros(least), np.full(most - least + 1, 1.0 / (most - least + 1))])


@lru_cache(maxsize=64)
def history_days(truths: Truths) -> int:
    """How many days before day 0 the market begins, in whole weeks."""
    gone = np.array([-np.log(_GONE)])
    lives: list[Lifetime] = [role.lifetime for role in truths.roles]
    lives += [truths.evergreen] * any(role.evergreen_share > 0 for role in truths.roles)
    longest = max(float(life.age_at(gone)[0]) for life in lives)
    longest = longest * (2 if truths.repeat_share else 1) + truths.repeat_gap_days[1] * bool(truths.repeat_share)
    return min(int(np.ceil(longest / WEEK)) * WEEK, _LONGEST_HISTORY)


@lru_cache(maxsize=256)
def weekly(truths: Truths, number: int, course: str) -> tuple[Floats, Floats]:
    """Per week of opening (a row) and later week (a column) the sum over its days of a vacancy's course.

    The course is one of RoleCurves, by its name. The second value is the same for all vacancies opened before day 0.
    Both are for an employer of size 1.
    """
    curves, days = role_curves(truths, number), truths.days
    kernel: Floats = getattr(curves, course)
    before = fftconvolve(curves.arrivals[: curves.history], kernel)[curves.history : curves.history + days]
    lag = np.arange(days)[None, :] - np.arange(days)[:, None]
    within = np.where(lag >= 0, kernel[lag.clip(min=0)], 0.0) * curves.arrivals[curves.history :, None]
    blocks = within.reshape(truths.weeks, WEEK, truths.weeks, WEEK).sum(axis=(1, 3))
    return blocks, before.reshape(truths.weeks, WEEK).sum(axis=1)


def _after(first: Floats, then: Floats, size: int) -> Floats:
    """The convolution, cut to `size`."""
    return np.asarray(fftconvolve(first, then)[:size].clip(min=0.0))
