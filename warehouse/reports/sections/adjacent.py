"""The roles near the person's, in words."""

from collections.abc import Iterator
from typing import Any

from warehouse.answers.adjacent import COMMON, Adjacent, NearRole
from warehouse.answers.person import Person
from warehouse.measures.estimate import Estimate
from warehouse.reports import words
from warehouse.reports.section import Query, Section, quoted
from warehouse.reports.tables import Field, Table, Worded

NEAR = 0.3
"""From this likeness on a role is called near."""
_FIELDS = (
    Field("role_title", "Role", "text"),
    Field("similarity", "Alike", "share"),
    Field("openings", "Open", "count"),
    Field("inside", "In your limits", "count"),
    Field("employers", "Employers", "count"),
    Field(
        "pay",
        "Median pay",
        "worded",
        (Field("pay_p50", "", "decimal"), Field("pay_n", "", "count"), Field("pay_currency", "", "text")),
    ),
    Field(
        "difference",
        "Against your role",
        "worded",
        (
            Field("difference", "", "decimal"),
            Field("difference_low", "", "decimal"),
            Field("difference_high", "", "decimal"),
        ),
    ),
    Field("skills", "You have", "text"),
    Field("missing", "You would need", "text"),
    Field("n", "Vacancies read", "count"),
)
_PAY = (
    Field("role_title", "Role", "text"),
    Field("pay_currency", "Currency", "text"),
    Field("pay_p50", "Median pay", "pay"),
    Field("pay_p50_low", "At least", "pay"),
    Field("pay_p50_high", "At most", "pay"),
    Field("n", "Adverts", "count"),
    Field("unique_employers", "Employers", "count"),
    Field("difference", "Against your role", "pay"),
    Field("difference_low", "At least", "pay"),
    Field("difference_high", "At most", "pay"),
    Field("refusal", "Why not", "text"),
)


def section(found: Adjacent, _person: Person) -> Section:
    """The near roles in words."""
    roles = (*([found.own] if found.own else []), *found.nearest)
    rows = tuple(_row(one, found) for one in roles)
    paid = tuple(_pay_row(one, found) for one in roles)
    return Section(
        key="adjacent",
        title="Roles near yours",
        said=tuple(_said(found)),
        is_told=bool(found.nearest) and not found.refusal,
        tables=(
            Table("adjacent", "Roles by how alike their required skills are to your role's", _FIELDS, rows),
            Table("adjacent_pay", "Their advertised pay a year, and against that of your role", _PAY, paid),
        ),
        queries=(Query(title="The query behind it", text=_query(found)),),
        notes=(
            f"Skills are those that at least {words.percent(COMMON)} of a role's open vacancies require, of the "
            "vacancies that require any. Roles are alike where the same skills are required as often, rare skills "
            f"counting more; of {words.number(found.roles_compared)} roles with enough vacancies these are the "
            "nearest. Pay is advertised pay in one currency within your limits; adverts that hide pay may differ.",
        ),
    )


def _said(found: Adjacent) -> Iterator[str]:
    watched = words.watched(found.watched.employers_watched)
    if found.refusal or not found.nearest:
        reason = found.refusal or "no other role has enough vacancies."
        yield f"Which roles are near cannot be told at {watched}: {reason}"
        return
    near = [one for one in found.nearest if one.similarity >= NEAR] or [found.nearest[0]]
    told = words.listed(one.role_title for one in near[:4])
    verb = "is" if len(near) == 1 else "are"
    yield f"By what they require, {told} {verb} nearest to your role at {watched}."
    reach = [one for one in found.nearest if one.had_skills and 3 * one.had_skills >= one.common_skills]
    if reach:
        best = max(reach, key=lambda one: ((one.had_skills or 0) / one.common_skills, one.similarity))
        yield (
            f"You have the largest part of what is commonly required as {_article(best.role_title)}: "
            f"{words.part(best.had_skills or 0, best.common_skills)} skills, with "
            f"{words.counted(best.inside, 'opening')} within your limits."
        )
    yield from _paid(found)


def _article(title: str) -> str:
    return f"{'an' if title[:1].lower() in 'aeiou' else 'a'} {title}"


def _paid(found: Adjacent) -> Iterator[str]:
    """The roles whose pay is more by more than chance."""
    more = [one for one in found.nearest if one.difference.low is not None and one.difference.low > 0]
    if more and found.pay_currency:
        told = words.listed(f"{one.role_title} ({_difference(one.difference, found.pay_currency)})" for one in more[:3])
        yield f"Advertised pay is higher, by more than chance would explain, for {told}."


def _difference(estimate: Estimate, currency: str) -> str:
    if estimate.value is None:
        return "too few"
    ends = ""
    if estimate.low is not None and estimate.high is not None:
        ends = f", likely {_signed(estimate.low)} to {_signed(estimate.high)}"
    return f"{currency} {_signed(estimate.value)}{ends}"


def _signed(amount: float) -> str:
    return ("−" if amount < 0 else "+") + words.amount_short(abs(amount))


def _row(one: NearRole, found: Adjacent) -> tuple[Any, ...]:
    is_own = found.own is not None and one.role_id == found.own.role_id
    currency = found.pay_currency or ""
    pay = "too few" if one.pay.value is None else f"{words.money(currency, one.pay.value)} ({one.pay.n})"
    had = "" if one.had_skills is None else f"{one.had_skills} of {one.common_skills}"
    missing = ", ".join(f"{skill.name} {words.percent(skill.share)}" for skill in one.missing)
    difference = one.difference
    against = "your role" if is_own else _difference(difference, currency)
    return (one.role_title, one.similarity, one.openings, one.inside, one.employers,
            Worded(pay, (one.pay.value, one.pay.n, found.pay_currency)),
            Worded(against, (difference.value, difference.low, difference.high)), had, missing, one.n)  # fmt: skip


def _pay_row(one: NearRole, found: Adjacent) -> tuple[Any, ...]:
    pay, difference = one.pay, one.difference
    return (one.role_title, found.pay_currency, pay.value, pay.low, pay.high, pay.n, pay.unique_employers,
            difference.value, difference.low, difference.high, pay.refusal or "")  # fmt: skip


def _query(found: Adjacent) -> str:
    roles = (*([found.own] if found.own else []), *found.nearest)
    return _QUERY.format(roles=quoted(one.role_id for one in roles) or "''")


_QUERY = """\
SELECT role_id, skill_name, required_postings, required_postings / n AS share, n
FROM mart.role_skill
WHERE role_id IN ({roles}) AND required_postings > 0
ORDER BY role_id, required_postings DESC, skill_name;"""
