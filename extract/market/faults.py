"""What goes wrong in the simulated market, on which board, on which day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from extract.market.lives import Calendar
from extract.market.observer import HELD_SIZE
from extract.market.population import generator
from extract.market.reference import Employer
from extract.market.settings import YEAR, Collection
from extract.market.truth import BoardDay, Fault, PostingTruth

Postings = Mapping[str, Sequence[PostingTruth]]
Days = dict[tuple[str, date], BoardDay]

COMMON_WEEKS = 26
SINGLE = {Fault.SERVER_ERROR: 14, Fault.HTML: 6, Fault.TRUNCATED: 5}
"""How many boards fail in each way on one single day of a common half year."""
GONE_VISITS = (3, 9)
TRIES = 200


def plan(rng: Random, employers: Sequence[Employer], postings: Postings, calendar: Calendar) -> Days:
    """The single faults by board and day; the first, the last and a false empty's neighbouring visits stay clean."""
    days: Days = {}
    _add_late(days, employers, calendar)
    times = round(calendar.settings.faults * calendar.settings.weeks / COMMON_WEEKS)
    for turn in range(times):
        _add_gone(days, rng, postings, calendar, turn)
    for _ in range(times):
        _add_false_empties(days, rng, postings, calendar)
    for _ in range(times):
        _add_short(days, rng, postings, calendar)
    for _ in range(times):
        _add_bad_records(days, rng, postings, calendar)
    for fault, count in SINGLE.items():
        _add_singles(days, rng, postings, calendar, fault, count * times)
    return days


def add_collection(days: Days, seed: int, employers: Sequence[Employer], calendar: Calendar) -> None:
    """Add what the settings' `collection` says: boards without an answer for days, or for good."""
    collection = calendar.settings.collection
    for employer in employers:
        board, rng = employer.board, generator(seed, "outages", employer)
        unread = {*_outages(rng, collection, calendar.days), *_failures(board.platform, collection)}
        for offset in sorted(unread):
            _put(days, board.board_id, calendar.day(offset), Fault.SERVER_ERROR)
        if board.platform == "greenhouse" and collection.partial_share > 0:
            for offset in sorted(set(range(calendar.days)) - unread):
                if rng.random() < collection.partial_share:
                    _put(days, board.board_id, calendar.day(offset), Fault.SHORT)
        for offset in range(employer.entered):  # above all that was put there before
            _put(days, board.board_id, calendar.day(offset), Fault.NOT_YET)
        for offset in range(calendar.days if employer.left is None else employer.left, calendar.days):
            _put(days, board.board_id, calendar.day(offset), Fault.GONE)


def _outages(rng: Random, collection: Collection, days: int) -> Iterator[int]:
    """The days on which a board cannot be read for a reason of its own: outages begin as a Poisson process."""
    if collection.outages_per_year <= 0:
        return
    start = rng.expovariate(collection.outages_per_year / YEAR)
    while start < days:
        yield from range(int(start), min(days, int(start) + rng.randint(*collection.outage_days)))
        start += rng.expovariate(collection.outages_per_year / YEAR)


def _failures(platform: str, collection: Collection) -> Iterator[int]:
    for failure in collection.failures:
        if failure.platform in (None, platform):
            yield from range(failure.first_day, failure.last_day + 1)


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
) -> Iterator[tuple[str, date]]:
    """A board and a visit from number `lo` on, calm around, with `at_least` open postings before, then and after.

    None, where that is not found in a market so small or so short.
    """
    boards = [board for board in postings if len(open_on(postings[board], visits[-1])) >= at_least]
    for _ in range(TRIES if boards and lo < len(visits) - 3 else 0):
        board, position = rng.choice(boards), rng.randrange(lo, len(visits) - 3)
        around = visits[position - 1 : position + 2]
        has_enough = all(len(open_on(postings[board], day)) >= at_least for day in around)
        if has_enough and _is_calm(days, board, visits, position):
            yield board, visits[position]
            return


def _add_late(days: Days, employers: Sequence[Employer], calendar: Calendar) -> None:
    for employer in employers:
        for offset in range(employer.entered):
            _put(days, employer.board.board_id, calendar.day(offset), Fault.NOT_YET)


def _add_gone(days: Days, rng: Random, postings: Postings, calendar: Calendar, turn: int) -> None:
    """One board is gone for three visits (at first weekly ones), another for nine visits later on."""
    visits, spread = calendar.visits, len(calendar.visits) - GONE_VISITS[1] - 2
    for start, count in zip((8, calendar.weekly_visits + 10), GONE_VISITS, strict=True):
        start = start if turn == 0 else rng.randint(2, max(2, spread))
        if start + count >= len(visits):
            continue
        boards = [
            board
            for board in postings
            if 3 <= len(open_on(postings[board], visits[start])) <= 30 and _is_calm(days, board, visits, start)
        ]
        for board in boards and [rng.choice(boards)]:
            for offset in range((visits[start + count] - visits[start]).days):
                _put(days, board, visits[start] + timedelta(days=offset), Fault.GONE)


def _add_false_empties(days: Days, rng: Random, postings: Postings, calendar: Calendar) -> None:
    for low in (3, *[calendar.weekly_visits + 1] * 3):
        for board, day in _draw_visit(days, rng, postings, calendar.visits, HELD_SIZE, lo=low):
            _put(days, board, day, Fault.FALSE_EMPTY)


def _add_short(days: Days, rng: Random, postings: Postings, calendar: Calendar) -> None:
    """Two Greenhouse answers that hold two thirds of what they count."""
    greenhouse = {board: own for board, own in postings.items() if board.startswith("greenhouse:")}
    for _ in range(2):
        for board, day in _draw_visit(days, rng, greenhouse, calendar.visits, 3, lo=2):
            _put(days, board, day, Fault.SHORT)


def _add_bad_records(days: Days, rng: Random, postings: Postings, calendar: Calendar) -> None:
    """Two large boards and a small one send a record that does not fit; on the small one that is a large share."""
    visits = calendar.visits
    for at_least in (25, 25, 4):
        for board, day in _draw_visit(days, rng, postings, visits, at_least, lo=max(1, calendar.weekly_visits)):
            before = visits[visits.index(day) - 1]
            known = [posting for posting in open_on(postings[board], day) if posting.is_open(before)]
            _put(days, board, day, None, rng.choice(known or open_on(postings[board], day)).posting_id)


def _add_singles(days: Days, rng: Random, postings: Postings, calendar: Calendar, fault: Fault, count: int) -> None:
    for _ in range(count):
        for board, day in _draw_visit(days, rng, postings, calendar.visits, 0, lo=1):
            _put(days, board, day, fault)
