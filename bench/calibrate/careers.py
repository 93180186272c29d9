"""Measure on simulated people with an offer in hand how often stated chances come true: `make calibrate`."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.printed import markdown, print_table, say
from bench.simulated.careers import FUTURES, Adverts, Career, World, draw
from warehouse.measures import offers
from warehouse.measures.estimate import Estimate
from warehouse.measures.shares import wilson

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TABLE = Path(__file__).parents[2] / "docs" / "careers.md"
PEOPLE = 1_100
"""A world, of whom about half have too short a history and are refused."""
CHUNK = 50
LEEWAY = 0.05
"""How far what happened may lie from what was stated beyond chance: less than between two chances that are said."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS")
APPLICATIONS = (5, 10, 20, 40)
APPLIED = 0.5
"""The share of the employers' weeks with something better that people apply to as they come."""
LOGGED = 40
"""How many applications people have logged before, where they learn from them."""

STATED = "an advert that states more, even at its minimum"
ALIKE = "an advert whose range is all above, stated or not", "an advert whose range reaches above, stated or not"
TRUTH = "an advert that pays more in the end"
OFFERS, LEARNT = "an offer from 5 to 40 applications", "the same, after 40 logged applications"
FLOW = "an offer from half of what starts above, as it comes"
ABOVE: dict[str, tuple[str, Callable[[Adverts, float], Flags]]] = {
    STATED: ("least", lambda it, pay: it.is_stated & (it.low > pay)),
    ALIKE[0]: ("alike_low", lambda it, pay: it.low > pay),
    ALIKE[1]: ("alike_high", lambda it, pay: it.high > pay),
}


WORLDS = (
    World(name="as assumed: batches, no drift"),
    World(name="bursts: a week's demand varies by 60 %", bursts=0.6),
    World(name="drift: the coming weeks differ by 30 %", drift=0.3),
    World(name="growth by half over the history, going on", growth=0.4, broken=(STATED, *ALIKE)),
    World(name="large batches at few employers", batch=4.0, sizes=1.5, between=0.2, within=0.05),
    World(name="the better paid hide their pay", by_pay=1.0, disclosed=0.4, broken=ALIKE),
    World(name="offers rarer than assumed: 0.6 %", chance_log=(0.006, 1.0), broken=(OFFERS, LEARNT, FLOW)),
    World(name="all of it at once", batch=3.0, bursts=0.5, drift=0.25, sizes=1.5, by_pay=0.7, disclosed=0.4,
          chance_log=(0.01, 1.0), broken=(*ALIKE, OFFERS, LEARNT, FLOW)),
)  # fmt: skip


class Said(NamedTuple):
    """One stated chance and what came of it."""

    event: str
    chance: float
    """Stated; of two bounds the lower."""
    most: float
    """The upper bound; as `chance` where one figure is stated."""
    happened: bool
    true: float = float("nan")
    """How often it happened when the coming weeks were drawn again."""
    is_within: float = float("nan")
    """Whether the stated 80 % interval holds that."""


def of_person(world: World, seed: int) -> list[Said]:
    """Everything that was stated to one person; nothing where the history was refused."""
    career = draw(world, seed)
    found = offers.opportunity(career.arrived, career.weeks, career.offer, career.horizon)
    return [*_adverts(career, found), *_offers(career, np.random.default_rng([seed, 1]))]


def _adverts(career: Career, found: offers.Opportunity) -> list[Said]:
    said = []
    for event, (name, is_above) in ABOVE.items():
        one: Estimate = getattr(found, name)
        if one.value is None:
            continue
        true = _true(career, is_above(career.futures, career.offer))
        happened = bool(is_above(career.after, career.offer).any())
        said.append(Said(event, one.value, one.value, happened, true, _holds(one, true)))
    if found.least.value is not None and found.most.value is not None:
        said.append(Said(TRUTH, found.least.value, found.most.value, bool((career.after.pay > career.offer).any())))
    return said


