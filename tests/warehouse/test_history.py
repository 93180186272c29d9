"""The life of postings: opened, changed, closed, reopened, held back; and a day that comes three times."""

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows import duplicates
from transform.schema import (
    COLUMNS,
    NOT_OVER,
    OBSERVATION,
    POSTING,
    SEEN,
    TABLES,
    Batch,
    Values,
    frame_schema,
    said_columns,
)
from warehouse import history, store, tidy, weeks

DAY = dt.date(2026, 3, 2)
BOARD = "ashby:alder"
BLANK = {pl.String: None, pl.Int16: 1, pl.Int32: 0, pl.Boolean: False}
PARSERS = "employer role seniority pay place workplace employment terms skills text"
TODAY = dict.fromkeys(PARSERS.split(), 1)


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("empty") / "gauge.duckdb"
    with store.open_writer(path):
        pass
    return path


@pytest.fixture
def connection(empty: Path, tmp_path: Path):
    shutil.copy(empty, tmp_path / "gauge.duckdb")
    with store.open_writer(tmp_path / "gauge.duckdb") as opened:
        yield opened


def batch(
    day: int,
    ids: list[str],
    *,
    status: str = "complete",
    board: str = BOARD,
    fresh: list[str] | None = None,
    text: str = "hello",
    rejects: list[str | None] | None = None,
    counted: int | None = None,
    hour: int = 6,
) -> Batch:
    """One board observed once, `day` days after DAY; `fresh` are the ids whose values are sent (all, by default)."""
    on = DAY + dt.timedelta(days=day)
    at = dt.datetime.combine(on, dt.time(hour))
    rejects = rejects or []
    count = counted if counted is not None else len(ids) + len(rejects)
    platform, key = board.split(":")
    reason = None if status in history.WHOLE else "said so"
    observation = (board, platform, key, "Alder", "DE", None, on, at, status, reason, f"run{day}", count)
    response = (board, on, at, 1, "http://x/", 200, None, None, None, "ab", 10, f"run{day}")
    return Batch(
        observations=pl.DataFrame([observation], schema=frame_schema(OBSERVATION), orient="row"),
        responses=pl.DataFrame([response], schema=frame_schema(TABLES["raw.response"].columns), orient="row"),
        seen=pl.DataFrame([(board, f"{board}:{i}") for i in ids], schema=frame_schema(SEEN), orient="row"),
        values=Values(
            postings=pl.DataFrame(
                [posting(board, i, text) for i in (ids if fresh is None else fresh)], schema=frame_schema(POSTING)
            ),
            places=pl.DataFrame(schema=frame_schema(said_columns("core.posting_place"))),
            zones=pl.DataFrame(schema=frame_schema(said_columns("core.posting_pay"))),
            skills=pl.DataFrame(schema=frame_schema(said_columns("core.posting_skill"))),
            terms=pl.DataFrame(schema=frame_schema(said_columns("core.posting_term"))),
            texts=pl.DataFrame([(text, text)], schema=frame_schema(TABLES["core.posting_text"].columns), orient="row"),
        ),
        quarantine=pl.DataFrame(
            [(board, on, n, i, "bad") for n, i in enumerate(rejects)],
            schema=frame_schema(TABLES["raw.quarantine"].columns),
            orient="row",
        ),
    )


def posting(board: str, source_id: str, text: str) -> dict[str, object]:
    row: dict[str, object] = {name: BLANK.get(COLUMNS[name].dtype) for name in POSTING}  # type: ignore[call-overload]
    return row | {
        "posting_id": f"{board}:{source_id}",
        "board_id": board,
        "platform": board.split(":")[0],
        "source_posting_id": source_id,
        "employer": "Alder",
        "employer_key": "alder",
        "title": "Baker",
        "title_clean": "Baker",
        "text_hash": text,
        "raw_hash": text,
    }


