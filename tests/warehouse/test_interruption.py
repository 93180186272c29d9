"""A load killed at any boundary leaves a readable warehouse; run again it gives the uninterrupted tables."""

import asyncio
import datetime as dt
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from extract.archive import Archive
from extract.client import Client
from extract.collector import Collector, Run
from extract.market import Market, MarketServer
from transform.schema import TABLES

SCRIPT = Path(__file__).with_name("load_archive.py")
FACTS = [name for name in TABLES if name.split(".")[0] in ("raw", "core")]


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {name: connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in FACTS}


def load(archive: Path, warehouse: Path, *kill_at: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(archive), str(warehouse), *kill_at]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three visits of a part of the simulated market: openings, changes, closings."""
    market = Market(7, dt.date(2026, 11, 20))
    root: Path = tmp_path_factory.mktemp("archive")
    with MarketServer(market) as server:
        for day in market.days()[-21::10]:
            server.set_day(day)
            asyncio.run(visit(market, server, Archive(root), day))
    return root


async def visit(market: Market, server: MarketServer, archive: Archive, day: dt.date) -> None:
    moment = dt.datetime.combine(day, dt.time(18), tzinfo=dt.UTC)
    run = Run(f"{day:%Y%m%d}T180000000000Z", day, lambda: moment, server.base_urls())
    async with Client("test", private_hosts=["127.0.0.1"], sleep=lambda _: asyncio.sleep(0)) as client:
        await Collector(run, client, archive).ask(market.truth.boards[::8])


@pytest.fixture(scope="module")
def baseline(
    archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, list[tuple[object, ...]]], int]:
    """The tables of an uninterrupted load, and how many boundaries it has."""
    path: Path = tmp_path_factory.mktemp("baseline") / "gauge.duckdb"
    done = load(archive, path)
    assert done.returncode == 0, done.stderr
    return contents(path), int(done.stdout)


def interrupt_and_repeat(archive: Path, folder: Path, point: int) -> dict[str, list[tuple[object, ...]]]:
    path = folder / "gauge.duckdb"
    killed = load(archive, path, str(point))
    assert killed.returncode == -9, killed.stderr
    again = load(archive, path)
    assert again.returncode == 0, again.stderr
    return contents(path)


def test_killed_at_a_boundary_and_run_again(archive, baseline, tmp_path):
    tables, boundaries = baseline
    point = boundaries // 2
    assert interrupt_and_repeat(archive, tmp_path, point) == tables


@pytest.mark.soak
def test_killed_at_every_boundary_and_run_again(archive, baseline, tmp_path):
    tables, boundaries = baseline
    for point in range(1, boundaries + 1):
        folder = tmp_path / str(point)
        folder.mkdir()
        assert interrupt_and_repeat(archive, folder, point) == tables, f"killed at boundary {point}"
