"""The tables of the composer's form, row by row."""

import json
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from edge_studio.ui.fields.line_edit import LineEdit
from edge_studio.ui.forms.data_card import DataCard
from edge_studio.ui.forms.data_types import KEY, TYPE, VALUE
from edge_studio.ui.forms.identity_card import IdentityCard
from tests.ui.acts import CONTROL, choose, pick, press, retype


class IdentityTable:
    """The rows of the identity card."""

    def __init__(self, card: IdentityCard) -> None:
        self.card = card

    def rows(self) -> list[tuple[str, str, str, bool]]:
        """Namespace, ID, state and primary as they are shown."""
        return [
            (row.namespace.text(), row.id.text(), row.state.currentText(), row.primary.isChecked())
            for row in self.card.rows
        ]

    def add(self, namespace: str, id: str) -> None:
        """Add an identity of a standard namespace through the button's menu, and type its ID."""
        actions = self.card.menu().actions()
        action: QAction = next(action for action in actions if action.data() == namespace)
        action.trigger()
        focused = QApplication.focusWidget()
        assert isinstance(focused, LineEdit), "the new row's ID is to be typed at once"
        QTest.keyClicks(focused, id)

    def type_id(self, row: int, id: str) -> None:
        retype(self.card.rows[row].id, id)

    def rename(self, row: int, namespace: str) -> None:
        line = self.card.rows[row].namespace
        retype(line, namespace)
        press(line, Qt.Key.Key_Return)

    def choose_state(self, row: int, state: str) -> None:
        choose(self.card.rows[row].state, state)

    def begin_renaming(self, row: int, namespace: str) -> None:
        """Type a namespace without finishing."""
        line = self.card.rows[row].namespace
        retype(line, namespace)
        press(line, Qt.Key.Key_Escape)

    @property
    def remark(self) -> str:
        return self.card.remark

    def press_remark(self) -> None:
        self.card.remark_button.click()

    def make_primary(self, row: int) -> None:
        self.card.rows[row].primary.click()

    def remove(self, row: int) -> None:
        self.card.rows[row].remove.click()

    def press_delete(self, row: int) -> None:
        radio = self.card.rows[row].primary
        radio.setFocus()
        press(radio, Qt.Key.Key_Delete)


class DataTree:
    """The tree of custom data; rows are named by their keys, such as ``("loyalty", "points")``."""

    def __init__(self, card: DataCard) -> None:
        self.card = card

    def select(self, *keys: str) -> None:
        pointer = self.card.at + "".join(f"/{key}" for key in keys)
        index = self.card.model.find(pointer)
        assert self.card.model.pointer(index) == pointer, f"no row {keys}"
        self.card.view.setFocus()
        self.card.view.setCurrentIndex(index)

    def rows(self) -> list[tuple[str, str, str]]:
        """Key, type and value of every row that is open, with keys indented by two dots a level."""
        found = []
        view, model = self.card.view, self.card.model
        index = model.index(0, 0)
        while index.isValid():
            depth, above = 0, index.parent()
            while above.isValid():
                depth, above = depth + 1, above.parent()
            cells = [str(index.siblingAtColumn(column).data()) for column in (KEY, TYPE, VALUE)]
            found.append((".." * depth + cells[0], cells[1], cells[2]))
            index = view.indexBelow(index)
        return found

    def scroll_to_the_end(self) -> None:
        """Drag the scroll bar down, once the rows are laid out."""
        QApplication.processEvents()
        bar = self.card.view.verticalScrollBar()
        bar.setValue(bar.maximum())

    @property
    def selected(self) -> str:
        """The pointer of the chosen row."""
        return self.card.model.pointer(self.card.view.currentIndex())

    @property
    def remark(self) -> str:
        return self.card.remark

    def press_remark(self) -> None:
        self.card.remark_button.click()

    def choose(self, words: str) -> None:
        """Choose from the open editor's list."""
        editor = self.editor
        assert isinstance(editor, QComboBox)
        choose(editor, words)

    def shown(self, index: QModelIndex | None = None, kind: str = "object") -> Any:
        """The value that the rows below ``index`` say."""
        model = self.card.model
        above = index if index is not None else QModelIndex()
        rows = [model.index(row, 0, above) for row in range(model.rowCount(above))]
        values = [self._value(row) for row in rows]
        return values if kind == "array" else dict(zip([row.data() for row in rows], values, strict=True))

    def _value(self, index: QModelIndex) -> Any:
        kind = self.card.model.kind(index)
        if kind in {"object", "array"}:
            return self.shown(index, kind)
        text = index.siblingAtColumn(VALUE).data()
        return text if kind == "string" else json.loads(text or "null")

    @property
    def editor(self) -> QWidget:
        """The editor that is open."""
        editor = self.card.view.indexWidget(self.card.view.currentIndex())
        assert editor is not None, "no cell is being edited"
        return editor

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        press(self.card.view, key, modifiers)

    def type(self, text: str, then: Qt.Key | None = Qt.Key.Key_Return) -> None:
        """Type over what the open editor holds, and end with a key."""
        editor = self.editor
        press(editor, Qt.Key.Key_A, CONTROL)
        QTest.keyClicks(editor, text)
        if then is not None:
            press(editor, then)
            QApplication.processEvents()  # the view closes its editors a moment later

    def add(self, key: str, value: str) -> None:
        """Add a text field with the button: its key, Tab, its value."""
        self.card.add.click()
        self.type(key, Qt.Key.Key_Tab)
        self.type(value)

    def pick(self, text: str) -> None:
        """Choose from the context menu of the chosen row."""
        menu = self.card.menu()
        pick(menu, text)
        menu.deleteLater()

    def double_click(self, column: int) -> None:
        view = self.card.view
        place: QPoint = view.visualRect(view.current(column)).center()
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
