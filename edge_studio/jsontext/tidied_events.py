"""Server-sent events, the JSON of each tidied below its ``data:``; all other lines as they came."""

from collections.abc import Iterator
from typing import Final

import msgspec

from edge_studio.jsontext.pieces import PIECE, Piece
from edge_studio.jsontext.sources import Tidied, received

_DATA: Final = b"data:"
_BLANK: Final = b" \t\r"
_BETWEEN: Final = (b"\n\n", b"\n\r\n")
"""How an event ends."""


class TidiedEvents(Tidied):
    """A stream of events; data that is spread over several lines is shown as it came, and so is no JSON."""

    def __init__(self, body: bytes, size: int = PIECE) -> None:
        super().__init__(body, None, size)
        self.has_records = False

    def pieces(self) -> Iterator[Piece]:
        """The pieces in their order; a step is as long as laying out one of them takes."""
        at, in_data = 0, False
        while at < len(self.body):
            group = self._lines(at)
            if group is not None:
                yield group
                at, in_data = group.end, False
                continue
            feed = self.body.find(b"\n", at)
            end = len(self.body) if feed < 0 else feed
            is_data = self.body.startswith(_DATA, at)
            if is_data and not in_data and not self.body.startswith(_DATA, end + 1):
                yield Piece(at, at + len(_DATA))
                yield from self._record(at + len(_DATA), end)
            else:
                yield from received(self.body, at, end, is_json=True, size=self._size)
            at, in_data = end + 1, is_data

    def _lines(self, at: int) -> Piece | None:
        """Whole lines of small events, in one piece; None where one begins that is not."""
        limit = at + self._size // 4
        end = max(self.body.rfind(feeds, at, limit) + len(feeds) for feeds in _BETWEEN)
        if end < at + len(_BETWEEN[-1]):
            return None
        piece = Piece(at, end, "events")
        try:
            return piece if self._shown(piece) else None
        except (msgspec.DecodeError, RecursionError):
            return None

    def _shown(self, piece: Piece) -> bytes:
        if piece.kind != "events":
            return super()._shown(piece)
        lines = self.body[piece.start : piece.end - 1].split(b"\n")
        return b"\n".join(_laid_out(line) for line in lines)


def _laid_out(line: bytes) -> bytes:
    """A line of an event; ``DecodeError`` where its data is no JSON."""
    data = line[len(_DATA) :].strip(_BLANK) if line.startswith(_DATA) else b""
    return _DATA + b"\n" + msgspec.json.format(data, indent=2) if data else line
