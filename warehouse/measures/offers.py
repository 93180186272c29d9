"""How likely something better comes up: the chance of an advert, the chance of an offer, and what surveys found.

Three chances that are never merged: the opportunity (a better-paid advert appears), the attempt (applications lead to
an offer) and the base rate (what happened to people in a survey). An interval here is the middle 80 % of what the
chance may be, given what is not known about its parts; `value` is its mean, the chance to be stated.

Adverts come in batches: an employer opens several at once, and pays them alike. What arrives is therefore an employer's
week, however many adverts it opened in it. Whether such weeks crowd together is measured and widens the interval.
"""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from warehouse.measures.estimate import Estimate, Floor, refused

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MIN_WEEKS = 8
ARRIVALS = Floor(n=10, unit="employers' weeks with a new matching advert")
PRICED = Floor(n=30, unit="new matching adverts that state pay")
"""The smallest samples behind how often adverts come and behind what they pay."""
DRIFT = 0.25
"""How far the coming weeks' rate may lie from the past's, the standard deviation of its log: an assumption."""
MIDDLE = (0.1, 0.9)
"""The quantiles between which 80 % lie."""
NEUTRAL = 1 / 3
"""What is believed of a share on either side before anything is seen: J. Kerman, "Neutral noninformative and
informative conjugate beta and gamma prior distributions", Electronic Journal of Statistics 5 (2011) 1450-1470."""
SUREST = 1 - 1e-9
"""The greatest chance there is: nothing that may come is certain."""
DRAWS, SEED = 2000, 20260101
WEEKS_A_MONTH = 365.25 / 12 / 7


# -- closed forms --


def plug_in(rate: float, weeks: float, share: float = 1.0) -> float:
    """The chance of at least one in `weeks` weeks where `rate` come a week and `share` of them count: Poisson's.

    A published case only: no chance is told from it, as it takes the rate as known.
    """
    return float(-np.expm1(-rate * weeks * share))


def at_least_one(shape: float, weeks: float, horizon: float, share: float = 1.0) -> float:
    """The chance of at least one in `horizon` weeks, after a gamma belief of `shape` arrivals in `weeks` weeks.

    1 - (w / (w + t q))^shape: the Poisson chance averaged over what the rate may be. Arrivals counted plus one half
    is Jeffreys' belief about a rate (A. Gelman et al., "Bayesian Data Analysis", 3rd ed. (2013), section 2.8). What
    `opportunity` draws is held against it.
    """
    return float(1 - (weeks / (weeks + horizon * share)) ** shape)


def within(share: float, months: float, weeks: float) -> float:
    """The share of people to whom it happens within `weeks` weeks, where it happens to `share` within `months` months,
    at a rate that stays the same.
    """
    return float(1 - (1 - share) ** (weeks / (months * WEEKS_A_MONTH)))


class Belief(NamedTuple):
    """What is believed of a chance, as a beta distribution: like `yes` cases for it and `no` against."""

    yes: float
    no: float

    def learnt(self, yes: float, no: float) -> "Belief":
        """The same belief after so many cases more."""
        return Belief(self.yes + yes, self.no + no)

    @property
    def mean(self) -> float:
        """The chance to be stated."""
        return self.yes / (self.yes + self.no)

    def middle(self) -> tuple[float, float]:
        """Between which chances 80 % of the belief lies."""
        from scipy.special import betaincinv

        low, high = betaincinv(self.yes, self.no, MIDDLE)
        return float(low), float(high)


OFFER_PER_APPLICATION = Belief(1.5, 75.0)
"""About 2 offers from 100 applications, four fifths of the belief between 0.4 and 4.1: an assumption, meant to hold the
industry figures of 0.5 to 2 hires from 100 (some offers are declined)."""


def per_hundred(offers: float) -> Belief:
    """The belief of so many offers from 100 applications, held as firmly as the assumed one."""
    firm = sum(OFFER_PER_APPLICATION)
    return Belief(firm * offers / 100, firm * (1 - offers / 100))


def of_applications(applications: int, belief: Belief = OFFER_PER_APPLICATION) -> Estimate:
    """The chance that `applications` at different employers lead to at least one offer; n is the applications.

    1 - (1 - c)^k, averaged over what c may be: one minus the beta-binomial's share of none. A person's c is the same
    in all applications, so they are not independent of each other; at one employer they would be less so.
    """
    from scipy.special import betaln

    none = np.exp(betaln(belief.yes, belief.no + applications) - betaln(belief.yes, belief.no))
    low, high = (1 - (1 - chance) ** applications for chance in belief.middle())
    return Estimate(value=float(1 - none), low=low, high=high, n=applications, estimator="beta_binomial")


# -- arrivals --


