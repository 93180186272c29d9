"""What may come, in words: ranges of openings and new postings with the record of what such ranges were worth."""

from typing import Any

from warehouse.answers.ahead import Ahead
from warehouse.answers.person import Person
from warehouse.reports import standing
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.tables import Field, Table, Worded
from warehouse.reports.words import counted, number

SERIES = {"active": "openings", "new": "new postings a week"}
NOTE = (
    "The role in all countries, as if today's boards had been watched all along. A range starts from the last whole "
    "week's average and not from today's count."
)
_FIELDS = (
    Field("series_name", "Of", "text"),
    Field("horizon_weeks", "Weeks on", "count"),
    Field("value", "About", "count"),
    Field("value_low", "At least", "count"),
    Field("value_high", "At most", "count"),
    Field("covered_share", "Held so far", "share"),
    Field("error_share", "Usual miss", "share"),
    Field("naive_error_share", "Miss of 'as now'", "share"),
    Field(
        "record",
        "Known of",
        "worded",
        (
            Field("ranges_count", "", "count"),
            Field("forecasts_count", "", "count"),
            Field("nearer_count", "", "count"),
            Field("n", "", "count"),
        ),
    ),
    Field("refusal", "Why not", "text"),
)


def section(found: tuple[Ahead, ...], person: Person) -> Section:
    """The outlook in words."""
    rows = tuple(_row(one, ranged) for one in found for ranged in one.ranges)
    return Section(
        key="forecast",
        title="What may come",
        said=tuple(standing.ahead(found)) or ("What may come cannot be told: no whole week has been observed.",),
        is_told=any(ranged.refusal is None for one in found for ranged in one.ranges),
        brief=_brief(found),
        tables=(Table("forecast", "Ranges meant to hold four outcomes in five, and their record", _FIELDS, rows),),
        notes=(NOTE,),
        queries=(Query(title="The query behind it", text=_QUERY.format(role_id=escaped(person.role_id))),),
    )


def _brief(found: tuple[Ahead, ...]) -> str | None:
    """The farthest range of openings that can be told."""
    told = [one for series in found if series.series == "active" for one in series.ranges if one.refusal is None]
    if not told:
        return None
    low, high = number(told[-1].low or 0), number(told[-1].high or 0)
    span = f"In {told[-1].horizon} weeks likely {low} to {high} openings in all countries"
    return f"{span}, if coming forecasts miss by as much as past ones."


def _row(one: Ahead, ranged: Any) -> tuple[Any, ...]:
    record = Worded(
        words=f"{counted(ranged.ranges, 'range')}, {counted(ranged.forecasts, 'forecast')}",
        figures=(ranged.ranges, ranged.forecasts, ranged.nearer, one.weeks),
    )
    return (SERIES[one.series], ranged.horizon, ranged.value, ranged.low, ranged.high, ranged.covered,
            ranged.error, ranged.naive_error, record, ranged.refusal or "")  # fmt: skip


_QUERY = """\
SELECT *
FROM mart.role_outlook
WHERE role_id = '{role_id}'
ORDER BY ALL;"""
