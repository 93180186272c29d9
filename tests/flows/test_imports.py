"""Files as history: every form, sample and census, what is quarantined, and what the same file again changes."""

import csv
import datetime as dt
import gzip
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from extract.archive import Archive
from flows import imports
from flows.refresh import rebuild, renew
from flows.settings import ConfigurationError, Context, load
from transform.knowledge import NOTHING
from transform.schema import TABLES
from warehouse import history, store
from warehouse.answers.gauge import gauge
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.samples import WrongKind

JOBSPY = Path(__file__).parent / "examples" / "jobspy_2026-11-20.csv"
FACTS = [name for name in TABLES if name.split(".")[0] in ("raw", "core")]

CENSUS = """
source = "tracker"
kind = "census"

[columns]
seen_on = "day"
board = "company"
id = "key"
title = "job"

[errors]
column = "failed"
reason = "why"
name = "fetch_error"
"""
SAMPLE = CENSUS.replace('"census"', '"sample"').replace("[errors]", 'employer = "company"\n\n[errors]')


@pytest.fixture
def first(tmp_path: Path) -> Context:
    """A folder in which nothing was ever done."""
    (tmp_path / "jobgauge.toml").write_text('data_dir = "data"\ntime_zone = "UTC"\n')
    return load(tmp_path / "jobgauge.toml", {})


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with every table and no row, to be copied: making it takes as long as an import."""
    path: Path = tmp_path_factory.mktemp("empty") / "gauge.duckdb"
    with store.open_writer(path):
        return path


@pytest.fixture
def context(first: Context, empty: Path) -> Context:
    """A folder with an empty warehouse."""
    first.paths.data.mkdir(mode=0o700)
    shutil.copy(empty, first.paths.warehouse)
    return first


@pytest.fixture(scope="module")
def jobspy(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """A warehouse with the example of JobSpy's files, to be read only."""
    folder = tmp_path_factory.mktemp("jobspy")
    (folder / "jobgauge.toml").write_text('data_dir = "data"\ntime_zone = "UTC"\n')
    context = load(folder / "jobgauge.toml", {})
    imports.import_files(context, [JOBSPY], None, None, None)
    return context


def ask(context: Context, query: str) -> list[tuple[Any, ...]]:
    with store.open_reader(context.paths.snapshot) as connection:
        return connection.execute(query).fetchall()


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every fact table, its rows in order."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {name: connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in FACTS}


def write(path: Path, rows: Sequence[str], header: str = "day,company,key,job,failed,why") -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def take(context: Context, file: Path, mapping: str = CENSUS, **options: Any) -> imports.Imported:
    path = file.parent / "mapping.toml"
    path.write_text(mapping, encoding="utf-8")
    return imports.import_files(context, [file], path, options.get("seen_on"), options.get("kind"))


def spells(context: Context) -> dict[str, list[tuple[str, str, str | None]]]:
    """Each posting's spells: first and last day seen, and the day it closed."""
    query = """
        SELECT split_part(posting_id, ':', 3), list((
            strftime(first_seen_on, '%d'), strftime(last_seen_at, '%d'), strftime(closed_on, '%d')
        ) ORDER BY spell_number)
        FROM core.spell GROUP BY posting_id
    """
    return dict(ask(context, query))


# -- JobSpy --


def test_jobspys_columns_need_no_mapping(first: Context) -> None:
    done = imports.import_files(first, [JOBSPY], None, None, None)
    assert (done.kind, done.rows, done.loaded, done.repeated, done.quarantined, done.new) == ("sample", 6, 4, 1, 2, 3)
    assert "6 rows of the sample 'jobspy': 4 loaded, 2 quarantined" in done.sentence()
    found = ask(
        first,
        "SELECT posting_id, employer, role_id, country_code, workplace, pay_min, pay_max, pay_currency, pay_period, "
        "pay_source, employment_type, first_seen_on FROM mart.sample_posting ORDER BY posting_id",
    )
    day = dt.date(2026, 11, 20)
    assert found == [
        ("jobspy:indeed:in-1", "Alder Ltd", "data_engineer", "GB", None, 70000, 85000, "GBP", "year", "structured",
         "full_time", day),
        ("jobspy:indeed:in-2", "Birch GmbH", "data_engineer", "DE", "remote", 70000, 80000, "EUR", "year", "text",
         "contract", day),
        ("jobspy:linkedin:li-3", "Cedar Inc", "data_engineer", "US", "remote", None, None, None, None, None, None, day),
    ]  # fmt: skip


