"""A window for one long text of an answer, as it is on the wire and as what it holds."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from edge_studio.edge.amounts import size_words
from edge_studio.edge.decoding import Decoded
from edge_studio.ui.raw.view import RawView
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import ElidedLabel, Segmented, muted

_RAW = "raw"


class ValueViewer(QDialog):
    """Shows a text whole; other windows stay usable, and it is gone when it is closed."""

    def __init__(
        self, look: Look, pointer: str, text: str, parent: QWidget, decodings: Sequence[Decoded] = ()
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Value of {pointer}")
        self._text = text
        self._decoded = {decoded.id: decoded for decoded in decodings}
        place = ElidedLabel(pointer, Qt.TextElideMode.ElideLeft)
        place.setFont(look.font("mono"))
        above = QHBoxLayout()
        above.addWidget(place, 1)
        self.view = RawView(look, "Value")
        self.ways = self._ways()
        if self.ways is not None:
            above.addWidget(self.ways)
        self._says = muted()
        self._words = muted()
        self._words.setWordWrap(True)
        copy = QPushButton("Copy")
        copy.setToolTip("Copy the text that is shown")
        copy.clicked.connect(self._copy)
        close = QPushButton("Close")
        close.setToolTip("Close this window (Esc)")
        close.clicked.connect(self.close)
        below = QHBoxLayout()
        below.addWidget(self._says, 1)
        below.addWidget(copy)
        below.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(self._words)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)
        self._show(_RAW)
        self.resize(640, 480)

    def _ways(self) -> Segmented | None:
        """The switch between the raw text and what it was decoded to; None where nothing decodes it."""
        if not self._decoded:
            return None
        one = len(self._decoded) == 1
        titles = {id: "Decoded" if one else decoded.title for id, decoded in self._decoded.items()}
        ways = Segmented({_RAW: "Raw", **titles}, "Show as")
        ways.button(_RAW).setToolTip("The text as it is on the wire")
        for id, decoded in self._decoded.items():
            ways.button(id).setToolTip(f"What it holds: {decoded.title}")
        ways.chosen.connect(self._show)
        return ways

    def _show(self, way: str) -> None:
        decoded = self._decoded.get(way)
        text = decoded.text if decoded else self._text
        self.view.set_text(text, is_json=text.lstrip()[:1] in {"{", "["})
        size = f"{len(text):,} characters, {size_words(len(text.encode('utf-8', 'replace')))}"
        self._says.setText(size)
        self._words.setText(f"{decoded.title}: {decoded.words}" if decoded else "")
        self._words.setVisible(decoded is not None)

    def _copy(self) -> None:
        self.view.copy_all()
