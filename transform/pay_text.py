"""The grammar of pay in words: finds the amounts in lines of text; `pay_rank` says of each what it is.

The regular expressions are Rust's (linear time, whatever the text); their words are data (`pay_words.csv`,
`pay_symbols.csv`).
"""

from functools import cache

import polars as pl

from transform import pay_beside, pay_field, pay_rank, pay_rules, pay_strings, pay_terms
from transform.conditions import is_one_of
from transform.limits import READ, within
from transform.patterns import in_own_thread
from transform.pay_grammar import borrowed, compact, grammar, implied, number, respelled, scale, scaled

LINES = 60
"""No more lines with money than this are read of one text (6,250 real adverts had 8 at most)."""
NUMBERS, CROWDED = 60, 1000
"""A line of more numbers than this is no sentence (real ones had 12 at most): so many characters of it are read."""
AMOUNTS = 60
"""No more amounts than this are looked at in one line."""
_IN_LABEL = 2  # so many plain numbers may stand in the label of an amount
ABOVE, TITLE = (1, 2, 3), 40
"""How many lines above an amount the heading of its section may be, and how long that is."""
BEFORE, AFTER, HEADING = 100, 72, 80
"""How many characters before and after an amount may tell what it is; how long a heading may be."""

_WIDE = "＄￡￥￦"
_MISREAD = ("â¬", "â\x82¬", "â‚¬")  # the bytes of a euro sign
_START, _END = "\x01", "\x02"
_GROUPS = ("pre1", "number1", "scale1", "post1", "pre2", "number2", "scale2", "post2")

# What no NFKC changes: ASCII, the letters of Latin-1, the commonest marks and currency signs, pictures.
_VARIANT = r"[^\x00-\x7F\x{C0}-\x{FF}£–—‘’“”•€₹→\x{1F300}-\x{1FAFF}]"
_BREAKS = "[|\r]|•|\u2028"  # apart, as a class of such distant characters is three times as dear
_BLANKS = r"(?-u:[\x01\x02\s]{2,}|[\x01\x02\t-\r])|[\x{85}\x{1680}\x{2028}\x{2029}]"  # all but single plain ones
_SPELLINGS = {
    "Kč": "CZK",
    "T€": "k €",
    "401k": "401(k)",  # a pension
    "401K": "401(K)",
    "\\$": "$",  # Markdown
    "\\-": "-",
    "\\–": "–",
    "\\+": "+",
    **dict.fromkeys(_MISREAD, "€"),
    "Â£": "£",
}
_NO_SCALE = r"([0-9]) ((?i:[lmkbt]|cr|mn|mm)[\x{C0}-\x{24F}])"  # "1.200.000 líquidos" are no lakhs
_SIGNED_RANGE = r"[$€£] ?[0-9][0-9.,]*[kK]? ?[-–—] ?[$€£]? ?[0-9]"
_OF_EQUITY = r"(?i)^(?:[\pL-]+ )?(?:equity|stock options)(?: ?[+&] ?[\pL ]+)?$"  # between bars it heads nothing
_IN_THOUSANDS = r"^ ?[$€£]?[1-9][0-9]{1,2}[kK]? ?[-–—] ?[$€£]?[0-9]{2,3} ?[kK](?-u:\b)"
_SUM_APART = r"(?:[-–—|/]|[Uu]p to|[Tt]ot|[Bb]is|[Mm]ax) ?[0-9]{1,3}[.,][0-9]{3}(?:[^0-9.,]|$)"

_CANDIDATE = {
    "row": pl.Int64,
    "is_note": pl.Boolean,
    "line": pl.get_index_type(),
    "words": pl.String,
    "pay_min": pl.Decimal(38, 6),
    "pay_max": pl.Decimal(38, 6),
    "code": pl.String,
    "symbol": pl.String,
    "stated_period": pl.String,
    "is_range": pl.Boolean,
    "rank": pl.Int32,
    "pay_kind": pl.String,
    "zone_text": pl.String,
    "zone_aside": pl.String,
    "payments": pl.Float64,
    "weekly_hours": pl.Float64,
    "is_pro_rata": pl.Boolean,
    "is_contractor": pl.Boolean,
    "is_net": pl.Boolean,
    "is_collective": pl.Boolean,
    "list": pl.Int64,
}


