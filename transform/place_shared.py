"""Names that a state shares with a country or a city (Georgia, New York), settled by the places beside them."""

import re
from collections.abc import Sequence
from functools import cache

from transform import gazetteer
from transform.gazetteer import Place, fold

_WITH_COUNTRY, _WITH_CITY = "state or country", "state or city"
PAID_IN = {"USD": "US", "GEL": "GE"}
"""The country that pay in a currency speaks for, where no place does."""


@cache
def pattern() -> str:
    """The expression that finds a shared name in a label."""
    return rf"(?i)(?-u:\b)(?:{'|'.join(map(re.escape, sorted(names())))})(?-u:\b)"


@cache
def names() -> frozenset[str]:
    """The folded names that a state shares."""
    own = gazetteer.own_words()
    return frozenset(own[_WITH_COUNTRY]) | frozenset(own[_WITH_CITY])


def meant(key: str, near: Sequence[Place]) -> Place | None:
    """What the folded name means beside these places; None where they do not settle it, or it is not shared.

    Where every reading lies in one country, it means that country at least.
    """
    own = gazetteer.own_words()
    for state in own[_WITH_COUNTRY].get(key, ()):
        return _state_or_country(key, state, near)
    for state in own[_WITH_CITY].get(key, ()):
        is_open = key not in own["city"]
        others = [place for place in near if fold(place.city or "") != key]
        if _is_among_states(state, others) or (is_open and any(place.region == state.region for place in others)):
            return state
        country = Place(state.country_code)
        return country if is_open and all(place == country for place in near) else None
    return None


def of_fields(region: str | None, country: str | None) -> list[Place]:
    """What a field for regions, or one for countries, makes of a name that a state and a country share."""
    shared = gazetteer.own_words()[_WITH_COUNTRY]
    if country:
        key = fold(country)
        return [Place(gazetteer.countries()[key])] if key in shared else []
    return list(shared.get(fold(region or ""), ()))


def _state_or_country(key: str, state: Place, near: Sequence[Place]) -> Place | None:
    """The state beside others of its country, the country beside places abroad."""
    inside = [place for place in near if place.country_code == state.country_code]
    is_state = any(place.region and (place.city is None or place.region == state.region) for place in inside)
    if is_state or (near and len(inside) == len(near)):
        return state
    return Place(gazetteer.countries()[key]) if near and not any(place.region for place in inside) else None


def _is_among_states(state: Place, others: Sequence[Place]) -> bool:
    """True beside more states than cities: `New Jersey, New York` names two states."""
    states = sum(place.city is None and place.region is not None for place in others)
    is_beside = any(place.country_code == state.country_code for place in others)
    return is_beside and states > sum(place.city is not None for place in others)
