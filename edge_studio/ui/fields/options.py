"""The list of known values that opens below a line: grouped, filtered by any words of name or wire name."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from edge_studio.ui.fields.spec import Option
from edge_studio.ui.theme import Look

VALUE = Qt.ItemDataRole.UserRole
"""The role of an option's wire name; None for a heading."""
_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole


_NARROWEST = 400
"""The width that the list has at least, in pixels: room for name and wire name."""
_STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OptionModel(QAbstractListModel):
    """Options below the headings of their groups, as far as they match what is searched for."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = [(option, f"{option.label} {option.value}".casefold()) for option in options]
        self._rows: list[Option | str] = []
        self.search("")

    def search(self, text: str) -> int:
        """Show only options in whose name or wire name all words of ``text`` stand; how many there are."""
        words = text.casefold().split()
        matching = [option for option, haystack in self._options if all(word in haystack for word in words)]
        rows: list[Option | str] = []
        group = ""
        for option in matching:
            if option.group and option.group != group:
                group = option.group
                rows.append(group)
            rows.append(option)
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return len(matching)

    @property
    def matching(self) -> list[Option]:
        """The options that are shown."""
        return [row for row in self._rows if isinstance(row, Option)]

    def is_heading(self, row: int) -> bool:
        """Whether the row names a group."""
        return isinstance(self._rows[row], str)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        entry = self._rows[index.row()]
        if isinstance(entry, str):
            return entry if role == _DISPLAY else None
        if role == VALUE:
            return entry.value
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (entry.label, entry.value, entry.help)))
        if role == _DISPLAY:
            return entry.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.label}, {entry.value}"
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class OptionDelegate(QStyledItemDelegate):
    """Draws the plain name, and beside it the wire name in small print."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, option.fontMetrics.height() + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        value = index.data(VALUE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver) and value is not None:
            painter.fillRect(rect, self._look.colour("accent.soft"))
        inner = rect.adjusted(8, 0, -8, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        label = str(index.data(_DISPLAY))
        painter.setFont(self._look.font("small" if value is None else "body"))
        painter.setPen(self._look.colour("text.muted" if value is None else "text"))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, label)
        if value is None:
            return
        used = painter.fontMetrics().horizontalAdvance(label) + 12
        painter.setFont(self._look.font("small"))
        painter.setPen(self._look.colour("text.muted"))
        room = inner.adjusted(used, 0, 0, 0)
        elide = Qt.TextElideMode.ElideMiddle
        text = painter.fontMetrics().elidedText(str(value), elide, max(room.width(), 0))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, text)


class OptionCompleter(QCompleter):
    """Opens the list of options below a line edit; choosing one emits ``activated`` and changes nothing."""

    def __init__(self, options: Sequence[Option], look: Look, widget: QWidget) -> None:
        super().__init__(widget)
        self._moved = False
        self.options = OptionModel(options, widget)
        self.setModel(self.options)
        self.setWidget(widget)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        self.list = QListView()
        self.setPopup(self.list)  # which takes it over
        self.list.setItemDelegate(OptionDelegate(look, self.list))
        self.list.setMouseTracking(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys pass over headings, and Enter take an option only where the person moved to one."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _STEPS:
                self._move(_STEPS[event.key()])
                return True
            if event.key() in _ENTER and not self._moved:
                self.list.hide()
                QCoreApplication.sendEvent(self.widget(), event)
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row() if self._moved else -1
        row += step
        while 0 <= row < self.options.rowCount() and self.options.is_heading(row):
            row += step
        if 0 <= row < self.options.rowCount():
            self._moved = True
            self.list.setCurrentIndex(self.list.model().index(row, 0))

    @property
    def is_open(self) -> bool:
        """Whether the list is on the screen."""
        return self.list.isVisible()

    def pathFromIndex(self, index: _Index) -> str:
        return str(index.data(VALUE) or "")

    def offer(self, search: str) -> None:
        """Open the list with what matches ``search``; close it where nothing does."""
        self._moved = False
        if self.options.search(search):
            widget = self.widget()
            self.complete(QRect(0, 0, max(widget.width(), _NARROWEST), widget.height()))
        else:
            self.list.hide()