class Arrived(NamedTuple):
    """Matching vacancies that came up in a history of whole weeks: arrays (vacancies), NaN where an end is not stated.

    A pay without a lower end is 0 or more ("up to"), one without an upper end any amount more ("from").
    """

    week: Ints
    """Whole weeks since the history began."""
    employer: Ints
    minimum: Floats
    maximum: Floats

    @property
    def is_priced(self) -> Flags:
        """Whether each states any pay."""
        return ~(np.isnan(self.minimum) & np.isnan(self.maximum))


class Batches(NamedTuple):
    """What arrived, counted in employers' weeks."""

    weekly: Floats
    """How many came in each week of the history."""
    priced: int
    """How many have an advert that states pay."""
    starting_above: int
    """How many have an advert that states more than the offer even at its minimum."""
    alike_low: float
    """How many would have one whose whole range lies above, if silent adverts paid like those that state pay."""
    alike_high: float
    """The same of a range that reaches above."""
    maybe_above: int
    """How many have an advert whose range reaches above or that states no pay."""

    @property
    def n(self) -> int:
        """All of them."""
        return int(self.weekly.sum())


def batches(arrived: Arrived, weeks: int, pay: float) -> Batches:
    """The employers' weeks of what arrived within `weeks` weeks, and in how many of them something pays above `pay`."""
    if not len(arrived.week):
        return Batches(np.zeros(weeks), 0, 0, 0.0, 0.0, 0)
    employer = np.unique(arrived.employer, return_inverse=True)[1]
    keys = arrived.week * (employer.max() + 1) + employer
    unique, first, batch = np.unique(keys, return_index=True, return_inverse=True)
    weekly = np.bincount(arrived.week[first], minlength=weeks).astype(np.float64)
    is_priced = arrived.is_priced
    starts = np.nan_to_num(arrived.minimum, nan=0.0) > pay
    reaches = is_priced & (np.where(np.isnan(arrived.maximum), np.inf, arrived.maximum) > pay)
    priced, starting, maybe = (
        int((np.bincount(batch[kind], minlength=len(unique)) > 0).sum())
        for kind in (is_priced, starts, reaches | ~is_priced)
    )
    low, high = (_if_alike(kind, is_priced, batch, employer, employer[first]) for kind in (starts, reaches))
    return Batches(weekly, priced, starting, low, high, maybe)


def _if_alike(above: Flags, is_priced: Flags, batch: Ints, employer: Ints, of_batch: Ints) -> float:
    """In how many batches something would be above, if silent adverts paid like those that state pay: the expectation.

    Each employer has a share of its own, of a beta distribution whose mean is the share of all and whose spread is how
    alike an employer's adverts are; what it states tells its share (beta-binomial: J. G. Skellam, J. R. Stat. Soc. B 10
    (1948) 257-261). `of_batch` is the employer of each batch. 0 where nothing is stated.
    """
    from scipy.special import betaln

    stated = np.bincount(employer[is_priced], minlength=len(employer)).astype(np.float64)
    yes = np.bincount(employer[above], minlength=len(employer)).astype(np.float64)
    total = stated.sum()
    if not total:
        return 0.0
    share = (yes.sum() + NEUTRAL) / (total + 2 * NEUTRAL)
    pairs = (stated * (stated - 1)).sum()
    agreed = (yes * (yes - 1) + (stated - yes) * (stated - yes - 1)).sum()
    by_chance = share**2 + (1 - share) ** 2
    likeness = (agreed / pairs - by_chance) / (1 - by_chance) if pairs else 0.0
    weight = 1 / min(max(likeness, 1 / total), 0.99) - 1
    none = (1 - share) * weight + (stated - yes)[of_batch]
    some = share * weight + yes[of_batch]
    silent = np.bincount(batch[~is_priced], minlength=len(of_batch))
    has = np.bincount(batch[above], minlength=len(of_batch)) > 0
    return float(np.where(has, 1.0, -np.expm1(betaln(some, none + silent) - betaln(some, none))).sum())


def dispersion(weekly: Floats) -> float:
    """How much more the weekly counts vary than independent arrivals would: Pearson's statistic by its degrees of
    freedom (P. McCullagh and J. Nelder, "Generalized Linear Models" (1989), section 6.2.3); 1 where nothing came.
    """
    mean = float(weekly.mean())
    if mean == 0 or len(weekly) < 2:
        return 1.0
    return float(((weekly - mean) ** 2).sum()) / mean / (len(weekly) - 1)


class Opportunity(msgspec.Struct, frozen=True, kw_only=True):
    """The chance that adverts come up within `horizon` weeks, each with its 80 % interval; n is the employers' weeks.

    `least` counts adverts that pay more even at their minimum and takes every silent one as paying less; `most` counts
    all whose range reaches above and every silent one. Between them, `alike_low` and `alike_high` take the silent
    adverts as paying like those that state pay. The truth lies between `least` and `most` whatever the silent pay.
    """

    horizon: float
    weeks: int
    """Of history."""
    vacancies: int
    priced: int
    """Vacancies that state pay."""
    batches: int
    dispersion: float
    any: Estimate
    """Of a matching advert, whatever it pays."""
    least: Estimate
    alike_low: Estimate
    alike_high: Estimate
    most: Estimate


