"""The words of a label: its pieces, the groups between their commas, and which of them name anything."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from transform import gazetteer
from transform.gazetteer import City, Place, fold

LABEL_LIMIT = 2000  # the longest label read; what is longer is a sentence
FAMOUS = 500_000  # the people from which a city is meant even before the name of another country
PHRASE = 3  # the most words of a phrase around a place, or of a country or region at the end of a group
CODE = 3  # the most letters of a country or region code
JOINT = "\u2044"  # stands for a sign or word that parts two places elsewhere, but not in this name
_WORDS = 8  # the most words of a group that is looked into

_PIECE_END = r"[;|•·\n\r/&+]|\s(?:and/or|or|OR|and|ou|oder|und)\s"
_GROUP_END = r"[,()\[\]{}:–—>~@_*]|\s-+|-+\s"
_EXCLUDED = r"(?:excl(?:uding|\.)?|except(?:ing)?(?: for)?|other than|not)"


class Group(NamedTuple):
    """The words between two commas, folded, and what stands before them that nobody knows.

    `is_loose` tells that no comma parts the unknown words from these; `meant` is what the places beside them make of
    words that a state shares with a country or a city.
    """

    words: str
    key: str
    unknown: tuple[str, ...] = ()
    is_loose: bool = False
    meant: Place | None = None


def pieces_of(label: pl.Expr) -> pl.Expr:
    """The label's pieces, one for each place as a rule, each a list of the groups of words between its commas."""
    text = label.str.head(LABEL_LIMIT)
    for pattern, replacement in _reworded():
        text = text.str.replace_all(pattern, replacement)
    names = gazetteer.joined_names()
    whole = [name.replace(" and ", f" and{JOINT}").replace("/", JOINT).replace("&", JOINT) for name in names]
    text = text.str.replace_many(list(names), whole, ascii_case_insensitive=True)
    pieces = text.str.replace_all(_PIECE_END, "\t").str.split("\t")
    return pieces.list.eval(pl.element().str.replace_all(_GROUP_END, "\t").str.split("\t"))


@cache
def _reworded() -> tuple[tuple[str, str], ...]:
    """What is excluded, the codes of posts, provinces and sides of a street, where hyphens part, and where a code would
    be read as a word: patterns, and what stands for them."""
    return (
        (r"\s+", " "),
        (rf"(?i)[(\[] ?{_EXCLUDED} [^()\[\]]*[)\]]", " "),
        (r"(?i)(?-u:\b)(?:excluding|except(?: for)?) [^;|()\[\]]*", " "),
        (r",\s*OR\b", ", Oregon"),
        (r",?\s(?:Autonomous Province|Province|Metropolitan City) of [\pL '’-]+, Italy", ", Italy"),
        _of_province(),
        (r"^([0-9]{1,5}) (?:NE|NW|SE|SW) ", "${1} "),
        (r",? [A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}(?-u:\b)", ", GB"),
        (r"(^|, ?)[1-9][0-9]{3} [A-Z]{2}($|,| )", "${1}"),
        (r"(\p{Ll}{2}) [A-Z]{1,2}[0-9]{1,2}[A-Z]?($|[,)])", "${1}${2}"),
        (r"(?i:(?-u:\b)(Paris|Lyon|Marseille) [0-9]{1,2} ?(?:er|e|[eè]me)(?-u:\b))", "${1}"),
        (r"\((Oder|Saale|Main|Spree|Elbe|Havel|Lahn|Ruhr|Donau)\)", " ${1}"),
        (r"(?i:(?-u:\b)(remote|hybrid|on-?site))-(\p{L})", "${1}, ${2}"),
        (r"(\p{L})-(?i:(remote|hybrid|on-?site)(?-u:\b))", "${1}, ${2}"),
        (r"^([A-Z]{2,3})-([A-Z]{2})-(\p{L})", "${1}, ${2}, ${3}"),
        (r"(\p{Ll}{2})-([A-Z]{2,3})($|[ ,;)])", "${1}, ${2}${3}"),
        (r"(^|[,;|/] ?)([A-Z]{2,3})-(\p{L})", "${1}${2}, ${3}"),
    )


def _of_province() -> tuple[str, str]:
    """Cities before the code of their province, which elsewhere is one of a country or state: `Milano (MI)`."""
    named = [(place.city or "", code.upper()) for code, places in own("province").items() for place in places]
    cities = "|".join(rf"({city})(?:, ?| ?\(| ){code}(?:\)|(?-u:\b))" for city, code in named)
    return rf"(?-u:\b)(?:{cities})", "".join(f"${{{at}}}" for at in range(1, len(named) + 1)) + ", Italy"


def groups_of(piece: Sequence[str]) -> Iterator[Group]:
    """The groups of the piece that can be places; what says only how or how far (`remote`, `EMEA`) is left out."""
    unknown: tuple[str, ...] = ()
    for words in piece:
        kept, refused = _before_refusal(words)
        parts = _known_parts(kept)
        if parts is None:
            unknown += (" ".join(kept.split()),)
        for part in parts or ():
            yield part if part.is_loose else part._replace(unknown=unknown)
            unknown = ()
        if refused:
            return


def _before_refusal(words: str) -> tuple[str, bool]:
    """The words before one such as `excluding`, after which no place is meant, and whether there is one."""
    singles = words.split()
    for number, word in enumerate(singles):
        if fold(word) in own("refusal"):
            return " ".join(singles[:number]), True
    return words, False