def candidates(texts: pl.DataFrame) -> pl.DataFrame:
    """The amounts with a currency or a word of pay, from `row`, `is_note`, `text`: one line an amount, in order.

    A column `title_period`, where there is one, is the period that the posting's title names; in texts with `is_field`
    every amount is pay unless its words say otherwise. `words` are the amount's own; `pay_min` and `pay_max` are exact;
    `rank` is 0 for base pay, 1 beside a word of pay, 2 without such a word (what is no pay is left out); `zone_text`
    is a label before the amount, `zone_aside` what may be one. The last columns are what the line says of the payments
    in a year, hours a week, part-time shares and contractors; `list` is one number for all single amounts of one list.
    """
    found = weighed(texts)
    if found is None:
        return pl.DataFrame(schema=_CANDIDATE)
    found = pay_terms.with_terms(found)
    return found.select_seq(_cast())


@cache
def _cast() -> tuple[pl.Expr, ...]:
    return tuple(pl.col(name).cast(dtype) for name, dtype in _CANDIDATE.items())


def weighed(texts: pl.DataFrame) -> pl.DataFrame | None:
    """The amounts that `candidates` gives, before their columns are chosen; None where no line can hold one."""
    asked = {"title_period": pl.lit(None, pl.String), "is_field": pl.lit(value=False)}
    texts = texts.with_columns_seq(value.alias(name) for name, value in asked.items() if name not in texts.columns)
    lines = _lines(texts)
    if lines.is_empty():
        return None
    found = pay_rank.surrounded(_read(lines))
    has_field = found["is_field"].any()
    return _weigh(pay_field.with_told(found) if has_field else found.with_columns_seq(is_told=pl.lit(value=False)))


@in_own_thread
def _lines(texts: pl.DataFrame) -> pl.DataFrame:
    """The lines that can hold pay, cleaned, with their number, their heading and whether a heading of pay is above."""
    pattern = grammar()
    text = pl.col("text").str.replace_all(_BREAKS, "\n").str.split("\n")
    lines = (
        texts.with_columns_seq(within(texts["text"], READ))
        .with_columns_seq(text=text)
        .explode("text")
        .filter(pl.col("text").str.len_bytes() > 1)
    )
    lines = lines.with_row_index("line").with_columns_seq(
        heading=pl.when(pl.col("row") == pl.col("row").shift(1)).then(pl.col("text").shift(1))
    )
    whole = lines[["row", "text"]]
    # One class of both kinds of digit would be four times as dear as the two of them.
    lines = lines.filter(pl.col("text").str.contains("[0-9]") | pl.col("text").str.contains("[０-９]"))
    signs = [*pattern.signs, *_WIDE, *_MISREAD]
    has_money = pl.col("text").str.contains_any(signs) | pl.col("text").str.contains(pattern.money)
    lines = lines.filter(has_money | pl.col("is_field") | pl.col("text").str.contains(pattern.paid))
    if lines.is_empty():
        return lines
    lines = lines.filter(pl.int_range(pl.len()).over("row", "is_note") < LINES)
    lines = lines.with_columns_seq(_composed()).with_columns_seq(_unscaled())
    lines = lines.with_columns_seq(respelled(lines["text"]))
    lines = lines.with_columns_seq(is_under_pay=_is_under_pay(lines, whole))
    is_crowded = pl.col("text").str.count_matches(r"[0-9]+") > NUMBERS
    cut = pl.when(is_crowded).then(pl.col("text").str.head(CROWDED)).otherwise("text")
    return lines.with_columns_seq(text=cut).with_columns_seq(pay_terms.without_midpoint(pl.col("text")))


