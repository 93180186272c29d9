"""What a flow cannot do, in words for the person."""

from typing import Protocol


class NothingAnswered(Exception):
    """Boards were asked and none answered; the message gives the first reason."""


class Counts(Protocol):
    """How many boards were asked and answered, and the first failure."""

    @property
    def asked(self) -> int:
        """Boards asked."""
        ...

    @property
    def answered(self) -> int:
        """Boards that answered at all."""
        ...

    @property
    def already(self) -> int:
        """Boards that had answered that day before."""
        ...

    @property
    def unreachable(self) -> int:
        """Boards of which no whole answer came."""
        ...

    @property
    def first_failure(self) -> str | None:
        """Why the first failing board failed."""
        ...


def require_answers(collected: Counts) -> None:
    """Raise NothingAnswered where boards were asked and no board has answered that day."""
    if collected.asked and not collected.answered and not collected.already:
        online = " Is the machine online?" if collected.unreachable == collected.asked else ""
        raise NothingAnswered(
            f"None of the boards asked ({collected.asked}) answered; the first said: {collected.first_failure}."
            f"{online} Nothing was closed because of it, and the last report stays."
        )
