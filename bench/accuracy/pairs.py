"""Duplicates: pairs of captured postings near the threshold, labelled by hand, and the made-up cases of the set."""

import csv
import datetime as dt
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import polars as pl
from rapidfuzz import fuzz

from bench import captures
from bench.accuracy.score import Mistake, Result, Score, Share, kappa
from extract.posting import BoardStatus, Observation, RawPlace, RawPosting, Reading
from extract.sources import SOURCES
from flows import duplicates
from transform import employer
from transform.postings import VERSIONS, to_batch
from warehouse import history, store

GOLD = Path(__file__).parents[1] / "gold"
PAIRS = {
    "duplicates": "pairs_third.csv",
    "duplicates: fifth pairs": "pairs_fifth.csv",
    "duplicates: fourth pairs": "pairs_fourth.csv",
    "duplicates: second pairs": "pairs_fresh.csv",
    "duplicates: first pairs": "pairs.csv",
}
"""Which pairs advertise one vacancy, be it again later: two labelings made apart (of the fourth and fifth set one), and
what was settled on. Each set is of other postings than those before it. The rules were changed after looks at the
totals of each; what the first looks at the last three gave, before their mistakes were read, is in
`bench/gold/README.md`, and so is the written rule."""
_HOUR = dt.time(6, tzinfo=dt.UTC)
MIN_TITLE_SCORE, MIN_JACCARD, MIN_OVERLAP = 90.0, 0.80, 0.90
"""From here on titles, as sets of words, and texts, by sequences of five words, are alike for the written rule."""
_SEQUENCE = 5
_REQUISITION = re.compile(r"(?i)\b(?:requisition|req|job id|jr|r)[ .:#_-]*(?:id|no)?[ .:#_-]*([0-9]{4,})\b")
_VACANCIES = """
SELECT posting_id, coalesce(vacancy_id, posting_id), coalesce(series_id, posting_id)
FROM core.posting LEFT JOIN core.vacancy USING (posting_id)
"""
_NOTED = "SELECT posting_id, other_id FROM core.posting_match WHERE match_kind = 'possible'"
_TITLES = "SELECT posting_id, title, employer_key FROM core.posting"
_LISTINGS = """
SELECT
    posting.posting_id, posting.board_id, posting.title, posting.title_clean,
    posting.requisition_code AS requisition, posting.source_group_id AS group_id, posting.url,
    place.words AS places, text.description_text AS text, life.first_seen_at, life.last_seen_at
FROM core.posting AS posting
JOIN (
    SELECT posting_id, min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at
    FROM core.spell GROUP BY posting_id
) AS life ON life.posting_id = posting.posting_id
LEFT JOIN (
    SELECT posting_id, string_agg(concat_ws(' ', location_text, city, region), ' ') AS words
    FROM core.posting_place GROUP BY posting_id
) AS place ON place.posting_id = posting.posting_id
LEFT JOIN core.posting_text AS text ON text.text_hash = posting.text_hash
"""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What a board itself says of a posting, by which the written rule decides."""

    board_id: str
    title: str
    title_clean: str
    requisition: str | None = None
    group_id: str | None = None
    url: str | None = None
    places: str | None = None
    text: str | None = None
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime


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
    pairs = [(row["posting_id"], row["other_id"]) for row in rows]
    with tempfile.TemporaryDirectory() as folder, store.open_writer(Path(folder) / "gauge.duckdb") as connection:
        _load(connection, {posting_id.rsplit(":", 1)[0] for pair in pairs for posting_id in pair})
        groups = {row[0]: row[1:] for row in connection.execute(_VACANCIES).fetchall()}
        titles = {row[0]: row[1:] for row in connection.execute(_TITLES).fetchall()}
        noted = {frozenset(row) for row in connection.execute(_NOTED).fetchall()}
        listings = _listings(connection)
    found = [_are_one(groups.get(one), groups.get(other)) for one, other in pairs]
    labels = [row["label"] for row in rows]
    ruled = [by_rule(listings[one], listings[other], label) for (one, other), label in zip(pairs, labels, strict=True)]
    plain = [titles.get(one) == titles.get(other) for one, other in pairs]
    is_noted = [not one and frozenset(pair) in noted for pair, one in zip(pairs, found, strict=True)]
    scores = [
        msgspec.structs.replace(_score(name, labels, found), baseline="same employer and title",
                                baseline_figure=_agreed(labels, plain)),
        _score(f"{name}: by the written rule", ruled, found),
        *_noted(name, labels, ruled, found, is_noted),
        *_agreement(name, every),
    ]  # fmt: skip
    wrong = [
        Mistake(name, f"{one} ~ {other}: {titles.get(one)}", label, "same" if is_found else "different")
        for (one, other), label, is_found in zip(pairs, labels, found, strict=True) if (label == "same") != is_found
    ]  # fmt: skip
    return Result(scores, wrong)


def _score(name: str, labels: Sequence[str], found: Sequence[bool]) -> Score:
    """How right what was found is, against labels of which all but "same" say that the pair must not be merged."""
    hits = sum(label == "same" and one for label, one in zip(labels, found, strict=True))
    precision, recall = Share(hits, sum(found)), Share(hits, labels.count("same"))
    is_met = bool(precision.value and precision.value >= 0.98 and recall.value and recall.value >= 0.90)
    return Score(name=name, n=len(labels), precision=precision, recall=recall, goal="precision ≥ 98, recall ≥ 90",
                 is_met=is_met, measure="pairs right", figure=_agreed(labels, found))  # fmt: skip


def _agreed(labels: Sequence[str], found: Sequence[bool]) -> Share:
    return Share(sum((label == "same") == one for label, one in zip(labels, found, strict=True)), len(labels))


def _agreement(name: str, rows: Sequence[dict[str, str]]) -> Iterator[Score]:
    """How two labellings agree, of a set that was labelled twice."""
    pairs = [(row["first"], row["second"]) for row in rows if row["second"]]
    if pairs:
        yield Score(name=f"{name}: two labellers", n=len(pairs), measure="Cohen's kappa", figure=kappa(pairs))


def _noted(
    name: str, labels: Sequence[str], ruled: Sequence[str], found: Sequence[bool], is_noted: Sequence[bool]
) -> Iterator[Score]:
    """What is not merged but noted as possible: how often it is labelled one vacancy, and how little is neither."""
    same = [note for label, note in zip(labels, is_noted, strict=True) if label == "same"]
    rules = zip(labels, ruled, is_noted, strict=True)
    taken_back = [note for label, rule, note in rules if label == "same" and rule == "possible"]
    told = sum(label == "same" and (one or note) for label, one, note in zip(labels, found, is_noted, strict=True))
    yield Score(
        name=f"{name}: noted as possible",
        n=sum(is_noted),
        precision=Share(sum(same), sum(is_noted)),
        measure="labelled same: merged or noted",
        figure=Share(told, len(same)),
        baseline="of them open by the rule: noted",
        baseline_figure=Share(sum(taken_back), len(taken_back)),
    )


def by_rule(first: Listing, second: Listing, label: str) -> str:
    """Whether the boards' own record makes one vacancy of two: same, different, possible; `label` where it is silent.

    The rule is `bench/gold/README.md`'s. Nothing of what the program made of the pair is looked at.
    """
    numbers = _compared(_number(first), _number(second))
    groups = _compared(first.group_id, second.group_id) if first.board_id == second.board_id else None
    if True in (numbers, groups) or _compared(first.url, second.url):
        return "same"
    is_at_once = max(first.first_seen_at, second.first_seen_at) <= min(first.last_seen_at, second.last_seen_at)
    if first.board_id != second.board_id or not is_at_once:
        return label
    if False in (numbers, groups):
        return "different"
    is_one_place = bool(first.places) and set(_words(first.places or "")) == set(_words(second.places or ""))
    is_retitled = is_one_place and _title_score(first, second) < MIN_TITLE_SCORE
    return "possible" if is_retitled and _is_text_alike(first.text or "", second.text or "") else label


def _compared(first: str | None, second: str | None) -> bool | None:
    """Whether two numbers are one; None where either is not known."""
    return None if first is None or second is None else first.strip().lower() == second.strip().lower()


def _number(listing: Listing) -> str | None:
    """The employer's own number: the board's field, or what the title gives as one."""
    told = _REQUISITION.search(listing.title)
    return listing.requisition or (told and told.group(1))


def _title_score(first: Listing, second: Listing) -> float:
    """How alike two titles are as sets of words (0 to 100), cleaned and without the words of the postings' places."""
    places = {*_words(first.places or ""), *_words(second.places or "")}
    words = [_words(listing.title_clean) for listing in (first, second)]
    bare = [[word for word in title if word not in places] for title in words]
    return fuzz.token_set_ratio(*(" ".join(kept) for kept in (bare if all(bare) else words)))


def _is_text_alike(first: str, second: str) -> bool:
    said = [_sequences(text) for text in (first, second)]
    common, smaller = len(said[0] & said[1]), min(map(len, said))
    return bool(smaller) and (common / len(said[0] | said[1]) >= MIN_JACCARD or common / smaller >= MIN_OVERLAP)


def _sequences(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[start : start + _SEQUENCE]) for start in range(len(words) - _SEQUENCE + 1)}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _listings(connection: store.Connection) -> dict[str, Listing]:
    rows = connection.execute(_LISTINGS).pl().to_dicts()
    return {row.pop("posting_id"): msgspec.convert(row, Listing) for row in rows}


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
    return SOURCES[platform].read(key, [captures.page(body)])


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
