"""Pay, as stated in a posting's pay fields or else in its words, with currency and period, and annualised.

The platform's pay fields come first, then its pay note, then the description. Only base pay counts: equity, bonus and
commission never do. On-target earnings and total pay are kept as zones of their own and are the posting's pay only
where nothing else is stated (flag `on_target`); no base pay figure may use them. Several base zones become one span,
from the lowest minimum to the highest maximum of the zones that share the first zone's currency and period; a side
that is not stated stays unknown. So do the single amounts of one list (`L3 $150k, L4 $180k`). Every zone is kept apart
with its label in `pay_zones`.

`pay_rule` names the reader, corrections where there were any, and the annual multiplier, such as
`ashby_salary:year*1` or `text_range+period_fixed:hour*2080`. The readers and multipliers:

| reader             | reads                                                            |
|--------------------|------------------------------------------------------------------|
| `ashby_salary`     | Ashby components of type Salary                                  |
| `greenhouse_range` | Greenhouse pay ranges; they come in cents and without a period   |
| `lever_range`      | Lever salary ranges                                              |
| `note_range`, `note_amount` | a range or one amount in the platform's words about pay |
| `text_range`, `text_amount` | a range or one amount in the description                |

hour*2080, day*260, week*52, fortnight*26, four_weeks*13, half_month*24, month*12, year*1; a month is 13 or 14 payments
where the line says so (12.96 with 8 % Dutch holiday allowance on top; 14 for Austrian gross pay by collective
agreement), an hour is 52 times the weekly hours that the line states. Pay after tax is flagged `net`. Pay `pro_rata`
stays that of full-time work. A period that cannot be true is replaced where exactly one other can (`period_fixed`, see
`pay_rules`), else the pay is `implausible`: kept as stated, not annualised; so is what may be a slip (`55-65 a year`),
and a range in thousands (`150-200k`) in words that tell no currency. Of several flags the gravest is shown, in the
order of `FLAGS`.
"""

from functools import cache
from typing import Literal

import polars as pl

from transform import pay_grammar, pay_rules, pay_terms, pay_text
from transform.conditions import all_of, is_one_of
from transform.limits import READ, within
from transform.patterns import in_own_thread
from transform.schema import PAY, RAW_PAY, ZONE, frame_schema

VERSION: int = 14

FLAGS = ("implausible", "on_target", "period_fixed", "net", "period_assumed", "currency_assumed", "wide_range")
"""What may be wrong with a pay, the gravest first."""

READERS = {"Salary": "ashby_salary", "pay_input_range": "greenhouse_range", "salaryRange": "lever_range",
           "import": "import_range"}  # fmt: skip
"""The kinds of structured pay that are base pay, and the reader of each; every other kind is left out."""

INTERVALS = {
    "fortnight": r"(?i)bi[-_ ]?week|fortnight|(?:^|[^a-z0-9])(?:2|two|(?:every|each)[-_ ]other)[-_ ]?week",
    "half_month": r"(?i)(?:semi|half)[-_ ]?month|(?:^|[^a-z])twice[-_ ](?:a[-_ ]|per[-_ ])?month",
    "four_weeks": r"(?i)(?:^|[^a-z0-9])(?:4|four)[-_ ]?week",
    "unclear": r"(?i)(?:^|[^0-9])(?:[02-9]|1[0-9]|1[.,][0-9])"
    r"|(?:bi|tri|semi|half|demi)[-_ ]?(?:hour|da[iy]|week|month|year|ann|enn)"
    r"|(?:^|[^a-z])(?:two|three|four|five|six|eight|ten|twelve|other|second|third|twice|thrice)[-_ ]|quarter",
    "hour": r"(?i)hour",
    "day": r"(?i)\bday|daily|-day",
    "week": r"(?i)week",
    "month": r"(?i)month",
    "year": r"(?i)year|annual|annum",
    "once": r"(?i)time",
}
"""How platforms spell a period: `1 HOUR`, `per-hour-wage`, `bi-week-salary` ...; the first that fits counts.

A count other than one, such as `6 MONTH`, is `unclear`."""
_NO_PERIOD = ("once", "unclear")

ZONES = 40
"""No more zones than this are kept of one posting."""
_TITLE, _NOTE = 2048, 10_000  # more characters of a title or of a note are not read
_LIMITS = {field.name: 100 for field in RAW_PAY.fields} | {"label": 1000, "note": _NOTE}