def test_the_quarantine_says_why_and_the_ledger_balances(jobspy: Context) -> None:
    assert ask(jobspy, "SELECT board_id, record_number, quarantine_reason FROM raw.quarantine ORDER BY 2") == [
        ("jobspy:linkedin", 3, "the title is blank"),
        ("jobspy:all", 4, "line 11 has 5 columns instead of 21"),
    ]
    sums = "sum(records_count), sum(postings_count), sum(repeated_count), sum(quarantined_count)"
    assert ask(jobspy, f"SELECT {sums} FROM raw.import_day") == [(6, 3, 1, 2)]


def test_a_description_in_markdown_is_read_and_an_address_is_not_kept(jobspy: Context) -> None:
    ((text,),) = ask(
        jobspy,
        "SELECT description_text FROM core.posting_text JOIN core.sample_posting USING (text_hash) "
        "WHERE source_posting_id = 'in-2'",
    )
    assert "Pay: EUR 70,000 - 80,000 per year." in text
    rows = [row for table in contents(jobspy.paths.snapshot).values() for row in table]
    assert not [row for row in rows if "jane@" in repr(row)]
    skills = ask(jobspy, "SELECT skill_id FROM core.posting_skill WHERE posting_id = 'jobspy:indeed:in-1' ORDER BY 1")
    assert ("python",) in skills


def test_a_sample_is_in_no_table_of_the_census(jobspy: Context) -> None:
    for table in ("core.posting", "core.spell", "core.board_day", "core.sighting", "core.vacancy", "mart.posting"):
        assert ask(jobspy, f"SELECT count(*) FROM {table}") == [(0,)]
    assert ask(jobspy, "SELECT DISTINCT source_kind FROM core.board") == [("sample",)]
    for name in (name for name in TABLES if name.startswith("mart.role")):
        assert ask(jobspy, f"SELECT count(*) FROM {name}") == [(0,)]


def test_a_sample_cannot_tell_demand(jobspy: Context) -> None:
    with (
        store.open_reader(jobspy.paths.snapshot) as connection,
        pytest.raises(NoAnswerYet, match=r"jobspy.*3 postings.*a sample .* cannot tell demand"),
    ):
        gauge(connection, Person(role_id="data_engineer"), is_simulated=False)


# -- forms --


def in_other_forms(folder: Path) -> list[Path]:
    """The example's sound rows as JSON Lines, Parquet and packed CSV."""
    with JOBSPY.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["company"] and row["title"]]
    lines = folder / "jobs_2026-11-20.jsonl"
    lines.write_text("\n".join(json.dumps(typed(row)) for row in rows) + "\n\n")
    table = folder / "jobs_2026-11-20.parquet"
    pl.DataFrame([typed(row) for row in rows], infer_schema_length=None).write_parquet(table)
    packed = folder / "jobs_2026-11-20.csv.gz"
    packed.write_bytes(gzip.compress(JOBSPY.read_bytes()))
    return [lines, table, packed]


def typed(row: Mapping[str, str]) -> dict[str, Any]:
    """A row with numbers, truths and nulls in place of their words."""
    words: dict[str, Any] = {"": None, "True": True, "False": False}
    found = {name: words.get(value, value) for name, value in row.items()}
    numbers = {name: float(found[name]) for name in ("min_amount", "max_amount") if found[name]}
    return found | numbers


def test_every_form_says_the_same(jobspy: Context, tmp_path: Path) -> None:
    said = ask(jobspy, "FROM core.sample_posting ORDER BY ALL")
    for number, file in enumerate(in_other_forms(tmp_path)):
        (folder := tmp_path / str(number)).mkdir()
        (folder / "jobgauge.toml").write_text('data_dir = "data"\ntime_zone = "UTC"\n')
        other = load(folder / "jobgauge.toml", {})
        assert imports.import_files(other, [file], None, None, None).loaded == 4
        assert ask(other, "FROM core.sample_posting ORDER BY ALL") == said


