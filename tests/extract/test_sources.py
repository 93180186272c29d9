"""The sources: examples in each platform's own shape, whole, cut, and mutated field by field."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.posting import BoardStatus, RawPay, RawPlace, RawPosting, Reading
from extract.source import DUPLICATE, Page, Source, digits, without_lone_surrogates
from extract.sources import SOURCES

EXAMPLES = Path(__file__).parent / "examples"
PLATFORMS = sorted(SOURCES)
UNLISTED = {"ashby": 1}
"""How many records of an example the board does not show."""


def body_of(platform: str) -> bytes:
    return (EXAMPLES / f"{platform}.json").read_bytes()


def records_of(answer: Any) -> list[dict[str, Any]]:
    return answer if isinstance(answer, list) else answer["jobs"]


def read(platform: str, body: bytes, http_status: int = 200) -> Reading:
    return SOURCES[platform].read("heron", [Page(url="https://x.example", http_status=http_status, body=body)])


def read_example(platform: str) -> list[RawPosting]:
    reading = read(platform, body_of(platform))
    assert reading.status is BoardStatus.COMPLETE
    assert reading.rejects == ()
    return list(reading.postings)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_example_is_read_whole(platform: str) -> None:
    postings = read_example(platform)
    assert len(postings) == len(records_of(json.loads(body_of(platform)))) - UNLISTED.get(platform, 0)
    assert {posting.board_id for posting in postings} == {f"{platform}:heron"}


def test_greenhouse_posting() -> None:
    full, prospect, bare = read_example("greenhouse")
    assert (full.source_id, full.title, full.group_id, full.requisition) == (
        "4100001",
        "Data Engineer",
        "900001",
        "DE-17",
    )
    assert (full.employer, full.department, full.language) == ("Nordlicht Analytics", "Platform", "en")
    assert (full.employment, full.workplace) == ("Full-time", "Hybrid, Remote")
    assert full.posted_at == "2026-02-20T11:00:00-05:00"
    assert full.closes_at == "2026-06-30T00:00:00-04:00"
    assert (
        full.description_html
        == '<div class="intro"><p>Pipelines &amp; lakes.</p></div><ul><li>SQL&nbsp;daily</li></ul>'
    )
    assert [place.label for place in full.places] == ["Hybrid", "New York, New York, United States", "Remote - Canada"]
    assert full.pay == (
        RawPay(
            kind="pay_input_range",
            minimum="15000000",
            maximum="18050000",
            unit="cents",
            currency="USD",
            label="NYC Salary Range",
            note="Base pay, per year & before bonus.",
        ),
        RawPay(kind="pay_input_range", minimum="0", unit="cents", currency="CAD"),
    )
    assert (prospect.group_id, prospect.requisition, prospect.places, prospect.description_html) == (
        None,
        None,
        (),
        None,
    )
    assert (bare.requisition, bare.employment, bare.places) == (None, None, (RawPlace(label="Lübeck, Germany"),))


def test_ashby_posting() -> None:
    lead, barista, cook = read_example("ashby")
    assert (lead.department, lead.team, lead.employment, lead.workplace) == (
        "Operations",
        "Night shift",
        "FullTime",
        "OnSite",
    )
    assert lead.is_remote is False
    assert lead.places == (
        RawPlace(label="SF HQ", city="San Francisco", region="California", country="USA"),
        RawPlace(label="Remote", country="Canada"),
        RawPlace(label="Mars"),
    )
    assert [(pay.kind, pay.minimum, pay.maximum, pay.label, pay.note) for pay in lead.pay] == [
        ("Salary", "70000", "80000", "Zone A", "$70K – $80K"),
        ("EquityPercentage", None, None, "Zone A", "Offers Equity"),
        ("Salary", "65000", "65000", "Zone B", "$65K"),
    ]
    assert lead.pay_note == "$65K – $80K • Offers Equity"
    assert (barista.title, barista.department, barista.is_remote) == ("Barista 👩‍🍳", None, None)
    assert barista.pay == (
        RawPay(kind="Salary", minimum="24.04", maximum="0.00001", currency="USD", interval="1 HOUR"),
    )
    assert (cook.places, cook.pay) == ((), ())


def test_lever_posting() -> None:
    nurse, finance, volunteer = read_example("lever")
    assert (nurse.title, nurse.level, nurse.employment, nurse.workplace) == (
        "Field Nurse III",
        "Senior",
        "Full-time",
        "hybrid",
    )
    assert nurse.posted_at == "1779223091267"
    assert nurse.places == (RawPlace(label="Akron, Ohio", country="US"), RawPlace(label="Dayton, Ohio"))
    assert nurse.pay == (
        RawPay(kind="salaryRange", minimum="38.5", maximum="52", currency="USD", interval="per-hour-wage"),
    )
    assert nurse.pay_note == "Nights pay more."
    text = nurse.description_html or ""
    parts = ["Visits at home.", "<h3>Tools &amp; tasks</h3>", "<li>Patience</li>", "<li>Licence</li>", "Equal chances."]
    assert [text.find(part) for part in parts] == sorted(text.find(part) for part in parts)
    assert all(part in text for part in parts)
    assert (finance.places, finance.description_html) == ((RawPlace(label="Seoul, South Korea"),), None)
    assert volunteer.places == (RawPlace(country="KE"),)


BAD_ANSWERS = [
    (404, b'{"ok":false,"error":"Document not found"}', BoardStatus.UNKNOWN_BOARD, "no such board"),
    (500, b"oops", BoardStatus.FAILED, "HTTP 500"),
    (403, b"", BoardStatus.FAILED, "HTTP 403"),
    (200, b"", BoardStatus.FAILED, "empty body"),
    (200, b"  \n<!DOCTYPE html><title>Sign in</title>", BoardStatus.FAILED, "a web page instead of JSON"),
    (200, b'"jobs"', BoardStatus.FAILED, "another shape"),
    (200, b'{"jobs": {}}', BoardStatus.FAILED, "another shape"),
    (200, b'{"error": "slow down"}', BoardStatus.FAILED, "another shape"),
    (200, b'{"jobs": [{"id": 1', BoardStatus.FAILED, "JSON ends early at byte 18"),
    (200, b'[{"id": NaN}]', BoardStatus.FAILED, "not JSON"),
    (200, b'{"jobs": [], "meta": {"total": NaN}}', BoardStatus.FAILED, "not JSON"),
    (200, b"[" * 100_000 + b"]" * 100_000, BoardStatus.FAILED, "nested too deeply"),
    (200, b'\xff\xfe{"jobs": []}', BoardStatus.FAILED, "not JSON"),
]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(("http_status", "body", "status", "reason"), BAD_ANSWERS)
def test_bad_answer_is_no_empty_board(
    platform: str, http_status: int, body: bytes, status: BoardStatus, reason: str
) -> None:
    reading = read(platform, body, http_status)
    assert reading.status is status
    assert reading.counted_in == 0
    assert reading.reason
    assert reason in reading.reason or "another shape" in reading.reason


@pytest.mark.parametrize(
    ("platform", "body"),
    [
        ("greenhouse", b'{"jobs":[],"meta":{"total":0}}'),
        ("ashby", b'{"jobs":[]}'),
        ("lever", b"[]"),
        ("lever_eu", b"[]"),
    ],
)
def test_empty_board(platform: str, body: bytes) -> None:
    assert read(platform, body).status is BoardStatus.EMPTY


@pytest.mark.parametrize("total", [{"total": 4}, {"total": 2}, {"total": None}, {}, None])
def test_greenhouse_count_must_match(total: object) -> None:
    answer = json.loads(body_of("greenhouse")) | {"meta": total}
    reading = read("greenhouse", json.dumps(answer).encode())
    assert reading.status is BoardStatus.INCOMPLETE
    assert len(reading.postings) == 3


def many(platform: str, count: int, *broken: dict[str, Any]) -> bytes:
    """An answer of `count` good records, then the `broken` ones."""
    first = records_of(json.loads(body_of(platform)))[0]
    kind = type(first["id"])
    records = [first | {"id": kind(1000 + number)} for number in range(count)] + [first | changes for changes in broken]
    return pack(platform, records)


def pack(platform: str, records: list[Any]) -> bytes:
    if platform.startswith("lever"):
        return json.dumps(records).encode()
    return json.dumps({"jobs": records, "meta": {"total": len(records)}}).encode()


TITLE = {"greenhouse": "title", "ashby": "title", "lever": "text", "lever_eu": "text"}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_few_rejects_leave_the_board_complete(platform: str) -> None:
    name = TITLE[platform]
    reading = read(platform, many(platform, 39, {"id": 77 if platform == "greenhouse" else "77", name: ["x"]}))
    assert reading.status is BoardStatus.COMPLETE
    (reject,) = reading.rejects
    assert (reject.position, reject.source_id) == (39, "77")
    assert f"$.{name}" in reject.reason


@pytest.mark.parametrize("platform", PLATFORMS)
def test_many_rejects_are_drift(platform: str) -> None:
    reading = read(platform, many(platform, 18, {TITLE[platform]: None}, {TITLE[platform]: " "}))
    assert reading.status is BoardStatus.INCOMPLETE
    assert reading.reason
    assert reading.reason.startswith("drifted: 2 of 20 records")
    assert reading.counted_in == 20


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("lost", [None, {}, [], 1.5])
def test_reject_without_readable_id_is_drift(platform: str, lost: object) -> None:
    reading = read(platform, many(platform, 99, {"id": lost}))
    assert reading.status is BoardStatus.INCOMPLETE
    assert len(reading.postings) == 99


@pytest.mark.parametrize("platform", PLATFORMS)
def test_duplicate_id_is_counted_and_no_drift(platform: str) -> None:
    first = records_of(json.loads(body_of(platform)))[0]
    reading = read(platform, pack(platform, [first, first | {TITLE[platform]: "Other"}]))
    assert reading.status is BoardStatus.COMPLETE
    assert [reject.reason for reject in reading.rejects] == [DUPLICATE]
    assert reading.postings[0].title != "Other"
    assert reading.counted_in == 2


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value inside a record."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (*here, name)
        yield from paths(inner, (*here, name))


DROP = object()
STRANGE = [DROP, None, True, 3, 1.5, 10**30, -1, "", "x", "1784000000", [], [None], [["x"]], {}, {"x": None}]


def mutated(record: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    changed = copy.deepcopy(record)
    *parents, last = path
    inner = changed
    for name in parents:
        inner = inner[name]
    if value is DROP:
        del inner[last]
    else:
        inner[last] = value
    return changed


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_field_mutated_every_way(platform: str) -> None:
    """A changed field is None, the changed value, or a reject; no record is lost and nothing raises."""
    records = records_of(json.loads(body_of(platform)))
    for path in paths(records[0]):
        for value in STRANGE:
            changed = mutated(records[0], path, value)
            reading = read(platform, pack(platform, [changed, *records[1:]]))
            hidden = sum(record.get("isListed") is False for record in [changed, *records[1:]])
            assert reading.counted_in == len(records) - hidden, (path, value)
            assert len(reading.postings) >= len(records) - hidden - 1
            msgspec.msgpack.encode(reading)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_whole_record_replaced(platform: str) -> None:
    records = records_of(json.loads(body_of(platform)))
    for value in (None, True, 3, "x", [], {}):
        reading = read(platform, pack(platform, [value, *records[1:]]))
        assert reading.status is BoardStatus.INCOMPLETE
        assert reading.counted_in == len(records) - UNLISTED.get(platform, 0)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_cut_at_every_byte(platform: str) -> None:
    body = body_of(platform)
    whole = read(platform, body)
    for end in range(len(body)):
        reading = read(platform, body[:end])
        assert reading.status is BoardStatus.FAILED or reading == whole


@pytest.mark.parametrize("platform", PLATFORMS)
def test_half_an_emoji_costs_no_posting(platform: str) -> None:
    name = TITLE[platform]
    body = many(platform, 1, {name: "HALF"}).replace(b"HALF", rb"a\ud83d b\udc00 c\\ud83d \ud83d\ude00")
    reading = read(platform, body)
    assert reading.status is BoardStatus.COMPLETE
    assert reading.postings[1].title == "a\ufffd b\ufffd c\\ud83d 😀"


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=30))
def test_no_lone_surrogate_gets_out(text: str) -> None:
    escaped = without_lone_surrogates(json.dumps([text]).encode())
    (found,) = msgspec.json.decode(escaped, type=list[str])
    found.encode("utf-8")
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert found.replace("\ufffd", "") == whole.replace("\ufffd", "")


def test_invalid_utf8_is_rejected_not_guessed() -> None:
    body = many("lever", 1, {"text": "CAFE"}).replace(b"CAFE", b"caf\xe9")
    reading = read("lever", body)
    assert reading.counted_in == 2
    assert len(reading.rejects) == 1


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_digits_are_plain_and_exact(value: float) -> None:
    found = digits(value)
    assert found is not None
    assert "e" not in found.lower()
    assert float(found) == float(value)


@given(st.binary(max_size=200), st.sampled_from(PLATFORMS))
def test_any_bytes_are_read_without_an_error(body: bytes, platform: str) -> None:
    reading = read(platform, body)
    assert reading.status in (BoardStatus.FAILED, BoardStatus.EMPTY) or reading.counted_in


def test_no_page_at_all() -> None:
    assert SOURCES["lever"].read("x", []).status is BoardStatus.FAILED


@pytest.mark.parametrize(
    ("platform", "url"),
    [
        ("greenhouse", "https://boards-api.greenhouse.io/v1/boards/a%20b%2Fc/jobs?content=true&pay_transparency=true"),
        ("ashby", "https://api.ashbyhq.com/posting-api/job-board/a%20b%2Fc?includeCompensation=true"),
        ("lever", "https://api.lever.co/v0/postings/a%20b%2Fc?mode=json"),
        ("lever_eu", "https://api.eu.lever.co/v0/postings/a%20b%2Fc?mode=json"),
    ],
)
def test_first_url_encodes_the_key(platform: str, url: str) -> None:
    source: Source = SOURCES[platform]
    assert source.first_url(source.base_url, "a b/c") == url
    assert (
        source.first_url("http://127.0.0.1:9/base/", "x").startswith("http://127.0.0.1:9/base/v") or platform == "ashby"
    )
    assert source.recognise(url) == "a b/c"
    assert source.next_url(Page(url=url, http_status=200)) is None
