"""Simulated panels: what is stated as true is true of what is drawn, and watching adds nothing that was not there."""

import datetime as dt

import msgspec
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_frame_not_equal

from bench import simulated
from bench.simulated import Collection, Disclosure, Failure, ParserChange, Piecewise, PlatformDay, Role, Truths, Weibull

UNEVEN = Collection(
    panel_share=0.8,
    late_share=0.2,
    leave_share=0.2,
    outages_per_year=6,
    partial_share=0.05,
    failures=(Failure(first_day=50, last_day=60), Failure(first_day=90, last_day=100, platform=1)),
)
RICH = Truths(
    roles=(
        Role(name="baker", share=2, trend=0.5, steps=(simulated.Step(40, 0.3),), evergreen_share=0.05),
        Role(name="miller", season=0.3, lifetime=Piecewise(from_days=(0, 7, 30), hazards=(0.02, 0.05, 0.01))),
    ),
    noise=0.5,
    batch_mean=2,
    growth_spread=0.3,
    role_concentration=5,
    reopen_share=0.1,
    repost_share=0.1,
    evergreen=Weibull(median_days=150, shape=1),
    skills=simulated.skills(4, 2, 0.1, roles=2),
    skill_change_day=90,
    collection=UNEVEN,
)
FLAT = Truths(roles=(Role(name="baker", evergreen_share=0.02),), repost_share=0.2, reopen_share=0.1, noise=0.5)


def frames(market: simulated.Market) -> list[pl.DataFrame]:
    truth = market.truth
    made = [market.postings, market.spells, market.board_days, market.boards, market.skills, market.stock.frame()]
    return [*made, truth.demand, truth.lifetimes, truth.pay, truth.skills, truth.breadth]


# -- one market --


def test_the_same_seed_is_the_same_market_in_whatever_order_it_is_read():
    first, again = simulated.draw(RICH, 7), simulated.draw(RICH, 7)
    backwards = [again.truth.breadth, again.skills, again.spells]
    for one, other in zip(frames(first), frames(again), strict=True):
        assert_frame_equal(one, other)
    assert_frame_equal(backwards[2], first.spells)
    assert_frame_not_equal(simulated.draw(RICH, 8).postings, first.postings)


def test_the_market_does_not_depend_on_who_watches_it():
    watched, unwatched = (
        simulated.draw(RICH, 3),
        simulated.draw(msgspec.structs.replace(RICH, collection=Collection()), 3),
    )
    assert_frame_equal(watched.postings.drop("platform"), unwatched.postings.drop("platform"))
    assert_frame_equal(watched.truth.demand, unwatched.truth.demand)


@pytest.mark.parametrize("values", [{"employers": 1}, {"size_law": "pareto"}, {"reopen_share": 0.95}, {"roles": ()}])
def test_an_impossible_market_is_refused(values):
    with pytest.raises(ValueError, match="no such market can be drawn"):
        msgspec.structs.replace(RICH, **values)


def test_days_can_be_had_as_dates():
    spell = simulated.with_dates(simulated.draw(RICH, 1).spells.filter(pl.col("posted_day") == 9)).row(0, named=True)
    assert spell["posted_on"] == simulated.FIRST_DAY + dt.timedelta(days=9)


# -- stock --


