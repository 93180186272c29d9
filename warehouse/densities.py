"""How many adverts stand for a vacancy of each role, and how many vacancies its occupation has for its workers."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.grouped import groups
from warehouse.measures import density
from warehouse.measures.estimate import Estimate, refused
from warehouse.store import sql

Floats = NDArray[np.float64]
Row = tuple[str, tuple[str], Estimate]
"""A measure's name, its role, and the estimate."""

NONE_ADDED = "No employment by occupation was added: `jobgauge reference add oews FILE` does that."
NOT_KNOWN = "Employment in the role's occupation is not known."


def employment_there(connection: duckdb.DuckDBPyConnection) -> str:
    """A word that is another one when the person has added, removed or changed employment."""
    (found,) = connection.execute(
        "SELECT md5(string_agg(concat_ws(' ', soc_code, workers), ',' ORDER BY soc_code)) FROM core.occupation"
    ).fetchall()[0]
    return str(found)


def figures(connection: duckdb.DuckDBPyConnection, last_day: dt.date) -> Iterator[Row]:
    """The intensity and the vacancies of each role, and the relative density of its occupation; roles in order."""
    connection.execute("SET VARIABLE last_day = $day", {"day": last_day})
    frame = connection.sql(sql("estimates/vacancies")).pl()
    densities = dict(_densities(connection, frame))
    (is_added,) = connection.execute("SELECT count(*) > 0 FROM core.occupation").fetchall()[0]
    reason = NOT_KNOWN if is_added else NONE_ADDED
    for (role_id, code), part in groups(frame, "role_id", "soc_code"):
        adverts, vacancies = (part[name].astype(np.float64) for name in ("adverts", "vacancies"))
        n = int(adverts.sum())
        yield "density_intensity", (role_id,), density.posting_intensity(adverts, vacancies)
        count = Estimate(value=float(vacancies.sum()), n=n, unique_employers=len(adverts), estimator="count")
        yield "density_vacancies", (role_id,), count
        yield "density_relative", (role_id,), densities.get(code, refused("location_quotient", reason, 0))


def _densities(connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame) -> Iterator[tuple[str, Estimate]]:
    """The relative density of each occupation whose employment is known, by its code."""
    known = frame.filter(pl.col("workers") > 0)
    if known.is_empty():
        return
    (all_workers,) = connection.execute(
        "SELECT sum(workers) FROM core.occupation WHERE soc_code IN (SELECT soc_code FROM core.role)"
    ).fetchall()[0]
    numbered = known.with_columns(number=pl.col("employer").rank("dense") - 1)
    employers = int(numbered["number"].max()) + 1  # type: ignore[arg-type]
    of_all = _by_employer(numbered, employers)
    for (code, workers), part in numbered.partition_by("soc_code", "workers", as_dict=True).items():
        yield str(code), density.relative_density(_by_employer(part, employers), of_all, workers, float(all_workers))


def _by_employer(part: pl.DataFrame, employers: int) -> Floats:
    return np.bincount(part["number"], part["vacancies"], employers).astype(np.float64)
