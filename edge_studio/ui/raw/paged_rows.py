"""The rows of a text of any size: of most of it only how many there are is known."""

from array import array
from bisect import bisect_right
from collections import Counter, OrderedDict
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import accumulate

from edge_studio.jsontext.pieces import Piece
from edge_studio.jsontext.sources import Received
from edge_studio.ui.raw.text_rows import WIDE, Row, Span, TextRows

_KEPT = 8
"""Pieces that are held as text."""
_LONG = 4_096
"""Lines of more columns are counted one by one, the others together."""


class PagedRows:
    """Rows over the pieces of a source; offsets are characters of the text that they make together.

    There are as many rows as :meth:`read` has counted. Where a piece goes on in the line of the one before,
    a row ends with that one.
    """

    def __init__(self, source: Received) -> None:
        self.source = source
        self.is_complete = False
        """Whether all of the text is counted."""
        self.longest = 0
        """Columns of the longest line, as far as lines are counted."""
        self._pieces: list[Piece] = []
        self._tallies: list[_Tally] = []
        self._starts = array("q")
        self._bytes = array("q")
        self._lines = array("q", [0])
        self._firsts = array("q", [0])
        self._length = 0
        self._columns = 80
        self._kept: OrderedDict[int, TextRows] = OrderedDict()

    def read(self) -> Generator[float, None, None]:
        """Count the rows of all pieces, one a step; yields which part of the bytes is read."""
        size = max(1, len(self.source.body))
        for piece in self.source.pieces():
            self._add(piece)
            yield min(1.0, piece.end / size)
        self.is_complete = True

    def _add(self, piece: Piece) -> None:
        text = self.source.text(piece)
        is_note = piece.is_remark
        tally = _Tally(text, is_note)
        lines = 0 if is_note else tally.lines - piece.joined
        start = self._length + bool(self._pieces and not piece.joined)
        self._pieces.append(piece)
        self._tallies.append(tally)
        self._starts.append(start)
        self._bytes.append(piece.start)
        self._lines.append(self._lines[-1] + lines)
        self._firsts.append(self._firsts[-1] + tally.rows(self._columns))
        self._length = start + len(text)
        self.longest = max(self.longest, tally.longest)

    # Measures

    def set_columns(self, columns: int) -> bool:
        """Cut lines to this width from now on; whether that is another one."""
        if columns == self._columns:
            return False
        self._columns = columns
        self._firsts = array("q", accumulate((tally.rows(columns) for tally in self._tallies), initial=0))
        self._kept.clear()
        return True

    @property
    def count(self) -> int:
        """How many rows are known; a text of nothing has one."""
        return max(1, self._firsts[-1])

    @property
    def line_count(self) -> int:
        """How many lines are known, remarks not among them."""
        return max(1, self._lines[-1])

    @property
    def length(self) -> int:
        """How many characters are known."""
        return self._length

    @property
    def bytes_known(self) -> int:
        """Up to which byte the body is read."""
        if self.is_complete:
            return len(self.source.body)
        return self._pieces[-1].end if self._pieces else 0

    # Rows

    def row(self, number: int) -> Row:
        """The row of this number, from 0."""
        if not self._pieces:
            return Row(0, 0, 0, True)
        at = min(bisect_right(self._firsts, number), len(self._pieces)) - 1
        piece, start = self._pieces[at], self._starts[at]
        row = self._page(at).row(number - self._firsts[at])
        first = row.first and not (piece.joined and row.line == 0)
        line = self._lines[at] + row.line - piece.joined
        return Row(line, start + row.start, start + row.end, first, piece.kind if piece.is_remark else "")

    def row_of(self, offset: int) -> int:
        """The number of the row in which the character at ``offset`` stands."""
        if not self._pieces:
            return 0
        at = self._at(offset)
        page = self._page(at)
        return int(self._firsts[at]) + page.row_of(min(offset - self._starts[at], len(page.text)))

    def line_start(self, line: int) -> int:
        """Where the line of this number, from 0, begins."""
        line = max(0, min(line, self.line_count - 1))
        at = bisect_right(self._lines, line) - 1
        if at >= len(self._pieces):
            return 0
        piece = self._pieces[at]
        return int(self._starts[at]) + self._page(at).line_start(line - self._lines[at] + piece.joined)

    def line_of(self, offset: int) -> int:
        """The number of the line, from 0, in which the character at ``offset`` stands."""
        return self.row(self.row_of(offset)).line

    def shown(self, row: Row) -> str:
        """The characters of a row as they are drawn, one for each of the text."""
        at = self._at(row.start) if self._pieces else -1
        return self._page(at).shown(self._local(row, at)) if at >= 0 else ""

    def colours(self, row: Row) -> list[Span]:
        """The colours of a row, taking the text for JSON."""
        if row.remark or not self._pieces:
            return []
        at = self._at(row.start)
        start, page = self._starts[at], self._page(at)
        local = self._local(row, at)
        local = replace(local, line=page.line_of(local.start))
        return [Span(span.start + start, span.end + start, span.token) for span in page.colours(local)]

    def _local(self, row: Row, at: int) -> Row:
        start = self._starts[at]
        return replace(row, start=row.start - start, end=row.end - start)

    # Text

    def text(self, start: int, end: int) -> str:
        """The characters from ``start`` to ``end``, remarks not among them."""
        return "".join(self.stream(start, end))

    def stream(self, start: int, end: int) -> Iterator[str]:
        """The same in parts no longer than a piece."""
        if not self._pieces or end <= start:
            return
        at, feed = self._at(start), ""
        while at < len(self._pieces) and self._starts[at] <= end:
            piece, begin = self._pieces[at], self._starts[at]
            if not piece.is_remark:
                text = self._page(at).text
                lead = "" if piece.joined else feed
                yield lead + text[max(0, start - begin) : max(0, end - begin)]
                feed = "\n"
                if begin + len(text) >= end:
                    return
            at += 1

    def page_start(self, at: int) -> int:
        """The offset at which the piece of this number begins."""
        return int(self._starts[at])

    def piece(self, at: int) -> Piece:
        """The piece of this number, from 0."""
        return self._pieces[at]

    @property
    def page_count(self) -> int:
        """How many pieces are known."""
        return len(self._pieces)

    def _at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _page(self, at: int) -> TextRows:
        page = self._kept.get(at)
        if page is None:
            piece = self._pieces[at]
            page = self._kept[at] = TextRows(self.source.text(piece), piece.inside)
            page.set_columns(self._columns)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(at)
        return page

    # Bytes

    def offset_of_byte(self, byte: int) -> int:
        """The character that shows the body's byte ``byte``."""
        if not self._pieces:
            return 0
        at = max(0, bisect_right(self._bytes, byte) - 1)
        return int(self._starts[at]) + self.source.offset_in(self._pieces[at], byte)

    def end_of_byte(self, byte: int) -> int:
        """Where the text ends that shows the bytes before ``byte``."""
        return self.offset_of_byte(byte - 1) + 1 if byte > 0 else 0

    def byte_of_offset(self, offset: int) -> int:
        """The byte of the body that the character at ``offset`` shows."""
        if not self._pieces:
            return 0
        at = self._at(offset)
        return self.source.byte_in(self._pieces[at], offset - self._starts[at])


