"""Skills in captured adverts of many trades against labels made by reading, in any words.

The labels are in `bench/gold/skills_fresh.csv`; how they came about is in the README beside them. A label is told by
any of its spellings. What a careful reader could take either way counts neither for nor against; soft skills are left
out.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from bench.accuracy.score import Mistake, Result, Score, Share, f1
from transform import sections, skills, text
from transform.schema import RAW

GOLD = Path(__file__).parents[1] / "gold" / "skills_fresh.csv"
NAME = "skills, fresh"
HALVES = {"development": "open", "test": "kept"}
"""The halves of the labelled adverts: the mistakes of one may be read, of the other only totals are told."""

_FIELDS = ("method", "technique", "knowledge", "soft")  # all other kinds are names of things
_WEIGHT = {"mentioned": 0, "preferred": 1, "required": 2}
_DRAWS, _SEED = 2_000, 20261125


class Label(NamedTuple):
    """One labelled skill of an advert: its `spellings` folded, whether it is the name of a thing, how it is needed."""

    spellings: frozenset[str]
    is_named: bool
    need: str


class Told(NamedTuple):
    """One skill that a program tells of an advert: its spellings folded, whether it names a thing, how it is needed."""

    name: str
    spellings: frozenset[str]
    is_named: bool
    need: str


class Advert(NamedTuple):
    """A labelled advert with what is found in it, and what plain looking finds: our names, or the labels' own."""

    key: str
    labels: list[Label]
    found: list[Told]
    plain: list[Told]
    text: str


def results(adverts: pl.DataFrame) -> list[Result]:
    """The results on both halves; `adverts` are those of all platforms in the columns RAW."""
    return [_result(name, _labelled(adverts, half), half) for name, half in HALVES.items()]


def _result(name: str, adverts: Sequence[Advert], half: str) -> Result:
    title = f"{NAME} {name}"
    vocabulary = _vocabulary(adverts)
    scores = [_closed(title, adverts, vocabulary)]
    scores += [_open(f"{title}: {part}", adverts, is_named=is_named)
               for part, is_named in (("names of things", True), ("in any words", None))]  # fmt: skip
    mistakes = list(_mistakes(title, adverts)) if half == HALVES["development"] else []
    return Result([*scores, _needs(f"{title}: how needed", adverts)], mistakes)


def _labelled(adverts: pl.DataFrame, half: str) -> list[Advert]:
    """The labelled adverts of a half, read."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["half"] == half]
    labels: dict[tuple[str, str, str], list[Label]] = defaultdict(list)
    for row in rows:
        spellings = frozenset(map(_plain, _folded(row["skill"].split("|"))))
        labels[row["platform"], row["board"], row["posting_id"]].append(
            Label(spellings, row["kind"] == "named", row["need"])
        )
    keys = pl.DataFrame(list(labels), schema=["platform", "board", "source_id"], orient="row")
    held = keys.join(adverts, on=keys.columns, maintain_order="left").select(list(RAW))
    assert held.height == len(labels), "some labelled adverts are not among the captured ones"
    whole = held.hstack(text.parse(held))
    found = skills.parse(whole)["skills"].to_list()
    words = [_words(row) for row in whole.iter_rows(named=True)]
    return [Advert(key[2], own, _told(said), _plainly(line), line)
            for (key, own), said, line in zip(labels.items(), found, words, strict=True)]  # fmt: skip


def _words(row: dict[str, str]) -> str:
    lines = [row["title"], *(row["description_text"] or "").split("\n")]
    return "\n".join(f" {line} " for line in _folded(lines))


def _told(said: Sequence[dict[str, str]]) -> list[Told]:
    """The skills of an advert, each with the strongest of its needs."""
    needs: dict[str, str] = {}
    for one in said:
        needs[one["skill_id"]] = max(
            needs.get(one["skill_id"], "mentioned"), one["skill_need"], key=_WEIGHT.__getitem__
        )
    return [_lexicon()[skill]._replace(need=need) for skill, need in needs.items() if skill in _lexicon()]


@cache
def _lexicon() -> dict[str, Told]:
    """Our skills without the soft ones, by id."""
    kinds = dict(skills.skills().select("skill_id", "skill_kind").iter_rows())
    return {
        skill: Told(name, frozenset(map(_plain, _folded([name, *aliases]))), kinds[skill] not in _FIELDS, "mentioned")
        for skill, name, aliases in skills.names()
        if kinds[skill] != "soft"
    }


def _plainly(line: str) -> list[Told]:
    """What looking for each of our names as a word finds, anywhere in the advert."""
    whole = f" {' '.join(map(_plain, line.split(' ')))} "
    return [told for told in _lexicon().values() if any(f" {spelling} " in whole for spelling in told.spellings)]


def _folded(names: Sequence[str]) -> list[str]:
    folded = pl.DataFrame({"name": names}).select(sections.folded(pl.col("name")).str.to_lowercase())
    return folded["name"].to_list()


def _plain(spelling: str) -> str:
    """The spelling without the s of a plural."""
    return re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", spelling)


def _is_inside(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} "


def _is_right(told: Told, labels: Sequence[Label]) -> bool:
    """Whether a label says the same, or the name of a field is part of the other's."""
    return any(told.spellings & label.spellings or (not told.is_named and _share(told, label)) for label in labels)


def _share(told: Told, label: Label) -> bool:
    """Whether a spelling of one is part of a spelling of the other."""
    pairs = [(one, other) for one in told.spellings for other in label.spellings]
    return any(_is_inside(one, other) or _is_inside(other, one) for one, other in pairs)


