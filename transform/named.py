"""What a person means by the name of a skill, a benefit or a city, as postings know it."""

import difflib
from functools import cache

from transform.gazetteer import cities, fold
from transform.skills import names as skill_names
from transform.terms_offers import terms

_CUTOFF = 0.76


def find_skill(words: str) -> tuple[str, str] | None:
    """The id and name of the skill that the person means by its name or an alias; None where it is none."""
    return _skills().get(fold_name(words))


def nearest_skills(words: str, limit: int = 3) -> list[str]:
    """The names of at most `limit` skills spelt most like `words`, nearest first."""
    near = difflib.get_close_matches(fold_name(words), _skills(), n=4 * limit, cutoff=_CUTOFF)
    return list(dict.fromkeys(_skills()[name][1] for name in near))[:limit]


def find_benefit(words: str) -> str | None:
    """The term id of the benefit that the person means by its id or name; None where it is none."""
    return _benefits().get(fold(words))


def benefit_names() -> list[str]:
    """The names of the benefits that are read from postings."""
    return [name for kind, _, name in terms() if kind == "benefit"]


def find_city(words: str, countries: tuple[str, ...] = ()) -> str | None:
    """The name that postings have for the city, the largest so called in `countries` (any, where there are none)."""
    found = [city for city in cities(fold(words)) if not countries or city.country_code in countries]
    return found[0].name if found else None


def fold_name(words: str) -> str:
    """A skill's name in lower case with single blanks; its signs stay, for C is not C++."""
    return " ".join(words.casefold().split())


@cache
def _skills() -> dict[str, tuple[str, str]]:
    """Every name and alias of a skill; a skill's own name wins over another's alias."""
    aliases: dict[str, tuple[str, str]] = {}
    own: dict[str, tuple[str, str]] = {}
    for skill_id, name, others in skill_names():
        own[fold_name(name)] = (skill_id, name)
        aliases |= {fold_name(other): (skill_id, name) for other in others}
    return aliases | own


@cache
def _benefits() -> dict[str, str]:
    named = [(term_id, name) for kind, term_id, name in terms() if kind == "benefit"]
    return {fold(name): term_id for term_id, name in named} | {fold(term_id): term_id for term_id, _ in named}
