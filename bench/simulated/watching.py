"""What is known of the market by those who watch it: which boards were read when, spells, and weekly stock."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from bench.simulated.drawing import Lives
from bench.simulated.truths import WEEK, YEAR, Bools, Floats, Ints, ParserChange, Truths

STATUS = pl.Enum(["complete", "incomplete", "failed"])
_COMPLETE, _INCOMPLETE, _FAILED, _NO_VISIT = range(4)

# -- boards and days --


class Watch(NamedTuple):
    """Who was watched when. The first axis of an array of two is the board, the second the day."""

    platform: Ints
    entered: Ints
    """The first day in the panel; the number of days watched, where the board never enters."""
    left: Ints
    """The first day no longer in the panel; the number of days watched, where the board never leaves."""
    status: Ints
    """Numbers of STATUS, and one more where nobody came."""
    is_valid: Bools
    next_valid: Ints
    """The first valid day from this one on, or the number of days watched; has a column more."""
    last_valid: Ints
    """The last valid day up to this one, or -1."""


def draw_watch(truths: Truths, rng: np.random.Generator) -> Watch:
    """When each board was read, and how well."""
    plan, boards, days = truths.collection, truths.employers, truths.days
    platform = rng.integers(0, plan.platforms, boards)
    entered, left = _membership(truths, platform, rng)
    day = np.arange(days)
    phase = rng.integers(0, plan.visit_every, boards)
    visited = (day >= entered[:, None]) & (day < left[:, None]) & ((day + phase[:, None]) % plan.visit_every == 0)
    status = _INCOMPLETE * (rng.random((boards, days), dtype=np.float32) < plan.partial_share)
    status[_outages(truths, rng)] = _FAILED
    for failure in plan.failures:
        hit = np.full(boards, True) if failure.platform is None else platform == failure.platform
        status[hit, failure.first_day : failure.last_day + 1] = _FAILED
    status[~visited] = _NO_VISIT
    valid = status == _COMPLETE
    after = np.minimum.accumulate(np.where(valid, day, days)[:, ::-1], axis=1)[:, ::-1]
    return Watch(
        platform=platform,
        entered=entered,
        left=left,
        status=status,
        is_valid=valid,
        next_valid=np.concatenate([after, np.full((boards, 1), days)], axis=1),
        last_valid=np.maximum.accumulate(np.where(valid, day, -1), axis=1),
    )


def _membership(truths: Truths, platform: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    plan, boards, days = truths.collection, truths.employers, truths.days
    chance = rng.random((3, boards))
    middle = rng.integers(days // 10, days - days // 10, (2, boards))
    entered = np.where(chance[1] < plan.late_share, middle[0], 0)
    left = np.where(chance[2] < plan.leave_share, np.maximum(middle[1], entered + 1), days)
    for event in plan.entries:
        entered = np.where(platform == event.platform, np.maximum(entered, event.day), entered)
    for event in plan.exits:
        left = np.where(platform == event.platform, np.minimum(left, event.day), left)
    never = (chance[0] >= plan.panel_share) | (left <= entered)
    return np.where(never, days, entered), np.where(never, days, left)


def _outages(truths: Truths, rng: np.random.Generator) -> Bools:
    """Whether a board cannot be read on a day for a reason of its own."""
    plan, boards, days = truths.collection, truths.employers, truths.days
    board = np.repeat(np.arange(boards), rng.poisson(plan.outages_per_year * days / YEAR, boards))
    first = rng.integers(0, days, len(board))
    least, most = plan.outage_days
    end = np.minimum(first + rng.integers(least, most + 1, len(board)), days)
    return np.asarray(_running(board, first, end, boards, days) > 0)


def _running(row: Ints, start: Ints, end: Ints, rows: int, days: int) -> Ints:
    """How many of the intervals from `start` to `end` (exclusive) cover each day: row x day."""
    shape, size = (rows, days + 1), rows * (days + 1)
    change = np.bincount(row * (days + 1) + start.clip(0, days), minlength=size)
    change -= np.bincount(row * (days + 1) + end.clip(0, days), minlength=size)
    return np.cumsum(change.reshape(shape)[:, :days], axis=1)


def board_days(watch: Watch) -> pl.DataFrame:
    """Every visit: board, day, what came of it, and whether that was the whole board."""
    board, day = np.nonzero(watch.status != _NO_VISIT)
    status = pl.Series("status", STATUS.categories, dtype=STATUS).gather(watch.status[board, day])
    columns = {"board": board, "day": day, "status": status, "is_valid": status == "complete"}
    return pl.DataFrame(columns, schema_overrides={"board": pl.Int32, "day": pl.Int32})


# -- classification --


def draw_moves(truths: Truths, lives: Lives, rng: np.random.Generator) -> list[Bools]:
    """For each change of the parser, in order of day, the times online that it would classify otherwise."""
    changes = truths.collection.parser_changes
    return [(rng.random(lives.vacancies) < change.share)[lives.vacancy] for change in _in_order(changes)]


def _in_order(changes: tuple[ParserChange, ...]) -> list[ParserChange]:
    return sorted(changes, key=lambda change: change.day)


def roles_by_period(truths: Truths, lives: Lives, moves: list[Bools]) -> list[tuple[int, int, Ints]]:
    """The periods of one parser each: first day, last day (exclusive), and the role of each time online in it."""
    role, first, periods = lives.role, 0, []
    for change, moved in zip(_in_order(truths.collection.parser_changes), moves, strict=True):
        periods.append((first, change.day, role))
        role = np.where(moved & (role == change.from_role), change.to_role, role)
        first = change.day
    return [*periods, (first, truths.days, role)]


# -- spells --


def spells(truths: Truths, lives: Lives, watch: Watch, moves: list[Bools]) -> pl.DataFrame:
    """The times online as whoever visits on the valid days knows them.

    A posting that went and came back between two valid days was never away. Only a valid day without it closes it.
    """
    board, days = lives.employer, truths.days
    from_day = lives.opened.clip(min=0)
    first = watch.next_valid[board, from_day.clip(max=days)]
    seen = (first < lives.closed) & (first < days)
    last = watch.last_valid[board, (lives.closed - 1).clip(0, days - 1)]
    missing = watch.next_valid[board, lives.closed.clip(0, days)]
    kept, last, missing, earlier = _joined(lives, seen, last, missing)
    rows = np.flatnonzero(kept)
    periods = roles_by_period(truths, lives, moves)
    frame = pl.DataFrame(
        {
            "posting": lives.posting[rows],
            "spell_number": 1 + earlier[rows],
            "vacancy": lives.vacancy[rows],
            "board": board[rows],
            "platform": watch.platform[board[rows]],
            "role": lives.role[rows],
            "role_first": _role_on(periods, first)[rows],
            "role_last": _role_on(periods, last)[rows],
            "is_evergreen": lives.is_evergreen[rows],
            "posted_day": lives.opened[rows],
            "first_seen_day": first[rows],
            "last_seen_day": last[rows],
            "first_missing_day": missing[rows],
            "is_left_censored": (first == watch.next_valid[board, 0])[rows],
        },
        schema=_SPELL,
    )
    return frame.with_columns(
        first_missing_day=pl.when(pl.col("first_missing_day") < days).then("first_missing_day"),
    ).with_columns(
        entry_age=pl.col("first_seen_day") - pl.col("posted_day"),
        last_age=pl.col("last_seen_day") - pl.col("posted_day"),
        missing_age=pl.col("first_missing_day") - pl.col("posted_day"),
    )


_SPELL: dict[str, type[pl.DataType]] = {
    "posting": pl.Int32,
    "spell_number": pl.Int8,
    "vacancy": pl.Int32,
    "board": pl.Int32,
    "platform": pl.Int8,
    "role": pl.Int16,
    "role_first": pl.Int16,
    "role_last": pl.Int16,
    "is_evergreen": pl.Boolean,
    "posted_day": pl.Int32,
    "first_seen_day": pl.Int32,
    "last_seen_day": pl.Int32,
    "first_missing_day": pl.Int32,
    "is_left_censored": pl.Boolean,
}


def _joined(lives: Lives, seen: Bools, last: Ints, missing: Ints) -> tuple[Bools, Ints, Ints, Ints]:
    """Who is kept, last seen and first missing, and how many spells of the same posting were seen before.

    Where a reopened posting was not missed in between, its second time is joined to the first.
    """
    second = np.flatnonzero(lives.posting[lives.vacancies :] < lives.vacancies) + lives.vacancies
    parent = lives.posting[second]
    seen_twice = seen[second] & seen[parent]
    join = seen_twice & (missing[parent] >= lives.opened[second])
    last, missing, kept, earlier = last.copy(), missing.copy(), seen.copy(), np.zeros(len(seen), np.int64)
    last[parent[join]], missing[parent[join]] = last[second[join]], missing[second[join]]
    kept[second[join]] = False
    earlier[second] = seen_twice
    return kept, last, missing, earlier


def _role_on(periods: list[tuple[int, int, Ints]], day: Ints) -> Ints:
    role = periods[0][2]
    for first, _, roles in periods[1:]:
        role = np.where(day >= first, roles, role)
    return role


# -- stock --


class Stock:
    """Weekly stock, as true and as observed, in dense arrays: role x board x week, the mean of a week's seven days."""

    def __init__(self, truths: Truths, lives: Lives, watch: Watch, moves: list[Bools], *, evergreen: bool) -> None:
        self._truths, self._watch = truths, watch
        self._kept = np.full(len(lives.role), True) if evergreen else ~lives.is_evergreen
        self._lives = lives
        self._periods = roles_by_period(truths, lives, moves)

    @cached_property
    def true(self) -> Floats:
        """What was really online, of every board, watched or not, by its true role."""
        return self._weekly(self._true_days)

    @cached_property
    def observed(self) -> Floats:
        """What was seen on valid days, carried over short gaps; 0 in a week that is not valid."""
        return self._weekly(self.observed_days) * self.valid

    @cached_property
    def valid(self) -> Bools:
        """Whether a board is known on all days of a week: board x week."""
        return np.asarray(self._is_known.reshape(len(self._is_known), -1, WEEK).all(axis=2))

    def frame(self) -> pl.DataFrame:
        """The observed stock of the valid weeks, and the true one, where either is above 0: role, board, week."""
        role, board, week = np.nonzero(((self.observed > 0) | (self.true > 0)) & self.valid)
        return pl.DataFrame(
            {
                "role": role,
                "board": board,
                "week": week,
                "observed": self.observed[role, board, week],
                "true": self.true[role, board, week],
            },
            schema_overrides={"role": pl.Int16, "board": pl.Int32, "week": pl.Int32},
        )

    def observed_days(self, role: int) -> Ints:
        """What was classified as the role on each day, 0 where nothing is known: board x day."""
        known = np.take_along_axis(self._classified_days(role), self._source_day.clip(min=0), axis=1)
        return np.where(self._is_known, known, 0)

    @cached_property
    def _source_day(self) -> Ints:
        """The valid day that speaks for each day: itself, the last before a short gap, or -1."""
        watch, days = self._watch, self._truths.days
        gap = watch.next_valid[:, :days] - watch.last_valid - 1
        short = gap <= self._truths.collection.longest_fill
        # A valid day is its own last and next valid day, so its gap is -1; after a board left there is no short gap.
        inside = np.arange(days) < watch.left[:, None]
        return np.where(short & inside, watch.last_valid, -1)

    @cached_property
    def _is_known(self) -> Bools:
        return np.asarray(self._source_day >= 0)

    def _true_days(self, role: int) -> Ints:
        return self._days(role, [(0, self._truths.days, self._lives.role)])

    def _classified_days(self, role: int) -> Ints:
        return self._days(role, self._periods)

    def _days(self, role: int, periods: list[tuple[int, int, Ints]]) -> Ints:
        lives, boards, days = self._lives, self._truths.employers, self._truths.days
        rows = [np.flatnonzero((roles == role) & self._kept) for _, _, roles in periods]
        start = np.concatenate([lives.opened[r].clip(a, b) for r, (a, b, _) in zip(rows, periods, strict=True)])
        end = np.concatenate([lives.closed[r].clip(a, b) for r, (a, b, _) in zip(rows, periods, strict=True)])
        return _running(lives.employer[np.concatenate(rows)], start, end, boards, days)

    def _weekly(self, daily: Callable[[int], Ints]) -> Floats:
        shape = (self._truths.employers, self._truths.weeks, WEEK)
        return np.stack([daily(n).reshape(shape).mean(axis=2) for n in range(len(self._truths.roles))])
