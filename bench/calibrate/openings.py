"""The index, breadth, outlook, and what sources and parsers do to them."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl
from msgspec.structs import replace

from bench.calibrate.outcome import ALWAYS, HOLDS_80, Outcome, Scenario, outcome
from bench.simulated import FIRST_DAY, Collection, Failure, Market, ParserChange, PlatformDay, Role, Truths, Weibull
from warehouse.measures import index, trends
from warehouse.measures.breadth import breadth
from warehouse.measures.index import Floats, Panel
from warehouse.measures.outlook import HORIZONS, outlook

UNEVEN = Collection(panel_share=0.9, late_share=0.2, leave_share=0.2, outages_per_year=3, partial_share=0.02)
ROLES = (Role(name="own", trend=0.3), Role(name="other", share=2.0))
BASE = Truths(
    roles=ROLES, employers=100, weeks=16, openings_per_week=3.0, growth_spread=0.3, noise=0.3, batch_mean=1.5,
    role_concentration=5.0,
)  # fmt: skip
POISSON = {"noise": 0.0, "batch_mean": 1.0, "growth_spread": 0.0, "role_concentration": 0.0}
EXPECTED = "expected, all such employers"
START, END, YEAR = 2, 14, 52


def scenarios() -> list[Scenario]:
    """All of them but the changes that are told apart from the season."""
    return [*_index_scenarios(), *_breadth_scenarios(), *_source_scenarios(), *_outlook_scenarios()]


# -- the index --


def _index_scenarios() -> list[Scenario]:
    entering = Collection(
        entries=(PlatformDay(0, 50),),
        exits=(PlatformDay(1, 80),),
        failures=(Failure(first_day=60, last_day=75, platform=2),),
    )
    kinds = {
        "mild sizes, independent openings": replace(BASE, size_spread=0.5, **POISSON),
        "mild sizes": replace(BASE, size_spread=0.5),
        "mild sizes, 25 employers": replace(BASE, size_spread=0.5, employers=25, openings_per_week=6.0),
        "strong sizes": replace(BASE, size_spread=1.0),
        "strong sizes, 25 employers": replace(BASE, size_spread=1.0, employers=25, openings_per_week=6.0),
        "strong sizes, large bursts": replace(BASE, size_spread=1.0, noise=0.6, batch_mean=3.0),
        "very strong sizes": replace(BASE, size_spread=1.5),
        "very strong sizes, 300 employers": replace(BASE, size_spread=1.5, employers=300),
        "sizes of Pareto's law": replace(BASE, size_law="pareto", size_spread=0.6),
        "strong sizes, boards come, go, fail": replace(BASE, size_spread=1.0, openings_per_week=4.0, collection=UNEVEN),
        "strong sizes, platforms enter, leave, fail": replace(
            BASE, size_spread=1.0, openings_per_week=4.0, collection=entering
        ),
        "strong sizes, weekly visits": replace(BASE, size_spread=1.0, collection=Collection(visit_every=7)),
    }
    return [Scenario(name, truths, _change) for name, truths in kinds.items()]


def panel(market: Market, role: int = 0) -> Panel:
    """What was seen of the role."""
    stock = market.stock
    return Panel(np.where(stock.valid, stock.observed[role], np.nan), np.arange(len(stock.valid)))


def _change(market: Market) -> Iterator[Outcome]:
    expected = market.truth.demand.filter(pl.col("role") == 0)["expected_index"].to_numpy()
    found = index.change(panel(market), START, END)
    scale = None if found.value is None else 1 + found.value
    yield outcome("index change, 12 weeks", EXPECTED, found, expected[END] / expected[START] - 1, scale=scale)


def season_scenarios() -> list[Scenario]:
    """The changes that are told apart from the season; a scenario's place gives its seeds, so they stand last."""
    seasonal = (Role(name="own", trend=0.3, season=0.3), Role(name="other", share=4.0, season=0.3))
    base = replace(BASE, roles=seasonal)
    beside = {
        "strong sizes, one season": replace(base, size_spread=1.0, openings_per_week=5.0),
        "mild sizes, 25 employers, one season": replace(base, size_spread=0.5, employers=25, openings_per_week=15.0),
    }
    year = {
        "strong sizes, a season": replace(base, size_spread=1.0, weeks=56),
        "strong sizes, a season, boards come, go, fail": replace(
            base, size_spread=1.0, weeks=56, openings_per_week=4.0, collection=UNEVEN
        ),
    }
    return [
        *(Scenario(name, truths, _beside_field) for name, truths in beside.items()),
        *(Scenario(name, truths, _year_ago) for name, truths in year.items()),
    ]