class _Tally:
    """How long the lines of a piece are, as far as it takes to say how many rows they make at any width."""

    __slots__ = ("_long", "_narrow", "_wide", "lines", "longest")

    def __init__(self, text: str, is_note: bool) -> None:
        lines = text.split("\n")
        self.lines = len(lines)
        wide: list[str] = []
        if not text.isascii() and WIDE.search(text):
            wide = [line for line in lines if WIDE.search(line)]
            lines = [line for line in lines if not WIDE.search(line)]
        self._narrow, narrow_long = _lengths(lines)
        self._wide, wide_long = _lengths(wide)
        self._long = narrow_long, wide_long
        narrow = max(*self._narrow[0][-1:], *narrow_long, 0, 0)
        wide_columns = 2 * max(*self._wide[0][-1:], *wide_long, 0, 0)
        self.longest = 0 if is_note else max(narrow, wide_columns)

    def rows(self, columns: int) -> int:
        """How many rows the piece takes."""
        half = max(1, columns // 2)
        count = self.lines + _more(self._narrow, columns) + _more(self._wide, half)
        for lengths, width in zip(self._long, (columns, half), strict=True):
            count += sum((length - 1) // width for length in lengths)
        return count


_Lengths = tuple[list[int], list[int]]


def _lengths(lines: list[str]) -> tuple[_Lengths, list[int]]:
    """The lengths that occur, ascending, with how many lines are no longer; and the very long ones."""
    counts = Counter(map(len, lines))
    sizes = sorted(size for size in counts if size <= _LONG)
    long = [size for size in counts.elements() if size > _LONG] if len(sizes) < len(counts) else []
    return (sizes, list(accumulate(counts[size] for size in sizes))), long


def _more(lengths: _Lengths, width: int) -> int:
    """How many rows lines of these lengths take beyond the first of each."""
    sizes, counts = lengths
    if not sizes or sizes[-1] <= width:
        return 0
    total, more = counts[-1], 0
    for reach in range(width, sizes[-1], width):
        more += total - (counts[at - 1] if (at := bisect_right(sizes, reach)) else 0)
    return more
