"""Country, region and city from the words a posting gives for its places, and where a remote person may live."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from transform import gazetteer, remote_scope
from transform.gazetteer import City, Place, fold
from transform.schema import PLACE, PLACES, frame_schema

VERSION: int = 2

_LABEL_LIMIT = 2000  # the longest label read; what is longer is a sentence
_MARGIN = 5  # a city is meant by its name alone if it has so many times the people of the next
_OTHER_NAME_WEIGHT = 0.2  # what a city's people count for where only another of its names fits
_FAMOUS = 500_000  # the people from which a city is meant even before the name of another country
_KNOWN_ABROAD = 100_000  # the people from which another of a city's names alone means it
_PHRASE = 3  # the most words of a phrase around a place, or of a country or region at the end of a group
_WORDS = 8  # the most words of a group that is looked into
_CODE = 3  # the most letters of a country or region code
_JOINT = "\u2044"  # stands for a sign or word that parts two places elsewhere, but not in this name

_PIECE_END = r"[;|•·\n\r/&+]|\s(?:and/or|or|OR|and|ou|oder|und)\s"
_GROUP_END = r"[,()\[\]{}:–—>~@_*]|\s-+|-+\s"
# Where hyphens part, and where a code would be read as a word.
_REWORDED = (
    (r"\s+", " "),
    (r",\s*OR\b", ", Oregon"),
    (r"(?i:(?-u:\b)(remote|hybrid|on-?site))-(\p{L})", "${1}, ${2}"),
    (r"(\p{L})-(?i:(remote|hybrid|on-?site)(?-u:\b))", "${1}, ${2}"),
    (r"^([A-Z]{2,3})-([A-Z]{2})-(\p{L})", "${1}, ${2}, ${3}"),
    (r"^([A-Z]{2,3})-(\p{L})", "${1}, ${2}"),
)
# c: city, r: region, k: country; the orders in which labels name one place, the fullest first.
_ORDERS = {3: ("crk", "krc", "kcr"), 2: ("cr", "ck", "rc", "kc", "rk", "kr")}
_REMOTE = ("remote", "remoto", "anywhere", "wfh", "home based", "work from home")


class _Group(NamedTuple):
    """The words between two commas, folded; `after_unknown` tells that words nobody knows stand before them."""

    words: str
    key: str
    after_unknown: bool = False


class _Found(NamedTuple):
    """A place and the words of the label that name it."""

    words: str
    place: Place


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's primary place, its number of places, and all of them in order; unknown is null."""
    stated = raw.select("places").with_row_index("row").explode("places", empty_as_null=False).drop_nulls("places")
    distinct = stated.unique("places", maintain_order=True).select("places")
    found = stated.join(_read_distinct(distinct), on="places", how="left", maintain_order="left")
    has_place = pl.col("found").list.len() > 0
    rows = found.group_by("row", maintain_order=True).agg(
        pl.coalesce(pl.col("label").filter(has_place).first(), pl.col("label").drop_nulls().first()).alias("label"),
        pl.col("found").explode(empty_as_null=False, keep_nulls=False),
    )
    rows = rows.with_columns(places=pl.col("found").list.eval(_first_of_each_place()))
    primary = pl.col("places").list.first()
    result = (
        raw.select(row=pl.int_range(pl.len(), dtype=pl.get_index_type()))
        .join(rows, on="row", how="left", maintain_order="left")
        .select(
            primary.struct.field("country_code", "region", "city"),
            location_text=pl.col("label"),
            place_count=pl.col("places").list.len().fill_null(0),
            remote_scope=remote_scope.of(raw),
            place_version=pl.lit(VERSION),
            places=pl.col("places").fill_null(pl.lit([], dtype=pl.List(PLACE))),
        )
    )
    schema = pl.Schema({**frame_schema(PLACES), "places": pl.List(PLACE)})
    return result.select(schema.names()).cast(schema)


