"""The reference data of the pay parser, and the judgement whether an amount can be true for its period.

`pay_bounds.csv` holds, for each currency, the lowest and highest annual pay that an advert may state, with lines of
their own for countries where a foreign currency buys more; `pay_titles.csv` moves them by words of the title (an
intern, a chief). Two bands for every period follow:

* `STATED`: what is believed when the advert names the period. Generous, because an employer's own word counts.
* `GUESSED`: what is believed when the period must be found from the amount. Narrower, and a day's band begins where
  an hour's ends, so that clear hourly pay (USD 8 to 115) is never also daily pay. Days, weeks and months overlap so
  widely that they are hardly ever guessed: in practice a guess ends in hour or year, or is refused.

A period is guessed only where exactly one period's `GUESSED` band holds the whole range. Where pay in a currency is
usually told by the month (`usual`), what can be a month is no day or week, and a year not below the lowest annual pay.

Two doubts keep a stated period from being believed or replaced; the pay is implausible then. Whole figures that would
be pay of their period in thousands, lakhs or the like (`55-65 a year`) may have lost that word, unless a platform's own
field has them in full. And so much a month that it passes `DOUBTFUL` is as likely another period's or currency's, where
it could be a year's pay: what an advert on a search site in Dubai has as `€20K-€30K a month` is dirhams (seen 2025).

A dollar sign means the country's own currency, unless the amount can be true only in US dollars; where US dollars are
as usual and the amount alone could be either, it means none (`settled`).
"""

import csv
from functools import cache
from importlib import resources

import polars as pl
import pycountry

from transform.conditions import any_of, is_one_of
from transform.lookup import Lookup, local_lookup, lookup, number

PER_YEAR = {
    "hour": 2080,
    "day": 260,
    "week": 52,
    "fortnight": 26,
    "four_weeks": 13,
    "half_month": 24,
    "month": 12,
    "year": 1,
}
"""How many of each period make a year of full-time work; the annual multiplier."""

STATED = {period: (1.0, 1.0) if period == "year" else (0.5, 0.5) for period in PER_YEAR}
"""The factors on the annual bounds, low and high, for a period that the advert names."""

GUESSED = {"hour": (0.5, 1 / 6), "day": (0.5, 1 / 6), "week": (0.5, 1 / 6), "month": (0.5, 1 / 8), "year": (0.5, 1.0)}
"""The factors on the annual bounds, low and high, for a period that has to be guessed from the amount; no other is."""

DOUBTFUL = 0.2
"""The share of the highest annual pay above which pay by the month that could be a year's is not believed."""

_SCALES = (1_000, 10_000, 100_000, 1_000_000)  # the words that may have been left out: thousand, 万, lakh, million
_IN_FULL = ("ashby_salary", "greenhouse_range", "lever_range")  # fields of numbers, whose 26 a year is an hour's pay

_HEEDED = {
    **dict.fromkeys(("pay_min", "pay_max"), pl.Float64),
    **dict.fromkeys(("pay_currency", "stated_period", "country_code", "rule"), pl.String),
    **dict.fromkeys(("low_factor", "high_factor"), pl.Float64),
}
"""The columns by which pay is judged; the last four may be missing."""

_ABROAD = {**GUESSED, "year": (0.5, 0.5)}
_AT_HOME = ("AUD", "BND", "CAD", "HKD", "NZD", "SGD", "TWD")
"""The currencies that a dollar sign means where they are used; elsewhere, as in Mexico, US dollars are as usual."""


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The lines of a reference file as dictionaries of text."""
    with resources.files("transform.reference").joinpath(name).open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def bounds() -> pl.DataFrame:
    """The plausible annual pay of a currency (`low`, `high`), a line a currency and country (null: any other).

    `is_monthly` is whether pay in it is usually told by the month.
    """
    lines = rows("pay_bounds.csv")
    return pl.DataFrame(
        {
            "pay_currency": [line["currency"] for line in lines],
            "country_code": [line["country"] or None for line in lines],
            "low": [float(line["annual_min"]) for line in lines],
            "high": [float(line["annual_max"]) for line in lines],
            "is_monthly": [line["usual"] == "month" for line in lines],
        },
        schema={
            "pay_currency": pl.String,
            "country_code": pl.String,
            "low": pl.Float64,
            "high": pl.Float64,
            "is_monthly": pl.Boolean,
        },
    )


def is_wide(pay_min: pl.Expr, pay_max: pl.Expr) -> pl.Expr:
    """Whether a range is wider than 80 % of its middle, so that the middle says little; null where an end is open."""
    return 3 * pay_max > 7 * pay_min


def per_year(period: str) -> pl.Expr:
    """How many of the column's period make a year; null for any other."""
    counts = pl.Series(list(PER_YEAR.values()), dtype=pl.Float64)
    return pl.lit(counts).gather(number(period, pl.Series(list(PER_YEAR))))


