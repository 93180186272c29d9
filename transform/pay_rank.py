"""What the words around each amount of a line make of it: base pay, target, total, figures that stand alone, or no pay.

An amount counts as base pay by the words between it and the amounts beside it: the last telling word before it and the
first one after it decide between base pay, a word of pay, and pay of another kind (bonus, funding, stipend ...).
"""

from functools import cache

import polars as pl

from transform import pay_beside, pay_field, pay_terms
from transform.conditions import all_of, any_of, is_one_of
from transform.patterns import in_own_thread
from transform.pay_grammar import grammar, named

_ASIDE = r"(?i)^ ?\((?:OTE|on[- ]target)[^)0-9]*\)"
_AT_MOST = r"^ ?(?:(?i:max(?:imum)?|cap(?:ped)?)(?-u:\b)|以下|まで)"
_AT_LEAST = (
    r"^\+(?:$| ?[^0-9 ]| $)|^ ?(?:以上|起|이상|[〜～~](?:$|[^0-9 ])"
    r"|(?i:or (?:more|above|higher)|(?:and )?(?:above|upwards?|onwards?|over)|and up|min(?:imum)?"
    r"|(?:to )?start(?:ing)?)(?-u:\b))"
)
_BOUNDS = r"up to|from|circa|ca?\.?|around|approx\.?|start(?:s|ing)? (?:at|from)"
_CONTRACT = r"contract|freelance|part[- ]time|perm(?:anent)?|fixed[- ]term|temporary"
_LABEL = 45
_NEAR = 60
_APART = (  # what is left out, what a total is made of, and what comes beside pay
    r"(?i)(?:\bexclu[a-z]+|\bnot includ[a-z]+|\bwithout|\bin addition to)\b[^.:]*"
    r"|\((?:incl[a-z.]*|consist[a-z]* of) (?:both |a |the )*(?:base|fixed|hourly|salary)(?-u:\b)[^)]*\)"
    r"|(?:&|and|\+)\s(?:benefits|perks|equity)"
    r"|\b(?:data|ml|build) pipelines?\b"
)
_OPENS = (
    rf"^[^\pL]*(?:(?i:{_CONTRACT})[^\pL]*)?(?:(?i:{_BOUNDS}) ?[^\pL]*)?$"
    rf"|: [^\pL]*(?:(?i:{_BOUNDS}|{_CONTRACT}) ?[^\pL]*)?$"
)
_OPENS_PART = rf"^[^\pL]*(?:(?i:{_BOUNDS}|{_CONTRACT})[^\pL]*)?$"
_BESIDE = (
    r"^[^\pL]*(?i:annually|yearly|hourly)?[^\pL]*"
    r"(?:$|(?i:doe|guaranteed|depending on experience|pro[- ]?rata|to start|(?:plus|and|\+) (?:casual loading"
    r"|holiday pay|super(?:annuation)?|tips|mileage|benefits|bonus|equity|pension|commission))(?-u:\b))"
)
_ENDED = r"^ ?(?:USD|EUR|GBP)?\)?(?:$|[:;,.–—-]| ?[+:–—-]| plus(?-u:\b))"
_TOLD_BESIDE = r"(?i)^(?:\+ ?(base|salary|per|an?) | ?\((base|fixed|gross|(?:inside |outside )?ir35)\))"
_IS_NEXT = (
    r"(?i)(?-u:\b)(?:is|are|between|range|from|of|to) ?$"  # "compensation for this position in the US is 204k-231k"
)
_A_YEAR, _SIZE = 15_000, 1_000_000  # less a year may be a budget, more a company's money
_PART = (
    r"(?i)^ ?[\])]?(?:[^\pL\pN]*$| ?(?:tc|ote|ral|doe)(?-u:\b)"
    r"| ?(?:\+|plus|and|&) ?(?:[\pL-]+ ){0,3}?(?:equity|stock|bonus|benefits)"
    r"|\+? ?\((?:based|depending|dependent) on (?:your )?(?:experience|seniority|skills|level|location))"
)
_PACKAGE = (
    r"(?i)^ ?\)? ?(?:\+|plus|and|&|,|•|/) ?(?:[\pL-]+ ){0,3}?"
    r"(?:[0-9.,%]+ ?(?:[-–—]|to)? ?)*(?:equity|stock|options|bonus|benefits|commission|rsus?|super|pension|profit"
    r"|car|allowances?|bens|holidays?|medical|dental)"
    r"|^ ?(?:\+|plus) ?$"
    r"|^ ?(?:with|and|[,/+(]) ?(?:an )?(?:ote|on[- ]target(?: earnings)?)(?: of|:)? $"
)
_PAID_WITH = (
    r"(?i)^ ?\)? ?(?:\+|plus|and|&) ?(?:[\pL-]+ ){0,2}?(?:bonus(?:es)?|commissions?|equity|tips|overtime)(?-u:\b)"
)
_EITHER = r"^ ?(?:or|oder|ou|o|/|\(|=|~|≈) ?[(~≈]? ?$"
_YEARLY_PAY = (
    r"(?i)^ ?(?:(?:gross|base|basic|fixed) )?(?:yearly|annual|jährliches) (?:gross |base |basic )?"
    r"(?:salary|pay|gehalt|income)(?-u:\b)"
)
_NEXT_SENTENCE = r"(?i:bonus(?:es)?|equity|benefits|commissions?|stock|options) \p{Lu}.*$"
_NO_LABEL = r"[.!?]( |$)|(?i:equity|bonus|stock|shares)"
_NEXT_PLACE = r"^[.;] (?:For|In|At|Within|Outside|Elsewhere|If|Other|All other|The rest)(?-u:\b)"
_LAKHS = r"(?i)[0-9] ?lpa(?-u:\b)"  # lakhs per annum are pay and nothing else
_BY_PIECE = (
    r"(?i)^ ?(?:USD|EUR|GBP)? ?(?:per|/|for (?:each|every)|each|every|a|an|pro|par|por) ?(?:[0-9]+ )?"
    r"(?:(?:accepted|approved|completed|finished|successful|qualified|new) )?"
    r"(?:projects?|articles?|words?|tasks?|pages?|sales?|leads?|assessments?|interviews?|orders?|deliver(?:y|ies)|packages?|parcels?|stops?|miles?|km|students?|lessons?|units?|"
    r"screenshots?|surveys?|videos?|posts?|items?|deals?|meetings?|appointments?|hires?|referrals?|users?|seats?|tickets?)(?-u:\b)"
)
_RECURRING = r"(?i)(?:yearly|annual|monthly|weekly|daily) (?:contract|leave|review|target|budget|report)"
_NO_PAIR = 10_000  # an upper side of more lower sides than this is a slip of the pen
_ENORMOUS, _HARD = 1_000_000_000, ["$", "US$", "€", "£"]  # in thousands of millions of these no pay is counted


