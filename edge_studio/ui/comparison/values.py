"""The two values of a difference whole, side by side, with what differs in them marked."""

from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.ui.amounts import size_words
from edge_studio.ui.comparison.previews import Stretch, unlike
from edge_studio.ui.off_thread import OffThread
from edge_studio.ui.raw_view import RawView
from edge_studio.ui.text_rows import TextRows
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, ElidedLabel, muted

_AT_ONCE = 100_000
"""Values of more bytes are made ready in a thread."""
_TIDIED = 4_000_000
"""Values of more bytes are shown as they came over the wire."""
_REST = 40
"""Milliseconds for which a row is chosen before its values are shown: walking fast shows none between."""


class Ready(NamedTuple):
    """A value as it is shown."""

    rows: TextRows
    is_json: bool
    differs: Stretch | None


def whole(diff: Diff) -> tuple[Ready | None, Ready | None]:
    """Both values, ready to be shown; None for a side that has none."""
    before, after = diff.before, diff.after
    if before is None or after is None:
        return _alone(before), _alone(after)
    ours, theirs = _text(before.value), _text(after.value)
    left, right = unlike(ours, theirs)
    return (
        Ready(TextRows(ours), _is_json(before.value), left),
        Ready(TextRows(theirs), _is_json(after.value), right),
    )


def _alone(side: Side | None) -> Ready | None:
    return None if side is None else Ready(TextRows(_text(side.value)), _is_json(side.value), None)


def _is_json(value: LazyValue) -> bool:
    return value.kind != "string"


def _text(value: LazyValue) -> str:
    """A text bare, an object or a list with a member a line."""
    return value.tidy() if value.is_container and value.size <= _TIDIED else value.text


class OneValue(QWidget):
    """A side: its letter, where the value stands, the value, and a button that copies it."""

    def __init__(self, look: Look, letter: str) -> None:
        super().__init__()
        self._letter = letter
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
        self._value = side.value if side is not None else None
        self.place.setText(side.pointer if side is not None else "not there")
        self._size.setText(size_words(side.value.size) if side is not None else "")
        self.copy_button.setEnabled(side is not None)

    def show_text(self, ready: Ready | None) -> None:
        """Show the value itself."""
        if ready is None:
            self.view.set_text("")
            return
        self.view.set_rows(ready.rows, ready.is_json)
        if ready.differs is not None and ready.differs.start < ready.differs.end:
            self.view.reveal(*ready.differs)

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
        self._worker = OffThread(self)
        self._worker.done.connect(self._show)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._make_ready)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(10)
        for side in (self.before, self.after):
            self.addWidget(side)
        self.show_diff(None)

    def sizeHint(self) -> QSize:
        return QSize(600, 190)

    def show_diff(self, diff: Diff | None) -> None:
        """Show both values of a difference, or of a place that holds some; None empties both."""
        self._worker.forget()
        self._diff = diff
        self.is_shown = False
        self.before.show_side(diff.before if diff is not None else None)
        self.after.show_side(diff.after if diff is not None else None)
        if diff is None:
            self.before.place.setText("")
            self.after.place.setText("")
            self._rest.stop()
            self._show((None, None))
        else:
            self._rest.start()

    def _make_ready(self) -> None:
        diff = self._diff
        if diff is None:
            return
        size = sum(side.value.size for side in (diff.before, diff.after) if side is not None)
        if size <= _AT_ONCE:
            self._show(whole(diff))
        else:
            self._worker.run(lambda: whole(diff))

    def _show(self, ready: object) -> None:
        if isinstance(ready, tuple):
            self.before.show_text(ready[0])
            self.after.show_text(ready[1])
            self.is_shown = True
