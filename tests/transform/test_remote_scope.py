"""Where a person who works remotely may live, and the groups of countries."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform import country_groups, remote_scope
from transform.schema import RAW

EXAMPLES = pl.read_csv(Path(__file__).parent / "examples" / "remote_scopes.csv", infer_schema=False)


def frame(labels: str | None, *, is_remote: bool | None = None, title: str = "Baker", text: str | None = None):
    places = [
        {"label": label.strip(), "city": None, "region": None, "country": None} for label in (labels or "").split(";")
    ]
    row = {"title": title, "is_remote": is_remote, "places": places, "description_text": text}
    return pl.DataFrame([row], schema={**RAW, "description_text": pl.String})


@pytest.mark.parametrize(("labels", "is_remote", "title", "scope"), EXAMPLES.rows())
def test_labels_and_titles_say_where_one_may_live(labels, is_remote, title, scope):
    raw = frame(labels, is_remote=True if is_remote else None, title=title or "Baker")
    assert remote_scope.of(raw).to_list() == [scope]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("You can work remotely from Germany or Austria.", "DE,AT"),
        ("Candidates must be located in the United States.", "US"),
        ("Work from anywhere in the EU!", "EU"),
        ("Our customers are based in France.", None),
        ("We have teams in Spain and work remotely.", None),
    ],
)
def test_the_text_is_asked_where_the_post_is_remote_and_nothing_else_says_it(text, scope):
    assert remote_scope.of(frame("Remote", is_remote=True, text=text)).to_list() == [scope]
    assert remote_scope.of(frame("Remote", text=text)).to_list() == [None]


def test_groups_have_their_countries():
    members = country_groups.members()
    assert len(members["EU"]) == 27
    assert {"DE", "AE", "ZA"} <= members["EMEA"]
    assert members["EU"] < members["EEA"] < members["EMEA"] < members["WORLD"]
    assert "US" not in members["EMEA"] | members["APAC"] | members["LATAM"]
    assert country_groups.table().height == sum(map(len, members.values()))


@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_no_words_break_it(label, title, is_remote):
    assert len(remote_scope.of(frame(label, is_remote=is_remote, title=title, text=label + title))) == 1