def test_the_stock_is_the_sum_of_the_spells():
    market = simulated.draw(RICH, 2)
    day = pl.DataFrame({"day": range(RICH.days)}, schema={"day": pl.Int32}).with_columns(week=pl.col("day") // 7)
    online = day.join_where(
        market.postings, pl.col("opened_day") <= pl.col("day"), pl.col("day") < pl.col("closed_day")
    )
    sums = online.group_by("role", "board", "week").agg(n=pl.len() / 7)
    stock = np.zeros_like(market.stock.true)
    stock[sums["role"], sums["board"], sums["week"]] = sums["n"]
    np.testing.assert_allclose(market.stock.true, stock)
    assert (market.regular_stock.true <= market.stock.true).all()
    assert market.regular_stock.true[0].sum() < market.stock.true[0].sum()


def test_on_a_valid_day_all_that_is_online_is_seen():
    market = simulated.draw(RICH, 2)
    valid = market.board_days.filter("is_valid")
    seen = valid.join(market.spells, on="board").filter(
        pl.col("day").is_between(pl.col("first_seen_day"), pl.col("last_seen_day"))
    )
    counts = np.zeros((RICH.employers, RICH.days), np.int64)
    sums = seen.group_by("board", "day").len()
    counts[sums["board"], sums["day"]] = sums["len"]
    observed = sum(market.stock.observed_days(role) for role in range(2))
    rows = (valid["board"], valid["day"])
    # A posting that was away between two valid days counts as online in its spell, never on a valid day.
    np.testing.assert_array_equal(observed[rows], counts[rows])


def test_whoever_reads_every_board_every_day_knows_the_stock():
    market = simulated.draw(msgspec.structs.replace(RICH, collection=Collection()), 4)
    np.testing.assert_array_equal(market.stock.observed, market.stock.true)
    assert market.stock.valid.all()


def test_the_start_is_in_equilibrium():
    index = simulated.draw(FLAT, 0).truth.demand["expected_index"]
    assert (index - 100).abs().max() < 0.2
    courses = np.array([simulated.draw(FLAT, seed).stock.true.sum(axis=(0, 1)) for seed in range(60)])
    drift = courses[:, 6:9].mean(axis=1) - courses[:, 0]
    assert abs(drift.mean()) < 3.5 * drift.std() / 60**0.5
    assert abs(drift.mean()) < 0.05 * courses[:, 0].mean()
    assert 0.5 < courses[:, 0].std() / courses[:, -1].std() < 2


# -- what is stated is what is drawn --


@pytest.fixture(scope="module")
def large() -> simulated.Market:
    """Large enough that shares and quantiles are within a hundredth or two of what is stated."""
    changes = {"employers": 1500, "openings_per_week": 3, "size_spread": 0.5, "collection": Collection()}
    return simulated.draw(msgspec.structs.replace(RICH, **changes), 5)


def test_lifetimes_are_as_stated(large):
    born = large.postings.filter(pl.col("opened_day") >= 0).with_columns(
        days=pl.col("closed_day") - pl.col("opened_day")
    )
    whole = (
        large.postings.group_by("vacancy")
        .agg(pl.first("role"), pl.min("opened_day"), pl.max("closed_day"), orphan=pl.col("spell_number").first() > 1)
        .filter(pl.col("opened_day").is_between(0, 30))
        .with_columns(days=pl.col("closed_day") - pl.col("opened_day"))
    )
    firsts = born.filter(~pl.col("is_repost") & (pl.col("spell_number") == 1))
    kinds = {"regular": born.filter(~pl.col("is_evergreen")), "all": firsts, "vacancy": whole}
    for role, kind, median, _, s14, s30, s60, mean in large.truth.lifetimes.iter_rows():
        days = kinds[kind].filter(pl.col("role") == role)["days"]
        assert [(days > k).mean() for k in (14, 30, 60)] == pytest.approx([s14, s30, s60], abs=0.02)
        assert days.clip(upper_bound=60).mean() == pytest.approx(mean, abs=0.6)
        assert days.median() == pytest.approx(median, abs=2)


def test_delayed_entry_finds_the_survival_of_what_was_there_at_the_start(large):
    spells = large.spells.filter((pl.col("role") == 1) & ~pl.col("is_evergreen"))
    assert spells["is_left_censored"].sum() > 1000
    entry, missing = spells["entry_age"].to_numpy(), spells["missing_age"].fill_null(10_000).to_numpy()
    leaves = np.minimum(missing, spells["last_age"].to_numpy() + 1)
    ages = np.arange(1, 61)
    at_risk = [((entry < age) & (leaves >= age)).sum() for age in ages]
    survival = np.cumprod(1 - np.array([(missing == age).sum() for age in ages]) / at_risk)
    truth = large.truth.lifetimes.row(by_predicate=(pl.col("role") == 1) & (pl.col("kind") == "regular"), named=True)
    assert survival[[13, 29, 59]] == pytest.approx([truth["s14"], truth["s30"], truth["s60"]], abs=0.015)


def test_pay_is_as_stated(large):
    pay = large.truth.pay
    assert (pay["realised_middle"] / pay["of_employers"] - 1).abs().max() < 0.01
    assert (pay["realised_middle"] / pay["expected"] - 1).abs().max() < 0.04
    assert (pay["realised_low"] <= pay["realised_paid"]).all()
    assert (pay["realised_paid"] <= pay["realised_high"]).all()
    log = large.postings.select("employer", pl.col("pay_middle").log(), n=pl.len().over("employer")).filter(
        pl.col("n") > 99
    )
    between = log.group_by("employer").agg(pl.mean("pay_middle"))["pay_middle"].var()
    assert between / log["pay_middle"].var() == pytest.approx(0.15**2 / (0.15**2 + 0.2**2), abs=0.05)


@pytest.mark.parametrize(
    "disclosure", [Disclosure(share=0.4), Disclosure(share=0.4, by_employer=2), Disclosure(share=0.4, by_pay=1)]
)
def test_pay_is_disclosed_as_stated(large, disclosure):
    truths = msgspec.structs.replace(large.truths, disclosure=disclosure)
    postings = simulated.draw(truths, 5).postings
    shown = postings["is_disclosed"]
    assert shown.mean() == pytest.approx(0.4, abs=0.04)
    higher = postings.filter(shown)["pay_middle"].median() / postings["pay_middle"].median()
    assert (higher > 1.1) == (disclosure.by_pay > 0)
    by_employer = postings.group_by("employer").agg(pl.mean("is_disclosed"), pl.len()).filter(pl.col("len") > 50)
    assert (by_employer["is_disclosed"].std() > 0.2) == (disclosure.by_employer > 0)


def test_skills_are_as_stated(large):
    born = large.postings.unique("vacancy").with_columns(later=pl.col("opened_day") >= RICH.skill_change_day)
    n = born.group_by("role", "later").len("n")
    asked = large.skills.join(born, on="vacancy").group_by("skill", "role", "later").len("x")
    found = asked.join(n, on=["role", "later"]).join(large.truth.skills, on=["skill", "role"])
    true = pl.when("later").then("later_share").otherwise("share")
    assert len(found) == 6 * 2 * 2
    assert found.select((pl.col("x") / pl.col("n") - true).abs().max()).item() < 0.015
    assert large.truth.skills.group_by("name").agg(pl.col("is_changed").all())["is_changed"].sum() == 2


def test_demand_follows_its_curve(large):
    demand = large.truth.demand
    assert demand.select((pl.col("realised_stock") / pl.col("expected_stock") - 1).abs().max()).item() < 0.06
    assert demand.select((pl.col("realised_index") / pl.col("expected_index") - 1).abs().max()).item() < 0.1
    new = demand.group_by("role").agg(pl.col("realised_new", "expected_new").sum())
    assert (new["realised_new"] / new["expected_new"] - 1).abs().max() < 0.04
    breadth = large.truth.breadth
    assert breadth.select((pl.col("realised_hhi") >= pl.col("expected_hhi") * 0.95).all()).item()


@pytest.mark.parametrize(("lasting", "low", "high"), [(1, -0.1, 0.1), (4, 0.6, 0.9)])
def test_a_hiring_drive_lasts_as_long_as_is_stated(lasting, low, high):
    """Of four weeks' drives, three of four weeks are followed by one of the same drive; counts of 100 blur little."""
    truths = Truths(
        roles=(Role(name="baker"),), employers=40, openings_per_week=100, noise=0.8, noise_weeks=lasting, size_spread=0
    )
    new = simulated.draw(truths, 3).observed_new[0]
    around = new - new.mean()
    assert low < (around[:, 1:] * around[:, :-1]).mean() / new.var() < high


# -- those who watch --


def test_an_outage_is_a_gap_and_closes_nothing():
    market = simulated.draw(RICH, 6)
    days, spells = market.board_days, market.spells
    assert days.filter(pl.col("day").is_between(50, 60))["status"].unique().to_list() == ["failed"]
    valid = days.filter("is_valid").select("board", "day")
    closed = spells.drop_nulls("first_missing_day")
    for column in ("first_seen_day", "last_seen_day"):
        assert spells.join(valid, left_on=["board", column], right_on=["board", "day"], how="anti").is_empty()
    assert closed.join(valid, left_on=["board", "first_missing_day"], right_on=["board", "day"], how="anti").is_empty()
    ended = closed.join(market.postings, on=["posting", "vacancy"]).group_by("posting", "first_missing_day")
    true = ended.agg(((pl.col("closed_day") <= pl.col("first_missing_day")).any()).alias("is_true"))
    assert true["is_true"].all()
    assert set(closed.filter(pl.col("last_seen_day") < 50)["first_missing_day"]) & set(range(50, 61)) == set()


def test_a_platform_that_enters_or_leaves_takes_its_boards_along():
    plan = Collection(entries=(PlatformDay(0, 70),), exits=(PlatformDay(1, 84),))
    market = simulated.draw(msgspec.structs.replace(RICH, collection=plan), 6)
    platform, valid = market.boards["platform"].to_numpy(), market.stock.valid
    assert not valid[platform == 0, :10].any()
    assert valid[platform == 0, 10:].all()
    assert valid[platform == 1, :12].all()
    assert not valid[platform == 1, 12:].any()
    assert valid[platform == 2].all()
    left = market.spells.filter((pl.col("platform") == 1) & (pl.col("last_seen_day") == 83))
    assert not left.is_empty()
    assert left["first_missing_day"].null_count() == len(left)
    entered = market.spells.filter((pl.col("platform") == 0) & (pl.col("first_seen_day") == 70))
    assert entered["is_left_censored"].all()


def test_a_parser_change_moves_postings_between_roles_and_from_its_day_on():
    plan = Collection(parser_changes=(ParserChange(day=70, from_role=0, to_role=1, share=0.3),))
    market = simulated.draw(msgspec.structs.replace(RICH, collection=plan), 6)
    moved = (market.stock.observed - market.stock.true).sum(axis=1)
    assert moved[:, :10] == pytest.approx(0)
    assert moved.sum(axis=0) == pytest.approx(0)
    assert -moved[0, 10:] / market.stock.true[0, :, 10:].sum(axis=0) == pytest.approx(0.3, abs=0.08)
    spells = market.spells
    assert spells.filter(pl.col("last_seen_day") < 70).select((pl.col("role_last") == pl.col("role")).all()).item()
    both = spells.filter((pl.col("first_seen_day") < 70) & (pl.col("last_seen_day") >= 70) & (pl.col("role") == 0))
    assert both["role_first"].sum() == 0
    assert both["role_last"].mean() == pytest.approx(0.3, abs=0.08)


def test_short_gaps_are_bridged_in_the_stock_and_long_ones_are_not():
    for days, is_known in ((7, True), (8, False)):
        plan = Collection(failures=(Failure(first_day=70, last_day=69 + days),))
        market = simulated.draw(msgspec.structs.replace(RICH, collection=plan), 6)
        assert market.stock.valid[:, 10].all() == is_known
        assert market.stock.valid[:, 10].any() == is_known
        assert market.stock.valid[:, [9, 12]].all()
        if is_known:
            before = market.stock.observed_days(0)[:, 69]
            np.testing.assert_allclose(market.stock.observed[0, :, 10], before)


COLLECTIONS = st.builds(
    Collection,
    panel_share=st.sampled_from([0.7, 1.0]),
    late_share=st.sampled_from([0.0, 0.5]),
    leave_share=st.sampled_from([0.0, 0.5]),
    visit_every=st.sampled_from([1, 3, 7]),
    outages_per_year=st.sampled_from([0.0, 15.0]),
    partial_share=st.sampled_from([0.0, 0.2]),
)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), plan=COLLECTIONS, back=st.sampled_from([0.0, 0.5]))
def test_spells_are_what_going_through_the_days_one_by_one_finds(seed, plan, back):
    truths = msgspec.structs.replace(
        RICH, employers=5, weeks=8, openings_per_week=2, reopen_share=back, repost_share=back / 2, collection=plan
    )
    market = simulated.draw(truths, seed)
    columns = ["posting", "spell_number", "first_seen_day", "last_seen_day", "first_missing_day", "is_left_censored"]
    assert sorted(market.spells.select(columns).rows(), key=str) == sorted(walked(market), key=str)


