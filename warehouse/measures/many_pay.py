"""What adverts say of pay, for thousands of groups at once; `advertised` and `quantiles` have the same for one group.

Vacancies are rows, one group after another; a group's employers are its cells. Every step is taken for all groups in
columns: sums, orders and cumulated sums within them.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.advertised import QUANTILES
from warehouse.measures.clusters import CONFIDENCE, MIN_EFFECTIVE, few
from warehouse.measures.estimate import Estimate
from warehouse.measures.quantiles import FLOORS, SMALL
from warehouse.measures.weights import CAP

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FAR = 3.5
"""Beyond so many robust standard deviations, in logarithms, pay is called an outlier; it is counted all the same."""


class Groups(NamedTuple):
    """Vacancies that state pay: float (vacancies), NaN where an end is open or the middle says nothing; each one's
    employer and its group, both numbered from 0, groups in order and without a gap; and of each group how many more say
    nothing of their pay.
    """

    minimum: Floats
    maximum: Floats
    middle: Floats
    employer: Ints
    group: Ints
    undisclosed: Ints


class _Rows(NamedTuple):
    """Rows of some groups, one after another: each one's group, each group's first row and number of rows."""

    of: Ints
    start: Ints
    size: Ints

    def sums(self, values: Floats | Ints | Flags) -> Floats:
        """The sum of each group's values."""
        return np.asarray(np.add.reduceat(values, self.start, dtype=np.float64))

    def cumulated(self, values: Floats) -> Floats:
        """The sum of the group's values up to each row, as exact as one group's alone."""
        sums = np.cumsum(values, dtype=np.longdouble)
        before = np.concatenate([[np.longdouble(0)], sums])[self.start]
        return np.asarray(sums - before[self.of], dtype=np.float64)

    def before(self, values: Floats) -> Floats:
        """The value of the row before each row, 0 for a group's first."""
        shifted = np.concatenate([[0.0], values[:-1]])
        shifted[self.start] = 0.0
        return shifted

    def ordered(self, values: Floats) -> Ints:
        """The rows by value within their group; equal ones stay in order."""
        return np.asarray(np.lexsort((values, self.of)))

    def median(self, ordered: Floats) -> Floats:
        """The median of each group's ordered values."""
        return np.asarray((ordered[self.start + (self.size - 1) // 2] + ordered[self.start + self.size // 2]) / 2)


def _rows(of: Ints) -> _Rows:
    start = np.flatnonzero(np.diff(of, prepend=-1))
    return _Rows(
        np.repeat(np.arange(len(start)), np.diff(start, append=len(of))), start, np.diff(start, append=len(of))
    )


class _Weighed(NamedTuple):
    """Rows with what each weighs and its cell; the cells, with how many rows each has and what these weigh together."""

    rows: _Rows
    weights: Floats
    cell: Ints
    cells: _Rows
    sizes: Floats

    def effective(self) -> Floats:
        """Kish's effective sample of each group, as `weights.effective_n`."""
        return self.rows.sums(self.weights) ** 2 / self.rows.sums(self.weights**2)


def _weighed(group: Ints, employer: Ints) -> _Weighed:
    """The rows weighed so that no employer has more than a tenth of its group, as `weights.by_employer`."""
    rows = _rows(group)
    keys, cell, counts = np.unique(rows.of * (employer.max() + 1) + employer, return_inverse=True, return_counts=True)
    cells = _rows(keys // (employer.max() + 1))
    share = _capped(cells, counts.astype(np.float64))
    return _Weighed(rows, share[cell], cell, cells, share * counts)


def _capped(cells: _Rows, sizes: Floats) -> Floats:
    """What a row of each cell weighs, as `weights.by_number`."""
    order = cells.ordered(-sizes)
    ordered = sizes[order]
    held = np.arange(len(order)) - cells.start[cells.of]
    tails = cells.sums(sizes)[cells.of] - cells.cumulated(ordered)
    with np.errstate(divide="ignore"):
        limit = np.where(held * CAP < 1, CAP * (tails + ordered) / (1 - held * CAP), 0.0)
    fits = np.where(ordered <= limit * (1 + 1e-12), held, len(order))
    first = np.minimum.reduceat(fits, cells.start)
    is_capped = first < len(order)
    most = np.where(is_capped, limit[cells.start + np.where(is_capped, first, 0)], 1.0)
    return np.minimum(1.0, most[cells.of] / sizes)


class _Sizes(NamedTuple):
    """How many vacancies and employers each group has, and why these are too few for a median; None where not."""

    n: list[int]
    employers: list[int]
    reasons: list[str | None]

    def is_told(self) -> Flags:
        """Whether a median is told: bool (groups)."""
        return np.array([reason is None for reason in self.reasons], dtype=np.bool_)


class _Middle(NamedTuple):
    """What the middles of a group's ranges say: each of QUANTILES with its limits, and how far they are spread."""

    values: list[float]
    lows: list[float]
    highs: list[float]
    too_few: str | None
    far: float
    effective: float


def figures(groups: Groups, coverage: Floats) -> Iterator[dict[str, Estimate]]:
    """Every figure on pay of each group, by measure; `coverage` (groups) is the share that each is said to rest on.

    Quantiles are those of `advertised.quantiles`, of those refused only the median; `pay_bounds_p50` is
    `advertised.bounds` and `pay_silent_p50` the same with the silent vacancies, both widened to hold the median.
    """
    has_middle = ~np.isnan(groups.middle)
    every = _sizes(groups.group, groups.employer, len(coverage))
    middles = _sizes(groups.group[has_middle], groups.employer[has_middle], len(coverage))
    bounds = _bounds(groups, every.is_told()[groups.group])
    quantiles = _quantiles(groups, has_middle & middles.is_told()[groups.group])
    for one, share in enumerate(coverage.tolist()):
        about: dict[str, Any] = {"n": middles.n[one], "unique_employers": middles.employers[one], "coverage": share}
        spread = None
        if reason := middles.reasons[one]:
            found = {"pay_p50": Estimate(value=None, estimator="harrell_davis", refusal=reason, **about)}
        else:
            spread = next(quantiles)
            found = _said(spread, about)
        value = found["pay_p50"].value
        about |= {"n": every.n[one], "unique_employers": every.employers[one]}
        if reason := every.reasons[one]:
            found["pay_bounds_p50"] = Estimate(value=None, estimator="manski", refusal=reason, **about)
        else:
            for measure, ends in zip(("pay_bounds_p50", "pay_silent_p50"), next(bounds), strict=True):
                found[measure] = Estimate(value=None, **_within(ends, value), estimator="manski", **about)
        if spread is not None and value is not None:
            found["pay_outliers"] = Estimate(value=spread.far, estimator="modified_z", **about)
            found["pay_effective_n"] = Estimate(value=spread.effective, estimator="kish", **about)
        yield found


def _sizes(group: Ints, employer: Ints, count: int) -> _Sizes:
    step = employer.max(initial=0) + 1
    employers = np.bincount(np.unique(group * step + employer) // step, minlength=count).tolist()
    n = np.bincount(group, minlength=count).tolist()
    return _Sizes(n, employers, [FLOORS[0.5].refusal(*sizes) for sizes in zip(n, employers, strict=True)])


def _said(found: _Middle, about: dict[str, Any]) -> dict[str, Estimate]:
    """The quantiles that the group is large enough for, and the median in any case."""
    estimator = "harrell_davis" if about["n"] < SMALL else "type_7"
    said = {}
    for p, value, low, high in zip(QUANTILES, found.values, found.lows, found.highs, strict=True):
        floor = next(floor for at, floor in FLOORS.items() if min(p, 1 - p) >= at - 1e-9)
        reason = floor.refusal(about["n"], about["unique_employers"]) or found.too_few
        if reason is None:
            said[f"pay_p{100 * p:.0f}"] = Estimate(
                value=value, low=min(low, value), high=max(high, value), estimator=estimator, **about
            )
        elif p == 0.5:
            said["pay_p50"] = Estimate(value=None, estimator=estimator, refusal=reason, **about)
    return said


def _within(ends: tuple[float, float], value: float | None) -> dict[str, Any]:
    """The bounds, widened to hold `value`; an end that could be anything is unknown."""
    low, high = ends
    if value is not None:
        low, high = min(low, value), max(high, value)
    return {"low": low or None, "high": high if np.isfinite(high) else None}


def _quantiles(groups: Groups, is_used: Flags) -> Iterator[_Middle]:
    """What the used middles say, for each group that has any."""
    if not is_used.any():
        return
    weighed = _weighed(groups.group[is_used], groups.employer[is_used])
    order = weighed.rows.ordered(groups.middle[is_used])
    values = groups.middle[is_used][order]
    weighed = weighed._replace(weights=weighed.weights[order], cell=weighed.cell[order])
    rows, effective = weighed.rows, weighed.effective()
    reached = rows.cumulated(weighed.weights) / rows.sums(weighed.weights)[rows.of]
    heaped = (_heaped(rows, np.minimum(reached, 1.0), effective, p) for p in QUANTILES)
    found = np.array([rows.sums((edges - rows.before(edges)) * values) for edges in heaped])
    employers = weighed.cells.sums(weighed.sizes) ** 2 / weighed.cells.sums(weighed.sizes**2)
    limits = np.array([_limits(weighed, values, reached, employers, p) for p in QUANTILES])
    far = _far(rows, np.log(values))
    for one, (start, size) in enumerate(zip(weighed.cells.start, weighed.cells.size, strict=True)):
        too_few = few(weighed.sizes[start : start + size]) if employers[one] < MIN_EFFECTIVE else None
        lows, highs = limits[:, :, one].T.tolist()
        yield _Middle(found[:, one].tolist(), lows, highs, too_few, float(far[one]), float(effective[one]))


def _heaped(rows: _Rows, edges: Floats, effective: Floats, p: float) -> Floats:
    """The weight of the order statistics up to each edge, from 0 to 1, as in `quantiles.quantile`."""
    from scipy.special import betainc

    n = effective[rows.of]
    heaped = np.clip((edges - p * (n - 1) / n) * n, 0.0, 1.0)
    is_small = rows.size[rows.of] < SMALL
    n = n[is_small]
    heaped[is_small] = betainc((n + 1) * p, (n + 1) * (1 - p), edges[is_small])
    return heaped


def _limits(weighed: _Weighed, values: Floats, reached: Floats, employers: Floats, p: float) -> Floats:
    """Woodruff's limits of the quantile, as in `quantiles.pay_quantile`: float (2, groups)."""
    from scipy.special import stdtrit

    rows, cells, sizes = weighed.rows, weighed.cells, weighed.sizes
    at = values[_place(rows, reached, np.full(len(rows.start), p - 1e-12))]
    below = np.bincount(weighed.cell, weighed.weights * (values <= at[rows.of]), len(sizes))
    total, share = cells.sums(sizes)[cells.of], (cells.sums(below) / cells.sums(sizes))[cells.of]
    without = share + (share * sizes - below) / (total - sizes)
    between = np.sqrt((cells.size - 1) / cells.size * cells.sums((without - share) ** 2))
    simple = np.sqrt(p * (1 - p) / weighed.effective())
    reach = stdtrit(np.maximum(employers - 1, 1.0), (1 + CONFIDENCE) / 2) * np.maximum(between, simple)
    ends = (_place(rows, reached, np.clip(p + side * reach, 0.0, 1.0)) for side in (-1, 1))
    return np.stack([values[end] for end in ends])


def _place(rows: _Rows, reached: Floats, share: Floats) -> Ints:
    """The first row of each group that reaches the share, or its last."""
    count = rows.sums(reached < share[rows.of]).astype(np.int64)
    return rows.start + np.minimum(count, rows.size - 1)


def _far(rows: _Rows, ordered: Floats) -> Floats:
    """How many of each group's ordered values lie further from their median than FAR: `quantiles.modified_z`."""
    distance = np.abs(ordered - rows.median(ordered)[rows.of])
    spread = rows.median(distance[rows.ordered(distance)])[rows.of]
    return rows.sums((spread > 0) & (0.6745 * distance > FAR * spread))


def _bounds(groups: Groups, is_used: Flags) -> Iterator[list[tuple[float, float]]]:
    """`advertised.bounds` of each group with used rows, without and with the vacancies that say nothing."""
    if not is_used.any():
        return
    weighed = _weighed(groups.group[is_used], groups.employer[is_used])
    n, silent = weighed.rows.size, groups.undisclosed[groups.group[is_used][weighed.rows.start]]
    minimum = np.nan_to_num(groups.minimum[is_used], nan=0.0)
    maximum = np.where(np.isnan(groups.maximum), np.inf, groups.maximum)[is_used]
    found = []
    for stated in (np.ones(len(n)), n / (n + silent)):
        least, most = 1 - 0.5 / stated, 0.5 / stated
        low = np.where(least > 0, _interpolated(weighed, minimum, np.maximum(least, 0.0)), 0.0)
        high = np.where(most < 1, _interpolated(weighed, maximum, np.minimum(most, 1.0)), np.inf)
        found.append(zip(low.tolist(), high.tolist(), strict=True))
    yield from map(list, zip(*found, strict=True))


def _interpolated(weighed: _Weighed, values: Floats, p: Floats) -> Floats:
    """The weighted quantile `p` (groups) of type 7, infinite values included."""
    rows, order = weighed.rows, weighed.rows.ordered(values)
    ordered, weights = values[order], weighed.weights[order]
    n = weighed.effective()
    edges = rows.cumulated(weights) / rows.sums(weights)[rows.of]
    start, n_of = (p * (n - 1) / n)[rows.of], n[rows.of]
    parts = np.clip((edges - start) * n_of, 0.0, 1.0) - np.clip((rows.before(edges) - start) * n_of, 0.0, 1.0)
    is_used = parts > 1e-9
    low = np.minimum.reduceat(np.where(is_used, ordered, np.inf), rows.start)
    high = np.maximum.reduceat(np.where(is_used, ordered, -np.inf), rows.start)
    with np.errstate(invalid="ignore"):
        mean = rows.sums(np.where(is_used, ordered * parts, 0.0)) / rows.sums(np.where(is_used, parts, 0.0))
    return np.where(low == high, low, mean)
