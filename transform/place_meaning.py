"""The places that groups of words name together: a city, its region and its country in any order."""

from collections.abc import Iterable, Sequence
from functools import cache

from transform import gazetteer, place_shared
from transform.gazetteer import City, Place, fold
from transform.place_words import (
    CODE,
    FAMOUS,
    PHRASE,
    Group,
    american_state,
    countries_of,
    group_of,
    is_area,
    is_spelt_plainly,
    is_village,
    own,
    regions_of,
)

_MARGIN = 5  # a city is meant by its name alone if it has so many times the people of the next
_OTHER_NAME_WEIGHT = 0.2  # what a city's people count for where only another of its names fits
_KNOWN_ABROAD = 100_000  # the people from which another of a city's names alone means it
_TOWN_WORDS = 4  # the most words of a town that no gazetteer has
# c: city, r: region, k: country; the orders in which labels name one place, the fullest first.
_ORDERS = {3: ("crk", "krc", "kcr", "ckr"), 2: ("cr", "ck", "rc", "kc", "rk", "kr")}
_NAMED_BY_STATE = ("US", "CA")  # where the name of a state beside the country means no city of that name
_STATES = 3  # from so many codes of states on, a list is one of states
_LINKS = {"of", "the", "in", "at", "and", "on", "or", "to", "near"}  # stand in names too
_GAZETTEER = (gazetteer.cities, gazetteer.villages)


def read_groups(groups: Sequence[Group], context: Place) -> list[Place]:
    """The places that the groups name in turn, as many groups to a place as fit together."""
    places: list[Place] = []
    groups = list(groups)
    is_of_states = sum(american_state(group) is not None for group in groups) >= _STATES
    start = 0
    while start < len(groups):
        size, place = _longest(groups[start:], context)
        if size == 1 and is_of_states:
            place = american_state(groups[start]) or place
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


def _with_region_between(place: Place | None, groups: Sequence[Group]) -> Place | None:
    """The place with the region that stands before its country by a name which needs the country to be known."""
    if place is None or place.region or not place.country_code:
        return place
    names = (words for group in groups for words in reversed(group.unknown))
    regions = (gazetteer.region_name(place.country_code, words) for words in names)
    return place._replace(region=next((region for region in regions if region), None))


def _longest(groups: Sequence[Group], context: Place) -> tuple[int, Place | None]:
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
    pairs = [(place.country_code or "", code.upper()) for code, places in own("territory").items() for place in places]
    return {state: tuple(code for one, code in pairs if one == state) for state, _ in pairs}


def _is_misplaced(group: Group, following: Sequence[Group]) -> bool:
    """True for a city before a region or country that has no such city: it is one that nobody knows.

    Before a country alone a famous city is meant itself; before a region and its country it is not.
    """
    if _is_namesake_of_abroad(group, following):
        return True
    if is_area(group.words) or not is_area(following[0].words):
        return False
    if group.key in own("city") or group.key in own("area") or following[0].key in own("city"):
        return False
    if len(following) > 1 and _read_roles(None, following[0], following[1]) is not None:
        return True
    if _is_also_city(following[0].key):
        return False
    if any(cities_inside(gazetteer.cities(group.key), code, None) for code in countries_of(following[0].words)):
        return True  # it has several of that name
    return max((city.population for city in gazetteer.cities(group.key)), default=0) < FAMOUS


def _is_namesake_of_abroad(group: Group, following: Sequence[Group]) -> bool:
    """True for a place abroad before the code of one of the United States, which is a town there: `Berlin, CT`.

    Behind that code may stand the country. A city before a code that is as good as a city's name, such as `NY`, makes a
    list with it. Italian provinces have such codes too: `Milano, MI`.
    """
    state = american_state(following[0])
    is_last = len(following) == 1 or countries_of(following[1].words) == ["US"]
    if state is None or not is_last or len(group.key) <= CODE:
        return False
    if codes := countries_of(group.words):
        return codes[0] not in _NAMED_BY_STATE
    place = _read_alone(group, Place())
    is_list = any(key in own("city") for key in (following[0].key, fold(state.region or "")))
    return place is not None and place.country_code not in (*_NAMED_BY_STATE, "IT") and not is_list


def _is_also_city(key: str) -> bool:
    """True for the name of a well-known city; a region of that name may be the city, with another before it."""
    known = (city for city in gazetteer.cities(key) if city.is_own_name and city.population >= _KNOWN_ABROAD)
    return next(known, None) is not None


