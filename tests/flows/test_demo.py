"""The demo's frame: whose data they are, and when its last visit was."""

import datetime as dt
from pathlib import Path

from flows.demo import fresh_context, last_visit
from flows.settings import load


def test_the_demo_has_a_folder_of_its_own_that_says_what_it_is(folder: Path):
    real = load(folder / "jobgauge.toml", {})
    (folder / "data/demo/left").mkdir(parents=True)
    demo = fresh_context(real)
    assert (real.is_simulated, demo.is_simulated) == (False, True)
    assert not (folder / "data/demo/left").exists()
    assert load(folder / "jobgauge.toml", {"JOBGAUGE_DATA_DIR": str(folder / "data/demo")}).is_simulated


def test_no_visit_lies_in_the_future():
    evening = dt.datetime(2026, 3, 2, 18, 0, tzinfo=dt.UTC)
    assert last_visit(evening) == dt.date(2026, 3, 2)
    assert last_visit(evening - dt.timedelta(seconds=1)) == dt.date(2026, 3, 1)
