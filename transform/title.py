"""A title without what is not the title, and the role that it names."""

import polars as pl

from transform.schema import ROLE, frame_schema
from transform.title_clean import clean
from transform.title_match import match

VERSION: int = 6

__all__ = ["VERSION", "clean", "match", "parse"]


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's clean title, its role and how the role was found; unknown is null."""
    distinct = raw.select("title").unique().drop_nulls()
    distinct = distinct.with_columns(title_clean=clean(distinct["title"]))
    found = match(distinct["title_clean"].unique())
    known = distinct.join(found, on="title_clean", how="left")
    joined = raw.select("title").join(known, on="title", how="left", maintain_order="left")
    return joined.with_columns(role_version=pl.lit(VERSION)).select(
        pl.col(name).cast(dtype) for name, dtype in frame_schema(ROLE).items()
    )
