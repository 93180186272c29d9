"""How in demand is my role? Openings, employers, pay and mix for one role, each with its n, coverage and scope."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import msgspec
import numpy as np
import polars as pl

from warehouse import advertised_pay
from warehouse.answers.ahead import Ahead, ahead
from warehouse.answers.demand import DemandChange, demand_change
from warehouse.answers.dials import RoleGauge, role_gauge
from warehouse.answers.paid import Paid, paid
from warehouse.answers.person import NOTHING_YET, NoAnswerYet, Person, UnknownRole
from warehouse.answers.watched import role_titles, rows
from warehouse.gauges import kept
from warehouse.measures.advertised import Adverts
from warehouse.measures.estimate import Estimate
from warehouse.measures.quantiles import standing
from warehouse.measures.shares import clustered_share
from warehouse.store import sql

METHOD_VERSION = 4
"""The definitions' version, as each mart has its own; rows and answers of different versions do not compare."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What the figures speak of: printed beside the headline, and the reason to read no more into them."""

    role_id: str
    role_title: str
    role_family: str
    countries: tuple[str, ...]
    window_start: dt.date
    window_end: dt.date
    boards_watched: int
    boards_observed: int
    """Boards with a complete or empty answer on the last day."""
    boards_never_answered: int
    """Boards that were asked and have never given a complete or empty answer."""
    employers_watched: int
    """Employers of whose boards at least one has given a complete or empty answer."""
    platforms: tuple[str, ...]
    last_complete_at: dt.datetime | None
    is_simulated: bool
    panel_id: str
    method_version: int


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A count now and four weeks before, at the boards observed at both times, so that the list's growth moves nothing.

    Observed is: with a complete or empty answer on the day or in the seven days before it. `before` is None where no
    board was observed then; `now` counts the boards observed of late. New openings compare the last 28 days with the
    28 before, at the boards that were observed at the start of the earlier span as well. `everywhere` is now at all
    boards watched, compared or not.
    """

    everywhere: int
    now: int
    before: int | None
    boards: int


class Unseen(msgspec.Struct, frozen=True, kw_only=True):
    """Postings that have not closed, but were last seen more than seven days before the last day (core.is_up).

    Their boards are silent; whether they are still up nobody knows, so they are in no figure of what is open now. The
    weeks count them until they are known to have closed.
    """

    postings: int
    boards: int
    since: dt.date
    """When the last of them was seen, in UTC."""


class DemandWeek(msgspec.Struct, frozen=True, kw_only=True):
    """One week of the role's demand; `coverage` is the share of the watched boards observed in it."""

    week: dt.date
    active_postings: int
    panel_active_postings: int
    new_postings: int
    closed_postings: int
    unique_employers: int
    boards_observed: int
    coverage: float | None


class Pay(msgspec.Struct, frozen=True, kw_only=True):
    """Advertised annual pay in one currency, each vacancy once; a quantile is None below its smallest sample."""

    currency: str
    n: int
    unique_employers: int
    active_postings: int
    """The role's open vacancies but for internships, part-time and volunteer work, which are left out of pay."""
    disclosure: float
    """Share of those that state pay, in any currency."""
    p25: float | None
    p50: float | None
    p75: float | None
    min_p50: float | None
    max_p50: float | None
    mine: float | None
    """The person's own annual pay, where it is in this currency."""
    percentile_low: float | None
    """Share of vacancies whose whole range lies below the person's pay (n >= 30), from 0 to 1."""
    percentile_high: float | None
    """Share of vacancies whose range starts at or below the person's pay (n >= 30), from 0 to 1."""
    percentile_limits: tuple[float, float] | None = None
    """What chance allows around both."""
    percentile_refusal: str | None = None
    start_above_mine: int | None
    """Vacancies that start above the person's pay even at their minimum."""
    p10: float | None = None
    p90: float | None = None
    p50_low: float | None = None
    """The ends of the median's 95 % interval."""
    p50_high: float | None = None
    p25_low: float | None = None
    p25_high: float | None = None
    p75_low: float | None = None
    p75_high: float | None = None
    estimator: str | None = None
    """How the quantiles are made: harrell_davis or type_7."""
    effective_n: float | None = None
    """How many vacancies of equal weight would tell as much, no employer having above a tenth of the weight."""
    refusal: str | None = None
    """Why there is no median, in a sentence."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One value's part of the open postings, with a 95 % interval that allows for an employer's postings being alike;
    `value` None is unknown. There are no limits below five effective employers.
    """

    value: str | None
    n: int
    of: int
    share: float
    low: float | None
    high: float | None


class Employer(msgspec.Struct, frozen=True, kw_only=True):
    """One employer's openings for the role; `new` and `closed` count the last 28 days."""

    employer: str
    active_postings: int
    new_postings: int
    closed_postings: int
    age_days_p50: float | None
    coverage: float | None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One place's openings for the role."""

    country_code: str | None
    city: str | None
    active_postings: int
    unique_employers: int


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """How much is known of the open postings of the role (or, `role_id` None, of all): shares from 0 to 1."""

    role_id: str | None
    active_postings: int
    role_known_share: float | None
    pay_known_share: float | None
    country_known_share: float | None
    workplace_known_share: float | None
    seniority_known_share: float | None
    quarantined_share: float | None


