"""What every measure returns: a figure with its interval and its sample, or in words why there is none."""

from typing import NamedTuple

import msgspec


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """One figure with all that it rests on; below its floor `value` is None and `refusal` says why.

    `low` and `high` are the ends of the 95 % interval unless the measure's docstring says otherwise; None where no
    such interval exists. `n` is the sample in the measure's own unit (postings, closings, weeks ...), `coverage` the
    share of what was asked about that it rests on, `estimator` the name of the method, which tells apart figures that
    go by one name.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int
    unique_employers: int | None = None
    coverage: float | None = None
    estimator: str
    refusal: str | None = None


def counted(count: int, unit: str) -> str:
    """A count with its unit, which is given in the plural: "1 week", "1 vacancy on the smaller side", "12 weeks"."""
    if count != 1:
        return f"{count} {unit}"
    noun, _, rest = unit.partition(" ")
    single = noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"1 {single}{' ' if rest else ''}{rest}"


class Floor(NamedTuple):
    """The smallest sample that a figure may rest on."""

    n: int
    employers: int = 0
    unit: str = "postings"

    def refusal(self, n: int, employers: int | None = None) -> str | None:
        """Why a sample is too small, in a sentence; None where it is not."""
        if n < self.n:
            return f"{counted(n, self.unit)}; at least {self.n} are needed."
        if employers is not None and employers < self.employers:
            return f"{counted(employers, 'employers')}; at least {self.employers} are needed."
        return None


def refused(estimator: str, reason: str, n: int, unique_employers: int | None = None) -> Estimate:
    """No figure, and why."""
    return Estimate(value=None, n=n, unique_employers=unique_employers, estimator=estimator, refusal=reason)
