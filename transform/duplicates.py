"""The same vacancy seen twice: which pairs of postings are one vacancy, which may be, and the vacancies they make.

A pair is judged by its features, each a column of its own, in one table of rules (`judge`). What is merged must be
certain: same requisition, address or text, at one employer. Different requisitions of one board are different
vacancies, even if their texts are equal; another employer's copy (an agency's) is noted and never merged. So is one
text under two titles at one place: a board gives no number that would say whether these are one opening or two.

An engineer who is sought in London or Berlin is one vacancy; two shops each need a manager of their own. What binds
work to its place, and what sells to the market that its title names, is listed in `reference/place_bound.csv`.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from transform.roles import roles
from transform.schema import TABLES, frame_schema
from transform.title_words import words_of

VERSION: int = 8
"""Version of the rules; the matches of another version are judged anew."""

MIN_TITLE_SCORE = 90.0
MIN_OPENING_TITLE_SCORE = 60.0
MIN_JACCARD = 0.7
MIN_OVERLAP = 0.95
"""How alike what the texts of equal titles say of the work is at least, by either measure."""
MIN_JACCARD_OF_OTHERS = 0.8
MIN_OVERLAP_OF_OTHERS = 0.9
"""The same where a title says more than the other, or the employer is another."""
MIN_JACCARD_OF_ONE_TEXT = 0.95
"""The same where each title names a place of its own, or one of them work from home."""
MIN_YEARS_APART = 2
"""Who asks for so many more years of experience seeks somebody of another level."""
MAX_GAP_DAYS = 30
"""A posting that opens within so many days after its like has closed is its repost."""
MAX_APART_DAYS = 45
"""What opens later than so many days after the other has closed is not compared with it: whoever is sought under an old
number, address or text again after that is sought anew. So does the cost of a day not grow with what is long gone."""
MAX_MEMBERS = 20
"""A vacancy of more postings, joined by texts alone, is taken apart unless these are all but equal."""

MERGED = ("same", "places")
"""The kinds that make one vacancy of two postings."""
_SURE = ("requisition", "url", "copy")
_SURE_JACCARD = 0.9
_MATCH = TABLES["core.posting_match"].columns
_VACANCY = TABLES["core.vacancy"].columns


class Vacancies(NamedTuple):
    """Each posting's vacancy and series, and how many vacancies were too large to be believed."""

    frame: pl.DataFrame
    oversized: int


def place_words() -> list[str]:
    """The words of titles that name a place, whatever the posting's own: regions, countries and their short names."""
    listed = [phrase for kind in ("region title", "place title") for phrase in _phrases(kind)]
    return [phrase for phrase in listed if " " not in phrase]


def text_pairs(pairs: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The pairs of different texts to compare, in pieces, each with the hashes (`text_hash`) of its texts."""
    different = pairs.filter(pl.col("text_hash") != pl.col("other_text_hash"))
    distinct = different.select(_TEXTS).unique().sort(_TEXTS)
    for start in range(0, distinct.height, _PAIRS_AT_ONCE):
        some = distinct.slice(start, _PAIRS_AT_ONCE)
        yield some, pl.concat([some["text_hash"], some["other_text_hash"].alias("text_hash")]).unique().to_frame()


def features(pairs: pl.DataFrame, likeness: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The candidates with what the rules look at: `title_score`, `is_title_equal`, `is_title_within`, `text_*` ...

    `likeness` holds the Jaccard and the overlap coefficient of each pair of texts; a text is like itself.
    """
    known = pl.concat([pl.DataFrame(schema=_LIKENESS), *likeness])
    frame = pairs.join(known, on=_TEXTS, how="left", maintain_order="left")
    is_copy = pl.col("text_hash") == pl.col("other_text_hash")
    measured = (pl.when(is_copy).then(1.0).otherwise(name).alias(name) for name in ("text_jaccard", "text_overlap"))
    frame = frame.with_columns(*measured, is_language_same=is_copy | pl.col("is_language_same").fill_null(value=True))
    frame = frame.hstack(_titles_compared(frame)).with_columns(is_told_apart=_is_told_apart())
    return frame.with_columns(
        is_place_bound=_is_bound(),
        is_for_market=_is_for_market(),
        is_work_same=_is_work_same(),
        is_title_extended=pl.col("is_title_extended") & ~pl.col("is_told_apart"),
    )


def counts(matches: pl.DataFrame) -> dict[str, int]:
    """The number of matches of each kind."""
    return dict(matches.group_by("match_kind").len().iter_rows())


_TEXTS = ["text_hash", "other_text_hash"]
_LIKENESS: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(_TEXTS, pl.String),
    **dict.fromkeys(("text_jaccard", "text_overlap"), pl.Float64),
    "is_language_same": pl.Boolean,
    **dict.fromkeys(("swapped_words", "other_swapped_words"), pl.List(pl.String)),
}
_PAIRS_AT_ONCE = 4096
_JUDGED_AT_ONCE = 32_768
_NUMBER = r"(?-u:\b)(?:[ivx]{1,4}|l?[0-9]{1,2})(?-u:\b)"
_NO_OPENING = r"^(?:20[0-9]{2}|1099)$"  # a year, or the form that contractors in the United States fill in


