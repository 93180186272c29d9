"""Two averages of adverts' ages that look like a lifetime and are none: of those that closed, and of those still open.

They are told beside the median of `lifetimes`, never in its place. The first leaves out those that outlast the watch:
it is right only where as many are posted at all times and some were up when the watch began, whose age then is known;
too short where all were posted in the watch, or more of late than before, and too long where fewer are. The second
meets long ones more often than short ones, and is of lives that go on.
"""

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import few, jackknife, limits, student
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.lifetimes import Spells, exit_ages
from warehouse.measures.weights import effective_n

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLOSED_FLOOR = Floor(n=30, employers=10, unit="closings")
OPEN_FLOOR = Floor(n=30, employers=10, unit="adverts still open")


def completed(spells: Spells) -> Estimate:
    """The mean days that adverts which closed were up, the first and the last day counted; n is the closings.

    LinkUp's "closed duration". Refused below CLOSED_FLOOR and five effective employers.
    """
    gone = spells.is_closed
    return _mean(exit_ages(spells)[gone], spells.employer[gone], CLOSED_FLOOR)


def so_far(spells: Spells) -> Estimate:
    """The mean days that adverts still open have been up until last seen, both days counted; n is the open adverts.

    LinkUp's "days active". Refused below OPEN_FLOOR and five effective employers.
    """
    here = ~spells.is_closed
    return _mean(spells.last[here] + 1, spells.employer[here], OPEN_FLOOR)


def _mean(days: Floats, employer: Ints, floor: Floor) -> Estimate:
    """The mean with the jackknife's error over employers and Student's limits on effective employers less one.

    Where all employers' means are alike there is no interval (`limits`).
    """
    _, numbers = np.unique(employer, return_inverse=True)
    sizes, sums = (np.bincount(numbers, weights).astype(np.float64) for weights in (None, days))
    n, employers = len(days), len(sizes)
    if reason := floor.refusal(n, employers) or few(sizes):
        return refused("mean_age", reason, n, employers)
    value = float(days.mean())
    reach = student(effective_n(sizes)) * float(jackknife((days.sum() - sums) / (n - sizes), value))
    low, high = limits(value, reach, 0.0)
    return Estimate(
        value=value, low=low, high=high, n=n, unique_employers=employers,
        estimator="mean_age",
    )  # fmt: skip
