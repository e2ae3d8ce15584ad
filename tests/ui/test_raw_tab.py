"""The raw text of an answer of any shape, its search, and its ties to the tree."""

import json
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from edge_studio.edge.handles import read_answer
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.raw.copying import Copier
from edge_studio.ui.theme import Look, load_theme
from tests.edge import answers as make
from tests.ui.acts import CONTROL, clipboard
from tests.ui.exchanges import answered
from tests.ui.raw_page import SHIFT, RawPage


@pytest.fixture
def page(look: Look, qtbot: QtBot) -> RawPage:
    return RawPage(qtbot, look)


# Any shape


def test_a_long_string_is_shown_in_slices_and_copied_whole(page: RawPage) -> None:
    body = json.dumps({"content": "word, [1] " * 9_000, "n": 1})
    page.show(body)
    page.wait()
    assert page.text == json.dumps(json.loads(body), indent=2)
    page.press(Qt.Key.Key_End, CONTROL)
    assert page.line == "line 4 of 4"


def test_the_place_stays_when_the_body_is_shown_the_other_way(page: RawPage) -> None:
    page.show(json.dumps({f"key-{at}": at for at in range(3_000)}))
    page.wait()
    page.go_to_line(2_502)
    byte = page.tab.view.byte
    page.tab.choose("received")
    page.wait()
    assert (page.line, page.tab.view.byte) == ("line 1 of 1", byte)
    page.tab.choose("tidied")
    page.wait()
    assert page.line == "line 2,502 of 3,002"


def test_a_byte_order_mark_and_bytes_that_are_no_text_are_said(page: RawPage) -> None:
    page.show(b'\xef\xbb\xbf{"a":"\xff","b":"\\ud800"}')
    assert page.text == '{\n  "a": "�",\n  "b": "\\ud800"\n}'
    assert page.note == (
        "Not all of it is UTF-8: � stands for what is not. It begins with a byte order mark."
    )


def test_records_are_told_apart_and_copied_without_their_headings(page: RawPage) -> None:
    page.show(b'{"a":1}\0[2]\0')
    assert page.rows == ["record 1 of 2 · 7 B", "{", '  "a": 1', "}", "record 2 of 2 · 3 B", "[", "  2", "]"]
    page.press(Qt.Key.Key_A, CONTROL)
    page.press(Qt.Key.Key_C, CONTROL)
    assert clipboard() == '{\n  "a": 1\n}\n[\n  2\n]'
    page.tab.records.setChecked(False)
    assert page.rows == ["{", '  "a": 1', "}", "[", "  2", "]"]


def test_broken_json_is_tidied_as_far_as_it_goes_and_the_place_is_shown(page: RawPage) -> None:
    page.show(b'{"a":[1,2],"b" 3,"c":4}')
    assert page.rows[:6] == ["{", '  "a": [', "    1,", "    2", "  ],", '  "b"']
    remark = "".join(page.rows[6:-1])
    assert remark == "▲ The JSON breaks here (byte 16): expected ':'; as received from here"
    assert page.text.endswith('  "b"\n3,"c":4}')
    assert page.note == "The JSON breaks at byte 16: expected ':'."
    page.tab.show_trouble()
    assert page.selected == "3"


def test_cut_off_json_says_where_it_ends(page: RawPage) -> None:
    page.show(b'{"handle":[{"type":"identity:re')
    assert page.text == '{\n  "handle": [\n    {\n      "type": "identity:re'
    assert page.note == "The JSON breaks at byte 32: the text ends inside a string."


def test_what_is_no_json_has_no_tidied_layout(page: RawPage) -> None:
    page.show("<html>\n<h1>502</h1></html>")
    assert page.text == "<html>\n<h1>502</h1></html>"
    assert page.line == "line 1 of 2"
    assert "Show in the tree" not in page.menu()


def test_an_empty_body_is_said(page: RawPage) -> None:
    page.show(b"")
    assert page.note == "The answer has no body."
    page.press(Qt.Key.Key_Down)
    page.press(Qt.Key.Key_End, CONTROL)
    assert page.line == "line 1 of 1"


def test_lines_that_are_not_wrapped_run_on_to_the_right(page: RawPage, look: Look) -> None:
    page.show(json.dumps({"content": "word " * 60, "b": 1}))
    wrapped = page.tab.view.row_count
    page.tab.wrap.setChecked(False)
    assert wrapped > page.tab.view.row_count == 4
    bar = page.tab.view.horizontalScrollBar()
    assert bar.value() == 0
    page.press(Qt.Key.Key_Down)
    page.press(Qt.Key.Key_End)
    assert bar.value() > 0
    for theme in ("dark", "light"):
        look.set_theme(load_theme(theme))
        page.tab.grab()
    page.tab.wrap.setChecked(True)
    assert page.tab.view.row_count == wrapped


# Keys, copying


def test_a_line_is_gone_to_by_its_number(page: RawPage) -> None:
    page.show(json.dumps(list(range(500))))
    page.go_to_line(300)
    assert page.line == "line 300 of 502"
    page.press(Qt.Key.Key_End, SHIFT)
    assert page.selected == "  298,"


def test_events_are_tidied_too(page: RawPage) -> None:
    body = b'event: chunk\ndata: {"requestId":"1","handle":[]}\n\n'
    page.show(body * 2)
    page.wait()
    assert page.text.startswith('event: chunk\ndata:\n{\n  "requestId": "1",\n')
    page.tab.choose("received")
    assert page.text == (body * 2).decode()


def test_the_end_is_gone_to_when_it_is_known(page: RawPage) -> None:
    page.show(make.big_answer(600_000))
    page.press(Qt.Key.Key_End, CONTROL)
    page.wait()
    assert page.tab.view.line == page.tab.view.rows.line_count


