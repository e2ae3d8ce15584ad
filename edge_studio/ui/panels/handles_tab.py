"""The tree of an answer with its filter: handles in order, or JSON of any other shape."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.handles import Answer
from edge_studio.jsontext.pointer import as_jq, as_jsonpath
from edge_studio.ui.decoded_menu import add_decodings
from edge_studio.ui.models.json_nodes import Node, ValueNode
from edge_studio.ui.models.json_tree import JsonTreeModel
from edge_studio.ui.row_delegate import RowDelegate
from edge_studio.ui.search_line import SearchLine
from edge_studio.ui.theme import Look
from edge_studio.ui.value_viewer import ValueViewer
from edge_studio.ui.widgets import muted

_TYPING_PAUSE = 150
"""Milliseconds without a key before the filter looks."""
_LONG = 40
"""Texts of more bytes open in a window when they are double-clicked."""
_OPEN_AT_ONCE = 1_000
"""How many rows the key * opens at most."""


class AnswerTree(QTreeView):
    """The tree itself, with the keys and the menu of its rows."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._model = JsonTreeModel(look, self)
        self._filter_by: Callable[[str], None] | None = None
        self.setModel(self._model)
        self.setItemDelegate(RowDelegate(look, self._model, self))
        self.setProperty("flat", True)
        self.setAccessibleName("Answer")
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(80)
        self._width_chosen = False
        self._placing = False
        header.sectionResized.connect(self._resized)
        self.activated.connect(self._activated)
        look.changed.connect(self._model.redress)

    @property
    def rows(self) -> JsonTreeModel:
        """The model behind the tree."""
        return self._model

    @property
    def current(self) -> Node | None:
        """The chosen row."""
        return self._model.node(self.currentIndex())

    def on_filter_by(self, filter_by: Callable[[str], None]) -> None:
        """Who is told when the person asks for rows like the chosen one."""
        self._filter_by = filter_by

    # Copying

    def copy_value(self) -> None:
        """Put the chosen value on the clipboard: a text bare, anything else as on the wire."""
        if (node := self.current) and node.value is not None:
            QGuiApplication.clipboard().setText(node.value.text)

    def copy_key(self) -> None:
        """Put the chosen member's name, or the item's index, on the clipboard."""
        if node := self.current:
            QGuiApplication.clipboard().setText(str(node.key))

    def copy_path(self) -> None:
        """Put the chosen row's JSON Pointer on the clipboard."""
        self._copy_path_as(str)

    def copy_jsonpath(self) -> None:
        """Put the chosen row's JSONPath on the clipboard."""
        self._copy_path_as(as_jsonpath)

    def copy_jq(self) -> None:
        """Put the jq filter of the chosen row on the clipboard."""
        self._copy_path_as(as_jq)

    def copy_subtree(self) -> None:
        """Put the chosen value, with all below it, on the clipboard as tidied JSON."""
        if (node := self.current) and node.value is not None:
            QGuiApplication.clipboard().setText(node.value.tidy())

    def _copy_path_as(self, spell: Callable[[str], str]) -> None:
        if node := self.current:
            QGuiApplication.clipboard().setText(spell(node.pointer))

    def filter_by_current(self) -> None:
        """Filter the tree by the chosen value, or by its key where it holds others."""
        if (node := self.current) and self._filter_by:
            scalar = node.value is not None and not node.value.is_container
            self._filter_by(node.value.text if scalar and node.value else str(node.key))

    # Opening

    def open_value(self) -> None:
        """Show the chosen text whole, in a window of its own."""
        if (node := self.current) and node.value is not None and not node.value.is_container:
            decodings = node.decodings if isinstance(node, ValueNode) else ()
            ValueViewer(self._look, node.pointer, node.value.text, self, decodings).show()

    def _activated(self, index: QModelIndex) -> None:
        """A double click or Enter on a text that may be cut in its row shows it whole."""
        node = self._model.node(index)
        if node is not None and node.value is not None and node.value.size > _LONG:
            self.open_value()

    def open_all_below(self) -> None:
        """Open the chosen row and what is below it, as far as a screen or two of it goes."""
        waiting, opened = [self.currentIndex()], 0
        while waiting and opened < _OPEN_AT_ONCE:
            index = waiting.pop(0)
            if not index.isValid() or not self._model.hasChildren(index):
                continue
            self.expand(index)
            count = self._model.rowCount(index)
            opened += count
            waiting += [self._model.index(row, 0, index) for row in range(min(count, _OPEN_AT_ONCE))]

    def reveal(self, pointer: str) -> bool:
        """Choose and show the row of ``pointer``; whether there is one."""
        index = self._model.index_of(pointer)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    # Keys and menu

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            taken = event.matches(QKeySequence.StandardKey.Copy)
            event.setAccepted(taken)  # the window's Copy would otherwise take the key
            if taken:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_value()
        elif event.key() == Qt.Key.Key_Asterisk:
            self.open_all_below()  # Qt's own opens without bounds
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            below = self.visualRect(index).bottomLeft() + QPoint(24, 0)
            place = self.viewport().mapToGlobal(below) if by_key else event.globalPos()
            self.row_menu().popup(place)

    def row_menu(self) -> QMenu:
        """The menu of the chosen row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        node = self.current
        holds = node is not None and node.value is not None
        value = menu.addAction("Copy value", self.copy_value)
        value.setShortcut(QKeySequence.StandardKey.Copy)
        value.setEnabled(holds)
        menu.addAction("Copy key", self.copy_key)
        menu.addAction("Copy with all below, as JSON", self.copy_subtree).setEnabled(holds)
        paths = menu.addMenu("Copy path as")
        paths.addAction("JSON Pointer", self.copy_path)
        paths.addAction("JSONPath", self.copy_jsonpath)
        paths.addAction("jq", self.copy_jq)
        menu.addSeparator()
        whole = menu.addAction("Show whole value…", self.open_value)
        whole.setEnabled(node is not None and node.value is not None and not node.value.is_container)
        add_decodings(menu, self, self._model)
        menu.addAction("Filter by this", self.filter_by_current)
        menu.addAction("Open all below", self.open_all_below)
        return menu

    # Columns

    def resizeEvent(self, event: object) -> None:
        if not self._width_chosen:
            self._placing = True
            self.header().resizeSection(0, int(self.viewport().width() * 0.55))
            self._placing = False

    def _resized(self, section: int, before: int, after: int) -> None:
        self._width_chosen = self._width_chosen or (section == 0 and not self._placing)


class HandlesTab(QWidget):
    """The tree and, above it, the filter with the number of its matches."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.tree = AnswerTree(look)
        self.tree.on_filter_by(self.set_filter)
        self.filter = SearchLine()
        self.filter.setPlaceholderText("Filter: text in keys and values")
        self.filter.setAccessibleName("Filter the answer")
        self.filter.setClearButtonEnabled(True)
        self.filter.textEdited.connect(self._typed)
        self.filter.textChanged.connect(self._changed)
        self.filter.returnPressed.connect(self.apply_filter)
        self._found = muted()
        self._found.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.apply_filter)
        self._applied = ""
        above = QHBoxLayout()
        above.addWidget(self.filter, 1)
        above.addWidget(self._found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self.tree, 1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self._copy_path = QPushButton("Copy path")
        self._copy_path.setToolTip("Copy the chosen row's JSON Pointer (Ctrl+Alt+C)")
        self._copy_path.clicked.connect(self.tree.copy_path)
        self._copy_value = QPushButton("Copy value")
        self._copy_value.setToolTip("Copy the chosen row's value (Ctrl+C)")
        self._copy_value.clicked.connect(self.tree.copy_value)
        self.tree.selectionModel().currentChanged.connect(self._chosen)
        self.tree.rows.modelReset.connect(self._chosen)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._copy_path)
        row.addWidget(self._copy_value)
        row.addStretch(1)
        self._chosen()
        return row

    def _chosen(self) -> None:
        node = self.tree.current
        self._copy_path.setEnabled(node is not None and bool(node.pointer))
        self._copy_value.setEnabled(node is not None and node.value is not None)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the handles of an answer, or its JSON; a filter that is set applies to it too."""
        self._applied = ""
        self.tree.rows.set_answer(answer)
        if self.filter.text():
            self.apply_filter()
        else:
            self._open_first()

    @property
    def found(self) -> str:
        """What is said of the matches; empty without a filter."""
        return "" if self._found.isHidden() else self._found.text()

    def set_filter(self, text: str) -> None:
        """Filter by ``text`` at once."""
        self.filter.setText(text)
        self.apply_filter()

    def apply_filter(self) -> None:
        """Show only what holds the text in the filter."""
        self._pause.stop()
        text = self.filter.text().strip()
        if text == self._applied:
            return
        chosen = self.tree.current
        pointer = chosen.pointer if chosen else ""
        self._applied = text
        search = self.tree.rows.set_filter(text)
        self._found.setVisible(search is not None)
        if search is None:
            self._open_first()
        else:
            for index in self.tree.rows.matching():
                self.tree.expand(index)
            count = f"{search.count:,}" + ("" if search.complete else "+")
            self._found.setText("no match" if not search.count else f"{count} found")
        if pointer and not self.tree.reveal(pointer):
            self.tree.setCurrentIndex(QModelIndex())

    def _open_first(self) -> None:
        for index in self.tree.rows.opened_first():
            self.tree.expand(index)

    def _typed(self, text: str) -> None:
        self._pause.start()

    def _changed(self, text: str) -> None:
        if not text:
            self.apply_filter()
