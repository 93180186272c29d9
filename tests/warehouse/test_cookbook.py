"""The cookbook's queries answer what their first line asks, for the role, pay, skills and country written into them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import pytest

from warehouse.store import sql, sql_names

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
SEEN = {"first_seen_at": "2026-03-01 06:00:00", "last_seen_at": "2026-03-04 06:00:00"}
EXAMPLES = sql_names("queries/examples")


def test_there_are_at_least_twenty_five_questions_and_no_two_alike() -> None:
    questions = {sql(f"queries/examples/{name}").splitlines()[0] for name in EXAMPLES}
    assert len(questions) == len(EXAMPLES) >= 25


@pytest.mark.parametrize("name", [name for name in EXAMPLES if "mine" in sql(f"queries/examples/{name}")])
def test_what_is_the_persons_own_stands_in_one_place(name: str) -> None:
    head, *lines = sql(f"queries/examples/{name}").splitlines()
    assert lines[0].startswith("-- Yours: the role")
    assert sum("'data_engineer'" in line for line in [head, *lines]) == 1


@pytest.fixture
def put(insert: Insert) -> Callable[[Sequence[Mapping[str, Any]]], None]:
    """Puts postings for data engineers, open since 1 March unless they say otherwise, all of one board."""

    def puts(postings: Sequence[Mapping[str, Any]]) -> None:
        insert("core.board", [{"board_id": "b", "employer": "B"}])
        insert("core.role", [{"role_id": "data_engineer", "role_title": "Data engineer", "role_family": "Data"}])
        own = ("first_seen_at", "closed_at")
        common = {"board_id": "b", "employer": "B", "role_id": "data_engineer"}
        insert("core.posting", [common | {name: v for name, v in row.items() if name not in own} for row in postings])
        spells = [
            {"posting_id": row["posting_id"], "board_id": "b", **SEEN} | {n: row[n] for n in own if n in row}
            for row in postings
        ]
        insert("core.spell", spells)
        insert("core.board_day", [
            {"board_id": "b", "observed_on": "2026-03-04", "observed_at": "2026-03-04 06:00:00",
             "board_status": "complete"}
        ])  # fmt: skip

    return puts


def answer(connection: duckdb.DuckDBPyConnection, name: str, *columns: str) -> list[tuple[Any, ...]]:
    return connection.sql(sql(f"queries/examples/{name}")).select(*columns).fetchall()


Put = Callable[[Sequence[Mapping[str, Any]]], None]


def test_an_opening_above_my_pay_starts_above_it(connection: duckdb.DuckDBPyConnection, put: Put) -> None:
    paid = {"pay_currency": "USD", "pay_min_annual": 130_000, "pay_max_annual": 150_000, "pay_segment": "employee"}
    put(
        [
            {"posting_id": "above", "title": "above", **paid},
            {"posting_id": "no_top", "title": "no top", **paid, "pay_min_annual": 121_000, "pay_max_annual": None},
            {"posting_id": "below", "title": "starts below", **paid, "pay_min_annual": 110_000},
            {"posting_id": "same", "title": "the same", **paid, "pay_min_annual": 120_000},
            {"posting_id": "euros", "title": "other money", **paid, "pay_currency": "EUR"},
            {"posting_id": "contractor", "title": "by the day", **paid, "pay_segment": "contractor"},
            {"posting_id": "closed", "title": "closed", **paid, "closed_at": "2026-03-03 06:00:00"},
            {"posting_id": "silent", "title": "says nothing"},
        ]
    )
    assert answer(connection, "openings_above_my_pay", "title") == [("above",), ("no top",)]


def test_openings_are_ordered_by_the_share_of_their_skills_that_i_have(
    connection: duckdb.DuckDBPyConnection, insert: Insert, put: Put
) -> None:
    asked = {"half": ["Python", "SQL", "Rust", "Go"], "all": ["Python", "SQL", "AWS"], "few": ["Python"]}
    insert("core.skill", [{"skill_id": name, "skill_name": name, "skill_kind": "tool"} for name in
                          ("Python", "SQL", "AWS", "Rust", "Go")])  # fmt: skip
    put([{"posting_id": name, "title": name, "text_hash": name} for name in asked])
    lines = [(posting, skill) for posting, skills in asked.items() for skill in skills]
    insert("core.posting_skill", [
        {"posting_id": posting, "skill_id": skill, "skill_need": "required", "line_hash": number}
        for number, (posting, skill) in enumerate(lines)
    ])  # fmt: skip
    found = answer(connection, "openings_for_my_skills", "title", "known_skills", "asked_skills", "others_asked")
    assert found == [("all", 3, 3, None), ("half", 2, 4, "Go, Rust")]


def test_remote_work_is_open_to_my_country_its_groups_and_perhaps_where_nothing_is_said(
    connection: duckdb.DuckDBPyConnection, put: Put
) -> None:
    scopes = {"here": "CA,US", "group": "NORAM", "there": "DE", "unsaid": None}
    put(
        [{"posting_id": name, "title": name, "workplace": "remote", "remote_scope": scopes[name]} for name in scopes]
        + [
            {"posting_id": "abroad", "title": "abroad", "workplace": "remote", "country_code": "DE"},
            {"posting_id": "office", "title": "office", "workplace": "on_site", "country_code": "US"},
        ]
    )
    found = answer(connection, "remote_from_my_country", "title", "remote_scope")
    assert found == [("group", "NORAM"), ("here", "CA,US"), ("unsaid", "unknown")]


def test_an_employer_is_new_to_my_role_if_it_was_watched_long_before(
    connection: duckdb.DuckDBPyConnection, insert: Insert, put: Put
) -> None:
    old, new = "2025-10-01 06:00:00", "2026-02-20 06:00:00"
    put(
        [
            {"posting_id": "1", "employer": "Turned", "role_id": None, "first_seen_at": old},
            {"posting_id": "2", "employer": "Turned", "first_seen_at": new},
            {"posting_id": "3", "employer": "Always", "first_seen_at": old},
            {"posting_id": "4", "employer": "Always", "first_seen_at": new},
            {"posting_id": "5", "employer": "Just found", "first_seen_at": new},
        ]
    )
    assert answer(connection, "employers_new_to_my_role", "employer", "active_postings") == [("Turned", 1)]


def test_what_is_only_advertised_again_is_not_among_the_newest(
    connection: duckdb.DuckDBPyConnection, insert: Insert, put: Put
) -> None:
    put([{"posting_id": name, "title": name} for name in ("new", "copy", "repost", "other")])
    insert("core.vacancy", [
        {"posting_id": "copy", "vacancy_id": "new", "series_id": "new", "is_repost": False},
        {"posting_id": "repost", "vacancy_id": "new", "series_id": "new", "is_repost": True},
        {"posting_id": "other", "vacancy_id": "other", "series_id": "new", "is_repost": True},
    ])  # fmt: skip
    assert sorted(answer(connection, "newest_openings", "title")) == [("copy",), ("new",)]