def _is_under_pay(lines: pl.DataFrame, whole: pl.DataFrame) -> pl.Series:
    """Whether one of the few lines above each, out of all lines of the texts, is the heading of a section on pay."""
    is_under = pl.Series([False]).new_from_index(0, lines.height)
    at = lines["text"].str.contains(_SIGNED_RANGE).arg_true()
    if at.is_empty():
        return is_under
    ranges = pl.DataFrame([at.alias("at"), lines["row"].gather(at), lines["line"].gather(at).cast(pl.Int64)])
    beside = pl.concat(ranges.with_columns_seq(pl.col("line") - by) for by in ABOVE)
    above = whole.select_seq(pl.col("row").alias("above_row"), "text")[beside["line"].clip(0)]
    near = beside.hstack(above).filter(
        (pl.col("row") == pl.col("above_row")) & (pl.col("text").str.len_bytes() <= TITLE)
    )
    is_heading = ~pl.col("text").str.contains("[0-9.!?]") & pl.col("text").str.contains(grammar().paid)
    return is_under.scatter(near.filter(is_heading)["at"], values=True)


@cache
def _composed() -> pl.Expr:
    """The text on one line with full-width and other variant characters as the plain ones, single blanks."""
    text = pl.col("text")
    plain = pl.when(text.str.contains(_VARIANT)).then(text.str.normalize("NFKC")).otherwise(text)
    # "35 000 Kč" has no k: letters beyond ASCII end a word for the expressions.
    plain = plain.str.replace_all(r"([0-9]{2,3})/([0-9]{2,3} ?[kK])", "$1-$2")
    plain = plain.str.replace_all(r"([A-Za-z] ?[0-9]{1,2}) ([$€£][0-9])", "$1: $2")  # "Level 1 $22.00"
    plain = plain.str.replace_all(r"([0-9])[.,][-–—]{1,2}([ .;)/]|$)", "$1$2")  # "4.500,-"
    plain = plain.str.replace_all(
        "([0-9]|tr|triệu|ngàn|nghìn|VND) đến ", "$1 - "
    )  # its first letter alone is the sign of the đồng
    return plain.str.replace_many(list(_SPELLINGS), list(_SPELLINGS.values())).str.replace_all(_BLANKS, " ")


@cache
def _unscaled() -> pl.Expr:
    """The text in which no letter of a word after a number can be taken for a multiplier."""
    text = pl.col("text")
    return pl.when(text.str.contains(_NO_SCALE)).then(text.str.replace_all(_NO_SCALE, "$1 _$2")).otherwise(text)


@in_own_thread
def _read(lines: pl.DataFrame) -> pl.DataFrame:
    """The amounts of the lines with their numbers and signs, a line each."""
    frame = _cut(lines)
    first, second = frame["scale1"], frame["scale2"]
    frame = frame.with_columns_seq(
        compact("number1"),
        compact("number2"),
        implied=pl.coalesce(implied(first), implied(second)),
        scale1=scale(first),
        scale2=scale(second),
    ).with_columns_seq(_rand_millions(first, "1"), _rand_millions(second, "2"))
    # In stages, so that nothing is asked twice.
    frame = frame.with_columns_seq(_signs()).with_columns_seq(_later())
    frame = frame.with_columns_seq(_figures(), own_scale1="scale1", own_scale2="scale2")
    frame = frame.with_columns_seq(*borrowed(), _symbol()).with_columns_seq(scaled("1"), scaled("2"))
    for _ in range(_IN_LABEL):
        frame = frame.with_columns_seq(_with_plain())
    return frame.with_columns_seq(_with_numeral()).filter(_may_be_pay())


def _rand_millions(word: pl.Series, side: str) -> pl.Expr:
    """The multiplier, where `R1.2mil` are millions: a thousand is `mil` in other languages than those of the rand."""
    is_rand = (pl.col("pre1") == "R") & word.str.to_lowercase().eq_missing("mil")
    million = pl.lit(1_000_000).cast(pl.Decimal(14, 0))
    return pl.when(is_rand).then(million).otherwise(f"scale{side}").alias(f"scale{side}")


