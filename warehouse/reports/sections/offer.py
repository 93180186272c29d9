"""Where an offer stands and what the chances of something better are, in words that are no advice."""

from collections.abc import Iterator

from warehouse.answers.offer import Band, Chances, Offer, PaidAdvert, Panel, Reservation, Terms
from warehouse.answers.offer_rates import OfferRate
from warehouse.answers.person import Person
from warehouse.measures.estimate import Estimate
from warehouse.measures.offers import Opportunity
from warehouse.reports import wages
from warehouse.reports.section import Query, Section, escaped
from warehouse.reports.sections.interviews import BASIS, per_hundred, yours
from warehouse.reports.tables import Field, Table
from warehouse.reports.words import chance, chances, counted, country, day, label, money, number, ordinal, part, percent

_PAID = (
    Field("employer", "Employer", "text"),
    Field("title", "Title", "text"),
    Field("pay_low", "From", "count"),
    Field("pay_high", "To", "count"),
    Field("first_seen_on", "Since", "day"),
    Field("posting_id", "Posting", "posting"),
    Field("url", "Link", "link"),
)
_FIRST = ("employer", "title", "pay_low", "pay_high")
_CHANCE = (
    Field("chance_kind", "Chance of", "text"),
    Field("chance_of", "What", "text"),
    Field("chance_words", "In words", "text"),
    Field("chance", "Chance", "share"),
    Field("chance_low", "At least", "share"),
    Field("chance_high", "At most", "share"),
    Field("n", "n", "count"),
    Field("n_of", "Of", "text"),
    Field("refusal", "Why not", "text"),
)
_BAND = (
    Field("pay_kind", "Pay", "code"),
    Field("amount", "Offered", "pay"),
    Field("n", "State it", "count"),
    Field("comparable", "Of", "count"),
    Field("unique_employers", "Employers", "count"),
    Field("share_below", "End below", "share"),
    Field("share_start", "Start at or below", "share"),
    Field("share_least", "Chance: least", "share"),
    Field("share_most", "Chance: most", "share"),
    Field("silent_low", "If silent pay more", "share"),
    Field("silent_high", "If silent pay less", "share"),
    Field("start_above", "Start above", "count"),
    Field("reach_above", "Reach above", "count"),
)
_RESERVATION = (
    Field("assumption", "Changed", "text"),
    Field("value", "To", "text"),
    Field("pay", "Pay that divides", "pay"),
    Field("n", "Adverts", "count"),
)
KINDS = {"base": "base pay", "on_target": "on-target pay"}
VIEWS = {
    "least": "an advert that states more, even at its minimum",
    "alike_low": "an advert whose whole range lies above, if the silent pay like the others",
    "alike_high": "an advert whose range reaches above, if the silent pay like the others",
    "most": "an advert whose range reaches above, if every silent one pays more",
}
ASSUMED = {
    "as_assumed": "nothing: as assumed",
    "offers": "offers a year",
    "years_in_job": "years in a job",
    "interest": "interest",
    "lower_ends": "all are paid the lower end",
    "upper_ends": "all are paid the upper end",
}
NOTES = (
    "The three chances answer three questions and are not to be multiplied or added: that an advert appears is not "
    "that you apply, that you apply is not that you get an offer, and surveys speak of other people.",
    "An advert is no offer. Adverts cluster: one employer's week counts once, and how much weeks crowd together "
    "is measured; the coming weeks may still differ from the past. You do not match every advert that is comparable, "
    "one recruiter may stand behind several, perhaps one advert in five is never filled, and adverts that "
    "hide pay may differ from those that state it.",
    "The reservation pay is the theory of search (McCall 1970), an explainer and no advice: it knows pay alone.",
)


def section(found: Offer, person: Person) -> Section:
    """The answer in words."""
    return Section(
        key="offer",
        title=_title(found.terms),
        said=tuple(_said(found)),
        brief=_brief(found),
        tables=tuple(table for table in _tables(found) if table.rows),
        queries=(Query(title="Postings of your role that start above it", text=query(person, found.terms)),),
        notes=(_comparable(found), *NOTES),
    )


