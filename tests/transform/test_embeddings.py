"""How like titles and texts are by what they mean."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.embeddings import Embeddings

TEXTS = pl.Series(
    [
        "nurse ward patient hospital",
        "nurse matron patient ward",
        "matron ward sister hospital",
        "welder torch steel yard",
        "welder steel fitter torch",
        "fitter yard steel pipe",
    ]
)

words = st.text("abcé ñß#+-&", max_size=12)


def likeness(*titles: str, texts: pl.Series = TEXTS, beside: tuple[pl.Series, ...] = ()) -> list[list[float]]:
    found: list[list[float]] = Embeddings(texts, beside).likeness(pl.Series(titles, dtype=pl.String)).tolist()
    return found


def test_a_text_that_shares_no_word_is_alike_where_its_words_go_together_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("transform.embeddings._DIMENSIONS", 2)
    (sister,) = likeness("sister")
    assert sister[1] > 0.8  # a nurse's text, in which no sister is
    assert max(sister[3:]) < 0.1


def test_texts_beside_teach_which_words_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transform.embeddings._DIMENSIONS", 2)
    texts = pl.Series(["nurse", "welder"])
    beside = pl.Series(["matron nurse ward", "matron nurse sister", "smith welder forge", "smith welder torch"])
    (alone,), (taught,) = likeness("matron", texts=texts), likeness("matron", texts=texts, beside=(beside,))
    assert alone == [0, 0]
    assert taught[0] > 0.8
    assert taught[1] < 0.1


def test_case_inflection_and_order_do_not_matter() -> None:
    one, other = likeness("ward nurse", "NURSES, Wards")
    assert one == pytest.approx(other)


def test_unheard_of_words_are_passed_over() -> None:
    plain, more, unheard, empty = likeness("nurse", "nurse zzyzx", "zzyzx", "")
    assert plain == pytest.approx(more)
    assert unheard == empty == [0] * len(TEXTS)


def test_the_same_texts_give_the_same_likeness() -> None:
    assert likeness("ward sister", "pipe fitter") == likeness("ward sister", "pipe fitter")


@pytest.mark.parametrize("texts", [[], [""], ["nurse"], ["nurse", "nurse"], [None, "nurse"]])
def test_few_texts_are_like_nothing_or_themselves(texts: list[str | None]) -> None:
    found = likeness("nurse", "welder", texts=pl.Series(texts, dtype=pl.String))
    assert np.shape(found) == (2, len(texts))
    assert found[1] == [0] * len(texts)


@settings(max_examples=40, deadline=None)
@given(st.lists(words, max_size=8), st.lists(words, max_size=4))
def test_every_pair_has_a_likeness_between_0_and_1(texts: list[str], titles: list[str]) -> None:
    found = Embeddings(pl.Series(texts, dtype=pl.String)).likeness(pl.Series(titles, dtype=pl.String))
    assert found.shape == (len(titles), len(texts))
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()
