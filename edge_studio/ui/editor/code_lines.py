"""The lines of a JSON text: their colours, folds and the error among them."""

import re
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QToolTip, QWidget

from edge_studio.edge.amounts import plural
from edge_studio.jsontext.document import SyntaxProblem
from edge_studio.jsontext.measures import units
from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.editor.folding import Folds
from edge_studio.ui.editor.highlighter import Highlighter
from edge_studio.ui.theme import Look

_TOKEN: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[^\s,:{}\[\]"]+|[^\n]')


class CodeLines(QPlainTextEdit):
    """Shows the text of a :class:`RequestBuffer`; only the lines in view cost anything."""

    def __init__(self, buffer: RequestBuffer, look: Look, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.buffer = buffer
        self._look = look
        self.problem: SyntaxProblem | None = buffer.json.syntax_problem
        """Where the text stops being JSON, None where all of it is."""
        self.folds = Folds(buffer, self)
        self._highlighter = Highlighter(buffer.document, look, self)
        self.setDocument(buffer.document)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setProperty("code", True)

    def dress(self) -> None:
        """Take the colours and the size of text as the look has them now."""
        font = self._look.font("mono")
        font.setFeature(QFont.Tag("calt"), 0)  # no ligatures: what is sent is shown character by character
        self.setFont(font)
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self._highlighter.redress()

    def problem_text(self) -> str:
        """The error in words with its line and column, empty where there is none."""
        found = self.problem
        return f"Line {found.line}, column {found.column}: {found.message}" if found else ""

    def problem_span(self) -> tuple[int, int] | None:
        """Where to underline the error: its token, or what stands before it where a line or the text ends."""
        if self.problem is None or not len(self.buffer.json):
            return None
        start = self.problem.offset
        token = _TOKEN.match(self.buffer.json.slice(start, start + 200))
        if token is None:
            return max(0, start - 1), max(start, 1)
        return start, start + units(token[0])

    def toggle_fold(self, block: QTextBlock) -> None:
        """Fold what opens on this line, or unfold it; the caret never stays in what is hidden."""
        inner = self.folds.hidden_by(block)
        caret = self.textCursor().blockNumber()
        if inner is not None and inner[0].blockNumber() <= caret <= inner[1].blockNumber():
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            self.setTextCursor(cursor)
        self.folds.toggle(block)

    def lines_in_view(self) -> Iterator[tuple[QTextBlock, float, float]]:
        """The lines that can be seen, each with its top and height in the viewport."""
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        bottom = self.height()
        while block.isValid() and top <= bottom:
            if block.isVisible():
                height = self.blockBoundingRect(block).height()
                line = block.layout().lineAt(0)  # the last block is higher than its line, by a margin
                yield block, top, line.height() if line.isValid() else height
                top += height
            block = self.folds.next_shown(block)

    def line_at(self, y: float) -> QTextBlock | None:
        """The line at a height in the viewport."""
        for block, top, height in self.lines_in_view():
            if top <= y < top + height:
                return block
        return None

    def select_line(self, block: QTextBlock) -> None:
        """Select a whole line."""
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    # What is painted

    def paintEvent(self, event: QPaintEvent) -> None:
        """Colour the lines in view before they are painted, and say behind folded ones what they hide."""
        lines = list(self.lines_in_view())
        self._highlighter.colour(block for block, _, _ in lines)
        super().paintEvent(event)
        folded = [line for line in lines if self.folds.is_folded(line[0])]
        if folded:
            painter = QPainter(self.viewport())
            painter.setFont(self.font())
            for block, top, height in folded:
                self._paint_fold(painter, block, top, height)
            painter.end()

    def _paint_fold(self, painter: QPainter, block: QTextBlock, top: float, height: float) -> None:
        inner = self.folds.inside(block)
        if inner is None:
            return
        hidden = inner[1].blockNumber() - inner[0].blockNumber() + 1
        text = f" {plural(hidden, 'line')} "
        left = self.contentOffset().x() + block.layout().lineAt(0).naturalTextWidth() + 12
        place = QRectF(left, top + 1, self.fontMetrics().horizontalAdvance(text) + 6, height - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("neutral.soft"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(self._look.colour("text.muted"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the error's message over the place it is about."""
        if isinstance(event, QHelpEvent):
            found = self.problem_span()
            place = self.cursorForPosition(event.pos()).position()
            if found is not None and found[0] <= place <= found[1]:
                QToolTip.showText(event.globalPos(), self.problem_text(), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)
