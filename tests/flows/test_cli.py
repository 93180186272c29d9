"""The command in this process: mistakes are told in plain words, and nothing is promised before it is sure."""

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import cli, prefect_home
from flows import schedule as scheduling
from flows.settings import ConfigurationError
from transform.roles import nearest_roles


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and a published snapshot of one table of hostile texts, as the current one."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    (folder / "data").mkdir()
    with duckdb.connect(str(folder / "data/reports.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT '=1+1' AS a, 'x' || chr(27) || '[31m' AS b, -5 AS n")
    return folder


@pytest.fixture
def jobgauge_here(here: Path, jobgauge_here: Callable[..., Any]) -> Callable[..., Any]:
    return jobgauge_here


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sql", ""], "The query is empty"),
        (["sql", " ; -- nothing"], "The query is empty"),
        (["sql", "--example", "pay_by_rol"], "Did you mean pay_by_role?"),
        (["sql", "--example", "pay_by_role", "FROM t"], "choose one"),
        (["sql", "--text"], "--example NAME"),
        (["--config", ".", "sql"], "is a folder"),
        (["boards", "list", "--platform", "levr"], "Did you mean lever?"),
        (["boards", "add", "https://jobs.lever.co/x", "--country", "XX"], "--country: 'XX' is not"),
        (["boards", "add", "https://jobs.lever.co/x", "--country", "Germany"], "Did you mean DE?"),
        (["boards", "add", "not a url"], "is not a web address"),
        (["boards", "add", "ftp://x"], "is not a web address"),
        (["posting"], "Name one advert"),
        (["posting", "x", "--file", "y"], "Name one advert"),
        (["posting", "--file", "nowhere.txt"], "nowhere.txt: cannot be read"),
        (["since", "--from", "3.4.2026"], "'3.4.2026' is not a date. Write it as 2026-03-01."),
        (["init", "--role", "Data Engineer", "--folder", "jobgauge.toml"], "jobgauge.toml cannot be used: File exists"),
    ],
)
def test_a_mistake_is_told_in_plain_words(jobgauge_here, words: list[str], message: str):
    told = jobgauge_here(*words)
    assert told.returncode == cli.WRONG_USE
    assert message in told.stderr
    assert "unforeseen" not in told.stderr


@pytest.mark.parametrize("words", [["run"], ["collect"], ["schedule"], ["import", "jobs_2026-11-20.csv"]])
def test_nothing_real_is_put_into_the_simulated_market(jobgauge_here, here: Path, words: list[str]):
    (here / "data/SIMULATED").touch()
    told = jobgauge_here(*words)
    assert told.returncode == cli.WRONG_USE
    assert "holds the simulated market" in told.stderr
    assert "JOBGAUGE_DATA_DIR" in told.stderr


def test_a_limit_of_no_row_is_refused(jobgauge_here):
    assert "--limit" in jobgauge_here("sql", "FROM t", "--limit", "0").stderr


def test_csv_runs_nothing_in_a_spreadsheet_or_terminal(jobgauge_here):
    told = jobgauge_here("sql", "--csv", "FROM t")
    assert list(csv.reader(io.StringIO(told.stdout))) == [["a", "b", "n"], ["'=1+1", "x[31m", "-5"]]


def test_the_cookbook_is_listed_shown_and_run(jobgauge_here):
    listed = [*csv.reader(io.StringIO(jobgauge_here("sql", "--examples", "--csv").stdout))]
    assert listed[0] == ["example", "question"]
    assert len(listed) > 25
    assert all(question.endswith("?") for _, question in listed[1:])
    name, question = listed[1]
    assert jobgauge_here("sql", "--example", name, "--text").stdout.startswith(f"-- {question}\n")
    assert "does not exist" in jobgauge_here("sql", "--example", name).stderr


def test_a_number_on_the_terminal_is_short_and_in_csv_whole(jobgauge_here):
    query = "SELECT 0.123456789::DOUBLE AS a, 1234.5678::DOUBLE AS b, 1e-9::DOUBLE AS c, 50.0::DOUBLE AS d"
    assert jobgauge_here("sql", query).stdout.splitlines()[-1].split("│") == [
        " 0.1235 ",
        " 1234.57 ",
        " 1e-09 ",
        " 50 ",
    ]
    assert jobgauge_here("sql", "--csv", query).stdout.split()[-1] == "0.123456789,1234.5678,1e-09,50.0"


def test_the_roles_are_listed(jobgauge_here):
    every, health = (jobgauge_here("roles", *words).stdout for words in ([], ["Health"]))
    assert "Data engineer" in every
    assert "nurse" in health
    assert "Data engineer" not in health
    assert "`jobgauge roles` lists them all" in jobgauge_here("roles", "xyzzy").stderr


def test_a_query_without_rows_says_so_and_its_csv_is_a_header(jobgauge_here):
    told, csv_told = (jobgauge_here("sql", *words, "FROM t WHERE n > 0") for words in ([], ["--csv"]))
    assert "No rows." in told.stdout
    assert (csv_told.stdout.strip(), csv_told.stderr.strip()) == ("a,b,n", "No rows.")


def test_raw_csv_has_the_values_as_they_are(jobgauge_here):
    told = jobgauge_here("sql", "--csv", "--raw", "FROM t")
    assert list(csv.reader(io.StringIO(told.stdout)))[1] == ["=1+1", "x\x1b[31m", "-5"]


def test_csv_that_is_cut_says_so_beside_it(jobgauge_here):
    told = jobgauge_here("sql", "--csv", "FROM range(3)", "--limit", "2")
    assert told.stdout.split() == ["range", "0", "1"]
    assert "Only the first 2 rows" in told.stderr


def test_a_wrong_cron_line_is_told_before_anything_is_served(jobgauge_here, monkeypatch: pytest.MonkeyPatch):
    def wrong(context: object, cron: str) -> None:
        raise ConfigurationError(f"{cron} is not a cron line")

    monkeypatch.setattr(scheduling, "daily", wrong)
    told = jobgauge_here("schedule", "--cron", "hello")
    assert (told.returncode, told.stdout) == (cli.WRONG_USE, "")
    assert "hello is not a cron line" in told.stderr


@pytest.mark.parametrize(
    ("is_terminal", "url", "is_said"), [(True, "", True), (False, "", False), (True, "http://x", False)]
)
def test_a_person_who_waits_is_told_why(
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_terminal: bool,
    url: str,
    is_said: bool,
):
    monkeypatch.setattr(prefect_home, "prepare", lambda *_, **__: None)
    monkeypatch.setattr(cli.invocation, "config", None)
    monkeypatch.setenv("PREFECT_API_URL", url)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    cli._ready()
    assert ("Prefect is starting" in capsys.readouterr().err) is is_said


@pytest.mark.parametrize("words", ["asdfgh", "wizard", "banana", "King", "Astronaut"])
def test_nonsense_has_no_role_near_it(words: str):
    assert nearest_roles(words) == []
