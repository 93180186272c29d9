"""Pay, shares, skills and lifetimes."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from msgspec.structs import replace
from scipy.special import ndtr, ndtri

from bench.calibrate.openings import BASE, EXPECTED
from bench.calibrate.outcome import AT_LEAST, FALSE_ALARMS, Outcome, Scenario, outcome
from bench.simulated import Collection, Disclosure, Market, Role, Skill, Truths, Weibull, skills
from bench.simulated.curves import survival
from warehouse.measures import lifetime_table, lifetimes, quantiles, shares
from warehouse.measures import skills as skill_changes
from warehouse.measures.estimate import Estimate
from warehouse.measures.lifetimes import Spells
from warehouse.measures.quantiles import Floats, Ints

DISCLOSED = "expected, all such employers' stated pay"
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
"""For means over a standard normal distribution."""


def scenarios() -> list[Scenario]:
    """All of them."""
    return [*_pay_scenarios(), *_share_scenarios(), *_skill_scenarios(), *_life_scenarios()]


# -- pay --


def _pay_scenarios() -> list[Scenario]:
    base = replace(BASE, weeks=13, roles=(Role(name="own"), Role(name="other", share=2.0)), growth_spread=0.0)
    by_pay = Disclosure(share=0.4, by_pay=0.7, by_employer=0.5)
    kinds = {
        "mild sizes": replace(base, size_spread=0.5),
        "mild sizes, 30 employers, 100 adverts": replace(base, size_spread=0.5, employers=30, openings_per_week=1.5),
        "strong sizes": replace(base, size_spread=1.0),
        "strong sizes, 25 employers": replace(base, size_spread=1.0, employers=25, openings_per_week=6.0),
        "strong sizes, 40 employers, 1,300 adverts": replace(
            base, size_spread=1.0, employers=40, openings_per_week=15.0, pay_between=0.25
        ),
        "strong sizes, employers pay alike": replace(base, size_spread=1.0, pay_between=0.0),
        "strong sizes, employers pay very differently": replace(base, size_spread=1.0, pay_between=0.3, pay_within=0.1),
        "very strong sizes": replace(base, size_spread=1.5),
        "sizes of Pareto's law": replace(base, size_law="pareto", size_spread=0.6),
        "strong sizes, few employers state pay": replace(
            base, size_spread=1.0, disclosure=Disclosure(share=0.4, by_employer=2.0)
        ),
        "strong sizes, the better paid state it": replace(base, size_spread=1.0, disclosure=by_pay),
    }
    return [Scenario(name, truths, _pay) for name, truths in kinds.items()]


def _pay(market: Market) -> Iterator[Outcome]:
    truths = market.truths
    adverts = market.postings.unique("vacancy", maintain_order=True).filter(pl.col("role") == 0)
    stated = adverts.filter("is_disclosed")
    middle, low, high = (stated[name].to_numpy() for name in ("pay_middle", "pay_min", "pay_max"))
    employer = stated["employer"].to_numpy().astype(np.int64)
    for p, name in ((0.5, "median pay"), (0.25, "lower quartile of pay"), (0.75, "upper quartile of pay")):
        yield outcome(name, DISCLOSED, quantiles.pay_quantile(middle, employer, p), disclosed_quantile(truths, p))
    pay = disclosed_quantile(truths, 0.7)
    yield _standing("standing of a pay among points", pay, middle, middle, employer, (0.7, 0.7))
    yield _standing("standing of a pay among ranges", pay, low, high, employer, _true_band(truths, pay))
    limits = quantiles.worst_and_best(low, high, len(adverts) - len(stated), 0.5)
    true = truths.roles[0].pay_median
    is_held = float(limits.low <= true <= limits.high)
    yield Outcome("median pay, worst and best case", "expected, stated or not", is_held, goal=AT_LEAST)


def _standing(name: str, pay: float, low: Floats, high: Floats, employer: Ints, band: tuple[float, float]) -> Outcome:
    found = quantiles.standing(pay, low, high, employer)
    if isinstance(found, Estimate):
        return Outcome(name, DISCLOSED, None)
    is_held = found.limits.low <= band[0] and band[1] <= found.limits.high
    return Outcome(name, DISCLOSED, float(is_held), (found.limits.high - found.limits.low) / band[1])


def _disclosed_share(truths: Truths, z: Floats) -> Floats:
    """The distribution function, at standardised log pay, of what is stated."""
    grid = np.linspace(-8, 8, 16_001)
    plan = truths.disclosure
    total = np.sqrt(1 + plan.by_employer**2 + plan.by_pay**2)
    shown = ndtr((ndtri(plan.share) * total + plan.by_pay * grid) / np.sqrt(1 + plan.by_employer**2))
    reached = np.cumsum(np.exp(-(grid**2) / 2) * shown)
    share: Floats = np.interp(z, grid, reached / reached[-1])
    return share


def disclosed_quantile(truths: Truths, p: float) -> float:
    """The expected quantile `p` of the pay that is stated, at the pay of day 0."""
    low, high = -8.0, 8.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _disclosed_share(truths, np.array([middle]))[0] < p else (low, middle)
    return truths.roles[0].pay_median * float(np.exp(truths.pay_spread * (low + high) / 2))


def _true_band(truths: Truths, pay: float) -> tuple[float, float]:
    """The expected shares of stated ranges that end below the pay and that start at or below it."""
    half = np.linspace(*truths.range_halfwidth, 2001)
    log = np.log(pay / truths.roles[0].pay_median)
    point = float(_disclosed_share(truths, np.array([log / truths.pay_spread]))[0])
    ends = [
        float(_disclosed_share(truths, (log - np.log1p(side)) / truths.pay_spread).mean()) for side in (half, -half)
    ]
    low, high = (truths.point_share * point + (1 - truths.point_share) * end for end in ends)
    return low, high


# -- shares --


def _share_scenarios() -> list[Scenario]:
    base = replace(BASE, weeks=26, skill_change_day=91, growth_spread=0.0)
    kinds = {
        "mild sizes, vacancies independent": (replace(base, size_spread=0.5), 0.0),
        "mild sizes, employers differ": (replace(base, size_spread=0.5), 0.7),
        "strong sizes, employers differ": (replace(base, size_spread=1.0), 0.7),
        "strong sizes, employers differ much": (replace(base, size_spread=1.0), 1.5),
        "strong sizes, 25 employers": (replace(base, size_spread=1.0, employers=25, openings_per_week=6.0), 0.7),
        "very strong sizes, employers differ": (replace(base, size_spread=1.5), 0.7),
        "sizes of Pareto's law, employers differ": (replace(base, size_law="pareto", size_spread=0.6), 0.7),
    }
    return [Scenario(name, replace(truths, skills=_two(by)), _share) for name, (truths, by) in kinds.items()]


def _two(by_employer: float) -> tuple[Skill, ...]:
    """A common skill that becomes more so, and a rare one."""
    common = Skill(name="common", shares=(0.3, 0.3), later_shares=(0.4, 0.4), by_employer=by_employer)
    rare = Skill(name="rare", shares=(0.06, 0.06), later_shares=(0.06, 0.06), by_employer=by_employer)
    return common, rare


class _Asked:
    """Vacancies of the first role before and from the change day on, and how many ask for each skill, by employer."""

    def __init__(self, market: Market) -> None:
        truths = market.truths
        vacancies = market.postings.unique("vacancy", maintain_order=True).filter(pl.col("role") == 0)
        vacancies = vacancies.select(
            "vacancy", "employer", later=(pl.col("opened_day") >= truths.skill_change_day).cast(pl.Int64)
        )
        self.of = np.zeros((2, truths.employers))
        np.add.at(self.of, (vacancies["later"].to_numpy(), vacancies["employer"].to_numpy()), 1)
        asked = market.skills.join(vacancies, on="vacancy")
        self.with_skill = np.zeros((2, truths.employers, len(truths.skills)))
        cells = tuple(asked[name].to_numpy() for name in ("later", "employer", "skill"))
        np.add.at(self.with_skill, cells, 1)


def _share(market: Market) -> Iterator[Outcome]:
    asked = _Asked(market)
    (then, now), (then_of, now_of) = asked.with_skill, asked.of
    yield outcome("share of vacancies, 40 %", EXPECTED, shares.clustered_share(now[:, 0], now_of), 0.4)
    yield outcome("share of vacancies, 6 %", EXPECTED, shares.clustered_share(now[:, 1], now_of), 0.06)
    found = shares.share_change(then[:, 0], then_of, now[:, 0], now_of)
    yield outcome("change of a share, 30 to 40 %", EXPECTED, found, 0.1)
    found = shares.share_change(then[:, 1], then_of, now[:, 1], now_of)
    yield outcome("change of a share, 6 % as before", EXPECTED, found, 0.0, scale=0.06)


# -- many skills --


def _skill_scenarios() -> list[Scenario]:
    base = replace(BASE, weeks=26, skill_change_day=91, growth_spread=0.0)
    kinds = {
        "mild sizes, 100 keep, 10 change": (replace(base, size_spread=0.5), 10, 0.5),
        "strong sizes, 100 keep, 10 change": (replace(base, size_spread=1.0), 10, 0.7),
        "strong sizes, 100 keep": (replace(base, size_spread=1.0), 0, 0.7),
        "very strong sizes, 100 keep, 10 change": (replace(base, size_spread=1.5), 10, 0.7),
        "strong sizes, 25 employers, 100 keep": (
            replace(base, size_spread=1.0, employers=25, openings_per_week=6.0), 0, 0.7,
        ),
    }  # fmt: skip
    return [
        Scenario(name, replace(truths, skills=skills(100, changed, 0.1, roles=2, by_employer=by)), _skills)
        for name, (truths, changed, by) in kinds.items()
    ]


def _skills(market: Market) -> Iterator[Outcome]:
    asked = _Asked(market)
    found = skill_changes.changes(asked.with_skill[0], asked.of[0], asked.with_skill[1], asked.of[1])
    is_kept = np.array([skill.shares == skill.later_shares for skill in market.truths.skills])
    truth = "skills whose expected share is as before"
    if not found.is_tested.any():
        yield Outcome("false among the changes called news", truth, None, goal=FALSE_ALARMS)
        return
    false = float((found.is_news & is_kept).sum() / max(found.is_news.sum(), 1))
    yield Outcome("false among the changes called news", truth, false, goal=FALSE_ALARMS)


# -- lifetimes --


def _life_scenarios() -> list[Scenario]:
    base = replace(BASE, weeks=26, roles=(Role(name="own"), Role(name="other", share=2.0)), growth_spread=0.0)
    quick = (Role(name="own", lifetime=Weibull(median_days=15.0, shape=0.9)), Role(name="other"))
    failing = Collection(outages_per_year=12, partial_share=0.1)
    kinds = {
        "mild sizes": replace(base, size_spread=0.5),
        "mild sizes, 30 employers": replace(base, size_spread=0.5, employers=30, openings_per_week=1.5),
        "strong sizes": replace(base, size_spread=1.0),
        "very strong sizes": replace(base, size_spread=1.5),
        "strong sizes, lives of 15 days": replace(base, size_spread=1.0, roles=quick),
        "strong sizes, outages, parts of boards": replace(base, size_spread=1.0, collection=failing),
        "strong sizes, visits every third day": replace(base, size_spread=1.0, collection=Collection(visit_every=3)),
        "strong sizes, weekly visits": replace(base, size_spread=1.0, collection=Collection(visit_every=7)),
        "strong sizes, boards come and go": replace(
            base, size_spread=1.0, collection=Collection(late_share=0.3, leave_share=0.3)
        ),
    }
    differing = {
        "strong sizes, employers differ": replace(base, size_spread=1.0),
        "strong sizes, 30 employers differ": replace(base, size_spread=1.0, employers=30, openings_per_week=6.0),
        "very strong sizes, employers differ": replace(base, size_spread=1.5),
    }
    rough = {
        "mild sizes, weekly visits": replace(base, size_spread=0.5, collection=Collection(visit_every=7)),
        "strong sizes, weekly visits": replace(base, size_spread=1.0, collection=Collection(visit_every=7)),
        "strong sizes, visits every fourth day": replace(base, size_spread=1.0, collection=Collection(visit_every=4)),
        "strong sizes, weekly visits, lives of 15 days": replace(
            base, size_spread=1.0, roles=quick, collection=Collection(visit_every=7)
        ),
        "strong sizes, many outages": replace(
            base, size_spread=1.0, collection=Collection(outages_per_year=12, partial_share=0.3)
        ),
        "very strong sizes, weekly visits": replace(base, size_spread=1.5, collection=Collection(visit_every=7)),
    }
    return [
        *(Scenario(name, truths, _lives) for name, truths in kinds.items()),
        *(Scenario(name, truths, _rough_lives) for name, truths in rough.items()),
        *(Scenario(name, truths, _differing_lives) for name, truths in differing.items()),
    ]


def _spells(market: Market) -> Spells:
    seen = market.spells.filter((pl.col("role") == 0) & ~pl.col("is_evergreen"))
    return Spells(
        seen["entry_age"].to_numpy().astype(np.float64),
        seen["last_age"].to_numpy().astype(np.float64),
        seen["missing_age"].cast(pl.Float64).fill_null(np.inf).to_numpy(),
        seen["board"].to_numpy().astype(np.int64),
    )


def _lives(market: Market) -> Iterator[Outcome]:
    yield from _life_outcomes(_spells(market), survival(market.truths.roles[0].lifetime, 400))


def _rough_lives(market: Market) -> Iterator[Outcome]:
    """By Turnbull's masses, as the closings of more than one advert in twenty are dated roughly.

    The limits hold whatever happened between the visits, so they hold more than 95 times in 100.
    """
    true, found = survival(market.truths.roles[0].lifetime, 400), lifetime_table.figures(_spells(market))
    for name, key, figure in (
        ("median lifetime", "life_p50", half_life(true)),
        ("share open past 30 days", "life_open_30", float(true[30])),
        ("mean days open of the first 60", "life_mean_60", float(true[:60].sum())),
    ):
        yield outcome(f"{name}, visits with gaps", EXPECTED, found[key], figure, goal=AT_LEAST)


def _differing_lives(market: Market) -> Iterator[Outcome]:
    """Lives that employers shorten or lengthen, each by a factor of its own; opened and watched from day 0 on."""
    spread, rng = 0.4, np.random.default_rng([market.seed, 1])
    factor = np.exp(spread * rng.standard_normal(market.truths.employers))
    own = market.postings.filter((pl.col("role") == 0) & (pl.col("opened_day") >= 0))
    employer = own["employer"].to_numpy().astype(np.int64)
    days = np.ceil((own["closed_day"] - own["opened_day"]).to_numpy() / factor[employer])
    watched = market.truths.days - 1.0 - own["opened_day"].to_numpy()
    is_closed = days <= watched
    spells = Spells(
        np.zeros(len(days)), np.where(is_closed, days - 1, watched), np.where(is_closed, days, np.inf), employer
    )
    base = survival(market.truths.roles[0].lifetime, 20_000)
    ages = np.arange(400)
    factors = np.exp(spread * NODES)
    reached = np.minimum(np.floor(ages[:, None] * factors + 1e-9).astype(np.int64), len(base) - 1)
    yield from _life_outcomes(spells, base[reached] @ WEIGHTS)


def _life_outcomes(spells: Spells, true: Floats) -> Iterator[Outcome]:
    """`true` is the share still open past each whole day."""
    yield outcome("median lifetime", EXPECTED, lifetimes.median(spells), half_life(true))
    yield outcome("share open past 30 days", EXPECTED, lifetimes.open_share(spells, 30), float(true[30]))
    yield outcome("mean days open of the first 60", EXPECTED, lifetimes.restricted_mean(spells), float(true[:60].sum()))


def half_life(true: Floats) -> float:
    """The age by which half are gone, between whole days too; `true` is the share still open past each whole day."""
    day = int(np.argmax(true <= 0.5 + 1e-12))
    return day - float((0.5 - true[day]) / (true[day - 1] - true[day]))
