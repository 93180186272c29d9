"""Weights that keep one employer from speaking for a market."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CAP = 0.1
"""The most weight that one employer has."""


def capped(sizes: Floats, cap: float = CAP) -> Floats:
    """The weights, from 0 to 1, under which no size is more than `cap` of the weighted sum; as large as can be.

    float (sizes). NaN where there are too few sizes above 0 for that.
    """
    order = np.sort(sizes)[::-1]
    tails = order.sum() - np.cumsum(order)
    for held, size in enumerate(order):
        # With the `held` largest at the limit, the limit is cap times a sum of which they are held times the limit.
        limit = cap * (tails[held] + size) / (1 - held * cap) if held * cap < 1 else 0.0
        # Ten equal sizes are a tenth each, whatever becomes of the last digit.
        if 0 < size <= limit * (1 + 1e-12):
            return np.minimum(1.0, np.divide(limit, sizes, out=np.ones(len(sizes)), where=sizes > 0))
    return np.full(len(sizes), np.nan)


def by_employer(employer: Ints, cap: float = CAP) -> Floats:
    """A weight for each vacancy so that no employer has more than `cap` of all: float (vacancies), 1 where none has.

    With fewer employers than that allows, each employer weighs the same in all.
    """
    _, number, counts = np.unique(employer, return_inverse=True, return_counts=True)
    return by_number(number, counts, cap)


def by_number(number: Ints, counts: Ints, cap: float = CAP) -> Floats:
    """`by_employer` where employers have numbers without a gap, so many vacancies each."""
    shares = capped(counts.astype(np.float64), cap)
    if np.isnan(shares).any():
        shares = counts.min(initial=1) / counts
    return shares[number]


def effective_n(weights: Floats) -> float:
    """Kish's effective sample: the number of equal weights that would tell as much, (sum w)^2 / sum w^2.

    L. Kish, "Survey Sampling" (1965), 11.7.
    """
    return float(weights.sum() ** 2 / (weights**2).sum())
