"""Numbers and sentences as people read them, shared by every report so that one number has one wording."""

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from warehouse.answers.gauge import Count, DemandWeek, Gauge, Pay, Share
from warehouse.measures.odds import odds
from warehouse.measures.quantiles import SMALL

COVERAGE_FLOOR = 0.9
"""A week in which fewer of the boards were observed is marked: its counts are too low."""
MEDIAN_POSTINGS, MEDIAN_EMPLOYERS, QUARTILE_POSTINGS, PERCENTILE_POSTINGS = 10, 5, 20, 30
"""Smallest samples behind a median, the quartiles and a place among the adverts; the answer applies them."""
MEDIAN_EXACT = SMALL
"""From so many adverts a median is the middle one's; below, a mean of those about the middle."""
SHARE_POSTINGS = 10
"""Below this many postings a share is said as a count only."""
LEAST_CHANCE = 0.0071
"""Nearer to 0 than 1 in 100, on the scale on which chances are rounded, or as near to 1."""
STALE_AFTER = dt.timedelta(hours=36)

SIMULATED = (
    "This is a simulated market: employers, postings and pay are made up, and no number here is about the real world."
)
UNDISCLOSED = "Adverts that hide pay may differ from those that state it."
PAY_LEFT_OUT = "Internships and part-time postings are left out of pay."
NOT_A_HIRE = "A posting that disappears is not proof of a hire."

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # a command, such as a colour
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # a message to the terminal, such as a link
    r"|\x1b[ -~]?"
)
_JOINERS = "\u200c\u200d"
_NAMES = frozenset({"Android", "Java", "JavaScript", "Kubernetes", "Linux", "Oracle", "Python", "Salesforce", "Scrum"})


def clean(text: str, limit: int = 512) -> str:
    """`text` on one line, without control, escape, direction and other invisible characters, at most `limit` long."""
    shown = _ESCAPES.sub("", text[: 4 * limit])
    kept = "".join(_visible(character) for character in shown)
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Co", "Cn"}:
        return character if character in _JOINERS else ""
    if category == "Cs":
        return "\ufffd"
    if category == "Cc":
        return " " if character in "\t\n\r\v\f" else ""
    return " " if category in {"Zl", "Zp"} else character


def cleaned(gauge: Gauge) -> Gauge:
    """The same answer with every text in it fit to show on a screen."""
    shown: Gauge = _cleaned(gauge)
    return shown


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(item) for item in value)
    if isinstance(value, msgspec.Struct):
        return type(value)(**{name: _cleaned(getattr(value, name)) for name in value.__struct_fields__})
    return value


# -- numbers --


def number(value: float) -> str:
    """A whole number with thousands separators."""
    return f"{value:,.0f}"


def decimal(value: float) -> str:
    """A number that need not be whole, with one decimal below a hundred."""
    return f"{value:,.1f}" if abs(value) < 100 else number(value)


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun in the right form: "1 posting", "1,204 postings"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


_UUID = re.compile(r"([0-9a-fA-F]{8})-[0-9a-fA-F]{4}-")
ENOUGH = 6
"""A posting's short id has at least so many characters."""


def short_id(posting_id: str) -> str:
    """What of a posting's id is enough to name it to a command: the last part, or its first eight digits if it is long.

    Where several postings share it the command asks which is meant.
    """
    last = posting_id.rpartition(":")[2]
    if found := _UUID.match(last):
        return found[1]
    return last if len(last) >= ENOUGH else posting_id


def percent(share: float) -> str:
    """A share in whole percent; what is almost none or almost all is not rounded to it."""
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{share:.0%}"


def chance(value: float) -> str:
    """A chance as a round number of cases: "about 1 in 3", "under 1 in 100"."""
    said = odds(value)
    if value < LEAST_CHANCE:
        return "under 1 in 100"
    return "over 99 in 100" if value > 1 - LEAST_CHANCE else f"about {said.times} in {said.of}"


