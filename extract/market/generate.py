"""The simulated market: made once from a seed and a last day, the same for ever after."""

import uuid
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random

import msgspec

from extract.market import faults, observer
from extract.market.laws import Laws, place_weights
from extract.market.lives import Calendar, Life, plan_lives, shock
from extract.market.population import generator, populate
from extract.market.reference import Country, Employer, Place, Reference, Role, reference
from extract.market.settings import YEAR, MarketSettings
from extract.market.truth import (
    BoardDay,
    Disclosure,
    Edit,
    EditKind,
    Fault,
    PayTruth,
    PostingTruth,
    Spell,
    TitleKind,
    Truth,
)
from extract.market.wording import (
    Text,
    Title,
    decorate,
    draw_label,
    draw_pay,
    draw_skills,
    draw_text,
    draw_title,
    raised,
)

BUMPS_A_YEAR = 6
"""How often, in a year, a Greenhouse board moves the time of the last update of all its adverts at once."""


class Advert(msgspec.Struct, frozen=True, kw_only=True):
    """A posting with what its platform shows of it, beyond the truth."""

    truth: PostingTruth
    employer: Employer
    country: Country
    places: tuple[Place, ...]
    labels: tuple[str, ...]
    internal_id: int
    requisition: str | None
    department: str
    published_at: datetime
    text: Text


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """Where and how the work is done, and where the advert says so (None: nowhere)."""

    workplace: str
    workplace_stated_in: str | None
    employment: str
    employment_stated_in: str | None


