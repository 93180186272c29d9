"""The log of interviews and applications: a file beside the profile, a line of JSON each.

It is the person's own: in no warehouse, export, artifact or request, and only its owner can read the file.
"""

import datetime as dt
import os
from pathlib import Path

import msgspec

from flows.settings import ConfigurationError
from warehouse.answers.interview_log import Application, Interview, Log, decided, fates, learnt
from warehouse.answers.person import Applied, Person


class _Kind(msgspec.Struct):
    """Which entry a line is; one of an interview does not say."""

    kind: str | None = None


def load(path: Path) -> Log:
    """The log; empty where there is no file.

    Raises ConfigurationError, naming the line, where the file was edited into something else.
    """
    if not path.exists():
        return Log()
    found: list[Interview | Application] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if line.strip():
            try:
                found.append(_entry(line))
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise ConfigurationError(f"{path}, line {number}: {error}. Mend that line or take it out.") from error
    return Log(
        interviews=tuple(entry for entry in found if isinstance(entry, Interview)),
        applications=tuple(entry for entry in found if isinstance(entry, Application)),
    )


def _entry(line: bytes) -> Interview | Application:
    if msgspec.json.decode(line, type=_Kind).kind == "application":
        return msgspec.json.decode(line, type=Application)
    return msgspec.json.decode(line, type=Interview)


def save(path: Path, log: Log) -> None:
    """Put the log in the place of `path` at once, a line an entry, for its owner's eyes only."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(msgspec.json.encode(entry) + b"\n" for entry in (*log.interviews, *log.applications))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def taught(person: Person, log: Log, today: dt.date) -> Person:
    """The person with what their log taught: weights, where it has a choice, their applications and what became of
    them.
    """
    offers, refusals = decided(log, today)
    applied = tuple(
        Applied(posting_id=one.posting_id, day=one.day, fate=fate)
        for one, fate in zip(log.applications, fates(log, today), strict=True)
        if one.posting_id is not None
    )
    return msgspec.structs.replace(
        person, learnt_weights=learnt(person, log.interviews), application_offers=offers, application_refusals=refusals,
        applied=applied,
    )  # fmt: skip
