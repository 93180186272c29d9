"""Plain text from the HTML of a description, and the cleaning that every text of a source goes through."""

import hashlib
import html
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import product

import numpy as np
import numpy.typing as npt
import polars as pl
from selectolax.lexbor import LexborHTMLParser

from transform import personal
from transform.limits import within
from transform.schema import TEXT, frame_schema

VERSION: int = 3

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.intp]

DESCRIPTION_LIMIT: int = 1 << 19
"""The most characters of a description that are read as a page, and that are kept of it: 25 times as many as the
longest of 6,250 real adverts has."""
TITLE_LIMIT: int = 512
"""The most characters of a title or a name that are kept."""

# C0 and C1 but newline and tab; the marks, embeddings and isolates that reorder what a reader sees.
_CONTROL = r"[\x00-\x08\x0B-\x1F\x7F-\x9F\u{061C}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]"
_BLOCKS = (
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
    "ul",
)  # fmt: skip
_AFTER = (">", " ", "/", "\n", "\t")  # what ends the name of a tag
_MARKUP = r"<[A-Za-z/!?]"
_ENTITY = r"&[A-Za-z#]"
_BULLET = "\x02"  # stands for "- " until the lines are settled; cleaning has removed it from what came
_HIDDEN = ["script", "style", "template", "noscript", "head"]
# With these, text may be hidden, kept as it is written or moved, by what stands around it.
_MOVING = (
    "frame", "iframe", "math", "noembed", "noframes", "plaintext", "select", "svg", "table", "textarea", "title", "xmp",
)  # fmt: skip
_NO_TAG = "</>"  # ends a broken tag before it as any tag does, and is nothing to the parser
# What has any other character may not be in NFC, and is put into it; it takes as long as all else together.
_COMPOSED = (
    r"\x00-\u{2FF}\u{400}-\u{481}\u{48A}-\u{52F}\u{2002}-\u{2125}\u{2190}-\u{2328}\u{2400}-\u{2ADB}"
    r"\u{3001}-\u{3029}\u{3041}-\u{3096}\u{30A1}-\u{30FA}\u{4E00}-\u{9FFF}\u{FE00}-\u{FE0F}\u{1F000}-\u{1FAFF}"
)
_NESTING = 5_000  # elements nested deeper are no document's; to read them takes the square of their number
_VOID = (b"area", b"br", b"col", b"hr", b"img", b"input", b"wbr")  # the names of tags that none closes
_LONGEST_VOID = max(map(len, _VOID))
_TAG = r"<[A-Za-z/!?][^<>]*>"
# Whole runs of tags and what stands between them (each match costs more than many characters): with a bullet, with an
# empty line, and any. A tag reaches from its sign to its end, or to the next one's sign; what is no tag stays.
_RUNS = (
    (rf"(?:[ \n{_BULLET}]|{_TAG})*?{_BULLET}(?:[ \n{_BULLET}]|{_TAG})*", _BULLET),
    (rf"(?: |{_TAG})*\n(?: |{_TAG})*\n(?:[ \n]|{_TAG})*", "\n\n"),
    (rf"(?:{_TAG}?)+", ""),
)
_COMMON_BLANKS = "\t\u00a0"
_ODD_BLANKS = [chr(code) for code in (0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)]
_AMPERSAND = "\x03"  # stands for "&" until it is known that no other entity is there
_ENTITIES = {"&amp;": _AMPERSAND, "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": "\u00a0"}
_REFERENCE = r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)"  # HTML's, as the standard library reads it
_SPELLINGS = 2_000  # more of them take longer to be looked for at once than one by one
_CODED = ["&#", "&lrm;", "&rlm;"]  # what a control character can be written as
_SLICE = 256  # fewer documents are not worth another thread
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
    distinct = raw[["description_html"]].select(pl.col("description_html").drop_nulls().unique())
    texts = _to_text(distinct["description_html"])
    encoded = texts.cast(pl.Binary).to_list()
    hashes = pl.Series([hashlib.sha256(text).hexdigest()[:16] for text in encoded], dtype=pl.String)
    known = distinct.with_columns(description_text=texts, text_hash=hashes)
    known = known.filter(pl.col("description_text") != "")
    joined = raw[["description_html"]].join(known, on="description_html", how="left", maintain_order="left")
    return joined.select(*TEXT[:2], text_version=pl.lit(VERSION, pl.Int16)).cast(pl.Schema(frame_schema(TEXT)))


def _to_text(documents: pl.Series) -> pl.Series:
    """The plain text of each document; layers of escaped markup are read until nothing changes."""
    column = pl.col("document")
    read = within(documents.cast(pl.String), DESCRIPTION_LIMIT)
    frame = _in_slices(read, _without_controls(column)).to_frame("document")
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
    return _impersonal(_settled(_composed(frame["document"])))


def _impersonal(texts: pl.Series) -> pl.Series:
    """The texts without addresses, telephone numbers, profiles and names of contacts."""
    column = pl.col("document")
    for step in personal.STEPS:
        texts = _replaced(texts, _in_slices(texts, step.concerns(column)), step.without)
    return texts


