"""A simulated market is what its settings say, and what is drawn agrees with what is calculated beforehand."""

import math
import statistics
from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple

import msgspec
import pytest

from extract.market import Market, MarketSettings
from extract.market.laws import NAMED_SHARE, NORMAL, Laws
from extract.market.lifetimes import Exponential, Lifetime, Piecewise, Weibull, survivals
from extract.market.lives import Calendar, Life, plan_lives, season, shares
from extract.market.population import generator, populate
from extract.market.reference import reference
from extract.market.settings import (
    Collection,
    DisclosureRule,
    Failure,
    PlatformDay,
    RoleCurve,
    SkillCurve,
    Step,
)
from extract.market.truth import Disclosure, Fault, PostingTruth, TitleKind

LAST_DAY = date(2026, 11, 20)
ROLE = "software_engineer"


@cache
def market(**changes: Any) -> Market:
    return Market(5, LAST_DAY, MarketSettings(**changes))


def laws_of(**changes: Any) -> Laws:
    """What is calculated of a market that nobody draws."""
    settings = MarketSettings(**changes)
    return Laws(settings, populate(5, settings, reference()), Calendar(LAST_DAY, settings))


def named(market: Market, role_id: str) -> list[PostingTruth]:
    """The vacancies whose title says the role, each once."""
    return [
        posting
        for posting in market.truth.postings
        if posting.role_id == role_id and posting.posting_id == posting.vacancy_id
    ]


# -- lifetimes ---------------------------------------------------------------------------------------------------

LIFETIMES = {
    "exponential": Exponential(40),
    "weibull": Weibull(median_days=30, shape=0.8),
    "piecewise": Piecewise(from_days=(0, 10, 40), hazards=(0.08, 0.01, 0.03)),
}


@pytest.mark.parametrize("lifetime", LIFETIMES.values(), ids=LIFETIMES)
@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_as_many_adverts_live_on_as_the_hazard_says(lifetime: Lifetime, scale: float) -> None:
    rng = Random(1)  # noqa: S311 - a simulation, not a secret
    lives = [lifetime.draw(rng, 0, scale) for _ in range(4000)]
    curve = survivals(lifetime, scale)
    assert min(lives) >= 1
    for days in (1, 5, 20, 60):
        assert statistics.mean(life > days for life in lives) == pytest.approx(curve[days], abs=0.03)


@pytest.mark.parametrize("lifetime", LIFETIMES.values(), ids=LIFETIMES)
def test_who_has_lived_so_long_lives_on_by_what_is_left_of_the_hazard(lifetime: Lifetime) -> None:
    rng, curve = Random(2), survivals(lifetime)  # noqa: S311 - a simulation, not a secret
    lives = [lifetime.draw(rng, 15) for _ in range(4000)]
    assert min(lives) > 15
    expected = curve[45 - 15] if isinstance(lifetime, Exponential) else curve[45] / curve[15]
    assert statistics.mean(life > 45 for life in lives) == pytest.approx(expected, abs=0.03)


def test_known_figures_of_lifetimes() -> None:
    assert Weibull(median_days=30, shape=0.8).survival(30) == pytest.approx(0.5)
    assert Piecewise(from_days=(0, 10), hazards=(0.1, 0.02)).survival(20) == pytest.approx(math.exp(-1.2))
    assert sum(survivals(Weibull(median_days=math.log(2) * 50, shape=1.0))) == pytest.approx(50.5, abs=0.02)


# -- demand ------------------------------------------------------------------------------------------------------


class Drawn(NamedTuple):
    """One role in many drawn markets: what was new, closed and back in each, and open on some days."""

    new: list[int]
    closed: list[int]
    back: list[int]
    stock: dict[int, list[int]]


