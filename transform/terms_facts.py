"""What a description says of the degree asked for, of visas, of on-call duty and of managing people."""

import polars as pl

from transform.terms_lines import Lines
from transform.terms_match import holds, places_of, replaced, value_of
from transform.terms_words import by_value, cues, either, narrowed, one_by_one

DEGREE = {"doc": pl.UInt32, "degree": pl.String, "degree_need": pl.String}
MANAGED = {
    "doc": pl.UInt32,
    "is_people_manager": pl.Boolean,
    "reports_min": pl.Int16,
    "reports_max": pl.Int16,
}

_FACTS = ("degree", "visa", "on_call", "manager")
_ASKED = (
    r"required|must\b|preferred|minimum|requires?\b|degree (?:in|or|and|from)|'s\b|equivalent|bachelor|\bbs\b|b\.s"
    r"|diploma|\bplus\b|desir|ideally|completed|hold |abgeschlossen|erfolgreich|studium|licenciatura|bac ?\+|hbo|examen"
    r"|^- (?:an? )?(?:ph\.? ?d|master|mba|ms\b|advanced|(?:relevant |university |college )?degree)"
    r"|ausbildung|abitur|formación|\bged\b"
)
_SPELLED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_COUNT = rf"(\d{{1,3}}|{'|'.join(_SPELLED)})\b"
_SPAN = rf"{_COUNT} ?\+?(?: ?(?:-|to|or) ?{_COUNT})?"
_ABOUT = r"(?:approximately |approx |about |around |roughly |over |at least |up to |~ ?)?"
_TEAM = rf"\b(?:teams?|crews?|departments?|staff) of (?:[a-z-]+ ){{0,2}}?{_ABOUT}{_SPAN}"
_REPORTS = rf"\b{_SPAN} (?:[a-z-]+ )?(?:direct reports?|reports|engineers|people|employees)\b"
_MANAGED = (
    rf"\b(?:(?:manag|supervis)(?:e|es|ing)|lead(?:ing)?|overse(?:e|eing)) (?:[a-z]+ ){{0,2}}?{_ABOUT}{_SPAN}"
    r" (?:[a-z-]+ ){0,3}(?:engineers|designers|managers|people|reports|analysts|recruiters|reps|aes|developers"
    r"|scientists|employees|technicians|direct|team members|staff|workers|operators|nurses|consultants|colleagues)\b"
)
_MOST_REPORTS = 500
TITLE_LIMIT: int = 300
"""The most characters of a title that are read."""


