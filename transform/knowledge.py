"""What the parsers know beside what jobgauge ships: the classifications that the person added, and ESCO's skills."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from transform import skills
from transform.taxonomy import Taxonomy


class Knowledge(NamedTuple):
    """The added classifications, and the skills among them that are looked for beside our own; None: none are."""

    taxonomies: tuple[Taxonomy, ...] = ()
    skills: pl.DataFrame | None = None


NOTHING = Knowledge()


def of(taxonomies: Sequence[Taxonomy]) -> Knowledge:
    """What the parsers know of these classifications."""
    vocabularies = [taxonomy.skills for taxonomy in taxonomies if not taxonomy.skills.is_empty()]
    if not vocabularies:
        return Knowledge(tuple(taxonomies))
    named = pl.concat(vocabularies).select("name", "kind", skill_id=pl.col("skill_uri").str.extract("([^/]+)$"))
    return Knowledge(tuple(taxonomies), skills.extended(named))
