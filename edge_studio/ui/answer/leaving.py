"""Answers that are not shown any more: very many parts are let go bit by bit."""

from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer

from edge_studio.edge.handles import Answer
from edge_studio.ui.turns import Turns

_MANY = 5_000
"""Handles and members from which on freeing them all at once would be noticed."""
_AT_ONCE = 200


class Leaving(QObject):
    """Holds the parts of large answers until the window has had time to free them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._parts: list[object] = []
        self._turns = Turns(self)

    @property
    def is_busy(self) -> bool:
        """Whether there is something left to free."""
        return bool(self._parts)

    def let_go(self, answer: Answer | None) -> None:
        """Take over the parts of an answer that whoever calls is about to forget."""
        if answer is None or len(answer.handles) + len(answer.members) < _MANY:
            return
        self._parts += (*answer.handles, *answer.members)
        QTimer.singleShot(0, self, self._free)  # once nobody else holds them any more

    def _free(self) -> None:
        self._turns.run(self._freeing())

    def _freeing(self) -> Generator[None, None, None]:
        while self._parts:
            del self._parts[-_AT_ONCE:]
            yield
