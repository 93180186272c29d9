"""What the line around an amount says of its terms: the zone it holds for, payments a year, hours, contractors."""

from functools import cache, lru_cache

import polars as pl

from transform import pay_rules
from transform.patterns import in_own_thread

_SUM = r"[A-Z]{0,3}[$€£]?\s?[0-9](?:[0-9.,]*[0-9])?[kK]?"
_MIDDLE = r"(?i:mid(?:-?point|dle)?)"
_EDGE = r"(?i:min(?:imum)?|max(?:imum)?|low|high)"
_AFTER_EACH = rf"\s?[-–—|/,;]?\s?{_SUM}\s?\({_MIDDLE}\)"
_NAME = r"(?i:,? (?:salary|pay|wage|rate|base))?:?\s"
_BEFORE_EACH = (
    rf"(?i:min(?:imum)?){_NAME}({_SUM})[\s,;|/–—-]+"
    rf"(?:{_MIDDLE}{_NAME}{_SUM}[\s,;|/–—-]+)?(?i:max(?:imum)?){_NAME}({_SUM})"
)
_IN_A_ROW = r"([$€£]\s?[0-9][0-9.,]*[kK]?)\s?[-–—]\s?[$€£]\s?[0-9][0-9.,]*[kK]?\s?[-–—]\s?([$€£]\s?[0-9][0-9.,]*[kK]?)"

_LABEL = r"(?:^|[.;|)(:]\s*|,\s+(?:and\s+)?|- )([^.;|:()\x01\x02]{2,60}):\s*$"
_ASIDE = r"^ ?(?:[A-Z]{3}|[A-Za-z/ ]{0,12})? ?\(([^()0-9]{2,40})\)"
_LISTED = r"^(?:.*(?:[,;/:|]|[-–—]\s))?\s*([\p{Lu}0-9][^.;|/,:()\x01\x02]{1,30})$"  # "L4 $180k"
_HOURS = (
    r"(?i)(?-u:\b)([0-9]{1,2}(?:[.,][0-9]{1,2})?)\s?(?:-\s?)?(?:hours?|hrs?|h|std\.?|stunden|heures?|horas|uur|timmar)\s?"
    r"(?:/|a|per|each|pro|die|par|por|i|p\.)\s?(?:week|wk|w|woche|semaine|semana|veckan)"
)
_HOURS_RANGE = (
    r"(?i)[0-9]\s?(?:hours?|hrs?|h|std\.?|stunden|heures?|horas|uur|timmar)?\s?(?:[-–—/~]|to|or|and|bis|und|à|ou|a|y|e|tot|till)\s?"
    rf"{_HOURS[4:]}"
)
_HOURS_A_WEEK = (8, 50)
_HOLIDAY = r"(?:vakantie(?:geld|toeslag|bijslag|uitkering)|(?:holiday|vacation) (?:allowance|pay|money|bonus))"
_PERCENT = r"(8(?:[.,][0-9]{1,2})?) ?%"
_ON_TOP = r"(?:(?-u:\b)(?:excl[a-z]*\.?|ex|not incl[a-z]*|plus|on top of|zonder)(?-u:\b)|[+&])"
_HOLIDAY_SHARE = rf"(?i){_ON_TOP}[^;:)]{{0,40}}?{_PERCENT} (?:of )?{_HOLIDAY}"
_HOLIDAY_USUAL = (
    r"(?i)(?-u:\b)(?:excl[a-z]*\.?|ex) (?:de |het |wettelijke? )?vakantie(?:geld|toeslag|bijslag|uitkering)"
)
_HOLIDAY_WITHIN = rf"(?i)(?-u:\b)(?:incl[a-z]*\.?|including) [^;:)]{{0,20}}?{_HOLIDAY}"
_PRO_RATA = r"(?i)(?-u:\b)pro[- ]?rata|[0-9]\s?FTE|(?-u:\b)FTE(?-u:\b)"
_LONG = 40
_MARKS = " /,-–—*&()[]:;\t"


