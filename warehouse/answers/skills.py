"""How do my skills stand against what is asked? Each with the share of vacancies that name it, and what I lack."""

import datetime as dt
from typing import Any

import duckdb
import msgspec

from warehouse.answers.person import Person
from warehouse.answers.watched import Watched, role_titles, rows, watched
from warehouse.measures.estimate import Floor
from warehouse.measures.shares import wilson

FLOOR = Floor(n=20, unit="described vacancies")
LACKED = 15
"""So many of the skills that the person lacks are told, those named most, and those that rise beside."""


class NamedSkill(msgspec.Struct, frozen=True, kw_only=True):
    """One skill: the share of the role's described vacancies of the month that name it, with its 95 % interval.

    `change` is that of the share in twelve weeks at the same boards (0.02 is two points up); None where it is not
    tested. `is_news` is whether it is more than chance, with a tenth of such news expected to be false.
    """

    skill_id: str
    name: str
    level: int | None
    """How well the person has it: 1 some, 2 good, 3 strong; None not."""
    vacancies: int
    employers: int
    share: float
    low: float | None
    high: float | None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    is_news: bool | None = None


class Skills(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the person's skills by how often they are named, and the skills named most that they lack."""

    watched: Watched
    role_title: str
    month: dt.date | None
    """The first day of the month that is counted: vacancies open on some day of it."""
    month_end: dt.date | None
    n: int
    """Described vacancies of the month."""
    coverage: float | None
    """Their share of all the role's vacancies of the month."""
    mine: tuple[NamedSkill, ...]
    lacked: tuple[NamedSkill, ...]
    rising: tuple[NamedSkill, ...]
    """Of all that the person lacks, those named more than before by more than chance."""
    refusal: str | None = None


def skills(connection: duckdb.DuckDBPyConnection, person: Person) -> Skills:
    """How the person's skills stand against what the vacancies of their role name, in all countries.

    Raises NoAnswerYet where nothing was collected or the role is not in the list.
    """
    at, titles = watched(connection), role_titles(connection, person)
    found = rows(connection, "skills/named", role_id=person.role_id)
    first = next(iter(found or rows(connection, "skills/size", role_id=person.role_id)), {})
    known: dict[str, Any] = {
        "watched": at, "role_title": titles[person.role_id], "month": first.get("month"),
        "month_end": first.get("window_end"), "n": first.get("n", 0), "coverage": first.get("coverage"),
    }  # fmt: skip
    if reason := FLOOR.refusal(known["n"]):
        return Skills(**known, mine=(), lacked=(), rising=(), refusal=reason)
    if not found:
        return Skills(**known, mine=(), lacked=(), rising=(), refusal=_none(known["n"]))
    levels = {one.skill_id: one.level for one in person.skills}
    named = [_named(row, levels) for row in found]
    lacked = [one for one in named if one.level is None]
    return Skills(
        **known, mine=(*(one for one in named if one.level is not None), *_unnamed(person, named, known["n"])),
        lacked=tuple(lacked[:LACKED]),
        rising=tuple(one for one in lacked if one.is_news and (one.change or 0) > 0),
    )  # fmt: skip


def _none(n: int) -> str:
    return f"none of {n:,} described vacancies names a skill that we know."


def _named(row: dict[str, Any], levels: dict[str, int]) -> NamedSkill:
    return NamedSkill(
        skill_id=row["skill_id"], name=row["skill_name"], level=levels.get(row["skill_id"]),
        vacancies=row["asking_vacancies"], employers=row["asking_employers"], share=row["share"],
        low=row["share_low"], high=row["share_high"], change=row["change"], change_low=row["change_low"],
        change_high=row["change_high"], is_news=row["is_news"],
    )  # fmt: skip


def _unnamed(person: Person, named: list[NamedSkill], n: int) -> list[NamedSkill]:
    """The person's skills that no vacancy names."""
    met = {one.skill_id for one in named}
    return [
        NamedSkill(skill_id=one.skill_id, name=one.name, level=one.level, vacancies=0, employers=0, share=0.0,
                   low=0.0, high=wilson(0, n).high)
        for one in person.skills if one.skill_id not in met
    ]  # fmt: skip