def chances(low: float, high: float) -> str:
    """The ends of a range of chances: "1 in 5 to 1 in 2"; one of them where both are said alike."""
    ends = [chance(end).removeprefix("about ") for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def part(count: int, whole: int) -> str:
    """A part as a count of the whole, with a percentage where the whole is large enough for one."""
    said = f"{number(count)} of {number(whole)}"
    return f"{said} ({percent(count / whole)})" if whole >= SHARE_POSTINGS else said


def likely(share: Share) -> str | None:
    """The 95 % interval of a share in whole percent: "likely 24 to 41%"; None where too few employers tell it."""
    if share.low is None or share.high is None:
        return None
    return f"likely {percents(share.low, share.high)}"


def percents(low: float, high: float) -> str:
    """The ends of a range of shares: "24 to 41%", "under 1% to 5%"; one of them where both are said alike."""
    least, most = percent(low), percent(high)
    if least == most:
        return least
    return f"{least.removesuffix('%') if least[0].isdigit() else least} to {most}"


def money(currency: str, amount: float) -> str:
    """An amount with its currency code, rounded: "EUR 62k", "JPY 6.5M", "EUR 9,400"."""
    return f"{currency} {amount_short(amount)}"


def amount_short(amount: float) -> str:
    """An amount rounded to thousands (from 10,000), or tenths of a million or of a billion (from one of them)."""
    if amount >= 999_950_000:
        return f"{amount / 1e9:,.1f}bn"
    if amount >= 999_500:
        return f"{amount / 1e6:,.1f}M"
    if amount >= 10_000:
        return f"{amount / 1e3:,.0f}k"
    return number(round(amount, -2)) if amount >= 1_000 else number(amount)


def ordinal(place: int) -> str:
    """A place in a row: 1st, 2nd, 11th."""
    ending = "th" if place % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def signed(share: float) -> str:
    """A relative change in whole percent with its sign: "+8%", "−3%"."""
    return f"{share:+.0%}".replace("-", "−")


def moved(share: float) -> str:
    """A relative change in words: "up 8%", "down 3%", "unchanged"."""
    if abs(share) < 0.005:
        return "unchanged"
    return f"{'up' if share > 0 else 'down'} {percent(abs(share))}"


def points(change: float) -> str:
    """A change of a share in percentage points with its sign: "+4 points"."""
    size = f"{100 * change:+.0f}".replace("-", "−")
    return f"{size} point{'' if size[1:] == '1' else 's'}" if size[1:] != "0" else "±0 points"


def day(date: dt.date) -> str:
    """A date as "3 Mar 2026"."""
    return f"{date.day} {date:%b %Y}"


def moment(time: dt.datetime) -> str:
    """A UTC time as "3 Mar 2026, 06:15 UTC"."""
    return f"{day(time)}, {time:%H:%M} UTC"


def web_address(text: str) -> str | None:
    """The address, where it is one of the web that a page may link to; None where it is anything else."""
    parts = urlsplit(text)
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    return text if is_web and not re.search(r"[\s<>\"'`\\]", text) else None


# -- names --


def label(value: str | None) -> str:
    """A code as words ("on_site" is "on site"); no value is "unknown"."""
    return "unknown" if value is None else value.replace("_", " ")


def platform(code: str) -> str:
    """A platform's name: "lever_eu" is "Lever EU"."""
    first, *rest = code.split("_")
    return " ".join([first.capitalize(), *(word.upper() for word in rest)])


@functools.cache
def country(code: str) -> str:
    """The English name of an ISO 3166 alpha-2 code, or the code where there is none."""
    import pycountry

    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)) if found else code


def listed(items: Iterable[str]) -> str:
    """Items as a list in a sentence: "a, b and c"."""
    *most, last = [*items] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def watched(employers: int) -> str:
    """Whom the figures speak of: "the 1,204 employers we watch"."""
    return f"the {counted(employers, 'employer')} we watch"


def lowered(sentence: str | None) -> str:
    """A sentence to stand after a colon."""
    return (sentence or "")[:1].lower() + (sentence or "")[1:]


def counts(parts: Iterable[tuple[int, str]]) -> str:
    """Counts with what they are of, those that are none left out: "3 in other places and 2 with no pay"."""
    return listed(f"{number(count)} {what}" for count, what in parts if count)