def draw(settings: MarketSettings, role_id: str, days: tuple[int, ...], times: int = 25) -> tuple[Laws, Drawn]:
    calendar = Calendar(LAST_DAY, settings)
    book = populate(1, settings, reference())
    drawn = Drawn([], [], [], {day: [] for day in days})
    for seed in range(times):
        lives = [
            (calendar.day(employer.entered), life)
            for employer in book.employers
            for life in plan_lives(generator(seed, "lives", employer), employer, book, calendar)
            if life.role.role_id == role_id
        ]
        drawn.new.append(sum(life.spells[0].opened > first for first, life in lives))
        drawn.closed.append(sum(spell.closed is not None for _, life in lives for spell in spells(life)))
        drawn.back.append(sum(len(spells(life)) - 1 for _, life in lives))
        for offset, counts in drawn.stock.items():
            day = calendar.day(offset)
            counts.append(sum(first <= day and any(s.covers(day) for s in spells(life)) for first, life in lives))
    return Laws(settings, book, calendar), drawn


def spells(life: Life) -> tuple[Any, ...]:
    return (*life.spells, *life.reposted)


DEMANDS = {
    "the listed market": {},
    "all at once": {
        "reopen_share": 0.2,
        "repost_share": 0.2,
        "season": 0.5,
        "season_peak": 40,
        "collection": Collection(late_share=0.5),
        "roles": (RoleCurve(role_id=ROLE, lifetime=LIFETIMES["weibull"], trend=1.0, steps=(Step(100, -0.7),)),),
    },
    "young adverts close soon, old ones late": {
        "roles": (RoleCurve(role_id=ROLE, lifetime=LIFETIMES["piecewise"]),),
        "repeat_scale": 1.0,
        "reopen_share": 0.3,
    },
}


@pytest.mark.parametrize("case", DEMANDS)
def test_what_opens_closes_and_is_open_is_what_was_calculated(case: str) -> None:
    """The drawn markets lie around the exact figures as chance has it."""
    days = (0, 3, 40, 110, 181)
    laws, drawn = draw(MarketSettings(employers=16, **DEMANDS[case]), ROLE, days)
    demand = laws.demand(ROLE)
    pairs = [(drawn.new, sum(demand.new)), (drawn.closed, sum(demand.closed)), (drawn.back, sum(demand.reopened))]
    pairs += [(counts, demand.stock[day]) for day, counts in drawn.stock.items()]
    for counts, expected in pairs:
        error = statistics.stdev(counts) / math.sqrt(len(counts))
        assert statistics.mean(counts) == pytest.approx(expected, abs=4 * error)


def test_the_calculated_course_adds_up_and_is_the_sum_of_its_boards() -> None:
    laws = laws_of(employers=12, repost_share=0.3)
    demand = laws.demand(ROLE)
    for before, after in pairwise(range(len(demand.stock))):
        balance = demand.stock[before] + demand.new[after] + demand.reopened[after] - demand.closed[after]
        assert demand.stock[after] == pytest.approx(balance)
    boards = [laws.demand(ROLE, employer.board.board_id) for employer in laws.book.employers]
    assert sum(board.stock[100] for board in boards) == pytest.approx(demand.stock[100])
    assert min(demand.closed) >= -1e-9


def test_trends_and_steps_are_of_the_size_they_are_set_to() -> None:
    year = 365
    curve = RoleCurve(role_id=ROLE, trend=0.4, steps=(Step(500, math.log(0.5)),))
    new = laws_of(weeks=104, employers=5, roles=(curve,)).demand(ROLE).new
    weeks = [sum(new[day : day + 7]) for day in range(1, 721, 7)]
    assert weeks[60] / weeks[60 - 52] == pytest.approx(math.exp(0.4 * 364 / (year + 0.25)))
    assert weeks[80] / weeks[70] == pytest.approx(0.5 * math.exp(0.4 * 70 / (year + 0.25)))


