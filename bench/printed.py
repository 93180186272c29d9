"""Tables and sentences, on the terminal and in Markdown."""

import sys
from collections.abc import Iterable, Sequence


def print_table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print lines under their names, figures to the right."""
    table = [tuple(names), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        first, *others = (
            cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(cells, widths, strict=True))
        )
        say("  ".join([first, *others]))


def markdown(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The lines under their names as a table in Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in (names, ["---"] * len(names), *rows)) + "\n"


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
