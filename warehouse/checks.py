"""Quality checks: questions whose right answer is no row. One that is broken stops publishing."""

import datetime as dt

import duckdb
import msgspec

from warehouse import shares
from warehouse.measures.estimate import counted
from warehouse.store import WarehouseError, sql, sql_names, transaction


class ChecksFailed(WarehouseError):
    """Some checks found rows that break them; the message names the checks, the counts and how to see the rows."""


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One check and the number of rows that break it; of some, what those rows say in plain words."""

    check_name: str
    violation_count: int
    said: tuple[str, ...] = ()


def run_checks(connection: duckdb.DuckDBPyConnection, checked_at: dt.datetime) -> list[CheckResult]:
    """The result of every check, which is also kept in ops.check_result."""
    shares.count(connection)
    results = [_run(connection, name) for name in sql_names("checks")]
    with transaction(connection):
        connection.execute("DELETE FROM ops.check_result")
        for result in results:
            row = [result.check_name, result.violation_count, checked_at]
            connection.execute("INSERT INTO ops.check_result VALUES (?, ?, ?)", row)
    return results


def require(results: list[CheckResult]) -> None:
    """Raise ChecksFailed where a check is broken."""
    broken = [r for r in results if r.violation_count]
    if broken:
        names = ", ".join(f"{r.check_name} ({counted(r.violation_count, 'rows')})" for r in broken)
        said = "".join(f" {sentence}" for r in broken for sentence in r.said)
        raise ChecksFailed(
            f"Nothing was published, because these checks failed: {names}.{said} The report stays as it was. "
            "`jobgauge doctor` shows the rows."
        )


def violations(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    """The first five rows that break the check `name`."""
    return connection.execute(sql(f"checks/{name}")).fetchmany(5)


def _run(connection: duckdb.DuckDBPyConnection, name: str) -> CheckResult:
    if name == shares.CHECK:
        found = [jump.sentence() for jump in shares.jumps(connection)]
        said = (*found, shares.ADVICE) if found else ()
        return CheckResult(check_name=name, violation_count=len(found), said=said)
    query = sql(f"checks/{name}").rstrip().rstrip(";")
    row = connection.execute(f"SELECT count(*) FROM ({query})").fetchone()  # noqa: S608  (our own file)
    return CheckResult(check_name=name, violation_count=row[0] if row else 0)
