"""`jobgauge init`: a few questions, two files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
import typer

from flows.settings import ConfigurationError, country_code, currency_code, iso_date, positive_pay
from transform.roles import find_role, nearest_roles

T = TypeVar("T")

CONFIG = """\
# jobgauge: what to watch and where results live. Every setting has a default; see jobgauge.example.toml.
data_dir = {data_dir}
profile = "profile.toml"
boards = "boards.csv"
time_zone = {time_zone}
"""


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the person said; only the role is needed."""

    role: str
    countries: tuple[str, ...] = ()
    pay: float | None = None
    currency: str | None = None
    skills: tuple[str, ...] = ()
    started_on: str | None = None
    contact: str | None = None


def write_files(answers: Answers, folder: Path, *, data_dir: str, time_zone: str) -> tuple[Path, Path]:
    """The configuration and the profile, written to `folder`; the profile is readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "jobgauge.toml"
    text = CONFIG.format(data_dir=_quoted(data_dir), time_zone=_quoted(time_zone))
    if answers.contact:
        text += f"contact = {_quoted(answers.contact)}\n"
    config.write_text(text, encoding="utf-8")
    profile = folder / "profile.toml"
    profile.touch(mode=0o600)
    profile.chmod(0o600)
    profile.write_text(_profile_text(answers), encoding="utf-8")
    return config, profile


def _profile_text(answers: Answers) -> str:
    given = {
        "role": _quoted(answers.role),
        "countries": _list(answers.countries),
        "pay": None if answers.pay is None else _number(answers.pay),
        "currency": _quoted(answers.currency) if answers.currency else None,
        "skills": _list(answers.skills),
        "started_on": _quoted(answers.started_on) if answers.started_on else None,
    }
    lines = [f"{name} = {value}\n" for name, value in given.items() if value is not None]
    return "# jobgauge: about you. It stays on this machine.\n" + "".join(lines)


def _number(amount: float) -> str:
    return str(int(amount)) if float(amount).is_integer() else repr(amount)


def _list(words: tuple[str, ...]) -> str | None:
    return f"[{', '.join(_quoted(word) for word in words)}]" if words else None


def _quoted(text: str) -> str:
    """The text as a TOML basic string, which JSON's escapes are valid for."""
    return msgspec.json.encode(text).decode()


def known_role(words: str) -> str:
    """The words, where the lexicon knows the role; raises ConfigurationError with the nearest roles where not."""
    if find_role(words) is None:
        near = "; ".join(nearest_roles(words)) or "no role comes near it"
        raise ConfigurationError(f"The role {words!r} is not in the lexicon. Nearest: {near}.")
    return words


def ask() -> Answers:
    """What the person answers on the terminal; all but the role may be left out, what is wrong is asked again."""
    role = _ask("Your role (e.g. Data Engineer, Registered Nurse)", known_role)
    countries = _ask("Countries you would work in (two letters each, e.g. DE, NL; empty: anywhere)", _countries, "")
    pay = _ask("Your pay a year, before tax (empty: not compared)", _amount, "")
    currency = _ask("Its currency (three letters, e.g. EUR)", _currency) if pay is not None else None
    skills = _ask("Your main skills, separated by commas (empty: none)", _words, "")
    started_on = _ask("When you started in this role (e.g. 2023-04-01; empty: unknown)", _day, "")
    contact = _ask("A mail or web address that job boards may complain to (empty: none)", str.strip, "")
    return Answers(
        role=role,
        countries=countries,
        pay=pay,
        currency=currency,
        skills=skills,
        started_on=started_on,
        contact=contact or None,
    )


def _ask(question: str, read: Callable[[str], T], default: str | None = None) -> T:
    """What `read` makes of the answer; the question is put again as long as it raises ConfigurationError."""
    while True:
        words: str = typer.prompt(question, default=default, show_default=False)
        try:
            return read(words)
        except ConfigurationError as error:
            typer.echo(str(error))


def _countries(text: str) -> tuple[str, ...]:
    return tuple(country_code(word, "Countries") for word in _words(text))


def _currency(text: str) -> str:
    return currency_code(text, "Currency")


def _day(text: str) -> str | None:
    return iso_date(text, "Start") if text.strip() else None


_AMOUNT = re.compile(r"(\d{1,3}(?:[ ,.'’]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*(k?)", re.IGNORECASE)


def _amount(text: str) -> float | None:
    """The amount in `text`, such as 75000, 75,000 or 75k; raises ConfigurationError for anything else."""
    if not text.strip():
        return None
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        raise ConfigurationError(f"{text!r} is not an amount. Write it like 75000.")
    amount = float(f"{re.sub(r'[^0-9]', '', found[1])}.{found[2] or 0}")
    return positive_pay(amount * 1000 if found[3] else amount, "Pay")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
