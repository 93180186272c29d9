"""What a newcomer reads is true: queries run, commands, targets and files exist, defaults are the defaults."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
import typer

from extract.boards import packaged
from flows.cli import app
from flows.profile import Profile
from flows.settings import Settings
from transform.roles import find_role
from transform.schema import TABLES
from warehouse import store

ROOT = Path(__file__).parents[2]
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")}
README = TEXTS["README.md"]
CLI: Any = typer.main.get_command(app)
EXAMPLE = re.compile(r"^Example: jobgauge (.+)$", re.MULTILINE)
BEFORE_A_PROGRAM = re.compile(r"^(?:[\d*/ ]+ cd \S+ && )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a Markdown text that are marked as `language`."""
    return [body for mark, body in re.findall(r"^```(\w*)\n(.*?)^```", text, re.M | re.S) if mark == language]


def spans(text: str) -> list[str]:
    """The pieces of code within a Markdown text's sentences."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def calls(program: str, *texts: str) -> list[str]:
    """What stands after the name of `program` wherever the texts call it."""
    code = [
        line for text in texts for block in blocks(text, "sh") + blocks(text, "text") for line in block.splitlines()
    ]
    code += [span for text in texts for span in spans(text)]
    bare = [BEFORE_A_PROGRAM.sub("", line) for line in code]
    return sorted({line.removeprefix(f"{program} ") for line in bare if line.startswith(f"{program} ")})


def commands(command: Any = CLI, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every command and group, with the words that call it."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, f"{path} {name}".strip())


def parsed(words: str) -> tuple[str, dict[str, Any]]:
    """The command that the words call and its parameters, nothing run; fails where command or option is unknown."""
    command, rest, path = CLI, shlex.split(words), []
    while hasattr(command, "commands"):
        name, *rest = rest
        command = command.commands[name]
        path.append(name)
    return " ".join(path), command.make_context(path[-1], rest).params


CALLS = [words for words in calls("jobgauge", *TEXTS.values()) if not words.startswith("COMMAND ")]
QUERIES = blocks(README, "sql")
ASKED = [word for words in CALLS if words.startswith("sql ") for word in shlex.split(words) if " " in word]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse without a row."""
    with store.open_writer(tmp_path_factory.mktemp("readme") / "gauge.duckdb") as connection:
        yield connection


def test_the_readme_has_what_these_tests_look_for() -> None:
    assert len(QUERIES) >= 5
    assert len(ASKED) >= 2
    assert {"init", "run", "schedule", "doctor"} <= set(CALLS)
    assert {"gauge", "test", "bench"} <= set(calls("make", README))


@pytest.mark.parametrize("query", QUERIES + ASKED)
def test_a_query_of_the_readme_runs(query: str, empty: duckdb.DuckDBPyConnection) -> None:
    assert empty.execute(query).description


@pytest.mark.parametrize("name", store.sql_names("queries/examples"))
def test_an_example_query_runs_on_an_empty_warehouse(name: str, empty: duckdb.DuckDBPyConnection) -> None:
    assert empty.execute(store.sql(f"queries/examples/{name}")).fetchall() == []


def test_the_readme_names_every_mart_and_no_other_table() -> None:
    named = set(re.findall(r"\b(?:mart|core|raw|ops)\.[a-z_]+\b", README))
    assert named <= set(TABLES)
    assert {name for name in TABLES if name.startswith("mart.")} <= named


@pytest.mark.parametrize("words", CALLS)
def test_a_command_named_exists_with_its_options(words: str) -> None:
    path, _ = parsed(words)
    assert path


@pytest.mark.parametrize("words", calls("make", *TEXTS.values()))
def test_a_make_target_named_exists(words: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert words in targets


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_and_picture_is_there(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", TEXTS[name]) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_file_named_is_there(name: str) -> None:
    """Pieces of code that begin like a path of this project; capitals in the last name stand for any name."""
    paths = [
        span for span in spans(TEXTS[name]) if re.match(r"(?:extract|transform|warehouse|flows|tests|docs)/", span)
    ]
    assert [path for path in paths if not (ROOT / re.sub(r"\b[A-Z]+\b", "lever", path)).exists()] == []


def test_the_readme_counts_the_boards() -> None:
    assert f"asks {len(packaged()):,} boards" in README


@pytest.mark.parametrize(("path", "command"), [pytest.param(*pair, id=pair[0] or "jobgauge") for pair in commands()])
def test_every_command_has_help_with_an_example_that_parses(path: str, command: Any) -> None:
    assert command.help
    examples = EXAMPLE.findall(command.help)
    assert examples
    assert all(parsed(words)[0].startswith(path) for words in examples)
    assert [parameter.name for parameter in command.params if not getattr(parameter, "help", None)] == []


def test_the_board_of_an_example_is_watched() -> None:
    (words,) = EXAMPLE.findall(dict(commands())["boards check"].help)
    assert set(parsed(words)[1]["key"]) <= {board.board_id for board in packaged()}


def named_settings(text: str) -> set[str]:
    """The settings and sections of a TOML text, those in comments included."""
    found = re.findall(r"^(?:# )?(?:\[([a-z_]+)\]|([a-z_]+) =)", text, re.M)
    return {section or name for section, name in found}


def fields(kind: type[msgspec.Struct]) -> set[str]:
    """The settings that `kind` has, those of its sections included."""
    every = set(kind.__struct_fields__)
    for field in msgspec.structs.fields(kind):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            every |= fields(field.type)
    return every


def test_the_example_settings_are_the_defaults_and_all_of_them() -> None:
    text = (ROOT / "jobgauge.example.toml").read_text(encoding="utf-8")
    assert msgspec.convert(tomllib.loads(text), Settings) == Settings()
    assert fields(Settings) <= named_settings(text)


def test_the_example_profile_is_whole_and_its_role_is_known() -> None:
    values = tomllib.loads((ROOT / "profile.example.toml").read_text(encoding="utf-8"))
    profile = msgspec.convert(values, Profile)
    assert set(values) == fields(Profile)
    assert find_role(profile.role)
