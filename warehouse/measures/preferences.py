"""What a person weighs in a job, learnt from which of two they would rather have."""

from collections.abc import Mapping
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ATTRIBUTES = ("pay", "skills", "growth", "remote", "benefits", "seniority")
"""What a person can weigh: pay, skills they have, skills they would add, remote work, benefits and a step up.

Each is a feature from 0 (worst) to 1 (best for this person); NaN where it is not known.
"""
PRIOR_SD = 1.0
"""How far a stated weight may be from the one acted on: a point, the standard deviation."""
UNIFORM_SD = 12**-0.5
"""How far from the middle a feature may be of which nothing is known, the standard deviation from 0 to 1."""


class Posterior(NamedTuple):
    """The weights of `names`, normal about `mean` with `covariance`: float (names), float (names, names)."""

    mean: Floats
    covariance: Floats
    names: tuple[str, ...]


class Weight(NamedTuple):
    """One weight with the ends of its interval."""

    name: str
    weight: float
    low: float
    high: float


class Score(NamedTuple):
    """How openings compare with the typical one, in log-odds, with the ends of the 95 % interval: float (openings)."""

    score: Floats
    low: Floats
    high: Floats


def stated(weights: Mapping[str, float] | None = None) -> dict[str, float]:
    """The weight of every attribute as the person states it, 1 where they say nothing."""
    return {name: float((weights or {}).get(name, 1.0)) for name in ATTRIBUTES}


def posterior(choices: Floats, prior_mean: Mapping[str, float], prior_sd: float = PRIOR_SD) -> Posterior:
    """The weights after `choices`, float (choices, names): the features of what was chosen less those of the other.

    R. A. Bradley and M. E. Terry, "Rank analysis of incomplete block designs: I", Biometrika 39 (1952) 324-345, with
    worth that is linear in the features, as in D. McFadden, "Conditional logit analysis of qualitative choice
    behavior", in P. Zarembka (ed.), "Frontiers in Econometrics" (1974) 105-142: the odds of the choice are exp(w . d).
    So a weight is the log-odds of a whole point of its feature: what is best instead of worst in something weighed
    1 is chosen about 3 times in 4, weighed 3, 19 in 20. The prior is normal about what the person says they weigh,
    independent by attribute. The mean is the mode by Newton's method and the covariance the inverse of the curvature
    there (Laplace's approximation: A. Gelman et al., "Bayesian Data Analysis", 3rd ed. (2013), 4.1). Where a feature of
    either is not known (NaN), the choice tells nothing of its weight.
    """
    names = tuple(prior_mean)
    centre = np.array([prior_mean[name] for name in names], dtype=np.float64)
    differences = np.nan_to_num(np.asarray(choices, dtype=np.float64).reshape(-1, len(names)), nan=0.0)
    precision = np.eye(len(names)) / prior_sd**2
    weights = centre.copy()
    for _ in range(100):
        gradient, curvature = _slopes(weights, differences, centre, precision)
        step = np.linalg.solve(curvature, gradient)
        if float(np.abs(step).max(initial=0.0)) < 1e-10:
            break
        while _loss(weights + step, differences, centre, precision) > _loss(weights, differences, centre, precision):
            step = step / 2
        weights = weights + step
    _, curvature = _slopes(weights, differences, centre, precision)
    return Posterior(weights, np.asarray(np.linalg.inv(curvature), dtype=np.float64), names)


def _loss(weights: Floats, differences: Floats, centre: Floats, precision: Floats) -> float:
    """The negative log posterior, up to a constant; rounding is no reason to go on."""
    away = weights - centre
    loss = np.logaddexp(0.0, -differences @ weights).sum() + away @ precision @ away / 2
    return round(float(loss), 9)


def _slopes(weights: Floats, differences: Floats, centre: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """The log posterior's gradient, and its curvature with the sign turned."""
    chosen = 1 / (1 + np.exp(-np.clip(differences @ weights, -500, 500)))
    gradient = differences.T @ (1 - chosen) - precision @ (weights - centre)
    return gradient, (differences.T * (chosen * (1 - chosen))) @ differences + precision


def intervals(found: Posterior) -> tuple[Weight, ...]:
    """Each weight with its 95 % credible interval, in the order of the names."""
    reach = NormalDist().inv_cdf(0.975) * np.sqrt(np.diag(found.covariance))
    ends = zip(found.names, found.mean, found.mean - reach, found.mean + reach, strict=True)
    return tuple(Weight(name, float(mean), float(low), float(high)) for name, mean, low, high in ends)


def score(features: Floats, found: Posterior) -> Score:
    """How much rather the person would have each opening than the typical one: float (openings, names), NaN unknown.

    The log-odds of choosing it, 0 for the typical opening, whose features are the means of those that are known. A
    feature that is not known counts as typical, and the 95 % interval is wider by how much the known ones differ,
    beside what is not known of the weights.
    """
    known = np.asarray(features, dtype=np.float64).reshape(-1, len(found.names))
    typical, spread = _typical(known)
    is_unknown = np.isnan(known)
    away = np.where(is_unknown, 0.0, known - typical)
    of_weights = np.einsum("ij,jk,ik->i", away, found.covariance, away)
    of_unknown = is_unknown @ ((found.mean**2 + np.diag(found.covariance)) * spread**2)
    centre, reach = away @ found.mean, NormalDist().inv_cdf(0.975) * np.sqrt(of_weights + of_unknown)
    return Score(centre, centre - reach, centre + reach)


def _typical(known: Floats) -> tuple[Floats, Floats]:
    """The mean and the standard deviation of each feature where it is known: of two openings or more, else uniform."""
    is_known = ~np.isnan(known)
    n = is_known.sum(axis=0)
    mean = np.where(n > 0, np.nansum(known, axis=0) / np.maximum(n, 1), 0.5)
    square = np.where(is_known, (known - mean) ** 2, 0.0).sum(axis=0)
    return mean, np.where(n > 1, np.sqrt(square / np.maximum(n - 1, 1)), UNIFORM_SD)


def ranks(scores: Floats) -> NDArray[np.int64]:
    """The rank of each opening by its score, 1 the highest; equal ones keep their order."""
    order = np.argsort(-scores, kind="stable")
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(1, len(order) + 1)
    return places


def log_odds_share(odds: float) -> float:
    """The share of choices, from 0 to 1, that log-odds stand for."""
    return float(1 / (1 + np.exp(-np.clip(odds, -500, 500))))
