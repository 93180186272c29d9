"""How posted pay of each role has moved, by what the same employers post for the same titles.

The method is that of P. Adrjan and R. Lydon (2022), whose result is the Indeed Wage Tracker: the change of each cell's
median pay, and the median of these changes; so that a change of who advertises is no change of pay. A cell here is a
role, employer, title and country.
"""

import datetime as dt
from collections.abc import Iterator

import duckdb
import numpy as np
from numpy.typing import NDArray

from warehouse.grouped import Columns, groups
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.quantiles import pay_quantile
from warehouse.store import sql

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Row = tuple[str, tuple[str], Estimate]
"""A measure's name, its role, and the estimate."""

SPANS = {3: 91, 12: 364}
"""Months apart, and the days in whole weeks that stand for them."""
WINDOW_DAYS = 28
FLOOR = Floor(n=30, employers=5, unit="titles of an employer with pay in both windows")
NO_PRICES = "No consumer prices were added: `jobgauge reference add cpi FILE` does that."


def changes(connection: duckdb.DuckDBPyConnection, last_day: dt.date, watched_days: int) -> Iterator[Row]:
    """The changes of each role's posted pay over three months, and over a year where there is one, nominal and real."""
    connection.execute("SET VARIABLE last_day = $day", {"day": last_day})
    (prices,) = connection.execute("SELECT count(*) FROM core.consumer_price").fetchall()[0]
    for months, apart in SPANS.items():
        needed = apart + WINDOW_DAYS
        if months > 3 and watched_days < needed:
            continue
        reason = Floor(n=needed, unit="days of watching").refusal(watched_days)
        connection.execute("SET VARIABLE apart = $days", {"days": apart})
        connection.execute("SET VARIABLE months = $months", {"months": months})
        cells = connection.sql(sql("trends/pay_cells")).pl()
        inflation = connection.sql(sql("trends/inflation")).pl()
        cells = cells.join(inflation, on="country_code", how="left", maintain_order="left").drop(
            "country_code", "employer_key"
        )
        for (role_id,), group in groups(cells, "role_id"):
            growth = group["growth"]
            yield f"growth_nominal_{months}", (str(role_id),), _change(group, growth, reason)
            real = _change(group, growth - group["inflation"], reason or (None if prices else NO_PRICES))
            yield f"growth_real_{months}", (str(role_id),), real


def prices_there(connection: duckdb.DuckDBPyConnection) -> str:
    """A word that is another one when the person has added, removed or changed consumer prices."""
    (found,) = connection.execute(
        "SELECT md5(string_agg(concat_ws(' ', country_code, month, price_index), ',' ORDER BY country_code, month)) "
        "FROM core.consumer_price"
    ).fetchall()[0]
    return str(found)


def _change(group: Columns, growth: Floats, reason: str | None) -> Estimate:
    """The median change of a role's cells; coverage is the share of its later postings that are in such a cell."""
    is_told = ~np.isnan(growth)
    coverage = int(group["postings"][is_told].sum()) / int(group["postings"].sum())
    _, employer = np.unique(group["employer"][is_told], return_inverse=True)
    n, employers = len(employer), int(employer.max(initial=-1)) + 1
    if reason := reason or FLOOR.refusal(n, employers):
        return _covering(refused("matched_cells", reason, n, employers), coverage)
    return _covering(pay_quantile(growth[is_told], employer, 0.5), coverage)


def _covering(one: Estimate, coverage: float) -> Estimate:
    """The estimate as a relative change, of logarithms."""
    value, low, high = (None if part is None else float(np.expm1(part)) for part in (one.value, one.low, one.high))
    return Estimate(
        value=value, low=low, high=high, n=one.n, unique_employers=one.unique_employers, coverage=coverage,
        estimator="matched_cells", refusal=one.refusal,
    )  # fmt: skip
