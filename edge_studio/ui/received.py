"""What other clients send to Local Edge, on its way into the history and its list."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from edge_studio.edge.exchange import Exchange
from edge_studio.edge.history_row import row_of
from edge_studio.edge.received import ReceivedHit, received_exchange
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.tasks import TaskScope

MOST_WAITING = 1000
"""Hits that wait to be kept; of a flood the newest are kept, and how many were not is said."""
_AT_ONCE = 50


class Ledger(Protocol):
    """Where exchanges are kept."""

    async def record_all(self, exchanges: Sequence[Exchange]) -> list[int]:
        """Keep exchanges that are over; their rows."""


class ReceivedHits(QObject):
    """Keeps hits in the history, a few at a time, and tells of each that is kept."""

    kept = Signal(object)
    """The :class:`HistoryRow` of a hit that is in the history now."""
    settled = Signal()
    """All that came is kept."""
    not_kept = Signal(object)
    """How many hits of a flood were answered but not kept."""

    def __init__(
        self, ledger: Ledger, scope: TaskScope, on_problem: Callable[[StoreProblem], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._scope = scope
        self._on_problem = on_problem
        self._waiting: deque[ReceivedHit] = deque()
        self._lost = 0
        self._busy = False

    def take(self, hit: ReceivedHit) -> None:
        """Keep a hit as soon as there is time for it."""
        self._waiting.append(hit)
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popleft()
            self._lost += 1
        if not self._busy:
            self._busy = True
            self._scope.start(self._keep(), "keep what was received")

    async def _keep(self) -> None:
        try:
            while self._waiting:
                hits = [self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting)))]
                exchanges = await asyncio.get_running_loop().run_in_executor(None, _read, hits)
                try:
                    ids = await self._ledger.record_all(exchanges)
                except StoreProblem as problem:
                    self._on_problem(problem)
                    return
                for id, exchange in zip(ids, exchanges, strict=True):
                    self.kept.emit(row_of(replace(exchange, id=id)))
        finally:
            self._busy = False
            if self._lost:
                self.not_kept.emit(self._lost)
                self._lost = 0
            self.settled.emit()


def _read(hits: Sequence[ReceivedHit]) -> list[Exchange]:
    return [received_exchange(hit) for hit in hits]
