"""The weekly counts: what each is, that nothing is lost between weeks, and that a day's update is the whole thing."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import weeks
from warehouse.measures import index
from warehouse.store import sql

ONE_WAREHOUSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Every example finds the warehouse that the one before left, and clears it."""

Insert = Callable[[str, Sequence[Mapping[str, Any]]], None]
MONDAY = dt.date(2026, 1, 5)
WHOLE = "complete"


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


EMPLOYERS, EACH = 10, 5
"""Employers on a board and adverts of each, where one advert must be enough for an index."""


class Market:
    """Boards a..., one employer each, put into a warehouse in memory; `many` makes an advert fifty of ten employers."""

    many = False

    def __init__(self, connection: duckdb.DuckDBPyConnection, insert: Insert) -> None:
        self.connection, self.insert = connection, insert
        self.count = 0

    def answers(self, board: str, days: Sequence[int], status: str = WHOLE) -> None:
        rows = [
            {"board_id": board, "observed_on": day(number), "observed_at": f"{day(number)} 06:00:00",
             "board_status": status}
            for number in days
        ]  # fmt: skip
        self.insert("core.board_day", rows)

    def advert(self, board: str, opened: int, closed: int | None = None, **more: Any) -> str:
        self.count += 1
        name = f"p{self.count}"
        posting = {
            "posting_id": name,
            "board_id": board,
            "employer": board,
            "employer_key": board,
            "role_id": "engineer",
        }
        posting |= more.pop("posting", {})
        spell = {"posting_id": name, "board_id": board, "first_seen_at": f"{day(opened)} 06:00:00",
                 "last_seen_at": f"{day(opened)} 06:00:00"}  # fmt: skip
        closing = {} if closed is None else {"closed_at": f"{day(closed)} 06:00:00"}
        copies = [{"posting_id": name}]
        if self.many:
            copies = [
                {"posting_id": f"{name}.{n}", "employer_key": f"{board}{n % EMPLOYERS}"}
                for n in range(EMPLOYERS * EACH)
            ]
        self.insert("core.posting", [posting | copy for copy in copies])
        self.insert("core.spell", [spell | closing | more | {"posting_id": copy["posting_id"]} for copy in copies])
        return name

    def update(self, since: int = 0) -> list[dict[str, Any]]:
        self.insert("ops.touched", [{"touched_on": day(since)}])
        weeks.renew(self.connection)
        return self.rows("FROM core.role_week ORDER BY ALL")

    def rows(self, query: str) -> list[dict[str, Any]]:
        relation = self.connection.sql(query)
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]

    def forget(self) -> None:
        for table in ("core.board_day", "core.posting", "core.spell", "core.board_week", "core.role_week",
                      "core.role_move", "core.evergreen", "ops.touched"):  # fmt: skip
            self.connection.execute(f"DELETE FROM {table}")


@pytest.fixture
def market(connection: duckdb.DuckDBPyConnection, insert: Insert) -> Market:
    return Market(connection, insert)


def test_nothing_new_is_nothing_to_do(market: Market) -> None:
    market.answers("a", [0])
    market.update()
    assert weeks.renew(market.connection) is None


def test_a_week_counts_its_openings_and_what_came_and_went(market: Market) -> None:
    market.answers("a", range(14))
    market.advert("a", 0, is_left_censored=True)
    market.advert("a", 0, 9, is_left_censored=True)
    market.advert("a", 8)
    first, second = market.update()
    assert (first["active_postings"], first["new_postings"], first["boards_entered_postings"]) == (2, 0, 2)
    assert (second["active_postings"], second["same_new_postings"], second["same_closed_postings"]) == (2, 1, 1)
    assert (second["matched_before"], second["matched_after"]) == (2, pytest.approx((7 + 2 + 6) / 7))


def test_a_board_without_an_answer_leaves_the_links_on_both_sides_and_closes_nothing(market: Market) -> None:
    market.answers("a", range(28))
    market.answers("b", [*range(7), *range(14, 28)])
    market.answers("b", range(7, 14), status="failed")
    for board in ("a", "b"):
        market.advert(board, 0)
    found = market.update()
    assert [row["active_postings"] for row in found] == [2, 2, 2, 2]
    assert [row["observed_postings"] for row in found] == [2, 1, 2, 2]
    assert [(row["matched_before"], row["matched_after"]) for row in found[1:]] == [(1, 1), (1, 1), (2, 2)]
    assert [row["boards_left_postings"] for row in found] == [0, 1, 0, 0]
    assert [row["boards_entered_postings"] for row in found] == [2, 0, 1, 0]
    assert sum(row["same_closed_postings"] for row in found) == 0


