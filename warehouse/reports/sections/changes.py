"""Where a role's change came from, in words."""

from typing import Any

from warehouse.answers.changes import Account, Changes
from warehouse.answers.person import Person
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.tables import Field, Table
from warehouse.reports.words import counted, day, number

_FIELDS = (
    Field("window_start", "Week from", "day"),
    Field("stock_before", "Before", "count"),
    Field("same_new_postings", "Opened", "count"),
    Field("same_reopened_postings", "Reopened", "count"),
    Field("same_closed_postings", "Closed", "count"),
    Field("boards_entered_postings", "Boards in", "count"),
    Field("boards_left_postings", "Boards out", "count"),
    Field("stock_after", "After", "count"),
    Field("reclassified_postings", "Read anew", "count"),
    Field("coverage", "Coverage", "share"),
)
NOTE = (
    "Before + opened + reopened − closed + boards in − boards out = after, every week. Boards in and out are boards "
    "that we began or ceased to see whole, which says nothing of demand; the weeks under Demand count what was last "
    "seen there, so theirs may be more. Read anew counts postings that newer readings of the same advert moved to or "
    "from the role. All countries; adverts of every age."
)


def section(found: Changes, person: Person) -> Section:
    """The accounts in words."""
    whole = found.whole
    return Section(
        key="changes",
        title="Where the change came from",
        said=(_lead(whole, len(found.weeks)), _parts(whole)),
        tables=(Table("changes", "The accounts of each week", _FIELDS, tuple(map(_row, found.weeks))),),
        queries=(Query(title="The query behind it", text=_QUERY.format(role_id=escaped(person.role_id))),),
        notes=(NOTE,),
    )


def _lead(whole: Account, weeks: int) -> str:
    net = whole.after - whole.before
    way = "as many as before" if not net else f"{number(abs(net))} {'more' if net > 0 else 'fewer'} than before"
    return (
        f"In the {counted(weeks, 'week')} from {day(whole.window_start)} the openings that we see in all "
        f"countries went from "
        f"{number(whole.before)} to {number(whole.after)}: {way}."
    )


def _parts(whole: Account) -> str:
    employers = (
        f"Employers made {_signed(whole.employers)} of that (opened {number(whole.opened)}, reopened "
        f"{number(whole.reopened)}, closed {number(whole.closed)})"
    )
    sight = f"boards that came into our sight or went out of it made {_signed(whole.sight)}"
    method = (
        f"{counted(abs(whole.reclassified), 'posting')} changed role by being read anew" if whole.reclassified else ""
    )
    return f"{employers}; {sight}{'; ' + method if method else ''}."


def _signed(count: int) -> str:
    return "0" if not count else f"{count:+,d}".replace("-", "−")


def _row(week: Account) -> tuple[Any, ...]:
    return (week.window_start, week.before, week.opened, week.reopened, week.closed, week.boards_entered,
            week.boards_left, week.after, week.reclassified, week.coverage)  # fmt: skip


_QUERY = """\
SELECT window_start, stock_before, same_new_postings, same_reopened_postings, same_closed_postings,
       boards_entered_postings, boards_left_postings, stock_after, reclassified_postings, coverage
FROM mart.role_change
WHERE role_id = '{role_id}'
ORDER BY window_start;"""
