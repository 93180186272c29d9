"""What every way into the warehouse shares: opening it, working out what takes all postings together, publishing."""

import datetime as dt
from contextlib import AbstractContextManager
from pathlib import Path

from flows import codes, duplicates, rates, reference
from flows.profile import load_profile
from flows.settings import Context
from transform.knowledge import Knowledge
from transform.postings import reference_tables
from transform.roles import find_role
from warehouse import checks, estimates, gauges, history, shares, store, tidy, weeks

LOADING_MEMORY = "200MB"
"""What DuckDB may use while imported rows are normalised beside it, so that both stay within one gigabyte."""
LOADING_LOG = "128MB"
"""What may wait in DuckDB's log meanwhile."""


def open_warehouse(context: Context, path: Path) -> AbstractContextManager[store.Connection]:
    """The warehouse at `path`, open for writing within the settings' limits."""
    limits = context.settings.warehouse
    return store.open_writer(path, memory_limit=limits.memory_limit, threads=limits.threads)


def open_for_import(context: Context) -> AbstractContextManager[store.Connection]:
    """The warehouse, open for loading an import: with little memory and a long log."""
    threads = context.settings.warehouse.threads
    return store.open_writer(
        context.paths.warehouse, memory_limit=LOADING_MEMORY, threads=threads, checkpoint_at=LOADING_LOG
    )


def load_reference(connection: store.Connection, context: Context, known: Knowledge) -> None:
    """Put what this version and this person know beside the postings: roles, skills, rates, employment,
    consumer prices.
    """
    tables = reference_tables(rates.newest(context), known.skills)
    own = {"core.occupation": reference.employment(context), "core.consumer_price": reference.prices(context)}
    history.load_reference(connection, tables | own)


def complete(connection: store.Connection, known: Knowledge, role_id: str | None = None) -> None:
    """Work out what takes all postings together: the same vacancy seen twice, codes of titles, counts of weeks
    and the figures that rest on them.

    Of the role that is followed, where there is one, the gauge and the outlook of the day are kept too.
    """
    duplicates.update(connection)
    codes.update(connection, known.taxonomies)
    with store.transaction(connection):
        estimates.renew(connection, weeks.renew(connection))
    with store.transaction(connection):
        tidy.update(connection)
    if role_id is not None:
        gauges.update(connection, role_id)


def followed(context: Context) -> str | None:
    """The role of the person's profile; None where there is no profile yet, or its role is not known."""
    if not context.profile_path.exists():
        return None
    return find_role(load_profile(context.profile_path).role)


def check(connection: store.Connection, *, accept_jumps: bool = False) -> list[str]:
    """Run the checks and say what other versions of our own parsers did to shares that are watched.

    Raises ChecksFailed where a check is broken, and then nothing is published. With `accept_jumps` a share may have
    jumped, and what it is now is what later runs are compared with.
    """
    results = checks.run_checks(connection, naive(dt.datetime.now(dt.UTC)))
    checks.require([one for one in results if not (accept_jumps and one.check_name == shares.CHECK)])
    said = [one.sentence() for one in shares.reread(connection)]
    shares.keep(connection, is_accepted=accept_jumps)
    return said


def naive(moment: dt.datetime) -> dt.datetime:
    """The time in UTC, without a zone, as the warehouse keeps times."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
