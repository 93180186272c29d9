"""Whether a weekly series goes anywhere: its slope, its breaks and, with two years of it, its seasons."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.pandas_door import open_door

Floats = NDArray[np.float64]

FLOOR = Floor(n=8, unit="weeks")
EXACT = 1e-9
"""Below this a distance is that of rounding."""
SEASON_WEEKS = 52
CYCLES = 2
"""The full cycles below which no season is taken out: the library would do it with fewer, and be wrong."""
BATCH = {"trend_jump": 10, "low_pass_jump": 6, "robust": True}
"""Cleveland and others' advice for speed: smooth at every tenth of the window and interpolate between."""
OUTER_ROUNDS = 5
MIN_SEGMENT_WEEKS = 4


class Slope(NamedTuple):
    """Sen's slope with its limits, in the series' unit a step, and Mann and Kendall's test of no trend."""

    slope: float
    low: float
    high: float
    s: float
    variance: float
    z: float
    tau: float
    p_value: float


def sen_slope(series: Floats, *, is_autocorrelated: bool = True) -> Slope:
    """The median of all slopes between two points, with the test's variance for series that remember.

    P. K. Sen, J. Am. Stat. Assoc. 63 (1968) 1379-1389; H. B. Mann, Econometrica 13 (1945) 245-259; the variance of
    K. H. Hamed and A. R. Rao, J. Hydrology 204 (1998) 182-196. Steps must not overlap: means over sliding windows are
    alike by construction. The limits take the steps as independent and are stretched with the variance. Weeks that
    swing to and fro can have a variance below 0, which tells nothing: the test is then that of independent ones.
    """
    import pymannkendall
    from scipy.stats import theilslopes

    plain = pymannkendall.original_test(series)
    with np.errstate(invalid="ignore"):
        test = pymannkendall.hamed_rao_modification_test(series) if is_autocorrelated else plain
    told = test if test.var_s > 0 else plain
    slope, _, low, high = theilslopes(series, alpha=0.95)
    stretch = max(1.0, float(test.var_s / plain.var_s)) ** 0.5 if plain.var_s > 0 else 1.0
    return Slope(
        float(slope), float(slope - stretch * (slope - low)), float(slope + stretch * (high - slope)),
        float(test.s), float(test.var_s), float(told.z), float(test.Tau), float(told.p),
    )  # fmt: skip


def weekly_growth(weekly: Floats) -> Estimate:
    """The growth a week of a positive series of weeks that do not overlap (0.01 is 1 % a week): exp(Sen's slope) - 1.

    Sen's slope is that of the logarithms, and so are the limits. Where both are the slope itself, as the weeks moved
    alike, there are none: that does not tell how far it may be off. Refused below eight weeks, or with a week of none.
    """
    n = len(weekly)
    reason = FLOOR.refusal(n)
    if reason is None and not (weekly > 0).all():
        reason = "Some weeks hold none; a growth in per cent has no meaning then."
    if reason:
        return refused("theil_sen_hamed_rao", reason, n)
    found = sen_slope(np.log(weekly))
    value, low, high = (float(np.expm1(part)) for part in found[:3])
    ends = (low, high) if is_wide(low, high) else (None, None)
    return Estimate(value=value, low=ends[0], high=ends[1], n=n, estimator="theil_sen_hamed_rao")


def is_wide(low: float, high: float) -> bool:
    """Whether limits of logarithms are limits at all: weeks that moved alike leave none."""
    return high - low > EXACT


class Break(NamedTuple):
    """A lasting change of level: the week it begins, the means on both sides, and what of ours made it, if anything."""

    week: dt.date
    before: float
    after: float
    artefact: str | None


def breaks(
    weeks: Sequence[dt.date], series: Floats, methods_changed: Collection[tuple[dt.date, str]] = ()
) -> list[Break]:
    """The weeks in which the level of `series` changed for good, the earliest first.

    PELT (R. Killick, P. Fearnhead and I. A. Eckley, J. Am. Stat. Assoc. 107 (2012) 1590-1598) with squared error, a
    penalty of 2 log(n) times half the variance of the steps, and segments of four weeks or more. A break within a week
    of a change of sources or parsers in `methods_changed` (day, what changed) is that change's doing, and says so.
    """
    if len(series) < 2 * MIN_SEGMENT_WEEKS or not np.var(np.diff(series)):
        return []
    ends = [0, *change_points(series)]
    found = []
    for start, middle, end in zip(ends, ends[1:], ends[2:], strict=False):
        causes = [what for day, what in methods_changed if abs((day - weeks[middle]).days) <= 7]
        before, after = float(series[start:middle].mean()), float(series[middle:end].mean())
        found.append(Break(weeks[middle], before, after, causes[0] if causes else None))
    return found


def change_points(series: Floats) -> list[int]:
    """The ends of the segments of equal level, each the number of values before the next; the last is the length."""
    import ruptures

    penalty = 2 * np.log(len(series)) * np.var(np.diff(series)) / 2
    fitted = ruptures.Pelt(model="l2", jump=1, min_size=MIN_SEGMENT_WEEKS).fit(series)
    return [int(end) for end in fitted.predict(pen=penalty)]


def without_season(logarithms: Floats) -> Floats:
    """The weekly series of logarithms, float (rows, weeks), without their yearly season; as they are below two years.

    A season multiplies, so it is taken from logarithms: STL, robust, of period 52 (R. B. Cleveland et al., "STL",
    J. Official Statistics 6 (1990) 3-73). Below two full cycles there is no season to be told, whatever the library
    would do.
    """
    if logarithms.shape[1] < CYCLES * SEASON_WEEKS:
        return logarithms
    fits = [stl(row, period=SEASON_WEEKS, **BATCH).fit(inner_iter=2, outer_iter=OUTER_ROUNDS) for row in logarithms]
    return np.asarray(logarithms - np.array([fit.seasonal for fit in fits]))


def stl(series: Floats, **settings: Any) -> Any:
    """The library's STL of `series`, which does not refuse less than two cycles: see `without_season`."""
    open_door()
    from statsmodels.tsa.seasonal import STL

    return STL(series, **settings)


def trailing_mean(values: Floats, window: int) -> Floats:
    """The mean of each value and those before it, `window` in all: float (values), NaN until there are so many.

    The Indeed Hiring Lab's published series are means of the last seven days so. No figure of ours is one, as means
    over sliding windows are alike by construction; it is what theirs are worked out anew with.
    """
    sums = np.cumsum(np.concatenate([[0.0], values]))
    means = (sums[window:] - sums[:-window]) / window
    return np.concatenate([np.full(min(window - 1, len(values)), np.nan), means])[: len(values)]


def rebased(values: Floats, base: int) -> Floats:
    """The series as an index that is 100 at position `base`, as the Hiring Lab's are rebased."""
    return np.asarray(100 * values / values[base])
