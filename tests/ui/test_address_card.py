from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Draft, Header, RequestIdMode
from edge_studio.ui.request.address_card import AddressCard
from edge_studio.ui.theme import Look
from tests.ui.acts import click, press

DRAFT = Draft(
    "{}",
    datastream="3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41",
    location_hint="or2",
    request_id_mode=RequestIdMode.FIXED,
    request_id="run-7",
    parameters="silent=true",
    headers=(Header("x-sandbox-name", "dev"),),
)


@pytest.fixture
def card(qtbot: QtBot, look: Look) -> Iterator[AddressCard]:
    card = AddressCard(look)
    qtbot.addWidget(card)
    card.resize(420, 500)
    card.show()
    yield card
    card.hide()


def test_a_folded_card_says_what_it_holds(card: AddressCard) -> None:
    assert card.is_folded
    assert card.hint == "as the connection says"
    card.show_draft(DRAFT)
    assert card.hint == (
        "datastream 3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41, hint or2, request ID fixed, silent=true, "
        "1 own header"
    )


def test_looking_changes_nothing(card: AddressCard) -> None:
    card.show_draft(DRAFT)
    card.open()
    assert card.applied_to(Draft("{}")) == DRAFT


def test_what_is_typed_is_in_the_draft(card: AddressCard, qtbot: QtBot) -> None:
    card.open()
    for character in "abc":
        with qtbot.waitSignal(card.changed):
            QTest.keyClicks(card.datastream, character)
    assert card.applied_to(Draft("{}")).datastream == "abc"


def test_a_header_is_added_and_removed(card: AddressCard) -> None:
    card.open()
    click(card.add_header_button)
    [row] = card.header_rows
    QTest.keyClicks(row.name, "x-own")
    QTest.keyClicks(row.value, "1")
    assert card.applied_to(Draft("{}")).headers == (Header("x-own", "1"),)
    click(row.remove)
    assert card.applied_to(Draft("{}")).headers == ()


def test_a_hint_of_ones_own_is_taken(card: AddressCard) -> None:
    card.open()
    line = card.place_box.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "t38")
    assert card.applied_to(Draft("{}")).location_hint == "t38"
    line.selectAll()
    press(line, Qt.Key.Key_Backspace)
    assert card.applied_to(Draft("{}")).location_hint == ""


def test_a_secret_header_is_not_to_be_read_on_the_screen(card: AddressCard) -> None:
    card.open()
    click(card.add_header_button)
    [row] = card.header_rows
    QTest.keyClicks(row.name, "Authorization")
    QTest.keyClicks(row.value, "Bearer canary")
    assert "canary" not in row.value.displayText()
    assert card.applied_to(Draft("{}")).headers == (Header("Authorization", "Bearer canary", secret=True),)