def opportunity(
    arrived: Arrived, weeks: int, pay: float, horizon: float, *, drift: float = DRIFT, used: float = 1.0,
    belief: Belief | None = None,
) -> Opportunity:  # fmt: skip
    """The chances that a matching advert above `pay` comes up within `horizon` weeks, from `weeks` weeks of history.

    Employers' weeks arrive at a gamma rate (count plus one half, both divided by their dispersion), a beta share of
    them has something better, and the coming weeks' rate may drift from the past's. They crowd as much as before: the
    chance of none is that of a negative binomial count. With `used` and `belief` it is the chance of an offer from
    applying to the share `used` of what comes, one application an employer and week. Refused below eight weeks and ten
    employers' weeks; with pay, below thirty adverts that state it. Random numbers are the same at every call.
    """
    found = batches(arrived, weeks, pay)
    extra = dispersion(found.weekly)
    chances = _Chances(found, weeks, horizon, extra, drift, used, belief)
    floor = too_little(found, weeks)
    priced = int(arrived.is_priced.sum())
    paid = floor or PRICED.refusal(priced)
    stated = priced / max(len(arrived.week), 1)
    named = {"least": found.starting_above, "alike_low": found.alike_low, "alike_high": found.alike_high,
             "most": found.maybe_above}  # fmt: skip
    estimates = {
        name: chances.estimate(paid, count, found.n, found.n * stated if "alike" in name else found.n)
        for name, count in named.items()
    }
    return Opportunity(
        horizon=horizon, weeks=weeks, vacancies=len(arrived.week), priced=priced, batches=found.n, dispersion=extra,
        any=chances.estimate(floor), **estimates,
    )  # fmt: skip


def too_little(found: Batches, weeks: int) -> str | None:
    """Why arrivals are too few to tell how often they come, in a sentence; None where they are not."""
    if weeks < MIN_WEEKS:
        return f"fewer than {MIN_WEEKS} whole weeks of history at the same boards."
    return ARRIVALS.refusal(found.n)


class _Chances:
    """What is not known about arrivals, drawn: how often they come, what drifts, and the chance of an offer.

    Each unknown has its quantiles in an order of its own (M. D. McKay, R. J. Beckman and W. J. Conover, Technometrics
    21 (1979) 239-245), so that little is left to the random numbers and more of something never has a lower chance.
    """

    def __init__(
        self, found: Batches, weeks: int, horizon: float, extra: float, drift: float, used: float,
        belief: Belief | None,
    ) -> None:  # fmt: skip
        from scipy.special import betaincinv, chdtri, gammaincinv, ndtri

        random = np.random.default_rng(SEED)
        levels = (np.arange(DRAWS) + 0.5) / DRAWS
        freedom = weeks - 1
        crowding = np.maximum(1.0, extra * freedom / chdtri(freedom, random.permutation(levels)))
        rate = gammaincinv(found.n / crowding + 0.5, random.permutation(levels)) * crowding / weeks
        self.expected = horizon * rate * np.exp(drift * ndtri(random.permutation(levels)) - drift**2 / 2)
        self.levels = random.permutation(levels)
        chance = 1.0 if belief is None else betaincinv(belief.yes, belief.no, random.permutation(levels))
        self.used, self.crowding, self.n = used * chance, crowding, found.n

    def estimate(self, refusal: str | None, count: float = 0, of: int = 0, known: float = 0.0) -> Estimate:
        """The chance where `count` of `of` employers' weeks had what is asked for, as is known from `known` of them; of
        any where `of` is 0.
        """
        if refusal is not None:
            return refused("gamma_beta", refusal, self.n)
        from scipy.special import betaincinv

        seen = count * known / of if of else 0.0
        share = betaincinv(seen + NEUTRAL, known - seen + NEUTRAL, self.levels) if of else 1.0
        drawn = np.minimum(-np.expm1(-_crowded(self.expected, self.used * share, self.crowding)), SUREST)
        value, (low, high) = float(drawn.mean()), np.quantile(drawn, MIDDLE)
        return Estimate(
            value=value, low=min(float(low), value), high=max(float(high), value), n=self.n,
            coverage=known / of if of else None, estimator="gamma_beta",
        )  # fmt: skip


def _crowded(expected: Floats, share: Floats | float, crowding: Floats) -> Floats:
    """Minus the log of the chance of none of `share` of the expected arrivals, which vary `crowding` times as much as
    independent ones: those of a negative binomial of which each counts with that chance.
    """
    more = np.maximum(crowding - 1, 1e-9)
    return np.asarray(expected * np.log1p(more * share) / more)
