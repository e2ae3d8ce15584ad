"""The line in which an answer is filtered, with the filters that were used before."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu

from edge_studio.ui.search_line import SearchLine
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.filter_history import FilterHistory

_SHOWN: Final = 60


class FilterLine(SearchLine):
    """A line edit for a filter; Down or the arrow in it offers the filters used before."""

    chosen = Signal()
    """An earlier filter was put into the line."""

    def __init__(self, look: Look, history: FilterHistory) -> None:
        super().__init__()
        self._look = look
        self._history = history
        self.setPlaceholderText("Filter: text, or a JSONPath such as $.handle[*].payload[*].scope")
        self.setAccessibleName("Filter the answer")
        self.setAccessibleDescription(
            "Plain text, or a JSONPath that begins with $; Down offers earlier ones"
        )
        self.setToolTip(
            "Text in keys and values, or a JSONPath that begins with $ (Ctrl+Shift+F).\n"
            "Down offers the filters used before."
        )
        self.setClearButtonEnabled(True)
        self._earlier = QAction("Filters used before", self)
        self._earlier.setToolTip("Filters used before (Down)")
        self._earlier.triggered.connect(self.offer)
        self.addAction(self._earlier, QLineEdit.ActionPosition.TrailingPosition)
        look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._earlier.setIcon(self._look.icon("chevron-down"))

    def remember(self) -> None:
        """Remember what stands in the line."""
        self._history.add(self.text())

    def offer(self) -> None:
        """Show the filters used before, to choose one."""
        self.earlier_menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def earlier_menu(self) -> QMenu:
        """The filters used before."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text in self._history.entries:
            shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
            menu.addAction(shown.replace("&", "&&"), partial(self._choose, text))
        if menu.isEmpty():
            menu.addAction("No filter was used before").setEnabled(False)
        return menu

    def _choose(self, text: str) -> None:
        self.setText(text)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.offer()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.type() == QEvent.Type.FocusOut and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.remember()
        super().focusOutEvent(event)
