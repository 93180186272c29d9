import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats.mstats import hdquantiles

from transform.schema import COLUMNS, TABLES
from warehouse import estimates
from warehouse import weeks as weekly
from warehouse.answers.gauge import gauge
from warehouse.answers.person import Person
from warehouse.store import sql, sql_names

ONE_WAREHOUSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Every example finds the warehouse that the one before left, and clears it."""

EXPECTED = Path(__file__).parent / "examples" / "marts"
MARTS = [name for name in TABLES if name.startswith("mart.")]
DUCKDB_TYPES: dict[Any, str] = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Int32: "INTEGER",
    pl.Int16: "SMALLINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMP",
}
Insert = Callable[[str, list[dict[str, Any]]], None]


def test_every_mart_has_its_file() -> None:
    assert sorted(f"mart.{name}" for name in sql_names("marts")) == sorted(MARTS)


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_has_the_columns_and_types_of_the_schema(mart: str, connection: duckdb.DuckDBPyConnection) -> None:
    relation = connection.sql(f"FROM {mart}")
    assert relation.columns == TABLES[mart].columns
    wanted = [DUCKDB_TYPES[COLUMNS[name].dtype.base_type()] for name in relation.columns]
    assert [str(kind) for kind in relation.types] == wanted


@pytest.mark.parametrize("mart", MARTS)
def test_an_empty_warehouse_has_no_figures(mart: str, connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.sql(f"FROM {mart}").pl().is_empty()


@pytest.mark.parametrize("mart", MARTS)
def test_the_small_market_by_hand(mart: str, figured: duckdb.DuckDBPyConnection) -> None:
    """examples/marts holds what a person worked out from examples/market with pencil and paper."""
    wanted = pl.read_csv(EXPECTED / f"{mart.removeprefix('mart.')}.csv", infer_schema=False)
    found = figured.sql(f"FROM {mart}").pl().select(wanted.columns)
    wanted = wanted.with_columns(_typed(column) for column in wanted.columns)
    assert _rounded(found) == _rounded(wanted)


OF_BOARDS = [name for name in MARTS if "window_start" in TABLES[name].columns and not name.startswith("mart.sample_")]


@pytest.mark.parametrize("mart", OF_BOARDS)
def test_no_window_begins_before_the_first_observed_day(mart: str, figured: duckdb.DuckDBPyConnection) -> None:
    early = figured.sql(f"SELECT window_start FROM {mart} WHERE window_start < (SELECT window_start FROM mart.scope)")
    assert not early.fetchall()


@pytest.mark.parametrize("mart", MARTS)
def test_no_cell_is_empty_whose_column_is_said_to_be_known(mart: str, figured: duckdb.DuckDBPyConnection) -> None:
    found, table = figured.sql(f"FROM {mart}").pl(), TABLES[mart]
    empty = {name for name in found.columns if found[name].null_count()}
    assert empty <= {name for name in table.columns if COLUMNS[name].nullable} | set(table.also_nullable)


def _typed(column: str) -> pl.Expr:
    words, dtype = pl.col(column), COLUMNS[column].dtype
    if dtype == pl.Boolean:
        return words == "true"
    if dtype == pl.Date:
        return words.str.to_date()
    return words.str.to_datetime(time_unit="us") if dtype == pl.Datetime else words.cast(dtype)


def _rounded(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    floats = pl.selectors.float().round(6)
    return sorted(frame.with_columns(floats).rows(), key=lambda row: [(value is None, str(value)) for value in row])


NO_PANEL = ("mart.posting", "mart.sample_posting", "mart.vacancy", "mart.employer", "mart.skill_", "mart.role_gauge",
            "mart.role_outlook", "mart.role_break", "mart.pay_trend", "mart.sample_skill")  # fmt: skip
"""Marts whose rows in the small market rest on no panel, or which have none there."""
WEEKLY_PANELS = ("mart.role_change", "mart.source_panel")
"""Marts with another panel each week."""


ESTIMATED = ("mart.posting_life", "mart.closing_hazard", "mart.role_trend", "mart.role_breadth", "mart.role_inflow",
             "mart.role_density", "mart.role_pay", "mart.role_pay_place")  # fmt: skip
"""Those whose figures have been made in a seventh way by now; trends in a fifth."""
SHARES = ("mart.role_skill", "mart.role_term", "mart.role_mix")
"""Those whose shares have limits by now."""
OF_WHAT_IS_OPEN = ("mart.role_place", "mart.data_quality")
"""Those that count what is open since it must have been seen of late."""


@pytest.mark.parametrize(
    "mart",
    [
        mart
        for mart in MARTS
        if not mart.startswith(NO_PANEL) or mart in ("mart.employer_activity", "mart.posting_life")
    ],
)
def test_a_row_names_its_panel_and_method(mart: str, figured: duckdb.DuckDBPyConnection) -> None:
    rows = figured.sql(f"FROM {mart}").pl()
    versions = {"mart.role_demand_week": 5, "mart.role_change": 3, "mart.employer_activity": 3}
    versions |= (
        dict.fromkeys(OF_WHAT_IS_OPEN, 2)
        | dict.fromkeys(SHARES, 3)
        | dict.fromkeys(ESTIMATED, 7)
        | {"mart.role_trend": 5, "mart.sample_pay": 2}
    )
    assert set(rows["method_version"]) == {versions.get(mart, 1)}
    if mart in WEEKLY_PANELS:
        assert rows["panel_id"].null_count() == 0
        return
    assert set(rows["panel_id"]) == {
        "mart.role_demand_week": {_panel("ashby:alpha", "greenhouse:beta"), _panel(*ANSWERED)},
        "mart.sample_pay": {"sample:jobspy"},
        "mart.source_health": {_panel(board) for board in (*ANSWERED, "lever:delta")},
    }.get(mart, {_panel(*ANSWERED)})


ANSWERED = ("ashby:alpha", "greenhouse:beta", "lever:gamma")


def _panel(*board_ids: str) -> str:
    return hashlib.sha256(",".join(board_ids).encode()).hexdigest()[:12]


def test_the_panel_grows_when_a_board_first_answers(market: duckdb.DuckDBPyConnection) -> None:
    weeks = market.sql("FROM mart.role_demand_week").filter("role_id = 'engineer'").pl().sort("window_start")
    before, after = _panel("ashby:alpha", "greenhouse:beta"), _panel(*ANSWERED)
    assert weeks["panel_id"].to_list() == [before] * 6 + [after] * 3


@pytest.mark.parametrize("name", sql_names("queries/examples"))
def test_an_example_query_runs_and_says_its_question(name: str, market: duckdb.DuckDBPyConnection) -> None:
    text = sql(f"queries/examples/{name}")
    assert text.startswith("-- ")
    assert text.splitlines()[0].endswith("?")
    assert market.execute(text).description


class Range(NamedTuple):
    """One posting's pay in thousands."""

    employer: str
    low: float | None
    high: float | None
    flag: str | None = None
    seniority: str | None = None
    employment_type: str | None = None


