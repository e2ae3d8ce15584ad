"""The bar above everything: where the request goes, whether it is ready, and Send."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QWidget

from edge_studio.edge.endpoints import ENDPOINTS
from edge_studio.edge.exchange import ApiVersion, Connection
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, ElidedLabel, dot, muted, restyle

if TYPE_CHECKING:
    from edge_studio.edge.lint import Problem

TICK = 100
"""Milliseconds between two readings of the stopwatch, which runs only while an answer is awaited."""
MANAGE = "manage"
LOCAL = "local"
INTERACT = {ApiVersion.V2: "interact · v2", ApiVersion.V1: "interact · v1"}
"""The endpoints of the first picture."""


class CommandBar(QFrame):
    """Connection, endpoint, the address as it will be sent, readiness, and Send or Cancel."""

    connection_chosen = Signal(object)
    """The name of the connection that the person chose."""
    manage_connections = Signal()
    local_edge_wanted = Signal()
    """The person wants to see to Local Edge itself."""
    endpoint_chosen = Signal(object, object)
    """The name of the endpoint and the :class:`ApiVersion` that the person chose."""
    address_wanted = Signal()
    problems_wanted = Signal()
    send = Signal()
    cancel = Signal()
    waiting_changed = Signal(bool)
    """Whether Send is Cancel now."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self._connection = ""
        self.connection_box = QComboBox()
        self.connection_box.setAccessibleName("Connection")
        self.connection_box.setToolTip("Where requests go (Ctrl+E)")
        self.connection_box.setMinimumWidth(138)
        self.connection_box.setMaximumWidth(190)
        self.connection_box.activated.connect(self._connection_activated)
        self.production_chip = Chip("PRODUCTION", "danger")
        self.production_chip.setVisible(False)
        self.endpoint_box = QComboBox()
        self.endpoint_box.setAccessibleName("Endpoint")
        self.endpoint_box.setToolTip(
            "The endpoint and its version: of interact, v2 takes one event, v1 a list of events"
        )
        self.endpoint_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.endpoint_box.setMinimumContentsLength(9)  # the names of media events are longer, and rare
        for version, words in INTERACT.items():
            self.endpoint_box.addItem(words, ("interact", version.value))
        self.endpoint_box.activated.connect(self._endpoint_activated)
        self._method = muted("POST")
        self._method.setFont(look.font("mono"))
        self._url = ElidedLabel()
        self._url.setProperty("tone", "muted")
        self._url.setFont(look.font("mono"))
        self._url.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._address = QPushButton("Edit")
        self._address.setProperty("variant", "link")
        self._address.setToolTip("Datastream, location hint, request ID and headers (Ctrl+L)")
        self._address.setAccessibleName("Edit address and headers")
        self._address.clicked.connect(self.address_wanted)
        self._ready = QPushButton()
        self._ready.setProperty("variant", "chip")
        self._ready.clicked.connect(self.problems_wanted)
        self.send_button = QPushButton()
        self.send_button.setProperty("variant", "primary")
        self.send_button.setMinimumWidth(124)
        self.send_button.clicked.connect(self._send_clicked)
        self._watch = QElapsedTimer()
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK)
        self._ticks.timeout.connect(self._tick)
        self._look = look
        look.changed.connect(self._dress)
        self._lay_out()
        self.show_checking()
        self.show_idle()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 7, 8, 7)
        layout.setSpacing(8)
        left: tuple[QWidget, ...] = (
            self.connection_box,
            self.production_chip,
            self.endpoint_box,
            self._method,
        )
        for widget in left:
            layout.addWidget(widget)
        layout.addWidget(self._url, 1)
        for button in (self._address, self._ready, self.send_button):
            layout.addWidget(button)

    @property
    def url(self) -> str:
        """The address as it is shown, uncut."""
        return self._url.whole()

    @property
    def is_waiting(self) -> bool:
        """Whether Send is Cancel now."""
        return self._ticks.isActive()

    def show_connections(self, connections: Sequence[Connection], chosen: str) -> None:
        """Offer ``connections`` and show the one named ``chosen``."""
        self.connection_box.clear()
        for connection in connections:
            self.connection_box.addItem(dot(connection.colour), connection.name, connection)
        self.connection_box.insertSeparator(self.connection_box.count())
        self.connection_box.addItem("Manage connections…", MANAGE)
        self.connection_box.addItem("See to Local Edge…", LOCAL)
        self.show_connection(chosen)

    def show_connection(self, name: str) -> None:
        """Show which connection the request goes to; production is unmistakable."""
        self._connection = name
        place = max(self.connection_box.findText(name), 0)
        self.connection_box.setCurrentIndex(place)
        connection = self.connection_box.itemData(place)
        production = isinstance(connection, Connection) and connection.production
        self.production_chip.setVisible(production)
        self.setProperty("banner", "danger" if production else "")
        for part in (self, self.production_chip, self._ready):  # the bar's colour is part of theirs
            restyle(part)

    def show_endpoint(self, name: str, version: ApiVersion) -> None:
        """Show which endpoint is asked, and in which version."""
        place = self._place_of(name, version)
        if place < 0:
            self.offer_endpoints()
            place = self._place_of(name, version)
        self.endpoint_box.setCurrentIndex(place)

    def offer_endpoints(self) -> None:
        """Offer every endpoint and not interact alone, once; a window opens without the others."""
        if self.endpoint_box.count() == len(INTERACT):
            from edge_studio.ui.window.endpoint_choice import offer

            offer(self.endpoint_box)

    def _place_of(self, name: str, version: ApiVersion) -> int:
        """Where an endpoint stands in the box, in the version in which it is sent; -1 where it does not."""
        wanted = name, ENDPOINTS[name].version(version).value
        places = range(self.endpoint_box.count())
        return next((place for place in places if self.endpoint_box.itemData(place) == wanted), -1)

    def show_url(self, url: str) -> None:
        """Show the address as it will be sent."""
        if url != self._url.whole():
            self._url.setText(url)

    def show_checking(self) -> None:
        """Say that nobody looked yet whether the request is ready."""
        self._show_readiness("Checking…", "neutral")

    def show_problems(self, problems: "Sequence[Problem]") -> None:
        """Say whether the request is ready."""
        from edge_studio.ui.request.problems import readiness

        self._show_readiness(*readiness(problems))

    def _show_readiness(self, words: str, tone: str) -> None:
        if words == self._ready.text() and tone == self._ready.property("tone"):
            return
        self._ready.setText(words)
        self._ready.setAccessibleName(f"Readiness: {words}")
        self._ready.setToolTip("" if tone in {"success", "neutral"} else "Show what is wrong, and where")
        self._ready.setProperty("tone", tone)
        restyle(self._ready)

    def show_waiting(self) -> None:
        """Turn Send into Cancel and start the stopwatch."""
        self._watch.start()
        self._ticks.start()
        self._set_button("stop")
        self._tick()
        self.waiting_changed.emit(True)

    def show_idle(self) -> None:
        """Turn Cancel into Send and stop the stopwatch."""
        self._ticks.stop()
        self._set_button("primary")
        self.send_button.setText("Send   Ctrl+↵")
        self.send_button.setAccessibleName("Send the request")
        self.waiting_changed.emit(False)

    def focus_send(self) -> None:
        """Make Send what the space bar presses."""
        self.send_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_connection(self) -> None:
        """Open the choice of connections."""
        self.connection_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.connection_box.showPopup()

    def _set_button(self, variant: str) -> None:
        if self.send_button.property("variant") != variant:
            self.send_button.setProperty("variant", variant)
            restyle(self.send_button)

    def _tick(self) -> None:
        self.send_button.setText(f"Cancel   {self._watch.elapsed() / 1000:.1f} s")
        self.send_button.setAccessibleName("Cancel the request")

    def _connection_activated(self, place: int) -> None:
        chosen = self.connection_box.itemData(place)
        if chosen in (MANAGE, LOCAL):
            self.show_connection(self._connection)
            (self.manage_connections if chosen == MANAGE else self.local_edge_wanted).emit()
        elif isinstance(chosen, Connection):
            self.connection_chosen.emit(chosen.name)

    def _endpoint_activated(self, place: int) -> None:
        name, version = self.endpoint_box.itemData(place)
        self.endpoint_chosen.emit(name, ApiVersion(version))

    def _send_clicked(self) -> None:
        if self.is_waiting:
            self.cancel.emit()
        else:
            self.send.emit()

    def _dress(self) -> None:
        for widget in (self._method, self._url):
            widget.setFont(self._look.font("mono"))