def test_a_board_without_an_answer_moves_no_index(market: Market) -> None:
    market.many = True
    market.answers("a", range(28))
    market.answers("b", [*range(7), *range(14, 28)])
    market.answers("b", range(7, 14), status="failed")
    for board in ("a", "b"):
        market.advert(board, 0)
    market.update()
    week = market.rows("FROM mart.role_demand_week ORDER BY window_start")
    assert [row["demand_index"] for row in week] == pytest.approx([100, 100, 100, 100])


def test_an_answer_that_is_not_believed_is_none(market: Market) -> None:
    market.answers("a", range(7))
    market.insert("core.board_day", [{"board_id": "a", "observed_on": day(7), "observed_at": f"{day(7)} 06:00:00",
                                      "board_status": WHOLE, "is_held": True}])  # fmt: skip
    market.advert("a", 0)
    assert [row["observed_postings"] for row in market.update()] == [1, 0]
    week = market.rows("FROM mart.role_demand_week ORDER BY window_start")
    assert [(row["boards_observed"], row["coverage"]) for row in week] == [(1, 1), (0, 0)]


def test_an_advert_of_half_a_year_is_evergreen_from_then_on_only(market: Market) -> None:
    market.answers("a", range(0, 210, 7))
    market.advert("a", 0)
    found = market.update()
    evergreen = [row["evergreen_postings"] for row in found]
    assert evergreen == [0] * 26 + [1] * 4
    # It leaves what is compared as an advert that closes does.
    assert (found[26]["matched_before"], found[26]["matched_after"]) == (1, 0)
    assert (found[26]["matched_evergreen_before"], found[26]["matched_evergreen_after"]) == (0, 1)
    assert (found[27]["matched_evergreen_before"], found[27]["matched_evergreen_after"]) == (1, 1)
    assert (found[27]["matched_before"], found[27]["matched_after"]) == (0, 0)


def test_an_advert_of_unknown_age_grows_old_without_a_trace(market: Market) -> None:
    """What was up when its board was first asked, undated, is old after half a year at the latest, all at once."""
    market.many = True
    market.answers("a", range(0, 210, 7))
    market.advert("a", 0, is_left_censored=True)
    market.advert("a", 100)
    market.update()
    week = market.rows("FROM mart.role_demand_week ORDER BY window_start")
    assert [row["evergreen_postings"] for row in week][24:28] == [0, 0, 50, 50]
    assert week[25]["demand_index"] == pytest.approx(200)
    assert week[29]["demand_index"] == pytest.approx(200)


def test_where_as_many_adverts_come_as_grow_old_the_index_stays(market: Market) -> None:
    """One advert comes each week and none goes: those under half a year old are always as many."""
    market.many = True
    market.answers("a", range(0, 280))
    for number in range(-30, 40):
        posted = {"posting": {"posted_at": f"{day(7 * number)} 06:00:00"}}
        market.advert("a", max(7 * number, 0), **posted, is_left_censored=number < 0)
    market.update()
    index = [row["demand_index"] for row in market.rows("FROM mart.role_demand_week ORDER BY window_start")]
    assert index == pytest.approx([100] * 40, rel=0.005)


def test_becoming_evergreen_leaves_the_index_as_closing_does(market: Market) -> None:
    market.many = True
    market.answers("a", range(0, 35))
    market.advert("a", 0)
    names = [market.advert("a", 0), market.advert("a", 17, posting={"title": "Talent pool"})]
    days = {names[0]: day(17), names[1]: day(17)}
    market.update()
    market.insert("core.evergreen", [
        {"posting_id": f"{name}.{n}", "evergreen_reason": "title", "evergreen_on": days[name]}
        for name in names[:1] for n in range(EMPLOYERS * EACH)
    ])  # fmt: skip
    market.update()
    week = market.rows("FROM mart.role_demand_week ORDER BY window_start")
    assert [row["evergreen_postings"] for row in week] == [0, 0, 50, 100, 100]
    assert [row["matched_postings"] for row in week] == [0, 100, 100, 50, 50]
    assert [row["demand_index"] for row in week] == pytest.approx([100, 100, 100, 50, 50])
    assert [row["demand_index_capped"] for row in week] == pytest.approx([100, 100, 100, 50, 50])
    # The version with them has the fifty that came: on five days of the first week.
    assert [row["demand_index_all"] for row in week] == pytest.approx([100, 100, 100 + 50 * 4 / 7, 150, 150])


