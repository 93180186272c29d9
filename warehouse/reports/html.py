"""The answer as one page that needs no script and no network, for wide or narrow screens, light or dark, and print."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup, escape

from warehouse.answers.gauge import Gauge, Share
from warehouse.reports import standing, tables, wages, words
from warehouse.reports.page_answers import Placed
from warehouse.reports.section import Section

CHART_ROWS = 10


class Mix(NamedTuple):
    """One way to divide up the open postings: its name, the sentence and the chart, if there is anything to draw."""

    name: str
    said: str
    chart: Markup | None


class Money(NamedTuple):
    """Advertised pay in one currency: its sentences and, where there is a spread, its chart for wide and narrow."""

    currency: str
    said: list[str]
    wide: Markup | None
    narrow: Markup | None
    has_quartiles: bool


def render(
    gauge: Gauge,
    sections: Sequence[Placed] = (),
    *,
    news: Section | None = None,
    made_at: dt.datetime | None = None,
    version: str = "",
) -> str:
    """The page for an answer and further `sections` and `news`, which are cleaned.

    It was made at `made_at` (UTC) by jobgauge `version`; both are printed at its foot.
    """
    shown = words.cleaned(gauge)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            **_texts(shown, made_at),
            **_tables(shown),
            **_drawn(shown),
            news=news,
            **_cards(sections, _briefs(shown)),
            scope=shown.scope,
            made_at=made_at,
            version=words.clean(version, 40),
        )
    )


FIXED = {
    "demand": "Demand",
    "standing": "Among sibling roles",
    "pay": "Pay",
    "mix": "What the openings are",
    "hiring": "Employers and places",
    "method": "Data and method",
}
"""The parts of the gauge on the page, first to last, by the word for their anchor."""


class Card(NamedTuple):
    """A section with its charts drawn: each a caption and a drawing for wide and narrow screens."""

    section: Section
    charts: list[tuple[str, Markup, Markup]]


def _briefs(gauge: Gauge) -> list[tuple[str, str]]:
    """What the gauge says in short, each with the part of the page that says more."""
    told = [("demand", standing.brief(gauge.change)), ("standing", standing.verdict(gauge.standing)),
            ("pay", words.pay_brief(gauge))]  # fmt: skip
    return [(part, said) for part, said in told if said]


def _cards(sections: Sequence[Placed], first: list[tuple[str, str]]) -> dict[str, Any]:
    """The sections by the part that they follow, the links to all parts, what the sections say in brief, and what
    cannot be told: title and reason of each section that the data do not answer.
    """
    told = [placed for placed in sections if placed.section.is_told]
    cards: dict[str, list[Card]] = {part: [] for part in FIXED}
    for placed in told:
        cards[placed.after].append(_card(placed.section))
    untold = [(placed.section.title, placed.section.said[0]) for placed in sections if not placed.section.is_told]
    links = [
        link
        for part, title in FIXED.items()
        for link in [(part, title), *((card.section.key, card.section.title) for card in cards[part])]
    ]
    if untold:
        links.insert(-1, ("untold", UNTOLD))
    briefs = first + [(placed.section.key, placed.section.brief) for placed in told if placed.section.brief]
    return {"cards": cards, "links": links, "titles": dict(links), "briefs": briefs, "untold": untold}


UNTOLD = "What cannot be told yet"


def _card(section: Section) -> Card:
    from warehouse.reports import charts

    drawn = [
        (chart.caption, _inline(chart.draw(charts.WIDE)), _inline(chart.draw(charts.NARROW)))
        for chart in section.charts
    ]
    return Card(section, drawn)


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.PackageLoader("warehouse.reports", "templates")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "day": words.day,
        "moment": words.moment,
        "number": words.number,
        "web_address": words.web_address,
        "coded": _coded,
    }
    return environment


def _coded(text: str) -> Markup:
    """The text with what stands between backticks as code; all else of it is escaped first."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704


_CODE = re.compile(r"`([^`<>]{1,200})`")


