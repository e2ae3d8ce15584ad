"""A timestamp: the moment of sending, a fixed time, or none."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from edge_studio.edge.prepare import NOW_PLACEHOLDER
from edge_studio.jsontext.document import JsonNode
from edge_studio.ui.fields.base import Field, in_words, shortened, text_of
from edge_studio.ui.fields.choices import ComboBox
from edge_studio.ui.fields.context import UNREADABLE, FieldContext
from edge_studio.ui.fields.line_edit import LineEdit
from edge_studio.ui.fields.spec import Moment

_NOW, _FIXED, _ABSENT, _OTHER = range(4)
_HIDDEN = -1
"""No row: nobody knows what stands there while the JSON is broken."""


def iso_now() -> str:
    """The present moment as the Web SDK writes it: UTC, milliseconds, ``Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class MomentField(Field):
    """Three ways to say when, and a line for a fixed time."""

    def __init__(self, spec: Moment, context: FieldContext, pointer: str, parent: QObject) -> None:
        super().__init__(spec, context, pointer, parent)
        self.combo = ComboBox(context.look)
        self.combo.addItems(["Now, at the moment of sending", "A fixed time", "Not sent"])
        self.combo.setPlaceholderText(UNREADABLE)
        self.combo.activated.connect(self._chosen)
        self.line = LineEdit(context.look)
        self.line.set_menu_actions(self.actions)
        self.line.setAccessibleName(f"{spec.label}: fixed time")
        self.line.setPlaceholderText(f"e.g. {spec.example}")
        self.line.textEdited.connect(self._edited)
        self.line.left.connect(self._line_left)
        self.now = QPushButton("Now")
        self.now.setAccessibleName("Set the fixed time to now")
        self.now.setToolTip("Set the fixed time to this moment")
        self.now.clicked.connect(self._set_now)
        for part in (self.combo, self.line):
            part.focused.connect(self._was_focused)
            part.left.connect(self._was_left)
        self._fixed = QWidget()
        row = QHBoxLayout(self._fixed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.now)
        self._fixed.hide()
        control = QWidget()
        column = QVBoxLayout(control)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.combo)
        column.addWidget(self._fixed)
        self._adopt(control, self.combo)

    def _show(self, node: JsonNode | None, editable: bool) -> None:
        remark = ""
        fixed = False
        if node is None:
            row = _HIDDEN if self._context.is_unreadable(self.pointer) else _ABSENT
        elif node.kind != "string":
            row = _OTHER
            remark = f"Not text but {in_words(node)}. Choose above to replace it."
            self._show_other(shortened(node.raw))
        elif (value := text_of(node)) == NOW_PLACEHOLDER:
            row = _NOW
        else:
            row, fixed = _FIXED, True
            self.line.show_text(value)
        if row != _OTHER and self.combo.count() > _OTHER:
            self.combo.removeItem(_OTHER)
        if self.combo.currentIndex() != row:
            self.combo.setCurrentIndex(row)
        self.combo.set_unset(row in {_ABSENT, _HIDDEN})
        shown = fixed or (row == _ABSENT and self.line.hasFocus())  # emptied just now: more may be typed
        if self._fixed.isHidden() == shown:
            self._fixed.setVisible(shown)
        self.combo.setEnabled(editable)
        self.line.set_editable(editable)
        self.now.setEnabled(editable)
        self._note(remark)

    def _show_other(self, raw: str) -> None:
        if self.combo.count() == _OTHER:
            self.combo.addItem(raw)
        else:
            self.combo.setItemText(_OTHER, raw)

    def summary(self) -> str:
        """The moment as it is written; ``now`` where it is filled in at sending."""
        text = super().summary()
        return "now" if text == NOW_PLACEHOLDER else text

    @Slot(int)
    def _chosen(self, row: int) -> None:
        if not self._editable or row == _OTHER:
            return
        with self._context.step():
            if row == _NOW:
                self._context.write(self.pointer, NOW_PLACEHOLDER)
            elif row == _ABSENT:
                self._context.erase(self.pointer)
            elif self._fixed.isHidden():
                self._context.write(self.pointer, iso_now())

    @Slot(str)
    def _edited(self, text: str) -> None:
        if not self._editable:
            return
        if text:
            self._context.write(self.pointer, text, self.pointer)
        else:
            self._context.erase(self.pointer, self.pointer)

    @Slot()
    def _line_left(self) -> None:
        if self._context.node(self.pointer) is None:
            self._fixed.hide()

    @Slot()
    def _set_now(self) -> None:
        with self._context.step():
            self._context.write(self.pointer, iso_now())
