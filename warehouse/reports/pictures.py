"""The page's charts as picture files: PNG, PDF or SVG, in the page's light colours, made without a browser."""

import re
from collections.abc import Callable
from functools import cache
from importlib import resources

from warehouse.answers.gauge import Gauge
from warehouse.reports import words

_SCALE = 2.0
"""Pixels of a PNG for each unit of the drawing."""


def drawings(gauge: Gauge) -> dict[str, Callable[[], str]]:
    """The charts that the answer has something for, by name: each makes its SVG."""
    from warehouse.reports import charts

    shown = words.cleaned(gauge)
    found: dict[str, Callable[[], str]] = {}
    if len(shown.weeks) > 1:
        found["demand"] = lambda: charts.demand(shown.weeks, charts.WIDE)
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


def picture(drawn: str, kind: str) -> bytes:
    """The drawing as a file of `kind`: png, pdf or svg; raises ValueError for another."""
    import vl_convert

    svg = _coloured(drawn)
    if kind == "svg":
        return svg.encode()
    if kind == "png":
        return bytes(vl_convert.svg_to_png(svg, scale=_SCALE))
    if kind == "pdf":
        return bytes(vl_convert.svg_to_pdf(svg))
    raise ValueError(f"no picture of kind {kind!r}")


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
