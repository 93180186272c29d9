"""From raw postings to the tables of the warehouse; reads like a table of contents.

    raw words -> text -> places -> role, seniority, workplace, employment, pay -> one Batch

Each value has a parser of its own (`transform/title.py` ...) with one signature, `parse(frame) -> frame`: one row out
for each row in, in the same order.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
import polars as pl

from extract.posting import Observation, RawPosting, Reading
from transform import employment, pay, place, seniority, text, times, title, workplace
from transform.schema import OBSERVATION, POSTING, RAW, SEEN, TABLES, TEXT, Batch, frame_schema

AS_STATED = ["platform", "title", "url", "department", "team", *TEXT]
BLANK_TITLE = "the title is blank"

VERSIONS = {
    "role": title.VERSION,
    "seniority": seniority.VERSION,
    "pay": pay.VERSION,
    "place": place.VERSION,
    "workplace": workplace.VERSION,
    "employment": employment.VERSION,
    "text": text.VERSION,
}
"""The version of each value parser; a posting with older values is normalised anew."""


class _Card(NamedTuple):
    """One posting on its way: what the frame needs beside the raw words."""

    observation: Observation
    record_number: int
    posting: RawPosting
    raw_hash: str


def to_batch(observed: Sequence[tuple[Observation, Reading]], known: Mapping[str, str]) -> Batch:
    """The warehouse's batch for some boards, each observed once.

    `known` maps a posting's id to the fingerprint of the record whose values the warehouse already holds; only what is
    new or changed is normalised. A posting whose title is nothing but blanks or control characters goes to the
    quarantine.
    """
    cards = [card for observation, reading in observed for card in _cards(observation, reading)]
    fresh = [card for card in cards if known.get(card.posting.posting_id) != card.raw_hash]
    values = normalise(_raw_frame(fresh)).with_columns(_identity(fresh))
    untitled = values.filter(pl.col("title") == "").select("posting_id")
    values = values.filter(pl.col("title") != "")
    return Batch(
        observations=_observation_frame(observed),
        responses=_response_frame(observed),
        seen=_seen_frame(cards).join(untitled, on="posting_id", how="anti"),
        postings=values.select(POSTING),
        places=_place_frame(values),
        texts=_text_frame(values),
        quarantine=_quarantine_frame(observed, fresh, set(untitled["posting_id"])),
    )


def _cards(observation: Observation, reading: Reading) -> list[_Card]:
    """The reading's postings, each with its position among the answer's records (the rejects hold the others)."""
    rejected = {reject.position for reject in reading.rejects}
    positions = (number for number in range(reading.counted_in) if number not in rejected)
    return [
        _Card(observation, number, posting, posting.fingerprint())
        for number, posting in zip(positions, reading.postings, strict=True)
    ]


def normalise(raw: pl.DataFrame) -> pl.DataFrame:
    """The values of each posting of `raw` (columns RAW), in the same order: POSTING less identity, and `places`."""
    frame = raw.hstack(text.parse(raw))
    placed = place.parse(frame)
    located = frame.with_columns(placed["country_code"])
    parsers = (title, seniority, workplace, employment, pay, times)
    parts: list[pl.DataFrame] = [parser.parse(located) for parser in parsers]
    values = pl.concat([frame.select(AS_STATED), placed, *parts], how="horizontal")
    return values.with_columns(text.clean_line(pl.col("title"), text.TITLE_LIMIT))


def _raw_frame(cards: Sequence[_Card]) -> pl.DataFrame:
    rows = [msgspec.to_builtins(card.posting) for card in cards]
    return pl.DataFrame(rows, schema=RAW, orient="row")


def _identity(cards: Sequence[_Card]) -> list[pl.Series]:
    """The columns that say which posting it is; the employer's name is the source's, else the board's."""
    columns: dict[str, list[str | None]] = {
        "posting_id": [card.posting.posting_id for card in cards],
        "board_id": [card.posting.board_id for card in cards],
        "source_posting_id": [card.posting.source_id for card in cards],
        "source_group_id": [card.posting.group_id for card in cards],
        "requisition_code": [card.posting.requisition for card in cards],
        "employer": [card.posting.employer or card.observation.employer for card in cards],
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


def _place_frame(values: pl.DataFrame) -> pl.DataFrame:
    """One row a place: the posting's `places`, numbered from 1."""
    return (
        values.select("posting_id", "places")
        .filter(pl.col("places").list.len() > 0)
        .explode("places")
        .with_columns(place_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int16).over("posting_id"))
        .unnest("places")
        .select(TABLES["core.posting_place"].columns)
    )


def _text_frame(values: pl.DataFrame) -> pl.DataFrame:
    texts = values.select(TABLES["core.posting_text"].columns)
    return texts.filter(pl.col("text_hash").is_not_null()).unique("text_hash", maintain_order=True)


def _naive(observation: Observation) -> dt.datetime:
    """The time of the observation in UTC, without a zone, as the warehouse keeps times."""
    return observation.observed_at.astimezone(dt.UTC).replace(tzinfo=None)
