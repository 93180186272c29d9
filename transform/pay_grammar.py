"""The grammar of amounts: the expressions that the words on file make, and the exact numbers behind spelled ones."""

import re
from functools import cache, lru_cache, partial
from typing import NamedTuple

import polars as pl

from transform import pay_rules
from transform.conditions import is_one_of
from transform.patterns import in_own_thread

_NUMBER = (
    r"[0-9]{1,3}(?:[.,' ’´`][0-9]{3})+(?:[.,][0-9]{1,2}(?-u:\b))?"  # grouped in threes
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"  # lakh and crore
    r"|[0-9]{1,12}(?:[.,][0-9]{1,6})?"
)


_LETTER = r"[A-Za-z\u{C0}-\u{24F}\u{400}-\u{4FF}\u{3041}-\u{9FFF}\u{AC00}-\u{D7AF}]"

_PERIODS = ("unit", "word", "abbreviation", "glued")


class Grammar(NamedTuple):
    """The expressions that the words make: `amount` with its eight groups, and one for each use of a word."""

    amount: str
    money: str
    signs: tuple[str, ...]
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
    topic: str
    cue: str
    pay: str
    other: str
    paid: str
    total: str


def _words(use: str) -> str:
    return "|".join(row["pattern"] for row in pay_rules.rows("pay_words.csv") if row["use"] == use)


def _alone(pattern: str) -> str:
    return rf"(?:^|[^\pL\pN])(?i:{pattern})(?:$|[^\pL\pN])"


@cache
def grammar() -> Grammar:
    """The grammar, built from the words, symbols and currencies on file.

    Letters of any case are asked for around words alone: a class of all letters is twice as dear to build so.
    """
    codes = "|".join(
        dict.fromkeys(row["currency"] for row in pay_rules.rows("pay_bounds.csv") if row["currency"] != "ALL")
    )
    signs = sorted(
        {row["symbol"] for row in pay_rules.rows("pay_symbols.csv") if row["symbol"][:1] != "*"} - {""},
        key=len,
        reverse=True,
    )
    before, after = "|".join(map(_prefix, signs)), "|".join(map(_suffix, signs))
    names = "|".join(sign for sign in signs if _is_name(sign) and len(sign) > 1)
    prefix = rf"(?-u:\b)(?:{codes})[:\s]?\s?(?:{before})?|(?:{before})"
    suffix = rf"(?:{codes})(?-u:\b)|(?:{after})"
    plain = "|".join(_ascii("multiplier"))
    glued = rf"(?i:{_words('glued')})(?-u:\b)"
    scaled = rf"(?:\s?((?:(?i:{plain}))(?-u:\b)|{'|'.join(_other('multiplier'))})|{glued}|(?-u:\b))"
    per = rf"(?:\s?(?:/|per\s)\s?{_LETTER}{{1,9}})?"
    one = rf"({_NUMBER}){scaled}(?:\s?({suffix}))?"
    joiner = rf"(?i:{_words('joiner')})"
    units = _words("unit")
    linker = (
        r"(?:/|per |pro |p\.|an? |each |every |je |par |por |al |(?:all|à l|de l)'"
        r"|im |i |w |pe |za |в |la |ao |pr\.? |på )"
    )
    words = _words("word")
    after = f"{words}|{_words('abbreviation')}"  # "PA" before an amount is a state
    base, cue, other, topic, target, total = (
        _words(use) for use in ("base", "cue", "other", "topic", "target", "total")
    )
    return Grammar(
        # Lines have plain blanks only; the class of all blanks would be dear to build so often.
        amount=rf"(?:({prefix})\s?|(?-u:\b)){one}{per}(?:\.?\s?{joiner}\s?(?:({prefix})\s?)?{one})?".replace(
            r"\s", " "
        ),
        money=rf"(?-u:\b)(?:{codes}|{names})(?-u:\b)|(?-u:\b)(?:{codes}|[NR]) ?[0-9]|[0-9](?:{codes}|{names})(?-u:\b)"
        r"|[0-9][kK]? ?[-–—] ?[0-9]{2,3} ?[kK](?-u:\b)",
        signs=tuple(sign for sign in signs if not _is_name(sign)),
        codes=rf"(?-u:\b)({codes})",
        period_in=rf"(?i:{linker}\s?({units}))(?:$|[^\pL])|(?:^|[^\pL])(?i:({after}))(?:$|[^\pL\pN])",
        period_glued=rf"(?i)[0-9]({_words('glued')})$",
        period_before=rf"(?s)^(?:.*[^\pL])?(?i:({words}))(?:$|[^\pL\pN])",
        at_most=rf"(?:^|[^\pL])(?i:{_words('at_most')})\s?[:(]?\s?$"
        r"|(?:^|[-–—|(,/)] ?|(?i:salary|pay|rate|package) )to $",
        at_least=rf"(?:^|[^\pL])(?i:{_words('at_least')})\s?[:(]?\s?$",
        telling_before=rf"(?s)^(?:.*[^\pL\pN])?(?i:({base})|({target})|({cue})|({other}))(?:$|[^\pL\pN])",
        base=rf"(?-u:\b)(?i:{base})(?-u:\b)",
        telling_after=rf"(?s)^[^\pL\pN+,.;(|•]*(?:[\pL\pN$€£'/-]+ ){{0,7}}?"
        rf"(?i:({base})|({target})|({total})|({cue})|({other})|({topic})|(\+|&|{_words('beside')}))(?:$|[^\pL\pN])",
        cut_off=rf"^\s?{joiner}\s?(?:{prefix})?\s?[0-9]|^[,.]?\s?[0-9]|^ ?%",
        topic=rf"(?-u:\b)(?i:{topic})(?-u:\b)",
        cue=_alone(f"{base}|{cue}"),
        pay=f"{base}|{cue}|{target}|{total}",
        other=other,
        # A number may follow at once: "年薪30-50万".
        paid=rf"(?:^|[^\pL\pN])(?i:{base}|{cue}|{target}|{total})(?:$|[^\pL])",
        total=rf"(?is)^(?:.*[^A-Za-z])?(?:{total})($|[^A-Za-z].*$)",
    )


