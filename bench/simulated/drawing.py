"""The draws: employers, the vacancies they open, how long each is online, what it pays and asks for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.special import ndtr, ndtri

from bench.simulated.curves import RoleCurves, role_curves
from bench.simulated.truths import WEEK, YEAR, Bools, Disclosure, Floats, Ints, Lifetime, Truths

# -- employers --


class Employers(NamedTuple):
    """One value an employer, or a row of values."""

    size: Floats
    base: Floats
    """Size times the share of each role: employer x role."""
    growth: Floats
    """The employer's own factor of demand in each week: employer x week; its mean over employers is 1."""
    pay: Floats
    """The employer's part in log pay, in standard deviations of it."""
    disclosure: Floats
    """The employer's part in disclosure, in standard deviations of it."""


def draw_employers(truths: Truths, rng: np.random.Generator) -> Employers:
    """The employers of a market; their mean size is 1, and the number of an employer says nothing about its size."""
    n = truths.employers
    size = _sizes(truths, rng)
    share = np.array([role.share for role in truths.roles])
    share = np.broadcast_to(share / share.sum(), (n, len(share)))
    if truths.role_concentration > 0:
        gamma = rng.standard_gamma(share * truths.role_concentration) + 1e-300
        share = gamma / gamma.sum(axis=1, keepdims=True)
    years = (np.arange(truths.weeks) + 0.5) * WEEK / YEAR
    spread = truths.growth_spread
    growth = np.exp(spread * rng.standard_normal((n, 1)) * years - (spread * years) ** 2 / 2)
    return Employers(size, size[:, None] * share, growth, rng.standard_normal(n), rng.standard_normal(n))


def _sizes(truths: Truths, rng: np.random.Generator) -> Floats:
    spread = truths.size_spread
    if truths.size_law == "pareto":
        return (1 - spread) * (1 - rng.random(truths.employers)) ** -spread
    return np.exp(spread * rng.standard_normal(truths.employers) - spread**2 / 2)


# -- openings and lifetimes --


class Lives(NamedTuple):
    """Times online, one each: first the vacancies' first ones, in the order of their numbers, then the second ones."""

    vacancy: Ints
    posting: Ints
    employer: Ints
    role: Ints
    opened: Ints
    closed: Ints
    is_evergreen: Bools
    is_second: Bools
    is_repost: Bools

    @property
    def vacancies(self) -> int:
        """The number of vacancies."""
        return int(self.vacancy.max(initial=-1)) + 1


class _Opened(NamedTuple):
    """Vacancies that were opened and, where that was before day 0, are online on day 0 or come back after it."""

    employer: Ints
    role: Ints
    day: Ints
    is_evergreen: Bools
    is_orphan: Bools
    """Whether the first time online ended before day 0, so that only the second is known."""
    closed: Ints


