"""Should I take this interview? What an offer may be worth, how likely one is and what the hours cost, term by term."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import duckdb
import msgspec
import numpy as np
import polars as pl

from warehouse.answers import advert as adverts
from warehouse.answers import matching, wishes
from warehouse.answers.advert import Advert
from warehouse.answers.interview_log import Interview, offer_belief, weights
from warehouse.answers.offer_rates import OfferRate, of_interviews
from warehouse.answers.person import INTERVIEW_HOURS, NoAnswerYet, Person
from warehouse.answers.posting import Fact
from warehouse.answers.posting import posting as posting_answer
from warehouse.answers.watched import Watched, watched
from warehouse.measures import option_value
from warehouse.measures.estimate import Floor
from warehouse.measures.offers import Belief
from warehouse.measures.option_value import Pay, Worth
from warehouse.measures.preferences import ATTRIBUTES
from warehouse.store import sql

WORK_HOURS = 2080.0
"""Hours of work a year that a pay is spread over where an hour's worth is not said: 52 weeks of 40."""
PEERS = Floor(n=10, employers=5, unit="adverts like it that state pay")
OWN_HOURS = 3
"""From so many interviews on whose hours were counted, their mean stands in for the profile's hours."""


class Assumptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the person may set otherwise; None is the default that the answer names."""

    chance: float | None = None
    """Of an offer, from 0 to 1; else from published rates and the log."""
    hours: float | None = None
    """That the interview costs; else the mean of the log's, else the profile's."""
    years: float = 1.0
    """For which the better pay counts."""
    hour_worth: float | None = None
    """What an hour is worth to the person; else an hour's pay."""
    floor: float | None = None
    """The pay a year from which the person would move; else their own."""


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """A figure and the ends of the range that it likely lies in."""

    about: float
    low: float
    high: float


class PayLike(msgspec.Struct, frozen=True, kw_only=True):
    """What the job may pay a year, in the person's currency: as the advert states, or as its peers state theirs."""

    basis: Literal["stated", "peers"]
    low: float
    high: float
    """Of the range, or of the middle 80 % of the peers'."""
    n: int
    """Adverts that it rests on."""
    employers: int
    is_same_level: bool
    is_same_country: bool
    """Whether the peers are of the advert's own level, and in its country."""
    better_share: float
    """The share of it that is above the floor, from 0 to 1."""
    gain: float
    """The expected gain a year of an offer, taken only where it is better."""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked about in `n` interviews of the log."""

    topic: str
    n: int


class InterviewWorth(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: each term, and what they come to; None where it cannot be said, with the reason among `refusals`."""

    watched: Watched
    advert: Advert
    age_days: int | None
    is_evergreen: bool | None
    is_stale: bool | None
    currency: str | None
    floor: float | None
    offer: OfferRate
    is_chance_set: bool
    pay: PayLike | None
    hours: float
    hours_basis: Literal["set", "log", "profile", "assumed"]
    years: float
    hour_worth: float | None
    a_year: Range | None
    """The expected gain in pay a year."""
    an_hour: Range | None
    """The same, over all years, an hour of the interview."""
    an_hour_in_all: Range | None
    """The same with all that the person weighs turned into pay."""
    break_even: float | None
    """The chance of an offer from which an hour of it comes to `hour_worth`, by pay alone; may be above 1."""
    rather: Range
    """The chance that the person would rather have this job than their present one."""
    compared: tuple[str, ...]
    not_compared: tuple[str, ...]
    """Attributes that are not known of both jobs."""
    questions: tuple[Fact, ...]
    """Facts that the advert leaves vague or open and the interview could settle, the most worth asking first."""
    facts: int
    """All facts that were looked for; 0 where the advert's text is not known."""
    topics: tuple[Topic, ...]
    refusals: tuple[str, ...]


def interview(
    connection: duckdb.DuckDBPyConnection,
    person: Person,
    posting: str,
    log: Sequence[Interview] = (),
    assumed: Assumptions | None = None,
) -> InterviewWorth:
    """What an interview for `posting` (its id or address) may be worth to the person.

    Raises NoAnswerYet for a posting that was never seen.
    """
    assumed = assumed or Assumptions()
    advert = adverts.find(connection, person, posting)
    told = _told(connection, person, advert)
    like = _stated(person, advert) or _peers(connection, person, advert)
    return _Terms(person, advert, log, assumed, like).answer(watched(connection), told)


