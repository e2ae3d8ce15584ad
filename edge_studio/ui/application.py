"""Where Qt and asyncio meet: the one file that knows qasync."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:  # loading asyncio and qasync takes as long as painting the window: it is painted first
    import asyncio


class Application(QApplication):
    """Qt's application, which ends when the program has ended in order, and not a moment before."""

    quit_wanted = Signal()
    """The desktop asked to quit: Qt itself would stop the loop under what still runs."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit:
            event.accept()
            self.quit_wanted.emit()
            return True
        return super().event(event)


def make_loop(app: QApplication, *, already_running: bool = False) -> "asyncio.AbstractEventLoop":
    """An asyncio loop that is Qt's own; ``already_running`` where somebody else turns it, as in tests."""
    import qasync

    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app, already_running=already_running)
    return loop


def run(
    app: QApplication,
    main: Callable[[], Awaitable[int]],
    on_failure: Callable[[BaseException], None],
) -> int:
    """Run ``main`` to its end on Qt's loop and return its exit code.

    ``on_failure`` is told of exceptions that nobody caught in what the loop calls.
    """
    import asyncio

    def failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if isinstance(error := context.get("exception"), BaseException):
            on_failure(error)
        else:
            loop.default_exception_handler(context)

    async def whole() -> int:
        asyncio.get_running_loop().set_exception_handler(failed)
        return await main()

    with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
        return runner.run(whole())
