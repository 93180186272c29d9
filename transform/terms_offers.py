"""The benefits that a description offers and its words on how the team is laid out, by the phrases of `terms.csv`."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import polars as pl

from transform.schema import TERM
from transform.terms_lines import Lines
from transform.terms_match import holds, in_python, places_of, replaced
from transform.terms_words import narrowed

OFFERS: dict[str, pl.DataType | type[pl.DataType]] = {"doc": pl.UInt32, "terms": pl.List(TERM)}
WORDS_LIMIT: int = 80
"""The most characters of the words that are kept with a term."""

_NEAR = 70  # how far around a phrase its context reaches
_LETTER = r"[0-9a-zß-öø-ÿ]"
_WORDLY = r"0-9a-z%+&\u00c0-\u017f"  # what is a word's around a phrase
# A blank that stands alone stays; to match it would cost more than all else.
_APART = f"[^{_WORDLY}]{{2,}}|[^{_WORDLY} ]"
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
_LIKELY_PERSONAL = r"@|://|[0-9][0-9 ()./-]{7}|(?i:mr|ms|herr|frau)"  # in all words with any of the next
_PERSONAL = r"[^\s@]+@[^\s@]+|https?://\S+|\+?\d[\d ()./-]{7,}\d|(?i:\b(?:mr|mrs|ms|herr|frau)\.? [^\s,.;]+)"


def offers(lines: Lines) -> pl.DataFrame:
    """The terms of each document that has some, in the order of `terms.csv`, each once with the words that state it."""
    hits = _hits(lines.sentences).with_columns(hit=pl.int_range(pl.len(), dtype=pl.UInt32))
    placed = _offered(lines.places, hits)
    kept = _fitting(_undenied(hits.filter(pl.col("hit").is_in(placed["hit"].implode())).with_columns(_context())))
    placed = placed.join(kept.select("hit"), on="hit", how="semi", maintain_order="left")
    first = placed.unique(["doc", "rank"], keep="first", maintain_order=True)
    stated = _anonymous(kept.join(first.select("hit").unique(), on="hit", how="semi")).select("hit", *_term())
    terms = first.sort("doc", "rank").join(stated, on="hit", maintain_order="left")
    return terms.group_by("doc", maintain_order=True).agg(terms="term").cast(pl.Schema(OFFERS))


def _offered(places: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """The documents in which a hit may be an offer, `doc`, `rank` and `hit`; those in a section of offers first."""
    judged = hits.select("line", "hit", "rank", "context", "is_listed", "is_said", "is_duty")
    placed = places.join(judged, on="line", maintain_order="left_right")
    section = pl.col("section").fill_null("")
    is_offered = section == "offered"
    is_asked = section.is_in(_ASKING)
    is_said = (pl.col("is_listed") & ~pl.col("is_duty")) | (pl.col("is_said") & ~is_asked)
    is_team = pl.col("context") == "team"
    is_alone = (pl.col("context") == "alone") & ~(is_asked & pl.col("is_duty"))
    in_context = placed.filter(is_team | is_alone | is_offered | ((pl.col("context") == "offer") & is_said))
    by_place = pl.concat([in_context.filter(is_offered), in_context.filter(~is_offered)])
    return by_place.select("doc", "rank", "hit")


def _term() -> list[pl.Expr]:
    return [pl.struct("term_kind", "term_id", _words().alias("term_text")).alias("term")]


def _hits(sentences: pl.DataFrame) -> pl.DataFrame:
    """Each phrase in each sentence: the term that it may state, what stands before it and around it."""
    spellings = _spellings()
    wanted = spellings["spelling"].unique(maintain_order=True)
    places = places_of(sentences["lower"], wanted.to_list())
    named = places.select("text", "at", spelling=wanted.gather(places["word"]))
    named = named.join(spellings, on="spelling", maintain_order="left_right")
    hits = _whole(named.hstack(sentences[named["text"]])).drop("text")
    told = hits.select("sentence", "lower").unique("sentence", maintain_order=True)
    told = told.filter(~holds(told["lower"], narrowed(_TASK)))
    told = told.select(
        "sentence", is_said=holds(told["lower"], narrowed(_OFFERED)), is_duty=holds(told["lower"], narrowed(_DUTY))
    )
    hits = hits.join(told, on="sentence", maintain_order="left")
    listed = pl.col("term_id").filter(pl.col("term_kind") == "benefit").n_unique().over("sentence") > 2
    return hits.with_columns(is_listed=listed)


def _whole(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits that are whole words, with the phrase's first and last position counted in characters."""
    lower = pl.col("lower")
    before = lower.cast(pl.Binary).bin.slice(0, pl.col("at").cast(pl.Int64)).cast(pl.String)
    hits = hits.with_columns(begins=~before.str.tail(1).str.contains(_LETTER), at=before.str.len_chars().cast(pl.Int64))
    hits = hits.with_columns(end=pl.col("at") + pl.col("spelling").str.len_chars())
    ends = ~lower.str.slice(pl.col("end"), 1).str.contains(_LETTER)
    return hits.filter(pl.col("begins") & (pl.col("is_prefix") | ends))


