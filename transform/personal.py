"""What tells of a person in a text: e-mail addresses, telephone numbers, profiles and names of contacts.

A description is kept without them. Each becomes a short mark: `[e-mail]`, `[phone]`, `[profile]` or `[name]`.
"""

import csv
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import NamedTuple

import polars as pl

_HOLD = "\x01"  # keeps a rule from reading on; no text holds one
_LOCAL = r"[0-9A-Za-zÀ-ſΑ-ωА-я_](?:[0-9A-Za-zÀ-ſΑ-ωА-я_.%+'-]*[0-9A-Za-zÀ-ſΑ-ωА-я_%+-])?"
_LABEL = r"[0-9A-Za-zÀ-ſΑ-ωА-я-]+"
_KNOWN_END = "(?:com|org|net|io|co|de|ai|eu)"
_DOMAIN = rf"(?:{_LABEL}\.)+[A-Za-zÀ-ſΑ-ωА-я]{{2,}}"

_GAP = r"(?: ?\(0\) ?| ?[-–‑./] ?|\) ?[-/]? ?| \(?)?"
_EXTENSION = r"(?:,? ?(?i-u:x|ext\.?|extension|durchwahl|dw|poste) ?[0-9]{1,5})?"
_AMERICAN = rf"1{_GAP}\(?[2-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}"
_COUNTRY = (
    "(?:2[07]|3[0-4]|3[69]|4[013-9]|5[1-8]|6[0-6]|7|8[1246]|9[0-58]|2[1-689][0-9]|3[578][0-9]|42[0-9]|50[0-9]"
    "|59[0-9]|6[789][0-9]|8[058][0-9]|9[679][0-9])"
)
_ABROAD = rf"{_COUNTRY}\)?{_GAP}(?:0{_GAP})?[1-9](?:{_GAP}[0-9]){{6,11}}"
_PLAIN_FORMS = (
    r"(?:1[-. ])?\([2-9][0-9]{2}\) ?[0-9]{3}[-. ][0-9]{4}",
    r"(?:1[-. ])?[2-9][0-9]{2}-[0-9]{3}-[0-9]{4}",
    r"(?:1[-. ])?[2-9][0-9]{2}\.[0-9]{3}\.[0-9]{4}",
    r"\(?0[0-9]{2}\)? [0-9]{4} [0-9]{4}",
    r"\(?0[0-9]{3}\)? [0-9]{3} [0-9]{4}",
    r"\(?0[0-9]{4}\)? (?:[0-9]{3} ?[0-9]{3}|[0-9]{5})",
    r"0[1-9](?:[ .-][0-9]{2}){4}",
    r"\(0[0-9]\) [0-9]{4} [0-9]{4}",
    r"04[0-9]{2} [0-9]{3} [0-9]{3}",
    r"06[- ][0-9]{8}",
    r"0[0-9]{2} [0-9]{3} (?:[0-9]{4}|[0-9]{2} [0-9]{2})",
    r"0[0-9]{1,3}-[0-9]{3,4}[- ][0-9]{4}",
    r"0[0-9]{1,3}-[0-9]{2,3} [0-9]{2,3} [0-9]{2}",
    r"\([1-9][0-9]\) ?9?[0-9]{4}-[0-9]{4}",
    r"\(0[0-9]{1,4}\) ?[0-9]{3,5} ?[0-9]{2,5}",
    r"0[0-9]{2,4} ?/ ?[0-9]{3,4} ?[0-9]{2,4}",
)
# "Mobile" may stand before pay too: "Mobile 4500-5500", "Mobile 55.000-65.000".
_AFTER_CUE = (
    rf"\(?\+ ?\(?[0-9](?:{_GAP}[0-9]){{6,13}}",
    rf"\(?0(?:{_GAP}[0-9]){{8,12}}",
    rf"\([0-9]{{2,5}}\)(?:{_GAP}[0-9]){{5,9}}",
    r"(?:2[1-9]|[3-9][0-9])[0-9]{2} ?[0-9]{4}",
    r"[2-9][0-9]{2} [0-9]{2} [0-9]{3}",
    r"[0-9]{2}(?:[ .][0-9]{2}){3,4}",
    r"[1-9](?: ?[0-9]){8,10}",
    r"[1-9][0-9]{1,3}-[0-9]{2,4}-[0-9]{2,4}(?:-[0-9]{2,4})?",
)

