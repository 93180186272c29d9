"""The log of interviews: a file beside the profile, a line of JSON an interview.

It is the person's own: in no warehouse, export, artifact or request, and only its owner can read the file.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from flows.settings import ConfigurationError
from warehouse.answers.interview_log import Interview, learnt
from warehouse.answers.person import Person

FILE = "interviews.jsonl"


def path_of(profile: Path) -> Path:
    """Where the log is: beside the profile."""
    return profile.with_name(FILE)


def load(path: Path) -> tuple[Interview, ...]:
    """Every interview of the log, the first first; none where there is no file.

    Raises ConfigurationError, naming the line, where the file was edited into something else.
    """
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=Interview))
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise ConfigurationError(f"{path}, line {number}: {error}.") from error
    return tuple(found)


def save(path: Path, log: Sequence[Interview]) -> None:
    """Put the log in the place of `path` at once, a line an interview, for its owner's eyes only."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(msgspec.json.encode(entry) + b"\n" for entry in log)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def taught(person: Person, profile: Path) -> Person:
    """The person with the weights that the log beside their profile taught, where it has a choice."""
    return msgspec.structs.replace(person, learnt_weights=learnt(person, load(path_of(profile))))
