import datetime as dt
import functools
import math
from collections.abc import Callable
from typing import get_args

import msgspec
import pytest

from warehouse.answers.gauge import (
    BoardTrouble,
    Count,
    DemandWeek,
    Employer,
    Gauge,
    Pay,
    Place,
    Quality,
    Scope,
    Share,
)
from warehouse.reports import charts, html, section, tables
from warehouse.reports.page_answers import Placed
from warehouse.reports.section import Chart, Query, Section

MADE_AT = dt.datetime.fromisoformat("2026-03-04T07:00")
LAST_WEEK = dt.date(2026, 3, 2)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=http://evil.example/x onerror=alert(1)>',
    "[/bold][red]Acme[/red] [link=http://evil.example]x[/link]",
    "\x1b[31mRed\x1b[0m\x07 \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x9b2J",
    '=HYPERLINK("http://evil.example","Click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "Acme\u202egnp.exe\u2066\u200b",
    "{{ 7*7 }}{% raw %}${7*7}",
    "</title></style></svg><svg onload=alert(1)>",
    "| a | b |\n# [x](javascript:alert(1)) `code` **bold** http://evil.example www.evil.example",
    "\ud800\x00\x08 lone",
    "] ]]> --> <!-- <![CDATA[ &lt;b&gt; &#60;i&#62;",
]

_SCRIPTS = [
    *("<script>alert({n})</script>", "<img src=x onerror=alert({n})>", "<svg/onload=alert({n})>"),
    *("<iframe src='javascript:alert({n})'></iframe>", "<body onload=alert({n})>"),
    *("<a href='javascript:alert({n})'>x</a>", "<object data='javascript:alert({n})'></object>"),
    "<math><mtext></p><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert({n})&gt;'></mtext></math>",
    *("<details open ontoggle=alert({n})>", "<meta http-equiv=refresh content='0;url=http://evil.example/{n}'>"),
    *("<link rel=stylesheet href=//evil.example/{n}>", "javascript:alert({n})", "vbscript:msgbox({n})"),
    *("data:text/html,<script>alert({n})</script>", "http://evil.example/{n}", "//evil.example/{n}"),
    *("https://user:secret@evil.example/{n}", "{{{{ [].__class__ }}}}{n}", "{{% include 'x' %}}{n}", "${{7*{n}}}"),
    *("<base href=http://evil.example/{n}>", "<form action=http://evil.example><button autofocus onfocus=alert({n})>"),
    *("<video><source onerror=alert({n})>", "<input onfocus=alert({n}) autofocus>", "expression(alert({n}))"),
    *("url(http://evil.example/{n})", "@import 'http://evil.example/{n}'", "&#x3C;script&#x3E;alert({n})"),
    *("%3Cscript%3E{n}", "\u202e{n}\u2066\u200b\ufeff", "\x00\x1b[31m{n}\x07"),
]
_AROUND = ["{}", "\"'>{}", "</title></style></textarea>{}", "--><!--{}-->", "]]>{}"]
PAYLOADS = tuple(around.format(script.format(n=n)) for n, script in enumerate(_SCRIPTS) for around in _AROUND)
"""What would run, ask or break out somewhere: scripts in each of the places that a text can stand."""


def share(value: str | None, n: int, of: int) -> Share:
    p, z = n / of, 1.96
    centre, half = (p + z * z / (2 * of)), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = ((centre + sign * half) / (1 + z * z / of) for sign in (-1, 1))
    return Share(value=value, n=n, of=of, share=p, low=max(0.0, low), high=min(1.0, high))


def shares(of: int, **parts: int) -> tuple[Share, ...]:
    return tuple(share(None if value == "unknown" else value, n, of) for value, n in parts.items())


