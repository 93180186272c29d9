"""The boards' answers in the platforms' wire formats, byte for byte, for one simulated day."""

import gzip
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cached_property
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from extract.market.generate import Advert, Market
from extract.market.reference import Place, reference
from extract.market.truth import Disclosure, EditKind, Fault, PayTruth
from extract.market.wording import figure, pay_sentence

JSON = "application/json; charset=utf-8"
GREENHOUSE_ZONE = ZoneInfo("America/New_York")
Record = dict[str, Any]


class Ask(msgspec.Struct, frozen=True):
    """What of a board is asked for: long texts and pay (where the platform makes that a choice), and a page."""

    text: bool = True
    pay: bool = True
    skip: int = 0
    limit: int | None = None

    @classmethod
    def of(cls, platform: str, query: Mapping[str, str]) -> "Ask":
        """What a query string asks for on `platform`."""
        if platform == "greenhouse":
            return cls(text=query.get("content") == "true", pay=query.get("pay_transparency") == "true")
        if platform == "ashby":
            return cls(pay=query.get("includeCompensation") == "true")
        return cls(skip=int(query.get("skip", 0)), limit=int(query["limit"]) if "limit" in query else None)


class Answer:
    """One HTTP answer; `etag` is None where the board sends none."""

    def __init__(self, status: int, body: bytes, content_type: str = JSON, etag: str | None = None) -> None:
        self.status, self.body, self.content_type, self.etag = status, body, content_type, etag

    @cached_property
    def zipped(self) -> bytes:
        """The body, gzipped once however often it is asked for."""
        return gzip.compress(self.body, compresslevel=1, mtime=0)


class Wire:
    """All boards of a market; each record is rendered once for each state it is in, each body once for each state."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self._records: dict[tuple[str, int, Ask], bytes] = {}
        self._answers: dict[tuple[str, Ask], tuple[tuple[object, ...], Answer]] = {}

    def answer(self, platform: str, key: str, day: date, ask: Ask) -> Answer:
        """What the board `key` of `platform` answers on `day`."""
        board_id = f"{platform}:{key}"
        if board_id not in self.market.adverts:
            return _missing(platform)
        fault = self.market.board_day(board_id, day).fault
        if fault in (Fault.GONE, Fault.NOT_YET):
            return _missing(platform)
        if fault is Fault.SERVER_ERROR:
            return Answer(503, b"Service Unavailable", "text/plain")
        if fault is Fault.HTML:
            return Answer(200, MAINTENANCE, "text/html; charset=utf-8")
        answer = self._listing(platform, board_id, day, ask)
        if fault is Fault.TRUNCATED:
            return Answer(200, answer.body[: max(1, len(answer.body) * 3 // 5)])
        return answer

    def _listing(self, platform: str, board_id: str, day: date, ask: Ask) -> Answer:
        """The board's answer, which is the very same object as the last time where nothing changed since."""
        state = self.market.board_day(board_id, day)
        turn, total = self.market.open_adverts(board_id, day)
        now = (turn, state.fault in (Fault.SHORT, Fault.FALSE_EMPTY) and state.fault, state.bad_record)
        known = self._answers.get((board_id, ask))
        if known is not None and known[0] == now:
            return known[1]
        served = total if state.fault is Fault.TRUNCATED else self.market.served(board_id, day)
        page = served[ask.skip :] if ask.limit is None else served[ask.skip : ask.skip + ask.limit]
        count = 0 if state.fault is Fault.FALSE_EMPTY else len(total)
        records = b",".join(
            self._broken(platform, advert, day, ask)
            if advert.truth.posting_id == state.bad_record
            else self._record(platform, advert, day, ask)
            for advert in page
        )
        answer = Answer(200, _wrap(platform, records, count), JSON, _etag(page, day, count, state.bad_record))
        self._answers[(board_id, ask)] = (now, answer)
        return answer

    def _record(self, platform: str, advert: Advert, day: date, ask: Ask) -> bytes:
        key = (advert.truth.posting_id, advert.truth.edit_count(day), Ask(ask.text, ask.pay))
        if key not in self._records:
            self._records[key] = msgspec.json.encode(RENDER[platform](advert, day, ask))
        return self._records[key]

    def _broken(self, platform: str, advert: Advert, day: date, ask: Ask) -> bytes:
        """The record with an object where its title should be a string."""
        record = RENDER[platform](advert, day, ask)
        name = "text" if platform.startswith("lever") else "title"
        return msgspec.json.encode(record | {name: {"en": record[name]}})