class BoardTrouble(msgspec.Struct, frozen=True, kw_only=True):
    """One board that did not answer in full when last asked."""

    employer: str
    board_id: str
    status: str
    reason: str | None
    last_complete_at: dt.datetime | None


class Gauge(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: what is known of one role's market at the employers we watch."""

    scope: Scope
    active_postings: Count
    unique_employers: Count
    new_postings: Count
    """Of the last 28 days, and of the 28 before."""
    weeks: tuple[DemandWeek, ...]
    pay: tuple[Pay, ...]
    """By currency, most postings first."""
    seniority: tuple[Share, ...]
    workplace: tuple[Share, ...]
    employment_type: tuple[Share, ...]
    employers: tuple[Employer, ...]
    """Most openings first, at most 25."""
    places: tuple[Place, ...]
    """Most openings first, at most 25."""
    quality: Quality
    quality_all: Quality
    troubles: tuple[BoardTrouble, ...]
    change: DemandChange | None = None
    """The change of the matched index in twelve weeks, in all countries."""
    standing: RoleGauge | None = None
    """The dials among sibling roles and their verdict, in all countries."""
    ahead: tuple[Ahead, ...] = ()
    unseen: Unseen | None = None
    """None where every posting that has not closed was seen within seven days."""
    paid: Paid | None = None
    """What current workers of the occupation are paid in the United States, where the person added it."""


def gauge(connection: duckdb.DuckDBPyConnection, person: Person, *, is_simulated: bool) -> Gauge:
    """The state of the person's role at the boards watched, as of the last observed day.

    Raises NoAnswerYet where nothing was collected yet or the role was never seen in the person's countries.
    """
    with _working_tables(connection):
        scope = _scope(connection, person, is_simulated)
        _select(connection, person)
        figures = _figures(connection, person)
    return Gauge(
        scope=scope, change=demand_change(connection, person.role_id),
        standing=kept(connection, person.role_id) or role_gauge(connection, person.role_id),
        ahead=ahead(connection, person.role_id), paid=paid(connection, person.role_id), **figures,
    )  # fmt: skip


def _scope(connection: duckdb.DuckDBPyConnection, person: Person, is_simulated: bool) -> Scope:
    roles = rows(connection, "gauge/role", role_id=person.role_id)
    if not roles:
        raise UnknownRole(person.role_id)
    scopes = rows(connection, "gauge/scope")
    if not scopes or scopes[0]["last_complete_at"] is None:
        raise NoAnswerYet(NOTHING_YET + _only_sampled(connection, person))
    platforms = tuple(scopes[0].pop("platforms"))
    return Scope(
        **roles[0],
        **scopes[0],
        role_id=person.role_id,
        countries=person.countries,
        platforms=platforms,
        is_simulated=is_simulated,
        method_version=METHOD_VERSION,
    )


@contextmanager
def _working_tables(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The tables that the queries share, first that of the boards, kept until the answer is done."""
    try:
        _execute(connection, "select_board")
        yield
    finally:
        _execute(connection, "forget")


def _select(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    """Make the working tables of the spells that the answer rests on and of their open postings."""
    _execute(connection, "select_spell", role_id=person.role_id, countries=list(person.countries))
    if not rows(connection, "gauge/selected")[0]["postings"]:
        raise NoAnswerYet(_never_seen(connection, person))
    _execute(connection, "select_posting", role_id=person.role_id)


def _never_seen(connection: duckdb.DuckDBPyConnection, person: Person) -> str:
    elsewhere = rows(connection, "gauge/seen", role_id=person.role_id)[0]["postings"]
    title = role_titles(connection, person)[person.role_id]
    if elsewhere:
        places = ", ".join(person.countries)
        return f"No posting for {title!r} has been seen in {places} yet; seen elsewhere: {elsewhere:,}."
    return f"No posting for {title!r} has been seen yet at the boards we watch." + _only_sampled(connection, person)


def _only_sampled(connection: duckdb.DuckDBPyConnection, person: Person) -> str:
    """Why postings of imported samples are no answer, a sentence; nothing where there are none."""
    found = rows(connection, "gauge/sampled", role_id=person.role_id)[0]
    if not found["postings"]:
        return ""
    return (
        f" Imported samples ({found['sources']}) hold {found['postings']:,} postings for {person.role_id!r}, but a "
        "sample shows what a search or a feed showed: it cannot tell demand. Its pay is in mart.sample_pay."
    )


def _figures(connection: duckdb.DuckDBPyConnection, person: Person) -> dict[str, Any]:
    """Every field of the answer but its scope."""
    places = rows(connection, "gauge/places", countries=list(person.countries))
    return {
        **_counts(connection),
        **_shares(connection),
        "weeks": tuple(DemandWeek(**row) for row in rows(connection, "gauge/weeks")),
        "pay": _pay(connection, person),
        "employers": tuple(Employer(**row) for row in rows(connection, "gauge/employers")),
        "places": tuple(Place(**row) for row in places),
        "quality": Quality(**rows(connection, "gauge/quality", role_id=person.role_id)[0]),
        "quality_all": Quality(**rows(connection, "gauge/quality_all")[0]),
        "troubles": tuple(BoardTrouble(**row) for row in rows(connection, "gauge/troubles")),
    }


def _pay(connection: duckdb.DuckDBPyConnection, person: Person) -> tuple[Pay, ...]:
    """By currency, most vacancies first."""
    _execute(connection, "pay_source")
    found = advertised_pay.adverts(connection)
    figures = advertised_pay.wide(list(advertised_pay.figures(found)))
    if not figures:
        return ()
    active, stated = advertised_pay.disclosure(found).row(0)[1:]
    stating = dict(advertised_pay.groups(advertised_pay.vacancies(found), "role_id", "pay_currency"))
    pays = [
        Pay(
            currency=key[1],
            active_postings=active,
            disclosure=stated / active,
            **_advertised(estimates),
            **_standing(person, key[1], stating[key]),
        )
        for key, estimates in figures.items()
    ]
    return tuple(sorted(pays, key=lambda pay: (-pay.n, pay.currency)))


def _advertised(estimates: dict[str, Estimate]) -> dict[str, Any]:
    """The fields of Pay that speak of the market."""
    median, bounds = estimates["pay_p50"], estimates["pay_bounds_p50"]
    names = {"p10": "pay_p10", "p25": "pay_p25", "p75": "pay_p75", "p90": "pay_p90", "effective_n": "pay_effective_n"}
    values = {name: estimates[key].value if key in estimates else None for name, key in names.items()}
    ends = {
        f"{name}_{end}": getattr(estimates[key], end) if key in estimates else None
        for name, key in (("p25", "pay_p25"), ("p75", "pay_p75"))
        for end in ("low", "high")
    }
    return (
        values
        | ends
        | {
            "n": bounds.n,
            "unique_employers": bounds.unique_employers,
            "p50": median.value,
            "p50_low": median.low,
            "p50_high": median.high,
            "estimator": median.estimator,
            "refusal": median.refusal,
            "min_p50": bounds.low,
            "max_p50": bounds.high,
        }
    )


def _standing(person: Person, currency: str, stating: Adverts) -> dict[str, Any]:
    """The fields of Pay that compare the person's own pay."""
    mine = person.pay_annual if person.pay_currency == currency else None
    if mine is None:
        return {"mine": None, "percentile_low": None, "percentile_high": None, "start_above_mine": None}
    above = int((stating.minimum > mine).sum())
    found = standing(mine, stating.minimum, stating.maximum, stating.employer)
    if isinstance(found, Estimate):
        return {"mine": mine, "percentile_low": None, "percentile_high": None, "start_above_mine": above,
                "percentile_refusal": found.refusal}  # fmt: skip
    return {"mine": mine, "percentile_low": found.low, "percentile_high": found.high, "start_above_mine": above,
            "percentile_limits": tuple(found.limits)}  # fmt: skip


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The counts, and what is left out of them as nobody knows whether it is still up."""
    row = rows(connection, "gauge/counts")[0]
    missed = {name: row[f"unseen_{name}"] for name in ("postings", "boards", "since")}
    return {
        "unseen": Unseen(**missed) if missed["postings"] else None,
        "active_postings": _count(row, "active", "stock_boards"),
        "unique_employers": _count(row, "employers", "stock_boards"),
        "new_postings": _count(row, "new", "flow_boards"),
    }


def _count(row: dict[str, Any], name: str, boards: str) -> Count:
    now, before = row[f"{name}_now"], row[f"{name}_before"]
    return Count(everywhere=row[f"{name}_everywhere"], now=now, before=before, boards=row[boards])


def _shares(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Share, ...]]:
    """The parts of each kind of mix, the largest first and the unknown last."""
    found = connection.sql(sql("queries/gauge/mix")).pl()
    kinds = ("seniority", "workplace", "employment_type")
    return {kind: tuple(_parts(found.filter(pl.col("mix_kind") == kind))) for kind in kinds}


def _parts(found: pl.DataFrame) -> list[Share]:
    """The parts of one kind of mix: `mix_value`, and `n` postings of each `employer_key`."""
    _, employer = np.unique(found["employer_key"].fill_null("").to_numpy(), return_inverse=True)
    sizes = np.bincount(employer, found["n"]).astype(np.float64)
    parts = []
    for value in found["mix_value"].unique().to_list():
        own = found["mix_value"].eq_missing(value).to_numpy()
        counts = np.bincount(employer[own], found["n"].to_numpy()[own], len(sizes)).astype(np.float64)
        told = clustered_share(counts, sizes)
        n, of = int(counts.sum()), int(sizes.sum())
        parts.append(Share(value=value, n=n, of=of, share=n / of, low=told.low, high=told.high))
    return sorted(parts, key=lambda part: (part.value is None, -part.n, part.value or ""))


def _execute(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> None:
    connection.execute(sql(f"queries/gauge/{name}"), parameters)
