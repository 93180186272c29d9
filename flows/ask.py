"""One question put to the published snapshot, its answer shown as words, JSON or CSV. Knows no Prefect."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
import typer
from rich.console import Console

from flows import progress
from flows.clock import today
from flows.interview_file import load, taught
from flows.invocation import CANNOT_ANSWER
from flows.profile import own_person
from flows.settings import ConfigurationError, Context, currency_code
from warehouse import store
from warehouse.answers.gauge import gauge as gauged
from warehouse.answers.person import Person
from warehouse.reports import csv_files, tables, terminal, words
from warehouse.reports.section import Section, cleaned

T = TypeVar("T")


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """How an answer is shown: in words, or as its typed result in JSON, or its main table in CSV."""

    json: bool = False
    csv: bool = False

    def __post_init__(self) -> None:
        if self.json and self.csv:
            raise ConfigurationError("--json and --csv: choose one.")


def taught_person(context: Context) -> Person:
    """The person of the profile with what their log taught; raises ConfigurationError where either is wrong."""
    return taught(own_person(context), load(context.log_path), today(context.zone))


def show(
    context: Context,
    output: Output,
    answer: Callable[[Any, Person], T],
    worded: Callable[[T, Person], Section],
) -> None:
    """Put the question `answer` for the person of the profile and show what comes back.

    `answer` is given an open reader of the snapshot. Raises ConfigurationError where the profile is wrong,
    WarehouseMissing before the first run, NoAnswerYet where the data cannot answer, and Exit with code 1 where what was
    shown says no more than why.
    """
    person = taught_person(context)
    with progress.waiting(), store.open_reader(context.paths.snapshot) as connection:
        found = answer(connection, person)
    section = worded(found, person)
    put(context, output, found, section)
    if not section.is_told:
        raise typer.Exit(CANNOT_ANSWER)


def gauge(context: Context, output: Output) -> None:
    """Show how in demand the role of the profile is, as the report has it at its top; raises as `show`."""
    person = own_person(context)
    with progress.waiting(), store.open_reader(context.paths.snapshot) as connection:
        found = gauged(connection, person, is_simulated=context.is_simulated)
    if output.json:
        _put_json(found)
    elif output.csv:
        sys.stdout.write(csv_files.text_of(tables.every(words.cleaned(found))[0]))
    else:
        terminal.render(found, Console())


def _put_json(found: Any) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(found)).decode() + "\n")


def put(context: Context, output: Output, found: Any, section: Section) -> None:
    """Show an answer: as its typed result in JSON, its main table in CSV, else in words."""
    if output.json:
        _put_json(found)
        return
    section = cleaned(section)
    if output.csv:
        sys.stdout.write(csv_files.text_of(section.main) if section.main else "")
        return
    console = Console()
    if context.is_simulated:
        terminal.say(console, words.SIMULATED, "bold yellow")
    terminal.render_section(section, console)


def currency(context: Context, said: str | None) -> str:
    """The currency that was said or else the profile's; raises ConfigurationError where neither is one."""
    if said is not None:
        return currency_code(said, "CURRENCY")
    own = own_person(context).pay_currency
    if own is None:
        raise ConfigurationError("Which currency? Name it after the amount, such as 78000 EUR.")
    return own
