"""Which open vacancies could the person take? A table of them, and what the person's limits left out."""

import datetime as dt
import re
from typing import Any

import duckdb
import msgspec

from warehouse.answers.person import NOTHING_YET, NoAnswerYet, Person, UnknownRole
from warehouse.answers.watched import rows
from warehouse.store import sql

LADDER = {
    "intern": 0, "junior": 1, "mid": 2, "senior": 3, "lead": 4, "staff": 4, "manager": 4, "principal": 5,
    "director": 6, "executive": 7,
}  # fmt: skip
"""How far up each level of seniority is; those of people's managers and of experts stand side by side."""
_NEVER = r"[^\s\S]"
"""A pattern that nothing matches."""


class Matching(msgspec.Struct, frozen=True, kw_only=True):
    """How many vacancies the person's limits let in, and what they left out; `matching` has those inside."""

    open: int
    """Vacancies of the person's roles that are open at the last day."""
    inside: int
    elsewhere: int
    """Left out, as all their places are known and none is the person's."""
    other_workplace: int
    """Left out, as their workplace is known and is not one the person would accept."""
    place_unknown: int
    """Inside, but whether the place fits is not said."""
    workplace_unknown: int
    """Inside, but the workplace is not said."""
    unseen: int
    """Adverts of the roles that are not counted as open: not closed, but last seen over seven days ago (core.is_up)."""
    unseen_boards: int
    unseen_since: dt.date | None
    """When the last of them was seen."""
    pay_currency: str | None
    """What pay_low and pay_high are in: the person's currency, else the one that most of these vacancies pay in."""


def select(connection: duckdb.DuckDBPyConnection, person: Person) -> Matching:
    """What the limits let in and left out; makes the TEMP table `matching`, one row a vacancy that is open and inside.

    Its columns: vacancy_id, series_id, posting_id (the posting that speaks for it), board_id, employer_key, employer,
    title, role_id, seniority, seniority_step (rungs of LADDER from the person's own; NULL unknown), workplace,
    country_code, city, url, is_place_unknown, is_workplace_unknown; pay_text, pay_low, pay_high (base pay a year in
    `pay_currency` at the latest rate of the European Central Bank; NULL is an end that is not stated), is_pay_stated,
    is_pay_converted, is_own_zone, is_salaried; first_seen_on, is_left_censored, is_opened (not up when its board was
    first asked, and no repost), is_again (what is up now is advertised again), age_days, is_evergreen,
    evergreen_reason, is_stale; is_described, required_skills, matched_required, named_skills, matched_named, skill_fit
    (0 to 1; it and both matched ones NULL where the person or the posting names no skill), benefits, new_benefits
    (those that the person does not name); years_min, degree, degree_need. TEMP table `matching_skill` has the skills of
    each vacancy. Raises NoAnswerYet for a role that the list does not have, and where nothing was collected.

    The tables that are there for the same person stay as they are on a published snapshot, which never changes: so the
    answers of a page share them.
    """
    same = {"person": msgspec.json.encode(person, order="deterministic").decode()}
    if kept := connection.execute(sql("queries/matching/kept"), same).fetchone():
        return msgspec.json.decode(kept[0], type=Matching)
    connection.execute("DROP TABLE matching_made")
    _check(connection, person)
    counts = _inside(connection, person)
    paid_in = rows(connection, "matching/currency")
    currency = person.pay_currency or (paid_in[0]["pay_currency"] if paid_in else None)
    connection.execute(sql("queries/matching/amount"), {"pay_currency": currency})
    _skills(connection, person)
    _select(connection, person)
    found = Matching(**counts, pay_currency=currency)
    connection.execute(sql("queries/matching/keep"), same | {"told": msgspec.json.encode(found).decode()})
    return found


def paying(connection: duckdb.DuckDBPyConnection, person: Person, currency: str) -> dict[str, int]:
    """What the limits let in and left out, by the names of Matching; makes only the TEMP tables that pay is read from.

    `matching_vacancy` has one posting of each vacancy that is open and inside, by columns of core.posting;
    `matching_amount` what each pays a year in `currency`. Raises as `select`.
    """
    _check(connection, person)
    counts = _inside(connection, person)
    connection.execute(sql("queries/matching/amount"), {"pay_currency": currency})
    return counts


