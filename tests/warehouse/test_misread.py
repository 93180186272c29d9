"""A share put right for misreadings: published values, what is refused, and how often the interval holds the truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.measures.misread import Checked, corrected_share
from warehouse.measures.shares import wilson


@pytest.mark.parametrize(
    ("count", "of", "sensitivity", "specificity", "share"),
    [
        (23, 150, 0.96, 0.89, 0.051),  # brucellosis in a herd, as R's epiR tells it
        (6, 151, 0.964, 0.927, 0.0),  # H. pylori in Australian children (Moujaber et al. 2008): fewer than read wrongly
        (48, 60, 0.9, 0.9, 0.875),
    ],
)
def test_published_and_worked_values(count: int, of: int, sensitivity: float, specificity: float, share: float) -> None:
    tested = [Checked(round(1000 * rate), 1000) for rate in (sensitivity, specificity)]
    found = corrected_share(count, of, *tested)
    assert (found.value, found.n) == (pytest.approx(share, abs=5e-4), of)


def test_the_published_interval_where_the_errors_are_all_but_known() -> None:
    """R's epiR prints 0 to 13 of 100 for the herd, and 0 to 1.3 for the children (exact limits, errors as known)."""
    million = 1_000_000
    herd = corrected_share(23, 150, Checked(960_000, million), Checked(890_000, million))
    assert (herd.low, herd.high) == pytest.approx((0, 0.13), abs=0.01)
    children = corrected_share(6, 151, Checked(964_000, million), Checked(927_000, million))
    assert (children.low, children.high) == pytest.approx((0, 0.013), abs=0.01)


@given(st.integers(0, 200), st.integers(150, 200), st.integers(150, 200))
@settings(max_examples=50)
def test_an_interval_holds_its_share_and_is_wider_than_without_misreadings(count: int, right: int, free: int) -> None:
    found = corrected_share(count, 200, Checked(right, 200), Checked(free, 200))
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    perfect = corrected_share(count, 200, Checked(10**6, 10**6), Checked(10**6, 10**6))
    assert (perfect.low, perfect.high) == pytest.approx(wilson(count, 200), abs=0.015)


@pytest.mark.parametrize(
    ("of", "having", "lacking", "reason"),
    [
        (40, Checked(90, 100), Checked(90, 100), "40 vacancies; at least 50 are needed."),
        (200, Checked(27, 29), Checked(90, 100), "29 labelled postings; at least 30 are needed."),
        (200, Checked(90, 100), Checked(20, 29), "29 labelled postings; at least 30 are needed."),
        (200, Checked(40, 100), Checked(60, 100), "Of those that have it 40 of 100 are read rightly, "),
        (200, Checked(55, 100), Checked(55, 100), "Of those that have it 55 of 100 are read rightly, "),
    ],
)
def test_too_few_or_a_reader_that_tells_nothing_is_refused(
    of: int, having: Checked, lacking: Checked, reason: str
) -> None:
    found = corrected_share(10, of, having, lacking)
    assert found.value is None
    assert (found.refusal or "").startswith(reason)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_the_interval_holds_the_truth_as_often_as_it_says(share: float) -> None:
    """Of 400 draws of 300 vacancies and 80 labelled of each kind; 2 in 100 by chance of so many draws below 93 %."""
    rng = np.random.default_rng(20261122)
    s, t, draws = 0.9, 0.95, 400
    seen = rng.binomial(300, share * s + (1 - share) * (1 - t), draws)
    having, lacking = rng.binomial(80, s, draws), rng.binomial(80, t, draws)
    made = [
        corrected_share(int(x), 300, Checked(int(a), 80), Checked(int(b), 80))
        for x, a, b in zip(seen, having, lacking, strict=True)
    ]
    held = np.mean([(one.low or 0.0) <= share <= (one.high or 0.0) for one in made])
    assert 0.93 <= held <= 0.995
