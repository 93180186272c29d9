"""The facts of an advert: twice sixty captured adverts labelled by reading, each fact stated, vague or silent."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from bench.accuracy.score import Mistake, Result, Score, Share
from transform import facts, skills
from transform.postings import normalise
from transform.schema import RAW

_GOLD = Path(__file__).parents[1] / "gold"
NAME, FRESH = "facts of an advert", "facts of an advert, fresh"
SETS: dict[str, Path] = {NAME: _GOLD / "facts.csv", FRESH: _GOLD / "facts_fresh.csv"}
"""Software firms' adverts, whose figures by fact were seen; all trades' and platforms', of which totals are told."""


class Compared(NamedTuple):
    """One fact of one advert: the reader's label and what was read."""

    posting_id: str
    fact_id: str
    label: str
    found: str


def compared(adverts: pl.DataFrame, gold: Path) -> list[Compared]:
    """Every label beside what is read of the same advert (`adverts` has the columns RAW)."""
    with gold.open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    keys = ["platform", "board", "source_id"]
    wanted = pl.DataFrame([(row["platform"], row["board"], row["posting_id"]) for row in labels], schema=keys,
                          orient="row").unique(maintain_order=True)  # fmt: skip
    held = wanted.join(adverts, on=keys, maintain_order="left")
    read = facts.parse(_values(held.select(list(RAW))))
    names = dict(enumerate(held["source_id"]))
    statuses = {(names[row], fact): str(status) for row, fact, status in
                read.select("row", "fact_id", "status").iter_rows()}  # fmt: skip
    return [
        Compared(row["posting_id"], row["fact_id"], row["status"], statuses[row["posting_id"], row["fact_id"]])
        for row in labels
    ]


def _values(raw: pl.DataFrame) -> pl.DataFrame:
    """The adverts as the reader of facts is given them."""
    values = normalise(raw).with_row_index("row")
    named = values.select("row", "skills").explode("skills").drop_nulls().unnest("skills")
    tools = named.join(skills.skills().filter(pl.col("skill_kind").is_in(facts.TOOL_KINDS)), on="skill_id")
    listed = tools.group_by("row").agg(tools=pl.col("skill_name").unique(maintain_order=True))
    whole = values.join(listed, on="row", how="left", maintain_order="left")
    return whole.select(pl.col(name).cast(dtype) for name, dtype in facts.ADVERT.items())


def result(name: str, rows: Sequence[Compared]) -> Result:
    """The agreement over all facts, three ways and on whether a fact is stated, and what was read otherwise."""
    three, two, precision, recall = _shares(rows)
    plain = Share(sum(_commonest(rows)[row.fact_id] == row.label for row in rows), len(rows))
    is_met = bool(three.value and three.value >= 0.9)
    scores = [
        Score(name=name, n=len(rows), measure="stated, vague or silent", figure=three, goal="≥ 90", is_met=is_met,
              baseline="each fact's commonest", baseline_figure=plain),
        Score(name=f"{name}: stated or not", n=len(rows), precision=precision, recall=recall, measure="agreement",
              figure=two, goal="≥ 90", is_met=bool(two.value and two.value >= 0.9)),
    ]  # fmt: skip
    wrong = [Mistake(name, f"{row.posting_id} {row.fact_id}", row.label, row.found) for row in rows
             if name == NAME and row.label != row.found]  # fmt: skip
    return Result(scores, wrong)


def by_fact(rows: Sequence[Compared]) -> Iterator[tuple[str, ...]]:
    """The lines of a table of each fact's agreement, the names of the columns first."""
    yield "fact", "n", "stated", "three ways %", "stated or not %", "precision of stated %", "recall of stated %"
    for fact in dict.fromkeys(row.fact_id for row in rows):
        own = [row for row in rows if row.fact_id == fact]
        stated = sum(row.label == "stated" for row in own)
        yield fact, str(len(own)), str(stated), *(share.words() for share in _shares(own))


def _shares(rows: Sequence[Compared]) -> tuple[Share, Share, Share, Share]:
    """Agreement three ways, on stated or not, and the precision and recall of stated."""
    pairs = [(row.label == "stated", row.found == "stated") for row in rows]
    hits = sum(label and found for label, found in pairs)
    return (
        Share(sum(row.label == row.found for row in rows), len(rows)),
        Share(sum(label == found for label, found in pairs), len(rows)),
        Share(hits, sum(found for _, found in pairs)),
        Share(hits, sum(label for label, _ in pairs)),
    )


def _commonest(rows: Sequence[Compared]) -> dict[str, str]:
    """The status that most adverts have, by fact: the best that can be said without reading."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row.fact_id, Counter())[row.label] += 1
    return {fact: count.most_common(1)[0][0] for fact, count in counts.items()}