def _texts(gauge: Gauge, made_at: dt.datetime | None) -> dict[str, Any]:
    marked = words.marked_weeks(gauge.weeks)
    return {
        "headline": words.headline(gauge),
        "facts": words.scope(gauge),
        "notices": [
            said for said in (_simulated(gauge), words.staleness(gauge, made_at), words.scarcity(gauge)) if said
        ],
        "tiles": words.tiles(gauge),
        "demand_said": [*words.demand(gauge), *standing.change(gauge.change)],
        "standing_said": standing.standing(gauge.standing),
        "dials": standing.dials(gauge.standing),
        "marked_weeks": [words.day(week.week) for week in marked],
        "disclosure": words.disclosure(gauge) or words.no_pay(gauge),
        "employers_said": words.employers(gauge),
        "troubles_said": words.troubles(gauge),
        "not_a_hire": words.NOT_A_HIRE,
        "undisclosed": words.UNDISCLOSED,
        "paid_said": wages.beside(gauge),
        "pay_left_out": words.PAY_LEFT_OUT,
        "place": words.place(gauge),
        "floors": words,
    }


def _simulated(gauge: Gauge) -> str | None:
    return words.SIMULATED if gauge.scope.is_simulated else None


def _tables(gauge: Gauge) -> dict[str, Any]:
    return {
        "demand_table": tables.demand(gauge),
        "pay_table": tables.pay(gauge),
        "paid_table": wages.table(gauge),
        "mix_table": tables.mix(gauge),
        "employers_table": tables.employers(gauge),
        "places_table": tables.places(gauge),
        "quality_table": tables.quality(gauge),
        "troubles_table": tables.troubles(gauge),
        "numeric": tables.NUMERIC,
    }


def _drawn(gauge: Gauge) -> dict[str, Any]:
    from warehouse.reports import charts  # Altair and Vega take most of a second to load

    weeks = gauge.weeks if len(gauge.weeks) > 1 else ()  # one week is a number, not a line
    top = tuple(row for row in gauge.employers if row.active_postings)[:CHART_ROWS]
    named = gauge.places[:CHART_ROWS]
    dials = standing.told(gauge.standing)
    return {
        "dials_wide": _inline(charts.dials(dials, charts.WIDE)) if dials else None,
        "dials_narrow": _inline(charts.dials(dials, charts.NARROW)) if dials else None,
        "demand_wide": _inline(charts.demand(weeks, charts.WIDE)) if weeks else None,
        "demand_narrow": _inline(charts.demand(weeks, charts.NARROW)) if weeks else None,
        "pays": [*_pays(gauge)],
        "mixes": [*_mixes(gauge)],
        "employers_chart": _inline(charts.employers(top, "Employers by openings")) if top else None,
        "places_chart": _inline(charts.places(named, "Places by openings")) if named else None,
    }


def _pays(gauge: Gauge) -> Iterator[Money]:
    from warehouse.reports import charts

    for one in gauge.pay:
        said = words.pay(one)
        if one.p25 is None and one.min_p50 is None:
            yield Money(one.currency, said, None, None, has_quartiles=False)
        else:
            wide, narrow = (_inline(charts.pay(one, width)) for width in (charts.WIDE, charts.NARROW))
            yield Money(one.currency, said, wide, narrow, has_quartiles=one.p25 is not None)


def _mixes(gauge: Gauge) -> Iterator[Mix]:
    from warehouse.reports import charts

    named: dict[str, tuple[Share, ...]] = {
        "Seniority": gauge.seniority,
        "Workplace": gauge.workplace,
        "Employment type": gauge.employment_type,
    }
    for name, shares in named.items():
        chart = _inline(charts.mix(shares, name)) if shares else None
        yield Mix(name, words.mix(shares), chart)


def _inline(drawn: str) -> Markup:
    """A chart for the page; its maker wrote it from a tree, so all text in it is escaped."""
    return Markup(drawn)  # noqa: S704
