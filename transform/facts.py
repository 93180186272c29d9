"""What an advert tells a candidate and what it leaves out: each fact is stated, vague or silent, with its words."""

import csv
from functools import cache, reduce
from importlib import resources
from operator import or_

import polars as pl

from transform.schema import TERM
from transform.terms_lines import Lines, read
from transform.terms_match import holds, places_of, replaced
from transform.terms_words import narrowed

VERSION: int = 3

STATUSES: tuple[str, ...] = ("stated", "vague", "silent")
"""Stated: the words settle it. Vague: it is spoken of and left open. Silent: not a word."""
_STATUS = pl.Enum(STATUSES)
WORDS_LIMIT = 160  # characters of the words that state a fact

ADVERT: dict[str, pl.DataType | type[pl.DataType]] = {
    "title": pl.String,
    "description_text": pl.String,
    "pay_text": pl.String,
    "pay_min": pl.Float64,
    "pay_max": pl.Float64,
    "employment_type": pl.String,
    "workplace": pl.String,
    "seniority": pl.String,
    "years_min": pl.Int16,
    "visa": pl.String,
    "has_on_call": pl.Boolean,
    "is_people_manager": pl.Boolean,
    "terms": pl.List(TERM),
    "tools": pl.List(pl.String),
}
"""What is read of an advert: its words, and what the other parsers found (`tools`: names of its tools)."""
FACTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.UInt32,
    "fact_id": pl.String,
    "status": _STATUS,
    "words": pl.String,
}
"""What comes back: a row an advert (by its position) and fact; `words` is null where no sentence says it."""

_USES = ("cue", "not", "skip", "stated", "offered", "hedge", "vague")
_TERMS = {
    "bonus": ("bonus", "commission", "thirteenth_month", "profit_sharing"),
    "equity": ("equity",),
    "pension": ("pension", "retirement_plan", "retirement_match"),
    "health": ("health_insurance", "dental"),
    "leave": ("paid_time_off", "unlimited_time_off"),
    "parental": ("parental_leave",),
    "training": ("learning_budget", "tuition"),
    "relocation": ("relocation",),
}  # the benefits that state a fact
TOOL_KINDS: tuple[str, ...] = (
    "language", "framework", "library", "tool", "product", "platform", "database", "cloud", "protocol", "equipment",
)  # fmt: skip
"""The kinds of skills that are tools used in the work; a method may as well be the work itself."""
_KINDS = ("contract", "temporary", "internship", "volunteer")
_HOURS = ("full_time", "part_time")
_AWAY = (
    r"remote|hybrid|home|anywhere|distributed|wfh|distanc|teletrab|télétrav|(?:\b[1-4]|two|three|four) days|anchor days"
)
_OFFICE = (
    r"(?:role|position|work\w*|days?|requires?|willing\w*|based|we're|location:?|expect\w*)\b.*"
    r"(?:on-?site|in-office|office|in-person|in person|hq\b|headquarter)"
)
_FIRST = 40  # characters that are kept before the words that tell
_MISREAD = {"â¬": "€", "â¢": "- "}
"""What UTF-8 read as Latin-1 has made of euro signs and bullets, once control characters are gone."""
_CONTRACTED = (
    r"\b((?:ai|are|ca|could|did|do|does|had|has|have|is|must|need|should|was|were|wo|would)n)â(t)\b",
    r"\b(he|here|i|it|let|she|that|there|they|this|we|what|who|you)â(ll|re|s|ve)\b",
    r"\b(could|might|must|should|would)â(ve)\b",
    r"\b([a-z]{4,})â(s [a-z]{2})",
)
"""Where it has made "â" of an apostrophe: only in English words, for other tongues have words such as dégât and râs."""
_GERMAN = {
    "z. B. ": "z.B ", "ggf. ": "ggf ", "ggfs. ": "ggfs ", "bspw. ": "bspw ", "zzgl. ": "zzgl ", "i.H.v. ": "i.H.v ",
    "d. h. ": "d.h ", "evtl. ": "evtl ", "betr. ": "betr ", "13. Monats": "13.Monats", "13. Gehalt": "13.Gehalt",
}  # fmt: skip
"""Short forms and ordinals whose full stop ends no sentence."""
_GOES_ON = {r"\b(max)\. ([0-9€])": "${1} ${2}", r"\b(u\. a)\. ([0-9a-zäöü])": "${1} ${2}"}
"""Short forms that may end a sentence, and what shows that they do not."""


