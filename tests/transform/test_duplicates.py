"""Which pairs of postings are one vacancy, how alike two texts are, and the vacancies that pairs make."""

import random
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import duplicates, duplicates_text
from transform.roles import roles
from transform.schema import TABLES, frame_schema

CASES = pl.read_csv(Path(__file__).parent / "examples" / "duplicates.csv", infer_schema=False).to_dicts()
PLAIN: dict[str, object] = {
    "is_same_board": True,
    "is_same_employer": True,
    "title_words": "analyst data",
    "other_title_words": "analyst data",
    "is_title_as_written": True,
    "is_title_elsewhere": False,
    "title": "Data Analyst",
    "other_title": "Data Analyst",
    "role_id": None,
    "other_role_id": None,
    "department": None,
    "other_department": None,
    "level": None,
    "other_level": None,
    "years_min": 3,
    "other_years_min": 3,
    "place_words": ["london", "leeds"],
    "place_match": "same",
    "requisition_match": "unknown",
    "group_match": "unknown",
    "is_same_url": False,
    "is_same_seat": True,
    "is_open_at_once": True,
    "gap_days": 0.0,
    "text_hash": None,
    "other_text_hash": None,
}
LISTED = {"bound", "free", "market", "client", "service", "region", "place", "home", "apart", "language", "rank"}
KINDS: dict[type, pl.DataType] = {
    bool: pl.Boolean(), float: pl.Float64(), int: pl.Int16(), list: pl.List(pl.String)
}  # fmt: skip
SCHEMA = {name: KINDS.get(type(value), pl.String()) for name, value in PLAIN.items()} | {
    "posting_id": pl.String(),
    "other_id": pl.String(),
}


def pair(**differences: object) -> pl.DataFrame:
    return pl.DataFrame([PLAIN | {"posting_id": "a", "other_id": "b"} | differences], schema=SCHEMA)


def verdict(
    frame: pl.DataFrame,
    jaccard: float | None = None,
    overlap: float | None = None,
    *,
    is_language_same: bool = True,
    swapped: Sequence[list[str]] = ([], []),
) -> str:
    measured = pl.DataFrame(
        {
            "text_hash": ["t"],
            "other_text_hash": ["u"],
            "text_jaccard": [jaccard],
            "text_overlap": [overlap],
            "is_language_same": [is_language_same],
            "swapped_words": [swapped[0]],
            "other_swapped_words": [swapped[1]],
        },
        schema_overrides={
            **dict.fromkeys(("text_jaccard", "text_overlap"), pl.Float64),
            **dict.fromkeys(("swapped_words", "other_swapped_words"), pl.List(pl.String)),
        },
    )
    judged = duplicates.judge(duplicates.features(frame, [measured]))
    assert judged.schema == pl.Schema(frame_schema(TABLES["core.posting_match"].columns))
    return "none" if judged.is_empty() else judged["match_kind"].item()


def value(name: str, word: str) -> object:
    plain = PLAIN[name]
    if isinstance(plain, bool):
        return word == "yes"
    return float(word) if isinstance(plain, int | float) else word


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_pair_is_judged(case: dict[str, str | None]) -> None:
    said = {name: word for name, word in case.items() if word is not None}
    differences = {name: value(name, word) for name, word in said.items() if name in PLAIN}
    jaccard = float(said["text_jaccard"]) if "text_jaccard" in said else None
    hashes = {} if jaccard is None else {"text_hash": "t", "other_text_hash": "u"}
    is_language_same = said.get("is_language_same") != "no"
    swapped = [said.get(name, "").split() for name in ("swapped_words", "other_swapped_words")]
    frame = pair(**hashes, **differences)
    found = verdict(frame, jaccard, jaccard, is_language_same=is_language_same, swapped=swapped)
    assert found == case["kind"]


def test_a_text_is_like_itself() -> None:
    assert verdict(pair(text_hash="t", other_text_hash="t", place_match="different")) == "places"


def test_most_of_the_shorter_text_is_enough() -> None:
    frame = pair(text_hash="t", other_text_hash="u", place_match="different")
    assert verdict(frame, jaccard=0.6, overlap=0.95) == "places"


def test_either_posting_may_bind_both_to_their_places() -> None:
    said = {"text_hash": "t", "other_text_hash": "t", "place_match": "different"}
    bound: list[dict[str, object]] = [{"role_id": "nurse_manager"}, {"other_title": "Clinic Lead"}]
    assert [verdict(pair(**said, **words)) for words in bound] == ["possible", "possible"]


