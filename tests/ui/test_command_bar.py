from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import ApiVersion, Connection
from edge_studio.store.connections import local_edge
from edge_studio.ui.theme import Look
from edge_studio.ui.window.command_bar import CommandBar
from tests.ui.acts import click, press

LIVE = Connection("Shop, live", "https://server.adobedc.net", production=True)


@pytest.fixture
def bar(qtbot: QtBot, look: Look) -> Iterator[CommandBar]:
    bar = CommandBar(look)
    qtbot.addWidget(bar)
    bar.resize(1200, 50)
    bar.show()
    bar.show_connections([local_edge(), LIVE], "Local Edge")
    yield bar
    bar.hide()


def test_send_turns_into_cancel_and_back(bar: CommandBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.send):
        click(bar.send_button)
    bar.show_waiting()
    assert bar.send_button.text().startswith("Cancel")
    with qtbot.waitSignal(bar.cancel):
        click(bar.send_button)
    bar.show_idle()
    assert bar.send_button.text().startswith("Send")


def test_the_stopwatch_ticks_only_while_an_answer_is_awaited(bar: CommandBar, qtbot: QtBot) -> None:
    assert not bar.is_waiting
    bar.show_waiting()
    first = bar.send_button.text()
    qtbot.waitUntil(lambda: bar.send_button.text() != first)
    bar.show_idle()
    assert not bar.is_waiting


def test_production_is_said_in_words(bar: CommandBar) -> None:
    bar.show_connection(LIVE.name)
    assert bar.production_chip.isVisible()
    assert bar.production_chip.text() == "PRODUCTION"
    bar.show_connection("Local Edge")
    assert not bar.production_chip.isVisible()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("Manage connections…", "manage_connections"), ("See to Local Edge…", "local_edge_wanted")],
)
def test_what_is_no_connection_opens_something_and_the_connection_stays(
    bar: CommandBar, qtbot: QtBot, words: str, wanted: str
) -> None:
    bar.show_connection(LIVE.name)
    place = bar.connection_box.findText(words)
    with qtbot.waitSignal(getattr(bar, wanted)), qtbot.assertNotEmitted(bar.connection_chosen):
        bar.connection_box.setCurrentIndex(place)
        bar.connection_box.activated.emit(place)
    assert bar.connection_box.currentText() == LIVE.name


def test_a_connection_is_chosen_with_the_keyboard(bar: CommandBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.connection_chosen) as chosen:
        press(bar.connection_box, Qt.Key.Key_Down)
    assert chosen.args == [LIVE.name]


def test_the_endpoint_and_its_version_are_told(bar: CommandBar, qtbot: QtBot) -> None:
    bar.show_endpoint("interact", ApiVersion.V2)
    with qtbot.waitSignal(bar.endpoint_chosen) as chosen:
        press(bar.endpoint_box, Qt.Key.Key_Down)
    assert chosen.args == ["interact", ApiVersion.V1]
    assert isinstance(chosen.args[1], ApiVersion)
    bar.show_endpoint("ping", ApiVersion.V2)
    assert bar.endpoint_box.currentText() == "va/ping · v1"


def test_every_endpoint_is_offered_in_plain_words_with_its_wire_name(bar: CommandBar) -> None:
    assert bar.endpoint_box.count() == 2
    bar.offer_endpoints()
    bar.offer_endpoints()
    role = Qt.ItemDataRole.AccessibleTextRole
    offered = [bar.endpoint_box.itemData(place, role) for place in range(bar.endpoint_box.count())]
    assert offered[:6] == [
        "Event with an answer — interact · v2",
        "Event with an answer — interact · v1",
        "Event without an answer — collect · v2",
        "Event without an answer — collect · v1",
        "Consent — set-consent · v1",
        "Visitor ID — acquire · v1",
    ]
    assert offered[7] == "Media: session start — va/sessionStart · v1"
    assert len(offered) == 26
    bar.endpoint_box.showPopup()
    view = bar.endpoint_box.view()
    assert view.width() > view.fontMetrics().horizontalAdvance(max(filter(None, offered), key=len))
    bar.endpoint_box.hidePopup()


def test_the_address_is_shown_in_full_as_a_tool_tip(bar: CommandBar) -> None:
    address = "https://server.adobedc.net/ee/v2/interact?dataStreamId=" + "x" * 300
    bar.show_url(address)
    assert bar.url == address
