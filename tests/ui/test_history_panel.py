"""The list of the history: what its rows say, and how they are searched and filtered."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Exchange, FailureReason
from edge_studio.edge.history_row import HistoryRow
from edge_studio.store.history_service import HistoryService
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.history.panel import HistoryPanel
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Look
from tests.store.exchanges import a_failure, a_request, an_answer, an_exchange
from tests.ui.acts import click, pick
from tests.ui.history_page import NOON, HistoryPage, at

# Words


def test_a_row_says_status_what_which_when_how_long_and_what_came(history: HistoryPage) -> None:
    history.keep(at(NOON.replace(hour=9, minute=5)))
    history.load()
    assert history.lines == ["Today", "200 Page view\nHome page · 09:05 · 184 ms · 1 handle"]


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
def test_trouble_is_named_in_the_row(history: HistoryPage, exchange: Exchange, line: str) -> None:
    exchange = replace(exchange, started=NOON)
    history.keep(exchange)
    history.load()
    assert history.lines[1].startswith(line.format(time=f"{NOON:%H:%M}"))


def test_rows_stand_under_their_day(history: HistoryPage) -> None:
    days = [
        timedelta(days=400),
        timedelta(days=40),
        timedelta(days=3),
        timedelta(days=1),
        timedelta(0),
        timedelta(0),
    ]
    history.keep(*(at(NOON - days_ago) for days_ago in days))
    history.load()
    headings = [line for line in history.lines if "\n" not in line]
    old, older = NOON - timedelta(days=40), NOON - timedelta(days=400)
    assert headings == [
        "Today",
        "Yesterday",
        f"{NOON - timedelta(days=3):%A}",
        f"{old.day} {old:%B}",
        f"{older.day} {older:%B %Y}",
    ]
    assert history.lines.index("Yesterday") == 3


def test_pointing_at_a_row_tells_the_whole(history: HistoryPage) -> None:
    history.keep(replace(at(NOON - timedelta(minutes=3)), connection="Stage", production=True))
    history.load()
    told = history.panel.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "web.webpagedetails.pageViews" in told
    assert "Tuesday 10 March 2026, 11:57:00 (3 minutes ago)" in told
    assert "Stage (production): http://127.0.0.1:8731/ee/v2/interact" in told
    spoken = history.panel.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Page view, 200, answered, Home page")
    assert "production" in spoken


# Searching and filtering


def test_a_search_finds_what_was_sent_and_names_itself(history: HistoryPage) -> None:
    ids = history.keep(an_exchange(request=a_request(b"walrus")), an_exchange())
    history.load()
    assert history.ids == ids[::-1]
    assert not history.panel.clear_button.isVisible()

    history.type_search("WALRUS")

    assert history.ids == ids[:1]
    assert history.panel.filter_words.whole() == "“WALRUS”"
    click(history.panel.clear_button)
    history.settle()
    assert history.ids == ids[::-1]
    assert history.panel.search.text() == ""
    assert not history.panel.clear_button.isVisible()


def test_filters_are_named_and_cleared_in_one_click(history: HistoryPage) -> None:
    ids = history.keep(
        replace(an_exchange(outcome=an_answer(400)), connection="Stage"),
        an_exchange(outcome=an_answer(400)),
        replace(an_exchange(outcome=an_answer()), connection="Stage"),
    )
    history.load()
    for name in ("Errors", "Stage"):
        pick(history.panel.filter.choices, name)
        history.settle()
    assert history.ids == ids[:1]
    assert history.panel.filter_words.whole() == "Errors · Stage"
    click(history.panel.clear_button)
    history.settle()
    assert history.ids == ids[::-1]
    assert (history.panel.filter.status, history.panel.filter.connection) == ("", "")


def test_a_connection_that_was_forgotten_stays_offered_while_it_is_chosen(history: HistoryPage) -> None:
    ids = history.keep(replace(an_exchange(), connection="R&D"), an_exchange())
    history.load()
    history.panel.filter.choose(connection="R&D")
    history.load()
    assert history.ids == ids[:1]
    history.choose(ids[0])
    history.press(Qt.Key.Key_Delete)
    history.answer("Delete")
    history.load()
    assert history.panel.empty.text() == "No exchange is like that."
    assert history.panel.filter_words.whole() == "R&D"
    click(history.panel.clear_button)
    history.settle()
    history.load()
    offered = [action.text() for action in history.panel.filter.choices.actions() if not action.isSeparator()]
    assert offered[-3:] == ["Any connection", "Received by Local Edge", "Local Edge"]


def test_an_empty_list_says_why(history: HistoryPage) -> None:
    history.load()
    assert history.panel.empty.isVisible()
    assert "Nothing was sent yet" in history.panel.empty.text()
    history.keep(an_exchange())
    history.type_search("walrus")
    assert history.panel.empty.text() == "Nothing sent or received holds “walrus”."
    assert history.panel.clear_button.isVisible()


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
