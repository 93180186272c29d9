"""What have my interviews taught me? What they told against the adverts, what they cost, what I turn out to weigh."""

import datetime as dt
from collections.abc import Sequence

import duckdb
import msgspec
import polars as pl

from warehouse.answers import matching
from warehouse.answers.interview_log import (
    OUTCOMES,
    Difference,
    Interview,
    Outcome,
    choices,
    differences,
    learnt,
    weights,
)
from warehouse.answers.offer_rates import OfferRate, of_applications, of_interviews
from warehouse.answers.openings import ranked
from warehouse.answers.person import NoAnswerYet, Person
from warehouse.measures import preferences
from warehouse.measures.preferences import Posterior

MOVES, TOP = 10, 25
"""At most so many openings that moved are named, those of the first TOP of either ranking."""


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute: the weight that the person states, and the one after their choices with its 95 % interval."""

    name: str
    stated: float
    weight: float
    low: float
    high: float
    chosen_share: float
    """How often a job that is best instead of worst in this alone would be chosen, at `weight`; from 0 to 1."""


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One opening whose rank the choices changed; 1 is the first."""

    vacancy_id: str
    posting_id: str
    employer: str
    title: str
    url: str | None
    rank_stated: int
    rank_learnt: int


class Ranking(msgspec.Struct, frozen=True, kw_only=True):
    """How the choices changed the order of the openings; refused in words where there is nothing to compare."""

    openings: int
    moved: int
    """Openings whose rank is another."""
    entered: int
    """Openings among the first TOP that were not there by the stated weights."""
    moves: tuple[Move, ...] = ()
    refusal: str | None = None


class Interviews(msgspec.Struct, frozen=True, kw_only=True):
    """The answer; n is the interviews of the log, whose first and last day are None where it has only applications."""

    n: int
    first_day: dt.date | None
    last_day: dt.date | None
    outcomes: dict[str, int]
    hours: float
    """All that were counted."""
    hours_n: int
    """Interviews whose hours were counted."""
    hours_each: float | None
    differences: tuple[Difference, ...]
    offer: OfferRate
    """From an interview."""
    application: OfferRate
    """From an application."""
    choices: int
    weights: tuple[Weighed, ...]
    ranking: Ranking


def interviews(connection: duckdb.DuckDBPyConnection, person: Person, log: Sequence[Interview]) -> Interviews:
    """What the log teaches, and how it changes the order of the openings in the published snapshot.

    `person` carries what became of the applications of the log. Raises NoAnswerYet while the log is empty.
    """
    applications = of_applications(person)
    if not (log or applications.decided):
        raise NoAnswerYet(
            "No interview is in your log yet, and no application of it is decided. `jobgauge interviews add` and "
            "`jobgauge interviews applied` note them."
        )
    hours = [entry.hours for entry in log if entry.hours is not None]
    days = [entry.day for entry in log]
    return Interviews(
        n=len(log), first_day=min(days, default=None), last_day=max(days, default=None), outcomes=_outcomes(log),
        hours=sum(hours), hours_n=len(hours), hours_each=sum(hours) / len(hours) if hours else None,
        differences=differences(log), offer=of_interviews(log), application=applications, choices=len(choices(log)),
        weights=_weighed(person, weights(person, log)), ranking=_ranking(connection, person, log),
    )  # fmt: skip


def _outcomes(log: Sequence[Interview]) -> dict[str, int]:
    ended: list[Outcome] = [entry.outcome for entry in log]
    return {outcome: ended.count(outcome) for outcome in OUTCOMES}


def _weighed(person: Person, found: Posterior) -> tuple[Weighed, ...]:
    stated = preferences.stated(person.weights)
    return tuple(
        Weighed(
            name=one.name, stated=stated[one.name], weight=one.weight, low=one.low, high=one.high,
            chosen_share=preferences.log_odds_share(one.weight),
        )
        for one in preferences.intervals(found)
    )  # fmt: skip


def _ranking(connection: duckdb.DuckDBPyConnection, person: Person, log: Sequence[Interview]) -> Ranking:
    found = learnt(person, log)
    if found is None:
        return Ranking(
            openings=0, moved=0, entered=0, refusal="No choice between two jobs is in the log, so no opening moves."
        )
    try:
        matching.select(connection, person)
    except NoAnswerYet as reason:
        return Ranking(openings=0, moved=0, entered=0, refusal=str(reason))
    frame = connection.sql("FROM matching").pl()
    if frame.height < 2:
        too_few = "Fewer than two openings match, so there is no order."
        return Ranking(openings=frame.height, moved=0, entered=0, refusal=too_few)
    return _compared(both_ranks(frame, person, found))


def both_ranks(openings: pl.DataFrame, person: Person, found: dict[str, float]) -> pl.DataFrame:
    """The openings with rank_stated, by the weights that the person states, and rank_learnt, by those of the log."""
    said = ranked(openings, person, preferences.stated(person.weights))
    now = ranked(openings, person, found).select("vacancy_id", rank_learnt="rank")
    return said.rename({"rank": "rank_stated"}).join(now, on="vacancy_id")


def _compared(openings: pl.DataFrame) -> Ranking:
    moved = openings.filter(pl.col("rank_stated") != pl.col("rank_learnt"))
    top = moved.filter(pl.min_horizontal("rank_stated", "rank_learnt") <= TOP)
    first = top.sort((pl.col("rank_stated") - pl.col("rank_learnt")).abs(), "rank_learnt", descending=[True, False])
    rows = first.head(MOVES).sort("rank_learnt").select(*Move.__struct_fields__).to_dicts()
    entered = moved.filter((pl.col("rank_learnt") <= TOP) & (pl.col("rank_stated") > TOP)).height
    moves = tuple(Move(**row) for row in rows)
    return Ranking(openings=openings.height, moved=moved.height, entered=entered, moves=moves)
