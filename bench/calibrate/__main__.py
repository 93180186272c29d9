"""Measure on simulated markets how often intervals hold the truth, print the table and write it: `make calibrate`."""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.calibrate.marts import FILED
from bench.calibrate.outcome import HEAD, Line, cells, lines
from bench.calibrate.running import run, scenarios
from bench.printed import markdown, print_table, say

TABLE = Path(__file__).parents[2] / "docs" / "calibration.md"
MARKETS = 800
CHUNK = 25
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS")
WORDS = """# Calibration

What `make calibrate` printed, as it was produced. Every line is a measure on simulated markets whose truth is known
(`bench/simulated`): how many of them it did not refuse, and in what share of these its 95 % interval (an outlook's
80 % range) held the truth, with the 95 % limits of that share, since the markets are {markets} a line ({filed} where
they are put into a warehouse). A measure that holds 95 times in 100 comes out beyond 92 to 98 once in 10,000 such
lines by chance, one that holds 97 times once in twenty, one that holds 93 times once in eight.

**What an interval is meant to cover.** The expected value: what the figure would be over all the postings that such
employers make. Not the stock as it happened to stand on the day, which is read, not estimated. What belongs to a list
of employers is that of the employers watched: the concentration of their expected openings (breadth), how these grow,
and how many new postings they are expected to make a week. Which employers are watched is our choice, so that another
list would bring more or fewer is no chance that an interval could tell; where few are very large none would hold.
Stated pay is compared with stated pay: what adverts that hide it would change no interval tells, only the worst and
best case does. An outlook is compared with what came.

**The markets.** Sizes of employers are lognormal: mild is a standard deviation of the log of 0.5, strong 1.0, very
strong 1.5; Pareto's law has the exponent 1.7. Unless "independent" is said, demand varies from week to week (gamma,
coefficient of variation 0.3; large bursts 0.6), vacancies come in batches (mean 1.5; large bursts 2 or 3), each
employer grows in its own way (standard deviation 0.2 to 0.3 a year) and has its own mix of roles.

**Through the marts.** Such a market was put into a warehouse, and the row of the mart (for the index, the answer) is
compared: `mart.role_trend`, `role_break`, `role_inflow`, `role_pay`, `pay_trend`, `skill_share_month`, `posting_life`.
All other lines ask the measures alone.

**More than 95 times in 100, by design.** The growth of openings has the limits that it would need if demand wandered
from week to week; here it does not. Where visits are days apart, the limits of lifetimes are those of every closing at
its earliest and of every closing at its latest, and hold whatever happened in between; the figure itself is right to
about a day, since adverts that were gone before the first visit are reckoned with.

**Where 92 to 98 is a near thing.** A rare thing (6 % of vacancies) that few employers have: the sample itself must tell
how unsure it is, and tells too little just when it has missed those few; what is added for that is a rule of thumb.
Where a pay stands, if the better paid state theirs more often: it is then put too high more often than too low.

**Below 92 to 98, and it is said.** New postings a week are told as of how these employers hired in the weeks counted,
which are taken as independent of each other. Here they are held against the rate of the long run; where hiring drives
(coefficient of variation 0.3, large 0.6, very large 1.2) begin at any time and last four weeks, as long as is counted,
the weeks do not tell how far they are from it.

"Width" is the mean width of the interval as a share of the figure; of a change of the index, of its level at the end.
"""


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate", description=__doc__)
    parser.add_argument("--markets", type=int, default=MARKETS, help="simulated markets for each line")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--only", default="", help="only scenarios whose measuring function has this in its name")
    parser.add_argument("--out", type=Path, default=TABLE, help="where the table is written; nowhere with --only")
    options = parser.parse_args()
    start = time.perf_counter()
    for name in THREADS:
        os.environ[name] = "1"
    found = list(measured(options.markets, options.workers, options.only))
    order = list(dict.fromkeys(line.measure for line in found))
    found.sort(key=lambda line: order.index(line.measure))
    print_table(HEAD, map(cells, found))
    outside = sum(not line.is_met for line in found)
    took = f"{len(found)} lines, {outside} outside their goals; {time.perf_counter() - start:.0f} s."
    say(took)
    if not options.only:
        options.out.write_text(page(found, options.markets), encoding="utf-8")
        say(f"The table is in {options.out}.")
    sys.exit(1 if outside else 0)


def measured(markets: int, workers: int, only: str) -> Iterator[Line]:
    """The lines of every scenario, one after another, with a word on each as it is done."""
    chosen = [number for number, one in enumerate(scenarios()) if only in one.measured.__name__]
    sizes = {number: min(markets, scenarios()[number].most) for number in chosen}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        chunks = {
            number: [
                pool.submit(run, number, range(first, min(first + CHUNK, size))) for first in range(0, size, CHUNK)
            ]
            for number, size in sizes.items()
        }
        for done, (number, parts) in enumerate(chunks.items(), start=1):
            outcomes = [one for part in parts for one in part.result()]
            found = lines(scenarios()[number].name, outcomes)
            tell(f"[{done}/{len(chosen)}] {scenarios()[number].name}: ", found)
            yield from found


def tell(start: str, found: Iterable[Line]) -> None:
    """Say on the error stream how a scenario came out, so that the table alone is on the other."""
    words = (f"{line.measure} {100 * line.rate:.1f}{'' if line.is_met else ' OUTSIDE'}" for line in found)
    sys.stderr.write(start + ", ".join(words) + "\n")


def page(found: Iterable[Line], markets: int) -> str:
    """The table as it is committed."""
    words = WORDS.format(markets=f"{markets:,}", filed=f"{min(markets, FILED):,}")
    return f"{words}\n{markdown(HEAD, map(cells, found))}"


if __name__ == "__main__":
    main()
