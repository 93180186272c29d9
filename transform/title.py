"""A title without what is not the title, and the role that it names.

The title is cleaned by the words of `reference/title_words.csv`. Then, once for each distinct title, its phrases are
joined with the aliases of the roles. In English the last noun says what somebody is (a sales engineer is an engineer
who sells), so that a phrase must end the title's first segment; what follows a comma, a dash, `of` or `for` qualifies.
The longest phrase wins. Titles that do not say it so plainly are read more closely: who leads a field of work, a rank
beside a field, a name in the middle, a name that comes first as in French or Spanish. What is left may be so like one
name, and so unlike those of other families, that it is taken for it; else the role stays unknown.
"""

import csv
import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import polars as pl

from transform import gazetteer, roles
from transform.schema import ROLE, frame_schema

if TYPE_CHECKING:
    from transform import similar

VERSION: int = 2

_LIMIT = 300  # the characters of a title that are read; what is longer is a sentence
_ROUNDS = 50  # a title that is not clean after so many rounds stays as it is
_CITY, _FAMOUS = 100_000, 500_000  # the people from which a city's name alone, or another of its names, is a place
_CUT = 10  # what a candidate's rank gains where its end is cut off
_BEGUN = 2  # the tier of phrases that a segment begins with
_LAST = 10  # the tier of words that name a field of work and no person
_FIELD = 11  # the tier of titles that say a rank and a field of work, believed last
_WHOLE, _PHRASE, _WORD, _INDIRECT, _LOOSE = 0.98, 0.92, 0.95, 0.92, 0.94  # 640 titles read, in all
_LONGEST = 8  # the words of the longest phrase that is looked up

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
_SEGMENT_END = r"\s+(?:[-–—]+|/)\s*|\s*[-–—]+\s+|[–—|•·:;,@()\[\]\"“”]"
_BRACKETS = r"[(\[]([^()\[\]]*)[)\]]"
_NEAR, _LIKE, _GAP, _STEM = 20, 0.76, 0.2, 6  # names looked at; score and lead of the best; letters of a stem
_SIMILAR = 0.95  # of 100 titles read
_FOUND = {"title_clean": pl.String, "role_id": pl.String, "role_method": pl.String, "role_confidence": pl.Float64}
_HIT = ("title_clean", "tier", "rank", "phrase", "size", "is_whole", "role_id")
_CANDIDATE = {
    "title_clean": pl.String,
    "phrase": pl.String,
    "least": pl.Int64,
    "beyond": pl.Int64,
    "tier": pl.Int8,
    "rank": pl.Int8,
}


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's clean title, its role and how the role was found; unknown is null."""
    distinct = raw.select("title").unique().drop_nulls()
    distinct = distinct.with_columns(title_clean=clean(distinct["title"]))
    found = match(distinct["title_clean"].unique())
    known = distinct.join(found, on="title_clean", how="left")
    joined = raw.select("title").join(known, on="title", how="left", maintain_order="left")
    return joined.with_columns(role_version=pl.lit(VERSION)).select(
        pl.col(name).cast(dtype) for name, dtype in frame_schema(ROLE).items()
    )


@cache
def _words(use: str) -> tuple[tuple[str, str], ...]:
    """The patterns of a use, each with its value."""
    source = resources.files("transform.reference").joinpath("title_words.csv").read_text(encoding="utf-8")
    return tuple((row["pattern"], row["value"]) for row in csv.DictReader(source.splitlines()) if row["use"] == use)


@cache
def _either(use: str) -> str:
    """One alternation of all patterns of a use."""
    return "(?:" + "|".join(pattern for pattern, _ in _words(use)) + ")"


# -- the clean title --


def clean(titles: pl.Series) -> pl.Series:
    """The titles without gender marks, requisition numbers, and places and terms at either end; never emptied."""
    given = titles.str.replace_all(r"\s+", " ").str.strip_chars().alias("title")
    done, frame = [], given.unique().to_frame().select("title", clean="title")
    for _ in range(_ROUNDS):
        before = frame["clean"]
        frame = _cut_ends(frame.with_columns(clean=_without_marks(before)))
        done.append(frame.filter(frame["clean"].eq_missing(before)))
        frame = frame.filter(frame["clean"].ne_missing(before))
        if frame.is_empty():
            break
    known = pl.concat([*done, frame])
    clean_or_given = pl.when(pl.col("clean") == "").then("title").otherwise("clean")
    return (
        given.to_frame().join(known, on="title", how="left", maintain_order="left").select(clean_or_given).to_series()
    )