def arrivals(connection: duckdb.DuckDBPyConnection, person: Person, currency: str, since: dt.date) -> None:
    """Make the TEMP table `arrival`, one row a vacancy inside the limits that was new since a day, open or not.

    Its columns: series_id, vacancy_id, arrived_on, board_id (where it was seen first), employer_key, is_salaried,
    seniority_step, pay_low, pay_high (as in `matching`, in `currency`). One that was there when its board was first
    read is not among them, nor one that was only advertised anew.
    """
    _check(connection, person)
    _inside(connection, person, since)
    connection.execute(sql("queries/matching/amount"), {"pay_currency": currency})
    connection.execute(sql("queries/matching/arrival"), rungs(person) | {"since": since})
    connection.execute(sql("queries/matching/forget"))


def _inside(connection: duckdb.DuckDBPyConnection, person: Person, since: dt.date | None = None) -> dict[str, Any]:
    """How many vacancies the limits let in and left out; makes the tables of those inside and of their pay."""
    counts, limits = _limited(connection, person, since), _limits(person)
    connection.execute(
        sql("queries/matching/pay"),
        {"cities": limits["cities"], "countries": limits["countries"], "country_words": _country_words(person)},
    )
    return counts


def rungs(person: Person) -> dict[str, Any]:
    """The parameters of queries that set levels beside the person's own."""
    return {"ladder": list(LADDER), "rungs": list(LADDER.values()), "rung": LADDER.get(person.seniority or "")}


def limit(connection: duckdb.DuckDBPyConnection, person: Person) -> dict[str, int]:
    """What the limits let in and left out, by the names of Matching; makes the TEMP table `matching_vacancy` alone.

    It has one posting of each vacancy that is open and inside, by columns of core.posting. Raises as `select`.
    """
    _check(connection, person)
    return _limited(connection, person, None)


def _limited(connection: duckdb.DuckDBPyConnection, person: Person, since: dt.date | None) -> dict[str, int]:
    asked = {"roles": list(person.roles), "since": since}
    connection.execute(sql("queries/matching/posting"), _limits(person) | asked)
    connection.execute(sql("queries/matching/vacancy"))
    return rows(connection, "matching/counts", roles=list(person.roles))[0]


def _check(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    known = connection.execute("SELECT 1 FROM core.role WHERE role_id = $role_id", {"role_id": person.role_id})
    if known.fetchone() is None:
        raise UnknownRole(person.role_id)
    if connection.execute("SELECT 1 FROM core.board_day LIMIT 1").fetchone() is None:
        raise NoAnswerYet(NOTHING_YET)


def _limits(person: Person) -> dict[str, Any]:
    return {
        "countries": list(person.countries),
        "cities": [_plain(city) for city in person.cities],
        "workplaces": list(person.workplaces),
    }


def _plain(name: str) -> str:
    """A name without case and marks, as DuckDB's lower(strip_accents()) has it."""
    import unicodedata

    parted = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in parted if not unicodedata.combining(letter)).lower()


def _country_words(person: Person) -> str:
    """A pattern that finds the name or a code of one of the person's countries in the words of a pay zone."""
    import pycountry

    words = [_NEVER]
    for code in person.countries:
        country = pycountry.countries.get(alpha_2=code)
        names = [country.name, getattr(country, "common_name", country.name)] if country else []
        codes = [code, *([country.alpha_3] if country else []), *(["UK"] if code == "GB" else [])]
        words += [rf"(?i:\b{re.escape(name)}\b)" for name in names] + [rf"\b{word}\b" for word in codes]
    return "|".join(words)


def _skills(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    own = {"skills": [one.skill_id for one in person.skills], "levels": [one.level for one in person.skills]}
    connection.execute(sql("queries/matching/skill"), own)


def _select(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    """Make `matching` from the tables before it, which but for the skills are then dropped."""
    own = {"skills": [one.skill_id for one in person.skills], "benefits": list(person.benefits)}
    connection.execute(sql("queries/matching/select"), own | rungs(person))
    connection.execute(sql("queries/matching/forget"))