def _expected(market: Market, role: int) -> Floats:
    """The expected openings of a role in each week."""
    return market.truth.demand.filter(pl.col("role") == role)["expected_stock"].to_numpy()


def _beside_field(market: Market) -> Iterator[Outcome]:
    own, other = panel(market), panel(market, 1)
    field = own._replace(stock=own.stock + other.stock)
    found = index.change_beside(own, field, START, END)
    role, whole = _expected(market, 0), _expected(market, 0) + _expected(market, 1)
    true = role[END] / role[START] / (whole[END] / whole[START]) - 1
    scale = None if found.value is None else 1 + found.value
    yield outcome("index change beside the field, 12 weeks", EXPECTED, found, true, scale=scale)


def _year_ago(market: Market) -> Iterator[Outcome]:
    found, expected = index.change(panel(market), START, START + YEAR), _expected(market, 0)
    scale = None if found.value is None else 1 + found.value
    true = expected[START + YEAR] / expected[START] - 1
    yield outcome("index change since a year ago", EXPECTED, found, true, scale=scale)


# -- breadth --


def _breadth_scenarios() -> list[Scenario]:
    base = replace(BASE, weeks=27, growth_spread=0.2, roles=(Role(name="own", trend=0.2), ROLES[1]))
    long = (Role(name="own", lifetime=Weibull(median_days=50.0)), ROLES[1])
    come_and_go = Collection(late_share=0.1, leave_share=0.1, outages_per_year=3, partial_share=0.02)
    kinds = {
        "mild sizes, independent openings": replace(base, size_spread=0.5, **POISSON),
        "mild sizes": replace(base, size_spread=0.5),
        "strong sizes": replace(base, size_spread=1.0),
        "strong sizes, independent openings": replace(base, size_spread=1.0, **POISSON),
        "strong sizes, large bursts": replace(base, size_spread=1.0, noise=0.6, batch_mean=2.0),
        "very strong sizes": replace(base, size_spread=1.5),
        "sizes of Pareto's law": replace(base, size_law="pareto", size_spread=0.6),
        "25 employers, 75 openings": replace(base, size_spread=0.7, employers=25, openings_per_week=1.5),
        "strong sizes, boards come, go, fail": replace(base, size_spread=1.0, collection=come_and_go),
        "strong sizes, 15 weeks of history": replace(base, size_spread=1.0, weeks=15),
        "strong sizes, lives of 50 days": replace(base, size_spread=1.0, roles=long),
    }
    return [Scenario(name, truths, _breadth) for name, truths in kinds.items()]


def _breadth(market: Market) -> Iterator[Outcome]:
    stock = market.stock
    is_watched = stock.valid[:, -1]
    day = np.where(is_watched, stock.observed_days(0)[:, -4], 0)
    true = market.truth.breadth.filter(pl.col("role") == 0)["watched_expected_hhi"][-1]
    found = breadth(day, panel(market).stock)
    truth = "expected openings of the employers watched"
    yield outcome("HHI and effective employers", truth, found.hhi, true)


# -- sources and parsers --


def _source_scenarios() -> list[Scenario]:
    base = replace(BASE, size_spread=1.0, weeks=26)
    plan = Collection(
        entries=(PlatformDay(0, 70),), exits=(PlatformDay(1, 84),),
        failures=(Failure(first_day=112, last_day=125, platform=2),),
    )  # fmt: skip
    moved = Collection(parser_changes=(ParserChange(day=91, from_role=0, to_role=1, share=0.4),))
    return [
        Scenario("strong sizes, three platforms", replace(base, collection=plan), _source_moves),
        Scenario("strong sizes, 40 % of a role moved", replace(base, collection=moved), _parser_change),
    ]


def _source_moves(market: Market) -> Iterator[Outcome]:
    seen = panel(market)
    platform = market.boards["platform"].to_numpy()
    for which, what, weeks in ((0, "enters", (9,)), (1, "leaves", (11,)), (2, "fails", (15, 16, 17))):
        others = np.where((platform == which)[:, None], np.nan, seen.stock)
        with_it, without = index.links(seen), index.links(seen._replace(stock=others))
        is_same = all(
            with_it.before[:, week].sum() == without.before[:, week].sum()
            and with_it.after[:, week].sum() == without.after[:, week].sum()
            for week in weeks
        )
        measure = f"a source that {what} moves no link it touches"
        yield Outcome(measure, "the same link without it", float(is_same), goal=ALWAYS)


