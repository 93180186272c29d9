"""Country, region and city from the words a posting gives for its places, and where a remote person may live."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from transform import gazetteer, place_shared, remote_scope
from transform.gazetteer import City, Place, fold
from transform.schema import PLACE, PLACES, frame_schema

VERSION: int = 7

_LABEL_LIMIT = 2000  # the longest label read; what is longer is a sentence
_FIELD_LIMIT = 4 * _LABEL_LIMIT  # more characters of a field than are read, for blanks fall away
_MARGIN = 5  # a city is meant by its name alone if it has so many times the people of the next
_OTHER_NAME_WEIGHT = 0.2  # what a city's people count for where only another of its names fits
_FAMOUS = 500_000  # the people from which a city is meant even before the name of another country
_KNOWN_ABROAD = 100_000  # the people from which another of a city's names alone means it
_PHRASE = 3  # the most words of a phrase around a place, or of a country or region at the end of a group
_WORDS = 8  # the most words of a group that is looked into
_CODE = 3  # the most letters of a country or region code
_TELLING = 6  # the letters from which a small town's name alone is no common word
_TOWN_WORDS = 4  # the most words of a town that no gazetteer has
_JOINT = "\u2044"  # stands for a sign or word that parts two places elsewhere, but not in this name

_PIECE_END = r"[;|•·\n\r/&+]|\s(?:and/or|or|OR|and|ou|oder|und)\s"
_GROUP_END = r"[,()\[\]{}:–—>~@_*]|\s-+|-+\s"
_EXCLUDED = r"(?:excl(?:uding|\.)?|except(?:ing)?(?: for)?|other than|not)"
# Cities whose code of a province, "Milano (MI)", is that of a country or of a state elsewhere.
_PROVINCES = re.findall(
    r"(\w+) (\w\w)",
    "Alessandria AL, Ancona AN, Arezzo AR, Asti AT, Bari BA, Bergamo BG, Bologna BO, Bolzano BZ, Brescia BS,"
    "Cagliari CA, Caserta CE, Catania CT, Catanzaro CZ, Cremona CR, Cuneo CN, Firenze FI, Genova GE, Latina LT,"
    "Lecce LE, Lecco LC, Livorno LI, Lucca LU, Mantova MN, Messina ME, Milano MI, Modena MO, Monza MB, Napoli NA,"
    "Novara NO, Palermo PA, Parma PR, Perugia PG, Pescara PE, Salerno SA, Siena SI, Torino TO, Trento TN, Treviso TV,"
    "Udine UD, Varese VA, Venezia VE, Vicenza VI",
)
_OF_PROVINCE = "|".join(rf"({city})(?:, ?| ?\(| ){code}(?:\)|(?-u:\b))" for city, code in _PROVINCES)
# What is excluded, the codes of posts, provinces and sides of a street, where hyphens part, and where a code would be
# read as a word.
_REWORDED = (
    (r"\s+", " "),
    (rf"(?i)[(\[] ?{_EXCLUDED} [^()\[\]]*[)\]]", " "),
    (r"(?i)(?-u:\b)(?:excluding|except(?: for)?) [^;|()\[\]]*", " "),
    (r",\s*OR\b", ", Oregon"),
    (r",?\s(?:Autonomous Province|Province|Metropolitan City) of [\pL '’-]+, Italy", ", Italy"),
    (rf"(?-u:\b)(?:{_OF_PROVINCE})", "".join(f"${{{i + 1}}}" for i in range(len(_PROVINCES))) + ", Italy"),
    (r"^([0-9]{1,5}) (?:NE|NW|SE|SW) ", "${1} "),
    (r",? [A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}(?-u:\b)", ", GB"),
    (r"(^|, ?)[1-9][0-9]{3} [A-Z]{2}($|,| )", "${1}"),
    (r"(\p{Ll}{2}) [A-Z]{1,2}[0-9]{1,2}[A-Z]?($|[,)])", "${1}${2}"),
    (r"(?i:(?-u:\b)(Paris|Lyon|Marseille) [0-9]{1,2} ?(?:er|e|[eè]me)(?-u:\b))", "${1}"),
    (r"\((Oder|Saale|Main|Spree|Elbe|Havel|Lahn|Ruhr|Donau)\)", " ${1}"),
    (r"(?i:(?-u:\b)(remote|hybrid|on-?site))-(\p{L})", "${1}, ${2}"),
    (r"(\p{L})-(?i:(remote|hybrid|on-?site)(?-u:\b))", "${1}, ${2}"),
    (r"^([A-Z]{2,3})-([A-Z]{2})-(\p{L})", "${1}, ${2}, ${3}"),
    (r"(\p{Ll}{2})-([A-Z]{2,3})($|[ ,;)])", "${1}, ${2}${3}"),
    (r"(^|[,;|/] ?)([A-Z]{2,3})-(\p{L})", "${1}${2}, ${3}"),
)
# c: city, r: region, k: country; the orders in which labels name one place, the fullest first.
_ORDERS = {3: ("crk", "krc", "kcr", "ckr"), 2: ("cr", "ck", "rc", "kc", "rk", "kr")}
_NAMED_BY_STATE = ("US", "CA")  # where the name of a state beside the country means no city of that name
_WITHIN, _BETWEEN = "\t", "\n"  # what parts the fields of a place, and places, in a text
_ROUNDS = 2  # what a name means that a state shares may settle another: `New York or Georgia`
_STATES = 3  # from so many codes of states on, a list is one of states
_LINKS = {"of", "the", "in", "at", "and", "on", "or", "to", "near"}  # stand in names too
_REMOTE = ("remote", "remoto", "anywhere", "wfh", "home based", "work from home")


_STATED = ("label", "city", "region", "country")
_GAZETTEER = (gazetteer.cities, gazetteer.villages)


class _Group(NamedTuple):
    """The words between two commas, folded, and what stands before them that nobody knows.

    `is_loose` tells that no comma parts the unknown words from these; `meant` is what the places beside them make of
    words that a state shares with a country or a city.
    """

    words: str
    key: str
    unknown: tuple[str, ...] = ()
    is_loose: bool = False
    meant: Place | None = None


class _Found(NamedTuple):
    """A place and the words of the label that name it."""

    words: str
    place: Place


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's primary place, its number of places, and all of them in order; unknown is null."""
    stated = raw[["places"]].with_row_index("row").explode("places", empty_as_null=False).drop_nulls("places")
    stated = stated.with_columns(_cut(pl.col("places")).alias("places"))
    distinct = stated.unique("places", maintain_order=True).select("places")
    found = stated.join(_read_distinct(distinct), on="places", how="left", maintain_order="left")
    found = _settled(found, raw["pay"])
    has_place = pl.col("found").list.len() > 0
    rows = found.group_by("row", maintain_order=True).agg(
        pl.coalesce(pl.col("label").filter(has_place).first(), pl.col("label").drop_nulls().first()).alias("label"),
        pl.col("found").explode(empty_as_null=False, keep_nulls=False),
    )
    rows = rows.with_columns(places=pl.col("found").list.eval(_first_of_each_place()))
    primary = pl.col("places").list.first()
    result = (
        pl.select(row=pl.int_range(raw.height, dtype=pl.get_index_type()))
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


def _cut(place: pl.Expr) -> pl.Expr:
    """The stated place with no field longer than any place's name is, so that comparing places costs little."""
    fields = (place.struct.field(name).str.head(_FIELD_LIMIT) for name in _STATED)
    return pl.struct(fields)


def _first_of_each_place() -> pl.Expr:
    place = pl.element()
    named = pl.struct(place.struct.field("country_code", "region", "city"))
    return place.filter(named.is_first_distinct())


def _settled(found: pl.DataFrame, pay: pl.Series) -> pl.DataFrame:
    """The same with names that a state shares read anew beside the posting's other places, or else by its currency."""
    shared = found.select("row", "places", number=pl.int_range(pl.len())).filter(found["is_shared"])
    if shared.is_empty():
        return found
    paid = pay.gather(shared["row"]).list.first().struct.field("currency")
    shared = shared.with_columns(paid.replace_strict(place_shared.PAID_IN, default=None).alias("paid"))
    others = found.select("row", "found").filter(~found["is_shared"]).join(shared, on="row", how="semi")
    others = others.select("row", near=pl.col("found").list.eval(_place_key()))
    beside = others.group_by("row").agg(
        pl.col("near").explode(empty_as_null=False).str.join(_BETWEEN).replace("", None)
    )
    asked = shared.join(beside, on="row", how="left").with_columns(pl.coalesce("near", "paid").alias("near"))
    asked = asked.drop_nulls("near").sort("number")
    if asked.is_empty():
        return found
    distinct = asked.select("places", "near").unique(maintain_order=True)
    anew = _read_distinct(distinct.select("places"), [_places_of(near) for near in distinct["near"]])
    anew = asked.join(anew.hstack(distinct.select("near")), on=["places", "near"], how="left", maintain_order="left")
    at = pl.int_range(found.height, eager=True)
    at = at.scatter(asked["number"], pl.int_range(found.height, found.height + asked.height, eager=True))
    return found.with_columns(found["found"].append(anew["found"])[at])


def _place_key() -> pl.Expr:
    return pl.concat_str([pl.element().struct.field(name).fill_null("") for name in Place._fields], separator=_WITHIN)


def _places_of(keys: str) -> list[Place]:
    """The places of joined keys, or the country that the text is."""
    parts = ([part or None for part in key.split(_WITHIN)] for key in keys.split(_BETWEEN) if key)
    return [Place(*part) for part in parts]


def _read_distinct(stated: pl.DataFrame, near: Sequence[Sequence[Place]] | None = None) -> pl.DataFrame:
    """The given places with their `label`, cleaned or made from its parts, and `found`, the places they name.

    `near` holds, for each of them, places elsewhere that settle what a name means which a state shares.
    """
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
            near or [()] * frame.height,
            strict=True,
        )
    ]
    is_shared = pl.col("label").str.contains(place_shared.pattern()) & pl.col("country").is_null()
    return frame.select(
        "places", label=pl.coalesce("label", joined), is_shared=is_shared.fill_null(value=False)
    ).with_columns(pl.Series("found", found, dtype=pl.List(PLACE)))


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
    near: Sequence[Place] = (),
) -> list[_Found]:
    """The places that a label and its parts name: the label leads, the parts say what it leaves open."""
    of_fields = place_shared.of_fields(region, country)
    stated = _with_stated_words(_read_pieces(parts or [], Place(), of_fields), city, region)
    context = stated[0].place if stated else Place()
    if label is None:
        return stated
    found = _read_pieces(label, context, near)
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
    other = key in gazetteer.countries() or key in gazetteer.regions() or key in _own("anywhere") or key in _own("area")
    noise = any(word in _own("noise") for word in key.split())
    return _is_spelt_plainly(words) and len(words) > _CODE and not other and not noise


