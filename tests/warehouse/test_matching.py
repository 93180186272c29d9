import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.answers.matching import Matching, select
from warehouse.answers.person import NoAnswerYet, Person, Skill
from warehouse.store import open_reader

PYTHON = Skill(skill_id="python", name="Python", level=3)
ENGINEER = Person(role_id="engineer", pay_annual=55_000, pay_currency="EUR", skills=(PYTHON,), seniority="mid")


def _matching(connection: duckdb.DuckDBPyConnection, **limits: Any) -> tuple[Matching, dict[str, dict[str, Any]]]:
    person = Person(**{name: getattr(ENGINEER, name) for name in ENGINEER.__struct_fields__} | limits)
    found = select(connection, person)
    return found, {row["vacancy_id"]: row for row in connection.sql("FROM matching").pl().to_dicts()}


def test_without_limits_every_open_vacancy_of_the_role_is_inside(market: duckdb.DuckDBPyConnection) -> None:
    found, rows = _matching(market)
    assert (found.open, found.inside, found.elsewhere, found.other_workplace) == (5, 5, 0, 0)
    assert sorted(rows) == ["a1", "a2", "b1", "c1", "c3"]  # a3 is another advert of a1's vacancy, and closed
    assert {row["employer"] for row in rows.values()} == {"Alpha", "Beta", "Gamma"}
    assert rows["a1"]["first_seen_on"] == dt.date(2026, 1, 5)


def test_other_roles_are_taken_in(market: duckdb.DuckDBPyConnection) -> None:
    assert sorted(_matching(market, other_roles=("analyst",))[1]) == ["a1", "a2", "b1", "b3", "c1", "c3"]


@pytest.mark.parametrize(
    ("limits", "ids", "counts"),
    [
        ({"countries": ("DE",)}, ["a1", "b1", "c1"], (2, 0, 0, 0)),  # a1 names Berlin too; c1 is remote from anywhere
        ({"countries": ("FR",)}, ["c1", "c3"], (3, 0, 0, 0)),
        ({"cities": ("BERLIN",)}, ["a1", "b1", "c1"], (2, 0, 0, 0)),
        ({"workplaces": ("hybrid",)}, ["b1", "c3"], (0, 3, 0, 1)),  # c3 does not say
        ({"countries": ("FR",), "workplaces": ("on_site",)}, ["c3"], (3, 1, 0, 1)),
    ],
)
def test_limits_leave_out_what_is_known_to_be_outside(
    market: duckdb.DuckDBPyConnection, limits: dict[str, Any], ids: list[str], counts: tuple[int, ...]
) -> None:
    found, rows = _matching(market, **limits)
    assert sorted(rows) == ids
    assert (found.elsewhere, found.other_workplace, found.place_unknown, found.workplace_unknown) == counts
    assert found.open == found.inside + found.elsewhere + found.other_workplace


def test_a_city_is_the_one_in_the_persons_countries(market: duckdb.DuckDBPyConnection) -> None:
    """a2 is in New York and, say, in a Berlin abroad: for who would work in Berlin in America it is elsewhere."""
    market.execute("INSERT INTO core.posting_place BY NAME SELECT 'a2' AS posting_id, 2 AS place_number, "
                   "'Berlin' AS location_text, 'DE' AS country_code, 'Berlin' AS city")  # fmt: skip
    assert "a2" not in _matching(market, countries=("US",), cities=("Berlin",))[1]
    for limits in ({"countries": ("DE",), "cities": ("Berlin",)}, {"cities": ("Berlin",)}, {"countries": ("US",)}):
        assert "a2" in _matching(market, **limits)[1]


