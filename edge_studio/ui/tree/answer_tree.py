"""The tree of an answer as a person moves in it: keys, levels, type-ahead, the menu of a row."""

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeView

from edge_studio.jsontext.lazy_json import Key
from edge_studio.jsontext.long_text import text_parts, tidy_parts
from edge_studio.jsontext.pointer import as_jq, as_jsonpath, as_python
from edge_studio.ui.raw.copying import Copier
from edge_studio.ui.raw.value_viewer import ValueViewer
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.json_nodes import Node, ValueNode
from edge_studio.ui.tree.json_tree import JsonTreeModel
from edge_studio.ui.tree.json_ways import way_of
from edge_studio.ui.tree.row_delegate import RowDelegate
from edge_studio.ui.widgets import keeps_copy

_LONG = 40
"""Texts of more bytes open in a window when they are double-clicked."""
_FILTERED = 4_000
"""Bytes of the longest value that is a filter."""
_OPEN_AT_ONCE = 600
"""How many rows are opened at most at one key."""
_DEEPEST = 100
"""Levels that are opened at most at one key: a row is drawn with a line for each that it lies in."""
_LOOKED_AT = 600
"""How many rows typing a name looks through at most."""
_TYPING = 1.0
"""Seconds within which the next letter belongs to the same name."""
_ALT = Qt.KeyboardModifier.AltModifier


