"""What an opening has of what a person weighs, by hand."""

import numpy as np
import polars as pl
import pytest

from warehouse.answers import wishes
from warehouse.answers.person import Person
from warehouse.measures.preferences import ATTRIBUTES

ME = Person(
    role_id="data_engineer", pay_annual=60_000.0, pay_currency="EUR", seniority="mid", benefits=("pension", "gym")
)
SCHEMA = {
    "pay_low": pl.Float64,
    "pay_high": pl.Float64,
    "skill_fit": pl.Float64,
    "named_skills": pl.Int64,
    "matched_named": pl.Int64,
    "workplace": pl.String,
    "benefits": pl.List(pl.String),
    "seniority": pl.String,
}


def openings(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_an_advert_that_says_all() -> None:
    frame = openings((60_000, 60_000, 0.75, 6, 4, "hybrid", ["gym", "pension"], "senior"))
    assert wishes.features(frame, ME)[0] == pytest.approx([0.5, 0.75, 0.4, 0.5, 0.25, 0.75])


def test_an_advert_that_says_nothing() -> None:
    assert np.isnan(wishes.features(openings((None,) * 8), ME)).all()
    assert np.isnan(wishes.features(openings((None,) * 6 + ([], None)), ME)).all()


def test_no_feature_leaves_its_range() -> None:
    frame = openings(
        (9e9, None, 1.0, 40, 0, "remote", ["a"] * 20, "director"), (1, 2, 0, 3, 3, "on_site", ["a"], "intern")
    )
    found = wishes.features(frame, ME)
    assert found[0].tolist() == [1.0] * 6
    assert found[1].tolist() == [0, 0, 0, 0, 0.125, 0]


def test_half_as_much_again_is_best_and_two_thirds_is_worst() -> None:
    frame = openings(*[(pay, pay, *(None,) * 6) for pay in (40_000, 60_000, 90_000)])
    assert wishes.features(frame, ME)[:, 0] == pytest.approx([0.0, 0.5, 1.0])


def test_without_own_pay_the_middle_of_the_openings_stands_in() -> None:
    frame = openings(*[(pay, pay, *(None,) * 6) for pay in (40_000, 60_000, 90_000)])
    assert wishes.features(frame, Person(role_id="data_engineer"))[:, 0] == pytest.approx([0.0, 0.5, 1.0])


def test_the_present_job_and_what_an_interview_tells() -> None:
    assert wishes.present(ME) == pytest.approx([0.5, 1.0, 0.0, np.nan, 0.25, 0.5], nan_ok=True)
    assert np.isnan(wishes.present(Person(role_id="data_engineer"))).sum() == 4
    assert wishes.told(90_000, 5, ME) == pytest.approx([1.0, np.nan, np.nan, 1.0, np.nan, np.nan], nan_ok=True)
    assert np.isnan(wishes.told(90_000, None, Person(role_id="data_engineer"))).all()


def test_levels_are_steps_from_ones_own_or_else_the_whole_ladder() -> None:
    frame = openings(*[(None,) * 7 + (level,) for level in ("intern", "mid", "staff", "executive", None)])
    assert wishes.features(frame, ME)[:, 5] == pytest.approx([0, 0.5, 1, 1, np.nan], nan_ok=True)
    anyone = wishes.features(frame, Person(role_id="data_engineer"))[:, 5]
    assert anyone == pytest.approx([0, 2 / 7, 4 / 7, 1, np.nan], nan_ok=True)


def test_everything_weighed_has_a_meaning() -> None:
    assert tuple(wishes.MEANINGS) == ATTRIBUTES
