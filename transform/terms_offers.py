"""The benefits that a description offers and its words on how the team is laid out, by the phrases of `terms.csv`."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources

import polars as pl

from transform.schema import TERM
from transform.terms_lines import Lines
from transform.terms_words import narrowed

OFFERS: dict[str, pl.DataType | type[pl.DataType]] = {"doc": pl.UInt32, "terms": pl.List(TERM)}
WORDS_LIMIT: int = 80
"""The most characters of the words that are kept with a term."""

_NEAR = 70  # how far around a phrase its context reaches
_LETTER = r"[0-9a-zß-öø-ÿ]"
_SHORT = 4  # shorter phrases are looked for with a mark before them: they are parts of many words
_OFFERED = (
    r"\b(?:we (?:also )?(?:offer|provide|cover|pay|give|have)|offers?|offering|provided?|eligib\w+|benefits?|perks?"
    r"|package|competitive|generous|comprehensive|enjoy|receive|includ\w+|covered|coverage|paid|plus|compensation|company"
    r"[- ](?:paid|sponsored)|you(?:'ll| will) (?:get|have|receive)|access to|wir bieten|bieten|nous offrons|ofrecemos"
    r"|erbjuder|avantages|beneficios|vorteile|\d+%)\b"
)
# A sentence about what the person has done or will do, or about equal chances, not about what there is.
_TASK = (
    r"\b(?:experience (?:\w+ ){0,3}(?:working|in|with|leading|on|of|delivering|managing|using|within|as)|experienced in"
    r"|(?:strong |deep |good |solid )?(?:knowledge|understanding) of|familiar\w* with|prior experience|proficien\w+"
    r"|track record|veteran|sexual orientation|gender identity|genetic)\b"
)
_DUTY = (
    r"^[-•*· ]*(?:manage|develop|design|oversee|administer|coordinate|ensure|prepare|plan|organi[sz]e|maintain|process"
    r"|handle|analy[sz]e|review|assist|support|lead|drive|build|create|conduct|monitor|execute|implement|collaborate|own"
    r"|run|perform|advise|help|deliver|partner|facilitate|generate|track|reconcile|calculate)(?:s|ing)?\b"
)
_DENIED = (
    r"\b(?:no|not|without|cannot|can't|don't|doesn't|isn't|aren't|won't|nor|unable to|ineligible for|excluding|except"
    r"|not eligible for|kein\w*|nicht|sans|pas de|sin|geen|ingen|inga|utan)\b(?: [^ .;:,]+){0,5}[ (]*$"
)
_KEPT = (
    r"\b(?:no[- ](?:cost|waiting|limit\w*|cap|premium|strings|nonsense|deductible|questions)|not only|not just"
    r"|no need to|sin límite)\b"
)
_REFUSED_AFTER = (
    r"^[^.;,]{0,30}\b(?:(?:is|are) not|isn't|aren't|not (?:available|offered|provided|included|eligible)|unavailable"
    r"|cannot be)\b"
)
_ASKING = ("required", "preferred", "duties")  # in these sections a sentence must say more to be an offer
_PERSONAL = r"[^\s@]+@[^\s@]+|https?://\S+|\+?\d[\d ()./-]{7,}\d|(?i:\b(?:mr|mrs|ms|herr|frau)\.? [^\s,.;]+)"


def offers(lines: Lines) -> pl.DataFrame:
    """The terms of each document that has some, in the order of `terms.csv`, each once with the words that state it."""
    hits = _undenied(_hits(lines.sentences))
    kept = pl.concat([_kept(part) for part in hits.partition_by("term_id", maintain_order=True)] or [hits.clear()])
    kept = kept.with_columns(hit=pl.int_range(pl.len(), dtype=pl.UInt32))
    judged = kept.select("line", "hit", "rank", "context", "is_listed", "is_said", "is_duty")
    placed = lines.places.join(judged, on="line", maintain_order="left_right")
    section = pl.col("section").fill_null("")
    is_offered = section == "offered"
    is_asked = section.is_in(_ASKING)
    is_said = (pl.col("is_listed") & ~pl.col("is_duty")) | (pl.col("is_said") & ~is_asked)
    is_team = pl.col("context") == "team"
    is_alone = (pl.col("context") == "alone") & ~(is_asked & pl.col("is_duty"))
    in_context = placed.filter(is_team | is_alone | is_offered | ((pl.col("context") == "offer") & is_said))
    by_place = pl.concat([in_context.filter(is_offered), in_context.filter(~is_offered)])
    first = by_place.unique(["doc", "rank"], keep="first", maintain_order=True).select("doc", "rank", "hit")
    stated = kept.join(first.select("hit").unique(), on="hit", how="semi").select("hit", *_term())
    terms = first.sort("doc", "rank").join(stated, on="hit", maintain_order="left")
    return terms.group_by("doc", maintain_order=True).agg(terms="term").cast(pl.Schema(OFFERS))


def _term() -> list[pl.Expr]:
    return [pl.struct("term_kind", "term_id", _words().alias("term_text")).alias("term")]


def _hits(sentences: pl.DataFrame) -> pl.DataFrame:
    """Each phrase in each sentence: the term that it may state, what stands before it and around it."""
    spellings = _spellings()
    wanted = list(spellings["spelling"].unique(maintain_order=True))
    lower = pl.col("lower")
    found = sentences.with_columns(at=lower.str.find_many(wanted, overlapping=True))
    found = found.filter(pl.col("at").list.len() > 0).filter(~lower.str.contains(narrowed(_TASK)))
    found = found.with_columns(
        spelling=lower.str.extract_many(wanted, overlapping=True),
        is_said=lower.str.contains(narrowed(_OFFERED)),
        is_duty=lower.str.contains(_DUTY),
    )
    hits = found.explode("at", "spelling").join(spellings, on="spelling", maintain_order="left_right")
    hits = _whole(hits)
    listed = pl.col("term_id").filter(pl.col("term_kind") == "benefit").n_unique().over("sentence") > 2
    return hits.with_columns(*_context(), is_listed=listed)


def _whole(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits that are whole words, with the phrase's first and last position counted in characters."""
    lower = pl.col("lower")
    before = lower.cast(pl.Binary).bin.slice(0, pl.col("at").cast(pl.Int64)).cast(pl.String)
    hits = hits.with_columns(begins=~before.str.contains(rf"{_LETTER}$"), at=before.str.len_chars().cast(pl.Int64))
    hits = hits.with_columns(end=pl.col("at") + pl.col("spelling").str.len_chars())
    ends = ~lower.str.slice(pl.col("end"), 1).str.contains(_LETTER)
    return hits.filter(pl.col("begins") & (pl.col("is_prefix") | ends))


