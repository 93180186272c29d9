"""Has anything real changed for me since I last looked? What a person saw then against what there is now."""

import datetime as dt
from typing import Any

import duckdb
import msgspec

from warehouse.answers import matching
from warehouse.answers.gauge import Gauge, Pay
from warehouse.answers.person import Person
from warehouse.store import sql

NAMED = 3


class SeenPay(msgspec.Struct, frozen=True, kw_only=True):
    """A median of advertised pay and its 95 % interval."""

    value: float
    low: float
    high: float


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What a report showed, as far as a later one compares with it; it is kept on the person's machine alone."""

    window_end: dt.date
    person: str
    """The role, places and limits it was for: another's figures compare with nothing."""
    method_version: int
    vacancies: frozenset[str]
    demand: str | None
    """up or down, where the twelve weeks' interval lies on one side of nothing; None where it cannot be told."""
    verdict: str | None
    pay: dict[str, SeenPay]
    skills_up: frozenset[str]
    skills_down: frozenset[str]
    panel_id: str = ""
    """The boards that it speaks of."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A matching vacancy."""

    vacancy_id: str
    title: str
    employer: str
    url: str | None
    starts_above_mine: bool
    opened_on: dt.date
    """Since when it is up this time."""
    was_there: bool
    """Whether it was up already when its board was first read."""
    is_again: bool
    """Whether it was up before and gone: it is no new vacancy."""


class PayMove(msgspec.Struct, frozen=True, kw_only=True):
    """A median that lies outside the interval it had, and the other way round."""

    currency: str
    before: float
    now: float


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What is new for the person; empty parts are unchanged or within what chance can do."""

    since: dt.date
    until: dt.date
    opened: tuple[Opened, ...]
    """What came up since for the first time."""
    again: tuple[Opened, ...]
    """What was up before, was gone and came up since, under its number or another."""
    sighted: int
    """Those that were not seen before though they were up: their boards are new to us, or they are read otherwise."""
    closed: int
    demand: str | None
    """The new state, up, down or no longer clear, where it is another."""
    verdict: str | None
    pay: tuple[PayMove, ...]
    """Empty where the list of boards is another: what differs then may be the boards."""
    skills_up: tuple[str, ...]
    skills_down: tuple[str, ...]

    @property
    def is_any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(
            self.opened or self.again or self.sighted or self.demand or self.verdict or self.pay or self.skills_up
            or self.skills_down
        )  # fmt: skip


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to see now, and the parts that words need of it."""

    seen: Seen
    vacancies: tuple[Opened, ...]
    skill_names: dict[str, str]


def look(connection: duckdb.DuckDBPyConnection, person: Person, gauge: Gauge) -> Looked:
    """What the person sees now: the matching vacancies and the figures that news are made of."""
    matching.select(connection, person)
    rows = connection.execute(sql("queries/news/vacancies")).fetchall()
    skills = connection.execute(sql("queries/news/skills"), {"role_id": person.role_id}).fetchall()
    vacancies = tuple(_opened(row, person) for row in rows)
    seen = Seen(
        window_end=gauge.scope.window_end,
        panel_id=gauge.scope.panel_id,
        person=repr((person.roles, person.countries, person.cities, person.workplaces)),
        method_version=gauge.scope.method_version,
        vacancies=frozenset(one.vacancy_id for one in vacancies),
        demand=_demand(gauge),
        verdict=gauge.standing.verdict if gauge.standing else None,
        pay={pay.currency: seen for pay in gauge.pay if (seen := _pay(pay))},
        skills_up=frozenset(skill_id for skill_id, _, is_up in skills if is_up),
        skills_down=frozenset(skill_id for skill_id, _, is_up in skills if not is_up),
    )
    return Looked(seen=seen, vacancies=vacancies, skill_names={skill_id: name for skill_id, name, _ in skills})


def news(before: Seen, now: Looked) -> News | None:
    """What is new from `before` to `now`; None where they do not compare, as role, limits or method are others."""
    seen = now.seen
    if (before.person, before.method_version) != (seen.person, seen.method_version):
        return None
    unseen = tuple(one for one in now.vacancies if one.vacancy_id not in before.vacancies)
    late = tuple(one for one in unseen if one.opened_on > before.window_end and not one.was_there)
    return News(
        since=before.window_end,
        until=seen.window_end,
        opened=tuple(one for one in late if not one.is_again),
        again=tuple(one for one in late if one.is_again),
        sighted=len(unseen) - len(late),
        closed=len(before.vacancies - seen.vacancies),
        demand=(seen.demand or "no longer clear") if seen.demand != before.demand else None,
        verdict=(seen.verdict or "cannot be told") if seen.verdict != before.verdict else None,
        pay=tuple(_pay_moves(before, seen)) if seen.panel_id == before.panel_id else (),
        skills_up=_names(seen.skills_up - before.skills_up, now),
        skills_down=_names(seen.skills_down - before.skills_down, now),
    )


def _opened(row: tuple[Any, ...], person: Person) -> Opened:
    vacancy_id, title, employer, url, pay_low, opened_on, was_there, is_again = row
    above = pay_low is not None and person.pay_annual is not None and pay_low > person.pay_annual
    return Opened(
        vacancy_id=vacancy_id, title=title, employer=employer, url=url, starts_above_mine=above, opened_on=opened_on,
        was_there=was_there, is_again=is_again,
    )  # fmt: skip


def _demand(gauge: Gauge) -> str | None:
    change = gauge.change.change if gauge.change else None
    if change is None or change.low is None or change.high is None:
        return None
    return "up" if change.low > 0 else "down" if change.high < 0 else "steady"


def _pay(pay: Pay) -> SeenPay | None:
    if pay.p50 is None or pay.p50_low is None or pay.p50_high is None:
        return None
    return SeenPay(value=pay.p50, low=pay.p50_low, high=pay.p50_high)


def _pay_moves(before: Seen, now: Seen) -> list[PayMove]:
    both = [(currency, before.pay[currency], pay) for currency, pay in now.pay.items() if currency in before.pay]
    return [
        PayMove(currency=currency, before=was.value, now=is_.value)
        for currency, was, is_ in both
        if not was.low <= is_.value <= was.high and not is_.low <= was.value <= is_.high
    ]


def _names(ids: frozenset[str], now: Looked) -> tuple[str, ...]:
    return tuple(sorted(now.skill_names[skill_id] for skill_id in ids))
