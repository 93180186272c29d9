"""The demo's frame: whose data they are, and when its last visit was."""

import datetime as dt
from pathlib import Path

import pytest

from extract.market import EMPLOYMENT, Market
from extract.market.reference import reference
from flows.demo import MARKET, SEED, chosen_day, fresh_context, last_visit
from flows.settings import ConfigurationError, load
from transform import oews
from transform.roles import roles
from warehouse.answers import dials
from warehouse.measures import composite


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


@pytest.mark.parametrize("last_day", [dt.date(2026, 1, 1), dt.date(2026, 6, 3), dt.date(2026, 11, 22)])
def test_growth_can_be_told_of_enough_sibling_roles(last_day: dt.date):
    """A tenth above the floor, as boards that cannot be read and adverts that are always up do not count."""
    market = Market(SEED, last_day, MARKET)
    weeks = [last_day - dt.timedelta(weeks=week) for week in range(dials.WEEKS + 2)]
    enough = [
        role.role_id
        for role in reference().roles["data"]
        for own in [[one for one in market.truth.postings if one.role_id == role.role_id]]
        if all(sum(one.is_open(day) for one in own) >= 1.1 * dials.MIN_POSTINGS for day in weeks)
        and len({one.board_id for one in own if one.is_open(last_day)}) >= 2 * dials.MIN_EMPLOYERS
    ]
    assert len(enough) >= composite.MIN_SIBLINGS


def test_the_invented_employment_has_every_occupation_of_the_market():
    found = oews.read(EMPLOYMENT)
    codes = dict(roles().select("role_id", "soc_code").rows())
    wanted = {codes[role.role_id] for own in reference().roles.values() for role in own}
    assert set(found["soc_code"]) == wanted
    assert found.null_count().select("soc_code", "workers", "^wage_p.*$").row(0) == (0,) * 7
    assert set(found["release"]) == {"simulated employment"}
