"""The view of a JSON text: its lines with the strip of numbers beside them, without what keys do."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.editor.code_lines import CodeLines
from edge_studio.ui.editor.gutter import Gutter
from edge_studio.ui.theme import Look


class CodeView(CodeLines):
    """The lines, their gutter, and both painted anew when the look changes."""

    def __init__(self, buffer: RequestBuffer, look: Look, owner: QWidget | None = None) -> None:
        super().__init__(buffer, look, owner)
        self.folds.changed.connect(self._repaint)
        self._gutter = Gutter(self, look)
        self._gutter_state: tuple[int, int, int] = (0, 0, 0)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        look.changed.connect(self._redress)
        self._redress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter as high as the text: the event says how high the viewport is now."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        width = self._gutter.sizeHint().width()
        self._gutter.setGeometry(inside.left(), inside.top(), width, event.size().height())

    def _make_room(self) -> None:
        width = self._gutter.sizeHint().width()
        if width != self.viewportMargins().left():
            self.setViewportMargins(width, 0, 0, 0)

    def _follow(self, rect: QRect, scrolled: int) -> None:
        if scrolled:
            self._gutter.scroll(0, scrolled)

    def _refresh_gutter(self) -> None:
        """Paint the gutter anew where the number of lines, the caret's line or the error became another."""
        state = (self.blockCount(), self.textCursor().blockNumber(), self.problem.line if self.problem else 0)
        if state != self._gutter_state:
            self._gutter_state = state
            self._gutter.update()

    def _refresh_mark(self, offset: int) -> None:
        """Paint the gutter anew beside one line: it may open something now, or no more."""
        place = self.blockBoundingGeometry(self.document().findBlock(offset)).translated(self.contentOffset())
        self._gutter.update(0, int(place.top()), self._gutter.width(), int(place.height()) + 1)

    def _redress(self) -> None:
        self.dress()
        self._gutter.setFont(self.font())
        self._make_room()
        self._repaint()

    def _repaint(self) -> None:
        if self.isVisible():
            self.viewport().update()
            self._gutter.update()
