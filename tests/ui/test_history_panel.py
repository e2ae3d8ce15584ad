import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import LOCAL_EDGE, RECEIVED, Exchange, FailureReason
from edge_studio.edge.history_row import HistoryRow, row_of
from edge_studio.store.history_service import HistoryService
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.history.panel import HELD, PAGE, HistoryPanel
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Look
from tests.store.exchanges import a_failure, a_request, an_answer, an_exchange
from tests.ui.acts import click, pick
from tests.ui.history_page import NOON, HistoryPage, at


@pytest.fixture
def page(qtbot: QtBot, look: Look, loop: asyncio.AbstractEventLoop, tmp_path: Path) -> Iterator[HistoryPage]:
    made = HistoryPage(qtbot, look, tmp_path / "history.sqlite3")
    yield made
    made.settle()
    made.service.close()
    assert made.failures == []


# Words


def test_a_row_says_status_what_which_when_how_long_and_what_came(page: HistoryPage) -> None:
    page.keep(at(NOON.replace(hour=9, minute=5)))
    page.load()
    assert page.lines == ["Today", "200 Page view\nHome page · 09:05 · 184 ms · 1 handle"]


@pytest.mark.parametrize(
    ("exchange", "line"),
    [
        (an_exchange(outcome=None), "… Page view\nWaiting for the answer"),
        (
            an_exchange(outcome=an_answer(207, total=1.24), summary="Target timed out."),
            "207 Page view\nTarget timed out · {time} · 1.2 s · 1 handle",
        ),
        (
            an_exchange(outcome=an_answer(400, body=b"{}"), summary="EXEG-0306 no primary identity."),
            "400 Page view\nEXEG-0306 no primary identity · {time} · 184 ms",
        ),
        (
            an_exchange(outcome=a_failure(FailureReason.TLS_NOT_TRUSTED)),
            "— Page view\nNo answer: TLS not trusted · {time}",
        ),
    ],
)
def test_trouble_is_named_in_the_row(page: HistoryPage, exchange: Exchange, line: str) -> None:
    exchange = replace(exchange, started=NOON)
    page.keep(exchange)
    page.load()
    assert page.lines[1].startswith(line.format(time=f"{NOON:%H:%M}"))


def test_rows_stand_under_their_day(page: HistoryPage) -> None:
    days = [
        timedelta(days=400),
        timedelta(days=40),
        timedelta(days=3),
        timedelta(days=1),
        timedelta(0),
        timedelta(0),
    ]
    page.keep(*(at(NOON - days_ago) for days_ago in days))
    page.load()
    headings = [line for line in page.lines if "\n" not in line]
    old, older = NOON - timedelta(days=40), NOON - timedelta(days=400)
    assert headings == [
        "Today",
        "Yesterday",
        f"{NOON - timedelta(days=3):%A}",
        f"{old.day} {old:%B}",
        f"{older.day} {older:%B %Y}",
    ]
    assert page.lines.index("Yesterday") == 3


def test_pointing_at_a_row_tells_the_whole(page: HistoryPage) -> None:
    page.keep(replace(at(NOON - timedelta(minutes=3)), connection="Stage", production=True))
    page.load()
    told = page.panel.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "web.webpagedetails.pageViews" in told
    assert "Tuesday 10 March 2026, 11:57:00 (3 minutes ago)" in told
    assert "Stage (production): http://127.0.0.1:8731/ee/v2/interact" in told
    spoken = page.panel.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Page view, 200, answered, Home page")
    assert "production" in spoken


# Searching and filtering


def test_a_search_finds_what_was_sent_and_names_itself(page: HistoryPage) -> None:
    ids = page.keep(an_exchange(request=a_request(b"walrus")), an_exchange())
    page.load()
    assert page.ids == ids[::-1]
    assert not page.panel.clear_button.isVisible()

    page.type_search("WALRUS")

    assert page.ids == ids[:1]
    assert page.panel.filter_words.whole() == "“WALRUS”"
    click(page.panel.clear_button)
    page.settle()
    assert page.ids == ids[::-1]
    assert page.panel.search.text() == ""
    assert not page.panel.clear_button.isVisible()


