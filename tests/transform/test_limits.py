import polars as pl
import pytest

from transform.limits import within


@pytest.mark.parametrize("text", ["", "abc", "abcd", "éé", "ééé", "ééééé"])
def test_texts_are_cut_by_their_characters(text: str) -> None:
    assert within(pl.Series([text, None, "a"]), 3).to_list() == [text[:3], None, "a"]


def test_texts_that_are_short_enough_are_the_same_series() -> None:
    texts = pl.Series(["abc", None])
    assert within(texts, 3) is texts
    assert within(pl.Series([], dtype=pl.String), 3).to_list() == []
