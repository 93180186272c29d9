"""Should I take this offer? Where it stands among comparable adverts, and three chances of something better, apart."""

import datetime as dt
from typing import Any

import duckdb
import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.answers import matching
from warehouse.answers.base_rates import BaseRate, base_rates
from warehouse.answers.offer_rates import OfferRate, application_belief, as_set, of_applications
from warehouse.answers.paid import CURRENCY, Paid
from warehouse.answers.paid import paid as paid_to_workers
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.answers.watched import role_titles, rows
from warehouse.measures import offers, reservation
from warehouse.measures.estimate import Estimate, Floor
from warehouse.measures.offers import Belief, Opportunity
from warehouse.measures.quantiles import standing
from warehouse.measures.reservation import Search
from warehouse.store import sql

Floats = NDArray[np.float64]

WIDE_PANEL = 0.8
"""The share of today's boards that a history must have; the longest such history is taken."""
WEEKS_A_YEAR = 52
STATED = Floor(n=30, unit="comparable adverts that state pay")
LISTED = 25
"""The most adverts that are named."""
MONTHS = 4
"""The span that the surveys ask about."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The offer and what is assumed; pay a year, in one currency."""

    base: float
    currency: str
    on_target: float | None = None
    """Base with what reaching every target brings."""
    weeks: int = 12
    """How far ahead the chances look."""
    applications: int = 10
    applied: float = 0.5
    """The share of the better-paid adverts that the person would apply to as they come."""
    per_application: Belief | None = None
    """Of an offer; None is what is published, moved by the applications of the person's log."""
    drift: float = offers.DRIFT
    offers_per_year: float | None = None
    """For the reservation pay; None works it out from adverts and the chance of an application."""
    switching_cost: float = 0.0
    years_in_job: float = 4.0
    interest: float = 0.05
    is_own: bool = False
    """Whether the offer is what the person earns now."""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """Where an amount stands among comparable adverts that state this kind of pay; shares from 0 to 1."""

    kind: str
    """base or on_target."""
    amount: float
    n: int
    """Vacancies that state it."""
    of: int
    """Comparable vacancies."""
    unique_employers: int
    """Of those that state it."""
    low: float | None = None
    """The share whose whole range lies below the amount."""
    high: float | None = None
    """The share whose range starts at or below it."""
    limits: tuple[float, float] | None = None
    """What chance allows around both, 95 %."""
    silent_low: float | None = None
    """As `low`, if every silent advert paid more."""
    silent_high: float | None = None
    """As `high`, if every silent advert paid less."""
    start_above: int
    """How many start above the amount even at their minimum."""
    reach_above: int
    """How many have a range that reaches above it."""
    start_above_employers: int
    refusal: str | None = None


class Chances(msgspec.Struct, frozen=True, kw_only=True):
    """The three chances, never merged."""

    opportunity: Opportunity
    """That adverts come up."""
    application: OfferRate
    """That one application leads to an offer, and what that rests on."""
    is_application_set: bool
    """Whether the person sets it."""
    attempt: Estimate
    """That so many applications lead to an offer."""
    attempt_as_it_comes: Opportunity
    """The same of applying to a share of what comes up."""
    surveyed: tuple[tuple[BaseRate, float], ...]
    """What surveys found, and the share that this is within the person's weeks."""


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """The reservation pay as the theory of search has it, and what it depends on."""

    search: Search | None = None
    rows: tuple[reservation.Row, ...] = ()
    on_the_job: float | None = None
    """The pay from which a change is worth its cost to somebody who looks on either way."""
    n: int
    """Comparable adverts that state pay, which it takes for what offers would pay."""
    refusal: str | None = None


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """The history that arrivals are counted in: whole weeks at the boards that were read in full before and of late."""

    weeks: int
    window_start: dt.date
    window_end: dt.date
    boards: int
    boards_watched: int
    employers: int
    employers_watched: int

    @property
    def coverage(self) -> float:
        """The share of today's boards that it has."""
        return self.boards / self.boards_watched


class PaidAdvert(msgspec.Struct, frozen=True, kw_only=True):
    """One comparable advert, its pay a year in the offer's currency."""

    posting_id: str
    employer: str
    title: str
    pay_low: float | None
    pay_high: float | None
    first_seen_on: dt.date
    url: str | None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer."""

    terms: Terms
    role_title: str
    panel: Panel
    inside: int
    """Open vacancies within the person's limits, of which the comparable ones are a part."""
    comparable: int
    level: str | None
    """The level that comparable means, where the person says theirs."""
    converted: int
    """Comparable adverts whose pay was stated in another currency."""
    base: Band
    on_target: Band | None
    above: tuple[PaidAdvert, ...]
    """Those that start above the offer even at their minimum, the best paid first, at most LISTED."""
    chances: Chances
    reservation: Reservation
    paid: Paid | None = None
    """What current workers of the occupation are paid, where the person added it and the offer is in its currency."""


