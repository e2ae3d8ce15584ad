"""Undo what ``Content-Encoding`` says was done to a body, without believing it blindly."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from edge_studio.edge.exchange import Answered, Packed

_GZIP, _ZLIB, _RAW_DEFLATE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
_WINDOWS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _RAW_DEFLATE)}
GZIP_MAGIC = b"\x1f\x8b\x08"
"""How gzip begins."""
_FILES = ("gzip", "zip", "octet-stream")
"""Types of content that are meant to be packed."""

LIMIT = 256 * 1024 * 1024
"""Bytes that a body is unpacked to at most, unless a person asks for more."""
SUSPICIOUS = 64 * 1024 * 1024
"""Bytes that a body is unpacked to at most where it grows more than :data:`RATIO` times."""
RATIO = 100
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A body without its content codings."""

    body: bytes
    note: str = ""
    """What is odd about its packing, in a sentence; empty where nothing is."""
    packed: Packed | None = None
    """What it was unpacked from, where that was stopped at a limit."""


def unpack(body: bytes, headers: Iterable[tuple[str, str]], limit: int | None = None) -> Unpacked:
    """The body without its content codings, or as it came where they do not fit it or are unknown.

    Knows gzip and deflate, the latter with and without the zlib wrapper, since servers send both. It is
    stopped at ``limit`` bytes; without one, where the body grows like no honest one does.
    """
    headers = tuple(headers)
    codings = [
        coding.strip().lower()
        for name, value in headers
        if name.lower() == "content-encoding"
        for coding in value.split(",")
    ]
    codings = [coding for coding in codings if coding not in {"", "identity"}]
    if codings:
        return _without(body, codings, limit)
    kind = next((value.lower() for name, value in headers if name.lower() == "content-type"), "")
    if body.startswith(GZIP_MAGIC) and not any(word in kind for word in _FILES):
        silent = _without(body, ["gzip"], limit)
        if silent.body is not body:
            words = "The answer is packed with gzip but does not say so; it is shown unpacked."
            return replace(silent, note=silent.note or words)
    return Unpacked(body)


def unpack_on(answered: Answered, limit: int) -> Answered:
    """An answer whose unpacking was stopped, unpacked up to ``limit`` bytes; its note says what is kept."""
    before = answered.packed
    if before is None:
        return answered
    found = _without(before.body, before.codings, limit)
    note = f"{found.note} The history keeps the first {before.first:,} bytes.".lstrip()
    packed = replace(found.packed, first=before.first) if found.packed else None
    return replace(answered, body=found.body, coding_note=note, packed=packed)


def _without(body: bytes, codings: Sequence[str], limit: int | None) -> Unpacked:
    result, note = body, ""
    for coding in reversed(codings):
        if coding not in _WINDOWS:
            words = f"The answer is packed with {coding}, which Edge Studio cannot unpack"
            return Unpacked(body, f"{words}: it is shown as it came.")
        if not result:
            break
        found = _unpacked(result, coding, limit, len(body))
        if found is None:
            words = f"The answer says it is packed with {coding}, but it is not"
            return Unpacked(body, f"{words}: it is shown as it came.")
        result, state = found
        if state == "stopped":
            many = f"{len(body):,} bytes unpack to more than {len(result):,}"
            return Unpacked(
                result,
                f"Unpacking was stopped: {many}.",
                Packed(body, tuple(codings), len(result), len(result)),
            )
        if state == "broken":
            note = f"The packed answer breaks off: it holds {len(result):,} bytes, and more was to come."
    return Unpacked(result, note)


def _unpacked(body: bytes, coding: str, limit: int | None, received: int) -> tuple[bytes, str] | None:
    """The bytes and how it ended (``whole``, ``broken``, ``stopped``); None where it is not packed so."""
    for window in _WINDOWS[coding]:
        made, state = _inflated(body, window, limit, received)
        if state != "broken" or (made and window != _RAW_DEFLATE):  # anything may begin like raw deflate
            return made, state
    return None


def _inflated(body: bytes, window: int, limit: int | None, received: int) -> tuple[bytes, str]:
    """Unpack every member of ``body``, piece by piece."""
    made, unpacker, at, state = BytesIO(), zlib.decompressobj(window), 0, "broken"
    waiting = b""
    try:
        while waiting or at < len(body):
            if not waiting:
                waiting, at = body[at : at + _PIECE], at + _PIECE
            made.write(unpacker.decompress(waiting, 16 * _PIECE))
            waiting = unpacker.unconsumed_tail
            if _is_enough(made.tell(), limit, received):
                return made.getvalue(), "stopped"
            if unpacker.eof:
                state = "whole"
                waiting, at = unpacker.unused_data + body[at : at + _PIECE], at + _PIECE
                if window != _GZIP or not waiting.startswith(GZIP_MAGIC):
                    break  # nothing more, or padding
                unpacker, state = zlib.decompressobj(window), "broken"
    except zlib.error:
        state = "broken"
    return made.getvalue(), state


def _is_enough(size: int, limit: int | None, received: int) -> bool:
    if limit is not None:
        return size >= limit
    return size >= LIMIT or (size >= SUSPICIOUS and size > RATIO * received)
