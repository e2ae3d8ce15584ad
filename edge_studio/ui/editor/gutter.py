"""The strip beside a JSON text: line numbers, marks to fold by, and where the error is."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QTextBlock, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from edge_studio.ui.editor.code_lines import CodeLines
from edge_studio.ui.theme import Look

_MARGIN: Final = 8
_FOLD: Final = 16
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Gutter(QWidget):
    """Painted for the lines in view only; a click on a mark folds or unfolds."""

    def __init__(self, editor: CodeLines, look: Look) -> None:
        super().__init__(editor)
        self._editor = editor
        self._look = look
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName("Line numbers")

    def sizeHint(self) -> QSize:
        """As wide as the last line's number and the marks need."""
        digits = max(3, len(str(self._editor.blockCount())))
        advance = self.fontMetrics().horizontalAdvance("9")
        return QSize(_MARGIN + digits * advance + _FOLD, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers and marks beside the lines in view."""
        painter = QPainter(self)
        painter.setBackground(self._look.colour("surface"))
        painter.eraseRect(event.rect())
        painter.setFont(self._editor.font())
        current = self._editor.textCursor().blockNumber()
        problem = self._editor.problem
        for block, top, height in self._editor.lines_in_view():
            if top > event.rect().bottom() or top + height < event.rect().top():
                continue
            number = block.blockNumber()
            line = QRectF(0, top, self.width() - _FOLD, height)
            wrong = problem is not None and problem.line == number + 1
            token = "json.error" if wrong else "text" if number == current else "editor.gutter"
            if wrong:
                painter.fillRect(QRectF(0, top, 3, height), self._look.colour("json.error"))
            painter.setPen(self._look.colour(token))
            painter.drawText(line, _RIGHT, str(number + 1))
            self._paint_mark(painter, block, QRectF(self.width() - _FOLD, top, _FOLD, height))
        painter.end()

    def _paint_mark(self, painter: QPainter, block: QTextBlock, place: QRectF) -> None:
        folded = self._editor.folds.is_folded(block)
        if not folded and self._editor.folds.hidden_by(block) is None:
            return
        middle = place.center()
        if folded:
            points = [QPointF(-2, -4), QPointF(-2, 4), QPointF(3, 0)]
        else:
            points = [QPointF(-4, -2), QPointF(4, -2), QPointF(0, 3)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("text.muted" if folded else "border.strong"))
        painter.drawPolygon(QPolygonF([middle + point for point in points]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold at a mark; beside a number, select its line."""
        block = self._editor.line_at(event.position().y())
        if block is None:
            return
        if event.position().x() >= self.width() - _FOLD:
            self._editor.toggle_fold(block)
        else:
            self._editor.select_line(block)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the end of a click from the text below."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text."""
        QApplication.sendEvent(self._editor.viewport(), event)

    def event(self, event: QEvent) -> bool:
        """Show the error's message beside its line."""
        if isinstance(event, QHelpEvent):
            block = self._editor.line_at(event.pos().y())
            problem = self._editor.problem
            if block is not None and problem is not None and problem.line == block.blockNumber() + 1:
                QToolTip.showText(event.globalPos(), self._editor.problem_text(), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
