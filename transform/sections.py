"""The lines of descriptions and the section that each is in, told from the headings above it."""

import csv
from functools import cache
from importlib import resources

import polars as pl

SECTIONS: tuple[str, ...] = (
    "title",
    "other",
    "duties",
    "required",
    "preferred",
    "employer",
    "benefits",
    "legal",
    "apply",
)
"""What a line can be part of; `other` is all that no known heading stands above."""
ABOUT_OTHERS: tuple[str, ...] = ("employer", "benefits", "legal", "apply")
"""The sections that speak of the employer and the offer, not of the work and who does it."""

Section = pl.Enum(SECTIONS)
LINES: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.UInt32,
    "number": pl.UInt32,
    "line": pl.String,
    "section": Section,
}

_UNKNOWN = "?"
_Stated = pl.Enum([*SECTIONS, _UNKNOWN])
_STATED: dict[str, pl.DataType | type[pl.DataType]] = {"position": pl.UInt32, "opens": _Stated, "own": Section}
_HEADING_LIMIT = 70  # characters; a longer line is a sentence
_HEADING_WORDS = 9
_PHRASE_WORDS = 7

# One character each, so that what is left keeps its words apart; a mark that ends a sentence stands as a bar.
_BLANKED = "\u2018\u2019\u201a\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014\u2015\u2022\u2026\u00a0\u202f\u00b7"
_BLANKED += (
    "\u25cf\u25aa\u25e6\u25cb\u2043\u00ab\u00bb\u00b4\u3001\u3002\uff0c\uff08\uff09\uff1a\uff1b\uff0f\u30fb\u200b\ufeff"
)
_ENDS = (". ", "! ", "? ", "; ")
_MARKS = {
    **dict.fromkeys(_BLANKED, " "),
    "https://": " ",
    "http://": " ",
    "e.g.": " ",
    "i.e.": " ",
    "&": " & ",
    ",": " , ",
    **dict.fromkeys(_ENDS, " | "),
}
_MARK = r"!\"$%'-*\-/:-@\[-`{}~"
_PARTING = rf"\.*[ {_MARK}]{{2,}}|[{_MARK}]"
_BETWEEN = r"[^\p{L}\p{M}&]{2,}|[^\p{L}\p{M}& ]"


def folded(text: pl.Expr) -> pl.Expr:
    """The text's words, each apart by one blank: marks around words are gone; a comma stands alone, a bar for the end
    of a sentence.

    A mark that is part of a word stays (`c++`, `c#`, `.net`, `node.js`); hyphens and slashes part words.
    """
    parted = text.str.replace_many(list(_MARKS), list(_MARKS.values()), leftmost=True)
    edged = parted.str.strip_chars_start(" -*").str.strip_chars_end(" .,:;!?|")
    return edged.str.replace_all(_PARTING, " ")


def lines(titles: pl.Series, texts: pl.Series) -> pl.DataFrame:
    """The lines that are not blank of each title and text, in order (LINES); `row` is the position in the series.

    A title is line 0. A heading belongs to the section that it opens.
    """
    found = _split(titles, texts)
    told = found.join(_stated(found), on="position", how="left", maintain_order="left")
    begins = pl.col("is_first") & (pl.col("opens").is_null() | (pl.col("opens") == _UNKNOWN))
    opens = pl.when(pl.col("number") == 0).then(pl.lit("title", _Stated)).when(begins).then(pl.lit("other", _Stated))
    filled = told.with_columns(opens=opens.otherwise("opens"))
    latest = pl.col("opens").forward_fill()
    known = pl.when(pl.col("opens") != _UNKNOWN).then("opens").forward_fill()
    # A heading that nobody knows ends what is said of the employer; below another it is the heading of a part.
    section = (
        pl.when((latest == _UNKNOWN) & known.is_in([*ABOUT_OTHERS, "preferred"]))
        .then(pl.lit("other", _Stated))
        .otherwise(known)
    )
    return filled.select("row", "number", "line", section=pl.coalesce("own", section.cast(Section)))


def _split(titles: pl.Series, texts: pl.Series) -> pl.DataFrame:
    """The lines that are not blank, with what stands about them: `after_blank`, `before_item` and `before_text`."""
    title = pl.col("title").fill_null("").str.replace_all("\n", " ", literal=True)
    whole = pl.concat_str(title, pl.lit("\n"), pl.col("text").fill_null("")).str.split("\n")
    both = pl.DataFrame({"title": titles.cast(pl.String), "text": texts.cast(pl.String)})
    parted = both.select(line=whole).with_row_index("row")
    numbered = parted.with_columns(number=pl.int_ranges(0, pl.col("line").list.len(), dtype=pl.UInt32))
    split = numbered.explode("line", "number").with_columns(pl.col("line").str.strip_chars())
    line, is_title = pl.col("line"), pl.col("number") == 0
    near = split.with_columns(is_item=line.str.starts_with("- "), after_blank=(line == "").shift(1, fill_value=True))
    told = near.filter((line != "") | is_title)
    is_last = is_title.shift(-1, fill_value=True)  # what follows is another posting's title
    before_item = pl.col("is_item").shift(-1, fill_value=False) & ~pl.col("is_item") & ~is_last
    before_text = (line.str.len_bytes().shift(-1, fill_value=0) > _HEADING_LIMIT) & ~is_last
    is_first = is_title.shift(1, fill_value=False)
    stood = told.with_columns(before_item=before_item, before_text=before_text, is_first=is_first & ~is_title)
    return stood.with_row_index("position")


