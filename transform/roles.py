"""The roles that titles are matched to, and a person's words for one of them.

`reference/roles.csv` is the lexicon: a role a line, with its family and field, its SOC 2018 and ISCO-08 codes, the
phrases that name it, and the phrases that rule it out. A new role or alias is a line or a word there, never code.
"""

import difflib
import re
import unicodedata
from functools import cache
from importlib import resources

import polars as pl

from transform.schema import TABLES

_CUTOFF = 0.76  # how alike a misspelt role must be before it is offered; below, any word comes near some role


@cache
def roles() -> pl.DataFrame:
    """The roles in the columns of `core.role`, one row a role, in the order of the lexicon."""
    return _lexicon().select(TABLES["core.role"].columns)


@cache
def aliases() -> pl.DataFrame:
    """The phrases that name a role, as `alias` and `role_id`; the role's own title in lower case is one of them."""
    listed = _lexicon().select("role_id", alias=_phrases("aliases"))
    titles = _lexicon().select("role_id", alias=pl.concat_list(pl.col("role_title").str.to_lowercase()))
    every = pl.concat([titles, listed]).explode("alias", empty_as_null=False)
    return every.select("alias", "role_id").unique(maintain_order=True)


@cache
def exclusions() -> dict[str, tuple[str, ...]]:
    """The phrases that forbid a role when the title holds them, for each role that has any."""
    ruled = _lexicon().select("role_id", words=_phrases("exclusions")).filter(pl.col("words").list.len() > 0)
    return {role_id: tuple(words) for role_id, words in ruled.iter_rows()}


def find_role(words: str) -> str | None:
    """The role that a person means by its id, title or an alias, however cased or joined; None where it is none."""
    return _titles().get(words.strip().lower()) or _names().get(_plain(words))


def nearest_roles(words: str, limit: int = 5) -> list[str]:
    """The titles of at most `limit` roles whose id, title or an alias is spelt most like `words`, nearest first."""
    titles = dict(roles().select("role_id", "role_title").iter_rows())
    # Several names of one role may be near, so that more names are asked for than roles.
    near = difflib.get_close_matches(_plain(words), _names(), n=limit * 8, cutoff=_CUTOFF)
    found = dict.fromkeys(titles[_names()[name]] for name in near)
    return list(found)[:limit]


@cache
def _lexicon() -> pl.DataFrame:
    columns = [*TABLES["core.role"].columns, "aliases", "exclusions"]
    source = resources.files("transform.reference").joinpath("roles.csv").read_bytes()
    return pl.read_csv(source, schema=dict.fromkeys(columns, pl.String))


def _phrases(column: str) -> pl.Expr:
    """The phrases of a cell, which are parted by `|`; an empty cell has none."""
    return pl.col(column).fill_null("").str.split("|").list.filter(pl.element() != "")


@cache
def _titles() -> dict[str, str]:
    """The role of each title and id as the lexicon spells them, for the quick look at what is mostly meant."""
    listed = roles().select("role_id", title=pl.col("role_title").str.to_lowercase())
    return {title: role_id for role_id, title in listed.iter_rows()} | {one: one for one in listed["role_id"]}


@cache
def _names() -> dict[str, str]:
    """The role of each id, title and alias, in the spelling that people's words are brought to."""
    names = {_plain(alias): role_id for alias, role_id in aliases().iter_rows()}
    return names | {_plain(role_id): role_id for role_id in roles()["role_id"]}


def _plain(words: str) -> str:
    """The words in lower case without accents, joined by single spaces, with `and` for `&`."""
    letters = unicodedata.normalize("NFKD", words.casefold().replace("&", " and "))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", bare.replace("+", "p").replace("#", "sharp")).strip()
