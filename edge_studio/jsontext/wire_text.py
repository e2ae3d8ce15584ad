"""Make one text of what came over the wire, every byte staying where it is.

A byte order mark becomes blanks, the NULs between records commas, the field names of server-sent events
blanks. All of it goes piece by piece: no call touches more than a quarter of a megabyte.
"""

import codecs
import re
from collections.abc import Generator
from dataclasses import dataclass
from io import BytesIO

PIECE = 262_144
BOM = b"\xef\xbb\xbf"
"""How UTF-8 marks the beginning of a text, where a program thinks it must."""
_EVENTS = re.compile(rb"(?:(?:event|id|retry)?:[^\n]*\n|[\r\n])*data:")
_BETWEEN = re.compile(rb"\x00(?=[\x00 \t\r\n]*(?:[{\[]|\Z))")
_NO_MORE = re.compile(rb"[\x00 \t\r\n]*\Z")
_VISIBLE = re.compile(rb"[^\r\n]")


@dataclass(frozen=True, slots=True)
class WireText:
    """A text with the offsets of the body it was made of."""

    data: bytes
    start: int = 0
    """Where it begins: after a byte order mark."""
    is_records: bool = False
    """Whether it was divided into records by something that is no JSON."""
    bad_utf8: int = -1
    """The first byte that is not UTF-8; -1 where all is well."""


def is_event_stream(body: bytes) -> bool:
    """Whether these are server-sent events."""
    return _EVENTS.match(body, 0, PIECE) is not None


def read_wire(body: bytes) -> Generator[float, None, WireText]:
    """Look through ``body``; yields how much is done, from 0 to 1."""
    start = len(BOM) if body.startswith(BOM) else 0
    has_nul, bad = False, -1
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(body), PIECE):
        piece = body[at : at + PIECE]
        has_nul = has_nul or b"\x00" in piece
        if bad < 0:
            bad = _first_bad(decoder, piece, at, at + PIECE >= len(body))
        if len(body) > PIECE:
            yield at / len(body)
    if start == 0 and is_event_stream(body):
        return WireText((yield from _without_fields(body)), 0, True, bad)
    if has_nul and (divided := (yield from _divided(body))) is not None:
        return WireText(divided, start, True, bad)
    if start and len(body) <= PIECE:
        return WireText(b" " * start + body[start:], start, False, bad)
    return WireText(body, start, False, bad)


def _first_bad(decoder: codecs.IncrementalDecoder, piece: bytes, at: int, is_last: bool) -> int:
    waiting = len(decoder.getstate()[0])
    if not waiting and piece.isascii():
        return -1
    try:
        decoder.decode(piece, is_last)
    except UnicodeDecodeError as error:
        return at - waiting + error.start
    return -1


def _without_fields(body: bytes) -> Generator[float, None, bytes]:
    """The data of server-sent events; everything around it is blank."""
    made, at, lines = BytesIO(), 0, 0
    is_data, begins = False, True
    while at < len(body):
        end = body.find(b"\n", at, at + PIECE) + 1 or min(len(body), at + PIECE)
        line = body[at:end]
        if begins:
            is_data = line.startswith(b"data:")
            line = b"     " + line[5:] if is_data else line
        made.write(line if is_data else _VISIBLE.sub(b" ", line))
        begins = line.endswith(b"\n")
        at, lines = end, lines + 1
        if lines % 16 == 0 or len(line) > 4_096:
            yield at / len(body)
    return made.getvalue()


def _divided(body: bytes) -> Generator[float, None, bytes | None]:
    """The body with a comma for each NUL between two records; None where no NUL stands between any."""
    made, done, at, found = BytesIO(), 0, 0, 0
    while at < len(body):
        nul = body.find(b"\x00", at, at + PIECE)
        if nul < 0:
            at += PIECE
            yield min(1.0, at / len(body))
            continue
        if _BETWEEN.match(body, nul):
            yield from _write(made, body, done, nul)
            made.write(b" " if not made.tell() or _NO_MORE.match(body, nul) else b",")
            done, found = nul + 1, found + 1
            if found % 64 == 0:
                yield nul / len(body)
        at = nul + 1
    if not found:
        return None
    yield from _write(made, body, done, len(body))
    return made.getvalue()


def _write(made: BytesIO, body: bytes, start: int, end: int) -> Generator[float]:
    for at in range(start, end, PIECE):
        made.write(body[at : min(end, at + PIECE)])
        if end - start > PIECE:
            yield at / len(body)
