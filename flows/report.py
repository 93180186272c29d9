"""Published snapshot to page, CSV files and terminal. Knows no Prefect, so it starts at once."""

import datetime as dt
from importlib.metadata import version
from pathlib import Path

import msgspec
from rich.console import Console

from flows.profile import load_profile, person_of
from flows.settings import Context
from warehouse import store
from warehouse.answers.gauge import Gauge, gauge
from warehouse.reports import csv_files, html, markdown, page_answers, terminal
from warehouse.reports.section import Section


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a report wrote: the page, the CSV files' folder, and a short version in Markdown."""

    page: Path
    csv: Path
    summary: str


def write_report(context: Context, console: Console | None = None) -> Written:
    """Where the report was written; it is also shown on `console`, where one is given.

    Raises WarehouseMissing before the first run, NoAnswerYet where the data cannot answer, ConfigurationError where the
    profile is wrong.
    """
    person = person_of(load_profile(context.profile_path), context.profile_path)
    with store.open_reader(context.paths.snapshot) as connection:
        answer = gauge(connection, person, is_simulated=context.is_simulated)
        sections = page_answers.sections(connection, person)
        folder = context.paths.reports
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        csv_files.write(connection, folder / "csv")
    return _write(answer, sections, folder, console)


def _write(answer: Gauge, sections: tuple[Section, ...], folder: Path, console: Console | None) -> Written:
    csv_files.write_gauge(answer, folder / "csv")
    csv_files.write_sections(sections, folder / "csv")
    page = folder / "report.html"
    text = html.render(answer, sections, made_at=dt.datetime.now(dt.UTC), version=version("jobgauge"))
    _replace(page, text)
    if console is not None:
        terminal.render(answer, console)
    return Written(page=page, csv=folder / "csv", summary=markdown.render(without_own_pay(answer)))


def _replace(path: Path, text: str) -> None:
    """Put `text` in the place of `path` at once, for its owner's eyes only."""
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def without_own_pay(answer: Gauge) -> Gauge:
    """The answer without the person's own pay: the short version goes into Prefect's database."""
    own = {"mine": None, "percentile_low": None, "percentile_high": None, "start_above_mine": None}
    return msgspec.structs.replace(answer, pay=tuple(msgspec.structs.replace(pay, **own) for pay in answer.pay))


def export(context: Context, folder: Path, *, raw: bool) -> list[Path]:
    """The CSV files written to `folder`: every mart of the published snapshot and the data dictionary."""
    with store.open_reader(context.paths.snapshot) as connection:
        return csv_files.write(connection, folder, raw=raw)
