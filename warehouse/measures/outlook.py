"""What a weekly series may be in some weeks, with the record of what such ranges were worth so far."""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from warehouse.measures.estimate import counted

Floats = NDArray[np.float64]

HORIZONS = (4, 8, 12)
LEVEL = 0.8
"""The share of outcomes that a range is meant to hold."""
MIN_WEEKS = 26
MIN_ERRORS = 8
"""The fewest earlier forecasts whose misses a range is made of."""
FLOOR = 1.0
"""A range reaches so many openings to either side at least."""
EXACT = 1e-9
"""Levels closer than this are the same but for rounding."""
_SMOOTHING, _TREND, _DAMPING = 0.5, 0.1, 0.9


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """The range of a series `horizon` weeks on, meant to hold four outcomes in five, and the record behind it.

    `error` and `naive_error` are the median misses of the method and of "as it is now", as shares of the outcome, over
    the `forecasts` that had to do with what was known at their time; in `nearer` of them the trend was nearer to what
    came. `covered` is the share of the `ranges` made so that held the outcome. `method` is damped_trend where its
    median miss is the smaller one so far, else naive.
    """

    horizon: int
    value: float | None
    low: float | None
    high: float | None
    method: str
    error: float | None
    naive_error: float | None
    covered: float | None
    forecasts: int
    nearer: int
    ranges: int
    refusal: str | None = None


class Record(NamedTuple):
    """All past forecasts of one horizon by either method and what came, on the scale of log(1 + x)."""

    outcome: Floats
    damped: Floats
    naive: Floats


def outlook(weekly: Floats, horizon: int) -> Outlook:
    """Where the series is likely to be in `horizon` weeks: float (weeks), counts of weeks that do not overlap.

    The point is the last level, carried on by a trend that dies away (E. S. Gardner and E. McKenzie, Management Science
    31 (1985) 1237-1246, with fixed constants) where that has missed by less than the last level alone, else that
    level. The range reaches as far on either side of the point, in log(1 + x), as 80 % of the method's own past misses
    at this horizon did, wider as they are fewer: it assumes that the future misses by as much as the past, and not
    that it misses to the same side. Openings come and go whole: a series that never moved tells that moves are rare and
    not that there will be none, so the range reaches at least one to either side. Refused below 26 weeks and `fewest`
    past misses.
    """
    past = record(weekly, horizon)
    count, nearer = len(past.naive), _nearer(past)
    if len(weekly) < MIN_WEEKS or count < fewest(horizon):
        needed = max(MIN_WEEKS, _needed(horizon))
        reason = f"{counted(len(weekly), 'weeks')} of history; a range {horizon} weeks on needs {needed}."
        return Outlook(
            horizon=horizon, value=None, low=None, high=None, method="none", error=None, naive_error=None,
            covered=None, forecasts=count, nearer=nearer, ranges=0, refusal=reason,
        )  # fmt: skip
    error, naive_error = (_median_miss(past.outcome - points) for points in (past.damped, past.naive))
    is_better = error < naive_error
    points = past.damped if is_better else past.naive
    logs = np.log1p(weekly)
    point = forecast(logs, horizon) if is_better else float(logs[-1])
    reach = _reach(past.outcome - points, horizon)
    held = coverage(past.outcome, points, horizon)
    level = float(_level(point))
    return Outlook(
        horizon=horizon, value=level, low=min(float(_level(point - reach)), max(0.0, level - FLOOR)),
        high=max(float(_level(point + reach)), level + FLOOR),
        method="damped_trend" if is_better else "naive", error=error, naive_error=naive_error,
        covered=float(held.mean()) if held.size else None, forecasts=count, nearer=nearer, ranges=int(held.size),
    )  # fmt: skip


def record(weekly: Floats, horizon: int) -> Record:
    """What would have been forecast in every past week, with what was known then, and what came."""
    logs = np.log1p(weekly)
    starts = range(MIN_WEEKS // 2, len(weekly) - horizon + 1)
    damped = [forecast(logs[:start], horizon) for start in starts]
    first, last = MIN_WEEKS // 2, max(MIN_WEEKS // 2, len(weekly) - horizon + 1)
    return Record(logs[first + horizon - 1 :], np.array(damped), logs[first - 1 : last - 1])


def forecast(logs: Floats, horizon: int) -> float:
    """The damped trend's point `horizon` steps on."""
    level, trend = float(logs[0]), 0.0
    for value in logs[1:]:
        before = level
        level = _SMOOTHING * float(value) + (1 - _SMOOTHING) * (level + _DAMPING * trend)
        trend = _TREND * (level - before) + (1 - _TREND) * _DAMPING * trend
    return level + trend * float((_DAMPING ** np.arange(1, horizon + 1)).sum())


def coverage(outcome: Floats, points: Floats, horizon: int) -> NDArray[np.bool_]:
    """Which past outcomes lay in the range around their point that could be made then: bool (ranges).

    A range made in a week knows only the misses that had shown by then: of forecasts `horizon` weeks older or more.
    """
    misses = outcome - points
    first = fewest(horizon) + horizon - 1
    reach = np.array([_reach(misses[: last - horizon + 1], horizon) for last in range(first, len(misses))])
    off = np.abs(_level(outcome) - _level(points))
    return np.asarray((np.abs(misses[first:]) <= reach) | (off[first:] <= FLOOR + EXACT))


def fewest(horizon: int) -> int:
    """The fewest past misses that a range is made of: eight, or two horizons, as overlapping misses are alike."""
    return max(MIN_ERRORS, 2 * horizon)


def _reach(misses: Floats, horizon: int) -> float:
    """How far 80 % of misses reached, to whichever side, stretched as they are few.

    Of their size and not of their signed quantiles (as J. Lei et al., J. American Statistical Association 113 (2018)
    1094-1111, with residuals): a few misses that overlap lie on one side by chance, or by a trend that has since ended,
    and a range that took their side held too seldom and could leave its own point at its end.

    Forecasts that overlap miss alike: of n, only about 3 n / (2 horizon) tell of the spread (A. W. Lo and
    A. C. MacKinlay, Rev. Financial Studies 1 (1988) 41-66). The stretch is Student's quantile on so many over the
    normal one, as if the spread had been estimated from them.
    """
    from scipy.special import ndtri, stdtrit

    upper = (1 + LEVEL) / 2
    effective = max(1.0, 1.5 * len(misses) / horizon)
    size = np.quantile(np.abs(misses), LEVEL, method="weibull")
    return float(size * stdtrit(effective, upper) / ndtri(upper))


def _nearer(past: Record) -> int:
    """How often the trend came nearer to the outcome than the last level did; as near is not nearer."""
    gain = np.abs(past.outcome - past.naive) - np.abs(past.outcome - past.damped)
    return int((gain > EXACT).sum())


def _median_miss(misses: Floats) -> float:
    return float(np.median(np.abs(np.expm1(-misses))))


def _level(logs: Floats | float) -> Floats:
    return np.maximum(0.0, np.expm1(logs))


def _needed(horizon: int) -> int:
    """The weeks of history from which on there are enough past misses."""
    return MIN_WEEKS // 2 + horizon + fewest(horizon) - 1