def _first_of_each_place() -> pl.Expr:
    place = pl.element()
    named = pl.struct(place.struct.field("country_code", "region", "city"))
    return place.filter(named.is_first_distinct())


def _read_distinct(stated: pl.DataFrame) -> pl.DataFrame:
    """The given places with their `label`, cleaned or made from its parts, and `found`, the places they name."""
    fields = [pl.col("places").struct.field(name) for name in ("city", "region", "country")]
    parts = [field.str.head(_LABEL_LIMIT).str.strip_chars() for field in fields]
    frame = stated.select("places", *parts, label=pl.col("places").struct.field("label").str.strip_chars())
    frame = frame.with_columns(pl.col("label", "city", "region", "country").replace("", None))
    joined = pl.concat_str("city", "region", "country", separator=", ", ignore_nulls=True).replace("", None)
    # The country's own field may hold a code, which a label would give to a US state: CA, DE, IN.
    named = frame.with_columns(pl.col("country").replace(gazetteer.country_words()))
    split = named.select(label=_split(pl.col("label")), parts=_split(joined))
    found = [
        [{"location_text": words, **place._asdict()} for words, place in _read(*row)]
        for row in zip(
            split["label"].to_list(),
            split["parts"].to_list(),
            frame["city"].to_list(),
            frame["region"].to_list(),
            named["country"].to_list(),
            strict=True,
        )
    ]
    return frame.select("places", label=pl.coalesce("label", joined)).with_columns(
        pl.Series("found", found, dtype=pl.List(PLACE))
    )


def _split(label: pl.Expr) -> pl.Expr:
    """The label's pieces, one for each place as a rule, each a list of the groups of words between its commas."""
    text = label.str.head(_LABEL_LIMIT)
    for pattern, replacement in _REWORDED:
        text = text.str.replace_all(pattern, replacement)
    names = gazetteer.joined_names()
    whole = [name.replace(" and ", f" and{_JOINT}").replace("/", _JOINT).replace("&", _JOINT) for name in names]
    text = text.str.replace_many(list(names), whole, ascii_case_insensitive=True)
    pieces = text.str.replace_all(_PIECE_END, "\t").str.split("\t")
    return pieces.list.eval(pl.element().str.replace_all(_GROUP_END, "\t").str.split("\t"))


def _read(
    label: list[list[str]] | None,
    parts: list[list[str]] | None,
    city: str | None,
    region: str | None,
    country: str | None,
) -> list[_Found]:
    """The places that a label and its parts name: the label leads, the parts say what it leaves open."""
    stated = _with_stated_words(_read_pieces(parts or [], Place()), city, region)
    context = stated[0].place if stated else Place()
    if label is None:
        return stated
    found = _read_pieces(label, context)
    if _is_remote(label) and not any(item.place.city for item in found):
        # The address of a remote post is the employer's, or one that search engines ask for.
        stated = [_Found(words, place._replace(region=None, city=None)) for words, place in stated]
    if not found or (_is_a_city_alone(label) and _is_elsewhere(found, stated, country)):
        words = " ".join(" ".join(piece) for piece in label).strip()
        return [_Found(words, place) for _, place in stated]
    if len(found) == 1 and stated and _agree(found[0].place, stated[0].place):
        return [_Found(found[0].words, _fuller(found[0].place, item.place)) for item in stated]
    return found


def _is_a_city_alone(label: list[list[str]]) -> bool:
    """True if the label names no country, region or second place beside its city."""
    groups = [group for piece in label for group in _groups(piece)]
    return len(groups) == 1 and not _is_area(groups[0].words) and groups[0].key not in _own("area")


def _is_elsewhere(found: list[_Found], stated: list[_Found], country: str | None) -> bool:
    """True if the one place lies outside the country that the source states in so many words."""
    codes = _countries(country) if country else []
    if len(found) != 1 or len(stated) != 1 or codes != [stated[0].place.country_code]:
        return False
    return found[0].place.country_code not in codes


def _is_remote(label: list[list[str]]) -> bool:
    key = fold(" ".join(group for piece in label for group in piece))
    return any(word in key for word in _REMOTE)


