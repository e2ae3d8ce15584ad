"""The whole window by keys alone."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from edge_studio.ui.window.keys_dialog import KeysDialog
from tests.ui.studio_page import StudioPage


def panes(page: StudioPage, step: str, count: int) -> list[str]:
    """What has the focus after each of so many steps."""
    names = []
    for _ in range(count):
        page.do(step)
        names.append(page.focused_name)
    return names


def test_f6_passes_over_the_answer_while_there_is_none(page: StudioPage) -> None:
    page.do("search_history")
    first, second, third = panes(page, "next_pane", 3)
    assert (first, second) == ("Fold Identity", "JSON of the request")
    assert third == "Search everything sent or received"


def test_f6_goes_round_history_form_json_and_answer_both_ways(page: StudioPage) -> None:
    page.send()
    page.studio.response.open_tab("Handles")
    page.do("search_history")
    assert panes(page, "next_pane", 3) == ["Fold Identity", "JSON of the request", "Answer"]
    assert panes(page, "previous_pane", 2) == ["JSON of the request", "Fold Identity"]


def test_f6_comes_back_to_what_had_the_focus_in_a_pane(page: StudioPage) -> None:
    page.send()
    page.do("filter_answer")
    assert page.focused_name == "Filter the answer"
    page.do("previous_pane")
    assert page.focused_name == "JSON of the request"
    page.do("next_pane")
    assert page.focused_name == "Filter the answer"


def test_f6_reaches_the_problems(page: StudioPage) -> None:
    page.tab.buffer.set_value("/event/xdm/identityMap/Email_LC_SHA256/0/primary", "yes")
    page.do("next_problem")  # lists them, for there are two
    page.tab.editor.setFocus()
    page.do("next_pane")
    assert page.focused_name == "Problems"


def test_the_problem_shown_is_fixed_by_key_and_undone(page: StudioPage) -> None:
    before = page.tab.buffer.text
    page.tab.buffer.replace_text(before.replace('"primary": true', '"primary": false'))
    page.wait_for(lambda: bool(page.tab.problems))  # on a slow machine they come after a pause in typing
    assert page.tab.problems[0].fix is not None
    page.do("fix_problem")
    page.wait_for(lambda: not page.tab.problems)
    page.do("undo")
    page.wait_for(lambda: bool(page.tab.problems))


def test_control_and_a_number_show_the_request_at_that_place(page: StudioPage) -> None:
    page.do("new")
    page.do("new")
    page.do("tab_1")
    assert page.studio.composer.current_place == 0
    page.do("tab_3")
    assert page.studio.composer.current_place == 2
    page.do("tab_9")
    assert page.studio.composer.current_place == 2


def test_shift_f10_opens_the_menu_of_the_chosen_row(page: StudioPage) -> None:
    page.send()
    assert page.studio.response.reveal("/requestId")
    page.studio.response.handles.tree.setFocus()
    page.do("context_menu")
    assert any(words.startswith("Copy value") for words in page.menu_words())


def test_shift_f10_on_the_tabs_is_about_the_current_request(page: StudioPage) -> None:
    page.do("new")
    page.do("new")
    page.do("tab_1")
    page.studio.composer.bar.setFocus()
    page.do("context_menu")
    assert any(words.startswith("Rename") for words in page.menu_words())
    assert page.studio.composer.current_place == 0


def test_the_address_is_opened_where_it_can_be_seen_and_cuts_nothing_off(page: StudioPage) -> None:
    page.studio.window.resize(1270, 770)
    page.do("address")
    address, form = page.tab.address, page.tab.form
    assert page.focused_name == "Datastream"
    shown = form.viewport().rect()
    page.wait_for(lambda: shown.contains(address.datastream.mapTo(form.viewport(), QPoint(0, 0))))
    page.wait_for(lambda: page.tab.form.is_whole)


def test_the_address_comes_before_the_json_in_the_order_of_tab(page: StudioPage) -> None:
    page.do("address")
    page.tab.address.add_header_button.setFocus()
    page.press(Qt.Key.Key_Tab)
    assert page.focused_name == "JSON of the request"
    page.tab.address.add_header_button.click()
    names = set()
    for _ in range(5):
        names.add(page.focused_name)
        page.press(Qt.Key.Key_Tab)
    assert {"Header name", "JSON of the request"} <= names


def test_escape_empties_a_search(page: StudioPage) -> None:
    page.send()
    for what, line in (
        ("filter_answer", page.studio.response.handles.filter),
        ("search_history", page.studio.history.search),
    ):
        page.do(what)
        page.type("no such thing")
        page.press(Qt.Key.Key_Escape)
        assert line.text() == ""
    page.wait_idle()


def test_the_window_starts_no_larger_than_the_screen(page: StudioPage) -> None:
    window = page.studio.window
    room = window.screen().availableSize()
    assert window.height() < room.height()
    assert window.width() <= max(room.width(), window.minimumSizeHint().width())


def test_the_list_of_keys_is_no_higher_than_a_small_screen(page: StudioPage) -> None:
    page.do("keys")
    box = QApplication.activeModalWidget()
    assert isinstance(box, KeysDialog)
    for key in ("Shift+F10", "Ctrl+Alt+C", "In the tree of an answer", "Alt+1 … Alt+9"):
        assert key in box.words
    assert box.height() < 640
    box.close()