def test_a_text_is_written_into_a_file_piece_by_piece(page: RawPage, tmp_path: Path) -> None:
    page.show(make.big_answer(300_000))
    page.wait()
    rows = page.tab.view.rows
    copier = Copier(page.tab.view)
    copier.write(tmp_path / "answer.json", partial(rows.stream, 0, rows.length))
    copier.finish()
    assert (tmp_path / "answer.json").read_text(encoding="utf-8") == page.text
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["answer.json"]


# Find


def test_matches_are_counted_and_stepped_through_round_and_round(page: RawPage) -> None:
    page.show(json.dumps(["alpha", "beta", "Alpha", "gamma alpha"]))
    assert page.search("alpha") == "1 of 3"
    page.enter()
    page.enter()
    assert page.found == "3 of 3"
    assert page.line == "line 5 of 6"
    page.enter()
    assert page.found == "1 of 3"
    page.enter(SHIFT)
    assert page.found == "3 of 3"
    assert page.search("Alpha", case=True) == "1 of 1"
    assert page.selected == "Alpha"


def test_the_search_begins_at_the_caret(page: RawPage) -> None:
    page.show(json.dumps(["needle", "a", "needle", "b", "needle"]))
    page.go_to_line(3)
    assert page.search("needle") == "2 of 3"
    assert page.line == "line 4 of 7"


def test_expressions_are_searched_and_their_faults_said(page: RawPage) -> None:
    page.show(json.dumps({"a1": 1, "b22": 2}))
    assert page.search(r"[ab]\d+", expression=True) == "1 of 2"
    assert page.search("a(", expression=True).startswith("The expression cannot be read: missing closing")
    assert page.search("zzz") == "Not found"


def test_an_expression_that_explodes_is_stopped(page: RawPage) -> None:
    page.show(json.dumps(["fine", "a" * 3_000 + "!", "fine"]))
    said = page.search(r"(a+)+$", expression=True)
    assert said == "Stopped at line 3: the expression takes too long there."


def test_a_match_across_the_seam_of_a_long_line_is_found(page: RawPage) -> None:
    page.show("x" * 32_760 + "needle-needle" + "y" * 50_000)
    assert page.search("needle-needle") == "1 of 1"
    assert page.selected == "needle-needle"


def test_what_is_wide_is_found_where_it_stands(page: RawPage) -> None:
    page.show('{"a":"😀😀 needle é needle"}')
    assert page.search("needle") == "1 of 2"
    assert page.selected == "needle"


def test_escape_leaves_the_search_and_its_marks(page: RawPage) -> None:
    page.show('{"a":1}')
    page.search("a")
    assert page.is_searching
    page.escape()
    assert not page.is_searching


def test_another_text_is_searched_anew(page: RawPage) -> None:
    page.show('["a","a"]')
    assert page.search('"a"') == "1 of 2"
    page.show('["a"]')
    assert page.search('"a"') == "1 of 1"


# The tree


def test_bytes_of_the_body_are_shown_tidied_or_as_received(page: RawPage) -> None:
    body = '{ "a":{"é":[10 ,20]},"b":"x" }'
    page.show(body)
    data = body.encode()
    start = data.index(b"[10")
    page.tab.reveal_bytes(start, start + len(b"[10 ,20]"))
    assert page.selected == "[\n      10,\n      20\n    ]"
    page.tab.choose("received")
    page.tab.reveal_bytes(start, start + len(b"[10 ,20]"))
    assert page.selected == "[10 ,20]"


def test_bytes_far_down_are_shown_when_they_are_counted(page: RawPage) -> None:
    body = make.big_answer(600_000)
    page.show(body)
    start = body.rindex(b'"decisionProvider"')
    page.tab.reveal_bytes(start, start + len(b'"decisionProvider"'))
    page.wait()
    assert page.selected == '"decisionProvider"'


def test_the_node_at_the_caret_is_asked_for_by_menu_and_key(page: RawPage) -> None:
    wanted: list[object] = []
    page.tab.node_wanted.connect(wanted.append)
    page.show('{"a":1,"b":22}')
    page.search("22")
    page.escape()
    page.menu()["Show in the tree"].trigger()
    page.tab.choose("received")
    page.tab.reveal_bytes(7, 10)
    page.press(Qt.Key.Key_R, CONTROL | SHIFT)
    assert wanted == [11, 7]


def test_the_key_of_the_window_searches_where_the_focus_is(panel: ResponsePanel) -> None:
    panel.show_exchange(answered('{"a":1}'))
    panel.open_tab("Raw")
    raw = panel.content.raw
    assert not panel.find_text()
    raw.view.setFocus()
    assert panel.find_text()
    assert raw.find_bar.isVisible()
    raw.find_bar.wanted.setText("1")
    assert panel.find_text(1)
    assert raw.find_bar.count.text() == "1 of 1"
    panel.open_tab("Headers")
    assert not panel.find_text()


def test_a_body_that_is_read_on_keeps_its_place(page: RawPage) -> None:
    body = make.answered(json.dumps(list(range(500))))
    page.tab.show_body(body, read_answer(body))
    page.go_to_line(300)
    page.tab.show_body(body, read_answer(body))
    assert page.line == "line 300 of 502"


def test_what_is_too_much_for_the_clipboard_is_offered_as_a_file(page: RawPage) -> None:
    page.show(b"x" * 50_100_000)
    QGuiApplication.clipboard().setText("before")
    page.tab.view.copy_all()
    page.wait()
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert box.text() == "This is too much for the clipboard."
    assert "Save as file…" in [button.text() for button in box.buttons()]
    box.reject()
    assert clipboard() == "before"
