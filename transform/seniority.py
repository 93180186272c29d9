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

VERSION: int = 1

_TITLE_LIMIT = 300
_TEXT_LIMIT = 20_000
_MOST_YEARS = 15  # more years than these are an employer's, not an applicant's

_NUMERALS = {"I": "junior", "II": "mid", "III": "senior", "IV": "lead", "V": "lead"}
_GRADED = r"(?:er|or|ist|ant|ent|yst|ian|ive|ate|nurse|rn|tech|level|sde|swe|rep|clerk|architect|grade|[a-z]e{2})"
_SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS = r"\s*(?:years?|yrs?\.?)"
_OTHERS_YEARS = (
    r"\b(?:we have|we['’]ve|we bring|(?:company|firm|group|business|founders|history|heritage|combined|collective"
    r"|founded|established|leader|(?:past|last|next|first|every) )\b|for (?:over|more than|nearly|almost))"
    rf"[^.\n]{{0,50}}?\d{{1,3}}\+?{_UNITS}",
    rf"\d{{1,3}}\+?(?:[ -]+(?:or older|and older))?{_UNITS}(?: or)?[ -](?:old|older|of age|ago|in business|in a row"
    r"|running|vest\w*|anniversary|contract|guarantee|warranty|of (?:age|history|heritage|growth|innovation|service))",
)
_ASKING = ["experience", "years doing"]  # years are read only from texts that hold one of these
_REQUIRED = (
    r"\b(\d{1,2})\s*\+?\s*(?:(?:-|–|—|to|bis|or)\s*\d{1,2}\s*\+?)?\s*(?:\+|plus|or more|full|solid|relevant)?"
    rf"{_UNITS}['’]?(?:[^.\n;]{{0,80}}?\bexperience|\s+(?:in|as|working|building|leading|managing|designing|writing"
    r"|selling|developing|doing"
    r"|of (?:hands|professional|relevant|proven|industry|full|progressive|direct|practical|work)))"
)
_AFTER_EXPERIENCE = (
    r"\bexperience\b[^.\n;]{0,30}?\b(\d{1,2})\s*\+?\s*(?:(?:-|–|—|to)\s*\d{1,2}\s*\+?)?\s*(?:\+|plus|or more)?" + _UNITS
)


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's seniority and what says it: field, title or text; unknown is null."""
    sources = {"field": "level", "title": "title", "text": "description_text"}
    frame = raw.select(sources.values())
    frame = _looked_up(frame, "level", "field", _leveled)
    frame = _looked_up(frame, "title", "title_level", _titled)
    is_open = pl.col("field").is_null() & pl.col("title_level").is_null()
    frame = frame.with_columns(unread=pl.when(is_open).then("description_text"))
    frame = _looked_up(frame, "unread", "text_level", _experienced)
    return frame.select(_outcome())


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
    words = pl.col("words").str.head(_TITLE_LIMIT).str.to_lowercase().str.replace_all(r"[^\pL\pN]+", " ")
    plain = levels.select(words.str.strip_chars(" "))
    return plain.select(
        value=_first((value, pl.col("words").str.contains(f"^(?:{pattern})$")) for value, pattern in _words("field"))
    )


def _first(cases: Iterable[tuple[str, pl.Expr]]) -> pl.Expr:
    return pl.coalesce(pl.when(condition).then(pl.lit(value)) for value, condition in cases)


# -- the title --


def _titled(titles: pl.DataFrame) -> pl.DataFrame:
    """The seniority that the title says: the strongest of its words, else the numeral behind a role."""
    title = pl.col("words").str.head(_TITLE_LIMIT)
    cleaned = titles.select(title=title, words=_without_traps(title))
    return cleaned.select(value=_said_by_title())