def _titles_compared(frame: pl.DataFrame) -> pl.DataFrame:
    """How alike the titles are, whether they hold the same words, and whether those name the same level."""
    names = ["title_words", "other_title_words"]
    distinct = frame.select(names).unique(maintain_order=True)
    left, right = (distinct[name].to_list() for name in names)
    scores = process.cpdist(left, right, scorer=fuzz.token_set_ratio) if left else np.empty(0, np.float32)
    words = [pl.col(name).str.split(" ") for name in names]
    is_within = words[0].list.set_difference(words[1]).list.len().eq(0) | words[1].list.set_difference(
        words[0]
    ).list.len().eq(0)
    numbers = [pl.col(name).str.extract_all(_NUMBER).list.sort().list.join(" ") for name in names]
    own = pl.concat_list(words[0].list.set_difference(words[1]), words[1].list.set_difference(words[0]))
    compared = distinct.with_columns(
        title_score=pl.Series(scores, dtype=pl.Float64),
        is_title_equal=(pl.col(names[0]) == pl.col(names[1])) & (pl.col(names[0]) != ""),
        is_title_within=is_within,
        is_number_equal=numbers[0] == numbers[1],
        is_title_extended=is_within & (own.list.len() > 0) & ~_is_ranked_apart(own),
        is_title_ranked=is_within & _is_ranked_apart(own),
    )
    found = frame.select(*names, "level", "other_level").join(compared, on=names, how="left", maintain_order="left")
    is_level_equal = pl.col("is_number_equal") & pl.col("level").eq_missing(pl.col("other_level"))
    return found.select(
        "title_score", "is_title_equal", "is_title_within", "is_title_extended", "is_title_ranked",
        is_level_equal=is_level_equal,
    )  # fmt: skip


def _are_numbered_apart() -> pl.Expr:
    """Whether each title as written gives another number, of a requisition or a branch."""
    numbers = [_number_in(name) for name in ("title", "other_title")]
    return (numbers[0] != numbers[1]).fill_null(value=False)


def _number_in(title: str) -> pl.Expr:
    """The digits of the requisition that a title names; null where it names none."""
    patterns = (pattern for pattern, _ in words_of("requisition") if "[0-9]" in pattern)
    marks = pl.coalesce(pl.col(title).str.extract(f"(?i)({pattern})") for pattern in patterns)
    digits = marks.str.replace_all("[^0-9]", "")
    return pl.when(~digits.str.contains(_NO_OPENING)).then(digits)


def _is_ranked_apart(alone: pl.Expr) -> pl.Expr:
    """Whether one of the words that only one of two titles has is a rank or holds a number."""
    ranks = _phrases("rank title")
    return alone.list.eval(pl.element().is_in(ranks) | pl.element().str.contains("[0-9]")).list.any()


