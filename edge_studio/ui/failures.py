"""Bugs that nobody caught, wherever they came up: told in the window, and written to standard error."""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal


class Failures(QObject):
    """Hears of every exception that Python itself would only print: from slots, events and threads."""

    happened = Signal(object)
    """The exception; emitted in the thread of the window, whichever it came up in."""
    _anywhere = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._anywhere.connect(self.happened)
        self._is_telling = False
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def close(self) -> None:
        """Leave failures to whom they were left before."""
        sys.excepthook, threading.excepthook = self._before

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before[0](kind, error, trace)
        if isinstance(error, Exception) and not self._is_telling:  # where telling fails, it would for ever
            self._is_telling = True
            self._anywhere.emit(error)
            self._is_telling = False

    def _uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        self._before[1](told)
        if isinstance(told.exc_value, Exception):
            self._anywhere.emit(told.exc_value)
