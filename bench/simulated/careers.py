"""Simulated people with an offer in hand: what adverts came before, what came after, and who got a better offer."""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from warehouse.measures.offers import Arrived

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FUTURES = 400
"""How often the coming weeks are drawn again, for the chance that was true for one person."""


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What rules a group of people's markets; rates a week, pay in logs."""

    name: str
    batch: float = 2.0
    """Mean number of vacancies that an employer opens at once (geometric)."""
    bursts: float = 0.0
    """Coefficient of variation of a week's demand (gamma), for all employers at once."""
    drift: float = 0.0
    """Standard deviation of the log of how much the coming weeks' demand differs from the past's."""
    growth: float = 0.0
    """Log change of demand from the history's start to its end, which then goes on."""
    disclosed: float = 0.5
    by_pay: float = 0.0
    """How much likelier better paid vacancies are to hide their pay (probit, per standard deviation)."""
    between: float = 0.15
    within: float = 0.1
    """Standard deviations of log pay between employers and within one."""
    chance: tuple[float, float] = (1.5, 75.0)
    """The beta distribution of people's chance of an offer from one application."""
    chance_log: tuple[float, float] | None = None
    """Instead: the median and the standard deviation of the log of a lognormal one."""
    sizes: float = 1.0
    """How unlike employers are in size: standard deviation of the log."""
    broken: tuple[str, ...] = ()
    """What is stated on an assumption that this world breaks."""


class Adverts(NamedTuple):
    """Vacancies as they came, stated or not: arrays (vacancies)."""

    week: Ints
    employer: Ints
    low: Floats
    high: Floats
    pay: Floats
    """What is paid in the end."""
    is_stated: Flags


class Career(NamedTuple):
    """One person: what was seen, what they asked, and what came."""

    arrived: Arrived
    weeks: int
    horizon: int
    offer: float
    after: Adverts
    chance: float
    """Of an offer from one application."""
    futures: Adverts
    """The coming weeks again and again: week // horizon is the number of the draw."""


def draw(world: World, seed: int) -> Career:
    """One person of this world."""
    random = np.random.default_rng(seed)
    weeks, horizon = int(random.integers(8, 27)), int(random.choice([2, 4, 8, 12]))
    employers = int(random.integers(20, 120))
    sizes = random.lognormal(0.0, world.sizes, employers)
    total = float(np.exp(random.uniform(np.log(2.0), np.log(12.0))))
    rates = sizes / sizes.sum() * total
    pays = random.normal(0.0, world.between, employers)
    trend = np.exp(world.growth * ((np.arange(weeks) + 0.5) / weeks - 1))
    later = float(np.exp(world.growth * horizon / 2 / weeks + world.drift * random.standard_normal()))
    before = _adverts(world, random, rates, pays, trend)
    after = _adverts(world, random, rates, pays, np.full(horizon, later))
    futures = _adverts(world, random, rates, pays, np.full(horizon * FUTURES, later))
    spread = float(np.hypot(world.between, world.within))
    offer = float(np.exp(spread * ndtri(random.uniform(0.6, 0.999))))
    stated = before.is_stated
    low, high = (np.where(stated, end, np.nan) for end in (before.low, before.high))
    return Career(
        Arrived(before.week, before.employer, low, high), weeks, horizon, offer, after, _chance(world, random), futures
    )


def _chance(world: World, random: np.random.Generator) -> float:
    if world.chance_log is None:
        return float(random.beta(*world.chance))
    median, spread = world.chance_log
    return float(min(0.9, median * np.exp(spread * random.standard_normal())))


def _adverts(world: World, random: np.random.Generator, rates: Floats, pays: Floats, demand: Floats) -> Adverts:
    """What comes in as many weeks as `demand` has, each with its demand."""
    weeks = len(demand)
    if world.bursts:
        shape = world.bursts**-2
        demand = demand * random.gamma(shape, 1 / shape, weeks)
    batches = random.poisson(np.outer(demand, rates) / world.batch)
    week, employer = np.nonzero(batches)
    count = batches[week, employer]
    week, employer = np.repeat(week, count), np.repeat(employer, count)
    seats = random.geometric(1 / world.batch, len(week))
    week, employer = np.repeat(week, seats), np.repeat(employer, seats)
    n = len(week)
    log = pays[employer] + world.within * random.standard_normal(n)
    z = log / np.hypot(world.between, world.within)
    total = np.hypot(1, world.by_pay)
    is_stated = random.random(n) < ndtr(ndtri(world.disclosed) * total - world.by_pay * z)
    half = np.where(random.random(n) < 0.2, 0.0, random.uniform(0.04, 0.2, n))
    middle = np.exp(log)
    pay = middle * (1 + half * random.uniform(-1, 1, n))
    return Adverts(week, employer, middle * (1 - half), middle * (1 + half), pay, is_stated)