class Market:
    """A market up to `last_day`, as its settings say; the same seed, day and settings give the same market.

    By default it has 66 employers and 26 weeks.
    """

    def __init__(self, seed: int, last_day: date, settings: MarketSettings | None = None) -> None:
        self.seed, self.last_day = seed, last_day
        self.settings = settings or MarketSettings()
        self.calendar = Calendar(last_day, self.settings)
        self.book = populate(seed, self.settings, reference())
        self.laws = Laws(self.settings, self.book, self.calendar)
        lives = {
            employer.board.board_id: plan_lives(generator(seed, "lives", employer), employer, self.book, self.calendar)
            for employer in self.book.employers
        }
        if self.settings.shocks:
            shock(Random(f"{seed}:shock"), lives, self.calendar)  # noqa: S311 - a simulation, not a secret
        self.adverts = {
            employer.board.board_id: tuple(_adverts(seed, employer, self.laws, lives[employer.board.board_id]))
            for employer in self.book.employers
        }
        self.board_days = faults.plan(
            Random(f"{seed}:faults"),  # noqa: S311 - a simulation, not a secret
            self.book.employers,
            {board: [advert.truth for advert in own] for board, own in self.adverts.items()},
            self.calendar,
        )
        faults.add_collection(self.board_days, seed, self.book.employers, self.calendar)
        self._courses: dict[str, Course] = {}

    @cached_property
    def truth(self) -> Truth:
        """Everything that is true in this market, as plain data; what can be calculated beforehand is in `laws`."""
        employers = {employer.board.board_id: employer for employer in self.book.employers}
        return Truth(
            boards=tuple(employer.board for employer in employers.values()),
            postings=tuple(advert.truth for own in self.adverts.values() for advert in own),
            board_days=tuple(self.board_day(board, day) for board in self.adverts for day in self.days()),
            sizes={board: employer.size for board, employer in employers.items()},
            opened={board: self.calendar.day(e.entered) for board, e in employers.items() if e.entered},
            left={board: self.calendar.day(e.left) for board, e in employers.items() if e.left is not None},
        )

    def days(self) -> list[date]:
        """The visit days, in order: by default twenty a week apart, then forty-two in a row."""
        return self.calendar.visits

    def board_day(self, board_id: str, day: date) -> BoardDay:
        """What is wrong with a board's answer on `day`; on most days nothing."""
        return self.board_days.get((board_id, day)) or BoardDay(board_id=board_id, day=day)

    def open_adverts(self, board_id: str, day: date) -> tuple[int, Sequence[Advert]]:
        """The board's open adverts on `day`, in order, and a number that changes whenever they or their words do."""
        if board_id not in self._courses:
            self._courses[board_id] = Course(self.adverts[board_id])
        return self._courses[board_id].on(day)

    def served(self, board_id: str, day: date) -> Sequence[Advert]:
        """The adverts in a board's answer on `day`, in order; none where the answer is unusable or says so."""
        fault = self.board_day(board_id, day).fault
        if fault not in (None, Fault.SHORT):
            return ()
        _, whole = self.open_adverts(board_id, day)
        return whole[: len(whole) * 2 // 3] if fault is Fault.SHORT else whole

    def expected(self, days: Iterable[date]) -> observer.Expected:
        """What a perfect observer who visits every board on `days` can know."""
        postings = {board: [advert.truth for advert in own] for board, own in self.adverts.items()}
        return observer.observe(sorted(days), postings, self._look)

    def _look(self, board_id: str, day: date) -> tuple[BoardDay, list[str]]:
        """What is wrong with a board's answer on `day`, and the ids of the postings in it."""
        served = [advert.truth.posting_id for advert in self.served(board_id, day)]
        return self.board_day(board_id, day), served


class Course:
    """One board through time: its open adverts, found anew only where something changed."""

    def __init__(self, adverts: Sequence[Advert]) -> None:
        self.adverts = adverts
        truths = [advert.truth for advert in adverts]
        opened = {day for truth in truths for spell in truth.spells for day in (spell.opened, spell.closed) if day}
        self.turns = sorted(opened | {edit.day for truth in truths for edit in truth.edits})
        self._last: tuple[int, Sequence[Advert]] = (-1, ())

    def on(self, day: date) -> tuple[int, Sequence[Advert]]:
        """How many turns the board has taken by `day`, and its open adverts in their order."""
        turn = bisect_right(self.turns, day)
        if self._last[0] != turn:
            self._last = turn, tuple(advert for advert in self.adverts if advert.truth.is_open(day))
        return self._last


def _adverts(seed: int, employer: Employer, laws: Laws, lives: Sequence[Life]) -> Iterator[Advert]:
    """The adverts of one employer: an id a life, several for a job in many cities, and now and then a duplicate."""
    rng, calendar = generator(seed, "words", employer), laws.calendar
    count = round(BUMPS_A_YEAR * calendar.days / YEAR) if employer.board.platform == "greenhouse" else 0
    bumps = [calendar.day(rng.randint(3, calendar.days - 2)) for _ in range(count)]
    for life in lives:
        adverts = _with_twins(rng, _advert(rng, employer, laws, life))
        if life.reposted:
            adverts = [*adverts, *_reposted(rng, adverts, life.reposted)]
        yield from (_with_edits(rng, advert, bumps, calendar) for advert in adverts)


def _reposted(rng: Random, adverts: Sequence[Advert], spells: tuple[Spell, ...]) -> Iterator[Advert]:
    """The adverts of a vacancy when it comes back under new ids, as a new opening of the platform's."""
    opened, internal_id = spells[0].opened, rng.randint(1_000_000, 9_999_999)
    for first in adverts:
        advert = _under_new_id(rng, first)
        yield msgspec.structs.replace(
            advert,
            truth=msgspec.structs.replace(advert.truth, spells=spells, posted_on=opened, is_repost=True),
            published_at=datetime.combine(opened, first.published_at.timetz()),
            internal_id=internal_id,
        )


def _advert(rng: Random, employer: Employer, laws: Laws, life: Life) -> Advert:
    book, role = laws.book, life.role
    title = draw_title(rng, role, book.words)
    country, places = _draw_places(rng, employer, book)
    terms = _draw_terms(rng, employer, book, role, title)
    if terms.workplace == "remote":
        places = places[:1]
    labels = tuple(draw_label(rng, place, book.countries[place.country], terms.workplace) for place in places)
    if "offices_only" in employer.style and terms.workplace == "hybrid":
        labels = ("Hybrid",)
    skills = draw_skills(rng, role, life.when)
    is_hourly = role.period == "hour" or (title.seniority == "intern" and country.code == "US")
    pay = draw_pay(rng, laws, role, title.pay_share, employer, country, life.when, is_hourly)
    text = draw_text(rng, book, employer, role, title.seniority, skills, country.currency)
    truth = _truth(rng, employer, life, title, terms, country, places, pay, skills)
    where = country.short if terms.workplace == "remote" else places[0].city
    return Advert(
        truth=_retitled(truth, _written_title(rng, employer, book, title, terms, where)),
        employer=employer,
        country=country,
        places=places,
        labels=labels,
        internal_id=rng.randint(1_000_000, 9_999_999),
        requisition=f"R-{rng.randint(1000, 9999)}" if rng.random() < 0.6 else None,
        department=book.words.fields[role.field].department,
        published_at=datetime.combine(
            truth.posted_on, time(rng.randint(7, 17), rng.randint(0, 59), rng.randint(0, 59)), UTC
        ),
        text=msgspec.structs.replace(text, workplace=_workplace_sentence(rng, book, terms)),
    )


def _retitled(truth: PostingTruth, written: str) -> PostingTruth:
    is_decorated = truth.title_kind is TitleKind.PLAIN and written != truth.title
    kind = TitleKind.DECORATED if is_decorated else truth.title_kind
    return msgspec.structs.replace(truth, title=written, title_kind=kind)


def _truth(
    rng: Random,
    employer: Employer,
    life: Life,
    title: Title,
    terms: Terms,
    country: Country,
    places: tuple[Place, ...],
    pay: PayTruth,
    skills: tuple[str, ...],
) -> PostingTruth:
    source_id = _source_id(rng, employer.board.platform)
    posting_id = f"{employer.board.board_id}:{source_id}"
    is_known = title.kind is TitleKind.PLAIN
    return PostingTruth(
        posting_id=posting_id,
        board_id=employer.board.board_id,
        source_id=source_id,
        vacancy_id=posting_id,
        title=title.text,
        title_kind=title.kind,
        role_id=life.role.role_id if is_known else None,
        role_title=life.role.role_title if is_known else None,
        seniority=title.seniority,
        seniority_stated_in="title" if title.says_seniority else None,
        workplace=terms.workplace,
        workplace_stated_in=terms.workplace_stated_in,
        employment_type=terms.employment,
        employment_stated_in=terms.employment_stated_in,
        country_code=country.code,
        city=None if terms.workplace == "remote" and places[0].city != country.name else places[0].city,
        place_count=len(places),
        skills=skills,
        posted_on=life.spells[0].opened,
        pays=(pay,),
        spells=life.spells,
        is_evergreen=life.is_evergreen,
    )


def _source_id(rng: Random, platform: str) -> str:
    if platform == "greenhouse":
        return str(rng.randint(4_000_000_000, 8_999_999_999))
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _draw_places(rng: Random, employer: Employer, book: Reference) -> tuple[Country, tuple[Place, ...]]:
    """One to four places of the employer, the first being primary, and the country of that."""
    count = rng.choices([1, 2, 3, 4], [82, 10, 5, 3])[0]
    primary = book.places[rng.choices(employer.places, place_weights(employer))[0]]
    others = [book.places[name] for name in employer.places if name != primary.place]
    chosen = (primary, *rng.sample(others, min(count - 1, len(others))))
    return book.countries[primary.country], chosen


def _draw_terms(rng: Random, employer: Employer, book: Reference, role: Role, title: Title) -> Terms:
    is_desk = book.words.fields[role.field].desk
    weights = [0.86, 0.1, 0.04] if "remote_first" in employer.style else [0.22, 0.43, 0.35]
    workplace = rng.choices(["remote", "hybrid", "on_site"], weights)[0] if is_desk else "on_site"
    kinds = ["full_time", "part_time", "contract", "temporary"]
    employment = rng.choices(kinds, [93, 2, 4, 1] if is_desk else [76, 18, 1, 5])[0]
    if title.seniority == "intern":
        employment = "internship"
    return Terms(
        workplace=workplace,
        workplace_stated_in=_workplace_stated(rng, employer, workplace),
        employment=employment,
        employment_stated_in=_employment_stated(rng, employer, employment),
    )


def _workplace_stated(rng: Random, employer: Employer, workplace: str) -> str | None:
    """Where the advert says the workplace: in a field where the platform or employer has one, in words, or nowhere."""
    has_field = employer.board.platform != "greenhouse" or "metadata" in employer.style
    if has_field and rng.random() < 0.85:
        return "field"
    if workplace == "remote" or (workplace == "hybrid" and "offices_only" in employer.style):
        return "location"
    return "text" if rng.random() < 0.5 else None


def _employment_stated(rng: Random, employer: Employer, employment: str) -> str | None:
    platform = employer.board.platform
    if platform == "ashby" or "metadata" in employer.style:
        return "field"
    if platform.startswith("lever") and rng.random() < 0.9:
        return "field"
    return None if employment in ("full_time", "temporary") else "title"


TITLE_MARK = {"part_time": " (Part-time)", "contract": " (Contract)"}


def _written_title(rng: Random, employer: Employer, book: Reference, title: Title, terms: Terms, where: str) -> str:
    """The title as printed: decorated, and with the contract where nothing else says that."""
    written = title.text
    if title.kind is not TitleKind.HEAD:
        written = decorate(rng, title.text, employer, book.words, where, terms.workplace)
    return written + TITLE_MARK.get(terms.employment, "") if terms.employment_stated_in == "title" else written


def _workplace_sentence(rng: Random, book: Reference, terms: Terms) -> str | None:
    if terms.workplace_stated_in != "text":
        return None
    return rng.choice(book.words.hybrid if terms.workplace == "hybrid" else book.words.on_site)


def _with_twins(rng: Random, first: Advert) -> list[Advert]:
    """The advert, and the same job under further ids: one a city where the employer does that, or a plain duplicate."""
    if "an_id_a_city" in first.employer.style:
        return [_in_one_place(rng, first, position) for position in range(len(first.places))]
    if rng.random() < 0.02:
        twin = _under_new_id(rng, first)
        truth = msgspec.structs.replace(twin.truth, is_duplicate=True)
        return [first, msgspec.structs.replace(twin, truth=truth, internal_id=rng.randint(1_000_000, 9_999_999))]
    return [first]


def _in_one_place(rng: Random, first: Advert, position: int) -> Advert:
    """The advert for one of its places alone; from the second on under an id of its own."""
    advert, place = (_under_new_id(rng, first) if position else first), first.places[position]
    truth = msgspec.structs.replace(
        advert.truth,
        title=first.truth.title.replace(first.places[0].city, place.city),
        city=first.truth.city and place.city,
        place_count=1,
    )
    return msgspec.structs.replace(advert, truth=truth, places=(place,), labels=(first.labels[position],))


def _under_new_id(rng: Random, first: Advert) -> Advert:
    source_id = _source_id(rng, first.employer.board.platform)
    truth = msgspec.structs.replace(first.truth, posting_id=f"{first.truth.board_id}:{source_id}", source_id=source_id)
    return msgspec.structs.replace(first, truth=truth)


def _with_edits(rng: Random, advert: Advert, bumps: Sequence[date], calendar: Calendar) -> Advert:
    """The advert with its edits: bulk bumps of the board, now and then a new text, now and then a raise."""
    truth = advert.truth
    edits = [Edit(day, EditKind.BUMP) for day in bumps]
    if rng.random() < 0.12:
        edits.append(Edit(_edit_day(rng, truth, calendar), EditKind.TEXT))
    pays = list(truth.pays)
    if truth.pays[0].disclosed_in is not Disclosure.NONE and rng.random() < 0.1:
        edits.append(Edit(_edit_day(rng, truth, calendar), EditKind.PAY))
    kept = sorted((edit for edit in edits if _is_editable(truth, edit.day, calendar)), key=lambda edit: edit.day)
    pays += [raised(pays[0]) for edit in kept if edit.kind is EditKind.PAY]
    return msgspec.structs.replace(advert, truth=msgspec.structs.replace(truth, edits=tuple(kept), pays=tuple(pays)))


def _edit_day(rng: Random, truth: PostingTruth, calendar: Calendar) -> date:
    return max(truth.posted_on, calendar.first_day) + timedelta(days=1 + round(rng.expovariate(1 / 30)))


def _is_editable(truth: PostingTruth, day: date, calendar: Calendar) -> bool:
    return day > calendar.first_day and truth.is_open(day) and truth.is_open(day - timedelta(days=1))
