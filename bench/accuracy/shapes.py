"""The captured adverts of other platforms than jobgauge collects from, as it would be given them.

Feeds and applicant systems: their fields, by name. Careers pages and the public service's announcements: the words, as
a person pastes them. An advert's board is the file that it was captured in.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from bs4 import BeautifulSoup
from bs4.element import Tag

from bench import captures
from extract.posting import RawPay, RawPlace, RawPosting
from extract.sources import SOURCES

_NAMES = {
    "arbeitnow": {"id": "slug", "title": "title", "employer": "company_name", "text": "description"},
    "remotive": {"id": "id", "title": "title", "employer": "company_name", "text": "description"},
    "remoteok": {"id": "url", "title": "title", "employer": "company", "text": "description"},
}
"""What the feeds call the fields that all of them have."""
_NEOGOV = ("description", "joblisting:examplesofduties", "joblisting:qualifications",
           "joblisting:supplementalinformation", "joblisting:benefits")  # fmt: skip

_PARTS = ("description", "responsibilities", "qualifications")


def adverts() -> Iterator[RawPosting]:
    """Every captured advert of the platforms that have a text, those of the same file one after another."""
    for platform, read in _READERS.items():
        for path in sorted(captures.shapes(platform)):
            yield from read(path.name.split(".")[0].removesuffix("_redacted_host"), path)


def _body(path: Path) -> bytes:
    body = path.read_bytes()
    return gzip.decompress(body) if path.suffix == ".gz" else body


def _own(platform: str, board: str, path: Path) -> Iterator[RawPosting]:
    """A platform that jobgauge collects from."""
    yield from SOURCES[platform].read(board, [captures.page(_body(path))]).postings


def _feed(platform: str, board: str, path: Path) -> Iterator[RawPosting]:
    found = json.loads(_body(path))
    names = _NAMES[platform]
    for row in found if isinstance(found, list) else found.get("data") or found["jobs"]:
        if row.get("title"):
            place = row.get("location") or row.get("candidate_required_location")
            yield RawPosting(
                platform=platform,
                board=board,
                source_id=str(row[names["id"]]).rsplit("-", 1)[-1] if platform == "remoteok" else str(row[names["id"]]),
                title=row[names["title"]],
                employer=row[names["employer"]],
                employment=row.get("job_type") or ", ".join(row.get("job_types", ())) or None,
                is_remote=row.get("remote", True),  # the two boards that do not say it are boards of remote jobs
                places=(RawPlace(label=place),) if place else (),
                pay_note=row.get("salary") or None,
                description_html=row[names["text"]],
            )


def _recruitee(board: str, path: Path) -> Iterator[RawPosting]:
    for row in json.loads(_body(path))["offers"]:
        pay = row["salary"]
        yield RawPosting(
            platform="recruitee",
            board=board,
            source_id=str(row["id"]),
            title=row["title"],
            employment=row["employment_type_code"],
            level=row["experience_code"],
            workplace="hybrid" if row["hybrid"] else None,
            places=(RawPlace(label=row["location"]),),
            pay=(RawPay(kind="salary", minimum=pay["min"], maximum=pay["max"], currency=pay["currency"],
                        interval=pay["period"]),),
            description_html=f"{row['description']}{row['requirements']}",
        )  # fmt: skip


def _personio(board: str, path: Path) -> Iterator[RawPosting]:
    for row in _xml(path, "position"):
        parts = [f"<h3>{_words(part, 'name')}</h3>{_words(part, 'value')}" for part in row.find_all("jobDescription")]
        yield RawPosting(
            platform="personio",
            board=board,
            source_id=_words(row, "id"),
            title=_words(row, "name"),
            employment=_words(row, "schedule") or None,
            level=_words(row, "seniority") or None,
            places=(RawPlace(label=_words(row, "office")),),
            description_html="".join(parts),
        )


def _neogov(board: str, path: Path) -> Iterator[RawPosting]:
    for row in _xml(path, "item"):
        pay = [_words(row, f"joblisting:{name}") for name in ("minimumSalary", "maximumSalary")]
        told = (
            f"{' - '.join(pay)} {_words(row, 'joblisting:salaryCurrency')} {_words(row, 'joblisting:salaryInterval')}"
        )
        yield RawPosting(
            platform="neogov",
            board=board,
            source_id=_words(row, "joblisting:jobId"),
            title=_words(row, "title"),
            employment=_words(row, "joblisting:jobType") or None,
            pay_note=told if any(pay) else None,
            closes_at=_words(row, "joblisting:advertiseToDateTime") or None,
            description_html="".join(f"<h3>{name}</h3>{_words(row, name)}" for name in _NEOGOV),
        )


def _usajobs(board: str, path: Path) -> Iterator[RawPosting]:
    for row in _xml(path, "PositionOpening"):
        profile = row.find("PositionProfile")
        assert isinstance(profile, Tag)
        lines = [
            f"<p>{part.name}: {own}</p>"
            for part in profile.find_all()
            if (own := "".join(part.find_all(string=True, recursive=False)).strip())
        ]
        yield RawPosting(
            platform="usajobs",
            board=board,
            source_id=_words(row, "DocumentID"),
            title=_words(row, "PositionTitle"),
            description_html="".join(lines),
        )


def _page(board: str, path: Path) -> Iterator[RawPosting]:
    """A careers page: the words of the posting that it carries for machines, else all of its words."""
    page = BeautifulSoup(_body(path), "lxml")
    held = next((json.loads(script.text, strict=False) for script in page.find_all("script", type="application/ld+json")
                 if "responsibilities" in script.text), None)  # fmt: skip
    places = held["jobLocation"] if held and isinstance(held["jobLocation"], list) else []
    yield RawPosting(
        platform="jsonld",
        board=board,
        source_id=board,
        title=held["title"] if held else (page.title.text.strip() if page.title else "-"),
        employment=held.get("employmentType") if held else None,
        places=tuple(RawPlace(label=place["name"]) for place in places),
        closes_at=held.get("validThrough") if held else None,
        description_html="".join(f"<p>{held.get(part, '')}</p>" for part in _PARTS) if held else str(page),
    )


def _xml(path: Path, name: str) -> list[Tag]:
    return [found for found in BeautifulSoup(_body(path), "xml").find_all(name) if isinstance(found, Tag)]


def _words(row: Tag, name: str) -> str:
    found = row.find(name)
    return found.text.strip() if found else ""


Reader = Callable[[str, Path], Iterator[RawPosting]]
_READERS: dict[str, Reader] = (
    {name: partial(_own, name) for name in ("greenhouse", "lever")}
    | {name: partial(_feed, name) for name in _NAMES}
    | {"recruitee": _recruitee, "personio": _personio, "misc_ats": _neogov, "usajobs": _usajobs, "jsonld": _page}
)


def cards() -> list[dict[str, Any]]:
    """The adverts as rows of the frame that value parsers read."""
    return [msgspec.to_builtins(posting) for posting in adverts()]
