"""Ashby job boards: one answer holds an employer's whole open set, with structured pay.

A posting with `isListed` false is reachable by its link only. It is no part of the public open set, so it is left
out and not counted: an unlisted posting counts as closed, and as open again when it is listed again.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from extract.posting import RawPay, RawPlace, RawPosting, Reading
from extract.source import Envelope, Page, address, decode_envelope, digits, read_board, required, url_of, words


class _PostalAddress(msgspec.Struct, rename="camel"):
    address_locality: str | None = None
    address_region: str | None = None
    address_country: str | None = None


class _Address(msgspec.Struct, rename="camel"):
    postal_address: _PostalAddress | None = None


class _Place(msgspec.Struct):
    location: str | None = None
    address: _Address | None = None


class _Component(msgspec.Struct, rename="camel"):
    compensation_type: str
    summary: str | None = None
    interval: str | None = None
    currency_code: str | None = None
    min_value: int | float | None = None
    max_value: int | float | None = None


class _Tier(msgspec.Struct):
    title: str | None = None
    components: list[_Component] | None = None


class _Compensation(msgspec.Struct, rename="camel"):
    compensation_tier_summary: str | None = None
    compensation_tiers: list[_Tier] | None = None
    summary_components: list[_Component] | None = None


class _Job(msgspec.Struct, rename="camel"):
    id: str
    title: str
    department: str | None = None
    team: str | None = None
    employment_type: str | None = None
    location: str | None = None
    address: _Address | None = None
    secondary_locations: list[_Place] | None = None
    published_at: str | None = None
    is_listed: bool | None = None
    is_remote: bool | None = None
    workplace_type: str | None = None
    job_url: str | None = None
    apply_url: str | None = None
    description_html: str | None = None
    compensation: _Compensation | None = None


class _Board(msgspec.Struct):
    jobs: list[msgspec.Raw]


class Ashby(msgspec.Struct, frozen=True, kw_only=True):
    """Ashby's public posting API."""

    platform: str = "ashby"
    base_url: str = "https://api.ashbyhq.com"

    def first_url(self, base_url: str, key: str) -> str:
        """The URL of the whole board, with pay."""
        return url_of(base_url, "/posting-api/job-board/{key}", key, "?includeCompensation=true")

    def next_url(self, page: Page) -> str | None:  # noqa: ARG002 - the protocol's signature
        """None: a board is one page."""
        return None

    def read(self, key: str, pages: Sequence[Page]) -> Reading:
        """The board's listed postings and its rejects."""
        return read_board(pages, _unwrap, partial(_card, self.platform, key))

    def recognise(self, url: str) -> str | None:
        """The board's name in an Ashby board or API address."""
        parts = address(url)
        if parts and parts.host == "jobs.ashbyhq.com":
            return words(parts.after())
        if parts and parts.host == "api.ashbyhq.com":
            return words(parts.after("posting-api", "job-board"))
        return None


def _unwrap(body: bytes) -> Envelope:
    return Envelope(decode_envelope(body, _Board).jobs)


def _card(platform: str, key: str, record: msgspec.Raw) -> RawPosting | None:
    job = msgspec.json.decode(record, type=_Job)
    if job.is_listed is False:
        return None
    compensation = job.compensation or _Compensation()
    return RawPosting(
        platform=platform,
        board=key,
        source_id=required(job.id, "id"),
        title=required(job.title, "title"),
        url=words(job.job_url),
        apply_url=words(job.apply_url),
        department=words(job.department),
        team=words(job.team),
        employment=words(job.employment_type),
        workplace=words(job.workplace_type),
        is_remote=job.is_remote,
        places=_places(job),
        pay=tuple(_pay(compensation)),
        pay_note=words(compensation.compensation_tier_summary),
        posted_at=words(job.published_at),
        description_html=words(job.description_html),
    )


def _places(job: _Job) -> tuple[RawPlace, ...]:
    stated = [_Place(job.location, job.address), *(job.secondary_locations or ())]
    return tuple(place for place in dict.fromkeys(map(_place, stated)) if place != RawPlace())


def _place(stated: _Place) -> RawPlace:
    postal = (stated.address and stated.address.postal_address) or _PostalAddress()
    return RawPlace(
        label=words(stated.location),
        city=words(postal.address_locality),
        region=words(postal.address_region),
        country=words(postal.address_country),
    )


def _pay(compensation: _Compensation) -> Iterable[RawPay]:
    """Every component of every tier (a tier is a zone); the summary where the board states no tiers."""
    tiers = [tier for tier in compensation.compensation_tiers or () if tier.components]
    for tier in tiers or [_Tier(components=compensation.summary_components)]:
        for component in tier.components or ():
            yield RawPay(
                kind=component.compensation_type,
                minimum=digits(component.min_value),
                maximum=digits(component.max_value),
                currency=words(component.currency_code),
                interval=words(component.interval),
                label=words(tier.title),
                note=words(component.summary),
            )