@cache
def _known_parts(words: str) -> tuple[Group, ...] | None:
    """The names in the words: none for mere noise, None for words that nobody knows."""
    if fold(words) in gazetteer.subdivision_names() and not _is_known(words):
        return None  # its country tells what it is
    trimmed = _trim(words.replace(JOINT, "/").split())
    if not trimmed:
        return ()
    whole = " ".join(trimmed)
    if fold(trimmed[-1]) in own("county word"):
        return (group_of(whole),) if is_area(whole) else None
    if _is_known(whole) or is_village(whole):
        return (group_of(whole),)
    for size in range(min(PHRASE, len(trimmed) - 1), 0, -1):
        ends = ((trimmed[:-size], trimmed[-size:], True), (trimmed[size:], trimmed[:size], False))
        for rest, end, is_last in ends:
            if is_area(" ".join(end)) and (len(end[0]) > CODE or end[0].isupper()) and _may_hold(rest, is_last):
                return _inside_and_area(_trim(rest), group_of(" ".join(end)), is_last=is_last)
    return None


def _may_hold(rest: list[str], is_last: bool) -> bool:
    """True if so many words can stand beside an area: few, or those of an address before it."""
    return len(rest) < _WORDS or (is_last and rest[0].isdigit())


def _inside_and_area(inner: list[str], area: Group, *, is_last: bool) -> tuple[Group, ...]:
    """What is in the area and the area, in their order."""
    words = " ".join(inner)
    if not inner:
        return (area,)
    if not _is_known(words) and not (is_last and is_village(words)):
        return (area._replace(unknown=(words,), is_loose=True),) if is_last else (area,)
    return (group_of(words), area) if is_last else (area, group_of(words))


def group_of(words: str) -> Group:
    """The words as a group without any unknown ones."""
    return Group(words, fold(words))


def _trim(words: list[str]) -> list[str]:
    """The words without the noise at both ends; a name that is known as it stands is left whole."""
    given = words
    while words and not _is_known(" ".join(words)) and not is_village(" ".join(words)):
        start = _noise_length(words, at_start=True)
        end = _noise_length(words, at_start=False)
        if not start and not end:
            break
        words = words[start:] if start else words[: len(words) - end]
    is_part = len(words) < len(given) and words == given[-len(words) :] and fold(given[0]) in own("direction")
    return given if words and is_part and _is_lesser(" ".join(words)) else words


def _is_lesser(words: str) -> bool:
    """True for a town so small that `East` before its name makes another one of it."""
    if is_area(words) or fold(words) in own("city") or fold(words) in own("area"):
        return False
    return max((city.population for city in gazetteer.cities(fold(words))), default=0) < FAMOUS


def _noise_length(words: list[str], *, at_start: bool) -> int:
    """The number of words at that end which only surround a place."""
    for size in range(min(PHRASE, len(words)), 0, -1):
        phrase = " ".join(words[:size] if at_start else words[-size:])
        key = fold(phrase)
        if not key or key.isdigit() or key in own("noise") or key in own("anywhere"):
            return size
    return 0


@cache
def own(kind: str) -> dict[str, list[Place]]:
    """The places of our own list of one kind (`city`, `noise`, ...) by folded words."""
    return gazetteer.own_words()[kind]


def _is_known(words: str) -> bool:
    key = fold(words)
    if key in own("noise") and not _is_code(words):
        return False
    if key in own("anywhere"):
        return False
    return is_area(words) or key in own("city") or key in own("area") or any(True for _ in _large(key))


def is_village(words: str) -> bool:
    """True for a place of few people; its name is that of many a thing, so that it counts only in its own region."""
    key = fold(words)
    is_other = any(key in own(kind) for kind in ("noise", "anywhere", "vague", "refusal"))
    return len(key) > CODE and not is_other and bool(gazetteer.villages(key))


def is_area(words: str) -> bool:
    """True for the name or code of a country or region."""
    return bool(countries_of(words) or regions_of(words))


def _large(key: str) -> Iterator[City]:
    return (city for city in gazetteer.cities(key) if city.population >= gazetteer.LARGE or city.is_own_name)


def _is_code(words: str) -> bool:
    return len(words) <= CODE and words.isupper() and is_area(words)


def countries_of(words: str) -> list[str]:
    """The codes of the countries that the words can mean; codes only in capitals."""
    key = fold(words)
    if len(key) <= CODE and not words.isupper():
        return []
    named = gazetteer.countries().get(key) or (gazetteer.country_of_code(words) if words.isupper() else None)
    return [named] if named else []


def regions_of(words: str) -> tuple[Place, ...]:
    """The regions that the words can mean; codes only with a capital at the start."""
    key = fold(words)
    if len(key) <= CODE and not words[:1].isupper():
        return ()
    return gazetteer.regions().get(key, ())


def american_state(group: Group) -> Place | None:
    """The state of the United States whose code the group is."""
    if len(group.words) != len("US") or not group.words.isupper():
        return None
    return next((place for place in regions_of(group.words) if place.country_code == "US"), None)


def is_spelt_plainly(words: str) -> bool:
    """True for words of letters and the marks that stand in names."""
    return all(c.isalpha() or c in " .'’-" for c in words)
