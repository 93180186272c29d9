"""The commands that answer a question, in this process, on a snapshot of which nothing was collected yet."""

import datetime as dt
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
import typer

from flows import ask, cli, pasting, printing, settings
from transform.postings import reference_tables
from warehouse import history
from warehouse.answers.news import News
from warehouse.answers.person import NoAnswerYet
from warehouse.reports.section import Section
from warehouse.reports.tables import Field, Table
from warehouse.store import migrate


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published file with the list of roles alone."""
    path = tmp_path_factory.mktemp("data") / "reports.duckdb"
    with duckdb.connect(str(path)) as connection:
        migrate(connection)
        history.load_reference(connection, reference_tables())
    return path


@pytest.mark.parametrize(
    "words",
    [
        ["openings", "--limit", "3", "--min-pay", "50000", "--new"],
        ["gauge", "--json"],
        ["employers", "--limit", "3"],
        ["skills"],
        ["adjacent", "--limit", "3"],
        ["options"],
        ["bar"],
    ],
)
def test_an_answer_that_the_data_cannot_give_is_a_sentence(
    words: list[str], snapshot: Path, jobgauge_here: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBGAUGE_DATA_DIR", str(snapshot.parent))
    told = jobgauge_here(*words)
    assert (told.returncode, told.stdout) == (1, "")
    assert "Nothing has been collected yet" in told.stderr


def test_an_answer_that_says_only_why_there_is_none_ends_with_1(
    snapshot: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is shown all the same: in words, as data."""
    config = folder / "jobgauge.toml"
    config.write_text(f'data_dir = "{snapshot.parent}"\ntime_zone = "UTC"\n')
    context = settings.load(config, {})
    why = Section(key="k", title="T", said=("Too few adverts.",), is_told=False)
    for json, shown in ((False, "Too few adverts."), (True, "{}")):
        with pytest.raises(typer.Exit) as ended:
            ask.show(context, ask.Output(json=json), lambda *_: {}, lambda *_: why)
        assert (ended.value.exit_code, shown in capsys.readouterr().out) == (1, True)
    ask.show(context, ask.Output(), lambda *_: {}, lambda *_: msgspec.structs.replace(why, is_told=True))


def test_csv_is_the_table_that_the_screen_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = settings.load(folder / "jobgauge.toml", {})
    names = (Field("a", "A", "text"),)
    empty, full = Table("empty", "Empty", names, ()), Table("full", "Full", names, (("told",),))
    for tables, printed in (((empty, full), '"a"\n"told"\n'), ((empty,), '"a"\n'), ((), "")):
        ask.put(context, ask.Output(csv=True), {}, Section(key="k", title="T", said=("S.",), tables=tables))
        assert capsys.readouterr().out.replace("\r", "") == printed


@pytest.mark.parametrize(
    ("name", "chart"), [("demand", "demand"), ("pay", None), ("PAY_usd", "pay_usd"), ("employment", "employment_type")]
)
def test_a_chart_is_found_by_how_its_name_begins(name: str, chart: str | None) -> None:
    assert printing.meant(name, ["demand", "pay_eur", "pay_usd", "employment_type"]) == chart
    assert printing.meant("pay", ["pay_eur"]) == "pay_eur"


def test_the_first_look_has_nothing_to_compare_with(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        cli._say_news(None, is_simulated=False)
    assert (ended.value.exit_code, "from now on there is" in capsys.readouterr().out) == (1, True)


def test_the_news_of_a_simulated_market_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    day = dt.date(2026, 3, 1)
    told = News(since=day, until=day, opened=(), again=(), sighted=0, closed=0, demand=None, verdict=None, pay=(),
                skills_up=(), skills_down=())  # fmt: skip
    for is_simulated in (True, False):
        cli._say_news(told, is_simulated=is_simulated)
        assert ("simulated market" in capsys.readouterr().out) == is_simulated


def test_a_long_text_is_cut_wherever_a_letter_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pasted = b"\xef\xbb\xbfData Engineer\n" + "ä€🙂".encode() * pasting.LIMIT
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pasted), errors="surrogateescape"))
    (tmp_path / "advert.txt").write_bytes(pasted)
    for text in (pasting._text(None), pasting._text(tmp_path / "advert.txt")):
        assert text.startswith("Data Engineer\nä€🙂")
        assert len(text.encode()) > len(text) == pasting.LIMIT


@pytest.mark.parametrize("text", ["Café".encode("latin-1") * 99, bytes(range(256)) * 12, "Data".encode("utf-16")])
def test_bytes_that_are_no_text_in_utf8_are_refused(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "advert.txt").write_bytes(text)
    with pytest.raises(settings.ConfigurationError, match=r"advert.txt: .* is not text in UTF-8"):
        pasting._text(tmp_path / "advert.txt")


def test_a_few_words_are_no_advert(tmp_path: Path) -> None:
    (tmp_path / "advert.txt").write_text("hello")
    with pytest.raises(NoAnswerYet, match="1 word does not look like an advert"):
        pasting.answer("", tmp_path / "advert.txt", None)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["offer", "inf", "EUR"], "is not an amount"),
        (["offer", "-5", "USD"], "-5 is not a pay: it must be above 0"),
        (["brief", "-78k", "USD", "--employer", "x"], "-78k is not a pay"),
        (["offer", "--json", "-5000"], "-5000 is not a pay: it must be above 0"),
        (["offer", "--ote=9", "-5000"], "-5000 is not a pay"),
        (["offer", "78000", "EUR", "--ote", "5000"], "5,000 is less than the base pay of 78,000"),
        (["offer", "--", "-5000"], "'-5000' is not an amount"),
        (["offer", "5", "--drift", "-1"], "greater than or equal to 0"),
        (["offer", "5", "-x"], "No such option: -x"),
        (["openings", "--min-pay", "inf"], "less than or equal"),
        (["brief", "80000", "EUR", "--employer", " "], "Whose offer is it?"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(words: list[str], told: str, jobgauge_here: Callable[..., Any]) -> None:
    done = jobgauge_here(*words)
    assert done.returncode == cli.WRONG_USE
    assert told in " ".join(done.stderr.split())