def _brief(found: Offer) -> str:
    """The answer in one sentence."""
    band, least = found.base, found.chances.opportunity.least
    amount = money(found.terms.currency, found.terms.base)
    said = (
        f"{part(band.start_above, band.n)} comparable adverts that state pay, in whatever currency, start above "
        f"{amount} "
        f"even at their minimum"
        if band.n
        else f"No comparable advert states pay to set against {amount}"
    )
    if least.value is None:
        return f"{said}."
    return f"{said}; that another such appears within {counted(found.terms.weeks, 'week')}: {chance(least.value)}."


def _title(terms: Terms) -> str:
    amount = money(terms.currency, terms.base)
    if terms.is_own:
        return f"Your pay of {amount} as an offer, against public adverts"
    return f"An offer of {amount} a year, against public adverts"


def query(person: Person, terms: Terms) -> str:
    """The adverts of the person's own role that start above the offer, stated in its currency, in SQL."""
    role, currency = (escaped(text) for text in (person.role_id, terms.currency))
    return _QUERY.format(role_id=role, currency=currency, amount=terms.base)


_QUERY = """\
SELECT employer, title, pay_min_annual, pay_max_annual, pay_currency, url
FROM mart.posting
WHERE is_open AND role_id = '{role_id}' AND pay_currency = '{currency}' AND pay_min_annual > {amount:.0f}
ORDER BY pay_min_annual DESC, posting_id;"""


def _said(found: Offer) -> Iterator[str]:
    yield from standing(found.base, found.terms.currency, found.panel)
    if found.converted:
        yield (
            f"{counted(found.converted, 'advert states', 'adverts state')} pay in another currency, taken at the "
            "latest rate of the European Central Bank: name your countries to leave other places out."
        )
    if found.on_target is not None:
        yield from standing(found.on_target, found.terms.currency, None)
    yield from _paid(found)
    yield from _opportunity(found.chances.opportunity, found.panel)
    yield from _attempt(found)
    yield from _surveyed(found.chances, found.terms.weeks)
    yield from _reservation(found.reservation, found.terms.currency)


def _paid(found: Offer) -> Iterator[str]:
    """Where the offer is among what current workers are paid, and what that is and is not."""
    if found.paid is None:
        return
    what, difference = wages.said(found.paid)
    place = wages.placed(found.paid, found.terms.base)
    yield f"{what} {place} {difference}" if place else f"{what} {difference}"


def standing(band: Band, currency: str, panel: Panel | None) -> Iterator[str]:
    """Where an amount stands, in sentences; with a panel they say at whose adverts."""
    kind, amount = KINDS[band.kind], money(currency, band.amount)
    where = f" at the {counted(panel.employers_watched, 'employer')} we watch" if panel else ""
    stating = f"{number(band.n)} of {counted(band.of, 'comparable open advert')}{where} that state {kind}"
    employers = f"from {counted(band.unique_employers, 'employer')}"
    if not band.n:
        yield (
            f"None of {counted(band.of, 'comparable open advert')}{where} states {kind} that can be set against "
            f"{currency}, so {amount} has no place."
        )
    elif band.low is None or band.high is None or band.limits is None:
        yield f"{amount} cannot be placed among the {stating}, {employers}: {band.refusal}"
    else:
        low, high = (ordinal(max(1, round(100 * share))) for share in (band.low, band.high))
        at = f"at the {low}" if low == high else f"between the {low} and the {high}"
        yield (
            f"{amount} lies {at} of 100 among the {stating}, {employers}: {percent(band.low)} of them end below it, "
            f"{percent(band.high)} start at or below it."
        )
        yield f"What chance allows reaches from {percent(band.limits[0])} to {percent(band.limits[1])}.{_silent(band)}"
    if band.n:
        yield (
            f"{part(band.start_above, band.n)} start above {amount} even at their minimum, from "
            f"{counted(band.start_above_employers, 'employer')}; {number(band.reach_above)} reach above it."
        )