def offer(connection: duckdb.DuckDBPyConnection, person: Person, terms: Terms) -> Offer:
    """What public adverts say of an offer, as of the last observed day.

    Comparable is what the person could take (`matching`) that is salaried and, where the person says their level, at
    that level or one beside it or silent on it. Raises NoAnswerYet where nothing of the role is open or collected.
    """
    try:
        found, adverts = comparable(connection, person, terms.currency)
        if adverts.is_empty():
            raise NoAnswerYet(_nothing(found))
        panel = _panel(connection)
        arrived = _arrived(connection, person, panel, terms.currency)
    finally:
        connection.execute(sql("queries/offer/forget"))
    return Offer(
        terms=terms, role_title=role_titles(connection, person)[person.role_id], panel=panel, inside=found["inside"],
        comparable=adverts.height, level=person.seniority, converted=int(adverts["is_pay_converted"].sum()),
        base=band("base", terms.base, adverts), on_target=on_target(terms, adverts),
        above=starting_above(adverts, terms.base),
        chances=_chances(arrived, panel, person, terms),
        reservation=_reservation(adverts, arrived, panel, person, terms),
        paid=paid_to_workers(connection, person.role_id) if terms.currency == CURRENCY else None,
    )  # fmt: skip


def own_pay(connection: duckdb.DuckDBPyConnection, person: Person) -> Offer:
    """The same of an offer that equals what the person earns now; raises NoAnswerYet where they do not say."""
    if person.pay_annual is None or person.pay_currency is None:
        raise NoAnswerYet("Your pay is not in your profile; `jobgauge offer AMOUNT CURRENCY` asks about any offer.")
    return offer(connection, person, Terms(base=person.pay_annual, currency=person.pay_currency, is_own=True))


def comparable(
    connection: duckdb.DuckDBPyConnection, person: Person, currency: str
) -> tuple[dict[str, int], pl.DataFrame]:
    """What the person's limits left, by the names of Matching, and the comparable open vacancies, one a row.

    Pay is a year's in `currency`. The TEMP tables stay; queries/offer/forget.sql drops them.
    """
    found = matching.paying(connection, person, currency)
    connection.execute(sql("queries/offer/comparable"), matching.rungs(person) | {"pay_currency": currency})
    return found, connection.sql("FROM comparable ORDER BY vacancy_id").pl()


def starting_above(adverts: pl.DataFrame, amount: float) -> tuple[PaidAdvert, ...]:
    """The adverts that pay more than the amount even at their minimum, the best paid first, at most LISTED."""
    return paid(adverts.filter(pl.col("pay_low") > amount))


def paid(adverts: pl.DataFrame) -> tuple[PaidAdvert, ...]:
    """The adverts, the best paid first and the silent last, at most LISTED."""
    found = adverts.sort("pay_low", "vacancy_id", descending=[True, False], nulls_last=True).head(LISTED)
    return tuple(PaidAdvert(**row) for row in found.select(PaidAdvert.__struct_fields__).to_dicts())


def _nothing(found: dict[str, int]) -> str:
    return (
        f"No salaried vacancy that is comparable is open at the boards we watch: of your roles {found['open']} are "
        f"open, {found['inside']} of them within your places and workplaces."
    )


# -- where it stands --


def on_target(terms: Terms, adverts: pl.DataFrame) -> Band | None:
    """Where the on-target pay stands; None where none is offered."""
    if terms.on_target is None:
        return None
    return band("on_target", terms.on_target, adverts, "ote_low", "ote_high")


def band(kind: str, amount: float, adverts: pl.DataFrame, low: str = "pay_low", high: str = "pay_high") -> Band:
    """Where an amount stands among comparable adverts; `low` and `high` are the columns of this kind of pay."""
    stated = adverts.filter(pl.col(low).is_not_null() | pl.col(high).is_not_null())
    minimum, maximum = (floats(stated[name]) for name in (low, high))
    employer = stated["employer_number"].to_numpy().astype(np.int64)
    above = np.nan_to_num(minimum, nan=0.0) > amount
    known: dict[str, Any] = {
        "kind": kind, "amount": amount, "n": stated.height, "of": adverts.height,
        "unique_employers": len(np.unique(employer)), "start_above": int(above.sum()),
        "reach_above": int((np.where(np.isnan(maximum), np.inf, maximum) > amount).sum()),
        "start_above_employers": len(np.unique(employer[above])),
    }  # fmt: skip
    found = standing(amount, minimum, maximum, employer)
    if isinstance(found, Estimate):
        return Band(**known, refusal=found.refusal)
    share = stated.height / adverts.height
    return Band(
        **known, low=found.low, high=found.high, limits=(found.limits.low, found.limits.high),
        silent_low=found.low * share, silent_high=found.high * share + 1 - share,
    )  # fmt: skip


