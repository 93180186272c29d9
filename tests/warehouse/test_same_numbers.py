"""Page, terminal, CSV, JSON and SQL print the same figures, whatever the market is like."""

import csv
import datetime as dt
import html
import io
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import msgspec
import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.console import Console

from warehouse import estimates, gauges, weeks
from warehouse.answers.dials import role_gauge
from warehouse.answers.gauge import gauge
from warehouse.answers.person import Person, Skill
from warehouse.reports import csv_files, page_answers, tables, terminal
from warehouse.reports import html as page
from warehouse.reports.section import Section, cleaned

ONE_WAREHOUSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Every example finds the warehouse that the one before left, and clears it."""

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
START = dt.date(2026, 1, 5)
DAYS = 91
ME = Person(
    role_id="engineer", pay_annual=60_000, pay_currency="EUR", years=5, degree="bachelor",
    skills=(Skill(skill_id="sql", name="SQL"), Skill(skill_id="python", name="Python", level=3)),
)  # fmt: skip


def fill(connection: duckdb.DuckDBPyConnection, insert: Insert, seed: int) -> None:
    """A random market of three roles over a quarter: employers of unequal size, pay, skills, texts, benefits."""
    rng = np.random.default_rng(seed)
    insert("core.role", [{"role_id": role, "role_title": role.title(), "role_family": "Data"}
                         for role in ("engineer", "analyst", "scientist")])  # fmt: skip
    insert("core.skill", [{"skill_id": skill, "skill_name": skill, "skill_kind": "tool"}
                          for skill in ("sql", "python", "=cmd", "<b>spark</b>")])  # fmt: skip
    boards = [f"board{number}" for number in range(int(rng.integers(3, 25)))]
    insert("core.board", [{"board_id": name, "employer": name} for name in boards])
    insert("core.board_day", [
        {"board_id": name, "observed_on": day, "observed_at": f"{day} 06:00:00", "board_status": "complete"}
        for name in boards for day in (START + dt.timedelta(days=number) for number in range(DAYS))
        if rng.random() < 0.97
    ])  # fmt: skip
    rows = [_advert(rng, number, boards) for number in range(int(rng.integers(1, 200)))]
    for table in ("posting", "spell", "posting_skill", "posting_pay"):
        insert(f"core.{table}", [row for advert in rows for row in advert[table]])
    connection.execute("INSERT INTO ops.touched VALUES ($day)", {"day": START})
    estimates.renew(connection, weeks.renew(connection))
    if found := role_gauge(connection, "engineer"):
        gauges.keep(connection, found)
    gauges.look_ahead(connection, "engineer")


def _advert(rng: np.random.Generator, number: int, boards: list[str]) -> dict[str, list[dict[str, Any]]]:
    board = boards[int(len(boards) * rng.random() ** 2)]
    opened, name = int(rng.integers(0, DAYS)), f"p{number}"
    closed = opened + int(rng.exponential(40)) + 2
    low = int(rng.integers(40, 90)) * 1000
    pay = {"pay_currency": "EUR", "pay_min_annual": low, "pay_max_annual": low + int(rng.integers(0, 30)) * 1000}
    posting = {
        "posting_id": name, "board_id": board, "employer": board, "employer_key": board, "text_hash": name,
        "role_id": str(rng.choice(["engineer", "engineer", "analyst", "scientist"])) if number else "engineer",
        "title": f"<i>{name}</i> =1+1",
        "workplace": rng.choice([None, "remote", "hybrid"]), "seniority": rng.choice([None, "senior", "junior"]),
        "years_min": rng.choice([None, "3", "8"]), "degree": rng.choice([None, "bachelor"]), "degree_need": "required",
        "country_code": rng.choice([None, "DE", "US"]), "url": f"https://jobs.example.org/{name}",
        **(pay if rng.random() < 0.6 else {}),
    }  # fmt: skip
    at = [START + dt.timedelta(days=day) for day in (opened, min(closed, DAYS) - 1, closed)]
    spell = {"posting_id": name, "board_id": board, "first_seen_at": f"{at[0]} 06:00:00",
             "last_seen_at": f"{max(at[0], at[1])} 06:00:00",
             "closed_at": f"{at[2]} 06:00:00" if closed < DAYS else None}  # fmt: skip
    skills = [{"posting_id": name, "skill_id": skill, "line_hash": number, "skill_need": need}
              for skill, need in (("sql", "required"), ("python", "preferred"), ("=cmd", "mentioned"),
                                  ("<b>spark</b>", "required")) if rng.random() < 0.5]  # fmt: skip
    zone = {"posting_id": name, "zone_number": 1, "pay_kind": "base", **pay, "pay_period": "year"}
    return {"posting": [posting], "spell": [spell], "posting_skill": skills,
            "posting_pay": [zone] if "pay_currency" in posting else []}  # fmt: skip


def _every_answer_prints_the_same_figures_everywhere(
    connection: duckdb.DuckDBPyConnection, insert: Insert, seed: int
) -> None:
    connection.execute("ROLLBACK")
    connection.execute("BEGIN")
    fill(connection, insert, seed)
    placed = page_answers.sections(connection, ME)
    shown = html.unescape(re.sub(r"<[^>]+>", "\x1f", page.render(gauge(connection, ME, is_simulated=False), placed)))
    for one in placed:
        section = one.section
        printed = _printed(section)
        for sentence in (*section.said, *section.notes):
            assert sentence in shown or not section.is_told
            assert " ".join(sentence.split()) in printed
        assert section.said[0] in shown
        for table in section.tables:
            if section.is_told:
                _same_cells(table, shown, printed)
            _same_values(table)
            _is_described(table)
        for query in section.queries:
            _same_rows(connection, query.text, section.tables)


test_every_answer_prints_the_same_figures_everywhere = settings(ONE_WAREHOUSE, phases=[Phase.generate], max_examples=1)(
    given(seed=st.integers(0, 10_000))(_every_answer_prints_the_same_figures_everywhere)
)
test_every_answer_prints_the_same_figures_everywhere_oftener = pytest.mark.soak(
    settings(ONE_WAREHOUSE, phases=[Phase.generate], max_examples=30)(
        given(seed=st.integers(0, 10_000))(_every_answer_prints_the_same_figures_everywhere)
    )
)


def _is_described(table: tables.Table) -> None:
    """The dictionary has the columns of the table's file, and none is empty that it says is known."""
    described = csv_files.dictionary().filter(pl.col("column").is_not_null(), table=f"answer.{table.name}")
    written = [*csv.reader(io.StringIO(csv_files.text_of(table)))]
    assert described["column"].to_list() == written[0]
    for row in written[1:]:
        empty = {column for column, value in zip(written[0], row, strict=True) if not value}
        assert not empty & set(described.filter(~pl.col("may_be_unknown"))["column"]), table.name


