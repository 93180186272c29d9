"""The skills that a posting names, line by line, and whether each is required, preferred or only mentioned.

One automaton looks for all spellings in the distinct lines of a slice of postings; what the spelling alone cannot
settle (capitals, context, negation, the words that say how it is needed) is settled in columns over the hits.
"""

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, pairwise
from typing import NamedTuple

import ahocorasick_rs
import numpy as np
import numpy.typing as npt
import polars as pl

from transform import sections
from transform.limits import READ
from transform.schema import SKILL, SKILLS, TABLES, frame_schema

VERSION: int = 10

KINDS: tuple[str, ...] = (
    "language", "framework", "library", "tool", "product", "platform", "database", "cloud", "protocol", "standard",
    "equipment", "method", "technique", "knowledge", "certification", "licence", "human_language", "soft",
)  # fmt: skip
"""What kinds of skill there are."""
AMBIGUITIES: tuple[str, ...] = ("none", "case", "context", "known")
"""What settles a spelling: itself, its capitals, its capitals and what stands near, or words right about it that say
that it is something known ("background in", "experience"), in any case."""

_TECHNICAL = KINDS[:10]  # these vouch for each other
_FIELDS = ("method", "technique", "knowledge")  # teams are called by them
_NAME_LIMIT = 500  # the characters of an employer's name that are read
_SLICE = 20_000_000  # bytes of text; bounds the memory whatever the input
_AT_ONCE = 1 << 16  # bytes searched at once: so few matches are Python's at a time that they stay in the cache
_LONGEST = 1 << 16  # bytes; no pattern is as long
_NEAR = 90  # bytes between a skill and the one that settles it
_KNOWING = 48  # bytes before a skill in which words say that something is known
_LISTED = {"versed": 90, "doing": 24}  # bytes before a broad field in which words say that somebody is versed in it
_GAPS = {"next": 1, "near": 16, "far": 70, "list": 240}  # bytes between a negation and what it negates
_FAR = 1 << 40  # no gap is so wide
_NEAREST = {
    "begins": ("end", True),
    "ends": ("end", False),
    "before": ("before", True),
    "after": ("after", False),
    "not_before": ("not_before", True),
    "turns": ("turn", True),
    "not_after": ("not_after", False),
    "with": ("with", True),
    "teams": ("teams", False),
}
_ABOUT = {
    "versed": ("versed", True),
    "doing": ("doing", True),
    "ended": ("end", True),
    "field": ("field", False),
    "staff": ("staff", False),
}
_REACH = {"before": 240, "after": 120}  # bytes between a skill and the words that say how it is needed
_TEAMS = {"with": 110, "teams": 40}  # bytes between a field and "work with" before it, and "teams" behind it
_NAME_ENDS = "(?:labs?|inc|llc|ltd|gmbh|hq|io|ai|app|dev|co|com|tech|technologies|software|group|careers?|jobs)$"
# The last words of spellings that are as good in the plural; all others' plurals are spellings of their own.
_COUNTED = (
    " (?:acquisition|agreement|api|architecture|assessment|audit|automation|calculation|campaign|certification|change"
    "|component|contract|control|dashboard|design|diagram|drawing|environment|evaluation|experiment|forecast|framework"
    "|improvement|inspection|integration|interface|interview|journey|layout|map|metric|migration|model|negotiation"
    "|network|operation|optimi[sz]ation|partnership|pipeline|plan|platform|presentation|program|protocol|prototype"
    "|regulation|renewal|report|requirement|review|risk|script|simulation|solution|specification|standard|statement"
    "|structure|survey|system|technique|template|test|tool|upgrade|visuali[sz]ation|warehouse|workflow)$"
)
# Words by which a line that introduces the employer speaks of the work too.
_OF_THE_WORK = (
    r" (?:you|your|looking|seeking|hiring|stack|we (?:use|write)|responsib\w+|years?|role|position"
    r"|dich|dir|du|sie|vous|tu) "
)
# Kinds of cues.
_ABOUT_NEED = ("before", "after", "not_before", "not_after", "with", "teams", "but", "turn", "legal", "introduction")
_ABOUT_FIELDS = ("versed", "doing", "field", "staff")
_DIGITS = bytes.maketrans(b"0123456789", b"0000000000")
_COLUMNS = ("skill_id", "skill_name", "skill_kind", "aliases", "ambiguity", "context", "exclusions")
_READ = ("board", "employer", "title", "description_text")
_FOUND: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.UInt32,
    "skill": pl.UInt32,
    "skill_need": pl.String,
    "line_hash": pl.UInt64,
}
_HITS: dict[str, pl.DataType | type[pl.DataType]] = {"pattern": pl.UInt32, "start": pl.Int64, "end": pl.Int64}


