"""What tests of several rooms share: one Prefect server a process, and patience with shared cores."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from flows import prefect_home


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all processes of this run of the tests."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session", autouse=True)
def compiled(common: Path) -> Iterator[None]:
    """Lets the programs that tests start share what Python compiles, where it may not be kept beside the modules.

    Else each of them compiles Prefect anew, which takes four seconds.
    """
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(common / "compiled"))
        yield


@pytest.fixture(scope="session")
def prefect_url(compiled: None, common: Path) -> Iterator[dict[str, str]]:
    """The environment of the one Prefect server that all processes of this run of the tests share.

    Its start costs more than any test. The process that started it ends it, when nobody uses it any more.
    """
    from flows.schedule import prefect_server

    note = common / "prefect.json"
    with ExitStack() as server, (common / "prefect.users").open("w") as users:
        with (common / "prefect.start").open("w") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)
            is_ours = not note.exists()
            if is_ours:
                environ = dict(os.environ)
                mask = os.umask(0o077)
                prefect_home.prepare(common / "prefect", environ=environ)
                server.enter_context(prefect_server(environ))
                os.umask(mask)  # what the tests start sees to its files itself
                note.write_text(json.dumps({k: v for k, v in environ.items() if os.environ.get(k) != v}))
        yield os.environ | json.loads(note.read_text())
        if is_ours:
            fcntl.flock(users, fcntl.LOCK_EX)  # waits until the others are done
            note.unlink()


@pytest.fixture(scope="session")
def run_here() -> Callable[[Path], str]:
    """What `jobgauge run` does with a configuration, in this process and without Prefect around it: the page's path."""

    def without_prefect(config: Path) -> str:
        from flows import collect, refresh, run

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(collect, "ask", collect.ask.fn)
            patch.setattr(refresh, "load_batch", refresh.load_batch.fn)
            patch.setattr(run, "collect", collect.collect.fn)
            patch.setattr(run, "refresh", refresh.refresh.fn)
            patch.setattr(run, "create_markdown_artifact", lambda *_, **__: None)
            return str(run.run.fn(str(config)))

    return without_prefect


def pytest_configure() -> None:
    # An example's time says nothing on cores that are shared.
    settings.register_profile("shared cores", settings.default, deadline=None)
    settings.load_profile("shared cores")