def _composed(texts: pl.Series) -> pl.Series:
    """The texts in NFC."""
    odd = texts.str.contains(f"[^{_COMPOSED}]").arg_true()
    if odd.is_empty():
        return texts
    return texts.scatter(odd, _in_slices(texts.gather(odd), pl.col("document").str.normalize("NFC")))


def _without_controls(column: pl.Expr) -> pl.Expr:
    return column.str.replace_all("\r\n?", "\n").str.replace_all(_CONTROL, "")


def _read_markup(documents: pl.Series) -> pl.Series:
    """The text of each document, read once as HTML."""
    column = pl.col("document")
    # A document without block elements keeps its own lines; in one that has them, a newline is only a blank.
    has_blocks = _in_slices(documents, column.str.contains_any(_line_tags(), ascii_case_insensitive=True))
    folded = _replaced(documents, has_blocks, partial(_evened, blank="\n"))
    deep, moving = _deep(folded), _in_slices(folded, column.str.contains_any(_moving(), ascii_case_insensitive=True))
    texts = _replaced(folded, deep, partial(_read, breaks=_breaks(), parsed=_without_tags))
    texts = _replaced(texts, moving & ~deep, partial(_read, breaks=_breaks(), parsed=partial(_parsed, hidden=_HIDDEN)))
    return _replaced(texts, ~moving & ~deep, partial(_read, breaks=_flat_breaks(), parsed=_parsed))


