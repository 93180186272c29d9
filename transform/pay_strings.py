"""Pay strings of two numbers at most, read in columns: words that many strings share are read once.

A string is cut into its numbers and the words between them. Strings with the same words say the same thing of their
numbers, so the grammar reads one string for all of them, and what is left is arithmetic on exact decimals.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import polars as pl

from transform import pay_field, pay_rules
from transform.pay_grammar import borrowed, compact, grammar, number, scaled

STRING: dict[str, pl.DataType | type[pl.DataType]] = {
    "pay_min": pl.Float64,
    "pay_max": pl.Float64,
    "pay_currency": pl.String,
    "pay_period": pl.String,
    "pay_kind": pl.String,
    "pay_rule": pl.String,
}

_NUMBERS = r"^([^0-9]*)([0-9][0-9.,]*)(?:([^0-9.,][^0-9]*)(?:([0-9][0-9.,]*)((?:[^0-9.,][^0-9]*)?))?)?$"
_PLAIN = (
    r"^(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,2})?"
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})$"  # lakh and crore
)
_SPELLED = (
    r"^(?:[0-9]{1,3}(?:[.,][0-9]{3})+(?:[.,][0-9]{1,2})?"
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|[0-9]{1,12}(?:[.,][0-9]{1,6})?)$"
)
_CONTINENTAL = r"^(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,12})(?:,[0-9]{1,2})?$"
_BLANKS = tuple(" \u00a0\u2009\u202f'’´`")
_THREE = 3  # digits between blanks
_BLANK = f"[{''.join(_BLANKS)}]"
_APART = rf"([0-9]){_BLANK}([0-9]{{3}})(?:{_BLANK}([0-9]{{3}}))?(?:{_BLANK}([0-9]{{3}}))?(?-u:\b)"
_LENGTH = 400  # what is longer is no string of two numbers
_CLEANED = 1000  # before blanks in its numbers are gone
_PARTS = ("lead", "number1", "middle", "number2", "trail", "is_short", "words")
_DECIMAL = pl.Decimal(24, 6)
_SLICE = 20_000  # fewer strings are not worth another thread
_REMEMBERED = 10_000  # more words are forgotten and read again
_BOTH, _VALUES = ("number1", "number2"), ("value1", "value2")
_HIGHEST = 10**12
_GAP = "\x01"
_FIRST, _SECOND = "1234", "1235"  # stand for the numbers where the words around them are read
_LETTERS = ("R", "RM")  # signs of money that employers' numbers of postings begin with too
_NUMBERED = r"^(?:[0-9]+ ?[-–] ?)?RM? ?[0-9]+(?: ?[-–] ?[0-9]+)?$"  # R10205546-2
_TELLING = ("own_scale1", "own_scale2", "stated_period", "before_kind", "after_kind")
_TOLD = ("pay_currency", "rival_currency", "pay_period", "pay_kind", "country_code", "least")
_MEANING: dict[str, pl.DataType | type[pl.DataType]] = {
    "words": pl.String,
    "pay_currency": pl.String,
    "rival_currency": pl.String,
    "scale1": pl.Decimal(14, 0),
    "scale2": pl.Decimal(14, 0),
    "pay_period": pl.String,
    "pay_kind": pl.String,
    "at_most": pl.Boolean,
    "at_least": pl.Boolean,
    "is_plain": pl.Boolean,
    "is_read": pl.Boolean,
    "least": pl.Float64,
}

Reader = Callable[[pl.DataFrame], pl.DataFrame | None]


def read(strings: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """The columns STRING and `is_read` for each row of `strings` (`text`, `country_code`, `currency`).

    `reader` reads the words around the numbers. Where `is_read` is false the string is not of two numbers at most, or
    its words say that these are no pair.
    """
    parts = _cut(strings)
    known = _memory(reader).meanings_of(parts)
    return _in_slices(parts, lambda part: _answered(part, known))


def _in_slices(frame: pl.DataFrame, change: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """The frame changed, slice by slice, in threads that keep their regular expressions (see `patterns`)."""
    length = max(_SLICE, -(-frame.height // pl.thread_pool_size()))
    slices = list(frame.iter_slices(length)) or [frame]
    return pl.concat(_threads().map(change, slices))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(pl.thread_pool_size(), thread_name_prefix="pay_strings")


def _answered(parts: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What the parts of strings say, once it is known what their words mean."""
    frame = _valued(parts.join(known, on="words", how="left", maintain_order="left"))
    is_read = (pl.col("is_read") & pl.col("is_number")).fill_null(value=False)
    frame = frame.select_seq(*_sides(), *_TOLD, _rule(), is_read=is_read)
    if known["rival_currency"].null_count() < known.height:
        frame = pay_rules.settled(frame.rename({"pay_period": "stated_period"})).rename({"stated_period": "pay_period"})
    highest = pl.max_horizontal("pay_min", "pay_max")
    is_pay = pl.col("is_read") & pl.col("pay_kind").is_not_null() & (highest > 0) & (highest >= pl.col("least"))
    return frame.with_columns(is_pay=is_pay).select_seq(*(pl.when("is_pay").then(name) for name in STRING), "is_read")


