"""Altair charts as inline SVG whose colours are the page's own variables, so that they follow light, dark and print.

Altair and vl-convert take most of a second to import: only the page asks for them.
"""

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

import altair as alt
import vl_convert

from warehouse.answers.gauge import DemandWeek, Employer, Pay, Place, Share
from warehouse.answers.trend import IndexWeek
from warehouse.measures.composite import Dial
from warehouse.reports import words

WIDE, NARROW, HALF, THIRD = 880, 350, 370, 300
"""Widths in pixels: across the page, across a phone, one of two columns and one of three."""

_VARIABLES = {
    "#010101": "ink",
    "#010102": "muted",
    "#010103": "line",
    "#010104": "accent",
    "#010105": "soft",
    "#010106": "second",
    "#010107": "mark",
    "#010108": "quiet",
    "#010109": "surface",
}
"""Stand-in colours that Vega paints with, and the style sheet's variables that take their places."""
_COLOURS = {name: colour for colour, name in _VARIABLES.items()}
_SIZE = 13
_ROW = 40
"""Height of a row of bars, its name above it."""
_WEEK = dt.timedelta(days=7)
_PLACED = {"viewBox", "transform", "d", "x", "y", "x1", "x2", "y1", "y2", "width", "height"}
_PAINTED = {"fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap"}
_KEPT = _PLACED | _PAINTED | {"text-anchor", "font-size", "font-weight"}

_Drawing = alt.LayerChart | alt.FacetChart | alt.VConcatChart


