"""What a description asks and offers: years, degree, visa, on-call duty, people to manage, benefits and team words."""

from collections.abc import Iterator
from functools import cache

import polars as pl

from transform.limits import READ, within
from transform.schema import ASKED, TERM, frame_schema
from transform.terms_facts import TITLE_LIMIT, asked_degree, cued, managed, on_call, title_manages, visa
from transform.terms_lines import Lines, read
from transform.terms_offers import offer_cues, offers
from transform.terms_words import cues
from transform.terms_years import asked_years

VERSION: int = 7

_SLICE_BYTES = 48 << 20  # texts are read in slices of about this many bytes, so that the memory has a bound
_PAID = {"equity": "equity", "stock": "equity", "bonus": "bonus", "commission": "commission"}
"""The benefits that a kind of pay names, by a part of its name."""
_WORD, _NOTE = 100, 2000  # more characters of a kind of pay and of a note about it are not read
_FACTS = ("years", "degree", "visa", "on_call", "manager")


def parse(frame: pl.DataFrame) -> pl.DataFrame:
    """What each posting asks and offers, the terms it names and the parser's version; unknown is null, no term `[]`."""
    told = pl.DataFrame([frame["title"].str.head(TITLE_LIMIT), within(frame["description_text"], READ)])
    distinct = told.select(pl.col("description_text").drop_nulls().unique(maintain_order=True))
    known = pl.concat([_read(part) for part in _slices(distinct)])
    found = told.join(known, on="description_text", how="left", maintain_order="left")
    manages = pl.coalesce("is_people_manager", title_manages(pl.col("title")))
    whole = found.with_columns(
        is_people_manager=manages, terms=_with_paid(frame, found["terms"]), terms_version=pl.lit(VERSION, pl.Int16)
    )
    return whole.select(*ASKED, "terms").cast(pl.Schema(_schema()))


def _with_paid(frame: pl.DataFrame, said: pl.Series) -> pl.Series:
    """The terms that each description names, and the benefits that the source's own pay fields name beside them."""
    terms = said.cast(pl.List(TERM)).fill_null([])
    if "pay" not in frame.columns:
        return terms
    told = pl.col("pay").struct
    fields = frame[["pay"]].with_row_index("row").explode("pay").drop_nulls()
    fields = fields.select("row", kind=told.field("kind").str.head(_WORD), note=told.field("note").str.head(_NOTE))
    kind = pl.col("kind").str.to_lowercase()
    named = pl.coalesce(pl.when(kind.str.contains(part)).then(pl.lit(term)) for part, term in _PAID.items())
    paid = fields.select("row", term_id=named, words=pl.coalesce("note", "kind")).drop_nulls("term_id")
    if paid.is_empty():
        return terms
    first = paid.unique(["row", "term_id"], keep="first", maintain_order=True)
    known = terms.to_frame("terms").with_row_index("row").explode("terms").drop_nulls().unnest("terms")
    new = first.join(known, on=["row", "term_id"], how="anti", maintain_order="left")
    term = pl.struct(term_kind=pl.lit("benefit"), term_id="term_id", term_text="words").cast(TERM)
    added = new.group_by("row", maintain_order=True).agg(added=term)
    both = terms.to_frame("terms").with_row_index("row").join(added, on="row", how="left", maintain_order="left")
    return both.select(terms=pl.concat_list("terms", pl.col("added").fill_null([]))).to_series()


def _schema() -> dict[str, pl.DataType | type[pl.DataType]]:
    return {**frame_schema(ASKED), "terms": pl.List(TERM)}


def _slices(texts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The texts in slices of bounded size."""
    if texts.is_empty():
        yield texts
    number = pl.col("description_text").str.len_bytes().cast(pl.Int64).cum_sum() // _SLICE_BYTES
    numbered = texts.with_columns(number=number)
    yield from numbered.partition_by("number", maintain_order=True, include_key=False)


def _read(texts: pl.DataFrame) -> pl.DataFrame:
    """What each text asks and offers."""
    lines = read(texts["description_text"], _cues())
    docs = texts.with_columns(doc=pl.int_range(pl.len(), dtype=pl.UInt32))
    for values in _values(lines) if lines.sentences.height else ():
        if values.height:
            docs = docs.join(values, on="doc", how="left", maintain_order="left")
    schema = pl.Schema({"description_text": pl.String, **_schema()})
    del schema["terms_version"]
    unsaid = (pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in docs.columns)
    return docs.with_columns(unsaid).select(list(schema)).cast(schema)


def _values(lines: Lines) -> tuple[pl.DataFrame, ...]:
    told = cued(lines.sentences)
    return (
        asked_years(lines),
        asked_degree(lines, told["degree"]),
        visa(lines, told["visa"]),
        on_call(lines, told["on_call"]),
        managed(lines, told["manager"]),
        offers(lines),
    )


@cache
def _cues() -> tuple[str, ...]:
    """The cues of all facts and terms, without those that hold another one."""
    facts = (cue for fact in _FACTS for cue in cues(fact))
    every = pl.Series(list(dict.fromkeys([*facts, *offer_cues()])), dtype=pl.String)
    held = every.str.extract_many(every.to_list(), overlapping=True).list.len()
    return tuple(every.filter(held == 1))