def role_plural(title: str) -> str:
    """A role's title for the middle of a sentence, in the plural: "data engineers", "heads of data"."""
    first, space, rest = title.partition(" ")
    if first[1:].islower() and first not in _NAMES:
        title = first.lower() + space + rest
    title, bracket, kind = title.partition(" (")
    head, of, domain = title.partition(" of ")
    return _plural(head) + of + domain + bracket + kind


def _plural(word: str) -> str:
    if word.endswith("ss"):
        return word + "es"
    if word.endswith("s"):
        return word
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    return word + "s"


# -- what is open --


def open_postings(gauge: Gauge) -> int:
    """The role's open postings at all boards watched, which the mix rests on."""
    return gauge.active_postings.everywhere


def marked_weeks(weeks: Iterable[DemandWeek]) -> list[DemandWeek]:
    """The weeks in which fewer than 90 % of the boards are known to have been observed."""
    return [week for week in weeks if week.coverage is None or week.coverage < COVERAGE_FLOOR]


# -- sentences --


def headline(gauge: Gauge) -> str:
    """The answer in one sentence, always with who is watched."""
    openings = gauge.active_postings
    subject = f"Openings for {role_plural(gauge.scope.role_title)} at {watched(gauge.scope.employers_watched)}"
    if openings.before is None:
        now = f"{number(open_postings(gauge))} now{_besides(gauge)}"
        return f"{subject}: {now}; it is too early to compare with four weeks ago."
    if openings.now != open_postings(gauge):
        compared = f"at the {counted(openings.boards, 'board')} also observed four weeks ago"
        everywhere = f"{number(open_postings(gauge))} now{_besides(gauge)}; {compared}"
        return f"{subject}: {everywhere} {number(openings.now)}, after {number(openings.before)} then."
    now = f"{number(openings.now)} now{_besides(gauge)}"
    return f"{subject}: {now}, {number(openings.before)} four weeks ago at the same boards."


def _besides(gauge: Gauge) -> str:
    """What is not counted as open now, in brackets."""
    if gauge.unseen is None:
        return ""
    return f" (and {unseen(gauge.unseen.postings, gauge.unseen.boards, gauge.unseen.since)})"


def unseen(postings: int, boards: int, since: dt.date) -> str:
    """What was last seen too long ago to be counted: "4 at 2 boards that have been silent since 3 Oct 2026"."""
    silent = "has been silent" if boards == 1 else "have been silent"
    longer = "" if boards == 1 else " or longer"
    return f"{number(postings)} at {counted(boards, 'board')} that {silent} since {day(since)}{longer}"


def place(gauge: Gauge) -> str:
    """The place that the answer is restricted to."""
    countries = [country(code) for code in gauge.scope.countries]
    return f"{listed(countries)}, and remote where that is not ruled out" if countries else "everywhere"


def scope(gauge: Gauge) -> list[tuple[str, str]]:
    """What every figure speaks of, as label and words."""
    at, boards = gauge.scope, gauge.active_postings.boards
    fetched = "never" if at.last_complete_at is None else moment(at.last_complete_at)
    return [
        ("Role", f"{at.role_title} ({label(at.role_family)})"),
        ("Place", place(gauge)),
        ("Window", f"{day(at.window_start)} to {day(at.window_end)}"),
        ("Postings", f"{number(open_postings(gauge))} open; {number(boards)} boards compared"),
        ("Employers", _watched(gauge)),
        ("Sources", listed(platform(code) for code in at.platforms) or "none"),
        ("Last complete fetch", fetched),
        ("Answered that day", f"{number(at.boards_observed)} of {counted(at.boards_watched, 'board')}"),
    ]


def _watched(gauge: Gauge) -> str:
    silent = gauge.scope.boards_never_answered
    never = f"; {counted(silent, 'board has', 'boards have')} never answered in full" if silent else ""
    return f"{number(gauge.scope.employers_watched)} watched{never}"


FEW_OPENINGS = 20
"""With fewer openings than this most answers are refused: then the page says what would help."""


