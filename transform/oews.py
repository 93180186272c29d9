"""Employment and pay by occupation, from the US Bureau of Labor Statistics' own files (OEWS).

They are added by the person, in any year's national or state file, Excel or CSV. Employment is the stock of wage and
salary workers, without the self-employed: it makes openings of a large and a small occupation comparable, as a rank
among roles and never as a rate, since employers who use job boards are not all employers.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from transform.schema import TABLES, frame_schema
from transform.tables import Found, Shape, UnreadableFile, look

SHAPE = Shape(
    "oews",
    {
        "code": "occcode|soccode",
        "workers": "totemp|employment",
        "wage_p10": "apct10|annual10thpercentilewage",
        "wage_p25": "apct25|annual25thpercentilewage",
        "wage_p50": "amedian|annualmedianwage",
        "wage_p75": "apct75|annual75thpercentilewage",
        "wage_p90": "apct90|annual90thpercentilewage",
        "group": "ogroup|occgroup",
        "area": "areatitle|area",
        "industry": "naics",
    },
    frozenset({"code", "workers", "wage_p50"}),
)
PERCENTILES = (10, 25, 50, 75, 90)
ABOVE = "#"
"""What stands for a wage above the highest that the publisher states."""
CODE = r"^\d{2}-\d{4}$"
DETAILED = r"^\d{2}-\d{3}[1-9]$"
"""Codes of detailed occupations where no column says which are; some that end in 0 are too, and are then left out."""
NATIONAL = ("U.S.", "99", "0000000")
ALL_INDUSTRIES = "000000"


TITLE = "Occupational Employment and Wage Statistics"
FILE = "occupations.parquet"
Occupations = pl.DataFrame
"""The rows of core.occupation, as other rooms may name them."""


class OewsError(Exception):
    """No employment by occupation at the path; the message says what was looked for and what was found."""


def read(path: Path) -> pl.DataFrame:
    """The rows of core.occupation in the publisher's file at `path`: a detailed occupation each, nationwide.

    Its release is May of the year in the file's name; without one it is the name, so that it can be told what it was.
    `*` and `**` (not published) are unknown. So is `#` (above the published range), which is at least the highest wage
    that the file states. Raises OewsError where nothing fits.
    """
    try:
        looked = look(path, [SHAPE])
    except UnreadableFile as error:
        raise OewsError(str(error)) from error
    tables = [_rows(found) for found in looked.tables]
    rows = pl.concat(tables).unique("soc_code", keep="first", maintain_order=True) if tables else pl.DataFrame()
    if rows.is_empty():
        seen = "; ".join(f"{name}: {', '.join(columns[:6])}" for name, columns in looked.columns.items()) or "no table"
        raise OewsError(
            f"{path}: no table with the columns OCC_CODE, TOT_EMP and A_MEDIAN and a nationwide row was found "
            f"({seen}). The file is the one called national_M20YY_dl, from the page of OEWS tables."
        )
    year = re.search(r"M?(20\d{2})", " ".join([found.file for found in looked.tables] + [path.name]))
    release = pl.lit(f"May {year[1]}" if year else path.stem.replace("_", " ")).alias("release")
    return rows.with_columns(release).select(TABLES["core.occupation"].columns)


def write(occupations: pl.DataFrame, folder: Path) -> None:
    """Keep the rows of core.occupation in a folder, for `stored`."""
    occupations.write_parquet(folder / FILE)


def stored(folder: Path) -> pl.DataFrame:
    """The rows of core.occupation kept in a folder; none where it is missing."""
    schema = frame_schema(TABLES["core.occupation"].columns)
    kept = folder / FILE
    if not kept.exists():
        return pl.DataFrame(schema=schema)
    # What an earlier version kept has the median alone.
    return pl.concat([pl.DataFrame(schema=schema), pl.read_parquet(kept)], how="diagonal")


def sentences(occupations: pl.DataFrame) -> list[str]:
    """What was added and under what licence, for people."""
    release = occupations["release"][0]
    paid = occupations.filter(pl.any_horizontal(pl.col("^wage_.*$").is_not_null())).height
    return [
        f"{TITLE}, {release}, U.S. Bureau of Labor Statistics: workers of {occupations.height:,} occupations, "
        f"wages of {paid:,}.",
        "Licence: Public domain (a work of the U.S. government), https://www.bls.gov/bls/linksite.htm",
        f"Uses the {TITLE} of the U.S. Bureau of Labor Statistics.",
    ]


def _rows(found: Found) -> pl.DataFrame:
    frame = found.frame
    wages = {p: f"wage_p{p}" for p in PERCENTILES if f"wage_p{p}" in frame.columns}
    highest = frame.select(pl.max_horizontal(*map(_number, wages.values())).max()).item()
    is_above = {p: pl.col(name).str.strip_chars() == ABOVE for p, name in wages.items()}
    known = frame.filter(_wanted(frame.columns)).select(
        pl.col("code").alias("soc_code"),
        _number("workers").cast(pl.Int64, strict=False),
        *map(_number, wages.values()),
        wage_open_from=pl.coalesce(pl.when(is_above[p]).then(p) for p in sorted(wages)).cast(pl.Int16),
        wage_at_least=pl.when(pl.any_horizontal(*is_above.values())).then(highest).cast(pl.Float64),
    )
    missing = [pl.lit(None, pl.Float64).alias(f"wage_p{p}") for p in PERCENTILES if p not in wages]
    return known.with_columns(missing)


def _wanted(columns: Sequence[str]) -> pl.Expr:
    """Which rows are detailed occupations of all industries, nationwide."""
    wanted = pl.col("code").str.contains(CODE if "group" in columns else DETAILED)
    if "area" in columns:
        wanted &= pl.col("area").is_in(NATIONAL)
    if "industry" in columns:
        wanted &= pl.col("industry").str.strip_chars() == ALL_INDUSTRIES
    if "group" in columns:
        wanted &= pl.col("group").str.to_lowercase() == "detailed"
    return wanted


def _number(column: str) -> pl.Expr:
    """The number in a cell such as 1,234; unknown where there is none."""
    return (
        pl.col(column)
        .str.replace_all(",", "", literal=True)
        .str.strip_chars()
        .cast(pl.Float64, strict=False)
        .alias(column)
    )
