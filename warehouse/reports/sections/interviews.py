"""What interviews taught the person, in words: told against advertised, offers, hours, weights, openings moved."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from warehouse.answers.base_rates import BaseRate
from warehouse.answers.interview_log import (
    SILENT_DAYS,
    Application,
    Difference,
    Facts,
    Interview,
    Log,
    compared,
    fates,
    middle,
    workplace,
)
from warehouse.answers.interviews import TOP, Interviews, Weighed
from warehouse.answers.offer_rates import OfferRate
from warehouse.answers.person import Person
from warehouse.answers.wishes import MEANINGS
from warehouse.measures.odds import odds
from warehouse.reports import words
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.tables import Field, Table

TITLE = "What your interviews have taught you"
PRIVATE = "The log is a file beside your profile. It is in no export and is sent nowhere."
SILENT = (
    f"An application without an answer for more than {SILENT_DAYS} days, counted from its last interview if it led to "
    "one, counts as one that led to no offer, until an interview or `jobgauge interviews answered` says otherwise; "
    "what you withdraw does not count. If you note only applications that were answered, offers look more "
    "likely than they are."
)
BASIS = "from an assumption near published figures"
"""What the chance of an offer rests on before any outcome of the person's own."""
PAY_TOLD = "Pay that was told as a range counts by its middle."
VERDICTS = {
    "below": "less than advertised", "within": "as advertised", "above": "more than advertised",
    "as_advertised": "as advertised", "otherwise": "not as advertised", "not_advertised": "not in the advert",
    "other_currency": "in another currency",
}  # fmt: skip
FACTS = {"pay": "pay", "workplace": "place of work", "hours_week": "hours a week", "team_size": "team size"}
FATES = {
    "pending": "no answer yet", "withdrew": "you withdrew", "rejected": "rejected", "offer": "an offer",
    "silent": "no answer: counts as none",
}  # fmt: skip
RATES = {"offer_per_interview": "offers per interview", "hire_per_application": "hires per application"}
OUTCOMES = {"pending": "pending", "withdrew": "you withdrew", "rejected": "rejected", "offer": "an offer"}

_DIFFERENCES = (
    Field("interview_on", "Day", "day"),
    Field("employer", "Employer", "text"),
    Field("title", "Title", "text"),
    Field("fact", "Fact", "text"),
    Field("told", "Told", "text"),
    Field("advertised", "Advertised", "text"),
    Field("verdict", "So", "text"),
)
_WEIGHTS = (
    Field("attribute", "What", "text"),
    Field("weight_stated", "You say", "text"),
    Field("weight", "You act as if", "text"),
    Field("weight_low", "At least", "text"),
    Field("weight_high", "At most", "text"),
    Field("chosen_share", "Best chosen over worst", "share"),
    Field("n", "Choices", "count"),
)
_MOVES = (
    Field("rank_learnt", "Now", "count"),
    Field("rank_stated", "Before", "count"),
    Field("employer", "Employer", "text"),
    Field("title", "Title", "text"),
    Field("posting_id", "Posting", "posting"),
)
_APPLICATIONS = (
    Field("application_number", "No", "count"),
    Field("applied_on", "Day", "day"),
    Field("employer", "Employer", "text"),
    Field("title", "Title", "text"),
    Field("outcome", "Outcome", "text"),
    Field("note", "Note", "text"),
)
_LIST = (
    Field("interview_number", "No", "count"),
    Field("interview_on", "Day", "day"),
    Field("employer", "Employer", "text"),
    Field("title", "Title", "text"),
    Field("told", "Told", "text"),
    Field("outcome", "Outcome", "text"),
    Field("interview_hours", "Hours", "text"),
    Field("choice", "You would rather have", "text"),
    Field("topics", "Asked about", "text"),
    Field("note", "Note", "text"),
)


