"""The words that tell what is asked and offered: `reference/terms_words.csv`, by their use."""

import csv
from functools import cache
from importlib import resources

from transform.patterns import in_ascii


@cache
def words(use: str) -> tuple[tuple[str, str], ...]:
    """The values of a use, each with its pattern, in their order on file."""
    source = resources.files("transform.reference").joinpath("terms_words.csv").read_text(encoding="utf-8")
    return tuple((row["value"], row["pattern"]) for row in csv.DictReader(source.splitlines()) if row["use"] == use)


_CLASSES = {
    "[^.;]": r"[ -\-/-:<-~ß-ÿ]",
    "[^.;?]": r"[ -\-/-:<->@-~ß-ÿ]",
    "[^.;:?]": r"[ -\-/-9<->@-~ß-ÿ]",
    "[^.;:,]": r"[ -+\-/-9<-~ß-ÿ]",
    "[^.;,:]": r"[ -+\-/-9<-~ß-ÿ]",
    "[^.;,]": r"[ -+\-/-:<-~ß-ÿ]",
    "[^ .;:,]": r"[!-+\-/-9<-~ß-ÿ]",
    "[^,;]": r"[ -+\--:<-~ß-ÿ]",
    "[^\\n]": r"[ -~ß-ÿ]",
    ".{": r"[ -~ß-ÿ]{",
}


def narrowed(pattern: str) -> str:
    r"""The pattern with ASCII's `\b`, `\w` and `\d`, and of all other characters only those of western languages.

    A long repeat of any character but a full stop makes an automaton too large to be fast.
    """
    for wide, narrow in _CLASSES.items():
        pattern = pattern.replace(wide, narrow)
    return in_ascii(pattern)


@cache
def by_value(use: str) -> tuple[tuple[str, str], ...]:
    """The values of a use in their order on file, each with one pattern for all of its lines."""
    joined: dict[str, list[str]] = {}
    for value, pattern in words(use):
        joined.setdefault(value, []).append(pattern)
    return tuple((value, narrowed("|".join(f"(?:{p})" for p in patterns))) for value, patterns in joined.items())


@cache
def one_by_one(use: str) -> tuple[tuple[str, str], ...]:
    """The values of a use, each with each of its patterns: large ones together are slower than one by one."""
    return tuple((value, narrowed(pattern)) for value, pattern in words(use))


@cache
def either(use: str) -> str:
    """One pattern for all of the words of a use."""
    return narrowed("|".join(f"(?:{pattern})" for _, pattern in words(use)))


@cache
def cues(fact: str) -> tuple[str, ...]:
    """Literals in lower case, one of which is in every line that says anything of the fact."""
    return tuple(cue for value, line in words("cue") if value == fact for cue in line.split("|"))
