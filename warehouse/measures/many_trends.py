"""The slopes and breaks of hundreds of weekly series at once; `trends` has the same for one, and where they come from.

A series is a row: float (rows, weeks), without gaps.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.trends import MIN_SEGMENT_WEEKS

Floats = NDArray[np.float64]
ROWS_AT_ONCE = 64
"""All pairs of weeks of so many series fit into the processor's cache, which is three times as fast."""
BREAK_COST, SLOPE_COST = 3.0, 1.0
"""What a break and a slope cost, in logarithms of the number of weeks, where levels are weighed against a line; a break
costs three as its place is sought too (N. R. Zhang and D. O. Siegmund, Biometrics 63 (2007) 22-32)."""
EXACT = 1e-12
"""Below this a sum of squares is that of rounding."""
_Z = 1.959963984540054


class Slopes(NamedTuple):
    """Sen's slopes with limits, and Mann and Kendall's test of no trend; float (rows) each."""

    slope: Floats
    low: Floats
    high: Floats
    s: Floats
    variance: Floats
    p_value: Floats


def sen_slopes(series: Floats, *, is_level: bool = False) -> Slopes:
    """What `trends.sen_slope` says of each row, with Hamed and Rao's variance.

    A variance below that of independent weeks makes no figure surer. A series that is a level (a stock, of which most
    is still there a week later) wanders: its slope is also given the error that it would have in a walk with the
    long-run variance of the steps seen, and the wider of the two counts.
    """
    parts = [_slopes(series[start : start + ROWS_AT_ONCE], is_level) for start in range(0, len(series), ROWS_AT_ONCE)]
    return Slopes(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _slopes(series: Floats, is_level: bool) -> Slopes:
    from scipy.special import ndtr, stdtr, stdtrit

    n = series.shape[1]
    early, late = np.triu_indices(n, 1)
    steps = series[:, late] - series[:, early]
    ordered = np.sort(steps / (late - early), axis=1)
    slope = np.asarray(np.median(ordered, axis=1))
    s = np.sign(steps).sum(axis=1)
    plain = _independent_variance(steps, early, late, n)
    variance = plain * (1 + _memory(series, slope))
    reach = _Z * np.sqrt(plain)
    row = np.arange(len(series))
    first = np.maximum(np.rint((ordered.shape[1] - reach) / 2).astype(np.int64) - 1, 0)
    last = np.minimum(np.rint((ordered.shape[1] + reach) / 2).astype(np.int64), ordered.shape[1] - 1)
    low, high = slope - ordered[row, first], ordered[row, last] - slope
    with np.errstate(divide="ignore", invalid="ignore"):
        stretch = np.sqrt(np.maximum(np.nan_to_num(variance / plain), 1.0))
        z = np.maximum(np.abs(s) - 1, 0) / np.sqrt(np.maximum(variance, plain))
    low, high, z = low * stretch, high * stretch, np.nan_to_num(z)
    if is_level:
        error = walk_error(series)
        reach = stdtrit(n - 2, 0.975) * error
        low, high = np.maximum(low, reach), np.maximum(high, reach)
        t = np.divide(np.abs(slope), error, out=np.full(len(series), np.inf), where=error > 0)
        p_value = np.maximum(2 * ndtr(-z), 2 * stdtr(n - 2, -t))
    else:
        p_value = 2 * ndtr(-z)
    return Slopes(slope, slope - low, slope + high, s, variance, p_value)


def _independent_variance(steps: Floats, early: NDArray[np.int64], late: NDArray[np.int64], n: int) -> Floats:
    """The variance of the test's sum where weeks are independent, less for ties."""
    is_tied = steps == 0
    tied = np.ones((len(steps), n))
    for row in np.flatnonzero(is_tied.any(axis=1)):
        for side in (early, late):
            tied[row] += np.bincount(side[is_tied[row]], minlength=n)
    return np.asarray((n * (n - 1) * (2 * n + 5) - ((tied - 1) * (2 * tied + 5)).sum(axis=1)) / 18)


def _memory(series: Floats, slope: Floats) -> Floats:
    """By how much the autocorrelation of the ranks, the slope taken out, multiplies the variance, less one."""
    n = series.shape[1]
    rest = series - np.arange(1, n + 1) * slope[:, None]
    unit = EXACT * np.abs(series).max(axis=1, keepdims=True, initial=np.finfo(np.float64).tiny / EXACT)
    ranks = mean_ranks(np.rint(rest / unit))  # weeks that are level but for rounding share their rank
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * n, axis=1)
    covariance = np.fft.irfft(spectrum * spectrum.conj(), 2 * n, axis=1)[:, :n]
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.nan_to_num(covariance[:, 1:] / covariance[:, :1])
    lag = np.arange(1, n)
    told = np.where(np.abs(correlation) > _Z / np.sqrt(n), correlation, 0.0)
    return np.asarray(2 * (told * ((n - lag) * (n - lag - 1) * (n - lag - 2))).sum(axis=1) / (n * (n - 1) * (n - 2)))