def _parser_change(market: Market) -> Iterator[Outcome]:
    change = market.truths.collection.parser_changes[0]
    yield _decomposed(market, change.day)
    weeks = [FIRST_DAY + dt.timedelta(weeks=week) for week in range(market.truths.weeks)]
    day = FIRST_DAY + dt.timedelta(days=change.day)
    found = trends.breaks(weeks, market.stock.observed[0].sum(axis=0), [(day, "parser")])
    near = [one for one in found if abs((one.week - day).days) <= 7]
    is_told = float(all(one.artefact == "parser" for one in near)) if near else None
    truth = "breaks found within a week of it"
    yield Outcome("a parser change is called ours", truth, is_told, goal=ALWAYS)


def _decomposed(market: Market, day: int) -> Outcome:
    """Whether what the parser moved, and nothing else, is told apart from what employers did from day to day."""
    daily = market.stock.observed_days(0)
    spells = market.spells.with_columns(
        was=pl.col("role_first") == 0, stays=pl.col("role_last") == 0, new=pl.col("first_seen_day") == day
    )
    both = spells.filter((pl.col("first_seen_day") < day) & (pl.col("last_seen_day") >= day) & pl.col("was"))
    moved = -both.filter(~pl.col("stays")).height
    found = index.decompose(daily[:, day - 1].astype(float), daily[:, day].astype(float), moved)
    opened = spells.filter(pl.col("new") & pl.col("was")).height
    closed = spells.filter((pl.col("last_seen_day") == day - 1) & pl.col("was")).height
    is_right = found.same_boards == opened - closed and found.reclassified == moved and moved < 0
    truth = "openings and closings counted one by one"
    return Outcome("a parser's part of a change is told apart", truth, float(is_right), goal=ALWAYS)


# -- outlook --


def _outlook_scenarios() -> list[Scenario]:
    kinds = {
        "strong sizes, 40 weeks": (_outlook_40, 0.1, 0.0, {}),
        "strong sizes, 52 weeks": (_outlook_52, 0.1, 0.0, {}),
        "strong sizes, 104 weeks": (_outlook_104, 0.1, 0.0, {}),
        "strong sizes, large bursts, 104 weeks": (_outlook_104, 0.1, 0.0, {"noise": 0.6, "batch_mean": 3.0}),
        "strong sizes, 104 weeks, growing by 35 % a year": (_outlook_104, 0.3, 0.0, {}),
        "strong sizes, 104 weeks, shrinking by 20 % a year": (_outlook_104, -0.2, 0.0, {}),
        "strong sizes, seasons, 64 to 115 weeks": (_outlook_over_a_year, 0.1, 0.15, {}),
    }
    return [
        Scenario(name, _long(trend, season, changes), measured)
        for name, (measured, trend, season, changes) in kinds.items()
    ]


def _long(trend: float, season: float, changes: dict[str, float]) -> Truths:
    roles = (Role(name="own", trend=trend, season=season), ROLES[1])
    return replace(BASE, weeks=128, size_spread=1.0, roles=roles, **changes)


def _outlook_40(market: Market) -> Iterator[Outcome]:
    return _outlook(market, 40)


def _outlook_52(market: Market) -> Iterator[Outcome]:
    return _outlook(market, 52)


def _outlook_104(market: Market) -> Iterator[Outcome]:
    return _outlook(market, 104)


def _outlook_over_a_year(market: Market) -> Iterator[Outcome]:
    """From another week of the year in each market, as ranges are not meant to hold within each season alike."""
    return _outlook(market, 64 + market.seed % 52)


def _outlook(market: Market, known: int) -> Iterator[Outcome]:
    weekly = market.stock.true[0].sum(axis=0)
    for horizon in HORIZONS:
        found = outlook(weekly[:known], horizon)
        measure, truth = f"outlook, {horizon} weeks on", "openings as they turned out"
        if found.value is None or found.low is None or found.high is None:
            yield Outcome(measure, truth, None, goal=HOLDS_80)
            continue
        is_held = found.low <= weekly[known + horizon - 1] <= found.high
        yield Outcome(measure, truth, float(is_held), (found.high - found.low) / found.value, HOLDS_80)
