"""What the flows' tests share: a simulated market to collect from, and the command as a person runs it."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extract.boards import Board
from extract.market import Market, MarketServer
from flows import cli, prefect_home

Jobgauge = Callable[..., subprocess.CompletedProcess[str]]
LAST_DAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="session")
def market() -> Market:
    return Market(7, LAST_DAY)


def watched(market: Market) -> list[Board]:
    """The boards that the tests watch: enough of every platform, few enough to be quick."""
    return market.truth.boards[::6]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a profile, and a configuration that watches what the test lists in boards.csv."""
    return prepared(tmp_path)


def prepared(folder: Path) -> Path:
    (folder / "jobgauge.toml").write_text(
        'data_dir = "data"\ntime_zone = "UTC"\n[collect]\nonly_own_boards = true\ndeadline_seconds = 5\n'
    )
    (folder / "profile.toml").touch(0o600)  # as `jobgauge init` leaves it
    (folder / "profile.toml").write_text('role = "Data Engineer"\n')
    (folder / "boards.csv").write_text("platform,key,employer,country,industry\n")
    return folder


@pytest.fixture
def jobgauge(folder: Path, prefect_url: dict[str, str]) -> Jobgauge:
    """The command, run in `folder` with the tests' Prefect server; variables go into its environment."""
    return command_in(folder, prefect_url)


def command_in(folder: Path, prefect_url: dict[str, str]) -> Jobgauge:
    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flows.cli", *words]
        environ = prefect_url | variables
        return subprocess.run(
            command, cwd=folder, env=environ, capture_output=True, text=True, timeout=120, check=False
        )

    return run


@pytest.fixture
def jobgauge_here(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Jobgauge:
    """The command in this process, for what needs no Prefect: a start of Python takes a second."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(prefect_home, "prepare", lambda *_, **__: None)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["jobgauge", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(words, int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def served(folder: Path, market: Market) -> Iterator[MarketServer]:
    """The market's last day, with some of its boards in the folder's boards.csv and its addresses in the settings."""
    with serving(folder, market) as server:
        yield server


@contextmanager
def serving(folder: Path, market: Market) -> Iterator[MarketServer]:
    lines = [f"{b.platform},{b.key},{b.employer},{b.country or ''},{b.industry or ''}" for b in watched(market)]
    with (folder / "boards.csv").open("a") as boards:
        boards.write("\n".join(lines) + "\n")
    with MarketServer(market) as server:
        server.set_day(LAST_DAY)
        with (folder / "jobgauge.toml").open("a") as config:
            config.write("[base_urls]\n" + "".join(f'{p} = "{url}"\n' for p, url in server.base_urls().items()))
        yield server


@pytest.fixture(scope="session")
def first_run(
    market: Market, prefect_url: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, subprocess.CompletedProcess[str]]]:
    """The folder of a person's first run and what the run said, while its market still answers; tests take a copy."""
    folder = prepared(tmp_path_factory.mktemp("first"))
    with serving(folder, market):
        yield folder, command_in(folder, prefect_url)("run")
