"""What the warehouse does for finding the same vacancy twice: which pairs to judge, and where the verdicts go.

Only postings that are new or changed, and those whose neighbours they are, are matched anew; all at once or day by day
comes to the same. The steps, in order: `ask`, `sign` for what is `unsigned`, `stage`, `candidates` and `texts`,
`match`, `apply`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import duckdb
import polars as pl

from warehouse.store import sql, transaction

TEXTS_AT_ONCE = 8192


class Matched(NamedTuple):
    """All matches that join postings, as they are after this update, and the ranking that names the vacancies."""

    matches: pl.DataFrame
    ranks: pl.DataFrame


def ask(connection: duckdb.DuckDBPyConnection, match_version: int, signature_version: int) -> None:
    """Stage the postings that may be others than when they were last matched, and their texts without a signature.

    By these versions of the rules and of the signatures.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stage_rule AS "
        "SELECT CAST($1 AS INTEGER) AS match_version, CAST($2 AS SMALLINT) AS signature_version",
        [match_version, signature_version],
    )
    connection.execute(sql("duplicates/asked"))


def unsigned(connection: duckdb.DuckDBPyConnection) -> Iterator[pl.DataFrame]:
    """The staged texts that have no signature (`text_hash`, `description_text`), some at a time."""
    (count,) = connection.execute("SELECT count(*) FROM stage_unsigned").fetchall()[0]
    for after in range(0, count, TEXTS_AT_ONCE):
        yield connection.execute(sql("duplicates/unsigned"), {"after": after, "count": TEXTS_AT_ONCE}).pl()


def sign(connection: duckdb.DuckDBPyConnection, signatures: pl.DataFrame) -> None:
    """Write the signatures of some texts (core.text_signature)."""
    connection.register("incoming_signatures", signatures)
    with transaction(connection):
        connection.execute(sql("duplicates/signed"))
    connection.unregister("incoming_signatures")


def stage(connection: duckdb.DuckDBPyConnection, place_words: Sequence[str]) -> int:
    """How many postings are to be matched anew, of those asked for; they are staged for the next steps.

    `place_words` name places wherever they stand in a title.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stage_place_word AS SELECT unnest($1) AS word", [list(place_words)]
    )
    for step in ("input", "stage", "met", "seat"):
        connection.execute(sql(f"duplicates/{step}"))
    row = connection.execute("SELECT count(*) FROM stage_dirty").fetchone()
    assert row is not None  # noqa: S101  (a count is always a row)
    return int(row[0])


def candidates(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The pairs of postings worth judging, one row each, with what the rules need to know of both."""
    connection.execute(sql("duplicates/alike"))
    return connection.execute(sql("duplicates/candidates")).pl()


def texts(connection: duckdb.DuckDBPyConnection, hashes: pl.DataFrame) -> pl.DataFrame:
    """The texts with these hashes (`text_hash`, `description_text`)."""
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