def section(found: Interviews, person: Person) -> Section:
    """What the log teaches, in words."""
    return Section(
        key="interviews",
        title=TITLE,
        said=(_lead(found), *_told(found.differences), _offer(found.offer), _application(found.application),
              *_weights(found), *_ranking(found)),
        tables=tuple(table(found) for table in (_weight_table, _difference_table, _move_table) if table(found).rows),
        queries=(Query(title="The openings", text=QUERY.format(role_id=escaped(person.role_id))),),
        notes=(PAY_TOLD, SILENT, *map(published, (*found.offer.published, *found.application.published)),
               *_meanings(found), PRIVATE),
    )  # fmt: skip


QUERY = """\
SELECT employer, title, pay_min_annual, pay_max_annual, pay_currency, workplace, seniority
FROM mart.posting
WHERE role_id = '{role_id}' AND is_open
ORDER BY ALL;"""


def _lead(found: Interviews) -> str:
    if found.first_day is None or found.last_day is None:
        return "No interview is in your log yet, only applications."
    since = words.day(found.first_day)
    when = f"on {since}" if found.first_day == found.last_day else f"from {since} to {words.day(found.last_day)}"
    ended = words.listed(f"{count} {OUTCOMES[name]}" for name, count in found.outcomes.items() if count)
    said = f"{words.counted(found.n, 'interview')} {when}: {ended}."
    if found.hours_each is not None:
        said += f" They took {found.hours_each:.1f} hours each ({words.counted(found.hours_n, 'interview')} counted)."
    return said


def _told(found: Sequence[Difference]) -> list[str]:
    said = []
    for fact, name in FACTS.items():
        verdicts = [one.verdict for one in found if one.fact == fact]
        if verdicts:
            counts = {words_: sum(VERDICTS[one] == words_ for one in verdicts) for words_ in VERDICTS.values()}
            parts = words.listed(f"{count} {words_}" for words_, count in counts.items() if count)
            said.append(f"{words.counted(len(verdicts), 'interview')} told you the {name}: {parts}.")
    return said


def _offer(rate: OfferRate) -> str:
    low, high = words.percent(rate.low), words.percent(rate.high)
    said = f"An interview of yours leads to an offer in {about(rate.chance)} cases (likely {low} to {high})"
    if not rate.decided:
        return f"{said}: {BASIS}, as no outcome of yours is known yet."
    yours = f"{rate.offers} of {words.counted(rate.decided, 'interview')} that was decided"
    if rate.decided > 1:
        yours = yours.replace(" was ", " were ")
    return f"{said}. That starts at {words.percent(rate.assumed)}, {BASIS}, and moves with yours: {yours}."


def _application(rate: OfferRate) -> str:
    said = f"Your applications lead to about {per_hundred(rate)}"
    if not rate.decided:
        return f"{said}: {BASIS}, as no application of yours is decided yet."
    return f"{said}. That starts at {100 * rate.assumed:.1f}, {BASIS}, and moves with {yours(rate)}."


def per_hundred(rate: OfferRate) -> str:
    """How many offers come from 100 applications: "2.0 offers from 100 applications (0.4 to 4.1)"."""
    mean, low, high = (f"{100 * chance:.1f}" for chance in (rate.chance, rate.low, rate.high))
    return f"{mean} offers from 100 applications ({low} to {high})"


def yours(rate: OfferRate) -> str:
    """What became of the applications of the person's log: "the 30 decided applications of your log, 1 an offer"."""
    offers = words.counted(rate.offers, "offer") if rate.offers else "no offer"
    return f"the {words.counted(rate.decided, 'decided application')} of your log, with {offers}"


def about(chance: float) -> str:
    """A chance as people say it: "about 1 in 4"."""
    found = odds(chance)
    return f"about {found.times} in {found.of}"


