"""What a source of postings is, and what all sources share: reading an answer without ever trusting it.

A platform is code (one module in `extract.sources`), an employer's board is data (one line of `boards.csv`).
The table of all sources is `extract.sources.SOURCES`.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeVar
from urllib.parse import parse_qs, quote, unquote, urlsplit

import msgspec

from extract.posting import BoardStatus, RawPosting, Reading, Reject

_Shape = TypeVar("_Shape")

MAX_REJECTED_SHARE = 0.05
"""A board with more unreadable records than this has drifted: what fits is used, nothing is closed."""

DUPLICATE = "duplicate id"
"""The reason of a reject whose id was already read from the same answer; it is no sign of drift."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One whole HTTP answer: where it came from, its status, and the decoded body."""

    url: str
    http_status: int
    content_type: str | None = None
    body: bytes = b""


class Source(Protocol):
    """One platform: where a board is asked for, how its answers are read, which web addresses belong to it."""

    @property
    def platform(self) -> str:
        """The platform's name, as in `boards.csv`."""
        ...

    @property
    def base_url(self) -> str:
        """The public base URL; `jobgauge.toml` may put another in its place."""
        ...

    def first_url(self, base_url: str, key: str) -> str:
        """The URL of the first (or only) page of the board `key`, with `key` percent-encoded."""
        ...

    def next_url(self, page: Page) -> str | None:
        """The URL of the page after `page`, or None where it is the last."""
        ...

    def read(self, key: str, pages: Sequence[Page]) -> Reading:
        """The board's postings and rejects, from all its pages; never raises on a bad answer."""
        ...

    def recognise(self, url: str) -> str | None:
        """The board's key where `url` is one of this platform's web or API addresses, else None."""
        ...


class Envelope(NamedTuple):
    """The records of one page, each still undecoded, and the number of records the page itself claims."""

    records: Sequence[msgspec.Raw]
    total: int | None = None
    claims_total: bool = False


class BadAnswer(ValueError):
    """An answer that is not the platform's JSON; its text says what came instead."""


class BadRecord(ValueError):
    """A record that has the platform's shape and still names no posting."""


def read_board(
    pages: Sequence[Page], unwrap: Callable[[bytes], Envelope], card: Callable[[msgspec.Raw], RawPosting | None]
) -> Reading:
    """The reading of a board from its pages.

    `unwrap` opens a page's body; `card` makes a posting of one record, or None of a record that the board does
    not show to the public (such a record is no part of the open set and is not counted).
    """
    refused = next((reading for reading in map(_refused, pages) if reading), None)
    if refused or not pages:
        return refused or Reading(status=BoardStatus.FAILED, reason="no answer was kept")
    try:
        envelopes = [unwrap(page.body) for page in pages]
    except BadAnswer as error:
        return Reading(status=BoardStatus.FAILED, reason=str(error))
    records = [record for envelope in envelopes for record in envelope.records]
    postings, rejects = _read_records(records, card)
    status, reason = _status(envelopes, postings, rejects)
    return Reading(status=status, reason=reason, postings=tuple(postings), rejects=tuple(rejects))


def _refused(page: Page) -> Reading | None:
    if page.http_status == 404:
        return Reading(status=BoardStatus.UNKNOWN_BOARD, reason="the platform has no such board (HTTP 404)")
    if page.http_status != 200:
        return Reading(status=BoardStatus.FAILED, reason=f"answered HTTP {page.http_status}")
    return None


def _read_records(
    records: Sequence[msgspec.Raw], card: Callable[[msgspec.Raw], RawPosting | None]
) -> tuple[list[RawPosting], list[Reject]]:
    """The postings and the rejects of `records`, in their order."""
    postings: dict[str, RawPosting] = {}
    rejects = []
    for position, record in enumerate(records):
        try:
            posting = card(record)
        except (msgspec.MsgspecError, UnicodeError, RecursionError, BadRecord) as error:
            rejects.append(Reject(position=position, reason=str(error), source_id=_readable_id(record)))
            continue
        if posting is None:
            continue
        if posting.source_id in postings:
            rejects.append(Reject(position=position, reason=DUPLICATE, source_id=posting.source_id))
            continue
        postings[posting.source_id] = posting
    return list(postings.values()), rejects


