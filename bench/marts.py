"""What the warehouse costs at size: all marts from cold, a day's increment, a role's gauge; on simulated markets.

    python -m bench.marts [--quick] [--size 10]

The markets are made by processes of their own, and each thing is measured in another one, so that its memory is
its own. A size above 1 is a soak: the marts and the gauge only, within a bound of memory.

A day is what its data cost on top of what is there: loaded, matched, counted and written to the file. Each day of the
week has figures of its own besides, its turn, that are made anew once a week (trends on Mondays, changes of skills on
two days and lifetimes on four, by parts): a day counts with the dearest of these. Beside it and not counted are the
checks, which look at everything on purpose, and publishing, which copies the file.
"""

import argparse
import calendar
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import duckdb
import msgspec

from bench import filled, meter
from bench.filled import Filled
from bench.printed import print_table, say
from flows import codes, duplicates, loading
from transform.knowledge import NOTHING
from transform.schema import Batch
from warehouse import checks, estimates, history, store, turns, weeks
from warehouse.answers import gauge
from warehouse.answers.person import Person
from warehouse.store import sql_names

WEEKS = (26, 52, 104)
"""Half a year, one and two: the cost of a day must not grow with what was seen before it. The market of that day is the
same one each time, watched for so long: in markets of so many weeks more would be open in the older one."""
ROUNDS = 3
"""So often each day is measured, those of all spans in turn; of each part the middle one counts, for no machine is
steady."""
TURN = "turn: "
GOALS = {"all marts from cold": 60.0, "a day": 5.0, "a gauge": 3.0}
SOAK_MB = 8000.0
MEMORY = {"small": "1GB", "soak": "4GB"}
"""What DuckDB may take, as the settings have it, and in the soak."""
ROWS_AT_ONCE = 100_000
LARGEST = "SELECT role_id FROM core.role_week GROUP BY role_id ORDER BY max(active_postings) DESC, role_id LIMIT 1"
SIZES = ("core.posting", "core.spell", "core.board_day", "core.posting_skill", "core.role_week")


class Stage(msgspec.Struct, kw_only=True):
    """What a stage took, and the barest that DuckDB does with the same rows in the same process."""

    name: str
    seconds: float
    cpu: float
    peak_mb: float
    limit: float | None = None
    limit_name: str = ""


class Measured(msgspec.Struct, kw_only=True):
    """The stages of a process, the last of them all together, what is beside them, and how many rows the tables had."""

    stages: list[Stage]
    rows: dict[str, int] = {}
    beside: list[Stage] = []


def main() -> None:
    """Measure and print, or do the part of it that a process of its own is for."""
    parser = argparse.ArgumentParser(prog="python -m bench.marts", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="an eighth of the time; the goals are for all of it")
    parser.add_argument("--size", type=int, default=1, help="in millions of postings")
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        memory = MEMORY["soak" if options.size > 1 else "small"]
        done = PARTS[options.part](Filled(options.folder / "warehouse.duckdb", options.folder / "day"), memory)
        sys.stdout.write(msgspec.json.encode(done).decode())
        return
    with tempfile.TemporaryDirectory() as folder:
        if options.size > 1:
            soak(Path(folder), options.size)
        else:
            measure(Path(folder), (4, 8, 13) if options.quick else WEEKS)


def measure(folder: Path, spans: Sequence[int]) -> None:
    """Measure and print a day after each span, and all marts and a gauge after the longest."""
    owns = [made(folder / str(span), spans[-1], 1, watched=span) for span in spans]
    colds = [child(own, "cold", 1) for own in owns]
    rounds = [[day_of(own) for own in owns] for _ in range(ROUNDS)]
    days = [middle(of_span) for of_span in zip(*rounds, strict=True)]
    longest = [colds[-1], days[-1], child(owns[-1], "gauge", 1)]
    say(f"\nMarts: {rows_of(colds[-1])}, {spans[-1]} weeks")
    print_stages([stage for part in longest for stage in [*part.stages, *part.beside]], GOALS)
    print_days(spans, [cold.rows["core.posting"] for cold in colds], days)


def day_of(own: Path) -> Measured:
    """A day, measured on a copy of the warehouse in the folder."""
    with tempfile.TemporaryDirectory(dir=own.parent) as copy:
        shutil.copytree(own, copy, dirs_exist_ok=True)
        os.sync()  # or the day's own checkpoint would wait for the copy, and longest for that of the longest span
        return child(Path(copy), "day", 1)


def middle(days: Sequence[Measured]) -> Measured:
    """Of several measurements of a day each stage at its middle length, with the dearest turn, and all together."""
    parts = middle_stages([one.stages for one in days])
    bare, *beside = middle_stages([one.beside for one in days])
    dearest = max((stage for stage in beside if stage.name.startswith(TURN)), key=lambda stage: stage.seconds)
    turn = msgspec.structs.replace(dearest, name="a day: turn")
    whole = together("a day", [*parts, turn])
    whole.limit, whole.limit_name = bare.seconds, "its rows put into bare tables"
    return Measured(stages=[*parts, turn, whole], beside=beside)


