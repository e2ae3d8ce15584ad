"""Paints the list of the history: a day in small print, an exchange in two lines."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from edge_studio.edge.exchange import LOCAL_EDGE
from edge_studio.edge.history_row import HistoryRow
from edge_studio.ui.history import words
from edge_studio.ui.history.rows import ROW_ROLE
from edge_studio.ui.theme import Look

Index = QModelIndex | QPersistentModelIndex
_PAD = 6
_PAD_RIGHT = 2
_CHIP_WIDTH = 49
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_SOFT = {
    "success": "success.soft",
    "warning": "warning.soft",
    "danger": "danger.soft",
    "neutral": "neutral.soft",
}


class HistoryDelegate(QStyledItemDelegate):
    """The look of an entry; sizes follow the fonts of the look."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        look.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        """Sizes are the same for all entries of a kind: a list that grows asks for each of them often."""
        small = QFontMetrics(self._look.font("small")).height()
        self._day = QSize(100, small + 11)
        self._two_lines = QSize(100, QFontMetrics(self._title_font()).height() + small + 16)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._day if index.data(ROW_ROLE) is None else self._two_lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect)
        row = index.data(ROW_ROLE)
        if isinstance(row, HistoryRow):
            self._paint_back(painter, option, area)
            self._paint_row(painter, area.adjusted(_PAD, 4, -_PAD_RIGHT, -4), row)
        else:
            painter.setFont(self._look.font("small"))
            painter.setPen(self._look.colour("text.muted"))
            painter.drawText(area.adjusted(1, 4, 0, 0), _LEFT, str(index.data()))
        painter.restore()

    def _paint_back(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        state = option.state
        box = QRectF(area).adjusted(0.5, 1.5, -0.5, -1.5)
        colour = QColor()
        if state & QStyle.StateFlag.State_Selected:
            colour = self._look.colour("accent.soft")
        elif state & QStyle.StateFlag.State_MouseOver:
            colour = self._look.colour("neutral.soft")
        focus = state & QStyle.StateFlag.State_HasFocus
        painter.setPen(QPen(self._look.colour("focus")) if focus else Qt.PenStyle.NoPen)
        painter.setBrush(colour if colour.isValid() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)

    def _paint_row(self, painter: QPainter, area: QRect, row: HistoryRow) -> None:
        title_font, small = self._title_font(), self._look.font("small")
        line = QRect(area.left(), area.top(), area.width(), QFontMetrics(title_font).height() + 3)
        left = self._paint_chip(painter, line, row)
        right = self._paint_marks(painter, line, left, row)
        painter.setFont(title_font)
        painter.setPen(self._look.colour("text"))
        room = QRect(left, line.top(), max(right - left, 0), line.height())
        title = QFontMetrics(title_font).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, title)
        painter.setFont(small)
        painter.setPen(self._look.colour("text.muted"))
        below = QRect(area.left(), line.bottom() + 1, area.width(), area.bottom() - line.bottom())
        painter.drawText(below, _LEFT, fitted(row, QFontMetrics(small), below.width()))

    def _paint_chip(self, painter: QPainter, line: QRect, row: HistoryRow) -> int:
        """The status; where the title begins."""
        text, tone = words.chip(row)
        font = self._title_font()
        width = max(QFontMetrics(font).horizontalAdvance(text) + 22, round(_CHIP_WIDTH * self._look.zoom))
        pill = QRectF(line.left(), line.top(), width, line.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(_SOFT[tone]))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setFont(font)
        painter.setPen(self._look.colour("text.muted" if tone == "neutral" else tone))
        painter.drawText(pill, _CENTRE, text)
        return line.left() + width + 6

    def _paint_marks(self, painter: QPainter, line: QRect, left: int, row: HistoryRow) -> int:
        """At the right: that it is pinned, and which connection but the built-in one; where they begin."""
        right = line.right() - _PAD
        if row.pinned:
            side = min(16, line.height())
            pixmap = self._look.icon("pin", "accent").pixmap(side, side)
            painter.drawPixmap(right - side, line.top() + (line.height() - side) // 2, pixmap)
            right -= side + 4
        if row.connection != LOCAL_EDGE:
            right = self._paint_place(painter, line, left, right, row)
        return right

    def _paint_place(self, painter: QPainter, line: QRect, left: int, right: int, row: HistoryRow) -> int:
        """Where it went, or a pill that says it was received; where that begins."""
        small = self._look.font("small")
        metrics = QFontMetrics(small)
        room = max((right - left) // 2, 0)
        name = metrics.elidedText(words.place(row), Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(name)
        place = QRect(right - width, line.top(), width, line.height())
        if row.is_received:
            place.adjust(-12, 0, 0, 0)
            pill = QRectF(place).adjusted(0, 2, 0, -2)
            painter.setPen(QPen(self._look.colour("border.strong")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setFont(small)
        painter.setPen(self._look.colour("danger" if row.production else "text.muted"))
        painter.drawText(place, _CENTRE if row.is_received else _RIGHT, name)
        return place.left() - 6

    def _title_font(self) -> QFont:
        font = self._look.font("body")
        font.setWeight(QFont.Weight.DemiBold)
        return font


def fitted(row: HistoryRow, metrics: QFontMetrics, width: int) -> str:
    """The second line in the room there is: what came back gives way, then words are cut; the time stays."""
    head, tail = words.head(row), words.tail(row)
    while len(tail) > 1 and metrics.horizontalAdvance(" · ".join((head, *tail))) > width:
        tail.pop()
    if not head:
        return " · ".join(tail)
    ending = f" · {' · '.join(tail)}"
    room = width - metrics.horizontalAdvance(ending)
    return metrics.elidedText(head, Qt.TextElideMode.ElideRight, room) + ending
