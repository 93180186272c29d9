"""When adverts open and close: the demand side of the simulated market, without a word of text."""

import math
from datetime import date, timedelta
from random import Random

import msgspec

from extract.market.reference import Employer, Reference, Role
from extract.market.truth import Spell

WEEKLY_VISITS, DAILY_VISITS = 20, 42
SPAN_DAYS = WEEKLY_VISITS * 7 + DAILY_VISITS
WEEKDAY_WEIGHT = (1.0, 1.2, 1.2, 1.1, 0.9, 0.05, 0.0)
FREEZE_AFTER, HALVE_AFTER = 155, 148
"""Days after which one employer stops hiring for good, and another closes two thirds of its adverts at once."""
LATE_AFTER = 60
"""Days after which an employer marked `late` opens its board."""


class Calendar(msgspec.Struct, frozen=True):
    """The simulated 26 weeks: visits a week apart at first, daily in the last six weeks."""

    last_day: date

    @property
    def first_day(self) -> date:
        """The day of the first visit."""
        return self.last_day - timedelta(days=SPAN_DAYS - 1)

    @property
    def visits(self) -> list[date]:
        """The days on which the boards are visited, in order."""
        offsets = [7 * week for week in range(WEEKLY_VISITS)] + list(range(7 * WEEKLY_VISITS, SPAN_DAYS))
        return [self.day(offset) for offset in offsets]

    def day(self, offset: int) -> date:
        """The day `offset` days after the first."""
        return self.first_day + timedelta(days=offset)

    def workday(self, offset: int) -> date:
        """The first day from `offset` on that is no weekend."""
        day = self.day(offset)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


class Life(msgspec.Struct, kw_only=True):
    """One advert to be: its role, where in the 26 weeks it opens (0 to 1), and the stretches in which it is open."""

    role: Role
    when: float
    spells: tuple[Spell, ...]
    is_evergreen: bool = False


def plan_lives(rng: Random, employer: Employer, book: Reference, calendar: Calendar) -> list[Life]:
    """The lives of one employer's adverts: those open at the start, then the arrivals, in the order of opening."""
    shares = _shares(employer, book)
    first = LATE_AFTER if "late" in employer.style else 0
    weights = {role: [_demand(role, calendar, offset) for offset in range(first + 1, SPAN_DAYS)] for role in shares}
    lives = [_standing(rng, role, calendar, first) for role in _draw(rng, shares, employer.size)]
    rates = {role: employer.size * share / role.life_days * sum(weights[role]) for role, share in shares.items()}
    for role in _draw(rng, rates, _poisson(rng, sum(rates.values()))):
        offset = rng.choices(range(first + 1, SPAN_DAYS), weights[role])[0]
        lives.append(_life(rng, role, calendar, offset))
    lives.sort(key=lambda life: life.spells[0].opened)
    return [life for life in lives if any(_is_visible(spell, calendar) for spell in life.spells)]


def shock(rng: Random, lives: dict[str, list[Life]], calendar: Calendar) -> None:
    """Let one middling employer stop hiring and another close two thirds of its adverts, for good, in one day."""
    freeze, halve = calendar.workday(FREEZE_AFTER), calendar.workday(HALVE_AFTER)
    middling = [board for board, own in lives.items() if 13 <= _open_count(own, halve) <= 32]
    frozen, halved = rng.sample(middling, 2)
    lives[frozen] = [life for life in lives[frozen] if life.spells[0].opened < freeze]
    for life in lives[frozen]:
        life.spells = _cut(life.spells, freeze)
    survivors = 0
    for life in lives[halved]:
        is_open = any(spell.covers(halve) for spell in life.spells)
        survivors += is_open
        if is_open and survivors % 3:
            life.spells = _cut(life.spells, halve)
    lives[halved] = [life for life in lives[halved] if life.spells]


def _open_count(lives: list[Life], day: date) -> int:
    return sum(spell.covers(day) for life in lives for spell in life.spells)


def _cut(spells: tuple[Spell, ...], day: date) -> tuple[Spell, ...]:
    """The spells, all over by `day`."""
    return tuple(Spell(spell.opened, min(spell.closed or day, day)) for spell in spells if spell.opened < day)


def _shares(employer: Employer, book: Reference) -> dict[Role, float]:
    """Each role's share of the employer's adverts; the shares add up to one."""
    weights: dict[Role, float] = {}
    for field, field_weight in employer.fields.items():
        roles = book.roles[field]
        total = sum(role.weight for role in roles)
        weights |= {role: field_weight * role.weight / total for role in roles}
    whole = sum(weights.values())
    return {role: weight / whole for role, weight in weights.items()}


def _demand(role: Role, calendar: Calendar, offset: int) -> float:
    """How many adverts of `role` open on a day, against the average day at the start."""
    weekday = WEEKDAY_WEIGHT[calendar.day(offset).weekday()] * 7 / sum(WEEKDAY_WEIGHT)
    return weekday * math.exp(role.trend * offset / SPAN_DAYS)


def _draw(rng: Random, weights: dict[Role, float], count: int) -> list[Role]:
    return rng.choices(list(weights), list(weights.values()), k=count)


def _poisson(rng: Random, mean: float) -> int:
    """A Poisson number: the arrivals of a unit-rate process before `mean`."""
    count, reached = 0, rng.expovariate(1)
    while reached < mean:
        count, reached = count + 1, reached + rng.expovariate(1)
    return count


def _standing(rng: Random, role: Role, calendar: Calendar, offset: int) -> Life:
    """The life of an advert that is open at the start already, now and then for years."""
    if rng.random() < 0.04:
        opened = calendar.day(offset - rng.randint(200, 900))
        return Life(role=role, when=0.0, spells=(Spell(opened),), is_evergreen=True)
    life = _life(rng, role, calendar, offset)
    opened = calendar.day(offset) - timedelta(days=round(rng.expovariate(1 / role.life_days)))
    return Life(role=role, when=life.when, spells=(Spell(opened, life.spells[0].closed), *life.spells[1:]))


def _life(rng: Random, role: Role, calendar: Calendar, offset: int) -> Life:
    """The life of an advert that opens on day `offset`; one in twenty comes back after it was closed."""
    spells = [_spell(rng, role.life_days, calendar, offset)]
    closed = spells[0].closed
    if closed is not None and rng.random() < 0.05:
        again = (closed - calendar.first_day).days + rng.randint(9, 30)
        spells.append(_spell(rng, role.life_days / 2, calendar, again))
    spells = [spell for spell in spells if spell.opened <= calendar.last_day]
    return Life(role=role, when=offset / SPAN_DAYS, spells=tuple(spells))


def _spell(rng: Random, mean_days: float, calendar: Calendar, offset: int) -> Spell:
    closed = calendar.workday(offset + 1 + round(rng.expovariate(1 / mean_days)))
    return Spell(calendar.day(offset), closed if closed <= calendar.last_day else None)


def _is_visible(spell: Spell, calendar: Calendar) -> bool:
    return spell.closed is None or spell.closed > calendar.first_day
