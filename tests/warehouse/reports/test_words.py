import datetime as dt
import unicodedata
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.answers.gauge import Count, Gauge, Pay
from warehouse.reports import words


@pytest.mark.parametrize(
    ("currency", "amount", "said"),
    [
        ("EUR", 62_250, "EUR 62k"),
        ("USD", 125_500, "USD 126k"),
        ("USD", 999_600, "USD 1.0M"),
        ("JPY", 6_450_000, "JPY 6.5M"),
        ("INR", 12_000_000, "INR 12.0M"),
        ("IDR", 999_960_000, "IDR 1.0bn"),
        ("EUR", 9_449, "EUR 9,400"),
        ("EUR", 640, "EUR 640"),
        ("EUR", 0, "EUR 0"),
    ],
)
def test_money_is_rounded_and_carries_its_currency(currency: str, amount: float, said: str) -> None:
    assert words.money(currency, amount) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (0.001, "under 1%"), (0.4271, "43%"), (0.996, "over 99%"), (1, "100%")],
)
def test_percent_never_rounds_some_to_none_or_all(share: float, said: str) -> None:
    assert words.percent(share) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.24, 0.41, "24 to 41%"),
        (0, 0.035, "0 to 4%"),
        (0.002, 0.048, "under 1% to 5%"),
        (0.0003, 0.0037, "under 1%"),
        (0.79, 0.794, "79%"),
        (0.97, 0.998, "97 to over 99%"),
    ],
)
def test_a_range_of_shares_is_never_from_none_to_none(low: float, high: float, said: str) -> None:
    assert words.percents(low, high) == said


def test_a_small_whole_gets_no_percentage() -> None:
    assert words.part(3, 7) == "3 of 7"
    assert words.part(1_205, 2_410) == "1,205 of 2,410 (50%)"


def test_dates_and_places_in_a_row() -> None:
    assert words.day(dt.date(2026, 3, 3)) == "3 Mar 2026"
    assert words.moment(dt.datetime.fromisoformat("2026-03-03T06:05")) == "3 Mar 2026, 06:05 UTC"
    assert [words.ordinal(place) for place in (1, 2, 3, 11, 52, 113)] == ["1st", "2nd", "3rd", "11th", "52nd", "113th"]


@pytest.mark.parametrize(
    ("title", "plural"),
    [
        ("Data engineer", "data engineers"),
        ("Head of data", "heads of data"),
        ("DevOps engineer", "DevOps engineers"),
        ("Engineering manager (hardware)", "engineering managers (hardware)"),
        ("QA analyst", "QA analysts"),
        ("Java developer", "Java developers"),
        ("Attorney", "attorneys"),
        ("Security deputy", "security deputies"),
        ("People operations", "people operations"),
    ],
)
def test_role_titles_fit_a_sentence(title: str, plural: str) -> None:
    assert words.role_plural(title) == plural


@given(st.text(max_size=2_000))
def test_clean_text_has_nothing_invisible(text: str) -> None:
    shown = words.clean(text)
    assert len(shown) <= 512
    assert {unicodedata.category(c) for c in shown if c not in "\u200c\u200d"} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    assert words.clean(shown) == shown


def test_clean_takes_a_whole_escape_sequence_away() -> None:
    assert words.clean("\x1b[31mRed\x1b[0m\x07 \x1b]8;;http://x\x07link\x1b]8;;\x07\x9b2J") == "Red link"
    assert words.clean("Acme\u202egnp.exe\n Ltd") == "Acmegnp.exe Ltd"


def test_the_headline_says_who_is_watched_and_what_is_compared(rich_gauge: Gauge, tiny: Gauge) -> None:
    assert words.headline(rich_gauge) == (
        "Openings for data engineers at the 66 employers we watch: 96 now, 89 four weeks ago at the same boards."
    )
    assert words.headline(tiny).endswith("7 now; it is too early to compare with four weeks ago.")


def test_a_comparison_at_fewer_boards_keeps_both_counts(make: Callable[..., Gauge]) -> None:
    compared = make(active_postings=Count(everywhere=96, now=80, before=71, boards=52))
    assert words.headline(compared).endswith("96 now; at the 52 boards also observed four weeks ago 80, after 71 then.")
    assert words.tiles(compared)[0] == (
        "Open postings",
        "96",
        "80 at the 52 boards compared, 71 four weeks ago",
    )
    assert "At all boards watched, 96 are open." in words.demand(compared)


