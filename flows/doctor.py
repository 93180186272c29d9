"""`jobgauge doctor`: is everything in order, and if not, what to do."""

import datetime as dt
import importlib.metadata
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extract.archive import Archive
from flows import reference
from flows.lock import AlreadyRunning, one_writer
from flows.profile import load_profile, person_of, unknown_skills
from flows.settings import ConfigurationError, Context
from transform import knowledge
from transform.postings import versions
from warehouse import checks, history, shares, store
from warehouse.reports.words import counted

MAX_AGE = dt.timedelta(hours=36)
ROOMS = ("flows", "extract", "transform", "warehouse")
PINS = {"prefect": "3.8.", "duckdb": "1.5.", "sqlalchemy": "2.0.", "fastapi": "0.150."}
FREE_BYTES = 500 * 1024 * 1024


class Finding(NamedTuple):
    """One thing looked at: whether it is in order, and in words what was seen and what to do."""

    is_fine: bool
    words: str


def examine(context: Context, now: dt.datetime) -> Iterator[Finding]:
    """Everything the doctor looks at, one finding after another."""
    yield Finding(True, f"Settings: {context.source or 'defaults'}; data in {context.paths.data}.")
    yield from _versions()
    yield from _owners()
    yield from _profile(context)
    yield _private(context.paths.data)
    yield _space(context.paths.data)
    yield _lock(context.paths.lock)
    yield _freshness(context, now)
    yield from _checks(context)


def _versions() -> Iterator[Finding]:
    for name, prefix in PINS.items():
        found = importlib.metadata.version(name)
        fine = found.startswith(prefix)
        advice = "" if fine else f" This version is not the proven one ({prefix}x); install from requirements.lock."
        yield Finding(fine, f"{name} {found}.{advice}")


def _owners() -> Iterator[Finding]:
    """The rooms have everyday names: another distribution that brings one would silently take its place."""
    owners = importlib.metadata.packages_distributions()
    for room in ROOMS:
        others = sorted(set(owners.get(room, [])) - {"jobgauge"})
        if others:
            advice = "Install jobgauge in an environment of its own."
            yield Finding(False, f"The package {room!r} is also brought by {', '.join(others)}. {advice}")


def _profile(context: Context) -> Iterator[Finding]:
    try:
        profile = load_profile(context.profile_path)
        person = person_of(profile, context.profile_path)
    except ConfigurationError as error:
        yield Finding(False, str(error))
        return
    yield Finding(True, f"Profile: {context.profile_path}, role {person.role_id}.")
    if unknown := unknown_skills(profile):
        yield Finding(
            False, f"Skills that no posting is searched for, so that they count nowhere: {'; '.join(unknown)}."
        )
    if context.profile_path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(False, f"Others can read {context.profile_path}: `chmod 600 {context.profile_path}`.")


def _private(data: Path) -> Finding:
    """Whether nobody but the owner can read what a run made."""
    if not data.exists():
        return Finding(True, f"{data} does not exist yet; the first run makes it.")
    open_to_others = [path for path in (data, *data.rglob("*")) if stat.S_IMODE(path.lstat().st_mode) & 0o077]
    if open_to_others:
        many = counted(len(open_to_others), "file")
        return Finding(False, f"Others can read {many}, {open_to_others[0]} among them.")
    return Finding(True, "Nobody else can read the data.")


def _space(data: Path) -> Finding:
    folder = next(path for path in (data, *data.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    return Finding(free > FREE_BYTES, f"{free / 1024**3:.1f} GiB free on the disk of {folder}.")


def _lock(path: Path) -> Finding:
    if not path.exists():
        return Finding(True, "Nobody is writing.")
    try:
        with one_writer(path):
            return Finding(True, "Nobody is writing.")
    except AlreadyRunning as error:
        return Finding(True, str(error))


def _freshness(context: Context, now: dt.datetime) -> Finding:
    try:
        with store.open_reader(context.paths.snapshot) as connection:
            last = store.last_complete_at(connection)
    except store.WarehouseError as error:
        return Finding(False, str(error))
    if last is None:
        return Finding(False, "No board has ever answered in full. `jobgauge boards check` shows how each one answers.")
    age = now - last.replace(tzinfo=dt.UTC)
    words = f"The last complete answer of a board is {age.total_seconds() / 3600:.0f} hours old."
    return Finding(age <= MAX_AGE, words if age <= MAX_AGE else f"{words} Is the schedule running?")


def _checks(context: Context) -> Iterator[Finding]:
    archive = Archive(context.paths.archive) if context.paths.archive.exists() else None
    if archive is None or not context.paths.warehouse.exists():
        return
    try:
        with one_writer(context.paths.lock), store.open_writer(context.paths.warehouse) as connection:
            waiting = {*archive.run_ids(), *archive.import_ids()} - store.loaded_runs(connection)
            yield Finding(not waiting, f"Collected runs and imports that wait for `jobgauge refresh`: {len(waiting)}.")
            today = versions(knowledge.of(reference.listed(context)).skills)
            stale = sum(map(len, history.stale(connection, today).values()))
            advice = " `jobgauge refresh --stale` makes them anew." if stale else ""
            yield Finding(not stale, f"An earlier jobgauge made values of {counted(stale, 'posting')}.{advice}")
            for result in checks.run_checks(connection, dt.datetime.now(dt.UTC).replace(tzinfo=None)):
                yield Finding(result.violation_count == 0, _check_words(connection, result))
            for reread in shares.reread(connection):
                yield Finding(True, reread.sentence())
    except (AlreadyRunning, store.WarehouseBusy) as error:
        yield Finding(True, str(error))
    except store.WarehouseError as error:
        yield Finding(False, str(error))


def _check_words(connection: store.Connection, result: checks.CheckResult) -> str:
    if not result.violation_count:
        return f"Check {result.check_name}: no row breaks it."
    if result.said:
        return f"Check {result.check_name}: {' '.join(result.said)}"
    rows = "; ".join(str(row) for row in checks.violations(connection, result.check_name))
    return f"Check {result.check_name}: broken by {counted(result.violation_count, 'row')}, for example {rows}"