def _cut(lines: pl.DataFrame) -> pl.DataFrame:
    """One line an amount: `words`, its groups, the text `before` it (to the amount before) and `after` it."""
    marked = pl.col("text").str.replace_all(grammar().amount, _marks()).str.split(_START)
    heading = pl.col("heading").str.strip_chars()
    is_heading = (heading.str.len_chars() <= HEADING) & ~heading.str.ends_with(".") & ~_is_past_equity(heading)
    parts = lines.with_columns_seq(part=marked.list.head(AMOUNTS + 1), heading=pl.when(is_heading).then(heading))
    first = (pl.col("heading") + ": ").fill_null("") + pl.col("part").list.first()
    start = pl.col("part").list.first().str.tail(BEFORE)
    parts = parts.filter(pl.col("part").list.len() > 1)
    parts = parts.with_columns_seq(pl.col("part").list.slice(1), first=first, start=start)
    names = ["words", *_GROUPS, "after"]
    fields = pl.col("part").str.split_exact(_END, len(names) - 1).struct.rename_fields(names)
    parts = parts.explode("part").select_seq(pl.exclude("part"), fields.alias("cut")).unnest("cut")
    parts = parts.with_columns_seq(pl.when(pl.col(name) != "").then(name) for name in _GROUPS)
    is_first = pl.col("line").ne_missing(pl.col("line").shift(1))
    before = pl.when(is_first).then("first").otherwise(pl.col("after").shift(1)).str.tail(BEFORE)
    gap = pl.when(is_first).then("start").otherwise(before)
    return parts.with_columns_seq(before=before, gap=gap, after=pl.col("after").str.head(AFTER))


def _is_past_equity(heading: pl.Expr) -> pl.Expr:
    """Whether the part before a bar is equity, and the line a range in thousands: `Remote | Equity | $150k-$180k`."""
    return heading.str.contains(_OF_EQUITY) & pl.col("text").str.contains(_IN_THOUSANDS)


@cache
def _marks() -> str:
    """What takes the place of each amount: its words and its groups, so that these are found in the same pass."""
    groups = (f"${{{number}}}" for number in range(1 + len(_GROUPS)))
    return _START + "".join(f"{group}{_END}" for group in groups)


@cache
def _signs() -> tuple[pl.Expr, pl.Expr]:
    """All signs around the numbers of an amount, and the first of them."""
    names = ("pre1", "post1", "pre2", "post2")
    signs = pl.concat_str([pl.col(name).fill_null("") for name in names], separator=" ")
    return signs.alias("signs"), pl.coalesce(names).str.strip_chars().alias("sign")


@cache
def _later() -> pl.Expr:
    """The code that says more than the sign: "$100,000/year USD", "(CAD): $100,000"."""
    later = pl.coalesce(
        pl.col("after").str.extract(rf"^\+? ?(?:[\pL.]{{2,12}} )?\(?{grammar().codes}(?-u:\b)"),
        pl.col("before").str.extract(rf"\({grammar().codes}\) ?[:–—-]? ?$"),
    )
    return pl.when(pl.col("sign").is_null() | (pl.col("sign") == "$")).then(later).alias("later")


@cache
def _figures() -> tuple[pl.Expr, ...]:
    """The signs and the exact numbers in the groups of an amount."""
    # Only mainland adverts count the months' pay of a year so: "25-40K·15薪".
    is_counted = pl.col("sign").is_null() & pl.col("text").str.contains("[kK万]·[0-9]{2,4}薪")
    return (
        (~pl.col("number1").str.contains("[.,]") & pl.col("pre2").is_null()).alias("is_plain"),
        pl.coalesce(pl.col("signs").str.extract(grammar().codes), "later").alias("code"),
        pl.coalesce("sign", "later", pl.when(is_counted).then(pl.lit("*薪"))).alias("sign"),
        number("number1", "scale1").alias("number1"),
        number("number2", "scale2").alias("number2"),
    )


