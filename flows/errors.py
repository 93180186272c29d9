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
    def first_failure(self) -> str | None:
        """Why the first failing board failed."""
        ...


def require_answers(collected: Counts) -> None:
    """Raise NothingAnswered where boards were asked and not one answered."""
    if collected.asked and not collected.answered:
        raise NothingAnswered(
            f"None of the {collected.asked} boards answered; the first said: {collected.first_failure}. "
            "Is the machine online? Nothing was closed because of it, and the last report stays."
        )