def _of_its_role(person: Person, advert: Advert) -> Person:
    """The person as one of the advert's role, so that what matches are its peers."""
    if advert.role_id is None or advert.role_id in person.roles:
        return person
    return msgspec.structs.replace(person, role_id=advert.role_id, other_roles=())


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the advert as an advert; nothing where its text is not known."""

    facts: int = 0
    questions: tuple[Fact, ...] = ()
    age_days: int | None = None
    is_evergreen: bool | None = None
    is_stale: bool | None = None


def _told(connection: duckdb.DuckDBPyConnection, person: Person, advert: Advert) -> _Told:
    try:
        found = posting_answer(connection, person, advert.posting_id)
    except NoAnswerYet:
        return _Told()
    return _Told(
        facts=len(found.facts), questions=found.questions, age_days=found.advert.age_days,
        is_evergreen=found.advert.evergreen_reason is not None, is_stale=found.advert.is_stale,
    )  # fmt: skip


class _Like(msgspec.Struct, frozen=True):
    """What the job may pay, in which currency, and whose word that is; else why it cannot be told."""

    currency: str | None
    pay: Pay | None = None
    basis: Literal["stated", "peers"] = "stated"
    n: int = 1
    employers: int = 1
    is_same_level: bool = True
    is_same_country: bool = True
    refusal: str | None = None


def _stated(person: Person, advert: Advert) -> _Like | None:
    """The range that the advert states, in the person's currency if they name one; None where it states none that can
    be compared.
    """
    currency = person.pay_currency or advert.pay_currency
    low, high, rate = advert.pay_low, advert.pay_high, 1.0 if currency == advert.pay_currency else advert.pay_rate
    if low is None or high is None or rate is None:
        return None
    return _Like(currency, option_value.of_range(low * rate, high * rate))


def _peers(connection: duckdb.DuckDBPyConnection, person: Person, advert: Advert) -> _Like:
    """What the advert's peers state, in the person's currency."""
    currency = matching.select(connection, _of_its_role(person, advert)).pay_currency
    values = {"posting_id": advert.posting_id, "seniority": advert.seniority, "country_code": advert.country_code}
    peers = connection.execute(sql("queries/interview/peers"), values).pl()
    for is_level, is_country in NEARNESS:
        near = peers.filter(pl.col("is_same_level") | (not is_level), pl.col("is_same_country") | (not is_country))
        employers, employer = np.unique(near["employer_key"].to_numpy().astype(str), return_inverse=True)
        if not PEERS.refusal(near.height, len(employers)):
            pay = option_value.of_peers(near["pay_low"].to_numpy(), near["pay_high"].to_numpy(), employer)
            return _Like(currency, pay, "peers", near.height, len(employers), is_level, is_country)
    reason = PEERS.refusal(peers.height, peers["employer_key"].n_unique())
    said = f"The advert states no range of pay that can be compared, and what it may pay cannot be told: {reason}"
    return _Like(currency, refusal=said)


NEARNESS = ((True, True), (False, True), (True, False), (False, False))
"""Which peers are taken: of the advert's level and country if there are enough, else of its country, its level, any."""


