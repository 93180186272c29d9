"""Looking for words and expressions in many texts, or in few without building anything anew.

Polars builds an automaton of words in every call, and keeps no more than 32 compiled expressions. Both are built once
here: the words always, the expressions where only few and short texts are asked for; more texts are read by Polars.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import ahocorasick_rs
import polars as pl

FEW: int = 5_000
"""Expressions are looked for without Polars in texts of no more characters than this; in more Polars is faster."""
SHORT: int = 500
"""The most characters of one such text: Python's `re` takes steps back, so its time must have a bound."""

_GROUP = re.compile(r"\$\{?([0-9])\}?")
_ONLY_POLARS = (r"\W", r"\S", r"\s", r"\p", "(?i")  # what these mean differs between the two


@lru_cache(maxsize=16)
def _automaton(words: tuple[str, ...]) -> ahocorasick_rs.BytesAhoCorasick:
    return ahocorasick_rs.BytesAhoCorasick(
        [word.encode() for word in words], implementation=ahocorasick_rs.Implementation.DFA
    )


def with_words(texts: pl.Series, words: Sequence[str]) -> pl.Series:
    """The positions of the texts that hold one of the words (in lower case), whatever the case of ASCII letters.

    Neither a text nor a word may hold a line break.
    """
    joined, ends = _joined(texts)
    matches = _automaton(tuple(words)).find_matches_as_indexes(joined.lower())
    starts = pl.Series([start for _, start, _ in matches], dtype=pl.Int64)
    return ends.search_sorted(starts, side="right").unique(maintain_order=True)


def places_of(texts: pl.Series, words: Sequence[str]) -> pl.DataFrame:
    """Each place of one of the words in the texts: `text`, its position; `word`, its position; `at`, in bytes.

    Words that overlap are all found. Neither a text nor a word may hold a line break.
    """
    joined, ends = _joined(texts)
    matches = _automaton(tuple(words)).find_matches_as_indexes(joined, overlapping=True)
    found = pl.DataFrame(
        [
            pl.Series("word", [word for word, _, _ in matches], dtype=pl.UInt32),
            pl.Series("start", [start for _, start, _ in matches], dtype=pl.Int64),
        ]
    )
    text = ends.search_sorted(found["start"], side="right").alias("text")
    begin = ends.shift(1, fill_value=0).gather(text)
    return found.select(text, "word", at=pl.col("start") - begin)


def _joined(texts: pl.Series) -> tuple[bytes, pl.Series]:
    """The texts as the lines of one, and where the line after each begins."""
    if texts.is_empty():
        return b"", pl.Series(dtype=pl.Int64)
    joined: bytes = texts.str.join("\n").cast(pl.Binary).item()
    return joined, (texts.str.len_bytes().cast(pl.Int64) + 1).cum_sum()


def holds(texts: pl.Series, pattern: str) -> pl.Series:
    """Which of the texts hold the expression; none of them is null or has a line break."""
    few = _few(texts, pattern)
    if few is None:
        return texts.str.contains(pattern)
    return pl.Series(texts.name, [_compiled(pattern).search(text) is not None for text in few], dtype=pl.Boolean)


def value_of(texts: pl.Series, cases: Sequence[tuple[str, str]]) -> pl.Series:
    """The value of the first of the expressions that each text holds; null in one that holds none of them."""
    if not texts.is_empty() and _few(texts, "") is None:
        text = pl.col(texts.name)
        held = (pl.when(text.str.contains(pattern)).then(pl.lit(value)) for value, pattern in cases)
        return texts.to_frame().select(pl.coalesce(held).alias("value")).to_series()
    holding = zip(*(holds(texts, pattern).to_list() for _, pattern in cases), strict=True)
    values = [
        next((value for (value, _), is_held in zip(cases, held, strict=True) if is_held), None) for held in holding
    ]
    return pl.Series("value", values, dtype=pl.String)


def replaced(texts: pl.Series, pattern: str, value: str) -> pl.Series:
    """The texts with a value in place of the expression; `$1` stands for its first group."""
    few = _few(texts, pattern)
    if few is None:
        return texts.str.replace_all(pattern, value)
    template = _GROUP.sub(r"\\g<\1>", value)
    return pl.Series(texts.name, [_compiled(pattern).sub(template, text) for text in few], dtype=pl.String)


def first_of(texts: pl.Series, pattern: str) -> pl.Series:
    """The first match of the expression in each text; null in one without a match."""
    few = _few(texts, pattern)
    if few is None:
        return texts.str.extract_all(pattern).list.first()
    matches = [_compiled(pattern).search(text) for text in few]
    return pl.Series(texts.name, [match and match[0] for match in matches], dtype=pl.String)


def _few(texts: pl.Series, pattern: str) -> list[str] | None:
    """The texts, where they are few and short and the expression means the same without Polars."""
    if texts.is_empty():
        return []
    # So many texts are not even counted through.
    if texts.len() > FEW // 20 or any(part in pattern for part in _ONLY_POLARS):
        return None
    few = texts.to_list()
    lengths = [len(text) for text in few]
    return few if sum(lengths) <= FEW and max(lengths, default=0) <= SHORT else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return in_python(pattern)


def in_python(pattern: str) -> re.Pattern[str]:
    r"""A narrowed expression of Polars' for Python, which has no `(?-u:\b)` and no sets in sets."""
    return re.compile(pattern.replace(r"(?-u:\b)", r"\b").replace("[[0-9A-Za-z_]", "[0-9A-Za-z_"), re.ASCII)