def _printed(section: Section) -> str:
    console = Console(width=4000, file=io.StringIO(), color_system=None)
    terminal.render_section(section, console)
    assert isinstance(console.file, io.StringIO)
    return " ".join(console.file.getvalue().split())


def _same_cells(table: tables.Table, shown: str, printed: str) -> None:
    """Every cell stands on the page, and those of the first rows in the terminal."""
    kept = table.shown()
    for number, row in enumerate(kept.cells()):
        for field, cell in zip(kept.fields, row, strict=True):
            pieces = cell.split("; ") if field.kind == "lines" else [] if field.kind == "link" else [cell]
            assert all(f"\x1f{piece}\x1f" in shown for piece in pieces)
            assert number >= terminal.SHOWN or " ".join(cell.split()) in printed


def _same_values(table: tables.Table) -> None:
    """The CSV file holds the values that the cells are worded from."""
    rows = [*csv.reader(io.StringIO(csv_files.text_of(table, raw=True)))]
    fields = [one for field in table.fields for one in field.figures or (field,)]
    assert rows[0] == [field.name for field in fields]
    for row, written in zip(table.rows, rows[1:], strict=True):
        values = itertools.chain.from_iterable(map(_figures, table.fields, row))
        for field, value, text in zip(fields, values, written, strict=True):
            read = _read(field.kind, text)
            assert (
                read == pytest.approx(value) if isinstance(value, float) else read == (value if value != "" else None)
            )


def _figures(field: tables.Field, value: Any) -> Sequence[Any]:
    return [value] if not field.figures else value.figures if value else [None] * len(field.figures)


def _read(kind: tables.Kind, text: str) -> Any:
    if text == "":
        return None
    if kind in tables.NUMERIC:
        return int(text) if kind == "count" else float(text)
    if kind == "day":
        return dt.date.fromisoformat(text)
    return {"true": True, "false": False}.get(text, text) if kind == "yes" else text


def _same_rows(connection: duckdb.DuckDBPyConnection, query: str, told: tuple[tables.Table, ...]) -> None:
    """The query runs; where it gives a table's own columns, it gives the table's figures."""
    found = connection.sql(query)
    assert found is not None
    names = list(found.columns)
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    for table in told:
        numbers = [field.name for field in table.fields if field.kind in tables.NUMERIC]
        if numbers and set(numbers) <= set(names) and table.rows:
            have = {tuple(row[name] for name in numbers) for row in rows}
            at = [[field.name for field in table.fields].index(name) for name in numbers]
            assert {tuple(row[position] for position in at) for row in table.rows} <= have


def test_the_sections_of_the_page_are_told_apart() -> None:
    keys = [shown.key for shown in page_answers.PAGE]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set(page.FIXED)
    assert {shown.after for shown in page_answers.PAGE} <= set(page.FIXED)


def test_every_answer_of_the_page_can_be_told_in_json(market: duckdb.DuckDBPyConnection) -> None:
    for shown in page_answers.PAGE:
        try:
            found = shown.answer(market, ME)
        except page_answers.NoAnswerYet:
            continue
        assert msgspec.json.decode(msgspec.json.encode(found)) is not None
        assert cleaned(shown.worded(found, ME)).said
