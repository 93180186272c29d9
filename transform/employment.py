"""The type of employment, from the source's own field, else from plain words in the title."""

from functools import cache

import polars as pl

from transform.patterns import in_ascii
from transform.schema import EMPLOYMENT, frame_schema

VERSION: int = 1

# Of several types named, the first in this order is meant: a full-time internship is an internship.
# Permanent employment with no hours stated is full-time: where a field has such words, part-time ones have others.
_FIELD = {
    "volunteer": r"volunt|ehrenamt|bénévol",
    "internship": r"\b(?:interns?|internships?|co-?op|stage|stagiaire|praktik\w*|praktyk\w*|becari[oa]|prácticas"
    r"|estágio|tirocinio)\b",
    "part_time": r"\b(?:working student|werkstudent\w*|mini-?job)\b",
    "temporary": r"\b(?:temp|temporary|temporär|seasonal|saisonnier|fixed[ -]?term|ftc|cdd|befristet\w*|interim|intérim"
    r"|limited[ -]term|term[ -]limited|per diem|tijdelijk|maternity cover|parental leave cover)\b|\btemps déterminé",
    "contract": r"\b(?:contract|contractors?|contracting|contractual|freelancer?s?|freelance|1099|b2b|independent"
    r"|consultants?|freie\w* mitarbeit\w*|corp[ -]to[ -]corp|c2c|contract[ -]to[ -]hire)\b",
}
_PART = r"\b(?:part[ _-]?time|teilzeit|temps partiel|mi-temps|tiempo parcial|tempo parcial|deeltijd|parttime)\b"
_FULL = (
    r"\b(?:full[ _-]?time|vollzeit|temps plein|tiempo completo|tempo integral|tempo pieno|voltijd|fulltime|permanent\w*"
    r"|regular|cdi|festanstellung|unbefristet\w*|indefinido|indeterminato|clt|vast|perm)\b|\btemps indéterminé"
)
# In a title the words stand in brackets, or after the last dash or comma, or leave no doubt.
_TITLE = {
    "volunteer": r"[(\[][^)\]]*\bvolunt(?:eer|ary)\b|[-–—|,:] *volunteer *(?:role|position)?$|\bvolunteer position\b",
    "internship": r"\b(?:interns?|internships?|co-?op|stagiaire|praktikum|praktikant\w*|becari[oa]|estágio"
    r"|estagiári[oa])\b",
    "part_time": r"\b(?:working student|werkstudent\w*)\b",
    "temporary": r"\b(?:temporary|seasonal|fixed[ -]?term|ftc|cdd|befristet\w*)\b"
    r"|\b(?:maternity|paternity|parental|mat)(?: leave)? cover|[(\[][^)\]]*\btemp\b|[-–—|,:] *temp$",
    "contract": r"[(\[][^)\]]*\b(?:contract|contractor|freelance|freelancer|1099)\b"
    r"|[-–—|,:] *(?:\d+[ -]*(?:months?|mos?) *)?(?:contract|contractor|freelance|freelancer)$"
    r"|\bfreelance\b|\bindependent contractor\b|\bcontract[ -]to[ -]hire\b|\b\d+[ -]months? contract\b",
}
_TITLE_PART = r"\b(?:part[ -]?time|teilzeit|temps partiel|mi-temps|deeltijd)\b"
_TITLE_FULL = r"\b(?:full[ -]?time|vollzeit|temps plein|voltijd)\b"
# Posts about interns, volunteers, contracts or temporary works.
_ABOUT = (
    r"\b(?:intern(?:ship)?s?|volunteers?|freelancers?|freelance)[ &]+(?:and \w+ )?(?:program\w*|coordinat\w*|recruit\w*"
    r"|manage\w*|success|engagement|experience|relations|community|marketplace|operations)\b"
    r"|\bco-?op (?:market|food|bank)|\btemporary (?:works|housing|accommodation)\b"
)


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's type of employment and the parser's version; null where neither field nor title says it."""
    result = raw.select(_plain()).select(_said()).select(_outcome(), employment_version=pl.lit(VERSION))
    return result.cast(pl.Schema(frame_schema(EMPLOYMENT)))


@cache
def _plain() -> tuple[pl.Expr, ...]:
    """The field and the title in lower case; `FullTime` holds two words."""
    field = pl.col("employment").str.replace_all(r"([a-zß-öø-ÿ])([A-ZÀ-ÖØ-Þ])", "${1} ${2}").str.to_lowercase()
    title = pl.col("title").str.to_lowercase().str.strip_chars().str.replace_all(in_ascii(_ABOUT), " ")
    return field.str.replace_all("_", " ", literal=True).alias("field"), title.alias("title")


@cache
def _said() -> tuple[pl.Expr, ...]:
    field, title = pl.col("field"), pl.col("title")
    return (
        pl.coalesce(_first(field, _FIELD), _hours(field, _PART, _FULL)).alias("stated"),
        pl.coalesce(_first(title, _TITLE), _hours(title, _TITLE_PART, _TITLE_FULL)).alias("named"),
    )


@cache
def _outcome() -> pl.Expr:
    # A field that says full-time states the hours; an intern's title says more.
    is_intern = (pl.col("stated") == "full_time") & (pl.col("named") == "internship")
    return pl.when(is_intern).then("named").otherwise(pl.coalesce("stated", "named")).alias("employment_type")


def _first(words: pl.Expr, patterns: dict[str, str]) -> pl.Expr:
    """The first type whose pattern the words fit."""
    found = {name: words.str.contains(in_ascii(pattern)) for name, pattern in patterns.items()}
    return pl.coalesce(pl.when(is_found).then(pl.lit(name)) for name, is_found in found.items())


def _hours(words: pl.Expr, part: str, full: str) -> pl.Expr:
    """part_time or full_time; null where the words offer both."""
    is_part, is_full = words.str.contains(in_ascii(part)), words.str.contains(in_ascii(full))
    full_hours = r"(?-u:\b)full|vollzeit|temps plein|voltijd|completo|integral|pieno"
    offers_both = is_part & words.str.contains(full_hours)
    return (
        pl.when(offers_both).then(None).when(is_part).then(pl.lit("part_time")).when(is_full).then(pl.lit("full_time"))
    )
