"""How often an interview or an application leads to an offer: published figures, moved by the person's own log."""

from collections.abc import Sequence

import msgspec

from warehouse.answers.base_rates import BaseRate, base_rates
from warehouse.answers.interview_log import OFFER_PER_INTERVIEW, Interview, offer_belief
from warehouse.answers.person import Person
from warehouse.measures.offers import OFFER_PER_APPLICATION, Belief


class OfferRate(msgspec.Struct, frozen=True, kw_only=True):
    """The chance of an offer from one interview or application, from published rates and the person's own outcomes."""

    offers: int
    decided: int
    """Those that ended with an offer or without one."""
    chance: float
    low: float
    high: float
    """The ends of the middle 80 % of the belief."""
    assumed: float
    """What was believed before any outcome."""
    published: tuple[BaseRate, ...]


def of_interviews(log: Sequence[Interview]) -> OfferRate:
    """The chance of an offer from one interview, and what it rests on."""
    outcomes = [entry.outcome for entry in log]
    decided = outcomes.count("offer") + outcomes.count("rejected")
    assumed = OFFER_PER_INTERVIEW.mean
    return _rate(offer_belief(log), outcomes.count("offer"), decided, assumed, "offer_per_interview")


def of_applications(person: Person) -> OfferRate:
    """The chance of an offer from one application, and what it rests on."""
    decided = person.application_offers + person.application_refusals
    assumed = OFFER_PER_APPLICATION.mean
    belief = application_belief(person)
    return _rate(belief, person.application_offers, decided, assumed, "hire_per_application")


def application_belief(person: Person) -> Belief:
    """What is believed of the chance of an offer from one application, after those of the person's log."""
    return OFFER_PER_APPLICATION.learnt(person.application_offers, person.application_refusals)


def as_set(rate: OfferRate, belief: Belief) -> OfferRate:
    """The same rate with the belief that the person sets."""
    low, high = belief.middle()
    return msgspec.structs.replace(rate, chance=belief.mean, low=low, high=high)


def _rate(belief: Belief, offers: int, decided: int, assumed: float, rate_id: str) -> OfferRate:
    low, high = belief.middle()
    return OfferRate(
        offers=offers, decided=decided, chance=belief.mean, low=low, high=high, assumed=assumed,
        published=base_rates(rate_id),
    )  # fmt: skip
