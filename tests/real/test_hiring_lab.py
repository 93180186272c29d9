"""Index arithmetic held against the Indeed Hiring Lab's published daily indices (CC BY 4.0)."""

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bench import captures
from warehouse.measures import trends
from warehouse.measures.trends import Floats

FOLDER = captures.SHARED / "yardstick" / "hiring_lab"
BASE = dt.date(2020, 2, 1)
COUNTRIES = ("AU", "DE", "FR")


@pytest.fixture(scope="module", autouse=True)
def there() -> None:
    if not FOLDER.is_dir():
        pytest.skip("The Hiring Lab's files are not beside the project.")


def series(path: Path, *, column: str, **where: str) -> tuple[list[dt.date], Floats]:
    rows = pl.read_csv(path, try_parse_dates=True).filter(**where).sort("date")
    return rows["date"].to_list(), rows[column].cast(pl.Float64).to_numpy()


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("column", ["indeed_job_postings_index_SA", "indeed_job_postings_index_NSA"])
def test_rebasing_away_and_back_gives_the_published_column(country: str, column: str) -> None:
    days, values = series(FOLDER / f"aggregate_job_postings_{country}.csv", column=column, variable="total postings")
    base = days.index(BASE)
    assert values[base] == 100
    for other in (base + 400, len(values) - 1):
        moved = trends.rebased(values, other)
        assert moved[other] == pytest.approx(100)
        assert trends.rebased(moved, base) == pytest.approx(values, abs=0.005)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_trailing_mean_of_what_a_mean_was_made_of_gives_the_published_column(country: str) -> None:
    """The published value is a trailing mean of seven days. Its differences give back, but for the first six days, the
    daily figures it was made of; their mean must be the published column again, to the rounding of its two decimals.
    """
    days, values = series(FOLDER / f"aggregate_job_postings_{country}.csv",
                          column="indeed_job_postings_index_NSA", variable="total postings")  # fmt: skip
    daily = np.full(len(values), values[0])
    for day in range(7, len(days)):
        daily[day] = daily[day - 7] + 7 * (values[day] - values[day - 1])
    sums = trends.trailing_mean(daily, 7)
    offset = values[7:] - sums[7:]
    assert offset == pytest.approx(np.full(len(offset), offset[0]), abs=0.005)


def test_every_sector_has_its_base_and_keeps_its_ratios() -> None:
    rows = pl.read_csv(FOLDER / "job_postings_by_sector_DE.csv.gz", try_parse_dates=True)
    sectors = rows.filter(pl.col("variable") == "total postings").partition_by("display_name")
    assert len(sectors) > 20
    for sector in sectors:
        days, values = sector["date"].to_list(), sector["indeed_job_postings_index"].cast(pl.Float64).to_numpy()
        assert values[days.index(BASE)] == 100
        half = len(values) // 2
        part = trends.rebased(values[half:], 0)
        assert part / 100 * values[half] == pytest.approx(values[half:], abs=0.005)
