"""The head of Local Edge's panel: whether it runs and where, and what is to be known of that."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from edge_studio.edge.amounts import plural
from edge_studio.edge.local_status import LocalStatus
from edge_studio.ui.copy_button import CopyButton
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, ElidedLabel, mono, muted


class LocalEdgeHead(QFrame):
    """Says whether Local Edge runs, its addresses, and how much it has answered."""

    start_wanted = Signal()
    stop_wanted = Signal()
    restart_wanted = Signal()
    https_wanted = Signal()
    """The person wants to know how HTTPS is switched on."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self._running = False
        self.state = Chip("Stopped", "neutral")
        self.summary = ElidedLabel("An Edge Network on this computer, and for nobody else.")
        self.turn = QPushButton("Start")
        self.turn.clicked.connect(self._turned)
        self.restart = QPushButton("Restart")
        self.restart.setToolTip("Begin afresh: visitors are forgotten, faults are as the scenario has them")
        self.restart.clicked.connect(self.restart_wanted)
        self._look = look
        self.plain = mono(look)
        self.plain.setAccessibleName("Address over HTTP")
        self.copy_plain = CopyButton("the address over HTTP")
        self.secure = mono(look)
        self.secure.setAccessibleName("Address over HTTPS")
        self.copy_secure = CopyButton("the address over HTTPS")
        self.no_https = QPushButton("Off. Adobe's SDKs need it: switch it on…")
        self.no_https.setProperty("variant", "link")
        self.no_https.clicked.connect(self.https_wanted)
        self.notice = QLabel()
        self.notice.setProperty("tone", "warning")
        self.notice.setWordWrap(True)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notice.hide()
        self._arrange()
        look.changed.connect(self._dress)

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.state)
        first.addWidget(self.summary, 1)
        first.addWidget(self.restart)
        first.addWidget(self.turn)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(3, 1)
        rows = (("HTTP", self.plain, self.copy_plain), ("HTTPS", self.secure, self.copy_secure))
        for row, (name, address, copy) in enumerate(rows):
            grid.addWidget(muted(name), row, 0)
            grid.addWidget(address, row, 1)
            grid.addWidget(copy, row, 2)
        grid.addWidget(self.no_https, 1, 1, 1, 3, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        layout.addLayout(first)
        layout.addLayout(grid)
        layout.addWidget(self.notice)

    def show_status(self, status: LocalStatus | None) -> None:
        """Show how it runs; None where it never did."""
        self._running = status is not None and status.is_running
        self.state.setText("Running" if self._running else "Stopped")
        self.state.set_tone("success" if self._running else "neutral")
        self.turn.setText("Stop" if self._running else "Start")
        self.restart.setEnabled(self._running)
        self.summary.setText(_summary(status))
        plain = status.base_url if status else ""
        secure = status.secure_url if status else ""
        self.plain.setText(plain or "nowhere")
        self.copy_plain.text_to_copy = plain
        self.copy_plain.setEnabled(bool(plain))
        self.secure.setText(secure)
        self.copy_secure.text_to_copy = secure
        for widget in (self.secure, self.copy_secure):
            widget.setVisible(bool(secure))
        self.no_https.setVisible(not secure)

    def tell(self, words: str) -> None:
        """Say what is not as it was wanted; an empty text says that all is well."""
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def _dress(self) -> None:
        for label in (self.plain, self.secure):
            label.setFont(self._look.font("mono"))

    def _turned(self) -> None:
        (self.stop_wanted if self._running else self.start_wanted).emit()


def _summary(status: LocalStatus | None) -> str:
    if status is None or not status.is_running:
        return "Nothing is answered here until it is started."
    parts = [f"Plays “{status.scenario.name}”"]
    if status.faults_on:
        parts.append(f"{plural(status.faults_on, 'fault')} on")
    parts += [f"{plural(status.hits, 'request')} answered", plural(len(status.visitors), "visitor")]
    return " · ".join(parts)
