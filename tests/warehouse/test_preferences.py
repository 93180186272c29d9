"""The weights learnt from choices: a published table, cases by hand, and what must hold whatever is chosen."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.measures import preferences
from warehouse.measures.pandas_door import open_door
from warehouse.measures.preferences import ATTRIBUTES, Floats, intervals, posterior, ranks, score, stated

CHOICES = arrays(np.float64, (6, 3), elements=st.integers(-4, 4).map(lambda n: n / 4))
FLAT = {"a": 0.0, "b": 0.0, "c": 0.0}

# A. Agresti, "Categorical Data Analysis": American League East 1987, wins of the row's team over the column's.
TEAMS = ("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore")
WINS = (
    (0, 7, 9, 7, 7, 9, 11),
    (6, 0, 7, 5, 11, 9, 9),
    (4, 6, 0, 7, 7, 8, 12),
    (6, 8, 6, 0, 6, 7, 10),
    (6, 2, 6, 7, 0, 7, 12),
    (4, 4, 5, 6, 6, 0, 6),
    (2, 4, 1, 3, 1, 7, 0),
)
# H. Turner and D. Firth, "Bradley-Terry models in R", J. Stat. Softw. 48(9) (2012): abilities less Baltimore's, and
# their standard errors.
ABILITIES = (1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839)
ERRORS = (0.3433, 0.3396, 0.3367, 0.3359, 0.3339, 0.3319)


def games() -> Floats:
    """One row a game: the winner's column less the loser's, Baltimore's left out."""
    teams = np.eye(7)[:, :6]
    pairs = [
        (winner, loser) for winner, loser in itertools.permutations(range(7), 2) for _ in range(WINS[winner][loser])
    ]
    return np.array([teams[winner] - teams[loser] for winner, loser in pairs])


def test_the_published_abilities_of_seven_teams() -> None:
    found = posterior(games(), dict.fromkeys(TEAMS[:6], 0.0), prior_sd=1e4)
    assert found.mean == pytest.approx(ABILITIES, abs=5e-5)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(ERRORS, abs=1e-4)


def test_without_a_prior_it_is_the_logit_of_statsmodels() -> None:
    open_door()
    from statsmodels.discrete.discrete_model import Logit

    table = games()
    mirrored = np.vstack([table, -table])  # statsmodels wants both outcomes: each game seen from both sides
    theirs = Logit(np.repeat([1.0, 0.0], len(table)), mirrored).fit(disp=0)
    found = posterior(table, dict.fromkeys(TEAMS[:6], 0.0), prior_sd=1e4)
    assert found.mean == pytest.approx(theirs.params, abs=1e-5)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(theirs.bse * 2**0.5, abs=1e-5)


def test_one_choice_by_hand() -> None:
    """The mode of -log(1 + exp(-w)) - w^2/2 solves w (1 + exp(w)) = 1; the curvature there is 1 + w - w^2."""
    found = posterior(np.array([[1.0]]), {"a": 0.0})
    weight = float(found.mean[0])
    assert weight == pytest.approx(0.401058, abs=1e-6)
    assert weight * (1 + np.exp(weight)) == pytest.approx(1.0)
    assert float(found.covariance[0, 0]) == pytest.approx(1 / (1 + weight - weight**2))


def test_no_choice_leaves_what_was_stated() -> None:
    said = stated({"pay": 3})
    found = posterior(np.empty((0, 6)), said, prior_sd=0.5)
    assert dict(zip(found.names, found.mean.tolist(), strict=True)) == said
    assert found.names == ATTRIBUTES
    assert np.allclose(found.covariance, np.eye(6) / 4)
    assert next((one.low, one.high) for one in intervals(found)) == pytest.approx((3 - 0.98, 3 + 0.98), abs=1e-3)


@settings(max_examples=40)
@given(choices=CHOICES)
def test_turning_every_choice_turns_every_weight(choices: Floats) -> None:
    one, other = posterior(choices, FLAT), posterior(-choices, FLAT)
    assert np.allclose(one.mean, -other.mean, atol=1e-8)
    assert np.allclose(one.covariance, other.covariance, atol=1e-8)