class AnswerTree(QTreeView):
    """The tree itself, with the keys and the menu of its rows."""

    show_in_raw = Signal(object)
    """The chosen :class:`Node`, whose bytes the person wants to see."""
    ticket_wanted = Signal()
    """The person wants the whole exchange for a ticket."""

    def __init__(self, look: Look, menu: Callable[["AnswerTree"], QMenu]) -> None:
        super().__init__()
        self._menu = menu
        self._look = look
        self._model = JsonTreeModel(look, self)
        self._filter_by: Callable[[str], None] | None = None
        self._copier = Copier(self)
        self._typed, self._typed_at = "", 0.0
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
            self._copier.copy(partial(text_parts, node.value), node.value.size)

    def copy_key(self) -> None:
        """Put the chosen member's name, or the item's index, on the clipboard."""
        if node := self.current:
            QGuiApplication.clipboard().setText(str(node.key))

    def copy_path(self) -> None:
        """Put the chosen row's JSON Pointer on the clipboard."""
        if node := self.current:
            QGuiApplication.clipboard().setText(node.pointer)

    def copy_jsonpath(self) -> None:
        """Put the chosen row's JSONPath on the clipboard."""
        self._copy_path_as(as_jsonpath)

    def copy_jq(self) -> None:
        """Put the jq filter of the chosen row on the clipboard."""
        self._copy_path_as(as_jq)

    def copy_python(self) -> None:
        """Put the chosen row's place as a Python expression on the clipboard."""
        self._copy_path_as(as_python)

    def copy_subtree(self) -> None:
        """Put the chosen value, with all below it, on the clipboard as tidied JSON."""
        if (node := self.current) and node.value is not None:
            self._copier.copy(partial(tidy_parts, node.value), node.value.size)

    def _copy_path_as(self, spell: Callable[[Sequence[Key]], str]) -> None:
        answer = self._model.answer
        if (node := self.current) and answer is not None:
            QGuiApplication.clipboard().setText(spell(way_of(node, answer)))

    def filter_by_current(self) -> None:
        """Filter the tree by the chosen value, or by its key where it holds others or is very long."""
        if (node := self.current) and self._filter_by:
            value = node.value
            is_short = value is not None and not value.is_container and value.size <= _FILTERED
            self._filter_by(value.text if is_short and value else str(node.key))

    def want_raw(self) -> None:
        """Ask for the bytes of the chosen row."""
        if (node := self.current) and (node.value is not None or node.offset is not None):
            self.show_in_raw.emit(node)

    # Opening

    def open_value(self) -> None:
        """Show the chosen text whole, in a window of its own."""
        if (node := self.current) and node.value is not None and not node.value.is_container:
            decodings = node.decodings if isinstance(node, ValueNode) else ()
            ValueViewer(self._look, node.pointer, node.value, self, decodings).show()

    def _activated(self, index: QModelIndex) -> None:
        """A double click or Enter on a text that may be cut in its row shows it whole."""
        node = self._model.node(index)
        if node is None or node.value is None or node.value.is_container:
            return
        if node.value.size > _LONG:
            self.open_value()

    def open_all_below(self) -> None:
        """Open the chosen row and what is below it, as far as a screen or two of it goes."""
        self._open([(self.currentIndex(), 1)], None)

    def open_levels(self, levels: int) -> None:
        """Show so many levels of rows and close what is deeper; 1 shows the top rows alone."""
        chosen = self.current
        self.collapseAll()
        tops = range(min(self._model.rowCount(), _OPEN_AT_ONCE))
        self._open([(self._model.index(row, 0), 1) for row in tops], levels)
        if chosen is not None:
            self._stay_at(chosen, levels)

    def _stay_at(self, node: Node, levels: int) -> None:
        """Choose the row again, or the nearest above it that is still shown."""
        way: list[QModelIndex] = []
        index = self._model.index_for(node)
        while index.isValid():
            way.append(index)
            index = index.parent()
        if way:
            self.setCurrentIndex(way[max(0, len(way) - levels)])

    def _open(self, waiting: list[tuple[QModelIndex, int]], levels: int | None) -> None:
        opened, at = 0, 0
        self.scheduleDelayedItemsLayout()  # rows are placed once, not for each that opens
        while at < len(waiting) and opened < _OPEN_AT_ONCE:
            index, depth = waiting[at]
            at += 1
            if not index.isValid() or depth >= (levels or _DEEPEST):
                continue
            if not self._model.hasChildren(index):
                continue
            self.expand(index)
            count = self._model.rowCount(index)
            opened += count
            below = range(min(count, _OPEN_AT_ONCE))
            waiting += [(self._model.index(row, 0, index), depth + 1) for row in below]

    def place_rows(self) -> None:
        """Work out now where each open row stands, which else is done when they are drawn."""
        self.executeDelayedItemsLayout()

    def reveal(self, pointer: str) -> bool:
        """Choose and show the row of ``pointer``; whether there is one."""
        index = self._model.index_of(pointer)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    # Moving

    def go_beside(self, step: int) -> None:
        """Choose the next (1) or the previous (-1) row below the same parent."""
        index = self.currentIndex()
        beside = self._model.index(index.row() + step, 0, index.parent())
        if index.isValid() and beside.isValid():
            self.setCurrentIndex(beside)

    def go_up(self) -> None:
        """Choose the row that holds the chosen one."""
        above = self.currentIndex().parent()
        if above.isValid():
            self.setCurrentIndex(above)

    def _right(self) -> None:
        index = self.currentIndex().siblingAtColumn(0)
        if not self._model.hasChildren(index):
            return
        if self.isExpanded(index):
            self.setCurrentIndex(self._model.index(0, 0, index))
        else:
            self.expand(index)

    def _left(self) -> None:
        index = self.currentIndex().siblingAtColumn(0)
        if self.isExpanded(index) and self._model.hasChildren(index):
            self.collapse(index)
        else:
            self.go_up()

    def keyboardSearch(self, search: str) -> None:
        """Choose the next open row whose label begins with what is typed; Qt's own asks all there are."""
        now = perf_counter()
        goes_on = bool(self._typed) and now - self._typed_at < _TYPING
        self._typed = self._typed + search if goes_on else search
        self._typed_at = now
        same_letter = len(set(self._typed.casefold())) == 1 and len(self._typed) > 1
        wanted = self._typed.casefold()[:1] if same_letter else self._typed.casefold()
        start = self.currentIndex()
        index = start if start.isValid() and goes_on and not same_letter else self._after(start)
        for _ in range(_LOOKED_AT):
            node = self._model.node(index)
            if node is None or node.face.label.casefold().startswith(wanted):
                self.setCurrentIndex(index.siblingAtColumn(0) if node else start)
                return
            index = self._after(index)

    def _after(self, index: QModelIndex) -> QModelIndex:
        """The open row below, after the last one the first."""
        below = self.indexBelow(index) if index.isValid() else index
        return below if below.isValid() else self._model.index(0, 0)

    # Keys and menu

    def event(self, event: QEvent) -> bool:
        return keeps_copy(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_value()
        elif not self._moved(event) and not self._opened(event):
            super().keyPressEvent(event)

    def _moved(self, event: QKeyEvent) -> bool:
        alt = bool(event.modifiers() & _ALT)
        match Qt.Key(event.key()):
            case Qt.Key.Key_Down if alt:
                self.go_beside(1)
            case Qt.Key.Key_Up if alt:
                self.go_beside(-1)
            case Qt.Key.Key_Backspace:
                self.go_up()
            case Qt.Key.Key_Right if not alt:
                self._right()
            case Qt.Key.Key_Left if not alt:
                self._left()
            case _:
                return False
        return True

    def _opened(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Asterisk:
            self.open_all_below()  # Qt's own opens without bounds
        elif event.modifiers() & _ALT and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.open_levels(int(key) - int(Qt.Key.Key_0))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._holds_rows(self.current):
            index = self.currentIndex().siblingAtColumn(0)
            self.setExpanded(index, not self.isExpanded(index))
        else:
            return False
        return True

    def _holds_rows(self, node: Node | None) -> bool:
        """Whether a row is there for what it holds, rather than for a value of its own."""
        return node is not None and node.has_rows and (node.value is None or node.value.is_container)

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
        return self._menu(self)

    # Columns

    def resizeEvent(self, event: object) -> None:
        if not self._width_chosen:
            self._placing = True
            self.header().resizeSection(0, int(self.viewport().width() * 0.55))
            self._placing = False

    def _resized(self, section: int, before: int, after: int) -> None:
        self._width_chosen = self._width_chosen or (section == 0 and not self._placing)
