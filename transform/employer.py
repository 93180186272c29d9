"""One key for an employer however its sources spell it, and whether it is an agency that recruits for others.

The words are those of `reference/employer_words.csv`. A key is made to be compared, not to be read: legal forms, marks,
accents and case are gone. Two employers must not get one key; that one employer gets two costs less.
"""

import csv
from functools import cache
from importlib import resources

import polars as pl

from transform import gazetteer
from transform.patterns import in_ascii
from transform.schema import EMPLOYER, frame_schema

VERSION: int = 3

_LIMIT = 300
_LETTERS = {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}


def parse(frame: pl.DataFrame) -> pl.DataFrame:
    """Each posting's employer key and whether that employer is an agency, as far as its name tells."""
    names = frame[["employer"]].unique()
    named = names.with_columns(employer_key=_keys(names["employer"]))
    known = named.with_columns(is_agency=_is_agency(pl.col("employer_key")))
    joined = frame[["employer"]].join(known, on="employer", how="left", maintain_order="left", nulls_equal=True)
    values = joined.select("employer_key", "is_agency", employer_version=pl.lit(VERSION))
    return values.cast(pl.Schema(frame_schema(EMPLOYER)))


@cache
def _words(use: str) -> list[str]:
    """The values of a use, the longest first."""
    source = resources.files("transform.reference").joinpath("employer_words.csv").read_text(encoding="utf-8")
    found = [row["value"] for row in csv.DictReader(source.splitlines()) if row["use"] == use]
    return sorted(found, key=lambda value: (-len(value), value))


def _either(use: str) -> str:
    return "(?:" + "|".join(_words(use)) + ")"


def _keys(names: pl.Series) -> pl.Series:
    """The key of each name; a name that is nothing but marks or a legal form keeps its folded words."""
    frame = names.fill_null("").to_frame("name").with_columns(folded=_folded(pl.col("name")))
    frame = frame.with_columns(words=_plain(_without_region(pl.col("folded"))))
    frame = frame.with_columns(words=_without_first(pl.col("words")))
    frame = frame.with_columns(words=_without_legal_form(pl.col("words")))
    kept = pl.when(pl.col("words") == "").then(pl.col("folded").str.strip_chars()).otherwise("words")
    return frame.select(key=kept)["key"]


def _folded(name: pl.Expr) -> pl.Expr:
    """The name in lower case without accents; its marks stay."""
    text = name.str.head(_LIMIT).str.replace_all("[™®©℠]", " ")
    text = text.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}", "")
    text = text.str.normalize("NFC").str.replace_many(_LETTERS)
    return text.str.replace_all(r"\s+", " ")


def _without_region(folded: pl.Expr) -> pl.Expr:
    """The folded name without brackets that hold a country or a region of the world."""
    pattern = r"[(\[]([^()\[\]]*)[)\]]"
    found = folded.str.extract(pattern).str.replace_all(r"[^\pL\pN]+", " ").str.strip_chars()
    return pl.when(found.is_in(_regions().implode())).then(folded.str.replace(pattern, " ")).otherwise(folded)


@cache
def _regions() -> pl.Series:
    """What may stand in brackets and say no more than where: countries, their codes, regions of the world."""
    countries = gazetteer.countries()
    return pl.Series([*_words("region"), *countries, *(code.lower() for code in countries.values())])


def _plain(folded: pl.Expr) -> pl.Expr:
    """The words alone, in one spelling: `at and t`, `a s`, `spa` for S.p.A."""
    text = (
        folded.str.replace_all(_either("attached"), " $0 ")
        .str.replace_all("[.'’`]", "")
        .str.replace_all("[&+]", " and ")
    )
    text = text.str.replace_all(r"[^\pL\pN]+", " ").str.strip_chars()
    for pair in _words("fold"):
        spelling, value = pair.split(">")
        text = text.str.replace_all(in_ascii(rf"\b{spelling}\b"), value)
    return text


def _without_first(words: pl.Expr) -> pl.Expr:
    """The words without an article or a legal form before them."""
    return words.str.replace(rf"^(?:(?:{_either('first')}|{_either('legal_first')}) )+(.)", "$1")


def _without_legal_form(words: pl.Expr) -> pl.Expr:
    """The words without the legal forms behind them, and without what joins those to the name."""
    return words.str.replace(rf"^(.+?)(?: (?:and )?{_either('legal')})+$", "$1")


def _is_agency(key: pl.Expr) -> pl.Expr:
    named = key.is_in(pl.Series(_words("agency")).implode())
    worded = key.str.contains(in_ascii(rf"\b{_either('agency_words')}\b"))
    ruled_out = key.str.contains(f"^{_either('not_agency')}$")
    return (named | worded) & ~ruled_out
