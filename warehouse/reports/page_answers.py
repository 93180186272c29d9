"""The answers that the page shows beside the gauge, in its order."""

from collections.abc import Callable
from typing import Any, NamedTuple

import duckdb

from warehouse.answers import changes, since
from warehouse.answers.ahead import ahead
from warehouse.answers.openings import openings
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.reports.section import Section, cleaned
from warehouse.reports.sections import changes as changes_words
from warehouse.reports.sections import forecast
from warehouse.reports.sections import openings as openings_words
from warehouse.reports.sections import since as since_words


class Shown(NamedTuple):
    """One answer of the page: its key and title, the question put to the snapshot, and its words."""

    key: str
    title: str
    answer: Callable[[duckdb.DuckDBPyConnection, Person], Any]
    worded: Callable[[Any, Person], Section]


PAGE = (
    Shown("changes", "Where the change came from", changes.changes, changes_words.section),
    Shown("since", "What has changed since you started", since.since, since_words.section),
    Shown("forecast", "What may come", lambda connection, person: ahead(connection, person.role_id), forecast.section),
    Shown("openings", "Openings worth an interview", openings, openings_words.section),
)
"""What the page shows, first to last."""


def sections(connection: duckdb.DuckDBPyConnection, person: Person) -> tuple[Section, ...]:
    """Every section of the page for the person, cleaned; one that the data cannot answer says so in a sentence."""
    return tuple(cleaned(_section(shown, connection, person)) for shown in PAGE)


def _section(shown: Shown, connection: duckdb.DuckDBPyConnection, person: Person) -> Section:
    try:
        return shown.worded(shown.answer(connection, person), person)
    except NoAnswerYet as reason:
        return Section(key=shown.key, title=shown.title, said=(str(reason),))