def _pay_of(connection: duckdb.DuckDBPyConnection, insert: Insert, ranges: list[Range]) -> dict[str, Any]:
    """The row of mart.role_pay for open postings with these ranges, in thousands."""
    day = "2026-03-04"
    insert(
        "core.board_day",
        [{"board_id": "b", "observed_on": day, "observed_at": f"{day} 06:00:00", "board_status": "complete"}],
    )
    seen = {"board_id": "b", "first_seen_at": f"{day} 06:00:00", "last_seen_at": f"{day} 06:00:00"}
    postings = []
    for number, pay in enumerate(ranges):
        annual = {"pay_min_annual": _thousand(pay.low), "pay_max_annual": _thousand(pay.high), "pay_flag": pay.flag}
        role = {"role_id": "engineer", "pay_currency": "USD", "employer": pay.employer, "board_id": "b"}
        kind = {"seniority": pay.seniority, "employment_type": pay.employment_type}
        postings.append({"posting_id": f"p{number}", **role, **annual, **kind})
    insert("core.posting", postings)
    insert("core.spell", [{"posting_id": row["posting_id"], **seen} for row in postings])
    estimates.renew(connection, dt.date(2026, 3, 4))
    (row,) = connection.sql("FROM mart.role_pay").pl().to_dicts()
    return row


def _thousand(value: float | None) -> float | None:
    return None if value is None else value * 1000


FIVE = [(90, 120), (100, 130), (110, 150), (120, 160), (80, 95)]
"""Bounds of the median 100 and 130."""
MIDDLES = [105, 115, 130, 140, 87.5]