def test_tiles_count_all_boards_and_compare_those_watched_at_both_times(make: Callable[..., Gauge]) -> None:
    """Boards watched late are in the figure, whose whole is all employers watched, and not in the comparison."""
    late = make(
        unique_employers=Count(everywhere=31, now=20, before=18, boards=35),
        new_postings=Count(everywhere=52, now=12, before=14, boards=30),
    )
    assert words.tiles(late)[1:3] == [
        ("Employers hiring", "31", "of 66 watched; 20 at the 35 boards compared, 18 four weeks ago"),
        ("New in 28 days", "52", "12 at the 30 boards compared, 14 in the 28 days before"),
    ]
    assert words.demand(late)[1] == (
        "52 postings appeared in the last 28 days; 12 at the 30 boards compared, 14 in the 28 days before."
    )


def test_boards_that_never_answered_stand_beside_the_employers(make: Callable[..., Gauge]) -> None:
    scope = make().scope
    for never, said in [
        (0, ""),
        (1, "; 1 board has never answered in full"),
        (2, "; 2 boards have never answered in full"),
    ]:
        told = make(scope=msgspec.structs.replace(scope, boards_never_answered=never))
        assert dict(words.scope(told))["Employers"] == f"66 watched{said}"


def test_what_is_left_out_of_pay_is_said(make: Callable[..., Gauge], rich_gauge: Gauge) -> None:
    assert words.PAY_LEFT_OUT not in (words.disclosure(rich_gauge) or "")
    fewer = make(pay=(msgspec.structs.replace(rich_gauge.pay[0], active_postings=90),))
    assert words.disclosure(fewer) == f"56% of 90 open vacancies state pay. {words.PAY_LEFT_OUT} {words.UNDISCLOSED}"
    assert words.no_pay(make(pay=())).endswith(words.PAY_LEFT_OUT)


def test_pay_says_its_sample_its_bounds_and_where_mine_lies(rich_gauge: Gauge) -> None:
    euro, pound, dollar = (" ".join(words.pay(one)) for one in rich_gauge.pay)
    assert euro == (
        "34 of 96 open vacancies, from 18 employers, state annual pay in EUR. The middles of their ranges centre on "
        "EUR 62k; half lie between EUR 55k and EUR 70k. Depending on where in the ranges people land, the true middle "
        "lies between EUR 55k and EUR 69k. Your EUR 60k lies between the 24th and the 58th of 100: 24% of these "
        "adverts end below it, 58% start at or below it. 14 of 34 (41%) start above it even at their minimum."
    )
    assert "too few for quartiles: 20 needed" in pound
    assert dollar == "Only 7 adverts state pay in USD; too few for a median (10 needed)."


def test_pay_of_too_few_employers_and_of_nobody(tiny: Gauge, empty: Gauge, make_pay: Callable[..., Pay]) -> None:
    assert words.pay(make_pay(n=12, unique_employers=3)) == [
        "12 adverts from 3 employers state pay in EUR; too few for a median (5 employers needed)."
    ]
    assert words.pay(tiny.pay[0])[1] == "Your EUR 60k cannot be placed among them: 30 adverts needed, 1 known."
    assert words.no_pay(empty) == "No posting is open, so there is no pay to show."


def test_the_market_is_never_spoken_of(gauge: Gauge) -> None:
    said = [words.headline(gauge), *words.demand(gauge), words.employers(gauge), words.troubles(gauge)]
    assert not any("the market" in sentence for sentence in said)


def test_old_data_is_said_to_be_old(rich_gauge: Gauge, empty: Gauge) -> None:
    fetched = dt.datetime.fromisoformat("2026-03-04T06:15")
    assert words.staleness(rich_gauge, fetched + dt.timedelta(hours=36)) is None
    late = fetched.replace(tzinfo=dt.UTC) + dt.timedelta(hours=36, seconds=1)
    assert "4 Mar 2026, 06:15 UTC" in (words.staleness(rich_gauge, late) or "")
    assert words.staleness(empty, None) == "No board has answered in full yet, so nothing here is complete."


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "under 1 in 100"), (0.01, "about 1 in 100"), (0.3, "about 1 in 3"), (0.52, "about 1 in 2"),
     (0.99, "about 99 in 100"), (0.999, "over 99 in 100")],
)  # fmt: skip
def test_a_chance_in_words(value: float, said: str) -> None:
    assert words.chance(value) == said


def test_a_range_of_chances_in_words() -> None:
    assert words.chances(0.21, 0.5) == "1 in 5 to 1 in 2"
    assert words.chances(0.32, 0.34) == "1 in 3"
