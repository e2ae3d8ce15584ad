"""The room of the past: all that was sent or received, newest first, to be searched, filtered and opened."""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.history_row import Ending, HistoryRow
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.history.filter import ENDINGS, HistoryFilter
from edge_studio.ui.history.pages import Pages
from edge_studio.ui.history.rows import HistoryList, utc_now
from edge_studio.ui.search_line import SearchLine
from edge_studio.ui.tasks import Job, TaskScope
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import ElidedLabel, heading

if TYPE_CHECKING:
    from edge_studio.ui.history.view import HistoryView

PAGE = 100
PAUSE = 150
"""Milliseconds after the last key until a search starts."""
HELD = 1000
"""Entries that the list holds while it grows at its top: whoever scrolls down has the others again."""
_REMEMBERED = 200
_NOTHING_YET = (
    "Nothing was sent yet.\n\nEvery request you send is kept here with its answer, and so is every one that "
    "another client sends to Local Edge."
)


class Past(Pages, Protocol):
    """The history as this room needs it."""

    async def connections(self) -> list[str]:
        """The names of the connections that exchanges went to."""

    async def pin(self, id: int, pinned: bool) -> None:
        """Keep an exchange for good, or no longer."""

    async def delete(self, ids: Iterable[int]) -> None:
        """Forget exchanges."""

    async def clear(self) -> None:
        """Forget all that are not pinned."""


