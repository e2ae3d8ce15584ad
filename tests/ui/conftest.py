"""What every test of the window shares: the application's look and one event loop for the session."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.ui.history_page import HistoryPage
from tests.ui.local_edge_page import Desktop, LocalEdgePage
from tests.ui.pages import FormPage, OpenForm
from tests.ui.studio_page import StudioPage


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Look:
    """The look on the application, put on once: fonts and style sheet take time."""
    look = Look(load_theme("light"), qapp)
    Dresser(qapp, look)
    return look


@pytest.fixture
def look(dressed: Look) -> Iterator[Look]:
    """The look, light and unzoomed at the start of every test."""
    dressed.set_theme(load_theme("light"))
    dressed.set_zoom(1.0)
    yield dressed
    dressed.set_theme(load_theme("light"))
    dressed.set_zoom(1.0)


@pytest.fixture
def open_form(qtbot: QtBot, look: Look) -> OpenForm:
    """A form of the composer in a window of its own, on the payload that is given."""

    def opened(text: str) -> FormPage:
        return FormPage.alone(qtbot, look, text)

    return opened


@pytest.fixture
def panel(look: Look, qtbot: QtBot) -> ResponsePanel:
    """The room of the answer in a window of its own, with the tree chosen, as a QA analyst has it."""
    panel = ResponsePanel(look)
    panel.content.prefer("Handles")
    qtbot.addWidget(panel)
    panel.resize(440, 760)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture(scope="session")
def session_loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The one loop of Qt and asyncio; a loop per test would break every later wait."""
    from edge_studio.ui.application import make_loop

    loop = make_loop(qapp, already_running=True)
    yield loop
    loop.stop()
    loop.close()


@pytest.fixture
def loop(session_loop: asyncio.AbstractEventLoop) -> Iterator[asyncio.AbstractEventLoop]:
    """The session's loop; fails a test that leaves a task behind."""
    asyncio.set_event_loop(session_loop)
    asyncio.events._set_running_loop(
        session_loop
    )  # qasync leaves this to run_forever, which pytest-qt replaces
    yield session_loop
    asyncio.events._set_running_loop(None)
    asyncio.set_event_loop(None)
    leaked = [task for task in asyncio.all_tasks(session_loop) if not task.done()]
    assert not leaked, leaked


@pytest.fixture(autouse=True)
def _nothing_left_open(qapp: QApplication) -> Iterator[None]:
    """Deferred deletions are done and no window is left when a test ends."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    visible = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in visible:
        widget.close()
    assert not visible, visible


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop) -> Iterator[StudioPage]:
    """The whole window, running; a module about a part of it has that part as its page."""
    page = StudioPage(qtbot, qapp, loop)
    page.studio.window.activateWindow()
    yield page
    page.close()


@pytest.fixture
def edge(page: StudioPage) -> LocalEdgePage:
    """The panel of Local Edge in the whole window."""
    return LocalEdgePage(page)


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """The desktop, asked to open files meanwhile."""
    desktop = Desktop()
    desktop.serve()
    yield desktop
    desktop.leave()


@pytest.fixture
def history(
    qtbot: QtBot, look: Look, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> Iterator[HistoryPage]:
    """The room of the history with an empty file behind it; fails a test in which something failed."""
    made = HistoryPage(qtbot, look, tmp_path / "history.sqlite3")
    yield made
    made.settle()
    made.service.close()
    assert made.failures == []
