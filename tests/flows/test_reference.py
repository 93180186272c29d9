"""The classifications a person adds: read, kept for themselves alone, listed and removed."""

import asyncio
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from extract.client import Client, FetchError, Refused
from extract.download import fetch
from flows import lock, reference
from flows.lock import one_writer
from flows.settings import ConfigurationError, Context, load
from transform import taxonomy

EXAMPLES = Path(__file__).parent.parent / "transform" / "examples" / "taxonomies"


@pytest.fixture
def context(tmp_path: Path) -> Context:
    (tmp_path / "jobgauge.toml").write_text('data_dir = "data"\ntime_zone = "UTC"\n')
    return load(tmp_path / "jobgauge.toml", {})


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A publisher's site: the zip, a page in its place, and a file whose address has no ending."""
    packed = tmp_path / "onet.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in (EXAMPLES / "onet_27_0").iterdir():
            archive.write(file, f"db_27_0_text/{file.name}")
    answers = {
        "/db_27_0_text.zip": (200, packed.read_bytes()),
        "/get": (200, packed.read_bytes()),
        "/page": (200, b"\n<!DOCTYPE html><title>Please accept</title>"),
        "/gone": (404, b""),
    }

    class Publisher(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers[self.path.partition("?")[0]]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def download(url: str, *, private: bool = True) -> str:
    async def ask() -> str:
        hosts = ["127.0.0.1"] if private else []
        async with Client("test", deadline=5, private_hosts=hosts) as http:
            return (await fetch(http, url)).name

    return asyncio.run(ask())


# -- adding --


def test_what_was_loaded_is_told_with_its_licence(context: Context) -> None:
    told = reference.add(context, "onet", str(EXAMPLES / "onet_27_0"))
    assert told[0].startswith("O*NET database 27.0, U.S. Department of Labor")
    assert "4 occupations, 13 names" in told[0]
    assert "CC BY 4.0" in told[1]
    assert "USDOL/ETA has not approved" in told[2]


def test_it_is_kept_for_its_owner_alone(context: Context) -> None:
    reference.add(context, "esco", str(EXAMPLES / "esco"))
    kept = reference.folder(context)
    assert kept.stat().st_mode & 0o777 == 0o700
    assert (kept / "esco").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (kept / "esco").iterdir()} == {0o600}
    assert "European Commission" in (kept / "esco" / "LICENSE.txt").read_text()


def test_a_later_release_takes_the_place_of_an_earlier(context: Context) -> None:
    reference.add(context, "onet", str(EXAMPLES / "onet_27_0"))
    reference.add(context, "onet", str(EXAMPLES / "onet_new"))
    assert [found.release for found in reference.listed(context)] == ["31.0"]
    assert [path.name for path in reference.folder(context).iterdir()] == ["onet"]


def test_what_cannot_be_read_changes_nothing(context: Context) -> None:
    reference.add(context, "onet", str(EXAMPLES / "onet_27_0"))
    with pytest.raises(ConfigurationError, match="Looked for tables with the columns"):
        reference.add(context, "onet", str(EXAMPLES / "esco"))
    assert [found.release for found in reference.listed(context)] == ["27.0"]
    assert [path.name for path in reference.folder(context).iterdir()] == ["onet"]


def test_what_a_crash_left_goes(context: Context) -> None:
    (reference.folder(context) / ".part-left").mkdir(parents=True)
    reference.add(context, "onet", str(EXAMPLES / "onet_27_0"))
    assert [path.name for path in reference.folder(context).iterdir()] == ["onet"]


def test_an_unknown_classification_names_the_known_ones(context: Context) -> None:
    with pytest.raises(ConfigurationError, match="onet, soc, esco, isco"):
        reference.add(context, "noc", "x")


