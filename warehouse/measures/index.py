"""The demand index: openings at the same boards from week to week, chained, so that the list's growth moves nothing.

The weekly link is the sum of openings over the boards observed in both weeks divided by their sum the week before:
a link-relative on a matched sample, as official statistics chain establishment surveys (BLS Handbook of Methods,
chapter 2). Sums, never means of ratios, so a board without openings is no special case. A board's entry or exit moves
the index by nothing at that date; growth by newly founded employers is left out by construction.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.clusters import few, jackknife, student
from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.shares import wilson
from warehouse.measures.weights import capped as capped_weights
from warehouse.measures.weights import effective_n

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FLOOR = Floor(n=50, employers=10)
"""The fewest matched postings and employers at both ends of every link."""
REPLICATES, SEED = 1000, 2020
CAP = 0.1
"""The most weight that one employer has in the capped index."""
EXACT = 1e-9
"""Below this an error is that of rounding."""
LAG = 4
"""The weeks that the diffusion index looks back."""


class Panel(NamedTuple):
    """The openings of each board and week: float (boards, weeks), the mean over the week's days, and NaN where the
    board was not validly observed; `employer` numbers each board's employer from 0.

    `end` is what is compared with the week before, where that is not the stock: an advert that leaves what is counted
    without an event of its own, as nobody knows when it grew old, is still in it there, so that no link falls by it.
    """

    stock: Floats
    employer: Ints
    end: Floats | None = None

    def between(self, start: int, end: int) -> "Panel":
        """The panel of the weeks from `start` to `end`."""
        weeks = np.s_[:, start : end + 1]
        return Panel(self.stock[weeks], self.employer, None if self.end is None else self.end[weeks])


class Links(NamedTuple):
    """Matched openings of each employer before and after each link: float (employers, weeks - 1), and how many of the
    employers each link rests on: int (weeks - 1).
    """

    before: Floats
    after: Floats
    employers: Ints


def links(panel: Panel) -> Links:
    """The matched openings behind every weekly link of `panel`."""
    now, last = (panel.stock if panel.end is None else panel.end)[:, 1:], panel.stock[:, :-1]
    is_matched = ~np.isnan(now) & ~np.isnan(last)
    before = _by_employer(panel.employer, np.where(is_matched, last, 0.0))
    after = _by_employer(panel.employer, np.where(is_matched, now, 0.0))
    there = _by_employer(panel.employer, is_matched.astype(np.float64)) > 0
    return Links(before, after, there.sum(axis=0))


def chain(panel: Panel) -> Floats:
    """The index of each week: float (weeks), 100 in the first; NaN from the first link without a matched opening on."""
    found = links(panel)
    return _chained(found.before.sum(axis=0), found.after.sum(axis=0))


def capped(panel: Panel, cap: float = CAP) -> Floats:
    """The index of each week with no employer above `cap` of a link's weight; NaN where too few employers allow it."""
    found = links(panel)
    weights = np.apply_along_axis(capped_weights, 0, found.before, cap)
    return _chained((weights * found.before).sum(axis=0), (weights * found.after).sum(axis=0))


def limits(panel: Panel) -> tuple[Floats, Floats]:
    """The 95 % limits of the index of each week against the first, as those of `change`: float (weeks) each.

    NaN in the first week, which is 100 by definition, and where `change` gives none for another reason than its floor.
    """
    found = links(panel)
    path = _path(found, None)
    reach = np.array([_reach(path, link) for link in range(len(path.growth))])
    reach[(reach < EXACT) | np.isinf(reach)] = np.nan
    low, high = (np.concatenate([[np.nan], 100 * np.exp(end)]) for end in _wider(path, reach, _redrawn(found, None)))
    return low, high


def change(panel: Panel, start: int, end: int) -> Estimate:
    """The relative change of the index from week `start` to week `end` (0.1 is 10 % up), with its interval.

    The interval is meant to cover the expected change, at all employers such as these, not what the openings of these
    did, which is the figure itself. Employers and not postings are what was sampled: it is the wider, at either end, of
    the percentile bootstrap over employers of the whole chain, and of the jackknife over employers of its logarithm
    with Student's limits on effective employers less one (see `clusters`): where few employers have most openings the
    bootstrap alone claims too much. n is the matched openings of the smallest link's end. Refused below FLOOR at any
    link, below five effective employers, and where all employers changed alike, which does not tell how far others
    might differ.
    """
    return _changed("matched_chain", links(panel.between(start, end)), None, panel.stock[:, [start, end]])


