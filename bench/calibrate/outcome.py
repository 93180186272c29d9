"""What one simulated market says of one measure, and the table that many of them make."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from bench.simulated import Market, Truths
from warehouse.measures.estimate import Estimate
from warehouse.measures.shares import wilson


class Goal(NamedTuple):
    """Between which shares of markets a measure must hold the truth."""

    low: float
    high: float
    words: str


HOLDS_95 = Goal(0.92, 0.98, "92–98 %")
HOLDS_80 = Goal(0.745, 0.855, "74.5–85.5 %")
"""As far from 80 % as 92 and 98 are from 95, in standard errors of a share."""
AT_LEAST = Goal(0.95, 1.0, "at least 95 %")
ALWAYS = Goal(1.0, 1.0, "always")
FALSE_ALARMS = Goal(0.0, 0.1, "at most 10 %")


class Outcome(NamedTuple):
    """One measure in one market. `held` is None where the measure refused; for false alarms it is their share."""

    measure: str
    truth: str
    """What it is compared with."""
    held: float | None
    width: float = float("nan")
    """The interval's width as a share of the figure."""
    goal: Goal = HOLDS_95


class Scenario(NamedTuple):
    """Markets of one kind and what is measured in each."""

    name: str
    truths: Truths
    measured: Callable[[Market], Iterable[Outcome]]
    most: int = 1_000_000
    """No more markets than so many, however many are asked for."""


def outcome(
    measure: str, truth: str, found: Estimate, true: float, *, scale: float | None = None, goal: Goal = HOLDS_95
) -> Outcome:
    """Whether the interval of `found` holds `true`; the width is in units of `scale` or, by default, the figure."""
    if found.value is None or found.low is None or found.high is None:
        return Outcome(measure, truth, None, goal=goal)
    width = (found.high - found.low) / (abs(found.value) if scale is None else scale)
    return Outcome(measure, truth, float(found.low <= true <= found.high), width, goal)


class Line(NamedTuple):
    """One line of the table."""

    measure: str
    scenario: str
    truth: str
    markets: int
    refused: float
    rate: float
    low: float
    high: float
    width: float
    goal: Goal

    @property
    def is_met(self) -> bool:
        """Whether the share found is within the goal, or nothing was said that could be wrong."""
        return self.markets == 0 or self.goal.low <= self.rate <= self.goal.high


def lines(scenario: str, outcomes: Sequence[Outcome]) -> list[Line]:
    """The lines of one scenario, in the order in which their measures first came."""
    kinds = list(dict.fromkeys((one.measure, one.truth, one.goal) for one in outcomes))
    return [_line(scenario, [one for one in outcomes if (one.measure, one.truth, one.goal) == kind]) for kind in kinds]


def _line(scenario: str, outcomes: Sequence[Outcome]) -> Line:
    first = outcomes[0]
    held = np.array([one.held for one in outcomes if one.held is not None])
    n = len(held)
    rate = float(held.mean()) if n else float("nan")
    low, high = _limits(held) if n else (float("nan"), float("nan"))
    widths = np.array([one.width for one in outcomes if np.isfinite(one.width)])
    width = float(widths.mean()) if widths.size else float("nan")
    return Line(
        first.measure, scenario, first.truth, n, (len(outcomes) - n) / len(outcomes), rate, low, high, width, first.goal
    )


def _limits(held: np.ndarray) -> tuple[float, float]:
    """Wilson's of a share of markets; normal of a mean of shares."""
    if set(held.tolist()) <= {0.0, 1.0}:
        return tuple(wilson(int(held.sum()), len(held)))  # type: ignore[return-value]
    reach = 1.96 * float(held.std(ddof=1)) / len(held) ** 0.5
    return max(0.0, float(held.mean()) - reach), float(held.mean()) + reach


HEAD = (
    "measure",
    "market",
    "compared with",
    "markets",
    "held %",
    "its 95 % limits",
    "width %",
    "refused %",
    "goal",
    "",
)


def cells(line: Line) -> tuple[str, ...]:
    """A line as it is printed."""
    width = f"{100 * line.width:.0f}" if np.isfinite(line.width) else ""
    return (
        line.measure,
        line.scenario,
        line.truth,
        f"{line.markets:,}",
        f"{100 * line.rate:.1f}" if line.markets else "",
        f"{100 * line.low:.1f}–{100 * line.high:.1f}" if line.markets else "",
        width,
        f"{100 * line.refused:.0f}",
        line.goal.words,
        ("within" if line.is_met else "OUTSIDE") if line.markets else "refused",
    )
