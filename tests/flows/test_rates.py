"""The day's exchange rates: fetched once a day, kept only when whole, and never in the way of anything."""

import asyncio
import datetime as dt
import io
import os
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from extract.client import Client
from flows import rates
from flows.settings import Context, ExchangeRates, Paths, Settings
from transform import fx

CODES = [f"{a}{b}X" for a in "ABCDEF" for b in "ABCDEF"]
NOW = dt.datetime(2026, 3, 2, 18, tzinfo=dt.UTC)


def packed(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("rates.csv", text)
    return buffer.getvalue()


WHOLE = packed(f"Date,{','.join(CODES)},\n2026-03-02,{'2.5,' * len(CODES)}\n")


class Bank(ThreadingHTTPServer):
    """Answers everything with `body` and counts how often it was asked."""

    body, status, asked = WHOLE, 200, 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/rates.zip"


class Counter(BaseHTTPRequestHandler):
    server: Bank

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def bank() -> Iterator[Bank]:
    with Bank(("127.0.0.1", 0), Counter) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def context_in(folder: Path, url: str, base_urls: dict[str, str] | None = None) -> Context:
    return Context(
        settings=Settings(exchange_rates=ExchangeRates(url=url), base_urls=base_urls or {}),
        source=None,
        paths=Paths(data=folder),
        profile_path=folder / "profile.toml",
        boards_path=folder / "boards.csv",
    )


def renew(context: Context, now: dt.datetime = NOW) -> str | None:
    async def ask() -> str | None:
        async with Client("jobgauge tests", private_hosts=["127.0.0.1"], sleep=no_wait) as http:
            return await rates.renew(context, http, now)

    return asyncio.run(ask())


async def no_wait(_: float) -> None:
    await asyncio.sleep(0)


def test_the_days_rates_are_fetched_once(bank: Bank, tmp_path: Path) -> None:
    context = context_in(tmp_path, bank.url)
    assert rates.newest(context) is None
    assert renew(context) is None
    kept = rates.newest(context)
    assert kept is not None
    assert kept.stat().st_mode & 0o077 == 0
    assert fx.rates(kept)["per_eur"].to_list() == [2.5] * len(CODES)
    os.utime(kept, (NOW.timestamp(), NOW.timestamp()))
    assert (renew(context, NOW + dt.timedelta(hours=19)), bank.asked) == (None, 1)
    assert (renew(context, NOW + dt.timedelta(hours=21)), bank.asked) == (None, 2)


@pytest.mark.parametrize(("status", "body"), [(200, b"<html>"), (200, packed("Date,USD\n")), (404, WHOLE), (200, b"")])
def test_what_is_no_file_of_rates_changes_nothing(bank: Bank, tmp_path: Path, status: int, body: bytes) -> None:
    context = context_in(tmp_path, bank.url)
    bank.status, bank.body = status, body
    assert "stay as they are" in (renew(context) or "")
    assert list(tmp_path.iterdir()) == []


def test_no_answer_is_told_and_nothing_more(tmp_path: Path) -> None:
    context = context_in(tmp_path, "http://127.0.0.1:9/rates.zip")
    assert "stay as they are" in (renew(context) or "")


def test_nobody_is_asked_without_a_url_or_where_boards_are_stood_in_for(bank: Bank, tmp_path: Path) -> None:
    assert renew(context_in(tmp_path, "")) is None
    assert renew(context_in(tmp_path, bank.url, {"ashby": "http://127.0.0.1:1"})) is None
    assert bank.asked == 0


def test_the_setting_has_a_name_in_the_file() -> None:
    read = msgspec.convert({"exchange_rates": {"url": ""}}, Settings)
    assert read.exchange_rates.url == ""
