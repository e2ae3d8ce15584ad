import json
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from edge_studio.edge.samples import find
from edge_studio.jsontext.compare import same
from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.fields.moment import MomentField
from edge_studio.ui.fields.suggest import SuggestField
from edge_studio.ui.forms.form import RequestForm
from edge_studio.ui.theme import Look
from tests.ui.acts import click, gone, press
from tests.ui.pages import FormPage, OpenForm


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> FormPage:
    return FormPage.alone(qtbot, look)


EXAMPLE = find("specification_example").text


def test_the_example_of_the_specification_is_composed_in_the_form(page: FormPage) -> None:
    page.compose_the_specification_example()
    assert same(page.json, json.loads(EXAMPLE))


def test_the_example_can_be_composed_from_nothing_at_all(qtbot: QtBot, look: Look) -> None:
    page = FormPage.alone(qtbot, look, "")
    page.type("Name", "Home")
    assert page.json == {"event": {"xdm": {"web": {"webPageDetails": {"name": "Home"}}}}}


def test_looking_at_every_card_changes_nothing(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    for title in page.form.cards:
        page.unfold(title)
    page.field("View name").focus()
    visited = {page.focused_name}
    for _ in range(80):
        page.press_tab()
        visited.add(page.focused_name)
    assert {"Pre-rendered", "Link type", "Custom data", "Namespace of identity 1"} <= visited
    assert page.text == EXAMPLE
    assert not page.buffer.can_undo


# Folding


def test_cards_without_values_are_folded_and_say_what_they_hold(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    folded = {title for title, card in page.form.cards.items() if card.is_folded}
    assert folded == {"Referrer", "Interaction", "Personalization"}
    assert page.card("Referrer").hint == "nothing set — referrer URL, referrer type"


def test_a_folded_card_says_what_is_set_in_it(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    page.card("Web page").fold(True)
    assert page.card("Web page").hint == "URL: https://alloystore.dev/, Name: home-demo-Home Page"
    page.buffer.set_value("/event/xdm/web/webPageDetails/name", "Home")
    assert page.card("Web page").hint == "URL: https://alloystore.dev/, Name: Home"
    page.card("Identity").fold(True)
    assert page.card("Identity").hint == "Email_LC_SHA256"
    page.card("Custom data").fold(True)
    assert page.card("Custom data").hint == "prop1"


def test_a_card_opened_late_shows_the_present(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    page.card("Web page").fold(True)
    page.buffer.set_value("/event/xdm/web/webPageDetails/name", "Home")
    page.unfold("Web page")
    assert page.shows("Name") == "Home"


def test_rare_fields_wait_behind_a_button_until_they_have_a_value(page: FormPage) -> None:
    page.unfold("Web page")
    labels = [field.spec.label for field in page.form.fields()]
    assert labels == ["URL", "Name", "Site section", "Server"]
    page.buffer.set_value("/event/xdm/web/webPageDetails/viewName", "checkout")
    assert [field.spec.label for field in page.form.fields()][-1] == "View name"


def test_a_card_notices_that_a_wide_change_brought_back_an_old_value(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    other = EXAMPLE.replace("home-demo-Home Page", "x").replace("pageViews", "y")
    page.buffer.replace_text(other)
    page.buffer.replace_text(EXAMPLE)
    page.buffer.set_value("/event/xdm/web/webPageDetails/name", "Home")
    page.buffer.replace_text(EXAMPLE)
    page.buffer.replace_text(other)
    assert page.shows("Name") == "x"
    page.buffer.set_value("/event/xdm/web/webPageDetails/name", "z")
    page.buffer.replace_text(other)
    assert page.shows("Name") == "x"


def test_enter_keeps_what_was_typed_though_values_are_offered(page: FormPage) -> None:
    line = page.line("Event type")
    click(line)
    QTest.keyClicks(line, "page")
    field = page.field("Event type")
    assert isinstance(field, SuggestField)
    assert field.list_view.isVisible()
    press(field.list_view, Qt.Key.Key_Return)
    assert not field.list_view.isVisible()
    assert page.json == {"event": {"xdm": {"eventType": "page"}}}


def test_a_hidden_form_catches_up_when_it_is_shown(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    page.form.hide()
    page.buffer.set_value("/event/xdm/web/webPageDetails/name", "Home")
    assert page.shows("Name") == "home-demo-Home Page"
    page.form.show()
    assert page.shows("Name") == "Home"


def test_going_to_a_field_leaves_its_card_as_wide_as_the_form(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    form = page.form
    form.resize(form.minimumSizeHint().width() + 10, 500)
    width = page.card("Identity").width()
    assert form.reveal("/event/xdm/identityMap/Email_LC_SHA256/0/id")
    assert page.card("Identity").width() == width


# Broken text


def test_only_fields_near_the_error_are_read_only(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE.replace('"name": ', '"name" '))
    assert page.line("URL").isReadOnly()
    assert re.fullmatch(
        r"Read-only while the JSON is broken in line \d+, column \d+\.", page.card("Web page").obstacle
    )
    assert page.shows("Event type") == "web.webpagedetails.pageViews"
    page.type("Event type", "my.own")
    assert '"eventType": "my.own"' in page.text
    page.undo()
    assert page.text == EXAMPLE.replace('"name": ', '"name" ')


def test_what_broken_text_hides_is_not_called_unset(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE.replace('"web": {', '"web": '))
    assert page.card("Interaction").hint == "not readable while the JSON is broken"
    field = page.field("Timestamp")
    assert isinstance(field, MomentField)
    assert (field.combo.currentText(), field.combo.placeholderText()) == ("", "Not readable")
    page.buffer.replace_text(EXAMPLE)
    assert page.card("Interaction").hint.startswith("nothing set")
    assert field.combo.currentText() == "A fixed time"


def test_mending_the_text_gives_the_fields_back(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE.replace('"name": ', '"name" '))
    page.buffer.replace_text(EXAMPLE)
    assert not page.line("URL").isReadOnly()
    assert page.card("Web page").obstacle == ""
    page.type("URL", "https://example.com/")
    assert page.json["event"]["xdm"]["web"]["webPageDetails"]["URL"] == "https://example.com/"


def test_text_that_is_no_json_at_all_blocks_every_card(open_form: OpenForm) -> None:
    page = open_form("hello")
    for title in page.form.cards:
        page.unfold(title)
    assert all(card.obstacle for card in page.form.cards.values())
    page.type("Name", "x")
    assert page.text == "hello"


# Event


def test_a_plain_name_typed_for_its_wire_name_is_put_right(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    page.type("Event type", "purchase")
    field = page.field("Event type")
    assert field.remark == "“Purchase” is written commerce.purchases."
    click(field.remark_button)
    assert page.shows("Event type") == "commerce.purchases"
    assert field.remark == ""


def test_the_event_type_is_named_in_plain_words_beside_its_wire_name(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    field = page.field("Event type")
    assert isinstance(field, SuggestField)
    assert field.plain_name == "Page view"


def test_typing_filters_the_standard_event_types_by_any_words(page: FormPage) -> None:
    line = page.line("Event type")
    click(line)
    QTest.keyClicks(line, "page")
    QTest.keyClicks(line, " view")
    assert page.offered("Event type") == ["web.webpagedetails.pageViews"]
    assert page.json == {"event": {"xdm": {"eventType": "page view"}}}


def test_a_standard_event_type_is_chosen_with_the_keys(page: FormPage) -> None:
    line = page.line("Event type")
    click(line)
    press(line, Qt.Key.Key_Down)
    field = page.field("Event type")
    assert isinstance(field, SuggestField)
    press(field.list_view, Qt.Key.Key_Down)
    press(field.list_view, Qt.Key.Key_Down)
    press(field.list_view, Qt.Key.Key_Return)
    assert page.json == {"event": {"xdm": {"eventType": "web.webinteraction.linkClicks"}}}
    page.undo()
    assert page.text == "{}"


def test_the_timestamp_is_the_moment_of_sending_a_fixed_time_or_absent(page: FormPage) -> None:
    page.unfold("Event")
    page.choose("Timestamp", "Now, at the moment of sending")
    assert page.json["event"]["xdm"] == {"timestamp": "{{now}}"}
    page.choose("Timestamp", "A fixed time")
    fixed = page.json["event"]["xdm"]["timestamp"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", fixed)
    assert page.line("Timestamp").text() == fixed
    page.choose("Timestamp", "Not sent")
    assert page.text == "{}"
    assert not page.line("Timestamp").isVisible()


def test_a_timestamp_that_is_no_text_is_shown(open_form: OpenForm) -> None:
    page = open_form('{"event": {"xdm": {"timestamp": 1628518160}}}')
    assert page.remark("Timestamp").startswith("Not text but the number 1628518160.")


# Personalization


def test_scopes_are_typed_one_to_a_line(page: FormPage) -> None:
    page.type("Scopes", "hero")
    page.type("Scopes", "footer")
    assert page.json == {"query": {"personalization": {"decisionScopes": ["hero", "footer"]}}}
    page.undo()
    assert page.json["query"]["personalization"]["decisionScopes"] == ["hero"]
    page.undo()
    assert page.text == "{}"


def test_an_emptied_line_of_a_list_goes_when_it_is_left(page: FormPage) -> None:
    page.type("Scopes", "hero")
    page.type("Scopes", "footer")
    first = page.list_of("Scopes").lines[0]
    click(first)
    press(first, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(first, Qt.Key.Key_Delete)
    assert page.json["query"]["personalization"]["decisionScopes"] == ["", "footer"]
    click(page.line("Surfaces"))
    assert page.json["query"]["personalization"]["decisionScopes"] == ["footer"]
    page.list_of("Scopes").remove_button(0).click()
    assert page.text == "{}"


def test_schemas_are_added_by_plain_name(page: FormPage) -> None:
    page.add_known("Schemas", "HTML offer")
    page.add_known("Schemas", "Redirect")
    base = "https://ns.adobe.com/personalization/"
    schemas = page.json["query"]["personalization"]["schemas"]
    assert schemas == [f"{base}html-content-item", f"{base}redirect-item"]
    page.add_known("Schemas", "HTML offer")
    assert page.json["query"]["personalization"]["schemas"] == [f"{base}redirect-item"]


def test_visitor_ids_are_ticked(open_form: OpenForm) -> None:
    page = open_form('{"query": {"identity": {"fetch": ["OTHER"]}}}')
    assert page.remark("Visitor IDs") == "Also in the list: OTHER."
    page.tick("Visitor IDs", "ECID")
    assert page.json == {"query": {"identity": {"fetch": ["OTHER", "ECID"]}}}
    page.tick("Visitor IDs", "ECID")
    assert page.json == {"query": {"identity": {"fetch": ["OTHER"]}}}


def test_a_list_that_is_none_is_shown_and_replaced_only_on_request(open_form: OpenForm) -> None:
    text = '{"query": {"personalization": {"decisionScopes": "hero", "x": 1}}}'
    page = open_form(text)
    assert page.remark("Scopes") == "Not a list but text “hero”."
    assert page.text == text
    page.press_remark("Scopes")
    assert page.json == {"query": {"personalization": {"x": 1}}}


# Between form and editor


def test_a_field_that_the_person_chooses_tells_its_pointer(qtbot: QtBot, open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    told: list[object] = []
    page.form.pointer_focused.connect(told.append)
    click(page.line("Name"))
    click(page.identities.card.rows[0].id)
    assert told == ["/event/xdm/web/webPageDetails/name", "/event/xdm/identityMap/Email_LC_SHA256/0/id"]


@pytest.mark.parametrize(
    ("pointer", "card", "name"),
    [
        ("/event/xdm/web/webPageDetails/name", "Web page", "Name"),
        ("/event/xdm/web/webPageDetails/isHomePage", "Web page", "Home page"),
        ("/event/xdm/web/webInteraction/linkClicks/value", "Interaction", "Link clicks"),
        ("/event/xdm/eventType", "Event", "Event type"),
        ("/event/xdm/identityMap/Email_LC_SHA256/0/primary", "Identity", "Primary of identity 1"),
        ("/event/data/prop1", "Custom data", "Custom data"),
        ("/query/identity/fetch/0", "Personalization", "Experience Cloud ID — ECID"),
    ],
)
def test_a_pointer_is_shown_in_its_field(
    qtbot: QtBot, open_form: OpenForm, pointer: str, card: str, name: str
) -> None:
    page = open_form(EXAMPLE)
    told: list[object] = []
    page.form.pointer_focused.connect(told.append)
    assert page.form.reveal(pointer)
    assert not page.card(card).is_folded
    assert page.focused_name == name
    assert not told, "only the person's own choice is told"


def test_a_pointer_of_no_field_is_not_found(page: FormPage) -> None:
    assert not page.form.reveal("/meta/state")
    assert not page.form.reveal("/event/xdm/commerce")


def test_the_form_is_freed_on_close(qtbot: QtBot, look: Look) -> None:
    buffer = RequestBuffer()
    buffer.load(EXAMPLE)

    def make() -> RequestForm:
        form = RequestForm(buffer, look)
        for card in form.cards.values():
            card.fold(False)
        return form

    assert gone(make, qtbot)
    buffer.set_value("/event/xdm/eventType", "still.works")


def test_tab_visits_what_came_later_in_its_place(open_form: OpenForm) -> None:
    page = open_form(EXAMPLE)
    page.field("View name")
    page.type("Scopes", "hero")
    page.type("Scopes", "footer")
    page.identities.add("ECID", "1")
    page.identities.card.rows[0].remove.setFocus()
    page.press_tab()
    assert page.focused_name == "Namespace of identity 2"
    page.line("Server").setFocus()
    page.press_tab()
    assert page.focused_name == "View name"
    page.list_of("Scopes").remove_button(0).setFocus()
    page.press_tab()
    assert page.focused_name == "Scopes 2"