MAINTENANCE = b"<!doctype html><html><head><title>Back soon</title></head><body>We will be back soon.</body></html>"


def _missing(platform: str) -> Answer:
    if platform == "greenhouse":
        return Answer(404, b'{"status":404,"error":"Job board not found"}')
    if platform == "ashby":
        return Answer(404, b"Not Found", "text/plain; charset=utf-8")
    return Answer(404, b'{"ok":false,"error":"Document not found"}')


def _etag(page: Sequence[Advert], day: date, count: int, bad_record: str | None) -> str:
    state = [(advert.truth.posting_id, advert.truth.edit_count(day)) for advert in page]
    return f'W/"{hashlib.sha256(repr((state, count, bad_record)).encode()).hexdigest()[:24]}"'


def _wrap(platform: str, records: bytes, total: int) -> bytes:
    if platform == "greenhouse":
        return b'{"jobs":[' + records + b'],"meta":{"total":%d}}' % total
    return b'{"jobs":[' + records + b'],"apiVersion":"1"}' if platform == "ashby" else b"[" + records + b"]"


# -- the parts of a description ----------------------------------------------------------------------------------


def _sections(advert: Advert) -> list[tuple[str, tuple[str, ...]]]:
    """The headed lists of a description."""
    text = advert.text
    parts = [("What you will do", text.duties), ("What you bring", text.needs), ("Nice to have", text.wishes)]
    return [(heading, items) for heading, items in parts if items]


def _opening(advert: Advert, day: date) -> list[str]:
    """The paragraphs above the lists, with what edits have added by `day`."""
    text = advert.text
    added = text.rewrites[: advert.truth.edit_count(day, EditKind.TEXT)]
    return [text.about, text.team, *added, *([text.workplace] if text.workplace else [])]


def _ending(advert: Advert, day: date) -> list[str]:
    """The paragraphs below the benefits: the pay, where the text is what states it, and the closing words."""
    pay = advert.truth.pay_on(day)
    said = [pay_sentence(pay, reference().words)] if pay.disclosed_in is Disclosure.TEXT else []
    return [*said, advert.text.closing]


def _paragraphs(lines: list[str], style: str = "") -> str:
    return "".join(f"<p{style}>{escape(line)}</p>" for line in lines)


def _items(lines: tuple[str, ...]) -> str:
    return "".join(f"<li>{escape(line)}</li>" for line in lines)


def _html(advert: Advert, style: str = "") -> str:
    """The lists and the benefits of a description."""
    sections = [*_sections(advert), ("What we offer", advert.text.benefits)]
    return "".join(f"<h3>{heading}</h3><ul{style}>{_items(items)}</ul>" for heading, items in sections)


def _plain(advert: Advert, day: date) -> str:
    sections = [*_sections(advert), ("What we offer", advert.text.benefits)]
    lists = [f"{heading.upper()}\n\n" + "\n".join(f"- {item}" for item in items) for heading, items in sections]
    return "\n\n".join([*_opening(advert, day), *lists, *_ending(advert, day)])


def _field(stated_in: str | None, word: str) -> str | None:
    return word if stated_in == "field" else None


# -- Greenhouse --------------------------------------------------------------------------------------------------

GREENHOUSE_WORKPLACE = {"remote": "Remote", "hybrid": "Hybrid", "on_site": "On-site"}
GREENHOUSE_EMPLOYMENT = {
    "full_time": "Full-time",
    "part_time": "Part-time",
    "contract": "Contract",
    "temporary": "Temporary",
    "internship": "Intern",
}


