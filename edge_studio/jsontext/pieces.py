"""A long text in pieces of some ten kilobytes: what of it a viewer holds, and how one piece is laid out.

A piece of JSON begins and ends where a tidy layout begins a line, so that the lines of all pieces, one after
the other, are those of the whole. Only strings longer than a piece are cut within a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

import msgspec

PIECE: Final = 32_768
"""Bytes of a piece at most, as far as the text allows: laying one out takes well under a millisecond."""
DEEPEST: Final = 100
"""Levels that are indented; what is nested deeper is indented like these, else blanks would be most of it."""

_CLOSING: Final = {ord("["): "]", ord("{"): "}"}
_OPENERS, _CLOSERS = b"[{", b"]}"
_BLANKS: Final = b" \t\r\n"
_TOKEN: Final = re.compile(
    rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{},:]|[^ \t\r\n\[\]{},:"]+|\\', re.DOTALL
)
_HALF: Final = re.compile(rb"\\u[dD][89abcdefABCDEF]")
"""How half of a surrogate pair begins. Alone it is good JSON, but the fast parser refuses it."""
_PLACE: Final = re.compile(r"(?:JSON is malformed: )?(.*?)(?: \(byte (\d+)\))?$")

Kind = Literal["json", "string", "records", "events", "received", "heading", "note"]
Ending = Literal["line", "string", "key"]


class Broken(ValueError):
    """The piece is not JSON; ``offset`` is the byte of the piece where that shows, ``words`` say why."""

    def __init__(self, offset: int, words: str) -> None:
        super().__init__(words)
        self.offset = offset
        self.words = words


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the body, from byte ``start`` to ``end``, and what must be known to lay it out."""

    start: int
    end: int
    kind: Kind = "received"
    """``json`` tokens, part of a long ``string``, whole ``records`` or ``events``, text as ``received``,
    or a remark.
    """
    joined: bool = False
    """Whether it goes on in the line of the piece before."""
    inside: bool = False
    """Whether it begins inside a string."""
    depth: int = 0
    """How many containers are open where it begins."""
    around: bytes = b""
    """The opening brackets of the innermost of them: those that it closes, and one more."""
    left: bytes = b""
    """The brackets of these, and of its own, that are still open where it ends."""
    ending: Ending = "line"
    """What its end is in the midst of: nothing, a string that is a value, or one that is a key."""
    by_token: bool = False
    """Whether it is beyond the fast parser: nested too deeply, or with half of a surrogate pair."""
    words: str = ""
    """What a remark says."""

    @property
    def is_remark(self) -> bool:
        """Whether it is no part of the body but says something of what follows."""
        return self.kind in {"heading", "note"}


def lay_out(text: bytes, piece: Piece) -> bytes:
    """The piece ``text`` with a line for each member and item, every token as it was.

    :class:`Broken` where the text is no JSON.
    """
    if piece.kind == "string":
        return text if piece.ending != "line" else _end_of_string(text)
    if piece.by_token:
        return by_token(text, piece)
    return _Wrapped(text, piece).laid_out()


def _end_of_string(text: bytes) -> bytes:
    """The last slice of a long string, and the comma or colon behind it as a tidy layout has them."""
    head, quote, tail = text.rpartition(b'"')
    return head + quote + tail.strip(_BLANKS) + (b" " if tail.endswith(b":") else b"")


def check(text: bytes, piece: Piece) -> bool:
    """Whether the fast parser can lay out this piece; :class:`Broken` where it is no JSON at all."""
    wrapped = _Wrapped(text, piece)
    try:
        wrapped.formatted()
    except RecursionError:
        return False
    except Broken:
        if not _HALF.search(text):
            raise
        _Wrapped(_HALF.sub(rb"\\u00", text), piece).formatted()
        return False
    return True


def by_token(text: bytes, piece: Piece) -> bytes:
    """The same layout token by token, of any depth and of broken text too; many times slower."""
    parts: list[bytes] = []
    depth, due, opened = piece.depth, not piece.joined, False
    feed = b"" if due else b"\n"
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in {b"]", b"}"}:
            depth = max(0, depth - 1)
            if not opened:
                parts.append(feed + _indent(depth))
                feed = b"\n"
        elif due and token not in {b",", b":"}:
            parts.append(feed + _indent(depth))
            feed = b"\n"
        parts.append(token)
        if token == b":":
            parts.append(b" ")
        opened = token in {b"[", b"{"}
        depth += opened
        due = opened or token == b","
    return b"".join(parts)


def tokens(text: bytes) -> list[int]:
    """Where each token of JSON begins, in text that may be broken."""
    return [match.start() for match in _TOKEN.finditer(text)]


def _indent(depth: int) -> bytes:
    return b"  " * min(depth, DEEPEST)


