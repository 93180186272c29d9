"""What the measures say of a role, in sentences: the change in demand, where the role stands, what may come."""

from collections.abc import Iterator
from typing import NamedTuple

from warehouse.answers.ahead import Ahead
from warehouse.answers.demand import DemandChange
from warehouse.answers.dials import RoleGauge
from warehouse.measures.composite import Dial
from warehouse.measures.outlook import Outlook
from warehouse.reports.words import counted, listed, lowered, moved, number, percent, signed

DIALS = {
    "tightness": "vacancies for each worker",
    "growth": "growth in twelve weeks",
    "breadth": "number of employers",
    "wages": "change of posted pay",
}
VERDICTS = {
    "high": "Demand is high among its siblings",
    "low": "Demand is low among its siblings",
    "unclear": "Whether demand is high or low among its siblings is unclear",
}
EVERYWHERE = "These figures speak of the role in all countries that we watch."

EXPERIMENTAL = "The verdict is experimental: it has not been held against official statistics yet."


class Line(NamedTuple):
    """One dial for a table: its name, the percentile, its likely range, and what it is ranked among or why not."""

    name: str
    percentile: str
    likely: str
    note: str


def change(found: DemandChange | None) -> list[str]:
    """What has happened to demand in twelve weeks, and how sure that is."""
    if found is None:
        return []
    told = found.change
    if told.value is None or told.low is None or told.high is None:
        return [f"How demand has changed in twelve weeks cannot be told: {lowered(told.refusal)}"]
    likely = f"likely range {signed(told.low)} to {signed(told.high)}"
    said = [
        f"Openings at the {counted(told.unique_employers or 0, 'employer')} in all countries that could be compared "
        f"from week to week are {moved(told.value)} in twelve weeks ({likely}). The same employers are compared at "
        "both ends of each week, so a longer list cannot move this number; adverts that are always up are left out."
    ]
    growing = found.growing
    if growing.value is not None and growing.low is not None and growing.high is not None:
        said.append(
            f"Of {counted(growing.n, 'employer')} in all countries with openings now or four weeks ago, "
            f"{percent(growing.value)} have more than then, those with as many counted half (likely "
            f"{percent(growing.low)} to {percent(growing.high)})."
        )
    return said


def brief(found: DemandChange | None) -> str | None:
    """The change in demand in one sentence; None where it cannot be told."""
    told = found.change if found else None
    if told is None or told.value is None or told.low is None or told.high is None:
        return None
    unsure = "" if told.low > 0 or told.high < 0 else ", so whether up or down cannot be told"
    likely = f"likely {signed(told.low)} to {signed(told.high)}"
    return f"Openings at the same employers, in all countries: {moved(told.value)} in twelve weeks ({likely}){unsure}."


def verdict(gauge: RoleGauge | None) -> str | None:
    """Where the role stands among its siblings in one sentence; None where it cannot be told."""
    return None if gauge is None or gauge.verdict is None else f"{VERDICTS[gauge.verdict]}."


def standing(gauge: RoleGauge | None) -> list[str]:
    """The verdict among sibling roles, or why there is none."""
    if gauge is None:
        return []
    among = f"the {number(gauge.siblings)} roles of its {gauge.among}"
    if gauge.verdict is None or gauge.top_share is None or gauge.bottom_share is None:
        return [f"Where the role stands among {among} cannot be told: {lowered(gauge.refusal)} {EVERYWHERE}"]
    told = [line for line in gauge.variations if line.verdict is not None]
    if gauge.verdict == "unclear":
        flips = [line.name for line in told if line.verdict != _headline(gauge)]
        because = f" It is overturned {listed(flips)}." if flips and _headline(gauge) != "unclear" else ""
        detail = (
            f"in the top third of {among} in {percent(gauge.top_share)} of the reasonable ways of adding up, in the "
            f"bottom third in {percent(gauge.bottom_share)}.{because}"
        )
        return [f"{VERDICTS['unclear']}: {detail} {EVERYWHERE} {EXPERIMENTAL}"]
    share = gauge.top_share if gauge.verdict == "high" else gauge.bottom_share
    third = "top" if gauge.verdict == "high" else "bottom"
    untold = len(gauge.variations) - len(told)
    unmade = f"; {number(untold)} more cannot be made" if untold else ""
    return [
        f"{VERDICTS[gauge.verdict]}: in the {third} third of {among} in {percent(share)} of the reasonable ways of "
        f"adding up, and by {counted(len(told), 'other reckoning')} too{unmade}. {EVERYWHERE} "
        f"{EXPERIMENTAL}"
    ]


def told(gauge: RoleGauge | None) -> tuple[tuple[str, Dial], ...]:
    """The dials that can be told, by the words for them, in the order of the table."""
    found = {} if gauge is None else dict(gauge.dials)
    return tuple((words, found[name]) for name, words in DIALS.items() if name in found)


def dials(gauge: RoleGauge | None) -> list[Line]:
    """A line for each of the four dials, told or not."""
    return [] if gauge is None else [*_lines(gauge)]


def outlook(found: tuple[Outlook, ...]) -> list[str]:
    """What may come, each range with its record; one sentence where nothing can be said yet."""
    told = [one for one in found if one.refusal is None]
    if not told:
        return [f"What may come cannot be told yet: {lowered(found[0].refusal)}"] if found else []
    return [*map(_ahead, told)]


def ahead(found: tuple[Ahead, ...]) -> list[str]:
    """What may come of the openings; new postings a week have their rows in mart.role_outlook."""
    return [sentence for one in found if one.series == "active" for sentence in outlook(one.ranges)]


def _ahead(one: Outlook) -> str:
    low, high = number(one.low or 0), number(one.high or 0)
    record = (
        f"Such ranges have held {percent(one.covered)} of {counted(one.ranges, 'outcome')} so far; four in five is "
        "meant."
        if one.covered is not None
        else "Whether such ranges hold cannot be told yet."
    )
    start = "trend" if one.method == "damped_trend" else "last level"
    method = (
        f"It starts from the {start}: in {number(one.nearer)} of {counted(one.forecasts, 'past forecast')} the trend "
        f"came nearer than the last level; it missed by {one.error or 0:.1%} as a rule, the last level by "
        f"{one.naive_error or 0:.1%}."
    )
    range_ = f"In {one.horizon} weeks likely {low} to {high} openings in all countries (about {number(one.value or 0)})"
    return f"{range_}. {record} {method}"


def _headline(gauge: RoleGauge) -> str:
    """What the weightings alone would say, before the other reckonings."""
    if (gauge.top_share or 0) >= 0.8:
        return "high"
    return "low" if (gauge.bottom_share or 0) >= 0.8 else "unclear"


def _lines(gauge: RoleGauge) -> Iterator[Line]:
    found, missing = dict(gauge.dials), dict(gauge.missing)
    for name, words in DIALS.items():
        if name in found:
            yield _line(words, found[name])
        else:
            yield Line(words, "unknown", "", missing.get(name, ""))


def _line(name: str, dial: Dial) -> Line:
    likely = f"{dial.low:.0f} to {dial.high:.0f}"
    return Line(name, f"{dial.percentile:.0f}", likely, f"of 100, among {number(dial.siblings)} roles")
