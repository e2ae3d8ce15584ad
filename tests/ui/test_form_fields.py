import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGridLayout, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import ApiVersion
from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.factory import make_field
from edge_studio.ui.fields.spec import Number
from edge_studio.ui.fields.text import NumberField
from edge_studio.ui.theme import Look
from tests.ui.acts import click, press, retype
from tests.ui.pages import FormPage, OpenForm


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> FormPage:
    return FormPage.alone(qtbot, look)


def web(page: FormPage) -> object:
    return page.json["event"]["xdm"]["web"]


def test_typing_in_a_field_writes_its_member_and_the_parents_it_lacks(page: FormPage) -> None:
    page.type("Name", "Home")
    assert page.json == {"event": {"xdm": {"web": {"webPageDetails": {"name": "Home"}}}}}


def test_a_field_changes_nothing_but_its_value(open_form: OpenForm) -> None:
    text = (
        '{ "event" : {"xdm":{"web":{"webPageDetails":{\n\t"URL" :"a","name":"b", "x": 1.10, "URL":"c"}}}} }'
    )
    page = open_form(text)
    assert page.shows("URL") == "c"
    page.type("Name", "B")
    assert page.text == text.replace('"b"', '"B"')


def test_a_burst_of_typing_is_one_step_of_undo(page: FormPage) -> None:
    page.type("Name", "Home")
    page.type("Site section", "shoes")
    page.undo()
    assert web(page) == {"webPageDetails": {"name": "Home"}}
    assert page.shows("Site section") == ""
    page.undo()
    assert page.text == "{}"
    page.redo()
    assert web(page) == {"webPageDetails": {"name": "Home"}}


def test_leaving_a_field_ends_the_burst(page: FormPage) -> None:
    page.type("Name", "Ho")
    click(page.line("Server"))
    click(page.line("Name"))
    press(page.line("Name"), Qt.Key.Key_End)
    QTest.keyClicks(page.line("Name"), "me")
    page.undo()
    assert web(page) == {"webPageDetails": {"name": "Ho"}}


def test_an_emptied_field_removes_its_member_and_the_parents_the_form_made(page: FormPage) -> None:
    page.type("Name", "Home")
    page.type("Name", "")
    assert page.text.strip() == "{}"


def test_an_emptied_field_leaves_parents_that_hold_something_else(open_form: OpenForm) -> None:
    page = open_form('{"event": {"xdm": {"web": {"webPageDetails": {"name": "a", "own": 1}}}}}')
    page.type("Name", "")
    assert web(page) == {"webPageDetails": {"own": 1}}


def test_the_caret_stays_while_the_text_changes_elsewhere(open_form: OpenForm) -> None:
    page = open_form('{"event": {"xdm": {"web": {"webPageDetails": {"name": "Home"}}}}}')
    click(page.line("Name"))
    page.line("Name").setCursorPosition(2)
    page.buffer.set_value("/event/xdm/web/webPageDetails/URL", "https://example.com/")
    assert page.line("Name").cursorPosition() == 2
    assert page.shows("URL") == "https://example.com/"


@pytest.mark.parametrize(
    ("raw", "remark"),
    [
        ("12", "Not text but the number 12."),
        ("true", "Not text but true."),
        ("null", "Not text but null."),
        ('{"a": 1}', 'Not text but an object: {"a": 1}.'),
    ],
)
def test_a_value_of_another_type_is_shown_as_it_is_and_not_touched(
    open_form: OpenForm, raw: str, remark: str
) -> None:
    text = f'{{"event": {{"xdm": {{"web": {{"webPageDetails": {{"name": {raw}}}}}}}}}}}'
    page = open_form(text)
    assert page.shows("Name") == raw
    assert page.line("Name").isReadOnly()
    assert page.remark("Name") == remark
    page.type("Name", "x")
    assert page.text == text


def test_a_number_can_be_made_text_in_one_step(open_form: OpenForm) -> None:
    text = '{"event": {"xdm": {"web": {"webPageDetails": {"name": 1.10}}}}}'
    page = open_form(text)
    page.press_remark("Name")
    assert page.text == text.replace("1.10", '"1.10"')
    assert page.remark("Name") == ""
    page.undo()
    assert page.text == text


def test_null_is_replaced_only_by_what_is_typed(open_form: OpenForm) -> None:
    text = '{"event": {"xdm": {"web": {"webPageDetails": {"name": null}}}}}'
    page = open_form(text)
    page.press_remark("Name")
    assert page.text == text
    click(page.line("Server"))
    assert page.shows("Name") == "null"
    page.press_remark("Name")
    page.type("Name", "Home")
    assert page.text == text.replace("null", '"Home"')


def test_a_counter_is_written_as_a_measure_with_its_spelling(page: FormPage) -> None:
    page.type("Page views", "1.0")
    assert '"value": 1.0' in page.text
    page.type("Page views", "")
    assert page.text.strip() == "{}"


def test_what_is_no_number_is_not_written(page: FormPage) -> None:
    page.type("Page views", "1")
    page.type("Page views", "one")
    assert page.json["event"]["xdm"]["web"]["webPageDetails"]["pageViews"] == {"value": 1}
    assert page.remark("Page views").startswith("“one” is not a number")
    click(page.line("Name"))
    assert page.shows("Page views") == "1"


def test_a_bare_number_is_offered_to_become_a_measure(open_form: OpenForm) -> None:
    page = open_form('{"event": {"xdm": {"web": {"webInteraction": {"linkClicks": 3}}}}}')
    assert page.remark("Link clicks") == "Not a counter but the number 3."
    page.press_remark("Link clicks")
    assert web(page) == {"webInteraction": {"linkClicks": {"value": 3}}}


