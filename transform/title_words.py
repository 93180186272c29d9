"""The words that titles are read by, and titles as words to compare by."""

import csv
from functools import cache
from importlib import resources

import polars as pl

LIMIT = 300  # the characters of a title that are read; what is longer is a sentence


@cache
def words_of(use: str) -> tuple[tuple[str, str], ...]:
    """The patterns of a use, each with its value."""
    source = resources.files("transform.reference").joinpath("title_words.csv").read_text(encoding="utf-8")
    return tuple((row["pattern"], row["value"]) for row in csv.DictReader(source.splitlines()) if row["use"] == use)


@cache
def either(use: str) -> str:
    """One alternation of all patterns of a use."""
    return "(?:" + "|".join(pattern for pattern, _ in words_of(use)) + ")"


def folded(text: pl.Expr) -> pl.Expr:
    """The text in lower case without accents; its punctuation stays."""
    return text.str.head(LIMIT).str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")


def of_one_gender(folded: pl.Expr) -> pl.Expr:
    """Folded text with one of the two forms of a noun that stand in it: `ingenieur(e)`, `entwickler:in`."""
    for pattern, value in words_of("gendered"):
        folded = folded.str.replace_all(pattern, value)
    return folded


def normal(text: pl.Expr) -> pl.Expr:
    """Words to compare by: lower case, no accents, no punctuation, one spelling of words that have several."""
    plain = folded(text).str.replace_all("&", " and ", literal=True).str.replace_all("['’]s?\\b", "")
    plain = plain.str.replace_all(r"[^\p{L}\p{N}+#]+", " ").str.strip_chars(" ")
    plain = plain.str.replace_all(rf"(?-u:\b)({either('plural')})s(?-u:\b)", "$1")
    spellings, spelling = _spellings()
    apart = " " + plain.str.replace_all(" ", "  ", literal=True) + " "  # so that two matches never share a blank
    same = apart.str.replace_many(spellings, spelling, leftmost=True)
    return same.str.replace_all(r" +", " ").str.strip_chars(" ")


@cache
def _spellings() -> tuple[list[str], list[str]]:
    """The spellings that are replaced, the longest first, and the ones that replace them, as words set apart."""
    pairs = [(words, value) for pattern, value in words_of("fold") for words in pattern.split("|") if words != value]
    pairs.sort(key=lambda pair: -len(pair[0]))
    apart = [[f" {words.replace(' ', '  ')} " for words in column] for column in zip(*pairs, strict=True)]
    return apart[0], apart[1]


def without_level(words: pl.Expr) -> pl.Expr:
    """Normal words without those of seniority, season and contract."""
    bare = words.str.replace_all(rf"(?-u:\b){either('level')}(?-u:\b)", "")
    return bare.str.replace_all(r" +", " ").str.strip_chars(" ")


def names_person(words: pl.Expr) -> pl.Expr:
    """Whether the words say who is hired; a customer or partner before a field of work is somebody else."""
    field = words.str.replace_all(rf"(?-u:\b){either('impersonal')}", "")
    return field.str.contains(rf"(?-u:\b){either('person')}(?-u:\b)")


def word_count(phrase: pl.Expr) -> pl.Expr:
    """How many words a phrase has."""
    return phrase.str.count_matches(" ", literal=True).cast(pl.Int64) + 1


def before_preposition(words: pl.Expr) -> pl.Expr:
    """What stands before the first `of`, `for` ..."""
    return words.str.replace(rf" (?:of|{either('preposition')}) .*$", "")
