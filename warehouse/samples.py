"""How imported samples enter the warehouse: into tables of their own, where nothing closes and nothing is counted.

A sample's posting is kept as it was last seen, with its first and last day and every day it was seen. It has no spell,
and its board no day, so no figure of the census can rest on it. The same rows again change nothing.
"""

from typing import NamedTuple

import polars as pl

from transform.schema import Values
from warehouse.store import Connection, WarehouseError, put_incoming, sql, transaction


class WrongKind(WarehouseError):
    """A source was imported as a sample before and is called a census now, or the other way round."""


class Counts(NamedTuple):
    """What became of an import's rows that are not part of a census."""

    records: int = 0
    postings: int = 0
    repeated: int = 0
    quarantined: int = 0


def fresh(connection: Connection, newest: pl.DataFrame, versions: dict[str, int]) -> pl.Series:
    """The postings of `newest` (posting_id, raw_hash, seen_on) whose values are to be made or made anew."""
    put_incoming(connection, newest=newest)
    return connection.execute(sql("samples/fresh"), versions).pl()["posting_id"]


def has_stale(connection: Connection, platform: str, versions: dict[str, int]) -> bool:
    """Whether older parsers than today's (`versions`) made values of postings of a sample."""
    return connection.execute(sql("samples/stale"), {"platform": platform, **versions}).fetchone() is not None


def load(
    connection: Connection,
    boards: pl.DataFrame,
    seen: pl.DataFrame,
    values: Values,
    ledger: tuple[pl.DataFrame, pl.DataFrame] | None = None,
    part: int = 0,
) -> int:
    """How many postings are new in a part of a sample: `seen` (posting_id, board_id, observed_on), fresh `values`.

    The part is loaded whole or not at all, with its ledger.
    """
    with transaction(connection):
        put_incoming(connection, boards=boards, seen=seen, **values._asdict())
        connection.execute(sql("samples/apply"))
        if ledger is not None:
            _keep_ledger(connection, *ledger, part)
        row = connection.execute(sql("samples/new")).fetchone()
    return int(row[0]) if row else 0


def keep_ledger(connection: Connection, days: pl.DataFrame, quarantine: pl.DataFrame) -> None:
    """Write the ledger (raw.import_day) and the quarantine (raw.quarantine) of rows that are in no census."""
    with transaction(connection):
        _keep_ledger(connection, days, quarantine, 0)


def _keep_ledger(connection: Connection, days: pl.DataFrame, quarantine: pl.DataFrame, part: int) -> None:
    numbered = days.with_columns(pl.lit(part, pl.Int32).alias("part_number"))
    put_incoming(connection, import_days=numbered, import_quarantine=quarantine)
    connection.execute(sql("samples/ledger"))


def parts_done(connection: Connection, run_id: str) -> set[int]:
    """The parts of an import that are loaded already."""
    return {part for (part,) in connection.execute(sql("samples/parts"), {"run_id": run_id}).fetchall()}


def counts(connection: Connection, run_id: str) -> Counts:
    """What became of an import's rows, as its ledger says."""
    row = connection.execute(sql("samples/counts"), {"run_id": run_id}).fetchone()
    return Counts(*row) if row else Counts()


def boards_of(connection: Connection, platform: str) -> list[str]:
    """The ids of a source's boards that are known already."""
    return [board_id for (board_id,) in connection.execute(sql("samples/boards"), {"platform": platform}).fetchall()]


def stored(connection: Connection, platform: str) -> dict[str, str]:
    """The fingerprint of what each posting of an imported census says."""
    return dict(connection.execute(sql("samples/stored"), {"platform": platform}).fetchall())


def require_kind(connection: Connection, platform: str, kind: str) -> None:
    """Raise WrongKind where the source's name already stands for a source of the other kind."""
    known = {found for (found,) in connection.execute(sql("samples/kinds"), {"platform": platform}).fetchall()}
    if other := known - {kind}:
        raise WrongKind(
            f"The source {platform!r} was imported as a {other.pop()} before and is called a {kind} now. "
            "A source is one or the other: give it another name in the mapping (source = ...)."
        )
