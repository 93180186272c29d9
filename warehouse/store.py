"""The warehouse file: opened by one writer, migrated, described, checked, and published for readers."""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import duckdb
import polars as pl

from transform.schema import COLUMNS, TABLES
from warehouse.measures.pandas_door import shut_door

Connection = duckdb.DuckDBPyConnection
"""An open DuckDB file, as the other rooms may name it."""


class WarehouseError(Exception):
    """Something about the warehouse is wrong, in words a person can act on.

    WarehouseError
    ├── WarehouseBusy       another process has the file open for writing
    ├── WarehouseMissing    nothing has been published yet
    ├── NewerWarehouse      the file was written by a later jobgauge
    └── BrokenLedger        a count does not add up; the board's transaction is rolled back   (warehouse.history)
    """


class WarehouseBusy(WarehouseError):
    """Another process has the warehouse open."""


class WarehouseMissing(WarehouseError):
    """There is no published snapshot yet."""


class NewerWarehouse(WarehouseError):
    """The file was written by a later jobgauge than this one."""


@cache
def sql(name: str) -> str:
    """The text of `warehouse/sql/NAME.sql`."""
    return (files("warehouse") / "sql" / f"{name}.sql").read_text("utf-8")


def sql_names(folder: str) -> list[str]:
    """The names of the `.sql` files in `warehouse/sql/FOLDER`, sorted."""
    return sorted(_stem(entry) for entry in (files("warehouse") / "sql" / folder).iterdir() if _is_sql(entry))


def _is_sql(entry: Traversable) -> bool:
    return entry.name.endswith(".sql")


def _stem(entry: Traversable) -> str:
    return entry.name.removesuffix(".sql")