class _Identity(msgspec.Struct):
    id: str | int


def _readable_id(record: msgspec.Raw) -> str | None:
    try:
        return str(msgspec.json.decode(record, type=_Identity).id).strip() or None
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _status(
    envelopes: Sequence[Envelope], postings: Sequence[RawPosting], rejects: Sequence[Reject]
) -> tuple[BoardStatus, str | None]:
    held = sum(len(envelope.records) for envelope in envelopes)
    for envelope in envelopes:
        if envelope.claims_total and envelope.total != held:
            claimed = "no number of postings" if envelope.total is None else f"{envelope.total} postings"
            return BoardStatus.INCOMPLETE, f"the answer claims {claimed} and holds {held}"
    drifted = [reject for reject in rejects if reject.reason != DUPLICATE]
    if len(drifted) > MAX_REJECTED_SHARE * held or any(reject.source_id is None for reject in drifted):
        first = drifted[0]
        where = f"first at record {first.position}: {first.reason}"
        return BoardStatus.INCOMPLETE, f"drifted: {len(drifted)} of {held} records cannot be read, {where}"
    return (BoardStatus.COMPLETE if postings else BoardStatus.EMPTY), None


def decode_envelope(body: bytes, shape: type[_Shape]) -> _Shape:
    """The decoded outer shape of `body`; raises `BadAnswer` in plain words where it is something else."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        if (whole := without_lone_surrogates(body)) != body:
            return decode_envelope(whole, shape)
        raise BadAnswer(_in_plain_words(body, error)) from error


def _in_plain_words(body: bytes, error: Exception) -> str:
    start = body[:512].lstrip()
    if not start:
        return "answered with an empty body"
    if start.startswith(b"<"):
        return "answered a web page instead of JSON"
    if isinstance(error, msgspec.ValidationError):
        return f"JSON of another shape: {error}"
    if isinstance(error, RecursionError):
        return "JSON nested too deeply"
    if "truncated" in str(error):
        return f"JSON ends early at byte {len(body)}"
    return f"not JSON: {error}"


_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def without_lone_surrogates(body: bytes) -> bytes:
    r"""JSON text in which each escaped half of a surrogate pair is `\ufffd`: half an emoji is no character."""
    return _ESCAPE.sub(lambda found: rb"\ufffd" if found["lone"] else found[0], body)


def words(value: str | None) -> str | None:
    """The words of a field without white space around them; None where there are none."""
    return (value.strip() or None) if value else None


def required(value: str, field: str) -> str:
    """The words of a field that every posting has; raises `BadRecord` where there are none."""
    if not (found := words(value)):
        raise BadRecord(f"Expected words, got an empty text - at `$.{field}`")
    return found


def digits(value: float | None) -> str | None:
    """The plain digits of a JSON number: 32000.0 is `32000`, 24.04 is `24.04`, never `2.4e1`."""
    if value is None or isinstance(value, int):
        return None if value is None else str(value)
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def url_of(base_url: str, path: str, key: str, query: str = "") -> str:
    """The URL of `path` under `base_url`, where `{key}` in the path stands for the percent-encoded key."""
    return base_url.rstrip("/") + path.replace("{key}", quote(key, safe="")) + query


class Address(NamedTuple):
    """A web address taken apart: lower-case host, decoded path segments, the last value of each query parameter."""

    host: str
    path: tuple[str, ...]
    query: dict[str, str]

    def after(self, *prefix: str) -> str | None:
        """The path segment after `prefix`, where the path begins with it."""
        size = len(prefix)
        return self.path[size] if self.path[:size] == prefix and len(self.path) > size else None


def address(url: str) -> Address | None:
    """The parts of `url`, with or without its scheme; None where it is no web address."""
    url = url.strip()
    try:
        parts = urlsplit(url if "//" in url[:8] else f"https://{url}")
        host = (parts.hostname or "").rstrip(".")
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or not host:
        return None
    return Address(host, tuple(unquote(segment) for segment in parts.path.split("/") if segment), query)
