"""Plain text from the HTML of a description, and the cleaning that every text of a source goes through."""

import hashlib
import html

import polars as pl
from selectolax.lexbor import LexborHTMLParser

from transform.schema import TEXT, frame_schema

VERSION: int = 1

DESCRIPTION_LIMIT: int = 1 << 20
"""The most characters of a description that are kept."""
TITLE_LIMIT: int = 512
"""The most characters of a title or a name that are kept."""

# C0 and C1 but newline and tab; the marks, embeddings and isolates that reorder what a reader sees.
_CONTROL = r"[\x00-\x08\x0B-\x1F\x7F-\x9F\u{061C}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]"
_BLOCK = (
    r"(?i)</?(?:address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|h[1-6]|header|hr|html|legend|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul)"
    r"\b[^>]*>"
)
_BREAK = r"(?i)<br\b[^>]*>"
_ITEM = r"(?i)<li\b[^>]*>"
_CELL = r"(?i)<t[dh]\b[^>]*>"
_MARKUP = r"<[A-Za-z/!?]"
_ENTITY = r"&[A-Za-z#]"
_BULLET = "\x02"  # stands for "- " until the lines are settled; cleaning has removed it from what came
_HIDDEN = ["script", "style", "template", "noscript", "head"]
_LAYERS = 4  # escaped markup inside escaped markup is read this deep


def clean(column: pl.Expr, limit: int) -> pl.Expr:
    """The text in NFC, without control and bidi characters, at most `limit` characters; newlines and tabs stay."""
    return _without_controls(column).str.normalize("NFC").str.head(limit)


def clean_line(column: pl.Expr, limit: int) -> pl.Expr:
    """The text of a title or a name: cleaned, on one line, single blanks, at most `limit` characters."""
    one_line = column.str.replace_all(r"[\s\u{85}]+", " ")
    return clean(one_line, limit).str.replace_all(r"\s+", " ").str.strip_chars()


def parse(raw: pl.DataFrame) -> pl.DataFrame:
    """The plain text of each posting's description, its hash and the parser's version; null where no text is left."""
    distinct = raw.select(pl.col("description_html").drop_nulls().unique())
    texts = _to_text(distinct["description_html"])
    hashes = pl.Series([hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts], dtype=pl.String)
    known = distinct.with_columns(description_text=texts, text_hash=hashes)
    known = known.filter(pl.col("description_text") != "")
    joined = raw.select("description_html").join(known, on="description_html", how="left", maintain_order="left")
    return joined.select(*TEXT[:2], text_version=pl.lit(VERSION, pl.Int16)).cast(pl.Schema(frame_schema(TEXT)))


def _to_text(documents: pl.Series) -> pl.Series:
    """The plain text of each document; layers of escaped markup are read until nothing changes."""
    column = pl.col("document")
    frame = pl.DataFrame({"document": documents}, schema={"document": pl.String})
    frame = frame.select(_without_controls(column))
    for _ in range(_LAYERS):
        marked = (column.str.contains(_MARKUP) | column.str.contains(_ENTITY)).alias("marked")
        frame = frame.with_columns(marked)
        if not frame["marked"].any():
            break
        inner = frame.filter("marked")["document"]
        read = _read_markup(inner)
        positions = frame.with_row_index().filter("marked")["index"]
        frame = frame.with_columns(frame["document"].scatter(positions, read))
        if inner.equals(read):
            break
    return frame.select(_settled(column))["document"]


def _without_controls(column: pl.Expr) -> pl.Expr:
    return column.str.replace_all("\r\n?", "\n").str.replace_all(_CONTROL, "")


def _read_markup(documents: pl.Series) -> pl.Series:
    """The text of each document, read once as HTML."""
    column = pl.col("document")
    # A document without block elements keeps its own lines; in one that has them, a newline is only a blank.
    has_blocks = pl.any_horizontal(column.str.contains(tag) for tag in (_BLOCK, _BREAK, _ITEM))
    folded = pl.when(has_blocks).then(column.str.replace_all(r"\s+", " ")).otherwise(column)
    lined = folded.str.replace_all(_ITEM, f"\n${{0}}{_BULLET}").str.replace_all(_BLOCK, "\n${0}\n")
    marked = lined.str.replace_all(_BREAK, "\n${0}").str.replace_all(_CELL, " ${0}")
    sources = pl.DataFrame({"document": documents}).select(marked)["document"]
    texts = pl.DataFrame({"document": [_text(source) for source in sources]}, schema={"document": pl.String})
    bulleted = column.str.replace_all(rf"\s*{_BULLET}[\s{_BULLET}]*", "\n- ")
    return texts.select(_without_controls(bulleted))["document"]


def _text(source: str) -> str:
    """The text inside the markup, entities decoded; hidden elements are left out."""
    if "<" not in source:
        return html.unescape(source)
    tree = LexborHTMLParser(source)
    tree.strip_tags(_HIDDEN, recursive=True)
    return tree.body.text(deep=True) if tree.body is not None else ""


def _settled(column: pl.Expr) -> pl.Expr:
    """The text with runs of blanks folded, at most one empty line, and no blank at either end."""
    folded = clean(column, DESCRIPTION_LIMIT).str.replace_all(r"[^\S\n]{2,}|[^\S\n ]", " ")
    lines = folded.str.replace_all(r" ?\n ?", "\n")
    return lines.str.replace_all(r"\n{3,}", "\n\n").str.strip_chars()