@contextmanager
def open_writer(
    path: Path, *, memory_limit: str = "1GB", threads: int = 2, checkpoint_at: str = "16MB"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse at `path`, open for writing and migrated; raises WarehouseBusy where another process has it.

    `checkpoint_at` is how much may wait in the log: many small loads in a row are five times as fast with more of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = _connect(path)
    try:
        connection.execute("SET checkpoint_threshold = $size", {"size": checkpoint_at})
        _restrict(connection, path.parent, memory_limit, threads)
        migrate(connection)
        yield connection
    finally:
        connection.close()


def _connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    shut_door()
    old_mask = os.umask(0o077)
    try:
        return duckdb.connect(str(path), read_only, {"enable_external_access": "false"} if read_only else {})
    except duckdb.IOException as error:
        if "lock" not in str(error).lower():
            raise WarehouseError(
                f"{path} cannot be opened: {error} `jobgauge refresh --from-archive` builds a damaged one anew."
            ) from error
        raise WarehouseBusy(f"{path} is open in another process; try again when that has ended") from error
    finally:
        os.umask(old_mask)


def _restrict(connection: duckdb.DuckDBPyConnection, folder: Path, memory_limit: str, threads: int) -> None:
    """Let the connection reach its own folder only, load no extension, and stay within its memory."""
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute("SET memory_limit = $limit", {"limit": memory_limit})
    connection.execute("SET threads = $threads", {"threads": threads})
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET allowed_directories = [$folder]", {"folder": f"{folder.resolve()}/"})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


@contextmanager
def open_reader(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published snapshot at `path`, read-only, with no way to any other file."""
    if not path.exists():
        raise WarehouseMissing("There is no report data yet. `jobgauge run` collects and publishes it.")
    connection = _connect(path, read_only=True)
    try:
        _require_current(connection)
        yield connection
    finally:
        connection.close()


def _require_current(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise where another version published the file: its tables are not those that the answers ask."""
    try:
        applied = {name for (name,) in connection.execute("SELECT name FROM main.migration").fetchall()}
    except duckdb.CatalogException:  # a file of the person's own making, for `jobgauge sql`
        return
    if applied - set(sql_names("migrations")):
        raise NewerWarehouse("The report data were published by a later jobgauge; update first.")
    if set(sql_names("migrations")) - applied:
        raise WarehouseError(
            "The report data were published by an earlier jobgauge. `jobgauge refresh` publishes them anew."
        )


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the schema to this version: numbered migrations once each, then the marts and all comments."""
    connection.execute("CREATE TABLE IF NOT EXISTS main.migration (name VARCHAR NOT NULL)")
    connection.execute("CREATE TABLE IF NOT EXISTS main.definition (digest VARCHAR NOT NULL)")
    applied = {name for (name,) in connection.execute("SELECT name FROM main.migration").fetchall()}
    known = sql_names("migrations")
    if unknown := applied - set(known):
        raise NewerWarehouse(f"The warehouse has the migrations {sorted(unknown)} of a later jobgauge; update first.")
    waiting = [name for name in known if name not in applied]
    for name in waiting:
        _apply(connection, name)
    _check_columns(connection)
    _describe(connection)


def _check_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise where the file is not of this schema: one that a version before the first release made."""
    rows = connection.execute(sql("queries/stored_columns")).fetchall()
    found = dict(rows)
    stored = {name: table.columns for name, table in TABLES.items() if not name.startswith("mart.")}
    if odd := sorted(name for name, columns in stored.items() if found.get(name) != columns):
        raise WarehouseError(
            f"The warehouse was made by an earlier version ({', '.join(odd[:3])} differ). "
            "`jobgauge refresh --from-archive` builds it anew from the kept answers."
        )


def _apply(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    with transaction(connection):
        connection.execute(sql(f"migrations/{name}"))
        connection.execute("INSERT INTO main.migration VALUES (?)", [name])


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is done inside, or nothing of it."""
    connection.execute("BEGIN")
    is_whole = False
    try:
        yield
        connection.execute("COMMIT")
        is_whole = True
    finally:
        if not is_whole:
            connection.execute("ROLLBACK")


def put_incoming(connection: Connection, **frames: pl.DataFrame) -> None:
    """Put each frame into a table `incoming_NAME` of this connection."""
    for name, frame in frames.items():
        connection.register("frame", frame)
        # The name is a field of ours: identifiers cannot be bound.
        connection.execute(f"CREATE OR REPLACE TEMP TABLE incoming_{name} AS SELECT * FROM frame")  # noqa: S608
    connection.unregister("frame")


def _describe(connection: duckdb.DuckDBPyConnection) -> None:
    """Define the marts and write every table's and column's sentence into the file.

    Names cannot be bound as parameters; these come from our own files and schema, never from data.
    """
    statements = [_view(name) for name in _mart_order()]
    statements += [statement for name in TABLES for statement in _comments(name)]
    digest = _digest(statements)
    if connection.execute("SELECT digest FROM main.definition").fetchall() == [(digest,)]:
        return
    with transaction(connection):
        connection.execute(";\n".join(statements))
        connection.execute("DELETE FROM main.definition")
        connection.execute("INSERT INTO main.definition VALUES ($digest)", {"digest": digest})


def _mart_order() -> list[str]:
    """What the other marts rest on comes first."""
    first = ("employer", "posting", "posting_life", "posting_skill", "sample_posting", "scope")
    return [*first, *(name for name in sql_names("marts") if name not in first)]


def _view(name: str) -> str:
    return f"CREATE OR REPLACE VIEW mart.{name} AS\n{sql(f'marts/{name}').rstrip().rstrip(';')}"


def _comments(name: str) -> Iterator[str]:
    kind = "VIEW" if name.startswith("mart.") else "TABLE"
    yield f"COMMENT ON {kind} {name} IS {_quoted(TABLES[name].sentence)}"
    for column in TABLES[name].columns:
        unit = f" [{COLUMNS[column].unit}]" if COLUMNS[column].unit else ""
        yield f"COMMENT ON COLUMN {name}.{column} IS {_quoted(COLUMNS[column].sentence + unit)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _digest(statements: list[str]) -> str:
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def remove(path: Path) -> None:
    """Remove a DuckDB file and the log beside it, which would else be applied to whatever takes the file's place."""
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def publish(warehouse: Path, target: Path) -> None:
    """Copy the closed warehouse to `target` and swap it in at once: readers see the old snapshot or the new one.

    The file is copied as it is: measured 2026-11 on 111,000 postings, a copy by statement took 7.5 s instead of 1.3,
    and 180 MB more. Nobody may have it open; in this process, closing the copy's handle would drop DuckDB's lock.
    """
    if warehouse.with_name(f"{warehouse.name}.wal").exists():
        raise WarehouseError(f"{warehouse} was not closed properly; run the command again.")
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    shutil.copyfile(warehouse, part)
    _sync(part)
    part.replace(target)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def loaded_runs(connection: Connection) -> set[str]:
    """The ids of the collecting runs that are in the warehouse."""
    return {run_id for (run_id,) in connection.execute("SELECT run_id FROM ops.run").fetchall()}


def last_complete_at(connection: Connection) -> dt.datetime | None:
    """When a board last answered in full (UTC, without zone); None where none ever has."""
    row = connection.execute(sql("queries/last_complete_at")).fetchone()
    return row[0] if row else None
