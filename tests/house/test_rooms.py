"""The house rules that no tool checks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from extract.sources import SOURCES

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "extract", "transform", "warehouse")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def test_every_platform_has_an_example_answer():
    examples = {path.name for path in (ROOT / "tests/extract/examples").iterdir()}
    assert {source.split("_")[0] for source in SOURCES} <= {re.split(r"[_.]", name)[0] for name in examples}


@pytest.mark.parametrize("folder", ["migrations", "marts", "checks", "queries/examples"])
def test_every_sql_file_says_what_it_is(folder):
    files = sorted((ROOT / "warehouse/sql" / folder).glob("*.sql"))
    assert files
    assert [path.name for path in files if not path.read_text().startswith("-- ")] == []


def test_the_clock_the_environment_and_argv_are_read_in_flows_alone():
    read = re.compile(r"datetime\.now|date\.today|time\.time\(|os\.environ|sys\.argv|getenv")
    guilty = [path for path in MODULES if path.relative_to(ROOT).parts[0] != "flows" and read.search(path.read_text())]
    assert guilty == []


@pytest.mark.parametrize("command", ["", "report", "sql", "boards list"])
def test_help_imports_neither_prefect_nor_what_is_heavy(command):
    code = (
        "import sys; from flows import cli; from typer.testing import CliRunner;"
        f"result = CliRunner().invoke(cli.app, {[*command.split(), '--help']!r});"
        "assert result.exit_code == 0, result.output;"
        "print(*[name for name in ('prefect', 'polars', 'duckdb', 'altair', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_lock_names_no_address_and_every_package_has_a_hash():
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert not [line for line in lines if "://" in line or line.startswith("--")]
    pinned = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert pinned
    assert all("--hash=sha256:" in lines[number + 1] for number in pinned)
