import ast
import csv
import importlib
import stat
from pathlib import Path

import duckdb
import polars as pl
import pytest

from transform.schema import TABLES
from warehouse.answers.gauge import Gauge
from warehouse.reports import csv_files, tables
from warehouse.reports.sections import offer

FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\rx",
    "\nx",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff@A1",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    " ＝1",
]
HARMLESS = ["Acme = good", "a-b", "1+1", "'=1", "e@x", "Ünï", "", " x", "(=1)"]


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("CREATE SCHEMA mart")
    made.execute("CREATE TABLE fact (employer VARCHAR, n BIGINT, pay_p50 DOUBLE, seen_at TIMESTAMP, is_open BOOLEAN)")
    made.execute(
        "INSERT INTO fact VALUES ('=1+1', -5, -0.5, '2026-03-04 06:15:00.25', true), ('Acme', 2, NULL, NULL, NULL)"
    )
    made.execute("CREATE VIEW mart.source_health AS SELECT * FROM fact")
    made.execute("CREATE VIEW mart.role_pay AS SELECT * FROM fact WHERE false")
    return made


def test_every_mart_becomes_a_file_and_the_dictionary_comes_last(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    written = csv_files.write(connection, tmp_path / "out")
    assert [path.name for path in written] == ["role_pay.csv", "source_health.csv", "data_dictionary.csv"]
    assert read(written[0]) == [["employer", "n", "pay_p50", "seen_at", "is_open"]]
    assert read(written[1])[1:] == [
        ["'=1+1", "-5", "-0.5", "2026-03-04T06:15:00.250", "true"],
        ["Acme", "2", "", "", ""],
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in written)
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_the_report_s_files_leave_out_single_adverts_and_old_files_of_them(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for mart in ("posting", "posting_skill", "vacancy"):
        connection.execute(f"CREATE VIEW mart.{mart} AS SELECT 1 AS n")
    (tmp_path / "posting.csv").write_text("of yesterday")
    written = csv_files.write_counts(connection, tmp_path)
    assert [path.name for path in written] == ["role_pay.csv", "source_health.csv", "data_dictionary.csv"]
    assert sorted(tmp_path.iterdir()) == sorted(written)


def test_raw_leaves_the_values_as_they_are(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    written = csv_files.write(connection, tmp_path, raw=True)
    assert read(written[1])[1][0] == "=1+1"


def test_batches_lose_no_row_and_repeat_no_header(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_files, "BATCH_ROWS", 1_000)
    connection.execute("CREATE VIEW mart.posting AS SELECT 5000 - range AS n, 'a' AS title FROM range(5000)")
    csv_files.write(connection, tmp_path)
    rows = read(tmp_path / "posting.csv")
    assert rows[0] == ["n", "title"]
    assert [int(row[0]) for row in rows[1:]] == [*range(1, 5_001)]


def test_a_failed_export_leaves_the_old_file(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    csv_files.write(connection, tmp_path)
    before = (tmp_path / "source_health.csv").read_bytes()
    connection.execute("CREATE OR REPLACE VIEW mart.source_health AS SELECT error('broken') AS employer FROM fact")
    with pytest.raises(duckdb.Error, match="broken"):
        csv_files.write(connection, tmp_path)
    assert (tmp_path / "source_health.csv").read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_a_link_in_the_way_is_replaced_and_not_followed(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "role_pay.csv").symlink_to(outside)
    csv_files.write(connection, folder)
    assert outside.read_text() == "mine"
    assert not (folder / "role_pay.csv").is_symlink()


def test_a_mart_cannot_name_a_file_elsewhere(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    connection.execute('CREATE VIEW mart."../evil" AS SELECT 1 AS n')
    with pytest.raises(ValueError, match="evil"):
        csv_files.write(connection, tmp_path)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert csv_files.neutral(pl.DataFrame({"a": [text]}))["a"].to_list() == ["'" + text]


@pytest.mark.parametrize("text", [*HARMLESS, None])
def test_other_text_stays_as_it_is(text: str | None) -> None:
    assert csv_files.neutral(pl.DataFrame({"a": [text]}, schema={"a": pl.String}))["a"].to_list() == [text]


def test_numbers_stay_numbers() -> None:
    frame = pl.DataFrame({"n": [-1], "share": [-0.5]})
    assert csv_files.neutral(frame).equals(frame)


def test_the_dictionary_has_every_column_once() -> None:
    rows = csv_files.dictionary()
    of_tables = rows.filter(~pl.col("table").str.starts_with("answer."))
    assert of_tables.height == sum(1 + len(table.columns) for table in TABLES.values())
    assert not rows.select("table", "column").is_duplicated().any()
    assert rows["sentence"].null_count() == 0
    assert rows.filter(pl.col("sentence").str.len_chars() == 0).is_empty()
    pay = rows.filter(table="mart.role_pay", column="pay_p50").row(0, named=True)
    assert (pay["type"], pay["unit"], pay["may_be_unknown"]) == ("decimal number", "currency units a year", True)
    types = rows["type"].drop_nulls().unique().to_list()
    kinds = {"text", "whole number", "decimal number", "true or false", "date", "time"}
    assert set(types) <= kinds | {"list of whole numbers"}


TYPES = {"count": "whole number", "day": "date", "moment": "time", "yes": "true or false"}
REPORTS = Path(csv_files.__file__).parent
PAID = {"above_table", "paid_table"}
"""They make tables of adverts with their pay, whatever the name."""


def declared() -> dict[str, list[tuple[str, str]]]:
    """The columns and types of every table that the answers' code makes."""
    found = {}
    for path in sorted(REPORTS.rglob("*.py")):
        name = ".".join(path.relative_to(REPORTS).with_suffix("").parts)
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for call in calls:
            match call:
                case ast.Call(func=ast.Name("Table"), args=[ast.Constant(str(table)), _, ast.Name(fields), _, *_]):
                    found[table] = columns(getattr(importlib.import_module(f"warehouse.reports.{name}"), fields))
                case ast.Call(func=ast.Name(make), args=[ast.Constant(str(table)), *_]) if make in PAID:
                    found[table] = columns(offer.paid_table(table, "", ()).fields)
    return found


def columns(fields: tuple[tables.Field, ...]) -> list[tuple[str, str]]:
    flat = [one for field in fields for one in field.figures or (field,)]
    numbers = {kind: "decimal number" for kind in tables.NUMERIC} | TYPES
    return [(field.name, numbers.get(field.kind, "text")) for field in flat]


def test_the_dictionary_has_the_columns_of_every_answer_and_no_other() -> None:
    rows = csv_files.dictionary().filter(pl.col("table").str.starts_with("answer."), pl.col("column").is_not_null())
    described: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in rows.select("table", "column", "type").iter_rows():
        described.setdefault(table.removeprefix("answer."), []).append((column, kind))
    made = declared()
    del made["news"]  # no command gives it as a file
    assert described == made
    marts = {name.removeprefix("mart.") for name in TABLES if name.startswith("mart.")}
    assert made.keys() & marts == {"posting"}  # it is printed alone, where no mart's file of the name stands


def test_no_cell_is_empty_whose_column_is_said_to_be_known(gauge: Gauge, tmp_path: Path) -> None:
    known = csv_files.dictionary().filter(~pl.col("may_be_unknown"))
    for path in csv_files.write_gauge(gauge, tmp_path):
        names = set(known.filter(table=f"answer.{path.stem}")["column"])
        header, *rows = read(path)
        assert not [(path.stem, name) for row in rows for name, cell in zip(header, row, strict=True)
                    if name in names and not cell]  # fmt: skip


def test_the_answers_numbers_are_those_of_its_tables(gauge: Gauge, tmp_path: Path) -> None:
    written = csv_files.write_gauge(gauge, tmp_path)
    names = ["gauge", "demand", "pay", "mix", "employers", "places", "quality", "troubles"]
    assert [path.stem for path in written] == names
    for path, table in zip(written, tables.every(gauge), strict=True):
        header, *rows = read(path)
        assert header == [field.name for field in table.fields]
        assert len(rows) == len(table.rows)
        for row, values in zip(rows, table.rows, strict=True):
            for field, cell, value in zip(table.fields, row, values, strict=True):
                if field.kind in tables.NUMERIC:
                    assert (float(cell) if cell else None) == value


def test_hostile_text_in_an_answer_is_neutral(hostile: Gauge, tmp_path: Path) -> None:
    for path in csv_files.write_gauge(hostile, tmp_path):
        _, *rows = read(path)
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.strip()[:1] in {"=", "+", "@", "＝", "＋", "＠"}]
        assert not [cell for cell in cells if any(ord(character) < 32 for character in cell)]
