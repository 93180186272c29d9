"""Shares and their differences: published cases, what is refused, and laws that hold for all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.measures.shares import clustered_share, design_effect, newcombe, share_change, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_four_published_cases(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(count, of)


@given(of=st.integers(1, 10**6), data=st.data())
def test_the_interval_holds_the_share_and_mirrors(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    low, high = wilson(count, of)
    assert 0 <= low <= count / of <= high <= 1
    assert low < high
    assert wilson(of - count, of) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_the_published_difference() -> None:
    """56 of 70 less 48 of 80, method 10 of Newcombe 1998."""
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@given(
    count=st.integers(0, 60), of=st.integers(60, 90), other=st.integers(0, 60), other_of=st.integers(60, 90)
)  # fmt: skip
def test_a_difference_lies_in_its_interval_and_mirrors(count: int, of: int, other: int, other_of: int) -> None:
    low, high = newcombe(count, of, other, other_of)
    assert -1 <= low <= count / of - other / other_of <= high <= 1
    assert newcombe(other, other_of, count, of) == pytest.approx((-high, -low))


def test_alike_postings_of_an_employer_count_for_less() -> None:
    sizes = np.full(20, 10.0)
    one_each, all_or_none = np.full(20, 5.0), np.array([10.0, 0.0] * 10)
    assert design_effect(one_each, sizes) == 1.0
    # Between employers 10 * 20 / 19, and Student's 2.093 on 19 over the normal 1.96, for twenty are not many.
    assert design_effect(all_or_none, sizes) == pytest.approx(10 * 20 / 19 * (2.0930 / 1.95996) ** 2, rel=1e-4)
    spread, bunched = clustered_share(one_each, sizes), clustered_share(all_or_none, sizes)
    assert (spread.value, bunched.value) == (0.5, 0.5)
    assert (spread.low, spread.high) == wilson(100, 200)
    assert bunched.low is not None
    assert spread.low is not None
    assert bunched.low < spread.low


def test_students_limits_enlarge_only_what_employers_add_to_a_change() -> None:
    """Half of each employer's vacancies, then all or none: the jackknife's variance is 100/19 of independent ones'."""
    sizes = np.full(20, 10.0)
    found = share_change(np.full(20, 5.0), sizes, np.array([10.0, 0.0] * 10), sizes)
    effect = 1 + (100 / 19 - 1) * (2.0930 / 1.95996) ** 2
    assert (found.low, found.high) == pytest.approx(newcombe(*[100 / effect, 200 / effect] * 2), abs=1e-5)
    alike = share_change(np.full(20, 5.0), sizes, np.full(20, 6.0), sizes)
    assert (alike.low, alike.high) == pytest.approx(newcombe(120, 200, 100, 200))


def test_the_undecided_employer_is_no_more_than_a_fiftieth_of_all() -> None:
    """Of ten employers of ten vacancies each half an effective one would be five: it is two, one of which has it."""
    counts, sizes = np.array([4.0, 2, 0, 0, 0, 0, 0, 0, 0, 0]), np.full(10, 10.0)
    effect = design_effect(np.append(counts, 1), np.append(sizes, 2))
    found = clustered_share(counts, sizes)
    assert (found.low, found.high) == pytest.approx(wilson(6 / effect, 100 / effect))


def test_a_share_of_nothing_is_refused() -> None:
    assert clustered_share(np.zeros(3), np.zeros(3)).refusal == "There is no vacancy."


def test_one_large_employer_leaves_a_share_without_an_interval() -> None:
    sizes = np.array([200.0, *[2.0] * 10])
    found = clustered_share(sizes / 2, sizes)
    assert (found.value, found.low, found.high) == (0.5, None, None)
    refusal = share_change(sizes / 2, sizes, sizes / 2, sizes).refusal
    assert refusal is not None
    assert "the 11 count as 1.2 of equal size" in refusal


def test_an_employer_in_both_windows_is_its_own_control() -> None:
    """Employers that all or none ask for it, as before: nothing changed, and that is well known."""
    sizes, counts = np.full(20, 10.0), np.array([10.0, 0.0] * 10)
    same, shuffled = share_change(counts, sizes, counts, sizes), share_change(counts, sizes, counts[::-1], sizes)
    assert same.value == shuffled.value == 0
    assert same.high is not None
    assert shuffled.high is not None
    assert same.high < shuffled.high / 2


def test_a_change_of_a_share() -> None:
    sizes = np.full(20, 10.0)
    found = share_change(np.full(20, 4.0), sizes, np.full(20, 6.0), sizes)
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == newcombe(120, 200, 80, 200)
    assert (found.n, found.unique_employers) == (200, 20)


@pytest.mark.parametrize(
    ("then", "then_of", "words"), [(20, 40, "40 vacancies; at least 50"), (4, 100, "4 vacancies on the smaller side")]
)
def test_too_little_is_no_change(then: int, then_of: int, words: str) -> None:
    now, now_of = np.full(20, 5.0), np.full(20, 10.0)
    found = share_change(np.array([then * 1.0, 0.0]), np.array([then_of * 1.0, 0.0]), now[:2] * 10, now_of[:2] * 10)
    assert found.refusal is not None
    assert words in found.refusal
