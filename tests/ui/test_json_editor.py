import json

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.editor.json_editor import JsonEditor
from edge_studio.ui.theme import Look, load_theme
from tests.ui.editor_page import PAYLOAD, EditorPage, colour


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> EditorPage:
    made = EditorPage(qtbot, look)
    made.buffer.load(PAYLOAD)
    return made


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("|", "{", "{|}"),
        ('{"a": |}', "[", '{"a": [|]}'),
        ("{|}", '"', '{"|"}'),
        ('{"|"}', 'a"', '{"a"|}'),
        ('{"a": [1|]}', "]", '{"a": [1]|}'),
        ('{"a": "x|y"}', "{", '{"a": "x{|y"}'),
        ('{"a": "x\\|"}', '"', '{"a": "x\\"|"}'),
        ('{"a": |1}', "[", '{"a": [|1}'),
        ('{"a": |1, 2|}', "[", '{"a": [|1, 2|]}'),
        ('{"a": |xyz|}', '"', '{"a": "|xyz|"}'),
        ("", '{"a": [1, "x', '{"a": [1, "x|"]}'),
    ],
)
def test_brackets_and_quotes_close_themselves(page: EditorPage, before: str, keys: str, after: str) -> None:
    page.load(before)
    page.type(keys)
    assert page.shown == after


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("{|}", Qt.Key.Key_Return, "{\n  |\n}"),
        ('{\n  "a": [ | ]\n}', Qt.Key.Key_Return, '{\n  "a": [ \n    |\n  ]\n}'),
        ('{\n  "a": 1,|\n}', Qt.Key.Key_Return, '{\n  "a": 1,\n  |\n}'),
        ('{\n\t"a": {|\n\t}\n}', Qt.Key.Key_Return, '{\n\t"a": {\n\t\t|\n\t}\n}'),
        ("{|}", Qt.Key.Key_Backspace, "|"),
        ('{"a": "|"}', Qt.Key.Key_Backspace, '{"a": |}'),
        ('{"a": "x{|}"}', Qt.Key.Key_Backspace, '{"a": "x|}"}'),
        ('{"a": "b"|"c"}', Qt.Key.Key_Backspace, '{"a": "b|"c"}'),
        ("{|}", Qt.Key.Key_Tab, "{  |}"),
        ('|{\n  "a": 1\n}|', Qt.Key.Key_Tab, '  |{\n    "a": 1\n  }|'),
        ('{\n  |"a": 1,\n  "b": 2|\n}', Qt.Key.Key_Backtab, '{\n|"a": 1,\n"b": 2|\n}'),
        ('{\n    "a|": 1\n}', Qt.Key.Key_Backtab, '{\n"a|": 1\n}'),
    ],
)
def test_keys_know_json(page: EditorPage, before: str, key: Qt.Key, after: str) -> None:
    page.load(before)
    page.press(key)
    assert page.shown == after
    page.editor.buffer.undo()
    assert page.buffer.text == before.replace("|", "")


def test_a_closing_brace_on_a_line_of_its_own_goes_one_step_out(page: EditorPage) -> None:
    page.load('{\n  "a": 1\n  |')
    page.type("}")
    assert page.shown == '{\n  "a": 1\n}|'


def test_undo_and_redo_are_the_buffers(page: EditorPage) -> None:
    page.put_caret('"view')
    page.type("s")
    page.buffer.set_value("/event/data/list/0", 5)
    page.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.buffer.json.value("/event/data/list/0") == 1
    assert page.buffer.json.value("/event/xdm/eventType") == "views"
    page.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.buffer.text == PAYLOAD
    page.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert page.buffer.json.value("/event/xdm/eventType") == "views"
    assert page.editor.textCursor().block().text().strip() == '"eventType": "views",'


def test_the_field_under_the_caret_is_told(page: EditorPage) -> None:
    page.put_caret("Home")
    page.put_caret("Home ")
    page.put_caret('"list')
    assert page.pointers == ["/event/xdm/web/webPageDetails/name", "/event/data/list"]


def test_a_form_field_is_marked_in_the_text(page: EditorPage, look: Look) -> None:
    page.editor.mark("/event/xdm/web/webPageDetails/name")
    assert colour(look, "accent.soft") in page.background_of('"name"')
    page.buffer.set_value("/event/xdm/web/webPageDetails/name", "Other page")
    assert colour(look, "accent.soft") in page.background_of("page")
    page.editor.mark("/event/data/list/7/nothing/there")
    assert page.pointers[-1] == "/event/data/list"
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    assert colour(look, "accent.soft") not in page.background_of('"list"')


def test_a_broken_place_is_shown_where_the_error_is(page: EditorPage) -> None:
    page.put_caret('"isHomePage": true')
    page.type(",")
    assert page.editor.problem is not None
    broken = page.buffer.json.pointer_at(page.editor.problem.offset)
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    page.editor.mark(broken)
    assert page.editor.textCursor().position() == page.editor.problem.offset
    page.load("nothing like JSON")
    page.editor.mark("/event")
    assert page.editor.textCursor().position() == 0


def test_tokens_have_their_colours_and_follow_the_theme(page: EditorPage, look: Look) -> None:
    assert page.colours_of('"name"') == {colour(look, "json.key")}
    assert page.colours_of('"view"') == {colour(look, "json.string")}
    assert page.colours_of("1,") == {colour(look, "json.number")}
    look.set_theme(load_theme("dark"))
    assert page.colours_of("true") == {colour(look, "json.literal")}
    assert page.colours_of('"isHomePage"') == {colour(look, "json.key")}
    page.put_caret('"view"')
    page.type("x")
    assert page.colours_of("x,\n") == {colour(look, "json.error")}


