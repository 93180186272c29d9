"""What tests of several rooms share: one Prefect server, which takes many seconds to start."""

import os
from collections.abc import Iterator

import pytest

from flows import prefect_home


@pytest.fixture(scope="session")
def prefect_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of one Prefect server for all tests."""
    from flows.schedule import prefect_server

    environ = dict(os.environ)
    prefect_home.prepare(tmp_path_factory.mktemp("prefect"), environ=environ)
    with prefect_server(environ):
        yield environ
