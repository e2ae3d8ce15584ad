"""The panel of Local Edge: where it runs, what it plays, whom it knows, and how clients are pointed at it."""

import asyncio
import gc
import json
import socket
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.edge.pointing import WITHOUT_TLS
from edge_studio.store import paths
from edge_studio.store.settings import Settings, SettingsStore
from edge_studio.ui.theme import load_theme
from tests.ui.acts import CONTROL, click, clipboard, press
from tests.ui.local_edge_page import Desktop, LocalEdgePage, a_scenario_file
from tests.ui.studio_page import StudioPage
from tests.ui.test_life import ticks_in_the_end

BUSY = {"name": "busy", "on": False, "status": 503, "frontDoor": {"text": "busy\n"}}


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop) -> Iterator[StudioPage]:
    page = StudioPage(qtbot, qapp, loop)
    yield page
    page.close()


@pytest.fixture
def edge(page: StudioPage) -> LocalEdgePage:
    return LocalEdgePage(page)


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    desktop = Desktop()
    desktop.serve()
    yield desktop
    desktop.leave()


def open_again(
    page: StudioPage, qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop
) -> StudioPage:
    """The window of the next start."""
    page.close()
    return StudioPage(qtbot, qapp, loop)


def kept() -> Settings:
    return SettingsStore(paths.settings_file()).load()


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


# What it plays


def test_every_scenario_that_ships_is_offered_and_played(edge: LocalEdgePage) -> None:
    assert edge.scenarios[0] == "shop"
    for name in list(edge.scenarios):
        edge.play(name)
        assert edge.status.scenario.name == name
        assert edge.panel.scenario.description.text() == edge.status.scenario.description
        assert edge.problem == ""


def test_the_scenario_that_was_chosen_is_played_at_the_next_start(
    page: StudioPage, qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop
) -> None:
    edge = LocalEdgePage(page)
    edge.play("everything fails")
    assert kept().local_scenario == "everything-fails"
    again = open_again(page, qtbot, qapp, loop)
    assert "2 faults on" in again.studio.window.local_edge_button.text()
    edge = LocalEdgePage(again)
    assert edge.panel.scenario.choice.currentText() == "everything fails"
    again.close()