def scarcity(gauge: Gauge) -> str | None:
    """What would help where the employers watched have few openings of the role; None where they have enough."""
    count = gauge.active_postings.everywhere
    if count >= FEW_OPENINGS:
        return None
    names = role_plural(gauge.scope.role_title)
    return (
        f"Only {counted(count, 'opening')} for {names} in your countries at the employers we watch: too few for most "
        f"answers. Our list leans to technology: `jobgauge boards add URL` adds employers that hire {names}."
    )


def staleness(gauge: Gauge, made_at: dt.datetime | None) -> str | None:
    """A warning where the last complete fetch is more than 36 hours before `made_at` (UTC), or never was."""
    last = gauge.scope.last_complete_at
    if last is None:
        return "No board has answered in full yet, so nothing here is complete."
    if made_at is None or made_at.replace(tzinfo=None) - last.replace(tzinfo=None) <= STALE_AFTER:
        return None
    return f"The last complete fetch was on {moment(last)}; what opened or closed since then is missing here."


class Tile(NamedTuple):
    """One figure to see first: its name, its value in words, and the sample and coverage behind it."""

    name: str
    value: str
    note: str


def tiles(gauge: Gauge) -> list[Tile]:
    """The five figures to see first."""
    employers = gauge.unique_employers
    watched = f"of {number(gauge.scope.employers_watched)} watched; "
    return [
        Tile("Open postings", number(open_postings(gauge)), _before(gauge.active_postings, "four weeks ago")),
        Tile("Employers hiring", number(employers.everywhere), watched + _before(employers, "four weeks ago")),
        _new_tile(gauge),
        _pay_tile(gauge),
        _remote_tile(gauge),
    ]


NEW_DAYS = 28
FIRST_VISIT = "What is new shows from the second day of watching on."


def _days_watched(gauge: Gauge) -> int:
    return (gauge.scope.window_end - gauge.scope.window_start).days


def _new_tile(gauge: Gauge) -> Tile:
    """New postings of 28 days, or of as many as have been watched; on the first day nothing can be called new."""
    new, watched = gauge.new_postings, _days_watched(gauge)
    if watched == 0:
        return Tile("New postings", "not known yet", FIRST_VISIT)
    name = f"New in {NEW_DAYS} days" if watched >= NEW_DAYS else f"New in {counted(watched, 'day')}"
    return Tile(name, number(new.everywhere), _before(new, "in the 28 days before"))


def _new_said(gauge: Gauge) -> str:
    new, watched = gauge.new_postings, _days_watched(gauge)
    if watched == 0:
        return FIRST_VISIT
    if watched < NEW_DAYS:
        return f"{counted(new.everywhere, 'posting')} appeared since {day(gauge.scope.window_start)}."
    earlier = "" if new.before is None else f"; {_before(new, 'in the 28 days before')}"
    return f"{counted(new.everywhere, 'posting')} appeared in the last 28 days{earlier}."


def _before(count: Count, when: str) -> str:
    """The count before at the boards compared, and now where that is not the count at all boards."""
    if count.before is None:
        return "too early to compare"
    if count.now != count.everywhere:
        return f"{number(count.now)} at the {counted(count.boards, 'board')} compared, {number(count.before)} {when}"
    return f"{number(count.before)} {when}, at the same {counted(count.boards, 'board')}"


def _pay_tile(gauge: Gauge) -> Tile:
    name = "Median advertised pay"
    for pay in gauge.pay:
        if pay.p50 is not None:
            sample = f"from {number(pay.n)} of {number(pay.active_postings)} vacancies, "
            return Tile(name, money(pay.currency, pay.p50), sample + counted(pay.unique_employers, "employer"))
    return Tile(name, "not known", _pay_missing(gauge.pay[0]) if gauge.pay else no_pay(gauge))