@in_own_thread
def surrounded(amounts: pl.DataFrame) -> pl.DataFrame:
    """The amounts with their period and what the words around each make of it."""
    frame = amounts.with_columns_seq(stated_period=_period(amounts), amounts=_is_sum().sum().over("line"))
    frame = frame.with_columns_seq(stated_period=pl.coalesce("stated_period", _period_of_other()))
    around = frame.with_columns_seq(_last_and_first()).with_columns_seq(_called())
    return frame.hstack(around.select_seq(_surroundings()))


def _is_sum() -> pl.Expr:
    """Whether a number is no count of the months' pay in a year, as in `15-25K·13薪`."""
    return ~pl.col("after").str.starts_with("薪")


@cache
def _surroundings() -> tuple[pl.Expr, ...]:
    """What the words around an amount make of it."""
    # A plus between two amounts of a line opens no end.
    is_open = (pl.col("after") == "+") & (pl.col("line") == pl.col("line").shift(-1))
    at_least = pl.col("at_least") & ~is_open.fill_null(value=False) & ~pl.col("at_most")
    return (
        _told().alias("before_kind"),
        pl.col("after_kind"),
        pl.col("number2").is_not_null().alias("is_range"),
        pl.col("before").str.contains(grammar().topic).alias("is_of_topic"),
        pl.col("at_most"),
        at_least.alias("at_least"),
    )