def _silent(band: Band) -> str:
    if band.n == band.of or band.silent_low is None or band.silent_high is None:
        return ""
    return (
        f" Whatever the {number(band.of - band.n)} silent ones pay, its place among all {number(band.of)} is between "
        f"{percent(band.silent_low)} and {percent(band.silent_high)}."
    )


def _opportunity(found: Opportunity, panel: Panel) -> Iterator[str]:
    start = f"Opportunity: within {counted(int(found.horizon), 'week')}, "
    basis = (
        f"It rests on {counted(found.vacancies, 'new comparable vacancy', 'new comparable vacancies')} in "
        f"{counted(found.batches, 'batch', 'batches')} (an employer's of one week), over "
        f"{counted(panel.weeks, 'week')} at {number(panel.boards)} of {counted(panel.boards_watched, 'board')}; "
        f"{number(found.priced)} state pay."
    )
    if found.least.value is None or found.most.value is None:
        if found.any.value is None:
            yield f"{start}no chance can be stated: {found.any.refusal}"
            return
        yield f"{start}the chance that any comparable advert appears is {_likely(found.any)}. {basis}"
        yield f"Whether it pays more cannot be said: {found.least.refusal}"
        return
    yield f"{start}the chance that {VIEWS['least']}, appears is {_likely(found.least)}. {basis}"
    if found.alike_low.value is not None and found.alike_high.value is not None:
        yield (
            f"If silent adverts pay like the others, it is {chance(found.alike_low.value)} for one whose whole range "
            f"lies above and {chance(found.alike_high.value)} for one whose range reaches above; if every silent one "
            f"pays more, {chance(found.most.value)}."
        )


def _likely(found: Estimate) -> str:
    """A chance with its 80 % interval in words."""
    if found.value is None or found.low is None or found.high is None:
        return "unknown"
    return f"{chance(found.value)} (80% interval {chances(found.low, found.high)})"


def _attempt(found: Offer) -> Iterator[str]:
    terms, one, rate = found.terms, found.chances.attempt, found.chances.application
    sent = counted(terms.applications, "application")
    yield (
        f"Attempt: the chance that {sent} at different employers lead to at least one offer is {_likely(one)}. That "
        f"takes about {per_hundred(rate)}, {_basis(rate, is_set=found.chances.is_application_set)}."
    )
    flow = found.chances.attempt_as_it_comes.least
    if flow.value is not None:
        yield (
            f"Applying for {counted(terms.weeks, 'week')} to {percent(terms.applied)} of what comes up and starts "
            f"above the offer, it is {_likely(flow)}."
        )


def _basis(rate: OfferRate, *, is_set: bool) -> str:
    if is_set:
        return "as you set it"
    return f"{BASIS} and {yours(rate)}" if rate.decided else BASIS


def _surveyed(found: Chances, weeks: int) -> Iterator[str]:
    if not found.surveyed:
        return
    latest, share = max(found.surveyed, key=lambda pair: pair[0].year)
    shares = [one for _, one in found.surveyed]
    spread = f" ({percent(min(shares))} to {percent(max(shares))} over the years we know)" if len(shares) > 1 else ""
    yield (
        f"Base rate: in a survey of {latest.year} ({country(latest.country)}; {latest.source}), "
        f"{percent(latest.high)} of {latest.of_whom}, had "
        f"had a job offer in the four months before; at that rate {percent(share)}{spread} have one within "
        f"{counted(weeks, 'week')}, whatever it pays."
    )


def _reservation(found: Reservation, currency: str) -> Iterator[str]:
    if found.search is None or found.on_the_job is None:
        yield f"Reservation pay: {found.refusal}"
        return
    search, pays = found.search, [row.pay for row in found.rows]
    yield (
        f"Reservation pay, as theory has it: with {search.offers:.1f} offers a year that pay like these "
        f"{counted(found.n, 'advert')}, {money(currency, search.meanwhile)} meanwhile and "
        f"{search.years_in_job:.0f} years in a job, taking an offer and waiting for another are worth as much at "
        f"{money(currency, pays[0])}; with other assumptions from {money(currency, min(pays))} to "
        f"{money(currency, max(pays))}. That is for somebody who looks no further after taking one."
    )
    yield (
        f"For somebody who looks on either way, the same theory sets a change against pay now and the cost of "
        f"changing alone: {money(currency, found.on_the_job)}."
    )


