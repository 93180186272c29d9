"""Marts as Parquet, Excel and JobSpy files: the same values, a text stays a text, and what they speak of is said."""

import datetime as dt
import re
import zipfile
from pathlib import Path

import duckdb
import polars as pl
import pytest
from pyarrow import parquet

from flows.imports import day_in_name
from transform import imported_rows, mapping
from warehouse.reports import csv_files, excel, exports, files, parquet_files, words

ABOUT = exports.About(made_at=dt.datetime.fromisoformat("2026-03-04T07:00"), version="0.1.0")
TEXTS = [
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1)",
    "+1",
    "{=1}",
    "http://evil.example",
    "mailto:x@evil.example",
    "internal:other!A1",
    "external:c:\\x.xlsx",
    "<b>&amp;</b>",
    "0012",
    "Ünï ☃ 𝄞",
]
# The columns of python-jobspy 1.1.82, in its order.
JOBSPY = re.findall(
    r"\w+",
    """
    id site job_url job_url_direct title company location date_posted job_type salary_source interval min_amount
    max_amount currency is_remote job_level job_function listing_type emails description company_industry company_url
    company_logo company_url_direct company_addresses company_num_employees company_revenue company_description skills
    experience_range company_rating company_reviews_count vacancy_count work_from_home_type
""",
)


@pytest.fixture
def small() -> duckdb.DuckDBPyConnection:
    """A file with one mart of values that are hard to keep."""
    made = duckdb.connect()
    made.execute("CREATE SCHEMA mart")
    made.execute(
        "CREATE TABLE fact (title VARCHAR, n BIGINT, share DOUBLE, seen_on DATE, seen_at TIMESTAMP, is_open BOOLEAN)"
    )
    made.executemany("INSERT INTO fact (title) VALUES (?)", [[text] for text in TEXTS])
    made.execute(
        "INSERT INTO fact VALUES ('a', -5, -0.5, '2026-03-04', '2026-03-04 06:15:01', true), "
        "('b', 9007199254740993, 'nan', '1899-12-31', '1850-01-01 00:00:00', false)"
    )
    made.execute("CREATE VIEW mart.posting AS FROM fact")
    return made


def sheets(path: Path) -> dict[str, pl.DataFrame]:
    found: dict[str, pl.DataFrame] = pl.read_excel(path, sheet_id=0, raise_if_empty=False)
    return found


