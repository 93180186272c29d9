"""The nearest names of a title."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.similar import Names, Texts, lemmas, plain

NAMES = [
    "software engineer",
    "data engineer",
    "registered nurse",
    "Krankenpfleger",
    "sjuksköterska",
    "C++ developer",
    "C# developer",
    "developer",
    "lorry driver",
]
NEAREST = {"title": pl.String, "name": pl.String, "score": pl.Float64, "rank": pl.Int32}

words = st.text("abcdeé ñßø #+-&", min_size=1, max_size=20)
lists = st.lists(words.filter(lambda text: bool(text.strip(" #+-"))), min_size=1, max_size=8, unique=True)


def best(title: str) -> str:
    return str(Names(NAMES).nearest(pl.Series([title]), 1)["name"].item())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("SOFTWARE ENGINEERS", "software engineer"),
        ("Sofware Enginer", "software engineer"),
        ("Engineer, Data", "data engineer"),
        ("nurses", "registered nurse"),
        ("Gesundheits- und Krankenpflegerin", "Krankenpfleger"),
        ("sjukskoterska", "sjuksköterska"),
        ("Senior C++ Developer", "C++ developer"),
        ("senior c# developer", "C# developer"),
    ],
)
def test_the_nearest_name(title: str, name: str) -> None:
    assert best(title) == name


def test_ranks_count_from_one_and_scores_fall() -> None:
    found = Names(NAMES).nearest(pl.Series(["engineer for data and software"]), 3)
    assert found.schema == pl.Schema(NEAREST)
    assert found["rank"].to_list() == [1, 2, 3]
    assert found["score"].is_sorted(descending=True)


def test_what_nobody_has_heard_of_lowers_the_score() -> None:
    scores = Names(NAMES).nearest(pl.Series(["data engineer", "data engineer zzyzx", "data engineer zzyzx qqxyw"]), 1)
    assert scores["score"].is_sorted(descending=True)
    assert scores["score"].n_unique() == 3


@pytest.mark.parametrize("title", ["", "   ", "?!", "日本語", "qq"])
def test_a_title_without_overlap_has_no_row(title: str) -> None:
    assert Names(NAMES).nearest(pl.Series([title]), 3).is_empty()


@pytest.mark.parametrize("names", [[], ["", "!!"]])
def test_no_names_are_like_nothing(names: list[str]) -> None:
    found = Names(names).nearest(pl.Series(["engineer"]), 3)
    assert found.is_empty()
    assert found.schema == pl.Schema(NEAREST)


def test_titles_are_answered_once_and_unknown_ones_not() -> None:
    found = Names(NAMES).nearest(pl.Series(["developer", None, "developer"]), 1)
    assert found["title"].to_list() == ["developer"]


def test_more_titles_than_are_looked_at_together() -> None:
    titles = pl.Series([f"developer {number}" for number in range(20_000)])
    found = Names(NAMES).nearest(titles, 1)
    assert found["title"].to_list() == titles.to_list()
    assert found["name"].unique().to_list() == ["developer"]


def test_texts_answer_with_their_keys() -> None:
    texts = Texts(pl.Series([7, 9], dtype=pl.UInt32), pl.Series(["nurses care for people", "drivers drive lorries"]))
    found = texts.nearest(pl.Series(["lorry driver"]), 2)
    assert found.row(0, named=True)["key"] == 9
    assert found.schema["key"] == pl.UInt32


def test_a_long_text_is_read_to_its_limit() -> None:
    texts = pl.Series(["driver " * 40 + "nurse"])
    keys = pl.Series([1])
    assert Texts(keys, texts).nearest(pl.Series(["nurse"]), 1).is_empty()
    assert Texts(keys, texts, limit=1000).nearest(pl.Series(["nurse"]), 1).height == 1


def test_lemmas_leave_inflection_and_accents_out() -> None:
    given = pl.Series(["Registered Nurses", "registered nurse", "Café  manager", "", None])
    assert lemmas(given).to_list() == ["register nurse", "register nurse", "cafe manager", None, None]


def test_plain_keeps_the_signs_that_tell_languages_apart() -> None:
    given = pl.DataFrame({"text": ["C++ & C#/.NET (m/w/d)"]})
    assert given.select(plain(pl.col("text"))).item() == "cpp and csharp net m w d"


@given(lists)
@settings(max_examples=20, deadline=None)
def test_a_name_is_nearest_to_itself(names: list[str]) -> None:
    found = Names(names).nearest(pl.Series(names), len(names))
    first = found.filter(pl.col("rank") == 1)
    own = found.filter(pl.col("title") == pl.col("name"))
    assert sorted(own["title"]) == sorted(names)
    joined = own.join(first, on="title", suffix="_first")
    assert (joined["score"] >= joined["score_first"] - 1e-6).all()
    assert (own["score"] > 0.999).all()


@given(lists, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_names_and_titles_changes_nothing(names: list[str], chance: random.Random) -> None:
    shuffled = names.copy()
    chance.shuffle(shuffled)
    one = Names(names).nearest(pl.Series(names), 3).sort("title", "rank")
    other = Names(shuffled).nearest(pl.Series(shuffled), 3).sort("title", "rank")
    assert one.select("title", "rank").equals(other.select("title", "rank"))
    assert (one["score"] - other["score"]).abs().max() < 1e-6
