"""What the pipeline costs on the captured boards, against its goals and against peers: `make bench`."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from bench import captures, meter
from bench.line import Day
from bench.meter import Cost
from bench.printed import print_table, say

CORES = 2
"""The job may use so many cores; the server that replays the boards gets the others, where there are any."""
GOAL_SECONDS = {"Ashby": 60.0} | dict(zip(captures.GREENHOUSE_DAYS, (180.0, 60.0, 60.0), strict=True))
GOAL_MB = 1000.0
PARTS = ("pipeline", "normalisers", "marts", "answers")
STAGES = ("start", "fetch", "read", "normalise", "load", "checks", "publish", "report", "other")


class Cores(msgspec.Struct, frozen=True, kw_only=True):
    """The cores of the job and of the server; empty where the system cannot pin."""

    job: frozenset[int] = frozenset()
    server: frozenset[int] = frozenset()

    def sentence(self) -> str:
        """What was pinned where."""
        if not self.job:
            return "Nothing is pinned to cores: this system cannot."
        where = "the others" if self.server else "the same ones, for there are no others: the server's work counts too"
        return f"The job (with Prefect's server) runs on {len(self.job)} cores, the replaying server on {where}."


def main() -> None:
    """Measure and print; the marts and answers, and a sentence and no failure where there are no captured boards."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the boards; the goals are for all of them")
    parser.add_argument("--only", choices=PARTS, help="this part alone; else all of them")
    parser.add_argument("--size", type=int, default=1, help="of the warehouse, in millions of postings; above 1 a soak")
    options = parser.parse_args()
    cores = pinned()
    if options.only in (None, "marts"):
        code = marts(options.quick, options.size)
        if code or options.only:
            sys.exit(code)
    if options.only in (None, "answers"):
        code = answers(options.quick)
        if code or options.only:
            sys.exit(code)
    if not captures.are_here():
        say(f"Nothing more was measured: {captures.ABSENT}.")
        return
    say(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {load_now()}.")
    say(cores.sentence())
    if sys.dont_write_bytecode:
        say("PYTHONDONTWRITEBYTECODE is set: every start compiles anew what Python would otherwise have kept.")
    if options.only != "normalisers":
        measure_pipeline(cores, 10 if options.quick else 1)
    if options.only != "pipeline":
        # In a process of its own, so that its memory is the normalisers' alone.
        command = [sys.executable, "-m", "bench.normalisers", *(["--quick"] if options.quick else [])]
        sys.exit(subprocess.run(command, env=without_prefect(), check=False).returncode)


def marts(is_quick: bool, size: int) -> int:
    """Measure and print what a large warehouse costs, in processes of its own; the code that they ended with."""
    command = [sys.executable, "-m", "bench.marts", "--size", str(size), *(["--quick"] if is_quick else [])]
    return subprocess.run(command, env=without_prefect(), check=False).returncode


def answers(is_quick: bool) -> int:
    """Measure and print what the answers on a large warehouse cost, likewise."""
    command = [sys.executable, "-m", "bench.answers", *(["--quick"] if is_quick else [])]
    return subprocess.run(command, env=without_prefect(), check=False).returncode


def measure_pipeline(cores: Cores, step: int) -> None:
    """Measure and print the pipeline on every `step`-th board, on servers that replay the captured boards."""
    ashby = captures.ashby_keys()[::step]
    greenhouse = sorted(set().union(*map(captures.greenhouse, captures.GREENHOUSE_DAYS)))[::step]
    with tempfile.TemporaryDirectory() as folder, captures.replay(cores=cores.server) as replay:
        measure(Path(folder), replay, ashby, greenhouse)


def measure(folder: Path, replay: str, ashby: Sequence[str], greenhouse: Sequence[str]) -> None:
    """Measure and print everything; the peers last, for they share no Prefect server."""
    from bench import peers
    from flows import prefect_home
    from flows.schedule import prefect_server

    whole_run(folder / "run", replay, ashby)
    environ = without_prefect()
    prefect_home.prepare(folder / "prefect", environ=environ)
    with prefect_server(environ):
        print_days("Ashby by stage (one process, a Prefect server that runs already)",
                   [one_day(folder, "ashby", ashby, replay, captures.GREENHOUSE_DAYS[0], environ)])  # fmt: skip
        days = [one_day(folder, "greenhouse", greenhouse, replay, day, environ) for day in captures.GREENHOUSE_DAYS]
        print_days(f"Greenhouse, {len(greenhouse):,} boards, a process a day, a Prefect server that runs already", days)
        for day in days:
            judge(f"Greenhouse {day.day}", day.whole.wall, GOAL_SECONDS[day.day], day.whole.peak_mb)
    say("\nAgainst peers, in one process")
    print_table(("stage", "count", "unit", "s", "per s", "peer", "peer's s", "ours / peer's"),
                map(peer_line, peers.rows(replay, ashby, greenhouse[:300])))  # fmt: skip


def pinned() -> Cores:
    """Pin this process, and so all that it starts, to two cores; the rest is the replaying server's."""
    if not hasattr(os, "sched_setaffinity"):
        return Cores()
    mine = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, mine[:CORES])
    return Cores(job=frozenset(mine[:CORES]), server=frozenset(mine[CORES:]))


