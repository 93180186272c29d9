"""Where the work is done: from the source's fields, else the title, the place labels or clear words of the text."""

from functools import cache

import polars as pl

from transform.patterns import in_ascii
from transform.schema import WORKPLACE, frame_schema

VERSION: int = 5

READ: int = 2048
"""The most characters of a field, of a title and of the label of a place that are read; real ones have far fewer."""

_FIELD = {
    "remote": "remote", "fullyremote": "remote", "remotework": "remote", "telecommute": "remote",
    "homeoffice": "remote", "tlcommute": "remote", "tltravail": "remote", "teletrabajo": "remote",
    "remoto": "remote", "hybrid": "hybrid", "hybride": "hybrid", "hbrido": "hybrid", "hibrido": "hybrid",
    "hybridremote": "hybrid", "partiallyremote": "hybrid", "partlyremote": "hybrid", "partialremote": "hybrid",
    "noremote": "on_site", "notremote": "on_site",
    "onsite": "on_site", "inoffice": "on_site", "inperson": "on_site", "office": "on_site", "vorort": "on_site",
    "surplace": "on_site", "presencial": "on_site", "oplocatie": "on_site", "psplats": "on_site",
}  # fmt: skip

_REMOTE = (
    r"\b(?:remote|remotely|remoto|remota|teletravail|teletrabajo|home[ -]?office|home[ -]based|wfh|work from home"
    r"|work from anywhere|telecommute|thuiswerk\w*|hemarbete|distansarbete|fjärrarbete"
    r"|ortsunabhängig|t[ée]l[ée]travail|travail [aà] distance|trabajo a distancia|p[åa] distans)\b"
)
# In a title these are as often about something else: a virtual assistant, distributed systems.
_REMOTE_PLACE = (
    _REMOTE + r"|\b(?:anywhere|virtual|distributed|telework\w*|smart working|lavoro da casa|da remoto|zdaln\w+|etätyö"
    r"|uzaktan|fjernarbe\w+|worldwide)\b|リモート|在宅|远程|遠端|재택|원격|удал[её]нн"
)
_HYBRID = r"\b(?:hybrid|hybride|hybrides|híbrido|hibrido|híbrida|hybridt?)\b"
_ON_SITE = (
    r"\b(?:on[ -]?site|in[ -]office|in[ -]person|office[ -]based|presencial|vor ort|sur site|sur place|op locatie"
    r"|p[åa] plats|präsenz)\b"
)