def _agree(label: Place, stated: Place) -> bool:
    """True if the stated place is the label's, or lies in it."""
    pairs = zip(label, stated, strict=True)
    return all(ours is None or theirs is None or ours == theirs for ours, theirs in pairs)


def _fuller(label: Place, stated: Place) -> Place:
    return Place(*(ours or theirs for ours, theirs in zip(label, stated, strict=True)))


def _with_stated_words(found: list[_Found], city: str | None, region: str | None) -> list[_Found]:
    """The place with its stated city and region in the source's words where no gazetteer has them."""
    if len(found) != 1:
        return found
    words, place = found[0]
    if place.city is None and city and place.country_code and _is_plain_name(city):
        place = place._replace(city=city)
    if place.region is None and place.city and region and _is_plain_name(region) and fold(region) != fold(place.city):
        place = place._replace(region=region)
    return [_Found(words, place)]


def _is_plain_name(words: str) -> bool:
    """True if the words could be the name of a city or region, and are not known as something else."""
    key = fold(words)
    letters = all(c.isalpha() or c in " .'’-" for c in words)
    other = key in gazetteer.countries() or key in gazetteer.regions() or key in _own("anywhere") or key in _own("area")
    noise = any(word in _own("noise") for word in key.split())
    return letters and len(words) > _CODE and not other and not noise


def _read_pieces(pieces: list[list[str]], context: Place) -> list[_Found]:
    """The places of all pieces in order; a city that is unclear alone is looked for beside the others' regions."""
    read = []
    for piece in pieces:
        groups = list(_groups(piece))
        words = ", ".join(group.strip() for group in piece if group.strip()).replace(_JOINT, "/")
        read.append((words, groups, _read_groups(groups, context)))
    beside = [place for _, _, places in read for place in places]
    found = []
    for words, groups, places in read:
        if not places and len(groups) == 1 and beside:
            places = _city_beside(groups[0], beside)
        found += [_Found(words, place) for place in places]
    return found


def _city_beside(group: _Group, beside: Sequence[Place]) -> list[Place]:
    for place in beside:
        if place.country_code and (city := _city_in(group, place.country_code, place.region)):
            return [city]
    return []


def _groups(piece: Sequence[str]) -> Iterator[_Group]:
    """The groups of the piece that can be places; what says only how or how far (`remote`, `EMEA`) is left out."""
    after_unknown = False
    for words in piece:
        kept, refused = _before_refusal(words)
        parts = _known_parts(kept)
        if parts is None:
            after_unknown = True
        for part in parts or ():
            yield _Group(part, fold(part), after_unknown)
            after_unknown = False
        if refused:
            return


def _before_refusal(words: str) -> tuple[str, bool]:
    """The words before one such as `excluding`, after which no place is meant, and whether there is one."""
    singles = words.split()
    for number, word in enumerate(singles):
        if fold(word) in _own("refusal"):
            return " ".join(singles[:number]), True
    return words, False


@cache
def _known_parts(words: str) -> tuple[str, ...] | None:
    """The names in the words: none for mere noise, None for words that nobody knows."""
    trimmed = _trim(words.replace(_JOINT, "/").split())
    if not trimmed:
        return ()
    whole = " ".join(trimmed)
    if _is_known(whole):
        return (whole,)
    if len(trimmed) > _WORDS:
        return None
    for size in range(min(_PHRASE, len(trimmed) - 1), 0, -1):
        ends = ((trimmed[:-size], trimmed[-size:], True), (trimmed[size:], trimmed[:size], False))
        for rest, end, is_last in ends:
            if _is_area(" ".join(end)) and (len(end[0]) > _CODE or end[0].isupper()):
                inner = _trim(rest)
                known = (" ".join(inner),) if inner and _is_known(" ".join(inner)) else ()
                return (*known, " ".join(end)) if is_last else (" ".join(end), *known)
    return None


