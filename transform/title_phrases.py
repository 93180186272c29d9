"""The phrases of a title that may name the role, in the order in which they are believed."""

import polars as pl

from transform.conditions import is_one_of
from transform.patterns import in_own_thread
from transform.title_words import before_preposition, either, folded, normal, of_one_gender, without_level, word_count

BEGUN = 2  # the tier of phrases that a segment begins with
FIELD = 11  # the tier of titles that say a rank and a field of work, believed last
PART = 13  # the rank of phrases that leave out what an `and` joins to them

_CUT = 10  # what a candidate's rank gains where its end is cut off
_LONGEST = 8  # the words of the longest phrase that is looked up
_SEGMENT_END = r"\s+(?:[-–—]+|/)\s*|\s*[-–—]+\s+|[–—|•·:;,@()\[\]\"“”]"
_BRACKETS = r"[(\[]([^()\[\]]*)[)\]]"
_CANDIDATE = {
    "title_clean": pl.String,
    "phrase": pl.String,
    "least": pl.Int64,
    "beyond": pl.Int64,
    "tier": pl.Int8,
    "rank": pl.Int8,
}


@in_own_thread
def segments_of(titles: pl.Series) -> pl.DataFrame:
    """Each title's segments in order: `title_clean`, `place`, `words`, `plain` (without the level), `slashed`."""
    frame = pl.DataFrame({"title_clean": titles}, schema={"title_clean": pl.String})
    text = of_one_gender(folded(pl.col("title_clean")))
    text = text.str.replace_all(rf"((?-u:\b){either('person')}(?: (?:i+|iv|[0-9]))?)/", "$1\n")
    text = text.str.replace_all(_SEGMENT_END, "\n").str.split("\n")
    frame = frame.with_columns_seq(words=text).explode("words", empty_as_null=False)
    frame = frame.with_columns_seq(slashed=pl.col("words"), words=normal(pl.col("words")))
    frame = frame.with_columns_seq(plain=without_level(pl.col("words"))).filter(pl.col("plain") != "")
    frame = frame.filter(~_is_repeated())
    place = pl.int_range(pl.len()).over("title_clean")
    return frame.with_columns_seq(place=place)


def _is_repeated() -> pl.Expr:
    """Whether a segment says the rank that the next one says again: `manager / director of finance`."""
    rank, plain_rank, plain = f"^{either('rank')}$", either("plain_rank"), pl.col("plain")
    following = plain.shift(-1).over("title_clean")
    is_same = plain.str.contains(rank) & following.str.contains(rank)
    is_named = plain.str.contains(f"^{plain_rank}$") & following.str.contains(f"^{plain_rank} of ")
    return (is_same | is_named).fill_null(value=False)


def main_of(segments: pl.DataFrame) -> pl.DataFrame:
    """The first segment of each title, and the next one's words."""
    second = segments.filter(pl.col("place") == 1).select("title_clean", next="plain")
    return segments.filter(pl.col("place") == 0).drop("place").join(second, on="title_clean", how="left")


