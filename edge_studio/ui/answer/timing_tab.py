"""Where the time of an exchange went."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from edge_studio.edge.exchange import Timing
from edge_studio.ui.answer.waterfall import Waterfall
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import muted


class TimingTab(QScrollArea):
    """The waterfall, and what it cannot draw."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.waterfall = Waterfall(look)
        self._note = muted()
        self._note.setWordWrap(True)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(2, 12, 2, 0)
        layout.setSpacing(10)
        layout.addWidget(self.waterfall)
        layout.addWidget(self._note)
        layout.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(holder)

    @property
    def note(self) -> str:
        """What is said below the drawing."""
        return self._note.text()

    def show_timing(self, timing: Timing, is_received: bool = False) -> None:
        """Show where the time went; of what another client sent only Local Edge's part is known."""
        self.waterfall.set_timing(timing)
        if is_received:
            self._note.setText(
                "As Local Edge measured it, from the first byte of the request to the last of the answer."
            )
            return
        reused = "The connection was still open from before: no name resolution, connecting or TLS."
        self._note.setText(reused if timing.reused_connection else "")
