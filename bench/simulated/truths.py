"""What a simulated market is like: its demand, lifetimes, pay, skills, and those who watch it. Nothing is drawn here.

Days are whole numbers counted from the first day watched, day 0, which is a Monday. A posting is online on the days
`opened_day` to `closed_day - 1`, so its lifetime in days is at least 1 and is greater than k with probability S(k).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

YEAR = 365.25
WEEK = 7
_LN2 = float(np.log(2.0))
_FAR = 1e7
"""Days after which nothing is online, whatever the hazard."""


class Weibull(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Lifetimes of a known median; with shape 1 the hazard is constant."""

    median_days: float = 30.0
    shape: float = 1.2

    def cumulative(self, days: Floats) -> Floats:
        """The hazard summed up to each age; S(t) is exp of its negative."""
        return _LN2 * (days / self.median_days) ** self.shape

    def age_at(self, hazard: Floats) -> Floats:
        """The age at which the summed hazard reaches each value."""
        return self.median_days * (hazard / _LN2) ** (1.0 / self.shape)


class Piecewise(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Lifetimes whose daily hazard is constant from each given age to the next."""

    from_days: tuple[float, ...]
    hazards: tuple[float, ...]

    def cumulative(self, days: Floats) -> Floats:
        """The hazard summed up to each age; S(t) is exp of its negative."""
        ages, sums = self._knots()
        return np.interp(days, ages, sums)

    def age_at(self, hazard: Floats) -> Floats:
        """The age at which the summed hazard reaches each value."""
        ages, sums = self._knots()
        return np.interp(hazard, sums, ages)

    def _knots(self) -> tuple[Floats, Floats]:
        ages = np.array([*self.from_days, _FAR])
        return ages, np.concatenate([[0.0], np.cumsum(np.diff(ages) * np.array(self.hazards))])


Lifetime: TypeAlias = Weibull | Piecewise


class Step(msgspec.Struct, frozen=True):
    """A lasting change of demand: from `day` on, its logarithm is greater by `change`."""

    day: int
    change: float


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """One role of the field. Shares are of the field's openings and are scaled to sum to 1."""

    name: str
    share: float = 1.0
    trend: float = 0.0
    """The growth of demand in a year, as a logarithm, from day 0 on."""
    steps: tuple[Step, ...] = ()
    season: float = 0.0
    """The amplitude of the yearly cosine, between 0 and 1."""
    season_peak: float = 60.0
    lifetime: Lifetime = Weibull()
    evergreen_share: float = 0.0
    """The share of openings that are evergreen adverts, which live by `Truths.evergreen`."""
    pay_median: float = 60_000.0
    pay_growth: float = 0.0
    """The growth of pay in a year, as a logarithm, by the day of opening."""


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """Which vacancies show their pay: at random, as their employer does, and the better paid rather than the others.

    A vacancy shows its pay where a standard normal draw is below a + by_employer * e + by_pay * z, with e its
    employer's standard normal and z its standardised log pay; a is such that `share` is the expected share.
    """

    share: float = 0.5
    by_employer: float = 0.0
    by_pay: float = 0.0


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """A skill and how likely, in each role, vacancies opened before and from the change day on ask for it."""

    name: str
    shares: tuple[float, ...]
    later_shares: tuple[float, ...]
    by_employer: float = 0.0
    """How much employers differ: the standard deviation of their part in the probit; the shares stay what they are."""


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """No answers from `first_day` to `last_day` (inclusive) of a platform's boards, or of all boards."""

    first_day: int
    last_day: int
    platform: int | None = None


class PlatformDay(msgspec.Struct, frozen=True):
    """The day on which a platform's boards enter the panel, or from which on they are no longer in it."""

    platform: int
    day: int


class ParserChange(msgspec.Struct, frozen=True, kw_only=True):
    """From `day` on, a share of what was classified as one role (by number) is classified as another."""

    day: int
    from_role: int
    to_role: int
    share: float = 0.2


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """Who watches the market, and how well."""

    panel_share: float = 1.0
    """The share of boards that are ever watched."""
    late_share: float = 0.0
    """The share of the watched boards that enter on a day of the middle eight tenths of the time."""
    leave_share: float = 0.0
    """The share of the watched boards that leave on a day of the middle eight tenths (after they entered)."""
    visit_every: int = 1
    """Days from one visit to the next; each board has its own day where that is more than one."""
    outages_per_year: float = 0.0
    """How often, in a year, a board cannot be read."""
    outage_days: tuple[int, int] = (1, 20)
    partial_share: float = 0.0
    """The share of visits that bring a part of the board only; such a day is not valid and closes nothing."""
    platforms: int = 3
    failures: tuple[Failure, ...] = ()
    entries: tuple[PlatformDay, ...] = ()
    exits: tuple[PlatformDay, ...] = ()
    parser_changes: tuple[ParserChange, ...] = ()
    longest_fill: int = 7
    """Gaps of at most so many days are bridged with the last observation in `Stock`; spells never are."""


class Truths(msgspec.Struct, frozen=True, kw_only=True):
    """Every parameter of a simulated market. Equal truths and equal seeds make equal markets."""

    roles: tuple[Role, ...] = (Role(name="a"), Role(name="b"), Role(name="c"))
    weeks: int = 26
    employers: int = 60
    openings_per_week: float = 2.0
    """New vacancies of an average employer in a week, all roles together, at the demand of day 0."""
    size_law: Literal["lognormal", "pareto"] = "lognormal"
    size_spread: float = 1.0
    """For the lognormal law the standard deviation of the log size; for Pareto's 1 / (its exponent), below 1."""
    role_concentration: float = 0.0
    """Employers' role shares are Dirichlet with this total; 0: all employers have the field's shares."""
    growth_spread: float = 0.0
    """The standard deviation of employers' own yearly log growth; their mean demand follows the role's curve."""
    noise: float = 0.0
    """The coefficient of variation of an employer's demand from week to week (gamma)."""
    noise_weeks: int = 1
    """How many weeks each such draw lasts; with more than one, a hiring drive, which begins in any week."""
    batch_mean: float = 1.0
    """Vacancies opened at once (geometric), same employer, role and day."""
    weekday: tuple[float, float, float, float, float, float, float] = (1.1, 1.3, 1.3, 1.2, 1.0, 0.05, 0.05)
    """The demand of Monday to Sunday; scaled to a mean of 1."""
    evergreen: Lifetime = Weibull(median_days=400.0, shape=1.0)
    reopen_share: float = 0.0
    """The share of vacancies (not evergreen) that come back once after closing, under the same id."""
    repost_share: float = 0.0
    """The share of vacancies (not evergreen) that come back once after closing, under a new id."""
    repeat_gap_days: tuple[int, int] = (1, 21)
    """The least and the most days, all equally likely, from a closing to the reopening or repost."""
    pay_between: float = 0.15
    """The standard deviation of employers' part in log pay."""
    pay_within: float = 0.2
    """The standard deviation of log pay within an employer and role."""
    range_halfwidth: tuple[float, float] = (0.05, 0.25)
    """The least and most half width of a pay range, as a share of its middle."""
    point_share: float = 0.1
    """The share of vacancies that name one figure rather than a range."""
    disclosure: Disclosure = Disclosure()
    skills: tuple[Skill, ...] = ()
    skill_change_day: int = 0
    collection: Collection = Collection()

    def __post_init__(self) -> None:
        wrong = {
            "roles: at least one, with positive shares": not self.roles or min(role.share for role in self.roles) <= 0,
            "season: from 0 to 1": any(not 0 <= role.season <= 1 for role in self.roles),
            "employers: at least 2": self.employers < 2,
            "weeks: enough to outlast the gap of a reopening": self.days <= self.repeat_gap_days[1],
            "repeat_gap_days: at least 1, the least first": not 1 <= self.repeat_gap_days[0] <= self.repeat_gap_days[1],
            "reopen_share + repost_share: at most 1": self.repeat_share > 1,
            "size_spread: below 1 for Pareto's law": self.size_law == "pareto" and not 0 < self.size_spread < 1,
            "noise_weeks: at least 1": self.noise_weeks < 1,
            "batch_mean: at least 1": self.batch_mean < 1,
            "pay_within: above 0": self.pay_within <= 0,
            "disclosure share: between 0 and 1": not 0 < self.disclosure.share < 1,
            "skills: a share between 0 and 1 for each role, early and late": any(
                len(shares) != len(self.roles) or not 0 < min(shares) <= max(shares) < 1
                for skill in self.skills
                for shares in (skill.shares, skill.later_shares)
            ),
        }
        if broken := [rule for rule, is_broken in wrong.items() if is_broken]:
            raise ValueError(f"no such market can be drawn: {'; '.join(broken)}")

    @property
    def days(self) -> int:
        """The number of days watched."""
        return self.weeks * WEEK

    @property
    def repeat_share(self) -> float:
        """The share of vacancies that come back, in either way."""
        return self.reopen_share + self.repost_share

    @property
    def pay_spread(self) -> float:
        """The standard deviation of a role's log pay."""
        return float(np.hypot(self.pay_between, self.pay_within))


def skills(nulls: int, changed: int, change: float, *, roles: int, by_employer: float = 0.0) -> tuple[Skill, ...]:
    """Skills of shares from 0.03 to 0.5: first those that keep them, then those that rise and fall by `change`.

    Every other changed skill falls; a share never leaves 0.005 to 0.995.
    """
    base = np.concatenate([np.geomspace(0.03, 0.5, max(n, 1))[:n] for n in (nulls, changed)])
    moves = np.concatenate([np.zeros(nulls), change * np.where(np.arange(changed) % 2, -1.0, 1.0)])
    later = np.clip(base + moves, 0.005, 0.995)
    return tuple(
        Skill(
            name=f"{'kept' if n < nulls else 'changed'}{n:03}",
            shares=(float(base[n]),) * roles,
            later_shares=(float(later[n]),) * roles,
            by_employer=by_employer,
        )
        for n in range(nulls + changed)
    )