def _anywhere() -> pl.DataFrame:
    """The bounds of each currency without those of single countries."""
    return bounds().filter(pl.col("country_code").is_null()).drop("country_code")


@cache
def _bounds_anywhere() -> Lookup:
    return lookup(_anywhere(), "pay_currency")


@cache
def _bounds_of() -> Lookup:
    """The bounds of each currency, and `local_low` and `local_high` of those with a country's own."""
    local = bounds().drop("is_monthly").rename({"low": "local_low", "high": "local_high"}).drop_nulls("country_code")
    return local_lookup(_anywhere(), local, "pay_currency")


def title_factors(title: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """By how much the words of a title move the lowest and the highest plausible pay: `low_factor`, `high_factor`."""
    found = [
        (title.str.contains(rf"(?i)(?-u:\b)(?:{line['pattern']})(?-u:\b)"), line) for line in rows("pay_titles.csv")
    ]
    low = pl.coalesce(*(pl.when(holds).then(float(line["low"])) for holds, line in found), 1.0)
    high = pl.coalesce(*(pl.when(holds).then(float(line["high"])) for holds, line in found), 1.0)
    return low.alias("low_factor"), high.alias("high_factor")


@cache
def currency_codes() -> tuple[str, ...]:
    """The ISO 4217 codes in use, sorted, and those with bounds of their own that were in use lately."""
    bounded = {line["currency"] for line in rows("pay_bounds.csv")}
    return tuple(sorted(bounded | {currency.alpha_3 for currency in pycountry.currencies}))


@cache
def symbols() -> pl.DataFrame:
    """What a symbol means in a country (empty: anywhere else); the empty symbol is the country's own currency."""
    columns = ("symbol", "country", "currency")
    lines = rows("pay_symbols.csv")
    return pl.DataFrame(
        {name: [line[name] for line in lines] for name in columns}, schema=dict.fromkeys(columns, pl.String)
    )


@cache
def _meanings() -> Lookup:
    """What each symbol means in a country (`local`) and `anywhere`, and whether it has several meanings."""
    local = symbols().rename({"country": "country_code", "currency": "local"})
    world = symbols().filter(pl.col("country") == "").select_seq("symbol", anywhere="currency")
    several = symbols().group_by("symbol", maintain_order=True).agg(is_shared=pl.len() > 1)
    return local_lookup(several.join(world, on="symbol", how="left", maintain_order="left"), local, "symbol")


def resolve_currency(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `pay_currency`, `is_assumed` and `rival_currency` added, from `code`, `symbol` and `country_code`.

    A known ISO code stands as it is. Else the symbol is read as the country reads it; it counts as assumed
    wherever the same symbol could mean another currency. The rival is the US dollar where the country reads its sign
    as another currency.
    """
    told = frame[["code", "symbol", "country_code"]].with_columns_seq(_iso())
    return frame.hstack(_meanings().beside(told).select_seq(_resolved()))


@cache
def _iso() -> pl.Expr:
    """The code where it is a known one."""
    return pl.col("code").cast(pl.Enum(currency_codes()), strict=False).cast(pl.String).alias("iso")


@cache
def _resolved() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """The currency, whether it is assumed, and its rival."""
    at_home = (pl.col("symbol") == "$") & (pl.col("country_code") == "US")
    is_told = pl.coalesce("local", "anywhere").is_not_null()
    is_shared = pl.col("is_shared").fill_null(value=False) & ~at_home.fill_null(value=False)
    is_rival = pl.col("iso").is_null() & (pl.col("local") != pl.col("anywhere")) & (pl.col("anywhere") == "USD")
    return (
        pl.coalesce("iso", "local", "anywhere").alias("pay_currency"),
        (pl.col("iso").is_null() & is_told & is_shared).alias("is_assumed"),
        pl.when(is_rival).then("anywhere").alias("rival_currency"),
    )


def settled(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without `rival_currency`, where the amounts decided between the two currencies of a sign.

    The country's own currency stands, unless only the rival can be true of `pay_min`, `pay_max` and `stated_period`.
    Where both can and no period is named, the currency is null: nothing tells which is meant.
    """
    at = frame["rival_currency"].is_not_null().arg_true()
    if at.is_empty():
        return frame.drop("rival_currency")
    asked = frame.select_seq(pl.all().gather(at))
    is_home = asked["pay_currency"].is_in(_AT_HOME)
    can_be_local = _can_be(asked, GUESSED, STATED) & (is_home | _is_full_pay(asked))
    can_be_rival = _can_be(asked.with_columns_seq(pay_currency="rival_currency"), _ABROAD, _ABROAD)
    is_open = can_be_local & can_be_rival & asked["stated_period"].is_null() & ~is_home
    chosen = asked.select_seq(
        pl.when(can_be_rival & ~can_be_local)
        .then("rival_currency")
        .when(~is_open)
        .then("pay_currency")
        .alias("pay_currency")
    )
    return frame.with_columns_seq(frame["pay_currency"].scatter(at, chosen["pay_currency"])).drop("rival_currency")


def _can_be(
    frame: pl.DataFrame, guessed: dict[str, tuple[float, float]], stated: dict[str, tuple[float, float]]
) -> pl.Series:
    """Whether each line's amounts can be true in its currency, by the period that it names or else by any."""
    period = pl.col("stated_period")
    by_name = any_of(*((period == name) & _fits(name, stated) for name in stated))
    usual = (pl.lit(name in ("month", "year")) | ~pl.col("is_monthly") for name in guessed)
    by_any = any_of(*(_fits(name, guessed) & is_usual for name, is_usual in zip(guessed, usual, strict=True)))
    can_be = pl.when(period.is_null()).then(by_any).otherwise(by_name).fill_null(value=False)
    return _bounded(frame).select_seq(can_be).to_series()


def _is_full_pay(frame: pl.DataFrame) -> pl.Series:
    """Whether a named period makes a year's pay that is no lower than any full-time work is paid; true without one."""
    full = pl.col("lowest") * per_year("stated_period")
    return _bounded(frame).select_seq((full >= pl.col("low")).fill_null(value=True)).to_series()


def with_month(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with pay in 13 or 14 payments a year by the month where no period is named and it is no year's pay.

    Chinese adverts write `15-25K·13薪` of monthly pay only; elsewhere an amount as low as a month's tells.
    """
    if frame["payments"].null_count() == frame.height:
        return frame
    low = _bounds_anywhere().beside(frame[["pay_currency"]])["low"]
    is_low = (pl.max_horizontal("pay_min", "pay_max") < low) | (pl.col("pay_currency") == "CNY")
    is_count = pl.col("payments") == pl.col("payments").floor()
    is_monthly = pl.col("stated_period").is_null() & is_count & is_low
    return frame.with_columns_seq(stated_period=pl.when(is_monthly).then(pl.lit("month")).otherwise("stated_period"))


def judge(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `pay_period` and `judgement` added, from `pay_min`, `pay_max`, `pay_currency`, `stated_period`.

    `country_code`, `low_factor`, `high_factor` and `rule` are heeded where the frame has them. `judgement` is null (the
    stated period can be true), `period_fixed` or `period_assumed` (exactly one other period can), or `implausible`;
    then the stated period stays.
    """
    fits = _stated().beside(_bounded(frame))
    for stage in (_fitting(), _doubts(), _guess()):
        fits = fits.with_columns_seq(stage)
    return frame.hstack(fits.select_seq(_judged()))


def _bounded(frame: pl.DataFrame) -> pl.DataFrame:
    """What is heeded of each line, with the bounds of annual pay, `low` and `high`, of its currency, country and title.

    `is_monthly` is whether pay in the currency is usually told by the month; `lowest` and `highest` are the two sides
    of the pay, or the one that there is.
    """
    heeded = frame[[name for name in _HEEDED if name in frame.columns]]
    heeded = heeded.with_columns_seq(pl.lit(None, _HEEDED[name]).alias(name) for name in _HEEDED if name not in heeded)
    return _bounds_of().beside(heeded).select_seq(_bounds_and_sides())


@cache
def _bounds_and_sides() -> tuple[pl.Expr, ...]:
    low, high = pl.coalesce("local_low", "low"), pl.coalesce("local_high", "high")
    return (
        pl.col("stated_period", "rule", "is_monthly"),
        (low * pl.col("low_factor").fill_null(1.0)).alias("low"),
        (high * pl.col("high_factor").fill_null(1.0)).alias("high"),
        pl.coalesce("pay_min", "pay_max").alias("lowest"),
        pl.coalesce("pay_max", "pay_min").alias("highest"),
    )


@cache
def _fitting() -> tuple[pl.Expr, ...]:
    """Whether the stated period can be true (`believed`), and whether each other could be by the amount alone."""
    believed = _is_within(pl.col("stated_low"), pl.col("stated_high"), pl.col("stated_count")).fill_null(value=False)
    return (
        believed.alias("believed"),
        _is_above_hours().alias("is_above_hours"),
        *(_fits(period, GUESSED).alias(f"fits_{period}") for period in GUESSED),
    )


@cache
def _stated() -> Lookup:
    """The factors on the bounds of each period that is named, and of one to be guessed, and how many make a year."""
    none = (None, None)
    rows = [(name, *bounds, PER_YEAR[name], *GUESSED.get(name, none)) for name, bounds in STATED.items()]
    names = ("stated_low", "stated_high", "stated_count", "guessed_low", "guessed_high")
    shares = dict.fromkeys(names, pl.Float64)
    return lookup(pl.DataFrame(rows, schema={"stated_period": pl.String, **shares}, orient="row"), "stated_period")


@cache
def _doubts() -> tuple[pl.Expr, ...]:
    """Whether whole figures may have lost their `thousand` (`is_short`), and whether a month's pay is too high for one.

    The second, `is_doubtful`, asks that it can be a year's pay and is not told in a currency of pay by the month. The
    third, `is_in_full`, is whether a field of numbers states the pay. The others are which periods may be guessed.
    """
    is_whole = (pl.col("lowest") % 1 == 0) & (pl.col("highest") % 1 == 0)
    band = pl.col("guessed_low"), pl.col("guessed_high")
    fits = any_of(*(_is_within(*band, pl.col("stated_count") * scale) for scale in _SCALES))
    is_high = pl.col("highest") * PER_YEAR["month"] > pl.col("high") * DOUBTFUL
    is_monthly = (pl.col("stated_period") == "month") & ~pl.col("is_monthly")
    is_doubtful = pl.col("believed") & is_high & is_monthly & pl.col("fits_year")
    return (
        (is_whole & fits).fill_null(value=False).alias("is_short"),
        is_doubtful.fill_null(value=False).alias("is_doubtful"),
        is_one_of(pl.col("rule"), _IN_FULL).fill_null(value=False).alias("is_in_full"),
        *(_is_guess(period).alias(f"guess_{period}") for period in GUESSED),
    )


@cache
def _guess() -> pl.Expr:
    """The one period that the amount alone tells; null where none or several could be."""
    guess = pl.coalesce(pl.when(f"guess_{period}").then(pl.lit(period)) for period in GUESSED)
    return pl.when(pl.sum_horizontal("^guess_.*$") == 1).then(guess).alias("guess")


def _is_guess(period: str) -> pl.Expr:
    """Whether the amount alone may be taken as pay of this period."""
    fits = pl.col(f"fits_{period}")
    if period in ("day", "week"):
        # So little a year may as well be thousands of which the word was left out.
        is_of_year = pl.col("stated_period").eq_missing(pl.lit("year"))
        is_of_month = pl.col("is_monthly") & pl.col("fits_month")
        return fits & pl.col("is_above_hours") & ~is_of_year & ~is_of_month
    if period == "year":
        return fits & (~pl.col("is_monthly") | (pl.col("lowest") >= pl.col("low")))
    return fits


@cache
def _judged() -> tuple[pl.Expr, pl.Expr]:
    """The period that is believed, and the judgement of the one that was stated."""
    stated = pl.col("stated_period")
    other = pl.col("guess").is_not_null() & stated.ne_missing(pl.col("guess"))
    is_believed = pl.col("believed") & ~pl.col("is_doubtful")
    is_fixed = other & ~pl.col("is_doubtful") & (pl.col("is_in_full") | ~pl.col("is_short"))
    judgement = (
        pl.when(is_believed)
        .then(None)
        .when(other & stated.is_null())
        .then(pl.lit("period_assumed"))
        .when(is_fixed)
        .then(pl.lit("period_fixed"))
        .otherwise(pl.lit("implausible"))
    )
    period = pl.when(~is_believed & is_fixed).then(pl.col("guess")).otherwise(stated)
    return period.alias("pay_period"), judgement.alias("judgement")


def _fits(period: str, factors: dict[str, tuple[float, float]]) -> pl.Expr:
    """Whether both sides, a year of them, lie in the band of a period."""
    low, high = factors[period]
    if period == "day" and factors is GUESSED:
        return _is_above_hours() & (pl.col("highest") <= pl.col("high") * high / PER_YEAR[period])
    return _is_within(low, high, PER_YEAR[period])


def _is_above_hours() -> pl.Expr:
    """Whether the amount begins where the highest that an hour is guessed to pay ends."""
    return pl.col("lowest") >= pl.col("high") * GUESSED["hour"][1] / PER_YEAR["hour"]


def _is_within(low: float | pl.Expr, high: float | pl.Expr, count: int | pl.Expr) -> pl.Expr:
    """Whether a `count` of both sides lies within the bounds times these factors."""
    lowest, highest = pl.col("lowest"), pl.col("highest")
    return (lowest >= pl.col("low") * low / count) & (highest <= pl.col("high") * high / count)
