"""Whether one interview may be worth its hours, in words: every term, what it rests on, and how to set it otherwise."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from warehouse.answers.interview import InterviewWorth, PayLike, Range
from warehouse.answers.person import NO_SKILL, Person
from warehouse.reports import words
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.sections.interviews import BASIS, about, published
from warehouse.reports.tables import Field, Table, Worded

TITLE = "Is this interview worth its hours?"
SILENT, USUAL, ASKED = 8, 3, 10
"""At most so many skills and open facts are named, and questions listed."""
CHANCE, JOB_PAY, JOB_BETTER = "chance of an offer", "pay of the job, a year", "share of it above that"
_TERMS = (
    Field("term", "Term", "worded", (Field("term", "", "text"), Field("unit", "", "text"))),
    Field("value", "Value", "worded", (Field("value", "", "decimal"),)),
    Field("value_low", "At least", "worded", (Field("value_low", "", "decimal"),)),
    Field("value_high", "At most", "worded", (Field("value_high", "", "decimal"),)),
    Field("basis", "From", "worded", (Field("basis", "", "text"), Field("n", "", "count"))),
    Field("option", "Set it by", "text"),
)
_QUESTIONS = (
    Field("fact_name", "About", "text"),
    Field("status", "The advert is", "code"),
    Field("peers_share", "Peers that state it", "share"),
    Field("n", "Peers", "count"),
    Field("question", "To ask", "text"),
)
_SKILLS = (
    Field("skill_name", "Skill", "text"),
    Field("skill_need", "Asked as", "code"),
    Field("is_mine", "You list it", "text"),
)
HOURS = {"set": "as you set it", "log": "the mean of your log", "profile": "your profile",
         "assumed": "assumed, as your profile does not say"}  # fmt: skip
ASSUMED = (
    "An offer is taken only where it pays more than your floor; one that does not is worth nothing and costs nothing, "
    "and without it you keep the job you have. The chance of an offer is that of your interviews in general: one for a "
    "job that asks for more than you have is lower. Every term can be set otherwise: see the last column. These are "
    "figures to think with; what the talk itself is worth to you is not in them."
)
SKILLS_UNKNOWN = f"which of them you have is not known, as {NO_SKILL}."
UNDISCLOSED = "Adverts that hide pay may pay otherwise than those that state it."


def section(found: InterviewWorth, person: Person) -> Section:
    """The answer in words."""
    tables = (_terms(found), _questions(found), _skills(found, person))
    return Section(
        key="interview",
        title=TITLE,
        said=tuple(_said(found, person)),
        tables=tuple(table for table in tables if table.rows),
        queries=(Query(title="The advert", text=QUERY.format(posting_id=escaped(found.advert.posting_id))),),
        notes=(_scope(found), ASSUMED, *(published(rate) for rate in found.offer.published if not found.is_chance_set)),
    )


def _scope(found: InterviewWorth) -> str:
    return f"As of {words.day(found.watched.as_of)}, at {words.watched(found.watched.employers_watched)}."


QUERY = """\
SELECT *
FROM mart.posting
WHERE posting_id = '{posting_id}';"""


def _said(found: InterviewWorth, person: Person) -> Iterator[str]:
    yield _lead(found)
    yield from _pay(found)
    yield _chance(found)
    yield from _hours(found)
    yield from _rather(found)
    yield from _settles(found)
    yield from _practice(found, person)
    yield from _life(found)


def _lead(found: InterviewWorth) -> str:
    job = f"{found.advert.title} at {found.advert.employer}"
    hour = found.an_hour
    if hour is None:
        return f"{job}: what an hour of this interview may be worth in pay cannot be said. {' '.join(found.refusals)}"
    if hour.high == 0:
        return (
            f"{job}: by pay alone an hour of this interview is worth nothing, as the job would pay no more than "
            f"{_money(found, found.floor)} at its best."
        )
    return (
        f"{job}: by pay alone, an hour of this interview is worth about {_money(found, hour.about)} before tax. "
        f"It may be {_least(found, hour)}{_if(found, found.offer.low, is_high=False)}, or {_money(found, hour.high)}"
        f"{_if(found, found.offer.high, is_high=True)}."
    )


def _money(found: InterviewWorth, amount: float | None) -> str:
    return words.money(found.currency or "", amount or 0.0)


def _least(found: InterviewWorth, hour: Range) -> str:
    return _money(found, hour.low) if hour.low else "nothing"


def _if(found: InterviewWorth, chance: float, *, is_high: bool) -> str:
    """With which chance of an offer and which pay it comes to one end of the range."""
    if found.pay is None:
        return ""
    pay = _money(found, found.pay.high if is_high else found.pay.low)
    if found.is_chance_set:
        return f" if the job pays {pay}"
    return f" if the chance of an offer is {words.percent(chance)} and the job pays {pay}"


def _pay(found: InterviewWorth) -> Iterator[str]:
    pay = found.pay
    if pay is None:
        return
    between = f"{_money(found, pay.low)} to {words.amount_short(pay.high)}"
    if pay.basis == "stated":
        yield f"The advert states {between} a year; {_above(found, pay)}."
        return
    level = f" of its level ({words.label(found.advert.seniority)})" if pay.is_same_level else " of any level"
    place = (
        f" in {words.country(found.advert.country_code)}" if pay.is_same_country and found.advert.country_code else ""
    )
    yield (
        "The advert states no range of pay that can be compared. If it paid as "
        f"{words.counted(pay.n, 'open advert')} like it{level}{place} at {words.counted(pay.employers, 'employer')} "
        f"that do, it would likely pay {between} a year; "
        f"{_above(found, pay)}. {UNDISCLOSED}"
    )


def _above(found: InterviewWorth, pay: PayLike) -> str:
    floor = _money(found, found.floor)
    if not pay.better_share:
        return f"none of that is above {floor}"
    share = "all" if pay.better_share == 1 else words.percent(pay.better_share)
    return (
        f"{share} of that is above {floor}, and an offer, taken only where it is better, would bring "
        f"{_money(found, pay.gain)} a year more on average"
    )


def _chance(found: InterviewWorth) -> str:
    rate = found.offer
    if found.is_chance_set:
        return f"The chance of an offer is {words.percent(rate.chance)}, as you set it."
    said = (
        f"The chance of an offer is taken as {about(rate.chance)} (likely {words.percent(rate.low)} to "
        f"{words.percent(rate.high)})"
    )
    if not rate.decided:
        return f"{said}: {BASIS}, as no outcome is in your log yet."
    return f"{said}: {BASIS} and the {words.counted(rate.decided, 'decided interview')} of your log."


def _hours(found: InterviewWorth) -> Iterator[str]:
    said = f"It is counted as {found.hours:g} hours ({HOURS[found.hours_basis]})."
    if found.hour_worth is not None:
        said += f" An hour counts as {_money(found, found.hour_worth)}."
    if found.break_even is not None:
        said += (
            f" Pay alone makes up for them {_from(found.break_even)}."
            if found.break_even <= 1
            else " Pay alone would not make up for them even if an offer were certain."
        )
    yield said


def _from(chance: float) -> str:
    if chance < 0.01:
        return "even at a chance of an offer of 1%"
    return f"from a chance of an offer of {words.percent(chance)} on"


def _rather(found: InterviewWorth) -> Iterator[str]:
    if not found.compared:
        yield "What else you weigh cannot be compared: your profile or the advert does not say enough of both jobs."
        return
    low, high = words.percent(found.rather.low), words.percent(found.rather.high)
    said = (
        f"By what you weigh you would rather have this job than your present one in {about(found.rather.about)} cases "
        f"({low} to {high}), going by {words.listed(found.compared)}"
    )
    said += f"; not known of both: {words.listed(found.not_compared)}." if found.not_compared else "."
    if found.an_hour_in_all is not None and found.compared != ("pay",):
        hour = found.an_hour_in_all
        said += (
            f" With that turned into pay, an hour is worth about {_money(found, hour.about)} "
            f"({_least(found, hour)} to {_money(found, hour.high)})."
        )
    yield said


def _settles(found: InterviewWorth) -> Iterator[str]:
    if not found.facts:
        yield "Which facts it would settle is not known, as the advert's text is not."
        return
    left = len(found.questions)
    said = f"Of {found.facts} facts that people ask about, it could settle {left} that the advert leaves open"
    told = [fact for fact in found.questions if fact.peers.value is not None]
    usual = sorted(told, key=lambda fact: -(fact.peers.value or 0.0))[:USUAL]
    if usual:
        shares = words.listed(f"{fact.name} ({words.percent(fact.peers.value or 0.0)})" for fact in usual)
        said += f"; such adverts most often state {shares}"
    yield f"{said}."


def _practice(found: InterviewWorth, person: Person) -> Iterator[str]:
    mine = [skill.name for skill in found.advert.skills if skill.level]
    other = [skill.name for skill in found.advert.skills if not skill.level]
    if mine:
        yield f"Practice: it asks for {_some(mine)}, which you list."
    if other and not person.skills:
        yield f"It asks for {_some(other)}; {SKILLS_UNKNOWN}"
    elif other:
        yield f"It also asks for {_some(other)}, which you do not list."
    if found.topics:
        asked = words.listed(f"{one.topic} ({one.n})" for one in found.topics)
        yield f"Your earlier interviews asked about {asked}."


def _some(names: list[str]) -> str:
    more = len(names) - SILENT
    return words.listed([*names[:SILENT], f"{more} more"] if more > 0 else names)


def _life(found: InterviewWorth) -> Iterator[str]:
    if not found.advert.is_open:
        yield "The advert is no longer up. That is not proof that the job is taken."
    elif found.is_evergreen:
        yield "The advert looks like one that is always up: there may be no one vacancy behind it."
    elif found.is_stale:
        days = words.number(found.age_days or 0)
        yield f"The advert has been up for {days} days, longer than nearly all of its role: it may be forgotten."


# -- tables --


def _terms(found: InterviewWorth) -> Table:
    sizes = _sizes(found)
    rows = [
        (Worded(term, (term, unit)), *figures, Worded(basis, (basis, sizes.get(term))), option)
        for term, *figures, basis, option, unit in _rows(found)
        if any(figures)
    ]
    return Table("interview_terms", "Every term of it", _TERMS, tuple(rows))


def _sizes(found: InterviewWorth) -> dict[str, int]:
    """On how many a term rests: decided interviews of the log, or adverts."""
    chance = {} if found.is_chance_set else {CHANCE: found.offer.decided}
    return chance if found.pay is None else chance | {JOB_PAY: found.pay.n, JOB_BETTER: found.pay.n}


def _rows(found: InterviewWorth) -> Iterator[tuple[Any, ...]]:
    """The term, its value and the ends of its range, what it rests on, how to set it, and its unit."""
    rate, pay, money = found.offer, found.pay, partial(_paid, found)
    base = "as you set it" if found.is_chance_set else "an assumption near published figures"
    base += " and your log" if rate.decided and not found.is_chance_set else ""
    unit = f"{found.currency or ''} a year".lstrip()
    yield (CHANCE, *map(_share, (rate.chance, rate.low, rate.high)), base, "--chance", "share")
    if found.floor is not None:
        yield ("pay from which you would move", money(found.floor), "", "", "your profile, or set", "--floor", unit)
    if pay is not None:
        rests = "the advert" if pay.basis == "stated" else f"{pay.n} adverts like it"
        yield (JOB_PAY, "", money(pay.low), money(pay.high), rests, "", unit)
        yield (JOB_BETTER, _share(pay.better_share), "", "", rests, "", "share")
        yield ("gain a year of an offer", money(pay.gain), "", "", "the two before", "", unit)
    yield from _figure(found, "expected gain a year", found.a_year, "chance times gain", unit)
    yield ("years that it counts", _plain(found.years), "", "", "assumed", "--years", "years")
    yield ("hours that it costs", _plain(found.hours), "", "", HOURS[found.hours_basis], "--hours", "hours")
    unit = f"{found.currency or ''} an hour".lstrip()
    yield from _figure(found, "an hour of the interview, by pay", found.an_hour, "gain times years by hours", unit)
    yield from _figure(found, "an hour, with all you weigh", found.an_hour_in_all, "your weights", unit)
    if found.hour_worth is not None:
        yield ("an hour of yours", money(found.hour_worth), "", "", "your pay by 2,080 hours, or set", "--hour-worth",
               unit)  # fmt: skip
    if found.break_even is not None:
        yield ("chance that makes up for the hours", _share(found.break_even), "", "", "by pay alone", "", "share")


def _figure(found: InterviewWorth, term: str, value: Range | None, basis: str, unit: str) -> Iterator[tuple[Any, ...]]:
    if value is not None:
        yield (term, *(_paid(found, one) for one in (value.about, value.low, value.high)), basis, "", unit)


def _paid(found: InterviewWorth, amount: float | None) -> Worded:
    return Worded(_money(found, amount), (amount or 0.0,))


def _share(value: float) -> Worded:
    return Worded(words.percent(value), (value,))


def _plain(value: float) -> Worded:
    return Worded(f"{value:g}", (value,))


def _questions(found: InterviewWorth) -> Table:
    rows = tuple(
        (fact.name, fact.status, fact.peers.value, fact.peers.n, fact.question) for fact in found.questions[:ASKED]
    )
    return Table("interview_questions", "What it could settle, most worth asking first", _QUESTIONS, rows)


def _skills(found: InterviewWorth, person: Person) -> Table:
    no = "no" if person.skills else "unknown"
    rows = tuple((skill.name, skill.need, "yes" if skill.level else no) for skill in found.advert.skills)
    return Table("interview_skills", "The skills that it asks for", _SKILLS, rows)
