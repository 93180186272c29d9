"""What a collecting run says of itself."""

import datetime as dt
from contextlib import nullcontext
from pathlib import Path

import pytest

from extract.archive import Archive
from extract.posting import BoardStatus, Observation
from flows.clock import Clock, last_moment, run_id
from flows.collect import Collected, new_run
from flows.errors import NothingAnswered, require_answers
from flows.settings import load


def test_the_sentence_counts_every_ending():
    collected = Collected(statuses={"complete": 3, "unknown_board": 1}, already=2, first_failure=None)
    assert collected.sentence() == "Asked 4 boards: 3 complete, 1 unknown board; 2 had answered today already."
    assert (collected.asked, collected.answered) == (4, 4)


def test_a_clock_that_was_set_back_is_said():
    collected = Collected(statuses={}, already=0, first_failure=None, clock_behind=dt.timedelta(hours=1))
    assert "stands 60 minutes before the last run" in collected.sentence()
    a_little = Collected(statuses={}, already=0, first_failure=None, clock_behind=dt.timedelta(minutes=2))
    assert a_little.sentence() == "Asked 0 boards: none was due."


def new_archive(folder: Path, run_id: str, observed_on: dt.date, observed_at: dt.datetime) -> Archive:
    archive = Archive(folder)
    observation = Observation(
        run_id=run_id,
        platform="ashby",
        board="alder",
        employer="Alder",
        country=None,
        industry=None,
        observed_on=observed_on,
        observed_at=observed_at,
        status=BoardStatus.COMPLETE,
    )
    archive.append(run_id, [observation])
    return archive


def test_a_clock_set_back_makes_a_run_of_its_own(folder: Path, tmp_path: Path):
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(hours=3)
    archive = new_archive(tmp_path / "archive", run_id(ahead), ahead.date(), ahead + dt.timedelta(minutes=1))
    context = load(folder / "jobgauge.toml", {})
    run = new_run(context, archive, Clock(last_moment(archive)))
    assert run.run_id > archive.run_ids()[-1]
    assert run.now() > ahead + dt.timedelta(minutes=1)


def test_a_journey_to_the_west_takes_no_day_back(folder: Path, tmp_path: Path):
    now = dt.datetime.now(dt.UTC)
    tomorrow = now.date() + dt.timedelta(days=1)
    archive = new_archive(tmp_path / "archive", run_id(now), tomorrow, now)
    context = load(folder / "jobgauge.toml", {"JOBGAUGE_TIME_ZONE": "America/Los_Angeles"})
    assert new_run(context, archive, Clock(last_moment(archive))).observed_on == tomorrow


@pytest.mark.parametrize(
    ("asked", "already", "unreachable", "said"),
    [
        ({"failed": 2}, 0, 2, "Is the machine online"),
        ({"failed": 2}, 0, 1, "the first said: JSON ends early. Nothing was closed"),
        ({"failed": 1}, 3, 1, None),
        ({"failed": 1, "unknown_board": 1}, 0, 1, None),
    ],
)
def test_only_a_day_without_any_answer_is_an_error(asked, already, unreachable, said):
    collected = Collected(statuses=asked, already=already, first_failure="JSON ends early", unreachable=unreachable)
    with pytest.raises(NothingAnswered, match=said) if said else nullcontext():
        require_answers(collected)
