"""Plain text from HTML, and the cleaning of any text."""

import hashlib
import html
import re
import time
import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform import text
from transform.schema import RAW, TEXT, frame_schema


def read(*documents: str | None) -> pl.DataFrame:
    return text.parse(pl.DataFrame([{"description_html": document} for document in documents], schema=RAW))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("<p>Hello&nbsp;<b>world</b></p><p>Bye</p>", "Hello world\n\nBye"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>a\n  soft\n line</div>", "a soft line"),
        ("<ul>\n<li><p>one</p></li>\n<li>two</li></ul>after", "- one\n- two\n\nafter"),
        ("<h2>Pay</h2><p></p><p></p><p>high</p>", "Pay\n\nhigh"),
        ("<p>a</p><script>b('<p>')</script><style>c{}</style><p>d</p>", "a\n\nd"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
        ("R&amp;D &euro;50k &lt; &#8364;60k", "R&D €50k < €60k"),
        ("&lt;p&gt;twice &amp;amp; escaped&lt;/p&gt;", "twice & escaped"),
        ("&lt;p&gt;&quot;a&quot;&amp;nbsp;&#39;b&#39;&lt;/p&gt;", "\"a\" 'b'"),
        ("&lt;p&gt;&quot;a&quot; &lt;/p&gt;&euro;1 &ampquot; R&D", '"a"\n€1 " R&D'),
        ("<p>a\u2009\u3000b\t\u00a0 c</p>", "a b c"),
        ("<p>a&#x200e;&lrm;&#1;b &amp;rlm;c&#13;&#10;d</p>", "ab c\nd"),
        ("a&#x202e;b&amp;#x2066;c", "abc"),
        ("plain\nlines\n\n\n\nstay", "plain\nlines\n\nstay"),
        ("a\u202eb\x00c\x1bd", "abcd"),
        ("e\u0301", "é"),
        ("<p> </p>", None),
        ("", None),
        (None, None),
    ],
)
def test_html_becomes_lines_of_text(document: str | None, expected: str | None) -> None:
    assert read(document)["description_text"].to_list() == [expected]


def test_the_frame_has_the_agreed_columns_and_a_hash_of_the_text() -> None:
    found = read("<p>a</p>", None, "a", "<p>a</p>")
    assert found.schema == pl.Schema(frame_schema(TEXT))
    digest = hashlib.sha256(b"a").hexdigest()[:16]
    assert found["text_hash"].to_list() == [digest, None, digest, digest]
    assert text.parse(pl.DataFrame(schema=RAW)).schema == pl.Schema(frame_schema(TEXT))


def test_deep_nesting_is_read_to_its_end() -> None:
    assert read("<div>" * 5_000 + "deep")["description_text"].to_list() == ["deep"]


def test_entities_and_control_characters_in_deep_nesting() -> None:
    deep = "<b>" * 6000 + "R&amp;D &#x200e;one&lt;p&gt;two&#<i>8364;"
    assert read(deep)["description_text"].item() == "R&D one\ntwo€"


def test_documents_do_not_change_each_other() -> None:
    documents = [
        "&lt;p&gt;a&lt;/p&gt;",
        "<p>b</p>",
        "c\nd",
        "&euro;&lt;li&gt;e",
        "",
        "<div>f\u2003g</div>",
        "h &amp; i",
    ]
    alone = [read(document)["description_text"].item() for document in documents]
    assert read(*documents)["description_text"].to_list() == alone


@pytest.mark.parametrize("tags", ["<div>", "<ul><li>", "<p>", "<p><b>", "<li><b>", "<b>", "<table><tr><td>"])
def test_a_megabyte_of_open_tags_is_read_in_no_time(tags: str) -> None:
    """As much of it as is read; what stands in the half that is, is found."""
    start = time.process_time()
    count = (text.DESCRIPTION_LIMIT - 20) // len(tags)
    nested = text.DESCRIPTION_LIMIT // len("<div></div>") - 1
    found = read(tags * count + "R&amp;D" + tags * count, "<div>" * nested + "deep" + "</div>" * nested)
    assert time.process_time() - start < 2
    assert found["description_text"][0].strip("- \n<tableridvup>") == "R&D"
    assert found["description_text"][1] == "deep"