def without_midpoint(text: pl.Expr) -> pl.Expr:
    """The text with lists of minimum, midpoint and maximum made ranges, so that the middle is no amount."""
    has_middle = text.str.contains(rf"(?-u:\b)(?:{_MIDDLE}|(?i:max(?:imum)?))(?-u:\b)")
    # "$70k (Mid)" beside a senior's pay is no midpoint.
    is_among = text.str.contains(rf"\({_EDGE}\)")
    edges = (
        pl.when(is_among)
        .then(text.str.replace_all(_AFTER_EACH, ""))
        .otherwise(text)
        .str.replace_all(rf"\s?\({_EDGE}\)", "")
    )
    edges = edges.str.replace_all(_BEFORE_EACH, "$1 - $2")
    in_a_row = text.str.replace_all(_IN_A_ROW, "$1 - $2")
    return pl.when(has_middle).then(edges).when(text.str.contains(_IN_A_ROW)).then(in_a_row).otherwise(text)


@in_own_thread
def with_terms(amounts: pl.DataFrame) -> pl.DataFrame:
    """The amounts, in the order of their lines, with the terms that `text` (the line), `before` and `after` say.

    The labels `zone_text` and `zone_aside` are added too.
    """
    is_first = pl.col("line").ne_missing(pl.col("line").shift(1))
    lines = amounts.filter(is_first).select_seq(_of_line())
    of_line = lines.select_seq(pl.all().gather(amounts.select_seq(is_first.cum_sum() - 1).to_series()))
    return _labelled(amounts.hstack(of_line).with_columns_seq(_of_amount()))


@cache
def _of_line() -> tuple[pl.Expr, ...]:
    return (
        payments(pl.col("text")).alias("payments"),
        weekly_hours(pl.col("text")).alias("weekly_hours"),
        pl.col("text").str.contains(_PRO_RATA).alias("is_pro_rata"),
        (_is_said("collective") & _is_said("gross")).alias("is_collective"),
    )


@cache
def _of_amount() -> tuple[pl.Expr, ...]:
    around = pl.concat_str([pl.col("before"), pl.lit(" "), pl.col("after").fill_null("")])
    return is_contractor(around).alias("is_contractor"), _is_net().alias("is_net")


def _is_said(use: str) -> pl.Expr:
    return pl.col("text").str.contains(rf"(?:^|[^\pL])(?i:{words(use)})(?:$|[^\pL])")


def _is_net() -> pl.Expr:
    """Whether the words close to the amount say that taxes are off, and none says gross."""
    near = pl.concat_str(
        [
            pl.col("before").str.extract(r"([^.;:()]{0,30})$"),
            pl.col("words"),
            pl.col("after").str.extract(r"^([^;()]{0,30})"),
        ],
        separator=" ",
        ignore_nulls=True,
    )
    return is_net(near) & ~near.str.contains(rf"(?i)(?:{words('gross')})")


def is_net(text: pl.Expr) -> pl.Expr:
    """Whether the words speak of pay after tax."""
    return text.str.contains(rf"(?:^|[^\pL])(?i:{words('net')})(?:$|[^\pL])")


def weekly_hours(text: pl.Expr) -> pl.Expr:
    """The hours of the working week, where the line states one figure and speaks of no other hours; else null.

    Hours on call, of overtime, training or opening, and bounds of hours, say nothing of the hours that are paid.
    """
    hours = text.str.extract(_HOURS).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    is_one = (text.str.count_matches(_HOURS) == 1) & ~text.str.contains(_HOURS_RANGE)
    is_other = text.str.contains(rf"(?i)(?-u:\b)(?:{words('other_hours')})(?-u:\b)")
    return pl.when(is_one & ~is_other & hours.is_between(*_HOURS_A_WEEK)).then(hours)