def _is_name(sign: str) -> bool:
    """Whether a sign is a word of ASCII letters, which counts only where it stands alone."""
    return sign.isascii() and sign.isalpha()


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


@cache
def borrowed() -> tuple[pl.Expr, ...]:
    """The multiplier of each number, which a small one borrows from the other."""
    plain1, plain2 = pl.col("scale1").is_null(), pl.col("scale2").is_null()
    # In "$800-1.2k" the first number is as it stands: with the other's k it would be far above it.
    is_near = pl.col("number1") <= 5 * pl.col("number2")
    # "4,500~6,000만": counted in ten thousands, pay runs into thousands of them.
    limit = pl.when(pl.col("scale2") == 10_000).then(100_000).otherwise(1000)
    borrowed1 = pl.when(plain1 & (pl.col("number1") < limit) & is_near).then("scale2").otherwise("scale1")
    borrowed2 = pl.when(plain2 & (pl.col("number2") < 1000)).then("scale1").otherwise("scale2")
    # "R800k to R1mil": a thousand in Spanish, a million beside more thousands.
    is_million = (pl.col("scale1") == 1000) & (pl.col("scale2") == 1000) & (pl.col("number2") * 50 < pl.col("number1"))
    borrowed2 = pl.when(is_million).then(pl.lit(1_000_000).cast(pl.Decimal(14, 0))).otherwise(borrowed2)
    # "$170-195,000": the first number leaves out the thousands that the second one spells out.
    in_thousands = (pl.col("number1") * 1000).is_between(pl.col("number2") / 5, pl.col("number2") * 2)
    short = pl.col("is_plain") & plain1 & plain2 & (pl.col("number2") >= 10_000) & in_thousands
    thousand = pl.lit(1000).cast(pl.Decimal(14, 0))
    return pl.when(short).then(thousand).otherwise(borrowed1).alias("scale1"), borrowed2.alias("scale2")