def published(rate: BaseRate) -> str:
    """A published rate of offers, with its year, its people and its source."""
    share = f"{100 * rate.low:g}%" if rate.low == rate.high else f"{100 * rate.low:g} to {100 * rate.high:g}%"
    return f"Published, {RATES[rate.rate_id]}: {share} ({rate.of_whom}; {rate.country}, {rate.year}; {rate.source})."


def _weights(found: Interviews) -> list[str]:
    if not found.choices:
        return ["No choice between two jobs is noted, so what you weigh is what your profile says."]
    beyond = [one for one in found.weights if not one.low <= one.stated <= one.high]
    said = [f"What you weigh was learnt from {words.counted(found.choices, 'choice')} between two jobs."]
    said += [_moved(one) for one in beyond]
    if not beyond:
        said.append("They agree with the weights of your profile, as far as so few can tell.")
    return said


def _moved(one: Weighed) -> str:
    way = "more" if one.weight > one.stated else "less"
    return (
        f"You act as if {one.name} counted {way} than you say: {one.weight:.1f} ({one.low:.1f} to {one.high:.1f}) "
        f"where your profile says {one.stated:g}."
    )


def _ranking(found: Interviews) -> list[str]:
    ranking = found.ranking
    if ranking.refusal is not None:
        return [ranking.refusal]
    if not ranking.moved:
        return [f"The order of the {words.counted(ranking.openings, 'matching opening')} stays as it was."]
    said = f"That changes the order of the {words.counted(ranking.openings, 'matching opening')}"
    said += f": {ranking.entered} of the first {TOP} were not among them." if ranking.openings > TOP else "."
    risen = [move for move in ranking.moves if move.rank_learnt < move.rank_stated]
    if risen:
        most = max(risen, key=lambda move: move.rank_stated - move.rank_learnt)
        said += f" {most.title} at {most.employer} rises from place {most.rank_stated} to {most.rank_learnt}."
    return [said]


def _meanings(found: Interviews) -> list[str]:
    """How the ranking is made, where choices changed it."""
    if not found.choices:
        return []
    return [
        "A weight of 1 means that a job that is best instead of worst in this alone is chosen about 3 times in 4; one "
        "of 3, 19 times in 20. Weights start at what your profile says, give or take 1, and each choice moves them "
        "(Bradley and Terry's model); the ranges hold the true weight 19 times in 20 where you choose as the model "
        "says. Openings are ranked by the weighted mean of what they have; of what an advert does not say, the middle "
        "of all that it may be counts.",
        "; ".join(f"{name}: {meaning}" for name, meaning in MEANINGS.items()) + ".",
    ]


# -- tables --


def _weight_table(found: Interviews) -> Table:
    rows = tuple(
        (one.name, f"{one.stated:g}", f"{one.weight:.1f}", f"{one.low:.1f}", f"{one.high:.1f}", one.chosen_share,
         found.choices)
        for one in found.weights
        if found.choices
    )  # fmt: skip
    return Table("interview_weights", "What you weigh, with 95% intervals", _WEIGHTS, rows)


def _difference_table(found: Interviews) -> Table:
    rows = tuple(
        (one.day, one.employer, one.title, FACTS[one.fact], _fact(one.fact, one.told),
         _fact(one.fact, one.advertised) or "nothing", VERDICTS[one.verdict])
        for one in found.differences
    )  # fmt: skip
    return Table("interview_differences", "What interviews told against what the adverts said", _DIFFERENCES, rows)


def _move_table(found: Interviews) -> Table:
    rows = tuple(
        (one.rank_learnt, one.rank_stated, one.employer, one.title, one.posting_id) for one in found.ranking.moves
    )
    return Table("interview_moves", "Openings that your choices moved most", _MOVES, rows)


def _fact(fact: str, facts: Facts) -> str:
    """One fact in words; empty where it is not said."""
    if fact == "pay":
        return pay_words(facts)
    if fact == "workplace":
        return words.label(workplace(facts)) if workplace(facts) else ""
    value = facts.hours_week if fact == "hours_week" else facts.team_size
    return "" if value is None else f"{value:g}"


