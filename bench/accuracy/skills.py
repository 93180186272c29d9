"""Skills: those found in whole adverts against the labelled ones, over the labels' own vocabulary."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from bench.accuracy.score import Mistake, Result, Score, Share, f1, reported
from transform import skills
from transform.schema import RAW


def results(labelled: Path, *, is_all: bool) -> Iterator[Result]:
    """The results on every set of labelled adverts in the folder."""
    for path in sorted(labelled.glob("skills_in_ads*.jsonl")):
        adverts = [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line.strip()]
        kept = reported([str(advert["id"]) for advert in adverts], is_all=is_all)
        yield _adverts([advert for advert, is_kept in zip(adverts, kept, strict=True) if is_kept])


def _adverts(adverts: list[dict[str, Any]]) -> Result:
    """Micro F1 over the skills that any advert is labelled with: what the labels leave out cannot be judged."""
    vocabulary = {name for advert in adverts for name in advert["expected"]}
    found = [names & vocabulary for names in _found(adverts)]
    plain = [{name for name in vocabulary if _holds(advert["text"], name)} for advert in adverts]
    expected = [set(advert["expected"]) for advert in adverts]
    hits = sum(len(a & b) for a, b in zip(expected, found, strict=True))
    n_found, n_expected = sum(map(len, found)), sum(map(len, expected))
    micro = f1(hits, n_found, n_expected)
    plain_hits = sum(len(a & b) for a, b in zip(expected, plain, strict=True))
    score = Score(name="skills in adverts", n=len(adverts), precision=Share(hits, n_found),
                  recall=Share(hits, n_expected), measure=f"micro F1, {len(vocabulary)} skills", figure=micro,
                  goal="≥ 0.80", is_met=micro >= 0.80, baseline="the name as a word",
                  baseline_figure=f1(plain_hits, sum(map(len, plain)), n_expected))  # fmt: skip
    wrong = [
        Mistake("skills in adverts", advert["title"], f"missed {sorted(a - b)}", f"found {sorted(b - a)}")
        for advert, a, b in zip(adverts, expected, found, strict=True)
        if a != b
    ]
    return Result([score], wrong)


def _found(adverts: list[dict[str, Any]]) -> Iterator[set[str]]:
    """The names of the skills found in each advert."""
    rows = [{"board": str(n), "title": a["title"], "description_text": a["text"]} for n, a in enumerate(adverts)]
    raw = pl.DataFrame(rows, schema={**RAW, "description_text": pl.String, "country_code": pl.String})
    names = dict(skills.skills().select("skill_id", "skill_name").iter_rows())
    for found in skills.parse(raw)["skills"].to_list():
        yield {_spelt(names[one["skill_id"]]) for one in found}


_SAME = {
    "natural language processing": "NLP",
    "large language models": "LLM",
    "llms": "LLM",
    "machine learning": "Machine Learning",
    "amazon web services": "AWS",
}
"""Our names for skills that the labels call otherwise."""


def _spelt(name: str) -> str:
    return _SAME.get(name.lower(), name)


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?i)(?<![\w]){re.escape(name)}(?![\w])", text) is not None
