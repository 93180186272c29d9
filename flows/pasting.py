"""Which advert `jobgauge posting` is asked about: one that we know, or a text from a file or from stdin."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from flows.settings import ConfigurationError
from warehouse.answers import posting
from warehouse.answers.person import Person

LIMIT = 200_000
"""The most characters of a pasted text."""


def answer(which: str, file: Path | None, title: str | None) -> Callable[[Any, Person], posting.Posting]:
    """The question to put to the snapshot; raises ConfigurationError where nothing or two things are asked about."""
    if bool(which) == (file is not None):
        raise ConfigurationError("Name one advert: its id or address, - for a text from stdin, or --file.")
    if which and which != "-":
        return lambda connection, person: posting.posting(connection, person, which)
    text = _text(file)

    def ask(connection: Any, person: Person) -> posting.Posting:
        from transform import pasted

        return posting.pasted(connection, person, pasted.read(text, title))

    return ask


def _text(file: Path | None) -> str:
    try:
        with file.open("rb") if file else nullcontext(sys.stdin.buffer) as source:
            text = source.read(4 * LIMIT).decode("utf-8", errors="replace")
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read ({error.strerror}).") from error
    if not text.strip():
        raise ConfigurationError("There is no text to read.")
    return text[:LIMIT]
