"""What the value parsers share about small tables that are looked up: joins whose fixed costs are small.

A join costs Polars a millisecond even where the frame has one line, as most of a single posting's frames have.
"""

from typing import NamedTuple

import polars as pl


class Lookup(NamedTuple):
    """A small table without its key, and the number of the line in it that goes with a line of a frame."""

    table: pl.DataFrame
    line: pl.Expr

    def beside(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the columns of the line that goes with each of its own; nulls where there is none."""
        return frame.hstack(self._lines(frame.select_seq(self.line).to_series()))

    def within(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The lines of the frame that one of the table goes with, with its columns."""
        lines = frame.select_seq(self.line).to_series()
        return frame.filter(lines.is_not_null()).hstack(self._lines(lines.drop_nulls()))

    def _lines(self, lines: pl.Series) -> pl.DataFrame:
        return self.table.select_seq(pl.all().gather(lines))


def number(name: str, known: pl.Series) -> pl.Expr:
    """The number of a column's value among the known ones, which are distinct; null for any other."""
    return pl.col(name).cast(pl.Enum(known), strict=False).to_physical().cast(pl.Int64)


def lookup(table: pl.DataFrame, key: str) -> Lookup:
    """The lookup of a table by its key, of which each value stands in one line."""
    return Lookup(table.drop(key), number(key, table[key]))


def local_lookup(anywhere: pl.DataFrame, local: pl.DataFrame, key: str) -> Lookup:
    """The lookup of a table by its key with the lines of another beside it that has a `country_code` too.

    Both are laid out for each key in each of the countries, the last of which is any other.
    """
    countries = local["country_code"].drop_nulls().unique().sort()
    every = pl.concat([countries, pl.Series(countries.name, [None], pl.String)]).to_frame()
    table = anywhere.join(every, how="cross").join(local, on=[key, "country_code"], how="left", maintain_order="left")
    country = number("country_code", countries).fill_null(countries.len())
    return Lookup(table.drop(key, "country_code"), number(key, anywhere[key]) * every.height + country)
