"""What may come? Ranges of the role's openings and new postings some weeks ahead, with their record."""

import duckdb
import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.answers.person import Person
from warehouse.measures.outlook import HORIZONS, Outlook, outlook
from warehouse.store import sql

SERIES = ("active", "new")


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """The ranges of one series, `active` (openings) or `new` (postings first seen in the week).

    It is told as if today's boards had been watched all along: a longer list of boards is no growth.
    """

    series: str
    weeks: int
    """Whole weeks of history, up to the last one in a row that can be compared."""
    ranges: tuple[Outlook, ...]


def ahead(connection: duckdb.DuckDBPyConnection, role_id: str) -> tuple[Ahead, ...]:
    """The ranges of both series of `role_id`; none where no whole week was observed."""
    rows = connection.execute(sql("queries/demand/weeks"), {"role_id": role_id}).fetchnumpy()
    if not len(rows["week_start"]):
        return ()
    return tuple(_of_series(name, _counts(rows[name])) for name in SERIES)


def _of_series(name: str, counts: NDArray[np.float64]) -> Ahead:
    return Ahead(series=name, weeks=len(counts), ranges=tuple(outlook(counts, horizon) for horizon in HORIZONS))


def of_person(connection: duckdb.DuckDBPyConnection, person: Person) -> tuple[Ahead, ...]:
    """The ranges of the person's own role."""
    return ahead(connection, person.role_id)


def _counts(column: ArrayLike) -> NDArray[np.float64]:
    """The values that are known; the first week has no new adverts that could be told from its boards'."""
    return np.asarray(np.ma.masked_invalid(np.ma.asarray(column, dtype=np.float64)).compressed())
