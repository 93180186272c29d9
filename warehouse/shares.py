"""Shares that must not jump from one publishing to the next: copies, postings without a role, with pay, of a source.

A jump at the same boards, as the same parsers read them, is likelier a page that changed than a market that did: so it
stops publishing until a person has looked. What another version of our own parsers did is told as such and stops
nothing.
"""

import datetime as dt
from typing import NamedTuple

import duckdb
import polars as pl

from warehouse.store import sql, transaction

Counts = pl.DataFrame
"""Rows of ops.share_count, as other rooms may name them."""
CHECK = "share_jump"
"""The check that holds them; its rows are Jumps."""
NAMES = {
    "copies": "open postings that are copies of another",
    "role": "open postings without a known role",
    "pay": "open postings with a known pay",
    "source": "open postings that come from",
}
READERS = {"copies": "Copies are matched", "role": "Roles are read", "pay": "Pays are read"}
ADVICE = (
    "Either a source says it in another way now, which we then read wrongly, or employers really changed. Look at some "
    "of the adverts; if they are as we read them, `jobgauge refresh --accept-jumps` publishes "
    "(with --from-archive where that was asked for)."
)


class Jump(NamedTuple):
    """A share that jumped: a row of checks/share_jump.sql.

    `platform` is the source of which it is the share, or else the one that moved it the most, with its own shares.
    """

    share_name: str
    platform: str
    share_before: float
    share_now: float
    postings_before: int
    postings_now: int
    unique_employers: int
    source_share_before: float | None
    source_share_now: float | None
    counted_before_on: dt.date
    counted_on: dt.date

    def sentence(self) -> str:
        """What jumped, from what to what, in plain words."""
        what = NAMES[self.share_name] + (f" {self.platform}" if self.share_name == "source" else "")
        before = f"{self.share_before:.1%} (of {self.postings_before:,}, published up to {self.counted_before_on})"
        now = f"{self.share_now:.1%} (of {self.postings_now:,} on {self.counted_on})"
        return (
            f"The share of {what} jumped from {before} to {now}, at the same boards of {self.unique_employers:,} "
            f"employers{self._mover()}."
        )

    def _mover(self) -> str:
        if self.share_name == "source" or self.source_share_before is None or self.source_share_now is None:
            return ""
        return (
            f"; most at {self.platform}, from {self.source_share_before:.1%} to {self.source_share_now:.1%} of its own"
        )


class Reread(NamedTuple):
    """What another version of a parser did to a share: a row of shares/changed.sql."""

    share_name: str
    counted_before_on: dt.date
    version_before: int
    version_now: int
    share_before: float
    share_now: float
    postings_before: int
    postings_now: int

    def sentence(self) -> str:
        """What changed, and that we did it; or that nothing did, to the tenth of a per cent."""
        before, now = f"{self.share_before:.1%}", f"{self.share_now:.1%}"
        read = (
            f"{READERS[self.share_name]} by version {self.version_now} now, and were by {self.version_before} on "
            f"{self.counted_before_on}: at the same boards the share of {NAMES[self.share_name]}"
        )
        if before == now:
            return f"{read} is {now} (of {self.postings_now:,}), as it was."
        return (
            f"{read} went from {before} (of {self.postings_before:,}) to {now} (of {self.postings_now:,}). "
            "That may be our own doing and no change of what employers do."
        )


def count(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what the shares are made of now (ops.share_count)."""
    with transaction(connection):
        connection.execute(sql("shares/count"))


def kept(connection: duckdb.DuckDBPyConnection) -> Counts:
    """The counts (rows of ops.share_count) of what was published in the last weeks."""
    return connection.sql("FROM ops.share_count WHERE NOT is_current").pl()


def jumps(connection: duckdb.DuckDBPyConnection) -> list[Jump]:
    """The shares that have jumped, as last counted."""
    return [Jump(*row) for row in connection.execute(sql(f"checks/{CHECK}")).fetchall()]


def reread(connection: duckdb.DuckDBPyConnection) -> list[Reread]:
    """The shares that other versions of parsers read now, as last counted."""
    return [Reread(*row) for row in connection.execute(sql("shares/changed")).fetchall()]


def keep(connection: duckdb.DuckDBPyConnection, *, is_accepted: bool = False) -> None:
    """Keep what was counted as what is published: later runs are compared with it, and with nothing before if a person
    has accepted a jump.
    """
    with transaction(connection):
        if is_accepted:
            connection.execute(sql("shares/accept"))
        connection.execute(sql("shares/keep"))