# -- tables --


def _tables(found: Offer) -> Iterator[Table]:
    told = tuple(row for row in _chance_rows(found) if row[3] is not None)
    yield Table("offer", "Three chances, apart; intervals are 80%", _CHANCE, told)
    bands = [band for band in (found.base, found.on_target) if band is not None]
    yield Table("offer_standing", "Where the offer stands", _BAND, tuple(map(band_row, bands)))
    yield above_table("offer_above", found.above, found.base)
    rows = tuple(
        (ASSUMED[row.assumption], _value(row.assumption, row.value), row.pay, found.reservation.n)
        for row in found.reservation.rows
    )
    yield Table("offer_reservation", "The reservation pay, one assumption changed at a time", _RESERVATION, rows)


def paid_table(name: str, caption: str, adverts: tuple[PaidAdvert, ...]) -> Table:
    """Adverts with their pay, one a row."""
    rows = tuple(tuple(getattr(one, field.name) for field in _PAID) for one in adverts)
    return Table(name, caption, _PAID, rows, _FIRST)


def above_table(name: str, adverts: tuple[PaidAdvert, ...], band: Band) -> Table:
    """The adverts that start above an amount."""
    shown = f"the first {len(adverts)} of {band.start_above}" if len(adverts) < band.start_above else str(len(adverts))
    return paid_table(name, f"Comparable adverts that start above it even at their minimum: {shown}", adverts)


def band_row(band: Band) -> tuple[object, ...]:
    """A band as a row."""
    least, most = band.limits or (None, None)
    return (KINDS[band.kind], band.amount, band.n, band.of, band.unique_employers, band.low, band.high, least, most,
            band.silent_low, band.silent_high, band.start_above, band.reach_above)  # fmt: skip


def _value(assumption: str, value: float | None) -> str:
    if value is None:
        return ""
    return percent(value) if assumption == "interest" else f"{value:.1f}"


def _chance_rows(found: Offer) -> Iterator[tuple[object, ...]]:
    opportunity, flow = found.chances.opportunity, found.chances.attempt_as_it_comes
    weeks = "employers' weeks"
    yield _chance_row("opportunity", "any comparable advert", opportunity.any, weeks)
    for name, words in VIEWS.items():
        yield _chance_row("opportunity", words, getattr(opportunity, name), weeks)
    sent = f"an offer from {counted(found.terms.applications, 'application')}"
    yield _chance_row("attempt", sent, found.chances.attempt, "applications")
    applied = percent(found.terms.applied)
    what = f"an offer from applying to {applied} of what starts above as it comes up"
    yield _chance_row("attempt", what, flow.least, weeks)
    for rate, share in sorted(found.chances.surveyed, key=lambda pair: -pair[0].year):
        what = (
            f"an offer: {rate.of_whom} {rate.year}; {percent(rate.high)} in four months ({country(rate.country)}; "
            f"{rate.source})"
        )
        yield ("base rate", what, chance(share), share, None, None, None, "", "")


def _chance_row(kind: str, what: str, one: Estimate, of: str) -> tuple[object, ...]:
    said = "" if one.value is None else chance(one.value)
    return kind, what, said, one.value, one.low, one.high, one.n, of, one.refusal or ""


def _comparable(found: Offer) -> str:
    level = f"at the level {label(found.level)}, one beside it or silent on it" if found.level else "at every level"
    return (
        f"Comparable {'is' if found.comparable == 1 else 'are'} {number(found.comparable)} of the "
        f"{counted(found.inside, 'open vacancy', 'open vacancies')} "
        f"for your roles within your places and workplaces: salaried, {level}. As of {day(found.panel.window_end)}."
    )
