"""Adverts for a vacancy and vacancies for a worker: the published cases, and what must hold."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest

from warehouse import densities, estimates
from warehouse.measures import density

Insert = Callable[[str, Sequence[dict[str, Any]]], None]

EVEN = np.full(20, 2.0)


def test_the_worked_location_quotient() -> None:
    """500 of 10,000 workers here, 2,000 of 100,000 everywhere."""
    assert density.location_quotient(500, 10_000, 2_000, 100_000) == pytest.approx(2.5)


def test_an_occupation_with_a_quotient_above_one_has_more_vacancies_a_worker() -> None:
    """500 of 10,000 vacancies, a fiftieth of the workers."""
    own, of_all = np.full(50, 10.0), np.full(50, 200.0)
    found = density.relative_density(own, of_all, 2_000, 100_000)
    assert found.value == pytest.approx(2.5)
    assert (found.n, found.unique_employers) == (500, 50)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 2.5 < found.high
    twice = density.relative_density(own, of_all, 1_000, 100_000)
    assert twice.value == pytest.approx(5.0)
    whole = density.relative_density(of_all, of_all, 100_000, 100_000)
    assert (whole.value, whole.high) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("own", "words"),
    [(np.full(19, 1.0), "19 vacancies; at least 20"), (np.full(9, 9.0), "9 employers; at least 10")],
)
def test_too_few_vacancies_have_no_density(own: density.Floats, words: str) -> None:
    found = density.relative_density(own, own + 100, 1_000, 100_000)
    assert found.value is None
    assert words in str(found.refusal)


def test_the_published_posting_intensity() -> None:
    """Twelve adverts of two vacancies are six for each (Lightcast); here ten employers have as many."""
    found = density.posting_intensity(np.full(10, 12.0), EVEN[:10])
    assert found.value == pytest.approx(6)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 6 < found.high
    assert density.posting_intensity(np.array([12.0]), np.array([2.0])).refusal == "12 adverts; at least 20 are needed."
    assert "2 employers; at least 3" in str(density.posting_intensity(np.full(2, 30.0), np.full(2, 20.0)).refusal)


def test_vacancies_advertised_once_have_an_intensity_of_one_and_no_less() -> None:
    found = density.posting_intensity(EVEN, EVEN)
    assert (found.value, found.low, found.n) == (1.0, 1.0, 40)
    assert found.high is not None
    assert 1 < found.high < 1.15


def test_the_published_openings_rate_and_unemployed_for_each_opening() -> None:
    """December 2021 in the United States: 11.4 million openings, 148.9 million employed, 6.3 million unemployed."""
    assert density.openings_rate(11.4, 148.9) == pytest.approx(7.11, abs=5e-3)
    assert density.unemployed_per_opening(6.3, 11.4) == pytest.approx(0.55, abs=5e-3)


def test_employment_ranks_the_roles_of_a_family(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """Twelve employers, each with four vacancies of analysts, in two adverts each, and two of each of three others.

    Geologists are of the chemists' occupation, at one employer; employment is added, then that of two is swapped.
    """
    day = "2026-01-05"
    roles = (("analyst", "15-1", 4, 2), ("chemist", "19-1", 2, 1), ("engineer", "15-2", 2, 1), ("welder", "51-1", 2, 1))
    family = {"welder": "metal"}
    insert("core.role", [{"role_id": role, "role_title": role, "role_family": family.get(role, "data"),
                          "soc_code": code} for role, code, *_ in roles])  # fmt: skip
    employment = {"15-1": 1000, "15-2": 1000, "19-1": 250}
    rows = [{"soc_code": code, "workers": count, "release": "May 2025"} for code, count in employment.items()]
    boards = [f"e{number}" for number in range(12)]
    adverts = [
        {"posting_id": f"{board}{role}{seat}{copy}", "vacancy_id": f"{board}{role}{seat}0", "board_id": board,
         "employer": board, "role_id": role}
        for board in boards for role, _, seats, copies in roles for seat in range(seats) for copy in range(copies)
    ]  # fmt: skip
    seen = {"first_seen_at": f"{day} 06:00:00", "last_seen_at": f"{day} 06:00:00"}
    shared = {"series_id": "s", "seat_number": 1, "matched_hash": 1}
    insert("core.board_day", [{"board_id": board, "observed_on": day, "observed_at": f"{day} 06:00:00",
                               "board_status": "complete"} for board in boards])  # fmt: skip
    insert("core.board_week", [{"board_id": board, "week_start": day, "whole_answers": 1, "first_whole_on": day}
                               for board in boards])  # fmt: skip
    columns = ("posting_id", "board_id", "employer", "role_id")
    insert("core.posting", [{name: advert[name] for name in columns} for advert in adverts])
    insert("core.spell", [{name: advert[name] for name in columns[:2]} | seen for advert in adverts])
    insert(
        "core.vacancy", [{name: advert[name] for name in ("posting_id", "vacancy_id")} | shared for advert in adverts]
    )
    insert("core.role", [{"role_id": "geologist", "role_title": "g", "role_family": "data", "soc_code": "19-1"}])
    connection.execute("UPDATE core.posting SET role_id = 'geologist' WHERE posting_id = 'e0chemist00'")
    estimates.renew(connection, dt.date(2026, 1, 5))
    columns = "role_id, n, unique_employers, posting_intensity, relative_density, occupation_vacancies, "
    asked = (
        f"SELECT {columns} occupation_employers, density_rank, density_siblings, density_refusal "
        "FROM mart.role_density ORDER BY role_id"
    )
    assert {row[-1] for row in connection.sql(asked).fetchall()} == {densities.NONE_ADDED}
    insert("core.occupation", [rows[0] | {"soc_code": "99-1"}])
    estimates.renew(connection, None)  # no day is new, but employment is, if of none of the roles
    assert {row[-1] for row in connection.sql(asked).fetchall()} == {densities.NOT_KNOWN}
    insert("core.occupation", rows)
    estimates.renew(connection, None)
    # A half of the 96 vacancies with known employment is the analysts', and 4 in 9 of the 2,250 workers.
    told = [
        ("analyst", 96, 12, 2.0, pytest.approx(9 / 8), 48, 12, 2, 3, None),
        ("chemist", 23, 12, 1.0, pytest.approx(9 / 4), 24, 12, 1, 3, None),
        ("engineer", 24, 12, 1.0, pytest.approx(9 / 16), 24, 12, 3, 3, None),
        ("geologist", 1, 1, None, pytest.approx(9 / 4), 24, 12, 1, 3, None),
        ("welder", 24, 12, 1.0, None, None, None, None, 0, densities.NOT_KNOWN),
    ]
    assert connection.sql(asked).fetchall() == told
    connection.execute("UPDATE core.occupation SET workers = CASE soc_code WHEN '15-1' THEN 250 ELSE 1000 END "
                       "WHERE soc_code IN ('15-1', '19-1')")  # fmt: skip
    estimates.renew(connection, None)
    assert [row[4] for row in connection.sql(asked).fetchall()][:2] == pytest.approx([9 / 2, 9 / 16])
    connection.execute("UPDATE core.role SET role_family = 'ore' WHERE soc_code = '19-1'")
    assert [row[7:9] for row in connection.sql(asked).fetchall()][1::2] == [(None, 1)] * 2  # alone with themselves
