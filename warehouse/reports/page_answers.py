"""The answers that the page shows beside the gauge, in its order."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import duckdb

from warehouse.answers import ahead, changes, since, trend
from warehouse.answers.adjacent import adjacent
from warehouse.answers.bar import bar
from warehouse.answers.employers import employers
from warehouse.answers.interview_log import Interview
from warehouse.answers.interviews import interviews
from warehouse.answers.offer import own_pay
from warehouse.answers.openings import openings
from warehouse.answers.options import options
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.answers.practice import practice
from warehouse.answers.skills import skills
from warehouse.reports.section import Section, cleaned
from warehouse.reports.sections import adjacent as adjacent_words
from warehouse.reports.sections import bar as bar_words
from warehouse.reports.sections import changes as changes_words
from warehouse.reports.sections import employers as employers_words
from warehouse.reports.sections import forecast
from warehouse.reports.sections import interviews as interviews_words
from warehouse.reports.sections import offer as offer_words
from warehouse.reports.sections import openings as openings_words
from warehouse.reports.sections import options as options_words
from warehouse.reports.sections import practice as practice_words
from warehouse.reports.sections import since as since_words
from warehouse.reports.sections import skills as skills_words
from warehouse.reports.sections import trend as trend_words


class Shown(NamedTuple):
    """One answer of the page: its key and title, the question put to the snapshot, and its words.

    `after` is the part of the gauge that it follows: demand, standing, pay, mix or hiring.
    """

    after: str
    key: str
    title: str
    answer: Callable[[duckdb.DuckDBPyConnection, Person], Any]
    worded: Callable[[Any, Person], Section]


PAGE = (
    Shown("demand", "trend", "Where it is going", trend.trend, trend_words.section),
    Shown("demand", "changes", "Where the change came from", changes.changes, changes_words.section),
    Shown("pay", "since", "What has changed since you started", since.since, since_words.section),
    Shown("pay", "skills", "Your skills against what is asked", skills, skills_words.section),
    Shown("pay", "bar", "How high the bar is", bar, bar_words.section),
    Shown("pay", "adjacent", "Roles near yours", adjacent, adjacent_words.section),
    Shown("hiring", "employers", "Who is hiring people like you", employers, employers_words.section),
    Shown("hiring", "options", "How many employers you could choose between", options, options_words.section),
    Shown("hiring", "forecast", "What may come", ahead.of_person, forecast.section),
    Shown("hiring", "offer", "Something better than your pay", own_pay, offer_words.section),
    Shown("hiring", "openings", "Openings worth an interview", openings, openings_words.section),
    Shown("hiring", "practice", practice_words.TITLE, practice, practice_words.section),
)
"""What the page shows, first to last."""
PRIVATE = frozenset({"interviews"})
"""The keys of sections that are on the page alone: of the person's own log no file is made."""


class Placed(NamedTuple):
    """A section and the part of the gauge that it follows."""

    after: str
    section: Section


def sections(
    connection: duckdb.DuckDBPyConnection, person: Person, log: Sequence[Interview] = ()
) -> tuple[Placed, ...]:
    """Every section of the page for the person, cleaned; one that the data cannot answer says so in a sentence.

    What their interviews and applications taught them comes last, where there is a log.
    """
    found = [Placed(shown.after, cleaned(_section(shown, connection, person))) for shown in PAGE]
    if log or person.application_offers + person.application_refusals:
        taught = interviews_words.section(interviews(connection, person, log), person)
        found.append(Placed("hiring", cleaned(taught)))
    return tuple(found)


def _section(shown: Shown, connection: duckdb.DuckDBPyConnection, person: Person) -> Section:
    try:
        return shown.worded(shown.answer(connection, person), person)
    except NoAnswerYet as reason:
        return Section(key=shown.key, title=shown.title, said=(str(reason),), is_told=False)
