"""The bar above everything: where the request goes, whether it is ready, and Send."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QWidget

from edge_studio.edge.exchange import ApiVersion, Connection
from edge_studio.edge.lint import Problem
from edge_studio.ui.panels.problems import readiness
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, ElidedLabel, muted, restyle

TICK = 100
"""Milliseconds between two readings of the stopwatch, which runs only while an answer is awaited."""
MANAGE = "manage"
ENDPOINTS = {ApiVersion.V2: "interact · v2", ApiVersion.V1: "interact · v1"}


def dot(colour: str) -> QIcon:
    """A round mark in the colour of a connection."""
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(6, 6, 20, 20)
    painter.end()
    return QIcon(pixmap)


class CommandBar(QFrame):
    """Connection, endpoint, the address as it will be sent, readiness, and Send or Cancel."""

    connection_chosen = Signal(object)
    """The name of the connection that the person chose."""
    manage_connections = Signal()
    version_chosen = Signal(object)
    """The :class:`ApiVersion` that the person chose."""
    address_wanted = Signal()
    problems_wanted = Signal()
    send = Signal()
    cancel = Signal()
    waiting_changed = Signal(bool)
    """Whether Send is Cancel now."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self._connection = QComboBox()
        self._connection.setAccessibleName("Connection")
        self._connection.setToolTip("Where requests go (Ctrl+E)")
        self._connection.setMinimumWidth(138)
        self._connection.setMaximumWidth(190)
        self._connection.activated.connect(self._connection_activated)
        self._production = Chip("PRODUCTION", "danger")
        self._production.setVisible(False)
        self._endpoint = QComboBox()
        self._endpoint.setAccessibleName("Endpoint")
        self._endpoint.setToolTip("The endpoint and its version: v2 takes one event, v1 a list of events")
        for version, label in ENDPOINTS.items():
            self._endpoint.addItem(label, version)
        self._endpoint.activated.connect(self._endpoint_activated)
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
        self._ready = QPushButton("Ready")
        self._ready.setProperty("variant", "chip")
        self._ready.clicked.connect(self.problems_wanted)
        self._send = QPushButton()
        self._send.setProperty("variant", "primary")
        self._send.setMinimumWidth(124)
        self._send.clicked.connect(self._send_clicked)
        self._watch = QElapsedTimer()
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK)
        self._ticks.timeout.connect(self._tick)
        self._look = look
        look.changed.connect(self._dress)
        self._lay_out()
        self.show_problems(())
        self.show_idle()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 7, 8, 7)
        layout.setSpacing(8)
        left: tuple[QWidget, ...] = (self._connection, self._production, self._endpoint, self._method)
        for widget in left:
            layout.addWidget(widget)
        layout.addWidget(self._url, 1)
        for button in (self._address, self._ready, self._send):
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
        self._connection.clear()
        for connection in connections:
            self._connection.addItem(dot(connection.colour), connection.name, connection)
        self._connection.insertSeparator(self._connection.count())
        self._connection.addItem("Manage connections…", MANAGE)
        self.show_connection(chosen)

    def show_connection(self, name: str) -> None:
        """Show which connection the request goes to; production is unmistakable."""
        place = max(self._connection.findText(name), 0)
        self._connection.setCurrentIndex(place)
        connection = self._connection.itemData(place)
        production = isinstance(connection, Connection) and connection.production
        self._production.setVisible(production)
        self.setProperty("banner", "danger" if production else "")
        restyle(self)

    def show_version(self, version: ApiVersion) -> None:
        """Show which version of the endpoint is asked."""
        self._endpoint.setCurrentIndex(self._endpoint.findData(version))

    def show_url(self, url: str) -> None:
        """Show the address as it will be sent."""
        if url != self._url.whole():
            self._url.setText(url)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say whether the request is ready."""
        words, tone = readiness(problems)
        if words == self._ready.text() and tone == self._ready.property("tone"):
            return
        self._ready.setText(words)
        self._ready.setAccessibleName(f"Readiness: {words}")
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
        self._send.setText("Send   Ctrl+↵")
        self._send.setAccessibleName("Send the request")
        self.waiting_changed.emit(False)

    def focus_send(self) -> None:
        """Make Send what the space bar presses."""
        self._send.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_connection(self) -> None:
        """Open the choice of connections."""
        self._connection.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._connection.showPopup()

    def _set_button(self, variant: str) -> None:
        self._send.setProperty("variant", variant)
        restyle(self._send)

    def _tick(self) -> None:
        self._send.setText(f"Cancel   {self._watch.elapsed() / 1000:.1f} s")
        self._send.setAccessibleName("Cancel the request")

    def _connection_activated(self, place: int) -> None:
        chosen = self._connection.itemData(place)
        if chosen == MANAGE:
            self.manage_connections.emit()
        elif isinstance(chosen, Connection):
            self.connection_chosen.emit(chosen.name)

    def _endpoint_activated(self, place: int) -> None:
        self.version_chosen.emit(self._endpoint.itemData(place))

    def _send_clicked(self) -> None:
        if self.is_waiting:
            self.cancel.emit()
        else:
            self.send.emit()

    def _dress(self) -> None:
        for widget in (self._method, self._url):
            widget.setFont(self._look.font("mono"))
