"""The sentences of descriptions that hold a cue, each read once, with the section it stands in.

The postings of a board share many of their lines. So a line is read once, however many postings have it, and what is
found in it goes to each of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from transform.limits import READ, within
from transform.terms_match import value_of, with_words
from transform.terms_words import by_value

_HEADING_BYTES = 70
_SENTENCE_LIMIT = 4_000  # characters; what is found in a sentence costs its length
_END = r"([0-9A-Za-zß-ÿ)%\"'][.!?;])\s+"
_SHORT_FORMS = {
    "’": "'",
    "‘": "'",
    "\u00a0": " ",
    "–": "-",
    "—": "-",
    "‑": "-",
    "“": '"',
    "”": '"',
    "min. ": "min ",
    "Min. ": "Min ",
    "mind. ": "mind ",
    "Mind. ": "Mind ",
    "yrs. ": "yrs ",
    "yr. ": "yr ",
    "exp. ": "exp ",
    "approx. ": "approx ",
    "incl. ": "incl ",
    "inkl. ": "inkl ",
    "e.g. ": "e.g ",
    "i.e. ": "i.e ",
    "etc. ": "etc ",
    "B.Sc. ": "B.Sc ",
    "M.Sc. ": "M.Sc ",
    "Ph.D. ": "Ph.D ",
    "PhD. ": "PhD ",
    "B.S. ": "B.S ",
    "B.A. ": "B.A ",
    "M.S. ": "M.S ",
    "M.A. ": "M.A ",
    "B.E. ": "B.E ",
    "J.D. ": "J.D ",
    "M.D. ": "M.D ",
    "U.S. ": "U.S ",
    "z.B. ": "z.B ",
    "bzw. ": "bzw ",
    "ca. ": "ca ",
    "Mr. ": "Mr ",
    "Mrs. ": "Mrs ",
    "Ms. ": "Ms ",
    "Dr. ": "Dr ",
} | {
    f". {month}{end}": f".{month}{end}"
    for end in " .,"
    for month in ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                  "November", "Dezember")
}  # fmt: skip
"""Typographic marks as plain ones, and short forms and days of a month without the full stop that ends no sentence."""

PLACES = {"doc": pl.UInt32, "number": pl.UInt32, "line": pl.UInt64, "section": pl.String}
SENTENCES = {"line": pl.UInt64, "sentence": pl.UInt32, "words": pl.String, "lower": pl.String}


class Lines(NamedTuple):
    """Which lines each document has, in order and with their section; and the sentences of each distinct line."""

    places: pl.DataFrame
    sentences: pl.DataFrame


def read(texts: pl.Series, cues: Sequence[str]) -> Lines:
    """The sentences of the documents that hold one of the cues (in lower case); a document is its position."""
    split = pl.col("text").str.split("\n")
    lines = (
        within(texts, READ).to_frame("text").select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("doc"), text=split)
    )
    lines = lines.explode("text").drop_nulls().with_columns(line=pl.col("text").hash())
    lines = lines.with_columns(number=pl.int_range(pl.len(), dtype=pl.UInt32))
    distinct = lines.select("line", "text").unique("line", maintain_order=True)
    headings = _headings(distinct)
    cued = distinct[with_words(distinct["text"], cues)]
    kept = pl.concat([headings.select("line"), cued.select("line")]).unique()
    places = lines.select("doc", "number", "line").join(kept, on="line", how="semi", maintain_order="left")
    return Lines(_with_section(places, headings), _sentences(cued))


def _headings(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines that name the section that they open."""
    words_of = pl.col("text")
    is_short = (words_of.str.len_bytes() <= _HEADING_BYTES) & ~words_of.str.starts_with("- ")
    short = lines.filter(is_short).filter(~words_of.str.contains(r"[.,;]$|[0-9]"))
    lower = short.select("line", text=words_of.str.to_lowercase().str.replace_all("’", "'", literal=True))
    return lower.select("line", section=value_of(lower["text"], by_value("section"))).drop_nulls()


def _with_section(places: pl.DataFrame, headings: pl.DataFrame) -> pl.DataFrame:
    """The places with the section of the nearest heading above, in the same document."""
    found = places.join(headings, on="line", how="left", maintain_order="left")
    opened_in = pl.when(pl.col("section").is_not_null()).then("doc").forward_fill()
    filled = found.with_columns(pl.col("section").forward_fill(), opened_in=opened_in)
    section = pl.when(pl.col("opened_in") == pl.col("doc")).then("section")
    return filled.select("doc", "number", "line", section=section)


def _sentences(lines: pl.DataFrame) -> pl.DataFrame:
    """The sentences of lines."""
    plain = lines["text"].str.replace_many(list(_SHORT_FORMS), list(_SHORT_FORMS.values()))
    several = plain.str.contains(_END).arg_true()
    plain = plain.scatter(several, plain.gather(several).str.replace_all(_END, "${1}\n"))
    found = lines.select("line", words=plain.str.split("\n")).explode("words")
    found = found.with_columns(pl.col("words").str.head(_SENTENCE_LIMIT))
    return found.select(
        "line",
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("sentence"),
        "words",
        lower=pl.col("words").str.to_lowercase(),
    )
