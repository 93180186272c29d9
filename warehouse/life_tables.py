"""Closing hazards of every role's adverts by week of age, and how long they are up beside those of its family."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl

from warehouse.grouped import groups
from warehouse.measures import life_comparison
from warehouse.measures.estimate import Estimate, refused
from warehouse.measures.life_comparison import LifeTable, life_table
from warehouse.measures.lifetimes import Spells

Row = tuple[str, tuple[Any, ...], Estimate]
"""A measure's name, its role, and the estimate."""


def lives(known: pl.DataFrame) -> Iterator[tuple[str, Spells]]:
    """Each role's adverts, from a sorted frame with the columns of estimates/lives.sql; employers are numbers."""
    for (role_id,), own in groups(known, "role_id"):
        missing = np.where(np.isnan(own["missing"]), np.inf, own["missing"])
        yield str(role_id), Spells(own["entry"], own["last"], missing, own["employer"])


def hazards(role_id: str, spells: Spells) -> Iterator[Row]:
    """The hazard of each week of age at which adverts were watched, and the closings behind it."""
    for week, found in enumerate(life_comparison.weekly_hazards(spells)):
        if found.hazard.n:
            yield f"life_hazard_{week}", (role_id,), found.hazard
            count = Estimate(value=found.closings, n=found.hazard.n, estimator="count")
            yield f"life_hazard_closed_{week}", (role_id,), count


def compared(roles: Mapping[str, Spells], families: Mapping[str, str]) -> Iterator[Row]:
    """Each role's adverts beside all others of its family: the difference in days, and the log-rank test."""
    of_family: dict[str, list[str]] = {}
    for role_id in roles:
        if role_id in families:
            of_family.setdefault(families[role_id], []).append(role_id)
    for role_ids in of_family.values():
        whole = life_table(Spells.pooled(roles[role_id] for role_id in role_ids))
        for role_id in role_ids:
            own = life_table(roles[role_id])
            yield from _beside(role_id, own, whole.less(own) if len(role_ids) > 1 else None)


def _beside(role_id: str, own: LifeTable, others: LifeTable | None) -> Iterator[Row]:
    if others is None:
        reason = "No other role of its family has adverts whose age is known."
        yield "life_difference", (role_id,), refused("restricted_mean_difference", reason, own.closings)
        return
    found = life_comparison.difference(own, others)
    yield "life_difference", (role_id,), found
    if found.refusal is None:
        test = life_comparison.log_rank(own, others)
        yield "life_log_rank", (role_id,), Estimate(value=test.p_value, n=own.closings, estimator="log_rank")
        chi = Estimate(value=test.chi_square, n=own.closings, estimator="log_rank")
        yield "life_chi_square", (role_id,), chi
