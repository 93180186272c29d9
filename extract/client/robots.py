"""robots.txt: whether a page that is meant for people may be read by a program (RFC 9309)."""

import re
from urllib.parse import quote, urlsplit

from protego import Protego

from extract.client.client import Client
from extract.client.errors import FetchError, Unreachable

_MAX_ROBOTS = 500 * 1024
_RULE = re.compile(r"(?i)\s*(user-agent|allow|disallow)(?:\s*:|\s)(.*)")
_SAFE = "/%*$?=&;:@!,'()+~#-._"


async def why_not(client: Client, url: str) -> str | None:
    """Why `url` may not be fetched, in words for the person; None where it may.

    RFC 9309 forbids everything where the robots.txt cannot be had, which says nothing about what is in it.
    """
    parts = urlsplit(url)
    try:
        answer = await client.get(f"{parts.scheme}://{parts.netloc}/robots.txt")
    except Unreachable as error:
        return f"{parts.hostname} cannot be reached ({error})"
    except FetchError as error:
        return f"{parts.hostname}: its robots.txt cannot be had ({error}), so the page is not read"
    if 400 <= answer.http_status < 500:
        return None
    if answer.http_status != 200:
        said = f"HTTP {answer.http_status}"
        return f"{parts.hostname}: its robots.txt cannot be had ({said}), so the page is not read"
    if not allows(answer.body, url, client.user_agent):
        return f"the robots.txt of {parts.hostname} does not allow it"
    return None


def allows(robots: bytes, url: str, user_agent: str) -> bool:
    """Whether `robots` (the bytes of a robots.txt) lets the product named first in `user_agent` fetch `url`."""
    product = re.split(r"[\s/]", user_agent, maxsplit=1)[0]
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    rules = Protego.parse(_normal(robots[:_MAX_ROBOTS].decode("utf-8-sig", errors="replace")))
    return bool(rules.can_fetch(f"{parts.scheme}://{parts.netloc}{path}", product))


def _normal(text: str) -> str:
    """The lines that matter: agents cut to their product name, paths percent-encoded, unknown lines dropped."""
    kept = []
    for line in text.splitlines():
        if not (found := _RULE.match(line.partition("#")[0][:4096])):
            continue
        name, value = found[1].casefold(), found[2].strip()
        if name == "user-agent":
            value = value.split(maxsplit=1)[0] if value else ""
        kept.append(f"{name}: {value if name == 'user-agent' else quote(value, safe=_SAFE)}")
    return "\n".join(kept)