def greenhouse_record(advert: Advert, day: date, ask: Ask) -> Record:
    """One element of a Greenhouse board's `jobs`; the content is escaped HTML, pay is in cents."""
    truth, key = advert.truth, advert.employer.board.key
    record: Record = {
        "absolute_url": f"https://boards.example/{key}/jobs/{truth.source_id}",
        "data_compliance": [{"type": "gdpr", "requires_consent": False, "retention_period": None}],
        "internal_job_id": 5_000_000_000 + advert.internal_id,
        "location": {"name": "; ".join(advert.labels[:1] if "offices" in advert.employer.style else advert.labels)},
        "metadata": _metadata(advert),
        "id": int(truth.source_id),
        "updated_at": _updated_at(advert, day),
        "requisition_id": advert.requisition or "See Opening ID",
        "title": truth.title,
        "company_name": advert.employer.board.employer,
        "first_published": advert.published_at.astimezone(GREENHOUSE_ZONE).isoformat(timespec="seconds"),
        "application_deadline": None,
        "language": "en",
    }
    if ask.text:
        record["content"] = escape(_greenhouse_html(advert, day))
        record["departments"] = [_tree_node(advert.internal_id % 97, advert.department)]
        record["offices"] = [_office(advert, place) for place in advert.places]
    if ask.pay:
        record["pay_input_ranges"] = _input_ranges(advert, truth.pay_on(day))
    return record


def _updated_at(advert: Advert, day: date) -> str:
    edits = [edit.day for edit in advert.truth.edits if edit.day <= day]
    latest = datetime.combine(edits[-1], time(13, 30), UTC) if edits else advert.published_at
    return latest.astimezone(GREENHOUSE_ZONE).isoformat(timespec="seconds")


def _metadata(advert: Advert) -> list[Record] | None:
    if "metadata" not in advert.employer.style:
        return None
    truth = advert.truth
    values = [
        ("Location Type", _field(truth.workplace_stated_in, GREENHOUSE_WORKPLACE[truth.workplace])),
        ("Employment Type", _field(truth.employment_stated_in, GREENHOUSE_EMPLOYMENT[truth.employment_type])),
    ]
    return [
        {"id": 4_000_001 + number, "name": name, "value": value, "value_type": "single_select"}
        for number, (name, value) in enumerate(values)
    ]


def _greenhouse_html(advert: Advert, day: date) -> str:
    intro, *rest = _opening(advert, day)
    return (
        f'<div class="content-intro">{_paragraphs([intro])}</div>{_paragraphs(rest)}{_html(advert)}'
        f'<div class="content-conclusion">{_paragraphs(_ending(advert, day))}</div>'
    )


def _tree_node(number: int, name: str) -> Record:
    return {"id": 4_100_000 + number, "name": name, "parent_id": None, "child_ids": []}


def _office(advert: Advert, place: Place) -> Record:
    country = reference().countries[place.country].name
    is_remote = advert.truth.workplace == "remote"
    name = f"Remote {country}" if is_remote else place.city
    number = sorted(reference().places).index(place.place)
    return _tree_node(number, name) | {"location": country if is_remote else f"{place.city}, {place.region}, {country}"}


def _input_ranges(advert: Advert, pay: PayTruth) -> list[Record]:
    if pay.disclosed_in is not Disclosure.STRUCTURED:
        return []
    says_period = advert.internal_id % 5 < 3
    title = {"hour": "Hourly pay range", "year": "Annual salary range"}[pay.period] if says_period else "Pay range"
    return [
        {
            "min_cents": round(low * 100),
            "max_cents": round(high * 100),
            "currency_type": pay.currency,
            "title": f"{title}{zone}",
            "blurb": "<p>Where you fall in the range depends on skill and place.</p>",
        }
        for zone, low, high in _zones(pay)
    ]


def _zones(pay: PayTruth) -> list[tuple[str, float, float]]:
    """The name, minimum and maximum of each pay zone; together they span the whole."""
    if pay.zone_count == 1:
        return [("", pay.minimum, pay.maximum)]
    step = 1000.0
    low_top = round((pay.minimum + 2 * pay.maximum) / 3 / step) * step
    high_bottom = round((2 * pay.minimum + pay.maximum) / 3 / step) * step
    return [(" - Zone A", high_bottom, pay.maximum), (" - Zone B", pay.minimum, low_top)]


