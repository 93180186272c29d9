"""How many employers could I really choose between? The effective number, within my limits, alone and with siblings."""

import datetime as dt

import duckdb
import msgspec
import numpy as np
from numpy.typing import NDArray

from warehouse.answers import matching
from warehouse.answers.person import Person
from warehouse.answers.watched import Watched, role_titles, rows, watched
from warehouse.measures.breadth import breadth
from warehouse.measures.estimate import Estimate
from warehouse.store import sql

WEEKS = 26
"""The weeks of history that tell how an employer's openings come in bursts."""
TOP = 10


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One employer's part of the openings."""

    employer: str
    openings: int
    share: float


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The openings within the person's limits for some roles, and over how many employers they are spread.

    `effective_employers` is the number of equal employers that would be as spread out: one over the sum of squared
    shares (Herfindahl and Hirschman), corrected for the number of openings; `hhi` is that sum, 0 to 10,000. Their 95 %
    intervals need a history of more than twelve weeks. Refused below twenty openings.
    """

    roles: tuple[str, ...]
    """Titles."""
    open: int
    """Open vacancies of these roles in all places."""
    openings: int
    """Of them those within the limits."""
    employers: int
    effective_employers: Estimate
    hhi: Estimate
    top: tuple[Share, ...]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the choice in the person's own roles, and with the sibling roles of their family."""

    watched: Watched
    alone: Choice
    with_siblings: Choice
    is_limited: bool
    """Whether the person limits places or workplaces at all."""


def options(connection: duckdb.DuckDBPyConnection, person: Person) -> Options:
    """Over how many employers the openings that the person could take are spread.

    Raises NoAnswerYet where nothing was collected or the role is not in the list.
    """
    at, titles = watched(connection), role_titles(connection, person)
    siblings = {row["role_id"]: row["role_title"] for row in rows(
        connection, "options/family", role_id=person.role_id, as_of=at.as_of)}  # fmt: skip
    wide = msgspec.structs.replace(person, other_roles=(*person.other_roles, *siblings))
    return Options(
        watched=at,
        alone=_choice(connection, person, at, titles),
        with_siblings=_choice(connection, wide, at, titles | siblings),
        is_limited=bool(person.countries or person.cities or person.workplaces),
    )


def _choice(connection: duckdb.DuckDBPyConnection, person: Person, at: Watched, titles: dict[str, str]) -> Choice:
    counts = matching.limit(connection, person)
    stock = rows(connection, "options/stock")
    openings = np.array([row["openings"] for row in stock], dtype=np.int64)
    spread = breadth(openings, _history(connection, person, at))
    total = int(openings.sum())
    return Choice(
        roles=tuple(titles[role] for role in person.roles if role in titles),
        open=counts["open"], openings=total, employers=len(stock),
        effective_employers=spread.effective_employers, hhi=spread.hhi,
        top=tuple(
            Share(employer=row["employer"], openings=row["openings"], share=row["openings"] / total)
            for row in stock[:TOP]
        ),
    )  # fmt: skip


def _history(connection: duckdb.DuckDBPyConnection, person: Person, at: Watched) -> NDArray[np.float64]:
    """The roles' openings, float (employers, weeks), NaN where not observed; the last week is that of the last day."""
    weeks = min(WEEKS, (at.as_of - at.window_start).days // 7)
    asked = {"roles": list(person.roles), "as_of": at.as_of, "since": at.as_of - dt.timedelta(weeks=weeks)}
    found = connection.execute(sql("queries/options/history"), asked).fetchnumpy()
    values = np.ma.filled(np.ma.asarray(found["openings"], dtype=np.float64), np.nan)
    return np.asarray(values, dtype=np.float64).reshape(-1, weeks + 1)
