"""What a collecting run says of itself."""

import datetime as dt

from flows.collect import Collected


def test_the_sentence_counts_every_ending():
    collected = Collected(statuses={"complete": 3, "unknown_board": 1}, already=2, first_failure=None)
    assert collected.sentence() == "Asked 4 boards: 3 complete, 1 unknown board; 2 had answered today already."
    assert (collected.asked, collected.answered) == (4, 4)


def test_a_clock_that_was_set_back_is_said():
    collected = Collected(statuses={}, already=0, first_failure=None, clock_behind=dt.timedelta(hours=1))
    assert "stands 60 minutes before the last run" in collected.sentence()
    a_little = Collected(statuses={}, already=0, first_failure=None, clock_behind=dt.timedelta(minutes=2))
    assert a_little.sentence() == "Asked 0 boards: none was due."
