"""How a batch of observed boards enters the warehouse, and what it means for the life of each posting.

A posting opens when it is first seen and closes at the first *complete* answer of its board without it. A board that
loses more than half of ten or more open postings at once is not believed until the next complete answer, twenty hours
later or more, misses them too; the closings then date from the first answer without them.

The first complete answer of a day is the day's observation; later answers of that day change nothing, nor do answers
for a day before one already loaded, so a run can be repeated as often as anybody likes.

A batch of boards is one transaction, so each board is loaded whole or not at all. A transaction for each board alone
was measured at 56 s for 3,118 boards, against 3 s, and would give nothing more: what a crash loses is read from the
archive again.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import duckdb
import msgspec
import polars as pl

from transform.schema import Batch, Values, frame_schema
from warehouse.store import WarehouseError, put_incoming, sql, transaction

MIN_OPEN_TO_DOUBT = 10
"""A board with fewer open postings may empty at once without being doubted."""
MAX_BELIEVED_LOSS = 0.5
"""The share of a board's open postings that may vanish at once without being doubted."""
MAX_DOUBTFUL_BOARDS = 0.1
"""Where more than this share of a run's boards is doubtful, all closings of the run are held back."""
WHOLE = ("complete", "empty")
WORTH = {"failed": 0, "unknown_board": 0, "incomplete": 1, "complete": 2, "empty": 2}
"""Which answer of a day is the better one; of two that are worth the same the later counts, but the first whole one."""


class BrokenLedger(WarehouseError):
    """A board's counts do not add up; nothing of it was loaded."""


class BoardPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What the load of one board has to do: a row of `load/plan.sql`."""

    board_id: str
    observed_on: dt.date
    observed_at: dt.datetime
    board_status: str
    status_reason: str | None
    run_id: str
    counted_in: int
    earlier_status: str | None
    earlier_new: int
    earlier_reopened: int
    latest_on: dt.date | None
    complete_before_at: dt.datetime | None
    believed_before: int
    seen: int
    new: int
    reopened: int
    quarantined: int
    changed: int
    absent: int
    confirmed: int

    @property
    def is_whole(self) -> bool:
        """Whether the answer is the board's whole open set."""
        return self.board_status in WHOLE

    @property
    def is_superseded(self) -> bool:
        """Whether the board has a better answer of that day already, or one of a later day."""
        if self.latest_on is not None and self.latest_on > self.observed_on:
            return True
        if self.earlier_status is None:
            return False
        return self.earlier_status in WHOLE or WORTH[self.earlier_status] > WORTH[self.board_status]

    def is_held(self, is_run_doubtful: bool) -> bool:
        """Whether postings that this answer is the first to miss stay open until the next complete answer."""
        return self.is_whole and (is_run_doubtful or is_doubtful(self.believed_before, self.counted_in))


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What a load did, summed over its boards; `superseded` boards had a better or later one already, and so many
    `superseded_records` came in vain.
    """

    boards: int = 0
    superseded: int = 0
    superseded_records: int = 0
    seen: int = 0
    quarantined: int = 0
    new: int = 0
    reopened: int = 0
    closed: int = 0
    changed: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


def is_doubtful(open_before: int, counted_in: int) -> bool:
    """Whether a board with `open_before` open postings that now shows `counted_in` has lost too many to be believed."""
    return open_before >= MIN_OPEN_TO_DOUBT and counted_in < open_before * MAX_BELIEVED_LOSS


def is_run_doubtful(connection: duckdb.DuckDBPyConnection, counts: Sequence[tuple[str, int]]) -> bool:
    """Whether so many boards of a run shrank at once that the fault is likelier ours than theirs.

    `counts` is the board id and the number of records of each whole answer of the run.
    """
    open_before: dict[str, int] = dict(connection.execute(sql("load/open_counts")).fetchall())
    doubtful = sum(is_doubtful(open_before.get(board_id, 0), count) for board_id, count in counts)
    return doubtful > 1 and doubtful > MAX_DOUBTFUL_BOARDS * len(counts)


def known_fingerprints(
    connection: duckdb.DuckDBPyConnection, board_ids: Sequence[str], versions: dict[str, int]
) -> dict[str, str]:
    """The fingerprint of each posting of `board_ids` whose values today's parsers (`versions`) need not make again."""
    rows = connection.execute(sql("load/known"), {"board_ids": list(board_ids), **versions}).fetchall()
    return dict(rows)


def record_run(connection: duckdb.DuckDBPyConnection, **run: Any) -> None:
    """Write the run into ops.run; its values are those of the table, by name."""
    connection.execute(sql("load/run"), run)