def _is_told_apart() -> pl.Expr:
    """Whether only one of the titles as written names a language, shift, term or trade."""
    written = [_words(name) for name in ("title", "other_title")]
    kinds = [*_phrases("apart title"), *_languages()]
    return written[0].list.set_symmetric_difference(written[1]).list.eval(pl.element().is_in(kinds)).list.any()


def _is_spoken_apart() -> pl.Expr:
    """Whether titles that name a language are written otherwise: the French of Canada is not that of France."""
    spoken = (_words(name).list.set_intersection(_languages()).list.len() > 0 for name in ("title", "other_title"))
    return ~pl.col("is_title_as_written") & pl.any_horizontal(*spoken)


def _languages() -> list[str]:
    return [*_phrases("language title"), *_phrases("language", "advert_words.csv")]


def _names_apart() -> pl.Expr:
    """Whether each title names another place."""
    places = [_named_places(name) for name in ("title", "other_title")]
    are_named = pl.min_horizontal(place.list.len() for place in places) > 0
    return are_named & (places[0].list.sort() != places[1].list.sort())


def _named_places(title: str) -> pl.Expr:
    """The words of a title that name a place, one of the postings' own or any other."""
    known = pl.col("place_words").list.concat(pl.lit(place_words(), pl.List(pl.String)))
    return _words(title).list.set_intersection(known)


def _words(title: str) -> pl.Expr:
    return pl.col(title).str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+").list.unique()


def _is_bound() -> pl.Expr:
    """Whether the work of either posting is bound to its place; what both do from home is not."""
    return (_is_one_bound("") | _is_one_bound("other_")) & ~_is_at_home()


def _is_one_bound(prefix: str) -> pl.Expr:
    """Whether the role is, or the title says so; the department tells where no role is known."""
    title = _holds(f"{prefix}title", "bound title") | _holds(f"{prefix}title", "bound ending")
    department = _holds(f"{prefix}department", "bound department") & pl.col(f"{prefix}role_id").is_null()
    return _is_role(prefix, "bound") | (title & ~_is_role(prefix, "free")) | department


def _is_for_market() -> pl.Expr:
    """Whether the postings sell, each to a market that title or text names, or serve one in other words each.

    So do those of which each names another region, unless they are engineers there. Where one works from home is no
    market.
    """
    is_selling = _is_one("", "market") | _is_one("other_", "market")
    is_serving = _is_one("", "service") | _is_one("other_", "service")
    is_sold = is_selling & (~pl.col("is_title_as_written") | _is_swapped(pl.lit([], pl.List(pl.String))))
    is_served = is_serving & pl.col("is_title_elsewhere") & ~_is_copy()
    is_free = _is_role("", "free") & (pl.col("place_match") != "same")
    return (is_sold | is_served | (_is_for_regions() & ~is_free)) & ~_is_at_home()


def _is_at_home() -> pl.Expr:
    return _holds("title", "home title") & _holds("other_title", "home title")


def _is_for_regions() -> pl.Expr:
    """Whether each title names a region of its own."""
    return _holds("title", "region title") & _holds("other_title", "region title") & pl.col("is_title_elsewhere")


def _is_one(prefix: str, what: str) -> pl.Expr:
    """Whether the role or, unless that is free of all markets, the title is of those that sell or serve (`what`)."""
    by_words = _holds(f"{prefix}title", f"{what} title") & ~_is_role(prefix, "free")
    return _is_role(prefix, what) | by_words


def _is_work_same() -> pl.Expr:
    """Whether the same is asked for and worked on: no other languages, years, or product with another name."""
    are_years_apart = (pl.col("years_min") - pl.col("other_years_min")).abs() >= MIN_YEARS_APART
    is_asked_same = pl.col("is_language_same") & ~_is_spoken_apart() & ~are_years_apart.fill_null(value=False)
    return is_asked_same & ~_is_swapped(pl.col("place_words"))


def _is_swapped(places: pl.Expr) -> pl.Expr:
    """Whether each text repeats a word that the other never says, those of `places` apart."""
    kept = (pl.col(name).list.set_difference(places).list.len() for name in ("swapped_words", "other_swapped_words"))
    return pl.min_horizontal(*kept).fill_null(0) > 0


