"""The dials of a role among its siblings, and the verdict that must survive other ways of adding up."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest

from warehouse import weeks
from warehouse.answers import dials
from warehouse.answers.dials import RoleGauge, role_gauge

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
MONDAY = dt.date(2026, 1, 5)
DAYS = 13 * 7
ROLES = [f"role_{number}" for number in range(6)]


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def lives(role: int, employers: int, growing: int) -> Iterator[tuple[str, int]]:
    """Six adverts an employer from the start, and `growing` more later on: (employer, day opened)."""
    for employer in range(employers):
        for number in range(6 + growing):
            yield f"e{(role * 7 + employer) % 60}", 0 if number < 6 else 20 + 10 * (number - 6)


@pytest.fixture
def fill(connection: duckdb.DuckDBPyConnection, insert: Insert) -> Callable[..., duckdb.DuckDBPyConnection]:
    """Puts a field of six roles into the warehouse; each is (employers, adverts added an employer)."""

    def put(*sizes: tuple[int, int]) -> duckdb.DuckDBPyConnection:
        insert(
            "core.role", [{"role_id": role, "role_title": role, "role_family": "data"} for role in ROLES[: len(sizes)]]
        )
        insert("core.board_day", [
            {"board_id": f"e{employer}", "observed_on": day(number), "observed_at": f"{day(number)} 06:00:00",
             "board_status": "complete"}
            for employer in range(60) for number in range(0, DAYS, 2)
        ])  # fmt: skip
        postings, spells = [], []
        for role, (employers, growing) in enumerate(sizes):
            for number, (employer, opened) in enumerate(lives(role, employers, growing)):
                name = f"{role}-{number}"
                postings.append({"posting_id": name, "board_id": employer, "employer": employer,
                                 "employer_key": employer, "role_id": ROLES[role]})  # fmt: skip
                spells.append(
                    {
                        "posting_id": name,
                        "board_id": employer,
                        "is_left_censored": opened == 0,
                        "first_seen_at": f"{day(opened)} 06:00:00",
                        "last_seen_at": f"{day(90)} 06:00:00",
                    }
                )
        insert("core.posting", postings)
        insert("core.spell", spells)
        insert("ops.touched", [{"touched_on": MONDAY}])
        weeks.renew(connection)
        return connection

    return put


SIZES = ((12, 1), (14, 0), (16, 2), (20, 3), (30, 4), (45, 5))


def gauge(connection: duckdb.DuckDBPyConnection, role: str) -> RoleGauge:
    found = role_gauge(connection, role)
    assert found is not None
    return found


def test_nothing_observed_is_no_gauge(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    insert("core.role", [{"role_id": "role_0", "role_title": "A", "role_family": "data"}])
    assert role_gauge(connection, "role_0") is None


def test_two_dials_are_shown_and_make_no_verdict(fill: Callable[..., duckdb.DuckDBPyConnection]) -> None:
    found = gauge(fill(*SIZES), "role_5")
    dials = dict(found.dials)
    assert set(dials) == {"growth", "breadth"}
    assert dials["breadth"].percentile == pytest.approx(100 * 5.5 / 6)
    assert dials["growth"].percentile == pytest.approx(100 * 5.5 / 6)
    assert (found.verdict, found.score) == (None, None)
    assert found.refusal == "2 of the four dials can be told; a verdict needs 3."
    assert dict(found.missing)["wages"].startswith("0 titles of an employer with pay")
    assert (found.n, found.unique_employers, found.siblings, found.among) == (45 * 11, 45, 6, "family")


def test_the_same_day_gives_the_same_figures(fill: Callable[..., duckdb.DuckDBPyConnection]) -> None:
    connection = fill(*SIZES)
    assert gauge(connection, "role_3") == gauge(connection, "role_3")


def test_too_few_siblings_or_openings_are_said(fill: Callable[..., duckdb.DuckDBPyConnection]) -> None:
    connection = fill((20, 1), (3, 0))
    small, large = gauge(connection, "role_1"), gauge(connection, "role_0")
    assert small.dials == large.dials == ()
    assert dict(small.missing)["breadth"] == "18 openings; at least 20 are needed."
    assert dict(small.missing)["growth"].startswith("Each week must have 50 openings at 10 employers")
    assert dict(large.missing)["breadth"] == "Fewer than 5 sibling roles have it."


def employ(connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
    """As many workers in each role's occupation."""
    for number, role in enumerate(ROLES):
        connection.execute(
            "UPDATE core.role SET soc_code = $code WHERE role_id = $role", {"code": f"15-{number}", "role": role}
        )
    insert(
        "core.occupation",
        [{"soc_code": f"15-{number}", "workers": 100_000, "release": "May 2025"} for number in range(6)],
    )


