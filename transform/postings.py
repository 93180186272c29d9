"""From raw postings to the tables of the warehouse; reads like a table of contents.

    raw words -> text -> places -> employer, role, workplace, employment, pay, terms, seniority, skills -> one Batch

Each value has a parser of its own (`transform/title.py` ...) with one signature, `parse(frame) -> frame`: one row out
for each row in, in the same order.
"""

import datetime as dt
import zlib
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import msgspec
import polars as pl

from extract.posting import Observation, RawPosting, Reading
from transform import (
    country_groups,
    employer,
    employment,
    fx,
    pay,
    personal,
    place,
    roles,
    seniority,
    skills,
    terms,
    text,
    times,
    title,
    workplace,
)
from transform.schema import OBSERVATION, POSTING, RAW, SEEN, TABLES, TEXT, Batch, Values, frame_schema, said_columns

AS_STATED = ["platform", "employer", "title", "url", "department", "team", *TEXT]
TITLE_READ = 4 * text.TITLE_LIMIT
"""The characters of a raw title that are read: more than are kept, for blanks in it fall away."""
SIDE_BY_SIDE = 3
"""Parsers that run at once: Polars needs no lock, and one alone leaves cores idle (1.5 times as fast on 2 cores)."""
EDITIONS, VERSIONS_AN_EDITION = 300, 100  # so that a version still fits into 16 bits
RATES_KEPT = dt.timedelta(days=3 * 366)
BLANK_TITLE = "the title is blank"

OF_RAW = (title, employer, times)
"""The parsers that read raw words alone: they run while the text is made, which keeps one core busy."""
OF_TEXT = (skills, terms, workplace, employment)
"""The parsers that read a posting once its text is known; the slowest first, for they run side by side."""
PARSERS = (*OF_TEXT, pay, seniority, *OF_RAW)
"""All of these, and those that have to know what others found too: pay the country, seniority the years asked for."""

VERSIONS = {
    "employer": employer.VERSION,
    "role": title.VERSION,
    "seniority": seniority.VERSION,
    "pay": pay.VERSION,
    "place": place.VERSION,
    "workplace": workplace.VERSION,
    "employment": employment.VERSION,
    "terms": terms.VERSION,
    "skills": skills.VERSION,
    "text": text.VERSION,
}
"""The version of each value parser; a posting with older values is normalised anew."""


def versions(extra_skills: pl.DataFrame | None) -> dict[str, int]:
    """The versions of the parsers where these skills are looked for beside our own: others, other versions."""
    if extra_skills is None:
        return VERSIONS
    edition = zlib.crc32("|".join(extra_skills["skill_id"].sort()).encode()) % EDITIONS
    return VERSIONS | {"skills": skills.VERSION + (1 + edition) * VERSIONS_AN_EDITION}


class _Card(NamedTuple):
    """One posting on its way: what the frame needs beside the raw words."""

    observation: Observation
    record_number: int
    posting: RawPosting
    raw_hash: str


def reference_tables(rates: Path | None = None, extra_skills: pl.DataFrame | None = None) -> dict[str, pl.DataFrame]:
    """The tables of what this version knows, by name: roles, skills, groups of countries, exchange rates.

    `rates` is a newer file of rates than the one that is carried; `extra_skills` are looked for beside our own.
    """
    newest = fx.rates(rates).rename({"currency": "pay_currency"})
    ours = skills.skills()
    return {
        "core.role": roles.roles(),
        "core.skill": ours
        if extra_skills is None
        else pl.concat([ours, extra_skills.unique("skill_id", keep="first", maintain_order=True)]),
        "core.country_group": country_groups.table(),
        "core.exchange_rate": newest.filter(pl.col("rate_on") > pl.col("rate_on").max() - RATES_KEPT),
    }


