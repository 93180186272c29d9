"""The figures of an answer as tables: values for the CSV files, words for the page and the terminal."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import msgspec

from warehouse.answers.gauge import Gauge, Pay, Quality, Share
from warehouse.reports import words

Kind = Literal[
    "text",
    "code",
    "country",
    "count",
    "decimal",
    "share",
    "points",
    "pay",
    "days",
    "day",
    "moment",
    "yes",
    "link",
    "lines",
    "posting",
    "worded",
]
NUMERIC: frozenset[Kind] = frozenset({"count", "decimal", "share", "points", "pay", "days"})


class Field(NamedTuple):
    """One column: its name in files, its heading for people and what kind of value it holds."""

    name: str
    heading: str
    kind: Kind
    figures: tuple["Field", ...] = ()
    """The columns that files hold in its place, where its kind is "worded"."""


class Worded(msgspec.Struct, frozen=True):
    """A value that people read in words and files hold as figures, one for each of its field's `figures`."""

    words: str
    figures: tuple[Any, ...]


class Table(NamedTuple):
    """One table: its name, caption, columns and rows of values."""

    name: str
    caption: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...]
    first: tuple[str, ...] = ()
    """The names of the columns that stay a table where there is no room for all; else the leading ones do."""

    def shown(self) -> "Table":
        """The table without the columns that say nothing in any row; the first stays."""
        told = [at for at in range(len(self.fields)) if at == 0 or any(row[at] not in {None, ""} for row in self.rows)]
        rows = tuple(tuple(row[at] for at in told) for row in self.rows)
        return self._replace(fields=tuple(self.fields[at] for at in told), rows=rows)

    def cells(self) -> list[list[str]]:
        """The rows in words."""
        return [[cell(field.kind, value) for field, value in zip(self.fields, row, strict=True)] for row in self.rows]


def cell(kind: Kind, value: Any) -> str:
    """One value in words; an unknown text is "unknown", a figure below its smallest sample "too few"."""
    if value is None:
        return {"pay": "too few", "text": "unknown", "posting": "", "code": "unknown", "country": "unknown"}.get(
            kind, "–"
        )
    return _WORDED[kind](value)


_WORDED: dict[Kind, Callable[[Any], str]] = {
    "text": str,
    "code": words.label,
    "country": words.country,
    "count": words.number,
    "decimal": words.decimal,
    "share": words.percent,
    "points": lambda value: words.points(value).split(" ")[0],
    "link": str,
    "lines": str,
    "posting": words.short_id,
    "yes": lambda value: "yes" if value else "no",
    "pay": words.number,
    "days": words.number,
    "day": words.day,
    "moment": words.moment,
    "worded": lambda value: value.words if value else "",
}

