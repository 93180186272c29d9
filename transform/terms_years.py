"""How many years of experience a description asks for."""

from functools import cache

import polars as pl

from transform.terms_lines import Lines
from transform.terms_match import first_of, holds, replaced
from transform.terms_words import by_value, either, narrowed

YEARS = {"doc": pl.UInt32, "years_min": pl.Int16, "years_max": pl.Int16}

_MOST = 15  # more years than these are an employer's, not an applicant's
_MOST_MAX = 30
_UNIT = r"(?:years?|yrs?\b|jahren?|ans\b|années|años|jaar|jaren|års?\b)"
_TO = r"(?:-|to|or|and|bis|oder|und|à|ou|a|o|tot|of|till|eller)"
_MORE = r"(?:\+|plus|or more|or greater|oder mehr|ou plus|o más|of meer|eller mer)"
_NUMBER = (
    rf"(\d{{1,2}}) ?{_MORE}? ?(?:{_TO} ?(\d{{1,2}}) ?)?{_MORE}?[ -]*(?:full[ -]?|solid |relevant |volle )?{_UNIT}['’s]*"
)
_EXPERIENCE = (
    r"(?:experience|experiencing|expertise|track record|\w*erfahrung\w*|expérience|experiencia|ervaring|\w*erfarenhet)"
)
_DOING = (
    r"(?: of)? (?:in|as|with|working|building|leading|managing|designing|writing|selling|developing|doing|running|using"
    r"|creating|shipping|of (?:hands|professional|relevant|proven|industry|full|progressive|direct|practical|work"
    r"|software|\w+ing\b))\b"
)
_BEFORE = rf"\b{_NUMBER}(?:[^.;]{{0,80}}?{_EXPERIENCE}|{_DOING})"
_AFTER = rf"{_EXPERIENCE}\b[^.;]{{0,40}}?\b{_NUMBER}"
_WISHED_WHERE = (
    rf"({_UNIT}[^.;]*?[ (])(?:preferabl[ey]|ideally|idealerweise|preferentemente)"
    r" ((?:in|within|with|at|from|im|bei|mit|aus|en|con)\b)"
)
_MORE_WISHED = (  # "2 years of experience, 5 preferred"
    rf"({_UNIT}[^.;]*?) ?[,;(/–-] ?(?:and |or |with |but )?\d{{1,2}} ?{_MORE}?(?: ?(?:-|to) ?\d{{1,2}})?"
    rf"(?: ?{_UNIT})?[^.;,)]{{0,30}}(?:preferred|preferabl[ey]|ideal(?:ly)?|desir(?:ed|able)|a plus|bevorzugt)"
)
_ALTERNATIVE = rf"{_UNIT}[^.;]*(?:\b(?:or|oder|ou|eller)\b|\bwith a |master|phd)[^.;,]{{0,40}}\d ?\+? ?{_UNIT}"
_SPELLED = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "ein": "1", "einem": "1", "zwei": "2", "drei": "3",
    "vier": "4", "fünf": "5", "sechs": "6", "acht": "8", "zehn": "10", "deux": "2", "trois": "3", "quatre": "4",
    "cinq": "5", "dix": "10", "un": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "diez": "10",
    "twee": "2", "drie": "3", "vijf": "5", "tien": "10", "två": "2", "tre": "3", "fyra": "4", "fem": "5", "tio": "10",
}  # fmt: skip


def asked_years(lines: Lines) -> pl.DataFrame:
    """The years of experience that each document asks for: those of its first requirement, the fewest it names."""
    found = _read(lines.sentences)
    placed = lines.places.filter(pl.col("section").ne_missing("preferred")).join(found, on="line")
    ranks = {"required": 0, "about": 2, "offered": 2}
    rank = pl.col("section").fill_null("").replace_strict(ranks, default=1, return_dtype=pl.Int8)
    first = placed.sort("doc", rank, "number", "sentence").unique("doc", keep="first", maintain_order=True)
    return first.select(list(YEARS)).cast(pl.Schema(YEARS))


def _read(sentences: pl.DataFrame) -> pl.DataFrame:
    """The years of each sentence that asks for some: the fewest, and the most that are named with them."""
    lower = pl.col("lower")
    named = sentences.select("line", "sentence", "lower").filter(lower.str.contains(narrowed(_UNIT)))
    # Years of sales, ideally in fashion, are asked for: only where is wished. So are 2 years where 5 are wished.
    named = named.with_columns(replaced(named["lower"], narrowed(_MORE_WISHED), "${1}"))
    named = named.filter(~holds(replaced(named["lower"], narrowed(_WISHED_WHERE), "${1}${2}"), _preferred()))
    digits = named.with_columns(_without_others(_in_digits(named["lower"])))
    asking = digits.filter(holds(digits["lower"], narrowed(f"{_BEFORE}|{_AFTER}")))
    hits = asking.with_columns(hit=_hits(asking["lower"])).explode("hit").drop_nulls("hit")
    number = pl.col("hit").str.extract_groups(narrowed(_NUMBER)).struct.rename_fields(["low", "high"])
    years = hits.select("line", "sentence", number.alias("number")).unnest("number")
    years = years.with_columns(pl.col("low", "high").cast(pl.Int16, strict=False)).filter(pl.col("low") <= _MOST)
    fewest = years.sort("sentence", "low", maintain_order=True).unique("sentence", keep="first", maintain_order=True)
    is_range = pl.col("high").is_between(pl.col("low"), _MOST_MAX)
    return fewest.select("line", "sentence", years_min="low", years_max=pl.when(is_range).then("high"))


def _hits(sentences: pl.Series) -> pl.Expr:
    """All years of a sentence that names alternatives (`5 years, or 3 with a master`), else the first."""
    lower = pl.col("lower")
    first = pl.coalesce(first_of(sentences, narrowed(pattern)) for pattern in (_BEFORE, _AFTER))
    every = lower.str.extract_all(narrowed(_NUMBER))
    return pl.when(holds(sentences, narrowed(_ALTERNATIVE))).then(every).otherwise(pl.concat_list(first))


@cache
def _preferred() -> str:
    return dict(by_value("need"))["preferred"]


def _in_digits(texts: pl.Series) -> pl.Series:
    """Small numbers of years in digits: `five (5) years` becomes `5 years`."""
    spelled = narrowed(
        rf"\b({'|'.join(_SPELLED)})(\b ?(?:\(\d+\+?\))? ?(?:\+|plus|or more)? ?(?:{_TO} [\w(): ]+)?(?:full )?{_UNIT})"
    )
    at = holds(texts, spelled).arg_true()
    few = texts.gather(at)
    for _ in range(2 if at.len() else 0):  # the second of `one to two years` is read when the first is in digits
        few = replaced(few, spelled, "\x01${1}\x01${2}")
        few = few.str.replace_many([f"\x01{word}\x01" for word in _SPELLED], list(_SPELLED.values()))
    texts = texts.scatter(at, few)
    return replaced(replaced(texts, r"[0-9]{1,2} ?\(([0-9]{1,2}\+?)\)", "$1"), r"\(([0-9]{1,2}\+?)\)", " $1")


def _without_others(texts: pl.Series) -> pl.Series:
    """The texts without the years of companies, ages and spans of time."""
    return replaced(texts, either("others_years"), " ")
