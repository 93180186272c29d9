"""How sure a figure is that rests on employers, each of whom posts vacancies that are alike.

Every interval so made is meant to cover the expected value: what the figure would be over all the postings that
employers such as these make, not the finite stock that happened to be online, which is known once it was read. What
was drawn is employers, and they are of very unequal size. So errors are those of the jackknife that leaves out one
employer at a time, and limits are Student's with as many degrees of freedom as there are effective employers, less one:
few large ones give an error that is itself unsure (R. M. Bell and D. F. McCaffrey, Survey Methodology 28 (2002)
169-181; G. W. Imbens and M. Kolesar, Rev. Econ. Stat. 98 (2016) 701-712, for why and how much).
"""

from math import inf

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.weights import effective_n

Floats = NDArray[np.float64]

MIN_EFFECTIVE = 5.0
"""The fewest effective employers that an interval may rest on."""
CONFIDENCE = 0.95
EXACT = 1e-9
"""Below this an error is that of rounding."""


def student(effective: float) -> float:
    """How many standard errors the 95 % limits lie from the figure, for so many effective employers."""
    from scipy.special import stdtrit

    return float(stdtrit(max(effective - 1, 1.0), (1 + CONFIDENCE) / 2))


def jackknife(without: Floats, whole: Floats | float, is_there: NDArray[np.bool_] | None = None) -> Floats:
    """The standard error of `whole` from its values without each employer in turn, along the first axis.

    `is_there` is of the shape of `without`: who has a part in the figure, where not everybody has. B. Efron, "The
    Jackknife, the Bootstrap and Other Resampling Plans" (1982), chapter 3.
    """
    there = np.ones_like(without, dtype=np.bool_) if is_there is None else is_there
    n = there.sum(axis=0)
    return np.asarray(np.sqrt((n - 1) / n * ((without - whole) ** 2).sum(axis=0, where=there)))


def share_error(counts: Floats, sizes: Floats) -> float:
    """The jackknife's standard error of the share sum(counts) / sum(sizes), float (employers) each, in closed form.

    Infinite where one employer is everything.
    """
    total = float(sizes.sum())
    if (sizes >= total).any():
        return float("inf")
    share = float(counts.sum()) / total
    return float(jackknife(share + (share * sizes - counts) / (total - sizes), share))


def limits(
    value: float, reach: float, least: float = -inf, most: float = inf
) -> tuple[float, float] | tuple[None, None]:
    """The ends `reach` to either side of a figure that lies between `least` and `most`.

    None where the reach is nothing: all employers are alike then, which does not tell how far others would differ.
    """
    return (max(least, value - reach), min(most, value + reach)) if reach > EXACT else (None, None)


def few(sizes: Floats) -> str | None:
    """Why employers of these sizes are too few in effect, in a sentence; None where they are not."""
    effective = effective_n(sizes) if sizes.sum() > 0 else 0.0
    if effective >= MIN_EFFECTIVE:
        return None
    count = int((sizes > 0).sum())
    return (
        f"Few employers have most of the postings: the {count} count as {effective:.1f} of equal size; "
        f"at least {MIN_EFFECTIVE:.0f} are needed."
    )