def _is_role(prefix: str, what: str) -> pl.Expr:
    """Whether the role is known to be `bound` to its place or to a `market`, or `free` of both whatever its title."""
    listed = roles().filter(
        pl.col("role_id").is_in(_phrases(f"{what} role"))
        | pl.col("role_family").is_in(_phrases(f"{what} family"))
        | pl.col("role_field").is_in(_phrases(f"{what} field"))
    )
    return pl.col(f"{prefix}role_id").is_in(listed["role_id"].to_list()).fill_null(value=False)


def _holds(column: str, kind: str) -> pl.Expr:
    """Whether the words hold one of the phrases of this kind; an ending is one of a word."""
    words = pl.col(column).fill_null("").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ")
    start = "" if kind.endswith("ending") else " "
    phrases = [f"{start}{phrase} " for phrase in _phrases(kind)]
    return pl.concat_str(pl.lit(" "), words, pl.lit(" ")).str.contains_any(phrases)


def _phrases(kind: str, file: str = "place_bound.csv") -> list[str]:
    return _listed(file).filter(pl.col("kind") == kind)["phrase"].to_list()


@cache
def _listed(file: str) -> pl.DataFrame:
    source = resources.files("transform.reference").joinpath(file).read_bytes()
    return pl.read_csv(source, schema={"kind": pl.String, "phrase": pl.String})


def judge(featured: pl.DataFrame) -> pl.DataFrame:
    """The pairs that are or may be one vacancy, with kind and evidence (core.posting_match); the others are left out.

    The first rule that a pair meets decides.
    """
    rules = [pl.when(met).then(pl.struct(match_kind=kind, match_evidence=evidence)) for met, kind, evidence in _rules()]
    # Each rule is worked out for each pair of a piece: for all at once that is a gigabyte for some hundred thousand.
    parts = [
        part.with_columns(verdict=pl.coalesce(rules)).unnest("verdict").filter(pl.col("match_kind").is_not_null())
        .with_columns(match_version=pl.lit(VERSION)).select(_MATCH).cast(pl.Schema(frame_schema(_MATCH)))
        for part in featured.iter_slices(_JUDGED_AT_ONCE)
    ]  # fmt: skip
    return pl.concat([pl.DataFrame(schema=frame_schema(_MATCH)), *parts])


def _rules() -> list[tuple[pl.Expr, pl.Expr, pl.Expr]]:
    """What a pair must meet, the kind of match that it then is (null: none), and on what evidence; in order."""
    none, by_opening, by_url, by_title = (pl.lit(word, pl.String) for word in (None, "requisition", "url", "title"))
    same, places, repost, possible = (pl.lit(kind) for kind in ("same", "places", "repost", "possible"))
    others, elsewhere = ~pl.col("is_same_employer"), ~pl.col("is_same_board")
    alike, by_text, textless = _is_alike(elsewhere), _by_text(), _is_textless()
    near, at_once = pl.col("place_match").is_in(["same", "overlap"]), pl.col("is_open_at_once")
    opening, repeated = _is_same_opening(), _is_repeated()
    is_anywhere = pl.col("is_work_same") & ~pl.col("is_place_bound") & ~pl.col("is_for_market") & ~_is_placed_apart()
    extended = _is_extended() & at_once & pl.col("is_work_same")
    is_told_apart = pl.col("is_title_ranked") | pl.col("is_told_apart") | _names_apart()
    retitled = _is_one_text() & pl.col("is_work_same") & ~is_told_apart
    is_free = _is_role("", "free") | _is_role("other_", "free")
    return [
        (~pl.col("is_level_equal"), none, none),
        (others & alike, pl.lit("possible_copy"), by_text),
        (others, none, none),
        (pl.col("is_same_url") & (pl.col("title_score") >= MIN_TITLE_SCORE), same, by_url),
        (opening & near, same, by_opening),
        (opening, places, by_opening),
        (_is_different_opening() | (_are_numbered_apart() & at_once), none, none),
        (alike & (repeated | (_is_soon() & _is_apart() & is_anywhere)), repost, by_text),
        (alike & at_once & elsewhere & near, same, by_text),
        (alike & at_once & _is_apart() & is_anywhere, places, by_text),
        (extended & near & pl.col("is_same_seat") & ~_names_apart(), same, by_text),
        (extended & _is_apart() & is_anywhere & is_free, places, by_text),
        ((alike | (retitled & near)) & at_once, possible, by_text),
        (textless & repeated & ~elsewhere, repost, by_title),
        (
            textless & at_once & elsewhere & near & pl.col("is_same_seat") & ~pl.col("is_title_elsewhere"),
            same,
            by_title,
        ),
        (textless & at_once & near, possible, by_title),
    ]