class _Wrapped:
    """A piece made a whole value by brackets around it, which are taken away again from the layout.

    What is put around it: for each level an opening bracket, before a closing bracket a member (an empty
    container would stay on one line), after a comma or an opening bracket a member too.
    """

    def __init__(self, text: bytes, piece: Piece) -> None:
        self._text = text
        self._piece = piece
        stripped = text.strip(_BLANKS)
        self._before = piece.around != b"" and stripped[:1] in {b"]", b"}"}
        self._after = piece.ending == "line" and stripped[-1:] in {b",", b"[", b"{"} and piece.left != b""
        self._pending = piece.ending == "line" and stripped[-1:] == b":"

    def formatted(self) -> bytes:
        prefix = self._prefix()
        try:
            return msgspec.json.format(prefix + self._text + self._suffix(), indent=2)
        except msgspec.DecodeError as error:
            found = _PLACE.match(str(error))
            place = int(found[2]) - len(prefix) if found and found[2] else len(self._text)
            words = found[1] if found else str(error)
            place -= words == "trailing characters"  # alone counted from 1
            raise Broken(max(0, min(place, len(self._text))), words) from None

    def _prefix(self) -> bytes:
        around, last = self._piece.around, len(self._piece.around) - 1
        parts = []
        for level, bracket in enumerate(around):
            needs_key = level < last or self._before or self._piece.joined
            parts.append(b'{"":' if bracket == _OPENERS[1] and needs_key else bytes([bracket]))
        return b"".join(parts) + (b"0" if self._before else b"")

    def _suffix(self) -> bytes:
        ending = {"line": b"", "string": b'"', "key": b'":0'}[self._piece.ending]
        if self._after:
            ending = b"0" if self._piece.left.endswith(b"[") else b'"":0'
        elif self._pending:
            ending = b"0"
        return ending + "".join(_CLOSING.get(bracket, "") for bracket in reversed(self._piece.left)).encode()

    def laid_out(self) -> bytes:
        whole = self.formatted()
        start, end = 0, len(whole)
        for _ in range(len(self._piece.around) + self._before):
            start = whole.index(b"\n", start) + 1
        for _ in range(len(self._piece.left) + self._after):
            end = whole.rindex(b"\n", start - 1 if start else 0, end)
        levels = self._piece.depth - len(self._piece.around)
        if self._piece.joined and self._piece.around:
            start = whole.index(b'"": ', start) + 4
        ours = whole[
            start : end - (1 if self._pending else {"line": 0, "string": 1, "key": 4}[self._piece.ending])
        ]
        if not levels:
            return ours
        pad = b"  " * levels
        return (b"" if self._piece.joined else pad) + ours.replace(b"\n", b"\n" + pad)


def outside_strings(text: bytes) -> bytes:
    """What stands outside the strings of ``text``, which begins outside of one."""
    return b"".join(without_escapes(text).split(b'"')[::2])


def without_escapes(text: bytes) -> bytes:
    """The text, as long as before, with no quotation mark but those that open and close strings."""
    if b"\\" not in text:
        return text
    return text.replace(b"\\\\", b"__").replace(b'\\"', b"__")


_NO_BRACKET: Final = bytes(set(range(256)) - set(_OPENERS + _CLOSERS))


def brackets(outside: bytes) -> tuple[bytes, bytes, int]:
    """Which brackets close what was open before, which stay open, and how deep the others nest at most."""
    rest, depth = outside.translate(None, _NO_BRACKET), 0
    while depth <= DEEPEST:
        fewer = rest.replace(b"{}", b"").replace(b"[]", b"")
        if len(fewer) == len(rest):
            break
        rest, depth = fewer, depth + 2  # "{[]}" goes in one round
    else:
        rest, depth = _matched(rest, depth)
    cut = next((at for at, bracket in enumerate(rest) if bracket in _OPENERS), len(rest))
    return rest[:cut], rest[cut:], depth


def deepest(text: bytes, piece: Piece) -> int:
    """How many containers are open at most anywhere in the piece ``text``, found by counting."""
    steps = (1 if mark in _OPENERS else -1 for mark in outside_strings(text).translate(None, _NO_BRACKET))
    return max(accumulate(steps, initial=piece.depth))


def _matched(sequence: bytes, depth: int) -> tuple[bytes, int]:
    """What is left of brackets nested deeply, found by counting."""
    left = bytearray()
    for bracket in sequence:
        if bracket in _CLOSERS and left and left[-1] in _OPENERS:
            left.pop()
        else:
            left.append(bracket)
    return bytes(left), depth + len(sequence)


def records(text: bytes) -> Iterator[tuple[int, int]]:
    """Where each record of a text of records stands: they are set apart by NUL bytes; blank ones are none."""
    at = 0
    while at <= len(text):
        end = text.find(b"\x00", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip(_BLANKS):
            yield at, end
        at = end + 1