def _is_found(label: Label, told: Sequence[Told]) -> bool:
    """Whether a skill says the same, or more exactly what the label says."""
    return any(
        label.spellings & one.spellings
        or (not label.is_named and any(_is_inside(a, b) for a in label.spellings for b in one.spellings))
        for one in told
    )


def _counts(advert: Advert, told: Sequence[Told], *, is_named: bool | None) -> tuple[int, int, int, int]:
    """The right ones and all that are told, the found ones and all that are labelled."""
    sure = [label for label in advert.labels if label.need != "either"]
    spare = [label for label in advert.labels if label.need == "either"]
    wanted = [one for one in told if is_named in (None, one.is_named)]
    right = [one for one in wanted if _is_right(one, sure)]
    wrong = [one for one in wanted if one not in right and not _is_right(one, spare)]
    labels = [label for label in sure if is_named in (None, label.is_named)]
    return len(right), len(right) + len(wrong), sum(_is_found(label, told) for label in labels), len(labels)


def _open(name: str, adverts: Sequence[Advert], *, is_named: bool | None) -> Score:
    """Precision and recall in any words, beside looking for all our names as words."""
    own = np.array([_counts(advert, advert.found, is_named=is_named) for advert in adverts])
    plain = np.array([_counts(advert, advert.plain, is_named=is_named) for advert in adverts])
    right, told, found, labels = own.sum(axis=0).tolist()
    return Score(name=name, n=len(adverts), precision=Share(right, told), recall=Share(found, labels),
                 measure=f"F1{_spread(own)}", figure=_f1(own), baseline="all our names as words",
                 baseline_figure=_f1(plain))  # fmt: skip


def _f1(counts: np.ndarray) -> float:
    right, told, found, labels = counts.sum(axis=0).tolist()
    precision, recall = right / max(told, 1), found / max(labels, 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _spread(counts: np.ndarray) -> str:
    """The 95 % interval of F1 in words, by drawing adverts with replacement."""
    rng = np.random.default_rng(_SEED)
    drawn = [_f1(counts[rng.integers(0, len(counts), len(counts))]) for _ in range(_DRAWS)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return f" ({low:.3f}–{high:.3f})"


def _vocabulary(adverts: Sequence[Advert]) -> list[frozenset[str]]:
    """The skills that any advert is labelled with, each by all its spellings."""
    groups: list[frozenset[str]] = []
    for label in (one for advert in adverts for one in advert.labels if one.need != "either"):
        same = [group for group in groups if group & label.spellings]
        groups = [group for group in groups if group not in same] + [label.spellings.union(*same)]
    return groups


def _closed(name: str, adverts: Sequence[Advert], vocabulary: Sequence[frozenset[str]]) -> Score:
    """Micro F1 over the skills that any advert is labelled with, beside looking for the labels' spellings as words."""
    own = np.array([_within(advert, vocabulary, is_plain=False) for advert in adverts])
    plain = np.array([_within(advert, vocabulary, is_plain=True) for advert in adverts])
    hits, found, _, expected = own.sum(axis=0).tolist()
    plain_hits, plain_found, _, _ = plain.sum(axis=0).tolist()
    micro = f1(hits, found, expected)
    return Score(name=name, n=len(adverts), precision=Share(hits, found), recall=Share(hits, expected),
                 measure=f"micro F1, {len(vocabulary)} skills{_spread(own)}", figure=micro, goal="≥ 0.80",
                 is_met=micro >= 0.80, baseline="the name as a word",
                 baseline_figure=f1(plain_hits, plain_found, expected))  # fmt: skip


def _within(advert: Advert, vocabulary: Sequence[frozenset[str]], *, is_plain: bool) -> tuple[int, int, int, int]:
    """The right ones, those told, the right ones and those labelled, of the skills of a vocabulary."""
    said = {skill for skill in vocabulary if _says(advert, skill, is_plain=is_plain)}
    sure = {
        skill for skill in vocabulary for label in advert.labels if label.need != "either" and skill & label.spellings
    }
    spare = {
        skill for skill in vocabulary for label in advert.labels if label.need == "either" and skill & label.spellings
    }
    hits = len(said & sure)
    return hits, len(said - (spare - sure)), hits, len(sure)


def _says(advert: Advert, skill: frozenset[str], *, is_plain: bool) -> bool:
    if is_plain:
        return any(re.search(rf" {re.escape(spelling)}s? ", advert.text) for spelling in skill)
    return any(skill & told.spellings for told in advert.found)


def _needs(name: str, adverts: Sequence[Advert]) -> Score:
    """How often a skill that is found is said to be needed as labelled; beside the commonest need."""
    pairs = [
        (label.need, told.need)
        for advert in adverts
        for label in advert.labels
        for told in advert.found
        if label.need != "either" and told.spellings & label.spellings
    ]
    commonest = max(_WEIGHT, key=lambda need: sum(label == need for label, _ in pairs))
    agreed, common = sum(a == b for a, b in pairs), sum(a == commonest for a, _ in pairs)
    return Score(name=name, n=len(pairs), measure="required, preferred or mentioned", figure=Share(agreed, len(pairs)),
                 baseline="the commonest", baseline_figure=Share(common, len(pairs)))  # fmt: skip


def _mistakes(name: str, adverts: Sequence[Advert]) -> Iterator[Mistake]:
    for advert in adverts:
        for label in advert.labels:
            if label.need != "either" and not _is_found(label, advert.found):
                yield Mistake(name, advert.key, "|".join(sorted(label.spellings)), "missed")
        for told in advert.found:
            if not _is_right(told, advert.labels):
                yield Mistake(name, advert.key, "none", told.name)
            for label in advert.labels:
                if told.spellings & label.spellings and label.need not in ("either", told.need):
                    yield Mistake(name, advert.key, f"{told.name} {label.need}", told.need)