_UPPER, _LOWER = "A-ZÀ-ÞĀ-ſ", "a-zß-ÿĀ-ſ"
_WORD = rf"[{_UPPER}](?:['’][{_UPPER}])?[{_LOWER}]+(?:[{_UPPER}][{_LOWER}]+)?(?:-[{_UPPER}]?[{_LOWER}]+)?"
_MARKS = r"\[(?:e-mail|phone|profile)\]"
_TO_MARK = (
    r"[,:]? ?[-–|(<]? ?(?i-u:(?:at|via|on|under|unter|per|über|by|sur|à|op) ?)?(?i-u:e-?mail|phone|tel)?[.:]? ?"
    + _MARKS
)
_NAME_CUES = (
    rf"ontact(?::|[(-][a-z ]{{1,20}}\)?:| [Pp]erson| [Nn]ame| is [{_UPPER}]| for [a-z ]{{2,60}}(?::| is )|persoon| RH)"
    rf"|ecruiter(?::|, [A-Z]| is [{_UPPER}]| for [a-z ]{{2,60}}(?::| is )| [{_UPPER}])"
    rf"|iring [mM]anager(?::|, [A-Z]| is [{_UPPER}]| for )|CONTACT|RECRUITER",
    r"nsprechp|ontaktp|Kontakt:|nterlocut|eferente:|ersona d[ie] cont|eclutador|ecruteu|eople [pP]artner:"
    r"|alent [pP]artner(?::|,| is | [A-Z])|alent [aA]cquisition [pPmMsS][a-z]+(?::|,| is )",
    rf"(?:Mr|Ms|Mrs|Mme|Sra|Dhr|Frau|Herrn?|Mlle|Madame|Monsieur|Sig|Se(?:n|ñ)ora?|Mevr|Mevrouw|Meneer)\.? [{_UPPER}]",
    rf"eport(?:s|ing)? (?:directly )?to:? [{_UPPER}][A-Z{_LOWER}'-]+ ",
    rf"[{_UPPER}]['’]?[A-Z{_LOWER}-]+{_TO_MARK}",
)


@cache
def _either(use: str) -> str:
    """One pattern for all of the words of a use."""
    source = resources.files("transform.reference").joinpath("personal_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(source.splitlines())
    return "(?:" + "|".join(row["pattern"] for row in rows if row["use"] == use) + ")"


class _Kind(NamedTuple):
    """One kind of what is taken out: one of what every text with it holds, and what is replaced by what.

    A cue is quick while its branches are few and begin with letters of one case; it is true of more texts than have it.
    """

    cues: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]


@cache
def _kinds() -> tuple[_Kind, ...]:
    """Every kind but plain addresses, in the order in which they go: a name may be told by the mark after it."""
    return (
        _Kind((r"\.com/(?:in|pub|profile|people|mwlite|send)|alendly\.com/|\.me/|cal\.com/",), (_profile(),)),
        _Kind((" @ ", rf" (?:at|AT) [a-z0-9-]+\.{_KNOWN_END}"), _spaced_emails()),
        _Kind((r"[(\[{] ?(?:at|AT|At|ät|@) ?[)\]}]", " dot | DOT | AT [a-z]|rroba|robase"), _hidden_emails()),
        # Seven digits with no letter between them; pay stands with commas or in pairs.
        _Kind((r"[0-9](?:[ ()./–‑-]{0,3}[0-9]){6}",), _phones()),
        _Kind(_NAME_CUES, _names()),
    )


class Step(NamedTuple):
    """Which texts may have something taken out of them, told quickly, and those texts without it."""

    concerns: Callable[[pl.Expr], pl.Expr]
    without: Callable[[pl.Series], pl.Series]


def without(texts: pl.Series) -> pl.Series:
    """The texts with marks in place of what tells of a person."""
    for step in STEPS:
        positions = texts.to_frame("text").select(step.concerns(pl.col("text"))).to_series().arg_true()
        texts = texts.clone().scatter(positions, step.without(texts.gather(positions)))
    return texts


