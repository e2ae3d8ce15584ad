"""Between the main window and comparisons: the ways in, the windows that are open, and back to a place."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject

from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.exchange import Exchange
from edge_studio.edge.history_row import Ending, HistoryRow, row_of
from edge_studio.edge.masking import without_secrets
from edge_studio.jsontext.pointer import last
from edge_studio.store.masks import MaskStore
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.comparison.mask_book import MaskBook
from edge_studio.ui.comparison.picker import ComparePicker, same_request
from edge_studio.ui.comparison.window import ComparisonWindow, Place
from edge_studio.ui.desk.shown_answer import ShownAnswer
from edge_studio.ui.history.pages import Pages
from edge_studio.ui.history.panel import HistoryPanel
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.small_files import SmallFiles
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Look
from edge_studio.ui.window.main_window import MainWindow

_NAME = "comparison"
"""The name of these windows among those beside the main one."""
_LOOKED_BACK = 200
"""So many exchanges are looked through for an earlier try of a request."""


class Past(Pages, Protocol):
    """The history as it is needed here."""

    async def row(self, id: int) -> HistoryRow | None:
        """The glance at an exchange; None where it was deleted."""


class ComparisonRoom(QObject):
    """Finds the two exchanges that are to be compared, and opens a window with them."""

    def __init__(
        self,
        window: MainWindow,
        look: Look,
        composer: ComposerPanel,
        response: ResponsePanel,
        answer: ShownAnswer,
        history: HistoryPanel,
        past: Past,
        store: MaskStore,
        files: SmallFiles,
        run: Callable[..., Coroutine[Any, Any, Any]],
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._composer = composer
        self._response = response
        self._answer = answer
        self._history = history
        self._past = past
        self._scope = scope
        self._store = store
        self._files = files
        self._run = run
        self._is_read = False
        self.book = MaskBook(shipped_masks(), self)
        """What always differs; from its file before the first comparison."""
        self.windows: list[ComparisonWindow] = []
        """Those that are open, the newest last."""
        self.picker: ComparePicker | None = None
        """While it is open."""
        self.book.changed.connect(self._keep)
        window.closing.connect(self.close)

    # The ways in

    def choose(self) -> None:
        """Compare the answer that is shown, or the two exchanges that are chosen in the history's list."""
        view = self._history.view
        chosen = [row.id for row in view.chosen()]
        if view.hasFocus() and len(chosen) == 2:
            self.compare_rows(chosen)
        elif (shown := self._shown()) is not None:
            self._scope.start(self._choose(shown), "choose what to compare with")

    def compare_rows(self, ids: Sequence[int]) -> None:
        """Compare two exchanges of the history, or one of them with the one that is shown."""
        if len(ids) == 2:
            self._scope.start(self._compare_two(ids[0], ids[1]), "compare two exchanges")
        elif len(ids) == 1 and (shown := self._shown()) is not None:
            self._scope.start(self._compare_with(shown, ids[0]), "compare with the answer shown")

    def _shown(self) -> Exchange | None:
        shown = self._answer.shown
        if shown is None:
            self._window.trouble.tell(
                "There is no answer to compare yet.",
                "Send the request, or choose two exchanges in the history and compare these.",
            )
        return shown

    async def _choose(self, shown: Exchange) -> None:
        before = await self._before(shown)
        if self.picker is not None:
            self.picker.close()
        self.picker = ComparePicker(self._look, shown, before, self._past, self._scope, self._window)
        self.picker.chosen.connect(partial(self._chosen, shown))
        self.picker.finished.connect(self._picked)
        self.picker.open()

    def _picked(self, result: int) -> None:
        self.picker = None

    def _chosen(self, shown: Exchange, id: int) -> None:
        self._scope.start(self._compare_with(shown, id), "compare with the answer shown")

    async def _before(self, shown: Exchange) -> HistoryRow | None:
        """The answer before the one that is shown: of its tab, else of an earlier try of the request."""
        tab = self._composer.current
        try:
            is_of_tab = tab.exchange is not None and tab.exchange.id == shown.id
            if is_of_tab and tab.before and (row := await self._past.row(tab.before)) is not None:
                return row
            rows = await self._past.page(before=shown.id or None, limit=_LOOKED_BACK)
        except StoreProblem as problem:
            self._window.trouble.tell_problem(problem)
            return None
        own = row_of(shown)
        ended = (row for row in rows if row.id != shown.id and row.ending is not Ending.WAITING)
        return next((row for row in ended if same_request(row, own)), None)

    # What always differs

    async def _read_masks(self) -> None:
        """Read the file, once."""
        if not self._is_read:
            self._is_read = True
            self.book.masks = await self._files.read_later(self._store, self.book.masks)

    def _keep(self) -> None:
        self._files.keep(self._store, self.book.masks)

    # Comparing

    async def _compare_two(self, one: int, other: int) -> None:
        first, second = await self._answer.fetch(one), await self._answer.fetch(other)
        if first is not None and second is not None:
            await self._read_masks()
            self.open(first, second)

    async def _compare_with(self, shown: Exchange, id: int) -> None:
        """The one that is shown without its secrets, as the history has the other: these do not differ."""
        shown = await self._run(without_secrets, shown)
        other = shown if shown.id and id == shown.id else await self._answer.fetch(id)
        if other is not None:
            await self._read_masks()
            self.open(other, shown)

    def open(self, one: Exchange, other: Exchange) -> None:
        """Open a window with two exchanges: A is the earlier one."""
        before, after = sorted((one, other), key=lambda exchange: exchange.started)
        window = ComparisonWindow(self._look, before, after, self.book)
        if size := self._window.beside.get(_NAME):
            window.restoreGeometry(size)
        window.closed.connect(self._closed)
        window.show_wanted.connect(self._show)
        window.masks_wanted.connect(partial(self._open_masks, window))
        self.windows.append(window)
        window.show()
        window.raise_()
        window.activateWindow()

    def _open_masks(self, window: ComparisonWindow) -> None:
        from edge_studio.ui.comparison.masks_dialog import MasksDialog

        MasksDialog(self._look, self.book, window).show()

    def close(self) -> None:
        """Close what is open."""
        for window in list(self.windows):
            window.close()

    def _closed(self, window: ComparisonWindow) -> None:
        self._window.beside[_NAME] = bytes(window.saveGeometry().data())
        if window in self.windows:
            self.windows.remove(window)

    # Back to the main window

    def _show(self, place: Place) -> None:
        """Show an exchange in the main window, at a place of it as far as that can be shown."""
        self._answer.show(place.exchange)
        if place.part == "Request":
            self._response.open_tab("Sent")
            self._response.sent.reveal(place.place, place.pointer)
        elif place.place == "head":
            self._response.open_tab("Headers")
            self._response.content.headers.choose(last(place.pointer) if place.pointer else "")
        elif place.place == "line" or not self._response.reveal(place.pointer):
            self._response.open_tab("Raw")
        self._window.raise_()
        self._window.activateWindow()
