"""The gauge, the outlook and the index's limits of the role that is followed, kept in the warehouse."""

from collections.abc import Iterator
from typing import Any

import duckdb
import msgspec

from warehouse.answers.ahead import ahead
from warehouse.answers.dials import METHOD_VERSION as DIALS_VERSION
from warehouse.answers.dials import RoleGauge, Variation, role_gauge
from warehouse.answers.trend import index_weeks
from warehouse.measures.composite import Dial
from warehouse.store import sql, transaction

METHOD_VERSION = 5
"""Of the outlook: 3 since it goes on from the last weeks in a row that can be compared, not the first; 5 since its
record counts the one opening that each range reaches at least."""


def update(connection: duckdb.DuckDBPyConnection, role_id: str) -> RoleGauge | None:
    """The gauge of the followed role as of the last observed day, kept with its outlook and the limits of its index.

    None before any day.
    """
    gauge = role_gauge(connection, role_id)
    if gauge is None:
        return None
    with transaction(connection):
        keep(connection, gauge)
        look_ahead(connection, role_id)
        limit_index(connection, role_id)
    return gauge


def keep(connection: duckdb.DuckDBPyConnection, gauge: RoleGauge) -> None:
    """Put the gauge in the place of an earlier one of the same day, of whichever role that was."""
    connection.execute(sql("gauges/forget_lines"), {"day": gauge.window_end})
    for line in _lines(gauge):
        connection.execute(sql("gauges/keep_line"), _about(gauge) | line)


def kept(connection: duckdb.DuckDBPyConnection, role_id: str) -> RoleGauge | None:
    """The gauge of the role that was kept of the last observed day, as it was made; None where there is none."""
    about = {"role_id": role_id, "method_version": DIALS_VERSION}
    rows = connection.execute(sql("gauges/kept"), about).pl().to_dicts()
    kinds = {kind: [row for row in rows if row["line_kind"] == kind] for kind in ("dial", "verdict", "variation")}
    for whole in kinds["verdict"]:
        return RoleGauge(
            role_id=role_id, among=whole["siblings_are"], siblings=whole["siblings_count"],
            dials=tuple((row["line_name"], _dial(row)) for row in kinds["dial"] if row["refusal"] is None),
            missing=tuple((row["line_name"], row["refusal"]) for row in kinds["dial"] if row["refusal"] is not None),
            score=whole["value"], verdict=whole["verdict"], top_share=whole["top_share"],
            bottom_share=whole["bottom_share"],
            variations=tuple(
                Variation(name=row["line_name"], verdict=row["verdict"], top_share=row["top_share"],
                          bottom_share=row["bottom_share"], refusal=row["refusal"])
                for row in kinds["variation"]
            ),
            window_start=whole["window_start"], window_end=whole["window_end"], n=whole["n"],
            unique_employers=whole["unique_employers"], refusal=whole["refusal"],
            method_version=whole["method_version"],
        )  # fmt: skip
    return None


def _dial(row: dict[str, Any]) -> Dial:
    return Dial(percentile=row["value"], low=row["value_low"], high=row["value_high"], siblings=row["siblings_count"])


def look_ahead(connection: duckdb.DuckDBPyConnection, role_id: str) -> None:
    """Put the ranges of the role's series in the place of earlier ones."""
    connection.execute(sql("gauges/forget_outlook"), {"role_id": role_id})
    for series in ahead(connection, role_id):
        for found in series.ranges:
            figures = msgspec.structs.asdict(found)
            about = {"role_id": role_id, "series": series.series, "n": series.weeks, "method_version": METHOD_VERSION}
            connection.execute(sql("gauges/keep_outlook"), figures | about)


def limit_index(connection: duckdb.DuckDBPyConnection, role_id: str) -> None:
    """Put the limits of the role's index, since it last began, in the place of all that were kept."""
    connection.execute("DELETE FROM core.index_limit")
    for week in index_weeks(connection, role_id):
        if week.low is not None:
            about = {"role_id": role_id, "week": week.week, "value": week.value, "low": week.low, "high": week.high}
            connection.execute(sql("gauges/keep_limit"), about)


def _about(gauge: RoleGauge) -> dict[str, Any]:
    """What every line of a gauge says alike."""
    return {
        "role_id": gauge.role_id, "employers": gauge.unique_employers, "start": gauge.window_start,
        "end": gauge.window_end, "n": gauge.n, "method_version": gauge.method_version,
        "siblings_are": gauge.among,
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
                    bottom=one.bottom_share, refusal=one.refusal)  # fmt: skip


def _line(kind: str, name: str, siblings: int, **figures: Any) -> dict[str, Any]:
    unknown = dict.fromkeys(("value", "low", "high", "verdict", "top", "bottom", "refusal"))
    return unknown | figures | {"kind": kind, "name": name, "siblings": siblings}
