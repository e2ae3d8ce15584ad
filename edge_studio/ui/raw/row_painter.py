"""Draws the rows of a text that are on the screen, and knows where on them each character stands."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCharFormat, QTextLayout

from edge_studio.ui.raw.paged_rows import PagedRows
from edge_studio.ui.raw.text_rows import Row
from edge_studio.ui.theme import Look

MARGIN = 6
_BEYOND = 8
"""Columns that are laid out to the left and right of what is seen."""


@dataclass(slots=True)
class Marks:
    """What is marked in a text: the selection, the caret, and the matches of a search in their order."""

    anchor: int = 0
    caret: int = 0
    matches: Sequence[tuple[int, int]] = ()
    current: int = -1
    """Which match is the chosen one."""

    @property
    def selection(self) -> tuple[int, int]:
        """From where to where characters are selected."""
        return min(self.anchor, self.caret), max(self.anchor, self.caret)


class _Line:
    """The laid out part of a row: from the character ``first``, which stands at ``left`` in it."""

    def __init__(self, layout: QTextLayout, text: str, first: int, left: float) -> None:
        self.layout = layout  # held: a QTextLine points into its layout without keeping it alive
        self.text = text
        self.first = first
        self.left = left

    def x(self, within: int) -> float:
        """Where the character ``within`` of the row stands."""
        at = max(0, min(within - self.first, len(self.text)))
        place: Any = self.layout.lineAt(0).cursorToX(_units(self.text, at))
        return self.left + float(
            place[0]
        )  # PySide6 gives the place and the cursor, moved to a whole character

    def character(self, x: float) -> int:
        """The character of the row that is nearest to ``x``."""
        unit = self.layout.lineAt(0).xToCursor(x - self.left)
        return self.first + (unit if self.text.isascii() else len(_head(self.text, unit)))


class RowPainter:
    """Measures and draws rows; ``left`` is how far the view is scrolled to the right, in points."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.rows: PagedRows | None = None
        self.is_json = False
        self.left = 0
        self.width = 0
        self.dress()

    def dress(self) -> None:
        """Take the look's font and size."""
        self._font = self._look.font("mono")
        measures = QFontMetricsF(self._font)
        self.cell = measures.horizontalAdvance("0")
        self.height = round(measures.height() * 1.25)

    @property
    def gutter(self) -> float:
        """How wide the line numbers are."""
        count = self.rows.line_count if self.rows else 1
        return self.cell * (max(3, len(str(count))) + 1) + MARGIN

    # Layout

    def _line(self, row: Row) -> _Line:
        assert self.rows is not None
        text, first, left = self.rows.shown(row), 0, 0.0
        if text.isascii():  # each character is as wide as the next: only what is seen is laid out
            first = max(0, int(self.left / self.cell) - _BEYOND)
            last = int((self.left + self.width) / self.cell) + _BEYOND
            text, left = text[first:last], first * self.cell
        layout = QTextLayout(text, self._font)
        layout.setFormats(self._formats(row, text, first))
        layout.beginLayout()
        layout.createLine().setLineWidth(1e6)
        layout.endLayout()
        return _Line(layout, text, first, left)

    def _formats(self, row: Row, text: str, first: int) -> list[QTextLayout.FormatRange]:
        if row.remark:
            token = "warning" if row.remark == "note" else "text.muted"
            return [self._format(0, len(text.encode("utf-16-le")) // 2, token)]
        if not self.is_json or self.rows is None:
            return []
        formats, begin = [], row.start + first
        for span in self.rows.colours(row):
            start, end = max(0, span.start - begin), min(len(text), span.end - begin)
            if start < end:
                units = _units(text, start)
                formats.append(self._format(units, _units(text, end) - units, span.token))
        return formats

    def _format(self, start: int, length: int, token: str) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start, found.length = start, length
        found.format = QTextCharFormat()
        found.format.setForeground(self._look.colour(token))
        return found

    def offset_at(self, row: Row, x: float) -> int:
        """The offset of the character of a row that stands at ``x`` of the view."""
        within = self._line(row).character(x - self._origin)
        return max(row.start, min(row.start + within, row.end))

    def x_of(self, row: Row, offset: int) -> float:
        """How far from the beginning of the row a character stands."""
        return self._line(row).x(offset - row.start)

    @property
    def _origin(self) -> float:
        return self.gutter + MARGIN - self.left

    # Drawing

    def paint(self, painter: QPainter, row: Row, top: int, marks: Marks, caret: bool) -> None:
        """Draw one row; ``caret`` says that the caret stands in it and is to be seen."""
        line = self._line(row)
        painter.setFont(self._font)
        if row.remark:
            back = "warning.soft" if row.remark == "note" else "editor.line"
            whole = QRectF(0, top, self.gutter + self.width + 2 * MARGIN, self.height)
            painter.fillRect(whole, self._look.colour(back))
        elif row.first:
            painter.setPen(self._look.colour("editor.gutter"))
            box = QRectF(0, top, self.gutter - self.cell, self.height)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(flags), f"{row.line + 1}")
        painter.save()
        painter.setClipRect(QRectF(self.gutter, top, self.width + 2 * MARGIN, self.height))
        self._paint_marks(painter, line, row, top, marks)
        painter.setPen(self._look.colour("text"))
        drop = (self.height - line.layout.lineAt(0).height()) / 2
        line.layout.draw(painter, QPointF(self._origin + line.left, top + drop))
        if caret:
            x = self._origin + line.x(marks.caret - row.start)
            painter.fillRect(QRectF(x, top + 2, 1.5, self.height - 4), self._look.colour("text"))
        painter.restore()

    def _paint_marks(self, painter: QPainter, line: _Line, row: Row, top: int, marks: Marks) -> None:
        matches = marks.matches
        for at in range(max(0, bisect_left(matches, (row.start, 0)) - 1), len(matches)):
            start, end = matches[at]
            if start > row.end:
                break
            self._paint_mark(painter, line, row, top, (start, end), "editor.match")
        start, end = marks.selection
        if start != end:
            self._paint_mark(painter, line, row, top, (start, end), "selection")

    def _paint_mark(
        self, painter: QPainter, line: _Line, row: Row, top: int, mark: tuple[int, int], token: str
    ) -> None:
        start, end = mark
        if start >= row.end + 1 or end <= row.start:
            return
        begins = line.x(max(start, row.start) - row.start)
        ends = line.x(min(end, row.end) - row.start) + (self.cell / 2 if end > row.end else 0)
        painter.fillRect(
            QRectF(self._origin + begins, top, ends - begins, self.height), self._look.colour(token)
        )


def _units(text: str, count: int) -> int:
    """How many UTF-16 code units the first ``count`` characters take: Qt counts in those."""
    return count if text.isascii() else len(text[:count].encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, units: int) -> str:
    """The characters in the first so many UTF-16 code units."""
    return text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore")