def _is_spelt_plainly(words: str) -> bool:
    return all(c.isalpha() or c in " .'’-" for c in words)


def _read_pieces(pieces: list[list[str]], context: Place, near: Sequence[Place] = ()) -> list[_Found]:
    """The places of all pieces in order; a city that is unclear alone is looked for beside the others' regions."""
    grouped = [list(_groups(piece)) for piece in pieces]
    found = [_read_groups(groups, context) for groups in grouped]
    if any(group.key in place_shared.names() for groups in grouped for group in groups):
        for _ in range(_ROUNDS):
            beside = [*(place for places in found for place in places), *_stated(context), *near]
            settled = [_with_meaning(groups, beside) for groups in grouped]
            if settled == grouped:
                break
            grouped = settled
            found = [_read_groups(groups, context) for groups in grouped]
    beside = [place for places in found for place in places]
    named = []
    for piece, groups, places in zip(pieces, grouped, found, strict=True):
        words = ", ".join(group.strip() for group in piece if group.strip()).replace(_JOINT, "/")
        if not places and len(groups) == 1:
            places = _city_beside(groups[0], beside) if beside else _town_alone(groups[0], words, context)
        named += [_Found(words, place) for place in places]
    return named


def _stated(context: Place) -> list[Place]:
    return [context] if context.country_code else []


