import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.editor.find_bar import FindBar
from edge_studio.ui.editor.json_editor import JsonEditor
from edge_studio.ui.search import MOST, Search
from edge_studio.ui.theme import Look

TEXT = '{"é😀": "Cat", "b": "cat", "c": "concat 12"}'


class Page:
    """An editor with its find bar, used by keys and clicks."""

    def __init__(self, qtbot: QtBot, look: Look) -> None:
        self.window = QWidget()
        self.buffer = RequestBuffer(self.window)
        self.buffer.load(TEXT)
        self.editor = JsonEditor(self.buffer, look)
        self.bar = FindBar(self.editor, look)
        self.bar.hide()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.bar)
        layout.addWidget(self.editor)
        qtbot.addWidget(self.window)
        self.window.resize(600, 300)
        self.window.show()
        qtbot.waitExposed(self.window)

    def find(self, wanted: str) -> None:
        self.bar.show_find()
        self.bar.wanted.clear()
        QTest.keyClicks(self.bar.wanted, wanted)

    @property
    def selected(self) -> tuple[str, int]:
        """What is selected in the editor, and where in code units."""
        cursor = self.editor.textCursor()
        return cursor.selectedText(), cursor.selectionStart()

    @property
    def said(self) -> str:
        return self.bar.count.text()


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> Page:
    return Page(qtbot, look)


def test_matches_are_counted_and_gone_through_in_a_circle(page: Page) -> None:
    page.find("cat")
    assert page.said == "1 of 3"
    assert page.selected == ("Cat", 9)
    page.bar.find_next()
    assert (page.said, page.selected[0]) == ("2 of 3", "cat")
    QTest.keyClick(page.bar.wanted, Qt.Key.Key_Return)
    assert page.said == "3 of 3"
    page.bar.find_next()
    assert (page.said, page.selected) == ("1 of 3", ("Cat", 9))
    QTest.keyClick(page.bar.wanted, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.said == "3 of 3"
    page.bar.find_previous()
    assert page.said == "2 of 3"


def test_case_and_expressions_can_be_asked_for(page: Page) -> None:
    page.find("Cat")
    page.bar.case.click()
    assert page.said == "1 of 1"
    page.bar.case.click()
    page.bar.expression.click()
    page.bar.wanted.setText(r'cat"|\d+')
    assert page.said == "1 of 3"
    page.bar.wanted.setText("cat(")
    assert page.said.startswith("The expression cannot be read: missing closing parenthesis")
    page.bar.wanted.setText("dog")
    assert page.said == "Not found"
    page.bar.wanted.clear()
    assert page.said == "Type what to look for"


def test_replacing_all_is_one_step_of_undo(page: Page) -> None:
    page.bar.show_replace()
    page.bar.wanted.setText("cat")
    page.bar.template.setText("dog😀")
    page.bar.replace_all.click()
    assert page.buffer.text == '{"é😀": "dog😀", "b": "dog😀", "c": "condog😀 12"}'
    assert page.said == "3 replaced"
    page.buffer.undo()
    assert page.buffer.text == TEXT
    assert not page.buffer.can_undo


def test_replacing_goes_from_match_to_match(page: Page) -> None:
    page.bar.show_replace()
    page.bar.wanted.setText("cat")
    page.bar.template.setText("concat")
    page.bar.replace.click()
    assert page.buffer.json.value("/é😀") == "concat"
    assert page.selected[0] == "cat"
    assert page.editor.textCursor().selectionStart() > page.buffer.text.index('"b"')
    QTest.keyClick(page.bar.template, Qt.Key.Key_Return)
    assert page.buffer.json.value("/b") == "concat"


def test_groups_of_an_expression_can_be_put_back(page: Page) -> None:
    page.bar.show_replace()
    page.bar.expression.setChecked(True)
    page.bar.wanted.setText(r'"(\w+)": "(concat) (\d+)"')
    page.bar.template.setText(r'"$1": "\3 $2 $9\\"')
    page.bar.replace_all.click()
    assert page.buffer.text.endswith('"c": "12 concat \\"}')


def test_what_is_selected_is_looked_for(page: Page) -> None:
    page.editor.select(9, 12)
    page.bar.show_find()
    assert page.bar.wanted.text() == "Cat"
    assert page.bar.wanted.hasFocus()
    assert page.said == "1 of 3"


def test_matches_follow_the_text_and_go_with_the_bar(page: Page) -> None:
    page.find("cat")
    assert len(page.editor.extraSelections()) >= 4
    page.buffer.set_value("/b", "dog")
    assert page.said == "1 of 2"
    QTest.keyClick(page.bar.wanted, Qt.Key.Key_Escape)
    assert not page.bar.isVisible()
    assert page.editor.hasFocus()
    assert all(made.cursor.selectedText().lower() != "cat" for made in page.editor.extraSelections())
    page.bar.find_next()
    assert page.selected[0] == "cat"


def test_an_expression_without_end_is_given_up() -> None:
    assert Search("(a+)+$", expression=True).matches("a" * 40 + "b") == []


def test_more_matches_than_any_use_are_not_looked_for() -> None:
    assert len(Search("a").matches("a" * (MOST + 5))) == MOST


def test_offsets_are_code_units_even_beside_half_an_astral_character() -> None:
    found = Search("b").matches("😀\ud83db")
    assert [(match.start, match.end) for match in found] == [(3, 4)]
