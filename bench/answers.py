"""What a person waits for on a large warehouse: each answer, the whole page, and the CSV files.

    python -m bench.answers [--quick] [--folder FOLDER]

The market is `bench.filled`'s, about a million postings in two years, published as a run publishes it. The person has
the role with the most openings and a full profile, so no other waits longer. Each question is put to a connection of
its own, with two threads and one gigabyte, and its seconds are those of the answer and its words; starting Python is
not in them. A folder that holds such a warehouse already is measured as it is.
"""

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bench import filled, meter
from bench.filled import Filled
from bench.marts import LARGEST, WEEKS, Stage, made, timed, together
from bench.printed import print_table, say
from flows import loading
from transform.knowledge import NOTHING
from warehouse import estimates, history, store, weeks
from warehouse.answers.brief import brief
from warehouse.answers.gauge import gauge
from warehouse.answers.interview import interview
from warehouse.answers.news import look
from warehouse.answers.offer import Terms
from warehouse.answers.openings import openings
from warehouse.answers.person import Person, Skill
from warehouse.answers.posting import posting
from warehouse.reports import csv_files, files, html
from warehouse.reports.page_answers import PAGE, Placed
from warehouse.reports.section import cleaned
from warehouse.reports.sections import brief as brief_words
from warehouse.reports.sections import interview as interview_words
from warehouse.reports.sections import posting as posting_words

GOAL, PAGE_GOAL = 2.0, 15.0
"""Seconds of an answer and of the page."""
MEMORY, THREADS = "1GB", 2
LONGEST = 8
"""So many of the marts are told one by one."""
PAY = 60_000.0
ADVERT = (
    "About the job\nYou will build and run services that our customers rely on. You will work with product, design and "
    "support.\n\nWhat you bring\n- {years} years of experience in a similar position\n- A bachelor's degree\n"
    "- You write clearly, in English\n\nWhat we offer\n- A salary of EUR 55,000 to 70,000 a year, bonus of 10 %\n"
    "- 30 days of paid holiday, a pension and equity\n- Hybrid work: two days a week in the office, flexible hours\n"
    "- A learning budget of EUR 1,500\n\nHow we hire\nA call, a task of two hours, a talk with the team of eight. You "
    "report to the head of the team. The contract is permanent, six months of probation. On call one week in six.\n\n"
)
"""What the description of an open posting of the role says, beside words in no order."""
POSTING = """
    SELECT posting.posting_id
    FROM core.posting
    JOIN core.spell ON spell.posting_id = posting.posting_id
    WHERE role_id = $role_id AND spell.closed_at IS NULL AND pay_min_annual IS NOT NULL AND country_code = 'DE'
    ORDER BY posting.posting_id
    LIMIT 1
"""
LENGTHEN = """
    UPDATE core.posting_text
    SET description_text = replace($advert, '{years}', CAST(length(description_text) % 7 + 1 AS VARCHAR))
        || repeat(description_text || '. ', 6)
    WHERE text_hash IN (
        SELECT text_hash
        FROM core.posting
        WHERE role_id = $role_id AND posting_id IN (SELECT posting_id FROM core.spell WHERE closed_at IS NULL)
    )
"""
OWN = "SELECT count(*) FROM core.posting WHERE role_id = $role_id"


class Asked(NamedTuple):
    """A question: its command, the answer, and its words."""

    name: str
    answer: Callable[[store.Connection, Person], Any]
    worded: Callable[[Any, Person], Any]


class Measured(msgspec.Struct, kw_only=True):
    """What the answers took, the page's parts and whole, and what is beside it; with how much was asked."""

    answers: list[Stage]
    page: list[Stage]
    beside: list[Stage]
    about: str


