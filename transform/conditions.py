"""What the value parsers share about conditions of several parts.

Polars evaluates `all_horizontal`, `any_horizontal` and `is_in` in its threads. However few the rows, that costs many
times what the few comparisons do that they stand for here.
"""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import polars as pl


def all_of(*conditions: pl.Expr | str) -> pl.Expr:
    """Whether all of the conditions hold."""
    return reduce(and_, map(_as_expression, conditions))


def any_of(*conditions: pl.Expr | str) -> pl.Expr:
    """Whether any of the conditions holds."""
    return reduce(or_, map(_as_expression, conditions))


def is_one_of(value: pl.Expr, known: Iterable[str | int]) -> pl.Expr:
    """Whether the value is one of a few known ones; null for null."""
    return any_of(*(value == one for one in known))


def _as_expression(condition: pl.Expr | str) -> pl.Expr:
    return pl.col(condition) if isinstance(condition, str) else condition
