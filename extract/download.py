"""One file fetched from where its publisher offers it, through the one client."""

from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from extract.client import Client, Refused, Unreachable
from extract.client.answer import shown

_SUFFIXES = (".zip", ".gz", ".xlsx", ".csv", ".tsv", ".txt")
_MAGIC = ((b"PK\x03\x04", ".zip"), (b"\x1f\x8b", ".gz"))


class Download(NamedTuple):
    """A file's name, whose ending says what it is, and its bytes."""

    name: str
    body: bytes


async def fetch(client: Client, url: str) -> Download:
    """The file at `url`, which must be https; raises a FetchError where it cannot be had.

    Hosts that the client may ask although they are private are exempt from https.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in client.private_hosts:
        raise Refused(f"{shown(url)}: is not https; save the file and give its path instead")
    answer = await client.get(url)
    if answer.http_status != 200:
        raise Unreachable(f"{shown(url)}: the server answered with status {answer.http_status} instead of the file")
    if _is_page(answer.body):
        raise Unreachable(f"{shown(url)}: is a page, not a file; save the file and give its path instead")
    return Download(_name(url, answer.body), answer.body)


def _is_page(body: bytes) -> bool:
    start = body[:512].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _name(url: str, body: bytes) -> str:
    """The file's name as the address has it, without folders; an ending that says nothing is told from the bytes."""
    name = PurePosixPath(unquote(urlsplit(url).path).replace("\\", "/")).name or "download"
    if name.lower().endswith(_SUFFIXES):
        return name
    if b"[Content_Types].xml" in body[:4096]:
        return f"{name}.xlsx"
    return name + next((suffix for magic, suffix in _MAGIC if body.startswith(magic)), ".csv")