def test_filters_are_named_and_cleared_in_one_click(page: HistoryPage) -> None:
    ids = page.keep(
        replace(an_exchange(outcome=an_answer(400)), connection="Stage"),
        an_exchange(outcome=an_answer(400)),
        replace(an_exchange(outcome=an_answer()), connection="Stage"),
    )
    page.load()
    for name in ("Errors", "Stage"):
        pick(page.panel.filter.choices, name)
        page.settle()
    assert page.ids == ids[:1]
    assert page.panel.filter_words.whole() == "Errors · Stage"
    click(page.panel.clear_button)
    page.settle()
    assert page.ids == ids[::-1]
    assert (page.panel.filter.status, page.panel.filter.connection) == ("", "")


def test_a_connection_that_was_forgotten_stays_offered_while_it_is_chosen(page: HistoryPage) -> None:
    ids = page.keep(replace(an_exchange(), connection="R&D"), an_exchange())
    page.load()
    page.panel.filter.choose(connection="R&D")
    page.load()
    assert page.ids == ids[:1]
    page.choose(ids[0])
    page.press(Qt.Key.Key_Delete)
    page.answer("Delete")
    page.load()
    assert page.panel.empty.text() == "No exchange is like that."
    assert page.panel.filter_words.whole() == "R&D"
    click(page.panel.clear_button)
    page.settle()
    page.load()
    offered = [action.text() for action in page.panel.filter.choices.actions() if not action.isSeparator()]
    assert offered[-3:] == ["Any connection", "Received by Local Edge", "Local Edge"]


def test_an_empty_list_says_why(page: HistoryPage) -> None:
    page.load()
    assert page.panel.empty.isVisible()
    assert "Nothing was sent yet" in page.panel.empty.text()
    page.keep(an_exchange())
    page.type_search("walrus")
    assert page.panel.empty.text() == "Nothing sent or received holds “walrus”."
    assert page.panel.clear_button.isVisible()


class BrokenPast(HistoryService):
    """A history whose file cannot be used."""

    async def page(
        self,
        search: str = "",
        status: str = "",
        connection: str = "",
        before: int | None = None,
        limit: int = 100,
    ) -> list[HistoryRow]:
        raise StoreProblem("The history is damaged.", "The disk failed.", "Start again.")