def scope(**changes: object) -> Scope:
    whole: dict[str, object] = {
        "role_id": "data_engineer",
        "role_title": "Data engineer",
        "role_family": "data",
        "countries": (),
        "window_start": dt.date(2025, 9, 8),
        "window_end": dt.date(2026, 3, 4),
        "boards_watched": 71,
        "boards_observed": 69,
        "boards_never_answered": 0,
        "employers_watched": 66,
        "platforms": ("ashby", "greenhouse", "lever", "lever_eu"),
        "last_complete_at": dt.datetime.fromisoformat("2026-03-04T06:15"),
        "is_simulated": False,
        "panel_id": "9f3a1c77",
        "method_version": 1,
    }
    return Scope(**{**whole, **changes})  # type: ignore[arg-type]


def week(number: int, weeks: int) -> DemandWeek:
    same = 76 + round(9 * math.sin(number / 4)) + number // 2
    return DemandWeek(
        week=LAST_WEEK - dt.timedelta(weeks=weeks - 1 - number),
        active_postings=same + max(0, number - 9) // 2,
        panel_active_postings=same,
        new_postings=4 + number * 7 % 5,
        closed_postings=3 + number * 5 % 4,
        unique_employers=12 + number % 6,
        boards_observed=51 if number in {5, 17} else 68,
        coverage=0.72 if number in {5, 17} else 0.97,
    )


def pay(**changes: object) -> Pay:
    whole: dict[str, object] = {
        "currency": "EUR",
        "n": 34,
        "unique_employers": 18,
        "active_postings": 96,
        "disclosure": 0.5625,
        "p25": 55_000.0,
        "p50": 62_250.0,
        "p75": 70_400.0,
        "min_p50": 55_200.0,
        "max_p50": 69_100.0,
        "mine": 60_000.0,
        "percentile_low": 0.24,
        "percentile_high": 0.58,
        "start_above_mine": 14,
    }
    return Pay(**{**whole, **changes})  # type: ignore[arg-type]


NOTHING = {
    "p25": None,
    "p50": None,
    "p75": None,
    "min_p50": None,
    "max_p50": None,
    "mine": None,
    "percentile_low": None,
    "percentile_high": None,
    "start_above_mine": None,
}
GBP_BOUNDS = {"min_p50": 64_000.0, "max_p50": 79_500.0}
NAMES = ["Northwind Grid", "Halden Robotics", "Blue Orchard Health", "Tessel & Daughters", "Kestrel", "Umbra Pay"]


def employer(name: str, openings: int, age: float | None = None) -> Employer:
    return Employer(
        employer=name,
        active_postings=openings,
        new_postings=openings // 3,
        closed_postings=openings % 3,
        age_days_p50=age,
        coverage=None if age is None else 0.98,
    )


def quality(role_id: str | None, postings: int) -> Quality:
    return Quality(
        role_id=role_id,
        active_postings=postings,
        role_known_share=1.0 if role_id else 0.81,
        pay_known_share=0.5625 if role_id else 0.41,
        country_known_share=0.97,
        workplace_known_share=0.88,
        seniority_known_share=0.74,
        quarantined_share=0.002,
    )


