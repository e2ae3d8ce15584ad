"""The tabs of an answer beside its tree: raw, headers, timing, what was sent."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Timing
from edge_studio.edge.header_words import explain_header
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Look, load_theme
from tests.edge import answers as make
from tests.ui.acts import CONTROL, clipboard
from tests.ui.exchanges import URL, answered, exchange


def test_raw_is_tidied_or_as_received(panel: ResponsePanel) -> None:
    body = '{"n":1.10,"n":2,"big":7163309881222824984,"u":"\\u00e9"}'
    panel.show_exchange(answered(body))
    panel.open_tab("Raw")
    assert panel.content.raw.view.text.splitlines() == [
        "{",
        '  "n": 1.10,',
        '  "n": 2,',
        '  "big": 7163309881222824984,',
        '  "u": "\\u00e9"',
        "}",
    ]
    panel.content.raw.choose("received")
    assert panel.content.raw.view.text == body


def test_a_big_body_is_tidied_while_its_beginning_is_read(panel: ResponsePanel, qtbot: QtBot) -> None:
    panel.show_exchange(answered(make.big_answer(1_000_000)))
    panel.open_tab("Raw")
    assert panel.content.raw.note.startswith("Tidying… ")
    assert panel.content.raw.view.text.startswith('{\n  "requestId"')
    qtbot.waitUntil(lambda: panel.content.raw.note == "", timeout=10_000)


def test_what_is_nested_deeply_is_tidied_with_the_indentation_capped(panel: ResponsePanel) -> None:
    panel.show_exchange(answered("[" * 5_000 + "]" * 5_000))
    panel.open_tab("Raw")
    panel.content.raw.view.finish()
    lines = panel.content.raw.view.text.split("\n")
    assert len(lines) == 9_999
    assert max(map(len, lines)) == 202
    assert panel.content.raw.note == "Nested so deeply that the indentation ends at 100 levels."


def test_other_encodings_are_read_as_the_answer_says(panel: ResponsePanel) -> None:
    headers = (("content-type", "text/plain; charset=latin-1"),)
    panel.show_exchange(exchange(make.answered("é".encode("latin-1"), headers=headers)))
    assert panel.content.raw.view.text == "é"
    said = "It came as iso8859-1; it is shown, and its bytes are counted, in UTF-8."
    assert panel.content.raw.note == said
    headers = (("content-type", "text/plain; charset=martian"),)
    panel.show_exchange(exchange(make.answered(b"\xff", headers=headers)))
    assert panel.content.raw.view.text == "�"


def test_tree_and_raw_of_an_answer_in_utf16_show_the_same_place(panel: ResponsePanel) -> None:
    headers = (("content-type", "application/json; charset=utf-16"),)
    body = json.dumps({"first": "Grüße", "last": "Zoë"}, ensure_ascii=False).encode("utf-16")
    panel.show_exchange(exchange(make.answered(body, headers=headers)))
    panel.open_tab("Fields")
    tree = panel.content.handles.tree
    tree.setCurrentIndex(tree.rows.index(1, 0))
    assert tree.current is not None
    assert tree.current.face.text == "Zoë"
    panel.content.follow()
    assert panel.content.raw.view.selected_text == '"Zoë"'


def test_headers_are_a_table_that_explains(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.open_tab("Headers")
    rows = {name: (value, meaning) for name, value, meaning in panel.content.headers.rows}
    assert rows["x-adobe-edge"] == ("OR2;9", "Answered in region OR2; region 9 of Audience Manager")
    assert rows["x-konductor"][1] == "Release 26.6.14 of the gateway, build 1a2b3c4d"
    assert rows["x-rate-limit-remaining"][1] == "599 more requests before the limit"
    panel.content.headers.setFocus()
    QTest.keyClick(panel.content.headers, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(panel.content.headers, Qt.Key.Key_C, CONTROL)
    assert "server: jag" in clipboard()


@pytest.mark.parametrize(
    ("name", "value", "meaning"),
    [
        ("X-Adobe-Edge", "odd", "The region that answered"),
        ("x-konductor", "odd", "The release of the gateway"),
        ("Retry-After", "5", "Wait 5 s before sending again"),
        ("Retry-After", "Mon, 04 May 2026", "Wait until then"),
        ("x-unknown", "1", ""),
    ],
)
def test_headers_are_explained(name: str, value: str, meaning: str) -> None:
    assert explain_header(name, value) == meaning


def test_timing_is_drawn_and_told(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.open_tab("Timing")
    words = panel.content.timing.waterfall.words.splitlines()
    assert words[:2] == ["Preparing: 0.4 ms", "Name resolution: 12 ms"]
    assert words[-1] == "Total: 184 ms"
    assert panel.content.timing.waterfall.accessibleDescription() == panel.content.timing.waterfall.words
    panel.grab()
    reused = Timing(0.1, make.TIMING.spans[-3:], reused_connection=True)
    panel.show_exchange(exchange(make.answered(make.envelope(), timing=reused)))
    assert "still open" in panel.content.timing.note
    panel.show_exchange(exchange(make.answered(make.envelope(), timing=Timing(0.0))))
    panel.grab()


def test_what_was_sent_is_shown_with_secrets_masked(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.open_tab("Sent")
    assert [(name, value) for name, value, _ in panel.sent.headers.rows] == [
        ("Content-Type", "application/json"),
        ("Authorization", "Bearer ••••••••"),
        ("x-own", "••••••••"),
    ]
    assert panel.sent.body.text == '{"event": {"n": 1.10}}'
    panel.sent.copy_all()
    assert clipboard().startswith(
        f"POST {URL}\nContent-Type: application/json\nAuthorization: Bearer ••••••••"
    )
    assert "secret" not in clipboard()


def test_everything_is_drawn_in_both_themes(panel: ResponsePanel, look: Look) -> None:
    for theme in ("dark", "light"):
        look.set_theme(load_theme(theme))
        panel.show_exchange(answered(make.partial(), 207))
        for tab in ("Handles", "Raw", "Headers", "Timing", "Sent"):
            panel.open_tab(tab)
            panel.grab()


def test_a_big_answer_is_shown(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.big_answer(3_000_000)))
    panel.grab()
    panel.content.finish_reading()
    panel.handles.set_filter("410999")
    panel.handles.finish_filter()
    assert panel.handles.found == "1 found"
    assert panel.reveal("/handle/1/payload/999/scopeDetails/activity/id")


def test_a_menu_in_the_raw_view_copies(panel: ResponsePanel) -> None:
    panel.show_exchange(answered("plain", 404))
    panel.content.raw.view.select_all()
    view = panel.content.raw.view
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    assert clipboard() == "plain"
