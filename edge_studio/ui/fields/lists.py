"""Lists of texts: one line to an item, or known items to tick."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.wording import kind_words
from edge_studio.jsontext.document import JsonNode
from edge_studio.jsontext.pointer import child
from edge_studio.ui.fields.base import Field, in_words, shortened, text_of
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.line_edit import LineEdit
from edge_studio.ui.fields.spec import Checks, TextList
from edge_studio.ui.theme import ICON

_MOST = 50
"""Lines that are shown; the Edge Network takes 30 scopes."""
_HEAD, _TAIL = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideLeft


class _Line(QWidget):
    """One item of a list, with its plain name and a button that removes it."""

    edited = Signal(object, object)
    """The place in the list and the new text."""
    removed = Signal(object)
    focused = Signal(object)
    left = Signal(object)

    def __init__(self, place: int, name: str, context: FieldContext) -> None:
        super().__init__()
        self._place = place
        self.line = LineEdit(context.look)
        self.line.setAccessibleName(f"{name} {place + 1}")
        self.remove = QToolButton()
        self._look = context.look
        self.remove.setIconSize(ICON)
        self.remove.setToolTip("Remove this line")
        self.remove.setAccessibleName(f"Remove {name} {place + 1}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.remove)
        keep = self.remove.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.remove.setSizePolicy(keep)
        self.line.textEdited.connect(self._edited)
        self.line.focused.connect(self._focused)
        self.line.left.connect(self._left)
        self.remove.clicked.connect(self._removed)
        self._look.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        self.remove.setIcon(self._look.icon("close"))

    @Slot(str)
    def _edited(self, text: str) -> None:
        self.edited.emit(self._place, text)

    @Slot()
    def _removed(self) -> None:
        self.removed.emit(self._place)

    @Slot()
    def _focused(self) -> None:
        self.focused.emit(self._place)

    @Slot()
    def _left(self) -> None:
        self.left.emit(self._place)


class TextListField(Field):
    """A list of texts: each item is a line, and the empty line at the end takes the next one."""

    def __init__(self, spec: TextList, context: FieldContext, pointer: str, parent: QObject) -> None:
        super().__init__(spec, context, pointer, parent)
        self._names = {option.value: option.label for option in spec.options}
        self._lines: list[_Line] = []
        self._shown = 0
        self._emptied: set[int] = set()
        box = QWidget()
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.add: QPushButton | None = None
        if spec.options:
            self.add = QPushButton(spec.add)
            self.add.setProperty("variant", "link")
            self.add.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self.add.setAccessibleName(f"Add to {spec.label}: {spec.add}")
            self.add.setMenu(self._menu_of_known(self.add))
            self._column.addWidget(self.add)
        self._adopt(box, self._line(0).line)
        context.look.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        if self.add is not None:
            self.add.setIcon(self._context.look.icon("plus", "accent"))

    @property
    def lines(self) -> list[LineEdit]:
        """The lines that are shown, the empty one at the end among them."""
        return [line.line for line in self._lines[: self._shown]]

    def remove_button(self, place: int) -> QToolButton:
        """The button that removes the item at ``place``."""
        return self._lines[place].remove

    def _menu_of_known(self, parent: QWidget) -> QMenu:
        assert isinstance(self.spec, TextList)
        menu = QMenu(parent)
        for option in self.spec.options:
            action = QAction(option.label, menu)
            action.setToolTip(option.value)
            action.setData(option.value)
            action.setCheckable(True)
            menu.addAction(action)
        menu.setToolTipsVisible(True)
        menu.triggered.connect(self._known)
        menu.aboutToShow.connect(self._tick_known)
        return menu

    def _line(self, place: int) -> _Line:
        while len(self._lines) <= place:
            line = _Line(len(self._lines), self.spec.label, self._context)
            line.edited.connect(self._edited)
            line.removed.connect(self._remove)
            line.focused.connect(self._line_focused)
            line.left.connect(self._line_left)
            line.line.set_menu_actions(self.actions)
            self._lines.append(line)
            self._column.insertWidget(len(self._lines) - 1, line)
            self.rearranged.emit()
        return self._lines[place]

    # Showing

    def _show(self, node: JsonNode | None, editable: bool) -> None:
        strange = node is not None and node.kind != "array"
        every = node.items() if node is not None else []
        items = every[:_MOST]
        more = len(every) - len(items)
        if strange and node is not None:
            self._note(f"Not a list but {in_words(node)}.", "Replace" if editable else "")
        else:
            self._note(f"{more} more in the JSON." if more else "")
        for place, item in enumerate(items):
            self._show_item(self._line(place), item, editable)
        open_end = editable and not strange and not more
        count = len(items) + 1 if open_end or not items else len(items)
        if count > len(items):
            self._show_end(self._line(count - 1), open_end)
        for line in self._lines[count:]:
            line.hide()
        self._shown = count
        if self.add is not None:
            self.add.setEnabled(open_end)

    def _show_item(self, line: _Line, item: JsonNode, editable: bool) -> None:
        is_text = item.kind == "string"
        text = text_of(item) if is_text else shortened(item.raw, 200)
        line.line.show_text(text)
        line.line.set_editable(editable and is_text)
        name = self._names.get(text, "") if is_text else f"not text: {kind_words(item.kind)}"
        line.line.set_suffix(name)
        line.line.set_elide(_TAIL if text.startswith("https://") else _HEAD)
        line.remove.setVisible(editable)
        line.show()

    def _show_end(self, line: _Line, editable: bool) -> None:
        line.line.show_text("")
        line.line.set_editable(editable)
        line.line.setPlaceholderText(f"e.g. {self.spec.example}" if self.spec.example else "")
        line.line.set_suffix("")
        line.remove.hide()
        line.show()

    def summary(self) -> str:
        """The one text of the list, or how many there are."""
        node = self._context.node(self.pointer)
        if node is None:
            return ""
        count = len(node.items())
        return shortened(text_of(node.items()[0]), 40) if count == 1 else f"{count}"

    # Writing

    def _texts(self) -> int:
        node = self._context.node(self.pointer)
        return len(node.items()) if node is not None else 0

    @Slot(object, object)
    def _edited(self, place: int, text: str) -> None:
        if not self._editable:
            return
        burst = child(self.pointer, place)
        if text or place < self._texts():
            self._context.write(burst, text, burst)  # one place beyond the end appends, and makes the list
        if not text:
            self._emptied.add(place)
        else:
            self._emptied.discard(place)

    @Slot(object)
    def _remove(self, place: int) -> None:
        if self._editable and place < self._texts():
            with self._context.step():
                self._context.erase(self.pointer if self._texts() == 1 else child(self.pointer, place))

    @Slot(object)
    def _line_focused(self, place: int) -> None:
        self.focused.emit(child(self.pointer, place) if place < self._texts() else self.pointer)

    @Slot(object)
    def _line_left(self, place: int) -> None:
        """An item that was emptied goes when the person leaves it; until then the lines below stay."""
        if place in self._emptied:
            self._emptied.discard(place)
            node = self._context.node(child(self.pointer, place))
            if self._editable and node is not None and node.raw == '""':
                burst = child(self.pointer, place)
                self._context.erase(self.pointer if self._texts() == 1 else burst, burst)
        self._was_left()

    def _way_out(self) -> None:
        if self._editable:
            with self._context.step():
                self._context.erase(self.pointer)

    # The known values

    def _present(self) -> list[str]:
        node = self._context.node(self.pointer)
        return [text_of(item) if item.kind == "string" else "" for item in (node.items() if node else [])]

    @Slot()
    def _tick_known(self) -> None:
        present = set(self._present())
        assert self.add is not None
        for action in self.add.menu().actions():
            action.setChecked(action.data() in present)

    @Slot(QAction)
    def _known(self, action: QAction) -> None:
        if not self._editable:
            return
        present = self._present()
        value = str(action.data())
        if value in present:
            self._remove(present.index(value))
        else:
            with self._context.step():
                self._context.write(child(self.pointer, len(present)), value)


class ChecksField(Field):
    """Known items of a list to tick; others in the list stay as they are."""

    def __init__(self, spec: Checks, context: FieldContext, pointer: str, parent: QObject) -> None:
        super().__init__(spec, context, pointer, parent)
        self.boxes: dict[str, QCheckBox] = {}
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 6, 0, 2)
        column.setSpacing(8)
        for option in spec.options:
            check = QCheckBox(f"{option.label} — {option.value}")
            check.clicked.connect(self._ticked)
            check.setAccessibleDescription(spec.help)
            self.boxes[option.value] = check
            column.addWidget(check)
        first = next(iter(self.boxes.values()))
        name = first.text()
        self._adopt(box, first)
        first.setAccessibleName(name)

    def _show(self, node: JsonNode | None, editable: bool) -> None:
        strange = node is not None and node.kind != "array"
        present = self._present()
        for value, box in self.boxes.items():
            if box.isChecked() != (value in present):
                box.setChecked(value in present)
            box.setEnabled(editable and not strange)
        others = [text for text in present if text not in self.boxes]
        if strange and node is not None:
            self._note(f"Not a list but {in_words(node)}.", "Replace" if editable else "")
        else:
            self._note(f"Also in the list: {', '.join(map(shortened, others))}." if others else "")

    def _present(self) -> list[str]:
        node = self._context.node(self.pointer)
        items = node.items() if node is not None else []
        return [text_of(item) if item.kind == "string" else item.raw for item in items]

    def summary(self) -> str:
        """The values that are ticked."""
        return ", ".join(self._present())

    def _way_out(self) -> None:
        if self._editable:
            with self._context.step():
                self._context.erase(self.pointer)

    @Slot()
    def _ticked(self) -> None:
        """Bring the list to what is ticked: only one box can differ."""
        if not self._editable:
            return
        present = self._present()
        self.focused.emit(self.pointer)
        for value, box in self.boxes.items():
            if box.isChecked() and value not in present:
                with self._context.step():
                    self._context.write(child(self.pointer, len(present)), value)
            elif not box.isChecked() and value in present:
                with self._context.step():
                    alone = len(present) == 1
                    place = self.pointer if alone else child(self.pointer, present.index(value))
                    self._context.erase(place)
