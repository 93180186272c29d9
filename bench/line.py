"""The whole line for one or more days in one process, with the cost of each stage printed as JSON.

    python -m bench.line --data DIR --boards boards.csv --base-url greenhouse=http://127.0.0.1:8765/greenhouse \
        --day 2026-01-05

The clock stands at 18:00 UTC of each day. `--replay URL` is the server that is moved on to each day first. It runs with
the Prefect server that the environment names.
"""

import argparse
import asyncio
import datetime as dt
import sys
from pathlib import Path
from typing import Any

import msgspec

from bench import captures
from bench.meter import Cost, Meter
from extract.archive import Archive
from extract.collector import Run
from flows import clock, refresh, settings
from flows.settings import Context
from warehouse import checks, history, store

AT = dt.time(18, 0, tzinfo=dt.UTC)


class Day(msgspec.Struct, kw_only=True):
    """What one day cost, in all and by stage, how its boards ended and what was loaded."""

    day: str
    whole: Cost
    stages: dict[str, Cost]
    statuses: dict[str, int]
    loaded: dict[str, int]


def main() -> None:
    """Run the days that the arguments name and print their costs."""
    arguments = _arguments()
    context = _context(arguments)
    meter = Meter()
    _count_stages(meter)
    days = _flow(context, arguments.day, arguments.replay, meter)
    sys.stdout.write(msgspec.json.encode(days).decode() + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--boards", type=Path, required=True)
    parser.add_argument("--base-url", required=True, help="platform=URL")
    parser.add_argument("--day", action="append", required=True)
    parser.add_argument("--replay", help="the replay server, moved on to each day")
    parser.add_argument("--role", default="Software Engineer")
    return parser.parse_args()


def _context(arguments: argparse.Namespace) -> Context:
    platform, _, url = arguments.base_url.partition("=")
    arguments.data.mkdir(parents=True, exist_ok=True)
    profile = arguments.data / "profile.toml"
    profile.write_text(f'role = "{arguments.role}"\n', encoding="utf-8")
    chosen = settings.Settings(
        data_dir=str(arguments.data.absolute()),
        profile=str(profile.absolute()),
        boards=str(arguments.boards.absolute()),
        collect=settings.Collect(only_own_boards=True, platforms=(platform,)),
        base_urls={platform: url},
    )
    return settings.context_of(chosen, None, Path.cwd())


def _count_stages(meter: Meter) -> None:
    """Have the parts of the loading task counted one by one."""
    parts: list[tuple[Any, str, str]] = [
        (refresh, "read_again", "read"),
        (refresh, "to_batch", "normalise"),
        (history, "known_fingerprints", "load"),
        (history, "load", "load"),
        (history, "load_reference", "load"),
        (checks, "run_checks", "checks"),
        (store, "publish", "publish"),
    ]
    for module, name, stage in parts:
        setattr(module, name, meter.counted(stage, getattr(module, name)))


def _flow(context: Context, days: list[str], replay: str | None, meter: Meter) -> list[Day]:
    from prefect import flow

    @flow(name="bench", log_prints=False)
    def live() -> list[Day]:
        return [_live(context, day, replay, meter) for day in days]

    return live()


def _live(context: Context, day: str, replay: str | None, meter: Meter) -> Day:
    from flows import collect
    from flows.boards import watched_boards
    from flows.report import write_report

    if replay:
        captures.set_day(replay, day)
    moment = dt.datetime.combine(dt.date.fromisoformat(day), AT)
    meter.stages, meter.whole = {}, Cost()
    with meter.all():
        run = Run(clock.run_id(moment), moment.date(), lambda: moment, context.settings.base_urls)
        boards = watched_boards(context)
        with meter.stage("fetch"):
            archive = Archive(context.paths.archive)
            collected = asyncio.run(collect.collect_run(context, archive, run, boards, boards))
        refreshed = refresh.refresh_into(context, context.paths.warehouse)
        with meter.stage("report"):
            write_report(context)
    loaded = msgspec.structs.asdict(refreshed.loaded)
    return Day(day=day, whole=meter.whole, stages=meter.stages, statuses=collected.statuses, loaded=loaded)


if __name__ == "__main__":
    main()
