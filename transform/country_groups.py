"""Groups of countries, such as EMEA: by which words they go and which countries are in them."""

import csv
from functools import cache
from importlib import resources

import polars as pl

from transform import gazetteer
from transform.schema import TABLES, frame_schema


@cache
def named() -> dict[str, str]:
    """The group that each folded name means."""
    return {words: row["country_group"] for row in _rows() for words in row["words"].split("|")}


@cache
def members() -> dict[str, frozenset[str]]:
    """The countries of each group, as ISO 3166 alpha-2 codes: those listed and those of its continents."""
    continents = gazetteer.continents()
    return {
        row["country_group"]: frozenset(filter(None, row["members"].split("|")))
        | {code for code, continent in continents.items() if continent in row["continents"].split("|")}
        for row in _rows()
    }


def table() -> pl.DataFrame:
    """One row for each country of each group, in the columns of `core.country_group`."""
    rows = [(group, code) for group, codes in members().items() for code in sorted(codes)]
    return pl.DataFrame(rows, schema=frame_schema(TABLES["core.country_group"].columns), orient="row")


@cache
def _rows() -> tuple[dict[str, str], ...]:
    source = resources.files("transform.reference").joinpath("country_groups.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(source.splitlines()))
