"""Measure on simulated people of known weights how often the learnt intervals hold them: `make calibrate`."""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.printed import markdown, print_table, say
from warehouse.answers.interview_log import OFFER_PER_INTERVIEW
from warehouse.measures import preferences
from warehouse.measures.preferences import PRIOR_SD
from warehouse.measures.shares import wilson

Floats = NDArray[np.float64]

TABLE = Path(__file__).parents[2] / "docs" / "preferences.md"
PEOPLE = 1_000
CHOICES = (0, 5, 20, 60)
NEW_PAIRS = 200
LOW, HIGH = 0.93, 0.97
"""Between which shares of true weights the 95 % intervals must hold, where no assumption is broken."""
LEEWAY = 0.03
"""How far the offers that came may lie from what was stated beyond chance."""


class Chooser(NamedTuple):
    """People who choose between two jobs. The defaults are what the method assumes."""

    name: str
    away: float = PRIOR_SD
    """How far a true weight lies from the stated one, the standard deviation."""
    is_stated: bool = True
    """Whether they state weights at all; else all are 1."""
    unknown: float = 0.0
    """The share of features that an advert does not tell, though the person finds out and acts on them."""
    alike: float = 1.0
    """How far apart the two jobs are; below 1 they are alike."""
    whims: float = 0.0
    """The share of choices made for no reason that is known."""
    is_broken: bool = False
    """Whether that breaks an assumption of the method."""


CHOOSERS = (
    Chooser("as assumed"),
    Chooser("the two jobs are alike", alike=0.3),
    Chooser("no weights stated", is_stated=False),
    Chooser("what they state is far off", away=2.0, is_broken=True),
    Chooser("a third is not in the advert", unknown=0.33, is_broken=True),
    Chooser("one choice in seven is a whim", whims=1 / 7, is_broken=True),
)


class Found(NamedTuple):
    """What became of one person: float (weights) and shares."""

    held: Floats
    width: Floats
    stated_right: float
    learnt_right: float
    """In which share of new pairs the job with the higher score is the one they would rather have."""


def of_person(kind: Chooser, choices: int, random: np.random.Generator) -> Found:
    """One person who chooses `choices` times, and then judges new pairs."""
    names = preferences.ATTRIBUTES
    stated = random.integers(0, 6, len(names)).astype(np.float64) if kind.is_stated else np.ones(len(names))
    truth = random.normal(stated, kind.away)
    seen = _choices(kind, truth, choices, random)
    found = preferences.posterior(seen, dict(zip(names, stated, strict=True)))
    ends = preferences.intervals(found)
    held = [one.low <= true <= one.high for one, true in zip(ends, truth, strict=True)]
    pairs = random.uniform(size=(NEW_PAIRS, len(names))) - random.uniform(size=(NEW_PAIRS, len(names)))
    is_first = pairs @ truth > 0
    right = [float(np.mean((pairs @ weights > 0) == is_first)) for weights in (stated, found.mean)]
    return Found(np.array(held, dtype=np.float64), np.array([one.high - one.low for one in ends]), *right)


def _choices(kind: Chooser, truth: Floats, choices: int, random: np.random.Generator) -> Floats:
    """The differences that the log holds, the chosen first; NaN what it does not know."""
    shape = (choices, len(truth))
    differences = kind.alike * (random.uniform(size=shape) - random.uniform(size=shape))
    chance = 1 / (1 + np.exp(-differences @ truth))
    chance = np.where(random.uniform(size=choices) < kind.whims, 0.5, chance)
    is_first = random.uniform(size=choices) < chance
    known: Floats = np.where(random.uniform(size=shape) < kind.unknown, np.nan, differences)
    return np.where(is_first[:, None], known, -known)


HEAD = ("people", "choices", "people drawn", "weights held %", "its 95 % limits", "width of the interval",
        "new pairs right, stated %", "new pairs right, learnt %", "")  # fmt: skip


def line(kind: Chooser, choices: int, found: Sequence[Found]) -> tuple[str, ...]:
    """One line of the first table."""
    each = np.array([one.held.mean() for one in found])
    held, reach = float(each.mean()), 1.96 * float(each.std(ddof=1)) / len(found) ** 0.5
    is_met = LOW <= held <= HIGH
    stated, learnt = (100 * np.mean([getattr(one, name) for one in found]) for name in ("stated_right", "learnt_right"))
    return (
        kind.name, str(choices), f"{len(found):,}", f"{100 * held:.1f}",
        f"{100 * (held - reach):.1f}–{100 * (held + reach):.1f}",
        f"{np.mean([one.width.mean() for one in found]):.1f}", f"{stated:.0f}", f"{learnt:.0f}",
        "within" if is_met else "assumption broken" if kind.is_broken else "OUTSIDE",
    )  # fmt: skip


