"""What is archived of a simulated market without HTTP is what a collector would have brought home."""

import asyncio
from datetime import date, datetime
from pathlib import Path

import msgspec

from extract.archive import Archive
from extract.client import Client
from extract.collector import Collector, Run, read_again
from extract.market import Market, MarketServer, MarketSettings
from extract.market.visits import BASE_URL, RUN_ID, VISIT_AT, visit_all
from extract.posting import BoardStatus, Observation

SETTINGS = MarketSettings(employers=40, weeks=8, daily_weeks=8, faults=8.0, repost_share=0.2)


def test_the_archive_holds_what_a_collector_brings_home(tmp_path: Path) -> None:
    market = Market(3, date(2026, 11, 20), SETTINGS)
    days = market.days()[12:24]
    found, true = Archive(tmp_path / "found"), Archive(tmp_path / "true")
    run_ids = visit_all(market, found, days)
    with MarketServer(market) as server:
        bases = server.base_urls()
        for day, run_id in zip(days, run_ids, strict=True):
            server.set_day(day)
            asyncio.run(collect(market, true, day, run_id, bases))
    assert run_ids == found.run_ids() == true.run_ids()
    for run_id in run_ids:
        assert [plain(one, bases) for one in found.observations(run_id)] == [
            plain(one, bases) for one in true.observations(run_id)
        ]
    endings = [one.status for run_id in run_ids for one in found.observations(run_id)]
    assert set(endings) >= {BoardStatus.COMPLETE, BoardStatus.FAILED, BoardStatus.EMPTY, BoardStatus.UNKNOWN_BOARD}


async def collect(market: Market, archive: Archive, day: date, run_id: str, bases: dict[str, str]) -> None:
    moment = datetime.combine(day, VISIT_AT)
    run = Run(run_id, day, lambda: moment, bases)
    async with Client("test", private_hosts=["127.0.0.1"], sleep=lambda _: asyncio.sleep(0)) as client:
        await Collector(run, client, archive).ask(market.truth.boards)


def plain(observation: Observation, bases: dict[str, str]) -> Observation:
    """The observation, as if every server stood where the visits without HTTP have it."""
    base = bases[observation.platform]
    pages = tuple(
        msgspec.structs.replace(page, url=page.url.replace(base, BASE_URL + observation.platform))
        for page in observation.pages
    )
    return msgspec.structs.replace(observation, pages=pages)


def test_every_archived_day_is_read_as_the_market_is_known_to_be(tmp_path: Path) -> None:
    market = Market(4, date(2026, 11, 20), msgspec.structs.replace(SETTINGS, employers=12))
    archive = Archive(tmp_path)
    run_ids = visit_all(market, archive)
    assert run_ids == [datetime.combine(day, VISIT_AT).strftime(RUN_ID) for day in market.days()]
    seen = [(o.board_id, o.observed_on, o.status, o.counted_in) for r in run_ids for o in archive.observations(r)]
    known = market.expected(market.days()).visits
    assert seen == [(v.board_id, v.day, v.status, counted(v.status, len(v.served))) for v in known]
    for run_id in run_ids[::9]:
        for observation in archive.observations(run_id):
            reading = read_again(observation, archive)
            assert (reading.status, reading.counted_in) == (observation.status, observation.counted_in)


def counted(status: BoardStatus, served: int) -> int:
    return 0 if status in (BoardStatus.FAILED, BoardStatus.UNKNOWN_BOARD) else served
