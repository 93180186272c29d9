"""When adverts open and close: the demand side of the simulated market, without a word of text."""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from random import Random

import msgspec

from extract.market.lifetimes import Exponential, survivals
from extract.market.reference import Employer, Reference, Role
from extract.market.settings import WEEK, YEAR, MarketSettings
from extract.market.truth import Spell

FREEZE_BEFORE, HALVE_BEFORE = 27, 34
"""Days before the end when one employer stops hiring for good, and another closes two thirds of its adverts at once."""


class Calendar:
    """The days of a market: visits a week apart at first, daily in the last weeks."""

    def __init__(self, last_day: date, settings: MarketSettings | None = None) -> None:
        self.last_day, self.settings = last_day, settings or MarketSettings()
        self.days = self.settings.days
        self.first_day = last_day - timedelta(days=self.days - 1)
        self._courses: dict[Role, list[float]] = {}

    @property
    def weekly_visits(self) -> int:
        """The number of visits that are a week apart."""
        return self.settings.weeks - self.settings.daily_weeks

    @cached_property
    def visits(self) -> list[date]:
        """The days on which the boards are visited, in order."""
        weekly = self.weekly_visits
        return [self.day(offset) for offset in [*range(0, WEEK * weekly, WEEK), *range(WEEK * weekly, self.days)]]

    def day(self, offset: int) -> date:
        """The day `offset` days after the first."""
        return self.first_day + timedelta(days=offset)

    def workday(self, offset: int) -> date:
        """The first day from `offset` on that is no weekend."""
        day = self.day(offset)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    def last_workday(self, offset: int) -> int:
        """The last day up to `offset` that is no weekend: what would close later than on this one is open on both."""
        return offset - max(0, self.day(offset).weekday() - 4)

    def demand(self, role: Role, offset: int) -> float:
        """How many adverts of `role` open on a day, against the average day at the start."""
        weights = self.settings.weekday
        weekday = weights[self.day(offset).weekday()] * 7 / sum(weights)
        step = sum(step.change for step in role.steps if offset >= step.day)
        return weekday * math.exp(role.trend * offset / self.days + step) * season(role, offset)

    def course(self, role: Role) -> list[float]:
        """The demand for `role` on every day; worked out once, as all employers share it."""
        if role not in self._courses:
            self._courses[role] = [self.demand(role, offset) for offset in range(self.days)]
        return self._courses[role]


def season(role: Role, offset: int) -> float:
    """The factor of the season in the demand for `role`, with a mean of 1 over the year."""
    return 1 + role.season * math.cos(2 * math.pi * (offset - role.season_peak) / YEAR)


class Life(msgspec.Struct, kw_only=True):
    """One vacancy: its role, when it opens (0 to 1), its advert's stretches, those of a later one under a new id."""

    role: Role
    when: float
    spells: tuple[Spell, ...]
    reposted: tuple[Spell, ...] = ()
    is_evergreen: bool = False


def plan_lives(rng: Random, employer: Employer, book: Reference, calendar: Calendar) -> list[Life]:
    """The lives of one employer's adverts: those open at the start, then the arrivals, in the order of opening."""
    own = shares(employer, book)
    first = employer.entered
    days = range(first + 1, calendar.days)
    weights = {role: calendar.course(role)[first + 1 :] for role in own}
    standing = standing_counts(employer, own)
    count = round(sum(standing.values()))
    lives = [_standing(rng, role, calendar, first) for role in _draw(rng, standing, count)]
    rates = {role: employer.size * share / role.life_days * sum(weights[role]) for role, share in own.items()}
    sums = {role: list(accumulate(values)) for role, values in weights.items()}
    for role in _draw(rng, rates, _poisson(rng, sum(rates.values()))) if sum(rates.values()) > 0 else ():
        offset = rng.choices(days, cum_weights=sums[role])[0]
        lives.append(_life(rng, role, calendar, offset))
    lives.sort(key=lambda life: life.spells[0].opened)
    return [life for life in lives if any(_is_visible(spell, calendar) for spell in (*life.spells, *life.reposted))]


def shock(rng: Random, lives: dict[str, list[Life]], calendar: Calendar) -> None:
    """Let one middling employer stop hiring and another close two thirds of its adverts, for good, in one day."""
    freeze, halve = (calendar.workday(calendar.days - before) for before in (FREEZE_BEFORE, HALVE_BEFORE))
    middling = [board for board, own in lives.items() if 13 <= _open_count(own, halve) <= 32]
    if len(middling) < 2:
        return
    frozen, halved = rng.sample(middling, 2)
    lives[frozen] = [life for life in lives[frozen] if life.spells[0].opened < freeze]
    for life in lives[frozen]:
        _end(life, freeze)
    survivors = 0
    for life in lives[halved]:
        is_open = any(spell.covers(halve) for spell in (*life.spells, *life.reposted))
        survivors += is_open
        if is_open and survivors % 3:
            _end(life, halve)
    lives[halved] = [life for life in lives[halved] if life.spells]


