"""The whole window as a person uses it, with Local Edge and a history of its own behind it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.app import Studio
from edge_studio.edge.exchange import Connection
from edge_studio.edge.handles import Answer
from edge_studio.ui.request.tab import RequestTab

PATIENCE = 20_000
"""Milliseconds until something that should happen is given up."""


class StudioPage:
    """One running window; close it with :meth:`close`."""

    def __init__(
        self, qtbot: QtBot, app: QApplication, loop: asyncio.AbstractEventLoop, *, settle: bool = True
    ) -> None:
        self._qtbot = qtbot
        self._loop = loop
        self.studio = Studio(app)
        self._closed = False
        self._last_trouble = ""
        self.studio.window.show()
        if settle:
            self.settle()

    # Waiting

    def settle(self) -> None:
        """Wait until all is there that the first picture leaves out."""
        self.wait_for(lambda: self.tab.is_checked)
        self.wait_idle()

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """What a coroutine returns, with the window alive meanwhile."""
        task = self._loop.create_task(coroutine)
        self._qtbot.waitUntil(task.done, timeout=PATIENCE)
        return task.result()

    def wait_idle(self) -> None:
        """Wait until everything that was begun has ended."""
        QApplication.processEvents()
        self._qtbot.waitUntil(lambda: not self.studio.scope.busy, timeout=PATIENCE)

    def wait_for(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened in the window."""
        self._qtbot.waitUntil(happened, timeout=PATIENCE)

    def close(self) -> None:
        """Close the window and end everything behind it; a second time does nothing."""
        if not self._closed:
            self._closed = True
            self.studio.window.close()
            self.run(self._end())

    async def _end(self) -> None:
        await self.studio.aclose()
        bar = self.studio.window.trouble
        self._last_trouble = "" if bar.isHidden() else bar.words

    # What is there

    @property
    def tab(self) -> RequestTab:
        """The request that is shown."""
        return self.studio.composer.current

    @property
    def answer(self) -> Answer:
        """The answer that is shown."""
        answer = self.studio.response.answer
        assert answer is not None, "no answer is shown"
        return answer

    @property
    def trouble(self) -> str:
        """What the window says of its own trouble; empty where there is none."""
        bar = self.studio.window.trouble
        return self._last_trouble if self._closed else bar.words if bar.isVisible() else ""

    @property
    def title(self) -> str:
        """What stands in the window's title."""
        return self.studio.window.windowTitle()

    @property
    def focused_name(self) -> str:
        """The accessible name of what has the focus."""
        focused = QApplication.focusWidget()
        return "" if focused is None else focused.accessibleName()

    def tree_rows(self) -> list[tuple[str, str]]:
        """The rows of the answer's tree that are open, as name and value."""
        self.studio.response.open_tab("Handles")
        tree = self.studio.response.handles.tree
        model = tree.model()
        rows = []
        index = model.index(0, 0)
        while index.isValid():
            rows.append((str(index.data()), str(index.siblingAtColumn(1).data())))
            index = tree.indexBelow(index)
        return rows

    def history_titles(self) -> list[str]:
        """The exchanges that the history lists."""
        return [row.title for row in self.studio.history.model.rows()]

    def menu_words(self) -> list[str]:
        """The entries of the context menu that is open."""
        menu = QApplication.activePopupWidget()
        assert menu is not None, "no menu is open"
        words = [action.text() for action in menu.actions() if action.text()]
        menu.close()
        return words

    # What a person does

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        focused = QApplication.focusWidget()
        QTest.keyClick(self.studio.window if focused is None else focused, key, modifiers)

    def type(self, text: str) -> None:
        """Type text where the focus is."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)

    def open_as_new(self) -> None:
        """Press the button above an old answer that composes it again."""
        self.studio.past_bar.open_as_new.emit()

    def sent_text(self) -> str:
        """What the tab Sent shows."""
        self.studio.response.open_tab("Sent")
        return self.studio.response.sent.text

    def do(self, id: str) -> None:
        """Choose an entry of the menus by its id."""
        action = self.studio.commands.actions[id]
        assert action.isEnabled(), f"{id} is greyed out"
        action.trigger()

    def send(self) -> None:
        """Send the request and wait for its end."""
        self.do("send")
        self.wait_idle()

    def use(self, connection: Connection) -> None:
        """Make a connection and choose it."""
        self.studio.desk.set_connections([*self.studio.preferences.connections, connection])
        self.tab.set_connection(connection.name)
        self.studio.desk.set_connections([*self.studio.preferences.connections, connection])
