"""The person's skills against what is asked, in words."""

from collections.abc import Iterator
from typing import Any

from warehouse.answers.person import NO_SKILL, Person
from warehouse.answers.skills import NamedSkill, Skills
from warehouse.reports import words
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.tables import Field, Table, Worded

LEVELS = {1: "some", 2: "good", 3: "strong"}
_SHARES = (
    Field("named", "Vacancies", "worded", (Field("vacancies", "", "count"), Field("n", "", "count"))),
    Field("share", "Share", "share"),
    Field("share_low", "At least", "share"),
    Field("share_high", "At most", "share"),
    Field("employers", "Employers", "count"),
    Field(
        "change",
        "In 12 weeks",
        "worded",
        (
            Field("change", "", "points"),
            Field("change_low", "", "points"),
            Field("change_high", "", "points"),
            Field("is_news", "", "yes"),
        ),
    ),
)
_MINE = (Field("skill", "Your skill", "text"), Field("level", "Yours", "text"), *_SHARES)
_LACKED = (Field("skill", "Skill", "text"), *_SHARES)


def section(found: Skills, person: Person) -> Section:
    """The skills in words."""
    mine = tuple((one.name, LEVELS.get(one.level or 0, ""), *_cells(one, found.n)) for one in found.mine)
    lacked = tuple((one.name, *_cells(one, found.n)) for one in found.lacked)
    rising = tuple((one.name, *_cells(one, found.n)) for one in found.rising)
    return Section(
        key="skills",
        title="Your skills against what is asked",
        said=tuple(_said(found)),
        is_told=found.refusal is None,
        brief=_brief(found),
        tables=(
            Table("my_skills", "Your skills by how often they are named", _MINE, mine),
            Table("lacked_skills", "Named most of what your profile does not hold", _LACKED, lacked),
            Table("rising_skills", "Named more than twelve weeks before, and not in your profile", _LACKED, rising),
        ),
        queries=(Query(title="The query behind it", text=_QUERY.format(role_id=escaped(person.role_id))),),
        notes=(
            "Shares are of vacancies with a description, open on some day of the month, in all countries. A skill "
            "that an advert does not name may be needed all the same. Changes are told where chance alone would "
            "hardly make them; about 1 in 10 of such news is expected to be a false alarm.",
        ),
    )


def _cells(one: NamedSkill, n: int) -> tuple[Any, ...]:
    named = Worded(f"{words.number(one.vacancies)} of {words.number(n)}", (one.vacancies, n))
    moved = Worded(change(one), (one.change, one.change_low, one.change_high, one.is_news))
    return (named, one.share, one.low, one.high, one.employers, moved)


def change(one: NamedSkill) -> str:
    """How the share changed, in words."""
    if one.change is None:
        return "not tested"
    if not one.is_news:
        return "no clear change"
    ends = ""
    if one.change_low is not None and one.change_high is not None:
        ends = f" ({100 * one.change_low:+.0f} to {100 * one.change_high:+.0f})"
    return f"{100 * one.change:+.0f} points{ends}"


def _said(found: Skills) -> Iterator[str]:
    names = words.role_plural(found.role_title)
    watched = words.watched(found.watched.employers_watched)
    if found.refusal or found.month_end is None:
        yield f"Too few adverts for {names} at {watched} describe the work to tell what is asked: {found.refusal}"
        return
    yield (
        f"Of {words.counted(found.n, 'described vacancy', 'described vacancies')} for {names} in all countries "
        f"at {watched} "
        f"({found.month_end:%B %Y}), {_most(found)}"
    )
    if found.lacked:
        told = words.listed(f"{one.name} ({words.percent(one.share)})" for one in found.lacked[:5])
        yield f"Named most of what your profile does not hold: {told}."
    if found.rising:
        told = words.listed(f"{one.name} ({change(one)})" for one in found.rising[:5])
        yield f"Named more than twelve weeks before: {told}."


def _brief(found: Skills) -> str | None:
    """The skill of the person that is named most, and the one that they lack."""
    if found.refusal or not found.mine or not found.lacked:
        return None
    have, lack = found.mine[0], found.lacked[0]
    return (
        f"Of your skills {have.name} is named most ({words.percent(have.share)} of vacancies in all countries); "
        f"of what your profile "
        f"does not hold, {lack.name} ({words.percent(lack.share)})."
    )


def _most(found: Skills) -> str:
    if not found.mine:
        return f"none can be set against your skills: {NO_SKILL}; `jobgauge init` asks for skills."
    told = words.listed(_share(one) for one in found.mine[:3])
    rest = sum(one.share < 0.02 for one in found.mine)
    rare = f" Fewer than 1 in 50 name {words.number(rest)} of your {len(found.mine)} skills." if rest else ""
    return f"of your skills {told}.{rare}"


def _share(one: NamedSkill) -> str:
    likely = f", likely {one.low * 100:.0f} to {one.high * 100:.0f}%" if one.low is not None and one.high else ""
    return f"{one.name} is named by {words.percent(one.share)}{likely}"


_QUERY = """\
SELECT skill_name, asking_vacancies, share, share_low, share_high, n, month
FROM mart.skill_share_month
WHERE role_id = '{role_id}'
    AND month = (SELECT max(month) FROM mart.skill_share_month WHERE role_id = '{role_id}')
ORDER BY share DESC, skill_name
LIMIT 40;"""