def _harrell_davis(times: int, *p: float) -> list[float]:
    """The quantiles of MIDDLES, each `times` times, as scipy works them out."""
    return list(hdquantiles([1000 * middle for middle in MIDDLES * times], p))


def _employers(count: int, pay: list[tuple[int, int]]) -> list[Range]:
    return [Range(f"employer {number % count}", low, high) for number, (low, high) in enumerate(pay)]


def test_median_pay_and_its_bounds(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    row = _pay_of(connection, insert, _employers(5, FIVE * 2))
    assert (row["n"], row["unique_employers"], row["coverage"]) == (10, 5, 1.0)
    assert (row["pay_min_p50"], row["pay_max_p50"]) == (100_000, 130_000)
    assert [row["pay_p50"]] == pytest.approx(_harrell_davis(2, 0.5))
    # Of ten values the median lies between the second and the ninth with 98 % confidence, if all are independent; five
    # employers whose two say the same leave open all five values.
    assert (row["pay_p50_low"], row["pay_p50_high"]) == (87_500, 140_000)
    assert (row["pay_p25"], row["pay_p75"]) == (None, None)
    assert (row["pay_estimator"], row["effective_n"], row["refusal"]) == ("harrell_davis", 10, None)


def test_quartiles_from_twenty_postings(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    row = _pay_of(connection, insert, _employers(5, FIVE * 4))
    wanted = _harrell_davis(4, 0.25, 0.5, 0.75)
    assert [row["pay_p25"], row["pay_p50"], row["pay_p75"]] == pytest.approx(wanted)
    # Five employers whose four say the same leave open all values on the one side.
    assert (row["pay_p25_low"], row["pay_p75_high"]) == (87_500, 140_000)
    assert row["pay_p25"] <= row["pay_p25_high"]
    assert row["pay_p75_low"] <= row["pay_p75"]
    assert (row["pay_p10"], row["pay_p90"], row["pay_p10_low"], row["pay_p90_high"]) == (None,) * 4


def test_tenths_from_forty_postings_of_ten_employers(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    row = _pay_of(connection, insert, _employers(10, FIVE * 8))
    assert [row["pay_p10"], row["pay_p90"]] == pytest.approx(_harrell_davis(8, 0.1, 0.9))


def test_from_a_hundred_postings_on_quantiles_are_interpolated(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    row = _pay_of(connection, insert, _employers(10, [(pay, pay) for pay in range(1, 102)]))
    assert row["pay_estimator"] == "type_7"
    assert row["pay_p50"] == pytest.approx(51_000, rel=0.01)


@pytest.mark.parametrize(("postings", "employers"), [(9, 5), (25, 4)])
def test_too_small_a_sample_has_no_median(
    connection: duckdb.DuckDBPyConnection, insert: Insert, postings: int, employers: int
) -> None:
    row = _pay_of(connection, insert, _employers(employers, (FIVE * 5)[:postings]))
    assert row["n"] == postings
    assert [row[name] for name in ("pay_p25", "pay_p50", "pay_p75", "pay_min_p50", "pay_max_p50")] == [None] * 5
    assert row["refusal"] in ("9 postings; at least 10 are needed.", "4 employers; at least 5 are needed.")


def test_one_vacancy_counts_once(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Ten vacancies, one advertised three times more: the posting that the vacancy is named after speaks."""
    again = [Range("employer 0", 10, 11)] * 3
    names = [{"posting_id": f"p{n}", "vacancy_id": "p0", "series_id": "p0", "matched_hash": 1} for n in (0, 10, 11, 12)]
    insert("core.vacancy", [name | {"seat_number": 1} for name in names])
    row = _pay_of(connection, insert, [*_employers(5, FIVE * 2), *again, Range("silent", None, None)])
    assert (row["n"], row["coverage"]) == (10, 10 / 11)
    assert [row["pay_p50"]] == pytest.approx(_harrell_davis(2, 0.5))


def test_what_silence_leaves_open(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Two of twelve hide their pay: the median is then between the minima's 0.4 and the maxima's 0.6 quantile."""
    row = _pay_of(connection, insert, [*_employers(5, FIVE * 2), *[Range("silent", None, None)] * 2])
    # Of 80 80 90 90 100 100 110 110 120 120 and 95 95 120 120 130 130 150 150 160 160, at 3.6 and 5.4 from the first.
    assert row["pay_worst_p50"] == pytest.approx(96_000)
    assert row["pay_best_p50"] == pytest.approx(138_000)


def test_one_employer_does_not_speak_for_the_market(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    others = [Range(f"employer {number}", 100, 100) for number in range(12)]
    row = _pay_of(connection, insert, [*others, *[Range("giant", 300, 300)] * 50])
    # A tenth of the weight is 12 / 9 vacancies: 12 + 4/3 in all, and (40/3)^2 / (12 + 50 (4/150)^2) tell as much.
    assert row["effective_n"] == pytest.approx((40 / 3) ** 2 / (12 + 50 * (4 / 150) ** 2))
    assert row["pay_p50"] == pytest.approx(100_000, rel=0.02)


def test_wide_and_one_sided_ranges_move_the_bounds_only(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    extra = [Range("a", 20, 900, "wide_range"), Range("b", None, 300), Range("c", 10, None)]
    row = _pay_of(connection, insert, _employers(5, FIVE * 2) + extra)
    assert (row["n"], [row["pay_p50"]]) == (13, pytest.approx(_harrell_davis(2, 0.5)))
    # Eight employers weigh alike: minimums nothing, 10, 20, 80, 90, … ; maximums … 150, 160, 300, 900, anything.
    assert (row["pay_min_p50"], row["pay_max_p50"]) == pytest.approx((85_000, 155_000))


def test_on_target_pay_is_no_base_pay(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    row = _pay_of(connection, insert, [*_employers(5, FIVE * 2), *[Range("a", 300, 310, "on_target")] * 10])
    assert (row["n"], row["coverage"], row["pay_max_p50"]) == (10, 0.5, 130_000)
    assert [row["pay_p50"]] == pytest.approx(_harrell_davis(2, 0.5))
    assert connection.sql("SELECT pay_known_share FROM mart.data_quality").fetchall() == [(0.5,), (0.5,)]


def test_internships_and_part_time_are_left_out(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Fifteen low ranges and a silent intern change nothing; two silent postings do, of coverage; a contract counts."""
    kinds = [("intern", None), ("intern", "full_time"), *((None, k) for k in ("internship", "part_time", "volunteer"))]
    left_out = [Range("f", 10, 12, None, *kind) for kind in kinds * 3] + [Range("f", None, None, None, "intern")]
    silent = [Range("a", None, None)] * 2
    row = _pay_of(connection, insert, [*_employers(5, FIVE * 2), *left_out, *silent])
    assert (row["n"], row["unique_employers"], row["coverage"]) == (10, 5, 10 / 12)
    assert (row["pay_min_p50"], row["pay_max_p50"]) == (100_000, 130_000)
    assert [row["pay_p50"]] == pytest.approx(_harrell_davis(2, 0.5))
    connection.execute("UPDATE core.posting SET employment_type = 'contract' WHERE employment_type IS NULL")
    assert connection.sql("SELECT n FROM mart.role_pay").fetchall() == [(10,)]


def test_a_wide_range_is_seen_behind_a_graver_flag(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    wide = [Range("a", 99, 232, "period_assumed")] * 4
    row = _pay_of(connection, insert, _employers(5, FIVE * 2) + wide)
    assert (row["n"], [row["pay_p50"]]) == (14, pytest.approx(_harrell_davis(2, 0.5)))


def test_a_bound_that_could_be_anything_is_unknown(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    row = _pay_of(connection, insert, [Range(f"e{number}", 50 + number, None) for number in range(12)])
    assert (row["pay_min_p50"], row["pay_p50"], row["pay_max_p50"]) == (55_500, None, None)


# -- days of the person's time zone -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "board", "left"), [("mentioned", "ashby:a", 0), ("required", "ashby:a", 1), ("mentioned", "ashby:b", 1)]
)
def test_what_a_line_names_that_speaks_of_the_employer_is_left_out(
    connection: duckdb.DuckDBPyConnection, insert: Insert, need: str, board: str, left: int
) -> None:
    """At its own board, and never among requirements."""
    insert("core.skill", [{"skill_id": "python", "skill_name": "Python", "skill_kind": "language"}])
    insert("core.posting", [{"posting_id": "p", "board_id": board, "employer": "A", "text_hash": "p"}])
    insert("core.posting_skill", [{"posting_id": "p", "skill_id": "python", "skill_need": need, "line_hash": "7"}])
    connection.execute("INSERT INTO core.employer_line VALUES ('ashby:a', 7, DATE '2026-01-01')")
    assert connection.execute("SELECT count(*) FROM mart.posting_skill").fetchone() == (left,)


def test_an_opening_belongs_to_the_week_of_its_own_observation(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """In Auckland it is Monday the 9th when it is Sunday the 8th, 20:30, in UTC; and Monday the 23rd when it closes."""
    answer = {"board_id": "b", "board_status": "complete"}
    days = [("2026-03-02", "2026-03-01"), ("2026-03-09", "2026-03-08"), ("2026-03-23", "2026-03-22")]
    insert("core.board_day", [{**answer, "observed_on": on, "observed_at": f"{utc} 20:30:00"} for on, utc in days])
    insert("core.role", [{"role_id": "engineer", "role_title": "Data Engineer", "role_family": "Data"}])
    insert("core.board", [{"board_id": "b", "employer": "Alpha"}])
    names = ("closes", "stays")
    insert(
        "core.posting",
        [{"posting_id": name, "board_id": "b", "employer": "Alpha", "role_id": "engineer"} for name in names],
    )
    seen = {"board_id": "b", "first_seen_at": "2026-03-08 20:30:00", "first_seen_on": "2026-03-09"}
    closed = {"closed_at": "2026-03-22 20:30:00", "closed_on": "2026-03-23"}
    spells = [{**seen, "posting_id": name, "last_seen_at": seen["first_seen_at"]} for name in names]
    insert("core.spell", [spells[0] | closed, spells[1] | {"last_seen_at": closed["closed_at"]}])
    insert("ops.touched", [{"touched_on": "2026-03-02"}])
    weekly.renew(connection)
    weeks = connection.sql(
        "SELECT window_start, new_postings, closed_postings, active_postings FROM mart.role_demand_week ORDER BY ALL"
    ).fetchall()
    assert weeks == [
        (dt.date(2026, 3, 9), 2, 0, 2),
        (dt.date(2026, 3, 16), 0, 0, 2),
        (dt.date(2026, 3, 23), 0, 1, 1),
    ]
    activity = connection.sql("SELECT new_postings, closed_postings, age_days_p50 FROM mart.employer_activity")
    assert activity.fetchall() == [(2, 1, 14)]
    found = gauge(connection, Person(role_id="engineer"), is_simulated=False)
    assert [(w.week, w.new_postings, w.closed_postings, w.active_postings) for w in found.weeks] == weeks
    assert [one.age_days_p50 for one in found.employers] == [14]


# -- the weeks, against a count by brute force -----------------------------------------------------------------------

START = dt.date(2026, 1, 1)  # a Thursday


class Life(NamedTuple):
    """One posting: the days on which its spells opened and closed, the last perhaps still open."""

    role: str
    employer: str
    board: str
    is_left_censored: bool
    days: list[int]


LIVES = st.lists(
    st.builds(
        Life,
        role=st.sampled_from(["engineer", "analyst"]),
        employer=st.sampled_from(["Alpha", "Beta", "Gamma"]),
        board=st.sampled_from(["early", "late"]),
        is_left_censored=st.booleans(),
        days=st.lists(st.integers(0, 40), min_size=1, max_size=5, unique=True).map(sorted),
    ),
    min_size=1,
    max_size=25,
)


def _load(connection: duckdb.DuckDBPyConnection, insert: Insert, lives: list[Life], last_day: int) -> None:
    for table in ("board_day", "posting", "spell", "board_week", "role_week", "role_move"):
        connection.execute(f"DELETE FROM core.{table}")
    answers = [("early", 0), ("early", last_day), ("late", 20)]
    insert(
        "core.board_day",
        [
            {"board_id": board, "observed_on": _on(day), "observed_at": _at(day), "board_status": "complete"}
            for board, day in answers
        ],
    )
    insert(
        "core.posting",
        [
            {"posting_id": str(number), "board_id": life.board, "employer": life.employer, "role_id": life.role}
            for number, life in enumerate(lives)
        ],
    )
    insert("core.spell", [spell for number, life in enumerate(lives) for spell in _spells(str(number), life)])
    insert("ops.touched", [{"touched_on": _on(0)}])
    weekly.renew(connection)


def _spells(posting_id: str, life: Life) -> list[dict[str, Any]]:
    return [
        {
            "posting_id": posting_id,
            "board_id": life.board,
            "spell_number": number + 1,
            "is_left_censored": str(life.is_left_censored and number == 0),
            "first_seen_at": _at(opened),
            "last_seen_at": _at(opened),
            "closed_at": None if closed is None else _at(closed),
        }
        for number, (opened, closed) in enumerate(_pairs(life.days))
    ]


def _pairs(days: list[int]) -> list[tuple[int, int | None]]:
    ends: list[int | None] = [*days[1::2], None]
    return list(zip(days[::2], ends, strict=False))


def _on(day: int) -> str:
    return str(START + dt.timedelta(days=day))


def _at(day: int) -> str:
    return f"{_on(day)} 06:00:00"


def _the_weeks_are_what_counting_spell_by_spell_gives(
    connection: duckdb.DuckDBPyConnection, insert: Insert, lives: list[Life], last_day: int
) -> None:
    _load(connection, insert, lives, last_day)
    for week in connection.sql("FROM mart.role_demand_week").pl().to_dicts():
        assert week | _counted(lives, week, last_day) == week


test_the_weeks_are_what_counting_spell_by_spell_gives = settings(ONE_WAREHOUSE, max_examples=12)(
    given(lives=LIVES, last_day=st.integers(40, 45))(_the_weeks_are_what_counting_spell_by_spell_gives)
)
test_the_weeks_are_what_counting_spell_by_spell_gives_oftener = pytest.mark.soak(
    settings(ONE_WAREHOUSE, max_examples=300)(
        given(lives=LIVES, last_day=st.integers(40, 45))(_the_weeks_are_what_counting_spell_by_spell_gives)
    )
)


def _counted(lives: list[Life], week: dict[str, Any], last_day: int) -> dict[str, Any]:
    first = (week["window_start"] - START).days
    last = min(first + 6, last_day)
    mine = [life for life in lives if life.role == week["role_id"]]
    spells = [(life, number, *pair) for life in mine for number, pair in enumerate(_pairs(life.days))]
    is_open = [life for life, _, opened, closed in spells if opened <= last and (closed is None or closed > last)]
    return {
        "window_end": START + dt.timedelta(days=last),
        "active_postings": len(is_open),
        "n": len(is_open),
        "panel_active_postings": sum(life.board == "early" for life in is_open),
        "unique_employers": len({life.employer for life in is_open}),
        "new_postings": sum(
            first <= opened <= last and number == 0 and not life.is_left_censored for life, number, opened, _ in spells
        ),
        "closed_postings": sum(closed is not None and first <= closed <= last for *_, closed in spells),
    }


def _openings_are_last_weeks_plus_opened_minus_closed(
    connection: duckdb.DuckDBPyConnection, insert: Insert, lives: list[Life]
) -> None:
    _load(connection, insert, lives, 45)
    weeks = connection.sql("FROM mart.role_demand_week").pl().sort("role_id", "window_start").to_dicts()
    active = {"engineer": 0, "analyst": 0}
    for week in weeks:
        role = week["role_id"]
        days = [(opened, closed) for life in lives if life.role == role for opened, closed in _pairs(life.days)]
        opened_count = sum(
            week["window_start"] <= START + dt.timedelta(days=day) <= week["window_end"] for day, _ in days
        )
        assert week["active_postings"] == active[role] + opened_count - week["closed_postings"]
        active[role] = week["active_postings"]
    for role in {life.role for life in lives}:
        role_weeks = [week["window_start"] for week in weeks if week["role_id"] == role]
        assert role_weeks == [role_weeks[0] + dt.timedelta(days=7 * step) for step in range(len(role_weeks))]
        assert role_weeks[-1] == dt.date(2026, 2, 9)


test_openings_are_last_weeks_plus_opened_minus_closed = settings(ONE_WAREHOUSE, max_examples=8)(
    given(lives=LIVES)(_openings_are_last_weeks_plus_opened_minus_closed)
)
test_openings_are_last_weeks_plus_opened_minus_closed_oftener = pytest.mark.soak(
    settings(ONE_WAREHOUSE, max_examples=200)(given(lives=LIVES)(_openings_are_last_weeks_plus_opened_minus_closed))
)
