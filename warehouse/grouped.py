"""A sorted frame's groups of rows as arrays: a thousand roles' own columns, without a thousand frames."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]
"""A group's columns by name: views, in which a number that is not known is NaN."""


def groups(frame: pl.DataFrame, *key: str) -> Iterator[tuple[tuple[Any, ...], Columns]]:
    """Each run of rows that are alike in the columns of `key`, with these values; the frame is sorted by them."""
    if frame.is_empty():
        return
    run = frame.select(pl.struct(key).rle_id()).to_series().to_numpy()
    starts = np.concatenate([[0], np.flatnonzero(np.diff(run)) + 1])
    ends = np.append(starts[1:], len(run))
    columns = {name: frame[name].to_numpy() for name in frame.columns if name not in key}
    for values, start, end in zip(frame[starts].select(key).rows(), starts, ends, strict=True):
        yield values, {name: column[start:end] for name, column in columns.items()}
