"""Places: labels against what they say of country, region, city, remote limits and the way of working."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from bench.accuracy.score import Mistake, Result, Score, Share, reported
from transform import country_groups, place, workplace
from transform.schema import RAW

_WORLD = {"global": {"WORLD"}}


def results(labelled: Path, *, is_all: bool) -> Iterator[Result]:
    """The results on every set of places in the folder."""
    for path in sorted(labelled.glob("location_cases*.tsv")):
        rows = pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)
        yield _cases(rows.filter(reported(rows["text"], is_all=is_all)))


def _cases(rows: pl.DataFrame) -> Result:
    found = _read(rows["text"].to_list())
    right = [_is_right(expected, one) for expected, one in zip(rows["expect"], found, strict=True)]
    plain = [_is_plain(text, expected) for text, expected in rows.iter_rows()]
    share = Share(sum(right), rows.height)
    score = Score(name="places", n=rows.height, measure="exact", figure=share, goal="≥ 95",
                  is_met=bool(share.value and share.value >= 0.95), baseline="parted at the comma",
                  baseline_figure=Share(sum(plain), rows.height))  # fmt: skip
    wrong = [
        Mistake("places", text, expected, _words(one))
        for (text, expected), one, is_right in zip(rows.iter_rows(), found, right, strict=True)
        if not is_right
    ]
    return Result([score], wrong)


def _read(labels: list[str]) -> list[dict[str, Any]]:
    """The places, the remote scope and the workplace of postings that state nothing but these labels."""
    places = [{"label": label, "city": None, "region": None, "country": None} for label in labels]
    rows = [{"title": "Baker", "places": [one]} for one in places]
    raw = pl.DataFrame(rows, schema={**RAW, "description_text": pl.String})
    placed = place.parse(raw)
    return placed.hstack(workplace.parse(raw.with_columns(placed["country_code"])).select("workplace")).to_dicts()


def _is_right(expected: str, found: Mapping[str, Any]) -> bool:
    """Whether what was found is what the label says, in the words of the labels' file."""
    if expected.startswith("not a country"):
        return found["country_code"] is None
    if expected.startswith("two:"):
        wanted = [_parts(part) for part in expected.removeprefix("two:").split(";")]
        return [(_canonical(p["city"]), p["country_code"]) for p in found["places"]] == wanted
    if expected.endswith((" ok", " no")):
        country, verdict = expected.split()
        return _may_live(country, found) == (verdict == "ok")
    kind, _, rest = expected.partition(" ")
    if kind == "remote":
        return found["workplace"] == "remote" and _is_scope(rest, found["remote_scope"])
    if kind in ("hybrid", "onsite"):
        is_so = found["workplace"] == "hybrid" if kind == "hybrid" else found["workplace"] not in ("remote", "hybrid")
        return is_so and (_canonical(found["city"]), found["country_code"]) == _parts(rest)
    return _is_place(expected, found)


def _parts(words: str) -> tuple[str | None, str]:
    city, _, country = words.strip().rpartition(" ")
    return _canonical(city), country


def _canonical(city: str | None) -> str | None:
    """The city as our gazetteer spells it, so that two names of one city are the same."""
    if not city:
        return None
    raw = pl.DataFrame([{"places": [{"label": city}]}], schema={**RAW, "description_text": pl.String})
    return place.parse(raw)["city"].item() or city


def _is_scope(rest: str, scope: str | None) -> bool:
    area, _, inside = rest.partition(" (incl ")
    wanted = _WORLD.get(area) or set(area.split(","))
    is_held = not inside or inside.rstrip(")") in _countries(scope)
    return set((scope or "").split(",")) == wanted and is_held


def _countries(scope: str | None) -> set[str]:
    areas = (scope or "").split(",")
    return {code for area in areas for code in country_groups.members().get(area, {area})}


def _may_live(country: str, found: Mapping[str, Any]) -> bool:
    """Whether somebody in the country can take the post: a place there, or remote with no limit against it."""
    return any(p["country_code"] == country for p in found["places"]) or country in _countries(found["remote_scope"])


def _is_place(expected: str, found: Mapping[str, Any]) -> bool:
    city, region, country = [*expected.split("|")] if "|" in expected else ["", "", expected]
    return (
        found["country_code"] == country
        and (not city or _canonical(found["city"]) == _canonical(city))
        and (not region or found["region"] == region)
    )


def _is_plain(text: str, expected: str) -> bool:
    """The baseline: the words before the first comma are the city, the last ones the country's code."""
    parts = [part.strip() for part in text.split(",")]
    city, _, country = expected.partition("|")[0], None, expected.rpartition("|")[2]
    return "|" in expected and parts[0] == city and parts[-1] == country


def _words(found: Mapping[str, Any]) -> str:
    places = "; ".join(f"{p['city']}|{p['region']}|{p['country_code']}" for p in found["places"])
    return f"{places} {found['workplace']} {found['remote_scope']}"
