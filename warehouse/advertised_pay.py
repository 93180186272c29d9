"""Advertised pay by role, currency and place: what the marts and the page both print, so that they print the same."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.measures import many_pay
from warehouse.measures.advertised import Adverts
from warehouse.measures.estimate import Estimate
from warehouse.measures.quantiles import FLOORS
from warehouse.store import sql

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Key = tuple[Any, ...]
MEDIAN_FLOOR = FLOORS[0.5]
PLACES = (("country_code",), ("country_code", "region"), ("country_code", "region", "city"))
"""The kinds of place that pay is told apart by; of the finer ones only places with a median are kept."""


def adverts(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The adverts of `pay_source` (open postings by the columns of mart.posting) that figures on pay rest on.

    One row a posting, the one that a vacancy is named after first; `pay_currency` is unknown where `has_pay` is false.
    """
    return connection.sql(sql("estimates/adverts")).pl()


def vacancies(found: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The postings that state pay, one of each vacancy within a group; the key is the role, the currency and `by`."""
    keys = ["role_id", "pay_currency", *by]
    stated = found.filter(pl.col("pay_currency").is_not_null())
    return stated.unique([*keys, "vacancy_id"], keep="first", maintain_order=True)


def disclosure(found: pl.DataFrame, *by: str) -> pl.DataFrame:
    """How many vacancies each group (role_id and `by`) has, and how many of them state pay in any currency."""
    return found.group_by("role_id", *by).agg(
        active_postings=pl.col("vacancy_id").n_unique(),
        stated=pl.col("vacancy_id").filter(pl.col("has_pay")).n_unique(),
    )


def silent(found: pl.DataFrame, *by: str) -> dict[Key, int]:
    """By role, currency and `by`, the vacancies without pay that may be paid in that currency.

    Those of the countries where it is the commonest, and those of which that is not known, in any currency.
    """
    stated = found.filter(pl.col("pay_currency").is_not_null())
    usual = (
        stated.group_by("country_code", "pay_currency")
        .len()
        .sort("len", "pay_currency", descending=[True, False])
        .unique("country_code", keep="first", maintain_order=True)
        .select("country_code", usual="pay_currency")
    )
    loud = found.filter(pl.col("has_pay")).select("role_id", "vacancy_id").unique()
    hushed = found.join(loud, on=["role_id", "vacancy_id"], how="anti").join(
        usual, on="country_code", how="left", nulls_equal=False
    )
    counts = hushed.group_by("role_id", *by, "usual").agg(pl.col("vacancy_id").n_unique())
    groups = stated.select("role_id", "pay_currency", *by).unique()
    met = groups.join(counts, on=["role_id", *by], nulls_equal=True).filter(
        pl.col("usual").is_null() | (pl.col("usual") == pl.col("pay_currency"))
    )
    summed = met.group_by("role_id", "pay_currency", *by).agg(pl.col("vacancy_id").sum())
    return {tuple(row[:-1]): row[-1] for row in summed.iter_rows()}


def figures(found: pl.DataFrame, *by: str) -> Iterator[tuple[Key, str, Estimate]]:
    """Every figure on pay of each group (role, currency and `by`): its key, the measure's name, the estimate.

    coverage is the share of the group's vacancies that state pay, in any currency. `pay_bounds_p50` is between the
    median of the minima and that of the maxima, `pay_silent_p50` the same if the silent vacancies all paid less, or
    more; both widened to hold the estimate.
    """
    hushed = silent(found, *by)
    shares = {tuple(row[:-2]): row[-1] / row[-2] for row in disclosure(found, *by).iter_rows()}
    numbered, _, keys = _grouped(vacancies(found, *by), "role_id", "pay_currency", *by)
    coverage = np.array([shares[(key[0], *key[2:])] for key in keys], dtype=np.float64)
    undisclosed = np.array([hushed.get(key, 0) for key in keys], dtype=np.int64)
    group = numbered["group"].cast(pl.Int64).to_numpy() - 1
    columns = many_pay.Groups(*_columns(numbered), group, undisclosed)
    for key, measures in zip(keys, many_pay.figures(columns, coverage), strict=True):
        for measure, estimate in measures.items():
            yield key, measure, estimate


def groups(frame: pl.DataFrame, *keys: str) -> Iterator[tuple[Key, Adverts]]:
    """The vacancies of each group, in the order of their first."""
    numbered, starts, found = _grouped(frame, *keys)
    minimum, maximum, middle, employer = _columns(numbered)
    for key, edges in zip(found, pairwise([*starts, numbered.height]), strict=True):
        one = slice(*edges)
        yield key, Adverts(minimum[one], maximum[one], middle[one], employer[one])


def _grouped(frame: pl.DataFrame, *keys: str) -> tuple[pl.DataFrame, list[int], list[Key]]:
    """The vacancies group by group, their employers numbered; the first row of each group, and its key."""
    numbered = frame.with_columns(
        employer=pl.col("employer_key").rank("dense").cast(pl.Int64), group=pl.struct(keys).rank("dense")
    ).sort("group", "employer", "pay_mid", "pay_min_annual", "pay_max_annual", nulls_last=True)
    starts = numbered["group"].ne_missing(numbered["group"].shift(1)).arg_true()
    return numbered, starts.to_list(), numbered[starts].select(keys).rows()


def _columns(numbered: pl.DataFrame) -> tuple[Floats, Floats, Floats, Ints]:
    """The columns of Adverts."""
    minimum, maximum, middle = (
        numbered[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for name in ("pay_min_annual", "pay_max_annual", "pay_mid")
    )
    return minimum, maximum, middle, numbered["employer"].to_numpy()


def wide(found: Sequence[tuple[Key, str, Estimate]]) -> dict[Key, dict[str, Estimate]]:
    """The estimates of each group by measure, groups in their order."""
    table: dict[Key, dict[str, Estimate]] = {}
    for key, measure, estimate in found:
        table.setdefault(key, {})[measure] = estimate
    return table


def placed(found: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The adverts whose place is known as closely as `by` asks; of regions and cities only those with a median."""
    known = found.filter(pl.col(by[0]).is_not_null() & pl.col(by[-1]).is_not_null())
    if len(by) == 1:
        return known
    enough = (
        vacancies(known, *by)
        .group_by("role_id", "pay_currency", *by)
        .agg(n=pl.col("pay_mid").is_not_null().sum(), employers=pl.col("employer_key").n_unique())
        .filter((pl.col("n") >= MEDIAN_FLOOR.n) & (pl.col("employers") >= MEDIAN_FLOOR.employers))
    )
    chosen = enough.select("role_id", *by).unique()
    return known.join(chosen, on=["role_id", *by], how="semi", nulls_equal=True)