def test_a_measure_keeps_its_other_members(open_form: OpenForm) -> None:
    page = open_form(
        '{"event": {"xdm": {"web": {"webInteraction": {"linkClicks": {"id": "x", "value": 1}}}}}}'
    )
    page.type("Link clicks", "2")
    assert '{"id": "x", "value": 2}' in page.text
    page.type("Link clicks", "")
    assert '{"id": "x"}' in page.text


def test_a_switch_has_three_states(page: FormPage) -> None:
    page.choose("Home page", "Yes")
    assert web(page) == {"webPageDetails": {"isHomePage": True}}
    page.choose("Home page", "No")
    assert "false" in page.text
    page.choose("Home page", "Not set")
    assert page.text.strip() == "{}"


def test_a_switch_shows_what_is_neither_yes_nor_no(open_form: OpenForm) -> None:
    page = open_form('{"event": {"xdm": {"web": {"webPageDetails": {"isErrorPage": "yes"}}}}}')
    assert page.shows("Error page") == '"yes"'
    assert page.remark("Error page").startswith("Not yes or no but text “yes”.")
    page.choose("Error page", "Yes")
    assert web(page) == {"webPageDetails": {"isErrorPage": True}}


def test_a_choice_writes_the_wire_name_and_shows_the_plain_one(page: FormPage) -> None:
    page.choose("Referrer type", "Search engine")
    assert web(page) == {"webReferrer": {"type": "search_engine"}}
    assert page.shows("Referrer type") == "Search engine — search_engine"
    page.choose("Referrer type", "Not set")
    assert page.text.strip() == "{}"


def test_a_choice_shows_a_value_that_the_schema_does_not_know(open_form: OpenForm) -> None:
    page = open_form('{"event": {"xdm": {"web": {"webReferrer": {"type": "carrier pigeon"}}}}}')
    assert page.shows("Referrer type") == "carrier pigeon"
    assert page.remark("Referrer type") == "Not one of the values that the schema knows."


def test_a_field_in_a_place_that_is_no_object_says_so(open_form: OpenForm) -> None:
    text = '{"event": {"xdm": {"web": {"webPageDetails": "oops"}}}}'
    page = open_form(text)
    assert page.line("Name").isReadOnly()
    assert "“webPageDetails” is text here, not an object" in page.card("Web page").obstacle


def test_version_one_writes_below_events(qtbot: QtBot, look: Look) -> None:
    page = FormPage.alone(qtbot, look, "{}", ApiVersion.V1)
    page.type("Name", "Home")
    assert page.json == {"events": [{"xdm": {"web": {"webPageDetails": {"name": "Home"}}}}]}
    page.form.set_version(ApiVersion.V2)
    assert page.shows("Name") == ""


def test_names_and_pointers_are_copied_from_the_menu(page: FormPage) -> None:
    name, pointer = page.field("Site section").actions
    name.trigger()
    assert QGuiApplication.clipboard().text() == "siteSection"
    pointer.trigger()
    assert QGuiApplication.clipboard().text() == "/event/xdm/web/webPageDetails/siteSection"


def test_the_menu_of_a_line_leaves_undo_to_the_window(page: FormPage) -> None:
    menu = page.line("Name").context_menu()
    assert [action.text() for action in menu.actions()[-2:]] == ["Copy wire name", "Copy pointer"]
    assert not any("Undo" in action.text() for action in menu.actions())
    menu.deleteLater()


def test_every_field_has_a_name_a_buddy_and_help(page: FormPage) -> None:
    for card in page.form.cards:
        page.unfold(card)
    for field in page.form.fields():
        assert field.label.buddy() is not None, field.spec.label
        assert field.label.buddy().accessibleName(), field.spec.label
        assert field.spec.help in field.control.toolTip(), field.spec.label
        assert field.pointer in field.control.toolTip(), field.spec.label


def test_half_a_character_is_not_lost_by_looking_or_typing(open_form: OpenForm) -> None:
    text = (
        '{"event": {"xdm": {"eventType": "a\\ud800b", "identityMap": {"E\\ud800": [{"id": "\\udc00"}]}}, '
        '"data": {"k\\ud83d": "v\\ud800"}}}'
    )
    page = open_form(text)
    assert page.remark("Event type").startswith("Holds half of a character")
    page.type("Event type", "x")
    page.identities.type_id(0, "x")
    click(page.identities.card.rows[0].namespace)
    click(page.line("Event type"))
    page.form.commit()
    page.data.select("k\ud83d")
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Return):
        page.data.press(key)
        QTest.keyClicks(page.data.editor, "x")
        press(page.data.editor, Qt.Key.Key_Return)
    assert page.text == text


def test_a_long_list_is_shown_as_far_as_makes_sense(open_form: OpenForm) -> None:
    scopes = ", ".join(f'"scope-{number}"' for number in range(2000))
    page = open_form(f'{{"query": {{"personalization": {{"decisionScopes": [{scopes}]}}}}}}')
    assert page.remark("Scopes") == "1950 more in the JSON."
    assert page.list_of("Scopes").lines[-1].text() == "scope-49"


def test_a_number_field_keeps_the_spelling(qtbot: QtBot, look: Look) -> None:
    buffer = RequestBuffer()
    buffer.load('{"price": 1.10}')
    holder = QWidget()
    qtbot.addWidget(holder)
    grid = QGridLayout(holder)
    field = make_field(Number("Price", "/price", "What it costs."), FieldContext(buffer, look), "", holder)
    assert isinstance(field, NumberField)
    field.place(grid, 0)
    field.refresh()
    holder.show()
    assert field.line.text() == "1.10"
    retype(field.line, "2.50")
    assert buffer.text == '{"price": 2.50}'
    retype(field.line, "")
    assert buffer.text == "{}"