@pytest.mark.parametrize(("gone_a_week", "verdict"), [(0, "high"), (1, "unclear")])
def test_a_verdict_that_imported_samples_overturn_is_unclear(
    fill: Callable[..., duckdb.DuckDBPyConnection],
    insert: Insert,
    monkeypatch: pytest.MonkeyPatch,
    gone_a_week: int,
    verdict: str,
) -> None:
    """A search on each Monday shows all adverts of the boards, but of role 5 each week a sixteenth less."""
    monkeypatch.setattr(dials, "REPLICATES", 100)
    connection = fill(*SIZES)
    employ(connection, insert)
    connection.execute("""
        INSERT INTO core.sample_posting BY NAME
        SELECT * EXCLUDE (version_number, over_on) REPLACE ('sample:x' AS board_id), DATE '2026-01-05' AS first_seen_on,
            DATE '2026-03-30' AS last_seen_on
        FROM core.posting
    """)
    connection.execute(
        """
        INSERT INTO core.sample_sighting
        SELECT DATE '2026-01-05' + CAST(7 * week AS INTEGER), 'sample:x', posting_id
        FROM core.sample_posting CROSS JOIN range(13) AS weeks (week)
        WHERE role_id <> 'role_5' OR CAST(split_part(posting_id, '-', 2) AS INTEGER) % 16 >= week * $gone_a_week
        """,
        {"gone_a_week": gone_a_week},
    )
    found = gauge(connection, "role_5")
    lines = {line.name: line for line in found.variations}
    assert found.verdict == verdict
    assert {name for name, line in lines.items() if line.verdict not in {"high", None}} == (
        {dials.SAMPLED} if gone_a_week else set()
    )
    assert lines[dials.SAMPLED].refusal is None
    connection.execute("DELETE FROM core.sample_sighting WHERE observed_on = DATE '2026-02-02'")
    line = gauge(connection, "role_5").variations[-1]
    assert (line.name, line.verdict) == (dials.SAMPLED, None)
    assert line.refusal is not None
    assert line.refusal.startswith("In each week the samples must show 50 openings at 10 employers")


def test_employment_makes_a_third_dial_and_a_verdict(
    fill: Callable[..., duckdb.DuckDBPyConnection], insert: Insert
) -> None:
    connection = fill(*SIZES)
    employ(connection, insert)
    best, worst = gauge(connection, "role_5"), gauge(connection, "role_1")
    assert set(dict(best.dials)) == {"tightness", "growth", "breadth"}
    assert best.refusal is None
    assert best.score is not None
    assert best.verdict == "high"
    assert worst.verdict in {"low", "unclear"}
    made = {line.name for line in best.variations if line.refusal is None}
    assert made == {"with evergreen adverts", "without the largest employer", dials.FIRST_COMPONENT}
    unmade = {line.name: line.refusal for line in best.variations if line.refusal is not None}
    left = "2 dials are left; a verdict needs 3."
    assert {name: unmade[f"without {name}"] for name in dict(best.dials)} == dict.fromkeys(dict(best.dials), left)
    last = best.variations[-1]
    assert (last.verdict, last.refusal) == (None, "No imported sample has seen its field in these weeks.")
    assert best.top_share is not None
    assert best.top_share >= 0.8