class Lexicon(NamedTuple):
    """The spellings and the words that settle them (cues), ready to be looked for all at once.

    `patterns` says of each pattern its `skill` (unknown for an exclusion), `is_exact`, `needs_context`, whether it
    `is_broad` (a field that only words right about it settle), and the `group` of skills that vouch for each other;
    `others` the further skills of spellings that name several ("written and verbal communication"), with their `group`;
    `exact` the spellings with their capitals; `context` the words that vouch. `needs` and `fields` say of each pattern
    behind those what it tells of how a skill is needed, and of whether somebody is versed in a broad field: its `kind`
    and `value`.
    """

    automaton: ahocorasick_rs.BytesAhoCorasick
    patterns: pl.DataFrame
    others: pl.DataFrame
    exact: pl.DataFrame
    context: pl.DataFrame
    needs: pl.DataFrame
    fields: pl.DataFrame
    ids: pl.Series


class Searched(NamedTuple):
    """Distinct lines as they are searched: all in one, as spelled and in lower case; `bounds` are where lines start."""

    cased: bytes
    lowered: bytes
    bounds: pl.Series

    def line_of(self, starts: pl.Series) -> pl.Series:
        """The number of the line that each position is in."""
        return self.bounds.search_sorted(starts, side="right") - 1

    def texts(self, lines: pl.Series) -> list[bytes]:
        """The lines with these numbers in lower case, each between blanks."""
        return _slices(self.lowered, self.bounds.gather(lines), self.bounds.gather(lines + 1) - 1)


def skills() -> pl.DataFrame:
    """The skills that are looked for: the rows of core.skill."""
    columns = TABLES["core.skill"].columns
    rows = [tuple(row[name] for name in columns) for row in _rows()]
    return pl.DataFrame(rows, schema=frame_schema(columns), orient="row")


def names() -> list[tuple[str, str, list[str]]]:
    """The id, name and aliases of each skill that is looked for."""
    return [(row["skill_id"], row["skill_name"], _items(row["aliases"])) for row in _rows()]


def extended(names: pl.DataFrame) -> pl.DataFrame:
    """The rows of core.skill that another vocabulary adds: `names` (skill_id, name, kind) of two and more words.

    Single words and spellings that are ours already are left out. What comes back is the `extra` of `parse`.
    """
    own = pl.concat([_spellings()["key"], _exclusions()["key"]])
    keyed = names.with_columns(key=sections.folded(pl.col("name")).str.to_lowercase())
    fresh = keyed.filter(pl.col("key").str.contains(" ", literal=True) & ~pl.col("key").is_in(own.implode()))
    wanted = fresh.unique("key", keep="first", maintain_order=True)
    return wanted.select(skill_id="skill_id", skill_name="name", skill_kind="kind")


