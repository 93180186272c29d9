"""The type of employment: from the source's own field, else words in the title, else clear phrases in the text."""

from functools import cache

import polars as pl

from transform.limits import READ
from transform.patterns import in_ascii
from transform.schema import EMPLOYMENT, frame_schema

VERSION: int = 3

FIELD: int = 2048
"""The most characters of a field and of a title that are read; real ones have far fewer."""

# Of several types named, the first in this order is meant: a full-time internship is an internship.
# Permanent employment with no hours stated is full-time: where a field has such words, part-time ones have others.
_FIELD = {
    "volunteer": r"volunt|ehrenamt|bénévol",
    "internship": r"\b(?:interns?|internships?|co-?op|stage|stagiaire|praktik\w*|praktyk\w*|becari[oa]|prácticas"
    r"|estágio|tirocinio)\b",
    "part_time": r"\b(?:working student|werkstudent\w*|mini-?job)\b",
    "temporary": r"\b(?:temp|temporary|temporär|seasonal|saisonnier|fixed[ -]?term|ftc|cdd|befristet\w*|interim|intérim"
    r"|limited[ -]term|term[ -]limited|per diem|tijdelijk|maternity cover|parental leave cover|zeitvertrag|visstid\w*"
    r"|vikariat|tempo determinato|temporal)\b|\btemps déterminé|\bdurée déterminée|\bmääräaikai|契約社員|合同工",
    "contract": r"\b(?:contract|contractors?|contracting|contractual|freelancer?s?|freelance|1099|b2b|independent"
    r"|consultants?|freie\w* mitarbeit\w*|corp[ -]to[ -]corp|c2c|contract[ -]to[ -]hire)\b",
}
_PART = (
    r"\b(?:part[ _-]?time|teilzeit|temps partiel|mi-temps|tiempo parcial|tempo parcial|deeltijd|parttime|deltid"
    r"|media jornada|jornada parcial|osa-aikainen)\b|\bgeringfügig|アルバイト"
    r"|パート(?:$|タイム|[・/、 ])|兼职|兼職|파트타임"
)
_FULL = (
    r"\b(?:full[ _-]?time|vollzeit|temps plein|tiempo completo|tempo integral|tempo pieno|voltijd|fulltime|permanent\w*"
    r"|regular|cdi|festanstellung|unbefristet\w*|indefinido|indeterminato|clt|vast|perm|heltid|tillsvidare\w*"
    r"|jornada completa|vakituinen)\b|\btemps indéterminé|\bdurée indéterminée|正社員|全职|全職|정규직"
)
_NOT_PERMANENT = r"\b(?:non|not)[ -]permanent\b"
# An employee has a contract too, and a field may offer the choice between a permanent post and another.
_NO_CONTRACTOR = (
    r"\b(?:perm|permanent) ?(?:/|,|or) ?(?:contract|temporary|fixed[ -]term)\b"
    r"|\b(?:contract|temporary|fixed[ -]term) ?(?:/|,|or) ?(?:perm|permanent)\b|\bnon[- ]contract\b"
)
_OF_EMPLOYEE = (
    r"\b(?:permanent|vast|unlimited|indefinite(?:[ -]term)?|open[ -]ended) contract\b|\bcontract ?[-–—:(]+ ?permanent\b"
)
# In a title the words stand in brackets, or after the last dash or comma, or leave no doubt.
_TITLE = {
    "volunteer": r"^volunteer *[-–—|:]"
    r"|[(\[][^)\]]*\bvolunt(?:eer|ary)\b|[-–—|,:] *volunteer *(?:role|position)?$|\bvolunteer position\b",
    "internship": r"\b(?:interns?|internships?|co-?op|stagiaire|praktikum|praktikant\w*|becari[oa]|estágio"
    r"|estagiári[oa])\b",
    "part_time": r"\b(?:working student|werkstudent\w*)\b",
    "temporary": r"\b(?:temporary|seasonal|fixed[ -]?term|ftc|cdd|befristet\w*|vikariat)\b|^(?:interim|per diem)\b"
    r"|[(\[][^)\]]*\bper diem\b|[-–—|,:] *per diem$"
    r"|\b(?:maternity|paternity|parental|mat)(?: leave)? cover|[(\[][^)\]]*\btemp\b|[-–—|,:] *temp$",
    "contract": r"[(\[][^)\]]*\b(?:contract|contractor|freelance|freelancer|1099)\b"
    r"|[-–—|,:] *(?:\d+[ -]*(?:months?|mos?) *)?(?:contract|contractor|freelance|freelancer)$"
    r"|\bfreelance\b|\bindependent contractor\b|\bcontract[ -]to[ -]hire\b|\b\d+[ -](?:month|week)s? contract\b",
}
_TITLE_PART = (
    r"\b(?:part[ -]?time|teilzeit|temps partiel|mi-temps|deeltijd|deltid|tiempo parcial|media jornada|mini-?job)\b"
)
# In other titles a CDI is a kind of documentation or of Java.
_TITLE_FULL = (
    r"\b(?:full[ -]?time|vollzeit|temps plein|voltijd|heltid|tiempo completo|jornada completa)\b"
    r"|[(\[]cdi[)\]]|[-–—|,:/] *cdi *(?:$|[-–—|,/(])|^cdi *[-–—|:]|\bcdi (?:h/f|f/h|temps plein)\b|\ben cdi\b"
)
_BOTH_HOURS = (  # beside a word for part-time
    r"(?-u:\b)full(?:[ _-]?time|(?: employment)? ?(?:/|,|&|or(?-u:\b)|and(?-u:\b)))|(?-u:\b)full$|vollzeit|temps plein"
    r"|(?-u:\b)voll[ -]*(?:/|oder|und|u\.)|voltijd|completo|completa|integral|pieno|heltid"
)
# Posts about interns, volunteers, contracts or temporary works.
_ABOUT = (
    r"\b(?:intern(?:ship)?s?|volunteers?|freelancers?|freelance)[ &]+(?:and \w+ )?(?:program\w*|coordinat\w*|recruit\w*"
    r"|manage\w*|success|engagement|experience|relations|community|marketplace|operations)\b"
    r"|\bco-?op (?:market|food|bank|store|shop|supermarket|retail|grocery|funeral|housing|branch)"
    r"|\btemporary (?:works|housing|accommodation)\b"
)
# In a text only a phrase that names the post itself says it: benefits speak of full-time employees too.
_POST = r"(?:role|position|job|opportunity|post|assignment|engagement|contract|employment|vacancy|appointment)"
_SAID = (
    r"(?:employment(?: type)?|job type|position type|type|type of (?:employment|contract)|contract type|schedule|status"
    r"|hours|anstellung(?:sart)?|vertragsart|arbeitszeit|type de contrat|contrat|tipo de contrato|jornada|dienstverband"
    r"|contract|anställningsform|omfattning) ?[:=] *[^.;\n]{0,25}?"
)
_THIS = rf"\b(?:this|the) {_POST} is (?:an? )?(?:[a-z,-]+ ){{0,3}}?"
_OF_TEXT = {
    "volunteer": ("volunteer|voluntary|ehrenamtlich", ""),
    "internship": (
        "internship|intern|praktikum|stage|prácticas|praktik",
        r"\bthis (?:(?:is an? )?(?:\w+ )?internship)\b",
    ),
    "part_time": (
        r"part[ -]?time|teilzeit|temps partiel|mi-temps|media jornada|tiempo parcial|jornada parcial|deeltijd|deltid",
        r"\b(?:in|als) teilzeit\b|\bteilzeitstelle\b|(?:^|\s)à temps partiel\b|\bdeltidstjänst\b",
    ),
    "temporary": (
        "temporary|fixed[ -]term|seasonal|befristet|cdd|temporal|tijdelijk|visstid|vikariat",
        r"\b(?:maternity|paternity|parental)(?: leave)? cover\b|\bbefristete (?:stelle|anstellung)\b|\ben cdd\b"
        r"|\bcontrato temporal\b|\btijdelijk contract\b|\bvisstidsanställning\b",
    ),
    "contract": (
        "contract|contractor|freelance|1099|c2c|contract[ -]to[ -]hire",
        r"\b(?:on a|as a|as an independent) (?:contract(?:or)?|freelance) basis\b|\b\d+[ -]months? contract\b"
        r"|\bas an independent contractor\b|\bauf freiberuflicher basis\b",
    ),
    "full_time": (
        r"full[ -]?time|vollzeit|temps plein|jornada completa|tiempo completo|voltijd|heltid|festanstellung|unbefristet"
        r"|cdi|indefinido|tillsvidare\w*|permanent",
        r"\b(?:in|als) vollzeit\b|\bvollzeitstelle\b|\ben cdi\b|(?:^|\s)à temps plein\b|\bcontrato indefinido\b"
        r"|\bjornada completa\b|\bunbefristete\w* (?:stelle|anstellung|arbeitsvertrag|vertrag)\b"
        r"|\btillsvidareanställning\b",
    ),
}
_DENIED = (
    r"\b(?:no|not|isn't|never|without|neither|nor|kein|keine|nicht|pas|sin|geen|inte)\b[^.;\n]{0,30}"
    r"\b(?:full|part|contract\w*|freelanc\w*|temporary|intern\w*|volunteer|permanent|teilzeit|vollzeit|cdi|cdd)\b"
    r"|\b(?:full|part)[ -]?time (?:employees?|team members?|staff|equivalents?|experience|workers?)\b"
    r"|\bcontract (?:negotiation|management|lifecycle|law|review|terms?)\b"
)
_TEXT_CUES = (
    "time", "teilzeit", "vollzeit", "contract", "freelanc", "1099", "temporary", "fixed-term", "fixed term", "intern",
    "volunt", "seasonal", "befristet", "temps p", "mi-temps", "jornada", "tiempo", "deeltijd", "voltijd", "deltid",
    "heltid", "cdi", "cdd", "contrat", "praktik", "tijdelijk", "visstid", "vikariat", "tillsvidare", "permanent",
    "maternity cover", "leave cover", "festanstellung", "freiberuf",
)  # fmt: skip


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's type of employment and the parser's version; null where nothing says it clearly."""
    said = raw[["employment", "title"]].select(_plain()).select(_said()).select(_outcome()).with_row_index("row")
    texts = said.with_columns(raw["description_text"]).filter(pl.col("employment_type").is_null())
    found = texts.select("row", _of_texts(texts["description_text"]).alias("text"))
    result = said.join(found, on="row", how="left", maintain_order="left")
    whole = result.select(pl.coalesce("employment_type", "text"), employment_version=pl.lit(VERSION))
    return whole.cast(pl.Schema(frame_schema(EMPLOYMENT)))


def _of_texts(texts: pl.Series) -> pl.Series:
    """The type of employment that each text names for the post itself; null where it names none, or two that differ."""
    lower = texts.str.head(READ).str.to_lowercase().str.replace_all("’", "'", literal=True)
    wanted = lower.str.contains_any(list(_TEXT_CUES)).fill_null(value=False)
    plain = lower.filter(wanted).str.replace_all(in_ascii(_DENIED), " ").to_frame("text")
    named = plain.select(pl.col("text").str.contains(pattern).alias(name) for name, pattern in _text_patterns())
    first = pl.coalesce(pl.when(name).then(pl.lit(name)) for name in _OF_TEXT)
    # A temporary post or a contract may be full-time; any other two contradict each other.
    others = pl.sum_horizontal(pl.col(name).cast(pl.Int8) for name in _OF_TEXT if name != "full_time")
    both = pl.col("part_time") & pl.col("full_time")
    value = named.select(pl.when(others <= 1, ~both).then(first)).to_series()
    return pl.Series(pl.repeat(None, len(texts), dtype=pl.String, eager=True)).scatter(wanted.arg_true(), value)


@cache
def _text_patterns() -> tuple[tuple[str, str], ...]:
    """For each type, the pattern of the phrases that name it for the post itself."""
    patterns = []
    for name, (words, more) in _OF_TEXT.items():
        phrases = [
            rf"\b{_SAID}\b(?:{words})\b", rf"{_THIS}(?:{words})\b",
            rf"\b(?:this is|we are (?:hiring|seeking|looking for)|we offer|seeking) an? (?:[a-z,-]+ ){{0,3}}?"
            rf"(?:{words})[ ,-]+(?:[a-z-]+ ){{0,3}}?{_POST}\b",
        ]  # fmt: skip
        patterns.append((name, in_ascii("|".join([*phrases, more] if more else phrases))))
    return tuple(patterns)


@cache
def _plain() -> tuple[pl.Expr, ...]:
    """The field and the title in lower case; `FullTime` holds two words."""
    stated, title = (pl.col(name).str.head(FIELD) for name in ("employment", "title"))
    field = stated.str.replace_all(r"([a-zß-öø-ÿ])([A-ZÀ-ÖØ-Þ])", "${1} ${2}").str.to_lowercase()
    field = field.str.replace_all(_NOT_PERMANENT, "temporary")
    field = field.str.replace_all(in_ascii(_NO_CONTRACTOR), " ").str.replace_all(in_ascii(_OF_EMPLOYEE), "permanent")
    title = title.str.to_lowercase().str.strip_chars().str.replace_all(in_ascii(_ABOUT), " ")
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
    offers_both = is_part & words.str.contains(_BOTH_HOURS)
    return (
        pl.when(offers_both).then(None).when(is_part).then(pl.lit("part_time")).when(is_full).then(pl.lit("full_time"))
    )
