"""What the warehouse says of the simulated market is the truth, exactly, wherever an advert carries it.

The market is visited and loaded by the flows' own functions; only Prefect's wrapper is taken off the two tasks, and
the client does not wait between its tries.
"""

import asyncio
import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl
import pytest

from extract.archive import Archive
from extract.client import Client
from extract.market import Market, MarketServer
from extract.market.observer import Expected
from extract.market.truth import Disclosure, EditKind, PayTruth, PostingTruth, TitleKind
from extract.posting import BoardStatus
from flows import collect, demo, loading, refresh
from flows.settings import Context, Paths, Settings
from transform.knowledge import NOTHING
from transform.postings import VERSIONS
from transform.schema import COLUMNS, TABLES
from warehouse import checks, history, shares, store
from warehouse.measures.quantiles import quantile
from warehouse.measures.weights import by_employer

FACTS = [name for name in TABLES if name.split(".")[0] in ("raw", "core")]
VISITED = [
    pytest.param(slice(1, None, 4), id="every-fourth-visit"),
    pytest.param(slice(None), id="every-visit", marks=pytest.mark.soak),
]
WHOLE = (BoardStatus.COMPLETE, BoardStatus.EMPTY)


class World(NamedTuple):
    """A market lived through: what is true, what a perfect observer of the visits knows, and what was loaded."""

    market: Market
    days: list[dt.date]
    expected: Expected
    context: Context
    loaded: duckdb.DuckDBPyConnection

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        return self.loaded.execute(query, values or None).fetchall()

    def column(self, *names: str) -> dict[str, Any]:
        """These values of mart.posting, by posting."""
        found = self.rows(f"SELECT posting_id, {', '.join(names)} FROM mart.posting")
        return {posting_id: values if len(names) > 1 else values[0] for posting_id, *values in found}

    @property
    def postings(self) -> dict[str, PostingTruth]:
        """The truth about each posting that was ever seen."""
        return {p.posting_id: p for p in self.market.truth.postings if p.posting_id in self.expected.sightings}

    def seen_on(self) -> dict[str, list[dt.date]]:
        """The days on which each posting was seen, in order."""
        days: dict[str, list[dt.date]] = {}
        for visit in self.expected.visits:
            for posting_id in visit.served - visit.quarantined:
                days.setdefault(posting_id, []).append(visit.day)
        return days

    def pays(self) -> dict[str, PayTruth]:
        """The pay of each posting as it stood when it was last seen."""
        return {name: p.pay_on(self.expected.sightings[name].last_seen) for name, p in self.postings.items()}