def walked(market: simulated.Market) -> list[tuple[int, int, int, int, int | None, bool]]:
    """The spells as a plain observer writes them down, board by board and day by day."""
    found = []
    for board, days in market.board_days.filter("is_valid").partition_by("board", as_dict=True).items():
        online = (
            market.postings.filter(pl.col("board") == board[0]).select("posting", "opened_day", "closed_day").rows()
        )
        running: dict[int, list[int]] = {}
        spells = dict.fromkeys((posting for posting, *_ in online), 0)
        first_day = days["day"].min()
        for day in days["day"].sort():
            present = {posting for posting, opened, closed in online if opened <= day < closed}
            for posting in running.keys() - present:
                first, last = running.pop(posting)
                found.append((posting, spells[posting], first, last, day, first == first_day))
            for posting in present:
                spells[posting] += posting not in running
                running[posting] = [running.get(posting, [day])[0], day]
        found += [(posting, spells[posting], *seen, None, seen[0] == first_day) for posting, seen in running.items()]
    return found


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), plan=COLLECTIONS, weeks=st.integers(6, 20), employers=st.integers(2, 40))
def test_what_holds_of_every_market(seed, plan, weeks, employers):
    truths = msgspec.structs.replace(RICH, weeks=weeks, employers=employers, collection=plan)
    market = simulated.draw(truths, seed)
    postings, spells, breadth = market.postings, market.spells, market.truth.breadth
    assert postings.select((pl.col("closed_day") > pl.col("opened_day").clip(lower_bound=0)).all()).item()
    assert postings.select((pl.col("opened_day") < truths.days).all()).item()
    assert not postings.select("posting", "spell_number").is_duplicated().any()
    assert spells.select((pl.col("entry_age") <= pl.col("last_age")).all()).item()
    assert spells.drop_nulls("missing_age").select((pl.col("last_age") < pl.col("missing_age")).all()).item()
    assert not spells.select("posting", "spell_number").is_duplicated().any()
    assert (market.stock.observed[:, ~market.stock.valid] == 0).all()
    assert breadth.select(pl.col("^.*hhi$").is_between(0, 10_000 + 1e-6).all()).row(0) == (True,) * 4
    assert market.truth.demand.group_by("role").agg(pl.first("expected_index"))["expected_index"].to_list() == [
        100,
        100,
    ]


@given(
    lifetime=st.one_of(
        st.builds(Weibull, median_days=st.floats(1, 200), shape=st.floats(0.5, 3)),
        st.just(Piecewise(from_days=(0, 7, 30), hazards=(0.02, 0.05, 0.01))),
    ),
    days=st.lists(st.floats(0.1, 1000), min_size=1),
)
def test_the_summed_hazard_and_its_inverse_undo_each_other(lifetime, days):
    assert lifetime.age_at(lifetime.cumulative(np.array(days))) == pytest.approx(days)
