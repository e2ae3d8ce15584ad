"""What other clients send to Local Edge, on its way into the history and its list."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from edge_studio.edge.exchange import Exchange
from edge_studio.edge.history_row import HistoryRow, row_of
from edge_studio.edge.received import ReceivedHit, received_exchange
from edge_studio.store.problems import StoreProblem
from edge_studio.ui.tasks import TaskScope

AT_ONCE = 25
"""Hits that are kept in one go; a request that is about to be sent waits no longer than that takes."""
REST = 3.0
"""After each go so many times as long as it took is left to the server and the window."""
FRAME = 1 / 60
"""Seconds between two changes of the list, at least."""
TRIMMED_EVERY = 1000
"""Hits after which the history is looked at for whether it is too large."""


class Inbox(Protocol):
    """Where hits wait to be taken; it has room for so many, and the oldest give way."""

    def take(self, most: int) -> list[ReceivedHit]:
        """The hits that wait longest; none where all are taken."""

    def lost(self) -> int:
        """How many gave way to newer ones since this was last asked."""


class Ledger(Protocol):
    """Where exchanges are kept."""

    async def record_all(self, exchanges: Sequence[Exchange]) -> list[int]:
        """Keep exchanges that are over; their rows."""


class ReceivedHits(QObject):
    """Keeps hits in the history, a few at a time, and tells of those that are kept.

    Under a flood it takes no more than a quarter of one processor; what finds no room meanwhile is counted.
    """

    kept = Signal(object)
    """The :class:`HistoryRow` of each of some hits that are in the history now, a sequence."""
    settled = Signal()
    """All that came is kept."""
    not_kept = Signal(object)
    """How many hits of a flood, from its beginning on, were answered but not kept."""

    def __init__(
        self,
        inbox: Inbox,
        ledger: Ledger,
        trim: Callable[[], Awaitable[None]],
        scope: TaskScope,
        on_problem: Callable[[StoreProblem], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._inbox = inbox
        self._ledger = ledger
        self._trim = trim
        self._scope = scope
        self._on_problem = on_problem
        self._is_busy = False
        self._hurry = asyncio.Event()
        self._untrimmed = 0

    def wake(self) -> None:
        """Hits wait in the inbox."""
        if not self._is_busy:
            self._is_busy = True
            self._scope.finish(self._empty(), "keep what was received")

    def finish(self) -> None:
        """Rest no more, for the window is about to end: what has come so far is kept."""
        self._hurry.set()

    async def _empty(self) -> None:
        """Keep whatever is in the inbox, and comes into it meanwhile."""
        lost = told = 0
        try:
            while hits := self._inbox.take(AT_ONCE):
                began = perf_counter()
                self.kept.emit(await self._keep(hits))
                lost += self._inbox.lost()
                if lost and not told:  # once when it begins and once when it is over: it can be dismissed
                    told = lost
                    self.not_kept.emit(lost)
                await self._rest(perf_counter() - began)
        except StoreProblem as problem:
            while self._inbox.take(1000):
                pass  # what comes next is tried again, and wakes
            self._on_problem(problem)
        finally:
            self._is_busy = False
            if lost != told:
                self.not_kept.emit(lost)
            self.settled.emit()

    async def _keep(self, hits: Sequence[ReceivedHit]) -> list[HistoryRow]:
        loop = asyncio.get_running_loop()
        exchanges = await loop.run_in_executor(None, _read, hits)
        ids = await self._ledger.record_all(exchanges)
        self._untrimmed += len(ids)
        if self._untrimmed >= TRIMMED_EVERY:
            self._untrimmed = 0
            await self._trim()
        kept = [replace(exchange, id=id) for id, exchange in zip(ids, exchanges, strict=True)]
        return await loop.run_in_executor(None, _glance, kept)

    async def _rest(self, took: float) -> None:
        """Let the window and the server have their turn; what comes meanwhile is kept in one go."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), max(took * REST, FRAME))


def _read(hits: Sequence[ReceivedHit]) -> list[Exchange]:
    return [received_exchange(hit) for hit in hits]


def _glance(exchanges: Sequence[Exchange]) -> list[HistoryRow]:
    return [row_of(exchange) for exchange in exchanges]
