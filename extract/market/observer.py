"""What a perfect observer of the simulated market can know from the boards' answers on the days of the visits."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from extract.market.truth import BoardDay, EditKind, Fault, PostingTruth
from extract.posting import BoardStatus
from extract.source import MAX_REJECTED_SHARE

HELD_SIZE = 10
STATUS = {
    Fault.SERVER_ERROR: BoardStatus.FAILED,
    Fault.HTML: BoardStatus.FAILED,
    Fault.TRUNCATED: BoardStatus.FAILED,
    Fault.FALSE_EMPTY: BoardStatus.EMPTY,
    Fault.SHORT: BoardStatus.INCOMPLETE,
    Fault.GONE: BoardStatus.UNKNOWN_BOARD,
    Fault.NOT_YET: BoardStatus.UNKNOWN_BOARD,
}


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit of one board: the status it must end with, the postings in the answer, the malformed among them.

    `is_held`: the board's fall is too steep to be believed yet, so nothing is closed by this visit.
    """

    board_id: str
    day: date
    status: BoardStatus
    served: frozenset[str]
    quarantined: frozenset[str] = frozenset()
    is_held: bool = False


class Sighting(msgspec.Struct, kw_only=True):
    """What the visits tell about one posting: the days of its first and last readable sighting, and the day it closed.

    `version_count` counts the states of its text and pay that were seen. `closed` is None while it is thought open.
    """

    posting_id: str
    first_seen: date
    last_seen: date
    closed: date | None = None
    version_count: int = 1


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """The visits in order, each posting's sighting, and the ids that opened, closed and reopened on each visit day.

    On the first day all that is seen counts as opened. A closing counts on the day of the first believed fetch
    without the posting, even where a later one had to confirm it; `held` are the ids still awaiting that.
    """

    visits: tuple[Visit, ...]
    sightings: dict[str, Sighting]
    opened: dict[date, frozenset[str]]
    closed: dict[date, frozenset[str]]
    reopened: dict[date, frozenset[str]]
    held: frozenset[str]

    def open_ids(self) -> frozenset[str]:
        """The postings thought open after the last visit."""
        return frozenset(name for name, sighting in self.sightings.items() if sighting.closed is None)


def observe(
    days: Sequence[date],
    postings: Mapping[str, Sequence[PostingTruth]],
    look: Callable[[str, date], tuple[BoardDay, list[str]]],
) -> Expected:
    """What is known after visits on `days`, by these rules.

    A posting closes at the first complete or empty fetch that lacks it. Where a board with 10 or more open postings
    falls to none, or by more than half, nothing closes until the next complete or empty fetch: what that lacks
    too is closed as of the first. Every other outcome of a fetch closes nothing.
    """
    watches = {board: _Watch({posting.posting_id: posting for posting in own}) for board, own in postings.items()}
    visits = [watch.visit(_visit(*look(board, day))) for day in days for board, watch in watches.items()]
    events = [event for watch in watches.values() for event in watch.events]
    return Expected(
        visits=tuple(visits),
        sightings={name: sighting for watch in watches.values() for name, sighting in watch.seen.items()},
        opened=_by_day(days, events, "opened"),
        closed=_by_day(days, events, "closed"),
        reopened=_by_day(days, events, "reopened"),
        held=frozenset(name for watch in watches.values() for name in watch.pending),
    )


def _by_day(days: Sequence[date], events: Iterable[tuple[str, date, str]], kind: str) -> dict[date, frozenset[str]]:
    ids: dict[date, set[str]] = {day: set() for day in days}
    for event, day, posting_id in events:
        if event == kind:
            ids[day].add(posting_id)
    return {day: frozenset(names) for day, names in ids.items()}


def _visit(state: BoardDay, ids: Sequence[str]) -> Visit:
    """The visit of one board on one day, before anything is concluded from it."""
    quarantined = frozenset(ids) & {state.bad_record or ""}
    return Visit(
        board_id=state.board_id,
        day=state.day,
        status=_status(state.fault, len(ids), len(quarantined)),
        served=frozenset(ids),
        quarantined=quarantined,
    )


def _status(fault: Fault | None, count: int, bad_count: int) -> BoardStatus:
    if fault is not None:
        return STATUS[fault]
    if count == 0:
        return BoardStatus.EMPTY
    return BoardStatus.INCOMPLETE if bad_count > MAX_REJECTED_SHARE * count else BoardStatus.COMPLETE


class _Watch:
    """What is known of one board so far: the sightings, and the postings whose closing awaits confirmation."""

    def __init__(self, postings: dict[str, PostingTruth]) -> None:
        self.postings = postings
        self.seen: dict[str, Sighting] = {}
        self.states: dict[str, set[int]] = {}
        self.pending: dict[str, date] = {}
        self.events: list[tuple[str, date, str]] = []

    def visit(self, visit: Visit) -> Visit:
        """The visit, with what could be concluded from it."""
        is_held = visit.status in (BoardStatus.COMPLETE, BoardStatus.EMPTY) and self._close(visit)
        for posting_id in sorted(visit.served - visit.quarantined):
            self._see(posting_id, visit.day)
        return msgspec.structs.replace(visit, is_held=is_held)

    def _close(self, visit: Visit) -> bool:
        """Close what is gone, and say whether the rest has to wait for confirmation."""
        for posting_id, day in self.pending.items():
            if posting_id not in visit.served:
                self._end(posting_id, day)
        self.pending = {}
        known = {name for name, sighting in self.seen.items() if sighting.closed is None}
        missing = sorted(known - visit.served)
        if len(known) >= HELD_SIZE and len(visit.served) * 2 < len(known):
            self.pending = dict.fromkeys(missing, visit.day)
            return True
        for posting_id in missing:
            self._end(posting_id, visit.day)
        return False

    def _end(self, posting_id: str, day: date) -> None:
        self.seen[posting_id].closed = day
        self.events.append(("closed", day, posting_id))

    def _see(self, posting_id: str, day: date) -> None:
        state = self.postings[posting_id].edit_count(day, EditKind.TEXT, EditKind.PAY)
        self.states.setdefault(posting_id, set()).add(state)
        self.pending.pop(posting_id, None)
        sighting = self.seen.get(posting_id)
        if sighting is None:
            self.seen[posting_id] = Sighting(posting_id=posting_id, first_seen=day, last_seen=day)
            self.events.append(("opened", day, posting_id))
            return
        if sighting.closed is not None:
            self.events.append(("reopened", day, posting_id))
        sighting.last_seen, sighting.closed = day, None
        sighting.version_count = len(self.states[posting_id])
