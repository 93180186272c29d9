"""What does this advert leave out? Its facts against its peers', the questions that follow, fit, oddities and life."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import duckdb
import msgspec
import polars as pl

from transform import facts as reader
from warehouse.answers import advert as adverts
from warehouse.answers import peers
from warehouse.answers.advert import Asked
from warehouse.answers.peers import Peers, Unusual
from warehouse.answers.person import NO_SKILL, NOTHING_YET, NoAnswerYet, Person, UnknownRole
from warehouse.answers.watched import rows
from warehouse.measures.estimate import Estimate
from warehouse.store import sql

VAGUE_WORTH = 0.5
"""What a fact that is left vague is worth against one that is not told at all: half of it is known."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One fact: whether the advert states it, the words, and how many peers state it."""

    fact_id: str
    name: str
    status: str
    """stated, vague or silent."""
    words: str | None
    """The words that state it or leave it open; None where it is silent."""
    peers: Estimate
    """The share of peers that state it; refused below the smallest sample."""
    question: str
    worth: float | None
    """How much the question is worth asking: the peers' share, half of it where it is vague; None where stated."""


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """One skill of the person that the advert does not name, and the share of peers that do; None below the floor."""

    name: str
    level: int
    peers_share: float | None


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """The skills of the advert and of the person, both ways; refused where one of them names none."""

    have: tuple[Asked, ...]
    lack: tuple[Asked, ...]
    unmentioned: tuple[Own, ...]
    share: float | None
    """How much of what it asks the person can do, from 0 to 1; required skills count 1, others a half."""
    refusal: str | None = None


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """How long adverts of the role stay open, in days, from mart.posting_life; a day that they disappear is no hire."""

    days: Estimate
    open_share_30: float | None
    open_share_60: float | None
    completed_p95: float | None
    """The age that 95 % of those that closed did not exceed."""
    closings: int


class Spell(msgspec.Struct, frozen=True, kw_only=True):
    """One time online of the advert or of one of its reposts."""

    posting_id: str
    title: str
    first_seen_on: dt.date
    is_left_censored: bool
    """It was already there when we began to watch its board."""
    last_seen_on: dt.date
    closed_on: dt.date | None
    is_this: bool


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The advert itself; what a pasted text does not have is None."""

    posting_id: str | None
    employer: str | None
    title: str
    url: str | None = None
    role_id: str
    role_title: str
    is_open: bool | None = None
    first_seen_on: dt.date | None = None
    age_days: int | None = None
    evergreen_reason: str | None = None
    is_stale: bool = False


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """The answer; shares are of `n` open vacancies of the role whose texts were read, at the employers we watch."""

    advert: Told
    facts: tuple[Fact, ...]
    """In the order of the list."""
    questions: tuple[Fact, ...]
    """Those not stated, the most worth asking first."""
    peers_stated: tuple[float, float, float] | None
    """How many facts peers state: the lowest tenth, the middle, the highest tenth; None below the floor."""
    fit: Fit
    unusual: tuple[Unusual, ...]
    life: Life
    spells: tuple[Spell, ...]
    n: int
    unique_employers: int
    open_vacancies: int
    """The role's open vacancies but for the advert's own."""
    role_family: str | None
    """The peers are of this whole family, as too few of the role are described; None where they are of the role."""
    country_code: str | None
    """The peers are of this country alone; None where they are of all."""
    coverage: float | None
    """The share of these peers that were read."""
    refusal: str | None
    """Why the advert is not compared, in a sentence."""
    window_start: dt.date
    window_end: dt.date
    panel_id: str


def posting(connection: duckdb.DuckDBPyConnection, person: Person, words: str) -> Posting:
    """The answer on the posting that `words` names: its id, its address or what its id ends with.

    Raises NoAnswerYet where no board that is watched has had such a posting, and where its description is unknown.
    """
    found = adverts.find(connection, person, words)
    told = connection.execute(sql("queries/posting/told"), {"posting_id": found.posting_id}).pl()
    if told["description_text"].item() is None:
        raise NoAnswerYet(f"The description of {found.title!r} is not known: its source lists titles only.")
    ids = [one.skill_id for one in found.skills]
    kinds = {row["skill_id"]: row["skill_kind"] for row in rows(connection, "posting/kinds", skill_ids=ids)}
    tools = [one.name for one in found.skills if kinds[one.skill_id] in reader.TOOL_KINDS]
    told = told.with_columns(
        tools=pl.Series([tools], dtype=pl.List(pl.String)),
        required_skills=pl.lit(sum(one.need == "required" for one in found.skills), pl.Int64),
    )
    about = Told(
        posting_id=found.posting_id, employer=found.employer, title=found.title, url=found.url,
        is_open=found.is_open, **_role(connection, found.role_id or person.role_id),
    )  # fmt: skip
    return _answer(connection, person, about, told, found.skills)


def pasted(connection: duckdb.DuckDBPyConnection, person: Person, told: pl.DataFrame) -> Posting:
    """The answer on a text that is no posting we know: one row, as `transform.pasted.read` makes it.

    Raises NoAnswerYet where the text speaks of no fact, names no skill and its title is no role's.
    """
    row = told.row(0, named=True)
    asked = adverts.asked(row["skills"] or (), person)
    known = row["role_id"]
    about = Told(
        posting_id=None, employer=None, title=row["title"] or "The pasted text",
        **_role(connection, known or person.role_id),
    )  # fmt: skip
    found = _answer(connection, person, about, told, asked)
    if known is None and not asked and all(fact.status == "silent" for fact in found.facts):
        raise NoAnswerYet(
            f"This does not look like an advert: it speaks of none of {len(found.facts)} facts that adverts state, "
            "names no skill that we know, and its title is no role's."
        )
    return found


def _role(connection: duckdb.DuckDBPyConnection, role_id: str) -> dict[str, Any]:
    found = connection.execute("SELECT role_title FROM core.role WHERE role_id = $role_id", {"role_id": role_id})
    row = found.fetchone()
    if row is None:
        raise UnknownRole(role_id)
    return {"role_id": role_id, "role_title": row[0]}


def _answer(
    connection: duckdb.DuckDBPyConnection, person: Person, about: Told, told: pl.DataFrame, asked: tuple[Asked, ...]
) -> Posting:
    scope = rows(connection, "posting/scope")
    if not scope or scope[0]["window_end"] is None:
        raise NoAnswerYet(NOTHING_YET)
    found = peers.select(connection, about.role_id, told, scope[0]["window_end"])
    spells = _spells(connection, about.posting_id, told)
    about = _aged(connection, about, spells)
    facts = _facts(told, found)
    return Posting(
        advert=about,
        facts=facts,
        questions=_questions(facts),
        peers_stated=found.stated_counts(),
        fit=_fit(person, asked, found),
        unusual=found.unusual(told, about.age_days, sum(one.status == "stated" for one in facts)),
        life=_life(connection, about.role_id),
        spells=spells,
        n=found.n,
        unique_employers=found.employers,
        open_vacancies=found.open,
        role_family=found.role_family,
        country_code=found.country_code,
        coverage=found.coverage,
        refusal=found.refusal,
        **scope[0],
    )


def _facts(told: pl.DataFrame, found: Peers) -> tuple[Fact, ...]:
    read = reader.parse(told.select(pl.col(name).cast(dtype) for name, dtype in reader.ADVERT.items()))
    named = read.join(reader.facts(), on="fact_id", maintain_order="left")
    shares = found.shares()
    return tuple(
        Fact(fact_id=fact_id, name=name, status=status, words=words, peers=shares[fact_id], question=question,
             worth=_worth(status, shares[fact_id]))
        for fact_id, name, status, words, question in named.select(
            "fact_id", "fact_name", "status", "words", "question"
        ).iter_rows()
    )  # fmt: skip


def _worth(status: str, share: Estimate) -> float | None:
    if status == "stated" or share.value is None:
        return None
    return share.value * (VAGUE_WORTH if status == "vague" else 1.0)


def _questions(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that are not stated, those first that peers state most; without peers in the order of the list."""
    return tuple(sorted((fact for fact in facts if fact.status != "stated"), key=lambda fact: -(fact.worth or 0.0)))


