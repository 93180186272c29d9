"""The openings that a person could take, in words: each with its reasons, its bar and what to be wary of."""

from collections.abc import Iterator
from typing import Any

from warehouse.answers.matching import Matching
from warehouse.answers.openings import NEW_DAYS, PEERS, Best, Opening, Openings
from warehouse.answers.person import NO_SKILL, Person
from warehouse.answers.wishes import MEANINGS
from warehouse.reports import words
from warehouse.reports.section import Query, Section, quoted
from warehouse.reports.tables import Field, Table, Worded

NAMED = 5
"""So many skills or benefits are named; of more, how many more."""
PAY = Field(
    "pay",
    "Pay a year",
    "worded",
    (Field("pay_low", "", "decimal"), Field("pay_high", "", "decimal"), Field("pay_currency", "", "text")),
)
_FIELDS = (
    Field("title", "Opening", "text"),
    Field("employer", "Employer", "text"),
    PAY,
    Field("fit", "Fit", "share"),
    Field("fit_low", "At least", "share"),
    Field("fit_high", "At most", "share"),
    Field("reasons", "Why", "lines"),
    Field("warnings", "Beware", "text"),
    Field("age_days", "Days up", "days"),
    Field("posting_id", "Posting", "posting"),
    Field("url", "Link", "link"),
)
_FIRST = ("title", "employer", "pay", "fit", "posting_id")
_ASK = (
    Field("title", "Opening", "text"),
    Field("employer", "Employer", "text"),
    Field("fact", "Left open", "text"),
    Field("question", "Question", "text"),
)
_FIGURES = (
    Field("title", "Opening", "text"),
    Field("employer", "Employer", "text"),
    Field("pay_low", "Pay from", "decimal"),
    Field("pay_high", "Pay to", "decimal"),
    Field("pay_currency", "Currency", "text"),
    Field("pay_against", "Against yours", "code"),
    Field("required_skills", "Required skills", "count"),
    Field("matched_required", "You have", "count"),
    Field("named_skills", "Named skills", "count"),
    Field("matched_named", "You have", "count"),
    Field("seniority", "Level", "code"),
    Field("seniority_step", "Steps up", "count"),
    Field("workplace", "Workplace", "code"),
    Field("country_code", "Country", "country"),
    Field("city", "City", "text"),
    Field("years_min", "Years asked", "count"),
    Field("degree", "Degree", "code"),
    Field("bar", "Bar", "code"),
    Field("first_seen_on", "Seen since", "day"),
    Field("is_again", "Advertised again", "yes"),
    Field("posting_id", "Posting", "posting"),
)
AGES = (
    "Days count from when an advert is dated or was first seen; one that was up when its board was first asked may be "
    "much older."
)
NAMES = (
    "What stands under Posting names an advert to the commands posting, interview, brief and interviews applied; its "
    "address does too."
)
ASKED = 5
"""Questions are told for so many of the openings."""


def section(found: Openings, person: Person) -> Section:
    """The openings in words."""
    rows = tuple(
        (one.title, one.employer, paid(one.pay_low, one.pay_high, found.limits.pay_currency), one.fit, one.fit_low,
         one.fit_high, "; ".join(reasons(one, person)), "; ".join(warnings(one)), one.age_days, one.posting_id,
         one.url or "")
        for one in found.openings
    )  # fmt: skip
    tables = (
        Table("openings", _caption(found), _FIELDS, rows, _FIRST),
        Table("openings_figures", "The same in figures", _FIGURES, tuple(_figures(found))),
        Table("openings_questions", "What to ask, as the advert leaves it open", _ASK, tuple(_asks(found))),
    )
    return Section(
        key="openings",
        title="Openings worth an interview",
        said=(lead(found), *left_out(found.limits), *_asked(found), *_best(found)),
        is_told=bool(found.limits.open),
        brief=lead(found),
        tables=tables if rows else (),
        queries=(Query(title="The open vacancies, in SQL", text=_query(person)),),
        notes=(*_notes(found, person), AGES, NAMES, words.NOT_A_HIRE) if rows else (),
    )


def lead(found: Openings) -> str:
    """How many openings there are for the person, in one sentence."""
    employers = words.watched(found.watched.employers_watched)
    names = words.listed(words.role_plural(title) for title in found.role_titles)
    if not found.limits.open:
        return f"No opening for {names} is up at {employers} on {words.day(found.watched.as_of)}."
    kind = "new opening" if found.new_only else "opening"
    if not found.ranked:
        limits = "within your limits and the pay asked for" if found.below_pay else "within your limits"
        return f"No {kind} for {names} {limits} is up at {employers} on {words.day(found.watched.as_of)}."
    fitting = words.counted(found.ranked, kind)
    return (
        f"{fitting} for {names} within your limits, from {words.number(found.employers)} of {employers}, on "
        f"{words.day(found.watched.as_of)}."
    )


