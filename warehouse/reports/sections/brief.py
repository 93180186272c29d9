"""A page to print before talking about an offer: facts, each with its number, and questions; no advice."""

from collections.abc import Iterator

from transform.terms_offers import terms as offer_terms
from warehouse.answers.brief import CLOSED, PEERS, Benefit, Brief, Employer, OneAdvert
from warehouse.answers.person import Person
from warehouse.reports.section import Query, Section
from warehouse.reports.sections.offer import above_table, paid_table, query, standing
from warehouse.reports.tables import Field, Table
from warehouse.reports.words import NOT_A_HIRE, counted, day, label, listed, money, number, part, percent, role_plural

_BENEFIT = (
    Field("benefit", "Benefit", "text"),
    Field("peers", "Peers state it", "count"),
    Field("of", "Of", "count"),
    Field("peer_share", "Share", "share"),
    Field("share_low", "At least", "share"),
    Field("share_high", "At most", "share"),
    Field("theirs", "Their adverts", "text"),
    Field("mine", "Yours now", "text"),
)
_ASK = (Field("question", "To ask", "text"), Field("why", "Why", "text"))
ASKED = 5
"""The most benefits that are asked about."""
NOTES = (
    "Comparable are salaried vacancies for your roles within your places and workplaces, at your level or one beside "
    "it where both are known; pay in another currency is taken at the European Central Bank's latest rate. Peers are "
    "those of other employers.",
    "A benefit that an advert does not state may exist. An advert is what an employer says in public, no offer, and "
    "its range may not be what it pays.",
    NOT_A_HIRE,
)


def section(found: Brief, person: Person) -> Section:
    """The brief in words."""
    return Section(
        key="brief",
        title=f"Before talking to {found.asked} about {money(found.terms.currency, found.terms.base)} a year",
        said=tuple(_said(found)),
        tables=tuple(table for table in _tables(found) if table.rows),
        queries=(Query(title="Postings of your role that start above it", text=query(person, found.terms)),),
        notes=(f"As of {day(found.watched.as_of)}, at the {_watched(found)}.", *NOTES),
    )


def _watched(found: Brief) -> str:
    return f"{counted(found.watched.employers_watched, 'employer')} we watch"


def _said(found: Brief) -> Iterator[str]:
    if found.advert is not None:
        yield _own_range(found.advert, found.terms.currency, found.terms.base)
    yield from standing(found.base, found.terms.currency, None)
    if found.on_target is not None:
        yield from standing(found.on_target, found.terms.currency, None)
    if found.employer is None:
        like = f" Like it are {listed(found.near)}." if found.near else ""
        yield f"{found.asked} is not among the {_watched(found)}, so nothing is known of its own adverts.{like}"
    else:
        yield from _own(found.employer, found.terms.currency, found.terms.base)
        yield from _hiring(found.employer)
        yield from _lives(found)
    if found.advert is not None:
        yield _advert(found.advert)
    yield _benefits(found)
    yield _trend(found)


def _own_range(one: OneAdvert, currency: str, base: float) -> str:
    """Where the offer stands against the pay that its own advert states."""
    low, high = one.pay_low, one.pay_high
    if low is None and high is None:
        return f'The advert "{one.title}" states no base pay that can be set against {money(currency, base)}.'
    states = f'The advert "{one.title}" itself states {_range(currency, low, high)} a year{_converted(one)}'
    amount = money(currency, base)
    if low is not None and base < low:
        return f"{states}: {amount} is {money(currency, low - base)} below its minimum."
    if high is not None and base > high:
        return f"{states}: {amount} is {money(currency, base - high)} above its maximum."
    if low is None or high is None:
        return f"{states}: {amount} is not {'above its maximum' if low is None else 'below its minimum'}."
    if low == high:
        return f"{states}: {amount} is just that."
    return f"{states}: {amount} lies within, {percent((base - low) / (high - low))} of the way from its minimum up."


