import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.measures import offers
from warehouse.measures.estimate import Estimate
from warehouse.measures.odds import SAID, odds
from warehouse.measures.offers import Arrived, Belief

CHANCES = ("least", "alike_low", "alike_high", "most", "any")


def arrived(weeks: int, a_week: int = 4, *, pay: tuple[float, float] = (50.0, 60.0), silent: int = 0) -> Arrived:
    """So many employers each week, one advert each, the first `silent` of them without pay."""
    week, employer = np.divmod(np.arange(weeks * a_week), a_week)
    low = np.where(employer < silent, np.nan, pay[0] + employer)
    return Arrived(week, employer, low, np.where(employer < silent, np.nan, pay[1] + employer))


def test_the_closed_forms() -> None:
    assert offers.at_least_one(10, 4, 8, 0.02) == pytest.approx(0.32444, abs=5e-6)
    assert offers.plug_in(10 / 4, 8, 0.02) == pytest.approx(0.32968, abs=5e-6)
    assert offers.at_least_one(10.5, 4, 8, 0.02) == pytest.approx(0.33755, abs=6e-6)


def test_a_survey_of_four_months_in_other_spans() -> None:
    """19.4 % within four months is a rate of .0539 a month."""
    assert offers.within(0.194, 4, 4 * offers.WEEKS_A_MONTH) == pytest.approx(0.194)
    assert -np.log1p(-offers.within(0.194, 4, offers.WEEKS_A_MONTH)) == pytest.approx(0.0539, abs=5e-5)


def test_what_is_drawn_meets_the_closed_form() -> None:
    """Even arrivals, all of which count, no drift: the mean of the draws is the average over the gamma belief."""
    found = offers.opportunity(arrived(10), 10, 1e9, 0.05, drift=0.0)
    assert found.dispersion == 0  # more even than chance, which makes nothing surer
    assert found.any.value == pytest.approx(offers.at_least_one(40.5, 10, 0.05), abs=1e-4)


def test_of_applications_is_the_beta_binomial() -> None:
    found = offers.of_applications(3, Belief(1.0, 1.0))
    assert found.value == pytest.approx(1 - 1 / 4)  # the mean of p^3 over a flat belief is a quarter
    assert (found.low, found.high) == pytest.approx((1 - 0.9**3, 1 - 0.1**3))
    assert offers.of_applications(0).value == 0
    low, high = offers.OFFER_PER_APPLICATION.middle()
    assert (offers.OFFER_PER_APPLICATION.mean, low, high) == pytest.approx((0.0196, 0.0039, 0.0407), abs=1e-4)
    assert offers.OFFER_PER_APPLICATION.learnt(2, 18) == Belief(3.5, 93.0)


def test_an_employers_week_counts_once_and_its_best_advert_speaks() -> None:
    week, employer = np.array([0, 0, 0, 1, 1, 9]), np.array([1, 1, 2, 1, 1, 1])
    low = np.array([40.0, 60.0, np.nan, 40.0, np.nan, np.nan])
    high = np.array([45.0, np.nan, 70.0, 55.0, np.nan, np.nan])
    found = offers.batches(Arrived(week, employer, low, high), 10, 50.0)
    assert found.weekly.tolist() == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (found.n, found.priced, found.starting_above, found.maybe_above) == (4, 3, 1, 4)


def test_silent_adverts_are_like_those_of_their_employer() -> None:
    """Of two employers of opposite pay the silent adverts are as sure as the stated ones."""
    week, employer = np.divmod(np.arange(20), 2)
    low = np.where(employer == 1, 60.0, 40.0)
    hidden = np.where(week < 5, np.nan, low)
    found = offers.batches(Arrived(week, employer, hidden, hidden), 10, 50.0)
    assert (found.starting_above, found.maybe_above) == (5, 15)
    assert found.alike_low == found.alike_high == pytest.approx(10, abs=0.1)
    assert offers.batches(Arrived(week, employer, low, low), 10, 50.0).alike_low == 10


