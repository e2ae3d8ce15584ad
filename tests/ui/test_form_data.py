import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from edge_studio.ui.forms.data_model import FETCHED
from tests.ui.pages import FormPage, OpenForm

KEY, TYPE, VALUE = range(3)

NESTED = """{"event": {"data": {
  "prop1": "custom value",
  "loyalty": {"points": 1250.0, "tiers": ["gold", "silver"]},
  "guest": false,
  "gone": null
}}}"""


def data(page: FormPage) -> object:
    return page.json["event"]["data"]


def test_custom_data_is_a_tree_of_key_type_and_value(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    assert page.data.rows() == [
        ("prop1", "text", "custom value"),
        ("loyalty", "object", "2 fields"),
        ("..points", "number", "1250.0"),
        ("..tiers", "list", "2 items"),
        ("guest", "true / false", "false"),
        ("gone", "null", ""),
    ]


def test_a_field_is_added_with_key_tab_value(open_form: OpenForm) -> None:
    page = open_form("{}")
    page.data.add("prop1", "one")
    page.data.add("prop2", "two")
    assert page.json == {"event": {"data": {"prop1": "one", "prop2": "two"}}}


def test_a_value_is_written_while_it_is_typed_and_escape_takes_it_back(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("prop1")
    page.data.press(Qt.Key.Key_Return)
    page.data.type("x", then=None)
    assert page.text == NESTED.replace("custom value", "x")
    page.data.type("xyz", then=Qt.Key.Key_Escape)
    assert page.text == NESTED


def test_typing_over_a_chosen_row_edits_its_value(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("prop1")
    page.data.press(Qt.Key.Key_Q)
    assert page.text == NESTED.replace("custom value", "q")


def test_a_number_keeps_the_spelling_that_is_typed(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("loyalty", "points")
    page.data.press(Qt.Key.Key_Return)
    page.data.type("1e3")
    assert page.text == NESTED.replace("1250.0", "1e3")
    page.data.press(Qt.Key.Key_Return)
    page.data.type("many")
    assert page.text == NESTED.replace("1250.0", "1e3")
    assert page.data.remark.startswith("“many” is not a number")


def test_true_and_false_are_chosen(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("guest")
    page.data.press(Qt.Key.Key_Return)
    page.data.choose("true")
    assert page.text == NESTED.replace("false", "true")


def test_f2_renames_and_a_taken_name_is_refused(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("prop1")
    page.data.press(Qt.Key.Key_F2)
    page.data.type("prop2")
    assert page.text == NESTED.replace("prop1", "prop2")
    page.data.press(Qt.Key.Key_F2)
    page.data.type("guest")
    assert page.text == NESTED.replace("prop1", "prop2")
    assert "already" in page.data.remark


@pytest.mark.parametrize(
    ("keys", "type_", "written"),
    [
        (("prop1",), "null", "null"),
        (("prop1",), "list", '["custom value"]'),
        (("prop1",), "object", '{"value": "custom value"}'),
        (("loyalty", "points"), "text", '"1250.0"'),
        (("guest",), "text", '"false"'),
        (("guest",), "number", "0"),
        (("gone",), "object", "{}"),
    ],
)
def test_a_type_is_changed_keeping_what_can_be_kept(
    open_form: OpenForm, keys: tuple[str, ...], type_: str, written: str
) -> None:
    page = open_form(NESTED)
    page.data.select(*keys)
    page.data.pick(type_)
    value = page.json["event"]["data"]
    for key in keys:
        value = value[key]
    assert value == json.loads(written)
    page.undo()
    assert page.text == NESTED


def test_a_list_becomes_an_object_and_text_and_comes_back(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("loyalty", "tiers")
    page.data.pick("object")
    assert page.json["event"]["data"]["loyalty"]["tiers"] == {"0": "gold", "1": "silver"}
    page.undo()
    page.data.select("loyalty", "tiers")
    page.data.pick("text")
    assert page.json["event"]["data"]["loyalty"]["tiers"] == '["gold","silver"]'
    page.data.pick("list")
    assert page.json["event"]["data"]["loyalty"]["tiers"] == ["gold", "silver"]


def test_rows_are_added_inside_and_beside(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("loyalty", "tiers")
    page.data.press(Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    page.data.type("bronze")
    assert page.json["event"]["data"]["loyalty"]["tiers"] == ["gold", "silver", "bronze"]
    page.data.select("loyalty", "tiers", "0")
    page.data.press(Qt.Key.Key_Insert)
    page.data.type("new")
    assert page.json["event"]["data"]["loyalty"]["tiers"] == ["gold", "new", "silver", "bronze"]
    page.data.select("loyalty", "points")
    page.data.press(Qt.Key.Key_Insert)
    page.data.type("level", Qt.Key.Key_Tab)
    page.data.type("5")
    assert page.json["event"]["data"]["loyalty"]["level"] == "5"


def test_rows_are_removed_and_the_next_one_is_chosen(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("prop1")
    page.data.press(Qt.Key.Key_Delete)
    assert "prop1" not in page.text
    page.data.press(Qt.Key.Key_Delete)
    assert "loyalty" not in page.text
    page.undo()
    page.undo()
    assert page.text == NESTED


def test_removing_all_that_the_form_made_leaves_nothing(open_form: OpenForm) -> None:
    page = open_form("{}")
    page.data.add("a", "b")
    page.data.select("a")
    page.data.press(Qt.Key.Key_Delete)
    assert page.text == "{}"


def test_the_tree_stays_open_and_chosen_while_the_text_changes(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("loyalty", "tiers")
    page.data.card.view.expand(page.data.card.view.currentIndex())
    page.data.select("loyalty", "tiers", "1")
    page.buffer.set_value("/event/data/loyalty/points", 7)
    page.buffer.insert_item("/event/data/loyalty/tiers", 0, "platinum")
    page.buffer.remove("/event/data/prop1")
    assert page.data.rows()[:5] == [
        ("loyalty", "object", "2 fields"),
        ("..points", "number", "7"),
        ("..tiers", "list", "3 items"),
        ("....0", "text", "platinum"),
        ("....1", "text", "gold"),
    ]
    assert page.data.selected == "/event/data/loyalty/tiers/2"


def test_the_tree_follows_every_kind_of_change(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    model = page.data.card.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.data.card.view.expandAll()
    steps: list[tuple[str, object]] = [
        ("/event/data/prop1", {"now": "an object"}),
        ("/event/data/loyalty/tiers", []),
        ("/event/data/loyalty/tiers/0", "back"),
        ("/event/data/guest", [1, [2, {"x": 3}]]),
        ("/event/data", {}),
        ("/event/data", {"a": {"b": {"c": 1}}}),
        ("/event/data/a/b", "text"),
        ("/event/data/a", {"b": {}}),
    ]
    for pointer, value in steps:
        page.buffer.set_value(pointer, value)
        page.data.card.view.expandAll()
        assert page.data.shown() == page.json["event"]["data"], pointer
    for _ in steps:
        page.buffer.undo()
        page.data.card.view.expandAll()
        assert page.data.shown() == page.json["event"]["data"]
    assert page.text == NESTED
    tester.deleteLater()


def test_repeated_keys_are_shown_and_only_the_last_can_be_changed(open_form: OpenForm) -> None:
    page = open_form('{"event": {"data": {"a": 1, "a": 2}}}')
    assert [row[2] for row in page.data.rows()] == ["1", "2"]
    page.data.select("a")
    page.data.press(Qt.Key.Key_Return)
    page.data.type("3")
    assert page.text == '{"event": {"data": {"a": 1, "a": 3}}}'


def test_data_that_is_no_object_is_shown_and_replaced_on_request(open_form: OpenForm) -> None:
    page = open_form('{"event": {"data": "oops"}}')
    assert page.data.remark == "Not an object but text “oops”."
    assert page.text == '{"event": {"data": "oops"}}'
    page.data.press_remark()
    assert page.json == {"event": {"data": {}}}


def test_escape_takes_back_only_what_was_typed_here(open_form: OpenForm) -> None:
    page = open_form(NESTED)
    page.data.select("prop1")
    page.data.press(Qt.Key.Key_Return)
    page.data.type("x")
    page.data.select("loyalty", "points")
    page.data.press(Qt.Key.Key_Return)
    page.data.type("many", then=Qt.Key.Key_Escape)
    assert page.text == NESTED.replace("custom value", "x")


MANY = 40_000


def many(**more: object) -> str:
    return json.dumps({"event": {"data": {f"k{n}": n for n in range(MANY)} | more}})


def test_of_a_large_object_only_the_rows_are_made_that_come_into_view(open_form: OpenForm) -> None:
    page = open_form(many())
    model = page.data.card.model
    assert model.rowCount() <= 4 * FETCHED
    for _ in range(3):
        there = model.rowCount()
        page.data.scroll_to_the_end()
        assert there < model.rowCount() <= there + 2 * FETCHED
    assert not model.find(f"/event/data/k{MANY - 1}", fetch=False).isValid()
    assert page.form.reveal("/event/data/k5000")
    assert page.data.selected == "/event/data/k5000"
    assert model.rowCount() <= 5001 + FETCHED


def test_rows_below_an_object_inside_another_come_into_view_too(open_form: OpenForm) -> None:
    page = open_form(json.dumps({"event": {"data": {"list": list(range(1000)), "after": 1}}}))
    model = page.data.card.model
    inner = model.find("/event/data/list")
    page.data.card.view.expand(inner)
    for _ in range(10):
        page.data.scroll_to_the_end()
    assert model.rowCount(inner) == 1000
    assert [row[0] for row in page.data.rows()][-2:] == ["..999", "after"]
    assert model.unfinished() == []


def test_a_large_object_follows_changes_as_far_as_it_is_shown(open_form: OpenForm) -> None:
    page = open_form(many())
    model = page.data.card.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.data.select("k3")
    page.buffer.remove("/event/data/k1")
    assert page.data.selected == "/event/data/k3"
    assert page.data.rows()[1][0] == "k2"
    page.buffer.undo()
    page.buffer.set_value("/event/data/k3", "changed")
    page.buffer.set_value("/event/data/new", "far below")
    assert [row[2] for row in page.data.rows()[:4]] == ["0", "1", "2", "changed"]
    assert model.rowCount() < MANY / 4
    page.buffer.set_value("/event/data", {"only": "this"})
    assert page.data.shown() == {"only": "this"}
    assert model.unfinished() == []
    page.buffer.undo()
    assert FETCHED <= model.rowCount() < MANY / 4
    tester.deleteLater()