def test_a_line_that_is_no_json_goes_to_the_quarantine(context: Context, tmp_path: Path) -> None:
    good = '{"day": "2026-03-02", "company": "alder", "key": 1, "job": "Data Engineer", "failed": false}'
    file = tmp_path / "rows.jsonl"
    file.write_text(f'{good}\n{{"day": \n[1]\n{good.replace("1,", "2,")}\n')
    done = take(context, file, SAMPLE.replace('reason = "why"\n', ""), seen_on=dt.date(2026, 3, 2))
    assert (done.rows, done.loaded, done.quarantined) == (4, 2, 2)
    assert [reason.split(":")[0] for reason, _ in done.reasons] == ["not JSON", "not a JSON object"]


def test_a_quote_that_nobody_closes_swallows_no_row(context: Context, tmp_path: Path) -> None:
    """Neither to the end of the file nor to the next quote; one that holds a line end is none of these."""
    rows = ['2026-03-02,alder,1,"Data\nEngineer"', '2026-03-02,alder,2,"Actuary', '2026-03-02,alder,3,"Nurse"']
    rows += ["2026-03-02,alder,4,Baker", '2026-03-02,alder,5,"Welder', "2026-03-02,alder,6,Painter"]
    file = write(tmp_path / "rows.csv", rows, "day,company,key,job")
    done = take(context, file, CENSUS.partition("[errors]")[0])
    assert (done.rows, done.loaded, done.quarantined) == (6, 4, 2)
    assert [reason.split(":")[0] for reason, _ in done.reasons] == ["line 4 cannot be read", "line 7 cannot be read"]
    assert sorted(spells(context)) == ["1", "3", "4", "6"]
    assert ask(context, "SELECT board_status FROM core.board_day") == [("incomplete",)]


def test_columns_may_have_any_name(context: Context, tmp_path: Path) -> None:
    mapping = SAMPLE.partition("[errors]")[0].replace('"key"', '"record_number"').replace('"job"', '"reject"')
    row = {"day": "2026-03-02", "company": "alder", "record_number": "1", "reject": "Actuary"}
    pl.DataFrame([row]).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame([row | {"record_number": "2"}]).write_csv(tmp_path / "b.csv")
    for name in ("a.parquet", "b.csv"):
        assert take(context, tmp_path / name, mapping).loaded == 1


def test_a_name_that_two_other_columns_have_does_no_harm(context: Context, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("day,company,key,job,failed,why,note,note\n2026-03-02,alder,1,Actuary,,,a,b\n")
    done = take(context, tmp_path / "a.csv", SAMPLE)
    assert (done.loaded, done.quarantined) == (1, 0)
    assert done.sentence().startswith(
        "Imported 1 row of the sample 'tracker': 1 loaded, 0 quarantined. 1 posting is new."
    )


def test_a_column_that_few_rows_of_json_lines_have_is_there(context: Context, tmp_path: Path) -> None:
    row = {"day": "2026-03-02", "company": "alder", "key": 1, "job": "Actuary"}
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in [row] * 1000 + [row | {"key": 2, "pay": "$30/hr"}]))
    done = take(context, file, SAMPLE.partition("[errors]")[0] + 'pay = "pay"\n')
    assert (done.rows, done.loaded, done.repeated, done.new) == (1001, 1001, 999, 2)
    with pytest.raises(ConfigurationError, match="it has no column 'wage'"):
        take(context, file, SAMPLE.partition("[errors]")[0] + 'pay = "wage"\n')


def test_the_mapping_may_say_the_day(context: Context, tmp_path: Path) -> None:
    file = write(tmp_path / "rows.csv", ["alder,1,Actuary"], "company,key,job")
    mapping = SAMPLE.partition("[errors]")[0].replace('seen_on = "day"\n', "")
    take(context, file, mapping + '\n[constants]\nseen_on = "2026-03-02"\n')
    assert ask(context, "SELECT first_seen_on FROM mart.sample_posting") == [(dt.date(2026, 3, 2),)]


