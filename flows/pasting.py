"""Which advert `jobgauge posting` is asked about: one that we know, or a text from a file or from stdin."""

import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from flows.settings import ConfigurationError
from warehouse.answers import posting
from warehouse.answers.person import NoAnswerYet, Person

LIMIT = 200_000
"""The most characters of a pasted text."""
LEAST_WORDS = 20
"""A text of fewer words says nothing of what adverts say ..."""
LONG = 200
"""... unless it has so many characters: some languages put no space between words."""


def answer(which: str, file: Path | None, title: str | None) -> Callable[[Any, Person], posting.Posting]:
    """The question to put to the snapshot.

    Raises ConfigurationError where nothing or two things are asked about, and NoAnswerYet where a text is too short to
    be an advert.
    """
    if bool(which) == (file is not None):
        raise ConfigurationError("Name one advert: its id or address, - for a text from stdin, or --file.")
    if which and which != "-":
        return lambda connection, person: posting.posting(connection, person, which)
    text = _text(file)
    count = len(text.split())
    if count < LEAST_WORDS and len(text) < LONG:
        words = "1 word" if count == 1 else f"{count} words"
        raise NoAnswerYet(f"A text of {words} does not look like an advert: at least {LEAST_WORDS} are needed.")

    def ask(connection: Any, person: Person) -> posting.Posting:
        from transform import pasted

        return posting.pasted(connection, person, pasted.read(text, title))

    return ask


def _text(file: Path | None) -> str:
    try:
        with file.open("rb") if file else nullcontext(sys.stdin.buffer) as source:
            # What is read may end within a letter; the mark that some editors begin a file with is no letter.
            text = getincrementaldecoder("utf-8-sig")().decode(source.read(4 * LIMIT))
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"{file or 'The text'}: what stands there is not text in UTF-8 (byte {error.start + 1}). Save or copy the "
            "advert as plain text in UTF-8."
        ) from error
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read ({error.strerror}).") from error
    if not text.strip():
        raise ConfigurationError("There is no text to read.")
    return text[:LIMIT]
