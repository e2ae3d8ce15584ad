"""Work that would hold up the window, done in a thread of its own."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class OffThread(QObject):
    """Runs one function at a time for a widget; of several asked for, only the last one's result is told."""

    done = Signal(object)
    """The result, emitted in the thread of the widget."""
    _ended = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = 0
        self._ended.connect(self._tell)

    def run(self, function: Callable[[], object]) -> None:
        """Start ``function``, which must not touch the window; what was asked for before is forgotten."""
        self._last += 1
        thread = threading.Thread(target=self._work, args=(self._last, function), daemon=True)
        thread.start()

    def forget(self) -> None:
        """Tell no result of what still runs."""
        self._last += 1

    def _work(self, number: int, function: Callable[[], object]) -> None:
        result = function()
        if number == self._last:
            try:
                self._ended.emit(number, result)
            except RuntimeError:
                return  # the window was closed meanwhile: there is nobody to tell

    def _tell(self, number: object, result: object) -> None:
        if number == self._last:
            self.done.emit(result)