def _with_meaning(groups: Sequence[_Group], beside: Sequence[Place]) -> list[_Group]:
    """The groups with what shared names mean, but not before the code of a state: `Washington, TX` is a town."""
    settled = list(groups)
    for at, group in enumerate(groups):
        if group.key in place_shared.names() and not any(map(_american, groups[at + 1 : at + 2])):
            settled[at] = group._replace(meant=place_shared.meant(group.key, beside))
    return settled


def _city_beside(group: _Group, beside: Sequence[Place]) -> list[Place]:
    for place in beside:
        code = place.country_code or ""
        if _inside(gazetteer.cities(group.key), code, place.region) or group.key in _own("city"):
            city = _city_in(group, code, place.region)
            if city is not None:
                return [city]
    return []


def _town_alone(group: _Group, words: str, context: Place) -> list[Place]:
    """The town of a few thousand people that a label names and nothing else, if no other place in the world does."""
    bearers = gazetteer.cities(group.key)
    is_other = any(group.key in _own(kind) for kind in ("vague", "state", "no town")) or _is_area(group.words)
    if is_other or words != group.words or context.country_code or len(group.key) < _TELLING or len(bearers) != 1:
        return []
    is_one = bearers[0].is_own_name and not gazetteer.villages(group.key)
    return [_place(bearers[0])] if is_one else []


