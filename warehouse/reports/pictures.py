"""The page's charts as picture files: PNG, PDF or SVG, in the page's light colours, made without a browser."""

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from xml.etree import ElementTree

from markupsafe import escape

from warehouse.answers.gauge import Gauge
from warehouse.reports import words

_SCALE = 2.0
"""Pixels of a PNG for each unit of the drawing."""


def drawings(gauge: Gauge) -> dict[str, Callable[[], str]]:
    """The charts that the answer has something for, by name: each makes its SVG."""
    from warehouse.reports import charts, standing

    shown = words.cleaned(gauge)
    found: dict[str, Callable[[], str]] = {}
    if len(shown.weeks) > 1:
        found["demand"] = lambda: charts.demand(shown.weeks, charts.WIDE)
    if dials := standing.told(shown.standing):
        found["dials"] = lambda: charts.dials(dials, charts.WIDE)
    for one in shown.pay:
        if one.p25 is not None or one.min_p50 is not None:
            found[f"pay_{one.currency.lower()}"] = lambda one=one: charts.pay(one, charts.WIDE)  # type: ignore[misc]
    for name in ("seniority", "workplace", "employment_type"):
        if shares := getattr(shown, name):
            found[name] = lambda shares=shares, name=name: charts.mix(shares, words.label(name))  # type: ignore[misc]
    if shown.employers:
        found["employers"] = lambda: charts.employers(shown.employers[:10], "Employers by openings")
    if shown.places:
        found["places"] = lambda: charts.places(shown.places[:10], "Places by openings")
    return found


def titles(gauge: Gauge, name: str) -> tuple[str, str]:
    """What stands above the chart in a file of its own, which may be shown without the page: two lines."""
    scope = words.cleaned(gauge).scope
    simulated = "SIMULATED MARKET, made up · " if scope.is_simulated else ""
    what = caption(name)
    employers = words.counted(scope.employers_watched, "employer")
    return f"{scope.role_title}: {what}", f"{simulated}at the {employers} we watch, to {words.day(scope.window_end)}"


def caption(name: str) -> str:
    """What the chart of that name shows."""
    kind, _, rest = name.partition("_")
    said = CAPTIONS.get(kind, words.label(name))
    return said.replace("a year", f"a year in {rest.upper()}", 1) if kind == "pay" and rest else said


CAPTIONS = {
    "demand": "open postings by week (blue: boards watched since the first week, grey: all), new and closed below",
    "dials": "percentile among sibling roles, 0 to 100 (grey: the likely range; gaps part the thirds)",
    "pay": "advertised pay a year (bar: the middle half; thin line: where the true middle can lie)",
    "employers": "open postings by employer",
    "places": "open postings by place",
    "seniority": "open postings by seniority, with 95% intervals",
    "workplace": "open postings by workplace, with 95% intervals",
    "employment": "open postings by employment type, with 95% intervals",
}


def picture(drawn: str, kind: str, said: tuple[str, str] = ("", "")) -> bytes:
    """The drawing with two lines above it as a file of `kind`: png, pdf or svg; raises ValueError for another."""
    import vl_convert

    svg = _titled(_coloured(drawn), said)
    if kind == "svg":
        return svg.encode()
    if kind == "png":
        return bytes(vl_convert.svg_to_png(svg, scale=_SCALE))
    if kind == "pdf":
        return bytes(vl_convert.svg_to_pdf(svg))
    raise ValueError(f"no picture of kind {kind!r}")


def _titled(svg: str, said: tuple[str, str]) -> str:
    """The drawing below its two lines, which are as wide as it is at most."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn here
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    ink = _colours()["ink"]
    lines = "".join(
        f'<text x="4" y="{18 + 18 * at}" font-size="{size:.1f}" fill="{ink}">{escape(line)}</text>'
        for at, line in enumerate(said)
        for size in [min(15.0 - 2 * at, 1.75 * width / max(len(line), 1))]
    )
    tall = height + _ROOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" width="{width:g}" height="{tall:g}" '
        f'viewBox="0 0 {width:g} {tall:g}"><rect width="100%" height="100%" fill="{_colours()["surface"]}"/>'
        f'{lines}<g transform="translate(0 {_ROOM})">{svg}</g></svg>'
    )


_ROOM = 48


def _coloured(drawn: str) -> str:
    """The drawing with the colours of the page's light style sheet in place of their names, on its paper."""
    colours = _colours()
    svg = re.sub(r"var\(--([a-z]+)\)", lambda found: colours[found[1]], drawn)
    opening, rest = svg.split(">", 1)
    named = opening.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"')
    return f'{named}><rect width="100%" height="100%" fill="{colours["surface"]}"/>{rest}'


@cache
def _colours() -> dict[str, str]:
    """The light colours of page.css by name."""
    sheet = resources.files("warehouse.reports").joinpath("templates/page.css").read_text(encoding="utf-8")
    light = sheet[: sheet.index("}")]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
