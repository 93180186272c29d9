"""What a worker process does: draw markets and measure."""

from collections.abc import Iterable
from functools import cache

from bench import simulated
from bench.calibrate import adverts, courses, marts, openings
from bench.calibrate.outcome import Outcome, Scenario


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Every scenario, in the order of the table."""
    return (
        *openings.scenarios(),
        *adverts.scenarios(),
        *courses.scenarios(),
        *marts.scenarios(),
        *courses.lasting_scenarios(),
        *openings.season_scenarios(),
    )


def run(number: int, seeds: Iterable[int]) -> list[Outcome]:
    """The outcomes of one scenario in the markets of these seeds."""
    scenario = scenarios()[number]
    markets = (simulated.draw(scenario.truths, 1_000_000 * (number + 1) + seed) for seed in seeds)
    return [one for market in markets for one in scenario.measured(market)]