def _context() -> list[pl.Expr]:
    """What stands before a phrase, after it and around it."""
    lower, at, end = pl.col("lower"), pl.col("at"), pl.col("end")
    start = pl.max_horizontal(at - _NEAR, pl.lit(0))
    near = lower.str.slice(start, end - start + _NEAR).str.replace_all(_APART, " ")
    before, after = lower.str.slice(start, at - start), lower.str.slice(end, _NEAR)
    return [before.alias("before"), after.alias("after"), near.alias("near")]


def _undenied(hits: pl.DataFrame) -> pl.DataFrame:
    before = replaced(hits["before"], narrowed(_KEPT), " ")
    return hits.filter(~(holds(before, narrowed(_DENIED)) | holds(hits["after"], narrowed(_REFUSED_AFTER))))


def _fitting(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits that fit their term's pattern and none of its exclusions."""
    rules = _rules()
    # What is offered is said in the same words again and again.
    distinct = hits.select("term_id", "near").unique()
    fits = [
        (not pattern or pattern.search(near) is not None) and not (exclusions and exclusions.search(near))
        for (pattern, exclusions), near in zip(
            map(rules.__getitem__, distinct["term_id"].to_list()), distinct["near"].to_list(), strict=True
        )
    ]
    fitting = distinct.filter(pl.Series(fits, dtype=pl.Boolean))
    return hits.join(fitting, on=["term_id", "near"], how="semi", maintain_order="left")


def _anonymous(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits, without what may name or reach a person in the words of their sentences."""
    likely = hits["words"].str.contains(_LIKELY_PERSONAL).arg_true()
    if likely.is_empty():
        return hits
    words = hits["words"].gather(likely).str.replace_all(narrowed(_PERSONAL), "…")
    return hits.with_columns(hits["words"].scatter(likely, words))


def _words() -> pl.Expr:
    """The words of the sentence around the phrase."""
    words = pl.col("words").str.strip_chars(" -•*")
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
def _rules() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """Each term's pattern, which the words around a phrase must fit, and exclusions, which they must not.

    They are Python's: the few words around a phrase are read as fast as by Polars, which would have to compile each
    of these expressions in every call.
    """
    return {row["term_id"]: (_expression(row["pattern"]), _expression(row["exclusions"])) for row in _rows()}


def _expression(pattern: str) -> re.Pattern[str] | None:
    return in_python(narrowed(pattern)) if pattern else None


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


def terms() -> list[tuple[str, str, str]]:
    """The kind, id and name of each term that is looked for."""
    return [(row["term_kind"], row["term_id"], row["term_name"]) for row in _rows()]


@cache
def offer_cues() -> tuple[str, ...]:
    """Literals in lower case, one of which is in every line that states a term."""
    spelled = list(_spellings()["spelling"].unique(maintain_order=True))
    return tuple(
        cue for text in spelled for cue in ([f"{m}{text}" for m in " (/,-"] if len(text) <= _SHORT else [text])
    )