def _groups(piece: Sequence[str]) -> Iterator[_Group]:
    """The groups of the piece that can be places; what says only how or how far (`remote`, `EMEA`) is left out."""
    unknown: tuple[str, ...] = ()
    for words in piece:
        kept, refused = _before_refusal(words)
        parts = _known_parts(kept)
        if parts is None:
            unknown += (" ".join(kept.split()),)
        for part in parts or ():
            yield part if part.is_loose else part._replace(unknown=unknown)
            unknown = ()
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
def _known_parts(words: str) -> tuple[_Group, ...] | None:
    """The names in the words: none for mere noise, None for words that nobody knows."""
    if fold(words) in gazetteer.subdivision_names() and not _is_known(words):
        return None  # its country tells what it is
    trimmed = _trim(words.replace(_JOINT, "/").split())
    if not trimmed:
        return ()
    whole = " ".join(trimmed)
    if fold(trimmed[-1]) in _own("county word"):
        return (_group(whole),) if _is_area(whole) else None
    if _is_known(whole) or _is_village(whole):
        return (_group(whole),)
    for size in range(min(_PHRASE, len(trimmed) - 1), 0, -1):
        ends = ((trimmed[:-size], trimmed[-size:], True), (trimmed[size:], trimmed[:size], False))
        for rest, end, is_last in ends:
            if _is_area(" ".join(end)) and (len(end[0]) > _CODE or end[0].isupper()) and _may_hold(rest, is_last):
                return _inside_and_area(_trim(rest), _group(" ".join(end)), is_last=is_last)
    return None


def _may_hold(rest: list[str], is_last: bool) -> bool:
    """True if so many words can stand beside an area: few, or those of an address before it."""
    return len(rest) < _WORDS or (is_last and rest[0].isdigit())


def _inside_and_area(inner: list[str], area: _Group, *, is_last: bool) -> tuple[_Group, ...]:
    """What is in the area and the area, in their order."""
    words = " ".join(inner)
    if not inner:
        return (area,)
    if not _is_known(words) and not (is_last and _is_village(words)):
        return (area._replace(unknown=(words,), is_loose=True),) if is_last else (area,)
    return (_group(words), area) if is_last else (area, _group(words))


def _group(words: str) -> _Group:
    return _Group(words, fold(words))


def _trim(words: list[str]) -> list[str]:
    """The words without the noise at both ends; a name that is known as it stands is left whole."""
    given = words
    while words and not _is_known(" ".join(words)) and not _is_village(" ".join(words)):
        start = _noise_length(words, at_start=True)
        end = _noise_length(words, at_start=False)
        if not start and not end:
            break
        words = words[start:] if start else words[: len(words) - end]
    is_part = len(words) < len(given) and words == given[-len(words) :] and fold(given[0]) in _own("direction")
    return given if words and is_part and _is_lesser(" ".join(words)) else words