class _Memory:
    """What words were read to mean: a source says the same words of ever other numbers."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known = pl.DataFrame(schema=_MEANING)

    def meanings_of(self, parts: pl.DataFrame) -> pl.DataFrame:
        """What the words of the parts say, a line for each distinct `words`; those of others may be there too."""
        known = self._known
        fresh = parts.filter(pl.col("words").is_not_null() & ~pl.col("words").is_in(known["words"].implode()))
        if fresh.is_empty():
            return known
        learned = _meanings(fresh, self._reader)
        kept = known if known.height + learned.height <= _REMEMBERED else known.clear()
        self._known = pl.concat([kept, learned.head(_REMEMBERED)], rechunk=True)
        return pl.concat([known, learned])


@cache
def _memory(reader: Reader) -> _Memory:
    return _Memory(reader)


def _sides() -> tuple[pl.Expr, pl.Expr]:
    low, high = pl.min_horizontal(_VALUES), pl.max_horizontal(_VALUES)
    is_single = pl.col("number2").is_null()
    low = pl.when(~(is_single & pl.col("at_most"))).then(low)
    high = pl.when(~(is_single & pl.col("at_least"))).then(high)
    return low.alias("pay_min"), high.alias("pay_max")


def _rule() -> pl.Expr:
    single = pl.col("number2").is_null()
    return pl.when(single).then(pl.lit("string_amount")).otherwise(pl.lit("string_range")).alias("pay_rule")


def cleaned(text: pl.Expr) -> pl.Expr:
    """The text with thousands not set apart by blanks or strokes: `55 000` is `55000`."""
    return text.str.replace_all(_APART, "$1$2$3$4")


def _cut(strings: pl.DataFrame) -> pl.DataFrame:
    """The numbers of each string, and all that is around them and told of it as one key, `words`."""
    cut = _in_slices(strings, _parts)
    is_apart = cut["middle"].is_in(_BLANKS) & cut["number2"].str.len_bytes().ge(_THREE)
    is_left = cut["words"].is_null() & strings["text"].is_not_null()
    at = (is_left | is_apart.fill_null(value=False)).arg_true()
    if at.is_empty():
        return cut
    left = strings.select(pl.all().gather(at))
    again = _in_slices(left, lambda part: _parts(part.with_columns_seq(cleaned(pl.col("text").str.head(_CLEANED)))))
    return cut.with_columns(cut[name].scatter(at, again[name]) for name in _PARTS)


def _parts(strings: pl.DataFrame) -> pl.DataFrame:
    """The parts of each string of two numbers at most; those of any other are null."""
    text = pl.col("text").str.head(_LENGTH)
    parts = text.str.extract_groups(_NUMBERS).struct.rename_fields(["lead", "number1", "middle", "number2", "trail"])
    told = [pl.col(name).fill_null("") for name in ("country_code", "currency")]
    said = pl.concat_str([*told, "lead", "middle", "trail"], separator=_GAP, ignore_nulls=True)
    words = pl.when(pl.col("lead").is_not_null()).then(said)
    is_short = pl.col("text").str.len_bytes() <= _LENGTH
    return (
        strings.select_seq(parts.alias("parts"), is_short.alias("is_short"), "country_code", "currency")
        .unnest("parts")
        .with_columns_seq(words.alias("words"))
    )


def _meanings(parts: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """What the words around the numbers say, a line for each distinct `words`."""
    distinct = parts.unique("words", maintain_order=True).filter(pl.col("words").is_not_null()).with_row_index("row")
    second = pl.when(pl.col("number2").is_not_null()).then(pl.lit(_SECOND)).otherwise(pl.lit(""))
    text = pl.concat_str(
        [pl.col("lead"), pl.lit(_FIRST), pl.col("middle").fill_null(""), second, pl.col("trail").fill_null("")]
    )
    texts = distinct.select(
        pl.col("row").cast(pl.Int64), text=text, is_note=pl.lit(value=True), is_field=pl.lit(value=True)
    )
    found = reader(texts) if texts.height else None
    if found is None:
        return pl.DataFrame(schema=_MEANING)
    counts = found.group_by("row").agg(pl.len().alias("found"))
    first = found.unique("row", keep="first", maintain_order=True).join(counts, on="row")
    said = distinct.with_columns(pl.col("row").cast(pl.Int64), has_second=pl.col("number2").is_not_null())
    said = said.drop("number1", "number2").join(first, on="row", how="left", maintain_order="left", suffix="_found")
    is_pair = (pl.col("found") == 1) & (pl.col("is_range") == pl.col("has_second"))
    beside = pl.concat_str([pl.col("before"), pl.lit(" "), pl.col("after")]).str.extract(grammar().codes + r"(?-u:\b)")
    said = said.with_columns(
        pl.col("symbol").fill_null(""), code=pl.coalesce("code", pl.when(pl.col("symbol").is_null()).then(beside))
    )
    said = _without_numbers_of_postings(with_currency(said)).with_columns(
        scale1="own_scale1",
        scale2="own_scale2",
        pay_period="stated_period",
        is_plain=pl.col("is_plain").fill_null(value=False),
        is_read=pl.col("found").is_null() | is_pair,
        least=pay_field.least().fill_null(0.0),
    )
    return said.select(pl.col(name).cast(dtype) for name, dtype in _MEANING.items())


def _without_numbers_of_postings(said: pl.DataFrame) -> pl.DataFrame:
    """What was said, where `Analyst - R21674` is no pay in countries without the rand: nothing but an R shows any."""
    is_bare = pl.all_horizontal(pl.col(name).is_null() for name in _TELLING)
    is_bare &= ~pl.col("at_most") & ~pl.col("at_least")
    is_bare &= pl.col("before").str.contains(r"\pL") | pl.col("after").str.contains(r"\pL")
    is_number = (is_bare & _is_lettered_abroad(said)).fill_null(value=False)
    return said.with_columns(pay_kind=pl.when(~is_number).then("pay_kind"))


def without_numbers_of_postings(found: pl.DataFrame) -> pl.DataFrame:
    """The amounts of pay fields without those that are as likely the employer's own number of the posting."""
    is_bare = (pl.col("rank") > 1) & pl.col("stated_period").is_null()
    is_number = is_bare & pl.col("words").str.strip_chars().str.contains(_NUMBERED) & _is_lettered_abroad(found)
    return found.filter(~is_number.fill_null(value=False))


