"""The tree of differences: rows that say in a sign and a word what happened, with what differs marked."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from edge_studio.ui.comparison.diff_tree import BEFORE, PLACE, SIGNS, DiffTreeModel, Index
from edge_studio.ui.comparison.previews import Preview
from edge_studio.ui.comparison.rows import DiffRow
from edge_studio.ui.theme import Look

_PAD = 4
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_TONES = {"added": "success", "removed": "danger", "changed": "warning"}
_BACKS = ("danger.soft", "success.soft")
"""What stands behind the characters that differ, before and after."""
_OPENED = 60
"""So many rows are opened at first."""


class DiffDelegate(QStyledItemDelegate):
    """The look of a row."""

    def __init__(self, look: Look, model: DiffTreeModel, parent: QTreeView) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._body = self._look.font("body")
        self._bold = self._look.font("body")
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._small = self._look.font("small")
        self._size = QSize(60, QFontMetrics(self._bold).height() + 8)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row(index)
        if row is None:
            return
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._look.colour("accent.soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, self._look.colour("neutral.soft"))
        inner = area.adjusted(_PAD, 0, -_PAD, 0)
        if index.column() == PLACE:
            self._paint_place(painter, inner, row)
        else:
            side = index.column() - BEFORE
            self._paint_value(painter, inner, row, self._model.shown(row)[side], side)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._look.colour("focus"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _paint_place(self, painter: QPainter, area: QRect, row: DiffRow) -> None:
        """A sign, what stands there, and in small print what happened as far as there is room."""
        kind = row.diff.kind if row.diff is not None and row.is_difference else ""
        tone = "text.muted" if self._is_quiet(row) else _TONES.get(kind, "text.muted")
        left = area.left()
        if kind:
            painter.setFont(self._bold)
            painter.setPen(self._look.colour(tone))
            width = QFontMetrics(self._bold).horizontalAdvance("≠") + 6
            painter.drawText(QRect(left, area.top(), width, area.height()), _FLAGS, SIGNS[kind])
            left += width
        font = self._body if kind else self._bold
        painter.setFont(font)
        painter.setPen(self._look.colour("text.muted" if self._is_quiet(row) else "text"))
        metrics = QFontMetrics(font)
        room = max(area.right() - left, 0)
        label = metrics.elidedText(row.label, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRect(left, area.top(), room, area.height()), _FLAGS, label)
        left += metrics.horizontalAdvance(label) + 8
        word = self._model.happened(row)
        if QFontMetrics(self._small).horizontalAdvance(word) <= area.right() - left:
            painter.setFont(self._small)
            painter.setPen(self._look.colour(tone))
            painter.drawText(QRect(left, area.top(), area.right() - left, area.height()), _FLAGS, word)

    @staticmethod
    def _is_quiet(row: DiffRow) -> bool:
        return row.diff is not None and bool(row.diff.mask)

    def _paint_value(self, painter: QPainter, area: QRect, row: DiffRow, shown: Preview, side: int) -> None:
        painter.setFont(self._body)
        metrics = QFontMetrics(self._body)
        text = metrics.elidedText(shown.text, Qt.TextElideMode.ElideRight, area.width())
        quiet = self._is_quiet(row)
        if shown.differs is not None and not quiet:
            begins = metrics.horizontalAdvance(shown.text[: shown.differs.start])
            width = metrics.horizontalAdvance(shown.text[: shown.differs.end]) - begins
            width = min(width, area.width() - begins)
            if width > 0:
                mark = QRect(area.left() + begins, area.top() + 3, width, area.height() - 6)
                painter.fillRect(mark, self._look.colour(_BACKS[side]))
        colour: QColor = self._look.colour("text.muted" if quiet else shown.token)
        painter.setPen(colour)
        painter.drawText(area, _FLAGS, text)


class DiffView(QTreeView):
    """Shows a :class:`DiffTreeModel`, and walks from difference to difference."""

    current_changed = Signal()
    """Another row has the cursor."""
    menu_wanted = Signal(object)
    """The place on the screen where the menu of the chosen row is to open."""

    def __init__(self, look: Look, model: DiffTreeModel) -> None:
        super().__init__()
        self._look = look
        self._model = model
        self.setModel(model)
        self.setItemDelegate(DiffDelegate(look, model, self))
        self.setProperty("flat", True)
        self.setAccessibleName("Differences")
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(80)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._shares = (0.34, 0.33)
        self._sharing = False
        header.sectionResized.connect(self._resized)
        self._nothing = ""
        self.selectionModel().currentChanged.connect(self.current_changed)
        look.changed.connect(self._redress)

    @property
    def nothing(self) -> str:
        """What is written where the rows would be while there are none."""
        return self._nothing

    def say_nothing(self, words: str) -> None:
        """Say why there are no rows, for as long as there are none."""
        self._nothing = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._nothing and not self._model.rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(self._look.font("body"))
            painter.setPen(self._look.colour("text.muted"))
            area = self.viewport().rect().adjusted(24, 24, -24, -24)
            flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
            painter.drawText(area, flags, self._nothing)
            painter.end()

    @property
    def current(self) -> DiffRow | None:
        """The row that has the cursor."""
        return self._model.row(self.currentIndex())

    def open_first(self) -> None:
        """Open rows down to the differences, as far as a screen or two of them goes."""
        opened, waiting = 0, [self._model.index(row, 0) for row in range(self._model.rowCount())]
        while waiting and opened < _OPENED:
            index = waiting.pop(0)
            count = self._model.rowCount(index)
            if count:
                self.expand(index)
                opened += count
                waiting += [self._model.index(row, 0, index) for row in range(count)]

    def show_difference(self, number: int) -> None:
        """Choose the difference with this number, from 1, and show it."""
        index = self._model.difference(number)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def step(self, by: int) -> None:
        """Go to the next difference, or back to the one before."""
        if number := self._model.near(self.currentIndex(), by):
            self.show_difference(number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            below = self.visualRect(index).bottomLeft() + QPoint(24, 0)
            self.menu_wanted.emit(self.viewport().mapToGlobal(below) if by_key else event.globalPos())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # a QResizeEvent, which is handed on
        self._share()

    def _share(self) -> None:
        """Give each column its share of the room."""
        self._sharing = True
        for column, share in enumerate(self._shares):
            self.setColumnWidth(column, round(self.viewport().width() * share))
        self._sharing = False

    def _resized(self, column: int, old: int, new: int) -> None:
        width = self.viewport().width()
        if not self._sharing and width > 0 and column < len(self._shares):
            shares = list(self._shares)
            shares[column] = new / width
            self._shares = (shares[0], shares[1])

    def _redress(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