def xml(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read(f"xl/worksheets/{name}.xml").decode()


def test_a_text_in_a_workbook_is_neither_formula_nor_link(small: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = excel.write(small, tmp_path, [], ABOUT.made_at)
    posting = sheets(path)["posting"]
    assert set(TEXTS) <= set(posting["title"])
    assert "<f>" not in xml(path, "sheet2")
    assert "hyperlink" not in xml(path, "sheet2")
    assert {link.split("!")[0] for link in re.findall(r'location="([^"]+)"', xml(path, "sheet1"))} == {
        "'posting'",
        "'data_dictionary'",
    }


def test_a_workbook_keeps_numbers_days_and_unknowns(small: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    small.execute("DELETE FROM fact WHERE title <> 'a'")
    small.execute("INSERT INTO fact (title) VALUES ('unknown')")
    row, unknown = sheets(excel.write(small, tmp_path, [], ABOUT.made_at))["posting"].rows()
    assert row == ("a", -5, -0.5, dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 6, 15, 1), True)
    assert unknown == ("unknown", None, None, None, None, None)


def test_what_excel_cannot_hold_exactly_is_text_or_empty(small: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = excel.write(small, tmp_path, [], ABOUT.made_at)
    odd = sheets(path)["posting"].row(by_predicate=pl.col("title") == "b", named=True)
    assert odd == {
        "title": "b", "n": "9007199254740993", "share": None, "seen_on": "1899-12-31", "seen_at": "1850-01-01 00:00:00",
        "is_open": False,
    }  # fmt: skip


def test_a_mart_longer_than_a_sheet_goes_on_in_the_next(
    small: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "SHEET_ROWS", 101)
    monkeypatch.setattr(excel, "BATCH_ROWS", 70)
    monkeypatch.setattr(csv_files, "dictionary", lambda: pl.DataFrame({"table": ["t"]}))
    small.execute("CREATE VIEW mart.a_mart_with_a_name_of_forty_characters AS SELECT range AS n FROM range(250)")
    book = sheets(excel.write(small, tmp_path, ["What it is."], ABOUT.made_at))
    name = "a_mart_with_a_name_of_forty_characters"
    parts = [book[name[:31]], book[f"{name[:26]}_2"], book[f"{name[:26]}_3"]]
    assert [part.height for part in parts] == [100, 100, 50]
    assert sorted(pl.concat(parts)["n"]) == [*range(250)]
    about = book["about"]
    assert about.columns[0] == "What it is."
    assert (name, "250") in {(row[0], row[1]) for row in about.cast(pl.String).rows()}


def test_a_mart_without_rows_is_a_sheet_with_a_header(small: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    small.execute("DELETE FROM fact")
    assert sheets(excel.write(small, tmp_path, [], ABOUT.made_at))["posting"].columns[:2] == ["title", "n"]


def test_a_failed_workbook_leaves_the_old_one_and_nothing_else(
    small: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = excel.write(small, tmp_path, [], ABOUT.made_at)
    before = path.read_bytes()
    small.execute("CREATE VIEW mart.role_pay AS SELECT error('broken') AS n FROM fact")
    with pytest.raises(duckdb.Error, match="broken"):
        excel.write(small, tmp_path, [], ABOUT.made_at)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


def test_parquet_has_the_same_rows_and_says_what_they_mean(market: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    written = parquet_files.write(market, tmp_path, "What it speaks of.")
    assert [path.stem for path in written] == [*files.marts(market), "data_dictionary"]
    for mart in ("posting", "role_demand_week", "role_pay", "scope"):
        path = tmp_path / f"{mart}.parquet"
        found = duckdb.execute("FROM read_parquet($path) ORDER BY ALL", {"path": str(path)}).fetchall()
        assert found == market.execute(f"FROM mart.{mart} ORDER BY ALL").fetchall()
    schema = parquet.read_schema(tmp_path / "role_pay.parquet")
    assert schema.metadata[b"scope"] == b"What it speaks of."
    assert schema.metadata[b"description"].startswith(b"Advertised pay of a role")
    assert schema.field("pay_p50").metadata[b"unit"] == b"currency units a year"
    assert pl.read_parquet(written[-1]).equals(csv_files.dictionary())


def test_an_export_says_what_its_figures_speak_of(market: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    done: list[str] = []
    *_, path = exports.write(market, tmp_path, exports.Formats(xlsx=True), ABOUT, done=done.append)
    assert len(done) == exports.steps(market, exports.Formats(xlsx=True))
    text = path.read_text()
    assert path.name == "scope.txt"
    assert "at the 4 boards we watch" in text
    assert "never about the whole market" in text
    assert words.SIMULATED not in text
    found = exports.scope(market)
    assert found is not None
    open_postings = market.execute("SELECT count(*) FROM mart.posting WHERE is_open").fetchone()
    assert (found.active_postings,) == open_postings
    made_up = exports.scope_lines(found, exports.About(made_at=ABOUT.made_at, version="0.1.0", is_simulated=True))
    assert made_up[0] == words.SIMULATED
    sheet = sheets(tmp_path / "jobgauge.xlsx")["about"]
    assert sheet.columns[0] in text


def test_before_anything_was_observed_an_export_says_so(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    written = exports.write(connection, tmp_path, exports.Formats(jobspy=True), ABOUT)
    assert "Nothing has been observed yet" in written[-1].read_text()
    assert pl.read_csv(written[0]).columns == JOBSPY


def test_jobspys_columns_hold_the_openings_and_an_import_reads_them(
    market: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path, _ = exports.write(market, tmp_path, exports.Formats(jobspy=True), ABOUT)
    assert pl.read_csv(path, infer_schema_length=None).columns == JOBSPY
    last = market.execute("SELECT window_end FROM mart.scope").fetchone()
    assert (day_in_name(path.name),) == last
    source = imported_rows.Source(mapping.jobspy(), "run", dt.date(2026, 3, 4), seen_on=day_in_name(path.name))
    rows = pl.concat(imported_rows.slices(path, path.name, source))
    assert rows["reason"].null_count() == rows.height
    names = "posting_id, title, employer, location_text, nullif(workplace = 'remote', false)"
    found = rows.select("source_id", "title", "employer", "place", pl.col("is_remote") == "true")
    assert (
        sorted(found.rows()) == market.execute(f"SELECT {names} FROM mart.posting WHERE is_open ORDER BY 1").fetchall()
    )
