"""The clock never goes back."""

import datetime as dt

from flows.clock import Clock, run_id, started_at


def test_run_ids_sort_by_time_and_tell_it():
    early = dt.datetime(2026, 3, 2, 6, 30, 0, 5, tzinfo=dt.UTC)
    late = early + dt.timedelta(hours=10)
    assert run_id(early) < run_id(late)
    assert started_at(run_id(early)) == early


def test_a_clock_that_was_set_back_stands_still():
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    assert Clock(ahead).now() == ahead
    assert dt.timedelta(minutes=59) < Clock(ahead).behind <= dt.timedelta(hours=1)


def test_a_clock_ahead_of_the_archive_tells_the_time():
    before = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    assert Clock(before).now() > before
    assert Clock(before).behind == dt.timedelta()
    assert Clock().behind == dt.timedelta()
