from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import LOCAL_EDGE, Connection
from edge_studio.store.connections import local_edge
from edge_studio.ui.settings.connection_checks import EDGE_API, SERVER_API, Field, clean_token, remarks
from edge_studio.ui.settings.connection_dialog import ConnectionDialog, ConnectionEdits
from edge_studio.ui.theme import Look
from tests.ui.acts import CONTROL, choose, click, gone, press

STAGE = Connection("Stage", SERVER_API, "ds-1", "0A@AdobeOrg", "key-1", "#2e5be0")
LIVE = Connection("Live", "https://data.example.com", "ds-2", "", "", "#c32a28", production=True)
WHERE = "Tokens are kept in the keychain of this computer."


class ConnectionsPage:
    """The dialog on Local Edge and two connections of one's own."""

    def __init__(self, qtbot: QtBot, chosen: str = "Stage", tokens: dict[str, str] | None = None) -> None:
        tokens = {"Stage": "t-1"} if tokens is None else tokens
        self.window = QWidget()
        qtbot.addWidget(self.window)  # closing the dialog deletes it, which the plugin would do once more
        self.dialog = ConnectionDialog([local_edge(), STAGE, LIVE], tokens, WHERE, self.window, chosen)
        self.saved: list[ConnectionEdits] = []
        self.dialog.saved.connect(self.saved.append)
        self.dialog.open()

    def type(self, edit: QLineEdit, text: str) -> None:
        """Select what is there and type over it."""
        click(edit)
        press(edit, Qt.Key.Key_A, CONTROL)
        press(edit, Qt.Key.Key_Backspace)
        QTest.keyClicks(edit, text)

    @property
    def names(self) -> list[str]:
        return [self.dialog.list.item(place).text() for place in range(self.dialog.list.count())]

    def save(self) -> None:
        click(self.dialog.buttons.button(QDialogButtonBox.StandardButton.Save))

    @property
    def edits(self) -> ConnectionEdits:
        """What was saved, by this press of Save."""
        self.save()
        assert len(self.saved) == 1
        assert not self.dialog.isVisible()
        return self.saved[0]


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> ConnectionsPage:
    return ConnectionsPage(qtbot)


def test_what_nobody_touched_is_saved_as_it_was(page: ConnectionsPage) -> None:
    assert page.names == [LOCAL_EDGE, "Stage", "Live · production"]
    assert page.edits == ConnectionEdits((local_edge(), STAGE, LIVE))


def test_every_field_is_edited(page: ConnectionsPage) -> None:
    form = page.dialog.form
    page.type(form.name, " Staging ")
    choose(form.colour, "Violet")
    click(form.production)
    choose(form.server, "Another address")
    page.type(form.address, "http://127.0.0.1:8731")
    page.type(form.datastream, "ds-9")
    page.type(form.organisation, "0B@AdobeOrg")
    page.type(form.api_key, "key-9")
    page.type(form.token, "t-9")
    assert page.names[1] == "Staging · production"
    expected = Connection(
        "Staging", "http://127.0.0.1:8731", "ds-9", "0B@AdobeOrg", "key-9", "#7a4fd0", production=True
    )
    assert page.edits == ConnectionEdits(
        (local_edge(), expected, LIVE), renamed={"Stage": "Staging"}, tokens={"Staging": "t-9"}
    )


def test_adding_duplicating_and_removing(page: ConnectionsPage) -> None:
    dialog = page.dialog
    click(dialog.duplicate_button)
    assert dialog.form.name.text() == "Stage copy"
    click(dialog.add_button)
    click(dialog.add_button)
    assert page.names[3:] == ["Stage copy", "New connection", "New connection 2"]
    dialog.list.setCurrentRow(1)
    click(dialog.remove_button)
    assert page.names == [LOCAL_EDGE, "Live · production", "Stage copy", "New connection", "New connection 2"]
    assert dialog.list.currentRow() == 0
    assert not dialog.remove_button.isEnabled()
    edits = page.edits
    assert edits.removed == ("Stage",)
    assert edits.tokens == {"Stage copy": "t-1"}
    assert edits.connections[2] == replace(STAGE, name="Stage copy")
    assert edits.connections[3].base_url == EDGE_API


def test_a_connection_that_comes_and_goes_leaves_no_trace(page: ConnectionsPage) -> None:
    click(page.dialog.add_button)
    click(page.dialog.remove_button)
    assert page.edits == ConnectionEdits((local_edge(), STAGE, LIVE))


def test_a_token_that_is_emptied_is_forgotten_and_one_that_is_unknown_is_left_alone(
    qtbot: QtBot, look: Look
) -> None:
    page = ConnectionsPage(qtbot)
    page.type(page.dialog.form.token, "")
    assert page.edits.tokens == {"Stage": ""}
    locked = ConnectionsPage(qtbot, tokens={})
    locked.type(locked.dialog.form.name, "Renamed")
    edits = locked.edits
    assert edits.tokens == {}
    assert edits.renamed == {"Stage": "Renamed"}


