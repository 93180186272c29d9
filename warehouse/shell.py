"""SQL for the person: one query on the published snapshot, read-only."""

import csv
import io
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from transform.schema import TABLES
from warehouse.store import WarehouseError, open_reader


class BadQuery(WarehouseError):
    """DuckDB cannot run the query; the message is DuckDB's, which names the place."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Columns and at most `limit` rows of an answer; `is_cut` where there were more."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    is_cut: bool = False


def ask(snapshot: Path, query: str | None, limit: int) -> Result:
    """The answer to `query`, or the list of tables with their sentences where there is none."""
    if query is None:
        return Result(
            columns=["table", "what it holds"], rows=[(name, table.sentence) for name, table in TABLES.items()]
        )
    with open_reader(snapshot) as connection:
        try:
            answer = connection.execute(query)
            columns = [column[0] for column in answer.description or ()]
            rows = answer.fetchmany(limit + 1)
        except duckdb.Error as error:
            raise BadQuery(str(error)) from error
    return Result(columns=columns, rows=rows[:limit], is_cut=len(rows) > limit)


def as_csv(result: Result) -> str:
    """The answer as CSV with a header, its values as they are."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(result.columns)
    writer.writerows(result.rows)
    return text.getvalue()
