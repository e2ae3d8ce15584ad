"""How a window lives and ends: nothing typed is lost, nothing closed stays, nothing ticks in vain."""

import asyncio
import gc
import json
import signal
import socket
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Connection, Unanswered
from edge_studio.jsontext.document import ABSENT
from edge_studio.premises import PATIENCE
from edge_studio.store import paths
from edge_studio.ui.theme import Look
from edge_studio.ui.window.trouble import TroubleBar
from tests.ui.studio_page import StudioPage
from tests.ui.window_program import end_of, run, started

NOTE = "/event/data/note"


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes a request and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def send_to(page: StudioPage, server: socket.socket) -> None:
    """Send the current request to a server and wait until it waits for the answer."""
    page.use(Connection("Silent", f"http://127.0.0.1:{server.getsockname()[1]}"))
    page.do("send")
    page.wait_for(lambda: page.studio.response.waiting_for != "")


def is_gone(reference: Callable[[], object]) -> bool:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return reference() is None


# What is closed


def test_a_closed_request_is_freed_with_all_its_widgets(page: StudioPage) -> None:
    page.send()
    page.studio.composer.new_request("purchase")
    page.tab.find_bar.show_find()
    page.tab.open_address()
    page.tab.problems_panel.turn()
    page.send()
    tab = weakref.ref(page.tab)
    editor = weakref.ref(page.tab.editor)
    page.do("close")
    assert is_gone(tab)
    assert is_gone(editor)


def test_a_request_closed_while_its_answer_is_awaited_is_kept_in_the_history(
    page: StudioPage, silent: socket.socket
) -> None:
    page.studio.composer.new_request("purchase")
    send_to(page, silent)
    tab = weakref.ref(page.tab)
    page.do("close")
    assert not page.studio.bar.is_waiting
    taken, _ = silent.accept()
    taken.close()
    page.wait_idle()
    assert page.history_titles() == ["Purchase"]
    assert page.trouble == ""
    assert page.title == "Page view — Edge Studio"
    assert is_gone(tab)


def test_the_dialogs_of_the_menus_are_freed_when_they_close(page: StudioPage) -> None:
    for entry in ("connections", "settings", "keys", "about", "rename", "open", "save_as"):
        page.do(entry)
        page.wait_idle()
        (dialog,) = (each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isModal())
        reference = weakref.ref(dialog)
        dialog.close()
        del dialog
        assert is_gone(reference), entry


# How it ends


@pytest.mark.parametrize("turns", [0, 1, 3, 10, 30, 100])
def test_a_window_closed_while_it_settles_keeps_what_was_typed(
    qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop, turns: int
) -> None:
    page = StudioPage(qtbot, qapp, loop, settle=False)
    page.tab.buffer.set_value(NOTE, f"typed {turns}")
    for _ in range(turns):
        qapp.processEvents()
    page.close()
    assert page.trouble == ""
    again = StudioPage(qtbot, qapp, loop)
    assert again.tab.buffer.json.value(NOTE) == f"typed {turns}"
    again.close()


def test_a_window_closed_while_an_answer_is_awaited_notes_that_it_was_cancelled(
    qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop, silent: socket.socket
) -> None:
    page = StudioPage(qtbot, qapp, loop)
    send_to(page, silent)
    page.close()
    assert page.trouble == ""
    again = StudioPage(qtbot, qapp, loop)
    exchange = again.run(again.studio.history_service.get(1))
    assert isinstance(exchange.outcome, Unanswered)
    assert exchange.outcome.reason == "cancelled"
    again.close()


@pytest.mark.parametrize("entry", ["connections", "settings", "rename", "open", "about"])
def test_a_window_closed_with_a_dialog_open_takes_it_along(page: StudioPage, entry: str) -> None:
    page.do(entry)
    page.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []


def test_what_is_written_when_the_window_closes_is_written_to_its_end(page: StudioPage) -> None:
    page.do("zoom_in")
    page.close()
    assert json.loads(paths.settings_file().read_text())["settings"]["zoom"] == pytest.approx(1.1)


