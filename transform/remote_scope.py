"""Where a person who works remotely may live, from what a posting says of its places, its title and its text.

Only countries and groups of countries count. A label that names anything else beside `remote` (a city, a state, words
that nobody knows) leaves the scope unknown.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import polars as pl

from transform import country_groups, gazetteer
from transform.gazetteer import fold
from transform.limits import READ
from transform.patterns import in_ascii

_LABEL_LIMIT = 300
_CODE = 3
_PAIR = 2  # `EU | Remote` is as clear as `Remote | EU`
_REMOTE = re.compile(
    r"(?i)\b(?:remot[eo]\w*|wfh|work from (?:home|anywhere)|home[ -]?(?:based|office)|télétravail|anywhere|telework\w*"
    r"|worldwide|world wide|distributed|virtual)\b"
    r"|リモート|在宅|远程|遠端|재택|원격"
)
_APART = re.compile(r"[;|•·\n]")
_PIECES = re.compile(r"[;|•·\n]|\s/\s|\s(?:or|oder|ou|o)\s", re.IGNORECASE)
_PARTS = re.compile(
    r"(?i)[,/()\[\]{}:–—&+]|\s-+\s?|\s?-+\s|(?<=\w)-(?=\w)|\s(?:and|und|et|y|e|in|within|with|from|across)\s"
)
_REFUSAL = re.compile(r"(?i)\b(?:excl(?:ud\w*)?|except\w*|not|other than|outside)\b.*|\svia\s.*")
_NOISE = re.compile(
    r"(?i)\b(?:remot[eo]\w*|wfh|work from home|home|office|based|only|first|friendly|ok|fully|full|100|hybrid|the|any"
    r"|anywhere in|in|within|from|across|location|locations|position|role|job|eligible|possible|optional|time ?zones?"
    r"|distributed|virtual|field|all|of|countries|candidates|telecommute|telework"
    r"|considered|preferred|preferably|strongly|available|select(?:ed)?|multiple|various|nationwide|regions?|hours?"
    r"|business|working|east coast|west coast|est|edt|pst|pdt|cst|cdt|mst|cet|gmt|utc)\b|%|\*"
    r"|リモート|在宅|远程|遠端|재택|원격"
)
_AREA_IN_TITLE = r"(?i)[(\[]([^()\[\]]*\bremote\b[^()\[\]]*)[)\]]|[-–|,]\s*([^-–|,()]*\bremote\b[^()]*)$"
_UNCLEAR = {
    "global",
    "globally",
    "world",
    "anywhere",
    "international",
    "na",
}  # in a sentence, of the employer as often as not
_AT = r"(?:in|within|across|from|throughout)\s+(?:the\s+)?(?:continental\s+|contiguous\s+)?"
_SAYS = (
    r"(?i)\b(?:(?:work|working|fully|100%)?\s?remote(?:ly)?\b[^.\n;:,]{{0,25}}?\s{at}"
    r"|\b(?:candidates?|applicants?|you|must|should|need to|only|role is|position is)\b[^.\n;:]{{0,30}}?"
    r"\b(?:based|located|reside|residing|live|living)\s+(?:anywhere\s+)?{at}"
    r"|\banywhere\s+{at})({areas})(?:\s*(?:,|/|&|or|and|,\s?or|,\s?and)\s+(?:the\s+)?({areas}))?(?:$|[^A-Za-z-])"
)


def of(raw: pl.DataFrame) -> pl.Series:
    """Each posting's remote scope, codes and groups joined by commas; null where it is not said or not remote."""
    said = pl.col("workplace").str.contains("(?i)remote") | (pl.col("workplace").is_null() & pl.col("is_remote"))
    labels = pl.col("places").list.eval(pl.element().struct.field("label").str.head(_LABEL_LIMIT)).list.drop_nulls()
    asked_of = raw[["workplace", "is_remote", "places", "title"]]
    frame = asked_of.select(
        said=said.fill_null(value=False), labels=labels, title=pl.col("title").str.head(_LABEL_LIMIT)
    )
    named = frame.with_columns(scope=_looked_up(frame.select("said", "labels")))
    titled = named.select(pl.lit(value=True).alias("said"), labels=_title_labels())
    named = named.with_columns(scope=pl.coalesce("scope", _looked_up(titled)))
    scope = named["scope"].alias("remote_scope")
    # To read a text takes far longer than to look up a label, so that only those are read which may tell more.
    texts = raw["description_text"]
    asked = (named["said"] & scope.is_null() & texts.is_not_null()).arg_true()
    return scope.scatter(asked, _written(texts.gather(asked).alias("text"))) if asked.len() else scope


def _written(texts: pl.Series) -> pl.Series:
    """What the first sentence of each text that says where a remote person must live says."""
    sentence = pl.col("text").str.head(READ).str.extract_groups(_says())
    return texts.to_frame("text").select(sentence=sentence).select(_of_sentence(pl.col("sentence"))).to_series()


