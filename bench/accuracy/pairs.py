"""Duplicates: pairs of captured postings near the threshold, labelled by hand, and the made-up cases of the set."""

import csv
import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import polars as pl

from bench import captures
from bench.accuracy.score import Mistake, Result, Score, Share, kappa
from extract.posting import BoardStatus, Observation, RawPlace, RawPosting, Reading
from extract.source import Page
from extract.sources import SOURCES
from flows import duplicates
from transform import employer
from transform.postings import VERSIONS, to_batch
from warehouse import history, store

GOLD = Path(__file__).parents[1] / "gold"
PAIRS = {
    "duplicates": "pairs_third.csv",
    "duplicates: second pairs": "pairs_fresh.csv",
    "duplicates: first pairs": "pairs.csv",
}
"""Which pairs advertise one vacancy, be it again later: two labelings made apart, and what was settled on. Each set is
of other postings than those before it. The rules were changed after looks at the totals of each; what the first look at
the third set gave, before its mistakes were read, is in `bench/gold/README.md`."""
_HOUR = dt.time(6, tzinfo=dt.UTC)
_VACANCIES = "SELECT posting_id, vacancy_id, series_id FROM core.vacancy"
_TITLES = "SELECT posting_id, title, employer_key FROM core.posting"


def results(labelled: Path) -> Iterator[Result]:
    """The results on our own pairs, where the captures are here, and on the made-up cases."""
    if captures.are_here():
        for name, file in PAIRS.items():
            yield _gold(name, GOLD / file)
    for path in sorted(labelled.glob("dedup_cases*.tsv")):
        yield _cases(path)