def load_now() -> str:
    """The system's load before anything is measured: what else runs here."""
    return f"{os.getloadavg()[0]:.1f} before the start"


def without_prefect() -> dict[str, str]:
    """The environment without the person's own Prefect and settings, so that the measured run stands alone."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "JOBGAUGE_"))}


def whole_run(folder: Path, replay: str, keys: Sequence[str]) -> None:
    """Measure `jobgauge run` as a person starts it: Prefect's own start is in it."""
    folder.mkdir()
    (folder / "jobgauge.toml").write_text(
        f'data_dir = "data"\n[collect]\nonly_own_boards = true\nplatforms = ["ashby"]\n'
        f'[base_urls]\nashby = "{replay}/ashby"\n',
        encoding="utf-8",
    )
    (folder / "profile.toml").write_text('role = "Software Engineer"\n', encoding="utf-8")
    captures.write_boards(folder / "boards.csv", "ashby", keys)
    cost = watched([sys.executable, "-m", "flows.cli", "run"], folder, without_prefect())
    say(f"\n`jobgauge run` on {len(keys)} Ashby boards, Prefect's start included")
    print_table(("wall s", "CPU s with Prefect's server", "peak MB of the job"),
                [(f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.peak_mb:.0f}")])  # fmt: skip
    judge("Ashby end to end", cost.wall, GOAL_SECONDS["Ashby"], cost.peak_mb)


def watched(command: Sequence[str], folder: Path, environ: dict[str, str]) -> Cost:
    """The cost of a command that must succeed; its own peak, without the processes that it starts."""
    before = children_cpu()
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, meter.peak_mb(process.pid))
        time.sleep(0.05)
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(wall=wall, cpu=children_cpu() - before, peak_mb=peak)


def children_cpu() -> float:
    """The CPU seconds of the processes that this one started and that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def one_day(folder: Path, source: str, keys: Sequence[str], replay: str, day: str, environ: dict[str, str]) -> Day:
    """One day of one platform in a process of its own, whose start is a stage."""
    boards = folder / f"{source}.csv"
    captures.write_boards(boards, source, keys)
    command = [sys.executable, "-m", "bench.line", "--data", str(folder / source), "--boards", str(boards)]
    command += ["--base-url", f"{source}={replay}/{source}", "--day", day, "--replay", replay]
    started, before = time.perf_counter(), children_cpu()
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True)
    wall, cpu = time.perf_counter() - started, children_cpu() - before
    measured = msgspec.json.decode(done.stdout, type=list[Day])[0]
    measured.stages["start"] = Cost(wall=wall - measured.whole.wall, cpu=cpu - measured.whole.cpu)
    measured.whole.wall, measured.whole.cpu = wall, cpu
    return measured


def print_days(heading: str, days: Iterable[Day]) -> None:
    """Print the stages of each day."""
    for day in days:
        seen, changed = day.loaded["seen"], day.loaded["changed"]
        say(f"\n{heading}: {day.day}, {seen:,} postings, {changed:,} new or changed")
        lines = [line(name, day.stages[name], seen) for name in STAGES if name in day.stages]
        print_table(("stage", "wall s", "CPU s", "peak MB", "postings/s"), [*lines, line("all", day.whole, seen)])


def line(name: str, cost: Cost, postings: int) -> tuple[str, ...]:
    """A stage's line; a peak of 0 is not known."""
    peak = f"{cost.peak_mb:.0f}" if cost.peak_mb else ""
    rate = f"{postings / cost.wall:,.0f}" if cost.wall > 0.01 else ""
    return name, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", peak, rate


def peer_line(row: "peers.Row") -> tuple[str, ...]:  # type: ignore[name-defined]  # noqa: F821
    """A comparison's line."""
    theirs = "" if row.theirs is None else f"{row.theirs:.3f}"
    ratio = "" if not row.theirs else f"{row.ours / row.theirs:.2f}"
    return (
        row.stage,
        f"{row.count:,.0f}",
        row.unit,
        f"{row.ours:.3f}",
        f"{row.count / row.ours:,.0f}",
        row.peer,
        theirs,
        ratio,
    )


def judge(what: str, seconds: float, goal: float, peak: float) -> None:
    """Say whether the goals are met."""
    fast = "met" if seconds <= goal else "MISSED"
    small = "met" if peak <= GOAL_MB else "MISSED"
    say(f"{what}: {seconds:.1f} s of {goal:.0f} s: {fast}; {peak:.0f} MB of {GOAL_MB:.0f} MB: {small}.")


if __name__ == "__main__":
    main()