def test_the_season_peaks_where_it_should() -> None:
    peak = 250.0
    own = market(weeks=104, employers=40, season=0.8, season_peak=peak, faults=0, shocks=False)
    role = own.laws.roles[ROLE]
    assert max(range(365), key=lambda day: season(role, day)) == peak
    assert season(role, 250) == pytest.approx(1.8)
    first = own.calendar.first_day
    opened = [(p.posted_on - first).days for p in own.truth.postings if p.posted_on > first and not p.is_repost]
    angles = [2 * math.pi * day / 365.25 for day in opened]
    angle = math.atan2(sum(map(math.sin, angles)), sum(map(math.cos, angles)))
    assert angle % (2 * math.pi) * 365.25 / (2 * math.pi) == pytest.approx(peak, abs=15)


def test_nothing_opens_on_a_sunday_and_nothing_closes_at_a_weekend() -> None:
    own = market(employers=30, faults=0)
    opened = Counter(p.posted_on.weekday() for p in own.truth.postings if p.posted_on > own.calendar.first_day)
    assert opened[6] == 0
    assert opened[5] < opened[4] / 4
    assert {s.closed.weekday() for p in own.truth.postings for s in p.spells if s.closed} == set(range(5))


def test_survival_counts_the_weekend_through() -> None:
    weekday = (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    laws = laws_of(employers=3, weekday=weekday, roles=(RoleCurve(role_id=ROLE, lifetime=LIFETIMES["weibull"]),))
    friday = [laws.survival(ROLE, days) for days in range(11)]
    assert friday[0] == friday[1] == friday[2] == 1
    assert friday[7] == friday[8] == friday[9] == LIFETIMES["weibull"].survival(7)
    assert laws.median_days(ROLE) == 31  # the thirtieth day is a Sunday, and stands until Monday
    assert laws.hazard(ROLE, 20) == pytest.approx(
        1 - LIFETIMES["weibull"].survival(21) / LIFETIMES["weibull"].survival(20)
    )


# -- employers ---------------------------------------------------------------------------------------------------


def sizes(**changes: Any) -> list[int]:
    return [employer.size for employer in populate(3, MarketSettings(**changes), reference()).employers]


def test_sizes_follow_their_law() -> None:
    logs = [math.log(size) for size in sizes(employers=800, size_law="lognormal", size_spread=0.8, size_mean=100.0)]
    assert statistics.stdev(logs) == pytest.approx(0.8, abs=0.06)
    assert statistics.mean(logs) == pytest.approx(math.log(100) - 0.32, abs=0.09)
    pareto = sizes(employers=800, size_law="pareto", size_spread=0.6, size_mean=50.0)
    assert min(pareto) == 20  # (1 - 0.6) * 50
    assert sum(size > 80 for size in pareto) / 800 == pytest.approx(4 ** -(1 / 0.6), abs=0.03)


def test_listed_employers_keep_their_size_and_invented_ones_differ_widely() -> None:
    assert sizes() == [employer.size for employer in reference().employers]
    assert sizes(employers=90)[:66] == sizes()
    invented = sizes(employers=300)[66:]
    assert statistics.mean(invented) == pytest.approx(9, abs=1.5)
    assert max(invented) > 5 * statistics.median(invented)


def test_a_further_employer_changes_nothing_for_the_others() -> None:
    few, more = market(employers=70, shocks=False, faults=0), market(employers=72, shocks=False, faults=0)
    assert len(more.adverts) == 72
    assert all(more.adverts[board] == own for board, own in few.adverts.items())


def test_invented_employers_have_boards_of_their_own() -> None:
    boards = [employer.board for employer in populate(3, MarketSettings(employers=2000), reference()).employers]
    assert len({board.board_id for board in boards}) == 2000
    assert len({board.employer for board in boards}) == 2000
    assert len({board.platform for board in boards[66:]}) == 4


def test_concentration_is_that_of_the_drawn_sizes() -> None:
    laws = laws_of(employers=1)
    assert laws.concentration("warehouse_worker") == pytest.approx(1)
    assert 0.01 < laws_of().concentration("data_engineer") < 0.5


# -- boards that come and go -------------------------------------------------------------------------------------


def test_boards_open_late_and_leave_and_answer_404_on_all_other_days() -> None:
    plan = Collection(late_share=0.4, leave_share=0.4)
    own = market(employers=40, faults=0, collection=plan)
    truth = own.truth
    assert 8 <= len(truth.opened) <= 24
    assert 8 <= len(truth.left) <= 24
    for state in truth.board_days:
        is_early = state.day < truth.opened.get(state.board_id, date.min)
        is_gone = state.day >= truth.left.get(state.board_id, date.max)
        assert state.fault is (Fault.GONE if is_gone else Fault.NOT_YET if is_early else None)
        assert bool(own.served(state.board_id, state.day)) <= (state.fault is None)
    middle = (own.calendar.day(18), own.calendar.day(164))
    assert all(middle[0] <= day <= middle[1] for day in (*truth.opened.values(), *truth.left.values()))


def test_a_platform_comes_and_goes_as_one() -> None:
    plan = Collection(entries=(PlatformDay("lever", 30),), exits=(PlatformDay("ashby", 100),))
    truth = market(employers=30, collection=plan).truth
    by_platform = {board.board_id: board.platform for board in truth.boards}
    first = LAST_DAY - timedelta(days=181)
    assert truth.opened == {b: first + timedelta(days=30) for b, p in by_platform.items() if p == "lever"}
    assert truth.left == {b: first + timedelta(days=100) for b, p in by_platform.items() if p == "ashby"}


def test_outages_and_failures_take_days_and_close_nothing() -> None:
    quiet = {"employers": 40, "weeks": 52, "daily_weeks": 52, "faults": 0, "shocks": False}
    plan = Collection(outages_per_year=3, outage_days=(4, 8), failures=(Failure(first_day=50, last_day=53),))
    own, calm = market(**quiet, collection=plan), market(**quiet)
    faulty = [state for state in own.truth.board_days if state.fault is Fault.SERVER_ERROR]
    days = Counter(state.day for state in faulty)
    assert [days[own.calendar.day(day)] for day in range(50, 54)] == [40] * 4
    share = (len(faulty) - 160) / (40 * 360)
    assert share == pytest.approx(1 - math.exp(-3 * 6 / 365.25), abs=0.015)
    assert own.truth.postings == calm.truth.postings


def test_a_partial_answer_comes_from_greenhouse_alone() -> None:
    own = market(employers=40, daily_weeks=26, faults=0, shocks=False, collection=Collection(partial_share=0.2))
    short = [state for state in own.truth.board_days if state.fault is Fault.SHORT]
    assert {state.board_id.split(":")[0] for state in short} == {"greenhouse"}
    boards = sum(board.platform == "greenhouse" for board in own.truth.boards)
    assert len(short) / (boards * 182) == pytest.approx(0.2, abs=0.03)


# -- reposts -----------------------------------------------------------------------------------------------------


def test_reposts_are_the_same_vacancy_under_a_new_id_after_the_first_has_closed() -> None:
    own = market(employers=40, repost_share=0.4, repeat_gap_days=(3, 12), reopen_share=0.0, shocks=False, faults=0)
    postings = {p.posting_id: p for p in own.truth.postings}
    reposts = [p for p in postings.values() if p.is_repost]
    assert len(postings) == len(own.truth.postings)
    assert len(reposts) > 50
    assert all(len(posting.spells) == 1 for posting in postings.values())
    for posting in reposts:
        first = postings[posting.vacancy_id]
        closed = first.spells[0].closed
        assert closed is not None
        assert 3 <= (posting.posted_on - closed).days <= 12
        assert (posting.title, posting.skills, posting.role_id) == (first.title, first.skills, first.role_id) or (
            posting.city != first.city
        )
        assert posting.spells[0].opened == posting.posted_on


def test_a_repost_shows_the_old_text_under_a_new_id() -> None:
    own = market(employers=40, repost_share=0.4, repeat_gap_days=(3, 12), reopen_share=0.0, shocks=False, faults=0)
    adverts = {advert.truth.posting_id: advert for board in own.adverts.values() for advert in board}
    again = next(advert for advert in adverts.values() if advert.truth.is_repost)
    first = adverts[again.truth.vacancy_id]
    assert again.text == first.text
    assert again.published_at > first.published_at
    assert again.internal_id != first.internal_id


# -- pay ---------------------------------------------------------------------------------------------------------

PAY = {"employers": 100, "weeks": 52, "daily_weeks": 0, "size_mean": 12.0, "size_law": "lognormal", "faults": 0}


def middles(postings: list[PostingTruth]) -> list[float]:
    return [(p.pays[0].min_annual + p.pays[0].max_annual) / 2 for p in postings]


def in_the_states(own: Market, *, disclosed: bool = False) -> list[PostingTruth]:
    found = [p for p in named(own, ROLE) if p.country_code == "US"]
    return [p for p in found if p.pays[0].disclosed_in is not Disclosure.NONE] if disclosed else found


def test_pay_has_the_quantiles_that_were_calculated() -> None:
    role = RoleCurve(role_id=ROLE, pay_median=120_000, pay_growth=0.0)
    own = market(**PAY, roles=(role,), pay_between=0.15, pay_within=0.1)
    drawn = middles(in_the_states(own))
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        below = statistics.mean(middle < own.laws.pay_quantile(ROLE, "US", share) for middle in drawn)
        assert below == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / len(drawn)))