def test_a_scenario_that_is_gone_at_the_start_gives_way_to_shop_and_is_told_of(
    page: StudioPage, qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    path = a_scenario_file(tmp_path)
    page.studio.local_edge_room.play(str(path))
    page.wait_idle()
    path.unlink()
    again = open_again(page, qtbot, qapp, loop)
    assert "plays the scenario shop instead" in again.trouble
    assert "mine.json" in again.trouble
    edge = LocalEdgePage(again)
    assert edge.status.scenario.name == "shop"
    assert "mine.json" in edge.notice
    again.close()


def test_a_file_of_ones_own_is_played_and_offered_beside_ours(edge: LocalEdgePage, tmp_path: Path) -> None:
    path = a_scenario_file(tmp_path, description="With & without <b>offers</b>")
    edge.press(edge.panel.scenario.open)
    (dialog,) = (each for each in QApplication.topLevelWidgets() if each.isModal())
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    edge.page.wait_idle()
    assert edge.status.scenario.name == "mine"
    assert edge.scenarios[-2:] == ["", "mine — mine.json"]
    assert edge.panel.scenario.choice.currentText() == "mine — mine.json"
    assert edge.panel.scenario.place.whole() == str(path)
    assert kept().local_scenario == str(path)


def test_a_file_that_is_no_scenario_is_refused_with_its_line_and_nothing_changes(
    edge: LocalEdgePage, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{\n  "name": "mine",\n  "organisation": 7\n}')
    edge.page.studio.local_edge_room.play(str(path))
    edge.page.wait_idle()
    assert "line 3" in edge.problem
    assert "plays on" in edge.problem
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    assert "line 3" in edge.problem
    assert edge.panel.scenario.choice.currentText() == "shop"
    assert kept().local_scenario == ""


def test_a_file_is_played_anew_when_it_is_saved_and_a_broken_one_is_told_of(
    edge: LocalEdgePage, tmp_path: Path
) -> None:
    path = a_scenario_file(tmp_path)
    edge.page.studio.local_edge_room.play(str(path))
    edge.page.wait_idle()
    path.write_text("{\n!")
    edge.wait_for(lambda: "line 2" in edge.problem)
    assert edge.send() == 200
    a_scenario_file(tmp_path, description="mended")
    edge.wait_for(lambda: edge.panel.scenario.description.text() == "mended")
    assert edge.problem == ""


def test_a_file_that_another_takes_the_place_of_is_followed_as_well(
    edge: LocalEdgePage, tmp_path: Path
) -> None:
    path = a_scenario_file(tmp_path)
    edge.page.studio.local_edge_room.play(str(path))
    edge.page.wait_idle()
    for words in ("first", "second"):
        other = tmp_path / "other"
        other.write_text(json.dumps({**json.loads(path.read_text()), "description": words}))
        other.replace(path)
        edge.wait_for(lambda words=words: edge.panel.scenario.description.text() == words)  # type: ignore[misc] # mypy knows no type of a default


def test_a_scenario_saved_broken_is_told_of_in_the_window_while_the_panel_is_closed(
    edge: LocalEdgePage, tmp_path: Path
) -> None:
    path = a_scenario_file(tmp_path)
    edge.page.studio.local_edge_room.play(str(path))
    edge.page.wait_idle()
    edge.panel.close()
    path.write_text("{\n!")
    edge.page.wait_for(lambda: "line 2" in edge.page.trouble)


def test_editing_one_of_ours_makes_a_copy_and_opens_that(edge: LocalEdgePage, desktop: Desktop) -> None:
    assert edge.panel.scenario.edit.text() == "&Edit a copy"
    edge.press(edge.panel.scenario.edit)
    (path,) = desktop.opened
    assert Path(path).parent == paths.scenarios_folder()
    assert edge.status.scenario.name == "shop, copy"
    assert edge.scenarios[-1] == "shop, copy — shop-copy.json"
    assert edge.panel.scenario.edit.text() == "&Edit"
    edge.press(edge.panel.scenario.edit)
    assert desktop.opened == [path, path]
    edge.press(edge.panel.scenario.folder)
    assert desktop.opened[-1] == str(paths.scenarios_folder())


@pytest.mark.qt_log_ignore("openDocument", extend=True)  # what the offscreen platform says of every file
def test_a_desktop_without_a_program_for_it_is_told_of(edge: LocalEdgePage) -> None:
    edge.press(edge.panel.scenario.edit)
    assert "shop-copy.json" in edge.notice
    assert "Open it in an editor" in edge.notice


# What goes wrong on purpose


def test_a_switch_changes_what_is_answered_next(edge: LocalEdgePage, tmp_path: Path) -> None:
    edge.page.studio.local_edge_room.play(str(a_scenario_file(tmp_path, faults=[BUSY])))
    edge.page.wait_idle()
    assert edge.send() == 200
    edge.switch("busy")
    assert edge.send() == 503
    assert edge.line.endswith("1 fault on")
    assert edge.panel.scenario.faults.count.text() == "1 on"
    edge.switch("busy")
    assert edge.send() == 200
    assert edge.line.endswith("no credentials needed")


def test_each_fault_says_when_it_strikes_and_what_it_does(edge: LocalEdgePage) -> None:
    edge.play("everything fails")
    row = edge.fault("Every third request is turned away")
    assert row.words.text() == "429 with Retry-After: does the client wait as long as it is told to?"
    assert row.exact.text().startswith("Every 3rd request: answered 429")
    assert row.switch.isChecked()
    assert row.exact.text() in row.switch.accessibleDescription()


def test_all_faults_are_switched_off_at_once(edge: LocalEdgePage) -> None:
    edge.play("everything fails")
    assert edge.status.faults_on == 2
    edge.press(edge.panel.scenario.faults.all_off)
    assert edge.status.faults_on == 0
    assert not edge.panel.scenario.faults.all_off.isEnabled()
    assert {edge.send() for _ in range(3)} == {200}


def test_a_scenario_without_faults_says_where_there_are_some(edge: LocalEdgePage, tmp_path: Path) -> None:
    edge.page.studio.local_edge_room.play(str(a_scenario_file(tmp_path)))
    edge.page.wait_idle()
    assert edge.panel.scenario.faults.nothing.isVisible()
    assert not edge.panel.scenario.faults.all_off.isVisible()


# Whom it knows


def test_a_visitor_appears_with_all_that_is_held(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    ((name, ecid, _, hits, consent),) = edge.visitors()
    assert name.startswith("Newsletter reader")
    assert len(ecid) == 38
    assert (hits, consent) == ("1", "opted in")
    held = edge.held()
    assert held["ECID"] == ecid
    assert held["Email_LC_SHA256"].startswith("0c7e6a40")
    assert held["Consent"] == "opted in — general=in"
    assert held["Media"] == "none"
    edge.press(edge.panel.visitors.copy)
    assert clipboard() == ecid


def test_the_chosen_visitor_stays_chosen_as_others_come(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    chosen = edge.panel.visitors.chosen
    assert chosen is not None
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 2)
    now = edge.panel.visitors.chosen
    assert now is not None
    assert now.ecid == chosen.ecid
    assert edge.held()["ECID"] == chosen.ecid


def test_a_visitor_is_found_by_any_of_its_ids(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    edge.panel.visitors.search.setText("0C7E6A40")
    assert len(edge.visitors()) == 1
    edge.panel.visitors.search.setText("nobody")
    assert edge.visitors() == []
    assert edge.panel.visitors.empty.text() == "No visitor has this in a name, an ID or an activity."
    assert not edge.panel.visitors.copy.isEnabled()


def test_what_a_visitor_sent_is_found_in_the_history(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    edge.press(edge.panel.visitors.history)
    assert edge.page.studio.history.search.text() == edge.held()["ECID"]
    edge.wait_for(lambda: edge.page.history_titles() == ["Page view"])


def test_forgetting_leaves_nobody_and_says_so(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    edge.press(edge.panel.visitors.forget)
    assert edge.visitors() == []
    assert edge.status.visitors == ()
    assert edge.panel.visitors.said.whole() == "1 visitor forgotten."
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    assert edge.panel.visitors.said.whole() == ""


# How clients are pointed at it


def test_a_website_needs_https_which_one_press_switches_on(edge: LocalEdgePage) -> None:
    assert edge.steps() == {}
    assert edge.panel.clients.serve_https.isVisibleTo(edge.panel.clients)
    edge.press(edge.panel.clients.serve_https)
    status = edge.status
    assert status.secure_url.startswith("https://127.0.0.1:")
    assert kept().local_https
    assert edge.panel.head.secure.text() == status.secure_url
    step = edge.steps()["Web SDK, in the page"]
    assert step.copy is not None
    edge.press(step.copy)
    assert 'edgeDomain: "127.0.0.1"' in clipboard()
    assert f'orgId: "{status.organisation}"' in clipboard()


def test_the_certificate_to_trust_is_named_and_its_key_is_private(edge: LocalEdgePage) -> None:
    edge.press(edge.panel.clients.serve_https)
    edge.panel.clients.show_kind("trust")
    certificate = Path(edge.status.authority_file)
    assert certificate.is_file()
    codes = [step.recipe.code for step in edge.steps().values() if step.recipe.code]
    assert all(str(certificate) in code for code in codes)
    assert edge.panel.address.certificate.whole() == str(certificate)
    keys = [path for path in certificate.parent.iterdir() if path != certificate]
    assert [path.stat().st_mode & 0o077 for path in keys] == [0]


def test_a_server_needs_no_https(edge: LocalEdgePage) -> None:
    edge.panel.clients.show_kind("server")
    assert edge.status.base_url in edge.steps()["curl"].recipe.code


def test_a_scenario_that_serves_only_its_own_datastreams_is_pointed_at_with_one_of_them(
    edge: LocalEdgePage,
) -> None:
    edge.play("streaming media")
    edge.panel.clients.show_kind("server")
    assert edge.status.datastream
    assert edge.status.datastream in edge.steps()["curl"].recipe.code


def test_a_stopped_one_points_nobody_anywhere(edge: LocalEdgePage) -> None:
    edge.press(edge.panel.head.turn)
    edge.panel.clients.show_kind("server")
    assert edge.steps() == {}
    assert "start it first" in edge.panel.clients.hint.text()


def test_the_way_from_the_head_to_https_leads_to_the_steps(edge: LocalEdgePage) -> None:
    edge.press(edge.panel.head.no_https)
    assert edge.panel.tabs.currentWidget() is edge.panel.clients
    assert WITHOUT_TLS in edge.panel.clients.https_words


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
