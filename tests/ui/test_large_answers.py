"""Large answers in the window: the beginning at once, the whole in turns, and packing that is odd."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Answered, Exchange
from edge_studio.transport.decoding import unpack
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Look, load_theme
from tests.edge import answers as make
from tests.ui.exchanges import answered


@pytest.fixture(scope="module")
def big() -> Exchange:
    return answered(make.big_answer(3_000_000))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[ResponsePanel]:
    panel = ResponsePanel(Look(load_theme("light")))
    qtbot.addWidget(panel)
    panel.resize(440, 700)
    panel.show()
    panel.content.prefer("Handles")
    yield panel
    panel.show_empty()


def test_the_beginning_shows_at_once_and_the_whole_follows(
    panel: ResponsePanel, big: Exchange, qtbot: QtBot
) -> None:
    panel.show_exchange(big)
    assert panel.content.is_reading
    first = panel.answer
    assert first is not None
    assert first.is_partial
    assert panel.content.head.sentence.startswith("Reading the answer…")
    assert "Handles 2" in panel.content.tab_names
    qtbot.waitUntil(lambda: not panel.content.is_reading)
    whole = panel.answer
    assert whole is not None
    assert not whole.is_partial
    assert "Handles 4" in panel.content.tab_names
    assert "offers" in panel.content.head.sentence


def test_what_was_chosen_opened_and_scrolled_to_stays_when_the_whole_comes(
    panel: ResponsePanel, big: Exchange
) -> None:
    panel.show_exchange(big)
    tree = panel.handles.tree
    assert panel.reveal("/handle/1/payload/7/scopeDetails/activity")
    tree.expand(tree.currentIndex())
    tree.verticalScrollBar().setValue(60)
    top = tree.rows.node(tree.indexAt(QPoint(1, 1)))
    panel.content.finish_reading()
    assert tree.current is not None
    assert tree.current.pointer == "/handle/1/payload/7/scopeDetails/activity"
    assert tree.isExpanded(tree.rows.index_of("/handle/1/payload/7/scopeDetails/activity"))
    now = tree.rows.node(tree.indexAt(QPoint(1, 1)))
    assert top is not None
    assert now is not None
    assert now.pointer == top.pointer


def test_another_exchange_drops_the_reading(panel: ResponsePanel, big: Exchange) -> None:
    panel.show_exchange(big)
    panel.show_exchange(answered(make.envelope()))
    assert not panel.content.is_reading
    assert "Handles 4" in panel.content.tab_names
    panel.show_exchange(big)
    panel.show_empty()
    assert not panel.content.is_reading


def test_a_large_answer_is_summed_up_when_all_of_it_has_been_read(
    panel: ResponsePanel, big: Exchange, qtbot: QtBot
) -> None:
    panel.open_tab("Summary")
    panel.show_exchange(big)
    assert panel.content.summary.is_reading
    qtbot.waitUntil(lambda: not panel.content.is_reading and not panel.content.summary.is_reading)
    assert [card.title for card in panel.content.summary.cards][:2] == ["Visitor", "Offers"]


def test_a_large_text_that_is_no_json_is_shown_raw(panel: ResponsePanel) -> None:
    panel.show_exchange(answered("no route " * 200_000))
    panel.content.finish_reading()
    assert panel.content.tab_names[:2] == ["Summary", "Raw"]


def test_packing_that_is_as_it_should_be_is_not_spoken_of(panel: ResponsePanel) -> None:
    panel.show_exchange(answered(make.envelope()))
    assert panel.content.packing.words == ""


def test_packing_that_lies_is_told(panel: ResponsePanel) -> None:
    exchange = answered(make.envelope())
    assert isinstance(exchange.outcome, Answered)
    found = unpack(exchange.outcome.body, (("content-encoding", "gzip"),))
    panel.show_exchange(replace(exchange, outcome=replace(exchange.outcome, coding_note=found.note)))
    assert panel.content.packing.words == (
        "The answer says it is packed with gzip, but it is not: it is shown as it came."
    )
    assert panel.content.packing.further.isHidden()


def test_a_bomb_is_unpacked_further_when_a_person_asks(panel: ResponsePanel, qtbot: QtBot) -> None:
    whole = json.dumps({**make.envelope(), "fill": " " * 3_000_000}).encode()
    headers = (("content-encoding", "gzip"),)
    found = unpack(gzip.compress(whole), headers, limit=800_000)
    assert found.packed is not None
    outcome = replace(make.answered(found.body), coding_note=found.note, packed=found.packed)
    panel.show_exchange(replace(answered("{}"), outcome=outcome))
    line = panel.content.packing
    assert "Unpacking was stopped" in line.words
    assert line.further.text().startswith("Unpack up to ")
    line.further.click()
    qtbot.waitUntil(lambda: line.words == f"The history keeps the first {len(found.body):,} bytes.")
    assert line.further.isHidden()
    panel.content.finish_reading()
    assert panel.answer is not None
    assert panel.answer.kind == "envelope"
    assert panel.answer.json is not None
    assert panel.answer.json.trouble is None