_ON_TARGET = r"(?i)\bOTE\b|\bon[- ]target|\bon[- ]track earnings"
_THOUSANDS = r"[0-9] ?[kK](?-u:\b)"
_TITLE_PERIOD = r"(?i)(?:/ ?|\bper |\bp/|\ban )(hour|hr|h|day|week|month|annum|year)(?-u:\b)|\b(hourly)(?-u:\b)"
_DAY_RATES = "GB"  # where pay by the day is a contractor's, whatever the words
_AMOUNT_LIMIT = 10**12
_AUSTRIAN_PAYMENTS = 14.0  # twelve months, holiday and Christmas pay: what collective agreements there all hold

_ZONE = {
    "row": pl.Int64,
    "pay_min": pl.Float64,
    "pay_max": pl.Float64,
    "pay_currency": pl.String,
    "stated_period": pl.String,
    "is_assumed": pl.Boolean,
    "rule": pl.String,
    "words": pl.String,
    "zone_text": pl.String,
    "pay_kind": pl.String,
    "payments": pl.Float64,
    "weekly_hours": pl.Float64,
    "is_pro_rata": pl.Boolean,
    "is_net": pl.Boolean,
    "is_contractor": pl.Boolean,
    "pay_period": pl.String,
    "judgement": pl.String,
    "pay_source": pl.String,
    "is_in_span": pl.Boolean,
}
"""A line a zone; `is_in_span` where it is part of the posting's own pay."""
_CONTEXT = ("country_code", "title_period", "low_factor", "high_factor", "is_hired_by_contract")


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """The columns `schema.PAY` and `pay_zones`, a row for each row of `raw`, in its order.

    `raw` has the columns of `schema.RAW`, and `description_text` and `country_code`.
    """
    rows = _rows(raw)
    fields = _fields(rows)
    told = _from_text(rows, fields)
    zones = _of_title(told if fields.is_empty() else _winning(pl.concat([fields, told])), rows)
    kept = zones.filter(pl.int_range(pl.len()).over("row") < ZONES) if zones.height > ZONES else zones
    spans = _finish(_span(kept, rows))
    answer = pl.concat([_of_each(found, rows.height) for found in (spans, _listed(_finish(kept)))], how="horizontal")
    return answer.with_columns_seq(
        pl.col("pay_zone_count").fill_null(0),
        pl.col("pay_zones").fill_null(pl.lit([], pl.List(ZONE))),
        pay_version=pl.lit(VERSION, dtype=pl.Int16),
    ).select_seq(_cast("answer"))


def _of_each(found: pl.DataFrame, count: int) -> pl.DataFrame:
    """What was found of each of so many rows; nulls where it was nothing."""
    lines = pl.Series([None], dtype=pl.Int64).new_from_index(0, count)
    lines = lines.scatter(found["row"], pl.int_range(found.height, eager=True))
    return found.select_seq(pl.exclude("row").gather(lines))


def from_words(raw: pl.DataFrame) -> pl.DataFrame:
    """The same columns as `parse` gives, read from the pay note and the description alone."""
    return parse(raw.with_columns_seq(pay=pl.lit(None, raw.schema["pay"])))


@in_own_thread
def _rows(raw: pl.DataFrame) -> pl.DataFrame:
    """What is read of each posting: its pay, its words and what its title and terms say about pay."""
    kept = ("platform", "pay", "pay_note", "description_text", "country_code")
    texts = [within(raw["pay_note"], _NOTE), within(raw["description_text"], READ)]
    words = [raw[name].str.head(_TITLE) for name in ("title", "employment")]
    rows = pl.DataFrame([*raw[["platform", "pay", "country_code"]], *texts, *words]).with_row_index("row")
    title = pl.col("title").str.extract_groups(_TITLE_PERIOD)
    period = rows.select_seq(pl.coalesce(title.struct.field("1"), title.struct.field("2"))).to_series()
    return rows.select_seq(
        pl.col("row").cast(pl.Int64),
        *kept,
        "title",
        *pay_rules.title_factors(pl.col("title").fill_null("")),
        title_period=pay_grammar.named(period),
        is_hired_by_contract=_is_hired_by_contract(),
    )


