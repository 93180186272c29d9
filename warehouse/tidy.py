"""Keeps what a day reads together, so that a day reads less of what is long over.

Postings lie in their tables as they came. Most that came long ago have closed, and a few have not: to read these, all
would be read, and written too, for every day changes something of what is open. So, every few months, what is online
is put at the end, where tomorrow's postings will come, behind what has become long over since, which is marked as such.
What lies before was put there earlier, and is not looked at.
"""

import duckdb

from warehouse.store import sql

TABLES = (
    "core.posting",
    "core.posting_key",
    "core.posting_pay",
    "core.posting_place",
    "core.posting_skill",
    "core.posting_term",
    "core.spell",
)
"""What a day reads of all that is online. Each has the day (`over_on`) on which its posting was over."""
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

    The others are marked as over. All of these are written anew and none where it lies: what is deleted or written over
    stays in the figures by which DuckDB knows which rows it need not read.
    """
    connection.execute(sql("tidy/lately"), {"days": DAYS})
    for table in TABLES:
        _write_anew(connection, table)
    connection.execute("DROP TABLE stage_lately")


def _write_anew(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Write the rows of the staged postings anew: what is over, what is not and has closed, what is open."""
    ((last,),) = connection.execute(f"SELECT coalesce(max(rowid), -1) FROM {table}").fetchall()  # noqa: S608  (one of ours)
    lying = f"rowid <= {last} AND over_on = DATE '9999-01-01'"
    anew = f"SELECT lying.* REPLACE (life.over_on AS over_on) FROM (SELECT * FROM {table} WHERE {lying}) AS lying"  # noqa: S608
    for part in ("is_over", "NOT is_over AND NOT is_open", "is_open"):
        connection.execute(f"INSERT INTO {table} {anew} JOIN stage_lately AS life USING (posting_id) WHERE {part}")
    names = "SELECT posting_id FROM stage_lately"
    connection.execute(f"DELETE FROM {table} WHERE {lying} AND posting_id IN ({names})")  # noqa: S608
