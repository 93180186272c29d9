"""The pay below which waiting for another offer is worth more: an explainer of the theory of search, never advice.

J. J. McCall, "Economics of Information and Job Search", Quarterly Journal of Economics 84 (1970) 113-126.
"""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def discrete(wages: Floats, chances: Floats, meanwhile: float, patience: float) -> float:
    """The reservation wage where one offer comes each period, of `wages` with these `chances`, none ever recalled.

    w* = (1 - b) (c + b E v(w)) with v(w) = max(w / (1 - b), c + b E v), where `meanwhile` c is received while waiting
    and `patience` b discounts a period (T. J. Sargent and J. Stachurski, QuantEcon lectures, "Job Search I"). Solved
    exactly: w* = (1 - b) c + b E max(w, w*) is linear between neighbouring wages. The textbook's case only:
    `reservation` rests on `continuous`, as offers come at random times.
    """
    order = np.argsort(wages)
    ordered, share = wages[order], chances[order] / chances.sum()
    below = np.concatenate([[0.0], np.cumsum(share)])
    above = np.concatenate([np.cumsum((ordered * share)[::-1])[::-1], [0.0]])
    candidates = ((1 - patience) * meanwhile + patience * above) / (1 - patience * below)
    return _between(candidates, ordered)


def continuous(wages: Floats, meanwhile: float, offers: float, discount: float, weights: Floats | None = None) -> float:
    """The reservation wage where `offers` come a year at random times, of pay like `wages` (each its weight).

    w* = c + (lam / r) E max(w - w*, 0), where `meanwhile` c is received while waiting and `discount` r is the rate a
    year at which the future counts less and a job ends (C. A. Pissarides, "Equilibrium Unemployment Theory", 2nd ed.
    (2000), chapter 6). Solved exactly, as it is linear between neighbouring wages.
    """
    order = np.argsort(wages)
    ordered = wages[order]
    share = np.ones(len(wages)) if weights is None else weights[order]
    share = share / share.sum()
    tail = np.concatenate([np.cumsum(share[::-1])[::-1], [0.0]])
    above = np.concatenate([np.cumsum((ordered * share)[::-1])[::-1], [0.0]])
    ratio = offers / discount
    return _between((meanwhile + ratio * above) / (1 + ratio * tail), ordered)


def _between(candidates: Floats, ordered: Floats) -> float:
    """The one candidate that lies where it was worked out for: above the k lowest wages and below the others."""
    low = np.concatenate([[-np.inf], ordered])
    high = np.concatenate([ordered, [np.inf]])
    slack = 1e-12 * np.abs(candidates)
    fits = (candidates >= low - slack) & (candidates <= high + slack)
    return float(candidates[np.flatnonzero(fits)[0]])


def on_the_job(current: float, switching_cost: float, discount: float) -> float:
    """The pay from which a change is worth its cost to somebody who goes on looking either way.

    With as many offers in the new job as in this one, only the pay now and the cost of changing count (K. Burdett, "A
    Theory of Employee Job Search and Quit Rates", Am. Econ. Rev. 68 (1978) 212-220): c + r K, the cost spread at the
    rate a year at which the future counts less and a job ends.
    """
    return current + discount * switching_cost


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What is assumed of somebody's search; pay and cost in one currency, rates a year."""

    meanwhile: float
    """What is received a year while waiting: the pay now or, without a job, what there is instead."""
    offers: float
    """Offers a year, of any pay."""
    interest: float = 0.05
    years_in_job: float = 4.0
    """How long a job is kept, on average."""
    switching_cost: float = 0.0

    @property
    def discount(self) -> float:
        """The rate a year at which the future counts less: interest, and jobs that end."""
        return self.interest + 1 / self.years_in_job


class Row(NamedTuple):
    """One line of the table: which assumption was changed, to what, and the pay that then divides."""

    assumption: str
    value: float | None
    pay: float


def reservation(wages: Floats, search: Search) -> float:
    """The pay, a year, at which taking an offer and looking no further is worth as much as waiting for another.

    As `continuous`, with the cost of changing taken off every wage and added again to the result.
    """
    cost = search.discount * search.switching_cost
    return cost + continuous(wages - cost, search.meanwhile, search.offers, search.discount)


def sensitivity(low: Floats, middle: Floats, high: Floats, search: Search) -> tuple[Row, ...]:
    """The reservation pay as assumed (first), and with one assumption changed at a time.

    float (adverts) each: the lower ends, middles and upper ends of what comparable adverts pay. Offers twice and half
    as often, jobs kept twice and half as long, twice and no interest, and everybody paid at the lower or upper end.
    """

    def changed(name: str, value: float) -> Row:
        other = msgspec.structs.replace(search, **{name: value})
        return Row(name, value, reservation(middle, other))

    return (
        Row("as_assumed", None, reservation(middle, search)),
        changed("offers", search.offers / 2),
        changed("offers", search.offers * 2),
        changed("years_in_job", search.years_in_job / 2),
        changed("years_in_job", search.years_in_job * 2),
        changed("interest", 0.0),
        changed("interest", search.interest * 2),
        Row("lower_ends", None, reservation(low, search)),
        Row("upper_ends", None, reservation(high, search)),
    )
