"""Says that the answer shown is one from the history, and what can be done with it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from edge_studio.edge.exchange import Exchange
from edge_studio.ui.widgets import ElidedLabel, muted


class PastBar(QFrame):
    """A line above an old answer; hidden while the answer of the current request is shown."""

    open_as_new = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._words = ElidedLabel()
        self._left_out: QLabel | None = None
        again = QPushButton("Open as new request")
        again.setToolTip("Compose this request again in a new tab")
        again.clicked.connect(self.open_as_new)
        back = QPushButton("Back")
        back.setToolTip("Show the answer of the current request again")
        back.clicked.connect(self.back)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(again)
        buttons.addWidget(back)
        buttons.addStretch(1)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self._words)
        layout.addLayout(buttons)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        more = self._left_out
        left_out = more.text() if more is not None and more.isVisibleTo(self) else ""
        return f"{self._words.whole()} {left_out}".strip()

    def show_exchange(self, exchange: Exchange) -> None:
        """Say which exchange is shown."""
        moment = exchange.started.astimezone()
        today = moment.date() == datetime.now().astimezone().date()
        when = f"today {moment:%H:%M:%S}" if today else f"{moment:%d %b %Y %H:%M}"
        whence = "Received by Local Edge" if exchange.is_received else "From the history"
        self._words.setText(f"{whence}: {exchange.title}, {when}")
        self._say_what_is_left_out(exchange)
        self.show()

    def _say_what_is_left_out(self, exchange: Exchange) -> None:
        """A client's secrets are not composed again; the line is made when it is first needed."""
        is_said = exchange.is_received and any(header.secret for header in exchange.request.headers)
        if is_said and self._left_out is None:
            self._left_out = muted("The client's cookies and credentials are left out of a new request.")
            self._left_out.setWordWrap(True)
            self._column.insertWidget(1, self._left_out)
        if self._left_out is not None:
            self._left_out.setVisible(is_said)
