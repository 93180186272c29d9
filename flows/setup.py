"""`jobgauge init`: a few questions, two files."""

from pathlib import Path

import msgspec

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
