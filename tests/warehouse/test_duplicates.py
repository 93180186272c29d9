"""Postings that are one vacancy are found as they come in, and it makes no difference in which order they came."""

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.accuracy.pairs import Listing, by_rule
from flows import duplicates
from transform import employer, seniority, title
from transform.schema import COLUMNS, RAW, TABLES, frame_schema
from warehouse import store

TABLES_FILLED = ("core.posting", "core.posting_place", "core.posting_text", "core.spell")
TABLES_MADE = ("core.posting_key", "core.posting_match", "core.vacancy")
START = dt.datetime(2026, 1, 5)
TEXT = " ".join(f"word{number}" for number in range(120))
OTHER_TEXT = " ".join(f"thing{number}" for number in range(120))

Posting = Mapping[str, Any]


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        store.migrate(opened)
        yield opened


@pytest.fixture
def connection(warehouse: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    clear(warehouse)
    return warehouse


def clear(connection: duckdb.DuckDBPyConnection) -> None:
    for table in (*TABLES_FILLED, *TABLES_MADE):
        connection.execute(f"DELETE FROM {table}")


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows; what they leave out is unknown where it may be, else something."""
    schema = frame_schema(TABLES[table].columns)
    some: dict[Any, Any] = {pl.String: "x", pl.Boolean: False}
    blank = {name: None if COLUMNS[name].nullable else some.get(dtype, 1) for name, dtype in schema.items()}
    frame = pl.DataFrame([blank | {k: v for k, v in row.items() if k in schema} for row in rows], schema=schema)
    connection.register("frame", frame)
    connection.execute(f"INSERT INTO {table} SELECT * FROM frame")
    connection.unregister("frame")


def posting(name: str, **said: Any) -> dict[str, Any]:
    """A posting as a test words it: board:id, and what of employer, title, city, text, days and numbers differs."""
    board = said.get("board", "acme")
    given = {
        "employer": "Acme Inc.",
        "title": "Data Analyst",
        "city": "London",
        "text": TEXT,
        "since": 0,
        "until": None,
    }
    return given | {"board_id": f"ashby:{board}", "posting_id": f"ashby:{board}:{name}"} | said


def load(connection: duckdb.DuckDBPyConnection, postings: Sequence[Posting]) -> None:
    rows = _normal(postings)
    put(connection, "core.posting", rows)
    put(connection, "core.posting_place", [row | {"place_number": 1} for row in rows if row["city"]])
    put(connection, "core.spell", [row | {"spell_number": 1} | _life(row) for row in rows])
    texts = {row["text_hash"]: row["text"] for row in rows if row["text"]}
    known = {key for (key,) in connection.execute("SELECT text_hash FROM core.posting_text").fetchall()}
    new = [{"text_hash": key, "description_text": text} for key, text in sorted(texts.items()) if key not in known]
    put(connection, "core.posting_text", new)


def _life(row: Posting) -> dict[str, Any]:
    closed = None if row["until"] is None else START + dt.timedelta(days=row["until"])
    first = START + dt.timedelta(days=row["since"])
    last = first if closed is None else closed - dt.timedelta(hours=1)
    return {"first_seen_at": first, "last_seen_at": last, "closed_at": closed, "first_seen_on": first.date()}


def _normal(postings: Sequence[Posting]) -> list[dict[str, Any]]:
    """The postings with what the parsers make of their words."""
    words = [dict.fromkeys(RAW) | {name: row[name] for name in ("employer", "title")} for row in postings]
    raw = pl.DataFrame(words, schema=RAW)
    raw = raw.with_columns(years_min=pl.lit(None, pl.Int16))
    parsed = pl.concat([parser.parse(raw) for parser in (employer, title, seniority)], how="horizontal")
    return [
        {**row, **values, "text_hash": _hash(row["text"]), "location_text": row["city"], "country_code": "GB"}
        for row, values in zip(postings, parsed.iter_rows(named=True), strict=True)
    ]


def _hash(text: str | None) -> str | None:
    return text and f"{zlib.crc32(text.encode()):x}"


def vacancy(connection: duckdb.DuckDBPyConnection, column: str = "vacancy_id") -> list[set[str]]:
    """The postings that share a vacancy (or series) with another, by the last part of their ids."""
    rows = connection.execute(f"SELECT {column}, list(posting_id) FROM core.vacancy GROUP BY ALL").fetchall()
    return sorted(({name.rpartition(":")[2] for name in names} for _, names in rows if len(names) > 1), key=sorted)


def kinds(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    query = "SELECT match_kind, count(*) FROM core.posting_match GROUP BY match_kind"
    return dict(connection.execute(query).fetchall())


def test_one_vacancy_on_two_boards_is_one(connection: duckdb.DuckDBPyConnection) -> None:
    load(
        connection,
        [
            posting("a", employer="Acme Bank Ltd", title="Supply Chain Analyst", text=None),
            posting("b", employer="Acme", title="Analyst, Supply Chain", text=None, board="other"),
            posting("c", employer="Acme", title="Analyst, Supply Chain", city="Leeds", text=None, board="other"),
            posting("d", employer="Acme", title="Senior Supply Chain Analyst", text=None, board="other"),
        ],
    )
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "b"}]


def test_several_places_are_one_vacancy_and_two_seats_are_two(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a"), posting("b"), posting("c", city="Leeds"), posting("d", city="Leeds")])
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "c"}, {"b", "d"}]


def test_texts_that_differ_a_little_are_found(connection: duckdb.DuckDBPyConnection) -> None:
    near = TEXT.replace("word60", "Leeds")
    load(connection, [posting("a"), posting("b", city="Leeds", text=near), posting("c", city="Hull", text=OTHER_TEXT)])
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "b"}]


def test_a_place_in_one_title_and_not_in_another_tells_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a", title="Data Analyst (relocation to Leeds)"), posting("b", city="Leeds")])
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "b"}]


def test_what_names_places_and_what_another_script_repeats_is_no_other_title(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    titles = ("Data Analyst (Remote Peru)", "Data Analyst, HK", "\u30c7\u30fc\u30bf\u5206\u6790 (Data Analyst)")
    cities = ("Lima", "Hong Kong", "Tokyo")
    load(connection, [posting(f"p{n}", title=title, city=cities[n]) for n, title in enumerate(titles)])
    duplicates.update(connection)
    assert vacancy(connection) == [{"p0", "p1", "p2"}]


def test_titles_that_name_two_countries_are_no_repost_of_one_another(connection: duckdb.DuckDBPyConnection) -> None:
    titles = ("Trade Officer, Peru", "Trade Officer, Chile")
    days: tuple[dict[str, int], ...] = ({"until": 5}, {"since": 5})
    load(connection, [posting(f"p{n}", title=titles[n], text=None, **days[n]) for n in range(2)])
    duplicates.update(connection)
    assert vacancy(connection, "series_id") == []


def test_a_word_written_in_another_way_is_the_same_word(connection: duckdb.DuckDBPyConnection) -> None:
    pairs = {
        "Sr. Full Stack Engineer": "Senior Fullstack Engineer",
        "Jr Back-End Developer": "Backend Developer, Junior",
        "Sales Ops Rep": "Sales Operations Representative",
        "Asst. Florist": "Florist Assistant",
        "Full Moon Stack Planner": "Fullstack Moon Planner",
    }
    rows = [(f"p{n}", *titles) for n, titles in enumerate(pairs.items())]
    load(connection, [posting(name, title=before, text=None, until=5) for name, before, _ in rows])
    load(connection, [posting(f"{name}-again", title=after, text=None, since=5) for name, _, after in rows])
    duplicates.update(connection)
    assert vacancy(connection, "series_id") == [{name, f"{name}-again"} for name, _, _ in rows[:4]]


def test_work_that_is_bound_to_its_place_is_another_vacancy_in_each(connection: duckdb.DuckDBPyConnection) -> None:
    cooks = [posting(name, title="Restaurant Cook", city=city) for name, city in (("a", "London"), ("b", "Leeds"))]
    towns = (("c", "London"), ("d", "Leeds"))
    helpers = [posting(name, title="Team Helper", city=city, text=OTHER_TEXT) for name, city in towns]
    load(connection, [*cooks, *helpers])
    connection.execute("UPDATE core.posting SET department = 'Stores' WHERE title = 'Team Helper'")
    duplicates.update(connection)
    assert vacancy(connection) == []
    assert kinds(connection) == {"possible": 2}


def test_few_of_one_title_are_compared_though_benefits_fill_their_texts(connection: duckdb.DuckDBPyConnection) -> None:
    work = "\n".join(
        f"- Duty {number} of the analyst is to {word} things" for number, word in enumerate(TEXT.split()[:20])
    )
    offers = ["\n".join(f"- Benefit {word} {side}{n}" for n, word in enumerate(TEXT.split())) for side in ("x", "y")]
    load(
        connection, [posting("a", text=f"{work}\n{offers[0]}"), posting("b", city="Leeds", text=f"{work}\n{offers[1]}")]
    )
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "b"}]


def test_a_title_that_says_more_of_the_very_same_work_is_the_same_vacancy(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    titles = ("Fraud Engineer", "Fraud Engineer (Payments)", "Fraud Engineer, Night Shift", "Platform Engineer")
    load(connection, [posting(f"p{n}", title=title) for n, title in enumerate(titles)])
    load(connection, [posting("p4", title="Fraud Engineer", text=TEXT.replace("word60", "Leeds"))])
    duplicates.update(connection)
    assert vacancy(connection) == [{"p0", "p1"}]


def test_one_text_under_two_titles_at_one_place_is_noted_and_not_merged(connection: duckdb.DuckDBPyConnection) -> None:
    told = (("Content Creator", TEXT, "London"), ("Video Editor", TEXT.replace("word119", "video"), "London"))
    rows = enumerate((*told, ("Benefits Adviser", TEXT, "Leeds")))
    load(connection, [posting(f"p{n}", title=title, text=text, city=city) for n, (title, text, city) in rows])
    duplicates.update(connection)
    assert vacancy(connection) == []
    noted = connection.execute("SELECT posting_id, other_id, match_kind FROM core.posting_match").fetchall()
    assert noted == [("ashby:acme:p1", "ashby:acme:p0", "possible")]


def listing(title: str = "Data Analyst", **said: Any) -> Listing:
    given = {"board_id": "ashby:acme", "title_clean": title, "places": "Leeds", "text": TEXT, "last_seen_at": START}
    return Listing(**{"title": title, "first_seen_at": START} | given | said)


@pytest.mark.parametrize(
    ("first", "second", "label", "ruled"),
    [
        (listing(requisition="R1"), listing("Economist", requisition="r1 "), "different", "same"),
        (listing(requisition="R1"), listing(requisition="R2"), "same", "different"),
        (listing("Analyst (R13689)"), listing("Analyst (R13701)"), "same", "different"),
        (listing(group_id="1"), listing(group_id="2", board_id="ashby:other"), "same", "same"),
        (listing(url="https://a.example/1"), listing(url="https://a.example/1"), "different", "same"),
        (listing(), listing("Economist"), "same", "possible"),
        (listing(), listing("Economist"), "different", "possible"),
        (listing(), listing("Economist", text=OTHER_TEXT), "same", "same"),
        (listing(), listing("Economist", text=None), "same", "same"),
        (listing(), listing("Economist", places="York"), "same", "same"),
        (listing(), listing("Economist", board_id="ashby:other"), "same", "same"),
        (listing(), listing("Senior Data Analyst"), "different", "different"),
        (listing(), listing("Leeds", title_clean="Leeds Data Analyst"), "same", "same"),
        (listing(requisition="R1"), listing(requisition="R2", first_seen_at=START + dt.timedelta(1)), "same", "same"),
    ],
)
def test_the_written_rule_decides_what_a_board_says_and_no_more(
    first: Listing, second: Listing, label: str, ruled: str
) -> None:
    assert by_rule(first, second, label) == ruled
    assert by_rule(second, first, label) == ruled


def test_a_vacancy_that_opens_anew_elsewhere_is_of_the_series(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a", until=5), posting("b", since=8, city="Leeds")])
    duplicates.update(connection)
    assert (vacancy(connection), vacancy(connection, "series_id")) == ([], [{"a", "b"}])


def test_a_posting_of_two_places_is_no_second_seat_of_either(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a"), posting("b")])
    leeds = {"place_number": 2, "location_text": "Leeds", "city": "Leeds", "country_code": "GB"}
    put(connection, "core.posting_place", [leeds | {"posting_id": "ashby:acme:b"}])
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "b"}]


def test_requisitions_decide_within_a_board(connection: duckdb.DuckDBPyConnection) -> None:
    load(
        connection,
        [
            posting("a", requisition_code="R-1"),
            posting("b", requisition_code="r-1", city="Leeds", text=OTHER_TEXT),
            posting("c", requisition_code="R-2", city="Leeds"),
            posting("d", source_group_id="7", city="Hull", text=None),
            posting("e", source_group_id="7", city="Bath", text=None, title="Analyst of Data"),
        ],
    )
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "b"}, {"d", "e"}]


def test_addresses_are_compared_without_what_tracks(connection: duckdb.DuckDBPyConnection) -> None:
    load(
        connection,
        [
            posting("a", url="https://www.acme.example/jobs/4711222?utm_source=feed", city=None, text=None),
            posting("b", url="http://acme.example/jobs/4711222/", city=None, text=None, board="feed"),
            posting("c", url="http://acme.example/jobs/", city=None, text=None, board="feed"),
            posting("d", url="http://acme.example/jobs/", city=None, text=None, board="third"),
        ],
    )
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "b"}]


def test_an_agency_s_copy_is_noted_and_not_merged(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a"), posting("b", employer="Bobr Recruitment", board="bobr")])
    duplicates.update(connection)
    assert kinds(connection) == {"possible_copy": 1}
    assert vacancy(connection) == []


def test_a_repost_is_of_the_series_and_another_vacancy(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a", until=5), posting("b", since=8)])
    duplicates.update(connection)
    assert kinds(connection) == {"repost": 1}
    assert (vacancy(connection), vacancy(connection, "series_id")) == ([], [{"a", "b"}])


@pytest.mark.parametrize("numbered", [False, True])
def test_who_takes_a_closed_adverts_place_while_the_vacancy_is_up_elsewhere_is_its_repost(
    connection: duckdb.DuckDBPyConnection, numbered: bool
) -> None:
    """By their texts or by the employer's number; c comes where a was, and b was up at the other place all the time."""
    number = {"requisition_code": "R-1001"} if numbered else {}
    rows = [posting("a", until=5, **number), posting("b", city="Leeds", **number), posting("c", since=8, **number)]
    load(connection, rows)
    connection.execute("DELETE FROM ops.touched")
    duplicates.update(connection)
    assert (vacancy(connection), vacancy(connection, "series_id")) == ([{"a", "b", "c"}], [{"a", "b", "c"}])
    reposts = connection.execute("SELECT posting_id FROM core.vacancy WHERE is_repost").fetchall()
    assert [name.rpartition(":")[2] for (name,) in reposts] == ["c"]
    touched = connection.execute("SELECT min(touched_on) FROM ops.touched").fetchall()
    assert touched == [(START.date() + dt.timedelta(days=8),)]


def test_a_repost_that_is_found_or_taken_back_has_its_weeks_counted_anew(connection: duckdb.DuckDBPyConnection) -> None:
    """It is no new posting: from the day it opened on, and no sooner."""
    load(connection, [posting("a", until=5), posting("b", since=9), posting("c", title="Nurse", since=2)])
    touched = "SELECT min(touched_on) FROM ops.touched"
    connection.execute("DELETE FROM ops.touched")
    duplicates.update(connection)
    assert connection.execute(touched).fetchall() == [(START.date() + dt.timedelta(days=9),)]
    connection.execute("DELETE FROM ops.touched")
    duplicates.update(connection)
    assert connection.execute(touched).fetchall() == [(None,)]
    connection.execute("DELETE FROM core.posting WHERE posting_id LIKE '%:a'")
    duplicates.update(connection)
    assert connection.execute(touched).fetchall() == [(START.date() + dt.timedelta(days=9),)]


@pytest.mark.parametrize(("gone", "new"), [(4, 4), (12, 3), (1, 12)])
def test_seats_that_open_anew_are_one_series_whatever_their_number(
    connection: duckdb.DuckDBPyConnection, gone: int, new: int
) -> None:
    old = [posting(f"a{n:02}", until=5 if n < gone else None, text=None) for n in range(13)]
    load(connection, [*old, *(posting(f"b{n:02}", since=5, text=None) for n in range(new))])
    duplicates.update(connection)
    reopened = {f"a{n:02}" for n in range(gone)} | {f"b{n:02}" for n in range(new)}
    assert (vacancy(connection), vacancy(connection, "series_id")) == ([], [reopened])


def test_who_asks_for_many_more_years_seeks_another(connection: duckdb.DuckDBPyConnection) -> None:
    load(
        connection,
        [posting("a", years_min=1), posting("b", city="Leeds", years_min=2), posting("c", city="Hull", years_min=4)],
    )
    duplicates.update(connection)
    assert vacancy(connection) == [{"a", "b"}]


def test_a_title_advertised_a_hundred_times_makes_hundreds_of_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting(f"a{n:03}", text=None) for n in range(100)])
    assert duplicates.update(connection).pairs < 600


