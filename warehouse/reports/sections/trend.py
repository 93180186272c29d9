"""Where a role's demand goes and how long its adverts stay up, in words."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from warehouse.answers.demand import YearChange
from warehouse.answers.person import Person
from warehouse.answers.trend import Break, IndexWeek, Inflow, Life, PayMove, Series, Trend
from warehouse.reports.section import Chart, Query, Section, escaped
from warehouse.reports.tables import Field, Table, Worded
from warehouse.reports.words import NOT_A_HIRE, counted, day, lowered, number, percent

MIN_WEEKS = 3
NAMES = {"active": "Openings", "new": "New postings"}
_BREAKS = (
    Field("series_name", "Series", "text"),
    Field("break_week", "Week from", "day"),
    Field("mean_before", "Before", "worded", (Field("mean_before", "", "decimal"),)),
    Field("mean_after", "After", "worded", (Field("mean_after", "", "decimal"),)),
    Field("n", "Weeks", "count"),
    Field("coverage", "Coverage", "share"),
    Field("artefact_reason", "What of ours may have made it", "text"),
)
_INDEX = (
    Field("window_start", "Week from", "day"),
    Field("demand_index", "Index", "decimal"),
    Field("demand_index_low", "Likely from", "decimal"),
    Field("demand_index_high", "to", "decimal"),
    Field("matched_postings", "Openings compared", "count"),
    Field("matched_employers", "Employers hiring", "count"),
    Field("coverage", "Coverage", "share"),
)
NOTE = (
    "The same boards from week to week, in all countries; weeks do not overlap. A trend is the middle of the slopes "
    "between any two weeks (Theil–Sen estimator); its interval allows for weeks being like those before them. That of "
    "new postings a week is for the rate of these very employers as they hired in these weeks; a hiring drive that "
    "lasts them all is taken for it. A yearly season is taken out from two whole years on; before that, the comparison "
    "with the field leaves much of it out. Before calling a change real we ask our own log: new parsers, boards that "
    "came or went, and poor coverage are named."
)
_NO_LIVES = (
    "Neither says how long adverts last: those that closed leave out the long ones that are still up, and among those "
    "still up the long ones are met more often."
)


def section(found: Trend, person: Person) -> Section:
    """The course in words."""
    series = [*map(_series, found.series)]
    breaks = tuple(map(_row, found.breaks))
    said = [
        *series,
        *(_year(found.year) if found.year else ()),
        *(_inflow(found.inflow) if found.inflow else ()),
        *map(_break, found.breaks),
        *_pay(found.pay),
        *(_life(found.life) if found.life else ()),
    ]
    return Section(
        key="trend",
        title="Where it is going",
        said=tuple(said),
        tables=(
            Table("trend_breaks", "Weeks in which a series changed for good", _BREAKS, breaks),
            Table("trend_index", "The index week by week", _INDEX, tuple(map(msgspec.structs.astuple, found.index))),
        ),
        queries=(
            Query(title="The index in SQL", text=_index_query(person)),
            Query(title="The trend in SQL", text=_query("role_trend", person)),
            Query(title="New postings in SQL", text=_query("role_inflow", person)),
            Query(title="How pay has moved, in SQL", text=_query("pay_trend", person)),
            Query(title="How long adverts stay up, in SQL", text=_query("posting_life", person)),
        ),
        is_told=_is_told(found),
        charts=_charts(found),
        brief=next((sentence for one, sentence in zip(found.series, series, strict=True) if one.weekly_growth), None),
        notes=(NOTE, NOT_A_HIRE),
    )


def _charts(found: Trend) -> tuple[Chart, ...]:
    """The index with its breaks, where there are two weeks of it."""
    if len(found.index) < MIN_WEEKS:
        return ()
    known = {one.week for one in found.index}
    breaks = tuple((one.week, one.artefact_reason is not None) for one in found.breaks if one.week in known)
    marks = (
        " Dashed: a week in which a series changed for good, grey where that may be our own doing." if breaks else ""
    )
    shade = "" if all(one.low is None for one in found.index) else " Shaded: the likely range of the change since then."
    caption = f"Index of openings, the same boards from week to week; {day(found.index[0].week)} = 100.{shade}{marks}"
    return (Chart(caption=caption, draw=lambda width: _drawn(found.index, breaks, width)),)


def _drawn(weeks: tuple[IndexWeek, ...], breaks: tuple[tuple[dt.date, bool], ...], width: int) -> str:
    from warehouse.reports import charts  # Altair takes most of a second to load

    return charts.index(weeks, breaks, width)


def _is_told(found: Trend) -> bool:
    """Whether a trend, a rate of arrivals or a lifetime can be told."""
    life = found.life
    is_known = life is not None and (life.median is not None or life.open_30 is not None)
    is_known |= found.inflow is not None and found.inflow.weekly is not None
    is_known |= found.year is not None and found.year.change.value is not None
    return is_known or any(one.weekly_growth is not None for one in found.series)


def _series(one: Series) -> str:
    name = NAMES[one.series]
    if one.weekly_growth is None:
        return f"{name}: {lowered(one.refusal or 'no trend can be told yet.')}"
    span = f"over {counted(one.weeks, 'week')} to {day(one.window_end)}"
    if one.low is None or one.high is None:
        moved = f"{name} in all countries move {_signed(one.weekly_growth)} a week {span}"
        return f"{moved}; the weeks were so alike that how far this may be off cannot be told."
    likely = f"{_signed(one.low)} to {_signed(one.high)}"
    is_sure = one.low > 0 or one.high < 0
    season = ", the yearly season taken out" if one.is_seasonally_adjusted else ""
    told = f"{name} in all countries move {_signed(one.weekly_growth)} a week {span} (likely {likely}){season}"
    gap = _gap(one)
    return f"{told}.{gap}" if is_sure else f"{told}: whether up or down cannot be told.{gap}"


def _gap(one: Series) -> str:
    if one.gap_to_field is None or one.gap_low is None or one.gap_high is None:
        return ""
    likely = f"likely {_signed(one.gap_low)} to {_signed(one.gap_high)}"
    return f" Against the whole field that is {_signed(one.gap_to_field)} a week ({likely})."


def _year(one: YearChange) -> Iterator[str]:
    """The change without the season, or why none can be told."""
    change = one.change
    if change.value is None or change.low is None or change.high is None:
        reason = lowered(change.refusal or "too few are known.")
        yield f"How openings changed apart from the season of the year cannot be told: {reason}"
        return
    is_sure = change.low > 0 or change.high < 0
    unsure = "" if is_sure else ": whether more or fewer cannot be told"
    likely = f"likely {_signed(change.low)} to {_signed(change.high)}"
    at = _employers(change.unique_employers or 0)
    sample = f"{counted(change.n, 'opening')} or more each week, at {at} or more that have one in some week"
    basis = f"at the same boards ({likely}; {sample}){unsure}"
    if not one.beside_field:
        yield (
            f"Since the same week a year ago, to {day(one.window_end)}, openings in all countries have changed by "
            f"{_signed(change.value)} {basis}. The season is the same at both ends."
        )
        return
    yield (
        f"In the {counted(one.weeks, 'week')} to {day(one.window_end)} openings in all countries changed by "
        f"{_signed(change.value)} compared with those of the whole field {basis}. Without a year of weeks that is how "
        "most of the season is left out: much of it is the whole field's."
    )


def _inflow(one: Inflow) -> Iterator[str]:
    if one.weekly is None or one.low is None or one.high is None:
        return
    likely = f"likely {_mean(one.low)} to {_mean(one.high)}; {counted(one.n, 'posting')} of {_employers(one.employers)}"
    told = f"In the last four weeks {_mean(one.weekly)} new ones came a week in all countries ({likely})"
    if one.ratio is None or one.ratio_low is None or one.ratio_high is None:
        yield f"{told}."
        return
    sure = "" if one.ratio_low > 1 or one.ratio_high < 1 else ", which chance could do"
    yield (
        f"{told}: {one.ratio:.1f} times as many as in the four before at the same boards (likely {one.ratio_low:.1f} "
        f"to {one.ratio_high:.1f}){sure}."
    )


def _pay(moves: tuple[PayMove, ...]) -> Iterator[str]:
    """The moves that can be told; where none can, why the shortest cannot."""
    told = [one for one in moves if one.change is not None and one.low is not None and one.high is not None]
    for one in told:
        likely = f"likely {_signed(one.low or 0)} to {_signed(one.high or 0)}"
        sample = f"{counted(one.n, 'title')} of {_employers(one.employers)}"
        yield (
            f"Posted pay at the same employers and titles moved {_signed(one.change or 0)} in {one.months} months "
            f"({likely}; {sample}).{_real(one)}"
        )
    if moves and not told:
        reason = lowered(moves[0].refusal or "too few titles can be compared.")
        yield f"How posted pay moves at the same employers and titles cannot be told: {reason}"


def _real(one: PayMove) -> str:
    if one.real is None or one.real_low is None or one.real_high is None:
        return ""
    likely = f"likely {_signed(one.real_low)} to {_signed(one.real_high)}"
    return f" In what money buys that is {_signed(one.real)} ({likely})."


def _employers(count: int) -> str:
    return counted(count, "employer")


def _signed(growth: float) -> str:
    return f"{100 * growth:+.1f}%".replace("-", "−")


def _break(one: Break) -> str:
    what = f"{NAMES[one.series]} changed for good in the week from {day(one.week)}"
    if one.artefact_reason:
        return f"{what}, but that may be our own doing: {lowered(one.artefact_reason)}"
    if one.series == "new":
        return f"{what}, from about {_mean(one.before)} to about {_mean(one.after)} a week."
    return f"{what}: the weekly growth went from {_signed(one.before)} to {_signed(one.after)}."


def _life(one: Life) -> Iterator[str]:
    if one.median is not None:
        likely = f" (likely {number(one.median_low)} to {_or_more(one.median_high)})" if one.median_low else ""
        yield f"Half of these adverts disappear within {number(one.median)} days{likely}, by {_sample(one)}."
        if one.estimator == "turnbull":
            yield (
                f"Of {percent(one.rough)} of these adverts only the two visits are known between which they went, "
                "three days or more apart; the likely range holds whenever in between that was."
            )
    elif one.open_30 is not None:
        yield f"{percent(one.open_30)} of these adverts are still up after 30 days, by {_sample(one)}."
    else:
        yield f"How long adverts stay up cannot be told: {lowered(one.refusal or 'too few have closed.')}"
    if one.beyond_family is not None and one.beyond_low is not None and one.beyond_high is not None:
        more = "longer" if one.beyond_family > 0 else "shorter"
        sure = "" if one.beyond_low > 0 or one.beyond_high < 0 else ", which chance could do"
        likely = f"likely {one.beyond_low:+.0f} to {one.beyond_high:+.0f}".replace("-", "−")
        yield (
            f"In their first 60 days they are up {abs(one.beyond_family):.0f} days {more} than those of the rest of "
            f"their family ({likely}){sure}."
        )
    yield from _averages(one)


def _averages(one: Life) -> Iterator[str]:
    """The two averages that are often taken for a lifetime, and why they are none."""
    told = []
    if one.completed is not None and one.completed_low is not None and one.completed_high is not None:
        likely = f"likely {number(one.completed_low)} to {number(one.completed_high)}"
        told.append(f"the {number(one.closings)} that closed had been up {number(one.completed)} days ({likely})")
    if one.so_far is not None and one.so_far_low is not None and one.so_far_high is not None:
        likely = f"likely {number(one.so_far_low)} to {number(one.so_far_high)}"
        told.append(f"the {number(one.open_adverts)} still open have been for {number(one.so_far)} so far ({likely})")
    if told:
        yield f"On average {', '.join(told)}. {_NO_LIVES}"


def _sample(one: Life) -> str:
    return f"{counted(one.closings, 'closing')} among {counted(one.n, 'advert')} of {_employers(one.employers)}"


def _or_more(days: float | None) -> str:
    return "no known end" if days is None else number(days)


def _mean(value: float) -> str:
    return f"{value:.1f}" if value < 10 else number(value)


def _row(one: Break) -> tuple[Any, ...]:
    shown = _mean if one.series == "new" else _signed
    before, after = (Worded(shown(mean), (mean,)) for mean in (one.before, one.after))
    return (NAMES[one.series], one.week, before, after, one.n, one.coverage, one.artefact_reason or "nothing known")


def _index_query(person: Person) -> str:
    role_id = escaped(person.role_id)
    return (
        "SELECT window_start, demand_index, demand_index_low, demand_index_high, demand_index_all, "
        "demand_index_capped, growing_share, refusal\n"
        f"FROM mart.role_demand_week\nWHERE role_id = '{role_id}'\nORDER BY window_start;"
    )


def _query(mart: str, person: Person) -> str:
    role_id = escaped(person.role_id)
    return f"FROM mart.{mart}\nWHERE role_id = '{role_id}';"
