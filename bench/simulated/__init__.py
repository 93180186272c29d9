"""Simulated job markets whose truth is known, in columns: fast enough for hundreds of markets."""

from bench.simulated.market import FIRST_DAY, Market, draw, with_dates
from bench.simulated.truth import QUANTILES, Truth
from bench.simulated.truths import (
    Collection,
    Disclosure,
    Failure,
    ParserChange,
    Piecewise,
    PlatformDay,
    Role,
    Skill,
    Step,
    Truths,
    Weibull,
    skills,
)
from bench.simulated.watching import Stock

__all__ = [
    "FIRST_DAY",
    "QUANTILES",
    "Collection",
    "Disclosure",
    "Failure",
    "Market",
    "ParserChange",
    "Piecewise",
    "PlatformDay",
    "Role",
    "Skill",
    "Step",
    "Stock",
    "Truth",
    "Truths",
    "Weibull",
    "draw",
    "skills",
    "with_dates",
]
