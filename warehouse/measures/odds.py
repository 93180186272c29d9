"""A chance as people say it: in how many of how many cases."""

from math import log
from typing import NamedTuple


class Odds(NamedTuple):
    """`times` in `of` cases."""

    times: int
    of: int


SAID = tuple(
    Odds(*pair)
    for pair in (
        (1, 100), (1, 50), (1, 30), (1, 20), (1, 15), (1, 10), (1, 7), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2),
        (3, 5), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (9, 10), (14, 15), (19, 20), (29, 30), (49, 50), (99, 100),
    )
)  # fmt: skip
"""The chances that are said; no finer ones are known well enough."""


def odds(chance: float) -> Odds:
    """The nearest of SAID to `chance`, on the scale of its log odds.

    Chances beyond the first and the last are for the caller to call "under" and "over". Raises ValueError for what is
    no chance.
    """
    if not 0 <= chance <= 1:
        raise ValueError(f"{chance} is no chance")
    return min(SAID, key=lambda one: abs(_log_odds(one.times / one.of) - _log_odds(chance)))


def _log_odds(chance: float) -> float:
    inside = min(max(chance, 1e-9), 1 - 1e-9)
    return log(inside / (1 - inside))
