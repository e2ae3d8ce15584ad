"""The panel of Local Edge: where it is, whether it runs, and that everybody can use it."""

import asyncio
import gc
import socket
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.ui.theme import load_theme
from tests.ui.acts import CONTROL, click, clipboard, press
from tests.ui.local_edge_page import LocalEdgePage, kept, open_again
from tests.ui.studio_page import StudioPage
from tests.ui.test_life import ticks_in_the_end


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


# Where it is


def test_it_opens_from_the_status_line_the_menu_a_key_and_the_connections_and_is_there_once(
    page: StudioPage,
) -> None:
    edge = LocalEdgePage(page)
    first = edge.panel
    page.do("local_edge")
    edge.open()
    page.studio.bar.local_edge_wanted.emit()
    assert edge.panel is first
    assert "Ctrl+Shift+L" in [
        key.toString() for key in page.studio.commands.actions["local_edge"].shortcuts()
    ]


@pytest.mark.parametrize(("key", "held"), [(Qt.Key.Key_Escape, None), (Qt.Key.Key_W, CONTROL)])
def test_keys_close_it_and_nothing_of_it_stays(
    edge: LocalEdgePage, key: Qt.Key, held: Qt.KeyboardModifier | None
) -> None:
    edge.page.send()
    edge.play("everything fails")
    edge.press(edge.panel.clients.serve_https)
    reference = weakref.ref(edge.panel)
    press(edge.panel, key, held)
    edge.page.wait_idle()
    assert edge.page.studio.local_edge_room.panel is None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert reference() is None
    edge.page.send()
    edge.open()
    assert edge.panel.isVisible()


def test_it_closes_with_the_window(edge: LocalEdgePage) -> None:
    assert edge.panel.isVisible()
    edge.page.close()
    assert edge.page.studio.local_edge_room.panel is None


def test_it_comes_back_as_large_as_it_was(edge: LocalEdgePage) -> None:
    edge.panel.resize(777, 555)
    edge.panel.close()
    edge.open()
    assert (edge.panel.width(), edge.panel.height()) == (777, 555)


def test_nothing_ticks_while_it_is_open_and_nothing_happens(
    edge: LocalEdgePage, qtbot: QtBot, qapp: QApplication
) -> None:
    edge.page.send()
    edge.panel.scenario.open.setFocus()
    assert ticks_in_the_end(qtbot, qapp) == ["QTimer"]  # the waiting's own


# Whether it runs, and where


def test_it_says_where_it_runs_and_copies_that(edge: LocalEdgePage) -> None:
    head = edge.panel.head
    assert head.state.text() == "Running"
    assert head.plain.text() == edge.status.base_url
    edge.press(head.copy_plain)
    assert clipboard() == edge.status.base_url
    assert head.copy_plain.text() == "Copied"


def test_it_follows_what_is_answered(edge: LocalEdgePage) -> None:
    assert "0 requests answered" in edge.panel.head.summary.whole()
    edge.page.send()
    edge.wait_for(lambda: "1 request answered · 1 visitor" in edge.panel.head.summary.whole())
    assert edge.panel.tabs.tabText(1) == "&Visitors 1"


def test_one_that_is_stopped_answers_nobody_until_it_is_started(edge: LocalEdgePage) -> None:
    head = edge.panel.head
    edge.press(head.turn)
    assert head.state.text() == "Stopped"
    assert edge.line == "Local Edge is stopped"
    assert not head.copy_plain.isEnabled()
    assert edge.send() == 0
    assert edge.page.history_titles() == ["Page view"]
    assert edge.refusal == "Local Edge is stopped."
    edge.press(head.turn)
    assert head.state.text() == "Running"
    assert edge.send() == 200


def test_restarting_begins_afresh(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    edge.press(edge.panel.head.restart)
    assert edge.visitors() == []
    assert edge.send() == 200


def test_a_port_is_kept_for_every_start(
    page: StudioPage, qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop
) -> None:
    edge, port = LocalEdgePage(page), a_free_port()
    address = edge.panel.address
    assert not address.apply.isEnabled()
    edge.type_port(address.port, port)
    edge.press(address.apply)
    assert edge.panel.head.plain.text() == f"http://127.0.0.1:{port}"
    assert not address.apply.isEnabled()
    assert edge.send() == 200
    assert kept().local_port == port
    again = open_again(page, qtbot, qapp, loop)
    assert LocalEdgePage(again).status.base_url == f"http://127.0.0.1:{port}"
    again.close()


def test_a_port_that_is_taken_is_told_with_what_to_do(edge: LocalEdgePage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        edge.type_port(edge.panel.address.port, port)
        edge.press(edge.panel.address.apply)
        assert f"has port {port}" in edge.notice
        assert edge.send() == 200
    edge.press(edge.panel.head.restart)
    assert edge.notice == ""
    assert edge.status.base_url == f"http://127.0.0.1:{port}"


def test_a_change_of_ports_can_be_taken_back_before_it_is_made(edge: LocalEdgePage) -> None:
    address = edge.panel.address
    edge.type_port(address.port, 9999)
    edge.press(address.undo)
    assert address.port.value() == 0
    assert not address.apply.isEnabled()


# For everybody


def focusable(panel: QWidget) -> list[QWidget]:
    """What the keyboard reaches in the panel, on the tab that is shown."""
    return [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_that_takes_the_focus_has_a_name(edge: LocalEdgePage, theme: str) -> None:
    edge.page.studio.look.set_theme(load_theme(theme))
    edge.play("everything fails")
    edge.press(edge.panel.clients.serve_https)
    edge.page.send()
    for place in range(edge.panel.tabs.count()):
        edge.panel.tabs.setCurrentIndex(place)
        nameless = [
            widget
            for widget in focusable(edge.panel)
            if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        ]
        assert nameless == []


def test_it_fits_a_small_screen(edge: LocalEdgePage) -> None:
    edge.play("everything fails")
    edge.press(edge.panel.clients.serve_https)
    for kind in ("website", "app", "server", "trust"):
        edge.panel.clients.show_kind(kind)
        assert edge.panel.minimumSizeHint().width() <= 1000
        assert edge.panel.minimumSizeHint().height() <= 700


def test_by_keys_alone_a_fault_is_switched(edge: LocalEdgePage) -> None:
    edge.play("everything fails")
    switch = edge.fault("Target cannot be reached").switch
    for _ in range(30):
        focused = QApplication.focusWidget()
        if focused is switch:
            break
        assert focused is not None
        press(focused, Qt.Key.Key_Tab)
    press(switch, Qt.Key.Key_Space)
    edge.page.wait_idle()
    assert not switch.isChecked()
    assert edge.status.faults_on == 1


def test_a_click_on_a_button_while_local_edge_is_busy_is_harmless(edge: LocalEdgePage) -> None:
    for _ in range(3):
        click(edge.panel.head.restart)
    edge.page.wait_idle()
    assert edge.panel.head.state.text() == "Running"
    assert edge.send() == 200


def test_of_scenarios_leafed_through_in_a_hurry_the_last_is_played(edge: LocalEdgePage) -> None:
    box = edge.panel.scenario.choice
    box.setFocus()
    press(box, Qt.Key.Key_End)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        press(box, key)
    chosen = box.currentText()
    edge.page.wait_idle()
    assert edge.status.scenario.name == box.currentText() == chosen