@cache
def _last_and_first() -> tuple[pl.Expr, ...]:
    """The last telling word before an amount and the first one after it, in the group of its kind."""
    last = pl.col("before").str.replace_all(_APART, " ").str.extract_groups(grammar().telling_before)
    # "£90k+ salary" says more than 90,000, "£90k (base)" says what it is; "£90k + bonus" says what comes beside it.
    after = pl.col("after").str.replace(_TOLD_BESIDE, " $1$2 ")
    return last.alias("last"), after.str.extract_groups(grammar().telling_after).alias("first")


@cache
def _called() -> tuple[pl.Expr, ...]:
    """What the words next to an amount call it, each question answered once."""
    pattern, before, after = grammar(), pl.col("before"), pl.col("after")
    return (
        _kind(pl.col("last"), ("base", "target", "cue", "other")).alias("before_kind"),
        _kind(pl.col("first"), ("base", "target", "total", "cue", "other", "topic")).alias("after_kind"),
        before.str.tail(60).str.extract(pattern.total).alias("beyond"),
        (before.str.contains(pattern.at_most) | after.str.contains(_AT_MOST)).alias("at_most"),
        (before.str.contains(pattern.at_least) | after.str.contains(_AT_LEAST)).alias("at_least"),
    )


def _told() -> pl.Expr:
    """What the words before an amount call it: base, target, total, cue, other, or null."""
    kind, before, beyond = pl.col("before_kind"), pl.col("before"), pl.col("beyond")
    is_base = (kind == "cue") & before.str.tail(60).str.contains(grammar().base)
    # "Total compensation" is all there is; a word of pay after it speaks of something else again.
    is_total = beyond.is_not_null() & ~beyond.str.contains(grammar().cue)
    is_budget = pl.col("is_field") & before.str.contains(r"(?i)^[^\pL]*budget[^\pL]*$")
    told = pl.when(is_total).then(pl.lit("total")).when(is_base).then(pl.lit("base"))
    return told.when(is_budget).then(pl.lit("cue")).otherwise(kind)


def _kind(groups: pl.Expr, kinds: tuple[str, ...]) -> pl.Expr:
    """The kind whose group matched; null for none."""
    matched = [groups.struct.field(str(i)).is_not_null() for i in range(1, len(kinds) + 1)]
    return pl.coalesce(pl.when(is_kind).then(pl.lit(kind)) for is_kind, kind in zip(matched, kinds, strict=True))


def _period(amounts: pl.DataFrame) -> pl.Series:
    """The period named in each amount, else just after it, else last before it."""
    found = amounts.select_seq(_named())
    spelled = [pl.col(name).struct.field(part) for name in ("inside", "follows") for part in ("1", "2")]
    return named(found.select_seq(pl.coalesce("glued", *spelled, "precedes")).to_series())


@cache
def _period_of_other() -> pl.Expr:
    """The period of the same pay in another currency that follows at once: `45-70 USD or 180-280 PLN per hour`."""
    is_beside = (pl.col("line") == pl.col("line").shift(-1)) & pl.col("before").shift(-1).str.contains(_EITHER)
    is_other = pl.col("symbol").ne(pl.col("symbol").shift(-1))
    is_like = pl.col("number2").is_null() == pl.col("number2").shift(-1).is_null()
    holds = is_beside & is_other & is_like
    return pl.when(holds.fill_null(value=False)).then(pl.col("stated_period").shift(-1))


@cache
def _named() -> tuple[pl.Expr, ...]:
    """The words of a period in and around an amount."""
    near = (
        pl.col("after")
        .str.replace(r"(?i)\+ ?(?:VAT|MwSt)", "")
        .str.strip_chars_start("+ ")
        .str.replace(r"[;!?+].*$|\.\s+\p{Lu}.*$|https?:.*$", "")
        .str.replace(_NEXT_SENTENCE, "")
        .str.head(30)
    )
    return (
        pl.col("words").str.strip_chars_end().str.extract(grammar().period_glued).alias("glued"),
        pl.col("words").str.extract_groups(grammar().period_in).alias("inside"),
        near.str.extract_groups(grammar().period_in).alias("follows"),
        pl.col("before")
        .str.tail(60)
        .str.replace_all(_RECURRING, " ")
        .str.extract(grammar().period_before)
        .alias("precedes"),
    )


def ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """The amounts with `rank` (0 for base pay, null for no pay) and `pay_kind`."""
    return _looked_at(frame).with_columns_seq(rank=_rank(), pay_kind=_pay_kind())


@in_own_thread
def _looked_at(frame: pl.DataFrame) -> pl.DataFrame:
    """The amounts with what their rank is told by."""
    # In stages: what an expression costs to set out grows with the square of how deep it is.
    return frame.with_columns_seq(_past_role()).with_columns_seq(_looks()).with_columns_seq(_standing())


@cache
def _looks() -> tuple[pl.Expr, ...]:
    """What several questions about an amount ask of it, answered once."""
    before, after = pl.col("before"), pl.col("after")
    return (
        _is_of_size().alias("is_of_size"),
        _is_target().fill_null(value=False).alias("is_target"),
        (pl.col("is_note") | pl.col("is_field")).alias("is_noted"),
        before.str.tail(_LABEL).str.contains(grammar().topic).alias("is_near_topic"),
        before.str.contains(_OPENS).alias("opens_line"),
        after.str.contains(_ENDED).alias("is_ended"),
        _is_beside_role().alias("is_beside_role"),
        _is_cued().alias("is_cued"),
        _is_cut().alias("is_cut"),
    )


@cache
def _standing() -> tuple[pl.Expr, ...]:
    """Whether an amount is spelled as money, stands where pay does, counts thousands or has a label of its own."""
    return (
        _spelled().alias("is_spelled"),
        _is_package().alias("is_package"),
        _stands_alone().alias("stands_alone"),
        _is_in_thousands().alias("is_in_thousands"),
        _is_labelled().alias("is_labelled"),
    )


@cache
def _is_target() -> pl.Expr:
    """Whether the words beside an amount call it on-target earnings."""
    aside = pl.col("after").str.contains(_ASIDE)
    return aside | (pl.col("after_kind") == "target") | (pl.col("before_kind") == "target")


@cache
def _pay_kind() -> pl.Expr:
    """Whether the words call an amount base pay, on-target earnings or all there is."""
    before, after = pl.col("before_kind"), pl.col("after_kind")
    is_total = (after == "total") | (before == "total")
    return (
        pl.when(after == "base")
        .then(pl.lit("base"))
        .when("is_target")
        .then(pl.lit("on_target"))
        .when(is_total)
        .then(pl.lit("total"))
        .otherwise(pl.lit("base"))
    )


@cache
def _spelled() -> pl.Expr:
    """Whether an amount is spelled as money: with a sign, or as a sum or an hourly range near a word of pay."""
    is_sum = (pl.col("number1") >= 1000) & ~pl.col("words").str.contains(r"^40[13]\s?[kK]")
    is_cued = pl.col("is_cued")
    is_near = is_cued & (pl.col("is_range") | (pl.col("before_kind") == "base"))
    is_near |= pl.col("is_range") & ((pl.col("after_kind") == "base") | (pl.col("before_kind") == "target"))
    is_hourly = is_cued & pl.col("is_range") & (pl.col("stated_period") == "hour")
    is_asked = pl.col("is_range") & pl.col("title_period").is_not_null() & (is_cued | pl.col("is_note"))
    noted = pl.col("is_note") & pl.col("is_range")
    # "Up to 70k yearly salary".
    is_yearly = pl.col("is_of_size") & (pl.col("own_scale1") == 1000) & pl.col("after").str.contains(_YEARLY_PAY)
    is_part = _is_in_thousands() & pl.col("opens_line") & pl.col("after").str.contains(_PART)
    is_called = all_of("is_of_size", pl.col("own_scale1") == 1000, "is_ended") & _is_called_pay()
    has_sign = pl.col("symbol").is_not_null()
    spelled = any_of(has_sign, is_sum & (is_near | noted), is_hourly, is_asked, is_yearly, is_part, is_called)
    return pl.when("is_field").then("is_told").otherwise(spelled).fill_null(value=False)


