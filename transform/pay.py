"""Pay, as stated in a posting's pay fields or else in its words, with currency and period, and annualised.

The platform's pay fields come first, then its pay note, then the description. Only base pay counts: equity, bonus,
commission and on-target earnings never do. Several pay zones become one span, from the lowest minimum to the highest
maximum of the zones that share the first zone's currency and period; a side that is not stated stays unknown.

`pay_rule` names the reader, a correction where there was one, and the annual multiplier, such as `ashby_salary:year*1`
or `text_range+period_fixed:hour*2080`. The readers and multipliers:

| reader             | reads                                                            |
|--------------------|------------------------------------------------------------------|
| `ashby_salary`     | Ashby components of type Salary                                  |
| `greenhouse_range` | Greenhouse pay ranges; they come in cents and without a period   |
| `lever_range`      | Lever salary ranges                                              |
| `note_range`, `note_amount` | a range or one amount in the platform's words about pay |
| `text_range`, `text_amount` | a range or one amount in the description                |

hour*2080, day*260, week*52, month*12, year*1. Month is 12 payments: what an advert says about a 13th or 14th is not
read yet. A period that cannot be true is replaced where exactly one other can (`period_fixed`, see `pay_rules`), else
the pay is `implausible`: kept as stated, not annualised. Pay fields that call themselves on-target earnings stand only
where no base pay is found in words; they are annualised and flagged `on_target`, and no base pay figure may use them.
Of several flags the gravest is shown, in the order of `FLAGS`.
"""

import polars as pl

from transform import pay_rules, pay_text
from transform.schema import PAY, frame_schema

VERSION: int = 1

FLAGS = ("implausible", "on_target", "period_fixed", "period_assumed", "currency_assumed", "wide_range")
"""What may be wrong with a pay, the gravest first."""

READERS = {"Salary": "ashby_salary", "pay_input_range": "greenhouse_range", "salaryRange": "lever_range"}
"""The kinds of structured pay that are base pay, and the reader of each; every other kind is left out."""

INTERVALS = {
    "hour": r"(?i)hour",
    "day": r"(?i)\bday|daily|-day",
    "week": r"(?i)week",
    "month": r"(?i)month",
    "year": r"(?i)year|annual|annum",
    "once": r"(?i)time",
}
"""How platforms spell a period: `1 HOUR`, `per-hour-wage`, `1-HOUR`, `one-time` ..."""

_ON_TARGET = r"(?i)\bOTE\b|\bon[- ]target|\bon[- ]track earnings"
_AMOUNT_LIMIT = 10**12

_JUDGED = {
    "row": pl.Int64,
    "pay_min": pl.Float64,
    "pay_max": pl.Float64,
    "pay_currency": pl.String,
    "stated_period": pl.String,
    "is_assumed": pl.Boolean,
    "rule": pl.String,
    "words": pl.String,
    "zone_count": pl.get_index_type(),
    "pay_period": pl.String,
    "judgement": pl.String,
    "pay_source": pl.String,
}


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """The columns `schema.PAY`, a row for each row of `raw`, in its order.

    `raw` has the columns of `schema.RAW`, and `description_text` and `country_code`.
    """
    rows = raw.select("pay", "pay_note", "description_text", "country_code").with_row_index("row")
    rows = rows.with_columns(pl.col("row").cast(pl.Int64))
    fields = _fields(rows)
    structured = _structured(fields.filter(~pl.col("is_on_target")))
    on_target = _structured(fields.filter("is_on_target"))
    unpaid = rows.join(structured, on="row", how="anti").with_columns(
        is_on_target=pl.col("row").is_in(on_target["row"].implode())
    )
    words = _from_text(unpaid)
    on_target = on_target.join(pl.concat([structured, words]), on="row", how="anti")
    found = pl.concat(
        [
            pl.concat([structured, words]).with_columns(is_on_target=pl.lit(value=False)),
            on_target.with_columns(is_on_target=pl.lit(value=True)),
        ]
    )
    joined = rows.select("row").join(_finish(found), on="row", how="left", maintain_order="left")
    joined = joined.with_columns(pl.col("pay_zone_count").fill_null(0), pay_version=pl.lit(VERSION, dtype=pl.Int16))
    return joined.select(pl.col(name).cast(dtype) for name, dtype in frame_schema(PAY).items())


# -- pay fields --


def _fields(rows: pl.DataFrame) -> pl.DataFrame:
    """The pay fields of base pay, a line each; `is_on_target` where their words say that they hold more."""
    zones = rows.filter(pl.col("pay").list.len() > 0).select("row", "country_code", "pay").explode("pay").unnest("pay")
    return zones.filter(pl.col("kind").is_in(list(READERS))).with_columns(
        _amount("minimum"), _amount("maximum"), is_on_target=_is_on_target()
    )


