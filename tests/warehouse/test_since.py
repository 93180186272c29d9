"""What has changed since a person started: two windows of four weeks, the same boards, figures to check by hand."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest

from warehouse import weeks
from warehouse.answers.changes import changes
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.answers.since import Since, since
from warehouse.measures.advertised import Adverts, median_change
from warehouse.reports.sections import changes as changes_words
from warehouse.reports.sections import since as words

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
MONDAY = dt.date(2026, 1, 5)
EMPLOYERS, DAYS = 20, 84
ME = Person(role_id="engineer")


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def posted(number: int, employer: str, opened: int, closed: int | None, **values: Any) -> tuple[dict[str, Any], ...]:
    posting = {"posting_id": f"p{number}", "board_id": employer, "employer": employer, "employer_key": employer,
               "role_id": "engineer", "text_hash": f"t{number}", "title_clean": "engineer", **values}  # fmt: skip
    spell = {"posting_id": f"p{number}", "board_id": employer, "first_seen_at": f"{day(opened)} 06:00:00",
             "last_seen_at": f"{day((closed or DAYS) - 1)} 06:00:00",
             "closed_at": f"{day(closed)} 06:00:00" if closed else None}  # fmt: skip
    return posting, spell


@pytest.fixture
def filled(connection: duckdb.DuckDBPyConnection, insert: Insert) -> duckdb.DuckDBPyConnection:
    """Twenty employers have three adverts each to day 42 and six from then on, at 10 % more pay and, but for the
    first employer's, now remote; only these name Kubernetes. One employer more is watched from day 40 on, with fifty.
    """
    insert("core.role", [{"role_id": "engineer", "role_title": "Engineer", "role_family": "Data"}])
    insert("core.skill", [{"skill_id": "k8s", "skill_name": "Kubernetes", "skill_kind": "tool"}])
    boards = [f"e{number}" for number in range(EMPLOYERS)]
    insert("core.board", [{"board_id": name, "employer": name} for name in [*boards, "late"]])
    whole = {"board_status": "complete"}
    insert("core.board_day", [
        {"board_id": name, "observed_on": day(number), "observed_at": f"{day(number)} 06:00:00", **whole}
        for name in [*boards, "late"] for number in range(40 if name == "late" else 0, DAYS)
    ])  # fmt: skip
    rows: list[tuple[dict[str, Any], ...]] = []
    for employer in boards:
        early = {"pay_currency": "EUR", "pay_min_annual": 50_000, "pay_max_annual": 50_000, "workplace": "on_site"}
        late = early | {"pay_min_annual": 55_000, "pay_max_annual": 55_000}
        late |= {"workplace": "on_site" if employer == "e0" else "remote"}
        rows += [posted(len(rows) + number, employer, 0, 42, **early) for number in range(3)]
        rows += [posted(len(rows) + number, employer, 42, None, **late) for number in range(6)]
    rows += [posted(len(rows) + number, "late", 40, None, title_clean="other") for number in range(50)]
    insert("core.posting", [posting for posting, _ in rows])
    insert("core.spell", [spell for _, spell in rows])
    newer = [posting["posting_id"] for posting, _ in rows if posting.get("workplace") == "remote"]
    insert("core.posting_skill", [
        {"posting_id": name, "skill_id": "k8s", "skill_need": "required", "line_hash": 1} for name in newer
    ])  # fmt: skip
    insert("ops.touched", [{"touched_on": MONDAY}])
    weeks.renew(connection)
    return connection


def test_the_same_boards_are_compared_and_a_board_that_came_in_counts_for_nothing(filled: duckdb.DuckDBPyConnection):
    found = since(filled, ME)
    assert (found.before_start, found.now_start, found.now_end) == (day(0), day(56), day(83))
    assert (found.boards, found.openings_before, found.openings_now) == (20, 60.0, 120.0)
    assert found.change.refusal == "All employers changed alike, which does not tell how far others would differ."
    assert (found.employers_before, found.employers_now, found.came_count, found.went_count) == (20, 20, 0, 0)
    assert (found.vacancies_before, found.vacancies_now) == (60, 120)
    assert "the vacancies whose text we have, 60 then and 120 now" in " ".join(words.section(found, ME).notes)
    assert {(one.vacancies_before, one.vacancies_now, one.employers) for one in found.skills} == {(60, 120, 20)}


def test_pay_skills_and_traits_that_changed_are_found(filled: duckdb.DuckDBPyConnection):
    found = since(filled, ME)
    (pay,) = found.pay
    assert (pay.currency, pay.before.value) == ("EUR", pytest.approx(50_000, rel=1e-12))
    assert pay.now.value == pytest.approx(55_000)
    assert pay.change.value == pytest.approx(0.1)
    (skill,) = found.skills
    assert (skill.name, skill.share_before, skill.share_now, skill.is_news) == ("Kubernetes", 0.0, 0.95, True)
    news = {(one.kind, one.name): one.change for one in found.traits if one.is_news}
    assert news == {("workplace", "remote"): pytest.approx(0.95), ("workplace", "on_site"): pytest.approx(-0.95)}
    said = " ".join(words.section(found, ME).said)
    assert "EUR 50k then (n=60) and is EUR 55k now (n=120): up 10%" in said
    assert "Kubernetes +95 points to 95%" in said


def test_a_start_before_the_watching_is_restated(filled: duckdb.DuckDBPyConnection):
    found = since(filled, Person(role_id="engineer", started_on=dt.date(2023, 1, 5)))
    assert (found.asked_from, found.before_start) == (dt.date(2023, 1, 5), day(0))
    assert found.restated is not None
    assert "about 3 years before we began to watch" in found.restated
    late = since(filled, Person(role_id="engineer", started_on=day(70)))
    assert late.before_start == day(28)
    assert "less than eight weeks ago" in (late.restated or "")
    late = since(filled, Person(role_id="engineer", started_on=day(0)), day(70))
    assert (late.restated or "").startswith("The day that you name is less than eight weeks before the last one")
    assert words.section(late, ME).title == "What has changed"
    month = since(filled, Person(role_id="engineer", started_on=day(-30)))
    assert (month.restated or "").startswith("You started about 1 month before we began to watch")
    assert words.section(month, ME).title == "What has changed since you started"
    assert since(filled, ME, day(10)).restated is None


def test_seven_weeks_are_too_few(filled: duckdb.DuckDBPyConnection):
    filled.execute("DELETE FROM core.board_day WHERE observed_on < $day", {"day": day(29)})
    with pytest.raises(NoAnswerYet, match="watched for 55 days"):
        since(filled, ME)


def test_titles_of_two_employers_or_more_are_new(filled: duckdb.DuckDBPyConnection):
    filled.execute("UPDATE core.posting SET title_clean = 'platform engineer' WHERE posting_id IN ('p3', 'p12', 'p4')")
    found: Since = since(filled, ME)
    assert [(one.title, one.vacancies, one.employers) for one in found.titles] == [("platform engineer", 3, 2)]


def test_the_accounts_of_all_weeks_add_up(filled: duckdb.DuckDBPyConnection):
    found = changes(filled, ME)
    whole = found.whole
    assert (whole.before + whole.employers + whole.sight, whole.after) == (170, 170)
    assert (whole.opened, whole.closed, whole.boards_entered, whole.reclassified) == (120, 60, 50, 0)
    assert changes_words.section(found, ME).said[1].startswith("Employers made +60 of that")


def test_the_change_of_a_median_is_that_of_the_medians_and_within_its_interval():
    values = np.linspace(50_000, 70_000, 60)
    employer = np.arange(60) % 20
    then = Adverts(values, values, values, employer)
    now = Adverts(values * 1.2, values * 1.2, values * 1.2, employer)
    found = median_change(then, now)
    assert found.value == pytest.approx(0.2)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.2 < found.high
    other = now._replace(employer=employer[::-1] + 20)
    apart = median_change(then, other)
    assert apart.low is not None
    assert apart.low < found.low, "the same employers pay then as now, so their change is surer"
    few = Adverts(*(part[:5] for part in then))
    assert "needed" in (median_change(few, now).refusal or "")
    alike = np.where(np.arange(60) // 20 < 2, 60_000.0, values)  # forty of sixty pay the same
    most = median_change(Adverts(alike, alike, alike, employer), Adverts(alike, alike, alike, employer))
    assert (most.value, most.low, most.high) == (0, 0, 0)