def floats(column: pl.Series) -> Floats:
    """The column as numbers, NaN where it is unknown."""
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()


# -- the chances --


def _panel(connection: duckdb.DuckDBPyConnection) -> Panel:
    """The longest history that most of today's boards have; else the shortest that may be used, or what there is."""
    panels = [Panel(**row) for row in rows(connection, "offer/panels")]
    if not panels:
        raise NoAnswerYet("No board has answered in full of late. `jobgauge run` asks them.")
    wide = (one for one in panels if one.weeks >= offers.MIN_WEEKS and one.coverage >= WIDE_PANEL)
    usable = (one for one in reversed(panels) if one.weeks >= offers.MIN_WEEKS and one.boards)
    some = (one for one in panels if one.boards)
    return next(wide, None) or next(usable, None) or next(some, panels[-1])


def _arrived(connection: duckdb.DuckDBPyConnection, person: Person, panel: Panel, currency: str) -> offers.Arrived:
    matching.arrivals(connection, person, currency, panel.window_start)
    days = {"since": panel.window_start, "until": panel.window_end}
    found = connection.execute(sql("queries/offer/arrived"), days).pl()
    week, employer = (found[name].to_numpy().astype(np.int64) for name in ("week", "employer_number"))
    return offers.Arrived(week, employer, floats(found["pay_low"]), floats(found["pay_high"]))


def _belief(person: Person, terms: Terms) -> Belief:
    """What is believed of the chance of an offer from one application."""
    return application_belief(person) if terms.per_application is None else terms.per_application


def _chances(arrived: offers.Arrived, panel: Panel, person: Person, terms: Terms) -> Chances:
    belief, rate = _belief(person, terms), of_applications(person)
    asked = (arrived, panel.weeks, terms.base, terms.weeks)
    surveyed = base_rates("offer_in_four_months")
    return Chances(
        opportunity=offers.opportunity(*asked, drift=terms.drift),
        application=rate if terms.per_application is None else as_set(rate, belief),
        is_application_set=terms.per_application is not None,
        attempt=offers.of_applications(terms.applications, belief),
        attempt_as_it_comes=offers.opportunity(*asked, drift=terms.drift, used=terms.applied, belief=belief),
        surveyed=tuple((one, offers.within(one.high, MONTHS, terms.weeks)) for one in surveyed),
    )


# -- reservation pay --


def _reservation(
    adverts: pl.DataFrame, arrived: offers.Arrived, panel: Panel, person: Person, terms: Terms
) -> Reservation:
    stated = adverts.filter(pl.col("pay_low").is_not_null() | pl.col("pay_high").is_not_null())
    low, high = (floats(stated[name]) for name in ("pay_low", "pay_high"))
    low, high = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
    n = stated.height
    if person.pay_annual is None or person.pay_currency != terms.currency:
        reason = f"Your own pay in {terms.currency} is not in your profile; it is what you receive while waiting."
        return Reservation(n=n, refusal=reason)
    if few := STATED.refusal(n):
        return Reservation(n=n, refusal=few)
    found = offers.batches(arrived, panel.weeks, terms.base)
    per_year = terms.offers_per_year
    if per_year is None and (few := offers.too_little(found, panel.weeks)):
        return Reservation(n=n, refusal=f"How often offers come is not known: {few} --offers-per-year says it.")
    if per_year is None:
        per_year = found.n / panel.weeks * WEEKS_A_YEAR * terms.applied * _belief(person, terms).mean
    search = Search(
        meanwhile=person.pay_annual, offers=per_year, interest=terms.interest, years_in_job=terms.years_in_job,
        switching_cost=terms.switching_cost,
    )  # fmt: skip
    return Reservation(
        search=search, n=n, rows=reservation.sensitivity(low, (low + high) / 2, high, search),
        on_the_job=reservation.on_the_job(search.meanwhile, search.switching_cost, search.discount),
    )  # fmt: skip
