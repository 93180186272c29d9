"""The warehouse file is what `transform.schema` says: tables, columns, order, types, what may be unknown, comments."""

import polars as pl
import pytest

from transform.schema import COLUMNS, TABLES, TIMESTAMP
from warehouse import store

TYPES = {
    pl.String: "VARCHAR",
    pl.Float64: "DOUBLE",
    pl.Int16: "SMALLINT",
    pl.Int32: "INTEGER",
    pl.Int64: "BIGINT",
    pl.UInt64: "UBIGINT",
    pl.List(pl.UInt32): "UINTEGER[]",
    pl.List(pl.String): "VARCHAR[]",
    COLUMNS["blocks"].dtype: "STRUCT(block_kind VARCHAR, block_hash UBIGINT)[]",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    TIMESTAMP: "TIMESTAMP",
}


@pytest.fixture(scope="module")
def columns(tmp_path_factory):
    path = tmp_path_factory.mktemp("house") / "gauge.duckdb"
    with store.open_writer(path) as connection:
        rows = connection.execute(
            "SELECT schema_name || '.' || table_name, column_name, data_type, is_nullable, comment "
            "FROM duckdb_columns() WHERE NOT internal AND schema_name <> 'main' ORDER BY column_index"
        ).fetchall()
    tables: dict[str, list[tuple[str, str, bool, str]]] = {}
    for table, *column in rows:
        tables.setdefault(table, []).append(tuple(column))
    return tables


def test_every_table_is_described_and_every_description_is_a_table(columns):
    assert set(columns) == set(TABLES)


def test_every_described_column_is_used():
    assert {name for table in TABLES.values() for name in table.columns} == set(COLUMNS) - {"counted_in"}


@pytest.mark.parametrize("name", TABLES)
def test_columns_types_and_comments(columns, name):
    described = [(c, TYPES[COLUMNS[c].dtype]) for c in TABLES[name].columns]
    assert [(column, kind) for column, kind, _, _ in columns[name]] == described
    assert all(comment and comment.startswith(COLUMNS[column].sentence) for column, _, _, comment in columns[name])


@pytest.mark.parametrize("name", [name for name in TABLES if not name.startswith("mart.")])
def test_what_may_not_be_unknown_is_not_null(columns, name):
    may_be_null = {column for column, _, nullable, _ in columns[name] if nullable}
    described = {c for c in TABLES[name].columns if COLUMNS[c].nullable or c in TABLES[name].also_nullable}
    assert may_be_null <= described
    assert described - may_be_null <= {"role_id", "text_hash", "description_text"}  # keys of their own small tables