def to_batch(
    observed: Sequence[tuple[Observation, Reading]], known: Mapping[str, str], extra_skills: pl.DataFrame | None = None
) -> Batch:
    """The warehouse's batch for some boards, each observed once.

    `known` maps a posting's id to the fingerprint of the record whose values the warehouse already holds; only what is
    new or changed is normalised. A posting whose title is nothing but blanks or control characters goes to the
    quarantine.
    """
    cards = [card for observation, reading in observed for card in _cards(observation, reading)]
    fresh = [card for card in cards if known.get(card.posting.posting_id) != card.raw_hash]
    frame = _value_frame(fresh, extra_skills)
    untitled = frame.filter(pl.col("title") == "").select("posting_id")
    return Batch(
        observations=_observation_frame(observed),
        responses=_response_frame(observed),
        seen=_seen_frame(cards).join(untitled, on="posting_id", how="anti"),
        values=values_of(frame),
        quarantine=_quarantine_frame(observed, fresh, set(untitled["posting_id"])),
    )


def renewed(
    observed: Sequence[tuple[Observation, Reading]], wanted: Collection[str], extra_skills: pl.DataFrame | None = None
) -> Values:
    """The values that today's parsers make of the `wanted` postings (their ids), as some observations showed them."""
    cards = [card for observation, reading in observed for card in _cards(observation, reading)]
    return values_of(_value_frame([card for card in cards if card.posting.posting_id in wanted], extra_skills))


def _cards(observation: Observation, reading: Reading) -> list[_Card]:
    """The reading's postings, each with its position among the answer's records (the rejects hold the others)."""
    rejected = {reject.position for reject in reading.rejects}
    positions = (number for number in range(reading.counted_in) if number not in rejected)
    return [
        _Card(observation, number, posting, posting.fingerprint())
        for number, posting in zip(positions, reading.postings, strict=True)
    ]


def normalise(raw: pl.DataFrame, extra_skills: pl.DataFrame | None = None) -> pl.DataFrame:
    """The values of each posting of `raw` (columns RAW), in the same order: POSTING less identity, and lists of values.

    The lists (places, pay_zones, skills, terms) become tables of their own.
    """
    raw = raw.with_columns(personal.without(raw["title"].str.head(TITLE_READ)))
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        begin = partial(_begun, threads, extra_skills=extra_skills)
        early = begin(OF_RAW, raw)
        frame = raw.hstack(text.parse(raw))
        (places,) = begin((place,), frame)
        later = begin(OF_TEXT, frame)
        (paid,) = begin((pay,), frame.with_columns(places.result()["country_code"]))
        asked = later[OF_TEXT.index(terms)].result()["years_min"]
        (ranked,) = begin((seniority,), frame.with_columns(asked))
        parts = [part.result() for part in (places, *later, paid, ranked, *early)]
    values = pl.concat([frame.select(AS_STATED), *parts], how="horizontal")
    return values.with_columns(
        text.clean_line(pl.col("title"), text.TITLE_LIMIT),
        skills_version=pl.lit(versions(extra_skills)["skills"], pl.Int16),
    )


def _begun(
    threads: Executor, parsers: Sequence[ModuleType], frame: pl.DataFrame, extra_skills: pl.DataFrame | None
) -> list[Future[pl.DataFrame]]:
    return [threads.submit(_parsed, parser, frame, extra_skills) for parser in parsers]


def _parsed(parser: ModuleType, frame: pl.DataFrame, extra_skills: pl.DataFrame | None) -> pl.DataFrame:
    found: pl.DataFrame = parser.parse(frame, extra_skills) if parser is skills else parser.parse(frame)
    return found


def _value_frame(cards: Sequence[_Card], extra_skills: pl.DataFrame | None) -> pl.DataFrame:
    """Each card's values, and what says which posting it is."""
    if not cards:
        return _no_values()
    return normalise(_raw_frame(cards), extra_skills).with_columns(_identity(cards))


@cache
def _no_values() -> pl.DataFrame:
    """The values of no posting, worked out once: most batches of most days hold nothing new."""
    return normalise(_raw_frame([])).with_columns(_identity([]))