def _is_lesser(words: str) -> bool:
    """True for a town so small that `East` before its name makes another one of it."""
    if _is_area(words) or fold(words) in _own("city") or fold(words) in _own("area"):
        return False
    return max((city.population for city in gazetteer.cities(fold(words))), default=0) < _FAMOUS


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


def _is_village(words: str) -> bool:
    """True for a place of few people; its name is that of many a thing, so that it counts only in its own region."""
    key = fold(words)
    is_other = any(key in _own(kind) for kind in ("noise", "anywhere", "vague", "refusal"))
    return len(key) > _CODE and not is_other and bool(gazetteer.villages(key))


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
    is_of_states = sum(_american(group) is not None for group in groups) >= _STATES
    start = 0
    while start < len(groups):
        size, place = _longest(groups[start:], context)
        if size == 1 and is_of_states:
            place = _american(groups[start]) or place
        place = _with_region_between(place, groups[start + 1 : start + size])
        following = groups[start + size : start + size + 2]
        if size == 1 and following and _is_misplaced(groups[start], following):
            groups[start + 1] = following[0]._replace(unknown=(groups[start].words, *following[0].unknown))
        elif place is not None and groups[start].unknown:
            places.append(_with_unknown(place, groups[start]))
        elif place is not None and not (places and _is_around(place, places[-1])):
            places.append(place)
        start += size
    return places


def _with_region_between(place: Place | None, groups: Sequence[_Group]) -> Place | None:
    """The place with the region that stands before its country by a name which needs the country to be known."""
    if place is None or place.region or not place.country_code:
        return place
    names = (words for group in groups for words in reversed(group.unknown))
    regions = (gazetteer.region_name(place.country_code, words) for words in names)
    return place._replace(region=next((region for region in regions if region), None))


def _american(group: _Group) -> Place | None:
    """The state of the United States whose code the group is."""
    if len(group.words) != len("US") or not group.words.isupper():
        return None
    return next((place for place in _regions(group.words) if place.country_code == "US"), None)


def _longest(groups: Sequence[_Group], context: Place) -> tuple[int, Place | None]:
    """How many of the first groups name one place together, and that place; one group and None where none do."""
    for size in (3, 2, 1):
        place = _read_window(groups[:size], context) if len(groups) >= size else None
        if place is not None:
            return size, place
    return 1, None


def _is_around(place: Place, last: Place) -> bool:
    """True for the country or region that the place before it lies in, which says nothing new."""
    if place.city is not None:
        return False
    if place.country_code != last.country_code:
        return place.region is None and (last.country_code or "") in _states_of().get(place.country_code or "", ())
    return place.region in (None, last.region)


@cache
def _states_of() -> dict[str, tuple[str, ...]]:
    """The territories with codes of their own by the code of the state that they belong to."""
    pairs = [(place.country_code or "", code.upper()) for code, places in _own("territory").items() for place in places]
    return {state: tuple(code for one, code in pairs if one == state) for state, _ in pairs}


def _is_misplaced(group: _Group, following: Sequence[_Group]) -> bool:
    """True for a city before a region or country that has no such city: it is one that nobody knows.

    Before a country alone a famous city is meant itself; before a region and its country it is not.
    """
    if _is_namesake_of_abroad(group, following):
        return True
    if _is_area(group.words) or not _is_area(following[0].words):
        return False
    if group.key in _own("city") or group.key in _own("area") or following[0].key in _own("city"):
        return False
    if len(following) > 1 and _read_roles(None, following[0], following[1]) is not None:
        return True
    if _is_also_city(following[0].key):
        return False
    if any(_inside(gazetteer.cities(group.key), code, None) for code in _countries(following[0].words)):
        return True  # it has several of that name
    return max((city.population for city in gazetteer.cities(group.key)), default=0) < _FAMOUS


def _is_namesake_of_abroad(group: _Group, following: Sequence[_Group]) -> bool:
    """True for a place abroad before the code of one of the United States, which is a town there: `Berlin, CT`.

    Behind that code may stand the country. A city before a code that is as good as a city's name, such as `NY`, makes a
    list with it. Italian provinces have such codes too: `Milano, MI`.
    """
    state = _american(following[0])
    is_last = len(following) == 1 or _countries(following[1].words) == ["US"]
    if state is None or not is_last or len(group.key) <= _CODE:
        return False
    if codes := _countries(group.words):
        return codes[0] not in _NAMED_BY_STATE
    place = _read_alone(group, Place())
    is_list = any(key in _own("city") for key in (following[0].key, fold(state.region or "")))
    return place is not None and place.country_code not in (*_NAMED_BY_STATE, "IT") and not is_list


