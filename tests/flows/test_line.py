"""The whole line as a person runs it, on boards on loopback: what is said, what is kept, what repeating it changes."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from transform.schema import TABLES

FACTS = [name for name in TABLES if name.split(".")[0] in ("raw", "core")]


def contents(path: Path) -> dict[str, str]:
    """A hash of every fact table of the DuckDB file, its rows in order."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {name: _hash(connection.execute(f"FROM {name} ORDER BY ALL").fetchall()) for name in FACTS}


def _hash(rows: list[tuple[object, ...]]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_run_collects_loads_and_reports_and_repeating_it_changes_nothing(
    jobgauge, jobgauge_here, folder, first_run, market
):
    place, first = first_run
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith(f"Gauging with {place / 'jobgauge.toml'}")
    page = place / "data/reports/report.html"
    assert str(page) in first.stdout
    assert "Data engineer" in page.read_text()
    assert (place / "data/reports/csv/data_dictionary.csv").exists()
    shutil.copytree(place, folder, dirs_exist_ok=True)
    snapshot = folder / "data/reports.duckdb"
    listed = {line.split(",")[1] for line in (folder / "boards.csv").read_text().splitlines()}
    visits = [v for v in market.expected([market.days()[-1]]).visits if v.board_id.split(":")[1] in listed]
    found = rows(snapshot, "SELECT board_id, board_status, postings_count FROM core.board_day ORDER BY 1")
    assert found == sorted((v.board_id, v.status.value, len(v.served)) for v in visits)
    before = contents(snapshot)

    again = jobgauge("run")
    assert again.returncode == 0, again.stderr
    assert "had answered today already" in again.stdout
    assert contents(snapshot) == before

    forced = jobgauge("run", "--again")
    assert forced.returncode == 0, forced.stderr
    assert contents(snapshot) == before

    # A writer that was killed leaves its log behind; it belongs to the old file, not to the one built anew.
    junk = "import duckdb, os; c = duckdb.connect('data/gauge.duckdb'); c.execute('CREATE TABLE junk (a INT)'); "
    subprocess.run([sys.executable, "-c", junk + "os.kill(os.getpid(), 9)"], cwd=folder, check=False)
    assert (folder / "data/gauge.duckdb.wal").exists()
    rebuilt = jobgauge("refresh", "--from-archive")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert rows(folder / "data/gauge.duckdb", "SELECT 1 FROM duckdb_tables() WHERE table_name = 'junk'") == []
    assert contents(folder / "data/gauge.duckdb") == before
    others = [path for path in (folder / "data").rglob("*") if path.stat().st_mode & 0o077]
    assert others == []

    doctor = jobgauge("doctor")
    assert "LOOK" not in doctor.stdout, doctor.stdout
    assert doctor.returncode == 0

    told = json.loads(jobgauge_here("gauge", "--json").stdout)
    assert (told["scope"]["role_id"], bool(told["employers"])) == ("data_engineer", True)
    answer = jobgauge_here("sql", "--csv", "SELECT count(*) AS n FROM mart.posting WHERE is_open")
    assert answer.stdout.split() == ["n", str(sum(len(v.served) for v in visits))]
    assert "does not exist" in jobgauge_here("sql", "FROM nowhere").stderr
    assert jobgauge_here("sql", "DELETE FROM core.posting").returncode == 2
    assert jobgauge_here("sql", "SELECT * FROM read_text('profile.toml')").returncode == 2
    assert "mart.role_pay" in jobgauge("sql").stdout
    out = folder / "out"
    assert jobgauge("export", "--csv", "--parquet", "--xlsx", "--jobspy", str(out)).returncode == 0
    names = {"data_dictionary.csv", "role_demand_week.csv", "role_demand_week.parquet", "jobgauge.xlsx", "scope.txt"}
    assert {path.name for path in out.iterdir()} >= names


def test_bad_boards_do_not_stop_the_others(run_here, folder, served, monkeypatch, capsys):
    """One board is unknown, one platform's host refuses connections: the rest is loaded and reported."""
    with (folder / "boards.csv").open("a") as boards:
        boards.write("ashby,no-such-board,Nobody,,\n")
    monkeypatch.setenv("JOBGAUGE_BASE_URLS__LEVER", "http://127.0.0.1:1/lever")
    page = run_here(folder / "jobgauge.toml")
    assert "Data engineer" in Path(page).read_text()
    assert "1 unknown board" in capsys.readouterr().out
    statuses = dict(
        rows(folder / "data/reports.duckdb", "SELECT platform, any_value(board_status) FROM mart.source_health "
             "WHERE board_status <> 'complete' AND platform IN ('lever', 'ashby') GROUP BY platform")
    )  # fmt: skip
    assert statuses["lever"] == "failed"


def test_no_network_at_all_is_said_in_words(jobgauge, folder):
    (folder / "boards.csv").write_text("platform,key,employer,country,industry\nashby,alder,Alder,,\n")
    done = jobgauge("run", JOBGAUGE_BASE_URLS__ASHBY="http://127.0.0.1:1/ashby")
    assert done.returncode == 1
    assert "None of the boards asked (1) answered" in done.stderr
    assert "Is the machine online?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_run_is_refused_at_once_while_one_is_writing(jobgauge, jobgauge_here, folder):
    hold = (
        "import sys; from pathlib import Path; from flows.lock import one_writer\n"
        "with one_writer(Path('data/jobgauge.lock')):\n    print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        for command, call in zip(("run", "collect", "refresh", "demo"), (jobgauge, *[jobgauge_here] * 3), strict=True):
            done = call(command)
            assert done.returncode == 2
            assert f"Another jobgauge is writing to {folder / 'data'} (process {holder.pid}" in done.stderr
        holder.communicate("")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ('role = "Data Enginer"\n', "Nearest: Data engineer"),
        ("role = \n", "not valid TOML"),
        ("pay = 3\n", "role"),
        (None, "`jobgauge init` writes it"),
    ],
)
def test_a_wrong_profile_is_told_before_anything_is_asked(jobgauge_here, folder, profile, said):
    path = folder / "profile.toml"
    path.unlink() if profile is None else path.write_text(profile)
    done = jobgauge_here("run")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (folder / "data/archive").exists()