def _title_labels() -> pl.Expr:
    """The part of the title that speaks of remote work, as a list of one label or none."""
    groups = pl.col("title").str.extract_groups(_AREA_IN_TITLE)
    part = pl.coalesce(groups.struct.field("1"), groups.struct.field("2"))
    return pl.concat_list(part).list.drop_nulls()


def _looked_up(frame: pl.DataFrame) -> pl.Series:
    """The scope of each row's labels, worked out once for each distinct row."""
    distinct = frame.filter(pl.col("labels").list.len() > 0).unique(maintain_order=True)
    scopes = [_joined(_scope(tuple(labels), is_said=said)) for said, labels in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("scope", scopes, dtype=pl.String))
    return frame.join(known, on=["said", "labels"], how="left", maintain_order="left")["scope"]


def _joined(areas: Iterable[str]) -> str | None:
    return ",".join(dict.fromkeys(areas)) or None


@lru_cache(maxsize=1 << 14)
def _scope(labels: tuple[str, ...], *, is_said: bool) -> tuple[str, ...]:
    """The areas of the labels that speak of remote work; where none does and the post is remote, those of all."""
    if any(_REMOTE.search(label) for label in labels):
        return tuple(area for label in labels for area in _remote_areas(label))
    named = [_areas(piece) for label in labels for piece in _PIECES.split(label)] if is_said else []
    return () if None in named else tuple(area for areas in named for area in areas or ())


def _remote_areas(label: str) -> Iterator[str]:
    """The areas of the pieces with a word for remote work, and of those that go on from one: `Remote - UK or Spain`."""
    pieces = [piece for piece in _PIECES.split(label) if fold(piece)]
    each = [_areas(piece) for piece in pieces]
    if all(each) and _REMOTE.search(label) and not _APART.search(label):
        yield from (area for areas in each for area in areas or ())  # `UK or Ireland (remote)`
        return
    goes_on = len(pieces) == _PAIR and _areas(pieces[1]) == [] and bool(_REMOTE.search(pieces[1]))
    for piece in pieces:
        is_remote = bool(_REMOTE.search(piece))
        areas = _areas(piece) if is_remote or goes_on else None
        goes_on = areas is not None
        yield from areas or ()


def _areas(piece: str) -> list[str] | None:
    """The countries and groups that the piece names; None where it names something else too."""
    if _excludes_a_country(piece):
        return None
    text = re.sub(r"(?<=[A-Za-z])\.(?=[A-Za-z]|\s|$|\))", "", _REFUSAL.sub("", piece))
    whole = _area(_NOISE.sub(" ", text).strip(" -,()[]:"))
    if whole:
        return [whole]
    parts = [_NOISE.sub(" ", part).strip() for part in _PARTS.split(text)]
    found = [_area(part) for part in parts if fold(part)]
    if None in found:
        return None
    limits = [area for area in found if area and area != "WORLD"]
    return limits or [area for area in found if area]  # `Europe - anywhere` is Europe


def _excludes_a_country(piece: str) -> bool:
    """True for `Worldwide (except US)`: what is left is no group of ours."""
    refused = _REFUSAL.search(piece)
    parts = _PARTS.split(refused.group().partition(" ")[2]) if refused else []
    return any(_area(_NOISE.sub(" ", part).strip()) for part in parts)


def _area(words: str) -> str | None:
    """The country or group that the words mean alone; codes only in capitals and only where no US state has them."""
    key = fold(words)
    if not key:
        return None
    if len(key) <= _CODE and not words.isupper():
        return None
    if key in country_groups.named():
        return country_groups.named()[key]
    own = gazetteer.own_words()
    if key in own["vague"] or key in own["state"]:
        return None
    if len(key) == len("US") and key in gazetteer.regions():
        return None
    return gazetteer.countries().get(key) or gazetteer.country_of_code(words)


def _of_sentence(areas: pl.Expr) -> pl.Expr:
    """The areas in the first sentence of a text that says where a remote person must live, given as its groups."""
    codes = [areas.struct.field(str(n)).str.to_lowercase().replace_strict(_codes(), default=None) for n in (1, 2)]
    found = pl.concat_list(codes).list.drop_nulls().list.unique(maintain_order=True)
    return pl.when(found.list.len() > 0).then(found.list.join(","))


@cache
def _codes() -> dict[str, str]:
    """The country or group of each way to write one in a sentence, in lower case."""
    own = gazetteer.own_words()
    unclear = own["vague"].keys() | own["state"].keys()
    countries = {
        name: code for name, code in gazetteer.countries().items() if len(name) > _CODE and name not in unclear
    }
    groups = {name: code for name, code in country_groups.named().items() if name not in _UNCLEAR}
    short = {"us": "US", "u.s.": "US", "u.s": "US", "usa": "US", "u.s.a.": "US", "uk": "GB", "u.k.": "GB"}
    return countries | groups | short


@cache
def _says() -> str:
    areas = "|".join(re.escape(name).replace(r"\ ", " ") for name in sorted(_codes(), key=len, reverse=True))
    return in_ascii(_SAYS.format(at=_AT, areas=areas))
