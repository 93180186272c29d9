import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import clusters
from warehouse.measures.clusters import Floats

SIZES = arrays(np.float64, st.integers(2, 40), elements=st.integers(1, 50).map(float))


@pytest.mark.parametrize(("effective", "quantile"), [(2, 12.706), (5, 2.776), (11, 2.228), (31, 2.042)])
def test_students_quantiles(effective: float, quantile: float) -> None:
    assert clusters.student(effective) == pytest.approx(quantile, abs=5e-4)


@given(values=arrays(np.float64, st.integers(2, 40), elements=st.integers(-99, 99).map(float)))
def test_the_jackknife_of_a_mean_is_its_standard_error(values: Floats) -> None:
    n = len(values)
    without = (values.sum() - values) / (n - 1)
    assert clusters.jackknife(without, values.mean()) == pytest.approx(values.std(ddof=1) / n**0.5)


@given(sizes=SIZES, data=st.data())
def test_the_error_of_a_share_is_that_of_leaving_each_out(sizes: Floats, data: st.DataObject) -> None:
    counts = np.array([float(data.draw(st.integers(0, int(size)))) for size in sizes])
    without = (counts.sum() - counts) / (sizes.sum() - sizes)
    expected = clusters.jackknife(without, counts.sum() / sizes.sum())
    assert clusters.share_error(counts, sizes) == pytest.approx(float(expected), abs=1e-12)


def test_one_employer_has_no_error_that_could_be_told() -> None:
    assert clusters.share_error(np.array([3.0, 0.0]), np.array([9.0, 0.0])) == float("inf")


def test_few_in_effect_is_said_in_words() -> None:
    assert clusters.few(np.full(5, 7.0)) is None
    reason = clusters.few(np.array([90.0, 5, 5, 5, 5, 0]))
    assert reason is not None
    assert "the 5 count as 1.5 of equal size; at least 5 are needed." in reason
