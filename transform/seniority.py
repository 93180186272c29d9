"""How senior a posting's role is: from the source's level, else the title, else the years of experience asked for.

The words are those of `reference/seniority_words.csv`. Words that look like a level and are none (an account executive,
a staff nurse, lead generation) are taken out first. A manager is one who manages people: those who manage a product, an
account or a project are as senior as the rest of their title says.
"""

import csv
from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources

import polars as pl

from transform.patterns import in_ascii
from transform.schema import SENIORITY, frame_schema

VERSION: int = 6

_TITLE_LIMIT = 300  # the characters of a title or a level that are read

_NUMERALS = {"I": "junior", "II": "mid", "III": "senior", "IV": "staff", "V": "principal"}
_GRADES = {"3": "junior", "4": "mid", "5": "senior", "6": "staff", "7": "principal"}  # of software firms: L3 to L7
# What is counted by numerals and is no role.
_COUNTED = (
    r"(?i)\b(?:class|type|phase|part|title|tier|stage|schedule|group|block|volume|war|basel|solvency|mifid|trauma|category|grade|cycle|model"
    r"|infusion|therapy|generation|gen|edition|section|unit)\s+(?:i{1,3}|iv|v)\b"
)
_GRADED = r"(?:er|or|ist|ant|ent|yst|ian|ive|ate|nurse|rn|tech|level|sde|swe|rep|clerk|architect|grade|[a-z]e{2})"


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's seniority and what says it: field, title or text; unknown is null.

    `raw` holds the columns of postings and `years_min`, the years of experience that `terms` found its text to ask for.
    """
    frame = raw[["level", "title", "years_min"]].select(pl.col("level", "title").str.head(_TITLE_LIMIT), "years_min")
    frame = _looked_up(frame, "level", "field", _leveled)
    frame = _looked_up(frame, "title", "title_level", _titled)
    return frame.with_columns(text_level=_from_years()).select(_outcome())


@cache
def _outcome() -> tuple[pl.Expr, ...]:
    said = {"field": "field", "title": "title_level", "text": "text_level"}
    source = pl.coalesce(pl.when(pl.col(column).is_not_null()).then(pl.lit(name)) for name, column in said.items())
    values = (pl.coalesce(said.values()), source, pl.lit(VERSION))
    schema = frame_schema(SENIORITY).items()
    return tuple(value.cast(dtype).alias(name) for value, (name, dtype) in zip(values, schema, strict=True))


@cache
def _words(use: str) -> tuple[tuple[str, str], ...]:
    """The values of a use, each with its pattern, in their order on file."""
    source = resources.files("transform.reference").joinpath("seniority_words.csv").read_text(encoding="utf-8")
    return tuple((row["value"], row["pattern"]) for row in csv.DictReader(source.splitlines()) if row["use"] == use)


@cache
def _either(use: str) -> str:
    return "(?:" + "|".join(pattern for _, pattern in _words(use)) + ")"


def _looked_up(
    frame: pl.DataFrame, column: str, name: str, read: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """The frame with a value that is read once from each distinct value of the column."""
    distinct = frame.select(column).drop_nulls().unique()
    if distinct.is_empty():
        return frame.with_columns(pl.lit(None, pl.String).alias(name))
    known = distinct.hstack(read(distinct.rename({column: "words"})).select(pl.col("value").alias(name)))
    return frame.join(known, on=column, how="left", maintain_order="left")


# -- the source's level --


def _leveled(levels: pl.DataFrame) -> pl.DataFrame:
    """The seniority that a level's whole name stands for."""
    words = pl.col("words").str.to_lowercase().str.replace_all(r"[^\pL\pN]+", " ")
    plain = levels.select(words.str.strip_chars(" "))
    return plain.select(
        value=_first((value, pl.col("words").str.contains(f"^(?:{pattern})$")) for value, pattern in _words("field"))
    )


def _first(cases: Iterable[tuple[str, pl.Expr]]) -> pl.Expr:
    return pl.coalesce(pl.when(condition).then(pl.lit(value)) for value, condition in cases)


# -- the title --


