from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Draft
from edge_studio.edge.samples import find
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.request.tab import RequestTab
from edge_studio.ui.theme import Look
from tests.ui.acts import pick


@pytest.fixture
def composer(qtbot: QtBot, look: Look) -> Iterator[ComposerPanel]:
    composer = ComposerPanel(look)
    qtbot.addWidget(composer)
    composer.resize(900, 600)
    composer.new_request()
    composer.show()
    yield composer
    composer.hide()


def titles(composer: ComposerPanel) -> list[str]:
    return [tab.title for tab in composer.tabs()]


def test_starting_points_open_in_tabs_of_their_own(composer: ComposerPanel) -> None:
    pick(composer.starting_points(), "Purchase")
    assert titles(composer) == ["Page view", "Purchase"]
    assert composer.current.buffer.text == find("purchase").text


def test_an_empty_request_is_a_starting_point_too(composer: ComposerPanel) -> None:
    pick(composer.starting_points(), "Empty request")
    assert composer.current.buffer.json.value("/event") == {}


def test_a_new_request_goes_where_the_one_before_went(composer: ComposerPanel) -> None:
    composer.current.set_connection("Staging")
    composer.new_request("purchase")
    assert composer.current.draft().connection == "Staging"


def test_a_closed_request_can_be_opened_again_with_what_was_typed(composer: ComposerPanel) -> None:
    composer.new_request("purchase")
    composer.current.buffer.set_value("/event/data/note", "kept")
    composer.close_current()
    assert titles(composer) == ["Page view"]
    composer.reopen()
    assert composer.current.buffer.json.value("/event/data/note") == "kept"


def test_the_last_request_closed_leaves_a_new_one(composer: ComposerPanel) -> None:
    composer.current.rename("The last")
    composer.close_current()
    assert titles(composer) == ["Page view"]


def test_a_copy_is_independent(composer: ComposerPanel) -> None:
    composer.duplicate()
    composer.current.buffer.set_value("/event/data/note", "only here")
    first, second = composer.tabs()
    assert "only here" in second.buffer.text
    assert "only here" not in first.buffer.text


def test_each_tab_has_an_undo_of_its_own_that_survives_a_change_of_tabs(composer: ComposerPanel) -> None:
    text = composer.current.buffer.text
    composer.current.buffer.set_value("/event/data/note", "x")
    composer.new_request("purchase")
    composer.step(1)
    composer.current.buffer.undo()
    assert composer.current.buffer.text == text


def test_tabs_are_built_when_they_are_first_shown(composer: ComposerPanel) -> None:
    drafts = [(replace(Draft(find("purchase").text), title=f"Request {n}"), False) for n in range(5)]
    composer.restore(drafts, 2)
    assert composer.current.title == "Request 1"
    assert [tab.is_built for tab in composer.tabs()] == [True, False, True, False, False, False]


def test_a_request_is_renamed_in_a_dialog_that_goes_away(composer: ComposerPanel, qtbot: QtBot) -> None:
    composer.rename_current()
    dialog = next(child for child in composer.children() if isinstance(child, QInputDialog))
    dialog.setTextValue("Gold member")
    with qtbot.waitSignal(dialog.destroyed):
        dialog.accept()
    assert titles(composer) == ["Gold member"]


def test_moving_a_tab_moves_its_request(composer: ComposerPanel) -> None:
    composer.new_request("purchase")
    shown = composer.current
    composer.bar.moveTab(1, 0)
    assert titles(composer) == ["Purchase", "Page view"]
    assert composer.current is shown


def test_an_edit_is_told_with_its_tab(composer: ComposerPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(composer.changed) as changed:
        composer.current.buffer.set_value("/event/data/note", "x")
    assert changed.args is not None
    assert isinstance(changed.args[0], RequestTab)
    assert composer.bar.tabText(0) == "Page view ●"
    composer.mark_sent(composer.current)
    assert composer.bar.tabText(0) == "Page view"
