"""How long adverts live: lifetimes of known hazards. Days are whole; S(k) is the chance to live longer than k days."""

import math
from bisect import bisect_right
from functools import lru_cache
from random import Random
from typing import TypeAlias

import msgspec

_LN2 = math.log(2)


class Exponential(msgspec.Struct, frozen=True, tag=True):
    """A constant hazard: a day, and an exponential time of this mean rounded to days."""

    mean_days: float

    def survival(self, days: int) -> float:
        """S(days)."""
        return math.exp(-(days - 0.5) / self.mean_days) if days > 0 else 1.0

    def draw(self, rng: Random, reached: int = 0, scale: float = 1.0) -> int:
        """Days online, more than the `reached` ones; `scale` shortens or stretches what follows these."""
        return reached + 1 + round(rng.expovariate(1 / (self.mean_days * scale)))


class Weibull(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Lifetimes of a known median; the hazard falls with age where the shape is below 1, and grows above."""

    median_days: float = 30.0
    shape: float = 1.2

    def survival(self, days: int) -> float:
        """S(days)."""
        return math.exp(-self._cumulative(days))

    def draw(self, rng: Random, reached: int = 0, scale: float = 1.0) -> int:
        """Days online, more than the `reached` ones; `scale` shortens or stretches what follows these."""
        hazard = self._cumulative(reached) + rng.expovariate(1)
        age = self.median_days * (hazard / _LN2) ** (1 / self.shape)
        return _whole(age, reached, scale)

    def _cumulative(self, age: float) -> float:
        return float(_LN2 * (max(age, 0) / self.median_days) ** self.shape)


class Piecewise(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Lifetimes whose daily hazard is constant from each given age to the next; the first age is 0."""

    from_days: tuple[float, ...]
    hazards: tuple[float, ...]

    def __post_init__(self) -> None:
        is_rising = list(self.from_days) == sorted(set(self.from_days)) and self.from_days[:1] == (0,)
        if len(self.from_days) != len(self.hazards) or not is_rising or min(self.hazards) <= 0:
            raise ValueError("hazards above 0, one for each age, and ages that rise from 0")

    def survival(self, days: int) -> float:
        """S(days)."""
        return math.exp(-self._cumulative(days))

    def draw(self, rng: Random, reached: int = 0, scale: float = 1.0) -> int:
        """Days online, more than the `reached` ones; `scale` shortens or stretches what follows these."""
        hazard = self._cumulative(reached) + rng.expovariate(1)
        sums = [self._cumulative(age) for age in self.from_days]
        piece = bisect_right(sums, hazard) - 1
        age = self.from_days[piece] + (hazard - sums[piece]) / self.hazards[piece]
        return _whole(age, reached, scale)

    def _cumulative(self, age: float) -> float:
        ends = (*self.from_days[1:], math.inf)
        pieces = zip(self.from_days, ends, self.hazards, strict=True)
        return sum(hazard * (min(age, end) - start) for start, end, hazard in pieces if age > start)


Lifetime: TypeAlias = Exponential | Weibull | Piecewise

NEVER = 1e-5
"""A share that is as good as none."""


@lru_cache(maxsize=256)
def survivals(lifetime: Lifetime, scale: float = 1.0) -> tuple[float, ...]:
    """S(0), S(1) and so on, until next to none is left; `scale` as in `draw`."""
    values = [1.0]
    while values[-1] > NEVER:
        values.append(_scaled(lifetime, len(values), scale))
    return tuple(values)


def _scaled(lifetime: Lifetime, days: int, scale: float) -> float:
    if isinstance(lifetime, Exponential):
        return Exponential(lifetime.mean_days * scale).survival(days)
    if isinstance(lifetime, Weibull):
        return msgspec.structs.replace(lifetime, median_days=lifetime.median_days * scale).survival(days)
    ages, hazards = ([value * by for value in values] for values, by in (
        (lifetime.from_days, scale), (lifetime.hazards, 1 / scale)
    ))  # fmt: skip
    return Piecewise(from_days=tuple(ages), hazards=tuple(hazards)).survival(days)


def _whole(age: float, reached: int, scale: float) -> int:
    return reached + max(1, math.ceil((age - reached) * scale))
