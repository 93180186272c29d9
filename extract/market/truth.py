"""What is true in the simulated market: employers, postings, their lives, and what went wrong on which day."""

from bisect import bisect_right
from datetime import date
from enum import StrEnum

import msgspec

from extract.boards import Board


class Fault(StrEnum):
    """What is wrong with a board's answer on one day."""

    SERVER_ERROR = "server_error"
    """HTTP 503."""
    HTML = "html"
    """A web page with status 200 in place of JSON."""
    TRUNCATED = "truncated"
    """JSON that ends in the middle."""
    FALSE_EMPTY = "false_empty"
    """A proper answer without postings, although there are some."""
    SHORT = "short"
    """Greenhouse only: fewer postings than `meta.total` says."""
    GONE = "gone"
    """404 from a board that exists, or has left for good."""
    NOT_YET = "not_yet"
    """404, as the employer has not opened its board yet."""


class Spell(msgspec.Struct, frozen=True):
    """One stretch of days on which a posting is open: from `opened` until the day before `closed` (None: for ever)."""

    opened: date
    closed: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the posting is served on `day`."""
        return self.opened <= day and (self.closed is None or day < self.closed)


class EditKind(StrEnum):
    """What an edit changes; a bump moves nothing but the time of the last update."""

    TEXT = "text"
    PAY = "pay"
    BUMP = "bump"


class Edit(msgspec.Struct, frozen=True):
    """One edit of a posting, served from `day` on."""

    day: date
    kind: EditKind


class Disclosure(StrEnum):
    """Where an advert states its pay."""

    STRUCTURED = "structured"
    TEXT = "text"
    NONE = "none"


class PayTruth(msgspec.Struct, frozen=True, kw_only=True):
    """The base pay of a posting: as stated in `period` units, and a year's (2,080 hours, 12 months).

    It is known here even where the advert keeps silent (`disclosed_in` none). `zone_count` ranges are spanned.
    `is_mislabelled`: the advert calls an hourly pay a yearly one.
    """

    disclosed_in: Disclosure
    currency: str
    period: str
    minimum: float
    maximum: float
    zone_count: int = 1
    is_mislabelled: bool = False

    @property
    def min_annual(self) -> float:
        """The lowest pay of a year, in currency units."""
        return self.minimum * PERIODS_A_YEAR[self.period]

    @property
    def max_annual(self) -> float:
        """The highest pay of a year, in currency units."""
        return self.maximum * PERIODS_A_YEAR[self.period]


PERIODS_A_YEAR = {"hour": 2080, "month": 12, "year": 1}


class TitleKind(StrEnum):
    """How a title is written: the role and at most a level, the same with additions, a head's, or an odd one.

    For a head the truth names no role, but a lexicon may well know one; for an odd title it must not.
    """

    PLAIN = "plain"
    DECORATED = "decorated"
    HEAD = "head"
    ODD = "odd"


class PostingTruth(msgspec.Struct, frozen=True, kw_only=True):
    """One posting as it really is. `role_id` is None where no lexicon can know the title.

    Postings with one `vacancy_id` are the same job: one id a city, a plain duplicate (`is_duplicate`), or one that
    comes back under a new id (`is_repost`).
    `*_stated_in` says where the advert tells it (field, title, location, text), None where it does not.
    `pays` holds the pay before the first pay edit, then after each.
    """

    posting_id: str
    board_id: str
    source_id: str
    vacancy_id: str
    title: str
    title_kind: TitleKind
    role_id: str | None
    role_title: str | None
    seniority: str
    seniority_stated_in: str | None
    workplace: str
    workplace_stated_in: str | None
    employment_type: str
    employment_stated_in: str | None
    country_code: str
    city: str | None
    place_count: int
    skills: tuple[str, ...]
    posted_on: date
    pays: tuple[PayTruth, ...]
    spells: tuple[Spell, ...]
    edits: tuple[Edit, ...] = ()
    is_evergreen: bool = False
    is_duplicate: bool = False
    is_repost: bool = False

    def is_open(self, day: date) -> bool:
        """Whether the posting is truly open on `day`."""
        return any(spell.covers(day) for spell in self.spells)

    def edit_count(self, day: date, *kinds: EditKind) -> int:
        """How many edits (of `kinds`, or of any) were made up to and on `day`."""
        if not kinds:
            return bisect_right(self.edits, day, key=lambda edit: edit.day)
        return sum(edit.day <= day and edit.kind in kinds for edit in self.edits)

    def pay_on(self, day: date) -> PayTruth:
        """The pay as it stands on `day`."""
        return self.pays[self.edit_count(day, EditKind.PAY)]


class BoardDay(msgspec.Struct, frozen=True, kw_only=True):
    """One board on one visit day: what is wrong with its answer, and the posting whose record is malformed."""

    board_id: str
    day: date
    fault: Fault | None = None
    bad_record: str | None = None


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """The whole market: its boards, postings (in the order in which they are served), and each board's visit days.

    `sizes` are the adverts that the employers keep open on the average of day 0; `opened` and `left` the days on
    which boards opened later than the market, and from which on they are gone for good. All three are by board.
    """

    boards: tuple[Board, ...]
    postings: tuple[PostingTruth, ...]
    board_days: tuple[BoardDay, ...]
    sizes: dict[str, int]
    opened: dict[str, date]
    left: dict[str, date]

    def open_postings(self, day: date) -> list[PostingTruth]:
        """The postings that are truly open on `day`."""
        return [posting for posting in self.postings if posting.is_open(day)]