# -- again, and out of order --


def test_the_same_file_again_changes_nothing(context: Context, tmp_path: Path) -> None:
    imports.import_files(context, [JOBSPY], None, None, None)
    before = contents(context.paths.snapshot)
    copy = tmp_path / "other_name_2026-11-20.csv"
    copy.write_bytes(JOBSPY.read_bytes())
    again = imports.import_files(context, [copy], None, None, None)
    assert again.sentence().startswith("Nothing is new")
    assert contents(context.paths.snapshot) == before


def test_days_of_a_sample_may_come_in_any_order(context: Context, tmp_path: Path) -> None:
    take(context, write(tmp_path / "b.csv", ["2026-03-05,alder,1,Senior Data Engineer,,"]), SAMPLE)
    take(context, write(tmp_path / "a.csv", ["2026-03-02,alder,1,Data Engineer,,", "2026-03-05,alder,1,x,,"]), SAMPLE)
    take(context, write(tmp_path / "c.csv", ["2026-03-09,alder,1,Lead Data Engineer,,"]), SAMPLE)
    assert ask(context, "SELECT title, first_seen_on, last_seen_on FROM mart.sample_posting") == [
        ("Lead Data Engineer", dt.date(2026, 3, 2), dt.date(2026, 3, 9))
    ]
    assert ask(context, "SELECT count(*) FROM core.sample_sighting") == [(3,)]


def test_the_archive_builds_the_same_warehouse(context: Context, tmp_path: Path) -> None:
    imports.import_files(context, [JOBSPY], None, None, None)
    take(context, write(tmp_path / "a.csv", ["2026-03-02,alder,1,Data Engineer,,", "2026-03-03,alder,2,Actuary,,"]))
    before = contents(context.paths.warehouse)
    done = rebuild(context)
    assert [(one.source, one.rows) for one in done.imported] == [("jobspy", 6), ("tracker", 2)]
    assert contents(context.paths.warehouse) == before


def test_stale_values_of_imported_postings_are_made_anew(context: Context, tmp_path: Path) -> None:
    imports.import_files(context, [JOBSPY], None, None, None)
    take(context, write(tmp_path / "a.csv", ["2026-03-02,alder,1,Data Engineer,,", "2026-03-03,alder,2,Actuary,,"]))
    before = contents(context.paths.warehouse)
    with store.open_writer(context.paths.warehouse) as connection:
        connection.execute("UPDATE core.sample_posting SET pay_version = 0, pay_min = 1")
        connection.execute("UPDATE core.posting SET role_version = 0, role_id = NULL")
        done = renew(connection, Archive(context.paths.archive), NOTHING)
        assert done.missing == 0
    after = contents(context.paths.warehouse)
    moves = after.pop("core.role_move")
    assert [row[1:3] for row in moves] == [(None, "data_engineer"), (None, "actuary")]
    assert before.pop("core.role_move") == []
    assert after == before


# -- a census --


def test_a_census_closes_by_a_later_whole_day_of_the_board_alone(context: Context, tmp_path: Path) -> None:
    rows = [
        "2026-03-02,alder,1,Data Engineer,,",
        "2026-03-02,alder,2,Data Analyst,,",
        "2026-03-02,birch,3,Actuary,,",
        "2026-03-03,alder,1,Data Engineer,,",  # birch has no row: a gap
        "2026-03-04,alder,,,true,timeout",  # alder's fetch failed
        "2026-03-05,alder,2,Data Analyst,,",
        "2026-03-05,birch,4,Actuary,,",
    ]
    done = take(context, write(tmp_path / "rows.csv", rows))
    assert (done.rows, done.loaded, done.quarantined, done.days) == (7, 6, 1, 6)
    assert (done.new, done.closed, done.reopened) == (4, 3, 1)
    assert spells(context) == {
        "1": [("02", "03", "05")],
        "2": [("02", "02", "03"), ("05", "05", None)],
        "3": [("02", "02", "05")],
        "4": [("05", "05", None)],
    }
    assert ask(context, "SELECT quarantine_reason FROM raw.quarantine") == [("fetch_error: timeout",)]
    statuses = "SELECT board_status, count(*) FROM core.board_day GROUP BY 1 ORDER BY 1"
    assert ask(context, statuses) == [("complete", 5), ("incomplete", 1)]


