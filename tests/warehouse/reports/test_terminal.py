import io
import unicodedata

import msgspec
import pytest
from rich.console import Console

from warehouse.answers.gauge import Gauge
from warehouse.reports import tables, terminal, words
from warehouse.reports.section import Section


def printed(gauge: Gauge, width: int = 200, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding=encoding, write_through=True), width=width)
    terminal.render(gauge, console)
    return raw.getvalue().decode(encoding)


def test_it_says_what_the_page_says(rich_gauge: Gauge) -> None:
    shown = " ".join(printed(rich_gauge, 400).split())
    said = [words.headline(rich_gauge), *words.demand(rich_gauge), words.employers(rich_gauge), words.NOT_A_HIRE]
    said += [sentence for one in rich_gauge.pay for sentence in words.pay(one)]
    said += [text for tile in words.tiles(rich_gauge) for text in tile]
    said += [cell for row in tables.employers(rich_gauge).cells()[: terminal.ROWS] for cell in row]
    assert [text for text in said if text not in shown] == []


def test_on_the_first_day_nothing_is_called_new_or_closed(rich_gauge: Gauge) -> None:
    assert all(None not in row[2:4] for row in tables.employers(rich_gauge).rows)
    first = msgspec.structs.replace(rich_gauge.scope, window_start=rich_gauge.scope.window_end)
    shown = tables.employers(msgspec.structs.replace(rich_gauge, scope=first))
    assert [row[2:4] for row in shown.rows] == [(None, None)] * len(rich_gauge.employers)


def test_every_answer_can_be_printed_and_has_no_control_character_of_the_data(gauge: Gauge) -> None:
    shown = printed(gauge)
    assert {unicodedata.category(character) for character in shown if character != "\n"} & {"Cc", "Cf", "Cs"} == set()
    assert words.headline(words.cleaned(gauge)) in shown


def test_markup_in_the_data_is_shown_not_obeyed(hostile: Gauge) -> None:
    shown = printed(hostile)
    assert "[/bold][red]Acme[/red] [link=http://evil.example]x[/link]" in shown
    assert words.SIMULATED in shown


@pytest.mark.parametrize("width", [20, 40, 80])
def test_nothing_is_wider_than_the_terminal(gauge: Gauge, width: int) -> None:
    assert max(len(line) for line in printed(gauge, width).splitlines()) <= width


def test_a_terminal_without_unicode_gets_numbers(rich_gauge: Gauge) -> None:
    shown = printed(rich_gauge, encoding="ascii")
    assert " ".join(str(week.active_postings) for week in rich_gauge.weeks[-5:]) in shown


def test_thinly_observed_weeks_are_dots(rich_gauge: Gauge) -> None:
    line = next(line for line in printed(rich_gauge).splitlines() if "█" in line)
    assert [position for position, bar in enumerate(line) if bar == "·"] == [5, 17]
    assert line.rstrip().endswith("█")


WIDE = tables.Table(
    "wide", "Wide",
    (tables.Field("name", "Name", "text"), tables.Field("share", "Share", "share"),
     tables.Field("share_low", "At least", "share"), tables.Field("share_high", "At most", "share"),
     tables.Field("why", "Why", "lines"), tables.Field("n", "Employers", "count")),
    (("Alpha", 0.5, 0.25, 0.75, "it is what it is; " * 4 + "so", 7), ("Beta", 0.5, None, None, "", None)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("width", "first", "line", "told"),
    [
        (48, (), "Alpha 50% 25% 75% 7", "Why it is"),
        (29, (), "Alpha 50% 25% 75%", "Employers 7"),
        (27, (), "Alpha 7", "Share 50%, at least 25%, at most 75%"),  # a figure stays with its interval
        (27, ("share",), "Alpha 50% 7", "Share at least 25%, at most 75%"),
        (12, (), "Alpha", "Employers 7"),
    ],
)
def test_a_table_too_wide_for_the_terminal_keeps_some_columns_and_tells_the_others_beneath(
    width: int, first: tuple[str, ...], line: str, told: str
) -> None:
    console = Console(file=io.StringIO(), width=width)
    terminal.render_section(Section(key="k", title="T", said=(), tables=(WIDE._replace(first=first),)), console)
    shown = [" ".join(words.split()) for words in console.file.getvalue().splitlines()]
    assert line in shown
    assert told in " ".join(shown)


@pytest.mark.parametrize("width", range(96, 180, 7))
def test_no_value_of_a_wide_table_is_cut_away(width: int) -> None:
    figures = [tables.Field(f"f{at}", heading, "text") for at, heading in enumerate(["Required skills", "At most"] * 6)]
    fields = (tables.Field("from", "From", "text"), tables.Field("to", "To", "text"), *figures)
    row = ("1 May 2026", "31 May 2026", *(f"v{at:02}" for at in range(len(figures))))
    console = Console(file=io.StringIO(), width=width)
    terminal.render_section(
        Section(key="k", title="T", said=(), tables=(tables.Table("t", "T", fields, (row,)),)), console
    )
    shown = console.file.getvalue()
    assert [cell for cell in row[2:] if cell not in shown] == []
    assert max(map(len, shown.splitlines())) <= width


def test_what_is_left_out_of_a_long_table_is_said_to_be_where_it_is() -> None:
    """--csv prints the first table alone."""
    fields, rows = (tables.Field("n", "n", "count"),), tuple((n,) for n in range(terminal.SHOWN + terminal.FEW + 1))
    both = tuple(tables.Table(name, name, fields, rows) for name in ("first", "second"))
    console = Console(file=io.StringIO(), width=80)
    terminal.render_section(Section(key="k", title="T", said=("A.",), tables=both), console)
    shown = [line for line in console.file.getvalue().splitlines() if "more row" in line]
    assert shown == ["6 more rows; --csv prints them all.", "6 more rows; --json prints them all."]
    console = Console(file=io.StringIO(), width=80)
    few = tables.Table("few", "few", fields, rows[:-1])
    terminal.render_section(Section(key="k", title="T", said=("A.",), tables=(few,)), console)
    assert "more row" not in console.file.getvalue()
    assert str(terminal.SHOWN + terminal.FEW - 1) in console.file.getvalue()