def lives(connection: store.Connection) -> dict[str, tuple[int, bool, int, int, int | None]]:
    """Per posting and spell: left-censored, and the days of first sight, last sight and closing, counted from DAY."""
    rows = connection.execute(
        "SELECT source, spell_number, is_left_censored, day(first_seen_at - $d), day(last_seen_at - $d), "
        "day(closed_at - $d) FROM (SELECT *, split_part(posting_id, ':', 3) AS source FROM core.spell) ORDER BY ALL",
        {"d": dt.datetime.combine(DAY, dt.time())},
    ).fetchall()
    return {f"{source}{number}": tuple(rest) for source, number, *rest in rows}


def days(connection: store.Connection, columns: str) -> list[tuple[object, ...]]:
    return connection.execute(f"SELECT {columns} FROM core.board_day ORDER BY board_id, observed_on").fetchall()


def test_a_posting_opens_closes_and_comes_back(connection):
    for day, ids in enumerate([["a", "b"], ["a", "c"], ["a", "b", "c"]]):
        history.load(connection, batch(day, ids))
    assert lives(connection) == {
        "a1": (True, 0, 2, None),
        "b1": (True, 0, 0, 1),
        "b2": (False, 2, 2, None),
        "c1": (False, 1, 2, None),
    }
    assert days(connection, "postings_count, new_count, reopened_postings, closed_count") == [
        (2, 2, 0, 0),
        (2, 1, 0, 1),
        (3, 0, 1, 0),
    ]


@pytest.mark.parametrize("fresh", [["a"], []])
def test_who_is_back_after_long_is_not_over(connection, fresh):
    """Whether its values come anew or are as they were; nor are its times online and what it is compared by."""
    marks = "SELECT over_on FROM core.posting ORDER BY posting_id"
    tables = ("core.posting", "core.spell", "core.posting_key")
    history.load(connection, batch(0, ["a", "b"]))
    history.load(connection, batch(1, ["b"]))
    history.load(connection, batch(100, ["b"]))
    duplicates.update(connection)
    tidy.gather(connection)
    for table in tables:
        over = connection.execute(marks.replace("core.posting", table)).fetchall()
        assert over == [(DAY + dt.timedelta(days=1),), (NOT_OVER,)]
    history.load(connection, batch(101, ["a", "b"], fresh=fresh, text="other"))
    for table in tables:
        assert set(connection.execute(marks.replace("core.posting", table)).fetchall()) == {(NOT_OVER,)}
    duplicates.update(connection)
    assert connection.execute("SELECT count(*) FROM core.posting_key").fetchone() == (2,)
    assert connection.execute("SELECT max(version_number) FROM core.posting").fetchone() == (1 + len(fresh),)


@pytest.mark.parametrize("status", ["incomplete", "failed", "unknown_board"])
def test_nothing_closes_without_a_whole_answer(connection, status):
    history.load(connection, batch(0, ["a", "b"]))
    history.load(connection, batch(1, ["a"] if status == "incomplete" else [], status=status))
    assert {name: life[3] for name, life in lives(connection).items()} == {"a1": None, "b1": None}


def test_an_empty_board_closes_its_few_postings(connection):
    history.load(connection, batch(0, ["a", "b"]))
    history.load(connection, batch(1, [], status="empty"))
    assert [life[3] for life in lives(connection).values()] == [1, 1]


def test_a_sudden_loss_is_held_until_confirmed_and_then_dated_back(connection):
    many = [f"p{n}" for n in range(12)]
    history.load(connection, batch(0, many))
    history.load(connection, batch(1, [], status="empty"))
    assert all(life[3] is None for life in lives(connection).values())
    history.load(connection, batch(2, [], status="empty"))
    assert all(life[3] == 1 for life in lives(connection).values())
    assert days(connection, "is_held, closed_count") == [(False, 0), (True, 0), (False, 12)]


