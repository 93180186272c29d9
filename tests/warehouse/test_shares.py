import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.measures.shares import wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_four_published_cases(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


def test_more_confidence_is_a_wider_interval() -> None:
    assert wilson(3, 10, 0.99).low < wilson(3, 10, 0.95).low < wilson(3, 10, 0.80).low


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
