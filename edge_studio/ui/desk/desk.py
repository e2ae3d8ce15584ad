"""What the rooms do with each other: where a request goes, whether it is ready, and its sending."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from edge_studio.edge.address import BadAddress, parse_server
from edge_studio.edge.exchange import (
    LOCAL_EDGE,
    ApiVersion,
    Connection,
    Draft,
    Exchange,
    Phase,
)
from edge_studio.edge.history_row import EnvelopeCounts, counts_in, row_of
from edge_studio.edge.prepare import display_url
from edge_studio.ui.desk.shown_answer import ShownAnswer
from edge_studio.ui.history.panel import HistoryPanel
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.request.tab import RequestTab
from edge_studio.ui.tasks import Job, TaskScope
from edge_studio.ui.window.command_bar import CommandBar
from edge_studio.ui.window.main_window import MainWindow

if TYPE_CHECKING:  # loaded with the first send
    from edge_studio.ui.desk.sender import Sender

FLICKER = 100
"""Milliseconds after which Send turns into Cancel and the history lists the request: a quick answer never
makes the window flicker.
"""
PATIENCE = 300
"""Milliseconds of waiting before the window says what it waits for."""


class UnderWay:
    """What is known of a request whose answer is awaited; it does not hold the tab, which may be closed."""

    def __init__(self) -> None:
        self.phase = Phase.PREPARE
        self.exchange: Exchange | None = None
        """As the history has it, once it does."""
        self.is_listed = False
        """Whether the list of the history shows it already."""
        self.job: Job[None] | None = None

    def begin(self, exchange: Exchange) -> None:
        """It is in the history."""
        self.exchange = exchange

    def note(self, phase: Phase) -> None:
        """It has come this far."""
        self.phase = phase


class Desk(QObject):
    """Connects the rooms of one window; everything it needs is handed to it."""

    sending = Signal()
    """A request is about to go out."""
    recorded = Signal()
    """An exchange was kept in the history."""

    def __init__(
        self,
        window: MainWindow,
        bar: CommandBar,
        composer: ComposerPanel,
        answer: ShownAnswer,
        history: HistoryPanel,
        sender: "Callable[[], Sender]",
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bar = bar
        self._composer = composer
        self._answer = answer
        self._history = history
        self._sender = sender
        self._scope = scope
        self._connections: Sequence[Connection] = (Connection(LOCAL_EDGE, ""),)
        self._local_edge_url = ""
        self._sends: dict[RequestTab, UnderWay] = {}
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(FLICKER)
        self._slow.timeout.connect(self._show_that_it_takes_time)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._say_what_is_awaited)
        self._connect()

    def _connect(self) -> None:
        self._bar.send.connect(self.send)
        self._bar.cancel.connect(self.cancel)
        self._bar.connection_chosen.connect(self._connection_chosen)
        self._bar.endpoint_chosen.connect(self._endpoint_chosen)
        self._bar.address_wanted.connect(self.open_address)
        self._bar.problems_wanted.connect(self.show_problems)
        self._composer.current_changed.connect(self._tab_shown)
        self._composer.changed.connect(self._tab_edited)
        self._composer.problems_changed.connect(self._problems_found)
        self._composer.pointer_changed.connect(self._show_place)
        self._answer.current_shown.connect(self._be_patient)
        self._answer.composed.connect(self._offer_connections)

    # Connections

    def set_connections(self, connections: Sequence[Connection]) -> None:
        """Offer these connections; a request whose connection is gone goes to Local Edge."""
        self._connections = connections
        self._offer_connections()

    def _offer_connections(self) -> None:
        connections = self._connections
        names = {connection.name for connection in connections}
        for tab in self._composer.tabs():
            if tab.draft().connection not in names:
                tab.set_connection(LOCAL_EDGE)
        self._bar.show_connections(connections, self._composer.current.draft().connection)
        self._show_address(self._composer.current)
        self._answer.retitle()

    def rename_connections(self, renamed: Mapping[str, str]) -> None:
        """Let requests follow connections that have new names, given by their old ones."""
        for tab in self._composer.tabs():
            if (name := renamed.get(tab.draft().connection)) is not None:
                tab.set_connection(name)

    def set_local_edge(self, base_url: str) -> None:
        """Local Edge listens here."""
        self._local_edge_url = base_url
        self._show_address(self._composer.current)

    def connection_of(self, draft: Draft) -> Connection:
        """The connection a draft goes to."""
        return next(
            (connection for connection in self._connections if connection.name == draft.connection),
            self._connections[0],
        )

    def _connection_chosen(self, name: str) -> None:
        self._composer.current.set_connection(name)
        self._bar.show_connection(name)

    def _endpoint_chosen(self, name: str, version: ApiVersion) -> None:
        self._composer.current.set_endpoint(name, version)

    def _show_address(self, tab: RequestTab) -> None:
        draft = tab.draft()
        connection = self.connection_of(draft)
        tab.set_authenticated(is_authenticated(connection))
        if tab is self._composer.current:
            if connection.is_local_edge:
                connection = replace(connection, base_url=self._local_edge_url)
            self._bar.show_url(display_url(draft, connection))

    # Tabs

    def _tab_shown(self, tab: RequestTab) -> None:
        draft = tab.draft()
        self._bar.show_connection(draft.connection)
        self._bar.show_endpoint(draft.endpoint, draft.version)
        self._show_readiness(tab)
        self._show_address(tab)
        if tab in self._sends:
            self._bar.show_waiting()
        else:
            self._bar.show_idle()
        self._answer.show_current()

    def _tab_edited(self, tab: RequestTab) -> None:
        self._show_address(tab)
        self._answer.retitle()

    def _problems_found(self, tab: RequestTab) -> None:
        if tab is self._composer.current:
            self._show_readiness(tab)

    def _show_readiness(self, tab: RequestTab) -> None:
        if tab.is_checked:
            self._bar.show_problems(tab.problems)
        else:
            self._bar.show_checking()

    def _show_place(self, pointer: str) -> None:
        self._window.place_label.setText(pointer)

    def show_problems(self) -> None:
        """Open or close the list of problems of the current request; show the field of an only one."""
        self._composer.current.problems_panel.turn()

    def next_problem(self) -> None:
        """Go to the next problem of the current request."""
        self._composer.current.problems_panel.next()

    def open_address(self) -> None:
        """Open the card with address and headers."""
        self._composer.current.open_address()

    # Sending

    def send(self) -> None:
        """Send the current request, unless its answer is awaited already."""
        tab = self._composer.current
        if tab in self._sends:
            return
        tab.commit()
        self.sending.emit()
        self._slow.start()
        self._patience.start()
        self._sends[tab] = under_way = UnderWay()
        under_way.job = self._scope.start(self._send(tab, under_way), f"send {tab.title}")

    def cancel(self) -> None:
        """Stop waiting for the answer of the current request."""
        under_way = self._sends.get(self._composer.current)
        if under_way is not None and under_way.job is not None:
            under_way.job.cancel()

    async def _send(self, tab: RequestTab, under_way: UnderWay) -> None:
        draft = tab.draft()
        connection = self.connection_of(draft)
        try:
            sent = await self._sender().send(
                draft, connection, tab.buffer.json, under_way.begin, under_way.note
            )
        finally:
            self._sends.pop(tab, None)
            if tab is self._composer.current:
                self._bar.show_idle()
        exchange = sent.exchange
        tab.before = tab.exchange.id if tab.exchange is not None else 0
        tab.exchange, tab.answer, tab.awaits_trace = exchange, sent.answer, sent.trace is not None
        if tab is self._composer.current:
            self._patience.stop()
            self._answer.show_current()
        if tab in self._composer.tabs() and tab.draft() == draft:  # it may be closed or changed by now
            self._composer.mark_sent(tab)
            self._answer.retitle()
        if exchange.id:
            (self._history.changed if under_way.is_listed else self._history.added)(
                row_of(exchange, None if sent.is_read else EnvelopeCounts())
            )
        kept = sent
        try:
            kept = await self._sender().keep(sent, self._answer.read)
        finally:
            if tab.exchange is exchange:
                tab.answer = kept.answer
            if tab.awaits_trace and tab.exchange is exchange:
                tab.exchange, tab.awaits_trace = kept.exchange, False
                self._answer.show_trace(tab)
        if exchange.id and not sent.is_read and kept.answer:  # a large answer has been counted only now
            self._history.changed(row_of(kept.exchange, counts_in(kept.answer.root)))
        self.recorded.emit()

    def _show_that_it_takes_time(self) -> None:
        if self._composer.current in self._sends:
            self._bar.show_waiting()
        for under_way in self._sends.values():
            if under_way.exchange is not None and not under_way.is_listed:
                self._history.added(row_of(under_way.exchange))
                under_way.is_listed = True

    def _be_patient(self) -> None:
        if self._composer.current in self._sends:
            self._patience.start()

    def _say_what_is_awaited(self) -> None:
        under_way = self._sends.get(self._composer.current)
        if under_way is not None:
            self._answer.show_waiting(f"{under_way.phase.value.capitalize()}…")
            self._patience.start()


def is_authenticated(connection: Connection) -> bool:
    """Whether the Edge Network will ask this connection for a token, and so for a primary identity.

    ``server.adobedc.net`` and its regional forms always do (Adobe documentation).
    """
    server = parse_server(connection.base_url) if connection.base_url else None
    if server is None or isinstance(server, BadAddress):
        return False
    return server.host == "server.adobedc.net" or server.host.endswith(".server.adobedc.net")