def test_what_binds_to_a_place_is_listed_by_names_that_are_known() -> None:
    listed = pl.read_csv(resources.files("transform.reference").joinpath("place_bound.csv").read_bytes())
    known = {"role": "role_id", "family": "role_family", "field": "role_field"}
    for kind, phrase in listed.iter_rows():
        what, of = kind.split(" ")
        assert what in LISTED
        assert of not in known or phrase in roles()[known[of]], phrase
        assert phrase == phrase.strip()
    assert listed.is_unique().all()


# -- texts --

SIGNED = [3523640138, 3415576777, 1606143828]
WORDS = [f"word{number}" for number in range(400)]

_TEXT = {"text_hash": pl.String, "description_text": pl.String}


def texts(*values: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"text_hash": [f"t{number}" for number in range(len(values))], "description_text": values}, schema=_TEXT
    )


def likeness(one: str, other: str) -> tuple[Any, ...]:
    return compared(one, other)[:2]


def compared(one: str, other: str) -> tuple[Any, ...]:
    """The Jaccard and the overlap coefficient, whether the same languages are named, and the words swapped."""
    pairs = pl.DataFrame({"text_hash": ["t0"], "other_text_hash": ["t1"]})
    return duplicates_text.likeness(pairs, texts(one, other)).row(0)[2:]


WORK = "\n".join(f"- Plan, build and check part {number} of what the team ships" for number in range(12))


def test_pay_benefits_and_offices_do_not_make_texts_unlike() -> None:
    here = f"{WORK}\nThe salary is 90,000 a year\n\nBenefits:\n- Lunch\n- A bicycle of your own"
    there = f"{WORK}\nYou sit in our office in Leeds\n\nBenefits:\n- A share of what we earn together"
    assert likeness(here, there) == (1.0, 1.0)
    other = there.replace("Plan, build and check", "Sell, promise and deliver")
    assert likeness(here, other)[0] < 0.5


def test_a_text_that_says_little_of_the_work_is_compared_whole() -> None:
    assert likeness("- Plan the work and check it\n- The salary is good here", "- Plan the work and check it")[0] < 1


@pytest.mark.parametrize(
    ("line", "is_same"),
    [
        ("- Plan the work of others too", True),
        ("- You speak fluent Japanese", False),
        ("- 5+ years of experience", True),
    ],
)
def test_languages_that_are_asked_for_are_compared(line: str, is_same: bool) -> None:
    assert compared(WORK, f"{WORK}\n{line}")[2] is is_same


def test_a_text_in_two_scripts_is_compared_by_the_latin_one() -> None:
    one, other = (f"{WORK}\n" + "\n".join(f"- {mark}{n}" for n in range(40)) for mark in ("计划工作", "仕事を計画する"))
    assert likeness(one, other) == (1.0, 1.0)
    assert likeness(one, WORK) == (1.0, 1.0)


def test_words_that_one_text_repeats_and_the_other_never_says_are_told() -> None:
    here = f"{WORK}\n- Lead the Consumer team\n- Grow what consumer clients use once"
    there = f"{WORK}\n- Lead the Business team\n- Grow what business clients use"
    assert compared(here, there)[3:] == (["consumer"], ["business"])
    assert compared(WORK, WORK)[3:] == ([], [])


def test_likeness_is_the_share_of_common_sequences_of_five_words() -> None:
    assert likeness("a b c d e f g", "A, b: c d e F h") == (pytest.approx(2 / 4), pytest.approx(2 / 3))
    assert likeness("a b c d e", "a b c d e") == (1.0, 1.0)
    assert likeness("a b c d e", "e d c b a") == (0.0, 0.0)
    assert likeness("a b c", "a b c") == (None, None)


def test_repeated_sequences_count_once() -> None:
    assert likeness("a a a a a a a a", "a a a a a") == (1.0, 1.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="abé .-\n\u4e2d", max_size=60), min_size=2, max_size=2))
def test_likeness_agrees_with_sets_and_is_symmetric(pair_of_texts: list[str]) -> None:
    def sequences(text: str) -> set[tuple[str, ...]]:
        words = "".join(c if c.isalnum() else " " for c in text).split()
        return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}

    one, other = (sequences(text) for text in pair_of_texts)
    expected = len(one & other) / len(one | other) if one and other else None
    assert likeness(*pair_of_texts)[0] == (None if expected is None else pytest.approx(expected))
    assert likeness(*pair_of_texts) == likeness(*reversed(pair_of_texts))