def scale(words: pl.Series) -> pl.Series:
    """The multiplier that a word such as k or million stands for; null without one."""
    return _values(words, ("multiplier",)).cast(pl.Decimal(14, 0))


def implied(words: pl.Series) -> pl.Series:
    """The sign on file for the currency that a multiplier such as LPA goes with; null for any other."""
    return _values(words, ("implied",))


def _values(words: pl.Series, uses: tuple[str, ...]) -> pl.Series:
    """What each word stands for in one of the uses; null for any other."""
    return words.map_elements(partial(_value, uses), return_dtype=pl.String)


@lru_cache(maxsize=1 << 12)
def _value(uses: tuple[str, ...], word: str) -> str | None:
    """What the word stands for in one of the uses; the last line on file that has it counts."""
    for row in reversed(pay_rules.rows("pay_words.csv")):
        if row["use"] in uses and re.fullmatch(f"(?i:{row['pattern']})", word):
            return row["value"]
    return None


def compact(name: str) -> pl.Expr:
    """The digits of a number with the separators that may tell its decimals from its thousands."""
    return pl.col(name).str.replace_all(r"[^0-9.,]", "").alias(name)


def number(name: str, scale: str) -> pl.Expr:
    """The exact number behind `compact` digits; before a k or a million a lone separator is a decimal one."""
    compact = pl.col(name)
    lone = compact.str.count_matches("[.,]") == 1
    is_myriad = is_one_of(pl.col(scale), [10_000, 100_000_000]) & compact.str.contains(",[0-9]{3}$")
    has_fraction = lone & ~is_myriad & pl.col(scale).is_not_null()
    odd = lone & pl.col(scale).is_null() & compact.str.contains(r"[.,][0-9]{4,}$")
    fraction, cents = compact.str.replace(r"[.,]([0-9]+)$", "d$1"), compact.str.replace(r"[.,]([0-9]{1,2})$", "d$1")
    marked = pl.when(~odd).then(pl.when(has_fraction).then(fraction).otherwise(cents))
    exact = marked.str.replace_all("[.,]", "").str.replace("d", ".", literal=True)
    return exact.cast(pl.Decimal(24, 6), strict=False)


@cache
def scaled(side: str) -> pl.Expr:
    """The number of one side times its multiplier; null where it is absurd."""
    value = pl.col(f"number{side}")
    multiplier = pl.col(f"scale{side}").fill_null(pl.lit(1).cast(pl.Decimal(14, 0)))
    return pl.when(value < 1_000_000_000_000).then(value * multiplier).alias(f"number{side}")


def named(words: pl.Series) -> pl.Series:
    """The period that each word names; null for any other."""
    return _values(words, _PERIODS)


@in_own_thread
def respelled(texts: pl.Series) -> pl.Series:
    """The texts with the many spellings of fortnights and the like as the one word that the grammar knows.

    Only a text that holds a literal on file for these (`respelled_hint`) is looked at closely.
    """
    hints = _words("respelled_hint").split("|")
    held = texts.str.contains_any(hints, ascii_case_insensitive=True).arg_true()
    if held.is_empty():
        return texts
    return texts.clone().scatter(held, texts.gather(held).to_frame("text").select_seq(_respelling()).to_series())


@cache
def _respelling() -> pl.Expr:
    text = pl.col("text")
    for row in pay_rules.rows("pay_words.csv"):
        if row["use"] == "respelled":
            text = text.str.replace_all(rf"(?i)(?-u:\b)(?:{row['pattern']})(?-u:\b)", row["value"])
    return text


def period_of(words: pl.Series) -> pl.Series:
    """The period that each label names (`hourly`, `per year`); null where it names none."""
    if words.null_count() == words.len():
        return words
    group = respelled(words).str.extract_groups(grammar().period_in)
    return pl.select(pl.coalesce(*(named(group.struct.field(part)) for part in ("1", "2")))).to_series()
