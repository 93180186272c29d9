"""Wall time, CPU time and peak memory of the stages of a process."""

import functools
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

import msgspec

P = ParamSpec("P")
R = TypeVar("R")
MB = 1_000_000
_CLEAR = Path("/proc/self/clear_refs")
_STATUS = "/proc/{}/status"


class Cost(msgspec.Struct, kw_only=True):
    """Seconds of wall time, seconds of CPU in all threads, and the peak of resident memory in megabytes."""

    wall: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0


def peak_mb(pid: int | str = "self") -> float:
    """The peak of a process's resident memory since it was last reset, in megabytes; 0 where the process is gone.

    Linux counts what a parent held before it started a program as that program's in `getrusage`, so the process's own
    mark is read where there is one.
    """
    try:
        with Path(_STATUS.format(pid)).open(encoding="ascii") as status:
            return next((int(line.split()[1]) * 1024 / MB for line in status if line.startswith("VmHWM")), 0.0)
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MB if pid == "self" else 0.0


def reset_peak() -> None:
    """Forget the peak so far, where the system can."""
    if os.access(_CLEAR, os.W_OK):
        _CLEAR.write_text("5")


class Meter:
    """The costs of named stages, summed over the times that each was entered; stages do not overlap."""

    def __init__(self) -> None:
        self.stages: dict[str, Cost] = {}
        self.whole = Cost()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside as the stage `name`."""
        self.whole.peak_mb = max(self.whole.peak_mb, peak_mb())
        reset_peak()
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        cost = self.stages.setdefault(name, Cost())
        cost.wall += time.perf_counter() - wall
        cost.cpu += time.process_time() - cpu
        cost.peak_mb = max(cost.peak_mb, peak_mb())
        self.whole.peak_mb = max(self.whole.peak_mb, cost.peak_mb)

    def counted(self, name: str, function: Callable[P, R]) -> Callable[P, R]:
        """The same function, whose calls count as the stage `name`."""

        @functools.wraps(function)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.stage(name):
                return function(*args, **kwargs)

        return inner

    @contextmanager
    def all(self) -> Iterator[None]:
        """Count everything inside, with what no stage claims as the stage `other`."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.whole.wall = time.perf_counter() - wall
        self.whole.cpu = time.process_time() - cpu
        self.whole.peak_mb = max(self.whole.peak_mb, peak_mb())
        known = list(self.stages.values())
        self.stages["other"] = Cost(
            wall=self.whole.wall - sum(cost.wall for cost in known),
            cpu=self.whole.cpu - sum(cost.cpu for cost in known),
        )
