"""The window as a person uses it: tests speak of labels and buttons, pages know which widgets those are."""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import ApiVersion
from edge_studio.ui.buffer import RequestBuffer
from edge_studio.ui.fields.base import Field
from edge_studio.ui.fields.choices import ChoiceField
from edge_studio.ui.fields.line_edit import LineEdit
from edge_studio.ui.fields.lists import ChecksField, TextListField
from edge_studio.ui.fields.moment import MomentField
from edge_studio.ui.fields.suggest import SuggestField
from edge_studio.ui.fields.text import LineField
from edge_studio.ui.forms.data_card import DataCard
from edge_studio.ui.forms.data_model import KEY, TYPE, VALUE
from edge_studio.ui.forms.fields_card import FieldsCard
from edge_studio.ui.forms.form import RequestForm
from edge_studio.ui.forms.identity_card import IdentityCard
from edge_studio.ui.forms.section_card import SectionCard
from edge_studio.ui.theme import Look

_CONTROL = Qt.KeyboardModifier.ControlModifier


def click(widget: QWidget) -> None:
    """Press the left button in the middle of a widget, once it stands where it belongs."""
    QApplication.processEvents()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """Press a key while the widget has the focus."""
    QTest.keyClick(widget, key, modifiers or Qt.KeyboardModifier.NoModifier)


def pick(menu: QMenu, text: str) -> None:
    """Choose the entry of a menu that begins with ``text``; menus in it are searched too."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu) and any(below.text() == text for below in inner.actions()):
            pick(inner, text)
            return
        if action.text().startswith(text):
            assert action.isEnabled(), f"{text} is greyed out"
            action.trigger()
            return
    raise AssertionError(f"no entry {text!r} in {[action.text() for action in menu.actions()]}")


def retype(line: LineEdit, text: str) -> None:
    """Click into a line, select what is there, and type over it."""
    click(line)
    press(line, Qt.Key.Key_A, _CONTROL)
    if text:
        QTest.keyClicks(line, text)
    else:
        press(line, Qt.Key.Key_Backspace)


# The composer's form


class FormPage:
    """The form on a payload of its own."""

    def __init__(
        self, qtbot: QtBot, look: Look, text: str = "{}", version: ApiVersion = ApiVersion.V2
    ) -> None:
        self.buffer = RequestBuffer()
        self.buffer.load(text)
        self.form = RequestForm(self.buffer, look, version)
        self.form.resize(480, 1600)
        qtbot.addWidget(self.form)
        with qtbot.waitExposed(self.form):
            self.form.show()
        self.form.activateWindow()

    @property
    def text(self) -> str:
        return self.buffer.text

    @property
    def json(self) -> Any:
        return json.loads(self.buffer.text)

    @property
    def identities(self) -> "IdentityTable":
        card = self.card("Identity")
        assert isinstance(card, IdentityCard)
        return IdentityTable(card)

    @property
    def data(self) -> "DataTree":
        card = self.card("Custom data")
        assert isinstance(card, DataCard)
        return DataTree(card)

    def card(self, title: str) -> SectionCard:
        return self.form.cards[title]

    def unfold(self, title: str) -> None:
        self.card(title).fold(False)

    def field(self, label: str) -> Field:
        """The field with this label, unfolding its card and "more fields" where needed."""
        for card in self.form.cards.values():
            specs = [spec for spec in card.section.fields if spec.label == label]
            if not specs:
                continue
            assert isinstance(card, FieldsCard)
            if card.is_folded:
                card.fold(False)
            if not any(field.spec.label == label for field in card.fields):
                card.show_all()
            return next(field for field in card.fields if field.spec.label == label)
        raise AssertionError(f"no field {label!r}")

    def line(self, label: str) -> LineEdit:
        field = self.field(label)
        if isinstance(field, TextListField):
            return field.lines[-1]
        assert isinstance(field, LineField | MomentField), field
        return field.line

    def type(self, label: str, text: str) -> None:
        retype(self.line(label), text)

    def shows(self, label: str) -> str:
        """What the field's box shows."""
        field = self.field(label)
        return field.combo.currentText() if isinstance(field, ChoiceField) else self.line(label).text()

    def choose(self, label: str, words: str) -> None:
        """Choose the entry of a closed list by its plain name."""
        field = self.field(label)
        assert isinstance(field, ChoiceField | MomentField), field
        choose(field.combo, words)

    def offered(self, label: str) -> list[str]:
        """The wire names that the list below the field offers now."""
        field = self.field(label)
        assert isinstance(field, SuggestField)
        return [option.value for option in field.offered]

    def tick(self, label: str, value: str) -> None:
        field = self.field(label)
        assert isinstance(field, ChecksField)
        field.boxes[value].click()

    def list_of(self, label: str) -> TextListField:
        field = self.field(label)
        assert isinstance(field, TextListField)
        return field

    def add_known(self, label: str, name: str) -> None:
        """Add a known value to a list by its plain name."""
        button = self.list_of(label).add
        assert isinstance(button, QPushButton)
        pick(button.menu(), name)

    def remark(self, label: str) -> str:
        return self.field(label).remark

    def press_remark(self, label: str) -> None:
        self.field(label).remark_button.click()

    def undo(self) -> None:
        QTest.keyClick(self._focused(), Qt.Key.Key_Z, _CONTROL)

    def redo(self) -> None:
        QTest.keyClick(self._focused(), Qt.Key.Key_Z, _CONTROL | Qt.KeyboardModifier.ShiftModifier)

    def press_tab(self) -> None:
        QTest.keyClick(self._focused(), Qt.Key.Key_Tab)

    @property
    def focused_name(self) -> str:
        """The accessible name of what has the focus."""
        return self._focused().accessibleName()

    def _focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        return focused if focused is not None and self.form.isAncestorOf(focused) else self.form


def choose(combo: QComboBox, words: str) -> None:
    """Choose the entry of a list by its plain name, with keys as a person would."""
    rows = [row for row in range(combo.count()) if combo.itemText(row).split(" — ")[0] == words]
    assert rows, f"no entry {words!r} in {[combo.itemText(row) for row in range(combo.count())]}"
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(rows[0]):
        QTest.keyClick(combo, Qt.Key.Key_Down)


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
        press(editor, Qt.Key.Key_A, _CONTROL)
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


def gone(make: Callable[[], QWidget], qtbot: QtBot) -> bool:
    """Whether the widget that ``make`` makes is freed once it is closed."""
    import gc
    import weakref

    widget = make()
    widget.show()
    reference = weakref.ref(widget)
    widget.close()
    widget.deleteLater()
    del widget
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return reference() is None
