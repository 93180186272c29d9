"""`jobgauge run` on 297 whole Ashby boards: nothing is lost, roles and stated pay are read, the page is made.

What a board says is worked out here from the captured files alone, with `json`.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from bench import captures

pytestmark = pytest.mark.real

PER_YEAR = {"1 YEAR": 1, "1 MONTH": 12, "1 WEEK": 52, "1 DAY": 260, "1 HOUR": 2080}
DISTRUSTED = ("implausible", "period_fixed", "on_target")
"""The flags that say that a stated pay cannot be taken at its word."""
Jobs = dict[str, dict[str, Any]]


class Done(NamedTuple):
    """The page that was told of, and the folder of the run."""

    page: str
    folder: Path

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "data/reports.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()


class Pay(NamedTuple):
    """Annual pay: minimum, maximum and currency."""

    minimum: float | None
    maximum: float | None
    currency: str


WATCHED = [
    pytest.param(slice(0, None, 6), id="every-sixth-board"),
    pytest.param(slice(None), id="every-board", marks=pytest.mark.soak),
]


@pytest.fixture(scope="module", params=WATCHED)
def boards(request: pytest.FixtureRequest) -> dict[str, list[dict[str, Any]]]:
    """The postings of each captured board that is watched."""
    keys = sorted(captures.ashby_keys())[request.param]
    return {key: json.loads(captures.ashby_body(key))["jobs"] for key in keys}


@pytest.fixture(scope="module")
def jobs(boards: dict[str, list[dict[str, Any]]]) -> Jobs:
    """The captured postings by their id in the warehouse."""
    return {f"ashby:{key}:{job['id']}": job for key, found in boards.items() for job in found}


@pytest.fixture(scope="module")
def done(
    replay: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, boards: dict[str, Any]
) -> Done:
    """The daily run of a person who watches all captured boards."""
    folder = tmp_path_factory.mktemp("ashby")
    (folder / "jobgauge.toml").write_text(
        'data_dir = "data"\ntime_zone = "UTC"\n[collect]\nonly_own_boards = true\nplatforms = ["ashby"]\n'
        f'[base_urls]\nashby = "{replay}/ashby"\n'
    )
    (folder / "profile.toml").write_text('role = "Software Engineer"\n')
    captures.write_boards(folder / "boards.csv", "ashby", boards)
    if len(boards) < len(captures.ashby_keys()):
        run_here: Callable[[Path], str] = request.getfixturevalue("run_here")
        return Done(run_here(folder / "jobgauge.toml"), folder)
    return Done(as_a_command(folder, request.getfixturevalue("prefect_url")), folder)


def as_a_command(folder: Path, environ: dict[str, str]) -> str:
    command = [sys.executable, "-m", "flows.cli", "run"]
    ended = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_every_board_answers_in_full(done: Done, boards: dict[str, list[Any]]) -> None:
    found = done.ask("SELECT board_id, board_status, is_held, postings_count + quarantined_count FROM core.board_day")
    wanted = {
        (f"ashby:{key}", "complete" if jobs else "empty", False, len(jobs))
        for key, jobs in boards.items()
    }  # fmt: skip
    assert set(found) == wanted
    assert len(found) == len(boards)
    assert len(boards) in {50, 297}
    assert sum(not jobs for jobs in boards.values()) in {1, 6}


def test_every_posting_is_loaded_or_in_the_quarantine_with_a_reason(done: Done, jobs: Jobs) -> None:
    loaded = [row[0] for row in done.ask("SELECT posting_id FROM core.posting")]
    aside = done.ask("SELECT board_id || ':' || source_posting_id, quarantine_reason FROM raw.quarantine")
    assert len(loaded) + len(aside) == len(jobs)
    assert len(jobs) in {870, 6_250}
    assert {*loaded, *(row[0] for row in aside)} == set(jobs)
    assert all(reason for _, reason in aside)
    assert len(aside) < len(jobs) / 100
    spells = done.ask("SELECT posting_id FROM core.spell WHERE closed_at IS NULL")
    assert sorted(row[0] for row in spells) == sorted(loaded)


def test_titles_are_the_captured_ones(done: Done, jobs: Jobs) -> None:
    wrong = [
        (posting_id, title)
        for posting_id, title in done.ask("SELECT posting_id, title FROM core.posting")
        if re.sub(r"\W", "", title) != re.sub(r"\W", "", jobs[posting_id]["title"])
    ]
    assert len(wrong) < len(jobs) / 1000, wrong[:5]


def test_most_roles_are_known(done: Done) -> None:
    [(known, total)] = done.ask("SELECT count(role_id), count(*) FROM core.posting")
    print(f"roles known: {known} of {total} ({known / total:.1%})")
    assert known / total >= 0.6


# A hundredth is told of all boards alone.
@pytest.mark.parametrize("boards", WATCHED[1:], indirect=True, scope="module")
def test_stated_pay_is_annualised_or_flagged(done: Done, jobs: Jobs) -> None:
    columns = "pay_min_annual, pay_max_annual, pay_currency, pay_source, pay_flag, pay_text"
    found = {row[0]: row[1:] for row in done.ask(f"SELECT posting_id, {columns} FROM core.posting")}
    stated = {posting_id: pay for posting_id, job in jobs.items() if (pay := stated_pay(job)) is not None}
    verdicts = {posting_id: verdict(pay, *found[posting_id][:5]) for posting_id, pay in stated.items()}
    count = Counter(verdicts.values())
    flagged = Counter(found[posting_id][4] for posting_id, said in verdicts.items() if said == "right")
    right, strict = count["right"], count["right"] + count["implausible"]
    by_flag = strict + count["period_fixed"] + count["on_target"]
    print(f"stated pay: {len(stated)} postings; {dict(count)}; flags of the right ones: {dict(flagged)}")
    print(f"right {right / len(stated):.2%}; right or implausible {strict / len(stated):.2%}; "
          f"right or flagged {by_flag / len(stated):.2%}")  # fmt: skip
    wrong = [(i, stated[i], found[i]) for i, said in verdicts.items() if said == "wrong"]
    assert by_flag >= 0.99 * len(stated), (count, wrong[:10])


def stated_pay(job: dict[str, Any]) -> Pay | None:
    """The annual base pay that the posting's pay fields state: the span of the zones like the first one."""
    tiers = (job.get("compensation") or {}).get("compensationTiers") or []
    parts = [part for tier in tiers for part in tier["components"] if part["compensationType"] == "Salary"]
    zones = [part for part in parts if (part["minValue"] or 0) > 0 or (part["maxValue"] or 0) > 0]
    if not zones:
        return None
    first = (zones[0]["currencyCode"], zones[0]["interval"])
    alike = [zone for zone in zones if (zone["currencyCode"], zone["interval"]) == first]
    factor = PER_YEAR.get(first[1], 0)
    lows = [zone["minValue"] * factor for zone in alike if zone["minValue"]]
    highs = [zone["maxValue"] * factor for zone in alike if zone["maxValue"]]
    return Pay(min(lows, default=None), max(highs, default=None), first[0])


def verdict(
    stated: Pay,
    minimum: float | None,
    maximum: float | None,
    currency: str | None,
    source: str | None,
    flag: str | None,
) -> str:
    """How the warehouse's annual pay stands to the stated one, in a word."""
    if is_near(minimum, stated.minimum) and is_near(maximum, stated.maximum) and currency == stated.currency:
        return "right"
    if source == "text":
        return "base read from words"
    return flag if flag in DISTRUSTED else "wrong"


def is_near(found: float | None, stated: float | None) -> bool:
    """Whether two amounts are the same to the cent, or both unknown."""
    return found is stated if found is None or stated is None else abs(found - stated) < 0.01


class Words(HTMLParser):
    """The texts of a page that a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.element = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.element = tag

    def handle_data(self, data: str) -> None:
        if self.element != "style":
            self.texts.append(data)


def test_the_page_is_made_and_shows_no_nan(done: Done) -> None:
    page = (done.folder / "data/reports/report.html").read_text()
    text = " ".join(Words(page).texts)
    assert "Software engineer" in text
    assert not re.search(r"\b(nan|inf|undefined)\b", text, re.IGNORECASE)
    assert not re.search(r"\bNone\b(?! of)", text)
    assert str(done.folder / "data/reports/report.html") in done.page
