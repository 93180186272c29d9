"""The code of an occupation that a title names, in a classification that the person has.

Four likenesses are added up: with the nearest of an occupation's names; with all of its names and its description
taken together, by their letters and words and by what they mean; and, where other classifications are there too, with
the names that the same occupation has in them. Classifications are joined by the codes that they have in common, or by
the names that they share.
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from transform.embeddings import Embeddings
from transform.similar import Texts, lemmas
from transform.taxonomy import Taxonomy

MATCHES = {
    "title": pl.String,
    "code": pl.String,
    "score": pl.Float64,
    "confidence": pl.Float64,
    "method": pl.String,
}
"""What is said of a title: its code, how like it is (0 to 1), how sure it is, and `method`: exact, role or similar."""

ROLES = {"title": pl.String, "soc_code": pl.String, "isco_code": pl.String, "esco_id": pl.String}
"""Titles with the codes of the role that each has; unknown where it has none."""

RANKS = {"title": pl.String, "code": pl.String, "score": pl.Float64, "rank": pl.Int32}

_SLICE = 1_024  # titles looked at together, so that memory has a bound
_NAME, _WHOLE, _MEANING, _OTHER = 1.0, 0.8, 0.3, 0.5  # what each likeness counts for
_DEPTH = 100  # the nearest names, and the nearest occupations, that are looked at
_OTHER_DEPTH = 60
_SAME = 0.9  # from this likeness on, two classifications' names are taken to be one
_WHOLE_LIMIT = 20_000  # characters; the longest names and description of an occupation have half of it
_SURE_TITLE, _SURE_NAME = 0.8, 0.55  # how often a whole title was right that is an occupation's title, or other name
_SURE_AHEAD = ((0.1, 0.35), (0.15, 0.5), (0.2, 0.6), (0.25, 0.65))  # how often one was that led the next by so much
_LEAST = 0.45  # a title that is less like anything names no occupation
# How sure a code inside a role's own is: the only one there, the likeliest of all codes, another. A role is defined by
# its SOC and ISCO codes; for ESCO it is measured.
_SURE_INSIDE = {"onet": (0.9, 0.8, 0.6), "soc": (0.9,) * 3, "isco": (0.9,) * 3, "esco": (0.5, 0.5, 0.15)}
_OWN = 0.05  # what being the very occupation that the role names adds to a score
_ROLE_CODE = {"onet": "soc_code", "soc": "soc_code", "isco": "isco_code", "esco": "isco_code"}
_BY_CODE = {"isco": "isco_code", "soc": "soc_code"}  # the column in which others carry a scheme's codes


def rank(titles: pl.Series, taxonomy: Taxonomy, count: int, others: Sequence[Taxonomy] = ()) -> pl.DataFrame:
    """For each distinct title its `count` likeliest codes in the classification: `title`, `code`, `score`, `rank`."""
    return Coder(taxonomy, others).rank(titles, count)


def match(
    titles: pl.Series, taxonomy: Taxonomy, others: Sequence[Taxonomy] = (), *, least: float = 0.5
) -> pl.DataFrame:
    """The code of each distinct title that surely enough names an occupation, in the columns MATCHES."""
    return Coder(taxonomy, others).match(titles, least=least)


def match_roles(
    titles: pl.DataFrame, taxonomy: Taxonomy, others: Sequence[Taxonomy] = (), *, least: float = 0.5
) -> pl.DataFrame:
    """The code of each distinct title of `titles` (ROLES), in the columns MATCHES.

    Where the title has a role, the code is one of the role's own; else it is what `match` finds.
    """
    return Coder(taxonomy, others).match_roles(titles, least=least)


class _Other(NamedTuple):
    """Another classification's names, and the occupations of ours that its codes stand for, each with its share."""

    texts: Texts
    codes: pl.DataFrame
    shares: pl.DataFrame