_DEMAND = (
    Field("window_start", "Week from", "day"),
    Field("active_postings", "Open", "count"),
    Field("panel_active_postings", "Open, same boards", "count"),
    Field("new_postings", "New", "count"),
    Field("closed_postings", "Closed", "count"),
    Field("unique_employers", "Employers", "count"),
    Field("boards_observed", "Boards observed", "count"),
    Field("coverage", "Coverage", "share"),
)
_PAY = (
    Field("pay_currency", "Currency", "text"),
    Field("n", "Adverts", "count"),
    Field("unique_employers", "Employers", "count"),
    Field("active_postings", "Of open", "count"),
    Field("coverage", "State pay", "share"),
    Field("pay_p25", "Lower quartile", "pay"),
    Field("pay_p25_low", "Lower quartile likely from", "pay"),
    Field("pay_p25_high", "Lower quartile likely to", "pay"),
    Field("pay_p50", "Median", "pay"),
    Field("pay_p50_low", "Median likely from", "pay"),
    Field("pay_p50_high", "Median likely to", "pay"),
    Field("pay_p75", "Upper quartile", "pay"),
    Field("pay_p75_low", "Upper quartile likely from", "pay"),
    Field("pay_p75_high", "Upper quartile likely to", "pay"),
    Field("pay_min_p50", "Middle at least", "pay"),
    Field("pay_max_p50", "Middle at most", "pay"),
    Field("pay_mine", "Yours", "pay"),
    Field("percentile_low", "End below yours", "share"),
    Field("percentile_high", "Start at or below", "share"),
    Field("start_above_mine", "Start above yours", "count"),
)
_MIX = (
    Field("mix_kind", "Kind", "code"),
    Field("mix_value", "Value", "code"),
    Field("n", "Postings", "count"),
    Field("active_postings", "Of", "count"),
    Field("share", "Share", "share"),
    Field("share_low", "At least", "share"),
    Field("share_high", "At most", "share"),
)
_EMPLOYERS = (
    Field("employer", "Employer", "text"),
    Field("active_postings", "Open", "count"),
    Field("new_postings", "New", "count"),
    Field("closed_postings", "Closed", "count"),
    Field("age_days_p50", "Median days since first seen", "days"),
    Field("coverage", "Days observed", "share"),
)
_PLACES = (
    Field("country_code", "Country", "country"),
    Field("city", "City", "text"),
    Field("active_postings", "Open", "count"),
    Field("unique_employers", "Employers", "count"),
)
_QUALITY = (
    Field("role_id", "Postings", "text"),
    Field("active_postings", "Open", "count"),
    Field("role_known_share", "Role known", "share"),
    Field("pay_known_share", "Pay known", "share"),
    Field("country_known_share", "Country known", "share"),
    Field("workplace_known_share", "Workplace known", "share"),
    Field("seniority_known_share", "Seniority known", "share"),
    Field("quarantined_share", "Set aside", "share"),
)
_TROUBLES = (
    Field("employer", "Employer", "text"),
    Field("board_id", "Board", "text"),
    Field("board_status", "Last answer", "code"),
    Field("status_reason", "Reason", "text"),
    Field("last_complete_at", "Last in full", "moment"),
)
_SCOPE = (
    Field("role_id", "Role", "text"),
    Field("role_title", "Title", "text"),
    Field("country_codes", "Countries", "text"),
    Field("window_start", "From", "day"),
    Field("window_end", "To", "day"),
    Field("boards_watched", "Boards watched", "count"),
    Field("boards_observed", "Boards observed", "count"),
    Field("boards_never_answered", "Boards that never answered", "count"),
    Field("employers_watched", "Employers watched", "count"),
    Field("platforms", "Platforms", "text"),
    Field("last_complete_at", "Last complete fetch", "moment"),
    Field("is_simulated", "Simulated", "text"),
    Field("panel_id", "Panel", "text"),
    Field("method_version", "Method", "count"),
    Field("active_postings", "Open", "count"),
    Field("active_postings_compared", "Open, boards compared", "count"),
    Field("active_postings_before", "Open four weeks before", "count"),
    Field("unique_employers", "Employers", "count"),
    Field("unique_employers_compared", "Employers, boards compared", "count"),
    Field("unique_employers_before", "Employers four weeks before", "count"),
    Field("new_postings", "New in 28 days", "count"),
    Field("new_postings_compared", "New, boards compared", "count"),
    Field("new_postings_before", "New in the 28 days before", "count"),
    Field("boards_compared", "Boards compared", "count"),
)


def demand(gauge: Gauge) -> Table:
    """The weeks."""
    rows = tuple(
        (
            week.week,
            week.active_postings,
            week.panel_active_postings,
            week.new_postings,
            week.closed_postings,
            week.unique_employers,
            week.boards_observed,
            week.coverage,
        )
        for week in gauge.weeks
    )
    return Table("demand", "Open postings by week, at the employers we watch", _DEMAND, rows)


def pay(gauge: Gauge) -> Table:
    """Advertised annual pay by currency, with the person's own beside it where it is known."""
    return Table("pay", "Advertised annual pay by currency", _PAY, tuple(map(_pay_row, gauge.pay)))