def _stated(found: pl.DataFrame) -> pl.DataFrame:
    """For each line that states a section, by its `position`: the one it `opens` (`?` if unknown), and its `own`."""
    line, size = pl.col("line"), pl.col("line").str.len_bytes()
    colon = line.str.find(":", literal=True)
    inline = colon.is_between(2, _HEADING_LIMIT - 20) & (colon < size - 1)
    plain = found.filter(~pl.col("is_item") & (pl.col("number") > 0)).with_columns(inline=inline.fill_null(value=False))
    short = (size <= _HEADING_LIMIT) & ~line.str.tail(1).is_in([".", ",", ";"])
    heads = plain.filter(pl.col("inline") | short).with_columns(
        head=pl.when("inline").then(line.str.head(colon)).otherwise(line),
        is_open=line.str.tail(1).is_in([":", "?"]) | pl.col("before_item"),
    )
    if heads.is_empty():
        return pl.DataFrame(schema=_STATED)
    known = heads.join(_sections_of(heads["head"].unique()), on="head", how="left", maintain_order="left")
    looks = pl.col("is_open") | (pl.col("after_blank") & pl.col("before_text") & ~line.str.tail(1).is_in(["!", ")"]))
    part = pl.when(pl.col("is_open") | pl.col("is_opening") | (looks & pl.col("is_ending"))).then("part")
    opens = pl.when(~pl.col("inline")).then(pl.coalesce("whole", part, pl.when(looks).then(pl.lit(_UNKNOWN))))
    own = pl.when("inline").then("whole")
    return known.select("position", opens=opens.cast(_Stated), own=own.cast(Section))


def _sections_of(heads: pl.Series) -> pl.DataFrame:
    """What each heading says: the section of the `whole` of it, or of a `part` at its start or end."""
    words = folded(pl.col("head")).str.to_lowercase().str.replace_all(_BETWEEN, " ").str.strip_chars()
    frame = heads.to_frame("head").with_columns(words=words)
    named = _phrases("heading").select("words", whole="value")
    whole = frame.join(named, on="words", how="left", maintain_order="left")
    others = whole.filter(pl.col("whole").is_null()).select("head", parts=pl.col("words").str.split(" "))
    few = others.filter(pl.col("parts").list.len() <= _HEADING_WORDS)
    parts, size = pl.col("parts"), pl.col("size")
    started = _longest(few.with_columns(edge=parts.list.first()), parts.list.head(size), "opening")
    ended = _longest(few.with_columns(edge=parts.list.last()), parts.list.tail(size), "ending")
    parted = whole.join(started, on="head", how="left").join(ended, on="head", how="left")
    flags = pl.col("is_opening", "is_ending").fill_null(value=False)
    return parted.select("head", "whole", flags, part=pl.coalesce("opening", "ending"))


def _longest(heads: pl.DataFrame, parts: pl.Expr, place: str) -> pl.DataFrame:
    """The section that the longest known phrase at a place of each heading names, and whether it is clear enough.

    `edge` is the word that the phrase has to begin or end with, `parts` the words that may be one, by their `size`.
    """
    sized = heads.join(_sizes(place), on="edge", maintain_order="left_right")
    words = sized.select("head", words=parts.list.join(" "))
    known = words.join(_phrases(place), on="words", maintain_order="left").unique("head", keep="first")
    return known.select("head", pl.col("value").alias(place), pl.col("is_clear").alias(f"is_{place}"))


@cache
def _sizes(place: str) -> pl.DataFrame:
    """How many words the phrases of a place have, by the word at its `edge`, the longest first."""
    words = _phrases(place).select(parts=pl.col("words").str.split(" "))
    parts = pl.col("parts")
    edge = parts.list.first() if place == "opening" else parts.list.last()
    sizes = words.select(edge=edge, size=parts.list.len().cast(pl.Int64)).filter(pl.col("size") <= _PHRASE_WORDS)
    return sizes.unique().sort("edge", "size", descending=[False, True])


def words_of(kind: str) -> dict[str, str]:
    """The phrases of one kind in `reference/section_words.csv`, each with its value."""
    return dict(_rows().get(kind, {}))


@cache
def _rows() -> dict[str, dict[str, str]]:
    source = resources.files("transform.reference").joinpath("section_words.csv").read_text(encoding="utf-8")
    rows: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(source.splitlines()):
        rows.setdefault(row["kind"], {})[row["phrase"]] = row["value"]
    return rows


@cache
def _phrases(place: str) -> pl.DataFrame:
    """The `words` that name a section (`value`) as a whole `heading`, or at the `opening` or the `ending` of one.

    Of the latter a phrase of three words, or one listed for the place, `is_clear`: its line need not look a heading.
    """
    headings, listed = words_of("heading"), words_of(place)
    longer = {phrase: section for phrase, section in headings.items() if " " in phrase}
    known = headings if place == "heading" else {**longer, **listed}
    rows = [(phrase, section, phrase in listed or phrase.count(" ") > 1) for phrase, section in known.items()]
    return pl.DataFrame(rows, schema={"words": pl.String, "value": pl.String, "is_clear": pl.Boolean}, orient="row")
