"""A short schedule really fires: the pinned set of Prefect, FastAPI and SQLAlchemy holds (see pyproject.toml)."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.schedule import daily
from flows.settings import ConfigurationError, load

SERVE = """
import datetime as dt
from pathlib import Path
from flows.schedule import serve
from flows.settings import load
from prefect.schedules import Interval
serve(load(Path("jobgauge.toml"), {}), Interval(dt.timedelta(seconds=4)))
"""
PATIENCE = 90


@pytest.fixture
def serving(folder: Path, prefect_url: dict[str, str], served: object):
    """A process that serves the run flow every four seconds; it is ended by its process id."""
    environ = prefect_url | {"PREFECT_RUNNER_POLL_FREQUENCY": "1"}  # else it looks every ten seconds
    with subprocess.Popen([sys.executable, "-c", SERVE], cwd=folder, env=environ) as process:
        yield process
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def test_a_short_schedule_really_fires(folder: Path, serving: subprocess.Popen[bytes]):
    page = folder / "data/reports/report.html"
    until = time.monotonic() + PATIENCE
    while not page.exists() and time.monotonic() < until:
        assert serving.poll() is None, "the serving process ended"
        time.sleep(0.2)  # waits for the condition above, which the schedule brings about
    assert page.exists(), f"no scheduled run within {PATIENCE} s"
    log = next((folder / "data/archive/log").glob("*.jsonl"))
    assert json.loads(log.read_text().splitlines()[0])["status"] == "complete"


@pytest.mark.parametrize("cron", ["daily", "61 * * * *", "* * *"])
def test_a_wrong_cron_line_is_told(folder: Path, cron: str):
    with pytest.raises(ConfigurationError, match="is not a cron line"):
        daily(load(folder / "jobgauge.toml", {}), cron)
