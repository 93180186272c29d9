"""What the course of a role says in words."""

import datetime as dt
from typing import Any

import pytest

from warehouse.answers.demand import YearChange
from warehouse.answers.person import Person
from warehouse.answers.trend import IndexWeek, Inflow, Life, PayMove, Series, Trend
from warehouse.measures.estimate import Estimate
from warehouse.reports.section import Section
from warehouse.reports.sections import trend

PERSON = Person(role_id="data_engineer")
ACTIVE = Series(
    series="active", level=120, weekly_growth=0.012, low=0.004, high=0.02, p_value=0.01, gap_to_field=None,
    gap_low=None, gap_high=None, is_seasonally_adjusted=False, refusal=None, window_start=dt.date(2024, 6, 3),
    window_end=dt.date(2026, 8, 2), weeks=113,
)  # fmt: skip
INFLOW = Inflow(
    weekly=12.25, low=8.1, high=17.3, refusal=None, ratio=1.31, ratio_low=0.9, ratio_high=1.9, employers=23, n=49
)
PAY = PayMove(
    months=3, change=0.021, low=0.008, high=0.034, refusal=None, real=-0.003, real_low=-0.016, real_high=0.01,
    employers=17, n=41,
)  # fmt: skip
LIFE = Life(
    median=31, median_low=27, median_high=36, open_30=None, open_30_low=None, open_30_high=None, beyond_family=None,
    beyond_low=None, beyond_high=None, log_rank_p=None, completed=24, completed_low=20, completed_high=28, so_far=51,
    so_far_low=44, so_far_high=58, open_adverts=120, closings=94, refusal=None, employers=45, n=214,
    rough=0.02, estimator="kaplan_meier",
)  # fmt: skip


def told(**more: Any) -> Section:
    found = Trend(series=(ACTIVE,), breaks=(), inflow=INFLOW, pay=(PAY,), life=LIFE, year=None, index=())
    return trend.section(
        Trend(**{name: more.get(name, getattr(found, name)) for name in found.__struct_fields__}), PERSON
    )


def changed(one: Any, **more: Any) -> Any:
    return type(one)(**{name: more.get(name, getattr(one, name)) for name in one.__struct_fields__})


def test_every_figure_is_told_with_its_range_and_sample() -> None:
    assert told().said == (
        "Openings in all countries move +1.2% a week over 113 weeks to 2 Aug 2026 (likely +0.4% to +2.0%).",
        "In the last four weeks 12 new ones came a week in all countries (likely 8.1 to 17; 49 postings of 23 "
        "employers): 1.3 times as "
        "many as in the four before at the same boards (likely 0.9 to 1.9), which chance could do.",
        "Posted pay at the same employers and titles moved +2.1% in 3 months (likely +0.8% to +3.4%; 41 titles of 17 "
        "employers). In what money buys that is −0.3% (likely −1.6% to +1.0%).",
        "Half of these adverts disappear within 31 days (likely 27 to 36), by 94 closings among 214 adverts of 45 "
        "employers.",
        "On average the 94 that closed had been up 24 days (likely 20 to 28), the 120 still open have been for 51 so "
        "far (likely 44 to 58). Neither says how long adverts last: those that closed leave out the long ones that are "
        "still up, and among those still up the long ones are met more often.",
    )


def test_a_season_that_was_taken_out_is_said() -> None:
    first = told(series=(changed(ACTIVE, is_seasonally_adjusted=True),)).said[0]
    assert first.endswith("(likely +0.4% to +2.0%), the yearly season taken out.")


def test_a_change_without_the_season_says_what_it_compares() -> None:
    change = Estimate(value=0.3, low=-0.03, high=0.74, n=52, unique_employers=46, estimator="matched_ratio")
    year = YearChange(
        change=change, beside_field=True, weeks=20, window_start=dt.date(2026, 7, 6), window_end=dt.date(2026, 11, 22)
    )
    assert (
        "; 52 openings or more each week, at 46 employers or more that have one in some week)"
        in told(year=year).said[1]
    )


def test_a_lifetime_from_visits_days_apart_says_so() -> None:
    said = told(life=changed(LIFE, rough=0.81, estimator="turnbull", completed=None, so_far=None)).said
    assert said[-1].startswith("Of 81% of these adverts only the two visits are known between which they went")


def test_what_cannot_be_told_gives_its_reason_once() -> None:
    few = changed(PAY, change=None, low=None, high=None, refusal="12 titles; at least 30 are needed.")
    none = changed(LIFE, completed=None, so_far=None, median=None, refusal="3 closings; at least 30 are needed.")
    said = told(series=(), inflow=changed(INFLOW, weekly=None), pay=(few, changed(few, months=12)), life=none).said
    assert said == (
        "How posted pay moves at the same employers and titles cannot be told: 12 titles; at least 30 are needed.",
        "How long adverts stay up cannot be told: 3 closings; at least 30 are needed.",
    )


@pytest.mark.parametrize(("inflow", "is_told"), [(INFLOW, True), (None, False)])
def test_arrivals_alone_are_worth_a_card(inflow: Inflow | None, is_told: bool) -> None:
    assert told(series=(), inflow=inflow, pay=(), life=None).is_told is is_told


def test_each_week_of_the_index_has_what_it_rests_on() -> None:
    week = IndexWeek(
        week=dt.date(2026, 8, 3), value=101.5, low=97.0, high=106.2, openings=63.4, employers=21, coverage=0.98
    )
    table = next(table for table in told(index=(week,)).tables if table.name == "trend_index")
    names = [field.name for field in table.fields]
    assert names == [
        "window_start", "demand_index", "demand_index_low", "demand_index_high", "matched_postings",
        "matched_employers", "coverage",
    ]  # fmt: skip
    assert table.rows == ((week.week, 101.5, 97.0, 106.2, 63.4, 21, 0.98),)
