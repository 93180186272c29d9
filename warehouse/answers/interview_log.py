"""The log of the person's interviews: an entry's fields, and what entries say of wishes, of chances and of adverts."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from warehouse.answers.person import Person
from warehouse.measures import preferences
from warehouse.measures.offers import Belief
from warehouse.measures.preferences import ATTRIBUTES, Posterior

Floats = NDArray[np.float64]
Outcome = Literal["pending", "withdrew", "rejected", "offer"]
OUTCOMES: tuple[Outcome, ...] = ("pending", "withdrew", "rejected", "offer")
PRESENT = "my present job"
OFFER_PER_INTERVIEW = Belief(2.0, 6.0)
"""1 in 4, four fifths of the belief between about 8 and 45 in 100: an assumption about one person. It lies between the
published averages; people differ more than averages do, so it weighs no more than eight interviews of one's own."""


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Facts of a job, as an advert states them or an interview tells them; None is not said."""

    pay_low: float | None = None
    """Base pay a year before tax."""
    pay_high: float | None = None
    pay_currency: str | None = None
    workplace: Literal["remote", "hybrid", "on_site"] | None = None
    home_days: float | None = None
    """Days a week that may be worked at home, of five."""
    hours_week: float | None = None
    team_size: int | None = None


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of two jobs the person would rather have: "this", the entry's own, or the other."""

    chosen: Literal["this", "other"]
    other: str
    """The other job in words."""
    features: dict[str, float] = {}
    """What the other has of what is weighed, 0 worst to 1 best."""


class Application(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="kind",
    tag="application",
):  # fmt: skip
    """One application of the log."""

    day: dt.date
    employer: str
    title: str = ""
    posting_id: str | None = None
    outcome: Outcome = "pending"
    """As the person notes it; that of an interview it led to counts too, see `fates`."""
    note: str = ""


