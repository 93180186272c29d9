"""The person's profile: what may stand in profile.toml, what of it is wrong, and the person that it makes."""

import datetime as dt
import math
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from flows.settings import (
    ConfigurationError,
    Context,
    convert,
    country_code,
    currency_code,
    iso_date,
    positive_pay,
    read_toml,
)
from flows.wrong_values import place
from transform import named
from transform.roles import find_role, nearest_roles
from warehouse.answers.matching import LADDER
from warehouse.answers.person import Person, Skill
from warehouse.measures.preferences import ATTRIBUTES

LEVELS = {"some": 1, "good": 2, "strong": 3}
DEGREES = ("high_school", "vocational", "associate", "bachelor", "master", "doctorate")
WORKPLACES = ("remote", "hybrid", "on_site")
MOST_WEIGHT = 5.0
LEAST_HOURS = 0.25
"""No interview costs less: what it may be worth is told by the hour."""


EXAMPLES = {
    "role": '"Data Engineer"', "other_roles": '["Analytics Engineer"]', "started_on": '"2023-04-01"',
    "countries": '["DE", "NL"]', "cities": '["Berlin", "Amsterdam"]', "workplaces": '["remote", "hybrid"]',
    "pay": "75000", "currency": '"EUR"', "bonus": "5000", "equity": "0", "years": "6", "seniority": '"senior"',
    "degree": '"bachelor"', "interview_hours": "6", "benefits": '["retirement plan", "health insurance"]',
    "skills": '["SQL", "Python"]', "weights": "{ pay = 3, remote = 2 }",
}  # fmt: skip
"""How each line of a profile may look; profile.example.toml has them too."""


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The person, as far as they care to say: only the role is needed. Never sent anywhere."""

    role: str
    other_roles: tuple[str, ...] = ()
    started_on: str | None = None
    countries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    workplaces: tuple[str, ...] = ()
    pay: float | None = None
    currency: str | None = None
    bonus: float | None = None
    equity: float | None = None
    years: float | None = None
    seniority: str | None = None
    degree: str | None = None
    interview_hours: float | None = None
    benefits: tuple[str, ...] = ()
    skills: tuple[str, ...] | dict[str, str] = ()
    weights: dict[str, float] = {}


def load_profile(path: Path) -> Profile:
    """The person's profile; raises ConfigurationError where there is none or it does not fit."""
    if not path.exists():
        raise ConfigurationError(f"{path} does not exist: it says which role to gauge. `jobgauge init` writes it.")
    values = read_toml(path)
    if isinstance(values.get("started_on"), dt.date):
        values["started_on"] = values["started_on"].isoformat()
    text = path.read_text(encoding="utf-8")
    profile = convert(values, Profile, str(path), strict=True, text=text, examples=EXAMPLES)
    _check(profile, lambda name: f"{place(str(path), text, *name.split('.'))}: {name}")
    return profile


def own_person(context: Context) -> Person:
    """The person of the profile in force; raises ConfigurationError where there is none or it does not fit."""
    return person_of(load_profile(context.profile_path), context.profile_path)


def person_of(profile: Profile, source: Path) -> Person:
    """The person as the answers need them; raises ConfigurationError for a role that the lexicon does not know."""
    countries = tuple(code.upper() for code in profile.countries)
    return Person(
        role_id=_role(profile.role, f"{source}: role"),
        other_roles=tuple(_role(words, f"{source}: other_roles") for words in profile.other_roles),
        countries=countries,
        cities=tuple(named.find_city(city, countries) or city for city in profile.cities),
        workplaces=profile.workplaces,
        pay_annual=profile.pay,
        pay_currency=profile.currency.upper() if profile.currency else None,
        bonus_annual=profile.bonus,
        equity_annual=profile.equity,
        skills=known_skills(profile),
        years=profile.years,
        seniority=profile.seniority,
        degree=profile.degree,
        benefits=tuple(benefit(words, f"{source}: benefits") for words in profile.benefits),
        weights=profile.weights,
        interview_hours=profile.interview_hours,
        started_on=dt.date.fromisoformat(profile.started_on) if profile.started_on else None,
    )


def known_skills(profile: Profile) -> tuple[Skill, ...]:
    """The skills of the profile that postings are searched for, each once."""
    found = {skill[0]: Skill(skill_id=skill[0], name=skill[1], level=LEVELS[level])
             for words, level in _leveled(profile.skills) if (skill := named.find_skill(words))}  # fmt: skip
    return tuple(found.values())


def unknown_skills(profile: Profile) -> list[str]:
    """The skills of the profile that postings are not searched for, each with the nearest that are."""
    missing = [words for words, _ in _leveled(profile.skills) if not named.find_skill(words)]
    return [words + _near(named.nearest_skills(words)) for words in missing]


