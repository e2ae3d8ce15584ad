"""Long work done in the window's own thread, in turns too short to be noticed.

A thread would not help: whatever reads JSON holds Python's lock, and the window would wait for it.
"""

from collections.abc import Generator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

TURN = 0.004
"""Seconds of work between two looks at what the person does."""
TELLING = 0.1
"""Seconds between two words on how far it is."""


class Turns(QObject):
    """Runs one piece of work for a widget, a generator that yields at least once a millisecond.

    What it yields is told as progress, what it returns as the result. Of several pieces only the last one
    begun goes on. Nothing ticks while there is no work.
    """

    progressed = Signal(object)
    """What was yielded last, ten times a second: a word that grows may lay out and draw a whole panel."""
    done = Signal(object)
    """What the work returned."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Generator[Any, None, Any] | None = None
        self._told = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        """Whether there is work left."""
        return self._work is not None

    def run(self, work: Generator[Any, None, Any]) -> None:
        """Begin ``work``, whose first turn comes at once; what was under way before is dropped."""
        self.stop()
        self._work = work
        self._turn()
        if self._work is work:
            self._timer.start()

    def stop(self) -> None:
        """Drop what is under way."""
        self._timer.stop()
        if self._work is not None:
            work, self._work = self._work, None
            work.close()

    def finish(self, within: float | None = None) -> None:
        """Do all that is left at once, for whoever cannot wait; or what can be done in so many seconds."""
        until = None if within is None else perf_counter() + within
        while self._work is not None and (until is None or perf_counter() < until):
            self._turn()

    def _turn(self) -> None:
        work = self._work
        if work is None:
            return
        until = perf_counter() + TURN
        said = None
        try:
            while perf_counter() < until:
                said = next(work)
        except StopIteration as end:
            if self._work is work:
                self._work = None
                self._timer.stop()
                self.done.emit(end.value)
            return
        except BaseException:
            if self._work is work:
                self._work = None
                self._timer.stop()
            raise
        if self._work is work and until - self._told >= TELLING:
            self._told = until
            self.progressed.emit(said)
