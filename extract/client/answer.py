"""One whole HTTP answer, and the URL as it may be shown."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

_SECRET_WORDS = ("key", "token", "secret", "password", "passwd", "auth", "signature", "session", "app_id")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One whole HTTP answer: `url` is the last one asked, without secrets; `retry_after` is in seconds."""

    url: str
    http_status: int
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: float | None = None
    body: bytes = b""

    @property
    def not_modified(self) -> bool:
        """True where the server says that the body is still the one we have."""
        return self.http_status == 304


def shown(url: str) -> str:
    """`url` as it may be logged and stored: values of key-like query parameters are `***`, no user, no fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if any(_is_secret(name) for name, _ in pairs):
        query = urlencode([(name, "***" if _is_secret(name) else value) for name, value in pairs], safe="*")
        parts = parts._replace(query=query)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def _is_secret(name: str) -> bool:
    return any(word in name.casefold() for word in _SECRET_WORDS)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a server asks us to wait; a date is taken relative to the server's own `Date`."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return (parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