def _remote_tile(gauge: Gauge) -> Tile:
    if not gauge.workplace:
        return Tile("Remote", "not known", "no open posting to count")
    whole = gauge.workplace[0].of
    unknown = sum(row.n for row in gauge.workplace if row.value is None)
    silent = f"; {number(unknown)} do not say" if unknown else ""
    remote = next((row for row in gauge.workplace if row.value == "remote"), None)
    if unknown == whole:
        return Tile("Remote", "not known", f"{counted(whole, 'posting')}, of which none says")
    if remote is None:
        return Tile("Remote", "none stated" if unknown else "none", f"0 of {counted(whole, 'posting')}{silent}")
    if whole < SHARE_POSTINGS:
        return Tile("Remote", f"{remote.n} of {whole}", f"too few for a share{silent}")
    said = f", {within}" if (within := likely(remote)) else ""
    return Tile("Remote", percent(remote.share), f"{number(remote.n)} of {number(whole)} postings{said}{silent}")


def demand(gauge: Gauge) -> list[str]:
    """What the weeks show, in sentences."""
    now = gauge.active_postings
    said = [f"{counted(open_postings(gauge), 'posting is', 'postings are')} open."]
    if now.before is not None:
        at = f"the {counted(now.boards, 'board')} observed both now and four weeks ago"
        said = [f"At {at}, {counted(now.now, 'posting is', 'postings are')} open; {number(now.before)} were open then."]
    if now.before is not None and open_postings(gauge) != now.now:
        said.append(f"At all boards watched, {number(open_postings(gauge))} are open.")
    return [*said, *_unseen(gauge), _new_said(gauge), *_marked(gauge.weeks)]


def _unseen(gauge: Gauge) -> list[str]:
    if gauge.unseen is None:
        return []
    told = unseen(gauge.unseen.postings, gauge.unseen.boards, gauge.unseen.since)
    return [f"Not counted are {told}: whether these are still up is not known. The weeks count them."]


def _marked(weeks: tuple[DemandWeek, ...]) -> list[str]:
    marked = len(marked_weeks(weeks))
    if not marked:
        return []
    which = f"{counted(marked, 'week')} of {number(len(weeks))}"
    return [f"In {which} fewer than 90% of the boards were observed: marked, because the counts may be too low."]


def no_pay(gauge: Gauge) -> str:
    """The sentence for a role where nobody states pay."""
    openings = open_postings(gauge)
    if openings == 0:
        return "No posting is open, so there is no pay to show."
    if gauge.quality.pay_known_share:
        return f"No annual pay is stated that can be shown. {PAY_LEFT_OUT}"
    return f"None of the {counted(openings, 'open posting')} states annual pay."


def pay(one: Pay) -> list[str]:
    """What is known of advertised pay in one currency, in sentences."""
    if one.p50 is None:
        return [_pay_missing(one) + ".", *_mine(one)]
    said = [
        f"{number(one.n)} of {_vacancies(one)}, from "
        f"{counted(one.unique_employers, 'employer')}, state annual pay in {one.currency}.",
        f"The middles of their ranges centre on {money(one.currency, one.p50)}{_likely(one)}{_half(one)}.",
    ]
    if one.min_p50 is not None and one.max_p50 is not None:
        low, high = money(one.currency, one.min_p50), money(one.currency, one.max_p50)
        said.append(f"Depending on where in the ranges people land, the true middle lies between {low} and {high}.")
    return [*said, *_mine(one)]


def _vacancies(one: Pay) -> str:
    return counted(one.active_postings, "open vacancy", "open vacancies")


def _likely(one: Pay) -> str:
    """The median's 95 % interval."""
    if one.p50_low is None or one.p50_high is None:
        return ""
    return f" (likely {money(one.currency, one.p50_low)} to {amount_short(one.p50_high)})"


def pay_brief(gauge: Gauge) -> str | None:
    """Where advertised pay and the person's own stand, in one sentence; None where there is no median."""
    one = next((pay for pay in gauge.pay if pay.mine is not None and pay.p50 is not None), None)
    one = one or next((pay for pay in gauge.pay if pay.p50 is not None), None)
    if one is None or one.p50 is None:
        return None
    adverts = f"{counted(one.n, 'advert')} in {one.currency}"
    middle = f"Advertised pay centres on {money(one.currency, one.p50)}{_likely(one)}, by {adverts}"
    if one.mine is None or one.start_above_mine is None:
        return f"{middle}."
    above = part(one.start_above_mine, one.n)
    return f"{middle}; {above} start above your {money(one.currency, one.mine)} even at their minimum."