def test_pay_is_weighed_in_parts_as_it_is_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    values, drawn, employers = rng.normal(size=90), rng.poisson(1.0, (40, 25)) + 0.0, rng.integers(0, 25, 90)
    whole = dials._weighted_medians(values, drawn, employers)
    monkeypatch.setattr(dials, "WEIGHTS_AT_ONCE", 200)
    assert dials._weighted_medians(values, drawn, employers).tolist() == whole.tolist()


def test_openings_of_other_fields_count_in_an_occupation(
    fill: Callable[..., duckdb.DuckDBPyConnection], insert: Insert
) -> None:
    """Role 2 is the least in demand of its field; its occupation is sought by twelve employers elsewhere."""
    connection = fill(*SIZES)
    for number, role in enumerate(ROLES):
        connection.execute(
            "UPDATE core.role SET soc_code = $code WHERE role_id = $role", {"code": f"15-{number}", "role": role}
        )
    insert("core.occupation", [
        {"soc_code": f"15-{number}", "workers": 100_000, "release": "May 2025"} for number in range(6)
    ])  # fmt: skip
    before = dict(gauge(connection, "role_2").dials)["tightness"].percentile
    insert("core.role", [{"role_id": "elsewhere", "role_title": "elsewhere", "role_family": "health",
                          "role_field": "health", "soc_code": "15-2"}])  # fmt: skip
    names = [(f"x{number}", f"e{number % 12}") for number in range(1200)]
    insert("core.posting", [
        {"posting_id": name, "board_id": board, "employer": board, "employer_key": board, "role_id": "elsewhere"}
        for name, board in names
    ])  # fmt: skip
    insert("core.spell", [
        {"posting_id": name, "board_id": board, "first_seen_at": f"{day(0)} 06:00:00",
         "last_seen_at": f"{day(90)} 06:00:00"}
        for name, board in names
    ])  # fmt: skip
    after = gauge(connection, "role_2")
    assert dict(after.dials)["tightness"].percentile > before
    assert dict(after.dials)["tightness"].percentile == max(
        dict(gauge(connection, role).dials)["tightness"].percentile for role in ROLES
    )


def test_roles_of_one_occupation_share_its_workers(
    fill: Callable[..., duckdb.DuckDBPyConnection], insert: Insert
) -> None:
    connection = fill(*SIZES)
    insert("core.occupation", [{"soc_code": "15-2051", "workers": 100_000, "release": "May 2025"}])
    assert dict(gauge(connection, "role_0").dials)["tightness"].percentile == 50
    assert dict(gauge(connection, "role_5").dials)["tightness"].percentile == 50


def test_several_adverts_of_a_vacancy_are_one_for_each_worker(
    fill: Callable[..., duckdb.DuckDBPyConnection], insert: Insert
) -> None:
    """As in mart.role_density: each employer of role 5 turns out to seek one person by all its adverts."""
    connection = fill(*SIZES)
    connection.execute("UPDATE core.role SET soc_code = '15-' || right(role_id, 1)")
    insert("core.occupation", [
        {"soc_code": f"15-{number}", "workers": 100_000, "release": "May 2025"} for number in range(6)
    ])  # fmt: skip
    before = dict(gauge(connection, "role_5").dials)
    insert("core.vacancy", [
        {"posting_id": name, "vacancy_id": f"v-{employer}", "series_id": name, "seat_number": 1,
         "matched_hash": 0}
        for name, employer in connection.execute(
            "SELECT posting_id, employer_key FROM core.posting WHERE role_id = 'role_5'"
        ).fetchall()
    ])  # fmt: skip
    after = dict(gauge(connection, "role_5").dials)
    assert (before["tightness"].percentile, after["tightness"].percentile) == (pytest.approx(100 * 5.5 / 6), 100 / 12)
    assert after["breadth"] == before["breadth"]
