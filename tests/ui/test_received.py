"""What other clients send to the window's Local Edge appears in its history, with its trace."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Answered, ApiVersion, Exchange
from edge_studio.edge.history_row import HistoryRow
from edge_studio.edge.trace import TraceEvent
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.models import history_words as words
from edge_studio.ui.panels.trace_tab import TraceTab
from edge_studio.ui.received import MOST_WAITING, ReceivedHits
from edge_studio.ui.theme import Look
from tests.edge.test_received import a_hit
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


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop) -> Iterator[StudioPage]:
    page = StudioPage(qtbot, qapp, loop)
    yield page
    page.close()


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
    """A history that only takes note once it is let."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.kept: list[Exchange] = []

    async def record_all(self, exchanges: Sequence[Exchange]) -> list[int]:
        await self.open.wait()
        self.kept += exchanges
        return list(range(len(self.kept) - len(exchanges) + 1, len(self.kept) + 1))


def test_of_a_flood_the_newest_are_kept_and_the_rest_is_counted(page: StudioPage) -> None:
    ledger, rows, lost, told = Ledger(), list[HistoryRow](), list[int](), list[StoreProblem]()
    hits = ReceivedHits(ledger, page.studio.scope, told.append, page.studio.window)
    hits.kept.connect(rows.append)
    hits.not_kept.connect(lost.append)
    for number in range(MOST_WAITING + 20):
        hits.take(a_hit(url=f"http://127.0.0.1/ee/v1/interact?requestId={number}"))
    ledger.open.set()
    page.wait_idle()
    assert (lost, told) == ([20], [])
    assert len(rows) == MOST_WAITING
    assert ledger.kept[-1].request.request_id == str(MOST_WAITING + 19)


def test_a_failed_step_is_told_in_words(look: Look, qtbot: QtBot) -> None:
    tab = TraceTab(look)
    qtbot.addWidget(tab)
    facts = (("requestId", "6b1f"),)
    tab.show_trace((TraceEvent("com.adobe.target", "decisions", ("a", "b"), attributes=facts, failed=True),))
    assert tab.steps.toPlainText().splitlines()[0] == "Offers · Target — failed   decisions"
    tab.copy_all()
    copied = QGuiApplication.clipboard().text()
    assert copied == "Offers · Target (com.adobe.target decisions) FAILED\n  a\n  b\n  requestId: 6b1f"
