"""How unequally a role's postings are divided among employers: what the limits of shares in the marts rest on."""

from itertools import starmap

import duckdb
import polars as pl

from transform.schema import TABLES
from warehouse.measures.shares import DOUBT, MOST_DOUBT, limit_errors
from warehouse.store import sql

METHOD_VERSION = 1


def renew(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the sizes of all roles into core.role_size; the open postings are those of `stage_online`."""
    doubt = {"doubt": DOUBT, "most_doubt": MOST_DOUBT}
    sizes = connection.execute(sql("estimates/role_sizes"), doubt).pl()
    found = with_limit_errors(sizes, "active_postings", "undecided_postings").with_columns(
        method_version=pl.lit(METHOD_VERSION, pl.Int16)
    )
    connection.register("role_sizes", found.select(TABLES["core.role_size"].columns))
    connection.execute("DELETE FROM core.role_size")
    connection.execute("INSERT INTO core.role_size FROM role_sizes")
    connection.unregister("role_sizes")


def with_limit_errors(sizes: pl.DataFrame, n: str, undecided: str) -> pl.DataFrame:
    """The frame with `limit_errors` of its rows; `n`, `undecided` name columns, beside `effective_employers`."""
    found = list(starmap(limit_errors, sizes.select(n, "effective_employers", undecided).iter_rows()))
    return sizes.with_columns(limit_errors=pl.Series(found, dtype=pl.Float64))