def load_reference(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pl.DataFrame]) -> None:
    """Replace each table (core.role, core.skill ...) by its frame, whose columns are the table's."""
    with transaction(connection):
        for name, frame in tables.items():
            put_incoming(connection, reference=frame)
            # The names are those of the schema's tables.
            connection.execute(f"DELETE FROM {name}; INSERT INTO {name} FROM incoming_reference ORDER BY ALL")  # noqa: S608


def stale(
    connection: duckdb.DuckDBPyConnection, versions: dict[str, int]
) -> dict[tuple[str, dt.datetime], frozenset[str]]:
    """The postings whose values an older parser than today's made, by the answer (board id, time) that shows them."""
    rows = connection.execute(sql("renew/stale"), versions).fetchall()
    return {(board_id, observed_at): frozenset(postings) for board_id, observed_at, postings in rows}


def renew(connection: duckdb.DuckDBPyConnection, values: Values, answers: Sequence[tuple[str, dt.datetime]]) -> int:
    """Put `values`, made anew from `answers` (board id, time; a board once), in the place of older ones; how many.

    Nothing else changes: neither the lives of postings nor the numbers of their versions.
    """
    shown = pl.DataFrame(answers, schema=frame_schema(["board_id", "observed_at"]), orient="row")
    put_incoming(connection, answers=shown, **values._asdict())
    with transaction(connection):
        connection.execute(sql("renew/apply"))
    return values.postings.height


def tidy(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the texts that nothing refers to since values were made anew."""
    connection.execute(sql("renew/tidy"))


def load(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    *,
    is_run_doubtful: bool = False,
    on_board: Callable[[str], None] | None = None,
) -> Loaded:
    """Load the boards of `batch` in one transaction; `on_board` is called for each when it is done.

    Raises BrokenLedger where a board's records are not all loaded or in the quarantine.
    """
    _stage(connection, batch)
    plans = [msgspec.convert(row, BoardPlan) for row in _dicts(connection, sql("load/plan"))]
    superseded = [plan for plan in plans if plan.is_superseded]
    loads = [_decide(plan, is_run_doubtful) for plan in plans if not plan.is_superseded]
    _stage_loads(connection, loads)
    with transaction(connection):
        connection.execute(sql("load/apply"))
    if on_board is not None:
        for plan in plans:
            on_board(plan.board_id)
    return _sum(loads, superseded)


class BoardLoad(NamedTuple):
    """A board's plan, whether its new losses are held, and whether it is trusted to close anything."""

    plan: BoardPlan
    is_held: bool
    is_trusted: bool

    @property
    def closed(self) -> int:
        """How many postings the load closes: newly absent ones unless held, and those confirmed to be gone."""
        if not self.is_trusted:
            return 0
        return self.plan.confirmed + (0 if self.is_held else self.plan.absent)


def _decide(plan: BoardPlan, is_run_doubtful: bool) -> BoardLoad:
    _check_ledger(plan)
    return BoardLoad(plan, plan.is_held(is_run_doubtful), plan.is_whole and not is_run_doubtful)


def _sum(loads: Sequence[BoardLoad], superseded: Sequence[BoardPlan]) -> Loaded:
    plans = [load.plan for load in loads]
    return Loaded(
        boards=len(plans),
        superseded=len(superseded),
        superseded_records=sum(plan.counted_in for plan in superseded),
        seen=sum(plan.seen for plan in plans),
        quarantined=sum(plan.quarantined for plan in plans),
        new=sum(plan.new for plan in plans),
        reopened=sum(plan.reopened for plan in plans),
        closed=sum(load.closed for load in loads),
        changed=sum(plan.changed for plan in plans),
    )


def _stage(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    own = batch._asdict()
    put_incoming(connection, **own.pop("values")._asdict(), **own)
    connection.execute(sql("load/stage"))


def _dicts(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _stage_loads(connection: duckdb.DuckDBPyConnection, loads: Sequence[BoardLoad]) -> None:
    """Put what was decided into `stage_load`, one row a board, for the statements to read."""
    rows = [(load.plan.board_id, load.is_held, load.is_trusted, load.closed) for load in loads]
    kinds = {"board_id": pl.String, "is_held": pl.Boolean, "is_trusted": pl.Boolean, "closed": pl.Int32}
    decisions = pl.DataFrame(rows, schema=kinds, orient="row")
    connection.register("decisions", decisions)
    connection.execute(sql("load/decided"))
    connection.unregister("decisions")


def _check_ledger(plan: BoardPlan) -> None:
    if plan.counted_in != plan.seen + plan.quarantined:
        raise BrokenLedger(
            f"{plan.board_id} on {plan.observed_on}: {plan.counted_in} records came, but {plan.seen} were loaded "
            f"and {plan.quarantined} quarantined."
        )
