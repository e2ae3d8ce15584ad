"""The list of keys: what each menu offers, and what holds where the focus is."""

from collections.abc import Sequence
from html import escape
from itertools import groupby, zip_longest
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

_HIGHEST = 560
"""Pixels; a small screen has little more to give. What is higher is scrolled."""


class KeysDialog(QDialog):
    """Menus, words and keys in two columns; it goes when it is closed."""

    def __init__(self, rows: Sequence[tuple[str, str, str]], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys")
        self._list = QLabel(_table(rows))
        self._list.setTextFormat(Qt.TextFormat.RichText)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._list.setContentsMargins(4, 4, 16, 4)
        self._list.setAccessibleName("Keys")
        self._list.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._list)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        bar = scroll.verticalScrollBar().sizeHint().width()
        wanted = self._list.sizeHint()
        self.resize(wanted.width() + bar + 40, min(wanted.height() + 80, _HIGHEST))

    @property
    def words(self) -> str:
        """All that it says, as HTML."""
        return self._list.text()


def _table(rows: Sequence[tuple[str, str, str]]) -> str:
    cells: list[str] = []
    for menu, entries in groupby(rows, itemgetter(0)):
        cells.append(f"<td><u>{escape(menu)}</u></td><td></td>")
        for _, words, keys in entries:
            cells.append(f"<td>{escape(words)}&nbsp;&nbsp;</td><td><b>{escape(keys)}</b></td>")
    half = (len(cells) + 1) // 2
    pairs = zip_longest(cells[:half], cells[half:], fillvalue="<td></td><td></td>")
    gap = "<td>&nbsp;&nbsp;&nbsp;&nbsp;</td>"
    lines = "".join(f"<tr>{left}{gap}{right}</tr>" for left, right in pairs)
    return f'<table style="white-space: nowrap">{lines}</table>'