def payments(text: pl.Expr) -> pl.Expr:
    """How many months' pay the text says make a year, such as 13 or 14; null where it says nothing.

    A Dutch holiday allowance that is said to come on top counts as its share of twelve months: 8 % makes 12.96.
    """
    spelled = [pl.when(text.str.contains(_alone(said))).then(pl.lit(count)) for count, said in _counts()]
    several = text.str.extract(_alone(f"({_of('payments', '')})")).str.extract("(1[2-9])").cast(pl.Float64)
    months = pl.coalesce(several, *spelled)
    share = text.str.extract(_HOLIDAY_SHARE).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    share = pl.coalesce(share, pl.when(text.str.contains(_HOLIDAY_USUAL)).then(8.0))
    with_share = (months.fill_null(12.0) + 0.12 * share).round(2)
    return pl.coalesce(pl.when(~text.str.contains(_HOLIDAY_WITHIN)).then(with_share), months)


def _alone(pattern: str) -> str:
    return rf"(?i)(?:^|[^0-9A-Za-z.,])(?:{pattern})(?:$|[^0-9A-Za-z])"


def _of(use: str, value: str) -> str:
    return "|".join(
        line["pattern"] for line in pay_rules.rows("pay_words.csv") if line["use"] == use and line["value"] == value
    )


@cache
def _counts() -> tuple[tuple[float, str], ...]:
    """The counts of months' pay with the words that name each, the highest first."""
    lines = [line for line in pay_rules.rows("pay_words.csv") if line["use"] == "payments" and line["value"]]
    return tuple(sorted(((float(line["value"]), line["pattern"]) for line in lines), reverse=True))


def is_contractor(text: pl.Expr) -> pl.Expr:
    """Whether the words speak of a contractor's pay."""
    return text.str.contains(rf"(?i)(?-u:\b)(?:{words('contractor')})(?-u:\b)")


@cache
def words(use: str) -> str:
    """The words on file for a use, as one alternation."""
    return "|".join(line["pattern"] for line in pay_rules.rows("pay_words.csv") if line["use"] == use)


def _labelled(amounts: pl.DataFrame) -> pl.DataFrame:
    """The amounts with `zone_text`, the label before each, and `zone_aside`, what may be one where there are several.

    That is a label in lower case, a note in brackets after the amount, the words before an amount of a list, or a short
    heading above it.
    """
    heading = pl.col("heading").str.strip_chars(" :-–—*")
    is_heading = (heading.str.len_chars() <= _LONG) & ~pl.col("heading").str.contains(r"\p{Sc}|[0-9]{2}|[.!?]$")
    frame = amounts.select_seq(
        label=pl.col("before").str.extract(_LABEL),
        aside=pl.col("after").str.extract(_ASIDE),
        listed=pl.when(pl.col("list").is_not_null()).then(pl.col("gap").str.extract(_LISTED)),
        heading=pl.when(is_heading & pl.col("list").is_null()).then(heading),
    )
    frame = pl.DataFrame([labels.map_elements(_name, return_dtype=pl.String) for labels in frame])
    is_name = pl.col("label").str.contains(r"^[\p{Lu}0-9]")
    return amounts.with_columns_seq(
        frame.select_seq(
            zone_text=pl.when(is_name).then("label"), zone_aside=pl.coalesce("label", "aside", "listed", "heading")
        ).get_columns()
    )


@lru_cache(maxsize=1 << 12)
def _name(label: str) -> str | None:
    """The label without the words of pay around it; None where nothing else is left."""
    parts = label.split()
    own = [at for at, part in enumerate(parts) if part.strip(_MARKS).casefold() not in _fillers()]
    first = own[0] - (own[0] > 0 and parts[own[0] - 1] == "New") if own else 0  # "New York" is no new hire
    name = " ".join(parts[first : own[-1] + 1]).strip(_MARKS) if own else ""
    return name if sum(map(str.isalnum, name)) > 1 else None


@cache
def _fillers() -> frozenset[str]:
    return frozenset(("", *words("filler").split("|")))
