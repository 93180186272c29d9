"""What adverts say for a talk about an employer's offer: what peers and it pay and state, how long it seeks."""

from typing import Any, NamedTuple

import duckdb
import msgspec
import polars as pl

from warehouse.answers import advert, offer
from warehouse.answers.demand import DemandChange, demand_change
from warehouse.answers.employers import Hiring, hiring_of, role_life
from warehouse.answers.offer import Band, PaidAdvert, Terms
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.answers.watched import Watched, role_titles, rows, watched
from warehouse.measures.estimate import Estimate
from warehouse.measures.shares import clustered_share
from warehouse.store import sql

LIKE, NEAR = 1.0, 0.75
"""From which likeness a name is taken for an employer's, and from which it is worth naming."""
COMMON = 0.25
"""The least share of peers that state a benefit worth asking about."""
PEERS = 10
"""The fewest described peers that a share is told of."""
CLOSED = 5
"""The fewest adverts that came and went whose median is told."""


class Benefit(msgspec.Struct, frozen=True, kw_only=True):
    """One benefit that peers state."""

    term_id: str
    peers: int
    """Comparable adverts of other employers that state it."""
    of: int
    """Comparable adverts of other employers whose text we have."""
    low: float | None
    high: float | None
    """The 95 % interval of the share, as an employer's adverts are alike; None where too few employers have most."""
    theirs: int | None
    """How many of the employer's own adverts state it; None where none was read."""
    is_mine: bool | None
    """Whether the person has it; None where they name no benefit."""


class Lives(msgspec.Struct, frozen=True, kw_only=True):
    """How long the employer's adverts of the roles were up that came and went while we watched, in days."""

    n: int
    life_days_p50: float | None
    life_days_least: int | None
    life_days_most: int | None


class OneAdvert(msgspec.Struct, frozen=True, kw_only=True):
    """The advert that the offer came from."""

    posting_id: str
    title: str
    age_days: float | None
    is_evergreen: bool
    evergreen_reason: str | None
    is_stale: bool
    times_up: int
    """How often this vacancy was put up, this time included."""
    pay_low: float | None = None
    pay_high: float | None = None
    """The base pay that it states itself, a year in the offer's currency; None is an end that it does not state."""
    pay_converted_from: str | None = None
    """The currency that it states its pay in, where that is another."""


class Employer(msgspec.Struct, frozen=True, kw_only=True):
    """What the employer itself says and does."""

    employer: str
    adverts: tuple[PaidAdvert, ...]
    """Its comparable open adverts, the best paid first."""
    open: int
    """How many comparable ones it has open."""
    described: int
    priced: int
    start_above: int
    """How many of them start above the offer even at their minimum."""
    reach_above: int
    hiring: Hiring | None
    """None where it neither has an opening of the roles nor had one in the year."""
    lives: Lives


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The answer."""

    terms: Terms
    role_title: str
    watched: Watched
    base: Band
    """Among the comparable adverts of other employers."""
    on_target: Band | None
    above: tuple[PaidAdvert, ...]
    asked: str
    """The employer's name as it was asked for."""
    employer: Employer | None
    near: tuple[str, ...]
    """Watched employers of like names, where it is not one of them."""
    advert: OneAdvert | None
    benefits: tuple[Benefit, ...]
    """Those that peers state most, first those that neither the employer's adverts nor the person have."""
    change: DemandChange | None
    life: Estimate
    """The median days after which the role's adverts disappear, at all employers."""


class _Found(NamedTuple):
    key: str | None
    employer: str
    near: tuple[str, ...]


def brief(
    connection: duckdb.DuckDBPyConnection, person: Person, terms: Terms, name: str | None, posting: str | None = None
) -> Brief:
    """What public adverts say for a talk about an offer of the employer called `name`, or of the one of `posting`.

    `posting` is an advert's id or address. Where the employer is not watched, its own part is left out. Raises
    NoAnswerYet for a posting that is not known, and as `offer.offer`.
    """
    at = watched(connection)
    one, found = (None, None) if posting is None else _advert(connection, posting, person, terms)
    if name is not None:
        found = _employer(connection, name)
    if found is None:
        raise NoAnswerYet("Which employer? Name it with --employer, or its advert with --posting.")
    try:
        adverts = offer.comparable(connection, person, terms.currency)[1]
    finally:
        connection.execute(sql("queries/offer/forget"))
    peers = adverts.filter(pl.col("employer_key").ne_missing(found.key))
    if peers.is_empty():
        raise NoAnswerYet("No comparable advert of another employer is open at the boards we watch.")
    own = adverts.filter(pl.col("employer_key").eq_missing(found.key) & pl.lit(found.key is not None))
    return Brief(
        terms=terms, role_title=role_titles(connection, person)[person.role_id], watched=at,
        base=offer.band("base", terms.base, peers), on_target=offer.on_target(terms, peers),
        above=offer.starting_above(peers, terms.base), asked=found.employer, near=found.near,
        employer=_own(connection, person, terms, found, own, at), advert=one,
        benefits=_benefits(peers, own, person), change=demand_change(connection, person.role_id),
        life=role_life(connection, person),
    )  # fmt: skip


