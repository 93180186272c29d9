"""Titles without what is not the title: gender marks, requisition numbers, and places and terms at either end."""

import re
from functools import cache, lru_cache

import polars as pl

from transform import gazetteer
from transform.title_words import LIMIT, either, words_of

_ROUNDS = 8  # a title that is not clean after so many rounds stays as it is; of 114,564 real ones none took over 5
_CITY, _FAMOUS = 100_000, 500_000  # the people from which a city's name alone, or another of its names, is a place

# The end or the start of a title that may be a place or a term of contract, as (rest, words) or (words, rest).
_TAILS = (
    r"^(?P<rest>.*\S)\s*[(\[](?P<words>[^()\[\]]+)[)\]]?\s*$",
    r"^(?P<rest>.*?\S)(?:\s+[-–—]+\s*|\s*[-–—]+\s+|\s*[|•·;:@–—]\s*)(?P<words>[^()\[\]]+)$",
    r"^(?P<rest>.*\S)(?:\s+[-–—]+\s*|\s*[-–—]+\s+|\s*[|•·;:@–—]\s*)(?P<words>[^()\[\]|•·;:@–—]+)$",
    r"^(?P<rest>.*\S)\s*,\s*(?P<words>[^,()\[\]]+,[^,()\[\]]+)$",
    r"^(?P<rest>.*\S)\s*,\s*(?P<words>[^,()\[\]]+)$",
)
_LEADS = (
    r"^[(\[](?P<words>[^()\[\]]+)[)\]]\s*[-–—|:]?\s*(?P<rest>\S.*)$",
    r"^(?P<words>[^()\[\]|•·:–—]+?)(?:\s+[-–—]+\s+|\s*[|•·:–—]\s*)(?P<rest>\S.*)$",
)
_PARTS = r"(?i)[,/;|&+–—()\[\]·•]|\s-+\s?|\s?-+\s|\s(?:or|and|oder|und|et|ou|y|e)\s"
_EDGES = r"^[\s,;:|/–—•·@&_-]+|[\s,;:|/–—•·@&_-]+$"


def clean(titles: pl.Series) -> pl.Series:
    """The titles without gender marks, requisition numbers, and places and terms at either end; never emptied."""
    given = titles.str.replace_all(r"\s+", " ").str.strip_chars().alias("title")
    done, frame = [], given.unique().to_frame().select("title", clean="title")
    for _ in range(_ROUNDS):
        before = frame["clean"]
        frame = _cut_ends(frame.with_columns(clean=_without_marks(before)))
        done.append(frame.filter(frame["clean"].eq_missing(before)))
        frame = frame.filter(frame["clean"].ne_missing(before))
        if frame.is_empty():
            break
    known = pl.concat([*done, frame])
    clean_or_given = pl.when(pl.col("clean") == "").then("title").otherwise("clean")
    return (
        given.to_frame().join(known, on="title", how="left", maintain_order="left").select(clean_or_given).to_series()
    )


def _without_marks(titles: pl.Series) -> pl.Series:
    """The titles without gender marks, requisition numbers and brackets that hold terms of contract or places."""
    title = pl.col("clean")
    frame = titles.to_frame("clean").with_row_index("row").with_columns(title.str.head(LIMIT))
    is_bracketed = title.str.contains(r"[(\[]")
    parts = []
    for bracketed, part in ((False, frame.filter(~is_bracketed)), (True, frame.filter(is_bracketed))):
        if part.height:
            parts.append(part.with_columns(_unmarked(bracketed=bracketed)))
    return pl.concat(parts or [frame]).sort("row")["clean"]


@cache
def _unmarked(*, bracketed: bool) -> pl.Expr:
    """The title without its marks; what begins with a bracket is looked for only where one is."""
    title = pl.col("clean")
    for use in ("gender", "requisition"):
        for pattern, _ in words_of(use):
            if bracketed or not pattern.startswith(r"[(\[]"):
                title = title.str.replace_all(f"(?i){pattern}", " ")
    title = title.str.replace_all(" & ", " and ", literal=True)
    for pattern, value in words_of("readable"):
        title = title.str.replace_all(pattern, value)
    if bracketed:
        term = rf"(?:{either('dropped')}|{either('place')})"
        title = title.str.replace_all(rf"(?i)[(\[]\s*{term}(?:[\s,/|&+–-]+(?:(?:or|and)\s)?{term})*\s*[)\]]", " ")
        title = title.str.replace_all(r"[(\[]\s*[)\]]", " ")
    return title.str.replace_all(r"\s+", " ").str.replace_all(r"\s+,", ",").str.replace_all(_EDGES, "")


def _cut_ends(frame: pl.DataFrame) -> pl.DataFrame:
    after_person = rf"^(?P<rest>.*(?i:(?-u:\b){either('person')}))\s+(?P<words>\S+(?:\s\S+)?)$"
    for pattern in (*_TAILS, *_LEADS, after_person):
        split = frame.select(pl.col("clean").str.extract_groups(pattern).struct.unnest())
        if split["words"].null_count() == split.height:
            continue
        words = split["words"].drop_nulls().unique()
        droppable = words.filter(pl.Series([_is_droppable(text) for text in words], dtype=pl.Boolean))
        if droppable.is_empty():
            continue
        is_cut = split["words"].is_in(droppable.implode()).fill_null(value=False)
        frame = frame.with_columns(clean=pl.when(is_cut).then(split["rest"]).otherwise("clean"))
    return frame


@lru_cache(maxsize=1 << 16)
def _is_droppable(words: str) -> bool:
    """Whether the words name nothing but places and terms of contract."""
    kinds = [_kind(part) for part in re.split(_PARTS, words) if part.strip()]
    if None in kinds or not kinds:
        return False
    return set(kinds) == {"town", "code"} or not {"place", "term"}.isdisjoint(kinds)


@cache
def _dropped() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![^\W_])(?:{either('dropped')})(?![^\W_])")


@cache
def _place() -> re.Pattern[str]:
    return re.compile(either("place"))


@cache
def _kept() -> re.Pattern[str]:
    return re.compile(either("kept"))


def _kind(part: str) -> str | None:
    """Whether the part is a place or a term, or a small town or a state's code, which need another beside them."""
    rest = gazetteer.fold(_dropped().sub(" ", part))
    if not rest:
        return "term"
    if _place().fullmatch(rest):
        return "place"
    if _kept().fullmatch(rest):
        return None
    if len(rest) <= 3:
        is_code = part.strip().isupper() and (rest in gazetteer.regions() or rest in gazetteer.countries())
        return "code" if is_code else None
    if rest in gazetteer.countries() or rest in gazetteer.regions():
        return "place"
    cities = [city for city in gazetteer.cities(rest) if city.is_own_name or city.population >= _FAMOUS]
    if not cities:
        return None
    return "place" if cities[0].population >= _CITY else "town"