def change_beside(own: Panel, field: Panel, start: int, end: int) -> Estimate:
    """The relative change from week `start` to week `end` of the ratio of an index to that of its whole.

    0.1 is 10 % more than the whole: a season that both have is in neither end of the ratio. The panels have the same
    boards in the same order. The interval is that of `change`, each employer left out of both at once. n, the floor and
    the employers are those of the part; the whole must have openings at other employers too.
    """
    part, whole = (links(panel.between(start, end)) for panel in (own, field))
    if np.array_equal(part.before, whole.before) and np.array_equal(part.after, whole.after):
        return refused("matched_ratio", "Nothing else of its field has openings to compare with.", 0)
    return _changed("matched_ratio", part, whole, own.stock[:, [start, end]])


def _changed(estimator: str, part: Links, whole: Links | None, ends: Floats) -> Estimate:
    """The change over the links, or that of the ratio to the whole where there is one, as `change` describes it.

    `ends` is the stock in the first and the last week: its coverage is of boards that were observed in both.
    """
    before, after = part.before.sum(axis=0), part.after.sum(axis=0)
    n, employers = int(min(before.min(), after.min())), int(part.employers.min())
    if reason := FLOOR.refusal(n, employers):
        return refused(estimator, reason, n, employers)
    path = _path(part, whole)
    value, reach = path.growth[-1], _reach(path, -1)
    if reason := few(path.sizes[:, -1]) or _unvaried(reach):
        return refused(estimator, reason, n, employers)
    low, high = (float(end[-1]) for end in _wider(path, np.full(len(path.growth), reach), _redrawn(part, whole)))
    return Estimate(
        value=float(np.expm1(value)),
        low=float(np.expm1(low)),
        high=float(np.expm1(high)),
        n=n,
        unique_employers=employers,
        coverage=float(np.isfinite(ends).all(axis=1).mean()),
        estimator=estimator,
    )


class _Path(NamedTuple):
    """The logarithm of the chain after each link and its standard error: float (links); and how large each employer
    was on average until then, as a share of all: float (employers, links).
    """

    growth: Floats
    error: Floats
    sizes: Floats


def _path(part: Links, whole: Links | None) -> _Path:
    """Where the links, or the ratio to the whole where there is one, lead from link to link."""
    growth, without, every = _log_growth(part, 0.0, 0.0), _log_growth(part, part.before, part.after), part
    if whole is not None:
        growth, without = growth - _log_growth(whole, 0.0, 0.0), without - _log_growth(whole, whole.before, whole.after)
        every = whole
    is_there = np.logical_or.accumulate((every.before > 0) | (every.after > 0), axis=1)
    total = part.before.sum(axis=0)
    shares = np.divide(part.before, total, out=np.full_like(part.before, np.nan), where=total > 0)
    sizes = np.cumsum(shares, axis=1) / np.arange(1, len(growth) + 1)
    return _Path(growth, jackknife(without, growth, is_there), sizes)


def _reach(path: _Path, link: int) -> float:
    """How far the limits lie from the logarithm of the chain after a link; NaN where too few employers tell it."""
    sizes = path.sizes[:, link]
    return student(effective_n(sizes)) * float(path.error[link]) if few(sizes) is None else np.nan


def _wider(path: _Path, reach: Floats, redrawn: Floats) -> tuple[Floats, Floats]:
    """The ends after each link: the outer ones of the logarithm less and plus the reach, and of the bootstrap's."""
    is_told = np.isfinite(redrawn).any(axis=0)
    ends = np.full((2, len(path.growth)), np.nan)
    told = redrawn[:, is_told]
    ends[:, is_told] = np.nanpercentile(np.where(np.isfinite(told), told, np.nan), [2.5, 97.5], axis=0)
    return np.minimum(path.growth - reach, ends[0]), np.maximum(path.growth + reach, ends[1])


