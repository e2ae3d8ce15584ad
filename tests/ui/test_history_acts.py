"""What can be done with a row of the history, by key, by mouse and in its menu."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from edge_studio.edge.history_row import row_of
from tests.store.exchanges import an_exchange
from tests.ui.acts import pick
from tests.ui.history_page import NOON, HistoryPage, at


def test_return_and_a_click_open_an_exchange(history: HistoryPage) -> None:
    ids = history.keep(at(NOON), at(NOON))
    history.load()
    history.choose(ids[0])
    assert history.opened == [ids[0]]
    history.press(Qt.Key.Key_Up)
    assert history.opened == [ids[0]]
    history.press(Qt.Key.Key_Enter)
    history.press(Qt.Key.Key_Down)
    history.press(Qt.Key.Key_Return)
    assert history.opened == [ids[0], ids[1], ids[0]]
    history.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert history.composed == [ids[0]]


def test_down_and_return_wait_for_what_is_searched_for(history: HistoryPage) -> None:
    ids = history.keep(at(NOON, "Zebra crossing"), at(NOON))
    history.type_and_press("zebra", Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert history.opened == [ids[0]]
    assert history.panel.view.hasFocus()
    history.type_and_press("-of-none", Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert history.opened == [ids[0]]
    assert history.panel.search.hasFocus()


def test_a_double_click_opens_once_and_gathering_rows_opens_nothing(history: HistoryPage) -> None:
    ids = history.keep(at(NOON), at(NOON))
    history.load()
    viewport = history.panel.view.viewport()
    index = history.panel.model.index(history.panel.model.place_of(ids[0]), 0)
    place = history.panel.view.visualRect(index).center()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    assert history.opened == []
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert history.opened == [ids[0]]


def test_older_and_newer_step_through_the_list(history: HistoryPage) -> None:
    ids = history.keep(at(NOON - timedelta(days=1)), at(NOON), at(NOON))
    history.load()
    for by in (1, 1, 1, 1, -1, -1, -1):
        history.panel.step(by)
    assert history.opened == [ids[2], ids[1], ids[0], ids[1], ids[2]]


def test_after_sending_the_older_one_is_the_one_before(history: HistoryPage) -> None:
    history.keep(at(NOON))
    history.load()
    history.panel.added(row_of(replace(an_exchange(), id=2, started=NOON)))
    history.panel.step(1)
    assert history.opened == [1]


def test_a_pinned_exchange_can_be_unpinned(history: HistoryPage) -> None:
    ids = history.keep(at(NOON), at(NOON))
    history.load()
    history.choose(ids[0])
    pick(history.panel.view.menu(), "Pin")
    history.settle()
    assert [row.pinned for row in history.panel.model.rows()] == [False, True]
    history.load()
    assert [row.pinned for row in history.panel.model.rows()] == [False, True]
    history.choose(ids[0])
    pick(history.panel.view.menu(), "Unpin")
    history.settle()
    assert not any(row.pinned for row in history.panel.model.rows())


def test_the_address_is_copied(history: HistoryPage) -> None:
    (id,) = history.keep(at(NOON))
    history.load()
    history.choose(id)
    history.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == an_exchange().request.url


def test_deleting_is_asked_about_first(history: HistoryPage) -> None:
    ids = history.keep(at(NOON - timedelta(days=1)), at(NOON), at(NOON))
    history.load()
    history.choose(ids[0])
    history.press(Qt.Key.Key_Delete)
    history.answer("Cancel")
    assert history.ids == ids[::-1]
    history.choose(ids[0])
    with history.qtbot.waitSignal(history.panel.forgotten):
        history.press(Qt.Key.Key_Delete)
        history.answer("Delete")
    assert history.ids == [ids[2], ids[1]]
    assert "Yesterday" not in history.lines
    history.load()
    assert history.ids == [ids[2], ids[1]]


def test_everything_but_pinned_exchanges_can_be_deleted(history: HistoryPage) -> None:
    ids = history.keep(at(NOON), at(NOON))
    history.load()
    history.choose(ids[1])
    pick(history.panel.view.menu(), "Pin")
    history.settle()
    pick(history.panel.view.menu(), "Delete all that is not pinned")
    history.answer("Delete")
    history.qtbot.waitUntil(lambda: history.ids == [ids[1]])


def test_nothing_chosen_offers_nothing(history: HistoryPage) -> None:
    history.load()
    menu = history.panel.view.menu()
    offered = [action.text() for action in menu.actions() if action.isEnabled() and action.text()]
    assert offered == ["Delete all that is not pinned…"]
