"""Which answer the window shows: the last one of the current request, or one from the history."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from edge_studio.edge.exchange import LOCAL_EDGE, Answered, Draft, Exchange, Unanswered
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.answer.past_bar import PastBar
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.history.panel import HistoryPanel
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.request.tab import RequestTab
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.window.main_window import MainWindow

if TYPE_CHECKING:  # loaded when there is one
    from edge_studio.edge.answer import Answer


class Past(Protocol):
    """The history as it is needed here."""

    async def get(self, id: int) -> Exchange | None:
        """The exchange in a row; None where it was deleted."""


def window_title(tab: RequestTab, shown: Exchange | None, *, is_past: bool) -> str:
    """The window's title: the request, or the past exchange, and what came of the one that is shown."""
    if is_past and shown is not None:
        words = f"{shown.title}, from the history"
    else:
        words = f"{tab.title} ●" if tab.touched else tab.title
    match shown.outcome if shown is not None else None:
        case Answered(status=status, reason=reason):
            words += f" · {status} {reason}".rstrip()
        case Unanswered():
            words += " · no answer"
    return f"{words} — Edge Studio"


class ShownAnswer(QObject):
    """Puts an answer into the answer's room and its name into the title; opens past ones."""

    current_shown = Signal()
    """The last answer of the current request is shown, or that there is none yet."""
    composed = Signal()
    """A past exchange, or a report of an offer, stands in a new tab."""

    def __init__(
        self,
        window: MainWindow,
        composer: ComposerPanel,
        response: ResponsePanel,
        past_bar: PastBar,
        history: HistoryPanel,
        past: Past,
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._composer = composer
        self._response = response
        self._past_bar = past_bar
        self._history = history
        self._past = past
        self._scope = scope
        self._shown: Exchange | None = None
        response.compose_wanted.connect(self._compose_next)
        past_bar.back.connect(self.show_current)
        past_bar.open_as_new.connect(self._compose_shown)
        history.open_requested.connect(self._open_past)
        history.open_as_new_requested.connect(self._open_past_as_new)

    @property
    def shown(self) -> Exchange | None:
        """The exchange that is shown; None while there is none."""
        return self._shown

    def show(self, exchange: Exchange) -> None:
        """Show an exchange that is at hand: as the current request's where it is that, else as a past one."""
        current = self._composer.current.exchange
        is_current = current is exchange or (current is not None and current.id == exchange.id != 0)
        if is_current:
            self.show_current()
        else:
            self._show_as_past(exchange)

    def show_current(self) -> None:
        """Show the last answer of the current request."""
        self._past_bar.hide()
        tab = self._composer.current
        self._shown = tab.exchange
        if tab.exchange is None:
            self._response.show_empty()
        else:
            self._response.show_exchange(tab.exchange, tab.answer, tab.awaits_trace)
        self.retitle()
        self.current_shown.emit()

    def show_trace(self, tab: RequestTab) -> None:
        """Show the trace of a request's answer, which comes after it, if that answer is the one shown."""
        is_current = tab is self._composer.current and not self._past_bar.isVisibleTo(self._window)
        if is_current and tab.exchange is not None:
            self._shown = tab.exchange
            self._response.content.show_trace(tab.exchange)

    async def read(self, outcome: Answered) -> "Answer | None":
        """What the answer's room reads of a large answer; None where it shows another, or soon does."""
        import asyncio  # loaded, as answers are, after the first picture

        from edge_studio.edge.answer import Answer

        content = self._response.content
        if content.outcome is not outcome:
            return None
        if content.is_read:
            return content.answer
        read: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()

        def settle(answer: object) -> None:
            if not read.done():
                read.set_result(answer if isinstance(answer, Answer) else None)

        content.read.connect(settle)
        try:
            return await read
        finally:
            content.read.disconnect(settle)

    def show_waiting(self, words: str) -> None:
        """Say what the current request waits for."""
        self._past_bar.hide()
        self._response.show_waiting(words)

    def retitle(self) -> None:
        """Name the window after the request and the answer that is shown."""
        is_past = self._past_bar.isVisibleTo(self._window)
        self._window.setWindowTitle(window_title(self._composer.current, self._shown, is_past=is_past))

    # From the history

    def older(self) -> None:
        """Show the exchange before the one that is shown."""
        self._history.step(1)

    def newer(self) -> None:
        """Show the exchange after the one that is shown."""
        self._history.step(-1)

    def _open_past(self, id: int) -> None:
        self._scope.start(self._show_past(id), f"open exchange {id}")

    def _open_past_as_new(self, id: int) -> None:
        self._scope.start(self._compose_past(id), f"compose exchange {id} again")

    async def _show_past(self, id: int) -> None:
        if (exchange := await self.fetch(id)) is not None:
            self._show_as_past(exchange)

    def _show_as_past(self, exchange: Exchange) -> None:
        self._shown = exchange
        self._past_bar.show_exchange(exchange)
        self._response.show_exchange(exchange)
        self.retitle()

    async def _compose_past(self, id: int) -> None:
        if (exchange := await self.fetch(id)) is not None:
            self._compose(exchange)

    async def fetch(self, id: int) -> Exchange | None:
        """The exchange in a row of the history; None where it cannot be had, which is told."""
        try:
            exchange = await self._past.get(id)
        except StoreProblem as problem:
            self._window.trouble.tell_problem(problem)
            return None
        if exchange is None:
            self._window.trouble.tell(
                "This exchange is no longer in the history.", "It was deleted meanwhile. Choose another one."
            )
        return exchange

    def _compose_next(self, draft: Draft) -> None:
        """Open the request that comes after the answer that is shown, ready to be sent."""
        self._composer.open_draft(draft)
        self.composed.emit()
        self.show_current()
        self._composer.focus_current()

    def _compose_shown(self) -> None:
        if self._shown is not None:
            self._compose(self._shown)

    def _compose(self, exchange: Exchange) -> None:
        had_focus = self._past_bar.isAncestorOf(QApplication.focusWidget() or self._past_bar)
        text = exchange.request.body.decode("utf-8", "replace")
        connection = LOCAL_EDGE if exchange.is_received else exchange.connection
        draft = exchange.draft or Draft(text, endpoint=exchange.endpoint, connection=connection)
        tab = self._composer.open_draft(draft)
        tab.exchange = exchange
        self.composed.emit()
        self.show_current()
        if had_focus:  # the button that was pressed is gone, and the focus would land anywhere
            self._composer.focus_current()
