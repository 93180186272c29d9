"""Files that take the place of old ones whole or not at all, and the marts in batches to fill them with."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import duckdb
import polars as pl
import pyarrow

# Two fixed statements whose only variable is a bound parameter; a file each would say no more.
_MARTS = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'mart' AND table_catalog = current_database() ORDER BY table_name
"""
_ROWS = "SELECT * FROM query_table($name) ORDER BY ALL"

Done = Callable[[str], None]
"""Called with the name of each mart that was written."""


def quietly(_: str) -> None:
    """Nothing: nobody waits."""


def marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the marts of the published snapshot, sorted, without their schema."""
    return [name for (name,) in connection.execute(_MARTS).fetchall()]


def reader(connection: duckdb.DuckDBPyConnection, mart: str, rows: int) -> pyarrow.RecordBatchReader:
    """The mart's rows, sorted by all columns, in batches of `rows`."""
    return connection.execute(_ROWS, {"name": f"mart.{mart}"}).to_arrow_reader(rows)


def batches(connection: duckdb.DuckDBPyConnection, mart: str, rows: int) -> Iterator[pl.DataFrame]:
    """The same as frames, of which the first is there even when there is no row."""
    found = reader(connection, mart, rows)
    yield pl.DataFrame(pl.from_arrow(found.schema.empty_table()))
    for batch in found:
        yield pl.DataFrame(pl.from_arrow(batch))


def path_of(directory: Path, name: str, suffix: str) -> Path:
    """The file for a table, whose name must be plain so that it cannot lead out of the directory."""
    if not re.fullmatch(r"[a-z0-9_]{1,80}", name):
        raise ValueError(f"a table named {name!r} cannot become a file: use a-z, 0-9 and _")
    return directory / f"{name}.{suffix}"


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new private file that takes the place of `path` once it is whole, or leaves no trace."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
