import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from edge_studio.ui.theme import Look
from tests.ui.editor_page import PAYLOAD, EditorPage


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> EditorPage:
    made = EditorPage(qtbot, look)
    made.buffer.load(PAYLOAD)
    return made


def test_objects_and_lists_fold(page: EditorPage) -> None:
    block = page.buffer.document.findBlockByNumber(4)
    page.put_caret("Home")
    page.editor.toggle_fold(block)
    assert page.visible_lines()[3:7] == ['"eventType": "view",', '"web": {', "}", "},"]
    assert page.editor.textCursor().block() == block
    assert page.editor.folds.is_folded(block)
    page.editor.toggle_fold(block)
    assert page.visible_lines() == [line.strip() for line in [*PAYLOAD.split("\n")]]


def test_a_fold_opens_for_whatever_must_be_seen(page: EditorPage) -> None:
    page.editor.fold_all()
    assert page.visible_lines() == ["{", '"event": {', '"xdm": {', "},", '"data": {', "}", "}", "}", ""]
    page.editor.mark("/event/xdm/web/webPageDetails/name")
    assert '"name": "Home 😀",' in page.visible_lines()
    assert '"list": [' not in page.visible_lines()
    page.buffer.set_value("/event/data/list/1", 3)
    assert '"list": [' not in page.visible_lines()
    page.buffer.undo()
    assert '"list": [' in page.visible_lines()


def test_folds_follow_the_text(page: EditorPage) -> None:
    page.editor.fold_all()
    page.buffer.set_value("/event/first", 1)
    page.buffer.set_value("/event/data/more", [1, 2])
    assert page.visible_lines() == [
        "{",
        '"event": {',
        '"xdm": {',
        "},",
        '"data": {',
        "},",
        '"first": 1',
        "}",
        "}",
        "",
    ]
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    page.put_caret('"xdm": ')
    page.press(Qt.Key.Key_Delete)
    assert '"eventType": "view",' in page.visible_lines()
    page.editor.unfold_all()
    assert len(page.visible_lines()) > 15


def test_the_object_around_the_caret_folds_by_key(page: EditorPage) -> None:
    page.put_caret('"eventType"')
    page.editor.fold_here()
    assert page.visible_lines()[:4] == ["{", '"event": {', '"xdm": {', "},"]
    assert page.editor.textCursor().blockNumber() == 2
    page.editor.fold_here()
    assert len(page.visible_lines()) == 20


def test_the_strip_beside_the_text_folds_and_selects_lines(page: EditorPage) -> None:
    strip = page.editor.childAt(QPoint(10, 50))
    assert strip is not None
    assert strip.accessibleName() == "Line numbers"
    block, top, height = list(page.editor.lines_in_view())[4]
    y = round(top + height / 2)
    mark, number = QPoint(strip.width() - 8, y), QPoint(12, y)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=mark)
    assert page.editor.folds.is_folded(block)
    assert page.visible_lines()[4:6] == ['"web": {', "}"]
    page.editor.grab()
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=mark)
    assert not page.editor.folds.is_folded(block)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=number)
    assert page.editor.textCursor().selectedText().strip("\u2029 ") == '"web": {'