def test_a_second_window_keeps_its_requests_apart_from_the_first_ones(
    page: StudioPage, qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop
) -> None:
    page.tab.buffer.set_value(NOTE, "of the first")
    for said in (ABSENT, "of the second"):
        second = StudioPage(qtbot, qapp, loop)
        assert second.trouble.startswith("Edge Studio is open in another window already.")
        assert second.tab.buffer.json.value(NOTE) == said
        second.tab.buffer.set_value(NOTE, "of the second")
        second.send()
        assert second.answer.headline == "200 OK"
        second.close()
    page.close()
    alone = StudioPage(qtbot, qapp, loop)
    assert alone.trouble == ""
    assert alone.tab.buffer.json.value(NOTE) == "of the first"
    alone.close()


def test_a_window_that_was_killed_leaves_its_place_and_its_requests_to_the_next(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with started(tmp_path, TYPE) as window:
        qtbot.waitUntil(lambda: "typed 0815" in kept(tmp_path), timeout=60_000)
        window.kill()
    assert run(tmp_path, TELL).startswith("typed 0815\nFalse\n")


def kept(home: Path) -> str:
    """The open requests as they stand on the disk."""
    session = home / "session.json"
    return session.read_text() if session.exists() else ""


TELL = f"""
        print(self.composer.current.buffer.json.value({NOTE!r}), self.window.trouble.isVisible(), sep="\\n")
        self.window.close()
"""
TYPE = f"""
        self.composer.current.buffer.set_value({NOTE!r}, "typed 0815")
        self.once_running(print, "typed", flush=True)
"""
QUIT = f"""
        self.composer.current.buffer.set_value({NOTE!r}, "typed 0815")
        self.once_running(QApplication.quit)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_end_ends_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path, TYPE) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "typed\n"
        window.send_signal(number)
        assert end_of(window) == ("", "")
    assert "typed 0815" in kept(tmp_path)


def test_the_desktops_wish_to_quit_ends_in_order(tmp_path: Path) -> None:
    assert run(tmp_path, QUIT) == ""
    assert "typed 0815" in kept(tmp_path)


# What goes wrong inside

FAIL = """
        QTimer.singleShot(200, self.fail)

    def fail(self):
        QTimer.singleShot(300, self.close)
        threading.Thread(target=self.fail_aside).start()
        raise ValueError("refused: Bearer canary-7163309881222824984")

    def fail_aside(self):
        raise KeyError("aside")

    def close(self):
        print(self.window.trouble.words)
        print(self.window.trouble.details)
        self.window.close()
"""


def test_a_failure_in_a_slot_or_a_thread_reaches_the_person_without_secrets(tmp_path: Path) -> None:
    with started(tmp_path, FAIL) as window:
        printed, complained = end_of(window)
    assert "ValueError" in complained
    assert "KeyError: 'aside'" in complained
    assert printed.startswith("Something in Edge Studio failed: KeyError. What you typed is safe.")
    assert "in fail_aside" in printed


def test_the_details_of_a_failure_hold_no_credential(look: Look, qtbot: QtBot) -> None:
    bar = TroubleBar(look)
    qtbot.addWidget(bar)
    bar.tell_failure(ValueError("refused: Bearer canary-7163309881222824984"))
    assert "ValueError: refused: Bearer" in bar.details
    assert "canary" not in bar.details
    bar.hide()


# What happens while nothing happens


QTS_OWN = {"QPMCache"}
"""Qt's cache of pictures looks every half minute for what to drop, until it is empty."""


class Clock(QObject):
    """Counts what ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Timer and watched.metaObject().className() not in QTS_OWN:
            self.ticks.append(watched.metaObject().className())
        return False


def ticks_in_the_end(qtbot: QtBot, qapp: QApplication) -> list[str]:
    """What ticks in most of a second, once what was begun has come to rest: a slow machine takes its time."""
    for _ in range(8):
        clock = Clock()
        qapp.installEventFilter(clock)
        qtbot.wait(700)
        qapp.removeEventFilter(clock)
        if clock.ticks == ["QTimer"]:
            break
    return clock.ticks


def test_nothing_ticks_while_nothing_happens(page: StudioPage, qtbot: QtBot, qapp: QApplication) -> None:
    page.send()
    page.studio.bar.focus_send()
    qtbot.wait(round(PATIENCE * 1000))  # nobody waits for the trace any more
    assert ticks_in_the_end(qtbot, qapp) == ["QTimer"]  # the waiting's own
