"""The calibration's exact checks on a few markets, and its counting; the rates themselves take hundreds of markets."""

import numpy as np
import pytest

from bench import simulated
from bench.calibrate import careers, choices
from bench.calibrate.outcome import ALWAYS, FALSE_ALARMS, HOLDS_95, Outcome, cells, lines, outcome
from bench.calibrate.running import scenarios
from warehouse.measures.estimate import Estimate, refused


@pytest.mark.parametrize("name", ["three platforms", "a role moved"])
def test_sources_and_parsers_are_told_apart_from_employers(name: str) -> None:
    scenario = next(one for one in scenarios() if name in one.name)
    found = [one for seed in range(3) for one in scenario.measured(simulated.draw(scenario.truths, seed))]
    assert {one.held for one in found} <= {1.0, None}
    assert {one.measure for one in found if one.held is not None} == {one.measure for one in found}


@pytest.mark.parametrize("number", range(0, len(scenarios()), 7))
def test_every_kind_of_market_can_be_measured(number: int) -> None:
    scenario = scenarios()[number]
    for one in scenario.measured(simulated.draw(scenario.truths, 5)):
        assert one.held is None or 0 <= one.held <= 1


def test_the_marts_of_a_market_are_compared_with_what_is_true() -> None:
    scenario = next(one for one in scenarios() if "through the marts" in one.name)
    found = list(scenario.measured(simulated.draw(scenario.truths, 1)))
    assert len({one.measure for one in found}) == len(found) == 11
    assert all(one.held is not None for one in found)
    assert sum(one.held or 0 for one in found if one.goal != FALSE_ALARMS) >= 7


def test_an_outcome_counts_what_the_interval_holds() -> None:
    found = Estimate(value=10.0, low=8.0, high=13.0, n=30, estimator="")
    assert outcome("a", "b", found, 8.0) == Outcome("a", "b", 1.0, 0.5)
    assert outcome("a", "b", found, 7.9).held == 0.0
    assert outcome("a", "b", found, 9.0, scale=100).width == 0.05
    assert outcome("a", "b", refused("", "Too few.", 3), 1.0).held is None


def test_a_line_has_its_share_limits_and_verdict() -> None:
    outcomes = [Outcome("a", "b", float(n > 5), 0.2) for n in range(100)] + [Outcome("a", "b", None)] * 25
    line = lines("mild", outcomes)[0]
    assert (line.markets, line.refused, line.rate, line.goal) == (100, 0.2, 0.94, HOLDS_95)
    assert line.low < 0.94 < line.high
    assert cells(line)[-1] == "within"
    assert cells(lines("mild", [Outcome("a", "b", float(n > 8)) for n in range(100)])[0])[-1] == "OUTSIDE"
    one_in_a_hundred = [Outcome("a", "b", float(n > 0), goal=ALWAYS) for n in range(100)]
    assert not lines("mild", one_in_a_hundred)[0].is_met
    assert np.isnan(lines("mild", [Outcome("a", "b", None)])[0].rate)


def test_chances_stated_to_people_come_true_about_as_often() -> None:
    """A few people of the world that is as assumed and of the one that breaks all; `make calibrate` asks hundreds."""
    assumed, worst = careers.WORLDS[0], careers.WORLDS[-1]
    for world in (assumed, worst):
        said = [one for seed in range(25) for one in careers.of_person(world, seed)]
        found = {one.event: one for one in careers.scores(world, said)}
        assert set(found) == set(careers.EVENTS)
        assert all(one.is_met or one.event in world.broken for one in found.values())
        assert careers.bin_cells(careers.reliability(careers.OFFERS, said)[0])[0] == careers.OFFERS
    page = careers.page(25, [careers.cells(one, ()) for one in found.values()], [])
    assert page.count("\n|") >= len(found) + 3


def test_a_chance_that_is_far_off_is_outside() -> None:
    said = [careers.Said("a", 0.4, 0.4, n % 10 < 7) for n in range(200)]
    one = careers.score("a", "w", said)
    assert (one.stated, one.happened, one.is_met) == (pytest.approx(0.4), 0.7, False)
    assert one.brier == pytest.approx(0.7 * 0.36 + 0.3 * 0.16)
    assert one.brier_base == pytest.approx(0.21)
    assert one.z == pytest.approx(0.3 * 200 / (200 * 0.24) ** 0.5)
    assert careers.cells(one, ())[-1] == "OUTSIDE"
    assert careers.cells(one, ("a",))[-1] == "assumption broken"
    bounded = careers.score("a", "w", [one._replace(most=0.9) for one in said])
    assert bounded.is_met


def test_every_kind_of_chooser_is_measured_and_the_page_has_a_line_for_each() -> None:
    weights, offers = choices.measured(20)
    assert [row[0] for row in weights[:: len(choices.CHOICES)]] == [kind.name for kind in choices.CHOOSERS]
    assert all(50 <= float(row[3]) <= 100 for row in weights)
    stated, learnt = (int(weights[11][column]) for column in (6, 7))
    assert weights[11][:2] == ("no weights stated", "60")
    assert learnt > stated
    assert choices.page(20, weights, offers).count("\n|") >= len(weights) + len(offers) + 4


def test_weights_held_too_seldom_are_outside() -> None:
    held = choices.Found(np.zeros(6), np.ones(6), 0.5, 0.5)
    assumed, broken = choices.CHOOSERS[0], choices.CHOOSERS[-1]
    assert choices.line(assumed, 5, [held] * 3)[-1] == "OUTSIDE"
    assert choices.line(broken, 5, [held] * 3)[-1] == "assumption broken"