# Words in a title that are about the work, not about where it is done.
_TITLE_ABOUT = (
    r"\b(?:not|non|no)[ -]*remote|\bremote[ -](?:sens\w*|monitor\w*|patient\w*|access|support|site\w*|control\w*"
    r"|operat\w*|pilot\w*|vehicle\w*|deposit\w*|diagnos\w*|infrastructure|desktop|hands|imag\w*|medical|assist\w*|driv\w*"
    r"|area|hub|weapon\w*|i/o|learning|camp|mine|mining|terminal|audit\w*|fill|sensor\w*|tower|cook|lodge)"
    r"|\bremotely[ -](?:operated|piloted|controlled)|\b(?:head|director|vp) of remote\b"
    r"|\bhome[ -]based (?:care\w*|health|support|therap\w*|nurs\w*|educat\w*|services?|program\w*|visitor|intervention)"
    r"|\bhybrid[ -](?:cloud\w*|mobile|app\w*|vehicle\w*|event\w*|electric\w*|power\w*|infrastructure|warfare|bond\w*"
    r"|compute|solution\w*|propulsion|integration\w*|platform\w*|battery|fund\w*|security|it\b|ai\b|quantum"
    r"|athlete|seed\w*|crop\w*|corn|wheat|rice|meeting\w*|electronics)"
    r"|\bremote[ -](?:teams?|workforce|workers?|employees|services?|communit\w*)"
    r"|\bon[ -]?site[ -](?:service\w*|support|search|seo|health|clinic\w*|sale\w*|event\w*)"
    r"|\bin[ -]person (?:\w+ )?event\w*"
)
# A sentence that takes back what its words seem to say.
_REFUSED = (
    r"\b(?:not|isn[’']t|is no|no|never|neither|cannot|can[’']t|unable to|without|nor|aren[’']t|won[’']t|don[’']t"
    r"|keine?n?|nicht|pas|sans|sin|geen|niet|inte|ingen)\b[^.!?\n;]{0,40}\b(?:remote|remotely|remoto|hybrid"
    r"|work from home|home ?office|télétravail|teletrabajo|thuiswerken|distans)\b|\bnon-remote\b"
    # a job between two trades, a few weeks away from the office, and `remote` that is taken back in brackets
    r"|\bhybrid (?:\w+ )?(?:role|position) (?:that|which|combin|blend|bridg|of|between|spanning|across|sitting)"
    r"|\bremote[- ]friendly|\bremote(?: work| position| role| job)? ?[:?] ?(?:no|none|not)\b"
    # remote for a while, and a model of machine learning
    r"|\bremote (?:only )?(?:during|while|until|for the first)\b"
    # meals and other people
    r"|\b(?:lunch\w*|breakfasts?|meals?|dinners?|catering|snacks|(?:many|some|most) (?:people|of us|employees|teams))"
    r" [^.!?\n;]{0,40}\boffice\b[^.!?\n;]{0,8}\bdays?\b"
    r"|\bhybrid models?,? (?:combin\w+|train\w*|that|which|of|architect\w*|deploy\w*|blend\w*|fus\w+|mix\w*)"
    r"|\b(?:weeks?|days?|months?) (?:of )?(?:fully |100% )?remote\b|\bremote ?[(,/] ?(?:in[- ]person|on-?site)"
)
_ROLE = r"(?:role|position|job|opportunity|team member)"
_DAYS = r"(?:[1-4]|one|two|three|four)"
_PRESENT = r"(?:on-?site|in-office|in-person|in person)"
_AREA = r"(?:us|usa|u\.s\.|united states|uk|united kingdom|eu|europe|canada|germany|australia|india|emea|latam)"
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday)"
_LABEL = r"(?:work(?:place|ing)?|location|office) (?:type|model|mode|arrangement|setting|style|policy) ?: ?"
_TEXT = {
    "hybrid": (
        rf"\bhybrid (?:\w+ )?{_ROLE}\b|\b{_ROLE} is (?:a )?hybrid\b|\b{_LABEL}hybrid\b"
        r"|\bhybrid (?:schedule|model|arrangement|policy|setup)\b"
        r"|\bhybrid work(?:ing|place)? (?:model|arrangement|schedule|environment|policy|setup|set-up)\b"
        rf"|\b{_DAYS}(?: ?(?:-|–|to|or) ?{_DAYS})?\+? days?"
        r" (?:a|per|each|every|/) ?week (?:in|at|from)(?: \w+){0,4} (?:office|hq|headquarters)\b"
        rf"|\b(?:in|at|from)(?: \w+){{0,4}} office(?: \w+){{0,3}} {_DAYS} days? (?:a|per|each|every) week\b"
        rf"|\b{_DAYS} days? (?:in|at)[ -](?:the |our )?office\b"
        rf"|\b{_DAYS} days? (?:of )?(?:wfh|remote(?: work)?|(?:work(?:ing)? )?from home)\b"
        rf"|\bwork(?:ing)? (?:remotely|from home) (?:up to |on )?(?:{_DAYS} days?|{_WEEKDAY}s?)\b"
        r"|\bhybride[sn]? (?:arbeit|modell|werk)\w*|\b[1-4] tage?n? (?:pro woche |die woche )?(?:im )?home[ -]?office\b"
        r"|\bhome[ -]?office (?:ist )?(?:möglich,? )?(?:an |bis zu )?[1-4] tage\b"
        r"|\bhome-?office (?:an |bis zu )?[1-4] tagen\b|\b[1-4] jours? (?:par semaine )?(?:de|en) télétravail\b"
        r"|\btélétravail (?:partiel|jusqu|[1-4] jours)|\b(?:travail|rythme|mode) hybride\b"
        r"|\b(?:modalidad|modelo|trabajo|formato) híbrid[oa]\b|\b[1-4] días (?:a la semana )?de teletrabajo\b"
        r"|\b[1-4] dag\w* (?:per week )?thuis"
        r"|\bdeels thuis\w*|\bhybrid(?:t|a)? arbet\w*|\bhemifrån (?:[1-4]|några|två) dag"
    ),
    "remote": (
        rf"\b(?:fully|100%|completely|entirely)[ -]remote\b|\bremote[ -]?(?:first )?{_ROLE}\b"
        rf"|\b{_ROLE} is (?:a )?(?:\w+ )?remote\b|\bremote[ -]first (?:company|team|organi[sz]ation|culture)\b"
        r"|\bwork(?:ing)? (?:fully |100% )?remotely from anywhere\b|\bwork from anywhere\b"
        rf"|\blocation:? *(?:\w+ )?remote\b|\bfull remote\b|\b{_LABEL}(?:fully |100% )?remote\b"
        rf"|\b{_ROLE} can be (?:performed|done|based) (?:fully |100% )?remotely\b"
        r"|\b(?:vollständig|komplett|zu 100 ?%|deutschlandweit) remote\b"
        r"|\b100 ?% (?:home-?office|télétravail|remoto|teletrabajo|thuiswerken|distans)"
        r"|\b(?:télétravail (?:complet|total)|teletrabajo (?:completo|total))\b"
        rf"|\bremote (?:with)?in (?:the )?{_AREA}\b"
        r"|\b(?:totalmente|completamente) (?:en )?remoto\b|\bmodalidad remot[oa]\b|\bentièrement à distance\b"
        r"|\bvolledig (?:op afstand|remote|thuis)|\bhelt på distans\b"
    ),
    "on_site": (
        rf"\b{_PRESENT} {_ROLE}\b|\b{_ROLE} is (?:\w+ )?{_PRESENT}\b|\b(?:fully|100%) {_PRESENT}\b"
        rf"|\b(?:{_ROLE} is|work is (?:done|performed)) (?:\w+ )?on site\b"
        r"|\b(?:5|five) days? (?:a|per|each|every) week (?:in|at|from)(?: \w+){0,4} office\b"
        rf"|\b(?:(?:in|at|from)(?: \w+){{0,4}} office|{_PRESENT}) (?:5|five) days (?:a|per|each|every) week\b"
        rf"|\b(?:5|five) days? (?:{_PRESENT}|in (?:the |our )?office)\b"
        rf"|\b{_LABEL}(?:{_PRESENT}|on site)\b"
        r"|\b(?:poste|travail) (?:est )?(?:en présentiel|sur site)\b|\b(?:modalidad|trabajo|puesto|100 ?%) presencial\b"
        r"|\b100 ?% présentiel\b|\bvolledig op (?:kantoor|locatie)\b|\b(?:arbetet|tjänsten) (?:utförs|är) på plats\b"
    ),
}