def test_pay_without_levels_is_lognormal_around_its_employers() -> None:
    laws = laws_of(employers=1, pay_within=0.2, roles=(RoleCurve(role_id="warehouse_worker", pay_growth=0.1),))
    level = laws.book.employers[0].pay_level
    mixture = laws.pay_quantile("warehouse_worker", "US", 0.5) / (42_000 * level)
    assert 0.98 < mixture < 1.05  # few levels above and below the plain one
    later = laws.pay_quantile("warehouse_worker", "US", 0.5, day=182)
    assert later / laws.pay_quantile("warehouse_worker", "US", 0.5) == pytest.approx(math.exp(0.1 * 182 / 365.25))


def test_disclosure_at_random_does_not_bias_the_median() -> None:
    laws = laws_of(**PAY, disclosure=DisclosureRule(share=0.4, by_employer=1.0))
    assert laws.pay_quantile(ROLE, "US", 0.5, disclosed=True) == pytest.approx(
        laws.pay_quantile(ROLE, "US", 0.5), rel=1e-3
    )


@pytest.mark.parametrize("by_pay", [-1.5, 1.5])
def test_disclosure_by_pay_biases_the_disclosed_median_to_its_side(by_pay: float) -> None:
    own = market(**PAY, disclosure=DisclosureRule(share=0.4, by_pay=by_pay))
    everything, stated = in_the_states(own), in_the_states(own, disclosed=True)
    assert len(stated) / len(everything) == pytest.approx(0.4, abs=0.06)
    exact = own.laws.pay_quantile(ROLE, "US", 0.5, disclosed=True)
    true = own.laws.pay_quantile(ROLE, "US", 0.5)
    assert (exact - true) * by_pay > 0.05 * true
    assert (statistics.median(middles(stated)) - statistics.median(middles(everything))) * by_pay > 0
    assert statistics.median(middles(stated)) == pytest.approx(exact, rel=0.05)


