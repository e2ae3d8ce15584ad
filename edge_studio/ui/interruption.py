"""The system's wish that the program ends: Ctrl+C in a terminal, logging out, ``kill``."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

ENDINGS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""The signals that ask a program to end, as far as the platform has them."""


class Interruption(QObject):
    """Hears the signals that ask the program to end.

    Python runs their handlers between two of its own steps, and has none to do while Qt waits: a byte
    through a socket wakes Qt up.
    """

    wanted = Signal()
    """The program shall end in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._woken_before = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._heard) for number in ENDINGS}

    def close(self) -> None:
        """Leave signals to whom they were left before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._woken_before)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self.wanted.emit()

    def _woken(self) -> None:
        self._reading.recv(4096)
