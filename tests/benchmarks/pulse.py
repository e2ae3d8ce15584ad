"""How long the window keeps a person waiting."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

AT_MOST = 60.0
"""Seconds after which nothing is waited for any more."""


class Pulse(QObject):
    """Notes how long the loop kept it waiting; by a clock of work, a busy machine does not count."""

    def __init__(self, app: QApplication, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__()
        self._clock = clock
        self.stops: dict[str, float] = {}
        """The longest wait in seconds, by what was done."""
        self._app = app
        self._longest = 0.0
        self._last = clock()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(0)
        app.processEvents()
        self._longest = 0.0

    def _beat(self) -> None:
        now = self._clock()
        self._longest = max(self._longest, now - self._last)
        self._last = now

    def rest(self) -> None:
        """Forget the time since the last beat: what was done in it is not the window's."""
        self._app.processEvents()
        self._longest, self._last = 0.0, self._clock()

    def note(self, name: str, done: Callable[[], bool]) -> None:
        """Let the loop turn until something is so, and keep the longest wait since the last note."""
        until = perf_counter() + AT_MOST
        while not done() and perf_counter() < until:
            self._app.processEvents()
        for _ in range(3):  # what was put off is drawn
            self._app.processEvents()
        self.stops[name] = max(self.stops.get(name, 0.0), self._longest)
        self.rest()

    @property
    def longest(self) -> float:
        """The longest of all waits, in seconds."""
        return max(self.stops.values())

    @property
    def said(self) -> str:
        """All waits in words."""
        return ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in self.stops.items())