def parse(frame: pl.DataFrame, extra: pl.DataFrame | None = None) -> pl.DataFrame:
    """Each posting's `skills`, one element for each skill and line in the order of the text, and the version.

    `frame` holds the columns of postings and their `description_text`; `extra` more skills as `extended` gives them.
    """
    lexicon = _lexicon(() if extra is None else tuple(extra.rows()))
    spans = _spans(frame["description_text"])
    read = frame[list(_READ)]
    parts = [_found(read[start:end], lexicon).with_columns(pl.col("row") + start) for start, end in spans]
    found = pl.concat([pl.DataFrame(schema=_FOUND), *parts])
    named = found.with_columns(lexicon.ids.gather(found["skill"]).alias("skill_id"))
    elements = named.select("row", skills=pl.struct("skill_id", "skill_need", "line_hash"))
    listed = elements.group_by("row", maintain_order=True).agg("skills")
    rows = pl.select(row=pl.int_range(frame.height, dtype=pl.UInt32)).join(listed, on="row", how="left")
    filled = pl.col("skills").fill_null(pl.lit([], dtype=pl.List(SKILL)))
    return rows.sort("row").select(filled, skills_version=pl.lit(VERSION, pl.Int16)).cast(
        pl.Schema({"skills": pl.List(SKILL), **frame_schema(SKILLS)})
    )  # fmt: skip