def values_of(frame: pl.DataFrame) -> Values:
    """The tables that the values of titled postings make."""
    frame = frame.filter(pl.col("title") != "")
    return Values(
        postings=frame.select(POSTING),
        places=_child_frame(frame, "places", "core.posting_place", "place_number"),
        zones=_child_frame(frame, "pay_zones", "core.posting_pay", "zone_number"),
        skills=_child_frame(frame, "skills", "core.posting_skill"),
        terms=_child_frame(frame, "terms", "core.posting_term"),
        texts=_text_frame(frame),
    )


def _raw_frame(cards: Sequence[_Card]) -> pl.DataFrame:
    """The raw words of each card; an employer that its source does not name is the board's."""
    rows = [msgspec.to_builtins(card.posting) for card in cards]
    frame = pl.DataFrame(rows, schema=RAW, orient="row")
    boards = pl.Series([card.observation.employer for card in cards], dtype=pl.String)
    return frame.with_columns(pl.col("employer").fill_null(boards))


def _identity(cards: Sequence[_Card]) -> list[pl.Series]:
    """The columns that say which posting it is."""
    columns: dict[str, list[str | None]] = {
        "posting_id": [card.posting.posting_id for card in cards],
        "board_id": [card.posting.board_id for card in cards],
        "source_posting_id": [card.posting.source_id for card in cards],
        "source_group_id": [card.posting.group_id for card in cards],
        "requisition_code": [card.posting.requisition for card in cards],
        "language_code": [card.posting.language for card in cards],
        "raw_hash": [card.raw_hash for card in cards],
    }
    return [pl.Series(name, values, dtype=pl.String) for name, values in columns.items()]


def _seen_frame(cards: Sequence[_Card]) -> pl.DataFrame:
    rows = [(card.posting.board_id, card.posting.posting_id) for card in cards]
    return pl.DataFrame(rows, schema=frame_schema(SEEN), orient="row")


def _observation_frame(observed: Sequence[tuple[Observation, Reading]]) -> pl.DataFrame:
    rows = [
        (o.board_id, o.platform, o.board, o.employer, o.country, o.industry, o.observed_on, _naive(o),
         reading.status.value, reading.reason, o.run_id, reading.counted_in)
        for o, reading in observed
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=frame_schema(OBSERVATION), orient="row")


def _response_frame(observed: Sequence[tuple[Observation, Reading]]) -> pl.DataFrame:
    rows = [
        (o.board_id, o.observed_on, _naive(o), number, page.url, page.http_status, page.content_type, page.etag,
         page.last_modified, page.response_hash, page.response_bytes, o.run_id)
        for o, _ in observed
        for number, page in enumerate(o.pages, start=1)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=frame_schema(TABLES["raw.response"].columns), orient="row")


def _quarantine_frame(
    observed: Sequence[tuple[Observation, Reading]], fresh: Sequence[_Card], untitled: set[str]
) -> pl.DataFrame:
    rows = [
        (o.board_id, o.observed_on, reject.position, reject.source_id, reject.reason)
        for o, reading in observed
        for reject in reading.rejects
    ]
    rows += [
        (
            card.posting.board_id,
            card.observation.observed_on,
            card.record_number,
            card.posting.source_id,
            BLANK_TITLE,
        )
        for card in fresh
        if card.posting.posting_id in untitled
    ]
    return pl.DataFrame(rows, schema=frame_schema(TABLES["raw.quarantine"].columns), orient="row")


def _child_frame(frame: pl.DataFrame, column: str, table: str, number: str | None = None) -> pl.DataFrame:
    """One row for each element of a list column, in the columns of its table; `number` counts them from 1."""
    rows = frame.select("posting_id", column).filter(pl.col(column).list.len() > 0).explode(column)
    if number is not None:
        rows = rows.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int16).over("posting_id").alias(number))
    return rows.unnest(column).select(said_columns(table))


def _text_frame(values: pl.DataFrame) -> pl.DataFrame:
    texts = values.select(TABLES["core.posting_text"].columns)
    return texts.filter(pl.col("text_hash").is_not_null()).unique("text_hash", maintain_order=True)


def _naive(observation: Observation) -> dt.datetime:
    """The time of the observation in UTC, without a zone, as the warehouse keeps times."""
    return observation.observed_at.astimezone(dt.UTC).replace(tzinfo=None)
