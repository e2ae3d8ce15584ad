"""Says that the answer shown is one from the history, and what can be done with it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from edge_studio.edge.exchange import Exchange
from edge_studio.ui.widgets import ElidedLabel


class PastBar(QFrame):
    """A line above an old answer; hidden while the answer of the current request is shown."""

    open_as_new = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._words = ElidedLabel()
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self._words)
        layout.addLayout(buttons)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.whole()

    def show_exchange(self, exchange: Exchange) -> None:
        """Say which exchange is shown."""
        moment = exchange.started.astimezone()
        today = moment.date() == datetime.now().astimezone().date()
        when = f"today {moment:%H:%M:%S}" if today else f"{moment:%d %b %Y %H:%M}"
        self._words.setText(f"From the history: {exchange.title}, {when}")
        self.show()
