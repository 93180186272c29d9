"""The mapping of a file's columns to ours: a few lines of TOML that say what a source's columns mean.

source = "my_tracker"           # a name of your choice
kind = "census"                 # census: the whole open set of each board; sample: what a search or feed showed
complete = "board"              # census: what is whole, each board that has a row that day, or the `day` itself
details = ["jobs/*.csv"]        # files that say what a posting is, by id; the others say which were there

[columns]                       # our field = their column, or several, which are joined
seen_on = "snapshot_date"
board = ["platform", "company"]
id = "job_uid"
title = "job_title"

[constants]                     # our field = a word, where no column says it
pay_currency = "EUR"

[errors]                        # rows where the column is true are no postings: they go to the quarantine
column = "error"
reason = "error_message"

[only_if]                       # a field counts only where another column has one of these words
pay_min = { column = "salary_source", words = ["employer"] }
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Literal

import msgspec

FIELDS: dict[str, str] = {
    "seen_on": "the day the row was seen",
    "board": "the board or site that showed it; a census needs it",
    "id": "the posting's id; without one, its url is",
    "title": "the title",
    "employer": "the employer's name",
    "url": "where a person reads it",
    "apply_url": "where a person applies",
    "place": "the place, as printed",
    "city": "the place's city",
    "region": "the place's region",
    "country": "the place's country",
    "pay": "the pay, in words",
    "pay_min": "the lowest pay, a number",
    "pay_max": "the highest pay, a number",
    "pay_currency": "the currency of these numbers",
    "pay_period": "their period: year, month, hour ...",
    "employment": "full-time, contract ...",
    "workplace": "remote, hybrid, on-site",
    "is_remote": "true where it is remote; anything else says nothing",
    "level": "junior, senior ...",
    "department": "the department",
    "team": "the team",
    "language": "the language's code",
    "requisition": "the employer's own number",
    "group_id": "the source's id of the opening behind several postings",
    "posted_at": "when the source says it was published",
    "description": "the description: plain text, Markdown or HTML",
}
"""What a mapping may name, and what it means."""

JOINED = {"board": "/", "place": ", "}
"""What stands between the words of several columns; else a blank."""

Columns = str | tuple[str, ...]


class MappingError(Exception):
    """A mapping, or a file it is to read, is not right; the message says what was seen, where, and what to do."""


class Errors(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rows are errors: those where `column` is true; `reason` is the column that says why."""

    column: str
    reason: str | None = None
    name: str = "search_error"


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a column has one of some words."""

    column: str
    words: tuple[str, ...]


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a source's columns mean. `optional`: columns that a file lacks say nothing, instead of being an error."""

    source: str
    columns: dict[str, Columns]
    kind: Literal["census", "sample"] | None = None
    complete: Literal["board", "day"] = "board"
    details: tuple[str, ...] = ()
    optional: bool = False
    constants: dict[str, str] = {}
    errors: Errors | None = None
    only_if: dict[str, Condition] = {}

    @property
    def is_census(self) -> bool:
        """Whether a day's rows of a board are its whole open set."""
        return self.kind == "census"

    def named(self, fields: Iterable[str]) -> list[str]:
        """The columns that the mapping names for some of our fields, each once, with those they depend on."""
        return list(dict.fromkeys(column for field in fields for column in self._named(field)))

    def _named(self, field: str) -> Iterator[str]:
        yield from _columns(self.columns.get(field, ()))
        if field in self.only_if:
            yield self.only_if[field].column


def _columns(named: Columns) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else named


def columns_of(mapping: Mapping, field: str) -> tuple[str, ...]:
    """The columns that make the field, in order."""
    return _columns(mapping.columns.get(field, ()))


def from_toml(text: str, name: str) -> Mapping:
    """The mapping that a TOML text is; raises MappingError naming `name` and the field where it is none."""
    try:
        mapping = msgspec.toml.decode(text, type=Mapping)
    except msgspec.DecodeError as error:
        said = re.sub(r"Invalid enum value (.*) - at `\$\.(.*)`", r"\2 cannot be \1", str(error))
        raise MappingError(f"{name}: {said}. {ADVICE}") from error
    _check(mapping, name)
    return mapping


ADVICE = "`jobgauge import --help` shows a mapping."


def to_json(mapping: Mapping) -> str:
    """The mapping as text, the same for the same mapping."""
    return msgspec.json.encode(mapping, order="deterministic").decode()


def from_json(text: str) -> Mapping:
    """The mapping that `to_json` wrote."""
    return msgspec.json.decode(text, type=Mapping)


def jobspy() -> Mapping:
    """The mapping of JobSpy's columns."""
    return from_toml(files("transform").joinpath("reference/jobspy.toml").read_text("utf-8"), "jobspy.toml")


JOBSPY = {"site", "job_url", "title", "company"}
"""Columns that tell JobSpy's files from others'."""


def _check(mapping: Mapping, name: str) -> None:
    """Raise MappingError where the mapping cannot be meant."""
    for section, fields in (
        ("columns", mapping.columns),
        ("constants", mapping.constants),
        ("only_if", mapping.only_if),
    ):
        for field in fields:
            if field not in FIELDS:
                near = difflib.get_close_matches(field, FIELDS, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(FIELDS)}."
                raise MappingError(f"{name}, [{section}]: {field!r} is no field of ours; {hint}")
    if empty := [field for field, columns in mapping.columns.items() if not columns]:
        raise MappingError(f"{name}, [columns]: {empty[0]!r} names no column.")
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", mapping.source):
        raise MappingError(f"{name}: source = {mapping.source!r} is not 2 to 40 small letters, digits and underscores.")
    said = {*mapping.columns, *mapping.constants}
    if not said & {"id", "url"}:
        raise MappingError(
            f"{name}, [columns]: neither `id` nor `url` is mapped, so no posting can be told from another."
        )
    if "title" not in said:
        raise MappingError(f"{name}, [columns]: `title` is not mapped.")
    if not said & {"employer", "board"}:
        raise MappingError(f"{name}, [columns]: `employer` is not mapped.")


def require_kind(mapping: Mapping, name: str) -> None:
    """Raise MappingError where it is not said whether the source is a census or a sample, or a census has no board."""
    if mapping.kind is None:
        raise MappingError(
            f'{name}: it does not say what the source is. Write kind = "census" where a day\'s rows of a board are its '
            'whole open set, else kind = "sample"; or say --census or --sample.'
        )
    if mapping.is_census and "board" not in {*mapping.columns, *mapping.constants}:
        raise MappingError(f"{name}, [columns]: a census needs `board`: whose whole open set a day's rows are.")
    if mapping.complete == "day" and not mapping.is_census:
        raise MappingError(f'{name}: complete = "day" is for a census; a sample is never whole and closes nothing.')
    if mapping.details and not mapping.is_census:
        raise MappingError(f"{name}: `details` are for a census; in a sample each row says what its posting is.")