def test_a_history_that_cannot_be_read_says_so_in_its_place(
    qtbot: QtBot, look: Look, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    past = BrokenPast(tmp_path / "history.sqlite3")
    failures: list[BaseException] = []
    scope = TaskScope("history", failures.append)
    panel = HistoryPanel(look, past, scope)
    qtbot.addWidget(panel)
    panel.load()
    qtbot.waitUntil(lambda: not scope.busy)
    assert panel.empty.text() == "The history is damaged.\n\nThe disk failed. Start again."
    past.close()
    assert failures == []


# Following what happens


def test_what_is_sent_appears_at_once_and_is_completed_in_place(page: HistoryPage) -> None:
    page.keep(an_exchange("Old", outcome=an_answer(), started=NOON - timedelta(days=1)))
    page.load()
    sent = replace(an_exchange("New"), id=2, started=NOON)
    page.panel.added(row_of(sent))
    assert page.ids == [2, 1]
    assert page.lines[0] == "Today"
    assert "Waiting" in page.lines[1]

    page.panel.changed(row_of(replace(sent, outcome=an_answer(), summary="1 handle.")))

    assert page.ids == [2, 1]
    assert page.lines[1] == f"200 New\nHome page · {NOON:%H:%M} · 184 ms · 1 handle"


def test_a_list_read_before_the_answer_was_kept_shows_the_answer_all_the_same(page: HistoryPage) -> None:
    sent = replace(an_exchange("New"), started=NOON)
    (id,) = page.keep(sent)
    page.panel.added(row_of(replace(sent, id=id)))
    page.panel.changed(row_of(replace(sent, id=id, outcome=an_answer())))
    page.load()
    assert page.lines[1].startswith("200 New")


def test_what_does_not_pass_the_filter_stays_out(page: HistoryPage) -> None:
    page.keep(an_exchange(outcome=an_answer(400)))
    page.panel.filter.choose("errors")
    page.load()
    page.panel.added(row_of(replace(an_exchange(), id=2)))
    assert page.ids == [1]


def test_older_pages_come_when_the_end_is_reached(page: HistoryPage) -> None:
    ids = page.keep(*(at(NOON, f"Event {number}") for number in range(PAGE * 2 + 30)))
    page.load()
    assert len(page.ids) == PAGE
    bar = page.panel.view.verticalScrollBar()
    for expected in (PAGE * 2, PAGE * 2 + 30):
        bar.setValue(bar.maximum())
        page.qtbot.waitUntil(lambda wanted=expected: len(page.ids) == wanted)  # type: ignore[misc] # bound at once
        page.settle()
    assert page.ids == ids[::-1]
    assert page.lines.count("Today") == 1
    assert not page.panel.model.canFetchMore(QModelIndex())


# Doing something with a row


def test_return_and_a_click_open_an_exchange(page: HistoryPage) -> None:
    ids = page.keep(at(NOON), at(NOON))
    page.load()
    page.choose(ids[0])
    assert page.opened == [ids[0]]
    page.press(Qt.Key.Key_Up)
    assert page.opened == [ids[0]]
    page.press(Qt.Key.Key_Enter)
    page.press(Qt.Key.Key_Down)
    page.press(Qt.Key.Key_Return)
    assert page.opened == [ids[0], ids[1], ids[0]]
    page.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.composed == [ids[0]]


def test_down_and_return_wait_for_what_is_searched_for(page: HistoryPage) -> None:
    ids = page.keep(at(NOON, "Zebra crossing"), at(NOON))
    page.type_and_press("zebra", Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert page.opened == [ids[0]]
    assert page.panel.view.hasFocus()
    page.type_and_press("-of-none", Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert page.opened == [ids[0]]
    assert page.panel.search.hasFocus()


def test_a_double_click_opens_once_and_gathering_rows_opens_nothing(page: HistoryPage) -> None:
    ids = page.keep(at(NOON), at(NOON))
    page.load()
    viewport = page.panel.view.viewport()
    index = page.panel.model.index(page.panel.model.place_of(ids[0]), 0)
    place = page.panel.view.visualRect(index).center()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    assert page.opened == []
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert page.opened == [ids[0]]


def test_older_and_newer_step_through_the_list(page: HistoryPage) -> None:
    ids = page.keep(at(NOON - timedelta(days=1)), at(NOON), at(NOON))
    page.load()
    for by in (1, 1, 1, 1, -1, -1, -1):
        page.panel.step(by)
    assert page.opened == [ids[2], ids[1], ids[0], ids[1], ids[2]]


def test_after_sending_the_older_one_is_the_one_before(page: HistoryPage) -> None:
    page.keep(at(NOON))
    page.load()
    page.panel.added(row_of(replace(an_exchange(), id=2, started=NOON)))
    page.panel.step(1)
    assert page.opened == [1]


def test_a_pinned_exchange_can_be_unpinned(page: HistoryPage) -> None:
    ids = page.keep(at(NOON), at(NOON))
    page.load()
    page.choose(ids[0])
    pick(page.panel.view.menu(), "Pin")
    page.settle()
    assert [row.pinned for row in page.panel.model.rows()] == [False, True]
    page.load()
    assert [row.pinned for row in page.panel.model.rows()] == [False, True]
    page.choose(ids[0])
    pick(page.panel.view.menu(), "Unpin")
    page.settle()
    assert not any(row.pinned for row in page.panel.model.rows())


def test_the_address_is_copied(page: HistoryPage) -> None:
    (id,) = page.keep(at(NOON))
    page.load()
    page.choose(id)
    page.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == an_exchange().request.url


def test_deleting_is_asked_about_first(page: HistoryPage) -> None:
    ids = page.keep(at(NOON - timedelta(days=1)), at(NOON), at(NOON))
    page.load()
    page.choose(ids[0])
    page.press(Qt.Key.Key_Delete)
    page.answer("Cancel")
    assert page.ids == ids[::-1]
    page.choose(ids[0])
    with page.qtbot.waitSignal(page.panel.forgotten):
        page.press(Qt.Key.Key_Delete)
        page.answer("Delete")
    assert page.ids == [ids[2], ids[1]]
    assert "Yesterday" not in page.lines
    page.load()
    assert page.ids == [ids[2], ids[1]]


def test_everything_but_pinned_exchanges_can_be_deleted(page: HistoryPage) -> None:
    ids = page.keep(at(NOON), at(NOON))
    page.load()
    page.choose(ids[1])
    pick(page.panel.view.menu(), "Pin")
    page.settle()
    pick(page.panel.view.menu(), "Delete all that is not pinned")
    page.answer("Delete")
    page.qtbot.waitUntil(lambda: page.ids == [ids[1]])


def test_nothing_chosen_offers_nothing(page: HistoryPage) -> None:
    page.load()
    menu = page.panel.view.menu()
    offered = [action.text() for action in menu.actions() if action.isEnabled() and action.text()]
    assert offered == ["Delete all that is not pinned…"]


def row(id: int, title: str = "Page view", connection: str = LOCAL_EDGE) -> HistoryRow:
    return row_of(replace(at(NOON, title), id=id, connection=connection))


def test_what_comes_in_is_listed_at_once_and_the_list_stays_small_meanwhile(page: HistoryPage) -> None:
    page.load()
    for start in range(1, 3001, 100):
        page.panel.added_all([row(id) for id in range(start, start + 100)])
    assert page.ids[:2] == [3000, 2999]
    assert page.panel.model.rowCount() <= HELD
    assert page.panel.model.canFetchMore(QModelIndex())


def test_what_is_being_read_stays_where_it_is_while_others_come_in(page: HistoryPage) -> None:
    page.load()
    page.panel.added_all([row(id) for id in range(1, 200)])
    view = page.panel.view
    view.scrollTo(page.panel.model.index(page.panel.model.place_of(50), 0), view.ScrollHint.PositionAtTop)
    before = view.visualRect(page.panel.model.index(page.panel.model.place_of(50), 0))
    page.panel.added_all([row(id) for id in range(200, 220)])
    assert view.visualRect(page.panel.model.index(page.panel.model.place_of(50), 0)) == before
    view.scrollToTop()
    page.panel.added(row(300))
    assert view.is_at_top


def test_a_search_finds_what_comes_in_while_it_stands(page: HistoryPage) -> None:
    page.load()
    page.type_search("walrus")
    (id,) = page.keep(at(NOON, "A walrus"))
    page.panel.added(row(id, title="A walrus"))
    assert page.ids == []
    page.qtbot.waitUntil(lambda: page.ids == [id])


def test_only_what_was_received_can_be_listed(page: HistoryPage) -> None:
    _, received = page.keep(at(NOON), at(NOON, connection=RECEIVED))
    page.panel.filter.choose(connection=RECEIVED)
    page.load()
    assert page.ids == [received]
    page.panel.added_all([row(8), row(9, connection=RECEIVED)])
    assert page.ids == [9, received]
    assert page.panel.filter_words.whole() == "Received by Local Edge"
