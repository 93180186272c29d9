"""The card that extract hands on: one posting, every value still in the source's own words.

This is the one module of `extract` that `transform` may import.
"""

import datetime as dt
import hashlib
from enum import StrEnum

import msgspec


class BoardStatus(StrEnum):
    """How the fetch of one employer's board ended; nothing else is possible."""

    COMPLETE = "complete"
    """The whole open set of the employer came and was read."""
    EMPTY = "empty"
    """The board answered properly, with no posting."""
    INCOMPLETE = "incomplete"
    """Postings came, but it is not certain that these are all; nothing may be closed because of it."""
    FAILED = "failed"
    """No usable answer came (network, server, wrong content)."""
    UNKNOWN_BOARD = "unknown_board"
    """The platform says that it has no such board."""


WHOLE = (BoardStatus.COMPLETE, BoardStatus.EMPTY)
"""The endings that prove what is not on a board."""


class RawPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a posting: the label as printed and, where the platform splits it, its parts."""

    label: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None


class RawPay(msgspec.Struct, frozen=True, kw_only=True):
    """One stated pay component or zone.

    `minimum` and `maximum` are the digits as sent; `unit` is `cents` where the platform sends hundredths, else
    `units`. `kind` is the platform's word (`Salary`, `EquityPercentage`, `pay_input_range`, `salaryRange` ...),
    `interval` its period (`1 YEAR`, `per-hour-wage` ...), `label` the zone or tier, `note` the words beside it.
    """

    kind: str
    minimum: str | None = None
    maximum: str | None = None
    unit: str = "units"
    currency: str | None = None
    interval: str | None = None
    label: str | None = None
    note: str | None = None


class RawPosting(msgspec.Struct, frozen=True, kw_only=True):
    """One posting as its source words it. Absent is None (or an empty tuple), never an invented default.

    `places[0]` is the primary place. Times are the source's words, whatever their form (ISO, epoch ...).
    `description_html` is HTML, unescaped once where the platform escapes it.
    """

    platform: str
    board: str
    source_id: str
    title: str
    url: str | None = None
    apply_url: str | None = None
    employer: str | None = None
    group_id: str | None = None
    requisition: str | None = None
    department: str | None = None
    team: str | None = None
    language: str | None = None
    level: str | None = None
    employment: str | None = None
    workplace: str | None = None
    is_remote: bool | None = None
    places: tuple[RawPlace, ...] = ()
    pay: tuple[RawPay, ...] = ()
    pay_note: str | None = None
    posted_at: str | None = None
    updated_at: str | None = None
    closes_at: str | None = None
    description_html: str | None = None

    @property
    def board_id(self) -> str:
        """The board's id, `platform:key`."""
        return f"{self.platform}:{self.board}"

    @property
    def posting_id(self) -> str:
        """The posting's id, `platform:board:source id`; unique, stable, and readable."""
        return f"{self.platform}:{self.board}:{self.source_id}"

    def fingerprint(self) -> str:
        """Sixteen hex digits that change when anything but `updated_at` (bulk edits move it) changes."""
        stable = msgspec.structs.replace(self, updated_at=None)
        return hashlib.sha256(msgspec.msgpack.encode(stable)).hexdigest()[:16]


class Reject(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a response that does not fit its platform's shape; it goes to the quarantine.

    `position` counts records from 0 in the board's answer; `source_id` is kept where it could be read, so that
    the posting is not taken for closed.
    """

    position: int
    reason: str
    source_id: str | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from one board's answer: its status, the postings, the rejects; `reason` explains a bad status."""

    status: BoardStatus
    reason: str | None = None
    postings: tuple[RawPosting, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def counted_in(self) -> int:
        """The number of records that the answer held."""
        return len(self.postings) + len(self.rejects)


class PageRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One archived answer; `response_hash` names its body in the archive, which a 304 shares with the answer before."""

    url: str
    http_status: int
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    response_hash: str
    response_bytes: int


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One board asked once: a line of the archive's log, and all that is needed to read its answer again.

    `observed_on` is the day in the person's time zone, `observed_at` the UTC time of the last page. `error` is set
    where no whole answer came. `status`, `reason` and `counted_in` are what the reading of the day said.
    """

    run_id: str
    platform: str
    board: str
    employer: str
    country: str | None
    industry: str | None
    observed_on: dt.date
    observed_at: dt.datetime
    status: BoardStatus
    reason: str | None = None
    counted_in: int = 0
    error: str | None = None
    pages: tuple[PageRecord, ...] = ()

    @property
    def board_id(self) -> str:
        """The board's id, `platform:key`."""
        return f"{self.platform}:{self.board}"