def _context() -> list[pl.Expr]:
    """What stands before a phrase, after it and around it."""
    lower, at, end = pl.col("lower"), pl.col("at"), pl.col("end")
    start = pl.max_horizontal(at - _NEAR, pl.lit(0))
    near = lower.str.slice(start, end - start + _NEAR).str.replace_all("[^0-9a-z%+&\u00c0-\u017f]+", " ")
    before, after = lower.str.slice(start, at - start), lower.str.slice(end, _NEAR)
    return [before.alias("before"), after.alias("after"), near.alias("near")]


def _undenied(hits: pl.DataFrame) -> pl.DataFrame:
    before = pl.col("before").str.replace_all(narrowed(_KEPT), " ")
    denied = before.str.contains(narrowed(_DENIED)) | pl.col("after").str.contains(narrowed(_REFUSED_AFTER))
    return hits.filter(~denied)


def _kept(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits of one term that fit its pattern and none of its exclusions."""
    pattern, exclusions = _rules()[hits["term_id"][0]]
    if pattern:
        hits = hits.filter(pl.col("near").str.contains(narrowed(pattern)))
    if exclusions:
        hits = hits.filter(~pl.col("near").str.contains(narrowed(exclusions)))
    return hits


def _words() -> pl.Expr:
    """The words of the sentence around the phrase, without what may name or reach a person."""
    words = pl.col("words").str.replace_all(narrowed(_PERSONAL), "…").str.strip_chars(" -•*")
    start = (pl.col("at") - WORDS_LIMIT // 3).clip(0)
    window = words.str.slice(start, WORDS_LIMIT)
    left = pl.when(start > 0).then(window.str.replace(r"^\S*\s+", "")).otherwise(window)
    cut = pl.when(words.str.len_chars() > start + WORDS_LIMIT).then(left.str.replace(r"\s+\S*$", "")).otherwise(left)
    return pl.when(words.str.len_chars() <= WORDS_LIMIT).then(words).otherwise(cut)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    source = resources.files("transform.reference").joinpath("terms.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(source.splitlines()))


@cache
def _rules() -> dict[str, tuple[str, str]]:
    """Each term's pattern, which the words around a phrase must fit, and exclusions, which they must not."""
    return {row["term_id"]: (row["pattern"], row["exclusions"]) for row in _rows()}


@cache
def _spellings() -> pl.DataFrame:
    """Each way to write a phrase, with its term; `is_prefix` where more letters may follow."""
    spelled = [
        (spelling, phrase.endswith("*"), rank, row["term_kind"], row["term_id"], row["context"])
        for rank, row in enumerate(_rows())
        for phrase in row["phrases"].split("|")
        for spelling in sorted(set(_written(phrase.rstrip("*"))))
    ]
    names = ["spelling", "is_prefix", "rank", "term_kind", "term_id", "context"]
    types = [pl.String, pl.Boolean, pl.UInt16, pl.String, pl.String, pl.String]
    return pl.DataFrame(spelled, schema=dict(zip(names, types, strict=True)), orient="row")


def _written(phrase: str) -> Iterator[str]:
    """The phrase with blanks, hyphens, & and brackets, as people write it."""
    for text in (
        phrase,
        phrase.replace(" and ", " & "),
        phrase.replace("401k", "401(k)"),
        phrase.replace("401k", "401 (k)"),
    ):
        first, *rest = text.split(" ")
        yield text
        yield "-".join([first, *rest])
        if len(rest) > 1:
            yield f"{first}-{' '.join(rest)}"
            yield f"{first} {'-'.join(rest)}"
            yield f"{' '.join([first, *rest[:-1]])}-{rest[-1]}"


@cache
def offer_cues() -> tuple[str, ...]:
    """Literals in lower case, one of which is in every line that states a term."""
    spelled = list(_spellings()["spelling"].unique(maintain_order=True))
    return tuple(
        cue for text in spelled for cue in ([f"{m}{text}" for m in " (/,-"] if len(text) <= _SHORT else [text])
    )
