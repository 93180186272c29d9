"""The demand index: the worked case, and what must hold of any panel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import index
from warehouse.measures.index import Floats, Panel

NONE = float("nan")
STOCKS = arrays(np.float64, (6, 9), elements=st.integers(1, 60).map(float) | st.just(NONE))


def panel(*rows: tuple[float, ...]) -> Panel:
    return Panel(np.array(rows, dtype=np.float64), np.arange(len(rows)))


def test_the_worked_case() -> None:
    """Links 165/150 and 290/310, whatever the boards that come and go do to the raw sum."""
    stock = panel((100, 110, 110), (50, 55, NONE), (NONE, 200, 180))
    assert index.chain(stock) == pytest.approx([100, 110, 102.903], abs=5e-4)
    found = index.links(stock)
    assert (found.after.sum(axis=0) / found.before.sum(axis=0)).tolist() == [1.1, pytest.approx(0.935484, abs=5e-7)]
    raw = np.nansum(stock.stock, axis=0)
    assert 100 * raw / raw[0] == pytest.approx([100, 243.33, 193.33], abs=5e-3)


def test_the_published_daily_index_keeps_its_ratio_when_rebased() -> None:
    """Hiring Lab's US index on 12 and 14 August 2026: 101.74 and 101.79."""
    found = index.chain(panel((101.74, 101.79)))
    assert found[1] / found[0] == pytest.approx(101.79 / 101.74, abs=1e-12)


@given(stock=STOCKS, board=st.integers(0, 5), week=st.integers(1, 8))
def test_a_board_that_enters_or_leaves_moves_nothing_on_that_date(stock: Floats, board: int, week: int) -> None:
    entering, leaving = stock.copy(), stock.copy()
    entering[board, :week] = NONE
    leaving[board, week:] = NONE
    others = np.delete(np.arange(6), board)
    without = index.links(Panel(stock[others], np.arange(5)))
    for changed in (entering, leaving):
        found = index.links(Panel(changed, np.arange(6)))
        assert found.before[:, week - 1].sum() == without.before[:, week - 1].sum()
        assert found.after[:, week - 1].sum() == without.after[:, week - 1].sum()


@given(stock=arrays(np.float64, (4, 6), elements=st.integers(1, 99).map(float)))
def test_a_fixed_panel_chains_to_the_direct_ratio(stock: Floats) -> None:
    assert index.chain(Panel(stock, np.arange(4))) == pytest.approx(100 * stock.sum(axis=0) / stock[:, 0].sum())


@given(stock=STOCKS, factor=st.sampled_from([0.5, 3.0, 1000.0]), order=st.permutations(range(6)))
def test_scale_and_order_change_nothing(stock: Floats, factor: float, order: list[int]) -> None:
    plain = index.chain(Panel(stock, np.arange(6)))
    assert index.chain(Panel(stock[order] * factor, np.arange(6))) == pytest.approx(plain, nan_ok=True)


@given(stock=STOCKS)
def test_two_boards_of_one_employer_are_one(stock: Floats) -> None:
    employer = np.array([0, 0, 1, 2, 3, 4])
    found = index.links(Panel(stock, employer))
    assert found.before.shape == (5, 8)
    assert index.chain(Panel(stock, employer)) == pytest.approx(index.chain(Panel(stock, np.arange(6))), nan_ok=True)


def test_without_a_matched_opening_there_is_no_index_from_there_on() -> None:
    assert np.isnan(index.chain(panel((5, NONE, 5, 6)))).tolist() == [False, True, True, True]
    assert np.isnan(index.chain(panel((0, 5, 6)))).tolist() == [False, True, True]


def test_no_employer_outweighs_the_cap() -> None:
    sizes = np.array([[1000.0, 2000.0]] + [[10.0, 10.0]] * 19)
    found = index.capped(Panel(sizes, np.arange(20)))
    limit = 0.1 * 190 / 0.9
    assert found[1] == pytest.approx(100 * (2 * limit + 190) / (limit + 190))


def test_nine_employers_cannot_be_capped_at_a_tenth() -> None:
    assert np.isnan(index.capped(Panel(np.ones((9, 2)), np.arange(9)))[1])


def test_a_change_has_its_interval_sample_and_method() -> None:
    rng = np.random.default_rng(20261122)
    stock = np.stack([rng.poisson(20 * 1.02**week, 40) for week in range(13)], axis=1).astype(np.float64)
    found = index.change(Panel(stock, np.arange(40)), 0, 12)
    assert found.refusal is None
    assert found.value == pytest.approx(stock[:, 12].sum() / stock[:, 0].sum() - 1)
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low < found.value < found.high
    assert (found.unique_employers, found.coverage, found.estimator) == (40, 1.0, "matched_chain")
    assert found.n == int(stock[:, :13].sum(axis=0).min())