def mean_ranks(series: Floats) -> Floats:
    """The rank of each week within its row, from 1, and of equal weeks the mean of theirs: float (rows, weeks)."""
    order = np.argsort(series, axis=1)
    ordered, place = np.take_along_axis(series, order, axis=1), np.arange(series.shape[1])
    is_first = np.diff(ordered, axis=1, prepend=np.nan) != 0
    is_last = np.roll(is_first, -1, axis=1)
    first = np.maximum.accumulate(np.where(is_first, place, 0), axis=1)
    last = np.minimum.accumulate(np.where(is_last, place, place[-1])[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty_like(series)
    np.put_along_axis(ranks, order, (first + last) / 2 + 1, axis=1)
    return ranks


def walk_error(series: Floats) -> Floats:
    """The standard error of a slope fitted to a walk with the long-run variance of the series' steps: float (rows).

    The slope of a line fitted to a walk of n weeks has 6/5 of the step's variance over n (S. N. Durlauf and P. C. B.
    Phillips, Econometrica 56 (1988) 1333-1354). The long-run variance is W. K. Newey and K. D. West's (Econometrica 55
    (1987) 703-708), with 4 (n/100)^(2/9) lags, and divided so that it is unbiased for independent steps.
    """
    steps = np.diff(series, axis=1)
    n = steps.shape[1]
    centred = steps - steps.mean(axis=1, keepdims=True)
    lags = min(int(4 * (n / 100) ** (2 / 9)), n - 1)
    variance, divisor = (centred**2).sum(axis=1), n - 1.0
    for lag in range(1, lags + 1):
        weight = 2 * (1 - lag / (lags + 1))
        variance += weight * (centred[:, lag:] * centred[:, :-lag]).sum(axis=1)
        divisor -= weight * (n - lag) / n
    return np.asarray(np.sqrt(np.maximum(variance, 0.0) / divisor * 6 / 5 / n))


def change_points(series: Floats, *, is_autocorrelated: bool = False, may_slope: bool = False) -> list[list[int]]:
    """The ends of the segments of equal level of each row, as `trends.change_points`: by the exact recursion that PELT
    prunes (B. Jackson et al., IEEE Signal Processing Letters 12 (2005) 105-108), for all rows together.

    Weeks that resemble the weeks before look like levels: with a correlation of 0.3, six still series in ten would
    break. So the penalty of series that may be so is that of their long-run variance (`long_run_factor`). A steady
    slope looks like a staircase: of series that may have one, breaks are told only where levels explain the weeks
    better than a straight line does.
    """
    rows, n = series.shape
    if n < 2 * MIN_SEGMENT_WEEKS:
        return [[n] for _ in range(rows)]
    penalty = 2 * np.log(n) * np.diff(series, axis=1).var(axis=1) / 2
    if is_autocorrelated:
        penalty = penalty * long_run_factor(series)
    sums = np.concatenate([np.zeros((rows, 1)), np.cumsum(series, axis=1)], axis=1)
    squares = np.concatenate([np.zeros((rows, 1)), np.cumsum(series**2, axis=1)], axis=1)
    best, start = np.full((rows, n + 1), np.inf), np.zeros((rows, n + 1), dtype=np.int64)
    best[:, 0] = 0.0
    for end in range(MIN_SEGMENT_WEEKS, n + 1):
        first = np.arange(end - MIN_SEGMENT_WEEKS + 1)
        within = sums[:, [end]] - sums[:, first]
        cost = squares[:, [end]] - squares[:, first] - within**2 / (end - first)
        total = best[:, first] + cost + penalty[:, None]
        start[:, end] = total.argmin(axis=1)
        best[:, end] = total.min(axis=1)
    ends = [_ends(start[row], n) if penalty[row] > 0 else [n] for row in range(rows)]
    return [found if not may_slope or _is_stepped(row, found) else [n] for row, found in zip(series, ends, strict=True)]


def _is_stepped(values: Floats, ends: list[int]) -> bool:
    """Whether levels explain the values better than a straight line does, by Schwarz's criterion with BREAK_COST."""
    n, week = len(values), np.arange(len(values)) - (len(values) - 1) / 2
    centred = values - values.mean()
    around_line = float((centred**2).sum() - (centred @ week) ** 2 / (week**2).sum())
    around_levels = sum(float(((part - part.mean()) ** 2).sum()) for part in np.split(values, ends[:-1]))
    cost = np.log(n) * (BREAK_COST * (len(ends) - 1) - SLOPE_COST)
    return bool(n * np.log(max(around_line, EXACT) / max(around_levels, EXACT)) > cost)


def long_run_factor(series: Floats) -> Floats:
    """By how much the long-run variance exceeds half that of the steps, from a correlation r of weeks with the next:
    (1 + r) / (1 - r)^2, at least 1; float (rows).

    r is told by steps over two weeks against steps over one, whose variances are as 1 + r to 1 where the correlation
    dies away geometrically: a few lasting changes of level hardly move that.
    """
    one, two = (series[:, lag:] - series[:, :-lag] for lag in (1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.nan_to_num((two**2).mean(axis=1) / (one**2).mean(axis=1)) - 1
    kept = np.clip(correlation, 0.0, 0.8)
    return np.asarray((1 + kept) / (1 - kept) ** 2)


def _ends(start: NDArray[np.int64], n: int) -> list[int]:
    ends = [n]
    while start[ends[-1]] > 0:
        ends.append(int(start[ends[-1]]))
    return ends[::-1]
