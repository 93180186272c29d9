"""Openings to practise on, in words: what they ask that wanted ones ask too, and why others are left out."""

from collections.abc import Iterator

from warehouse.answers.person import Person
from warehouse.answers.practice import CLOSE, LEAST_SKILLS, Practice, PracticeOpening
from warehouse.reports import words
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.sections.openings import PAY, paid
from warehouse.reports.tables import Field, Table

TITLE = "Interviews worth taking for practice"
_FIELDS = (
    Field("employer", "Employer", "text"),
    Field("title", "Opening", "text"),
    Field("skill_fit", "You can do", "share"),
    Field("shared", "Asked by those you would want too", "text"),
    PAY,
    Field("fit_rank", "Rank by fit", "count"),
    Field("age_days", "Days up", "days"),
    Field("posting_id", "Posting", "posting"),
)
_SKILLS = (
    Field("skill_name", "Skill", "text"),
    Field("wanted_openings", "Wanted openings", "count"),
    Field("practice_openings", "Practice openings", "count"),
    Field("skill_level", "You list it", "text"),
)
LEVELS = ("no", "some", "good", "strong")
HOW = (
    "Wanted is the first quarter of the openings by fit; practice is sought in the second half, at employers without a "
    f"wanted opening, one an employer. Close is an opening that names {LEAST_SKILLS} skills or more of which you have "
    f"at least {words.percent(CLOSE)}, required ones counting double. Which questions are asked no advert tells; the "
    "skills it names and your own log are the nearest to it."
)


def section(found: Practice, person: Person) -> Section:
    """The openings to practise on in words."""
    tables = (_openings(found), _skill_table(found))
    return Section(
        key="practice",
        title=TITLE,
        said=(_lead(found), *_left_out(found), *_asked(found)),
        tables=tuple(table for table in tables if table.rows),
        queries=(Query(title="Skills that openings ask for", text=QUERY.format(role_id=escaped(person.role_id))),),
        notes=(HOW,),
    )  # fmt: skip


QUERY = """\
SELECT skill_name, count(DISTINCT posting_id) AS postings
FROM mart.posting_skill
WHERE role_id = '{role_id}' AND is_open
GROUP BY ALL
ORDER BY ALL;"""


def _lead(found: Practice) -> str:
    matching = (
        f"{words.counted(found.openings, 'matching opening')} at {words.watched(found.watched.employers_watched)}, on "
        f"{words.day(found.watched.as_of)}"
    )
    if not found.practice:
        return f"None of the {matching}, is both close to your skills and one of which little hangs on the outcome."
    one = found.practice[0]
    are = "is" if found.close == 1 else "are"
    return (
        f"Of the {matching}, {words.number(found.close)} {are} for practice: close to your skills, with less "
        f"at stake. First comes {one.title} at {one.employer}{_share(one)}."
    )


def _share(one: PracticeOpening) -> str:
    return f", which asks for {words.listed(one.shared[:4])} as those do that you would want" if one.shared else ""


def _left_out(found: Practice) -> Iterator[str]:
    parts = [
        (found.wanted_employers, "at an employer with an opening that you would want"),
        (found.always_up, "by their look always up or forgotten"),
        (found.not_close, "far from your skills or naming few"),
        (found.same_employer, "of an employer that is listed already"),
    ]
    if told := words.counts(parts):
        yield f"Of the {words.counted(found.lesser, 'opening')} that fit you less well, left out are {told}."


def _asked(found: Practice) -> Iterator[str]:
    mine = [skill.name for skill in found.skills if skill.level]
    other = [skill.name for skill in found.skills if not skill.level]
    if mine:
        yield f"The openings that you would want ask most for {words.listed(mine)}, of what you list."
    if other:
        yield f"They also ask for {words.listed(other)}, which you do not list."
    if found.topics:
        asked = words.listed(f"{one.topic} ({one.n})" for one in found.topics)
        yield f"Your earlier interviews asked about {asked}."


def _openings(found: Practice) -> Table:
    rows = tuple(
        (one.employer, one.title, one.skill_fit, ", ".join(one.shared),
         paid(one.pay_low, one.pay_high, found.pay_currency), one.fit_rank, one.age_days, one.posting_id)
        for one in found.practice
    )  # fmt: skip
    shown = len(found.practice)
    caption = "Openings to practise on" + (f", the first {shown} of {found.close}" if shown < found.close else "")
    return Table("practice", caption, _FIELDS, rows)


def _skill_table(found: Practice) -> Table:
    rows = tuple((one.name, one.wanted, one.practice, LEVELS[one.level]) for one in found.skills)
    caption = f"What the {words.counted(found.wanted, 'wanted opening')} ask for most"
    return Table("practice_skills", caption, _SKILLS, rows)
