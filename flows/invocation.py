"""What the options before a command said, for every command to read."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from flows import settings

if TYPE_CHECKING:
    from warehouse.answers.person import Person
    from warehouse.reports.section import Section

T = TypeVar("T")

CANNOT_ANSWER = 1
"""The exit code where nothing of what was asked can be told yet."""


def day(text: str) -> dt.date:
    """The day that an option names; raises BadParameter where it is none."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a date. Write it as 2026-03-01.") from error


class Invocation:
    """What the options before the command said."""

    config: Path | None = None
    debug: bool = False

    def context(self) -> settings.Context:
        """The settings in force."""
        return settings.load(self.config, os.environ)

    def show(
        self, answer: Callable[[Any, "Person"], T], worded: Callable[[T, "Person"], "Section"], *, json: bool, csv: bool
    ) -> None:
        """Put a question for the person of the profile and show what comes back; raises as `ask.show`."""
        from flows import ask

        ask.show(self.context(), ask.Output(json=json, csv=csv), answer, worded)

    def config_text(self) -> str | None:
        """The configuration's path as Prefect's parameters carry it."""
        return str(self.config.absolute()) if self.config else None


invocation = Invocation()