def _is_hired_by_contract() -> pl.Expr:
    """Whether the employment type or the title says that a contractor is sought."""
    employment = pl.col("employment").fill_null("").str.replace_all(r"[_-]", " ")
    is_contract = employment.str.contains(r"(?i)(?-u:\b)(?:contract(?:or)?|freelancer?|1099|c2c)(?-u:\b)")
    return is_contract | pl.col("title").fill_null("").str.contains(
        r"(?i)(?-u:\b)(?:contractor|freelancer?|1099|c2c)(?-u:\b)"
    )


# -- pay fields --


@in_own_thread
def _fields(rows: pl.DataFrame) -> pl.DataFrame:
    """The zones that pay fields state, a line each, judged; on-target where their words say that they hold more."""
    paid = rows.filter(pl.col("pay").list.len() > 0)
    if paid.is_empty():
        return pl.DataFrame(schema=_ZONE)
    stated = paid["pay"].explode().struct.unnest()
    at = stated["kind"].is_in(list(READERS)).arg_true()
    if at.is_empty():
        return pl.DataFrame(schema=_ZONE)
    told = paid.select_seq(pl.int_range(pl.len()).repeat_by(pl.col("pay").list.len()).explode()).to_series()
    # One by one: a frame of one row has its texts copied in every step.
    read = [stated[name].gather(at).str.head(limit) for name, limit in _LIMITS.items()]
    zones = paid[["row", *_CONTEXT]][told.gather(at)].hstack(read)
    zones = zones.with_columns_seq(_amount("minimum"), _amount("maximum"))
    zones = zones.filter(pl.max_horizontal("pay_min", "pay_max") > 0)
    if zones.is_empty():
        return pl.DataFrame(schema=_ZONE)
    label = pl.concat_str([pl.col("label"), pl.col("note").str.head(300)], separator=" ", ignore_nulls=True)
    zones = zones.with_columns_seq(named=_named_period(zones), about=label).with_columns_seq(
        *_ordered(),
        stated_period=_stated_period(),
        code=pl.col("currency").str.strip_chars().str.to_uppercase(),
        symbol=pl.col("currency").str.strip_chars().fill_null(""),
        words=_rendering(),
        rule=pl.col("kind").replace_strict(READERS, return_dtype=pl.String),
        zone_text=pl.col("label").str.strip_chars(),
        pay_kind=pl.when(_is_on_target()).then(pl.lit("on_target")).otherwise(pl.lit("base")),
        payments=pay_terms.payments(pl.col("about")),
        weekly_hours=pl.lit(None, pl.Float64),
        is_pro_rata=pl.lit(value=False),
        is_net=pay_terms.is_net(pl.col("about")).fill_null(value=False),
        is_contractor=pay_terms.is_contractor(pl.col("about")).fill_null(value=False) | pl.col("is_hired_by_contract"),
        pay_source=pl.lit("structured"),
    )
    return _zones(
        pay_rules.judge(pay_rules.settled(pay_rules.resolve_currency(zones))).with_columns_seq(
            is_in_span=_is_like_first()
        )
    )


def _is_like_first() -> pl.Expr:
    """Whether a zone is base pay where there is any, and has the currency and period of the first one that is."""
    is_base = pl.col("pay_kind") == "base"
    is_own = is_base | ~is_base.any().over("row")
    same = ["pay_currency", "stated_period"]
    first = [pl.col(name).eq_missing(pl.col(name).filter(is_own).first().over("row")) for name in same]
    return is_own & all_of(*first)


