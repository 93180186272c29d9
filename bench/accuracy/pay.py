"""Pay: short strings against their labels, and the words of an advert against its own pay fields."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from bench.accuracy.score import Mistake, Result, Score, Share, counted, reported
from transform import pay, pay_text

_STRINGS = {"text": pl.String, "min": pl.Float64, "max": pl.Float64, "currency": pl.String, "period": pl.String}
_PREFIXES = {"₹": "INR", "₱": "PHP", "£": "GBP", "€": "EUR", "₪": "ILS", "₩": "KRW", "¥": "JPY", "₫": "VND"}
_DOLLARS = {
    "CA$": "CAD",
    "HK$": "HKD",
    "MX$": "MXN",
    "A$": "AUD",
    "R$": "BRL",
    "NZ$": "NZD",
    "NT$": "TWD",
    "CN¥": "CNY",
}
_PLAIN = re.compile(r"([^\d\s.,–-]{1,3})?\s?([\d.,]+)(?:\s?[-–]\s?\D{0,3}([\d.,]+))?")


def results(labelled: Path, *, is_all: bool) -> Iterator[Result]:
    """The results on every set of pay strings in the folder."""
    for path in sorted(labelled.glob("salary_text*.tsv")):
        yield _strings("pay text", _read_texts(path), is_all=is_all)
    for path in sorted(labelled.glob("salary_strings_google*.parquet")):
        yield _strings("pay strings (Google)", _read_google(path), is_all=is_all)


def _read_texts(path: Path) -> pl.DataFrame:
    """The labelled texts; what a label calls inferred or known from elsewhere is no part of the text."""
    frame = pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)
    stated = pl.when(~pl.col("currency", "period").str.contains(r"\(")).then(pl.col("currency", "period"))
    amounts = pl.col("min", "max").cast(pl.Float64)
    period = pl.when(pl.col("period") != "shift").then("period")
    return frame.with_columns(amounts).with_columns(stated).with_columns(period).select(*_STRINGS)


def _read_google(path: Path) -> pl.DataFrame:
    frame = pl.read_parquet(path)
    prefix = pl.col("currency_prefix").replace({"": None})
    currency = prefix.replace(_PREFIXES | _DOLLARS)
    return frame.with_columns(currency=currency).select(*_STRINGS)


def _strings(name: str, rows: pl.DataFrame, *, is_all: bool) -> Result:
    rows = rows.filter(reported(rows["text"], is_all=is_all))
    given = rows.select("text", country_code=pl.lit(None, pl.String), currency=pl.lit(None, pl.String))
    found = pay_text.parse_strings(given)
    both = rows.hstack(found.select("pay_min", "pay_max", "pay_currency", "pay_period"))
    both = both.with_columns(
        is_pay=pl.any_horizontal(pl.col("min", "max").is_not_null()),
        is_found=pl.any_horizontal(pl.col("pay_min", "pay_max").is_not_null()),
        # An amount alone is labelled as a minimum here and as both there: a maximum that is not labelled is not judged.
        is_right=_same("min", "pay_min") & (pl.col("max").is_null() | _same("max", "pay_max")),
    )
    positives, answered = both.filter("is_pay"), both.filter("is_found")
    right = positives.filter("is_right")
    negatives = both.filter(~pl.col("is_pay"))
    precision, recall = Share(right.height, answered.height), Share(right.height, positives.height)
    baseline = [_plain(text) for text in positives["text"]]
    hits = sum(
        pair == (low, high) for pair, (low, high) in zip(baseline, positives.select("min", "max").rows(), strict=True)
    )
    n = rows.height
    scores = [
        Score(name=name, n=n, coverage=Share(answered.height, n), precision=precision, recall=recall,
              measure="both ends", figure=recall, goal="precision ≥ 99, recall ≥ 95",
              is_met=_at_least(precision, 0.99) and _at_least(recall, 0.95),
              baseline="two numbers by one expression", baseline_figure=Share(hits, positives.height)),
        _of_read(f"{name}: currency", right, "currency", "pay_currency"),
        _of_read(f"{name}: unit", right, "period", "pay_period"),
        Score(name=f"{name}: no pay", n=negatives.height, measure="false pay",
              figure=Share(counted(negatives["is_found"]), negatives.height), goal="0",
              is_met=not negatives["is_found"].any() if negatives.height else None),
    ]  # fmt: skip
    return Result(scores, list(_mistakes(name, both)))


def _of_read(name: str, rows: pl.DataFrame, label: str, value: str) -> Score:
    """How often a value that was read is the labelled one; where the string does not say it, it stays unknown."""
    labelled = rows.filter(pl.col(label).is_not_null())
    read = labelled.filter(pl.col(value).is_not_null())
    share = Share(counted(read[label] == read[value]), read.height)
    return Score(name=name, n=labelled.height, coverage=Share(read.height, labelled.height), precision=share,
                 measure="right where read", figure=share, goal="≥ 99", is_met=_at_least(share, 0.99))  # fmt: skip


def _same(label: str, value: str) -> pl.Expr:
    return (pl.col(label) - pl.col(value)).abs().lt(0.005).fill_null(pl.col(label).is_null() & pl.col(value).is_null())


def _at_least(share: Share, goal: float) -> bool | None:
    return None if share.value is None else share.value >= goal


def _mistakes(name: str, both: pl.DataFrame) -> Iterator[Mistake]:
    agrees = [
        pl.col("is_right"),
        pl.col("currency").is_null() | pl.col("currency").eq_missing(pl.col("pay_currency")),
        pl.col("period").is_null() | pl.col("period").eq_missing(pl.col("pay_period")),
    ]
    wrong = both.filter(~pl.all_horizontal(agrees))
    for row in wrong.iter_rows(named=True):
        expected = f"{row['min']}–{row['max']} {row['currency']} {row['period']}"
        found = f"{row['pay_min']}–{row['pay_max']} {row['pay_currency']} {row['pay_period']}"
        yield Mistake(name, row["text"], expected, found)


def _plain(text: str) -> tuple[float | None, float | None]:
    """The baseline: the first one or two numbers of the text."""
    match = _PLAIN.search(text)
    if match is None:
        return None, None
    numbers = [
        float(part.replace(",", "").rstrip(".") or "nan") for part in match.groups()[1:] if part and part.count(".") < 2
    ]
    return (numbers[0], numbers[-1]) if numbers else (None, None)


def advert_words(raw: pl.DataFrame) -> Result:
    """The pay read from the words of each advert against its own pay fields, for three meanings of "both".

    Both state base pay: the fields do, and words were read as base pay (the note, the description). Many employers
    state other figures in the text than in the fields, so this counts their disagreements with themselves. Both state
    the same pay: the description holds the range or amount of the fields as money, whatever was read of it; there,
    another reading or none is a mistake of ours.
    """
    fields = pay.parse(raw).select("pay_min", "pay_max", "pay_min_annual", "pay_max_annual", "pay_currency", *_SOURCE)
    told = pl.col("pay_min_annual", "pay_max_annual", "pay_currency").name.prefix("said_")
    held = [raw.select("url", "description_text").hstack(fields)]
    note, text = (
        pay.from_words(raw.with_columns(description_text=pl.lit(None, pl.String))),
        pay.from_words(raw.with_columns(pay_note=pl.lit(None, pl.String))),
    )
    scores = []
    for name, words, is_judged in (("platform's note", note, False), ("description", text, True)):
        stated = pl.concat([*held, words.select(pl.col("pay_text"), told)], how="horizontal").filter(_is_stated())
        both = stated.filter(pl.any_horizontal(pl.col("said_pay_min_annual", "said_pay_max_annual").is_not_null()))
        scores.append(_agreement(f"pay fields and {name}", _share(both), is_judged=is_judged))
    written = stated.filter(_are_written(stated))
    scores.append(_agreement("pay fields and description that states them", _share(written), is_judged=True))
    return Result(scores, _disagreements(pl.concat([both, written]).unique(maintain_order=True).filter(~_agrees())))


def _share(rows: pl.DataFrame) -> Share:
    return Share(rows.filter(_agrees()).height, rows.height)


_SOURCE = ["pay_source", "pay_flag"]


def _is_stated() -> pl.Expr:
    """Whether the pay fields state base pay that can be true."""
    return (
        (pl.col("pay_source") == "structured")
        & pl.col("pay_min_annual").is_not_null()
        & ~pl.col("pay_flag").is_in(["implausible", "on_target"]).fill_null(value=False)
    )


def _agrees() -> pl.Expr:
    same = pl.col("pay_currency") == pl.col("said_pay_currency")
    return _near("pay_min_annual") & _near("pay_max_annual") & same.fill_null(value=False)


def _agreement(name: str, share: Share, *, is_judged: bool = False) -> Score:
    goal, is_met = ("≥ 97", _at_least(share, 0.97)) if is_judged else ("", None)
    return Score(name=name, n=share.n, measure="agreement", figure=share, goal=goal, is_met=is_met)


def _are_written(rows: pl.DataFrame) -> pl.Series:
    """Whether the description of each row states the pay of its fields, as the same range or amount of money."""
    told = rows.select("pay_min", "pay_max", "description_text").iter_rows()
    return pl.Series(
        [text is not None and bool(re.search(_money(low, high), text)) for low, high, text in told], dtype=pl.Boolean
    )


def _money(low: float | None, high: float | None) -> str:
    """The spellings of a range or amount as money: a sign or code before or after it, its sides near one another."""
    known = sorted({figure for figure in (low, high) if figure is not None})
    sides = rf"[^\n]{{1,40}}?{_SIGN}?".join(map(_spelled, known))
    alone = rf"(?!\s?(?:[-–—]|to)\s?{_SIGN}?[0-9])" if len(known) == 1 else ""
    end = rf"(?![0-9]|[.,][0-9]){alone}"
    return rf"(?<![-–—])(?<![-–—]\s){_SIGN}{sides}{end}|(?<![0-9.,–—-]){sides}\s?(?:€|[A-Z]{{3}}\b){end}"


_SIGN = r"(?:(?:[$€£¥₹]|\b[A-Z]{3})\s?)"


def _spelled(figure: float) -> str:
    """The spellings of a figure, in full or in thousands."""
    whole, cents = divmod(round(figure * 100), 100)
    digits = f"{whole:,}".replace(",", "[,.'’\\s]?")
    decimals = f"{cents:02d}"
    in_full = digits + (
        rf"[.,]{decimals[0]}{decimals[1]}" + ("?" if decimals[1] == "0" else "") if cents else "(?:[.,]00?)?"
    )
    thousands = f"{figure / 1000:g}".replace(".", "[.,]")
    return rf"(?:{in_full}|{thousands}\s?[kK]|{thousands}(?=\s?[-–—]))" if figure >= 1000 else in_full


def _near(name: str) -> pl.Expr:
    """Whether both say the same within one per cent."""
    ours, said = pl.col(name), pl.col(f"said_{name}")
    near = ((ours - said).abs() <= 0.01 * ours).fill_null(value=False)
    return near | (ours.is_null() & said.is_null())


def _disagreements(rows: pl.DataFrame) -> Sequence[Mistake]:
    return [
        Mistake(
            "pay fields and description",
            row["url"] or "",
            f"{row['pay_min_annual']}–{row['pay_max_annual']} {row['pay_currency']}",
            f"{row['said_pay_min_annual']}–{row['said_pay_max_annual']} {row['said_pay_currency']}: {row['pay_text']}",
        )
        for row in rows.iter_rows(named=True)
    ]
