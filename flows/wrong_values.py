"""What is wrong in a file of TOML, in plain words: the line, the key, what it should be, and an example."""

import difflib
import re
from collections.abc import Mapping
from typing import Any

KINDS = {
    "str": "a text in quotes",
    "int": "a whole number",
    "float": "a number without quotes",
    "bool": "true or false",
    "array": "a list in square brackets",
    "object": "a table of names and values",
}
"""What a value should be, for people."""
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`(?: - at `\$\.(?P<at>[^`]*)`)?")
_MISSING = re.compile(r"Object missing required field `(?P<key>[^`]*)`")
_OTHER = re.compile(r"Expected `(?P<want>[^`]*)`, got `(?P<got>[^`]*)`(?: - at `\$\.(?P<at>[^`]*)`)?")


def line_of(text: str, *keys: str) -> int | None:
    """The number of the line where the last of the nested keys is set, or else one before it; None if none is there."""
    lines = text.splitlines()
    found, start = None, 0
    for key in keys:
        pattern = re.compile(rf"""\s*(?:\[\s*)?["']?{re.escape(key)}["']?\s*[=\]]""")
        at = next((at for at in range(start, len(lines)) if pattern.match(lines[at])), None)
        if at is None:
            break
        found, start = at + 1, at
    return found


def place(source: str, text: str, *keys: str) -> str:
    """Where a value stands, such as "profile.toml, line 4"; the file alone where its line is not found."""
    line = line_of(text, *keys)
    return source if line is None else f"{source}, line {line}"


def told(
    message: str, values: Mapping[str, Any], known: Mapping[str, Any], source: str, text: str = "",
    examples: Mapping[str, str] | None = None,
) -> str | None:  # fmt: skip
    """What the message of msgspec says of the values of a file, in words; None for one that is of another form.

    `known` are the names that may be set, by section where it is one; `text` is the file's, `examples` a value for each
    name as the file would have it.
    """
    examples = examples or {}
    if found := _MISSING.search(message):
        return f"{source}: {found['key']} is missing.{_like(found['key'], examples)}"
    if found := _UNKNOWN.search(message):
        return _unknown(found["key"], found["at"], known, source, text)
    if found := _OTHER.search(message):
        return _other(found["want"], found["at"] or "", values, source, text, examples)
    return None


def _unknown(key: str, section: str | None, known: Mapping[str, Any], source: str, text: str) -> str:
    names = list(known.get(section, ()) if section else known)
    near = [name for name in names if name.startswith(key)] or difflib.get_close_matches(key, names, n=1, cutoff=0.7)
    where = place(source, text, *([section] if section else []), key)
    there = f"[{section}] has" if section else "There are"
    guess = f" Did you mean {near[0]}?" if near else ""
    return f"{where}: nothing is called {key!r}.{guess} {there} {', '.join(names)}."


SOME = "*"
"""Stands for a name that the message does not tell."""


def _other(
    want: str, at: str, values: Mapping[str, Any], source: str, text: str, examples: Mapping[str, str]
) -> str | None:
    kinds = [KINDS[kind] for kind in want.replace(" ", "").split("|") if kind in KINDS]
    keys = re.findall(r"[^.\[\]]+", at.replace("[...]", f".{SOME}"))
    if not kinds or not keys:
        return None
    name, value, inner = keys[0], values.get(keys[0]), ""
    if isinstance(value, dict) and len(keys) > 1:
        inner = keys[1] if keys[1] != SOME else next((key for key in value if not _is_a(want, value[key])), "")
        value = value.get(inner, value)
    elif isinstance(value, list) and len(keys) > 1:
        value = value[int(keys[1])] if keys[1].isdigit() else value
    where, said = place(source, text, name, *([inner] if inner else [])), f"{name}.{inner}" if inner else name
    each = "each of " if isinstance(values.get(name), list) and len(keys) > 1 else ""
    return f"{where}: {each}{said} should be {' or '.join(kinds)}, not {_shown(value)}.{_like(name, examples)}"


def _is_a(want: str, value: Any) -> bool:
    kinds: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}
    return isinstance(value, kinds.get(want, (object,))) and (want == "bool" or not isinstance(value, bool))


def _shown(value: Any) -> str:
    """The value as a file of TOML has it, as far as it is short."""
    if isinstance(value, bool):
        return str(value).lower()
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


def _like(name: str, examples: Mapping[str, str]) -> str:
    return f" Write it like {name} = {examples[name]}." if name in examples else ""