def _fit(person: Person, asked: tuple[Asked, ...], found: Peers) -> Fit:
    named = {one.skill_id for one in asked}
    shares = found.skill_shares([skill.skill_id for skill in person.skills])
    own = [
        Own(name=skill.name, level=skill.level, peers_share=shares.get(skill.skill_id))
        for skill in person.skills
        if skill.skill_id not in named
    ]
    reason = None
    if not person.skills:
        reason = f"This cannot say what you have, as {NO_SKILL}."
    elif not asked:
        reason = "The advert names no skill that we know."
    return Fit(
        have=tuple(one for one in asked if one.level),
        lack=tuple(one for one in asked if not one.level),
        unmentioned=tuple(sorted(own, key=lambda one: -(one.peers_share or 0.0))),
        share=None if reason else _share(asked),
        refusal=reason,
    )


def _share(asked: tuple[Asked, ...]) -> float | None:
    return adverts.Advert(posting_id="", employer="", title="", is_open=True, skills=asked).skill_fit()


def _life(connection: duckdb.DuckDBPyConnection, role_id: str) -> Life:
    found = rows(connection, "posting/life", role_id=role_id)
    if not found:
        days = Estimate(value=None, n=0, estimator="none", refusal="No advert of this role has been followed.")
        return Life(days=days, open_share_30=None, open_share_60=None, completed_p95=None, closings=0)
    row = found[0]
    days = Estimate(
        value=row["life_p50"], low=row["life_p50_low"], high=row["life_p50_high"], n=row["n"],
        unique_employers=row["unique_employers"], estimator=row["life_estimator"] or "none", refusal=row["refusal"],
    )  # fmt: skip
    return Life(
        days=days, open_share_30=row["open_share_30"], open_share_60=row["open_share_60"],
        completed_p95=row["life_completed_p95"], closings=row["closings"],
    )  # fmt: skip


def _spells(connection: duckdb.DuckDBPyConnection, posting_id: str | None, told: pl.DataFrame) -> tuple[Spell, ...]:
    if posting_id is None:
        return ()
    found = rows(connection, "posting/series", series_id=told["series_id"].item(), posting_id=posting_id)
    return tuple(Spell(is_this=row["posting_id"] == posting_id, **row) for row in found)


def _aged(connection: duckdb.DuckDBPyConnection, about: Told, spells: Sequence[Spell]) -> Told:
    """The advert with its age, and why it may be always up."""
    own = [spell for spell in spells if spell.is_this]
    if not own or about.posting_id is None:
        return about
    flags = rows(connection, "posting/flag", posting_id=about.posting_id) if about.is_open else []
    flag: dict[str, Any] = flags[0] if flags else {}
    first = min(spell.first_seen_on for spell in own)
    age = int(flag["age_days"]) if flag else (max(spell.last_seen_on for spell in own) - first).days
    return msgspec.structs.replace(
        about, first_seen_on=first, age_days=age, evergreen_reason=flag.get("evergreen_reason"),
        is_stale=bool(flag.get("is_stale")),
    )  # fmt: skip
