"""What the warehouse does for finding the same vacancy twice: which pairs to judge, and where the verdicts go.

A posting is matched with those that opened before it and were online then or not long before; so only what is new or
changed, and what opened later beside it, is matched anew, and what is long gone is never looked at. All at once or day
by day comes to the same, so that what is too much for the memory is matched slice by slice. The steps, in order: `ask`,
`sign` for what is `unsigned`; for each slice `stage`, `candidates` and `texts`, `match`, `apply`; `finish`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import duckdb
import polars as pl

from warehouse.store import sql, transaction

TEXTS_AT_ONCE = 8192
AT_ONCE = 100_000
"""So many postings are matched at once: with all that is staged for them they take less than a gigabyte."""


class Matched(NamedTuple):
    """All matches that join postings, as they are after this update, and the ranking that names the vacancies."""

    matches: pl.DataFrame
    ranks: pl.DataFrame


def ask(
    connection: duckdb.DuckDBPyConnection,
    match_version: int,
    signature_version: int,
    reach_days: int,
    at_once: int = AT_ONCE,
) -> list[int]:
    """How many postings there are in each slice of those that may be others than when they were last matched.

    By these versions of the rules and of the signatures; postings are compared with what was online in the `reach_days`
    before they opened. They are staged, and their texts without a signature; what rules of another version made is
    forgotten.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stage_rule AS "
        "SELECT CAST($1 AS INTEGER) AS match_version, CAST($2 AS SMALLINT) AS signature_version, "
        "CAST($3 AS INTEGER) AS reach_days",
        [match_version, signature_version, reach_days],
    )
    same = "FROM ops.matched SEMI JOIN stage_rule USING (match_version, signature_version)"
    if not connection.execute(same).fetchall():
        with transaction(connection):
            connection.execute(sql("duplicates/forget"))
    connection.execute(sql("duplicates/asked"))
    (count,) = connection.execute("SELECT count(*) FROM stage_waiting").fetchall()[0]
    if count > at_once:
        connection.execute(sql("duplicates/sliced"), {"at_once": at_once})
    counts = connection.execute("SELECT count(*) FROM stage_waiting GROUP BY slice_number ORDER BY slice_number")
    return [n for (n,) in counts.fetchall()] or [0]


def unsigned(connection: duckdb.DuckDBPyConnection) -> Iterator[pl.DataFrame]:
    """The staged texts that have no signature (`text_hash`, `description_text`), some at a time."""
    (count,) = connection.execute("SELECT count(*) FROM stage_unsigned").fetchall()[0]
    for after in range(0, count, TEXTS_AT_ONCE):
        yield connection.execute(sql("duplicates/unsigned"), {"after": after, "count": TEXTS_AT_ONCE}).pl()


def sign(connection: duckdb.DuckDBPyConnection, signatures: pl.DataFrame) -> None:
    """Stage the signatures of some texts (`text_hash`, `band_hashes`)."""
    connection.register("incoming_signatures", signatures)
    connection.execute(sql("duplicates/signed"))
    connection.unregister("incoming_signatures")


def stage(connection: duckdb.DuckDBPyConnection, place_words: Sequence[str], number: int) -> int:
    """How many postings are to be matched anew for a slice of those asked for; they are staged for the next steps.

    `place_words` name places wherever they stand in a title.
    """
    connection.execute(sql("duplicates/slice"), {"number": number})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stage_place_word AS SELECT unnest($1) AS word", [list(place_words)]
    )
    for step in ("key", "stage"):
        connection.execute(sql(f"duplicates/{step}"))
    row = connection.execute("SELECT count(*) FROM stage_dirty").fetchone()
    assert row is not None  # noqa: S101  (a count is always a row)
    return int(row[0])


def candidates(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The pairs of postings worth judging, one row each, with what the rules need to know of both."""
    connection.execute(sql("duplicates/pairs"))
    return connection.execute(sql("duplicates/candidates")).pl()


def texts(connection: duckdb.DuckDBPyConnection, hashes: pl.DataFrame) -> pl.DataFrame:
    """The texts with these hashes (`text_hash`, `description_text`), of those that the candidates have."""
    connection.register("texts_asked", hashes)
    found = connection.execute(sql("duplicates/texts")).pl()
    connection.unregister("texts_asked")
    return found


def match(connection: duckdb.DuckDBPyConnection, matches: pl.DataFrame) -> Matched:
    """What joins postings now that the staged ones have these `matches` (core.posting_match)."""
    connection.register("frame", matches)
    connection.execute("CREATE OR REPLACE TEMP TABLE incoming_matches AS SELECT * FROM frame")
    connection.unregister("frame")
    joining = connection.execute(sql("duplicates/match")).pl()
    return Matched(joining, connection.execute(sql("duplicates/ranked")).pl())


def apply(connection: duckdb.DuckDBPyConnection, vacancies: pl.DataFrame) -> None:
    """Write what was staged and matched, and the `vacancies` (posting_id, vacancy_id, series_id) that came of it."""
    connection.register("incoming_vacancies", vacancies)
    with transaction(connection):
        connection.execute(sql("duplicates/apply"))
    connection.unregister("incoming_vacancies")
    connection.execute(sql("duplicates/clear"))


def kinds(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of matches of each kind that the postings asked for have now."""
    return dict(connection.execute(sql("duplicates/kinds")).fetchall())


def finish(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget what was asked for, for all of it has been matched."""
    with transaction(connection):
        connection.execute(sql("duplicates/finish"))
