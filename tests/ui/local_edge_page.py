"""The panel of Local Edge as a person uses it, in a running window."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Answered, Unanswered
from edge_studio.edge.local_status import LocalStatus
from edge_studio.store import paths
from edge_studio.store.settings import Settings, SettingsStore
from edge_studio.ui.local_edge.faults import FaultRow
from edge_studio.ui.local_edge.panel import LocalEdgePanel
from edge_studio.ui.local_edge.recipe_list import RecipeStep
from tests.ui.acts import choose, click
from tests.ui.studio_page import StudioPage

A_SCENARIO = {"name": "mine", "organisation": "0A1B2C3D4E5F60718293A4B5@AdobeOrg"}


def a_scenario_file(folder: Path, **parts: Any) -> Path:
    """A scenario of a person's own."""
    path = folder / "mine.json"
    path.write_text(json.dumps({**A_SCENARIO, **parts}, indent=2))
    return path


def kept() -> Settings:
    """The settings as they are in their file."""
    return SettingsStore(paths.settings_file()).load()


def open_again(
    page: StudioPage, qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop
) -> StudioPage:
    """The window of the next start."""
    page.close()
    return StudioPage(qtbot, qapp, loop)


class Desktop(QObject):
    """The desktop that files are opened with, or that has no program for them."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """Open a file."""
        self.opened.append(url.toLocalFile())

    def serve(self) -> None:
        """Be asked from now on."""
        QDesktopServices.setUrlHandler("file", self, "open")  # type: ignore[arg-type] # PySide takes no bytes, whatever its stubs say

    def leave(self) -> None:
        """Be asked no more."""
        QDesktopServices.unsetUrlHandler("file")


class LocalEdgePage:
    """The panel, opened from the status line."""

    def __init__(self, page: StudioPage) -> None:
        self.page = page
        self.open()

    def open(self) -> None:
        """Open it, or bring it to the front."""
        click(self.page.studio.window.local_edge_button)
        self.page.wait_idle()

    @property
    def panel(self) -> LocalEdgePanel:
        """The panel; fails where it is closed."""
        panel = self.page.studio.local_edge_room.panel
        assert panel is not None, "the panel is closed"
        return panel

    # What is there

    @property
    def status(self) -> LocalStatus:
        """How Local Edge really is."""
        status = self.page.run(self.page.studio.local_edge.status())
        assert isinstance(status, LocalStatus)
        return status

    @property
    def refusal(self) -> str:
        """What happened to the window's request, where no answer came."""
        exchange = self.page.tab.exchange
        assert exchange is not None
        assert isinstance(exchange.outcome, Unanswered)
        return exchange.outcome.happened

    @property
    def line(self) -> str:
        """What the window's status line says of Local Edge."""
        return self.page.studio.window.local_edge_button.text()

    @property
    def notice(self) -> str:
        """What the head says is not as it was wanted; empty where all is."""
        label = self.panel.head.notice
        return label.text() if label.isVisible() else ""

    @property
    def problem(self) -> str:
        """What is said of the scenario's file; empty where nothing is wrong with it."""
        label = self.panel.scenario.problem
        return label.text() if label.isVisibleTo(self.panel.scenario) else ""

    @property
    def scenarios(self) -> list[str]:
        """The scenarios that are offered, a line between ours and one's own as an empty one."""
        box = self.panel.scenario.choice
        return [box.itemText(at) for at in range(box.count())]

    def visitors(self) -> list[list[str]]:
        """The rows of the visitors' table."""
        model = self.panel.visitors.model
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def held(self) -> dict[str, str]:
        """What is held of the chosen visitor."""
        return dict(self.panel.visitors.details.rows)

    def steps(self) -> dict[str, RecipeStep]:
        """The steps for a client, by their titles."""
        return {step.recipe.title: step for step in self.panel.clients.recipes.steps}

    def fault(self, name: str) -> FaultRow:
        """The row of a fault."""
        return next(row for row in self.panel.scenario.faults.rows if row.name == name)

    # What a person does

    def press(self, button: QWidget) -> None:
        """Press a button, on whatever tab it is, and wait for what comes of it."""
        self.bring(button)
        click(button)
        self.page.wait_idle()

    def bring(self, widget: QWidget) -> None:
        """Show the tab that a widget is on."""
        tabs = self.panel.tabs
        for place in range(tabs.count()):
            tab = tabs.widget(place)
            if tab is not None and tab.isAncestorOf(widget):
                tabs.setCurrentIndex(place)

    def play(self, name: str) -> None:
        """Choose a scenario."""
        self.bring(self.panel.scenario.choice)
        choose(self.panel.scenario.choice, name)
        self.page.wait_idle()

    def switch(self, fault: str) -> None:
        """Switch a fault on, or off."""
        row = self.fault(fault)
        self.bring(row)
        row.switch.click()
        self.page.wait_idle()

    def type_port(self, box: QAbstractSpinBox, port: int) -> None:
        """Type a port."""
        self.bring(box)
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, str(port))

    def send(self) -> int:
        """Send the window's request; the status of its answer, 0 where none came."""
        self.page.send()
        exchange = self.page.tab.exchange
        assert exchange is not None
        outcome = exchange.outcome
        return outcome.status if isinstance(outcome, Answered) else 0

    def wait_for(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened in the panel."""
        self.page.wait_for(happened)
        self.page.wait_idle()