OFFER_HEAD = ("typical chance of an offer %", "interviews before", "people drawn", "stated %", "happened %",
              "its 95 % limits", "80 % interval held %", "")  # fmt: skip


def offer_line(typical: float, logged: int, people: int, random: np.random.Generator) -> tuple[str, ...]:
    """One line of the second table: people whose own chance lies about `typical`, and their next interview."""
    chance = random.beta(8 * typical, 8 * (1 - typical), people)
    before = random.binomial(logged, chance)
    beliefs = [OFFER_PER_INTERVIEW.learnt(int(offers), logged - int(offers)) for offers in before]
    stated = float(np.mean([belief.mean for belief in beliefs]))
    happened = random.uniform(size=people) < chance
    low, high = wilson(int(happened.sum()), people)
    middles = np.array([belief.middle() for belief in beliefs])
    held = float(np.mean((middles[:, 0] <= chance) & (chance <= middles[:, 1])))
    is_met = stated - LEEWAY <= high and low <= stated + LEEWAY
    verdict = "within" if is_met else "assumption broken" if typical != OFFER_PER_INTERVIEW.mean else "OUTSIDE"
    return (
        f"{100 * typical:.0f}", str(logged), f"{people:,}", f"{100 * stated:.1f}",
        f"{100 * happened.mean():.1f}", f"{100 * low:.1f}–{100 * high:.1f}", f"{100 * held:.0f}", verdict,
    )  # fmt: skip


def measured(people: int) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The lines of both tables."""
    weights = []
    for number, kind in enumerate(CHOOSERS):
        for choices in CHOICES:
            random = np.random.default_rng([number, choices])
            weights.append(line(kind, choices, [of_person(kind, choices, random) for _ in range(people)]))
    random = np.random.default_rng(99)
    offers = [offer_line(typical, logged, people, random) for typical in (0.25, 0.1, 0.4) for logged in (0, 5, 20)]
    return weights, offers


WORDS = """# Simulated choices

What `make calibrate` printed, as it was produced: {people:,} simulated people a line, whose true weights are known,
choose between two jobs; then the weights are learnt from the choices alone.

**How to read it.** A line is within its goal where the 95 % intervals hold 93 to 97 of 100 true weights. New pairs are
jobs that the person has not chosen between: in how many of them the one with the higher score is the one they would
rather have, by the weights they state and by those learnt. The people are not only what the method assumes. Where one
of its assumptions is broken and the intervals are wrong for it, the line says so: it shows how wrong one may be.

**What it shows.** A few choices move little: after five the intervals are nearly as wide as before, and that is said.
Where people state what they act on, choices add little; where they state nothing, or something else, sixty choices
find about half of what was missing. What an advert does not say and people act on all the same, and choices on a whim,
make weights look smaller and their intervals too narrow, the more so the more choices there are.

"""
OFFERS = """
## Offers

The chance of an offer that is stated before the next interview, to people whose typical chance is the assumed 25 %, or
is not, after so many decided interviews in their log. Around the typical chance people differ as is assumed: a beta
distribution worth eight interviews.

"""


def page(people: int, weights: Iterable[tuple[str, ...]], offers: Iterable[tuple[str, ...]]) -> str:
    """Both tables as they are committed."""
    return WORDS.format(people=people) + markdown(HEAD, weights) + OFFERS + markdown(OFFER_HEAD, offers)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate.choices", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help="simulated people for each line")
    parser.add_argument("--out", type=Path, default=TABLE, help="where the tables are written")
    options = parser.parse_args()
    start = time.perf_counter()
    weights, offers = measured(options.people)
    print_table(HEAD, weights)
    print_table(OFFER_HEAD, offers)
    options.out.write_text(page(options.people, weights, offers), encoding="utf-8")
    outside = sum(row[-1] == "OUTSIDE" for row in (*weights, *offers))
    say(f"{outside} outside; {time.perf_counter() - start:.0f} s. The tables are in {options.out}.")
    sys.exit(1 if outside else 0)


if __name__ == "__main__":
    main()
