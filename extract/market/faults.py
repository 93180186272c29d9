"""What goes wrong in the simulated market, on which board, on which day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from extract.market.lives import LATE_AFTER, WEEKLY_VISITS, Calendar
from extract.market.observer import HELD_SIZE
from extract.market.reference import Employer
from extract.market.truth import BoardDay, Fault, PostingTruth

Postings = Mapping[str, Sequence[PostingTruth]]
Days = dict[tuple[str, date], BoardDay]

SINGLE = {Fault.SERVER_ERROR: 14, Fault.HTML: 6, Fault.TRUNCATED: 5}
"""How many boards fail in each way on one single day."""


def plan(rng: Random, employers: Sequence[Employer], postings: Postings, calendar: Calendar) -> Days:
    """The faults by board and day; the first, the last and a false empty's neighbouring visits stay clean."""
    days: Days = {}
    _add_late(days, employers, calendar)
    _add_gone(days, rng, postings, calendar)
    _add_false_empties(days, rng, postings, calendar)
    _add_short(days, rng, postings, calendar)
    _add_bad_records(days, rng, postings, calendar)
    _add_singles(days, rng, postings, calendar)
    return days


def open_on(postings: Sequence[PostingTruth], day: date) -> list[PostingTruth]:
    """Those of the postings that are open on `day`."""
    return [posting for posting in postings if posting.is_open(day)]


def _put(days: Days, board: str, day: date, fault: Fault | None, bad_record: str | None = None) -> None:
    days[(board, day)] = BoardDay(board_id=board, day=day, fault=fault, bad_record=bad_record)


def _is_calm(days: Days, board: str, visits: Sequence[date], position: int) -> bool:
    """Whether the board has no fault on the visit at `position`, nor on the two on either side."""
    return not any((board, day) in days for day in visits[max(0, position - 2) : position + 3])


def _draw_visit(
    days: Days, rng: Random, postings: Postings, visits: Sequence[date], at_least: int, *, lo: int
) -> tuple[str, date]:
    """A board and a visit from number `lo` on, calm around, with `at_least` open postings before, then and after."""
    boards = [board for board in postings if len(open_on(postings[board], visits[-1])) >= at_least]
    while True:
        board, position = rng.choice(boards), rng.randrange(lo, len(visits) - 3)
        around = visits[position - 1 : position + 2]
        has_enough = all(len(open_on(postings[board], day)) >= at_least for day in around)
        if has_enough and _is_calm(days, board, visits, position):
            return board, visits[position]


def _add_late(days: Days, employers: Sequence[Employer], calendar: Calendar) -> None:
    for employer in employers:
        if "late" in employer.style:
            for offset in range(LATE_AFTER):
                _put(days, employer.board.board_id, calendar.day(offset), Fault.NOT_YET)


def _add_gone(days: Days, rng: Random, postings: Postings, calendar: Calendar) -> None:
    """One board is gone for three weekly visits, another for nine days in a row."""
    visits = calendar.visits
    for start, count in ((8, 3), (WEEKLY_VISITS + 10, 9)):
        boards = [
            board
            for board in postings
            if 3 <= len(open_on(postings[board], visits[start])) <= 30 and _is_calm(days, board, visits, start)
        ]
        board = rng.choice(boards)
        for offset in range((visits[start + count] - visits[start]).days):
            _put(days, board, visits[start] + timedelta(days=offset), Fault.GONE)


def _add_false_empties(days: Days, rng: Random, postings: Postings, calendar: Calendar) -> None:
    for low in (3, *[WEEKLY_VISITS + 1] * 3):
        board, day = _draw_visit(days, rng, postings, calendar.visits, HELD_SIZE, lo=low)
        _put(days, board, day, Fault.FALSE_EMPTY)


def _add_short(days: Days, rng: Random, postings: Postings, calendar: Calendar) -> None:
    """Two Greenhouse answers that hold two thirds of what they count."""
    greenhouse = {board: own for board, own in postings.items() if board.startswith("greenhouse:")}
    for _ in range(2):
        board, day = _draw_visit(days, rng, greenhouse, calendar.visits, 3, lo=2)
        _put(days, board, day, Fault.SHORT)


def _add_bad_records(days: Days, rng: Random, postings: Postings, calendar: Calendar) -> None:
    """Two large boards and a small one send a record that does not fit; on the small one that is a large share."""
    for at_least in (25, 25, 4):
        board, day = _draw_visit(days, rng, postings, calendar.visits, at_least, lo=WEEKLY_VISITS)
        before = calendar.visits[calendar.visits.index(day) - 1]
        known = [posting for posting in open_on(postings[board], day) if posting.is_open(before)]
        _put(days, board, day, None, rng.choice(known or open_on(postings[board], day)).posting_id)


def _add_singles(days: Days, rng: Random, postings: Postings, calendar: Calendar) -> None:
    for fault, count in SINGLE.items():
        for _ in range(count):
            board, day = _draw_visit(days, rng, postings, calendar.visits, 0, lo=1)
            _put(days, board, day, fault)
