"""How alike two texts are: signatures that find the pairs, and shares of common word sequences that judge them.

Signatures are of whole texts. What judges is what they say of the work: the employer, its benefits, pay, offices and
legal notices are worded for the place where the work is offered, and are the same for whatever else is offered there.

Words are hashed by arithmetic of our own, so that a signature that is stored today is that of the same text tomorrow.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from rensa import RMinHash
from scipy.sparse import csr_array

from transform import sections

VERSION: int = 1
"""Version of the signatures: those of another version are not comparable."""

BANDS = 25
ROWS = 5
"""Two texts meet when all rows of one band agree: with 25 bands of 5, half of the pairs that are 0.53 alike do."""
SIGNED_WORDS = 3
COMPARED_WORDS = 5
MIN_WORK = 60
"""So many sequences of what is said of the work are enough to compare texts by them alone."""
MIN_LINES = 8
"""So many lines in Latin letters are a text of their own beside what is in another script."""
_OTHER_SCRIPT = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
_SEED = 20
_LIMIT = 100_000  # of a text's characters; nobody writes longer adverts, but somebody may send one
_CHUNK_BYTES = 4 << 20
_CHUNK_PAIRS = 4096

_Hashes = npt.NDArray[np.uint64]
_Offsets = npt.NDArray[np.int64]
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIXERS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_STEP = np.uint64(0xD6E8FEB86659FD93)
_KEPT_BITS = np.uint64(44)  # of a sequence's hash, so that half a million texts fit beside it


class Grams(NamedTuple):
    """The hashes of the word sequences of some texts, one after another; each text's lie between two offsets."""

    hashes: _Hashes
    offsets: _Offsets


def signatures(texts: pl.DataFrame) -> pl.DataFrame:
    """The band hashes of each text (`text_hash`, `description_text`): texts with one in common may be alike."""
    parts = [_signed(chunk) for chunk in _chunks(texts)]
    return pl.concat(parts) if parts else _signature_frame(texts["text_hash"], np.empty((0, BANDS), np.uint32))


