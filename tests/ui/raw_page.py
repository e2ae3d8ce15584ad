"""The raw text of an answer as a person uses it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from edge_studio.edge.handles import read_answer
from edge_studio.ui.raw.tab import RawTab
from edge_studio.ui.theme import Look
from tests.edge import answers as make
from tests.ui.acts import CONTROL

SHIFT = Qt.KeyboardModifier.ShiftModifier


class RawPage:
    """A Raw tab in a window of its own."""

    def __init__(self, qtbot: QtBot, look: Look) -> None:
        self._qtbot = qtbot
        self.tab = RawTab(look)
        self.tab.resize(390, 400)
        qtbot.addWidget(self.tab)
        with qtbot.waitExposed(self.tab):
            self.tab.show()
        self.tab.activateWindow()

    def show(self, body: bytes | str) -> None:
        """Show an answer with this body."""
        answered = make.answered(body)
        self.tab.show_body(answered, read_answer(answered))
        self.tab.view.setFocus()

    def wait(self) -> None:
        """Wait until the whole text is counted."""
        self._qtbot.waitUntil(lambda: self.tab.view.is_complete, timeout=20_000)

    @property
    def text(self) -> str:
        return self.tab.view.text

    @property
    def note(self) -> str:
        return self.tab.note

    @property
    def line(self) -> str:
        """Where the caret is said to stand."""
        return self.tab.lines.text

    @property
    def selected(self) -> str:
        return self.tab.view.selected_text

    @property
    def rows(self) -> list[str]:
        """The rows of the text as they are drawn, remarks among them."""
        rows = self.tab.view.rows
        return [rows.shown(rows.row(number)) for number in range(rows.count)]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the text."""
        QTest.keyClick(self.tab.view, key, modifier)

    def go_to_line(self, line: int) -> None:
        """Go to a line by keys."""
        self.press(Qt.Key.Key_G, CONTROL)
        QTest.keyClicks(self.tab.lines.field, str(line))
        QTest.keyClick(self.tab.lines.field, Qt.Key.Key_Return)

    def menu(self) -> dict[str, QAction]:
        """The entries of the menu of the text, by their words."""
        self._menu: QMenu = self.tab.view.menu()
        return {action.text(): action for action in self._menu.actions() if action.text()}

    # The search

    def search(self, wanted: str, case: bool = False, expression: bool = False) -> str:
        """Open the search, look for this, and return what is said of it in the end."""
        bar = self.tab.find_bar
        self.tab.find_text()
        bar.case.setChecked(case)
        bar.expression.setChecked(expression)
        bar.wanted.setText(wanted)
        self._qtbot.waitUntil(lambda: "…" not in bar.count.text(), timeout=20_000)
        return self.found

    @property
    def found(self) -> str:
        """What is said of the search."""
        return self.tab.find_bar.count.text()

    @property
    def is_searching(self) -> bool:
        """Whether the search can be seen."""
        return self.tab.find_bar.isVisible()

    def enter(self, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press Enter in the line of the search."""
        QTest.keyClick(self.tab.find_bar.wanted, Qt.Key.Key_Return, modifier)

    def escape(self) -> None:
        """Leave the search."""
        QTest.keyClick(self.tab.find_bar.wanted, Qt.Key.Key_Escape)
