"""What is true of a simulated market, as frames: exact where it can be calculated, and as it turned out."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import polars as pl
from scipy.special import ndtr, ndtri

from bench.simulated.curves import role_curves, weekly
from bench.simulated.drawing import Employers, Lives, Pay
from bench.simulated.truths import WEEK, Floats, Ints, Lifetime, Truths
from bench.simulated.watching import Stock

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
_HALVINGS = 50


class Truth:
    """The true values that measures are compared with; every frame is made when it is first asked for.

    `expected` values are those of the process that drew the market: `*_index` over all employers that could have been
    drawn, the others given the employers that were. `realised` values count what was really online at all employers.
    """

    def __init__(self, truths: Truths, employers: Employers, lives: Lives, pay: Pay, stock: Stock) -> None:
        self._truths, self._employers, self._lives, self._pay, self._stock = truths, employers, lives, pay, stock

    @cached_property
    def demand(self) -> pl.DataFrame:
        """Per role and week: the index of the stock (mean of seven days; week 0 = 100) and new postings."""
        truths = self._truths
        realised, new = self._stock.true.sum(axis=1), _new_by_week(truths, self._lives)
        return pl.concat([self._role_demand(n, realised[n], new[n]) for n in range(len(truths.roles))])

    def _role_demand(self, number: int, realised: Floats, new: Ints) -> pl.DataFrame:
        base = self._employers.base[:, number].sum()
        stock, regular, opened = (
            _mean_course(self._truths, number, course) for course in ("online", "online_regular", "openings")
        )
        return pl.DataFrame(
            {
                "role": np.full(self._truths.weeks, number),
                "week": np.arange(self._truths.weeks),
                "expected_index": 100 * (stock / stock[0]),
                "expected_regular_index": 100 * (regular / regular[0]),
                "expected_stock": self.expected_stock[number].sum(axis=0),
                "expected_new": opened * WEEK * base,
                "realised_stock": realised,
                "realised_index": 100 * (realised / realised[0]) if realised[0] else np.full(len(realised), np.nan),
                "realised_new": new,
            },
            schema_overrides={"role": pl.Int16, "week": pl.Int32, "realised_new": pl.Int64},
        )

    @cached_property
    def expected_stock(self) -> Floats:
        """The expected stock of each employer given its size, roles and growth: role x board x week, weekly means."""
        rows = []
        for number in range(len(self._truths.roles)):
            blocks, before = weekly(self._truths, number, "online")
            course = (self._employers.growth @ blocks + before) / WEEK
            rows.append(self._employers.base[:, number, None] * course)
        return np.stack(rows)

    @cached_property
    def lifetimes(self) -> pl.DataFrame:
        """Per role and kind: medians, S(14), S(30), S(60) and the mean of the days online up to 60.

        The kinds: `regular` (no evergreen adverts), `all` (each time online for itself) and `vacancy` (from the first
        opening to the last closing, also where it came back in between).
        """
        return pl.concat([_role_lifetimes(self._truths, n) for n in range(len(self._truths.roles))])

    @cached_property
    def pay(self) -> pl.DataFrame:
        """Per role and quantile, the middle of the range of all vacancies, disclosed or not, at the pay of day 0.

        `expected` is over all employers that could have been drawn, `of_employers` given those that were, weighted by
        their expected openings. `realised` is over the drawn vacancies, at the pay of their days; so are the ends of
        the ranges and what is really paid. With `Role.pay_growth` g the exact ones grow by exp(g * days / 365.25).
        """
        return pl.concat([self._role_pay(n) for n in range(len(self._truths.roles))])

    def _role_pay(self, number: int) -> pl.DataFrame:
        truths, q = self._truths, np.array(QUANTILES)
        role, pay = truths.roles[number], self._pay
        its = self._lives.role[: self._lives.vacancies] == number
        columns = {"middle": pay.middle, "low": pay.low, "high": pay.high, "paid": pay.paid}
        realised = (
            {f"realised_{name}": np.quantile(values[its], q) for name, values in columns.items()} if its.any() else {}
        )
        return pl.DataFrame(
            {
                "role": np.full(len(q), number),
                "quantile": q,
                "expected": role.pay_median * np.exp(truths.pay_spread * ndtri(q)),
                "of_employers": role.pay_median * np.exp(self._mixed_quantiles(number, q)),
                **{f"realised_{name}": realised.get(f"realised_{name}", np.full(len(q), np.nan)) for name in columns},
            },
            schema_overrides={"role": pl.Int16},
        )

    def _mixed_quantiles(self, number: int, q: Floats) -> Floats:
        """Quantiles of the log pay, less its median, of a vacancy of the drawn employers, by halving."""
        truths, centre = self._truths, self._truths.pay_between * self._employers.pay
        weight = self._employers.base[:, number] * self._employers.growth.mean(axis=1)
        weight = weight / weight.sum()
        within = truths.pay_within
        low = np.full(len(q), centre.min() - 9 * within)
        high = np.full(len(q), centre.max() + 9 * within)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            above = weight @ ndtr((middle[None, :] - centre[:, None]) / within) >= q
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        return np.asarray((low + high) / 2)

    @cached_property
    def skills(self) -> pl.DataFrame:
        """Per skill and role: the probability in vacancies opened before and from the change day on."""
        truths = self._truths
        roles = range(len(truths.roles))
        rows = [
            (number, skill.name, role, skill.shares[role], skill.later_shares[role])
            for number, skill in enumerate(truths.skills)
            for role in roles
        ]
        schema = {
            "skill": pl.Int16,
            "name": pl.String,
            "role": pl.Int16,
            "share": pl.Float64,
            "later_share": pl.Float64,
        }
        return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
            is_changed=pl.col("share") != pl.col("later_share")
        )

    @cached_property
    def breadth(self) -> pl.DataFrame:
        """Per role and week: HHI (0 to 10,000) of the employers' expected and realised stock.

        `watched_*` are over the boards that are valid in the week.
        """
        valid = self._stock.valid[None]
        expected, realised = self.expected_stock, self._stock.true
        values = {
            "expected_hhi": _hhi(expected),
            "realised_hhi": _hhi(realised),
            "watched_expected_hhi": _hhi(expected * valid),
            "watched_realised_hhi": _hhi(realised * valid),
        }
        roles, weeks = len(self._truths.roles), self._truths.weeks
        index = {"role": np.repeat(np.arange(roles), weeks), "week": np.tile(np.arange(weeks), roles)}
        frame = pl.DataFrame(
            index | {name: value.ravel() for name, value in values.items()},
            schema_overrides={"role": pl.Int16, "week": pl.Int32},
        )
        return frame.with_columns(expected_effective_employers=10_000 / pl.col("expected_hhi"))


def _mean_course(truths: Truths, number: int, course: str) -> Floats:
    """The weekly mean of a course of the vacancies of an employer of size 1 and mean growth."""
    blocks, before = weekly(truths, number, course)
    return np.asarray((blocks.sum(axis=0) + before) / WEEK)


def _new_by_week(truths: Truths, lives: Lives) -> Ints:
    """Times online that began in each week: role x week."""
    began = lives.opened >= 0
    cell = lives.role[began] * truths.weeks + lives.opened[began] // WEEK
    counts = np.bincount(cell, minlength=len(truths.roles) * truths.weeks)
    return np.asarray(counts.reshape(len(truths.roles), truths.weeks))


def _role_lifetimes(truths: Truths, number: int) -> pl.DataFrame:
    curves = role_curves(truths, number)
    kinds = {"regular": curves.regular, "all": curves.mixed, "vacancy": curves.vacancy}
    rows = [
        {
            "role": number,
            "kind": kind,
            "median_days": _median(s),
            "exact_median": _exact_median(truths.roles[number].lifetime) if kind == "regular" else None,
            "s14": s[14],
            "s30": s[30],
            "s60": s[60],
            "rmst60": s[:60].sum(),
        }
        for kind, s in kinds.items()
    ]
    schema = {"role": pl.Int16, "kind": pl.String, "median_days": pl.Int32, "exact_median": pl.Float64}
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(("s14", "s30", "s60", "rmst60"), pl.Float64))


def _median(survival: Floats) -> int | None:
    """The least age that at most half outlive."""
    reached = survival <= 0.5 + 1e-12
    return int(np.argmax(reached)) if reached.any() else None


def _exact_median(lifetime: Lifetime) -> float:
    return float(lifetime.age_at(np.array([np.log(2.0)]))[0])


def _hhi(stock: Floats) -> Floats:
    """The concentration over boards of role x board x week: role x week; 0 where there is no stock."""
    total = stock.sum(axis=1)
    squares = np.square(stock).sum(axis=1)
    return np.asarray(10_000 * np.divide(squares, total**2, out=np.zeros_like(total), where=total > 0))
