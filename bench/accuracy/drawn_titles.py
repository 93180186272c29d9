"""Seniority of titles of many countries and trades, drawn at random and labelled by reading."""

from collections.abc import Iterator, Sequence

import polars as pl

from bench.accuracy import drawn
from bench.accuracy.score import Mistake, Result, Score, Share
from transform import seniority
from transform.schema import RAW

NAME = "seniority: fresh titles"
FILE = "seniority_fresh.csv"
NONE = "none"
"""The label of a title that says no level."""
LEVELS = ("intern", "junior", "senior", "staff", "principal", "lead", "manager", "director", "executive")


def result() -> Result:
    """The scores of both halves; only the mistakes of the half that may be read are told."""
    rows = drawn.rows(FILE)
    found = _found([row.text for row in rows])
    pairs = list(zip(rows, found, strict=True))
    kept, read = ([pair for pair in pairs if pair[0].is_read is is_read] for is_read in (False, True))
    scores = [_score(NAME, kept), _score(f"{NAME}: read half", read)]
    scores.append(Score(name=f"{NAME}: two labellings", n=len(rows), measure="Cohen's kappa",
                        figure=drawn.agreement(FILE)))  # fmt: skip
    return Result(scores, list(_mistakes(read)))


def _found(texts: Sequence[str]) -> list[str]:
    raw = pl.DataFrame({"title": texts}).select(
        *(pl.col("title") if name == "title" else pl.lit(None, dtype).alias(name) for name, dtype in RAW.items()),
        years_min=pl.lit(None, pl.Int16),
    )
    return seniority.parse(raw)["seniority"].fill_null(NONE).to_list()


def _score(name: str, pairs: Sequence[tuple[drawn.Drawn, str]]) -> Score:
    """The share of exact labels; precision and recall are of the titles that say a level."""
    right = sum(row.label == found for row, found in pairs)
    hits = sum(row.label == found != NONE for row, found in pairs)
    answered = sum(found != NONE for _, found in pairs)
    figure = Share(right, len(pairs))
    plain = sum(_plain(row.text) == row.label for row, _ in pairs)
    return Score(name=name, n=len(pairs), coverage=Share(answered, len(pairs)), precision=Share(hits, answered),
                 recall=Share(hits, sum(row.label != NONE for row, _ in pairs)), measure="exact", figure=figure,
                 goal="≥ 95", is_met=bool(figure.value and figure.value >= 0.95),
                 baseline="the level's word in the title", baseline_figure=Share(plain, len(pairs)))  # fmt: skip


def _plain(text: str) -> str:
    """The baseline: the first level whose word the title holds."""
    return next((level for level in LEVELS if level in text.lower()), NONE)


def _mistakes(pairs: Sequence[tuple[drawn.Drawn, str]]) -> Iterator[Mistake]:
    for row, found in pairs:
        if row.label != found:
            yield Mistake(NAME, row.text, row.label, found)
