"""A window for one long text of an answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from edge_studio.ui.amounts import size_words
from edge_studio.ui.raw_view import RawView
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import ElidedLabel, muted


class ValueViewer(QDialog):
    """Shows a text whole; other windows stay usable, and it is gone when it is closed."""

    def __init__(self, look: Look, pointer: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Value of {pointer}")
        place = ElidedLabel(pointer, Qt.TextElideMode.ElideLeft)
        place.setFont(look.font("mono"))
        self.view = RawView(look, "Value")
        self.view.set_text(text, is_json=text.lstrip()[:1] in {"{", "["})
        copy = QPushButton("Copy")
        copy.clicked.connect(self._copy)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        below = QHBoxLayout()
        below.addWidget(
            muted(f"{len(text):,} characters, {size_words(len(text.encode('utf-8', 'replace')))}"), 1
        )
        below.addWidget(copy)
        below.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(place)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)
        self.resize(640, 480)

    def _copy(self) -> None:
        self.view.select_all()
        self.view.copy()
