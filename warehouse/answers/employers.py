"""Who is hiring people like me? The employers that open the person's roles, how often, since when, if they grow."""

import datetime as dt
from typing import Any

import duckdb
import msgspec

from warehouse.answers import matching
from warehouse.answers.person import Person
from warehouse.answers.watched import Watched, role_titles, rows, watched
from warehouse.measures.estimate import Estimate

LIMIT, ALL = 25, 1_000_000
YEAR, BEFORE = 365, 84
"""Days that openings are counted over, and that an employer's board is compared over."""


class Hiring(msgspec.Struct, frozen=True, kw_only=True):
    """One employer's hiring for the roles, in vacancies: an advert in three places is one."""

    employer: str
    is_agency: bool
    openings_now: int
    inside_now: int
    """Of them those within the person's limits."""
    opened: int
    """Opened in the year, or since the employer is watched; not those that were up when it was first asked."""
    reposts: int
    """How often it put up again what had been up before."""
    months_opening: int
    """Calendar months of the year in which it put up any."""
    first_seen_on: dt.date
    was_there: bool
    """Whether some were up when the employer was first asked, so that it hired before first_seen_on already."""
    watched_since: dt.date | None
    age_days_p50: float | None
    """Median days that the openings of now have been up, from when they are dated, else first seen."""
    paying_now: int
    """Openings of now that state annual pay."""
    board_now: int | None
    """All that the employer has open, at boards that were also observed twelve weeks ago; None where none was."""
    board_before: int | None
    """The same twelve weeks ago."""


class Employers(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: who opens the roles, those with openings within the person's limits first, then by openings."""

    watched: Watched
    role_titles: tuple[str, ...]
    since: dt.date
    """The first day of the year that is counted, or of watching."""
    employers: int
    """How many have an opening now or had one in the year."""
    hiring: tuple[Hiring, ...]
    life: Estimate
    """The median days after which the first role's adverts disappear."""


def employers(connection: duckdb.DuckDBPyConnection, person: Person, *, limit: int = LIMIT) -> Employers:
    """Who opens the person's roles, in all places, with how much of it is within the person's limits.

    Raises NoAnswerYet where nothing was collected or the role is not in the list.
    """
    at, titles = watched(connection), role_titles(connection, person)
    matching.limit(connection, person)
    found = rows(connection, "employers/hiring", roles=list(person.roles), as_of=at.as_of, limit=limit)
    keys = [row["employer_key"] for row in found]
    boards = {
        row.pop("employer_key"): row
        for row in rows(connection, "employers/boards", employers=keys, as_of=at.as_of)
    }  # fmt: skip
    return Employers(
        watched=at, role_titles=tuple(titles.values()),
        since=max(at.window_start, at.as_of - dt.timedelta(days=YEAR - 1)),
        employers=found[0]["employers"] if found else 0,
        hiring=tuple(_hiring(row, boards.get(row["employer_key"], {})) for row in found),
        life=role_life(connection, person),
    )  # fmt: skip


def hiring_of(connection: duckdb.DuckDBPyConnection, person: Person, key: str, at: Watched) -> Hiring | None:
    """What one employer, by its key, does for the person's roles; None where it has and had no opening of them."""
    matching.limit(connection, person)
    found = rows(connection, "employers/hiring", roles=list(person.roles), as_of=at.as_of, limit=ALL)
    own = [row for row in found if row["employer_key"] == key]
    boards = rows(connection, "employers/boards", employers=[key], as_of=at.as_of)
    board = {name: value for name, value in boards[0].items() if name != "employer_key"} if boards else {}
    return _hiring(own[0], board) if own else None


def _hiring(row: dict[str, Any], board: dict[str, Any]) -> Hiring:
    known = {"watched_since": None, "board_now": None, "board_before": None, **board}
    return Hiring(**known, **{name: row[name] for name in Hiring.__struct_fields__ if name not in known})


def role_life(connection: duckdb.DuckDBPyConnection, person: Person) -> Estimate:
    """The median days after which adverts of the person's role disappear; refused in words where that is not known."""
    found = rows(connection, "employers/life", role_id=person.role_id)
    if not found:
        return Estimate(value=None, n=0, estimator="none", refusal="No closing of such an advert was seen.")
    row = found[0]
    return Estimate(
        value=row["life_p50"], low=row["life_p50_low"], high=row["life_p50_high"], n=row["n"],
        unique_employers=row["unique_employers"], estimator="kaplan_meier", refusal=row["refusal"],
    )  # fmt: skip
