"""Bodies: unpacked under a limit, and never taken for whole when they were cut."""

import zlib
from collections.abc import AsyncIterator

from extract.client.errors import BadEncoding, Refused, TooLarge

_STEP = 1 << 18


async def read_whole(chunks: AsyncIterator[bytes], coding: str, limit: int) -> bytes:
    """The whole body of at most `limit` bytes, from raw `chunks` packed as `coding` says (none, or gzip)."""
    match coding.strip().lower():
        case "" | "identity":
            return await _plain(chunks, limit)
        case "gzip" | "x-gzip":
            return await _gunzipped(chunks, limit)
        case other:
            raise Refused(f"the body is packed as {other[:40]!r}, which was not asked for")


async def _plain(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        _check(len(body), limit)
    return bytes(body)


async def _gunzipped(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    """The unpacked body; a gzip stream may have several members, and each must end."""
    body = bytearray()
    received = 0
    unpacker = zlib.decompressobj(31)
    async for chunk in chunks:
        received += len(chunk)
        _check(received, limit)
        while chunk:
            if unpacker.eof:
                unpacker = zlib.decompressobj(31)
            body += _unpacked(unpacker, chunk)
            _check(len(body), limit)
            chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if received and not unpacker.eof:
        raise BadEncoding(f"the gzip body ends early, after {received} bytes")
    return bytes(body)


def _unpacked(unpacker: "zlib._Decompress", chunk: bytes) -> bytes:
    try:
        return unpacker.decompress(chunk, _STEP)
    except zlib.error as error:
        raise BadEncoding("the gzip body is damaged") from error


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(f"the body is over {limit} bytes")