def _range(currency: str, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"from {money(currency, low)} on" if low is not None else f"up to {money(currency, high or 0.0)}"
    return money(currency, low) if low == high else f"{money(currency, low)} to {money(currency, high)}"


def _converted(one: OneAdvert) -> str:
    if one.pay_converted_from is None:
        return ""
    return f" (converted from {one.pay_converted_from} at the European Central Bank's latest rates)"


def _own(one: Employer, currency: str, base: float) -> Iterator[str]:
    if not one.open:
        yield f"{one.employer} has no comparable advert open."
        return
    yield (
        f"{one.employer} itself has {counted(one.open, 'comparable advert')} open; {number(one.priced)} state pay: "
        f"{number(one.start_above)} start above {money(currency, base)}, {number(one.reach_above)} reach above it."
    )


def _hiring(one: Employer) -> Iterator[str]:
    hiring = one.hiring
    if hiring is None:
        return
    since = f" since {day(hiring.watched_since)}" if hiring.watched_since else ""
    yield (
        f"Watched{since}, it has {counted(hiring.openings_now, 'opening')} for your roles in all places, opened "
        f"{number(hiring.opened)} in the last year and put up {counted(hiring.reposts, 'advert')} again."
    )
    if hiring.board_now is not None and hiring.board_before is not None:
        yield (
            f"All its openings, of any role, at boards also observed twelve weeks ago: {number(hiring.board_now)} now, "
            f"{number(hiring.board_before)} then."
        )


def _lives(found: Brief) -> Iterator[str]:
    one, role = found.employer, found.life
    if one is None:
        return
    lives = one.lives
    if lives.life_days_p50 is not None and lives.n >= CLOSED:
        yield (
            f"Of its {counted(lives.n, 'advert')} for your roles that came and went, half were up for "
            f"{counted(round(lives.life_days_p50), 'day')} or less ({number(lives.life_days_least or 0)} to "
            f"{number(lives.life_days_most or 0)}). Those still up, which may last longer, are not among them."
        )
    else:
        yield f"{counted(lives.n, 'advert')} of its own for your roles came and went; {CLOSED} are needed for a median."
    if role.value is not None and role.low is not None:
        high = f" to {role.high:.0f}" if role.high is not None else " or more"
        yield (
            f"At all employers half of the adverts for {role_plural(found.role_title)} disappear within "
            f"{role.value:.0f} days ({role.low:.0f}{high}; of {counted(role.n, 'advert')})."
        )
    if one.hiring is not None and one.hiring.age_days_p50 is not None:
        yield (
            f"Its {counted(one.hiring.openings_now, 'opening')} of now have been up for "
            f"{counted(round(one.hiring.age_days_p50), 'day')} (median)."
        )


def _advert(one: OneAdvert) -> str:
    age = "" if one.age_days is None else f" has been up for {counted(round(one.age_days), 'day')} and"
    stale = ", longer than 19 in 20 such adverts that closed" if one.is_stale else ""
    always = f"; it looks like one that is always up ({one.evergreen_reason})" if one.is_evergreen else ""
    return f'The advert "{one.title}"{age} was put up {_times(one.times_up)}{stale}{always}.'


def _times(count: int) -> str:
    return "once" if count == 1 else f"{number(count)} times"


def _benefits(found: Brief) -> str:
    if not found.benefits:
        return f"Benefits: fewer than {PEERS} peers' texts are known, or none is stated by a quarter of them."
    lacking = [one for one in found.benefits if not one.theirs and one.theirs is not None]
    mine = [one for one in found.benefits if one.is_mine is False]
    of = number(found.benefits[0].of)
    said = [f"Benefits, from the texts of {of} peers' adverts:"]
    named = {kept: _named(kept) for kept in found.benefits}
    if lacking:
        said.append(f"stated by peers and not by {found.asked}: {listed(named[one] for one in lacking[:ASKED])}.")
    if mine:
        said.append(f"Stated by peers and not among yours: {listed(named[one] for one in mine[:ASKED])}.")
    if not lacking and not mine:
        said.append(f"the commonest are {listed(named[one] for one in found.benefits[:ASKED])}.")
    return " ".join(said)


def _named(one: Benefit) -> str:
    return f"{_names().get(one.term_id, label(one.term_id))} ({part(one.peers, one.of)})"


def _names() -> dict[str, str]:
    return {term_id: name for _, term_id, name in offer_terms()}


def _trend(found: Brief) -> str:
    change = found.change.change if found.change else None
    if change is None or change.value is None:
        reason = change.refusal if change else "nothing was observed."
        return f"How openings for {role_plural(found.role_title)} change cannot be said: {reason}"
    ends = f", 95% interval {change.low:+.0%} to {change.high:+.0%}" if None not in (change.low, change.high) else ""
    return (
        f"Openings for {role_plural(found.role_title)} in all places changed by {change.value:+.0%} in twelve weeks at "
        f"the same boards{ends} ({counted(change.n, 'opening')} or more compared in each week)."
    )


# -- tables --


def _tables(found: Brief) -> Iterator[Table]:
    yield Table("brief", "To ask", _ASK, tuple(questions(found)))
    yield above_table("brief_above", found.above, found.base)
    if found.employer is not None:
        caption = f"What {found.employer.employer} itself advertises"
        yield paid_table("brief_own", caption, found.employer.adverts)
    yield Table("brief_benefits", "Benefits that a quarter of peers or more state", _BENEFIT,
                tuple(_benefit_row(one, found) for one in found.benefits))  # fmt: skip


def _benefit_row(one: Benefit, found: Brief) -> tuple[object, ...]:
    read = found.employer.described if found.employer else 0
    theirs = "unknown" if one.theirs is None else f"{one.theirs} of {read}"
    mine = {None: "unknown", True: "yes", False: "no"}[one.is_mine]
    return (
        _names().get(one.term_id, label(one.term_id)),
        one.peers,
        one.of,
        one.peers / one.of,
        one.low,
        one.high,
        theirs,
        mine,
    )


def questions(found: Brief) -> Iterator[tuple[str, str]]:
    """What to ask, and the fact that the question comes from with its number."""
    own, amount = found.employer, money(found.terms.currency, found.terms.base)
    if own is not None and own.open and not own.priced:
        yield "What range is meant for this role and level?", f"none of its {number(own.open)} adverts states pay"
    yield from _about_the_range(found)
    if found.base.n:
        why = f"{part(found.base.start_above, found.base.n)} comparable adverts start above {amount} at their minimum"
        yield "How was the amount set, and when is it looked at again?", why
    if found.terms.on_target is not None:
        yield (
            "How many people at this level reached their targets last year?",
            f"{_variable(found.terms.base, found.terms.on_target)} of what is paid on target is not base",
        )
    for one in [one for one in found.benefits if not one.theirs][:ASKED]:
        why = f"{part(one.peers, one.of)} of peers' adverts state it"
        silent = f"; none of its {number(own.described)} does" if own and own.described else ""
        yield f"Is there: {_names().get(one.term_id, label(one.term_id))}?", why + silent
    yield from _about_the_advert(found)


_UPPER = "What would it take to be at the upper part of the range?"


def _about_the_range(found: Brief) -> Iterator[tuple[str, str]]:
    """What to ask of the range: of the advert's own where it states one, else of the employer's others."""
    own, one, currency, base = found.employer, found.advert, found.terms.currency, found.terms.base
    low, high = (one.pay_low, one.pay_high) if one else (None, None)
    if low is not None and base < low:
        stands = f"the advert's minimum is {money(currency, low)}; this is {money(currency, low - base)} below it"
        yield "Why is the amount below the advert's own minimum: is another level or place meant?", stands
    elif high is not None and base < high:
        yield _UPPER, f"the advert itself states up to {money(currency, high)}"
    elif low is None and high is None and own is not None and own.reach_above:
        above = f"reach above {money(currency, base)}"
        yield _UPPER, f"{number(own.reach_above)} of its {number(own.priced)} adverts with pay {above}"


def _variable(base: float, on_target: float) -> str:
    return percent(max(0.0, 1 - base / on_target))


def _about_the_advert(found: Brief) -> Iterator[tuple[str, str]]:
    one = found.advert
    if one is None:
        return
    if one.times_up > 1:
        yield "Why was the position advertised again?", f"it was put up {number(one.times_up)} times"
    if one.is_stale or one.is_evergreen:
        why = one.evergreen_reason or f"up for {number(one.age_days or 0)} days"
        yield "Is one position meant, and since when is it free?", why