def cued(sentences: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The sentences that hold a cue of each fact, all looked for at once."""
    every = tuple((fact, cue) for fact in _FACTS for cue in cues(fact))
    facts = pl.Series([fact for fact, _ in every], dtype=pl.String)
    places = places_of(sentences["lower"], [cue for _, cue in every])
    found = places.select("text", fact=facts.gather(places["word"])).unique(maintain_order=True)
    lower = sentences.select("line", "lower")
    return {fact: lower[found.filter(pl.col("fact") == fact)["text"]] for fact in _FACTS}


def asked_degree(lines: Lines, cued: pl.DataFrame) -> pl.DataFrame:
    """The lowest degree that each document asks for and how; of degrees required and preferred, the required ones.

    First professional degrees (JD, MD, PharmD, DVM) count as a master's: both are level 7 of ISCED 2011, a doctorate is
    level 8, and what a JD is in the United States is a master's in most of Europe.
    """
    if cued.is_empty():
        return pl.DataFrame(schema=DEGREE)
    levels = by_value("degree")
    named = cued.filter(~holds(cued["lower"], either("no_degree_sentence")))
    plain = replaced(replaced(named["lower"], either("no_degree"), " "), either("higher_preferred"), " ")
    ((higher, pattern),) = by_value("higher")  # a master's degree in physics holds `degree in`, which is a bachelor's
    plain = replaced(plain, pattern, higher)
    ranks = {name: rank for rank, (name, _) in enumerate(levels)}
    rank = value_of(plain, levels).replace_strict(ranks, default=None, return_dtype=pl.Int8)
    said = named.select(
        "line", rank.alias("rank"), _need(plain).alias("need"), is_asked=holds(plain, narrowed(_ASKED))
    ).filter(pl.col("rank").is_not_null() | (pl.col("need") == "not_required"))
    placed = lines.places.filter(pl.col("section").ne_missing("about")).join(said, on="line")
    is_asking = pl.col("section").is_in(["required", "preferred"]) | pl.col("is_asked")
    is_preferred = (pl.col("section") == "preferred") & pl.col("need").is_null()
    need = pl.when(is_preferred).then(pl.lit("preferred")).otherwise("need").fill_null("required")
    asked = placed.filter(is_asking | (pl.col("need") == "not_required")).with_columns(need=need)
    strength = pl.col("need").replace_strict(
        {"required": 0, "or_experience": 0, "not_required": 1, "preferred": 2}, return_dtype=pl.Int8
    )
    best = asked.sort("doc", strength, "rank", "number").unique("doc", keep="first", maintain_order=True)
    names = dict(enumerate(name for name, _ in levels))
    degree = pl.when(pl.col("need") != "not_required").then("rank").replace_strict(names, default=None)
    return best.select("doc", degree.alias("degree"), degree_need="need").cast(pl.Schema(DEGREE))


def _need(sentences: pl.Series) -> pl.Expr:
    """How each sentence asks for its degree; null is plainly."""
    required = holds(replaced(sentences, r"not (?:strictly |a )?require", " "), "required|must have|minimum")
    patterns = dict(by_value("need"))
    return (
        pl.when(holds(sentences, patterns["not_required"]))
        .then(pl.lit("not_required"))
        .when(holds(sentences, patterns["or_experience"]))
        .then(pl.lit("or_experience"))
        .when(holds(sentences, patterns["preferred"]) & ~required)
        .then(pl.lit("preferred"))
        .when(required)
        .then(pl.lit("required"))
    )


def visa(lines: Lines, cued: pl.DataFrame) -> pl.DataFrame:
    """Whether each document offers to sponsor a visa; one that says both says nothing."""
    return _agreed(lines, _said(cued, "visa", "no_visa"), "visa")


def on_call(lines: Lines, cued: pl.DataFrame) -> pl.DataFrame:
    """Whether each document has on-call duty in the work; one that says both says nothing."""
    said = _agreed(lines, _said(cued, "on_call", "no_on_call"), "has_on_call")
    return said.with_columns(pl.col("has_on_call") == "true")


def managed(lines: Lines, cued: pl.DataFrame) -> pl.DataFrame:
    """Whether the person of each document manages people, and how many."""
    found = _said(cued, "manager", "no_manager")
    if found.is_empty():
        return pl.DataFrame(schema=MANAGED)
    low, high = _span(pl.col("lower"))
    spans = found.with_columns(low=low, high=high).with_columns(
        pl.when(pl.col("value") == "true", pl.col(name) <= _MOST_REPORTS).then(name) for name in ("low", "high")
    )
    placed = lines.places.filter(pl.col("section").ne_missing("about")).join(spans, on="line")
    counted = placed.sort("doc", pl.col("low").is_null(), "number")
    answers = counted.group_by("doc").agg(pl.col("value").n_unique().alias("answers"))
    first = counted.unique("doc", keep="first", maintain_order=True).join(answers, on="doc", maintain_order="left")
    maximum = pl.when(pl.col("high") >= pl.col("low")).then("high").otherwise("low")
    only = first.filter(pl.col("answers") == 1).with_columns(is_people_manager=pl.col("value") == "true")
    return only.select("doc", "is_people_manager", reports_min="low", reports_max=maximum).cast(pl.Schema(MANAGED))


def title_manages(title: pl.Expr) -> pl.Expr:
    """Whether the title alone says that its holder manages people; null where it does not."""
    ((_, pattern),) = by_value("manager_title")
    says = title.str.head(TITLE_LIMIT).str.to_lowercase().str.contains(pattern)
    return pl.when(says).then(pl.lit(value=True))


def _said(cued: pl.DataFrame, fact: str, others: str) -> pl.DataFrame:
    """The sentences that say something of a fact, and what; words that only look like it are left out."""
    likely = cued.filter(value_of(cued["lower"], one_by_one(fact)).is_not_null())
    if likely.is_empty():
        return likely
    plain = replaced(likely["lower"], either(others), " ")
    return likely.with_columns(plain, value_of(plain, one_by_one(fact))).drop_nulls("value")


def _agreed(lines: Lines, said: pl.DataFrame, name: str) -> pl.DataFrame:
    """What the sentences of each document say of a fact, where they agree."""
    if said.is_empty():
        return pl.DataFrame(schema={"doc": pl.UInt32, name: pl.String})
    placed = lines.places.join(said, on="line")
    answers = placed.group_by("doc", maintain_order=True).agg(pl.col("value").unique())
    return answers.filter(pl.col("value").list.len() == 1).select("doc", pl.col("value").list.first().alias(name))


def _span(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The fewest and most people of the team or reports that the text counts."""
    groups = [text.str.extract_groups(narrowed(pattern)) for pattern in (_TEAM, _REPORTS, _MANAGED)]
    return _number(groups, "1"), _number(groups, "2")


def _number(groups: list[pl.Expr], field: str) -> pl.Expr:
    words = pl.coalesce(group.struct.field(field) for group in groups)
    spelled = words.replace_strict(_SPELLED, default=None, return_dtype=pl.Int64)
    return pl.coalesce(words.cast(pl.Int64, strict=False), spelled)
