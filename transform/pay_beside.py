"""Which amounts of a text belong together: both ends of one range, ranges side by side, lists of single amounts.

A list is a run of single amounts in one line, or in lines one below the other, each with a short label: places,
levels, shifts, years (`Zone A: $120,000 / Zone B: $110,000`). Where one of them is pay the others are zones of it.
Where nothing calls any of them pay, they are only where their labels are those of levels or roles and they go in steps.
"""

from functools import cache

import polars as pl

from transform import pay_terms
from transform.conditions import is_one_of
from transform.pay_grammar import grammar

BESIDE_OTHERS = 3
"""The rank of a bare range that is pay only as another zone of pay in the same line."""

_OPENING = r"(?i)(?-u:\b)(?:start(?:s|ing)?|entry|minimum)(?-u:\b)[^.;]{0,30}$"
_OPENED = r"(?i)^[^.;]{0,12}(?-u:\b)start(?:s|ing)?(?-u:\b)"
_ASIDE_TO = r"^ ?\([^()]{0,60}\) to $"
_TOP = r"(?i)(?-u:\b)(?:top|max(?:imum)?) (?:pay|rate|salary|wage)(?-u:\b)"
_EDGE = 12  # "Maximum: "
_FAR = 4  # an upper side of more lower sides than this is another sum
_OTHER = ("other", "target", "total")
_ZONE = 2.5  # the pay of another level is no more than so many times that of the one beside it
_STEP = 1.6  # where no word calls the amounts pay, and this is a level of its own
_LABEL = 45
_SENTENCE = r"(?:^|[^0-9])[.!?](?: |$)"
_NO_SIBLING = (
    rf"(?i){_SENTENCE}|(?-u:\b)(?:bonus|total|overtime|after|months?|probation|pro[- ]?rata|actual|equates|commission"
    r"|variable|on[- ]target|ote|sign|w-?2|c2c)"
)
_BESIDE = r"(?i)(?:&|and|plus|\+) (?:benefits|perks|equity)(?-u:\b)"
_UP_TO_NEXT = r"^[^,;.|/]{0,40}"
_ASIDE = r"^ ?(?:\(|(?:in|for|at) )\pL"
_NUMERAL = r"(?: ?(?:[0-9]{1,2}|[IVX]{1,4}|[A-H]))?"
_OWN_LABEL = r": ?\pL[^:]*$"  # "Salary: Junior $90k" is headed by pay and labelled
_COMPARED = [
    *("row", "line", "symbol", "stated_period", "number1", "is_range", "at_most", "at_least", "is_cut"),
    *("pay_kind", "before_kind", "after_kind"),
]
_CELL = 2  # lines from one amount of a table to the next where their labels are cells of their own


# -- both ends of one range --


def with_far_ends(frame: pl.DataFrame) -> pl.DataFrame:
    """The amounts, where "starts at $18 an hour" and the "up to $30" after it in the line are one range."""
    if not frame.select_seq((pl.col("at_most") & ~pl.col("is_range")).any()).item():
        return frame
    ahead = {name: pl.col(name).shift(-1) for name in ("number1", "words", "stated_period", "own_scale1")}
    pair = frame.select_seq(_has_far_end(), **{f"far_{name}": far for name, far in ahead.items()})
    if not pair["has_end"].any():
        return frame
    frame = frame.hstack(pair).with_columns_seq(is_end=pl.col("has_end").shift(1, fill_value=False))
    joined = pl.concat_str([pl.col("words").str.strip_chars(), pl.col("far_words").str.strip_chars()], separator=" – ")
    period = pl.coalesce("stated_period", "far_stated_period")
    changed = {
        "number2": pl.col("far_number1"),
        "own_scale2": pl.col("far_own_scale1"),
        "words": joined,
        "stated_period": period,
        "is_range": pl.lit(value=True),
    }
    frame = frame.filter(~pl.col("is_end")).with_columns_seq(
        pl.when("has_end").then(value).otherwise(name).alias(name) for name, value in changed.items()
    )
    return frame.select_seq(pl.exclude("has_end", "is_end", "^far_.*$"))


