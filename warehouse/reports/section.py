"""An answer in words: one shape that page, terminal and CSV files all print, so that a number has one wording."""

from collections.abc import Callable, Iterable

import msgspec

from warehouse.reports import words
from warehouse.reports.tables import Table


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A query that the reader can copy and run on the published file."""

    title: str
    text: str


def escaped(text: str) -> str:
    """The text as it stands between the quotes of a string in SQL."""
    return text.replace("'", "''")


def quoted(texts: Iterable[str]) -> str:
    """The texts as what stands between the brackets of a list in SQL."""
    return ", ".join(f"'{escaped(text)}'" for text in texts)


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing that is made when a page needs it: `draw(width)` gives inline SVG with all text escaped."""

    caption: str
    draw: Callable[[int], str]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: its question as a title, sentences (the first leads), tables (see `main`), queries.

    Sentences and tables may hold text from postings as it came: who prints them cleans them.
    """

    key: str
    """A word for anchors, files and commands: a-z, 0-9 and _."""
    title: str
    said: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    queries: tuple[Query, ...] = ()
    charts: tuple[Chart, ...] = ()
    is_told: bool = True
    """Whether the data answer anything of it; where not, the first sentence says why."""
    brief: str | None = None
    """The answer in one short sentence, for the top of the page."""
    notes: tuple[str, ...] = ()
    """Caveats and definitions, printed small at the end."""

    @property
    def main(self) -> Table | None:
        """The table that --csv prints: the first that has rows, else the first; None where there is no table."""
        return next((table for table in self.tables if table.rows), self.tables[0] if self.tables else None)


def cleaned(section: Section) -> Section:
    """The same section with every text in it fit to show on a screen."""
    return msgspec.structs.replace(
        section,
        said=tuple(words.clean(text, LONGEST) for text in section.said),
        brief=words.clean(section.brief, LONGEST) if section.brief else None,
        notes=tuple(words.clean(text, LONGEST) for text in section.notes),
        tables=tuple(_cleaned(table) for table in section.tables),
    )


LONGEST = 2_000
"""The most characters that one sentence may have."""


def _cleaned(table: Table) -> Table:
    rows = tuple(tuple(words.clean(cell) if isinstance(cell, str) else cell for cell in row) for row in table.rows)
    return table._replace(rows=rows)