def _redrawn(part: Links, whole: Links | None) -> Floats:
    """The logarithm of the chain after each link in each replicate of the bootstrap: float (REPLICATES, links).

    Each employer comes as often as Poisson's distribution of mean 1 says (J. A. Hanley and B. MacGibbon, Comput.
    Methods Programs Biomed. 83 (2006) 57-62), which needs no count of those that have no opening. The same numbers are
    drawn each time, for employers in the order of their openings: no figure hangs on the order of a list, or on what
    came after its week.
    """
    sums = [one.T for found in (part, whole) if found is not None for one in (found.before, found.after)]
    by_link = np.stack(sums, axis=1).reshape(-1, len(part.before))
    order = np.lexsort(by_link[::-1])[::-1]
    drawn = np.random.default_rng(SEED).poisson(1.0, (len(order), REPLICATES)).T.astype(np.float64)

    def growth(found: Links) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = (drawn @ found.after[order]) / (drawn @ found.before[order])
            return np.asarray(np.cumsum(np.log(ratios), axis=1))

    with np.errstate(invalid="ignore"):
        return growth(part) if whole is None else growth(part) - growth(whole)


def _log_growth(found: Links, before: Floats | float, after: Floats | float) -> Floats:
    """The logarithm of the chain after each link, without the openings given: float (links), or (employers, links) for
    each one left out.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = (found.after.sum(axis=0) - after) / (found.before.sum(axis=0) - before)
        return np.asarray(np.cumsum(np.log(ratios), axis=-1))


def _unvaried(reach: float) -> str | None:
    """Why the employers do not tell how far the change may be off; None where they do."""
    if not np.isfinite(reach):
        return "In some week one employer has all the openings."
    if reach < EXACT:
        return "All employers changed alike, which does not tell how far others would differ."
    return None


def diffusion(panel: Panel, week: int, lag: int = LAG) -> Estimate:
    """The share of employers with more openings in `week` than `lag` weeks before, from 0 to 1; an equal number counts
    as half (0.5 is as many growing as shrinking). Employers without an opening at both times are left out.

    The interval is Wilson's, as employers count alike whatever their size. Refused below ten employers.
    """
    now, then = panel.stock[:, week], panel.stock[:, week - lag]
    is_matched = ~np.isnan(now) & ~np.isnan(then)
    after = _by_employer(panel.employer, np.where(is_matched, now, 0.0))
    before = _by_employer(panel.employer, np.where(is_matched, then, 0.0))
    is_hiring = (after > 0) | (before > 0)
    marks = (np.sign(after - before)[is_hiring] + 1) / 2
    return growing(float(marks.sum()), len(marks))


def growing(more: float, n: int) -> Estimate:
    """The share of `n` employers that grew, `more` of them, as `diffusion` describes it."""
    if reason := Floor(n=FLOOR.employers, unit="employers").refusal(n):
        return refused("diffusion", reason, n, n)
    low, high = wilson(more, n)
    return Estimate(value=more / n, low=low, high=high, n=n, unique_employers=n, estimator="diffusion")


class Decomposition(NamedTuple):
    """Where a change of openings came from; the parts add up to `change`."""

    change: float
    same_boards: float
    boards_entered: float
    boards_left: float
    reclassified: float


def decompose(then: Floats, now: Floats, reclassified: float = 0.0) -> Decomposition:
    """The change of the sum of openings (float (boards), NaN where not observed) split by where it came from.

    `reclassified` is the part of the change at the boards in both that new parsers made and no employer.
    """
    was_there, is_there = ~np.isnan(then), ~np.isnan(now)
    same = float((now - then)[was_there & is_there].sum()) - reclassified
    entered, left = float(now[is_there & ~was_there].sum()), -float(then[was_there & ~is_there].sum())
    return Decomposition(same + entered + left + reclassified, same, entered, left, reclassified)


def _by_employer(employer: Ints, values: Floats) -> Floats:
    """The sums of board rows by employer."""
    sums = np.zeros((int(employer.max(initial=-1)) + 1, *values.shape[1:]))
    np.add.at(sums, employer, values)
    return sums


def _chained(before: Floats, after: Floats) -> Floats:
    """The index, along the last axis, from the sums of openings before and after each link."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(before > 0, after / before, np.nan)
    start = np.full((*ratios.shape[:-1], 1), 100.0)
    return np.concatenate([start, 100 * np.cumprod(ratios, axis=-1)], axis=-1)
