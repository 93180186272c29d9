"""Finding the board behind a web address: the address itself may be a board's, or its page may link to one."""

import re
from collections.abc import Collection, Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from extract.client import Client, FetchError, Refused
from extract.client.robots import why_not
from extract.sources import SOURCES

_LINKS = ("href", "src", "action", "data-src", "data-href", "data-url")
_IN_SCRIPT = re.compile(
    r"//[a-z0-9.-]{2,40}\.(?:greenhouse\.io|lever\.co|ashbyhq\.com)/[^\s\"'<>`\\)]{1,300}", re.IGNORECASE
)
_NO_BOARD = frozenset({"", "embed", "favicon.ico", "robots.txt", "_next", "static", "assets", "api"})


def board_of_address(url: str) -> tuple[str, str] | None:
    """The platform and key of the board that `url` belongs to; None where no platform knows the address."""
    for platform, source in SOURCES.items():
        key = source.recognise(url)
        if key and key.casefold() not in _NO_BOARD:
            return platform, key
    return None


def boards_in_page(page: bytes) -> list[tuple[str, str]]:
    """The platforms and keys of the boards that a careers page links to, embeds or names in its scripts."""
    soup = BeautifulSoup(page, "lxml")
    links = [str(tag[name]) for tag in soup.find_all(True) for name in _LINKS if tag.get(name)]
    scripts = [found for tag in soup.find_all("script") for found in _addresses(tag.get_text())]
    return list(dict.fromkeys(board for board in map(board_of_address, links + scripts) if board))


def _addresses(script: str) -> Iterable[str]:
    return (f"https:{found}" for found in _IN_SCRIPT.findall(script.replace("\\/", "/")))


async def find_boards(client: Client, url: str) -> list[tuple[str, str]]:
    """The boards behind `url`: its own where it is a board's address, else those that its page names.

    The page is read only where its robots.txt allows it; raises a `FetchError` where it cannot be had, or where
    `url` is no web address.
    """
    if found := board_of_address(url):
        return [found]
    page = _page_address(url, client.private_hosts)
    if reason := await why_not(client, page):
        raise Refused(reason)
    answer = await client.get(page)
    if answer.http_status != 200:
        raise FetchError(f"{answer.url}: answered HTTP {answer.http_status}")
    return boards_in_page(answer.body)


_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}\.?")


def _page_address(url: str, private_hosts: Collection[str]) -> str:
    """The address with its scheme, https where it has none; raises `Refused` where it cannot be a web page's."""
    text = url.strip()
    page = text if "://" in text else f"https://{text.removeprefix('//')}"
    try:
        parts = urlsplit(page)
        host = parts.hostname or ""
    except ValueError:
        raise Refused(_no_address(url)) from None
    known = host == "localhost" or host in private_hosts or _is_ip(host) or _HOST.fullmatch(host)
    if parts.scheme not in ("http", "https") or not known:
        raise Refused(_no_address(url))
    return page


def _no_address(url: str) -> str:
    return f"{url!r} is not a web address. Write it like https://jobs.lever.co/example or https://example.org/careers."


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