def _is_lettered_abroad(frame: pl.DataFrame) -> pl.Series:
    """Whether the sign of each line is a mere letter or two, of a currency that is not the country's or the default."""
    home = pay_rules.symbols().filter(pl.col("symbol") == "").select(country_code="country", home="currency")
    joined = frame.select("symbol", "currency", "country_code", "pay_currency").join(
        home, on="country_code", how="left", maintain_order="left"
    )
    is_abroad = pl.col("home").ne_missing(pl.col("pay_currency")) & pl.col("currency").is_null()
    return joined.select(is_abroad & pl.col("symbol").is_in(_LETTERS)).to_series()


def with_currency(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `pay_currency` and `rival_currency`, from `code`, `symbol`, `country_code`, default `currency`.

    The default stands where no currency is named, and where a sign is named that the default's country uses too.
    """
    known = pay_rules.symbols().filter(pl.col("symbol") != "").select("symbol", "currency", is_own=True).unique()
    known = pl.concat([known, known.select(symbol=pl.lit(""), currency="currency", is_own="is_own").unique()])
    joined = pay_rules.resolve_currency(frame).join(known, on=["symbol", "currency"], how="left", maintain_order="left")
    is_default = pl.col("is_own").fill_null(value=False) | ((pl.col("symbol") == "") & pl.col("currency").is_not_null())
    is_coded = pl.col("code").is_not_null() & (pl.col("code") == pl.col("pay_currency"))
    chosen = pl.when(is_default & ~is_coded.fill_null(value=False)).then("currency").otherwise("pay_currency")
    rival = pl.when(pl.col("currency").is_null()).then("rival_currency")
    return joined.with_columns(pay_currency=chosen, rival_currency=rival).drop("is_own", "is_assumed")


def _valued(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with both values as they are meant, `value1` and `value2`, and whether they are numbers.

    Most numbers are spelled the English way and stand for themselves; only the others need exact decimals.
    """
    values = [pl.col(name).str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False) for name in _BOTH]
    fast = frame.with_columns_seq(is_number="is_short", **dict(zip(_VALUES, values, strict=True)))
    at = fast.select_seq(~_is_for_itself()).to_series().arg_true()
    if at.is_empty():
        return fast
    meant = _meant(frame.select(pl.col(*_BOTH, "scale1", "scale2", "is_plain", "is_short").gather(at)))
    return fast.with_columns(fast[name].scatter(at, meant[name]) for name in meant.columns)