def test_a_reason_that_holds_in_the_middle_of_a_week_counts_from_the_next_on(market: Market) -> None:
    market.answers("a", range(35))
    name = market.advert("a", 0, posting={"text_hash": "t"})
    market.update()
    market.insert("core.posting_refresh", [
        {"posting_id": name, "refreshed_on": day(number), "posted_before_on": day(0), "text_hash": "t"}
        for number in (1, 2, 30)
    ])  # fmt: skip
    assert [row["evergreen_postings"] for row in market.update(30)] == [0, 0, 0, 0, 0]
    market.answers("a", range(35, 42))
    assert [row["evergreen_postings"] for row in market.update(35)] == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("weekday", range(7))
def test_a_board_that_comes_in_the_middle_of_a_week_moves_no_link(market: Market, weekday: int) -> None:
    market.many = True
    market.answers("a", range(28))
    market.answers("b", range(7 + weekday, 28))
    market.answers("c", [*range(7), *range(14 + weekday, 28)])
    for board, opened in (("a", 0), ("b", 7 + weekday), ("c", 0)):
        market.advert(board, opened, is_left_censored=True)
    market.update()
    week = market.rows("FROM mart.role_demand_week ORDER BY window_start")
    assert [row["demand_index"] for row in week] == pytest.approx([100] * 4)


@pytest.mark.parametrize("weekday", range(7))
def test_a_collection_that_begins_in_the_middle_of_a_week_starts_at_its_level(market: Market, weekday: int) -> None:
    market.many = True
    market.answers("a", range(weekday, 21))
    market.advert("a", weekday, is_left_censored=True)
    market.update()
    week = market.rows("FROM mart.role_demand_week ORDER BY window_start")
    assert [row["demand_index"] for row in week] == pytest.approx([100] * 3)


def test_the_last_week_counts_as_far_as_it_goes(market: Market) -> None:
    market.answers("a", range(10))
    market.advert("a", 0)
    assert market.update()[-1]["matched_after"] == 1


def test_weeks_in_which_nobody_asked_are_counted_with_the_next_answer(market: Market) -> None:
    """Asked until a Wednesday, and again five weeks later; one of the adverts closed on the Tuesday."""
    market.answers("a", range(10))
    market.advert("a", 0)
    market.advert("a", 0, 8)
    assert market.update()[-1]["matched_after"] == pytest.approx(1 + 1 / 3)
    market.answers("a", [45])
    found = market.update(45)
    assert [row["active_postings"] for row in found] == [2, 1, 1, 1, 1, 1, 1]
    assert found[1]["matched_after"] == pytest.approx(1 + 1 / 7)
    assert market.update() == found


def test_a_role_that_ends_says_so_once(market: Market) -> None:
    market.answers("a", range(28))
    market.advert("a", 0, 8)
    found = market.update()
    assert [(row["active_postings"], row["closed_postings"]) for row in found] == [(1, 0), (0, 1), (0, 0)]


def test_what_was_read_anew_is_told_and_the_accounts_balance(market: Market) -> None:
    """Of three moves in the third week one is of a posting that was open before it, and one starts from no role."""
    market.answers("a", range(28))
    market.insert("core.role", [{"role_id": "analyst", "role_title": "Analyst", "role_family": "analysts"}])
    names = [market.advert("a", opened, posting={"role_id": "analyst"}) for opened in (0, 15, 3)]
    market.advert("a", 0)
    market.insert(
        "core.role_move",
        [
            {"posting_id": name, "from_role_id": role, "to_role_id": "analyst", "moved_on": day(16),
             "move_reason": "parser", "role_version": 2}
            for name, role in zip(names, ("engineer", "engineer", None), strict=True)
        ],
    )  # fmt: skip
    market.many = True
    market.advert("a", 0)
    market.update()
    change = market.rows("FROM mart.role_change WHERE reclassified_postings <> 0 ORDER BY role_id")
    assert [(row["role_id"], row["window_start"], row["reclassified_postings"]) for row in change] == [
        ("analyst", day(14), 2),
        ("engineer", day(14), -1),
    ]
    # The stock that the week began with counts by the roles of today; what it was counted as then is told too.
    assert [(row["stock_counted_before"], row["stock_before"]) for row in change] == [(0, 2), (52, 51)]
    assert {row["balance"] for row in market.rows("FROM mart.role_change")} == {0}
    week = market.rows("FROM mart.role_demand_week WHERE role_id = 'engineer'")
    assert {row["demand_index"] for row in week} == {100}
    assert market.connection.execute(sql("checks/role_moves_chain")).fetchall() == []


