"""Gives every title its code in the classifications that the person added. Knows no Prefect."""

from collections.abc import Sequence

from flows import progress
from transform import editions
from transform.coding import Coder
from transform.taxonomy import Taxonomy
from warehouse import codes, store

TITLES_AT_ONCE = 5_000


def update(connection: store.Connection, taxonomies: Sequence[Taxonomy]) -> int:
    """How many look-ups of titles were new: each is made once for each edition of a classification."""
    codes.keep(connection, editions.editions(taxonomies))
    return sum(_look_up(connection, taxonomy, taxonomies) for taxonomy in taxonomies)


def _look_up(connection: store.Connection, taxonomy: Taxonomy, every: Sequence[Taxonomy]) -> int:
    taxonomy_id = editions.edition(taxonomy, every)
    titles = codes.uncoded(connection, taxonomy_id)
    if titles.is_empty():
        return 0
    coder = Coder(taxonomy, every)
    with progress.bar(f"Looking up {taxonomy.scheme.title}", len(titles)) as advance:
        for start in range(0, len(titles), TITLES_AT_ONCE):
            some = titles.slice(start, TITLES_AT_ONCE)
            codes.add(connection, editions.coded(some, coder, taxonomy, taxonomy_id))
            for title in some["title"]:
                advance(title)
    return len(titles)
