"""Titles without what is not the title: gender marks, requisition numbers, and places and terms at either end."""

import re
from functools import cache, lru_cache

import polars as pl

from transform import gazetteer
from transform.patterns import in_own_thread
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
    given = titles.str.replace_all(r"\s+", " ").str.strip_chars()
    known, left, before = given.clone(), pl.int_range(given.len(), eager=True), given
    for _ in range(_ROUNDS):
        after = _cut_ends(_without_marks(before))
        is_changed = after != before
        if not is_changed.any():
            break
        left, before = left.filter(is_changed), after.filter(is_changed)
        known = known.scatter(left, before)
    return given.zip_with(known == "", known)


@in_own_thread
def _without_marks(titles: pl.Series) -> pl.Series:
    """The titles without gender marks, requisition numbers and brackets that hold terms of contract or places."""
    frame = titles.to_frame("clean").select_seq(_marked())
    if frame["is_marked"].any():
        at = frame["is_marked"].arg_true()
        unmarked = frame[at].select_seq(_unmarked()).to_series()
        frame = frame["clean"].scatter(at, unmarked).to_frame()
    return frame.select_seq(_evened()).to_series()


@cache
def _marked() -> tuple[pl.Expr, ...]:
    """As much of each title as is read, and whether it has marks."""
    title = pl.col("clean").str.head(LIMIT)
    return title, title.str.contains(_marks()).alias("is_marked")


@cache
def _evened() -> pl.Expr:
    """The title with single blanks and no marks at either end."""
    title = pl.col("clean").str.replace_all(" & ", " and ", literal=True)
    return title.str.replace_all(r"\s+", " ").str.replace_all(r"\s+,", ",").str.replace_all(_EDGES, "")


@cache
def _marks() -> str:
    """What a title must hold to be looked at for its marks; most hold none."""
    listed = [f"(?i:{pattern})" for use in ("gender", "requisition") for pattern, _ in words_of(use)]
    return "|".join((r"[(\[]", *listed, *(pattern for pattern, _ in words_of("readable"))))


@cache
def _unmarked() -> pl.Expr:
    """The title without its marks."""
    title = pl.col("clean")
    for use in ("gender", "requisition"):
        for pattern, _ in words_of(use):
            title = title.str.replace_all(f"(?i){pattern}", " ")
    title = title.str.replace_all(" & ", " and ", literal=True)
    for pattern, value in words_of("readable"):
        title = title.str.replace_all(pattern, value)
    term = rf"(?:{either('dropped')}|{either('place')})"
    title = title.str.replace_all(rf"(?i)[(\[]\s*{term}(?:[\s,/|&+–-]+(?:(?:or|and)\s)?{term})*\s*[)\]]", " ")
    return title.str.replace_all(r"[(\[]\s*[)\]]", " ")


@in_own_thread
def _cut_ends(titles: pl.Series) -> pl.Series:
    """The titles without the places and terms of contract that stand at either end."""
    return _cut(titles, 0)


def _cut(titles: pl.Series, first: int) -> pl.Series:
    """The titles, cut at the ends from the first of these on in turn.

    All ends are looked at together, as most titles are cut at none; a title that is cut goes on to the ends after it.
    """
    ends = _ends()[first:]
    if not ends:
        return titles
    splits = [split.struct.unnest() for split in titles.to_frame("clean").select_seq(ends)]
    is_left = pl.Series([True]).new_from_index(0, titles.len())
    for at, split in enumerate(splits, start=first):
        is_cut = split["words"].map_elements(_is_droppable, return_dtype=pl.Boolean)
        if (is_cut & is_left).any():
            held = (is_cut & is_left).arg_true()
            titles = titles.scatter(held, _cut(split["rest"].gather(held), at + 1))
            is_left &= ~is_cut.fill_null(value=False)
    return titles


@cache
def _ends() -> tuple[pl.Expr, ...]:
    """The ends of a title that may be cut, each as its `words` and the `rest`."""
    after_person = rf"^(?P<rest>.*(?i:(?-u:\b){either('person')}))\s+(?P<words>\S+(?:\s\S+)?)$"
    patterns = (*_TAILS, *_LEADS, after_person)
    return tuple(pl.col("clean").str.extract_groups(pattern).alias(str(at)) for at, pattern in enumerate(patterns))


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
