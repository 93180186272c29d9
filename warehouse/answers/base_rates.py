"""What others have published about how job searches go: figures with their year, their people and their source."""

import csv
from functools import cache
from importlib.resources import files

import msgspec


class BaseRate(msgspec.Struct, frozen=True, kw_only=True):
    """One published rate from 0 to 1; `low` and `high` are the same where the source gives one figure."""

    rate_id: str
    low: float
    high: float
    year: int
    country: str
    of_whom: str
    source: str


@cache
def base_rates(rate_id: str) -> tuple[BaseRate, ...]:
    """Every published figure of one rate, such as offer_per_interview, in the order of the file."""
    text = files("warehouse.answers").joinpath("base_rates.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["rate_id"] == rate_id]
    return tuple(msgspec.convert(rows, list[BaseRate], strict=False))