def draw_lives(truths: Truths, employers: Employers, rng: np.random.Generator) -> Lives:
    """All times online that reach into the days watched; none is cut off at their end."""
    history = role_curves(truths, 0).history // WEEK
    pull = np.concatenate([np.ones((truths.employers, history)), employers.growth], axis=1)
    if truths.noise > 0:
        pull *= _swings(truths, pull.shape[1], rng)
    parts = [
        part
        for number in range(len(truths.roles))
        for part in (
            _openings(truths, number, employers.base[:, number], pull, rng),
            _orphans(truths, number, employers.base[:, number], rng),
        )
    ]
    opened = _Opened(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    return _with_second_times(truths, opened, rng)


def _swings(truths: Truths, weeks: int, rng: np.random.Generator) -> Floats:
    """How many times its mean demand each employer has in each week."""
    lasting = truths.noise_weeks
    draws = weeks if lasting == 1 else weeks // lasting + 2
    swings = rng.standard_gamma(truths.noise**-2, (truths.employers, draws)) * truths.noise**2
    if lasting == 1:
        return swings
    begun = rng.integers(lasting, size=(truths.employers, 1))
    return np.take_along_axis(swings, (begun + np.arange(weeks)) // lasting, axis=1)


def _openings(truths: Truths, number: int, base: Floats, pull: Floats, rng: np.random.Generator) -> _Opened:
    curves = role_curves(truths, number)
    history = curves.history
    kept = np.ones(history + truths.days)
    kept[:history] = curves.mixed[history:0:-1]
    weight = curves.arrivals * kept
    week_weight = weight.reshape(-1, WEEK).sum(axis=1)
    # Of a geometric batch of which each is kept with the same chance, what is left is a smaller geometric batch.
    week_arrivals = curves.arrivals.reshape(-1, WEEK).sum(axis=1)
    batch = 1 + (truths.batch_mean - 1) * np.divide(
        week_weight, week_arrivals, out=np.ones_like(week_weight), where=week_arrivals > 0
    )
    counts = rng.poisson(base[:, None] * pull * (week_weight / batch))
    employer, week = np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), counts.shape[1])
    day = _day_within(weight, week, rng) - history
    if truths.batch_mean > 1:
        sizes = rng.geometric(1 / batch[week])
        employer, day = np.repeat(employer, sizes), np.repeat(day, sizes)
    is_evergreen = rng.random(len(day)) < _evergreen_chance(truths.roles[number].evergreen_share, curves)[day + history]
    closed = day + _days_online(truths.roles[number].lifetime, -day, rng)
    ever = np.flatnonzero(is_evergreen)
    closed[ever] = day[ever] + _days_online(truths.evergreen, -day[ever], rng)
    return _Opened(employer, np.full(len(day), number), day, is_evergreen, np.zeros(len(day), np.bool_), closed)


def _orphans(truths: Truths, number: int, base: Floats, rng: np.random.Generator) -> _Opened:
    curves = role_curves(truths, number)
    sums = np.cumsum(curves.orphans)
    employer = np.repeat(np.arange(len(base)), rng.poisson(base * sums[-1]))
    day = np.searchsorted(sums, rng.random(len(employer)) * sums[-1], side="right") - curves.history
    closed = day + _days_online(truths.roles[number].lifetime, -day, rng)
    n = len(day)
    return _Opened(employer, np.full(n, number), day, np.zeros(n, np.bool_), np.ones(n, np.bool_), closed)


def _day_within(weight: Floats, week: Ints, rng: np.random.Generator) -> Ints:
    """A day of the given week each, drawn by the days' weights."""
    sums = np.concatenate([[0.0], np.cumsum(weight)])
    low, high = sums[week * WEEK], sums[(week + 1) * WEEK]
    day = np.searchsorted(sums, low + rng.random(len(week)) * (high - low), side="right") - 1
    return np.asarray(day.clip(week * WEEK, week * WEEK + WEEK - 1))


def _evergreen_chance(share: float, curves: RoleCurves) -> Floats:
    """The share of evergreen adverts among the openings of each day, of those before day 0 among the ones left."""
    chance = np.full(len(curves.arrivals), share)
    age = slice(curves.history, 0, -1)
    chance[: curves.history] *= curves.evergreen[age] / curves.mixed[age].clip(min=1e-300)
    return chance


def _days_online(lifetime: Lifetime, age: Ints, rng: np.random.Generator) -> Ints:
    """Whole days online, each more than the age already reached where that is above 0."""
    reached = age.clip(min=0).astype(np.float64)
    days = lifetime.age_at(lifetime.cumulative(reached) + rng.standard_exponential(len(age)))
    return np.maximum(np.ceil(days), reached + 1).astype(np.int64)