def _trim(words: list[str]) -> list[str]:
    """The words without the noise at both ends; a name that is known as it stands is left whole."""
    while words and not _is_known(" ".join(words)):
        start = _noise_length(words, at_start=True)
        end = _noise_length(words, at_start=False)
        if not start and not end:
            break
        words = words[start:] if start else words[: len(words) - end]
    return words


def _noise_length(words: list[str], *, at_start: bool) -> int:
    """The number of words at that end which only surround a place."""
    for size in range(min(_PHRASE, len(words)), 0, -1):
        phrase = " ".join(words[:size] if at_start else words[-size:])
        key = fold(phrase)
        if not key or key.isdigit() or key in _own("noise") or key in _own("anywhere"):
            return size
    return 0


@cache
def _own(kind: str) -> dict[str, list[Place]]:
    return gazetteer.own_words()[kind]


def _is_known(words: str) -> bool:
    key = fold(words)
    if key in _own("noise") and not _is_code(words):
        return False
    if key in _own("anywhere"):
        return False
    return _is_area(words) or key in _own("city") or key in _own("area") or any(True for _ in _large(key))


def _is_area(words: str) -> bool:
    return bool(_countries(words) or _regions(words))


def _large(key: str) -> Iterator[City]:
    return (city for city in gazetteer.cities(key) if city.population >= gazetteer.LARGE or city.is_own_name)


def _is_code(words: str) -> bool:
    return len(words) <= _CODE and words.isupper() and _is_area(words)


def _countries(words: str) -> list[str]:
    """The codes of the countries that the words can mean; codes only in capitals."""
    key = fold(words)
    if len(key) <= _CODE and not words.isupper():
        return []
    named = gazetteer.countries().get(key) or (gazetteer.country_of_code(words) if words.isupper() else None)
    return [named] if named else []


def _regions(words: str) -> tuple[Place, ...]:
    """The regions that the words can mean; codes only with a capital at the start."""
    key = fold(words)
    if len(key) <= _CODE and not words[:1].isupper():
        return ()
    return gazetteer.regions().get(key, ())


def _read_groups(groups: Sequence[_Group], context: Place) -> list[Place]:
    """The places that the groups name in turn, as many groups to a place as fit together."""
    places: list[Place] = []
    groups = list(groups)
    start = 0
    while start < len(groups):
        for size in (3, 2, 1):
            window = groups[start : start + size]
            place = _read_window(window, context) if len(window) == size else None
            if place is not None:
                break
        following = groups[start + size : start + size + 1]
        is_repeat = bool(places) and place == Place(places[-1].country_code)
        if size == 1 and following and _is_misplaced(groups[start], following[0]):
            groups[start + size] = following[0]._replace(after_unknown=True)
        elif place is not None and not is_repeat:
            places.append(place)
        start += size
    return places


def _is_misplaced(group: _Group, following: _Group) -> bool:
    """True for a lesser city before a region or country that has no such city: it is one that nobody knows."""
    if _is_area(group.words) or not _is_area(following.words):
        return False
    if group.key in _own("city") or group.key in _own("area") or following.key in _own("city"):
        return False
    return max((city.population for city in gazetteer.cities(group.key)), default=0) < _FAMOUS


def _read_window(window: Sequence[_Group], context: Place) -> Place | None:
    """The one place that all groups of the window name together; None if they do not."""
    if len(window) == 1:
        return _read_alone(window[0], context)
    for order in _ORDERS[len(window)]:
        roles = dict(zip(order, window, strict=True))
        place = _read_roles(roles.get("c"), roles.get("r"), roles.get("k"))
        if place is not None:
            return place
    return None


def _read_roles(city: _Group | None, region: _Group | None, country: _Group | None) -> Place | None:
    """The place of that city in that region and country; None where one is not in the other."""
    if city is not None and city.after_unknown and _regions(city.words):
        return None
    codes: list[str | None] = list(_countries(country.words)) if country else [None]
    for code in codes:
        for area in _areas(region, code):
            if city is None:
                return area
            if area.country_code is None or (region is None and _is_other_country(city, area.country_code)):
                continue
            place = _city_in(city, area.country_code, area.region)
            if place is not None and not (region and _is_list(city, region, place)):
                return place
    return None