def _zones(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select_seq(_cast("zone"))


@cache
def _cast(what: Literal["answer", "zone"]) -> tuple[pl.Expr, ...]:
    """The columns of the answer or of a zone, of their types."""
    schema = _ZONE if what == "zone" else {**frame_schema(PAY), "pay_zones": pl.List(ZONE)}
    return tuple(pl.col(name).cast(dtype) for name, dtype in schema.items())


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
    """The period that the label and note of each zone without an interval name, else the title."""
    words = pl.concat_str([pl.col("label").fill_null(""), pl.col("note").str.head(300).fill_null("")], separator=" ")
    named = pay_grammar.period_of(zones.select_seq(pl.when(pl.col("interval").is_null()).then(words)).to_series())
    is_open = zones["interval"].is_null()
    return zones.select_seq(pl.coalesce(named, pl.when(is_open).then("title_period"))).to_series()


def _stated_period() -> pl.Expr:
    """The period that the interval spells; without an interval, the one that the words beside it name."""
    spelled = [pl.when(pl.col("interval").str.contains(words)).then(pl.lit(p)) for p, words in INTERVALS.items()]
    return pl.coalesce(*spelled, "named")


def _rendering() -> pl.Expr:
    """The pay fields as one line of text, in the source's own figures: `32000-35000 GBP 1 YEAR`."""
    figures = pl.concat_str(["minimum", "maximum"], separator="-", ignore_nulls=True)
    unit = pl.when(pl.col("unit") == "cents").then(pl.lit("cents"))
    return pl.concat_str([figures, unit, "currency", "interval"], separator=" ", ignore_nulls=True)


def _ordered() -> list[pl.Expr]:
    """Both sides in order, where both are stated: zones that state one side each can cross."""
    low, high = pl.min_horizontal("pay_min", "pay_max"), pl.max_horizontal("pay_min", "pay_max")
    return [
        pl.when(pl.col("pay_min").is_not_null()).then(low).alias("pay_min"),
        pl.when(pl.col("pay_max").is_not_null()).then(high).alias("pay_max"),
    ]


# -- words --


def _from_text(rows: pl.DataFrame, fields: pl.DataFrame) -> pl.DataFrame:
    """The zones that notes and descriptions of postings without base pay in their fields state, a line each, judged."""
    asked = rows[["row", "title_period", "pay_note", "description_text"]]
    if not fields.is_empty():
        is_based = pl.col("row").is_in(fields.filter(pl.col("pay_kind") == "base")["row"].implode())
        asked = asked.filter(~is_based)
    texts = pl.concat(
        asked.select_seq("row", "title_period", is_note=name == "pay_note", text=name)
        for name in ("pay_note", "description_text")
    ).filter(pl.col("text").is_not_null())
    if texts.is_empty():
        return pl.DataFrame(schema=_ZONE)
    amounts = pay_text.candidates(texts)
    if amounts.is_empty():
        return pl.DataFrame(schema=_ZONE)
    amounts = amounts.hstack(rows[["platform", *_CONTEXT]][amounts["row"]]).with_columns_seq(_of_posting())
    if not fields.is_empty():
        # A bare range in the note of a posting whose pay fields are on-target earnings repeats those.
        has_fields = pl.col("row").is_in(fields["row"].implode())
        amounts = amounts.filter(~(pl.col("is_note") & has_fields & (pl.col("rank") == 2)))
    return _best(_judged(_with_currency_beside(pay_rules.settled(pay_rules.resolve_currency(amounts)))))


@cache
def _of_posting() -> tuple[pl.Expr, ...]:
    """The sides, the sign and the period of an amount, as its posting's platform and title have them."""
    # Ashby's notes write CA$ and A$ for others (2025-10): a dollar is the US one wherever the job is.
    is_us_dollar = pl.col("is_note") & (pl.col("platform") == "ashby") & (pl.col("symbol") == "$")
    symbol = pl.when(is_us_dollar).then(pl.lit("US$")).otherwise(pl.col("symbol").fill_null(""))
    period = pl.coalesce("stated_period", "title_period")
    return pl.col("pay_min", "pay_max").cast(pl.Float64), symbol.alias("symbol"), period.alias("stated_period")


def _with_currency_beside(amounts: pl.DataFrame) -> pl.DataFrame:
    """The amounts, where one in thousands without a sign or currency takes the one of the signed pay beside it.

    Only where all signed pay of the same text is in one currency: `Baker | 140k - 180k USD`, `Cook | 120k - 160k`.
    """
    is_bare = amounts.select_seq((pl.col("symbol") == "") & pl.col("words").str.contains(_THOUSANDS)).to_series()
    if not (is_bare & amounts["pay_currency"].is_null()).any():
        return amounts
    signed = pl.when((pl.col("symbol") != "") & (pl.col("pay_kind") == "base")).then("pay_currency").drop_nulls()
    only = pl.when(signed.n_unique().over("row", "is_note") == 1).then(signed.first().over("row", "is_note"))
    asked = is_bare & pl.col("pay_currency").is_null() & only.is_not_null()
    return amounts.with_columns_seq(
        pay_currency=pl.when(asked).then(only).otherwise("pay_currency"),
        symbol=pl.when(asked).then(only).otherwise("symbol"),
    )


def _judged(amounts: pl.DataFrame) -> pl.DataFrame:
    """The amounts, judged; Austrian pay by collective agreement comes in 14 payments a year where no count is told."""
    is_austrian = (pl.col("country_code") == "AT") & pl.col("is_collective") & pl.col("payments").is_null()
    judged = pay_rules.judge(pay_rules.with_month(amounts))
    return judged.with_columns_seq(
        payments=pl.when(is_austrian & (pl.col("pay_period") == "month"))
        .then(pl.lit(_AUSTRIAN_PAYMENTS))
        .otherwise("payments")
    )


def _best(amounts: pl.DataFrame) -> pl.DataFrame:
    """The believable zones of each row; in the span are its most trustworthy amount, its list, and equal ranges."""
    ranked = _ranked(amounts).with_columns_seq(_is_of_best())
    ranked = ranked.filter(_is_zone()).with_columns_seq(_of_zone())
    return _zones(_distinct(ranked.with_columns_seq(_own_label())))


@cache
def _is_of_best() -> pl.Expr:
    """Whether an amount is the first of its row, of its list, or a range that is like it."""
    same = ["is_note", "trust", "pay_currency", "pay_period", "judgement", "pay_kind"]
    alike = [pl.col(name).eq_missing(pl.col(name).first().over("row")) for name in same]
    is_first = pl.int_range(pl.len()).over("row") == 0
    in_list = (pl.col("list") == pl.col("list").first().over("row")).fill_null(value=False)
    return (all_of(*alike) & (pl.col("is_range") | is_first | in_list)).alias("is_in_span")


@cache
def _of_zone() -> tuple[pl.Expr, pl.Expr]:
    return pl.col("words").str.strip_chars(), pl.col("is_contractor") | pl.col("is_hired_by_contract")


@cache
def _own_label() -> pl.Expr:
    """The label of a zone; what only may be one counts where there are several sums of base pay."""
    is_base = pl.col("pay_kind") == "base"
    sums = pl.struct("pay_min", "pay_max").filter(is_base).n_unique().over("row")
    return pl.coalesce("zone_text", pl.when((sums > 1) & is_base).then("zone_aside")).alias("zone_text")


@in_own_thread
def _ranked(amounts: pl.DataFrame) -> pl.DataFrame:
    """The amounts that can be believed to be pay, the most trustworthy of each row first."""
    ranked = amounts.filter(_is_believed()).with_columns_seq(_trust(), _text_rule(), pay_source=pl.lit("text"))
    is_base = pl.col("pay_kind") == "base"
    return ranked.sort("row", ~is_base, ~pl.col("is_note"), "trust", "line", maintain_order=True)


@cache
def _trust() -> pl.Expr:
    """How little an amount can be trusted: 0 is best."""
    is_doubtful = pl.col("judgement").eq_missing(pl.lit("implausible")).cast(pl.Int32)
    trust = pl.col("rank") * 4 + (~pl.col("is_range")).cast(pl.Int32) * 6 + is_doubtful * 40
    # Between equals the one with a sign counts.
    return (trust + (pl.col("symbol") == "").cast(pl.Int32)).alias("trust")


@cache
def _is_believed() -> pl.Expr:
    is_doubtful = pl.col("judgement").eq_missing(pl.lit("implausible"))
    is_base, is_signed = pl.col("pay_kind") == "base", pl.col("symbol") != ""
    # An hour is believed only where it is named or cents are spelled: "65-78" may be thousands.
    has_cents = pl.col("words").str.contains(r"[0-9][.,][0-9]{2}(?-u:\b)")
    is_unsure = (pl.col("judgement") == "period_assumed") & (pl.col("pay_period") == "hour") & ~has_cents
    # Bare figures whose period cannot be true are not pay at all: "managing $500K to $1M/month".
    is_unsure |= (pl.col("judgement") == "period_fixed") & ((pl.col("rank") == 2) | ~is_signed)
    is_telling = ~is_doubtful | (pl.col("is_range") & (pl.col("rank") < 2) & is_base & is_signed)
    # "150-200k" in a text that names neither currency nor country: kept as stated, of no known currency.
    is_open = pl.col("pay_currency").is_null() & ~is_signed & is_base & pl.col("is_range")
    is_open &= pl.col("words").str.contains(_THOUSANDS)
    return (pl.col("pay_currency").is_not_null() & is_telling & ~is_unsure.fill_null(value=False)) | is_open


@cache
def _is_zone() -> pl.Expr:
    """Whether an amount is in the span or a zone of its own: other than base pay, or a range in another currency."""
    is_beside = pl.col("is_note") == pl.col("is_note").first().over("row")
    is_foreign = (pl.col("pay_currency") != pl.col("pay_currency").first().over("row")) & pl.col("is_range")
    is_doubtful = pl.col("judgement").eq_missing(pl.lit("implausible"))
    return pl.col("is_in_span") | (is_beside & ~is_doubtful & ((pl.col("pay_kind") != "base") | is_foreign))


def _distinct(zones: pl.DataFrame) -> pl.DataFrame:
    """The zones with those that a text repeats taken once; their labels are put side by side."""
    what = ["row", "pay_kind", "pay_min", "pay_max", "pay_currency", "pay_period"]
    label = pl.col("zone_text").drop_nulls().unique(maintain_order=True).str.join("; ")
    others = [name for name in zones.columns if name not in (*what, "zone_text", "is_in_span")]
    return zones.group_by(what, maintain_order=True).agg(
        pl.col(others).first(),
        pl.col("is_in_span").any(),
        zone_text=pl.when(pl.col("zone_text").is_not_null().any()).then(label),
    )


@cache
def _text_rule() -> pl.Expr:
    source = pl.when("is_note").then(pl.lit("note")).otherwise(pl.lit("text"))
    kind = pl.when("is_range").then(pl.lit("range")).otherwise(pl.lit("amount"))
    return pl.concat_str([source, kind], separator="_").alias("rule")


# -- what is common --


def _winning(zones: pl.DataFrame) -> pl.DataFrame:
    """The zones with only one source's in the span: base pay before other pay, fields before words."""
    order = (pl.col("pay_kind") != "base").cast(pl.Int8) * 2 + (pl.col("pay_source") == "text").cast(pl.Int8)
    best = pl.when("is_in_span").then(order).min().over("row")
    zones = zones.with_columns_seq(is_in_span=pl.col("is_in_span") & (order == best), best=best)
    # Words that only repeat the fields' on-target earnings are not zones of their own.
    repeats = (pl.col("pay_source") == "text") & (pl.col("best") == 2)
    return zones.filter(~repeats)[[*_ZONE]].sort("row", pl.col("pay_kind") != "base", maintain_order=True)


@in_own_thread
def _of_title(zones: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The zones read in words with only those in the span that the title names, where it names any: a level's say.

    Pay fields are the posting's own, so their zones all hold for it.
    """
    is_asked = pl.col("is_in_span") & pl.col("zone_text").is_not_null() & (pl.col("pay_source") == "text")
    labels = zones.with_row_index("at").filter(is_asked)[["at", "row", "zone_text"]]
    if labels.is_empty():
        return zones
    labels = labels.hstack(rows[["title"]][labels["row"]])
    named = labels.select_seq("at", "row", zone=_as_words("zone_text"), title=_as_words("title")).filter(
        pl.col("title").str.contains(pl.col("zone"), literal=True) & (pl.col("zone").str.len_bytes() > 3)
    )
    if named.is_empty():
        return zones
    # A title that says "Senior Engineer" holds the label "Engineer" too.
    beside = named.join(named, on="row", suffix="_other").filter(pl.col("zone") != pl.col("zone_other"))
    within = beside.filter(pl.col("zone_other").str.contains(pl.col("zone"), literal=True))["at"]
    named = named.filter(~pl.col("at").is_in(within.implode()))
    is_told = pl.col("row").is_in(named["row"].implode())
    is_own = pl.int_range(pl.len(), dtype=pl.get_index_type()).is_in(named["at"].implode())
    return zones.with_columns_seq(is_in_span=pl.col("is_in_span") & (is_own | ~is_told))


def _as_words(name: str) -> pl.Expr:
    """The text as words in lower case with a blank on both sides of each."""
    words = pl.col(name).str.to_lowercase().str.replace_all(r"[^\pL\pN]+", " ").str.strip_chars()
    return pl.lit(" ") + words + " "


def _span(zones: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """One line a row: the span of the zones in it, judged."""
    first = ["pay_kind", "payments", "weekly_hours", "is_pro_rata", "is_net", "is_assumed", "rule", "pay_source"]
    spans = (
        zones.filter("is_in_span")
        .group_by("row", maintain_order=True)
        .agg(
            pl.col("pay_min").min(),
            pl.col("pay_max").max(),
            pl.col("pay_currency", "stated_period", "pay_period", "judgement", *first).first(),
            pl.col("is_contractor").any(),
            zones=pl.len(),
            words=pl.col("words").unique(maintain_order=True).str.join("; "),
        )
        .with_columns_seq(_ordered())
    )
    spans = spans.hstack(rows[[*_CONTEXT]][spans["row"]])
    return _judged_anew(spans).with_columns_seq(pay_segment=_segment())


def _judged_anew(spans: pl.DataFrame) -> pl.DataFrame:
    """The spans, of which those of several zones are judged as a whole; what is said of a single zone holds."""
    at = (spans["zones"] > 1).arg_true()
    if at.is_empty():
        return spans
    anew = pay_rules.judge(spans[at].drop("pay_period", "judgement"))
    return spans.with_columns_seq(spans[name].scatter(at, anew[name]) for name in ("pay_period", "judgement"))


def _segment() -> pl.Expr:
    by_the_day = (pl.col("pay_period") == "day") & (pl.col("country_code").eq_missing(pl.lit(_DAY_RATES)))
    by_the_day |= (pl.col("pay_period") == "day") & (pl.col("pay_currency") == "GBP")
    is_contractor = by_the_day.fill_null(value=False) | (
        pl.col("is_contractor") & pl.col("pay_period").ne_missing(pl.lit("year"))
    )
    return pl.when(is_contractor).then(pl.lit("contractor")).otherwise(pl.lit("employee"))


def _finish(found: pl.DataFrame) -> pl.DataFrame:
    """The judged pay with its flag, rule and annual figures."""
    once = is_one_of(pl.col("stated_period"), _NO_PERIOD).fill_null(value=False)
    frame = found.with_columns_seq(
        judgement=pl.when(once).then(pl.lit("implausible")).otherwise("judgement"),
        pay_period=pl.when(~once).then("pay_period"),
    ).with_columns_seq(pay_flag=_flag(), per_year=_per_year())
    multiplier = pl.when(pl.col("pay_flag").ne_missing(pl.lit("implausible"))).then("per_year")
    return frame.with_columns_seq(
        pay_min_annual=(pl.col("pay_min") * multiplier).round(2),
        pay_max_annual=(pl.col("pay_max") * multiplier).round(2),
        pay_rule=_rule(),
        pay_text="words",
    )


@cache
def _per_year() -> pl.Expr:
    """How many of a period make a year: as the text says, else by convention."""
    usual = pay_rules.per_year("pay_period")
    stated = pl.when(pl.col("pay_period") == "month").then("payments")
    hours = pl.when(pl.col("pay_period") == "hour").then(pl.col("weekly_hours") * 52)
    return pl.coalesce(stated, hours, usual)


@cache
def _flag() -> pl.Expr:
    """The gravest of the flags that hold; null is clean."""
    holds = {
        "implausible": pl.col("judgement") == "implausible",
        "on_target": pl.col("pay_kind") != "base",
        "period_fixed": pl.col("judgement") == "period_fixed",
        "net": pl.col("is_net"),
        "period_assumed": pl.col("judgement") == "period_assumed",
        "currency_assumed": pl.col("is_assumed"),
        "wide_range": pay_rules.is_wide(pl.col("pay_min"), pl.col("pay_max")),
    }
    return pl.coalesce(pl.when(holds[name]).then(pl.lit(name)) for name in FLAGS)


@cache
def _rule() -> pl.Expr:
    fixed = pl.when(is_one_of(pl.col("judgement"), ["period_fixed", "period_assumed"])).then("+" + pl.col("judgement"))
    part = pl.when("is_pro_rata").then(pl.lit("+pro_rata"))
    count = pl.col("per_year").round(2).cast(pl.String).str.strip_suffix(".0")
    factor = pl.format(":{}*{}", "pay_period", count)
    return pl.concat_str([pl.col("rule"), fixed, part, factor], ignore_nulls=True)


def _listed(zones: pl.DataFrame) -> pl.DataFrame:
    """The zones of each row as one list, base pay first, and how many of them are base pay."""
    fields = [pl.col(field.name).cast(field.dtype) for field in ZONE.fields]
    count = (pl.col("pay_kind") == "base").sum()
    return zones.group_by("row", maintain_order=True).agg(pay_zones=pl.struct(fields), pay_zone_count=count)
