"""Which edition of each classification is there, and the codes of titles in it, as the warehouse keeps them."""

import hashlib
from collections.abc import Sequence

import polars as pl

from transform import title
from transform.coding import Coder
from transform.schema import TABLES, frame_schema
from transform.taxonomy import Taxonomy

VERSION: int = 2
"""The version of the coding of titles; a change has every title looked up anew."""


def edition(taxonomy: Taxonomy, every: Sequence[Taxonomy]) -> str:
    """The id of a classification's edition: it changes with its names, those beside it, the roles and the coding."""
    digest = hashlib.sha256()
    for one in (taxonomy, *sorted(every, key=lambda other: other.scheme.scheme)):
        digest.update(one.scheme.scheme.encode())
        digest.update("\n".join(one.entries.select(pl.concat_str("code", "name", separator="\t")).to_series()).encode())
    return f"{taxonomy.scheme.scheme}:{taxonomy.release}:{digest.hexdigest()[:12]}:{title.VERSION}:{VERSION}"


def editions(taxonomies: Sequence[Taxonomy]) -> pl.DataFrame:
    """The rows of core.taxonomy for the classifications that are there."""
    rows = [
        (
            taxonomy.scheme.scheme,
            edition(taxonomy, taxonomies),
            taxonomy.release,
            taxonomy.entries.height,
            f"{taxonomy.scheme.licence}, {taxonomy.scheme.licence_url}",
            taxonomy.attribution,
        )
        for taxonomy in taxonomies
    ]
    return pl.DataFrame(rows, schema=frame_schema(TABLES["core.taxonomy"].columns), orient="row")


def coded(titles: pl.DataFrame, coder: Coder, taxonomy: Taxonomy, taxonomy_id: str) -> pl.DataFrame:
    """The rows of core.title_code for distinct clean titles with their roles' codes; one without says it was sought."""
    titled = taxonomy.entries.filter(pl.col("kind") == "preferred").unique("code", keep="first", maintain_order=True)
    found = coder.match_roles(titles).join(titled.select("code", code_title="name"), on="code", how="left")
    return titles.join(found, on="title", how="left").select(
        pl.col("title").alias("title_clean"),
        pl.lit(taxonomy.scheme.scheme).alias("taxonomy"),
        pl.lit(taxonomy_id).alias("taxonomy_id"),
        "code",
        "code_title",
        code_method="method",
        code_confidence="confidence",
    )