def test_a_sudden_loss_that_was_an_error_closes_nothing(connection):
    many = [f"p{n}" for n in range(12)]
    for day, ids in enumerate([many, [], many]):
        history.load(connection, batch(day, ids, status="complete" if ids else "empty"))
    assert all(life == (True, 0, 2, None) for life in lives(connection).values())
    assert connection.execute("SELECT count(*) FROM core.spell WHERE missing_since_at IS NOT NULL").fetchone() == (0,)


def test_a_confirming_answer_that_loses_half_again_is_believed_for_the_first_half_alone(connection):
    many = [f"p{n:02}" for n in range(40)]
    for day, kept in enumerate([40, 15, 5, 5]):
        history.load(connection, batch(day, many[:kept]))
    closed = [life[3] for life in lives(connection).values()]
    assert (closed.count(1), closed.count(2), closed.count(None)) == (25, 10, 5)
    assert days(connection, "is_held, closed_count") == [(False, 0), (True, 0), (True, 25), (False, 10)]


def test_an_answer_too_soon_after_the_loss_confirms_nothing(connection):
    many = [f"p{n}" for n in range(12)]
    history.load(connection, batch(0, many))
    history.load(connection, batch(1, [], status="empty", hour=23))
    history.load(connection, batch(2, [], status="empty", hour=6))
    assert all(life[3] is None for life in lives(connection).values())
    history.load(connection, batch(3, [], status="empty", hour=6))
    assert all(life[3] == 1 for life in lives(connection).values())


def test_half_of_ten_lost_is_believed_and_more_is_not(connection):
    ten = [f"p{n}" for n in range(10)]
    history.load(connection, batch(0, ten))
    history.load(connection, batch(1, ten[:5]))
    history.load(connection, batch(0, ten, board="ashby:birch"))
    history.load(connection, batch(1, ten[:4], board="ashby:birch"))
    assert days(connection, "board_id, closed_count")[1::2] == [(BOARD, 5), ("ashby:birch", 0)]


def test_a_record_in_the_quarantine_is_not_closed(connection):
    history.load(connection, batch(0, ["a", "b"]))
    history.load(connection, batch(1, ["a"], rejects=["b"]))
    assert lives(connection)["b1"] == (True, 0, 0, None)


def test_the_same_day_three_times_gives_the_same_tables(connection):
    history.load(connection, batch(0, ["a", "b"]))
    history.load(connection, batch(1, ["a", "c"]))
    before = contents(connection)
    for hour in (9, 21):
        assert history.load(connection, batch(1, ["b"], hour=hour)).superseded == 1
    assert contents(connection) == before


def test_a_complete_answer_takes_the_place_of_the_days_incomplete_one(connection):
    history.load(connection, batch(0, ["a", "b"]))
    history.load(connection, batch(1, ["a", "c"], status="incomplete"))
    history.load(connection, batch(1, ["c", "d"], hour=9))
    assert days(connection, "board_status, postings_count, new_count, closed_count") == [
        ("complete", 2, 2, 0),
        ("complete", 2, 2, 2),
    ]
    assert connection.execute("SELECT count(*) FROM core.sighting").fetchone() == (5,)
    assert connection.execute("SELECT count(*) FROM raw.response").fetchone() == (2,)


def test_a_new_version_is_kept_when_the_text_changes_and_only_then(connection):
    history.load(connection, batch(0, ["a"], text="one"))
    history.load(connection, batch(1, ["a"], text="one"))
    history.load(connection, batch(2, ["a"], text="two"))
    versions = connection.execute("SELECT version_number, text_hash FROM core.posting_version ORDER BY 1").fetchall()
    assert versions == [(1, "one"), (2, "two")]
    assert connection.execute("SELECT version_number, text_hash FROM core.posting").fetchall() == [(2, "two")]


def test_what_is_unchanged_need_not_be_sent_again(connection):
    history.load(connection, batch(0, ["a", "b"]))
    history.load(connection, batch(1, ["a", "b"], fresh=[]))
    assert connection.execute("SELECT count(*) FROM core.posting").fetchone() == (2,)
    assert [life[2] for life in lives(connection).values()] == [1, 1]