def sample_gauge(**changes: object) -> Gauge:
    """An ordinary answer: half a year of weeks, two currencies with a median and one without, two boards in trouble."""
    whole: dict[str, object] = {
        "scope": scope(),
        "active_postings": Count(everywhere=96, now=96, before=89, boards=68),
        "unique_employers": Count(everywhere=27, now=27, before=25, boards=68),
        "new_postings": Count(everywhere=31, now=31, before=26, boards=68),
        "weeks": tuple(week(number, 26) for number in range(26)),
        "pay": (
            pay(),
            pay(**{**NOTHING, "currency": "GBP", "n": 13, "unique_employers": 7, "p50": 71_000.0} | GBP_BOUNDS),
            pay(**{**NOTHING, "currency": "USD", "n": 7, "unique_employers": 4}),
        ),
        "seniority": shares(96, senior=41, mid=18, lead=9, junior=3, unknown=25),
        "workplace": shares(96, hybrid=39, remote=33, on_site=12, unknown=12),
        "employment_type": shares(96, full_time=88, contract=5, unknown=3),
        "employers": tuple(
            employer(NAMES[number % 6] + ("" if number < 6 else f" {number}"), max(1, 14 - number), 20.0 + number)
            for number in range(18)
        ),
        "places": tuple(
            Place(country_code=code, city=city, active_postings=count, unique_employers=max(1, count // 2))
            for code, city, count in [
                ("DE", "Berlin", 24),
                ("DE", "Munich", 13),
                ("NL", "Amsterdam", 11),
                ("GB", "London", 9),
                ("FR", "Paris", 7),
                ("DE", None, 5),
                (None, None, 3),
            ]
        ),
        "quality": quality("data_engineer", 96),
        "quality_all": quality(None, 4_812),
        "troubles": (
            BoardTrouble(
                employer="Umbra Pay",
                board_id="lever:umbra",
                status="failed",
                reason="the server answered 503 three times",
                last_complete_at=dt.datetime.fromisoformat("2026-03-01T06:02"),
            ),
            BoardTrouble(
                employer="Kestrel", board_id="ashby:kestrel", status="unknown_board", reason=None, last_complete_at=None
            ),
        ),
    }
    return Gauge(**{**whole, **changes})  # type: ignore[arg-type]


def tiny_gauge() -> Gauge:
    """The first week: seven openings, too few for anything but counts, and nothing to compare with."""
    return sample_gauge(
        scope=scope(countries=("DE", "AT"), boards_watched=3, boards_observed=3, employers_watched=3),
        active_postings=Count(everywhere=7, now=7, before=None, boards=3),
        unique_employers=Count(everywhere=2, now=2, before=None, boards=3),
        new_postings=Count(everywhere=1, now=1, before=None, boards=3),
        weeks=(week(25, 26),),
        pay=(pay(**{**NOTHING, "n": 1, "unique_employers": 1, "active_postings": 7, "mine": 60_000.0}),),
        seniority=shares(7, senior=4, unknown=3),
        workplace=shares(7, remote=3, unknown=4),
        employment_type=shares(7, unknown=7),
        employers=(employer("Kestrel", 7),),
        places=(Place(country_code="DE", city="Berlin", active_postings=7, unique_employers=1),),
        quality=quality("data_engineer", 7),
        troubles=(),
    )


def empty_gauge() -> Gauge:
    """Nothing is open and nothing has answered yet."""
    none = Count(everywhere=0, now=0, before=None, boards=0)
    unknown = Quality(
        role_id=None,
        active_postings=0,
        role_known_share=None,
        pay_known_share=None,
        country_known_share=None,
        workplace_known_share=None,
        seniority_known_share=None,
        quarantined_share=None,
    )
    return Gauge(
        scope=scope(platforms=(), last_complete_at=None, boards_observed=0),
        active_postings=none,
        unique_employers=none,
        new_postings=none,
        weeks=(),
        pay=(),
        seniority=(),
        workplace=(),
        employment_type=(),
        employers=(),
        places=(),
        quality=unknown,
        quality_all=unknown,
        troubles=(),
    )


def hostile_gauge() -> Gauge:
    """A simulated market in which every text tries to be something else."""
    texts = [*HOSTILE]
    return sample_gauge(
        scope=scope(
            role_id="x' OR '1'='1",
            role_title=HOSTILE[0],
            role_family=HOSTILE[2],
            is_simulated=True,
            panel_id=HOSTILE[1],
        ),
        pay=(pay(currency="<b>EUR"), pay(**{**NOTHING, "currency": HOSTILE[4], "n": 3})),
        seniority=tuple(share(text, 8, 96) for text in texts),
        workplace=tuple(share(text, 8, 96) for text in texts),
        employment_type=tuple(share(text, 8, 96) for text in texts),
        employers=tuple(employer(text, 9, 3.0) for text in texts),
        places=tuple(Place(country_code="DE", city=text, active_postings=2, unique_employers=1) for text in texts),
        troubles=tuple(
            BoardTrouble(employer=text, board_id=text, status=text, reason=text, last_complete_at=None)
            for text in texts
        ),
    )


MAKERS: dict[str, Callable[[], Gauge]] = {
    "rich": sample_gauge,
    "tiny": tiny_gauge,
    "empty": empty_gauge,
    "hostile": hostile_gauge,
}


@pytest.fixture(params=[*MAKERS])
def gauge(request: pytest.FixtureRequest) -> Gauge:
    """Each of the answers in turn."""
    return MAKERS[request.param]()


def answers() -> tuple[Placed, ...]:
    """A section after each part of the page, with every kind of cell, more rows than are shown at once, and a chart."""
    fields = tuple(tables.Field(kind, kind.capitalize(), kind) for kind in get_args(tables.Kind))
    values = {
        "count": 3, "decimal": 9.25, "share": 0.25, "points": -0.07, "pay": 62_000.0, "days": 12.0,
        "day": MADE_AT.date(),
        "moment": MADE_AT, "yes": True, "link": "https://jobs.example.org/1", "country": "DE",
        "worded": tables.Worded("EUR 50k to 60k", (50_000.0, 60_000.0)),
    }  # fmt: skip
    row = tuple(values.get(field.kind, "on_site") for field in fields)
    return tuple(
        Placed(
            part,
            Section(
                key=f"about_{part}", title=f"About {part}", said=("A sentence that leads.", "Another."),
                tables=(tables.Table(f"about_{part}", "A table", fields, (row,) * 12),),
                queries=(Query(title="The query behind it", text="SELECT 1;"),), brief="In brief.", notes=("A note.",),
                charts=(Chart(caption="A chart", draw=lambda _: charts.mix(shares(7, remote=3), "Mix")),),
            ),
        )
        for part in html.FIXED if part != "method"
    )  # fmt: skip


NEWS = Section(key="news", title="New since 3 Mar 2026", said=("2 matching openings are new.", "Demand is now up."))


@functools.cache
def rendered(gauge: Gauge) -> str:
    """The page for an answer, made once for all tests because drawing takes a second."""
    return html.render(gauge, made_at=MADE_AT, version="0.1.0")


@pytest.fixture(scope="session")
def whole_page() -> str:
    """The ordinary answer with news and further sections."""
    return html.render(sample_gauge(), answers(), news=NEWS, made_at=MADE_AT, version="0.1.0")


@pytest.fixture(scope="session")
def hostile_page() -> str:
    """The same with a hostile string in every text that a section, a table or the gauge can hold."""
    fields = (tables.Field("name", "Name", "text"), tables.Field("url", "Link", "link"))
    placed = [
        Placed(part, section.cleaned(msgspec.structs.replace(
            one, title=PAYLOADS[number], said=PAYLOADS, notes=PAYLOADS, brief=PAYLOADS[number],
            tables=(tables.Table("t", PAYLOADS[number], fields, tuple((text, text) for text in PAYLOADS)),),
            queries=tuple(Query(title=text, text=text) for text in PAYLOADS[:20]),
        )))
        for number, (part, one) in enumerate(answers())
    ]  # fmt: skip
    news = section.cleaned(msgspec.structs.replace(NEWS, title=PAYLOADS[0], said=PAYLOADS))
    return html.render(hostile_gauge(), placed, news=news, made_at=MADE_AT, version=PAYLOADS[0])


@pytest.fixture
def render() -> Callable[[Gauge], str]:
    return rendered


@pytest.fixture
def rich_gauge() -> Gauge:
    return sample_gauge()


@pytest.fixture
def tiny() -> Gauge:
    return tiny_gauge()


@pytest.fixture
def empty() -> Gauge:
    return empty_gauge()


@pytest.fixture
def hostile() -> Gauge:
    return hostile_gauge()


@pytest.fixture
def make() -> Callable[..., Gauge]:
    """Makes the ordinary answer with some fields changed."""
    return sample_gauge


@pytest.fixture
def make_pay() -> Callable[..., Pay]:
    """Makes pay in euros below every floor, with some fields changed."""
    return lambda **changes: pay(**{**NOTHING, **changes})