class _Terms:
    """The terms of one answer, from which it is put together."""

    def __init__(
        self, person: Person, advert: Advert, log: Sequence[Interview], assumed: Assumptions, like: _Like
    ) -> None:
        self.person, self.advert, self.log, self.assumed, self.like = person, advert, log, assumed, like
        self.learnt = weights(person, log)
        theirs = wishes.features(advert.row(person), person)[0]
        self.difference = theirs - wishes.present(person)
        self.floor = assumed.floor if assumed.floor is not None else person.pay_annual

    def answer(self, at: Watched, told: _Told) -> InterviewWorth:
        """All of it."""
        hours, basis = self.hours()
        a_year, in_all = self.worth()
        times = self.assumed.years / hours
        refusals = [self.like.refusal] if self.like.refusal else []
        if self.floor is None:
            refusals.append("Your profile has no pay to compare with; `jobgauge init` asks for it, --floor sets one.")
        return InterviewWorth(
            watched=at, advert=self.advert, age_days=told.age_days, is_evergreen=told.is_evergreen,
            is_stale=told.is_stale, currency=self.like.currency, floor=self.floor, offer=self.offer(),
            is_chance_set=self.assumed.chance is not None, pay=self.pay(), hours=hours, hours_basis=basis,
            years=self.assumed.years, hour_worth=self.hour_worth(), a_year=_range(a_year),
            an_hour=_range(a_year, times), an_hour_in_all=_range(in_all, times),
            break_even=self.break_even(hours), rather=self.rather(), compared=self.names(is_known=True),
            not_compared=self.names(is_known=False), questions=told.questions, facts=told.facts,
            topics=topics(self.log), refusals=tuple(refusals),
        )  # fmt: skip

    def belief(self) -> Belief:
        """Of the chance of an offer; one that the person sets is as good as known."""
        if self.assumed.chance is None:
            return offer_belief(self.log)
        chance = min(max(self.assumed.chance, 1e-9), 1 - 1e-9)
        return Belief(1e9 * chance, 1e9 * (1 - chance))

    def offer(self) -> OfferRate:
        """The chance of an offer and what it rests on."""
        found, chance = of_interviews(self.log), self.assumed.chance
        return found if chance is None else msgspec.structs.replace(found, chance=chance, low=chance, high=chance)

    def hours(self) -> tuple[float, Literal["set", "log", "profile", "assumed"]]:
        """What the interview costs, and whose word that is."""
        counted = [entry.hours for entry in self.log if entry.hours]
        if self.assumed.hours is not None:
            return self.assumed.hours, "set"
        if len(counted) >= OWN_HOURS:
            return sum(counted) / len(counted), "log"
        if self.person.interview_hours is not None:
            return self.person.interview_hours, "profile"
        return INTERVIEW_HOURS, "assumed"

    def hour_worth(self) -> float | None:
        """What an hour is worth to the person; None where neither it nor their pay is known."""
        if self.assumed.hour_worth is not None:
            return self.assumed.hour_worth
        return None if self.person.pay_annual is None else self.person.pay_annual / WORK_HOURS

    def pay(self) -> PayLike | None:
        """What the job may pay, against the floor; None where either is not known."""
        like, pay = self.like, self.like.pay
        if pay is None or self.floor is None:
            return None
        return PayLike(
            basis=like.basis, low=pay.low, high=pay.high, n=like.n, employers=like.employers,
            is_same_level=like.is_same_level, is_same_country=like.is_same_country,
            better_share=option_value.better(pay, self.floor), gain=float(option_value.gain(pay, self.floor)[0]),
        )  # fmt: skip

    def worth(self) -> tuple[Worth | None, Worth | None]:
        """The expected gain a year by pay alone, and with all that is weighed; None where pay is not known."""
        belief, pay = self.belief(), self.like.pay
        if pay is None or self.floor is None:
            return None, None
        factor = option_value.pay_factor(self.difference, self.learnt, wishes.PAY_REACH)
        return option_value.worth(belief, pay, self.floor), option_value.worth_in_all(belief, pay, self.floor, factor)

    def break_even(self, hours: float) -> float | None:
        """The chance of an offer from which the hours come to what they are worth; None where no offer is better."""
        pay, hour = self.pay(), self.hour_worth()
        return None if pay is None or hour is None or not pay.gain else hours * hour / (pay.gain * self.assumed.years)

    def rather(self) -> Range:
        """The chance that the person would rather have this job than their present one."""
        found = option_value.rather(self.difference, self.learnt)
        return Range(**found._asdict())

    def names(self, *, is_known: bool) -> tuple[str, ...]:
        """The attributes that are, or are not, known of both jobs."""
        known = ~np.isnan(self.difference)
        return tuple(name for name, one in zip(ATTRIBUTES, known, strict=True) if one == is_known)


def topics(log: Sequence[Interview]) -> tuple[Topic, ...]:
    """What the interviews of the log asked about, the most frequent first, at most ten; case is no difference."""
    spelled: dict[str, str] = {}
    for entry in log:
        for topic in entry.topics:
            spelled.setdefault(topic.casefold(), topic)
    asked = Counter(topic for entry in log for topic in {topic.casefold() for topic in entry.topics})
    found = sorted(asked.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Topic(topic=spelled[topic], n=n) for topic, n in found[:10])


def _range(found: Worth | None, times: float = 1.0) -> Range | None:
    return None if found is None else Range(**found.times(times)._asdict())