def _without_marks(titles: pl.Series) -> pl.Series:
    """The titles without gender marks, requisition numbers and brackets that hold terms of contract or places."""
    title = pl.col("clean")
    frame = titles.to_frame("clean").with_row_index("row").with_columns(title.str.head(_LIMIT))
    is_bracketed = title.str.contains(r"[(\[]")
    parts = []
    for bracketed, part in ((False, frame.filter(~is_bracketed)), (True, frame.filter(is_bracketed))):
        if part.height:
            parts.append(part.with_columns(_unmarked(bracketed=bracketed)))
    return pl.concat(parts or [frame]).sort("row")["clean"]


@cache
def _unmarked(*, bracketed: bool) -> pl.Expr:
    """The title without its marks; what begins with a bracket is looked for only where one is."""
    title = pl.col("clean")
    for use in ("gender", "requisition"):
        for pattern, _ in _words(use):
            if bracketed or not pattern.startswith(r"[(\[]"):
                title = title.str.replace_all(f"(?i){pattern}", " ")
    title = title.str.replace_all(" & ", " and ", literal=True)
    for pattern, value in _words("readable"):
        title = title.str.replace_all(pattern, value)
    if bracketed:
        term = rf"(?:{_either('dropped')}|{_either('place')})"
        title = title.str.replace_all(rf"(?i)[(\[]\s*{term}(?:[\s,/|&+–-]+(?:(?:or|and)\s)?{term})*\s*[)\]]", " ")
        title = title.str.replace_all(r"[(\[]\s*[)\]]", " ")
    return title.str.replace_all(r"\s+", " ").str.replace_all(r"\s+,", ",").str.replace_all(_EDGES, "")


def _cut_ends(frame: pl.DataFrame) -> pl.DataFrame:
    after_person = rf"^(?P<rest>.*(?i:(?-u:\b){_either('person')}))\s+(?P<words>\S+(?:\s\S+)?)$"
    for pattern in (*_TAILS, *_LEADS, after_person):
        split = frame.select(pl.col("clean").str.extract_groups(pattern).struct.unnest())
        words = split["words"].drop_nulls().unique()
        droppable = words.filter(pl.Series([_is_droppable(text) for text in words], dtype=pl.Boolean))
        if droppable.is_empty():
            continue
        is_cut = split["words"].is_in(droppable.implode()).fill_null(value=False)
        frame = frame.with_columns(clean=pl.when(is_cut).then(split["rest"]).otherwise("clean"))
    return frame


@lru_cache(maxsize=1 << 16)
def _is_droppable(words: str) -> bool:
    """Whether the words name nothing but places and terms of contract."""
    kinds = [_kind(part) for part in re.split(_PARTS, words) if part.strip()]
    if None in kinds or not kinds:
        return False
    return set(kinds) == {"town", "code"} or not {"place", "term"}.isdisjoint(kinds)


@cache
def _dropped() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![^\W_])(?:{_either('dropped')})(?![^\W_])")


@cache
def _place() -> re.Pattern[str]:
    return re.compile(_either("place"))


@cache
def _kept() -> re.Pattern[str]:
    return re.compile(_either("kept"))


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


# -- the role --


def match(titles: pl.Series) -> pl.DataFrame:
    """The role of each distinct clean title that names one: `title_clean`, `role_id`, `role_method`, and confidence."""
    segments = _segments(titles)
    hits = _named(_candidates(titles, segments, _main(segments)))
    plainly = _best(hits).filter(pl.col("tier") < _LAST)
    segments, hits = _but(segments, plainly), _but(hits, plainly)
    closely = _read_closely(segments, hits)
    method = pl.when("is_whole").then(pl.lit("exact")).otherwise(pl.lit("phrase"))
    named = pl.concat([plainly, closely])
    named = named.select("title_clean", "role_id", role_method=method, role_confidence=_confidence())
    return pl.concat([named, _resembling(_but(segments, closely))])