def test_crowded_arrivals_are_told_and_promise_less() -> None:
    even, base = arrived(12), arrived(12)
    crowded = Arrived(np.where(base.week < 6, 0, 6), base.employer + 100 * base.week, base.minimum, base.maximum)
    assert offers.dispersion(offers.batches(even, 12, 0.0).weekly) == 0
    assert offers.dispersion(offers.batches(crowded, 12, 0.0).weekly) == pytest.approx((2 * 20**2 + 10 * 4**2) / 4 / 11)
    assert _value(crowded, "any", horizon=0.5) < _value(even, "any", horizon=0.5)


def _value(found: Arrived, name: str, *, pay: float = 55.0, horizon: float = 12) -> float:
    value = getattr(offers.opportunity(found, 12, pay, horizon), name).value
    assert isinstance(value, float)
    return value


@settings(max_examples=15)
@given(pay=st.floats(40, 80), silent=st.integers(0, 1), horizon=st.floats(0.5, 26), more=st.floats(0, 10))
def test_chances_are_ordered(pay: float, silent: int, horizon: float, more: float) -> None:
    """Silence widens, a higher offer lowers, a longer wait raises; an interval holds its middle."""
    adverts = arrived(12, silent=silent)
    found = offers.opportunity(adverts, 12, pay, horizon)
    values = [getattr(found, name).value for name in CHANCES]
    assert values == sorted(values)
    higher, longer = (
        offers.opportunity(adverts, 12, pay + more, horizon), offers.opportunity(adverts, 12, pay, horizon + more)
    )  # fmt: skip
    for name, value in zip(CHANCES, values, strict=True):
        one: Estimate = getattr(found, name)
        assert one.low is not None
        assert one.high is not None
        assert 0 <= one.low <= one.high <= 1
        assert getattr(higher, name).value <= value + 1e-12 <= getattr(longer, name).value + 2e-12


def test_an_attempt_is_rarer_than_its_opportunity() -> None:
    adverts = arrived(12)
    chance = offers.opportunity(adverts, 12, 51, 12).least
    half = offers.opportunity(adverts, 12, 51, 12, used=0.5, belief=offers.OFFER_PER_APPLICATION).least
    whole = offers.opportunity(adverts, 12, 51, 12, used=1.0, belief=offers.OFFER_PER_APPLICATION).least
    assert chance.value is not None
    assert half.value is not None
    assert whole.value is not None
    assert half.value < whole.value < chance.value


def test_floors_are_refusals_in_words() -> None:
    short, few = offers.opportunity(arrived(7), 7, 50, 12), offers.opportunity(arrived(9, 1), 9, 50, 12)
    assert short.any.refusal == "fewer than 8 whole weeks of history at the same boards."
    assert few.any.refusal == "9 employers' weeks with a new matching advert; at least 10 are needed."
    silent = offers.opportunity(arrived(12, silent=3), 12, 50, 12)
    assert silent.any.value is not None
    assert silent.most.refusal == "12 new matching adverts that state pay; at least 30 are needed."
    nothing = np.array([], dtype=np.int64)
    none = offers.opportunity(Arrived(nothing, nothing, np.array([]), np.array([])), 12, 50, 12)
    assert (none.any.value, none.batches) == (None, 0)


@pytest.mark.parametrize(
    ("chance", "times", "of"),
    [
        (0.333, 1, 3),
        (0.0, 1, 100),
        (1.0, 99, 100),
        (0.5, 1, 2),
        (0.36, 1, 3),
        (0.63, 3, 5),
        (0.16, 1, 6),
        (0.07, 1, 15),
        (0.96, 29, 30),
    ],
)
def test_odds_are_the_nearest_that_are_said(chance: float, times: int, of: int) -> None:
    assert odds(chance) == (times, of)


def test_odds_mirror_and_refuse_what_is_no_chance() -> None:
    assert all(odds(one.times / one.of) == one for one in SAID)
    assert [1 - one.times / one.of for one in reversed(SAID)] == pytest.approx([one.times / one.of for one in SAID])
    with pytest.raises(ValueError, match="no chance"):
        odds(1.1)
