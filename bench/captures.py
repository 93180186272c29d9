"""The captured boards that stand beside the project, and the server that replays them. Nothing of them is copied."""

import csv
import gzip
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from extract.source import Page
from extract.sources import SOURCES
from transform.schema import RAW

SHARED = Path(__file__).parents[1].parent / "shared"
ABSENT = "the captured boards (../shared) are not beside the project"
GREENHOUSE_DAYS = ("2026-01-05", "2026-01-06", "2026-01-07")
_SERVER = SHARED / "replay" / "serve.py"
# The server writes a head and a body apart: held back until the head is acknowledged, each answer takes 40 ms longer.
_AT_ONCE = """
import runpy, socketserver, sys
socketserver.StreamRequestHandler.disable_nagle_algorithm = True
runpy.run_path(sys.argv.pop(1), run_name="__main__")
"""
_CAPTURES = SHARED / "captures"


def are_here() -> bool:
    """Whether the captured boards and their server stand beside the project."""
    return _SERVER.exists() and (_CAPTURES / "ashby").is_dir() and (_CAPTURES / "greenhouse").is_dir()


def ashby_keys() -> list[str]:
    """The captured Ashby boards, by name."""
    return sorted(path.name.removesuffix(".json.gz") for path in (_CAPTURES / "ashby").glob("*.json.gz"))


def ashby_body(key: str) -> bytes:
    """The whole answer of one Ashby board."""
    return gzip.decompress((_CAPTURES / "ashby" / f"{key}.json.gz").read_bytes())


def page(body: bytes) -> Page:
    """The body as the whole answer of a board."""
    return Page(url="http://127.0.0.1/board", http_status=200, content_type="application/json", body=body)


def ashby_postings(step: int = 1) -> pl.DataFrame:
    """The captured Ashby postings in the columns RAW; of every `step`-th board."""
    readings = (SOURCES["ashby"].read(key, [page(ashby_body(key))]) for key in ashby_keys()[::step])
    cards = [msgspec.to_builtins(posting) for reading in readings for posting in reading.postings]
    return pl.DataFrame(cards, schema=RAW, orient="row")


def shapes(platform: str) -> list[Path]:
    """The files of a platform of which only samples were captured."""
    folder = _CAPTURES / platform if platform == "jsonld" else _CAPTURES / "shapes" / platform
    return [path for path in folder.iterdir() if path.is_file()]


def greenhouse(day: str) -> dict[str, list[dict[str, Any]]]:
    """The postings of each Greenhouse board on one of the captured days."""
    boards: dict[str, list[dict[str, Any]]] = json.loads(
        gzip.decompress((_CAPTURES / "greenhouse" / f"{day}.json.gz").read_bytes())
    )
    return boards


def titles() -> dict[tuple[str, str, str], str]:
    """The title of every captured posting by platform, board and id."""
    found = {
        ("ashby", key, job["id"]): job["title"] for key in ashby_keys() for job in json.loads(ashby_body(key))["jobs"]
    }
    for day in GREENHOUSE_DAYS:
        for board, postings in greenhouse(day).items():
            found |= {("greenhouse", board, str(posting["id"])): posting["title"] for posting in postings}
    return found


def naughty_strings() -> list[str]:
    """Strings that have broken programs before."""
    texts: list[str] = json.loads((SHARED / "suites" / "naughty_strings.json").read_bytes())
    return texts


def write_boards(path: Path, platform: str, keys: Iterable[str]) -> None:
    """Write a list of boards as a person keeps it; the employer's name is the board's key."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("platform", "key", "employer"))
        lines.writerows((platform, key, key) for key in keys)


@contextmanager
def replay(cores: Collection[int] = ()) -> Iterator[str]:
    """The URL of a server that replays the captured boards, Greenhouse as of its first day; on `cores`, if any."""
    command = [sys.executable, "-c", _AT_ONCE, str(_SERVER), "--port", "0", "--day", GREENHOUSE_DAYS[0]]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        if cores:
            os.sched_setaffinity(server.pid, cores)
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1]
    finally:
        server.terminate()
        server.wait(10)
        assert server.stdout is not None
        server.stdout.close()


def set_day(url: str, day: str) -> None:
    """Move the server at `url` on to `day`."""
    request = urllib.request.Request(f"{url}/day/{day}", method="POST")
    urllib.request.urlopen(request, timeout=60).close()
