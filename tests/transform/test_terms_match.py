"""Words and expressions looked for in few texts and in many: the same is found."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import terms_match, terms_offers
from transform.terms_words import by_value, either, narrowed

PIECES = [
    "no", "not", "visa", "sponsor", "on-call", "on call", "manage", "a team of", "six", "5", "(7)", "years", "of",
    "experience", "bachelor's", "degree", "master", "or", "preferred", "individual contributor", "dental", "é", ",",
    "-", "_", "ß", "²", "direct reports", "benefits", "nice to have",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.text(
    st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=40
)), max_size=6)  # fmt: skip
VALUES = ("section", "degree", "need", "visa", "on_call", "manager", "higher")
OTHERS = ("others_years", "no_degree", "no_degree_sentence", "higher_preferred", "no_visa", "no_on_call", "no_manager")
PATTERNS = [
    *(pattern for use in VALUES for _, pattern in by_value(use)),
    *(either(use) for use in OTHERS),
    *(narrowed(row[name]) for row in terms_offers._rows() for name in ("pattern", "exclusions") if row[name]),
]


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_few_texts_hold_what_many_hold(texts: list[str]) -> None:
    series = pl.Series("text", texts, dtype=pl.String)
    for pattern in PATTERNS:
        assert terms_match.holds(series, pattern).to_list() == series.str.contains(pattern).to_list(), pattern


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_the_first_match_and_what_stands_in_its_place_are_the_same(texts: list[str]) -> None:
    series = pl.Series("text", texts, dtype=pl.String)
    for pattern in (either(use) for use in OTHERS):
        assert terms_match.first_of(series, pattern).equals(series.str.extract_all(pattern).list.first()), pattern
        assert terms_match.replaced(series, pattern, " ").equals(series.str.replace_all(pattern, " ")), pattern


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_few_texts_have_the_value_that_many_have(texts: list[str]) -> None:
    few = pl.Series("text", texts, dtype=pl.String)
    many = pl.concat([few, pl.Series("text", ["x"] * 1000)])
    for use in VALUES:
        cases = by_value(use)
        assert terms_match.value_of(few, cases).equals(terms_match.value_of(many, cases).head(few.len())), use


def test_a_group_stands_in_a_value() -> None:
    texts = pl.Series(["one (1) year", "two"])
    many = pl.concat([texts, pl.Series(["x"] * 1000)])
    for few_or_many in (texts, many):
        found = terms_match.replaced(few_or_many, r"\(([0-9])\)", "<$1${1}>")
        assert found.head(2).to_list() == ["one <11> year", "two"]


def test_long_texts_are_read_by_polars() -> None:
    hostile = "not sponsor " * 300
    pattern = dict(by_value("visa"))["not_offered"]
    assert terms_match.holds(pl.Series([hostile]), pattern).to_list() == [True]
    assert terms_match._few(pl.Series([hostile]), pattern) is None


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("aBbÄä -", max_size=12), max_size=8))
def test_words_are_found_where_they_are(texts: list[str]) -> None:
    words = ["ab", "b", "bä", " a"]
    series = pl.Series("text", texts, dtype=pl.String)
    holding = [at for at, text in enumerate(texts) if any(word.encode() in text.encode().lower() for word in words)]
    assert terms_match.with_words(series, words).to_list() == holding
    expected = {
        (at, number, start)
        for at, text in enumerate(texts)
        for number, word in enumerate(words)
        for start in range(len(text.encode()))
        if text.encode().startswith(word.encode(), start)
    }
    assert set(terms_match.places_of(series, words).select("text", "word", "at").rows()) == expected
