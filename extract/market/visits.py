"""The visits of a simulated market without HTTP: what a collector that asks every board would leave in the archive."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from urllib.parse import parse_qsl, urlsplit

import msgspec

from extract.archive import Archive
from extract.boards import Board
from extract.collector import as_page, read
from extract.market.generate import Market
from extract.market.wire import Answer, Ask, Wire
from extract.posting import WHOLE, BoardStatus, Observation, PageRecord, Reading
from extract.sources import SOURCES

VISIT_AT = time(18, 0, tzinfo=UTC)
RUN_ID = "%Y%m%dT%H%M%S%fZ"
BASE_URL = "http://127.0.0.1/"
WRITERS = 16
"""Answers that are on their way to the disk at once."""


def visit_all(market: Market, archive: Archive, days: Iterable[date] | None = None) -> list[str]:
    """The ids of the runs written to the archive: one for each of `days` (by default all visit days), in order.

    Every board is asked. What has not changed since it last came in full is a 304.
    """
    with ThreadPoolExecutor(WRITERS) as writers:
        visitor = _Visitor(market, archive, writers)
        return [visitor.visit(day) for day in (market.days() if days is None else days)]


class _Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One board asked: the answer, and the ending, number of records, and reason that its reading has."""

    board: Board
    url: str
    answer: Answer
    status: BoardStatus
    counted_in: int
    reason: str | None


class _Visitor:
    """Whoever visits; `known` is the last whole answer of each board."""

    def __init__(self, market: Market, archive: Archive, writers: ThreadPoolExecutor) -> None:
        self.market, self.archive, self.writers = market, archive, writers
        self.wire, self.known = Wire(market), dict[str, PageRecord]()
        self.asked = [_asked(employer.board) for employer in market.book.employers]

    def visit(self, day: date) -> str:
        """The id of the run of `day`."""
        moment = datetime.combine(day, VISIT_AT)
        run_id = moment.strftime(RUN_ID)
        self.archive.begin(run_id)
        visits = [self._visit(board, url, ask, day) for board, url, ask in self.asked]
        records = list(self.writers.map(self._record, visits))
        self.known |= {v.url: r for v, r in zip(visits, records, strict=True) if v.status in WHOLE}
        lines = (_line(visit, record, run_id, moment) for visit, record in zip(visits, records, strict=True))
        self.archive.append(run_id, lines)
        return run_id

    def _visit(self, board: Board, url: str, ask: Ask, day: date) -> _Visit:
        """What the board answers. It is read only where something is wrong with it: the rest is known to be whole."""
        state = self.market.board_day(board.board_id, day)
        answer = self.wire.answer(board.platform, board.key, day, ask)
        if state.fault is None and state.bad_record is None:
            count = len(self.market.served(board.board_id, day))
            reading = Reading(status=BoardStatus.COMPLETE if count else BoardStatus.EMPTY)
        else:
            reading = read(board.platform, board.key, [as_page(_page(url, answer, ""), answer.body)])
            count = reading.counted_in
        return _Visit(
            board=board, url=url, answer=answer, status=reading.status, counted_in=count, reason=reading.reason
        )

    def _record(self, visit: _Visit) -> PageRecord:
        """The record of the answer, which is on the disk when this returns."""
        known = self.known.get(visit.url)
        if known is not None and visit.answer.etag == known.etag:
            return known if known.http_status == 304 else msgspec.structs.replace(known, http_status=304)
        return _page(visit.url, visit.answer, self.archive.keep(visit.answer.body))


def _asked(board: Board) -> tuple[Board, str, Ask]:
    """The board, the URL it is asked under, and what that asks for."""
    url = SOURCES[board.platform].first_url(f"{BASE_URL}{board.platform}", board.key)
    return board, url, Ask.of(board.platform, dict(parse_qsl(urlsplit(url).query)))


def _page(url: str, answer: Answer, response_hash: str) -> PageRecord:
    return PageRecord(
        url=url,
        http_status=answer.status,
        content_type=answer.content_type,
        etag=answer.etag,
        response_hash=response_hash,
        response_bytes=len(answer.body),
    )


def _line(visit: _Visit, record: PageRecord, run_id: str, moment: datetime) -> Observation:
    board = visit.board
    return Observation(
        run_id=run_id,
        platform=board.platform,
        board=board.key,
        employer=board.employer,
        country=board.country,
        industry=board.industry,
        observed_on=moment.date(),
        observed_at=moment,
        status=visit.status,
        reason=visit.reason,
        counted_in=visit.counted_in,
        pages=(record,),
    )
