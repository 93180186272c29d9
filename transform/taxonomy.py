"""The official classifications of occupations, read from their publishers' own files.

`reference/taxonomies.csv` says of each scheme who publishes it, under what licence, and what its codes look like;
`reference/taxonomy_columns.csv` says by which columns its tables are known, for file names change from release to
release. None of the publishers' data comes with the program.
"""

import csv
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import msgspec
import polars as pl

from transform.tables import Found, Looked, Shape, UnreadableFile, look

ENTRIES = {
    "code": pl.String,
    "title": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "isco_code": pl.String,
    "soc_code": pl.String,
    "uri": pl.String,
}
"""A name of an occupation a row: its code and title, the name, `kind` (preferred or alternate), and its other codes."""

DESCRIPTIONS = {"code": pl.String, "description": pl.String}
SKILLS = {"skill_uri": pl.String, "name": pl.String, "kind": pl.String}

UNKNOWN = "unknown"
"""The release where nothing says it."""

_EMPTY_WORDS = ["", "n/a", "N/A"]  # what publishers write where there is nothing


class TaxonomyError(Exception):
    """Files that hold no classification of the wanted kind; the message says what was looked for and found."""


class Scheme(msgspec.Struct, frozen=True):
    """One classification: its title, publisher and licence, the pattern of its codes, and of a release's number."""

    scheme: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    attribution: str
    code: str
    release: str


class Taxonomy(NamedTuple):
    """One release of a classification: `entries` (ENTRIES), `descriptions` and, in ESCO, `skills`."""

    scheme: Scheme
    release: str
    entries: pl.DataFrame
    descriptions: pl.DataFrame
    skills: pl.DataFrame

    @property
    def attribution(self) -> str:
        """The sentence that the publisher asks for."""
        release = "" if self.release == UNKNOWN else self.release
        return " ".join(self.scheme.attribution.format(release=release).split())

    @property
    def occupations(self) -> int:
        """How many occupations it has."""
        return self.entries["code"].n_unique()


@cache
def schemes() -> dict[str, Scheme]:
    """The classifications that can be read, by their short name."""
    return {row["scheme"]: msgspec.convert(row, Scheme) for row in _rows("taxonomies.csv")}


def read(scheme: str, path: Path) -> Taxonomy:
    """The classification in the publisher's files at `path`: a file, a folder, a zip or a gzip.

    Raises TaxonomyError where it is not there, naming what was looked for and what was found.
    """
    if scheme not in schemes():
        raise TaxonomyError(f"{scheme!r} is none of the classifications that can be read: {', '.join(schemes())}.")
    about = schemes()[scheme]
    try:
        looked = look(path, _shapes(scheme))
        names = [_named(about, found) for found in looked.tables if found.shape != "skills"]
        entries = _entries(about, pl.concat([pl.DataFrame(schema=ENTRIES), *names], how="diagonal"))
        if entries.is_empty():
            raise TaxonomyError(_not_found(about, path, looked))
        return Taxonomy(about, _release(about, path, looked), entries, _descriptions(about, looked), _skills(looked))
    except UnreadableFile as error:
        raise TaxonomyError(str(error)) from error


@cache
def _shapes(scheme: str) -> tuple[Shape, ...]:
    """The tables that a scheme's files are searched for; the first that fits a table is the one it has."""
    rows = [row for row in _rows("taxonomy_columns.csv") if row["scheme"] == scheme]
    shapes = []
    for table in dict.fromkeys(row["table"] for row in rows):
        own = [row for row in rows if row["table"] == table]
        required = frozenset(row["field"] for row in own if row["need"] == "required")
        shapes.append(Shape(table, {row["field"]: row["pattern"] for row in own}, required))
    return tuple(shapes)


