"""A text field that offers known values by plain name and accepts any other."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from edge_studio.jsontext.document import JsonNode
from edge_studio.ui.fields.base import shortened, text_of
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.spec import Option, Suggest
from edge_studio.ui.fields.text import TextField
from edge_studio.ui.widgets import muted

if TYPE_CHECKING:  # a list is loaded when it is first opened
    from PySide6.QtWidgets import QListView

    from edge_studio.ui.fields.options import OptionCompleter


class SuggestField(TextField):
    """A text with a list of standard values below it: type to filter, Down or the arrow opens all of them."""

    def __init__(self, spec: Suggest, context: FieldContext, pointer: str, parent: QObject) -> None:
        self._name = muted()
        super().__init__(spec, context, pointer, parent)
        self._options = spec.options
        self._names: dict[str, str] | None = None
        self._completer: OptionCompleter | None = None
        self._arrow = QAction(context.look.icon("arrow-down"), f"Show every {spec.label.lower()}", self)
        self._arrow.triggered.connect(self.open)
        self.line.set_suffix("")
        self.line.add_trailing(self._arrow)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._offer)
        context.look.changed.connect(self._dress)

    def beside(self) -> QWidget | None:
        """The plain name of the value, at the right of the line."""
        return self._name

    def name_of(self, value: str) -> str:
        """The plain name of a known value; empty for any other."""
        if self._names is None:
            self._names = {option.value: option.label for option in self._options()}
        return self._names.get(value, "")

    @property
    def plain_name(self) -> str:
        """The plain name that stands beside the line."""
        return self._name.text()

    @property
    def offered(self) -> list[Option]:
        """What the list below shows now."""
        return self._completer.options.matching if self._completer else []

    @property
    def list_view(self) -> "QListView":
        """The list that opens below the line."""
        return self._opened().list

    @Slot()
    def open(self) -> None:
        """Open the list of all values."""
        if self._editable:
            self._opened().offer("")

    def _opened(self) -> "OptionCompleter":
        if self._completer is None:
            from edge_studio.ui.fields.options import OptionCompleter

            self._completer = OptionCompleter(self._options(), self._context.look, self.line)
            self._completer.activated.connect(self._chosen)
        return self._completer

    def _show(self, node: JsonNode | None, editable: bool) -> None:
        super()._show(node, editable)
        value = text_of(node) if node is not None and node.kind == "string" else ""
        name = self.name_of(value) if value else ""
        if self._name.text() != name:
            self._name.setText(shortened(name, 24))
            self._name.setToolTip(name)
            self._name.setVisible(bool(name))
        if value and not name and (meant := self._meant(value)):
            self._note(f"“{self.name_of(meant)}” is written {meant}.", "Use it" if editable else "")

    def _meant(self, typed: str) -> str:
        """The known value whose plain name was typed in its stead; empty where there is none."""
        plain = typed.strip().casefold()
        names = self._names or {}
        return next((value for value, name in names.items() if name.casefold() == plain), "")

    def _way_out(self) -> None:
        node = self._context.node(self.pointer)
        if node is not None and node.kind == "string":
            self._chosen(self._meant(text_of(node)))
        else:
            super()._way_out()

    @Slot(str)
    def _offer(self, text: str) -> None:
        if self._editable:
            self._opened().offer(text)

    @Slot(str)
    def _chosen(self, value: str) -> None:
        if value and self._editable:
            with self._context.step():
                self._context.write(self.pointer, value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            closed = self._completer is None or not self._completer.is_open
            if closed and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4}:
                self.open()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _dress(self) -> None:
        self._arrow.setIcon(self._context.look.icon("arrow-down"))
