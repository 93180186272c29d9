"""What follows from a market's settings and employers by calculation alone; none of it is drawn.

All figures are of vacancies: one that stands under several ids, or comes back under a new one, is one. The two events
of the last weeks (`MarketSettings.shocks`) are left out, and so are the faults: this is what is true, not what is seen.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import mul
from statistics import NormalDist
from typing import NamedTuple

from extract.market.lifetimes import Exponential, survivals
from extract.market.lives import Calendar, season, shares, standing_counts
from extract.market.reference import Employer, Reference, Role
from extract.market.settings import HEAD_SHARE, ODD_SHARE, TEXT_SHARE, MarketSettings

NAMED_SHARE = 1 - ODD_SHARE - HEAD_SHARE
"""Of all adverts, those whose title says the role."""
NORMAL = NormalDist()
_HALVINGS = 60
_STEPS = 2000
_FAR = 8.5


class Demand(NamedTuple):
    """Expected numbers of a role's vacancies, a value a day. What is on a board counts from the day it opens."""

    new: tuple[float, ...]
    """Opened for the first time that day; what stands on a board's first day is not new."""
    stock: tuple[float, ...]
    """Open that day."""
    closed: tuple[float, ...]
    """No longer open that day, and open the day before."""
    reopened: tuple[float, ...]
    """Back that day after they had closed, under the same or a new id."""


class Mixture(NamedTuple):
    """A distribution of log pay: normal ones of one spread, with their weights (of sum 1) and middles."""

    parts: tuple[tuple[float, float], ...]
    spread: float

    def share_below(self, log_pay: float) -> float:
        """The share of pay below."""
        width = self.spread * math.sqrt(2)
        return sum(weight * math.erfc((middle - log_pay) / width) for weight, middle in self.parts) / 2

    def quantile(self, share: float) -> float:
        """The log pay below which that share lies."""
        middles = [middle for _, middle in self.parts]
        low, high = min(middles) - 9 * self.spread, max(middles) + 9 * self.spread
        for _ in range(_HALVINGS):
            half = (low + high) / 2
            low, high = (low, half) if self.share_below(half) >= share else (half, high)
        return (low + high) / 2

    def score(self, log_pay: float) -> float:
        """The normal score: how many standard deviations from the middle a normal value of the same rank lies."""
        return NORMAL.inv_cdf(min(max(self.share_below(log_pay), 1e-12), 1 - 1e-12))


