"""The captured titles and place labels that `bench/gold` names by source, file and a hash of the words."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec
import polars as pl

from bench import captures
from bench.accuracy import shapes
from bench.accuracy.score import kappa

GOLD = Path(__file__).parents[1] / "gold"
_HISTORY = captures.SHARED / "history"
_FEEDS = ("arbeitnow", "remotive", "remoteok")
_KEY = 16


class Drawn(msgspec.Struct, frozen=True):
    """A labelled string: its words, its settled label, and whether its mistakes may be read."""

    text: str
    label: str
    is_read: bool


def rows(name: str) -> list[Drawn]:
    """The strings of a file of `bench/gold`, with their words found again in the captured data."""
    words = _places() if name.startswith("places") else _titles()
    found = _gold(name)
    return [
        Drawn(words[row["source"], row["file"], row["key"]], row["label"], is_read=row["half"] == "dev")
        for row in found
    ]


def agreement(name: str) -> float:
    """Cohen's kappa of the two labellings of a file."""
    return kappa([(row["first"], row["second"]) for row in _gold(name)])


def _gold(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _by_key(found: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """Each string by its source, its file and the first hexadecimal digits of its SHA-256."""
    distinct = set(found)
    return {(source, file, hashlib.sha256(text.encode()).hexdigest()[:_KEY]): text for source, file, text in distinct}


@cache
def _titles() -> dict[tuple[str, str, str], str]:
    boards = ((source, board, title) for source, board, title, _ in _boards())
    return _by_key([*boards, *_history("search_capture_2025H2", "search", "job_title")])


@cache
def _places() -> dict[tuple[str, str, str], str]:
    panel = _history("ats_panel_2026/jobs", "panel", "location_raw")
    search = _history("search_capture_2025H2", "search", "job_location")
    boards = ((source, board, label) for source, board, _, labels in _boards() for label in labels)
    return _by_key([*boards, *_feed_places(), *panel, *search])


@cache
def _boards() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Platform, board, title and place labels of every captured posting, on each day that it was captured."""
    return [*_ashby(), *_greenhouse()]


def _ashby() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for board in captures.ashby_keys():
        for job in json.loads(captures.ashby_body(board))["jobs"]:
            labels = (one.get("location") for one in (job, *(job.get("secondaryLocations") or ())))
            yield "ashby", board, job["title"], tuple(filter(None, labels))


def _greenhouse() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for day in captures.GREENHOUSE_DAYS:
        for board, postings in captures.greenhouse(day).items():
            for posting in postings:
                place = posting.get("location")
                name = place.get("name") if isinstance(place, dict) else place
                yield "greenhouse", board, posting["title"], (name,) if name else ()


def _feed_places() -> Iterator[tuple[str, str, str]]:
    for posting in shapes.adverts():
        if posting.platform in _FEEDS:
            yield from ((posting.platform, posting.board, place.label) for place in posting.places if place.label)


def _history(folder: str, source: str, column: str) -> Iterator[tuple[str, str, str]]:
    for path in sorted((_HISTORY / folder).glob("*.parquet")):
        for text in pl.read_parquet(path, columns=[column])[column].drop_nulls().unique():
            yield source, path.stem, text