@pytest.mark.parametrize(
    ("boards", "each", "words"), [(9, 100.0, "9 employers; at least 10"), (12, 4.0, "48 postings; at least 50")]
)
def test_a_small_matched_set_is_refused_in_words(boards: int, each: float, words: str) -> None:
    found = index.change(Panel(np.full((boards, 5), each), np.arange(boards)), 0, 4)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.refusal is not None
    assert words in found.refusal


@settings(max_examples=20)
@given(stock=arrays(np.float64, (12, 4), elements=st.integers(5, 60).map(float)))
def test_the_interval_holds_the_figure(stock: Floats) -> None:
    # One employer that changes otherwise than the rest is enough for an interval.
    stock[0] = (10, 11, 12, 13)
    stock[1] = (10, 10, 10, 10)
    found = index.change(Panel(stock, np.arange(12)), 0, 3)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


@settings(max_examples=20)
@given(stock=arrays(np.float64, (12, 7), elements=st.integers(5, 60).map(float) | st.just(NONE)))
def test_the_limits_of_each_week_are_those_of_the_change_up_to_it(stock: Floats) -> None:
    """Also where boards and their employers come and go."""
    stock[:11] = np.nan_to_num(stock[:11], nan=7.0)
    market = Panel(stock, np.arange(12))
    low, high = index.limits(market)
    assert np.isnan([low[0], high[0]]).all()
    for week in range(1, 7):
        found = index.change(market, 0, week)
        for limit, expected in ((low[week], found.low), (high[week], found.high)):
            assert limit == pytest.approx(NONE if expected is None else 100 * (1 + expected), nan_ok=True)


@settings(max_examples=20, deadline=None)
@given(
    stock=arrays(np.float64, (12, 5), elements=st.integers(5, 60).map(float)),
    order=st.permutations(range(12)),
    factor=st.sampled_from([1.0, 7.0]),
)
def test_the_order_and_the_unit_move_no_limit(stock: Floats, order: list[int], factor: float) -> None:
    plain, other = (index.limits(Panel(one, np.arange(12))) for one in (stock, factor * stock[order]))
    for one, another in zip(plain, other, strict=True):
        assert another == pytest.approx(one, nan_ok=True, rel=1e-9)


def test_employers_without_an_opening_move_no_limit() -> None:
    stock = np.random.default_rng(3).poisson(20, (30, 6)).astype(np.float64)
    many = np.concatenate([np.zeros((50, 6)), stock])
    few, more = (index.limits(Panel(one, np.arange(len(one)))) for one in (stock, many))
    assert np.allclose(few, more, equal_nan=True)


def test_the_bootstrap_of_many_alike_employers_is_the_jackknife() -> None:
    """One link over 400 employers: the interval of a ratio of means, by the delta method."""
    rng = np.random.default_rng(8)
    stock = rng.poisson(30, (400, 2)).astype(np.float64)
    found = index.change(Panel(stock, np.arange(400)), 0, 1)
    before, after = stock.T
    ratio = after.sum() / before.sum()
    error = np.std(after - ratio * before, ddof=1) / 20 / before.mean()
    assert found.value == pytest.approx(ratio - 1)
    assert found.high is not None
    assert found.low is not None
    assert found.high - found.low == pytest.approx(2 * 1.966 * error, rel=0.1)


def test_a_week_that_too_few_employers_tell_has_no_limits() -> None:
    alike, sole, large = np.full((20, 3), [5.0, 6.0, 7.0]), np.full((13, 3), 60.0), np.full((14, 3), 5.0)
    alike[0, 2] = 9.0
    sole[1:, 1] = 0.0
    large[0] = (500.0, 510.0, 520.0)
    for stock, expected in ((alike, [False, False, True]), (sole, [False] * 3), (large, [False] * 3)):
        low, high = index.limits(Panel(stock, np.arange(len(stock))))
        assert np.isfinite(low).tolist() == np.isfinite(high).tolist() == expected


def test_after_a_week_without_an_opening_there_are_no_limits() -> None:
    """And no warning, which the tests would take for an error."""
    stock = np.random.default_rng(4).poisson(20, (30, 5)).astype(np.float64)
    stock[:, 2] = NONE
    low, high = index.limits(Panel(stock, np.arange(30)))
    assert np.isfinite(low).tolist() == np.isfinite(high).tolist() == [False, True, False, False, False]


