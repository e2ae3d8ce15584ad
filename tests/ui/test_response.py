"""The room of the answer, as a person sees it."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import FailureReason
from edge_studio.edge.trace import TraceEvent
from edge_studio.ui.answer.failure_card import FailureCard
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.raw.value_viewer import ValueViewer
from edge_studio.ui.theme import Look
from edge_studio.ui.window.main_window import WIDTHS
from tests.edge import answers as make
from tests.ui.acts import CONTROL, clipboard, press
from tests.ui.exchanges import FAILURE, URL, answered, exchange


def test_before_anything_is_sent_it_says_what_to_press(panel: ResponsePanel) -> None:
    assert panel.is_empty
    panel.focus_filter()
    panel.copy_path()


def test_an_answer_is_headed_by_chips_and_one_sentence(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    assert [text for text, _ in panel.content.head.chips] == ["200 OK", "184 ms", "2.0 KB", "4 handles"]
    assert panel.content.head.chips[0][1] == "success"
    assert panel.content.head.sentence.startswith("1 visitor ID, 2 offers for 2 scopes")
    panel.content.head.copy_request_id()
    assert clipboard() == "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10-91c2d4e6f8a0b3c5"
    assert panel.content.tab_names == ["Summary", "Handles 4", "Raw", "Headers", "Timing", "Sent"]
    assert not panel.is_empty


def test_chips_are_left_out_before_they_are_cut(panel: ResponsePanel) -> None:
    panel.resize(700, 760)
    panel.show_exchange(answered(make.envelope()))
    head = panel.content.head
    assert head.shown_chips == ["200 OK", "184 ms", "2.0 KB", "4 handles"]
    panel.resize(220, 760)
    assert head.shown_chips[0] == "200 OK"
    assert "4 handles" not in head.shown_chips


@pytest.mark.parametrize("width", [400, 440, 700])
def test_the_tabs_fit(panel: ResponsePanel, width: int) -> None:
    panel.resize(width, 700)
    panel.show_exchange(answered(make.envelope(*([make.offers()] * 12))))
    assert panel.content.tabs_fit


def test_all_tabs_fit_in_the_window_as_it_starts(panel: ResponsePanel) -> None:
    panel.resize(WIDTHS[2], 700)
    traced = replace(
        answered(make.envelope(*([make.offers()] * 12))), trace=(TraceEvent("edge", "done", ()),)
    )
    panel.show_exchange(traced)
    assert panel.content.tab_names[-1] == "Trace"
    assert panel.content.tabs_fit


def test_between_the_tabs_and_what_they_show_the_arrows_take_no_focus(panel: ResponsePanel) -> None:
    panel.resize(240, 700)
    panel.show_exchange(answered(make.envelope()))
    assert not panel.content.tabs_fit
    panel.activateWindow()
    panel.handles.filter.setFocus()
    press(panel.handles.filter, Qt.Key.Key_Backtab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Parts of the answer"


def test_errors_inside_a_success_are_announced_in_amber_above_the_tree(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.partial(), 207, "Multi-Status"))
    notices = panel.content.notices
    assert panel.content.head.chips[0] == ("207 Multi-Status", "warning")
    assert notices.words == "1 error, 1 warning: Target: The service call has failed. (EXEG-0203-502)"
    assert (notices.property("banner"), notices.isHidden()) == ("warning", False)
    assert notices.height() < 40


def test_a_problem_is_announced_in_red_above_the_tree(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.PROBLEM, 400, "Bad Request"))
    assert panel.content.head.chips[0] == ("400 Bad Request", "danger")
    assert panel.content.notices.words.startswith("1 error: Event is missing primary identity")
    assert panel.content.notices.property("banner") == "danger"
    assert panel.content.tab_names[:2] == ["Summary", "Fields"]
    panel.show_exchange(answered(make.envelope()))
    assert panel.content.notices.isHidden()


def test_an_answer_that_is_not_json_opens_raw(panel: ResponsePanel) -> None:
    panel.show_exchange(answered("<html><h1>502</h1></html>", 502, "Bad Gateway"))
    assert panel.content.tab_names == ["Summary", "Raw", "Headers", "Timing", "Sent"]
    assert panel.content.raw.view.text == "<html><h1>502</h1></html>"
    assert "a web page, not JSON" in panel.content.head.sentence


def test_an_answer_without_a_body_has_no_raw(panel: ResponsePanel) -> None:
    panel.show_exchange(answered("", 204, "No Content"))
    assert panel.content.tab_names == ["Summary", "Headers", "Timing", "Sent"]


def test_the_chosen_tab_stays_through_failures(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.open_tab("Raw")
    panel.show_exchange(exchange(FAILURE))
    assert panel.content.tab_names == ["Timing", "Sent"]
    panel.show_exchange(answered({"a": 1}))
    assert json.loads(panel.content.raw.view.text) == {"a": 1}


# No answer


def test_a_failure_is_a_card(panel: ResponsePanel) -> None:
    panel.show_exchange(exchange(FAILURE))
    assert panel.content.head.chips == [("No answer", "danger"), ("200 ms", "neutral")]
    assert panel.content.failure.words == (
        "The certificate is not trusted. A proxy may be reading along. "
        "Check the address. CERTIFICATE_VERIFY_FAILED"
    )
    assert panel.content.timing.waterfall.words.endswith("Total: 200 ms")
    panel.show_exchange(answered(make.envelope()))
    assert panel.content.failure.isHidden()


def test_what_is_copied_for_support_holds_all_but_secrets(look: Look, qtbot: QtBot) -> None:
    card = FailureCard(look)
    qtbot.addWidget(card)
    card.show_failure(exchange(FAILURE), FAILURE)
    card.copy_for_support()
    for part in (
        URL,
        "2026-05-04T11:22:10",
        "TLS not trusted",
        "CERTIFICATE_VERIFY_FAILED",
        "TLS handshake: 41 ms",
    ):
        assert part in clipboard()
    assert "secret" not in clipboard()
    assert "hidden" not in clipboard()


def test_a_cancelled_send_is_no_alarm(panel: ResponsePanel) -> None:
    panel.show_exchange(exchange(replace(FAILURE, reason=FailureReason.CANCELLED, detail="")))
    assert panel.content.head.chips[0] == ("Cancelled", "warning")


# Waiting


def test_while_waiting_the_old_answer_stays_dimmed(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.show_waiting("Waiting… 0.4 s")
    panel.show_waiting("Waiting… 0.5 s")
    assert (panel.waiting_for, panel.is_dimmed) == ("Waiting… 0.5 s", True)
    assert panel.content.head.sentence
    panel.grab()
    panel.show_exchange(answered(make.envelope()))
    assert (panel.waiting_for, panel.is_dimmed) == ("", False)


def test_waiting_for_the_first_answer_dims_nothing(panel: ResponsePanel) -> None:
    panel.show_waiting("Connecting…")
    assert not panel.is_dimmed
    assert panel.waiting_for == "Connecting…"


def test_an_exchange_without_an_outcome_shows_nothing(panel: ResponsePanel) -> None:
    panel.show_exchange(exchange(None))
    assert panel.is_empty


# Handles


def test_values_keys_and_paths_are_copied(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope(make.offers())))
    assert panel.reveal("/handle/0/payload/0/items/0/data/content")
    tree = panel.handles.tree
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "<h2>Hello gold member</h2>"
    panel.copy_path()
    assert clipboard() == "/handle/0/payload/0/items/0/data/content"
    tree.copy_jsonpath()
    assert clipboard() == "$.handle[0].payload[0].items[0].data.content"
    tree.copy_jq()
    assert clipboard() == ".handle[0].payload[0].items[0].data.content"
    tree.copy_key()
    assert clipboard() == "content"
    panel.reveal("/handle/0/payload/0/scopeDetails/experience")
    tree.copy_subtree()
    assert clipboard() == '{\n  "id": "1"\n}'


def test_a_row_has_a_menu_by_mouse_and_by_key(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope(make.offers())))
    tree = panel.handles.tree
    panel.reveal("/handle/0/payload/0/scope")
    place = tree.visualRect(tree.currentIndex()).center()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, place, tree.viewport().mapToGlobal(place))
        QApplication.sendEvent(tree.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        menu.close()
    actions = {action.text(): action for action in tree.row_menu().actions()}
    actions["Filter by this"].trigger()
    panel.handles.finish_filter()
    assert panel.handles.filter.text() == "hero-banner"
    assert panel.handles.found == "5 found"


def test_a_long_text_opens_in_a_window_that_is_freed_on_close(panel: ResponsePanel, qtbot: QtBot) -> None:
    panel.show_exchange(answered({"short": "a", "long": "<p>word</p>" * 200}))
    tree = panel.handles.tree
    panel.reveal("/long")
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Return)
    (viewer,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ValueViewer))
    assert viewer.view.text == "<p>word</p>" * 200
    with qtbot.waitSignal(viewer.destroyed):
        viewer.close()
    panel.reveal("/short")
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert not any(isinstance(widget, ValueViewer) for widget in QApplication.topLevelWidgets())


def test_the_filter_waits_for_a_pause_in_typing(panel: ResponsePanel, qtbot: QtBot) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.focus_filter()
    QTest.keyClicks(panel.handles.filter, "or2")
    assert panel.handles.found == ""
    qtbot.waitUntil(lambda: panel.handles.found == "10 found")  # with what is decoded
    panel.handles.filter.clear()
    assert panel.handles.found == ""


def test_a_filter_applies_to_the_next_answer_too(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.handles.set_filter("gold member")
    panel.handles.finish_filter()
    panel.show_exchange(answered(make.envelope(make.hint())))
    panel.handles.finish_filter()
    assert panel.handles.found == "no match"
    assert panel.handles.why_empty == "Filtered by “gold member”: no match."
    panel.handles.clear_button.click()
    assert (panel.handles.filter.text(), panel.handles.found, panel.handles.why_empty) == ("", "", "")
    assert panel.handles.tree.rows.rowCount() == 2


def test_the_chosen_row_stays_when_the_filter_goes(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.handles.set_filter("gold member")
    panel.handles.finish_filter()
    panel.reveal("/handle/1/payload/0/items/0/data/content")
    panel.handles.set_filter("")
    assert panel.handles.tree.current is not None
    assert panel.handles.tree.current.pointer == "/handle/1/payload/0/items/0/data/content"


def test_a_star_opens_what_is_below_within_bounds(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(json.dumps({"deep": [[{"n": [at]}] for at in range(3_000)]})))
    panel.reveal("/deep")
    QTest.keyClick(panel.handles.tree, Qt.Key.Key_Asterisk)
    tree = panel.handles.tree
    below = tree.indexBelow(tree.currentIndex())
    assert below.data() == "0 … 499"
