"""Where a body of JSON is cut into pieces, in one pass that never holds more than one of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from edge_studio.jsontext.pieces import (
    DEEPEST,
    PIECE,
    Broken,
    Ending,
    Piece,
    brackets,
    check,
    deepest,
    outside_strings,
    without_escapes,
)

_BLANKS: Final = re.compile(rb"[ \t\r\n]*")
_REST_OF_STRING: Final = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SEAM: Final = re.compile(
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|(?P<open>\\?\Z))'
    rb"|(?P<seam>,|[\[{](?=[ \t\r\n]*[^\]} \t\r\n])|[\]}](?=[ \t\r\n]*[\]}]))",
    re.DOTALL,
)
"""Strings, and where a tidy layout begins a line: after a comma, between brackets of one direction."""


_LONGEST: Final = 131_072
"""Characters of a number or of a gap at most: what is longer is not followed, it is probably no JSON."""


class Cutter:
    """Cuts one document, the bytes from ``start`` to ``end`` of a body, into pieces.

    Where it turns out to be no JSON, the pieces end before that place and ``trouble`` says why.
    """

    def __init__(self, body: bytes, start: int, end: int, size: int = PIECE) -> None:
        self._body = body
        self._at = start
        self._end = _without_blanks(body, start, end)
        self._size = size
        self._small = max(8, size // 32)
        self._is_slow = False
        self._stack = bytearray()
        self._inside = ""
        self._joined = False
        self.trouble: Broken | None = None
        """What is wrong, with the offset in the whole body; None as long as nothing is."""
        self.is_deep = False
        """Whether something is nested more deeply than levels are indented."""

    def pieces(self) -> Iterator[Piece]:
        """The pieces in their order; a step is as long as laying out one of them takes."""
        while self._at < self._end and self.trouble is None:
            piece = self._slice() if self._inside else self._tokens()
            if piece.end > piece.start:
                yield piece
                self._at = piece.end
        if self.trouble is None and (self._stack or self._inside or self._joined):
            self.trouble = Broken(self._end, self._ends_early())

    def _ends_early(self) -> str:
        if self._inside:
            return "the text ends inside a string"
        count = len(self._stack)
        return "the text ends too early: " + (
            "a bracket is still open" if count == 1 else f"{count:,} brackets are still open"
        )

    # Tokens

    def _tokens(self) -> Piece:
        """A piece of whole tokens; a small one where it must be laid out token by token."""
        piece = self._try(self._small if self._is_slow else self._size)
        self._is_slow = piece.by_token
        if piece.by_token and piece.end - piece.start > self._small and self.trouble is None:
            piece = self._try(self._small)
        if self.trouble is None:
            self.is_deep |= piece.by_token and deepest(self._body[piece.start : piece.end], piece) > DEEPEST
            del self._stack[len(self._stack) - len(piece.around) :]
            self._stack += piece.left
            self._inside = "" if piece.ending == "line" else piece.ending
            self._joined = False
        return piece

    def _try(self, size: int) -> Piece:
        try:
            end, outside, opened = self._seam(size)
        except Broken as broken:
            return self._broken(Piece(self._at, self._at, "json"), broken)
        depth = len(self._stack)
        closers, openers, nested = brackets(outside)
        around = bytes(self._stack[-len(closers) - 1 :])
        left = around[: max(0, len(around) - len(closers))] + openers
        is_deep = depth + len(openers) + nested > DEEPEST
        ending: Ending = "line"
        if opened:
            before = outside.rstrip()[-1:] or (b"" if self._joined else b",")
            ending = "key" if left.endswith(b"{") and before in {b"{", b","} else "string"
        piece = Piece(
            self._at, end, "json", self._joined, False, depth, around, left, ending, by_token=is_deep
        )
        try:
            if not check(self._body[self._at : end], piece):
                piece = replace(piece, by_token=True)
        except Broken as broken:
            return self._broken(piece, broken)
        return piece

    def _broken(self, piece: Piece, broken: Broken) -> Piece:
        self.trouble = Broken(self._at + broken.offset, broken.words)
        return replace(piece, end=self._at + broken.offset, ending="line", by_token=True)

    def _seam(self, size: int) -> tuple[int, bytes, bool]:
        """Where the piece that begins here ends, what of it is outside strings, whether it ends in one.

        :class:`Broken` where there is no end to a token.
        """
        wanted = size
        while self._at + size < self._end:
            chunk = self._body[self._at : self._at + size]
            comma, outside = _last_comma(chunk)
            if comma:
                return self._at + comma, outside, False
            seam, opened = self._other_seam(chunk)
            if seam:
                return self._at + seam, outside_strings(chunk[:seam]), False
            if opened is not None and size - opened > wanted // 2:
                end = uncut(self._body, self._at + opened + 1, self._at + size)
                return end, outside_strings(chunk[:opened]), True
            if size > max(_LONGEST, 4 * wanted):
                raise Broken(0, f"a token, or a gap, of more than {_LONGEST:,} characters")
            size *= 2
        parts = without_escapes(self._body[self._at : self._end]).split(b'"')
        return self._end, b"".join(parts[::2]), len(parts) % 2 == 0

    def _other_seam(self, chunk: bytes) -> tuple[int, int | None]:
        """The last place in a chunk without commas where a line begins, and where a string is left open."""
        seam, opened = 0, None
        for match in _SEAM.finditer(chunk):
            if match["seam"] is not None:
                seam = match.end()
            elif match["open"] is not None:
                opened = match.start()
        return seam, opened

    # Long strings

    def _slice(self) -> Piece:
        """Part of a string that is longer than a piece, or its end with the comma or colon after it."""
        piece = Piece(self._at, self._end, "string", joined=True, inside=True, depth=len(self._stack))
        limit = min(self._at + self._size, self._end)
        rest = _REST_OF_STRING.match(self._body, self._at, limit)
        if rest is None:
            end = uncut(self._body, self._at, limit) if limit < self._end else limit
            if self._is_sound(self._at, end):
                return replace(piece, end=end, ending="string")
            return replace(piece, end=self._trouble_at(), ending="string")
        end = rest.end()
        if not self._is_sound(self._at, end - 1):
            return replace(piece, end=self._trouble_at(), ending="string")
        gap = _BLANKS.match(self._body, end, self._end)
        after = gap.end() if gap else end
        follows = self._body[after : after + 1] if after < self._end else b""
        if follows in {b",", b":"} and (follows == b":") == (self._inside == "key"):
            end = after + 1
        self._joined = follows == b":"
        self._inside = ""
        return replace(piece, end=end)

    def _is_sound(self, start: int, end: int) -> bool:
        """Whether this stretch may stand in a string; what is wrong is kept."""
        try:
            check(b'"' + self._body[start:end] + b'"', Piece(0, 0, "json"))
        except Broken as broken:
            self.trouble = Broken(min(end, start + max(0, broken.offset - 1)), broken.words)
            return False
        return True

    def _trouble_at(self) -> int:
        return self.trouble.offset if self.trouble else self._at


def _last_comma(chunk: bytes) -> tuple[int, bytes]:
    """Where the last comma outside of strings ends, and what is outside of strings up to there.

    0 where there is none.
    """
    parts = without_escapes(chunk).split(b'"')
    end = len(chunk)
    for at in range(len(parts) - 1, -1, -1):
        begin = end - len(parts[at])
        if at % 2 == 0:
            comma = parts[at].rfind(b",") + 1
            if comma:
                return begin + comma, b"".join(parts[:at:2]) + parts[at][:comma]
        end = begin - 1
    return 0, b""


def _without_blanks(body: bytes, start: int, end: int) -> int:
    """Where the text ends that has nothing but blanks behind it."""
    while end > start:
        tail = body[max(start, end - PIECE) : end]
        kept = len(tail.rstrip(b" \t\r\n"))
        end -= len(tail) - kept
        if kept:
            break
    return end


def uncut(body: bytes, start: int, at: int) -> int:
    """The last place from ``at`` back that cuts no character of UTF-8 and no escape of a string in two."""
    for _ in range(3):
        if at > start and body[at] & 0xC0 == 0x80:
            at -= 1
    slash = body.rfind(b"\\", max(start, at - 6), at)
    if slash < 0:
        return at
    first = slash
    while first > start and body[first - 1] == 0x5C:
        first -= 1
    begins = (slash - first) % 2 == 0
    length = 6 if body[slash + 1 : slash + 2] == b"u" else 2
    return slash if begins and slash + length > at else at