def _open_count(lives: list[Life], day: date) -> int:
    return sum(spell.covers(day) for life in lives for spell in (*life.spells, *life.reposted))


def _end(life: Life, day: date) -> None:
    """Close the vacancy for good on `day`, if not before."""
    life.spells, life.reposted = _cut(life.spells, day), _cut(life.reposted, day)


def _cut(spells: tuple[Spell, ...], day: date) -> tuple[Spell, ...]:
    """The spells, all over by `day`."""
    return tuple(Spell(spell.opened, min(spell.closed or day, day)) for spell in spells if spell.opened < day)


def shares(employer: Employer, book: Reference) -> dict[Role, float]:
    """Each role's share of the employer's adverts; the shares add up to one."""
    weights: dict[Role, float] = {}
    for field, field_weight in employer.fields.items():
        roles = book.roles[field]
        total = sum(role.weight for role in roles)
        weights |= {role: field_weight * role.weight / total for role in roles}
    whole = sum(weights.values())
    return {role: weight / whole for role, weight in weights.items()}


def standing_counts(employer: Employer, own: Mapping[Role, float]) -> dict[Role, float]:
    """The expected number of each role's adverts that are open on the employer's first day."""
    return {role: employer.size * share * _pull(role, employer.entered) for role, share in own.items()}


def _pull(role: Role, first: int) -> float:
    """What is open on day `first`, against a market without a season."""
    if role.season == 0:
        return 1.0
    weights = ages(role, first)
    return sum(weights) / sum(survivals(role.lifetime))


@lru_cache(maxsize=1024)
def ages(role: Role, first: int) -> tuple[float, ...]:
    """How many adverts of each age are open on day `first`, up to a factor: the season of their day, and survival."""
    return tuple(season(role, first - age) * share for age, share in enumerate(survivals(role.lifetime)))


def _draw(rng: Random, weights: Mapping[Role, float], count: int) -> list[Role]:
    return rng.choices(list(weights), list(weights.values()), k=count)


def _poisson(rng: Random, mean: float) -> int:
    """A Poisson number: the arrivals of a unit-rate process before `mean`."""
    count, reached = 0, rng.expovariate(1)
    while reached < mean:
        count, reached = count + 1, reached + rng.expovariate(1)
    return count


def _standing(rng: Random, role: Role, calendar: Calendar, offset: int) -> Life:
    """The life of an advert that is open at the start already, now and then for years."""
    if rng.random() < calendar.settings.standing_evergreen_share:
        opened = calendar.day(offset - rng.randint(200, 900))
        return Life(role=role, when=0.0, spells=(Spell(opened),), is_evergreen=True)
    if role.season == 0 and isinstance(role.lifetime, Exponential):  # what is left of such a life knows no age
        life = _life(rng, role, calendar, offset)
        age = round(rng.expovariate(1 / role.life_days))
    else:
        weights = ages(role, offset)
        age = rng.choices(range(len(weights)), weights)[0]
        life = _life(rng, role, calendar, offset, age)
    opened = calendar.day(offset - age)
    first, *later = life.spells
    return msgspec.structs.replace(life, spells=(Spell(opened, first.closed), *later))


def _life(rng: Random, role: Role, calendar: Calendar, offset: int, age: int = 0) -> Life:
    """The life of an advert that is open, `age` days old, on day `offset`; now and then it comes back once closed."""
    plan = calendar.settings
    first = _spell(rng, role, calendar, offset, age=age)
    back = rng.random() if first.closed is not None else 1.0
    again: tuple[Spell, ...] = ()
    if first.closed is not None and back < plan.reopen_share + plan.repost_share:
        start = (first.closed - calendar.first_day).days + rng.randint(*plan.repeat_gap_days)
        spell = _spell(rng, role, calendar, start, scale=plan.repeat_scale)
        again = (spell,) if spell.opened <= calendar.last_day else ()
    is_reopened = back < plan.reopen_share
    return Life(
        role=role,
        when=offset / calendar.days,
        spells=(first, *again) if is_reopened else (first,),
        reposted=() if is_reopened else again,
    )


def _spell(rng: Random, role: Role, calendar: Calendar, offset: int, *, age: int = 0, scale: float = 1.0) -> Spell:
    closed = calendar.workday(offset - age + role.lifetime.draw(rng, age, scale))
    return Spell(calendar.day(offset), closed if closed <= calendar.last_day else None)


def _is_visible(spell: Spell, calendar: Calendar) -> bool:
    return spell.closed is None or spell.closed > calendar.first_day
