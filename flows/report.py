"""Published snapshot to page, CSV files and terminal. Knows no Prefect, so it starts at once."""

import datetime as dt
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from flows import progress
from flows.clock import today
from flows.interview_file import load, taught
from flows.profile import own_person
from flows.settings import Context
from warehouse import store
from warehouse.answers.gauge import Gauge, gauge
from warehouse.answers.news import News, Seen, look, news
from warehouse.answers.person import Person
from warehouse.reports import csv_files, html, markdown, page_answers, terminal
from warehouse.reports.page_answers import Placed
from warehouse.reports.section import cleaned
from warehouse.reports.sections import news as news_words


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a report wrote: the page, the CSV files' folder, and a short version in Markdown."""

    page: Path
    csv: Path
    summary: str


def write_report(context: Context, console: Console | None = None, *, is_looked_at: bool = False) -> Written:
    """Where the report was written; it is also shown on `console`, where one is given.

    What is new is told against the last report that the person looked at, which this one becomes if `is_looked_at`.
    Raises WarehouseMissing before the first run, NoAnswerYet where the data cannot answer, ConfigurationError where the
    profile is wrong.
    """
    log = load(context.log_path)
    # Single applications stay in the log: the report's files are copied and shown to others.
    person = msgspec.structs.replace(taught(own_person(context), log, today(context.zone)), applied=())
    with progress.waiting(), store.open_reader(context.paths.snapshot) as connection:
        answer = gauge(connection, person, is_simulated=context.is_simulated)
        told = _news(connection, context, person, answer, is_looked_at=is_looked_at)
        sections = page_answers.sections(connection, person, log.interviews)
        folder = context.paths.reports
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = _write(answer, told, sections, folder, console)
        csv_files.write_counts(connection, folder / "csv")  # last: neither the page nor the terminal waits for them
    return written


def since_last(context: Context) -> News | None:
    """What is new since the person last looked, who has then looked; None where there is nothing to compare with."""
    person = own_person(context)
    with progress.waiting(), store.open_reader(context.paths.snapshot) as connection:
        answer = gauge(connection, person, is_simulated=context.is_simulated)
        return _news(connection, context, person, answer, is_looked_at=True)


def _news(connection: Any, context: Context, person: Person, answer: Gauge, *, is_looked_at: bool) -> News | None:
    """What is new against the last report that was looked at; the first one is kept to compare with in any case."""
    now, before = look(connection, person, answer), _last_seen(context.paths.last_seen)
    told = news(before, now) if before else None
    if is_looked_at or told is None:
        context.paths.reports.mkdir(parents=True, exist_ok=True, mode=0o700)
        _replace(context.paths.last_seen, msgspec.json.encode(now.seen).decode())
    return told


def _last_seen(path: Path) -> Seen | None:
    """What the person saw last; None where there is nothing, or an earlier version wrote it."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Seen)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _write(
    answer: Gauge, told: News | None, sections: tuple[Placed, ...], folder: Path, console: Console | None
) -> Written:
    csv_files.write_gauge(answer, folder / "csv")
    public_sections = [placed.section for placed in sections if placed.section.key not in page_answers.PRIVATE]
    csv_files.write_sections(public_sections, folder / "csv")
    page = folder / "report.html"
    fresh = cleaned(news_words.section(told)) if told and told.is_any else None
    text = html.render(answer, sections, news=fresh, made_at=dt.datetime.now(dt.UTC), version=version("jobgauge"))
    _replace(page, text)
    if console is not None:
        terminal.render(answer, console, news=fresh)
    public = news_words.public(told) if told and told.is_any else []
    return Written(page=page, csv=folder / "csv", summary=markdown.render(without_own_pay(answer), public))


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
