"""A normaliser's score on one labelled set, the split that keeps the reported rows unseen, and the printed table."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec
import polars as pl

from warehouse.measures.shares import wilson

PUBLISHED = Path(__file__).with_name("published.csv")
SMALL = 30
"""A set with fewer rows is not split: all of it is reported, none of it was built on."""


class Share(msgspec.Struct, frozen=True):
    """`hits` of `n`, printed with its 95 % Wilson interval."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.n if self.n else None

    def words(self) -> str:
        """The share and its interval in per cent."""
        if self.value is None:
            return "–"
        low, high = wilson(self.hits, self.n)
        return f"{100 * self.value:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def counted(column: pl.Series) -> int:
    """How many rows of a column of yes and no are yes."""
    return int(column.sum())


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. `figure` is a measure that is no share (macro F1, MRR), named by `measure`."""

    name: str
    n: int
    coverage: Share | None = None
    precision: Share | None = None
    recall: Share | None = None
    measure: str = ""
    figure: float | Share | None = None
    baseline: str = ""
    baseline_figure: float | Share | None = None
    goal: str = ""
    is_met: bool | None = None


class Mistake(msgspec.Struct, frozen=True):
    """One row that was read wrongly."""

    name: str
    row: str
    expected: str
    found: str


class Result(msgspec.Struct, frozen=True):
    """The scores on one set and the rows that were wrong."""

    scores: Sequence[Score]
    mistakes: Sequence[Mistake] = ()


def is_reported(key: str) -> bool:
    """Whether a row belongs to the half that is reported on; the other half may be read while building."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2 == 1


def reported(keys: Iterable[str], *, is_all: bool = False) -> pl.Series:
    """Which rows are reported on; all of a small set, and all of one that was itself cut by this rule."""
    mask = pl.Series([is_all or is_reported(key) for key in keys], dtype=pl.Boolean)
    return mask if len(mask) >= SMALL and mask.any() else mask | True


def f1(true_positives: int, found: int, expected: int) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    return 2 * true_positives / (found + expected) if found + expected else 0.0


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa (Educational and Psychological Measurement 20, 1960) of two labelings of the same rows."""
    n = len(pairs)
    agreed = sum(first == second for first, second in pairs) / n
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[label] * seconds[label] for label in firsts) / n**2
    return (agreed - by_chance) / (1 - by_chance)


@cache
def published() -> dict[str, str]:
    """The best published figure of a peer for each set, in words with its source."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return {row["name"]: f"{row['figure']} {row['peer']}" for row in csv.DictReader(file)}


def figure_words(figure: float | Share | None) -> str:
    """A figure as it is printed."""
    if isinstance(figure, Share):
        return figure.words()
    return "" if figure is None else f"{figure:.3f}"


def lines(scores: Iterable[Score]) -> list[tuple[str, ...]]:
    """The table's lines, the names of the columns first; shares in per cent with 95 % Wilson intervals."""
    head = (
        "set",
        "n",
        "coverage %",
        "precision %",
        "recall %",
        "measure",
        "figure",
        "goal",
        "",
        "baseline",
        "its figure",
    )
    return [(*head, "best published"), *map(_line, scores)]


def _line(score: Score) -> tuple[str, ...]:
    shares = (share.words() if share else "" for share in (score.coverage, score.precision, score.recall))
    verdict = {None: "", True: "met", False: "MISSED"}[score.is_met]
    return (
        score.name,
        f"{score.n:,}",
        *shares,
        score.measure,
        figure_words(score.figure),
        score.goal,
        verdict,
        score.baseline,
        figure_words(score.baseline_figure),
        published().get(score.name, ""),
    )