def _is_alike(elsewhere: pl.Expr) -> pl.Expr:
    """Whether texts and titles are alike; within one board a word more in the title is another vacancy."""
    jaccard, overlap = pl.col("text_jaccard"), pl.col("text_overlap")
    near = (jaccard >= MIN_JACCARD) | (overlap >= MIN_OVERLAP)
    nearer = (jaccard >= MIN_JACCARD_OF_OTHERS) | (overlap >= MIN_OVERLAP_OF_OTHERS)
    is_titled = pl.col("is_title_within") & (pl.col("title_score") >= MIN_TITLE_SCORE)
    return (near & pl.col("is_title_equal") & pl.col("is_same_employer")) | (nearer & is_titled & elsewhere)


def _is_one_text() -> pl.Expr:
    return pl.col("text_jaccard") >= MIN_JACCARD_OF_ONE_TEXT


def _is_placed_apart() -> pl.Expr:
    """Whether each title names a place and the texts are not one; at home the places are those one may live in."""
    return pl.col("is_title_elsewhere") & ~_is_one_text() & ~_is_at_home()


def _is_extended() -> pl.Expr:
    """Whether a title only says more over the very same work; who sells or keeps clients is sought title by title."""
    of_clients = (_is_one(prefix, what) for prefix in ("", "other_") for what in ("market", "client"))
    return pl.col("is_title_extended") & (pl.col("text_jaccard") == 1.0) & ~pl.any_horizontal(*of_clients)


def _is_copy() -> pl.Expr:
    return pl.col("is_title_equal") & (pl.col("text_jaccard") == 1.0)


def _by_text() -> pl.Expr:
    return pl.when(_is_copy()).then(pl.lit("copy")).otherwise(pl.lit("text"))


def _is_textless() -> pl.Expr:
    """Whether there is nothing but equal titles to go by."""
    return pl.col("text_jaccard").is_null() & pl.col("is_title_equal")


def _is_apart() -> pl.Expr:
    """Whether the places differ, seat by seat where there are several, or only the titles say that they do."""
    by_title = ~pl.col("is_title_as_written") & _is_copy()
    at_home = _holds("title", "home title") != _holds("other_title", "home title")
    differ = pl.col("place_match").is_in(["different", "overlap"]) | (at_home & _is_one_text())
    return (differ & pl.col("is_same_seat")) | by_title


def _is_repeated() -> pl.Expr:
    """Whether one opened in the place of the other soon after that had closed: of several seats none tells which."""
    return _is_soon() & (pl.col("place_match") == "same") & ~pl.col("is_title_elsewhere")


def _is_soon() -> pl.Expr:
    return ~pl.col("is_open_at_once") & (pl.col("gap_days") <= MAX_GAP_DAYS)


def _is_same_opening() -> pl.Expr:
    """Whether the employer's own numbers say so; some employers give all their postings one number."""
    is_equal = (pl.col("requisition_match") == "same") | (pl.col("group_match") == "same")
    return is_equal & (pl.col("title_score") >= MIN_OPENING_TITLE_SCORE)


def _is_different_opening() -> pl.Expr:
    return (pl.col("requisition_match") == "different") | (pl.col("group_match") == "different")


# -- vacancies --


