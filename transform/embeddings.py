"""How like titles and texts are by what they mean: two may be alike that have few words in common.

Words that occupations' texts use together stand for one another: every text becomes a direction in a space of few
dimensions (latent semantic analysis), learnt from the classifications that are there and from nothing else, and two
texts are as like as their directions (cosine).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transform.similar import TITLE_LIMIT, lemmas, plain

_DIMENSIONS = 100  # of 60, 100, 200, 300 and 500 tried; more bring less
_ROUNDS = 4  # of multiplication; each brings the directions nearer to the strongest ones
_FAINT = 1e-9  # a square of this share of the largest is nothing but rounding

# scipy comes without types, and takes a second to import.
_Matrix = Any
_Floats = NDArray[np.float32]


class Embeddings:
    """Texts that titles are compared with by what they mean; of each `limit` characters are read.

    From the texts `beside`, which nothing is compared with, it also learns which words go together.
    """

    def __init__(self, texts: pl.Series, beside: Sequence[pl.Series] = (), *, limit: int = TITLE_LIMIT) -> None:
        every = pl.concat([texts.alias("text"), *(other.alias("text") for other in beside)])
        words = _words(every, limit)
        self._heard = _heard(words, every.len())
        weighted = _weighted(words, self._heard, every.len())
        self._axes = _axes(weighted)
        self._directions = _unit(weighted[: texts.len()] @ self._axes)

    def likeness(self, titles: pl.Series) -> _Floats:
        """How like each title (a row) and each text (a column) are, from 0 to 1.

        A title none of whose words is heard of is like nothing. Memory grows with the titles times the texts.
        """
        weighted = _weighted(_words(titles, TITLE_LIMIT), self._heard, titles.len())
        cosines: _Floats = _unit(weighted @ self._axes) @ self._directions.T
        return cosines.clip(0, 1)


def _words(texts: pl.Series, limit: int) -> pl.DataFrame:
    """The lemmas of each text, and how often it has them: `row`, `lemma`, `times`; in order, for sums depend on it."""
    frame = texts.alias("text").to_frame().with_row_index("row")
    split = frame.select("row", word=plain(pl.col("text"), limit).str.split(" "))
    each = split.explode("word", empty_as_null=False).filter(pl.col("word") != "")
    distinct = each["word"].unique()
    known = pl.DataFrame([distinct, lemmas(distinct).alias("lemma")]).drop_nulls()
    return each.join(known, on="word").group_by("row", "lemma").agg(times=pl.len()).sort("row", "lemma")


def _heard(words: pl.DataFrame, count: int) -> pl.DataFrame:
    """The lemmas of `count` texts, what each weighs by its rarity, and its column: `lemma`, `weight`, `column`."""
    rarity = ((1 + count) / (1 + pl.len())).log() + 1
    return words.group_by("lemma").agg(weight=rarity).sort("lemma").with_row_index("column")


def _weighted(words: pl.DataFrame, heard: pl.DataFrame, count: int) -> _Matrix:
    """The texts, a row each, by their lemmas, a column each; every row has length 1, or 0 where none is heard of."""
    from scipy.sparse import csr_matrix

    found = words.join(heard, on="lemma", maintain_order="left")
    found = found.with_columns(value=(1 + pl.col("times").log()) * pl.col("weight"))
    found = found.with_columns(pl.col("value") / (pl.col("value") ** 2).sum().over("row").sqrt())
    places = (found["row"].to_numpy(), found["column"].to_numpy())
    return csr_matrix((found["value"].to_numpy().astype(np.float32), places), shape=(count, heard.height))


def _axes(weighted: _Matrix) -> _Floats:
    """The directions along which the texts differ most, a column each; none where there are too few texts.

    They are found from a random start by rounds of multiplication (Halko, Martinsson and Tropp, SIAM Review 53, 2011);
    the same start gives the same directions every time.
    """
    dimensions = max(0, min(_DIMENSIONS, min(weighted.shape) - 1))
    start = np.random.default_rng(0).standard_normal((weighted.shape[0], dimensions), dtype=np.float32)
    found = _across(weighted.T @ start)
    for _ in range(_ROUNDS):
        found = _across(weighted.T @ (weighted @ found))
    return found


def _across(columns: _Floats) -> _Floats:
    """As many directions, each at right angles to the others, as the columns span.

    Only a small matrix is taken apart: the processors get in each other's way at large ones when they are busy.
    """
    squares, turned = np.linalg.eigh((columns.T @ columns).astype(np.float64))
    kept = squares > _FAINT * squares.max(initial=0)
    directions: _Floats = columns @ (turned[:, kept] / np.sqrt(squares[kept])).astype(np.float32)
    return directions


def _unit(rows: _Floats) -> _Floats:
    """The rows as directions of length 1; those of length 0 stay so."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    directions: _Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return directions
