"""SQL for the person: one query on the published snapshot, read-only."""

import csv
import difflib
import io
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import polars as pl

from transform.schema import TABLES
from warehouse.reports.csv_files import neutral
from warehouse.store import WarehouseError, open_reader, sql, sql_names

_COOKBOOK = "queries/examples"


class BadQuery(WarehouseError):
    """There is no such query, or DuckDB cannot run it; then the message is DuckDB's, which names the place."""


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
            if not connection.extract_statements(query):
                raise BadQuery("The query is empty. Without a query, the tables are listed.")
            answer = connection.execute(query)
            columns = [column[0] for column in answer.description or ()]
            rows = answer.fetchmany(limit + 1)
        except duckdb.Error as error:
            raise BadQuery(str(error)) from error
    return Result(columns=columns, rows=rows[:limit], is_cut=len(rows) > limit)


def examples() -> Result:
    """The queries of the cookbook by name, each with the question that it answers."""
    names = sql_names(_COOKBOOK)
    return Result(columns=["example", "question"], rows=[(name, question(example(name))) for name in names])


def example(name: str) -> str:
    """The text of one of them; raises BadQuery, with the nearest name, where there is none of that name."""
    names = sql_names(_COOKBOOK)
    if name in names:
        return sql(f"{_COOKBOOK}/{name}")
    near = difflib.get_close_matches(name, names, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise BadQuery(f"There is no example called {name!r}.{hint} `jobgauge sql --examples` lists them.")


def question(text: str) -> str:
    """The question that a query's first line asks."""
    return text.splitlines()[0].removeprefix("-- ")


def as_csv(result: Result, *, raw: bool = False) -> str:
    """The answer as CSV with a header.

    Texts lose their control characters, and get a leading apostrophe where a spreadsheet would run them as a formula,
    unless `raw` asks for the bare values.
    """
    rows = [tuple(result.columns), *result.rows]
    text = io.StringIO()
    csv.writer(text).writerows(rows if raw else _harmless(rows))
    return text.getvalue()


_CONTROL = r"[\p{Cc}&&[^\t\n]]|[\x{202A}-\x{202E}\x{2066}-\x{2069}]"


def _harmless(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows, their texts safe for a terminal and a spreadsheet."""
    texts = [cell for row in rows for cell in row if isinstance(cell, str)]
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    safe = iter(neutral(frame.with_columns(pl.col("text").str.replace_all(_CONTROL, "")))["text"])
    return [tuple(next(safe) if isinstance(cell, str) else cell for cell in row) for row in rows]
