"""The clock: UTC, and never earlier than what the archive has already seen."""

import datetime as dt

from extract.archive import Archive

RUN_ID = "%Y%m%dT%H%M%S%fZ"


class Clock:
    """The present in UTC; where the machine's clock stands before `last`, `last` is the present."""

    def __init__(self, last: dt.datetime | None = None) -> None:
        self.last = last

    def now(self) -> dt.datetime:
        """The present, with its zone (UTC)."""
        present = dt.datetime.now(dt.UTC)
        return max(present, self.last) if self.last else present

    @property
    def behind(self) -> dt.timedelta:
        """How far the machine's clock stands before what has already been seen; zero where it does not."""
        if self.last is None:
            return dt.timedelta()
        return max(dt.timedelta(), self.last - dt.datetime.now(dt.UTC))


def today(zone: dt.tzinfo) -> dt.date:
    """The day that it is in the time zone."""
    return dt.datetime.now(zone).date()


def run_id(moment: dt.datetime) -> str:
    """The id of a run that starts at `moment`: its UTC time, so that runs sort by age."""
    return moment.astimezone(dt.UTC).strftime(RUN_ID)


def started_at(run_id: str) -> dt.datetime:
    """When the run with this id started, UTC."""
    return dt.datetime.strptime(run_id, RUN_ID).replace(tzinfo=dt.UTC)


def last_moment(archive: Archive) -> dt.datetime | None:
    """The first moment that is later than everything in the archive; None where that is empty."""
    newest = archive.newest()
    moments = [started_at(ids[-1]) for ids in (archive.run_ids(), archive.import_ids()) if ids]
    moments += [newest.observed_at] if newest else []
    return max(moments) + dt.timedelta(microseconds=1) if moments else None