def test_a_lost_record_rolls_the_whole_board_back(connection):
    with pytest.raises(history.BrokenLedger, match="3 records came, but 2 were loaded and 0 quarantined"):
        history.load(connection, batch(0, ["a", "b"], counted=3))
    assert days(connection, "*") == []
    assert connection.execute("SELECT count(*) FROM core.posting").fetchone() == (0,)


def test_history_only_moves_forward(connection):
    history.load(connection, batch(1, ["a"]))
    before = contents(connection)
    assert history.load(connection, batch(0, ["b"])).superseded == 1
    assert contents(connection) == before


def test_a_worse_answer_does_not_take_the_place_of_a_better_one(connection):
    history.load(connection, batch(0, ["a"]))
    history.load(connection, batch(1, ["a", "b"], status="incomplete"))
    assert history.load(connection, batch(1, [], status="failed", hour=9)).superseded == 1
    assert days(connection, "board_status, postings_count")[-1] == ("incomplete", 2)


def test_each_missing_posting_waits_for_its_own_twenty_hours(connection):
    many = [f"p{n}" for n in range(12)]
    history.load(connection, batch(0, many))
    history.load(connection, batch(1, [], status="empty", hour=20))
    history.load(connection, batch(2, [], status="empty", hour=12))
    history.load(connection, batch(3, [], status="empty", hour=4))
    assert all(life[3] == 1 for life in lives(connection).values())
    assert connection.execute("SELECT DISTINCT closed_on - $d FROM core.spell", {"d": DAY}).fetchall() == [(1,)]


def test_a_better_parser_makes_no_new_version(connection):
    history.load(connection, batch(0, ["a"], text="one"))
    same_record = batch(1, ["a"], text="two")
    history.load(connection, with_postings(same_record, raw_hash="one"))
    assert connection.execute("SELECT version_number, text_hash FROM core.posting").fetchall() == [(1, "two")]


def with_postings(sent: Batch, **values: object) -> Batch:
    """The batch with some values of its postings replaced."""
    postings = sent.values.postings
    changed = postings.with_columns(
        pl.lit(value).cast(postings[name].dtype).alias(name) for name, value in values.items()
    )
    return sent._replace(values=sent.values._replace(postings=changed))


def test_what_an_older_parser_made_is_made_anew_and_nothing_else(connection):
    for day, text in enumerate(("one", "two")):
        history.load(connection, with_postings(batch(day, ["a", "b"], text=text), pay_version=1, pay_min=text == "two"))
    before = tables(connection)
    assert history.stale(connection, TODAY) == {}
    stale = history.stale(connection, TODAY | {"pay": 2})
    first, last = (dt.datetime.combine(DAY + dt.timedelta(days=day), dt.time(6)) for day in (0, 1))
    both = frozenset({f"{BOARD}:a", f"{BOARD}:b"})
    assert stale == {(BOARD, first): both, (BOARD, last): both}
    # The answers are read again; of the last one only posting a can be found.
    renew(connection, batch(0, ["a", "b"], text="one"), first, pay_version=2, pay_min=5)
    renew(connection, batch(1, ["a"], text="two"), last, pay_version=2, pay_min=7)
    assert history.stale(connection, TODAY | {"pay": 2}) == {(BOARD, last): frozenset({f"{BOARD}:b"})}
    pays = "SELECT posting_id[-1:], pay_min FROM core.posting ORDER BY 1"
    assert connection.execute(pays).fetchall() == [("a", 7), ("b", 1)]
    versions = "SELECT posting_id[-1:], version_number, pay_min FROM core.posting_version ORDER BY 1, 2"
    assert connection.execute(versions).fetchall() == [("a", 1, 5), ("a", 2, 7), ("b", 1, 5), ("b", 2, 1)]
    unchanged = before.keys() - {"core.posting", "core.posting_version"}
    assert {name: rows for name, rows in tables(connection).items() if name in unchanged} == {
        name: before[name] for name in unchanged
    }