def _areas(region: _Group | None, country_code: str | None) -> list[Place]:
    """The regions that the group means within the country, or the country itself where no region is named."""
    if region is None:
        return [Place(country_code)]
    if country_code is None:
        return list(_regions(region.words))
    name = gazetteer.region_name(country_code, region.words)
    return [Place(country_code, name)] if name else []


def _is_other_country(city: _Group, country_code: str) -> bool:
    """True if the words are rather another country: `USA, Mexico` is no city."""
    codes = _countries(city.words)
    return bool(codes) and country_code not in codes


def _is_list(city: _Group, region: _Group, place: Place) -> bool:
    """True if both groups are better known as cities: `Boston, New York` names two."""
    alone = _city_alone(city, Place())
    return region.key in _own("city") and alone is not None and alone != place


def _read_alone(group: _Group, context: Place) -> Place | None:
    """The place that the words mean by themselves, with the country the source states elsewhere as a help."""
    if group.key in _own("area"):
        return _own("area")[group.key][0]
    region = _region_alone(group, context)
    if group.after_unknown and region is not None:
        return region
    if group.key in _own("city"):
        return _own("city")[group.key][0]
    if group.key in _own("vague") and context.country_code is None:
        return None
    countries = _countries(group.words)
    if countries and group.key not in _own("state"):
        return Place(countries[0])
    city = _city_alone(group, context)
    if region is not None and (city is None or city.region != region.region):
        return region
    return city


def _region_alone(group: _Group, context: Place) -> Place | None:
    regions = _regions(group.words)
    if context.country_code:
        regions = tuple(place for place in regions if place.country_code == context.country_code)
    elif group.key in _own("vague") or (group.key in _own("state") and not group.after_unknown):
        return None
    american = [place for place in regions if place.country_code in ("US", "CA")]
    if american:
        return american[-1]
    return regions[0] if len(regions) == 1 and len(group.key) > _CODE else None


def _city_alone(group: _Group, context: Place) -> Place | None:
    """The city of that name in the stated country; else the one that far outnumbers its namesakes."""
    if context.country_code and (place := _city_in(group, context.country_code, context.region)):
        return place
    if group.key in _own("city"):
        return _own("city")[group.key][0]
    if group.key in _own("vague"):
        return None
    large = [city for city in gazetteer.cities(group.key) if city.population >= gazetteer.LARGE]
    return _dominant([city for city in large if city.is_own_name or city.population >= _KNOWN_ABROAD])


def _city_in(group: _Group, country_code: str, region: str | None) -> Place | None:
    """The city of that name in the country and, where it is given, the region."""
    for place in _own("city").get(group.key, ()):
        if place.country_code == country_code and region in (None, place.region):
            return place
    inside = [city for city in gazetteer.cities(group.key) if city.country_code == country_code]
    if region is not None:
        inside = [city for city in inside if city.region in (None, region)]
    inside = [city for city in inside if city.is_own_name] or inside
    if region is None or any(city.region is None for city in inside):
        place_found = _dominant(inside)
        return place_found._replace(region=place_found.region or region) if place_found else None
    return _place(inside[0]) if inside else None


def _dominant(cities: Sequence[City]) -> Place | None:
    """The city that has by far the most people, or is a capital with more than the rest; None if none stands out."""
    ranked = sorted(cities, key=_weight, reverse=True)
    if not ranked:
        return None
    first, others = ranked[0], ranked[1:]
    if first.is_capital or all(_weight(first) >= _MARGIN * _weight(other) for other in others):
        return _place(first)
    return None


def _weight(city: City) -> float:
    return city.population * (1 if city.is_own_name else _OTHER_NAME_WEIGHT)


def _place(city: City) -> Place:
    return Place(city.country_code, city.region, city.name)
