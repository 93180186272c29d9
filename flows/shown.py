"""Rows on the terminal, for the commands that list something."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

COLUMN_WIDTH = 11
"""A table whose columns would be narrower than this is printed a line a value instead."""


def show(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Print rows as a table, or a value a line where the columns would not fit; cells are text, never markup."""
    console = Console()
    if len(columns) * COLUMN_WIDTH > console.width:
        _show_upright(console, columns, rows)
        return
    table = Table(show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console.print(table)


def _show_upright(console: Console, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    for row in rows:
        record = Table(show_header=False, show_edge=False, box=None)
        for column, value in zip(columns, row, strict=True):
            record.add_row(Text(column, style="bold"), Text(_cell(value)))
        console.print(record)
        console.print()


def _cell(value: Any) -> str:
    """A value for the eye: a fraction to four digits, another decimal number to hundredths; --csv has all digits."""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")
    return "" if value is None else _plain(str(value))


def _plain(text: str) -> str:
    """The text without control characters, so that no cell can drive the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
