import duckdb
import pytest

from warehouse.store import sql, sql_names

# What breaks each check, done to the good market; a check without an entry fails the suite.
BREAKS = {
    "posting_unique": "INSERT INTO core.posting SELECT * FROM core.posting WHERE posting_id = 'a1'",
    "posting_has_spell": "DELETE FROM core.spell WHERE posting_id = 'c3'",
    "spell_sequence": "UPDATE core.spell SET closed_at = NULL WHERE posting_id = 'a2' AND spell_number = 1",
    "spell_times_ordered": "UPDATE core.spell SET closed_at = last_seen_at - INTERVAL 1 HOUR WHERE posting_id = 'a3'",
    "closed_by_whole_answer": "UPDATE core.board_day SET board_status = 'incomplete' "
    "WHERE board_id = 'greenhouse:beta' AND observed_on = DATE '2026-03-02'",
    "last_seen_has_sighting": "DELETE FROM core.sighting WHERE posting_id = 'a1' AND observed_on = DATE '2026-03-04'",
    "board_day_unique": "INSERT INTO core.board_day SELECT * FROM core.board_day WHERE board_id = 'lever:delta'",
    "sightings_counted": "UPDATE core.board_day SET postings_count = 4 WHERE board_id = 'lever:gamma'",
    "quarantine_counted": "DELETE FROM raw.quarantine",
    "board_known": "DELETE FROM core.board WHERE board_id = 'lever:delta'",
    "open_posting_observed": "UPDATE core.board_day SET board_status = 'failed' WHERE board_id = 'lever:gamma'",
    "role_known": "UPDATE core.posting SET role_id = 'astronaut' WHERE posting_id = 'a1'",
    "posting_has_text": "DELETE FROM core.posting_text WHERE text_hash = 't2'",
    "version_sequence": "DELETE FROM core.posting_version WHERE posting_id = 'a1' AND version_number = 1",
    "import_counted": "INSERT INTO raw.import_day VALUES ('jobspy:x', DATE '2026-03-02', 'run', 0, 3, 1, 1, 0)",
    "sample_apart": "UPDATE core.board SET source_kind = 'sample' WHERE board_id = 'lever:gamma'",
    "stock_flow_balances": "UPDATE core.role_week SET same_closed_postings = same_closed_postings + 1",
    "weekly_counts_current": "UPDATE core.spell SET closed_on = DATE '2026-03-04' WHERE posting_id = 'c3'",
    "role_moves_chain": "INSERT INTO core.role_move VALUES ('a1', NULL, 'astronaut', '2026-03-02', 'edited', 1)",
    "share_jump": "INSERT INTO ops.share_count SELECT day, day = '2026-03-09', concat('b', board), 'ashby', "
    "concat('e', board), 20, 0, CASE day WHEN '2026-03-09' THEN 20 ELSE 2 END, 0, 1, 1, 1, 1, 1 "
    "FROM (SELECT unnest([DATE '2026-03-02', DATE '2026-03-09']) AS day), range(20) AS numbered (board)",
    "over_is_closed": "UPDATE core.posting SET over_on = DATE '2026-03-04' WHERE posting_id = 'a1'",
    "pay_ordered": "UPDATE core.posting SET pay_max_annual = 99000 WHERE posting_id = 'a1'",
    "pay_within_limits": "UPDATE core.posting SET pay_max_annual = 250000000 WHERE posting_id = 'a1'",
}
MORE_BREAKS = [
    ("spell_sequence", "UPDATE core.spell SET spell_number = 3 WHERE posting_id = 'a2' AND spell_number = 2"),
    ("spell_sequence", "UPDATE core.spell SET first_seen_at = '2026-02-01 06:00:00' WHERE spell_number = 2"),
    ("posting_has_spell", "DELETE FROM core.posting WHERE posting_id = 'c3'"),
    ("spell_times_ordered", "UPDATE core.spell SET missing_since_at = '2026-03-01' WHERE posting_id = 'a1'"),
    ("spell_times_ordered", "UPDATE core.spell SET closed_on = NULL WHERE posting_id = 'a3'"),
    ("spell_times_ordered", "UPDATE core.spell SET closed_on = '2026-03-04' WHERE posting_id = 'a1'"),
    ("spell_times_ordered", "UPDATE core.spell SET closed_on = first_seen_on - 2 WHERE posting_id = 'a3'"),
    ("over_is_closed", "UPDATE core.posting SET over_on = DATE '2026-01-01' WHERE posting_id = 'a3'"),
    (
        "over_is_closed",
        "UPDATE core.spell SET over_on = DATE '2026-01-01' WHERE posting_id = 'a2' AND spell_number = 2",
    ),
    (
        "over_is_closed",
        "UPDATE core.spell SET over_on = closed_on WHERE posting_id = 'a3'; "
        "UPDATE core.posting SET over_on = life.over_on FROM core.spell AS life "
        "WHERE life.posting_id = 'a3' AND core.posting.posting_id = 'a3'",
    ),
    (
        "over_is_closed",
        "INSERT INTO core.posting_key BY NAME SELECT posting_id, board_id, title, 'x' AS brand, is_agency, "
        "'x' AS title_words, [] AS written_words, [] AS place_keys, [] AS place_words, [] AS blocks, "
        "[] AS band_hashes, DATE '2026-01-01' AS first_seen_at, DATE '9999-01-01' AS gone_at, 1 AS matched_hash, "
        "1 AS seat_number, DATE '2026-01-01' AS over_on FROM core.posting WHERE posting_id = 'a1'",
    ),
    ("closed_by_whole_answer", "UPDATE core.spell SET closed_at = '2026-03-01 06:00:00' WHERE posting_id = 'a3'"),
    ("last_seen_has_sighting", "UPDATE core.spell SET last_seen_at = '2026-03-02 06:00:00' WHERE posting_id = 'a1'"),
    ("sightings_counted", "INSERT INTO core.sighting SELECT * FROM core.sighting WHERE posting_id = 'c1'"),
    ("sightings_counted", "DELETE FROM core.board_day WHERE board_id = 'lever:gamma'"),
    ("quarantine_counted", "UPDATE core.board_day SET quarantined_count = 1 WHERE board_id = 'lever:delta'"),
    ("quarantine_counted", "INSERT INTO raw.import_day VALUES ('jobspy:x', DATE '2026-03-02', 'run', 0, 1, 0, 0, 1)"),
    ("import_counted", "INSERT INTO raw.import_day VALUES ('jobspy:x', DATE '2026-03-02', 'run', 0, 1, 1, 0, 0)"),
    ("import_counted", "INSERT INTO core.sample_sighting VALUES (DATE '2026-03-02', 'jobspy:x', 'jobspy:x:1')"),
    ("sample_apart", "INSERT INTO core.sample_sighting VALUES (DATE '2026-03-02', 'jobspy:x', 'jobspy:x:1')"),
    ("board_known", "INSERT INTO core.board SELECT * FROM core.board"),
    (
        "role_moves_chain",
        "INSERT INTO core.role_move SELECT posting_id, 'x', role_id, '2026-03-02', 'parser', 2 "
        "FROM core.posting, range(2) WHERE posting_id = 'a1'",
    ),
    (
        "role_moves_chain",
        "INSERT INTO core.role_move SELECT posting_id, role_id, role_id, '2026-03-02', 'parser', 2 "
        "FROM core.posting WHERE posting_id = 'a1'",
    ),
    ("role_known", "INSERT INTO core.role SELECT * FROM core.role"),
    ("posting_has_text", "INSERT INTO core.posting_text SELECT * FROM core.posting_text"),
    ("version_sequence", "UPDATE core.posting SET version_number = 3 WHERE posting_id = 'a1'"),
    ("version_sequence", "UPDATE core.posting_version SET seen_from_at = '2026-01-01' WHERE version_number = 2"),
    ("version_sequence", "DELETE FROM core.posting_version WHERE posting_id = 'c1'"),
    ("pay_within_limits", "UPDATE core.posting SET pay_currency = NULL WHERE posting_id = 'a1'"),
    ("pay_within_limits", "UPDATE core.posting SET pay_flag = 'implausible' WHERE posting_id = 'a1'"),
    ("pay_within_limits", "UPDATE core.posting SET pay_min_annual = 0 WHERE posting_id = 'a3'"),
    ("pay_within_limits", "UPDATE core.posting SET pay_max_annual = 'infinity' WHERE posting_id = 'b1'"),
    ("pay_within_limits", "UPDATE core.posting SET pay_min_annual = 40 WHERE posting_id = 'a3'"),
]


