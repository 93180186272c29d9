"""Reference rates: the carried file, and a newer one."""

import datetime as dt
import zipfile
from pathlib import Path

import polars as pl

from transform import fx

NEWER = "Date,USD,JPY,CYP,\n2027-01-05,1.1,170.5,N/A,\n2027-01-04,1.2,,N/A,\n"


def test_the_carried_file_holds_daily_rates_since_1999() -> None:
    rates = fx.rates()
    assert rates.schema == fx.SCHEMA
    assert rates["rate_on"].min() == dt.date(1999, 1, 4)
    assert rates["currency"].n_unique() >= 40
    assert rates.select("rate_on", "currency").is_unique().all()
    first = rates.filter((pl.col("currency") == "USD") & (pl.col("rate_on") == dt.date(1999, 1, 4)))
    assert first["per_eur"].to_list() == [1.1789]


def test_a_newer_file_is_read_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "newer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("eurofxref-hist.csv", NEWER)
    january = [dt.date(2027, 1, 4), dt.date(2027, 1, 5)]
    assert fx.rates(path).rows() == [(january[0], "USD", 1.2), (january[1], "JPY", 170.5), (january[1], "USD", 1.1)]
