"""Greenhouse job boards: one answer holds an employer's whole open set, with descriptions and pay ranges.

The API states no employment type and no workplace; some employers put them into custom fields (`metadata`).
A posting without `internal_job_id` is a prospect post (no opening stands behind it yet); it is kept, without group.
Pay ranges come in hundredths and without a period; their title and blurb are the only words about it.
"""

import html
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec

from extract.posting import RawPay, RawPlace, RawPosting, Reading
from extract.source import Address, Envelope, Page, address, decode_envelope, read_board, required, url_of, words

_PLACEHOLDERS = frozenset({"see opening id", "tbd", "n/a", "na", "none"})
_EMPLOYMENT_FIELDS = frozenset(
    {"employment type", "job type", "time type", "worker type", "contract type", "employment status", "schedule type"}
)
_WORKPLACE_FIELDS = frozenset(
    {"location type", "workplace type", "workplace", "work arrangement", "remote status", "work model", "work type"}
)
_BOARD_HOSTS = frozenset(
    {"boards.greenhouse.io", "job-boards.greenhouse.io", "boards.eu.greenhouse.io", "job-boards.eu.greenhouse.io"}
)
_API_HOSTS = frozenset({"boards-api.greenhouse.io", "api.greenhouse.io", "boards-api.eu.greenhouse.io"})
_TAG = re.compile(r"<[^<>]*>")


class _Named(msgspec.Struct):
    name: str | None = None


class _Office(msgspec.Struct):
    name: str | None = None
    location: str | None = None


class _Field(msgspec.Struct):
    name: str | None = None
    value: Any = None


class _PayRange(msgspec.Struct):
    min_cents: int | None = None
    max_cents: int | None = None
    currency_type: str | None = None
    title: str | None = None
    blurb: str | None = None


class _Job(msgspec.Struct):
    id: int
    title: str
    internal_job_id: int | None = None
    absolute_url: str | None = None
    company_name: str | None = None
    requisition_id: str | None = None
    language: str | None = None
    location: _Named | None = None
    offices: list[_Office] | None = None
    departments: list[_Named] | None = None
    metadata: list[_Field] | None = None
    pay_input_ranges: list[_PayRange] | None = None
    first_published: str | None = None
    updated_at: str | None = None
    application_deadline: str | None = None
    content: str | None = None


class _Meta(msgspec.Struct):
    total: int | None = None


class _Board(msgspec.Struct):
    jobs: list[msgspec.Raw]
    meta: _Meta | None = None


class Greenhouse(msgspec.Struct, frozen=True, kw_only=True):
    """Greenhouse's public job board API; boards of its European instance are served by the same host."""

    platform: str = "greenhouse"
    base_url: str = "https://boards-api.greenhouse.io"

    def first_url(self, base_url: str, key: str) -> str:
        """The URL of the whole board, with descriptions and pay ranges."""
        return url_of(base_url, "/v1/boards/{key}/jobs", key, "?content=true&pay_transparency=true")

    def next_url(self, page: Page) -> str | None:  # noqa: ARG002 - the protocol's signature
        """None: a board is one page."""
        return None

    def read(self, key: str, pages: Sequence[Page]) -> Reading:
        """The board's postings and rejects; incomplete where `meta.total` is not the number of jobs."""
        return read_board(pages, _unwrap, partial(_card, self.platform, key))

    def recognise(self, url: str) -> str | None:
        """The board's token in a Greenhouse board, embed or API address."""
        parts = address(url)
        return words(_token(parts)) if parts else None


def _token(parts: Address) -> str | None:
    if parts.host in _API_HOSTS:
        return parts.after("v1", "boards")
    if parts.host not in _BOARD_HOSTS:
        return None
    return parts.query.get("for") if parts.path[:1] == ("embed",) else parts.after()


def _unwrap(body: bytes) -> Envelope:
    board = decode_envelope(body, _Board)
    return Envelope(board.jobs, board.meta.total if board.meta else None, claims_total=True)


def _card(platform: str, key: str, record: msgspec.Raw) -> RawPosting:
    job = msgspec.json.decode(record, type=_Job)
    return RawPosting(
        platform=platform,
        board=key,
        source_id=str(job.id),
        title=required(job.title, "title"),
        url=words(job.absolute_url),
        employer=words(job.company_name),
        group_id=None if job.internal_job_id is None else str(job.internal_job_id),
        requisition=_requisition(job),
        department=next((words(department.name) for department in job.departments or ()), None),
        language=words(job.language),
        employment=_custom_field(job, _EMPLOYMENT_FIELDS),
        workplace=_custom_field(job, _WORKPLACE_FIELDS),
        places=_places(job),
        pay=tuple(map(_pay, job.pay_input_ranges or ())),
        posted_at=words(job.first_published),
        updated_at=words(job.updated_at),
        closes_at=words(job.application_deadline),
        description_html=words(html.unescape(job.content)) if job.content else None,
    )


def _requisition(job: _Job) -> str | None:
    found = words(job.requisition_id)
    return None if found and found.casefold() in _PLACEHOLDERS else found


def _custom_field(job: _Job, names: frozenset[str]) -> str | None:
    """The words of the first of the employer's own fields that has one of `names`; a value may be anything."""
    for field in job.metadata or ():
        if field.name and field.name.strip().casefold() in names:
            values = field.value if isinstance(field.value, list) else [field.value]
            if found := ", ".join(value.strip() for value in values if isinstance(value, str) and value.strip()):
                return found
    return None


def _places(job: _Job) -> tuple[RawPlace, ...]:
    """The posting's own place first, then its offices; a label may say `Hybrid` and only the office name the city."""
    labels = [words(job.location.name) if job.location else None]
    labels += [words(office.location) or words(office.name) for office in job.offices or ()]
    return tuple(RawPlace(label=label) for label in dict.fromkeys(labels) if label)


def _pay(stated: _PayRange) -> RawPay:
    return RawPay(
        kind="pay_input_range",
        minimum=None if stated.min_cents is None else str(stated.min_cents),
        maximum=None if stated.max_cents is None else str(stated.max_cents),
        unit="cents",
        currency=words(stated.currency_type),
        label=words(stated.title),
        note=_text(stated.blurb),
    )


def _text(markup: str | None) -> str | None:
    """The words of a short piece of HTML, escaped or not, on one line."""
    plain = html.unescape(_TAG.sub(" ", html.unescape(markup or "")))
    return " ".join(plain.split()) or None
