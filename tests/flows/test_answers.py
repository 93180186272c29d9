"""The commands that answer a question, in this process, on a snapshot of which nothing was collected yet."""

import io
import sys
from pathlib import Path

import duckdb
import pytest

from flows import cli, pasting, prefect_home
from transform.postings import reference_tables
from warehouse import history
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
    words: list[str],
    snapshot: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("JOBGAUGE_DATA_DIR", str(snapshot.parent))
    monkeypatch.setattr(sys, "argv", ["jobgauge", *words])
    monkeypatch.setattr(prefect_home, "prepare", lambda *_, **__: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (1, "")
    assert "Nothing has been collected yet" in printed.err


def test_a_pasted_text_is_read_whatever_its_bytes_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pasted = b"Data Engineer\n\xff\xfe\xed\xa0\x80 pipelines" + b"." * 2 * pasting.LIMIT
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pasted), errors="surrogateescape"))
    (tmp_path / "advert.txt").write_bytes(pasted)
    for text in (pasting._text(None), pasting._text(tmp_path / "advert.txt")):
        assert text.startswith("Data Engineer\n\N{REPLACEMENT CHARACTER}")
        assert len(text.encode()) > len(text) == pasting.LIMIT


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["offer", "inf", "EUR"], "is not an amount"),
        (["openings", "--min-pay", "inf"], "less than or equal"),
        (["brief", "80000", "EUR", "--employer", " "], "Whose offer is it?"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(
    words: list[str], told: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["jobgauge", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert told in " ".join(capsys.readouterr().err.split())
