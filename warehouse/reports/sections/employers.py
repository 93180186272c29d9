"""Who hires for the person's roles, in words."""

from collections.abc import Iterator

from warehouse.answers.employers import BEFORE, Employers, Hiring
from warehouse.answers.person import Person
from warehouse.reports import words
from warehouse.reports.section import Query, Section, quoted
from warehouse.reports.sections.openings import AGES
from warehouse.reports.tables import Field, Table

_FIELDS = (
    Field("employer", "Employer", "text"),
    Field("openings_now", "Open", "count"),
    Field("inside_now", "In your limits", "count"),
    Field("opened", "Opened", "count"),
    Field("reposts", "Put up again", "count"),
    Field("months_opening", "Months with new ones", "count"),
    Field("first_seen_on", "Seen since", "day"),
    Field("age_days_p50", "Median days up, by their dates", "days"),
    Field("paying_now", "State base pay", "count"),
    Field("board_now", "All openings", "count"),
    Field("board_before", "12 weeks ago", "count"),
    Field("note", "Note", "text"),
)


def section(found: Employers, person: Person) -> Section:
    """The employers in words."""
    rows = tuple(
        (one.employer, one.openings_now, one.inside_now, one.opened, one.reposts, one.months_opening, one.first_seen_on,
         one.age_days_p50, one.paying_now, one.board_now, one.board_before, "; ".join(_note(one, found)))
        for one in found.hiring
    )  # fmt: skip
    shown = f", the first {len(rows)} of {words.number(found.employers)}" if len(rows) < found.employers else ""
    return Section(
        key="employers",
        title="Who is hiring people like you",
        said=tuple(_said(found)),
        tables=(
            Table(
                "hiring",
                f"Those with openings for you first, then by openings now and since {words.day(found.since)}{shown}",
                _FIELDS,
                rows,
            ),
        ),
        queries=(Query(title="The employers, in SQL", text=_query(person)),),
        notes=(
            "Openings are vacancies: one that is advertised in three places counts once. What was up when an employer "
            "was first asked is not counted as opened. All openings are those of every kind, at the boards that were "
            f"also observed {BEFORE // 7} weeks ago.",
            AGES,
            words.NOT_A_HIRE,
        ),
    )


def _said(found: Employers) -> Iterator[str]:
    names = words.listed(words.role_plural(title) for title in found.role_titles)
    watched = words.watched(found.watched.employers_watched)
    if not found.hiring:
        yield f"None of {watched} has had an opening for {names} since {words.day(found.since)}."
        return
    yield (
        f"{words.number(found.employers)} of {watched} {'has' if found.employers == 1 else 'have'} an opening for "
        f"{names}, in whatever country, now or opened one since {words.day(found.since)}."
    )
    again = [one for one in found.hiring if one.months_opening > 1]
    if again:
        first = max(again, key=lambda one: (one.months_opening, one.opened))
        yield (
            f"Of those listed, {first.employer} put up adverts in the most calendar months: "
            f"{words.number(first.months_opening)}{_besides(first, again)}, with "
            f"{words.counted(first.opened, 'new opening')} in all; "
            f"{words.number(first.openings_now)} {'is' if first.openings_now == 1 else 'are'} open now."
        )
    yield from _growth(found)
    yield _life(found)


def _besides(first: Hiring, again: list[Hiring]) -> str:
    """How many others did so in as many months."""
    count = sum(one.months_opening == first.months_opening for one in again) - 1
    return f" (as {words.counted(count, 'other')} did)" if count else ""


def _growth(found: Employers) -> Iterator[str]:
    pairs = [(one.board_now, one.board_before) for one in found.hiring]
    compared = [(now, before) for now, before in pairs if now is not None and before is not None]
    if not compared:
        yield f"It is too early to say which of them grow: their boards were not observed {BEFORE // 7} weeks ago."
        return
    grew = sum(now > before for now, before in compared)
    shrank = sum(now < before for now, before in compared)
    yield (
        f"Of the {words.number(len(compared))} listed whose boards were also observed {BEFORE // 7} weeks ago, "
        f"{words.number(grew)} have more openings of every kind than then and {words.number(shrank)} fewer."
    )


def _life(found: Employers) -> str:
    life = found.life
    if life.value is None:
        return f"How long such adverts usually stay up is not known: {life.refusal or 'too few have closed.'}"
    ends = "" if life.low is None or life.high is None else f" ({life.low:.0f} to {life.high:.0f})"
    return f"Half of such adverts disappear within {life.value:.0f} days{ends}; a much older one may be a slow search."


def _note(one: Hiring, found: Employers) -> Iterator[str]:
    if one.is_agency:
        yield "an agency, which hires for others"
    if one.age_days_p50 is not None and found.life.high is not None and one.age_days_p50 > found.life.high:
        yield "its adverts are older than usual"
    if one.openings_now and not one.paying_now:
        yield "states no base pay"


def _query(person: Person) -> str:
    return _QUERY.format(roles=quoted(person.roles))


_QUERY = """\
WITH vacancy AS (
    SELECT employer, vacancy_id, min(first_seen_at) AS first_seen_at, bool_or(is_open) AS is_open,
        NOT bool_or(is_left_censored) AND bool_or(series_id = vacancy_id) AS is_opened
    FROM mart.posting
    WHERE role_id IN ({roles})
    GROUP BY employer, vacancy_id
)
SELECT employer, count(*) FILTER (is_open) AS openings_now, count(*) FILTER (is_opened) AS opened,
    min(first_seen_at) AS first_seen_at
FROM vacancy
GROUP BY employer
ORDER BY openings_now + opened DESC, openings_now DESC, employer
LIMIT 25;"""
