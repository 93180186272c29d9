"""Each stage against a peer or a limit, on the same captured boards and in the same process."""

import asyncio
import datetime as dt
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import httpx
import msgspec
import polars as pl

from bench import captures
from extract.client import Client
from extract.posting import BoardStatus, Observation
from extract.sources import SOURCES
from transform import postings
from transform.schema import Batch
from warehouse import history, store

AT_ONCE = 8
"""Requests under way at once, on both sides: what our client allows on loopback."""
AT = dt.datetime(2026, 1, 5, 18, tzinfo=dt.UTC)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One stage: what is measured, how many of what unit, our seconds, and the peer with its seconds, if any."""

    stage: str
    count: float
    unit: str
    ours: float
    peer: str = ""
    theirs: float | None = None


def rows(replay: str, ashby: Sequence[str], greenhouse: Sequence[str]) -> Iterator[Row]:
    """The comparison of every stage; the boards are asked at the server `replay`."""
    yield fetch("fetch Ashby boards", [SOURCES["ashby"].first_url(f"{replay}/ashby", key) for key in ashby])
    yield fetch(
        "fetch Greenhouse boards", [SOURCES["greenhouse"].first_url(f"{replay}/greenhouse", key) for key in greenhouse]
    )
    bodies = {key: captures.ashby_body(key) for key in ashby}
    yield read(bodies)
    observed = [(_observation(key), SOURCES["ashby"].read(key, [captures.page(body)])) for key, body in bodies.items()]
    yield load(postings.to_batch(observed, {}))


def fetch(stage: str, urls: list[str]) -> Row:
    """Our client against one bare httpx client, asking the same addresses."""
    asyncio.run(_bare(urls))
    peer = _seconds(lambda: asyncio.run(_bare(urls)))
    ours = _seconds(lambda: asyncio.run(_ours(urls)))
    return Row(stage=stage, count=len(urls), unit="boards", ours=ours, peer="bare httpx", theirs=peer)


async def _ours(urls: list[str]) -> None:
    async with Client("bench", private_hosts={"127.0.0.1"}) as client:
        await _each(urls, client.get)


async def _bare(urls: list[str]) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        await _each(urls, client.get)


async def _each(urls: list[str], get: Callable[[str], Awaitable[object]]) -> None:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(url: str) -> None:
        async with slots:
            await get(url)

    await asyncio.gather(*map(one, urls))


def read(bodies: dict[str, bytes]) -> Row:
    """A source's reading against decoding the same bytes without types."""
    source = SOURCES["ashby"]
    pages = {key: [captures.page(body)] for key, body in bodies.items()}
    ours = _best(lambda: [source.read(key, page) for key, page in pages.items()])
    peer = _best(lambda: [msgspec.json.decode(body) for body in bodies.values()])
    megabytes = sum(map(len, bodies.values())) / 1e6
    return Row(stage="read Ashby answers", count=megabytes, unit="MB", ours=ours, peer="msgspec untyped", theirs=peer)


def load(batch: Batch) -> Row:
    """Our load, with history, checks of the ledger and texts, against an insert of the same frames into bare tables."""
    with tempfile.TemporaryDirectory() as folder:
        with store.open_writer(Path(folder) / "ours.duckdb") as connection:
            history.load_reference(connection, postings.reference_tables())
            ours = _seconds(lambda: history.load(connection, batch))
        with duckdb.connect(str(Path(folder) / "bare.duckdb"), config={"threads": "2"}) as bare:
            _bare_tables(bare, batch)
            peer = _seconds(lambda: _insert(bare, batch))
    count = batch.values.postings.height
    return Row(stage="load", count=count, unit="postings", ours=ours, peer="bare insert", theirs=peer)


def _frames(batch: Batch) -> dict[str, pl.DataFrame]:
    own: dict[str, Any] = batch._asdict()
    values: dict[str, pl.DataFrame] = own.pop("values")._asdict()
    return values | own


def _bare_tables(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    for name, frame in _frames(batch).items():
        connection.register("frame", frame.head(0))
        connection.execute(f"CREATE TABLE {name} AS FROM frame")


def _insert(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    for name, frame in _frames(batch).items():
        connection.register("frame", frame)
        connection.execute(f"INSERT INTO {name} FROM frame")


def _observation(key: str) -> Observation:
    return Observation(
        run_id="bench", platform="ashby", board=key, employer=key, country=None, industry=None,
        observed_on=AT.date(), observed_at=AT, status=BoardStatus.COMPLETE,
    )  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _best(work: Callable[[], object], times: int = 3) -> float:
    """The best of a few tries, after one that warms up."""
    work()
    return min(_seconds(work) for _ in range(times))