@in_own_thread
def direct(titles: pl.Series, segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
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


@in_own_thread
def indirect(segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
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


def candidate(
    frame: pl.DataFrame, phrase: pl.Expr, least: pl.Expr, *, tier: int, rank: int, beyond: pl.Expr | None = None
) -> pl.DataFrame:
    """Candidates of one kind: a phrase must have `least` words; `beyond` are the words that do not count for length.

    A phrase that is null or empty is none, and left out where they are looked up.
    """
    if frame.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    return frame.select_seq(
        "title_clean",
        phrase=phrase,
        least=least.cast(pl.Int64),
        beyond=pl.lit(0, pl.Int64) if beyond is None else beyond,
        tier=pl.lit(tier, pl.Int8),
        rank=pl.lit(rank, pl.Int8),
    )


def _ending(frame: pl.DataFrame, words: pl.Expr, *, tier: int, rank: int) -> pl.DataFrame:
    """The whole segment, of which a phrase must reach before `of`, `for` ..., and what stands before that word."""
    if frame.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    frame = frame.select_seq("title_clean", words=words, before=before_preposition(words))
    least = word_count(pl.col("words")) - word_count(pl.col("before")) + 1
    whole = candidate(frame, pl.col("words"), least, tier=tier, rank=rank)
    cut = frame.filter(pl.col("before") != pl.col("words"))
    return pl.concat([whole, candidate(cut, pl.col("before"), pl.lit(1), tier=tier, rank=rank + _CUT)])


def _joined(main: pl.DataFrame) -> pl.DataFrame:
    """The main segment and the next one or its part before `and`; a phrase must reach from one into the other.

    Where only the next one names a person, in several words, the main segment may be an employer's name, so that all
    of it must count.
    """
    apart = main.with_columns_seq(next=pl.col("next").str.extract("^(.+?) and "))
    parts = pl.concat([main, apart.filter(pl.col("next").is_not_null())])
    person = rf"(?-u:\b){either('person')}"
    is_label = pl.col("next").str.contains(f" .*{person}$") & ~pl.col("plain").str.contains(rf"{person}(?-u:\b)")
    phrase, beyond = pl.concat_str("plain", "next", separator=" "), word_count(pl.col("next"))
    least = pl.when(is_label).then(word_count(phrase)).otherwise(beyond + 1)
    return candidate(parts, phrase, least, tier=1, rank=0, beyond=beyond)


def _slashed(main: pl.DataFrame) -> pl.DataFrame:
    """What stands before the first slash."""
    slashed = main.filter(pl.col("slashed").str.contains("/", literal=True))
    first = without_level(normal(pl.col("slashed").str.extract(r"^([^/]*)/")))
    return candidate(slashed, first, pl.lit(1), tier=3, rank=3)


def _unbracketed(titles: pl.Series) -> pl.DataFrame:
    """The first segment of a title whose brackets are left out."""
    frame = pl.DataFrame({"title_clean": titles}, schema={"title_clean": pl.String})
    frame = frame.filter(pl.col("title_clean").str.contains(r"[(\[]"))
    if frame.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    frame = frame.filter(pl.col("title_clean").str.contains(_BRACKETS + r"\s*\pL"))
    rest = folded(pl.col("title_clean")).str.replace_all(_BRACKETS, " ").str.replace_all(r"\s+", " ")
    first = without_level(normal(rest.str.replace(rf"(?:{_SEGMENT_END}).*$", "")))
    return _ending(frame.with_columns_seq(first=first), pl.col("first"), tier=4, rank=4)


def _inverted(main: pl.DataFrame) -> pl.DataFrame:
    """`engineering manager` for `manager, engineering` and `manager of engineering`."""
    inverting, plain = either("inverting"), pl.col("plain")
    by_comma = pl.when(plain.str.contains(f"^{inverting}$")).then(pl.concat_str("next", "plain", separator=" "))
    by_of = plain.str.extract(f"^{inverting} of (.+)$") + " " + plain.str.extract(f"^({inverting}) of ")
    phrase = pl.coalesce(by_comma, by_of).str.replace(" engineering engineer$", " engineer")
    phrase = phrase.str.replace(" engineer manager$", " engineering manager")
    phrase = phrase.str.replace(" associate director$", " director")
    inverted = main.select_seq("title_clean", inverted=phrase).drop_nulls()
    return candidate(inverted, pl.col("inverted"), word_count(pl.col("inverted")), tier=5, rank=5)


def _later(segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The later segments of titles whose main segment names nobody (but an employer, a team, a field)."""
    impersonal = main.filter(~pl.col("plain").str.contains(rf"(?-u:\b){either('person')}(?-u:\b)"))
    return _after(segments, impersonal, tier=6)


def _any_later(segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The later segments of titles whose main segment holds no common noun for people, believed after the others."""
    vague = main.filter(~pl.col("plain").str.contains(rf"(?-u:\b)(?:{either('noun')}|{either('rank')})(?-u:\b)"))
    return _after(segments, vague, tier=9)


def _contained(segments: pl.DataFrame) -> pl.DataFrame:
    """Any two words or more of a segment that end in a common noun for people, whatever follows."""
    words = segments.select_seq(
        "title_clean", words=before_preposition(pl.col("plain")).str.split(" ").list.head(_LONGEST + 4)
    )
    ends = words.with_columns_seq(end=pl.int_ranges(2, pl.col("words").list.len() + 1)).explode(
        "end", empty_as_null=False
    )
    phrase = pl.col("words").list.head(pl.col("end")).list.join(" ")
    ends = ends.select_seq("title_clean", phrase=phrase).filter(
        pl.col("phrase").str.contains(rf"(?-u:\b){either('noun')}$")
    )
    return candidate(ends, pl.col("phrase"), pl.lit(2), tier=FIELD + 2, rank=11)


def _deferred(segments: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """The later segments of titles whose main segment leaves it to them what the person does."""
    defers = pl.col("words").str.contains(f"{either('deferring')}$")
    leads = pl.col("words").str.contains(rf"(?-u:\b){either('leading')} (?:of )?")
    return _after(segments, main.filter(defers & ~leads), tier=0)


def _overriding(segments: pl.DataFrame) -> pl.DataFrame:
    """The later segments that say what the work is, whatever the title begins with."""
    return _ending(
        segments.filter((pl.col("place") > 0) & pl.col("plain").str.contains(either("overriding"))),
        pl.col("plain"),
        tier=0,
        rank=6,
    )


def _led(main: pl.DataFrame) -> pl.DataFrame:
    """`growth marketing manager` for whoever leads growth marketing: director of it, head of it, its vice president."""
    leading, plain = either("leading"), pl.col("plain")
    by_comma = pl.when(plain.str.contains(f"^{leading}$")).then("next")
    before = plain.str.extract(f"^{leading} (?:of |for )?(?:the )?(.+)$")
    after = plain.str.extract(f"^(.+?) {leading}(?: (?:of|for) .+)?$")
    led = main.select_seq("title_clean", led=before_preposition(pl.coalesce(by_comma, before, after))).drop_nulls()
    phrase = pl.col("led").str.replace(" (?:management|team)$", "") + " manager"
    first = pl.col("led").str.extract("^(.+?) and ") + " manager"
    kinds = ((phrase, 7), (first, PART))
    return pl.concat([candidate(led, words, pl.lit(2), tier=7, rank=rank) for words, rank in kinds])


def _named_next(main: pl.DataFrame) -> pl.DataFrame:
    """The second segment of a title that begins with a rank and nothing else: `vice president, react developer`."""
    leads = pl.col("plain").str.contains("(?:manager|head|leader|supervisor)$")  # of those whom the next segment names
    ranked = main.filter(pl.col("plain").str.contains(f"^{either('rank')}$") & ~leads & pl.col("next").is_not_null())
    return _ending(ranked, pl.col("next"), tier=5, rank=9)


def _cut_short(main: pl.DataFrame) -> pl.DataFrame:
    """The main segment up to the first word that names a person, where none follows: `physical therapist home care`."""
    parts = main.with_columns_seq(
        person=pl.col("plain").str.extract(rf"^(.*?(?-u:\b){either('noun')}) "),
        rest=pl.col("plain").str.extract(rf"^.*?(?-u:\b){either('noun')} (.+)$"),
    )
    names_another = pl.col("rest").str.contains(rf"(?-u:\b)(?:{either('noun')}|{either('inverting')})(?-u:\b)")
    is_joined = pl.col("rest").str.contains("^(?:and|or|und|oder|et|ou) ")
    return candidate(parts.filter(~names_another | is_joined), pl.col("person"), pl.lit(2), tier=8, rank=8)


def _head_first(segments: pl.DataFrame) -> pl.DataFrame:
    """The beginnings of a segment in a language that says first what somebody is: `desarrollador java`."""
    first = segments.filter(pl.col("plain").str.contains(rf"^{either('head_first')}(?-u:\b)"))
    return beginnings(first, pl.col("plain"), tier=BEGUN, rank=9)


def beginnings(frame: pl.DataFrame, phrase: pl.Expr, *, tier: int, rank: int) -> pl.DataFrame:
    """The first word of each phrase, its first two words, and so on, as candidates of which all must count."""
    if frame.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    words = frame.select_seq("title_clean", words=phrase.str.split(" ").list.head(_LONGEST)).drop_nulls()
    lengths = pl.int_ranges(1, pl.col("words").list.len() + 1, dtype=pl.Int64)
    begun = words.with_columns_seq(length=lengths).explode("length", empty_as_null=False)
    first = pl.col("words").list.head(pl.col("length")).list.join(" ")
    return candidate(begun, first, pl.col("length"), tier=tier, rank=rank)


def _engineering(main: pl.DataFrame) -> pl.DataFrame:
    """`security engineer` for who is hired for it under the name of the field: `security engineering intern`."""
    field = main.filter(pl.col("plain").str.contains(" engineering$"))
    return candidate(field, pl.col("plain").str.replace("ing$", ""), pl.lit(2), tier=9, rank=7)


def _after(segments: pl.DataFrame, main: pl.DataFrame, *, tier: int) -> pl.DataFrame:
    if main.is_empty():
        return pl.DataFrame(schema=_CANDIDATE)
    later = segments.filter(pl.col("place") > 0).join(main.select_seq("title_clean"), on="title_clean", how="semi")
    return _ending(later, pl.col("plain"), tier=tier, rank=6)


def suffixes(candidates: pl.DataFrame) -> pl.DataFrame:
    """The last words of each candidate, from its least number of words to the longest phrase, and the `rest`."""
    is_main = is_one_of(pl.col("rank"), [1, 2, 1 + _CUT, 2 + _CUT])
    candidates = candidates.filter(pl.col("phrase") != "")
    frame = candidates.with_columns_seq(words=pl.col("phrase").str.split(" "), all=word_count(pl.col("phrase")))
    most = pl.min_horizontal("all", pl.lit(_LONGEST)) + 1
    frame = frame.with_columns_seq(length=pl.int_ranges(pl.max_horizontal("least", pl.lit(1)), most, dtype=pl.Int64))
    frame = frame.explode("length", empty_as_null=False)
    # Long lists in three columns, side by side.
    return frame.select(
        "title_clean",
        "tier",
        "rank",
        "all",
        phrase=pl.col("words").list.tail(pl.col("length")).list.join(" "),
        rest=pl.col("words").list.head(pl.col("all") - pl.col("length")).list.join(" "),
        size=pl.col("length") - pl.col("beyond"),
        is_whole=is_main & (pl.col("all") == pl.col("length")),
    )
