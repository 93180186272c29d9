import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import duckdb
import msgspec
import pytest

from transform.schema import TABLES
from warehouse.answers.gauge import Gauge
from warehouse.reports import charts, html, tables, words

OURS = {"a", "body", "caption", "code", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1"}
OURS |= {
    "h2",
    "h3",
    "head",
    "header",
    "html",
    "i",
    "li",
    "main",
    "meta",
    "nav",
    "p",
    "pre",
    "section",
    "span",
    "strong",
}
OURS |= {"style", "summary", "table", "tbody", "td", "th", "thead", "time", "title", "tr", "ul"}
OURS |= {"svg", "g", "path", "line", "text", "rect"}


class Reader(HTMLParser):
    """Collects what a browser would make of the page: elements, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._skipped = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._skipped = tag == "style"
        self.text += " "

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the name is the parser's
        self._skipped = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._skipped else data

    def seen(self) -> str:
        return " ".join(self.text.split())


Render = Callable[[Gauge], str]


@pytest.fixture
def page(gauge: Gauge, render: Render) -> str:
    return render(gauge)


def test_the_page_has_only_our_elements_no_script_and_no_address(page: str) -> None:
    reader = Reader(page)
    assert {tag for tag, _ in reader.elements} <= OURS
    names = {name for _, attributes in reader.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"src", "srcset", "style", "xlink:href"}}
    links = [attributes["href"] or "" for _, attributes in reader.elements if "href" in attributes]
    assert links
    assert all(link.startswith("#") for link in links)
    style = page[page.index("<style>") : page.index("</style>")]
    assert not re.search(r"url\(|@import|expression|https?:", style)


def test_the_policy_forbids_everything_but_styles(page: str) -> None:
    policy = next(attributes for tag, attributes in Reader(page).elements if "http-equiv" in attributes)["content"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert "script" not in policy


def test_headings_are_in_order_and_anchors_lead_somewhere(page: str) -> None:
    elements = Reader(page).elements
    levels = [int(tag[1]) for tag, _ in elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    assert max(ids.values()) == 1
    pointed = {str(attributes["href"])[1:] for tag, attributes in elements if tag == "a"}
    pointed |= {str(attributes["aria-labelledby"]) for _, attributes in elements if "aria-labelledby" in attributes}
    assert pointed <= set(ids)


def test_every_drawing_is_named_and_every_table_captioned(page: str) -> None:
    elements = Reader(page).elements
    drawings = [attributes for tag, attributes in elements if tag == "svg"]
    assert all(drawing["role"] == "img" and drawing["aria-label"] and drawing["viewbox"] for drawing in drawings)
    count = Counter(tag for tag, _ in elements)
    assert count["table"] == count["caption"]
    assert all("scope" in attributes for tag, attributes in elements if tag == "th")


def test_the_page_says_what_the_other_reports_say(gauge: Gauge, page: str) -> None:
    shown, seen = words.cleaned(gauge), Reader(page).seen()
    said = [words.headline(shown), *words.demand(shown), words.employers(shown), words.troubles(shown)]
    said += [" ".join(words.pay(one)) for one in shown.pay]
    said += [text for tile in words.tiles(shown) for text in tile]
    said += [text for fact in words.scope(shown) for text in fact]
    assert [text for text in said if text not in seen] == []


def test_every_number_of_the_tables_is_on_the_page(rich_gauge: Gauge, render: Render) -> None:
    page = render(rich_gauge)
    for table in tables.every(rich_gauge)[1:]:
        for row in table.cells():
            for cell in row:
                assert re.search(rf">{re.escape(cell).replace('&', '&amp;')}<", page), (table.name, cell)


def test_hostile_text_is_shown_as_text(hostile: Gauge, render: Render) -> None:
    seen = Reader(render(hostile)).seen()
    for payload in ("<script>alert(1)</script>", "{{ 7*7 }}{% raw %}${7*7}", "[/bold][red]Acme[/red]"):
        assert payload in seen
    assert "\u202e" not in seen
    assert "\x1b" not in seen
    assert words.SIMULATED in seen


def test_what_is_missing_is_said_and_not_drawn(tiny: Gauge, empty: Gauge, render: Render) -> None:
    page, seen = render(empty), Reader(render(empty)).seen()
    assert "<svg" not in page
    assert "No posting is open, so there is no pay to show." in seen
    assert "A chart needs two weeks; none has been observed." in seen
    assert "Only 1 advert states pay in EUR; too few for a median (10 needed)." in Reader(render(tiny)).seen()


def test_the_words_say_what_is_left_out_of_pay_and_which_boards_are_meant(
    rich_gauge: Gauge, make: Callable[..., Gauge], render: Render
) -> None:
    scope = msgspec.structs.replace(rich_gauge.scope, boards_never_answered=2)
    page = render(make(scope=scope))
    assert f"posting pays. {words.PAY_LEFT_OUT}" in page
    assert "66 employers with 69 public job boards that have answered in full" in page
    assert "66 watched; 2 boards have never answered in full" in page


def test_the_words_say_what_a_vacancy_and_a_median_are(page: str) -> None:
    assert "pay, skills, the bar, who is hiring, choices and openings count vacancies" in page
    assert "No employer counts for more than a tenth, and of fewer than 100 adverts" in page


def test_colours_are_the_pages_own(rich_gauge: Gauge) -> None:
    drawn = charts.demand(rich_gauge.weeks, charts.WIDE) + charts.pay(rich_gauge.pay[0], charts.NARROW)
    painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn))
    assert {colour for colour in painted if not re.fullmatch(r"var\(--[a-z]+\)|none|transparent", colour)} == set()


def test_a_gap_between_weeks_breaks_the_line(rich_gauge: Gauge) -> None:
    weeks = rich_gauge.weeks[-8:]
    assert _pieces(charts.demand(weeks, charts.WIDE)) == 1
    assert _pieces(charts.demand((*weeks[:3], *weeks[4:]), charts.WIDE)) == 2


def _pieces(drawn: str) -> int:
    lines = [path for path in re.findall("<path[^>]*>", drawn) if 'stroke="var(--quiet)"' in path]
    return max(line.count("M") for line in lines)


def queries(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<code>(SELECT .*?)</code>", page, re.DOTALL)]


def test_every_query_runs_on_the_schema(page: str) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA mart")
    for name, table in TABLES.items():
        if name.startswith("mart."):
            columns = ", ".join(f"{column} VARCHAR" for column in table.columns)
            connection.execute(f"CREATE TABLE {name} ({columns})")
    found = queries(page)
    assert len(found) == 6
    assert [connection.execute(query).fetchall() for query in found] == [[]] * 6


def test_old_data_is_announced(tiny: Gauge, rich_gauge: Gauge, render: Render) -> None:
    late = html.render(tiny, made_at=dt.datetime.fromisoformat("2026-03-07T07:00"))
    assert 'class="notice" role="note">The last complete fetch was on 4 Mar 2026, 06:15 UTC' in late
    assert 'class="notice"' not in render(rich_gauge)
