"""One line that says what is odd about the packing of an answer, and lets it be unpacked further."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from edge_studio.edge.amounts import size_words
from edge_studio.edge.exchange import Answered

_FURTHER = 4
"""How many times as much is unpacked each time a person asks."""


class PackingLine(QFrame):
    """A banner below the head; hidden where the packing is as it should be."""

    unpack_wanted = Signal(object)
    """The bytes that the answer is to be unpacked to at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("banner", "warning")
        self.setAccessibleName("Packing of the answer")
        self._limit = 0
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.further = QPushButton()
        self.further.setToolTip("Takes as much memory as it unpacks to")
        self.further.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self.further, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_packing(self, answered: Answered | None) -> None:
        """Say what is odd about this answer's packing."""
        note = answered.coding_note if answered is not None else ""
        if self.isHidden() == bool(note):
            self.setVisible(bool(note))
        self._words.setText(note)
        packed = answered.packed if answered is not None else None
        self.further.setVisible(packed is not None)
        self.further.setEnabled(True)
        if packed is not None:
            self._limit = packed.unpacked * _FURTHER
            self.further.setText(f"Unpack up to {size_words(self._limit)}")

    def _ask(self) -> None:
        self.further.setEnabled(False)
        self.further.setText("Unpacking…")
        self.unpack_wanted.emit(self._limit)
