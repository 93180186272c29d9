"""Titles get their codes in the classifications that a person added, each title once an edition; ESCO brings skills."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.posting import BoardStatus, Observation, RawPosting, Reading
from flows import codes
from transform import knowledge, taxonomy
from transform.postings import VERSIONS, reference_tables, to_batch, versions
from warehouse import history, store

EXAMPLES = Path(__file__).parent.parent / "transform" / "examples" / "taxonomies"
TITLES = ("Senior Software Engineer (m/f/d)", "Barista", "Chief Wizardry Officer")
AT = dt.datetime(2026, 1, 5, 6, tzinfo=dt.UTC)


def observed() -> tuple[Observation, Reading]:
    text = "<p>Requirements</p><ul><li>You debug software daily</li></ul>"
    postings = tuple(
        RawPosting(platform="ashby", board="alder", source_id=str(n), title=title, description_html=text)
        for n, title in enumerate(TITLES)
    )
    observation = Observation(
        run_id="run", platform="ashby", board="alder", employer="Alder", country=None, industry=None,
        observed_on=AT.date(), observed_at=AT, status=BoardStatus.COMPLETE, counted_in=len(TITLES),
    )  # fmt: skip
    return observation, Reading(status=BoardStatus.COMPLETE, postings=postings)


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[store.Connection]:
    with store.open_writer(tmp_path / "gauge.duckdb") as connection:
        history.load_reference(connection, reference_tables())
        history.load(connection, to_batch([observed()], {}))
        yield connection


def found(connection: store.Connection, name: str) -> dict[str, str]:
    query = "SELECT title, code FROM mart.posting_code JOIN mart.posting USING (posting_id) WHERE taxonomy = $name"
    return dict(connection.execute(query, {"name": name}).fetchall())


def test_every_title_is_looked_up_once_an_edition(loaded: store.Connection) -> None:
    assert found(loaded, "onet") == {}
    assert found(loaded, "soc") == {TITLES[0]: "15-1252", TITLES[1]: "35-3023"}
    onet = taxonomy.read("onet", EXAMPLES / "onet_27_0")
    assert codes.update(loaded, [onet]) == len(TITLES)
    assert found(loaded, "onet") == {TITLES[0]: "15-1252.00", TITLES[1]: "35-3023.01"}
    assert loaded.execute("SELECT count(*) FROM core.title_code WHERE code IS NULL").fetchone() == (1,)
    assert codes.update(loaded, [onet]) == 0
    newer = taxonomy.read("onet", EXAMPLES / "onet_new")
    assert codes.update(loaded, [newer]) == len(TITLES)
    assert loaded.execute("SELECT count(*) FROM core.taxonomy").fetchone() == (1,)
    assert codes.update(loaded, []) == 0
    assert found(loaded, "onet") == {}


def test_escos_skills_are_found_and_make_what_was_read_before_stale(loaded: store.Connection) -> None:
    known = knowledge.of([taxonomy.read("esco", EXAMPLES / "esco")])
    assert known.skills is not None
    today = versions(known.skills)
    assert today != VERSIONS == versions(None)
    assert sum(map(len, history.stale(loaded, today).values())) == len(TITLES)
    history.load_reference(loaded, reference_tables(extra_skills=known.skills))
    values = to_batch([observed()], {}, known.skills).values
    history.renew(loaded, values, [("ashby:alder", AT.replace(tzinfo=None))])
    assert history.stale(loaded, today) == {}
    named = "SELECT DISTINCT skill_name FROM mart.posting_skill WHERE skill_id = 's1'"
    assert loaded.execute(named).fetchall() == [("debug software",)]
