"""How politely one host is asked: when the next request may start, how many at once, when the host is given up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec

from extract.client.errors import GivenUp

FAILURES = 5
"""After so many fetches in a row that failed for good, a host is given up for this run."""

RETRY_SHARE = 0.1
"""Retries are at most this share of a host's requests, once there are more than a handful."""


class Pacing(msgspec.Struct, frozen=True, kw_only=True):
    """The rules for one host: seconds between two starts, and requests at once."""

    interval: float = 1.0
    concurrency: int = 1


class Gate:
    """One host's turnstile; every request to the host passes it."""

    def __init__(
        self,
        pacing: Pacing,
        patience: float,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self.interval = pacing.interval
        self.patience = patience
        self.now = now
        self.sleep = sleep
        self.slots = asyncio.Semaphore(pacing.concurrency)
        self.next_start = 0.0
        self.held_until = 0.0
        self.starts = 0
        self.retries = 0
        self.failures = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A turn at the host, after waiting for it; raises `GivenUp` where the host is not to be asked any more."""
        self._check()
        async with self.slots:
            self._check()
            now = self.now()
            start = max(now, self.next_start, self.held_until)
            self.next_start = start + self.interval
            self.starts += 1
            if start > now:
                await self.sleep(start - now)
            yield

    def _check(self) -> None:
        if self.failures >= FAILURES:
            raise GivenUp(f"the host was given up after {self.failures} failed fetches in a row")
        if (left := self.held_until - self.now()) > self.patience:
            raise GivenUp(f"the host asked to wait {left:.0f} s")

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long; raises `GivenUp` where that is longer than our patience."""
        self.held_until = max(self.held_until, self.now() + seconds)
        self._check()

    def may_retry(self) -> bool:
        """Whether the host's share of retries is not used up yet; a yes counts as one retry."""
        if self.retries >= max(FAILURES, RETRY_SHARE * self.starts):
            return False
        self.retries += 1
        return True

    def ended(self, *, well: bool) -> None:
        """Note how a fetch ended for good."""
        self.failures = 0 if well else self.failures + 1
