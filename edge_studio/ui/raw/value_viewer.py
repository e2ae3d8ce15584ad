"""A window for one long text of an answer, as it is on the wire and as what it holds."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from edge_studio.edge.amounts import size_words
from edge_studio.edge.decoding import Decoded
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.long_text import LONG, text_parts
from edge_studio.jsontext.sources import Received
from edge_studio.ui.raw.view import RawView
from edge_studio.ui.theme import Look
from edge_studio.ui.turns import Turns
from edge_studio.ui.widgets import ElidedLabel, Segmented, muted

_RAW = "raw"
_LOOKED_AT = 4_096
"""Bytes in which JSON begins."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it is shown."""

    data: bytes
    """In UTF-8."""
    length: int
    """In characters."""


class ValueViewer(QDialog):
    """Shows a text whole; other windows stay usable, and it is gone when it is closed."""

    def __init__(
        self, look: Look, pointer: str, value: LazyValue, parent: QWidget, decodings: Sequence[Decoded] = ()
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Value of {pointer}")
        self._value = value
        self._turns = Turns(self)
        self._turns.done.connect(self._show_text)
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
        self._turns.run(_gather(iter([decoded.text]) if decoded else text_parts(self._value)))
        if decoded or self._value.size <= LONG:
            self._turns.finish()
        else:
            self._says.setText(f"Reading {size_words(self._value.size)}…")
        self._words.setText(f"{decoded.title}: {decoded.words}" if decoded else "")
        self._words.setVisible(decoded is not None)

    @property
    def is_reading(self) -> bool:
        """Whether a long text is still on its way."""
        return self._turns.busy or not self.view.is_complete

    def _show_text(self, made: object) -> None:
        if isinstance(made, _Text):
            self.view.show_source(Received(made.data, made.data[:_LOOKED_AT].lstrip()[:1] in {b"{", b"["}))
            self._says.setText(f"{made.length:,} characters, {size_words(len(made.data))}")

    def _copy(self) -> None:
        self.view.copy_all()


def _gather(parts: Iterator[str]) -> Generator[None, None, _Text]:
    """Put the parts of a text together, in UTF-8."""
    made, length = BytesIO(), 0
    for part in parts:
        made.write(part.encode("utf-8", "replace"))
        length += len(part)
        yield
    return _Text(made.getvalue(), length)
