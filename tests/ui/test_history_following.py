"""The list of the history follows what is sent and what comes in."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QModelIndex

from edge_studio.edge.exchange import LOCAL_EDGE, RECEIVED
from edge_studio.edge.history_row import HistoryRow, row_of
from edge_studio.ui.history.panel import HELD, PAGE
from tests.store.exchanges import an_answer, an_exchange
from tests.ui.history_page import NOON, HistoryPage, at


def row(id: int, title: str = "Page view", connection: str = LOCAL_EDGE) -> HistoryRow:
    return row_of(replace(at(NOON, title), id=id, connection=connection))


def test_what_is_sent_appears_at_once_and_is_completed_in_place(history: HistoryPage) -> None:
    history.keep(an_exchange("Old", outcome=an_answer(), started=NOON - timedelta(days=1)))
    history.load()
    sent = replace(an_exchange("New"), id=2, started=NOON)
    history.panel.added(row_of(sent))
    assert history.ids == [2, 1]
    assert history.lines[0] == "Today"
    assert "Waiting" in history.lines[1]

    history.panel.changed(row_of(replace(sent, outcome=an_answer(), summary="1 handle.")))

    assert history.ids == [2, 1]
    assert history.lines[1] == f"200 New\nHome page · {NOON:%H:%M} · 184 ms · 1 handle"


def test_a_list_read_before_the_answer_was_kept_shows_the_answer_all_the_same(history: HistoryPage) -> None:
    sent = replace(an_exchange("New"), started=NOON)
    (id,) = history.keep(sent)
    history.panel.added(row_of(replace(sent, id=id)))
    history.panel.changed(row_of(replace(sent, id=id, outcome=an_answer())))
    history.load()
    assert history.lines[1].startswith("200 New")


def test_what_does_not_pass_the_filter_stays_out(history: HistoryPage) -> None:
    history.keep(an_exchange(outcome=an_answer(400)))
    history.panel.filter.choose("errors")
    history.load()
    history.panel.added(row_of(replace(an_exchange(), id=2)))
    assert history.ids == [1]


def test_older_pages_come_when_the_end_is_reached(history: HistoryPage) -> None:
    ids = history.keep(*(at(NOON, f"Event {number}") for number in range(PAGE * 2 + 30)))
    history.load()
    assert len(history.ids) == PAGE
    bar = history.panel.view.verticalScrollBar()
    for expected in (PAGE * 2, PAGE * 2 + 30):
        bar.setValue(bar.maximum())
        history.qtbot.waitUntil(lambda wanted=expected: len(history.ids) == wanted)  # type: ignore[misc] # bound at once
        history.settle()
    assert history.ids == ids[::-1]
    assert history.lines.count("Today") == 1
    assert not history.panel.model.canFetchMore(QModelIndex())


def test_what_comes_in_is_listed_at_once_and_the_list_stays_small_meanwhile(history: HistoryPage) -> None:
    history.load()
    for start in range(1, 3001, 100):
        history.panel.added_all([row(id) for id in range(start, start + 100)])
    assert history.ids[:2] == [3000, 2999]
    assert history.panel.model.rowCount() <= HELD
    assert history.panel.model.canFetchMore(QModelIndex())


def test_what_is_being_read_stays_where_it_is_while_others_come_in(history: HistoryPage) -> None:
    history.load()
    history.panel.added_all([row(id) for id in range(1, 200)])
    view, model = history.panel.view, history.panel.model
    view.scrollTo(model.index(model.place_of(50), 0), view.ScrollHint.PositionAtTop)
    before = view.visualRect(model.index(model.place_of(50), 0))
    history.panel.added_all([row(id) for id in range(200, 220)])
    assert view.visualRect(model.index(model.place_of(50), 0)) == before
    view.scrollToTop()
    history.panel.added(row(300))
    assert view.is_at_top


def test_a_search_finds_what_comes_in_while_it_stands(history: HistoryPage) -> None:
    history.load()
    history.type_search("walrus")
    (id,) = history.keep(at(NOON, "A walrus"))
    history.panel.added(row(id, title="A walrus"))
    assert history.ids == []
    history.qtbot.waitUntil(lambda: history.ids == [id])


def test_only_what_was_received_can_be_listed(history: HistoryPage) -> None:
    _, received = history.keep(at(NOON), at(NOON, connection=RECEIVED))
    history.panel.filter.choose(connection=RECEIVED)
    history.load()
    assert history.ids == [received]
    history.panel.added_all([row(8), row(9, connection=RECEIVED)])
    assert history.ids == [9, received]
    assert history.panel.filter_words.whole() == "Received by Local Edge"