# Every phrase holds one of these words, which are cheaper to look for.
_TEXT_WORDS = (
    "remote",
    "hybrid",
    "-site",
    "onsite",
    "on site",
    "in-office",
    "in-person",
    "in person",
    " day",
    "from anywhere",
    "hybrid",
    "híbrid",
    "home-office",
    "homeoffice",
    "télétravail",
    "teletrabajo",
    "remoto",
    "modalidad",
    "thuis",
    "op afstand",
    "distan",
    "présentiel",
    "presencial",
    "sur site",
    "op kantoor",
    "op locatie",
    "på plats",
    "hemifrån",
)


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's workplace, what says it, and the parser's version; null where nothing says it clearly.

    `raw` holds the columns of postings and their `description_text`.
    """
    words = raw[["is_remote", "workplace", "title", "places"]].select(
        "is_remote",
        field=_of_field(pl.col("workplace").str.head(READ)),
        title=pl.col("title").str.head(READ).str.to_lowercase().str.replace_all(in_ascii(_TITLE_ABOUT), " "),
        location=_labels(),
    )
    result = words.select("is_remote", "field", *_both_of_words(), text=pl.lit(None, pl.String))
    result = _with_text(result.select(_of_fields()), raw["description_text"])
    return result.select(_outcome()).cast(pl.Schema(frame_schema(WORKPLACE)))


@cache
def _both_of_words() -> tuple[pl.Expr, ...]:
    of = {"title": _REMOTE, "location": _REMOTE_PLACE}
    return tuple(_of_words(pl.col(name), remote).alias(name) for name, remote in of.items())


def _of_fields() -> tuple[pl.Expr, ...]:
    """What each source says, once it is known what the others say."""
    # A remote flag beside a title or label that says hybrid means that some of the work is done at home.
    is_hybrid = pl.any_horizontal(pl.col("title", "location").eq_missing("hybrid"))
    return (
        pl.coalesce("field", pl.when("is_remote", ~is_hybrid).then(pl.lit("remote"))).alias("field"),
        pl.when(pl.col("title").ne_missing("remote") | ~is_hybrid).then("title").alias("title"),
        pl.col("location"),
        pl.col("text"),
    )


@cache
def _outcome() -> tuple[pl.Expr, ...]:
    sources = ["field", "title", "location", "text"]
    said_by = pl.coalesce(pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in sources)
    return (
        pl.coalesce(sources).alias("workplace"),
        said_by.alias("workplace_source"),
        pl.lit(VERSION).alias("workplace_version"),
    )


def _with_text(result: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    """The frame with what the descriptions say, read only for postings of which nothing else says it."""
    numbered = result.with_row_index("row")
    is_open = pl.all_horizontal(pl.col("field", "title", "location").is_null())
    lower = numbered.select("row", is_open=is_open).with_columns(text=texts).filter("is_open")
    lower = lower.select("row", pl.col("text").str.to_lowercase())
    lower = lower.filter(pl.col("text").str.contains_any(list(_TEXT_WORDS)))
    if lower.is_empty():
        return result
    plain = lower.select("row", text=pl.col("text").str.replace_all(in_ascii(_REFUSED), " "))
    read = plain.select("row", *_phrases()).select("row", found=_of_phrases())
    return numbered.join(read, on="row", how="left", maintain_order="left").with_columns(text=pl.col("found"))


def _of_field(words: pl.Expr) -> pl.Expr:
    key = words.str.to_lowercase().str.replace_all(r"[^a-z]", "")
    return key.replace_strict(_FIELD, default=None, return_dtype=pl.String)


def _labels() -> pl.Expr:
    """The labels of all places on one line each."""
    labels = (
        pl.col("places").list.eval(pl.element().struct.field("label").str.head(READ)).list.join("\n", ignore_nulls=True)
    )
    refused = r"\b(?:not|non|no)[ -]+(?:\w+ )?(?:remote|hybrid)"
    return labels.str.to_lowercase().str.replace_all(in_ascii(refused), " ")


def _of_words(words: pl.Expr, remote_words: str) -> pl.Expr:
    """The workplace that the words name: hybrid before remote, remote before on-site; null if they name none.

    Remote beside on-site offers a choice, which is neither.
    """
    remote, on_site = words.str.contains(in_ascii(remote_words)), words.str.contains(in_ascii(_ON_SITE))
    return (
        pl.when(words.str.contains(in_ascii(_HYBRID)))
        .then(pl.lit("hybrid"))
        .when(remote & on_site)
        .then(None)
        .when(remote)
        .then(pl.lit("remote"))
        .when(on_site)
        .then(pl.lit("on_site"))
    )


@cache
def _phrases() -> tuple[pl.Expr, ...]:
    """For each workplace, whether the text has a clear phrase for it."""
    return tuple(pl.col("text").str.contains(in_ascii(pattern)).alias(name) for name, pattern in _TEXT.items())


@cache
def _of_phrases() -> pl.Expr:
    """The one workplace for which there is a clear phrase."""
    return (
        pl.when("hybrid")
        .then(pl.lit("hybrid"))
        .when(pl.col("remote") & pl.col("on_site"))
        .then(None)
        .when("remote")
        .then(pl.lit("remote"))
        .when("on_site")
        .then(pl.lit("on_site"))
    )
