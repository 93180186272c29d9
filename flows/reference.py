"""The official classifications that the person has: added from the publishers' own files, listed, removed."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.download import fetch
from flows.boards import client
from flows.lock import one_writer
from flows.settings import ConfigurationError, Context
from transform import taxonomy
from transform.taxonomy import Taxonomy, TaxonomyError


def folder(context: Context) -> Path:
    """Where the classifications are kept, a folder each."""
    return context.paths.data / "reference"


def add(context: Context, scheme: str, source: str) -> list[str]:
    """What was loaded, in sentences: the classification at `source`, a path or an https address.

    Raises ConfigurationError where it is not there, and a FetchError where it cannot be downloaded.
    """
    _require(scheme)
    with one_writer(context.paths.lock), _scratch(folder(context)) as scratch:
        path = _downloaded(context, source, scratch) if "://" in source else Path(source).expanduser()
        try:
            found = taxonomy.read(scheme, path)
        except TaxonomyError as error:
            raise ConfigurationError(str(error)) from error
        _keep(found, scratch, folder(context) / scheme)
    return sentences(found)


def listed(context: Context) -> list[Taxonomy]:
    """The classifications that the person has."""
    try:
        return taxonomy.stored(folder(context))
    except TaxonomyError as error:
        raise ConfigurationError(str(error)) from error


def remove(context: Context, scheme: str) -> str:
    """A sentence: the classification was removed, or was not there."""
    _require(scheme)
    kept = folder(context) / scheme
    if not kept.exists():
        return f"There is no {scheme} here."
    with one_writer(context.paths.lock), _scratch(folder(context)) as scratch:
        kept.rename(scratch / "old")
    return f"Removed {taxonomy.schemes()[scheme].title}. Postings lose its codes with the next refresh."


def sentences(found: Taxonomy) -> list[str]:
    """What a classification holds and under what licence, for people."""
    about = found.scheme
    release = f" {found.release}" if found.release != taxonomy.UNKNOWN else ""
    skills = found.skills["skill_uri"].n_unique()
    counts = [f"{found.occupations:,} occupations", f"{found.entries.height:,} names"]
    counts += [f"{skills:,} skills"] if skills else []
    return [
        f"{about.title}{release}, {about.publisher}: {', '.join(counts)}.",
        f"Licence: {about.licence}, {about.licence_url}",
        found.attribution,
    ]


def _require(scheme: str) -> None:
    if scheme not in taxonomy.schemes():
        known = ", ".join(taxonomy.schemes())
        raise ConfigurationError(f"{scheme!r} is none of the classifications that can be read: {known}.")


def _downloaded(context: Context, url: str, scratch: Path) -> Path:
    """The file at the address, kept in the scratch folder."""

    async def download() -> Path:
        async with client(context) as http:
            found = await fetch(http, url)
        path = scratch / found.name
        path.write_bytes(found.body)
        return path

    return asyncio.run(download())


def _keep(found: Taxonomy, scratch: Path, target: Path) -> None:
    """Put the classification in the place of the one that was there; what is there at any time is whole."""
    new = scratch / "new"
    new.mkdir(mode=0o700)
    taxonomy.write(found, new)
    for file in new.iterdir():
        file.chmod(0o600)
    if target.exists():
        target.rename(scratch / "old")
    new.rename(target)


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """A folder beside the kept ones that is gone afterwards; what a crash left of an earlier one goes too."""
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in parent.glob(".part-*"):
        shutil.rmtree(left, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(dir=parent, prefix=".part-"))  # readable by its owner only
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