@cache
def _has_far_end() -> pl.Expr:
    """Whether an amount is the lower side of a range whose upper side is the next amount of the line."""
    other, period = ["other", "target", "total"], pl.col("stated_period")
    opens = pl.col("at_least") | pl.col("before").str.contains(_OPENING) | pl.col("after").str.contains(_OPENED)
    opens |= pl.col("before").shift(-1).str.contains(_TOP) | pl.col("before").shift(-1).str.contains(_ASIDE_TO)
    is_base = pl.col("rank").is_not_null() & (pl.col("pay_kind") == "base")
    ends = pl.col("at_most") & ~pl.col("is_range") & (pl.col("pay_kind") == "base")
    ends &= ~is_one_of(pl.col("before_kind"), other).fill_null(value=False)
    ends &= ~is_one_of(pl.col("after_kind"), [*other, "topic"]).fill_null(value=False)
    is_below = (pl.col("line").shift(-1) - pl.col("line") <= _CELL) & (pl.col("gap").shift(-1).str.len_chars() <= _EDGE)
    alike = (pl.col("line") == pl.col("line").shift(-1)) | ((pl.col("row") == pl.col("row").shift(-1)) & is_below)
    alike &= (pl.col("symbol") == pl.col("symbol").shift(-1)) & (period == period.shift(-1)).fill_null(value=True)
    is_above = pl.col("number1").shift(-1).is_between(pl.col("number1"), _FAR * pl.col("number1"))
    holds = opens & ~pl.col("at_most") & ends.shift(-1) & ~pl.col("is_range") & is_base & alike & is_above
    return holds.fill_null(value=False).alias("has_end")


# -- ranges side by side --


def with_neighbours(frame: pl.DataFrame) -> pl.DataFrame:
    """The amounts, where a bare range beside one that is called pay, and of its size, is another zone of it."""
    ranks = frame.filter("is_range")["rank"]
    if not (ranks > 2).any() and not ((ranks == 2).any() and (ranks < 2).any()):
        return frame
    is_range = pl.col("is_range") & (pl.col("pay_kind") == "base")
    is_next = (pl.col("row") == pl.col("row").shift(1)) & (pl.col("line") - pl.col("line").shift(1) <= 1)
    frame = frame.with_columns_seq(run=(~is_next.fill_null(value=False)).cum_sum())
    told = pl.when(is_range & (pl.col("rank") < 2))
    rank, size = told.then("rank").min().over("run"), told.then("number1").drop_nulls().first().over("run")
    in_line = told.then("rank").min().over("line").is_not_null()
    is_size = pl.col("number1").is_between(size * 2 / 5, size * 5 / 2)
    is_alike = (in_line & ((pl.col("rank") == 2) | is_size)) | ((pl.col("rank") == 2) & is_size & ~pl.col("is_note"))
    is_zone = (pl.col("rank") >= 2) & is_range & rank.is_not_null() & is_alike
    period = told.then("stated_period").drop_nulls().first().over("line")
    # "Staff: $190k-$210k, Principal $210k-$235k": the first is bare, but stands where pay does.
    bare = pl.when(is_range & (pl.col("rank") == 2)).then("number1").drop_nulls().first().over("line")
    is_sibling = (pl.col("rank") > 2) & is_range & pl.col("number1").is_between(bare * 2 / 5, bare * 5 / 2)
    ranked = frame.with_columns_seq(
        rank=pl.when(is_zone).then(rank).when(is_sibling).then(2).otherwise("rank"),
        stated_period=pl.when(is_zone).then(pl.coalesce("stated_period", period)).otherwise("stated_period"),
    )
    return ranked.filter(pl.col("rank") < BESIDE_OTHERS)


# -- lists of single amounts --


def with_lists(frame: pl.DataFrame) -> pl.DataFrame:
    """The amounts with `list`, one number for all single amounts of a list of pay, and the rank and period they share.

    Outside of lists it is null, and rank and period stay.
    """
    signed = frame["symbol"].is_not_null().arg_true()
    near = frame.select_seq(pl.col(_COMPARED).gather(signed)).select_seq(_is_near()).to_series()
    if not near.any():
        return frame.with_columns_seq(list=pl.lit(None, pl.Int64))
    is_in_pair = near | near.shift(-1, fill_value=False)
    at = signed.filter(is_in_pair)
    few = frame.select_seq(pl.all().gather(at)).with_columns_seq(
        at.alias("at"), near.filter(is_in_pair).alias("is_near")
    )
    few = few.with_columns_seq(
        list=(~(pl.col("is_near") & _is_linked()).fill_null(value=False)).cum_sum().cast(pl.Int64)
    )
    told = pl.when(pl.col("rank") < BESIDE_OTHERS).then("rank").min()
    bare = pl.when(_is_level().all()).then(2)
    shared = few.with_columns_seq(
        rank=pl.coalesce(told, bare).over("list").cast(frame.schema["rank"]),
        stated_period=pl.coalesce("stated_period", pl.col("stated_period").drop_nulls().first().over("list")),
    ).filter((pl.len().over("list") > 1) & pl.col("rank").is_not_null())
    at = shared["at"]
    listed = pl.Series("list", [None], pl.Int64).new_from_index(0, frame.height).scatter(at, shared["list"])
    return frame.with_columns_seq(
        listed, *(frame[name].clone().scatter(at, shared[name]) for name in ("rank", "stated_period"))
    )