def facts() -> pl.DataFrame:
    """The facts in the order they are asked: `fact_id`, `fact_name` and `question`, what to ask at the interview."""
    return pl.DataFrame(_rows("facts.csv"), schema=["fact_id", "fact_name", "question"], orient="row")


def parse(frame: pl.DataFrame) -> pl.DataFrame:
    """The status of each fact in each advert (ADVERT in, FACTS out), with the words that state it or leave it open."""
    text = pl.concat_str(pl.col("title").fill_null(""), pl.lit("\n"), pl.col("description_text").fill_null(""))
    lines = read(_mended(frame.select(text=text).to_series()), _all_cues())
    placed = _placed(lines)
    found = pl.concat([_best(placed), _fielded(frame), _clashing(frame, placed)]).sort("row", "fact_id", "rank")
    best = found.unique(["row", "fact_id"], keep="first", maintain_order=True)
    rows = frame.select(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    every = rows.join(facts().select("fact_id"), how="cross")
    whole = every.join(best, on=["row", "fact_id"], how="left", maintain_order="left")
    return whole.with_columns(pl.col("status").fill_null("silent")).select(list(FACTS))


def _mended(texts: pl.Series) -> pl.Series:
    """The texts with the characters that were meant, and without full stops that end no sentence."""
    plain = _replaced(texts, ["â"], _MISREAD, dict.fromkeys((f"(?i){one}" for one in _CONTRACTED), "${1}'${2}"))
    return _replaced(plain, [*_GERMAN, "max. ", "u. a. "], _GERMAN, _GOES_ON)


def _replaced(texts: pl.Series, cues: list[str], words: dict[str, str], patterns: dict[str, str]) -> pl.Series:
    """The texts with words and patterns replaced; only texts that hold a cue are looked through."""
    at = texts.str.contains_any(cues).arg_true()
    found = texts.gather(at).str.replace_many(list(words), list(words.values()))
    for pattern, meant in patterns.items():
        found = found.str.replace_all(pattern, meant)
    return texts.scatter(at, found)


def _placed(lines: Lines) -> pl.DataFrame:
    """What the sentences of each text say of each fact, with their places."""
    judged = [_judged(fact, sentences) for fact, sentences in _cued(lines.sentences).items()]
    if not judged:
        judged = [_judged("pay", lines.sentences.clear())]
    placed = lines.places.join(pl.concat(judged), on="line")
    return placed.filter(~pl.col("is_offer") | (pl.col("section") == "offered").fill_null(value=False))


def _best(placed: pl.DataFrame) -> pl.DataFrame:
    """The sentence of each text that says most of each fact."""
    best = placed.sort("doc", "fact_id", "status", "number", "sentence").unique(["doc", "fact_id"], keep="first")
    rank = pl.when(pl.col("status") == "stated").then(0).otherwise(2)
    return best.select("fact_id", "status", "words", row="doc", rank=rank.cast(pl.Int8)).select(_FOUND)


def _clashing(frame: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """The adverts marked as remote whose text asks for an office and never says remote: where the work is, is open."""
    stated = placed.filter((pl.col("fact_id") == "workplace") & (pl.col("status") == "stated")).sort("number")
    lower = pl.col("words").str.to_lowercase()
    told = stated.group_by("doc", maintain_order=True).agg(
        is_away=lower.str.contains(_AWAY).any(), words=pl.col("words").filter(lower.str.contains(_OFFICE)).first()
    )
    remote = frame.select(row=pl.int_range(pl.len(), dtype=pl.UInt32), field="workplace")
    marked = told.join(remote.filter(pl.col("field") == "remote"), left_on="doc", right_on="row")
    clash = marked.filter(~pl.col("is_away")).drop_nulls("words").rename({"doc": "row"})
    vague = pl.lit("vague", _STATUS)
    return clash.select("row", "words", fact_id=pl.lit("workplace"), status=vague, rank=pl.lit(-1, pl.Int8)).select(
        _FOUND
    )


_FOUND = ("row", "fact_id", "status", "words", "rank")


def _cued(sentences: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The sentences that hold a cue of each fact, all looked for at once."""
    every = [(fact, cue) for fact in _fact_ids() for cue in _patterns(fact, "cue")]
    names = pl.Series([fact for fact, _ in every], dtype=pl.String)
    places = places_of(sentences["lower"], [cue for _, cue in every])
    found = places.select("text", fact=names.gather(places["word"])).unique()
    held = found.group_by("fact").agg(pl.col("text").sort())
    return {fact: sentences[texts] for fact, texts in held.iter_rows()}


def _judged(fact: str, sentences: pl.DataFrame) -> pl.DataFrame:
    """What each sentence says of a fact; those that say nothing of it are left out.

    `is_offer` marks what counts only in a section on what is offered.
    """
    kept = sentences.filter(~_holds(sentences["lower"], _narrowed(fact, "skip")))
    plain = reduce(_masked, _narrowed(fact, "not"), kept["lower"])
    stated, offered, vague, hedged = (
        _holds(plain, _narrowed(fact, use)) for use in ("stated", "offered", "vague", "hedge")
    )
    is_stated = (stated | offered) & ~hedged
    is_vague = (vague | stated | offered) & ~is_stated
    told = kept.select("line", "sentence", "words", "lower", fact_id=pl.lit(fact)).with_columns(
        status=pl.when(is_stated).then(pl.lit("stated")).when(is_vague).then(pl.lit("vague")).cast(_STATUS),
        is_offer=offered & ~stated & ~vague,
    )
    said = told.drop_nulls("status")
    return said.with_columns(words=_cut(said, _told(fact))).drop("lower")


def _cut(said: pl.DataFrame, pattern: str) -> pl.Series:
    """The words of each sentence, of a long one the part around the first that tells."""
    words = said["words"].str.strip_prefix("- ").str.strip_chars()
    long = (words.str.len_chars() > WORDS_LIMIT).arg_true()
    return words.scatter(long, _parts(said[long], words.gather(long), pattern))


def _parts(said: pl.DataFrame, words: pl.Series, pattern: str) -> pl.Series:
    """The part of each sentence around the first words that tell; it begins and ends with a whole word."""
    at = (pl.col("lower").str.find(pattern).fill_null(0).cast(pl.Int64) - _FIRST).clip(0)
    tail = pl.lit("… ") + pl.col("words").str.slice(at).str.replace(r"^\S*\s+", "")
    part = pl.when(at > 0).then(tail).otherwise(words)
    cut = part.str.slice(0, WORDS_LIMIT - 2).str.replace(r"\s+\S*$", " …")
    return said.select(words=pl.when(part.str.len_chars() > WORDS_LIMIT - 2).then(cut).otherwise(part)).to_series()


def _fielded(frame: pl.DataFrame) -> pl.DataFrame:
    """What the source's own fields and the other parsers say of each advert, in the words of the field."""
    given = frame.with_columns(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    parts = [_stating(given, fact, words, 1) for fact, words in _fields().items()]
    # A benefit that a field names counts only where no sentence speaks of it: the sentence may leave it open.
    parts += [_stating(given, fact, _term(ids), 3) for fact, ids in _TERMS.items()]
    lone = given.filter(pl.col("tools").list.len() == 1)
    one = _stating(lone, "tools", pl.col("tools").list.first(), 4)
    return pl.concat([*parts, one.with_columns(status=pl.lit("vague", _STATUS))])


def _stating(given: pl.DataFrame, fact: str, words: pl.Expr, rank: int) -> pl.DataFrame:
    """The adverts whose fields state a fact, where `words` are not null."""
    stated = pl.lit("stated", _STATUS)
    found = given.select("row", fact_id=pl.lit(fact), status=stated, words=words, rank=pl.lit(rank, pl.Int8))
    return found.drop_nulls("words")


def _fields() -> dict[str, pl.Expr]:
    """For each fact that a field can state, its words; null where it does not."""
    kind = pl.col("employment_type")
    amount = pl.coalesce("pay_min", "pay_max")
    tools = pl.col("tools")
    return {
        "pay": pl.when(amount.is_not_null()).then(pl.coalesce("pay_text", amount.cast(pl.String))),
        "hours": pl.when(kind.is_in(_HOURS)).then(_label(kind)),
        "contract": pl.when(kind.is_in(_KINDS)).then(_label(kind)),
        "workplace": _label(pl.col("workplace")),
        "level": pl.coalesce(_label(pl.col("seniority")), pl.format("{} years", "years_min")),
        "visa": pl.when(pl.col("visa") == "offered").then(pl.lit("visa sponsored")).otherwise(
            pl.when(pl.col("visa").is_not_null()).then(pl.lit("visa not sponsored"))
        ),
        "on_call": pl.when("has_on_call").then(pl.lit("on-call duty")).otherwise(
            pl.when(pl.col("has_on_call").is_not_null()).then(pl.lit("no on-call duty"))
        ),
        # That a person manages people may be told by the title alone, which says nothing of whom.
        "manages": pl.when(~pl.col("is_people_manager")).then(pl.lit("manages nobody")),
        "tools": pl.when(tools.list.len() > 1).then(tools.list.head(8).list.join(", ")),
    }  # fmt: skip


def _label(field: pl.Expr) -> pl.Expr:
    return field.str.replace_all("_", " ", literal=True)


def _term(ids: tuple[str, ...]) -> pl.Expr:
    """The words of the first of these benefits that the advert names."""
    named = pl.col("terms").list.filter(pl.element().struct.field("term_id").is_in(list(ids)))
    return named.list.first().struct.field("term_text")


def _holds(texts: pl.Series, patterns: tuple[str, ...]) -> pl.Series:
    """Which of the texts hold one of the patterns: one by one they are faster than as one, which is too large."""
    none = pl.repeat(value=False, n=texts.len(), dtype=pl.Boolean, eager=True)
    return reduce(or_, (holds(texts, pattern) for pattern in patterns), none)


def _masked(texts: pl.Series, pattern: str) -> pl.Series:
    return replaced(texts, pattern, " # ")


def _told(fact: str) -> str:
    """One pattern for all that states a fact or leaves it open."""
    parts = [pattern for use in ("stated", "offered", "vague") for pattern in _patterns(fact, use)]
    return narrowed("|".join(f"(?:{part})" for part in parts))


@cache
def _narrowed(fact: str, use: str) -> tuple[str, ...]:
    return tuple(narrowed(pattern) for pattern in _patterns(fact, use))


@cache
def _all_cues() -> tuple[str, ...]:
    """The cues of all facts, without those that hold another one."""
    cues = (cue for fact in _fact_ids() for cue in _patterns(fact, "cue"))
    every = pl.Series(list(dict.fromkeys(cues)), dtype=pl.String)
    held = every.str.extract_many(every.to_list(), overlapping=True).list.len()
    return tuple(every.filter(held == 1))


def _patterns(fact: str, use: str) -> tuple[str, ...]:
    return _words().get((fact, use), ())


@cache
def _fact_ids() -> tuple[str, ...]:
    return tuple(facts()["fact_id"])


@cache
def _words() -> dict[tuple[str, str], tuple[str, ...]]:
    """The patterns of each fact and use in `reference/facts_words.csv`; of cues the literals in lower case."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for fact, use, pattern in _rows("facts_words.csv"):
        if use not in _USES:
            raise ValueError(f"facts_words.csv: {use!r} is none of {', '.join(_USES)}")
        parts = tuple(pattern.split("|")) if use == "cue" else (pattern,)
        found[fact, use] = found.get((fact, use), ()) + parts
    return found


def _rows(name: str) -> list[tuple[str, ...]]:
    source = resources.files("transform.reference").joinpath(name).read_text(encoding="utf-8")
    return [tuple(row) for row in csv.reader(source.splitlines())][1:]
