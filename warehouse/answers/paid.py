"""What do those who work in my occupation earn? Official wages, where the person added them, to set adverts beside."""

import duckdb
import msgspec

from warehouse.store import sql

CURRENCY = "USD"
"""The wages are those of the United States."""
PERCENTILES = (10, 25, 50, 75, 90)


class Paid(msgspec.Struct, frozen=True, kw_only=True):
    """Annual wages in US dollars of all wage and salary workers of an occupation (OEWS), nationwide.

    A percentile is None where it is not published; from `open_from` on each is at least `at_least`, the highest wage
    that the publisher states.
    """

    soc_code: str
    release: str
    """Of when it is, such as May 2025."""
    workers: int | None
    p10: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None
    open_from: int | None
    at_least: float | None
    other_roles: int
    """How many more roles of ours are of the same occupation, and have the same wages."""

    def wage(self, percentile: int) -> float | None:
        """The wage that so many in a hundred stay below; None where it is not published."""
        return {10: self.p10, 25: self.p25, 50: self.p50, 75: self.p75, 90: self.p90}[percentile]

    def is_open(self, percentile: int) -> bool:
        """Whether the percentile is only known to be `at_least` or more."""
        return self.at_least is not None and self.open_from is not None and percentile >= self.open_from


def paid(connection: duckdb.DuckDBPyConnection, role_id: str) -> Paid | None:
    """The wages of the role's occupation; None where the person added none or it has none."""
    row = connection.execute(sql("queries/gauge/paid"), {"role_id": role_id}).fetchone()
    return None if row is None else Paid(**dict(zip(Paid.__struct_fields__, row, strict=True)))
