"""Fields with a closed list of values: choices, and yes or no."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from edge_studio.jsontext.document import JsonNode
from edge_studio.ui.fields.base import Field, in_words, text_of
from edge_studio.ui.fields.context import UNREADABLE, FieldContext
from edge_studio.ui.fields.line_edit import TellsFocus, paint_suffix
from edge_studio.ui.fields.spec import Choice, Switch
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import restyle

NOT_SET = "Not set"


class ComboBox(TellsFocus, QComboBox):
    """A closed list that the mouse wheel does not change by accident."""

    def __init__(self, look: Look, suffix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._suffix = suffix
        self._unset = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def set_unset(self, unset: bool) -> None:
        """Show the choice in the colour of what is not there."""
        if unset != self._unset:
            self._unset = unset
            self.setProperty("unset", unset)
            restyle(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._suffix:
            paint_suffix(self, self._look, self._suffix, self.rect().adjusted(0, 0, -26, 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the form

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.count() and self.isEnabled():
            self.setCurrentIndex(0)
            self.activated.emit(0)  # as if the person had chosen "not set"
        else:
            super().keyPressEvent(event)


class ChoiceField(Field):
    """One of a closed list of texts; a value outside the list is shown as it is, below the others."""

    kind_word = "text"

    def __init__(self, spec: Choice | Switch, context: FieldContext, pointer: str, parent: QObject) -> None:
        super().__init__(spec, context, pointer, parent)
        self.combo = ComboBox(context.look, spec.wire_name)
        self.combo.setPlaceholderText(UNREADABLE)
        self.combo.addItem(NOT_SET, None)
        for label, value in self._entries():
            self.combo.addItem(label, value)
        self._standard = self.combo.count()
        self.combo.activated.connect(self._chosen)
        self.combo.focused.connect(self._was_focused)
        self.combo.left.connect(self._was_left)
        self.combo.addActions(self.actions)
        self.combo.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._adopt(self.combo)

    def _entries(self) -> list[tuple[str, object]]:
        """What can be chosen: words and value."""
        assert isinstance(self.spec, Choice)
        return [(f"{option.label} — {option.value}", option.value) for option in self.spec.options]

    def _place_of(self, node: JsonNode) -> int | None:
        """The row of the list that stands for ``node``."""
        if node.kind != "string":
            return None
        value = node.value()
        values = (self.combo.itemData(row) for row in range(1, self._standard))
        return next((row for row, known in enumerate(values, 1) if known == value), None)

    def _stranger(self, node: JsonNode) -> tuple[str, str]:
        """How a value outside the list is shown, and what is said of it."""
        if node.kind == "string":
            return text_of(node), "Not one of the values that the schema knows."
        return node.raw[:200], f"Not {self.kind_word} but {in_words(node)}. Choose a value to replace it."

    def _show(self, node: JsonNode | None, editable: bool) -> None:
        row = 0 if node is None else self._place_of(node)
        remark = ""
        if node is None and self._context.is_unreadable(self.pointer):
            row = -1
        if row is None:
            assert node is not None
            shown, remark = self._stranger(node)
            if self.combo.count() == self._standard:
                self.combo.addItem(shown)
            elif self.combo.itemText(self._standard) != shown:
                self.combo.setItemText(self._standard, shown)
            row = self._standard
        elif self.combo.count() > self._standard:
            self.combo.removeItem(self._standard)
        if self.combo.currentIndex() != row:
            self.combo.setCurrentIndex(row)
        self.combo.set_unset(row <= 0)
        if self.combo.isEnabled() != editable:
            self.combo.setEnabled(editable)
        self._note(remark)

    @Slot(int)
    def _chosen(self, row: int) -> None:
        if not self._editable or row >= self._standard:
            return
        with self._context.step():
            if row == 0:
                self._context.erase(self.pointer)
            else:
                self._context.write(self.pointer, self._value_of(row))

    def _value_of(self, row: int) -> object:
        value: object = self.combo.itemData(row)
        return value


class SwitchField(ChoiceField):
    """Yes, no, or not set."""

    kind_word = "yes or no"

    def _entries(self) -> list[tuple[str, object]]:
        return [("Yes", True), ("No", False)]

    def _place_of(self, node: JsonNode) -> int | None:
        return {"true": 1, "false": 2}.get(node.kind)

    def _stranger(self, node: JsonNode) -> tuple[str, str]:
        return node.raw[:200], f"Not yes or no but {in_words(node)}. Choose a value to replace it."

    def summary(self) -> str:
        """The value as ``yes`` or ``no``."""
        return {"true": "yes", "false": "no"}.get(super().summary(), super().summary())
