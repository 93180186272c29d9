"""Progress for the person who waits: a bar on a terminal, silence where nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO


class Advance(Protocol):
    """Called once for each thing done, with a short word on it."""

    def __call__(self, word: str, done: int = 1) -> None:
        """Say what was done, and how much: 0 is a part of a long one."""


def unseen(word: str, done: int = 1) -> None:
    """Nobody watches."""


@contextmanager
def bar(label: str, total: int, stream: TextIO | None = None) -> Iterator[Advance]:
    """A function to call as each of `total` things is done; the bar goes to the terminal (stderr) only."""
    stream = stream or sys.stderr
    if total == 0 or not stream.isatty():
        yield unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[last]}", markup=False),
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        task = progress.add_task(label, total=total, last="")
        yield lambda word, done=1: progress.update(task, advance=done, last=word[:40])


@contextmanager
def waiting(stream: TextIO | None = None) -> Iterator[None]:
    """A sign on the terminal (stderr) that something is being worked out whose length is not known."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield
        return
    from rich.console import Console

    with Console(file=stream).status("Working it out"):
        yield
