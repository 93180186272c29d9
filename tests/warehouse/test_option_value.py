"""What an interview is worth as an option: cases by hand, and what must hold whatever is stated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.measures import option_value
from warehouse.measures.offers import Belief
from warehouse.measures.option_value import (
    better,
    gain,
    of_peers,
    of_range,
    pay_factor,
    rather,
    worth,
    worth_in_all,
)
from warehouse.measures.preferences import posterior

PAYS = st.integers(20, 200).map(lambda n: n * 1000.0)
ONE_IN_FOUR = Belief(2.0, 6.0)
SURE = posterior(np.empty((0, 2)), {"pay": 2.0, "remote": 1.0}, prior_sd=1e-6)


def test_pay_anywhere_from_60_to_80_against_70() -> None:
    """Half of it is above, by 5 on average."""
    pay = of_range(60_000, 80_000)
    assert better(pay, 70_000) == pytest.approx(0.5)
    assert gain(pay, 70_000)[0] == pytest.approx(2_500, rel=1e-3)
    found = worth(ONE_IN_FOUR, pay, 70_000)
    assert found.about == pytest.approx(625, rel=1e-3)
    assert found.low == 0.0
    assert found.high == pytest.approx(0.45256 * 10_000, abs=1)


def test_what_pays_less_at_best_is_worth_nothing_and_costs_nothing() -> None:
    assert worth(ONE_IN_FOUR, of_range(40_000, 60_000), 60_000) == (0.0, 0.0, 0.0)


def test_peers_pay_anywhere_in_their_ranges_and_no_employer_speaks_for_all() -> None:
    minimum = np.array([50.0] * 20 + [100.0] * 20)
    many = of_peers(minimum, minimum, np.repeat([0, 1, 2, 3], 10))
    assert better(many, 70) == pytest.approx(0.5)
    uneven = np.concatenate([np.zeros(20, dtype=np.int64), np.arange(1, 21)])
    assert better(of_peers(minimum, minimum, uneven), 70) == pytest.approx(0.9)
    wide = of_peers(np.array([0.0]), np.array([100.0]), np.array([0]))
    assert (wide.low, wide.high) == (pytest.approx(10, abs=5), pytest.approx(90, abs=5))


@settings(max_examples=30)
@given(low=PAYS, width=st.integers(0, 50_000), floor=PAYS, more=st.integers(1, 30_000))
def test_more_pay_a_lower_floor_and_a_better_chance_are_worth_no_less(
    low: float, width: int, floor: float, more: int
) -> None:
    found = worth(ONE_IN_FOUR, of_range(low, low + width), floor)
    assert found.low <= found.about + 1e-9 <= found.high + 2e-9
    for other in (
        worth(ONE_IN_FOUR, of_range(low + more, low + width + more), floor),
        worth(ONE_IN_FOUR, of_range(low, low + width), floor - more),
        worth(Belief(3.0, 6.0), of_range(low, low + width), floor),
    ):
        assert all(new >= old - 1e-6 for new, old in zip(other, found, strict=True))


@settings(max_examples=20)
@given(low=PAYS, width=st.integers(0, 50_000), floor=PAYS, rate=st.sampled_from([0.5, 3.0, 140.0]))
def test_the_currency_is_no_part_of_it(low: float, width: int, floor: float, rate: float) -> None:
    found = worth(ONE_IN_FOUR, of_range(low, low + width), floor).times(rate)
    assert worth(ONE_IN_FOUR, of_range(low * rate, (low + width) * rate), floor * rate) == pytest.approx(found)


def test_a_job_that_is_alike_is_chosen_every_other_time() -> None:
    assert rather(np.array([0.0, np.nan]), SURE).about == 0.5


def test_a_whole_point_of_what_weighs_two_is_chosen_88_times_in_100() -> None:
    found = rather(np.array([1.0, 0.0]), SURE)
    assert found == pytest.approx((0.8808, 0.8808, 0.8808), abs=1e-3)
    assert rather(np.array([-1.0, 0.0]), SURE).about == pytest.approx(1 - found.about)


def test_what_weighs_half_as_much_as_pay_is_worth_half_the_step() -> None:
    """Remote instead of on site weighs 1, as much as half of the pay feature, which is half as much pay again."""
    factor = pay_factor(np.array([0.3, 1.0]), SURE, 1.5)
    assert factor == pytest.approx(np.full(option_value.DRAWS, 1.5), rel=1e-4)
    half = pay_factor(np.array([0.3, 0.5]), SURE, 1.5)
    assert half == pytest.approx(np.full(option_value.DRAWS, 1.5**0.5), rel=1e-4)


def test_other_things_change_pay_within_limits_even_where_pay_weighs_nothing() -> None:
    careless = posterior(np.empty((0, 2)), {"pay": 0.0, "remote": 5.0})
    factor = pay_factor(np.array([0.0, 1.0]), careless, 1.5)
    assert factor.max() == pytest.approx(1.5)
    assert factor.min() >= 1 / 1.5 - 1e-9


def test_counting_all_that_is_weighed_nothing_else_changes_nothing() -> None:
    pay, factor = of_range(60_000, 80_000), pay_factor(np.array([0.2, 0.0]), SURE, 1.5)
    alone, in_all = worth(ONE_IN_FOUR, pay, 70_000), worth_in_all(ONE_IN_FOUR, pay, 70_000, factor)
    assert in_all.about == pytest.approx(alone.about)
    assert in_all.high == pytest.approx(alone.high, rel=0.05)