@settings(max_examples=40)
@given(choices=CHOICES, more=arrays(np.float64, (1, 3), elements=st.integers(-4, 4).map(lambda n: n / 4)))
def test_the_same_choices_again_widen_no_interval_at_the_same_weights(choices: Floats, more: Floats) -> None:
    found = posterior(choices, FLAT)
    prior = np.eye(3)
    assert np.linalg.eigvalsh(prior - found.covariance).min() > -1e-9
    balanced = posterior(np.vstack([choices, -choices]), FLAT)
    again = posterior(np.vstack([choices, -choices, more, -more]), FLAT)  # the mode stays at 0
    assert np.linalg.eigvalsh(balanced.covariance - again.covariance).min() > -1e-9


@settings(max_examples=20)
@given(choices=CHOICES, order=st.permutations(range(6)))
def test_the_order_of_choices_is_nothing(choices: Floats, order: list[int]) -> None:
    assert np.allclose(posterior(choices, FLAT).mean, posterior(choices[order], FLAT).mean, atol=1e-8)


def test_a_choice_without_a_feature_tells_nothing_of_its_weight() -> None:
    found = posterior(np.array([[1.0, np.nan], [0.5, np.nan]]), {"a": 0.0, "b": 2.0})
    assert float(found.mean[1]) == 2.0
    assert float(found.covariance[1, 1]) == pytest.approx(1.0)
    assert float(found.mean[0]) > 0


def test_a_thousand_equal_choices_end() -> None:
    found = posterior(np.ones((1000, 1)), {"a": -40.0})
    assert np.isfinite(found.mean).all()
    assert 1 < float(found.mean[0]) < 10


def simulated_person(rng: np.random.Generator, choices: int, prior: dict[str, float]) -> tuple[Floats, Floats]:
    """The true weights, drawn about what the person says, and choices made with them."""
    truth = rng.normal(list(prior.values()), preferences.PRIOR_SD)
    differences = rng.uniform(size=(choices, len(prior))) - rng.uniform(size=(choices, len(prior)))
    is_first = rng.uniform(size=choices) < 1 / (1 + np.exp(-differences @ truth))
    return truth, np.where(is_first[:, None], differences, -differences)


def test_intervals_hold_the_true_weights_as_often_as_they_claim() -> None:
    rng, prior, held = np.random.default_rng(20261122), stated({"pay": 3, "remote": 2}), []
    for _ in range(250):
        truth, choices = simulated_person(rng, 20, prior)
        found = intervals(posterior(choices, prior))
        held.append([one.low <= true <= one.high for one, true in zip(found, truth, strict=True)])
    assert 0.93 < np.mean(held) < 0.97


def test_many_choices_find_the_weights_whatever_was_stated() -> None:
    rng = np.random.default_rng(7)
    truth = np.array([3.0, 0.0, -1.0])
    differences = rng.uniform(size=(3000, 3)) - rng.uniform(size=(3000, 3))
    is_first = rng.uniform(size=3000) < 1 / (1 + np.exp(-differences @ truth))
    found = posterior(np.where(is_first[:, None], differences, -differences), FLAT)
    assert found.mean == pytest.approx(truth, abs=0.3)


def test_the_typical_opening_scores_nothing_and_the_unknown_is_typical_but_wider() -> None:
    found = posterior(np.empty((0, 2)), {"a": 2.0, "b": 1.0}, prior_sd=0.1)
    features = np.array([[0.0, 0.5], [1.0, 0.5], [0.5, 0.5], [np.nan, 0.5]])
    values, low, high = score(features, found)
    assert values.tolist() == [-1.0, 1.0, 0.0, 0.0]
    assert (low[2], high[2]) == (0.0, 0.0)
    assert high[3] == pytest.approx(1.96 * np.sqrt(4.01) * 0.5, abs=1e-3)
    assert low[3] == -high[3]
    assert ranks(values).tolist() == [4, 1, 2, 3]


def test_what_is_known_of_no_opening_may_be_anything() -> None:
    found = posterior(np.empty((0, 1)), {"a": 1.0}, prior_sd=1e-6)
    _, low, high = score(np.array([[np.nan]]), found)
    assert float(high[0] - low[0]) == pytest.approx(2 * 1.96 * 12**-0.5, abs=1e-3)


@settings(max_examples=30)
@given(features=arrays(np.float64, (5, 2), elements=st.integers(0, 8).map(lambda n: n / 8)))
def test_more_of_what_is_weighed_is_scored_higher(features: Floats) -> None:
    found = posterior(np.empty((0, 2)), {"a": 2.0, "b": 0.5})
    before = score(features, found).score
    features[0, 0] += 0.5
    after = score(features, found).score
    assert after[0] - after[1] == pytest.approx(before[0] - before[1] + 1.0)