def _but(frame: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """The rows of titles that are not yet read."""
    return frame.filter(~pl.col("title_clean").is_in(read["title_clean"].implode()))


def _read_closely(segments: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """The best hits of the titles that do not say plainly what somebody is, their doubtful `hits` among them."""
    titles, main = segments["title_clean"].unique(maintain_order=True), _main(segments)
    return _best(pl.concat([hits, _named(_indirect(segments, main)), _fields_of(main), _in_context(titles)]))


def _named(candidates: pl.DataFrame) -> pl.DataFrame:
    return _without_loose(_suffixes(candidates).join(_aliases(), on="phrase")).select(_HIT)


def _best(hits: pl.DataFrame) -> pl.DataFrame:
    """The most believable hit of each title whose words do not rule the role out."""
    hits = hits.filter(~_is_excluded(hits))
    order = ["title_clean", "tier", "size", "rank", "phrase", "role_id"]
    return hits.sort(order, descending=[False, False, True, False, False, False]).unique(
        "title_clean", maintain_order=True
    )


def _confidence() -> pl.Expr:
    """The share of right families among matches of the same kind that were read, rounded down."""
    tier = pl.col("tier")
    return (
        pl.when("is_whole")
        .then(_WHOLE)
        .when(tier <= 1)
        .then(pl.when(pl.col("size") > 1).then(_PHRASE).otherwise(_WORD))
        .when(tier < _FIELD)
        .then(_INDIRECT)
        .otherwise(_LOOSE)
    )


def _without_loose(hits: pl.DataFrame) -> pl.DataFrame:
    """The hits but those of words that need to stand alone: bare ones the whole title, a field the whole segment.

    What names a field and no person (`data science`, `finance`) is believed last.
    """
    main, joined, deferred = pl.col("tier") == 1, pl.col("rank") == 0, pl.col("tier") == 0
    is_person = _before(pl.col("phrase")).str.contains(rf"(?-u:\b){_either('person')}$")
    bare = hits.filter(pl.col("is_bare") & pl.col("is_whole"))
    alone = bare.filter(_normal(pl.col("title_clean")) == pl.col("phrase")).with_columns(is_sure=is_person | main)
    others = hits.filter(~pl.col("is_bare")).with_columns(
        is_sure=is_person | joined | deferred | (pl.col("tier") == _BEGUN)
    )
    stands = pl.col("is_whole") | ~pl.col("phrase").str.contains(f"^{_either('whole')}$")
    kept = others.filter(stands & (pl.col("is_sure") | (main & pl.col("is_whole"))))
    return pl.concat([alone, kept]).with_columns(tier=pl.when("is_sure").then("tier").otherwise(_LAST))


@cache
def _aliases() -> pl.DataFrame:
    """The role of each phrase that stands for just one; `is_bare` marks words that mean a role only when alone."""
    given = roles.aliases().select("role_id", phrase=_normal(pl.col("alias"))).filter(pl.col("phrase") != "").unique()
    titles = roles.roles().select("role_id", phrase=_normal(pl.col("role_title")))
    others = given.join(titles, on="phrase", how="anti")  # a role's own title is never another's alias
    single = pl.concat([titles, others]).unique("phrase", keep="none")
    return single.with_columns(is_bare=pl.col("phrase").str.contains(f"^{_either('bare')}$"))


def _resembling(segments: pl.DataFrame) -> pl.DataFrame:
    """The role whose name each title is most like, in the columns of `match`; only where no other comes near it.

    Every word of the name must be one of the title's, the last one its last, so that only words between are new.
    """
    main = _main(segments).select("title_clean", text=_before(pl.col("plain")))
    # Of two words none is left between those of a name.
    main = main.filter((_count(pl.col("text")) > 2) & _ends_telling(pl.col("text")))
    held = _held(main.select("text").unique())
    if held.is_empty():
        return pl.DataFrame(schema=_FOUND)
    sure = _nearest(held["text"].unique()).join(held, on=["text", "phrase"], how="semi")
    hits = main.join(sure, on="text").filter(pl.col("phrase") != pl.col("text"))
    hits = hits.filter(~_is_excluded(hits))
    return hits.select("title_clean", "role_id", role_method=pl.lit("similar"), role_confidence=pl.lit(_SIMILAR))


def _nearest(texts: pl.Series) -> pl.DataFrame:
    """The name that each text is most like, where it is like enough and the next family's is far: `text`, `phrase`."""
    near = _near_names().nearest(texts, _NEAR).rename({"title": "text", "name": "phrase"})
    near = near.join(_telling_names(), on="phrase").join(_families(), on="role_id")
    best = near.filter(pl.col("rank") == 1)
    first = near.join(best.select("text", first="role_family"), on="text")
    rival = first.filter(pl.col("role_family") != pl.col("first")).group_by("text").agg(rival=pl.col("score").max())
    gap = pl.col("score") - pl.col("rival").fill_null(0.0)
    return best.join(rival, on="text", how="left").filter((pl.col("score") >= _LIKE) & (gap >= _GAP))


def _held(texts: pl.DataFrame) -> pl.DataFrame:
    """The names all of whose words a text has, in one form or another, and that end like it: `text`, `phrase`."""
    names = _telling_names().select("phrase", name=_stems("phrase"), last=pl.col("phrase").str.extract(r"(\S+)$"))
    names = names.with_columns(first=pl.col("name").list.first())
    words = texts.select("text", stems=_stems("text"), last=pl.col("text").str.extract(r"(\S+)$"))
    pairs = words.with_columns(first="stems").explode("first", empty_as_null=False).join(names, on=["first", "last"])
    has_all = pl.col("name").list.set_difference("stems").list.len() == 0
    return pairs.filter(has_all).select("text", "phrase").unique()


def _stems(column: str) -> pl.Expr:
    return pl.col(column).str.split(" ").list.eval(pl.element().str.head(_STEM).str.strip_chars_end("s"))


def _ends_telling(text: pl.Expr) -> pl.Expr:
    """Whether the last word says what somebody is, and not only a rank."""
    last = text.str.extract(r"(\S+)$")
    return last.str.contains(f"^{_either('person')}$") & ~last.str.contains(f"^{_either('coarse')}$")


@cache
def _telling_names() -> pl.DataFrame:
    """The names of roles that a title may resemble: those of several words that end in a telling one."""
    phrase = pl.col("phrase")
    return _aliases().filter(phrase.str.contains(" ") & _ends_telling(phrase)).select("phrase", "role_id")


@cache
def _near_names() -> "similar.Names":
    from transform import similar  # what it needs takes seconds to load, and most titles do not need it

    return similar.Names(_telling_names()["phrase"].to_list())


@cache
def _families() -> pl.DataFrame:
    return roles.roles().select("role_id", "role_family")


@cache
def _exclusions() -> pl.DataFrame:
    rows = [(role, words) for role, several in roles.exclusions().items() for words in several]
    frame = pl.DataFrame(rows, schema={"role_id": pl.String, "words": pl.String}, orient="row")
    return frame.select("role_id", words=_normal(pl.col("words"))).group_by("role_id").agg("words")


def _is_excluded(hits: pl.DataFrame) -> pl.Series:
    """Whether the title holds words that rule the role out."""
    numbered = hits.select("role_id", "title_clean").with_row_index("row").join(_exclusions(), on="role_id")
    texts = numbered.select("title_clean").unique().with_columns(text=" " + _normal(pl.col("title_clean")) + " ")
    ruled = numbered.join(texts, on="title_clean").explode("words", empty_as_null=False)
    rows = ruled.filter(pl.col("text").str.contains(" " + pl.col("words") + " ", literal=True))["row"]
    return pl.int_range(hits.height, dtype=pl.get_index_type(), eager=True).is_in(rows.implode())


def _folded(text: pl.Expr) -> pl.Expr:
    """The text in lower case without accents; its punctuation stays."""
    return text.str.head(_LIMIT).str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")


def _of_one_gender(folded: pl.Expr) -> pl.Expr:
    """Folded text with one of the two forms of a noun that stand in it: `ingenieur(e)`, `entwickler:in`."""
    for pattern, value in _words("gendered"):
        folded = folded.str.replace_all(pattern, value)
    return folded


def _normal(text: pl.Expr) -> pl.Expr:
    """Words to compare by: lower case, no accents, no punctuation, one spelling of words that have several."""
    plain = _folded(text).str.replace_all("&", " and ", literal=True).str.replace_all("['’]s?\\b", "")
    plain = plain.str.replace_all(r"[^\p{L}\p{N}+#]+", " ").str.strip_chars(" ")
    plain = plain.str.replace_all(rf"(?-u:\b)({_either('plural')})s(?-u:\b)", "$1")
    spellings, spelling = _spellings()
    apart = " " + plain.str.replace_all(" ", "  ", literal=True) + " "  # so that two matches never share a blank
    same = apart.str.replace_many(spellings, spelling, leftmost=True)
    return same.str.replace_all(r" +", " ").str.strip_chars(" ")


@cache
def _spellings() -> tuple[list[str], list[str]]:
    """The spellings that are replaced, the longest first, and the ones that replace them, as words set apart."""
    pairs = [(words, value) for pattern, value in _words("fold") for words in pattern.split("|") if words != value]
    pairs.sort(key=lambda pair: -len(pair[0]))
    apart = [[f" {words.replace(' ', '  ')} " for words in column] for column in zip(*pairs, strict=True)]
    return apart[0], apart[1]


def _without_level(words: pl.Expr) -> pl.Expr:
    """Normal words without those of seniority, season and contract."""
    bare = words.str.replace_all(rf"(?-u:\b){_either('level')}(?-u:\b)", "")
    return bare.str.replace_all(r" +", " ").str.strip_chars(" ")


def _segments(titles: pl.Series) -> pl.DataFrame:
    """Each title's segments in order: `title_clean`, `place`, `words`, `plain` (without the level), `slashed`."""
    frame = pl.DataFrame({"title_clean": titles}, schema={"title_clean": pl.String})
    text = _of_one_gender(_folded(pl.col("title_clean")))
    text = text.str.replace_all(rf"((?-u:\b){_either('person')}(?: (?:i+|iv|[0-9]))?)/", "$1\n")
    text = text.str.replace_all(_SEGMENT_END, "\n").str.split("\n")
    frame = frame.with_columns(words=text).explode("words", empty_as_null=False)
    frame = frame.with_columns(slashed=pl.col("words"), words=_normal(pl.col("words")))
    frame = frame.with_columns(plain=_without_level(pl.col("words"))).filter(pl.col("plain") != "")
    frame = frame.filter(~_is_repeated())
    place = pl.int_range(pl.len()).over("title_clean")
    return frame.with_columns(place=place)


def _is_repeated() -> pl.Expr:
    """Whether a segment says the rank that the next one says again: `manager / senior manager, finance`."""
    rank = f"^{_either('rank')}$"
    following = pl.col("plain").shift(-1).over("title_clean")
    return (pl.col("plain").str.contains(rank) & following.str.contains(rank)).fill_null(value=False)


def _main(segments: pl.DataFrame) -> pl.DataFrame:
    """The first segment of each title, and the next one's words."""
    second = segments.filter(pl.col("place") == 1).select("title_clean", next="plain")
    return segments.filter(pl.col("place") == 0).drop("place").join(second, on="title_clean", how="left")


def _candidates(titles: pl.Series, segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The phrases whose last words may name the role, in the order in which they are believed (`tier`, `rank`)."""
    parts = [
        _deferred(segments, main),
        _joined(main),
        _ending(main, pl.col("plain"), tier=1, rank=1),
        _ending(main, pl.col("words"), tier=1, rank=2),
        _slashed(main),
        _unbracketed(titles),
        _inverted(main),
        _later(segments, main),
        _overriding(segments),
    ]
    return pl.concat(parts)


def _indirect(segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The phrases that say it in a roundabout way, where the first segment does not end in them."""
    parts = [
        _named_next(main),
        _head_first(segments),
        _engineering(main),
        _led(main),
        _cut_short(main),
        _any_later(segments, main),
        _contained(segments),
    ]
    return pl.concat(parts)


def _count(phrase: pl.Expr) -> pl.Expr:
    return phrase.str.count_matches(" ", literal=True).cast(pl.Int64) + 1


def _before(words: pl.Expr) -> pl.Expr:
    """What stands before the first `of`, `for` ..."""
    return words.str.replace(rf" (?:of|{_either('preposition')}) .*$", "")


def _candidate(
    frame: pl.DataFrame, phrase: pl.Expr, least: pl.Expr, *, tier: int, rank: int, beyond: pl.Expr | None = None
) -> pl.DataFrame:
    """Candidates of one kind: a phrase must have `least` words; `beyond` are the words that do not count for length."""
    if frame.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    found = frame.select(
        "title_clean",
        phrase=phrase,
        least=least.cast(pl.Int64),
        beyond=pl.lit(0, pl.Int64) if beyond is None else beyond,
        tier=pl.lit(tier, pl.Int8),
        rank=pl.lit(rank, pl.Int8),
    )
    return found.filter(pl.col("phrase").is_not_null() & (pl.col("phrase") != ""))


def _ending(frame: pl.DataFrame, words: pl.Expr, *, tier: int, rank: int) -> pl.DataFrame:
    """The whole segment, of which a phrase must reach before `of`, `for` ..., and what stands before that word."""
    if frame.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    frame = frame.select("title_clean", words=words, before=_before(words))
    least = _count(pl.col("words")) - _count(pl.col("before")) + 1
    whole = _candidate(frame, pl.col("words"), least, tier=tier, rank=rank)
    cut = frame.filter(pl.col("before") != pl.col("words"))
    return pl.concat([whole, _candidate(cut, pl.col("before"), pl.lit(1), tier=tier, rank=rank + _CUT)])


def _joined(main: pl.DataFrame) -> pl.DataFrame:
    """The main segment and the next one; a phrase must reach from one into the other."""
    phrase = pl.concat_str("plain", "next", separator=" ")
    least = _count(phrase) - _count(_before(pl.col("plain"))) + 1
    return _candidate(main, phrase, least, tier=1, rank=0, beyond=_count(pl.col("next")))


def _slashed(main: pl.DataFrame) -> pl.DataFrame:
    """What stands before the first slash."""
    first = _without_level(_normal(pl.col("slashed").str.extract(r"^([^/]*)/")))
    return _candidate(main, first, pl.lit(1), tier=3, rank=3)


def _unbracketed(titles: pl.Series) -> pl.DataFrame:
    """The first segment of a title whose brackets are left out."""
    frame = pl.DataFrame({"title_clean": titles}, schema={"title_clean": pl.String})
    frame = frame.filter(pl.col("title_clean").str.contains(r"[(\[]"))
    if frame.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    frame = frame.filter(pl.col("title_clean").str.contains(_BRACKETS + r"\s*\pL"))
    rest = _folded(pl.col("title_clean")).str.replace_all(_BRACKETS, " ").str.replace_all(r"\s+", " ")
    first = _without_level(_normal(rest.str.replace(rf"(?:{_SEGMENT_END}).*$", "")))
    return _ending(frame.with_columns(first=first), pl.col("first"), tier=4, rank=4)


def _inverted(main: pl.DataFrame) -> pl.DataFrame:
    """`engineering manager` for `manager, engineering` and `manager of engineering`."""
    inverting, plain = _either("inverting"), pl.col("plain")
    by_comma = pl.when(plain.str.contains(f"^{inverting}$")).then(pl.concat_str("next", "plain", separator=" "))
    by_of = plain.str.extract(f"^{inverting} of (.+)$") + " " + plain.str.extract(f"^({inverting}) of ")
    phrase = pl.coalesce(by_comma, by_of)
    return _candidate(main, phrase, _count(phrase), tier=5, rank=5)


def _later(segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The later segments of titles whose main segment names nobody (but an employer, a team, a field)."""
    impersonal = main.filter(~pl.col("plain").str.contains(rf"(?-u:\b){_either('person')}(?-u:\b)"))
    return _after(segments, impersonal, tier=6)


def _any_later(segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The later segments of titles whose main segment holds no common noun for people, believed after the others."""
    vague = main.filter(~pl.col("plain").str.contains(rf"(?-u:\b)(?:{_either('noun')}|{_either('rank')})(?-u:\b)"))
    return _after(segments, vague, tier=9)


def _contained(segments: pl.DataFrame) -> pl.DataFrame:
    """Any two words or more of a segment that end in a common noun for people, whatever follows."""
    words = segments.select("title_clean", words=_before(pl.col("plain")).str.split(" ").list.head(_LONGEST + 4))
    ends = words.with_columns(end=pl.int_ranges(2, pl.col("words").list.len() + 1)).explode("end", empty_as_null=False)
    phrase = pl.col("words").list.head(pl.col("end")).list.join(" ")
    ends = ends.select("title_clean", phrase=phrase).filter(
        pl.col("phrase").str.contains(rf"(?-u:\b){_either('noun')}$")
    )
    return _candidate(ends, pl.col("phrase"), pl.lit(2), tier=_FIELD + 2, rank=11)


def _deferred(segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The later segments of titles whose main segment leaves it to them what the person does."""
    return _after(segments, main.filter(pl.col("words").str.contains(f"{_either('deferring')}$")), tier=0)


def _overriding(segments: pl.DataFrame) -> pl.DataFrame:
    """The later segments that say what the work is, whatever the title begins with."""
    return _ending(
        segments.filter((pl.col("place") > 0) & pl.col("plain").str.contains(_either("overriding"))),
        pl.col("plain"),
        tier=0,
        rank=6,
    )


def _led(main: pl.DataFrame) -> pl.DataFrame:
    """`growth marketing manager` for whoever leads growth marketing: director of it, head of it, its vice president."""
    leading, plain = _either("leading"), pl.col("plain")
    by_comma = pl.when(plain.str.contains(f"^{leading}$")).then("next")
    before = plain.str.extract(f"^{leading} (?:of |for )?(?:the )?(.+)$")
    after = plain.str.extract(f"^(.+?) {leading}(?: (?:of|for) .+)?$")
    led = main.select("title_clean", led=_before(pl.coalesce(by_comma, before, after))).drop_nulls()
    phrase = pl.col("led").str.replace(" management$", "") + " manager"
    first = pl.col("led").str.extract("^(.+?) and ") + " manager"
    kinds = ((phrase, 7), (first, 8))
    return pl.concat([_candidate(led, words, pl.lit(2), tier=7, rank=rank) for words, rank in kinds])


def _named_next(main: pl.DataFrame) -> pl.DataFrame:
    """The second segment of a title that begins with a rank and nothing else: `vice president, react developer`."""
    leads = pl.col("plain").str.contains("(?:manager|head|leader|supervisor)$")  # of those whom the next segment names
    ranked = main.filter(pl.col("plain").str.contains(f"^{_either('rank')}$") & ~leads & pl.col("next").is_not_null())
    return _ending(ranked, pl.col("next"), tier=5, rank=9)


def _cut_short(main: pl.DataFrame) -> pl.DataFrame:
    """The main segment up to the first word that names a person, where none follows: `physical therapist home care`."""
    parts = main.with_columns(
        person=pl.col("plain").str.extract(rf"^(.*?(?-u:\b){_either('noun')}) "),
        rest=pl.col("plain").str.extract(rf"^.*?(?-u:\b){_either('noun')} (.+)$"),
    )
    names_another = pl.col("rest").str.contains(rf"(?-u:\b)(?:{_either('noun')}|{_either('inverting')})(?-u:\b)")
    is_joined = pl.col("rest").str.contains("^(?:and|or|und|oder|et|ou) ")
    return _candidate(parts.filter(~names_another | is_joined), pl.col("person"), pl.lit(2), tier=8, rank=8)


def _head_first(segments: pl.DataFrame) -> pl.DataFrame:
    """The beginnings of a segment in a language that says first what somebody is: `desarrollador java`."""
    first = segments.filter(pl.col("plain").str.contains(rf"^{_either('head_first')}(?-u:\b)"))
    words = first.select("title_clean", words=pl.col("plain").str.split(" ").list.head(_LONGEST))
    lengths = pl.int_ranges(1, pl.col("words").list.len() + 1, dtype=pl.Int64)
    begun = words.with_columns(length=lengths).explode("length", empty_as_null=False)
    phrase = pl.col("words").list.head(pl.col("length")).list.join(" ")
    return _candidate(begun, phrase, pl.col("length"), tier=_BEGUN, rank=9)


def _engineering(main: pl.DataFrame) -> pl.DataFrame:
    """`security engineer` for who is hired for it under the name of the field: `security engineering intern`."""
    field = main.filter(pl.col("plain").str.contains(" engineering$"))
    return _candidate(field, pl.col("plain").str.replace("ing$", ""), pl.lit(2), tier=9, rank=7)


def _fields_of(main: pl.DataFrame) -> pl.DataFrame:
    """The roles of titles that say a rank and a field: `associate, treasury`, `marketing intern`, `analyst - tax`."""
    plain, rank = pl.col("plain"), _either("rank")
    after = pl.when(plain.str.contains(f"^{rank}$")).then("next")
    before = plain.str.extract(f"^(.+?) {rank}$")
    of = plain.str.extract(f"^{rank} (?:of |for |in |- )?(.+)$")
    alone = pl.when(~plain.str.contains(rf"(?-u:\b){_either('person')}(?-u:\b)")).then(plain)
    found = main.select("title_clean", field=_before(pl.coalesce(after, before, of, alone))).drop_nulls()
    first = found.with_columns(field=pl.col("field").str.extract("^(.+?) and ")).drop_nulls()
    parts = [
        _candidate(frame, pl.col("field"), pl.lit(1), tier=tier, rank=10)
        for frame, tier in ((found, _FIELD), (first, _FIELD + 1))
    ]
    hits = _suffixes(pl.concat(parts)).join(_fields(), on="phrase")
    wide = pl.col("phrase").str.contains(f"^{_either('wide_field')}$")
    return (
        hits.filter(~wide | (pl.col("all") == pl.col("size"))).with_columns(is_whole=pl.lit(value=False)).select(_HIT)
    )


def _in_context(titles: pl.Series) -> pl.DataFrame:
    """The roles that words far apart in a title name together: `research scientist, voice ai`."""
    text = _normal(pl.col("title_clean"))
    texts = pl.DataFrame({"title_clean": titles}, schema={"title_clean": pl.String}).with_columns(phrase=text)
    hits = [
        texts.filter(pl.col("phrase").str.contains(pattern)).with_columns(role_id=pl.lit(role_id))
        for pattern, role_id in _words("context")
    ]
    kind = {"tier": pl.lit(_FIELD, pl.Int8), "rank": pl.lit(0, pl.Int8), "size": pl.lit(2, pl.Int64)}
    return pl.concat(hits).with_columns(is_whole=pl.lit(value=False), **kind).select(_HIT)


@cache
def _fields() -> pl.DataFrame:
    """The role that a field of work stands for where a title says no more than a rank beside it."""
    pairs = [(role_id, words) for words, role_id in _words("field") for words in words.split("|")]
    frame = pl.DataFrame(pairs, schema={"role_id": pl.String, "phrase": pl.String}, orient="row")
    return frame.with_columns(phrase=_normal(pl.col("phrase")))


def _after(segments: pl.DataFrame, main: pl.DataFrame, *, tier: int) -> pl.DataFrame:
    if main.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    later = segments.filter(pl.col("place") > 0).join(main.select("title_clean"), on="title_clean", how="semi")
    return _ending(later, pl.col("plain"), tier=tier, rank=6)


def _suffixes(candidates: pl.DataFrame) -> pl.DataFrame:
    """The last words of each candidate, from its least number of words to the longest phrase."""
    is_main = pl.col("rank").is_in([1, 2, 1 + _CUT, 2 + _CUT])
    frame = candidates.with_columns(words=pl.col("phrase").str.split(" "), all=_count(pl.col("phrase")))
    most = pl.min_horizontal("all", pl.lit(_LONGEST)) + 1
    frame = frame.with_columns(length=pl.int_ranges(pl.max_horizontal("least", pl.lit(1)), most, dtype=pl.Int64))
    frame = frame.explode("length", empty_as_null=False)
    return frame.select(
        "title_clean",
        "tier",
        "rank",
        "all",
        phrase=pl.col("words").list.tail(pl.col("length")).list.join(" "),
        size=pl.col("length") - pl.col("beyond"),
        is_whole=is_main & (pl.col("all") == pl.col("length")),
    )