def vacancies(matches: pl.DataFrame, postings: pl.DataFrame) -> Vacancies:
    """The vacancy and the series of each posting that shares one with another; the others are vacancies of their own.

    `postings` (`posting_id`, `rank`, `board_id`, `opening`, `first_seen_at`, `gone_at`) ranks all that `matches` names:
    a vacancy bears the id of its first posting. Where a third posting's text would join two openings of one board,
    texts join nothing. A posting that opened after one that it is joined with had closed is its repost, though the
    vacancy may have been up elsewhere meanwhile.
    """
    merged = matches.filter(pl.col("match_kind").is_in(MERGED))
    vacancy = _components(merged, postings)
    sizes = vacancy.group_by("component").len().filter(pl.col("len") > MAX_MEMBERS)
    large = vacancy.join(sizes, on="component", how="semi")["posting_id"].implode()
    is_sure = pl.col("match_evidence").is_in(_SURE) | (pl.col("text_jaccard") >= _SURE_JACCARD).fill_null(value=False)
    mixed = _mixed_openings(vacancy, postings)
    is_by_number = pl.col("match_evidence").is_in(["requisition", "url"])
    is_doubtful = (pl.col("posting_id").is_in(large) & ~is_sure) | (pl.col("posting_id").is_in(mixed) & ~is_by_number)
    kept = merged.filter(~is_doubtful)
    taken_apart = merged.filter(pl.col("posting_id").is_in(large) & ~is_sure)
    oversized = taken_apart.join(vacancy, on="posting_id")["component"].n_unique()
    series = pl.concat([kept, matches.filter(pl.col("match_kind") == "repost")])
    first = _components(kept, postings).rename({"component": "vacancy_id"})
    joined = _components(series, postings).rename({"component": "series_id"})
    frame = joined.join(first, on="posting_id", how="left").with_columns(
        pl.col("vacancy_id").fill_null(pl.col("posting_id")),
        is_repost=pl.col("posting_id").is_in(_reposts(series, postings).implode()),
    )
    return Vacancies(frame.select(_VACANCY).sort("posting_id"), oversized)


def _reposts(joining: pl.DataFrame, postings: pl.DataFrame) -> pl.Series:
    """The postings that opened after another that they are joined with had closed."""
    late = joining.join(postings.select("posting_id", "first_seen_at"), on="posting_id")
    gone = postings.select("posting_id", "gone_at")
    pairs = late.join(gone, left_on="other_id", right_on="posting_id")
    return pairs.filter(pl.col("gone_at") < pl.col("first_seen_at"))["posting_id"].unique()


def _mixed_openings(vacancy: pl.DataFrame, postings: pl.DataFrame) -> pl.Series:
    """The postings of the vacancies that hold two openings of one board."""
    numbered = vacancy.join(postings.select("posting_id", "board_id", "opening"), on="posting_id")
    several = numbered.group_by("component", "board_id").agg(pl.col("opening").drop_nulls().n_unique())
    mixed = several.filter(pl.col("opening") > 1).select("component").unique()
    return vacancy.join(mixed, on="component", how="semi")["posting_id"].implode()


def _components(edges: pl.DataFrame, postings: pl.DataFrame) -> pl.DataFrame:
    """The connected postings (`posting_id`), each with the best ranked that it is connected to (`component`)."""
    ends = pl.concat([edges["posting_id"], edges["other_id"]]).unique()
    ranked = postings.join(ends.to_frame("posting_id"), on="posting_id", how="semi").sort("rank", "posting_id")
    ranked = ranked.select("posting_id").with_row_index("node")
    node = dict(zip(ranked["posting_id"], ranked["node"], strict=True))
    left, right = (
        edges[name].replace_strict(node, return_dtype=pl.Int64).to_numpy() for name in ("posting_id", "other_id")
    )
    graph = coo_array((np.ones(edges.height, np.int8), (left, right)), shape=(ranked.height, ranked.height))
    labels = connected_components(graph, directed=False)[1] if ranked.height else np.empty(0, np.int32)
    frame = ranked.with_columns(label=pl.Series(labels))
    return frame.select("posting_id", component=pl.col("posting_id").first().over("label", order_by="node"))
