"""Which of many skills are asked more or less than before, without taking chance for news."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import MIN_EFFECTIVE, jackknife, student
from warehouse.measures.shares import newcombe
from warehouse.measures.weights import effective_n

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FALSE_DISCOVERY_RATE = 0.10
MIN_MENTIONS = 30
"""The fewest vacancies of both windows that name a skill for it to be tested."""
MIN_POINTS, MIN_RELATIVE = 0.02, 0.25
"""A change is worth a word from two points of share, or a quarter of the share before."""
MIN_EMPLOYERS = 10
ALIKE = 1e-9
"""An error below it is none but for rounding."""


class Changes(NamedTuple):
    """The change of every skill's share of vacancies, all of length (skills): shares then and now, their difference
    with its limits, the p-value, the adjusted one, whether it was tested and whether it is news.
    """

    then: Floats
    now: Floats
    change: Floats
    low: Floats
    high: Floats
    p_value: Floats
    q_value: Floats
    is_tested: Bools
    is_news: Bools


def changes(then: Floats, then_of: Floats, now: Floats, now_of: Floats) -> Changes:
    """How the shares of vacancies that name each skill changed between two windows.

    `then` and `now` are the vacancies with each skill, float (employers, skills); `then_of` and `now_of` all vacancies,
    float (employers). The difference has the variance of the jackknife over employers (B. Efron, "The Jackknife, the
    Bootstrap and Other Resampling Plans" (1982), chapter 3): one employer's many adverts weigh as one opinion, and an
    employer in both windows is its own control; it is held against Student's distribution on effective employers less
    one. A change is one of the expected shares, over all vacancies that employers such as these open. Tested are the
    skills named often enough in both windows together, which looks at no change; of those, with Benjamini and Hochberg
    (J. R. Stat. Soc. B 57 (1995) 289-300) at 10 %, over all tested. News must also be large enough and have its limits
    on one side of 0. Where all employers changed alike the jackknife sees no error: then each effective employer counts
    as one opinion, by Newcombe's interval and the pooled test of two shares. With fewer than ten employers, or five
    effective ones, nothing is tested.
    """
    before, after = _share(then.sum(axis=0), then_of.sum()), _share(now.sum(axis=0), now_of.sum())
    is_there = (then_of > 0) | (now_of > 0)
    without = _share((now.sum(axis=0) - now)[is_there], (now_of.sum() - now_of)[is_there, None]) - _share(
        (then.sum(axis=0) - then)[is_there], (then_of.sum() - then_of)[is_there, None]
    )
    change = after - before
    error = jackknife(without, change)
    effective = min((effective_n(sizes) if sizes.any() else 0.0) for sizes in (then_of, now_of))
    is_enough = is_there.sum() >= MIN_EMPLOYERS and effective >= MIN_EFFECTIVE
    is_tested = (then.sum(axis=0) + now.sum(axis=0) >= MIN_MENTIONS) & is_enough
    is_alike, pooled = is_tested & (error < ALIKE), (before + after) / 2
    error = np.where(is_alike, np.sqrt(2 * pooled * (1 - pooled) / max(effective, 1.0)), error)
    p_value = _p_values(change, error, effective)
    q_value = np.full(len(change), np.nan)
    q_value[is_tested] = adjusted(p_value[is_tested])
    reach = student(effective) * error
    low, high = change - reach, change + reach
    for column in np.flatnonzero(is_alike):
        now_of_all, then_of_all = (min(float(share[column]), 1.0) * effective for share in (after, before))
        low[column], high[column] = newcombe(now_of_all, effective, then_of_all, effective)
    is_large = (np.abs(change) >= MIN_POINTS) | (np.abs(change) >= MIN_RELATIVE * before)
    is_news = (
        is_tested & (np.nan_to_num(q_value, nan=1.0) <= FALSE_DISCOVERY_RATE) & is_large & ((low > 0) | (high < 0))
    )
    return Changes(before, after, change, low, high, p_value, q_value, is_tested, is_news)


def _p_values(change: Floats, error: Floats, effective: float) -> Floats:
    """The two-sided p-values by Student's distribution on effective employers less one; 1 where nothing varies."""
    from scipy.special import stdtr

    distance = np.divide(np.abs(change), error, out=np.zeros(len(change)), where=error > 0)
    return np.asarray(2 * stdtr(max(effective - 1, 1.0), -distance))


def adjusted(p_values: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values, in the order given: the least rate at which each is a finding."""
    order = np.argsort(p_values)[::-1]
    n = len(order)
    found = np.empty(n)
    found[order] = np.minimum.accumulate(p_values[order] * n / np.arange(n, 0, -1))
    return found


def _share(counts: Floats, of: Floats | float) -> Floats:
    return np.asarray(counts / np.maximum(of, 1))