def bands(*values: str) -> list[set[int]]:
    return [set(row) for row in duplicates_text.signatures(texts(*values))["band_hashes"].to_list()]


def test_signatures_depend_on_nothing_but_the_words() -> None:
    alone, again, together = bands("One small text of six words")[0], *bands("one SMALL text, of six words!", "other")
    assert alone == again
    assert not together  # fewer words than a sequence has
    known = duplicates_text.signatures(texts("one small text of six words"))["band_hashes"].item()
    assert known.to_list()[:3] == SIGNED, "signatures are stored: another arithmetic needs another VERSION"


def test_a_text_with_six_words_in_a_hundred_edited_is_found() -> None:
    chance = random.Random(7)  # noqa: S311
    found = 0
    for _ in range(60):
        words = [chance.choice(WORDS) for _ in range(300)]
        edited = [chance.choice(WORDS) if chance.random() < 0.06 else word for word in words]
        one, other = bands(" ".join(words), " ".join(edited))
        found += bool(one & other)
    assert found >= 57


def test_different_texts_do_not_meet() -> None:
    chance = random.Random(8)  # noqa: S311
    signed = bands(*(" ".join(chance.choice(WORDS) for _ in range(200)) for _ in range(60)))
    assert not any(one & other for number, one in enumerate(signed) for other in signed[:number])


def test_no_text_gives_no_signature() -> None:
    schema = pl.Schema(frame_schema(["text_hash", "band_hashes"]))
    assert duplicates_text.signatures(texts()).schema == schema
    assert duplicates_text.signatures(texts("", "a b c d")).schema == schema


# -- vacancies --


def joined(*edges: tuple[str, str, str, str], openings: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    kinds = frame_schema(TABLES["core.posting_match"].columns)
    rows = [(one, other, kind, evidence, 100.0, None, None, 1) for one, other, kind, evidence in edges]
    ids = sorted({name for edge in edges for name in edge[:2]})
    kinds_of = {"posting_id": pl.String, "rank": pl.Int64, "board_id": pl.String, "opening": pl.String,
                "first_seen_at": pl.Int64, "gone_at": pl.Int64}  # fmt: skip
    known = openings or {}
    ranks = pl.DataFrame(
        {
            "posting_id": ids,
            "rank": range(len(ids)),
            "board_id": ["one"] * len(ids),
            "opening": [known.get(name) for name in ids],
            "first_seen_at": [0] * len(ids),
            "gone_at": [1] * len(ids),
        },
        schema=kinds_of,
    )
    made = duplicates.vacancies(pl.DataFrame(rows, schema=kinds, orient="row"), ranks)
    return {posting: (vacancy, series) for posting, vacancy, series, _ in made.frame.iter_rows()}


def test_a_vacancy_is_all_that_is_joined_and_a_series_its_reposts_too() -> None:
    made = joined(("a", "b", "same", "url"), ("b", "c", "places", "text"), ("c", "d", "repost", "text"))
    assert made == {"a": ("a", "a"), "b": ("a", "a"), "c": ("a", "a"), "d": ("d", "a")}


def test_another_boards_copy_does_not_join_two_openings_of_one_board() -> None:
    edges = ("a", "c", "same", "copy"), ("b", "c", "same", "copy")
    assert joined(*edges, openings={"a": "R1", "b": "R2"}) == {}
    assert {vacancy for vacancy, _ in joined(*edges, openings={"a": "R1", "b": "R1"}).values()} == {"a"}
    numbered = (*edges, ("a", "d", "same", "requisition"))
    assert joined(*numbered, openings={"a": "R1", "b": "R2", "d": "R1"}) == {"a": ("a", "a"), "d": ("a", "a")}


def test_possible_matches_join_nothing() -> None:
    assert joined(("a", "b", "possible", "copy"), ("b", "c", "possible_copy", "text")) == {}


def chain(count: int, evidence: str) -> list[tuple[str, str, str, str]]:
    return [(f"p{n:03}", f"p{n + 1:03}", "places", evidence) for n in range(count - 1)]


def test_a_vacancy_joined_by_alike_texts_is_not_larger_than_twenty() -> None:
    assert {vacancy for vacancy, _ in joined(*chain(20, "text")).values()} == {"p000"}
    assert joined(*chain(21, "text")) == {}
    assert {vacancy for vacancy, _ in joined(*chain(30, "requisition")).values()} == {"p000"}
    assert {vacancy for vacancy, _ in joined(*chain(30, "copy")).values()} == {"p000"}


def test_no_match_makes_no_vacancy() -> None:
    assert joined() == {}
