"""Draws the rows of an answer's tree: a style sheet takes five times as long for each of them."""

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from edge_studio.ui.theme import Look
from edge_studio.ui.tree.json_tree import Index, JsonTreeModel

_PAD = 4
_SELECTED = QStyle.StateFlag.State_Selected.value
_POINTED_AT = QStyle.StateFlag.State_MouseOver.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value
_KEPT = 2_000
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class RowDelegate(QStyledItemDelegate):
    """Name or value of a row in its colour, with the marks for chosen, pointed at, matched and focused."""

    def __init__(self, look: Look, model: JsonTreeModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[bool, tuple[QFont, QFontMetrics]] = {}
        self._shown: dict[tuple[str, int, bool], str] = {}
        look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._colours.clear()
        self._shown.clear()
        for bold in (False, True):
            font = self._look.font("body")
            font.setBold(bold)
            self._fonts[bold] = (font, QFontMetrics(font))

    def _colour(self, token: str) -> QColor:
        if token not in self._colours:
            self._colours[token] = self._look.colour(token)
        return self._colours[token]

    def _cut(self, text: str, width: int, bold: bool) -> str:
        """The text with an ellipsis where it is too long; remembered, for rows are drawn again and again."""
        key = (text, width, bold)
        shown = self._shown.get(key)
        if shown is None:
            if len(self._shown) >= _KEPT:
                self._shown.clear()
            measures = self._fonts[bold][1]
            modes = Qt.TextElideMode
            mode = modes.ElideMiddle if bold else modes.ElideRight  # a handle's count stands at the end
            shown = self._shown[key] = measures.elidedText(text, mode, width)
        return shown

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = self._model.node(index)
        if node is None:
            return
        rect: QRect = option.rect
        states = option.state.value  # plain numbers: this is the one place where enum arithmetic shows
        if states & _SELECTED:
            painter.fillRect(rect, self._colour("accent.soft"))
        elif states & _POINTED_AT:
            painter.fillRect(rect, self._colour("neutral.soft"))
        if node.matches:
            painter.fillRect(rect.adjusted(0, 2, -4, -2), self._colour("editor.match"))
        face, named = node.face, index.column() == 0
        bold = named and face.bold
        painter.setFont(self._fonts[bold][0])
        painter.setPen(self._colour(face.label_token if named else face.token))
        text = face.label if named else face.text
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.drawText(inner, _FLAGS, self._cut(text, inner.width(), bold))
        if states & _FOCUSED:
            painter.setPen(self._colour("focus"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
