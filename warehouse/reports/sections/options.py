"""The person's outside options, in words."""

from collections.abc import Iterator
from typing import Any

from warehouse.answers.options import Choice, Options
from warehouse.answers.person import Person
from warehouse.reports import words
from warehouse.reports.section import Query, Section, quoted
from warehouse.reports.tables import Field, Table, Worded

_FIELDS = (
    Field("roles", "Roles", "text"),
    Field("openings", "Openings", "count"),
    Field("employers", "Employers", "count"),
    Field("effective", "As if equal", "decimal"),
    Field("effective_low", "At least", "decimal"),
    Field("effective_high", "At most", "decimal"),
    Field("hhi", "Concentration, 0 to 10,000", "decimal"),
    Field("refusal", "Why not", "text"),
)
_TOP = (
    Field("employer", "Employer", "text"),
    Field("own", "Openings", "worded", (Field("openings", "", "count"), Field("n", "", "count"))),
    Field("share", "Share", "share"),
)


def section(found: Options, person: Person) -> Section:
    """The outside options in words."""
    choices = (_row("your roles", found.alone), _row("with sibling roles", found.with_siblings))
    top = tuple((one.employer, _of(one.openings, found.alone.openings), one.share) for one in found.alone.top)
    siblings = words.listed(title for title in found.with_siblings.roles if title not in found.alone.roles) or "none"
    return Section(
        key="options",
        title="How many employers you could choose between",
        said=tuple(_said(found)),
        is_told=any(one.effective_employers.value is not None for one in (found.alone, found.with_siblings)),
        tables=(
            Table("options", "Over how many employers the openings are spread", _FIELDS, choices),
            Table("options_employers", "The employers with the most of your openings", _TOP, top),
        ),
        queries=(Query(title="The employers, in SQL", text=_query(person)),),
        notes=(
            "As many employers with equally many openings would be as spread out: the effective number, one over the "
            "sum of squared shares of the openings, corrected for the number of openings. Concentration is that sum "
            "by 10,000 (the Herfindahl–Hirschman index): 10,000 is one employer with all of them.",
            "An open end of the range is beyond the employers that have an opening now.",
            f"Sibling roles are those of the same family that have openings: {siblings}.",
        ),
    )


def _of(openings: int, every: int) -> Worded:
    return Worded(f"{words.number(openings)} of {words.number(every)}", (openings, every))


def _said(found: Options) -> Iterator[str]:
    alone = found.alone
    watched = words.watched(found.watched.employers_watched)
    limits = " within your limits" if found.is_limited else ""
    openings = words.counted(alone.openings, "opening")
    yield (
        f"{openings} for {words.listed(words.role_plural(title) for title in alone.roles)}{limits}, at "
        f"{words.number(alone.employers)} of {watched}. {_spread(alone)}"
    )
    if found.with_siblings.openings > alone.openings:
        wide = found.with_siblings
        yield (
            f"With sibling roles, {words.counted(wide.openings, 'opening')} at {words.number(wide.employers)} "
            f"employers. {_spread(wide)}"
        )
    if alone.top and alone.effective_employers.value is not None:
        first = alone.top[0]
        yield f"The largest, {first.employer}, has {words.part(first.openings, alone.openings)} of your openings."


def _spread(choice: Choice) -> str:
    effective = choice.effective_employers
    if effective.value is None:
        return f"Over how many they are spread cannot be told: {effective.refusal}"
    if effective.value > choice.employers:
        # The correction for few openings tells of employers that have none at the moment.
        return "They are spread as far as so few openings can show: no employer has a large part of them."
    likely = ""
    if effective.low is not None and effective.high is not None:
        most = f"to {effective.high:,.0f}" if effective.high <= choice.employers else "or more"
        likely = f" (likely {effective.low:,.0f} {most})"
    unsure = "" if likely else " How sure that is cannot be told before thirteen weeks of history."
    return f"That is as spread out as {effective.value:,.0f} equal employers would be{likely}.{unsure}"


def _row(name: str, choice: Choice) -> tuple[Any, ...]:
    effective = choice.effective_employers
    ends = [_up_to(value, choice.employers) for value in (effective.value, effective.low, effective.high)]
    why = BEYOND if effective.value is not None and ends[0] is None else ""
    return (name, choice.openings, choice.employers, *ends, choice.hhi.value, effective.refusal or why)


BEYOND = "more than there are: as spread out as so few openings can show"


def _up_to(value: float | None, employers: int) -> float | None:
    """The value; one of more employers than there are tells only that the openings are too few to show a limit."""
    return value if value is not None and value <= employers else None


def _query(person: Person) -> str:
    return _QUERY.format(roles=quoted(person.roles))


_QUERY = """\
SELECT any_value(employer) AS employer, count(DISTINCT vacancy_id) AS openings
FROM mart.posting
WHERE is_open AND role_id IN ({roles})
GROUP BY employer_key
ORDER BY openings DESC, employer;"""