def test_the_disclosed_scores_are_those_of_a_skew_normal_distribution() -> None:
    """With a share of a half the density is 2 phi(z) Phi(z * slope); a slope of 1 is the greater of two normals."""
    laws = laws_of(employers=1, disclosure=DisclosureRule(share=0.5, by_pay=1.0))
    for share in (0.1, 0.5, 0.9):
        assert laws._disclosed_score(share) == pytest.approx(NORMAL.inv_cdf(math.sqrt(share)), abs=1e-4)


def test_employers_disclose_all_or_nothing_where_the_rule_leans_on_them() -> None:
    own = market(**PAY, disclosure=DisclosureRule(share=0.5, by_employer=20.0, text_share=0.0))
    by_board: dict[str, set[Disclosure]] = {}
    for posting in own.truth.postings:
        by_board.setdefault(posting.board_id, set()).add(posting.pays[0].disclosed_in)
    assert sum(len(kinds) == 1 for kinds in by_board.values()) / len(by_board) > 0.7
    assert all(Disclosure.TEXT not in kinds for kinds in by_board.values())


def test_by_default_employers_disclose_as_they_are_listed_to() -> None:
    own = market(weeks=52, faults=0)
    found = in_the_states(own)
    share = len(in_the_states(own, disclosed=True)) / len(found)
    error = math.sqrt(0.25 / len(found))
    assert share == pytest.approx(own.laws.disclosed_share(ROLE, "US"), abs=4 * error)
    assert own.laws.pay_quantile(ROLE, "US", 0.5, disclosed=True) > own.laws.pay_quantile(ROLE, "US", 0.5) * 0.95


