"""Place labels of boards, feeds and a search site, drawn at random and labelled by reading.

A label is its places, the way of working and the remote limit, parted by bars: `US/Texas/Austin; ?US|remote|US`. A
region stands there only where the words name one. A question mark before a place means that it may be found or not,
before a city that the country or region alone will do.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
import polars as pl
import pycountry

from bench.accuracy import drawn
from bench.accuracy.score import Mistake, Result, Score, Share
from transform import gazetteer, place, workplace
from transform.gazetteer import fold
from transform.schema import RAW

NAME = "places: fresh labels"
FILE = "places_fresh.csv"
_CITY_STATES = {"SG", "HK", "LU", "MC", "MO", "GI", "VA", "SM", "GG"}
"""Where the country is the city, so that the city says no more."""

Found = Mapping[str, Any]


class _Wanted(msgspec.Struct, frozen=True):
    country: str
    region: str
    city: str
    is_needed: bool
    is_city_needed: bool


def result() -> Result:
    """The scores of both halves; only the mistakes of the half that may be read are told."""
    rows = drawn.rows(FILE)
    found = read([row.text for row in rows])
    pairs = list(zip(rows, found, strict=True))
    kept, seen = ([pair for pair in pairs if pair[0].is_read is is_read] for is_read in (False, True))
    scores = [*_scores(NAME, kept), *_scores(f"{NAME}: read half", seen)]
    scores.append(Score(name=f"{NAME}: two labellings", n=len(rows), measure="Cohen's kappa",
                        figure=drawn.agreement(FILE)))  # fmt: skip
    return Result(scores, list(_mistakes(seen)))


def read(labels: Sequence[str]) -> list[dict[str, Any]]:
    """The places, the remote scope and the workplace of postings that state nothing but these labels."""
    places = [{"label": label, "city": None, "region": None, "country": None} for label in labels]
    rows = [{"title": "Baker", "places": [one]} for one in places]
    raw = pl.DataFrame(rows, schema={**RAW, "description_text": pl.String})
    placed = place.parse(raw)
    return placed.hstack(workplace.parse(raw.with_columns(placed["country_code"])).select("workplace")).to_dicts()


def _scores(name: str, pairs: Sequence[tuple[drawn.Drawn, Found]]) -> Iterator[Score]:
    """How many labels are read in full, and how many of them in the country of the first place."""
    figure = Share(sum(_is_right(row.label, found) for row, found in pairs), len(pairs))
    plain = Share(sum(_is_plain(row.text, row.label) for row, _ in pairs), len(pairs))
    yield Score(name=name, n=len(pairs), measure="exact", figure=figure, goal="≥ 95",
                is_met=bool(figure.value and figure.value >= 0.95), baseline="parted at the comma",
                baseline_figure=plain)  # fmt: skip
    labelled = [(_countries(row.label), found["country_code"]) for row, found in pairs]
    hits = sum(code in wanted for wanted, code in labelled if code)
    answered, named = sum(code is not None for _, code in labelled), sum(bool(wanted) for wanted, _ in labelled)
    right = sum(code in wanted if code else not wanted for wanted, code in labelled)
    yield Score(name=f"{name}: country", n=len(pairs), coverage=Share(answered, len(pairs)),
                precision=Share(hits, answered), recall=Share(hits, named), measure="exact",
                figure=Share(right, len(pairs)))  # fmt: skip


def _wanted(label: str) -> list[_Wanted]:
    return [_one(words.strip()) for words in label.split("|")[0].split(";") if words.strip()]


def _one(words: str) -> _Wanted:
    country, region, city = [*words.removeprefix("?").split("/"), "", ""][:3]
    return _Wanted(country, region, city.removeprefix("?"), not words.startswith("?"), not city.startswith("?"))


def _countries(label: str) -> set[str]:
    return {one.country for one in _wanted(label)}


def _is_right(label: str, found: Found) -> bool:
    """Whether the places (in any order), the way of working and the remote limit are those of the label."""
    _, way, scope = label.split("|")
    limits = set(filter(None, (found["remote_scope"] or "").split(",")))
    is_so = (found["workplace"] or "") == way and limits == set(filter(None, scope.split(",")))
    return is_so and _are_places(_wanted(label), found["places"])


def _are_places(wanted: Sequence[_Wanted], found: Sequence[Found]) -> bool:
    left = list(wanted)
    for one in found:
        match = next((place for place in left if _is_place(place, one)), None)
        if match is None:
            return False
        left.remove(match)
    return not any(place.is_needed for place in left)


def _is_place(wanted: _Wanted, found: Found) -> bool:
    if found["country_code"] != wanted.country:
        return False
    if wanted.region and fold(found["region"] or "") != fold(wanted.region):
        return False
    if wanted.country in _CITY_STATES or (not found["city"] and not wanted.is_city_needed):
        return True
    return _city(found["city"], wanted.country) == _city(wanted.city, wanted.country)


@cache
def _city(name: str | None, country: str) -> str:
    """The city's folded name as the gazetteer spells it, so that two names of one city are the same."""
    inside = [city.name for city in gazetteer.cities(fold(name or "")) if city.country_code == country]
    return fold(inside[0] if inside else name or "")


def _is_plain(text: str, label: str) -> bool:
    """The baseline: the words before the first comma are the city, the last ones the country or a state's code."""
    parts = [part.strip() for part in text.split(",")]
    country = _plain_country(parts[-1])
    named = [{"country_code": country, "region": None, "city": parts[0] if len(parts) > 1 else None}]
    free = [msgspec.structs.replace(one, region="") for one in _wanted(label)]
    return label.endswith("||") and _are_places(free, named if country else [])


@cache
def _state_codes() -> set[str]:
    return {one.code.removeprefix("US-") for one in pycountry.subdivisions if one.country_code == "US"}


def _plain_country(words: str) -> str | None:
    if words in _state_codes():
        return "US"
    try:
        return str(pycountry.countries.lookup(words).alpha_2)
    except LookupError:
        return None


def _mistakes(pairs: Sequence[tuple[drawn.Drawn, Found]]) -> Iterator[Mistake]:
    for row, found in pairs:
        if not _is_right(row.label, found):
            places = "; ".join(f"{p['country_code']}/{p['region']}/{p['city']}" for p in found["places"])
            yield Mistake(NAME, row.text, row.label, f"{places}|{found['workplace']}|{found['remote_scope']}")
