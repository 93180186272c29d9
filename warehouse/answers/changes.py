"""What changed, and where did it come from? The accounts of a role: employers, our list of boards, our method."""

import datetime as dt

import duckdb
import msgspec

from warehouse.answers.person import NoAnswerYet, Person
from warehouse.store import sql

WEEKS = 12


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A span's openings before and after, and every way in which they changed; the parts add up.

    `boards_entered` and `boards_left` are postings of boards that came into our sight or went out of it, which no
    employer's decision is. `reclassified` is the part of the change that newer readings of the same posting made.
    """

    window_start: dt.date
    window_end: dt.date
    before: int
    opened: int
    reopened: int
    closed: int
    boards_entered: int
    boards_left: int
    reclassified: int
    after: int
    coverage: float

    @property
    def employers(self) -> int:
        """The change that the employers made: opened and reopened less closed."""
        return self.opened + self.reopened - self.closed

    @property
    def sight(self) -> int:
        """The change that our list of boards, or their silence, made."""
        return self.boards_entered - self.boards_left


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts of the latest weeks and of all of them together, for the role in all countries."""

    whole: Account
    weeks: tuple[Account, ...]


def changes(connection: duckdb.DuckDBPyConnection, person: Person, weeks: int = WEEKS) -> Changes:
    """Where the change of the last `weeks` weeks came from; raises NoAnswerYet where no week can be compared."""
    parameters = {"role_id": person.role_id, "weeks": weeks}
    rows = connection.execute(sql("queries/changes/weeks"), parameters).fetchall()
    found = tuple(Account(**dict(zip(Account.__struct_fields__, row, strict=True))) for row in rows)
    if not found:
        raise NoAnswerYet("No week of this role can be compared with the one before it yet.")
    return Changes(whole=_whole(found), weeks=found)


def _whole(found: tuple[Account, ...]) -> Account:
    """One account over all weeks; its coverage is that of the least covered week."""
    parts = ("opened", "reopened", "closed", "boards_entered", "boards_left", "reclassified")
    return Account(
        window_start=found[0].window_start,
        window_end=found[-1].window_end,
        before=found[0].before,
        after=found[-1].after,
        coverage=min(week.coverage for week in found),
        **{part: sum(getattr(week, part) for week in found) for part in parts},
    )
