"""What the tests on captured boards share: the server that replays them, and a skip where there are none."""

from collections.abc import Iterator

import pytest

from bench import captures


@pytest.fixture(scope="session", autouse=True)
def captured() -> None:
    """Skip every test here where the captured boards are not beside the project."""
    if not captures.are_here():
        pytest.skip(captures.ABSENT)


@pytest.fixture(scope="module")
def replay(captured: None) -> Iterator[str]:
    """The URL of a server that replays the captured boards."""
    with captures.replay() as url:
        yield url
