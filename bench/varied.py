"""What the normalisers are measured on: real adverts varied to distinct ones, made-up pay strings, hostile texts."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import polars as pl

from bench import captures

# -- adverts --

_MARK = "\x01"
# The last word of a line, and what stands between it and the line's end.
_LINE_END = (
    r"([\p{L}\p{N}]+)((?:[\p{P}\p{So}\s\u{FE0F}\u{200D}]|</?(?:a|b|em|i|span|strong|u)(?-u:\b)[^>]*>)*"
    r"(?:</(?:p|li|h[1-6]|div|td|th|ul|ol|pre)>|<br(?-u:\b)[^>]*>))"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MARK_LETTERS = 4


def adverts(step: int = 1) -> pl.DataFrame:
    """The captured Ashby postings that have a description, in the columns RAW; of every `step`-th board."""
    return captures.ashby_postings(step).filter(pl.col("description_html").is_not_null())


class Copies:
    """Copies of adverts, no line of which says the same as one of another advert or copy.

    Each line of a description has a word of its advert's own before its last words; a title ends in the copy's word,
    as titles end in a team. The words are made of letters, for numbers would be read.
    """

    def __init__(self, originals: pl.DataFrame) -> None:
        marked = pl.col("description_html").str.replace_all(_LINE_END, f"$1 {_MARK}$2") + f"<p>{_MARK}</p>"
        self._frame = originals
        self._templates = originals.select(marked).to_series().to_list()

    def copy(self, number: int) -> pl.DataFrame:
        """The copy of that number, in the columns RAW."""
        first = number * len(self._templates)
        pages = (page.replace(_MARK, _word(first + row)) for row, page in enumerate(self._templates))
        return self._frame.with_columns(
            pl.Series("description_html", pages, dtype=pl.String),
            title=pl.col("title") + f", {_word(number).capitalize()}",
        )


def _word(number: int) -> str:
    """A word that no language has, another for each number."""
    digits = (number // len(_LETTERS) ** place % len(_LETTERS) for place in range(_MARK_LETTERS))
    return "zq" + "".join(_LETTERS[digit] for digit in digits)


# -- pay strings --


class Pay(NamedTuple):
    """A made-up pay string, what it says, and how it writes its currency."""

    text: str
    country_code: str
    minimum: float | None
    maximum: float | None
    currency: str
    period: str
    sign: str


class _Currency(NamedTuple):
    code: str
    country_code: str
    sign: str
    style: str
    factor: int


class _Period(NamedTuple):
    name: str
    words: str
    base: float
    step: float


_CURRENCIES = [
    _Currency("USD", "US", "$", "comma", 1),
    _Currency("GBP", "GB", "£", "comma", 1),
    _Currency("EUR", "DE", "€", "dot", 1),
    _Currency("NZD", "NZ", "NZ$", "comma", 1),
    _Currency("INR", "IN", "₹", "indian", 20),
    _Currency("CAD", "CA", "CA$", "comma", 1),
    _Currency("AUD", "AU", "A$", "comma", 1),
    _Currency("SGD", "SG", "S$", "comma", 1),
    _Currency("CHF", "CH", "CHF ", "apostrophe", 1),
    _Currency("PLN", "PL", "PLN ", "blank", 4),
    _Currency("SEK", "SE", "SEK ", "blank", 10),
    _Currency("BRL", "BR", "R$ ", "dot", 5),
    _Currency("JPY", "JP", "¥", "comma", 100),
]
_PERIODS = [
    _Period("year", "a year", 40_000, 50),
    _Period("year", "per year", 41_000, 50),
    _Period("year", "per annum", 42_000, 50),
    _Period("year", "/yr", 43_000, 50),
    _Period("month", "a month", 2_000, 5),
    _Period("month", "per month", 2_020, 5),
    _Period("week", "per week", 600, 1),
    _Period("day", "per day", 200, 0.5),
    _Period("day", "a day", 201, 0.5),
    _Period("hour", "an hour", 15.25, 0.02),
    _Period("hour", "per hour", 15.35, 0.02),
    _Period("hour", "/hour", 15.45, 0.02),
]
_LAYOUTS = [
    "{sign}{low} - {sign}{high} {words}",
    "{sign}{low}–{high} {words}",
    "{code} {low} to {high} {words}",
    "{low} - {high} {code} {words}",
    "Salary: {sign}{low} to {sign}{high} {words}",
    "{sign}{low} - {sign}{high} {words} + bonus + benefits",
    "Between {sign}{low} and {sign}{high} {words}",
    "{sign}{low} {words}",
    "{low} {code} {words}",
    "From {sign}{low} {words}",
    "Up to {sign}{high} {words}",
    "{sign}{low_k}K - {sign}{high_k}K {words}",
]
_STYLES: dict[str, Callable[[str], str]] = {
    "comma": lambda figure: figure,
    "dot": lambda figure: figure.translate(str.maketrans(",.", ".,")),
    "blank": lambda figure: figure.translate(str.maketrans(",.", " ,")),
    "apostrophe": lambda figure: figure.replace(",", "'"),
    "indian": lambda figure: _indian(figure),
}


def pay_strings() -> Iterator[Pay]:
    """Distinct pay strings without end; every second one in US dollars, as most captured pay is."""
    dollars = _of_forms([currency for currency in _CURRENCIES if currency.code == "USD"])
    others = _of_forms([currency for currency in _CURRENCIES if currency.code != "USD"])
    for pair in zip(dollars, others, strict=True):
        yield from pair


def _of_forms(currencies: Sequence[_Currency]) -> Iterator[Pay]:
    """Every form of these currencies in turn, with new amounts in every round."""
    forms = [
        (layout, currency, period)
        for layout, currency, period in itertools.product(_LAYOUTS, currencies, _PERIODS)
        if period.name == "year" or "_k" not in layout
    ]
    for round_ in itertools.count():
        for layout, currency, period in forms:
            yield _pay(layout, currency, period, round_)


def _pay(layout: str, currency: _Currency, period: _Period, round_: int) -> Pay:
    step = 100 if "_k" in layout else period.step
    low = round((period.base + step * round_) * currency.factor, 2)
    high = round(low + step * currency.factor * (100 + round_ // 20), 2)
    style = _STYLES[currency.style]
    text = layout.format(
        sign=currency.sign, code=currency.code, words=period.words, low=style(_figure(low)), high=style(_figure(high)),
        low_k=_in_thousands(low), high_k=_in_thousands(high),
    )  # fmt: skip
    minimum = low if "{low" in layout else None
    maximum = high if "{high" in layout else None if layout.startswith("From") else low
    sign = currency.sign.strip() if "{sign}" in layout else currency.code
    return Pay(text, currency.country_code, minimum, maximum, currency.code, period.name, sign)


def _figure(amount: float) -> str:
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def _in_thousands(amount: float) -> str:
    return f"{amount / 1000:g}"


def _indian(figure: str) -> str:
    """The figure with its digits in twos before the last three."""
    whole, point, fraction = figure.partition(".")
    digits = whole.replace(",", "")
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), tail]) + point + fraction


# -- hostile texts --

HOSTILE_BYTES = 1_000_000


def hostile() -> dict[str, str]:
    """Texts of at most HOSTILE_BYTES that are meant to take long, by what they are made of."""
    parts = {
        "one long word": "a",
        "digits and separators": "1,2.3 4'5-",
        "brackets": "([{<",
        "$1 again and again": "$1 ",
        "names of skills": "Python, SQL, Excel and C++; R or Go. ",
        "newlines": "\n",
        "lines of pay": "$1 - $2 a year base salary 401(k)\n",
        "less-than signs": "<",
        "open tags": "<li><b>",
        "nested blocks": "<div>",
        "nested lists": "<ul><li>",
        "nested paragraphs": "<p><b>",
        "entities": "&amp;lt;p&amp;gt;",
        "line breaks": "<br>",
        "paragraphs": "<p>a</p>",
        "items": "<li>a</li>",
        "coded apostrophes": "&#39;",
        "rare entities": "&copy;",
        "half an entity": "&#3",
        "codes of states": "CA, US, ",
        "places of remote work": "Remote - ",
        "everything": "Senior Nurse, London or Remote: $90k - $95k a year + bonus, visa, 5+ years, no degree.\n",
        "mixed scripts": "ßéждیが人한🙂é\u0301\u200f ",
    }
    return {name: part * (HOSTILE_BYTES // len(part.encode())) for name, part in parts.items()}
