"""Lever job sites, of the global and the European instance: one bare array holds an employer's whole open set.

The same site name may be another employer on the other instance, so each instance is a platform of its own.
The description's plain text leaves out `lists` and `additional` (often most of the text): the HTML parts are joined.
"""

import html
from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from extract.posting import RawPay, RawPlace, RawPosting, Reading
from extract.source import Envelope, Page, address, decode_envelope, digits, read_board, required, url_of, words


class _Categories(msgspec.Struct, rename="camel"):
    commitment: str | None = None
    department: str | None = None
    location: str | None = None
    team: str | None = None
    level: str | None = None
    all_locations: list[str | None] | None = None


class _List(msgspec.Struct):
    text: str | None = None
    content: str | None = None


class _SalaryRange(msgspec.Struct):
    currency: str | None = None
    interval: str | None = None
    min: int | float | None = None
    max: int | float | None = None


class _Posting(msgspec.Struct, rename="camel"):
    id: str
    text: str
    categories: _Categories | None = None
    country: str | None = None
    workplace_type: str | None = None
    created_at: int | None = None
    description: str | None = None
    lists: list[_List] | None = None
    additional: str | None = None
    hosted_url: str | None = None
    apply_url: str | None = None
    salary_range: _SalaryRange | None = None
    salary_description: str | None = None
    salary_description_plain: str | None = None


class Lever(msgspec.Struct, frozen=True, kw_only=True):
    """One instance of Lever's public postings API; site names are case-sensitive."""

    platform: str = "lever"
    base_url: str = "https://api.lever.co"
    web_host: str = "jobs.lever.co"
    api_host: str = "api.lever.co"

    def first_url(self, base_url: str, key: str) -> str:
        """The URL of the whole site; without `limit` Lever sends all postings in one answer."""
        return url_of(base_url, "/v0/postings/{key}", key, "?mode=json")

    def next_url(self, page: Page) -> str | None:  # noqa: ARG002 - the protocol's signature
        """None: a site is one page."""
        return None

    def read(self, key: str, pages: Sequence[Page]) -> Reading:
        """The site's postings and rejects."""
        return read_board(pages, _unwrap, partial(_card, self.platform, key))

    def recognise(self, url: str) -> str | None:
        """The site's name in a web or API address of this instance."""
        parts = address(url)
        if parts and parts.host == self.web_host:
            return words(parts.after())
        if parts and parts.host == self.api_host:
            return words(parts.after("v0", "postings"))
        return None


LEVER = Lever()
LEVER_EU = Lever(
    platform="lever_eu",
    base_url="https://api.eu.lever.co",
    web_host="jobs.eu.lever.co",
    api_host="api.eu.lever.co",
)


def _unwrap(body: bytes) -> Envelope:
    return Envelope(decode_envelope(body, list[msgspec.Raw]))


def _card(platform: str, key: str, record: msgspec.Raw) -> RawPosting:
    job = msgspec.json.decode(record, type=_Posting)
    categories = job.categories or _Categories()
    return RawPosting(
        platform=platform,
        board=key,
        source_id=required(job.id, "id"),
        title=required(job.text, "text"),
        url=words(job.hosted_url),
        apply_url=words(job.apply_url),
        department=words(categories.department),
        team=words(categories.team),
        level=words(categories.level),
        employment=words(categories.commitment),
        workplace=words(job.workplace_type),
        places=tuple(_places(categories, words(job.country))),
        pay=(_pay(job.salary_range),) if job.salary_range else (),
        pay_note=words(job.salary_description_plain) or words(job.salary_description),
        posted_at=digits(job.created_at),
        description_html=words("\n".join(_parts(job))),
    )


def _places(categories: _Categories, country: str | None) -> Iterable[RawPlace]:
    """The primary place, which is the one that `country` belongs to, then the others."""
    labels = dict.fromkeys([words(categories.location), *map(words, categories.all_locations or ())])
    found = [label for label in labels if label]
    if found or country:
        yield RawPlace(label=found[0] if found else None, country=country)
    for label in found[1:]:
        yield RawPlace(label=label)


def _parts(job: _Posting) -> Iterable[str]:
    yield job.description or ""
    for part in job.lists or ():
        yield f"<h3>{html.escape(part.text or '', quote=False)}</h3>\n<ul>{part.content or ''}</ul>"
    yield job.additional or ""


def _pay(stated: _SalaryRange) -> RawPay:
    return RawPay(
        kind="salaryRange",
        minimum=digits(stated.min),
        maximum=digits(stated.max),
        currency=words(stated.currency),
        interval=words(stated.interval),
    )