def _with_second_times(truths: Truths, opened: _Opened, rng: np.random.Generator) -> Lives:
    n = len(opened.day)
    back = truths.repeat_share
    is_repost = rng.random(n) * back < truths.repost_share if back else np.zeros(n, np.bool_)
    returns = (rng.random(n) < back) & ~opened.is_evergreen & ~opened.is_orphan
    least, most = truths.repeat_gap_days
    again = opened.closed + rng.integers(least, most + 1, n)
    second = np.flatnonzero(returns & (again < truths.days))
    closed = again[second]
    for number, role in enumerate(truths.roles):
        its = opened.role[second] == number
        closed[its] += _days_online(role.lifetime, np.zeros(int(its.sum()), np.int64), rng)
    posting = np.where(is_repost[second], n + np.arange(len(second)), second)
    both = np.concatenate([np.arange(n), second])
    return Lives(
        vacancy=both,
        posting=np.concatenate([np.arange(n), posting]),
        employer=opened.employer[both],
        role=opened.role[both],
        opened=np.concatenate([opened.day, again[second]]),
        closed=np.concatenate([opened.closed, closed]),
        is_evergreen=opened.is_evergreen[both],
        is_second=np.concatenate([opened.is_orphan, np.ones(len(second), np.bool_)]),
        is_repost=np.concatenate([opened.is_orphan & is_repost, is_repost[second]]),
    )


# -- pay --


class Pay(NamedTuple):
    """One value a vacancy. The ranges are known whether or not they are shown."""

    middle: Floats
    low: Floats
    high: Floats
    paid: Floats
    """What is really paid: anywhere in the range, all equally likely."""
    is_disclosed: Bools


def draw_pay(truths: Truths, employers: Employers, lives: Lives, rng: np.random.Generator) -> Pay:
    """The pay of every vacancy."""
    n = lives.vacancies
    employer, role, opened = lives.employer[:n], lives.role[:n], lives.opened[:n]
    part = truths.pay_between * employers.pay[employer] + truths.pay_within * rng.standard_normal(n)
    medians = np.array([r.pay_median for r in truths.roles])
    growths = np.array([r.pay_growth for r in truths.roles])
    middle = medians[role] * np.exp(part + growths[role] * opened / YEAR)
    half = rng.uniform(*truths.range_halfwidth, n) * (rng.random(n) >= truths.point_share)
    low, high = middle * (1 - half), middle * (1 + half)
    paid = low + (high - low) * rng.random(n)
    shown = _is_disclosed(truths.disclosure, employers.disclosure[employer], part / truths.pay_spread, rng)
    return Pay(middle, low, high, paid, shown)


def _is_disclosed(disclosure: Disclosure, employer: Floats, z: Floats, rng: np.random.Generator) -> Bools:
    total = float(np.sqrt(1 + disclosure.by_employer**2 + disclosure.by_pay**2))
    bar = ndtri(disclosure.share) * total + disclosure.by_employer * employer + disclosure.by_pay * z
    shown: Bools = rng.standard_normal(len(z)) < bar
    return shown


# -- skills --


def draw_skills(truths: Truths, lives: Lives, rng: np.random.Generator) -> pl.DataFrame:
    """Which vacancy asks for which skill: a row each."""
    vacancies = lives.vacancies
    employer, role = lives.employer[:vacancies], lives.role[:vacancies]
    later = lives.opened[:vacancies] >= truths.skill_change_day
    cell = (employer * len(truths.roles) + role) * 2 + later
    found = []
    for skill in truths.skills:
        own = skill.by_employer * rng.standard_normal((truths.employers, 1, 1))
        shares = np.array([skill.shares, skill.later_shares]).T[None]
        chance = ndtr(ndtri(shares) * np.sqrt(1 + skill.by_employer**2) + own)
        found.append(np.flatnonzero(rng.random(vacancies, dtype=np.float32) < chance.ravel()[cell]))
    number = np.repeat(np.arange(len(found)), [len(rows) for rows in found])
    rows = np.concatenate(found) if found else np.empty(0, np.int64)
    return pl.DataFrame({"vacancy": rows, "skill": number}, schema={"vacancy": pl.Int32, "skill": pl.Int16})
