"""Wages of current workers beside advertised pay, in words and as a table."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.console import Console

from warehouse.answers.gauge import Gauge
from warehouse.answers.paid import Paid, paid
from warehouse.reports import csv_files, html, terminal, wages

PAID = Paid(
    soc_code="15-2051", release="May 2025", workers=233_440, p10=63_650, p25=82_630, p50=112_590, p75=152_570,
    p90=194_410, open_from=None, at_least=None, other_roles=1,
)  # fmt: skip


def changed(**more: Any) -> Paid:
    return msgspec.structs.replace(PAID, **more)


def test_the_wages_are_told_with_what_they_are_and_are_not() -> None:
    first, second = wages.said(PAID)
    assert first == (
        "Paid to current workers (May 2025; occupation 15-2051, 233,440 workers): the middle of them USD 113k; the "
        "middle half USD 83k to USD 153k; a tenth less than USD 64k and a tenth more than USD 194k. 1 other role of "
        "our list is of the same occupation."
    )
    for word in ("United States", "every level", "without bonuses", "self-employed", "no rise or fall"):
        assert word in second


def test_a_wage_above_the_published_range_stays_at_least() -> None:
    top = changed(p75=None, p90=None, open_from=75, at_least=239_200, p50=220_000, other_roles=0)
    (told,) = wages.said(top)[:1]
    assert "the middle half USD 83k to at least USD 239k, the highest wage that is stated" in told
    assert told.endswith("and a tenth at least USD 239k, the highest wage that is stated.")
    assert wages._cell(top, 90).words == "at least 239,200"
    assert wages._cell(top, 90).figures == (None, 239_200)
    assert wages._cell(top, 50).figures == (220_000, None)
    none = changed(p10=None, p25=None, p50=None, p75=None, p90=None)
    assert "their middle is not published" in wages.said(none)[0]
    assert wages._cell(none, 50).words == "not published"


@pytest.mark.parametrize(
    ("amount", "place"),
    [
        (50_000, "USD 50k is below the 10th (USD 64k)."),
        (100_000, "USD 100k is above the 25th of 100 (USD 83k) and below the 50th (USD 113k)."),
        (300_000, "USD 300k is above the 90th of 100 (USD 194k)."),
    ],
)
def test_an_amount_has_a_place_between_what_is_published(amount: float, place: str) -> None:
    assert wages.placed(PAID, amount) == f"Among those wages {place}"
    assert wages.placed(changed(p10=None, p25=None, p50=None, p75=None, p90=None), amount) is None


def test_the_wages_are_those_of_the_roles_occupation(connection, insert) -> None:
    assert paid(connection, "a") is None
    insert("core.role", [
        {"role_id": role, "role_title": role, "role_family": "data", "soc_code": code}
        for role, code in (("a", "15-1"), ("b", "15-1"), ("c", "15-2"), ("d", "15-3"))
    ])  # fmt: skip
    insert("core.occupation", [
        {"soc_code": "15-1", "workers": 900, "release": "May 2025", "wage_p25": 50, "wage_open_from": 50,
         "wage_at_least": 90},
        {"soc_code": "15-2", "workers": 900, "release": "May 2025"},
    ])  # fmt: skip
    found = paid(connection, "a")
    assert found is not None
    assert (found.p25, found.p50, found.other_roles, found.is_open(50), found.is_open(25)) == (50, None, 1, True, False)
    assert paid(connection, "c") is None
    assert paid(connection, "d") is None


def test_page_terminal_and_files_set_both_side_by_side(rich_gauge: Gauge, tmp_path: Path) -> None:
    """Of the sample's three currencies one is that of the wages; its adverts are too few for a median."""
    found = msgspec.structs.replace(rich_gauge, paid=PAID)
    page = html.render(found, (), news=None, made_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC), version="1")
    shown = Console(file=io.StringIO(), width=400)
    terminal.render(found, shown)
    printed = shown.file.getvalue()  # type: ignore[attr-defined]
    for sentence in wages.said(PAID):
        assert sentence in page
        assert sentence in printed
    assert "paid to current workers</th>" in page
    csv_files.write_gauge(found, tmp_path)
    _, adverts, workers = (tmp_path / "paid.csv").read_text().splitlines()
    assert adverts.endswith("7" + "," * 10)
    assert workers == '"paid to current workers","May 2025",233440,63650,,82630,,112590,,152570,,194410,'
    none = msgspec.structs.replace(found, pay=found.pay[:1])
    assert (wages.beside(none), wages.table(none)) == ([], None)
