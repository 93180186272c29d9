"""Lifetimes of adverts: the published cases, the traps of the libraries, and what must always hold."""

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.measures import lifetime_table, lifetimes
from warehouse.measures.lifetime_table import Masses
from warehouse.measures.lifetimes import Spells
from warehouse.measures.pandas_door import open_door

INF = float("inf")
LEUKAEMIA = ([6.0] * 3 + [7, 10, 13, 16, 22, 23], [6.0, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
"""Freireich's 6-MP arm: weeks in remission that ended, and those that went on when last seen."""
COSMESIS = """45- 6-10 0-7 46- 46- 7-16 17- 7-14 37-44 0-8 4-11 15- 11-15 22- 46- 46- 25-37 46- 26-40 46- 27-34
36-44 46- 36-48 37- 40- 17-25 46- 11-18 38- 5-12 37- 0-5 18- 24- 36- 5-11 19-35 17-25 24- 32- 33- 19-26 37- 34-
36-"""
"""Finkelstein and Wolfe's radiotherapy arm: months between which the change came."""


@pytest.fixture(autouse=True)
def with_pandas() -> None:
    """The libraries that ours are held against need it."""
    open_door()


def spells(
    closed: list[float], still_open: list[float], entry: list[float] | None = None, employers: int | None = None
) -> Spells:
    count = len(closed) + len(still_open)
    last = np.array([*closed, *still_open], dtype=np.float64)
    missing = np.array([*closed, *[INF] * len(still_open)], dtype=np.float64)
    start = np.zeros(count) if entry is None else np.array(entry, dtype=np.float64)
    return Spells(start, last, missing, np.arange(count) % (employers or count))


def cosmesis() -> Spells:
    ends = [pair.split("-") for pair in COSMESIS.split()]
    last = np.array([float(low) for low, _ in ends])
    missing = np.array([float(high) if high else INF for _, high in ends])
    return Spells(np.zeros(len(ends)), last, missing, np.arange(len(ends)))


@pytest.mark.parametrize(
    ("age", "share"), [(6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)]
)
def test_the_classic_remission_times(age: float, share: float) -> None:
    assert lifetimes.kaplan_meier(spells(*LEUKAEMIA)).at(age)[0] == pytest.approx(share, abs=5e-5)


def test_the_classic_limits_and_median() -> None:
    curve = lifetimes.kaplan_meier(spells(*LEUKAEMIA))
    assert curve.at(10)[1:] == pytest.approx((0.5032, 0.8894), abs=5e-5)
    assert curve.quantile(0.5) == (23, 13, INF)


def test_delayed_entry_with_a_risk_set_that_empties_early_stays_at_zero() -> None:
    """The trap: S(12) is 0 although one of four was never seen to end."""
    curve = lifetimes.kaplan_meier(spells([5, 8, 12], [10], entry=[0, 6, 9, 2]))
    assert [curve.at(age)[0] for age in (5, 8, 12)] == [0.5, 0.25, 0.0]
    assert curve.at_risk.min() < lifetimes.MIN_AT_RISK


def test_the_published_half_open_masses() -> None:
    found = lifetimes.turnbull(cosmesis())
    held = [(left, right, mass) for left, right, mass in zip(*found, strict=True) if mass > 1e-4]
    expected = [
        (4, 5, 0.0463), (6, 7, 0.0334), (7, 8, 0.0887), (11, 12, 0.0708), (24, 25, 0.0926), (33, 34, 0.0818),
        (38, 40, 0.1209), (46, INF, 0.4656),
    ]  # fmt: skip
    assert [ends[0] for ends in held] == [ends[0] for ends in expected]
    assert [mass for *_, mass in held] == pytest.approx([mass for *_, mass in expected], abs=5e-5)
    survival = [found.open_share(age)[0] for age in (5, 7, 8, 12, 25)]
    assert survival == pytest.approx([0.9537, 0.9203, 0.8316, 0.7609, 0.6682], abs=6e-5)


def test_the_library_takes_both_ends_as_inside() -> None:
    """Why the interval-censored estimate is ours: the library's closed intervals give another curve."""
    lifelines = import_module("lifelines")
    lives = cosmesis()
    fitter = lifelines.KaplanMeierFitter().fit_interval_censoring(lives.last, lives.missing, tol=1e-8)
    closed = [float(fitter.survival_function_.loc[age].max()) for age in (6, 8, 12, 26)]
    ours = [lifetimes.turnbull(lives).open_share(age)[0] for age in (6, 8, 12, 26)]
    assert ours == pytest.approx([0.9537, 0.8316, 0.7609, 0.6682], abs=6e-5)
    assert closed == pytest.approx([0.9507, 0.8481, 0.7609, 0.6537], abs=6e-5)


def _waltons(group: str) -> Spells:
    frame = import_module("lifelines.datasets").load_waltons()
    own = frame[frame["group"] == group]
    closed, still_open = own[own["E"] == 1]["T"].tolist(), own[own["E"] == 0]["T"].tolist()
    return spells(closed, still_open)


def test_the_published_flies() -> None:
    control, other = _waltons("control"), _waltons("miR-137")
    first, second = lifetimes.kaplan_meier(control), lifetimes.kaplan_meier(other)
    assert [(len(group.entry), group.is_closed.sum()) for group in (control, other)] == [(129, 122), (34, 34)]
    assert (first.quantile(0.5)[0], second.quantile(0.5)[0]) == (58, 26)
    pooled = Spells(*(np.concatenate(pair) for pair in zip(control, other, strict=True)))
    assert lifetimes.kaplan_meier(pooled).quantile(0.5)[0] == 56
    assert (first.at(50)[0], second.at(50)[0]) == pytest.approx((0.7651, 0.0588), abs=5e-5)
    found = lifetimes.log_rank(control, other)
    assert found.chi_square == pytest.approx(122.249, abs=5e-4)
    assert found.p_value == pytest.approx(2.04e-28, rel=5e-3)


def test_the_published_late_entries() -> None:
    frame = import_module("lifelines.datasets").load_multicenter_aids_cohort_study()
    exit_age, died = frame["T"].to_numpy(dtype=float), frame["D"].to_numpy(dtype=bool)
    lives = Spells(
        frame["W"].to_numpy(dtype=float), exit_age, np.where(died, exit_age, INF), np.arange(len(frame))
    )  # fmt: skip
    curve = lifetimes.kaplan_meier(lives)
    assert curve.quantile(0.5)[0] == pytest.approx(3.062, abs=5e-4)
    assert curve.at(5)[0] == pytest.approx(0.4246, abs=5e-5)
    ignoring = lifetimes.kaplan_meier(lives._replace(entry=np.zeros(len(frame))))
    assert ignoring.quantile(0.5)[0] == INF
    assert ignoring.at(5)[0] == pytest.approx(0.5182, abs=5e-5)


def test_the_mean_within_a_horizon_agrees_with_the_library() -> None:
    lifelines, utils = import_module("lifelines"), import_module("lifelines.utils")
    rng = np.random.default_rng(7)
    ages = np.ceil(rng.exponential(30, 300))
    is_closed = rng.random(300) < 0.8
    lives = Spells(np.zeros(300), ages, np.where(is_closed, ages, INF), np.arange(300) % 30)
    fitter = lifelines.KaplanMeierFitter().fit(ages, is_closed)
    mean = utils.restricted_mean_survival_time(fitter, t=60)
    found = lifetimes.restricted_mean(lives, 60)
    assert found.value == pytest.approx(mean, rel=1e-6)
    assert found.low is not None
    assert found.low < mean


def many(count: int = 400, employers: int = 20, seed: int = 3) -> Spells:
    rng = np.random.default_rng(seed)
    ages = np.ceil(rng.exponential(40, count))
    return Spells(np.zeros(count), ages - 1, np.where(ages < 90, ages, INF), np.arange(count) % employers)


def test_a_median_has_interval_sample_and_coverage() -> None:
    lives = many()
    found = lifetimes.median(lives)
    assert found.refusal is None
    assert (found.n, found.unique_employers) == (int(lives.is_closed.sum()), 20)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high
    assert found.coverage == found.n / 400


def test_where_nobody_is_left_is_no_limit_of_the_median() -> None:
    lives = many()
    curve = lifetimes.clustered(lives)
    low, high = curve.low.copy(), curve.high.copy()
    low[-1] = high[-1] = np.nan
    assert lifetimes.median(lives, curve._replace(low=low, high=high)) == lifetimes.median(lives, curve)


@pytest.mark.parametrize(
    ("lives", "words"),
    [
        (many(20), "closings; at least 30"),
        (many(employers=9), "9 employers; at least 10"),
        (many()._replace(last=np.full(400, 50.0), missing=np.where(np.arange(400) < 40, 50.0, INF)), "beyond 50 days"),
        (many()._replace(last=np.full(400, 70.0), missing=np.where(np.arange(400) < 40, 50.0, INF)), "half were still"),
        (many()._replace(entry=np.where(np.arange(400) < 5, 0.0, 45.0)), "Fewer than 10"),
    ],
)
def test_what_cannot_carry_a_median_is_refused_in_words(lives: Spells, words: str) -> None:
    found = lifetimes.median(lives)
    assert found.value is None
    assert found.refusal is not None
    assert words in found.refusal


def test_hazards_of_a_week_are_its_closings_of_those_at_risk() -> None:
    lives = Spells(
        np.array([0.0, 0, 0, 3, 8]), np.array([2.0, 9, 30, 30, 30]), np.array([3.0, 10, INF, INF, INF]), np.arange(5)
    )
    found = lifetimes.weekly_hazards(lives, 3)
    assert found.closed.tolist() == [1, 1, 0]
    assert found.at_risk.tolist() == [3, 3, 3]


DAYS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 40), st.booleans()), min_size=5, max_size=40)