def _has_sign(column: pl.Expr) -> pl.Expr:
    return column.str.contains("[@＠]")


def _without_emails(texts: pl.Series) -> pl.Series:
    return texts.str.replace_all(rf"(?:mailto:)?{_LOCAL}[@＠]{_DOMAIN}", "[e-mail]")


def _has_cue(column: pl.Expr) -> pl.Expr:
    return pl.any_horizontal(column.str.contains(cue) for kind in _kinds() for cue in kind.cues)


def _without_others(texts: pl.Series) -> pl.Series:
    """The texts without all but plain addresses; a line is read once, however many texts share it."""
    line = pl.col("line")
    lines = texts.str.split("\n").to_frame("line").with_row_index().explode("line")
    any_cue = "|".join(f"(?:{cue})" for kind in _kinds() for cue in kind.cues)
    held = lines.filter(line.str.contains(any_cue))["line"].unique()
    changed = pl.DataFrame({"line": held, "new": _read(held)}).filter(line != pl.col("new"))
    if changed.is_empty():
        return texts
    read = lines.join(changed, on="line", how="left", maintain_order="left")
    joined = pl.coalesce("new", "line").str.join("\n", ignore_nulls=False)
    return read.group_by("index", maintain_order=True).agg(joined.alias("text"))["text"]


STEPS = (Step(_has_sign, _without_emails), Step(_has_cue, _without_others))
"""What is done to texts, in this order."""


def _read(lines: pl.Series) -> pl.Series:
    """The lines, each without all that tells of a person."""
    lines = lines.clone()  # scatter writes in place
    line = pl.col(lines.name)
    for cues, rules in _kinds():
        cued = pl.any_horizontal(line.str.contains(cue) for cue in cues)
        positions = lines.to_frame().select(cued).to_series().arg_true()
        if positions.is_empty():
            continue
        column = line
        for pattern, replacement in rules:
            column = column.str.replace_all(pattern, replacement)
        lines = lines.scatter(positions, lines.gather(positions).to_frame().select(column).to_series())
    return lines


def _profile() -> tuple[str, str]:
    ends = r"""\s<>"')\],;"""
    return (
        rf"(?i)(?:https?://)?(?-u:\b{{start-half}})(?:[a-z]{{2,3}}\.)?{_either('profile')}[^{ends}]*[^{ends}.:!?]",
        "[profile]",
    )


def _spaced_emails() -> tuple[tuple[str, str], ...]:
    """Addresses with blanks or a bare word for the sign, where it is plain that one is meant."""
    ends = rf"{_either('domain_end')}(?-u:\b{{end-half}})"
    return (
        (rf"((?i-u:mail)(?: us)?(?: at)?:? ){_LOCAL} ?@ ?{_DOMAIN}", "${1}[e-mail]"),
        (rf"[0-9a-z]+(?:[._][0-9a-z]+)+ (?:at|AT|@) {_LABEL}\.{ends}", "[e-mail]"),
        (rf"[0-9a-z._-]+ AT {_LABEL}\.{ends}", "[e-mail]"),
    )


def _hidden_emails() -> tuple[tuple[str, str], ...]:
    """Addresses with a word in place of the sign: in brackets, or before an ending that is known."""
    at = rf" ?[\[({{<] ?(?i-u:{_either('at')}) ?[\])}}>] ?"
    spoken = f"(?i-u:{_either('dot')})"
    dot = rf"(?: ?[\[({{<] ?(?:{spoken}|\.) ?[\])}}>] ?| {spoken} |\.)"
    end = rf"(?i-u:{_either('domain_end')})(?-u:\b{{end-half}})"
    return (
        (rf"{_LOCAL}(?:{dot}{_LOCAL})*?{at}{_LABEL}(?:{dot}{_LABEL})*{dot}[A-Za-z]{{2,}}", "[e-mail]"),
        (rf"{_LOCAL}(?: {spoken} {_LOCAL})? (?i-u:at) {_LABEL}(?: {spoken} {_LABEL})?? {spoken} {end}", "[e-mail]"),
    )


