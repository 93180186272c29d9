"""The two averages of adverts' ages: the published example, and why neither is a lifetime."""

import numpy as np
import pytest

from warehouse.measures import ages
from warehouse.measures.lifetimes import Spells

INF = float("inf")


def spells(last: list[float], missing: list[float], employers: int = 20) -> Spells:
    count = len(last)
    return Spells(np.zeros(count), np.array(last), np.array(missing), np.arange(count) % employers)


def test_the_published_example() -> None:
    """Two jobs posted on 1 January and last up on the 10th and the 20th: 15 days; on the 5th both were 5 days old.

    LinkUp's `postlength` and `postlength2`; here forty of each.
    """
    ended = spells([9.0] * 40 + [19.0] * 40, [10.0] * 40 + [20.0] * 40)
    alike = ages.completed(ended)  # each employer's adverts too, so how far others would be off is not told
    assert (alike.value, alike.low, alike.high) == (pytest.approx(15), None, None)
    on_the_fifth = spells([4.0] * 80, [INF] * 80)
    assert ages.so_far(on_the_fifth).value == pytest.approx(5)
    assert ages.completed(on_the_fifth).refusal == "0 closings; at least 30 are needed."
    assert ages.so_far(ended).refusal == "0 adverts still open; at least 30 are needed."


def test_one_is_too_short_and_the_other_of_long_lives() -> None:
    """Adverts up for 10 or 90 days, as many of each: 50 on average, which neither of the two says."""
    born, life = np.repeat(np.arange(200.0), 40), np.tile(np.repeat([10.0, 90.0], 20), 200)
    employer = np.tile(np.arange(20), 400)

    def seen(day: float) -> Spells:
        age, is_there = day - born, born <= day
        last, missing = np.minimum(life - 1, age), np.where(life <= age, life, INF)
        return Spells(np.zeros(is_there.sum()), last[is_there], missing[is_there], employer[is_there])

    assert ages.completed(seen(60)).value == 10
    # The stock has nine long ones for each short one, and each has lived half its life on average.
    assert ages.so_far(seen(199)).value == pytest.approx((10 * 5.5 + 90 * 45.5) / 100)


@pytest.mark.parametrize(("posted_until", "mean"), [(200, 50), (100, (9 * 10 + 89 * 90) / 98)])
def test_those_that_close_may_also_have_the_right_mean_or_too_long_a_one(posted_until: int, mean: float) -> None:
    """The same adverts, watched on the days 100 to 190: posted then as before, or no more."""
    born, life = np.repeat(np.arange(float(posted_until)), 2), np.tile([10.0, 90.0], posted_until)
    start, end = 100, 190
    is_seen = (born + life > start) & (born <= end)
    born, life = born[is_seen], life[is_seen]
    missing = np.where(born + life <= end, life, INF)
    seen = Spells(np.maximum(start - born, 0), np.minimum(life - 1, end - born), missing, np.arange(len(born)) % 20)
    assert (seen.entry > 0).any()
    assert ages.completed(seen).value == pytest.approx(mean)


def test_an_employers_like_adverts_make_wider_limits() -> None:
    days = np.sort(np.random.default_rng(5).exponential(30, 400).round() + 1)
    mixed = Spells(np.zeros(400), days - 1, days, np.arange(400) % 20)
    alike = mixed._replace(employer=np.arange(400) // 20)
    one, other = ages.completed(mixed), ages.completed(alike)
    assert one.value == other.value
    assert one.low is not None
    assert one.high is not None
    assert other.low is not None
    assert other.high is not None
    assert other.high - other.low > 2 * (one.high - one.low)


@pytest.mark.parametrize(("employers", "words"), [(9, "9 employers; at least 10"), (20, None)])
def test_too_few_employers_are_refused(employers: int, words: str | None) -> None:
    found = ages.completed(spells([4.0, 6.0] * 20, [5.0, 7.0] * 20, employers))
    assert (words in str(found.refusal)) if words else found.value == 6
