"""Country, region and city from the words a posting gives for its places, and where a remote person may live."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from transform import gazetteer, place_shared, remote_scope
from transform.gazetteer import Place, fold
from transform.place_meaning import cities_inside, city_in, place_of, read_groups
from transform.place_words import (
    CODE,
    JOINT,
    LABEL_LIMIT,
    Group,
    american_state,
    countries_of,
    groups_of,
    is_area,
    is_spelt_plainly,
    own,
    pieces_of,
)
from transform.schema import PLACE, PLACES, frame_schema

VERSION: int = 7

_FIELD_LIMIT = 4 * LABEL_LIMIT  # more characters of a field than are read, for blanks fall away
_TELLING = 6  # the letters from which a small town's name alone is no common word
_WITHIN, _BETWEEN = "\t", "\n"  # what parts the fields of a place, and places, in a text
_ROUNDS = 2  # what a name means that a state shares may settle another: `New York or Georgia`
_REMOTE = ("remote", "remoto", "anywhere", "wfh", "home based", "work from home")
_STATED = ("label", "city", "region", "country")


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
    parts = [field.str.head(LABEL_LIMIT).str.strip_chars() for field in fields]
    frame = stated.select("places", *parts, label=pl.col("places").struct.field("label").str.strip_chars())
    frame = frame.with_columns(pl.col("label", "city", "region", "country").replace("", None))
    joined = pl.concat_str("city", "region", "country", separator=", ", ignore_nulls=True).replace("", None)
    # The country's own field may hold a code, which a label would give to a US state: CA, DE, IN.
    named = frame.with_columns(pl.col("country").replace(gazetteer.country_words()))
    split = named.select(label=pieces_of(pl.col("label")), parts=pieces_of(joined))
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
    groups = [group for piece in label for group in groups_of(piece)]
    return len(groups) == 1 and not is_area(groups[0].words) and groups[0].key not in own("area")


def _is_elsewhere(found: list[_Found], stated: list[_Found], country: str | None) -> bool:
    """True if the one place lies outside the country that the source states in so many words."""
    codes = countries_of(country) if country else []
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
    other = key in gazetteer.countries() or key in gazetteer.regions() or key in own("anywhere") or key in own("area")
    noise = any(word in own("noise") for word in key.split())
    return is_spelt_plainly(words) and len(words) > CODE and not other and not noise


def _read_pieces(pieces: list[list[str]], context: Place, near: Sequence[Place] = ()) -> list[_Found]:
    """The places of all pieces in order; a city that is unclear alone is looked for beside the others' regions."""
    grouped = [list(groups_of(piece)) for piece in pieces]
    found = [read_groups(groups, context) for groups in grouped]
    if any(group.key in place_shared.names() for groups in grouped for group in groups):
        for _ in range(_ROUNDS):
            beside = [*(place for places in found for place in places), *_stated(context), *near]
            settled = [_with_meaning(groups, beside) for groups in grouped]
            if settled == grouped:
                break
            grouped = settled
            found = [read_groups(groups, context) for groups in grouped]
    beside = [place for places in found for place in places]
    named = []
    for piece, groups, places in zip(pieces, grouped, found, strict=True):
        words = ", ".join(group.strip() for group in piece if group.strip()).replace(JOINT, "/")
        if not places and len(groups) == 1:
            places = _city_beside(groups[0], beside) if beside else _town_alone(groups[0], words, context)
        named += [_Found(words, place) for place in places]
    return named


def _stated(context: Place) -> list[Place]:
    return [context] if context.country_code else []


def _with_meaning(groups: Sequence[Group], beside: Sequence[Place]) -> list[Group]:
    """The groups with what shared names mean, but not before the code of a state: `Washington, TX` is a town."""
    settled = list(groups)
    for at, group in enumerate(groups):
        if group.key in place_shared.names() and not any(map(american_state, groups[at + 1 : at + 2])):
            settled[at] = group._replace(meant=place_shared.meant(group.key, beside))
    return settled


def _city_beside(group: Group, beside: Sequence[Place]) -> list[Place]:
    for place in beside:
        code = place.country_code or ""
        if cities_inside(gazetteer.cities(group.key), code, place.region) or group.key in own("city"):
            city = city_in(group, code, place.region)
            if city is not None:
                return [city]
    return []


def _town_alone(group: Group, words: str, context: Place) -> list[Place]:
    """The town of a few thousand people that a label names and nothing else, if no other place in the world does."""
    bearers = gazetteer.cities(group.key)
    is_other = any(group.key in own(kind) for kind in ("vague", "state", "no town")) or is_area(group.words)
    if is_other or words != group.words or context.country_code or len(group.key) < _TELLING or len(bearers) != 1:
        return []
    is_one = bearers[0].is_own_name and not gazetteer.villages(group.key)
    return [place_of(bearers[0])] if is_one else []
