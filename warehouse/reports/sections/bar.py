"""How high the bar is, in words."""

from collections.abc import Iterator
from typing import Any

from warehouse.answers.bar import Asked, Bar
from warehouse.answers.person import Person
from warehouse.measures.estimate import Estimate
from warehouse.reports import words
from warehouse.reports.section import Query, Section
from warehouse.reports.tables import Field, Table

_NOW = (
    Field("asked", "What is asked", "text"),
    Field("value", "Now", "text"),
    Field("low", "At least", "text"),
    Field("high", "At most", "text"),
    Field("n", "Vacancies", "count"),
    Field("employers", "Employers", "count"),
    Field("refusal", "Why not", "text"),
)
_PERIODS = (
    Field("start", "From", "day"),
    Field("end", "To", "day"),
    Field("n", "New vacancies", "count"),
    Field("employers", "Employers", "count"),
    Field("years", "Median years", "text"),
    Field("degree_required", "Require a degree", "text"),
    Field("required_skills", "Required skills", "text"),
    Field("cleared", "You clear", "text"),
)


def section(found: Bar, person: Person) -> Section:
    """The bar in words."""
    periods = tuple(
        (one.start, one.end, one.asked.n, one.asked.employers, _told(one.asked.years, _number),
         _told(one.asked.degree_required, words.percent), _told(one.asked.required_skills, _number),
         _told(one.asked.cleared, words.percent))
        for one in found.periods
    )  # fmt: skip
    span = "quarter" if found.is_quarterly else "month"
    return Section(
        key="bar",
        title="How high the bar is",
        said=tuple(_said(found, person)),
        tables=(
            Table("bar", "What open vacancies ask now", _NOW, tuple(_rows(found))),
            Table("bar_over_time", f"New vacancies by {span}, at the same boards", _PERIODS, periods),
        ),
        queries=(Query(title="The query behind it", text=_QUERY.format(role_id=person.role_id.replace("'", "''"))),),
        notes=(
            "Vacancies with a description count, in all places. You clear one where you have the years it asks for "
            "and the degree it requires; where experience counts instead of a degree, or it is only preferred, it "
            "is no bar. What asks for neither is left out of that share.",
            "Over time these are vacancies by when they were first seen, at boards that were watched from the first "
            "two weeks to the last two; what a figure rests on too few for is left open.",
        ),
    )


def _said(found: Bar, person: Person) -> Iterator[str]:
    watched = f"the {words.counted(found.watched.employers_watched, 'employer')} we watch"
    now, names = found.now, words.role_plural(found.role_title)
    described = words.counted(now.n, "described vacancy", "described vacancies")
    yield f"Of {described} for {names} open at {watched}, {_years(now)}; {_degree(now)}."
    if now.required_skills.value is not None:
        many = _median(now.required_skills, "skill")
        yield f"Of those that say which skills they require, half require {many} or more."
    yield from _mine(found, person)
    yield from _changes(found)


def _years(now: Asked) -> str:
    if now.years_stated.value is None:
        return f"how many ask for years of experience cannot be told ({now.years_stated.refusal or ''})"
    stated = f"{words.percent(now.years_stated.value)}{_likely(now.years_stated)} ask for years of experience"
    return stated if now.years.value is None else f"{stated}, half of these for {_median(now.years, 'year')} or more"


def _degree(now: Asked) -> str:
    if now.degree_required.value is None:
        return "nor is it known how many require a degree"
    return f"{words.percent(now.degree_required.value)}{_likely(now.degree_required)} require a degree"


def _median(estimate: Estimate, noun: str) -> str:
    ends = ""
    if estimate.low is not None and estimate.high is not None and round(estimate.low) != round(estimate.high):
        ends = f" (likely {estimate.low:.0f} to {estimate.high:.0f})"
    return words.counted(round(estimate.value or 0), noun) + ends


def _likely(share: Estimate) -> str:
    if share.low is None or share.high is None:
        return ""
    return f" (likely {share.low * 100:.0f} to {share.high * 100:.0f}%)"


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
    told = [(found.degree_change, "require a degree"), (found.cleared_change, "ask no more than you have")]
    for change, what in told:
        if change.value is None or change.low is None or change.high is None:
            continue
        first, last = found.periods[0], found.periods[-1]
        since = f"since {first.start:%B %Y}" if first is not last else ""
        if change.low <= 0 <= change.high:
            yield f"Whether more or fewer new vacancies {what} than {since or 'before'} is not clear."
        else:
            more = "more" if change.value > 0 else "fewer"
            ends = f"{100 * change.low:+.0f} to {100 * change.high:+.0f}"
            yield f"{100 * abs(change.value):.0f} in 100 {more} new vacancies {what} {since} (likely {ends})."
    if found.degree_change.value is None:
        yield f"Whether the bar has risen cannot be told yet: {found.degree_change.refusal}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _told(estimate: Estimate, word: Any) -> str:
    """A figure with its interval in one cell."""
    if estimate.value is None:
        return "too few"
    if estimate.low is None or estimate.high is None:
        return str(word(estimate.value))
    return f"{word(estimate.value)} ({word(estimate.low)} to {word(estimate.high)})"


def _rows(found: Bar) -> Iterator[tuple[Any, ...]]:
    now = found.now
    shares = [
        ("ask for years of experience", now.years_stated),
        ("require a degree", now.degree_required),
        ("you clear, of those that ask for years or a degree", now.cleared),
        ("you have every required skill", found.all_skills),
        ("you have half of the required skills or more", found.half_skills),
    ]
    medians = [("median years asked for", now.years), ("median number of required skills", now.required_skills)]
    for name, one in medians:
        yield _row(name, one, _number)
    for name, one in shares:
        yield _row(name, one, words.percent)


def _row(name: str, one: Estimate, word: Any) -> tuple[Any, ...]:
    ends = ["" if value is None else word(value) for value in (one.value, one.low, one.high)]
    return (name, *ends, one.n, one.unique_employers, one.refusal or "")


_QUERY = """\
SELECT years_min, degree, degree_need, count(*) AS vacancies
FROM mart.posting
WHERE is_open AND role_id = '{role_id}' AND posting_id = vacancy_id AND text_hash IS NOT NULL
GROUP BY ALL
ORDER BY vacancies DESC, years_min, degree, degree_need;"""