def _is_cued() -> pl.Expr:
    """Whether a word of pay stands close before an amount, or leads to it."""
    is_next = (pl.col("before_kind") == "cue") & pl.col("before").str.contains(_IS_NEXT)
    return pl.col("before").str.tail(30).str.contains(grammar().cue) | is_next


def _is_called_pay() -> pl.Expr:
    """Whether a word of pay stands right before an amount: `Salary: up to 70k`."""
    name = rf"(?:^|[^\pL\pN])(?i:{grammar().pay})(?: is| of|:| [-–—])? ?(?:(?i:{_BOUNDS}) )?[~≈]?$"
    return pl.col("before").str.contains(name)


@cache
def _past_role() -> pl.Expr:
    """What stands between the role in a line and the amount, where it is so little that the amount can be its pay."""
    role = rf"(?-u:\b)(?i:{pay_terms.words('role')})(?-u:\b)"
    gap = r"( ?\(?|[^.;:()]{0,60}[:(–—-] ?| ?\([^()]{0,40}\)[ :–—-]*|[^.;:()]{0,60}\([^()]{0,40}, ?)$"
    return pl.col("before").str.extract(role + gap).alias("past_role")


def _is_beside_role() -> pl.Expr:
    """Whether a role in the line is followed by the amount alone: `- Staff Engineer ($190k-270k)`."""
    found, after = pl.col("past_role"), pl.col("after")
    # Right after the role a bracket that is closed tells enough, and so does the line's end.
    is_enclosed = found.str.contains(r"^ ?\($") & after.str.starts_with(")")
    is_last = is_one_of(found, ["", " "]) & after.str.contains("^ ?$")
    return (found.str.contains("[:(–—-]") & after.str.contains(_ENDED)) | is_enclosed | is_last


def _is_past_other() -> pl.Expr:
    """Whether a range follows a role so far from the word of other money that this speaks of something before."""
    near = rf"(?:^|[^\pL\pN])(?i:{grammar().other})(?:$|[^\pL\pN])"
    has_sign = pl.col("symbol").is_not_null()
    is_pay = all_of("is_range", has_sign, "is_of_size", "is_beside_role")
    return is_pay & ~pl.col("before").str.tail(_NEAR).str.contains(near)


def _is_labelled() -> pl.Expr:
    """Whether the words since the amount before can be the label of another zone: few, and no sentence of their own
    but one that begins with a place (`$150k-$180k. For all other states, it is $130k-$155k`)."""
    before = pl.col("before")
    before = pl.when(before.str.contains(_NEXT_PLACE)).then(before.str.slice(2)).otherwise(before)
    return (before.str.len_chars() <= _LABEL) & ~before.str.contains(_NO_LABEL) & ~pl.col("is_of_topic")


def _is_of_unknown_range() -> pl.Expr:
    """Whether an amount is a side of a range in letters that are no currency: neither side is pay alone."""
    return any_of(*(pl.col(name).str.contains(r"^ ?[-–—] ?[A-Z]{3} ?$") for name in ("before", "after")))


def _is_of_size() -> pl.Expr:
    """Whether both sides are what a year's pay may be, in the currencies whose signs are common."""
    return pl.min_horizontal("number1", "number2").is_between(_A_YEAR, _SIZE) & (
        pl.max_horizontal("number1", "number2") <= _SIZE
    )


def _is_bare() -> pl.Expr:
    """Whether an amount that no word calls pay stands where pay does: alone, beside a role, before equity."""
    has_period, opens_line = pl.col("stated_period").is_not_null(), pl.col("opens_line")
    is_plain = pl.col("is_of_size") & ~pl.col("is_near_topic")
    ends_sentence = pl.col("before").str.contains(r"[.!?)] ?[–—-]? ?$") & pl.col("is_ended") & is_plain
    of_range = any_of(has_period, opens_line, "is_under_pay", "is_beside_role", ends_sentence)
    stands = pl.when("is_range").then(of_range).otherwise("stands_alone")
    return any_of("is_noted", "is_package", stands)


