"""The viewer for text of any size, and its rows."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from edge_studio.ui.raw.text_rows import TextRows
from edge_studio.ui.raw.view import RawView
from edge_studio.ui.theme import Look

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(look: Look, qtbot: QtBot) -> RawView:
    view = RawView(look, "Text")
    qtbot.addWidget(view)
    view.resize(400, 200)
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    return view


def cut(text: str, columns: int) -> list[str]:
    rows = TextRows(text)
    rows.set_columns(columns)
    return [text[row.start : row.end] for row in map(rows.row, range(rows.count))]


def coloured(text: str, columns: int = 1_000) -> list[tuple[str, str]]:
    rows = TextRows(text)
    rows.set_columns(columns)
    spans = [span for number in range(rows.count) for span in rows.colours(rows.row(number))]
    return [(text[span.start : span.end], span.token.removeprefix("json.")) for span in spans]


def test_lines_are_cut_at_the_width() -> None:
    assert cut("abcdefgh\nij\n\nk", 3) == ["abc", "def", "gh", "ij", "", "k"]
    assert cut("", 10) == [""]
    assert cut("ab\n", 10) == ["ab", ""]


def test_characters_that_may_be_wide_get_twice_the_room() -> None:
    assert cut("日本語テキスト\nabcdef", 6) == ["日本語", "テキス", "ト", "abcdef"]


@given(st.text(alphabet="ab日\n", max_size=60), st.integers(2, 12))
def test_rows_hold_every_character_once_and_in_order(text: str, columns: int) -> None:
    rows = TextRows(text)
    rows.set_columns(columns)
    found = [rows.row(number) for number in range(rows.count)]
    assert (
        "".join(("\n" if row.first and row.line else "") + text[row.start : row.end] for row in found) == text
    )
    for number, row in enumerate(found):
        assert rows.row_of(row.start) == number


def test_json_is_coloured_by_what_it_is() -> None:
    assert coloured('{"a": [1.5, "x:\\"", true]}') == [
        ("{", "punctuation"),
        ('"a"', "key"),
        (":", "punctuation"),
        ("[", "punctuation"),
        ("1.5", "number"),
        (",", "punctuation"),
        ('"x:\\""', "string"),
        (",", "punctuation"),
        ("true", "literal"),
        ("]", "punctuation"),
        ("}", "punctuation"),
    ]


TRICKY = st.text(alphabet='a",:{}[]\\ \n1', max_size=8)


@given(st.recursive(TRICKY | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(TRICKY, inner)))
@settings(max_examples=40)
def test_a_row_knows_whether_it_begins_inside_a_string(value: object) -> None:
    text = json.dumps(value, separators=(",", ":"))
    whole = {}
    at = 0
    for part, token in coloured(text):
        at = text.index(part, at)
        whole.update(dict.fromkeys(range(at, at + len(part)), token.replace("key", "string")))
        at += len(part)
    rows = TextRows(text)
    rows.set_columns(8)
    for number in range(rows.count):
        for span in rows.colours(rows.row(number)):
            token = span.token.removeprefix("json.").replace("key", "string")
            assert {whole.get(place, token) for place in range(span.start, span.end)} == {token}


def test_a_row_far_inside_a_long_string_is_a_string() -> None:
    text = json.dumps({"content": "word: [1, 2], " * 2_000, "n": 1})
    rows = TextRows(text)
    rows.set_columns(40)
    middle = rows.row(rows.count // 2)
    assert [(span.start, span.end, span.token) for span in rows.colours(middle)] == [
        (middle.start, middle.end, "json.string")
    ]


def test_a_row_behind_many_quotation_marks_of_a_page_is_still_a_string() -> None:
    text = json.dumps({"content": '<b class="offer">x</b>' * 200, "n": 1})
    rows = TextRows(text)
    rows.set_columns(40)
    near_the_end = rows.row(rows.row_of(text.index(', "n"') - 60))
    assert [(span.start, span.end, span.token) for span in rows.colours(near_the_end)] == [
        (near_the_end.start, near_the_end.end, "json.string")
    ]


def test_control_characters_are_shown_as_signs() -> None:
    rows = TextRows("\0{\t}")
    rows.set_columns(10)
    assert rows.shown(rows.row(0)) == "␀{ }"


def test_everything_is_selected_and_copied_by_keys(view: RawView) -> None:
    view.set_text("one\ntwo\nthree")
    QTest.keyClick(view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "one\ntwo\nthree"


def test_arrows_with_shift_select(view: RawView) -> None:
    view.set_text("one\ntwo\nthree")
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_End, SHIFT)
    assert view.selected_text == "two"
    QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert view.selected_text == "two\nthr"
    QTest.keyClick(view, Qt.Key.Key_Home, CONTROL)
    assert view.selected_text == ""
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageDown):
        QTest.keyClick(view, key, SHIFT)
    assert view.selected_text == "one\ntwo\nthree"


def test_a_mouse_selects(view: RawView) -> None:
    view.set_text("alpha beta")
    left, height = QPoint(120, 8), view.viewport()
    QTest.mouseDClick(height, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, 8))
    assert view.selected_text == "alpha"
    QTest.mousePress(height, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(44, 8))
    QTest.mouseMove(height, left)
    QTest.mouseRelease(height, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, left)
    assert view.selected_text
    assert view.selected_text in "alpha beta"


def test_ten_megabytes_on_one_line_are_shown(view: RawView) -> None:
    view.set_text('{"a":"' + "x" * 10_000_000 + '"}', is_json=True)
    view.finish()
    assert view.row_count > 100_000
    view.verticalScrollBar().setValue(view.row_count // 2)
    view.grab()
    QTest.keyClick(view, Qt.Key.Key_End, CONTROL)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_a_hundred_and_fifty_thousand_lines_are_shown(view: RawView) -> None:
    view.set_text("\n".join(f'"line": {at},' for at in range(150_000)), is_json=True)
    view.finish()
    assert view.row_count == 150_000
    view.reveal(*(2 * [view.text.index("140000")]))
    assert abs(view.verticalScrollBar().value() - 140_000) < 20
    view.grab()


def test_what_is_seen_stays_when_the_width_changes(view: RawView) -> None:
    view.set_text("\n".join(f"{at} " + "word " * 60 for at in range(300)))
    offset = view.text.index("\n150 ") + 1
    view.reveal(offset, offset)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 3)
    before = view.verticalScrollBar().value() / view.row_count
    view.resize(700, 200)
    assert view.verticalScrollBar().value() / view.row_count == pytest.approx(before, abs=0.02)


def test_text_that_is_wider_than_its_code_units_is_drawn_and_hit(view: RawView) -> None:
    view.set_text('{"smile": "😀😀 ok"}', is_json=True)
    view.select_all()
    view.grab()
    QTest.mouseDClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(70, 8)
    )
    assert view.selected_text == "smile"
