"""The client against a small server that misbehaves in one way a path; the clock is ours, so nothing waits."""

import asyncio
import gzip
import io
import logging
import socket
import threading
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from extract.client import (
    Answer,
    BadEncoding,
    Client,
    DeadlineExceeded,
    FetchError,
    GivenUp,
    Pacing,
    Refused,
    TooLarge,
    Unreachable,
)
from extract.client.answer import retry_after, shown
from extract.client.body import read_whole
from extract.client.guard import checked, is_public
from extract.client.robots import allows, why_not

HOST = "127.0.0.1"
BODY = b'{"jobs": [' + b",".join(b'{"id": %d, "title": "clerk"}' % number for number in range(400)) + b"]}"
DATE = "Sat, 21 Nov 2026 20:00:00 GMT"
LATER = "Sat, 21 Nov 2026 20:00:40 GMT"

Reply = Callable[["Handler", int], None]


class Handler(BaseHTTPRequestHandler):
    """Answers a path with the function that the test has set for it, told how often the path was asked."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    replies: dict[str, Reply]
    asked: list[tuple[str, dict[str, str]]]
    stop: threading.Event

    def do_GET(self) -> None:
        before = sum(path == self.path for path, _ in self.asked)
        self.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        try:
            self.replies.get(self.path, status(404))(self, before)
        except OSError:
            self.close_connection = True

    def send(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response_only(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site:
    """The server's address and what it was asked."""

    def __init__(self, base: str, handler: type[Handler]) -> None:
        self.base = base
        self.handler = handler

    def on(self, path: str, reply: Reply) -> str:
        self.handler.replies[path] = reply
        return self.base + path

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.handler.asked)


@pytest.fixture
def site() -> Iterator[Site]:
    handler = type("OwnHandler", (Handler,), {"replies": {}, "asked": [], "stop": threading.Event()})
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield Site(f"http://{HOST}:{server.server_port}", handler)
        handler.stop.set()
        server.shutdown()
        thread.join(5)


