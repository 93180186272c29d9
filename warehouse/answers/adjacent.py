"""Which roles are near mine? By what they require: their demand, their pay against my role's, and what I would lack."""

from typing import Any

import duckdb
import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse import advertised_pay
from warehouse.answers import matching
from warehouse.answers.person import Person
from warehouse.answers.watched import Watched, role_titles, rows, watched
from warehouse.measures.advertised import quantiles
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.store import sql

Floats = NDArray[np.float64]

FLOOR = Floor(n=20, unit="open vacancies that require a skill")
COMMON = 0.1
"""A skill is commonly required by a role where a tenth of its vacancies or more require it."""
LIMIT, MISSING = 10, 8
LEAST = 0.01
"""A role that is less alike is none of the nearest, however few there are."""


class Required(msgspec.Struct, frozen=True, kw_only=True):
    """A skill and the share of a role's vacancies that require it, of those that require any."""

    skill_id: str
    name: str
    share: float


class NearRole(msgspec.Struct, frozen=True, kw_only=True):
    """One role, how near it is to the person's, and what changing to it would mean."""

    role_id: str
    role_title: str
    role_family: str
    similarity: float
    """How alike the required skills are, 0 to 1: the cosine of their shares, rare skills counting more."""
    n: int
    """Open vacancies that require a skill, which the skills rest on."""
    openings: int
    """Open vacancies in all places."""
    inside: int
    """Of them those within the person's limits."""
    employers: int
    """Employers of those within the limits."""
    common_skills: int
    """Skills that a tenth of the vacancies require."""
    had_skills: int | None
    """Of them those that the person has; None where they name no skill."""
    missing: tuple[Required, ...]
    """Of them those that the person lacks, the ones required most."""
    pay: Estimate
    """The median of advertised pay a year within the limits, in the answer's currency."""
    difference: Estimate
    """That less the median of the person's role; exactly 0 for that role itself."""


