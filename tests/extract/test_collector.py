"""Boards asked: days that only go forward, runs that never mix, answers that are not believed for ever."""

import asyncio
import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.boards import Board
from extract.client import Client
from extract.collector import Collector, Run, due, interleave
from extract.posting import BoardStatus, Observation

WHOLE = json.dumps({"jobs": [{"id": "1", "title": "Baker"}], "apiVersion": "1"}).encode()
BOARD = Board(platform="ashby", key="alder", employer="Alder")
DAY = dt.date(2026, 3, 2)


class Moody(HTTPServer):
    """Answers with `body`, always under the same ETag, and 304 to whoever has that."""

    body = WHOLE


class Handler(BaseHTTPRequestHandler):
    server: Moody

    def do_GET(self) -> None:
        known = self.headers.get("If-None-Match") == '"same"'
        self.send_response(304 if known else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("ETag", '"same"')
        self.send_header("Content-Length", str(0 if known else len(self.server.body)))
        self.end_headers()
        if not known:
            self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Moody]:
    with Moody(("127.0.0.1", 0), Handler) as moody:
        thread = threading.Thread(target=moody.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield moody
        moody.shutdown()
        thread.join()


def ask(server: Moody, archive: Archive, hour: int) -> Observation:
    async def asked() -> Observation:
        moment = dt.datetime.combine(DAY, dt.time(hour), tzinfo=dt.UTC)
        run = Run(
            f"20260302T{hour:02}0000000000Z", DAY, lambda: moment, {"ashby": f"http://127.0.0.1:{server.server_port}"}
        )
        async with Client("test", private_hosts=["127.0.0.1"]) as client:
            return (await Collector(run, client, archive).ask([BOARD]))[0]

    return asyncio.run(asked())


def test_an_unchanged_answer_comes_as_304_and_is_read_from_the_archive(server: Moody, tmp_path: Path):
    archive = Archive(tmp_path)
    first, second = ask(server, archive, 6), ask(server, archive, 7)
    assert (first.status, second.status) == (BoardStatus.COMPLETE, BoardStatus.COMPLETE)
    assert (second.pages[0].http_status, second.counted_in) == (304, 1)


def test_a_cut_answer_with_an_etag_is_not_replayed_for_ever(server: Moody, tmp_path: Path):
    archive = Archive(tmp_path)
    server.body = WHOLE[:30]
    assert ask(server, archive, 6).status == BoardStatus.FAILED
    server.body = WHOLE
    assert ask(server, archive, 7).status == BoardStatus.COMPLETE


def test_a_304_whose_body_is_gone_is_asked_for_anew(server: Moody, tmp_path: Path):
    archive = Archive(tmp_path)
    ask(server, archive, 6)
    next(archive.objects.rglob("*.gz")).unlink()
    again = ask(server, archive, 7)
    assert (again.status, again.pages[0].http_status) == (BoardStatus.COMPLETE, 200)


def test_due_are_the_boards_without_a_whole_answer_of_the_day(server: Moody, tmp_path: Path):
    archive = Archive(tmp_path)
    assert due([BOARD], archive, DAY) == [BOARD]
    ask(server, archive, 6)
    assert due([BOARD], archive, DAY) == []
    assert due([BOARD], archive, DAY + dt.timedelta(days=1)) == [BOARD]


def test_platforms_take_turns():
    boards = [Board(platform=platform, key=key, employer="x") for platform, key in ["aa", "ab", "ac", "bd"]]
    assert [board.key for board in interleave(boards)] == ["a", "d", "b", "c"]
