"""The answer in the terminal: the page's sentences and figures, plain and narrow-safe."""

from typing import Literal

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from warehouse.answers.gauge import DemandWeek, Gauge, Share
from warehouse.reports import standing, tables, wages, words
from warehouse.reports.section import Section

ROWS = 10
SHOWN = 25
"""The most rows of a table that an answer shows in the terminal."""
FEW = 5
"""Rather than to leave out so few rows, all are shown."""
WEEKS = 26
_BARS = "▁▂▃▄▅▆▇█"
_MARK = "·"


def render(gauge: Gauge, console: Console, *, news: Section | None = None) -> None:
    """Print the answer on `console`, `news` first, which is cleaned; nothing in the data is taken for markup."""
    shown = words.cleaned(gauge)
    if news is not None:
        say(console, news.title, "bold cyan")
        for sentence in news.said:
            say(console, f"- {sentence}")
        console.print()
    _top(shown, console)
    _tiles(shown, console)
    _demand(shown, console)
    _standing(shown, console)
    _pay(shown, console)
    _mix(shown, console)
    _employers(shown, console)
    _quality(shown, console)


def render_section(section: Section, console: Console) -> None:
    """Print one answer on `console`: what it says, the first rows of its tables, its notes; `section` is cleaned."""
    say(console, section.title, "bold cyan")
    for sentence in section.said:
        say(console, sentence)
    for table in section.tables:
        if table.rows:
            console.print()
            say(console, table.caption, "dim")
            is_cut = len(table.rows) > SHOWN + FEW
            _table(table.shown(), console, rows=SHOWN if is_cut else None)
            if is_cut:
                option = "--csv" if table is section.main else "--json"
                say(console, f"{words.counted(len(table.rows) - SHOWN, 'more row')}; {option} prints them all.", "dim")
    for note in section.notes:
        say(console, note, "dim")


def _top(gauge: Gauge, console: Console) -> None:
    if gauge.scope.is_simulated:
        say(console, words.SIMULATED, "bold yellow")
    say(console, words.headline(gauge), "bold")
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
        say(console, _line(recent, ascii_only=console.options.ascii_only), "cyan")
        say(console, _span(recent), "dim")
    for sentence in (*words.demand(gauge), *standing.change(gauge.change), *standing.ahead(gauge.ahead)):
        say(console, sentence)


def _standing(gauge: Gauge, console: Console) -> None:
    if gauge.standing is None:
        return
    _heading(console, "Among sibling roles")
    for sentence in standing.standing(gauge.standing):
        say(console, sentence)
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
    return max(1, *(week.active_postings for week in weeks))


def _pay(gauge: Gauge, console: Console) -> None:
    _heading(console, "Pay")
    for one in gauge.pay:
        say(console, " ".join(words.pay(one)))
    say(console, words.disclosure(gauge) or words.no_pay(gauge))
    for sentence in wages.beside(gauge):
        say(console, sentence)


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
    return words.likely(share) or "" if share.of >= words.SHARE_POSTINGS else ""


def _employers(gauge: Gauge, console: Console) -> None:
    _heading(console, "Employers and places")
    say(console, words.employers(gauge))
    for table in (tables.employers(gauge), tables.places(gauge)):
        if table.rows:
            _table(table, console)


def _table(table: tables.Table, console: Console, rows: int | None = ROWS) -> None:
    """Print the table's first `rows` rows; of one whose columns would not fit, some stand beneath each row."""
    cells = table.cells()[:rows]
    widths = _widths(table, cells)
    if sum(widths) + GAP * len(widths) > console.width or _is_squeezed(cells, widths, console.width):
        _folded(table, cells, widths, console)
        return
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for field, width in zip(table.fields, _widened(table, cells, widths, console.width), strict=True):
        shown.add_column(Text(field.heading), justify=_side(field), overflow="fold", width=width)
    for row in cells:
        shown.add_row(*(Text(cell) for cell in row))
    console.print(shown)


WRAPPED, LONG, LEAST = 24, 48, 36
"""A column that is wider than the first may be folded to it; one that is wider than the second reads better apart where
it would be narrower than the third."""
GAP = 3