def _stands_alone() -> pl.Expr:
    """Whether a single amount is all that its line says, or a part of the line between bars."""
    before, after, has_period = pl.col("before"), pl.col("after"), pl.col("stated_period").is_not_null()
    # A line that is nothing but hourly pay; by the month or as a small sum a year it is as likely an allowance.
    is_hourly = pl.col("stated_period") == "hour"
    is_pay = is_hourly | ((pl.col("stated_period") == "year") & (pl.col("number1") >= _A_YEAR))
    # "Remote | $150k | Berlin": the part before is the heading, and nothing but it is before the amount.
    own = before.str.slice(pl.col("heading").str.len_chars() + 2)
    is_part = (own.str.contains(_OPENS_PART) & ~own.str.contains(": ")).fill_null(value=False)
    is_part = all_of(is_part, "is_of_size", ~pl.col("is_near_topic"), ~has_period)
    is_alone = after.str.contains(_BESIDE) & (is_pay | is_part)
    return pl.col("opens_line") & (is_alone | (is_hourly & after.str.contains("^ ?[(;,.]")))


def _is_package() -> pl.Expr:
    """Whether equity, a bonus or the like follows an amount that can be pay."""
    after, is_far = pl.col("after"), ~pl.col("is_near_topic")
    is_package = all_of(after.str.contains(_PACKAGE), "is_of_size", is_far)
    is_paid_with = all_of(after.str.contains(_PAID_WITH), pl.col("stated_period").is_not_null(), is_far)
    return is_package | is_paid_with


def _is_in_thousands() -> pl.Expr:
    """Whether an amount without a sign is a range in thousands that fits a year's pay, as in `Full-time | 150-200k`."""
    is_many = pl.col("own_scale2") == 1000
    return all_of("is_range", is_many, "is_of_size", ~pl.col("is_of_topic"))


def _is_cut() -> pl.Expr:
    """Whether an amount is part of something else, or so large or wide that nobody is paid it."""
    is_cut = pl.col("after").str.contains(grammar().cut_off)
    is_enormous = (pl.col("own_scale1") == _ENORMOUS) & is_one_of(pl.col("symbol"), _HARD)
    low, high = pl.min_horizontal("number1", "number2"), pl.max_horizontal("number1", "number2")
    is_no_pair = all_of("is_range", ~pl.col("is_field"), low > 0, high > _NO_PAIR * low)
    is_slip = (is_enormous | is_no_pair).fill_null(value=False)
    return any_of(is_cut, _is_of_unknown_range(), is_slip, pl.col("after").str.contains(_BY_PIECE))


@cache
def _rank() -> pl.Expr:
    """0 for base pay, 1 beside a word of pay, 2 for bare figures that look like it; null for what is no pay.

    3 is for a bare range that is pay only as another zone of pay in the same line.
    """
    before, after, has_sign = pl.col("before_kind"), pl.col("after_kind"), pl.col("symbol").is_not_null()
    is_told_range = pl.col("is_range") & is_one_of(before, pay_field.PAY).fill_null(value=False)
    return (
        pl.when(~pl.col("is_spelled") | pl.col("is_cut"))
        .then(None)
        .when(after == "base")
        .then(0)
        .when(pl.col("is_target") | (after == "total"))
        .then(1)
        .when(pl.col("words").str.contains(_LAKHS))
        .then(1)
        .when((after == "other") | ((after == "topic") & ~is_told_range))
        .then(None)
        .when(before == "other")
        .then(pl.when(after == "cue").then(1).when(_is_past_other()).then(2))
        .when(before == "base")
        .then(0)
        .when(is_one_of(before, ["cue", "total"]) | (after == "cue"))
        .then(1)
        .when(_is_bare() & any_of(has_sign, "is_noted", "is_in_thousands"))
        .then(2)
        .when(all_of("is_range", has_sign, "is_labelled"))
        .then(pay_beside.BESIDE_OTHERS)
    )