class Interview(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One interview of the log."""

    day: dt.date
    employer: str
    title: str
    posting_id: str | None = None
    advertised: Facts = Facts()
    told: Facts = Facts()
    topics: tuple[str, ...] = ()
    """What was asked about."""
    outcome: Outcome = "pending"
    hours: float | None = None
    """What it took, preparing and travelling included."""
    features: dict[str, float] = {}
    """What the job has of what is weighed, 0 worst to 1 best, as far as the advert or the interview tells."""
    choice: Choice | None = None
    note: str = ""


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """All that the person noted, the first noted first."""

    interviews: tuple[Interview, ...] = ()
    applications: tuple[Application, ...] = ()


def named(features: Floats) -> dict[str, float]:
    """The features that are known, by name, as the log keeps them."""
    return {name: round(float(value), 3) for name, value in zip(ATTRIBUTES, features, strict=True) if value == value}


def choices(log: Sequence[Interview]) -> Floats:
    """The choices of the log as `preferences.posterior` reads them: float (choices, 6), NaN unknown.

    Left out are those between jobs of which nothing is known that could be compared.
    """
    rows = [
        difference if entry.choice.chosen == "this" else -difference
        for entry in log
        if entry.choice is not None
        and not np.isnan(difference := compared(entry.features, entry.choice.features)).all()
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(ATTRIBUTES))


def compared(one: dict[str, float], other: dict[str, float]) -> Floats:
    """The features of one job less those of the other: float (6), NaN where either is not known."""
    return _features(one) - _features(other)


def _features(known: dict[str, float]) -> Floats:
    return np.array([known.get(name, np.nan) for name in ATTRIBUTES], dtype=np.float64)


def weights(person: Person, log: Sequence[Interview]) -> Posterior:
    """What the person weighs, after what they say and the choices of the log."""
    return preferences.posterior(choices(log), preferences.stated(person.weights))


def learnt(person: Person, log: Sequence[Interview]) -> dict[str, float] | None:
    """The weights after the choices of the log, by name; None where it has no choice that teaches."""
    if not len(choices(log)):
        return None
    found = weights(person, log)
    return dict(zip(found.names, found.mean.tolist(), strict=True))


def offer_belief(log: Sequence[Interview]) -> Belief:
    """What is believed of the chance of an offer from an interview, after the outcomes of the log.

    A withdrawal tells nothing of what the employer would have done, nor does an interview whose outcome is pending.
    """
    outcomes = [entry.outcome for entry in log]
    return OFFER_PER_INTERVIEW.learnt(outcomes.count("offer"), outcomes.count("rejected"))


SILENT_DAYS = 60
"""An application, or its interview, without an answer for longer than this led to no offer: an assumption. Most that
fail end so; without them the chance of an offer would come out too high."""
Fate = Literal["pending", "withdrew", "rejected", "offer", "silent"]


def fates(log: Log, as_of: dt.date) -> tuple[Fate, ...]:
    """What became of each application of the log by the day `as_of`, in the order of the log.

    What is noted of it counts, else the last interview that it led to.
    """
    led_to = _led_to(log)
    return tuple(_fate(one, led_to.get(number), as_of) for number, one in enumerate(log.applications))


def _fate(application: Application, interview: Interview | None, as_of: dt.date) -> Fate:
    if application.outcome != "pending":
        return application.outcome
    if interview is not None and interview.outcome != "pending":
        return interview.outcome
    heard = application.day if interview is None else interview.day
    return "silent" if (as_of - heard).days > SILENT_DAYS else "pending"


def _led_to(log: Log) -> dict[int, Interview]:
    """The last interview that each application led to, by the application's number.

    An interview came of one application: the latest for the job that is not after it, one for its very posting before
    one that only the names tell.
    """
    found: dict[int, Interview] = {}
    for entry in sorted(log.interviews, key=lambda one: one.day):
        matching = [(one.posting_id is not None and one.posting_id == entry.posting_id, one.day, number)
                    for number, one in enumerate(log.applications) if _is_same_job(one, entry)]  # fmt: skip
        if matching:
            found[max(matching)[-1]] = entry
    return found


def _is_same_job(application: Application, entry: Interview) -> bool:
    if entry.day < application.day:
        return False
    if application.posting_id and entry.posting_id:
        return application.posting_id == entry.posting_id
    is_titled = not application.title or application.title.casefold() == entry.title.casefold()
    return is_titled and application.employer.casefold() == entry.employer.casefold()


def decided(log: Log, as_of: dt.date) -> tuple[int, int]:
    """How many applications of the log led to an offer by the day `as_of`, and how many to none.

    One that was withdrawn tells nothing of what the employer would have done, nor does one that is pending.
    """
    found = fates(log, as_of)
    return found.count("offer"), found.count("rejected") + found.count("silent")


# -- told against advertised --

Fact = Literal["pay", "workplace", "hours_week", "team_size"]
Verdict = Literal["below", "within", "above", "as_advertised", "otherwise", "not_advertised", "other_currency"]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that an interview told, against what the advert had said of it."""

    day: dt.date
    employer: str
    title: str
    fact: Fact
    advertised: Facts
    told: Facts
    verdict: Verdict


def differences(log: Sequence[Interview]) -> tuple[Difference, ...]:
    """Every fact that an interview told, in the order of the log."""
    return tuple(
        Difference(
            day=entry.day, employer=entry.employer, title=entry.title, fact=fact, advertised=entry.advertised,
            told=entry.told, verdict=verdict,
        )
        for entry in log
        for fact, verdict in _verdicts(entry).items()
    )  # fmt: skip


def _verdicts(entry: Interview) -> dict[Fact, Verdict]:
    told = entry.told
    found: dict[Fact, Verdict] = {}
    if middle(told) is not None:
        found["pay"] = _pay_verdict(entry.advertised, told)
    if workplace(told) is not None:
        found["workplace"] = _same(entry.advertised.workplace, workplace(told))
    if told.hours_week is not None:
        found["hours_week"] = _same(entry.advertised.hours_week, told.hours_week)
    if told.team_size is not None:
        found["team_size"] = _same(entry.advertised.team_size, told.team_size)
    return found


def middle(facts: Facts) -> float | None:
    """The middle of the pay, or its one end; None where none is said."""
    ends = [end for end in (facts.pay_low, facts.pay_high) if end is not None]
    return sum(ends) / len(ends) if ends else None


def workplace(facts: Facts) -> str | None:
    """Where the work is done: remote with five days at home, on site with none, hybrid between."""
    if facts.home_days is None:
        return facts.workplace
    return "remote" if facts.home_days >= 5 else "hybrid" if facts.home_days > 0 else "on_site"


def _pay_verdict(advertised: Facts, told: Facts) -> Verdict:
    pay = middle(told)
    if pay is None or middle(advertised) is None:
        return "not_advertised"
    if told.pay_currency != advertised.pay_currency:
        return "other_currency"
    if advertised.pay_low is not None and pay < advertised.pay_low:
        return "below"
    return "above" if advertised.pay_high is not None and pay > advertised.pay_high else "within"


def _same(advertised: object, told: object) -> Verdict:
    return "not_advertised" if advertised is None else "as_advertised" if advertised == told else "otherwise"
