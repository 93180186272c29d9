"""What the measures say of a role, word for word."""

import datetime as dt
import re
from typing import Any

import msgspec
import pytest

from warehouse.answers.ahead import Ahead
from warehouse.answers.demand import DemandChange
from warehouse.answers.dials import RoleGauge, Variation
from warehouse.answers.gauge import Gauge
from warehouse.answers.person import Person
from warehouse.measures.composite import Dial
from warehouse.measures.estimate import Estimate, refused
from warehouse.measures.outlook import Outlook
from warehouse.reports import charts, pictures, standing
from warehouse.reports.sections import forecast
from warehouse.reports.tables import Worded

DAY = dt.date(2026, 6, 30)
UP = Estimate(value=0.08, low=0.02, high=0.14, n=800, unique_employers=212, estimator="matched_chain")
HALF = Estimate(value=0.58, low=0.43, high=0.73, n=45, estimator="diffusion")
AHEAD = Outlook(
    horizon=8, value=134.0, low=120.0, high=151.0, method="naive", error=0.09, naive_error=0.08, covered=0.82,
    forecasts=40, nearer=18, ranges=28,
)  # fmt: skip


def changed(change: Estimate, growing: Estimate = HALF) -> DemandChange:
    return DemandChange(change=change, growing=growing, window_start=DAY, window_end=DAY)


UNTOLD = Variation(
    name="with the growth that imported samples show", verdict=None, top_share=None, bottom_share=None,
    refusal="No imported sample has seen its field in these weeks.",
)  # fmt: skip
"""A line that cannot be told overturns nothing and is not among those that hold."""


def gauge(**more: Any) -> RoleGauge:
    plain: dict[str, Any] = {
        "role_id": "engineer", "among": "family", "siblings": 24,
        "dials": (("growth", Dial(percentile=80.4, low=60.0, high=95.0, siblings=20)),),
        "missing": (("wages", "0 adverts with pay."),), "score": 70.0, "verdict": "high", "top_share": 0.93,
        "bottom_share": 0.0,
        "variations": (
            Variation(name="with evergreen adverts", verdict="high", top_share=0.85, bottom_share=0.0),
            UNTOLD,
        ),
        "window_start": DAY, "window_end": DAY, "n": 120, "unique_employers": 40, "refusal": None, "method_version": 1,
    }  # fmt: skip
    return RoleGauge(**plain | more)


def test_a_change_is_told_with_its_range_and_who_was_compared() -> None:
    first, second = standing.change(changed(UP))
    assert first == (
        "Openings at the 212 employers in all countries that could be compared from week to week are up 8% in twelve "
        "weeks (likely range +2% to +14%). The same employers are compared at both ends of each week, so a longer list "
        "cannot move this "
        "number; adverts that are always up are left out."
    )
    assert second == (
        "Of 45 employers in all countries with openings now or four weeks ago, 58% have more than then, those "
        "with as many counted half "
        "(likely 43% to 73%)."
    )


def test_down_and_unchanged() -> None:
    down = msgspec.structs.replace(UP, value=-0.1, low=-0.2, high=0.0)
    assert "are down 10% in twelve weeks (likely range −20% to +0%)" in standing.change(changed(down))[0]
    assert "are unchanged in twelve" in standing.change(changed(msgspec.structs.replace(UP, value=0.001)))[0]


def test_what_cannot_be_told_says_why() -> None:
    short = refused("matched_chain", "5 weeks of history; a change over 12 weeks needs 13.", 0)
    assert standing.change(changed(short, short)) == [
        "How demand has changed in twelve weeks cannot be told: 5 weeks of history; a change over 12 weeks needs 13."
    ]
    assert standing.change(None) == standing.standing(None) == standing.dials(None) == standing.outlook(()) == []


def test_a_verdict_says_how_often_it_holds() -> None:
    assert standing.standing(gauge()) == [
        "Demand is high among its siblings: in the top third of the 24 roles of its family in 93% of the reasonable "
        "ways "
        "of adding up, and by 1 other reckoning too; 1 more cannot be made. These figures speak of the role in all "
        "countries that we watch. The verdict is experimental: it has not been held against official statistics yet."
    ]


