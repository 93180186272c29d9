"""The demo's frame: whose data they are, and when its last visit was."""

import datetime as dt
from pathlib import Path

import pytest

from flows.demo import chosen_day, fresh_context, last_visit
from flows.settings import ConfigurationError, load


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


@pytest.mark.parametrize("day", [dt.date(2026, 3, 3), dt.date(1900, 1, 1)])
def test_a_market_of_days_to_come_or_long_ago_is_refused(day: dt.date):
    latest = dt.date(2026, 3, 2)
    assert chosen_day(None, latest) == chosen_day(latest, latest) == latest
    with pytest.raises(ConfigurationError, match="is not from 2001-01-01 to 2026-03-02"):
        chosen_day(day, latest)
