"""The archive keeps what came, names it by its content, and forgives only a line cut short by a crash."""

import datetime as dt
import stat
from pathlib import Path

import pytest

from extract.archive import Archive, ArchiveError, Import
from extract.posting import BoardStatus, Observation, PageRecord


def observation(
    board: str = "alder", digest: str = "0" * 64, *, status: int = 200, ending: BoardStatus = BoardStatus.COMPLETE
) -> Observation:
    page = PageRecord(url=f"http://x/{board}", http_status=status, etag='"1"', response_hash=digest, response_bytes=2)
    return Observation(
        run_id="20260302T060000000000Z",
        platform="ashby",
        board=board,
        employer="Alder",
        country="DE",
        industry=None,
        observed_on=dt.date(2026, 3, 2),
        observed_at=dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC),
        status=ending,
        pages=(page,),
    )


def test_a_body_comes_back_as_it_was_kept(tmp_path: Path):
    archive = Archive(tmp_path)
    digest = archive.keep(b"the body")
    assert archive.body(digest) == b"the body"
    assert archive.keep(b"the body") == digest
    assert len(list(archive.objects.rglob("*.gz"))) == 1


def test_kept_files_are_the_owners_alone(tmp_path: Path):
    archive = Archive(tmp_path / "archive")
    digest = archive.keep(b"x")
    archive.append("run", [observation()])
    modes = {stat.S_IMODE(path.stat().st_mode) for path in archive.root.rglob("*") if path.is_file()}
    assert archive.body(digest) == b"x"
    assert modes == {0o600}


@pytest.mark.parametrize("damage", [b"", b"not gzip", None])
def test_a_damaged_body_is_told_by_its_file(tmp_path: Path, damage: bytes | None):
    archive = Archive(tmp_path)
    digest = archive.keep(b"the body")
    path = next(archive.objects.rglob("*.gz"))
    path.unlink() if damage is None else path.write_bytes(damage)
    with pytest.raises(ArchiveError, match=path.name):
        archive.body(digest)


def test_a_body_under_a_wrong_name_is_refused(tmp_path: Path):
    archive = Archive(tmp_path)
    first, second = archive.keep(b"one"), archive.keep(b"two")
    archive._path(first).replace(archive._path(second))
    with pytest.raises(ArchiveError, match="not the one it is named after"):
        archive.body(second)


def test_the_log_gives_back_what_was_appended(tmp_path: Path):
    archive = Archive(tmp_path)
    archive.append("b", [observation("alder")])
    archive.append("b", [observation("birch")])
    archive.append("a", [])
    assert archive.run_ids() == ["a", "b"]
    assert archive.observations("b") == [observation("alder"), observation("birch")]


def test_a_last_line_cut_short_is_left_out_and_a_broken_one_is_told(tmp_path: Path):
    archive = Archive(tmp_path)
    archive.append("a", [observation()])
    log = archive.logs / "a.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + whole[:40])
    assert len(archive.observations("a")) == 1
    log.write_bytes(whole[:40] + b"\n" + whole)
    with pytest.raises(ArchiveError, match=r"a\.jsonl"):
        archive.observations("a")


def test_a_run_is_begun_once(tmp_path: Path):
    archive = Archive(tmp_path)
    archive.begin("a")
    with pytest.raises(ArchiveError, match="collected before"):
        archive.begin("a")


def test_validators_come_from_the_newest_answer_that_was_read_in_full(tmp_path: Path):
    archive = Archive(tmp_path)
    archive.append("a", [observation(digest="1" * 64)])
    archive.append("b", [observation(digest="2" * 64, status=304)])
    archive.append("c", [observation(digest="3" * 64, status=503, ending=BoardStatus.FAILED)])
    archive.append("d", [observation(digest="4" * 64, ending=BoardStatus.FAILED)])  # cut short, with an ETag
    assert archive.newest_pages()["http://x/alder"].response_hash == "2" * 64


def test_an_imported_file_is_kept_as_it_came_under_its_content(tmp_path: Path):
    archive = Archive(tmp_path / "archive")
    (folder := tmp_path / "jobs").mkdir()
    (folder / "a.csv").write_bytes(b"one,two\n")
    kept = archive.keep_file(folder / "a.csv")
    assert (kept.name, kept.file_bytes) == ("jobs/a.csv", 8)
    copy = archive.imported_file(kept)
    assert copy.read_bytes() == b"one,two\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    (folder / "b.csv").write_bytes(b"one,two\n")
    assert archive.keep_file(folder / "b.csv").file_hash == kept.file_hash
    copy.write_bytes(b"other")
    with pytest.raises(ArchiveError, match="is not the file that was imported"):
        archive.imported_file(kept)
    copy.unlink()
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.imported_file(kept)


def test_an_imports_record_comes_back_as_it_was_kept(tmp_path: Path):
    archive = Archive(tmp_path / "archive")
    record = Import(run_id="20260302T060000000000Z", imported_on=dt.date(2026, 3, 2), files=(), mapping="{}")
    archive.keep_import(record)
    assert archive.import_ids() == [record.run_id]
    assert archive.imported(record.run_id) == record
    with pytest.raises(ArchiveError, match="the record of an import cannot be read"):
        archive.imported("20260303T060000000000Z")