def _advert(
    connection: duckdb.DuckDBPyConnection, posting: str, person: Person, terms: Terms
) -> tuple[OneAdvert, _Found]:
    paid_so = msgspec.structs.replace(person, pay_currency=terms.currency)
    found = advert.find(connection, paid_so, posting)
    row = rows(connection, "brief/advert", posting_id=found.posting_id)[0]
    low, high = found.row(paid_so).select("pay_low", "pay_high").row(0)
    row |= {"pay_low": low, "pay_high": high}
    if found.pay_currency != terms.currency and (low is not None or high is not None):
        row["pay_converted_from"] = found.pay_currency
    known = OneAdvert(**{field: row[field] for field in OneAdvert.__struct_fields__ if field in row})
    return known, _Found(row["employer_key"], row["employer"], ())


def _employer(connection: duckdb.DuckDBPyConnection, asked: str) -> _Found:
    """The employer that is meant; its key is None where it is not watched."""
    found = rows(connection, "brief/employers", asked=asked)
    if found and found[0]["likeness"] > LIKE:
        return _Found(found[0]["employer_key"], found[0]["employer"], ())
    return _Found(None, asked, tuple(row["employer"] for row in found if row["likeness"] > NEAR))


def _own(
    connection: duckdb.DuckDBPyConnection, person: Person, terms: Terms, found: _Found, own: pl.DataFrame, at: Watched
) -> Employer | None:
    if found.key is None:
        return None
    stated = own.filter(pl.col("is_pay_stated"))
    lives: dict[str, Any] = rows(connection, "brief/lives", employer_key=found.key, roles=list(person.roles))[0]
    return Employer(
        employer=found.employer, adverts=offer.paid(own), open=own.height, described=int(own["is_described"].sum()),
        priced=stated.height, start_above=stated.filter(pl.col("pay_low") > terms.base).height,
        reach_above=stated.filter(pl.col("pay_high").is_null() | (pl.col("pay_high") > terms.base)).height,
        hiring=hiring_of(connection, person, found.key, at), lives=Lives(**lives),
    )  # fmt: skip


def _benefits(peers: pl.DataFrame, own: pl.DataFrame, person: Person) -> tuple[Benefit, ...]:
    """The benefits that a quarter or more of the described peers state; none where these are too few."""
    described, read = peers.filter("is_described"), own.filter("is_described")
    of = described.height
    if of < PEERS:
        return ()
    sizes = described.group_by("employer_number").agg(size=pl.len()).sort("employer_number")
    theirs = dict(_stating(read).group_by("benefits").len().iter_rows()) if read.height else None
    common = _stating(described).filter(pl.len().over("benefits") >= COMMON * of)
    found = [_benefit(str(key[0]), group, sizes, theirs, person) for key, group in common.group_by("benefits")]
    return tuple(sorted(found, key=lambda one: (bool(one.theirs), bool(one.is_mine), -one.peers, one.term_id)))


def _stating(adverts: pl.DataFrame) -> pl.DataFrame:
    """One row an advert and benefit that it states."""
    return adverts.select("employer_number", "benefits").explode("benefits").drop_nulls("benefits")


def _benefit(
    term: str, stating: pl.DataFrame, sizes: pl.DataFrame, theirs: dict[str, int] | None, person: Person
) -> Benefit:
    counts = sizes.join(stating.group_by("employer_number").len(), on="employer_number", how="left")
    share = clustered_share(offer.floats(counts["len"].fill_null(0)), offer.floats(counts["size"]))
    return Benefit(
        term_id=term, peers=stating.height, of=share.n, low=share.low, high=share.high,
        theirs=None if theirs is None else theirs.get(term, 0),
        is_mine=term in person.benefits if person.benefits else None,
    )  # fmt: skip
