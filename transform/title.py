"""A title without what is not the title, and the role that it names."""

import polars as pl

from transform.schema import ROLE, frame_schema
from transform.title_clean import clean
from transform.title_match import match

VERSION: int = 11

READ: int = 2048
"""The most characters of a title that are read, blanks and marks among them."""

__all__ = ["VERSION", "clean", "match", "parse"]


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """Each posting's clean title, its role and how the role was found; unknown is null.

    Of a title of more than `READ` characters, which is no title, only so many are read.
    """
    titles = raw[["title"]].select_seq(pl.col("title").str.head(READ))
    distinct = titles.unique().drop_nulls()
    distinct = distinct.with_columns(clean(distinct["title"]).alias("title_clean"))
    found = match(distinct["title_clean"].unique())
    known = distinct.join(found, on="title_clean", how="left")
    joined = titles.join(known, on="title", how="left", maintain_order="left")
    return joined.with_columns(role_version=pl.lit(VERSION)).select_seq(
        pl.col(name).cast(dtype) for name, dtype in frame_schema(ROLE).items()
    )
