"""The panel of Local Edge: which scenario it plays, and what goes wrong on purpose."""

import asyncio
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from edge_studio.store import paths
from tests.ui.local_edge_page import Desktop, LocalEdgePage, a_scenario_file, kept, open_again
from tests.ui.studio_page import StudioPage

BUSY = {"name": "busy", "on": False, "status": 503, "frontDoor": {"text": "busy\n"}}


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