def test_ranges_are_as_wide_as_they_are_set_to_and_points_have_no_width() -> None:
    own = market(employers=20, faults=0, range_halfwidth=(0.1, 0.2), point_share=0.3)
    pays = [p.pays[0] for p in own.truth.postings if p.pays[0].period == "year" and p.pays[0].minimum > 40_000]
    points = [pay for pay in pays if pay.minimum == pay.maximum]
    widths = [(p.maximum - p.minimum) / (p.maximum + p.minimum) for p in pays if p not in points]
    assert len(points) / len(pays) == pytest.approx(0.3, abs=0.07)
    assert 0.07 < min(widths) < max(widths) < 0.23
    assert all(pay.zone_count == 1 for pay in points)


# -- skills ------------------------------------------------------------------------------------------------------


def asked(postings: list[PostingTruth], skill: str) -> float:
    return statistics.mean(skill in posting.skills for posting in postings)


def test_a_skill_is_asked_for_as_often_as_it_is_set_to_before_and_after_its_day() -> None:
    curve = SkillCurve(role_id=ROLE, name="Rust", share=0.1, later_share=0.6)
    own = market(**PAY, skills=(curve,), skill_change_day=180)
    day = own.calendar.day(180)
    before, after = ([p for p in named(own, ROLE) if (p.posted_on < day) is is_early] for is_early in (True, False))
    assert own.laws.skill_share(ROLE, "Rust", 179) == pytest.approx(0.1)
    assert own.laws.skill_share(ROLE, "Rust", 180) == pytest.approx(0.6)
    assert asked(before, "Rust") == pytest.approx(0.1, abs=0.04)
    assert asked(after, "Rust") == pytest.approx(0.6, abs=0.07)


def test_listed_skills_move_evenly_and_the_first_one_stands_in_for_none() -> None:
    laws = laws_of()
    shares = [laws.skill_share("data_engineer", "dbt", day) for day in (0, 91, 182)]
    assert shares == pytest.approx([0.35, 0.5, 0.65])
    none = (1 - 0.55) * (1 - 0.4) * (1 - 0.6)  # of Zendesk, live chat and troubleshooting
    assert laws.skill_share("customer_support_specialist", "Zendesk", 0) == pytest.approx(0.55 + none)


# -- the whole ---------------------------------------------------------------------------------------------------


