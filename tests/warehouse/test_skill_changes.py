import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from warehouse.measures import skills

PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip
"""The p-values of the example in Benjamini and Hochberg (1995)."""


def test_the_published_example() -> None:
    found = skills.adjusted(np.array(PUBLISHED))
    assert (found <= 0.05).sum() == 4
    assert found[:5] == pytest.approx([0.0015, 0.0030, 0.0095, 0.0356, 0.0603], abs=5e-5)
    tests = range(len(PUBLISHED), 0, -1)
    assert sum(p * len(PUBLISHED) <= 0.05 for p in PUBLISHED) == 3, "Bonferroni"
    assert [p * left <= 0.05 for p, left in zip(PUBLISHED, tests, strict=True)].index(False) == 3, "Holm"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_adjusted_values_are_the_librarys(p_values: list[float]) -> None:
    assert skills.adjusted(np.array(p_values)) == pytest.approx(false_discovery_control(p_values))


def market(rng: np.random.Generator, p: np.ndarray, employers: int = 60) -> tuple[np.ndarray, np.ndarray]:
    sizes = rng.integers(1, 15, employers)
    return rng.binomial(sizes[:, None], p).astype(np.float64), sizes.astype(np.float64)


def test_a_real_change_is_news_and_no_change_is_none() -> None:
    rng = np.random.default_rng(5)
    before, after = np.array([0.3, 0.3, 0.001]), np.array([0.5, 0.3, 0.002])
    then, then_of = market(rng, before)
    now, now_of = market(rng, after)
    found = skills.changes(then, then_of, now, now_of)
    assert found.is_news.tolist() == [True, False, False]
    assert found.is_tested.tolist() == [True, True, False]
    assert np.isnan(found.q_value[2])
    assert found.low[0] < 0.2 < found.high[0]


def test_one_employers_many_adverts_are_one_opinion() -> None:
    """Forty adverts of one employer among sixty take up a skill: nothing that nine others would not have to confirm."""
    then_of = now_of = np.array([40.0, *[1.0] * 20])
    then, now = np.zeros((21, 1)), np.zeros((21, 1))
    then[1:6, 0] = now[1:6, 0] = 1
    now[0, 0] = 40
    assert not skills.changes(then, then_of, now, now_of).is_news[0]


def test_nine_employers_test_nothing() -> None:
    sizes = np.full(9, 50.0)
    found = skills.changes(np.full((9, 1), 5.0), sizes, np.full((9, 1), 40.0), sizes)
    assert not found.is_tested.any()
    assert not found.is_news.any()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), order=st.permutations(range(6)))
def test_the_order_of_skills_changes_nothing(seed: int, order: list[int]) -> None:
    rng = np.random.default_rng(seed)
    p = rng.random(6)
    then, then_of = market(rng, p, 20)
    now, now_of = market(rng, p, 20)
    one = skills.changes(then, then_of, now, now_of)
    other = skills.changes(then[:, order], then_of, now[:, order], now_of)
    for first, second in zip(one, other, strict=True):
        assert np.allclose(first[order], second, equal_nan=True)
    assert (one.low <= one.change).all()
    assert (one.change <= one.high).all()


def test_what_all_employers_changed_alike_is_news_and_what_all_do_as_before_is_not_certain() -> None:
    """By hand, Newcombe's method 10 of 12 of 12 against 0 of 12: 1 less the root of twice .24249 squared."""
    of = np.full(12, 10.0)
    then, now = np.zeros((12, 2)), np.full((12, 2), 10.0)
    then[:, 1] = 10.0
    found = skills.changes(then, of, now, of)
    assert found.change.tolist() == [1, 0]
    assert found.is_news.tolist() == [True, False]
    assert found.low[0] == pytest.approx(1 - 0.24249 * 2**0.5, abs=1e-4)
    assert found.p_value[1] == 1
    assert found.low[1] == pytest.approx(-0.24249, abs=1e-4)
    assert found.high[1] == pytest.approx(0.24249, abs=1e-4)