def _structured(zones: pl.DataFrame) -> pl.DataFrame:
    """One line for each row whose pay fields state pay, judged."""
    zones = zones.filter(pl.max_horizontal("pay_min", "pay_max") > 0)
    if zones.is_empty():
        return pl.DataFrame(schema=_JUDGED)
    zones = zones.with_columns(named=_named_period(zones)).with_columns(
        *_ordered(),
        stated_period=_stated_period(),
        code=pl.col("currency").str.strip_chars().str.to_uppercase(),
        symbol=pl.col("currency").str.strip_chars().fill_null(""),
        words=_rendering(),
        rule=pl.col("kind").replace_strict(READERS, return_dtype=pl.String),
    )
    return pay_rules.judge(_span(pay_rules.resolve_currency(zones))).with_columns(pay_source=pl.lit("structured"))


def _is_on_target() -> pl.Expr:
    """Whether the words beside a pay field call it on-target earnings, and do not speak of base pay."""
    words = pl.concat_str([pl.col("label").fill_null(""), pl.col("note").fill_null("")], separator=" ")
    return words.str.contains(_ON_TARGET) & ~words.str.contains(r"(?i)\bbase\b")


def _amount(name: str) -> pl.Expr:
    """The exact amount behind the digits sent; null where it is zero, absurd or not a number."""
    exact = pl.col(name).str.strip_chars().cast(pl.Decimal(24, 6), strict=False)
    exact = pl.when((exact > 0) & (exact < _AMOUNT_LIMIT)).then(exact).cast(pl.Float64)
    value = pl.when(pl.col("unit") == "cents").then(exact / 100).otherwise(exact)
    return value.alias({"minimum": "pay_min", "maximum": "pay_max"}[name])


def _named_period(zones: pl.DataFrame) -> pl.Series:
    """The period that the label and note of each zone without an interval name."""
    words = pl.concat_str([pl.col("label").fill_null(""), pl.col("note").str.head(300).fill_null("")], separator=" ")
    return pay_text.period_of(zones.select(pl.when(pl.col("interval").is_null()).then(words)).to_series())


def _stated_period() -> pl.Expr:
    """The period that the interval spells; without an interval, the one that the words beside it name."""
    spelled = [pl.when(pl.col("interval").str.contains(words)).then(pl.lit(p)) for p, words in INTERVALS.items()]
    return pl.coalesce(*spelled, "named")


def _rendering() -> pl.Expr:
    """The pay fields as one line of text, in the source's own figures: `32000-35000 GBP 1 YEAR`."""
    figures = pl.concat_str(["minimum", "maximum"], separator="-", ignore_nulls=True)
    unit = pl.when(pl.col("unit") == "cents").then(pl.lit("cents"))
    return pl.concat_str([figures, unit, "currency", "interval"], separator=" ", ignore_nulls=True)


def _span(zones: pl.DataFrame) -> pl.DataFrame:
    """One line a row: the span of the zones that share the first one's currency and period."""
    same = ["pay_currency", "stated_period"]
    first = [pl.col(name).eq_missing(pl.col(name).first().over("row")) for name in same]
    return (
        zones.filter(pl.all_horizontal(first))
        .group_by("row", maintain_order=True)
        .agg(
            pl.col("pay_min").min(),
            pl.col("pay_max").max(),
            pl.col(*same, "is_assumed", "rule").first(),
            pl.col("words").str.join("; "),
            zone_count=pl.len(),
        )
        .with_columns(_ordered())
    )


def _ordered() -> list[pl.Expr]:
    """Both sides in order, where both are stated: zones that state one side each can cross."""
    low, high = pl.min_horizontal("pay_min", "pay_max"), pl.max_horizontal("pay_min", "pay_max")
    return [
        pl.when(pl.col("pay_min").is_not_null()).then(low).alias("pay_min"),
        pl.when(pl.col("pay_max").is_not_null()).then(high).alias("pay_max"),
    ]


# -- words --


def _from_text(rows: pl.DataFrame) -> pl.DataFrame:
    """One line for each row whose note or description states base pay, judged."""
    texts = pl.concat(
        [
            rows.select("row", pl.lit(value=True).alias("is_note"), text="pay_note"),
            rows.select("row", pl.lit(value=False).alias("is_note"), text="description_text"),
        ]
    ).filter(pl.col("text").is_not_null())
    amounts = pay_text.candidates(texts).with_columns(pl.col("pay_min", "pay_max").cast(pl.Float64))
    if amounts.is_empty():
        return pl.DataFrame(schema=_JUDGED)
    amounts = amounts.with_columns(pl.col("symbol").fill_null(""))
    about = rows.select("row", "country_code", "is_on_target")
    amounts = amounts.join(about, on="row", how="left", maintain_order="left")
    # A bare range in the note of a posting whose pay fields are on-target earnings repeats those.
    amounts = amounts.filter(~(pl.col("is_note") & pl.col("is_on_target") & (pl.col("rank") == 2)))
    judged = pay_rules.judge(pay_rules.resolve_currency(amounts))
    return _best(judged).with_columns(pay_source=pl.lit("text"))


