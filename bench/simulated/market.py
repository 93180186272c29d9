"""A market drawn once from its truths and a seed, and what is seen of it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import numpy as np
import polars as pl

from bench.simulated import drawing, watching
from bench.simulated.truth import Truth
from bench.simulated.truths import WEEK, Bools, Ints, Truths
from bench.simulated.watching import Stock, Watch

FIRST_DAY = dt.date(2024, 1, 1)
"""A Monday, for those who want dates."""


class Market:
    """A market. What is drawn depends neither on who watches it nor on the order in which frames are asked for."""

    def __init__(self, truths: Truths, seed: int) -> None:
        self.truths, self.seed = truths, seed
        self._seeds = dict(
            zip(("market", "pay", "skills", "watch"), np.random.SeedSequence(seed).spawn(4), strict=True)
        )
        rng = self._rng("market")
        self.employers = drawing.draw_employers(truths, rng)
        self.lives = drawing.draw_lives(truths, self.employers, rng)

    def _rng(self, name: str) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64(self._seeds[name]))

    @cached_property
    def pay(self) -> drawing.Pay:
        """The pay of every vacancy, by its number."""
        return drawing.draw_pay(self.truths, self.employers, self.lives, self._rng("pay"))

    @cached_property
    def _watched(self) -> tuple[Watch, list[Bools]]:
        rng = self._rng("watch")
        watch = watching.draw_watch(self.truths, rng)
        return watch, watching.draw_moves(self.truths, self.lives, rng)

    @cached_property
    def postings(self) -> pl.DataFrame:
        """The truth about every time online that reaches into the days watched: a row each.

        A reopened posting has two rows, a repost a posting and a row of its own; both share the vacancy. `closed_day`
        may lie after the last day watched, `opened_day` before the first. Pay is there whether or not it is disclosed.
        """
        lives, pay = self.lives, self.pay
        watch, _ = self._watched
        vacancy = lives.vacancy
        return pl.DataFrame(
            {
                "posting": lives.posting,
                "spell_number": 1 + (lives.is_second & ~lives.is_repost),
                "vacancy": vacancy,
                "employer": lives.employer,
                "board": lives.employer,
                "platform": watch.platform[lives.employer],
                "role": lives.role,
                "opened_day": lives.opened,
                "closed_day": lives.closed,
                "is_evergreen": lives.is_evergreen,
                "is_repost": lives.is_repost,
                "pay_min": pay.low[vacancy],
                "pay_max": pay.high[vacancy],
                "pay_middle": pay.middle[vacancy],
                "pay_paid": pay.paid[vacancy],
                "is_disclosed": pay.is_disclosed[vacancy],
            },
            schema_overrides=_POSTING,
        )

    @cached_property
    def skills(self) -> pl.DataFrame:
        """Which vacancy asks for which skill: vacancy, skill."""
        return drawing.draw_skills(self.truths, self.lives, self._rng("skills"))

    @cached_property
    def boards(self) -> pl.DataFrame:
        """One board an employer: platform, true size, and the days it entered and left the panel (null: it did not)."""
        watch, days = self._watched[0], self.truths.days
        frame = pl.DataFrame(
            {
                "board": np.arange(self.truths.employers),
                "employer": np.arange(self.truths.employers),
                "platform": watch.platform,
                "size": self.employers.size,
                "entered_day": watch.entered,
                "left_day": watch.left,
            },
            schema_overrides={
                "board": pl.Int32,
                "employer": pl.Int32,
                "platform": pl.Int8,
                "entered_day": pl.Int32,
                "left_day": pl.Int32,
            },
        )
        return frame.with_columns(pl.when(pl.col(c) < days).then(c).alias(c) for c in ("entered_day", "left_day"))

    @cached_property
    def board_days(self) -> pl.DataFrame:
        """Every visit: board, day, status, is_valid."""
        return watching.board_days(self._watched[0])

    @cached_property
    def spells(self) -> pl.DataFrame:
        """The times online as the visits on valid days show them."""
        watch, moves = self._watched
        return watching.spells(self.truths, self.lives, watch, moves)

    @cached_property
    def observed_new(self) -> Ints:
        """Postings seen for the first time, neither reopened nor there when their board was first read.

        Role (as classified on that day) x board x week.
        """
        new = self.spells.filter((pl.col("spell_number") == 1) & ~pl.col("is_left_censored"))
        role, board, day = (new[name].to_numpy().astype(np.int64) for name in ("role_first", "board", "first_seen_day"))
        shape = (len(self.truths.roles), self.truths.employers, self.truths.weeks)
        cell = np.ravel_multi_index((role, board, day // WEEK), shape)
        return np.asarray(np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape))

    @cached_property
    def stock(self) -> Stock:
        """Weekly stock of every role and board."""
        return self._stock(evergreen=True)

    @cached_property
    def regular_stock(self) -> Stock:
        """Weekly stock of every role and board without evergreen adverts."""
        return self._stock(evergreen=False)

    def _stock(self, *, evergreen: bool) -> Stock:
        watch, moves = self._watched
        return Stock(self.truths, self.lives, watch, moves, evergreen=evergreen)

    @cached_property
    def truth(self) -> Truth:
        """What measures are compared with."""
        return Truth(self.truths, self.employers, self.lives, self.pay, self.stock)


_POSTING = {
    "posting": pl.Int32,
    "spell_number": pl.Int8,
    "vacancy": pl.Int32,
    "employer": pl.Int32,
    "board": pl.Int32,
    "platform": pl.Int8,
    "role": pl.Int16,
    "opened_day": pl.Int32,
    "closed_day": pl.Int32,
}


def draw(truths: Truths, seed: int) -> Market:
    """The market of these truths and this seed."""
    return Market(truths, seed)


def with_dates(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its days (`day`, `*_day`) as dates in place of numbers: `on`, `*_on`."""
    names = [name for name in frame.columns if name == "day" or name.endswith("_day")]
    dates = frame.with_columns((FIRST_DAY + pl.duration(days=pl.col(name))).cast(pl.Date).alias(name) for name in names)
    return dates.rename({name: name.removesuffix("day") + "on" for name in names})
