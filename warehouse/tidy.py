"""Keeps what a day reads together, so that a day reads less of what is long over.

Postings lie in their tables as they came. Most that came long ago have closed, and a few have not: to read these, all
would be read, and written too, for every day changes something of what is open. So, every few months, what is online
is put at the end, where tomorrow's postings will come, and what is long over is marked as such.
"""

import duckdb

from warehouse.store import sql

MARKED = (
    "core.posting",
    "core.posting_key",
    "core.posting_pay",
    "core.posting_place",
    "core.posting_skill",
    "core.posting_term",
    "core.spell",
)
"""What a day reads of all that is online; the rows of what is long over are marked as such."""
TABLES = (*MARKED, "core.vacancy")
MANY_ROWS = 250_000
"""Fewer rows are read in no time."""
MOST_SPREAD = 4
"""So many rows for each that is open may be read."""
DAYS = 90
"""Who closed so many days ago is seldom read any more: months that are counted, and a repost's reach, are shorter."""


def update(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether what is online lay too far apart, and has been put together; no value changes.

    The caller has a transaction open.
    """
    spread, n = connection.execute(sql("tidy/spread")).fetchall()[0]
    if n == 0 or spread < MANY_ROWS or spread <= MOST_SPREAD * n:
        return False
    gather(connection)
    return True


def gather(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the postings that are online, or were of late, at the end of their tables, those that are online last.

    The others are marked as over.
    """
    connection.execute(sql("tidy/lately"), {"days": DAYS})
    connection.execute(sql("tidy/over"))
    for table in MARKED:
        connection.execute(
            f"UPDATE {table} SET over_on = life.over_on FROM stage_over AS life "  # noqa: S608  (one of ours)
            f"WHERE {table}.posting_id = life.posting_id"
        )
    connection.execute("DROP TABLE stage_over")
    for table in TABLES:
        moved = f"CREATE OR REPLACE TEMP TABLE stage_moved AS FROM {table} JOIN stage_lately USING (posting_id)"
        connection.execute(moved)
        connection.execute(f"DELETE FROM {table} WHERE posting_id IN (SELECT posting_id FROM stage_lately)")  # noqa: S608  (one of ours)
        connection.execute(f"INSERT INTO {table} SELECT * EXCLUDE (is_open) FROM stage_moved ORDER BY is_open")  # noqa: S608
    connection.execute("DROP TABLE stage_moved")
    connection.execute("DROP TABLE stage_lately")
