"""Texts that hold something are decoded in place: in the tree below them, in the window of a long text."""

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.edge.handles import read_answer
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.raw.value_viewer import ValueViewer
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.json_tree import JsonTreeModel
from tests.edge import answers, encodings, every_handle
from tests.ui.exchanges import answered
from tests.ui.filtering import look_for


@pytest.fixture
def model(look: Look) -> JsonTreeModel:
    return JsonTreeModel(look)


@pytest.fixture
def panel(qtbot: QtBot, look: Look) -> ResponsePanel:
    panel = ResponsePanel(look)
    qtbot.addWidget(panel)
    panel.resize(390, 700)
    panel.show()
    return panel


def show(model: JsonTreeModel, body: Any) -> None:
    model.set_answer(read_answer(answers.answered(body)))


def below(model: JsonTreeModel, index: QModelIndex) -> list[str]:
    """The names of the rows below one."""
    return [model.index(row, 0, index).data() for row in range(model.rowCount(index))]


def words(model: JsonTreeModel, index: QModelIndex) -> str:
    """What a row says beside its name."""
    return str(index.siblingAtColumn(1).data())


IDENTITY = "/handle/0/payload/0/value"


def test_an_identity_cookie_opens_to_what_it_says_of_the_visitor(model: JsonTreeModel) -> None:
    show(model, answers.envelope(every_handle.states()))
    raw = model.index_of(IDENTITY)
    assert below(model, raw) == ["decoded: identity cookie"]
    decoded = model.index(0, 0, raw)
    assert words(model, decoded).startswith("ECID 2041…3928, made 4 May 2026")
    names = ["ecid", "isNew", "created", "source", "region", "device", "written"]
    assert below(model, decoded) == names


def test_what_is_inside_a_decoded_text_is_decoded_in_its_turn(model: JsonTreeModel) -> None:
    show(model, answers.envelope(every_handle.states()))
    decoded = model.index(0, 0, model.index_of(IDENTITY))
    created = model.index(2, 0, decoded)
    assert below(model, created) == ["decoded: moment"]
    assert words(model, model.index(0, 0, created)).startswith("4 May 2026")


def test_a_decoded_row_has_the_place_of_the_raw_value(model: JsonTreeModel) -> None:
    show(model, answers.envelope(every_handle.states()))
    raw = model.index_of(IDENTITY)
    decoded = model.index(0, 0, raw)
    for index in (raw, decoded, model.index(0, 0, decoded)):
        node = model.node(index)
        assert node is not None
        assert node.pointer == IDENTITY
    assert model.index_of(IDENTITY) == raw


def test_the_value_of_a_state_entry_goes_by_the_entrys_key(model: JsonTreeModel) -> None:
    show(model, answers.envelope(every_handle.states()))
    check = model.index_of("/handle/0/payload/3/value")
    assert below(model, check) == ["decoded: consent check"]
    cluster = model.index_of("/handle/0/payload/1/value")
    assert words(model, model.index(0, 0, cluster)) == "Oregon, a region of the Edge Network"


def test_an_id_goes_by_the_namespace_beside_it(model: JsonTreeModel) -> None:
    hashed = {"id": encodings.sha256("someone@example.com"), "namespace": {"code": "Email_LC_SHA256"}}
    show(model, answers.envelope({"type": "identity:result", "payload": [hashed]}))
    assert below(model, model.index_of("/handle/0/payload/0/id")) == ["decoded: hashed id"]


def test_a_text_that_holds_nothing_has_no_rows(model: JsonTreeModel) -> None:
    show(model, {"plain": "words", "id": "1777893730", "number": 7, "none": None})
    for row in range(model.rowCount()):
        assert not model.hasChildren(model.index(row, 0))


def test_texts_in_texts_in_texts_come_to_an_end(model: JsonTreeModel) -> None:
    text = "end"
    for _ in range(12):
        text = encodings.compact({"x": text})
    show(model, {"x": text})
    index, levels = model.index(0, 0), 0
    while model.rowCount(index):
        index = model.index(0, 0, index)
        levels += str(index.data()).startswith("decoded: ")
    assert levels == 8