@pytest.mark.parametrize(
    ("config", "said"),
    [("collect = 3\n", "collect"), ("data_dir = \n", "not valid TOML"), ("colour = 'red'\n", "colour")],
)
def test_a_malformed_configuration_is_told(jobgauge_here, folder, config, said):
    (folder / "jobgauge.toml").write_text(config)
    done = jobgauge_here("run")
    assert done.returncode == 2
    assert said in done.stderr
    assert str(folder / "jobgauge.toml") in done.stderr


def test_a_malformed_line_of_boards_is_told(jobgauge, folder):
    (folder / "boards.csv").write_text("platform,key,employer,country,industry\nmyspace,x,X,,\n")
    done = jobgauge("collect")
    assert done.returncode == 2
    assert "boards.csv" in done.stderr
    assert "myspace" in done.stderr


def test_a_report_before_the_first_run_says_what_to_do(jobgauge):
    done = jobgauge("report")
    assert done.returncode == 1
    assert "`jobgauge run` collects and publishes it" in done.stderr


def test_boards_are_added_and_checked(jobgauge, folder, served):
    key = next(line.split(",")[1] for line in (folder / "boards.csv").read_text().splitlines() if "ashby" in line)
    (folder / "boards.csv").write_text("platform,key,employer,country,industry\n")
    added = jobgauge("boards", "add", f"https://jobs.ashbyhq.com/{key}/some-posting", "--employer", "Somebody")
    assert added.returncode == 0, added.stderr
    assert f"Added ashby:{key}" in added.stdout
    assert f"ashby,{key},Somebody," in (folder / "boards.csv").read_text()
    assert "watched already" in jobgauge("boards", "add", f"https://jobs.ashbyhq.com/{key}").stdout
    assert "\n1 board.\n" in jobgauge("boards", "list").stdout
    assert "complete" in jobgauge("boards", "check").stdout
    mistyped = jobgauge("boards", "check", key, "ashby:nobody")
    assert "ashby:nobody: not watched." in mistyped.stderr
    assert mistyped.returncode != 0
    unknown = jobgauge("boards", "add", "https://jobs.ashbyhq.com/no-such-board")
    assert "was not added: it ended unknown board" in unknown.stdout
    assert unknown.returncode == 1


def test_a_failed_check_stops_publishing(jobgauge, folder, first_run):
    assert first_run[1].returncode == 0
    shutil.copytree(first_run[0], folder, dirs_exist_ok=True)
    published = (folder / "data/reports.duckdb").read_bytes()
    with duckdb.connect(str(folder / "data/gauge.duckdb")) as connection:
        connection.execute("INSERT INTO core.posting FROM core.posting LIMIT 1")
    done = jobgauge("refresh")
    assert done.returncode == 2
    assert "posting_unique (1 row)" in done.stderr
    assert (folder / "data/reports.duckdb").read_bytes() == published
    assert "LOOK  Check posting_unique" in jobgauge("doctor").stdout


def test_the_example_files_are_valid(tmp_path: Path):
    from flows.profile import load_profile
    from flows.settings import load

    root = Path(__file__).parents[2]
    for name in ("jobgauge", "profile"):
        shutil.copy(root / f"{name}.example.toml", tmp_path / f"{name}.toml")
    context = load(tmp_path / "jobgauge.toml", {})
    assert context.settings.data_dir == "~/.jobgauge"
    assert json.dumps(context.settings.base_urls) == "{}"
    assert load_profile(context.profile_path).role == "Data Engineer"