class Coder:
    """Finds the codes of titles in one classification, with the help of others."""

    def __init__(self, taxonomy: Taxonomy, others: Sequence[Taxonomy] = ()) -> None:
        apart = [other for other in others if other.scheme.scheme != taxonomy.scheme.scheme]
        named = [_renamed(other, taxonomy) for other in apart if _carries(other, taxonomy)]
        every = pl.concat([taxonomy.entries.select("code", "name", "kind"), *named])
        # Codes and titles are compared as numbers: twice as fast as texts.
        numbered = pl.Enum(every["code"].unique().sort())
        self.entries = every.unique(["code", "name"], keep="first", maintain_order=True).with_columns(
            pl.col("code").cast(numbered)
        )
        self._role_codes = _role_codes(taxonomy)
        self._sure_inside = _SURE_INSIDE[taxonomy.scheme.scheme]
        self._names = _texts(self.entries)
        whole = _whole(self.entries, taxonomy.descriptions).sort("code")
        self._whole = Texts(whole["code"], whole["text"], limit=_WHOLE_LIMIT)
        beside = [_whole(other.entries, other.descriptions)["text"] for other in apart]
        self._meanings = Embeddings(whole["text"], beside, limit=_WHOLE_LIMIT)
        helpers = [other for other in apart if not _carries(other, taxonomy)]
        largest = max(helpers, key=lambda other: other.entries.height, default=None)
        self._other = _other(largest, self.entries) if largest else None

    def rank(self, titles: pl.Series, count: int) -> pl.DataFrame:
        """For each distinct title its `count` likeliest codes: `title`, `code`, `score` (0 to 1), `rank` from 1."""
        distinct = titles.drop_nulls().unique(maintain_order=True)
        parts = [self._rank(distinct.slice(at, _SLICE), count) for at in range(0, distinct.len(), _SLICE)]
        return pl.concat([pl.DataFrame(schema=RANKS), *parts])

    def match(self, titles: pl.Series, *, least: float = 0.5) -> pl.DataFrame:
        """The code of each distinct title, in the columns MATCHES; one below the `least` confidence has none.

        The confidence is the share of such matches that agreed with the code that people had given, on vacancies'
        titles with ESCO codes.
        """
        exact = self._exact(titles)
        rest = titles.drop_nulls().unique(maintain_order=True)
        rest = rest.filter(~rest.is_in(exact["title"].implode()))
        every = pl.concat([exact, _ahead(self.rank(rest, 2))])
        return every.filter(pl.col("confidence") >= least).sort("title")

    def match_roles(self, titles: pl.DataFrame, *, least: float = 0.5) -> pl.DataFrame:
        """The code of each distinct title of `titles` (ROLES), in the columns MATCHES.

        A title with a role gets a code inside the role's own: the same one, or a finer one that it has.
        """
        known = titles.drop_nulls("title").unique("title", maintain_order=True)
        inside = known.join(self._role_codes, on=self._role_codes.columns[0])
        inside = inside.select("title", "code", own=(pl.col("code") == pl.col("esco_id")).fill_null(value=False))
        of_role = self._inside(inside)
        rest = known.filter(~pl.col("title").is_in(of_role["title"].implode()))["title"]
        every = pl.concat([of_role.filter(pl.col("confidence") >= least), self.match(rest, least=least)])
        return every.sort("title")

    def _inside(self, inside: pl.DataFrame) -> pl.DataFrame:
        """The likeliest of the codes that each title may have, of which its role's `own` occupation is preferred."""
        only, first, other = self._sure_inside
        exact = self._exact(inside["title"]).join(inside, on=["title", "code"], how="semi")
        exact = exact.with_columns(pl.max_horizontal("confidence", pl.lit(first)))
        left = inside.join(exact, on="title", how="anti")
        scored = left.join(self._rank_several(left), on=["title", "code"], how="left", maintain_order="left")
        is_single, is_first = pl.len().over("title") == 1, (pl.col("rank") == 1).fill_null(value=False)
        sure = pl.when(is_single).then(only).when(is_first).then(first).otherwise(other)
        scored = scored.with_columns(pl.col("score").fill_null(0.0), confidence=sure, method=pl.lit("role"))
        order = pl.col("score") + _OWN * pl.col("own")
        best = scored.sort("title", order, "code", descending=[False, True, False]).unique("title", keep="first")
        return pl.concat([exact, best.select(MATCHES.keys())])

    def _rank_several(self, inside: pl.DataFrame) -> pl.DataFrame:
        """The codes in question of the titles that may have several."""
        several = inside.filter(pl.len().over("title") > 1)
        ranked = self.rank(several["title"], _DEPTH)
        return ranked.join(several, on=["title", "code"], how="semi")

    def _exact(self, titles: pl.Series) -> pl.DataFrame:
        """The titles that are, but for inflection, a name of just one occupation, or the very title of one."""
        given = titles.drop_nulls().unique().to_frame("title")
        given = given.with_columns(lemmas=lemmas(given["title"])).filter(pl.col("lemmas") != "")
        named = self.entries.with_columns(lemmas=lemmas(self.entries["name"])).join(given, on="lemmas")
        is_title = pl.col("kind") == "preferred"
        named = named.filter(is_title | ~is_title.any().over("title")).unique(["title", "code"], keep="first")
        single = named.filter(pl.len().over("title") == 1)
        sure = pl.when(is_title).then(_SURE_TITLE).otherwise(_SURE_NAME)
        return single.select(
            "title", pl.col("code").cast(pl.String), score=pl.lit(1.0), confidence=sure, method=pl.lit("exact")
        )

    def _rank(self, titles: pl.Series, count: int) -> pl.DataFrame:
        scores = self._scores(titles).sort("title", "score", "code", descending=[False, True, False])
        ranked = scores.with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("title"))
        return ranked.filter(pl.col("rank") <= count).with_columns(pl.col("title", "code").cast(pl.String))

    def _scores(self, titles: pl.Series) -> pl.DataFrame:
        """The summed likenesses of each title with the codes that come into question."""
        parts = [_by_name(self._names, self.entries, titles, _DEPTH).with_columns(pl.col("score") * _NAME)]
        whole = self._whole.nearest(titles, _DEPTH)
        parts.append(whole.select("title", code="key", score=pl.col("score") * _WHOLE))
        if self._other:
            parts.append(_by_other(self._other, titles).with_columns(pl.col("score") * _OTHER))
        most = _NAME + _WHOLE + _MEANING + (_OTHER if self._other else 0)
        numbered = pl.concat(part.with_columns(pl.col("title").cast(pl.Enum(titles))) for part in parts)
        summed = numbered.group_by("title", "code").agg(pl.col("score").sum())
        # The numbers of titles and codes are their rows and columns.
        rows, columns = (summed[name].to_physical().to_numpy() for name in ("title", "code"))
        meant = pl.Series(self._meanings.likeness(titles)[rows, columns], dtype=pl.Float32).cast(pl.Float64)
        return summed.with_columns((pl.col("score") + _MEANING * meant) / most)