@settings(max_examples=50)
@given(DAYS)
def test_exact_days_give_turnbull_the_curve_of_kaplan_and_meier(lives: list[tuple[int, int, bool]]) -> None:
    ages = np.array([float(age) for _, age, _ in lives])
    is_closed = np.array([closed for *_, closed in lives])
    exact = Spells(np.zeros(len(ages)), np.where(is_closed, ages - 1, ages), np.where(is_closed, ages, INF),
                   np.arange(len(ages)))  # fmt: skip
    curve, masses = lifetimes.kaplan_meier(exact), lifetimes.turnbull(exact)
    for age in np.unique(ages[is_closed]):
        assert masses.open_share(age)[0] == pytest.approx(curve.at(age)[0], abs=1e-4)


@settings(max_examples=50)
@given(DAYS)
def test_the_curve_falls_within_its_limits_and_no_order_matters(lives: list[tuple[int, int, bool]]) -> None:
    entry = np.array([float(min(start, age - 1)) for start, age, _ in lives])
    ages = np.array([float(age) for _, age, _ in lives])
    missing = np.where([closed for *_, closed in lives], ages, INF)
    one = lifetimes.kaplan_meier(Spells(entry, ages, missing, np.arange(len(ages))))
    other = lifetimes.kaplan_meier(Spells(entry[::-1], ages[::-1], missing[::-1], np.arange(len(ages))))
    assert (np.diff(one.open_share) <= 0).all()
    assert ((one.low <= one.open_share + 1e-12) & (one.open_share <= one.high + 1e-12)).all()
    for first, second in zip(one, other, strict=True):
        assert np.allclose(first, second, equal_nan=True)