def _spans(texts: pl.Series) -> list[tuple[int, int]]:
    """The first and last row (not included) of each slice of the texts."""
    sizes = texts.str.len_bytes().fill_null(0).clip(upper_bound=4 * READ).cast(pl.Int64)
    starts = (sizes.cum_sum() // _SLICE).rle().struct.field("len").cum_sum().to_list()
    return list(zip([0, *starts[:-1]], starts, strict=True)) if starts else []


def _found(part: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The skills of some postings (_FOUND), in the order of their texts."""
    texts = part["description_text"].str.head(READ)
    lines = sections.lines(part["title"].str.head(READ), texts)
    told = lines.filter(~pl.col("section").is_in(sections.ABOUT_OTHERS))
    distinct = told.group_by("line", maintain_order=True).agg("row", "number", "section")
    searched = _searchable(distinct["line"])
    matches = _matches(lexicon.automaton, searched)
    named = _placed(_skills_in(matches, lexicon), searched)
    cued = matches.filter(pl.col("pattern") >= lexicon.patterns.height)
    sure = _sure(named, _cues_in(cued, lexicon.fields), searched, lexicon)
    if sure.is_empty():
        return pl.DataFrame(schema=_FOUND)
    hits = _judged(sure, _cues_in(cued, lexicon.needs), searched)
    places = distinct.select("row", "number", "section").with_row_index("line")
    each = hits.join(_hashed(hits["line"], searched), on="line").join(places, on="line")
    spread = each.explode("row", "number", "section").sort(pl.struct("row", "number", "start"))
    of_work = spread.filter(~pl.col("introduces") | (pl.col("section") != "other"))
    others = of_work.join(_of_employers(part), on=["row", "bare"], how="anti", maintain_order="left")
    once = others.unique(["row", "skill", "line_hash"], keep="first", maintain_order=True)
    return once.with_columns(_need()).select(*_FOUND)


def _of_employers(part: pl.DataFrame) -> pl.DataFrame:
    """The `bare` spellings by `row` that are the employer's own name, which its postings hold for other reasons."""
    names = part.select(_bare(pl.col("board")), _bare(pl.col("employer"))).with_row_index("row")
    whole = names.with_columns(pl.col("board", "employer").str.replace(_NAME_ENDS, "").name.suffix("_core"))
    return whole.unpivot(index="row", value_name="bare").filter(pl.col("bare") != "").select("row", "bare")


def _bare(name: pl.Expr) -> pl.Expr:
    return name.str.head(_NAME_LIMIT).str.to_lowercase().str.replace_all("[^0-9a-z]", "")


def _need() -> pl.Expr:
    """How the skill is needed: by the words of the sentence, else by the section."""
    section = pl.col("section")
    preferred = section.eq("preferred") | pl.col("cue").eq("preferred")
    required = section.eq("required") | pl.col("cue").eq("required")
    need = pl.when(preferred).then(pl.lit("preferred")).when(required).then(pl.lit("required"))
    return need.otherwise(pl.lit("mentioned")).alias("skill_need")


def _searchable(lines: pl.Series) -> Searched:
    """The lines folded, one below the other, every word between blanks."""
    words = lines.to_frame("line").select(sections.folded(pl.col("line")))
    whole: bytes = words.select(pl.col("line").str.join(" \n ").cast(pl.Binary)).item() or b""
    sizes = words["line"].str.len_bytes().cast(pl.Int64) + 3  # its blanks and the newline
    cased = b" %b \n" % whole
    return Searched(cased, cased.lower(), pl.concat([pl.Series([0], dtype=pl.Int64), sizes.cum_sum()]))


def _matches(automaton: ahocorasick_rs.BytesAhoCorasick, searched: Searched) -> pl.DataFrame:
    """All places of all patterns in the text, in their order, the longer first; neighbours share a blank."""
    starts = searched.bounds.filter((searched.bounds // _AT_ONCE).diff().fill_null(1) > 0)
    parts = [_numbers(automaton, searched.lowered[a:b], a) for a, b in pairwise([*starts, len(searched.lowered)])]
    found = pl.from_numpy(np.concatenate(parts), list(_HITS)).cast(pl.Schema(_HITS))
    return found.sort(pl.col("start") * _LONGEST - pl.col("end"))  # one number sorts faster than two


def _numbers(automaton: ahocorasick_rs.BytesAhoCorasick, text: bytes, first: int) -> npt.NDArray[np.int64]:
    """The matches in a part of the text, which begins at `first`: pattern, start and end."""
    matches = automaton.find_matches_as_indexes(text, overlapping=True)
    numbers = np.fromiter(chain.from_iterable(matches), np.int64, count=len(_HITS) * len(matches))
    placed: npt.NDArray[np.int64] = numbers.reshape(-1, len(_HITS)) + np.array([0, first, first])
    return placed


def _longest(matches: pl.DataFrame) -> pl.DataFrame:
    """The matches that are not inside a longer one."""
    return matches.filter(pl.col("end") > pl.col("end").cum_max().shift(1, fill_value=-1))


def _skills_in(matches: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The spellings of skills: `skill`, `pattern`, `start`, `end` and what settles them."""
    found = _longest(matches.filter(pl.col("pattern") < lexicon.patterns.height))
    named = found.hstack(lexicon.patterns[found["pattern"]].drop("pattern")).filter(pl.col("skill").is_not_null())
    others = named.drop("skill", "group").join(lexicon.others, on="pattern").select(named.columns)
    return pl.concat([named, others]).sort("start", maintain_order=True) if others.height else named


def _cues_in(matches: pl.DataFrame, cues: pl.DataFrame) -> pl.DataFrame:
    """The words that are such cues, and the ends of sentences: `kind`, `value`, `start` and `end` of each."""
    found = _longest(matches.filter(pl.col("pattern").is_in(cues["pattern"].implode())))
    bare = found.with_columns(pl.col("start") + 1, pl.col("end") - 1)  # neighbours share a blank
    return bare.join(cues, on="pattern", maintain_order="left")


def _placed(hits: pl.DataFrame, searched: Searched) -> pl.DataFrame:
    """The hits with the `line` that each is in, from `first` to `last`."""
    line = searched.line_of(hits["start"])
    first, last = searched.bounds.gather(line), searched.bounds.gather(line + 1) - 1
    return hits.with_columns(line.cast(pl.UInt32).alias("line"), first.alias("first"), last.alias("last"))


def _sure(hits: pl.DataFrame, cues: pl.DataFrame, searched: Searched, lexicon: Lexicon) -> pl.DataFrame:
    """The hits that are the skill: spelled with its capitals where they count, and vouched for where that counts."""
    loose, exact = hits.filter(~pl.col("is_exact")), hits.filter("is_exact")
    slices = _slices(searched.cased, exact["start"], exact["end"])
    spelled = exact.with_columns(pl.Series("spelling", slices, dtype=pl.Binary))
    kept = spelled.join(lexicon.exact, on=["pattern", "spelling"], how="semi").drop("spelling")
    every = pl.concat([loose, kept]).sort("start")
    sure, open_ = every.filter(~pl.col("needs_context")), every.filter("needs_context")
    broad, open_ = open_.filter("is_broad"), open_.filter(~pl.col("is_broad"))
    near = open_.join(_near(open_, sure), on="start", how="semi")
    alone = open_.join(near, on="start", how="anti")
    worded = _with_word(alone, searched, lexicon)
    bare = alone.join(worded, on="start", how="anti").filter(pl.col("group") == _TECHNICAL[0])
    known = [bare.filter(_is_known(bare["start"], searched)), _versed(broad, cues, searched)]
    return pl.concat([sure, near, worded, *known]).sort("start")


def _near(open_: pl.DataFrame, sure: pl.DataFrame) -> pl.DataFrame:
    """The `start` of each open hit that a sure skill of its group stands near, in the same line."""
    others = sure.select("group", "start", other_line="line", other_start="start", other_end="end")
    before = open_.join_asof(others, on="start", by="group", strategy="backward", check_sortedness=False)
    after = open_.join_asof(others, on="start", by="group", strategy="forward", check_sortedness=False)
    same = pl.col("line") == pl.col("other_line")
    return pl.concat([
        before.filter(same & (pl.col("start") - pl.col("other_end") <= _NEAR)).select("start"),
        after.filter(same & (pl.col("other_start") - pl.col("end") <= _NEAR)).select("start"),
    ])  # fmt: skip


def _slices(text: bytes, starts: pl.Series, ends: pl.Series) -> list[bytes]:
    """What stands in the text between each start and end."""
    return [text[start:end] for start, end in zip(starts.to_list(), ends.to_list(), strict=True)]


def _with_word(open_: pl.DataFrame, searched: Searched, lexicon: Lexicon) -> pl.DataFrame:
    """The open hits that have one of their skill's context words in the same line."""
    if open_.is_empty():
        return open_
    pairs = open_.select("line", "skill").unique()
    texts = pl.Series("text", searched.texts(pairs["line"]), dtype=pl.Binary).cast(pl.String)
    words = pairs.with_columns(texts).join(lexicon.context, on="skill")
    vouched = words.filter(pl.col("text").str.contains(pl.col("word"), literal=True)).select("line", "skill").unique()
    return open_.join(vouched, on=["line", "skill"], how="semi")


def _is_known(starts: pl.Series, searched: Searched) -> pl.Series:
    """Whether words such as "experience with" stand right before, in the same line: what follows is something known."""
    before = [text.rpartition(b"\n")[2].decode(errors="ignore") for text in
              _slices(searched.lowered, (starts - _KNOWING).clip(0), starts + 1)]  # fmt: skip
    phrases = "|".join(map(re.escape, sections.words_of("knowing")))
    return pl.Series(before, dtype=pl.String).str.contains(f" (?:{phrases}) (?:(?:the|using|tools like) )?$")


def _versed(broad: pl.DataFrame, cues: pl.DataFrame, searched: Searched) -> pl.DataFrame:
    """The broad fields about which words say that somebody is versed in them, alone or as one of several listed.

    A list ends where a sentence does and at words of another matter ("experience with ... for"); people called by the
    field ("sales teams") are none.
    """
    if broad.is_empty():
        return broad
    hits = _with_nearest(broad, cues, _ABOUT)
    hits = hits.filter(pl.col("staff").ne_missing(pl.col("end")))
    by_field = (pl.col("field") == pl.col("end")).fill_null(value=False)
    begins = pl.max_horizontal("first", "ended")
    named = hits.filter(by_field).select(broad.columns)
    near = [
        hits.filter(~by_field & (pl.col(name) >= begins) & (pl.col("start") - pl.col(name) <= reach)).select(
            *broad.columns, says=name
        )
        for name, reach in _LISTED.items()
    ]
    return pl.concat([named, *(_of_one_matter(some, searched).select(broad.columns) for some in near)]).unique("start")


def _of_one_matter(listed: pl.DataFrame, searched: Searched) -> pl.DataFrame:
    """The hits with no word of another matter between the words that begin their list (`says`) and them."""
    slices = _slices(searched.lowered, listed["says"], listed["start"] + 1)
    between = pl.Series("between", slices, dtype=pl.Binary).cast(pl.String)
    others = "|".join(map(re.escape, sections.words_of("matter")))
    return listed.filter(~between.str.contains(f" (?:{others}) "))


def _hashed(lines: pl.Series, searched: Searched) -> pl.DataFrame:
    """The hash of each of the lines: BLAKE2b of its words in lower case, every digit a zero."""
    distinct = lines.unique()
    zeroed = searched._replace(lowered=searched.lowered.translate(_DIGITS)).texts(distinct)
    digests = pl.Series([hashlib.blake2b(text, digest_size=8).digest() for text in zeroed], dtype=pl.Binary)
    hashes = digests.bin.reinterpret(dtype=pl.UInt64, endianness="big")
    return pl.DataFrame([distinct.alias("line"), hashes.alias("line_hash")])


def _judged(hits: pl.DataFrame, cues: pl.DataFrame, searched: Searched) -> pl.DataFrame:
    """The hits that no word of their sentence takes back, each with its `cue`: required, preferred or unknown.

    What stands in a legal notice is no skill at all.
    """
    legal = searched.line_of(cues.filter(pl.col("kind") == "legal")["start"])
    hits = hits.filter(~pl.col("line").is_in(legal.implode()))
    hits = _with_nearest(hits, cues, _NEAREST)
    first, last = pl.max_horizontal("first", "begins"), pl.min_horizontal("last", "ends")
    behind = {name: pl.when(pl.col(name) >= first).then(pl.col("start") - pl.col(name)) for name in ("before", "with")}
    turned = pl.max_horizontal(first, "turns")  # "no Java, but Kotlin"
    behind["not_before"] = pl.when(pl.col("not_before") >= turned).then(pl.col("start") - pl.col("not_before"))
    ahead = {
        name: pl.when(pl.col(name) <= last).then(pl.col(name) - pl.col("end"))
        for name in ("after", "not_after", "teams")
    }
    gaps = hits.with_columns(**{f"{name}_gap": gap.fill_null(_FAR) for name, gap in (behind | ahead).items()})
    said = pl.when(pl.col("after_gap") <= _REACH["after"]).then("after_value")
    cue = said.when(pl.col("before_gap") <= _REACH["before"]).then("before_value")
    reach = pl.col("not_before_value").replace_strict(_GAPS, default=0, return_dtype=pl.Int64)
    is_spare = (pl.col("not_after_gap") <= _GAPS["far"]) & cue.ne_missing("preferred")
    is_team = pl.all_horizontal(pl.col(f"{name}_gap") <= reach for name, reach in _TEAMS.items())
    negated = (pl.col("not_before_gap") <= reach) | is_spare | (is_team & pl.col("group").is_in(_FIELDS))
    introduces = pl.col("line").is_in(_introducing(cues, searched).implode())
    # Said again in its line, a spelling tells nothing new: of a line that repeats a word, one is carried on.
    said_once = gaps.filter(~negated).unique(["line", "skill", "bare"], keep="first", maintain_order=True)
    return said_once.select("bare", "skill", "line", "start", cue=cue, introduces=introduces)


def _introducing(cues: pl.DataFrame, searched: Searched) -> pl.Series:
    """The numbers of the lines that tell what the employer is, and nothing of the work."""
    lines = searched.line_of(cues.filter(pl.col("kind") == "introduction")["start"]).unique()
    texts = pl.Series("text", searched.texts(lines), dtype=pl.Binary).cast(pl.String)
    return lines.filter(~texts.str.contains(_OF_THE_WORK))


def _with_nearest(hits: pl.DataFrame, cues: pl.DataFrame, wanted: Mapping[str, tuple[str, bool]]) -> pl.DataFrame:
    """The hits with the edge of the nearest cue of a kind, behind or ahead of them, and its value, by the wanted name.

    `wanted` is the kind and whether it stands behind. Cues are in the order of their starts and of their ends, as none
    is inside another.
    """
    kinds, none = cues.partition_by("kind", as_dict=True), cues.clear()
    for name, (kind, is_behind) in wanted.items():
        edge = pl.col("end" if is_behind else "start").alias(name)
        hits = hits.join_asof(
            kinds.get((kind,), none).select(edge, pl.col("value").alias(f"{name}_value")),
            left_on="start" if is_behind else "end",
            right_on=name,
            strategy="backward" if is_behind else "forward",
            coalesce=False,
            check_sortedness=False,
        )
    return hits


def _cues(kinds: Sequence[str], first: int) -> pl.DataFrame:
    """The `kind` and `value` of each `phrase` of these kinds of cues, and its `pattern`, counted from `first`."""
    rows = [("|", "end", "end")]
    rows += [(phrase, kind, value) for kind in kinds for phrase, value in sections.words_of(kind).items()]
    frame = pl.DataFrame(rows, schema={"phrase": pl.String, "kind": pl.String, "value": pl.String}, orient="row")
    return frame.with_columns(pattern=first + pl.col("phrase").rank("dense") - 1)


def _padded(words: str) -> bytes:
    """The words as they stand in a searched line: between blanks."""
    return f" {words} ".encode()


def _automaton(patterns: Sequence[bytes]) -> ahocorasick_rs.BytesAhoCorasick:
    return ahocorasick_rs.BytesAhoCorasick(
        patterns,
        implementation=ahocorasick_rs.Implementation.ContiguousNFA,
    )


@cache
def _rows() -> list[dict[str, str]]:
    source = resources.files("transform.reference").joinpath("skills.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(source.splitlines()))


@lru_cache(maxsize=2)
def _lexicon(extra: tuple[tuple[str, str, str], ...] = ()) -> Lexicon:
    """The lexicon of our skills and of those that another vocabulary adds (rows of core.skill)."""
    spellings, kinds, ids = _spellings(), [row["skill_kind"] for row in _rows()], [row["skill_id"] for row in _rows()]
    spellings = pl.concat([spellings, _added([name for _, name, _ in extra], len(ids))])
    kinds, ids = kinds + [kind for _, _, kind in extra], ids + [skill_id for skill_id, _, _ in extra]
    excluded = _exclusions().join(spellings, on="key", how="anti")
    settled = spellings.group_by("key", maintain_order=True).agg(
        pl.col("skill").first(), pl.col("is_exact", "needs_context", "is_broad").all()
    )
    further = spellings.join(settled, on=["key", "skill"], how="anti").select("key", "skill")
    keys = pl.concat([settled, excluded.unique("key")], how="diagonal").with_columns(
        pl.col("is_exact", "needs_context", "is_broad").fill_null(value=False)
    )
    # Neighbours in the order of letters are neighbours in the automaton: a tenth faster.
    patterns = _varied(keys).sort("form").with_row_index("pattern").with_columns(pl.col("pattern").cast(pl.UInt32))
    exact = spellings.filter("is_exact").join(patterns.select("pattern", "key"), on="key")
    padded = [_padded(spelling) for spelling in exact["spelling"]]
    groups = pl.Series([_TECHNICAL[0] if kind in _TECHNICAL else kind for kind in kinds], dtype=pl.String)
    cues = _cues((*_ABOUT_NEED, *_ABOUT_FIELDS), patterns.height)
    phrases = cues.unique("pattern").sort("pattern")["phrase"]
    others = patterns.select("pattern", "key").join(further, on="key", maintain_order="left")
    return Lexicon(
        automaton=_automaton([_padded(form) for form in (*patterns["form"], *phrases)]),
        patterns=patterns.select(
            "pattern",
            "skill",
            "is_exact",
            "needs_context",
            "is_broad",
            group=groups.gather(patterns["skill"]),
            bare=_bare(pl.col("key")),
        ),
        others=others.select("pattern", "skill", group=groups.gather(others["skill"])),
        exact=exact.select("pattern").with_columns(pl.Series("spelling", padded, dtype=pl.Binary)),
        context=_context(),
        needs=cues.filter(pl.col("kind").is_in(["end", *_ABOUT_NEED])),
        fields=cues.filter(pl.col("kind").is_in(["end", *_ABOUT_FIELDS])),
        ids=pl.Series(ids, dtype=pl.String),
    )


def _varied(keys: pl.DataFrame) -> pl.DataFrame:
    """The keys with each `form` that they have once only the letters a to z are in lower case."""
    odd = keys.filter(pl.col("key").str.len_bytes() != pl.col("key").str.len_chars())
    cased = (pl.col("key").str.to_titlecase(), pl.col("key").str.to_uppercase())
    others = [odd.with_columns(form=_ascii_lower(form)) for form in cased]
    return pl.concat([keys.with_columns(form=pl.col("key")), *others]).unique("form", keep="first", maintain_order=True)


def _ascii_lower(text: pl.Expr) -> pl.Expr:
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    return text.str.replace_many(letters, [letter.lower() for letter in letters])


@cache
def _spellings() -> pl.DataFrame:
    """Every spelling of our skills: `skill` (its number), folded `spelling`, `key` in lower case, what settles it.

    A spelling that its own skill's context words name vouches for itself, in any case; several words that are listed
    without capitals are the skill with any.
    """
    split = [
        (number, row["ambiguity"], [row["skill_name"], *_items(row["aliases"])]) for number, row in enumerate(_rows())
    ]
    rows = [(number, spelling, ambiguity) for number, ambiguity, names in split for spelling in names]
    schema = {"skill": pl.UInt32, "spelling": pl.String, "ambiguity": pl.String}
    frame = _keyed(pl.DataFrame(rows, schema=schema, orient="row"))
    own = _context().select("skill", key=pl.col("word").str.strip_chars())
    vouching = frame.join(own.with_columns(vouches=True), on=["skill", "key"], how="left", maintain_order="left")
    free = pl.col("ambiguity").eq("none") | pl.col("vouches").fill_null(value=False)
    is_broad = pl.col("ambiguity") == "known"
    is_plain = pl.col("spelling").str.contains(" ", literal=True) & (pl.col("spelling") == pl.col("key"))
    said = vouching.with_columns(
        is_exact=~free & ~is_broad & ~is_plain,
        needs_context=~free & (is_broad | pl.col("ambiguity").eq("context")),
        is_broad=is_broad,
    )
    plurals = said.filter(~pl.col("is_exact") & pl.col("key").str.contains(_COUNTED))
    added = plurals.with_columns(pl.col("spelling", "key") + "s").join(said, on="key", how="anti")
    columns = ["skill", "spelling", "key", "is_exact", "needs_context", "is_broad"]
    return pl.concat([said, added]).select(columns).unique(["skill", "spelling"], keep="first", maintain_order=True)


def _added(names: Sequence[str], first: int) -> pl.DataFrame:
    """The spellings of another vocabulary's skills, numbered from `first`."""
    named = pl.DataFrame({"spelling": names}, schema={"spelling": pl.String})
    numbered = named.select(pl.int_range(first, first + pl.len(), dtype=pl.UInt32).alias("skill"), "spelling")
    return _keyed(numbered).with_columns(is_exact=False, needs_context=False, is_broad=False)


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    folded = frame.with_columns(sections.folded(pl.col("spelling")))
    return folded.with_columns(key=pl.col("spelling").str.to_lowercase())


@cache
def _exclusions() -> pl.DataFrame:
    """The phrases in which a spelling is not its skill, by `key`."""
    phrases = [phrase for row in _rows() for phrase in _items(row["exclusions"])]
    return _keyed(pl.DataFrame({"spelling": phrases}, schema={"spelling": pl.String})).select("key").unique(
        maintain_order=True
    )  # fmt: skip


@cache
def _context() -> pl.DataFrame:
    """The words that vouch for a `skill`, each as a `word` between blanks."""
    rows = [(number, word) for number, row in enumerate(_rows()) for word in _items(row["context"])]
    frame = _keyed(pl.DataFrame(rows, schema={"skill": pl.UInt32, "spelling": pl.String}, orient="row"))
    return frame.select("skill", word=pl.lit(" ") + pl.col("key") + pl.lit(" "))


def _items(listed: str) -> list[str]:
    return [item.strip() for item in listed.split("|") if item.strip()]