class Adjacent(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the person's role, and those nearest to it by what they require."""

    watched: Watched
    role_title: str
    own: NearRole | None
    nearest: tuple[NearRole, ...]
    roles_compared: int
    pay_currency: str | None
    refusal: str | None = None


def adjacent(connection: duckdb.DuckDBPyConnection, person: Person, *, limit: int = LIMIT) -> Adjacent:
    """The roles nearest to the person's by required skills, over all roles with enough open vacancies.

    Raises NoAnswerYet where nothing was collected or the role is not in the list.
    """
    at, titles = watched(connection), role_titles(connection, person)
    asked = connection.execute(sql("queries/adjacent/required"), {"floor": FLOOR.n}).pl()
    profile = asked.filter(pl.col("role_id") == person.role_id)
    compared = asked["role_id"].n_unique()
    if profile.is_empty():
        reason = f"Fewer than {FLOOR.n} open vacancies of your role say which skills they require."
        return Adjacent(watched=at, role_title=titles[person.role_id], own=None, nearest=(), roles_compared=compared,
                        pay_currency=None, refusal=reason)  # fmt: skip
    alike = similarities(asked, person.role_id).filter(pl.col("similarity") >= LEAST)
    similar = alike.sort("similarity", "role_id", descending=[True, False]).head(limit + 1)
    near = _near(connection, person, asked, similar)
    currency = person.pay_currency or near.pop("currency")
    near.pop("currency", None)
    roles = [_role(row, near, currency) for row in similar.iter_rows(named=True)]
    own = next(one for one in roles if one.role_id == person.role_id)
    return Adjacent(
        watched=at, role_title=titles[person.role_id], own=own, roles_compared=compared, pay_currency=currency,
        nearest=tuple(one for one in roles if one is not own)[:limit],
    )  # fmt: skip


def similarities(asked: pl.DataFrame, role_id: str) -> pl.DataFrame:
    """How alike each role's required skills are to those of `role_id`: frame of role_id, similarity (0 to 1), n.

    The cosine between shares of vacancies, each skill weighed by the logarithm of how many roles there are to one that
    requires it (inverse document frequency; K. Sparck Jones, Journal of Documentation 28 (1972) 11-21): what all roles
    require tells none apart. The role itself has 1.
    """
    roles, skills = asked["role_id"].rank("dense").to_numpy() - 1, asked["skill_id"].rank("dense").to_numpy() - 1
    shares = np.zeros((int(roles.max()) + 1, int(skills.max()) + 1))
    shares[roles.astype(np.int64), skills.astype(np.int64)] = asked["share"].to_numpy()
    rarity = np.log((1 + len(shares)) / (shares > 0).sum(axis=0))
    weighed = shares * rarity
    length = np.linalg.norm(weighed, axis=1)
    names = asked.select("role_id", "n").unique("role_id").sort("role_id")
    at = names["role_id"].to_list().index(role_id)
    cosine = weighed @ weighed[at] / np.maximum(length * length[at], 1e-12)
    cosine[at] = 1.0
    return names.with_columns(similarity=pl.Series(np.clip(cosine, 0.0, 1.0)))


def _near(
    connection: duckdb.DuckDBPyConnection, person: Person, asked: pl.DataFrame, similar: pl.DataFrame
) -> dict[str, Any]:
    """What is known of the roles near, by what it is and then the role; and the commonest currency of the own one."""
    ids = similar["role_id"].to_list()
    matching.limit(connection, msgspec.structs.replace(person, other_roles=tuple(ids)))
    stock = {row["role_id"]: row for row in rows(connection, "adjacent/open", roles=ids)}
    names = dict(connection.execute("SELECT skill_id, skill_name FROM core.skill").fetchall())
    mine = {one.skill_id for one in person.skills}
    common = asked.filter(pl.col("role_id").is_in(ids) & (pl.col("share") >= COMMON)).sort(
        "share", "skill_id", descending=[True, False]
    )
    skills = {
        role[0]: [Required(skill_id=key, name=names.get(key, key), share=share)
                  for key, share in frame.select("skill_id", "share").iter_rows()]
        for role, frame in common.group_by("role_id", maintain_order=True)
    }  # fmt: skip
    pays, currency = _pays(connection, person)
    return {"stock": stock, "skills": skills, "mine": mine, "pays": pays, "currency": currency, "own": person.role_id}


def _pays(connection: duckdb.DuckDBPyConnection, person: Person) -> tuple[dict[tuple[str, str], Estimate], str | None]:
    """The median pay of each role and currency, and the currency that most adverts of the person's role pay in."""
    connection.execute(sql("queries/adjacent/pay_source"))
    try:
        found = advertised_pay.vacancies(advertised_pay.adverts(connection))
    finally:
        connection.execute("DROP VIEW IF EXISTS pay_source")
    own = found.filter(pl.col("role_id") == person.role_id)["pay_currency"].value_counts(sort=True)
    currency = None if own.is_empty() else str(own["pay_currency"][0])
    asked = person.pay_currency or currency
    here = found.filter(pl.col("pay_currency") == asked) if asked else found.clear()
    if here.is_empty():
        return {}, currency
    return {
        (key[0], key[1]): quantiles(group)[0.5]
        for key, group in advertised_pay.groups(here, "role_id", "pay_currency")
    }, currency  # fmt: skip


_STOCK = ("role_title", "role_family", "openings", "inside", "employers")


def _role(row: dict[str, Any], near: dict[str, Any], currency: str | None) -> NearRole:
    role, skills = row["role_id"], near["skills"].get(row["role_id"], [])
    lacked = [one for one in skills if one.skill_id not in near["mine"]]
    silent = refused("harrell_davis", "No advert states pay in this currency.", 0, 0)
    pay, own = (near["pays"].get((key, currency), silent) for key in (role, near["own"]))
    # The same median twice: not two that chance parts.
    same = Estimate(value=0.0, low=0.0, high=0.0, n=pay.n, estimator="mover") if role == near["own"] else None
    return NearRole(
        **{name: near["stock"][role][name] for name in _STOCK},
        role_id=role, similarity=row["similarity"], n=row["n"], common_skills=len(skills),
        had_skills=len(skills) - len(lacked) if near["mine"] else None, missing=tuple(lacked[:MISSING]),
        pay=pay, difference=same if same and pay.value is not None else difference(pay, own),
    )  # fmt: skip


def difference(pay: Estimate, own: Estimate) -> Estimate:
    """The one median less the other, with the interval that follows from theirs where they are independent.

    G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a general approach", Statistics
    in Medicine 27 (2008) 1693-1702. Refused where one of the two is.
    """
    n = min(pay.n, own.n)
    if pay.value is None or own.value is None:
        return refused("mover", (pay.refusal if pay.value is None else own.refusal) or "There is no median.", n)
    value, low, high = pay.value - own.value, None, None
    if None not in (pay.low, pay.high, own.low, own.high):
        below = np.hypot(pay.value - (pay.low or 0.0), (own.high or 0.0) - own.value)
        above = np.hypot((pay.high or 0.0) - pay.value, own.value - (own.low or 0.0))
        low, high = float(value - below), float(value + above)
    return Estimate(value=value, low=low, high=high, n=n, estimator="mover")
