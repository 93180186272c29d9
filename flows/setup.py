"""`jobgauge init`: a few questions, two files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import typer

from flows.clock import today
from flows.interview_words import words_of
from flows.profile import (
    DEGREES,
    LEAST_HOURS,
    LEVELS,
    WORKPLACES,
    Profile,
    benefit,
    city,
    number_within,
    one_of,
    unknown_skills,
    unlisted,
)
from flows.settings import (
    ConfigurationError,
    amount,
    amount_or_nought,
    country_code,
    currency_code,
    iso_date,
    zone,
)
from transform.roles import find_role
from warehouse.answers.matching import LADDER
from warehouse.measures.preferences import ATTRIBUTES

CONFIG = """\
# jobgauge: what to watch and where results live. Every setting has a default; see jobgauge.example.toml.
data_dir = {data_dir}
profile = "profile.toml"
boards = "boards.csv"
time_zone = {time_zone}
"""


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the person said: about themselves, and where job boards may complain."""

    profile: Profile
    contact: str | None = None


def write_files(answers: Answers, folder: Path, *, data_dir: str, time_zone: str) -> tuple[Path, Path]:
    """The configuration and the profile, written to `folder`; the profile is readable by its owner only.

    A configuration that is there stays as it is; a profile that is there is kept as profile.toml.before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "jobgauge.toml"
    if not config.exists():
        text = CONFIG.format(data_dir=_quoted(data_dir), time_zone=_quoted(time_zone))
        contact = f"contact = {_quoted(answers.contact)}\n" if answers.contact else ""
        config.write_text(text + contact, encoding="utf-8")
    profile = folder / "profile.toml"
    if profile.exists():
        profile.replace(profile.with_name("profile.toml.before"))
    profile.touch(mode=0o600)
    profile.chmod(0o600)
    profile.write_text(profile_text(answers.profile), encoding="utf-8")
    return config, profile


def profile_text(profile: Profile) -> str:
    """The profile as TOML: what was said, and nothing of what was left out."""
    plain, values = Profile(role=""), msgspec.structs.asdict(profile)
    said = {name: value for name, value in values.items() if value != getattr(plain, name)}
    tables = {name: value for name, value in said.items() if isinstance(value, dict)}
    lines = [f"{name} = {_value(value)}\n" for name, value in said.items() if name not in tables]
    for name, values in tables.items():
        lines += [f"\n[{name}]\n", *(f"{_quoted(key)} = {_value(value)}\n" for key, value in values.items())]
    return "# jobgauge: about you. It stays on this machine.\n" + "".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_quoted(word) for word in value)}]"
    return str(int(value)) if float(value).is_integer() else repr(value)


def _quoted(text: str) -> str:
    """The text as a TOML basic string, which JSON's escapes are valid for."""
    return msgspec.json.encode(text).decode()


def known_role(words: str) -> str:
    """The words, where they name a role of the list; raises ConfigurationError with the nearest roles where not."""
    if find_role(words) is None:
        raise ConfigurationError(f"The role {unlisted(words)}")
    return words


# -- the questions --


class Question(NamedTuple):
    """One question: the field that its answer goes to, its words, and what makes a value of the answer."""

    field: str
    words: str
    read: Callable[[str, dict[str, Any]], Any]


def ask(known: Profile | None = None) -> Answers:
    """What the person answers on the terminal; all but the role may be left out, what is wrong is asked again.

    What `known` says already is offered as the answer.
    """
    said: dict[str, Any] = msgspec.structs.asdict(known) if known else {}
    for question in FIRST:
        _put(question, said)
    contact = _contact()
    typer.echo("That is all that is needed. Eleven more questions sharpen the other answers; any may stay empty.")
    if typer.confirm("Answer them now?", default=True):
        for question in MORE:
            _put(question, said)
    return Answers(profile=Profile(**said), contact=contact or None)


def _contact() -> str:
    """A mail or web address, or nothing."""
    while True:
        words: str = typer.prompt(
            "A mail or web address that job boards may complain to (empty: none)", default="", show_default=False
        )
        if not words.strip() or re.fullmatch(r"\S+@\S+\.\S+|https?://\S+\.\S+", words.strip()):
            return words.strip()
        typer.echo(f"{words!r} is neither a mail address nor one of the web, such as https://example.org.")


def _put(question: Question, said: dict[str, Any]) -> None:
    """Ask until the answer can be read, and note it; an empty answer leaves what is known."""
    if question.field == "currency" and said.get("pay") is None:
        return
    known = said.get(question.field)
    is_known = known not in (None, (), {})
    shown = f"{question.words} [{_spoken(known)}]" if is_known else question.words
    while True:
        words: str = typer.prompt(
            shown, default="" if is_known or question.field not in NEEDED else None, show_default=False
        )
        if not words.strip() and is_known:
            return
        try:
            found = NOTHING if words.strip() == "-" else question.read(words, said)
        except ConfigurationError as error:
            typer.echo(str(error))
            continue
        if found in (None, NOTHING, ()):
            said.pop(question.field, None)
        else:
            said[question.field] = found
        return


NEEDED = frozenset({"role", "currency"})
NOTHING = object()


