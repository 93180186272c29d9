"""The answer as a short Markdown summary, for a run's artifact."""

import re
from collections.abc import Iterable, Sequence

from warehouse.answers.gauge import Gauge
from warehouse.reports import tables, words

ROWS = 10

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!@$^=]|:(?=//)|(?<=www)\.)", re.IGNORECASE)


def render(gauge: Gauge, news: Sequence[str] = ()) -> str:
    """The news, headline, scope, tiles, pay and first employers, as Markdown in which no data is markup."""
    shown = words.cleaned(gauge)
    fresh = ["\n".join(f"- {escape(words.clean(said, 2000))}" for said in news)] if news else []
    return "\n\n".join([*fresh, *_top(shown), _tiles(shown), *_body(shown), *_method(shown)]) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is: no markup, HTML, link or table cell comes of it."""
    return _SPECIAL.sub(r"\\\1", text)


def _top(gauge: Gauge) -> list[str]:
    scope = " · ".join(f"{name}: {value}" for name, value in words.scope(gauge))
    top = [f"# {escape(words.headline(gauge))}", escape(scope)]
    return [f"> **{escape(words.SIMULATED)}**", *top] if gauge.scope.is_simulated else top


def _tiles(gauge: Gauge) -> str:
    return _table(["", "Now", "Behind it"], [(tile.name, tile.value, tile.note) for tile in words.tiles(gauge)])


def _body(gauge: Gauge) -> list[str]:
    body = ["## Demand", escape(" ".join(words.demand(gauge))), "## Pay", *_pay(gauge), "## Mix", *_mix(gauge)]
    body += ["## Employers", escape(words.employers(gauge))]
    if gauge.employers:
        listed = tables.employers(gauge)
        body.append(_table([field.heading for field in listed.fields], listed.cells()[:ROWS]))
    return body


def _pay(gauge: Gauge) -> list[str]:
    said = [" ".join(words.pay(one)) for one in gauge.pay] or [words.no_pay(gauge)]
    return [escape(sentence) for sentence in [*said, words.disclosure(gauge)] if sentence]


def _mix(gauge: Gauge) -> list[str]:
    return [escape(words.mix(shares)) for shares in (gauge.seniority, gauge.workplace, gauge.employment_type)]


def _method(gauge: Gauge) -> list[str]:
    version = f"Panel {gauge.scope.panel_id}, method {gauge.scope.method_version}."
    said = [words.troubles(gauge), words.NOT_A_HIRE, version]
    return ["## Data and method", escape(" ".join(said))]


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [[escape(heading) for heading in headings]]
    lines += [["---"] * len(lines[0]), *([escape(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
