"""The counts of each week, kept up to date: a day's new data makes anew only the weeks that it changes."""

import datetime as dt

import duckdb

from warehouse.store import sql, transaction

WEEKS_AT_ONCE = 13
"""What is worked out for so many weeks fits into memory; two years at once took twice the time, most of it on disk."""


def update(connection: duckdb.DuckDBPyConnection) -> dt.date | None:
    """What `renew` says, in a transaction of its own."""
    with transaction(connection):
        return renew(connection)


def renew(connection: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The Monday from which on the weekly counts were made anew; None where nothing has changed since the last time.

    The caller has a transaction open, in which whatever rests on the counts is made anew too.
    """
    if _touched(connection) is None:
        return None
    connection.execute(sql("weeks/evergreen"))
    since, last_day = _touched(connection) or (dt.date.max, dt.date.max)
    connection.execute(sql("weeks/boards"))
    connection.execute(sql("weeks/lives"))
    for first in range(0, (last_day - since).days + 1, 7 * WEEKS_AT_ONCE):
        first_week = since + dt.timedelta(days=first)
        last_week = min(first_week + dt.timedelta(weeks=WEEKS_AT_ONCE - 1), last_day - dt.timedelta(last_day.weekday()))
        _set(connection, first_week=first_week, last_week=last_week)
        connection.execute(sql("weeks/renew"))
    connection.execute(sql("weeks/done"))
    return since


def _touched(connection: duckdb.DuckDBPyConnection) -> tuple[dt.date, dt.date] | None:
    """The Monday from which on weeks have changed, and the last observed day, set for the statements; or None."""
    row = connection.execute(sql("weeks/touched")).fetchone()
    if row is None:
        return None
    since, last_day = row
    _set(connection, since=since, last_day=last_day)
    return since, last_day


def _set(connection: duckdb.DuckDBPyConnection, **days: dt.date) -> None:
    """Set variables that the statements read."""
    for name, day in days.items():
        connection.execute(f"SET VARIABLE {name} = $day", {"day": day})
