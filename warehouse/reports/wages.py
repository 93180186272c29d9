"""What adverts promise beside what current workers are paid, in words and as a table: two things of different kinds."""

from typing import Any

from warehouse.answers.gauge import Gauge, Pay
from warehouse.answers.paid import CURRENCY, PERCENTILES, Paid
from warehouse.reports.tables import Field, Kind, Table, Worded
from warehouse.reports.words import counted, day, money, number, ordinal

TITLE = "Paid to current workers"
DIFFERENCE = (
    "That is what all employees of the occupation in the United States are paid, at every level and however long they "
    "have been there, without bonuses and without the self-employed. Adverts are for new jobs, at the employers we "
    "watch, and some say nothing about pay. The two differ in what they count; a gap between them is no rise or fall."
)
_WORDED: Kind = "worded"
_FIELDS = (
    Field("pay_kind", "What", "text"),
    Field("pay_as_of", "As of", "text"),
    Field("n", "Adverts or workers", "count"),
    *(
        Field(
            f"pay_p{p}",
            heading,
            _WORDED,
            (Field(f"pay_p{p}", heading, "pay"), Field(f"pay_p{p}_at_least", f"{heading}, at least", "pay")),
        )
        for p, heading in zip(
            PERCENTILES, ("A tenth below", "Lower quartile", "Median", "Upper quartile", "A tenth above"), strict=True
        )
    ),
)


def advertised(gauge: Gauge) -> Pay | None:
    """The advertised pay that the wages can be set beside; None where no advert is in their currency."""
    return next((one for one in gauge.pay if one.currency == CURRENCY), None)


def beside(gauge: Gauge) -> list[str]:
    """The wages in sentences, where there is advertised pay to set them beside."""
    return said(gauge.paid) if gauge.paid is not None and advertised(gauge) is not None else []


def said(paid: Paid) -> list[str]:
    """The wages in sentences, and what they are not."""
    workers = f" {number(paid.workers)} workers" if paid.workers is not None else " workers"
    parts = [
        f"the middle of them {_wage(paid, 50)}" if _is_told(paid, 50) else "",
        f"the middle half {_wage(paid, 25)} to {_wage(paid, 75)}" if _is_told(paid, 25, 75) else "",
        f"a tenth less than {_wage(paid, 10)} and a tenth {_or_more(paid, 90)}" if _is_told(paid, 10, 90) else "",
    ]
    told = "; ".join(part for part in parts if part) or "their middle is not published"
    shared = (
        f" {counted(paid.other_roles, 'other role')} of our list {'is' if paid.other_roles == 1 else 'are'} of the "
        "same occupation."
        if paid.other_roles
        else ""
    )
    return [f"{TITLE} ({paid.release}; occupation {paid.soc_code},{workers}): {told}.{shared}", DIFFERENCE]


def placed(paid: Paid, amount: float) -> str | None:
    """Where an amount of the same currency stands among the wages, in a sentence; None where none is published."""
    known = [(p, paid.wage(p)) for p in PERCENTILES]
    below = [(p, wage) for p, wage in known if wage is not None and wage <= amount]
    above = [(p, wage) for p, wage in known if wage is not None and wage > amount]
    mine = money(CURRENCY, amount)
    if not below and not above:
        return None
    low = f"above the {ordinal(below[-1][0])} of 100 ({money(CURRENCY, below[-1][1] or 0)})" if below else ""
    high = f"below the {ordinal(above[0][0])} ({money(CURRENCY, above[0][1] or 0)})" if above else ""
    return f"Among those wages {mine} is {' and '.join(part for part in (low, high) if part)}."


def table(gauge: Gauge) -> Table | None:
    """Adverts and workers, a row each; None where there is nothing to set beside each other."""
    pay, paid = advertised(gauge), gauge.paid
    if pay is None or paid is None:
        return None
    stated = {10: pay.p10, 25: pay.p25, 50: pay.p50, 75: pay.p75, 90: pay.p90}
    adverts = tuple(Worded("too few" if value is None else number(value), (value, None)) for value in stated.values())
    first = ("advertised now, at the middle of the range", day(gauge.scope.window_end), pay.n, *adverts)
    second = ("paid to current workers", paid.release, paid.workers, *(_cell(paid, p) for p in PERCENTILES))
    return Table("paid", f"Advertised now and paid to current workers, {CURRENCY} a year", _FIELDS, (first, second))


def _cell(paid: Paid, percentile: int) -> Worded:
    wage: Any = paid.wage(percentile)
    if wage is not None:
        return Worded(number(wage), (wage, None))
    if paid.is_open(percentile) and paid.at_least is not None:
        return Worded(f"at least {number(paid.at_least)}", (None, paid.at_least))
    return Worded("not published", (None, None))


def _is_told(paid: Paid, *percentiles: int) -> bool:
    return all(paid.wage(p) is not None or paid.is_open(p) for p in percentiles)


def _wage(paid: Paid, percentile: int) -> str:
    wage = paid.wage(percentile)
    if wage is not None:
        return money(CURRENCY, wage)
    return f"at least {money(CURRENCY, paid.at_least or 0)}, the highest wage that is stated"


def _or_more(paid: Paid, percentile: int) -> str:
    wage = paid.wage(percentile)
    return f"more than {money(CURRENCY, wage)}" if wage is not None else _wage(paid, percentile)