def pay_words(facts: Facts) -> str:
    """The pay of some facts: "EUR 60k", "EUR 60k to 70k", "from EUR 60k"; empty where none is said."""
    currency = facts.pay_currency or ""
    if facts.pay_low is None or facts.pay_high is None:
        end = middle(facts)
        prefix = "from" if facts.pay_high is None else "up to"
        return "" if end is None else f"{prefix} {words.money(currency, end)}"
    if facts.pay_low == facts.pay_high:
        return words.money(currency, facts.pay_low)
    return f"{words.money(currency, facts.pay_low)} to {words.amount_short(facts.pay_high)}"


# -- the log itself --


def listed(log: Sequence[Interview]) -> Section:
    """The log as a table, the first interview first."""
    rows = tuple(_listed(number, entry) for number, entry in enumerate(log, start=1))
    said = f"{words.counted(len(log), 'interview')} in your log." if log else "Your log is empty."
    return Section(
        key="interview_log", title="Your interviews", said=(said,),
        tables=(Table("interview_log", "Your interviews, the first noted first", _LIST, rows),) if rows else (),
        notes=(PRIVATE,),
    )  # fmt: skip


def applications(log: Log, as_of: dt.date) -> Section:
    """The applications of the log as a table, the first noted first, with what became of each by the day `as_of`."""
    rows = tuple(
        (number, one.day, one.employer, one.title, FATES[ended], one.note)
        for number, (one, ended) in enumerate(zip(log.applications, fates(log, as_of), strict=True), start=1)
    )
    said = f"{words.counted(len(rows), 'application')} in your log." if rows else "No application is in your log."
    return Section(
        key="application_log", title="Your applications", said=(said,),
        tables=(Table("application_log", "Your applications, the first noted first", _APPLICATIONS, rows),) if rows
        else (), notes=(SILENT, PRIVATE),
    )  # fmt: skip


def job(entry: Application | Interview) -> str:
    """The job that an entry is about: its title, where one is noted, and its employer."""
    return f"{entry.title} at {entry.employer}" if entry.title else entry.employer


def removed(entry: Application | Interview) -> str:
    """What was taken out of the log, in a sentence."""
    return f"Removed: {job(entry)}, {words.day(entry.day)}."


def applied(number: int, entry: Application) -> str:
    """What was noted of an application, in a sentence."""
    return f"Noted as application {number}: {job(entry)}, {words.day(entry.day)}, {FATES[entry.outcome]}."


def _listed(number: int, entry: Interview) -> tuple[Any, ...]:
    told = "; ".join(f"{name} {_fact(fact, entry.told)}" for fact, name in FACTS.items() if _fact(fact, entry.told))
    hours = "" if entry.hours is None else f"{entry.hours:g}"
    job, rest = (entry.day, entry.employer, entry.title), (", ".join(entry.topics), entry.note)
    return (number, *job, told, OUTCOMES[entry.outcome], hours, chosen(entry), *rest)


def chosen(entry: Interview) -> str:
    """The choice of one entry in words; empty where it has none."""
    if entry.choice is None:
        return ""
    first, second = "this one", entry.choice.other
    if entry.choice.chosen == "other":
        first, second = second, first
    return f"{first} than {second}"


def noted(number: int, entry: Interview) -> str:
    """What was noted, in one or two sentences."""
    said = f"Noted as interview {number}: {entry.title} at {entry.employer}, {OUTCOMES[entry.outcome]}."
    if middle(entry.told) is not None and middle(entry.advertised) is not None:
        said += f" They told you {pay_words(entry.told)}; the advert said {pay_words(entry.advertised)}."
    if entry.choice is not None and np.isnan(compared(entry.features, entry.choice.features)).all():
        said += " Nothing that could be compared is known of both jobs, so the choice teaches nothing."
    return said