# -- Ashby -------------------------------------------------------------------------------------------------------

ASHBY_WORKPLACE = {"remote": "Remote", "hybrid": "Hybrid", "on_site": "OnSite"}
ASHBY_EMPLOYMENT = {
    "full_time": "FullTime",
    "part_time": "PartTime",
    "contract": "Contract",
    "temporary": "Temporary",
    "internship": "Intern",
}
ASHBY_STYLE = ' style="min-height:1.5em"'
ASHBY_INTERVAL = {"hour": "1 HOUR", "month": "1 MONTH", "year": "1 YEAR"}


def ashby_record(advert: Advert, day: date, ask: Ask) -> Record:
    """One element of an Ashby board's `jobs`."""
    truth, key = advert.truth, advert.employer.board.key
    url = f"https://jobs.example/{key.replace(' ', '%20')}/{truth.source_id}"
    is_stated = truth.workplace_stated_in == "field"
    record: Record = {
        "id": truth.source_id,
        "title": truth.title,
        "department": advert.department,
        "team": advert.department,
        "employmentType": ASHBY_EMPLOYMENT[truth.employment_type],
        "location": advert.labels[0],
        "shouldDisplayCompensationOnJobPostings": truth.pay_on(day).disclosed_in is Disclosure.STRUCTURED,
        "secondaryLocations": [
            {"location": label, "address": _address(advert, place)}
            for label, place in zip(advert.labels[1:], advert.places[1:], strict=True)
        ],
        "publishedAt": advert.published_at.isoformat(timespec="milliseconds"),
        "isListed": True,
        "isRemote": truth.workplace == "remote" if is_stated else None,
        "workplaceType": ASHBY_WORKPLACE[truth.workplace] if is_stated else None,
        "address": _address(advert, advert.places[0]),
        "jobUrl": url,
        "applyUrl": f"{url}/application",
        "descriptionHtml": (
            _paragraphs(_opening(advert, day), ASHBY_STYLE)
            + _html(advert, ASHBY_STYLE)
            + _paragraphs(_ending(advert, day), ASHBY_STYLE)
        ),
        "descriptionPlain": _plain(advert, day),
    }
    return record | {"compensation": _compensation(advert, truth.pay_on(day))} if ask.pay else record


def _address(advert: Advert, place: Place) -> Record:
    country = reference().countries[place.country].name
    if advert.truth.workplace == "remote":
        return {"postalAddress": {"addressRegion": "", "addressCountry": country, "addressLocality": ""}}
    return {"postalAddress": {"addressRegion": place.region, "addressCountry": country, "addressLocality": place.city}}


def _compensation(advert: Advert, pay: PayTruth) -> Record:
    is_stated = pay.disclosed_in is Disclosure.STRUCTURED
    zones = _zones(pay) if is_stated else []
    tiers = [
        {
            "id": f"{advert.truth.source_id[:-2]}{number:02d}",
            "title": name.removeprefix(" - ") or f"Tier {number}",
            "tierSummary": _summary(pay, low, high),
            "additionalInformation": None,
            "components": [
                _component(pay, low, high)
                | {"id": f"{advert.truth.source_id[:-2]}a{number}", "summary": _summary(pay, low, high)},
                *_equity(advert),
            ],
        }
        for number, (name, low, high) in enumerate(zones, 1)
    ]
    whole = _summary(pay, pay.minimum, pay.maximum)
    return {
        "compensationTierSummary": whole if is_stated else None,
        "scrapeableCompensationSalarySummary": whole if is_stated else None,
        "compensationTiers": tiers,
        "summaryComponents": [_component(pay, pay.minimum, pay.maximum)] if is_stated else [],
    }


def _component(pay: PayTruth, low: float, high: float) -> Record:
    interval = "1 YEAR" if pay.is_mislabelled else ASHBY_INTERVAL[pay.period]
    return {
        "compensationType": "Salary",
        "interval": interval,
        "currencyCode": pay.currency,
        "minValue": _number(low),
        "maxValue": _number(high),
    }


