"""The simulated market: it is what its truth says, day by day, and serves that as the platforms would."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest

from extract.market import Market, MarketServer
from extract.market.observer import Expected, observe
from extract.market.truth import BoardDay, Disclosure, EditKind, Fault, PostingTruth, Spell, TitleKind
from extract.market.wire import Ask, Wire
from extract.posting import BoardStatus

LAST_DAY = date(2026, 11, 20)
PATHS = {
    "greenhouse": "/v1/boards/{}/jobs?content=true&pay_transparency=true",
    "ashby": "/posting-api/job-board/{}?includeCompensation=true",
    "lever": "/v0/postings/{}?mode=json",
    "lever_eu": "/v0/postings/{}?mode=json",
}


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(7, LAST_DAY)


@pytest.fixture(scope="module")
def wire(market: Market) -> Wire:
    return Wire(market)


@pytest.fixture(scope="module")
def server(market: Market) -> Iterator[MarketServer]:
    with MarketServer(market) as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as running:
        yield running


def records(platform: str, body: bytes) -> list[dict[str, Any]]:
    decoded = msgspec.json.decode(body)
    return decoded if platform.startswith("lever") else decoded["jobs"]


def url(server: MarketServer, board_id: str) -> str:
    platform, key = board_id.split(":", 1)
    return server.base_urls()[platform] + PATHS[platform].format(quote(key))


# -- the market --------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_market_and_another_seed_another(market: Market) -> None:
    assert msgspec.json.encode(Market(7, LAST_DAY).truth) == msgspec.json.encode(market.truth)
    assert msgspec.json.encode(Market(8, LAST_DAY).truth) != msgspec.json.encode(market.truth)


def test_visits_are_weekly_for_twenty_weeks_and_daily_for_six(market: Market) -> None:
    days = market.days()
    gaps = Counter((later - earlier).days for earlier, later in pairwise(days))
    assert gaps == {7: 20, 1: 41}
    assert days[-1] == LAST_DAY


@pytest.mark.parametrize(("seed", "last_day"), [(1, LAST_DAY), (2, date(2024, 3, 3))])
def test_a_market_has_its_promised_size(seed: int, last_day: date) -> None:
    truth = Market(seed, last_day).truth
    still_open = truth.open_postings(last_day)
    assert len(truth.boards) == 66
    assert 1200 <= len(truth.postings) <= 1800
    assert 500 <= len(still_open) <= 800
    engineers = [posting for posting in still_open if posting.role_id == "data_engineer"]
    paid = [p for p in engineers if p.pay_on(last_day).disclosed_in is not Disclosure.NONE]
    assert len(engineers) >= 40
    assert len({posting.board_id for posting in engineers}) >= 12
    assert sum(p.pay_on(last_day).currency in ("USD", "GBP", "EUR") for p in paid) >= 20


def test_ids_are_unique_and_name_their_board(market: Market) -> None:
    postings = market.truth.postings
    assert len({posting.posting_id for posting in postings}) == len(postings)
    assert all(posting.posting_id == f"{posting.board_id}:{posting.source_id}" for posting in postings)


def test_a_role_is_known_exactly_where_the_title_holds_its_name(market: Market) -> None:
    for posting in market.truth.postings:
        is_named = posting.title_kind in (TitleKind.PLAIN, TitleKind.DECORATED)
        assert (posting.role_id is not None) == is_named
        assert posting.role_title is None or posting.role_title in posting.title
    share = sum(posting.role_id is None for posting in market.truth.postings) / len(market.truth.postings)
    assert 0.02 < share < 0.09


def test_a_city_in_the_title_is_the_city_of_the_posting(market: Market) -> None:
    cities = {posting.city for posting in market.truth.postings if posting.city}
    for posting in market.truth.postings:
        assert {city for city in cities if city in posting.title} <= {posting.city}


def test_the_market_holds_every_oddity(market: Market) -> None:
    postings = market.truth.postings
    assert any(posting.is_evergreen for posting in postings)
    assert any(posting.is_duplicate for posting in postings)
    assert any(len(posting.spells) > 1 for posting in postings)
    assert any(posting.place_count > 1 for posting in postings)
    assert {edit.kind for posting in postings for edit in posting.edits} == set(EditKind)
    assert {day.fault for day in market.truth.board_days} == {None, *Fault}
    assert {pay.period for posting in postings for pay in posting.pays} == {"hour", "month", "year"}
    assert {pay.disclosed_in for posting in postings for pay in posting.pays} == set(Disclosure)
    assert sum(pay.is_mislabelled for posting in postings for pay in posting.pays) >= 3
    assert any(pay.zone_count > 1 for posting in postings for pay in posting.pays)
    assert {posting.workplace for posting in postings} == {"remote", "hybrid", "on_site"}
    assert len({posting.country_code for posting in postings}) == 13


def test_every_pay_edit_raises_the_pay_on_its_day(market: Market) -> None:
    edited = [(p, edit.day) for p in market.truth.postings for edit in p.edits if edit.kind is EditKind.PAY]
    assert edited
    for posting, day in edited:
        before, after = posting.pay_on(day - timedelta(days=1)), posting.pay_on(day)
        assert before.min_annual < after.min_annual < after.max_annual


def test_spells_follow_each_other_and_edits_fall_into_them(market: Market) -> None:
    for posting in market.truth.postings:
        bounds = [day for spell in posting.spells for day in (spell.opened, spell.closed or date.max)]
        assert bounds == sorted(set(bounds))
        assert all(posting.is_open(edit.day) for edit in posting.edits)


# -- the wire ----------------------------------------------------------------------------------------------------

REQUIRED = {
    "greenhouse": {
        "id",
        "internal_job_id",
        "title",
        "location",
        "absolute_url",
        "first_published",
        "updated_at",
        "content",
        "departments",
        "offices",
        "metadata",
        "pay_input_ranges",
        "company_name",
    },
    "ashby": {
        "id",
        "title",
        "employmentType",
        "location",
        "secondaryLocations",
        "publishedAt",
        "isRemote",
        "address",
        "workplaceType",
        "descriptionHtml",
        "descriptionPlain",
        "jobUrl",
        "compensation",
        "isListed",
    },
    "lever": {
        "id",
        "text",
        "categories",
        "country",
        "workplaceType",
        "createdAt",
        "description",
        "descriptionPlain",
        "lists",
        "additional",
        "hostedUrl",
        "applyUrl",
    },
}


def test_what_is_served_is_what_is_true_day_by_day(market: Market, wire: Wire) -> None:
    by_board: dict[str, list[PostingTruth]] = {board.board_id: [] for board in market.truth.boards}
    for posting in market.truth.postings:
        by_board[posting.board_id].append(posting)
    for state in market.truth.board_days:
        if state.fault is None:
            platform, key = state.board_id.split(":", 1)
            served = records(platform, wire.answer(platform, key, state.day, Ask()).body)
            really_open = [posting.source_id for posting in by_board[state.board_id] if posting.is_open(state.day)]
            assert [str(record["id"]) for record in served] == really_open


def test_every_record_has_its_platforms_fields(market: Market, wire: Wire) -> None:
    for board in market.truth.boards:
        for record in records(board.platform, wire.answer(board.platform, board.key, LAST_DAY, Ask()).body):
            assert REQUIRED[board.platform.removesuffix("_eu")] <= record.keys()


def test_descriptions_have_the_size_of_real_ones(wire: Wire) -> None:
    listing = records("ashby", wire.answer("ashby", "Brindlepay", LAST_DAY, Ask()).body)
    assert all(900 < len(record["descriptionHtml"]) < 4000 for record in listing)


def test_pay_is_sent_in_each_platforms_way(market: Market, wire: Wire) -> None:
    seen = set()
    for posting in market.truth.open_postings(LAST_DAY):
        platform, key = posting.board_id.split(":", 1)
        pay = posting.pay_on(LAST_DAY)
        listing = records(platform, wire.answer(platform, key, LAST_DAY, Ask()).body)
        record = next(record for record in listing if str(record["id"]) == posting.source_id)
        if pay.disclosed_in is Disclosure.STRUCTURED:
            assert stated_pay(platform, record) == (pay.minimum, pay.maximum, pay.currency)
            seen.add(platform)
        else:
            assert stated_pay(platform, record) is None
    assert seen == set(PATHS)


def stated_pay(platform: str, record: dict[str, Any]) -> tuple[float, float, str] | None:
    if platform == "greenhouse":
        zones = [(r["min_cents"] / 100, r["max_cents"] / 100, r["currency_type"]) for r in record["pay_input_ranges"]]
    elif platform == "ashby":
        tiers = record["compensation"]["compensationTiers"]
        parts = [part for tier in tiers for part in tier["components"] if part["compensationType"] == "Salary"]
        zones = [(part["minValue"], part["maxValue"], part["currencyCode"]) for part in parts]
    else:
        zones = [(r["min"], r["max"], r["currency"]) for r in [record.get("salaryRange")] if r]
    return (min(z[0] for z in zones), max(z[1] for z in zones), zones[0][2]) if zones else None


def test_a_mislabelled_hourly_pay_is_called_yearly(market: Market, wire: Wire) -> None:
    posting = next(p for p in market.truth.postings if p.pays[0].is_mislabelled)
    day = max(posting.posted_on, market.days()[0])
    listing = records("ashby", wire.answer("ashby", posting.board_id.split(":", 1)[1], day, Ask()).body)
    record = next(record for record in listing if record["id"] == posting.source_id)
    component = record["compensation"]["summaryComponents"][0]
    assert component["interval"] == "1 YEAR"
    assert component["maxValue"] < 200


def test_pay_and_text_are_left_out_where_they_are_not_asked_for(wire: Wire) -> None:
    bare = records("greenhouse", wire.answer("greenhouse", "alderlogistics", LAST_DAY, Ask.of("greenhouse", {})).body)
    assert not {"content", "pay_input_ranges"} & bare[0].keys()
    bare = records("ashby", wire.answer("ashby", "Brindlepay", LAST_DAY, Ask.of("ashby", {})).body)
    assert "compensation" not in bare[0]


def test_lever_pages_make_up_the_whole(wire: Wire) -> None:
    whole = records("lever", wire.answer("lever", "QuillfernHealth", LAST_DAY, Ask()).body)
    pages = [Ask.of("lever", {"skip": str(skip), "limit": "10"}) for skip in range(0, len(whole), 10)]
    parts = [records("lever", wire.answer("lever", "QuillfernHealth", LAST_DAY, page).body) for page in pages]
    assert [record for part in parts for record in part] == whole
    assert len(parts) > 1


def test_a_bump_moves_only_the_time_of_the_update(market: Market, wire: Wire) -> None:
    posting, day = next(
        (p, edit.day)
        for p in market.truth.postings
        for edit in p.edits
        if edit.kind is EditKind.BUMP and p.edit_count(edit.day) == p.edit_count(edit.day - timedelta(days=1)) + 1
    )
    key = posting.board_id.split(":", 1)[1]
    before, after = (
        next(
            r
            for r in records("greenhouse", wire.answer("greenhouse", key, at, Ask()).body)
            if str(r["id"]) == posting.source_id
        )
        for at in (day - timedelta(days=1), day)
    )
    assert {name for name in before if before[name] != after[name]} == {"updated_at"}


# -- the faults --------------------------------------------------------------------------------------------------


def test_each_fault_is_served_on_its_day(market: Market, wire: Wire) -> None:
    for state in market.truth.board_days:
        if state.fault is not None:
            platform, key = state.board_id.split(":", 1)
            answer = wire.answer(platform, key, state.day, Ask())
            assert state.fault in faults_seen(platform, answer.status, answer.body)


def faults_seen(platform: str, status: int, body: bytes) -> set[Fault]:
    """The faults that an answer can be a sign of."""
    if status != 200:
        return {503: {Fault.SERVER_ERROR}, 404: {Fault.GONE, Fault.NOT_YET}}[status]
    if body.startswith(b"<"):
        return {Fault.HTML}
    try:
        decoded = json.loads(body)
    except json.JSONDecodeError:
        return {Fault.TRUNCATED}
    if not records(platform, body):
        return {Fault.FALSE_EMPTY}
    return {Fault.SHORT} if decoded["meta"]["total"] > len(decoded["jobs"]) else set()


def test_a_false_empty_has_postings_before_and_after(market: Market) -> None:
    days = market.days()
    found = [state for state in market.truth.board_days if state.fault is Fault.FALSE_EMPTY]
    assert len(found) == 4
    for state in found:
        position = days.index(state.day)
        assert len(market.served(state.board_id, days[position - 1])) >= 10
        assert len(market.served(state.board_id, days[position + 1])) >= 10


def test_a_bad_record_has_an_object_for_a_title(market: Market, wire: Wire) -> None:
    found = [state for state in market.truth.board_days if state.bad_record]
    assert len(found) == 3
    for state in found:
        platform, key = state.board_id.split(":", 1)
        name = "text" if platform.startswith("lever") else "title"
        listing = records(platform, wire.answer(platform, key, state.day, Ask()).body)
        odd = [f"{state.board_id}:{record['id']}" for record in listing if not isinstance(record[name], str)]
        assert odd == [state.bad_record]


# -- the server --------------------------------------------------------------------------------------------------


def test_the_server_answers_304_to_a_known_etag_until_the_board_changes(
    market: Market, server: MarketServer, client: httpx.Client
) -> None:
    address = url(server, "greenhouse:alderlogistics")
    server.set_day(LAST_DAY)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    server.set_day(market.days()[0])
    assert client.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_the_server_gzips_only_where_that_is_accepted(server: MarketServer, client: httpx.Client) -> None:
    server.set_day(LAST_DAY)
    address = url(server, "ashby:Orchard Lantern")
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as packed:
        body = b"".join(packed.iter_raw())
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(body) == plain.content
    assert len(body) < len(plain.content) / 2


@pytest.mark.parametrize(
    "path",
    [
        "/greenhouse/v1/boards/nobody/jobs",
        "/ashby/posting-api/job-board/nobody",
        "/lever/v0/postings/nobody",
        "/lever_eu/v0/postings/QuillfernHealth",
        "/lever/v0/postings/quillfernhealth",
        "/elsewhere",
    ],
)
def test_an_unknown_board_is_not_found(server: MarketServer, client: httpx.Client, path: str) -> None:
    host = server.base_urls()["lever"].removesuffix("/lever")
    assert client.get(host + path).status_code == 404


def test_the_server_has_a_robots_txt_and_refuses_nonsense(server: MarketServer, client: httpx.Client) -> None:
    base = server.base_urls()["lever"]
    assert "Allow: /" in client.get(base.removesuffix("/lever") + "/robots.txt").text
    assert client.get(base + "/v0/postings/QuillfernHealth?limit=many").status_code == 400


def test_a_server_error_asks_to_be_tried_again_at_once(
    market: Market, server: MarketServer, client: httpx.Client
) -> None:
    state = next(state for state in market.truth.board_days if state.fault is Fault.SERVER_ERROR)
    server.set_day(state.day)
    answer = client.get(url(server, state.board_id))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "0")


def test_a_day_outside_the_weeks_is_refused(server: MarketServer) -> None:
    with pytest.raises(ValueError, match="outside"):
        server.set_day(LAST_DAY + timedelta(days=1))


# -- what a perfect observer knows -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def expected(market: Market) -> Expected:
    return market.expected(market.days())


def test_the_observer_closes_what_is_closed_and_nothing_else(market: Market, expected: Expected) -> None:
    complete = {(v.board_id, v.day) for v in expected.visits if v.status in (BoardStatus.COMPLETE, BoardStatus.EMPTY)}
    false_empty = {(d.board_id, d.day) for d in market.truth.board_days if d.fault is Fault.FALSE_EMPTY}
    for posting in market.truth.postings:
        sighting = expected.sightings.get(posting.posting_id)
        if sighting is None:
            continue
        believed = [
            day
            for day in market.days()
            if day > sighting.last_seen and (posting.board_id, day) in complete - false_empty
        ]
        gone = [day for day in believed if not posting.is_open(day)]
        # What closes on the visit after a false empty is taken for closed on the day of that: nobody could know better.
        is_shadowed = bool(gone) and (posting.board_id, sighting.closed) in false_empty
        assert is_shadowed or sighting.closed == (gone[0] if gone else None)


def test_the_observer_sees_each_posting_first_and_last_on_days_it_is_open(market: Market, expected: Expected) -> None:
    truth = {posting.posting_id: posting for posting in market.truth.postings}
    for name, sighting in expected.sightings.items():
        assert truth[name].is_open(sighting.first_seen)
        assert truth[name].is_open(sighting.last_seen)
    assert sum(map(len, expected.opened.values())) == len(expected.sightings)
    assert {s.version_count for s in expected.sightings.values()} >= {1, 2}


def test_only_false_empties_and_the_two_real_collapses_are_held(market: Market, expected: Expected) -> None:
    held = {(visit.board_id, visit.day) for visit in expected.visits if visit.is_held}
    false_empty = {(d.board_id, d.day) for d in market.truth.board_days if d.fault is Fault.FALSE_EMPTY}
    assert false_empty <= held
    assert len(held - false_empty) == 2
    assert expected.held == frozenset()
    for board, day in held - false_empty:
        assert any(name.startswith(f"{board}:") for name in expected.closed[day])


def test_reopenings_are_closings_taken_back(expected: Expected) -> None:
    closed = [name for names in expected.closed.values() for name in names]
    reopened = [name for names in expected.reopened.values() for name in names]
    assert reopened
    assert Counter(reopened) <= Counter(closed)
    assert len(closed) - len(reopened) == len(expected.sightings) - len(expected.open_ids())


DAYS = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(4)]
CASES = {
    # number of postings served each day (None: the fetch fails) -> number closed by day, days on which it was held
    "closes at once on a small board": ([9, 0, 0, 0], [0, 9, 0, 0], []),
    "holds ten that are gone, then closes them as of the first day": ([10, 0, 0, 0], [0, 10, 0, 0], [1]),
    "believes nothing of a false empty": ([10, 0, 10, 10], [0, 0, 0, 0], [1]),
    "half is no collapse": ([10, 5, 5, 5], [0, 5, 0, 0], []),
    "more than half is one": ([10, 4, 4, 4], [0, 6, 0, 0], [1]),
    "a failed fetch confirms nothing": ([10, 0, None, None], [0, 0, 0, 0], [1]),
    "a later fetch does": ([10, 0, None, 0], [0, 10, 0, 0], [1]),
    "what came back in between stays": ([10, 0, 6, 6], [0, 4, 0, 0], [1]),
    "the confirming fetch may lack more": ([20, 9, 3, 3], [0, 11, 6, 0], [1]),
    "a failed fetch closes nothing": ([3, None, 2, 2], [0, 0, 1, 0], []),
}


@pytest.mark.parametrize("case", CASES)
def test_the_rule_of_closing(market: Market, case: str) -> None:
    counts, closed, held = CASES[case]
    postings = [
        msgspec.structs.replace(
            market.truth.postings[0], posting_id=f"{number:02d}", edits=(), spells=(Spell(DAYS[0]),)
        )
        for number in range(20)
    ]

    def look(board_id: str, day: date) -> tuple[BoardDay, list[str]]:
        count = counts[DAYS.index(day)]
        fault = Fault.SERVER_ERROR if count is None else None
        return BoardDay(board_id=board_id, day=day, fault=fault), [p.posting_id for p in postings[: count or 0]]

    known = observe(DAYS, {"lever:one": postings}, look)
    assert [len(known.closed[day]) for day in DAYS] == closed
    assert [DAYS.index(visit.day) for visit in known.visits if visit.is_held] == held
