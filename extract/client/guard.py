"""Which addresses may be asked: public web addresses, and the private hosts that the person has configured."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Collection, Iterable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

import httpcore
import httpx

from extract.client.errors import Refused

_NAT64 = IPv6Network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}
_TRIES = 4


def checked(url: str, private_hosts: Collection[str], previous: str | None = None) -> SplitResult:
    """The parts of `url` where it may be asked, `previous` being the page that led there; raises `Refused`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("the address cannot be read") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Refused(f"not a web address: scheme {parts.scheme[:20]!r}")
    if "@" in parts.netloc:
        raise Refused("the address carries a user name")
    if previous and previous.startswith("https:") and parts.scheme == "http":
        raise Refused("a redirect leads from https to http")
    if port not in (None, _PORTS[parts.scheme]) and parts.hostname not in private_hosts:
        raise Refused(f"port {port} is not one of the web's")
    return parts


def is_public(found: str) -> bool:
    """Whether an IP address is one of the public internet, in whatever wrapping it comes."""
    ip = ip_address(found.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = _wrapped(ip)
        return is_public(str(inner)) if inner else ip.is_global and not (ip.is_multicast or ip.teredo)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


@cache
def _certificates() -> ssl.SSLContext:
    """The certificates to trust; reading them takes longer than most requests."""
    return httpx.create_ssl_context(trust_env=False)


class _Backend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, checks every address found, and connects to just these."""

    def __init__(self, private_hosts: Collection[str]) -> None:
        self.private_hosts = private_hosts
        self.inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first of the host's addresses that answers."""
        found = await self._resolve(host, port)
        for number, ip in enumerate(found, start=1):
            try:
                return await self.inner.connect_tcp(ip, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(found):
                    raise
        raise httpcore.ConnectError("the name has no address")

    async def _resolve(self, host: str, port: int) -> list[str]:
        try:
            rows = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name cannot be resolved ({error})") from error
        found = list(dict.fromkeys(str(row[4][0]) for row in rows))
        if host not in self.private_hosts and not all(map(is_public, found)):
            raise Refused("the name leads to a private address")
        return found[:_TRIES]

    async def sleep(self, seconds: float) -> None:
        """Wait, as the connection pool asks."""
        await self.inner.sleep(seconds)


class _Stream(httpx.AsyncByteStream):
    """The raw body of an answer."""

    def __init__(self, inner: httpcore.Response) -> None:
        self.inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self.inner.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        """Give the connection back, or drop it where the body was not read to its end."""
        await self.inner.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """An HTTP transport that connects to no private address but those of `private_hosts`; no proxies, no cookies."""

    def __init__(self, private_hosts: Collection[str], concurrency: int) -> None:
        self.pool = httpcore.AsyncConnectionPool(
            ssl_context=_certificates(),
            max_connections=concurrency,
            keepalive_expiry=30.0,
            network_backend=_Backend(private_hosts),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to `request`, its body not read yet."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = await self.pool.handle_async_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self.pool.aclose()
