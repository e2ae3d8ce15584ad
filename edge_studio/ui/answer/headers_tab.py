"""Headers as a table, each known one with a line that says what it means."""

from collections.abc import Iterable

from PySide6.QtGui import QBrush, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from edge_studio.edge.header_words import explain_header
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.json_tree import plain_tip


class HeaderTable(QTreeWidget):
    """Names and values in their order; Ctrl+C copies the chosen ones as they stand on the wire."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(name)
        self.setProperty("flat", True)
        self.setColumnCount(2)
        self.setHeaderLabels(["Header", "Value"])
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        look.changed.connect(self._dress)

    def show_headers(self, headers: Iterable[tuple[str, str]], explained: bool) -> None:
        """Show these headers, of an answer with their meaning."""
        self.clear()
        for name, value in headers:
            item = QTreeWidgetItem(self, [name, value])
            item.setToolTip(1, plain_tip(value))
            meaning = explain_header(name, value) if explained else ""
            if meaning:
                below = QTreeWidgetItem(item, [meaning])
                below.setFirstColumnSpanned(True)
                item.setExpanded(True)
        self._dress()

    def choose(self, name: str) -> None:
        """Choose the first header of this name, whatever its case."""
        self.setFocus()
        for at in range(self.topLevelItemCount()):
            item = self.topLevelItem(at)
            if item is not None and item.text(0).lower() == name.lower():
                self.setCurrentItem(item)
                return

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What is shown: name, value, meaning."""
        found = []
        for at in range(self.topLevelItemCount()):
            item = self.topLevelItem(at)
            if item is not None:
                below = item.child(0)
                found.append((item.text(0), item.text(1), below.text(0) if below else ""))
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = [": ".join(filter(None, (item.text(0), item.text(1)))) for item in self.selectedItems()]
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        brush = QBrush(self._look.colour("text.muted"))
        small, mono, name = self._look.font("small"), self._look.font("mono"), self._look.font("body")
        name.setWeight(QFont.Weight.Medium)
        for at in range(self.topLevelItemCount()):
            item = self.topLevelItem(at)
            if item is None:
                continue
            item.setFont(0, name)
            item.setFont(1, mono)
            if (below := item.child(0)) is not None:
                below.setForeground(0, brush)
                below.setFont(0, small)
