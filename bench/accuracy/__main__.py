"""The accuracy of every normaliser in one table: `make accuracy`."""

import argparse
import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import polars as pl

from bench import captures
from bench.accuracy import (
    data_roles,
    drawn_places,
    drawn_titles,
    facts,
    pairs,
    pay,
    pay_fresh,
    places,
    shapes,
    skills,
    skills_fresh,
    titles,
)
from bench.accuracy.score import Mistake, Result, lines
from bench.printed import print_table, say
from transform import place, text
from transform.schema import RAW

LABELLED = captures.SHARED / "labelled"
MISTAKES = Path("accuracy-mistakes.csv")


def main() -> None:
    """Measure and print; a sentence and no failure where there are no labelled rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="the folder of labelled sets")
    parser.add_argument("--all", action="store_true", help="every row; by default the half that is kept for reporting")
    parser.add_argument("--mistakes", type=Path, default=MISTAKES, help="where the wrong rows go, for reading")
    options = parser.parse_args()
    if not options.labelled.is_dir():
        say(f"Nothing was measured: {options.labelled} is not there.")
        return
    told = {name: facts.compared(every_advert(), gold) for name, gold in facts.SETS.items() if captures.are_here()}
    found = [*results(options.labelled, is_all=options.all), *(facts.result(*one) for one in told.items())]
    scores = [score for result in found for score in result.scores]
    head, *rows = lines(scores)
    print_table(head, rows)
    if told:
        head, *rows = facts.by_fact(told[facts.NAME])
        print_table(head, rows)
    mistakes = [mistake for result in found for mistake in result.mistakes]
    write(options.mistakes, mistakes)
    part = (
        "Every row was used."
        if options.all
        else "Of sets with 30 rows or more, the half that was kept for reporting; of those that hold no such row (they "
        "were cut by the same rule before), all rows: these were read while the parsers were built."
    )
    say(f"{part} Shares in per cent with 95 % Wilson intervals. {len(mistakes)} wrong rows are in {options.mistakes}.")


def results(labelled: Path, *, is_all: bool) -> Iterator[Result]:
    """The results of every set, one after another."""
    yield from titles.results(labelled, is_all=is_all)
    yield from data_roles.results(labelled, is_all=is_all)
    yield from places.results(labelled, is_all=is_all)
    if captures.are_here():
        yield from (drawn_titles.result(), drawn_places.result())
    yield from pay.results(labelled, is_all=is_all)
    if captures.are_here():
        yield pay.advert_words(adverts())
        yield from pay_fresh.results(every_advert())
    yield from skills.results(labelled, is_all=is_all)
    if captures.are_here():
        yield from skills_fresh.results(every_advert())
    yield from pairs.results(labelled)


@cache
def adverts() -> pl.DataFrame:
    """The captured Ashby adverts as the value parsers see them."""
    raw = captures.ashby_postings()
    frame = raw.hstack(text.parse(raw))
    return frame.with_columns(place.parse(frame)["country_code"])


@cache
def every_advert() -> pl.DataFrame:
    """The captured adverts of all platforms, in the columns that value parsers read."""
    return pl.concat([adverts().select(list(RAW)), pl.DataFrame(shapes.cards(), schema=RAW, orient="row")])


def write(path: Path, mistakes: Iterable[Mistake]) -> None:
    """Write the wrong rows; they quote the labelled sets and stay on the machine."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["set", "row", "expected", "found"])
        out.writerows((one.name, one.row, one.expected, one.found) for one in mistakes)


if __name__ == "__main__":
    main()
