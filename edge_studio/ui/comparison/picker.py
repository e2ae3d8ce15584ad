"""The small window in which one chooses what an exchange is to be compared with."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.exchange import Exchange
from edge_studio.edge.history_row import Ending, HistoryRow, row_of
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.history import words
from edge_studio.ui.history.delegate import HistoryDelegate
from edge_studio.ui.history.pages import Pages
from edge_studio.ui.history.rows import HistoryList, utc_now
from edge_studio.ui.search_line import SearchLine
from edge_studio.ui.tasks import Job, TaskScope
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import ElidedLabel, muted

PAGE = 100
PAUSE = 150
"""Milliseconds after the last key until a search starts."""


class ComparePicker(QDialog):
    """Offers the answer before the one that is shown, and every exchange of the history."""

    chosen = Signal(object)
    """The id of the exchange to compare with."""

    def __init__(
        self,
        look: Look,
        shown: Exchange,
        before: HistoryRow | None,
        past: Pages,
        scope: TaskScope,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Compare with…")
        self._shown = shown
        self._before = before
        self._past = past
        self._scope = scope
        self._loading: Job[None] | None = None
        self.model = HistoryList(self)
        self.search = SearchLine()
        self.list = QListView()
        self.before_button = QPushButton("Compare with the answer &before")
        self.compare = QPushButton("&Compare")
        self._note = muted()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._build(look)
        self._arrange()
        self._connect()
        self.resize(460, 560)
        self._load()

    def _build(self, look: Look) -> None:
        self.search.setPlaceholderText("Search everything sent or received")
        self.search.setAccessibleName("Search everything sent or received")
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(look, self.list))
        self.list.setAccessibleName("Exchanges, newest first")
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.before_button.setProperty("variant", "primary")
        self.before_button.setEnabled(self._before is not None)
        self.compare.setEnabled(False)
        self._note.setWordWrap(True)

    def _arrange(self) -> None:
        shown = ElidedLabel(f"Shown: {_one_line(row_of(self._shown))}")
        shown.setProperty("heading", True)
        said = f"Before it: {_one_line(self._before)}" if self._before else "Nothing was answered before it."
        before = ElidedLabel(said)
        before.setProperty("tone", "muted")
        top = QHBoxLayout()
        top.addWidget(self.before_button)
        top.addStretch(1)
        close = QPushButton("Cancel")
        close.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(close)
        below.addWidget(self.compare)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(shown)
        layout.addWidget(before)
        layout.addLayout(top)
        layout.addWidget(muted("Or with any other of the history:"))
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._note)
        layout.addLayout(below)
        self._note.hide()
        for button in (self.before_button, self.compare, close):
            button.setAutoDefault(False)
        first = self.before_button if self._before is not None else self.search
        if self._before is not None:
            self.before_button.setDefault(True)
        first.setFocus()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self._pause.timeout.connect(self._load)
        self.before_button.clicked.connect(self._choose_before)
        self.compare.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._offer)
        self.model.more_wanted.connect(self._load_more)
        self.model.modelReset.connect(self._offer)

    # Loading

    def _typed(self, text: str) -> None:
        self._pause.start()

    def _load(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
        self._loading = self._scope.start(self._page(None), "search the history")

    def _load_more(self) -> None:
        if self._loading is None or self._loading.done():
            held = self.model.rows()
            self._loading = self._scope.start(self._page(held[-1].id if held else None), "load more")

    async def _page(self, before: int | None) -> None:
        try:
            rows = await self._past.page(self.search.text(), "", "", before, PAGE)
        except StoreProblem as problem:
            self._say(f"{problem.happened} {problem.why} {problem.remedy}")
            return
        more = len(rows) == PAGE
        others = [row for row in rows if row.id != self._shown.id and row.ending is not Ending.WAITING]
        if before is None:
            self.model.reset(others, more)
            self._say("" if others else self._nothing())
        else:
            self.model.extend(others, more)

    def _nothing(self) -> str:
        text = self.search.text()
        return f"Nothing else holds “{text}”." if text else "The history holds no other exchange."

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))

    @property
    def note(self) -> str:
        """What is said below the list; empty where nothing is."""
        return self._note.text()

    # Choosing

    def current(self) -> HistoryRow | None:
        """The exchange that is chosen in the list."""
        return self.model.row_at(self.list.currentIndex().row())

    def _offer(self) -> None:
        self.compare.setEnabled(self.current() is not None)

    def _choose(self, index: QModelIndex | bool = False) -> None:
        if (row := self.current()) is not None:
            self._end_with(row.id)

    def _choose_before(self) -> None:
        if self._before is not None:
            self._end_with(self._before.id)

    def _end_with(self, id: int) -> None:
        self.chosen.emit(id)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        into_list = event.key() == Qt.Key.Key_Down and self.search.hasFocus()
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if into_list or (enter and self.search.hasFocus()):
            self._enter_list()
        else:
            super().keyPressEvent(event)

    def _enter_list(self) -> None:
        """Go from the search into the list, to its first exchange."""
        for place in range(self.model.rowCount()):
            if self.model.row_at(place) is not None:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.list.setCurrentIndex(self.model.index(place, 0))
                return

    def done(self, result: int) -> None:
        """End, whatever is still being read."""
        self._pause.stop()
        if self._loading is not None:
            self._loading.cancel()
        super().done(result)


def same_request(row: HistoryRow, shown: HistoryRow) -> bool:
    """Whether an exchange is another try of the same request, as far as a list can tell."""
    return (row.title, row.endpoint, row.connection) == (shown.title, shown.endpoint, shown.connection)


def _one_line(row: HistoryRow) -> str:
    moment = row.started.astimezone()
    today = utc_now().astimezone().date()
    day = "" if moment.date() == today else f"{words.day_name(moment.date(), today)} "
    return " · ".join(filter(None, (words.chip(row)[0], row.title, f"{day}{moment:%H:%M:%S}", row.subtitle)))