def main() -> None:
    """Measure and print, or do the part of it that a process of its own is for."""
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="an eighth of the time; the goals are for all of it")
    parser.add_argument("--folder", type=Path, help="where the warehouse is, or is made and stays")
    parser.add_argument("--part", choices=("publish", "ask"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part == "publish":
        publish(Filled(options.folder / "warehouse.duckdb", options.folder / "day"))
    elif options.part == "ask":
        sys.stdout.write(msgspec.json.encode(ask(options.folder)).decode())
    elif options.folder:
        measure(options.folder, 13 if options.quick else WEEKS[-1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder) / "market", 13 if options.quick else WEEKS[-1])


def measure(folder: Path, span: int) -> None:
    """Print what was measured on the warehouse in `folder`, which is made where it is not there."""
    if not _published(folder).exists():
        made(folder, span, 1)
        _child(folder, "publish")
    found = msgspec.json.decode(_child(folder, "ask"), type=Measured)
    say(f"\nAnswers: {found.about}; {THREADS} threads, {MEMORY}")
    print_stages(found.answers, GOAL)
    say("\nThe page")
    print_stages(found.page, PAGE_GOAL)
    say("\nBeside it")
    print_stages(found.beside, None)


def _child(folder: Path, part: str) -> bytes:
    command = [sys.executable, "-m", "bench.answers", "--part", part, "--folder", str(folder)]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def _published(folder: Path) -> Path:
    return folder / "published.duckdb"


def publish(own: Filled) -> None:
    """Load the last day, complete the warehouse and publish it, as a run does."""
    with store.open_writer(own.file, memory_limit="3GB") as connection:
        weeks.update(connection)
        estimates.update(connection, _first_day(connection))
        role = _role(connection)
        history.load(connection, filled.read_day(own))
        loading.complete(connection, NOTHING, role)
        connection.execute(LENGTHEN, {"advert": ADVERT, "role_id": role})
    store.publish(own.file, _published(own.file.parent))


def _first_day(connection: store.Connection) -> dt.date:
    row = connection.execute("SELECT min(observed_on) FROM core.board_day").fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


def _role(connection: store.Connection) -> str:
    row = connection.execute(LARGEST).fetchone()
    assert row is not None
    return str(row[0])


def ask(folder: Path) -> Measured:
    """What each question, the page and the CSV files took."""
    with store.open_reader(_published(folder)) as connection:
        person, which = _person(connection), _posting(connection)
        about = _about(connection, person)
    answers = [timed(one.name, partial(_put, folder, one, person)) for one in questions(which)]
    page = _page(folder, person)
    return Measured(answers=answers, page=page, beside=_csv(folder), about=about)


def _put(folder: Path, one: Asked, person: Person) -> None:
    with store.open_reader(_published(folder)) as connection:
        _limit(connection)
        one.worded(one.answer(connection, person), person)


def _limit(connection: store.Connection) -> None:
    connection.execute("SET threads = $threads", {"threads": THREADS})
    connection.execute("SET memory_limit = $limit", {"limit": MEMORY})


def _person(connection: store.Connection) -> Person:
    """A person of the role with the most openings who has filled in everything."""
    role = _role(connection)
    rows = connection.execute("SELECT skill_id, skill_name FROM core.skill ORDER BY skill_id LIMIT 12").fetchall()
    own = tuple(Skill(skill_id=skill, name=name, level=1 + n % 3) for n, (skill, name) in enumerate(rows[::2]))
    last = connection.execute("SELECT max(observed_on) FROM core.board_day").fetchall()[0][0]
    return Person(
        role_id=role, countries=("DE", "FR", "GB"), workplaces=("remote", "hybrid"), pay_annual=PAY,
        pay_currency="EUR", skills=own, seniority="mid", years=4, degree="bachelor", benefits=("pension",),
        weights={"pay": 3.0, "remote": 2.0}, started_on=last - dt.timedelta(days=400),
    )  # fmt: skip


def _posting(connection: store.Connection) -> str:
    row = connection.execute(POSTING, {"role_id": _role(connection)}).fetchone()
    assert row is not None
    return str(row[0])


def _about(connection: store.Connection, person: Person) -> str:
    every = connection.execute("SELECT count(*) FROM core.posting").fetchall()[0][0]
    own = connection.execute(OWN, {"role_id": person.role_id}).fetchall()[0][0]
    found = openings(connection, person)
    return (
        f"{every:,} postings, {own:,} of the role {person.role_id}, "
        f"{found.limits.open:,} open vacancies of it, {found.limits.inside:,} within the person's limits"
    )


def questions(which: str) -> Sequence[Asked]:
    """Every answer that has a command; `which` is a posting's id."""
    terms = Terms(base=PAY, currency="EUR")
    return (
        Asked("gauge", lambda c, p: gauge(c, p, is_simulated=True), _unworded),
        *(Asked(shown.key, shown.answer, shown.worded) for shown in PAGE),
        Asked("brief", lambda c, p: brief(c, p, terms, None, which), brief_words.section),
        Asked("posting", lambda c, p: posting(c, p, which), posting_words.section),
        Asked("interview", lambda c, p: interview(c, p, which), interview_words.section),
    )


def _unworded(_answer: Any, _person: Person) -> None:
    """The gauge's words are the page's own."""


def _page(folder: Path, person: Person) -> list[Stage]:
    """The parts of the page, on one connection as a report makes it, and all of it."""
    costs = meter.Meter()
    with store.open_reader(_published(folder)) as connection, costs.all():
        _limit(connection)
        with costs.stage("gauge"):
            answer = gauge(connection, person, is_simulated=True)
        with costs.stage("news"):
            look(connection, person, answer)
        placed = []
        for shown in PAGE:
            with costs.stage(shown.key):
                section = shown.worded(shown.answer(connection, person), person)
                placed.append(Placed(shown.after, cleaned(section)))
        with costs.stage("drawing it"):
            html.render(answer, placed)
    return [
        Stage(name=name, seconds=cost.wall, cpu=cost.cpu, peak_mb=cost.peak_mb)
        for name, cost in [*costs.stages.items(), ("the whole page", costs.whole)]
        if name != "other"
    ]


def _csv(folder: Path) -> list[Stage]:
    """The marts that take longest to write as CSV, and all of them, with the memory that a reader has by default."""
    with tempfile.TemporaryDirectory() as written, store.open_reader(_published(folder)) as connection:
        connection.execute("SET threads = $threads", {"threads": THREADS})
        found = [
            timed(f"mart.{mart} as CSV", partial(_write, connection, Path(written), mart))
            for mart in files.marts(connection)
        ]
    return [*sorted(found, key=lambda one: -one.seconds)[:LONGEST], together("every mart as CSV", found)]


def _write(connection: store.Connection, folder: Path, mart: str) -> None:
    frames = files.batches(connection, mart, csv_files.BATCH_ROWS)
    csv_files.write_frames(files.path_of(folder, mart, "csv"), frames, raw=False)


def print_stages(stages: Sequence[Stage], goal: float | None) -> None:
    """Print a line a stage, with its share of the goal; of several parts the last one is held against it."""
    print_table(("", "s", "CPU s", "peak MB", "goal s", "s / goal"), [_line(stage, goal) for stage in stages])


def _line(stage: Stage, goal: float | None) -> tuple[str, ...]:
    aim = f"{goal:.0f}" if goal else ""
    ratio = f"{stage.seconds / goal:.2f}" if goal else ""
    return stage.name, f"{stage.seconds:.2f}", f"{stage.cpu:.2f}", f"{stage.peak_mb:,.0f}", aim, ratio


if __name__ == "__main__":
    main()
