"""What an opening has of what a person weighs: each attribute as a feature from 0, the worst, to 1, the best."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.answers.matching import LADDER
from warehouse.answers.person import Person
from warehouse.measures.preferences import ATTRIBUTES

Floats = NDArray[np.float64]

PAY_REACH = 1.5
"""The pay feature is 0.5 at the person's own pay, 1 at one and a half times it, 0 at two thirds of it."""
MANY_SKILLS, MANY_BENEFITS = 5, 8
"""From so many on, more skills to add or more benefits named count no more."""
WORKPLACES = {"remote": 1.0, "hybrid": 0.5, "on_site": 0.0}
STEPS = 2
"""So many rungs above the person's own level are best, as many below are worst."""

MEANINGS = {
    "pay": "pay against yours: half at yours, best at one and a half times it, worst at two thirds of it",
    "skills": "how much of what is asked you can do",
    "growth": f"skills asked that you would add: best at {MANY_SKILLS} or more",
    "remote": "remote is best, hybrid half, on site worst",
    "benefits": f"benefits named: best at {MANY_BENEFITS} or more",
    "seniority": f"half at your level, best {STEPS} steps above it; from intern to executive where yours is not known",
}
"""What the best and the worst of each attribute are, for people."""


def features(openings: pl.DataFrame, person: Person) -> Floats:
    """Each opening's features in the order of ATTRIBUTES: float (openings, 6), NaN where an advert does not say.

    `openings` has pay_low, pay_high (a year, in the person's currency), skill_fit, named_skills, matched_named,
    workplace, benefits (a list) and seniority. Pay is compared with the person's own or, where that is not known, with
    the median of the openings'.
    """
    pay = pl.mean_horizontal("pay_low", "pay_high")
    mine = pl.lit(person.pay_annual, dtype=pl.Float64).fill_null(pay.median())
    named = pl.col("benefits").list.len()
    found = openings.select(
        pay=0.5 + (pay / mine).log(PAY_REACH) / 2,
        skills=pl.col("skill_fit"),
        growth=pl.when(pl.col("named_skills") > 0).then(pl.col("named_skills") - pl.col("matched_named")) / MANY_SKILLS,
        remote=pl.col("workplace").replace_strict(WORKPLACES, default=None, return_dtype=pl.Float64),
        benefits=pl.when(named > 0).then(named / MANY_BENEFITS),
        seniority=pl.col("seniority").replace_strict(_levels(person), default=None, return_dtype=pl.Float64),
    )
    clipped = found.select(pl.col(name).cast(pl.Float64).clip(0, 1) for name in ATTRIBUTES)
    return clipped.fill_null(float("nan")).to_numpy().astype(np.float64, copy=True)


def _levels(person: Person) -> dict[str, float]:
    """The feature of each level of seniority."""
    own = LADDER.get(person.seniority or "")
    if own is None:
        return {level: rung / max(LADDER.values()) for level, rung in LADDER.items()}
    return {level: 0.5 + (rung - own) / STEPS / 2 for level, rung in LADDER.items()}


def present(person: Person) -> Floats:
    """The features of the job that the person has now: float (6), NaN where the profile does not say.

    They are taken to do all that it asks: it has no skill to add, and none that they lack.
    """
    known = {"growth": 0.0, "skills": 1.0}
    if person.pay_annual is not None:
        known["pay"] = 0.5
    if person.benefits:
        known["benefits"] = min(1.0, len(person.benefits) / MANY_BENEFITS)
    if person.seniority in LADDER:
        known["seniority"] = 0.5
    return np.array([known.get(name, np.nan) for name in ATTRIBUTES])


def told(pay: float | None, home_days: float | None, person: Person) -> Floats:
    """The features that an interview tells: pay a year in the person's currency, days a week at home of five.

    float (6), NaN for what it does not tell.
    """
    known = {}
    if pay is not None and person.pay_annual is not None:
        known["pay"] = float(np.clip(0.5 + np.log(pay / person.pay_annual) / np.log(PAY_REACH) / 2, 0, 1))
    if home_days is not None:
        known["remote"] = float(np.clip(home_days / 5, 0, 1))
    return np.array([known.get(name, np.nan) for name in ATTRIBUTES])
