"""Is there something better for me out there? The open vacancies a person could take, by how well they fit."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import duckdb
import msgspec
import numpy as np
import polars as pl

from transform import facts as reader
from warehouse.answers import hurdle, wishes
from warehouse.answers.matching import Matching, select
from warehouse.answers.person import Person
from warehouse.answers.watched import Watched, role_titles, rows, watched
from warehouse.measures.preferences import ATTRIBUTES
from warehouse.store import sql

LIMIT = 25
NEW_DAYS = 7
"""An opening is new for so many days after it was first seen, if it was not there when its board was first asked.

One that is advertised anew, after it was up and gone, is not new.
"""


QUESTIONS = 3
"""So many questions are told for each opening."""
PEERS = 100
"""What so many openings that fit best state puts the questions in order, however many of them are listed."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that an advert does not state, and what to ask at the interview."""

    fact_id: str
    name: str
    status: str
    """vague or silent."""
    question: str


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """One vacancy and why it stands where it does.

    `fit` is the middle between fit_low and fit_high, 0 to 1: the least and the most that it can be, whatever is true of
    what the advert does not say. It is the mean of the parts of answers.wishes by the person's weights.
    """

    rank: int
    vacancy_id: str
    posting_id: str
    title: str
    employer: str
    role_id: str
    url: str | None
    fit: float
    fit_low: float
    fit_high: float
    pay_low: float | None
    """Base pay a year in the answer's currency; None is an end that is not stated."""
    pay_high: float | None
    pay_against: str | None
    """starts_above, straddles, ends_below the person's own pay, or undisclosed; None where that is not known."""
    is_pay_converted: bool
    is_own_zone: bool
    new_benefits: tuple[str, ...]
    """Benefits stated that the person does not name as theirs."""
    required_skills: int
    matched_required: int | None
    named_skills: int
    matched_named: int | None
    had_skills: tuple[str, ...]
    added_skills: tuple[str, ...]
    """Skills named that the person does not have, required ones first."""
    seniority: str | None
    seniority_step: int | None
    """Steps up from the person's level; None where one of both is not known."""
    workplace: str | None
    country_code: str | None
    city: str | None
    is_place_unknown: bool
    is_workplace_unknown: bool
    first_seen_on: dt.date
    is_again: bool
    """Whether it was up before and gone, under this number or another."""
    age_days: float
    is_evergreen: bool
    is_stale: bool
    possible_copies: int
    """Others within the limits that may be the same opening: one text under another title or employer's name."""
    years_min: int | None
    degree: str | None
    degree_need: str | None
    """required, preferred, or_experience or not_required; None where that is not known."""
    years_bar: str
    degree_bar: str
    bar: str
    """clears, short or unknown."""
    questions: tuple[Question, ...]
    """What it leaves open, those facts first that most of the PEERS best openings state; none without a description."""


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """How sure the first place is, whatever is true of what adverts do not say.

    First is, of those listed, the best that is not up for very long, by the middle of its fit; `safest` is the best of
    all by the least that it can be. Where all are up for very long, the best of them.
    """

    rank: int
    """Of the first by the middle."""
    surely_less: int
    """Openings that are sure to fit less well than it."""
    safest_title: str
    safest_employer: str
    safest_posting_id: str
    safest_rank: int
    safest_fit_low: float


