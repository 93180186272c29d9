"""How high the bar is, in words."""

from collections.abc import Iterator
from typing import Any

from warehouse.answers.bar import Asked, Bar
from warehouse.answers.person import Person
from warehouse.measures.estimate import Estimate
from warehouse.reports import words
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.tables import Field, Kind, Table, Worded, cell

_SHARES = (
    Field("asked", "What is asked", "text"),
    Field("share", "Now", "share"),
    Field("low", "At least", "share"),
    Field("high", "At most", "share"),
    Field("n", "Vacancies", "count"),
    Field("employers", "Employers", "count"),
    Field("refusal", "Why not", "text"),
)
_MEDIANS = (Field("asked", "Median", "text"), Field("median", "Now", "decimal"), Field("low", "At least", "decimal"),
            Field("high", "At most", "decimal"), *_SHARES[4:])  # fmt: skip
_PERIODS = (
    Field("start", "From", "day"),
    Field("end", "To", "day"),
    Field("n", "New", "count"),
    Field("employers", "Employers", "count"),
    Field("years", "Median years", "worded", (Field("years", "", "decimal"), Field("years_n", "", "count"))),
    Field("years_low", "At least", "decimal"),
    Field("years_high", "At most", "decimal"),
    Field("degree_required", "Require a degree", "share"),
    Field("degree_low", "At least", "share"),
    Field("degree_high", "At most", "share"),
    Field(
        "required_skills",
        "Required skills",
        "worded",
        (Field("required_skills", "", "decimal"), Field("skills_n", "", "count")),
    ),
    Field("skills_low", "At least", "decimal"),
    Field("skills_high", "At most", "decimal"),
    Field("cleared", "You clear", "worded", (Field("cleared", "", "share"), Field("cleared_n", "", "count"))),
    Field("cleared_low", "At least", "share"),
    Field("cleared_high", "At most", "share"),
)


def section(found: Bar, person: Person) -> Section:
    """The bar in words."""
    periods = tuple(
        (one.start, one.end, one.asked.n, one.asked.employers, *_of("decimal", one.asked.years),
         *_ends(one.asked.degree_required), *_of("decimal", one.asked.required_skills),
         *_of("share", one.asked.cleared))
        for one in found.periods
    )  # fmt: skip
    span = "quarter" if found.is_quarterly else "month"
    return Section(
        key="bar",
        title="How high the bar is",
        said=tuple(_said(found, person)),
        is_told=found.now.years_stated.value is not None,
        brief=_brief(found),
        tables=(
            Table("bar", "What part of open vacancies ask for, and what you clear", _SHARES, tuple(_shares(found))),
            Table("bar_medians", "How much the middle one asks for", _MEDIANS, tuple(_medians(found))),
            Table("bar_over_time", f"New vacancies by {span}, at the same boards", _PERIODS, periods),
        ),
        queries=(Query(title="The query behind it", text=_QUERY.format(role_id=escaped(person.role_id))),),
        notes=(
            "Vacancies with a description count, in all places. You clear one where you have the years it asks for "
            "and the degree it requires; where experience counts instead of a degree, or it is only preferred, it "
            "is no bar. What asks for neither is left out of that share.",
            "Over time these are vacancies by when they were first seen, at boards that were watched from the first "
            "two weeks to the last two; what a figure rests on too few for is left open.",
            "A median counts no employer for more than a tenth and, of fewer than 100, is a mean of the middle ones: "
            "it need not be a whole number.",
        ),
    )


def _said(found: Bar, person: Person) -> Iterator[str]:
    watched = words.watched(found.watched.employers_watched)
    now, names = found.now, words.role_plural(found.role_title)
    described = words.counted(now.n, "described vacancy", "described vacancies")
    yield f"Of {described} for {names} open in all countries at {watched}, {_years(now)}; {_degree(now)}."
    if now.required_skills.value is not None:
        many = _median(now.required_skills, "skill")
        yield f"Of those that say which skills they require, half require {many} or more."
    yield from _mine(found, person)
    yield from _changes(found)


def _brief(found: Bar) -> str | None:
    """What part of the vacancies the person clears, where that can be told."""
    cleared = found.now.cleared
    if cleared.value is None:
        return None
    clear = f"you clear {words.percent(cleared.value)}{_likely(cleared)}"
    return f"Of the vacancies in all countries that ask for years or a degree, {clear}."


def _years(now: Asked) -> str:
    if now.years_stated.value is None:
        reason = (now.years_stated.refusal or "").removesuffix(".")
        return f"how many ask for years of experience cannot be told ({reason})"
    stated = f"{words.percent(now.years_stated.value)}{_likely(now.years_stated)} ask for years of experience"
    return stated if now.years.value is None else f"{stated}, half of these for {_median(now.years, 'year')} or more"


