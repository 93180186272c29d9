"""The four dials of a role among its siblings, and whether a verdict survives other reasonable ways of adding them up.

The dials are tightness, growth, breadth and wages, in that order. What is ambiguous stays out: time until an advert
closes, the level of pay, adverts a vacancy, applicants nobody sees.
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

DIALS = ("tightness", "growth", "breadth", "wages")
MIN_DIALS = 3
"""The fewest dials that a verdict rests on."""
MIN_SIBLINGS = 5
"""The fewest roles of a family, itself counted, among which a rank means something."""
WEIGHTINGS = 2000
_ROUNDING = 1e-9
CLEAR = 0.8
"""The share of weightings in which a role is in one third for that to be a verdict."""


class Band(NamedTuple):
    """The verdict in a word (high, low or unclear), and the shares of weightings in the top and the bottom third."""

    verdict: str
    top_share: float
    bottom_share: float


class Dial(msgspec.Struct, frozen=True, kw_only=True):
    """One dial: the role's percentile among its siblings, 0 to 100, with the 95 % interval of all drawn together."""

    percentile: float
    low: float
    high: float
    siblings: int


def percentiles(values: Floats) -> Floats:
    """Each role's percentile among the roles that have the dial, 0 to 100, equal ones in the middle of theirs.

    float (..., roles, dials), in the shape of `values`; NaN where a role lacks the dial.
    """
    below = (values[..., None, :, :] < values[..., :, None, :]).sum(axis=-2)
    equal = (values[..., None, :, :] == values[..., :, None, :]).sum(axis=-2)
    there = np.maximum((~np.isnan(values)).sum(axis=-2, keepdims=True), 1)
    return np.where(np.isnan(values), np.nan, 100 * (below + 0.5 * equal) / there)


def score(found: Floats, weights: Floats | None = None, *, is_geometric: bool = True) -> Floats:
    """One number of the percentiles along the last axis: their weighted geometric (or plain) mean, clipped to 1 to 99.

    The geometric mean lets no dial make up for another: a role that one employer hires for is not in demand. NaN with
    fewer than three dials.
    """
    weight = np.ones(found.shape[-1]) if weights is None else weights
    is_there = ~np.isnan(found)
    weighed = np.where(is_there, weight, 0.0)
    clipped = np.where(is_there, np.clip(found, 1, 99), 1.0)
    parts = np.log(clipped) if is_geometric else clipped
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weighed * parts).sum(axis=-1) / weighed.sum(axis=-1)
    value = np.exp(mean) if is_geometric else mean
    return np.where(is_there.sum(axis=-1) >= MIN_DIALS, value, np.nan)


def dials(values: Floats, draws: Floats, role: int) -> dict[str, Dial]:
    """The dials of one role by name, those it has: from float (roles, dials) and float (draws, roles, dials).

    The interval is that of the percentile over draws in which all roles were drawn together (marginal rank intervals;
    M. Mogstad et al., Rev. Econ. Stud. 91 (2024) 476-518, for why ranks need intervals).
    """
    own, drawn = percentiles(values)[role], percentiles(draws)[:, role, :]
    siblings = (~np.isnan(values)).sum(axis=0)
    found = {}
    for position, name in enumerate(DIALS):
        if np.isnan(own[position]) or siblings[position] < MIN_SIBLINGS:
            continue
        low, high = np.nanquantile(drawn[:, position], [0.025, 0.975], method="closest_observation")
        found[name] = Dial(
            percentile=float(own[position]), low=float(min(low, own[position])), high=float(max(high, own[position])),
            siblings=int(siblings[position]),
        )  # fmt: skip
    return found


def acceptability(draws: Floats, rng: np.random.Generator, weightings: int = WEIGHTINGS) -> tuple[Floats, Floats]:
    """The shares of weightings in which each role is in the top and in the bottom third: float (roles) each.

    Every weighting is drawn from the flat Dirichlet distribution, for one draw of the employers, and adds up both ways,
    geometric and plain: acceptability in the sense of R. Lahdelma and P. Salminen, "SMAA-2", Operations Research 49
    (2001) 444-454. NaN for a role without enough dials.
    """
    found = percentiles(draws)
    which = np.arange(weightings) % len(found)
    weights = rng.dirichlet(np.ones(found.shape[-1]), size=weightings)[:, None, :]
    tops, bottoms = [], []
    for is_geometric in (True, False):
        scores = score(found[which], weights, is_geometric=is_geometric)
        top, bottom = thirds(scores)
        tops.append(top)
        bottoms.append(bottom)
    is_known = ~np.isnan(scores).all(axis=0)
    top, bottom = np.concatenate(tops).mean(axis=0), np.concatenate(bottoms).mean(axis=0)
    return np.where(is_known, top, np.nan), np.where(is_known, bottom, np.nan)


def thirds(scores: Floats) -> tuple[Bools, Bools]:
    """Which roles are in the top and which in the bottom third by their scores along the last axis: bool (..., roles).

    A third holds no more than a third of the roles: two of eight, one of five. NaN is in neither.
    """
    place = percentiles(scores[..., None])[..., 0]
    half = 50 / np.maximum((~np.isnan(scores)).sum(axis=-1, keepdims=True), 1)
    with np.errstate(invalid="ignore"):
        return place - half > 200 / 3 - _ROUNDING, place + half < 100 / 3 + _ROUNDING


def band(top_share: float, bottom_share: float) -> Band:
    """The verdict on the shares of weightings: high or low from 80 % on, else unclear."""
    if top_share >= CLEAR:
        return Band("high", top_share, bottom_share)
    if bottom_share >= CLEAR:
        return Band("low", top_share, bottom_share)
    return Band("unclear", top_share, bottom_share)


def verdict(headline: Band, variations: Mapping[str, Band]) -> Band:
    """The headline's verdict where every variation agrees, else unclear with the headline's shares."""
    if any(other.verdict != headline.verdict for other in variations.values()):
        return headline._replace(verdict="unclear")
    return headline


def first_component_weights(found: Floats) -> Floats | None:
    """The weights of the dials on the first principal component of their correlations, made positive, adding up to 1.

    float (dials), of percentiles float (roles, dials); 0 for a dial that no role has. Weights that nobody chose, for
    the sensitivity table (OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), steps 6 and 7). None
    where no more roles have all of the dials than there are dials, or all roles are alike in one.
    """
    is_told = ~np.isnan(found).all(axis=0)
    whole = found[:, is_told]
    whole = whole[~np.isnan(whole).any(axis=1)]
    if len(whole) <= is_told.sum() or (whole.std(axis=0) == 0).any():
        return None
    loading = np.abs(np.linalg.eigh(np.corrcoef(whole.T))[1][:, -1])
    weights = np.zeros(found.shape[1])
    weights[is_told] = loading / loading.sum()
    return weights