def _rows(name: str) -> list[dict[str, str]]:
    source = resources.files("transform.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(source.splitlines()))


# -- names --


def _named(about: Scheme, found: Found) -> pl.DataFrame:
    """The names in a table, a row each; columns that the table has not are missing."""
    frame = _with_code(found.frame).with_columns(_words(pl.col(pl.String)))
    frame = frame.filter(pl.col("code").str.contains(f"^(?:{about.code})$"))
    if "status" in frame.columns:
        frame = frame.filter(pl.col("status").is_null() | (pl.col("status") == "released"))
    parts = [_one_kind(frame, "title", "preferred")] if "title" in frame.columns else []
    several = [column for column in ("name", "names", "hidden", "short") if column in frame.columns]
    return pl.concat([*parts, *(_one_kind(frame, column, "alternate") for column in several)], how="diagonal")


def _with_code(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with a code; where it has only addresses, their last parts are the codes."""
    if "code" in frame.columns:
        return frame
    return frame.with_columns(code=pl.col("uri").str.split("/").list.last())


def _words(text: pl.Expr) -> pl.Expr:
    """The words of a cell, or null where it says nothing; a line in it stays a line."""
    return text.str.strip_chars().pipe(lambda cell: pl.when(~cell.is_in(_EMPTY_WORDS)).then(cell))


def _one_kind(frame: pl.DataFrame, column: str, kind: str) -> pl.DataFrame:
    """The names in one column, of which a cell may hold several, on lines or between upright strokes."""
    kept = [name for name in ("code", "uri", "isco_code") if name in frame.columns]
    each = frame.select(*kept, name=pl.col(column), kind=pl.lit(kind))
    if column in ("names", "hidden"):
        each = each.with_columns(pl.col("name").str.replace_all(" | ", "\n", literal=True).str.split("\n"))
        each = each.explode("name", empty_as_null=False)
    return each.with_columns(_words(pl.col("name").str.replace_all(r"\s+", " ")))


def _entries(about: Scheme, names: pl.DataFrame) -> pl.DataFrame:
    """All names, each once an occupation, of the occupations that have a title, with what their codes say."""
    known = names.drop_nulls("name").with_columns(pl.col("isco_code").str.strip_prefix("C"))
    preferred = pl.col("kind") == "preferred"
    titles = known.filter(preferred).unique("code", keep="first", maintain_order=True)
    others = titles.select("code", title="name", isco="isco_code", address="uri")
    joined = known.drop("title").join(others, on="code", maintain_order="left")
    joined = joined.with_columns(
        isco_code=pl.col("code") if about.scheme == "isco" else pl.coalesce("isco_code", "isco"),
        soc_code=pl.col("code").str.head(7) if about.scheme in ("onet", "soc") else "soc_code",
        uri=pl.coalesce("uri", "address"),
        kind=pl.when(pl.col("name") == pl.col("title")).then(pl.lit("preferred")).otherwise(pl.lit("alternate")),
    )
    once = joined.sort("kind", descending=True, maintain_order=True).unique(["code", "name"], maintain_order=True)
    return once.sort("code", maintain_order=True).select(pl.col(name).cast(kind) for name, kind in ENTRIES.items())


def _descriptions(about: Scheme, looked: Looked) -> pl.DataFrame:
    frames = [_with_code(found.frame) for found in looked.tables if "description" in found.frame.columns]
    each = pl.concat([pl.DataFrame(schema=DESCRIPTIONS), *(frame.select(DESCRIPTIONS.keys()) for frame in frames)])
    return each.drop_nulls().filter(pl.col("code").str.contains(f"^(?:{about.code})$")).unique("code", keep="first")


def _skills(looked: Looked) -> pl.DataFrame:
    """The skills and their names, where the files have any; only ESCO's do."""
    parts = [pl.DataFrame(schema=SKILLS)]
    for found in looked.tables:
        if found.shape == "skills":
            frame = found.frame.with_columns(_words(pl.col(pl.String)))
            if "status" in frame.columns:
                frame = frame.filter(pl.col("status").is_null() | (pl.col("status") == "released"))
            columns = [column for column in ("names", "hidden") if column in frame.columns]
            named = [_one_kind(frame, "title", "preferred"), *(_one_kind(frame, c, "alternate") for c in columns)]
            parts.extend(part.rename({"uri": "skill_uri"}).select(SKILLS.keys()) for part in named)
    each = pl.concat(parts).drop_nulls().sort("kind", descending=True, maintain_order=True)
    return each.unique(["skill_uri", "name"], keep="first", maintain_order=True).sort("skill_uri", maintain_order=True)


def _release(about: Scheme, path: Path, looked: Looked) -> str:
    """The release that the notes, or the names of the files, speak of; "unknown" where none does."""
    for text in (*looked.notes, path.name, *(found.file for found in looked.tables)):
        found = re.search(about.release, text)
        if found:
            return ".".join(part for part in found.groups() if part)
    return UNKNOWN


def _not_found(about: Scheme, path: Path, looked: Looked) -> str:
    """What was looked for, and what each file has instead."""
    if any(found.shape == "titles" for found in looked.tables):
        return (
            f"{path}: names of occupations are there, but not the table with the occupations themselves. "
            "Give the folder or the zip with all of the publisher's files."
        )
    wanted = "; ".join(
        f"{shape.name}: {', '.join(field for field in shape.patterns if field in shape.required)}"
        for shape in _shapes(about.scheme)
    )
    seen = "; ".join(f"{name}: {', '.join(columns[:8]) or 'nothing'}" for name, columns in looked.columns.items())
    return (
        f"{path}: no table of the {about.title} ({about.publisher}) was found. Looked for tables with the columns "
        f"{wanted}. Found {seen or 'no .csv, .tsv, .txt or .xlsx file'}."
    )


# -- kept copies --


def write(taxonomy: Taxonomy, folder: Path) -> None:
    """Write the classification into the folder, with its licence and attribution in words."""
    taxonomy.entries.write_parquet(folder / "entries.parquet")
    taxonomy.descriptions.write_parquet(folder / "descriptions.parquet")
    taxonomy.skills.write_parquet(folder / "skills.parquet")
    about = taxonomy.scheme
    words = f"{about.title} {taxonomy.release}\n{about.publisher}\n\n{taxonomy.attribution}\n\n"
    (folder / "LICENSE.txt").write_text(words + f"Licence: {about.licence}\n{about.licence_url}\n", encoding="utf-8")
    (folder / "release.json").write_bytes(msgspec.json.encode({"scheme": about.scheme, "release": taxonomy.release}))


def load(folder: Path) -> Taxonomy:
    """The classification that `write` put into the folder; raises TaxonomyError where it is damaged."""
    try:
        facts = msgspec.json.decode((folder / "release.json").read_bytes(), type=dict[str, str])
        frames = [pl.read_parquet(folder / f"{name}.parquet") for name in ("entries", "descriptions", "skills")]
        return Taxonomy(schemes()[facts["scheme"]], facts["release"], *frames)
    except (OSError, KeyError, msgspec.DecodeError, pl.exceptions.PolarsError) as error:
        raise TaxonomyError(
            f"{folder}: the stored classification cannot be read ({error}); add it again, or remove it."
        ) from error


def stored(folder: Path) -> list[Taxonomy]:
    """The classifications kept below the folder, a folder each, in the order of `schemes`; none where it is missing."""
    return [load(folder / scheme) for scheme in schemes() if (folder / scheme / "release.json").exists()]