def test_the_panel_of_each_week(market: Market) -> None:
    market.insert("core.board", [{"board_id": board, "employer": board} for board in ("a", "b")])
    market.answers("a", range(21))
    market.answers("b", range(7, 14))
    market.update()
    found = market.rows("FROM mart.source_panel ORDER BY window_start")
    assert [(row["boards_watched"], row["boards_observed"]) for row in found] == [(1, 1), (2, 2), (2, 1)]
    assert [(row["boards_entered"], row["boards_left"]) for row in found] == [(0, 0), (1, 0), (0, 1)]


LIVES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 60), st.integers(1, 40), st.booleans(), st.booleans()), max_size=12
)
# Some board answers in the first week and in the last: what nobody saw neither opens nor closes.
GAPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 8)).filter(lambda gap: gap not in (("c", 0), ("c", 8))), max_size=5
)


def _fill(market: Market, lives: list[tuple[str, int, int, bool, bool]], gaps: list[tuple[str, int]]) -> None:
    for board in "abc":
        missing = {week for name, week in gaps if name == board}
        market.answers(board, [number for number in range(63) if number // 7 not in missing])
    for board, opened, length, is_open, is_entry in lives:
        closed = opened + length
        market.advert(board, opened, None if is_open or closed > 62 else closed, is_left_censored=is_entry)


def _an_update_from_any_day_is_the_whole_and_the_identity_balances(
    market: Market, lives: list[tuple[str, int, int, bool, bool]], gaps: list[tuple[str, int]], since: int
) -> None:
    market.forget()
    _fill(market, lives, gaps)
    whole = market.update()
    assert market.update(since) == whole
    assert market.connection.execute(sql("checks/stock_flow_balances")).fetchall() == []
    assert market.connection.execute(sql("checks/weekly_counts_current")).fetchall() == []


test_an_update_from_any_day_is_the_whole_and_the_identity_balances = settings(ONE_WAREHOUSE, max_examples=8)(
    given(lives=LIVES, gaps=GAPS, since=st.integers(0, 62))(
        _an_update_from_any_day_is_the_whole_and_the_identity_balances
    )
)
test_an_update_from_any_day_is_the_whole_and_the_identity_balances_oftener = pytest.mark.soak(
    settings(ONE_WAREHOUSE, max_examples=200)(
        given(lives=LIVES, gaps=GAPS, since=st.integers(0, 62))(
            _an_update_from_any_day_is_the_whole_and_the_identity_balances
        )
    )
)


def _the_stock_less_what_was_read_anew_is_what_was_counted_before_it(
    market: Market,
    lives: list[tuple[str, int, int, bool, bool]],
    gaps: list[tuple[str, int]],
    moved: set[int],
    moved_on: int,
) -> None:
    market.forget()
    _fill(market, lives, gaps)
    counted = {row["role_id"]: row["observed_postings"] for row in market.update() if row["week_start"] == day(49)}
    first = market.count - len(lives)
    move = {"from_role_id": "engineer", "to_role_id": "analyst", "move_reason": "parser", "role_version": 2}
    names = [f"p{first + number}" for number in moved if number <= len(lives)]
    market.insert("core.role_move", [{"posting_id": name, "moved_on": day(moved_on), **move} for name in names])
    update = "UPDATE core.posting SET role_id = 'analyst' WHERE list_contains($names, posting_id)"
    market.connection.execute(update, {"names": names})
    market.update()
    for check in ("stock_flow_balances", "role_moves_chain"):
        assert market.connection.execute(sql(f"checks/{check}")).fetchall() == []
    for row in market.rows(f"FROM mart.role_change WHERE window_start = DATE '{day(56)}'"):
        assert row["stock_counted_before"] == counted.get(row["role_id"], 0)


test_the_stock_less_what_was_read_anew_is_what_was_counted_before_it = settings(ONE_WAREHOUSE, max_examples=5)(
    given(lives=LIVES, gaps=GAPS, moved=st.sets(st.integers(1, 12)), moved_on=st.integers(56, 62))(
        _the_stock_less_what_was_read_anew_is_what_was_counted_before_it
    )
)
test_the_stock_less_what_was_read_anew_is_what_was_counted_before_it_oftener = pytest.mark.soak(
    settings(ONE_WAREHOUSE, max_examples=100)(
        given(lives=LIVES, gaps=GAPS, moved=st.sets(st.integers(1, 12)), moved_on=st.integers(56, 62))(
            _the_stock_less_what_was_read_anew_is_what_was_counted_before_it
        )
    )
)


def _runs(panel: index.Panel) -> list[tuple[int, int]]:
    """The first and last week of each run of weeks that can be compared one with the next."""
    found = index.links(panel)
    ends = np.minimum(found.before.sum(axis=0), found.after.sum(axis=0))
    employers = np.minimum((found.before > 0).sum(axis=0), (found.after > 0).sum(axis=0))
    is_linked = (ends >= index.FLOOR.n) & (employers >= index.FLOOR.employers)
    starts = [0, *(np.flatnonzero(~is_linked) + 1)]
    return list(zip(starts, [start - 1 for start in starts[1:]] + [panel.stock.shape[1] - 1], strict=True))


def _expected(panel: index.Panel, measure: Callable[[index.Panel], index.Floats]) -> list[float | None]:
    """The index week by week, begun anew where two weeks cannot be compared, and none where a week stands alone."""
    values: list[float | None] = []
    for first, last in _runs(panel):
        run = panel._replace(stock=panel.stock[:, first : last + 1])
        values += measure(run).tolist() if last > first else [None]
    return values


def test_where_all_employers_grew_or_none_the_limits_end_at_the_share(
    connection: duckdb.DuckDBPyConnection, insert: Insert
) -> None:
    """Whatever becomes of the last digit, for each number of employers from 10 to 80."""
    answered = {"board_id": "a", "board_status": WHOLE}
    insert("core.board_day", [answered | {"observed_on": day(0), "observed_at": f"{day(0)} 06:00:00"}])
    counted = dict.fromkeys(
        ("active_postings", "observed_postings", "evergreen_postings", "new_postings", "closed_postings",
         "same_new_postings", "same_reopened_postings", "same_closed_postings", "boards_entered_postings",
         "boards_left_postings", "unique_employers", "matched_employers", "matched_before", "matched_after",
         "matched_evergreen_before", "matched_evergreen_after"), 0,
    )  # fmt: skip
    insert("core.role_week", [
        counted | {"role_id": f"{grown}-{many}", "week_start": day(0), "compared_employers": many,
                   "growing_employers": grown * many}
        for many in range(10, 81)
        for grown in (0, 1)
    ])  # fmt: skip
    rows = connection.execute("SELECT growing_share, growing_low, growing_high FROM mart.role_demand_week").fetchall()
    assert len(rows) == 142
    assert all(low == 0 < high < 1 if share == 0 else 0 < low < 1 == high for share, low, high in rows)


def _the_index_is_that_of_the_measure(
    market: Market, lives: list[tuple[str, int, int, bool, bool]], gaps: list[tuple[str, int]]
) -> None:
    market.forget()
    market.many = True
    lives = [("a", 0, 63, True, False), *lives]
    _fill(market, lives, gaps)
    market.update()
    days = np.zeros((3, 9))
    for board, opened, length, is_open, _ in lives:
        over = 63 if is_open or opened + length > 62 else opened + length
        for number in range(opened, over):
            days["abc".index(board), number // 7] += EACH
    for board, week in gaps:
        days["abc".index(board), week] = np.nan
    panel = index.Panel(np.repeat(days / 7, EMPLOYERS, axis=0), np.arange(3 * EMPLOYERS))
    rows = market.rows("FROM mart.role_demand_week ORDER BY window_start")
    for column, measure in (("demand_index", index.chain), ("demand_index_capped", index.capped)):
        assert [row[column] for row in rows] == [value and pytest.approx(value) for value in _expected(panel, measure)]
    assert [row["refusal"] is None for row in rows] == [row["demand_index"] is not None for row in rows]
    for week in range(4, 9):
        wanted = index.diffusion(panel, week)
        for column, value in (
            ("growing_share", wanted.value),
            ("growing_low", wanted.low),
            ("growing_high", wanted.high),
        ):
            assert rows[week][column] == (None if value is None else pytest.approx(value))


test_the_index_is_that_of_the_measure = settings(ONE_WAREHOUSE, max_examples=5)(
    given(lives=LIVES, gaps=GAPS)(_the_index_is_that_of_the_measure)
)
test_the_index_is_that_of_the_measure_oftener = pytest.mark.soak(
    settings(ONE_WAREHOUSE, max_examples=100)(given(lives=LIVES, gaps=GAPS)(_the_index_is_that_of_the_measure))
)