def _is_also_city(key: str) -> bool:
    """True for the name of a well-known city; a region of that name may be the city, with another before it."""
    known = (city for city in gazetteer.cities(key) if city.is_own_name and city.population >= _KNOWN_ABROAD)
    return next(known, None) is not None


def _with_unknown(place: Place, group: _Group) -> Place:
    """The area with the town that stands before it in words which no gazetteer has."""
    if place.city is not None or place.country_code is None:
        return place
    *others, words = group.unknown
    region = gazetteer.region_name(place.country_code, words) if place.region is None else None
    if region and gazetteer.is_first_level(place.country_code, region):
        place = place._replace(region=region)
        words = others[-1] if others else ""
    elif (region and place.country_code != "GB") or (others and _is_county(words)):
        words = others[-1] if others else ""
    is_address = words[:1].isdigit() or (group.is_loose and place.region is not None)
    if is_address and (town := _town_at_end(words.split(), place)) is not None:
        return town
    is_stated = not group.is_loose and _is_town(words) and not _has_namesakes(words, place)
    return place._replace(city=words.title() if words.isupper() else words) if is_stated else place


def _has_namesakes(words: str, place: Place) -> bool:
    """True if the area has places of that name, none of which stands out, or a large city elsewhere has it."""
    key = fold(words)
    if any(city.population >= gazetteer.LARGE and city.is_own_name for city in gazetteer.cities(key)):
        return True
    return any(_inside(known(key), place.country_code or "", place.region) for known in _GAZETTEER)


def _town_at_end(words: list[str], place: Place) -> Place | None:
    """The town that the last words of an address name."""
    for size in range(min(_PHRASE, len(words) - 1), 0, -1):
        last = " ".join(words[-size:])
        found = _city_in(_group(last), place.country_code or "", place.region)
        if found is not None and last[:1].isupper() and fold(last) not in _own("noise"):
            return found
    return None


def _is_county(words: str) -> bool:
    return not _own("part").keys().isdisjoint(fold(words).split()) or fold(words) in gazetteer.counties()


def _is_town(words: str) -> bool:
    """True if words that nobody knows look like a town's name and like nothing else."""
    key = fold(words)
    singles = key.split()
    is_name = 0 < len(singles) <= _TOWN_WORDS and len(key) > _CODE and any(c.isupper() for c in words[:2])
    is_other = key in gazetteer.countries() or key in gazetteer.regions() or key in _own("vague")
    telling = singles[1:] if _is_prefixed(singles) else singles
    return is_name and not is_other and _is_spelt_plainly(words) and _never_in_a_town().isdisjoint(telling)


@cache
def _never_in_a_town() -> frozenset[str]:
    kinds = ("noise", "anywhere", "refusal", "part", "no town")
    return frozenset(word for kind in kinds for word in _own(kind)) - _LINKS


def _is_prefixed(singles: Sequence[str]) -> bool:
    """True for a direction before another word, as in `East Granby`."""
    return len(singles) > 1 and singles[0] in _own("direction")


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
    if city is not None and city.unknown and _regions(city.words):
        return None
    codes: list[str | None] = list(_countries(country.words)) if country else [None]
    for code in codes:
        for area in _areas(region, code):
            if city is None:
                return area
            if area.country_code is None or (region is None and _is_other_area(city, area.country_code)):
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
        return _american_first([*_regions(region.words), *gazetteer.counties().get(region.key, ())])
    name = gazetteer.region_name(country_code, region.words)
    return [Place(country_code, name)] if name else []


def _american_first(places: Iterable[Place]) -> list[Place]:
    """The regions with those of the United States first, whose codes are the commonest: `WA` is Washington."""
    return sorted(places, key=lambda place: place.country_code != "US")