def test_a_text_worded_for_sixty_towns_is_one_vacancy_in_however_many_batches(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    towns = [posting(f"p{n:02}", city=f"Town{n}", text=TEXT.replace("word60", f"town{n}")) for n in range(60)]
    others = [posting(f"q{n:02}", title="Editor", city=f"Town{n}", text=OTHER_TEXT) for n in range(3)]
    load(connection, towns + others)
    done = duplicates.update(connection)
    at_once = made(connection)
    assert [len(names) for names in vacancy(connection)] == [60, 3]
    assert done.pairs < 60 * 59 / 2
    clear(connection)
    for batch in (towns[:45] + others[1:], towns[45:] + others[:1]):
        load(connection, batch)
        duplicates.update(connection)
    assert made(connection) == at_once


def test_nothing_new_is_nothing_to_do(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a"), posting("b", city="Leeds")])
    duplicates.update(connection)
    before = made(connection)
    again = duplicates.update(connection)
    assert (again.matched, again.pairs, again.signed) == (0, 0, 0)
    assert made(connection) == before


def test_what_is_gone_is_forgotten(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a"), posting("b", city="Leeds")])
    duplicates.update(connection)
    connection.execute("DELETE FROM core.posting WHERE posting_id LIKE '%:a'")
    duplicates.update(connection)
    assert vacancy(connection) == []
    assert connection.execute("FROM core.vacancy").fetchall() == []
    assert connection.execute("SELECT posting_id FROM core.posting_key").fetchall() == [("ashby:acme:b",)]


def made(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES_MADE}


_POSTINGS = st.lists(
    st.fixed_dictionaries(
        {
            "board": st.sampled_from(["acme", "feed"]),
            "employer": st.sampled_from(["Acme", "Acme", "Bobr Staffing"]),
            "title": st.sampled_from(
                ["Data Analyst", "Data Analyst (London)", "Analyst", "Data Analyst, Insights", "Cook"]
            ),
            "city": st.sampled_from(["London", "Leeds", None]),
            "text": st.sampled_from([TEXT, TEXT.replace("word9 ", "one "), OTHER_TEXT, None]),
            "since": st.sampled_from([0, 1, 3, 4, 6, 48, 50, 97]),
            "open_days": st.sampled_from([None, 2, 4, 45]),
            "requisition_code": st.sampled_from([None, None, "1", "2"]),
            "batch": st.booleans(),
            "is_closed_late": st.booleans(),
            "is_edited": st.sampled_from([False, False, True]),
        }
    ),
    min_size=5,
    max_size=12,
)


def _two_batches_come_to_the_same_as_all_at_once(
    warehouse: duckdb.DuckDBPyConnection, drawn: list[dict[str, Any]], is_marked: bool
) -> None:
    """Also where a posting of the first batch is seen to have closed, or to say something else, only with the second;
    new ones are found both where a load has marked them and where it has not.
    """
    rows = [
        posting(f"p{n}", **row, until=row["open_days"] and row["since"] + row["open_days"])
        for n, row in enumerate(drawn)
    ]
    clear(warehouse)
    load(warehouse, rows)
    duplicates.update(warehouse)
    at_once = made(warehouse)
    clear(warehouse)
    early = [row | {"until": None} if row["is_closed_late"] else row for row in rows if row["batch"]]
    load(warehouse, [row | {"title": "Analyst", "text": OTHER_TEXT} if row["is_edited"] else row for row in early])
    duplicates.update(warehouse)
    load(warehouse, [row for row in rows if not row["batch"]])
    changed = [row for row in rows if row["batch"] and (row["is_closed_late"] or row["is_edited"])]
    for row in changed:
        for table in ("core.posting", "core.posting_place", "core.spell"):
            warehouse.execute(f"DELETE FROM {table} WHERE posting_id = $id", {"id": row["posting_id"]})
    load(warehouse, changed)
    put(warehouse, "ops.rematch", [row | {"are_values_same": not row["is_edited"]} for row in changed])
    if is_marked:
        put(warehouse, "ops.rematch", [row for row in rows if not row["batch"]])
    duplicates.update(warehouse)
    assert made(warehouse) == at_once


test_two_batches_come_to_the_same_as_all_at_once = settings(deadline=None, max_examples=2)(
    given(drawn=_POSTINGS, is_marked=st.booleans())(_two_batches_come_to_the_same_as_all_at_once)
)
test_two_batches_come_to_the_same_as_all_at_once_oftener = pytest.mark.soak(
    settings(deadline=None, max_examples=40)(
        given(drawn=_POSTINGS, is_marked=st.booleans())(_two_batches_come_to_the_same_as_all_at_once)
    )
)


def test_slice_by_slice_comes_to_the_same_as_all_at_once(connection: duckdb.DuckDBPyConnection) -> None:
    """Seats, places, reposts and an agency's copy lie across the slices, which are first of new postings, then of
    known ones of which one is gone; at last other rules match all of them anew.
    """
    near = TEXT.replace("word9 ", "")
    rows = [posting("a", until=5), posting("b"), posting("c", city="Leeds"), posting("gone", city="Hull")]
    rows += [posting("late", since=8, text=near), posting("x", employer="Bobr", board="feed", text=near)]
    load(connection, rows)
    duplicates.update(connection, 3)
    connection.execute("INSERT INTO ops.rematch SELECT posting_id, false FROM core.posting")
    connection.execute("DELETE FROM core.posting WHERE posting_id LIKE '%:gone'")
    duplicates.update(connection, 3)
    sliced = made(connection), kinds(connection)
    connection.execute("UPDATE ops.matched SET match_version = match_version - 1")
    done = duplicates.update(connection)
    assert (made(connection), done.kinds, done.signed) == (*sliced, 0)
    assert set(done.kinds) == {"places", "possible", "possible_copy", "repost"}


def test_signatures_of_another_version_are_made_anew(connection: duckdb.DuckDBPyConnection) -> None:
    load(connection, [posting("a"), posting("b", text=OTHER_TEXT)])
    duplicates.update(connection)
    before = made(connection)
    connection.execute("UPDATE ops.matched SET signature_version = signature_version - 1")
    connection.execute("UPDATE core.posting_key SET band_hashes = []")
    assert duplicates.update(connection).signed == 2
    assert made(connection) == before
