"""The client: one bounded, polite GET."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urljoin

import httpcore
import httpx

from extract.client.answer import Answer, retry_after, shown
from extract.client.body import read_whole
from extract.client.errors import BadEncoding, DeadlineExceeded, FetchError, Refused, Unreachable
from extract.client.guard import GuardedTransport, checked
from extract.client.pacing import Gate, Pacing

MAX_BODY = 25 * 1024 * 1024
MAX_REDIRECTS = 4
RETRIES = 2
_LONGEST_BACKOFF = 30.0
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class _Host(NamedTuple):
    http: httpx.AsyncClient
    gate: Gate


class Client:
    """Fetches whole answers over HTTP, politely and within bounds.

    `deadline` bounds one try with all its redirects, in seconds; `patience` is the longest wait that a host may
    ask for; `pacing` gives a host its own rules (loopback hosts have no pause by default); `private_hosts` are the
    only hosts that may have a private address. The clock and the sleep are arguments so that nothing has to wait
    in tests.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        deadline: float = 30.0,
        patience: float = 120.0,
        limit: int = MAX_BODY,
        pacing: Mapping[str, Pacing] | None = None,
        private_hosts: Collection[str] = (),
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.user_agent = " ".join(user_agent.encode("ascii", "replace").decode().split())
        self.deadline = deadline
        self.patience = patience
        self.limit = limit
        self.pacing = dict(pacing or {})
        self.private_hosts = frozenset(private_hosts)
        self.now = now
        self.sleep = sleep
        self.jitter = jitter
        self._hosts: dict[str, _Host] = {}

    async def __aenter__(self) -> Self:
        """The client, with the HTTP library's loggers quiet: they would write whole URLs."""
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        for host in self._hosts.values():
            await host.http.aclose()
        self._hosts.clear()

    async def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """The whole answer to a GET of `url`, retried where that may help; raises a `FetchError` where none came.

        An answer of any status is an answer, 404 and 503 too; with `etag` or `last_modified` it may be a 304.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        asked = {name: value for name, value in headers.items() if value}
        gate = self._host(url).gate
        for attempt in range(RETRIES + 1):
            outcome = await self._attempt(url, asked)
            if not _failed(outcome):
                gate.ended(well=True)
                break
            wait = self._wait(gate, outcome, attempt)
            if attempt == RETRIES or isinstance(outcome, DeadlineExceeded) or not gate.may_retry():
                gate.ended(well=False)
                break
            await self.sleep(wait)
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    async def _attempt(self, url: str, headers: Mapping[str, str]) -> Answer | FetchError:
        """The answer to one try, or the failure of the network that it ended with; other errors are raised."""
        try:
            return await self._follow(url, headers)
        except (Unreachable, BadEncoding, DeadlineExceeded) as error:
            return error

    def _wait(self, gate: Gate, outcome: Answer | FetchError, attempt: int) -> float:
        """Seconds to wait before the next try; a wait that the host asks for holds everybody at its turnstile."""
        if isinstance(outcome, Answer) and outcome.retry_after is not None:
            gate.hold(outcome.retry_after)
            return outcome.retry_after
        return self.jitter() * min(_LONGEST_BACKOFF, 2.0**attempt)

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The answer at the end of at most four redirects, all within one deadline (waiting for turns left out)."""
        left = self.deadline
        for _ in range(MAX_REDIRECTS + 1):
            async with self._host(url).gate.turn():
                started = self.now()
                found = await self._exchange(url, headers, left)
                left -= self.now() - started
            if isinstance(found, Answer):
                return found
            checked(found, self.private_hosts, previous=url)
            url = found
        raise Refused(f"{shown(url)}: more than {MAX_REDIRECTS} redirects")

    async def _exchange(self, url: str, headers: Mapping[str, str], left: float) -> Answer | str:
        """The answer of one request, or the URL that it redirects to."""
        http = self._host(url).http
        try:
            async with (
                _failures_named(url),
                asyncio.timeout(left),
                http.stream("GET", url, headers=headers) as response,
            ):
                target: str | None = response.headers.get("location")
                if target and response.status_code in _REDIRECTS:
                    return _joined(url, target)
                return await self._whole(url, response)
        except TimeoutError as error:
            raise DeadlineExceeded(f"{shown(url)}: no whole answer within {self.deadline:g} s") from error

    async def _whole(self, url: str, response: httpx.Response) -> Answer:
        head = response.headers
        try:
            body = await read_whole(response.aiter_raw(), head.get("content-encoding", ""), self.limit)
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            raise BadEncoding(f"{shown(url)}: the body was cut") from error
        except FetchError as error:
            raise type(error)(f"{shown(url)}: {error}") from error
        asked = retry_after(head)
        return Answer(
            url=shown(url),
            http_status=response.status_code,
            content_type=head.get("content-type"),
            etag=head.get("etag"),
            last_modified=head.get("last-modified"),
            retry_after=None if asked is None else min(max(asked, 1.0), 3600.0),
            body=body,
        )

    def _host(self, url: str) -> _Host:
        """The connections and the turnstile of the host of `url`; raises `Refused` where it may not be asked."""
        parts = checked(url, self.private_hosts)
        name = parts.hostname or ""
        if name not in self._hosts:
            loopback = Pacing(interval=0.0, concurrency=8)
            pacing = self.pacing.get(name, loopback if name in _LOOPBACK else Pacing())
            http = httpx.AsyncClient(
                transport=GuardedTransport(self.private_hosts, pacing.concurrency),
                headers={"User-Agent": self.user_agent, "Accept-Encoding": "gzip"},
                timeout=self.deadline,
                trust_env=False,
            )
            self._hosts[name] = _Host(http, Gate(pacing, self.patience, self.now, self.sleep))
        return self._hosts[name]


def _failed(outcome: Answer | FetchError) -> bool:
    return isinstance(outcome, FetchError) or outcome.http_status == 429 or outcome.http_status >= 500


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise Refused(f"{shown(url)}: redirects to an address that cannot be read") from error


@asynccontextmanager
async def _failures_named(url: str) -> AsyncIterator[None]:
    """Turns the HTTP library's errors into ours."""
    try:
        yield
    except httpcore.ConnectTimeout as error:
        raise Unreachable(f"{shown(url)}: no connection in time") from error
    except httpcore.TimeoutException as error:
        raise DeadlineExceeded(f"{shown(url)}: no answer in time") from error
    except (httpcore.ProtocolError, httpcore.NetworkError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise Unreachable(f"{shown(url)}: {error or type(error).__name__}") from error
    except httpx.InvalidURL as error:
        raise Refused("the address cannot be read") from error
