"""Where Qt and asyncio meet: the one file that knows qasync."""

import asyncio
from collections.abc import Awaitable, Callable

import qasync
from PySide6.QtWidgets import QApplication


def make_loop(app: QApplication, *, already_running: bool = False) -> asyncio.AbstractEventLoop:
    """An asyncio loop that is Qt's own; ``already_running`` where somebody else turns it, as in tests."""
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app, already_running=already_running)
    return loop


def run(app: QApplication, main: Callable[[], Awaitable[int]]) -> int:
    """Run ``main`` to its end on Qt's loop and return its exit code."""

    async def whole() -> int:
        return await main()

    with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
        return runner.run(whole())
