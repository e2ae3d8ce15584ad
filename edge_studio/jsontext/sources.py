"""A body as a source of lines: the bytes, where its pieces stand, and the text of any one of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from edge_studio.jsontext.cutting import Cutter, uncut
from edge_studio.jsontext.pieces import PIECE, Broken, Piece, lay_out, records, tokens, without_escapes
from edge_studio.jsontext.wire_text import BOM

_NUL: Final = b"\x00"
_BLANK: Final = b" \t\r\n\x00"

Heading = Callable[[int, int, int], str]
"""Says in words which record begins: its number from 1, how many there are, how many bytes it has."""


class Received:
    """A body in UTF-8 as it was received; what is no UTF-8 in it is shown as �."""

    def __init__(self, body: bytes, is_json: bool = False, size: int = PIECE) -> None:
        self.body = body
        self.is_json = is_json
        self._size = size
        self.trouble: Broken | None = None
        """What is wrong with the text as JSON; text as it was received is never judged."""
        self.is_deep = False
        """Whether levels are left without their indentation."""
        self.has_strangers = False
        """Whether bytes that are no UTF-8 were found so far."""

    def pieces(self) -> Iterator[Piece]:
        """The pieces in their order, each found in much less than a millisecond."""
        yield from received(self.body, 0, len(self.body), self.is_json, self._size)

    def text(self, piece: Piece) -> str:
        """The text of one piece, without the line feed behind it."""
        if piece.is_remark:
            return piece.words
        shown = self._shown(piece)
        try:
            return shown.decode()
        except UnicodeDecodeError:
            self.has_strangers = True
            return shown.decode("utf-8", "replace")

    def offset_in(self, piece: Piece, byte: int) -> int:
        """The character of the piece's text that shows the body's byte ``byte``."""
        begins, shown = self._places(piece)
        at = max(0, bisect_right(begins, byte - piece.start) - 1)
        place = shown[at] + byte - piece.start - begins[at] if begins else 0
        return len(self._shown(piece)[: max(0, place)].decode("utf-8", "replace"))

    def byte_in(self, piece: Piece, offset: int) -> int:
        """The byte of the body that the character ``offset`` of the piece's text shows."""
        begins, shown = self._places(piece)
        if not begins:
            return piece.start
        place = _byte_of(self._shown(piece), offset)
        at = max(0, bisect_right(shown, place) - 1)
        following = begins[at + 1] if at + 1 < len(begins) else piece.end - piece.start
        return piece.start + min(begins[at] + max(0, place - shown[at]), following)

    def _shown(self, piece: Piece) -> bytes:
        return self.body[piece.start : piece.end]

    def _places(self, piece: Piece) -> tuple[list[int], list[int]]:
        """Where each token begins in the bytes of the piece, and where in what is shown of it."""
        return [0], [0]


class Tidied(Received):
    """A body of JSON with a line for each member and item; broken text is tidied as far as it goes.

    Of records that are set apart by NUL bytes each is tidied by itself, below a heading where one is wanted.
    """

    def __init__(self, body: bytes, heading: Heading | None = None, size: int = PIECE) -> None:
        super().__init__(body, True, size)
        self._heading = heading
        self.has_records = _NUL in body
        """Whether NUL bytes set records apart."""

    def pieces(self) -> Iterator[Piece]:
        """The pieces in their order; a step is as long as laying out one of them takes."""
        at = len(BOM) if self.body.startswith(BOM) else 0
        number = 0
        has_headings = self._heading is not None and self.has_records
        count = sum(1 for _ in records(self.body)) if has_headings else 0
        while at < len(self.body):
            group = self._group(at)
            if group is not None:
                yield group
                at = group.end
                continue
            end = self.body.find(_NUL, at) if self.has_records else -1
            end = len(self.body) if end < 0 else end
            if self.body[at : min(end, at + PIECE)].strip(_BLANK) or end - at > PIECE:
                number += 1
                if self._heading is not None and has_headings:
                    yield Piece(at, at, "heading", words=self._heading(number, count, end - at))
                yield from self._record(at, end)
            at = end + 1

    def _group(self, at: int) -> Piece | None:
        """Small records that are whole, in one piece; None where one begins that is neither."""
        last = self.body.rfind(_NUL, at, at + self._size // 4)
        if last < 0 or self._heading:
            return None
        piece = Piece(at, last + 1, "records")
        try:
            return piece if self._shown(piece) else None
        except (msgspec.DecodeError, RecursionError):
            return None

    def _record(self, start: int, end: int) -> Iterator[Piece]:
        cutter = Cutter(self.body, start, end, self._size)
        yield from cutter.pieces()
        self.is_deep |= cutter.is_deep
        if cutter.trouble is None:
            return
        self.trouble = self.trouble or cutter.trouble
        at, words = cutter.trouble.offset, cutter.trouble.words
        rest = self.body[at : min(end, at + PIECE)].strip(_BLANK)
        after = "; as received from here" if rest else ""
        yield Piece(at, at, "note", words=f"▲ The JSON breaks here (byte {at + 1:,}): {words}{after}")
        if rest:
            yield from received(self.body, at, end, True, self._size)

    def _shown(self, piece: Piece) -> bytes:
        text = self.body[piece.start : piece.end]
        if piece.kind == "received":
            return text
        if piece.kind == "records":
            parts = [text[start:end] for start, end in records(text)]
            return b"\n".join(msgspec.json.format(part, indent=2) for part in parts)
        return lay_out(text, piece)

    def _places(self, piece: Piece) -> tuple[list[int], list[int]]:
        if piece.kind not in {"json", "records", "events"}:
            return [0], [0]
        text = self.body[piece.start : piece.end].replace(_NUL, b" ")
        return tokens(text), tokens(self._shown(piece))


def received(body: bytes, start: int, end: int, is_json: bool, size: int = PIECE) -> Iterator[Piece]:
    """Pieces of text as it came: cut at line ends, and within a line that is longer than a piece."""
    at, joined, inside = start, False, False
    while True:
        limit = at + size
        feed = body.rfind(b"\n", at, limit) if limit < end else end
        if feed >= 0:
            yield Piece(at, feed, "received", joined, inside)
            if feed >= end:
                return
            at, joined, inside = feed + 1, False, False
            continue
        cut = uncut(body, at, limit)
        yield Piece(at, cut, "received", joined, inside)
        if is_json:
            inside ^= bool(without_escapes(body[at:cut]).count(b'"') % 2)
        at, joined = cut, True


def _byte_of(data: bytes, offset: int) -> int:
    """Where the character ``offset`` begins in bytes that may be no UTF-8."""
    try:
        return len(data.decode()[:offset].encode())
    except UnicodeDecodeError:
        return bisect_left(
            range(len(data)), offset, key=lambda end: len(data[:end].decode("utf-8", "replace"))
        )