def _read(documents: pl.Series, breaks: Mapping[str, str], parsed: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The text of each document with these breaks; `parsed` reads what has other tags."""
    column = pl.col("document")
    broken = column.str.replace_many(breaks, ascii_case_insensitive=True, leftmost=True)
    sources = _in_slices(documents, broken)
    tagged = _in_slices(sources, column.str.contains("<", literal=True))
    texts = _replaced(_replaced(sources, ~tagged, _decoded), tagged, parsed)
    bulleted = _in_slices(texts, column.str.replace_all(rf"\s*{_BULLET}[\s{_BULLET}]*", "\n- "))
    # Documents came without control characters, so that only entities can have brought some.
    coded = _in_slices(sources, column.str.contains_any(_CODED))
    return _replaced(bulleted, coded, lambda texts: _in_slices(texts, _without_controls(column)))


def _decoded(sources: pl.Series) -> pl.Series:
    """The text of each source without markup.

    A source may escape the whole of a document: then most of it is a few entities, decoded all at once.
    """
    column = pl.col("document")
    decoded = _in_slices(sources, column.str.replace_many(_ENTITIES))
    others = _in_slices(decoded, column.str.contains("&", literal=True))
    return _in_slices(_replaced(decoded, others, _unescaped), column.str.replace_all(_AMPERSAND, "&", literal=True))


def _unescaped(texts: pl.Series) -> pl.Series:
    """What `html.unescape` makes of the texts, asked once for each spelling of an entity."""
    spellings = texts.str.extract_all(_REFERENCE).explode().drop_nulls().unique().to_list()
    meant = {spelling: html.unescape(spelling) for spelling in spellings}
    # The longest that stands at a place is the one there. What another spelling begins with changes that one too.
    changed = sorted((spelling for spelling in meant if meant[spelling] != spelling), key=len, reverse=True)
    if not changed:
        return texts
    if len(changed) > _SPELLINGS:
        return pl.Series(list(map(html.unescape, texts)), dtype=pl.String)
    return texts.str.replace_many(changed, [meant[spelling] for spelling in changed], leftmost=True)


def _deep(documents: pl.Series) -> pl.Series:
    """Which documents nest so deep that the parser would take too long."""
    long = _in_slices(documents, pl.col("document").str.len_bytes() > _NESTING * len("<b>")).arg_true()
    none = pl.repeat(False, documents.len(), eager=True)
    return none.scatter(long, list(map(_is_too_deep, documents.gather(long)))) if long.len() else none


def _parsed(sources: pl.Series, hidden: Sequence[str] = ()) -> pl.Series:
    """The text inside the markup of each source, entities decoded; elements that are hidden are left out."""
    return pl.Series([_text(source, hidden) for source in sources.cast(pl.Binary).to_list()], dtype=pl.String)


def _without_tags(sources: pl.Series) -> pl.Series:
    """The sources without their tags; entities are read with the next layer."""
    text = pl.col("document")
    for run, instead in _RUNS:
        text = text.str.replace_all(run, instead)
    return _in_slices(sources, text)


def _evened(texts: pl.Series, blank: str = "") -> pl.Series:
    """The texts with one blank for every run of blanks, among which this character counts too."""
    column = pl.col("document")
    plain = _in_slices(texts, column.str.replace_all(f"[{_COMMON_BLANKS}{blank}]", " "))
    odd = _in_slices(plain, column.str.contains_any(_ODD_BLANKS))
    even = _replaced(plain, odd, lambda texts: _in_slices(texts, column.str.replace_all(r"[^\S\n]", " ")))
    return _in_slices(even, column.str.replace_all("  +", " "))


def _replaced(texts: pl.Series, concerned: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The texts with those changed that are concerned."""
    held = concerned.arg_true()
    if held.len() == texts.len():
        return change(texts)
    return texts.clone().scatter(held, change(texts.gather(held))) if held.len() else texts


@cache
def _line_tags() -> list[str]:
    """The beginnings of all tags that begin or end a line."""
    return [f"<{slash}{tag}{end}" for tag in (*_BLOCKS, "br", "li") for slash in ("", "/") for end in _AFTER]


@cache
def _breaks() -> dict[str, str]:
    """The beginnings of tags, each the same with what a reader sees there: a line's end, a bullet, a blank.

    What is written back is in lower case; the parser does not mind. A line's end that is a tag of its own needs none.
    """
    pairs = dict.fromkeys(("<br>", "<br/>", "<br />"), "\n")
    pairs |= {beginning: f"\n{beginning}" for beginning in _line_tags() if beginning not in pairs}
    pairs |= {f"<li{end}": f"\n{_BULLET}<li{end}" for end in _AFTER}
    pairs |= {f"<{cell}{end}": f" <{cell}{end}" for cell in ("td", "th") for end in _AFTER}
    return pairs


@cache
def _flat_breaks() -> dict[str, str]:
    """The same, but of paragraphs and items, alone and in pairs, only what a reader sees.

    The parser makes no elements of them then, which takes it most of its time.
    """
    seen = {"<p>": "\n", "</p>": "\n", "<li>": f"\n{_BULLET}", "</li>": "\n"}
    pairs = {one + other: seen[one] + _NO_TAG + seen[other] for one, other in product(seen, repeat=2)}
    alone = {tag: instead + _NO_TAG for tag, instead in seen.items()}
    return pairs | _breaks() | alone  # of several that begin at one place the first counts


@cache
def _moving() -> list[str]:
    """The beginnings of tags whose text depends on the elements around it."""
    return [f"<{tag}" for tag in (*_HIDDEN, *_MOVING)]


def _in_slices(documents: pl.Series, value: pl.Expr) -> pl.Series:
    """What the expression makes of each `document`; every thread of Polars takes a slice, as no expression does."""
    frame = documents.to_frame("document")
    if frame.height <= _SLICE:
        return frame.select(value).to_series()
    length = max(_SLICE, -(-frame.height // pl.thread_pool_size()))
    return pl.concat(pl.collect_all([part.lazy().select(value) for part in frame.iter_slices(length)])).to_series()


def _text(source: bytes, hidden: Sequence[str]) -> str:
    tree = LexborHTMLParser(source)
    if hidden:
        tree.strip_tags(list(hidden), recursive=True)
    return tree.body.text_lexbor() if tree.body is not None else ""


def _is_too_deep(source: str) -> bool:
    """True if at some point so many more tags have opened than closed that the parser would take too long."""
    if source.count("<") <= _NESTING:
        return False
    page = np.frombuffer(source.encode().lower() + bytes(_LONGEST_VOID + 1), dtype=np.uint8)
    names = np.flatnonzero(page == ord("<")) + 1
    initials = page[names]
    steps = np.where(initials == ord("/"), -1, 1)
    # To look for the tags that none closes takes longest, and they only make it less deep.
    if steps.cumsum().max(initial=0) <= _NESTING:
        return False
    for name in _VOID:
        held = np.flatnonzero(initials == name[0])
        steps[held[_are_named(name, page, names[held])]] = 0
    return int(steps.cumsum().max(initial=0)) > _NESTING


def _are_named(name: bytes, page: Bytes, begins: Positions) -> npt.NDArray[np.bool_]:
    """Whether each of the names that begin at these positions of the page, and with its first letter, is this one."""
    follows = [page[begins + offset] for offset in range(1, len(name) + 1)]
    is_name = ~_in_word()[follows.pop()]
    for letter, there in zip(name[1:], follows, strict=True):
        is_name &= there == letter
    return is_name


@cache
def _in_word() -> npt.NDArray[np.bool_]:
    """Which bytes go on with a name."""
    return np.array([code > ord("\x7f") or chr(code).isalnum() or chr(code) == "_" for code in range(256)])


def _settled(texts: pl.Series) -> pl.Series:
    """The texts with runs of blanks folded, at most one empty line, and no blank at either end."""
    text = pl.col("document")
    folded = _evened(_in_slices(texts, text.str.head(DESCRIPTION_LIMIT)))
    # Runs of newlines alone go first: to look for blanks around each of a million takes long.
    few = text.str.replace_all(r"\n{3,}", "\n\n").str.replace_all(r" \n ?|\n ", "\n")
    return _in_slices(folded, few.str.replace_all(r"\n{3,}", "\n\n").str.strip_chars())