def _with_unknown(place: Place, group: Group) -> Place:
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
    return any(cities_inside(known(key), place.country_code or "", place.region) for known in _GAZETTEER)


def _town_at_end(words: list[str], place: Place) -> Place | None:
    """The town that the last words of an address name."""
    for size in range(min(PHRASE, len(words) - 1), 0, -1):
        last = " ".join(words[-size:])
        found = city_in(group_of(last), place.country_code or "", place.region)
        if found is not None and last[:1].isupper() and fold(last) not in own("noise"):
            return found
    return None


def _is_county(words: str) -> bool:
    return not own("part").keys().isdisjoint(fold(words).split()) or fold(words) in gazetteer.counties()


def _is_town(words: str) -> bool:
    """True if words that nobody knows look like a town's name and like nothing else."""
    key = fold(words)
    singles = key.split()
    is_name = 0 < len(singles) <= _TOWN_WORDS and len(key) > CODE and any(c.isupper() for c in words[:2])
    is_other = key in gazetteer.countries() or key in gazetteer.regions() or key in own("vague")
    telling = singles[1:] if _is_prefixed(singles) else singles
    return is_name and not is_other and is_spelt_plainly(words) and _never_in_a_town().isdisjoint(telling)


@cache
def _never_in_a_town() -> frozenset[str]:
    kinds = ("noise", "anywhere", "refusal", "part", "no town")
    return frozenset(word for kind in kinds for word in own(kind)) - _LINKS


def _is_prefixed(singles: Sequence[str]) -> bool:
    """True for a direction before another word, as in `East Granby`."""
    return len(singles) > 1 and singles[0] in own("direction")


def _read_window(window: Sequence[Group], context: Place) -> Place | None:
    """The one place that all groups of the window name together; None if they do not."""
    if len(window) == 1:
        return _read_alone(window[0], context)
    for order in _ORDERS[len(window)]:
        roles = dict(zip(order, window, strict=True))
        place = _read_roles(roles.get("c"), roles.get("r"), roles.get("k"))
        if place is not None:
            return place
    return None


def _read_roles(city: Group | None, region: Group | None, country: Group | None) -> Place | None:
    """The place of that city in that region and country; None where one is not in the other."""
    if city is not None and city.unknown and regions_of(city.words):
        return None
    codes: list[str | None] = list(countries_of(country.words)) if country else [None]
    for code in codes:
        for area in _areas(region, code):
            if city is None:
                return area
            if area.country_code is None or (region is None and _is_other_area(city, area.country_code)):
                continue
            place = city_in(city, area.country_code, area.region)
            if place is not None and not (region and _is_list(city, region, place)):
                return place
    return None


def _areas(region: Group | None, country_code: str | None) -> list[Place]:
    """The regions that the group means within the country, or the country itself where no region is named."""
    if region is None:
        return [Place(country_code)]
    if country_code is None:
        return _american_first([*regions_of(region.words), *gazetteer.counties().get(region.key, ())])
    name = gazetteer.region_name(country_code, region.words)
    return [Place(country_code, name)] if name else []


def _american_first(places: Iterable[Place]) -> list[Place]:
    """The regions with those of the United States first, whose codes are the commonest: `WA` is Washington."""
    return sorted(places, key=lambda place: place.country_code != "US")


def _is_other_area(city: Group, country_code: str) -> bool:
    """True if the words are rather another country or a state: `USA, Mexico` and `Missouri, USA` are no cities."""
    codes = countries_of(city.words)
    if codes and country_code not in codes:
        return True
    is_state = any(place.country_code == country_code for place in regions_of(city.words))
    return is_state and country_code in _NAMED_BY_STATE and city.key not in own("city")


def _is_list(city: Group, region: Group, place: Place) -> bool:
    """True if both groups are better known as cities: `Boston, New York` names two."""
    alone = _city_alone(city, Place())
    return region.key in own("city") and alone is not None and alone != place