def _is_other_area(city: _Group, country_code: str) -> bool:
    """True if the words are rather another country or a state: `USA, Mexico` and `Missouri, USA` are no cities."""
    codes = _countries(city.words)
    if codes and country_code not in codes:
        return True
    is_state = any(place.country_code == country_code for place in _regions(city.words))
    return is_state and country_code in _NAMED_BY_STATE and city.key not in _own("city")


def _is_list(city: _Group, region: _Group, place: Place) -> bool:
    """True if both groups are better known as cities: `Boston, New York` names two."""
    alone = _city_alone(city, Place())
    return region.key in _own("city") and alone is not None and alone != place


def _read_alone(group: _Group, context: Place) -> Place | None:
    """The place that the words mean by themselves, with the country the source states elsewhere as a help."""
    if group.meant is not None:
        return group.meant
    if (town := _town_of_region(group, context)) is not None:
        return town
    if group.key in _own("area"):
        return _own("area")[group.key][0]
    is_shared = group.key in place_shared.names()
    region = None if is_shared and not _is_behind_town(group) else _region_alone(group, context)
    if region is not None and (group.unknown or group.key in _own("us")):
        return region
    if group.key in _own("city"):
        return _city_alone(group, context)
    if is_shared or (group.key in _own("vague") and context.country_code is None):
        return None
    countries = _countries(group.words)
    if countries and group.key not in _own("state"):
        return Place(countries[0])
    city = _city_alone(group, context)
    is_own = city is not None and (group.key in _own("city") or _is_own_name(group.key, city))
    if region is not None and (city is None or city.region != region.region or not is_own):
        return region
    return city


def _is_behind_town(group: _Group) -> bool:
    """True behind a town or county that no gazetteer has, but not behind an address: `8 Elm St, New York`."""
    is_city = group.key in _own("city")
    return is_city and bool(group.unknown) and not any(c.isdigit() for c in group.unknown[-1])


def _town_of_region(group: _Group, context: Place) -> Place | None:
    """The town of that name in the region stated elsewhere, whatever else is called so: `Mexico` in Missouri."""
    if context.region is None or fold(context.region) == group.key:
        return None
    inside = _inside(gazetteer.cities(group.key), context.country_code or "", context.region)
    return next((_place(city) for city in inside if city.is_own_name and city.region), None)


def _is_own_name(key: str, place: Place) -> bool:
    return any(city.is_own_name and city.name == place.city for city in gazetteer.cities(key))


def _region_alone(group: _Group, context: Place) -> Place | None:
    regions = _regions(group.words)
    if context.country_code:
        regions = tuple(place for place in regions if place.country_code == context.country_code)
    elif group.key in _own("vague") or (group.key in _own("state") and not group.unknown):
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
    if group.key in _own("vague") or group.key in _own("state"):
        return None
    large = [city for city in gazetteer.cities(group.key) if city.population >= gazetteer.LARGE]
    return _dominant([city for city in large if city.is_own_name or city.population >= _KNOWN_ABROAD])


def _city_in(group: _Group, country_code: str, region: str | None) -> Place | None:
    """The city of that name in the country and, where it is given, the region."""
    for place in _own("city").get(group.key, ()):
        if place.country_code == country_code and region in (None, place.region):
            return place
    key = group.key
    inside = _inside(gazetteer.cities(key), country_code, region)
    inside = inside or _inside(gazetteer.cities(gazetteer.spelt_out(key)), country_code, region)
    inside = [city for city in inside if city.is_own_name] or inside
    # A village goes before a city that only has another name like it, but not where the whole country is meant.
    is_sure = any(city.is_own_name or region is None for city in inside)
    if not is_sure and _is_village(group.words) and (region or not _is_also_city(group.key)):
        inside = _inside(gazetteer.villages(key), country_code, region) or inside
    if region is None or any(city.region is None for city in inside):
        place_found = _dominant(inside)
        return place_found._replace(region=place_found.region or region) if place_found else None
    return _place(inside[0]) if inside else None


def _inside(cities: Iterable[City], country_code: str, region: str | None) -> list[City]:
    return [city for city in cities if city.country_code == country_code and region in (None, city.region or region)]


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
