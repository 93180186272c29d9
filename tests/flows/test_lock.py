"""One writer at a time, and no lock that outlives its holder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.lock import AlreadyRunning, one_writer

HOLD = """
import sys
from pathlib import Path
from flows.lock import one_writer
with one_writer(Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield process
        if process.poll() is None:
            process.communicate("")


def test_a_second_writer_is_refused_in_words(tmp_path: Path, holder: subprocess.Popen[str]):
    refused = pytest.raises(AlreadyRunning, match=f"process {holder.pid}, since .* Nothing was changed")
    with refused, one_writer(tmp_path / "lock"):
        pass


def test_a_killed_holder_leaves_no_lock(tmp_path: Path, holder: subprocess.Popen[str]):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with one_writer(tmp_path / "lock"):
        assert f"process {os.getpid()}" in (tmp_path / "lock").read_text()


def test_the_holder_may_enter_again(tmp_path: Path):
    with one_writer(tmp_path / "lock"):
        with one_writer(tmp_path / "lock"):
            pass
        with pytest.raises(subprocess.CalledProcessError):
            subprocess.run([sys.executable, "-c", HOLD, str(tmp_path / "lock")], check=True, capture_output=True)