@pytest.mark.parametrize("name", sql_names("checks"))
def test_a_good_warehouse_and_an_empty_one_break_no_check(
    name: str, connection: duckdb.DuckDBPyConnection, market: duckdb.DuckDBPyConnection
) -> None:
    assert connection.execute(sql(f"checks/{name}")).fetchall() == []
    assert market.execute(sql(f"checks/{name}")).fetchall() == []


@pytest.mark.parametrize("name", sql_names("checks"))
def test_each_check_sees_what_breaks_it(name: str, market: duckdb.DuckDBPyConnection) -> None:
    market.execute(BREAKS[name])
    assert market.execute(sql(f"checks/{name}")).fetchall()


@pytest.mark.parametrize(("name", "statement"), MORE_BREAKS)
def test_each_part_of_a_check_counts(name: str, statement: str, market: duckdb.DuckDBPyConnection) -> None:
    market.execute(statement)
    assert market.execute(sql(f"checks/{name}")).fetchall()


@pytest.mark.parametrize("name", sql_names("checks"))
def test_each_check_says_what_it_proves(name: str) -> None:
    assert sql(f"checks/{name}").startswith("-- ")
    assert not sql(f"checks/{name}").rstrip().endswith(";")


def test_an_earlier_incomplete_answer_of_the_day_is_no_fault(market: duckdb.DuckDBPyConnection) -> None:
    """Alpha's first try on the last day broke off, after it had shown a posting that the complete answer has not."""
    market.execute("INSERT INTO core.sighting VALUES (DATE '2026-03-04', 'ashby:alpha', 'a3')")
    market.execute(
        "UPDATE core.spell SET last_seen_at = '2026-03-04 05:00:00', closed_at = '2026-03-04 06:00:00' "
        "WHERE posting_id = 'a3'"
    )
    broken = [name for name in sql_names("checks") if market.execute(sql(f"checks/{name}")).fetchall()]
    assert broken == []


def test_a_day_is_the_persons_day_and_not_the_utc_date(market: duckdb.DuckDBPyConnection) -> None:
    """In Auckland it is the 5th when the fetch of 18:00 UTC on the 4th ends."""
    for table in ("core.board_day", "core.spell", "core.posting_version"):
        for (column,) in market.execute(
            "SELECT column_name FROM duckdb_columns() WHERE concat(schema_name, '.', table_name) = ? "
            "AND data_type = 'TIMESTAMP'",
            [table],
        ).fetchall():
            market.execute(f"UPDATE {table} SET {column} = {column} - INTERVAL 12 HOUR")
    broken = [name for name in sql_names("checks") if market.execute(sql(f"checks/{name}")).fetchall()]
    assert broken == []
