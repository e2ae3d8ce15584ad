"""Whom Local Edge knows, and all that it holds of the chosen one."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.amounts import plural
from edge_studio.edge.local_status import KnownVisitor, LocalStatus
from edge_studio.ui.copy_button import CopyButton
from edge_studio.ui.local_edge.visitor_list import CONSENTS, VisitorList, clock_time
from edge_studio.ui.search_line import SearchLine
from edge_studio.ui.widgets import ElidedLabel

_NOBODY = (
    "Nobody has come yet.\n\nSend a request, or point a real client here: whoever it speaks for appears here "
    "with all that Local Edge holds of them."
)
_NOBODY_FOUND = "No visitor has this in a name, an ID or an activity."
_WIDTHS = {2: 11, 3: 10, 4: 13}
"""Of columns but the name's and the ECID's, which share the rest; in characters, which grow with the text."""
_NAMES = 18
"""The same, of what is held of a visitor."""


class VisitorsTab(QWidget):
    """A table of visitors and, beside it, what is held of the chosen one."""

    forget_wanted = Signal()
    history_wanted = Signal(object)
    """The ECID whose requests the person wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.model = VisitorList(self)
        self.search = SearchLine()
        self.search.setPlaceholderText("Find a name, an ID, an activity")
        self.search.setAccessibleName("Find a visitor")
        self.table = QTreeView()
        self.details = DetailsTree()
        self.empty = QLabel(_NOBODY)
        self.copy = CopyButton("the visitor's ECID", words="Copy ECID")
        self.history = QPushButton("Show in &history")
        self.history.setToolTip("Everything in the history that names this ECID")
        self.forget = QPushButton("&Forget everything")
        self.forget.setProperty("variant", "danger")
        self.forget.setToolTip(
            "Visitors with their consent, what they were shown, media sessions, and the turns of faults. "
            "The history keeps what was sent and received."
        )
        self.said = ElidedLabel()
        self.said.setProperty("tone", "muted")
        self._pages = QStackedWidget()
        self._chosen = ""
        self._shown: KnownVisitor | None = None
        self._set_up_table()
        self._arrange()
        self._fit_columns()
        self.search.textChanged.connect(self._search)
        self.table.selectionModel().currentChanged.connect(self._choose)
        self.history.clicked.connect(self._show_history)
        self.forget.clicked.connect(self.forget_wanted)
        self._show_page()
        self._show_chosen()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Visitors")
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setItemsExpandable(False)
        table.setAllColumnsShowFocus(True)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.header().setStretchLastSection(False)

    def _arrange(self) -> None:
        self.empty.setWordWrap(True)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(40, 40, 40, 12)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.table)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self._pages)
        halves.addWidget(self.details)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(8)
        halves.setSizes([560, 320])
        for place, share in enumerate((3, 2)):
            halves.setStretchFactor(place, share)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.copy)
        below.addWidget(self.history)
        below.addWidget(self.said, 1)
        below.addWidget(self.forget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 12, 2, 2)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(halves, 1)
        layout.addLayout(below)

    def show_status(self, status: LocalStatus | None) -> None:
        """Show whom it knows now; the chosen one stays chosen, wherever it stands."""
        visitors = status.visitors if status else ()
        if visitors:
            self.said.setText("")
        self.forget.setEnabled(status is not None and status.is_running)
        self.model.show_visitors(visitors)
        self._choose_again()

    def tell_forgotten(self, count: int) -> None:
        """Say that so many visitors were forgotten."""
        self.said.setText(
            f"{plural(count, 'visitor')} forgotten." if count else "There was nobody to forget."
        )

    @property
    def chosen(self) -> KnownVisitor | None:
        """The visitor that is chosen."""
        return self.model.at(self.table.currentIndex().row())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()

    def _fit_columns(self) -> None:
        character = self.fontMetrics().averageCharWidth()
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, width * character)
        for column in (0, 1):  # told anew, they fill what is left anew
            self.table.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.details.setColumnWidth(0, _NAMES * character)

    def _search(self, needle: str) -> None:
        self.model.search(needle)
        self._choose_again()

    def _choose(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.isValid():
            visitor = self.model.at(current.row())
            self._chosen = visitor.ecid if visitor else ""
        self._show_chosen()

    def _choose_again(self) -> None:
        """After the rows were made anew: the same visitor as before, else the first."""
        row = max(self.model.row_of(self._chosen), 0)
        if self.model.rowCount():
            held = self.table.verticalScrollBar().value()
            self.table.setCurrentIndex(self.model.index(row, 0))
            self.table.verticalScrollBar().setValue(held)
        self._show_page()
        self._show_chosen()

    def _show_page(self) -> None:
        self.empty.setText(_NOBODY_FOUND if self.model.count else _NOBODY)
        self._pages.setCurrentWidget(self.table if self.model.rowCount() else self.empty)

    def _show_chosen(self) -> None:
        visitor = self.chosen
        if visitor != self._shown:
            self._shown = visitor
            self.details.show_visitor(visitor)
        self.copy.text_to_copy = visitor.ecid if visitor else ""
        for widget in (self.copy, self.history):
            widget.setEnabled(visitor is not None)
        self.details.setEnabled(visitor is not None)

    def _show_history(self) -> None:
        if (visitor := self.chosen) is not None:
            self.history_wanted.emit(visitor.ecid)


class DetailsTree(QTreeWidget):
    """All that is held of one visitor; Ctrl+C copies the chosen rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What is held of the visitor")
        self.setColumnCount(2)
        self.setHeaderLabels(["What is held", "Value"])
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIndentation(14)
        self.header().setStretchLastSection(True)

    def show_visitor(self, visitor: KnownVisitor | None) -> None:
        """Show one; nothing for None."""
        self.clear()
        if visitor is None:
            return
        today = datetime.now().astimezone()
        consent = f"{CONSENTS.get(visitor.consent, visitor.consent)} — general={visitor.consent}"
        self._add("Name", visitor.name or "none in the scenario")
        self._add("ECID", visitor.ecid)
        self._add("First seen", clock_time(visitor.first_seen, today))
        self._add("Last seen", clock_time(visitor.last_seen, today))
        self._add("Requests", f"{visitor.hits:,}")
        self._add("Consent", consent)
        self._add_group("Identities", visitor.identities)
        self._add_group("Displayed", [(name, f"{count:,} ×") for name, count in visitor.displays])
        sessions = plural(visitor.media_sessions, "session") + " open" if visitor.media_sessions else "none"
        self._add("Media", sessions)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is shown, groups before what is in them."""
        return [_words(item) for item in self._items()]

    def _items(self) -> Iterator[QTreeWidgetItem]:
        walk = QTreeWidgetItemIterator(self)
        while (item := walk.value()) is not None:
            yield item
            walk += 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = ["\t".join(filter(None, _words(item))) for item in self.selectedItems()]
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)

    def _add(self, name: str, value: str) -> QTreeWidgetItem:
        return _tipped(QTreeWidgetItem(self, [name, value]))

    def _add_group(self, name: str, rows: "tuple[tuple[str, str], ...] | list[tuple[str, str]]") -> None:
        group = self._add(f"{name} [{len(rows)}]", "" if rows else "none")
        for key, value in rows:
            _tipped(QTreeWidgetItem(group, [key, value]))
        group.setExpanded(True)


def _words(item: QTreeWidgetItem) -> tuple[str, str]:
    return item.text(0), item.text(1)


def _tipped(item: QTreeWidgetItem) -> QTreeWidgetItem:
    for column in (0, 1):
        item.setToolTip(column, item.text(column))
    return item
