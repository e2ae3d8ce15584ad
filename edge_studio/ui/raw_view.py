"""A viewer for text of any size: it lays out only the rows that are on the screen."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu

from edge_studio.ui.text_rows import Row, TextRows
from edge_studio.ui.theme import Look

_MARGIN = 6
_STANDARD = QKeySequence.StandardKey


class RawView(QAbstractScrollArea):
    """Read-only text with line numbers, soft wrapping, selection and, for JSON, colours."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._rows = TextRows("")
        self._is_json = False
        self._anchor = 0
        self._caret = 0
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        look.changed.connect(self._dress)
        self._dress()

    # Content

    @property
    def text(self) -> str:
        """The text as it is shown."""
        return self._rows.text

    @property
    def row_count(self) -> int:
        """How many rows the text takes at the present width."""
        return self._rows.count

    def set_text(self, text: str, is_json: bool = False) -> None:
        """Show ``text`` from its beginning."""
        self.set_rows(TextRows(text), is_json)

    def set_rows(self, rows: TextRows, is_json: bool = False) -> None:
        """Show a text whose lines were found elsewhere, which for a long one is worth a thread."""
        self._rows = rows
        self._is_json = is_json
        self._anchor = self._caret = 0
        self._cut()
        self.verticalScrollBar().setValue(0)

    def reveal(self, start: int, end: int) -> None:
        """Select the characters from ``start`` to ``end`` and show them."""
        self._anchor, self._caret = start, end
        self._show_offset(start)

    # Selection

    @property
    def selected_text(self) -> str:
        """What is selected; empty where nothing is."""
        start, end = sorted((self._anchor, self._caret))
        return self._rows.text[start:end]

    def select_all(self) -> None:
        """Select the whole text."""
        self._anchor, self._caret = 0, len(self._rows.text)
        self.viewport().update()

    def copy(self) -> None:
        """Put the selection on the clipboard, or the whole text where nothing is selected."""
        QGuiApplication.clipboard().setText(self.selected_text or self._rows.text)

    def _move(self, offset: int, select: bool) -> None:
        self._caret = max(0, min(offset, len(self._rows.text)))
        if not select:
            self._anchor = self._caret
        self._show_offset(self._caret)

    def _show_offset(self, offset: int) -> None:
        row, bar = self._rows.row_of(offset), self.verticalScrollBar()
        if row < bar.value():
            bar.setValue(row)
        elif row >= bar.value() + self._whole_rows:
            bar.setValue(row - self._whole_rows + 1)
        self.viewport().update()

    # Measures

    def _dress(self) -> None:
        self._font = self._look.font("mono")
        measures = QFontMetricsF(self._font)
        self._cell = measures.horizontalAdvance("0")
        self._height = round(measures.height() * 1.25)
        self._cut()

    @property
    def _gutter(self) -> float:
        return self._cell * (max(3, len(str(self._rows.line_count))) + 1) + _MARGIN

    @property
    def _whole_rows(self) -> int:
        return max(1, self.viewport().height() // self._height)

    def _cut(self) -> None:
        room = self.viewport().width() - self._gutter - 2 * _MARGIN
        top = self._rows.row(self.verticalScrollBar().value()).start if self._rows.count > 1 else 0
        if self._rows.set_columns(max(8, int(room / self._cell))):
            self.verticalScrollBar().setValue(0)
        bar = self.verticalScrollBar()
        bar.setPageStep(self._whole_rows)
        bar.setRange(0, max(0, self._rows.count - self._whole_rows))
        bar.setValue(self._rows.row_of(min(top, len(self._rows.text))))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cut()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    # Drawing

    def _laid_out(self, row: Row) -> QTextLayout:
        text = self._rows.shown(row)
        layout = QTextLayout(text, self._font)
        if self._is_json:
            layout.setFormats(self._formats(row, text))
        layout.beginLayout()
        layout.createLine().setLineWidth(1e6)
        layout.endLayout()
        return layout

    def _formats(self, row: Row, text: str) -> list[QTextLayout.FormatRange]:
        formats = []
        for span in self._rows.colours(row):
            found = QTextLayout.FormatRange()
            found.start = _units(text, span.start - row.start)
            found.length = _units(text, span.end - row.start) - found.start
            found.format = QTextCharFormat()
            found.format.setForeground(self._look.colour(span.token))
            formats.append(found)
        return formats

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self._font)
        first = self.verticalScrollBar().value()
        last = min(self._rows.count, first + self._whole_rows + 2)
        for place, number in enumerate(range(first, last)):
            self._paint_row(painter, self._rows.row(number), place * self._height)
        painter.end()

    def _paint_row(self, painter: QPainter, row: Row, top: int) -> None:
        if row.first:
            painter.setPen(self._look.colour("editor.gutter"))
            box = QRectF(0, top, self._gutter - self._cell, self._height)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(flags), f"{row.line + 1}")
        layout = self._laid_out(row)
        line = layout.lineAt(0)
        left = self._gutter + _MARGIN
        start, end = sorted((self._anchor, self._caret))
        if start < row.end + 1 and end > row.start and start != end:
            begins = self._x(layout, row, max(start, row.start))
            ends = self._x(layout, row, min(end, row.end)) + (self._cell / 2 if end > row.end else 0)
            selection = QRectF(left + begins, top, ends - begins, self._height)
            painter.fillRect(selection, self._look.colour("selection"))
        painter.setPen(self._look.colour("text"))
        layout.draw(painter, QPointF(left, top + (self._height - line.height()) / 2))
        if self.hasFocus() and row.start <= self._caret <= row.end and self._is_caret_row(row):
            x = left + self._x(layout, row, self._caret)
            painter.fillRect(QRectF(x, top + 2, 1.5, self._height - 4), QColor(self._look.colour("text")))

    def _is_caret_row(self, row: Row) -> bool:
        """Whether the caret stands in this row: at the seam of two it belongs to the second."""
        return self._rows.row(self._rows.row_of(self._caret)).start == row.start

    def _x(self, layout: QTextLayout, row: Row, offset: int) -> float:
        place: Any = layout.lineAt(0).cursorToX(_units(self._rows.shown(row), offset - row.start))
        return float(place[0])  # PySide6 gives the place and the cursor that it moved to a whole character

    def _offset_at(self, point: QPointF) -> int:
        number = self.verticalScrollBar().value() + int(point.y() // self._height)
        row = self._rows.row(max(0, min(number, self._rows.count - 1)))
        layout = self._laid_out(row)  # held: a QTextLine points into its layout without keeping it alive
        unit = layout.lineAt(0).xToCursor(point.x() - self._gutter - _MARGIN)
        text = self._rows.shown(row)
        return row.start + (unit if text.isascii() else len(_head(text, unit)))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(self._offset_at(event.position()), keep)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(self._offset_at(event.position()), select=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clipboard = QGuiApplication.clipboard()
        if self.selected_text and clipboard.supportsSelection():
            clipboard.setText(self.selected_text, clipboard.Mode.Selection)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word, number or run of other signs under the pointer."""
        row = self._rows.row(self._rows.row_of(self._offset_at(event.position())))
        offset, text = self._offset_at(event.position()), self._rows.text
        start = end = min(offset, max(row.start, row.end - 1))
        while start > row.start and _is_word(text[start - 1]):
            start -= 1
        while end < row.end and _is_word(text[end]):
            end += 1
        self._anchor, self._caret = start, end
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the text."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy", self.copy).setEnabled(bool(self.selected_text))
        menu.addAction("Select all", self.select_all)
        return menu

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(_STANDARD.Copy):
            self.copy()
        elif event.matches(_STANDARD.SelectAll):
            self.select_all()
        elif (target := self._target(event)) is not None:
            self._move(target, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _target(self, event: QKeyEvent) -> int | None:
        """Where a key takes the caret; None for a key that does not move it."""
        wide = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row = self._rows.row(self._rows.row_of(self._caret))
        match event.key():
            case Qt.Key.Key_Left:
                return self._caret - 1
            case Qt.Key.Key_Right:
                return self._caret + 1
            case Qt.Key.Key_Up:
                return self._beside(-1)
            case Qt.Key.Key_Down:
                return self._beside(1)
            case Qt.Key.Key_PageUp:
                return self._beside(-self._whole_rows)
            case Qt.Key.Key_PageDown:
                return self._beside(self._whole_rows)
            case Qt.Key.Key_Home:
                return 0 if wide else row.start
            case Qt.Key.Key_End:
                return len(self._rows.text) if wide else row.end
        return None

    def _beside(self, rows: int) -> int:
        number = self._rows.row_of(self._caret)
        within = self._caret - self._rows.row(number).start
        if not 0 <= number + rows < self._rows.count:
            return 0 if rows < 0 else len(self._rows.text)
        target = self._rows.row(number + rows)
        return min(target.start + within, target.end)


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "_-."


def _units(text: str, count: int) -> int:
    """How many UTF-16 code units the first ``count`` characters take: Qt counts in those."""
    return count if text.isascii() else len(text[:count].encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, units: int) -> str:
    """The characters in the first so many UTF-16 code units."""
    return text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore")