@cache
def _said_by_title() -> pl.Expr:
    levels = ((value, in_ascii(rf"\b(?:{pattern})\b")) for value, pattern in _words("level"))
    by_word = _first((value, pl.col("words").str.contains(pattern)) for value, pattern in levels)
    return pl.coalesce(by_word, _numeral(pl.col("title")))


def _without_traps(title: pl.Expr) -> pl.Expr:
    words = title.str.to_lowercase().str.replace_all(r"[\s._]+", " ")
    for value, pattern in _words("rewritten"):
        words = words.str.replace_all(in_ascii(rf"\b{pattern}\b"), value)
    words = words.str.replace_all(in_ascii(rf"\b{_either('neutral')}\b"), " _ ")
    words = words.str.replace_all(in_ascii(rf"\b{_either('individual')} managers?\b"), " _ ")
    for value, pattern in _words("lower"):
        words = words.str.replace_all(in_ascii(rf"\b{pattern}\b"), value)
    return words


def _numeral(title: pl.Expr) -> pl.Expr:
    """The seniority of the numeral that follows a role or the word level, as in `Engineer II`."""
    found = title.str.extract(
        rf"(?i:[a-z]*{_GRADED})\s+(?:-\s*)?(?i:level\s+)?(I{{1,3}}|IV|V|[1-5])(?:$|\s*[,/|(\[)\]–-])"
    )
    return found.replace_strict({**_NUMERALS, **dict(zip("12345", _NUMERALS.values(), strict=True))}, default=None)


# -- the years of experience asked for --


def _experienced(texts: pl.DataFrame) -> pl.DataFrame:
    """The seniority that each text's smallest number of years of experience stands for."""
    text = pl.col("words").str.head(_TEXT_LIMIT).str.to_lowercase()
    lower = texts.select(text).with_row_index("row")
    asking = lower.filter(pl.col("words").str.contains_any(_ASKING) & _names_years())
    cleaned = asking.select("row", text=_without_others_years(_in_digits(pl.col("words"))))
    years = cleaned.select("row", years=_smallest_years())
    return lower.select("row").join(years, on="row", how="left", maintain_order="left").select(value=_from_years())


def _names_years() -> pl.Expr:
    return pl.col("words").str.contains(in_ascii(r"\by(?:ea)?rs?\b"))


@cache
def _smallest_years() -> pl.Expr:
    """The smallest number of years of experience that the text asks for."""
    patterns = (in_ascii(_REQUIRED), in_ascii(_AFTER_EXPERIENCE))
    hits = pl.concat_list(pl.col("text").str.extract_all(pattern) for pattern in patterns)
    years = hits.list.eval(pl.element().str.extract("([0-9]{1,2})").cast(pl.Int64))
    return years.list.eval(pl.element().filter(pl.element() <= _MOST_YEARS)).list.min()


def _in_digits(text: pl.Expr) -> pl.Expr:
    """Small numbers of years in digits: `five (5) years` becomes `5 years`."""
    spelled = in_ascii(
        rf"\b({'|'.join(_SPELLED)})\b(?:\s*\(\d+\))?(\+?\s*(?:to \w+ |or more )?(?:years?|yrs?))",
    )
    marked = [f"\x01{word}\x01" for word in _SPELLED]
    for _ in range(2):  # the second number of `one to two years` is read when the first is in digits
        text = text.str.replace_all(spelled, "\x01${1}\x01${2}")
        text = text.str.replace_many(marked, [str(number) for number in range(1, len(_SPELLED) + 1)])
    return text.str.replace_all(r"\(([0-9]{1,2}\+?)\)(\s*years)", " $1$2")


def _without_others_years(text: pl.Expr) -> pl.Expr:
    """The text without the years of companies, ages and spans of time."""
    for pattern in _OTHERS_YEARS:
        text = text.str.replace_all(in_ascii(pattern), " ")
    return text


def _from_years() -> pl.Expr:
    years = pl.col("years")
    return _first([("junior", years <= 1), ("mid", years <= 4), ("senior", years >= 5)])