def test_the_jackknife_of_single_adverts_is_about_greenwoods() -> None:
    lives = many()._replace(employer=np.arange(400))
    plain, found = lifetimes.kaplan_meier(lives), lifetimes.clustered(lives)
    middle = (plain.open_share > 0.2) & (plain.open_share < 0.9)
    assert np.allclose((found.high - found.low)[middle], (plain.high - plain.low)[middle], rtol=0.05)


@settings(max_examples=60)
@given(DAYS, st.integers(2, 9), st.integers(1, 5))
def test_without_each_employer_is_what_the_others_lived(
    lives: list[tuple[int, int, bool]], employers: int, gap: int
) -> None:
    """By the sums in place and by the plain curve of the others; the first ages are those of all."""
    entry = np.array([float(min(start, age - 1)) for start, age, _ in lives])
    ages = np.array([float(age) for _, age, _ in lives])
    missing = np.where([closed for *_, closed in lives], ages + gap, INF)
    whole = Spells(entry, ages, missing, np.arange(len(ages)) % employers * 7)
    found = whole.open_shares_without(len(whole.closing_ages))
    assert np.allclose(
        Spells(*whole).open_shares_without(len(whole.closing_ages) // 2), found[:, : found.shape[1] // 2]
    )
    for row, employer in enumerate(np.unique(whole.employer)):
        others = Spells(*(column[whole.employer != employer] for column in whole))
        curve = lifetimes.kaplan_meier(others)
        place = np.searchsorted(curve.age, whole.closing_ages, side="right") - 1
        wanted = np.where(place < 0, 1.0, np.append(curve.open_share, 1.0)[place])
        assert np.allclose(found[row], wanted, atol=1e-8)


@pytest.mark.parametrize("employers", [6, 30, 400])
def test_the_figures_ask_for_no_more_of_the_curve_than_they_need(employers: int) -> None:
    """Six employers that live unlike each other leave the upper limit above a half until the end."""
    lives = many()
    unlike = lives._replace(
        employer=np.argsort(np.argsort(lives.missing, kind="stable")) * employers // len(lives.entry)
    )
    whole, asked = lifetimes.clustered(unlike), lifetime_table.limited(unlike)
    assert len(asked.age) <= len(whole.age)
    assert all(np.array_equal(one, other[: len(one)], equal_nan=True) for one, other in zip(asked, whole, strict=True))
    assert lifetimes.median(unlike, asked) == lifetimes.median(unlike, whole)


def test_an_employers_like_adverts_make_wider_limits() -> None:
    lives = many()
    order = np.argsort(lives.missing, kind="stable")
    alike = lives._replace(employer=np.argsort(order) // 20)
    one, other = lifetimes.median(lives), lifetimes.median(alike)
    assert one.value == other.value
    assert one.high is not None
    assert one.low is not None
    assert other.low is not None
    assert other.low < one.low - 3


def weekly_visits(half_life: float, count: int) -> Spells:
    """Adverts that were posted on any day and looked for every seventh, each from a day of its own on."""
    rng = np.random.default_rng(5)
    ages, first = np.ceil(rng.exponential(half_life / np.log(2), count)), rng.integers(0, 7, count).astype(np.float64)
    is_seen = ages > first
    last = (first + (ages - 1 - first) // 7 * 7)[is_seen]
    return Spells(first[is_seen], last, last + 7, np.arange(is_seen.sum()))


def test_short_lives_under_weekly_visits_are_not_made_long() -> None:
    """Frydman's correction: without masses that end where adverts entered the mean here is 23 days, not 21."""
    fast = Masses(weekly_visits(15, 4000))
    assert fast.median() == pytest.approx(15, abs=1)
    assert fast.mean() == pytest.approx((1 - 2 ** (-60 / 15)) / (1 - 2 ** (-1 / 15)), abs=1)
    for age in (3, 7, 15, 30):
        assert fast.open_share(age) == pytest.approx(2 ** (-age / 15), abs=0.04)


def test_what_closed_within_a_week_is_spread_over_its_days() -> None:
    """All boards asked on one day of the week: of ten adverts four are gone by day 7, two more by day 14."""
    missing = np.array([7.0] * 4 + [14.0] * 2 + [INF] * 4)
    found = Masses(Spells(np.zeros(10), np.where(missing < INF, missing - 7, 70.0), missing, np.arange(10)))
    assert found.median() == 10.5  # half of 7 to 14
    assert [found.open_share(age) for age in (0, 3.5, 7, 10.5, 14, 60)] == pytest.approx([1, 0.8, 0.6, 0.5, 0.4, 0.4])
    assert found.mean() == pytest.approx(0.4 * 4 + 0.2 * 11 + 0.4 * 60)


def test_a_closing_noticed_late_is_spread_over_its_gap() -> None:
    """Looked for every fifth day from another day on each: the curve is that of daily looks, not some days later."""
    rng = np.random.default_rng(11)
    ages = np.ceil(rng.exponential(30, 6000))
    first = rng.integers(0, 5, 6000).astype(np.float64)
    is_seen = ages > first
    last = (first + (ages - 1 - first) // 5 * 5)[is_seen]
    seen = Spells(first[is_seen], last, last + 5, np.arange(is_seen.sum()))
    found = lifetimes.kaplan_meier(seen)
    for age in (5, 15, 30, 60):
        assert found.at(age)[0] == pytest.approx(np.exp(-age / 30), abs=0.02)
    late = lifetimes.kaplan_meier(seen._replace(last=last + 4))
    assert late.at(30)[0] > found.at(30)[0] + 0.02


@given(seed=st.integers(0, 50))
@settings(max_examples=15, deadline=None)
def test_the_medians_limit_is_no_age_past_which_more_than_half_are_surely_open(seed: int) -> None:
    """A watch that began late sees few adverts young; what it knows of older ages holds for the young ones too."""
    rng = np.random.default_rng(seed)
    n = 300
    life, entry = rng.exponential(90, n) + 1, np.where(rng.random(n) < 0.9, rng.uniform(20, 60, n), 0.0)
    seen = np.flatnonzero(life > entry + 1)
    life, entry = np.floor(life[seen]), np.floor(entry[seen])
    late = Spells(entry, life - 1, life, rng.integers(0, 30, len(seen)))
    curve = lifetimes.clustered(late)
    found = lifetimes.median(late, curve)
    assert found.low is not None
    surely_open = curve.age[curve.low > 0.5]
    assert found.low >= surely_open.max(initial=0.0)


@pytest.mark.parametrize(("last", "ends"), [(30, (0.025 ** (1 / 60), 1.0)), (14, (0.0, 1 - 0.025 ** (1 / 60)))])
def test_where_none_or_all_of_the_adverts_closed_the_share_has_the_exact_limits_of_that(
    last: float, ends: tuple[float, float]
) -> None:
    """Clopper and Pearson's of 0 or 60 in 60."""
    found = lifetimes.open_share(spells([last] * 60, [], employers=12), 14)
    assert (found.value, found.n) == (1.0 if last > 14 else 0.0, 60)
    assert (found.low, found.high) == pytest.approx(ends)