def test_where_the_day_is_whole_a_board_without_a_row_was_empty(context: Context, tmp_path: Path) -> None:
    rows = ["2026-03-02,alder,1,Data Engineer,,", "2026-03-02,birch,2,Actuary,,", "2026-03-03,alder,1,Data Engineer,,"]
    mapping = CENSUS.replace("[columns]", 'complete = "day"\n\n[columns]')
    take(context, write(tmp_path / "a.csv", rows), mapping)
    assert spells(context)["2"] == [("02", "02", "03")]
    take(context, write(tmp_path / "b.csv", ["2026-03-04,birch,2,Actuary,,"]), mapping)
    assert spells(context) == {"1": [("02", "03", "04")], "2": [("02", "02", "03"), ("04", "04", None)]}


@pytest.mark.parametrize(
    ("row", "open_boards"),
    [
        ("2026-03-03,,5,Actuary,,", {"1", "2"}),  # on a day, of a board that nobody knows
        (",birch,5,Actuary,,", {"2"}),  # of a board, on a day that nobody knows
        ("2026-03-03,birch,5,,,", {"2"}),  # unreadable: more than a twentieth of birch's rows
        ("2026-03-03,birch,2,,,", {"2"}),
    ],
)
def test_what_cannot_be_placed_closes_nothing(
    context: Context, tmp_path: Path, row: str, open_boards: set[str]
) -> None:
    rows = ["2026-03-02,alder,1,Data Engineer,,", "2026-03-02,birch,2,Actuary,,"]
    rows += ["2026-03-03,alder,3,Data Engineer,,", "2026-03-03,birch,4,Actuary,,", row]
    done = take(context, write(tmp_path / "rows.csv", rows))
    assert (done.rows, done.loaded, done.quarantined) == (5, 4, 1)
    still_open = {posting for posting, found in spells(context).items() if found[0][2] is None}
    assert still_open == {"3", "4"} | open_boards


def test_a_posting_twice_a_day_counts_once(context: Context, tmp_path: Path) -> None:
    rows = ["2026-03-02,alder,1,Data Engineer,,", "2026-03-02,alder,1,Data Engineer,,"]
    done = take(context, write(tmp_path / "rows.csv", rows))
    assert (done.rows, done.loaded, done.quarantined, done.reasons) == (2, 1, 1, (("duplicate id", 1),))
    assert ask(context, "SELECT board_status FROM core.board_day") == [("complete",)]


def test_days_that_are_there_already_stay(context: Context, tmp_path: Path) -> None:
    take(
        context, write(tmp_path / "a.csv", ["2026-03-02,alder,1,Data Engineer,,", "2026-03-04,alder,1,Data Engineer,,"])
    )
    before = spells(context)
    late = write(tmp_path / "b.csv", ["2026-03-03,alder,2,Actuary,,", "2026-03-04,alder,2,Actuary,,"])
    done = take(context, late)
    assert (done.rows, done.loaded, done.already) == (2, 0, 2)
    assert "2 of days that were there already" in done.sentence()
    assert spells(context) == before