def test_an_unknown_place_is_kept_and_marked(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.posting SET workplace = NULL WHERE posting_id = 'c1'")
    found, rows = _matching(market, countries=("DE",))
    assert (found.place_unknown, rows["c1"]["is_place_unknown"], rows["b1"]["is_place_unknown"]) == (1, True, False)


def test_remote_work_is_inside_where_its_limits_hold_a_country(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.posting SET remote_scope = 'FR,US' WHERE posting_id = 'c1'")
    assert "c1" not in _matching(market, countries=("DE",))[1]
    assert "c1" in _matching(market, countries=("FR",))[1]


def test_pay_is_in_the_persons_currency_at_the_latest_rate(market: duckdb.DuckDBPyConnection) -> None:
    """Two dollars a euro since 6 January; 1.25 before."""
    found, rows = _matching(market, countries=("DE", "FR"))
    assert found.pay_currency == "EUR"
    pay = {key: (row["pay_low"], row["pay_high"], row["is_pay_converted"]) for key, row in rows.items()}
    assert pay["a1"] == (50_000, 60_000, True)
    assert pay["b1"] == (60_000, 80_000, False)  # its zone Berlin; Zurich's francs are not the person's
    assert pay["c3"] == (25_000, 100_000, True)
    assert pay["c1"] == (None, None, False)
    assert (rows["b1"]["is_own_zone"], rows["a1"]["is_own_zone"]) == (True, False)


def test_pay_in_a_currency_without_a_rate_is_known_to_who_is_paid_in_it(market: duckdb.DuckDBPyConnection) -> None:
    market.execute("UPDATE core.posting SET pay_currency = 'AED' WHERE posting_id = 'a1'")
    market.execute("UPDATE core.posting_pay SET pay_currency = 'AED' WHERE posting_id = 'a1'")
    row = _matching(market, pay_currency="AED")[1]["a1"]
    assert (row["pay_low"], row["pay_high"], row["is_pay_converted"]) == (100_000, 120_000, False)
    assert _matching(market)[1]["a1"]["pay_low"] is None


def test_of_zones_without_the_persons_place_pay_is_their_union(market: duckdb.DuckDBPyConnection) -> None:
    assert _matching(market)[1]["b1"]["pay_low"] is None  # there is no rate for francs, so it may be anything
    market.execute("INSERT INTO core.exchange_rate VALUES (DATE '2026-01-02', 'CHF', 2)")
    row = _matching(market)[1]["b1"]
    assert (row["pay_low"], row["pay_high"], row["is_pay_converted"]) == (35_000, 80_000, True)
    row = _matching(market, pay_currency="CHF")[1]["b1"]
    assert (row["pay_low"], row["pay_high"]) == (70_000, 160_000)


@pytest.mark.parametrize(
    "change",
    ["pay_flag = 'on_target'", "pay_segment = 'contractor'", "employment_type = 'part_time'", "seniority = 'intern'"],
)
def test_what_is_no_base_pay_of_a_year_is_unknown(market: duckdb.DuckDBPyConnection, change: str) -> None:
    market.execute(f"UPDATE core.posting SET {change} WHERE posting_id = 'c3'")
    row = _matching(market)[1]["c3"]
    assert (row["pay_low"], row["pay_high"], row["is_pay_stated"]) == (None, None, False)


def test_without_a_currency_of_ones_own_pay_is_in_the_commonest(market: duckdb.DuckDBPyConnection) -> None:
    found, rows = _matching(market, pay_annual=None, pay_currency=None)
    assert (found.pay_currency, rows["a1"]["pay_low"], rows["a1"]["is_pay_converted"]) == ("USD", 100_000, False)


def test_skills_are_counted_both_ways(market: duckdb.DuckDBPyConnection) -> None:
    rows = _matching(market)[1]
    names = ("required_skills", "matched_required", "named_skills", "matched_named", "skill_fit")
    assert [rows["a1"][name] for name in names] == [2, 1, 2, 1, 0.5]  # Python and SQL, both required
    assert [rows["c1"][name] for name in names] == [0, 0, 2, 1, 0.5]  # Python preferred, SQL mentioned
    assert [rows["b1"][name] for name in names] == [0, 0, 1, 1, 1]
    assert [rows["a2"][name] for name in names] == [0, None, 0, None, None]
    some = Skill(skill_id="python", name="Python", level=1)
    assert _matching(market, skills=(some,))[1]["a1"]["skill_fit"] == 0.25
    assert _matching(market, skills=())[1]["a1"]["skill_fit"] is None


def test_skills_are_those_of_the_mart(market: duckdb.DuckDBPyConnection) -> None:
    """Also where the lines of a board speak of the employer."""
    market.execute("UPDATE core.posting SET board_id = 'ashby:alpha' WHERE posting_id IN ('b1', 'b3', 'c1')")
    market.execute(
        "INSERT INTO core.posting_skill BY NAME "
        "SELECT posting_id, 'sql' AS skill_id, 'mentioned' AS skill_need, 99 AS line_hash FROM core.posting "
        "WHERE board_id = 'ashby:alpha'"
    )
    market.execute("INSERT INTO core.employer_line VALUES ('ashby:alpha', 99, DATE '2026-01-01')")
    _matching(market)
    found = market.sql("SELECT vacancy_id, skill_id, skill_name, skill_need FROM matching_skill ORDER BY ALL")
    mart = market.sql(
        "SELECT posting_id, skill_id, skill_name, skill_need FROM mart.posting_skill "
        "WHERE is_open AND role_id = 'engineer' ORDER BY ALL"
    )
    assert found.fetchall() == mart.fetchall()
    assert ("b1", "sql", "SQL", "mentioned") not in mart.fetchall()


def test_benefits_seniority_and_flags_are_told(market: duckdb.DuckDBPyConnection) -> None:
    rows = _matching(market)[1]
    assert (rows["a1"]["benefits"], rows["a1"]["new_benefits"], rows["a2"]["benefits"]) == (["equity"], 1, [])
    assert _matching(market, benefits=("equity",))[1]["a1"]["new_benefits"] == 0
    assert (rows["a1"]["seniority_step"], rows["c3"]["seniority_step"], rows["c1"]["seniority_step"]) == (1, 2, None)
    flags = market.sql("SELECT posting_id, age_days, is_evergreen FROM mart.posting_flag").fetchall()
    told = {(key, row["age_days"], row["is_evergreen"]) for key, row in rows.items()}
    assert told <= set(flags)


def test_a_role_that_is_not_listed_is_no_question(market: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NoAnswerYet, match="no role called 'alchemist'"):
        select(market, Person(role_id="alchemist"))


def test_nothing_collected_is_no_answer(connection: duckdb.DuckDBPyConnection, insert: Any) -> None:
    insert("core.role", [{"role_id": "engineer", "role_title": "Data Engineer", "role_family": "Data"}])
    with pytest.raises(NoAnswerYet, match="Nothing has been collected"):
        select(connection, ENGINEER)


def test_on_a_published_snapshot_the_same_person_s_table_stays(
    loaded: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "published.duckdb"
    loaded.execute(f"ATTACH '{file}' AS published")
    loaded.execute("COPY FROM DATABASE memory TO published")
    loaded.execute("DETACH published")
    with open_reader(file) as connection:
        found = select(connection, ENGINEER)
        connection.execute("UPDATE matching SET title = 'as it was made'")
        assert select(connection, ENGINEER) == found
        assert connection.execute("SELECT DISTINCT title FROM matching").fetchall() == [("as it was made",)]
        other = select(connection, Person(role_id="analyst"))
        assert (other != found, connection.execute("SELECT DISTINCT role_id FROM matching").fetchall()) == (
            True, [("analyst",)])  # fmt: skip
        assert select(connection, ENGINEER) == found


def test_a_warehouse_that_changes_is_asked_anew(market: duckdb.DuckDBPyConnection) -> None:
    before = select(market, ENGINEER).inside
    market.execute("DELETE FROM core.spell WHERE posting_id = (SELECT posting_id FROM matching LIMIT 1)")
    assert select(market, ENGINEER).inside == before - 1