class Clock:
    """A clock that moves only when somebody sleeps; it keeps every sleep."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.sleeps: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


def client(clock: Clock | None = None, **changes: Any) -> Client:
    clock = clock or Clock()
    given: dict[str, Any] = {"private_hosts": [HOST], "now": clock.now, "sleep": clock.sleep, "jitter": lambda: 1.0}
    return Client("jobgauge/0.1 (+https://example.org)", **(given | changes))


def run(made: Client, work: Callable[[Client], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        async with made:
            return await work(made)

    return asyncio.run(whole())


def get(made: Client, url: str, **validators: str) -> Answer:
    answer = run(made, lambda open_client: open_client.get(url, **validators))
    assert isinstance(answer, Answer)
    return answer


def status(code: int, body: bytes = b"", **headers: str) -> Reply:
    return lambda handler, _: handler.send(code, body, **headers)


def raw(*parts: bytes, pause: float = 0.0) -> Reply:
    """Writes `parts` as they are and hangs up."""

    def reply(handler: Handler, _: int) -> None:
        for part in parts:
            handler.wfile.write(part)
            handler.wfile.flush()
            handler.stop.wait(pause)
        handler.close_connection = True

    return reply


def bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        for _ in range(size >> 20):
            file.write(bytes(1 << 20))
    return packed.getvalue()


# -- good answers --


@pytest.mark.parametrize(
    "reply",
    [
        status(200, BODY, Content_Type="application/json", ETag='"a"', Last_Modified=DATE),
        status(200, gzip.compress(BODY), Content_Encoding="gzip", ETag='"a"', Last_Modified=DATE),
        status(200, gzip.compress(BODY[:99]) + gzip.compress(BODY[99:]), Content_Encoding="x-gzip", ETag='"a"'),
    ],
)
def test_whole_answer(site: Site, reply: Reply) -> None:
    answer = get(client(), site.on("/x", reply))
    assert (answer.http_status, answer.body, answer.etag, answer.not_modified) == (200, BODY, '"a"', False)
    ((_, headers),) = site.handler.asked
    assert headers["user-agent"] == "jobgauge/0.1 (+https://example.org)"
    assert headers["accept-encoding"] == "gzip"
    assert "cookie" not in headers


def test_contact_of_any_alphabet_makes_one_plain_header(site: Site) -> None:
    made = Client("jobgauge/0.1 (Bürö\nX: y)", private_hosts=[HOST])
    assert get(made, site.on("/x", status(200, b"ok"))).body == b"ok"
    assert site.handler.asked[0][1]["user-agent"] == "jobgauge/0.1 (B?r? X: y)"


def test_chunked_answer(site: Site) -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab\r\n\r\n2\r\ncd\r\n0\r\n\r\n"
    assert get(client(), site.on("/x", raw(chunks))).body == b"ab\r\ncd"


def test_not_modified(site: Site) -> None:
    def reply(handler: Handler, _: int) -> None:
        same = handler.headers["If-None-Match"] == '"a"' and handler.headers["If-Modified-Since"] == DATE
        handler.send(304 if same else 200, b"" if same else b"new", ETag='"a"')

    url = site.on("/x", reply)
    assert get(client(), url, etag='"a"', last_modified=DATE).not_modified
    assert get(client(), url, etag='"b"').body == b"new"


@pytest.mark.parametrize("code", [400, 403, 404, 410])
def test_refusals_are_answers_and_not_retried(site: Site, code: int) -> None:
    assert get(client(), site.on("/x", status(code, b"no"))).http_status == code
    assert site.count("/x") == 1


# -- bounds --


def slow_body(handler: Handler, _: int) -> None:
    handler.send(200, b"", Content_Length="100000")
    while not handler.stop.wait(0.02):
        handler.wfile.write(b"x")


def slow_head(handler: Handler, _: int) -> None:
    while not handler.stop.wait(0.02):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n"[:1])


def silence(handler: Handler, _: int) -> None:
    handler.stop.wait(5)


@pytest.mark.parametrize("reply", [slow_body, slow_head, silence])
def test_deadline_bounds_everything(site: Site, reply: Reply) -> None:
    url = site.on("/x", reply)
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"0\.3 s"):
        get(client(deadline=0.3), url)
    assert time.monotonic() - started < 1.3
    assert site.count("/x") == 1


def test_slow_host_does_not_hold_the_others(site: Site) -> None:
    slow, fast = site.on("/slow", slow_body), site.on("/fast", status(200, b"ok"))

    async def both(made: Client) -> list[Answer | BaseException]:
        return await asyncio.gather(made.get(slow), made.get(fast), return_exceptions=True)

    late, answer = run(client(deadline=0.3), both)
    assert isinstance(late, DeadlineExceeded)
    assert answer.body == b"ok"


LARGE = {
    "plain": status(200, bytes(200_000)),
    "bomb": status(200, bomb(64 << 20), Content_Encoding="gzip"),
    "endless": lambda handler, _: endless(handler),
}


def endless(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not handler.stop.is_set():
        handler.wfile.write(b"4000\r\n" + bytes(0x4000) + b"\r\n")


@pytest.mark.parametrize("name", LARGE)
def test_large_body_is_refused(site: Site, name: str) -> None:
    with pytest.raises(TooLarge, match="over 100000 bytes"):
        get(client(limit=100_000), site.on("/x", LARGE[name]))
    assert site.count("/x") == 1


def test_body_of_just_the_limit(site: Site) -> None:
    assert len(get(client(limit=len(BODY)), site.on("/x", status(200, BODY))).body) == len(BODY)


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "compress"])
def test_packing_not_asked_for_is_refused(site: Site, coding: str) -> None:
    with pytest.raises(Refused, match="not asked for"):
        get(client(), site.on("/x", status(200, zlib.compress(BODY), Content_Encoding=coding)))


# -- cut bodies --

PACKED = gzip.compress(BODY)
CUT = {
    "gzip": status(200, PACKED[:-9], Content_Encoding="gzip"),
    "length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", BODY),
    "chunks": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n"),
    "damaged": status(200, PACKED[:40] + b"\0\0\0\0" + PACKED[44:], Content_Encoding="gzip"),
    "garbage": status(200, PACKED + b"trailing", Content_Encoding="gzip"),
}


@pytest.mark.parametrize("name", CUT)
def test_cut_body_is_an_error(site: Site, name: str) -> None:
    with pytest.raises(BadEncoding):
        get(client(), site.on("/x", CUT[name]))
    assert site.count("/x") == 3


def test_gzip_cut_at_every_byte() -> None:
    async def chunks(end: int) -> Any:
        for start in range(0, end, 100):
            yield PACKED[start : min(end, start + 100)]

    async def every_cut() -> None:
        for end in range(1, len(PACKED)):
            with pytest.raises(BadEncoding):
                await read_whole(chunks(end), "gzip", 1 << 20)
        assert await read_whole(chunks(len(PACKED)), "gzip", 1 << 20) == BODY

    asyncio.run(every_cut())


# -- politeness --


def first_fails(times: int, code: int, **headers: str) -> Reply:
    return lambda handler, before: handler.send(code if before < times else 200, b"ok", **headers)


@pytest.mark.parametrize("code", [429, 500, 502, 503, 520])
def test_transient_status_is_retried(site: Site, code: int) -> None:
    clock = Clock()
    assert get(client(clock), site.on("/x", first_fails(2, code))).body == b"ok"
    assert site.count("/x") == 3
    assert clock.sleeps == [1.0, 2.0]


def test_last_status_is_handed_back(site: Site) -> None:
    assert get(client(), site.on("/x", status(503))).http_status == 503
    assert site.count("/x") == 3


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"Retry_After": "7"}, 7.0), ({"Retry_After": "0"}, 1.0), ({"Retry_After": LATER, "Date": DATE}, 40.0)],
)
def test_retry_after_is_obeyed(site: Site, headers: dict[str, str], wait: float) -> None:
    clock = Clock()
    assert get(client(clock), site.on("/x", first_fails(1, 429, **headers))).body == b"ok"
    assert clock.sleeps == [wait]


@pytest.mark.parametrize(("value", "told"), [("600", 600), ("999999999999", 3600)])
def test_long_retry_after_ends_the_host(site: Site, value: str, told: int) -> None:
    url, other = site.on("/x", status(429, Retry_After=value)), site.on("/y", status(200))

    async def both(made: Client) -> None:
        with pytest.raises(GivenUp, match=f"asked to wait {told} s"):
            await made.get(url)
        with pytest.raises(GivenUp, match=f"asked to wait {told} s"):
            await made.get(other)

    run(client(), both)
    assert (site.count("/x"), site.count("/y")) == (1, 0)


@pytest.mark.parametrize("value", ["", "soon", "-5", "1e9", "١٢", "Sat, 99 Nov 2026", "12, 13", "\x00"])
def test_senseless_retry_after_is_none(value: str) -> None:
    assert retry_after({"retry-after": value, "date": DATE}) is None


def test_host_is_given_up_and_others_are_not(site: Site) -> None:
    for number in range(20):
        site.on(f"/{number}", status(500))

    async def storm(made: Client) -> list[Answer | BaseException]:
        return [await outcome(made, f"{site.base}/{number}") for number in range(20)]

    async def outcome(made: Client, url: str) -> Answer | BaseException:
        try:
            return await made.get(url)
        except FetchError as error:
            return error

    found = run(client(), storm)
    assert [isinstance(one, Answer) for one in found] == [True] * 5 + [False] * 15
    assert all(isinstance(one, GivenUp) and "5 failed fetches" in str(one) for one in found[5:])
    assert len(site.handler.asked) <= 5 + 5


def test_retries_are_a_small_share(site: Site) -> None:
    """Every other board of a hundred fails; the good ones keep the host open, retries stay near a tenth."""
    for number in range(100):
        site.on(f"/{number}", status(500 if number % 2 else 200))

    async def all_boards(made: Client) -> None:
        for number in range(100):
            await made.get(f"{site.base}/{number}")

    run(client(), all_boards)
    assert len(site.handler.asked) <= 112


def test_starts_are_apart_and_one_at_a_time(site: Site) -> None:
    busy = threading.Lock()

    def reply(handler: Handler, _: int) -> None:
        assert busy.acquire(blocking=False)
        time.sleep(0.01)
        busy.release()
        handler.send(200, b"ok")

    url, clock = site.on("/x", reply), Clock()

    async def five(made: Client) -> None:
        await asyncio.gather(*(made.get(url) for _ in range(5)))

    run(client(clock, pacing={HOST: Pacing(interval=3.0)}), five)
    assert clock.time == 1000.0 + 4 * 3.0


# -- addresses --


def test_redirects_are_followed_and_bounded(site: Site) -> None:
    for number in range(9):
        site.on(f"/{number}", status(302, Location=f"/{number + 1}"))
    site.on("/9", status(200, b"end"))
    answer = get(client(), f"{site.base}/5")
    assert (answer.body, answer.url) == (b"end", f"{site.base}/9")
    with pytest.raises(Refused, match="more than 4 redirects"):
        get(client(), f"{site.base}/4")


@pytest.mark.parametrize(
    "target",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "data:text/plain,x",
        "javascript:alert(1)",
        "http://user:word@127.0.0.1/",
        "http://example.org:22/",
        "http://[::1]/",
        "http://[",
        "http://localhost/",
        "http://2130706433/",
        "http://169.254.169.254/latest",
    ],
)
def test_redirect_to_a_forbidden_address(site: Site, target: str) -> None:
    with pytest.raises((Refused, Unreachable)):
        get(client(), site.on("/x", status(302, Location=target)))


def test_https_never_becomes_http() -> None:
    with pytest.raises(Refused, match="from https to http"):
        checked("http://example.org/", (), previous="https://example.org/")
    assert checked("https://example.org/", (), previous="http://example.org/").hostname == "example.org"


def test_private_hosts_must_be_named(site: Site) -> None:
    url = site.on("/x", status(200))
    with pytest.raises(Refused):
        get(client(private_hosts=[]), url)
    with pytest.raises(Refused):
        get(client(private_hosts=[]), f"http://{HOST}/")
    assert site.handler.asked == []


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "64:ff9b::a00:1"),
    ],
)
def test_private_address(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_public_address(ip: str) -> None:
    assert is_public(ip)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        get(client(), f"http://{HOST}:{port}/")


@pytest.mark.parametrize("reply", [raw(b""), raw(b"SSH-2.0-OpenSSH\r\n"), raw(b"HTTP/1.1 200 OK\r\nContent-")])
def test_answer_that_is_no_http(site: Site, reply: Reply) -> None:
    with pytest.raises(Unreachable):
        get(client(), site.on("/x", reply))


@pytest.mark.parametrize("url", ["", "x", "http://", "http://a b/", "//127.0.0.1/", "http://127.0.0.1:99999/"])
def test_address_that_is_none(url: str) -> None:
    with pytest.raises((Refused, Unreachable)):
        get(client(), url)


# -- secrets --


def test_secrets_are_shown_nowhere(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    url = site.base + "/x?API_Key=canary1&page=2&access_token=canary2#canary3"
    answer = get(client(), url)
    assert answer.url == site.base + "/x?API_Key=***&page=2&access_token=***"
    with pytest.raises(TooLarge) as error:
        get(client(limit=1), site.on("/x?API_Key=canary1", status(200, b"many")))
    assert "canary" not in str(error.value)
    assert "canary" not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith(("httpx", "httpcore"))
    )


def test_shown_leaves_ordinary_addresses_alone() -> None:
    for url in ("https://api.lever.co/v0/postings/x?mode=json", "https://x.example/a%20b?content=true&n="):
        assert shown(url) == url
    assert shown("https://me:word@x.example/") == "https://x.example/"


# -- robots.txt --

ROBOTS = b"""\xef\xbb\xbfUser-agent: jobgauge crawler\nDisallow: /caf\xc3\xa9\nCrawl-strangely: 1\nDisallow: /x # why\n
Sitemap: https://x.example/s.xml
User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "agent", "allowed"),
    [
        ("/", "jobgauge/0.1 (+x)", True),
        ("/x/y", "jobgauge/0.1", False),
        ("/caf%C3%A9", "jobgauge/0.1", False),
        ("/café", "jobgauge/0.1", False),
        ("/", "other/1.0", False),
    ],
)
def test_robots_rules(path: str, agent: str, allowed: bool) -> None:
    assert allows(ROBOTS, f"https://x.example{path}", agent) is allowed


def test_robots_without_colons() -> None:
    assert not allows(b"user-agent jobgauge\ndisallow /", "https://x.example/", "jobgauge/0.1")


@pytest.mark.parametrize("robots", [b"", b"<html>no</html>", b"\xff\xfe\0", b"Disallow", b"User-agent: *\nDisallow:\n"])
def test_robots_without_rules_allow(robots: bytes) -> None:
    assert allows(robots, "https://x.example/a?b=c", "jobgauge/0.1")


@pytest.mark.parametrize(
    ("reply", "allowed"),
    [
        (status(200, b"User-agent: *\nAllow: /"), True),
        (status(200, b"User-agent: *\nDisallow: /jobs"), False),
        (status(404), True),
        (status(403), True),
        (status(500), False),
        (status(302, Location="ftp://x/"), False),
        (raw(b""), False),
    ],
)
def test_robots_status(site: Site, reply: Reply, allowed: bool) -> None:
    site.on("/robots.txt", reply)
    reason = run(client(), lambda made: why_not(made, f"{site.base}/jobs?x=1"))
    assert (reason is None) is allowed
