import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom

from warehouse.measures import reservation
from warehouse.measures.reservation import Search

WAGES = np.linspace(10, 60, 51)
CHANCES = betabinom(50, 200, 100).pmf(np.arange(51))
UNIFORM = (np.arange(20_000) + 0.5) / 20_000


@pytest.mark.parametrize(("patience", "wage"), [(0.99, 47.3165), (0.96, 44.7628)])
def test_the_published_wages(patience: float, wage: float) -> None:
    """QuantEcon's "Job Search I": c = 25, wages from 10 to 60, beta-binomial (50, 200, 100)."""
    assert reservation.discrete(WAGES, CHANCES, 25, patience) == pytest.approx(wage, abs=1e-4)


@pytest.mark.parametrize(("ratio", "wage"), [(1, 2 - 3**0.5), (10, 0.641742), (20, 0.729844)])
def test_wages_spread_evenly(ratio: float, wage: float) -> None:
    assert reservation.continuous(UNIFORM, 0, ratio, 1) == pytest.approx(wage, abs=1e-6)


@settings(max_examples=50)
@given(
    wages=st.lists(st.floats(20, 200), min_size=1, max_size=30), meanwhile=st.floats(0, 250), offers=st.floats(0, 20),
    patience=st.floats(0.5, 0.999),
)  # fmt: skip
def test_both_solve_their_equations(wages: list[float], meanwhile: float, offers: float, patience: float) -> None:
    values = np.array(wages)
    found = reservation.continuous(values, meanwhile, offers, 0.3)
    assert found == pytest.approx(meanwhile + offers / 0.3 * np.maximum(values - found, 0).mean(), abs=1e-6)
    found = reservation.discrete(values, np.ones(len(values)), meanwhile, patience)
    assert found == pytest.approx((1 - patience) * meanwhile + patience * np.maximum(values, found).mean(), abs=1e-6)


def test_a_weight_is_as_many_wages() -> None:
    twice = reservation.continuous(np.array([50.0, 70.0, 70.0]), 40, 2, 0.3)
    assert reservation.continuous(np.array([70.0, 50.0]), 40, 2, 0.3, np.array([2.0, 1.0])) == pytest.approx(twice)


def test_a_change_costs_and_without_offers_only_the_pay_now_counts() -> None:
    wages, none = np.array([50.0, 70.0, 90.0]), Search(meanwhile=40, offers=0, switching_cost=10)
    assert none.discount == pytest.approx(0.3)
    assert reservation.reservation(wages, none) == pytest.approx(43)
    assert reservation.on_the_job(40, 10, none.discount) == pytest.approx(43)
    some = Search(meanwhile=40, offers=2, switching_cost=10)
    free = Search(meanwhile=40, offers=2)
    assert (
        reservation.reservation(wages, free)
        < reservation.reservation(wages, some)
        < 3 + reservation.reservation(wages, free)
    )


def test_more_offers_longer_jobs_and_higher_pay_raise_it() -> None:
    wages = np.linspace(50, 100, 40)
    rows = reservation.sensitivity(wages - 5, wages, wages + 5, Search(meanwhile=60, offers=1.5))
    assert [(row.assumption, row.value) for row in rows] == [
        ("as_assumed", None), ("offers", 0.75), ("offers", 3), ("years_in_job", 2), ("years_in_job", 8),
        ("interest", 0), ("interest", 0.1), ("lower_ends", None), ("upper_ends", None),
    ]  # fmt: skip
    assumed, fewer, more, shorter, longer, free, dear, low, high = (row.pay for row in rows)
    assert fewer < assumed < more
    assert shorter < assumed < longer
    assert dear < assumed < free
    assert low < assumed < high
