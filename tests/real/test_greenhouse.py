"""Three days of Greenhouse boards in order: openings and closings are those worked out from the captures alone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from bench import captures

pytestmark = [pytest.mark.real, pytest.mark.soak]  # two minutes; what a day does is told on the simulated market too

Ids = dict[str, dict[str, set[str]]]
Life = tuple[str, str, int, str, str, str | None]
"""A posting, its board, the number of the spell, the days it was first and last seen, and the day it closed."""


class Lived(NamedTuple):
    """What the warehouse holds after the days: its file, and the costs that the run printed."""

    snapshot: Path
    ids: Ids

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.snapshot), read_only=True) as connection:
            return connection.execute(query).fetchall()


def captured_ids() -> Ids:
    """The posting ids of each board on each day."""
    return {
        day: {token: {str(row["id"]) for row in rows} for token, rows in captures.greenhouse(day).items()}
        for day in captures.GREENHOUSE_DAYS
    }


@pytest.fixture(scope="module")
def lived(replay: str, prefect_url: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The three days, one after another, in one process of their own."""
    ids = captured_ids()
    tokens = sorted(set().union(*ids.values()))
    folder = tmp_path_factory.mktemp("greenhouse")
    captures.write_boards(folder / "boards.csv", "greenhouse", tokens)
    days = [word for day in captures.GREENHOUSE_DAYS for word in ("--day", day)]
    command = [sys.executable, "-m", "bench.line", "--data", str(folder / "data"), *days, "--replay", replay]
    command += ["--boards", str(folder / "boards.csv"), "--base-url", f"greenhouse={replay}/greenhouse"]
    ended = subprocess.run(command, env=prefect_url, capture_output=True, text=True, timeout=1200, check=False)
    assert ended.returncode == 0, ended.stderr
    print([(day["day"], day["whole"]) for day in json.loads(ended.stdout)])
    watched = {day: {token: boards[token] for token in tokens if token in boards} for day, boards in ids.items()}
    return Lived(folder / "data/reports.duckdb", watched)


def test_no_board_loses_so_much_that_it_is_doubted(lived: Lived) -> None:
    """The days hold no such board; if they did, the closings below would have to be worked out otherwise."""
    before: dict[str, set[str]] = {}
    for boards in lived.ids.values():
        assert not [t for t, ids in boards.items() if len(before.get(t, ())) >= 10 and 2 * len(ids) < len(before[t])]
        before |= boards
    assert lived.ask("SELECT count(*) FROM core.board_day WHERE is_held") == [(0,)]


def test_each_posting_opens_and_closes_on_its_day(lived: Lived) -> None:
    found = lived.ask(
        "SELECT posting_id, board_id, spell_number, strftime(first_seen_at, '%Y-%m-%d'), "
        "strftime(last_seen_at, '%Y-%m-%d'), strftime(closed_at, '%Y-%m-%d') FROM core.spell"
    )
    wanted = list(lives(lived.ids))
    assert len(found) == len(wanted)
    assert set(found) == set(wanted)
    assert any(life[5] for life in wanted)


def test_each_days_counts_are_the_captured_ones(lived: Lived) -> None:
    found = lived.ask(
        "SELECT strftime(observed_on, '%Y-%m-%d'), board_id, board_status, postings_count, quarantined_count, "
        "new_count, reopened_postings, closed_count FROM core.board_day"
    )
    wanted = set(counts(lived.ids))
    assert set(found) - wanted == set()
    assert set(found) == wanted
    assert len(found) == len(captures.GREENHOUSE_DAYS) * len(set().union(*lived.ids.values()))


def test_each_sighting_is_a_captured_posting(lived: Lived) -> None:
    found = lived.ask("SELECT strftime(observed_on, '%Y-%m-%d'), posting_id FROM core.sighting")
    wanted = {
        (day, f"greenhouse:{token}:{posting}")
        for day, boards in lived.ids.items()
        for token, postings in boards.items()
        for posting in postings
    }
    assert len(found) == len(wanted)
    assert set(found) == wanted


def test_only_a_boards_first_fetch_is_left_censored(lived: Lived) -> None:
    firsts = {token: day for day, boards in reversed(lived.ids.items()) for token in boards}
    found = lived.ask(
        "SELECT board_id, strftime(first_seen_at, '%Y-%m-%d'), spell_number, is_left_censored FROM core.spell"
    )
    wrong = [
        row for row in found if row[3] != (row[2] == 1 and row[1] == firsts[row[0].removeprefix("greenhouse:")])
    ]  # fmt: skip
    assert wrong == []


def lives(days: Ids) -> Iterator[Life]:
    """The life of every posting: it ends on the first day on which its board answers without it."""
    for token in sorted(set().union(*days.values())):
        answers = {day: boards[token] for day, boards in days.items() if token in boards}
        for posting in set().union(*answers.values()):
            yield from spells(token, posting, answers)


def spells(token: str, posting: str, answers: dict[str, set[str]]) -> Iterator[Life]:
    """The unbroken times of one posting in its board's answers, in order."""
    names = f"greenhouse:{token}:{posting}", f"greenhouse:{token}"
    number, first, last = 0, None, ""
    for day, ids in answers.items():
        if posting in ids:
            number, first = (number, first) if first else (number + 1, day)
            last = day
        elif first:
            yield *names, number, first, last, day
            first = None
    if first:
        yield *names, number, first, last, None


def counts(days: Ids) -> Iterator[tuple[str, str, str, int, int, int, int, int]]:
    """What each board's day holds: status, postings, quarantined, new, back again, closed."""
    for token in sorted(set().union(*days.values())):
        seen: set[str] = set()
        before: set[str] = set()
        for day, boards in days.items():
            if token not in boards:
                yield day, f"greenhouse:{token}", "unknown_board", 0, 0, 0, 0, 0
                continue
            ids = boards[token]
            new, back, gone = ids - seen, (ids & seen) - before, before - ids
            status = "complete" if ids else "empty"
            yield day, f"greenhouse:{token}", status, len(ids), 0, len(new), len(back), len(gone)
            seen, before = seen | ids, ids