@pytest.fixture(scope="module", params=VISITED)
def world(request: pytest.FixtureRequest, market: Market, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    days = market.days()[request.param]
    with MarketServer(market) as server, pytest.MonkeyPatch.context() as patch:
        without_prefect(patch)
        context = context_in(tmp_path_factory.mktemp("world"), server.base_urls())
        visit(context, market, server, days)
        refresh.refresh_into(context, context.paths.warehouse)
        with duckdb.connect(str(context.paths.snapshot), read_only=True) as loaded:
            yield World(market, days, market.expected(days), context, loaded)


def without_prefect(patch: pytest.MonkeyPatch) -> None:
    """Have boards asked and loaded in this process and without pauses, whether or not somebody has done so before."""
    for module, name in ((collect, "ask"), (refresh, "load_batch")):
        task = getattr(module, name)
        patch.setattr(module, name, getattr(task, "fn", task))
    patch.setattr(collect, "client", impatient)


def context_in(folder: Path, base_urls: dict[str, str]) -> Context:
    return Context(
        settings=Settings(base_urls=base_urls),
        source=None,
        paths=Paths(data=folder),
        profile_path=folder / "profile.toml",
        boards_path=folder / "boards.csv",
    )


def impatient(_: Context) -> Client:
    async def no_wait(_: float) -> None:
        await asyncio.sleep(0)

    return Client("jobgauge tests", private_hosts=["127.0.0.1"], sleep=no_wait)


def visit(context: Context, market: Market, server: MarketServer, days: list[dt.date]) -> None:
    """Collect and load, day by day, as the demo does."""
    archive, boards = Archive(context.paths.archive), market.truth.boards
    with refresh.open_warehouse(context, context.paths.warehouse) as connection:
        for day in days:
            server.set_day(day)
            run = demo.simulated_run(day, context)
            asyncio.run(collect.collect_run(context, archive, run, boards, boards))
            refresh.load_run(connection, archive, run.run_id)


def differences(found: dict[str, Any], true: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Where the two differ: the key, what was found, what is true."""
    absent = object()
    return {
        name: (found.get(name, absent), true.get(name, absent))
        for name in sorted(found.keys() | true.keys())
        if found.get(name, absent) != true.get(name, absent)
    }


def agree(world: World, names: str, truth: Callable[[PostingTruth], Any]) -> None:
    """Check that these columns (of mart.posting) are for every posting what `truth` says of it."""
    true = {name: truth(posting) for name, posting in world.postings.items()}
    assert differences(world.column(*names.split()), true) == {}


# -- the visits --------------------------------------------------------------------------------------------------


def test_the_visits_meet_everything_that_can_happen(world):
    """Guards the other tests: what they compare is not all of one kind."""
    expected = world.expected
    assert {visit.status for visit in expected.visits} == set(BoardStatus)
    assert any(visit.is_held for visit in expected.visits)
    assert any(visit.quarantined for visit in expected.visits)
    assert sum(map(len, expected.reopened.values())) > 10
    assert sum(sighting.version_count > 1 for sighting in expected.sightings.values()) > 50
    pays = Counter((pay.disclosed_in, pay.is_mislabelled) for pay in world.pays().values())
    assert len(pays) == 4
    assert min(pays.values()) >= 3


def test_every_board_day_is_as_served(world):
    found = world.rows("SELECT board_id, observed_on, board_status, postings_count, quarantined_count, is_held, "
                       "new_count, reopened_postings FROM core.board_day")  # fmt: skip
    opened, reopened = world.expected.opened, world.expected.reopened
    true = [
        (v.board_id, v.day, v.status.value, len(v.served - v.quarantined), len(v.quarantined), v.is_held,
         len(v.served & opened[v.day]), len(v.served & reopened[v.day]))
        for v in world.expected.visits
    ]  # fmt: skip
    assert sorted(found) == sorted(true)


def test_every_sighting_and_every_quarantined_record_is_kept(world):
    found = world.rows("SELECT observed_on, posting_id FROM core.sighting")
    true = [(day, name) for name, days in world.seen_on().items() for day in days]
    assert sorted(found) == sorted(true)
    kept = world.rows("SELECT observed_on, board_id || ':' || source_posting_id FROM raw.quarantine")
    assert sorted(kept) == sorted((v.day, name) for v in world.expected.visits for name in v.quarantined)


def test_every_answer_is_kept(world):
    """One page a board and day; none where no whole answer came."""
    found = world.rows("SELECT board_id, observed_on FROM raw.response WHERE http_status IN (200, 304)")
    answered = set(WHOLE) | {BoardStatus.INCOMPLETE}
    assert {(v.board_id, v.day) for v in world.expected.visits if v.status in answered} <= set(found)
    assert len(found) == len(set(found))


# -- lives -------------------------------------------------------------------------------------------------------


def spells(expected: Expected) -> list[tuple[str, int, dt.date, dt.date | None]]:
    """Each posting's spells in order: number, the day it opened, and the day it closed."""
    opened: dict[str, list[dt.date]] = {}
    closed: dict[str, list[dt.date]] = {}
    for days, events in ((opened, expected.opened), (opened, expected.reopened), (closed, expected.closed)):
        for day, names in events.items():
            for name in names:
                days.setdefault(name, []).append(day)
    lives = []
    for name, starts in opened.items():
        ends = [*sorted(closed.get(name, [])), None][: len(starts)]
        lives += [(name, n, start, end) for n, (start, end) in enumerate(zip(sorted(starts), ends, strict=True), 1)]
    return lives


def test_every_spell_opens_and_closes_on_its_day(world):
    found = world.rows("SELECT posting_id, spell_number, CAST(first_seen_at AS DATE), CAST(closed_at AS DATE) "
                       "FROM core.spell")  # fmt: skip
    assert sorted(found, key=repr) == sorted(spells(world.expected), key=repr)


def test_openings_and_closings_count_on_the_day_of_the_event(world):
    for event, query in {
        "opened": "SELECT CAST(first_seen_at AS DATE), posting_id FROM core.spell WHERE spell_number = 1",
        "reopened": "SELECT CAST(first_seen_at AS DATE), posting_id FROM core.spell WHERE spell_number > 1",
        "closed": "SELECT CAST(closed_at AS DATE), posting_id FROM core.spell WHERE closed_at IS NOT NULL",
    }.items():
        found: dict[dt.date, set[str]] = {day: set() for day in world.days}
        for day, posting_id in world.rows(query):
            found[day].add(posting_id)
        assert found == getattr(world.expected, event), event


def test_every_posting_was_seen_from_its_first_to_its_last_day(world):
    found = world.column("CAST(first_seen_at AS DATE)", "CAST(last_seen_at AS DATE)", "CAST(closed_at AS DATE)")
    true = {name: [s.first_seen, s.last_seen, s.closed] for name, s in world.expected.sightings.items()}
    assert differences(found, true) == {}


def test_what_stood_on_a_boards_first_whole_answer_has_no_known_start(world):
    first: dict[str, dt.date] = {}
    for one in world.expected.visits:
        if one.status in WHOLE:
            first.setdefault(one.board_id, one.day)
    sightings = world.expected.sightings
    agree(world, "is_left_censored", lambda p: sightings[p.posting_id].first_seen <= first[p.board_id])


def test_every_version_begins_on_the_visit_that_first_showed_it(world):
    """An edit between two visits is seen at the second; two edits between them are one version."""
    postings, true = world.postings, []
    for name, days in world.seen_on().items():
        states = {postings[name].edit_count(day, EditKind.TEXT, EditKind.PAY): day for day in reversed(days)}
        true += [(name, day) for day in states.values()]
    found = world.rows("SELECT posting_id, CAST(seen_from_at AS DATE) FROM core.posting_version")
    assert sorted(found) == sorted(true)
    counts = {name: sighting.version_count for name, sighting in world.expected.sightings.items()}
    assert differences(world.column("version_number"), counts) == {}


# -- values ------------------------------------------------------------------------------------------------------


def test_stated_pay_is_read_to_the_cent(world):
    """In units of its period and as a year's pay, in currency and zones, from the place where it is stated."""
    stated = {name: pay for name, pay in world.pays().items() if pay.disclosed_in is not Disclosure.NONE}
    true = {
        name: [pay.minimum, pay.maximum, pay.currency, pay.period, pay.min_annual, pay.max_annual, pay.disclosed_in]
        for name, pay in stated.items()
    }
    names = "pay_min pay_max pay_currency pay_period pay_min_annual pay_max_annual pay_source"
    found = world.column(*names.split())
    assert differences({name: found[name] for name in true}, true) == {}


def test_pay_that_is_not_stated_is_not_found(world):
    silent = {name for name, pay in world.pays().items() if pay.disclosed_in is Disclosure.NONE}
    names = ("pay_text", "pay_min", "pay_max", "pay_currency", "pay_period", "pay_min_annual", "pay_source", "pay_flag")
    found = world.column(*names)
    assert {name: found[name] for name in silent if found[name] != [None] * len(names)} == {}


def test_a_wrong_pay_period_is_put_right_and_flagged(world):
    mislabelled = {name for name, pay in world.pays().items() if pay.is_mislabelled}
    flags = world.column("pay_flag")
    assert {name: flags[name] for name in mislabelled if flags[name] != "period_fixed"} == {}
    assert {name for name, flag in flags.items() if flag == "period_fixed"} == mislabelled


def test_pay_zones_are_counted(world):
    found = dict(world.rows("SELECT posting_id, pay_zone_count FROM core.posting"))
    true = {name: 0 if pay.disclosed_in is Disclosure.NONE else pay.zone_count for name, pay in world.pays().items()}
    assert differences(found, true) == {}


def test_plain_and_decorated_titles_name_their_role_and_odd_ones_none(world):
    """A head's title is no role of the market; the lexicon may know one and is not held to anything."""
    true = {n: p.role_id for n, p in world.postings.items() if p.title_kind is not TitleKind.HEAD}
    found = world.column("role_id")
    assert differences({name: found[name] for name in true}, true) == {}


def test_seniority_is_what_the_title_says_or_the_years_asked_for(world):
    """Every advert says it: a mid one by its years of experience alone."""
    agree(world, "seniority", lambda p: p.seniority)


def test_workplace_and_employment_are_what_the_advert_says(world):
    agree(world, "workplace", lambda p: p.workplace if p.workplace_stated_in else None)
    agree(world, "employment_type", lambda p: p.employment_type if p.employment_stated_in else None)


def test_places_are_found(world):
    agree(world, "country_code city place_count", lambda p: [p.country_code, p.city, p.place_count])


def test_what_needs_no_reading_is_kept_as_it_is(world):
    agree(world, "title board_id posted_at::DATE", lambda p: [p.title, p.board_id, p.posted_on])


def test_one_job_under_several_ids_is_one_group_where_the_platform_says_so(world):
    """Greenhouse names the opening behind a posting; a plain duplicate has an opening of its own."""
    found = dict(world.rows("SELECT posting_id, source_group_id FROM core.posting WHERE platform = 'greenhouse'"))
    jobs: dict[str, set[str]] = {}
    for name, group in found.items():
        posting = world.postings[name]
        jobs.setdefault(group, set()).add(f"{posting.vacancy_id}{posting.is_duplicate and name}")
    assert {group for group, vacancies in jobs.items() if len(vacancies) > 1} == set()
    assert len(jobs) == len(set.union(*jobs.values()))


# -- answers -----------------------------------------------------------------------------------------------------


def roles_of(world: World) -> dict[str, str | None]:
    """Each posting's true role; of a head's title, which has none in the market, the one that was found."""
    found = world.column("role_id")
    return {n: found[n] if p.title_kind is TitleKind.HEAD else p.role_id for n, p in world.postings.items()}


def test_open_postings_a_role_are_those_of_the_market(world):
    """The last visit is without faults, so that the open postings are exactly the market's."""
    roles = roles_of(world)
    true = Counter(roles[p.posting_id] for p in world.market.truth.open_postings(world.days[-1]))
    found = dict(world.rows("SELECT role_id, count(*) FROM mart.posting WHERE is_open GROUP BY role_id"))
    assert found == true
    assert sum(found.values()) == len(world.expected.open_ids())


def test_demand_a_week_is_openings_less_closings(world):
    """A role has a row for every week from its first opening on, visited or not."""
    roles, censored = roles_of(world), world.column("is_left_censored")
    lives = [(roles[name], name, *life) for name, *life in spells(world.expected) if roles[name]]
    last = monday(world.days[-1])
    true = {}
    for role in {role for role, *_ in lives}:
        own = [life for life in lives if life[0] == role]
        week = min(monday(opened) for *_, opened, _ in own)
        while week <= last:
            true[(role, week)] = demand(own, week, censored)
            week += dt.timedelta(days=7)
    found = world.rows("SELECT role_id, window_start, active_postings, unique_employers, new_postings, closed_postings "
                       "FROM mart.role_demand_week")  # fmt: skip
    assert differences({(role, week): counts for role, week, *counts in found}, true) == {}


def demand(lives: list[Any], week: dt.date, censored: dict[str, bool]) -> list[int]:
    """The postings active at the end of the week and their employers, and those opened and closed in it."""
    active, opened, closed = [], 0, 0
    for _, name, number, start, end in lives:
        if monday(start) <= week and (end is None or monday(end) > week):
            active.append(name)
        opened += monday(start) == week and number == 1 and not censored[name]
        closed += end is not None and monday(end) == week
    return [len(active), len({name.rsplit(":", 1)[0] for name in active}), opened, closed]


def monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def test_boards_a_week_are_those_that_were_asked_and_answered(world):
    asked: dict[dt.date, set[str]] = {}
    for one in world.expected.visits:
        asked.setdefault(monday(one.day), set()).add(one.board_id)
    answered = {week: 0 for week in asked}
    for week in asked:
        believed = [v for v in world.expected.visits if v.status in WHOLE and not v.is_held]
        answered[week] = len({v.board_id for v in believed if monday(v.day) == week})
    found = world.rows("SELECT DISTINCT window_start, boards_observed, boards_watched FROM mart.role_demand_week")
    assert {row for row in found if row[0] in asked} == {(week, answered[week], len(asked[week])) for week in asked}
    assert {observed for week, observed, _ in found if week not in asked} <= {0}


def test_pay_a_role_is_that_of_its_open_postings(world):
    """The quartiles of the mid-points, one a vacancy, but for internships and part-time work; no range is too wide."""
    roles, pays = roles_of(world), world.pays()
    adverts = world.rows("SELECT posting_id, vacancy_id, employer_key FROM mart.posting")
    known = {posting_id: (vacancy, employer) for posting_id, vacancy, employer in adverts}
    stated: dict[tuple[str | None, str], dict[str, PostingTruth]] = {}
    for posting in sorted(world.market.truth.open_postings(world.days[-1]), key=lambda posting: posting.posting_id):
        if pays[posting.posting_id].disclosed_in is not Disclosure.NONE and has_full_pay(posting):
            group = stated.setdefault((roles[posting.posting_id], pays[posting.posting_id].currency), {})
            vacancy, _ = known[posting.posting_id]
            if vacancy == posting.posting_id or vacancy not in group:
                group[vacancy] = posting
    true = {}
    for (role, currency), postings in stated.items():
        if len(postings) >= 20 and len({posting.board_id for posting in postings.values()}) >= 5:
            own = [pays[posting.posting_id] for posting in postings.values()]
            employers = [known[posting.posting_id][1] for posting in postings.values()]
            true[(role, currency)] = [
                len(own),
                *quartiles([(pay.min_annual + pay.max_annual) / 2 for pay in own], employers),
            ]
    found = world.rows("SELECT role_id, pay_currency, n, pay_p25, pay_p50, pay_p75 FROM mart.role_pay "
                       "WHERE pay_p25 IS NOT NULL")  # fmt: skip
    assert true
    assert {(role, currency): pytest.approx(figures) for role, currency, *figures in found} == true


def has_full_pay(posting: PostingTruth) -> bool:
    """Whether nothing in the advert says that it is an internship or part-time work."""
    employment = posting.employment_type if posting.employment_stated_in else None
    return posting.seniority != "intern" and employment not in ("internship", "part_time", "volunteer")


def quartiles(values: list[float], employers: list[str]) -> list[float]:
    _, employer = np.unique(employers, return_inverse=True)
    weights = by_employer(employer)
    return [quantile(np.array(values), p, weights) for p in (0.25, 0.5, 0.75)]


def test_the_published_checks_find_nothing(world):
    with store.open_writer(world.context.paths.warehouse) as connection:
        results = checks.run_checks(connection, dt.datetime.combine(world.days[-1], dt.time(18)))
    assert len(results) == len(store.sql_names("checks"))
    assert [result for result in results if result.violation_count] == []


@pytest.mark.soak
def test_no_share_jumps_while_a_market_is_lived_through_and_a_broken_reader_stops_it(market, tmp_path, monkeypatch):
    """Boards fail, come and go, and adverts are edited meanwhile; then roles are no longer found at one platform."""
    without_prefect(monkeypatch)
    archive, boards = Archive(tmp_path / "archive"), market.truth.boards
    with MarketServer(market) as server:
        context = context_in(tmp_path, server.base_urls())
        with loading.open_warehouse(context, context.paths.warehouse) as connection:
            loading.load_reference(connection, context, NOTHING)
            for day in market.days():
                server.set_day(day)
                run = demo.simulated_run(day, context)
                asyncio.run(collect.collect_run(context, archive, run, boards, boards))
                refresh.load_run(connection, archive, run.run_id)
                loading.complete(connection, NOTHING)
                assert loading.check(connection) == []
            connection.execute("UPDATE core.posting SET role_id = NULL WHERE platform = 'greenhouse'")
            found = shares_now(connection)
    assert [(jump.share_name, jump.platform) for jump in found] == [("role", "greenhouse")]


def shares_now(connection: duckdb.DuckDBPyConnection) -> list[shares.Jump]:
    shares.count(connection)
    return shares.jumps(connection)


WITHOUT_ROWS = {
    "advertised_and_paid": "no employment and wages (OEWS) were added",
    "boards_in_trouble": "on the last day every board may have answered",
    "visa_sponsors": "no advert of this market speaks of visas",
}
"""Queries of the cookbook that may find nothing here, and why."""


def test_every_query_of_the_cookbook_finds_something(world):
    counts = {
        name: len(world.rows(store.sql(f"queries/examples/{name}"))) for name in store.sql_names("queries/examples")
    }
    assert {name for name, count in counts.items() if not count} <= set(WITHOUT_ROWS)


@pytest.mark.soak
def test_the_archive_read_again_gives_the_same_warehouse(world):
    """Every fact table is the same, row for row, whether it grew day by day or was made from the archive at once."""
    again = world.context.paths.data / "again.duckdb"
    refresh.refresh_into(world.context, again)
    with store.open_writer(world.context.paths.warehouse) as grown, duckdb.connect(str(again)) as rebuilt:
        for name in FACTS:
            assert rows_of(rebuilt, name) == rows_of(grown, name), name


def rows_of(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    """The rows of a table; sums of fractions, which are added up in any order, to nine places."""
    rounded = rounding(name)
    what = f"* REPLACE ({rounded})" if rounded else "*"
    return connection.execute(f"SELECT {what} FROM {name} ORDER BY ALL").fetchall()


def moves_of(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return connection.execute("FROM core.role_move ORDER BY ALL").fetchall()


def rounding(name: str) -> str:
    fractions = [column for column in TABLES[name].columns if COLUMNS[column].dtype == pl.Float64]
    return ", ".join(f"round({column}, 9) AS {column}" for column in fractions)


@pytest.mark.soak
def test_only_what_an_older_parser_made_is_made_anew_from_the_archive(world):
    """Some postings, and earlier versions of others, get back what was read from them; nothing else changes.

    A posting that gets its role back is put down as one that another reading moved, on the last day of visits.
    """
    copy = world.context.paths.data / "stale.duckdb"
    shutil.copy(world.context.paths.warehouse, copy)
    with store.open_writer(copy) as connection, store.open_writer(world.context.paths.warehouse) as whole:
        connection.execute(
            "UPDATE core.posting SET role_version = 0, role_id = NULL WHERE hash(posting_id) % 5 = 0;"
            "UPDATE core.posting_version SET pay_version = 0, pay_min = -1 WHERE hash(posting_id) % 7 = 0;"
            "DELETE FROM core.posting_skill WHERE hash(posting_id) % 5 = 0;"
            "UPDATE core.posting SET pay_text = 'kept' WHERE hash(posting_id) % 5 = 1"
        )
        stale = history.stale(connection, VERSIONS)
        assert stale
        done = refresh.renew(connection, Archive(world.context.paths.archive), NOTHING)
        assert (done.renewed >= sum(map(len, stale.values())) > 0, done.missing) == (True, 0)
        assert history.stale(connection, VERSIONS) == {}
        untouched = "hash(posting_id) % 5 <> 1"
        assert moves_of(whole) == []
        assert (
            moves_of(connection)
            == whole.execute(
                "SELECT posting_id, NULL, role_id, $day, 'parser', role_version FROM core.posting "
                "WHERE hash(posting_id) % 5 = 0 AND role_id IS NOT NULL ORDER BY ALL",
                {"day": world.days[-1]},
            ).fetchall()
        )
        for name in set(FACTS) - {"core.role_move"}:
            query = f"FROM {name} {f'WHERE {untouched}' if name == 'core.posting' else ''} ORDER BY ALL"
            assert connection.execute(query).fetchall() == whole.execute(query).fetchall(), name
        assert connection.execute("SELECT count(*) FROM core.posting WHERE pay_text = 'kept'").fetchone() != (0,)