def test_a_panel_that_one_employer_makes_up_is_refused_in_words() -> None:
    stock = np.full((14, 5), 5.0)
    stock[0] = 500
    found = index.change(Panel(stock, np.arange(14)), 0, 4)
    assert found.value is None
    assert found.refusal is not None
    assert "the 14 count as 1.3 of equal size; at least 5" in found.refusal
    sole = np.full((13, 12), 60.0)
    sole[1:, 6] = 0
    assert index.change(Panel(sole, np.arange(13)), 0, 11).refusal == "In some week one employer has all the openings."


def test_employers_that_change_alike_tell_nothing_of_others() -> None:
    found = index.change(Panel(np.full((20, 5), [5.0, 6.0, 7.0, 8.0, 9.0]), np.arange(20)), 0, 4)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.refusal == "All employers changed alike, which does not tell how far others would differ."


def test_employers_that_go_their_own_ways_make_a_wider_interval() -> None:
    alike, apart = np.full((20, 2), [50.0, 55.0]), np.full((20, 2), [50.0, 55.0])
    alike[:, 1] += np.where(np.arange(20) % 2, 1, -1)
    apart[:, 1] += np.where(np.arange(20) % 2, 20, -20)
    one, other = (index.change(Panel(stock, np.arange(20)), 0, 1) for stock in (alike, apart))
    assert one.value == pytest.approx(other.value)
    assert other.low is not None
    assert one.low is not None
    assert one.high is not None
    assert one.high - one.low < 0.03
    assert other.low < one.low - 0.05


def test_half_growing_and_half_shrinking_is_a_half() -> None:
    rows = [(5.0, 0, 0, 0, 6.0)] * 6 + [(6.0, 0, 0, 0, 5.0)] * 6 + [(0.0, 0, 0, 0, 0.0)] * 3
    found = index.diffusion(panel(*rows), 4)
    assert (found.value, found.n) == (0.5, 12)
    assert index.diffusion(panel(*[(5.0, 0, 0, 0, 5.0)] * 10), 4).value == 0.5
    assert index.diffusion(panel(*[(5.0, 0, 0, 0, 7.0)] * 10), 4).value == 1.0
    assert index.diffusion(panel(*[(5.0, 0, 0, 0, 7.0)] * 9), 4).refusal == "9 employers; at least 10 are needed."


@given(
    then=arrays(np.float64, 7, elements=st.integers(0, 40).map(float) | st.just(NONE)),
    now=arrays(np.float64, 7, elements=st.integers(0, 40).map(float) | st.just(NONE)),
    moved=st.integers(-5, 5),
)
def test_the_parts_of_a_change_add_up(then: Floats, now: Floats, moved: int) -> None:
    found = index.decompose(then, now, moved)
    assert found.change == pytest.approx(np.nansum(now) - np.nansum(then))
    assert found.change == pytest.approx(sum(found[1:]))


def seasonal() -> tuple[Panel, Panel]:
    """A role whose employers grow by 0, 1 or 2 % a week beside a field of the same boards, with one falling season."""
    week = np.arange(13)
    season = 1 - 0.03 * week
    growth = (np.arange(30) % 3)[:, None] / 100
    own, rest = 40 * season * (1 + growth) ** week, 400 * season * np.ones((30, 1))
    return Panel(own, np.arange(30)), Panel(own + rest, np.arange(30))


def test_beside_its_field_a_role_keeps_its_own_growth_and_loses_the_season() -> None:
    own, field = seasonal()
    found, alone = index.change_beside(own, field, 0, 12), index.change(own, 0, 12)
    growth = (1 + 1.01**12 + 1.02**12) / 3
    assert found.value == pytest.approx(growth / ((10 + growth) / 11) - 1)
    assert found.low is not None
    assert alone.high is not None
    assert found.low > 0 > alone.high  # the season hides the growth
    assert (found.n, found.unique_employers, found.coverage, found.estimator) == (alone.n, 30, 1.0, "matched_ratio")


def test_what_all_of_a_field_do_alike_is_no_change_beside_it() -> None:
    own, field = seasonal()
    factor = np.linspace(1, 3, 13)
    more = [Panel(one.stock * factor, one.employer) for one in (own, field)]
    before, after = index.change_beside(own, field, 0, 12), index.change_beside(more[0], more[1], 0, 12)
    for bound in ("value", "low", "high"):
        assert getattr(after, bound) == pytest.approx(getattr(before, bound))


def test_a_role_that_is_its_whole_field_or_small_cannot_be_set_beside_it() -> None:
    own, field = seasonal()
    assert index.change_beside(own, own, 0, 12).refusal == "Nothing else of its field has openings to compare with."
    few = Panel(own.stock[:9], own.employer[:9])
    refusal = index.change_beside(few, Panel(field.stock[:9], field.employer[:9]), 0, 12).refusal
    assert refusal == "9 employers; at least 10 are needed."
