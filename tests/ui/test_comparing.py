"""Comparing in the whole window: from sending twice to the sentence that says what changed."""

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from edge_studio.store import paths
from edge_studio.store.masks import MaskStore
from edge_studio.store.session import SessionStore
from tests.ui.acts import click, pick, press
from tests.ui.comparison_page import ComparisonPage
from tests.ui.studio_page import StudioPage

IDENTITIES = "/event/xdm/identityMap"


def send_as_gold_member(page: StudioPage) -> None:
    """Send the same page view again, as another visitor."""
    page.tab.buffer.set_value(IDENTITIES, {"CRMID": [{"id": "C-20417", "primary": True}]})
    page.send()


def compared(page: StudioPage, qtbot: QtBot) -> ComparisonPage:
    """The comparison that was opened last."""
    page.wait_idle()
    room = page.studio.comparison_room
    return ComparisonPage(qtbot, room.windows[-1], room.book)


def test_the_answer_is_compared_with_the_one_before_by_two_keys(page: StudioPage, qtbot: QtBot) -> None:
    page.send()
    send_as_gold_member(page)
    page.do("compare")
    page.wait_idle()
    picker = page.studio.comparison_room.picker
    assert picker is not None
    picker.activateWindow()
    press(picker, Qt.Key.Key_Return)
    comparison = compared(page, qtbot)
    assert comparison.sentence.startswith("hero-banner: experience B became Gold")
    assert ("CRMID", "—", '[{"id": "C-20417", "primary": true}]') in comparison.rows()


def test_the_button_below_the_tree_asks_what_to_compare_with(page: StudioPage, qtbot: QtBot) -> None:
    page.send()
    click(page.studio.response.handles.compare_button)
    page.wait_idle()
    picker = page.studio.comparison_room.picker
    assert picker is not None
    assert not picker.before_button.isEnabled()
    assert picker.note == "The history holds no other exchange."
    picker.close()


def test_without_an_answer_the_window_says_what_to_do(page: StudioPage) -> None:
    page.do("compare")
    assert page.trouble.startswith("There is no answer to compare yet.")


def test_two_rows_of_the_history_are_compared(page: StudioPage, qtbot: QtBot) -> None:
    page.send()
    send_as_gold_member(page)
    view = page.studio.history.view
    view.selectAll()
    pick(view.menu(), "Compare these two")
    assert "experience B became Gold" in compared(page, qtbot).sentence


def test_one_row_of_the_history_is_compared_with_the_answer_shown(page: StudioPage, qtbot: QtBot) -> None:
    page.send()
    send_as_gold_member(page)
    view = page.studio.history.view
    view.choose(page.studio.history.model.place_of(page.studio.history.model.rows()[-1].id))
    pick(view.menu(), "Compare with the answer shown")
    assert "experience B became Gold" in compared(page, qtbot).sentence


def test_a_place_of_a_is_shown_in_the_main_window(page: StudioPage, qtbot: QtBot) -> None:
    page.send()
    send_as_gold_member(page)
    page.studio.history.view.selectAll()
    pick(page.studio.history.view.menu(), "Compare these two")
    comparison = compared(page, qtbot)
    comparison.choose("content")
    comparison.click(comparison.window.tools.show_a)
    assert page.studio.past_bar.isVisible()
    chosen = page.studio.response.handles.tree.current
    assert chosen is not None
    assert chosen.key == "content"


def test_a_place_of_a_request_is_shown_where_it_was_sent(page: StudioPage, qtbot: QtBot) -> None:
    page.send()
    send_as_gold_member(page)
    page.studio.history.view.selectAll()
    pick(page.studio.history.view.menu(), "Compare these two")
    comparison = compared(page, qtbot)
    comparison.press_with_control(Qt.Key.Key_2)
    comparison.choose("CRMID")
    comparison.click(comparison.window.tools.show_b)
    sent = page.studio.response.sent
    assert sent.isVisible()
    qtbot.waitUntil(lambda: bool(sent.body.selected_text))
    assert sent.body.selected_text.startswith("[")
    assert "C-20417" in sent.body.selected_text


def test_the_window_that_compares_stands_in_the_next_run_where_it_stood(
    page: StudioPage, qtbot: QtBot
) -> None:
    page.send()
    send_as_gold_member(page)
    page.studio.history.view.selectAll()
    pick(page.studio.history.view.menu(), "Compare these two")
    comparison = compared(page, qtbot)
    comparison.window.resize(780, 533)
    comparison.close()
    pick(page.studio.history.view.menu(), "Compare these two")
    assert compared(page, qtbot).window.size() == QSize(780, 533)
    page.close()
    kept = SessionStore(paths.session_file()).load()
    assert kept.beside == page.studio.window.beside
    assert kept.beside["comparison"]


def test_an_exchange_that_was_deleted_is_said_to_be_gone(page: StudioPage) -> None:
    page.send()
    send_as_gold_member(page)
    ids = [row.id for row in page.studio.history.model.rows()]
    page.run(page.studio.history_service.delete(ids[1:]))
    page.studio.comparison_room.compare_rows(ids)
    page.wait_idle()
    assert "no longer in the history" in page.trouble
    assert not page.studio.comparison_room.windows


def test_what_is_ignored_is_kept_for_the_next_run(page: StudioPage, qtbot: QtBot) -> None:
    page.send()
    send_as_gold_member(page)
    page.studio.history.view.selectAll()
    pick(page.studio.history.view.menu(), "Compare these two")
    comparison = compared(page, qtbot)
    comparison.choose("content")
    comparison.pick("Always ignore “content”, anywhere")
    page.wait_idle()
    page.close()
    kept = MaskStore(paths.masks_file()).load()
    assert [mask.where for mask in kept if mask.own] == ["**/content"]
