import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.measures import rates


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (50, 37.111, 65.919)],
)
def test_the_published_limits(count: int, low: float, high: float) -> None:
    assert rates.garwood(count) == pytest.approx((low, high), abs=5e-4)


def test_the_published_ratio() -> None:
    found = rates.compare(60, 51477.5, 30, 54308.7)
    assert found[:3] == pytest.approx((2.110, 1.366, 3.259), abs=5e-4)
    assert found.z == pytest.approx(3.417402, abs=5e-7)
    assert found.p_value == pytest.approx(0.000632, abs=5e-7)


@given(count=st.integers(0, 2000), weeks=st.integers(1, 60))
def test_the_interval_holds_the_rate(count: int, weeks: int) -> None:
    found = rates.weekly(count, weeks)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value < found.high
    assert found.n == count
