"""A share put right for what is read wrongly, where it was measured how often that is."""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.shares import wilson

FLOOR = Floor(n=50, unit="vacancies")
"""The fewest vacancies whose share is put right."""
CHECKED_FLOOR = Floor(n=30, unit="labelled postings")
"""The fewest labelled postings that have a thing, and as many that do not, behind how often either is read rightly."""
_Z = NormalDist().inv_cdf(0.975)


class Checked(NamedTuple):
    """How many of the labelled postings of one kind were read rightly."""

    right: int
    of: int


def corrected_share(count: float, of: float, having: Checked, lacking: Checked) -> Estimate:
    """The share of vacancies that have a thing, if `count` of `of` were read as having it, with its 95 % interval.

    With sensitivity s from the labelled postings `having` it and specificity t from those `lacking` it, the share is
    (p + t - 1) / (s + t - 1), within 0 and 1: W. J. Rogan and B. Gladen, "Estimating prevalence from the results of a
    screening test", Am. J. Epidemiology 107 (1978) 71-76. The interval knows that s and t are estimates too: Zs. Lang
    and J. Reiczigel, "Confidence limits for prevalence of disease adjusted for estimated sensitivity and specificity",
    Prev. Vet. Med. 113 (2014) 13-22. Employers' vacancies are alike, so give the effective numbers (`clustered_share`
    says by how much fewer they are). n is the vacancies.

    It may be used where the labelled postings are drawn at random from postings such as these, were not read while the
    parser was built, and tell of this very value: what holds of all roles together holds of no single role, and a
    parser that abstains has an error of its own. No set of labels of ours does that yet for a role, so no figure of a
    report is put right so. Refused below FLOOR and CHECKED_FLOOR, and where s and t do not tell one from the other:
    their sum is no more than 1, or 1 lies within what chance allows.
    """
    n = int(of)
    reason = FLOOR.refusal(n) or CHECKED_FLOOR.refusal(min(having.of, lacking.of)) or _blind(having, lacking)
    if reason:
        return refused("rogan_gladen", reason, n)
    share = count / of + lacking.right / lacking.of - 1
    value = share / (having.right / having.of + lacking.right / lacking.of - 1)
    low, high = _limits(count, of, having, lacking)
    value = min(1.0, max(0.0, value))
    return Estimate(value=value, low=min(low, value), high=max(high, value), n=n, estimator="rogan_gladen")


def _blind(having: Checked, lacking: Checked) -> str | None:
    """Why the readings tell nothing of the thing, in a sentence; None where they do."""
    if wilson(*having).low + wilson(*lacking).low > 1:
        return None
    return (
        f"Of those that have it {having.right} of {having.of} are read rightly, of those that do not "
        f"{lacking.right} of {lacking.of}: that does not tell one from the other."
    )


def _limits(count: float, of: float, having: Checked, lacking: Checked) -> tuple[float, float]:
    """Lang and Reiczigel's limits: each of the three shares a little towards the middle, and the delta method."""
    n, s_of, t_of = of + _Z**2, having.of + 2, lacking.of + 2
    p, s, t = (count + _Z**2 / 2) / n, (having.right + 1) / s_of, (lacking.right + 1) / t_of
    told = s + t - 1
    middle = (p + t - 1) / told
    s_variance, t_variance = s * (1 - s) / s_of, t * (1 - t) / t_of
    shift = 2 * _Z**2 * (middle * s_variance - (1 - middle) * t_variance)
    error = sqrt(p * (1 - p) / n + middle**2 * s_variance + (1 - middle) ** 2 * t_variance) / told
    ends = (middle + shift - _Z * error, middle + shift + _Z * error)
    return min(1.0, max(0.0, ends[0])), min(1.0, max(0.0, ends[1]))
