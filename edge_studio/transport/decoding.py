"""Undo what ``Content-Encoding`` says was done to a body, without believing it blindly."""

import zlib
from collections.abc import Iterable

_GZIP, _ZLIB, _RAW_DEFLATE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
_WINDOWS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _RAW_DEFLATE)}

LIMIT = 256 * 1024 * 1024
"""Bytes that a body may unpack to; a larger one stays packed."""


def decoded(body: bytes, headers: Iterable[tuple[str, str]]) -> bytes:
    """The body without its content codings, or as it came where they do not fit it or are unknown.

    Knows gzip and deflate, the latter with and without the zlib wrapper, since servers send both.
    """
    codings = [
        coding.strip().lower()
        for name, value in headers
        if name.lower() == "content-encoding"
        for coding in value.split(",")
    ]
    result = body
    for coding in reversed(codings):
        if coding in {"", "identity"}:
            continue
        unpacked = _unpacked(result, coding)
        if unpacked is None:
            return body
        result = unpacked
    return result


def _unpacked(body: bytes, coding: str) -> bytes | None:
    if not body:
        return body
    for window in _WINDOWS.get(coding, ()):
        try:
            return _inflated(body, window)
        except (zlib.error, EOFError):
            continue
    return None


def _inflated(body: bytes, window: int) -> bytes:
    """Unpack every member of ``body``; raises ``EOFError`` where it ends early or grows past the limit."""
    parts: list[bytes] = []
    room = LIMIT
    while body:
        unpacker = zlib.decompressobj(window)
        part = unpacker.decompress(body, room)
        room -= len(part)
        if not unpacker.eof or room <= 0:
            raise EOFError
        parts.append(part)
        body = unpacker.unused_data if window == _GZIP else b""
    return b"".join(parts)
