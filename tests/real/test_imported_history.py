"""Two captured histories, imported: six months of a search (a sample) and eleven days of boards (a census).

What the warehouse then says is compared with what plain Polars works out from the files.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from bench.captures import SHARED
from warehouse.measures import index
from warehouse.measures.index import Floats

pytestmark = pytest.mark.real

HISTORY = SHARED / "history"
SEARCH = HISTORY / "search_capture_2025H2"
PANEL = HISTORY / "ats_panel_2026"
HERE = Path(__file__).parent
ROLES = ("data_analyst", "data_engineer", "data_scientist")


COMMAND = """
import atexit, pathlib
from bench.meter import peak_mb
from flows.cli import main
atexit.register(lambda: pathlib.Path("peak").write_text(str(peak_mb())))
main()
"""
"""The command, which writes down the most megabytes that it held: the count of the system has the tests in it."""


def imported(folder: Path, files: Iterator[Path], mapping: str) -> tuple[str, float, float]:
    """What the command said, its seconds and the most megabytes it held."""
    (folder / "jobgauge.toml").write_text('data_dir = "data"\ntime_zone = "UTC"\n')
    (folder / "profile.toml").write_text('role = "Data Engineer"\n')
    command = [sys.executable, "-c", COMMAND, "import", *map(str, sorted(files)), "--mapping", str(HERE / mapping)]
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    return done.stdout, time.monotonic() - start, float((folder / "peak").read_text())


# -- the sample --


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.soak) for name in ("2025-12", "2025-*")])
def months(request: pytest.FixtureRequest) -> str:
    """Which files of the search are imported: one month, then all of them."""
    return str(request.param)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, months: str) -> tuple[Path, str, float]:
    """The folder of the imported search, what was said, and the megabytes."""
    folder = tmp_path_factory.mktemp("search")
    said, seconds, megabytes = imported(folder, SEARCH.glob(f"{months}.parquet"), "search_capture_2025H2.toml")
    print(f"{said}{seconds:.0f} s, {megabytes:.0f} MB")
    return folder, said, megabytes


@pytest.fixture(scope="module")
def rows(months: str) -> pl.DataFrame:
    return pl.read_parquet(SEARCH / f"{months}.parquet")


def snapshot(folder: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(folder / "data/reports.duckdb"), read_only=True)


def test_no_row_of_the_search_is_lost(search: tuple[Path, str, float], rows: pl.DataFrame, months: str) -> None:
    folder, said, _ = search
    failed = rows.filter(pl.col("error"))
    others = rows.filter(pl.col("error").is_null())
    unusable = others.filter(
        pl.col("job_id").is_null() | pl.col("company_name").str.to_lowercase().is_in(["none", "nan"])
    )
    assert (rows.height, failed.height) == ((505_361, 74_379) if months == "2025-*" else (75_140, 13_410))
    with snapshot(folder) as connection:
        sums = "sum(records_count), sum(postings_count + repeated_count), sum(quarantined_count)"
        found = connection.execute(f"SELECT {sums} FROM raw.import_day").fetchone()
        reasons = dict(
            connection.execute("SELECT quarantine_reason, count(*) FROM raw.quarantine GROUP BY 1").fetchall()
        )
    assert found is not None
    assert found[0] == rows.height == found[1] + found[2]
    assert sum(n for reason, n in reasons.items() if reason.startswith("search_error: ")) == failed.height
    assert found[2] == failed.height + unusable.height == sum(reasons.values())
    assert f"{rows.height:,} rows" in said


@pytest.mark.soak  # how much is held at once depends on what else the cores do: measured alone
def test_the_search_stays_within_a_gigabyte(search: tuple[Path, str, float]) -> None:
    assert search[2] < 1_000


def test_the_search_has_the_days_that_its_rows_say(search: tuple[Path, str, float], rows: pl.DataFrame) -> None:
    good = rows.filter(pl.col("error").is_null() & pl.col("job_id").is_not_null())
    days = good.group_by("job_id").agg(first=pl.col("search_date").min(), last=pl.col("search_date").max())
    with snapshot(search[0]) as connection:
        query = "SELECT source_posting_id AS job_id, first_seen_on, last_seen_on FROM core.sample_posting"
        found = connection.execute(query).pl().join(days, on="job_id")
        sightings = connection.execute("SELECT count(*) FROM core.sample_sighting").fetchone()
    differs = found.filter((pl.col("first") != pl.col("first_seen_on")) | (pl.col("last") != pl.col("last_seen_on")))
    assert found.height > 0.995 * days.height
    assert differs.height < 20  # one of their rows names no employer
    pairs = good.select(pl.struct("job_id", "search_date").n_unique()).item()
    assert sightings is not None
    assert pairs - 60 <= sightings[0] <= pairs


def test_the_search_is_a_sample_and_refused_as_demand(search: tuple[Path, str, float]) -> None:
    folder = search[0]
    with snapshot(folder) as connection:
        for table in ("core.posting", "core.spell", "core.board_day", "mart.role_demand_week", "mart.role_pay"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        query = "SELECT role_id, n, pay_p50 FROM mart.sample_pay WHERE pay_currency = 'USD' AND role_id IN $roles"
        pay = connection.execute(f"{query} ORDER BY 1", {"roles": list(ROLES)}).fetchall()
    assert [role for role, _, _ in pay] == list(ROLES)
    assert all(n > 50 and 50_000 < median < 250_000 for _, n, median in pay)
    command = [sys.executable, "-m", "flows.cli", "report"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "a sample shows what a search or a feed showed: it cannot tell demand" in done.stderr


def test_the_weekend_shows_in_what_is_new_and_does_not_move_the_weekly_index() -> None:
    """Searches of a Sunday and a Monday show what was new on a Saturday and a Sunday.

    What is new on each day stays up for thirty days on average; beside it the same weeks with as much on each day.
    """
    rows = pl.read_parquet(SEARCH / "*.parquet", columns=["job_id", "search_date"])
    first = rows.filter(pl.col("job_id").is_not_null()).group_by("job_id").agg(pl.col("search_date").min())
    since = first.select((pl.col("search_date") - pl.date(2025, 7, 7)).dt.total_days()).to_series()
    daily = np.bincount(since.filter(since >= 0))
    weeks = daily[: len(daily) // 7 * 7].reshape(-1, 7).astype(float)
    usual = np.median(weeks, axis=0)
    assert len(weeks) == 25
    resting, working = usual[[6, 0]], usual[1:6]
    assert resting.max() < working.min()
    assert resting.mean() < 0.8 * working.mean()
    even = np.repeat(weeks.mean(axis=1), 7)
    swinging = even * np.tile(usual / usual.mean(), len(weeks))
    stocks = [thirty_days(new).reshape(-1, 7) for new in (swinging, even)]
    weekly = [index.chain(index.Panel(stock.mean(axis=1)[None, 1:], np.zeros(1, np.int64))) for stock in stocks]
    by_day, by_week = stocks[0] / stocks[1], weekly[0] / weekly[1]
    assert np.ptp(by_day[1:]) > 0.01
    assert np.abs(np.diff(by_week)).max() < 0.001, "no link of two weeks"
    assert np.abs(by_week - 1).max() < 0.0025, "nor all of them together"


def thirty_days(new: Floats) -> Floats:
    """The stock on each day where a thirtieth closes a day; it begins as if what is new had always been so."""
    stays = (29 / 30) ** np.arange(len(new))
    return np.convolve(new, stays)[: len(new)] + new[:28].mean() * 30 * stays


# -- the census --


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("panel")
    said, seconds, megabytes = imported(folder, PANEL.glob("*/*.parquet"), "ats_panel_2026.toml")
    print(f"{said}{seconds:.0f} s, {megabytes:.0f} MB")
    with snapshot(folder) as connection:
        yield connection


@pytest.fixture(scope="module")
def sightings() -> pl.DataFrame:
    """Board, posting and day of every row of the snapshots."""
    files = sorted((PANEL / "snapshots").glob("*.parquet"))
    frames = [pl.read_parquet(file, columns=["source", "company", "job_uid", "snapshot_date"]) for file in files]
    return pl.concat(frames).select(
        board=pl.concat_str("source", "company", separator="/"),
        posting="job_uid",
        day=pl.col("snapshot_date").str.to_date(),
    )


@pytest.fixture(scope="module")
def lives(sightings: pl.DataFrame) -> pl.DataFrame:
    """Every posting's spells, worked out from the days of its board: present, then absent on the board's next day.

    A board that loses more than half of ten or more postings is believed on its next day only, and the closing then
    dates from the first day without them; in this panel the one such loss is confirmed.
    """
    days = sightings.select("board", "day").unique().sort("board", "day")
    days = days.with_columns(next_day=pl.col("day").shift(-1).over("board"))
    seen = sightings.join(days, on=["board", "day"]).sort("posting", "day")
    seen = seen.with_columns(is_end=pl.col("next_day").ne_missing(pl.col("day").shift(-1).over("posting")))
    seen = seen.with_columns(is_start=pl.col("is_end").shift(1).over("posting").fill_null(value=True))
    seen = seen.with_columns(spell=pl.col("is_start").cum_sum().over("posting"))
    first_days = days.group_by("board").agg(first_day=pl.col("day").min())
    spells = seen.group_by("board", "posting", "spell").agg(
        first=pl.col("day").min(), last=pl.col("day").max(), closed=pl.col("next_day").last()
    )
    return spells.join(first_days, on="board").with_columns(
        is_left_censored=(pl.col("first") == pl.col("first_day")) & (pl.col("spell") == 1)
    )


def test_the_panels_spells_are_those_of_the_files(panel: duckdb.DuckDBPyConnection, lives: pl.DataFrame) -> None:
    found = panel.execute(
        "SELECT board_key, source_posting_id, spell_number, first_seen_on, CAST(last_seen_at AS DATE), closed_on, "
        "is_left_censored FROM core.spell JOIN core.posting USING (posting_id) "
        "JOIN core.board ON board.board_id = spell.board_id ORDER BY ALL"
    ).fetchall()
    columns = ("board", "posting", "spell", "first", "last", "closed", "is_left_censored")
    assert found == lives.select(columns).sort(columns).rows()
    assert len(found) == 7_338


def test_opened_closed_and_gaps_of_each_day_are_those_of_the_files(
    panel: duckdb.DuckDBPyConnection, sightings: pl.DataFrame, lives: pl.DataFrame
) -> None:
    days = sightings.group_by("board", "day").agg(seen=pl.len())
    opened = lives.group_by("board", day="first").agg(
        new=(pl.col("spell") == 1).sum(), reopened=(pl.col("spell") > 1).sum()
    )
    expected = days.join(opened, on=["board", "day"], how="left").fill_null(0)
    found = panel.execute(
        "SELECT board_key, observed_on, postings_count, new_count, reopened_postings "
        "FROM core.board_day JOIN core.board USING (board_id) ORDER BY ALL"
    ).fetchall()
    assert found == expected.select("board", "day", "seen", "new", "reopened").sort(pl.all()).rows()
    closed = lives.drop_nulls("closed").group_by("closed").len().sort("closed").rows()
    query = "SELECT closed_on, count(*) FROM core.spell WHERE closed_on IS NOT NULL GROUP BY 1 ORDER BY 1"
    assert panel.execute(query).fetchall() == closed
    assert panel.execute("SELECT sum(closed_count) FROM core.board_day").fetchone() == (sum(n for _, n in closed),)
    assert sum(n for _, n in closed) == 882
    assert 247 * 11 - days.height == 53  # board days without an observation: gaps, where nothing closed
    assert panel.execute("SELECT count(*) FROM core.board_day WHERE board_status <> 'complete'").fetchone() == (0,)


def test_complete_spells_are_those_that_began_and_ended_in_sight(
    panel: duckdb.DuckDBPyConnection, lives: pl.DataFrame
) -> None:
    complete = lives.filter(~pl.col("is_left_censored") & pl.col("closed").is_not_null()).height
    query = "SELECT count(*) FROM core.spell WHERE NOT is_left_censored AND closed_at IS NOT NULL"
    assert panel.execute(query).fetchone() == (complete,)
    assert complete > 50


def test_new_postings_rest_at_the_weekend(panel: duckdb.DuckDBPyConnection) -> None:
    """Snapshots of a Sunday and a Monday show what was new on a Saturday and a Sunday."""
    query = """
        SELECT isodow(first_seen_on) IN (7, 1) AS is_weekend, count(*) / count(DISTINCT first_seen_on)
        FROM core.spell WHERE NOT is_left_censored GROUP BY 1 ORDER BY 1
    """
    (_, working), (_, resting) = panel.execute(query).fetchall()
    assert resting < 0.2 * working