def test_only_lines_in_view_are_coloured(page: EditorPage) -> None:
    page.buffer.load(json.dumps(list(range(5000)), indent=1))
    page.editor.grab()
    document = page.buffer.document
    assert document.findBlockByNumber(3).layout().formats()
    assert not document.findBlockByNumber(4000).layout().formats()
    page.editor.verticalScrollBar().setValue(3990)
    page.editor.grab()
    assert document.findBlockByNumber(4000).layout().formats()


def test_colouring_is_no_edit_and_ends(page: EditorPage, qtbot: QtBot) -> None:
    revision = page.buffer.revision
    changes: list[tuple[int, int, int]] = []
    page.buffer.document.contentsChange.connect(lambda *change: changes.append(change))
    page.editor.grab()
    assert changes == []
    page.put_caret('"view')
    page.type("s")
    assert changes == [(changes[0][0], 0, 1)]
    page.editor.grab()
    assert page.buffer.revision == revision + 1
    page.buffer.undo()
    assert not page.buffer.can_undo


def test_matching_brackets_are_shown(page: EditorPage, look: Look) -> None:
    page.put_caret('"list": [')
    assert colour(look, "selection") in page.background_of("[")
    assert colour(look, "selection") in page.background_of("]")
    page.put_caret('"list"')
    assert colour(look, "selection") not in page.background_of("[")


def test_an_error_is_underlined_and_explained(page: EditorPage, look: Look) -> None:
    page.put_caret('"view"')
    page.type("s")
    problem = page.editor.problem
    assert problem is not None
    assert page.editor.problem_text() == 'Line 4, column 26: Comma missing after "view"'
    selections = page.editor.extraSelections()
    underlined = [
        made for made in selections if made.format.underlineColor().name() == colour(look, "json.error")
    ]
    assert [made.cursor.selectedText() for made in underlined] == ["s"]
    place = page.editor.cursorRect().center()
    where = page.editor.viewport().mapToGlobal(place)
    QApplication.sendEvent(page.editor.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, where))
    assert QToolTip.text() == page.editor.problem_text()
    QToolTip.hideText()
    page.press(Qt.Key.Key_Backspace)
    assert page.editor.problem is None
    assert page.editor.problem_text() == ""


def test_an_error_at_the_end_of_a_line_or_text_can_be_seen(page: EditorPage) -> None:
    for text, piece in (('{"a": 1 "b": 2}', '"b"'), ('{"a": "x\n}', "x"), ('{"a": 1', "1"), ("[", "[")):
        page.load(text)
        assert page.editor.problem is not None
        assert page.editor.extraSelections()[-1].cursor.selectedText() == piece
    page.load("")
    assert page.editor.problem is not None
    page.editor.go_to_problem()


def test_the_error_is_told_beside_its_line_too(page: EditorPage) -> None:
    page.load('{\n  "a": 1\n  "b": 2\n}')
    strip = page.editor.childAt(QPoint(10, 50))
    assert strip is not None
    page.editor.grab()
    lines = [round(top + height / 2) for _, top, height in page.editor.lines_in_view()]
    for line, said in ((2, "Line 3, column 3: Comma missing after 1"), (0, "")):
        place = QPoint(12, lines[line])
        QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, place, strip.mapToGlobal(place)))
        if said:
            assert QToolTip.text() == said
    QToolTip.hideText()


def test_tidy_and_minify_are_one_step_and_keep_the_caret_at_its_value(page: EditorPage) -> None:
    page.put_caret("Home")
    page.editor.minify()
    assert page.buffer.text == json.dumps(json.loads(PAYLOAD), separators=(",", ":"), ensure_ascii=False)
    assert page.pointers[-1] == "/event/xdm/web/webPageDetails/name"
    page.editor.tidy()
    assert page.buffer.text == PAYLOAD.rstrip("\n")
    assert page.editor.textCursor().block().text().strip() == '"name": "Home 😀",'
    page.buffer.undo()
    page.buffer.undo()
    assert page.buffer.text == PAYLOAD


def test_tidying_broken_json_says_where_it_is_broken(page: EditorPage) -> None:
    page.load('{"a": 1,\n"b": }')
    page.editor.tidy()
    assert page.buffer.text == '{"a": 1,\n"b": }'
    assert 'Line 2, column 6: A value is missing after "b":' in QToolTip.text()
    assert page.editor.textCursor().blockNumber() == 1
    QToolTip.hideText()


def test_files_dropped_on_it_are_left_to_the_window(page: EditorPage) -> None:
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/x.json")])
    words.setText("{}")
    assert not page.editor.canInsertFromMimeData(files)
    assert page.editor.canInsertFromMimeData(words)


def test_the_context_menu_copies_where_the_caret_is(page: EditorPage, qtbot: QtBot) -> None:
    page.put_caret("1")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    page.editor.contextMenuEvent(event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    actions = {action.text(): action for action in menu.actions()}
    actions["Copy JSON Pointer"].trigger()
    assert QApplication.clipboard().text() == "/event/data/list/0"
    actions["Copy JSONPath"].trigger()
    assert QApplication.clipboard().text() == "$.event.data.list[0]"
    menu.close()


def test_editor_and_buffer_can_go_in_any_order(qtbot: QtBot, look: Look) -> None:
    for first, second in ((0, 1), (1, 0)):
        buffer = RequestBuffer()
        buffer.load(PAYLOAD)
        both = (buffer, JsonEditor(buffer, look))
        both[1].show()
        both[first].deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        both[second].deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
