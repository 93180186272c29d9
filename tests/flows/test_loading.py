"""What stops publishing, and what a person can say to that."""

from pathlib import Path

import pytest

from flows import refresh
from flows.loading import check
from flows.settings import load
from warehouse import checks, shares, store

JUMPED = """
INSERT INTO ops.share_count
SELECT day, day = '2026-03-09', concat('b', board), 'ashby', concat('e', board), 20, 0,
    CASE day WHEN '2026-03-09' THEN 20 ELSE 2 END, 0, 1, 1, 1, 1, 1
FROM (SELECT unnest([DATE '2026-03-02', DATE '2026-03-09']) AS day), range(20) AS numbered (board)
"""
DOUBLED = """
INSERT INTO core.board_day
SELECT 'b', '2026-03-01', '2026-03-01', 'complete', NULL, FALSE, 0, 0, 0, 0, 0, 'run'
FROM range(2)
"""


def test_a_share_that_jumped_stops_publishing_until_a_person_accepts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "count", lambda _: None)
    with store.open_writer(tmp_path / "warehouse.duckdb") as connection:
        connection.execute(JUMPED)
        for _ in range(2):
            with pytest.raises(checks.ChecksFailed, match=r"without a known role jumped from 10\.0% .* to 100\.0%"):
                check(connection)
        assert check(connection, accept_jumps=True) == []
        assert check(connection) == []
        connection.execute("UPDATE ops.share_count SET role_version = 2, unclassified_postings = 0 WHERE is_current")
        (said,) = check(connection)
        assert "version 2 now" in said
        assert check(connection) == []
        connection.execute(DOUBLED)
        with pytest.raises(checks.ChecksFailed, match="board_day_unique"):
            check(connection, accept_jumps=True)


def test_a_warehouse_built_anew_is_compared_with_what_was_published(tmp_path: Path) -> None:
    (tmp_path / "jobgauge.toml").write_text("")
    context = load(tmp_path / "jobgauge.toml", {"JOBGAUGE_DATA_DIR": str(tmp_path)})
    assert refresh.published(context) is None
    with store.open_writer(context.paths.warehouse) as connection:
        connection.execute(JUMPED)
    store.publish(context.paths.warehouse, context.paths.snapshot)
    found = refresh.published(context)
    assert found is not None
    assert (found.height, found["is_current"].any()) == (20, False)
    rebuilt = tmp_path / "rebuild.duckdb"
    refresh.refresh_into(context, rebuilt, published=found)
    with store.open_writer(rebuilt) as connection:
        assert connection.execute("SELECT count(*) FROM ops.share_count WHERE NOT is_current").fetchone() == (20,)


def test_a_jump_of_a_warehouse_built_anew_can_be_accepted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jobgauge.toml").write_text("")
    context = load(tmp_path / "jobgauge.toml", {"JOBGAUGE_DATA_DIR": str(tmp_path)})
    rebuilt = tmp_path / "rebuild.duckdb"
    with store.open_writer(rebuilt) as connection:
        connection.execute(JUMPED)
    monkeypatch.setattr(shares, "count", lambda _: None)
    monkeypatch.setattr(store, "remove", lambda _: None)
    with pytest.raises(checks.ChecksFailed, match="--from-archive where that was asked for"):
        refresh.rebuild(context)
    refresh.rebuild(context, accept_jumps=True)
    assert context.paths.snapshot.exists()
