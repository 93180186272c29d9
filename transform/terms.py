"""What a description asks and offers: years, degree, visa, on-call duty, people to manage, benefits and team words."""

from collections.abc import Iterator
from functools import cache

import polars as pl

from transform.schema import ASKED, TERM, frame_schema
from transform.terms_facts import asked_degree, cued, managed, on_call, title_manages, visa
from transform.terms_lines import Lines, read
from transform.terms_offers import offer_cues, offers
from transform.terms_words import cues
from transform.terms_years import asked_years

VERSION: int = 1

_SLICE_BYTES = 48 << 20  # texts are read in slices of about this many bytes, so that the memory has a bound
_FACTS = ("years", "degree", "visa", "on_call", "manager")


def parse(frame: pl.DataFrame) -> pl.DataFrame:
    """What each posting asks and offers, the terms it names and the parser's version; unknown is null, no term `[]`."""
    distinct = frame.select(pl.col("description_text").drop_nulls().unique(maintain_order=True))
    known = pl.concat([_read(part) for part in _slices(distinct)])
    found = frame.select("title", "description_text").join(
        known, on="description_text", how="left", maintain_order="left"
    )
    manages = pl.coalesce("is_people_manager", title_manages(pl.col("title")))
    whole = found.with_columns(
        is_people_manager=manages, terms=pl.col("terms").fill_null([]), terms_version=pl.lit(VERSION, pl.Int16)
    )
    return whole.select(*ASKED, "terms").cast(pl.Schema(_schema()))


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
    for values in _values(lines):
        docs = docs.join(values, on="doc", how="left", maintain_order="left")
    schema = pl.Schema({"description_text": pl.String, **_schema()})
    del schema["terms_version"]
    return docs.select(list(schema)).cast(schema)


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