class Laws:
    """The exact truths of a market; every one is calculated when it is first asked for."""

    def __init__(self, settings: MarketSettings, book: Reference, calendar: Calendar) -> None:
        self.settings, self.book, self.calendar = settings, book, calendar
        self.roles = {role.role_id: role for own in book.roles.values() for role in own}
        self._demands = lru_cache(maxsize=None)(self._demand)
        self._mixture = lru_cache(maxsize=None)(self._mix)

    # -- demand --

    def demand(self, role_id: str, board_id: str | None = None) -> Demand:
        """The expected course of a role, at all employers or at one.

        Adverts whose title does not say the role are counted too: multiply by `NAMED_SHARE` for those that do.
        """
        return self._demands(role_id, board_id)

    def _demand(self, role_id: str, board_id: str | None) -> Demand:
        role, days = self.roles[role_id], self.calendar.days
        new, stock, reopened = ([0.0] * days for _ in range(3))
        curve = [self.calendar.demand(role, offset) for offset in range(days)]
        for first, size, count in self._by_first_day(role, board_id):
            evergreen = self.settings.standing_evergreen_share * count
            arrivals = [0.0] * (first + 1) + [size / role.life_days * value for value in curve[first + 1 :]]
            open_first = self._first_times(role, first, count - evergreen, arrivals)
            gone = [a + n - b for (a, b), n in zip(pairwise(open_first), arrivals[1:], strict=True)]
            closed = [0.0, *(g if day > first else 0.0 for day, g in enumerate(gone, 1))]
            back = self._returns(closed)
            again = self._second_times(role, back)
            for day in range(first, days):
                new[day] += arrivals[day]
                stock[day] += evergreen + open_first[day] + again[day]
                reopened[day] += back[day]
        flows = zip(pairwise(stock), new[1:], reopened[1:], self._entries(role, board_id)[1:], strict=True)
        closings = [0.0, *(before + n + r + e - after for (before, after), n, r, e in flows)]
        return Demand(tuple(new), tuple(stock), tuple(closings), tuple(reopened))

    def _by_first_day(self, role: Role, board_id: str | None) -> Iterator[tuple[int, float, float]]:
        """For each day on which boards open, their size in this role, and what stands on that day."""
        sums: dict[int, tuple[float, float]] = {}
        for employer, own, standing in self._hiring():
            if role in own and board_id in (None, employer.board.board_id):
                size, count = sums.get(employer.entered, (0.0, 0.0))
                sums[employer.entered] = (size + employer.size * own[role], count + standing[role])
        for first, (size, count) in sums.items():
            yield first, size, count

    def _hiring(self) -> Iterator[tuple[Employer, Mapping[Role, float], Mapping[Role, float]]]:
        """Each employer, its roles' shares of its openings, and what of each stands on its first day."""
        for employer in self.book.employers:
            own = shares(employer, self.book)
            standing = standing_counts(employer, own)
            whole = sum(standing.values())
            yield employer, own, {role: count * round(whole) / whole for role, count in standing.items()}

    def _entries(self, role: Role, board_id: str | None) -> list[float]:
        entries = [0.0] * self.calendar.days
        for first, _, count in self._by_first_day(role, board_id):
            entries[first] += count
        return entries

    def _first_times(self, role: Role, first: int, standing: float, arrivals: Sequence[float]) -> list[float]:
        """What is open for the first time: nothing before day `first`, `standing` on it, and what arrives later."""
        survival, rest = survivals(role.lifetime), _rest(role, first, self.calendar.days)
        stock = [0.0] * self.calendar.days
        for day in range(first, self.calendar.days):
            last = self.calendar.last_workday(day)
            stock[day] = standing * rest[max(last - first, 0)] + _running(arrivals, survival, last, day)
        return stock

    def _returns(self, closed: Sequence[float]) -> list[float]:
        """How many come back on each day, given how many close."""
        plan = self.settings
        least, most = plan.repeat_gap_days
        share = (plan.reopen_share + plan.repost_share) / (most - least + 1)
        return [share * sum(closed[max(0, day - most) : max(0, day - least + 1)]) for day in range(len(closed))]

    def _second_times(self, role: Role, back: Sequence[float]) -> list[float]:
        survival = survivals(role.lifetime, self.settings.repeat_scale)
        last = self.calendar.last_workday
        return [_running(back, survival, last(day), day) for day in range(self.calendar.days)]

    def index(self, role_id: str) -> list[float]:
        """The expected stock of each day, that of day 0 being 100."""
        stock = self.demand(role_id).stock
        return [100 * value / stock[0] for value in stock]

    def concentration(self, role_id: str) -> float:
        """The Herfindahl index of the employers' shares of the role's expected openings: the sum of their squares."""
        role = self.roles[role_id]
        sizes = [employer.size * own.get(role, 0.0) for employer, own, _ in self._hiring()]
        return sum(size**2 for size in sizes) / sum(sizes) ** 2

    # -- lifetimes --

    def survival(self, role_id: str, days: int) -> float:
        """The share of new adverts of a role that are open for more than `days`; the first time only.

        Nothing closes at a weekend: it stays until Monday. That depends on the weekday of the opening.
        """
        weights, role = self.settings.weekday, self.roles[role_id]
        values = (
            weight * role.lifetime.survival(max(days - max(0, (weekday + days) % 7 - 4), 0))
            for weekday, weight in enumerate(weights)
        )
        return sum(values) / sum(weights)

    def hazard(self, role_id: str, age: int) -> float:
        """The share of adverts of a role open for `age` days that close on the next day, weekends apart."""
        lifetime = self.roles[role_id].lifetime
        return 1.0 - lifetime.survival(age + 1) / lifetime.survival(age)

    def median_days(self, role_id: str) -> int:
        """The least number of days that at most half of a role's new adverts outlive."""
        days = 0
        while self.survival(role_id, days) > 0.5:
            days += 1
        return days

    # -- pay --

    def pay_quantile(self, role_id: str, country: str, share: float, *, day: int = 0, disclosed: bool = False) -> float:
        """The middle of a year's pay range, in the country's currency, that this share of new adverts lies below.

        Of those whose title says the role, opened on `day`; of all, or of those that disclose their pay. Adverts
        print their ranges rounded.
        """
        role, rule = self.roles[role_id], self.settings.disclosure
        if not disclosed:
            log_pay = self._mixture(role_id, country).quantile(share)
        elif rule is None:
            log_pay = self._mixture(role_id, country, by_disclosure=True).quantile(share)
        else:
            log_pay = self._mixture(role_id, country).quantile(NORMAL.cdf(self._disclosed_score(share)))
        return math.exp(log_pay + role.pay_trend * day / self.calendar.days)

    def disclosed_share(self, role_id: str, country: str) -> float:
        """The share of a role's new adverts that state their pay; by a rule, over all employers that could be drawn."""
        if self.settings.disclosure is not None:
            return self.settings.disclosure.share
        weights = list(self._weights(self.roles[role_id], country))
        return sum(w * disclosed_by(e) for e, w in weights) / sum(w for _, w in weights)

    def pay_score(self, role_id: str, country: str, middle: float, when: float) -> float:
        """The normal score of a year's pay in its role and country, opened when the part `when` of the time is over."""
        return self._mixture(role_id, country).score(math.log(middle) - self.roles[role_id].pay_trend * when)

    def disclosure_chance(self, employer: Employer, score: float) -> float:
        """The chance that an advert of an employer, with pay of that normal score, states its pay."""
        rule = self.settings.disclosure
        if rule is None:
            return disclosed_by(employer)
        spread = math.sqrt(1 + rule.by_employer**2 + rule.by_pay**2)
        bar = NORMAL.inv_cdf(rule.share) * spread + rule.by_employer * employer.leaning + rule.by_pay * score
        return NORMAL.cdf(bar)

    def _disclosed_score(self, share: float) -> float:
        """The normal score of pay that this share of the disclosed pay lies below, by the trapezoidal rule."""
        rule = self.settings.disclosure
        if rule is None:
            return NORMAL.inv_cdf(share)
        own = math.sqrt(1 + rule.by_employer**2)
        bar = NORMAL.inv_cdf(rule.share) * math.sqrt(own**2 + rule.by_pay**2)
        width = 2 * _FAR / _STEPS
        scores = [-_FAR + width * step for step in range(_STEPS + 1)]
        density = [NORMAL.pdf(score) * NORMAL.cdf((bar + rule.by_pay * score) / own) for score in scores]
        wanted, reached = share * sum(density), 0.0
        for score, value in zip(scores, density, strict=True):
            if reached + value >= wanted:
                return score - width / 2 + width * (wanted - reached) / value
            reached += value
        return _FAR

    def _mix(self, role_id: str, country: str, *, by_disclosure: bool = False) -> Mixture:
        role = self.roles[role_id]
        levels = self.book.words.levels[role.levels]
        parts: dict[float, float] = {}
        for employer, weight in self._weights(role, country):
            chance = weight * (disclosed_by(employer) if by_disclosure else 1)
            for level in levels:
                pay = role.pay_usd * level.pay_share * self.book.countries[country].pay_factor * employer.pay_level
                parts[math.log(pay)] = parts.get(math.log(pay), 0.0) + chance * level.weight
        whole = sum(parts.values())
        if not whole:
            raise ValueError(f"nobody hires {role_id} in {country}")
        return Mixture(tuple((weight / whole, middle) for middle, weight in parts.items()), self.settings.pay_within)

    def _weights(self, role: Role, country: str) -> Iterator[tuple[Employer, float]]:
        """The employers and their expected openings of a role in a country, up to a factor."""
        for employer, own, _ in self._hiring():
            chances = place_chances(employer)
            there = sum(chance for place, chance in chances.items() if self.book.places[place].country == country)
            if role in own and there:
                yield employer, employer.size * own[role] * there

    # -- skills --

    def skill_share(self, role_id: str, skill: str, day: int) -> float:
        """The share of a role's adverts opened on `day` that ask for a skill.

        An advert that would ask for none asks for the role's first skill.
        """
        role, when = self.roles[role_id], day / self.calendar.days
        chances = {one.name: min(max(one.share_at(when) / 100, 0.0), 1.0) for one in role.skills}
        none = math.prod(1 - chance for chance in chances.values())
        return chances[skill] + (none if skill == role.skills[0].name else 0.0)