def middle_stages(measured: Sequence[Sequence[Stage]]) -> list[Stage]:
    """Of each stage, measured several times, the one of middle length."""
    return [sorted(one, key=lambda stage: stage.seconds)[len(one) // 2] for one in zip(*measured, strict=True)]


def print_days(spans: Sequence[int], postings: Sequence[int], days: Sequence[Measured]) -> None:
    """Print one day by the weeks that were watched before it, and what it costs more with each million postings."""
    say(f"\nA day by the weeks that were watched before it, each part the middle one of {ROUNDS} measured in turn")
    names = [stage.name.removeprefix("a day: ") for stage in days[0].stages]
    print_table(("weeks", "postings", *names, "CPU s"),
                [(str(span), f"{n:,}", *map(seconds, found.stages), f"{found.stages[-1].cpu:.2f}")
                 for span, n, found in zip(spans, postings, days, strict=True)])  # fmt: skip
    first, last = days[0].stages[-1], days[-1].stages[-1]
    millions = (postings[-1] - postings[0]) / 1e6
    wall, cpu = (last.seconds - first.seconds) / millions, (last.cpu - first.cpu) / millions
    say(
        f"Slope: {wall:+.2f} s ({cpu:+.2f} s of CPU) a million postings more; "
        f"the last costs {last.seconds / first.seconds:.2f} times the first."
    )


def soak(folder: Path, size: int) -> None:
    """Measure and print the marts and a gauge of so many million postings."""
    own = made(folder / "soak", WEEKS[-1], size)
    measured = [child(own, part, size) for part in ("cold", "gauge")]
    say(f"\nMarts: {rows_of(measured[0])}, {WEEKS[-1]} weeks")
    stages = [stage for part in measured for stage in part.stages]
    print_stages(stages, {})
    peak = max(stage.peak_mb for stage in stages)
    say(f"Peak: {peak:,.0f} MB of {SOAK_MB:,.0f} MB: {'met' if peak <= SOAK_MB else 'MISSED'}.")


def made(folder: Path, span: int, size: int, watched: int | None = None) -> Path:
    """The folder of a market of so many weeks, watched in the last of them, made by a process of its own."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "bench.filled", str(folder), "--weeks", str(span), "--size", str(size)]
    command += ["--watched", str(watched or span)]
    subprocess.run([*command, *(["--rough"] if size > 1 else [])], check=True)
    say(f"Made {watched or span} weeks of a market in {time.perf_counter() - started:.0f} s.")
    return folder


def child(folder: Path, part: str, size: int) -> Measured:
    """What a process of its own measured."""
    command = [sys.executable, "-m", "bench.marts", "--part", part, "--folder", str(folder), "--size", str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Measured)


def cold(own: Filled, memory: str) -> Measured:
    """The weekly counts made for the first time, and every mart read once."""
    found = []
    with store.open_writer(own.file, memory_limit=memory) as connection:
        found.append(timed("weekly counts", partial(weeks.update, connection)))
        since = connection.execute("SELECT min(observed_on) FROM core.board_day").fetchone()
        assert since is not None
        found.append(timed("estimates", partial(estimates.update, connection, since[0])))
        found += [timed(f"mart.{name}", partial(read, connection, f"FROM mart.{name}")) for name in sql_names("marts")]
        total = together("all marts from cold", found)
        bare = timed("", lambda: scan(connection))
        total.limit, total.limit_name = bare.seconds, "every column of every table read once"
        rows = {table: count(connection, table) for table in SIZES}
    return Measured(stages=[*found, total], rows=rows)


def day(own: Filled, memory: str) -> Measured:
    """A day loaded, completed and written to the file, and what is beside it."""
    batch = filled.read_day(own)
    with store.open_writer(own.file, memory_limit=memory) as connection:
        bare = timed("", lambda: insert_bare(connection, batch))
        parts = list(parts_of_a_day(connection, batch))
        beside = [bare, *turns_of_a_week(connection), *beside_a_day(connection)]
    beside.append(timed("beside: publishing", lambda: store.publish(own.file, own.file.with_name("published.duckdb"))))
    return Measured(stages=parts, beside=beside)


def parts_of_a_day(connection: duckdb.DuckDBPyConnection, batch: Batch) -> Iterator[Stage]:
    """The parts of a day without a turn, done and measured; they add up to it."""
    day = max(batch.observations["observed_on"])
    for kind, weekday in turns.TURNS.items():
        mark = {"mark": f"turn:{kind}", "value": str(turns.last(weekday, day))}
        connection.execute("UPDATE ops.estimate_mark SET mark_value = $value WHERE mark = $mark", mark)
    costs = meter.Meter()
    for module, verb in ((duplicates, "update"), (codes, "update"), (weeks, "renew"), (estimates, "renew")):
        name = f"a day: {module.__name__.rsplit('.', 1)[-1]}"
        setattr(module, verb, costs.counted(name, getattr(module, verb)))
    with costs.all():
        with costs.stage("a day: load"):
            history.load(connection, batch)
        loading.complete(connection, NOTHING)
        with costs.stage("a day: checkpoint"):
            connection.execute("CHECKPOINT")
    for name, cost in costs.stages.items():
        yield Stage(name=name, seconds=cost.wall, cpu=cost.cpu, peak_mb=cost.peak_mb)


def turns_of_a_week(connection: duckdb.DuckDBPyConnection) -> Iterator[Stage]:
    """What the figures that have their turn on each day of the week cost more than those of a day without one."""
    today = last_day(connection)
    plain = timed("", lambda: estimates.update(connection, today))
    for weekday, name in enumerate(calendar.day_name):
        for kind in (kind for kind, turn in turns.TURNS.items() if turn == weekday):
            connection.execute("DELETE FROM ops.estimate_mark WHERE mark = $mark", {"mark": f"turn:{kind}"})
        found = timed(f"{TURN}{name}", lambda: estimates.update(connection, today))
        more = {"seconds": found.seconds - plain.seconds, "cpu": found.cpu - plain.cpu}
        yield msgspec.structs.replace(found, **more)


def last_day(connection: duckdb.DuckDBPyConnection) -> dt.date:
    """The last day observed."""
    found: dt.date = connection.execute("SELECT max(observed_on) FROM core.board_day").fetchall()[0][0]
    return found


def beside_a_day(connection: duckdb.DuckDBPyConnection) -> Iterator[Stage]:
    """What is not counted in a day: the checks."""
    today = last_day(connection)
    yield timed("beside: checks", lambda: checks.run_checks(connection, dt.datetime.combine(today, dt.time())))


def one(own: Filled, memory: str) -> Measured:
    """The gauge of the largest role, all of it."""
    with store.open_writer(own.file, memory_limit=memory) as connection:
        role = connection.execute(LARGEST).fetchone()
        assert role is not None
        person = Person(role_id=role[0], pay_annual=60_000.0, pay_currency="EUR")
        found = [timed("a gauge, dials and all", lambda: gauge.gauge(connection, person, is_simulated=True))]
        bare = timed("", lambda: read(connection, "SELECT * FROM core.posting WHERE role_id = $role", role=role[0]))
    total = together("a gauge", found)
    total.limit, total.limit_name = bare.seconds, "the role's postings read once"
    return Measured(stages=[*found, total])


PARTS: dict[str, Callable[[Filled, str], Measured]] = {"cold": cold, "day": day, "gauge": one}


def timed(name: str, work: Callable[[], object]) -> Stage:
    """What the work took."""
    meter.reset_peak()
    started, cpu = time.perf_counter(), time.process_time()
    work()
    return Stage(name=name, seconds=time.perf_counter() - started, cpu=time.process_time() - cpu,
                 peak_mb=meter.peak_mb())  # fmt: skip


def together(name: str, stages: Sequence[Stage]) -> Stage:
    """Some stages as one."""
    return Stage(name=name, seconds=sum(stage.seconds for stage in stages), cpu=sum(stage.cpu for stage in stages),
                 peak_mb=max(stage.peak_mb for stage in stages))  # fmt: skip


def read(connection: duckdb.DuckDBPyConnection, query: str, **values: str) -> int:
    """How many rows a query has, all of them taken."""
    return sum(batch.num_rows for batch in connection.execute(query, values).to_arrow_reader(ROWS_AT_ONCE))


def scan(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every column of every table that the marts rest on."""
    for table in tables(connection):
        connection.execute(f"SELECT max(COLUMNS(*)) FROM {table}").fetchall()  # noqa: S608  (a name of the schema)


def tables(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The tables of core."""
    query = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'core' ORDER BY ALL"
    rows = connection.execute(query).fetchall()
    return (f"core.{name}" for (name,) in rows)


def insert_bare(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Put the rows of a day into tables of their own."""
    frames = {name: frame for name, frame in batch.values._asdict().items() if frame.height}
    store.put_incoming(connection, **frames, seen=batch.seen, observations=batch.observations)


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """The number of rows of a table."""
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  (a name of the schema)
    return int(row[0]) if row else 0


def rows_of(measured: Measured) -> str:
    """How many rows the tables have, in words."""
    return ", ".join(f"{n:,} {name.removeprefix('core.')}" for name, n in measured.rows.items())


def seconds(stage: Stage) -> str:
    """A stage's seconds."""
    return f"{stage.seconds:.2f}"


def print_stages(stages: Sequence[Stage], goals: Mapping[str, float]) -> None:
    """Print a line a stage, with its goal in seconds where there is one for a market of that size."""
    headings = ("stage", "s", "CPU s", "goal s", "", "peak MB", "limit s", "limit")
    print_table(headings, (line(stage, goals.get(stage.name)) for stage in stages))


def line(stage: Stage, goal: float | None) -> tuple[str, ...]:
    """A stage's line."""
    verdict = "" if goal is None else ("met" if stage.seconds <= goal else "MISSED")
    limit = "" if stage.limit is None else f"{stage.limit:.2f}"
    peak, aim = f"{stage.peak_mb:,.0f}", f"{goal:.0f}" if goal else ""
    return stage.name, seconds(stage), f"{stage.cpu:.2f}", aim, verdict, peak, limit, stage.limit_name


if __name__ == "__main__":
    main()