def _degree(now: Asked) -> str:
    asked, required = now.degree_asked, now.degree_required
    if required.value is None:
        return "nor is it known how many require a degree"
    require = f"{words.percent(required.value)}{_likely(required)} require"
    if asked.value is None or asked.value == required.value:
        return f"{require} a degree"
    return f"{words.percent(asked.value)}{_likely(asked)} ask for a degree and {require} it"


def _median(estimate: Estimate, noun: str) -> str:
    ends = ""
    if estimate.low is not None and estimate.high is not None and round(estimate.low) != round(estimate.high):
        ends = f" (likely {estimate.low:.0f} to {estimate.high:.0f})"
    return words.counted(round(estimate.value or 0), noun) + ends


def _likely(share: Estimate) -> str:
    if share.low is None or share.high is None:
        return ""
    return f" (likely {words.percents(share.low, share.high)})"


def _mine(found: Bar, person: Person) -> Iterator[str]:
    cleared = found.now.cleared
    if person.years is None and person.degree is None:
        yield "Your profile says neither your years nor your degree, so what you clear is not known."
    elif cleared.value is None:
        yield f"What part of them you clear cannot be told: {cleared.refusal}"
    else:
        short = [(found.short_years, "more years"), (found.short_degree, "a higher degree")]
        told = words.listed(f"{words.number(count)} ask for {what} than you have" for count, what in short if count)
        yield (
            f"Of the {words.number(cleared.n)} that ask for either and can be compared, you clear "
            f"{words.percent(cleared.value)}{_likely(cleared)}" + (f"; {told}." if told else ".")
        )
    if found.all_skills.value is not None and found.half_skills.value is not None:
        yield (
            f"You have every required skill of {words.percent(found.all_skills.value)}, and at least half of them of "
            f"{words.percent(found.half_skills.value)}, of the {words.number(found.skills_n)} that say which they "
            "require."
        )


def _changes(found: Bar) -> Iterator[str]:
    """Whether the bar has risen, where chance is left out; why not, where that cannot be told."""
    told = [
        (found.degree_change, "require a degree"),
        (found.cleared_change, "ask for no more than you have, of those that ask,"),
    ]
    for change, what in told:
        if change.value is None or change.low is None or change.high is None:
            continue
        first, last = found.periods[0], found.periods[-1]
        quarter = "the quarter from " if found.is_quarterly else ""
        then, now = (f"{quarter}{one.start:%B %Y}" for one in (first, last))
        if change.low <= 0 <= change.high:
            yield f"Whether a larger or smaller part of the new vacancies {what} in {now} than in {then} is not clear."
        else:
            more = "more" if change.value > 0 else "fewer"
            ends = f"{100 * change.low:+.0f} to {100 * change.high:+.0f}"
            yield (
                f"Of 100 new vacancies {100 * abs(change.value):.0f} {more} {what} in {now} than in {then} "
                f"(likely {ends})."
            )
    if found.degree_change.value is None:
        yield f"Whether the bar has risen cannot be told yet: {words.lowered(found.degree_change.refusal)}"


def _ends(one: Estimate) -> tuple[float | None, ...]:
    """A figure and the ends of its interval."""
    return (one.value, one.low, one.high)


def _of(kind: Kind, one: Estimate) -> tuple[Any, ...]:
    """The same of a figure that rests on some of the row's vacancies: files say on how many."""
    return (Worded(cell(kind, one.value), (one.value, one.n)), one.low, one.high)


def _shares(found: Bar) -> Iterator[tuple[Any, ...]]:
    yield _row("ask for years of experience", found.now.years_stated)
    yield _row("ask for a degree, required or not", found.now.degree_asked)
    yield _row("require a degree", found.now.degree_required)
    yield _row("you clear, of those that ask for years or a degree", found.now.cleared)
    yield _row("you have every required skill", found.all_skills)
    yield _row("you have half of the required skills or more", found.half_skills)


def _medians(found: Bar) -> Iterator[tuple[Any, ...]]:
    yield _row("years of experience, of those that ask for any", found.now.years)
    yield _row("required skills, of those that require any", found.now.required_skills)


def _row(name: str, one: Estimate) -> tuple[Any, ...]:
    return (name, *_ends(one), one.n, one.unique_employers, one.refusal or "")


_QUERY = """\
SELECT years_min, degree, degree_need, count(*) AS vacancies
FROM mart.posting
WHERE is_open AND role_id = '{role_id}' AND posting_id = vacancy_id AND text_hash IS NOT NULL
GROUP BY ALL
ORDER BY vacancies DESC, years_min, degree, degree_need;"""
