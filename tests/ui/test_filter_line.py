"""The filter of an answer: text or path, faults told, filters of before, and no waiting."""

import json
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from edge_studio.edge.secrecy import looks_secret
from edge_studio.store import paths
from edge_studio.store.filters import FilterStore
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.filter_history import KEPT, FilterHistory
from edge_studio.ui.tree.filter_line import FilterLine
from tests.edge import answers as make
from tests.ui.acts import pick, press
from tests.ui.exchanges import answered


def look(panel: ResponsePanel, text: str) -> str:
    """What is said of the matches of a filter."""
    panel.handles.set_filter(text)
    panel.handles.finish_filter()
    return panel.handles.found


@pytest.mark.parametrize(
    ("path", "found", "first"),
    [
        ("$.handle[*].payload[*].scope", "6 found", "/handle/1/payload/0/scope"),
        ("$.handle[?@.type=='state:store'].payload[0].maxAge", "1 found", "/handle/3/payload/0/maxAge"),
        ("$..experience.id", "3 found", "/handle/1/payload/0/scopeDetails/experience/id"),
        ("$.handle[1]", "1 found", "/handle/1"),
        ("$.handle[1].type", "1 found", "/handle/1"),
        ("$.requestId", "1 found", "/requestId"),
        ("$.nothing", "no match", ""),
    ],
)
def test_a_path_keeps_what_it_selects(panel: ResponsePanel, path: str, found: str, first: str) -> None:
    panel.show_exchange(answered(make.envelope()))
    assert look(panel, path) == found
    node = panel.handles.tree.rows.node(panel.handles.tree.rows.index_of(first)) if first else None
    assert (node.pointer if node else "") == first
    assert node is None or node.matches


def test_a_path_into_a_long_list_finds_its_range(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(json.dumps({"list": [{"n": at} for at in range(2_500)]})))
    assert look(panel, "$.list[?@.n == 2345].n") == "1 found"
    rows = panel.handles.tree.rows
    assert rows.index(0, 0, rows.index(0, 0)).data() == "2,000 … 2,499"


