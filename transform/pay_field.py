"""Pay fields and headlines: which of their amounts are pay, though many carry no sign.

Such a string is about the job, so an amount with a currency is pay. A bare number may as well be a requisition or years
of experience: it needs a word of pay close by, a period of its own, thousands (`45k`), or to be all there is.
"""

from functools import cache

import polars as pl

from transform.patterns import in_own_thread
from transform.pay_grammar import grammar

PAY = ("base", "target", "total", "cue")
"""What the words may call an amount that is pay."""

_NOUNS = (
    r"hours?|hrs?|days?|weeks?|months?|mths?|years?|yrs?|stunden|tage|jahre|heures|jours|uur|horas|minutes?"
    r"|openings?|positions?|vacanc(?:y|ies)|people|employees|staff|users?|customers?|clients?|rows|records|members"
)
_COUNTED = rf"(?i)^ ?\+?[- ]?(?:{_NOUNS})(?-u:\b)|^ ?%|^ ?(?:km|m²|sqm)(?-u:\b)|^ ?[FHMWDX](?:/[FHMWDX])+(?-u:\b)"
_TERM = r"(?i)^ ?(?:ftc|fixed|contract|mat(?:ernity)?|cover)(?-u:\b)"  # "12-15m FTC" are months
_GROUPED = r"^ ?[0-9]{1,3}[.,][0-9]{3} ?$"
_OWN_AFTER = r"(?i)^ ?(?:an?|each|every) (?:year|month|week|day|hour)(?-u:\b)"
_SIGNED = r"[-–−]$"
_APART = r"[-–—|] ?$"
_APART_AFTER = r"^ ?[-–—|]"
_CLEAN = (
    r"(?i)^ ?(?:$|[^\pL\pN ]|(?:plus|and|up|in|per|pa|pj|pm|pcm|fixe|fixed|base|basic|brut|brutto|bruto|gross|net|netto"
    r"|doe|ote|perm|permanent|contract|fully|remote|hybrid|onsite)(?-u:\b))"
)
_PAST = r"^[^\pL\pN]*[-–—|]"
_NEAR = 3  # so many words may stand between a word of other money and what it speaks of
_LEAST = 10_000  # of a lone number with a k
_SMALL = 100.0  # a bare number below this is pay of an hour or a day, or none
_WORDS = 6  # so many words may stand between a word of pay and a bare number


@in_own_thread
def with_told(frame: pl.DataFrame) -> pl.DataFrame:
    """The amounts with `is_told`: whether one of a pay field is pay as far as its own spelling goes.

    What words say of other money far before an amount, or past a dash after it, does not hold for it there.
    """
    frame = frame.with_columns_seq(_kinds())
    is_signed = pl.col("symbol").is_not_null()
    is_of_topic = pl.col("is_of_topic") & (pl.col("own_scale1") >= 1_000_000)
    told = (is_signed & ~is_of_topic.fill_null(value=False)) | (~is_signed & _is_bare_pay())
    return frame.with_columns_seq(is_told=(pl.col("is_field") & told).fill_null(value=False))


@cache
def _kinds() -> tuple[pl.Expr, ...]:
    """What the words around an amount call it, with the farther ones left out in a field."""
    before, after = pl.col("before_kind"), pl.col("after_kind")
    near = rf"(?:^|[^\pL\pN])(?i:{grammar().other})[^\pL\pN/]*(?:[\pL'’&-]+[^\pL\pN/]+){{0,{_NEAR}}}$"
    is_far = pl.col("is_field") & (before == "other") & ~pl.col("before").str.contains(near)
    is_firm = pl.col("stated_period").is_not_null() | pl.col("at_most") | pl.col("at_least") | pl.col("is_range")
    is_past = pl.col("is_field") & (after == "topic") & is_firm & pl.col("after").str.contains(_PAST)
    return pl.when(~is_far.fill_null(value=False)).then(before), pl.when(~is_past.fill_null(value=False)).then(after)


@cache
def _is_bare_pay() -> pl.Expr:
    """Whether a number without a sign is pay."""
    before, after = pl.col("before"), pl.col("after")
    bound = pl.col("at_most") | pl.col("at_least")
    is_alone = (pl.col("amounts") == 1) & (bound | ~before.str.contains(r"\pL")) & ~after.str.contains(r"\pL")
    is_told = _is_near() | _is_of_period() | _is_in_thousands(bound) | _is_apart(bound) | is_alone
    are_months = (pl.col("own_scale2") == 1_000_000).fill_null(value=False) & after.str.contains(_TERM)
    is_other = after.str.contains(_COUNTED) | before.str.contains(_SIGNED) | are_months
    return is_told & (pl.col("number1") >= least()) & ~is_other


def least() -> pl.Expr:
    """What an amount must be at least, as its words have it: more than years where nothing shows that it is money."""
    has_letters = pl.col("before").str.contains(r"\pL") | pl.col("after").str.contains(r"\pL")
    is_bare = pl.col("symbol").fill_null("").eq("") & pl.col("own_scale1").is_null() & ~pl.col("is_range")
    is_short = pl.col("stated_period").is_in(["hour", "day"])
    is_open = is_bare & has_letters & ~is_short.fill_null(value=False)
    return pl.when(is_open.fill_null(value=False)).then(pl.lit(_SMALL)).otherwise(pl.lit(0.0))


def _is_near() -> pl.Expr:
    """Whether a word of pay stands close before the number or just after it."""
    pattern = grammar()
    between = rf"[^\pL\pN]*(?:[\pL'’%/&-]+[^\pL\pN|–—-]+){{0,{_WORDS}}}$"
    is_before = pl.col("before").str.contains(rf"(?:^|[^\pL\pN])(?i:{pattern.pay}){between}")
    return is_before | pl.col("after").str.contains(rf"^[^\pL\pN|+]{{0,3}}(?i:{pattern.pay})(?:$|[^\pL\pN])")


def _is_of_period() -> pl.Expr:
    """Whether the number has a period of its own, not one that stands apart."""
    is_apart = pl.col("before").str.contains(_APART) | pl.col("after").str.contains(_APART_AFTER)
    has_own = pl.col("words").str.contains(r"/|per ") | pl.col("after").str.contains(_OWN_AFTER)
    are_hours = pl.col("words").str.contains(r"(?i)[0-9] ?(?:hrs?|hours?)$")
    return pl.col("stated_period").is_not_null() & (pl.col("is_range") | has_own | ~is_apart) & ~are_hours


def _is_apart(bound: pl.Expr) -> pl.Expr:
    """Whether a number with its thousands apart stands alone between dashes or bars: `Analyst - 21,000 - Leeds`."""
    is_grouped = pl.col("words").str.contains(_GROUPED) & (bound | (pl.col("number1") >= _LEAST))
    stands = bound | pl.col("before").str.contains(_APART)
    return is_grouped & stands & pl.col("after").str.contains(_CLEAN)


def _is_in_thousands(bound: pl.Expr) -> pl.Expr:
    """Whether the number counts thousands and nothing follows that is counted."""
    is_many = pl.col("is_range") | bound | (pl.col("number1") >= _LEAST)
    has_k = (pl.col("own_scale1") == 1000) | (pl.col("own_scale2") == 1000)
    return has_k.fill_null(value=False) & is_many & pl.col("after").str.contains(_CLEAN)
