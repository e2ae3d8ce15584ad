"""Where Qt and asyncio meet: the one file that knows qasync."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:  # loading asyncio and qasync takes as long as painting the window: it is painted first
    import asyncio


def make_loop(app: QApplication, *, already_running: bool = False) -> "asyncio.AbstractEventLoop":
    """An asyncio loop that is Qt's own; ``already_running`` where somebody else turns it, as in tests."""
    import qasync

    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app, already_running=already_running)
    return loop


def run(app: QApplication, main: Callable[[], Awaitable[int]]) -> int:
    """Run ``main`` to its end on Qt's loop and return its exit code."""
    import asyncio

    async def whole() -> int:
        return await main()

    with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
        return runner.run(whole())
