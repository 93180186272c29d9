import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import weights
from warehouse.measures.weights import Floats, Ints


@given(sizes=arrays(np.float64, 15, elements=st.integers(0, 1000).map(float)))
def test_no_size_outweighs_the_cap(sizes: Floats) -> None:
    found = weights.capped(sizes, 0.1)
    weighted = found * sizes
    if np.count_nonzero(sizes) >= 10:
        assert weighted.max() <= 0.1 * weighted.sum() * (1 + 1e-9)
        assert ((found > 0) & (found <= 1)).all()
    else:
        assert np.isnan(found).all()


def test_nothing_is_taken_from_where_nobody_is_large() -> None:
    assert weights.capped(np.full(10, 7.0)).tolist() == [1.0] * 10
    assert weights.by_employer(np.arange(40) % 20).tolist() == [1.0] * 40


def test_too_few_employers_weigh_the_same() -> None:
    found = weights.by_employer(np.array([0, 0, 0, 0, 1, 1, 2]))
    assert [found[:4].sum(), found[4:6].sum(), found[6:].sum()] == pytest.approx([1.0, 1.0, 1.0])


def test_the_published_effective_sample() -> None:
    assert weights.effective_n(np.array([10.0, 5, 1, 1, 1])) == pytest.approx(2.53, abs=5e-3)


@given(employer=arrays(np.int64, st.integers(1, 60), elements=st.integers(0, 20)))
def test_an_employers_postings_weigh_alike_and_never_above_one(employer: Ints) -> None:
    found = weights.by_employer(employer)
    assert ((found > 0) & (found <= 1)).all()
    for number in np.unique(employer):
        assert np.unique(found[employer == number]).size == 1