def test_an_overturned_verdict_is_unclear_and_says_by_what() -> None:
    overturned = gauge(
        verdict="unclear",
        variations=(
            Variation(name="without the largest employer", verdict="unclear", top_share=0.5, bottom_share=0.1),
            UNTOLD,
        ),
    )
    [said] = standing.standing(overturned)
    assert said.startswith(
        "Whether demand is high or low among its siblings is unclear: in the top third of the 24 roles"
    )
    assert "It is overturned without the largest employer. " in said


def test_no_verdict_says_why() -> None:
    none = gauge(
        verdict=None, top_share=None, bottom_share=None, score=None, refusal="1 of the four dials can be told."
    )
    [said] = standing.standing(none)
    assert said.startswith("Where the role stands among the 24 roles of its family cannot be told: 1 of the four dials")


def test_every_dial_has_a_line() -> None:
    lines = standing.dials(gauge())
    assert [line.name for line in lines] == list(standing.DIALS.values())
    assert lines[1] == ("growth in twelve weeks", "80", "60 to 95", "of 100, among 20 roles")
    assert lines[3] == ("change of posted pay", "unknown", "", "0 adverts with pay.")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "In 8 weeks likely 120 to 151 openings in all countries (about 134). Such ranges have held 82% of 28 "
             "outcomes so far; four in five is meant. It starts from the last level: in 18 of 40 past forecasts the "
             "trend came nearer than the last level; it missed by 9.0% as a rule, the last level by 8.0%."),
        ({"method": "damped_trend", "error": 0.072, "nearer": 25, "covered": None, "ranges": 0},
         "In 8 weeks likely 120 to 151 openings in all countries (about 134). Whether such ranges hold cannot be "
         "told yet. It starts from the trend: in 25 of 40 past forecasts the trend came nearer than the last level; it "
         "missed by 7.2% as a rule, the last level by 8.0%."),
    ],
)  # fmt: skip
def test_an_outlook_prints_its_record(more: dict[str, Any], words: str) -> None:
    assert standing.outlook((msgspec.structs.replace(AHEAD, **more),)) == [words]


def test_a_file_of_ranges_says_what_their_record_rests_on() -> None:
    (table,) = forecast.section((Ahead(series="active", weeks=60, ranges=(AHEAD,)),), Person(role_id="engineer")).tables
    assert Worded("28 ranges, 40 forecasts", (28, 40, 18, 60)) in table.rows[0]


def test_an_outlook_that_cannot_be_told_says_why_once() -> None:
    none = msgspec.structs.replace(AHEAD, value=None, low=None, high=None, refusal="9 weeks of history; it needs 26.")
    assert standing.outlook((none, none)) == ["What may come cannot be told yet: 9 weeks of history; it needs 26."]


def test_the_dials_that_can_be_told_are_drawn(rich_gauge: Gauge) -> None:
    """Each at its percentile of the width, with its range; what cannot be told is no dial."""
    drawn = charts.dials(standing.told(gauge()), charts.WIDE)
    assert 'aria-label="growth in twelve weeks: 80 (likely 60 to 95)"' in drawn
    [range_] = re.findall(r'<path d="M([\d.]+),[\d.]+h([\d.]+)[^"]*" fill="var\(--quiet\)"', drawn)
    assert [float(part) / charts.WIDE for part in range_] == pytest.approx([0.60, 0.35])
    [here] = re.findall(r'<path d="M([\d.]+),[^"]*" fill="var\(--accent\)"', drawn)
    assert float(here) / charts.WIDE == pytest.approx(0.804, abs=0.01)
    with_dials = msgspec.structs.replace(rich_gauge, standing=gauge())
    assert "dials" in pictures.drawings(with_dials)
    assert "dials" not in pictures.drawings(msgspec.structs.replace(rich_gauge, standing=gauge(dials=())))