def test_equal_settings_make_equal_markets_and_other_ones_another() -> None:
    settings = MarketSettings(employers=12, repost_share=0.2, season=0.3, disclosure=DisclosureRule(by_pay=1.0))
    first, again = (Market(9, LAST_DAY, settings) for _ in range(2))
    assert msgspec.json.encode(first.truth) == msgspec.json.encode(again.truth)
    other = Market(9, LAST_DAY, msgspec.structs.replace(settings, season=0.4))
    assert msgspec.json.encode(first.truth) != msgspec.json.encode(other.truth)


def test_settings_are_plain_data() -> None:
    settings = MarketSettings(
        roles=(RoleCurve(role_id=ROLE, lifetime=LIFETIMES["piecewise"], steps=(Step(3, 0.1),)),),
        collection=Collection(failures=(Failure(first_day=1, last_day=2),)),
    )
    assert msgspec.json.decode(msgspec.json.encode(settings), type=MarketSettings) == settings


WRONG: dict[str, dict[str, Any]] = {
    "weeks": {"weeks": 3},
    "daily_weeks": {"daily_weeks": 27},
    "employers": {"employers": 0},
    "size_spread": {"size_law": "pareto", "size_spread": 1.0},
    "season": {"season": 1.1},
    "repeat_gap_days": {"repeat_gap_days": (0, 5)},
    "repost_share": {"repost_share": 0.96},
    "disclosure": {"disclosure": DisclosureRule(share=1.0)},
    "fields": {"fields": {"data": 0}},
    "no such field": {"fields": {"magic": 2}},
    "no such role": {"roles": (RoleCurve(role_id="wizard"),)},
}


@pytest.mark.parametrize("rule", WRONG)
def test_a_market_that_cannot_be_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        Market(1, LAST_DAY, MarketSettings(**WRONG[rule]))


def test_a_field_of_three_times_the_weight_takes_its_part_of_as_many_adverts() -> None:
    plain = populate(5, MarketSettings(), reference())
    more = populate(5, MarketSettings(fields={"data": 3}), reference())
    for before, after in zip(plain.employers, more.employers, strict=True):
        data = before.fields.get("data", 0)
        expected = 3 * data / (2 * data + sum(before.fields.values()))
        found = sum(share for role, share in shares(after, more).items() if role.field == "data")
        assert (found, after.size) == (pytest.approx(expected), before.size)


def test_two_years_of_days_have_their_counts() -> None:
    own = market(weeks=104, daily_weeks=104, shocks=False)
    truth = own.truth
    assert len(truth.board_days) == 728 * 66
    assert [later - earlier for earlier, later in pairwise(own.days())] == [timedelta(days=1)] * 727
    faults = Counter(state.fault for state in truth.board_days)
    assert [faults[fault] for fault in (Fault.FALSE_EMPTY, Fault.SHORT, Fault.SERVER_ERROR)] == [16, 8, 56]
    vacancies = Counter(p.role_id for p in truth.postings if p.posting_id == p.vacancy_id)
    assert sum(vacancies.values()) < len(truth.postings)
    for role_id in (ROLE, "data_engineer", "warehouse_worker"):
        demand = own.laws.demand(role_id)
        expected = NAMED_SHARE * (demand.stock[0] + sum(demand.new))
        assert vacancies[role_id] == pytest.approx(expected, abs=4 * math.sqrt(expected))


@pytest.mark.parametrize(
    "changes", [{"employers": 1}, {"employers": 3, "weeks": 4, "daily_weeks": 0}, {"weeks": 5, "daily_weeks": 5}]
)
def test_the_smallest_markets_can_be_drawn(changes: dict[str, Any]) -> None:
    own = market(**changes)
    assert own.expected(own.days()).visits


def test_odd_titles_are_as_rare_as_said() -> None:
    titles = Counter(p.title_kind for p in market(weeks=104, daily_weeks=104, shocks=False).truth.postings)
    share = 1 - (titles[TitleKind.ODD] + titles[TitleKind.HEAD]) / titles.total()
    assert share == pytest.approx(NAMED_SHARE, abs=0.015)