def _titled(titles: pl.DataFrame) -> pl.DataFrame:
    """The seniority that the title says: the strongest of its words, else the numeral behind a role."""
    cleaned = titles.select(title="words", words=_without_traps(pl.col("words")))
    return cleaned.select(value=_said_by_title())


@cache
def _said_by_title() -> pl.Expr:
    levels = ((value, in_ascii(rf"\b(?:{pattern})\b")) for value, pattern in _words("level"))
    by_word = _first((value, pl.col("words").str.contains(pattern)) for value, pattern in levels)
    opening = _first(
        (value, pl.col("words").str.contains(rf"(?:^|[-–—,|(:/&] ?)(?:{pattern})"))
        for value, pattern in _words("opening")
    )
    spelt = _first((value, pl.col("words").str.contains(pattern)) for value, pattern in _words("spelt"))
    return pl.coalesce(by_word, opening, spelt, _numeral(pl.col("title")), _grade(pl.col("title")))


def _without_traps(title: pl.Expr) -> pl.Expr:
    words = title.str.to_lowercase().str.replace_all(r"[\s._\u{200b}]+", " ").str.strip_chars(" ")
    for value, pattern in _words("rewritten"):
        words = words.str.replace_all(in_ascii(rf"\b{pattern}\b"), value)
    words = words.str.replace_all(in_ascii(rf"\b{_either('neutral')}\b"), " _ ")
    # A mark of its own, for an associate product manager is a junior one and an associate partner is not.
    words = words.str.replace_all(in_ascii(rf"\b{_either('individual')} managers?\b"), " ~ ")
    for value, pattern in _words("lower"):
        words = words.str.replace_all(in_ascii(rf"\b{pattern}\b"), value)
    return words


def _numeral(title: pl.Expr) -> pl.Expr:
    """The seniority of the numeral that follows a role or the word level, as in `Engineer II`.

    One and five, and digits, are that only where the title or its part ends; `5-10 years` is no numeral.
    """
    plain = title.str.replace_all(r"\b[0-9]{1,2}\s*(?:[-–]|to)\s*[0-9]{1,2}(?:[^0-9-]|$)", " ")
    role, level = rf"(?i:[a-z]*{_GRADED})", r"(?i:level\s+)?"
    digit = plain.str.extract(rf"{role}(?:\s+(?:-\s*)?|-){level}([1-5])(?:$|\s*[,/|(\[)\]–-]|\s+(?i:jobs?)\b)")
    roman = plain.str.extract(
        rf"{role}(?:\s+[-–(]?\s*|-){level}(I[Ii]{{0,2}}|I[Vv]|V)(?:\s*$|\s*[,/|(\[)\]:;–—-]|\s(?i:jobs?|at|in|for)\b)"
    )
    inside = plain.str.extract(rf"{role}\s+(?:-\s*)?(I[Ii]{{1,2}}|IV)\s")
    ending = plain.str.replace_all(_COUNTED, " ").str.extract(r"\pL{3,}\s+(I[Ii]{1,2}|I[Vv])\s*(?:$|[,/|(\[)\]–])")
    levels = {**_NUMERALS, **dict(zip("12345", _NUMERALS.values(), strict=True))}
    return pl.coalesce(digit, roman, inside, ending).str.to_uppercase().replace_strict(levels, default=None)


def _grade(title: pl.Expr) -> pl.Expr:
    """The seniority of a grade that stands apart, as in `Engineer (L5)`; the lines of a support desk have the same."""
    found = title.str.extract(r"(?:[(,|–-]\s*|\s)L([3-7])(?:$|\s*[,/|)–-])")
    is_desk = title.str.contains(r"(?i)support|desk|soc |noc |analyst|operations")
    return pl.when(~is_desk).then(found.replace_strict(_GRADES, default=None, return_dtype=pl.String))


# -- the years of experience asked for --


def _from_years() -> pl.Expr:
    """The seniority that the years of experience stand for."""
    years = pl.col("years_min")
    return _first([("junior", years <= 1), ("mid", years <= 4), ("senior", years >= 5)])