def _gold(name: str, path: Path) -> Result:
    """The labelled pairs, in a warehouse of their boards: one vacancy or series, or not; the unsure are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        every = list(csv.DictReader(file))
    rows = [row for row in every if row["label"] != "unsure"]
    ids = {row[name] for row in rows for name in ("posting_id", "other_id")}
    with tempfile.TemporaryDirectory() as folder, store.open_writer(Path(folder) / "gauge.duckdb") as connection:
        _load(connection, {posting_id.rsplit(":", 1)[0] for posting_id in ids})
        groups = {row[0]: row[1:] for row in connection.execute(_VACANCIES).fetchall()}
        titles = {row[0]: row[1:] for row in connection.execute(_TITLES).fetchall()}
    found = [_are_one(groups.get(row["posting_id"]), groups.get(row["other_id"])) for row in rows]
    labels = [row["label"] == "same" for row in rows]
    plain = [titles.get(row["posting_id"]) == titles.get(row["other_id"]) for row in rows]
    hits = sum(a and b for a, b in zip(labels, found, strict=True))
    precision, recall = Share(hits, sum(found)), Share(hits, sum(labels))
    is_met = bool(precision.value and precision.value >= 0.98 and recall.value and recall.value >= 0.90)
    right = sum(a == b for a, b in zip(labels, plain, strict=True))
    agreed = Share(sum(a == b for a, b in zip(labels, found, strict=True)), len(rows))
    scores = [
        Score(name=name, n=len(rows), precision=precision, recall=recall, goal="precision ≥ 98, recall ≥ 90",
              is_met=is_met, measure="pairs right", figure=agreed, baseline="same employer and title",
              baseline_figure=Share(right, len(rows))),
        Score(name=f"{name}: two labellers", n=len(every), measure="Cohen's kappa",
              figure=kappa([(row["first"], row["second"]) for row in every])),
    ]  # fmt: skip
    wrong = [
        Mistake(name, f"{row['posting_id']} ~ {row['other_id']}: {titles.get(row['posting_id'])}",
                row["label"], "same" if one else "different")
        for row, label, one in zip(rows, labels, found, strict=True) if label != one
    ]  # fmt: skip
    return Result(scores, wrong)


def _are_one(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> bool:
    return first is not None and second is not None and any(a == b for a, b in zip(first, second, strict=True))


def _load(connection: store.Connection, board_ids: set[str]) -> None:
    """Live through the captured days of these boards."""
    for day in captures.GREENHOUSE_DAYS:
        observed = [
            (_observation(board_id, day), _reading(board_id, body)) for board_id, body in _bodies(board_ids, day)
        ]
        known = history.known_fingerprints(connection, sorted(board_ids), VERSIONS)
        history.load(connection, to_batch(observed, known))
    duplicates.update(connection)


def _bodies(board_ids: set[str], day: str) -> Iterator[tuple[str, bytes]]:
    """The boards' answers on a day, as their platforms send them; Ashby's were captured once."""
    greenhouse = captures.greenhouse(day)
    for board_id in sorted(board_ids):
        platform, key = board_id.split(":", 1)
        if platform == "ashby" and day == captures.GREENHOUSE_DAYS[0]:
            yield board_id, captures.ashby_body(key)
        elif key in greenhouse and platform == "greenhouse":
            jobs = [dict(row, location={"name": row["location"]}) for row in greenhouse[key]]
            yield board_id, json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode()


def _reading(board_id: str, body: bytes) -> Reading:
    platform, key = board_id.split(":", 1)
    page = Page(url="http://127.0.0.1/board", http_status=200, content_type="application/json", body=body)
    return SOURCES[platform].read(key, [page])


def _cases(path: Path) -> Result:
    """The made-up cases: employers by their keys, postings as two boards would show them."""
    rows = pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None).rows()
    found = [_is_one_employer(a, b) if a.startswith("company:") else _is_one_vacancy(a, b) for a, b, _ in rows]
    right = [one == (label == "yes") for one, (_, _, label) in zip(found, rows, strict=True)]
    plain = [(a.lower() == b.lower()) == (label == "yes") for a, b, label in rows]
    score = Score(name="duplicates: made-up cases", n=len(rows), measure="exact", figure=Share(sum(right), len(rows)),
                  baseline="equal words", baseline_figure=Share(sum(plain), len(rows)))  # fmt: skip
    wrong = [Mistake("duplicates: made-up cases", f"{a} ~ {b}", label, str(one))
             for (a, b, label), one, is_right in zip(rows, found, right, strict=True) if not is_right]  # fmt: skip
    return Result([score], wrong)


def _is_one_employer(first: str, second: str) -> bool:
    names = [words.removeprefix("company:").strip() for words in (first, second)]
    return employer.parse(pl.DataFrame({"employer": names}))["employer_key"].n_unique() == 1


def _is_one_vacancy(first: str, second: str) -> bool:
    """Whether two boards' postings of an employer, title and place become one vacancy."""
    observed = [_posted(platform, *words.split("|")) for platform, words in (("ashby", first), ("greenhouse", second))]
    with tempfile.TemporaryDirectory() as folder, store.open_writer(Path(folder) / "gauge.duckdb") as connection:
        history.load(connection, to_batch(observed, {}))
        duplicates.update(connection)
        return len({row[1] for row in connection.execute(_VACANCIES).fetchall()}) == 1


def _posted(platform: str, name: str, title: str, place: str) -> tuple[Observation, Reading]:
    posting = RawPosting(
        platform=platform, board="case", source_id="1", title=title, employer=name, places=(RawPlace(label=place),)
    )
    observation = msgspec.structs.replace(_observation(f"{platform}:case", captures.GREENHOUSE_DAYS[0]), counted_in=1)
    return observation, Reading(status=BoardStatus.COMPLETE, postings=(posting,))


def _observation(board_id: str, day: str) -> Observation:
    platform, key = board_id.split(":", 1)
    on = dt.date.fromisoformat(day)
    return Observation(
        run_id=day, platform=platform, board=key, employer=key, country=None, industry=None, observed_on=on,
        observed_at=dt.datetime.combine(on, _HOUR), status=BoardStatus.COMPLETE,
    )  # fmt: skip