def disclosed_by(employer: Employer) -> float:
    """The chance that an employer's advert states its pay, where no rule of the market's says it."""
    return employer.disclosed + TEXT_SHARE


def place_weights(employer: Employer) -> list[int]:
    """How often each of the employer's places is the primary one."""
    return [len(employer.places) - position for position in range(len(employer.places))]


def place_chances(employer: Employer) -> dict[str, float]:
    """The chance of each of the employer's places to be the primary one."""
    weights = place_weights(employer)
    return {place: weight / sum(weights) for place, weight in zip(employer.places, weights, strict=True)}


def _rest(role: Role, first: int, days: int) -> list[float]:
    """The chance that what stands on day `first` is open so many days later, weekends apart."""
    survival = survivals(role.lifetime)
    if isinstance(role.lifetime, Exponential):
        return [*survival[:days], *[0.0] * (days - len(survival))]
    seasons = [season(role, first - age) for age in range(len(survival))]
    sums = [sum(map(mul, seasons, survival[later:])) for later in range(days)]
    return [value / sums[0] for value in sums]


def _running(arrivals: Sequence[float], survival: Sequence[float], last: int, day: int) -> float:
    """What is open on `day` of the arrivals up to it, where `last` is the last workday."""
    fresh, oldest = max(last + 1, 0), max(last + 1 - len(survival), 0)
    return float(sum(arrivals[fresh : day + 1]) + sum(map(mul, reversed(arrivals[oldest:fresh]), survival)))