def _pay_row(one: Pay) -> tuple[Any, ...]:
    sample = (one.currency, one.n, one.unique_employers, one.active_postings, one.disclosure)
    quantiles = (
        one.p25, one.p25_low, one.p25_high, one.p50, one.p50_low, one.p50_high, one.p75, one.p75_low, one.p75_high
    )  # fmt: skip
    mine = (one.mine, one.percentile_low, one.percentile_high, one.start_above_mine)
    return (*sample, *quantiles, one.min_p50, one.max_p50, *mine)


def mix(gauge: Gauge) -> Table:
    """How the open postings divide up, all three kinds."""
    kinds = {"seniority": gauge.seniority, "workplace": gauge.workplace, "employment_type": gauge.employment_type}
    rows = tuple(_mix_row(kind, row) for kind, shares in kinds.items() for row in shares)
    return Table("mix", "Open postings by seniority, workplace and employment type, 95% intervals", _MIX, rows)


def _mix_row(kind: str, row: Share) -> tuple[Any, ...]:
    return (kind, row.value, row.n, row.of, row.share, row.low, row.high)


def employers(gauge: Gauge) -> Table:
    """Who hires, most openings first; on the first day of watching nothing can be called new or closed."""
    is_first = gauge.scope.window_start == gauge.scope.window_end
    rows = tuple(
        (
            row.employer,
            row.active_postings,
            None if is_first else row.new_postings,
            None if is_first else row.closed_postings,
            row.age_days_p50,
            row.coverage,
        )
        for row in gauge.employers
    )
    return Table("employers", "Employers by open postings; new and closed in the last 28 days", _EMPLOYERS, rows)


def places(gauge: Gauge) -> Table:
    """Where the role is offered, most openings first."""
    rows = tuple((row.country_code, row.city, row.active_postings, row.unique_employers) for row in gauge.places)
    return Table("places", "Places by open postings; a posting counts once a place it names", _PLACES, rows)


def quality(gauge: Gauge) -> Table:
    """How much is known, of the role's postings and of all."""
    rows = (_quality_row(gauge.scope.role_title, gauge.quality), _quality_row("all roles", gauge.quality_all))
    return Table("quality", "How much is known of the open postings", _QUALITY, rows)


def _quality_row(name: str, known: Quality) -> tuple[Any, ...]:
    return (
        name,
        known.active_postings,
        known.role_known_share,
        known.pay_known_share,
        known.country_known_share,
        known.workplace_known_share,
        known.seniority_known_share,
        known.quarantined_share,
    )


def troubles(gauge: Gauge) -> Table:
    """The boards that did not answer in full."""
    rows = tuple((row.employer, row.board_id, row.status, row.reason, row.last_complete_at) for row in gauge.troubles)
    return Table("troubles", "Boards that did not answer in full when last asked", _TROUBLES, rows)


def scope(gauge: Gauge) -> Table:
    """What the figures speak of and the counts beside the headline, in one row."""
    at, openings, hiring, new = gauge.scope, gauge.active_postings, gauge.unique_employers, gauge.new_postings
    row: tuple[str | int | bool | dt.date | None, ...] = (
        at.role_id,
        at.role_title,
        " ".join(at.countries),
        at.window_start,
        at.window_end,
        at.boards_watched,
        at.boards_observed,
        at.boards_never_answered,
        at.employers_watched,
        " ".join(at.platforms),
        at.last_complete_at,
        "yes" if at.is_simulated else "no",
        at.panel_id,
        at.method_version,
        openings.everywhere,
        openings.now,
        openings.before,
        hiring.everywhere,
        hiring.now,
        hiring.before,
        new.everywhere,
        new.now,
        new.before,
        openings.boards,
    )
    return Table("gauge", "What the figures speak of", _SCOPE, (row,))


def every(gauge: Gauge) -> list[Table]:
    """Every table of the answer, each a CSV file."""
    return [make(gauge) for make in (scope, demand, pay, mix, employers, places, quality, troubles)]
