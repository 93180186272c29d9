"""What an answer speaks of: the days, boards and employers watched, and the role's names."""

import datetime as dt
from typing import Any

import duckdb
import msgspec

from warehouse.answers.person import NOTHING_YET, NoAnswerYet, Person, UnknownRole
from warehouse.store import sql


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """The window of an answer: everything in it is as of the last observed day, at the employers watched."""

    window_start: dt.date
    as_of: dt.date
    """The last observed day."""
    boards_watched: int
    boards_observed: int
    """Boards with a complete or empty answer on the last day."""
    employers_watched: int

    @property
    def coverage(self) -> float:
        """The share of the boards that answered in full on the last day."""
        return self.boards_observed / self.boards_watched


def watched(connection: duckdb.DuckDBPyConnection) -> Watched:
    """What the data speak of; raises NoAnswerYet where nothing was collected."""
    found = rows(connection, "watched")
    if not found or found[0]["as_of"] is None:
        raise NoAnswerYet(NOTHING_YET)
    return Watched(**found[0])


def role_titles(connection: duckdb.DuckDBPyConnection, person: Person) -> dict[str, str]:
    """The titles of the person's roles, their own first; raises NoAnswerYet for a role that the list does not have."""
    found = connection.execute("SELECT role_id, role_title FROM core.role").fetchall()
    titles: dict[str, str] = dict(found)
    if person.role_id not in titles:
        raise UnknownRole(person.role_id)
    return {role: titles[role] for role in person.roles if role in titles}


def rows(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows that `queries/NAME.sql` finds, by column name."""
    result = connection.execute(sql(f"queries/{name}"), parameters)
    columns = [column[0] for column in result.description or []]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