class HistoryPanel(QFrame):
    """The list of exchanges with its search and its filters; opening one is up to who listens."""

    open_requested = Signal(object)
    """The id of the exchange to show."""
    open_as_new_requested = Signal(object)
    """The id of the exchange to compose again."""
    compare_requested = Signal(object)
    """The ids of two exchanges to compare, or of one to compare with the answer that is shown."""
    forgotten = Signal()
    """Exchanges were deleted: how many there are, and their size, have changed."""

    def __init__(
        self, look: Look, past: Past, scope: TaskScope, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self.setAccessibleName("History")
        self.setMinimumWidth(210)
        self._look = look
        self._past = past
        self._scope = scope
        self._fresh: dict[int, HistoryRow] = {}
        self._loading: Job[None] | None = None
        self._wish: Literal["", "enter", "open"] = ""  # what was asked of the list before it was there
        self._latest = 0
        self._asked = ("", "", "")
        self.search = SearchLine()
        self.filter = HistoryFilter()
        self.filter_words = ElidedLabel()
        self.clear_button = QPushButton("Clear")
        self.model = HistoryList(self, clock)
        self._view: HistoryView | None = None
        self.empty = QLabel()
        self._filter_line = QWidget()
        self._pages = QStackedWidget()
        self._pause = QTimer(self)
        self._build_filters()
        self._arrange()
        self._connect()
        self._show_state()

    def _build_filters(self) -> None:
        self.search.setPlaceholderText("Search everything sent or received")
        self.search.setAccessibleName("Search everything sent or received")
        self.search.setToolTip(
            "Any piece of a request or an answer: address, headers, body, summary.\n"
            "One or two characters are looked for in titles, addresses and summaries. (Ctrl+Shift+H)"
        )
        self.clear_button.setProperty("variant", "link")
        self.clear_button.setAccessibleName("Clear search and filters")
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)

    def _arrange(self) -> None:
        title = heading("History")
        title.setBuddy(self.search)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self.filter)
        line = QHBoxLayout(self._filter_line)
        line.setContentsMargins(2, 0, 0, 0)
        line.addWidget(self.filter_words, 1)
        line.addWidget(self.clear_button)
        self.empty.setWordWrap(True)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(12, 28, 12, 12)
        self._pages.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 9, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.search)
        layout.addWidget(self._filter_line)
        layout.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search_changed)
        self.search.returnPressed.connect(self._search_entered)
        into_list = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search)
        into_list.setContext(Qt.ShortcutContext.WidgetShortcut)
        into_list.activated.connect(self._enter_list)
        self._pause.timeout.connect(self.load)
        self.filter.chosen.connect(self.load)
        self.clear_button.clicked.connect(self.clear_filter)
        self.model.more_wanted.connect(self._load_more)

    @property
    def view(self) -> "HistoryView":
        """The list; made at the first use, for a window opens before it knows the history."""
        return self.make_view()

    def make_view(self) -> "HistoryView":
        """Make the list, once."""
        if self._view is None:
            from edge_studio.ui.history.view import HistoryView

            self._view = view = HistoryView(self._look, self.model)
            view.open_wanted.connect(self.open_requested)
            view.open_as_new_wanted.connect(self.open_as_new_requested)
            view.compare_wanted.connect(self.compare_requested)
            view.pin_wanted.connect(self._pin)
            view.delete_wanted.connect(self._ask_to_delete)
            view.clear_wanted.connect(self._ask_to_clear)
            self._look.changed.connect(view.refresh)
            self._pages.addWidget(view)
            self.setTabOrder(self.clear_button, view)
        return self._view

    # What the window tells

    def added(self, row: HistoryRow) -> None:
        """An exchange was begun, or is over already."""
        self.added_all([row])

    def added_all(self, rows: Sequence[HistoryRow]) -> None:
        """Exchanges are in the history that were not before, in any order."""
        for row in rows:
            self._remember(row)
        self._latest = max((row.id for row in rows), default=self._latest)
        if self._asked[0] and not self._pause.isActive():
            self._pause.start()  # only the history knows whether they hold what is searched for
        shown = [row for row in rows if self._passes(row) and self.model.place_of(row.id) < 0]
        if shown:
            self.model.add(sorted(shown, key=_by_id, reverse=True))
            if self._view is None or self._view.is_at_top:
                self.model.let_go(HELD)
            self._show_state()
            if len(rows) > 1:
                self.view.settle()

    def changed(self, row: HistoryRow) -> None:
        """An exchange is over, or changed otherwise."""
        self._remember(row)
        if not self.model.replace(row) and self._asked != ("", "", ""):
            self.load()

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _enter_list(self) -> None:
        """Go from the search into the list, as Down does, once it shows what was searched for."""
        if self._pause.isActive():
            self.load()
        if self._loading is None or not self._loading.done():
            self._wish = "enter"
        elif rows := self.model.rows():
            if self.view.current() is None:
                self.view.choose(self.model.place_of(rows[0].id))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search_entered(self) -> None:
        """Search at once, as Return does; after a Down that waits for the list, Return is meant for that."""
        if self._wish:
            self._wish = "open"
        else:
            self.load()

    def _grant_wish(self) -> None:
        """Do what was asked of the list before it was there, where the person still waits for it."""
        wish, self._wish = self._wish, ""
        if wish and (rows := self.model.rows()) and self.search.hasFocus():
            self.view.choose(self.model.place_of(rows[0].id))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            if wish == "open":
                self.open_requested.emit(rows[0].id)

    def step(self, by: int) -> None:
        """Open the exchange that stands ``by`` rows below (older) or above (newer) the one that is chosen."""
        ids = [row.id for row in self.model.rows()]
        current = self.view.current()
        start = current.id if current is not None else self._latest
        place = ids.index(start) + by if start in ids else 0
        if 0 <= place < len(ids):
            self.view.choose(self.model.place_of(ids[place]))
            self.open_requested.emit(ids[place])

    # Loading

    def load(self) -> None:
        """Ask the history anew, with the search and the filters as they stand."""
        self._pause.stop()
        if self._loading is not None:
            self._loading.cancel()
        self._asked = (self.search.text(), self.filter.status, self.filter.connection)
        self._show_filter()
        self._loading = self._scope.start(self._load(*self._asked), "load the history")

    def clear_filter(self) -> None:
        """Show everything again."""
        self.filter.clear()
        self.search.clear()
        self.load()

    async def _load(self, search: str, status: str, connection: str) -> None:
        try:
            rows = await self._past.page(search, status, connection, None, PAGE)
            names = await self._past.connections()
        except StoreProblem as problem:
            self._wish = ""
            self.model.reset([], more=False)
            self._show_state(f"{problem.happened}\n\n{problem.why} {problem.remedy}")
            return
        kept = [row.id for row in self.view.chosen()]
        current = self.view.current()
        self.model.reset(self._with_fresh(rows), more=len(rows) == PAGE)
        if current is not None and kept == [current.id] and (place := self.model.place_of(current.id)) >= 0:
            self.view.choose(place)
        self.filter.offer(names)
        self._show_state()
        self._grant_wish()

    def _load_more(self) -> None:
        if self._loading is None or self._loading.done():
            self._loading = self._scope.start(self._more(*self._asked), "load more of the history")

    async def _more(self, search: str, status: str, connection: str) -> None:
        held = self.model.rows()
        try:
            rows = await self._past.page(search, status, connection, held[-1].id if held else None, PAGE)
        except StoreProblem:
            self.model.extend([], more=False)
            raise
        self.model.extend(self._with_fresh(rows, newer=False), more=len(rows) == PAGE)

    def _remember(self, row: HistoryRow) -> None:
        """What the window told is newer than what a page read before may say."""
        self._fresh[row.id] = row
        while len(self._fresh) > _REMEMBERED:
            del self._fresh[min(self._fresh)]

    def _with_fresh(self, rows: Sequence[HistoryRow], newer: bool = True) -> list[HistoryRow]:
        """A page with what the window told since it was read."""
        read = {row.id: row for row in rows}
        for id, row in self._fresh.items():
            if id in read and read[id].ending is Ending.WAITING:
                read[id] = replace(row, pinned=read[id].pinned)
            elif newer and id > max(read, default=0) and self._passes(row):
                read[id] = row
        return [read[id] for id in sorted(read, reverse=True)]

    def _passes(self, row: HistoryRow) -> bool:
        """Whether an exchange belongs into the list, as far as that is known without a search."""
        search, status, connection = self._asked
        ending = Ending.NO_ANSWER if row.ending is Ending.WAITING else row.ending
        return not search and status in {"", ending} and connection in {"", row.connection}

    # Showing

    def _search_changed(self, text: str) -> None:
        self._wish = ""
        self._pause.start()

    def _show_filter(self) -> None:
        search, status, connection = self._asked
        parts = [f"“{search}”" if search else "", ENDINGS[Ending(status)] if status else "", connection]
        self.filter_words.setText(" · ".join(filter(None, parts)))

    def _show_state(self, trouble: str = "") -> None:
        """The list, or in words why there is none."""
        filtered = self._asked != ("", "", "")
        self._filter_line.setVisible(filtered)
        if self.model.rowCount() and not trouble:
            self._pages.setCurrentWidget(self.view)
            return
        search = self._asked[0]
        nothing = f"Nothing sent or received holds “{search}”." if search else "No exchange is like that."
        if filtered and (self._asked[1] or self._asked[2]) and search:
            nothing = f"Nothing that passes the filters holds “{search}”."
        self.empty.setText(trouble or (nothing if filtered else _NOTHING_YET))
        self._pages.setCurrentWidget(self.empty)

    # Changing

    def _pin(self, ids: Sequence[int], pinned: bool) -> None:
        self._scope.start(self._do_pin(ids, pinned), "pin")

    async def _do_pin(self, ids: Sequence[int], pinned: bool) -> None:
        for id in ids:
            await self._past.pin(id, pinned)
            row = self.model.row_at(self.model.place_of(id))
            if row is not None:
                self.model.replace(replace(row, pinned=pinned))

    def _ask_to_delete(self, ids: Sequence[int]) -> None:
        if ids:
            what = "this exchange" if len(ids) == 1 else f"these {len(ids)} exchanges"
            self._ask(f"Delete {what} from the history?", partial(self._delete, ids))

    def _ask_to_clear(self) -> None:
        self._ask("Delete every exchange that is not pinned?", self._clear)

    def _ask(self, question: str, does: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Ask before something is deleted for good."""
        from PySide6.QtWidgets import QMessageBox

        buttons = QMessageBox.StandardButton
        box = QMessageBox(QMessageBox.Icon.NoIcon, "History", question, buttons.Cancel, self.window())
        box.setInformativeText("Requests and answers are deleted for good.")
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        delete.setProperty("variant", "danger")
        box.setDefaultButton(buttons.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._asked_to = does
        delete.clicked.connect(self._do_asked)
        box.open()

    def _do_asked(self) -> None:
        self._scope.start(self._asked_to(), "delete")

    async def _delete(self, ids: Sequence[int]) -> None:
        await self._past.delete(ids)
        for id in ids:
            self._fresh.pop(id, None)
        self.model.remove(ids)
        self._show_state()
        self.forgotten.emit()

    async def _clear(self) -> None:
        await self._past.clear()
        self._fresh.clear()
        self.load()
        self.forgotten.emit()


def _by_id(row: HistoryRow) -> int:
    return row.id
