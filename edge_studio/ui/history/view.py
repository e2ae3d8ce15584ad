"""The list in which exchanges are chosen, with what can be done with them by key and by context menu."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QStyleOptionViewItem

from edge_studio.edge.history_row import HistoryRow
from edge_studio.ui.history.delegate import HistoryDelegate
from edge_studio.ui.history.rows import HistoryList
from edge_studio.ui.theme import Look


class HistoryView(QListView):
    """Shows a :class:`HistoryList`; what is asked for is told, not done."""

    open_wanted = Signal(object)
    """An id."""
    open_as_new_wanted = Signal(object)
    """An id."""
    pin_wanted = Signal(object, object)
    """A sequence of ids, and whether they are to be pinned."""
    delete_wanted = Signal(object)
    """A sequence of ids."""
    clear_wanted = Signal()
    compare_wanted = Signal(object)
    """A sequence of one id, to be compared with the answer that is shown, or of two."""

    def __init__(self, look: Look, history: HistoryList) -> None:
        super().__init__()
        self._history = history
        self._gathers = False
        self._delegate = HistoryDelegate(look, self)
        self.setModel(history)
        self.setItemDelegate(self._delegate)
        self.setProperty("flat", True)
        self.setAccessibleName("Exchanges, newest first")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        standard = QKeySequence.StandardKey
        self.open_action = self._action("Open", self._open)
        self.open_action.setShortcuts([QKeySequence(Qt.Key.Key_Return), QKeySequence(Qt.Key.Key_Enter)])
        self.open_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.open_action.setShortcutVisibleInContextMenu(True)
        self.open_as_new_action = self._action("Open as new request", self._open_as_new, "Shift+Return")
        self.compare_action = self._action("Compare", self._compare)
        self.pin_action = self._action("Pin", self._pin, "Ctrl+P")
        self.copy_action = self._action("Copy address", self._copy, standard.Copy)
        self.delete_action = self._action("Delete…", self._delete, standard.Delete)
        self.clear_action = self._action("Delete all that is not pinned…", self.clear_wanted.emit)
        self.clicked.connect(self._clicked)
        self.selectionModel().selectionChanged.connect(self._show_actions)
        self.selectionModel().currentChanged.connect(self._show_actions)
        history.dataChanged.connect(self._show_actions)
        history.rowsInserted.connect(self._hold_still)
        self._show_actions()

    def chosen(self) -> list[HistoryRow]:
        """The exchanges that are selected, newest first."""
        places = sorted(index.row() for index in self.selectedIndexes())
        return [row for place in places if (row := self._history.row_at(place)) is not None]

    def current(self) -> HistoryRow | None:
        """The exchange that has the cursor."""
        return self._history.row_at(self.currentIndex().row())

    def choose(self, place: int) -> None:
        """Select the entry at a place of the list, and show it."""
        index = self._history.index(place, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    @property
    def is_at_top(self) -> bool:
        """Whether the newest exchange is to be seen."""
        return self.verticalScrollBar().value() == 0

    def settle(self) -> None:
        """Lay out and paint what was added, now.

        Qt does both on its own a little later, and asks Python for each entry then. While another thread is
        busy, each question waits for that thread to pause; asked from here, none of them waits.
        """
        self.executeDelayedItemsLayout()
        self.viewport().repaint()

    def menu(self) -> QMenu:
        """What can be done with what is selected."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.open_action, self.open_as_new_action, self.compare_action])
        menu.addSeparator()
        menu.addActions([self.pin_action, self.copy_action])
        menu.addSeparator()
        menu.addActions([self.delete_action, self.clear_action])
        return menu

    def refresh(self) -> None:
        """Paint and measure everything again: colours or fonts have changed."""
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._gathers = event.modifiers() != Qt.KeyboardModifier.NoModifier
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu().popup(place)

    def _action(
        self, name: str, does: Callable[[], None], key: str | Qt.Key | QKeySequence.StandardKey = ""
    ) -> QAction:
        action = QAction(name, self)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(does)
        self.addAction(action)
        return action

    def _show_actions(self) -> None:
        """Offer what goes with what is selected."""
        rows = self.chosen()
        for action in (self.open_action, self.open_as_new_action, self.copy_action):
            action.setEnabled(self.current() is not None)
        for action in (self.pin_action, self.delete_action):
            action.setEnabled(bool(rows))
        self.compare_action.setEnabled(len(rows) in {1, 2})
        self.compare_action.setText(
            "Compare these two" if len(rows) == 2 else "Compare with the answer shown"
        )
        self.pin_action.setText("Unpin" if rows and all(row.pinned for row in rows) else "Pin")

    def _hold_still(self, parent: QModelIndex, first: int, last: int) -> None:
        """Keep what is being read where it is while exchanges come in above it."""
        bar = self.verticalScrollBar()
        seen = self.indexAt(QPoint(0, 0))
        if self.is_at_top or not seen.isValid() or first > seen.row():
            return
        option = QStyleOptionViewItem()
        added = (self._history.index(place, 0) for place in range(first, last + 1))
        value = bar.value() + sum(self._delegate.sizeHint(option, index).height() for index in added)
        self.executeDelayedItemsLayout()
        bar.setValue(value)

    def _clicked(self, index: QModelIndex) -> None:
        if not self._gathers:
            self._open()

    def _open(self) -> None:
        if (row := self.current()) is not None:
            self.open_wanted.emit(row.id)

    def _open_as_new(self) -> None:
        if (row := self.current()) is not None:
            self.open_as_new_wanted.emit(row.id)

    def _compare(self) -> None:
        self.compare_wanted.emit([row.id for row in self.chosen()])

    def _pin(self) -> None:
        rows = self.chosen()
        self.pin_wanted.emit([row.id for row in rows], not all(row.pinned for row in rows))

    def _copy(self) -> None:
        if (row := self.current()) is not None:
            QGuiApplication.clipboard().setText(row.url)

    def _delete(self) -> None:
        self.delete_wanted.emit([row.id for row in self.chosen()])
