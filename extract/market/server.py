"""The simulated market on loopback: an HTTP server that answers as the platforms do."""

import re
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from extract.market.generate import Market
from extract.market.wire import Answer, Ask, Wire

PATHS = {
    "greenhouse": re.compile(r"/greenhouse/v1/boards/([^/]+)/jobs/?"),
    "ashby": re.compile(r"/ashby/posting-api/job-board/([^/]+)/?"),
    "lever": re.compile(r"/lever/v0/postings/([^/]+)/?"),
    "lever_eu": re.compile(r"/lever_eu/v0/postings/([^/]+)/?"),
}
ROBOTS = Answer(200, b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")
NOT_FOUND = Answer(404, b"Not Found", "text/plain; charset=utf-8")
BAD_REQUEST = Answer(400, b"Bad Request", "text/plain; charset=utf-8")


class MarketServer:
    """Serves a market on 127.0.0.1 while the context is entered; `set_day` moves it to another simulated day.

    A day's answers are those of its evening: what was published or edited that day carries a time before 18:00 UTC.
    """

    def __init__(self, market: Market, port: int = 0) -> None:
        self.wire, self.day = Wire(market), market.last_day
        self._http = _Server(("127.0.0.1", port), self)
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def set_day(self, day: date) -> None:
        """Answer from now on as the boards do on `day`; a day outside the simulated weeks is a ValueError."""
        calendar = self.wire.market.calendar
        if not calendar.first_day <= day <= calendar.last_day:
            raise ValueError(f"{day} is outside {calendar.first_day} to {calendar.last_day}")
        self.day = day

    def base_urls(self) -> dict[str, str]:
        """Each platform's base URL, to be put in the place of its public one."""
        return {platform: f"http://127.0.0.1:{self._http.server_port}/{platform}" for platform in PATHS}

    def answer(self, target: str) -> Answer:
        """The answer to a request for `target`, a path with its query."""
        url = urlsplit(target)
        if url.path.endswith("/robots.txt"):
            return ROBOTS
        for platform, path in PATHS.items():
            found = path.fullmatch(url.path)
            if found:
                return self._board(platform, unquote(found[1]), dict(parse_qsl(url.query)))
        return NOT_FOUND

    def _board(self, platform: str, key: str, query: dict[str, str]) -> Answer:
        try:
            ask = Ask.of(platform, query)
        except ValueError:
            return BAD_REQUEST
        return self.wire.answer(platform, key, self.day, ask)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], owner: MarketServer) -> None:
        self.owner = owner
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept alive; headers and body leave in one piece, or each answer waits for a delayed ACK."""

    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 30

    def do_GET(self) -> None:
        """Send the answer: 304 where the client has it already, gzipped where it takes that."""
        answer = self.server.owner.answer(self.path)
        if answer.etag is not None and answer.etag in self.headers.get("If-None-Match", ""):
            self._send(304, answer, b"", {})
        elif "gzip" in self.headers.get("Accept-Encoding", "") and len(answer.body) > 500:
            self._send(answer.status, answer, answer.zipped, {"Content-Encoding": "gzip"})
        else:
            self._send(answer.status, answer, answer.body, {})

    def _send(self, status: int, answer: Answer, body: bytes, extra: dict[str, str]) -> None:
        self.send_response(status)
        headers = {"Content-Type": answer.content_type, "Vary": "Accept-Encoding"} | extra
        if answer.etag is not None:
            headers["ETag"] = answer.etag
        if status == 503:
            headers["Retry-After"] = "0"
        if status != 304:
            headers["Content-Length"] = str(len(body))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the client keeps the record."""
