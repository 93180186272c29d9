"""One key for an employer in all spellings; agencies are marked by their names."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import employer
from transform.schema import EMPLOYER, frame_schema


def parsed(*names: str | None) -> pl.DataFrame:
    return employer.parse(pl.DataFrame({"employer": names}, schema={"employer": pl.String}))


def keys(*names: str) -> list[str]:
    return parsed(*names)["employer_key"].to_list()


SAME = [
    ("Acme, Inc.", "ACME Incorporated"),
    ("The Acme Company", "acme"),
    ("Acme (UK) Ltd.", "Acme GmbH"),
    ("Acme [Deutschland]", "Acme S.A."),
    ("Müller GmbH & Co. KG", "Muller"),
    ("Ørsted A/S", "Orsted"),
    ("Smith & Sons Ltd", "Smith and Sons"),
    ("Bobr Sp. z o.o.", "Bobr"),
    ("Bobr S.p.A.", "Bobr S.r.l."),
    ("Bobr Pvt. Ltd.", "BOBR Private Limited"),
    ("Bobr Pty Ltd", "Bobr™ Holdings plc"),
    ("株式会社ボブル", "ボブル"),
    ("North Bank plc", "North Banking Group"),
    ("Bobr\u2019s Diner", "Bobrs Diner"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_employer_share_a_key(one: str, other: str) -> None:
    first, second = keys(one, other)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Money", "North Media"),
        ("North Bank", "North"),
        ("Bank of Bobria", "Bank of Bobonia"),
        ("Bobr India", "Bobr"),
        ("Cobalt", "Cobalt Security"),
    ],
)
def test_different_employers_have_different_keys(one: str, other: str) -> None:
    first, second = keys(one, other)
    assert first != second


def test_a_name_of_nothing_but_a_form_or_marks_keeps_its_words() -> None:
    assert keys("AG", "The Limited", "...") == ["ag", "limited", "..."]


@pytest.mark.parametrize("name", ["Bobr Recruitment Ltd", "Hays plc", "Bobr Staffing", "Bobr Personalvermittlung GmbH"])
def test_agencies_are_marked(name: str) -> None:
    assert parsed(name)["is_agency"].item()


@pytest.mark.parametrize(
    "name", ["Bobr", "SmartRecruiters", "Office of Personnel Management", "Reedsy", "Talent Garden"]
)
def test_others_are_no_agencies(name: str) -> None:
    assert not parsed(name)["is_agency"].item()


def test_the_columns_are_those_of_the_schema_in_the_order_of_the_rows() -> None:
    frame = parsed("Zed Ltd", "Acme", "Zed")
    assert frame.schema == pl.Schema(frame_schema(EMPLOYER))
    assert frame["employer_key"].to_list() == ["zed", "acme", "zed"]
    assert parsed().schema == pl.Schema(frame_schema(EMPLOYER))


_NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["The", "Acme", "&", "Co.", "Ltd", "(UK)", "A/S", "Group", "S.p.A.", "The", "-"])).map(
        " ".join
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_NAMES, min_size=1, max_size=8))
def test_the_key_of_a_key_is_itself(names: list[str]) -> None:
    once = keys(*names)
    assert keys(*once) == once