@cache
def _is_for_itself() -> pl.Expr:
    """Whether both numbers are spelled the English way without doubt, and nothing multiplies them."""
    is_plain = pl.all_horizontal(pl.col(name).str.contains(_PLAIN).fill_null(value=True) for name in _BOTH)
    is_low = pl.all_horizontal((pl.col(name) < _HIGHEST).fill_null(value=True) for name in _VALUES)
    # In "$170-195,000" the first number stands for thousands.
    is_short = ((pl.col("value2") >= 10_000) & (pl.col("value1") * 100 <= pl.col("value2"))).fill_null(value=False)
    return is_plain & is_low & pl.col("scale1").is_null() & pl.col("scale2").is_null() & ~is_short


def _meant(frame: pl.DataFrame) -> pl.DataFrame:
    """Both values of each line, read exactly and multiplied, and whether they are numbers."""
    exact = _exact(frame).with_columns(is_plain=pl.col("is_plain") & ~pl.col("is_marked"))
    times = exact.with_columns_seq(borrowed()).with_columns_seq(scaled("1"), scaled("2"))
    values = (pl.col(name).cast(pl.Float64).alias(value) for name, value in zip(_BOTH, _VALUES, strict=True))
    return times.select(*values, "is_number")


def _exact(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with both numbers exact, and whether they are numbers and `is_marked` (the first has a separator).

    Most are spelled the English way; only the others need a closer look.
    """
    bare = frame.select_seq(pl.col(name).str.replace_all(",", "", literal=True) for name in _BOTH)
    has_comma = [bare[name].str.len_bytes() != frame[name].str.len_bytes() for name in _BOTH]
    is_easy = [_is_easy(frame, *side) for side in zip(_BOTH, ("scale1", "scale2"), has_comma, strict=True)]
    exact = bare.select_seq(pl.all().cast(_DECIMAL, strict=False))
    is_marked = has_comma[0] | frame["number1"].str.contains(".", literal=True)
    fast = frame.with_columns(*exact, is_marked.alias("is_marked"), is_number="is_short")
    at = (~(is_easy[0] & is_easy[1])).arg_true()
    if at.is_empty():
        return fast
    hard = frame.select_seq(pl.col(*_BOTH, "scale1", "scale2", "is_short").gather(at))
    is_number = pl.all_horizontal(pl.col(name).str.contains(_SPELLED).fill_null(value=True) for name in _BOTH)
    spelled = hard.select_seq(pl.col("number1").is_not_null() & is_number & pl.col("is_short")).to_series()
    closely = [fast[name].scatter(at, _read_closely(hard, name, f"scale{name[-1]}")) for name in _BOTH]
    return fast.with_columns(*closely, fast["is_number"].scatter(at, spelled))


def _is_easy(frame: pl.DataFrame, name: str, scale: str, has_comma: pl.Series) -> pl.Series:
    """Whether each number reads the English way without doubt, or there is none."""
    is_plain = frame[name].str.contains(_PLAIN)
    return (is_plain & ~(has_comma & frame[scale].is_not_null())).fill_null(value=True)


def _read_closely(frame: pl.DataFrame, name: str, scale: str) -> pl.Series:
    """The numbers of one side, whatever their marks."""
    value = pl.col(name)
    is_continental = (value.str.contains(_CONTINENTAL) & pl.col(scale).is_null()).fill_null(value=True)
    turned = (
        value.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True).cast(_DECIMAL, strict=False)
    )
    read = frame.select_seq(is_continental.alias("is_continental"), turned.alias(name))
    other = (~read["is_continental"]).arg_true()
    if other.is_empty():
        return read[name]
    closely = (
        frame.select_seq(name, scale)[other]
        .select_seq(compact(name), scale)
        .select_seq(number(name, scale).cast(_DECIMAL))
        .to_series()
    )
    return read[name].scatter(other, closely)
