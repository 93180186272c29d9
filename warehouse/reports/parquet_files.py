"""Marts as Parquet files whose columns carry their own sentences, with a data dictionary."""

from pathlib import Path

import duckdb
import pyarrow

from transform.schema import COLUMNS, TABLES
from warehouse.reports import csv_files, files

BATCH_ROWS = 100_000


def write(
    connection: duckdb.DuckDBPyConnection, directory: Path, scope: str, done: files.Done = files.quietly
) -> list[Path]:
    """The files written to `directory`: one a mart of the published snapshot, then the data dictionary.

    Every file's metadata holds `scope`, what the figures speak of, beside the sentences of its table and columns.
    """
    written = []
    for mart in files.marts(connection):
        written.append(_write(connection, directory, mart, scope))
        done(mart)
    return [*written, _dictionary(directory)]


def _write(connection: duckdb.DuckDBPyConnection, directory: Path, mart: str, scope: str) -> Path:
    from pyarrow import parquet

    path = files.path_of(directory, mart, "parquet")
    reader = files.reader(connection, mart, BATCH_ROWS)
    schema = _described(reader.schema, f"mart.{mart}", scope)
    with files.replacing(path) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
    return path


def _described(schema: pyarrow.Schema, table: str, scope: str) -> pyarrow.Schema:
    """The schema with the sentences of the table and of each column, as far as they are known."""
    known = TABLES.get(table)
    fields = [field.with_metadata(_sentence(field.name)) for field in schema]
    return pyarrow.schema(fields, {"description": known.sentence if known else "", "scope": scope})


def _sentence(column: str) -> dict[str, str]:
    known = COLUMNS.get(column)
    return {"description": known.sentence, "unit": known.unit} if known else {}


def _dictionary(directory: Path) -> Path:
    path = files.path_of(directory, "data_dictionary", "parquet")
    with files.replacing(path) as file:
        csv_files.dictionary().write_parquet(file, compression="zstd")
    return path
