"""The names that are most like a title: by their letters, and by their words in the form a dictionary lists them under.

Every distinct word is taken apart once, into its runs of three letters and its lemma. A text is the sum of its words;
rare parts weigh more (TF-IDF, learnt from the names), and two texts are as like as their parts have in common
(cosine). Letters find spellings, compounds and inflections, words find what is meant.
"""

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import simplemma
from numpy.typing import NDArray

LANGUAGES = ("en", "de", "fr", "es", "nl", "sv")
TITLE_LIMIT = 200  # the characters of a title that are compared; what is longer is a sentence

_SHARES = {"letters": 0.5, "word": 0.5}  # what each kind of part has in the score; together 1
_RUN = 3  # letters; longer runs take twice the time and find no more
_SLICE = 16_384  # titles compared at once, so that memory has a bound
_FEW = 256  # titles that are not worth another thread
_BEYOND = np.uint64(2**64 - 1)

# scipy and its sparse product come without types, and take a second to import.
_Matrix = Any


class _Parts(NamedTuple):
    """The parts of all texts of one kind: hashes in order, what each weighs, and what an unheard-of one does."""

    hashes: NDArray[np.uint64]
    weights: NDArray[np.float32]
    unheard: float


class _Counts(NamedTuple):
    """Texts as counts of their distinct words: a text a row, a word a column."""

    matrix: _Matrix
    words: pl.Series


