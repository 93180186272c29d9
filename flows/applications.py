"""`jobgauge interviews applied`: what the person says of an application, made into an entry of the log."""

import datetime as dt

import msgspec

from flows.interview_file import load, save
from flows.interview_words import day_of, outcome_of
from flows.interviews import Maker, replaced, without
from flows.profile import own_person
from flows.settings import ConfigurationError, Context
from warehouse.answers.interview_log import Application


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the person says of one application, each in their own words; empty is not said."""

    posting: str = ""
    employer: str = ""
    title: str = ""
    on: str = ""
    outcome: str = ""
    note: str = ""


def add(context: Context, given: Given, today: dt.date) -> tuple[int, Application]:
    """The number and the fields of a new application, noted in the log.

    Raises ConfigurationError, in words, for what cannot be meant or is noted already, and NoAnswerYet for a posting
    that was never seen.
    """
    log = load(context.log_path)
    entry = _made(context, given, today)
    _refuse_again(log.applications, entry)
    save(context.log_path, msgspec.structs.replace(log, applications=(*log.applications, entry)))
    return len(log.applications) + 1, entry


def _made(context: Context, given: Given, today: dt.date) -> Application:
    person = own_person(context)
    advert = Maker(context, person, (), today).advert(given.posting)
    employer = given.employer.strip() or (advert.employer if advert else "")
    if not employer:
        raise ConfigurationError("Name the posting, or the employer with --employer.")
    return Application(
        day=day_of(given.on, today, "Note the application when it is sent."),
        employer=employer,
        title=given.title.strip() or (advert.title if advert else ""),
        posting_id=advert.posting_id if advert else None,
        outcome=outcome_of(given.outcome),
        note=given.note.strip(),
    )


def _refuse_again(noted: tuple[Application, ...], entry: Application) -> None:
    """Raise ConfigurationError where an application for the same job on the same day is noted."""
    for number, one in enumerate(noted, start=1):
        if _job(one) == _job(entry) and one.day == entry.day:
            raise ConfigurationError(
                f"That is noted already, as application {number}. `jobgauge interviews answered {number} OUTCOME` "
                "notes what became of it; for another job of that employer name the posting or --title."
            )


def _job(one: Application) -> tuple[str, ...]:
    return (one.posting_id,) if one.posting_id else (one.employer.casefold(), one.title.casefold())


def remove(context: Context, number: int) -> Application:
    """The application of that number, which is taken out of the log; those after it then have a number less."""
    log = load(context.log_path)
    entry = _numbered(log.applications, number)
    save(context.log_path, msgspec.structs.replace(log, applications=without(log.applications, number)))
    return entry


def change(context: Context, number: int, outcome: str) -> Application:
    """The application of that number, with its outcome changed in the log."""
    log = load(context.log_path)
    changed = msgspec.structs.replace(_numbered(log.applications, number), outcome=outcome_of(outcome))
    save(context.log_path, msgspec.structs.replace(log, applications=replaced(log.applications, number, changed)))
    return changed


def _numbered(noted: tuple[Application, ...], number: int) -> Application:
    if not 1 <= number <= len(noted):
        raise ConfigurationError(
            f"There is no application {number} in the log; `jobgauge interviews list --applications` shows them."
        )
    return noted[number - 1]