class Openings(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the openings that fit best, and what was left out and why."""

    watched: Watched
    role_titles: tuple[str, ...]
    limits: Matching
    weights: dict[str, float]
    is_learned: bool
    """Whether the weights come from the person's interviews rather than from what they state."""
    openings: tuple[Opening, ...]
    ranked: int
    """How many were ranked; only the first are listed."""
    below_pay: int
    """Left out, as their whole range ends below the pay asked for."""
    not_new: int
    """Left out, as they were up before the last NEW_DAYS days, or were there when their board was first read."""
    again: int
    """Left out, as they came in these days and are only advertised again."""
    best: Best | None
    """None where nothing is ranked."""
    undisclosed: int
    """Ranked, though they do not state their pay."""
    employers: int
    min_pay: float | None
    new_only: bool


def openings(
    connection: duckdb.DuckDBPyConnection,
    person: Person,
    *,
    limit: int = LIMIT,
    min_pay: float | None = None,
    new_only: bool = False,
) -> Openings:
    """The vacancies that the person could take, best fit first by what they weigh.

    `min_pay`, a year in the person's currency, leaves out what ends below it; what does not state its pay stays.
    Raises NoAnswerYet where nothing was collected or the role is not in the list.
    """
    at, titles = watched(connection), role_titles(connection, person)
    limits = select(connection, person)
    inside = connection.sql("FROM matching").pl()
    paid = inside if min_pay is None else inside.filter(~(pl.col("pay_high") < min_pay).fill_null(False))
    late = paid.filter(_is_late(at)) if new_only else paid
    kept = late.filter(pl.col("is_opened")) if new_only else late
    fitting = ranked(kept, person, person.weighed)
    return Openings(
        watched=at, role_titles=tuple(titles.values()), limits=limits, weights=person.weighed,
        is_learned=bool(person.learnt_weights),
        openings=_listed(connection, fitting, limit, person), ranked=kept.height,
        below_pay=inside.height - paid.height, not_new=paid.height - late.height, again=late.height - kept.height,
        best=_best(fitting, limit), undisclosed=kept.filter(~pl.col("is_pay_stated")).height,
        employers=kept["employer_key"].n_unique(), min_pay=min_pay, new_only=new_only,
    )  # fmt: skip


def _best(fitting: pl.DataFrame, limit: int) -> Best | None:
    if fitting.is_empty():
        return None
    is_lasting = ~(pl.col("is_evergreen") | pl.col("is_stale"))
    first = fitting.head(limit).sort(is_lasting, "rank", descending=[True, False]).row(0, named=True)
    lasting = fitting.filter(is_lasting)
    safest = (
        (fitting if lasting.is_empty() else lasting)
        .sort("fit_low", "rank", descending=[True, False])
        .row(0, named=True)
    )
    return Best(
        rank=first["rank"], surely_less=fitting.filter(pl.col("fit_high") < first["fit_low"]).height,
        safest_title=safest["title"], safest_employer=safest["employer"], safest_posting_id=safest["posting_id"],
        safest_rank=safest["rank"], safest_fit_low=safest["fit_low"],
    )  # fmt: skip


def _is_late(at: Watched) -> pl.Expr:
    return (pl.col("first_seen_on") > at.as_of - dt.timedelta(days=NEW_DAYS)) & ~pl.col("is_left_censored")


def ranked(found: pl.DataFrame, person: Person, weights: Mapping[str, float]) -> pl.DataFrame:
    """The openings with their fit, best first; of equal ones the newer first."""
    low, high = fits(found, person, weights)
    scored = found.with_columns(fit_low=low, fit_high=high, fit=(low + high) / 2)
    by = ["fit", "first_seen_on", "vacancy_id"]
    ordered = scored.sort(by, descending=[True, True, False])
    return ordered.with_columns(rank=pl.int_range(1, pl.len() + 1))


def fits(found: pl.DataFrame, person: Person, weights: Mapping[str, float]) -> tuple[pl.Series, pl.Series]:
    """The least and the most that each opening may fit, 0 to 1: the weighted mean of its parts, those of `wishes`.

    A part that the advert does not tell may be anything from 0 to 1, and pay anything within its range.
    """
    middle = pl.mean_horizontal("pay_low", "pay_high")
    own = person.pay_annual if person.pay_currency else None
    reference = own if own is not None else found.select(middle.median()).item()
    paid = msgspec.structs.replace(person, pay_annual=reference)
    least = np.nan_to_num(wishes.features(found.with_columns(pay_high=pl.col("pay_low")), paid), nan=0.0)
    most = np.nan_to_num(wishes.features(found.with_columns(pay_low=pl.col("pay_high")), paid), nan=1.0)
    weight = np.array([weights.get(name, 1.0) for name in ATTRIBUTES])
    total = float(np.abs(weight).sum()) or 1.0
    # What somebody would rather not have counts by its absence.
    ends = np.where(weight < 0, 1 - np.stack([most, least]), np.stack([least, most]))
    low, high = (ends @ np.abs(weight)) / total
    return pl.Series(low, dtype=pl.Float64), pl.Series(high, dtype=pl.Float64)


def _listed(
    connection: duckdb.DuckDBPyConnection, fitting: pl.DataFrame, limit: int, person: Person
) -> tuple[Opening, ...]:
    """The first `limit` rows as openings; only the few that are shown."""
    top = fitting.head(limit)
    listed = top["vacancy_id"].to_list()
    named = {row["vacancy_id"]: row for row in rows(connection, "openings/skills", vacancies=listed)}
    copies = {row["vacancy_id"]: row for row in rows(connection, "openings/copies", vacancies=listed)}
    asked = _questions(connection, fitting["posting_id"].head(PEERS).to_list(), top["posting_id"].to_list())
    judged = top.with_columns(*hurdle.verdicts(person), _against(person).alias("pay_against"))
    return tuple(
        _opening(
            row,
            named.get(row["vacancy_id"], {}) | copies.get(row["vacancy_id"], {}),
            asked.get(row["posting_id"], ()),
            person,
        )
        for row in judged.iter_rows(named=True)
    )


def _questions(
    connection: duckdb.DuckDBPyConnection, peers: list[str], postings: list[str]
) -> dict[str, tuple[Question, ...]]:
    """The facts that each of the postings leaves open, the first of QUESTIONS by how many of the peers state them."""
    limits = {"postings": [*{*peers, *postings}], "tool_kinds": list(reader.TOOL_KINDS)}
    adverts = connection.execute(sql("queries/openings/texts"), limits).pl()
    if adverts.is_empty():
        return {}
    read = reader.parse(adverts.select(pl.col(name).cast(dtype) for name, dtype in reader.ADVERT.items()))
    listed = reader.facts().with_row_index("place")
    is_stated, of = pl.col("status") == "stated", adverts["posting_id"]
    told = read.join(listed, on="fact_id").with_columns(posting_id=pl.lit(of).gather(pl.col("row")))
    told = told.with_columns(worth=(is_stated & pl.col("posting_id").is_in(peers)).sum().over("fact_id"))
    open_ones = told.filter(~is_stated & pl.col("posting_id").is_in(postings))
    open_ones = open_ones.sort("row", "worth", "place", descending=[False, True, False])
    found: dict[str, tuple[Question, ...]] = {}
    for row in open_ones.group_by("row", maintain_order=True).head(QUESTIONS).iter_rows(named=True):
        one = Question(fact_id=row["fact_id"], name=row["fact_name"], status=row["status"], question=row["question"])
        found[row["posting_id"]] = (*found.get(row["posting_id"], ()), one)
    return found


def _against(person: Person) -> pl.Expr:
    """How the range stands to the person's own pay; an end that is not stated may be anything."""
    mine = pl.lit(person.pay_annual if person.pay_currency else None, dtype=pl.Float64)
    return (
        pl.when(~pl.col("is_pay_stated"))
        .then(pl.lit("undisclosed"))
        .when(mine.is_null())
        .then(None)
        .when(pl.col("pay_low") > mine)
        .then(pl.lit("starts_above"))
        .when(pl.col("pay_high") < mine)
        .then(pl.lit("ends_below"))
        .otherwise(pl.lit("straddles"))
    )


def _opening(row: dict[str, Any], named: dict[str, Any], questions: tuple[Question, ...], person: Person) -> Opening:
    made: dict[str, Any] = {
        "questions": questions,
        "new_benefits": tuple(term for term in row["benefits"] if term not in person.benefits),
        "had_skills": tuple(named.get("had", ())),
        "added_skills": tuple(named.get("added", ())),
        "possible_copies": named.get("possible_copies", 0),
    }
    return Opening(**made, **{name: row[name] for name in Opening.__struct_fields__ if name not in made})