def _equity(advert: Advert) -> list[Record]:
    """A share in the company, in the same list as the pay; one advert in four has it."""
    if advert.internal_id % 4 or advert.truth.pays[0].period == "hour":
        return []
    return [
        {
            "id": f"{advert.truth.source_id[:-2]}ee",
            "summary": "Offers Equity",
            "compensationType": "EquityPercentage",
            "interval": "NONE",
            "currencyCode": None,
            "minValue": None,
            "maxValue": None,
        }
    ]


def _summary(pay: PayTruth, low: float, high: float) -> str:
    symbol = reference().words.symbols[pay.currency]
    suffix = "" if pay.period == "year" or pay.is_mislabelled else f" per {pay.period}"
    return f"{symbol}{figure(low)} – {symbol}{figure(high)}{suffix}"


def _number(value: float) -> float | int:
    """The value as JSON writers put it: without a decimal point where it is whole."""
    return int(value) if value == int(value) else value


# -- Lever -------------------------------------------------------------------------------------------------------

LEVER_WORKPLACE = {"remote": "remote", "hybrid": "hybrid", "on_site": "on-site"}
LEVER_EMPLOYMENT = {
    "full_time": ("Full-time", "Full Time", "Permanent, full-time"),
    "part_time": ("Part-time", "Part Time", "Part-time"),
    "contract": ("Contract", "Independent contractor", "Contractor"),
    "temporary": ("Temporary", "Fixed-term contract", "Temp"),
    "internship": ("Internship", "Intern", "Internship"),
}
LEVER_INTERVAL = {"hour": "per-hour-wage", "month": "per-month-salary", "year": "per-year-salary"}


def lever_record(advert: Advert, day: date, _ask: Ask) -> Record:
    """One element of a Lever site's array; requirements and benefits stand outside the description."""
    truth, board = advert.truth, advert.employer.board
    url = f"https://postings.example/{board.platform}/{board.key}/{truth.source_id}"
    opening, ending = _opening(advert, day), [". ".join(advert.text.benefits) + ".", *_ending(advert, day)]
    body = "".join(f"<div>{escape(line)}</div>" for line in opening)
    employment = LEVER_EMPLOYMENT[truth.employment_type][len(board.key) % 3]
    categories = {
        "commitment": _field(truth.employment_stated_in, employment),
        "department": advert.department,
        "location": advert.labels[0],
        "team": advert.department,
        "allLocations": list(advert.labels),
    }
    record: Record = {
        "id": truth.source_id,
        "text": truth.title,
        "categories": {name: value for name, value in categories.items() if value is not None},
        "country": advert.country.code,
        "workplaceType": _field(truth.workplace_stated_in, LEVER_WORKPLACE[truth.workplace]) or "unspecified",
        "createdAt": round(advert.published_at.timestamp() * 1000),
        "opening": "",
        "openingPlain": "",
        "description": body,
        "descriptionPlain": "\n\n".join(opening),
        "descriptionBody": body,
        "descriptionBodyPlain": "\n\n".join(opening),
        "lists": [{"text": heading, "content": _items(items)} for heading, items in _sections(advert)],
        "additional": "".join(f"<div>{escape(line)}</div>" for line in ending),
        "additionalPlain": "\n\n".join(ending),
        "hostedUrl": url,
        "applyUrl": f"{url}/apply",
    }
    return record | _salary_range(truth.pay_on(day))


def _salary_range(pay: PayTruth) -> Record:
    if pay.disclosed_in is not Disclosure.STRUCTURED:
        return {}
    return {
        "salaryRange": {
            "currency": pay.currency,
            "interval": LEVER_INTERVAL[pay.period],
            "min": _number(pay.minimum),
            "max": _number(pay.maximum),
        },
        "salaryDescription": "<div>The base pay; benefits come on top.</div>",
        "salaryDescriptionPlain": "The base pay; benefits come on top.",
    }


RENDER: dict[str, Callable[[Advert, date, Ask], Record]] = {
    "greenhouse": greenhouse_record,
    "ashby": ashby_record,
    "lever": lever_record,
    "lever_eu": lever_record,
}
