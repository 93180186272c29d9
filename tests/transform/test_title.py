import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import roles, title, title_clean, title_match, title_words
from transform.schema import RAW, ROLE, frame_schema

FILE = Path(__file__).parent / "examples" / "titles.csv"
EXAMPLES = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
PARTS = [
    "Senior",
    "Sr.",
    "Software",
    "Engineer",
    "(m/w/d)",
    "(Remote)",
    " - ",
    "|",
    ",",
    "/",
    "Berlin",
    "of",
    "#12345",
    "[",
]


def frame(*titles: str | None) -> pl.DataFrame:
    return pl.DataFrame([{"title": one} for one in titles], schema=RAW)


def values(*titles: str | None) -> list[dict[str, object]]:
    return title.parse(frame(*titles)).to_dicts()


@pytest.fixture(scope="module")
def parsed() -> dict[str, dict[str, object]]:
    titles = [row["title"] for row in EXAMPLES]
    return dict(zip(titles, values(*titles), strict=True))


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["title"])
def test_an_example(row: dict[str, str], parsed: dict[str, dict[str, object]]) -> None:
    found = parsed[row["title"]]
    assert found["title_clean"] == row["title_clean"]
    assert (found["role_id"], found["role_method"]) == (row["role_id"] or None, row["role_method"] or None)


def test_every_role_title_names_its_own_role() -> None:
    known = roles.roles().select("role_title", "role_id")
    found = title.parse(frame(*known["role_title"]))["role_id"].to_list()
    wrong = {name: (role, got) for (name, role), got in zip(known.iter_rows(), found, strict=True) if role != got}
    assert wrong == {}


def test_the_frame_has_its_schema_even_when_empty() -> None:
    assert dict(title.parse(frame()).schema) == dict(frame_schema(ROLE))
    assert dict(title.parse(frame("Data Analyst")).schema) == dict(frame_schema(ROLE))


def test_a_title_that_is_missing_or_blank_names_no_role() -> None:
    missing, blank = values(None, "   ")
    nothing = {"role_id": None, "role_method": None, "role_confidence": None, "role_version": title.VERSION}
    assert missing == {"title_clean": None, **nothing}
    assert blank == {"title_clean": "", **nothing}


def test_rows_keep_their_order_and_repetitions() -> None:
    titles = ["Data Analyst", "Dragon Whisperer", "Data Analyst", None, "Recruiter"]
    assert [row["role_id"] for row in values(*titles)] == ["data_analyst", None, "data_analyst", None, "recruiter"]


def test_an_exclusion_holds_only_for_whole_words() -> None:
    ruled = [(role, words) for role, several in roles.exclusions().items() for words in several]
    names = dict(roles.roles().select("role_id", "role_title").iter_rows())
    found = title.parse(frame(*(f"{names[role]}, {words}" for role, words in ruled)))["role_id"].to_list()
    assert [(role, words) for (role, words), got in zip(ruled, found, strict=True) if got == role] == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(), st.lists(st.sampled_from(PARTS)).map(" ".join)), max_size=8))
def test_any_titles_are_read_one_by_one(titles: list[str | None]) -> None:
    found = title.parse(frame(*titles))
    assert found.height == len(titles)
    for given_title, row in zip(titles, found.to_dicts(), strict=True):
        assert row["role_version"] == title.VERSION
        assert (row["role_id"] is None) == (row["role_method"] is None) == (row["role_confidence"] is None)
        assert (row["title_clean"] is None) == (given_title is None)
        assert not (given_title or "").strip() or row["title_clean"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.text(), st.lists(st.sampled_from(PARTS)).map(" ".join)), min_size=1, max_size=8))
def test_what_is_clean_stays_as_it_is(titles: list[str]) -> None:
    once = title.clean(pl.Series(titles, dtype=pl.String))
    assert title.clean(once).to_list() == once.to_list()


def test_a_long_line_of_dashes_is_read_in_no_time() -> None:
    (row,) = values("- " * 50_000 + "(" * 50_000)
    assert row["role_id"] is None


def test_of_a_title_that_is_too_long_to_be_one_only_the_start_is_read() -> None:
    far = " " * (title.READ - len("Data Analyst, Berlin"))
    within, beyond = values(f"Data Analyst{far}, Berlin", f"Data Analyst{far}, Berlin, Recruiter")
    assert within == beyond == values("Data Analyst")[0]
    assert values(f"{far}Data Analyst, Berlin")[0] == within
    assert values(f"{far}{far}Data Analyst")[0]["role_id"] is None


def test_a_confidence_is_a_share_and_highest_for_a_whole_title() -> None:
    whole, part, indirect, similar = values(
        "Data Analyst", "Quirky Data Analyst", "VP Channel Sales", "Payroll Systems Specialist"
    )
    assert [row["role_method"] for row in (whole, part, indirect, similar)] == ["exact", "phrase", "phrase", "similar"]
    shares = [row["role_confidence"] for row in (whole, part, indirect, similar)]
    assert max(shares) == shares[0]
    assert all(0.8 <= share < 1 for share in shares)


def test_titles_that_names_fit_are_not_compared_by_likeness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(title_match, "_nearest", lambda _: pytest.fail("the names were asked for"))
    assert [row["role_id"] for row in values("Data Analyst", "Recruiter", None)] == ["data_analyst", "recruiter", None]


@pytest.mark.parametrize(
    "words", ["Yard Jockey", "Treatment Specialist", "Associate Director", "Group Leader", "Production Risk Engineer"]
)
def test_a_title_that_is_only_somewhat_like_a_name_stays_unknown(words: str) -> None:
    assert values(words)[0]["role_id"] is None


def test_a_title_is_read_the_same_whatever_stands_beside_it() -> None:
    titles = [row["title"] for row in EXAMPLES]
    together = [row["role_id"] for row in values(*titles)]
    assert [row["role_id"] for row in values(*reversed(titles))] == together[::-1]


def test_hits_that_are_equally_believable_come_out_the_same_in_any_order() -> None:
    hit = {"title_clean": "t", "tier": 1, "rank": 1, "phrase": "nurse", "rest": "", "size": 1, "role_id": "nurse"}
    hits = pl.DataFrame([hit | {"is_whole": is_whole} for is_whole in (False, True)], schema=title_match._HITS)
    assert title_match._best(hits).equals(title_match._best(hits.reverse()))
    assert title_match._best(hits)["is_whole"].to_list() == [True]


def test_a_name_of_the_same_stems_is_as_like_as_can_be() -> None:
    held = title_match._held(pl.DataFrame({"text": ["business operation analyst"]}))
    assert title_match._nearest(held).select("phrase", "score").rows() == [("business operations analyst", 1.0)]


def test_no_phrase_that_titles_are_read_by_stands_for_two_roles() -> None:
    phrases = roles.aliases().select("role_id", phrase=title_words.normal(pl.col("alias"))).unique()
    assert phrases.filter(pl.col("phrase").is_duplicated()).sort("phrase").rows() == []


@pytest.mark.parametrize("words", ["CA, US, ", "Remote - ", "&#39;", "(m/w/d) "])
def test_a_title_of_endless_ends_is_cut_no_more_than_any_real_one_needs(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = []
    cut_ends = title_clean._cut_ends
    monkeypatch.setattr(title_clean, "_cut_ends", lambda frame: rounds.append(1) or cut_ends(frame))
    assert title.clean(pl.Series(["Nurse " + words * 100])).item()
    assert len(rounds) <= 8