def test_a_text_that_is_read_anew_leaves_no_old_one_behind(connection):
    history.load(connection, batch(0, ["a"], text="one"))
    at = dt.datetime.combine(DAY, dt.time(6))
    renew(connection, with_postings(batch(0, ["a"], text="ONE"), raw_hash="one"), at, text_version=2, raw_hash="one")
    history.tidy(connection)
    assert connection.execute("SELECT text_hash FROM core.posting_text").fetchall() == [("ONE",)]
    assert connection.execute("SELECT text_hash FROM core.posting_version").fetchall() == [("ONE",)]


def renew(connection: store.Connection, sent: Batch, at: dt.datetime, **values: object) -> None:
    history.renew(connection, with_postings(sent, **values).values, [(BOARD, at)])


ROLES = {"a": "baker", "b": "cook", "c": "baker"}


def sent(day: int, ids: list[str], titles: dict[str, str] | None = None, **values: object) -> Batch:
    """A batch of postings whose role is that of ROLES, or of a new title, `title:role`."""
    one = batch(day, ids)
    rows = []
    for row in one.values.postings.to_dicts():
        name = row["source_posting_id"]
        title, _, role = (titles or {}).get(name, f"Baker:{ROLES[name]}").partition(":")
        rows.append(row | {"title": title, "role_id": role or None, "raw_hash": title} | values)
    postings = pl.DataFrame(rows, schema=frame_schema(POSTING))
    return one._replace(values=one.values._replace(postings=postings))


def moves(connection: store.Connection) -> list[tuple[object, ...]]:
    rows = connection.execute("SELECT * REPLACE (moved_on - $day AS moved_on) FROM core.role_move", {"day": DAY})
    return sorted((name[-1], *rest) for name, *rest in rows.fetchall())


def accounts(connection: store.Connection, day: int) -> dict[str, tuple[int, int, int]]:
    """By role, what the week of the day began with, what of that was read anew during it, and the balance."""
    weeks.update(connection)
    for name in ("stock_flow_balances", "weekly_counts_current", "role_moves_chain"):
        assert connection.execute(store.sql(f"checks/{name}")).fetchall() == []
    query = (
        "SELECT role_id, stock_before, reclassified_postings, balance FROM mart.role_change "
        "WHERE window_start = date_trunc('week', CAST($day AS DATE))"
    )
    rows = connection.execute(query, {"day": DAY + dt.timedelta(days=day)}).fetchall()
    return {role: tuple(rest) for role, *rest in rows}


def test_a_posting_with_another_title_moves_to_its_role_and_the_identity_balances(connection):
    for day in (0, 7):
        history.load(connection, sent(day, ["a", "b", "c"]))
        weeks.update(connection)
    history.load(connection, sent(8, ["a", "b", "c"], {"a": "Head Cook:cook", "b": "Helper:"}))
    assert moves(connection) == [("a", "baker", "cook", 8, "edited", 1), ("b", "cook", None, 8, "edited", 1)]
    assert accounts(connection, 8) == {"baker": (1, -1, 0), "cook": (1, 0, 0)}


def test_another_parser_moves_postings_whether_it_reads_them_at_once_or_when_they_answer(connection):
    for day in (0, 7):
        history.load(connection, sent(day, ["a", "b", "c"]))
    at = dt.datetime.combine(DAY + dt.timedelta(days=7), dt.time(6))
    anew = sent(7, ["a"], {"a": "Baker:cook"}, role_version=2)
    history.renew(connection, anew.values, [(BOARD, at)])
    assert moves(connection) == [("a", "baker", "cook", 7, "parser", 2)]
    assert accounts(connection, 7) == {"baker": (1, -1, 0), "cook": (2, 1, 0)}
    history.load(connection, sent(9, ["a", "b", "c"], {"a": "Baker:cook", "b": "Baker:baker"}, role_version=2))
    assert moves(connection)[1:] == [("b", "cook", "baker", 9, "parser", 2)]
    assert accounts(connection, 9) == {"baker": (2, 0, 0), "cook": (1, 0, 0)}