ENTITIES = st.sampled_from(
    [
        *("&", "&amp;", "&amp", "&lt;", "&lt", "&#39;", "&#3", "&#3;", "&#38;", "&nbsp;", "&not", "&copy", "&#x26;"),
        *("no", "t;", "in;", "amp;", "#", "39;", " ", "x", "'", "<", ";", "a" * 31),
    ]
)


@given(st.lists(ENTITIES, min_size=1, max_size=9).map("".join))
def test_entities_are_decoded_once_as_the_library_does(source: str) -> None:
    assert text._decoded(pl.Series([source])).to_list() == [html.unescape(source)]


def test_many_empty_elements_are_not_nesting() -> None:
    assert read("<p>a<script>b</script>" + "<br>" * 6_000 + "c</p>")["description_text"].to_list() == ["a\n\nc"]


@pytest.mark.parametrize(
    ("tag", "is_deep"), [("<br>", False), ("<IMG/>", False), ("<hr\n>", False), ("<brx>", True), ("<Col_>", True)]
)
def test_elements_that_hold_nothing_are_told_by_their_whole_name(tag: str, is_deep: bool) -> None:
    assert text._is_too_deep(tag * 6_000) is is_deep
    assert not text._is_too_deep("<b></b>" * 6_000)
    assert text._is_too_deep("<b>" * 6_000 + "</b>" * 6_000)
    assert not text._is_too_deep("<")


FRAGMENTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<li>",
        "<br>",
        "<b>",
        "<",
        ">",
        "&amp;",
        "&lt;",
        "&gt;",
        "&nbsp;",
        "&",
        "\n",
        " ",
        "- ",
        "a",
        "é",
        "</",
        "<!",
    ]
)


MARKUP = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<li>",
        "</li>",
        "<LI>",
        "<ul>",
        "</ul>",
        "<b>",
        "</b>",
        "<b",
        "<!--",
        "-->",
        "a",
        "b ",
        "\n",
        "&nbsp;",
    ]
    + [
        f"<{slash}{tag}>"
        for tag in ("table", "td", "noscript", "template", "title", "svg", "pre")
        for slash in ("", "/")
    ]
)


@settings(deadline=None, max_examples=300)  # the first example builds what is built once
@given(st.lists(MARKUP, max_size=12))
def test_a_blank_in_the_tag_of_a_paragraph_or_an_item_changes_nothing(fragments: list[str]) -> None:
    source = "".join(fragments)
    blanked = re.sub("(?i)(</?(?:p|li))>", r"\1 >", source)
    plain, other = read(source, blanked)["description_text"]
    assert plain == other


@settings(deadline=None)  # the first example builds what is built once
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=5)), max_size=12))
def test_reading_the_result_again_changes_nothing(fragments: list[str]) -> None:
    once = read("".join(fragments))
    assert read(*once["description_text"].to_list()).equals(once)


@given(st.text(), st.integers(min_value=1, max_value=20))
def test_cleaning_bounds_and_settles_any_text(words: str, limit: int) -> None:
    frame = pl.DataFrame({"words": [words]}, schema={"words": pl.String})
    once = frame.select(text.clean(pl.col("words"), limit))
    cleaned = once["words"][0]
    assert len(cleaned) <= limit
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in cleaned)
    assert once.select(text.clean(pl.col("words"), limit)).equals(once)


@given(st.text())
def test_a_title_is_one_line(words: str) -> None:
    frame = pl.DataFrame({"words": [words]}, schema={"words": pl.String})
    title = frame.select(text.clean_line(pl.col("words"), text.TITLE_LIMIT))["words"][0]
    assert "\n" not in title
    assert "  " not in title
    assert title == title.strip()
