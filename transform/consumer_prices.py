"""Consumer prices by country and month, from the files in which statistical offices publish them (CPI, HICP).

They are added by the person, as CSV, Excel or zip in long form, a row a country and month: the OECD's and Eurostat's
downloads (SDMX-CSV), the US Bureau of Labor Statistics' series file, or any table with the columns country, month and
index. They make a change of pay in money one in what money buys.
"""

import re
from pathlib import Path

import polars as pl
import pycountry

from transform.schema import TABLES, frame_schema
from transform.tables import Found, Shape, UnreadableFile, look

SHAPES = (
    Shape(
        "country",
        {
            "country": "refarea|geo|country|countrycode|iso2|iso3|location",
            "month": "timeperiod|month|time|date|period",
            "price": "obsvalue|value|index|priceindex|cpi|hicp",
            "frequency": "freq|frequency",
            "unit": "unit|unitmeasure",
            "goods": "coicop|coicop18|expenditure",
            "transformation": "transformation",
            "adjustment": "adjustment|seasonaladjustment",
            "methodology": "methodology",
        },
        frozenset({"country", "month", "price"}),
    ),
    Shape(
        "series",
        {"series": "seriesid", "year": "year", "month": "period", "price": "value"},
        frozenset({"series", "year", "month", "price"}),
    ),
)
US_SERIES = "CUUR0000SA0"
"""All items, all urban consumers, the country's average, as measured: the series that is called the CPI."""
ALL_GOODS = ("_T", "CP00", "TOTAL", "")
OTHER_CODES = {"EL": "GR", "UK": "GB"}
"""Eurostat's own codes of countries."""

TITLE = "Consumer prices"
FILE = "consumer_prices.parquet"
Prices = pl.DataFrame
"""The rows of core.consumer_price, as other rooms may name them."""
_LICENCES = {
    "OECD": "the OECD's terms and conditions, https://www.oecd.org/en/about/terms-conditions.html",
    "Eurostat": "free reuse with the source named, https://ec.europa.eu/eurostat/help/copyright-notice",
    "U.S. Bureau of Labor Statistics": "public domain (a work of the U.S. government), https://www.bls.gov/bls/linksite.htm",
}


class PricesError(Exception):
    """No consumer prices at the path; the message says what was looked for and what was found."""


def read(path: Path) -> pl.DataFrame:
    """The rows of core.consumer_price in the file at `path`: one index a country and month, of all goods.

    Of several series of a country the one with the most months is taken, so that a change never crosses two. Countries
    are told by their codes (ISO 3166, two letters or three); groups of countries are left out. Raises PricesError
    where nothing fits.
    """
    try:
        looked = look(path, SHAPES)
    except UnreadableFile as error:
        raise PricesError(str(error)) from error
    tables = [_rows(found, _source(looked.columns.get(found.file, []), found)) for found in looked.tables]
    rows = pl.concat(tables) if tables else pl.DataFrame()
    if rows.is_empty():
        seen = "; ".join(f"{name}: {', '.join(columns[:6])}" for name, columns in looked.columns.items()) or "no table"
        raise PricesError(
            f"{path}: no table with the columns country, month and index (or REF_AREA or geo, TIME_PERIOD and "
            f"OBS_VALUE; or series_id, year, period and value) and a country's months was found ({seen})."
        )
    longest = rows.group_by("country_code", "series").len().sort("len", "series", descending=[True, False])
    chosen = longest.unique("country_code", keep="first", maintain_order=True)
    return (
        rows.join(chosen, on=["country_code", "series"], how="semi")
        .unique(["country_code", "month"], keep="first", maintain_order=True)
        .select(TABLES["core.consumer_price"].columns)
        .sort("country_code", "month")
    )


def write(prices: pl.DataFrame, folder: Path) -> None:
    """Keep the rows of core.consumer_price in a folder, for `stored`."""
    prices.write_parquet(folder / FILE)


