"""`jobgauge init`: a few questions, two files."""

from pathlib import Path

import msgspec
import typer

from flows.settings import ConfigurationError
from transform.roles import find_role, nearest_roles

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
        "pay": None if answers.pay is None else f"{answers.pay:g}",
        "currency": _quoted(answers.currency) if answers.currency else None,
        "skills": _list(answers.skills),
        "started_on": _quoted(answers.started_on) if answers.started_on else None,
    }
    lines = [f"{name} = {value}\n" for name, value in given.items() if value is not None]
    return "# jobgauge: about you. It stays on this machine.\n" + "".join(lines)


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
    """What the person answers on the terminal; everything but the role may be left out."""
    role = _ask_role()
    countries = typer.prompt("Countries you would work in (two letters each, e.g. DE, NL; empty: anywhere)", default="")
    pay = typer.prompt("Your pay a year, before tax (empty: not compared)", default="", show_default=False)
    currency = typer.prompt("Its currency (three letters, e.g. EUR)") if pay else None
    skills = typer.prompt("Your main skills, separated by commas (empty: none)", default="", show_default=False)
    started_on = typer.prompt("When you started in this role (e.g. 2023-04-01; empty: unknown)", default="")
    contact = typer.prompt("A mail or web address that job boards may complain to (empty: none)", default="")
    return Answers(
        role=role,
        countries=_words(countries.upper()),
        pay=_amount(pay),
        currency=currency.upper() if currency else None,
        skills=_words(skills),
        started_on=started_on or None,
        contact=contact or None,
    )


def _ask_role() -> str:
    while True:
        words: str = typer.prompt("Your role (e.g. Data Engineer, Registered Nurse)")
        try:
            return known_role(words)
        except ConfigurationError as error:
            typer.echo(str(error))


def _amount(text: str) -> float | None:
    """The amount in `text`, whose thousands may be set apart; raises ConfigurationError for anything else."""
    digits = text.replace(",", "").replace("'", "").replace(" ", "")
    if not digits:
        return None
    try:
        return float(digits)
    except ValueError:
        raise ConfigurationError(f"{text!r} is not an amount. Write it like 75000.") from None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
