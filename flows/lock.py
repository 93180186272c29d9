"""One writer at a time: a locked file with the writer's process id and start."""

import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another jobgauge is writing; the message says which and since when."""


_held: set[Path] = set()


@contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """Hold the lock `path` while inside; raises AlreadyRunning at once where another process has it.

    The system lets go of the lock when its holder ends, however it ends, so no stale lock can remain. A process that
    holds the lock may enter again: `run` holds it over `collect` and `refresh`.
    """
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 200, 0).decode(errors="replace").strip()
            raise AlreadyRunning(
                f"Another jobgauge is writing to {path.parent} ({holder or 'just started'}). "
                "Nothing was changed; try again when it has ended."
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()}, since {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC".encode(), 0)
        _held.add(path)
        yield
    finally:
        _held.discard(path)
        os.close(handle)
