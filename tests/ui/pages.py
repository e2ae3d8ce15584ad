"""The window as a person uses it: tests speak of labels and buttons, pages know which widgets those are."""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import ApiVersion
from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.fields.base import Field
from edge_studio.ui.fields.choices import ChoiceField
from edge_studio.ui.fields.line_edit import LineEdit
from edge_studio.ui.fields.lists import ChecksField, TextListField
from edge_studio.ui.fields.moment import MomentField
from edge_studio.ui.fields.suggest import SuggestField
from edge_studio.ui.fields.text import LineField
from edge_studio.ui.forms.data_card import DataCard
from edge_studio.ui.forms.fields_card import FieldsCard
from edge_studio.ui.forms.form import RequestForm
from edge_studio.ui.forms.identity_card import IdentityCard
from edge_studio.ui.forms.section_card import SectionCard
from edge_studio.ui.theme import Look
from tests.ui.acts import CONTROL, choose, pick, retype
from tests.ui.form_tables import DataTree, IdentityTable

# The composer's form

OpenForm = Callable[[str], "FormPage"]
"""Opens a form on a payload."""


class FormPage:
    """A form that is shown, and the payload it writes."""

    def __init__(self, buffer: RequestBuffer, form: RequestForm) -> None:
        self.buffer = buffer
        self.form = form

    @classmethod
    def alone(
        cls, qtbot: QtBot, look: Look, text: str = "{}", version: ApiVersion = ApiVersion.V2
    ) -> "FormPage":
        """A form in a window of its own, on a payload of its own."""
        buffer = RequestBuffer()
        buffer.load(text)
        form = RequestForm(buffer, look, version)
        form.resize(480, 1600)
        qtbot.addWidget(form)
        with qtbot.waitExposed(form):
            form.show()
        form.activateWindow()
        return cls(buffer, form)

    def compose_the_specification_example(self) -> None:
        """Fill in everything that the request of the specification's curl call holds."""
        self.identities.add(
            "Email_LC_SHA256", "0c7e6a405862e402eb76a70f8a26fc732d07c32931e9fae9ab1582911d2e8a3b"
        )
        self.identities.make_primary(0)
        self.type("Event type", "web.webpagedetails.pageViews")
        self.type("URL", "https://alloystore.dev/")
        self.type("Name", "home-demo-Home Page")
        self.choose("Timestamp", "A fixed time")
        self.type("Timestamp", "2021-08-09T14:09:20.859Z")
        self.data.add("prop1", "custom value")

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
        QTest.keyClick(self._focused(), Qt.Key.Key_Z, CONTROL)

    def redo(self) -> None:
        QTest.keyClick(self._focused(), Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)

    def press_tab(self) -> None:
        QTest.keyClick(self._focused(), Qt.Key.Key_Tab)

    @property
    def focused_name(self) -> str:
        """The accessible name of what has the focus."""
        return self._focused().accessibleName()

    def _focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        return focused if focused is not None and self.form.isAncestorOf(focused) else self.form
