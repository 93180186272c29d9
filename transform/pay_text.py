"""The grammar of pay in words: finds the amounts in lines of text and says of each what it is.

The regular expressions are Rust's (linear time, whatever the text); their words are data (`pay_words.csv`,
`pay_symbols.csv`). An amount counts as base pay by the words between it and the amounts beside it: the last telling
word before it and the first one after it decide between base pay, a word of pay, and pay of another kind (bonus,
funding, stipend ...).
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import polars as pl

from transform import pay_rules

TEXT_LENGTH = 60_000
"""Longer texts are cut (the longest of 6,250 real adverts had 17,104 characters), so that no text can take long."""
AMOUNTS = 60
"""No more amounts than this are looked at in one line."""
BEFORE, AFTER, HEADING = 100, 72, 80
"""How many characters before and after an amount may tell what it is; how long a heading may be."""

_START, _END = "\x01", "\x02"
_NUMBER = (
    r"[0-9]{1,3}(?:[.,' ’´`][0-9]{3})+(?:[.,][0-9]{1,2}(?-u:\b))?"  # grouped in threes
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"  # lakh and crore
    r"|[0-9]{1,12}(?:[.,][0-9]{1,6})?"
)

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
}


class Grammar(NamedTuple):
    """The expressions that the words make: `amount` with its nine groups, and one for each use of a word."""

    amount: str
    money: str
    codes: str
    period_in: str
    period_glued: str
    period_before: str
    at_most: str
    at_least: str
    telling_before: str
    base: str
    telling_after: str
    cut_off: str
    cue: str


def _words(use: str) -> str:
    return "|".join(row["pattern"] for row in pay_rules.rows("pay_words.csv") if row["use"] == use)


def _alone(pattern: str) -> str:
    return rf"(?:^|[^\pL\pN])(?i:{pattern})(?:$|[^\pL\pN])"


@cache
def grammar() -> Grammar:
    """The grammar, built from the words, symbols and currencies on file.

    Letters of any case are asked for around words alone: a class of all letters is twice as dear to build so.
    """
    codes = "|".join(row["currency"] for row in pay_rules.rows("pay_bounds.csv") if row["currency"] != "ALL")
    signs = sorted({row["symbol"] for row in pay_rules.rows("pay_symbols.csv")} - {""}, key=len, reverse=True)
    before, after = "|".join(map(_prefix, signs)), "|".join(map(_suffix, signs))
    prefix = rf"(?-u:\b)(?:{codes})[:\s]?\s?(?:{before})?|(?:{before})"
    suffix = rf"(?:{codes})(?-u:\b)|(?:{after})"
    plain = "|".join(_ascii("multiplier"))
    glued = rf"(?i:{_words('glued')})(?-u:\b)"
    scaled = rf"(?:\s?((?:(?i:{plain}))(?-u:\b)|{'|'.join(_other('multiplier'))})|{glued}|(?-u:\b))"
    per = r"(?:\s?(?:/|per\s)\s?\pL{1,9})?"
    one = rf"({_NUMBER}){scaled}(?:\s?({suffix}))?"
    joiner = rf"(?i:{_words('joiner')})"
    units = _words("unit")
    linker = r"(?:/|per |pro |p\.|an? |each |every |je |par |por |al |all'|à l'|im |i |w )"
    words = _words("word")
    base, cue, other, topic = (_words(use) for use in ("base", "cue", "other", "topic"))
    return Grammar(
        amount=rf"(?:({prefix})\s?|(?-u:\b)){one}{per}(?:\s?{joiner}\s?(?:({prefix})\s?)?{one})?",
        money=rf"\d.{{0,12}}(?:{suffix})|(?:{prefix})\s?\d|[\p{{Sc}}]",
        codes=rf"(?-u:\b)({codes})",
        period_in=rf"(?i:{linker}\s?({units}))(?:$|[^\pL])|(?:^|[^\pL])(?i:({words}))(?:$|[^\pL\pN])",
        period_glued=rf"(?i)[0-9]({_words('glued')})$",
        period_before=rf"(?s)^(?:.*[^\pL])?(?i:({words}))(?:$|[^\pL\pN])",
        at_most=rf"(?:^|[^\pL])(?i:{_words('at_most')})\s?[:(]?\s?$",
        at_least=rf"(?:^|[^\pL])(?i:{_words('at_least')})\s?[:(]?\s?$",
        telling_before=rf"(?s)^(?:.*[^\pL\pN])?(?i:({base})|({cue})|({other}))(?:$|[^\pL\pN])",
        base=_alone(base),
        telling_after=rf"(?s)^[^\pL\pN+,.;(|•]*(?:[\pL\pN$€£'/-]+ ){{0,7}}?"
        rf"(?i:({base})|({cue})|({other})|({topic})|(\+|and|plus|with|und|et|y))(?:$|[^\pL\pN])",
        cut_off=rf"^\s?{joiner}\s?(?:{prefix})?\s?[0-9]|^[,.]?\s?[0-9]",
        cue=_alone(f"{base}|{cue}"),
    )


def _ascii(use: str) -> list[str]:
    return [part for part in _words(use).split("|") if part[0].isascii()]


def _other(use: str) -> list[str]:
    return [part for part in _words(use).split("|") if not part[0].isascii()]


def _prefix(sign: str) -> str:
    return (r"(?-u:\b)" if sign[0].isascii() and sign[0].isalpha() else "") + _escape(sign)


def _suffix(sign: str) -> str:
    return _escape(sign) + (r"(?-u:\b)" if sign[-1].isascii() and sign[-1].isalpha() else "")


def _escape(sign: str) -> str:
    return sign.replace("$", r"\$").replace(".", r"\.")


def candidates(texts: pl.DataFrame) -> pl.DataFrame:
    """The amounts with a currency or a word of pay, from `row`, `is_note`, `text`: one line an amount, in order.

    Columns: `row`, `is_note`, `line`, `words`, `pay_min`, `pay_max` (Decimal), `code`, `symbol`, `stated_period`,
    `is_range`, `rank` (0 base pay, 1 a word of pay, 2 without such a word; what is not base pay is left out).
    """
    lines = _lines(texts)
    return _weigh(_read(_cut(lines))) if lines.height else pl.DataFrame(schema=_CANDIDATE)


def _lines(texts: pl.DataFrame) -> pl.DataFrame:
    pattern = grammar()
    text = pl.col("text").str.head(TEXT_LENGTH).str.replace_all("[•|\u2028\r]", "\n").str.split("\n")
    lines = texts.with_columns(text=text).explode("text").filter(pl.col("text").str.len_bytes() > 1)
    lines = lines.with_row_index("line").with_columns(
        heading=pl.when(pl.col("row") == pl.col("row").shift(1)).then(pl.col("text").shift(1))
    )
    has_digit = pl.col("text").str.contains(r"\d")
    lines = lines.filter(has_digit).with_columns(
        pl.col("text").str.normalize("NFKC").str.replace_all(r"[\x01\x02\s]+", " ")
    )
    return lines.filter(pl.col("text").str.contains(pattern.money) | pl.col("text").str.contains(pattern.cue))


def _cut(lines: pl.DataFrame) -> pl.DataFrame:
    """One line an amount: `words`, the text `before` it (to the amount before) and `after` it (to the next)."""
    marked = pl.col("text").str.replace_all(grammar().amount, f"{_START}${{0}}{_END}").str.split(_START)
    heading = pl.col("heading").str.strip_chars()
    is_heading = (heading.str.len_chars() <= HEADING) & ~heading.str.ends_with(".")
    heading = pl.when(is_heading).then(heading + ": ").otherwise(pl.lit("")).fill_null("")
    parts = lines.with_columns(part=marked.list.head(AMOUNTS + 1)).with_columns(
        first=heading + pl.col("part").list.first(), size=pl.col("part").list.len()
    )
    parts = parts.filter(pl.col("size") > 1).with_columns(pl.col("part").list.slice(1)).drop("text", "heading", "size")
    parts = parts.explode("part").with_columns(
        pl.col("part").str.split_exact(_END, 1).struct.rename_fields(["words", "after"]).alias("cut")
    )
    parts = parts.unnest("cut").with_columns(pl.col("after").fill_null(""))
    is_first = pl.col("line").ne_missing(pl.col("line").shift(1))
    return parts.with_columns(before=pl.when(is_first).then("first").otherwise(pl.col("after").shift(1))).with_columns(
        pl.col("before").str.tail(BEFORE), pl.col("after").str.head(AFTER)
    )


def _read(amounts: pl.DataFrame) -> pl.DataFrame:
    groups = ["pre1", "number1", "scale1", "post1", "pre2", "number2", "scale2", "post2"]
    frame = amounts.with_columns(
        pl.col("words").str.extract_groups(grammar().amount).struct.rename_fields(groups).alias("group")
    ).unnest("group")
    frame = frame.with_columns(scale1=_scale(frame["scale1"]), scale2=_scale(frame["scale2"]))
    frame = frame.with_columns(_figures())
    return frame.with_columns(_borrowed()).with_columns(_scaled("1"), _scaled("2"))


@cache
def _figures() -> tuple[pl.Expr, ...]:
    """The signs and the exact numbers in the groups of an amount."""
    sign = pl.concat_str([pl.col(name).fill_null("") for name in ("pre1", "post1", "pre2", "post2")], separator=" ")
    first_sign = pl.coalesce("pre1", "post1", "pre2", "post2").str.strip_chars()
    return (
        (~pl.col("number1").str.contains("[.,]")).alias("is_plain"),
        sign.str.extract(grammar().codes).alias("code"),
        first_sign.alias("symbol"),
        _number("number1", "scale1").alias("number1"),
        _number("number2", "scale2").alias("number2"),
    )


@cache
def _borrowed() -> tuple[pl.Expr, ...]:
    """The multiplier of each number, which a small one borrows from the other."""
    small1, small2 = pl.col("number1") < 1000, pl.col("number2") < 1000
    borrowed1 = pl.when(pl.col("scale1").is_null() & small1).then("scale2").otherwise("scale1")
    borrowed2 = pl.when(pl.col("scale2").is_null() & small2).then("scale1").otherwise("scale2")
    # "$170-195,000": the first number leaves out the thousands that the second one spells out.
    short = (
        small1
        & pl.col("is_plain")
        & (pl.col("number2") >= 10_000)
        & pl.col("scale1").is_null()
        & pl.col("scale2").is_null()
    )
    thousand = pl.lit(1000).cast(pl.Decimal(14, 0))
    return pl.when(short).then(thousand).otherwise(borrowed1).alias("scale1"), borrowed2.alias("scale2")


def _scale(words: pl.Series) -> pl.Series:
    """The multiplier that a word such as k or million stands for; null without one."""
    known = {word: value for word in words.unique().drop_nulls() if (value := _value(word, ("multiplier",)))}
    return words.replace_strict(known, default=None, return_dtype=pl.String).cast(pl.Decimal(14, 0))


@lru_cache(maxsize=1 << 12)
def _value(word: str, uses: tuple[str, ...]) -> str | None:
    """What the word stands for in one of the uses; the last line on file that has it counts."""
    for row in reversed(pay_rules.rows("pay_words.csv")):
        if row["use"] in uses and re.fullmatch(f"(?i:{row['pattern']})", word):
            return row["value"]
    return None


def _number(name: str, scale: str) -> pl.Expr:
    """The exact number behind digits with separators; before a k or a million a lone separator is a decimal one."""
    compact = pl.col(name).str.replace_all(r"[^0-9.,]", "")
    lone = compact.str.count_matches("[.,]") == 1
    fraction = pl.when(lone & pl.col(scale).is_not_null()).then(compact.str.extract(r"[.,]([0-9]+)$"))
    decimals = fraction.otherwise(compact.str.extract(r"[.,]([0-9]{1,2})$")).fill_null("")
    whole = compact.str.head(compact.str.len_chars() - decimals.str.len_chars()).str.replace_all("[.,]", "")
    odd = lone & pl.col(scale).is_null() & compact.str.contains(r"[.,][0-9]{4,}$")
    return pl.when(~odd).then(whole + "." + decimals + "0").cast(pl.Decimal(24, 6), strict=False)


@cache
def _scaled(side: str) -> pl.Expr:
    number = pl.col(f"number{side}")
    scale = pl.col(f"scale{side}").fill_null(pl.lit(1).cast(pl.Decimal(14, 0)))
    return pl.when(number < 1_000_000_000_000).then(number * scale).alias(f"number{side}")


def _weigh(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(*_last_and_first(), stated_period=_period(frame)).with_columns(_surroundings())
    single = ~pl.col("is_range")
    low, high = pl.min_horizontal("number1", "number2"), pl.max_horizontal("number1", "number2")
    frame = frame.with_columns(
        rank=_rank(),
        pay_min=pl.when(~(single & pl.col("at_most"))).then(low),
        pay_max=pl.when(~(single & pl.col("at_least"))).then(high),
    )
    # A bare range beside a range that is called pay, in one line, is another zone of it.
    told = pl.when("is_range").then("rank").min().over("line")
    frame = frame.with_columns(rank=pl.when((pl.col("rank") == 2) & pl.col("is_range")).then(told).otherwise("rank"))
    columns = ["row", "is_note", "line", "words", "pay_min", "pay_max", "code", "symbol"]
    return frame.filter(pl.col("rank").is_not_null() & (high > 0)).select(*columns, "stated_period", "is_range", "rank")


@cache
def _surroundings() -> tuple[pl.Expr, ...]:
    """What the words around an amount make of it."""
    pattern = grammar()
    before, after = _told()
    at_least = pl.col("before").str.contains(pattern.at_least) | pl.col("after").str.contains(r"^\+")
    return (
        before.alias("before_kind"),
        after.alias("after_kind"),
        pl.col("number2").is_not_null().alias("is_range"),
        pl.col("before").str.contains(pattern.at_most).alias("at_most"),
        at_least.alias("at_least"),
    )


@cache
def _last_and_first() -> tuple[pl.Expr, ...]:
    """The last telling word before an amount and the first one after it, in the group of its kind."""
    excluded = r"(?:\bexclu[a-z]+|\bnot includ[a-z]+|\bwithout|\bin addition to)\b[^.:]*"
    aside = rf"(?i){excluded}|(?:&|and|\+)\s(?:benefits|perks|equity)"
    last = pl.col("before").str.replace_all(aside, " ").str.extract_groups(grammar().telling_before)
    return last.alias("last"), pl.col("after").str.extract_groups(grammar().telling_after).alias("first")


def _told() -> tuple[pl.Expr, pl.Expr]:
    """What the words before and after an amount call it: base, cue, other, or null."""
    last, first = pl.col("last"), pl.col("first")
    kind = _kind(last, ("base", "cue", "other"))
    is_base = (kind == "cue") & pl.col("before").str.tail(60).str.contains(grammar().base)
    return pl.when(is_base).then(pl.lit("base")).otherwise(kind), _kind(first, ("base", "cue", "other", "topic"))


def _kind(groups: pl.Expr, kinds: tuple[str, ...]) -> pl.Expr:
    """The kind whose group matched; null for none."""
    matched = [groups.struct.field(str(i)).is_not_null() for i in range(1, len(kinds) + 1)]
    return pl.coalesce(pl.when(is_kind).then(pl.lit(kind)) for is_kind, kind in zip(matched, kinds, strict=True))


def _period(amounts: pl.DataFrame) -> pl.Series:
    """The period named in each amount, else just after it, else last before it."""
    near = pl.col("after").str.strip_chars_start("+ ").str.replace(r"[;!?+].*$|\.\s+\p{Lu}.*$", "").str.head(30)
    glued = pl.col("words").str.strip_chars_end().str.extract(grammar().period_glued)
    # One pass over both, so that the expression is built once.
    places = pl.concat_list(pl.col("words"), near).list.eval(pl.element().str.extract_groups(grammar().period_in))
    found = amounts.select(glued=glued, inside=places.list.first(), follows=places.list.last(), before="before")
    precedes = pl.col("before").str.tail(60).str.extract(grammar().period_before)
    named = [pl.col(name).struct.field(part) for name in ("inside", "follows") for part in ("1", "2")]
    return _named(found.select(pl.coalesce("glued", *named, precedes)).to_series())


def _named(words: pl.Series) -> pl.Series:
    """The period that each word names, read once from each distinct word."""
    known = {word: value for word in words.unique().drop_nulls() if (value := _value(word, ("unit", "word", "glued")))}
    return words.replace_strict(known, default=None, return_dtype=pl.String)


@cache
def _rank() -> pl.Expr:
    """0 for base pay, 1 beside a word of pay, 2 for bare figures that look like it; null for what is not base pay."""
    before, after = pl.col("before_kind"), pl.col("after_kind")
    has_sign = pl.col("symbol").is_not_null()
    is_sum = (pl.col("number1") >= 1000) & ~pl.col("words").str.contains(r"^40[13]\s?[kK]")
    is_near = pl.col("before").str.tail(30).str.contains(grammar().cue) & (pl.col("is_range") | (before == "base"))
    spelled = has_sign | (is_sum & (is_near | (pl.col("is_note") & pl.col("is_range"))))
    is_cut = pl.col("after").str.contains(grammar().cut_off) | pl.col("after").str.contains(
        r"(?i)^ ?\((?:OTE|on[- ]target)"
    )
    is_told_range = pl.col("is_range") & before.is_in(["base", "cue"])
    opens_line = pl.col("before").str.contains(r"^[^\pL]*$|: [^\pL]*$")
    is_note, has_period = pl.col("is_note"), pl.col("stated_period").is_not_null()
    # A line that is nothing but hourly pay; by the month or year it is as likely an allowance.
    stands_alone = opens_line & ~pl.col("after").str.contains(r"\pL") & (pl.col("stated_period") == "hour")
    bare = is_note | pl.when("is_range").then(has_period | opens_line).otherwise(stands_alone)
    return (
        pl.when(~spelled | is_cut)
        .then(None)
        .when(after == "base")
        .then(0)
        .when((after == "other") | ((after == "topic") & ~is_told_range))
        .then(None)
        .when(before == "other")
        .then(pl.when(after == "cue").then(1))
        .when(before == "base")
        .then(0)
        .when((before == "cue") | (after == "cue"))
        .then(1)
        .when(bare & (has_sign | is_note))
        .then(2)
    )


def period_of(words: pl.Series) -> pl.Series:
    """The period that each label names (`hourly`, `per year`); null where it names none."""
    if words.null_count() == words.len():
        return words
    group = words.str.extract_groups(grammar().period_in)
    named = (_named(group.struct.field(part)) for part in ("1", "2"))
    return pl.select(pl.coalesce(*named)).to_series()