def test_a_row_of_a_census_that_nobody_accounts_for_is_an_error(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = history.load

    def forgetful(*given: Any, **more: Any) -> history.Loaded:
        return whole(*given, **more) + history.Loaded(seen=-1)

    monkeypatch.setattr(history, "load", forgetful)
    with pytest.raises(history.BrokenLedger, match="1 row came, but 0 were loaded, 0 quarantined and 0 there already"):
        take(context, write(tmp_path / "a.csv", ["2026-03-02,alder,1,Actuary,,"]), CENSUS)


def test_a_sudden_loss_of_a_census_is_held_until_the_next_day(context: Context, tmp_path: Path) -> None:
    rows = [f"2026-03-02,alder,{number},Actuary,," for number in range(12)]
    rows += ["2026-03-03,alder,0,Actuary,,"]
    take(context, write(tmp_path / "a.csv", rows))
    assert spells(context)["5"] == [("02", "02", None)]
    take(context, write(tmp_path / "b.csv", ["2026-03-04,alder,0,Actuary,,"]))
    assert spells(context)["5"] == [("02", "02", "03")]


def test_details_say_what_the_postings_are(context: Context, tmp_path: Path) -> None:
    for folder in ("jobs", "days"):
        (tmp_path / folder).mkdir()
    jobs = write(tmp_path / "jobs/1.csv", ["1,Data Engineer,Alder Ltd", "9,,Alder Ltd"], "key,job,employer")
    days = [
        write(tmp_path / f"days/{day}.csv", rows, "day,company,key")
        for day, rows in (("02", ["2026-03-02,alder,1", "2026-03-02,alder,2"]), ("03", ["2026-03-03,alder,1"]))
    ]
    mapping = tmp_path / "mapping.toml"
    text = CENSUS.partition("[errors]")[0] + 'employer = "employer"\n'
    mapping.write_text(text.replace("[columns]", 'details = ["jobs/*.csv"]\n\n[columns]'))
    done = imports.import_files(context, [jobs, *days], mapping, None, None)
    assert (done.rows, done.loaded, done.quarantined, done.details) == (4, 2, 2, 1)
    assert dict(done.reasons) == {"no file says what the posting is": 1, "the title is blank": 1}
    assert ask(context, "SELECT employer, role_id FROM mart.posting") == [("Alder Ltd", "data_engineer")]
    later = write(tmp_path / "days/04.csv", ["2026-03-04,alder,1"], "day,company,key")
    assert imports.import_files(context, [later], mapping, None, None).loaded == 1  # the warehouse knows what it is


@pytest.mark.parametrize("mapping", [CENSUS, SAMPLE])
def test_a_row_of_a_day_to_come_is_not_believed(context: Context, tmp_path: Path, mapping: str) -> None:
    rows = ["2999-03-02,alder,1,Actuary,,", "soon,alder,1,Actuary,,", "2026-03-02,birch,1,Actuary,,"]
    done = take(context, write(tmp_path / "a.csv", rows), mapping)
    assert dict(done.reasons) == {"is of a day to come": 1, "no day can be read from soon": 1}
    last_day = ask(context, "SELECT max(observed_on) FROM core.board_day")
    assert last_day == [(dt.date(2026, 3, 2) if mapping == CENSUS else None,)]


def test_a_name_is_a_census_or_a_sample_for_good(context: Context, tmp_path: Path) -> None:
    take(context, write(tmp_path / "a.csv", ["2026-03-02,alder,1,Actuary,,"]), SAMPLE)
    before = contents(context.paths.warehouse)
    with pytest.raises(WrongKind, match="'tracker' was imported as a sample"):
        take(context, write(tmp_path / "b.csv", ["2026-03-02,alder,1,Actuary,,"]))
    assert contents(context.paths.warehouse) == before
    assert len(Archive(context.paths.archive).import_ids()) == 1


# -- what is wrong, in words --


def parquet(columns: Mapping[str, Any]) -> bytes:
    made = io.BytesIO()
    pl.DataFrame({"site": "x", "job_url": "y", "title": "z"} | columns).write_parquet(made, compression="zstd")
    return made.getvalue()


def spoilt(content: bytes, start: int, end: int) -> bytes:
    return content[:start] + bytes(255 - byte for byte in content[start:end]) + content[end:]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("title = ", "titel = "), "'titel' is no field of ours; did you mean 'title'"),
        (('kind = "census"', 'kind = "panel"'), "kind cannot be 'panel'"),
        (('kind = "census"\n', ""), "--census or --sample"),
        (('board = "company"\n', 'employer = "company"\n'), "a census needs `board`"),
        (('id = "key"\n', ""), "neither `id` nor `url`"),
        (('"job"', "[]"), "'title' names no column"),
        (('"job"', '"headline"'), "it has no column 'headline', which the mapping names. There are: day, company"),
        (("tracker", "lever"), "'lever' is the name of a platform"),
        (("tracker", "My tracker"), "is not 2 to 40 small letters"),
        (("[columns]", "[column]"), "unknown field `column`"),
        (('seen_on = "day"\n', ""), "nothing says on which day"),
        (('kind = "census"', 'kind = "sample"\ncomplete = "day"'), "a sample is never whole and closes nothing"),
        (("source", "= ="), "mapping.toml: "),
    ],
)
def test_a_wrong_mapping_is_told_in_words(first: Context, tmp_path: Path, change: tuple[str, str], words: str) -> None:
    file = write(tmp_path / "rows.csv", ["2026-03-02,alder,1,Actuary,,"])
    with pytest.raises(ConfigurationError) as error:
        take(first, file, CENSUS.replace(*change))
    assert words in str(error.value)
    assert not first.paths.warehouse.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "rows.csv",
            b"a,b\n1,2\n",
            "these are not JobSpy's columns (company, job_url, site, title missing). It has a, b",
        ),
        ("rows.xlsx", b"x", "does not end in .csv"),
        ("rows.json", b"[]", "`jq -c '.[]'` makes JSON Lines"),
        ("rows.parquet", b"x", "is no Parquet file"),
        ("rows.csv", b"", "has no header"),
        ("rows.csv", b"site,title,job_url,title,company\n", "two of its columns are called 'title'"),
        ("rows.jsonl", b"[\n", "has no JSON object"),
        ("rows.csv", b"site,job_url,title,company\nx,y,\xff,z\n", "is not UTF-8 text (byte 0xff)"),
        ("rows.csv.gz", gzip.compress(b"site,job_url,title,company\n" + bytes(9999), mtime=0)[:-9], "cannot be read"),
        ("rows.csv.gz", spoilt(gzip.compress(f"{list(range(9999))}".encode(), mtime=0), 900, 990), "cannot be read"),
        ("rows.parquet", parquet({"company": [{"name": "a"}]}), "holds neither words, numbers nor times"),
        ("rows.parquet", spoilt(parquet({"company": ["a"] * 99}), 8, 60), "is no Parquet file that can be read"),
    ],
)
def test_a_wrong_file_is_told_in_words(context: Context, tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigurationError) as error:
        imports.import_files(context, [tmp_path / name], None, dt.date(2026, 3, 2), None)
    assert words in str(error.value)
    # What was kept of it would stop every later run.
    assert not Archive(context.paths.archive).import_ids()