def _dates() -> tuple[tuple[str, str], ...]:
    """A date has as many digits as a number, so it is held apart."""
    return (
        (
            r"(?-u:\b{start-half})([0-9]{1,2}[./-] ?)([0-9]{1,2}[./-] ?(?:19|20)[0-9]{2}(?-u:\b{end-half}))",
            f"${{1}}{_HOLD}${{2}}",
        ),
        (
            r"(?-u:\b{start-half})((?:19|20)[0-9]{2}[./-])([0-9]{1,2}[./-][0-9]{1,2}(?-u:\b{end-half}))",
            f"${{1}}{_HOLD}${{2}}",
        ),
    )


def _phones() -> tuple[tuple[str, str], ...]:
    before = r"(^|(?:^|[^0-9]) |[^] 0-9A-Za-z_.,/$€£¥#+–-])"  # nor a mark's bracket: reading again changes nothing
    link = rf"[ .:]*(?:\(?{_either('phone_link')}\)?[ .:]+){{0,3}}"
    plain = "|".join(_PLAIN_FORMS)
    return (
        *_dates(),
        (rf"\(?\+ ?\(?(?:{_AMERICAN}|{_ABROAD})(?-u:\b{{end-half}}){_EXTENSION}", "[phone]"),
        (rf"(?m){before}00 ?(?:1[ /.-]{_AMERICAN[1:]}|{_ABROAD})(?-u:\b{{end-half}})", "${1}[phone]"),
        (
            rf"((?-u:\b{{start-half}})(?i-u:{_either('phone_cue')}{link}))(?:{'|'.join(_AFTER_CUE)})"
            rf"(?-u:\b{{end-half}}){_EXTENSION}",
            "${1}[phone]",
        ),
        (rf"(?m){before}(?:{plain})(?-u:\b{{end-half}}){_EXTENSION}", "${1}[phone]"),
        (rf"(\[phone\])(?: (?:{plain})(?-u:\b{{end-half}}){_EXTENSION})+", "${1} [phone]"),  # a list of numbers
        (_HOLD, ""),
    )


def _courtesy() -> str:
    return rf"(?:{_either('courtesy')} (?:(?:Dr|Prof)\.? ){{0,2}})"


def _names() -> tuple[tuple[str, str], ...]:
    label, address, courtesy = f"(?i-u:{_either('label')})", f"(?i-u:{_either('address')})", _courtesy()
    more = rf"(?: [{_UPPER}]\.)?(?: {_either('particle')}){{0,2}} {_WORD}"
    full, short = rf"{_WORD}{more}", rf"{_WORD}(?:{more})?"
    about = r"(?: (?i-u:for|für|pour|para|voor) [0-9A-Za-zß-ÿ ()&/-]+)?"
    begin = r"(?-u:\b{start-half})"
    said = rf"{begin}{label}{about}(?: ?[:：] ?\[?|,? (?:is|ist|est|es) )"
    own = rf"{begin}(?i-u:your|our|unsere?|ihre?|deine?|votre|notre|tu|nuestr[oa]) {label},? "
    above = rf"{begin}[Rr]eport(?:s|ing)? (?:directly )?[Tt]o:? "
    before = rf"(?:{said}|{own}|{above}|{begin}{address},? )"
    no_name = rf"({_either('not_name')}(?-u:\b{{end-half}}))"
    held = rf"{courtesy}?(?:{_WORD} ){{0,2}})" + no_name
    return (
        (rf"({before}{held}", f"${{1}}{_HOLD}${{2}}"),
        (rf"({begin}{courtesy}){no_name}", f"${{1}}{_HOLD}${{2}}"),
        (rf"({begin}{courtesy}){short}", "${1}[name]"),
        (rf"((?:{said}|{own})(?:Dr\. )?){full}", "${1}[name]"),
        (rf"({above}){full}(,)", "${1}[name]${2}"),
        (rf"({said}|{own}){short}({_TO_MARK})", "${1}[name]${2}"),
        (rf"({before}){full}({_TO_MARK})", "${1}[name]${2}"),
        (rf"(?m)(^(?:- )?{held}", f"${{1}}{_HOLD}${{2}}"),
        (rf"(?m)^(- )?{full}({_TO_MARK})", "${1}[name]${2}"),
        (_HOLD, ""),
    )
