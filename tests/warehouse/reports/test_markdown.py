import pytest
from markdown_it import MarkdownIt

from warehouse.answers.gauge import Gauge
from warehouse.reports import markdown, words

HARMLESS = {
    *("heading", "paragraph", "inline", "text", "text_special", "blockquote", "strong", "softbreak"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def kinds(text: str) -> set[str]:
    """What a CommonMark reader with tables and links makes of the text."""
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)
    every = [child for token in tokens for child in [token, *(token.children or [])]]
    return {token.type.removesuffix("_open").removesuffix("_close") for token in every}


def shown(text: str) -> str:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    return "\n".join("".join(child.content for child in token.children or []) for token in tokens)


def test_no_data_becomes_markup(gauge: Gauge) -> None:
    assert kinds(markdown.render(gauge)) <= HARMLESS


def test_it_says_what_the_page_says(gauge: Gauge) -> None:
    cleaned, read = words.cleaned(gauge), shown(markdown.render(gauge))
    assert words.headline(cleaned) in read
    assert all(tile.value in read and tile.note in read for tile in words.tiles(cleaned))
    assert words.NOT_A_HIRE in read


@pytest.mark.parametrize(
    "text",
    ["www.evil.example", "http://evil.example", "<b>", "a|b", "[x](y)", "`c`", "me@evil.example", "&lt;", "~~s~~"],
)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    escaped = markdown.escape(text)
    assert shown(escaped).strip() == text
    assert escaped != text


def test_links_are_not_made_of_addresses() -> None:
    assert "http://" not in markdown.escape("http://evil.example")
    assert "www." not in markdown.escape("WWW.evil.example www.evil.example").lower()