def test_nothing_is_added_while_another_writes(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    with one_writer(context.paths.lock), monkeypatch.context() as patch:
        patch.setattr(lock, "_held", set())  # as another process sees it
        with pytest.raises(lock.AlreadyRunning):
            reference.add(context, "onet", str(EXAMPLES / "onet_27_0"))
    assert reference.listed(context) == []


def test_what_is_not_there_cannot_be_removed(context: Context) -> None:
    assert reference.remove(context, "onet") == "There is no onet here."


# -- listing and removing --


def test_they_are_listed_in_the_order_of_the_schemes(context: Context) -> None:
    assert reference.listed(context) == []
    for scheme, name in (("isco", "isco"), ("esco", "esco"), ("onet", "onet_27_0")):
        reference.add(context, scheme, str(EXAMPLES / name))
    assert [found.scheme.scheme for found in reference.listed(context)] == ["onet", "esco", "isco"]


def test_one_is_removed(context: Context) -> None:
    reference.add(context, "onet", str(EXAMPLES / "onet_27_0"))
    assert reference.remove(context, "onet").startswith("Removed O*NET database.")
    assert reference.listed(context) == []


def test_a_damaged_one_is_told(context: Context) -> None:
    reference.add(context, "onet", str(EXAMPLES / "onet_27_0"))
    (reference.folder(context) / "onet" / "entries.parquet").write_bytes(b"cut")
    with pytest.raises(ConfigurationError, match="add it again"):
        reference.listed(context)


# -- downloading --


def test_a_download_is_added(context: Context, site: str, tmp_path: Path) -> None:
    (tmp_path / "jobgauge.toml").write_text(f'data_dir = "data"\n[base_urls]\nashby = "{site}"\n')
    told = reference.add(load(tmp_path / "jobgauge.toml", {}), "onet", f"{site}/db_27_0_text.zip")
    assert "27.0" in told[0]
    assert [path.name for path in reference.folder(context).iterdir()] == ["onet"]


@pytest.mark.parametrize(("path", "name"), [("/db_27_0_text.zip", "db_27_0_text.zip"), ("/get?id=1", "get.zip")])
def test_a_download_is_named_by_what_it_is(site: str, path: str, name: str) -> None:
    assert download(site + path) == name


@pytest.mark.parametrize(("path", "words"), [("/page", "is a page, not a file"), ("/gone", "status 404")])
def test_what_is_no_file_is_told(site: str, path: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        download(site + path)


def test_only_https_is_asked() -> None:
    with pytest.raises(Refused, match="is not https"):
        download("http://publisher.example/file.zip", private=False)


def test_schemes_say_all_that_is_shown() -> None:
    for about in taxonomy.schemes().values():
        assert about.licence_url.startswith("https://")
        assert about.licence
        assert about.attribution


def test_employment_is_added_listed_and_removed(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "national_M2025_dl.csv"
    path.write_text('OCC_CODE,O_GROUP,TOT_EMP,A_MEDIAN\n15-1252,detailed,"1,656,880","133,080"\n')
    said = reference.add(context, "oews", str(path))
    assert said[0].startswith("Occupational Employment and Wage Statistics, May 2025")
    assert "workers of 1 occupations, wages of 1" in said[0]
    assert [row[:4] for row in reference.employment(context).rows()] == [("15-1252", 1_656_880, 133_080.0, "May 2025")]
    assert reference.told(context) == said
    assert reference.listed(context) == []
    assert reference.remove(context, "oews").startswith("Removed Occupational Employment")
    assert reference.employment(context).is_empty()


def test_a_file_without_employment_is_refused(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ConfigurationError, match="OCC_CODE, TOT_EMP and A_MEDIAN"):
        reference.add(context, "oews", str(path))


def test_consumer_prices_are_kept_told_of_and_removed(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("country,month,index\nDE,2026-01,100\nDE,2026-02,101\n")
    said = reference.add(context, "cpi", str(path))
    assert said[0] == "Consumer prices of 1 country, 2026-01 to 2026-02: your file prices.csv."
    assert reference.prices(context).height == 2
    assert reference.told(context) == said
    path.write_text("country,month\nDE,2026-01\n")
    with pytest.raises(ConfigurationError, match="country, month and index"):
        reference.add(context, "cpi", str(path))
    reference.remove(context, "cpi")
    assert reference.prices(context).is_empty()
