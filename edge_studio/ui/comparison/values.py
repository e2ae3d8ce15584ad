"""The two values of a difference whole, side by side, with what differs in them marked."""

from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from edge_studio.edge.amounts import size_words
from edge_studio.edge.comparing.bodies import readable
from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.sources import Received, Tidied
from edge_studio.ui.comparison.previews import Stretch, unlike
from edge_studio.ui.raw.view import RawView
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, ElidedLabel, muted

_REST = 40
"""Milliseconds for which a row is chosen before its values are shown: walking fast shows none between."""


class Shown(NamedTuple):
    """A value as it is shown, and the bytes of it that differ."""

    source: Received
    differs: Stretch | None = None


def whole(diff: Diff) -> tuple[Shown | None, Shown | None]:
    """Both values, ready to be shown; None for a side that has none."""
    sides = [_source(readable(side)) if side is not None else None for side in (diff.before, diff.after)]
    before, after = sides
    if before is None or after is None or diff.kind == "inside":
        return Shown(before) if before else None, Shown(after) if after else None
    left, right = unlike(before.body, after.body)
    return Shown(before, _characters(before.body, left)), Shown(after, _characters(after.body, right))


def _source(value: LazyValue) -> Received:
    """A text bare, an object or a list with a member a line."""
    if value.is_container:
        return Tidied(value.raw)
    return Received(value.text.encode("utf-8", "replace"), is_json=value.kind != "string")


def _characters(body: bytes, differs: Stretch) -> Stretch:
    """The stretch widened to whole characters: bytes from 0x80 to 0xBF are never the first of one."""
    start, end = differs
    while start and start < len(body) and 0x80 <= body[start] < 0xC0:
        start -= 1
    while end < len(body) and 0x80 <= body[end] < 0xC0:
        end += 1
    return Stretch(start, end)


class OneValue(QWidget):
    """A side: its letter, where the value stands, the value, and a button that copies it."""

    def __init__(self, look: Look, letter: str) -> None:
        super().__init__()
        self._value: LazyValue | None = None
        self.place = ElidedLabel(mode=Qt.TextElideMode.ElideLeft)
        self.place.setFont(look.font("mono"))
        self.place.setProperty("tone", "muted")
        self._size = muted()
        self.copy_button = QPushButton(f"Copy {letter}")
        self.copy_button.setAccessibleName(f"Copy the value of {letter}")
        self.copy_button.clicked.connect(self.copy)
        self.view = RawView(look, f"Value of {letter}")
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(Chip(letter, "accent"))
        above.addWidget(self.place, 1)
        above.addWidget(self._size)
        above.addWidget(self.copy_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addWidget(self.view, 1)

    def show_side(self, side: Side | None) -> None:
        """Say where the value stands, and how large it is; its text follows."""
        self._value = readable(side) if side is not None else None
        self.place.setText(side.pointer if side is not None else "not there")
        self._size.setText(size_words(side.value.size) if side is not None else "")
        self.copy_button.setEnabled(side is not None)

    def show_text(self, shown: Shown | None) -> None:
        """Show the value itself."""
        if shown is None:
            self.view.set_text("")
            return
        self.view.show_source(shown.source)
        if shown.differs is not None and shown.differs.start < shown.differs.end:
            self.view.reveal_bytes(*shown.differs)

    def copy(self) -> None:
        """Put the value on the clipboard: a text bare, anything else as on the wire."""
        if self._value is not None:
            QGuiApplication.clipboard().setText(self._value.text)


class Values(QSplitter):
    """Both sides; they follow the row that is chosen a moment later."""

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.before = OneValue(look, "A")
        self.after = OneValue(look, "B")
        self._diff: Diff | None = None
        self.is_shown = True
        """Whether what stands below the letters is what is chosen, and not what was chosen before."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._show)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(10)
        for side in (self.before, self.after):
            self.addWidget(side)
        self.show_diff(None)

    def sizeHint(self) -> QSize:
        return QSize(600, 190)

    def show_diff(self, diff: Diff | None) -> None:
        """Show both values of a difference, or of a place that holds some; None empties both."""
        self._diff = diff
        self.is_shown = False
        self.before.show_side(diff.before if diff is not None else None)
        self.after.show_side(diff.after if diff is not None else None)
        if diff is None:
            self.before.place.setText("")
            self.after.place.setText("")
            self._rest.stop()
            self.before.show_text(None)
            self.after.show_text(None)
            self.is_shown = True
        else:
            self._rest.start()

    def _show(self) -> None:
        if self._diff is not None:
            before, after = whole(self._diff)
            self.before.show_text(before)
            self.after.show_text(after)
            self.is_shown = True