@cache
def _with_numeral() -> pl.Expr:
    """The text before an amount, beyond the numeral of a label: `Level 1: $22`, `1. Lehrjahr: 1.100 €`."""
    follows = pl.col("line") == pl.col("line").shift(1)
    is_numeral = follows & pl.col("symbol").shift(1).is_null() & pl.col("words").shift(1).str.contains("^[0-9]{1,2}$")
    label = rf"(?-u:\b)(?i:{pay_terms.words('level')})[ -]?$"
    is_label = pl.col("before").shift(1).str.contains(label) | pl.col("before").str.contains(r"^\. \pL+:")
    plain = pl.concat_str([pl.col("before").shift(1), pl.col("words").shift(1), pl.col("before")])
    return pl.when(is_numeral & is_label).then(plain.str.tail(BEFORE)).otherwise("before").alias("before")


@cache
def _with_plain() -> pl.Expr:
    """What lies between an amount and the money before it: plain numbers such as the 3 of a label `L3` are no money."""
    is_plain = (pl.col("line") == pl.col("line").shift(1)) & pl.col("symbol").shift(1).is_null()
    plain = pl.concat_str([pl.col("gap").shift(1), pl.col("words").shift(1), pl.col("before")])
    return pl.when(is_plain).then(plain).otherwise("gap").str.tail(BEFORE).alias("gap")


@cache
def _may_be_pay() -> pl.Expr:
    """Whether an amount can count at all: small numbers alone and without a sign, as of years, never do in a text."""
    is_more = (pl.col("number1") >= 1000) | pl.col("number2").is_not_null()
    return pl.col("is_field") | pl.col("symbol").is_not_null() | is_more.fill_null(value=False)


@cache
def _symbol() -> pl.Expr:
    """The sign that tells the currency: a rupee's country may be told by its lakhs alone, a `月薪` in 元 by neither."""
    sign = pl.col("sign")
    # Characters of Taiwan and Hong Kong beside it leave the 元 open too.
    is_open = pl.col("before").str.contains(r"薪[:： ]*$") | pl.col("text").str.contains("[萬資]")
    salary = (sign == "元") & is_open
    implied_first = is_one_of(sign, ["Rs", "Rs."]) & pl.col("implied").is_not_null()
    plain = pl.when(implied_first).then("implied").otherwise(pl.coalesce(sign, "implied"))
    return pl.when(salary).then(pl.lit("*元")).otherwise(plain).alias("symbol")


@in_own_thread
def _weigh(frame: pl.DataFrame) -> pl.DataFrame:
    """The amounts that can be pay with their rank, kind and both sides."""
    frame = pay_beside.with_lists(pay_beside.with_far_ends(pay_rank.ranked(frame)))
    single = ~pl.col("is_range")
    low, high = pl.min_horizontal("number1", "number2"), pl.max_horizontal("number1", "number2")
    frame = frame.with_columns_seq(
        pay_min=pl.when(~(single & pl.col("at_most")) & (low > 0)).then(low),
        pay_max=pl.when(~(single & pl.col("at_least"))).then(high),
    )
    return pay_beside.with_neighbours(frame.filter(pl.col("rank").is_not_null() & (high > 0)))


# -- strings of pay --


def parse_strings(frame: pl.DataFrame, *, assume_period: bool = False) -> pl.DataFrame:
    """The pay that each string of a pay field states: the columns of `pay_strings.STRING`, a row for each row.

    `frame` has the columns `text`, `country_code` and `currency` (the one that is meant where none is named); each may
    be null. Nothing is annualised or judged. One amount is minimum and maximum; `from` and `up to` leave a side open.
    With `assume_period` a period that nothing names is the one that the amount alone can have (`+period_assumed`).
    """
    given = frame.select_seq(pl.col("text", "country_code", "currency").cast(pl.String))
    answer = pay_strings.read(given, weighed)
    for reader in (_again, _whole):
        left = answer.select_seq(pl.int_range(pl.len()).alias("row"), "is_read").filter(~pl.col("is_read"))["row"]
        left = left.filter(given["text"].gather(left).str.contains(r"\d").fill_null(value=False))
        if left.is_empty():
            break
        found = reader(given.select_seq(pl.all().gather(left)))
        answer = answer.with_columns_seq(answer[name].scatter(left, found[name]) for name in found.columns)
    answer = _with_sums_apart(answer, given)
    answer = answer.with_columns_seq(pay_min=pl.when(pl.col("pay_min") > 0).then("pay_min"))
    answer = answer.select_seq(pl.col(name).cast(dtype) for name, dtype in pay_strings.STRING.items())
    return _with_assumed_period(answer, given["country_code"]) if assume_period else answer