def _spoken(known: Any) -> str:
    """A value as the person would type it."""
    if isinstance(known, dict):
        return ", ".join(f"{name}: {value}" for name, value in known.items())
    return ", ".join(known) if isinstance(known, tuple) else _value(known).strip('"')


def _countries(text: str, _: dict[str, Any]) -> tuple[str, ...]:
    return tuple(country_code(word, "Countries") for word in words_of(text))


def _cities(text: str, said: dict[str, Any]) -> tuple[str, ...]:
    return tuple(city(word, said.get("countries", ()), "Cities") for word in words_of(text))


def _workplaces(text: str, _: dict[str, Any]) -> tuple[str, ...]:
    return tuple(one_of(word, WORKPLACES, "Workplaces") for word in words_of(text))


def _benefits(text: str, _: dict[str, Any]) -> tuple[str, ...]:
    return tuple(benefit(word, "Benefits") for word in words_of(text))


def _skills(text: str, _: dict[str, Any]) -> tuple[str, ...] | dict[str, str]:
    """The skills, as a list where all are good; one that postings are not searched for is told and kept."""
    leveled = [tuple(part.strip() for part in word.partition(":")[::2]) for word in words_of(text)]
    found = {name: one_of(level or "good", LEVELS, "Skills") for name, level in leveled}
    for words in unknown_skills(Profile(role="", skills=found)):
        typer.echo(f"Postings are not searched for {words}; it is kept, but counts nowhere.")
    return tuple(found) if set(found.values()) <= {"good"} else found


def _years(text: str, _: dict[str, Any]) -> float | None:
    return number_within(_number(text, "Years"), 0, 60, "Years") if text.strip() else None


def _hours(text: str, _: dict[str, Any]) -> float | None:
    return number_within(_number(text, "Hours"), LEAST_HOURS, 1000, "Hours") if text.strip() else None


def _number(text: str, where: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ConfigurationError(f"{where}: {text!r} is not a number.") from None


def _weights(text: str, _: dict[str, Any]) -> dict[str, float] | None:
    """Weights 3, 2 and then 1.5 for what is named first, second and after; what is not named keeps 1."""
    names = [one_of(word, ATTRIBUTES, "What counts") for word in words_of(text)]
    return dict(zip(names, [3.0, 2.0, *[1.5] * len(names)], strict=False)) or None


def _text(read: Callable[[str], Any]) -> Callable[[str, dict[str, Any]], Any]:
    """A reader of the answer alone, for a question that no other answer bears on; an empty answer is None."""
    return lambda text, _: read(text) if text.strip() else None


FIRST = (
    Question("role", "Your role (e.g. Data Engineer, Registered Nurse)", lambda text, _: known_role(text)),
    Question("countries", "Countries you would work in (two letters each, e.g. DE, NL; empty: anywhere)", _countries),
    Question("pay", "Your base pay a year, before tax (empty: not compared)", _text(lambda text: _year_pay(text))),
    Question("currency", "Its currency (three letters, e.g. EUR)", lambda text, _: currency_code(text, "Currency")),
    Question("skills", "Your main skills, with how well if you like (e.g. Python: strong, SQL, Excel: some)", _skills),
    Question("started_on", "When you started in this role (e.g. 2023-04-01; empty: unknown)",
             _text(lambda text: _start(text))),
)  # fmt: skip
MORE = (
    Question("other_roles", "Other roles that you would take, separated by commas",
             lambda text, _: tuple(known_role(word) for word in words_of(text))),
    Question("cities", "Cities you would work in (empty: any)", _cities),
    Question("workplaces", f"Workplaces you would accept ({', '.join(WORKPLACES)}; empty: any)", _workplaces),
    Question("years", "Your years of experience", _years),
    Question("seniority", f"How senior your role is ({', '.join(LADDER)})",
             _text(lambda text: one_of(text, LADDER, "Seniority"))),
    Question("degree", f"Your highest degree ({', '.join(DEGREES)})",
             _text(lambda text: one_of(text, DEGREES, "Degree"))),
    Question("bonus", "Your bonus in a usual year, in the same currency", _text(amount_or_nought)),
    Question("equity", "Your equity a year, as you value it", _text(amount_or_nought)),
    Question("benefits", "Benefits that you have now (e.g. pension plan, health insurance)", _benefits),
    Question("weights", f"What counts most, most first ({', '.join(ATTRIBUTES)}; empty: all alike)", _weights),
    Question("interview_hours", "Hours that one interview costs you, all told (empty: 6)", _hours),
)  # fmt: skip


LEAST_PAY = 1_000
"""No currency has a year's pay below this: a smaller one is that of an hour or a month, or lacks its thousands."""


def _year_pay(text: str) -> float:
    """The pay in `text`, such as 75000, 75,000 or 75k; raises ConfigurationError for another and for too little."""
    found = amount(text)
    if found < LEAST_PAY:
        raise ConfigurationError(f"Pay: {text.strip()} is too little for a year. Write a year's pay, such as 75000.")
    return found


def _start(text: str) -> str:
    """The day in `text`; raises ConfigurationError where it is none or is yet to come."""
    day = iso_date(text, "Start")
    if day > today(zone(None)).isoformat():
        raise ConfigurationError(f"Start: {day} is yet to come. Write a day of the past, or nothing.")
    return day