def _best(amounts: pl.DataFrame) -> pl.DataFrame:
    """One line a row: its most trustworthy amount, spanned over the ranges that are its equals."""
    is_doubtful = pl.col("judgement").eq_missing(pl.lit("implausible"))
    trust = pl.col("rank") * 2 + (~pl.col("is_range")).cast(pl.Int32) * 3 + is_doubtful.cast(pl.Int32) * 20
    # An hour is believed only where it is named or cents are spelled: "65-78" may be thousands.
    has_cents = pl.col("words").str.contains(r"[0-9][.,][0-9]{2}(?-u:\b)")
    is_unsure = (pl.col("judgement") == "period_assumed") & (pl.col("pay_period") == "hour") & ~has_cents
    # Bare figures whose period cannot be true are not pay at all: "managing $500K to $1M/month".
    is_unsure |= (pl.col("judgement") == "period_fixed") & (pl.col("rank") == 2)
    is_telling = ~is_doubtful | (pl.col("is_range") & (pl.col("rank") < 2))
    ranked = amounts.filter(
        pl.col("pay_currency").is_not_null() & is_telling & ~is_unsure.fill_null(value=False)
    ).with_columns(trust=trust, rule=_text_rule())
    ranked = ranked.sort("row", ~pl.col("is_note"), "trust", "line", maintain_order=True)
    same = ["is_note", "trust", "pay_currency", "pay_period", "judgement"]
    alike = [pl.col(name).eq_missing(pl.col(name).first().over("row")) for name in same]
    is_first = pl.int_range(pl.len()).over("row") == 0
    return (
        ranked.filter(pl.all_horizontal(alike) & (pl.col("is_range") | is_first))
        .group_by("row", maintain_order=True)
        .agg(
            pl.col("pay_min").min(),
            pl.col("pay_max").max(),
            pl.col("pay_currency", "stated_period", "is_assumed", "rule").first(),
            pl.col("words").str.strip_chars().unique(maintain_order=True).str.join("; "),
            zone_count=pl.struct("pay_min", "pay_max").n_unique(),
            pay_period=pl.col("pay_period").first(),
            judgement=pl.col("judgement").first(),
        )
    )


def _text_rule() -> pl.Expr:
    source = pl.when("is_note").then(pl.lit("note")).otherwise(pl.lit("text"))
    return pl.concat_str([source, pl.when("is_range").then(pl.lit("range")).otherwise(pl.lit("amount"))], separator="_")


# -- what is common --


def _finish(found: pl.DataFrame) -> pl.DataFrame:
    """The judged pay with its flag, rule and annual figures, under the columns' final names."""
    once = pl.col("stated_period") == "once"
    frame = found.with_columns(
        judgement=pl.when(once).then(pl.lit("implausible")).otherwise("judgement"),
        pay_period=pl.when(~once.fill_null(value=False)).then("pay_period"),
    ).with_columns(pay_flag=_flag())
    multiplier = pl.col("pay_period").replace_strict(pay_rules.PER_YEAR, default=None, return_dtype=pl.Float64)
    multiplier = pl.when(pl.col("pay_flag").ne_missing(pl.lit("implausible"))).then(multiplier)
    return frame.with_columns(
        pay_min_annual=(pl.col("pay_min") * multiplier).round(2),
        pay_max_annual=(pl.col("pay_max") * multiplier).round(2),
        pay_rule=_rule(),
    ).rename({"words": "pay_text", "zone_count": "pay_zone_count"})


def _flag() -> pl.Expr:
    """The gravest of the flags that hold; null is clean."""
    wide = pl.col("pay_max") > pay_rules.WIDE * pl.col("pay_min")
    holds = {
        "implausible": pl.col("judgement") == "implausible",
        "on_target": pl.col("is_on_target"),
        "period_fixed": pl.col("judgement") == "period_fixed",
        "period_assumed": pl.col("judgement") == "period_assumed",
        "currency_assumed": pl.col("is_assumed"),
        "wide_range": wide,
    }
    return pl.coalesce(pl.when(holds[name]).then(pl.lit(name)) for name in FLAGS)


def _rule() -> pl.Expr:
    fixed = pl.when(pl.col("judgement").is_in(["period_fixed", "period_assumed"])).then("+" + pl.col("judgement"))
    factor = pl.col("pay_period").replace_strict(
        {period: f":{period}*{count}" for period, count in pay_rules.PER_YEAR.items()},
        default="",
        return_dtype=pl.String,
    )
    return pl.concat_str([pl.col("rule"), fixed.fill_null(""), factor.fill_null("")])