class Texts:
    """Texts that titles are compared with, each under a key; one without letters is like nothing.

    Of each text the first `limit` characters are read.
    """

    def __init__(self, keys: pl.Series, texts: pl.Series, *, limit: int = TITLE_LIMIT) -> None:
        self.keys = keys.alias("key")
        counts = _counts(texts, limit)
        self._parts = {kind: _heard(counts, kind) for kind in _SHARES}
        self._matrix = self._directions(counts).T.tocsr()

    def nearest(self, titles: pl.Series, count: int, *, threads: int | None = None) -> pl.DataFrame:
        """For each distinct title, the keys of its `count` most similar texts: `title`, `key`, `score`, `rank`.

        Scores lie between 0 and 1, and rank 1 is the best. A title that has no part in common with any text has no
        row. There are as many `threads` as processors where they are not given.
        """
        distinct = titles.cast(pl.String).drop_nulls().unique(maintain_order=True)
        used = min(threads or len(os.sched_getaffinity(0)), 1 + distinct.len() // _FEW)
        found = [self._nearest(distinct.slice(at, _SLICE), count, used) for at in range(0, distinct.len(), _SLICE)]
        schema = pl.Schema(
            [("title", pl.String()), ("key", self.keys.dtype), ("score", pl.Float64()), ("rank", pl.Int32())]
        )
        return pl.concat([pl.DataFrame(schema=schema), *found])

    def _nearest(self, titles: pl.Series, count: int, threads: int) -> pl.DataFrame:
        from sparse_dot_topn import sp_matmul_topn

        asked = self._directions(_counts(titles, TITLE_LIMIT))
        best = sp_matmul_topn(asked, self._matrix, top_n=count, sort=True, n_threads=threads)
        lengths = np.diff(best.indptr)
        columns = {
            "title": titles.gather(np.repeat(np.arange(titles.len()), lengths)),
            "key": self.keys.gather(best.indices),
            "score": np.clip(best.data.astype(np.float64), 0, 1),
            "rank": (np.arange(best.nnz) - np.repeat(best.indptr[:-1], lengths) + 1).astype(np.int32),
        }
        return pl.DataFrame(columns)

    def _directions(self, counts: _Counts) -> _Matrix:
        """The texts as directions: of length 1 where all of their parts are heard of, shorter elsewhere."""
        from scipy.sparse import hstack

        blocks = [_directions(counts, self._parts[kind], kind) for kind in _SHARES]
        return hstack(blocks, format="csr", dtype=np.float32)


class Names:
    """Names that titles are compared with; one that is given twice counts once."""

    def __init__(self, names: Sequence[str] | pl.Series) -> None:
        # In order, so that names that are equally like a title come out the same however they were given.
        distinct = pl.Series("name", names, dtype=pl.String).drop_nulls().unique().sort()
        self._texts = Texts(distinct, distinct)

    def nearest(self, titles: pl.Series, count: int, *, threads: int | None = None) -> pl.DataFrame:
        """For each distinct title, its `count` most similar names: `title`, `name`, `score` (0 to 1), `rank` from 1.

        A title that has no part in common with any name has no row.
        """
        return self._texts.nearest(titles, count, threads=threads).rename({"key": "name"})


def plain(text: pl.Expr, limit: int = TITLE_LIMIT) -> pl.Expr:
    """The text in lower case, its words parted by single spaces; accents stay, for lemmas need them."""
    lower = text.str.head(limit).str.normalize("NFKC").str.to_lowercase().str.replace_all("&", " and ", literal=True)
    signs = lower.str.replace_all("c#", "csharp", literal=True).str.replace_all("c++", "cpp", literal=True)
    return signs.str.replace_all(r"[^\p{L}\p{M}\p{N}]+", " ").str.strip_chars()


def lemmas(texts: pl.Series) -> pl.Series:
    """Each text as the lemmas of its words, without accents: texts that differ only in inflection come out the same."""
    distinct = texts.alias("text").drop_nulls().unique().to_frame().with_row_index("row")
    words = distinct.select("row", word=plain(pl.col("text")).str.split(" ")).explode("word", empty_as_null=False)
    words = words.filter(pl.col("word") != "")
    known = words["word"].unique().to_frame()
    bases = pl.Series([_lemma(word) for word in known["word"]], dtype=pl.String)
    known = known.with_columns(lemma=_folded(pl.lit(bases)))
    joined = words.join(known, on="word", maintain_order="left").group_by("row").agg(pl.col("lemma").str.join(" "))
    found = distinct.join(joined, on="row").select("text", "lemma")
    return texts.alias("text").to_frame().join(found, on="text", how="left", maintain_order="left")["lemma"]


def _folded(text: pl.Expr) -> pl.Expr:
    """The text without accents."""
    bare = text.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return bare.str.replace_all("ß", "ss", literal=True).str.replace_all("ø", "o", literal=True)


def _counts(texts: pl.Series, limit: int) -> _Counts:
    from scipy.sparse import csr_matrix

    frame = (
        texts.alias("text")
        .to_frame()
        .with_row_index("row")
        .with_columns(word=plain(pl.col("text"), limit).str.split(" "))
    )
    each = frame.select("row", "word").explode("word", empty_as_null=False).filter(pl.col("word") != "")
    words = each["word"].unique(maintain_order=True)
    numbers = words.to_frame().with_row_index("number")
    each = each.join(numbers, on="word", maintain_order="left")
    places = (each["row"].to_numpy(), each["number"].to_numpy())
    ones = np.ones(each.height, dtype=np.float32)
    return _Counts(csr_matrix((ones, places), shape=(texts.len(), words.len())), words)


def _heard(counts: _Counts, kind: str) -> _Parts:
    """The parts of the texts' words, each with the weight that its rarity among the texts gives it."""
    from scipy.sparse import csr_matrix

    parts = _parts(counts.words, kind)
    hashes = np.append(parts["hash"].unique().sort().to_numpy(), _BEYOND)  # so that a search always ends inside
    columns = np.searchsorted(hashes, parts["hash"].to_numpy())
    shape = (counts.words.len(), len(hashes))
    held = csr_matrix((np.ones(parts.height, dtype=np.float32), (parts["number"].to_numpy(), columns)), shape=shape)
    frequency = np.bincount((counts.matrix @ held).indices, minlength=len(hashes))
    total = counts.matrix.shape[0]
    weights = np.log((1 + total) / (1 + frequency)) + 1
    return _Parts(hashes, weights.astype(np.float32), float(np.log(1 + total) + 1))


def _directions(counts: _Counts, heard: _Parts, kind: str) -> _Matrix:
    """The texts in the space of the parts of one kind; what is not heard of has no direction, but takes its length."""
    from scipy.sparse import csr_matrix, diags

    parts = _parts(counts.words, kind)
    hashes, numbers = parts["hash"].to_numpy(), parts["number"].to_numpy()
    columns = np.searchsorted(heard.hashes, hashes)
    known = heard.hashes[columns] == hashes
    places = (numbers[known], columns[known])
    held = csr_matrix((heard.weights[columns[known]], places), shape=(counts.words.len(), len(heard.hashes)))
    unheard = np.bincount(numbers[~known], minlength=counts.words.len()) * heard.unheard**2
    sums = counts.matrix @ held
    squares = sums.multiply(sums).sum(axis=1).A1 + counts.matrix @ unheard
    scale = np.sqrt(_SHARES[kind]) / np.sqrt(np.maximum(squares, 1e-9))
    return diags(scale.astype(np.float32)) @ sums


def _parts(words: pl.Series, kind: str) -> pl.DataFrame:
    """The parts of each word as hashes: `number`, the word's position, and `hash`; a part that comes twice is two."""
    frame = words.alias("word").to_frame().with_row_index("number")
    if kind == "word":
        lemmas = pl.Series("lemma", [_lemma(word) for word in words], dtype=pl.String)
        return frame.select("number", hash=_folded(pl.lit(lemmas)).hash())
    padded = frame.select("number", text=pl.format(" {} ", _folded(pl.col("word"))))
    starts = pl.int_ranges(0, (pl.col("text").str.len_chars().cast(pl.Int64) - _RUN + 1).clip(0))
    runs = padded.with_columns(start=starts).explode("start", empty_as_null=False)
    return runs.select("number", hash=pl.col("text").str.slice(pl.col("start"), _RUN).hash())


@lru_cache(maxsize=1 << 17)
def _lemma(word: str) -> str:
    """The word as a dictionary lists it, in the first of our languages that knows it."""
    return simplemma.lemmatize(word, lang=LANGUAGES, low_memory=True).lower()  # a seventh of the memory