def _true(career: Career, is_above: Flags) -> float:
    """In which share of the drawn futures it happens."""
    return len(np.unique(career.futures.week[is_above] // career.horizon)) / FUTURES


def _holds(found: Estimate, true: float) -> float:
    """Whether the 80 % interval holds the true chance, to a hundredth: so finely that is known, and none is said."""
    assert found.low is not None
    assert found.high is not None
    return float(found.low - 0.01 <= true <= found.high + 0.01)


def _offers(career: Career, random: np.random.Generator) -> list[Said]:
    sent = int(random.choice(APPLICATIONS))
    none = (1 - career.chance) ** sent
    is_offered = bool(random.random() > none)
    logged = int(random.binomial(LOGGED, career.chance))
    learnt = offers.OFFER_PER_APPLICATION.learnt(logged, LOGGED - logged)
    beliefs = {OFFERS: offers.OFFER_PER_APPLICATION, LEARNT: learnt}
    said = [_of(event, offers.of_applications(sent, belief), is_offered, 1 - none) for event, belief in beliefs.items()]
    found = offers.opportunity(
        career.arrived, career.weeks, career.offer, career.horizon, used=APPLIED, belief=offers.OFFER_PER_APPLICATION
    )
    if found.least.value is None:
        return said
    above = career.after.is_stated & (career.after.low > career.offer)
    tried = len(np.unique(career.after.week[above] * 1000 + career.after.employer[above]))
    is_offered = bool(random.random() > (1 - APPLIED * career.chance) ** tried)
    return [*said, Said(FLOW, found.least.value, found.least.value, is_offered)]


def _of(event: str, found: Estimate, happened: bool, true: float) -> Said:
    assert found.value is not None
    return Said(event, found.value, found.value, happened, true, _holds(found, true))


class Score(NamedTuple):
    """How one kind of stated chance did among people of one world."""

    event: str
    world: str
    people: int
    stated: float
    most: float
    happened: float
    low: float
    high: float
    """95 % limits of the share that happened."""
    z: float
    """How many standard errors the share that happened lies from the mean stated; NaN of bounds."""
    z_sharp: float
    """D. J. Spiegelhalter's statistic of calibration, Statistics in Medicine 5 (1986) 421-433; NaN of bounds."""
    brier: float
    brier_base: float
    """That of stating the share that happened, known only afterwards, to everybody."""
    within: float
    """The share whose 80 % interval held the true chance."""

    @property
    def is_met(self) -> bool:
        """Whether what happened lies between the bounds or within LEEWAY of what was stated, but for chance."""
        leeway = LEEWAY if self.most == self.stated else 0.0
        return self.stated - leeway <= self.high and self.low <= self.most + leeway


def score(event: str, world: str, said: Sequence[Said]) -> Score:
    """The score of what was stated on one event."""
    chance, most, happened, true, within = (
        np.array([one[index] for one in said], dtype=np.float64) for index in range(1, 6)
    )
    base = float(happened.mean())
    low, high = wilson(happened.sum(), len(said))
    error = (chance - happened) ** 2
    is_bounded = bool((most > chance).any())
    return Score(
        event, world, len(said), float(chance.mean()), float(most.mean()), base, low, high,
        *((float("nan"), float("nan")) if is_bounded else _statistics(chance, happened)), float(error.mean()),
        base * (1 - base), float("nan") if np.isnan(true).all() else float(within.mean()),
    )  # fmt: skip


def _statistics(chance: Floats, happened: Floats) -> tuple[float, float]:
    """Both z, of the mean and of Spiegelhalter."""
    variance, weight = chance * (1 - chance), 1 - 2 * chance
    miss = happened - chance
    mean, sharp = float(miss.sum() / np.sqrt(variance.sum())), float((miss * weight).sum())
    return mean, sharp / float(np.sqrt((weight**2 * variance).sum()))


def scores(world: World, said: Sequence[Said]) -> list[Score]:
    """The score of every event, in the order in which they first came."""
    events = dict.fromkeys(one.event for one in said)
    return [score(event, world.name, [one for one in said if one.event == event]) for event in events]


class Bin(NamedTuple):
    """People to whom about the same chance was stated, and how many of them it came true for."""

    event: str
    people: int
    stated: float
    happened: float
    low: float
    high: float


EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def reliability(event: str, said: Iterable[Said]) -> list[Bin]:
    """The stated chances of an event in bins, each with the share that came true and its 95 % limits."""
    chosen = [one for one in said if one.event == event]
    chance = np.array([one.chance for one in chosen])
    happened = np.array([one.happened for one in chosen], dtype=np.float64)
    place = np.clip(np.digitize(chance, EDGES) - 1, 0, len(EDGES) - 2)
    rows = []
    for number in np.unique(place):
        inside = place == number
        low, high = wilson(happened[inside].sum(), int(inside.sum()))
        stated = float(chance[inside].mean())
        rows.append(Bin(event, int(inside.sum()), stated, float(happened[inside].mean()), low, high))
    return rows


def measured(people: int, workers: int) -> dict[str, list[Said]]:
    """Everything that was stated in every world, by its name."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        parts = {
            world.name: [
                pool.submit(chunk, number, range(first, min(first + CHUNK, people)))
                for first in range(0, people, CHUNK)
            ]
            for number, world in enumerate(WORLDS)
        }
        return {name: [one for part in done for one in part.result()] for name, done in parts.items()}


def chunk(number: int, seeds: Iterable[int]) -> list[Said]:
    """What a worker process does."""
    return [one for seed in seeds for one in of_person(WORLDS[number], 1_000_000 * (number + 1) + seed)]


HEAD = ("stated to people", "world", "people", "stated %", "happened %", "its 95 % limits", "z", "Brier",
        "Brier of base rate", "80 % interval held %", "")  # fmt: skip


def cells(one: Score, broken: Sequence[str]) -> tuple[str, ...]:
    """A score as it is printed."""
    stated = f"{100 * one.stated:.1f}" + (f" to {100 * one.most:.1f}" if one.most != one.stated else "")
    numbers = ("", "") if np.isnan(one.z_sharp) else (f"{one.z_sharp:.1f}", f"{one.brier:.3f}")
    verdict = "within" if one.is_met else "assumption broken" if one.event in broken else "OUTSIDE"
    return (
        one.event, one.world, f"{one.people:,}", stated, f"{100 * one.happened:.1f}",
        f"{100 * one.low:.1f}–{100 * one.high:.1f}", *numbers, f"{one.brier_base:.3f}",
        "" if np.isnan(one.within) else f"{100 * one.within:.0f}", verdict,
    )  # fmt: skip


BIN_HEAD = ("stated to people", "people", "stated %", "happened %", "its 95 % limits")


def bin_cells(one: Bin) -> tuple[str, ...]:
    """A bin as it is printed."""
    limits = f"{100 * one.low:.0f}–{100 * one.high:.0f}"
    return one.event, f"{one.people:,}", f"{100 * one.stated:.1f}", f"{100 * one.happened:.1f}", limits


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate.careers", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help="simulated people for each world")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--out", type=Path, default=TABLE, help="where the tables are written")
    options = parser.parse_args()
    start = time.perf_counter()
    for name in THREADS:
        os.environ[name] = "1"
    said = measured(options.people, options.workers)
    found = [(one, world.broken) for world in WORLDS for one in scores(world, said[world.name])]
    found.sort(key=lambda pair: EVENTS.index(pair[0].event))
    rows = [cells(*pair) for pair in found]
    kept = [one for world in WORLDS for one in said[world.name] if one.event not in (*world.broken, TRUTH)]
    bins = [bin_cells(one) for event in EVENTS for one in reliability(event, kept)]
    print_table(HEAD, rows)
    print_table(BIN_HEAD, bins)
    outside = sum(row[-1] == "OUTSIDE" for row in rows)
    options.out.write_text(page(options.people, rows, bins), encoding="utf-8")
    say(f"{len(rows)} lines, {outside} outside; {time.perf_counter() - start:.0f} s. They are in {options.out}.")
    sys.exit(1 if outside else 0)


EVENTS = (*ABOVE, TRUTH, OFFERS, LEARNT, FLOW)
WORDS = """# Simulated careers

What `make calibrate` printed, as it was produced. {people:,} people a world are simulated
(`bench/simulated/careers.py`): each has watched a market for 8 to 26 weeks, has an offer in hand, and is told chances
for the next 2, 4, 8 or 12 weeks. Then the weeks come. Those whose history is below a floor are told nothing and are
not counted.

**The worlds** are not only what the method assumes. Vacancies come in batches from employers of very unlike size, who
pay differently; half of the adverts state pay, most as a range; people differ in how often an application of theirs
leads to an offer. In "bursts" and "drift" demand moves; in others better paid vacancies hide their pay, or offers are
rarer than the 2 in 100 applications that is assumed. Where a world breaks the very assumption that a chance is stated
on, and the chance is wrong for it, the line says "assumption broken": it shows how wrong one may be.

**How to read it.** "Happened" is the share of these people for whom it came true; it should be near the mean chance
stated to them. A line is within its goal where they are at most 5 points apart beyond chance, or where the share lies
between two stated bounds. z is Spiegelhalter's statistic (beyond 3: the chances are too sure of themselves, beyond -3:
not sure enough). Brier is the mean squared miss, lower is better; beside it that of telling everybody the share that
happened, which nobody knows beforehand. The 80 % interval is about the chance itself: each person's coming weeks were
drawn 400 times to know it, and it counts as held to a hundredth.

**What it shows.** Chances of adverts are told on the low side, by two to eight points on average: most where few
adverts paid more in the past and half of them were silent. Those of offers hold where offers are as frequent as
assumed; where they are rarer, 40 logged applications mend a part of the miss.

"""


def page(people: int, rows: Sequence[tuple[str, ...]], bins: Sequence[tuple[str, ...]]) -> str:
    """The tables as they are committed."""
    second = "\n## Reliability\n\nAll worlds together, but for broken assumptions, by the chance that was stated.\n\n"
    return WORDS.format(people=people) + markdown(HEAD, rows) + second + markdown(BIN_HEAD, bins)


if __name__ == "__main__":
    main()
