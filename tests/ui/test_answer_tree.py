"""The tree of an answer by keys, its marks, what it copies, and its way to Raw and back."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.tree.answer_tree import AnswerTree
from edge_studio.ui.window.actions import key_table
from tests.edge import answers as make
from tests.ui.acts import CONTROL, clipboard, pick, press
from tests.ui.exchanges import answered

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NESTED = {"alpha": {"one": {"deep": {"deeper": 1}}, "two": 2}, "beta": [1, 2, 3], "gamma": "text", "alto": 5}


@pytest.fixture
def tree(panel: ResponsePanel) -> AnswerTree:
    """The tree of a small answer, with the focus."""
    panel.show_exchange(answered(NESTED))
    panel.open_tab("Fields")
    tree = panel.handles.tree
    tree.setFocus()
    panel.reveal("/alpha")
    tree.collapseAll()
    return tree


def label(tree: AnswerTree) -> str:
    assert tree.current is not None
    return tree.current.face.label


def open_labels(tree: AnswerTree) -> list[str]:
    """The labels of all rows that could be seen by scrolling."""
    found, index = [], tree.rows.index(0, 0)
    while index.isValid():
        found.append(index.data().split(" ")[0])
        index = tree.indexBelow(index)
    return found


def test_right_opens_then_goes_in_and_left_closes_then_goes_out(tree: AnswerTree) -> None:
    press(tree, Qt.Key.Key_Right)
    assert (label(tree), open_labels(tree)[1:3]) == ("alpha {2}", ["one", "two"])
    press(tree, Qt.Key.Key_Right)
    assert label(tree) == "one {1}"
    press(tree, Qt.Key.Key_Left)
    assert label(tree) == "alpha {2}"
    press(tree, Qt.Key.Key_Left)
    assert open_labels(tree) == ["alpha", "beta", "gamma", "alto"]


def test_alt_and_an_arrow_goes_to_what_stands_beside(tree: AnswerTree) -> None:
    press(tree, Qt.Key.Key_Right)
    press(tree, Qt.Key.Key_Down, ALT)
    assert label(tree) == "beta [3]"
    press(tree, Qt.Key.Key_Up, ALT)
    press(tree, Qt.Key.Key_Up, ALT)
    assert label(tree) == "alpha {2}"


def test_backspace_goes_to_what_holds_the_row(tree: AnswerTree) -> None:
    tree.reveal("/alpha/one/deep")
    press(tree, Qt.Key.Key_Backspace)
    assert label(tree) == "one {1}"


def test_alt_and_a_digit_opens_so_many_levels(tree: AnswerTree) -> None:
    press(tree, Qt.Key.Key_3, ALT)
    assert open_labels(tree)[:4] == ["alpha", "one", "deep", "two"]
    assert len(open_labels(tree)) == 10
    press(tree, Qt.Key.Key_1, ALT)
    assert open_labels(tree) == ["alpha", "beta", "gamma", "alto"]
    press(tree, Qt.Key.Key_9, ALT)
    assert "deeper" in open_labels(tree)


def test_closing_levels_chooses_what_held_the_chosen_row(tree: AnswerTree) -> None:
    tree.reveal("/alpha/one/deep/deeper")
    press(tree, Qt.Key.Key_2, ALT)
    assert label(tree) == "one {1}"


def test_return_opens_and_closes_what_holds_others(tree: AnswerTree) -> None:
    press(tree, Qt.Key.Key_Return)
    assert "one" in open_labels(tree)
    press(tree, Qt.Key.Key_Return)
    assert "one" not in open_labels(tree)


def test_typing_chooses_the_next_row_that_begins_so(tree: AnswerTree) -> None:
    QTest.keyClicks(tree, "gam")
    assert label(tree) == "gamma"
    tree.reveal("/alpha")
    tree.keyboardSearch("z")  # nothing begins so, and nothing changes
    assert label(tree) == "alpha {2}"


def test_the_same_letter_again_goes_on_to_the_next(tree: AnswerTree) -> None:
    QTest.keyClicks(tree, "a")
    assert label(tree) == "alto"
    QTest.keyClicks(tree, "a")
    assert label(tree) == "alpha {2}"


def test_typing_in_a_huge_answer_looks_at_open_rows_only(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(json.dumps({"list": list(range(300_000)), "zebra": 1})))
    panel.content.finish_reading()
    panel.open_tab("Fields")
    tree = panel.handles.tree
    tree.collapseAll()
    QTest.keyClicks(tree, "zeb")
    assert label(tree) == "zebra"


def test_the_keys_of_the_tree_are_in_the_help() -> None:
    told = {words: keys for room, words, keys in key_table() if room == "In the tree of an answer"}
    assert told["Open all below"] == "*"
    assert told["Open to level 1 to 9"] == "Alt+1 … Alt+9"


# Copying


def test_the_menu_copies_in_every_spelling(tree: AnswerTree) -> None:
    tree.reveal("/beta/1")
    for entry, copied in (
        ("JSON Pointer", "/beta/1"),
        ("JSONPath", "$.beta[1]"),
        ("jq", ".beta[1]"),
        ("Python", 'body["beta"][1]'),
        ("Key", "1"),
        ("Copy value", "2"),
    ):
        pick(tree.row_menu(), entry)
        assert clipboard() == copied


def test_a_name_made_of_digits_is_no_index(panel: ResponsePanel) -> None:
    panel.show_exchange(answered('{"2024":[{"0":"x"}]}'))
    panel.open_tab("Fields")
    panel.reveal("/2024/0/0")
    for copy, spelled in (
        (panel.handles.tree.copy_path, "/2024/0/0"),
        (panel.handles.tree.copy_jsonpath, "$['2024'][0]['0']"),
        (panel.handles.tree.copy_jq, '.["2024"][0]["0"]'),
        (panel.handles.tree.copy_python, 'body["2024"][0]["0"]'),
    ):
        copy()
        assert clipboard() == spelled


def test_the_exchange_is_copied_for_a_ticket_without_secrets(panel: ResponsePanel) -> None:
    panel.copy_ticket()
    panel.show_exchange(answered(make.envelope()))
    panel.open_tab("Handles")
    panel.copy_ticket()
    assert clipboard().startswith("## Page view: home — 200 OK")
    assert "very.secret" not in clipboard()
    panel.reveal("/requestId")
    pick(panel.handles.tree.row_menu(), "Exchange, for a ticket")
    assert "### Answer" in clipboard()


# Marks


def test_repeated_names_are_marked_and_explained(panel: ResponsePanel) -> None:
    panel.show_exchange(answered('{"in":{"scope":1,"x":0,"scope":2}}'))
    panel.open_tab("Fields")
    panel.handles.tree.open_levels(3)
    parent = panel.handles.tree.rows.index(0, 0)
    rows = [panel.handles.tree.rows.index(row, 0, parent) for row in range(3)]
    assert [index.data() for index in rows] == ["scope  (repeated, 1 of 2)", "x", "scope  (repeated, 2 of 2)"]
    assert "stands here twice" in rows[0].data(Qt.ItemDataRole.ToolTipRole)


def test_a_filter_finds_both_of_two_members_with_one_name(panel: ResponsePanel) -> None:
    panel.show_exchange(answered('{"scope":"walrus","x":0,"scope":"walrus too"}'))
    panel.open_tab("Fields")
    for text, count in (
        ("walrus", "2 found"),
        ("too", "1 found"),
        ("$.*", "3 found"),
        ("$.scope", "1 found"),
    ):
        panel.handles.set_filter(text)
        panel.handles.finish_filter()
        assert panel.handles.found == count
    assert panel.handles.tree.rows.index(0, 1).data() == "walrus too"


def test_what_breaks_off_ends_with_a_row_that_says_where(panel: ResponsePanel) -> None:
    panel.show_exchange(answered('{"a":[1,2,{"b":"tex'))
    panel.open_tab("Fields")
    rows = panel.handles.tree.rows
    last = rows.index(rows.rowCount() - 1, 0)
    assert last.data() == "not sound JSON"
    assert "breaks off after 19 bytes" in last.siblingAtColumn(1).data()


def test_what_is_no_value_is_called_broken(panel: ResponsePanel) -> None:
    panel.show_exchange(answered('{"a":nonsense,"b":1}'))
    panel.open_tab("Fields")
    assert panel.handles.tree.rows.index(0, 1).data() == "broken: nonsense"


def test_handles_of_one_type_say_which_they_are_and_for_which_event(panel: ResponsePanel) -> None:
    second = {**make.decisions(make.proposition("cart", "AJO")), "eventIndex": 1}
    panel.show_exchange(answered(make.envelope(make.offers(), second)))
    rows = panel.handles.tree.rows
    assert rows.index(0, 1).data() == "1 of 2 · offers for hero-banner, __view__"
    assert rows.index(1, 1).data() == "2 of 2 · Journey Optimizer · event 2 · offers for cart"


# Raw


@pytest.mark.parametrize(
    ("body", "pointer", "shown"),
    [
        (json.dumps(make.envelope()), "/handle/1/payload/2/scope", '"__view__"'),
        (json.dumps(make.envelope()), "/requestId", f'"{make.envelope()["requestId"]}"'),
        ("\ufeff" + '{"a":{"b/c":[1,22]}}', "/a/b~1c/1", "22"),
        ('{"a": "é", "b": true}', "/b", "true"),
    ],
)
def test_a_row_shows_its_bytes_in_raw_and_raw_its_row(
    panel: ResponsePanel, body: str, pointer: str, shown: str
) -> None:
    panel.show_exchange(answered(body))
    panel.open_tab("Handles" if "handle" in body else "Fields")
    panel.activateWindow()
    panel.handles.tree.setFocus()
    assert panel.reveal(pointer)
    press(panel.handles.tree, Qt.Key.Key_R, CONTROL | SHIFT)
    assert panel.content.raw.isVisible()
    assert panel.content.raw.view.selected_text == shown
    panel.follow()
    assert panel.handles.isVisible()
    assert panel.handles.tree.current is not None
    assert panel.handles.tree.current.pointer == pointer


def test_the_first_of_two_members_with_one_name_shows_its_own_bytes(panel: ResponsePanel) -> None:
    panel.show_exchange(answered('{"s":{"v":1},"s":{"v":2}}'))
    panel.open_tab("Fields")
    tree = panel.handles.tree
    tree.open_levels(2)
    for row, shown in ((0, "1"), (1, "2")):
        tree.setCurrentIndex(tree.rows.index(0, 0, tree.rows.index(row, 0)))
        panel.open_tab("Fields")
        tree.want_raw()
        assert panel.content.raw.view.selected_text == shown


def test_no_key_of_the_tree_is_taken_by_the_window() -> None:
    window = {keys for room, _, keys in key_table() if not room.startswith("In ")}
    taken = {QKeySequence(key).toString() for keys in window for key in keys.split(", ")}
    for key in ("Alt+Down", "Alt+Up", "Alt+1", "Alt+9", "Backspace", "Ctrl+Shift+R"):
        assert key not in taken