def demand(weeks: tuple[DemandWeek, ...], width: int) -> str:
    """Open postings week by week, above those that appeared and closed; thinly observed weeks are shaded."""
    rows = [_week(week) for week in _without_gaps(weeks)]
    across = _across(weeks[0].week, weeks[-1].week)
    lines, bars = _lines(rows, weeks, across), _flow(rows, len(rows), width, across)
    opened = alt.layer(_marked(weeks), *lines).properties(width=width - 60, height=width // 6 + 90)
    flow = alt.layer(_marked(weeks), *bars).properties(width=width - 60, height=110)
    said = f"Openings in {words.counted(len(weeks), 'week')}; the table below has every number."
    return _svg(alt.vconcat(opened, flow, spacing=14).resolve_scale(x="shared"), said, right=12)


def index(weeks: tuple[IndexWeek, ...], breaks: tuple[tuple[dt.date, bool], ...], width: int) -> str:
    """The index week by week and its limits, shaded; 100 as a line of its own; each break is dashed, a grey one may be
    of our own making.
    """
    rows = [{"week": one.week.isoformat(), "value": one.value, "low": one.low, "high": one.high} for one in weeks]
    rows[0] |= {"low": weeks[0].value, "high": weeks[0].value}
    across = _across(weeks[0].week, weeks[-1].week)
    scale, axis = alt.Scale(zero=False, padding=8), alt.Axis(title=None, tickCount=4)
    line = _data(rows).mark_line(color=_COLOURS["accent"], strokeWidth=3, strokeCap="round", strokeJoin="round")
    base = _data([{"value": 100}]).mark_rule(color=_COLOURS["muted"], strokeWidth=1)
    band = _data(rows).mark_area(color=_COLOURS["accent"], fillOpacity=0.15)
    layers = [band.encode(x=across, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"),
              base.encode(y=alt.Y("value:Q", scale=scale, axis=axis)),
              line.encode(x=across, y=alt.Y("value:Q", scale=scale, axis=axis))]  # fmt: skip
    for colour, is_ours in (("second", False), ("quiet", True)):
        marks = [{"week": week.isoformat()} for week, ours in breaks if ours is is_ours]
        if marks:
            rule = _data(marks).mark_rule(color=_COLOURS[colour], strokeWidth=2, strokeDash=[5, 3])
            layers.append(rule.encode(x=across))
    ends = f"from {weeks[0].value:.0f} to {weeks[-1].value:.0f}"
    said = f"The index of openings over {words.counted(len(weeks), 'week')}, {ends}."
    return _svg(alt.layer(*layers).properties(width=width - 60, height=width // 8 + 90), said, right=12)


def _across(first: dt.date, last: dt.date) -> alt.X:
    """The time axis, in UTC so that the machine's zone moves no week."""
    ends = [first - _WEEK / 2, last + _WEEK / 2]
    domain = [alt.DateTime(year=end.year, month=end.month, date=end.day, utc=True) for end in ends]
    axis = alt.Axis(format="%-d %b", title=None, tickCount=6, labelOverlap=True, grid=False)
    return alt.X("week:T", scale=alt.Scale(type="utc", domain=domain, nice=False), axis=axis)


def _without_gaps(weeks: tuple[DemandWeek, ...]) -> list[DemandWeek | dt.date]:
    """The weeks with a bare date for each week that nobody observed: there the line breaks."""
    known = {week.week: week for week in weeks}
    count = (weeks[-1].week - weeks[0].week) // _WEEK + 1
    days = [weeks[0].week + number * _WEEK for number in range(count)]
    return [known.get(day, day) for day in days]


def _week(week: DemandWeek | dt.date) -> dict[str, Any]:
    if isinstance(week, dt.date):
        return {"week": week.isoformat(), "all": None, "same": None, "new": 0, "closed": 0}
    return {
        "week": week.week.isoformat(),
        "all": week.active_postings,
        "same": week.panel_active_postings,
        "new": week.new_postings,
        "closed": -week.closed_postings,
    }


def _marked(weeks: tuple[DemandWeek, ...]) -> alt.Chart:
    rows = [
        {"start": (week.week - _WEEK / 2).isoformat(), "end": (week.week + _WEEK / 2).isoformat()}
        for week in words.marked_weeks(weeks)
    ]
    scale = alt.Scale(type="utc")
    shade: alt.Chart = _data(rows).mark_rect(color=_COLOURS["mark"])
    return shade.encode(x=alt.X("start:T", scale=scale), x2=alt.X2("end:T"))


def _lines(rows: list[dict[str, Any]], weeks: tuple[DemandWeek, ...], across: alt.X) -> list[alt.Chart]:
    count = alt.Axis(title=None, format=",d", tickMinStep=1, tickCount=4)
    base = _data(rows).encode(x=across)
    high = alt.Y("all:Q", axis=count, scale=alt.Scale(zero=True))
    line: dict[str, Any] = {"strokeCap": "round", "strokeJoin": "round"}
    layers = [base.mark_line(color=_COLOURS["quiet"], strokeWidth=2, **line).encode(y=high)]
    layers += [
        base.mark_area(color=_COLOURS["accent"], fillOpacity=0.08).encode(y=alt.Y("same:Q")),
        base.mark_line(color=_COLOURS["accent"], strokeWidth=3, **line).encode(y=alt.Y("same:Q")),
    ]
    last = _data([_week(weeks[-1])]).encode(x=across)
    dot: dict[str, Any] = {"filled": True, "opacity": 1, "size": 60}
    layers.append(last.mark_point(color=_COLOURS["quiet"], **dot).encode(y=alt.Y("all:Q")))
    layers.append(last.mark_point(color=_COLOURS["accent"], **dot).encode(y=alt.Y("same:Q")))
    return [*layers, *_ends(last, weeks[-1])]


def _ends(last: alt.Chart, week: DemandWeek) -> list[alt.Chart]:
    """The last values beside their dots; one value, not two on top of each other, where both are the same."""
    text: dict[str, Any] = {"align": "left", "dx": 8, "fontSize": _SIZE + 1, "fontWeight": "bold"}
    same = last.mark_text(color=_COLOURS["accent"], dy=7, baseline="middle", **text)
    layers = [same.encode(y=alt.Y("same:Q"), text=alt.Text("same:Q", format=",d"))]
    if week.active_postings != week.panel_active_postings:
        every = last.mark_text(color=_COLOURS["muted"], dy=-7, baseline="middle", **text)
        layers.append(every.encode(y=alt.Y("all:Q"), text=alt.Text("all:Q", format=",d")))
    return layers


def _flow(rows: list[dict[str, Any]], count: int, width: int, across: alt.X) -> list[alt.Chart]:
    """New postings upwards and closed ones downwards, a bar each a week."""
    axis = alt.Axis(title=None, tickMinStep=1, tickCount=3, labelExpr="format(abs(datum.value), ',d')")
    bar: dict[str, Any] = {"size": max(2, min(16, int(0.6 * width / count))), "cornerRadiusEnd": 2}
    base = _data(rows).encode(x=across)
    up = base.mark_bar(color=_COLOURS["accent"], **bar).encode(y=alt.Y("new:Q", axis=axis))
    down = base.mark_bar(color=_COLOURS["second"], **bar).encode(y=alt.Y("closed:Q"))
    zero = _data([{"zero": 0}]).mark_rule(color=_COLOURS["muted"]).encode(y=alt.Y("zero:Q"))
    return [up, down, zero]


def pay(one: Pay, width: int) -> str:
    """The middle half of advertised pay, its median, the bounds of the true middle, and the person's own pay."""
    x = _pay_axis(one, width)
    layers = [*_quartiles(one, x), *_mine(one, x), *_median(one, x), *_bounds(one, x)]
    chart = alt.layer(*layers).properties(width=width - 24, height=104 if one.mine is None else 132)
    return _svg(chart, " ".join(words.pay(one)))


def _pay_axis(one: Pay, width: int) -> alt.X:
    """A pay axis around all that is drawn, wide enough that the words at its ends fit."""
    drawn = [value for value in (one.p25, one.p50, one.p75, one.min_p50, one.max_p50, one.mine) if value is not None]
    room = 0.16 if width > HALF else 0.26
    span = (max(drawn) - min(drawn)) or 0.2 * max(drawn)
    domain = [max(0.0, min(drawn) - room * span), max(drawn) + room * span]
    axis = alt.Axis(format="~s", title=None, tickCount=max(4, width // 90), grid=True, labelOverlap=True)
    return alt.X("at:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=axis)


def _pay_text(row: dict[str, Any], x: alt.X, y: int, colour: str, **look: Any) -> alt.Chart:
    style: dict[str, Any] = {"fontSize": _SIZE, "baseline": "middle", **look}
    text: alt.Chart = _data([row]).mark_text(color=_COLOURS[colour], **style)
    return text.encode(x=x, y=alt.value(y), text=alt.Text("text:N"))


def _quartiles(one: Pay, x: alt.X) -> list[alt.Chart]:
    if one.p25 is None or one.p75 is None:
        return []
    bar = _data([{"at": one.p25, "to": one.p75}]).mark_bar(color=_COLOURS["soft"], size=26, cornerRadius=4)
    low, high = ({"at": value, "text": words.amount_short(value)} for value in (one.p25, one.p75))
    return [
        bar.encode(x=x, x2=alt.X2("to:Q"), y=alt.value(44)),
        _pay_text(low, x, 44, "ink", align="right", dx=-6),
        _pay_text(high, x, 44, "ink", align="left", dx=6),
    ]


def _median(one: Pay, x: alt.X) -> list[alt.Chart]:
    if one.p50 is None:
        return []
    tick = _data([{"at": one.p50}]).mark_tick(color=_COLOURS["accent"], thickness=4, size=34, cornerRadius=2)
    row = {"at": one.p50, "text": f"median {words.money(one.currency, one.p50)}"}
    return [tick.encode(x=x, y=alt.value(44)), _pay_text(row, x, 14, "ink", fontWeight="bold")]


def _bounds(one: Pay, x: alt.X) -> list[alt.Chart]:
    if one.min_p50 is None or one.max_p50 is None:
        return []
    line = _data([{"at": one.min_p50, "to": one.max_p50}]).mark_rule(color=_COLOURS["muted"], strokeWidth=2)
    ends = _data([{"at": one.min_p50}, {"at": one.max_p50}]).mark_tick(color=_COLOURS["muted"], thickness=2, size=10)
    row = {"at": (one.min_p50 + one.max_p50) / 2, "text": "true middle lies in here"}
    return [
        line.encode(x=x, x2=alt.X2("to:Q"), y=alt.value(72)),
        ends.encode(x=x, y=alt.value(72)),
        _pay_text(row, x, 89, "surface", fontSize=_SIZE - 1, stroke=_COLOURS["surface"], strokeWidth=6),
        _pay_text(row, x, 89, "muted", fontSize=_SIZE - 1),
    ]


def _mine(one: Pay, x: alt.X) -> list[alt.Chart]:
    if one.mine is None:
        return []
    rows = _data([{"at": one.mine}])
    line = rows.mark_rule(color=_COLOURS["second"], strokeWidth=2, strokeDash=[5, 3])
    row = {"at": one.mine, "text": f"you {words.money(one.currency, one.mine)}"}
    return [
        line.encode(x=x, y=alt.value(26), y2=alt.value(108)),
        _pay_text(row, x, 119, "second", fontWeight="bold"),
    ]


def mix(shares: tuple[Share, ...], what: str) -> str:
    """The parts of the open postings as bars with their 95 % intervals, what is not stated last and grey."""
    rows = [
        {
            "row": position,
            "name": words.clean(words.label(share.value), 22),
            "said": words.part(share.n, share.of),
            "share": share.share,
            "low": share.low,
            "high": share.high,
            "colour": _COLOURS["quiet" if share.value is None else "accent"],
        }
        for position, share in enumerate(sorted(shares, key=lambda share: share.value is None))
    ]
    bars = _bars(rows, "share", 1.0, THIRD)
    known = [row for row in rows if row["low"] is not None]
    whisker = _data(known).mark_rule(color=_COLOURS["ink"], strokeWidth=1.5, yOffset=9)
    bars.append(whisker.encode(x=_hidden("low", 1.0), x2=alt.X2("high:Q"), y=_row("row")))
    return _svg(alt.layer(*bars).properties(width=THIRD, height=_ROW * len(rows)), f"{what}: {words.mix(shares)}")


def dials(named: tuple[tuple[str, Dial], ...], width: int) -> str:
    """Each dial's percentile among the sibling roles and its likely range, on a line from 0 to 100 in thirds."""
    rows = [
        {"row": at, "name": name, "at": dial.percentile, "low": dial.low, "high": dial.high}
        | {"said": f"{dial.percentile:.0f} (likely {dial.low:.0f} to {dial.high:.0f})"}
        for at, (name, dial) in enumerate(named)
    ]
    thirds = [{"row": row["row"], "low": third * 100 / 3, "high": (third + 1) * 100 / 3}
              for row in rows for third in range(3)]  # fmt: skip
    row, low, high = _row("row"), _hidden("low", 100), alt.X2("high:Q")
    gap: dict[str, Any] = {"stroke": _COLOURS["surface"], "strokeWidth": 2}
    likely = _data(rows).mark_bar(color=_COLOURS["quiet"], size=6, yOffset=10)
    here = _data(rows).mark_tick(color=_COLOURS["accent"], thickness=5, size=20, cornerRadius=2, yOffset=10)
    layers = [
        _data(thirds).mark_bar(color=_COLOURS["line"], size=14, yOffset=10, **gap).encode(x=low, x2=high, y=row),
        likely.encode(x=low, x2=high, y=row),
        here.encode(x=_hidden("at", 100), y=row),
        *_labels(rows, width),
    ]
    said = "; ".join(f"{one['name']}: {one['said']}" for one in rows)
    return _svg(alt.layer(*layers).properties(width=width, height=(_ROW + 4) * len(rows)), said)


def employers(rows: tuple[Employer, ...], what: str) -> str:
    """Employers by their openings, as bars."""
    return _ranked([(row.employer, row.active_postings) for row in rows], what)


def places(rows: tuple[Place, ...], what: str) -> str:
    """Places by their openings, as bars."""
    return _ranked([(place_name(row), row.active_postings) for row in rows], what)


def place_name(place: Place) -> str:
    """A place in words: "Berlin, Germany", "Germany, city unknown" or "unknown"."""
    if place.country_code is None:
        return place.city or "unknown"
    country = words.country(place.country_code)
    return f"{place.city}, {country}" if place.city else f"{country}, no city named"


def _ranked(named: list[tuple[str, int]], what: str) -> str:
    rows = [
        {"row": number, "name": words.clean(name, 36), "said": words.number(count), "count": count}
        | {"colour": _COLOURS["accent"]}
        for number, (name, count) in enumerate(named)
    ]
    most = max(1, *(count for _, count in named), 1)
    chart = alt.layer(*_bars(rows, "count", most, HALF)).properties(width=HALF, height=_ROW * len(rows))
    return _svg(chart, what)


def _bars(rows: list[dict[str, Any]], of: str, most: float, width: int) -> list[alt.Chart]:
    """A bar a row with its name above it on the left and its value on the right: fits any width."""
    base = _data(rows).encode(y=_row("row"))
    bar: dict[str, Any] = {"size": 10, "cornerRadiusEnd": 3, "yOffset": 9}
    return [
        base.mark_bar(color=_COLOURS["line"], **bar | {"cornerRadius": 3}).encode(x=alt.value(0), x2=alt.value(width)),
        base.mark_bar(**bar).encode(x=_hidden(of, most), color=alt.Color("colour:N", scale=None)),
        *_labels(rows, width),
    ]


def _labels(rows: list[dict[str, Any]], width: int) -> list[alt.Chart]:
    """Each row's name above it on the left, and its value on the right."""
    base = _data(rows).encode(y=_row("row"))
    text: dict[str, Any] = {"baseline": "alphabetic", "dy": -3, "fontSize": _SIZE + 1, "color": _COLOURS["ink"]}
    return [
        base.mark_text(align="left", **text).encode(x=alt.value(0), text=alt.Text("name:N")),
        base.mark_text(align="right", **text).encode(x=alt.value(width), text=alt.Text("said:N")),
    ]


def _row(name: str) -> alt.Y:
    return alt.Y(f"{name}:O", axis=None, sort=None)


def _hidden(name: str, most: float) -> alt.X:
    return alt.X(f"{name}:Q", axis=None, scale=alt.Scale(domain=[0, most], nice=False))


def _data(rows: list[dict[str, Any]]) -> alt.Chart:
    # As one text: Altair copies a list of rows, and all in them, with every word that is said of a chart. For the same
    # reason channels are objects here: a bare "x:Q" makes it go through its whole schema.
    return alt.Chart({"values": json.dumps(rows), "format": {"type": "json"}})


# -- from chart to page --


def _svg(chart: _Drawing, said: str, *, right: int = 1) -> str:
    """The chart as an `<svg>` element that a screen reader announces as the sentence `said`.

    `right` is the room left there for words that are wider in the reader's font than in Vega's.
    """
    label: dict[str, Any] = {"labelColor": _COLOURS["muted"], "labelFontSize": _SIZE, "labelPadding": 6}
    lines: dict[str, Any] = {"gridColor": _COLOURS["line"], "domain": False, "ticks": False}
    room = {"left": 1, "right": right, "top": 1, "bottom": 1}
    styled = chart.configure(background="transparent", padding=room).configure_view(stroke=None)
    spec = styled.configure_axis(**label, **lines).to_dict(validate=False)  # the tests draw every chart
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    root = ElementTree.fromstring(drawn)  # noqa: S314 - drawn here, from cleaned text
    _tidy(root)
    root.attrib |= {"role": "img", "aria-label": said}
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _tidy(element: ElementTree.Element) -> None:
    """Keep shapes, words and places; name colours by the page's variables; drop what draws nothing."""
    element.tag = element.tag.rpartition("}")[2]
    element.attrib = {name: _value(value) for name, value in element.attrib.items() if name in _KEPT}
    for child in [*element]:
        _tidy(child)
        if _draws_nothing(child):
            element.remove(child)


def _value(value: str) -> str:
    return f"var(--{_VARIABLES[value]})" if value in _VARIABLES else value


def _draws_nothing(element: ElementTree.Element) -> bool:
    if element.tag == "defs":  # clipping, of which there is nothing left
        return True
    if element.tag == "g":
        return len(element) == 0
    if element.tag == "text":
        return not element.text
    return element.tag == "path" and (element.get("d") or "M0,0h0v0h0Z") == "M0,0h0v0h0Z"
