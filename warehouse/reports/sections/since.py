"""What has changed since the person started, in words."""

from collections.abc import Iterator
from typing import Any

from transform.terms_offers import terms
from warehouse.answers.person import Person
from warehouse.answers.since import Moved, PayChange, Since
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.tables import Field, Table, Worded
from warehouse.reports.words import counted, country, day, label, listed, lowered, money, moved, number, points, signed

_MOVED = (
    Field("name", "Named", "text"),
    Field("kind", "Kind", "code"),
    Field("share_then", "Then", "share"),
    Field("share_now", "Now", "share"),
    Field("points", "Points", "points"),
    Field("points_low", "At least", "points"),
    Field("points_high", "At most", "points"),
    Field(
        "sample",
        "Of vacancies then, now",
        "worded",
        (
            Field("vacancies_before", "", "count"),
            Field("vacancies_now", "", "count"),
            Field("unique_employers", "", "count"),
        ),
    ),
    Field("is_news", "News", "yes"),
)
_TITLES = (
    Field("title", "New title", "text"),
    Field("vacancies", "Vacancies", "count"),
    Field("unique_employers", "Employers", "count"),
)
_ASKED = {
    "degree": "a degree required",
    "five_years": "five years or more asked",
    "people_to_manage": "people to manage",
    "on_call": "on-call duty",
    "pay_stated": "pay stated",
}
NOTE = (
    "Compared are vacancies that were up at some time in each four weeks, at the boards seen whole in every one of "
    "these weeks, so that a longer list of employers is never read as change. News is what changed by more than chance "
    "would explain, as many things as were checked: one range may leave out zero by chance and be no news. Adverts "
    "that are always up count here; the index of demand leaves them out."
)


def section(found: Since, person: Person) -> Section:
    """The comparison in words."""
    rows = tuple(map(_row, [*found.skills, *found.traits]))
    return Section(
        key="since",
        title="What has changed since you started" if found.is_start else "What has changed",
        said=tuple(_said(found)),
        brief=_brief(found),
        tables=(
            Table("since", "Shares of vacancies that name each thing, then and now", _MOVED, rows),
            Table("since_titles", "Titles that nobody had then, by two employers or more", _TITLES,
                  tuple((one.title, one.vacancies, one.employers) for one in found.titles)),
        ),
        queries=(Query(title="Skills of late, in SQL", text=_QUERY.format(role_id=escaped(person.role_id))),),
        notes=(NOTE, _shares(found), _places(person)),
    )  # fmt: skip


def _shares(found: Since) -> str:
    sizes = f"{number(found.vacancies_before)} then and {number(found.vacancies_now)} now"
    return f"A share is of the vacancies whose text we have, {sizes}; its change is in percentage points."


def _places(person: Person) -> str:
    where = f"in {listed(map(country, person.countries))}" if person.countries else "in all countries"
    return f"Counted are vacancies {where}, in all their cities and workplaces."


def _said(found: Since) -> Iterator[str]:
    then = f"the four weeks from {day(found.before_start)}"
    yield _demand(found, then)
    if found.restated:
        yield found.restated
    yield _employers(found)
    yield from _pay(found.pay)
    yield _news("skill", found.skills, found.skills_tested)
    yield _news("trait of the work", found.traits, found.traits_tested)


def _demand(found: Since, then: str) -> str:
    told = found.change
    counts = (
        f"{number(found.openings_before)} on an average day in {then}, {number(found.openings_now)} in the last four"
    )
    if told.value is None or told.low is None or told.high is None:
        unsure = f"Whether that is more than chance cannot be told: {lowered(told.refusal)}"
        return f"Openings at the same boards: {counts}. {unsure}"
    return (
        f"Openings at the {counted(told.unique_employers or 0, 'employer')} seen at both times are {moved(told.value)} "
        f"(likely {signed(told.low)} to {signed(told.high)}): {counts}."
    )


def _brief(found: Since) -> str:
    """Demand, and how many of the things named changed."""
    change, then = found.change, day(found.before_start)
    news = sum(one.is_news for one in (*found.skills, *found.traits))
    named = f"{_many(news)} named more or less by more than chance"
    if change.value is None:
        return f"Since {then}: {named}."
    return f"Since {then}, at the same employers: openings {moved(change.value)}; {named}."


def _many(news: int) -> str:
    return counted(news, "skill or trait", "skills or traits") if news else "no skill or trait"


def _employers(found: Since) -> str:
    came = f"{counted(found.came_count, 'employer')} had none then and have some now" + _such_as(found.came)
    went = f"{number(found.went_count)} had some then and have none now" + _such_as(found.went)
    return f"{came}; {went}."


def _such_as(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return f" ({', '.join(names[:5])}, ...)" if len(names) > 5 else f" ({listed(names)})"


def _pay(pays: tuple[PayChange, ...]) -> Iterator[str]:
    told = [pay for pay in pays if pay.change.value is not None]
    if not told:
        yield "Whether advertised pay has changed cannot be told: too few vacancies state it at both times."
    for pay in told:
        change = pay.change
        sure = "" if (change.low or 0) > 0 or (change.high or 0) < 0 else " That is within what chance can do."
        yield (
            f"The middle of advertised pay in {pay.currency} was {money(pay.currency, pay.before.value or 0)} then "
            f"(n={number(pay.before.n)}) and is {money(pay.currency, pay.now.value or 0)} now (n={number(pay.now.n)}): "
            f"{moved(change.value or 0)} (likely {signed(change.low or 0)} to {signed(change.high or 0)}).{sure}"
        )


def _news(what: str, found: tuple[Moved, ...], tested: int) -> str:
    if not tested:
        return f"Whether any {what} is named more or less than then cannot be told: too few vacancies or employers."
    news = [one for one in found if one.is_news]
    checked = f"Of {counted(tested, what, _plural(what))} checked,"
    if not news:
        return f"{checked} none changed by more than chance would explain."
    told = listed([f"{name_of(one)} {points(one.change)} to {one.share_now:.0%}" for one in news[:6]])
    rest = f" and {number(len(news) - 6)} more" if len(news) > 6 else ""
    return (
        f"{checked} {number(len(news))} changed by more than chance would explain (about 1 in 10 of such flags is "
        f"expected to be a false alarm): {told}{rest}."
    )


def _plural(what: str) -> str:
    return "traits of the work" if what.startswith("trait") else f"{what}s"


def name_of(one: Moved) -> str:
    """What vacancies name, as people say it."""
    if one.kind == "skill":
        return one.name
    if one.kind in {"asked", "offer"}:
        return _ASKED.get(one.name, label(one.name))
    known = {term_id: name for _, term_id, name in terms()}
    return known.get(one.name, label(one.name)).lower() if one.kind in {"benefit", "team"} else label(one.name)


def _row(one: Moved) -> tuple[Any, ...]:
    sizes = Worded(
        words=f"{number(one.vacancies_before)}, {number(one.vacancies_now)}",
        figures=(one.vacancies_before, one.vacancies_now, one.employers),
    )
    return (name_of(one), one.kind, one.share_before, one.share_now, one.change, one.low, one.high, sizes, one.is_news)


_QUERY = """\
SELECT skill_id, share_before, share_now, change, change_low, change_high, is_news
FROM mart.skill_change
WHERE role_id = '{role_id}'
ORDER BY is_news DESC, abs(change) DESC;"""
