"""What the value parsers share about texts that are longer than any is in earnest."""

import polars as pl

READ: int = 40_000
"""The most characters of a text that values are read from: more than twice as many as the longest of 6,250 real adverts
has. So no text takes long, whatever is in it; the rest of it is kept."""


def within(texts: pl.Series, limit: int) -> pl.Series:
    """The texts, of which no more than `limit` characters each are kept.

    Hardly a text is so long, so that bytes are asked first: to count the characters of them all would cost far more.
    """
    is_long = (texts.str.len_bytes() > limit).any()
    return texts.str.head(limit) if is_long else texts
