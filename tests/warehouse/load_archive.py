"""Loads an archive into a warehouse and publishes it; ends itself by SIGKILL at its N-th boundary, where N is given.

python load_archive.py ARCHIVE WAREHOUSE [N]      prints the number of boundaries that it passed
"""

import datetime as dt
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.archive import Archive
from extract.collector import read_again
from transform.postings import VERSIONS, reference_tables, to_batch
from warehouse import checks, history, store, weeks

passed = 0
last = int(sys.argv[3]) if len(sys.argv) > 3 else None
whole = store.transaction


def boundary() -> None:
    global passed
    passed += 1
    if passed == last:
        os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def watched(connection: store.Connection) -> Iterator[None]:
    """A transaction with a boundary before it, before its commit, and after it."""
    boundary()
    with whole(connection):
        yield
        boundary()
    boundary()


store.transaction = history.transaction = checks.transaction = watched

archive = Archive(Path(sys.argv[1]))
warehouse = Path(sys.argv[2])
with store.open_writer(warehouse) as connection:
    history.load_reference(connection, reference_tables())
    for run_id in sorted(set(archive.run_ids()) - store.loaded_runs(connection)):
        observations = archive.observations(run_id)
        known = history.known_fingerprints(connection, [o.board_id for o in observations], VERSIONS)
        history.load(connection, to_batch([(o, read_again(o, archive)) for o in observations], known))
        boundary()
        when = dt.datetime(2026, 1, 1)
        history.record_run(
            connection,
            run_id=run_id,
            started_at=when,
            finished_at=when,
            boards_count=len(observations),
            postings_count=0,
        )
    weeks.update(connection)
    checks.require(checks.run_checks(connection, dt.datetime(2026, 1, 1)))
store.publish(warehouse, warehouse.with_name("reports.duckdb"))
print(passed)