def left_out(limits: Matching) -> Iterator[str]:
    """What the person's limits left out, and what they kept though it is not known."""
    if limits.elsewhere or limits.other_workplace:
        parts = [
            (limits.elsewhere, "in other places"),
            (limits.other_workplace, "with a workplace you do not want"),
        ]
        every = words.counted(limits.open, "open vacancy", "open vacancies")
        yield f"Your limits leave out {words.counts(parts)}, of {every}."
    parts = [
        (limits.place_unknown, "whose place is not said"),
        (limits.workplace_unknown, "whose workplace is not said"),
    ]
    if told := words.counts(parts):
        yield f"Not known to fit, and kept: {told}."
    if limits.unseen_since is not None:
        told = words.unseen(limits.unseen, limits.unseen_boards, limits.unseen_since)
        yield f"Not counted, as whether they are still up is not known: {told}."


def _asked(found: Openings) -> Iterator[str]:
    if found.min_pay is not None and found.limits.pay_currency:
        least = words.money(found.limits.pay_currency, found.min_pay)
        below = "ends below {} and is" if found.below_pay == 1 else "end below {} and are"
        silent = "that does not state its pay is" if found.undisclosed == 1 else "that do not state their pay are"
        yield (
            f"{words.number(found.below_pay)} {below.format(least)} left out; {words.number(found.undisclosed)} "
            f"{silent} kept."
        )
    elif found.undisclosed:
        silent = words.part(found.undisclosed, found.ranked)
        yield f"Base pay that can be compared is not stated by {silent}."
    if found.new_only:
        were, its, are = ("was", "its board was", "is") if found.not_new == 1 else ("were", "their boards were", "are")
        old = f"more than {NEW_DAYS} days ago or when {its} first read"
        yield f"{words.number(found.not_new)} {were} first seen {old}, and {are} left out."
        if found.again:
            are = "is" if found.again == 1 else "are"
            yield f"{words.number(found.again)} {are} only advertised again and left out too."


def _best(found: Openings) -> Iterator[str]:
    best = found.best
    one = next((one for one in found.openings if best and one.rank == best.rank), None)
    if best is None or one is None:
        return
    whole = "" if one.rank == 1 else ", leaving out adverts that are up for very long,"
    yield (
        f"The best fit{whole} is {one.title} at {one.employer}: {words.percents(one.fit_low, one.fit_high)} of all you "
        "could wish for, by what you weigh."
    )
    yield from _sure(best, found.ranked)


def _sure(best: Best, ranked: int) -> Iterator[str]:
    """How sure the first place is, in sentences."""
    others = ranked - 1
    if not best.surely_less and others:
        yield "Whether it fits better than any of the others depends on what adverts do not say."
    elif best.surely_less < others:
        of = f"{words.number(best.surely_less)} of the other {words.number(others)}"
        yield (
            f"It is sure to fit better than {of}; whether it is better than the rest too depends on what adverts do "
            "not say."
        )
    if best.safest_rank != best.rank:
        yield (
            f"By the least that each can be, {best.safest_title} at {best.safest_employer} would come first: "
            f"{words.percent(best.safest_fit_low)} at least."
        )


def _figures(found: Openings) -> Iterator[tuple[Any, ...]]:
    known = {"pay_currency": found.limits.pay_currency}
    for one in found.openings:
        yield tuple(known[field.name] if field.name in known else getattr(one, field.name) for field in _FIGURES)


def _asks(found: Openings) -> Iterator[tuple[str, ...]]:
    for one in found.openings[:ASKED]:
        for ask in one.questions:
            yield (one.title, one.employer, ask.name, ask.question)


def _caption(found: Openings) -> str:
    shown = len(found.openings)
    return "By how well they fit" + (f", the first {shown} of {words.number(found.ranked)}" * (shown < found.ranked))


def pay(low: float | None, high: float | None, currency: str | None) -> str:
    """A year's pay as a range: "EUR 60k to 80k", "from EUR 60k", "up to EUR 80k", "not stated"."""
    if currency is None or (low is None and high is None):
        return "not stated"
    if high is None:
        return f"from {words.money(currency, low or 0)}"
    if low is None:
        return f"up to {words.money(currency, high)}"
    if words.amount_short(low) == words.amount_short(high):
        return words.money(currency, low)
    return f"{words.money(currency, low)} to {words.amount_short(high)}"


def paid(low: float | None, high: float | None, currency: str | None) -> Worded:
    """The same for a table's field `PAY`."""
    stated = currency if low is not None or high is not None else None
    return Worded(pay(low, high, currency), (low, high, stated))


_AGAINST = {
    "starts_above": "starts above your pay",
    "straddles": "your pay lies within the range",
    "ends_below": "ends below your pay",
    "undisclosed": "pay not stated",
}


def reasons(one: Opening, person: Person) -> Iterator[str]:
    """Why the opening stands where it does, in short phrases; first that the person has applied for it."""
    yield from _applied(one, person)
    if one.pay_against is not None:
        yield _AGAINST[one.pay_against] + (" (converted)" if one.is_pay_converted else "")
    yield from _skill_reasons(one)
    if one.new_benefits:
        yield f"states {_some(one.new_benefits)}" + (", which you do not have" if person.benefits else "")
    if one.seniority_step is not None:
        yield _step(one)
    elif one.seniority is not None:
        yield f"{words.label(one.seniority)} level"
    yield "where one works is not said" if one.workplace is None else words.label(one.workplace)
    yield _bar(one)