def test_a_fault_in_a_path_is_told_and_the_last_result_stays(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    assert look(panel, "$.handle[1]") == "1 found"
    assert look(panel, "$.handle[1") == "1 found"
    assert panel.handles.fault == "Not a path: a bracket [ is not closed (character 11)"
    assert panel.handles.tree.rows.rowCount() == 1
    assert look(panel, "$.handle[2]") == "1 found"
    assert panel.handles.fault == ""
    look(panel, "$.")
    assert look(panel, "") == ""
    assert (panel.handles.fault, panel.handles.tree.rows.rowCount()) == ("", 5)


def test_while_a_path_is_typed_that_leads_nowhere_yet_the_rows_of_before_stay(panel: ResponsePanel) -> None:
    handles = panel.handles
    panel.show_exchange(answered(make.envelope()))
    panel.open_tab("Handles")
    every = handles.tree.rows.rowCount()
    QTest.keyClicks(handles.filter, "$.ha")
    handles.finish_filter()
    assert handles.tree.rows.rowCount() == every
    assert (
        handles.note == "Nothing stands at this path so far. All rows are shown; Return applies it as it is."
    )
    assert (handles.found, handles.why_empty) == ("", "")
    QTest.keyClicks(handles.filter, "ndle[1]")
    handles.finish_filter()
    assert (handles.found, handles.note, handles.tree.rows.rowCount()) == ("1 found", "", 1)
    QTest.keyClicks(handles.filter, ".nothing")
    handles.finish_filter()
    assert (handles.found, handles.tree.rows.rowCount()) == ("1 found", 1)
    assert "The rows are those of the filter before" in handles.note
    press(handles.filter, Qt.Key.Key_Return)
    handles.finish_filter()
    assert (handles.found, handles.note, handles.tree.rows.rowCount()) == ("no match", "", 0)
    assert "$.handle[1].nothing" in handles.why_empty


def test_a_path_with_a_fault_says_which_rows_are_shown(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    assert look(panel, "$.handle[") == ""
    assert panel.handles.note == "All rows are shown."


def test_more_than_a_thousand_matches_are_counted_and_not_all_shown(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(json.dumps(["same"] * 2_500)))
    for text in ("same", "$[*]"):
        assert look(panel, text) == "2,500 found"
        assert panel.handles.note == "The first 1,000 are shown."
    assert look(panel, "$[7]") == "1 found"
    assert panel.handles.note == ""


def test_rows_are_there_before_the_rest_is_counted(panel: ResponsePanel, qtbot: QtBot) -> None:
    panel.show_exchange(answered(json.dumps(["same"] * 40_000)))
    panel.content.finish_reading()
    panel.open_tab("Handles")
    panel.handles.set_filter("same")
    qtbot.waitUntil(lambda: panel.handles.tree.rows.is_filtered, timeout=20_000)
    assert panel.handles.found.endswith("+ found")
    assert panel.handles.is_searching
    qtbot.waitUntil(lambda: panel.handles.found == "40,000 found", timeout=20_000)


def test_of_broken_json_is_said_how_many_there_are_at_least(panel: ResponsePanel) -> None:
    panel.show_exchange(answered("[" + '"same",' * 2_500 + "nonsense]"))
    assert look(panel, "same") == "1,000+ found"


def test_a_long_search_says_so_and_shows_what_was_there_until_it_ends(
    panel: ResponsePanel, qtbot: QtBot
) -> None:
    panel.show_exchange(answered(make.big_answer(2_000_000)))
    panel.content.finish_reading()
    panel.open_tab("Handles")
    before = panel.handles.tree.rows.rowCount()
    panel.handles.set_filter("$..nothing")
    assert panel.handles.found == "searching…"
    assert panel.handles.tree.rows.rowCount() == before
    panel.handles.set_filter("410999")
    qtbot.waitUntil(lambda: panel.handles.found == "1 found", timeout=20_000)


def test_text_beyond_one_piece_and_across_two_is_found(panel: ResponsePanel) -> None:
    for before in range(65_536 - 12, 65_536 + 3, 3):
        panel.show_exchange(answered(json.dumps({"pad": "." * before, "key": "Walrus \u00e9"})))
        assert look(panel, "walrus É") == "1 found"


# Filters used before


def test_filters_are_remembered_newest_first_and_without_doubles() -> None:
    kept: list[Sequence[str]] = []
    history = FilterHistory(lambda: ["old"], kept.append)
    for text in ("one", "two", "one", "  ", "one"):
        history.add(text)
    assert list(history.entries) == ["one", "two", "old"]
    assert len(kept) == 3
    for at in range(40):
        history.add(f"filter {at}")
    assert len(history.entries) == KEPT
    assert history.entries[0] == "filter 39"


@pytest.mark.parametrize(
    "text",
    [
        "Bearer abcdefgh12345678",
        "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6",
        "access_token=abcdef123",
        "x1Y2z3A4b5C6d7E8f9G0h1I2",
    ],
)
def test_what_looks_like_a_token_is_not_remembered(text: str) -> None:
    assert looks_secret(text)
    history = FilterHistory()
    history.add(text)
    assert list(history.entries) == []


@pytest.mark.parametrize(
    "text",
    [
        make.ECID,
        "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10",
        "$.handle[*].payload[?@.scopeDetails.decisionProvider=='TGT'].scope",
        "web.webpagedetails.pageViews",
        "kndctr_",
    ],
)
def test_what_people_look_for_is_remembered(text: str) -> None:
    assert not looks_secret(text)


def test_down_offers_the_filters_of_before(look: Look, qtbot: QtBot) -> None:
    line = FilterLine(look, FilterHistory(lambda: ["hero & co", "$.handle"]))
    qtbot.addWidget(line)
    with qtbot.waitExposed(line):
        line.show()
    press(line, Qt.Key.Key_Down)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(line.chosen):
        pick(menu, "$.handle")
    menu.close()
    assert line.text() == "$.handle"
    pick(line.earlier_menu(), "hero && co")
    assert line.text() == "hero & co"


def test_a_filter_is_remembered_when_it_is_entered(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    panel.open_tab("Handles")
    panel.handles.filter.setText("or2")
    press(panel.handles.filter, Qt.Key.Key_Return)
    pick(panel.handles.filter.earlier_menu(), "or2")


def test_filters_are_kept_in_a_file() -> None:
    FilterStore(paths.filters_file()).save(["$.handle", "é"])
    assert list(FilterStore(paths.filters_file()).load()) == ["$.handle", "é"]


def test_whatever_is_done_while_rows_are_being_shown_the_tree_is_drawn_in_the_end(
    panel: ResponsePanel, qtbot: QtBot
) -> None:
    panel.show_exchange(answered(json.dumps({"list": ["same"] * 400})))
    panel.open_tab("Fields")
    for text in ("same", "other", "$..nothing", "$[", ""):
        panel.handles.set_filter("sam")
        panel.handles.set_filter(text)
        panel.handles.finish_filter()
        assert panel.handles.tree.updatesEnabled()
    panel.handles.set_filter("same")
    panel.show_exchange(answered(make.envelope()))
    qtbot.waitUntil(lambda: not panel.handles.is_searching)
    assert panel.handles.tree.updatesEnabled()
