"""Intervals for shares."""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """The two ends of a likely range, both within 0 and 1 for a share."""

    low: float
    high: float


def wilson(count: int, of: int, confidence: float = 0.95) -> Interval:
    """The score interval of the share `count / of`, without continuity correction.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22
    (1927) 209-212; method 3 in R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics
    in Medicine 17 (1998) 857-872. It takes the postings as drawn independently of each other.
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is not a share")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = count / of
    centre = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    low, high = (centre - spread) / scale, (centre + spread) / scale
    return Interval(max(0.0, low) if count else 0.0, min(1.0, high) if count < of else 1.0)