_FATES = {
    "pending": "no answer yet", "silent": "no answer", "withdrew": "you withdrew", "rejected": "rejected",
    "offer": "an offer",
}  # fmt: skip


def _applied(one: Opening, person: Person) -> Iterator[str]:
    """When the person last applied for it, by their log, and what became of that."""
    mine = [known for known in person.applied if known.posting_id in {one.posting_id, one.vacancy_id}]
    if mine:
        last = max(mine, key=lambda known: known.day)
        yield f"you applied on {words.day(last.day)}: {_FATES[last.fate]}"


def _skill_reasons(one: Opening) -> Iterator[str]:
    if not one.named_skills:
        yield "names no skills"
        return
    if one.matched_named is None:
        yield f"names {words.counted(one.named_skills, 'skill')}"
        return
    if one.required_skills:
        yield f"you have {one.matched_required} of {words.counted(one.required_skills, 'required skill')}"
    if one.named_skills > one.required_skills:
        yield f"you have {one.matched_named} of {words.counted(one.named_skills, 'skill')} named"
    if one.added_skills:
        yield f"you would add {_some(one.added_skills)}"


def _some(names: tuple[str, ...]) -> str:
    shown = [words.label(name) for name in names[:NAMED]]
    more = len(names) - len(shown)
    return words.listed([*shown, f"{more} more"] if more else shown)


def _step(one: Opening) -> str:
    step = one.seniority_step or 0
    if not step:
        return f"your level ({words.label(one.seniority)})"
    return f"{words.counted(abs(step), 'level')} {'up' if step > 0 else 'down'} ({words.label(one.seniority)})"


def _bar(one: Opening) -> str:
    """What is asked against the person's years and degree."""
    parts = []
    if one.years_min is not None:
        asked = words.counted(one.years_min, "year")
        parts.append(f"{asked}{_VERDICT[one.years_bar]}")
    if one.degree_bar not in {"silent"} and one.degree is not None:
        parts.append(f"{_DEGREES[one.degree]}{_degree_verdict(one)}")
    return f"asks {words.listed(parts)}" if parts else "states no years or degree"


def _degree_verdict(one: Opening) -> str:
    if one.degree_bar != "no_bar":
        return _VERDICT[one.degree_bar]
    return " (not required: experience may do)" if one.degree_need == "or_experience" else " (preferred, not required)"


_DEGREES = {
    "high_school": "finished school",
    "vocational": "vocational training",
    "associate": "an associate degree",
    "bachelor": "a bachelor's degree",
    "master": "a master's degree",
    "doctorate": "a doctorate",
}
_VERDICT = {
    "clears": " (you clear it)",
    "short": " (you fall short)",
    "unknown": " (not known whether you clear it)",
    "silent": "",
}


def warnings(one: Opening) -> Iterator[str]:
    """What to be wary of."""
    if one.is_again:
        yield "advertised again"
    if one.is_evergreen:
        yield "always open or always renewed: it may stand for no opening"
    elif one.is_stale:
        yield "up longer than nearly all such adverts that closed"
    if one.is_place_unknown:
        yield "does not say whether it is in your places"
    if one.possible_copies:
        yield f"may be the same as {words.counted(one.possible_copies, 'other opening')} here"


def _notes(found: Openings, person: Person) -> Iterator[str]:
    weighed = words.listed(f"{name} {round(weight, 1):g}" for name, weight in found.weights.items())
    source = "learnt from your interviews" if found.is_learned else "as you state them"
    yield (
        f"Fit is the mean of what an opening has of what you weigh ({weighed}; {source}), from the least to the most "
        "that it can be, whatever the advert keeps to itself: an advert that says little has a wide range. Openings "
        "stand by the middle of their ranges, so that what is not said counts half; by the least, those would come "
        "first that say most of themselves."
    )
    yield "Measured are " + "; ".join(f"{name}: {meaning}" for name, meaning in MEANINGS.items()) + "."
    if not person.skills:
        yield f"Skills do not tell the openings apart, as {NO_SKILL}."
    yield (
        "Pay is base pay a year; other currencies are converted at the European Central Bank's latest rate. On-target "
        "pay, contractors' rates, internships and part-time work count as not stated."
    )
    yield (
        f"To ask is first what most of the {words.number(PEERS)} best openings state; the command posting goes by "
        "the peers of the one advert."
    )


def _query(person: Person) -> str:
    return _QUERY.format(roles=quoted(person.roles))


_QUERY = """\
SELECT title, employer, country_code, city, workplace, seniority, pay_min_annual, pay_max_annual, pay_currency,
    years_min, degree, first_seen_at, url
FROM mart.posting
WHERE is_open AND role_id IN ({roles}) AND posting_id = vacancy_id
ORDER BY first_seen_at DESC;"""
