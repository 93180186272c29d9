"""The gauge and the outlook of the roles that are followed, kept in the warehouse as they stood on each day."""

from collections.abc import Iterator
from typing import Any

import duckdb
import msgspec

from warehouse.answers.ahead import ahead
from warehouse.answers.dials import RoleGauge, role_gauge
from warehouse.store import sql, transaction

METHOD_VERSION = 1


def update(connection: duckdb.DuckDBPyConnection, role_id: str) -> RoleGauge | None:
    """The gauge of the followed role as of the last observed day, kept with its outlook; None before any day."""
    gauge = role_gauge(connection, role_id)
    if gauge is None:
        return None
    with transaction(connection):
        keep(connection, gauge)
        look_ahead(connection, role_id)
    return gauge


def keep(connection: duckdb.DuckDBPyConnection, gauge: RoleGauge) -> None:
    """Put the gauge in the place of an earlier one of the same day."""
    connection.execute(sql("gauges/forget_lines"), {"role_id": gauge.role_id, "day": gauge.window_end})
    for line in _lines(gauge):
        connection.execute(sql("gauges/keep_line"), _about(gauge) | line)


def look_ahead(connection: duckdb.DuckDBPyConnection, role_id: str) -> None:
    """Put the ranges of the role's series in the place of earlier ones."""
    connection.execute(sql("gauges/forget_outlook"), {"role_id": role_id})
    for series in ahead(connection, role_id):
        for found in series.ranges:
            figures = msgspec.structs.asdict(found)
            about = {"role_id": role_id, "series": series.series, "n": series.weeks, "method_version": METHOD_VERSION}
            connection.execute(sql("gauges/keep_outlook"), figures | about)


def _about(gauge: RoleGauge) -> dict[str, Any]:
    """What every line of a gauge says alike."""
    return {
        "role_id": gauge.role_id, "employers": gauge.unique_employers, "start": gauge.window_start,
        "end": gauge.window_end, "n": gauge.n, "method_version": gauge.method_version,
    }  # fmt: skip


def _lines(gauge: RoleGauge) -> Iterator[dict[str, Any]]:
    for name, dial in gauge.dials:
        yield _line("dial", name, dial.siblings, value=dial.percentile, low=dial.low, high=dial.high)
    for name, reason in gauge.missing:
        yield _line("dial", name, gauge.siblings, refusal=reason)
    yield _line("verdict", "score", gauge.siblings, value=gauge.score, verdict=gauge.verdict, top=gauge.top_share,
                bottom=gauge.bottom_share, refusal=gauge.refusal)  # fmt: skip
    for one in gauge.variations:
        yield _line("variation", one.name, gauge.siblings, verdict=one.verdict, top=one.top_share,
                    bottom=one.bottom_share)  # fmt: skip


def _line(kind: str, name: str, siblings: int, **figures: Any) -> dict[str, Any]:
    unknown = dict.fromkeys(("value", "low", "high", "verdict", "top", "bottom", "refusal"))
    return unknown | figures | {"kind": kind, "name": name, "siblings": siblings}