def _role_codes(taxonomy: Taxonomy) -> pl.DataFrame:
    """The codes that a title may have whose role has a code of its own: that code's column, and `code`."""
    own = _ROLE_CODE[taxonomy.scheme.scheme]
    return taxonomy.entries.select(own, "code").drop_nulls().unique(maintain_order=True)


def _ahead(ranked: pl.DataFrame) -> pl.DataFrame:
    """The first of the two likeliest codes of each title, as sure as it leads the second."""
    second = ranked.filter(pl.col("rank") == 2).select("title", second="score")
    first = ranked.filter(pl.col("rank") == 1).join(second, on="title", how="left", maintain_order="left")
    lead = pl.col("score") - pl.col("second").fill_null(0.0)
    sure = pl.lit(0.0)
    for at, share in _SURE_AHEAD:
        sure = pl.when(lead >= at).then(share).otherwise(sure)
    sure = pl.when(pl.col("score") >= _LEAST).then(sure).otherwise(0.0)
    return first.select("title", "code", "score", confidence=sure, method=pl.lit("similar"))


def _carries(other: Taxonomy, taxonomy: Taxonomy) -> bool:
    """Whether the other classification says which of this one's codes its occupations have."""
    column = _BY_CODE.get(taxonomy.scheme.scheme)
    return column is not None and other.entries[column].is_in(taxonomy.entries["code"].unique().implode()).any()


def _renamed(other: Taxonomy, taxonomy: Taxonomy) -> pl.DataFrame:
    """The names in the other classification under this one's codes."""
    code = pl.col(_BY_CODE[taxonomy.scheme.scheme])
    known = taxonomy.entries["code"].unique().implode()
    return other.entries.filter(code.is_in(known)).select(code=code, name="name", kind=pl.lit("alternate"))


def _texts(entries: pl.DataFrame) -> Texts:
    names = entries["name"].unique().sort()
    return Texts(names, names)


def _whole(entries: pl.DataFrame, descriptions: pl.DataFrame) -> pl.DataFrame:
    """All that is known of an occupation as one text: `code`, `text`."""
    names = entries.group_by("code", maintain_order=True).agg(pl.col("name").str.join(" "))
    known = descriptions.with_columns(pl.col("code").cast(entries.schema["code"], strict=False)).drop_nulls()
    joined = names.join(known, on="code", how="left", maintain_order="left")
    return joined.select("code", text=pl.concat_str("name", "description", separator=" ", ignore_nulls=True))


def _other(other: Taxonomy, entries: pl.DataFrame) -> _Other:
    """The other classification, with the share that each of its codes has in each occupation of ours.

    Every name of ours that is one of theirs is a vote for the codes it has there; an occupation whose names are
    hardly known there gets little from it.
    """
    texts = _texts(other.entries)
    numbered = pl.col("code").cast(pl.Enum(other.entries["code"].unique().sort()))
    codes = other.entries.select("name", other_code=numbered).unique(maintain_order=True)
    near = texts.nearest(entries["name"], 5).filter(pl.col("score") >= _SAME)
    votes = entries.select("code", title="name").join(near, on="title").join(codes, left_on="key", right_on="name")
    votes = votes.with_columns(vote=pl.col("score") / pl.len().over("code", "title"))
    shares = votes.group_by("code", "other_code").agg(pl.col("vote").sum())
    total = pl.col("vote").sum().over("code").clip(lower_bound=1)
    return _Other(texts, codes, shares.select("code", "other_code", share=pl.col("vote") / total))


def _by_name(texts: Texts, entries: pl.DataFrame, titles: pl.Series, depth: int) -> pl.DataFrame:
    """The likeness of each title with the nearest name of each occupation: `title`, `code`, `score`."""
    near = texts.nearest(titles, depth).join(entries.select("code", key="name"), on="key").drop("key", "rank")
    return near.with_columns(pl.col("title").cast(pl.Enum(titles))).group_by("title", "code").agg(pl.col("score").max())


def _by_other(other: _Other, titles: pl.Series) -> pl.DataFrame:
    """The likeness of each title with each occupation by its names in another classification."""
    there = other.codes.select("name", code="other_code")
    near = _by_name(other.texts, there, titles, _OTHER_DEPTH).rename({"code": "other_code"})
    joined = near.join(other.shares, on="other_code")
    return joined.group_by("title", "code").agg(score=(pl.col("score") * pl.col("share")).sum())
