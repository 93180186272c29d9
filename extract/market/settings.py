"""What a simulated market is like: demand, lifetimes, pay, skills, and what befalls those who watch. Plain data.

Days are whole numbers counted from the first day of the market, day 0. A change "by the end" is reached on its last
day; one "a year" grows with the length of the market.
"""

from typing import Literal

import msgspec

from extract.market.lifetimes import Lifetime

YEAR = 365.25
WEEK = 7
LISTED = 66
"""Employers in `employers.csv`; further ones are invented."""
ODD_SHARE, HEAD_SHARE = 0.03, 0.02
"""Of all adverts, those whose title no lexicon knows, and those for the head of a field."""
TEXT_SHARE = 0.15
"""Of all adverts, those that state their pay in the text alone, where no `DisclosureRule` says otherwise."""


class Step(msgspec.Struct, frozen=True):
    """A lasting change of demand: from `day` on, its logarithm is greater by `change`."""

    day: int
    change: float


class RoleCurve(msgspec.Struct, frozen=True, kw_only=True):
    """What is other about a role than `roles.csv` says; None leaves it as it is there."""

    role_id: str
    share: float | None = None
    """Its weight among the roles of its field."""
    trend: float | None = None
    """The growth of demand in a year, as a logarithm, from day 0 on."""
    steps: tuple[Step, ...] = ()
    season: float | None = None
    """The amplitude of the yearly cosine, from 0 to 1; None: the market's."""
    season_peak: float | None = None
    """The day on which that is at its top."""
    lifetime: Lifetime | None = None
    pay_median: float | None = None
    """The middle of a year's pay in US dollars, in the United States, at the role's plain level."""
    pay_growth: float | None = None
    """The growth of pay in a year, as a logarithm, by the day of opening."""


class SkillCurve(msgspec.Struct, frozen=True, kw_only=True):
    """The share of a role's adverts, opened at the start and at the end, that ask for a skill; in place of the file's.

    It moves evenly over the whole time, or at once on `MarketSettings.skill_change_day`.
    """

    role_id: str
    name: str
    share: float
    later_share: float


class DisclosureRule(msgspec.Struct, frozen=True, kw_only=True):
    """Which adverts state their pay: at random, as their employer does, and the better paid rather than the others.

    One states it where a standard normal draw is below a + by_employer * e + by_pay * z, with e its employer's own
    standard normal draw and z the normal score of its pay in its role and country; a is such that `share` is the
    expected share. A `text_share` of them state it in the text alone.
    """

    share: float = 0.5
    by_employer: float = 0.0
    by_pay: float = 0.0
    text_share: float = 0.3


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """No answers from `first_day` to `last_day` (inclusive) of a platform's boards, or of all boards."""

    first_day: int
    last_day: int
    platform: str | None = None


class PlatformDay(msgspec.Struct, frozen=True):
    """The day on which a platform's boards open, or from which on there are none."""

    platform: str
    day: int


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """What befalls the boards beyond the single faults. A board that has not opened, or has left, answers 404."""

    late_share: float = 0.0
    """The share of boards that open on a day of the middle eight tenths of the time."""
    leave_share: float = 0.0
    """The share of boards that leave for good on a day of the middle eight tenths (after they opened)."""
    outages_per_year: float = 0.0
    """How often, in a year, a board cannot be read (HTTP 503) ..."""
    outage_days: tuple[int, int] = (1, 20)
    """... and for how many days, at least and at most."""
    partial_share: float = 0.0
    """The share of days on which a Greenhouse board sends two thirds of what it counts."""
    failures: tuple[Failure, ...] = ()
    entries: tuple[PlatformDay, ...] = ()
    exits: tuple[PlatformDay, ...] = ()


class MarketSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Every parameter of a simulated market. Equal settings, seeds and last days make equal markets."""

    weeks: int = 26
    daily_weeks: int = 6
    """The weeks at the end in which every day is a visit; before them one day a week is."""
    employers: int = LISTED
    size_law: Literal["listed", "lognormal", "pareto"] = "listed"
    """How many adverts employers keep open: as `employers.csv` says (invented ones: lognormal), or all by one law."""
    size_spread: float = 1.0
    """For the lognormal law the standard deviation of the log size; for Pareto's 1 / (its exponent), below 1."""
    size_mean: float = 9.0
    """The mean of the law; sizes are rounded, and at least 1."""
    fields: dict[str, float] = msgspec.field(default_factory=dict)
    """How many times the weight of `employers.csv` a field has at each employer; one not named has that of the file."""
    roles: tuple[RoleCurve, ...] = ()
    season: float = 0.0
    season_peak: float = 60.0
    weekday: tuple[float, float, float, float, float, float, float] = (1.0, 1.2, 1.2, 1.1, 0.9, 0.05, 0.0)
    """The demand of Monday to Sunday; scaled to a mean of 1."""
    standing_evergreen_share: float = 0.04
    """The share of what is open on day 0 that is never closed."""
    reopen_share: float = 0.05
    """The share of adverts that come back once after closing, under the same id."""
    repost_share: float = 0.0
    """The share of adverts that come back once after closing, under a new id."""
    repeat_gap_days: tuple[int, int] = (9, 30)
    """The least and the most days, all equally likely, from a closing to the reopening or repost."""
    repeat_scale: float = 0.5
    """How long the second time is against the first."""
    pay_between: float | None = None
    """The standard deviation of employers' part in log pay; None: the pay levels of `employers.csv`."""
    pay_within: float = 0.08
    """The standard deviation of log pay within an employer, role and level."""
    range_halfwidth: tuple[float, float] = (0.06, 0.17)
    """The least and most half width of a pay range, as a share of its middle."""
    point_share: float = 0.0
    """The share of adverts that name one figure rather than a range."""
    disclosure: DisclosureRule | None = None
    """None: as the employers do (`employers.csv`), whatever the pay."""
    skills: tuple[SkillCurve, ...] = ()
    skill_change_day: int | None = None
    """The day on which all skills of `skills` change at once; None: evenly from the first day to the last."""
    collection: Collection = Collection()
    faults: float = 1.0
    """How many single faults there are, against a common half year."""
    shocks: bool = True
    """Whether, in the last weeks, one employer stops hiring and another closes two thirds of its adverts."""

    def __post_init__(self) -> None:
        wrong = {
            "weeks: 4 to 520, of which daily_weeks are some": not 4 <= self.weeks <= 520
            or not 0 <= self.daily_weeks <= self.weeks,
            "employers: 1 or more": self.employers < 1,
            "size_spread: above 0, below 1 for Pareto's law": self.size_spread <= 0
            or (self.size_law == "pareto" and self.size_spread >= 1),
            "fields: above 0": not all(factor > 0 for factor in self.fields.values()),
            "season: from 0 to 1": not all(0 <= s <= 1 for s in (self.season, *(r.season or 0 for r in self.roles))),
            "weekday: no value below 0, one above": min(self.weekday) < 0 or max(self.weekday) <= 0,
            "reopen_share + repost_share: at most 1": self.reopen_share + self.repost_share > 1,
            "repeat_gap_days: at least 1, the least first": not 1 <= self.repeat_gap_days[0] <= self.repeat_gap_days[1],
            "pay_within: above 0": self.pay_within <= 0,
            "range_halfwidth: from 0 to below 1": not 0 <= self.range_halfwidth[0] <= self.range_halfwidth[1] < 1,
            "disclosure share: between 0 and 1": self.disclosure is not None and not 0 < self.disclosure.share < 1,
            "skills: shares from 0 to 1": not all(0 <= s <= 1 for c in self.skills for s in (c.share, c.later_share)),
        }
        if broken := [rule for rule, is_broken in wrong.items() if is_broken]:
            raise ValueError(f"no such market can be drawn: {'; '.join(broken)}")

    @property
    def days(self) -> int:
        """The number of days."""
        return self.weeks * WEEK
