"""What tests of several rooms share: one Prefect server a process, and patience with shared cores."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from flows import prefect_home


@pytest.fixture(scope="session", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Lets the programs that tests start share what Python compiles, where it may not be kept beside the modules.

    Else each of them compiles Prefect anew, which takes four seconds.
    """
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield


@pytest.fixture(scope="session")
def prefect_url(compiled: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of one Prefect server for all tests of this process."""
    from flows.schedule import prefect_server

    environ = dict(os.environ)
    prefect_home.prepare(tmp_path_factory.mktemp("prefect"), environ=environ)
    with prefect_server(environ):
        yield environ


def pytest_configure() -> None:
    # An example's time says nothing on cores that are shared.
    settings.register_profile("shared cores", settings.default, deadline=None)
    settings.load_profile("shared cores")
