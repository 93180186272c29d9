"""The main job on the simulated market: half a year of visits, one simulated day after another, then the report."""

import asyncio
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
from prefect import flow
from rich.console import Console

from extract.archive import Archive
from extract.collector import Run
from extract.market import EMPLOYMENT, Market, MarketServer, MarketSettings
from flows import clock, progress, reference
from flows.collect import collect_run
from flows.loading import check, complete, followed, load_reference, open_warehouse
from flows.lock import one_writer
from flows.refresh import load_run
from flows.run import publish_report
from flows.settings import ConfigurationError, Context, Paths, environment_context
from transform.knowledge import NOTHING
from warehouse import store

SEED = 20260102
FIRST_DAY = dt.date(2001, 1, 1)
"""The earliest last day of the market: its half year begins after the first week that is counted."""
MARKET = MarketSettings(employers=120, fields={"data": 3})
"""Twice the usual employers, hiring most in the person's field: the dials need fifty openings of five of its roles."""
VISIT_AT = dt.time(18, 0, tzinfo=dt.UTC)

PROFILE = """\
# The made-up person of the simulated market.
role = "Data Engineer"
pay = 185000
currency = "USD"
years = 6
seniority = "senior"
degree = "bachelor"
skills = ["SQL", "Python", "Apache Airflow", "Apache Spark"]
"""


@flow(name="demo", log_prints=False)
def demo(config: str | None = None, last_day: dt.date | None = None) -> str:
    """The path of the report page on the simulated market whose last day is `last_day`.

    Where none is given it is the last one whose visit is over, so that no time on the page lies in the future. Raises
    ConfigurationError for a day to come or long ago.
    """
    real = environment_context(Path(config) if config else None)
    market = Market(SEED, chosen_day(last_day, last_visit(dt.datetime.now(dt.UTC))), MARKET)
    with one_writer(real.paths.lock):
        context = fresh_context(real)
        reference.add(context, "oews", str(EMPLOYMENT))
        with MarketServer(market) as server:
            context = with_servers(context, server.base_urls())
            live_through(context, market, server)
    written = publish_report(context, Console())
    return str(written.page)


def chosen_day(asked: dt.date | None, latest: dt.date) -> dt.date:
    """The day that is asked for, else the latest; raises ConfigurationError where it is later, or before FIRST_DAY."""
    if asked is not None and not FIRST_DAY <= asked <= latest:
        raise ConfigurationError(f"--last-day: {asked} is not from {FIRST_DAY} to {latest}.")
    return asked or latest


def last_visit(now: dt.datetime) -> dt.date:
    """The last day whose visit is over at `now`."""
    return now.date() if now.timetz() >= VISIT_AT else now.date() - dt.timedelta(days=1)


def fresh_context(real: Context) -> Context:
    """The settings of a simulation: an empty data folder of its own below the real one, and a made-up profile."""
    data = real.paths.data / "demo"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, mode=0o700)
    profile = data / "profile.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    paths = Paths(data=data)
    paths.simulated.write_text("The data in this folder are those of a simulated market.\n", encoding="utf-8")
    return msgspec.structs.replace(real, paths=paths, profile_path=profile, boards_path=data / "boards.csv")


def with_servers(context: Context, base_urls: dict[str, str]) -> Context:
    """The same settings, with the platforms at `base_urls`."""
    return msgspec.structs.replace(context, settings=msgspec.structs.replace(context.settings, base_urls=base_urls))


def live_through(
    context: Context, market: Market, server: MarketServer, on_day: Callable[[dt.date], None] | None = None
) -> None:
    """Collect and load each visit of the simulated market, then check and publish."""
    archive = Archive(context.paths.archive)
    boards = market.truth.boards
    days = market.days()
    with open_warehouse(context, context.paths.warehouse) as connection:
        load_reference(connection, context, NOTHING)
        with progress.bar("Living through half a year", len(days)) as advance:
            for day in days:
                server.set_day(day)
                run = simulated_run(day, context)
                asyncio.run(collect_run(context, archive, run, boards, boards))
                load_run(connection, archive, run.run_id)
                if on_day is not None:
                    on_day(day)
                advance(str(day))
        complete(connection, NOTHING, followed(context))
        check(connection)
    store.publish(context.paths.warehouse, context.paths.snapshot)


def simulated_run(day: dt.date, context: Context) -> Run:
    """The run of a simulated day; its clock stands at the hour of the visit."""
    moment = dt.datetime.combine(day, VISIT_AT)
    return Run(run_id=clock.run_id(moment), observed_on=day, now=lambda: moment, base_urls=context.settings.base_urls)