def _leveled(skills: tuple[str, ...] | dict[str, str]) -> Iterable[tuple[str, str]]:
    return skills.items() if isinstance(skills, dict) else ((words, "good") for words in skills)


def _near(names: list[str]) -> str:
    return f" (did you mean {' or '.join(names)}?)" if names else ""


def _role(words: str, where: str) -> str:
    role_id = find_role(words)
    if role_id is None:
        raise ConfigurationError(f"{where}: {unlisted(words)}")
    return role_id


def unlisted(words: str) -> str:
    """A sentence without its subject: that the list of roles has none so called, the nearest, and how to see them."""
    near = "; ".join(nearest_roles(words))
    nearest = f"Nearest: {near}." if near else "No role comes near it."
    return f"{words!r} is not in the list of roles. {nearest} `jobgauge roles` lists them all."


# -- what each value must be --


def benefit(words: str, where: str) -> str:
    """The id of the benefit; raises ConfigurationError, saying `where`, for one that is not read from postings."""
    found = named.find_benefit(words)
    if found is None:
        raise ConfigurationError(f"{where}: {words!r} is not known. There are: {', '.join(named.benefit_names())}.")
    return found


def city(words: str, countries: tuple[str, ...], where: str) -> str:
    """The city's name in postings; raises ConfigurationError, saying `where`, where there is none so called."""
    found = named.find_city(words, countries)
    if found is None:
        within = f" in {', '.join(countries)}" if countries else ""
        raise ConfigurationError(f"{where}: no city{within} called {words!r} is known.")
    return found


def one_of(words: str, known: Iterable[str], where: str) -> str:
    """The word of `known` that is meant; raises ConfigurationError, saying `where`, for another."""
    plain = words.strip().lower().replace(" ", "_").replace("-", "_")
    if plain not in (known := tuple(known)):
        raise ConfigurationError(f"{where}: {words!r} is none of {', '.join(known)}.")
    return plain


def number_within(value: float, low: float, high: float, where: str) -> float:
    """The number; raises ConfigurationError, saying `where`, where it is not from `low` to `high`."""
    if not (math.isfinite(value) and low <= value <= high):
        raise ConfigurationError(f"{where}: {value:g} is not from {low:g} to {high:g}.")
    return value


def _check(profile: Profile, at: Callable[[str], str]) -> None:
    for check in (_check_places, _check_money, _check_experience, _check_wishes):
        check(profile, at)


def _check_places(profile: Profile, at: Callable[[str], str]) -> None:
    countries = tuple(country_code(words, at("countries")) for words in profile.countries)
    for words in profile.cities:
        city(words, countries, at("cities"))
    for words in profile.workplaces:
        if words not in WORKPLACES:
            raise ConfigurationError(f"{at('workplaces')}: {words!r} is none of {', '.join(WORKPLACES)}.")


def _check_money(profile: Profile, at: Callable[[str], str]) -> None:
    if profile.currency is not None:
        currency_code(profile.currency, at("currency"))
    if profile.pay is not None:
        positive_pay(profile.pay, at("pay"))
    for name in ("bonus", "equity"):
        if (part := getattr(profile, name)) is not None:
            number_within(part, 0, 1e9, at(name))
    if profile.pay is not None and profile.currency is None:
        raise ConfigurationError(f'{at("pay")} needs a currency, such as currency = "EUR".')
    if profile.pay is None and profile.currency is not None:
        raise ConfigurationError(f"{at('currency')} has no pay to go with. Add pay = 75000, or leave both out.")


def _check_experience(profile: Profile, at: Callable[[str], str]) -> None:
    if profile.started_on is not None:
        iso_date(profile.started_on, at("started_on"))
    if profile.years is not None:
        number_within(profile.years, 0, 60, at("years"))
    if profile.seniority is not None and profile.seniority not in LADDER:
        raise ConfigurationError(f"{at('seniority')}: {profile.seniority!r} is none of {', '.join(LADDER)}.")
    if profile.degree is not None and profile.degree not in DEGREES:
        raise ConfigurationError(f"{at('degree')}: {profile.degree!r} is none of {', '.join(DEGREES)}.")
    for words, level in _leveled(profile.skills):
        if level not in LEVELS:
            raise ConfigurationError(f"{at('skills')}: {words} = {level!r} is none of {', '.join(LEVELS)}.")


def _check_wishes(profile: Profile, at: Callable[[str], str]) -> None:
    if profile.interview_hours is not None:
        number_within(profile.interview_hours, LEAST_HOURS, 1000, at("interview_hours"))
    for words in profile.benefits:
        benefit(words, at("benefits"))
    for name, weight in profile.weights.items():
        if name not in ATTRIBUTES:
            raise ConfigurationError(f"{at('weights')}: {name!r} is none of {', '.join(ATTRIBUTES)}.")
        number_within(weight, 0, MOST_WEIGHT, at(f"weights.{name}"))