def test_a_token_is_hidden_until_it_is_asked_for(page: ConnectionsPage) -> None:
    form = page.dialog.form
    assert form.token.echoMode() is QLineEdit.EchoMode.Password
    click(form.show_token)
    assert form.token.echoMode() is QLineEdit.EchoMode.Normal
    page.dialog.list.setCurrentRow(2)
    page.dialog.list.setCurrentRow(1)
    assert form.token.echoMode() is QLineEdit.EchoMode.Password
    assert WHERE in form.token.accessibleDescription()


def test_of_local_edge_only_datastream_and_colour_can_be_changed(qtbot: QtBot, look: Look) -> None:
    page = ConnectionsPage(qtbot, chosen=LOCAL_EDGE)
    form = page.dialog.form
    for widget in (form.server, form.address, form.organisation, form.api_key, form.token, form.production):
        assert not widget.isVisible()
    assert not form.name.isEnabled()
    assert form.built_in.isVisible()
    page.type(form.datastream, "mine")
    choose(form.colour, "Teal")
    assert page.edits.connections[0] == replace(local_edge(), datastream="mine", colour="#0f8a7d")


def test_adobes_addresses_are_chosen_and_ones_own_are_typed(page: ConnectionsPage) -> None:
    form = page.dialog.form
    assert not form.address.isEnabled()
    choose(form.server, "Edge, as browsers do")
    assert form.address.text() == EDGE_API
    choose(form.server, "Another address")
    assert form.address.isEnabled()
    assert form.address.text() == ""


def test_what_must_be_mended_keeps_the_dialog_open_and_is_gone_to(page: ConnectionsPage) -> None:
    page.type(page.dialog.form.name, "received by local edge")  # so the history calls what others send
    assert "Another connection has this name" in page.dialog.form.remark_at("name")
    page.type(page.dialog.form.name, "live")
    assert "Another connection has this name" in page.dialog.form.remark_at("name")
    page.dialog.list.setCurrentRow(0)
    assert "live: something" in page.dialog.verdict.text()
    page.save()
    assert page.saved == []
    assert page.dialog.isVisible()
    assert page.dialog.list.currentRow() == 1
    page.type(page.dialog.form.name, "Stage")
    assert page.dialog.form.remark_at("name") == ""
    assert page.edits.connections == (local_edge(), STAGE, LIVE)


@pytest.mark.parametrize(
    ("change", "token", "field", "words", "blocking"),
    [
        ({"name": " "}, "t", "name", "Give the connection a name", True),
        ({"name": "local edge "}, "t", "name", "Another connection", True),
        ({"base_url": ""}, "t", "address", "no server address", True),
        ({"base_url": "ftp://example.com"}, "t", "address", "ftp://", True),
        ({"base_url": "http://example.com"}, "t", "address", "never sent", False),
        ({"base_url": "http://example.com"}, "", "address", "can read what is sent", False),
        ({"datastream": ""}, "t", "datastream", "its own datastream", False),
        ({"organisation": "0A"}, "t", "organisation", "@AdobeOrg", False),
        ({"organisation": ""}, "t", "organisation", "beside an access token", False),
        ({"api_key": ""}, "t", "api_key", "beside an access token", False),
        ({}, "two words", "token", "no blanks", True),
        ({}, "tö", "token", "plain letters", True),
        ({}, "", "token", "only to requests with an access token", False),
    ],
)
def test_each_field_says_what_is_wrong_with_it(
    change: dict[str, str], token: str, field: Field, words: str, blocking: bool
) -> None:
    found = remarks(replace(STAGE, **change), token, ["Live"])  # type: ignore[arg-type] # texts only
    assert [(remark.field, remark.blocking) for remark in found if words in remark.text] == [
        (field, blocking)
    ]


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:9", "http://localhost", "https://example.com"])
def test_a_good_connection_draws_no_remark(base_url: str) -> None:
    assert remarks(replace(STAGE, base_url=base_url), "t-1", ["Live"]) == []


@pytest.mark.parametrize("text", ["t-1", " t-1\n", "Bearer t-1", "bearer  t-1 "])
def test_a_pasted_token_loses_what_does_not_belong_to_it(text: str) -> None:
    assert clean_token(text) == "t-1"


def test_cancel_saves_nothing(page: ConnectionsPage) -> None:
    page.type(page.dialog.form.name, "Other")
    press(page.dialog, Qt.Key.Key_Escape)
    assert page.saved == []
    assert not page.dialog.isVisible()


def test_the_dialog_is_freed_when_it_is_closed(qtbot: QtBot, look: Look) -> None:
    def make() -> ConnectionDialog:
        return ConnectionDialog([local_edge(), STAGE], {}, WHERE)

    made: Callable[[], ConnectionDialog] = make
    assert gone(made, qtbot)
