"""Which interviews are worth taking for practice? Openings close to one's skills of which little hangs for one."""

import itertools
from collections.abc import Sequence
from typing import Any

import duckdb
import msgspec
import polars as pl

from warehouse.answers import matching
from warehouse.answers.interview import Topic, topics
from warehouse.answers.interview_log import Interview
from warehouse.answers.openings import ranked
from warehouse.answers.person import NO_SKILL, NoAnswerYet, Person
from warehouse.answers.watched import Watched, role_titles, rows, watched

LIMIT = 10
LEAST_OPENINGS = 8
"""With fewer matching openings there is no telling the wanted from the others."""
WANTED, OTHERS = 0.25, 0.5
"""The first quarter by fit is what the person would want; practice is sought in the second half."""
CLOSE, LEAST_SKILLS = 0.5, 3
"""An opening is close that names so many skills, of which the person has at least so much."""
MOST_SKILLS = 12


class AskedSkill(msgspec.Struct, frozen=True, kw_only=True):
    """One skill that the wanted openings ask for: in how many of them and of the practice ones; the person's level."""

    name: str
    level: int
    wanted: int
    practice: int


class PracticeOpening(msgspec.Struct, frozen=True, kw_only=True):
    """One opening to practise on."""

    vacancy_id: str
    posting_id: str
    employer: str
    title: str
    url: str | None
    named_skills: int
    matched_named: int
    skill_fit: float
    shared: tuple[str, ...]
    """Skills that it asks for and most wanted openings too."""
    pay_low: float | None
    pay_high: float | None
    fit_rank: int
    """Its rank among all matching openings by how well it fits; 1 is the best."""
    age_days: float


class Practice(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: openings to practise on, and what they and the wanted ones ask about."""

    watched: Watched
    role_titles: tuple[str, ...]
    pay_currency: str | None
    openings: int
    """Matching openings."""
    wanted: int
    """The first of them by fit."""
    lesser: int
    """Of the second half by fit, on which less hangs."""
    wanted_employers: int
    """Of these, left out as their employer has a wanted opening too."""
    always_up: int
    """Left out as they look always up or forgotten."""
    not_close: int
    """Left out as they are not close to the person's skills, or name too few."""
    same_employer: int
    """Left out as a closer one of the same employer is listed."""
    close: int
    """What is left of them."""
    practice: tuple[PracticeOpening, ...]
    """The first of these."""
    skills: tuple[AskedSkill, ...]
    topics: tuple[Topic, ...]


def practice(
    connection: duckdb.DuckDBPyConnection, person: Person, log: Sequence[Interview] = (), *, limit: int = LIMIT
) -> Practice:
    """Openings close to the person's skills that fit less well, those first that ask what wanted ones ask.

    Raises NoAnswerYet where the profile names no skills, and where too few openings match.
    """
    if not person.skills:
        raise NoAnswerYet(f"Nothing to practise can be named, as {NO_SKILL}; `jobgauge init` asks for skills.")
    at, titles = watched(connection), role_titles(connection, person)
    limits = matching.select(connection, person)
    found = ranked(connection.sql("FROM matching").pl(), person, person.weighed)
    if found.height < LEAST_OPENINGS:
        raise NoAnswerYet(
            f"Matching openings at the {at.employers_watched:,} employers we watch: {found.height}. "
            f"Practice is told from what you would want where there are {LEAST_OPENINGS} or more."
        )
    wanted = found.head(max(2, round(found.height * WANTED)))
    steps = _narrowed(found, wanted)
    close = steps[-1]
    skills = _skills(connection, wanted, close)
    counts = [before.height - after.height for before, after in itertools.pairwise(steps)]
    return Practice(
        watched=at, role_titles=tuple(titles.values()), pay_currency=limits.pay_currency, openings=found.height,
        wanted=wanted.height, lesser=steps[0].height, wanted_employers=counts[0], always_up=counts[1],
        not_close=counts[2], same_employer=counts[3], close=close.height,
        practice=_listed(connection, close, skills)[:limit],
        skills=tuple(AskedSkill(name=one["name"], level=one["level"], wanted=one["wanted"], practice=one["close"])
                     for one in skills),
        topics=topics(log),
    )  # fmt: skip


def _narrowed(found: pl.DataFrame, wanted: pl.DataFrame) -> list[pl.DataFrame]:
    """The lesser half, then what is left of it after each of the four reasons to leave out."""
    lesser = found.slice(round(found.height * OTHERS))
    elsewhere = lesser.filter(~pl.col("employer_key").is_in(wanted["employer_key"].to_list()))
    real = elsewhere.filter(~(pl.col("is_evergreen") | pl.col("is_stale")).fill_null(False))
    close = real.filter(pl.col("named_skills") >= LEAST_SKILLS, pl.col("skill_fit") >= CLOSE)
    by = ["skill_fit", "matched_named", "first_seen_on", "vacancy_id"]
    first = close.sort(by, descending=[True, True, True, False]).unique(
        "employer_key", keep="first", maintain_order=True
    )
    return [lesser, elsewhere, real, close, first]


def _skills(connection: duckdb.DuckDBPyConnection, wanted: pl.DataFrame, close: pl.DataFrame) -> list[dict[str, Any]]:
    chosen = {"wanted": wanted["vacancy_id"].to_list(), "close": close["vacancy_id"].to_list()}
    return rows(connection, "practice/skills", **chosen, most=MOST_SKILLS)


def _listed(
    connection: duckdb.DuckDBPyConnection, close: pl.DataFrame, skills: list[dict[str, Any]]
) -> tuple[PracticeOpening, ...]:
    """The openings to practise on, those first that ask most of what the wanted ones ask."""
    chosen = {"close": close["vacancy_id"].to_list(), "skills": [skill["skill_id"] for skill in skills]}
    shared = {row["vacancy_id"]: tuple(row["shared"]) for row in rows(connection, "practice/shared", **chosen)}
    named = [name for name in PracticeOpening.__struct_fields__ if name not in ("shared", "fit_rank")]
    made = [
        PracticeOpening(
            shared=shared.get(row["vacancy_id"], ()), fit_rank=row["rank"], **{name: row[name] for name in named}
        )
        for row in close.iter_rows(named=True)
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.shared), -one.skill_fit, one.fit_rank)))