@cache
def _is_near() -> pl.Expr:
    """Whether an amount and the signed one before it are single, like and close enough to be of one list."""
    is_pay = ~is_one_of(pl.col("before_kind"), _OTHER).fill_null(value=False) & (pl.col("pay_kind") == "base")
    is_pay &= ~is_one_of(pl.col("after_kind"), [*_OTHER, "topic"]).fill_null(value=False) & ~pl.col("is_cut")
    single = is_pay & ~pl.col("is_range") & ~pl.col("at_most") & ~pl.col("at_least") & (pl.col("number1") > 0)
    is_close = (pl.col("row") == pl.col("row").shift(1)) & (pl.col("line") - pl.col("line").shift(1) <= _CELL)
    same_period = (pl.col("stated_period") == pl.col("stated_period").shift(1)).fill_null(value=True)
    is_like = (pl.col("symbol") == pl.col("symbol").shift(1)) & same_period & _is_within(_ZONE)
    return (single & single.shift(1) & is_close & is_like).fill_null(value=False)


def _is_within(factor: float) -> pl.Expr:
    """Whether an amount and the one before it differ by no more than a factor."""
    ours, other = pl.col("number1"), pl.col("number1").shift(1)
    return (ours <= factor * other) & (other <= factor * ours)


@cache
def _is_linked() -> pl.Expr:
    """Whether what stands between an amount and the one before it is no more than their labels."""
    gap, ended = pl.col("gap"), pl.col("after").shift(1)
    is_short = (gap.str.len_chars() <= _LABEL) & ~gap.str.contains(_NO_SIBLING)
    is_pay = pl.col("rank").is_not_null() | ~_is_of_topic()
    is_short &= is_pay & is_pay.shift(1) & ~pl.col("after").str.extract(f"({_UP_TO_NEXT})").str.contains(_NO_SIBLING)
    in_line = pl.col("line") == pl.col("line").shift(1)
    is_ended = (ended.str.len_chars() <= _LABEL) & ~ended.str.contains(_NO_SIBLING)
    # "Salary: $90,000" above "Car: $45,000" is no list, but the heading "Salary" above both makes one.
    has_cue = gap.str.contains(grammar().cue) & ~gap.str.contains(_OWN_LABEL)
    is_labelled = gap.str.contains(r"\pL") | pl.col("after").str.contains(_ASIDE)
    is_cell = (pl.col("line") - pl.col("line").shift(1) == _CELL) & ~gap.str.contains(r"\pL")
    is_item = (pl.col("line") - pl.col("line").shift(1) == 1) & is_labelled
    return is_short & (in_line | (is_ended & (has_cue == has_cue.shift(1)) & (is_item | is_cell)))


def _is_of_topic() -> pl.Expr:
    """Whether the words before an amount speak of other money, and not of what comes beside the amount before."""
    gap = pl.col("gap").str.replace_all(_BESIDE, " ")
    return pl.col("is_of_topic") & (gap.str.contains(grammar().topic) | _is_first())


def _is_first() -> pl.Expr:
    return pl.col("line").ne_missing(pl.col("line").shift(1))


@cache
def _is_level() -> pl.Expr:
    """Whether the label right before an amount is a level's or a role's, and the amount a step from its neighbour."""
    label = rf"(?-u:\b)(?i:{pay_terms.words('level')}|{pay_terms.words('role')}){_NUMERAL}[^\pL\pN]{{0,4}}$"
    is_step = (~pl.col("is_near") | _is_within(_STEP)) & ~pl.col("is_of_topic")
    return (pl.col("gap").str.contains(label) & is_step & pl.col("is_of_size")).fill_null(value=False)