def _read_alone(group: Group, context: Place) -> Place | None:
    """The place that the words mean by themselves, with the country the source states elsewhere as a help."""
    if group.meant is not None:
        return group.meant
    if (town := _town_of_region(group, context)) is not None:
        return town
    if group.key in own("area"):
        return own("area")[group.key][0]
    is_shared = group.key in place_shared.names()
    region = None if is_shared and not _is_behind_town(group) else _region_alone(group, context)
    if region is not None and (group.unknown or group.key in own("us")):
        return region
    if group.key in own("city"):
        return _city_alone(group, context)
    if is_shared or (group.key in own("vague") and context.country_code is None):
        return None
    countries = countries_of(group.words)
    if countries and group.key not in own("state"):
        return Place(countries[0])
    city = _city_alone(group, context)
    is_own = city is not None and (group.key in own("city") or _is_own_name(group.key, city))
    if region is not None and (city is None or city.region != region.region or not is_own):
        return region
    return city


def _is_behind_town(group: Group) -> bool:
    """True behind a town or county that no gazetteer has, but not behind an address: `8 Elm St, New York`."""
    is_city = group.key in own("city")
    return is_city and bool(group.unknown) and not any(c.isdigit() for c in group.unknown[-1])


def _town_of_region(group: Group, context: Place) -> Place | None:
    """The town of that name in the region stated elsewhere, whatever else is called so: `Mexico` in Missouri."""
    if context.region is None or fold(context.region) == group.key:
        return None
    inside = cities_inside(gazetteer.cities(group.key), context.country_code or "", context.region)
    return next((place_of(city) for city in inside if city.is_own_name and city.region), None)


def _is_own_name(key: str, place: Place) -> bool:
    return any(city.is_own_name and city.name == place.city for city in gazetteer.cities(key))


def _region_alone(group: Group, context: Place) -> Place | None:
    regions = regions_of(group.words)
    if context.country_code:
        regions = tuple(place for place in regions if place.country_code == context.country_code)
    elif group.key in own("vague") or (group.key in own("state") and not group.unknown):
        return None
    american = [place for place in regions if place.country_code in ("US", "CA")]
    if american:
        return american[-1]
    return regions[0] if len(regions) == 1 and len(group.key) > CODE else None


def _city_alone(group: Group, context: Place) -> Place | None:
    """The city of that name in the stated country; else the one that far outnumbers its namesakes."""
    if context.country_code and (place := city_in(group, context.country_code, context.region)):
        return place
    if group.key in own("city"):
        return own("city")[group.key][0]
    if group.key in own("vague") or group.key in own("state"):
        return None
    large = [city for city in gazetteer.cities(group.key) if city.population >= gazetteer.LARGE]
    return _dominant([city for city in large if city.is_own_name or city.population >= _KNOWN_ABROAD])


def city_in(group: Group, country_code: str, region: str | None) -> Place | None:
    """The city of that name in the country and, where it is given, the region."""
    for place in own("city").get(group.key, ()):
        if place.country_code == country_code and region in (None, place.region):
            return place
    key = group.key
    inside = cities_inside(gazetteer.cities(key), country_code, region)
    inside = inside or cities_inside(gazetteer.cities(gazetteer.spelt_out(key)), country_code, region)
    inside = [city for city in inside if city.is_own_name] or inside
    # A village goes before a city that only has another name like it, but not where the whole country is meant.
    is_sure = any(city.is_own_name or region is None for city in inside)
    if not is_sure and is_village(group.words) and (region or not _is_also_city(group.key)):
        inside = cities_inside(gazetteer.villages(key), country_code, region) or inside
    if region is None or any(city.region is None for city in inside):
        place_found = _dominant(inside)
        return place_found._replace(region=place_found.region or region) if place_found else None
    return place_of(inside[0]) if inside else None


def cities_inside(cities: Iterable[City], country_code: str, region: str | None) -> list[City]:
    """The cities that lie in that country and, if one is given, in that region."""
    return [city for city in cities if city.country_code == country_code and region in (None, city.region or region)]


def _dominant(cities: Sequence[City]) -> Place | None:
    """The city that has by far the most people, or is a capital with more than the rest; None if none stands out."""
    ranked = sorted(cities, key=_weight, reverse=True)
    if not ranked:
        return None
    first, others = ranked[0], ranked[1:]
    if first.is_capital or all(_weight(first) >= _MARGIN * _weight(other) for other in others):
        return place_of(first)
    return None


def _weight(city: City) -> float:
    return city.population * (1 if city.is_own_name else _OTHER_NAME_WEIGHT)


def place_of(city: City) -> Place:
    """The city with its region and country."""
    return Place(city.country_code, city.region, city.name)
