"""The answer in the terminal: the page's sentences and figures, plain and narrow-safe."""

from typing import Literal

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from warehouse.answers.gauge import DemandWeek, Gauge, Share
from warehouse.reports import standing, tables, words

ROWS = 10
WEEKS = 26
_BARS = "▁▂▃▄▅▆▇█"
_MARK = "·"


def render(gauge: Gauge, console: Console) -> None:
    """Print the answer on `console`; nothing in the data is taken for markup or a control sequence."""
    shown = words.cleaned(gauge)
    _top(shown, console)
    _tiles(shown, console)
    _demand(shown, console)
    _standing(shown, console)
    _pay(shown, console)
    _mix(shown, console)
    _employers(shown, console)
    _quality(shown, console)


def _top(gauge: Gauge, console: Console) -> None:
    if gauge.scope.is_simulated:
        _say(console, words.SIMULATED, "bold yellow")
    _say(console, words.headline(gauge), "bold")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, value in words.scope(gauge):
        grid.add_row(Text(name), Text(value))
    console.print(Padding(grid, (1, 0, 0, 0)))


def _tiles(gauge: Gauge, console: Console) -> None:
    grid = Table.grid(padding=(0, 2))
    for style in ("", "bold", "dim"):
        grid.add_column(style=style, overflow="fold")
    for tile in words.tiles(gauge):
        grid.add_row(Text(tile.name), Text(tile.value), Text(tile.note))
    console.print(Padding(grid, (1, 0, 0, 0)))


def _demand(gauge: Gauge, console: Console) -> None:
    _heading(console, "Demand")
    if gauge.weeks:
        recent = gauge.weeks[-min(WEEKS, console.width) :]
        _say(console, _line(recent, ascii_only=console.options.ascii_only), "cyan")
        _say(console, _span(recent), "dim")
    for sentence in (*words.demand(gauge), *standing.change(gauge.change), *standing.ahead(gauge.ahead)):
        _say(console, sentence)


def _standing(gauge: Gauge, console: Console) -> None:
    if gauge.standing is None:
        return
    _heading(console, "Among sibling roles")
    for sentence in standing.standing(gauge.standing):
        _say(console, sentence)
    grid = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "left", "left"):
        grid.add_column(justify=justify, overflow="fold")
    for line in standing.dials(gauge.standing):
        grid.add_row(*(Text(part) for part in (line.name, line.percentile, line.likely, line.note)))
    console.print(grid)


def _line(weeks: tuple[DemandWeek, ...], *, ascii_only: bool) -> str:
    """One character a week, as high as the openings; a week that was not well observed is a dot."""
    if ascii_only:
        return " ".join(words.number(week.active_postings) for week in weeks)
    most, marked = _most(weeks), words.marked_weeks(weeks)
    return "".join(_MARK if week in marked else _BARS[7 * week.active_postings // most] for week in weeks)


def _span(weeks: tuple[DemandWeek, ...]) -> str:
    first, last = words.day(weeks[0].week), words.day(weeks[-1].week)
    return f"open postings a week from 0 to {words.number(_most(weeks))}, {first} to {last}"


def _most(weeks: tuple[DemandWeek, ...]) -> int:
    return max(1, *(week.active_postings for week in weeks), 1)


def _pay(gauge: Gauge, console: Console) -> None:
    _heading(console, "Pay")
    for one in gauge.pay:
        _say(console, " ".join(words.pay(one)))
    _say(console, words.disclosure(gauge) or words.no_pay(gauge))


def _mix(gauge: Gauge, console: Console) -> None:
    _heading(console, "Mix")
    grid = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "left"):
        grid.add_column(justify=justify, overflow="fold")
    for shares in (gauge.seniority, gauge.workplace, gauge.employment_type):
        for share in shares:
            grid.add_row(Text(words.label(share.value)), Text(words.part(share.n, share.of)), Text(_likely(share)))
        grid.add_row()
    console.print(grid if gauge.seniority or gauge.workplace else Text(words.mix(())))


def _likely(share: Share) -> str:
    return f"likely {words.interval(share)}" if share.of >= words.SHARE_POSTINGS else ""


def _employers(gauge: Gauge, console: Console) -> None:
    _heading(console, "Employers and places")
    _say(console, words.employers(gauge))
    for table in (tables.employers(gauge), tables.places(gauge)):
        if table.rows:
            _table(table, console)


def _table(table: tables.Table, console: Console) -> None:
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for field in table.fields:
        side: Literal["left", "right"] = "right" if field.kind in tables.NUMERIC else "left"
        shown.add_column(Text(field.heading), justify=side, overflow="fold")
    for row in table.cells()[:ROWS]:
        shown.add_row(*(Text(cell) for cell in row))
    console.print(shown)


def _quality(gauge: Gauge, console: Console) -> None:
    _heading(console, "Data and method")
    _say(console, words.troubles(gauge))
    for trouble in gauge.troubles[:ROWS]:
        reason = f": {trouble.reason}" if trouble.reason else ""
        _say(console, f"- {trouble.employer}, {words.label(trouble.status)}{reason}")
    _say(console, words.NOT_A_HIRE)


def _heading(console: Console, text: str) -> None:
    console.print()
    _say(console, text, "bold cyan")


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text, style=style))
