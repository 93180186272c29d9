"""What is told as new: only what is more than chance, and nothing where role, limits or method are others."""

import datetime as dt

import duckdb
import msgspec
import pytest

from warehouse.answers.gauge import gauge
from warehouse.answers.news import Looked, Opened, Seen, SeenPay, look, news
from warehouse.answers.person import Person
from warehouse.reports.sections import news as words

ME = Person(role_id="engineer", pay_annual=95_000, pay_currency="USD")


@pytest.fixture
def now(market: duckdb.DuckDBPyConnection) -> Looked:
    return look(market, ME, gauge(market, ME, is_simulated=False))


def before(now: Looked, **changes: object) -> Seen:
    return msgspec.structs.replace(now.seen, window_end=dt.date(2026, 2, 1), **changes)


def test_the_same_is_no_news(now: Looked):
    told = news(before(now), now)
    assert told is not None
    assert not told.is_any
    assert words.section(told).said == ("Nothing real has changed for you since 1 Feb 2026.",)


def test_vacancies_that_are_new_are_told_with_the_persons_pay_kept_out_of_the_public_words(now: Looked):
    assert now.seen.vacancies == {"a1", "a2", "b1", "c1", "c3"}
    later = msgspec.structs.replace(now, vacancies=tuple(map(opened, now.vacancies)))
    told = news(before(now, vacancies=frozenset({"a2", "gone"})), later)
    assert told is not None
    assert [(one.vacancy_id, one.starts_above_mine) for one in told.opened][:1] == [("a1", True)]
    assert (len(told.opened), told.sighted, told.closed) == (4, 0, 1)
    own, public = words.section(told).said[0], words.public(told)[0]
    assert own.startswith("4 matching openings are new, 1 of them starting above your pay; 1 earlier one went: ")
    assert public.startswith("4 matching openings are new; 1 earlier one went: ")


def opened(one: Opened) -> Opened:
    return msgspec.structs.replace(one, opened_on=dt.date(2026, 3, 1), was_there=False)


def test_what_was_up_before_is_in_sight_and_not_new(now: Looked):
    """a1, b1 and c1 were there when their boards were first asked; c3 came in the end."""
    told = news(before(now, vacancies=frozenset({"a2"})), now)
    assert told is not None
    assert ([one.vacancy_id for one in told.opened], told.sighted) == (["c3"], 3)
    said = words.section(told).said
    assert said[0].startswith("1 matching opening is new: ")
    assert said[1].startswith("3 matching openings that were up before came into sight")
    older = news(before(now, vacancies=frozenset({"a2", "c3"})), now)
    assert older is not None
    assert (older.is_any, words.section(older).said[0]) == (True, said[1])


def test_a_vacancy_that_is_advertised_again_is_told_apart_from_what_is_new(market: duckdb.DuckDBPyConnection):
    """c3 takes up what was advertised as c9 and closed."""
    market.execute(
        "DELETE FROM core.vacancy WHERE posting_id = 'c3'; INSERT INTO core.vacancy VALUES ('c3', 'c3', 'c9', TRUE)"
    )
    now = look(market, ME, gauge(market, ME, is_simulated=False))
    told = news(before(now, vacancies=now.seen.vacancies - {"c3"}), now)
    assert told is not None
    assert (told.opened, [one.vacancy_id for one in told.again], told.sighted, told.is_any) == ((), ["c3"], 0, True)
    found = words.section(told)
    assert found.said[0].startswith("1 matching opening is advertised again after being gone: ")
    assert [row[3] for row in found.tables[0].rows] == [True]


def test_pay_is_news_where_each_median_lies_outside_the_others_interval(now: Looked):
    seen = msgspec.structs.replace(now.seen, pay={"USD": SeenPay(value=120, low=110, high=130)})
    later = msgspec.structs.replace(now, seen=seen)
    for value, low, high, is_news in [(100, 90, 105, True), (100, 90, 125, False), (112, 105, 118, False)]:
        told = news(before(later, pay={"USD": SeenPay(value=value, low=low, high=high)}), later)
        assert told is not None
        assert bool(told.pay) is is_news
        other = news(before(later, pay={"USD": SeenPay(value=value, low=low, high=high)}, panel_id="other"), later)
        assert other is not None
        assert not other.pay  # other boards may pay otherwise


def test_a_turn_of_demand_and_of_the_verdict_is_told(now: Looked):
    seen = msgspec.structs.replace(now.seen, demand="up", verdict="high")
    later = msgspec.structs.replace(now, seen=seen)
    told = news(before(later, demand="steady", verdict="unclear"), later)
    assert told is not None
    assert words.section(told).said == (
        "Demand over twelve weeks is now up by more than chance.",
        "Your role's demand among its siblings is now high.",
    )


@pytest.mark.parametrize("other", [{"person": "another"}, {"method_version": 99}])
def test_another_role_or_method_compares_with_nothing(now: Looked, other: dict[str, object]):
    assert news(before(now, **other), now) is None


def test_what_was_seen_survives_the_file(now: Looked):
    assert msgspec.json.decode(msgspec.json.encode(now.seen), type=Seen) == now.seen
