"""The room of the past as a person sees it, over a history of its own."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Exchange
from edge_studio.store.history_service import HistoryService
from edge_studio.ui.history.panel import HistoryPanel
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Look
from tests.store.exchanges import an_answer, an_exchange
from tests.ui.acts import click, press

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC).astimezone().replace(hour=12, minute=0)


class HistoryPage:
    """The panel over a history of its own."""

    def __init__(self, qtbot: QtBot, look: Look, path: Path) -> None:
        self.qtbot = qtbot
        self.failures: list[BaseException] = []
        self.service = HistoryService(path)
        self.scope = TaskScope("history", self.failures.append)
        self.panel = HistoryPanel(look, self.service, self.scope, clock=lambda: NOON)
        self.panel.resize(260, 600)
        qtbot.addWidget(self.panel)
        self.opened: list[int] = []
        self.composed: list[int] = []
        self.panel.open_requested.connect(self.opened.append)
        self.panel.open_as_new_requested.connect(self.composed.append)
        self.tester = QAbstractItemModelTester(self.panel.model)
        self.panel.show()

    def keep(self, *exchanges: Exchange) -> list[int]:
        """Put exchanges into the history, behind the panel's back."""
        ids: list[int] = []

        async def record() -> None:
            for exchange in exchanges:
                ids.append(await self.service.record(exchange))

        self.scope.start(record(), "record")
        self.settle()
        return ids

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.scope.busy)

    def load(self) -> None:
        self.panel.load()
        self.settle()

    def type_search(self, text: str) -> None:
        """Type into the search, as a person does, and wait for what it finds."""
        before = self.panel.filter_words.whole()
        click(self.panel.search)
        QTest.keyClicks(self.panel.search, text)
        self.qtbot.waitUntil(lambda: self.panel.filter_words.whole() != before)
        self.settle()

    def type_and_press(self, text: str, *keys: Qt.Key) -> None:
        """Type into the search and press keys at once, as who knows what comes; wait until all has come."""
        self.panel.activateWindow()
        click(self.panel.search)
        QTest.keyClicks(self.panel.search, text)
        for key in keys:
            QTest.keyClick(self.panel.search, key)
        self.settle()

    @property
    def lines(self) -> list[str]:
        """What the list shows, an entry each."""
        model = self.panel.model
        return [str(model.index(place, 0).data()) for place in range(model.rowCount())]

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.panel.model.rows()]

    def choose(self, id: int) -> None:
        """Click on a row."""
        self.panel.activateWindow()
        index = self.panel.model.index(self.panel.model.place_of(id), 0)
        place = self.panel.view.visualRect(index).center()
        QTest.mouseClick(self.panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.qtbot.waitUntil(self.panel.view.hasFocus)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(self.panel.view, key, modifiers)

    def answer(self, button: str) -> None:
        """Answer the question that is asked."""
        boxes = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox)]
        box = next(box for box in boxes if box.isVisible())
        chosen: QPushButton = next(each for each in box.buttons() if each.text().strip("&") == button)  # type: ignore[assignment] # a message box's buttons are push buttons
        click(chosen)
        self.settle()


def at(moment: datetime, title: str = "Page view", **more: object) -> Exchange:
    return replace(an_exchange(title, outcome=an_answer()), started=moment, **more)  # type: ignore[arg-type] # any of its fields