def test_a_mapping_that_is_no_text_is_told_in_words(context: Context, tmp_path: Path) -> None:
    file = write(tmp_path / "rows.csv", ["2026-03-02,alder,1,Actuary,,"])
    (tmp_path / "mapping.toml").write_bytes(CENSUS.encode() + b"# \xff")
    with pytest.raises(ConfigurationError, match=r"mapping.toml: is not UTF-8 text \(byte 0xff\)"):
        imports.import_files(context, [file], tmp_path / "mapping.toml", None, None)


def test_a_file_without_a_row_says_so(context: Context, tmp_path: Path) -> None:
    assert take(context, write(tmp_path / "a.csv", []), SAMPLE).sentence() == (
        "Nothing is new: there is no row below the header."
    )


def test_jobspy_is_no_census(context: Context) -> None:
    with pytest.raises(ConfigurationError, match="a sample, not a census"):
        imports.import_files(context, [JOBSPY], None, None, "census")


def test_the_command_imports_and_says_what_is_wrong(context: Context, tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flows.cli", "import", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    done = run(str(JOBSPY))
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 loaded, 2 quarantined" in done.stdout
    wrong = run("nowhere.csv")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "jobgauge: nowhere.csv: there is no such file.\n"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("jobs_2026-11-20.csv", dt.date(2026, 11, 20)),
        ("20261120-indeed.csv", dt.date(2026, 11, 20)),
        ("jobs.csv", None),
        ("2026-11-01_to_2026-11-20.csv", None),
        ("jobs_2026-13-40.csv", None),
        ("1202611200.csv", None),
    ],
)
def test_a_files_name_may_say_the_day(name: str, day: dt.date | None) -> None:
    assert imports.day_in_name(name) == day
