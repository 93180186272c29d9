"""robots.txt: whether a page that is meant for people may be read by a program (RFC 9309)."""

import re
from urllib.parse import quote, urlsplit

from protego import Protego

from extract.client.client import Client
from extract.client.errors import FetchError

_MAX_ROBOTS = 500 * 1024
_RULE = re.compile(r"(?i)\s*(user-agent|allow|disallow)(?:\s*:|\s)(.*)")
_SAFE = "/%*$?=&;:@!,'()+~#-._"


async def may_fetch(client: Client, url: str) -> bool:
    """Whether the site of `url` allows it: yes where it has no robots.txt (4xx), no where that cannot be had."""
    parts = urlsplit(url)
    try:
        answer = await client.get(f"{parts.scheme}://{parts.netloc}/robots.txt")
    except FetchError:
        return False
    if 400 <= answer.http_status < 500:
        return True
    return answer.http_status == 200 and allows(answer.body, url, client.user_agent)


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