def _half(one: Pay) -> str:
    if one.p25 is None or one.p75 is None:
        return f" (too few for quartiles: {QUARTILE_POSTINGS} needed)"
    return f"; half lie between {money(one.currency, one.p25)} and {money(one.currency, one.p75)}"


def _pay_missing(one: Pay) -> str:
    if one.n < MEDIAN_POSTINGS:
        adverts = counted(one.n, "advert states", "adverts state")
        return f"Only {adverts} pay in {one.currency}; too few for a median ({MEDIAN_POSTINGS} needed)"
    return (
        f"{counted(one.n, 'advert')} from {counted(one.unique_employers, 'employer')} state pay in {one.currency}; "
        f"too few for a median ({MEDIAN_EMPLOYERS} employers needed)"
    )


def _mine(one: Pay) -> list[str]:
    if one.mine is None:
        return []
    mine, said = f"Your {money(one.currency, one.mine)}", []
    if one.percentile_low is None or one.percentile_high is None:
        reason = one.percentile_refusal or f"{PERCENTILE_POSTINGS} adverts needed, {number(one.n)} known."
        said.append(f"{mine} cannot be placed among them: {reason}")
    else:
        low, high = (ordinal(max(1, round(100 * share))) for share in (one.percentile_low, one.percentile_high))
        band = f"at the {low}" if low == high else f"between the {low} and the {high}"
        ends, starts = percent(one.percentile_low), percent(one.percentile_high)
        said.append(f"{mine} lies {band} of 100: {ends} of these adverts end below it, {starts} start at or below it.")
        if one.percentile_limits is not None:
            least, most = (percent(limit) for limit in one.percentile_limits)
            said.append(f"What chance allows reaches from {least} to {most}.")
    if one.start_above_mine is not None:
        said.append(f"{part(one.start_above_mine, one.n)} start above it even at their minimum.")
    return said


def disclosure(gauge: Gauge) -> str | None:
    """How many of the open postings state pay at all, and the caveat; None where no pay is known."""
    if not gauge.pay:
        return None
    first = gauge.pay[0]
    caveats = UNDISCLOSED if first.active_postings == open_postings(gauge) else f"{PAY_LEFT_OUT} {UNDISCLOSED}"
    if first.active_postings < SHARE_POSTINGS:
        return caveats
    return f"{percent(first.disclosure)} of {_vacancies(first)} state pay. {caveats}"


def mix(shares: tuple[Share, ...]) -> str:
    """How the open postings divide up, in one sentence."""
    if not shares:
        return "No posting is open, so there is nothing to divide up."
    known = [f"{label(row.value)} {number(row.n)}" for row in shares if row.value is not None]
    unknown = sum(row.n for row in shares if row.value is None)
    said = listed(known) if known else "nothing is stated"
    silent = f"; {number(unknown)} do not say" if unknown else ""
    return f"Of {counted(shares[0].of, 'open posting')}: {said}{silent}."


def employers(gauge: Gauge) -> str:
    """Who has the openings, in one sentence."""
    if not any(row.active_postings for row in gauge.employers):
        return f"None of {watched(gauge.scope.employers_watched)} has an opening."
    top, openings = gauge.employers[:3], open_postings(gauge)
    held = sum(row.active_postings for row in top)
    names = "The first" if len(top) == 1 else f"The first {len(top)}"
    hold = "has" if len(top) == 1 else "have"
    return f"{names} of these employers {hold} {part(min(held, openings), openings)} of the open postings."


def troubles(gauge: Gauge) -> str:
    """How many boards did not answer in full, in one sentence."""
    if not gauge.troubles:
        return "Every board answered in full when it was last asked."
    count, of = len(gauge.troubles), number(gauge.scope.boards_watched)
    return f"{number(count)} of {of} boards did not answer in full when last asked; their postings may be out of date."