def stored(folder: Path) -> pl.DataFrame:
    """The rows of core.consumer_price kept in a folder; none where it is missing."""
    kept = folder / FILE
    if not kept.exists():
        return pl.DataFrame(schema=frame_schema(TABLES["core.consumer_price"].columns))
    return pl.read_parquet(kept)


def sentences(prices: pl.DataFrame) -> list[str]:
    """What was added and under what licence, for people."""
    ((countries, first, last),) = prices.select(
        pl.col("country_code").n_unique(), first=pl.col("month").min(), last=pl.col("month").max()
    ).rows()
    sources = prices["price_source"].unique().sort().to_list()
    licences = [_LICENCES.get(source, "as its publisher says") for source in sources]
    where = "1 country" if countries == 1 else f"{countries:,} countries"
    return [
        f"{TITLE} of {where}, {first:%Y-%m} to {last:%Y-%m}: {', '.join(sources)}.",
        f"Licence: {'; '.join(licences)}",
        f"Uses the consumer prices of: {', '.join(sources)}.",
    ]


def _source(columns: list[str], found: Found) -> str:
    """Who published the table, as far as its columns tell."""
    if found.shape == "series":
        return "U.S. Bureau of Labor Statistics"
    names = {column.strip().lower() for column in columns}
    if "ref_area" in names:
        return "OECD"
    return "Eurostat" if any(name.startswith("geo") for name in names) else f"your file {Path(found.file).name}"


def _rows(found: Found, source: str) -> pl.DataFrame:
    frame = found.frame.with_columns(pl.all().str.strip_chars())
    frame = _one_series(frame) if found.shape == "series" else _monthly(frame)
    parts = pl.col("month").str.extract_groups(r"^(\d{4})-?M?(\d{2})(?:-\d{2})?$").struct
    number = parts.field("2").cast(pl.Int32, strict=False)
    return (
        frame.with_columns(
            country_code=pl.col("country").map_elements(_country, return_dtype=pl.String),
            month=pl.when(number.is_between(1, 12)).then(
                pl.date(parts.field("1").cast(pl.Int32, strict=False), number, 1)
            ),
            price_index=pl.col("price").str.replace_all(",", "").cast(pl.Float64, strict=False),
            price_source=pl.lit(source),
        )
        .filter(pl.col("country_code").is_not_null() & pl.col("month").is_not_null() & (pl.col("price_index") > 0))
        .select("country_code", "month", "price_index", "price_source", "series")
    )


def _one_series(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of the US index of all goods, with their country and a month such as 2026M01."""
    return frame.filter(pl.col("series") == US_SERIES).with_columns(
        country=pl.lit("US"), month=pl.concat_str("year", "month")
    )


def _monthly(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of indices of all goods by month, with what tells the series apart."""
    wanted = pl.lit(value=True)
    if "frequency" in frame.columns:
        wanted &= pl.col("frequency").str.starts_with("M")
    if "goods" in frame.columns:
        wanted &= pl.col("goods").is_in(ALL_GOODS)
    if "transformation" in frame.columns:
        wanted &= pl.col("transformation").is_in(["_Z", ""])
    if "unit" in frame.columns:
        wanted &= pl.col("unit").str.contains(r"^(?:I\d\d|IX|)$")
    apart = [name for name in ("unit", "adjustment", "methodology") if name in frame.columns]
    series = pl.concat_str(apart, separator=" ") if apart else pl.lit("")
    return frame.filter(wanted).with_columns(series=series)


def _country(code: str) -> str | None:
    """The country's two letters; None of what is none."""
    code = OTHER_CODES.get(code.upper(), code.upper())
    if not re.fullmatch("[A-Z]{2,3}", code):
        return None
    found = pycountry.countries.get(alpha_2=code) if len(code) == 2 else pycountry.countries.get(alpha_3=code)
    return found.alpha_2 if found else None
