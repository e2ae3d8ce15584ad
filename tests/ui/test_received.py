"""What other clients send to the window's Local Edge appears in its history, with its trace."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Answered, ApiVersion, Connection, Exchange
from edge_studio.edge.history_row import HistoryRow
from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.watching import Inbox
from edge_studio.store import paths
from edge_studio.store.history import History
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.answer.trace_tab import TraceTab
from edge_studio.ui.desk.received import TRIMMED_EVERY, ReceivedHits
from edge_studio.ui.history import words
from edge_studio.ui.theme import Look
from tests.edge.test_received import a_hit
from tests.ui.acts import CONTROL, press
from tests.ui.studio_page import StudioPage

PAGE_VIEW = {
    "events": [
        {
            "xdm": {
                "eventType": "web.webpagedetails.pageViews",
                "web": {"webPageDetails": {"name": "From outside"}},
            }
        }
    ],
    "query": {"identity": {"fetch": ["ECID"]}},
}


def post(url: str, body: Any = PAGE_VIEW) -> int:
    """The status of the answer to another client; it runs in a thread, for the window answers no one."""
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"content-type": "text/plain", "cookie": "session=abc"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


ADDRESS = "/ee/v1/interact?configId=3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"


def received(page: StudioPage, path: str = ADDRESS) -> int:
    """Let another client send a page view; the status of its answer."""
    base = page.run(page.studio.local_edge.base_url())

    async def ask() -> int:
        return await asyncio.get_running_loop().run_in_executor(None, post, f"{base}{path}")

    status = page.run(ask())
    assert isinstance(status, int)
    return status


def test_it_appears_in_the_history_as_received(page: StudioPage) -> None:
    assert received(page) == 200
    page.wait_for(lambda: "Page view" in page.history_titles())
    (row,) = page.studio.history.model.rows()
    assert row.is_received
    assert row.subtitle == "From outside"
    assert words.place(row) == "received"
    assert "Received by Local Edge" in words.spoken(row)


def test_it_opens_with_its_trace_and_in_the_composer_to_be_sent_again(page: StudioPage) -> None:
    received(page)
    page.wait_for(lambda: len(page.history_titles()) == 1)
    (row,) = page.studio.history.model.rows()
    page.studio.history.open_requested.emit(row.id)
    page.wait_idle()
    content = page.studio.response.content
    content.open_tab("Trace")
    shown = content.trace.steps.toPlainText()
    assert shown.startswith("Received")
    assert "Answered with 200" in shown
    assert "com.adobe.edge.konductor hitReceived" in content.trace.text

    page.studio.history.open_as_new_requested.emit(row.id)
    page.wait_idle()
    draft = page.tab.draft()
    assert (draft.endpoint, draft.version, draft.connection) == ("interact", ApiVersion.V1, "Local Edge")
    assert json.loads(draft.text) == PAGE_VIEW
    page.studio.desk.send()
    page.wait_idle()
    assert page.tab.exchange is not None
    assert isinstance(page.tab.exchange.outcome, Answered)
    assert page.tab.exchange.outcome.status == 200


def test_the_focus_stays_with_the_request_that_was_opened(page: StudioPage) -> None:
    received(page)
    page.wait_for(lambda: len(page.history_titles()) == 1)
    page.studio.window.activateWindow()
    page.wait_for(page.studio.window.isActiveWindow)
    page.studio.history.open_requested.emit(page.studio.history.model.rows()[0].id)
    page.wait_idle()
    again = page.studio.past_bar.findChild(QPushButton)
    assert again is not None
    again.setFocus()
    press(again, Qt.Key.Key_Space)
    page.wait_idle()
    assert page.tab.draft().version is ApiVersion.V1
    assert page.focused_name == "Requests"


def test_it_says_whose_request_it_was_and_what_is_not_composed_again(page: StudioPage) -> None:
    received(page)
    page.wait_for(lambda: len(page.history_titles()) == 1)
    page.studio.history.open_requested.emit(page.studio.history.model.rows()[0].id)
    page.wait_idle()
    said = page.studio.past_bar.words
    assert said.startswith("Received by Local Edge: Page view, today")
    assert "cookies and credentials are left out" in said
    page.studio.response.open_tab("Timing")
    assert "As Local Edge measured it" in page.studio.response.content.timing.note
    page.send()
    page.studio.history.open_requested.emit(page.studio.history.model.rows()[0].id)
    page.wait_idle()
    assert page.studio.past_bar.words.startswith("From the history: Page view, today")
    assert "left out" not in page.studio.past_bar.words
    assert "As Local Edge" not in page.studio.response.content.timing.note


def test_what_another_connection_sends_to_local_edge_is_listed_once_too(page: StudioPage) -> None:
    page.use(Connection("My own", page.run(page.studio.local_edge.base_url()), "3fb0a1de"))
    page.send()
    assert page.studio.history.model.rows()[0].connection == "My own"
    assert len(page.history_titles()) == 1
    assert page.studio.response.content.tab_names[-1] == "Trace"


def test_what_the_window_sends_itself_is_listed_once_and_has_its_trace(page: StudioPage) -> None:
    page.studio.desk.send()
    page.wait_idle()
    assert len(page.history_titles()) == 1
    assert not page.studio.history.model.rows()[0].is_received
    page.studio.response.content.open_tab("Trace")
    assert page.studio.response.content.trace.steps.toPlainText().startswith("Received")
    assert page.tab.exchange is not None
    kept = page.run(page.studio.history_service.get(page.tab.exchange.id))
    assert kept.trace == page.tab.exchange.trace != ()


def test_the_filter_finds_what_was_received(page: StudioPage) -> None:
    page.studio.desk.send()
    page.wait_idle()
    received(page)
    page.wait_for(lambda: len(page.history_titles()) == 2)
    page.studio.history.filter.choose(connection="Received by Local Edge")
    page.studio.history.load()
    page.wait_idle()
    assert [row.is_received for row in page.studio.history.model.rows()] == [True]


class Ledger:
    """A history that only takes note once it is let, and fails where it is told to."""

    def __init__(self, problem: StoreProblem | None = None) -> None:
        self.open = asyncio.Event()
        self.kept: list[Exchange] = []
        self.problem = problem

    async def record_all(self, exchanges: Sequence[Exchange]) -> list[int]:
        await self.open.wait()
        if self.problem is not None:
            raise self.problem
        self.kept += exchanges
        return list(range(len(self.kept) - len(exchanges) + 1, len(self.kept) + 1))


class Flood:
    """Hits on their way into a history, and what is told of them."""

    def __init__(self, page: StudioPage, ledger: Ledger, most: int = 1000) -> None:
        self.ledger = ledger
        self.rows: list[HistoryRow] = []
        self.lost: list[int] = []
        self.problems: list[StoreProblem] = []
        self.trims = 0
        self._inbox = Inbox(self._wake, most)
        self.hits = ReceivedHits(
            self._inbox, ledger, self._trim, page.studio.scope, self.problems.append, page.studio.window
        )
        self.hits.kept.connect(self.rows.extend)
        self.hits.not_kept.connect(self.lost.append)

    async def _trim(self) -> None:
        self.trims += 1

    def _wake(self) -> None:
        self.hits.wake()

    def come(self, count: int) -> None:
        """Let so many hits come."""
        for number in range(count):
            self._inbox.put(a_hit(url=f"http://127.0.0.1/ee/v1/interact?requestId={number}"))


def test_of_a_flood_the_newest_are_kept_and_the_rest_is_counted(page: StudioPage) -> None:
    flood = Flood(page, Ledger(), most=100)
    flood.come(120)
    flood.ledger.open.set()
    page.wait_idle()
    assert (flood.lost, flood.problems) == ([20], [])
    assert len(flood.rows) == 100
    assert flood.ledger.kept[-1].request.request_id == "119"


def test_a_history_that_grows_is_trimmed_while_it_grows(page: StudioPage) -> None:
    flood = Flood(page, Ledger(), most=10_000)
    flood.ledger.open.set()
    flood.hits.finish()  # so that the test need not wait while it rests
    flood.come(TRIMMED_EVERY + 100)
    page.wait_idle()
    assert flood.trims == 1
    assert len(flood.rows) == TRIMMED_EVERY + 100


def test_what_cannot_be_kept_is_told_and_the_next_is_tried_again(page: StudioPage) -> None:
    problem = StoreProblem("The disk is full.", "It is.", "Make room.")
    flood = Flood(page, Ledger(problem))
    flood.ledger.open.set()
    flood.come(60)
    page.wait_idle()
    assert (flood.problems, flood.rows) == ([problem], [])
    flood.ledger.problem = None
    flood.come(1)
    page.wait_idle()
    assert len(flood.rows) == 1


def test_what_came_before_the_window_was_closed_is_kept(page: StudioPage) -> None:
    for _ in range(3):
        received(page)
    page.close()
    with closing(History(paths.history_file())) as history:
        assert [row.is_received for row in history.page()] == [True] * 3


def test_a_failed_step_is_told_in_words(look: Look, qtbot: QtBot) -> None:
    tab = TraceTab(look)
    qtbot.addWidget(tab)
    facts = (("requestId", "6b1f"),)
    failed = TraceEvent("com.adobe.target", "decisions", ("a", "b"), attributes=facts, failed=True)
    last = TraceEvent("com.adobe.edge.konductor", "hitProcessed", ("Answered with 200",), at=2.01)
    tab.show_trace((failed, last))
    assert tab.steps.toPlainText().splitlines() == [
        "Offers · Target — failed   decisions",
        "a",
        "b",
        "requestId: 6b1f",
        "Answered   hitProcessed · after 2.0 s",
        "Answered with 200",
    ]
    assert tab.note == "2 steps, 1 failed"
    tab.copy_all()
    assert QGuiApplication.clipboard().text() == (
        "Offers · Target (com.adobe.target decisions) FAILED\n  a\n  b\n  requestId: 6b1f\n"
        "Answered after 2.0 s (com.adobe.edge.konductor hitProcessed)\n  Answered with 200"
    )


def test_the_trace_is_read_and_copied_with_the_keyboard(look: Look, qtbot: QtBot) -> None:
    tab = TraceTab(look)
    qtbot.addWidget(tab)
    tab.show_trace((TraceEvent("com.adobe.edge.konductor", "hitReceived", ("v1 interact",)),))
    tab.show()
    press(tab.steps, Qt.Key.Key_A, CONTROL)
    press(tab.steps, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines() == ["Received   hitReceived", "v1 interact"]


def test_the_tab_is_there_only_where_there_is_a_trace(page: StudioPage) -> None:
    page.studio.desk.send()
    page.wait_idle()
    content = page.studio.response.content
    assert content.tab_names[-1] == "Trace"
    kept = page.tab.exchange
    assert kept is not None
    page.studio.response.show_exchange(replace(kept, trace=()))
    assert content.tab_names[-1] == "Sent"
    page.studio.response.show_exchange(replace(kept, trace=()), None, True)
    content.open_tab("Trace")
    assert content.trace.text == ""
    assert content.trace.note == "Local Edge tells the trace right after its answer."
    content.show_trace(kept)
    assert content.trace.text.splitlines()[-1].startswith("  status: 200")
    content.show_trace(replace(kept, trace=()))
    assert content.tab_names[-1] == "Sent"