def likeness(pairs: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The Jaccard and overlap coefficients of each pair (`text_hash`, `other_text_hash`), by sequences of five words.

    Compared is what both say of the work, or all that they say where that is little. `texts` holds the texts of all
    pairs; a pair of texts that are too short to compare has neither. `is_language_same` says whether both name the same
    languages; `swapped_words` and `other_swapped_words` are the words that one repeats and the other never says.
    """
    of_work = _work(texts)
    whole, work = (_compared(pairs, texts["text_hash"], words) for words in (texts["description_text"], of_work))
    is_enough = work["smaller"] >= MIN_WORK
    chosen = [work[name].zip_with(is_enough, whole[name]) for name in _MEASURES]
    named = texts.select("text_hash", languages=_languages(of_work), **_said(of_work))
    left, right = (
        pairs.select(text_hash=name).join(named, on="text_hash", how="left", maintain_order="left")
        for name in ("text_hash", "other_text_hash")
    )
    return pairs.select("text_hash", "other_text_hash").hstack(
        [
            *chosen,
            (left["languages"] == right["languages"]).alias("is_language_same"),
            left["repeated"].list.set_difference(right["said"]).alias("swapped_words"),
            right["repeated"].list.set_difference(left["said"]).alias("other_swapped_words"),
        ]
    )


def _said(work: pl.Series) -> dict[str, pl.Series]:
    """The words that each text says of the work, and those that it says more than once."""
    rows = pl.DataFrame({"word": work.str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]{2,}")}).with_row_index("row")
    counted = rows.explode("word").drop_nulls().group_by("row", "word").len()
    words = counted.group_by("row").agg(said="word", repeated=pl.col("word").filter(pl.col("len") > 1))
    none = pl.lit([], pl.List(pl.String))
    found = rows.select("row").join(words, on="row", how="left", maintain_order="left")
    return found.select(pl.col("said", "repeated").fill_null(none)).to_dict(as_series=True)


_MEASURES = ("text_jaccard", "text_overlap")


def _compared(pairs: pl.DataFrame, keys: pl.Series, texts: pl.Series) -> pl.DataFrame:
    """The measures of each pair, and how many sequences the `smaller` of the two has."""
    grams = _matrix(_grams(texts, COMPARED_WORDS))
    place = keys.to_frame("text_hash").with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64))
    left = pairs.select("text_hash").join(place, on="text_hash", how="left", maintain_order="left")["row"].to_numpy()
    right = pairs.select(text_hash="other_text_hash").join(place, on="text_hash", how="left", maintain_order="left")
    common = _common(grams, left, right["row"].to_numpy())
    sizes = np.diff(grams.indptr)
    frame = pl.DataFrame({"common": common, "left": sizes[left], "right": sizes[right["row"].to_numpy()]})
    smaller = pl.min_horizontal("left", "right")
    jaccard = pl.col("common") / (pl.col("left") + pl.col("right") - pl.col("common"))
    return frame.select(
        text_jaccard=pl.when(smaller > 0).then(jaccard),
        text_overlap=pl.when(smaller > 0).then(pl.col("common") / smaller),
        smaller=smaller,
    )


def _work(texts: pl.DataFrame) -> pl.Series:
    """What each text says of the work: its lines that speak neither of the employer nor of the offer.

    A text in two scripts says the same in both: the Latin one is compared.
    """
    untitled = pl.Series([None], dtype=pl.String).new_from_index(0, texts.height)
    lines = sections.lines(untitled, texts["description_text"].str.head(_LIMIT))
    of_work = lines.filter(
        pl.col("number") > 0,
        ~pl.col("section").is_in(list(sections.ABOUT_OTHERS)),
        ~pl.col("line").str.to_lowercase().str.contains_any(_phrases("offer")),
    )
    is_translated = pl.col("line").str.contains(_OTHER_SCRIPT)
    is_latin = pl.col("line").str.contains("[A-Za-z]{4}") & ~is_translated
    of_work = of_work.filter(~is_translated | (is_latin.sum().over("row") < MIN_LINES))
    joined = of_work.group_by("row", maintain_order=True).agg(pl.col("line").str.join("\n"))
    rows = texts.select(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    return rows.join(joined, on="row", how="left", maintain_order="left")["line"].fill_null("")


def _languages(work: pl.Series) -> pl.Series:
    """The languages that are named where the work is described; most often they are asked for."""
    pattern = rf"(?-u:\b)(?:{'|'.join(_phrases('language'))})(?-u:\b)"
    return work.str.to_lowercase().str.extract_all(pattern).list.unique().list.sort().list.join(" ")


@cache
def _phrases(kind: str) -> list[str]:
    """Words of lines about pay, benefits, offices and legal matters (`offer`), or the names of languages."""
    source = resources.files("transform.reference").joinpath("advert_words.csv").read_bytes()
    listed = pl.read_csv(source, schema={"kind": pl.String, "phrase": pl.String})
    return listed.filter(pl.col("kind") == kind)["phrase"].to_list()


def _chunks(texts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The texts in pieces of a few megabytes."""
    if texts.is_empty():
        return
    piece = texts["description_text"].str.len_bytes().cum_sum() // _CHUNK_BYTES
    yield from texts.with_columns(piece=piece).partition_by("piece", maintain_order=True, include_key=False)


def _signed(texts: pl.DataFrame) -> pl.DataFrame:
    grams = _grams(texts["description_text"], SIGNED_WORDS)
    digests = RMinHash.digest_matrix_from_flat_token_hashes(grams.hashes, grams.offsets, BANDS * ROWS, _SEED)
    rows = np.array(digests.to_rows(), dtype=np.uint64).reshape(texts.height, BANDS, ROWS)
    bands = np.arange(1, BANDS + 1, dtype=np.uint64) * _STEP
    for row in range(ROWS):
        bands = _mixed(bands + rows[:, :, row])
    frame = _signature_frame(texts["text_hash"], (bands >> np.uint64(32)).astype(np.uint32))
    is_empty = pl.Series(np.diff(grams.offsets) == 0)
    none = pl.lit([], pl.List(pl.UInt32))
    return frame.with_columns(band_hashes=pl.when(is_empty).then(none).otherwise("band_hashes"))


def _signature_frame(keys: pl.Series, bands: npt.NDArray[np.uint32]) -> pl.DataFrame:
    lists = pl.Series("band_hashes", bands, dtype=pl.Array(pl.UInt32, BANDS)).cast(pl.List(pl.UInt32))
    return pl.DataFrame([keys.alias("text_hash"), lists])


# -- sequences of words --


def _grams(texts: pl.Series, size: int) -> Grams:
    """The hash of every `size` words in a row of each text; the words are those between blanks and punctuation."""
    words = _words(texts)
    count = np.maximum(np.diff(words.offsets) - size + 1, 0)
    offsets = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    first = np.arange(offsets[-1]) + np.repeat(words.offsets[:-1] - offsets[:-1], count)
    hashes = np.zeros(first.size, np.uint64)
    for step in range(size):
        hashes = hashes * _STEP + words.hashes[first + step]
    return Grams(_mixed(hashes), offsets)


def _words(texts: pl.Series) -> Grams:
    """The hash of each word of each text, in lower case; letters beyond ASCII are letters, ASCII marks are none."""
    lower = texts.str.head(_LIMIT).str.to_lowercase().str.replace_many(_MARKS, [" "] * len(_MARKS)) + "\n"
    data = np.frombuffer("".join(lower).encode(), np.uint8)
    ends = np.cumsum(lower.str.len_bytes().to_numpy()).astype(np.int64)
    is_word = _IS_WORD[data]
    edges = np.flatnonzero(np.diff(is_word, prepend=np.int8(0)))
    first, last = edges[::2], edges[1::2]
    magnitude = data.size.bit_length()
    sums = np.cumsum(data * _powers(_BASE, magnitude)[: data.size], dtype=np.uint64)
    sums = np.concatenate((np.zeros(1, np.uint64), sums))
    hashes = (sums[last] - sums[first]) * _powers(_INVERSE, magnitude)[first]
    return Grams(_mixed(hashes), np.searchsorted(first, np.concatenate(([0], ends))))


_MARKS = ["’", "‘", "“", "”", "–", "—", "•", "·", "…", "\u00a0"]
_IS_WORD = np.array([code >= 128 or chr(code).isalnum() for code in range(256)], np.int8)


@lru_cache(maxsize=4)
def _powers(base: int, magnitude: int) -> _Hashes:
    """The powers of `base` modulo 2**64, from the 0th; there are 2**magnitude."""
    powers = np.full(1 << magnitude, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _mixed(hashes: _Hashes) -> _Hashes:
    """The hashes with every bit spread over the whole."""
    for mixer, shift in zip(_MIXERS, (30, 27), strict=True):
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * np.uint64(mixer)
    return hashes ^ (hashes >> np.uint64(31))


# -- what two texts have in common --


def _matrix(grams: Grams) -> csr_array:
    """A row for each text with a one for each distinct sequence, whose hash is the column's number."""
    count = grams.offsets.size - 1
    texts = np.repeat(np.arange(count, dtype=np.uint64), np.diff(grams.offsets))
    keys = np.sort((texts << _KEPT_BITS) | (grams.hashes >> (np.uint64(64) - _KEPT_BITS)))
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    rows, columns = keys >> _KEPT_BITS, (keys & ((np.uint64(1) << _KEPT_BITS) - np.uint64(1))).astype(np.int64)
    starts = np.searchsorted(rows, np.arange(count + 1, dtype=np.uint64))
    return csr_array((np.ones(keys.size, np.int8), columns, starts), shape=(count, 1 << 44))


def _common(grams: csr_array, left: _Offsets, right: _Offsets) -> _Offsets:
    """How many sequences the rows `left` and `right` share, pair by pair."""
    counts = np.zeros(left.size, np.int64)
    for start in range(0, left.size, _CHUNK_PAIRS):
        part = slice(start, start + _CHUNK_PAIRS)
        counts[part] = np.diff(grams[left[part]].multiply(grams[right[part]]).tocsr().indptr)
    return counts