def test_postings_of_another_employer_have_their_weeks_counted_anew(connection):
    history.load(connection, sent(0, ["a", "b", "c"]))
    history.load(connection, sent(14, ["a", "b", "c"]))
    at = dt.datetime.combine(DAY + dt.timedelta(days=14), dt.time(6))
    weeks.update(connection)
    history.renew(connection, sent(14, ["a"], employer_key="elder", employer_version=2).values, [(BOARD, at)])
    weeks.update(connection)
    query = "SELECT unique_employers FROM core.role_week WHERE role_id = 'baker' ORDER BY week_start"
    assert connection.execute(query).fetchall() == [(2,)] * 3
    history.load(connection, sent(15, ["a", "b", "c"], employer_key="elder", employer_version=2))
    weeks.update(connection)
    assert connection.execute(query).fetchall() == [(1,)] * 3


def tables(connection: store.Connection) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every core table."""
    names = [name for name in TABLES if name.startswith("core.")]
    return {name: connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in names}


def test_a_run_with_many_shrunken_boards_is_doubted(connection):
    many = [f"p{n}" for n in range(12)]
    for board in ("ashby:a", "ashby:b", "ashby:c"):
        history.load(connection, batch(0, many, board=board))
    assert history.is_run_doubtful(connection, [("ashby:a", 0), ("ashby:b", 1), ("ashby:c", 12)])
    assert not history.is_run_doubtful(connection, [("ashby:a", 0), ("ashby:b", 12), ("ashby:c", 12)])
    history.load(connection, batch(1, many[:11], board="ashby:c"), is_run_doubtful=True)
    assert all(life[3] is None for life in lives(connection).values())


def test_known_fingerprints_are_those_of_todays_parsers(connection):
    history.load(connection, batch(0, ["a"], text="one"))
    assert history.known_fingerprints(connection, [BOARD], TODAY) == {f"{BOARD}:a": "one"}
    assert history.known_fingerprints(connection, [BOARD], TODAY | {"pay": 2}) == {}
    assert history.known_fingerprints(connection, ["ashby:other"], TODAY) == {}


def contents(connection: store.Connection) -> dict[str, list[tuple[object, ...]]]:
    base = [name for name in TABLES if not name.startswith("mart.")]
    return {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in base}


def naming(sent: Batch, names: dict[str, str], need: str = "required", line: int = 1) -> Batch:
    """The batch whose postings name a skill each."""
    rows = [(f"{BOARD}:{source_id}", skill, need, line) for source_id, skill in names.items()]
    skills = pl.DataFrame(rows, schema=frame_schema(said_columns("core.posting_skill")), orient="row")
    return sent._replace(values=sent.values._replace(skills=skills))


def test_a_load_keeps_what_postings_name_of_late(connection):
    """A posting that names nothing is known to; values made anew are looked up again."""
    named = "SELECT posting_id[-1:], skill_id FROM core.posting, ops.recent_skill WHERE posting_hash = hash(posting_id)"
    history.load(connection, naming(batch(0, ["a", "b"]), {"a": "sql"}))
    assert sorted(connection.execute(named).fetchall()) == [("a", "sql"), ("b", None)]
    history.load(connection, naming(batch(1, ["a", "b", "c"], text="other"), {"a": "go", "b": "sql"}))
    assert sorted(connection.execute(named).fetchall()) == [("a", "go"), ("b", "sql"), ("c", None)]
    at = dt.datetime.combine(DAY + dt.timedelta(days=1), dt.time(6))
    history.renew(connection, naming(batch(1, ["a"], text="other"), {"a": "sql"}).values, [(BOARD, at)])
    assert sorted(connection.execute(named).fetchall()) == [("b", "sql"), ("c", None)]
