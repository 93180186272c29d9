"""The codes that titles have in official classifications: which are missing, and where they are kept."""

import polars as pl

from warehouse.store import Connection, sql, transaction


def keep(connection: Connection, taxonomies: pl.DataFrame) -> None:
    """Replace core.taxonomy by `taxonomies`, and drop the codes of what is no longer among them."""
    with transaction(connection):
        connection.register("incoming_taxonomies", taxonomies)
        connection.execute(sql("codes/keep"))
        connection.unregister("incoming_taxonomies")


def uncoded(connection: Connection, taxonomy_id: str) -> pl.DataFrame:
    """The clean titles that have not been looked up in that edition of a classification, with their roles' codes."""
    return connection.execute(sql("codes/uncoded"), {"taxonomy_id": taxonomy_id}).pl()


def add(connection: Connection, codes: pl.DataFrame) -> None:
    """Keep `codes`, rows of core.title_code."""
    with transaction(connection):
        connection.register("incoming_codes", codes)
        connection.execute("INSERT INTO core.title_code FROM incoming_codes")
        connection.unregister("incoming_codes")