def test_decoded_rows_keep_the_rules_of_models(model: JsonTreeModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    show(model, answers.envelope(every_handle.states(), every_handle.unknown()))
    waiting = [QModelIndex()]
    seen = 0
    while waiting:
        index = waiting.pop()
        waiting += [model.index(row, 0, index) for row in range(model.rowCount(index))]
        seen += 1
        assert model.hasChildren(index) == bool(model.rowCount(index))
    assert seen > 100
    look_for(model, "general")
    assert model.rowCount()
    model.set_answer(None)
    tester.deleteLater()


def menu_of(panel: ResponsePanel) -> dict[str, Any]:
    """What the menu of the chosen row offers."""
    return {action.text(): action for action in panel.handles.tree.row_menu().actions()}


def test_the_menu_leads_from_the_raw_value_to_the_decoded_and_back(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(answers.envelope(every_handle.states())))
    panel.reveal(IDENTITY)
    tree = panel.handles.tree
    menu_of(panel)["Decode as identity cookie"].trigger()
    assert tree.currentIndex().data() == "decoded: identity cookie"
    assert tree.isExpanded(tree.currentIndex())
    tree.copy_value()
    assert QGuiApplication.clipboard().text().startswith('{"ecid":')
    menu_of(panel)["Show the raw value"].trigger()
    assert tree.currentIndex().data() == "value"
    menu_of(panel)["Copy decoded"].trigger()
    assert QGuiApplication.clipboard().text().startswith('{\n  "ecid":')


def test_a_row_that_nothing_decodes_offers_no_decoding(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(answers.envelope(every_handle.states())))
    panel.reveal("/requestId")
    assert not [text for text in menu_of(panel) if "ecode" in text or "raw value" in text]


def test_a_text_with_two_meanings_offers_both(panel: ResponsePanel) -> None:
    text = f"https://other.example/?adobe_mc={encodings.percent(encodings.link())}"
    panel.show_exchange(answered({"url": text}))
    panel.reveal("/url")
    menu = menu_of(panel)
    assert [action.text() for action in menu["Decode as"].menu().actions()] == [
        "link between domains",
        "percent-decoded",
    ]
    copies = menu["Copy decoded"].menu().actions()
    copies[1].trigger()
    assert (
        QGuiApplication.clipboard().text().startswith("https://other.example/?adobe_mc=TS=1777893730|MCMID=")
    )


def open_viewer(panel: ResponsePanel) -> ValueViewer:
    """The window of the chosen text."""
    panel.handles.tree.setFocus()
    QTest.keyClick(panel.handles.tree, Qt.Key.Key_Return)
    (viewer,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ValueViewer))
    return viewer


def test_the_window_of_a_long_text_switches_between_raw_and_decoded(
    panel: ResponsePanel, qtbot: QtBot
) -> None:
    panel.show_exchange(answered({"page": "<p>one</p>" * 200}))
    panel.reveal("/page")
    viewer = open_viewer(panel)
    assert viewer.ways is not None
    assert viewer.view.text == "<p>one</p>" * 200
    viewer.ways.button("html").click()
    assert viewer.view.text == "\n".join(["one"] * 200)
    viewer.ways.button("raw").click()
    assert viewer.view.text == "<p>one</p>" * 200
    with qtbot.waitSignal(viewer.destroyed):
        viewer.close()


def test_a_text_that_nothing_decodes_has_no_switch(panel: ResponsePanel, qtbot: QtBot) -> None:
    panel.show_exchange(answered({"words": "plain words " * 200}))
    panel.reveal("/words")
    viewer = open_viewer(panel)
    assert viewer.ways is None
    with qtbot.waitSignal(viewer.destroyed):
        viewer.close()


def test_a_very_long_text_is_read_in_turns_where_it_is_shown_and_copied(
    panel: ResponsePanel, qtbot: QtBot
) -> None:
    text = "gold member, " * 400_000
    panel.show_exchange(answered({"text": text}))
    panel.content.finish_reading()
    panel.reveal("/text")
    viewer = open_viewer(panel)
    assert viewer.is_reading
    qtbot.waitUntil(lambda: not viewer.is_reading)
    assert viewer.view.text == text
    QGuiApplication.clipboard().clear()
    panel.handles.tree.copy_value()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == text)
    with qtbot.waitSignal(viewer.destroyed):
        viewer.close()


@pytest.mark.parametrize("text", [answers.ECID, "5 May 2026", "4 May 2026"])
def test_a_filter_finds_what_exists_only_after_decoding(model: JsonTreeModel, text: str) -> None:
    show(model, answers.envelope(every_handle.states()))
    result = look_for(model, text)
    assert result is not None
    shown = [node for node in map(model.node, every_index(model)) if node is not None and node.matches]
    assert len(shown) == result.count
    assert (result.count > 0) == (text != "5 May 2026")
    for node in shown:
        assert text in f"{node.face.text} {node.said}" or text in node.face.label


def test_what_a_row_shows_undecoded_is_not_found_again_below_it(model: JsonTreeModel) -> None:
    show(model, {"text": '{"name":"gold member"}', "other": encodings.base64_json({"name": "gold member"})})
    result = look_for(model, "gold member")
    assert result is not None
    assert result.count == 2  # the text itself, and the member of what the other is decoded to
    short = look_for(model, "me")
    assert short is not None
    assert short.count == 1  # too short to be looked for in what is decoded


def test_it_is_told_that_long_lists_were_not_decoded_to_be_looked_through(model: JsonTreeModel) -> None:
    show(model, {"list": [encodings.base64_json({"name": "gold"})] * 600})
    result = look_for(model, "gold")
    assert result is not None
    assert result.count == 0
    assert "long lists" in result.note


def every_index(model: JsonTreeModel, above: QModelIndex | None = None) -> list[QModelIndex]:
    """Every row that is shown, whether open or not."""
    found = []
    for row in range(model.rowCount(above or QModelIndex())):
        index = model.index(row, 0, above or QModelIndex())
        found += [index, *every_index(model, index)]
    return found
