"""A warehouse of another schema, or a damaged one, is told from one of this."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from warehouse import store


def test_a_file_of_an_earlier_schema_is_told_and_says_what_helps(tmp_path: Path) -> None:
    path = tmp_path / "gauge.duckdb"
    with store.open_writer(path) as connection:
        connection.execute("ALTER TABLE core.skill DROP COLUMN skill_kind")
    with (
        pytest.raises(store.WarehouseError, match=r"core\.skill differ.*refresh --from-archive"),
        store.open_writer(path),
    ):
        pass


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE FROM main.migration WHERE name = (SELECT max(name) FROM main.migration)", "earlier jobgauge.*refresh"),
        ("INSERT INTO main.migration VALUES ('9999_of_tomorrow')", "later jobgauge"),
    ],
)
def test_what_another_version_published_is_told_before_it_is_asked(tmp_path: Path, change: str, words: str) -> None:
    path = tmp_path / "gauge.duckdb"
    with store.open_writer(path) as connection:
        connection.execute(change)
    with pytest.raises(store.WarehouseError, match=words), store.open_reader(path):
        pass


@pytest.mark.parametrize("opened", [store.open_reader, store.open_writer])
def test_a_damaged_file_is_told_with_what_mends_it(
    opened: Callable[[Path], AbstractContextManager[object]], tmp_path: Path
):
    damaged = tmp_path / "reports.duckdb"
    damaged.write_bytes(b"no database" * 1000)
    with pytest.raises(store.WarehouseError, match="refresh --from-archive"), opened(damaged):
        pass
