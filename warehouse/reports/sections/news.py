"""What is new since the person last looked, in words."""

from collections.abc import Iterator

from warehouse.answers.news import NAMED, News, Opened
from warehouse.reports.section import Section
from warehouse.reports.tables import Field, Table
from warehouse.reports.words import counted, day, listed, money

_FIELDS = (
    Field("title", "Title", "text"),
    Field("employer", "Employer", "text"),
    Field("starts_above_mine", "Starts above your pay", "yes"),
    Field("is_again", "Advertised again", "yes"),
    Field("url", "Link", "link"),
)
_VERDICTS = {
    "high": "Your role's demand among its siblings is now high.",
    "low": "Your role's demand among its siblings is now low.",
    "unclear": "Whether your role's demand is high or low among its siblings is now unclear.",
    "cannot be told": "Where your role stands among its siblings can no longer be told.",
}
_DEMAND = {
    "up": "Demand over twelve weeks is now up by more than chance.",
    "down": "Demand over twelve weeks is now down by more than chance.",
    "steady": "Demand over twelve weeks is now within what chance can do.",
    "no longer clear": "How demand changed over twelve weeks can no longer be told.",
}


def section(found: News) -> Section:
    """The news in words, all vacancies that came up as a table."""
    came = (*found.opened, *found.again)
    rows = tuple((one.title, one.employer, one.starts_above_mine, one.is_again, one.url) for one in came)
    return Section(
        key="news",
        title=f"New since {day(found.since)}",
        said=tuple(_said(found)) or (f"Nothing real has changed for you since {day(found.since)}.",),
        tables=(Table("news", "Openings that came up", _FIELDS, rows),),
    )


def public(found: News) -> list[str]:
    """The news without what depends on the person's own pay: for the run's artifact, which a database keeps."""
    return [*_openings(found, with_pay=False), *_figures(found)]


def _said(found: News) -> Iterator[str]:
    yield from _openings(found, with_pay=True)
    yield from _figures(found)


def _openings(found: News, *, with_pay: bool) -> Iterator[str]:
    if found.opened:
        above = sum(one.starts_above_mine for one in found.opened)
        better = f", {above} of them starting above your pay" if with_pay and above else ""
        gone = f"; {counted(found.closed, 'earlier one')} went" if found.closed else ""
        came = counted(len(found.opened), "matching opening")
        are = "is" if len(found.opened) == 1 else "are"
        yield f"{came} {are} new{better}{gone}: {_named(found.opened)}."
    if found.again:
        are = "is" if len(found.again) == 1 else "are"
        again = counted(len(found.again), "matching opening")
        yield f"{again} {are} advertised again after being gone: {_named(found.again)}."
    if found.sighted:
        were = "was" if found.sighted == 1 else "were"
        yield (
            f"{counted(found.sighted, 'matching opening')} that {were} up before came into sight, at boards that are "
            "new to us or by being read anew."
        )


def _name(one: Opened) -> str:
    return f"{one.title} at {one.employer}"


def _named(found: tuple[Opened, ...]) -> str:
    """The first of them by name."""
    return listed(map(_name, found[:NAMED])) + (" among others" if len(found) > NAMED else "")


def _figures(found: News) -> Iterator[str]:
    if found.demand:
        yield _DEMAND[found.demand]
    if found.verdict:
        yield _VERDICTS[found.verdict]
    for pay in found.pay:
        before, now = money(pay.currency, pay.before), money(pay.currency, pay.now)
        yield f"The middle of advertised pay went from {before} to {now}, beyond what chance explains."
    for names, way in ((found.skills_up, "more"), (found.skills_down, "less")):
        if names:
            yield f"Named {way} than twelve weeks before, beyond chance: {listed(names)}."
