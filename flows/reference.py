"""What the person adds from official publishers: classifications and employment, added, listed, removed."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from extract.download import fetch
from flows.boards import client
from flows.lock import one_writer
from flows.settings import ConfigurationError, Context
from transform import consumer_prices, oews, taxonomy
from transform.consumer_prices import PricesError
from transform.oews import OewsError
from transform.taxonomy import Taxonomy, TaxonomyError


def folder(context: Context) -> Path:
    """Where the classifications are kept, a folder each."""
    return context.paths.data / "reference"


class Kind(NamedTuple):
    """One thing that can be added: how it is called, read from its publisher's files, kept and told of."""

    title: str
    read: Callable[[Path], Any]
    write: Callable[[Any, Path], None]
    sentences: Callable[[Any], list[str]]


def kinds() -> dict[str, Kind]:
    """What can be added, by the word that the command line has for it."""
    classifications = {
        scheme: Kind(about.title, partial(taxonomy.read, scheme), taxonomy.write, sentences)
        for scheme, about in taxonomy.schemes().items()
    }
    return classifications | {
        "oews": Kind(oews.TITLE, oews.read, oews.write, oews.sentences),
        "cpi": Kind(consumer_prices.TITLE, consumer_prices.read, consumer_prices.write, consumer_prices.sentences),
    }


def add(context: Context, name: str, source: str) -> list[str]:
    """What was loaded, in sentences: the classification or the employment at `source`, a path or an https address.

    Raises ConfigurationError where it is not there, and a FetchError where it cannot be downloaded.
    """
    kind = _kind(name)
    with one_writer(context.paths.lock), _scratch(folder(context)) as scratch:
        path = _downloaded(context, source, scratch) if "://" in source else Path(source).expanduser()
        try:
            found = kind.read(path)
        except (TaxonomyError, OewsError, PricesError) as error:
            raise ConfigurationError(str(error)) from error
        _keep(kind, found, scratch, folder(context) / name)
    return kind.sentences(found)


def listed(context: Context) -> list[Taxonomy]:
    """The classifications that the person has."""
    try:
        return taxonomy.stored(folder(context))
    except TaxonomyError as error:
        raise ConfigurationError(str(error)) from error


def employment(context: Context) -> oews.Occupations:
    """The rows of core.occupation that the person has added; none where they have not."""
    return oews.stored(folder(context) / "oews")


def prices(context: Context) -> consumer_prices.Prices:
    """The rows of core.consumer_price that the person has added; none where they have not."""
    return consumer_prices.stored(folder(context) / "cpi")


def told(context: Context) -> list[str]:
    """What the person has added, in sentences."""
    own, costs = employment(context), prices(context)
    said = [sentence for one in listed(context) for sentence in sentences(one)]
    said += [] if own.is_empty() else oews.sentences(own)
    return said + ([] if costs.is_empty() else consumer_prices.sentences(costs))


def remove(context: Context, name: str) -> str:
    """A sentence: it was removed, or was not there."""
    title = _kind(name).title
    kept = folder(context) / name
    if not kept.exists():
        return f"There is no {name} here."
    with one_writer(context.paths.lock), _scratch(folder(context)) as scratch:
        kept.rename(scratch / "old")
    return f"Removed {title}. Postings lose what it says with the next refresh."


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


def _kind(name: str) -> Kind:
    if name not in kinds():
        raise ConfigurationError(f"{name!r} is none of what can be added: {', '.join(kinds())}.")
    return kinds()[name]


def _downloaded(context: Context, url: str, scratch: Path) -> Path:
    """The file at the address, kept in the scratch folder."""

    async def download() -> Path:
        async with client(context) as http:
            found = await fetch(http, url)
        path = scratch / found.name
        path.write_bytes(found.body)
        return path

    return asyncio.run(download())


def _keep(kind: Kind, found: Any, scratch: Path, target: Path) -> None:
    """Put what was read in the place of the one that was there; what is there at any time is whole."""
    new = scratch / "new"
    new.mkdir(mode=0o700)
    kind.write(found, new)
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