def _widened(table: tables.Table, cells: list[list[str]], widths: list[int], room: int) -> list[int]:
    """The widths, the spare room shared among columns whose cells, and then whose headings, would fill more.

    Left to the console, columns above their least width would push the last ones out.
    """
    widths, spare = list(widths), room + 1 - sum(width + GAP for width in widths)
    headings = [len(field.heading) for field in table.fields]
    for wanted in ([_widest(cells, at) for at in range(len(widths))], headings):
        short = sorted((want - widths[at], at) for at, want in enumerate(wanted) if want > widths[at])
        for left, (lack, at) in zip(range(len(short), 0, -1), short, strict=True):
            more = min(lack, spare // left)
            widths[at] += more
            spare -= more
    return widths


def _side(field: tables.Field) -> Literal["left", "right"]:
    return "right" if field.kind in tables.NUMERIC else "left"


def _widths(table: tables.Table, cells: list[list[str]]) -> list[int]:
    """The least width of each column at which the table is pleasant to read; a heading folds to its longest word."""
    headings = [max(map(len, field.heading.split()), default=0) for field in table.fields]
    return [max(heading, min(_widest(cells, at), WRAPPED)) for at, heading in enumerate(headings)]


def _widest(cells: list[list[str]], column: int) -> int:
    return max((len(row[column]) for row in cells), default=0)


def _is_squeezed(cells: list[list[str]], widths: list[int], room: int) -> bool:
    """Whether the columns of sentences would be left with a few words a line."""
    long = [at for at in range(1, len(widths)) if _widest(cells, at) > LONG]
    left = room - sum(widths[at] + GAP for at in range(len(widths)) if at not in long)
    return bool(long) and left / len(long) < LEAST + GAP


def _folded(table: tables.Table, cells: list[list[str]], widths: list[int], console: Console) -> None:
    """The columns that there is room for as a table, and beneath each row the others with their headings.

    Where one column alone has room, a row is a paragraph.
    """
    kept = _kept(table, cells, widths, console.width + GAP)  # no gap after the last
    sides = [_side(table.fields[at]) for at in kept]
    if len(kept) > 1:
        spare = console.width + GAP - sum(widths[at] + GAP for at in kept)
        widths[kept[0]] += max(0, min(spare, _widest(cells, kept[0]) - widths[kept[0]]))
        _line_of([table.fields[at].heading for at in kept], [widths[at] for at in kept], sides, console, "bold")
    for row in cells:
        if len(kept) > 1:
            _line_of([row[at] for at in kept], [widths[at] for at in kept], sides, console)
        else:
            say(console, row[0], "bold")
        told = " · ".join(filter(None, (_told(table, row, group, kept) for group in _groups(table))))
        if told:
            console.print(Padding(Text(told, "dim" if len(kept) > 1 else ""), (0, 0, 0, 2)))


def _kept(table: tables.Table, cells: list[list[str]], widths: list[int], room: int) -> list[int]:
    """The columns that stay a table: those that the table names first, then others in their order, as far as fits."""
    names = [field.name for field in table.fields]
    kept: list[int] = []
    for group in ([0], *([names.index(name)] for name in table.first if name in names), *_groups(table)):
        new = [at for at in group if at not in kept]
        width = sum(widths[at] + GAP for at in new)
        is_named = any(names[at] in table.first for at in new)
        is_apart = any(table.fields[at].kind in _APART or _widest(cells, at) > LONG for at in new)
        if group == [0] or (width <= room and (is_named or not is_apart)):
            kept += new
            room -= width
    return sorted(kept)


_APART: frozenset[tables.Kind] = frozenset({"lines", "link"})
_ENDS = frozenset({"At least", "At most"})


def _groups(table: tables.Table) -> list[list[int]]:
    """The columns, each figure together with the ends of its interval that follow it."""
    found: list[list[int]] = []
    for at, field in enumerate(table.fields):
        if field.heading in _ENDS and found:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def _told(table: tables.Table, row: list[str], group: list[int], kept: list[int]) -> str:
    """What a row has in those columns of the group that are not kept: "Fit 73%, at least 56%, at most 91%"."""
    left = [at for at in group if at not in kept and row[at] not in (_NO if at == group[0] else _NO_END)]
    parts = [row[at] if at == group[0] else f"{table.fields[at].heading.lower()} {row[at]}" for at in left]
    return f"{table.fields[group[0]].heading} {', '.join(parts)}" if parts else ""


def _line_of(
    cells: list[str], widths: list[int], sides: list[Literal["left", "right"]], console: Console, style: str = ""
) -> None:
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for width, side in zip(widths, sides, strict=True):
        grid.add_column(width=width, justify=side, overflow="fold", vertical="bottom" if style else "top")
    grid.add_row(*(Text(cell, style) for cell in cells))
    console.print(grid)


_NO = frozenset({"", "–"})
_NO_END = _NO | {"too few"}


def _quality(gauge: Gauge, console: Console) -> None:
    _heading(console, "Data and method")
    say(console, words.troubles(gauge))
    for trouble in gauge.troubles[:ROWS]:
        reason = f": {trouble.reason}" if trouble.reason else ""
        say(console, f"- {trouble.employer}, {words.label(trouble.status)}{reason}")
    say(console, words.NOT_A_HIRE)


def _heading(console: Console, text: str) -> None:
    console.print()
    say(console, text, "bold cyan")


def say(console: Console, text: str, style: str = "") -> None:
    """Print `text` on a line of its own, never as markup."""
    console.print(Text(text, style=style))