def _with_sums_apart(answer: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The answer with the sums that only their spelling tells to be money: `Analyst - 21,000 - Leeds`."""
    left = answer["pay_kind"].is_null().arg_true()
    left = left.filter(given["text"].gather(left).str.contains(_SUM_APART).fill_null(value=False))
    if left.is_empty():
        return answer
    found = _whole(given.select_seq(pl.all().gather(left)))
    return answer.with_columns_seq(answer[name].scatter(left, found[name]) for name in found.columns)


def _with_assumed_period(answer: pl.DataFrame, country: pl.Series) -> pl.DataFrame:
    """The answer with the one plausible period where none is named."""
    asked = answer.with_columns_seq(country, stated_period="pay_period").drop("pay_period")
    is_assumed = pl.col("judgement").eq_missing(pl.lit("period_assumed"))
    return pay_rules.judge(asked).select_seq(
        "pay_min",
        "pay_max",
        "pay_currency",
        pl.when(is_assumed).then("pay_period").otherwise("stated_period").alias("pay_period"),
        "pay_kind",
        pl.when(is_assumed).then(pl.col("pay_rule") + "+period_assumed").otherwise("pay_rule").alias("pay_rule"),
    )


def _again(given: pl.DataFrame) -> pl.DataFrame:
    """What strings say whose numbers were set in blanks or other characters."""
    return pay_strings.read(given.with_columns_seq(pay_strings.cleaned(pl.col("text").str.head(1000))), weighed)


def _whole(given: pl.DataFrame) -> pl.DataFrame:
    """What strings of several amounts say: the span of the best of them, base pay before any other."""
    texts = given.with_row_index("row").with_columns_seq(is_note=pl.lit(value=True), is_field=pl.lit(value=True))
    found = candidates(texts.select_seq(pl.col("row").cast(pl.Int64), "text", "is_note", "is_field"))
    told = texts.select_seq(pl.col("row").cast(pl.Int64), "country_code", "currency")
    found = found.with_columns_seq(pl.col("symbol").fill_null("")).join(told, on="row", maintain_order="left")
    found = pay_strings.without_numbers_of_postings(pay_strings.with_currency(found))
    found = pay_rules.with_month(pay_rules.settled(found)).sort(
        "row", pl.col("pay_kind") != "base", "rank", ~pl.col("is_range"), "line"
    )
    same = ["pay_kind", "rank", "is_range", "pay_currency", "stated_period"]
    alike = [pl.col(name).eq_missing(pl.col(name).first().over("row")) for name in same]
    is_first = pl.int_range(pl.len()).over("row") == 0
    in_list = pl.col("list") == pl.col("list").first().over("row")
    span = (
        found.filter(pl.all_horizontal(alike) & (pl.col("is_range") | is_first | in_list))
        .group_by("row")
        .agg(
            pl.col("pay_min").min(),
            pl.col("pay_max").max(),
            pl.col("pay_currency", "pay_kind").first(),
            pay_period=pl.col("stated_period").first(),
            pay_rule=pl.when(pl.col("is_range").first() | (pl.len() > 1))
            .then(pl.lit("string_range"))
            .otherwise(pl.lit("string_amount")),
        )
    )
    joined = told.select_seq("row").join(span, on="row", how="left", maintain_order="left")
    return joined.select_seq(pl.col(name).cast(dtype) for name, dtype in pay_strings.STRING.items())
